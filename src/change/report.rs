//! What a replay finds, ready to be read and written.

use std::collections::BTreeMap;

use crate::value::{Currency, Date, Percent, write_decimal};
use crate::verdict::{Outcome, Verdict};

use super::Change;

/// Some opportunities: how many, worth how much, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(super) rows: u64,
    pub(super) worth: i128,
    pub(super) later: [u64; 3],
}

impl Tally {
    /// How many there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The sum of what they are worth, in ten-thousandths; what is worth nobody knows how much counts as nothing.
    #[must_use]
    pub fn worth(&self) -> i128 {
        self.worth
    }

    /// How many of them ended so later: those whose claim says so, where a replay takes it as no claim.
    #[must_use]
    pub fn later(&self, outcome: Outcome) -> u64 {
        let [won, lost, walked] = self.later;
        match outcome {
            Outcome::Won => won,
            Outcome::Lost => lost,
            Outcome::Walked => walked,
        }
    }

    pub(super) fn add(&mut self, worth: Option<i64>, later: Option<Outcome>) {
        self.rows = self.rows.saturating_add(1);
        self.worth = self.worth.saturating_add(worth.map_or(0, i128::from));
        let [won, lost, walked] = &mut self.later;
        let count = match later {
            Some(Outcome::Won) => won,
            Some(Outcome::Lost) => lost,
            Some(Outcome::Walked) => walked,
            None => return,
        };
        *count = count.saturating_add(1);
    }
}

/// In what way a rule, or what is no rule, made a verdict another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CauseKind {
    /// The data can be read by one playbook alone, or is in error for another reason.
    Data,
    /// It belongs to another process.
    Process,
    /// Its claim is another stage.
    Claim,
    /// A disqualifier is true that was not.
    Disqualifies,
    /// A disqualifier was true that is not.
    DisqualifiesNoMore,
    /// A requirement is unmet that was not.
    Unmet,
    /// A requirement was unmet that is not.
    UnmetNoMore,
    /// A disqualifier is unknown that was not.
    AtRisk,
    /// A disqualifier was unknown that is not.
    AtRiskNoMore,
    /// A warning is given that was not.
    Warns,
    /// A warning was given that is not.
    WarnsNoMore,
    /// The stages are others, or stand in another order.
    Stages,
    /// The chance is another.
    Chance,
}

impl CauseKind {
    /// The words for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CauseKind::Data => "data",
            CauseKind::Process => "process",
            CauseKind::Claim => "claim",
            CauseKind::Disqualifies => "disqualifies",
            CauseKind::DisqualifiesNoMore => "disqualifies no more",
            CauseKind::Unmet => "unmet",
            CauseKind::UnmetNoMore => "unmet no more",
            CauseKind::AtRisk => "at risk",
            CauseKind::AtRiskNoMore => "at risk no more",
            CauseKind::Warns => "warns",
            CauseKind::WarnsNoMore => "warns no more",
            CauseKind::Stages => "stages",
            CauseKind::Chance => "chance",
        }
    }
}

/// What made a verdict another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    pub(super) kind: CauseKind,
    pub(super) process: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) name: Option<String>,
}

impl Cause {
    /// In what way.
    #[must_use]
    pub fn kind(&self) -> CauseKind {
        self.kind
    }

    /// The process, by its new name where it has one.
    #[must_use]
    pub fn process(&self) -> Option<&str> {
        self.process.as_deref()
    }

    /// The stage that the rule stands in, by its new name where it has one.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.stage.as_deref()
    }

    /// The rule, by its new name where it has one; the field of data that cannot be read.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// How much a cause did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleShift {
    pub(super) cause: Cause,
    pub(super) all: Tally,
    pub(super) decisive: Tally,
}

impl RuleShift {
    /// The cause.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// The opportunities whose verdict it made another.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.all
    }

    /// Those among them whose decision it made another.
    #[must_use]
    pub fn decisive(&self) -> Tally {
        self.decisive
    }
}

/// Opportunities that went from one thing to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) tally: Tally,
}

impl Shift {
    /// What they were.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// What they are.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// How many, and worth how much.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

/// One opportunity whose verdict is another, with both.
#[derive(Clone, Debug)]
pub struct Shifted {
    pub(super) worth: Option<i64>,
    pub(super) later: Option<Outcome>,
    pub(super) causes: Vec<Cause>,
    pub(super) old: Verdict,
    pub(super) new: Verdict,
}

impl Shifted {
    /// What it is worth, in ten-thousandths.
    #[must_use]
    pub fn worth(&self) -> Option<i64> {
        self.worth
    }

    /// What became of it.
    #[must_use]
    pub fn later(&self) -> Option<Outcome> {
        self.later
    }

    /// What made it another.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// What the old playbook says.
    #[must_use]
    pub fn before(&self) -> &Verdict {
        &self.old
    }

    /// What the new playbook says.
    #[must_use]
    pub fn after(&self) -> &Verdict {
        &self.new
    }
}

/// How the likely chance went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chances {
    pub(super) raised: Tally,
    pub(super) lowered: Tally,
    pub(super) other: Tally,
    pub(super) expected: [i128; 2],
}

impl Chances {
    /// Those whose likely chance is higher.
    #[must_use]
    pub fn raised(&self) -> Tally {
        self.raised
    }

    /// Those whose likely chance is lower.
    #[must_use]
    pub fn lowered(&self) -> Tally {
        self.lowered
    }

    /// Those whose chance is another at its ends alone, or that have one by one playbook alone.
    #[must_use]
    pub fn other(&self) -> Tally {
        self.other
    }

    /// The sum of worth times likely chance, over all that have both by both playbooks: old and new, in ten-thousandths.
    #[must_use]
    pub fn expected(&self) -> [i128; 2] {
        self.expected.map(|sum| sum.checked_div(10_000).unwrap_or(0))
    }
}

/// A fact that the new playbook asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub(super) fact: String,
    pub(super) is_new: bool,
    pub(super) unknown: u64,
    pub(super) missing: u64,
    pub(super) of: u64,
}

impl Need {
    /// The fact as it is asked for: `budget`, `goal by buyer_wrote within 90 days`.
    #[must_use]
    pub fn fact(&self) -> &str {
        &self.fact
    }

    /// Whether the old playbook did not ask for it so.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// For how many it is unknown.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// For how many of these there is no value at all; the others' evidence is not good enough.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// Of how many: opportunities that can be read, or elements of a list.
    #[must_use]
    pub fn of(&self) -> u64 {
        self.of
    }
}

/// Rows in error, by the field that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    pub(super) field: String,
    pub(super) old: u64,
    pub(super) new: u64,
    pub(super) example: String,
}

impl Faults {
    /// The field's path; empty for a row as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// How many rows are in error by it under the old playbook.
    #[must_use]
    pub fn before(&self) -> u64 {
        self.old
    }

    /// How many under the new one.
    #[must_use]
    pub fn after(&self) -> u64 {
        self.new
    }

    /// The message for the first of them.
    #[must_use]
    pub fn example(&self) -> &str {
        &self.example
    }
}

/// What opportunities are worth in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Money(Currency),
    Number,
}

/// What a new playbook does to opportunities: shown, it is a report in words; serde gives it as JSON.
#[derive(Clone, Debug)]
pub struct Replayed {
    pub(super) change: Change,
    pub(super) as_of: Date,
    pub(super) unit: Option<Unit>,
    pub(super) reopened: bool,
    pub(super) rows: Tally,
    pub(super) differing: Tally,
    pub(super) decided: Tally,
    pub(super) decisions: BTreeMap<(&'static str, &'static str), Tally>,
    pub(super) stages: BTreeMap<(String, String), Tally>,
    pub(super) processes: BTreeMap<(String, String), Tally>,
    pub(super) chance: Chances,
    pub(super) causes: Vec<RuleShift>,
    pub(super) largest: Vec<Shifted>,
    pub(super) needs: Vec<Need>,
    pub(super) faults: Vec<Faults>,
    pub(super) in_error: [u64; 2],
    pub(super) has_key: bool,
    pub(super) has_several: bool,
    pub(super) unpriced: u64,
}

impl Replayed {
    /// What changed in the playbook itself.
    #[must_use]
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// All opportunities.
    #[must_use]
    pub fn rows(&self) -> Tally {
        self.rows
    }

    /// Those whose verdict is another: its decision, process, stages, chance, or a rule that it names.
    #[must_use]
    pub fn differing(&self) -> Tally {
        self.differing
    }

    /// Those whose decision is another; to advance to another stage is another decision.
    #[must_use]
    pub fn decided(&self) -> Tally {
        self.decided
    }

    /// How many go from which decision to which; those that stay are told too. Of two that advance the stage may be another.
    pub fn decisions(&self) -> impl Iterator<Item = Shift> {
        let shift = |(&(from, to), &tally): (&(&str, &str), &Tally)| Shift { from: from.into(), to: to.into(), tally };
        self.decisions.iter().map(shift)
    }

    /// How many go from which earned stage to which other.
    pub fn stages(&self) -> impl Iterator<Item = Shift> {
        shifts(&self.stages)
    }

    /// How many go from which process to which other.
    pub fn processes(&self) -> impl Iterator<Item = Shift> {
        shifts(&self.processes)
    }

    /// How the chances went.
    #[must_use]
    pub fn chance(&self) -> Chances {
        self.chance
    }

    /// What made verdicts others, what changed most decisions first.
    #[must_use]
    pub fn causes(&self) -> &[RuleShift] {
        &self.causes
    }

    /// The largest changes: of decisions before others, by worth, then in the order of the data.
    #[must_use]
    pub fn largest(&self) -> &[Shifted] {
        &self.largest
    }

    /// The facts that the new playbook asks for and that are not always known: those that the old one did not ask for first.
    #[must_use]
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// What could not be read.
    #[must_use]
    pub fn faults(&self) -> &[Faults] {
        &self.faults
    }

    /// How many rows are in error under the old and under the new playbook.
    #[must_use]
    pub fn in_error(&self) -> [u64; 2] {
        self.in_error
    }

    /// A worth in ten-thousandths as the language writes it: `5000 USD`.
    #[must_use]
    pub fn worth_text(&self, worth: i128) -> String {
        match self.unit {
            Some(Unit::Money(currency)) => format!("{} {currency}", decimal(worth)),
            Some(Unit::Number) => decimal(worth),
            None => String::new(),
        }
    }
}

fn shifts(of: &BTreeMap<(String, String), Tally>) -> impl Iterator<Item = Shift> {
    of.iter().map(|((from, to), &tally)| Shift { from: from.clone(), to: to.clone(), tally })
}

/// So many ten-thousandths; what is past the language's numbers without its decimals.
fn decimal(count: i128) -> String {
    let mut text = String::new();
    match i64::try_from(count) {
        // A string takes all that is written to it.
        Ok(count) => drop(write_decimal(&mut text, count, crate::value::SCALE)),
        Err(_) => text = count.checked_div(i128::from(crate::value::SCALE)).unwrap_or(0).to_string(),
    }
    text
}

/// A chance in points, for sums.
pub(super) fn hundredths(percent: Percent) -> i128 {
    i128::from(percent.hundredths())
}
