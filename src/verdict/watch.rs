//! Which conditions have a say in an assessment.

use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::{ProcessId, RuleKind, StageId};
use crate::value::{Date, Truth};

use super::assess::{self, Assess, Context, Found, Judge, Open};

/// A condition that has a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    /// The process' `applies when`.
    Applies(ProcessId),
    /// The rule at that place among the process' rules.
    Rule(ProcessId, usize),
    /// That case of that line of the process' odds.
    Odds(ProcessId, usize, usize),
}

/// Decides as [`super::assess`] does, and hands the machine over for each condition that has a say, when all that it reads has been
/// evaluated: of `applies when` those up to the first that is true, where routing is asked; of an opportunity in a stage the rules of
/// its process, the disqualifiers and warnings of the claimed stage, the requirements up to the claimed or the earned stage but for
/// those passed over, and of each line of odds the cases up to the first that is true.
pub(crate) fn watch(
    context: Context<'_>,
    opportunity: &Opportunity,
    today: Date,
    how: Assess,
    scratch: &mut Scratch,
    look: &mut dyn FnMut(&mut Machine<'_>, Say),
) -> Found {
    let mut machine = Machine::new(context.program, context.bindings, opportunity, today, scratch);
    let found = assess::find(context, &mut machine, how);
    if how.process.is_none() {
        watch_routing(context, &mut machine, look);
    }
    if let Found::Open(open) = found {
        watch_process(context, &mut machine, open, look);
    }
    found
}

fn watch_routing(context: Context<'_>, machine: &mut Machine<'_>, look: &mut dyn FnMut(&mut Machine<'_>, Say)) {
    for (id, process) in (0..).map(ProcessId).zip(&context.playbook.processes) {
        let Some(applies) = process.applies else { return };
        look(machine, Say::Applies(id));
        if machine.cell_of(applies).truth() == Truth::True {
            return;
        }
    }
}

fn watch_process(
    context: Context<'_>,
    machine: &mut Machine<'_>,
    open: Open,
    look: &mut dyn FnMut(&mut Machine<'_>, Say),
) {
    let Some((process, unit)) = assess::at(context, open.process) else { return };
    let lines = process.chance.iter().flat_map(|chance| &chance.lines).enumerate();
    for (line, odds) in lines {
        for (case, &(_, condition)) in odds.cases.iter().enumerate() {
            look(machine, Say::Odds(open.process, line, case));
            if machine.cell_of(condition).truth() == Truth::True {
                break;
            }
        }
    }
    let judge = Judge { process, unit, claimed: open.claimed };
    let last = open.earned.map_or(StageId(u32::MAX), |earned| earned.max(open.claimed));
    for (place, rule) in process.rules.iter().enumerate() {
        let counts = rule.stage.is_none_or(|stage| match rule.kind {
            RuleKind::Require { .. } => stage <= last && !judge.passes_over(rule, stage),
            RuleKind::Disqualify | RuleKind::Warn => stage == open.claimed,
        });
        if counts {
            look(machine, Say::Rule(open.process, place));
        }
    }
}
