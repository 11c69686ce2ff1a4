//! What can be varied of a case, and what is worth trying.

use std::collections::BTreeSet;

use crate::hir::{ExprId, ExprKind, Literal, Playbook, ProcessId, Scope};
use crate::schema::{ColumnId, DataType, ListId, TableId};
use crate::testing::boundary::{Boundaries, Evidence, ordered, value_of};
use crate::testing::coverage::{Condition, Conditions, Kind, list_of};

use super::row::{Case, Known, Row, elements_of};

/// What is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Var {
    /// A fact of the opportunity.
    Cell(ColumnId),
    /// A list of the opportunity, as a whole.
    List(ListId),
    /// A fact of the first element of such a list.
    Element(ListId, ColumnId),
}

/// What it becomes.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Cell(Option<Known>),
    List(Option<Vec<Row>>),
}

/// The case with a variable changed.
pub(crate) fn with(playbook: &Playbook, case: &Case, var: Var, value: &Value) -> Case {
    let mut case = case.clone();
    match (var, value) {
        (Var::Cell(column), Value::Cell(known)) => case.row.set(column, known.clone()),
        (Var::List(list), Value::List(rows)) => case.row.set_list(list, rows.clone()),
        (Var::Element(list, column), Value::Cell(known)) => {
            let mut rows = case.row.list(list).map(<[Row]>::to_vec).unwrap_or_default();
            if rows.is_empty() {
                let table = elements_of(&playbook.schema, TableId(0), list).unwrap_or(TableId(0));
                rows.push(Row::empty(&playbook.schema, table));
            }
            if let Some(row) = rows.first_mut() {
                row.set(column, known.clone());
            }
            case.row.set_list(list, Some(rows));
        }
        // A fact does not become a list, nor a list a fact.
        (Var::Cell(_) | Var::Element(..), Value::List(_)) | (Var::List(_), Value::Cell(_)) => {}
    }
    case
}

/// What the truth of a condition depends on.
pub(crate) fn vars(playbook: &Playbook, condition: &Condition) -> Vec<Var> {
    let mut roots = condition.atoms.clone();
    match condition.kind {
        Kind::Applies(process) => {
            // Those before it have to be false.
            let before = playbook.processes.iter().take(usize::try_from(process.0).unwrap_or(0));
            roots.extend(before.filter_map(|process| process.applies));
        }
        Kind::Odds(process, line, case) => {
            let lines = chance_of(playbook, process);
            roots.extend(lines.get(line).into_iter().flat_map(|line| line.iter().take(case).copied()));
        }
        Kind::Rule(..) | Kind::Define(_) | Kind::Where(_) => {}
    }
    let process = match condition.kind {
        Kind::Applies(process) | Kind::Rule(process, _) | Kind::Odds(process, ..) => Some(process),
        Kind::Define(_) | Kind::Where(_) => None,
    };
    let list = match condition.kind {
        Kind::Where(list) => list_of(playbook, list).map(|(list, _)| list),
        Kind::Applies(_) | Kind::Rule(..) | Kind::Odds(..) | Kind::Define(_) => None,
    };
    let element = list.filter(|list| list.table == TableId(0)).map(|list| (list.elements, list.list));
    read(playbook, roots, process, element)
}

fn read(
    playbook: &Playbook,
    roots: Vec<ExprId>,
    process: Option<ProcessId>,
    element: Option<(TableId, ListId)>,
) -> Vec<Var> {
    let mut vars = Vec::new();
    let mut seen = BTreeSet::new();
    let mut pending: Vec<ExprId> = roots.into_iter().rev().collect();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        let kind = &playbook.exprs.get(id).kind;
        if let ExprKind::Fact { fact, .. } = kind {
            if fact.table == TableId(0) {
                vars.push(Var::Cell(fact.column));
            } else if let Some((table, list)) = element
                && table == fact.table
            {
                vars.push(Var::Element(list, fact.column));
            }
            continue;
        }
        if let ExprKind::Quantifier { list, .. } | ExprKind::Aggregate { list, .. } | ExprKind::ListKnown { list, .. } =
            kind
        {
            if list.table == TableId(0) && list.scope == Scope::Opportunity {
                vars.push(Var::List(list.list));
            }
        } else if matches!(
            kind,
            ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. } | ExprKind::ChanceEnd(_)
        ) && let Some(process) = process
        {
            pending.extend(chance_of(playbook, process).concat().into_iter().rev());
        }
        pending.extend(playbook.reads(id).into_iter().rev());
    }
    let mut known = BTreeSet::new();
    vars.retain(|var| known.insert(*var));
    vars
}

/// The conditions of each line of a process' odds.
fn chance_of(playbook: &Playbook, process: ProcessId) -> Vec<Vec<ExprId>> {
    let process = playbook.processes.get(usize::try_from(process.0).unwrap_or(usize::MAX));
    let lines = process.and_then(|process| process.chance.as_ref()).map(|chance| chance.lines.as_slice());
    let conditions = |line: &crate::hir::OddsLine| line.cases.iter().map(|&(_, condition)| condition).collect();
    lines.unwrap_or_default().iter().map(conditions).collect()
}

/// What is worth trying for a fact: `current` is what it is now, `extra` what it is compared with just now. Values ascend.
pub(crate) fn of_cell(
    playbook: &Playbook,
    boundaries: &Boundaries,
    (table, column): (TableId, ColumnId),
    current: Option<&Known>,
    extra: &[i64],
    dated: bool,
) -> Vec<Value> {
    let Some(ends) = boundaries.column(table, column) else { return Vec::new() };
    let schema = playbook.schema.tables.get(usize::try_from(table.0).unwrap_or(usize::MAX));
    let ty = schema.and_then(|table| table.columns.get(usize::try_from(column.0).ok()?)).map(|column| &column.ty);
    let mut values = ends.values.clone();
    if let Some(ty) = ty {
        values.extend(extra.iter().flat_map(|&value| near(ty, value)).filter_map(|value| value_of(ty, value)));
    }
    values.sort_by_key(|value| ordered(value).unwrap_or(0));
    values.dedup();
    // Evidence matters where some grade or age is asked for: more is then listed than the best and that of tomorrow.
    let asked = ends.evidence.len() > 2;
    let best = ends.evidence.first().filter(|_| asked).copied().unwrap_or_default();
    let on = |on| if dated { on } else { None };
    let mut proofs: Vec<Evidence> = current.map(|known| Evidence { by: known.by, on: known.on }).into_iter().collect();
    // The best evidence, too, where that of today may be too weak.
    proofs.extend(Some(best).filter(|best| proofs.is_empty() || (asked && !proofs.contains(best))));
    let made = |value: &Literal, proof: Evidence| {
        Value::Cell(Some(Known { value: value.clone(), by: proof.by, on: on(proof.on) }))
    };
    let mut all = vec![Value::Cell(None)];
    for &proof in &proofs {
        all.extend(values.iter().map(|value| made(value, proof)));
    }
    if asked && let Some(value) = current.map(|known| &known.value).or_else(|| values.get(values.len() / 2)) {
        all.extend(ends.evidence.iter().map(|&evidence| made(value, evidence)));
    }
    all
}

/// A value, and those a step below and above.
fn near(ty: &DataType, value: i64) -> [i64; 3] {
    let step = match ty {
        DataType::Number(_) | DataType::Money(..) => crate::value::SCALE,
        DataType::Percent(_) | DataType::Fraction(_) => 100,
        DataType::Bool | DataType::Text | DataType::Date(_) | DataType::Duration(_) | DataType::Enumeration(_) => 1,
    };
    [value.saturating_sub(step), value, value.saturating_add(step)]
}

/// The `where`s over a list of the opportunity.
pub(crate) fn wheres(playbook: &Playbook, conditions: &Conditions, list: ListId) -> Vec<usize> {
    let over = |condition: &Condition| match condition.kind {
        Kind::Where(id) => list_of(playbook, id).is_some_and(|(place, _)| {
            place.table == TableId(0) && place.list == list && place.scope == Scope::Opportunity
        }),
        Kind::Applies(_) | Kind::Rule(..) | Kind::Odds(..) | Kind::Define(_) => false,
    };
    conditions.all.iter().enumerate().filter(|(_, condition)| over(condition)).map(|(place, _)| place).collect()
}
