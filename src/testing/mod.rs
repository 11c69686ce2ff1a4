//! The playbook's own tests, run.
//!
//! Comes from [`Playbook`](crate::Playbook)s; each `test` block is an opportunity, assessed as any other, and what is expected of its verdict.

#[allow(dead_code, reason = "coverage, mutants and suggestions are made of it")]
pub(crate) mod boundary;
mod expect;
mod fixture;
mod run;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::verdict::Verdict;

pub use run::run;

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
