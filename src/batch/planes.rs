//! Codes as planes of bits: for each place of a code the rows that have a one there.
//!
//! A comparison with a constant takes one operation a plane for 64 rows, and so fewer than codes side by side need, however narrow they
//! are. With the feature `simd` the loops exist a second time, as those of [`super::kernel`] do.

use super::words::{self, ALL, NONE, WORDS, Words};

/// Codes from `least` on.
#[derive(Clone, Debug)]
pub(crate) struct Planes {
    /// For each part of the rows its planes, from the lowest place: they are read from the first to the last, as memory likes it.
    bits: Box<[Part]>,
    pub(crate) least: i64,
}

/// How many words of a set are worked out at a time: as many as there are registers for.
const PART: usize = 16;

/// How many parts the rows of a block have.
const PARTS: usize = WORDS / PART;

/// A plane's words of one part.
type Part = [u64; PART];

impl Planes {
    /// The planes of codes that are not below 0 and not above `greatest`; that of a row is `least` and its code.
    pub(crate) fn new(codes: impl Iterator<Item = u64>, greatest: u64, least: i64) -> Self {
        let places = words::index(64_u32.saturating_sub(greatest.leading_zeros()));
        let mut bits = vec![[0; PART]; places.saturating_mul(PARTS)].into_boxed_slice();
        let mut eight = [0_u64; 8];
        let mut codes = codes.fuse();
        for part in bits.chunks_exact_mut(places.max(1)) {
            for place in 0..PART.saturating_mul(8) {
                eight.fill(0);
                for (slot, code) in eight.iter_mut().zip(codes.by_ref()) {
                    *slot = code;
                }
                spread(&eight, place, part);
            }
        }
        Planes { bits, least }
    }

    /// How many bytes they take.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.bits)
    }

    /// All that is read of them.
    pub(crate) fn words(&self) -> &[u64] {
        self.bits.as_flattened()
    }

    /// The planes of each part of the rows.
    fn parts(&self) -> std::slice::ChunksExact<'_, Part> {
        self.bits.chunks_exact(self.places().max(1))
    }

    /// How many bits a code has.
    fn places(&self) -> usize {
        self.bits.len() / PARTS
    }

    /// The code of a row.
    pub(crate) fn code(&self, row: usize) -> i64 {
        let word = row / 64;
        let planes = self.parts().nth(word / PART).unwrap_or_default();
        let bit = |plane: &Part| plane.get(word % PART).map_or(0, |word| word.wrapping_shr(words::small(row % 64)) & 1);
        let code = (0..).zip(planes).fold(0, |all, (place, plane)| all | bit(plane).wrapping_shl(place));
        self.least.wrapping_add(code.cast_signed())
    }

    /// The rows whose code is greater.
    pub(crate) fn greater(&self, than: i128, out: &mut Words) {
        match self.within(than) {
            Ok(than) => greater(self.parts(), than, out),
            Err(is_below) => *out = if is_below { ALL } else { NONE },
        }
    }

    /// The rows whose code is that.
    pub(crate) fn equal(&self, to: i64, out: &mut Words) {
        match self.within(i128::from(to)) {
            Ok(to) => equal(self.parts(), to, out),
            Err(_) => *out = NONE,
        }
    }

    /// Adds `code * scale` of every row to values, laid out as a column of 64-bit codes.
    pub(crate) fn add_to(&self, scale: i64, out: &mut [i64]) {
        let least = self.least.wrapping_mul(scale);
        out.iter_mut().for_each(|value| *value = value.wrapping_add(least));
        for (at, planes) in self.parts().enumerate() {
            for (place, plane) in (0_u32..).zip(planes) {
                let part = scale.wrapping_shl(place);
                // The values of a bit lie side by side, one for each word; those of this part are every second lot of them.
                let lots = out.as_chunks_mut::<PART>().0.iter_mut().skip(at).step_by(PARTS);
                for (bit, values) in (0_u32..).zip(lots) {
                    for (value, word) in values.iter_mut().zip(plane) {
                        let is_one = word.wrapping_shr(bit) & 1;
                        *value = value.wrapping_add(part & 0_i64.wrapping_sub(is_one.cast_signed()));
                    }
                }
            }
        }
    }

    /// A code as what the planes say, or whether it is below all that they can.
    fn within(&self, code: i128) -> Result<u64, bool> {
        let distance = code.saturating_sub(i128::from(self.least));
        match u64::try_from(distance) {
            Ok(code) if words::index(64_u32.saturating_sub(code.leading_zeros())) <= self.places() => Ok(code),
            Ok(_) => Err(false),
            Err(_) => Err(distance < 0),
        }
    }
}

/// Spreads eight codes over the planes of a part: they are those of its eight rows from `8 * place` on.
fn spread(codes: &[u64; 8], place: usize, planes: &mut [Part]) {
    let shift = words::small(place % 8).saturating_mul(8);
    for (byte, planes) in (0_u32..).step_by(8).zip(planes.chunks_mut(8)) {
        let gathered =
            codes.iter().rev().fold(0, |all: u64, code| all.wrapping_shl(8) | code.wrapping_shr(byte) & 0xff);
        if gathered == 0 {
            continue;
        }
        for (plane, rows) in planes.iter_mut().zip(turned(gathered).to_le_bytes()) {
            if let Some(word) = plane.get_mut(place / 8) {
                *word |= u64::from(rows).wrapping_shl(shift);
            }
        }
    }
}

/// Eight bytes as the rows of a square of bits, with rows and columns exchanged.
fn turned(square: u64) -> u64 {
    let swap = |square: u64, by: u32, mask: u64| {
        let moved = (square ^ square.wrapping_shr(by)) & mask;
        square ^ moved ^ moved.wrapping_shl(by)
    };
    let pairs = swap(square, 7, 0x00aa_00aa_00aa_00aa);
    let fours = swap(pairs, 14, 0x0000_cccc_0000_cccc);
    swap(fours, 28, 0x0000_0000_f0f0_f0f0)
}

#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn greater(parts: std::slice::ChunksExact<'_, Part>, than: u64, out: &mut Words) {
    for (planes, words) in parts.zip(out.as_chunks_mut::<PART>().0) {
        // From the lowest place up: a one beats a zero of the bound, and a zero loses to a one.
        let mut found = [0_u64; PART];
        let mut rest = than;
        for plane in planes {
            if rest & 1 == 0 {
                found.iter_mut().zip(plane).for_each(|(found, word)| *found |= word);
            } else {
                found.iter_mut().zip(plane).for_each(|(found, word)| *found &= word);
            }
            rest = rest.wrapping_shr(1);
        }
        *words = found;
    }
}

#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn equal(parts: std::slice::ChunksExact<'_, Part>, to: u64, out: &mut Words) {
    for (planes, words) in parts.zip(out.as_chunks_mut::<PART>().0) {
        let mut found = [u64::MAX; PART];
        let mut rest = to;
        for plane in planes {
            let flip = (rest & 1).wrapping_sub(1);
            found.iter_mut().zip(plane).for_each(|(found, word)| *found &= word ^ flip);
            rest = rest.wrapping_shr(1);
        }
        *words = found;
    }
}
