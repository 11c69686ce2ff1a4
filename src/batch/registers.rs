//! What a step leaves for every row of a chunk.

use super::column::Coded;
use super::linear::{Linear, Term};
use super::plan::{Constant, Register, Registers, Slot};
use super::store::Chunk;
use super::words::{self, ALL, BLOCK, NONE, Words};

/// A truth for every row, in two planes: a row that is in `may` but not in `must` is unknown.
#[derive(Clone, Debug)]
pub(crate) struct Truths {
    pub(crate) must: Words,
    may: Words,
    /// Whether no row is unknown; then `may` is not told.
    settled: bool,
    pub(crate) reasons: Reasons,
}

/// Which rows are unknown for want of a fact, and not only through an operation without a result.
#[derive(Clone, Debug)]
pub(crate) struct Reasons {
    /// Whether all that are unknown lack a fact; then the rows are not told.
    pub(crate) plain: bool,
    pub(crate) lacks: Words,
}

/// A scalar for every row. The value of an unknown row may be anything.
#[derive(Clone, Debug)]
pub(crate) struct Scalars {
    pub(crate) shape: Shape,
    pub(crate) known: Words,
    /// Whether all rows are known.
    pub(crate) full: bool,
    pub(crate) reasons: Reasons,
    /// The values, where the shape says so; laid out as a column of 64-bit codes.
    pub(crate) dense: Vec<i64>,
}

/// Where the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// All are that.
    One(i64),
    /// What is linear in a column's codes, or in those of two.
    Linear(Linear),
    /// Each by itself, the known ones within the bounds.
    Dense { low: i64, high: i64 },
}

/// The chance for every row, in ten-thousandths, laid out as a column of 64-bit codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chances {
    pub(crate) worst: Vec<i64>,
    pub(crate) likely: Vec<i64>,
    pub(crate) best: Vec<i64>,
}

impl Reasons {
    pub(crate) const PLAIN: Reasons = Reasons { plain: true, lacks: NONE };
}

impl Default for Truths {
    fn default() -> Self {
        Truths { must: NONE, may: NONE, settled: true, reasons: Reasons::PLAIN }
    }
}

impl Default for Scalars {
    fn default() -> Self {
        Scalars { shape: Shape::One(0), known: ALL, full: true, reasons: Reasons::PLAIN, dense: Vec::new() }
    }
}

impl Truths {
    fn of(value: bool) -> Self {
        let words = if value { ALL } else { NONE };
        Truths { must: words, ..Truths::default() }
    }

    /// The rows of which it may be true.
    pub(crate) fn may(&self) -> &Words {
        if self.settled { &self.must } else { &self.may }
    }

    /// Whether no row is unknown.
    pub(crate) fn is_settled(&self) -> bool {
        self.settled
    }

    /// Both planes to write: of which rows it must, and of which it may be true.
    pub(crate) fn planes(&mut self) -> (&mut Words, &mut Words) {
        self.settled = false;
        (&mut self.must, &mut self.may)
    }

    /// The one plane to write where no row is unknown.
    pub(crate) fn plane(&mut self) -> &mut Words {
        self.settled = true;
        self.reasons.plain = true;
        &mut self.must
    }

    /// Takes what holds of the rows that are known.
    pub(crate) fn set(&mut self, holds: &Words, known: &Words) {
        self.settled = false;
        words::both(&mut self.must, holds, known, |holds, known| holds & known);
        words::both(&mut self.may, holds, known, |holds, known| holds | !known);
    }

    /// The rows that are known.
    pub(crate) fn known(&self) -> Words {
        let mut known = NONE;
        words::both(&mut known, &self.must, self.may(), |must, may| must | !may);
        known
    }

    /// Whether a row lacks a fact.
    pub(crate) fn lacks_at(&self, row: usize) -> bool {
        if self.reasons.plain {
            words::has(self.may(), row) && !words::has(&self.must, row)
        } else {
            words::has(&self.reasons.lacks, row)
        }
    }

    /// The rows that lack a fact.
    pub(crate) fn lacks(&self) -> Words {
        if !self.reasons.plain {
            return self.reasons.lacks;
        }
        let mut lacks = NONE;
        words::both(&mut lacks, &self.must, self.may(), |must, may| may & !must);
        lacks
    }
}

impl Scalars {
    /// Whether a row lacks a fact.
    pub(crate) fn lacks_at(&self, row: usize) -> bool {
        if self.reasons.plain { !words::has(&self.known, row) } else { words::has(&self.reasons.lacks, row) }
    }

    /// The rows that lack a fact.
    pub(crate) fn lacks(&self) -> Words {
        if self.reasons.plain { self.known.map(|word| !word) } else { self.reasons.lacks }
    }

    /// Bounds of the values that are known.
    pub(crate) fn bounds(&self) -> (i64, i64) {
        match self.shape {
            Shape::One(value) => (value, value),
            Shape::Linear(Linear { low, high, .. }) | Shape::Dense { low, high } => (low, high),
        }
    }

    /// A row's value.
    pub(crate) fn value(&self, chunk: &Chunk, row: usize) -> i64 {
        match self.shape {
            Shape::One(value) => value,
            Shape::Linear(linear) => linear.value(chunk, row),
            Shape::Dense { .. } => self.dense.get(words::place(row, 64)).copied().unwrap_or(0),
        }
    }

    /// All values one by one; into `room`, where they are not yet.
    pub(crate) fn spread<'a>(&'a self, chunk: &Chunk, room: &'a mut Vec<i64>) -> &'a [i64] {
        if let Shape::Dense { .. } = self.shape {
            return &self.dense;
        }
        room.resize(BLOCK, 0);
        match self.shape {
            Shape::One(value) => room.fill(value),
            Shape::Linear(linear) => linear.decode(chunk, room),
            Shape::Dense { .. } => {}
        }
        room
    }

    /// Makes it a column's values.
    pub(crate) fn set_column(&mut self, place: usize, values: &Coded) {
        let Coded { scale, offset, low, high, .. } = *values;
        let first = Term { column: place, scale };
        let linear = Linear { first, second: Term::default(), offset, low, high };
        self.shape = if low == high { Shape::One(low) } else { Shape::Linear(linear) };
    }

    /// Makes room for values one by one.
    pub(crate) fn make_dense(&mut self, low: i64, high: i64) {
        self.dense.resize(BLOCK, 0);
        self.shape = Shape::Dense { low, high };
    }
}

/// Registers of one plan. Each is taken out while it is written.
#[derive(Debug, Default)]
pub(crate) struct Bank {
    pub(crate) truths: Vec<Option<Box<Truths>>>,
    pub(crate) scalars: Vec<Option<Box<Scalars>>>,
    pub(crate) chances: Vec<Option<Box<Chances>>>,
}

impl Bank {
    /// Registers with the constants in them, of which texts and the day are looked up.
    pub(crate) fn new(registers: &Registers, value: impl Fn(Constant) -> i64) -> Self {
        let mut bank = Bank::default();
        bank.truths.resize_with(registers.truths, Option::default);
        bank.scalars.resize_with(registers.scalars, Option::default);
        bank.chances.resize_with(registers.chances, Option::default);
        for &(slot, truth) in &registers.constant_truths {
            bank.put_truth(slot, Box::new(Truths::of(truth)));
        }
        for &(slot, constant) in &registers.constants {
            let shape = Shape::One(value(constant));
            bank.put_scalar(slot, Box::new(Scalars { shape, ..Scalars::default() }));
        }
        bank
    }

    pub(crate) fn truth(&self, slot: Slot) -> Option<&Truths> {
        self.truths.get(slot)?.as_deref()
    }

    pub(crate) fn scalar(&self, slot: Slot) -> Option<&Scalars> {
        self.scalars.get(slot)?.as_deref()
    }

    pub(crate) fn chance(&self, slot: Slot) -> Option<&Chances> {
        self.chances.get(slot)?.as_deref()
    }

    pub(crate) fn take_truth(&mut self, slot: Slot) -> Box<Truths> {
        self.truths.get_mut(slot).and_then(Option::take).unwrap_or_default()
    }

    pub(crate) fn take_scalar(&mut self, slot: Slot) -> Box<Scalars> {
        self.scalars.get_mut(slot).and_then(Option::take).unwrap_or_default()
    }

    pub(crate) fn take_chance(&mut self, slot: Slot) -> Box<Chances> {
        self.chances.get_mut(slot).and_then(Option::take).unwrap_or_default()
    }

    pub(crate) fn put_truth(&mut self, slot: Slot, truths: Box<Truths>) {
        if let Some(place) = self.truths.get_mut(slot) {
            *place = Some(truths);
        }
    }

    pub(crate) fn put_scalar(&mut self, slot: Slot, scalars: Box<Scalars>) {
        if let Some(place) = self.scalars.get_mut(slot) {
            *place = Some(scalars);
        }
    }

    pub(crate) fn put_chance(&mut self, slot: Slot, chances: Box<Chances>) {
        if let Some(place) = self.chances.get_mut(slot) {
            *place = Some(chances);
        }
    }

    /// Hands registers of the rows with a list over to those of its elements: `owners` are the rows and their elements in
    /// this chunk.
    pub(crate) fn import(
        &mut self,
        from: &Bank,
        imports: &[(Register, Register)],
        chunk: &Chunk,
        owners: &[(usize, std::ops::Range<usize>)],
    ) {
        for &(origin, to) in imports {
            match (origin, to) {
                (Register::Truth(origin), Register::Truth(to)) => self.import_truth(from, origin, to, owners),
                (Register::Scalar(origin), Register::Scalar(to)) => self.import_scalar(from, origin, to, chunk, owners),
                (Register::Chance(origin), Register::Chance(to)) => self.import_chance(from, origin, to, owners),
                (Register::Truth(_) | Register::Scalar(_) | Register::Chance(_), _) => {}
            }
        }
    }

    fn import_truth(&mut self, from: &Bank, origin: Slot, to: Slot, owners: &[(usize, std::ops::Range<usize>)]) {
        let Some(origin) = from.truth(origin) else { return };
        let mut out = self.take_truth(to);
        let reasons = Reasons { plain: origin.reasons.plain, lacks: NONE };
        *out = Truths { reasons, settled: origin.settled, ..Truths::default() };
        for (row, range) in owners {
            let pairs = [
                (&origin.must, &mut out.must),
                (&origin.may, &mut out.may),
                (&origin.reasons.lacks, &mut out.reasons.lacks),
            ];
            for (origin, out) in pairs {
                if words::has(origin, *row) {
                    words::fill(out, range.start, range.end);
                }
            }
        }
        self.put_truth(to, out);
    }

    fn import_scalar(
        &mut self,
        from: &Bank,
        origin: Slot,
        to: Slot,
        chunk: &Chunk,
        owners: &[(usize, std::ops::Range<usize>)],
    ) {
        let Some(origin) = from.scalar(origin) else { return };
        let mut out = self.take_scalar(to);
        (out.known, out.full, out.reasons) = (NONE, false, Reasons { plain: origin.reasons.plain, lacks: NONE });
        let (low, high) = origin.bounds();
        match origin.shape {
            Shape::One(_) => out.shape = origin.shape,
            Shape::Linear(_) | Shape::Dense { .. } => out.make_dense(low, high),
        }
        for (row, range) in owners {
            for (origin, out) in [(&origin.known, &mut out.known), (&origin.reasons.lacks, &mut out.reasons.lacks)] {
                if words::has(origin, *row) {
                    words::fill(out, range.start, range.end);
                }
            }
            if let Shape::Dense { .. } = out.shape {
                fill(&mut out.dense, range, origin.value(chunk, *row));
            }
        }
        self.put_scalar(to, out);
    }

    fn import_chance(&mut self, from: &Bank, origin: Slot, to: Slot, owners: &[(usize, std::ops::Range<usize>)]) {
        let Some(origin) = from.chance(origin) else { return };
        let mut out = self.take_chance(to);
        let pairs = [(&origin.worst, &mut out.worst), (&origin.likely, &mut out.likely), (&origin.best, &mut out.best)];
        for (origin, out) in pairs {
            out.resize(BLOCK, 0);
            for (row, range) in owners {
                fill(out, range, origin.get(words::place(*row, 64)).copied().unwrap_or(0));
            }
        }
        self.put_chance(to, out);
    }
}

/// Gives rows one value.
fn fill(values: &mut [i64], rows: &std::ops::Range<usize>, value: i64) {
    for row in rows.clone() {
        if let Some(slot) = values.get_mut(words::place(row, 64)) {
            *slot = value;
        }
    }
}
