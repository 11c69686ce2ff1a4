//! One fact of a block's rows, in the narrowest codes that hold it.

use super::kernel::Code;
use super::pairs;
use super::planes::Planes;
use super::words::{self, ALL, BLOCK, NONE, Words};

/// Values of a block: `code * scale + offset`.
#[derive(Clone, Debug)]
pub(crate) struct Coded {
    pub(crate) codes: Codes,
    pub(crate) scale: i64,
    pub(crate) offset: i64,
    /// Bounds of the values that count.
    pub(crate) low: i64,
    pub(crate) high: i64,
}

/// The codes, laid out as [`words::place`] says.
#[derive(Clone, Debug)]
pub(crate) enum Codes {
    /// All are 0: the values that count are one.
    Same,
    /// 0 or 1.
    Bits(Box<Words>),
    Bytes(Box<[i8]>),
    Halves(Box<[i16]>),
    Words(Box<[i32]>),
    Wide(Box<[i64]>),
    Planes(Planes),
}

/// A fact of a block's rows, with its evidence.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) values: Coded,
    pub(crate) known: Words,
    /// Whether all rows are known.
    pub(crate) full: bool,
    /// The grades of evidence, where they matter.
    pub(crate) grade: Coded,
    /// The dates of evidence; [`Slot::UNDATED`](crate::facts::Slot::UNDATED) where there is none.
    pub(crate) on: Coded,
}

impl Coded {
    /// Puts values into codes. Scales are tried in turn, the last is 1.
    pub(crate) fn new(values: &[i64], scales: &[i64]) -> Self {
        let (low, high) = bounds(values);
        if low == high {
            return Coded::of_one(low);
        }
        let scale = scales.iter().copied().find(|&scale| are_multiples(values, scale)).unwrap_or(1);
        let parts = Parts { values, scale, low, high };
        let narrow = parts.narrow::<i8>().map(|(offset, codes)| (offset, Codes::Bytes(codes)));
        let narrow = narrow.or_else(|| parts.narrow::<i16>().map(|(offset, codes)| (offset, Codes::Halves(codes))));
        let narrow = narrow.or_else(|| parts.narrow::<i32>().map(|(offset, codes)| (offset, Codes::Words(codes))));
        let (offset, codes) = narrow.unwrap_or_else(|| (0, Codes::Wide(parts.codes(0))));
        Coded { codes, scale, offset, low, high }
    }

    /// Puts values into planes.
    pub(crate) fn in_planes(values: &[i64], scales: &[i64]) -> Self {
        let (low, high) = bounds(values);
        if low == high {
            return Coded::of_one(low);
        }
        let scale = scales.iter().copied().find(|&scale| are_multiples(values, scale)).unwrap_or(1);
        let coded = Coded { codes: Codes::Same, scale, offset: low, low, high };
        match coded.planes(values) {
            Some(planes) => Coded { codes: Codes::Planes(planes), ..coded },
            None => Coded::new(values, &[scale]),
        }
    }

    /// The codes as planes, for values that differ.
    fn planes(&self, values: &[i64]) -> Option<Planes> {
        let Coded { scale, offset, low, high, .. } = *self;
        let greatest = high.checked_sub(low)?.checked_div(scale)?.cast_unsigned();
        let least = low.checked_sub(offset)?.checked_div(scale)?;
        let distances = values.iter().map(|value| value.wrapping_sub(low));
        Some(match scale {
            1 => Planes::new(distances.map(i64::cast_unsigned), greatest, least),
            100 => Planes::new(distances.map(|value| (value / 100).cast_unsigned()), greatest, least),
            10_000 => Planes::new(distances.map(|value| (value / 10_000).cast_unsigned()), greatest, least),
            scale => {
                let code = |value: i64| value.checked_div(scale).unwrap_or(0).cast_unsigned();
                Planes::new(distances.map(code), greatest, least)
            }
        })
    }

    /// Truths as they are.
    pub(crate) fn of_bits(bits: Words) -> Self {
        Coded { codes: Codes::Bits(Box::new(bits)), scale: 1, offset: 0, low: 0, high: 1 }
    }

    /// All rows alike.
    pub(crate) fn of_one(value: i64) -> Self {
        Coded { codes: Codes::Same, scale: 1, offset: value, low: value, high: value }
    }

    /// The least and greatest code.
    pub(crate) fn code_bounds(&self) -> (i64, i64) {
        let code = |value: i64| value.wrapping_sub(self.offset).checked_div(self.scale).unwrap_or(0);
        (code(self.low), code(self.high))
    }

    /// A row's value.
    pub(crate) fn value(&self, row: usize) -> i64 {
        self.codes.value(self.scale, self.offset, row)
    }

    /// The rows whose value is greater; of rows that do not count it may say anything.
    pub(crate) fn greater(&self, than: i64, out: &mut Words) {
        self.codes.greater(self.scale, self.offset, (self.low, self.high), than, out);
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.codes.bytes()
    }
}

impl Codes {
    /// How many bytes they take.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Codes::Same => 0,
            Codes::Bits(_) => BLOCK / 8,
            Codes::Bytes(_) => BLOCK,
            Codes::Halves(_) => BLOCK.saturating_mul(2),
            Codes::Words(_) => BLOCK.saturating_mul(4),
            Codes::Wide(_) => BLOCK.saturating_mul(8),
            Codes::Planes(planes) => planes.bytes(),
        }
    }

    /// A row's `code * scale + offset`.
    pub(crate) fn value(&self, scale: i64, offset: i64, row: usize) -> i64 {
        let code = match self {
            Codes::Same => 0,
            Codes::Bits(bits) => i64::from(words::has(bits, row)),
            Codes::Bytes(codes) => code(codes, row),
            Codes::Halves(codes) => code(codes, row),
            Codes::Words(codes) => code(codes, row),
            Codes::Wide(codes) => code(codes, row),
            Codes::Planes(planes) => planes.code(row),
        };
        code.wrapping_mul(scale).wrapping_add(offset)
    }

    /// The rows whose value `code * scale + offset` is greater, the values that count lying within the bounds.
    pub(crate) fn greater(&self, scale: i64, offset: i64, bounds: (i64, i64), than: i64, out: &mut Words) {
        if than >= bounds.1 {
            *out = NONE;
        } else if than < bounds.0 {
            *out = ALL;
        } else if scale > 0 {
            self.greater_code(floor(distance(than, offset), scale), out);
        } else {
            // The greater the code, the lesser the value: what is sought is not above (offset - than - 1) / -scale.
            let back = distance(offset, than).saturating_sub(1);
            self.greater_code(floor(back, scale.saturating_neg()), out);
            words::join(out, &ALL, |word, all| word ^ all);
        }
    }

    /// The rows whose value `code * scale + offset` is that one, the values that count lying within the bounds.
    pub(crate) fn equal(&self, scale: i64, offset: i64, bounds: (i64, i64), to: i64, out: &mut Words) {
        let distance = distance(to, offset);
        let code = floor(distance, scale);
        if to < bounds.0 || to > bounds.1 || code.saturating_mul(i128::from(scale)) != distance {
            *out = NONE;
        } else if bounds.0 == bounds.1 {
            *out = ALL;
        } else {
            let code = i64::try_from(code).unwrap_or(0);
            match self {
                Codes::Same => *out = ALL,
                Codes::Bits(bits) => {
                    words::both(out, bits, &ALL, |bits, all| if code == 1 { bits } else { bits ^ all })
                }
                Codes::Bytes(codes) => equal(codes, code, out),
                Codes::Halves(codes) => equal(codes, code, out),
                Codes::Words(codes) => equal(codes, code, out),
                Codes::Wide(codes) => equal(codes, code, out),
                Codes::Planes(planes) => planes.equal(code, out),
            }
        }
    }

    fn greater_code(&self, than: i128, out: &mut Words) {
        match self {
            Codes::Same => *out = if than < 0 { ALL } else { NONE },
            Codes::Bits(bits) if than == 0 => *out = **bits,
            Codes::Bits(_) => *out = if than < 0 { ALL } else { NONE },
            Codes::Bytes(codes) => greater(codes, than, out),
            Codes::Halves(codes) => greater(codes, than, out),
            Codes::Words(codes) => greater(codes, than, out),
            Codes::Wide(codes) => greater(codes, than, out),
            Codes::Planes(planes) => planes.greater(than, out),
        }
    }

    /// Writes `code * scale + offset` of every row, as 64-bit values.
    pub(crate) fn decode(&self, scale: i64, offset: i64, out: &mut [i64]) {
        match self {
            Codes::Same => out.fill(offset),
            Codes::Bits(bits) => {
                let one = scale.wrapping_add(offset);
                for (values, bit) in out.as_chunks_mut::<{ words::WORDS }>().0.iter_mut().zip(0..) {
                    for (value, word) in values.iter_mut().zip(bits.iter()) {
                        *value = if word.wrapping_shr(bit) & 1 == 0 { offset } else { one };
                    }
                }
            }
            Codes::Bytes(codes) => Code::decode(codes, scale, offset, out),
            Codes::Halves(codes) => Code::decode(codes, scale, offset, out),
            Codes::Words(codes) => Code::decode(codes, scale, offset, out),
            Codes::Wide(codes) => Code::decode(codes, scale, offset, out),
            Codes::Planes(planes) => {
                out.fill(offset);
                planes.add_to(scale, out);
            }
        }
    }
}

impl Codes {
    /// Adds `code * scale` of every row to values.
    pub(crate) fn add_to(&self, scale: i64, out: &mut [i64]) {
        match self {
            Codes::Same | Codes::Bits(_) => {}
            Codes::Bytes(codes) => Code::add_to(codes, scale, out),
            Codes::Halves(codes) => Code::add_to(codes, scale, out),
            Codes::Words(codes) => Code::add_to(codes, scale, out),
            Codes::Wide(codes) => Code::add_to(codes, scale, out),
            Codes::Planes(planes) => planes.add_to(scale, out),
        }
    }

    /// Writes codes that are narrower than 32 bits as such; says whether they are.
    pub(crate) fn widen(&self, room: &mut Vec<i32>) -> bool {
        room.resize(BLOCK, 0);
        match self {
            Codes::Bytes(codes) => pairs::widen_bytes(codes, room),
            Codes::Halves(codes) => pairs::widen_halves(codes, room),
            Codes::Same | Codes::Bits(_) | Codes::Words(_) | Codes::Wide(_) | Codes::Planes(_) => return false,
        }
        true
    }
}

fn distance(to: i64, from: i64) -> i128 {
    i128::from(to).saturating_sub(i128::from(from))
}

/// `distance / scale`, rounded so that what is left is not below 0; in 64 bits where they suffice, as that is faster.
fn floor(distance: i128, scale: i64) -> i128 {
    match i64::try_from(distance).ok().and_then(|distance| distance.checked_div_euclid(scale)) {
        Some(quotient) => i128::from(quotient),
        None => distance.checked_div_euclid(i128::from(scale)).unwrap_or(0),
    }
}

/// The rows whose code is greater; a bound out of the codes' range settles all.
fn greater<T: Code>(codes: &[T], than: i128, out: &mut Words) {
    if than < i128::from(T::RANGE.0) {
        *out = ALL;
    } else if than >= i128::from(T::RANGE.1) {
        *out = NONE;
    } else {
        T::greater(codes, T::of(i64::try_from(than).unwrap_or(0)), out);
    }
}

fn equal<T: Code>(codes: &[T], to: i64, out: &mut Words) {
    if (T::RANGE.0..=T::RANGE.1).contains(&to) { T::equal(codes, T::of(to), out) } else { *out = NONE }
}

fn code<T: Code>(codes: &[T], row: usize) -> i64 {
    codes.get(words::place(row, T::BITS)).copied().map_or(0, Into::into)
}

/// The least and greatest value; zeros where there is none.
fn bounds(values: &[i64]) -> (i64, i64) {
    let Some(&first) = values.first() else { return (0, 0) };
    values.iter().fold((first, first), |(low, high), &value| (low.min(value), high.max(value)))
}

/// Whether all values are multiples. The usual scales are constants, by which division is cheap.
fn are_multiples(values: &[i64], scale: i64) -> bool {
    match scale {
        1 => true,
        100 => values.iter().all(|value| value % 100 == 0),
        10_000 => values.iter().all(|value| value % 10_000 == 0),
        other => values.iter().all(|value| value.checked_rem(other) == Some(0)),
    }
}

/// What codes are made of.
struct Parts<'a> {
    values: &'a [i64],
    scale: i64,
    low: i64,
    high: i64,
}

impl Parts<'_> {
    /// Codes of that width with their offset, where they can hold the values.
    fn narrow<T: Code>(&self) -> Option<(i64, Box<[T]>)> {
        let (least, greatest) = T::RANGE;
        let (low, high) = (self.low.checked_div(self.scale)?, self.high.checked_div(self.scale)?);
        let offset = if least <= low && high <= greatest {
            0
        } else if high.checked_sub(low)? <= greatest.checked_sub(least)? {
            self.low.checked_sub(least.checked_mul(self.scale)?)?
        } else {
            return None;
        };
        Some((offset, self.codes(offset)))
    }

    fn codes<T: Code>(&self, offset: i64) -> Box<[T]> {
        match self.scale {
            1 => self.fill(|value| T::of(value.wrapping_sub(offset))),
            100 => self.fill(|value| T::of(value.wrapping_sub(offset) / 100)),
            10_000 => self.fill(|value| T::of(value.wrapping_sub(offset) / 10_000)),
            scale => self.fill(|value| T::of(value.wrapping_sub(offset).checked_div(scale).unwrap_or(0))),
        }
    }

    /// Codes laid out; rows that there are not have the code of the least value.
    fn fill<T: Code>(&self, of: impl Fn(i64) -> T) -> Box<[T]> {
        let mut codes = vec![of(self.low); BLOCK];
        let lanes = BLOCK.checked_div(T::BITS).unwrap_or(1);
        for (lane, values) in self.values.chunks(T::BITS).enumerate() {
            for (slot, &value) in codes.iter_mut().skip(lane).step_by(lanes).zip(values) {
                *slot = of(value);
            }
        }
        codes.into_boxed_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[i64], scales: &[i64]) {
        let counted = words::first(values.len());
        let coded = Coded::new(values, scales);
        check_coded(values, &coded, &counted);
        if coded.low != coded.high {
            let planes = coded.planes(values).map(Codes::Planes);
            check_coded(values, &Coded { codes: planes.unwrap_or_else(|| coded.codes.clone()), ..coded }, &counted);
        }
        check_coded(values, &Coded::in_planes(values, scales), &counted);
    }

    fn check_coded(values: &[i64], coded: &Coded, counted: &Words) {
        let mut dense = vec![0; BLOCK];
        coded.codes.decode(coded.scale, coded.offset, &mut dense);
        for (row, &value) in values.iter().enumerate() {
            assert_eq!(coded.value(row), value);
            assert_eq!(dense[words::place(row, 64)], value);
        }
        let near = |value: i64| [value.wrapping_sub(1), value, value.wrapping_add(1)];
        for than in values.iter().take(5).flat_map(|&value| near(value)).chain([0, i64::MIN, i64::MAX]) {
            let (mut greater, mut equal) = (NONE, NONE);
            let bounds = (coded.low, coded.high);
            coded.greater(than, &mut greater);
            coded.codes.equal(coded.scale, coded.offset, bounds, than, &mut equal);
            let (mut lesser, mut opposite) = (NONE, NONE);
            if let (Some(scale), Some(offset), Some(low), Some(high), Some(than)) = (
                coded.scale.checked_neg(),
                coded.offset.checked_neg(),
                coded.high.checked_neg(),
                coded.low.checked_neg(),
                than.checked_neg(),
            ) {
                coded.codes.greater(scale, offset, (low, high), than, &mut lesser);
                coded.codes.equal(scale, offset, (low, high), than, &mut opposite);
                for row in words::rows(counted) {
                    assert_eq!(words::has(&lesser, row), -values[row] > than);
                    assert_eq!(words::has(&opposite, row), -values[row] == than);
                }
            }
            for row in words::rows(counted) {
                assert_eq!(words::has(&greater, row), values[row] > than, "{} > {than}", values[row]);
                assert_eq!(words::has(&equal, row), values[row] == than);
            }
        }
    }

    #[test]
    fn codes_say_what_values_say() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.cast_signed()
        };
        for bits in [1, 7, 8, 12, 16, 30, 33, 50, 63] {
            for (scale, offset) in [(1, 0), (1, 20_000), (10_000, 0), (100, -7_000), (1, i64::MAX >> 1)] {
                let values: Vec<i64> =
                    (0..700).map(|_| (random() >> (64 - bits)).wrapping_mul(scale).wrapping_add(offset)).collect();
                check(&values, &[10_000, 100, 1]);
            }
        }
        check(&[5, 9, 5], &[1]);
        check(&[i64::MIN, 0, i64::MAX], &[1]);
    }
}
