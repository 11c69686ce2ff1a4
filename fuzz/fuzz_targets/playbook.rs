//! Any text as a playbook: read, checked, formatted, its messages drawn, its tests run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stagegate::{Diagnostics, Playbook};

fuzz_target!(|text: &str| {
    match Playbook::parse(text) {
        Ok(playbook) => {
            inspect(playbook.warnings());
            let _ = stagegate::testing::run(&playbook);
        }
        Err(faults) => {
            assert!(faults.has_errors());
            inspect(&faults);
        }
    }
    if let Ok(formatted) = stagegate::format("fuzz.gate", text) {
        let again = stagegate::format("fuzz.gate", &formatted);
        assert!(again.is_ok_and(|again| again == formatted));
        assert_eq!(Playbook::parse(text).is_ok(), Playbook::parse(&formatted).is_ok());
    }
});

/// Every message is placed inside the text, small, and steers no terminal.
fn inspect(found: &Diagnostics) {
    let source = &found.sources()[0];
    for message in found.iter() {
        let span = message.diagnostic().span.range();
        assert!(span.start <= span.end && span.end <= source.text().len());
        let drawn = message.render(false);
        assert!(drawn.len() <= 2048);
        assert!(!drawn.contains(|letter: char| letter.is_control() && letter != '\n'));
    }
    let _ = found.fixed();
}
