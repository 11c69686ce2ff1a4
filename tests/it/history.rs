//! The past, looked at on the days on which something could change, is what a plain look at every day finds; and nothing
//! that tells the end is seen.

use std::collections::BTreeMap;
use std::fs;

use stagegate::history::{Backtesting, Fault, History, Replaying, Seen, Thresholding, fewest_wins};
use stagegate::{Date, Opportunity, Percent, Playbook, RuleKind};

use crate::laws::{accepted, hold};
use crate::oracle::json::Json;
use crate::random::choices::Choices;
use crate::random::data;

#[test]
fn every_form_of_clock_is_heard() {
    let playbook = Playbook::parse(&read("clocks.gate")).unwrap_or_else(|faults| panic!("{faults}"));
    let reader = playbook.reader();
    let mut struck = BTreeMap::new();
    for seed in 0..150 {
        let data = deal(&mut Choices::seeded(seed));
        let mut history = History::new(&playbook);
        history.push(&reader.read_json(&data.to_string()).unwrap_or_else(|error| panic!("{error}\n{data}")), 1);
        let replayed = history.replay(Replaying::until(date("2026-04-20")));
        let seen = replayed.cases().next().unwrap();
        assert_eq!(seen.fault(), None, "{data}");
        let plain = look_daily(&playbook, seen, |day| reader.read_json(&as_of(&data, day).to_string()).unwrap());
        assert_eq!(found(seen), plain, "seed {seed}\n{data}");
        plain.rules.keys().for_each(|rule| *struck.entry(rule.clone()).or_insert(0) += 1);
    }
    // What no deal ever met would prove nothing.
    let never = ["main.status_tells", "main.closing_day_tells", "main.in_another"];
    let rules = playbook.processes().flat_map(|process| process.rules().map(move |rule| (process, rule)));
    for (process, rule) in rules.filter(|(_, rule)| rule.kind() == RuleKind::Disqualifier) {
        let name = format!("{}.{}", process.name(), rule.name());
        assert_eq!(struck.contains_key(&name), !never.contains(&name.as_str()), "{name}: {struck:?}");
    }
}

#[test]
fn random_playbooks_are_looked_at_on_every_day_that_counts() {
    hold(16, |c| {
        let (playbook, checked) = accepted(c)?;
        let mut case = data::case(c, &playbook);
        case.options.process = None;
        let text = case.data.to_string();
        let Ok(opportunity) = checked.reader(&case).read_json(&text) else { return Ok(()) };
        let Some(last) = Date::from_days(i64::try_from(case.today).unwrap() + 60) else { return Ok(()) };
        let mut history = History::new(checked.playbook());
        history.push(&opportunity, 1);
        let replayed = history.replay(Replaying::until(last));
        let seen = replayed.cases().next().unwrap();
        let long = seen.days().is_some_and(|(first, last)| last.days() - first.days() > 500);
        if seen.fault().is_some() || long || has_dated_elements(&case.data, false) {
            return Ok(());
        }
        let mut hidden = case.clone();
        hidden.data = without(&case.data, checked.playbook());
        let Ok(opportunity) = checked.reader(&hidden).read_json(&hidden.data.to_string()) else { return Ok(()) };
        let plain = look_daily(checked.playbook(), seen, |_| opportunity.clone());
        let found = found(seen);
        if found == plain {
            Ok(())
        } else {
            Err(format!("the days differ\n{found:#?}\nbut daily\n{plain:#?}\n{}\n{text}", playbook.text))
        }
    });
}

#[test]
fn nothing_that_tells_the_end_is_seen() {
    let playbook = Playbook::parse(&read("clocks.gate")).unwrap();
    let mut rows = History::new(&playbook);
    for (row, stage) in (1..).zip(["won", "lost", "walked", "a"]) {
        let ended = if stage == "a" { "null" } else { r#""2026-03-01""# };
        let data = format!(
            r#"{{"id": {row}, "Stage": "{stage}", "created": "2026-02-01", "ended": {ended}, "last": "2026-02-28",
               "goal": {{"value": "yes", "by": "wrote", "on": "2026-03-01"}},
               "calls": [{{"on_day": {{"value": "2026-01-01", "on": "2026-03-01"}}}}, {{"length": {{"value": 9, "on": "2026-03-01"}}}},
                         {{"length": {{"value": 9, "on": "2026-03-05"}}}}]}}"#
        );
        rows.push(&playbook.reader().read_json(&data).unwrap(), row);
    }
    let replayed = rows.replay(Replaying::until(date("2026-02-28")));
    assert!(replayed.cases().all(|seen| seen.outcome().is_none() && seen.case().row() > 0));
    let replayed = rows.replay(Replaying::until(date("2026-03-10")));
    let found: Vec<_> = replayed.cases().map(found).collect();
    // The one rule that compares the day with a day of its own.
    let alone = BTreeMap::from([("main.one_of".to_owned(), date("2026-02-20"))]);
    assert!(found[..3].iter().all(|one| *one == found[0] && one.rules == alone), "{found:?}");
    // The one that is still open has seen the day on which all three calls came in.
    assert!(found[3].rules.contains_key("main.many"));
}

/// A fact that tells the end, and becomes known on the day of it, moves no figure, no name and no reason.
#[test]
fn a_leak_on_the_last_day_moves_no_report() {
    let playbook = Playbook::parse(&read("clocks.gate")).unwrap();
    let reader = playbook.reader();
    let (mut plain, mut leaking) = (History::new(&playbook), History::new(&playbook));
    let mut planted = 0;
    for seed in 0..300 {
        let deal = deal(&mut Choices::seeded(seed));
        plain.push(&reader.read_json(&deal.to_string()).unwrap(), seed);
        let told = with_leak(&deal);
        planted += u32::from(told != deal);
        leaking.push(&reader.read_json(&told.to_string()).unwrap(), seed);
    }
    assert!(planted > 100);
    let report = |history: &History| {
        let how = Backtesting::until(date("2026-05-01")).chance_after(3);
        serde_json::to_string_pretty(&history.backtest(how)).unwrap()
    };
    assert_eq!(report(&leaking), report(&plain));
    // It is no fact that nobody reads: a day later it is seen.
    let how = Replaying::until(date("2026-05-01"));
    let ends = |history: &History| history.replay(how).cases().map(found).collect::<Vec<_>>();
    assert_eq!(ends(&leaking), ends(&plain));
    let late = |deal: &Json| without_end(deal).to_string();
    let (mut open, mut open_leaking) = (History::new(&playbook), History::new(&playbook));
    for seed in 0..300 {
        let deal = deal(&mut Choices::seeded(seed));
        open.push(&reader.read_json(&late(&deal)).unwrap(), seed);
        open_leaking.push(&reader.read_json(&late(&with_leak(&deal))).unwrap(), seed);
    }
    assert_ne!(ends(&open_leaking), ends(&open));
}

/// With a goal, and a call that nobody would miss, which come on the day of the end.
fn with_leak(deal: &Json) -> Json {
    let (Json::Object(entries), Some(ended)) = (deal, deal.get("ended")) else { return deal.clone() };
    let outcome = deal.get("Stage").unwrap().to_string();
    let leak = |value: &str| Json::parse(&format!(r#"{{"value": {value}, "by": "wrote", "on": {ended}}}"#));
    let mut entries = entries.clone();
    entries.retain(|(key, value)| key != "goal" || *value != Json::Null);
    if !entries.iter().any(|(key, _)| key == "goal") {
        entries.push(("goal".to_owned(), leak(&outcome)));
    }
    let call = Json::Object(vec![("length".to_owned(), leak(if outcome.contains("won") { "9" } else { "1" }))]);
    if let Some((_, Json::List(calls))) = entries.iter_mut().find(|(key, _)| key == "calls") {
        calls.insert(0, call);
    }
    Json::Object(entries)
}

fn without_end(deal: &Json) -> Json {
    let Json::Object(entries) = deal else { return deal.clone() };
    Json::Object(entries.iter().filter(|(key, _)| key != "Stage" && key != "ended").cloned().collect())
}

#[test]
fn a_report_says_what_it_cannot_say() {
    let playbook = Playbook::parse(&read("clocks.gate")).unwrap();
    let mut history = History::new(&playbook);
    let row = |stage: &str, created: &str, ended: &str| {
        let text =
            format!(r#"{{"Stage": "{stage}", "created": "{created}", "ended": "{ended}", "last": "2026-02-01"}}"#);
        playbook.reader().read_json(&text).unwrap()
    };
    history.push(&row("lost", "2026-02-01", "2026-04-01"), 1);
    history.push(&row("lost", "2026-02-01", "2026-01-01"), 2);
    history.push(&row("lost", "2026-02-01", "2026-02-01"), 3);
    history.push_error(playbook.reader().read_json(r#"{"amount": "lots"}"#).unwrap_err(), 4);
    let report = history.backtest(Backtesting::until(date("2026-05-01")));
    assert_eq!((report.rows, report.errors, report.left_out.len()), (4, 1, 1));
    assert_eq!((report.left_out[0].fault, &report.left_out[0].rows[..]), (Fault::ClosedBeforeOpened, &[2][..]));
    assert_eq!(report.ended("losses").unwrap().count, 2);
    assert_eq!(report.ended("losses").unwrap().cut.count, 1);
    let says = |what: &str| report.notes.iter().any(|note| note.contains(what));
    assert!(says("as they could not be read: 1 row."), "{:?}", report.notes);
    assert!(says("as they closed before they began: 1 row."), "{:?}", report.notes);
    assert!(says("so that no rule can cut them: 1 row."), "{:?}", report.notes);
    assert!(says("No opportunity was won"), "{:?}", report.notes);
    assert!(says("`in_another` of `main` stands in a later stage"), "{:?}", report.notes);
    assert!(says("`status_tells` of `main` was true of no opportunity"), "{:?}", report.notes);
    assert_eq!(report.calibration.unwrap().auc, None);
    let empty = History::new(&playbook).backtest(Backtesting::until(date("2026-05-01")));
    assert!(empty.notes.iter().any(|note| note.contains("No opportunity has ended")));
}

/// Cut by one rule alone, by two, by none; two wins, three losses, with worths.
#[test]
fn rules_are_judged_alone_and_beside_the_others() {
    let playbook = Playbook::parse(
        r#"opportunity { key id: text worth amount: money USD stage cold: bool vague: bool }
           process p {
             chance { base 20% odds times 0.25 when cold odds times 2 when vague is false }
             disqualify is_cold when cold
             disqualify is_vague when vague
             stage a { require clear that not vague }
           }"#,
    )
    .unwrap();
    let mut history = History::new(&playbook);
    for (row, (stage, amount, cold, vague)) in (1..).zip([
        ("won", 100, false, false),
        ("won", 300, true, false),
        ("lost", 100, true, true),
        ("lost", 200, true, false),
        ("walked", 700, false, false),
    ]) {
        let text =
            format!(r#"{{"id": "D{row}", "stage": "{stage}", "amount": {amount}, "cold": {cold}, "vague": {vague}}}"#);
        history.push(&playbook.reader().read_json(&text).unwrap(), row);
    }
    let report = history.backtest(Backtesting::until(date("2026-05-01")));
    let cold = report.rule("p", "is_cold").unwrap();
    assert_eq!((cold.alone("losses").unwrap().count, cold.adds("losses").unwrap().count), (2, 1));
    assert_eq!((cold.alone("won").unwrap().count, cold.adds("won").unwrap().count), (1, 1));
    assert_eq!(cold.alone("losses").unwrap().worth_share.unwrap().percent, 30.0);
    let vague = report.rule("p", "is_vague").unwrap();
    assert_eq!((vague.alone("lost").unwrap().count, vague.adds("lost").unwrap().count), (1, 0));
    let losses = report.ended("losses").unwrap();
    assert_eq!(losses.worth.unwrap().to_string(), "1000");
    assert_eq!((losses.cut.count, losses.cut.worth.unwrap().to_string()), (2, "300".to_owned()));
    assert_eq!(losses.cut.days_before_closing, None);
    assert_eq!((report.wins_cut, report.wins[0].key.as_deref()), (1, Some("D2")));
    assert_eq!(report.wins[0].verdict.disqualified_by()[0].because()[0].text(), "cold");
    // The chances: 33.33 % twice where it is not cold and clear, 11.11 % where it is cold and clear, 5.88 % where cold and vague.
    let fit = report.calibration.clone().unwrap();
    assert_eq!((fit.count, fit.groups.len()), (5, 3));
    assert_eq!(fit.groups[0].chance, 5.88);
    // Of six pairs of a win and a loss the win is above in three, and beside in two.
    assert!((fit.auc.unwrap().percent - 100.0 * 4.0 / 6.0).abs() < 1e-9);
    let at = |below: f64| report.curve.iter().find(|point| point.below.points() == below).unwrap();
    let near = |share: Option<stagegate::history::Share>, percent: f64| (share.unwrap().percent - percent).abs() < 1e-9;
    assert!(near(at(10.0).losses, 100.0 / 3.0) && near(at(10.0).wins, 0.0));
    assert!(near(at(12.5).losses, 200.0 / 3.0) && near(at(12.5).wins, 50.0));
}

/// A thousand wins whose chances lie apart from those of three thousand losses, and then the same where late wins come
/// from the least of chances: the budget holds on what was held out, or there is no number.
#[test]
fn a_threshold_keeps_to_its_budget_where_it_was_not_chosen() {
    let playbook = Playbook::parse(
        "opportunity { stage opened created: date closed ended: date score: number }
         process p {
           chance { base 50% odds { times 0.01 when score < 1 times 0.05 when score < 2 times 0.2 when score < 3 } }
           stage a { require scored that score is known }
         }",
    )
    .unwrap();
    let budget = Percent::from_hundredths(200);
    let found = |drifts: bool, count: usize| {
        let mut history = History::new(&playbook);
        let mut c = Choices::seeded(7);
        for row in 0..count {
            let ended = Date::from_days(i64::from(date("2026-01-01").days()) + (row / 20) as i64).unwrap();
            let is_won = row % 4 == 0;
            let is_late = drifts && row > count / 2;
            let score = match (is_won, is_late) {
                (true, true) => c.below(4),
                (true, false) => 2 + c.below(2),
                (false, _) => c.below(3),
            };
            let stage = if is_won { "won" } else { "lost" };
            let text =
                format!(r#"{{"stage": "{stage}", "created": "2025-12-01", "ended": "{ended}", "score": {score}}}"#);
            history.push(&playbook.reader().read_json(&text).unwrap(), row as u64);
        }
        history.threshold(Thresholding::until(date("2026-12-31"), budget))
    };
    let steady = found(false, 4_000);
    let held_out = steady.held_out.unwrap();
    assert!(steady.in_time_order && steady.parts.len() == 5);
    assert!(held_out.wins.unwrap().high <= 2.0 && held_out.losses.unwrap().percent > 50.0, "{held_out:?}");
    assert!(steady.below.unwrap().points() > 4.0);
    let drifted = found(true, 4_000);
    assert!(drifted.held_out.is_none_or(|cut| cut.wins.unwrap().high <= 2.0), "{drifted:?}");
    assert!(drifted.held_out.is_none_or(|cut| cut.losses.unwrap().percent < 5.0), "{drifted:?}");
    // Fifty wins cannot show two percent.
    assert_eq!(found(false, 200).below, None);
    assert_eq!(
        [200, 100, 500].map(|budget| fewest_wins(Percent::from_hundredths(budget))),
        [Some(189), Some(381), Some(73)]
    );
}

/// Hostile texts are texts on the page, and the page says what the report says.
#[cfg(feature = "html")]
#[test]
fn a_report_is_a_page() {
    let playbook = Playbook::parse(
        r#"opportunity { key id: text stage cold: bool }
           process p { chance { base 20% odds times 0.25 when cold }
             disqualify is_cold "<img src=x>" when cold stage a { require warm that not cold } }"#,
    )
    .unwrap();
    let mut history = History::new(&playbook);
    for (row, stage) in (1..).zip(["won", "lost", "lost"]) {
        let text = format!(r#"{{"id": "<script>alert({row})</script>", "stage": "{stage}", "cold": true}}"#);
        history.push(&playbook.reader().read_json(&text).unwrap(), row);
    }
    let page = history.backtest(Backtesting::until(date("2026-05-01"))).to_html();
    assert!(page.starts_with("<!doctype html>") && !page.contains("<script>alert") && !page.contains("<img"));
    for said in
        ["What the rules would have done", "Of the wins, cut", "&#60;script&#62;alert(1)", "Are the chances true?"]
    {
        assert!(page.contains(said), "{said}");
    }
}

/// What only a dated history with money in it has to say.
#[cfg(feature = "html")]
#[test]
fn a_page_tells_days_worth_and_periods() {
    let playbook = Playbook::parse(
        "opportunity { key id: text worth amount: money USD stage opened began: date closed ended: date reply: date }
         process p { chance { base 30% odds times 0.5 when reply is unknown }
           disqualify silent when today - reply > 30 days stage a { require word that reply is known } }",
    )
    .unwrap();
    let mut history = History::new(&playbook);
    let rows = [
        ("won", 1_000, "2026-01-01", "2026-04-01"),
        ("lost", 4_000_000, "2026-02-01", "2026-06-01"),
        ("walked", 20, "2026-02-03", "2026-02-20"),
    ];
    for (row, (stage, amount, began, ended)) in (1..).zip(rows) {
        let text = format!(
            r#"{{"id": "O-{row}", "amount": {amount}, "stage": "{stage}", "began": "{began}", "ended": "{ended}",
                "reply": {{"value": "{began}", "on": "{began}"}}}}"#
        );
        history.push(&playbook.reader().read_json(&text).unwrap(), row);
    }
    let page = history.backtest(Backtesting::until(date("2026-06-01"))).to_html();
    for said in
        ["Days before the end", "Worth of the losses cut", "4M USD", "1k USD", "Does it drift?", ">2026-02</td>"]
    {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

/// The tables of the page that shows how to look back.
#[cfg(feature = "data")]
#[test]
fn short_cuts_cost_what_their_page_says() {
    use stagegate::data::{Format, Options, Rows};

    let root = env!("CARGO_MANIFEST_DIR");
    let playbook = Playbook::from_path(format!("{root}/examples/history/shortcuts.gate")).unwrap();
    let file = fs::File::open(format!("{root}/examples/b2b/opportunities.csv")).unwrap();
    let (mut rows, mut history) = (Rows::new(file, Format::Csv, Options::default()), History::new(&playbook));
    let mut opportunity = Opportunity::default();
    while let Some(row) = rows.next_into(&playbook.reader(), &mut opportunity) {
        history.push(&opportunity, row.unwrap().number);
    }
    let report = history.backtest(Backtesting::until(date("2026-11-23")));
    let text = crate::markdown::page("examples/history/README.md");
    let share = |cut: &stagegate::history::Cut| {
        let share = cut.share.unwrap();
        format!("{:.1} ({:.1}–{:.1})", share.percent, share.low, share.high)
    };
    assert_eq!(report.rules.len(), 7);
    for rule in &report.rules {
        let (losses, wins) = (share(rule.alone("losses").unwrap()), share(rule.alone("won").unwrap()));
        let line = format!("| `{}` | {losses} | {wins} |", rule.rule);
        assert!(text.contains(&line), "the page lacks {line}");
    }
}

#[test]
fn rows_that_cannot_count_are_named() {
    let playbook = Playbook::parse(&read("clocks.gate")).unwrap();
    let fault = |stage: &str, created: &str, ended: &str| {
        let mut history = History::new(&playbook);
        let day = |day: &str| if day.is_empty() { "null".to_owned() } else { format!("\"{day}\"") };
        let data = format!(r#"{{"Stage": "{stage}", "created": {}, "ended": {}}}"#, day(created), day(ended));
        history.push(&playbook.reader().read_json(&data).unwrap(), 1);
        history.replay(Replaying::until(date("2026-06-01"))).cases().next().unwrap().fault()
    };
    assert_eq!(fault("won", "2026-02-01", "2026-01-31"), Some(Fault::ClosedBeforeOpened));
    assert_eq!(fault("won", "2026-02-01", "2026-02-01"), None);
    assert_eq!(fault("a", "2026-02-01", "2026-02-05"), Some(Fault::OutcomeMissing));
    assert_eq!(fault("won", "2026-02-01", ""), Some(Fault::ClosedDayMissing));
    assert_eq!(fault("nowhere", "2026-02-01", ""), Some(Fault::ClaimUnknown));
    assert_eq!(fault("won", "0001-01-01", "2026-02-05"), Some(Fault::TooLong));
    assert_eq!(fault("", "0001-01-01", ""), Some(Fault::TooLong));
    assert_eq!(fault("a", "2026-06-02", ""), Some(Fault::NotBegun));
    assert_eq!(fault("a", "", ""), None);
}

/// What was found of an opportunity.
#[derive(Debug, Default, PartialEq)]
struct Plain {
    first: Option<Date>,
    rules: BTreeMap<String, Date>,
    lowest: Option<i64>,
}

fn found(seen: Seen<'_>) -> Plain {
    let name = |rule: stagegate::Rule<'_>| format!("{}.{}", rule.process().name(), rule.name());
    Plain {
        first: seen.disqualified_on(),
        rules: seen.strikes().map(|(rule, day)| (name(rule), day)).collect(),
        lowest: seen.lowest_chance().map(|chance| chance.hundredths()),
    }
}

/// Looks at an opportunity every day.
fn look_daily(playbook: &Playbook, seen: Seen<'_>, read: impl Fn(Date) -> Opportunity) -> Plain {
    let mut plain = Plain::default();
    let Some((first, last)) = seen.days() else { return plain };
    for day in first.days()..=last.days() {
        let day = Date::from_days(i64::from(day)).unwrap();
        let verdict = playbook.assess(&read(day), day);
        for finding in verdict.disqualified_by() {
            plain.first = plain.first.or(Some(day));
            let name = format!("{}.{}", verdict.process().unwrap(), finding.rule());
            plain.rules.entry(name).or_insert(day);
        }
        if let Some(best) = verdict.chance().map(|chance| chance.best.hundredths()) {
            plain.lowest = Some(plain.lowest.map_or(best, |lowest| lowest.min(best)));
        }
    }
    plain
}

/// A deal of `clocks.gate`.
fn deal(c: &mut Choices) -> Json {
    let object = |entries: Vec<(&str, Json)>| {
        Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let day = |c: &mut Choices, first: i64, days: usize| {
        let from = i64::from(date("2026-01-01").days());
        Json::text(Date::from_days(from + first + i64::try_from(c.below(days)).unwrap()).unwrap().to_string())
    };
    let dated = |c: &mut Choices, value: Json| match c.below(4) {
        0 => Json::Null,
        1 => value,
        _ => {
            let by = *c.pick(&["said", "wrote"]);
            let on = day(c, 0, 80);
            object(vec![("value", value), ("by", Json::text(by)), ("on", on)])
        }
    };
    let mut entries =
        vec![("id", Json::number(7)), ("created", day(c, 0, 30)), ("amount", Json::number(10 + c.below(80)))];
    if c.below(3) > 0 {
        let stage = *c.pick(&["won", "lost", "walked"]);
        entries.extend([("Stage", Json::text(stage)), ("ended", day(c, 30, 80))]);
    }
    let last = day(c, 0, 60);
    entries.push(("last", dated(c, last)));
    let due = day(c, 0, 90);
    entries.push(("due", dated(c, due)));
    let patience = [3_i64, 20, 60, 900_000_000_000][c.below(4)];
    entries.push(("patience", dated(c, Json::number(patience))));
    let goal = *c.pick(&["yes", "no"]);
    entries.push(("goal", dated(c, Json::text(goal))));
    if c.below(4) > 0 {
        let mut calls = Vec::new();
        for _ in 0..c.below(5) {
            let (on_day, length) = (day(c, 0, 80), Json::number(c.below(7)));
            let mut call = vec![("on_day", dated(c, on_day)), ("length", dated(c, length))];
            if c.below(2) == 0 {
                let notes = (0..c.below(3)).map(|_| {
                    let read_on = day(c, 0, 80);
                    object(vec![("read_on", dated(c, read_on))])
                });
                call.push(("notes", Json::List(notes.collect())));
            }
            calls.push(object(call));
        }
        entries.push(("calls", Json::List(calls)));
    }
    object(entries)
}

/// A deal as it was on record on a day: no end, and no element all of whose facts are dated later.
fn as_of(data: &Json, today: Date) -> Json {
    match data {
        Json::Object(entries) => {
            let kept = entries.iter().filter(|(key, _)| key != "Stage" && key != "ended");
            Json::Object(kept.map(|(key, value)| (key.clone(), as_of(value, today))).collect())
        }
        Json::List(items) => {
            Json::List(items.iter().filter(|item| is_there(item, today)).map(|item| as_of(item, today)).collect())
        }
        other => other.clone(),
    }
}

fn is_there(element: &Json, today: Date) -> bool {
    let Json::Object(entries) = element else { return true };
    let days: Vec<Option<Date>> = entries
        .iter()
        .filter_map(|(_, value)| match value {
            Json::Null | Json::List(_) => None,
            Json::Object(_) => Some(value.get("on").map(|on| date(on.to_string().trim_matches('"')))),
            _ => Some(None),
        })
        .collect();
    days.is_empty() || days.iter().any(|day| day.is_none_or(|day| day <= today))
}

/// Whether an element of a list has evidence with a date: which of them are there depends on the day then.
fn has_dated_elements(data: &Json, in_list: bool) -> bool {
    match data {
        Json::Object(entries) => {
            entries.iter().any(|(key, value)| (in_list && key == "on") || has_dated_elements(value, in_list))
        }
        Json::List(items) => items.iter().any(|item| has_dated_elements(item, true)),
        _ => false,
    }
}

/// The data without the claim and the closing day.
fn without(data: &Json, playbook: &Playbook) -> Json {
    let Json::Object(entries) = data else { return data.clone() };
    let closed = playbook.closed().map(|fact| fact.labels()[0].to_owned());
    let stage = playbook.claim_label();
    let tells = |key: &String| Some(key.as_str()) == closed.as_deref() || Some(key.as_str()) == stage;
    Json::Object(entries.iter().filter(|(key, _)| !tells(key)).cloned().collect())
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("`{text}`"))
}

fn read(name: &str) -> String {
    let path = format!("{}/tests/data/history/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
