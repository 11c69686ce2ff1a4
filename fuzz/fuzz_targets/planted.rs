//! A planted fault, so that a fuzzer that is dead is noticed: to find it, one has to get through the parser, the checker, the
//! evaluator and the verdict.
#![no_main]

mod words;

use libfuzzer_sys::fuzz_target;
use stagegate::{Date, Playbook};

fuzz_target!(|bytes: &[u8]| {
    let (text, data) = words::read(bytes);
    let Ok(playbook) = Playbook::parse(&text) else { return };
    let Ok(opportunity) = playbook.reader().read_json(&data) else { return };
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    for atom in verdict.unmet().iter().flat_map(|rule| rule.because()) {
        assert!(atom.text() == "a > 2", "the planted fault is found");
    }
});
