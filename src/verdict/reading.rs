//! What was read of a fact, in the language's literal form.

use std::sync::Arc;

use crate::eval::{Interval, Machine};
use crate::facts::{Opportunity, Slot, TextRef};
use crate::hir::{ChanceEnd, ExprId, ExprKind, FactRef, ListRef, Playbook, Scope, Within};
use crate::program::{ListPlace, Op};
use crate::schema::{Column, ColumnId, DataType, List, TableId};
use crate::value::{Date, Days, Percent, write_decimal, write_money, write_text};

use super::{Reading, Why};

/// The path of the fact that an expression reads itself.
pub(super) fn path(playbook: &Playbook, machine: &mut Machine<'_>, id: ExprId) -> Option<Arc<str>> {
    let kind = &playbook.exprs.get(id).kind;
    if let ExprKind::Fact { fact, .. } = kind {
        let column = column(playbook, fact.table, fact.column)?;
        Some(machine.path(column.order, &column.path))
    } else if let ExprKind::ListKnown { list, .. }
    | ExprKind::Quantifier { list, .. }
    | ExprKind::Aggregate { list, .. } = kind
    {
        let list = list_of(playbook, *list)?;
        Some(machine.path(list.order, &list.path))
    } else if let ExprKind::ChanceEnd(end) = kind {
        Some(match end {
            ChanceEnd::Worst => "chance.worst".into(),
            ChanceEnd::Likely => "chance.likely".into(),
            ChanceEnd::Best => "chance.best".into(),
        })
    } else if matches!(kind, ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. }) {
        Some("chance".into())
    } else {
        None
    }
}

/// What an expression read of the fact that it reads itself.
pub(super) fn of(playbook: &Playbook, machine: &mut Machine<'_>, id: ExprId) -> Option<Reading> {
    let kind = &playbook.exprs.get(id).kind;
    if let ExprKind::Fact { fact, by, within } = kind {
        let column = column(playbook, fact.table, fact.column)?;
        Some(fact_reading(playbook, machine, *fact, column, *by, *within))
    } else if let ExprKind::ListKnown { list, .. } = kind {
        let slot = machine.opportunity.list(list.table, machine.row(list.table), list.list);
        let reading = Reading::ListKnown { elements: u64::from(slot.count) };
        Some(if slot.known { reading } else { missing() })
    } else if let ExprKind::Quantifier { list, .. } | ExprKind::Aggregate { list, .. } = kind {
        Some(list_reading(machine, id, *list))
    } else if let ExprKind::ChanceEnd(end) = kind {
        let interval = machine.current_chance()?;
        let point = match end {
            ChanceEnd::Worst => interval.worst,
            ChanceEnd::Likely => interval.likely,
            ChanceEnd::Best => interval.best,
        };
        Some(Reading::Known(Percent::from_hundredths(point).to_string()))
    } else if matches!(kind, ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. }) {
        Some(Reading::Known(chance(machine.current_chance()?)))
    } else {
        None
    }
}

fn missing() -> Reading {
    Reading::Unknown { why: Why::Missing, value: None, by: None, on: None }
}

/// The interval as a text, one percent where it is settled.
fn chance(interval: Interval) -> String {
    let (worst, best) = (Percent::from_hundredths(interval.worst), Percent::from_hundredths(interval.best));
    if worst == best { worst.to_string() } else { format!("{worst} to {best}") }
}

fn fact_reading(
    playbook: &Playbook,
    machine: &Machine<'_>,
    fact: FactRef,
    column: &Column,
    by: Option<u32>,
    within: Option<Within>,
) -> Reading {
    let slot = machine.slot(fact);
    let value = || literal(machine.opportunity, &column.ty, slot);
    match why(machine, slot, by, within) {
        None => Reading::Known(value()),
        Some(Why::Missing) => missing(),
        Some(why) => Reading::Unknown {
            why,
            value: (why != Why::NotYet).then(value),
            by: playbook.schema.grades.get(usize::from(slot.grade)).cloned(),
            on: (slot.on != Slot::UNDATED).then(|| Date::from_days(i64::from(slot.on))).flatten(),
        },
    }
}

/// Why a fact does not count, if it does not.
pub(super) fn why(machine: &Machine<'_>, slot: Slot, by: Option<u32>, within: Option<Within>) -> Option<Why> {
    if !slot.known {
        Some(Why::Missing)
    } else if !machine.is_on_record(slot.on) {
        Some(Why::NotYet)
    } else if by.is_some_and(|by| u32::from(slot.grade) < by) {
        Some(Why::Weak)
    } else {
        match within {
            Some(_) if slot.on == Slot::UNDATED => Some(Why::Undated),
            Some(within) if !machine.is_fresh(slot.on, within) => Some(Why::Stale),
            Some(_) | None => None,
        }
    }
}

fn list_reading(machine: &mut Machine<'_>, id: ExprId, list: ListRef) -> Reading {
    let place = ListPlace { table: list.table, list: list.list, elements: list.elements };
    let node = machine.program.readings(id).map(|readings| readings.standing);
    let body = node.and_then(|node| body_at(machine, node));
    let tally = body.and_then(|body| machine.tally(place, body));
    tally.map_or_else(missing, |tally| Reading::List {
        elements: tally.elements,
        holding: tally.holding,
        unknown: tally.unknown,
    })
}

/// A fact in a text for people: its value, a text without quotes.
pub(super) fn spoken(playbook: &Playbook, machine: &Machine<'_>, column: ColumnId) -> String {
    let fact = FactRef { scope: Scope::Opportunity, table: TableId(0), column };
    let slot = machine.slot(fact);
    match self::column(playbook, TableId(0), column) {
        Some(column) if slot.known && machine.is_on_record(slot.on) => bare(machine.opportunity, &column.ty, slot),
        Some(_) | None => "(unknown)".to_owned(),
    }
}

/// A known value, a text as it is.
pub(crate) fn bare(opportunity: &Opportunity, ty: &DataType, slot: Slot) -> String {
    match ty {
        DataType::Text => opportunity.text(TextRef::unpack(slot.value)).to_owned(),
        DataType::Bool
        | DataType::Number(_)
        | DataType::Percent(_)
        | DataType::Fraction(_)
        | DataType::Money(..)
        | DataType::Date(_)
        | DataType::Duration(_)
        | DataType::Enumeration(_) => literal(opportunity, ty, slot),
    }
}

/// A known value as the language writes it.
pub(crate) fn literal(opportunity: &Opportunity, ty: &DataType, slot: Slot) -> String {
    let mut text = String::new();
    let written = match ty {
        DataType::Bool => return (slot.value != 0).to_string(),
        DataType::Number(_) => write_decimal(&mut text, slot.value, crate::value::SCALE),
        DataType::Percent(_) | DataType::Fraction(_) => return Percent::from_hundredths(slot.value).to_string(),
        DataType::Money(currency, _) => write_money(&mut text, slot.value, *currency),
        DataType::Text => write_text(&mut text, opportunity.text(TextRef::unpack(slot.value))),
        DataType::Date(_) => return Date::from_days(slot.value).map(|date| date.to_string()).unwrap_or_default(),
        DataType::Duration(_) => return Days::new(slot.value).unwrap_or_default().to_string(),
        DataType::Enumeration(variants) => {
            let place = usize::try_from(slot.value).unwrap_or(usize::MAX);
            return variants.get(place).map(|variant| variant.name.clone()).unwrap_or_default();
        }
    };
    // Writing to a string does not fail.
    written.map(|()| text).unwrap_or_default()
}

/// A column of the schema.
pub(super) fn column(playbook: &Playbook, table: TableId, column: ColumnId) -> Option<&Column> {
    let table = playbook.schema.tables.get(usize::try_from(table.0).ok()?)?;
    table.columns.get(usize::try_from(column.0).ok()?)
}

/// A list of the schema.
pub(super) fn list_of(playbook: &Playbook, list: ListRef) -> Option<&List> {
    let table = playbook.schema.tables.get(usize::try_from(list.table.0).ok()?)?;
    table.lists.get(usize::try_from(list.list.0).ok()?)
}

/// The body of the quantifier or aggregate at a node.
pub(super) fn body_at(machine: &Machine<'_>, node: crate::program::NodeId) -> Option<crate::program::BodyId> {
    let op = machine.program.op(node)?;
    if let Op::Quantifier { body, .. } | Op::Aggregate { body, .. } = op { Some(*body) } else { None }
}
