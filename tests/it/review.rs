//! Reviews: held against a plain count over verdicts, cut in blocks, and of playbooks that lack what a review would say.

use std::collections::BTreeMap;
use std::fs;

use stagegate::data::{Format, Options, Rows};
use stagegate::{Assessment, Date, Decision, Opportunity, Playbook, Review, Reviewing, Verdict};

use crate::allocations;

/// The made-up pipeline, read row by row.
fn each(playbook: &Playbook, mut take: impl FnMut(Result<&Opportunity, stagegate::DataError>)) {
    let file = fs::File::open("examples/enterprise/pipeline.jsonl").unwrap();
    let reader = playbook.reader();
    let mut rows = Rows::new(file, Format::JsonLines, Options::default());
    let mut opportunity = Opportunity::default();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        take(row.unwrap().result.map(|()| &opportunity));
    }
}

fn enterprise() -> Playbook {
    Playbook::from_path("examples/enterprise/enterprise.gate").unwrap_or_else(|messages| panic!("{messages}"))
}

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

fn review(playbook: &Playbook) -> Review {
    let mut reviewing = playbook.review(today()).by("owner").unwrap();
    each(playbook, |row| reviewing.push_row(row));
    reviewing.finish()
}

/// A key of counts, how many, and what they are worth.
type Counts = BTreeMap<String, (u64, i64)>;

fn count(counts: &mut Counts, key: impl Into<String>, worth: i64) {
    let (many, sum) = counts.entry(key.into()).or_default();
    *many += 1;
    *sum += worth;
}

/// The plain count: by what a verdict says, from its JSON alone.
fn plain(playbook: &Playbook) -> Counts {
    let text = fs::read_to_string("examples/enterprise/pipeline.jsonl").unwrap();
    let mut lines = text.lines();
    let mut counts = Counts::new();
    each(playbook, |row| {
        let data: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        let verdict = match row {
            Ok(opportunity) => serde_json::to_value(playbook.assess(opportunity, today())).unwrap(),
            Err(_) => return count(&mut counts, "error", 0),
        };
        let worth = data["Amount"].as_i64().unwrap_or(0);
        let decision = verdict["decision"].as_str().unwrap();
        match decision {
            "closed" => count(&mut counts, verdict["outcome"].as_str().unwrap(), worth),
            "unrouted" | "error" => count(&mut counts, decision, worth),
            _ => plain_open(&mut counts, &verdict, worth),
        }
    });
    counts
}

fn plain_open(counts: &mut Counts, verdict: &serde_json::Value, worth: i64) {
    let (decision, process) = (verdict["decision"].as_str().unwrap(), verdict["process"].as_str().unwrap());
    let [claimed, earned] = ["claimed", "earned"].map(|which| verdict["stage"][which].as_str().unwrap());
    let is_overstated = verdict["stage"]["overstated"].as_bool().unwrap();
    let goes_on = decision != "disqualify";
    count(counts, "open", worth);
    count(counts, decision, worth);
    count(counts, format!("{process} {claimed} open"), worth);
    count(counts, format!("{process} {claimed} {decision}"), worth);
    if is_overstated {
        count(counts, "overstated", worth);
    }
    if goes_on {
        count(counts, if is_overstated { "moves back" } else { "stands" }, worth);
        count(counts, format!("{process} {earned} earned"), worth);
    }
    let rules = |list: &str| verdict[list].as_array().cloned().unwrap_or_default();
    if goes_on && !rules("at_risk").is_empty() {
        count(counts, "at risk", worth);
    }
    for rule in rules("disqualified_by") {
        count(counts, format!("{process} {} ends", rule["rule"].as_str().unwrap()), worth);
    }
    for rule in rules("unmet").iter().filter(|_| decision == "hold") {
        count(counts, format!("{process} {} holds", rule["rule"].as_str().unwrap()), worth);
        if rules("unmet").len() == 1 {
            count(counts, format!("{process} {} holds alone", rule["rule"].as_str().unwrap()), worth);
        }
    }
    for question in rules("ask_next").iter().filter(|_| goes_on) {
        count(counts, format!("ask {}", question["fact"].as_str().unwrap()), 0);
    }
}

/// What the review says, under the plain count's keys.
fn said(review: &Review) -> Counts {
    let mut counts = Counts::new();
    let mut say = |key: String, amount: stagegate::Amount| {
        if amount.count > 0 {
            counts.insert(key, (amount.count, amount.worth.unwrap().ten_thousandths() / 10_000));
        }
    };
    let all = &review.all;
    for (key, amount) in [
        ("unrouted", review.unrouted),
        ("won", review.closed[0]),
        ("lost", review.closed[1]),
        ("walked", review.closed[2]),
        ("open", all.open),
        ("disqualify", all.disqualify),
        ("hold", all.hold),
        ("advance", all.advance),
        ("overstated", all.overstated),
        ("moves back", all.moves_back),
        ("stands", all.stands),
        ("at risk", all.at_risk),
    ] {
        say(key.to_owned(), amount);
    }
    for process in &review.processes {
        for stage in &process.stages {
            let of = |what: &str| format!("{} {} {what}", process.process, stage.stage);
            say(of("open"), stage.all.open);
            say(of("disqualify"), stage.all.disqualify);
            say(of("hold"), stage.all.hold);
            say(of("advance"), stage.all.advance);
            say(of("earned"), stage.earned);
        }
        say(format!("{} won earned", process.process), process.earned_won);
    }
    for rule in &review.requirements {
        say(format!("{} {} holds", rule.process, rule.rule), rule.strikes);
        say(format!("{} {} holds alone", rule.process, rule.rule), rule.alone);
    }
    for rule in &review.disqualifiers {
        say(format!("{} {} ends", rule.process, rule.rule), rule.strikes);
    }
    for question in &review.questions {
        counts.insert(format!("ask {}", question.fact), (question.moves.count, 0));
    }
    counts.insert("error".to_owned(), (review.errors, 0));
    counts
}

#[test]
fn it_says_what_a_plain_count_finds() {
    let playbook = enterprise();
    let (found, expected) = (said(&review(&playbook)), plain(&playbook));
    assert!(expected.len() > 60, "{expected:?}");
    for key in found.keys().chain(expected.keys()) {
        assert_eq!(found.get(key), expected.get(key), "{key}");
    }
}

#[test]
fn every_row_counts_once() {
    let review = review(&enterprise());
    let closed: u64 = review.closed.iter().map(|amount| amount.count).sum();
    assert_eq!(review.rows, 240);
    assert_eq!(review.rows, review.errors + review.unrouted.count + closed + review.all.open.count);
    assert_eq!(review.errors, 2, "two rows are in error on purpose");
    let groups: Vec<_> = review.groups.iter().map(|group| &group.all).collect();
    let stages: Vec<_> = review.processes.iter().flat_map(|process| &process.stages).map(|stage| &stage.all).collect();
    let whole: Vec<_> = review.processes.iter().map(|process| &process.all).collect();
    for parts in [groups, stages, whole] {
        let of = |amount: fn(&stagegate::Standing) -> u64| parts.iter().map(|part| amount(part)).sum::<u64>();
        assert_eq!(of(|part| part.open.count), review.all.open.count);
        assert_eq!(of(|part| part.disqualify.count + part.hold.count + part.advance.count), review.all.open.count);
        assert_eq!(of(|part| part.stands.count + part.moves_back.count + part.disqualify.count), review.all.open.count);
        assert_eq!(of(|part| part.overstated_by.iter().map(|amount| amount.count).sum()), review.all.overstated.count);
    }
}

#[test]
fn blocks_add_up_to_the_whole() {
    let playbook = enterprise();
    let whole = serde_json::to_string(&review(&playbook)).unwrap();
    for size in [1, 7, 100, 1_000] {
        let first = playbook.review(today()).by("owner").unwrap();
        let (mut blocks, mut row): (Vec<Reviewing>, u64) = (Vec::new(), 0);
        each(&playbook, |read| {
            if row % size == 0 {
                blocks.push(first.fresh());
            }
            blocks.last_mut().unwrap().push_row(read);
            row += 1;
        });
        let mut all = first;
        blocks.into_iter().for_each(|block| all.merge(block));
        let cut = serde_json::to_string(&all.finish()).unwrap();
        assert!(cut == whole, "blocks of {size}:\n{cut}\n{whole}");
    }
}

#[test]
fn the_worst_come_first_and_no_more_than_wanted() {
    let playbook = enterprise();
    let mut reviewing = playbook.review(today()).top(12);
    each(&playbook, |row| reviewing.push_row(row));
    let review = reviewing.finish();
    assert_eq!((review.talk.len(), review.largest.len(), review.named_errors.len()), (12, 12, 2));
    let doubtful = |verdict: &Verdict| {
        verdict.decision() == Decision::Disqualify || verdict.is_overstated() || !verdict.at_risk().is_empty()
    };
    assert!(review.talk.iter().all(|talk| doubtful(&talk.verdict)));
    assert!(review.talk.is_sorted_by(|a, b| a.worth >= b.worth));
    assert!(review.largest.is_sorted_by(|a, b| a.worth >= b.worth));
    for talk in &review.talk {
        assert!(!talk.why.is_empty() && !talk.why.contains('\n'), "{}", talk.why);
    }
}

/// What is shown may be said late: what has been taken is not forgotten.
#[test]
fn fewer_are_shown_and_none_is_lost() {
    let playbook = enterprise();
    let mut reviewing = playbook.review(today());
    each(&playbook, |row| reviewing.push_row(row));
    let review = reviewing.top(1).finish();
    assert_eq!((review.rows, review.talk.len(), review.largest.len(), review.named_errors.len()), (240, 1, 1, 1));
}

/// The sums by chance are the sums of worth times chance, rounded once.
#[test]
fn weights_are_exact() {
    let playbook = Playbook::parse(
        "opportunity { worth amount: money USD  met: bool }
         process p {
           chance { base 33.33%  odds times 2 when met }
           disqualify small when amount < 1 USD
           stage a { require met that met }
         }",
    )
    .unwrap();
    let mut reviewing = playbook.review(today());
    let mut sums = [0_i128; 3];
    for row in ["0.01", "1.0001", "99999999.9999", "0.5"] {
        let opportunity = playbook.reader().read_json(&format!(r#"{{"amount": {row}}}"#)).unwrap();
        let chance = playbook.assess(&opportunity, today()).chance().unwrap();
        let worth: f64 = row.parse::<f64>().unwrap() * 10_000.0;
        for (sum, percent) in sums.iter_mut().zip([chance.worst, chance.likely, chance.best]) {
            *sum += worth.round() as i128 * i128::from(percent.hundredths());
        }
        reviewing.push(&opportunity);
    }
    let weighted = reviewing.finish().all.weighted.unwrap();
    assert_eq!(weighted.count, 4);
    for (found, sum) in [weighted.worst, weighted.likely, weighted.best].into_iter().zip(sums) {
        let left = i128::from(found.ten_thousandths()) * 10_000 - sum;
        assert!(left.abs() <= 5_000, "{found} for {sum}");
    }
}

/// Worths that no decimal holds together are no worth, and nothing else suffers.
#[test]
fn a_sum_past_all_decimals_is_left_out() {
    let playbook =
        Playbook::parse("opportunity { worth amount: number } process p { stage a { require r that amount < 1 } }")
            .unwrap();
    let mut reviewing = playbook.review(today());
    for _ in 0..3 {
        reviewing.push(&playbook.reader().read_json(r#"{"amount": 922337203685477}"#).unwrap());
    }
    let review = reviewing.finish();
    assert_eq!((review.all.open.count, review.all.open.worth), (3, None));
    assert_eq!(review.all.hold.share_of(review.all.open), Some(100));
    assert_eq!(review.talk[0].worth.unwrap().to_string(), "922337203685477");
}

/// Evidence from after the day is not there yet, for worth and group too.
#[test]
fn what_is_not_on_record_yet_counts_for_nothing() {
    let playbook = Playbook::parse(
        "opportunity { worth amount: money USD  owner: text  met: bool } process p { stage a { require met that met } }",
    )
    .unwrap();
    let row = r#"{"amount": {"value": 100, "on": "2026-12-01"}, "owner": {"value": "Ida", "on": "2026-12-01"}}"#;
    let at = |day: Date| {
        let mut reviewing = playbook.review(day).by("owner").unwrap();
        reviewing.push(&playbook.reader().read_json(row).unwrap());
        let review = reviewing.finish();
        (review.all.open.worth.unwrap().to_string(), review.groups[0].value.clone())
    };
    assert_eq!(at(today()), ("0".to_owned(), None));
    assert_eq!(at(Date::new(2026, 12, 1).unwrap()), ("100".to_owned(), Some("Ida".to_owned())));
}

#[test]
fn what_closed_deals_would_have_been_is_said_on_request() {
    let playbook = Playbook::from_path("examples/b2b/b2b.gate").unwrap_or_else(|messages| panic!("{messages}"));
    let reader = playbook.reader();
    let mut as_it_is = playbook.review(today());
    let mut reopened = playbook.review(today()).assessing(Assessment::default().reopening(true));
    let file = fs::File::open("examples/b2b/opportunities.csv").unwrap();
    let mut rows = Rows::new(file, Format::Csv, Options::default());
    let mut opportunity = Opportunity::default();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        let result = row.unwrap().result;
        as_it_is.push_row(result.clone().map(|()| &opportunity));
        reopened.push_row(result.map(|()| &opportunity));
    }
    let (as_it_is, reopened) = (as_it_is.finish(), reopened.finish());
    assert_eq!((as_it_is.all.open.count, as_it_is.closed[0].count, as_it_is.closed[1].count), (0, 227, 221));
    assert_eq!((reopened.all.open.count, reopened.all.disqualify.count), (448, 56));
    assert!(!reopened.has_worth && reopened.all.open.worth.is_none());
    assert!(reopened.notes.iter().any(|note| note.contains("`worth`")), "{:?}", reopened.notes);
    assert!(reopened.notes.iter().any(|note| note.contains("`key`")), "{:?}", reopened.notes);
}

/// Where a page shows a review, that is what comes out of the command above it.
#[cfg(feature = "cli")]
#[test]
fn pages_show_what_comes_out() {
    let mut seen = 0;
    for name in ["grammar/reference.md", "examples/enterprise/README.md", "examples/b2b/README.md"] {
        let page = crate::markdown::page(name);
        for (at, _) in page.match_indices("```text\nReview as of") {
            let block = page[at + "```text\n".len()..].split("\n```").next().unwrap();
            let command = page[..at].rfind("$ stagegate review").expect("a command stands above it");
            let command = page[command + "$ stagegate ".len()..at].split("\n```").next().unwrap().replace("\\\n", " ");
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_stagegate"))
                .args(command.split_whitespace())
                .output()
                .unwrap();
            let output = String::from_utf8(output.stdout).unwrap();
            assert!(output.starts_with(block), "{name}: {command}\n{output}");
            let longest = output.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(80), "{name}: a line of {longest:?} letters");
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
}

/// A page holds what the review says, and is whole where there is little to say.
#[cfg(feature = "html")]
#[test]
fn a_page_says_what_the_review_says() {
    let review = review(&enterprise());
    let page = review.to_html();
    let lead =
        "As of 2026-11-23. 240 rows: 222 open, 6 won, 4 lost, 5 walked away from, 1 of no known process, 2 in error.";
    assert!(page.contains(lead), "{page}");
    let mut texts: Vec<String> = ["22.1M USD", "8.6M USD", "12.2M USD", "61%"].map(str::to_owned).into();
    for process in &review.processes {
        texts.extend(process.title.clone());
        texts.extend(process.stages.iter().filter_map(|stage| stage.title.clone()));
    }
    texts.extend(review.groups.iter().filter_map(|group| group.value.clone()));
    texts.extend(review.talk.iter().filter_map(|talk| talk.verdict.key().map(str::to_owned)));
    texts.extend(review.questions.iter().map(|question| question.fact.clone()));
    texts.extend(review.requirements.iter().filter_map(|rule| rule.title.clone()));
    texts.extend(review.named_errors.iter().filter_map(|error| error.key.clone()));
    assert!(texts.len() > 60, "{texts:?}");
    for text in texts {
        assert!(page.contains(&text.replace('\'', "&#39;")), "{text} is not on the page");
    }
}

/// Titles, keys, groups and messages that would be markup are shown as they are.
#[cfg(feature = "html")]
#[test]
fn texts_on_a_page_stay_texts() {
    let hostile = "</td><script>x</script>";
    let playbook = Playbook::parse(&format!(
        r#"opportunity {{ key id: text  owner: text  worth amount: number  paid: bool }}
        process p "{hostile}" {{
          disqualify small "{hostile}" when amount < 5
          warn late "{hostile}" when amount > 100
          stage s "{hostile}" {{ require paid "{hostile}" that paid how "{hostile}" }}
        }}"#
    ))
    .unwrap();
    let row = |text: &str| {
        let mut reviewing = playbook.review(today()).by("owner").unwrap();
        for amount in ["1", "50", "500", "\"much\"", "null"] {
            let data = format!(r#"{{"id": "{text}", "owner": "{text}", "amount": {amount}}}"#);
            reviewing.push_row(playbook.reader().read_json(&data).as_ref().map_err(Clone::clone));
        }
        reviewing.finish().to_html()
    };
    let (plain, page) = (row("plain"), row(hostile));
    assert_eq!(page.matches('<').count(), plain.matches('<').count(), "{page}");
    assert!(page.contains("&#60;script&#62;x&#60;/script&#62;") && !page.contains("<script>x"));
    let empty = playbook.review(today()).finish().to_html();
    assert!(empty.contains("There are no opportunities in the data.") && !empty.contains("<table"), "{empty}");
}

/// What a review keeps is the same after three times as many rows.
#[test]
fn memory_does_not_grow_with_rows() {
    let kept = allocations::said_by("review::child", &[]);
    let [few, many] = kept[..] else { panic!("{kept:?}") };
    assert!(few > 10_000, "{few} bytes after 2,400 rows");
    assert!(many < few + few / 4, "{few} bytes after 2,400 rows, {many} after 7,200");
}

#[test]
#[ignore = "it is run by the test above"]
fn child() {
    let playbook = enterprise();
    let mut rows = Vec::new();
    each(&playbook, |row| rows.push(row.cloned()));
    let region = stats_alloc::Region::new(allocations::ALLOCATOR);
    let mut reviewing = playbook.review(today()).by("owner").unwrap();
    let mut take = |times: usize| {
        for row in rows.iter().cycle().take(times * rows.len()) {
            reviewing.push_row(row.as_ref().map_err(Clone::clone));
        }
        allocations::kept(&region)
    };
    let (few, many) = (take(10), take(20));
    allocations::say([few, many]);
    assert_eq!(reviewing.finish().rows, 7_200);
}
