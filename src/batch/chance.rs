//! The chance of winning of every row, by the same operations on floats in the same order as for one opportunity.

use crate::hir::{ChanceEnd, CompareOp};
use crate::program::Chance;

use super::compare::{Side, compare};
use super::dense::rounded;
use super::plan::{Case, Line, Step};
use super::registers::{Bank, Chances};
use super::walk::{Place, Scratch, compared, scalar_of};
use super::words::{self, BLOCK, NONE, WORDS, Words};

/// Floats of a block, while a chance is worked out.
#[derive(Debug, Default)]
pub(super) struct Odds {
    worst: Vec<f64>,
    likely: Vec<f64>,
    best: Vec<f64>,
    open: Factors,
    standing: Factors,
}

/// For every row the smallest and largest factor that a line may yet give.
#[derive(Debug, Default)]
struct Factors {
    smallest: Vec<f64>,
    largest: Vec<f64>,
}

/// Works out the chance; `stages` are the rows that claim each stage.
#[expect(clippy::as_conversions, reason = "a base below 10,000 is a float as it is")]
pub(super) fn find(chance: &Chance, lines: &[Line], stages: &[Words], bank: &Bank, odds: &mut Odds, out: &mut Chances) {
    let start = |base: i64| {
        let base = base as f64 / 10_000.0;
        base / (1.0 - base)
    };
    let first = chance.bases.first().copied().unwrap_or(0);
    odds.worst.clear();
    odds.worst.resize(BLOCK, start(first));
    for (&base, rows) in chance.bases.iter().zip(stages).filter(|(base, _)| **base != first) {
        set(&mut odds.worst, rows, start(base));
    }
    odds.likely.clone_from(&odds.worst);
    odds.best.clone_from(&odds.worst);
    for line in lines {
        let Odds { worst, likely, best, open, standing } = odds;
        if is_settled(line, bank) {
            open.find(line, bank, |case| case.standing);
            [worst, likely, best].into_iter().for_each(|odds| times(odds, &open.smallest));
            continue;
        }
        open.find(line, bank, |case| case.open);
        standing.find(line, bank, |case| case.standing);
        times(worst, &open.smallest);
        times(best, &open.largest);
        times_likely(likely, standing, open);
    }
    share(&odds.worst, &mut out.worst);
    share(&odds.likely, &mut out.likely);
    share(&odds.best, &mut out.best);
}

/// Whether all rows know all of the line's conditions.
fn is_settled(line: &Line, bank: &Bank) -> bool {
    let settled = |slot| bank.truth(slot).is_some_and(|truths| truths.is_settled() || truths.must == *truths.may());
    line.cases.iter().all(|case| settled(case.standing) && settled(case.open))
}

impl Factors {
    /// The factors of all cases that could still be the first true one.
    fn find(&mut self, line: &Line, bank: &Bank, reading: impl Fn(&Case) -> usize) {
        self.smallest.clear();
        self.smallest.resize(BLOCK, f64::INFINITY);
        self.largest.clear();
        self.largest.resize(BLOCK, 0.0);
        let mut left = words::ALL;
        for case in &line.cases {
            let Some(truths) = bank.truth(reading(case)) else { continue };
            let mut rows = NONE;
            words::both(&mut rows, &left, truths.may(), |left, may| left & may);
            self.with(&rows, case.factor);
            words::join(&mut left, &truths.must, |left, must| left & !must);
        }
        self.with(&left, line.otherwise);
    }

    fn with(&mut self, rows: &Words, factor: f64) {
        least(&mut self.smallest, rows, factor);
        greatest(&mut self.largest, rows, factor);
    }
}

/// Every row of the set takes the value.
fn set(values: &mut [f64], rows: &Words, to: f64) {
    choose(values, rows, |_| to);
}

#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn least(values: &mut [f64], rows: &Words, factor: f64) {
    choose(values, rows, |value| if factor < value { factor } else { value });
}

#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn greatest(values: &mut [f64], rows: &Words, factor: f64) {
    choose(values, rows, |value| if factor > value { factor } else { value });
}

#[inline(always)]
fn choose(values: &mut [f64], rows: &Words, with: impl Fn(f64) -> f64) {
    let mut bit = 1_u64;
    for values in values.as_chunks_mut::<WORDS>().0 {
        for (value, word) in values.iter_mut().zip(rows) {
            *value = if word & bit != 0 { with(*value) } else { *value };
        }
        bit = bit.wrapping_shl(1);
    }
}

#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn times(odds: &mut [f64], factors: &[f64]) {
    for (odds, factor) in odds.iter_mut().zip(factors) {
        *odds *= factor;
    }
}

/// The factor that is decided as things stand, else 1, moved into what is still possible.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn times_likely(odds: &mut [f64], standing: &Factors, open: &Factors) {
    let standing = standing.smallest.iter().zip(&standing.largest);
    let open = open.smallest.iter().zip(&open.largest);
    for (odds, ((&decided, &other), (&smallest, &largest))) in odds.iter_mut().zip(standing.zip(open)) {
        let moved = 1.0_f64.max(smallest).min(largest);
        *odds *= if decided < other { moved } else { decided };
    }
}

/// Odds to chances in ten-thousandths.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
fn share(odds: &[f64], out: &mut Vec<i64>) {
    out.resize(BLOCK, 0);
    for (out, &odds) in out.iter_mut().zip(odds) {
        let share = if odds == f64::INFINITY { 1.0 } else { odds / (1.0 + odds) };
        *out = rounded(share * 10_000.0);
    }
}

/// What reads a chance.
pub(super) fn read(step: &Step, bank: &mut Bank, scratch: &mut Scratch, at: Place<'_>) {
    if let Step::ChanceEnd { out, chance, end } = step {
        scalar_of(*out, bank, |bank, scalars| {
            scalars.make_dense(0, MOST);
            (scalars.known, scalars.full) = (words::ALL, true);
            scalars.reasons.plain = true;
            if let Some(chances) = bank.chance(*chance) {
                scalars.dense.clone_from(match end {
                    ChanceEnd::Worst => &chances.worst,
                    ChanceEnd::Likely => &chances.likely,
                    ChanceEnd::Best => &chances.best,
                });
            }
        });
    } else if let Step::CompareChance { out, chance, op, right } = step {
        compared(*out, bank, |bank, truths| {
            let Some((chances, right)) = bank.chance(*chance).zip(bank.scalar(*right)) else { return };
            let (mut worst, mut best) = (NONE, NONE);
            for (point, holds) in [(&chances.worst, &mut worst), (&chances.best, &mut best)] {
                compare(*op, side(point), Side::new(right), at, &mut scratch.rooms, holds);
            }
            let points = worst.iter().zip(&best).zip(&right.known);
            let (must, may) = truths.planes();
            for ((must, may), ((worst, best), known)) in must.iter_mut().zip(may).zip(points) {
                *must = worst & best & known;
                *may = worst | best | !known;
            }
            truths.reasons.plain = true;
        });
    } else if let Step::ChanceBetween { out, chance, low, high } = step {
        compared(*out, bank, |bank, truths| {
            let Some(chances) = bank.chance(*chance) else { return };
            let Some((low, high)) = bank.scalar(*low).zip(bank.scalar(*high)) else { return };
            let (worst, best) = (side(&chances.worst), side(&chances.best));
            let (from, to) = (Side::new(low), Side::new(high));
            let mut holds = |op, left, right| {
                let mut rows = NONE;
                compare(op, left, right, at, &mut scratch.rooms, &mut rows);
                rows
            };
            let below = holds(CompareOp::Less, best, from);
            let above = holds(CompareOp::Greater, worst, to);
            let inverted = holds(CompareOp::Greater, from, to);
            let after = holds(CompareOp::GreaterOrEqual, worst, from);
            let before = holds(CompareOp::LessOrEqual, best, to);
            let known = low.known.iter().zip(&high.known);
            let none = below.iter().zip(&above).zip(&inverted).zip(known);
            let (must, may) = truths.planes();
            let planes = must.iter_mut().zip(may);
            let sides = none.zip(after.iter().zip(&before));
            for ((must, may), ((((below, above), inverted), (low, high)), (after, before))) in planes.zip(sides) {
                let never = (below & low) | (above & high) | (inverted & low & high);
                *must = after & before & low & high & !never;
                *may = !never;
            }
            truths.reasons.plain = true;
        });
    }
}

/// A chance in ten-thousandths at most.
const MOST: i64 = 10_000;

fn side(points: &[i64]) -> Side<'_> {
    Side::Dense { values: points, low: 0, high: MOST }
}
