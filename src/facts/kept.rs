//! Opportunities kept for later: their facts alone, without what reading them took.
//!
//! The elements of each list are put in the order in which they came to be known, so that those that are on record by a day
//! are the first so many. The language gives elements no place, so no rule sees their order.

use crate::schema::{ColumnId, DataType, ListId, TableId};

use super::{ListSlot, Opportunity, Rows, Slot, Tables, TextRef, index};

/// An opportunity's facts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    tables: Tables,
    text: String,
}

/// A list some of whose elements come to be known later than the list.
#[derive(Clone, Debug)]
pub(crate) struct Growing {
    table: TableId,
    row: u32,
    list: ListId,
    slot: ListSlot,
    /// From which day each element is on record, in order.
    pub(crate) days: Vec<i32>,
}

impl Opportunity {
    /// Its facts, without the claim.
    pub(crate) fn keep(&self) -> Kept {
        Kept { tables: self.tables.clone(), text: self.text.clone() }
    }

    /// Makes it what was kept; it claims no stage.
    pub(crate) fn recall(&mut self, kept: &Kept) {
        self.claim = None;
        self.tables.clone_from(&kept.tables);
        self.text.clone_from(&kept.text);
    }

    /// Makes facts missing whose evidence is dated after a day: not even that they will come is then known.
    pub(crate) fn forget_after(&mut self, today: i32) {
        let slots = self.tables.iter_mut().flat_map(|rows| &mut rows.slots);
        for slot in slots.filter(|slot| slot.on != Slot::UNDATED && slot.on > today) {
            *slot = Slot::MISSING;
        }
    }

    /// Hides what a list does not hold yet on a day.
    pub(crate) fn show(&mut self, growing: &Growing, today: i32) {
        let count = growing.days.partition_point(|&day| day <= today);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.set_list(growing.table, growing.row, growing.list, ListSlot { count, ..growing.slot });
    }
}

impl Kept {
    /// Hides a fact of the opportunity itself.
    pub(crate) fn hide(&mut self, column: ColumnId) {
        if let Some(slot) = self.tables.own.slots.get_mut(index(column.0)) {
            *slot = Slot::MISSING;
        }
    }

    /// The days of the evidence of all facts.
    pub(crate) fn days(&self) -> impl Iterator<Item = i32> {
        let slots = self.tables.iter().flat_map(|rows| &rows.slots);
        slots.filter(|slot| slot.known && slot.on != Slot::UNDATED).map(|slot| slot.on)
    }

    /// The facts of a column, those that are known.
    pub(crate) fn column(&self, table: TableId, column: ColumnId) -> impl Iterator<Item = Slot> {
        let rows = self.tables.get(table);
        let step = rows.map_or(1, |rows| rows.columns.max(1));
        let slots = rows.map(|rows| rows.slots.as_slice()).unwrap_or_default();
        slots.iter().skip(index(column.0)).step_by(step).copied().filter(|slot| slot.known)
    }

    /// What a fact of the opportunity itself says, a text as it is, all else in its 64-bit form; nothing where it is unknown.
    pub(crate) fn answer(&self, column: ColumnId, ty: &DataType) -> Option<String> {
        let slot = Some(self.slot(TableId(0), 0, column)).filter(|slot| slot.known)?;
        match ty {
            DataType::Text => Some(TextRef::unpack(slot.value).of(&self.text).to_owned()),
            DataType::Bool
            | DataType::Number(_)
            | DataType::Percent(_)
            | DataType::Fraction(_)
            | DataType::Money(..)
            | DataType::Date(_)
            | DataType::Duration(_)
            | DataType::Enumeration(_) => Some(slot.value.to_string()),
        }
    }

    /// How many rows a table has.
    pub(crate) fn rows(&self, table: TableId) -> u32 {
        self.tables.get(table).map_or(0, |rows| rows.count)
    }

    /// A fact; missing where there is no such row.
    pub(crate) fn slot(&self, table: TableId, row: u32, column: ColumnId) -> Slot {
        let find = || {
            let rows = self.tables.get(table)?;
            rows.slots.get(index(row).checked_mul(rows.columns)?.checked_add(index(column.0))?).copied()
        };
        find().unwrap_or(Slot::MISSING)
    }

    /// Puts the elements of all lists in the order in which they came to be known; `elements` says which table a list's elements
    /// are in.
    pub(crate) fn order(&mut self, elements: impl Fn(TableId, ListId) -> Option<TableId>) {
        for (place, slot) in self.lists() {
            let (table, _, list) = place;
            if let Some(rows) = elements(table, list).and_then(|table| self.tables.get_mut(table)) {
                order(rows, slot);
            }
        }
    }

    /// The lists that grow, of an opportunity whose elements are in order.
    pub(crate) fn growing(&self, elements: impl Fn(TableId, ListId) -> Option<TableId>) -> Vec<Growing> {
        let mut found = Vec::new();
        for ((table, row, list), slot) in self.lists() {
            let Some(rows) = elements(table, list).and_then(|table| self.tables.get(table)) else { continue };
            let days: Vec<i32> = (0..slot.count).map(|at| known_from(rows, slot.start.saturating_add(at))).collect();
            if days.last().is_some_and(|&day| day != i32::MIN) {
                found.push(Growing { table, row, list, slot, days });
            }
        }
        found
    }

    /// The known lists with their places.
    fn lists(&self) -> Vec<((TableId, u32, ListId), ListSlot)> {
        let mut found = Vec::new();
        for (table, rows) in (0..).map(TableId).zip(self.tables.iter()) {
            let of_rows = (0..).zip(rows.lists.chunks(rows.lists_per_row.max(1)));
            for (row, lists) in of_rows {
                let known = (0..).map(ListId).zip(lists).filter(|(_, slot)| slot.known && slot.count > 0);
                found.extend(known.map(|(list, slot)| ((table, row, list), *slot)));
            }
        }
        found
    }
}

/// From which day an element is on record: the first on which one of its facts is, and always where one has no date, or
/// nothing is known of it.
fn known_from(rows: &Rows, row: u32) -> i32 {
    let start = index(row).saturating_mul(rows.columns);
    let slots = rows.slots.get(start..start.saturating_add(rows.columns)).unwrap_or_default();
    let days = slots.iter().filter(|slot| slot.known).map(|slot| slot.on);
    // An undated one counts as the earliest of all.
    days.min().unwrap_or(Slot::UNDATED)
}

/// Sorts the elements of one list.
fn order(rows: &mut Rows, slot: ListSlot) {
    let mut places: Vec<u32> = (slot.start..slot.start.saturating_add(slot.count)).collect();
    if places.is_sorted_by_key(|&row| known_from(rows, row)) {
        return;
    }
    places.sort_by_key(|&row| known_from(rows, row));
    permute(&mut rows.slots, rows.columns, slot.start, &places);
    permute(&mut rows.lists, rows.lists_per_row, slot.start, &places);
}

/// Puts rows of so many values, from a start on, into another order.
fn permute<T: Copy>(values: &mut [T], width: usize, start: u32, order: &[u32]) {
    let sorted: Vec<T> = order
        .iter()
        .flat_map(|&row| {
            let from = index(row).saturating_mul(width);
            values.get(from..from.saturating_add(width)).unwrap_or_default().iter().copied()
        })
        .collect();
    let from = index(start).saturating_mul(width);
    if let Some(place) = values.get_mut(from..from.saturating_add(sorted.len())) {
        place.copy_from_slice(&sorted);
    }
}
