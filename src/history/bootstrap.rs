//! Between what shares of worth lie: by drawing the opportunities anew, with replacement, many times over.

use crate::value::Random;

use super::statistics::{Share, float_of};

/// How many times they are drawn, and how many draws are made in all at most, as long as it is not fewer times than [`FEWEST`].
const TIMES: usize = 1_000;
const DRAWS: usize = 30_000_000;
const FEWEST: usize = 200;
/// Where the random numbers start.
const SEED: u64 = 20_111_001;

/// The ends of closed opportunities.
pub(crate) const ENDS: usize = 3;

/// A closed opportunity.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// How it ended, below [`ENDS`].
    pub(crate) end: usize,
    pub(crate) worth: f64,
    /// The sets of cuts that it is in.
    pub(crate) sets: Vec<u32>,
}

/// Worth by set and end.
#[derive(Clone, Debug)]
struct Sums {
    whole: [f64; ENDS],
    sets: Vec<[f64; ENDS]>,
}

/// Worth shares of all sets, and the samples of them.
pub(crate) struct Bootstrap {
    sums: Sums,
    samples: Vec<Sums>,
}

impl Bootstrap {
    /// Draws from the opportunities, of which some may be in sets `0..sets`.
    pub(crate) fn new(drawn: &[Drawn], sets: usize) -> Self {
        let zero = || Sums { whole: [0.0; ENDS], sets: vec![[0.0; ENDS]; sets] };
        let mut sums = zero();
        drawn.iter().for_each(|one| sums.add(one));
        let seeds: Vec<u64> = (0..).take(times(drawn.len(), sets)).map(|time: u64| SEED.wrapping_add(time)).collect();
        let samples = super::each(
            &seeds,
            || (),
            |(), &seed| {
                // The seeds lie side by side, and their streams would overlap: the first number of each starts its own.
                let mut random = Random::seeded(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
                let mut sample = zero();
                for _ in drawn {
                    if let Some(one) = drawn.get(random.below(drawn.len())) {
                        sample.add(one);
                    }
                }
                sample
            },
        );
        Bootstrap { sums, samples }
    }

    /// How many times the opportunities were drawn.
    pub(crate) fn times(&self) -> usize {
        self.samples.len()
    }

    /// Which share of the worth of opportunities that ended so is in a set; nothing where they have none.
    pub(crate) fn share(&self, set: usize, ends: &[usize]) -> Option<Share> {
        let share = self.sums.share(set, ends).filter(|share| share.is_finite())?;
        let samples = self.samples.iter().filter_map(|sample| sample.share(set, ends)).collect();
        Some(Share::sampled(share, samples))
    }
}

impl Sums {
    fn add(&mut self, one: &Drawn) {
        if let Some(sum) = self.whole.get_mut(one.end) {
            *sum += one.worth;
        }
        for &set in &one.sets {
            let set = usize::try_from(set).ok().and_then(|set| self.sets.get_mut(set));
            if let Some(sum) = set.and_then(|set| set.get_mut(one.end)) {
                *sum += one.worth;
            }
        }
    }

    fn share(&self, set: usize, ends: &[usize]) -> Option<f64> {
        let sum = |sums: &[f64; ENDS]| ends.iter().filter_map(|&end| sums.get(end)).sum::<f64>();
        let whole = sum(&self.whole);
        (whole > 0.0).then(|| self.sets.get(set).map(sum)).flatten().map(|part| part / whole)
    }
}

/// How many times to draw.
fn times(rows: usize, sets: usize) -> usize {
    let most = DRAWS.checked_div(rows.max(sets.saturating_mul(10)).max(1)).unwrap_or(0);
    if rows == 0 || float_of(rows) > 1e8 { 0 } else { TIMES.min(most.max(FEWEST)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_worth_lie_between_what_was_drawn() {
        let one = |place: usize| Drawn { end: place % 2, worth: 10.0, sets: if place < 40 { vec![0] } else { vec![] } };
        let drawn: Vec<Drawn> = (0..100).map(one).collect();
        let bootstrap = Bootstrap::new(&drawn, 1);
        assert_eq!(bootstrap.times(), 1_000);
        let share = bootstrap.share(0, &[0, 1]).unwrap();
        // The standard error of 40 of 100 is 4.9 points.
        assert_eq!(share.percent, 40.0);
        assert!((29.0..33.0).contains(&share.low) && (47.0..51.0).contains(&share.high), "{share:?}");
        assert_eq!(bootstrap.share(0, &[2]), None);
        assert_eq!(Bootstrap::new(&drawn, 1).share(0, &[0]), bootstrap.share(0, &[0]));
    }
}
