//! What the disqualifiers of an opportunity say on a day, one by one, and its chance.

use crate::eval::{Interval, Machine};
use crate::hir::{Outcome, ProcessId, RuleKind};
use crate::value::Truth;

use super::assess::{Assess, Context, Found, at, find, start};

/// What an opportunity's claim says of its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Closed(Outcome),
    Open,
    /// Its process does not know the claim.
    Unmatched,
    Unrouted,
}

/// What an opportunity's claim says by the process that it is routed to.
pub(crate) fn ending<'a>(context: Context<'a>, machine: &mut Machine<'a>, how: Assess) -> Ending {
    match start(context, machine, how) {
        Ok(_) | Err(Found::Open(_)) => Ending::Open,
        Err(Found::Closed(_, outcome)) => Ending::Closed(outcome),
        Err(Found::Unmatched(_)) => Ending::Unmatched,
        Err(Found::Unrouted) => Ending::Unrouted,
    }
}

/// Tells the disqualifiers that count and are true, each by its place among the rules of its process, and gives the chance, where
/// there is one; nothing where the opportunity is not in a stage of a process.
pub(crate) fn look<'a>(
    context: Context<'a>,
    machine: &mut Machine<'a>,
    how: Assess,
    mut struck: impl FnMut(ProcessId, usize),
) -> Option<Option<Interval>> {
    let start = start(context, machine, how).ok()?;
    machine.run(context.program.shared.clone());
    machine.run(start.unit.run.clone());
    let stage = usize::try_from(start.claimed.0).ok().and_then(|place| start.unit.stages.get(place)).cloned();
    for place in start.unit.process_rules.clone().chain(stage.unwrap_or_default()) {
        let rule = start.process.rules.get(place).zip(start.unit.rules.get(place));
        let is_true = rule.is_some_and(|(rule, nodes)| {
            rule.kind == RuleKind::Disqualify && machine.cell(nodes.standing).truth() == Truth::True
        });
        if is_true {
            struck(start.id, place);
        }
    }
    Some(machine.current_chance())
}

/// What a verdict rests on, but for its reasons and what to ask next: two that are alike here differ in nothing else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    found: Found,
    rules: Vec<Truth>,
    chance: Option<Interval>,
}

impl Default for Sketch {
    fn default() -> Self {
        Sketch { found: Found::Unrouted, rules: Vec::new(), chance: None }
    }
}

/// Sketches the verdict in the place of another one.
pub(crate) fn sketch<'a>(context: Context<'a>, machine: &mut Machine<'a>, how: Assess, sketch: &mut Sketch) {
    sketch.found = find(context, machine, how);
    sketch.rules.clear();
    sketch.chance = None;
    if let Found::Open(open) = sketch.found
        && let Some((_, unit)) = at(context, open.process)
    {
        sketch.rules.extend(unit.rules.iter().map(|readings| machine.cell(readings.standing).truth()));
        sketch.chance = machine.current_chance();
    }
}

/// Which case of each line of odds is decided, in the lines' order, for the process that the opportunity is routed to; nothing where
/// it is not in a stage of one with a chance.
pub(crate) fn odds<'a>(
    context: Context<'a>,
    machine: &mut Machine<'a>,
    how: Assess,
) -> Option<(ProcessId, Vec<Option<usize>>)> {
    let start = start(context, machine, how).ok()?;
    let chance = start.unit.chance.as_ref()?;
    machine.run(context.program.shared.clone());
    machine.run(start.unit.run.clone());
    Some((start.id, chance.lines.iter().map(|line| machine.decided_case(line)).collect()))
}
