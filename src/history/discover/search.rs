//! The search: single conditions, then the best joined to two and three, then one rule after the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::history::statistics::float_of;
use crate::history::{History, Kept, Span};

use super::probe::{Struck, strike};
use super::{Discovering, Part, Row, atoms};

/// So many of the best conditions are joined with each other.
const BEAM: usize = 10;
/// Of so many comparisons a rule is made at most.
const LONGEST: usize = 3;
/// Of the values of one fact at most so many are taken together.
const TOGETHER: usize = 4;

/// What using up the budget of won ones must bring of the lost ones, to be worth it.
const FIFTH: f64 = 0.2;
/// What a condition more must bring of the lost ones.
const ADDED: f64 = 0.01;

/// What the search has found.
pub(super) struct Found {
    /// All conditions that were tried, with what they strike.
    pub(super) conditions: Vec<(String, Struck)>,
    /// For each part that was searched, the rules chosen, by place among the conditions.
    pub(super) chosen: Vec<Vec<usize>>,
    pub(super) tried: usize,
}

/// All conditions so far.
struct Tried<'h> {
    history: &'h History,
    rows: Vec<(&'h Kept, Span)>,
    conditions: Vec<(String, Struck)>,
    places: BTreeMap<String, usize>,
    /// Of how many single conditions each is made, and on which facts.
    of: Vec<Vec<usize>>,
    /// The fact of each single condition.
    facts: Vec<usize>,
    /// Of how many comparisons each of those is made.
    lengths: Vec<usize>,
}

/// Searches each of the parts; none sees anything of a row that is not in it.
pub(super) fn rules<'h>(history: &'h History, rows: &[Row<'h>], parts: &[&Part], how: Discovering) -> Found {
    let rows_of = rows.iter().map(|row| (row.kept, row.span)).collect();
    let mut tried = Tried {
        history,
        rows: rows_of,
        conditions: Vec::new(),
        places: BTreeMap::new(),
        of: Vec::new(),
        facts: Vec::new(),
        lengths: Vec::new(),
    };
    tried.single(&atoms::of(history, rows), parts);
    let singles: Vec<usize> = (0..tried.conditions.len()).collect();
    let mut allowed: Vec<BTreeSet<usize>> = parts.iter().map(|_| singles.iter().copied().collect()).collect();
    let mut beams: Vec<Vec<usize>> = parts.iter().map(|part| tried.best(part, &singles, how)).collect();
    let first = beams.clone();
    for _ in 0..2 {
        let joined: Vec<Vec<Vec<usize>>> =
            beams.iter().zip(&first).map(|(beam, singles)| tried.joined(beam, singles)).collect();
        let places: Vec<Vec<usize>> = joined.iter().map(|wanted| tried.try_all(wanted)).collect();
        for (allowed, places) in allowed.iter_mut().zip(&places) {
            allowed.extend(places);
        }
        beams = parts.iter().zip(&places).map(|(part, places)| tried.best(part, places, how)).collect();
    }
    let chosen = parts.iter().zip(&allowed).map(|(part, allowed)| tried.choose(part, allowed, how)).collect();
    Found { tried: tried.conditions.len(), conditions: tried.conditions, chosen }
}

impl Tried<'_> {
    /// Tries conditions that are not known yet.
    fn add(&mut self, wanted: Vec<(String, Vec<usize>)>) {
        let mut new: Vec<(String, Vec<usize>)> = Vec::new();
        let mut seen = BTreeSet::new();
        for (text, of) in wanted {
            if !self.places.contains_key(&text) && seen.insert(text.clone()) {
                new.push((text, of));
            }
        }
        let texts: Vec<String> = new.iter().map(|(text, _)| text.clone()).collect();
        let mut made_of: BTreeMap<String, Vec<usize>> = new.into_iter().collect();
        for (text, struck) in strike(self.history, &self.rows, &texts) {
            let place = self.conditions.len();
            let of = made_of.remove(&text).unwrap_or_default();
            self.of.push(if of.is_empty() { vec![place] } else { of });
            self.places.insert(text.clone(), place);
            self.conditions.push((text, struck));
        }
    }

    /// Tries single conditions, and values of one fact taken together, those that are lost most often first.
    fn single(&mut self, facts: &[atoms::OfFact], parts: &[&Part]) {
        for (fact, of_fact) in facts.iter().enumerate() {
            let is = |value: &String| format!("{} is {value}", of_fact.path);
            let texts = of_fact.values.iter().map(is).chain(of_fact.others.iter().cloned());
            self.add(texts.map(|text| (text, Vec::new())).collect());
            let mut together = BTreeSet::new();
            for part in parts {
                let struck =
                    |value: &&String| self.places.get(&is(value)).and_then(|&place| self.conditions.get(place));
                let mut rated: Vec<(f64, &String)> = of_fact
                    .values
                    .iter()
                    .filter_map(|value| {
                        let (_, struck) = struck(&value)?;
                        let (won, lost) = (struck.both(&part.won), struck.both(&part.lost));
                        let count = float_of(won.saturating_add(lost));
                        (count > 0.0).then(|| (float_of(won) / count, value))
                    })
                    .collect();
                rated.sort_by(|one, other| one.0.total_cmp(&other.0));
                for count in 2..=TOGETHER.min(rated.len().saturating_sub(1)) {
                    let mut values: Vec<&str> = rated.iter().take(count).map(|(_, value)| value.as_str()).collect();
                    values.sort_unstable();
                    together.insert(format!("{} in ({})", of_fact.path, values.join(", ")));
                }
            }
            self.add(together.into_iter().map(|text| (text, Vec::new())).collect());
            self.lengths.resize(self.conditions.len(), 1);
            self.add(of_fact.waiting.iter().map(|text| (text.clone(), Vec::new())).collect());
            self.lengths.resize(self.conditions.len(), 2);
            self.facts.resize(self.conditions.len(), fact);
        }
    }

    /// The best of some conditions in a part, by how much more of the lost than of the won ones they strike, and by how sure it is
    /// that what they strike is lost.
    fn best(&self, part: &Part, places: &[usize], how: Discovering) -> Vec<usize> {
        let (all_won, all_lost) =
            (float_of(part.won.both(&part.won)).max(1.0), float_of(part.lost.both(&part.lost)).max(1.0));
        let mut rated: Vec<(f64, f64, usize)> = Vec::new();
        for &place in places {
            let Some((_, struck)) = self.conditions.get(place) else { continue };
            let (won, lost) = (struck.both(&part.won), struck.both(&part.lost));
            if won.saturating_add(lost) < how.least {
                continue;
            }
            let more = float_of(lost) / all_lost - float_of(won) / all_won;
            let sure = (float_of(lost) + 1.0) / (float_of(won.saturating_add(lost)) + 2.0);
            rated.push((more, sure, place));
        }
        let mut best = Vec::new();
        for by in [|rate: &(f64, f64, usize)| rate.0, |rate: &(f64, f64, usize)| rate.1] {
            rated.sort_by(|one, other| by(other).total_cmp(&by(one)).then(one.2.cmp(&other.2)));
            best.extend(rated.iter().take(BEAM).map(|rate| rate.2));
        }
        best.sort_unstable();
        best.dedup();
        best
    }

    /// The conditions of a beam, each with each single one of another fact.
    fn joined(&self, beam: &[usize], singles: &[usize]) -> Vec<Vec<usize>> {
        let fact = |single: &usize| self.facts.get(*single);
        let mut joined = BTreeSet::new();
        for of in beam.iter().filter_map(|&place| self.of.get(place)) {
            for single in singles {
                if of.iter().all(|known| fact(known) != fact(single)) {
                    let mut all = of.clone();
                    all.push(*single);
                    all.sort_unstable();
                    if self.length(&all) <= LONGEST {
                        joined.insert(all);
                    }
                }
            }
        }
        joined.into_iter().collect()
    }

    /// Of how many comparisons some single conditions together are made.
    fn length(&self, of: &[usize]) -> usize {
        of.iter().map(|&single| self.lengths.get(single).copied().unwrap_or(1)).fold(0, usize::saturating_add)
    }

    /// Tries joined conditions; gives their places.
    fn try_all(&mut self, wanted: &[Vec<usize>]) -> Vec<usize> {
        let text = |of: &Vec<usize>| {
            let texts = of.iter().filter_map(|&single| self.conditions.get(single)).map(|(text, _)| text.as_str());
            texts.collect::<Vec<_>>().join(" and ")
        };
        let texts: Vec<(String, Vec<usize>)> = wanted.iter().map(|of| (text(of), of.clone())).collect();
        self.add(texts.clone());
        texts.iter().filter_map(|(text, _)| self.places.get(text).copied()).collect()
    }

    /// Takes one rule after the other: of those within what may still be lost of the won ones the one worth most, as long as one
    /// is worth anything. Its worth is the share of the lost ones that it cuts beyond the rules before, less what it costs: a fifth of what
    /// the budget is for each share of the won ones, and a point for each condition after the first.
    fn choose(&self, part: &Part, allowed: &BTreeSet<usize>, how: Discovering) -> Vec<usize> {
        let (all_won, all_lost) =
            (float_of(part.won.both(&part.won)).max(1.0), float_of(part.lost.both(&part.lost)).max(1.0));
        let budget = how.wins_lost / 100.0;
        let mut cut = Struck::of(self.rows.len(), |_| false);
        let mut chosen = Vec::new();
        for _ in 0..how.most {
            let mut best: Option<(f64, usize)> = None;
            for &place in allowed {
                let Some((_, struck)) = self.conditions.get(place) else { continue };
                let new = struck.without(&cut);
                let (won, lost) = (new.both(&part.won), new.both(&part.lost));
                let spent = float_of(cut.with(struck).both(&part.won)) / all_won;
                if spent > budget + 1e-9 || won.saturating_add(lost) < how.least {
                    continue;
                }
                let added = float_of(self.of.get(place).map_or(1, |of| self.length(of))) - 1.0;
                let cost = if won == 0 { 0.0 } else { float_of(won) / all_won * FIFTH / budget };
                let worth = ADDED.mul_add(-added, float_of(lost) / all_lost - cost);
                if worth > best.map_or(0.0, |(worth, _)| worth) {
                    best = Some((worth, place));
                }
            }
            let Some((_, place)) = best else { break };
            chosen.push(place);
            if let Some((_, struck)) = self.conditions.get(place) {
                cut = cut.with(struck);
            }
        }
        chosen
    }
}
