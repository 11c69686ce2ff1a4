//! Rules that a history proposes: short conditions that cut much of what was lost and little of what was won.
//!
//! Comes in: a history. Single conditions on the facts are tried on every day on which something changed; the best are joined by
//! `and` to two and three. What goes out are at most so many rules, found one after the other, each with what it cuts among opportunities that it was
//! not found on: the search is done anew for each part that is held out. A person decides which of them make sense.

mod atoms;
mod probe;
mod search;

use std::fmt::Write as _;

use serde::Serialize;

use crate::hir::Outcome;
use crate::value::Date;

use super::fit::design::answers;
use super::folds::Folds;
use super::{History, Kept, Share, Span};

use probe::Struck;

/// How to look for rules.
#[derive(Clone, Copy, Debug)]
pub struct Discovering {
    last_day: Date,
    wins_lost: f64,
    most: usize,
    least: usize,
    folds: usize,
}

impl Discovering {
    /// In what ended up to a day.
    #[must_use]
    pub fn until(last_day: Date) -> Self {
        Discovering { last_day, wins_lost: 2.0, most: 5, least: 10, folds: 5 }
    }

    /// All rules together may cut that share of the won ones, in percent, where they are found (2 if left out).
    #[must_use]
    pub fn wins_lost(mut self, percent: f64) -> Self {
        self.wins_lost = percent;
        self
    }

    /// Proposes so many rules at most (5 if left out).
    #[must_use]
    pub fn most(mut self, rules: usize) -> Self {
        self.most = rules;
        self
    }

    /// A rule strikes so many opportunities at least (10 if left out).
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

/// Rules that a history proposes.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Discovery {
    /// Won opportunities that it rests on.
    pub won: usize,
    /// Lost ones, those that were given up among them.
    pub lost: usize,
    /// Opportunities left out: open, in error, closed on the day on which they began, or with days or claims that contradict each other.
    pub left_out: usize,
    /// How many conditions were tried.
    pub tried: usize,
    /// The rules, the best first.
    pub rules: Vec<FoundRule>,
    /// What the rules cut together that were found in the same way without an opportunity, where it was held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_out: Option<Cuts>,
    /// In how many parts opportunities were held out.
    pub folds: usize,
}

/// A rule that a history proposes.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FoundRule {
    /// Its condition.
    pub condition: String,
    /// What it cuts by itself where it was found.
    pub found_on: Cuts,
    /// What it cuts by itself where it was held out, in those parts in which it was found without them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_out: Option<Cuts>,
    /// In how many of the parts it was found without them.
    pub found_in: usize,
}

/// What a rule cuts.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct Cuts {
    /// Of the lost ones, with Wilson's interval.
    pub losses: Share,
    /// Of the won ones, with Wilson's interval.
    pub wins: Share,
    /// Lost ones that are cut.
    pub lost: usize,
    /// Won ones that are cut.
    pub won: usize,
}

impl Discovery {
    /// The rules as text of the language, for a person to judge, to give titles and how-texts, and to put into a process.
    #[must_use]
    pub fn to_gate(&self) -> String {
        let mut text = String::new();
        for (place, rule) in (1..).zip(&self.rules) {
            let said = |cuts: &Cuts| {
                let Share { percent: losses, low, high, .. } = cuts.losses;
                let Share { percent: wins, low: least, high: most, .. } = cuts.wins;
                format!(
                    "{losses:.1} % of the lost ({low:.1} to {high:.1}), {wins:.1} % of the won ({least:.1} to {most:.1})"
                )
            };
            // Writing to a string does not fail.
            let _ = writeln!(text, "# Where it was found: {}", said(&rule.found_on));
            let _ = match &rule.held_out {
                Some(cuts) => {
                    writeln!(text, "# Held out, in {} of {} parts: {}", rule.found_in, self.folds, said(cuts))
                }
                None => writeln!(text, "# Held out: never found without them; take it for chance."),
            };
            let _ = writeln!(text, "disqualify found_{place} \"Say in your words what this means\"");
            let _ = writeln!(text, "  when {}", rule.condition);
            let _ = writeln!(text, "  how \"Say how a seller finds out, and what to do then.\"");
        }
        text
    }
}

/// A closed opportunity.
struct Row<'h> {
    kept: &'h Kept,
    span: Span,
    is_won: bool,
}

/// Won and lost ones among some rows.
struct Part {
    won: Struck,
    lost: Struck,
}

impl Part {
    fn cuts(&self, struck: &Struck) -> Option<Cuts> {
        let (won, lost) = (struck.both(&self.won), struck.both(&self.lost));
        let share = |part: usize, whole: &Struck| {
            let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
            Share::of(count(part), count(whole.both(whole)))
        };
        Some(Cuts { losses: share(lost, &self.lost)?, wins: share(won, &self.won)?, lost, won })
    }
}

impl History {
    /// Looks for rules: short conditions (at most three joined by `and`) over the facts of the opportunity, whether they are unknown, and the days since a
    /// milestone, that cut much of what was lost and little of what was won.
    ///
    /// ```
    /// use stagegate::{Date, Playbook};
    /// use stagegate::history::{Discovering, History};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { key id: number  stage  source: referral | fair | mail }
    ///     process direct { stage qualify { require asked that source is known } }
    /// "#)?;
    /// let reader = playbook.reader();
    /// let mut history = History::new(&playbook);
    /// for row in 1..=300 {
    ///     // What came by mail was never won.
    ///     let source = ["referral", "fair", "mail"][row % 3];
    ///     let stage = if source != "mail" && row % 2 == 0 { "won" } else { "lost" };
    ///     let data = format!(r#"{{"id": {row}, "stage": "{stage}", "source": "{source}"}}"#);
    ///     history.push(&reader.read_json(&data)?, row as u64);
    /// }
    /// let found = history.discover(Discovering::until(Date::new(2026, 11, 23)?));
    /// assert_eq!(found.rules[0].condition, "source is mail");
    /// assert_eq!(found.rules[0].held_out.unwrap().wins.percent, 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn discover(&self, how: Discovering) -> Discovery {
        let mut rows: Vec<Row<'_>> = Vec::new();
        let mut keys: Vec<(Option<i32>, String)> = Vec::new();
        for kept in &self.cases {
            let Ok(span) = kept.span(how.last_day.days()) else { continue };
            let (Some(outcome), Some(_)) = (span.outcome, span.days) else { continue };
            keys.push((kept.closed, answers(&self.playbook.checked().schema, kept)));
            rows.push(Row { kept, span, is_won: outcome == Outcome::Won });
        }
        let won = |row: usize| rows.get(row).is_some_and(|row| row.is_won);
        let all = Part { won: Struck::of(rows.len(), won), lost: Struck::of(rows.len(), |row| !won(row)) };
        let among = |places: &[usize]| {
            let mut of_part = Struck::of(rows.len(), |_| false);
            places.iter().for_each(|&row| of_part.add(row));
            Part { won: all.won.also(&of_part), lost: all.lost.also(&of_part) }
        };
        // One way to hold out is enough, as the search costs more than a regression.
        let ways = Folds::of(&keys, how.folds, 0..1).first();
        let folds: Vec<(Part, Part)> = ways.iter().map(|fold| (among(&fold.learned), among(&fold.foretold))).collect();
        let parts: Vec<&Part> = std::iter::once(&all).chain(folds.iter().map(|(learned, _)| learned)).collect();
        let found = search::rules(self, &rows, &parts, how);
        let count = |struck: &Struck| struck.both(struck);
        let mut discovery = Discovery {
            won: count(&all.won),
            lost: count(&all.lost),
            left_out: self.len().saturating_add(self.errors.len()).saturating_sub(rows.len()),
            tried: found.tried,
            rules: Vec::new(),
            held_out: None,
            folds: folds.len(),
        };
        judge(&mut discovery, &found, &all, &folds, rows.len());
        discovery
    }
}

/// Puts what was found on all rows into the report, with what it cuts where it was held out.
fn judge(discovery: &mut Discovery, found: &search::Found, all: &Part, folds: &[(Part, Part)], rows: usize) {
    let none = || Struck::of(rows, |_| false);
    let of_fold = |fold: usize| found.chosen.get(fold.saturating_add(1)).map(Vec::as_slice).unwrap_or_default();
    for &rule in found.chosen.first().into_iter().flatten() {
        let Some((condition, struck)) = found.conditions.get(rule) else { continue };
        let mut seen = Part { won: none(), lost: none() };
        let mut found_in = 0_usize;
        for (_, (_, foretold)) in folds.iter().enumerate().filter(|(fold, _)| of_fold(*fold).contains(&rule)) {
            found_in = found_in.saturating_add(1);
            seen = Part { won: seen.won.with(&foretold.won), lost: seen.lost.with(&foretold.lost) };
        }
        if let Some(found_on) = all.cuts(struck) {
            let held_out = seen.cuts(struck);
            discovery.rules.push(FoundRule { condition: condition.clone(), found_on, held_out, found_in });
        }
    }
    let (mut seen, mut cut) = (Part { won: none(), lost: none() }, none());
    for (fold, (_, foretold)) in folds.iter().enumerate() {
        let whole = foretold.won.with(&foretold.lost);
        for (_, struck) in of_fold(fold).iter().filter_map(|&rule| found.conditions.get(rule)) {
            cut = cut.with(&struck.also(&whole));
        }
        seen = Part { won: seen.won.with(&foretold.won), lost: seen.lost.with(&foretold.lost) };
    }
    discovery.held_out = seen.cuts(&cut);
}
