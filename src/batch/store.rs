//! Opportunities in blocks of columns, as they come in and as they are given back.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::facts::{self, DataError, ListSlot, Opportunity, Slot, TextRef};
use crate::schema::{Schema, TableId};

use super::column::{Coded, Column};
use super::needs::{Kind, Needs};
use super::staging::{Staging, is_text};
use super::text::Dictionary;
use super::words::{self, BLOCK, Words, index, small};

/// The rows of a block at most, of one table: those of the opportunities, or elements of their lists.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) lists: Vec<ListColumn>,
}

/// A list of every row.
#[derive(Clone, Debug)]
pub(crate) struct ListColumn {
    pub(crate) known: Words,
    /// Where the elements of each row start among those of the block, and where the last row's end.
    pub(crate) starts: Vec<u32>,
}

impl ListColumn {
    /// The elements of a row.
    pub(crate) fn elements(&self, row: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).copied().map_or(0, index);
        at(row)..at(row.saturating_add(1))
    }
}

/// Opportunities, with the elements of all their lists.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) rows: usize,
    /// Those that could be read.
    pub(crate) valid: Words,
    /// The claims by their number among the pipeline's, and where there is one.
    pub(crate) claims: Coded,
    pub(crate) claimed: Words,
    /// The different claims' numbers.
    pub(crate) different_claims: Vec<u32>,
    /// By table; that of the opportunities has one chunk.
    pub(crate) tables: Vec<Vec<Chunk>>,
    pub(crate) keys: Keys,
    pub(crate) errors: Vec<(u32, DataError)>,
}

/// Keys that are texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) text: String,
    /// Where each ends; those that are unknown are empty.
    pub(crate) ends: Vec<u32>,
    pub(crate) known: Words,
}

impl Keys {
    /// The key of a row.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let before = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let end = self.ends.get(row).copied()?;
        self.text.get(index(before)..index(end)).filter(|_| words::has(&self.known, row))
    }
}

/// All that is kept of many opportunities.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) needs: Needs,
    pub(crate) texts: Dictionary,
    pub(crate) claims: Dictionary,
    pub(crate) blocks: Vec<Block>,
    /// The rows behind the last whole block.
    pub(crate) staging: Staging,
    /// The same as columns, once they are asked for.
    last: OnceLock<Block>,
}

impl Store {
    pub(crate) fn new(needs: Needs, texts: Dictionary) -> Self {
        let staging = Staging::new(&needs);
        Store { needs, texts, claims: Dictionary::default(), blocks: Vec::new(), staging, last: OnceLock::new() }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.blocks.len().saturating_mul(BLOCK).saturating_add(self.staging.rows())
    }

    /// Adds an opportunity.
    pub(crate) fn push(&mut self, schema: &Schema, opportunity: &Opportunity) {
        self.staging.push(schema, &self.needs, &mut self.texts, &mut self.claims, opportunity);
        self.settle();
    }

    /// Adds a row that could not be read.
    pub(crate) fn push_error(&mut self, error: DataError) {
        self.staging.push_error(error);
        self.settle();
    }

    /// The rows behind the last whole block.
    pub(crate) fn last_block(&self) -> Option<&Block> {
        (self.staging.rows() > 0).then(|| self.last.get_or_init(|| self.staging.clone().seal(&self.needs)))
    }

    /// Makes an opportunity of a row again, or tells what is wrong with it; nothing where there is no such row.
    pub(crate) fn restore(
        &self,
        schema: &Schema,
        row: usize,
        opportunity: &mut Opportunity,
    ) -> Option<Result<(), DataError>> {
        let block = self.block_of(row)?;
        Some(match block.error(row % BLOCK) {
            Some(error) => Err(error.clone()),
            None => {
                block.restore(self, schema, row % BLOCK, opportunity);
                Ok(())
            }
        })
    }

    /// The block of a row, where there is one.
    fn block_of(&self, row: usize) -> Option<&Block> {
        self.blocks.get(row / BLOCK).or_else(|| self.last_block().filter(|_| row < self.rows()))
    }

    /// What is wrong with a row.
    pub(crate) fn error(&self, row: usize) -> Option<&DataError> {
        self.block_of(row)?.error(row % BLOCK)
    }

    /// The key of a row.
    pub(crate) fn key(&self, schema: &Schema, row: usize) -> Option<Cow<'_, str>> {
        let block = self.block_of(row)?;
        if let Some(error) = block.error(row % BLOCK) {
            return error.key().map(Cow::Borrowed);
        }
        let key = schema.key?;
        if is_text(schema) {
            return block.keys.get(row % BLOCK).map(Cow::Borrowed);
        }
        // What is no text is kept as other facts are.
        let column = block.root()?.columns.get(self.needs.table(TableId(0))?.place(key)?)?;
        let (value, known) = (column.values.value(row % BLOCK), words::has(&column.known, row % BLOCK));
        facts::key_of(schema, Slot { value, known, ..Slot::MISSING }, || "")
    }

    pub(super) fn settle(&mut self) {
        self.last = OnceLock::new();
        if self.staging.rows() >= BLOCK {
            let block = self.staging.seal(&self.needs);
            self.blocks.push(block);
        }
    }

    /// How many bytes the whole blocks and the texts take.
    pub(crate) fn bytes(&self) -> usize {
        let blocks = self.blocks.iter().map(Block::bytes).fold(0, usize::saturating_add);
        blocks.saturating_add(self.texts.bytes()).saturating_add(self.claims.bytes())
    }
}

impl Block {
    /// The columns of the opportunities themselves.
    pub(crate) fn root(&self) -> Option<&Chunk> {
        self.tables.first().and_then(|chunks| chunks.first())
    }

    /// The row of a table, the elements of the whole block counted through.
    fn chunk(&self, table: TableId, row: usize) -> Option<(&Chunk, usize)> {
        let chunks = self.tables.get(index(table.0))?;
        Some((chunks.get(row / BLOCK)?, row % BLOCK))
    }

    fn bytes(&self) -> usize {
        let column = |column: &Column| {
            let evidence = column.grade.bytes().saturating_add(column.on.bytes());
            column.values.bytes().saturating_add(evidence).saturating_add(BLOCK / 8)
        };
        let list = |list: &ListColumn| list.starts.len().saturating_mul(4).saturating_add(BLOCK / 8);
        let chunks = self.tables.iter().flatten();
        let parts = chunks.flat_map(|chunk| chunk.columns.iter().map(column).chain(chunk.lists.iter().map(list)));
        let keys = self.keys.text.len().saturating_add(self.keys.ends.len().saturating_mul(4));
        parts.fold(keys.saturating_add(self.claims.bytes()), usize::saturating_add)
    }

    /// What is wrong with a row.
    fn error(&self, row: usize) -> Option<&DataError> {
        let place = self.errors.binary_search_by_key(&small(row), |(row, _)| *row).ok()?;
        self.errors.get(place).map(|(_, error)| error)
    }

    /// Makes the opportunity again, of which all is known that the playbook reads.
    fn restore(&self, store: &Store, schema: &Schema, row: usize, opportunity: &mut Opportunity) {
        opportunity.clear(schema);
        if words::has(&self.claimed, row) {
            let claim = u32::try_from(self.claims.value(row)).unwrap_or(0);
            let text = opportunity.push_text(store.claims.get(claim));
            opportunity.set_claim(Some(text));
        }
        if let (Some(column), Some(key)) = (schema.key, self.keys.get(row)) {
            let value = opportunity.push_text(key).pack();
            opportunity.set_slot(TableId(0), 0, column, Slot { value, known: true, ..Slot::MISSING });
        }
        // The elements of a list come behind one another, and those of lists within them later.
        let mut pending = vec![(TableId(0), row, 0)];
        let mut done = 0;
        while let Some(&(table, row, made)) = pending.get(done) {
            done = done.saturating_add(1);
            let Some(((chunk, place), needs)) = self.chunk(table, row).zip(store.needs.table(table)) else { continue };
            for (column, needs) in chunk.columns.iter().zip(&needs.columns) {
                let slot = column.slot(place, needs.kind, &store.texts, opportunity);
                // A key that is told as a text is known already.
                if slot.known {
                    opportunity.set_slot(table, made, needs.column, slot);
                }
            }
            for (list, needs) in chunk.lists.iter().zip(&needs.lists) {
                let elements = list.elements(place);
                let slot = ListSlot {
                    start: opportunity.rows(needs.elements),
                    count: small(elements.len()),
                    known: words::has(&list.known, place),
                };
                opportunity.set_list(table, made, needs.list, slot);
                for element in elements {
                    pending.push((needs.elements, element, opportunity.push_row(needs.elements)));
                }
            }
        }
    }
}

impl Column {
    fn slot(&self, row: usize, kind: Kind, texts: &Dictionary, opportunity: &mut Opportunity) -> Slot {
        if !words::has(&self.known, row) {
            return Slot::MISSING;
        }
        let value = self.values.value(row);
        let value = match kind {
            Kind::Text => opportunity.push_text(texts.get(u32::try_from(value).unwrap_or(0))).pack(),
            Kind::Bool | Kind::Decimal | Kind::Whole => value,
        };
        Slot {
            value,
            on: i32::try_from(self.on.value(row)).unwrap_or(Slot::UNDATED),
            grade: u16::try_from(self.grade.value(row)).unwrap_or(0),
            known: true,
        }
    }
}

/// A text of an opportunity by its number.
pub(super) fn number_of(opportunity: &Opportunity, texts: &mut Dictionary, value: i64) -> i64 {
    i64::from(texts.add(opportunity.text(TextRef::unpack(value))))
}
