//! How near a condition is to what is wanted.

use crate::eval::Machine;
use crate::hir::{CompareOp, ExprId, ExprKind};
use crate::playbook::Playbook;
use crate::testing::coverage::{Condition, End, truths};
use crate::value::Truth;

use super::Want;

/// What one atom that is not as it should be adds.
const WRONG: u32 = 100_000;

/// Whether a comparison that is so is just so: its sides are equal, or on the other side of the end a least step apart at most.
pub(super) fn is_at(machine: &Machine<'_>, end: &End, truth: Truth) -> bool {
    let (left, right) = (machine.cell_of(end.left), machine.cell_of(end.right));
    let apart = left.value.abs_diff(right.value);
    let is_just = if truth == end.equal { apart == 0 } else { apart > 0 && apart <= end.step.unsigned_abs() };
    left.is_known() && right.is_known() && truth != Truth::Unknown && is_just
}

/// How far a condition is from what is wanted in a run: 0 where it is so.
pub(super) fn distance(playbook: &Playbook, condition: &Condition, machine: &Machine<'_>, want: &Want) -> u32 {
    let truths = truths(machine, condition);
    match want {
        Want::Whole(truth) => {
            let is_so = condition.truths(&truths).last() == Some(truth);
            let hints = || condition.atoms.iter().map(|&atom| hint(playbook, machine, atom, *truth)).min();
            if is_so { 0 } else { WRONG.saturating_add(hints().unwrap_or(0)) }
        }
        Want::Atoms(aim, at_end) => {
            let wrong = condition.atoms.iter().zip(aim).zip(&truths).map(|((&atom, wanted), &found)| match wanted {
                Some(wanted) if *wanted != found => WRONG.saturating_add(hint(playbook, machine, atom, *wanted)),
                Some(_) | None => 0,
            });
            let wrong = wrong.fold(0_u32, u32::saturating_add);
            let end = at_end.and_then(|(atom, end)| Some((condition.ends.get(atom)?.get(end)?, *truths.get(atom)?)));
            let is_off = end.is_some_and(|(end, truth)| !is_at(machine, end, truth));
            wrong.saturating_add(if is_off { WRONG / 2 } else { 0 })
        }
    }
}

/// How far the chance is from making a comparison of it what is wanted.
fn hint(playbook: &Playbook, machine: &Machine<'_>, atom: ExprId, wanted: Truth) -> u32 {
    let ExprKind::CompareChance { op, .. } = playbook.checked().exprs.get(atom).kind else { return 0 };
    let Some(chance) = machine.current_chance() else { return 0 };
    let low_is_true = matches!(op, CompareOp::Less | CompareOp::LessOrEqual);
    let far = match wanted {
        Truth::Unknown => 10_000_i64.saturating_sub(chance.width()),
        Truth::True if low_is_true => chance.best,
        Truth::False if !low_is_true => chance.best,
        Truth::True | Truth::False => 10_000_i64.saturating_sub(chance.worst),
    };
    u32::try_from(far).unwrap_or(0)
}
