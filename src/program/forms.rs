//! Comparisons of sums of multiples of facts: `budget < amount * 40%`, `today - last_activity > 30 days`.
//!
//! Such a comparison is one of a single number with a constant, `first * scale + second * scale ≥ 9_999`, so that the steps in
//! between need not be worked out. That is so only where no step can leave its range, whatever the facts are. So facts are
//! held to [`Bounds`] that are far beyond what is usual; what lies outside is left to the evaluator of all nodes.
//!
//! A product that is rounded is compared without dividing: half to even, `n / d` rounds to `k` or more where
//! `2 * n - 2 * d * k ≥ -d`, or one more than that where `k` is odd.

use crate::hir::{ArithmeticOp, CompareOp};
use crate::schema::{ColumnId, TableId};
use crate::value::linear::{Linear, Term};
use crate::value::{Date, LONGEST_DAYS, SCALE, ops};

use super::index::{Test, flipped};
use super::{NodeId, Op, Program};

/// How many nodes of one comparison are looked at.
const NODES: usize = 16;

/// What facts are held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The size of numbers, amounts, percents and durations, as a power of two.
    number: u32,
    /// The size of dates, as a power of two; none where they are what the calendar has.
    date: Option<u32>,
}

impl Bounds {
    /// From the widest to the narrowest. Amounts are in ten-thousandths, so that 2^52 is over 400 billions; 2^19 days lead
    /// from the year 534 to the year 3405.
    pub(super) const ALL: [Bounds; 6] = [
        Bounds { number: 52, date: None },
        Bounds { number: 47, date: None },
        Bounds { number: 42, date: None },
        Bounds { number: 52, date: Some(19) },
        Bounds { number: 47, date: Some(19) },
        Bounds { number: 42, date: Some(19) },
    ];

    /// What is within both.
    pub(super) fn and(self, other: Self) -> Self {
        let date = match (self.date, other.date) {
            (Some(date), Some(other)) => Some(date.min(other)),
            (date, other) => date.or(other),
        };
        Bounds { number: self.number.min(other.number), date }
    }

    /// The bits of a size that say that it is outside.
    pub(super) fn outside(self, is_date: bool) -> i64 {
        let power = if is_date { self.date } else { Some(self.number) };
        power.and_then(|power| (-1_i64).checked_shl(power)).unwrap_or(0)
    }

    fn range(self, is_date: bool) -> (i64, i64) {
        let power = if is_date { self.date } else { Some(self.number) };
        let size = power.and_then(|power| 1_i64.checked_shl(power));
        size.map_or(CALENDAR, |size| (size.saturating_neg(), size))
    }
}

const CALENDAR: (i64, i64) = (days(Date::MIN), days(Date::MAX));

#[expect(clippy::as_conversions, reason = "a wider type")]
const fn days(date: Date) -> i64 {
    date.days() as i64
}

/// Two facts and what they count, and whether to take one away where a whole number is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) first: (NodeId, i64),
    /// The first again, counting nothing, where there is no second.
    pub(super) second: (NodeId, i64),
    pub(super) parity: Option<Parity>,
}

/// The last bits of facts that are added, and of a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parity {
    pub(super) first: bool,
    pub(super) second: bool,
    pub(super) constant: bool,
}

/// What a node's value is.
#[derive(Clone, Copy, Debug)]
enum Form {
    Constant(i64),
    Exact(Linear),
    /// `of * by / per`, rounded; `per` is above 0.
    Share {
        of: Linear,
        by: i64,
        per: i64,
    },
}

/// Looks at nodes, all facts being within bounds.
pub(super) struct Forms<'a> {
    pub(super) program: &'a Program,
    /// Whether a fact of the opportunity is a date.
    pub(super) is_date: &'a dyn Fn(ColumnId) -> bool,
    pub(super) bounds: Bounds,
}

impl Forms<'_> {
    /// A node of type bool as a test of a sum.
    pub(super) fn test(&self, node: NodeId) -> Option<(Sum, Test)> {
        let op = *self.program.op(node)?;
        if let Op::Compare { op, left, right } = op {
            compare(op, self.form(left)?, self.form(right)?)
        } else if let Op::Between { value, low, high } = op {
            let (linear, low, high) = (self.exact(value)?, self.constant(low)?, self.constant(high)?);
            let place = Place::new(linear)?;
            let (low, high) = (place.constant(low)?, place.constant(high)?);
            let (low, high) = if place.is_turned { (high, low) } else { (low, high) };
            Some((place.sum, Test::Between(low, high)))
        } else {
            None
        }
    }

    fn exact(&self, node: NodeId) -> Option<Linear> {
        match self.form(node)? {
            Form::Exact(linear) => Some(linear),
            Form::Constant(_) | Form::Share { .. } => None,
        }
    }

    fn constant(&self, node: NodeId) -> Option<i64> {
        match self.form(node)? {
            Form::Constant(value) => Some(value),
            Form::Exact(_) | Form::Share { .. } => None,
        }
    }

    fn form(&self, node: NodeId) -> Option<Form> {
        self.form_within(node, &mut NODES.clone())
    }

    /// Recurses as deep as there are nodes left.
    fn form_within(&self, node: NodeId, left: &mut usize) -> Option<Form> {
        *left = left.checked_sub(1)?;
        let op = *self.program.op(node)?;
        if let Op::Constant(value) = op {
            Some(Form::Constant(value))
        } else if let Op::Today = op {
            Some(self.fact(node, true))
        } else if let Op::Fact { table: TableId(0), column } | Op::Evidence { table: TableId(0), column, .. } = op {
            Some(self.fact(node, (self.is_date)(column)))
        } else if let Op::Negate(operand) = op {
            match self.form_within(operand, left)? {
                Form::Constant(value) => ops::negate(value).map(Form::Constant),
                Form::Exact(linear) => linear.negated().map(Form::Exact),
                Form::Share { of, by, per } => Some(Form::Share { of, by: by.checked_neg()?, per }),
            }
        } else if let Op::Arithmetic { op, left: one, right: other } = op {
            let one = self.form_within(one, left)?;
            let other = self.form_within(other, left)?;
            arithmetic(op, one, other)
        } else {
            None
        }
    }

    fn fact(&self, node: NodeId, is_date: bool) -> Form {
        let (low, high) = self.bounds.range(is_date);
        let first = Term { column: node.index(), scale: 1 };
        Form::Exact(Linear { first, second: Term::default(), offset: 0, low, high })
    }
}

/// `left op right`, as a test of one sum.
fn compare(op: CompareOp, left: Form, right: Form) -> Option<(Sum, Test)> {
    match (left, right) {
        (Form::Exact(left), Form::Constant(right)) => plain(op, left, right),
        (Form::Constant(left), Form::Exact(right)) => plain(flipped(op), right, left),
        (Form::Exact(left), Form::Exact(right)) => plain(op, sum(left, right.negated()?)?, 0),
        (Form::Share { of, by, per }, other) => share(flipped(op), other, of, by, per),
        (other, Form::Share { of, by, per }) => share(op, other, of, by, per),
        (Form::Constant(_), Form::Constant(_)) => None,
    }
}

/// An operation whose result is defined whatever the facts are.
fn arithmetic(op: ArithmeticOp, left: Form, right: Form) -> Option<Form> {
    const DAYS: (i64, i64) = (-LONGEST_DAYS, LONGEST_DAYS);
    const ALL: (i64, i64) = (i64::MIN, i64::MAX);
    let (form, range) = match op {
        ArithmeticOp::Add => (add(left, right)?, ALL),
        ArithmeticOp::Sub => (subtract(left, right)?, ALL),
        ArithmeticOp::AddDays => (add(left, right)?, DAYS),
        ArithmeticOp::SubDays | ArithmeticOp::DateDiff => (subtract(left, right)?, DAYS),
        ArithmeticOp::DateAdd => (add(left, right)?, CALENDAR),
        ArithmeticOp::DateSub => (subtract(left, right)?, CALENDAR),
        ArithmeticOp::Mul => (multiply(left, right)?, ALL),
        ArithmeticOp::MulDays => (multiply(left, right)?, DAYS),
        ArithmeticOp::Div => (divide(left, right)?, ALL),
        ArithmeticOp::DivDays => (divide(left, right)?, DAYS),
        ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => return None,
    };
    let (low, high) = ends(form)?;
    (range.0 <= low && high <= range.1).then_some(form)
}

/// Between which values a form is.
fn ends(form: Form) -> Option<(i64, i64)> {
    match form {
        Form::Constant(value) => Some((value, value)),
        Form::Exact(linear) => Some((linear.low, linear.high)),
        Form::Share { of, by, per } => {
            let end = |end: i64| {
                let product = i128::from(end).checked_mul(i128::from(by))?;
                ops::divide_half_even(product, i128::from(per)).and_then(ops::narrow)
            };
            let (one, other) = (end(of.low)?, end(of.high)?);
            Some((one.min(other), one.max(other)))
        }
    }
}

fn add(left: Form, right: Form) -> Option<Form> {
    match (left, right) {
        (Form::Constant(left), Form::Constant(right)) => ops::add(left, right).map(Form::Constant),
        (Form::Exact(linear), Form::Constant(by)) | (Form::Constant(by), Form::Exact(linear)) => {
            linear.shifted(by).map(Form::Exact)
        }
        (Form::Exact(left), Form::Exact(right)) => sum(left, right).map(Form::Exact),
        (Form::Share { .. }, _) | (_, Form::Share { .. }) => None,
    }
}

/// The sum of two that still reads every fact of them: a fact that cancels out would no longer make it unknown.
fn sum(left: Linear, right: Linear) -> Option<Linear> {
    let sum = left.plus(right)?;
    let is_read = |term: Term| [sum.first, sum.second].iter().any(|read| read.scale != 0 && read.column == term.column);
    let mut terms = [left.first, left.second, right.first, right.second].into_iter().filter(|term| term.scale != 0);
    terms.all(is_read).then_some(sum)
}

fn subtract(left: Form, right: Form) -> Option<Form> {
    match right {
        Form::Constant(value) => add(left, Form::Constant(value.checked_neg()?)),
        Form::Exact(linear) => add(left, Form::Exact(linear.negated()?)),
        Form::Share { .. } => None,
    }
}

fn multiply(left: Form, right: Form) -> Option<Form> {
    match (left, right) {
        (Form::Constant(left), Form::Constant(right)) => ops::mul(left, right).map(Form::Constant),
        (Form::Exact(linear), Form::Constant(by)) | (Form::Constant(by), Form::Exact(linear)) => {
            scaled(linear, by, SCALE)
        }
        (Form::Exact(_), Form::Exact(_)) | (Form::Share { .. }, _) | (_, Form::Share { .. }) => None,
    }
}

fn divide(left: Form, right: Form) -> Option<Form> {
    match (left, right) {
        (Form::Constant(left), Form::Constant(right)) => ops::div(left, right).map(Form::Constant),
        (Form::Exact(linear), Form::Constant(per)) if per > 0 => scaled(linear, SCALE, per),
        (Form::Exact(linear), Form::Constant(per)) if per < 0 => scaled(linear, -SCALE, per.checked_neg()?),
        (Form::Exact(_) | Form::Constant(_) | Form::Share { .. }, _) => None,
    }
}

fn scaled(linear: Linear, by: i64, per: i64) -> Option<Form> {
    if let Some(multiple) = linear.multiple(by, per) {
        return Some(Form::Exact(multiple));
    }
    let common = common_divisor(by, per);
    let (by, per) = (by.checked_div(common)?, per.checked_div(common)?);
    (by != 0).then_some(Form::Share { of: linear, by, per })
}

fn common_divisor(left: i64, right: i64) -> i64 {
    let (mut left, mut right) = (left, right);
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    left.checked_abs().unwrap_or(1)
}

/// `linear op constant`.
fn plain(op: CompareOp, linear: Linear, constant: i64) -> Option<(Sum, Test)> {
    let place = Place::new(linear)?;
    let op = if place.is_turned { flipped(op) } else { op };
    Some((place.sum, Test::Compare(op, place.constant(constant)?)))
}

/// `other op (of * by / per)`, where the product is rounded: whether it is `other` or more, or one more.
fn share(op: CompareOp, other: Form, of: Linear, by: i64, per: i64) -> Option<(Sum, Test)> {
    let (more, op) = match op {
        CompareOp::Less => (1, CompareOp::GreaterOrEqual),
        CompareOp::LessOrEqual => (0, CompareOp::GreaterOrEqual),
        CompareOp::Greater => (0, CompareOp::Less),
        CompareOp::GreaterOrEqual => (1, CompareOp::Less),
        CompareOp::Is | CompareOp::IsNot => return None,
    };
    let (twice, step, least) = (of.multiple(by.checked_mul(2)?, 1)?, per.checked_mul(2)?, per.checked_neg()?);
    match other {
        Form::Constant(other) => {
            let reached = other.checked_add(more)?;
            let odd = reached.checked_rem_euclid(2)?;
            plain(op, twice, reached.checked_mul(step)?.checked_add(least)?.checked_add(odd)?)
        }
        Form::Exact(other) => {
            let reached = other.shifted(more)?;
            let (difference, offset) = split(sum(twice, reached.multiple(step.checked_neg()?, 1)?)?)?;
            // Taking one away must not leave the range either.
            difference.shifted(-1)?;
            Some((with_parity(difference, reached)?, Test::Compare(op, least.checked_sub(offset)?)))
        }
        Form::Share { .. } => None,
    }
}

/// A form without its offset, and that.
fn split(linear: Linear) -> Option<(Linear, i64)> {
    Some((linear.shifted(linear.offset.checked_neg()?)?, linear.offset))
}

/// A difference, less one where `reached` is odd.
fn with_parity(difference: Linear, reached: Linear) -> Option<Sum> {
    let scale = |term: Term| {
        let same = [reached.first, reached.second].into_iter().find(|other| other.column == term.column);
        same.map_or(0, |term| term.scale)
    };
    let is_odd = |number: i64| number & 1 != 0;
    let (first, second) = (difference.first, difference.second);
    let is_second = second.scale != 0;
    let parity = Parity {
        first: is_odd(scale(first)),
        second: is_second && is_odd(scale(second)),
        constant: is_odd(reached.offset),
    };
    // A fact that the difference no longer has could still make it odd.
    let is_whole = [reached.first, reached.second]
        .into_iter()
        .filter(|term| is_odd(term.scale))
        .all(|term| term.column == first.column || (is_second && term.column == second.column));
    let (first, second) = (node(first)?, if is_second { node(second)? } else { (node(first)?.0, 0) });
    is_whole.then_some(Sum { first, second, parity: Some(parity) })
}

/// Sums in one order and with one sign, so that those that differ by a constant alone are one.
struct Place {
    sum: Sum,
    offset: i64,
    /// Whether the sign is changed.
    is_turned: bool,
}

impl Place {
    fn new(linear: Linear) -> Option<Self> {
        let (linear, offset) = split(linear)?;
        let is_single = linear.second.scale == 0;
        let is_sorted = is_single || linear.first.column <= linear.second.column;
        let Linear { first, second, .. } = linear;
        let linear = if is_sorted { linear } else { Linear { first: second, second: first, ..linear } };
        let is_turned = linear.first.scale < 0;
        let linear = if is_turned { linear.negated()? } else { linear };
        let first = node(linear.first)?;
        let second = if is_single { (first.0, 0) } else { node(linear.second)? };
        Some(Place { sum: Sum { first, second, parity: None }, offset, is_turned })
    }

    /// What stands for a constant that the linear form is compared with.
    fn constant(&self, constant: i64) -> Option<i64> {
        let moved = constant.checked_sub(self.offset)?;
        if self.is_turned { moved.checked_neg() } else { Some(moved) }
    }
}

fn node(term: Term) -> Option<(NodeId, i64)> {
    Some((NodeId(u32::try_from(term.column).ok()?), term.scale))
}
