//! In which parts opportunities are held out.
//!
//! Where there are days of closing: in the order of closing, each part foretold from those before alone, so that nothing is learned
//! from the future. Else at random, opportunities with equal answers in one part, several times.

use std::collections::BTreeMap;

use crate::history::statistics::Random;

use super::design::Row;

/// A way to hold out: which rows are learned from, and which foretold.
pub(in crate::history) struct Fold {
    pub(in crate::history) learned: Vec<usize>,
    pub(in crate::history) foretold: Vec<usize>,
}

/// All ways to hold out.
pub(in crate::history) struct Folds {
    /// For each repeat, its folds.
    pub(in crate::history) repeats: Vec<Vec<Fold>>,
    pub(in crate::history) in_time_order: bool,
}

/// Random parts are tried so many times.
const REPEATS: u64 = 10;
/// From so many rows on, they are tried once.
const MANY: usize = 20_000;

impl Folds {
    pub(in crate::history) fn of(rows: &[Row], folds: usize) -> Self {
        let in_time_order = !rows.is_empty() && rows.iter().all(|row| row.closed.is_some());
        if in_time_order {
            return Folds { repeats: vec![in_time(rows, folds)], in_time_order };
        }
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            groups.entry(&row.answers).or_default().push(place);
        }
        let groups: Vec<Vec<usize>> = groups.into_values().collect();
        let repeats = if rows.len() > MANY { 1 } else { REPEATS };
        Folds { repeats: (0..repeats).map(|repeat| at_random(&groups, folds, repeat)).collect(), in_time_order }
    }
}

/// One part more than is foretold, as nothing is before the first.
fn in_time(rows: &[Row], folds: usize) -> Vec<Fold> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&place| rows.get(place).and_then(|row| row.closed));
    let parts = folds.saturating_add(1);
    let end = |part: usize| rows.len().saturating_mul(part).checked_div(parts).unwrap_or(0);
    let fold = |part: usize| {
        let (learned, rest) = order.split_at_checked(end(part)).unwrap_or_default();
        let count = end(part.saturating_add(1)).saturating_sub(end(part));
        Fold { learned: learned.to_vec(), foretold: rest.iter().take(count).copied().collect() }
    };
    (1..parts).map(fold).collect()
}

fn at_random(groups: &[Vec<usize>], folds: usize, repeat: u64) -> Vec<Fold> {
    let mut order: Vec<&Vec<usize>> = groups.iter().collect();
    let mut random = Random::seeded(repeat);
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
