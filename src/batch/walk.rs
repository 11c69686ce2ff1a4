//! Goes through a plan's steps for the rows of a chunk.

use std::collections::HashMap;

use crate::bind::Bindings;
use crate::facts::{Slot as FactSlot, TextRef};
use crate::hir::{CompareOp, TextOp, Within};
use crate::program::Program;
use crate::value::Date;

use super::arithmetic::{self, Days};
use super::column::Column;
use super::compare::{self, Rooms, Side};
use super::list::Tallies;
use super::plan::{Change, Check, Constant, Plan, Register, Slot, Step};
use super::registers::{Bank, Reasons, Scalars, Shape, Truths};
use super::store::{Block, Chunk, Store};
use super::text::{Dictionary, Texts};
use super::words::{self, ALL, NONE, Words};

/// What is the same for all blocks.
#[derive(Clone, Copy)]
pub(crate) struct Walker<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) store: &'a Store,
    pub(crate) bindings: &'a Bindings,
    pub(crate) today: Date,
}

/// What evaluation writes into; made once and used for one block after the other, it allocates nothing more.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) bank: Bank,
    pub(super) bodies: Vec<Bank>,
    pub(super) rooms: Rooms,
    stamp: u64,
    pub(super) days: Days,
    pub(super) tallies: Tallies,
    /// Texts that are not the pipeline's.
    pub(super) made: Dictionary,
    /// For each text's number that of its lower case.
    lower: Vec<Option<u32>>,
    /// For tests with one text, what comes of each other by its number.
    tests: HashMap<(TextOp, i64), Vec<Option<bool>>>,
}

/// Where evaluation is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'b> {
    pub(crate) block: &'b Block,
    pub(crate) chunk: &'b Chunk,
    /// The rows that are asked for: for others nothing that is dear is done.
    pub(crate) active: &'b Words,
    /// Different for each chunk that is gone through.
    pub(crate) stamp: u64,
}

impl<'a> Walker<'a> {
    /// A scratch for this walker's plan and day.
    pub(crate) fn scratch(&self, program: &Program) -> Scratch {
        let value = |constant: Constant| match constant {
            Constant::Value(value) => value,
            Constant::Text(place) => {
                let text = TextRef::unpack(place).of(&program.texts);
                self.store.texts.find(text).map_or(-1, i64::from)
            }
            Constant::Today => i64::from(self.today.days()),
        };
        Scratch {
            bank: Bank::new(&self.plan.registers, value),
            bodies: self.plan.bodies.iter().map(|body| Bank::new(&body.registers, value)).collect(),
            ..Scratch::default()
        }
    }

    /// Goes through steps in order.
    pub(crate) fn run(&self, steps: &[Step], bank: &mut Bank, scratch: &mut Scratch, at: Place<'_>) {
        for step in steps {
            self.step(step, bank, scratch, at);
        }
    }

    /// One step, what it reads having been done. Rules and the chance are the result's matter.
    pub(crate) fn step(&self, step: &Step, bank: &mut Bank, scratch: &mut Scratch, at: Place<'_>) {
        match step {
            Step::BoolFact { out, column, check } => self.bool_fact(*out, *column, *check, bank, at),
            Step::Fact { out, column, check } => self.fact(*out, *column, *check, bank, at),
            Step::Chain { out, operands, either } => chain(*out, operands, *either, bank),
            Step::Not { out, of } => not(*out, *of, bank),
            Step::Alike { out, left, right, same } => alike(*out, *left, *right, *same, bank),
            Step::Compare { out, op, left, right } => compared(*out, bank, |bank, truths| {
                if let Some((left, right)) = bank.scalar(*left).zip(bank.scalar(*right)) {
                    compare_two(*op, left, right, scratch, at, truths);
                }
            }),
            Step::AnyOf { out, value, items, negated } => compared(*out, bank, |bank, truths| {
                any_of(bank, *value, items, scratch, at, truths);
                if *negated {
                    negate(truths);
                }
            }),
            Step::TextTest { out, op, left, right } => compared(*out, bank, |bank, truths| {
                let Some((left, right)) = bank.scalar(*left).zip(bank.scalar(*right)) else { return };
                self.text_test(*op, left, right, scratch, at, truths);
            }),
            Step::Known { out, of, negated, open } => known(*out, *of, *negated, *open, bank),
            Step::ListKnown { out, list, negated, open } => {
                let known = at.chunk.lists.get(*list).map_or(NONE, |list| list.known);
                compared(*out, bank, |_, truths| {
                    knowledge(truths, &known, &known.map(|word| !word), *negated, *open);
                });
            }
            Step::Quantify { out, quantifier, elements } => {
                self.quantify(*out, *quantifier, elements, bank, scratch, at);
            }
            Step::Collect { out, aggregate, days, elements } => {
                self.collect(*out, (*aggregate, *days), elements, bank, scratch, at);
            }
            Step::Pair { out, pair, left, right } => scalar_of(*out, bank, |bank, scalars| {
                let Some((left, right)) = bank.scalar(*left).zip(bank.scalar(*right)) else { return };
                arithmetic::pair(*pair, left, right, at.chunk, &mut scratch.rooms, scalars);
            }),
            Step::Change { out, change, of } => scalar_of(*out, bank, |bank, scalars| {
                if let Some(of) = bank.scalar(*of) {
                    self.change(*change, of, scratch, at, scalars);
                }
            }),
            Step::Call { out, function, args } => self.call(*out, *function, args, bank, scratch, at),
            Step::ChanceEnd { .. } | Step::CompareChance { .. } | Step::ChanceBetween { .. } => {
                super::chance::read(step, bank, scratch, at);
            }
            Step::Chance { .. } | Step::Rule { .. } => {}
        }
    }

    fn bool_fact(&self, out: Slot, column: usize, check: Check, bank: &mut Bank, at: Place<'_>) {
        let Some(column) = at.chunk.columns.get(column) else { return };
        let (known, full) = self.counted(column, check);
        compared(out, bank, |_, truths| {
            if full {
                column.values.greater(0, truths.plane());
                return;
            }
            let mut holds = NONE;
            column.values.greater(0, &mut holds);
            truths.set(&holds, &known);
            truths.reasons.plain = true;
        });
    }

    fn fact(&self, out: Slot, place: usize, check: Check, bank: &mut Bank, at: Place<'_>) {
        let Some(column) = at.chunk.columns.get(place) else { return };
        scalar_of(out, bank, |_, scalars| {
            (scalars.known, scalars.full) = self.counted(column, check);
            scalars.reasons.plain = true;
            scalars.set_column(place, &column.values);
        });
    }

    /// The rows whose fact counts, and whether all do.
    fn counted(&self, column: &Column, check: Check) -> (Words, bool) {
        let today = i64::from(self.today.days());
        let mut known = column.known;
        if column.full && column.on.high <= today && check == Check::default() {
            return (known, true);
        }
        let mut more = NONE;
        if column.on.high > today {
            column.on.greater(today, &mut more);
            words::join(&mut known, &more, |known, later| known & !later);
        }
        if let Some(below) = check.by.checked_sub(1) {
            column.grade.greater(i64::from(below), &mut more);
            words::join(&mut known, &more, |known, strong| known & strong);
        }
        if let Some(within) = check.within {
            column.on.greater(self.last_stale(within), &mut more);
            words::join(&mut known, &more, |known, fresh| known & fresh);
        }
        (known, false)
    }

    /// The last day of evidence that is too old. No date is older than any.
    fn last_stale(&self, within: Within) -> i64 {
        let undated = i64::from(FactSlot::UNDATED);
        match within {
            Within::Days(days) => i64::from(self.today.days()).saturating_sub(days).saturating_sub(1).max(undated),
            Within::Months(months) => {
                let earliest = self.today.add_months(months.saturating_neg());
                earliest.map_or(undated, |day| i64::from(day.days()).saturating_sub(1))
            }
        }
    }

    fn change(&self, change: Change, of: &Scalars, scratch: &mut Scratch, at: Place<'_>, out: &mut Scalars) {
        use crate::value::ops;
        let Scratch { rooms, days, made, lower, .. } = scratch;
        match change {
            Change::Negate => match arithmetic::negated(of.shape) {
                Some(shape) => {
                    arithmetic::same_knowledge(of, out);
                    out.shape = shape;
                }
                None => arithmetic::single(of, at.chunk, rooms, out, ops::negate),
            },
            Change::Abs => arithmetic::single(of, at.chunk, rooms, out, ops::abs),
            Change::Round => arithmetic::single(of, at.chunk, rooms, out, ops::round),
            Change::AddMonths(months) => {
                days.between(of.bounds());
                let later = |day| crate::eval::later(day, months);
                arithmetic::single(of, at.chunk, rooms, out, |day| days.get(day, later));
            }
            Change::Calendar(end) => {
                days.between(of.bounds());
                let end = |day| crate::eval::calendar(end, day);
                arithmetic::single(of, at.chunk, rooms, out, |day| days.get(day, end));
            }
            Change::Length => {
                let texts = Texts { kept: &self.store.texts, made };
                arithmetic::single(of, at.chunk, rooms, out, |text| crate::eval::length(texts.get(text)));
            }
            Change::Lower => {
                let mut texts = Texts { kept: &self.store.texts, made };
                arithmetic::single(of, at.chunk, rooms, out, |text| texts.lower(text, lower));
            }
        }
    }

    fn text_test(
        &self,
        op: TextOp,
        left: &Scalars,
        right: &Scalars,
        scratch: &mut Scratch,
        at: Place<'_>,
        truths: &mut Truths,
    ) {
        let texts = Texts { kept: &self.store.texts, made: &mut scratch.made };
        let holds_of = |text: i64, part: i64| crate::eval::text_holds(op, texts.get(text), texts.get(part));
        let mut holds = NONE;
        let mut known = NONE;
        words::both(&mut known, &left.known, &right.known, |left, right| left & right);
        let rows = words::rows(&known).take_while(|&row| row < at.chunk.rows);
        if let Shape::One(part) = right.shape {
            let found = scratch.tests.entry((op, part)).or_default();
            for row in rows {
                let text = left.value(at.chunk, row);
                let place = usize::try_from(text).unwrap_or(0);
                if found.len() <= place {
                    found.resize(place.saturating_add(1), None);
                }
                let Some(found) = found.get_mut(place) else { continue };
                if *found.get_or_insert_with(|| holds_of(text, part)) {
                    words::add(&mut holds, row);
                }
            }
        } else {
            for row in rows.filter(|&row| holds_of(left.value(at.chunk, row), right.value(at.chunk, row))) {
                words::add(&mut holds, row);
            }
        }
        settle(truths, &holds, left, right);
    }
}

impl Scratch {
    /// A stamp for another chunk.
    pub(crate) fn next_stamp(&mut self) -> u64 {
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }

    /// Forgets texts that were made, where they have become many.
    pub(crate) fn tidy(&mut self) {
        const MANY: usize = 65_536;
        if self.made.len() > MANY {
            self.made.clear();
            self.lower.clear();
            self.tests.clear();
        }
    }
}

impl Reasons {
    fn take(&mut self, other: &Reasons) {
        self.plain = other.plain;
        if !other.plain {
            self.lacks = other.lacks;
        }
    }
}

/// Writes a truth from what is in other registers.
pub(super) fn compared(out: Slot, bank: &mut Bank, write: impl FnOnce(&Bank, &mut Truths)) {
    let mut truths = bank.take_truth(out);
    write(bank, &mut truths);
    bank.put_truth(out, truths);
}

/// Writes a scalar from what is in other registers.
pub(super) fn scalar_of(out: Slot, bank: &mut Bank, write: impl FnOnce(&Bank, &mut Scalars)) {
    let mut scalars = bank.take_scalar(out);
    write(bank, &mut scalars);
    bank.put_scalar(out, scalars);
}

fn not(out: Slot, of: Slot, bank: &mut Bank) {
    compared(out, bank, |bank, out| {
        let Some(of) = bank.truth(of) else { return };
        if of.is_settled() {
            words::both(out.plane(), &of.must, &ALL, |must, all| must ^ all);
            return;
        }
        let (must, may) = out.planes();
        words::both(must, of.may(), &ALL, |may, all| may ^ all);
        words::both(may, &of.must, &ALL, |must, all| must ^ all);
        out.reasons.take(&of.reasons);
    });
}

fn compare_two(
    op: CompareOp,
    left: &Scalars,
    right: &Scalars,
    scratch: &mut Scratch,
    at: Place<'_>,
    truths: &mut Truths,
) {
    let sides = (Side::new(left), Side::new(right));
    if left.full && right.full {
        compare::compare(op, sides.0, sides.1, at, &mut scratch.rooms, truths.plane());
        return;
    }
    let mut holds = NONE;
    compare::compare(op, sides.0, sides.1, at, &mut scratch.rooms, &mut holds);
    settle(truths, &holds, left, right);
}

/// Takes what holds of the rows that are known on both sides.
pub(super) fn settle(truths: &mut Truths, holds: &Words, left: &Scalars, right: &Scalars) {
    if left.full && right.full {
        *truths.plane() = *holds;
        return;
    }
    let mut known = NONE;
    words::both(&mut known, &left.known, &right.known, |left, right| left & right);
    truths.set(holds, &known);
    truths.reasons.plain = left.reasons.plain && right.reasons.plain;
    if !truths.reasons.plain {
        words::both(&mut truths.reasons.lacks, &left.lacks(), &right.lacks(), |left, right| left | right);
    }
}

fn negate(truths: &mut Truths) {
    if truths.is_settled() {
        words::join(truths.plane(), &ALL, |must, all| must ^ all);
        return;
    }
    let (must, may) = truths.planes();
    for (must, may) in must.iter_mut().zip(may) {
        (*must, *may) = (!*may, !*must);
    }
}

fn chain(out: Slot, operands: &[Slot], either: bool, bank: &mut Bank) {
    compared(out, bank, |bank, truths| {
        let start = if either { NONE } else { ALL };
        let operands = || operands.iter().filter_map(|&operand| bank.truth(operand));
        let all_settled = operands().all(Truths::is_settled);
        let must = truths.plane();
        *must = start;
        operands().for_each(|operand| put(must, &operand.must, either));
        if all_settled {
            return;
        }
        let (_, may) = truths.planes();
        *may = start;
        operands().for_each(|operand| put(may, operand.may(), either));
        truths.reasons.plain = operands().all(|operand| operand.reasons.plain);
        if !truths.reasons.plain {
            let mut lacks = NONE;
            operands().for_each(|operand| words::join(&mut lacks, &operand.lacks(), |all, word| all | word));
            only_unknown(truths, &lacks);
        }
    });
}

/// Puts a plane to others of a chain.
fn put(into: &mut Words, plane: &Words, either: bool) {
    if either {
        words::join(into, plane, |all, word| all | word);
    } else {
        words::join(into, plane, |all, word| all & word);
    }
}

/// Says which of the rows that are unknown lack a fact.
pub(super) fn only_unknown(truths: &mut Truths, lacks: &Words) {
    let known = truths.known();
    words::both(&mut truths.reasons.lacks, lacks, &known, |lacks, known| lacks & !known);
}

fn alike(out: Slot, left: Slot, right: Slot, same: bool, bank: &mut Bank) {
    compared(out, bank, |bank, truths| {
        let Some((left, right)) = bank.truth(left).zip(bank.truth(right)) else { return };
        let mut holds = NONE;
        words::both(
            &mut holds,
            &left.must,
            &right.must,
            |left, right| if same { !(left ^ right) } else { left ^ right },
        );
        let (mut known, other) = (left.known(), right.known());
        words::join(&mut known, &other, |known, other| known & other);
        truths.set(&holds, &known);
        truths.reasons.plain = left.reasons.plain && right.reasons.plain;
        if !truths.reasons.plain {
            words::both(&mut truths.reasons.lacks, &left.lacks(), &right.lacks(), |left, right| left | right);
        }
    });
}

fn any_of(bank: &Bank, value: Slot, items: &[Slot], scratch: &mut Scratch, at: Place<'_>, truths: &mut Truths) {
    *truths.plane() = NONE;
    let Some(value) = bank.scalar(value) else { return };
    let (mut holds, mut lacks) = (NONE, NONE);
    let full = value.full && items.iter().all(|&item| bank.scalar(item).is_none_or(|item| item.full));
    if !full {
        *truths.planes().1 = NONE;
    }
    for item in items.iter().filter_map(|&item| bank.scalar(item)) {
        compare::compare(CompareOp::Is, Side::new(value), Side::new(item), at, &mut scratch.rooms, &mut holds);
        if full {
            words::join(truths.plane(), &holds, |any, holds| any | holds);
            continue;
        }
        let known = value.known.iter().zip(&item.known).map(|(value, item)| value & item);
        let (must, may) = truths.planes();
        for ((must, may), (holds, known)) in must.iter_mut().zip(may).zip(holds.iter().zip(known)) {
            *must |= holds & known;
            *may |= holds | !known;
        }
        if !(value.reasons.plain && item.reasons.plain) {
            truths.reasons.plain = false;
        }
    }
    if !truths.reasons.plain {
        for scalars in items.iter().filter_map(|&item| bank.scalar(item)).chain([value]) {
            words::join(&mut lacks, &scalars.lacks(), |all, word| all | word);
        }
        only_unknown(truths, &lacks);
    }
}

fn known(out: Slot, of: Register, negated: bool, open: bool, bank: &mut Bank) {
    compared(out, bank, |bank, truths| {
        let (known, lacks) = match of {
            Register::Truth(of) => bank.truth(of).map(|of| (of.known(), of.lacks())),
            Register::Scalar(of) => bank.scalar(of).map(|of| (of.known, of.lacks())),
            Register::Chance(_) => None,
        }
        .unwrap_or((ALL, NONE));
        knowledge(truths, &known, &lacks, negated, open);
    });
}

/// Whether something is known. In the open reading, what a fact may yet settle is unknown.
fn knowledge(truths: &mut Truths, known: &Words, lacks: &Words, negated: bool, open: bool) {
    let mut holds = *known;
    if negated {
        words::join(&mut holds, &ALL, |holds, all| holds ^ all);
    }
    if open {
        truths.set(&holds, &lacks.map(|word| !word));
        truths.reasons.plain = true;
    } else {
        *truths.plane() = holds;
    }
}
