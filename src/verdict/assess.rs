//! Routing, the claim, the decision.

use std::sync::Arc;

use crate::bind::Bindings;
use crate::eval::{Machine, ProcessNames, RuleNames, Scratch};
use crate::facts::{DataError, Opportunity};
use crate::hir::{self, HowPiece, Outcome, ProcessId, Rule, RuleKind, StageId};
use crate::program::{Claim, Program, Readings, Unit};
use crate::value::{Date, Percent, Truth};

use super::{Chance, Finding, Kind, Parts, Position, Verdict, ask, because, reading};

/// A playbook that is ready to assess.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub playbook: &'a hir::Playbook,
    pub program: &'a Program,
    pub bindings: &'a Bindings,
}

/// How to assess.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Assess {
    /// The process, where it is named and not found by routing.
    pub process: Option<ProcessId>,
    /// Whether a claim of won, lost or walked counts as none.
    pub reopen: bool,
}

/// What is found of an opportunity before anybody asks why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Unrouted,
    /// The claim is none of the process.
    Unmatched(ProcessId),
    Closed(ProcessId, Outcome),
    Open(Open),
}

/// What is found of an opportunity that is in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub process: ProcessId,
    pub claimed: StageId,
    /// None where nothing is left to require.
    pub earned: Option<StageId>,
    pub disqualified: bool,
}

impl Open {
    /// Whether something that the claimed stage, or one before, requires is unmet.
    pub(crate) fn is_held(self) -> bool {
        self.earned.is_some_and(|earned| earned <= self.claimed)
    }
}

/// Where an opportunity stands, before anything is decided.
pub(super) struct Start<'a> {
    pub(super) id: ProcessId,
    pub(super) process: &'a hir::Process,
    pub(super) unit: &'a Unit,
    pub(super) claimed: StageId,
}

/// Routes and matches the claim; or what is found where that ends it.
pub(super) fn start<'a>(context: Context<'a>, machine: &mut Machine<'a>, ask: Assess) -> Result<Start<'a>, Found> {
    machine.run(context.program.routing.clone());
    let id = ask.process.or_else(|| route(context.program, machine)).ok_or(Found::Unrouted)?;
    let (process, unit) = at(context, id).ok_or(Found::Unrouted)?;
    let claimed = match claim(unit, machine.opportunity, ask.reopen) {
        None => return Err(Found::Unmatched(id)),
        Some(Claim::Closed(outcome)) => return Err(Found::Closed(id, outcome)),
        Some(Claim::Stage(stage)) => stage,
    };
    machine.stage = claimed;
    machine.chance = unit.chance.as_ref();
    Ok(Start { id, process, unit, claimed })
}

/// Routes, matches the claim and decides. All that the decision reads has then been evaluated.
pub(super) fn find<'a>(context: Context<'a>, machine: &mut Machine<'a>, ask: Assess) -> Found {
    match start(context, machine, ask) {
        Ok(start) => judge(context, machine, start),
        Err(found) => found,
    }
}

/// Evaluates all nodes that the decision reads, and decides.
fn judge<'a>(context: Context<'a>, machine: &mut Machine<'a>, start: Start<'a>) -> Found {
    let Start { id, process, unit, claimed } = start;
    machine.run(context.program.shared.clone());
    machine.run(unit.run.clone());
    let judge = Judge { process, unit, claimed };
    let strikes =
        |(_, rule, nodes): Placed<'_>| rule.kind == RuleKind::Disqualify && truth(machine, nodes) == Truth::True;
    let disqualified = judge.active().any(strikes);
    Found::Open(Open { process: id, claimed, earned: judge.earned(machine), disqualified })
}

/// What to do, as [`find`], but by the index of the rules, so that there are no reasons.
pub(crate) fn decide<'a>(context: Context<'a>, machine: &mut Machine<'a>, ask: Assess) -> Found {
    let start = match start(context, machine, ask) {
        Ok(start) => start,
        Err(found) => return found,
    };
    if !machine.look_up_rules(start.unit) {
        return judge(context, machine, start);
    }
    let Start { id, unit, claimed, .. } = start;
    let stages = &unit.deciders.stages;
    let place = usize::try_from(claimed.0).unwrap_or(usize::MAX);
    let in_stage = stages.get(place).is_some_and(|stage| machine.any_true(&stage.disqualifiers));
    let disqualified = in_stage || machine.any_true(&unit.deciders.disqualifiers);
    let mut left = (0..).map(StageId).zip(stages);
    let earned = left.find(|(stage, deciders)| {
        let needed = if *stage < claimed { &deciders.lasting } else { &deciders.requirements };
        !machine.all_true(needed)
    });
    Found::Open(Open { process: id, claimed, earned: earned.map(|(stage, _)| stage), disqualified })
}

/// The first process whose condition is true, if none before it is unknown.
fn route(program: &Program, machine: &Machine<'_>) -> Option<ProcessId> {
    for (process, unit) in (0..).map(ProcessId).zip(&program.units) {
        match unit.applies.map_or(Truth::True, |applies| machine.cell(applies).truth()) {
            Truth::True => return Some(process),
            Truth::Unknown => return None,
            Truth::False => {}
        }
    }
    None
}

/// What the opportunity claims: the first stage where it claims none.
fn claim(unit: &Unit, opportunity: &Opportunity, reopen: bool) -> Option<Claim> {
    let first = Claim::Stage(StageId(0));
    match opportunity.claim() {
        None => Some(first),
        Some(text) => match unit.claims.get(text) {
            Some(Claim::Closed(_)) if reopen => Some(first),
            found => found,
        },
    }
}

pub(super) fn at<'a>(context: Context<'a>, process: ProcessId) -> Option<(&'a hir::Process, &'a Unit)> {
    let place = usize::try_from(process.0).ok()?;
    Some((context.playbook.processes.get(place)?, context.program.units.get(place)?))
}

/// A process and the stage claimed in it.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) process: &'a hir::Process,
    pub(super) unit: &'a Unit,
    pub(super) claimed: StageId,
}

/// A rule with its place in the process and its nodes.
type Placed<'a> = (usize, &'a Rule, Readings);

/// A rule that a verdict tells of.
pub(super) struct Told<'a> {
    pub(super) rule: &'a Rule,
    pub(super) nodes: Readings,
    pub(super) names: Arc<RuleNames>,
}

impl<'a> Judge<'a> {
    fn rules(self, range: std::ops::Range<usize>) -> impl Iterator<Item = Placed<'a>> {
        let rules = self.process.rules.get(range.clone()).unwrap_or_default();
        let nodes = self.unit.rules.get(range.clone()).unwrap_or_default();
        range.zip(rules).zip(nodes).map(|((place, rule), nodes)| (place, rule, *nodes))
    }

    /// The rules that count while the claimed stage is claimed, but for requirements of stages before it.
    fn active(self) -> impl Iterator<Item = Placed<'a>> {
        let claimed = usize::try_from(self.claimed.0).unwrap_or(usize::MAX);
        let stage = self.unit.stages.get(claimed).cloned().unwrap_or_default();
        self.rules(self.unit.process_rules.clone()).chain(self.rules(stage))
    }

    /// Whether a requirement of that stage is passed over.
    pub(super) fn passes_over(self, rule: &Rule, stage: StageId) -> bool {
        rule.kind == RuleKind::Require { once: true } && stage < self.claimed
    }

    /// The requirements of a stage, but for those passed over.
    fn required(self, stage: StageId) -> impl Iterator<Item = Placed<'a>> {
        let place = usize::try_from(stage.0).unwrap_or(usize::MAX);
        let rules = self.rules(self.unit.stages.get(place).cloned().unwrap_or_default());
        rules
            .filter(move |(_, rule, _)| matches!(rule.kind, RuleKind::Require { .. }) && !self.passes_over(rule, stage))
    }

    /// The first stage with a requirement that is not known to be true.
    fn earned(self, machine: &Machine<'_>) -> Option<StageId> {
        let is_unmet = |(_, _, nodes): Placed<'_>| truth(machine, nodes) != Truth::True;
        let mut stages = (0..).map(StageId).take(self.unit.stages.len());
        stages.find(|&stage| self.required(stage).any(is_unmet))
    }
}

fn truth(machine: &Machine<'_>, nodes: Readings) -> Truth {
    machine.cell(nodes.standing).truth()
}

/// The verdict with all its reasons.
pub(crate) fn assess(
    context: Context<'_>,
    opportunity: &Opportunity,
    today: Date,
    how: Assess,
    scratch: &mut Scratch,
) -> Verdict {
    let mut machine = Machine::new(context.program, context.bindings, opportunity, today, scratch);
    let found = decide(context, &mut machine, how);
    let key = opportunity.key_text(&context.playbook.schema);
    let mut parts = Parts { key, as_of: Some(today), ..Parts::default() };
    match found {
        Found::Unrouted => parts.route = unknown_routes(context, &mut machine),
        Found::Unmatched(process) => {
            return Verdict::of_error(today, unmatched(context, process, opportunity, parts.key));
        }
        Found::Closed(process, outcome) => {
            name_process(context, &mut machine, process, &mut parts);
            parts.claimed = Some(Position::Ended(outcome));
            parts.kind = Kind::Closed(outcome);
        }
        Found::Open(open) => {
            name_process(context, &mut machine, open.process, &mut parts);
            if let Some((process, unit)) = at(context, open.process) {
                Report { context, process: open.process, judge: Judge { process, unit, claimed: open.claimed } }.write(
                    &mut machine,
                    open,
                    &mut parts,
                );
            }
        }
    }
    Verdict::new(parts)
}

fn name_process(context: Context<'_>, machine: &mut Machine<'_>, id: ProcessId, parts: &mut Parts) {
    if let Some((process, _)) = at(context, id) {
        parts.process = Some(machine.process_names(id, || ProcessNames {
            name: process.name.as_str().into(),
            title: process.title.as_deref().map(Box::from),
            stages: process.stages.iter().map(|stage| stage.name.as_str().into()).collect(),
        }));
    }
}

/// The unknown atoms of the conditions that come before the first true one.
fn unknown_routes(context: Context<'_>, machine: &mut Machine<'_>) -> Vec<super::Atom> {
    let mut roots = Vec::new();
    for process in &context.playbook.processes {
        let Some(applies) = process.applies else { break };
        match context.program.readings(applies).map(|readings| machine.cell(readings.standing).truth()) {
            Some(Truth::Unknown) => roots.push(applies),
            Some(Truth::False) => {}
            Some(Truth::True) | None => break,
        }
    }
    because::atoms(context.playbook, machine, &roots)
}

fn unmatched(context: Context<'_>, process: ProcessId, opportunity: &Opportunity, key: Option<String>) -> DataError {
    let stages = at(context, process).map(|(process, _)| process.stages.as_slice()).unwrap_or_default();
    let names: Vec<&str> = stages.iter().map(|stage| stage.name.as_str()).chain(["won", "lost", "walked"]).collect();
    DataError::claim(opportunity.claim().unwrap_or_default(), &names, key)
}

/// Writes the lists of a verdict.
struct Report<'a> {
    context: Context<'a>,
    process: ProcessId,
    judge: Judge<'a>,
}

impl Report<'_> {
    fn write(&self, machine: &mut Machine<'_>, open: Open, parts: &mut Parts) {
        parts.claimed = Some(Position::Stage(open.claimed));
        parts.earned = Some(open.earned.map_or(Position::Ended(Outcome::Won), Position::Stage));
        parts.overstated = open.earned.is_some_and(|earned| open.claimed > earned);
        parts.kind = match (open.disqualified, open.is_held()) {
            (true, _) => Kind::Disqualify,
            (false, true) => Kind::Hold,
            (false, false) => Kind::Advance,
        };
        let (active, required) = self.evaluate(machine);
        let at_risk = self.told(machine, &active, |kind, is| kind == RuleKind::Disqualify && is == Truth::Unknown);
        let struck = self.told(machine, &active, |kind, is| kind == RuleKind::Disqualify && is == Truth::True);
        let warned = self.told(machine, &active, |kind, is| kind == RuleKind::Warn && is == Truth::True);
        let unmet = self.told(machine, &required, |_, is| is != Truth::True);
        parts.ask_next = ask::next(self.context, machine, self.judge.process, &at_risk, &unmet);
        parts.chance = machine.current_chance().map(|interval| Chance {
            worst: Percent::from_hundredths(interval.worst),
            likely: Percent::from_hundredths(interval.likely),
            best: Percent::from_hundredths(interval.best),
        });
        parts.disqualified_by = self.findings(machine, struck);
        parts.unmet = self.findings(machine, unmet);
        parts.warnings = self.findings(machine, warned);
        parts.at_risk = self.findings(machine, at_risk);
    }

    /// Evaluates what a verdict in a stage tells of, and gives the disqualifiers and warnings that count and the requirements that
    /// it may tell of: all but those of which the index has said that it does not.
    fn evaluate(&self, machine: &mut Machine<'_>) -> (Vec<Placed<'_>>, Vec<Placed<'_>>) {
        let Judge { unit, claimed, .. } = self.judge;
        machine.look_up_telling(unit);
        let may_tell = |(place, rule, _): &Placed<'_>| machine.may_tell(unit, rule.kind, *place);
        let active = self.judge.active().filter(|(_, rule, _)| !matches!(rule.kind, RuleKind::Require { .. }));
        let active: Vec<_> = active.filter(may_tell).collect();
        let required = (0..=claimed.0).flat_map(|stage| self.judge.required(StageId(stage)));
        let required: Vec<_> = required.filter(may_tell).collect();
        let lines = unit.chance.iter().flat_map(|chance| &chance.lines);
        let odds = lines.flat_map(|line| &line.cases).map(|&(_, readings)| readings);
        let both = required.iter().map(|&(_, _, readings)| readings).chain(odds);
        let both = both.flat_map(|readings| [readings.standing, readings.open]);
        machine.run_for(active.iter().map(|(_, _, readings)| readings.standing).chain(both));
        (active, required)
    }

    /// Those of the rules that are told of, with their names.
    fn told<'r>(
        &self,
        machine: &mut Machine<'_>,
        rules: &[Placed<'r>],
        is_told: impl Fn(RuleKind, Truth) -> bool,
    ) -> Vec<Told<'r>> {
        let told = rules.iter().filter_map(|&(place, rule, nodes)| {
            let told = is_told(rule.kind, truth(machine, nodes));
            told.then(|| Told { rule, nodes, names: self.names(machine, place, rule) })
        });
        told.collect()
    }

    fn names(&self, machine: &mut Machine<'_>, place: usize, rule: &Rule) -> Arc<RuleNames> {
        machine.rule_names(self.process, place, || {
            let stage = rule.stage.and_then(|stage| self.judge.process.stages.get(usize::try_from(stage.0).ok()?));
            RuleNames {
                rule: rule.name.as_str().into(),
                stage: stage.map(|stage| stage.name.as_str().into()),
                title: rule.title.as_deref().filter(|title| !title.is_empty()).map(Box::from),
            }
        })
    }

    fn findings(&self, machine: &mut Machine<'_>, rules: Vec<Told<'_>>) -> Vec<Finding> {
        rules.into_iter().map(|Told { rule, names, .. }| self.finding(machine, rule, names)).collect()
    }

    fn finding(&self, machine: &mut Machine<'_>, rule: &Rule, names: Arc<RuleNames>) -> Finding {
        // Of `not when or condition`: all operands where it is false, the unknown ones where it is unknown.
        let both = [rule.when.unwrap_or(rule.condition), rule.condition];
        let [when, condition] = both.each_ref().map(std::slice::from_ref);
        let roots =
            match (rule.when.map(|when| machine.cell_of(when).is_known()), machine.cell_of(rule.condition).truth()) {
                (None, _) | (Some(true), Truth::Unknown) => condition,
                (Some(false), Truth::False | Truth::True) => when,
                (Some(true), Truth::False | Truth::True) | (Some(false), Truth::Unknown) => &both,
            };
        Finding {
            names,
            because: because::atoms(self.context.playbook, machine, roots),
            how: rule.how.as_deref().map(|how| self.how(machine, how)).filter(|how| !how.is_empty()),
        }
    }

    fn how(&self, machine: &Machine<'_>, pieces: &[HowPiece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                HowPiece::Text(piece) => text.push_str(piece),
                HowPiece::Fact(column) => text.push_str(&reading::spoken(self.context.playbook, machine, *column)),
            }
        }
        text
    }
}
