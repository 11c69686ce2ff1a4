//! Tests that a playbook lacks.
//!
//! Comes from a playbook; goes out as test blocks that raise its coverage, each with the verdict of today as what is expected, for the
//! author to judge. Cases are looked for by [`super::search`]; those that the others make needless are dropped, and of each what it
//! does not need is left out.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::playbook::Playbook;

use super::coverage::{self, Kind};
use super::search::{self, Case, Finder, Found, Goal, Tally};

/// Tests that a playbook lacks, and what none of them reaches.
///
/// ```
/// let playbook = stagegate::Playbook::parse(r#"
///     opportunity { budget: money USD }
///     process p { stage a { require priced that budget >= 10 USD } }
/// "#).unwrap_or_else(|error| panic!("{error}"));
/// let suggestions = stagegate::testing::suggest(&playbook);
/// assert_eq!(suggestions.tests().len(), 3);
/// assert!(suggestions.tests()[0].text().contains("budget: 9 USD"));
/// assert!(suggestions.unreached().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    tests: Vec<Suggestion>,
    unreached: Vec<String>,
}

/// A test that a playbook lacks.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Suggestion {
    title: String,
    text: String,
}

impl Suggestions {
    /// The tests, in the order of the conditions that they are for.
    #[must_use]
    pub fn tests(&self) -> &[Suggestion] {
        &self.tests
    }

    /// What could not be reached, in words: it cannot be, or it was not found.
    #[must_use]
    pub fn unreached(&self) -> &[String] {
        &self.unreached
    }

    /// All tests as a text to append to a playbook's file; empty where there is none.
    #[must_use]
    pub fn text(&self) -> String {
        self.tests.iter().map(|test| test.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Suggestion {
    /// The test's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The test's block, as `fmt` would write it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Looks for tests that raise the coverage of a playbook's conditions, at the ends of comparisons and with what is unknown. A playbook
/// with functions that nothing is bound to gets none.
#[must_use]
pub fn suggest(playbook: &Playbook) -> Suggestions {
    if !playbook.unbound().is_empty() {
        return Suggestions::default();
    }
    let mut finder = Finder::new(playbook);
    let mut tally = Tally::default();
    for test in &playbook.checked().tests {
        let shown = finder.shown(&Case::of_test(playbook.checked(), test));
        tally.add(&shown);
    }
    let (found, missed) = finder.find(&mut tally);
    let kept = least(found, &mut tally);
    let kept: Vec<Found> = kept.into_iter().map(|found| shortened(playbook, &mut finder, found, &mut tally)).collect();
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for test in &playbook.checked().tests {
        titles.insert(test.title.clone(), 1);
    }
    let tests = kept.iter().map(|found| {
        let title = words(playbook, &finder, found.goal);
        let count = titles.entry(title.clone()).or_insert(0);
        *count = count.saturating_add(1);
        let title = if *count > 1 { format!("{title} ({count})") } else { title };
        let by = shown_by(&finder, found.goal);
        let text = written(playbook, &mut finder, &found.case, &title, by);
        Suggestion { title, text }
    });
    let tests: Vec<Suggestion> = tests.collect();
    let unreached = missed.into_iter().map(|goal| words(playbook, &finder, goal)).collect();
    Suggestions { tests, unreached }
}

/// What shows a goal, beside the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ShownBy {
    Decision,
    Process,
    Chance,
}

/// What shows a goal.
fn shown_by(finder: &Finder<'_>, goal: Goal) -> ShownBy {
    match finder.conditions.all.get(search::place_of(goal)).map(|condition| condition.kind) {
        Some(Kind::Applies(_)) => ShownBy::Process,
        Some(Kind::Odds(..)) => ShownBy::Chance,
        Some(Kind::Rule(..) | Kind::Define(_) | Kind::Where(_)) | None => ShownBy::Decision,
    }
}

/// A case as a test that expects the verdict of today.
fn written(playbook: &Playbook, finder: &mut Finder<'_>, case: &Case, title: &str, by: ShownBy) -> String {
    let verdict = finder.verdict(case);
    let mut expectations = search::expectations(&verdict, by == ShownBy::Process);
    let chance = verdict.chance().map(|chance| format!("that chance.likely is {}", chance.likely));
    expectations.extend(chance.filter(|_| by == ShownBy::Chance));
    search::block(playbook.checked(), case, title, &expectations)
}

/// Those cases that are needed for what all of them reach.
fn least(found: Vec<Found>, tally: &mut Tally) -> Vec<Found> {
    let mut kept = Vec::with_capacity(found.len());
    for found in found {
        let reached: Vec<Goal> = search::served(&found.shown).into_iter().filter(|&goal| tally.has(goal)).collect();
        tally.take_away(&found.shown);
        if reached.iter().all(|&goal| tally.has(goal)) {
            continue;
        }
        tally.add(&found.shown);
        kept.push(found);
    }
    kept
}

/// The case without what it does not need.
fn shortened(playbook: &Playbook, finder: &mut Finder<'_>, found: Found, tally: &mut Tally) -> Found {
    let reached: Vec<Goal> = search::served(&found.shown).into_iter().filter(|&goal| tally.has(goal)).collect();
    tally.take_away(&found.shown);
    let needed: Vec<Goal> = reached.into_iter().filter(|&goal| !tally.has(goal)).collect();
    let mut suffices = |finder: &mut Finder<'_>, case: &Case| {
        let shown = finder.shown(case);
        tally.add(&shown);
        let all = needed.iter().all(|&goal| tally.has(goal));
        tally.take_away(&shown);
        all.then_some(shown)
    };
    let mut best = found;
    for case in search::shorter(playbook.checked(), &best.case) {
        // Each step is tried on what the steps before have left.
        let case = case(&best.case);
        if case != best.case
            && let Some(shown) = suffices(finder, &case)
        {
            best = Found { case, shown, goal: best.goal };
        }
    }
    tally.add(&best.shown);
    best
}

/// A goal in words, as a title.
fn words(playbook: &Playbook, finder: &Finder<'_>, goal: Goal) -> String {
    let place = search::place_of(goal);
    let Some(condition) = finder.conditions.all.get(place) else { return String::new() };
    let called = coverage::called(playbook, condition.kind);
    let text = |atom: usize| {
        let span = condition.atoms.get(atom).map(|&atom| playbook.checked().exprs.get(atom).span);
        span.map(|span| playbook.program().atom(span).as_ref().to_owned()).unwrap_or_default()
    };
    let said = match goal {
        Goal::Whole(_, truth) => format!("is {} as a whole", truth.as_str()),
        Goal::Atom(_, atom, truth) => format!("({}) is {}", text(atom), truth.as_str()),
        Goal::End(_, atom, _, truth) => format!("({}) is just {}", text(atom), truth.as_str()),
        Goal::Decides(_, atom) => format!("({}) decides", text(atom)),
    };
    format!("{called}: {said}")
}

impl Serialize for Suggestions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("tests", &self.tests)?;
        map.serialize_entry("unreached", &self.unreached)?;
        map.end()
    }
}

impl Serialize for Suggestion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("text", &self.text)?;
        map.end()
    }
}
