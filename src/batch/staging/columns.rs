//! Rows that are added column by column: first what comes of each row by itself, then the columns, then that there are these rows.

use crate::facts::{ColumnFacts, DataError, ListLot, Lot, Opportunity, Slot, TextRef};
use crate::schema::{Schema, TableId};

use super::{Facts, Staging, Table};
use crate::batch::needs::{ColumnNeeds, TableNeeds};
use crate::batch::text::Dictionary;
use crate::batch::words::{self, BLOCK, Words, index, small};

/// What columns say of rows, and so is not to be added with each.
pub(in crate::batch) struct ByColumn {
    /// The opportunity's own facts that are kept.
    pub(in crate::batch) facts: Vec<bool>,
    /// Its lists that are kept.
    pub(in crate::batch) lists: Vec<bool>,
    pub(in crate::batch) claim: bool,
    /// The key, where it is a text.
    pub(in crate::batch) key: bool,
}

impl Staging {
    /// Adds the key and the claim of a row where no column says them, the rows at hand counted from 0.
    pub(in crate::batch) fn push_names(
        &mut self,
        schema: &Schema,
        claims: &mut Dictionary,
        by_column: &ByColumn,
        row: usize,
        opportunity: &Opportunity,
    ) {
        let row = self.rows.saturating_add(row);
        if !by_column.claim {
            self.push_claim(row, claims, opportunity);
        }
        if !by_column.key {
            self.push_key(row, schema, opportunity);
        }
    }

    /// Adds rows of which nothing is known but what columns say.
    pub(in crate::batch) fn pass(&mut self, count: usize, by_column: &ByColumn) {
        if !by_column.claim {
            self.claims.pass(count);
        }
        if !by_column.key {
            let end = small(self.keys.text.len());
            self.keys.ends.resize(self.keys.ends.len().saturating_add(count), end);
        }
        let Some(table) = self.tables.first_mut() else { return };
        for (facts, _) in table.columns.iter_mut().zip(&by_column.facts).filter(|(_, by_column)| !**by_column) {
            facts.pass(count);
        }
        for (list, _) in table.lists.iter_mut().zip(&by_column.lists).filter(|(_, by_column)| !**by_column) {
            list.starts.resize(list.starts.len().saturating_add(count), list.elements);
        }
        table.rows = table.rows.saturating_add(count);
    }

    /// Adds the rows' claims.
    pub(in crate::batch) fn extend_claims(&mut self, claims: &Lot) {
        self.claims.extend(self.rows, &claims.value);
    }

    /// Adds a fact of the rows.
    pub(in crate::batch) fn extend(&mut self, place: usize, needs: &ColumnNeeds, lot: &Lot) {
        let facts = self.tables.first_mut().and_then(|table| table.columns.get_mut(place));
        if let Some(facts) = facts {
            facts.extend(self.rows, &lot.value);
            facts.extend_evidence(self.rows, needs, lot);
        }
    }

    /// Adds a list of the rows, with its elements; `columns` says which of the lot's columns each fact that is kept of them is.
    pub(in crate::batch) fn extend_list(
        &mut self,
        place: usize,
        needs: &TableNeeds,
        elements: TableId,
        columns: &[Option<usize>],
        lot: &ListLot,
        fit: &Words,
    ) {
        let start = self.rows;
        let Some((own, others)) = self.tables.split_first_mut() else { return };
        let table = index(elements.0).checked_sub(1).and_then(|place| others.get_mut(place));
        let Some((list, table)) = own.lists.get_mut(place).zip(table) else { return };
        for (row, elements) in lot.elements.iter().enumerate() {
            list.starts.push(list.elements);
            if !words::has(fit, row) || !lot.is_known(row) {
                continue;
            }
            words::add(&mut list.known, start.saturating_add(row));
            list.elements = list.elements.saturating_add(small(elements.len()));
            for element in elements.clone() {
                table.push_element(needs, columns, lot, element);
            }
        }
    }

    /// Adds the rows' keys, which lie in a text.
    pub(in crate::batch) fn extend_keys(&mut self, text: &str, lot: &Lot) {
        for (row, &value) in lot.value.values.iter().enumerate() {
            if lot.value.is_known(row) {
                self.keys.text.push_str(TextRef::unpack(value).of(text));
            }
            self.keys.ends.push(small(self.keys.text.len()));
        }
        words::add_from(&mut self.keys.known, self.rows, &lot.value.known);
    }

    /// Ends rows of which all has been added: which are sound, and what is wrong with the others.
    pub(in crate::batch) fn end_rows(&mut self, count: usize, fit: &Words, errors: Vec<(usize, DataError)>) {
        let start = self.rows;
        self.errors.extend(errors.into_iter().map(|(row, error)| (small(start.saturating_add(row)), error)));
        words::add_from(&mut self.valid, start, fit);
        self.rows = start.saturating_add(count);
    }
}

impl Table {
    fn push_element(&mut self, needs: &TableNeeds, columns: &[Option<usize>], lot: &ListLot, element: usize) {
        if self.rows >= BLOCK {
            self.seal(needs);
        }
        for ((facts, needs), column) in self.columns.iter_mut().zip(&needs.columns).zip(columns) {
            let slot = column.and_then(|column| lot.lots.get(column)).map_or(Slot::MISSING, |lot| lot.slot(element));
            facts.push(self.rows, slot, needs.grade(slot));
        }
        for list in &mut self.lists {
            list.starts.push(list.elements);
        }
        self.rows = self.rows.saturating_add(1);
    }
}

impl Facts {
    /// Adds rows that are not known.
    fn pass(&mut self, count: usize) {
        self.values.resize(self.values.len().saturating_add(count), self.last);
    }

    /// Adds rows, the first of which stands at a place.
    fn extend(&mut self, start: usize, column: &ColumnFacts) {
        words::add_from(&mut self.known, start, &column.known);
        for (values, &known) in column.values.chunks(64).zip(&column.known) {
            // Rows that are not known get a value that lies within the bounds of the others.
            self.last = values.get(index(known.trailing_zeros())).copied().unwrap_or(self.last);
            if index(known.count_ones()) == values.len() {
                self.values.extend_from_slice(values);
                continue;
            }
            let (other, bits) = (self.last, 0_u32..);
            // Without a jump, as gaps come by chance.
            let value = |(&value, bit): (&i64, u32)| {
                let mask = (known.wrapping_shr(bit) & 1).cast_signed().wrapping_neg();
                other ^ ((other ^ value) & mask)
            };
            self.values.extend(values.iter().zip(bits).map(value));
        }
    }

    fn extend_evidence(&mut self, start: usize, needs: &ColumnNeeds, lot: &Lot) {
        if lot.on.is_none() && lot.grade.is_none() {
            return;
        }
        for row in (0..lot.value.values.len()).filter(|&row| lot.value.is_known(row)) {
            let slot = lot.slot(row);
            self.push_evidence(start.saturating_add(row), slot, needs.grade(slot));
        }
    }
}
