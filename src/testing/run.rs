//! Runs the tests.

use crate::bind::Bindings;
use crate::eval::{Interval, Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::{ExpectationKind, ExprId, Test};
use crate::playbook::Playbook;
use crate::program::{Op, Program};
use crate::source::Source;
use crate::value::{Date, Truth};
use crate::verdict::{Assess, Verdict};

use super::{Failure, TestResult, TestRun, expect, fixture};

/// Runs the tests of a playbook, those of its imported files too, in the order of writing.
///
/// ```
/// let playbook = stagegate::Playbook::parse(r#"
///     opportunity { budget: money USD }
///     process p { stage a { require priced that budget is known } }
///     test "without a budget nothing moves" { given expect hold on priced }
/// "#).unwrap_or_else(|error| panic!("{error}"));
/// let run = stagegate::testing::run(&playbook);
/// assert_eq!((run.passed(), run.failed()), (1, 0));
/// ```
#[must_use]
pub fn run(playbook: &Playbook) -> TestRun {
    let checked = playbook.checked();
    let program = Program::compile_tests(checked);
    let mut scratch = Scratch::new();
    let tests = checked.tests.iter().enumerate();
    TestRun { tests: tests.map(|(place, test)| run_one(playbook, &program, place, test, &mut scratch)).collect() }
}

fn run_one(playbook: &Playbook, program: &Program, place: usize, test: &Test, scratch: &mut Scratch) -> TestResult {
    let opportunity = fixture::opportunity(playbook.checked(), test);
    // A test that names no day reads none.
    let today = test.as_of.unwrap_or(Date::MIN);
    let assess = Assess { process: test.process, reopen: false };
    let verdict = playbook.assess_test(&opportunity, today, assess, scratch).on_day(test.as_of);
    let mut failures = Vec::new();
    for expectation in &test.expectations {
        let found = if let ExpectationKind::That(expr) = expectation.kind {
            let bindings = playbook.bindings();
            let that = That { bindings, program, opportunity: &opportunity, today, verdict: &verdict };
            that.unmet(place, expr, scratch)
        } else {
            expect::unmet(playbook.checked(), &verdict, &expectation.kind)
        };
        if let Some(found) = found {
            let source = source(playbook, expectation.span);
            let expected = source.map(|source| spaced(source.slice(expectation.span))).unwrap_or_default();
            let line = source.map_or(0, |source| source.line_column(expectation.span.start).line);
            failures.push(Failure { expected, found, line });
        }
    }
    let source = source(playbook, test.span);
    TestResult {
        title: test.title.clone(),
        file: source.map(|source| source.name().to_owned()).unwrap_or_default(),
        line: source.map_or(0, |source| source.line_column(test.span.start).line),
        failures,
        verdict,
    }
}

fn source(playbook: &Playbook, span: crate::source::Span) -> Option<&Source> {
    playbook.sources().get(usize::try_from(span.file.0).ok()?)
}

/// Source text on one line.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An expression that a test expects to be true.
pub(super) struct That<'a> {
    pub(super) bindings: &'a Bindings,
    pub(super) program: &'a Program,
    pub(super) opportunity: &'a Opportunity,
    pub(super) today: Date,
    pub(super) verdict: &'a Verdict,
}

impl That<'_> {
    /// What it is instead; `unit` is the test's place.
    pub(super) fn unmet(&self, unit: usize, expr: ExprId, scratch: &mut Scratch) -> Option<String> {
        let run = self.program.units.get(unit).map(|unit| unit.run.clone()).unwrap_or_default();
        let mut machine = Machine::new(self.program, self.bindings, self.opportunity, self.today, scratch);
        machine.given_chance = self.verdict.chance().map(|chance| Interval {
            worst: chance.worst.hundredths(),
            likely: chance.likely.hundredths(),
            best: chance.best.hundredths(),
        });
        let reads_chance =
            |op: &Op| matches!(op, Op::CompareChance { .. } | Op::ChanceBetween { .. } | Op::ChanceEnd { .. });
        if machine.given_chance.is_none() && self.program.run(run.clone()).iter().any(reads_chance) {
            return Some(format!("no chance ({})", expect::decision_words(self.verdict)));
        }
        machine.run(self.program.shared.clone());
        machine.run(run);
        match machine.cell_of(expr).truth() {
            Truth::True => None,
            Truth::False => Some("it is false".to_owned()),
            Truth::Unknown => Some("it is unknown".to_owned()),
        }
    }
}
