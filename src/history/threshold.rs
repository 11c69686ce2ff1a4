//! A number for `disqualify … when chance < P` that keeps to a budget of wins.
//!
//! Comes in: for each closed opportunity the lowest that its best chance was on any day, before it closed. A threshold cuts those
//! whose lowest is below it. The largest threshold is taken of which the *upper end* of the interval of wins cut stays below
//! the budget, and it is tried on opportunities that it was not chosen on: each part in time by the parts before it, or, without days, parts
//! at random with equal chances in one part. Where it breaks the budget there, it is chosen again by a tighter one.
//! What goes out says both figures: on the opportunities that chose it, and on those that did not.

use serde::Serialize;

use crate::hir::Outcome;
use crate::value::{Date, Percent};

use super::bootstrap::{Bootstrap, Drawn};
use super::folds::Folds;
use super::statistics::{float, wilson};
use super::{History, Replaying, Share};

/// By what wins are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WinsBy {
    /// How many.
    Count,
    /// What they are worth.
    Worth,
}

/// How to choose a threshold of the chance.
#[derive(Clone, Copy, Debug)]
pub struct Thresholding {
    last_day: Date,
    budget: Percent,
    by: WinsBy,
    folds: usize,
    closed_from: Option<Date>,
}

impl Thresholding {
    /// By what closed up to a day, losing at most that share of wins.
    #[must_use]
    pub fn until(last_day: Date, budget: Percent) -> Self {
        Thresholding { last_day, budget, by: WinsBy::Count, folds: 5, closed_from: None }
    }

    /// By what wins are measured; by their count if left out.
    #[must_use]
    pub fn by(mut self, by: WinsBy) -> Self {
        self.by = by;
        self
    }

    /// By what closed on that day or later, so that chances whose numbers were found before are judged by what came after.
    #[must_use]
    pub fn closed_from(mut self, day: Option<Date>) -> Self {
        self.closed_from = day;
        self
    }

    /// Holds out in so many parts (5 if left out; 2 at least).
    #[must_use]
    pub fn folds(mut self, folds: usize) -> Self {
        self.folds = folds.max(2);
        self
    }
}

/// A threshold of the chance, and what it costs.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Threshold {
    /// The share of wins that may be lost.
    pub budget: Percent,
    /// By what wins are measured.
    pub by: WinsBy,
    /// The number; nothing where the wins are too few to say that any number keeps to the budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Percent>,
    /// The budget by which it was chosen, so that it keeps to `budget` on opportunities that were held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<Percent>,
    /// On the opportunities that it was chosen on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<ThresholdCut>,
    /// On opportunities that were held out, all parts together, each cut by the number that the others chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_out: Option<ThresholdCut>,
    /// The parts.
    pub parts: Vec<ThresholdPart>,
    /// Whether the parts follow each other in time, each tried by those before alone.
    pub in_time_order: bool,
    /// Closed opportunities with a chance, won and lost.
    pub won: u64,
    /// See `won`.
    pub lost: u64,
    /// Closed opportunities that never had a chance before they closed.
    pub without: u64,
}

/// What a threshold cuts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ThresholdCut {
    /// Which share of the wins, by the measure that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wins: Option<Share>,
    /// Which share of the losses, by count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub losses: Option<Share>,
}

/// A part that was held out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ThresholdPart {
    /// The first closing day in it, where there are days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The number that the other opportunities chose; nothing where they were too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Percent>,
    /// What that number cuts in it.
    pub cut: ThresholdCut,
}

/// A closed opportunity with a chance.
#[derive(Clone, Copy, Debug)]
struct One {
    lowest: i64,
    is_won: bool,
    worth: f64,
    closed: Option<i32>,
}

impl History {
    /// Chooses the number of `disqualify … when chance < P` that loses at most a share of wins, the upper end of its interval
    /// on opportunities that were held out being below it.
    ///
    /// ```
    /// use stagegate::{Date, Percent, Playbook};
    /// use stagegate::history::{History, Thresholding};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { stage  score: number }
    ///     process direct {
    ///       chance { base 50% odds { times 0.02 when score < 1 times 0.1 when score < 2 otherwise times 1 } }
    ///       stage qualify { require scored that score is known }
    ///     }
    /// "#)?;
    /// let mut history = History::new(&playbook);
    /// for row in 0..3_000 {
    ///     let score = row % 3;
    ///     let stage = if score == 2 || row % 100 == 1 { "won" } else { "lost" };
    ///     history.push(&playbook.reader().read_json(&format!(r#"{{"stage": "{stage}", "score": {score}}}"#))?, row);
    /// }
    /// let how = Thresholding::until(Date::new(2026, 11, 23)?, Percent::from_hundredths(500));
    /// let threshold = history.threshold(how);
    /// assert!(threshold.held_out.unwrap().wins.unwrap().high <= 5.0);
    /// assert!(threshold.seen.unwrap().losses.unwrap().percent > 40.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn threshold(&self, how: Thresholding) -> Threshold {
        let replayed = self.replay(Replaying::until(how.last_day));
        let (mut ones, mut without) = (Vec::new(), 0_u64);
        for seen in replayed.cases() {
            let Some(outcome) = seen.outcome() else { continue };
            if how.closed_from.is_some_and(|from| seen.case().closed().is_some_and(|closed| closed < from)) {
                continue;
            }
            match seen.lowest_chance() {
                Some(lowest) => ones.push(One {
                    lowest: lowest.hundredths(),
                    is_won: outcome == Outcome::Won,
                    worth: seen.case().worth().map_or(0.0, |worth| worth.to_f64()),
                    closed: seen.case().closed().filter(|_| !seen.is_undated()).map(Date::days),
                }),
                None => without = without.saturating_add(1),
            }
        }
        let keys: Vec<(Option<i32>, i64)> = ones.iter().map(|one| (one.closed, one.lowest)).collect();
        let folds = Folds::of(&keys, how.folds, 1..2);
        let in_time_order = folds.in_time_order;
        let of = |places: &[usize]| places.iter().filter_map(|&place| ones.get(place).copied()).collect();
        let parts: Vec<(Vec<One>, Vec<One>)> =
            folds.first().iter().map(|fold| (of(&fold.learned), of(&fold.foretold))).collect();
        let won = count(ones.iter().filter(|one| one.is_won));
        let mut threshold = Threshold {
            budget: how.budget,
            by: how.by,
            below: None,
            chosen_by: None,
            seen: None,
            held_out: None,
            parts: Vec::new(),
            in_time_order,
            won,
            lost: count(ones.iter()).saturating_sub(won),
            without,
        };
        // Ten budgets, each a tenth of the first tighter than the one before.
        for tenths in (1..=10).rev() {
            let inner = how.budget.hundredths().saturating_mul(tenths).checked_div(10).unwrap_or(0);
            if threshold.try_by(&ones, &parts, Percent::from_hundredths(inner)) {
                break;
            }
        }
        threshold
    }
}

impl Threshold {
    /// Whether a number that a tighter budget chooses keeps to the budget where it was not chosen; then it is the one.
    fn try_by(&mut self, ones: &[One], parts: &[(Vec<One>, Vec<One>)], inner: Percent) -> bool {
        let below = choose(ones, inner, self.by);
        let mut tried = Vec::new();
        self.parts.clear();
        for (learned, held_out) in parts {
            let chosen = choose(learned, inner, self.by);
            let mark = |one: &One| (*one, chosen.is_some_and(|below| one.lowest < below));
            let marked: Vec<(One, bool)> = held_out.iter().map(mark).collect();
            let from = held_out.iter().filter_map(|one| one.closed).min();
            self.parts.push(ThresholdPart {
                from: from.and_then(|day| Date::from_days(i64::from(day))),
                below: chosen.map(Percent::from_hundredths),
                cut: cut(&marked, self.by),
            });
            tried.extend(marked);
        }
        let held_out = cut(&tried, self.by);
        let keeps = !tried.is_empty() && bound(&tried, self.by).is_some_and(|high| high <= points(self.budget));
        let Some(below) = below.filter(|_| keeps) else { return false };
        let seen: Vec<(One, bool)> = ones.iter().map(|one| (*one, one.lowest < below)).collect();
        self.below = Some(Percent::from_hundredths(below));
        self.chosen_by = Some(inner);
        self.seen = Some(cut(&seen, self.by));
        self.held_out = Some(held_out);
        true
    }
}

/// The largest threshold of which the upper end of the wins cut stays below the budget.
fn choose(ones: &[One], budget: Percent, by: WinsBy) -> Option<i64> {
    let mut wins: Vec<One> = ones.iter().copied().filter(|one| one.is_won).collect();
    wins.sort_by_key(|one| one.lowest);
    let mut candidates: Vec<i64> = wins.iter().map(|one| one.lowest).collect();
    candidates.dedup();
    let keeps = |below: &i64| {
        let marked: Vec<(One, bool)> = wins.iter().map(|one| (*one, one.lowest < *below)).collect();
        bound(&marked, by).is_some_and(|high| high <= points(budget))
    };
    // The more is cut, the more wins are lost.
    let kept = candidates.partition_point(keeps);
    candidates.get(kept.checked_sub(1)?).copied()
}

/// While fewer wins are cut, their count bounds their worth: of too few nothing is drawn anew that was not there.
const FEW: u64 = 10;

/// The upper end, in percent, of the share of wins that are cut; nothing without wins.
fn bound(marked: &[(One, bool)], by: WinsBy) -> Option<f64> {
    let won = || marked.iter().filter(|(one, _)| one.is_won);
    let lost = count(won().filter(|(_, is_cut)| *is_cut));
    let (_, by_count) = wilson(lost, count(won()))?;
    match by {
        WinsBy::Count => Some(by_count * 100.0),
        WinsBy::Worth => {
            let by_worth = wins_worth(marked)?.high;
            Some(if lost < FEW { by_worth.max(by_count * 100.0) } else { by_worth })
        }
    }
}

/// What is cut of those that are marked.
fn cut(marked: &[(One, bool)], by: WinsBy) -> ThresholdCut {
    let share = |is_won: bool| {
        let of = || marked.iter().filter(move |(one, _)| one.is_won == is_won);
        Share::of(count(of().filter(|(_, is_cut)| *is_cut)), count(of()))
    };
    let wins = match by {
        WinsBy::Count => share(true),
        WinsBy::Worth => wins_worth(marked),
    };
    ThresholdCut { wins, losses: share(false) }
}

fn wins_worth(marked: &[(One, bool)]) -> Option<Share> {
    let drawn = marked.iter().filter(|(one, _)| one.is_won).map(|(one, is_cut)| Drawn {
        end: 0,
        worth: one.worth,
        sets: if *is_cut { vec![0] } else { Vec::new() },
    });
    Bootstrap::new(&drawn.collect::<Vec<_>>(), 1).share(0, &[0])
}

fn points(share: Percent) -> f64 {
    share.points()
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |count: u64, _| count.saturating_add(1))
}

/// The fewest wins with which a threshold that cuts none of them can be shown to keep to a budget by count.
#[must_use]
pub fn fewest_wins(budget: Percent) -> Option<u64> {
    let keeps = |wins: u64| wilson(0, wins).is_some_and(|(_, high)| high * 100.0 <= budget.points());
    // The bound is 3.84 / (n + 3.84).
    let near = (384.2 / budget.points() - 3.84).ceil();
    if !near.is_finite() || near > 1e9 {
        return None;
    }
    (1..=1_000_000_u64).find(|&wins| float(wins) >= near - 2.0 && keeps(wins))
}
