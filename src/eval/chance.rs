//! The chance of winning, as an interval.

use crate::hir::{ChanceEnd, CompareOp};
use crate::program::{Chance, Mode, NodeId, OddsLine};
use crate::value::Truth;

use super::{Cell, Machine};

/// The chance in ten-thousandths (hundredths of a point): worst ≤ likely ≤ best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) worst: i64,
    pub(crate) likely: i64,
    pub(crate) best: i64,
}

impl Interval {
    const BITS: u32 = 20;
    const MASK: i64 = (1 << Interval::BITS) - 1;

    /// As one cell's value.
    fn pack(self) -> i64 {
        self.worst | (self.likely << Interval::BITS) | (self.best << (2 * Interval::BITS))
    }

    fn unpack(value: i64) -> Self {
        Interval {
            worst: value & Interval::MASK,
            likely: (value >> Interval::BITS) & Interval::MASK,
            best: (value >> (2 * Interval::BITS)) & Interval::MASK,
        }
    }

    /// From worst to best.
    pub(crate) fn width(self) -> i64 {
        self.best.saturating_sub(self.worst)
    }
}

/// The factors that a line of odds could still give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Factors {
    pub(crate) smallest: f64,
    pub(crate) largest: f64,
}

impl Factors {
    const NONE: Factors = Factors { smallest: f64::INFINITY, largest: 0.0 };

    fn with(self, factor: f64) -> Self {
        Factors { smallest: self.smallest.min(factor), largest: self.largest.max(factor) }
    }

    /// Whether learning something could still change the factor.
    pub(crate) fn are_open(self) -> bool {
        self.smallest < self.largest
    }
}

impl Machine<'_> {
    pub(super) fn chance(&self, unit: u32) -> Cell {
        if let Some(interval) = self.given_chance {
            return Cell::known(interval.pack());
        }
        let unit = self.program.units.get(usize::try_from(unit).unwrap_or(usize::MAX));
        let Some(chance) = unit.and_then(|unit| unit.chance.as_ref()) else { return Cell::default() };
        let open = |line: &&OddsLine| self.factors(line, Mode::Open).are_open();
        let reasons = chance.lines.iter().filter(open).fold(0, |state, line| state | self.reasons(line));
        Cell { value: self.interval(chance).pack(), state: Cell::KNOWN | reasons }
    }

    /// The chance of the process, its odds having been evaluated.
    pub(crate) fn current_chance(&self) -> Option<Interval> {
        self.given_chance.or_else(|| self.chance.map(|chance| self.interval(chance)))
    }

    fn interval(&self, chance: &Chance) -> Interval {
        let lines = || chance.lines.iter().map(|line| self.factors(line, Mode::Open));
        let likely = chance.lines.iter().map(|line| self.likely_factor(line));
        Interval {
            worst: self.point(chance, lines().map(|factors| factors.smallest)),
            likely: self.point(chance, likely),
            best: self.point(chance, lines().map(|factors| factors.largest)),
        }
    }

    /// The chance with those factors, one a line, in ten-thousandths.
    #[expect(clippy::as_conversions, reason = "a base below 10,000, and a whole number of at most 10,000")]
    pub(crate) fn point(&self, chance: &Chance, factors: impl Iterator<Item = f64>) -> i64 {
        let stage = usize::try_from(self.stage.0).unwrap_or(usize::MAX);
        let base = chance.bases.get(stage).copied().unwrap_or(0) as f64 / 10_000.0;
        let odds = factors.fold(base / (1.0 - base), |odds, factor| odds * factor);
        let share = if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) };
        (share * 10_000.0).round_ties_even() as i64
    }

    /// The factors of all cases that could still be the first true one.
    pub(crate) fn factors(&self, line: &OddsLine, mode: Mode) -> Factors {
        let mut factors = Factors::NONE;
        for &(factor, condition) in &line.cases {
            match self.cell(condition.of(mode)).truth() {
                Truth::False => {}
                Truth::Unknown => factors = factors.with(factor),
                Truth::True => return factors.with(factor),
            }
        }
        factors.with(line.otherwise)
    }

    /// Which case of a line is the first true one as things stand, the other one being behind the last; nothing where that is not known.
    pub(crate) fn decided_case(&self, line: &OddsLine) -> Option<usize> {
        for (place, (_, condition)) in line.cases.iter().enumerate() {
            match self.cell(condition.standing).truth() {
                Truth::False => {}
                Truth::Unknown => return None,
                Truth::True => return Some(place),
            }
        }
        Some(line.cases.len())
    }

    /// The factor that is decided as things stand, else 1, moved into what is still possible.
    fn likely_factor(&self, line: &OddsLine) -> f64 {
        let standing = self.factors(line, Mode::Standing);
        if !standing.are_open() {
            return standing.smallest;
        }
        let open = self.factors(line, Mode::Open);
        1.0_f64.max(open.smallest).min(open.largest)
    }

    /// Why a line is open: the reasons of its conditions that could still be the first true one.
    fn reasons(&self, line: &OddsLine) -> u8 {
        let mut state = 0;
        for &(_, condition) in &line.cases {
            let cell = self.cell(condition.open);
            match cell.truth() {
                Truth::False => {}
                Truth::Unknown => state |= cell.reasons(),
                Truth::True => break,
            }
        }
        state
    }

    pub(super) fn chance_end(&self, chance: NodeId, end: ChanceEnd) -> Cell {
        let interval = Interval::unpack(self.cell(chance).value);
        Cell::known(match end {
            ChanceEnd::Worst => interval.worst,
            ChanceEnd::Likely => interval.likely,
            ChanceEnd::Best => interval.best,
        })
    }

    pub(super) fn compare_chance(&self, chance: NodeId, op: CompareOp, right: NodeId) -> Cell {
        let (chance, right) = (self.cell(chance), self.cell(right));
        let interval = Interval::unpack(chance.value);
        if !right.is_known() {
            return Cell { value: 0, state: right.reasons() | chance.reasons() };
        }
        let holds = |point: i64| match op {
            CompareOp::Less => point < right.value,
            CompareOp::LessOrEqual => point <= right.value,
            CompareOp::Greater => point > right.value,
            CompareOp::GreaterOrEqual => point >= right.value,
            CompareOp::Is => point == right.value,
            CompareOp::IsNot => point != right.value,
        };
        match (holds(interval.worst), holds(interval.best)) {
            (true, true) => Cell::truth_of(true),
            (false, false) => Cell::truth_of(false),
            (true, false) | (false, true) => Cell { value: 0, state: chance.reasons() },
        }
    }

    pub(super) fn chance_between(&self, chance: NodeId, low: NodeId, high: NodeId) -> Cell {
        let (chance, low, high) = (self.cell(chance), self.cell(low), self.cell(high));
        let interval = Interval::unpack(chance.value);
        let below = low.is_known() && interval.best < low.value;
        let above = high.is_known() && interval.worst > high.value;
        let both = low.is_known() && high.is_known();
        if below || above || (both && low.value > high.value) {
            return Cell::truth_of(false);
        }
        if both && interval.worst >= low.value && interval.best <= high.value {
            return Cell::truth_of(true);
        }
        Cell { value: 0, state: Cell::unknown_of(&[low, high]).state | chance.reasons() }
    }
}
