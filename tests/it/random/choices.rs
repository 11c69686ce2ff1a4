//! Chance as a sequence of small choices, which can be written down, played again and made simpler.

/// Where choices come from: a sequence to play again, and behind its end a seed or, without one, always the first.
pub struct Choices {
    replay: Vec<u32>,
    state: Option<u64>,
    /// What has been chosen so far.
    pub made: Vec<u32>,
}

impl Choices {
    pub fn seeded(seed: u64) -> Choices {
        let mut state = seed;
        let mixed = next(&mut state);
        Choices { replay: Vec::new(), state: Some(mixed), made: Vec::new() }
    }

    pub fn replay(choices: Vec<u32>) -> Choices {
        Choices { replay: choices, state: None, made: Vec::new() }
    }

    /// One of `0..count`. The first should be the simplest.
    pub fn below(&mut self, count: usize) -> usize {
        let count = u32::try_from(count).unwrap();
        assert!(count > 0, "a choice of nothing");
        let choice = match self.replay.get(self.made.len()) {
            Some(choice) => choice % count,
            None => self.state.as_mut().map_or(0, |state| (next(state) % u64::from(count)) as u32),
        };
        self.made.push(choice);
        choice as usize
    }

    /// True once in `count` times; the simplest is false.
    pub fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        let at = self.below(items.len());
        &items[at]
    }

    /// An index by weight.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        weights.len() - 1
    }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The simplest sequence found that still fails. `fails` is asked at most `budget` times.
pub fn simplest(choices: Vec<u32>, mut budget: usize, fails: impl Fn(&[u32]) -> bool) -> Vec<u32> {
    let mut best = choices;
    let mut attempt = |best: &mut Vec<u32>, candidate: Vec<u32>| {
        if budget == 0 || candidate == *best {
            return false;
        }
        budget -= 1;
        let better = fails(&candidate);
        if better {
            *best = candidate;
        }
        better
    };
    loop {
        let before = best.clone();
        let mut width = best.len().next_power_of_two();
        while width > 0 {
            let mut start = 0;
            while start < best.len() {
                let end = (start + width).min(best.len());
                let without = [&best[..start], &best[end..]].concat();
                if !attempt(&mut best, without) {
                    let mut zeroed = best.clone();
                    zeroed[start..end].fill(0);
                    attempt(&mut best, zeroed);
                    start += width;
                }
            }
            width /= 2;
        }
        for at in 0..best.len() {
            let Some(&value) = best.get(at) else { break };
            for smaller in [value / 2, value.saturating_sub(1)] {
                let mut candidate = best.clone();
                candidate[at] = smaller;
                attempt(&mut best, candidate);
            }
        }
        while best.last() == Some(&0) {
            best.pop();
        }
        if best == before || best.len() == before.len() {
            return best;
        }
    }
}
