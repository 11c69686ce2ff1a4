//! The report's shape.

use crate::value::{Currency, Date, Decimal, Percent};
use crate::verdict::Verdict;

use super::super::{Fault, Quartiles, Share};

/// What a playbook's disqualifiers would have done to the opportunities of a history. As JSON it is one object, in which what is
/// empty is left out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Backtest {
    /// The last day of the history: what closed later counts as open.
    pub as_of: Date,
    /// The first closing day that is judged by, where there is one.
    pub closed_from: Option<Date>,
    /// The currency of all worths, where they are money.
    pub currency: Option<Currency>,
    /// All rows, those in error too.
    pub rows: u64,
    /// Rows that could not be read.
    pub errors: u64,
    /// Rows that are in no share, by why.
    pub left_out: Vec<LeftOut>,
    /// Opportunities that closed before the first closing day that is judged by.
    pub closed_before: u64,
    /// By end: `won`, `lost`, `walked`, `losses` (lost and walked), `open`.
    pub ended: Vec<Ended>,
    /// Each disqualifier, in the playbook's order.
    pub rules: Vec<JudgedRule>,
    /// How many won opportunities would have been cut.
    pub wins_cut: u64,
    /// Those of them that are named, the largest first.
    pub wins: Vec<LostWin>,
    /// What `disqualify … when chance < P` would have done, for some P.
    pub curve: Vec<CurvePoint>,
    /// The chance held against what came of it.
    pub calibration: Option<Calibration>,
    /// By when the opportunities began.
    pub periods: Vec<Period>,
    /// What has to be known to read the figures.
    pub notes: Vec<String>,
    /// How the figures are made.
    pub method: Vec<String>,
}

impl Backtest {
    /// What came of opportunities that ended so: `won`, `lost`, `walked`, `losses`, `open`.
    #[must_use]
    pub fn ended(&self, end: &str) -> Option<&Ended> {
        self.ended.iter().find(|ended| ended.end == end)
    }

    /// What a rule would have done.
    #[must_use]
    pub fn rule(&self, process: &str, rule: &str) -> Option<&JudgedRule> {
        self.rules.iter().find(|judged| judged.process == process && judged.rule == rule)
    }
}

/// Rows that are in no share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Why.
    pub fault: Fault,
    /// How many.
    pub count: u64,
    /// Which, from 1: the first of them.
    pub rows: Vec<u64>,
}

/// Opportunities that ended alike.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ended {
    /// `won`, `lost`, `walked`, `losses` or `open`.
    pub end: &'static str,
    /// How many.
    pub count: u64,
    /// How much they are worth, as far as is known and a decimal holds it.
    pub worth: Option<Decimal>,
    /// How many of them were open for more than a day, so that they could have been cut before they ended.
    pub longer: u64,
    /// Those that would have been cut.
    pub cut: Cut,
}

/// Opportunities that would have been disqualified before they ended.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct Cut {
    /// How many.
    pub count: u64,
    /// How much they are worth.
    pub worth: Option<Decimal>,
    /// Which share of all that ended so.
    pub share: Option<Share>,
    /// Which share of those that were open for more than a day.
    pub share_of_longer: Option<Share>,
    /// Which share of the worth of all that ended so.
    pub worth_share: Option<Share>,
    /// On which day, counted from the beginning.
    pub days_after_opening: Option<Quartiles>,
    /// How many days before they ended.
    pub days_before_closing: Option<Quartiles>,
}

/// Opportunities that ended alike and would have been cut by a rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CutBy {
    /// `won`, `lost`, `walked` or `losses`.
    pub end: &'static str,
    /// Those that would have been cut.
    pub cut: Cut,
}

/// What a disqualifier would have done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JudgedRule {
    /// The process that it stands in.
    pub process: String,
    /// Its name.
    pub rule: String,
    /// Its title.
    pub title: Option<String>,
    /// The stage that it stands in; none for a rule of the process.
    pub stage: Option<String>,
    /// Whether it is judged: the rules of a process and of its first stage are, as no data says which stage an opportunity was in
    /// on a day of the past.
    pub judged: bool,
    /// If it were the only rule.
    pub alone: Vec<CutBy>,
    /// Those that no other rule would have cut.
    pub adds: Vec<CutBy>,
}

impl JudgedRule {
    /// What it would have done by itself to those that ended so.
    #[must_use]
    pub fn alone(&self, end: &str) -> Option<&Cut> {
        self.alone.iter().find(|cut| cut.end == end).map(|cut| &cut.cut)
    }

    /// What it adds to the other rules for those that ended so.
    #[must_use]
    pub fn adds(&self, end: &str) -> Option<&Cut> {
        self.adds.iter().find(|cut| cut.end == end).map(|cut| &cut.cut)
    }
}

/// A won opportunity that would have been cut.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LostWin {
    /// Its key, where it has one.
    pub key: Option<String>,
    /// Its row, from 1.
    pub row: u64,
    /// What it is worth.
    pub worth: Option<Decimal>,
    /// The day on which it was won, where it is known.
    pub closed: Option<Date>,
    /// The verdict on the day on which it would have been cut, with the reasons.
    pub verdict: Verdict,
}

/// What a threshold of the chance would have done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CurvePoint {
    /// An opportunity is cut as soon as its best chance is below.
    pub below: Percent,
    /// Which share of the losses would have been cut.
    pub losses: Option<Share>,
    /// Which share of the losses that were open for more than a day.
    pub losses_of_longer: Option<Share>,
    /// Which share of what was won.
    pub wins: Option<Share>,
}

/// How well chances fit what came of them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Calibration {
    /// How many days after the beginning the chance was taken.
    pub day: u32,
    /// Of how many opportunities.
    pub count: u64,
    /// How many had ended by that day, or were in no process with a chance.
    pub without: u64,
    /// How often a won one has the higher chance of two, in percent with an interval; nothing where all ended alike.
    pub auc: Option<Share>,
    /// The mean squared distance of the chance from what came: 0 is best.
    pub brier: f64,
    /// The same of a chance that is the share of wins, for all alike.
    pub brier_of_base: f64,
    /// By how many points chances are off on the mean, by group.
    pub expected_error: f64,
    /// Ten groups of about the same size, the lowest chances first.
    pub groups: Vec<ChanceGroup>,
}

/// Opportunities of similar chances.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChanceGroup {
    /// How many.
    pub count: u64,
    /// Their mean chance in percent.
    pub chance: f64,
    /// The least and the greatest of their chances in percent.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Which share was won.
    pub won: Option<Share>,
}

/// Opportunities that began in the same time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Period {
    /// `2011-10`, or `2011 Q4`.
    pub began: String,
    /// How many have ended.
    pub ended: u64,
    /// How many are open.
    pub open: u64,
    /// Which share of those that ended was won.
    pub won: Option<Share>,
    /// Which share of the losses would have been cut.
    pub losses_cut: Option<Share>,
    /// Which share of the wins would have been cut.
    pub wins_cut: Option<Share>,
}
