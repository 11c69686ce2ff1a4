//! The report on what a playbook's disqualifiers would have done.
//!
//! Comes in: what was found of each opportunity. Goes out: a [`Backtest`], in which every row counts once, as in error, left
//! out for a stated reason, closed before the time that is judged, won, lost, walked away from, or open. Open ones are censored: they are counted,
//! and no share of losses holds them. Every share has an interval beside it.

mod chances;
mod cuts;
mod json;
mod notes;
mod periods;
mod result;
mod wins;

use crate::hir::Outcome;
use crate::value::Date;

use super::case::Kept;
use super::{Case, Fault, History, Replaying, Span, Trace};

pub use result::{
    Backtest, Calibration, ChanceGroup, CurvePoint, Cut, CutBy, Ended, JudgedRule, LeftOut, LostWin, Period,
};

/// How to judge a playbook by a history.
#[derive(Clone, Copy, Debug)]
pub struct Backtesting {
    replaying: Replaying,
    closed_from: Option<Date>,
    listed: usize,
}

impl Backtesting {
    /// By the history up to a day: what closed later counts as open.
    #[must_use]
    pub fn until(last_day: Date) -> Self {
        Backtesting { replaying: Replaying::until(last_day), closed_from: None, listed: 50 }
    }

    /// Judges by opportunities that closed on that day or later; those that closed before are counted, and in no share.
    #[must_use]
    pub fn closed_from(mut self, day: Option<Date>) -> Self {
        self.closed_from = day;
        self
    }

    /// Holds the chance so many days after the beginning against the outcome; on the first day if left out.
    #[must_use]
    pub fn chance_after(mut self, days: u32) -> Self {
        self.replaying = self.replaying.chance_after(days);
        self
    }

    /// Names so many of the won opportunities that would have been cut, and of the rows that are left out; 50 if left out.
    #[must_use]
    pub fn listing(mut self, most: usize) -> Self {
        self.listed = most;
        self
    }
}

/// An opportunity that counts.
#[derive(Clone, Copy)]
struct Counted<'r> {
    place: usize,
    kept: &'r Kept,
    span: &'r Span,
    trace: &'r Trace,
}

/// All that the parts of the report are made of.
struct Material<'r> {
    history: &'r History,
    how: Backtesting,
    /// Those that closed in the time that is judged, and those that are open.
    counted: Vec<Counted<'r>>,
    faults: Vec<(Fault, u64)>,
    closed_before: u64,
}

impl Counted<'_> {
    /// The day on which it closed, where days are known.
    fn closed(self) -> Option<i32> {
        if self.span.once || self.span.outcome.is_none() { None } else { self.kept.closed }
    }

    fn began(self) -> Option<i32> {
        if self.span.once { None } else { self.kept.begins() }
    }

    /// Whether it was open for more than a day, so that it could have been cut before it ended.
    fn is_longer(self) -> bool {
        match (self.began(), self.closed()) {
            (Some(began), Some(closed)) => closed.saturating_sub(began) > 1,
            (None, _) | (_, None) => true,
        }
    }
}

impl History {
    /// What the playbook's disqualifiers would have done to the opportunities of the history.
    ///
    /// ```
    /// use stagegate::{Date, Playbook};
    /// use stagegate::history::{Backtesting, History};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { key id: text  stage  opened created: date  closed ended: date  last_reply: date }
    ///     process direct {
    ///       disqualify silent when today - last_reply > 30 days
    ///       stage qualify { require replied that last_reply is known }
    ///     }
    /// "#)?;
    /// let mut history = History::new(&playbook);
    /// for (row, text) in (1..).zip([
    ///     r#"{"id": "A", "stage": "lost", "created": "2026-01-01", "ended": "2026-06-30", "last_reply": "2026-01-05"}"#,
    ///     r#"{"id": "B", "stage": "won", "created": "2026-01-01", "ended": "2026-03-30", "last_reply": "2026-03-05"}"#,
    ///     r#"{"id": "C", "stage": "qualify", "created": "2026-05-01"}"#,
    /// ]) {
    ///     history.push(&playbook.reader().read_json(text)?, row);
    /// }
    /// let report = history.backtest(Backtesting::until(Date::new(2026, 6, 30)?));
    /// let losses = report.ended("losses").unwrap();
    /// assert_eq!((losses.count, losses.cut.count), (1, 1));
    /// assert_eq!(losses.cut.days_before_closing.unwrap().median, 145.0);
    /// assert_eq!(report.ended("won").unwrap().cut.count, 0);
    /// assert_eq!(report.ended("open").unwrap().count, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn backtest(&self, how: Backtesting) -> Backtest {
        let replayed = self.replay(how.replaying);
        let material = Material::new(self, &replayed, how);
        let cuts = cuts::Cuts::new(&material);
        let (wins_cut, wins) = wins::cut(&material);
        let mut report = Backtest {
            as_of: how.replaying.last_day(),
            closed_from: how.closed_from,
            currency: self.playbook().checked().schema.worth_currency(),
            rows: length(self.len()).saturating_add(length(self.errors.len())),
            errors: length(self.errors.len()),
            left_out: material.left_out(),
            closed_before: material.closed_before,
            ended: cuts.ended(),
            rules: cuts.rules(),
            wins_cut,
            wins,
            curve: chances::curve(&material),
            calibration: chances::calibration(&material),
            periods: periods::periods(&material),
            notes: Vec::new(),
            method: notes::method(cuts.times()),
        };
        report.notes = notes::notes(&material, &report);
        report
    }
}

impl<'r> Material<'r> {
    fn new(history: &'r History, replayed: &'r super::Replayed<'_>, how: Backtesting) -> Self {
        let mut material = Material { history, how, counted: Vec::new(), faults: Vec::new(), closed_before: 0 };
        let from = how.closed_from.map(Date::days);
        for (place, (kept, found)) in history.kept().iter().zip(replayed.found()).enumerate() {
            match found {
                Err(fault) => material.faults.push((*fault, kept.row)),
                Ok((span, trace)) => {
                    let one = Counted { place, kept, span, trace };
                    let is_before =
                        span.outcome.is_some() && from.is_some_and(|from| kept.closed.is_some_and(|day| day < from));
                    if is_before {
                        material.closed_before = material.closed_before.saturating_add(1);
                    } else {
                        material.counted.push(one);
                    }
                }
            }
        }
        material
    }

    /// Those that ended, with whether they were won.
    fn closed(&self) -> impl Iterator<Item = (Counted<'r>, bool)> {
        self.counted.iter().filter_map(|one| Some((*one, one.span.outcome? == Outcome::Won)))
    }

    fn left_out(&self) -> Vec<LeftOut> {
        let of = |fault: Fault| {
            let rows = || self.faults.iter().filter(move |(found, _)| *found == fault).map(|(_, row)| *row);
            LeftOut { fault, count: length(rows().count()), rows: rows().take(self.how.listed).collect() }
        };
        Fault::ALL.map(of).into_iter().filter(|left| left.count > 0).collect()
    }

    fn case(&self, place: usize) -> Option<Case<'r>> {
        self.history.kept().get(place).map(|kept| Case { kept })
    }
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
