//! The playbook's tests, tried on a changed playbook.

use std::cell::OnceCell;

use crate::bind::Bindings;
use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::{self, ExpectationKind, ProcessId, Test};
use crate::playbook::Playbook;
use crate::program::Program;
use crate::testing::run::That;
use crate::testing::{expect, fixture};
use crate::value::Date;
use crate::verdict::{self, Assess, Context, Sketch, Verdict};

/// A test's opportunity, and what is known of it before anything is changed.
pub(super) struct Prepared {
    pub(super) opportunity: Opportunity,
    pub(super) today: Date,
    /// The process that it comes to.
    process: Option<ProcessId>,
}

/// The tests of a playbook, ready to be tried.
pub(super) fn prepare(playbook: &Playbook) -> Vec<Prepared> {
    let checked = playbook.checked();
    let mut scratch = Scratch::new();
    let context = Context { playbook: checked, program: playbook.program(), bindings: playbook.bindings() };
    let prepared = checked.tests.iter().map(|test| {
        let opportunity = fixture::opportunity(checked, test);
        let today = test.as_of.unwrap_or(Date::MIN);
        let verdict = verdict::assess(context, &opportunity, today, how(test), &mut scratch);
        let process = checked.processes.iter().position(|process| Some(process.name.as_str()) == verdict.process());
        let process = process.and_then(|place| u32::try_from(place).ok()).map(ProcessId);
        Prepared { opportunity, today, process }
    });
    prepared.collect()
}

/// How a test is assessed.
pub(super) fn how(test: &Test) -> Assess {
    Assess { process: test.process, reopen: false }
}

/// A changed playbook, ready to assess.
pub(super) struct Changed<'a> {
    playbook: hir::Playbook,
    program: Program,
    /// What the tests expect of expressions.
    thats: OnceCell<Program>,
    bindings: &'a Bindings,
    /// The one process whose verdicts can have changed.
    process: Option<ProcessId>,
}

impl<'a> Changed<'a> {
    pub(super) fn new(playbook: hir::Playbook, bindings: &'a Bindings, process: Option<ProcessId>) -> Self {
        // Texts of atoms are asked for by nobody here.
        let program = Program::compile(&playbook, &[]);
        Changed { playbook, program, thats: OnceCell::new(), bindings, process }
    }

    /// The first test, by its place, that notices the change.
    pub(super) fn noticed(&self, tests: &[Prepared], scratch: &mut Scratch) -> Option<usize> {
        let all = self.playbook.tests.iter().zip(tests).enumerate();
        let mut concerned = all.filter(|(_, (_, prepared))| self.process.is_none() || prepared.process == self.process);
        concerned.find(|(place, (test, prepared))| self.fails(*place, test, prepared, scratch)).map(|(place, _)| place)
    }

    fn fails(&self, place: usize, test: &Test, prepared: &Prepared, scratch: &mut Scratch) -> bool {
        let verdict = self.assess(&prepared.opportunity, prepared.today, how(test), scratch);
        test.expectations.iter().any(|expectation| {
            if let ExpectationKind::That(expr) = expectation.kind {
                let that = That {
                    bindings: self.bindings,
                    program: self.thats.get_or_init(|| Program::compile_tests(&self.playbook)),
                    opportunity: &prepared.opportunity,
                    today: prepared.today,
                    verdict: &verdict,
                };
                that.unmet(place, expr, scratch).is_some()
            } else {
                expect::unmet(&self.playbook, &verdict, &expectation.kind).is_some()
            }
        })
    }

    /// What the verdict of the changed playbook rests on.
    pub(super) fn sketch(
        &self,
        opportunity: &Opportunity,
        today: Date,
        how: Assess,
        (scratch, into): (&mut Scratch, &mut Sketch),
    ) {
        let context = Context { playbook: &self.playbook, program: &self.program, bindings: self.bindings };
        let mut machine = Machine::new(&self.program, self.bindings, opportunity, today, scratch);
        verdict::sketch(context, &mut machine, how, into);
    }

    /// The verdict of the changed playbook.
    pub(super) fn assess(&self, opportunity: &Opportunity, today: Date, how: Assess, scratch: &mut Scratch) -> Verdict {
        let context = Context { playbook: &self.playbook, program: &self.program, bindings: self.bindings };
        verdict::assess(context, opportunity, today, how, scratch)
    }
}
