//! The shipped examples: their playbooks are clean and formatted, their own tests pass, and what their pages say is so.

use std::fs;
use std::path::{Path, PathBuf};

use stagegate::internals::syntax::format;
use stagegate::{Limits, Playbook, Source, testing};

use crate::markdown::{Block, blocks, page};

/// It checks itself what it prints.
#[cfg(feature = "arrow")]
#[path = "../../examples/columns.rs"]
#[allow(dead_code, reason = "a program of its own")]
mod columns;

#[cfg(feature = "arrow")]
#[test]
fn the_example_with_columns_runs() {
    columns::main().unwrap();
}

const PLAYBOOKS: &[&str] = &["b2b/b2b.gate", "enterprise/enterprise.gate"];

#[test]
fn playbooks_are_clean_and_their_tests_pass() {
    for name in PLAYBOOKS {
        let playbook = Playbook::from_path(example(name)).unwrap_or_else(|messages| panic!("{messages}"));
        assert!(playbook.warnings().is_empty(), "{}", playbook.warnings());
        let run = testing::run(&playbook);
        for test in run.tests.iter().filter(|test| !test.passed()) {
            for failure in &test.failures {
                println!("{name}: {}: expected {}, found {}", test.title, failure.expected, failure.found);
            }
        }
        assert_eq!(run.failed(), 0, "{name}");
        assert!(run.passed() >= 12, "{name}: {} tests", run.passed());
    }
}

/// The suggested tests beside the example pass, and leave little unseen.
#[test]
fn suggested_tests_of_the_example_pass_and_see_almost_all() {
    let playbook =
        Playbook::from_path(example("enterprise/checks.gate")).unwrap_or_else(|messages| panic!("{messages}"));
    let run = testing::run(&playbook);
    let failing: Vec<&str> = run.tests.iter().filter(|test| !test.passed()).map(|test| test.title.as_str()).collect();
    assert!(failing.is_empty(), "{failing:?}");
    let coverage = testing::coverage(&playbook);
    assert!(coverage.outcomes().percent().points() > 98.0, "{}", coverage.outcomes());
    assert_eq!(coverage.deciding().percent().points(), 100.0);
}

#[test]
fn playbooks_are_formatted() {
    for name in ["b2b", "enterprise", "history"] {
        for path in fs::read_dir(example(name)).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|ending| ending == "gate") {
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(formatted(&text), text, "{}", path.display());
            }
        }
    }
    let reference = page("grammar/reference.md");
    let whole = |block: &&Block| block.is_gate() && (block.words.len() == 1 || block.has("shelf") || block.has("join"));
    for block in blocks(&reference).iter().filter(whole) {
        assert_eq!(formatted(&block.text), block.text, "line {} of the reference", block.line);
    }
}

/// The table of decisions in the real deals' page is what comes out.
#[cfg(feature = "data")]
#[test]
fn the_deals_come_out_as_their_page_says() {
    use std::collections::BTreeMap;

    use stagegate::data::{Format, Options, Rows};
    use stagegate::{Assessment, Date, Decision, Opportunity, Outcome};

    let playbook = Playbook::from_path(example("b2b/b2b.gate")).unwrap_or_else(|messages| panic!("{messages}"));
    let file = fs::File::open(example("b2b/opportunities.csv")).unwrap();
    let (reader, today) = (playbook.reader().strict(true), Date::new(2026, 11, 23).unwrap());
    let mut rows = Rows::new(file, Format::Csv, Options::default());
    let mut opportunity = Opportunity::default();
    let mut counts: BTreeMap<(String, String), (u32, u32)> = BTreeMap::new();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        row.unwrap().result.unwrap();
        let closed = playbook.assess(&opportunity, today);
        let open = playbook.assess_with(&opportunity, today, Assessment::default().reopening(true));
        let process = open.process().unwrap_or("none").to_owned();
        let decision = serde_json::to_value(&open).unwrap()["decision"].as_str().unwrap().to_owned();
        let (deals, won) = counts.entry((process, decision)).or_default();
        *deals += 1;
        *won += u32::from(closed.decision() == Decision::Closed { outcome: Outcome::Won });
    }
    let text = page("examples/b2b/README.md");
    for ((process, decision), (deals, won)) in &counts {
        let line = format!("| `{process}` | {decision} | {deals} | {won} |");
        assert!(text.contains(&line), "the page lacks {line}");
    }
    assert_eq!(counts.values().map(|(deals, _)| deals).sum::<u32>(), 448);
}

/// What the front page shows of the made-up example is in it, and comes out of it.
#[cfg(feature = "data")]
#[test]
fn the_front_page_shows_what_comes_out() {
    use stagegate::data::{Format, Options, Rows};
    use stagegate::{Date, Opportunity};

    let readme = page("README.md");
    let playbook = page("examples/enterprise/enterprise.gate");
    let blocks = blocks(&readme);
    let shown = blocks.iter().find(|block| block.is_gate()).expect("the front page shows a playbook");
    let foreign: Vec<&str> = shown.text.lines().filter(|line| !playbook.contains(line.trim())).collect();
    assert!(foreign.is_empty(), "not in the example: {foreign:?}");

    let playbook =
        Playbook::from_path(example("enterprise/enterprise.gate")).unwrap_or_else(|messages| panic!("{messages}"));
    let reader = playbook.reader().rate("EUR", "USD", "1.08").unwrap();
    let file = fs::File::open(example("enterprise/opportunities.jsonl")).unwrap();
    let mut rows = Rows::new(file, Format::JsonLines, Options::default());
    let mut opportunity = Opportunity::default();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
        if row.unwrap().result.is_ok() && verdict.key() == Some("E-102") {
            let words = verdict.explain().to_string();
            assert!(readme.contains(words.trim_end()), "{words}");
            return;
        }
    }
    panic!("there is no E-102");
}

/// No zone, language or order of keys changes a verdict.
#[cfg(feature = "cli")]
#[test]
fn verdicts_are_the_same_everywhere() {
    let assess = |data: &Path, zone: &str, language: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_stagegate"))
            .arg("assess")
            .args([example("enterprise/enterprise.gate"), data.to_owned()])
            .args(["--as-of", "2026-11-23", "--rate", "EUR/USD=1.08", "--format", "jsonl"])
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let data = example("enterprise/opportunities.jsonl");
    let verdicts = assess(&data, "UTC", "C");
    assert_eq!(verdicts.lines().count(), 32);
    assert_eq!(assess(&data, "Pacific/Kiritimati", "tr_TR.UTF-8"), verdicts);

    let turned = std::env::temp_dir().join(format!("stagegate-turned-{}.jsonl", std::process::id()));
    let lines = fs::read_to_string(&data).unwrap();
    fs::write(&turned, lines.lines().map(with_keys_turned).collect::<Vec<_>>().join("\n")).unwrap();
    let of_turned = assess(&turned, "UTC", "C");
    fs::remove_file(&turned).unwrap();
    assert_eq!(without_broken(&of_turned), without_broken(&verdicts));
}

/// An object with its keys in the order of the alphabet, at every depth; a broken line as it is.
#[cfg(feature = "cli")]
fn with_keys_turned(line: &str) -> String {
    serde_json::from_str::<serde_json::Value>(line).map_or_else(|_| line.to_owned(), |value| value.to_string())
}

/// The verdicts but that on the broken line, which says at which column it breaks.
#[cfg(feature = "cli")]
fn without_broken(verdicts: &str) -> Vec<&str> {
    verdicts.lines().take(31).collect()
}

fn formatted(text: &str) -> String {
    format(&Source::new("playbook.gate", text), &Limits::default()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}
