//! The playbook's own tests, run.
//!
//! Comes from [`Playbook`](crate::Playbook)s; each `test` block is an opportunity, assessed as any other, and what is expected of its verdict.
//! [`coverage`] says what the tests have seen of the playbook's conditions.

pub(crate) mod boundary;
mod coverage;
mod expect;
mod fixture;
#[cfg(feature = "libtest")]
#[expect(clippy::disallowed_methods, reason = "tests of a host read its folder of playbooks")]
mod harness;
mod literal;
mod mutate;
mod run;
mod search;
#[cfg(feature = "proptest")]
mod strategy;
mod suggest;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::diag::inert;
use crate::verdict::Verdict;

pub use coverage::{Coverage, CoveredAtom, CoveredCondition, Gap, Outcomes, Share, coverage, coverage_of};
#[cfg(feature = "libtest")]
pub use harness::{harness, harness_with};
pub use mutate::{FailingTest, Mutation, Unnoticed, mutate};
pub use run::run;
#[cfg(feature = "proptest")]
pub use strategy::{OpportunityStrategy, OpportunityTree, Sample};
pub use suggest::{Suggestion, Suggestions, suggest};

/// What came of one test.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TestResult {
    /// The test's title.
    pub title: String,
    /// The file that it stands in.
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: usize,
    /// The expectations that were not met.
    pub failures: Vec<Failure>,
    /// The verdict on the test's opportunity.
    pub verdict: Verdict,
}

impl TestResult {
    /// Whether every expectation was met.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    /// What was expected beside what was found, and the verdict with its reasons, in words; nothing of a test that passed. Whatever
    /// the playbook says, the text steers no terminal.
    ///
    /// ```
    /// let playbook = stagegate::Playbook::parse(r#"
    ///     opportunity { budget: money USD }
    ///     process p { stage a { require priced "The price is known" that budget is known } }
    ///     test "all is earned" { given expect advance }
    /// "#).unwrap_or_else(|error| panic!("{error}"));
    /// let run = stagegate::testing::run(&playbook);
    /// let report = run.tests[0].report();
    /// assert!(report.starts_with("expected advance\nfound    hold on priced\n"));
    /// assert!(report.contains("The price is known"));
    /// ```
    #[must_use]
    pub fn report(&self) -> String {
        if self.passed() {
            return String::new();
        }
        let mut report = String::new();
        for failure in &self.failures {
            let expected = failure.expected.strip_prefix("expect ").unwrap_or(&failure.expected);
            for (head, text) in [("expected ", expected), ("found    ", failure.found.as_str())] {
                report.push_str(head);
                report.push_str(&inert(text));
                report.push('\n');
            }
        }
        report.push('\n');
        report.push_str(&self.verdict.explain().to_string());
        report
    }
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// What was expected, as the test says it.
    pub expected: String,
    /// What was found instead.
    pub found: String,
    /// The line of the expectation, from 1.
    pub line: usize,
}

/// What came of all tests of a playbook, in the order of writing.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TestRun {
    /// The tests.
    pub tests: Vec<TestResult>,
}

impl TestRun {
    /// How many passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.tests.iter().filter(|test| test.passed()).count()
    }

    /// How many failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.tests.len().saturating_sub(self.passed())
    }
}

impl Serialize for TestRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("tests", &self.tests)?;
        map.serialize_entry("passed", &self.passed())?;
        map.serialize_entry("failed", &self.failed())?;
        map.end()
    }
}

impl Serialize for TestResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("file", &self.file)?;
        map.serialize_entry("line", &self.line)?;
        map.serialize_entry("passed", &self.passed())?;
        map.serialize_entry("failures", &self.failures)?;
        map.serialize_entry("verdict", &self.verdict)?;
        map.end()
    }
}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("expected", &self.expected)?;
        map.serialize_entry("found", &self.found)?;
        map.end()
    }
}
