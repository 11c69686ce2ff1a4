//! One opportunity's facts, by slot.
//!
//! An [`Opportunity`] holds, for each table of the [`Schema`](crate::schema::Schema), its rows: table 0 has one, a list's
//! table has one row an element, the elements of one list side by side. Texts lie in one string, so that an opportunity
//! that is read into again allocates nothing once it has grown. Nothing here knows what day it is: whether a fact counts
//! is the evaluator's to say.

#[cfg(feature = "arrow")]
mod arrow;
mod capture;
mod csv;
mod day;
mod de;
#[cfg(feature = "internals")]
mod dump;
mod error;
mod evidence;
mod fault;
mod fill;
mod json;
mod kept;
mod keys;
mod log;
mod names;
mod number;
#[cfg(feature = "data")]
mod plain;
mod plan;
mod rate;
mod reader;
mod scalar;
mod scan;
mod ser;
mod ser_key;
mod values;

#[cfg(feature = "arrow")]
pub use arrow::ArrowRows;
#[cfg(feature = "arrow")]
pub(crate) use arrow::{ArrowColumn, ArrowColumns, ArrowList, ColumnFacts, ListLot, Lot};
pub use csv::CsvHeader;
pub use error::DataError;
pub(crate) use kept::{Growing, Kept};
pub(crate) use names::Names;
pub use rate::RateError;
pub use reader::Reader;

use std::borrow::Cow;

use crate::schema::{ColumnId, DataType, ListId, Schema, TableId};
use crate::value::Decimal;

/// The facts of one opportunity, read by [`Reader`] for one playbook.
#[derive(Clone, Debug, Default)]
pub struct Opportunity {
    tables: Tables,
    /// The claimed stage's text, where there is one.
    claim: Option<TextRef>,
    text: String,
    /// What reading keeps; made when it is first read into.
    scratch: reader::Kept,
}

/// The rows of all tables. Those of the opportunity itself are read with every decision, and so lie nearest.
#[derive(Clone, Debug, Default)]
struct Tables {
    own: Rows,
    /// Those of lists.
    elements: Vec<Rows>,
}

impl Tables {
    fn len(&self) -> usize {
        self.elements.len().saturating_add(1)
    }

    #[inline]
    fn get(&self, table: TableId) -> Option<&Rows> {
        match index(table.0).checked_sub(1) {
            None => Some(&self.own),
            Some(place) => self.elements.get(place),
        }
    }

    #[inline]
    fn get_mut(&mut self, table: TableId) -> Option<&mut Rows> {
        match index(table.0).checked_sub(1) {
            None => Some(&mut self.own),
            Some(place) => self.elements.get_mut(place),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Rows> {
        std::iter::once(&self.own).chain(&self.elements)
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Rows> {
        std::iter::once(&mut self.own).chain(&mut self.elements)
    }
}

/// The rows of one table, each with the table's columns and lists side by side.
#[derive(Clone, Debug, Default)]
struct Rows {
    count: u32,
    columns: usize,
    lists_per_row: usize,
    slots: Vec<Slot>,
    lists: Vec<ListSlot>,
}

/// A scalar fact. `value` is the 64-bit form (see [`crate::value`]): 0 or 1 for a bool, a packed [`TextRef`] for a text, the
/// variant's place for an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub value: i64,
    /// The evidence's date in days from 1970-01-01, or [`Slot::UNDATED`].
    pub on: i32,
    /// The evidence's grade; 0, the weakest, where none is given.
    pub grade: u16,
    /// Whether there is a value at all.
    pub known: bool,
}

impl Slot {
    /// The `on` of evidence without a date.
    pub(crate) const UNDATED: i32 = i32::MIN;
    /// A missing fact. It has no evidence: what the data says beside a missing value is checked and dropped.
    pub(crate) const MISSING: Slot = Slot { value: 0, on: Slot::UNDATED, grade: 0, known: false };
}

/// A list: which rows of its table are its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct ListSlot {
    pub start: u32,
    pub count: u32,
    pub known: bool,
}

/// A piece of the opportunity's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextRef {
    pub start: u32,
    pub len: u32,
}

impl TextRef {
    /// The two halves of a slot's value.
    pub(crate) fn pack(self) -> i64 {
        i64::from_ne_bytes(((u64::from(self.start) << 32) | u64::from(self.len)).to_ne_bytes())
    }

    /// The piece itself, of the text that it was made for.
    pub(crate) fn of(self, text: &str) -> &str {
        let start = index(self.start);
        text.get(start..start.saturating_add(index(self.len))).unwrap_or("")
    }

    /// What [`pack`](Self::pack) was given.
    pub(crate) fn unpack(value: i64) -> Self {
        let bits = u64::from_ne_bytes(value.to_ne_bytes());
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(0);
        TextRef { start: half(bits >> 32), len: half(bits) }
    }
}

impl Opportunity {
    /// Makes it an opportunity of that shape of which nothing is known, keeping what it has allocated.
    pub(crate) fn clear(&mut self, schema: &Schema) {
        self.text.clear();
        self.claim = None;
        self.tables.elements.resize_with(schema.tables.len().saturating_sub(1), Rows::default);
        for (rows, table) in self.tables.iter_mut().zip(&schema.tables) {
            rows.count = 0;
            rows.columns = table.columns.len();
            rows.lists_per_row = table.lists.len();
            rows.slots.clear();
            rows.lists.clear();
        }
        self.push_row(TableId(0));
    }

    /// The same without what it keeps for reading again.
    fn without_scratch(mut self) -> Self {
        self.scratch = reader::Kept::default();
        self
    }

    /// Adds a row of which nothing is known, and gives its place.
    pub(crate) fn push_row(&mut self, table: TableId) -> u32 {
        let Some(rows) = self.tables.get_mut(table) else { return 0 };
        let row = rows.count;
        rows.count = row.saturating_add(1);
        rows.slots.resize(rows.slots.len().saturating_add(rows.columns), Slot::MISSING);
        rows.lists.resize(rows.lists.len().saturating_add(rows.lists_per_row), ListSlot::default());
        row
    }

    /// How many tables it has.
    pub(crate) fn tables(&self) -> usize {
        self.tables.len()
    }

    /// How many rows a table has.
    pub(crate) fn rows(&self, table: TableId) -> u32 {
        self.tables.get(table).map_or(0, |rows| rows.count)
    }

    /// The facts of all rows of a table, row by row.
    pub(crate) fn row_slots(&self, table: TableId) -> &[Slot] {
        self.tables.get(table).map(|rows| rows.slots.as_slice()).unwrap_or_default()
    }

    /// A fact; missing where there is no such row.
    pub(crate) fn slot(&self, table: TableId, row: u32, column: ColumnId) -> Slot {
        let find = || {
            let rows = self.tables.get(table)?;
            rows.slots.get(index(row).checked_mul(rows.columns)?.checked_add(index(column.0))?).copied()
        };
        find().unwrap_or(Slot::MISSING)
    }

    /// The facts of a row, by column; none where there is no such row.
    pub(crate) fn row(&self, table: TableId, row: u32) -> &[Slot] {
        let find = || {
            let rows = self.tables.get(table)?;
            let start = index(row).checked_mul(rows.columns)?;
            rows.slots.get(start..start.checked_add(rows.columns)?)
        };
        find().unwrap_or_default()
    }

    /// Sets a fact of a row that [`push_row`](Self::push_row) gave.
    pub(crate) fn set_slot(&mut self, table: TableId, row: u32, column: ColumnId, slot: Slot) {
        let find = |rows: &Rows| index(row).checked_mul(rows.columns)?.checked_add(index(column.0));
        let Some(rows) = self.tables.get_mut(table) else { return };
        if let Some(place) = find(rows).and_then(|at| rows.slots.get_mut(at)) {
            *place = slot;
        }
    }

    /// Sets a fact of the opportunity itself.
    pub(crate) fn set_own_slot(&mut self, column: ColumnId, slot: Slot) {
        if let Some(place) = self.tables.own.slots.get_mut(index(column.0)) {
            *place = slot;
        }
    }

    /// A list; unknown where there is no such row.
    pub(crate) fn list(&self, table: TableId, row: u32, list: ListId) -> ListSlot {
        let find = || {
            let rows = self.tables.get(table)?;
            rows.lists.get(index(row).checked_mul(rows.lists_per_row)?.checked_add(index(list.0))?).copied()
        };
        find().unwrap_or_default()
    }

    /// Sets a list of a row that [`push_row`](Self::push_row) gave.
    pub(crate) fn set_list(&mut self, table: TableId, row: u32, list: ListId, slot: ListSlot) {
        let find = |rows: &Rows| index(row).checked_mul(rows.lists_per_row)?.checked_add(index(list.0));
        let Some(rows) = self.tables.get_mut(table) else { return };
        if let Some(place) = find(rows).and_then(|at| rows.lists.get_mut(at)) {
            *place = slot;
        }
    }

    /// Keeps a text, for a slot's value or the claim.
    pub(crate) fn push_text(&mut self, text: &str) -> TextRef {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        TextRef { start, len: u32::try_from(text.len()).unwrap_or(0) }
    }

    /// A text that [`push_text`](Self::push_text) kept.
    pub(crate) fn text(&self, text: TextRef) -> &str {
        text.of(&self.text)
    }

    /// The claimed stage as the data says it.
    pub(crate) fn claim(&self) -> Option<&str> {
        self.claim.map(|claim| self.text(claim))
    }

    /// The key, a text as it is, a number in the language's form; nothing where it is unknown or the playbook has none.
    pub(crate) fn key_text(&self, schema: &Schema) -> Option<String> {
        self.key(schema).map(Cow::into_owned)
    }

    /// As [`key_text`](Self::key_text), lent where it is a text.
    pub(crate) fn key(&self, schema: &Schema) -> Option<Cow<'_, str>> {
        let slot = self.slot(TableId(0), 0, schema.key?);
        key_of(schema, slot, || self.text(TextRef::unpack(slot.value)))
    }

    /// Sets the claimed stage.
    pub(crate) fn set_claim(&mut self, claim: Option<TextRef>) {
        self.claim = claim;
    }
}

/// What a fact is as the key: a text as it is, a number in the language's form; nothing where it is unknown.
pub(crate) fn key_of<'t>(schema: &Schema, slot: Slot, text: impl FnOnce() -> &'t str) -> Option<Cow<'t, str>> {
    let ty = &schema.tables.first()?.columns.get(index(schema.key?.0))?.ty;
    if !slot.known {
        return None;
    }
    match ty {
        DataType::Text => Some(text().into()),
        DataType::Number(_) => Some(Decimal::from_ten_thousandths(slot.value).to_string().into()),
        DataType::Bool
        | DataType::Percent(_)
        | DataType::Fraction(_)
        | DataType::Money(..)
        | DataType::Date(_)
        | DataType::Duration(_)
        | DataType::Enumeration(_) => None,
    }
}

/// A 32-bit place as an index.
fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
