//! The rows of a block that is being filled.

#[cfg(feature = "arrow")]
mod columns;

use crate::facts::{DataError, Opportunity, Slot, TextRef};
use crate::schema::{Schema, TableId};

use super::column::{Coded, Column};
use super::needs::{ColumnNeeds, Kind, Needs};
use super::store::{Block, Chunk, Keys, ListColumn, number_of};
use super::text::Dictionary;
use super::words::{self, ALL, BLOCK, NONE, Words, small};
#[cfg(feature = "arrow")]
pub(super) use columns::ByColumn;

/// Rows of a block, one value behind the other.
#[derive(Clone, Debug)]
pub(crate) struct Staging {
    rows: usize,
    valid: Words,
    claims: Facts,
    tables: Vec<Table>,
    keys: Keys,
    errors: Vec<(u32, DataError)>,
    /// For each table, the rows of the opportunity that are being added.
    adding: Vec<Vec<u32>>,
}

#[derive(Clone, Debug, Default)]
struct Table {
    /// Those before the current chunk are in `chunks`.
    rows: usize,
    columns: Vec<Facts>,
    lists: Vec<Lists>,
    chunks: Vec<Chunk>,
}

#[derive(Clone, Debug, Default)]
struct Lists {
    known: Words,
    starts: Vec<u32>,
    /// All elements so far.
    elements: u32,
}

#[derive(Clone, Debug, Default)]
struct Facts {
    /// That of an unknown row is the last one known, so that all lie within the same bounds.
    values: Vec<i64>,
    last: i64,
    known: Words,
    /// Of evidence, up to the last row that has some.
    on: Vec<i64>,
    grade: Vec<i64>,
}

impl Staging {
    pub(crate) fn new(needs: &Needs) -> Self {
        let table = |table: &super::needs::TableNeeds| Table {
            columns: vec![Facts::default(); table.columns.len()],
            lists: vec![Lists::default(); table.lists.len()],
            ..Table::default()
        };
        Staging {
            rows: 0,
            valid: NONE,
            claims: Facts::default(),
            tables: needs.tables.iter().map(table).collect(),
            keys: Keys::default(),
            errors: Vec::new(),
            adding: vec![Vec::new(); needs.tables.len()],
        }
    }

    /// How many opportunities there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn push(
        &mut self,
        schema: &Schema,
        needs: &Needs,
        texts: &mut Dictionary,
        claims: &mut Dictionary,
        opportunity: &Opportunity,
    ) {
        let row = self.rows;
        words::add(&mut self.valid, row);
        self.push_claim(row, claims, opportunity);
        self.push_key(row, schema, opportunity);
        self.push_tables(needs, texts, opportunity, [&[], &[]]);
        self.rows = row.saturating_add(1);
    }

    fn push_claim(&mut self, row: usize, claims: &mut Dictionary, opportunity: &Opportunity) {
        let claim = opportunity.claim().map(|claim| i64::from(claims.add(claim)));
        self.claims.push(row, claim.map_or(Slot::MISSING, |value| Slot { value, known: true, ..Slot::MISSING }), 0);
    }

    /// Adds the key, where it is a text.
    fn push_key(&mut self, row: usize, schema: &Schema, opportunity: &Opportunity) {
        let key = schema.key.filter(|_| is_text(schema));
        let slot = key.map(|column| opportunity.slot(TableId(0), 0, column)).filter(|slot| slot.known);
        if let Some(slot) = slot {
            self.keys.text.push_str(opportunity.text(TextRef::unpack(slot.value)));
            words::add(&mut self.keys.known, row);
        }
        self.keys.ends.push(small(self.keys.text.len()));
    }

    pub(crate) fn push_error(&mut self, error: DataError) {
        self.errors.push((small(self.rows), error));
        self.claims.push(self.rows, Slot::MISSING, 0);
        self.keys.ends.push(small(self.keys.text.len()));
        if let Some(table) = self.tables.first_mut() {
            table.push_missing();
        }
        self.rows = self.rows.saturating_add(1);
    }

    /// Adds what tables keep, but for the opportunity's own facts and lists that come as columns.
    pub(super) fn push_tables(
        &mut self,
        needs: &Needs,
        texts: &mut Dictionary,
        opportunity: &Opportunity,
        by_column: [&[bool]; 2],
    ) {
        self.adding.iter_mut().for_each(Vec::clear);
        if let Some(rows) = self.adding.first_mut() {
            rows.push(0);
        }
        // A table's elements are those of lists of tables before it.
        for (place, (table, needs)) in (0..).zip(self.tables.iter_mut().zip(&needs.tables)) {
            let place = TableId(place);
            let rows = self.adding.get_mut(words::index(place.0)).map(std::mem::take).unwrap_or_default();
            let [facts, lists] = if place == TableId(0) { by_column } else { Default::default() };
            for &row in &rows {
                table.push_facts(place, row, needs, texts, opportunity, facts);
                table.push_lists(place, row, needs, opportunity, lists, &mut self.adding);
            }
            if let Some(kept) = self.adding.get_mut(words::index(place.0)) {
                *kept = rows;
            }
        }
    }

    /// Makes columns of the rows, and starts anew.
    pub(crate) fn seal(&mut self, needs: &Needs) -> Block {
        let rows = std::mem::take(&mut self.rows);
        let seal = |(place, (table, needs)): (usize, (&mut Table, &super::needs::TableNeeds))| {
            if table.rows > 0 || place == 0 {
                table.seal(needs);
            }
            table.lists.iter_mut().for_each(|list| list.elements = 0);
            std::mem::take(&mut table.chunks)
        };
        let tables = self.tables.iter_mut().zip(&needs.tables).enumerate().map(seal).collect();
        let claims = self.claims.seal(rows, Kind::Whole, false);
        let mut different: Vec<u32> = Vec::new();
        for row in words::rows(&claims.known).filter(|&row| row < rows) {
            let claim = u32::try_from(claims.values.value(row)).unwrap_or(0);
            if !different.contains(&claim) && different.len() <= FEW_CLAIMS {
                different.push(claim);
            }
        }
        let mut claimed = claims.known;
        words::join(&mut claimed, &words::first(rows), |word, rows| word & rows);
        Block {
            rows,
            valid: std::mem::replace(&mut self.valid, NONE),
            claims: claims.values,
            claimed,
            different_claims: different,
            tables,
            keys: std::mem::take(&mut self.keys),
            errors: std::mem::take(&mut self.errors),
        }
    }
}

/// With more different claims in a block, each row's is looked up by itself.
pub(crate) const FEW_CLAIMS: usize = 40;

/// Whether keys are texts.
pub(super) fn is_text(schema: &Schema) -> bool {
    let column = schema.key.and_then(|key| schema.tables.first()?.columns.get(words::index(key.0)));
    column.is_some_and(|column| column.ty == crate::schema::DataType::Text)
}

impl Table {
    /// Adds the facts of a row, of which its lists are then to be added.
    fn push_facts(
        &mut self,
        table: TableId,
        row: u32,
        needs: &super::needs::TableNeeds,
        texts: &mut Dictionary,
        opportunity: &Opportunity,
        by_column: &[bool],
    ) {
        if self.rows >= BLOCK {
            self.seal(needs);
        }
        let slots = opportunity.row(table, row);
        for (place, (facts, needs)) in self.columns.iter_mut().zip(&needs.columns).enumerate() {
            if by_column.get(place).is_some_and(|&is| is) {
                continue;
            }
            let mut slot = slots.get(words::index(needs.column.0)).copied().unwrap_or(Slot::MISSING);
            if slot.known && needs.kind == Kind::Text {
                slot.value = number_of(opportunity, texts, slot.value);
            }
            facts.push(self.rows, slot, needs.grade(slot));
        }
    }

    fn push_lists(
        &mut self,
        table: TableId,
        row: u32,
        needs: &super::needs::TableNeeds,
        opportunity: &Opportunity,
        by_column: &[bool],
        adding: &mut [Vec<u32>],
    ) {
        for (place, (lists, needs)) in self.lists.iter_mut().zip(&needs.lists).enumerate() {
            if by_column.get(place).is_some_and(|&is| is) {
                continue;
            }
            let slot = opportunity.list(table, row, needs.list);
            if slot.known {
                words::add(&mut lists.known, self.rows);
            }
            lists.starts.push(lists.elements);
            let count = if slot.known { slot.count } else { 0 };
            lists.elements = lists.elements.saturating_add(count);
            if let Some(rows) = adding.get_mut(words::index(needs.elements.0)) {
                rows.extend(slot.start..slot.start.saturating_add(count));
            }
        }
        self.rows = self.rows.saturating_add(1);
    }

    fn push_missing(&mut self) {
        for facts in &mut self.columns {
            facts.push(self.rows, Slot::MISSING, 0);
        }
        for lists in &mut self.lists {
            lists.starts.push(lists.elements);
        }
        self.rows = self.rows.saturating_add(1);
    }

    fn seal(&mut self, needs: &super::needs::TableNeeds) {
        let rows = std::mem::take(&mut self.rows);
        let column = |(facts, needs): (&mut Facts, &ColumnNeeds)| facts.seal(rows, needs.kind, needs.reckoned);
        let columns = self.columns.iter_mut().zip(&needs.columns).map(column).collect();
        let list = |list: &mut Lists| {
            list.starts.push(list.elements);
            ListColumn { known: std::mem::replace(&mut list.known, NONE), starts: std::mem::take(&mut list.starts) }
        };
        let lists = self.lists.iter_mut().map(list).collect();
        self.chunks.push(Chunk { rows, columns, lists });
    }
}

impl Facts {
    fn push(&mut self, row: usize, slot: Slot, grade: u16) {
        if slot.known {
            words::add(&mut self.known, row);
            self.last = slot.value;
        }
        self.values.push(self.last);
        self.push_evidence(row, slot, grade);
    }

    fn push_evidence(&mut self, row: usize, slot: Slot, grade: u16) {
        if slot.on != Slot::UNDATED {
            self.on.resize(row, i64::from(Slot::UNDATED));
            self.on.push(i64::from(slot.on));
        }
        if grade != 0 {
            self.grade.resize(row, 0);
            self.grade.push(i64::from(grade));
        }
    }

    /// Makes a column of the rows, and starts anew.
    fn seal(&mut self, rows: usize, kind: Kind, reckoned: bool) -> Column {
        let mut known = std::mem::replace(&mut self.known, NONE);
        let counted = words::first(rows);
        let first = words::rows(&known).next().unwrap_or(0);
        if let Some(value) = self.values.get(first).copied() {
            self.values.iter_mut().take(first).for_each(|before| *before = value);
        }
        let values = if kind == Kind::Bool {
            let mut truths = NONE;
            let row = |row: &usize| self.values.get(*row).is_some_and(|&value| value != 0);
            words::rows(&known).filter(row).for_each(|row| words::add(&mut truths, row));
            Coded::of_bits(truths)
        } else if reckoned {
            Coded::new(&self.values, kind.scales())
        } else {
            Coded::in_planes(&self.values, kind.scales())
        };
        let on = beside(&mut self.on, rows, i64::from(Slot::UNDATED));
        let grade = beside(&mut self.grade, rows, 0);
        // Rows that there are not count as known, so that a column without gaps is seen to be one.
        words::join(&mut known, &counted, |known, counted| known | !counted);
        self.values.clear();
        self.last = 0;
        Column { values, known, full: known == ALL, grade, on }
    }
}

/// What stands beside the values.
fn beside(values: &mut Vec<i64>, rows: usize, without: i64) -> Coded {
    if values.is_empty() {
        return Coded::of_one(without);
    }
    values.resize(rows, without);
    let coded = Coded::new(values, &[1]);
    values.clear();
    coded
}
