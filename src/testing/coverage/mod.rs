//! What the tests have seen: conditions, not lines.
//!
//! Comes from a playbook and the tests that it holds, by watching them run. For each condition (`condition`) and each of its atoms:
//! how often it was seen false, unknown, true; and whether each atom was shown to decide by itself (`turn`). What can never be seen
//! (`possible`) is not counted.
//!
//! Deliberately not here: a second evaluation. Truths are read from the machine that has assessed the test.

mod condition;
mod lcov;
#[cfg(feature = "html")]
mod page;
mod possible;
mod report;
mod seen;
mod text;
mod turn;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::eval::Scratch;
use crate::playbook::Playbook;
use crate::source::Source;
use crate::value::{Date, Truth};
use crate::verdict::{Assess, Context};

use super::fixture;

pub(crate) use condition::{Condition, Conditions, End, Kind, Node, list_of};
pub(crate) use seen::{Seen, truths, watch};
pub(crate) use turn::{Runs, TRUTHS, Turn, not};

/// What the tests of a playbook have seen of its conditions, and what they have not.
///
/// ```
/// let playbook = stagegate::Playbook::parse(r#"
///     opportunity { budget: money USD }
///     process p { stage a { require priced that budget > 10 USD } }
///     test "a budget is enough" { given with { budget: 20 USD } expect advance }
///     test "without a budget nothing moves" { given expect hold on priced }
/// "#).unwrap_or_else(|error| panic!("{error}"));
/// let coverage = stagegate::testing::coverage(&playbook);
/// let gaps: Vec<String> = coverage.gaps().iter().map(|gap| gap.words().to_owned()).collect();
/// assert_eq!(gaps, ["never false: budget > 10 USD"]);
/// assert_eq!(coverage.outcomes().to_string(), "2 of 3");
/// ```
#[derive(Clone, Debug)]
pub struct Coverage {
    conditions: Vec<CoveredCondition>,
    tests: usize,
    sources: Vec<Source>,
}

/// What was seen of a condition: an `applies when`, a rule, a case of odds, a define, or the `where` of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CoveredCondition {
    kind: &'static str,
    name: Option<String>,
    process: Option<String>,
    stage: Option<String>,
    place: Place,
    outcomes: Outcomes,
    atoms: Vec<CoveredAtom>,
}

/// What was seen of an atom: of what stands between `and`, `or` and `not`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CoveredAtom {
    place: Place,
    outcomes: Outcomes,
    decides: Option<bool>,
}

/// Where a condition is written, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    text: String,
}

/// How often each truth was seen that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Outcomes {
    seen: [u64; 3],
    possible: [bool; 3],
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Share {
    seen: usize,
    possible: usize,
}

/// Something that the tests have not seen, in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    file: String,
    line: usize,
    column: usize,
    words: String,
}

/// What all tests of a playbook have seen.
#[must_use]
pub fn coverage(playbook: &Playbook) -> Coverage {
    coverage_of(playbook, |_| true)
}

/// What those tests have seen whose title is chosen.
#[must_use]
pub fn coverage_of(playbook: &Playbook, chosen: impl Fn(&str) -> bool) -> Coverage {
    let checked = playbook.checked();
    let conditions = Conditions::of(checked);
    let mut seen: Vec<Seen> = conditions.all.iter().map(Seen::new).collect();
    let mut scratch = Scratch::new();
    let mut tests = 0_usize;
    for test in checked.tests.iter().filter(|test| chosen(&test.title)) {
        tests = tests.saturating_add(1);
        if !playbook.unbound().is_empty() {
            continue;
        }
        let opportunity = fixture::opportunity(checked, test);
        let day = (test.as_of.unwrap_or(Date::MIN), Assess { process: test.process, reopen: false });
        let context = Context { playbook: checked, program: playbook.program(), bindings: playbook.bindings() };
        watch(&conditions, context, &opportunity, day, &mut scratch, &mut |place, machine| {
            if let (Some(seen), Some(condition)) = (seen.get_mut(place), conditions.all.get(place)) {
                seen.add(condition, &seen::truths(machine, condition));
            }
        });
    }
    let sources = playbook.sources().to_vec();
    Coverage { conditions: report::conditions(playbook, &conditions, &seen), tests, sources }
}

/// A condition in one word or two.
pub(crate) fn called(playbook: &Playbook, kind: Kind) -> String {
    report::title(playbook, kind)
}

impl Coverage {
    /// The conditions that can be seen: process by process, then defines, then `where`s.
    #[must_use]
    pub fn conditions(&self) -> &[CoveredCondition] {
        &self.conditions
    }

    /// How many tests were watched.
    #[must_use]
    pub fn tests(&self) -> usize {
        self.tests
    }

    /// The truths of conditions and of their atoms: how many were seen of those that can be.
    #[must_use]
    pub fn outcomes(&self) -> Share {
        let of_atoms = |condition: &CoveredCondition| {
            condition.atoms.iter().fold(condition.outcomes.share(), |share, atom| share.with(atom.outcomes.share()))
        };
        self.conditions.iter().map(of_atoms).fold(Share::default(), Share::with)
    }

    /// The atoms shown to decide by themselves, of those that could.
    #[must_use]
    pub fn deciding(&self) -> Share {
        let shown = self.conditions.iter().flat_map(|condition| &condition.atoms).filter_map(|atom| atom.decides);
        shown.fold(Share::default(), |share, shown| share.with(Share { seen: usize::from(shown), possible: 1 }))
    }

    /// What was not seen, by file and line.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self.conditions.iter().flat_map(report::gaps).collect();
        gaps.sort();
        gaps
    }

    /// The coverage as LCOV's trace file: each condition a line, each truth that can be seen a branch of it.
    #[must_use]
    pub fn lcov(&self) -> String {
        lcov::trace(self)
    }

    /// The playbook's defines and processes, and under each line what the tests have not seen of it. The text steers no terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let files = text::of(self).into_iter().map(|(file, text)| format!("{file}\n{text}\n"));
        files.collect()
    }

    /// The coverage as a page that is whole in itself.
    #[cfg(feature = "html")]
    #[must_use]
    pub fn to_html(&self) -> String {
        page::page(self)
    }

    /// Takes in what was seen of another playbook.
    #[must_use]
    pub fn with(mut self, other: Coverage) -> Self {
        self.conditions.extend(other.conditions);
        self.sources.extend(other.sources);
        self.tests = self.tests.saturating_add(other.tests);
        self
    }
}

impl CoveredCondition {
    /// `applies`, `require`, `disqualify`, `warn`, `odds`, `define` or `where`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.kind
    }

    /// The rule's or the define's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The process that it stands in.
    #[must_use]
    pub fn process(&self) -> Option<&str> {
        self.process.as_deref()
    }

    /// The stage that it stands in.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.stage.as_deref()
    }

    /// The file that it stands in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.place.file
    }

    /// The line on which it starts, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.line
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.place.text
    }

    /// What was seen of the whole.
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        self.outcomes
    }

    /// Its atoms, where there are several.
    #[must_use]
    pub fn atoms(&self) -> &[CoveredAtom] {
        &self.atoms
    }
}

impl CoveredAtom {
    /// The line on which it starts, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.line
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.place.text
    }

    /// What was seen of it.
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        self.outcomes
    }

    /// Whether two runs show that it decides by itself; nothing where it cannot.
    #[must_use]
    pub fn decides(&self) -> Option<bool> {
        self.decides
    }
}

impl Outcomes {
    /// How often a truth was seen; nothing where it cannot be.
    #[must_use]
    pub fn seen(self, truth: Truth) -> Option<u64> {
        let place = turn::place(truth);
        let possible = self.possible.get(place).copied().unwrap_or(false);
        possible.then(|| self.seen.get(place).copied().unwrap_or(0))
    }

    /// How many truths were seen of those that can be.
    #[must_use]
    pub fn share(self) -> Share {
        let seen = turn::TRUTHS.into_iter().filter_map(|truth| self.seen(truth));
        seen.fold(Share::default(), |share, seen| share.with(Share { seen: usize::from(seen > 0), possible: 1 }))
    }

    /// The truths that can be seen and were not: true first.
    #[must_use]
    pub fn missing(self) -> Vec<Truth> {
        turn::TRUTHS.into_iter().rev().filter(|&truth| self.seen(truth) == Some(0)).collect()
    }

    /// How often the condition was looked at.
    #[must_use]
    pub fn looks(self) -> u64 {
        self.seen.iter().fold(0, |sum, &count| sum.saturating_add(count))
    }
}

impl Share {
    pub(super) fn new(seen: usize, possible: usize) -> Self {
        Share { seen, possible }
    }

    fn with(self, other: Share) -> Share {
        Share { seen: self.seen.saturating_add(other.seen), possible: self.possible.saturating_add(other.possible) }
    }

    /// How many were seen.
    #[must_use]
    pub fn seen(self) -> usize {
        self.seen
    }

    /// How many can be.
    #[must_use]
    pub fn possible(self) -> usize {
        self.possible
    }

    /// The share as a percent with two decimals, rounded down; of nothing, all was seen.
    #[must_use]
    pub fn percent(self) -> crate::value::Percent {
        let hundredths = self.seen.saturating_mul(10_000).checked_div(self.possible).unwrap_or(10_000);
        crate::value::Percent::from_hundredths(i64::try_from(hundredths).unwrap_or(10_000))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.seen, self.possible)
    }
}

impl Gap {
    /// The file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What was not seen: `never unknown: budget`.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("tests", &self.tests)?;
        map.serialize_entry("outcomes", &self.outcomes())?;
        map.serialize_entry("deciding", &self.deciding())?;
        map.serialize_entry("conditions", &self.conditions)?;
        map.end()
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("seen", &self.seen)?;
        map.serialize_entry("possible", &self.possible)?;
        let percent = self.percent();
        match percent.hundredths().checked_rem(100) {
            Some(0) => map.serialize_entry("percent", &percent.hundredths().checked_div(100))?,
            Some(_) | None => map.serialize_entry("percent", &percent.points())?,
        }
        map.end()
    }
}
