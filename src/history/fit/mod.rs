//! The numbers of `chance`, found from how opportunities ended.
//!
//! Comes in: a history. Each closed opportunity is looked at as it was known on one day, never later; which case of
//! each line of odds was decided then is the design: a column a case. A logistic regression with a quadratic penalty gives the factors, and the
//! penalty is the one that foretells best the opportunities that were held out. What goes out are the new numbers with their intervals, and
//! the files with nothing but those numbers changed. A line that rests on too few opportunities keeps its numbers.

pub(super) mod design;
mod edit;
mod logistic;
mod solve;

use serde::Serialize;

use crate::value::{Date, Percent};

use super::{History, Share};

/// How to find the numbers of `chance`.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    last_day: Date,
    after: u32,
    least: usize,
    folds: usize,
}

impl Fitting {
    /// From what ended up to a day; an opportunity that closed later counts as open, and is left out.
    #[must_use]
    pub fn until(last_day: Date) -> Self {
        Fitting { last_day, after: 0, least: 10, folds: 5 }
    }

    /// From what was known so many days after each opportunity began (0 if left out). Those that had closed by then are left out.
    #[must_use]
    pub fn after(mut self, days: u32) -> Self {
        self.after = days;
        self
    }

    /// Refuses a line one of whose cases rests on fewer opportunities (10 if left out).
    #[must_use]
    pub fn least(mut self, opportunities: usize) -> Self {
        self.least = opportunities;
        self
    }

    /// Holds out in so many parts (5 if left out; 2 at least).
    #[must_use]
    pub fn folds(mut self, folds: usize) -> Self {
        self.folds = folds.max(2);
        self
    }
}

/// The numbers of a playbook's chances, found from a history.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Fit {
    /// A chance a process, those without one left out.
    pub processes: Vec<FittedChance>,
    /// Opportunities that are still open, or began or closed after the last day.
    pub open: usize,
    /// Opportunities that had closed by the day on which they would have been looked at.
    pub closed_before: usize,
    /// Closed opportunities that were in no process with a chance on that day.
    pub unrouted: usize,
    /// Opportunities whose days or claim contradict each other, and rows in error.
    pub faulty: usize,
    /// The files whose numbers change: name, and text with the new numbers.
    #[serde(skip)]
    files: Vec<(String, String)>,
}

impl Fit {
    /// The files that change, each with its name and its text with the new numbers; all else in it is as it was.
    #[must_use]
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// Whether every process with a chance got all its numbers.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.processes.is_empty()
            && self
                .processes
                .iter()
                .all(|process| process.refused.is_none() && process.lines.iter().all(|line| line.refused.is_none()))
    }
}

/// The numbers of one process's chance.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FittedChance {
    /// The process.
    pub process: String,
    /// Won opportunities that it rests on.
    pub won: usize,
    /// Lost ones, those that were given up among them.
    pub lost: usize,
    /// Why no number was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
    /// The penalty: half of it times the sum of the squared logarithms of the factors is added to the loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub penalty: Option<f64>,
    /// How well it foretold opportunities that were held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_out: Option<HeldOut>,
    /// The base, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Number>,
    /// The lines of odds.
    pub lines: Vec<FittedLine>,
}

/// How well the chances foretold opportunities that were held out when they were found. The penalty was chosen on the same parts.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct HeldOut {
    /// Opportunities that were foretold.
    pub opportunities: usize,
    /// In how many parts they were held out.
    pub folds: usize,
    /// How often that was done, in other parts each time; the measures are means.
    pub repeats: usize,
    /// Whether the parts follow each other in time, each foretold from those before alone.
    pub in_time_order: bool,
    /// The area under the curve: how often a won one had a higher chance than a lost one.
    pub auc: f64,
    /// Its 95 % interval, by bootstrap over the opportunities.
    pub auc_interval: [f64; 2],
    /// The mean square between chance and outcome.
    pub brier: f64,
    /// Of the lost ones, the share with a chance below that of all but so many won ones.
    pub cuts: [FittedCut; 3],
}

/// What a threshold on held-out chances would have cut.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct FittedCut {
    /// The share of won ones that may be cut, in percent.
    pub wins: f64,
    /// The share of lost ones that is cut then, its interval by bootstrap over the opportunities.
    pub losses: Share,
}

/// The numbers of one line of odds.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FittedLine {
    /// The file that it stands in.
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: usize,
    /// Why it keeps its numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
    /// Its cases, and last the other one where that is written.
    pub cases: Vec<FittedCase>,
    /// Opportunities of which it was not known which case counts.
    pub unknown: usize,
}

/// A case of a line of odds.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FittedCase {
    /// Its condition as written; nothing of `otherwise`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Opportunities that it rests on.
    pub opportunities: usize,
    /// Those of them that were won.
    pub won: usize,
    /// The factor.
    pub factor: Number,
}

/// A number of a playbook, before and after.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct Number {
    /// As it stood.
    pub old: f64,
    /// As found, in two significant digits; as it stood where it was refused.
    pub new: f64,
    /// The 95 % interval of what was found: the normal approximation with the inverse of the penalised information; of a factor
    /// beside others of its line as its distance from their middle, of a base for an opportunity in the middle of all lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
}

/// Why a line, or a process, keeps its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// A case rests on fewer opportunities than was asked for.
    TooFew,
    /// The opportunities were all won, or all lost.
    OneKind,
    /// There are none.
    Nothing,
}

impl Refusal {
    /// Why, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Refusal::TooFew => "a case rests on too few opportunities",
            Refusal::OneKind => "all opportunities ended alike",
            Refusal::Nothing => "there is no closed opportunity",
        }
    }
}

impl History {
    /// Finds the numbers of `chance` from how the opportunities ended.
    ///
    /// ```
    /// use stagegate::{Date, Playbook};
    /// use stagegate::history::{Fitting, History};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { key id: number  stage  referred: bool }
    ///     process direct {
    ///       chance { base 50% odds times 1 when referred otherwise times 1 }
    ///       stage qualify { require asked that referred is known }
    ///     }
    /// "#)?;
    /// let reader = playbook.reader();
    /// let mut history = History::new(&playbook);
    /// for row in 1..=400 {
    ///     // Of the referred ones three in four were won, of the others one in four.
    ///     let (referred, won) = (row % 2 == 0, (row / 2) % 4 == 0);
    ///     let stage = if referred != won { "won" } else { "lost" };
    ///     let data = format!(r#"{{"id": {row}, "stage": "{stage}", "referred": {referred}}}"#);
    ///     history.push(&reader.read_json(&data)?, row);
    /// }
    /// let fit = history.fit(Fitting::until(Date::new(2026, 11, 23)?));
    /// let line = &fit.processes[0].lines[0];
    /// assert!(line.cases[0].factor.new > 2.0 && line.cases[1].factor.new < 0.5);
    /// assert!(fit.files()[0].1.contains("odds times 3"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fit(&self, how: Fitting) -> Fit {
        let sample = design::Sample::take(self, how.last_day, how.after);
        let checked = self.playbook.checked();
        let mut processes = Vec::new();
        let mut edits = Vec::new();
        for (process, rows) in checked.processes.iter().zip(&sample.processes) {
            if let Some(chance) = &process.chance {
                let found = solve::chance(self, process, chance, rows, how);
                edit::collect(process, chance, &found, &mut edits);
                processes.push(found);
            }
        }
        let files = edit::files(&self.playbook, edits);
        let design::Sample { open, closed_before, unrouted, faulty, .. } = sample;
        Fit { processes, open, closed_before, unrouted, faulty, files }
    }
}

/// A factor in two significant digits, of at most four decimals, and never 0.
fn rounded(factor: f64) -> f64 {
    let bounded = factor.clamp(0.0001, 1e12);
    let places = (1.0 - bounded.log10().floor()).min(4.0);
    let scale = 10.0_f64.powf(places);
    ((bounded * scale).round_ties_even() / scale).max(0.0001)
}

/// A base in points: two significant digits, a whole from 10 on, two decimals above 99.
fn rounded_base(points: f64) -> Percent {
    let places = if points > 99.0 { 2.0 } else { (1.0 - points.max(0.01).log10().floor()).clamp(0.0, 2.0) };
    let scale = 10.0_f64.powf(places);
    hundredths((points * scale).round_ties_even() / scale * 100.0)
}

#[expect(clippy::as_conversions, reason = "a whole from 1 to 9,999")]
fn hundredths(count: f64) -> Percent {
    Percent::from_hundredths(count.round_ties_even().clamp(1.0, 9_999.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::{rounded, rounded_base};

    #[test]
    fn numbers_have_two_significant_digits() {
        let found = [0.543_21, 2.567, 12.49, 123.4, 0.012_345, 0.000_01, 1.0].map(rounded);
        assert_eq!(found, [0.54, 2.6, 12.0, 120.0, 0.012, 0.0001, 1.0]);
        let found = [46.49, 4.649, 0.4649, 0.001, 99.6, 99.999].map(|points| rounded_base(points).to_string());
        assert_eq!(found, ["46%", "4.6%", "0.46%", "0.01%", "99.6%", "99.99%"]);
    }
}
