//! In which parts opportunities are held out.
//!
//! Where there are days of closing: in the order of closing, each part foretold from those before alone, so that nothing is learned
//! from the future. Else at random, opportunities with equal keys (what is known of them, say) in one part, once for each seed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::value::Random;

/// A way to hold out: the places of what is learned from, and of what is foretold.
pub(super) struct Fold {
    pub(super) learned: Vec<usize>,
    pub(super) foretold: Vec<usize>,
}

/// All ways to hold out.
pub(super) struct Folds {
    /// For each repeat, its folds.
    pub(super) repeats: Vec<Vec<Fold>>,
    pub(super) in_time_order: bool,
}

impl Folds {
    /// Of opportunities, each with the day on which it closed, where there is one, and its key.
    pub(super) fn of<K: Ord>(rows: &[(Option<i32>, K)], folds: usize, seeds: Range<u64>) -> Self {
        let in_time_order = !rows.is_empty() && rows.iter().all(|(closed, _)| closed.is_some());
        if in_time_order {
            return Folds { repeats: vec![in_time(rows, folds)], in_time_order };
        }
        let mut groups: BTreeMap<&K, Vec<usize>> = BTreeMap::new();
        for (place, (_, key)) in rows.iter().enumerate() {
            groups.entry(key).or_default().push(place);
        }
        let groups: Vec<Vec<usize>> = groups.into_values().collect();
        Folds { repeats: seeds.map(|seed| at_random(&groups, folds, seed)).collect(), in_time_order }
    }

    /// The first of the repeats.
    pub(super) fn first(self) -> Vec<Fold> {
        self.repeats.into_iter().next().unwrap_or_default()
    }
}

/// One part more than is foretold, as nothing is before the first.
fn in_time<K>(rows: &[(Option<i32>, K)], folds: usize) -> Vec<Fold> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&place| rows.get(place).and_then(|(closed, _)| *closed));
    let parts = folds.saturating_add(1);
    let end = |part: usize| rows.len().saturating_mul(part).checked_div(parts).unwrap_or(0);
    let fold = |part: usize| {
        let (learned, rest) = order.split_at_checked(end(part)).unwrap_or_default();
        let count = end(part.saturating_add(1)).saturating_sub(end(part));
        Fold { learned: learned.to_vec(), foretold: rest.iter().take(count).copied().collect() }
    };
    (1..parts).map(fold).collect()
}

fn at_random(groups: &[Vec<usize>], folds: usize, seed: u64) -> Vec<Fold> {
    let mut order: Vec<&Vec<usize>> = groups.iter().collect();
    let mut random = Random::seeded(seed);
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last.saturating_add(1)));
    }
    let is_foretold = |place: usize, fold: usize| place.checked_rem(folds) == Some(fold);
    let rows = |fold: usize, foretold: bool| {
        let groups = order.iter().enumerate().filter(|(place, _)| is_foretold(*place, fold) == foretold);
        groups.flat_map(|(_, rows)| rows.iter().copied()).collect()
    };
    (0..folds).map(|fold| Fold { learned: rows(fold, false), foretold: rows(fold, true) }).collect()
}
