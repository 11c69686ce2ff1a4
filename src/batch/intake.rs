//! Rows that come in as columns (feature `arrow`), up to the end of a block at a time.
//!
//! First all columns are read, so that it is known which rows are in error; a row in error is then read by itself, and so is what
//! columns do not say of the others. At last each column is put behind what is staged of its fact. Where a row turns out to be sound
//! when it is read by itself, that counts.

use std::ops::Range;

use crate::facts::{ArrowColumn, ArrowColumns, ArrowList, DataError, ListLot, Lot, Opportunity, TextRef};
use crate::schema::{ColumnId, Schema, TableId};

use super::needs::{Kind, Needs, TableNeeds};
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

/// What a list is for, and what it says of the rows at hand.
struct ListUse {
    /// Its place among the lists that are kept, and its elements' table.
    kept: Option<(usize, TableId)>,
    uses: Vec<Use>,
    /// For each fact that is kept of an element, its column.
    columns: Vec<Option<usize>>,
    lot: ListLot,
}

/// What the columns of a batch are for, and what they say of the rows at hand.
struct Intake {
    uses: Vec<Use>,
    by_column: ByColumn,
    lots: Vec<Lot>,
    lists: Vec<ListUse>,
    /// Keys that are texts, one behind the other, and where in them each row's is.
    keys: String,
    key: Lot,
    opportunity: Opportunity,
}

impl Use {
    fn new(schema: &Schema, table: Option<&TableNeeds>, fact: Option<ColumnId>) -> Self {
        let place = fact.and_then(|fact| table?.place(fact));
        let kept = place.and_then(|place| table?.columns.get(place));
        Use {
            is_claim: fact.is_none(),
            place,
            is_text: kept.is_some_and(|kept| kept.kind == Kind::Text),
            is_key: fact.is_some() && fact == schema.key && is_text(schema),
        }
    }

    /// Reads rows of the column.
    fn read(&self, store: &mut Store, column: &mut ArrowColumn<'_>, rows: Range<usize>, lot: &mut Lot) {
        if self.is_claim {
            column.read(rows, &mut |text| i64::from(store.claims.add(text)), true, lot);
        } else if self.is_text {
            column.read(rows, &mut |text| i64::from(store.texts.add(text)), true, lot);
        } else {
            column.read(rows, &mut |_| 0, true, lot);
        }
    }
}

impl ListUse {
    fn new(schema: &Schema, needs: &Needs, list: &ArrowList<'_>) -> Self {
        let root = needs.table(TableId(0));
        let place = root.and_then(|root| root.list_place(list.list));
        let kept = place.and_then(|place| Some((place, root?.lists.get(place)?.elements)));
        let elements = kept.and_then(|(_, elements)| needs.table(elements));
        let of = |column: &ArrowColumn<'_>| Use { is_key: false, ..Use::new(schema, elements, column.fact) };
        let uses: Vec<Use> = list.columns.iter().map(of).collect();
        let places = 0..elements.map_or(0, |elements| elements.columns.len());
        let columns = places.map(|place| uses.iter().position(|of| of.place == Some(place))).collect();
        ListUse { kept, uses, columns, lot: ListLot::default() }
    }

    /// Reads the lists of rows.
    fn read(&mut self, store: &mut Store, list: &mut ArrowList<'_>, rows: &Range<usize>) {
        let span = list.begin(rows, &mut self.lot);
        for ((column, of), lot) in list.columns.iter_mut().zip(&self.uses).zip(&mut self.lot.lots) {
            of.read(store, column, span.clone(), lot);
        }
        list.end(span, &mut self.lot);
    }
}

impl Intake {
    fn new(schema: &Schema, needs: &Needs, columns: &mut ArrowColumns<'_>) -> Self {
        let root = needs.table(TableId(0));
        let uses: Vec<Use> = columns.columns().iter().map(|column| Use::new(schema, root, column.fact)).collect();
        let lists: Vec<ListUse> = columns.lists().iter().map(|list| ListUse::new(schema, needs, list)).collect();
        let flags = |count: Option<usize>, places: &mut dyn Iterator<Item = usize>| {
            let mut flags = vec![false; count.unwrap_or(0)];
            for place in places {
                if let Some(flag) = flags.get_mut(place) {
                    *flag = true;
                }
            }
            flags
        };
        let by_column = ByColumn {
            facts: flags(root.map(|root| root.columns.len()), &mut uses.iter().filter_map(|of| of.place)),
            lists: flags(root.map(|root| root.lists.len()), &mut lists.iter().filter_map(|list| Some(list.kept?.0))),
            claim: uses.iter().any(|of| of.is_claim),
            key: uses.iter().any(|of| of.is_key),
        };
        let mut lots = Vec::new();
        lots.resize_with(uses.len(), Lot::default);
        let (keys, key, opportunity) = (String::new(), Lot::default(), Opportunity::default());
        Intake { uses, by_column, lots, lists, keys, key, opportunity }
    }

    /// Reads rows of all columns; says which rows are in error.
    fn read(&mut self, store: &mut Store, columns: &mut ArrowColumns<'_>, rows: Range<usize>) -> Words {
        let mut unfit = NONE;
        self.keys.clear();
        for ((column, of), lot) in columns.columns().iter_mut().zip(&self.uses).zip(&mut self.lots) {
            of.read(store, column, rows.clone(), lot);
            if of.is_key {
                let keys = &mut self.keys;
                column.read(rows.clone(), &mut |text| keep(keys, text), false, &mut self.key);
            }
            add(&mut unfit, &lot.unfit);
        }
        for (list, of) in columns.lists().iter_mut().zip(&mut self.lists) {
            of.read(store, list, &rows);
            add(&mut unfit, &of.lot.unfit);
        }
        unfit
    }
}

fn add(rows: &mut Words, more: &[u64]) {
    for (word, more) in rows.iter_mut().zip(more) {
        *word |= more;
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
            let rows = columns.some(at..at.saturating_add(left).min(columns.len()));
            at = rows.end;
            let unfit = intake.read(self, columns, rows.clone());
            errors = errors.saturating_add(self.take(schema, columns, &mut intake, rows, &unfit));
            self.settle();
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
        self.extend(intake, &fit);
        let count = errors.len();
        self.staging.end_rows(rows.len(), &fit, errors);
        count
    }

    /// Adds what columns say of the rows that are sound.
    fn extend(&mut self, intake: &mut Intake, fit: &Words) {
        let Store { staging, needs, .. } = self;
        let root = needs.table(TableId(0));
        for (of, lot) in intake.uses.iter().zip(&mut intake.lots) {
            lot.only(fit);
            if of.is_claim {
                staging.extend_claims(lot);
            } else if let Some((place, needs)) = of.place.and_then(|place| Some((place, root?.columns.get(place)?))) {
                staging.extend(place, needs, lot);
            }
            if of.is_key {
                intake.key.only(fit);
                staging.extend_keys(&intake.keys, &intake.key);
            }
        }
        for list in &intake.lists {
            let Some((place, elements)) = list.kept else { continue };
            if let Some(needs) = needs.table(elements) {
                staging.extend_list(place, needs, elements, &list.columns, &list.lot, fit);
            }
        }
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
                    let by_column = [&*intake.by_column.facts, &*intake.by_column.lists];
                    staging.push_tables(needs, texts, opportunity, by_column);
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
