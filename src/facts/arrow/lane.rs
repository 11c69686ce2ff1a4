//! The values of one column, read in loops over its array where a multiplication at most makes them facts.

use std::ops::Range;

use arrow_array::types::{ArrowPrimitiveType, Float64Type};
use arrow_array::{BooleanArray, PrimitiveArray};
use arrow_buffer::NullBuffer;

use super::hear::{Ear, Heard, Keep, Wanted};
use super::list::has;
use super::values::{Cells, Values};
use crate::facts::scalar::Form;

/// What a column says of some rows.
#[derive(Default)]
pub(crate) struct Facts {
    /// In their 64-bit form; of a row that is not known it is any.
    pub(crate) values: Vec<i64>,
    /// The rows with a value, 64 a word.
    pub(crate) known: Vec<u64>,
    /// The rows whose value is none.
    pub(super) unfit: Vec<u64>,
    /// The rows of which no loop has said what they are.
    left: Vec<u64>,
}

/// What the values of a dictionary are, each once it is asked for; empty where it is larger than its use.
pub(super) struct Memo(Vec<Option<Heard>>);

impl Memo {
    pub(super) fn new(cells: &Cells) -> Self {
        let length = if let Values::Dictionary(_, values) = &cells.values { values.length } else { 0 };
        Memo(vec![None; if length <= cells.length { length } else { 0 }])
    }
}

/// Reads rows of a column.
pub(super) fn read(
    cells: &Cells,
    rows: Range<usize>,
    wanted: Wanted<'_>,
    keep: &mut Keep<'_>,
    memo: Option<&mut Memo>,
    into: &mut Facts,
) {
    into.values.clear();
    into.left.clear();
    into.known.clear();
    into.known.extend(valid(cells.nulls.as_ref(), rows.clone()));
    into.unfit.clear();
    into.unfit.resize(into.known.len(), 0);
    if let (Values::Dictionary(places, values), Some(memo)) = (&cells.values, memo)
        && !memo.0.is_empty()
    {
        let mut ear = Ear::new(wanted, keep);
        return into.remembered(places.get(rows).unwrap_or(&[]), memo, |place| ear.hear(values, place));
    }
    quick(cells, rows.clone(), wanted, into);
    if into.values.len() != rows.len() {
        into.values.clear();
        into.values.resize(rows.len(), 0);
        into.left.clear();
        into.left.resize(into.known.len(), u64::MAX);
    }
    let is_done = |(left, known): (&u64, &u64)| left & known == 0;
    if into.left.iter().zip(&into.known).all(is_done) {
        return;
    }
    let mut ear = Ear::new(wanted, keep);
    into.settle(rows.start, |row| ear.hear(cells, row));
}

impl Facts {
    /// Whether a row has a value.
    pub(crate) fn is_known(&self, row: usize) -> bool {
        has(&self.known, row)
    }

    /// Says of the rows that are left what they are.
    fn settle(&mut self, start: usize, mut look: impl FnMut(usize) -> Heard) {
        let words = self.known.iter_mut().zip(&mut self.unfit).zip(&self.left);
        for ((values, ((known, unfit), left)), first) in
            self.values.chunks_mut(64).zip(words).zip((0_usize..).step_by(64))
        {
            let wanted = *known & left;
            if wanted == 0 {
                continue;
            }
            for (value, bit) in values.iter_mut().zip(0_usize..) {
                let mask = 1_u64.wrapping_shl(u32::try_from(bit).unwrap_or(0));
                if wanted & mask == 0 {
                    continue;
                }
                match look(start.saturating_add(first).saturating_add(bit)) {
                    Heard::Value(found) => *value = found,
                    Heard::Missing => *known &= !mask,
                    Heard::Unfit => {
                        *known &= !mask;
                        *unfit |= mask;
                    }
                }
            }
        }
    }

    /// Reads rows by the places of their values, each when it is first asked for.
    fn remembered(&mut self, places: &[usize], memo: &mut Memo, mut look: impl FnMut(usize) -> Heard) {
        for (places, (known, unfit)) in places.chunks(64).zip(self.known.iter_mut().zip(&mut self.unfit)) {
            let all = *known;
            let value = |(&place, bit): (&usize, u32)| {
                let mask = 1_u64.wrapping_shl(bit);
                // Of a row that is null it is any place.
                let heard = match memo.0.get_mut(place) {
                    Some(Some(heard)) => *heard,
                    Some(slot) if all & mask != 0 => *slot.insert(look(place)),
                    Some(_) | None => Heard::Missing,
                };
                match heard {
                    Heard::Value(value) => return value,
                    Heard::Missing => *known &= !mask,
                    Heard::Unfit => {
                        *known &= !mask;
                        *unfit |= mask & all;
                    }
                }
                0
            };
            self.values.extend(places.iter().zip(0_u32..).map(value));
        }
    }

    /// Reads a row of whatever loops can read.
    fn each<N: Copy>(&mut self, natives: &[N], read: impl Fn(N) -> Option<i64>) {
        for natives in natives.chunks(64) {
            let mut all = true;
            self.values.extend(natives.iter().map(|&native| {
                let found = read(native);
                all &= found.is_some();
                found.unwrap_or(0)
            }));
            let bit = |(&native, bit)| u64::from(read(native).is_none()).wrapping_shl(bit);
            self.left.push(if all { 0 } else { natives.iter().zip(0_u32..).map(bit).fold(0, |all, bit| all | bit) });
        }
    }
}

/// The rows that are not null, 64 a word; those behind the last one are not.
pub(super) fn valid(nulls: Option<&NullBuffer>, rows: Range<usize>) -> impl Iterator<Item = u64> {
    let count = rows.len();
    let words = nulls.and_then(|nulls| {
        let is_within = rows.end <= nulls.len();
        is_within.then(|| nulls.inner().slice(rows.start, count).bit_chunks().iter_padded().collect::<Vec<u64>>())
    });
    let all = words.is_none();
    let words = words.unwrap_or_default();
    (0..count.div_ceil(64)).map(move |place| {
        let word = if all { u64::MAX } else { words.get(place).copied().unwrap_or(0) };
        let there = count.saturating_sub(place.saturating_mul(64));
        match u32::try_from(there) {
            Ok(there) if there < 64 => word & !u64::MAX.wrapping_shl(there),
            Ok(_) | Err(_) => word,
        }
    })
}

/// Reads what loops can read; where the array is none for them, nothing.
#[expect(clippy::wildcard_enum_match_arm, reason = "what has no loop is read value by value")]
fn quick(cells: &Cells, rows: Range<usize>, wanted: Wanted<'_>, into: &mut Facts) {
    match &cells.values {
        Values::Bool(array) => bools(array, rows, wanted, into),
        Values::I8(array) => whole(array, rows, wanted, into),
        Values::I16(array) => whole(array, rows, wanted, into),
        Values::I32(array) => whole(array, rows, wanted, into),
        Values::I64(array) => whole(array, rows, wanted, into),
        Values::U8(array) => whole(array, rows, wanted, into),
        Values::U16(array) => whole(array, rows, wanted, into),
        Values::U32(array) => whole(array, rows, wanted, into),
        Values::U64(array) => whole(array, rows, wanted, into),
        Values::F64(array) => floats(array, rows, wanted, into),
        Values::Decimal32(array, scale) => decimals(array, *scale, rows, wanted, into),
        Values::Decimal64(array, scale) => decimals(array, *scale, rows, wanted, into),
        Values::Decimal128(array, scale) => decimals(array, *scale, rows, wanted, into),
        Values::Days(array) => into.each(of(array, rows), |days| wanted.day(i64::from(days))),
        Values::DayMillis(array) => into.each(of(array, rows), |millis| wanted.day(millis.div_euclid(86_400_000))),
        Values::Seconds(array, _) => into.each(of(array, rows), |time| wanted.day(time.div_euclid(86_400))),
        Values::Millis(array, _) => into.each(of(array, rows), |time| wanted.day(time.div_euclid(86_400_000))),
        Values::Micros(array, _) => into.each(of(array, rows), |time| wanted.day(time.div_euclid(86_400_000_000))),
        Values::Nanos(array, _) => into.each(of(array, rows), |time| wanted.day(time.div_euclid(86_400_000_000_000))),
        _ => {}
    }
}

/// Rows of an array.
fn of<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, rows: Range<usize>) -> &[T::Native] {
    array.values().get(rows).unwrap_or(&[])
}

fn bools(array: &BooleanArray, rows: Range<usize>, wanted: Wanted<'_>, into: &mut Facts) {
    if !matches!(wanted.form(), Some(Form::Bool)) || rows.end > array.values().len() {
        return;
    }
    into.values.extend(array.values().slice(rows.start, rows.len()).iter().map(i64::from));
    into.left.resize(into.known.len(), 0);
}

fn whole<T>(array: &PrimitiveArray<T>, rows: Range<usize>, wanted: Wanted<'_>, into: &mut Facts)
where
    T: ArrowPrimitiveType,
    T::Native: TryInto<i64>,
{
    let Some(form) = wanted.form() else { return };
    match form.unit() {
        Some(unit) => into.each(of(array, rows), |number| number.try_into().ok()?.checked_mul(unit)),
        None => into.each(of(array, rows), |number| form.whole(number.try_into().ok()?)),
    }
}

/// Numbers of so many digits behind the mark, where none of them is more than the field has.
fn decimals<T>(array: &PrimitiveArray<T>, scale: i8, rows: Range<usize>, wanted: Wanted<'_>, into: &mut Facts)
where
    T: ArrowPrimitiveType,
    T::Native: TryInto<i64>,
{
    let Some(unit) = wanted.form().and_then(Form::unit) else { return };
    let Some(power) = 10_i64.checked_pow(u32::from(scale.unsigned_abs())) else { return };
    let natives = of(array, rows);
    if scale <= 0 {
        let Some(unit) = unit.checked_mul(power) else { return };
        into.each(natives, |number| number.try_into().ok()?.checked_mul(unit));
    } else if let (Some(unit), Some(0)) = (unit.checked_div(power), unit.checked_rem(power)) {
        into.each(natives, |number| number.try_into().ok()?.checked_mul(unit));
    } else if let (Some(power), Some(0)) = (power.checked_div(unit), power.checked_rem(unit)) {
        into.each(natives, |number| {
            let number: i64 = number.try_into().ok()?;
            if number.checked_rem(power)? == 0 { number.checked_div(power) } else { None }
        });
    }
}

/// Floats whose shortest decimal has no more digits than the field has, and fifteen at most: so it is the one from which they came.
#[expect(clippy::as_conversions, reason = "a whole number below 2^53")]
fn floats(array: &PrimitiveArray<Float64Type>, rows: Range<usize>, wanted: Wanted<'_>, into: &mut Facts) {
    const MOST: f64 = 1e15;
    let Some(unit) = wanted.form().and_then(Form::unit) else { return };
    let unit = unit as f64;
    into.each(of(array, rows), |number| {
        let whole = (number * unit).round();
        (whole.abs() < MOST && whole / unit == number).then_some(whole as i64)
    });
}
