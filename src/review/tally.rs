//! Counters and sums.

use crate::value::Percent;
use crate::verdict::Chance;

/// How many, and what they are worth together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub count: u64,
    /// In ten-thousandths. A hundred thousand million of the largest worths fit.
    pub worth: i128,
}

impl Sum {
    pub(super) fn add(&mut self, worth: Option<i64>) {
        self.count = self.count.saturating_add(1);
        self.worth = self.worth.saturating_add(i128::from(worth.unwrap_or(0)));
    }

    pub(super) fn merge(&mut self, other: Sum) {
        self.count = self.count.saturating_add(other.count);
        self.worth = self.worth.saturating_add(other.worth);
    }

    /// The larger first, by worth and then by count; an order for lists.
    pub(super) fn rank(self) -> std::cmp::Reverse<(i128, u64)> {
        std::cmp::Reverse((self.worth, self.count))
    }
}

/// Worths times chances: in ten-thousandths of a hundredth of a percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    pub count: u64,
    pub points: [i128; 3],
}

impl Weights {
    fn add(&mut self, worth: Option<i64>, chance: Option<Chance>) {
        let (Some(worth), Some(Chance { worst, likely, best })) = (worth, chance) else { return };
        self.count = self.count.saturating_add(1);
        for (sum, percent) in self.points.iter_mut().zip([worst, likely, best]) {
            let weighted = i128::from(worth).saturating_mul(i128::from(Percent::hundredths(percent)));
            *sum = sum.saturating_add(weighted);
        }
    }

    fn merge(&mut self, other: Weights) {
        self.count = self.count.saturating_add(other.count);
        for (sum, more) in self.points.iter_mut().zip(other.points) {
            *sum = sum.saturating_add(more);
        }
    }
}

/// What there is to add of an opportunity that is in a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub worth: Option<i64>,
    pub chance: Option<Chance>,
    pub decided: Decided,
    /// By how many stages it is overstated.
    pub overstated_by: usize,
    pub at_risk: bool,
}

/// What to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decided {
    Disqualify,
    Hold,
    Advance,
}

/// Opportunities in stages, by what is said of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub open: Sum,
    pub stands: Sum,
    pub moves_back: Sum,
    pub disqualify: Sum,
    pub hold: Sum,
    pub advance: Sum,
    pub at_risk: Sum,
    pub overstated: Sum,
    /// The overstated, by one stage, by two, and so on.
    pub by_stages: Vec<Sum>,
    pub weighted: Weights,
    /// Without those to disqualify.
    pub weighted_after: Weights,
}

impl Tally {
    pub(super) fn add(&mut self, entry: Entry) {
        let Entry { worth, chance, decided, overstated_by, at_risk } = entry;
        self.open.add(worth);
        self.weighted.add(worth, chance);
        match decided {
            Decided::Disqualify => self.disqualify.add(worth),
            Decided::Hold => self.hold.add(worth),
            Decided::Advance => self.advance.add(worth),
        }
        if decided != Decided::Disqualify {
            self.weighted_after.add(worth, chance);
            if overstated_by > 0 {
                self.moves_back.add(worth)
            } else {
                self.stands.add(worth)
            }
            if at_risk {
                self.at_risk.add(worth);
            }
        }
        if let Some(place) = overstated_by.checked_sub(1) {
            self.overstated.add(worth);
            if self.by_stages.len() <= place {
                self.by_stages.resize(overstated_by, Sum::default());
            }
            if let Some(sum) = self.by_stages.get_mut(place) {
                sum.add(worth);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Tally) {
        let sums = [
            (&mut self.open, other.open),
            (&mut self.stands, other.stands),
            (&mut self.moves_back, other.moves_back),
            (&mut self.disqualify, other.disqualify),
            (&mut self.hold, other.hold),
            (&mut self.advance, other.advance),
            (&mut self.at_risk, other.at_risk),
            (&mut self.overstated, other.overstated),
        ];
        sums.into_iter().for_each(|(sum, more)| sum.merge(more));
        if self.by_stages.len() < other.by_stages.len() {
            self.by_stages.resize(other.by_stages.len(), Sum::default());
        }
        self.by_stages.iter_mut().zip(&other.by_stages).for_each(|(sum, more)| sum.merge(*more));
        self.weighted.merge(other.weighted);
        self.weighted_after.merge(other.weighted_after);
    }
}
