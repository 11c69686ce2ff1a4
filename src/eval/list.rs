//! Quantifiers and aggregates.

use crate::hir::{Aggregate, Quantifier};
use crate::program::{BodyId, ListPlace, Mode};
use crate::value::{SCALE, Truth, ops};

use super::{Cell, Machine};

/// How a list's elements stand to a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// All elements.
    pub(crate) elements: u64,
    /// Those of which it is true; of an aggregate, those that count and whose value is known.
    pub(crate) holding: u64,
    /// Those of which it is unknown; of an aggregate, also those that count and whose value is unknown.
    pub(crate) unknown: u64,
}

impl Tally {
    fn add(&mut self, truth: Truth) {
        self.elements = self.elements.saturating_add(1);
        match truth {
            Truth::True => self.holding = self.holding.saturating_add(1),
            Truth::Unknown => self.unknown = self.unknown.saturating_add(1),
            Truth::False => {}
        }
    }
}

impl Machine<'_> {
    pub(super) fn quantifier(&mut self, quantifier: Quantifier, list: ListPlace, body: BodyId, mode: Mode) -> Cell {
        let mut tally = Tally::default();
        let mut state = 0;
        let known = self.each_element(list, body, mode, |machine| {
            let cell = machine.counts(body, mode);
            tally.add(cell.truth());
            if !cell.is_known() {
                state |= cell.reasons();
            }
        });
        match known.map(|_| decide(quantifier, tally)) {
            None => Cell::unknown_fact(),
            Some(Truth::Unknown) => Cell { value: 0, state },
            Some(truth) => Cell::truth_of(truth == Truth::True),
        }
    }

    pub(super) fn aggregate(
        &mut self,
        aggregate: Aggregate,
        days: bool,
        list: ListPlace,
        body: BodyId,
        mode: Mode,
    ) -> Cell {
        let mut total: i128 = 0;
        let mut best: Option<i64> = None;
        let mut state = 0;
        let known = self.each_element(list, body, mode, |machine| {
            let cell = machine.contribution(body, mode);
            match cell {
                Some(cell) if cell.is_known() => {
                    total = total.saturating_add(i128::from(cell.value));
                    best = Some(pick(aggregate, best, cell.value));
                }
                Some(cell) => state |= cell.reasons(),
                None => {}
            }
        });
        if known.is_none() {
            return Cell::unknown_fact();
        }
        if state != 0 {
            return Cell { value: 0, state };
        }
        Cell::defined(match aggregate {
            Aggregate::Count | Aggregate::Sum if days => ops::narrow(total).and_then(ops::days_in_range),
            Aggregate::Count | Aggregate::Sum => ops::narrow(total),
            Aggregate::Min | Aggregate::Max => best,
        })
    }

    /// Whether the current element counts; its condition has been evaluated.
    pub(crate) fn counts(&self, body: BodyId, mode: Mode) -> Cell {
        let condition = self.program.body(body).and_then(|body| body.condition);
        condition.map_or(Cell::known(1), |condition| self.cell(condition.of(mode)))
    }

    /// What the current element adds to an aggregate: nothing where it does not count, something unknown where that
    /// or its value is unknown. An element of `count` adds one.
    fn contribution(&self, body: BodyId, mode: Mode) -> Option<Cell> {
        let counts = self.counts(body, mode);
        match counts.truth() {
            Truth::False => None,
            Truth::Unknown => Some(counts),
            Truth::True => {
                let value = self.program.body(body).and_then(|body| body.value);
                Some(value.map_or(Cell::known(SCALE), |value| self.cell(value.of(mode))))
            }
        }
    }

    /// How the list's elements stand, as reports give it.
    pub(crate) fn tally(&mut self, list: ListPlace, body: BodyId) -> Option<Tally> {
        let mut tally = Tally::default();
        self.each_element(list, body, Mode::Standing, |machine| {
            tally.add(match machine.contribution(body, Mode::Standing) {
                None => Truth::False,
                Some(cell) if cell.is_known() => Truth::True,
                Some(_) => Truth::Unknown,
            });
        })?;
        Some(tally)
    }
}

/// What a quantifier says of so many elements. `all` counts the elements whose condition is not true.
pub(crate) fn decide(quantifier: Quantifier, tally: Tally) -> Truth {
    let most = tally.holding.saturating_add(tally.unknown);
    let failing = tally.elements.saturating_sub(most);
    match quantifier {
        Quantifier::Any => at_least(1, tally.holding, most),
        Quantifier::None => at_most(0, tally.holding, most),
        Quantifier::All => at_most(0, failing, failing.saturating_add(tally.unknown)),
        Quantifier::AtLeast(count) => at_least(count, tally.holding, most),
        Quantifier::AtMost(count) => at_most(count, tally.holding, most),
        Quantifier::Exactly(count) => at_least(count, tally.holding, most).min(at_most(count, tally.holding, most)),
    }
}

fn at_least(count: u64, least: u64, most: u64) -> Truth {
    if least >= count {
        Truth::True
    } else if most < count {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn at_most(count: u64, least: u64, most: u64) -> Truth {
    if most <= count {
        Truth::True
    } else if least > count {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn pick(aggregate: Aggregate, best: Option<i64>, value: i64) -> i64 {
    match (aggregate, best) {
        (_, None) => value,
        (Aggregate::Min, Some(best)) => best.min(value),
        (Aggregate::Max | Aggregate::Count | Aggregate::Sum, Some(best)) => best.max(value),
    }
}
