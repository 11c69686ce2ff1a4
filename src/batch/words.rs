//! Sets of rows of a block, one bit a row, 64 rows a word; and where a row lies in columns of every width.

/// Rows of a block.
pub(crate) const BLOCK: usize = 2_048;

/// Words of a set of rows.
pub(crate) const WORDS: usize = 32;

/// A set of rows of a block: row `64 w + k` is bit `k` of word `w`.
pub(crate) type Words = [u64; WORDS];

pub(crate) const NONE: Words = [0; WORDS];
pub(crate) const ALL: Words = [u64::MAX; WORDS];

/// The first so many rows.
pub(crate) fn first(count: usize) -> Words {
    let mut words = NONE;
    fill(&mut words, 0, count);
    words
}

/// Adds the rows from `start` to before `end`.
pub(crate) fn fill(words: &mut Words, start: usize, end: usize) {
    for_range(start, end, |place, mask| {
        if let Some(word) = words.get_mut(place) {
            *word |= mask;
        }
    });
}

/// How many of the rows from `start` to before `end` are in the set.
pub(crate) fn count(words: &Words, start: usize, end: usize) -> u32 {
    let mut count = 0_u32;
    for_range(start, end, |place, mask| {
        let word = words.get(place).copied().unwrap_or(0);
        count = count.saturating_add((word & mask).count_ones());
    });
    count
}

/// Hands over each word that the rows touch, as its place and the rows' bits in it.
fn for_range(start: usize, end: usize, mut look: impl FnMut(usize, u64)) {
    let mut at = start;
    while at < end {
        let (place, low) = (at / 64, at % 64);
        let next = place.saturating_add(1).saturating_mul(64).min(end);
        let wide = next.saturating_sub(at);
        let ones = u64::MAX.checked_shr(small(64_usize.saturating_sub(wide))).unwrap_or(0);
        look(place, ones.wrapping_shl(small(low)));
        at = next;
    }
}

/// A number below 2³² as one.
pub(crate) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A 32-bit place as an index.
pub(crate) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// Whether a row is in the set.
pub(crate) fn has(words: &Words, row: usize) -> bool {
    words.get(row / 64).is_some_and(|word| word.wrapping_shr(small(row % 64)) & 1 != 0)
}

/// Adds a row.
pub(crate) fn add(words: &mut Words, row: usize) {
    if let Some(word) = words.get_mut(row / 64) {
        *word |= 1_u64.wrapping_shl(small(row % 64));
    }
}

/// Takes a row out.
#[cfg(feature = "arrow")]
pub(crate) fn remove(words: &mut Words, row: usize) {
    if let Some(word) = words.get_mut(row / 64) {
        *word &= !1_u64.wrapping_shl(small(row % 64));
    }
}

/// Adds rows by their words, the first of which begins at a row.
#[cfg(feature = "arrow")]
pub(crate) fn add_from(words: &mut Words, start: usize, rows: &[u64]) {
    let low = small(start % 64);
    for (place, &word) in (start / 64..).zip(rows) {
        if let Some(first) = words.get_mut(place) {
            *first |= word.wrapping_shl(low);
        }
        let rest = word.checked_shr(64_u32.saturating_sub(low)).unwrap_or(0);
        if let Some(next) = words.get_mut(place.saturating_add(1)) {
            *next |= rest;
        }
    }
}

/// Whether there is no row in the set.
pub(crate) fn is_empty(words: &Words) -> bool {
    words.iter().fold(0, |any, word| any | word) == 0
}

/// The rows of a set, in order.
pub(crate) fn rows(words: &Words) -> impl Iterator<Item = usize> {
    words.iter().zip((0_usize..).step_by(64)).flat_map(|(&word, start)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = index(left.trailing_zeros());
            left &= left.wrapping_sub(1);
            (bit < 64).then(|| start.saturating_add(bit))
        })
    })
}

/// Each word of one set with that of another, put together.
#[inline(always)]
pub(crate) fn join(out: &mut Words, other: &Words, operation: impl Fn(u64, u64) -> u64) {
    for (word, &other) in out.iter_mut().zip(other) {
        *word = operation(*word, other);
    }
}

/// Each word of two sets, put together.
#[inline(always)]
pub(crate) fn both(out: &mut Words, left: &Words, right: &Words, operation: impl Fn(u64, u64) -> u64) {
    for (word, (&left, &right)) in out.iter_mut().zip(left.iter().zip(right)) {
        *word = operation(left, right);
    }
}

/// Small numbers of a block's rows, as sets of the rows that have each of their bits.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    planes: [Words; 8],
    used: u8,
}

impl Bits {
    pub(crate) const ZERO: Bits = Bits { planes: [NONE; 8], used: 0 };

    /// Makes all numbers 0 again.
    pub(crate) fn clear(&mut self) {
        *self = Bits::ZERO;
    }

    /// Gives all rows of a set a number, which has been 0.
    pub(crate) fn mark(&mut self, rows: &Words, number: u8) {
        self.used |= number;
        for (bit, plane) in self.planes.iter_mut().enumerate() {
            if number.wrapping_shr(small(bit)) & 1 != 0 {
                join(plane, rows, |plane, rows| plane | rows);
            }
        }
    }

    /// Writes the number of each row.
    pub(crate) fn write(&self, bytes: &mut [u8]) {
        if self.used == 0 {
            bytes.fill(0);
        }
        let mut first = true;
        for (bit, plane) in (0_u32..).zip(&self.planes) {
            if self.used.wrapping_shr(bit) & 1 == 0 {
                continue;
            }
            for (eights, word) in bytes.as_chunks_mut::<8>().0.chunks_mut(8).zip(plane) {
                for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
                    let spread = SPREAD.get(usize::from(byte)).copied().unwrap_or(0).wrapping_shl(bit);
                    let before = if first { 0 } else { u64::from_le_bytes(*eight) };
                    *eight = (before | spread).to_le_bytes();
                }
            }
            first = false;
        }
    }
}

/// For each byte, its bits as eight bytes.
#[expect(clippy::indexing_slicing, reason = "a table made at compile time")]
const SPREAD: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 != 0 {
                table[byte] |= 1 << (8 * bit);
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// Where a row lies in a column whose codes have so many bits. Codes are laid out so that the comparison of a whole
/// column yields words: code `k` of every word stands beside code `k` of the next one, for words as wide as the code.
pub(crate) fn place(row: usize, bits: usize) -> usize {
    let lanes = BLOCK.checked_div(bits).unwrap_or(0);
    let (word, bit) = (row.checked_div(bits).unwrap_or(0), row.checked_rem(bits).unwrap_or(0));
    bit.saturating_mul(lanes).saturating_add(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_filled_and_counted() {
        for (start, end) in [(0, 0), (0, 64), (3, 5), (60, 70), (0, 2_048), (64, 65), (127, 300)] {
            let mut words = NONE;
            fill(&mut words, start, end);
            assert!(rows(&words).eq(start..end));
            assert_eq!(index(count(&words, 10, 100)), (10..100).filter(|row| (start..end).contains(row)).count());
        }
        assert!(first(BLOCK) == ALL && is_empty(&first(0)));
    }

    #[test]
    fn numbers_are_marked() {
        let mut bits = Bits::ZERO;
        let [mut some, mut others] = [NONE; 2];
        [0, 7, 8, 63, 64, 100, 2_047].into_iter().for_each(|row| add(&mut some, row));
        [1, 6, 500].into_iter().for_each(|row| add(&mut others, row));
        bits.mark(&some, 0xa5);
        bits.mark(&others, 3);
        let mut bytes = vec![0; BLOCK];
        bits.write(&mut bytes);
        for (row, byte) in bytes.iter().enumerate() {
            assert_eq!(*byte, if has(&some, row) { 0xa5 } else { u8::from(has(&others, row)) * 3 });
        }
    }

    #[test]
    fn every_row_has_a_place_of_its_own() {
        for bits in [8, 16, 32, 64] {
            let mut places: Vec<usize> = (0..BLOCK).map(|row| place(row, bits)).collect();
            places.sort_unstable();
            assert!(places.into_iter().eq(0..BLOCK));
        }
    }
}
