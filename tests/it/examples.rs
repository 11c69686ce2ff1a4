//! The shipped examples: their playbooks are clean, and their own tests pass.

use std::path::{Path, PathBuf};

use stagegate::{Playbook, testing};

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

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}
