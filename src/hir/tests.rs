//! Tests: what they give, what they expect, and which day they need.

use super::check::Checker;
use super::collect::Decl;
use super::error::fixtures as error;
use super::fixtures::first_date;
use super::infer::{Place, Setting};
use super::paths::Found;
use super::process::{Kinds, Symbols, outcome};
use super::{Claim, Expectation, ExpectationKind, ExprId, FixtureId, ProcessId, RuleNames, Scope, Test};
use crate::source::{FileId, Span};
use crate::syntax::ast;

/// What of a test may depend on the day.
pub(crate) struct TestDates {
    /// Where the test says what is given.
    pub(crate) given: Span,
    pub(crate) has_as_of: bool,
    /// The first date of evidence in its facts.
    pub(crate) on: Option<Span>,
    pub(crate) thats: Vec<ExprId>,
    pub(crate) process: Option<ProcessId>,
}

/// The processes that a test may run.
#[derive(Clone, Copy)]
enum Runs {
    One(ProcessId),
    /// Whichever the opportunity is routed to.
    Any,
    /// A process that could not be read, or that does not exist.
    Unreadable,
}

/// The kinds of rule that an expectation names.
#[derive(Clone, Copy)]
enum Wanted {
    Require,
    Disqualify,
    Warn,
}

impl<'a> Checker<'a> {
    pub(crate) fn tests(&mut self) -> Vec<Test> {
        let mut tests = Vec::with_capacity(self.names.tests.len());
        for place in 0..self.names.tests.len() {
            let Some(&(file, item)) = self.names.tests.get(place) else { continue };
            tests.push(self.test(file, item));
        }
        tests
    }

    fn test(&mut self, file: FileId, item: &'a ast::Test) -> Test {
        let given = &item.given;
        let fixture = given.fixture.as_ref().and_then(|name| self.fixture_named(name));
        let runs = given.process.as_ref().map_or(Runs::Any, |name| self.process_named(name));
        let process = match runs {
            Runs::One(process) => Some(process),
            Runs::Any | Runs::Unreadable => None,
        };
        let stage = given.stage.as_ref().map(|name| self.claim(runs, name));
        let with = given.with.as_ref().map_or_else(Vec::new, |facts| self.opportunity_facts(facts));
        let mut thats = Vec::new();
        let mut expectations = Vec::with_capacity(item.expectations.len());
        for expectation in &item.expectations {
            if let Some(kind) = self.expectation(file, runs, &expectation.kind) {
                if let ExpectationKind::That(expr) = kind {
                    thats.push(expr);
                }
                expectations.push(Expectation { kind, span: expectation.span });
            }
        }
        let placed = fixture.and_then(|id| self.names.fixtures.get(index(id.0)));
        let fixture_day = placed.and_then(|(_, fixture)| fixture.as_of);
        let as_of = given.as_of.or(fixture_day).map(|(date, _)| date);
        let on = given.with.as_ref().and_then(first_date);
        let of_fixture = fixture.and_then(|id| self.fixture_dates.get(index(id.0)).copied().flatten());
        // A fixture that could not be read may have a day.
        let has_as_of = as_of.is_some() || (given.fixture.is_some() && fixture.is_none());
        self.test_dates.push(TestDates { given: given.span, has_as_of, on: on.or(of_fixture), thats, process });
        Test { title: item.title.value.clone(), fixture, with, process, stage, as_of, expectations, span: item.span }
    }

    fn fixture_named(&mut self, name: &ast::Name) -> Option<FixtureId> {
        match self.names.get(&name.text) {
            Some(Decl::Fixture(id)) => {
                if let Some(used) = self.used_fixtures.get_mut(index(id.0)) {
                    *used = true;
                }
                Some(id)
            }
            Some(Decl::Broken(_)) => None,
            Some(other) => {
                self.report.push(error::no_fixture(name, other.noun()));
                None
            }
            None if self.names.broken.nameless => None,
            None => {
                let known = self.report.known(|| self.names.of_kind(ast::ItemKind::Fixture));
                let near = self.report.nearest(&name.text, known.iter().copied());
                self.report.push(error::unknown_fixture(name, near.as_deref(), &known));
                None
            }
        }
    }

    fn process_named(&mut self, name: &ast::Name) -> Runs {
        match self.names.get(&name.text) {
            Some(Decl::Process(id)) => Runs::One(id),
            Some(Decl::Broken(_)) => Runs::Unreadable,
            Some(other) => {
                self.report.push(error::no_process_name(name, other.noun()));
                Runs::Unreadable
            }
            None if self.names.broken.nameless => Runs::Unreadable,
            None => {
                let known = self.report.known(|| self.names.of_kind(ast::ItemKind::Process));
                let near = self.report.nearest(&name.text, known.iter().copied());
                self.report.push(error::unknown_process(name, near.as_deref(), &known));
                Runs::Unreadable
            }
        }
    }

    /// What the processes that a test may run declare; nothing where that cannot be said.
    fn symbols_of(&self, runs: Runs) -> Option<&Symbols<'a>> {
        match runs {
            Runs::One(process) => self.symbols.get(index(process.0)),
            Runs::Any if self.names.broken.process => None,
            Runs::Any => Some(&self.all_symbols),
            Runs::Unreadable => None,
        }
    }

    fn claim(&mut self, runs: Runs, name: &ast::Name) -> Claim {
        match outcome(&name.text) {
            Some(outcome) => Claim::Closed(outcome),
            None => {
                self.check_stage(runs, name);
                Claim::Stage(name.text.clone())
            }
        }
    }

    fn check_stage(&mut self, runs: Runs, name: &ast::Name) {
        let Some(symbols) = self.symbols_of(runs) else { return };
        if symbols.has_stage(&name.text) {
            return;
        }
        let known = self.report.known(|| symbols.stages.clone());
        let near = self.report.nearest(&name.text, known.iter().copied());
        self.report.push(error::unknown_stage(name, near.as_deref(), &known));
    }

    /// A stage to advance to, or that is earned: `won` is one too.
    fn goal(&mut self, runs: Runs, name: &ast::Name) -> String {
        match outcome(&name.text) {
            Some(ast::Outcome::Won) => {}
            Some(ast::Outcome::Lost | ast::Outcome::Walked) => self.report.push(error::no_goal(name)),
            None => self.check_stage(runs, name),
        }
        name.text.clone()
    }

    fn check_rule(&mut self, runs: Runs, name: &ast::Name, wanted: Wanted) {
        let Some(symbols) = self.symbols_of(runs) else { return };
        let fits = |kinds: &Kinds| match wanted {
            Wanted::Require => kinds.require,
            Wanted::Disqualify => kinds.disqualify,
            Wanted::Warn => kinds.warn,
        };
        let word = match wanted {
            Wanted::Require => "require",
            Wanted::Disqualify => "disqualify",
            Wanted::Warn => "warn",
        };
        let message = match symbols.rules.get(name.text.as_str()) {
            Some(kinds) if fits(kinds) => return,
            Some(kinds) => error::rule_of_another_kind(name, word, *kinds),
            None => {
                let known = self.report.known(|| {
                    let fitting = symbols.rules.iter().filter(|(_, kinds)| fits(kinds));
                    let mut known: Vec<&str> = fitting.map(|(name, _)| *name).collect();
                    known.sort_unstable();
                    known
                });
                let near = self.report.nearest(&name.text, known.iter().copied());
                error::unknown_rule(name, word, near.as_deref(), &known)
            }
        };
        self.report.push(message);
    }

    fn rule_list(&mut self, runs: Runs, names: &[ast::Name], wanted: Wanted) -> Vec<String> {
        for name in names {
            self.check_rule(runs, name, wanted);
        }
        names.iter().map(|name| name.text.clone()).collect()
    }

    fn rule_names(&mut self, runs: Runs, rules: &Option<ast::RuleNames>, wanted: Wanted) -> Option<RuleNames> {
        let rules = rules.as_ref()?;
        Some(RuleNames { only: rules.only, names: self.rule_list(runs, &rules.names, wanted) })
    }

    fn expectation(&mut self, file: FileId, runs: Runs, kind: &'a ast::ExpectationKind) -> Option<ExpectationKind> {
        Some(match kind {
            ast::ExpectationKind::Advance { to } => {
                ExpectationKind::Advance { to: to.as_ref().map(|name| self.goal(runs, name)) }
            }
            ast::ExpectationKind::Hold { rules } => {
                ExpectationKind::Hold { rules: self.rule_names(runs, rules, Wanted::Require) }
            }
            ast::ExpectationKind::Disqualify { rules } => {
                ExpectationKind::Disqualify { rules: self.rule_names(runs, rules, Wanted::Disqualify) }
            }
            ast::ExpectationKind::Warn(names) => ExpectationKind::Warn(self.rule_list(runs, names, Wanted::Warn)),
            ast::ExpectationKind::AtRisk(names) => {
                ExpectationKind::AtRisk(self.rule_list(runs, names, Wanted::Disqualify))
            }
            ast::ExpectationKind::Closed(outcome) => ExpectationKind::Closed(*outcome),
            ast::ExpectationKind::Unrouted => ExpectationKind::Unrouted,
            ast::ExpectationKind::Process(name) => match self.process_named(name) {
                Runs::One(process) => ExpectationKind::Process(process),
                Runs::Any | Runs::Unreadable => return None,
            },
            ast::ExpectationKind::Earned(name) => ExpectationKind::Earned(self.goal(runs, name)),
            ast::ExpectationKind::Ask(path) => ExpectationKind::Ask(self.asked(path)?),
            ast::ExpectationKind::That(expr) => {
                let has_chance = self.symbols_of(runs).is_none_or(|symbols| symbols.has_chance);
                ExpectationKind::That(self.condition(Setting::new(file, Place::That, has_chance), *expr)?)
            }
        })
    }

    /// The fact that is asked first: a scalar or a list, at any depth, by its path as declared.
    fn asked(&mut self, path: &ast::Path) -> Option<String> {
        let mut found = self.find(path, None)?;
        loop {
            match found {
                Found::Fact(fact) => {
                    return self.shape.column(fact.table, fact.column).map(|column| column.path.clone());
                }
                Found::List(list) => return Some(self.list_path(list)),
                Found::Through { list, next } => match self.walk(Scope::Element, list.elements, path, next) {
                    Ok(inner) => found = inner,
                    Err(miss) => {
                        self.report_miss(path, None, miss);
                        return None;
                    }
                },
                Found::Record => {
                    self.report.push(error::asks_no_fact(path, "a record"));
                    return None;
                }
                Found::Define(define) => {
                    self.mark_define(define);
                    self.report.push(error::asks_no_fact(path, "a define"));
                    return None;
                }
            }
        }
    }

    /// Says which tests need a day and have none. `today` holds for each expression where it first mentions the day.
    pub(crate) fn check_days(&mut self, today: impl Fn(ExprId) -> Option<Span>) {
        let of_process = |process: &super::Process| {
            let odds = process.chance.iter().flat_map(|chance| &chance.lines).flat_map(|line| &line.cases);
            let rules = process.rules.iter().flat_map(|rule| [Some(rule.condition), rule.when]).flatten();
            process.applies.into_iter().chain(odds.map(|&(_, condition)| condition)).chain(rules).find_map(&today)
        };
        let processes: Vec<Option<Span>> = self.processes.iter().map(of_process).collect();
        let any = processes.iter().copied().flatten().next();
        for test in &self.test_dates {
            let process = match test.process {
                Some(process) => processes.get(index(process.0)).copied().flatten(),
                None => any,
            };
            let mentioned = test.on.or_else(|| test.thats.iter().copied().find_map(&today)).or(process);
            if let Some(place) = mentioned
                && !test.has_as_of
            {
                self.report.push(error::no_day(test.given, place));
            }
        }
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
