//! One change of a checked playbook.

use crate::hir::{ExpectationKind, ExprId, ExprKind, Playbook, Process, ProcessId, RuleKind, StageId};

/// What is changed.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// An expression becomes another.
    Expr(ExprId, ExprKind),
    /// A process applies always.
    Applies(ProcessId),
    /// A rule is dropped.
    Rule(ProcessId, usize),
    /// A requirement's `when` is dropped.
    When(ProcessId, usize),
    /// A requirement is asked for again in later stages.
    Once(ProcessId, usize),
    /// The base of the chance, of a stage where one is given.
    Base(ProcessId, Option<StageId>, i64),
    /// The factor of a case of odds, or of what is left.
    Factor(ProcessId, usize, Option<usize>, f64),
    /// A stage changes places with the next.
    Stages(ProcessId, usize),
    /// A process changes places with the next.
    Processes(usize),
}

impl Change {
    /// The playbook with the change made.
    pub(super) fn made(&self, playbook: &Playbook) -> Playbook {
        let mut changed = playbook.clone();
        match self {
            Change::Expr(expr, kind) => changed.exprs.replace(*expr, kind.clone()),
            Change::Applies(id) => edit(&mut changed, *id, |process| process.applies = None),
            Change::Rule(id, place) => edit(&mut changed, *id, |process| {
                if *place < process.rules.len() {
                    process.rules.remove(*place);
                }
            }),
            Change::When(id, place) => edit(&mut changed, *id, |process| {
                if let Some(rule) = process.rules.get_mut(*place) {
                    rule.when = None;
                }
            }),
            Change::Once(id, place) => edit(&mut changed, *id, |process| {
                if let Some(rule) = process.rules.get_mut(*place) {
                    rule.kind = RuleKind::Require { once: false };
                }
            }),
            Change::Base(id, stage, base) => edit(&mut changed, *id, |process| set_base(process, *stage, *base)),
            Change::Factor(id, line, case, factor) => edit(&mut changed, *id, |process| {
                let line = process.chance.as_mut().and_then(|chance| chance.lines.get_mut(*line));
                let Some(line) = line else { return };
                match case.map(|case| line.cases.get_mut(case)) {
                    None => line.otherwise = *factor,
                    Some(Some((written, _))) => *written = *factor,
                    Some(None) => {}
                }
            }),
            Change::Stages(id, place) => edit(&mut changed, *id, |process| swap_stages(process, *place)),
            Change::Processes(place) => swap_processes(&mut changed, *place),
        }
        changed
    }

    /// The one process whose verdicts it can change; none where it may be any.
    pub(super) fn process(&self, owner: Option<ProcessId>) -> Option<ProcessId> {
        match self {
            Change::Expr(..) => owner,
            Change::Applies(_) | Change::Processes(_) => None,
            Change::Rule(id, _)
            | Change::When(id, _)
            | Change::Once(id, _)
            | Change::Base(id, ..)
            | Change::Factor(id, ..)
            | Change::Stages(id, _) => Some(*id),
        }
    }
}

fn edit(playbook: &mut Playbook, id: ProcessId, change: impl FnOnce(&mut Process)) {
    let place = usize::try_from(id.0).unwrap_or(usize::MAX);
    if let Some(process) = playbook.processes.get_mut(place) {
        change(process);
    }
}

fn set_base(process: &mut Process, stage: Option<StageId>, base: i64) {
    match stage {
        None => {
            if let Some(chance) = &mut process.chance {
                chance.base = base;
            }
        }
        Some(stage) => {
            let place = usize::try_from(stage.0).unwrap_or(usize::MAX);
            if let Some(stage) = process.stages.get_mut(place) {
                stage.base = Some(base);
            }
        }
    }
}

/// Two stages that follow each other change places, with their rules.
fn swap_stages(process: &mut Process, place: usize) {
    let next = place.saturating_add(1);
    if next >= process.stages.len() {
        return;
    }
    process.stages.swap(place, next);
    let id = |place: usize| StageId(u32::try_from(place).unwrap_or(u32::MAX));
    for rule in &mut process.rules {
        if rule.stage == Some(id(place)) {
            rule.stage = Some(id(next));
        } else if rule.stage == Some(id(next)) {
            rule.stage = Some(id(place));
        }
    }
    process.rules.sort_by_key(|rule| rule.stage);
}

/// Two processes that follow each other change places, and tests follow them.
fn swap_processes(playbook: &mut Playbook, place: usize) {
    let next = place.saturating_add(1);
    if next >= playbook.processes.len() {
        return;
    }
    playbook.processes.swap(place, next);
    let id = |place: usize| ProcessId(u32::try_from(place).unwrap_or(u32::MAX));
    let moved = |process: ProcessId| {
        if process == id(place) {
            id(next)
        } else if process == id(next) {
            id(place)
        } else {
            process
        }
    };
    for test in &mut playbook.tests {
        test.process = test.process.map(moved);
        for expectation in &mut test.expectations {
            if let ExpectationKind::Process(process) = &mut expectation.kind {
                *process = moved(*process);
            }
        }
    }
}
