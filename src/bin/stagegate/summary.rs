//! What many verdicts come to.

use stagegate::Decision;

/// Verdicts by decision.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Summary {
    /// In the order of [`WORDS`].
    counts: [u64; WORDS.len()],
}

const WORDS: [&str; 6] = ["disqualify", "hold", "advance", "closed", "unrouted", "error"];

impl Summary {
    pub(crate) fn count(&mut self, decision: Decision<'_>) {
        let word = decision.as_str();
        if let Some(place) = WORDS.iter().position(|known| *known == word) {
            self.counts[place] += 1;
        }
    }

    /// How many there are of a decision, or of all.
    pub(crate) fn errors(&self) -> u64 {
        self.counts[WORDS.len() - 1]
    }

    pub(crate) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// `448 opportunities: 210 disqualify, 200 hold, 38 advance`.
    pub(crate) fn in_words(&self) -> String {
        let total = self.total();
        let what = if total == 1 { "1 opportunity".to_owned() } else { format!("{total} opportunities") };
        let counts: Vec<String> = WORDS
            .iter()
            .zip(self.counts)
            .filter(|&(_, count)| count > 0)
            .map(|(word, count)| format!("{count} {word}"))
            .collect();
        if counts.is_empty() { what } else { format!("{what}: {}", counts.join(", ")) }
    }
}
