//! Fetches the columns of the block that comes next while this one is judged: so many lines of the cache a step that they come
//! beside the work. Blocks are too short for a processor to see by itself where its reading goes on. With the feature `simd`; else it
//! does nothing.

use super::column::{Codes, Column};
use super::store::Block;

/// Lines that are fetched a step: more would make it wait.
const LINES: usize = 12;

/// What of a block has not been fetched.
pub(super) struct Ahead<'a> {
    columns: &'a [Column],
    /// How many lines of the first of them have been.
    done: usize,
}

impl<'a> Ahead<'a> {
    pub(super) fn new(next: Option<&'a Block>) -> Self {
        let root = next.filter(|_| cfg!(feature = "simd")).and_then(Block::root);
        Ahead { columns: root.map_or(&[], |chunk| chunk.columns.as_slice()), done: 0 }
    }

    /// Fetches some more.
    pub(super) fn step(&mut self) {
        let mut left = LINES;
        while left > 0
            && let Some((column, others)) = self.columns.split_first()
        {
            let count = fetch_codes(&column.values.codes, self.done, left);
            left = left.saturating_sub(count);
            self.done = self.done.saturating_add(count);
            if left > 0 {
                left = left.saturating_sub(if column.full { 0 } else { fetch(&column.known, 0, LINES) });
                (self.columns, self.done) = (others, 0);
            }
        }
    }
}

/// Fetches so many lines of codes at most, and says how many.
fn fetch_codes(codes: &Codes, from: usize, most: usize) -> usize {
    match codes {
        Codes::Same => 0,
        Codes::Bits(bits) => fetch(&**bits, from, most),
        Codes::Bytes(codes) => fetch(codes, from, most),
        Codes::Halves(codes) => fetch(codes, from, most),
        Codes::Words(codes) => fetch(codes, from, most),
        Codes::Wide(codes) => fetch(codes, from, most),
        Codes::Planes(planes) => fetch(planes.words(), from, most),
    }
}

fn fetch<T>(values: &[T], from: usize, most: usize) -> usize {
    let in_line = 64_usize.checked_div(size_of::<T>()).unwrap_or(1).max(1);
    let lines = values.len().div_ceil(in_line).saturating_sub(from).min(most);
    #[cfg(feature = "simd")]
    for line in from..from.saturating_add(lines) {
        prefetch_index::prefetch_index(values, line.saturating_mul(in_line));
    }
    lines
}
