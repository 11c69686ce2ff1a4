//! The single conditions worth trying, from the facts that a playbook declares and the values that a history has.

use std::collections::BTreeMap;

use crate::history::History;
use crate::schema::{ColumnId, DataType, TableId};
use crate::value::{Date, Days, Percent, SCALE, write_decimal, write_money, write_text};

use super::Row;

/// So many values of a text are tried, the most frequent.
const TEXTS: usize = 12;
/// A text that more than so many opportunities share is worth a condition.
const FEW: usize = 3;
/// Of the values of a number, those at which so many parts meet.
const PARTS: usize = 8;
/// Days since a milestone.
const ELAPSED: [i64; 9] = [3, 7, 14, 21, 28, 45, 60, 90, 180];

/// The conditions on one fact.
pub(super) struct OfFact {
    /// Those of one value each, which may also be taken together by `in`: the values as written.
    pub(super) values: Vec<String>,
    pub(super) path: String,
    /// All others.
    pub(super) others: Vec<String>,
    /// Of a milestone: that so many days have passed since, and another fact is still unknown. Either alone is true of every
    /// opportunity at some time, so they are tried together from the start.
    pub(super) waiting: Vec<String>,
}

/// The conditions on each fact of the opportunity and its records that tells nothing of the end.
pub(super) fn of(history: &History, rows: &[Row<'_>]) -> Vec<OfFact> {
    let schema = &history.playbook().checked().schema;
    let dated = schema.opened.is_some() || rows.iter().any(|row| !row.span.once);
    let columns = schema.tables.first().map(|table| table.columns.as_slice()).unwrap_or_default();
    let mut found = Vec::new();
    for (place, column) in (0..).map(ColumnId).zip(columns) {
        if [schema.key, schema.opened, schema.closed].contains(&Some(place)) {
            continue;
        }
        let slots: Vec<_> =
            rows.iter().map(|row| row.kept.facts.slot(TableId(0), 0, place)).filter(|slot| slot.known).collect();
        if slots.is_empty() {
            continue;
        }
        let path = &column.path;
        let mut of_fact = OfFact { values: Vec::new(), path: path.clone(), others: Vec::new(), waiting: Vec::new() };
        match &column.ty {
            DataType::Bool => of_fact.others.extend([path.clone(), format!("not {path}")]),
            DataType::Enumeration(variants) => {
                of_fact.values.extend(variants.iter().map(|variant| variant.name.clone()))
            }
            DataType::Text => of_fact.values = texts(rows, place, &column.ty),
            DataType::Date(_) if dated => {
                let elapsed = || ELAPSED.iter().map(|days| format!("today - {path} > {days} days"));
                of_fact.others.extend(elapsed());
                for answer in columns.iter().filter(|other| other.path != *path && is_answer(&other.ty)) {
                    let waiting = elapsed().map(|elapsed| format!("{elapsed} and {} is unknown", answer.path));
                    of_fact.waiting.extend(waiting);
                }
            }
            DataType::Date(_) => {}
            DataType::Number(_)
            | DataType::Percent(_)
            | DataType::Fraction(_)
            | DataType::Money(..)
            | DataType::Duration(_) => {
                for value in ends(slots.iter().map(|slot| slot.value)) {
                    let written = literal(&column.ty, value);
                    of_fact.others.extend(["<", ">"].map(|op| format!("{path} {op} {written}")));
                }
            }
        }
        of_fact.others.push(format!("{path} is unknown"));
        found.push(of_fact);
    }
    found
}

/// Whether a fact is what one waits for: a milestone, or a yes or no.
fn is_answer(ty: &DataType) -> bool {
    match ty {
        DataType::Date(_) | DataType::Bool => true,
        DataType::Number(_)
        | DataType::Percent(_)
        | DataType::Fraction(_)
        | DataType::Money(..)
        | DataType::Duration(_)
        | DataType::Text
        | DataType::Enumeration(_) => false,
    }
}

/// The most frequent values of a text, as written.
fn texts(rows: &[Row<'_>], column: ColumnId, ty: &DataType) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in rows.iter().filter_map(|row| row.kept.facts.answer(column, ty)) {
        let count = counts.entry(text).or_default();
        *count = count.saturating_add(1);
    }
    let mut frequent: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > FEW).collect();
    frequent.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    frequent.truncate(TEXTS);
    let quoted = |text: &str| {
        let mut quoted = String::new();
        // Writing to a string does not fail.
        let _ = write_text(&mut quoted, text);
        quoted
    };
    frequent.iter().map(|(text, _)| quoted(text)).collect()
}

/// The values at which equal parts of them meet, each once.
fn ends(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let at = |part: usize| values.get(values.len().saturating_mul(part).checked_div(PARTS)?).copied();
    let mut ends: Vec<i64> = (1..PARTS).filter_map(at).collect();
    ends.dedup();
    ends
}

/// A number as the language writes it.
fn literal(ty: &DataType, value: i64) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = match ty {
        DataType::Money(currency, _) => write_money(&mut text, value, *currency),
        DataType::Percent(_) | DataType::Fraction(_) => return Percent::from_hundredths(value).to_string(),
        DataType::Duration(_) => return Days::new(value).unwrap_or_default().to_string(),
        DataType::Date(_) => return Date::from_days(value).map(|date| date.to_string()).unwrap_or_default(),
        DataType::Number(_) | DataType::Bool | DataType::Text | DataType::Enumeration(_) => {
            write_decimal(&mut text, value, SCALE)
        }
    };
    text
}
