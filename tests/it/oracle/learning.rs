//! What learning an unknown fact may change, and what not.

use stagegate::internals::hir::{ExprId, ExprKind, Operand, Playbook};

use super::chance;
use super::eval::{Mode, World};
use super::json::Json;
use super::reader::{self, Row};

/// What learning turned that it must not: a settled condition that asks no `is known`, or a chance that got wider.
pub fn turned(playbook: &Playbook, before: &Json, after: &Json, today: i128) -> Option<String> {
    let [before, after] = [before, after].map(|data| reader::read(&playbook.schema, data, &[], false));
    if !before.errors.is_empty() || !after.errors.is_empty() {
        return None;
    }
    let world = |row| World { playbook, row, today, chance: None };
    let (old, new) = (world(&before.row), world(&after.row));
    let applies = playbook.processes.iter().filter_map(|process| process.applies);
    if let Some(fault) = applies.into_iter().find_map(|condition| turned_condition(&old, &new, condition)) {
        return Some(fault);
    }
    playbook.processes.iter().find_map(|process| {
        let chance = process.chance.as_ref();
        let bases = chance.into_iter().map(|chance| chance.base).chain(process.stages.iter().filter_map(|s| s.base));
        let mut settings: Vec<_> = bases.map(|base| Some(base).zip(chance)).collect();
        settings.push(None);
        settings.into_iter().find_map(|setting| turned_in(&before.row, &after.row, playbook, today, process, setting))
    })
}

fn turned_in<'a>(
    before: &'a Row,
    after: &'a Row,
    playbook: &'a Playbook,
    today: i128,
    process: &stagegate::internals::hir::Process,
    setting: Option<(i64, &stagegate::internals::hir::Chance)>,
) -> Option<String> {
    let world = |row: &'a Row| {
        let world = World { playbook, row, today, chance: None };
        let chance = setting.map(|(base, declared)| chance::chance(&world, declared, base));
        World { chance, ..world }
    };
    let (old, new) = (world(before), world(after));
    if let (Some(old), Some(new)) = (&old.chance, &new.chance) {
        let ordered = new.worst <= new.likely && new.likely <= new.best;
        if new.worst < old.worst || new.best > old.best || !ordered {
            return Some(format!("the chance went from {old:?} to {new:?}"));
        }
    }
    process.rules.iter().find_map(|rule| {
        let conditions = [Some(rule.condition), rule.when];
        conditions.into_iter().flatten().find_map(|condition| {
            let skipped = setting.is_none() && mentions(playbook, condition, &is_chance);
            if skipped { None } else { turned_condition(&old, &new, condition) }
        })
    })
}

fn turned_condition(old: &World<'_>, new: &World<'_>, condition: ExprId) -> Option<String> {
    let asks =
        |kind: &ExprKind| matches!(kind, ExprKind::Known { .. } | ExprKind::ListKnown { .. } | ExprKind::ChanceEnd(_));
    if mentions(old.playbook, condition, &asks) {
        return None;
    }
    let was = old.eval(condition, None, Mode::AsItStands).truth()?;
    let is = new.eval(condition, None, Mode::AsItStands).truth();
    (is != Some(was)).then(|| format!("{:?} was {was} and is {is:?}", old.expr(condition).span))
}

fn is_chance(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::ChanceEnd(_) | ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. })
}

/// Whether an expression, or a define that it reads, holds such a kind.
pub fn mentions(playbook: &Playbook, id: ExprId, wanted: &dyn Fn(&ExprKind) -> bool) -> bool {
    let kind = &playbook.exprs.get(id).kind;
    wanted(kind) || parts(playbook, kind).into_iter().any(|part| mentions(playbook, part, wanted))
}

fn parts(playbook: &Playbook, kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::Literal(_) | ExprKind::Today | ExprKind::Fact { .. } | ExprKind::ListKnown { .. } => Vec::new(),
        ExprKind::ChanceEnd(_) => Vec::new(),
        ExprKind::Define(define) => vec![playbook.defines[define.0 as usize].expr],
        ExprKind::CompareChance { right, .. } => vec![*right],
        ExprKind::ChanceBetween { low, high } => vec![*low, *high],
        ExprKind::And(items) | ExprKind::Or(items) | ExprKind::Call { args: items, .. } => items.clone(),
        ExprKind::Not(inner)
        | ExprKind::Negate(inner)
        | ExprKind::Calendar(_, inner)
        | ExprKind::Abs(inner)
        | ExprKind::Round(inner)
        | ExprKind::Length(inner)
        | ExprKind::Lower(inner)
        | ExprKind::Known { value: inner, .. } => vec![*inner],
        ExprKind::Compare { left, right, .. }
        | ExprKind::TextTest { left, right, .. }
        | ExprKind::Min(left, right)
        | ExprKind::Max(left, right) => vec![*left, *right],
        ExprKind::Between { value, low, high } => vec![*value, *low, *high],
        ExprKind::In { value, items, .. } => [&[*value][..], items].concat(),
        ExprKind::Arithmetic { first, rest } => {
            let right = rest.iter().filter_map(|step| match step.right {
                Operand::Expr(right) => Some(right),
                Operand::Months(_) => None,
            });
            std::iter::once(*first).chain(right).collect()
        }
        ExprKind::Quantifier { condition, .. } => condition.iter().copied().collect(),
        ExprKind::Aggregate { value, condition, .. } => value.iter().chain(condition).copied().collect(),
    }
}
