//! Comparisons of two scalars of every row.

use crate::hir::CompareOp;

use super::column::{Coded, Codes};
use super::dense;
use super::kernel::Code;
use super::linear::Linear;
use super::pairs;
use super::registers::{Scalars, Shape};
use super::store::Chunk;
use super::walk::Place;
use super::words::{self, ALL, BLOCK, NONE, Words};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub(crate) enum Side<'a> {
    One(i64),
    Linear(Linear),
    Dense { values: &'a [i64], low: i64, high: i64 },
}

/// Room for values one by one, and for codes that are made wider.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    pub(crate) left: Vec<i64>,
    pub(crate) right: Vec<i64>,
    /// By column.
    wide: Vec<Widened>,
}

/// A column's codes in 32 bits.
#[derive(Clone, Debug, Default)]
struct Widened {
    /// Of which chunk.
    stamp: u64,
    codes: Vec<i32>,
}

/// What is asked of a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Test {
    Greater,
    Equal,
}

impl<'a> Side<'a> {
    pub(crate) fn new(scalars: &'a Scalars) -> Self {
        match scalars.shape {
            Shape::One(value) => Side::One(value),
            Shape::Linear(linear) => Side::Linear(linear),
            Shape::Dense { low, high } => Side::Dense { values: &scalars.dense, low, high },
        }
    }

    fn bounds(self) -> (i64, i64) {
        match self {
            Side::One(value) => (value, value),
            Side::Linear(Linear { low, high, .. }) | Side::Dense { low, high, .. } => (low, high),
        }
    }

    /// All values one by one; into `room`, where they are not yet.
    fn spread(self, chunk: &Chunk, room: &'a mut Vec<i64>) -> &'a [i64] {
        if let Side::Dense { values, .. } = self {
            return values;
        }
        room.resize(BLOCK, 0);
        match self {
            Side::One(value) => room.fill(value),
            Side::Linear(linear) => linear.decode(chunk, room),
            Side::Dense { .. } => {}
        }
        room
    }
}

/// The rows of which the comparison holds; of those that are unknown on a side it may say anything.
pub(crate) fn compare(
    op: CompareOp,
    left: Side<'_>,
    right: Side<'_>,
    at: Place<'_>,
    rooms: &mut Rooms,
    out: &mut Words,
) {
    let (test, left, right, denied) = match op {
        CompareOp::Is => (Test::Equal, left, right, false),
        CompareOp::IsNot => (Test::Equal, left, right, true),
        CompareOp::Greater => (Test::Greater, left, right, false),
        CompareOp::LessOrEqual => (Test::Greater, left, right, true),
        CompareOp::Less => (Test::Greater, right, left, false),
        CompareOp::GreaterOrEqual => (Test::Greater, right, left, true),
    };
    test.find(left, right, at, rooms, out);
    if denied {
        words::join(out, &ALL, |word, all| word ^ all);
    }
}

impl Test {
    /// The rows of which left is greater than right, or equal to it.
    fn find(self, left: Side<'_>, right: Side<'_>, at: Place<'_>, rooms: &mut Rooms, out: &mut Words) {
        if let Some(holds) = self.of_bounds(left.bounds(), right.bounds()) {
            *out = if holds { ALL } else { NONE };
            return;
        }
        let difference = match (left, right) {
            (Side::Linear(left), Side::One(value)) => value.checked_neg().and_then(|value| left.shifted(value)),
            (Side::One(value), Side::Linear(right)) => right.negated().and_then(|right| right.shifted(value)),
            (Side::Linear(left), Side::Linear(right)) => left.minus(right),
            (Side::Dense { values, .. }, Side::One(value)) => {
                match self {
                    Test::Greater => Code::greater(values, value, out),
                    Test::Equal => Code::equal(values, value, out),
                }
                return;
            }
            (Side::One(_) | Side::Linear(_) | Side::Dense { .. }, _) => None,
        };
        if difference.is_some_and(|difference| self.of_linear(difference, at, rooms, out)) {
            return;
        }
        let Rooms { left: room, right: other, .. } = rooms;
        let (left, right) = (left.spread(at.chunk, room), right.spread(at.chunk, other));
        match self {
            Test::Greater => dense::greater(left, right, out),
            Test::Equal => dense::equal(left, right, out),
        }
    }

    /// What the bounds say for all rows.
    fn of_bounds(self, left: (i64, i64), right: (i64, i64)) -> Option<bool> {
        match self {
            Test::Greater if left.0 > right.1 => Some(true),
            Test::Greater if left.1 <= right.0 => Some(false),
            Test::Equal if left.0 > right.1 || left.1 < right.0 => Some(false),
            Test::Equal if left.0 == left.1 && right.0 == right.1 => Some(true),
            Test::Greater | Test::Equal => None,
        }
    }

    /// The rows of which a difference is above 0, or is 0; says whether they were found.
    fn of_linear(self, difference: Linear, at: Place<'_>, rooms: &mut Rooms, out: &mut Words) -> bool {
        let Linear { first, second, offset, low, high } = difference;
        let Some(left) = at.chunk.columns.get(first.column) else { return false };
        if second.scale == 0 {
            match self {
                Test::Greater => left.values.codes.greater(first.scale, offset, (low, high), 0, out),
                Test::Equal => left.values.codes.equal(first.scale, offset, (low, high), 0, out),
            }
            return true;
        }
        let Some(right) = at.chunk.columns.get(second.column) else { return false };
        let (left, right) = (&left.values, &right.values);
        let Some(sum) = Sum::new(self, difference, left, right) else { return false };
        let (left, right) = (&left.codes, &right.codes);
        rooms.widen(first.column, left, at.stamp);
        rooms.widen(second.column, right, at.stamp);
        match rooms.codes(first.column, left).zip(rooms.codes(second.column, right)) {
            Some((left, right)) => sum.find(self, left, right, out),
            None => return false,
        }
        true
    }
}

/// `left * scales.0 + right * scales.1` in 32 bits, and what it is compared with.
struct Sum {
    scales: (i32, i32),
    than: i32,
}

impl Sum {
    /// Where all of it fits. What divides both scales is taken out.
    fn new(test: Test, difference: Linear, left: &Coded, right: &Coded) -> Option<Sum> {
        let (by, other) = (difference.first.scale, difference.second.scale);
        let common = i64::try_from(gcd(by.unsigned_abs(), other.unsigned_abs())).ok()?;
        let (by, other) = (by.checked_div(common)?, other.checked_div(common)?);
        // common * sum + offset > 0 is sum > -offset / common, rounded down.
        let than = difference.offset.checked_neg()?;
        if test == Test::Equal && than.checked_rem(common)? != 0 {
            return None;
        }
        let than = i32::try_from(than.div_euclid(common)).ok()?;
        let size = |scale: i64, column: &Coded| {
            let (least, greatest) = column.code_bounds();
            scale.unsigned_abs().checked_mul(least.unsigned_abs().max(greatest.unsigned_abs()))
        };
        let size = size(by, left)?.checked_add(size(other, right)?)?;
        i32::try_from(size).ok()?;
        Some(Sum { scales: (i32::try_from(by).ok()?, i32::try_from(other).ok()?), than })
    }

    fn find(self, test: Test, left: &[i32], right: &[i32], out: &mut Words) {
        let Sum { scales, than } = self;
        match (test, scales) {
            (Test::Greater, (1, -1)) => pairs::difference_greater(left, right, than, out),
            (Test::Greater, (-1, 1)) => pairs::difference_greater(right, left, than, out),
            (Test::Greater, _) => pairs::sum_greater(left, right, scales, than, out),
            (Test::Equal, (1, -1)) => pairs::difference_equal(left, right, than, out),
            (Test::Equal, _) => pairs::sum_equal(left, right, scales, than, out),
        }
    }
}

fn gcd(mut left: u64, mut right: u64) -> u64 {
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    left
}

impl Rooms {
    /// Makes a column's codes wider, where they are narrower than 32 bits and this has not been done yet.
    fn widen(&mut self, column: usize, codes: &Codes, stamp: u64) {
        if matches!(codes, Codes::Words(_)) {
            return;
        }
        if self.wide.len() <= column {
            self.wide.resize(column.saturating_add(1), Widened::default());
        }
        if let Some(wide) = self.wide.get_mut(column).filter(|wide| wide.stamp != stamp)
            && codes.widen(&mut wide.codes)
        {
            wide.stamp = stamp;
        }
    }

    /// A column's codes in 32 bits.
    fn codes<'c>(&'c self, column: usize, codes: &'c Codes) -> Option<&'c [i32]> {
        match codes {
            Codes::Words(codes) => Some(codes),
            Codes::Bytes(_) | Codes::Halves(_) => self.wide.get(column).map(|wide| wide.codes.as_slice()),
            Codes::Same | Codes::Bits(_) | Codes::Wide(_) | Codes::Planes(_) => None,
        }
    }
}
