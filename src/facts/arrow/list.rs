//! A list whose elements have scalar facts alone, read as columns of elements.

use std::ops::Range;

use arrow_buffer::NullBuffer;

use super::columns::{ArrowColumn, Lot};
use super::lane::valid;
use super::tree::Spans;
use crate::schema::ListId;

/// A list with the columns of its elements.
pub(crate) struct ArrowList<'r> {
    pub(crate) list: ListId,
    pub(super) spans: &'r Spans,
    /// Rows where one of these is null have no list.
    pub(super) nulls: Vec<&'r NullBuffer>,
    pub(super) element_nulls: Option<&'r NullBuffer>,
    pub(crate) columns: Vec<ArrowColumn<'r>>,
    /// How many elements a list may have.
    pub(super) most: usize,
}

/// What a list says of some rows.
#[derive(Default)]
pub(crate) struct ListLot {
    /// The rows with a list, 64 a word.
    pub(crate) known: Vec<u64>,
    /// The elements of each row, by their places in what the columns say.
    pub(crate) elements: Vec<Range<usize>>,
    /// What the columns say of all elements.
    pub(crate) lots: Vec<Lot>,
    /// The rows that are in error.
    pub(crate) unfit: Vec<u64>,
}

impl ListLot {
    /// Whether a row has a list.
    pub(crate) fn is_known(&self, row: usize) -> bool {
        has(&self.known, row)
    }
}

impl ArrowList<'_> {
    /// The elements of rows, with those between them.
    pub(super) fn span(&self, rows: &Range<usize>) -> Range<usize> {
        let last = rows.end.saturating_sub(1).max(rows.start);
        self.spans.of(rows.start).start..self.spans.of(last).end
    }

    /// Looks at rows, and says of which elements the columns are to be read.
    pub(crate) fn begin(&self, rows: &Range<usize>, lot: &mut ListLot) -> Range<usize> {
        let span = self.span(rows);
        // One that is too long is not read, however long it is.
        let is_too_long = rows.len() == 1 && span.len() > self.most;
        let span = if is_too_long { span.start..span.start } else { span };
        let place = |at: usize| at.saturating_sub(span.start);
        lot.elements.clear();
        lot.elements.extend(rows.clone().map(|row| {
            let elements = self.spans.of(row);
            place(elements.start)..place(elements.end)
        }));
        lot.known.clear();
        lot.known.extend(valid(None, rows.clone()));
        for nulls in &self.nulls {
            for (known, word) in lot.known.iter_mut().zip(valid(Some(nulls), rows.clone())) {
                *known &= word;
            }
        }
        lot.lots.resize_with(self.columns.len(), Lot::default);
        span
    }

    /// Finds the rows that are in error, once the columns are read.
    pub(crate) fn end(&self, span: Range<usize>, lot: &mut ListLot) {
        let mut faulty: Vec<u64> = valid(self.element_nulls, span.clone()).collect();
        for (faulty, there) in faulty.iter_mut().zip(valid(None, span)) {
            *faulty = there & !*faulty;
        }
        for unfit in lot.lots.iter().map(|lot| &lot.unfit) {
            for (faulty, unfit) in faulty.iter_mut().zip(unfit) {
                *faulty |= unfit;
            }
        }
        let is_any = faulty.iter().any(|&word| word != 0);
        lot.unfit.clear();
        lot.unfit.resize(lot.known.len(), 0);
        for (row, elements) in lot.elements.iter().enumerate() {
            let is_unfit =
                elements.len() > self.most || (is_any && elements.clone().any(|element| has(&faulty, element)));
            if is_unfit
                && has(&lot.known, row)
                && let Some(word) = lot.unfit.get_mut(row / 64)
            {
                *word |= 1_u64.wrapping_shl(u32::try_from(row % 64).unwrap_or(0));
            }
        }
    }
}

/// Whether a row is among those of words.
pub(super) fn has(words: &[u64], row: usize) -> bool {
    let bit = u32::try_from(row % 64).unwrap_or(0);
    words.get(row / 64).is_some_and(|word| word.wrapping_shr(bit) & 1 != 0)
}
