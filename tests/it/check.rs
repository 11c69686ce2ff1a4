//! Names, types and warnings: the examples are clean, and every message has its cases.

use stagegate::Limits;
use stagegate::internals::check;

/// The language's own example and those of the project have nothing to be said about.
#[test]
fn examples_are_clean() {
    for entry in ["tests/data/syntax"] {
        for file in std::fs::read_dir(entry).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "gate") {
                let (playbook, messages) = check(&std::fs::read_to_string(&path).unwrap(), &Limits::default());
                assert!(messages.is_empty(), "{}: {messages:#?}", path.display());
                assert!(playbook.is_some());
            }
        }
    }
}
