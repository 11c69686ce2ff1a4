//! The opportunities to show: the first of an order, and no more of them than are shown.

use std::cmp::Reverse;

use crate::verdict::Verdict;

/// An opportunity that may be shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub verdict: Verdict,
    pub worth: Option<i64>,
    pub group: Option<String>,
}

/// What stands before what: the greater first.
///
/// Of the opportunities to talk about: whether more than a requirement is in doubt (to end, overstated, at risk), the
/// worth, which of these it is, by how many stages it is overstated, how many requirements are unmet; at last the order of the data.
pub(super) type Rank = (bool, Option<i64>, u8, usize, usize, Reverse<u64>);

/// The first of an order.
#[derive(Clone, Debug)]
pub(super) struct First<T> {
    most: usize,
    /// The greatest rank first.
    kept: Vec<(Rank, T)>,
}

impl<T> First<T> {
    pub(super) fn new(most: usize) -> Self {
        First { most, kept: Vec::new() }
    }

    pub(super) fn show(&mut self, most: usize) {
        self.most = most;
        self.kept.truncate(most);
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Whether one of that rank would be kept.
    pub(super) fn wants(&self, rank: &Rank) -> bool {
        self.kept.len() < self.most || self.kept.last().is_some_and(|(last, _)| last < rank) && self.most > 0
    }

    pub(super) fn put(&mut self, rank: Rank, item: T) {
        if !self.wants(&rank) {
            return;
        }
        let place = self.kept.partition_point(|(other, _)| *other > rank);
        self.kept.insert(place, (rank, item));
        self.kept.truncate(self.most);
    }

    /// Adds those of another, whose data comes so much later, as `shift` makes them.
    pub(super) fn merge(&mut self, other: First<T>, later: u64, shift: impl Fn(T) -> T) {
        for ((doubt, worth, tier, stages, unmet, Reverse(at)), item) in other.kept {
            let rank = (doubt, worth, tier, stages, unmet, Reverse(at.saturating_add(later)));
            if self.wants(&rank) {
                self.put(rank, shift(item));
            }
        }
    }

    pub(super) fn into_items(self) -> impl ExactSizeIterator<Item = T> {
        self.kept.into_iter().map(|(_, item)| item)
    }
}
