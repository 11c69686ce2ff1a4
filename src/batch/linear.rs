//! Sums of multiples of columns, which arithmetic leaves as they are until they are compared.

use super::store::Chunk;

pub(crate) use crate::value::linear::{Linear, Term};

impl Linear {
    /// A row's value.
    pub(crate) fn value(&self, chunk: &Chunk, row: usize) -> i64 {
        let mut sum = self.offset;
        for term in [self.first, self.second].into_iter().filter(|term| term.scale != 0) {
            let codes = chunk.columns.get(term.column).map(|column| &column.values.codes);
            sum = sum.wrapping_add(codes.map_or(0, |codes| codes.value(term.scale, 0, row)));
        }
        sum
    }

    /// All values one by one.
    pub(crate) fn decode(&self, chunk: &Chunk, out: &mut [i64]) {
        let codes = |term: Term| chunk.columns.get(term.column).map(|column| &column.values.codes);
        if let Some(codes) = codes(self.first) {
            codes.decode(self.first.scale, self.offset, out);
        }
        if let Some(codes) = codes(self.second).filter(|_| self.second.scale != 0) {
            codes.add_to(self.second.scale, out);
        }
    }
}
