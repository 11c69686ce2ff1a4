//! Text to tree: the examples, and files of cases.

use stagegate::internals::syntax::{ast, parse};
use stagegate::{FileId, Limits, Source};

/// The language's own example and those of the project are read without a fault.
#[test]
fn examples_are_read() {
    for entry in ["examples/b2b", "examples/enterprise", "tests/data/syntax"] {
        for file in std::fs::read_dir(entry).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "gate") {
                let text = std::fs::read_to_string(&path).unwrap();
                let (tree, faults) = parse(&Source::new("x.gate", &text), FileId(0), &Limits::default());
                assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
                assert!(tree.items.iter().all(|item| !matches!(item, ast::Item::Broken(_))));
            }
        }
    }
}
