//! Any bytes as data: JSON, JSON lines or CSV, in any encoding, for a playbook with a field of each type.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use stagegate::data::{Encoding, Format, Options, Rows};
use stagegate::{Date, Opportunity, Playbook};

static PLAYBOOK: LazyLock<Playbook> = LazyLock::new(|| Playbook::parse(include_str!("every_type.gate")).unwrap());

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let format = [Format::Json, Format::JsonLines, Format::Csv][usize::from(choice % 3)];
    let encoding = [None, Some(Encoding::Utf8), Some(Encoding::Windows1252), Some(Encoding::Utf16)];
    let mut options = Options::default();
    options.encoding = encoding[usize::from(choice / 3 % 4)];
    let reader = PLAYBOOK.reader().strict(choice & 0x80 != 0).rate("EUR", "USD", "1.08").unwrap();
    let today = Date::new(2026, 11, 23).unwrap();
    let mut rows = Rows::new(bytes, format, options);
    let mut opportunity = Opportunity::default();
    while let Some(Ok(row)) = rows.next_into(&reader, &mut opportunity) {
        if row.result.is_ok() {
            let verdict = PLAYBOOK.assess(&opportunity, today);
            assert_eq!(verdict.decision(), PLAYBOOK.decide(&opportunity, today));
            let _ = verdict.explain().to_string();
        }
    }
});
