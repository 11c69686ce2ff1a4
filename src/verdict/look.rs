//! What the disqualifiers of an opportunity say on a day, one by one, and its chance.

use crate::eval::{Interval, Machine};
use crate::hir::{Outcome, ProcessId, RuleKind};
use crate::value::Truth;

use super::assess::{Assess, Context, Found, start};

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
