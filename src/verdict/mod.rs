//! What the playbook says of an opportunity, and why.
//!
//! `assess` routes, matches the claim and decides, from the truths that [`crate::eval`] finds; `because` collects the atoms that
//! decided a rule, `reading` what they read, `ask` what to find out next; `watch` says which conditions had a say. The result is a [`Verdict`], a record that
//! needs neither playbook nor opportunity any more.

mod ask;
mod assess;
mod because;
mod json;
mod look;
mod reading;
mod watch;

use std::sync::Arc;

use crate::eval::{AtomNames, ProcessNames, RuleNames};
use crate::facts::DataError;
use crate::value::{Date, Percent, Truth};

pub use crate::hir::Outcome;
use crate::hir::StageId;
pub(crate) use assess::{Assess, Context, Found, assess, decide};
pub(crate) use look::{Ending, Sketch, ending, look, odds, sketch};
pub(crate) use reading::bare;
pub(crate) use watch::{Say, watch};

/// What to do with an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'a> {
    /// No process is known to be the right one.
    Unrouted,
    /// It has ended.
    Closed {
        /// How.
        outcome: Outcome,
    },
    /// A disqualifier is true: end it.
    Disqualify,
    /// Something that its stage, or one before, requires is not known to be true.
    Hold,
    /// It has earned a later stage than it claims.
    Advance {
        /// The stage's name, or `won`.
        to: &'a str,
    },
    /// The data cannot be read.
    Error,
}

impl Decision<'_> {
    /// The word for it.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Decision::Unrouted => "unrouted",
            Decision::Closed { .. } => "closed",
            Decision::Disqualify => "disqualify",
            Decision::Hold => "hold",
            Decision::Advance { .. } => "advance",
            Decision::Error => "error",
        }
    }
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Won => "won",
            Outcome::Lost => "lost",
            Outcome::Walked => "walked",
        }
    }
}

/// The chance of winning: worst ≤ likely ≤ best, whatever is still unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    /// If all that is unknown turns out for the worst.
    pub worst: Percent,
    /// As things stand.
    pub likely: Percent,
    /// If all that is unknown turns out for the best.
    pub best: Percent,
}

/// Why a fact is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// There is no value.
    Missing,
    /// Its evidence is dated after the day of the assessment.
    NotYet,
    /// Its evidence is of a lower grade than asked for.
    Weak,
    /// Its evidence has no date, and freshness is asked for.
    Undated,
    /// Its evidence is older than asked for.
    Stale,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::NotYet => "not yet",
            Why::Weak => "weak",
            Why::Undated => "undated",
            Why::Stale => "stale",
        }
    }
}

/// What an atom read of a fact. Values are in the language's literal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reading {
    /// A known value, or the chance.
    Known(String),
    /// An unknown fact, with what there is of it.
    Unknown {
        /// Why it does not count.
        why: Why,
        /// The value that does not count.
        value: Option<String>,
        /// The evidence's grade.
        by: Option<String>,
        /// The evidence's date.
        on: Option<Date>,
    },
    /// A list under a quantifier or aggregate.
    List {
        /// How many elements it has.
        elements: u64,
        /// Of how many the condition is true (of an aggregate: that count, with a known value).
        holding: u64,
        /// Of how many it is unknown.
        unknown: u64,
    },
    /// A list that is only asked to be known.
    ListKnown {
        /// How many elements it has.
        elements: u64,
    },
}

/// A condition that decided a rule.
#[derive(Clone, Debug)]
pub struct Atom {
    names: Arc<AtomNames>,
    is: Truth,
    /// Each with its fact's place among the names.
    readings: Vec<(u32, Reading)>,
    undefined: bool,
}

impl PartialEq for Atom {
    fn eq(&self, other: &Self) -> bool {
        let is_alike = self.text() == other.text() && self.is == other.is && self.undefined == other.undefined;
        is_alike && self.facts().eq(other.facts())
    }
}

impl Eq for Atom {}

impl Atom {
    /// Its text in the playbook.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.names.text
    }

    /// What it came to.
    #[must_use]
    pub fn is(&self) -> Truth {
        self.is
    }

    /// The facts it read, by path, in the order of reading.
    pub fn facts(&self) -> impl ExactSizeIterator<Item = (&str, &Reading)> {
        self.readings.iter().map(|(place, reading)| {
            let named = usize::try_from(*place).ok().and_then(|place| self.names.facts.get(place));
            (named.map_or("", |(path, _)| &**path), reading)
        })
    }

    /// Whether it is unknown through overflow, division by zero, or a minimum of nothing.
    #[must_use]
    pub fn is_undefined(&self) -> bool {
        self.undefined
    }
}

/// A rule in a verdict, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    names: Arc<RuleNames>,
    because: Vec<Atom>,
    how: Option<String>,
}

impl Finding {
    /// The rule's name.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.names.rule
    }

    /// The name of the stage that it stands in; none for a rule of the process.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.names.stage.as_deref()
    }

    /// The rule's title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.names.title.as_deref()
    }

    /// The atoms that decided it.
    #[must_use]
    pub fn because(&self) -> &[Atom] {
        &self.because
    }

    /// How to meet it, with the facts filled in.
    #[must_use]
    pub fn how(&self) -> Option<&str> {
        self.how.as_deref()
    }
}

/// A fact to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    fact: Arc<str>,
    why: Why,
    rules: Vec<Arc<RuleNames>>,
    chance_shrinks_by: Option<Percent>,
}

impl Question {
    /// The fact's path as declared.
    #[must_use]
    pub fn fact(&self) -> &str {
        &self.fact
    }

    /// Why it is unknown.
    #[must_use]
    pub fn why(&self) -> Why {
        self.why
    }

    /// The rules that wait for it: those at risk, then the unmet.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &str> {
        self.rules.iter().map(|names| &*names.rule)
    }

    /// By how many points the chance's interval shrinks; none where the process has no chance.
    #[must_use]
    pub fn chance_shrinks_by(&self) -> Option<Percent> {
        self.chance_shrinks_by
    }
}

/// What the playbook says of one opportunity on one day. Cheap to clone; serde gives it as JSON of a fixed form.
#[derive(Clone, Debug)]
pub struct Verdict {
    parts: Arc<Parts>,
}

/// All that a verdict may say; what it does not is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub key: Option<String>,
    pub as_of: Option<Date>,
    pub process: Option<Arc<ProcessNames>>,
    pub claimed: Option<Position>,
    pub earned: Option<Position>,
    pub overstated: bool,
    pub kind: Kind,
    pub chance: Option<Chance>,
    pub disqualified_by: Vec<Finding>,
    pub unmet: Vec<Finding>,
    pub warnings: Vec<Finding>,
    pub at_risk: Vec<Finding>,
    pub route: Vec<Atom>,
    pub ask_next: Vec<Question>,
    pub error: Option<DataError>,
    pub row: Option<u64>,
    pub file: Option<String>,
    pub stamp: Option<String>,
}

impl Parts {
    fn name_of(&self, position: Position) -> Option<&str> {
        match position {
            Position::Stage(stage) => {
                let stages = self.process.as_deref().map_or(&[][..], |process| &process.stages);
                stages.get(usize::try_from(stage.0).ok()?).map(|name| &**name)
            }
            Position::Ended(outcome) => Some(outcome.as_str()),
        }
    }
}

/// Where an opportunity stands in its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Stage(StageId),
    Ended(Outcome),
}

/// The decision, without names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    #[default]
    Unrouted,
    Closed(Outcome),
    Disqualify,
    Hold,
    Advance,
    Error,
}

impl Verdict {
    pub(crate) fn new(parts: Parts) -> Self {
        Verdict { parts: Arc::new(parts) }
    }

    /// The verdict on an opportunity whose data cannot be read.
    #[must_use]
    pub fn of_error(as_of: Date, error: DataError) -> Self {
        let key = error.key().map(str::to_owned);
        let parts = Parts { key, as_of: Some(as_of), kind: Kind::Error, error: Some(error), ..Parts::default() };
        Verdict::new(parts)
    }

    /// The same verdict on the `row`-th opportunity (from 1) of a file. The row is written where the opportunity has no known
    /// key, and beside errors.
    #[must_use]
    pub fn at_row(mut self, row: u64, file: Option<&str>) -> Self {
        let parts = Arc::make_mut(&mut self.parts);
        parts.row = Some(row);
        parts.file = file.map(str::to_owned);
        self
    }

    /// The same verdict, of that day or of none.
    pub(crate) fn on_day(mut self, day: Option<Date>) -> Self {
        Arc::make_mut(&mut self.parts).as_of = day;
        self
    }

    /// The same verdict, stamped with the fingerprint of the playbook that gave it.
    #[must_use]
    pub fn stamped(mut self, fingerprint: &str) -> Self {
        Arc::make_mut(&mut self.parts).stamp = Some(fingerprint.to_owned());
        self
    }

    /// The opportunity's key, where it has a known one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.parts.key.as_deref()
    }

    /// The day of the assessment. A test that names no day has none.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.parts.as_of
    }

    /// The name of the process.
    #[must_use]
    pub fn process(&self) -> Option<&str> {
        self.parts.process.as_deref().map(|process| &*process.name)
    }

    /// The title of the process.
    #[must_use]
    pub fn process_title(&self) -> Option<&str> {
        self.parts.process.as_deref()?.title.as_deref()
    }

    /// The claimed stage's name, or `won`, `lost`, `walked`.
    #[must_use]
    pub fn claimed(&self) -> Option<&str> {
        self.parts.name_of(self.parts.claimed?)
    }

    /// The earned stage's name, or `won`.
    #[must_use]
    pub fn earned(&self) -> Option<&str> {
        self.parts.name_of(self.parts.earned?)
    }

    /// Whether the claimed stage comes after the earned one.
    #[must_use]
    pub fn is_overstated(&self) -> bool {
        self.parts.overstated
    }

    /// What to do.
    #[must_use]
    pub fn decision(&self) -> Decision<'_> {
        match self.parts.kind {
            Kind::Unrouted => Decision::Unrouted,
            Kind::Closed(outcome) => Decision::Closed { outcome },
            Kind::Disqualify => Decision::Disqualify,
            Kind::Hold => Decision::Hold,
            Kind::Advance => Decision::Advance { to: self.earned().unwrap_or("won") },
            Kind::Error => Decision::Error,
        }
    }

    /// The chance of winning, where the process has one.
    #[must_use]
    pub fn chance(&self) -> Option<Chance> {
        self.parts.chance
    }

    /// The disqualifiers that are true.
    #[must_use]
    pub fn disqualified_by(&self) -> &[Finding] {
        &self.parts.disqualified_by
    }

    /// The requirements, up to the claimed stage, that are not known to be true.
    #[must_use]
    pub fn unmet(&self) -> &[Finding] {
        &self.parts.unmet
    }

    /// The warnings that are true.
    #[must_use]
    pub fn warnings(&self) -> &[Finding] {
        &self.parts.warnings
    }

    /// The disqualifiers that are unknown.
    #[must_use]
    pub fn at_risk(&self) -> &[Finding] {
        &self.parts.at_risk
    }

    /// Why no process is known to be the right one: the unknown atoms of their conditions.
    #[must_use]
    pub fn route(&self) -> &[Atom] {
        &self.parts.route
    }

    /// The facts to find out, the most telling first.
    #[must_use]
    pub fn ask_next(&self) -> &[Question] {
        &self.parts.ask_next
    }

    /// What is wrong with the data, where the decision is an error.
    #[must_use]
    pub fn error(&self) -> Option<&DataError> {
        self.parts.error.as_ref()
    }

    /// The place of the opportunity in its file, from 1, where it came from one.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.parts.row
    }

    /// The file's name, where the opportunity came from one of several.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.parts.file.as_deref()
    }
}
