//! The past, looked at on the days on which something could change, is what a plain look at every day finds; and nothing
//! that tells the end is seen.

use std::collections::BTreeMap;
use std::fs;

use stagegate::history::{Fault, History, Replaying, Seen};
use stagegate::{Date, Opportunity, Playbook, RuleKind};

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
