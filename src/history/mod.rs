//! Opportunities that have since been won and lost, and what a playbook would have said of them on the days before.
//!
//! Comes in: opportunities as any reader gives them, one after the other; each is kept once, with its outcome beside it. From then on
//! the claim, the closing day, and every fact that is read from the same key of the data as one of them, are hidden: nothing
//! but the counting knows how it ended. `Clocks` finds the days on which something could change, `Replay` looks at an
//! opportunity on each of them, from the day on which it began to the day before it closed, with what was on record by then.

mod backtest;
mod bootstrap;
mod case;
mod clocks;
mod discover;
mod fit;
mod folds;
#[cfg(feature = "html")]
mod page;
mod replay;
mod replayed;
mod statistics;
mod threshold;

use crate::facts::{DataError, Opportunity};
use crate::playbook::{Assessment, Playbook, Process};
use crate::value::Date;
use crate::verdict::Assess;

pub use backtest::{
    Backtest, Backtesting, Calibration, ChanceGroup, CurvePoint, Cut, CutBy, Ended, JudgedRule, LeftOut, LostWin,
    Period,
};
pub use case::{Case, Fault};
pub(crate) use case::{Kept, Span};
pub(crate) use clocks::Clocks;
pub use discover::{Cuts, Discovering, Discovery, FoundRule};
pub use fit::{Fit, FittedCase, FittedChance, FittedCut, FittedLine, Fitting, HeldOut, Number, Refusal};
pub(crate) use replay::{Replay, Trace};
pub use replayed::{Replayed, Replaying, Seen};
pub use statistics::{Quartiles, Share};
pub use threshold::{Threshold, ThresholdCut, ThresholdPart, Thresholding, WinsBy, fewest_wins};

/// The opportunities of the past, for one playbook.
///
/// ```
/// use stagegate::Playbook;
/// use stagegate::history::History;
///
/// let playbook = Playbook::parse(r#"
///     opportunity { key id: text  stage  opened created: date  closed ended: date  last_reply: date }
///     process direct {
///       disqualify silent when today - last_reply > 30 days
///       stage qualify { require replied that last_reply is known }
///     }
/// "#)?;
/// let reader = playbook.reader();
/// let mut history = History::new(&playbook);
/// let row = r#"{"id": "A", "stage": "lost", "created": "2026-01-01", "ended": "2026-06-30", "last_reply": "2026-01-05"}"#;
/// history.push(&reader.read_json(row)?, 1);
/// assert_eq!(history.cases().next().unwrap().closed().unwrap().to_string(), "2026-06-30");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct History {
    playbook: Playbook,
    how: Assess,
    cases: Vec<Kept>,
    errors: Vec<(u64, DataError)>,
}

impl History {
    /// An empty history.
    #[must_use]
    pub fn new(playbook: &Playbook) -> Self {
        History { playbook: playbook.clone(), how: Assess::default(), cases: Vec::new(), errors: Vec::new() }
    }

    /// The same, by that process of the playbook whatever routing would say. It counts for what is added from then on.
    #[must_use]
    pub fn by(mut self, process: Process<'_>) -> Self {
        self.how = Assessment::default().by(process).into_parts();
        self
    }

    /// Adds an opportunity that was read for this playbook: the `row`-th of its data, from 1.
    pub fn push(&mut self, opportunity: &Opportunity, row: u64) {
        self.cases.push(Kept::new(&self.playbook, self.how, opportunity, row));
    }

    /// Adds a row that could not be read: it is counted, and in no share.
    pub fn push_error(&mut self, error: DataError, row: u64) {
        self.errors.push((row, error));
    }

    /// How many opportunities there are, rows in error left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// The playbook that it is for.
    #[must_use]
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// The rows that could not be read.
    #[must_use]
    pub fn errors(&self) -> &[(u64, DataError)] {
        &self.errors
    }

    /// The opportunities with their outcomes, in order.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = Case<'_>> {
        self.cases.iter().map(|kept| Case { kept })
    }

    /// The latest day that it speaks of: a day of beginning, closing, or evidence.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let last = self.cases.iter().filter_map(Kept::last_day).max()?;
        Date::from_days(i64::from(last))
    }

    /// How each opportunity was kept.
    pub(crate) fn kept(&self) -> &[Kept] {
        &self.cases
    }
}

/// Does the same to each of many, on all cores where the feature `rayon` is on.
fn each<T: Sync, R: Send, S: Send>(
    items: &[T],
    scratch: impl Fn() -> S + Sync + Send,
    run: impl Fn(&mut S, &T) -> R + Sync + Send,
) -> Vec<R> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        items.par_iter().map_init(scratch, run).collect()
    }
    #[cfg(not(feature = "rayon"))]
    {
        let mut scratch = scratch();
        items.iter().map(|item| run(&mut scratch, item)).collect()
    }
}
