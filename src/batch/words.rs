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

/// Adds `code` to the byte of every row of the set; codes that meet in one byte are joined by `or`.
pub(crate) fn mark(bytes: &mut [u8], words: &Words, code: u8) {
    let code = u64::from(code).wrapping_mul(0x0101_0101_0101_0101);
    let eights = bytes.as_chunks_mut::<8>().0;
    for (eights, word) in eights.chunks_mut(8).zip(words) {
        if *word == 0 {
            continue;
        }
        for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
            // Byte k gets bit k, which then fills its byte.
            let bits = u64::from(byte).wrapping_mul(0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
            let ones = (bits.wrapping_add(0x007f_7f7f_7f7f_7f7f) | bits) & 0x8080_8080_8080_8080;
            let filled = ones.wrapping_shr(7).wrapping_mul(0xff);
            *eight = (u64::from_le_bytes(*eight) | (filled & code)).to_le_bytes();
        }
    }
}

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
    fn bytes_are_marked() {
        let mut bytes = vec![0; BLOCK];
        let mut words = NONE;
        for row in [0, 7, 8, 63, 64, 100, 2_047] {
            add(&mut words, row);
        }
        mark(&mut bytes, &words, 0xa5);
        for (row, byte) in bytes.iter().enumerate() {
            assert_eq!(*byte, if has(&words, row) { 0xa5 } else { 0 });
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
