//! Opportunities that tell a changed playbook from the one that it was made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::playbook::Playbook;
use crate::testing::coverage::{Conditions, Kind};
use crate::testing::search::{self, Case, Finder, Tally};
use crate::verdict::{self, Decision, Finding, Sketch, Verdict};

use super::all::Mutant;
use super::trial::Changed;

/// How many are tried at most.
const MOST: usize = 4_096;

/// So many are assessed whole, with what to ask next.
const FIRST: usize = 64;

/// An opportunity with what the playbook says of it.
struct Known {
    case: Case,
    opportunity: Opportunity,
    verdict: OnceLock<Verdict>,
    sketch: OnceLock<Sketch>,
}

/// What is tried.
pub(super) struct Pool {
    /// For each condition in which something was changed, what differs in one fact from what reaches its goals.
    near: BTreeMap<usize, Vec<Known>>,
    /// What is tried on all.
    all: Vec<Known>,
    conditions: Conditions,
}

/// What an expectation has to name so that a test notices a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    Decision,
    Process,
    Earned,
    Chance,
    Ask,
    /// A warning or a rule at risk came up: no expectation says that there is none.
    Untold,
}

/// What came of looking for a difference.
#[derive(Clone, Debug, Default)]
pub(super) enum Told {
    /// There is none, as far as was tried.
    #[default]
    Alike,
    /// There is one that no test can expect.
    Untold,
    /// This test would notice.
    By(String),
}

impl Pool {
    /// Opportunities at the playbook's own boundaries: what its tests give, cases that reach each goal, and what differs from those
    /// in one fact.
    pub(super) fn new<'m>(playbook: &Playbook, mutants: impl Iterator<Item = &'m Mutant>) -> Self {
        let checked = playbook.checked();
        let mut finder = Finder::new(playbook);
        let (found, _) = finder.find(&mut Tally::default());
        let mut near = BTreeMap::new();
        let concerned: BTreeSet<Kind> = mutants.filter_map(|mutant| mutant.kind).collect();
        for place in
            concerned.into_iter().flat_map(|kind| finder.conditions.with_what_it_reads(kind)).collect::<BTreeSet<_>>()
        {
            let mut cases = Vec::new();
            for found in search::about(&found, place) {
                cases.push(found.case.clone());
                cases.extend(finder.neighbors_in(&found.case, place));
            }
            cases.truncate(MOST);
            near.insert(place, cases.into_iter().map(|case| Known::new(playbook, case)).collect());
        }
        let mut cases: Vec<Case> = found.into_iter().map(|found| found.case).collect();
        cases.extend(checked.tests.iter().map(|test| Case::of_test(checked, test)));
        let around = cases.clone();
        let room = MOST.saturating_sub(cases.len());
        // From each as many as there is room for, spread over all that differ from it.
        let share = room.checked_div(around.len().max(1)).unwrap_or(0).max(1);
        for case in &around {
            let neighbors = finder.neighbors(case);
            let stride = neighbors.len().div_ceil(share).max(1);
            cases.extend(neighbors.into_iter().step_by(stride));
        }
        cases.truncate(MOST);
        let all = cases.into_iter().map(|case| Known::new(playbook, case)).collect();
        Pool { near, all, conditions: Conditions::of(checked) }
    }

    /// What is tried on a change, the likeliest to tell first, and whether it is among the first of those.
    fn of(&self, mutant: &Mutant) -> impl Iterator<Item = (&Known, bool)> {
        let places = mutant.kind.map(|kind| self.conditions.with_what_it_reads(kind)).unwrap_or_default();
        let near: Vec<&Vec<Known>> = places.iter().filter_map(|place| self.near.get(place)).collect();
        let all = near.into_iter().flatten().chain(&self.all).enumerate();
        all.map(|(place, known)| (known, place < FIRST))
    }
}

impl Known {
    fn new(playbook: &Playbook, case: Case) -> Self {
        let mut opportunity = Opportunity::default();
        case.write(&playbook.checked().schema, &mut opportunity);
        Known { case, opportunity, verdict: OnceLock::new(), sketch: OnceLock::new() }
    }
}

impl Known {
    /// What the verdict of the playbook as it is rests on.
    fn sketch_of(&self, playbook: &Playbook, scratch: &mut Scratch) -> Sketch {
        let mut sketch = Sketch::default();
        let context = playbook.context();
        let mut machine =
            Machine::new(context.program, context.bindings, &self.opportunity, self.case.today(), scratch);
        verdict::sketch(context, &mut machine, self.case.how(), &mut sketch);
        sketch
    }
}

/// Looks for an opportunity of which the changed playbook says something else, and makes a test of it.
pub(super) fn tell(
    playbook: &Playbook,
    (mutant, title): (&Mutant, &str),
    changed: &Changed<'_>,
    pool: &Pool,
    scratch: &mut Scratch,
) -> Told {
    let mut told = Told::Alike;
    let mut before = Scratch::new();
    let process = mutant.process.and_then(|id| playbook.checked().processes.get(usize::try_from(id.0).ok()?));
    let mut sketch = Sketch::default();
    for (known, is_first) in pool.of(mutant) {
        let (day, how) = (known.case.today(), known.case.how());
        if !is_first {
            // Most of them say the same, and without reasons that is found many times as fast.
            let as_it_is = known.sketch.get_or_init(|| known.sketch_of(playbook, &mut before));
            changed.sketch(&known.opportunity, day, how, (&mut *scratch, &mut sketch));
            if *as_it_is == sketch {
                continue;
            }
        }
        let verdict = known.verdict.get_or_init(|| playbook.assess_test(&known.opportunity, day, how, &mut before));
        if process.is_some_and(|process| verdict.process() != Some(process.name.as_str())) {
            continue;
        }
        match difference(verdict, &changed.assess(&known.opportunity, day, how, scratch)) {
            None => {}
            Some(Difference::Untold) => told = Told::Untold,
            Some(
                Difference::Decision | Difference::Process | Difference::Earned | Difference::Chance | Difference::Ask,
            ) => return Told::By(test(playbook, title, changed, &known.case, scratch)),
        }
    }
    told
}

/// The case as a test, without what it does not need to tell.
fn test(playbook: &Playbook, title: &str, changed: &Changed<'_>, case: &Case, scratch: &mut Scratch) -> String {
    let mut opportunity = Opportunity::default();
    let mut both = |case: &Case| {
        case.write(&playbook.checked().schema, &mut opportunity);
        let before = playbook.assess_test(&opportunity, case.today(), case.how(), scratch);
        let after = changed.assess(&opportunity, case.today(), case.how(), scratch);
        (difference(&before, &after).filter(|&difference| difference != Difference::Untold), before)
    };
    let mut best = case.clone();
    for step in search::shorter(playbook.checked(), case) {
        let shorter = step(&best);
        if both(&shorter).0.is_some() {
            best = shorter;
        }
    }
    let (difference, verdict) = both(&best);
    let mut expectations = search::expectations(&verdict, difference == Some(Difference::Process));
    match difference {
        Some(Difference::Earned) => {
            let earned = verdict.earned().map(|stage| format!("earned {stage}"));
            expectations.extend(earned.filter(|earned| !expectations.contains(earned)));
        }
        Some(Difference::Chance) => {
            expectations.extend(verdict.chance().map(|chance| {
                format!(
                    "that chance.worst is {} and chance.likely is {} and chance.best is {}",
                    chance.worst, chance.likely, chance.best
                )
            }));
        }
        Some(Difference::Ask) => {
            expectations.extend(verdict.ask_next().first().map(|question| format!("ask {}", question.fact())));
        }
        Some(Difference::Decision | Difference::Process | Difference::Untold) | None => {}
    }
    search::block(playbook.checked(), &best, title, &expectations)
}

/// What is different, and could be expected of the first: the plainest that is.
fn difference(before: &Verdict, after: &Verdict) -> Option<Difference> {
    let missing = |of: fn(&Verdict) -> &[Finding]| {
        let after = names(of(after));
        names(of(before)).iter().any(|name| !after.contains(name))
    };
    let asked = |verdict: &Verdict| verdict.ask_next().first().map(|question| question.fact().to_owned());
    let lists = |of: fn(&Verdict) -> &[Finding]| names(of(before)) != names(of(after));
    let decides = before.decision() != after.decision() || decided(before) != decided(after);
    if decides || missing(Verdict::warnings) || missing(Verdict::at_risk) {
        Some(Difference::Decision)
    } else if before.process() != after.process() {
        Some(Difference::Process)
    } else if before.earned() != after.earned() {
        Some(Difference::Earned)
    } else if before.chance() != after.chance() {
        Some(Difference::Chance)
    } else if asked(before) != asked(after) && asked(before).is_some() {
        Some(Difference::Ask)
    } else if lists(Verdict::warnings)
        || lists(Verdict::at_risk)
        || lists(Verdict::unmet)
        || asked(before) != asked(after)
    {
        Some(Difference::Untold)
    } else {
        None
    }
}

/// The rules that the decision names.
fn decided(verdict: &Verdict) -> Vec<&str> {
    match verdict.decision() {
        Decision::Disqualify => names(verdict.disqualified_by()),
        Decision::Hold => names(verdict.unmet()),
        Decision::Unrouted | Decision::Closed { .. } | Decision::Advance { .. } | Decision::Error => Vec::new(),
    }
}

/// The names of rules, in the order of the alphabet: expectations do not mind theirs.
fn names(findings: &[Finding]) -> Vec<&str> {
    let mut names: Vec<&str> = findings.iter().map(Finding::rule).collect();
    names.sort_unstable();
    names
}
