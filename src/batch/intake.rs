//! Rows that come in as columns (feature `arrow`), up to the end of a block at a time.
//!
//! First all columns are read, so that it is known which rows are in error; a row in error is then read by itself, and so is what
//! columns do not say of the others. At last each column is put behind what is staged of its fact. Where a row turns out to be sound
//! when it is read by itself, that counts.

use std::ops::Range;

use crate::facts::{ArrowColumns, DataError, Lot, Opportunity, TextRef};
use crate::schema::{ColumnId, Schema, TableId};

use super::needs::{Kind, Needs};
use super::staging::{ByColumn, is_text};
use super::store::Store;
use super::words::{self, BLOCK, NONE, Words};

/// What a column is for.
struct Use {
    is_claim: bool,
    /// Its place among the columns that are kept of an opportunity.
    place: Option<usize>,
    is_text: bool,
    /// Whether it is the key, and that a text.
    is_key: bool,
}

/// What the columns of a batch are for, and what they say of the rows at hand.
struct Intake {
    uses: Vec<Use>,
    by_column: ByColumn,
    lots: Vec<Lot>,
    /// Keys that are texts, one behind the other, and where in them each row's is.
    keys: String,
    key: Lot,
    opportunity: Opportunity,
}

impl Use {
    fn new(schema: &Schema, needs: &Needs, fact: Option<ColumnId>) -> Self {
        let root = needs.table(TableId(0));
        let place = fact.and_then(|fact| root?.place(fact));
        let kept = place.and_then(|place| root?.columns.get(place));
        Use {
            is_claim: fact.is_none(),
            place,
            is_text: kept.is_some_and(|kept| kept.kind == Kind::Text),
            is_key: fact.is_some() && fact == schema.key && is_text(schema),
        }
    }
}

impl Intake {
    fn new(schema: &Schema, needs: &Needs, columns: &mut ArrowColumns<'_>) -> Self {
        let uses: Vec<Use> = columns.columns().iter().map(|column| Use::new(schema, needs, column.fact)).collect();
        let kept = needs.table(TableId(0)).map_or(0, |table| table.columns.len());
        let mut by_column = ByColumn {
            facts: vec![false; kept],
            claim: uses.iter().any(|of| of.is_claim),
            key: uses.iter().any(|of| of.is_key),
        };
        for place in uses.iter().filter_map(|of| of.place) {
            if let Some(is_by_column) = by_column.facts.get_mut(place) {
                *is_by_column = true;
            }
        }
        let mut lots = Vec::new();
        lots.resize_with(uses.len(), Lot::default);
        let (keys, key, opportunity) = (String::new(), Lot::default(), Opportunity::default());
        Intake { uses, by_column, lots, keys, key, opportunity }
    }

    /// Reads rows of all columns; says which rows are in error.
    fn read(&mut self, store: &mut Store, columns: &mut ArrowColumns<'_>, rows: Range<usize>) -> Words {
        let mut unfit = NONE;
        self.keys.clear();
        for ((column, of), lot) in columns.columns().iter_mut().zip(&self.uses).zip(&mut self.lots) {
            if of.is_claim {
                column.read(rows.clone(), &mut |text| i64::from(store.claims.add(text)), true, lot);
            } else if of.is_text {
                column.read(rows.clone(), &mut |text| i64::from(store.texts.add(text)), true, lot);
            } else {
                column.read(rows.clone(), &mut |_| 0, true, lot);
            }
            if of.is_key {
                let keys = &mut self.keys;
                column.read(rows.clone(), &mut |text| keep(keys, text), false, &mut self.key);
            }
            for (word, more) in unfit.iter_mut().zip(&lot.unfit) {
                *word |= more;
            }
        }
        unfit
    }
}

/// Keeps a text behind others.
fn keep(keys: &mut String, text: &str) -> i64 {
    let start = words::small(keys.len());
    keys.push_str(text);
    TextRef { start, len: words::small(text.len()) }.pack()
}

impl Store {
    /// Adds all rows of a batch; says how many are in error.
    pub(crate) fn push_columns(&mut self, schema: &Schema, columns: &mut ArrowColumns<'_>) -> usize {
        let mut intake = Intake::new(schema, &self.needs, columns);
        let (mut errors, mut at) = (0_usize, 0_usize);
        while at < columns.len() {
            let left = BLOCK.saturating_sub(self.staging.rows()).max(1);
            let end = at.saturating_add(left).min(columns.len());
            let unfit = intake.read(self, columns, at..end);
            errors = errors.saturating_add(self.take(schema, columns, &mut intake, at..end, &unfit));
            self.settle();
            at = end;
        }
        errors
    }

    /// Adds rows that have been read; says how many are in error.
    fn take(
        &mut self,
        schema: &Schema,
        columns: &ArrowColumns<'_>,
        intake: &mut Intake,
        rows: Range<usize>,
        unfit: &Words,
    ) -> usize {
        let mut errors = Vec::new();
        for row in words::rows(unfit) {
            match columns.read_row(&mut intake.opportunity, rows.start.saturating_add(row)) {
                Err(error) => errors.push((row, error)),
                Ok(()) => return self.push_each(schema, columns, &mut intake.opportunity, rows),
            }
        }
        let mut fit = words::first(rows.len());
        words::join(&mut fit, unfit, |fit, unfit| fit & !unfit);
        if columns.is_all() {
            self.staging.pass(rows.len(), &intake.by_column);
        } else {
            errors = self.push_beside(schema, columns, intake, rows.clone(), errors, &mut fit);
        }
        let root = self.needs.table(TableId(0));
        for (of, lot) in intake.uses.iter().zip(&mut intake.lots) {
            lot.only(&fit);
            if of.is_claim {
                self.staging.extend_claims(lot);
            } else if let Some((place, needs)) = of.place.and_then(|place| Some((place, root?.columns.get(place)?))) {
                self.staging.extend(place, needs, lot);
            }
            if of.is_key {
                intake.key.only(&fit);
                self.staging.extend_keys(&intake.keys, &intake.key);
            }
        }
        let count = errors.len();
        self.staging.end_rows(rows.len(), &fit, errors);
        count
    }

    /// Adds of each row what columns do not say, and nothing of one that is in error, be it found only here.
    fn push_beside(
        &mut self,
        schema: &Schema,
        columns: &ArrowColumns<'_>,
        intake: &mut Intake,
        rows: Range<usize>,
        errors: Vec<(usize, DataError)>,
        fit: &mut Words,
    ) -> Vec<(usize, DataError)> {
        let mut all = Vec::new();
        let mut errors = errors.into_iter().peekable();
        let opportunity = &mut intake.opportunity;
        for (place, row) in rows.enumerate() {
            let read = match errors.next_if(|(other, _)| *other == place) {
                Some((_, error)) => Err(error),
                None => columns.read_left(opportunity, row).or_else(|_| columns.read_row(opportunity, row)),
            };
            match read {
                Ok(()) => {
                    let Store { staging, needs, texts, claims, .. } = self;
                    staging.push_names(schema, claims, &intake.by_column, place, opportunity);
                    staging.push_tables(needs, texts, opportunity, &intake.by_column.facts);
                }
                Err(error) => {
                    words::remove(fit, place);
                    all.push((place, error));
                    self.staging.pass(1, &intake.by_column);
                }
            }
        }
        all
    }

    /// Adds rows one by one.
    fn push_each(
        &mut self,
        schema: &Schema,
        columns: &ArrowColumns<'_>,
        opportunity: &mut Opportunity,
        rows: Range<usize>,
    ) -> usize {
        let mut errors = 0_usize;
        for row in rows {
            match columns.read_row(opportunity, row) {
                Ok(()) => self.push(schema, opportunity),
                Err(error) => {
                    self.push_error(error);
                    errors = errors.saturating_add(1);
                }
            }
        }
        errors
    }
}
