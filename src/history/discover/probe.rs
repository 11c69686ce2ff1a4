//! Conditions tried on a history: each as a disqualifier of a process that takes every opportunity.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::history::{Clocks, History, Kept, Replay, Span, each};
use crate::limits::Limits;
use crate::playbook::Playbook;
use crate::source::FileId;
use crate::syntax::{self, ast};

/// So many conditions are tried at once.
const AT_ONCE: usize = 400;

/// Which rows a condition strikes, a bit a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Struck(Vec<u64>);

impl Struck {
    fn none(rows: usize) -> Self {
        Struck(vec![0; rows.div_ceil(64)])
    }

    pub(super) fn add(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1_u64.wrapping_shl(u32::try_from(row % 64).unwrap_or(0));
        }
    }

    pub(super) fn of(rows: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut struck = Struck::none(rows);
        (0..rows).filter(|&row| holds(row)).for_each(|row| struck.add(row));
        struck
    }

    /// How many rows are in both.
    pub(super) fn both(&self, other: &Struck) -> usize {
        let ones = self.0.iter().zip(&other.0).map(|(one, other)| (one & other).count_ones());
        ones.map(|count| usize::try_from(count).unwrap_or(0)).fold(0, usize::saturating_add)
    }

    /// Those that are not in the other.
    pub(super) fn without(&self, other: &Struck) -> Self {
        Struck(self.0.iter().zip(&other.0).map(|(one, other)| one & !other).collect())
    }

    pub(super) fn with(&self, other: &Struck) -> Self {
        Struck(self.0.iter().zip(&other.0).map(|(one, other)| one | other).collect())
    }

    pub(super) fn also(&self, other: &Struck) -> Self {
        Struck(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }
}

/// Tries conditions on the opportunities; gives those that are of the language, each with what it strikes.
pub(super) fn strike(history: &History, rows: &[(&Kept, Span)], conditions: &[String]) -> Vec<(String, Struck)> {
    let head = declarations(history.playbook());
    let mut found = Vec::new();
    for some in conditions.chunks(AT_ONCE) {
        let sound: Vec<String> = match probe(history, &head, some) {
            Some(playbook) => {
                found.extend(some.iter().cloned().zip(run(&playbook, rows, some.len())));
                continue;
            }
            // One that the checker refuses must not take the others with it.
            None => {
                some.iter().filter(|one| probe(history, &head, std::slice::from_ref(one)).is_some()).cloned().collect()
            }
        };
        if let Some(playbook) = probe(history, &head, &sound) {
            let count = sound.len();
            found.extend(sound.into_iter().zip(run(&playbook, rows, count)));
        }
    }
    found
}

/// All that the playbook declares but its processes, fixtures and tests.
fn declarations(playbook: &Playbook) -> String {
    let mut text = String::new();
    for (place, source) in (0..).zip(playbook.sources()) {
        let (file, _) = syntax::parse(source, FileId(place), &limits());
        for item in &file.items {
            let span = match item {
                ast::Item::Evidence(item) => item.span,
                ast::Item::Opportunity(item) => item.span,
                ast::Item::Record(item) => item.span,
                ast::Item::Function(item) => item.span,
                ast::Item::Define(item) => item.span,
                ast::Item::Import(_)
                | ast::Item::Process(_)
                | ast::Item::Fixture(_)
                | ast::Item::Test(_)
                | ast::Item::Broken(_) => continue,
            };
            text.push_str(source.slice(span));
            text.push('\n');
        }
    }
    text
}

fn probe(history: &History, head: &str, conditions: &[String]) -> Option<Playbook> {
    let mut text = format!("{head}process probe {{\n");
    for (place, condition) in conditions.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "disqualify c{place} when {condition}");
    }
    text.push_str("stage only { }\n}\n");
    let files = BTreeMap::from([("probe.gate", text)]);
    let playbook = Playbook::load("probe.gate", &files, &limits()).ok()?;
    Some(playbook.bound_as(history.playbook()))
}

fn limits() -> Limits {
    Limits { file_bytes: usize::MAX, ..Limits::default() }
}

fn run(playbook: &Playbook, rows: &[(&Kept, Span)], conditions: usize) -> Vec<Struck> {
    let clocks = Clocks::new(playbook);
    let replay = || Replay::new(playbook, &clocks, crate::verdict::Assess::default(), 0);
    let traces = each(rows, replay, |replay, (kept, span)| replay.trace(kept, *span).strikes);
    let mut struck = vec![Struck::none(rows.len()); conditions];
    for (row, strikes) in traces.iter().enumerate() {
        for (rule, _) in strikes {
            if let Some(of_rule) = usize::try_from(*rule).ok().and_then(|rule| struck.get_mut(rule)) {
                of_rule.add(row);
            }
        }
    }
    struck
}
