//! From verdicts to counters.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::facts::DataError;
use crate::playbook::Playbook;
use crate::verdict::{Decision, Finding, Outcome, Question, Reading, Verdict, Why};

use super::talk::{First, Rank, Shown};
use super::tally::{Decided, Entry, Sum, Tally};

/// All that is counted. Two of one playbook add up.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    index: Arc<Index>,
    /// How many rows there have been.
    pub rows: u64,
    pub errors: u64,
    /// The first rows in error.
    pub named: Vec<(Verdict, DataError)>,
    pub unrouted: Sum,
    /// Won, lost, walked.
    pub closed: [Sum; 3],
    /// Open opportunities whose worth is not known.
    pub without_worth: u64,
    pub all: Tally,
    pub processes: Vec<ProcessCounts>,
    /// By the path of the fact that is asked for.
    pub questions: BTreeMap<String, Asked>,
    pub doubts: BTreeMap<String, Doubts>,
    /// By the value of the field that opportunities are grouped by, in words; the empty one where it is unknown.
    pub groups: BTreeMap<String, Tally>,
    pub talk: First<Shown>,
    pub largest: First<Shown>,
}

/// Of one process.
#[derive(Clone, Debug, Default)]
pub(super) struct ProcessCounts {
    pub all: Tally,
    pub closed: [Sum; 3],
    /// By claimed stage.
    pub stages: Vec<Tally>,
    /// By earned stage, `won` last; none that are to end.
    pub earned: Vec<Sum>,
    pub rules: Vec<RuleCounts>,
}

/// Of one rule.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RuleCounts {
    /// Of a requirement: on hold, and it is unmet. Of a disqualifier or a warning: it is true.
    pub strikes: Sum,
    /// Of a requirement: no other is unmet.
    pub alone: Sum,
    /// Of a disqualifier: it is unknown, and no other is true.
    pub at_risk: Sum,
}

/// Of a fact that is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// How many are asked, and what the answers could move.
    pub moves: Sum,
    pub why: BTreeMap<Why, u64>,
    /// The rules that wait for it, by process and place.
    pub rules: BTreeSet<(usize, usize)>,
}

/// Of a fact that does not count where a rule reads it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doubts {
    pub missing: Sum,
    pub not_yet: Sum,
    pub weak: Sum,
    /// Of the weak: known by the weakest grade alone.
    pub opinion: Sum,
    pub undated: Sum,
    pub stale: Sum,
}

/// The places of names.
#[derive(Clone, Debug, Default)]
struct Index {
    processes: Vec<Names>,
    /// The weakest grade.
    opinion: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Names {
    name: String,
    stages: Vec<String>,
    rules: BTreeMap<String, usize>,
}

impl Counts {
    pub(super) fn new(playbook: &Playbook, top: usize) -> Self {
        let checked = playbook.checked();
        let names = checked.processes.iter().map(|process| Names {
            name: process.name.clone(),
            stages: process.stages.iter().map(|stage| stage.name.clone()).collect(),
            rules: process.rules.iter().enumerate().map(|(at, rule)| (rule.name.clone(), at)).collect(),
        });
        let index = Index { processes: names.collect(), opinion: checked.schema.grades.first().cloned() };
        Counts::empty(Arc::new(index), top)
    }

    /// Shows so many of each kind, no more than have been kept.
    pub(super) fn show(&mut self, most: usize) {
        self.named.truncate(most);
        self.talk.show(most);
        self.largest.show(most);
    }

    pub(super) fn fresh(&self) -> Self {
        Counts::empty(Arc::clone(&self.index), self.talk.most())
    }

    fn empty(index: Arc<Index>, top: usize) -> Self {
        let processes = index.processes.iter().map(|names| ProcessCounts {
            stages: vec![Tally::default(); names.stages.len()],
            earned: vec![Sum::default(); names.stages.len().saturating_add(1)],
            rules: vec![RuleCounts::default(); names.rules.len()],
            ..ProcessCounts::default()
        });
        Counts {
            processes: processes.collect(),
            index,
            rows: 0,
            errors: 0,
            named: Vec::new(),
            unrouted: Sum::default(),
            closed: Default::default(),
            without_worth: 0,
            all: Tally::default(),
            questions: BTreeMap::new(),
            doubts: BTreeMap::new(),
            groups: BTreeMap::new(),
            talk: First::new(top),
            largest: First::new(top),
        }
    }

    /// Adds a verdict on an opportunity of that worth and group.
    pub(super) fn take(&mut self, verdict: Verdict, worth: Option<i64>, group: Option<String>) {
        self.rows = self.rows.saturating_add(1);
        let process =
            verdict.process().and_then(|name| self.index.processes.iter().position(|other| other.name == name));
        let decided = match verdict.decision() {
            Decision::Error => return self.note_error(verdict),
            Decision::Unrouted => return self.unrouted.add(worth),
            Decision::Closed { outcome } => return self.close(process, outcome, worth),
            Decision::Disqualify => Decided::Disqualify,
            Decision::Hold => Decided::Hold,
            Decision::Advance { .. } => Decided::Advance,
        };
        let Some(place) = process else { return };
        self.open(place, Shown { verdict, worth, group }, decided);
    }

    fn note_error(&mut self, verdict: Verdict) {
        self.errors = self.errors.saturating_add(1);
        if let (true, Some(error)) = (self.named.len() < self.talk.most(), verdict.error().cloned()) {
            self.named.push((verdict, error));
        }
    }

    fn close(&mut self, process: Option<usize>, outcome: Outcome, worth: Option<i64>) {
        let place = match outcome {
            Outcome::Won => 0,
            Outcome::Lost => 1,
            Outcome::Walked => 2,
        };
        let own = process.and_then(|place| self.processes.get_mut(place)).map(|process| &mut process.closed);
        for closed in own.into_iter().chain([&mut self.closed]) {
            if let Some(sum) = closed.get_mut(place) {
                sum.add(worth);
            }
        }
    }

    fn open(&mut self, place: usize, shown: Shown, decided: Decided) {
        let index = Arc::clone(&self.index);
        let (Some(names), Some(counts)) = (index.processes.get(place), self.processes.get_mut(place)) else { return };
        let Shown { verdict, worth, group } = &shown;
        let stage = |name: Option<&str>| names.stages.iter().position(|stage| Some(stage.as_str()) == name);
        let claimed = stage(verdict.claimed()).unwrap_or(0);
        let earned = stage(verdict.earned()).unwrap_or(names.stages.len());
        let entry = Entry {
            worth: *worth,
            chance: verdict.chance(),
            decided,
            overstated_by: claimed.saturating_sub(earned),
            at_risk: !verdict.at_risk().is_empty(),
        };
        if worth.is_none() {
            self.without_worth = self.without_worth.saturating_add(1);
        }
        self.all.add(entry);
        counts.all.add(entry);
        if let Some(tally) = counts.stages.get_mut(claimed) {
            tally.add(entry);
        }
        if let (true, Some(sum)) = (decided != Decided::Disqualify, counts.earned.get_mut(earned)) {
            sum.add(*worth);
        }
        if let Some(group) = group {
            match self.groups.get_mut(group) {
                Some(tally) => tally.add(entry),
                None => self.groups.entry(group.clone()).or_default().add(entry),
            }
        }
        count_rules(names, &mut counts.rules, verdict, decided, *worth);
        if decided != Decided::Disqualify {
            self.ask(place, names, verdict, *worth);
            self.doubt(verdict, *worth);
        }
        self.list(shown, entry);
    }

    /// What the answers to its questions could move: all of its worth where a rule waits for the answer, else the part by which
    /// the chance's interval would shrink.
    fn ask(&mut self, place: usize, names: &Names, verdict: &Verdict, worth: Option<i64>) {
        for question in verdict.ask_next() {
            let moves = worth.map(|worth| moved_by(question, worth));
            let asked = match self.questions.get_mut(question.fact()) {
                Some(asked) => asked,
                None => self.questions.entry(question.fact().to_owned()).or_default(),
            };
            asked.moves.add(moves);
            let count = asked.why.entry(question.why()).or_default();
            *count = count.saturating_add(1);
            asked.rules.extend(question.rules().filter_map(|rule| Some((place, *names.rules.get(rule)?))));
        }
    }

    /// The facts that did not count where a rule that is unmet or at risk has read them, each once.
    fn doubt(&mut self, verdict: &Verdict, worth: Option<i64>) {
        let mut seen: Vec<(&str, Why, bool)> = Vec::new();
        let findings = verdict.unmet().iter().chain(verdict.at_risk());
        for (path, reading) in findings.flat_map(Finding::because).flat_map(|atom| atom.facts()) {
            if let Reading::Unknown { why, by, .. } = reading
                && !seen.iter().any(|(other, ..)| *other == path)
            {
                seen.push((path, *why, by.is_some() && *by == self.index.opinion));
            }
        }
        for question in verdict.ask_next() {
            if !seen.iter().any(|(other, ..)| *other == question.fact()) {
                seen.push((question.fact(), question.why(), false));
            }
        }
        for (path, why, is_opinion) in seen {
            let doubts = match self.doubts.get_mut(path) {
                Some(doubts) => doubts,
                None => self.doubts.entry(path.to_owned()).or_default(),
            };
            doubts.add(why, is_opinion, worth);
        }
    }

    /// Keeps it where it is among those to show.
    fn list(&mut self, shown: Shown, entry: Entry) {
        let at = Reverse(self.rows);
        let verdict = &shown.verdict;
        let tier = match (entry.decided, entry.overstated_by > 0, entry.at_risk) {
            (Decided::Disqualify, _, _) => 3,
            (_, true, _) => 2,
            (_, false, true) => 1,
            (Decided::Hold | Decided::Advance, false, false) => 0,
        };
        let rank: Rank = (tier > 0, entry.worth, tier, entry.overstated_by, verdict.unmet().len(), at);
        let is_talked_about = tier > 0 || entry.decided == Decided::Hold;
        let large: Rank = (true, entry.worth, 0, 0, 0, at);
        if entry.chance.is_some() && self.largest.wants(&large) {
            self.largest.put(large, shown.clone());
        }
        if is_talked_about && self.talk.wants(&rank) {
            self.talk.put(rank, shown);
        }
    }

    /// Adds what comes behind, and behind so many rows of the same file.
    pub(super) fn merge(&mut self, other: Counts, behind: u64) {
        let later = self.rows;
        self.rows = self.rows.saturating_add(other.rows);
        self.errors = self.errors.saturating_add(other.errors);
        let room = self.talk.most().saturating_sub(self.named.len());
        self.named.extend(other.named.into_iter().take(room).map(|(verdict, error)| (moved(verdict, behind), error)));
        self.unrouted.merge(other.unrouted);
        merge_closed(&mut self.closed, other.closed);
        self.without_worth = self.without_worth.saturating_add(other.without_worth);
        self.all.merge(&other.all);
        self.processes.iter_mut().zip(other.processes).for_each(|(own, more)| own.merge(&more));
        for (path, more) in other.questions {
            self.questions.entry(path).or_default().merge(more);
        }
        for (path, more) in other.doubts {
            self.doubts.entry(path).or_default().merge(more);
        }
        for (value, more) in other.groups {
            self.groups.entry(value).or_default().merge(&more);
        }
        let shift = |shown: Shown| Shown { verdict: moved(shown.verdict, behind), ..shown };
        self.talk.merge(other.talk, later, shift);
        self.largest.merge(other.largest, later, shift);
    }
}

/// A verdict on a row that stands so many rows further down its file.
fn moved(verdict: Verdict, behind: u64) -> Verdict {
    let Some(row) = verdict.row() else { return verdict };
    let file = verdict.file().map(str::to_owned);
    verdict.at_row(row.saturating_add(behind), file.as_deref())
}

fn count_rules(names: &Names, rules: &mut [RuleCounts], verdict: &Verdict, decided: Decided, worth: Option<i64>) {
    let mut each = |findings: &[Finding], add: &dyn Fn(&mut RuleCounts)| {
        for finding in findings {
            if let Some(counts) = names.rules.get(finding.rule()).and_then(|place| rules.get_mut(*place)) {
                add(counts);
            }
        }
    };
    each(verdict.disqualified_by(), &|rule| rule.strikes.add(worth));
    each(verdict.warnings(), &|rule| rule.strikes.add(worth));
    if decided != Decided::Disqualify {
        each(verdict.at_risk(), &|rule| rule.at_risk.add(worth));
    }
    if decided == Decided::Hold {
        let is_alone = verdict.unmet().len() == 1;
        each(verdict.unmet(), &|rule| {
            rule.strikes.add(worth);
            if is_alone {
                rule.alone.add(worth);
            }
        });
    }
}

/// What an answer could move of a worth.
fn moved_by(question: &Question, worth: i64) -> i64 {
    if question.rules().len() > 0 {
        return worth;
    }
    let points = question.chance_shrinks_by().map_or(0, crate::value::Percent::hundredths);
    let part = i128::from(worth).saturating_mul(i128::from(points)).checked_div(10_000);
    part.and_then(|part| i64::try_from(part).ok()).unwrap_or(worth)
}

fn merge_closed(closed: &mut [Sum; 3], more: [Sum; 3]) {
    closed.iter_mut().zip(more).for_each(|(sum, more)| sum.merge(more));
}

impl ProcessCounts {
    fn merge(&mut self, other: &ProcessCounts) {
        self.all.merge(&other.all);
        merge_closed(&mut self.closed, other.closed);
        self.stages.iter_mut().zip(&other.stages).for_each(|(own, more)| own.merge(more));
        self.earned.iter_mut().zip(&other.earned).for_each(|(own, more)| own.merge(*more));
        for (own, more) in self.rules.iter_mut().zip(&other.rules) {
            own.strikes.merge(more.strikes);
            own.alone.merge(more.alone);
            own.at_risk.merge(more.at_risk);
        }
    }
}

impl Asked {
    fn merge(&mut self, other: Asked) {
        self.moves.merge(other.moves);
        for (why, more) in other.why {
            let count = self.why.entry(why).or_default();
            *count = count.saturating_add(more);
        }
        self.rules.extend(other.rules);
    }
}

impl Doubts {
    fn add(&mut self, why: Why, is_opinion: bool, worth: Option<i64>) {
        match why {
            Why::Missing => self.missing.add(worth),
            Why::NotYet => self.not_yet.add(worth),
            Why::Weak => self.weak.add(worth),
            Why::Undated => self.undated.add(worth),
            Why::Stale => self.stale.add(worth),
        }
        if why == Why::Weak && is_opinion {
            self.opinion.add(worth);
        }
    }

    fn merge(&mut self, other: Doubts) {
        let pairs = [
            (&mut self.missing, other.missing),
            (&mut self.not_yet, other.not_yet),
            (&mut self.weak, other.weak),
            (&mut self.opinion, other.opinion),
            (&mut self.undated, other.undated),
            (&mut self.stale, other.stale),
        ];
        pairs.into_iter().for_each(|(own, more)| own.merge(more));
    }
}
