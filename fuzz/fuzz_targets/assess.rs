//! A playbook and data for it, by the word: what is decided, and what may not be decided by what is unknown.
#![no_main]

mod words;

use libfuzzer_sys::fuzz_target;
use stagegate::{Date, Decision, Playbook, Truth};

fuzz_target!(|bytes: &[u8]| {
    let (text, data) = words::read(bytes);
    let Ok(playbook) = Playbook::parse(&text) else { return };
    let run = stagegate::testing::run(&playbook);
    assert_eq!(run.passed() + run.failed(), run.tests.len());
    let formatted = stagegate::format("fuzz.gate", &text).unwrap();
    let again = Playbook::parse(&formatted).unwrap();
    let Ok(opportunity) = playbook.reader().read_json(&data) else { return };
    let today = Date::new(2026, 11, 23).unwrap();
    let verdict = playbook.assess(&opportunity, today);
    assert_eq!(verdict.decision(), playbook.decide(&opportunity, today));
    assert_eq!(verdict.decision(), again.decide(&opportunity, today));
    if verdict.decision() == Decision::Disqualify {
        assert!(
            verdict.disqualified_by().iter().flat_map(|rule| rule.because()).all(|atom| atom.is() != Truth::Unknown)
        );
    }
    if let Some(chance) = verdict.chance() {
        assert!(chance.worst <= chance.likely && chance.likely <= chance.best);
    }
    let _ = verdict.explain().to_string();
});
