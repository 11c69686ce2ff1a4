//! Comparisons of two scalars of every row.

use crate::hir::CompareOp;

use super::column::Codes;
use super::dense;
use super::kernel::Code;
use super::registers::{Scalars, Shape};
use super::store::Chunk;
use super::words::{self, ALL, BLOCK, NONE, Words};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub(crate) enum Side<'a> {
    One(i64),
    Codes { codes: &'a Codes, scale: i64, offset: i64, low: i64, high: i64 },
    Dense { values: &'a [i64], low: i64, high: i64 },
}

/// Room for values one by one, of each side.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    pub(crate) left: Vec<i64>,
    pub(crate) right: Vec<i64>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(scalars: &'a Scalars, chunk: &'a Chunk) -> Self {
        match scalars.shape {
            Shape::One(value) => Side::One(value),
            Shape::Codes { column, scale, offset, low, high } => match chunk.columns.get(column) {
                Some(column) => Side::Codes { codes: &column.values.codes, scale, offset, low, high },
                None => Side::One(0),
            },
            Shape::Dense { low, high } => Side::Dense { values: &scalars.dense, low, high },
        }
    }

    fn bounds(self) -> (i64, i64) {
        match self {
            Side::One(value) => (value, value),
            Side::Codes { low, high, .. } | Side::Dense { low, high, .. } => (low, high),
        }
    }

    /// All values one by one; into `room`, where they are not yet.
    fn spread(self, room: &mut Vec<i64>) -> &[i64] {
        room.resize(BLOCK, 0);
        match self {
            Side::One(value) => room.fill(value),
            Side::Codes { codes, scale, offset, .. } => codes.decode(scale, offset, room),
            Side::Dense { values, .. } => room.copy_from_slice(values),
        }
        room
    }

    fn exceeds(self, than: i64, out: &mut Words) {
        match self {
            Side::One(value) => *out = if value > than { ALL } else { NONE },
            Side::Codes { codes, scale, offset, low, high } => codes.greater(scale, offset, (low, high), than, out),
            Side::Dense { high, .. } if than >= high => *out = NONE,
            Side::Dense { low, .. } if than < low => *out = ALL,
            Side::Dense { values, .. } => Code::greater(values, than, out),
        }
    }

    fn is(self, to: i64, out: &mut Words) {
        match self {
            Side::One(value) => *out = if value == to { ALL } else { NONE },
            Side::Codes { codes, scale, offset, low, high } => codes.equal(scale, offset, (low, high), to, out),
            Side::Dense { low, high, .. } if to < low || to > high => *out = NONE,
            Side::Dense { values, .. } => Code::equal(values, to, out),
        }
    }
}

/// The rows of which the comparison holds; of those that are unknown on a side it may say anything.
pub(crate) fn compare(op: CompareOp, left: Side<'_>, right: Side<'_>, rooms: &mut Rooms, out: &mut Words) {
    let denied = match op {
        CompareOp::Is => {
            equal(left, right, rooms, out);
            false
        }
        CompareOp::IsNot => {
            equal(left, right, rooms, out);
            true
        }
        CompareOp::Greater => {
            greater(left, right, rooms, out);
            false
        }
        CompareOp::LessOrEqual => {
            greater(left, right, rooms, out);
            true
        }
        CompareOp::Less => {
            greater(right, left, rooms, out);
            false
        }
        CompareOp::GreaterOrEqual => {
            greater(right, left, rooms, out);
            true
        }
    };
    if denied {
        words::join(out, &ALL, |word, all| word ^ all);
    }
}

fn greater(left: Side<'_>, right: Side<'_>, rooms: &mut Rooms, out: &mut Words) {
    match (left, right) {
        (left, Side::One(value)) => left.exceeds(value, out),
        (Side::One(value), right) => match value.checked_sub(1) {
            // value > right is not (right > value - 1).
            Some(less) => {
                right.exceeds(less, out);
                words::join(out, &ALL, |word, all| word ^ all);
            }
            None => *out = NONE,
        },
        (left, right) if left.bounds().0 > right.bounds().1 => *out = ALL,
        (left, right) if left.bounds().1 <= right.bounds().0 => *out = NONE,
        (left, right) => each(left, right, rooms, out, dense::greater),
    }
}

fn equal(left: Side<'_>, right: Side<'_>, rooms: &mut Rooms, out: &mut Words) {
    match (left, right) {
        (side, Side::One(value)) | (Side::One(value), side) => side.is(value, out),
        (left, right) => each(left, right, rooms, out, dense::equal),
    }
}

fn each(left: Side<'_>, right: Side<'_>, rooms: &mut Rooms, out: &mut Words, compare: fn(&[i64], &[i64], &mut Words)) {
    let Rooms { left: room, right: other } = rooms;
    let left = if let Side::Dense { values, .. } = left { values } else { left.spread(room) };
    let right = if let Side::Dense { values, .. } = right { values } else { right.spread(other) };
    compare(left, right, out);
}
