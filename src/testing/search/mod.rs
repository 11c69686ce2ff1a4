//! Finds opportunities that show what a playbook's conditions do.
//!
//! Comes from a playbook; a *case* is what a test would give. For each goal (`tally`) a case is looked for, from what the playbook's
//! fixtures and tests give: the facts that the condition reads are changed one at a time, to the values at which conditions turn (`space`),
//! as long as the condition comes nearer to what it should be (`aim`); then two at a time. Effort is bounded, and the same each time.
//!
//! Deliberately not here: proofs. What is not found may still be there.

mod aim;
mod print;
mod row;
mod score;
mod space;
mod tally;
mod values;

use std::collections::BTreeMap;

use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::{Claim, ExprId, ExprKind, Literal, Within};
use crate::playbook::Playbook;
use crate::schema::TableId;
use crate::testing::boundary::Boundaries;
use crate::testing::coverage::{Condition, Conditions, Kind, truths, watch};
use crate::value::{Date, Truth};
use crate::verdict::{self, Context, Verdict};

use crate::testing::coverage::TRUTHS;
pub(crate) use crate::testing::coverage::not;
pub(crate) use print::{block, expectations, shorter};
pub(crate) use row::{Case, Row};
pub(crate) use tally::{Goal, Shown, Tally, goals, served};

use aim::Aim;
use score::{distance, is_at};
use space::{Value, Var};

/// Assessments spent on one goal.
const EFFORT: usize = 1500;
/// What all assessments together may cost, in nodes of the program; a large playbook is not looked at to its end.
const BUDGET: u64 = 1_000_000_000;
/// Facts changed on the way to one goal.
const ROUNDS: usize = 12;
/// A score beyond any that a condition gives that was looked at.
const UNSEEN: u32 = u32::MAX;
/// Assessments spent on changing two facts together.
const EFFORT_ON_PAIRS: usize = 400;
/// Of two facts changed together, how many values each is tried with.
const PAIRED: usize = 14;

/// What is looked for in a condition.
#[derive(Clone, Debug)]
enum Want {
    /// The atoms so, and one of them at its end.
    Atoms(Aim, Option<(usize, usize)>),
    Whole(Truth),
}

/// A case, and what it shows.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) case: Case,
    pub(crate) shown: Vec<Shown>,
    /// What it was looked for.
    pub(crate) goal: Goal,
}

/// Looks for cases.
pub(crate) struct Finder<'a> {
    playbook: &'a Playbook,
    pub(crate) conditions: Conditions,
    boundaries: BTreeMap<Date, Boundaries>,
    vars: Vec<Vec<Var>>,
    /// For each condition one that has a say and reads it.
    roots: Vec<Option<usize>>,
    /// Elements of which the `where` is that.
    templates: BTreeMap<(usize, Option<usize>, Truth), Option<Row>>,
    starts: Vec<Vec<Case>>,
    /// Whether some condition asks for the day.
    dated: bool,
    /// What is left to spend.
    budget: u64,
    scratch: Scratch,
    opportunity: Opportunity,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(playbook: &'a Playbook) -> Self {
        let checked = playbook.checked();
        let conditions = Conditions::of(checked);
        let vars = conditions.all.iter().map(|condition| space::vars(checked, condition)).collect();
        let asks_day = |place: u32| {
            let kind = &checked.exprs.get(ExprId(place)).kind;
            matches!(kind, ExprKind::Today | ExprKind::Fact { within: Some(Within::Days(_) | Within::Months(_)), .. })
        };
        let dated = (0..u32::try_from(checked.exprs.len()).unwrap_or(u32::MAX)).any(asks_day);
        let mut finder = Finder {
            playbook,
            roots: roots(&conditions),
            conditions,
            boundaries: BTreeMap::new(),
            vars,
            templates: BTreeMap::new(),
            starts: Vec::new(),
            dated,
            budget: BUDGET,
            scratch: Scratch::new(),
            opportunity: Opportunity::default(),
        };
        finder.starts = finder.starts();
        finder
    }

    /// Looks for cases until each goal is reached that can be found; those that are none are returned, too.
    pub(crate) fn find(&mut self, tally: &mut Tally) -> (Vec<Found>, Vec<Goal>) {
        let (mut found, mut missed) = (Vec::new(), Vec::new());
        for goal in goals(&self.conditions) {
            if tally.has(goal) {
                continue;
            }
            let mut effort = if self.budget > 0 { EFFORT } else { 0 };
            let wants = if effort > 0 { self.wants(goal) } else { Vec::new() };
            for want in wants {
                if tally.has(goal) {
                    break;
                }
                let Some(case) = self.look(place_of(goal), &want, &mut effort) else { continue };
                let shown = self.shown(&case);
                tally.add(&shown);
                found.push(Found { case, shown, goal });
            }
            if !tally.has(goal) {
                missed.push(goal);
            }
        }
        // What was found for one goal may have served another that was given up before.
        missed.retain(|&goal| !tally.has(goal));
        (found, missed)
    }

    /// What could be looked for to reach a goal.
    fn wants(&self, goal: Goal) -> Vec<Want> {
        let Some(condition) = self.conditions.all.get(place_of(goal)) else { return Vec::new() };
        let aims = |atom: usize, truth: Truth, at_end: Option<usize>| {
            (0..3).map(move |turn| {
                let mut aim = aim::deciding(condition, atom, turn);
                set(&mut aim, atom, truth);
                Want::Atoms(aim, at_end.map(|end| (atom, end)))
            })
        };
        let alone = |atom: usize, truth: Truth, at_end: Option<usize>| {
            let mut aim = vec![None; condition.atoms.len()];
            set(&mut aim, atom, truth);
            Want::Atoms(aim, at_end.map(|end| (atom, end)))
        };
        let mut wants: Vec<Want> = match goal {
            Goal::Whole(_, truth) => vec![Want::Whole(truth)],
            Goal::Atom(_, atom, truth) => aims(atom, truth, None).chain([alone(atom, truth, None)]).collect(),
            Goal::End(_, atom, end, truth) => {
                aims(atom, truth, Some(end)).chain([alone(atom, truth, Some(end))]).collect()
            }
            Goal::Decides(_, atom) => [Truth::True, Truth::False, Truth::Unknown]
                .into_iter()
                .flat_map(|truth| aims(atom, truth, None))
                .collect(),
        };
        // Without a choice, the second and third aim are the first.
        wants.dedup_by(|one, other| matches!((one, other), (Want::Atoms(a, x), Want::Atoms(b, y)) if a == b && x == y));
        wants
    }

    /// A case in which the condition is as wanted.
    fn look(&mut self, place: usize, want: &Want, effort: &mut usize) -> Option<Case> {
        let root = self.roots.get(place).copied().flatten()?;
        for start in self.starts_for(root) {
            if let Some(case) = self.climb(start, place, want, effort) {
                return Some(case);
            }
        }
        None
    }

    /// Changes facts, one at a time and then two, as long as that brings the condition nearer to what is wanted.
    fn climb(&mut self, start: Case, place: usize, want: &Want, effort: &mut usize) -> Option<Case> {
        let mut case = self.prepared(start, place);
        let mut score = self.score(&case, place, want);
        for _ in 0..ROUNDS {
            if score == 0 {
                return Some(case);
            }
            if self.budget == 0 {
                return None;
            }
            let moves = self.moves(&case, place);
            let before = score;
            (score, case) = self.sweep((score, case), place, want, &moves, effort);
            if score == before {
                let better = self.best_pair(&case, place, want, &moves, effort).filter(|(found, _)| *found < score);
                (score, case) = better?;
            }
        }
        (score == 0).then_some(case)
    }

    /// The start with a list of one element, where it is a `where` that is looked at.
    fn prepared(&self, start: Case, place: usize) -> Case {
        let Some(Kind::Where(list)) = self.conditions.all.get(place).map(|condition| condition.kind) else {
            return start;
        };
        let checked = self.playbook.checked();
        let list = crate::testing::coverage::list_of(checked, list).map(|(list, _)| list);
        let Some(list) = list.filter(|list| list.table == TableId(0)) else { return start };
        let mut case = start;
        let first = case.row.list(list.list).and_then(|rows| rows.first()).cloned();
        let first = first.unwrap_or_else(|| Row::empty(&checked.schema, list.elements));
        case.row.set_list(list.list, Some(vec![first]));
        case
    }

    /// Changes one fact after the other, each to what is best for it where that is better; of equals, to one next to a value that does
    /// worse or better, at an end therefore.
    fn sweep(
        &mut self,
        (mut score, mut case): (u32, Case),
        place: usize,
        want: &Want,
        moves: &[(Var, Vec<Value>)],
        effort: &mut usize,
    ) -> (u32, Case) {
        for (var, values) in moves {
            let mut scored: Vec<(u32, Case)> = Vec::with_capacity(values.len());
            for value in values.iter().take(*effort) {
                let made = space::with(self.playbook.checked(), &case, *var, value);
                scored.push((self.score(&made, place, want), made));
            }
            *effort = effort.saturating_sub(scored.len());
            let scores: Vec<u32> = scored.iter().map(|(score, _)| *score).collect();
            let rank = |at: usize, score: u32| {
                let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
                (score, beside.filter_map(|at| scores.get(at)).all(|&other| other == score))
            };
            let best = scored.into_iter().enumerate().min_by_key(|(at, (score, _))| rank(*at, *score));
            if let Some((_, (better, made))) = best.filter(|(_, (better, _))| *better < score) {
                (score, case) = (better, made);
            }
            if score == 0 {
                break;
            }
        }
        (score, case)
    }

    /// The first change of two facts that is all that is wanted, or else the best.
    fn best_pair(
        &mut self,
        case: &Case,
        place: usize,
        want: &Want,
        moves: &[(Var, Vec<Value>)],
        effort: &mut usize,
    ) -> Option<(u32, Case)> {
        let mut best: Option<(u32, Case)> = None;
        let spared = effort.saturating_sub(EFFORT_ON_PAIRS);
        for (at, (one, ones)) in moves.iter().enumerate() {
            for (other, others) in moves.iter().skip(at.saturating_add(1)) {
                for first in ones.iter().take(PAIRED) {
                    let half = space::with(self.playbook.checked(), case, *one, first);
                    for second in others.iter().take(PAIRED) {
                        if *effort <= spared {
                            return best;
                        }
                        *effort = effort.saturating_sub(1);
                        let made = space::with(self.playbook.checked(), &half, *other, second);
                        let score = self.score(&made, place, want);
                        if best.as_ref().is_none_or(|(before, _)| score < *before) {
                            best = Some((score, made));
                        }
                        if score == 0 {
                            return best;
                        }
                    }
                }
            }
        }
        best
    }

    /// How far a condition is from what is wanted: 0 where it is so.
    fn score(&mut self, case: &Case, place: usize, want: &Want) -> u32 {
        let (playbook, conditions) = (self.playbook, std::mem::take(&mut self.conditions));
        let mut best = UNSEEN;
        self.each_run_of(&conditions, case, &mut |at, machine| {
            if let Some(condition) = conditions.all.get(at).filter(|_| at == place) {
                best = best.min(distance(playbook, condition, machine, want));
            }
        });
        self.conditions = conditions;
        best
    }

    /// All that a case shows.
    pub(crate) fn shown(&mut self, case: &Case) -> Vec<Shown> {
        let conditions = std::mem::take(&mut self.conditions);
        let mut shown = Vec::new();
        self.each_run_of(&conditions, case, &mut |place, machine| {
            if let Some(condition) = conditions.all.get(place) {
                let truths = truths(machine, condition);
                let ends = condition.ends.iter().zip(&truths);
                let near = ends.map(|(ends, &truth)| ends.iter().map(|end| is_at(machine, end, truth)).collect());
                tally::shown(place, condition, &truths, &near.collect::<Vec<Vec<bool>>>(), &mut shown);
            }
        });
        self.conditions = conditions;
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    fn each_run(&mut self, case: &Case, sink: &mut dyn FnMut(usize, &Machine<'_>)) {
        let conditions = std::mem::take(&mut self.conditions);
        self.each_run_of(&conditions, case, sink);
        self.conditions = conditions;
    }

    fn each_run_of(&mut self, conditions: &Conditions, case: &Case, sink: &mut dyn FnMut(usize, &Machine<'_>)) {
        let checked = self.playbook.checked();
        case.write(&checked.schema, &mut self.opportunity);
        let context = self.context();
        let cost = checked.exprs.len().saturating_add(conditions.all.len());
        self.budget = self.budget.saturating_sub(u64::try_from(cost).unwrap_or(u64::MAX));
        let day = (case.today(), case.how());
        watch(conditions, context, &self.opportunity, day, &mut self.scratch, sink);
    }

    fn context(&self) -> Context<'a> {
        let playbook = self.playbook;
        Context { playbook: playbook.checked(), program: playbook.program(), bindings: playbook.bindings() }
    }

    /// The verdict on a case.
    pub(crate) fn verdict(&mut self, case: &Case) -> Verdict {
        case.write(&self.playbook.checked().schema, &mut self.opportunity);
        verdict::assess(self.context(), &self.opportunity, case.today(), case.how(), &mut self.scratch)
    }

    /// Where to start from for a condition that has a say: its process named, or routed to, and its stage claimed.
    fn starts_for(&self, root: usize) -> Vec<Case> {
        let checked = self.playbook.checked();
        let Some(kind) = self.conditions.all.get(root).map(|condition| condition.kind) else { return Vec::new() };
        let (id, named, rule) = match kind {
            Kind::Applies(id) => (id, None, None),
            Kind::Rule(id, rule) => (id, Some(id), Some(rule)),
            Kind::Odds(id, ..) => (id, Some(id), None),
            Kind::Define(_) | Kind::Where(_) => return Vec::new(),
        };
        let Some(process) = checked.processes.get(index(id.0)) else { return Vec::new() };
        let stage = rule.and_then(|rule| process.rules.get(rule)).and_then(|rule| rule.stage);
        let stage = process.stages.get(stage.map_or(0, |stage| index(stage.0)));
        let claim = stage.map(|stage| Claim::Stage(stage.name.clone())).filter(|_| named.is_some());
        let starts = self.starts.get(index(id.0)).into_iter().flatten();
        starts.map(|start| Case { process: named, claim: claim.clone(), ..start.clone() }).collect()
    }

    /// For each process what its fixtures and tests give, the fixture that is used most first; and nothing at all.
    fn starts(&mut self) -> Vec<Vec<Case>> {
        let checked = self.playbook.checked();
        let mut starts = Vec::new();
        for process in &checked.processes {
            let mut fixtures: BTreeMap<u32, usize> = BTreeMap::new();
            let mut plain = None;
            for test in &checked.tests {
                let case = Case::of_test(checked, test);
                if self.verdict(&case).process() != Some(process.name.as_str()) {
                    continue;
                }
                match test.fixture {
                    Some(fixture) => {
                        let used = fixtures.entry(fixture.0).or_insert(0);
                        *used = used.saturating_add(1);
                    }
                    None => plain = plain.or(Some(case)),
                }
            }
            let most = fixtures.into_iter().max_by_key(|&(place, used)| (used, std::cmp::Reverse(place)));
            let mut of_process: Vec<Case> =
                most.and_then(|(fixture, _)| self.of_fixture(fixture)).into_iter().collect();
            of_process.extend(plain);
            of_process.push(Case {
                fixture: None,
                process: None,
                claim: None,
                as_of: self.dated.then(|| usual_day(self.playbook)),
                row: Row::empty(&checked.schema, TableId(0)),
            });
            starts.push(of_process);
        }
        starts
    }

    fn of_fixture(&self, place: u32) -> Option<Case> {
        let checked = self.playbook.checked();
        let fixture = checked.fixtures.get(index(place))?;
        let row = Row::of(&checked.schema, &fixture.facts);
        let day = || (self.dated || row.is_dated()).then(|| usual_day(self.playbook));
        let as_of = fixture.as_of.or_else(day);
        Some(Case { fixture: Some(crate::hir::FixtureId(place)), process: None, claim: None, as_of, row })
    }
}

/// The latest day that the tests and fixtures name, or one like it.
fn usual_day(playbook: &Playbook) -> Date {
    let checked = playbook.checked();
    let of_tests = checked.tests.iter().filter_map(|test| test.as_of);
    let days = of_tests.chain(checked.fixtures.iter().filter_map(|fixture| fixture.as_of));
    days.max().or(Date::new(2026, 1, 1).ok()).unwrap_or(Date::MIN)
}

/// For each condition one that has a say and reads it: rules first.
fn roots(conditions: &Conditions) -> Vec<Option<usize>> {
    let mut roots = vec![None; conditions.all.len()];
    let rank = |condition: &Condition| match condition.kind {
        Kind::Rule(..) => 0,
        Kind::Odds(..) => 1,
        Kind::Applies(_) => 2,
        Kind::Define(_) | Kind::Where(_) => 3,
    };
    for wanted in 0..3 {
        for (root, condition) in conditions.all.iter().enumerate().filter(|(_, condition)| rank(condition) == wanted) {
            if let Some(slot) = roots.get_mut(root) {
                *slot = Some(root);
            }
            let mut pending: Vec<usize> = condition.reads.iter().chain(&condition.inner).copied().collect();
            while let Some(place) = pending.pop() {
                let (Some(slot), Some(read)) = (roots.get_mut(place), conditions.all.get(place)) else { continue };
                if slot.is_none() {
                    *slot = Some(root);
                    pending.extend(read.reads.iter().chain(&read.inner));
                }
            }
        }
    }
    roots
}

/// Those cases that were looked for in a condition, and for each truth the first in which it is that.
pub(crate) fn about(found: &[Found], place: usize) -> Vec<&Found> {
    let firsts = TRUTHS.map(|truth| found.iter().position(|found| found.shown.contains(&Shown::Whole(place, truth))));
    let is_about = |(at, found): &(usize, &Found)| place_of(found.goal) == place || firsts.contains(&Some(*at));
    found.iter().enumerate().filter(is_about).map(|(_, found)| found).collect()
}

/// The place of the condition that a goal is about.
pub(crate) fn place_of(goal: Goal) -> usize {
    match goal {
        Goal::Whole(place, _) | Goal::Atom(place, ..) | Goal::End(place, ..) | Goal::Decides(place, _) => place,
    }
}

fn set(aim: &mut Aim, atom: usize, truth: Truth) {
    if let Some(slot) = aim.get_mut(atom) {
        *slot = Some(truth);
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// Used where a literal of a playbook is written.
pub(crate) fn written(literal: &Literal, variants: &[crate::schema::Variant]) -> String {
    super::literal::text(literal, variants.iter().map(|variant| variant.name.as_str()))
}
