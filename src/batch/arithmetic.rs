//! Arithmetic on a scalar or two of every row.
//!
//! Sums, and multiples by what is the same for all rows, are left as they are, [`Linear`](super::linear::Linear), where the
//! bounds show that no row leaves the range. Else the values are worked out one by one: in a straight loop where the bounds show that
//! all rows have a result, row by row where they do not.

use crate::eval::arithmetic;
use crate::hir::ArithmeticOp;
use crate::value::{Date, LONGEST_DAYS, SCALE, ops};

use super::compare::Rooms;
use super::dense;
use super::plan::Pair;
use super::registers::{Scalars, Shape};
use super::store::Chunk;
use super::words::{self, ALL, BLOCK, NONE, Words};

/// Bounds of values, wider than any.
type Bounds = (i128, i128);

/// `left pair right` of every row.
pub(super) fn pair(pair: Pair, left: &Scalars, right: &Scalars, chunk: &Chunk, rooms: &mut Rooms, out: &mut Scalars) {
    out.full = left.full && right.full;
    if out.full {
        out.known = ALL;
    } else {
        words::both(&mut out.known, &left.known, &right.known, |left, right| left & right);
    }
    out.reasons.plain = left.reasons.plain && right.reasons.plain;
    if !out.reasons.plain {
        words::both(&mut out.reasons.lacks, &left.lacks(), &right.lacks(), |left, right| left | right);
    }
    let one = |left, right| match pair {
        Pair::Arithmetic(op) => arithmetic(op, left, right),
        Pair::Min => Some(left.min(right)),
        Pair::Max => Some(left.max(right)),
    };
    if let (Shape::One(left), Shape::One(right)) = (left.shape, right.shape) {
        match one(left, right) {
            Some(value) => out.shape = Shape::One(value),
            None => {
                out.shape = Shape::One(0);
                undefined(out, &ALL);
            }
        }
        return;
    }
    if let Pair::Arithmetic(op) = pair
        && let Some(shape) = linear(op, left.shape, right.shape)
    {
        out.shape = shape;
        return;
    }
    let (of_left, of_right) = (wide(left.bounds()), wide(right.bounds()));
    let whole = match pair {
        Pair::Arithmetic(op) => result_bounds(op, of_left, of_right),
        Pair::Min => Some((of_left.0.min(of_right.0), of_left.1.min(of_right.1))),
        Pair::Max => Some((of_left.0.max(of_right.0), of_left.1.max(of_right.1))),
    };
    let Rooms { left: room, right: other, .. } = rooms;
    let (left, right) = (left.spread(chunk, room), right.spread(chunk, other));
    if let Some((low, high)) = whole.and_then(|(low, high)| ops::narrow(low).zip(ops::narrow(high))) {
        out.make_dense(low, high);
        straight(pair, left, right, out);
    } else {
        row_by_row(left, right, out, one);
    }
}

/// The result of an operation on one scalar of every row.
pub(super) fn single(
    of: &Scalars,
    chunk: &Chunk,
    rooms: &mut Rooms,
    out: &mut Scalars,
    mut one: impl FnMut(i64) -> Option<i64>,
) {
    same_knowledge(of, out);
    if let Shape::One(value) = of.shape {
        match one(value) {
            Some(value) => out.shape = Shape::One(value),
            None => {
                out.shape = Shape::One(0);
                undefined(out, &ALL);
            }
        }
        return;
    }
    let values = of.spread(chunk, &mut rooms.left);
    row_by_row(values, values, out, |value, _| one(value));
}

/// `-value` of every row, where the values stay linear.
pub(super) fn negated(shape: Shape) -> Option<Shape> {
    match shape {
        Shape::Linear(linear) => linear.negated().map(Shape::Linear),
        Shape::One(_) | Shape::Dense { .. } => None,
    }
}

/// What is known of the one is known of the other.
pub(super) fn same_knowledge(of: &Scalars, out: &mut Scalars) {
    (out.known, out.full) = (of.known, of.full);
    out.reasons.plain = of.reasons.plain;
    if !of.reasons.plain {
        out.reasons.lacks = of.reasons.lacks;
    }
}

fn row_by_row(left: &[i64], right: &[i64], out: &mut Scalars, mut one: impl FnMut(i64, i64) -> Option<i64>) {
    out.make_dense(0, 0);
    let (mut over, mut bounds) = (NONE, None);
    dense::map(&out.known, left, right, &mut out.dense, &mut over, |left, right| {
        let value = one(left, right);
        if let Some(value) = value {
            let (low, high) = bounds.unwrap_or((value, value));
            bounds = Some((value.min(low), value.max(high)));
        }
        value
    });
    let (low, high) = bounds.unwrap_or((0, 0));
    out.shape = Shape::Dense { low, high };
    undefined(out, &over);
}

/// Rows of which the operation has no result, though it knows all facts.
pub(super) fn undefined(out: &mut Scalars, over: &Words) {
    if words::is_empty(over) {
        return;
    }
    out.reasons.lacks = out.lacks();
    (out.reasons.plain, out.full) = (false, false);
    words::join(&mut out.known, over, |known, over| known & !over);
}

fn straight(pair: Pair, left: &[i64], right: &[i64], out: &mut Scalars) {
    use ArithmeticOp::{Add, AddDays, DateAdd, DateAddMonths, DateDiff, DateSub, DateSubMonths};
    use ArithmeticOp::{Div, DivDays, Mul, MulDays, Sub, SubDays};
    match pair {
        Pair::Arithmetic(Add | AddDays | DateAdd) => dense::add(left, right, &mut out.dense),
        Pair::Arithmetic(Sub | SubDays | DateDiff | DateSub) => dense::sub(left, right, &mut out.dense),
        Pair::Arithmetic(Mul | MulDays) => dense::mul(left, right, &mut out.dense),
        Pair::Arithmetic(Div | DivDays) => {
            dense::div(left, right, &mut out.dense);
            let mut by_zero = NONE;
            super::kernel::Code::equal(right, 0, &mut by_zero);
            words::join(&mut by_zero, &out.known, |zero, known| zero & known);
            undefined(out, &by_zero);
        }
        // These take literal months, one by one.
        Pair::Arithmetic(DateAddMonths | DateSubMonths) => {}
        Pair::Min => dense::least(left, right, &mut out.dense),
        Pair::Max => dense::greatest(left, right, &mut out.dense),
    }
}

/// Bounds of the results, where all rows have one and a straight loop finds it.
fn result_bounds(op: ArithmeticOp, left: Bounds, right: Bounds) -> Option<Bounds> {
    let (least, greatest) = range(op);
    let bounds = match op {
        ArithmeticOp::Add | ArithmeticOp::AddDays | ArithmeticOp::DateAdd => plus(left, right),
        ArithmeticOp::Sub | ArithmeticOp::SubDays | ArithmeticOp::DateDiff | ArithmeticOp::DateSub => {
            plus(left, (right.1.saturating_neg(), right.0.saturating_neg()))
        }
        ArithmeticOp::Mul | ArithmeticOp::MulDays => {
            let (left, right) = (size(left), size(right));
            let size = left.checked_mul(right).filter(|size| left.max(right).max(*size) < dense::EXACT)?;
            let rounded = size.div_euclid(wide_one(SCALE)).saturating_add(1);
            (rounded.saturating_neg(), rounded)
        }
        ArithmeticOp::Div | ArithmeticOp::DivDays => {
            let size = size(left).checked_mul(wide_one(SCALE)).filter(|size| *size < dense::EXACT)?;
            // The quotient is greatest by 1; a part of a row that is unknown or undefined may be anything.
            Some(size).filter(|_| self::size(right) < dense::EXACT).map(|size| (size.saturating_neg(), size))?
        }
        ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => return None,
    };
    (least <= bounds.0 && bounds.1 <= greatest).then_some(bounds)
}

/// The result as a sum of multiples of columns, where it is one.
fn linear(op: ArithmeticOp, left: Shape, right: Shape) -> Option<Shape> {
    let linear = match op {
        ArithmeticOp::Add | ArithmeticOp::AddDays | ArithmeticOp::DateAdd => match (left, right) {
            (Shape::Linear(linear), Shape::One(by)) | (Shape::One(by), Shape::Linear(linear)) => linear.shifted(by),
            (Shape::Linear(left), Shape::Linear(right)) => left.plus(right),
            (Shape::One(_) | Shape::Linear(_) | Shape::Dense { .. }, _) => None,
        },
        ArithmeticOp::Sub | ArithmeticOp::SubDays | ArithmeticOp::DateDiff | ArithmeticOp::DateSub => {
            match (left, right) {
                (Shape::Linear(linear), Shape::One(by)) => linear.shifted(by.checked_neg()?),
                (Shape::One(from), Shape::Linear(linear)) => linear.negated()?.shifted(from),
                (Shape::Linear(left), Shape::Linear(right)) => left.minus(right),
                (Shape::One(_) | Shape::Linear(_) | Shape::Dense { .. }, _) => None,
            }
        }
        ArithmeticOp::Mul | ArithmeticOp::MulDays => match (left, right) {
            (Shape::Linear(linear), Shape::One(by)) | (Shape::One(by), Shape::Linear(linear)) => {
                linear.multiple(by, SCALE)
            }
            (Shape::One(_) | Shape::Linear(_) | Shape::Dense { .. }, _) => None,
        },
        ArithmeticOp::Div | ArithmeticOp::DivDays => match (left, right) {
            (Shape::Linear(linear), Shape::One(by)) => linear.multiple(SCALE, by),
            (Shape::One(_) | Shape::Linear(_) | Shape::Dense { .. }, _) => None,
        },
        ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => None,
    }?;
    let (least, greatest) = range(op);
    let (low, high) = wide((linear.low, linear.high));
    (least <= low && high <= greatest).then_some(Shape::Linear(linear))
}

/// What the results of an operation may be.
fn range(op: ArithmeticOp) -> Bounds {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Sub | ArithmeticOp::Mul | ArithmeticOp::Div => wide((i64::MIN, i64::MAX)),
        ArithmeticOp::AddDays
        | ArithmeticOp::SubDays
        | ArithmeticOp::DateDiff
        | ArithmeticOp::MulDays
        | ArithmeticOp::DivDays => wide((LONGEST_DAYS.saturating_neg(), LONGEST_DAYS)),
        ArithmeticOp::DateAdd | ArithmeticOp::DateSub | ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => {
            (i128::from(Date::MIN.days()), i128::from(Date::MAX.days()))
        }
    }
}

fn plus(left: Bounds, right: Bounds) -> Bounds {
    (left.0.saturating_add(right.0), left.1.saturating_add(right.1))
}

/// The greatest size of a value within bounds.
fn size(bounds: Bounds) -> i128 {
    bounds.0.saturating_abs().max(bounds.1.saturating_abs())
}

fn wide((low, high): (i64, i64)) -> Bounds {
    (i128::from(low), i128::from(high))
}

fn wide_one(value: i64) -> i128 {
    i128::from(value)
}

/// Dates are few: what a calendar says of one is kept for all rows of a block that have it.
#[derive(Debug, Default)]
pub(super) struct Days {
    first: i64,
    /// For each day, its number in turn, or whether there is none.
    found: Vec<Option<Option<i64>>>,
}

impl Days {
    /// Makes ready for dates within bounds.
    pub(super) fn between(&mut self, (low, high): (i64, i64)) {
        self.first = low;
        let count = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        self.found.clear();
        self.found.resize(if count <= BLOCK.saturating_mul(4) { count } else { 0 }, None);
    }

    /// What an operation says of a day.
    pub(super) fn get(&mut self, day: i64, operation: impl Fn(i64) -> Option<i64>) -> Option<i64> {
        let place = usize::try_from(day.saturating_sub(self.first)).unwrap_or(usize::MAX);
        match self.found.get_mut(place) {
            Some(found) => *found.get_or_insert_with(|| operation(day)),
            None => operation(day),
        }
    }
}
