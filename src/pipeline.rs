//! Many opportunities of one playbook, held in columns and assessed at once.
//!
//! The face of [`crate::batch`]: what goes in are opportunities or what is wrong with them, what comes out are columns of
//! results, or the verdict of a row.

use std::borrow::Cow;

use crate::batch::{self, Dictionary, Judge, Needs, Outcome, Plan, Store, Walker, decided};
#[cfg(feature = "arrow")]
use crate::facts::ArrowColumns;
use crate::facts::{DataError, Opportunity};
use crate::hir;
use crate::playbook::{Assessment, Playbook};
use crate::value::{Date, Percent, Truth};
use crate::verdict::{Chance, Decision, Outcome as Ending, Verdict};

/// Many opportunities of one playbook, in columns.
///
/// It keeps of each opportunity what the playbook's rules read, besides its key, its worth and its claimed stage: as many bytes a
/// fact as a block's values need. [`assess`](Self::assess) says what to do with all of them on a day, without the reasons;
/// [`verdict`](Self::verdict) gives the reasons for those that are asked for.
///
/// ```
/// use stagegate::{Date, Decision, Playbook};
///
/// let playbook = Playbook::parse(r#"
///     opportunity { key id: text  stage  amount: money USD  goal: text }
///     process direct {
///       disqualify tiny when amount < 5_000 USD
///       stage qualify { require goal_shared that goal is known }
///     }
/// "#)?;
/// let reader = playbook.reader();
/// let mut pipeline = playbook.pipeline();
/// for row in [r#"{"id": "A", "amount": 80000}"#, r#"{"id": "B", "amount": "much"}"#, r#"{"id": "C", "amount": 1}"#] {
///     match reader.read_json(row) {
///         Ok(opportunity) => pipeline.push(&opportunity),
///         Err(error) => pipeline.push_error(error),
///     }
/// }
///
/// let today = Date::new(2026, 11, 23)?;
/// let assessed = pipeline.assess(today);
/// let decisions: Vec<Decision> = assessed.decisions().collect();
/// assert_eq!(decisions, [Decision::Hold, Decision::Error, Decision::Disqualify]);
/// assert_eq!(pipeline.verdict(2, today).unwrap().disqualified_by()[0].rule(), "tiny");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Pipeline {
    playbook: Playbook,
    plan: Plan,
    store: Store,
}

impl Playbook {
    /// An empty pipeline: many opportunities of this playbook, to be assessed at once. Functions are bound before.
    #[must_use]
    pub fn pipeline(&self) -> Pipeline {
        let (checked, program) = (self.checked(), self.program());
        let needs = Needs::new(checked, program);
        let plan = Plan::new(checked, program, &needs);
        let mut texts = Dictionary::default();
        program.literals().for_each(|text| {
            texts.add(text);
        });
        Pipeline { playbook: self.clone(), plan, store: Store::new(needs, texts) }
    }
}

impl Pipeline {
    /// Adds an opportunity that was read for this playbook.
    pub fn push(&mut self, opportunity: &Opportunity) {
        self.store.push(&self.playbook.checked().schema, opportunity);
    }

    /// Adds a row that could not be read: it keeps its place, and its verdict says what is wrong.
    pub fn push_error(&mut self, error: DataError) {
        self.store.push_error(error);
    }

    /// Adds all rows of a batch; says how many are in error.
    #[cfg(feature = "arrow")]
    pub(crate) fn push_columns(&mut self, columns: &mut ArrowColumns<'_>) -> usize {
        self.store.push_columns(&self.playbook.checked().schema, columns)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.store.rows()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of a row, where it has one; of a row in error, where it could be read.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<String> {
        self.lent_key(row).map(Cow::into_owned)
    }

    /// The same, lent where it is a text.
    pub(crate) fn lent_key(&self, row: usize) -> Option<Cow<'_, str>> {
        self.store.key(&self.playbook.checked().schema, row)
    }

    /// What is wrong with the data of a row, where something is. That a row claims a stage which its process does not have is
    /// for its verdict to say.
    #[must_use]
    pub fn error(&self, row: usize) -> Option<&DataError> {
        self.store.error(row)
    }

    /// The playbook that it is for.
    #[must_use]
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// About how many bytes the rows take, the last two thousand or so left out.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }

    /// What to do with all rows on that day, as columns.
    #[must_use]
    pub fn assess(&self, today: Date) -> Assessed {
        self.assess_with(today, Assessment::default())
    }

    /// The same, with all options.
    #[must_use]
    pub fn assess_with(&self, today: Date, how: Assessment) -> Assessed {
        let (playbook, outcome) = (self.playbook.clone(), Outcome::default());
        let mut assessed = Assessed { playbook, outcome, today, how };
        self.assess_into(&mut assessed, today, how);
        assessed
    }

    /// The same in the place of another result, whose room is used again.
    ///
    /// ```
    /// use stagegate::{Assessment, Date, Playbook};
    /// let playbook = Playbook::parse("opportunity { due: date } process p { stage a { require late that due < today } }")?;
    /// let mut pipeline = playbook.pipeline();
    /// pipeline.push(&playbook.reader().read_json(r#"{"due": "2026-03-31"}"#)?);
    /// let mut assessed = pipeline.assess(Date::new(2026, 1, 1)?);
    /// assert_eq!(assessed.earned(0), Some("a"));
    /// pipeline.assess_into(&mut assessed, Date::new(2026, 12, 31)?, Assessment::default());
    /// assert_eq!(assessed.earned(0), Some("won"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assess_into(&self, assessed: &mut Assessed, today: Date, how: Assessment) {
        let (checked, program) = (self.playbook.checked(), self.playbook.program());
        assessed.playbook = self.playbook.clone();
        (assessed.today, assessed.how) = (today, how);
        assessed.outcome.prepare(checked, self.len());
        if !self.playbook.unbound().is_empty() {
            assessed.outcome.fail();
            return;
        }
        let bindings = self.playbook.bindings();
        let walker = Walker { plan: &self.plan, store: &self.store, bindings, today };
        let how = how.into_parts();
        let judge = Judge::new(walker, checked, program, how.process, how.reopen);
        batch::judge_all(&judge, program, &mut assessed.outcome);
    }

    /// The verdict on a row on that day, with all its reasons; nothing where there is no such row.
    #[must_use]
    pub fn verdict(&self, row: usize, today: Date) -> Option<Verdict> {
        self.verdict_with(row, today, Assessment::default())
    }

    /// The same, with all options.
    #[must_use]
    pub fn verdict_with(&self, row: usize, today: Date, how: Assessment) -> Option<Verdict> {
        let mut opportunity = Opportunity::default();
        let restored = self.store.restore(&self.playbook.checked().schema, row, &mut opportunity)?;
        Some(match restored {
            Ok(()) => self.playbook.assess_with(&opportunity, today, how),
            Err(error) => Verdict::of_error(today, error),
        })
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline").field("playbook", &self.playbook).field("rows", &self.len()).finish_non_exhaustive()
    }
}

/// What to do with each row of a [`Pipeline`] on a day, as columns.
///
/// ```
/// use stagegate::{Date, Playbook, Truth};
///
/// let playbook = Playbook::parse(r#"
///     opportunity { budget: money USD  champion: bool }
///     process direct {
///       chance { base 20%  odds times 4 when champion }
///       disqualify poor when budget < 5_000 USD
///       stage qualify { require champion that champion }
///     }
/// "#)?;
/// let mut pipeline = playbook.pipeline();
/// for row in [r#"{"budget": 1000, "champion": true}"#, r#"{"champion": false}"#, "{}"] {
///     pipeline.push(&playbook.reader().read_json(row)?);
/// }
/// let assessed = pipeline.assess(Date::new(2026, 11, 23)?);
///
/// assert_eq!(assessed.earned(0), Some("won"));
/// assert_eq!(assessed.chance(0).unwrap().likely.points(), 50.0);
/// assert_eq!(assessed.chance(2).unwrap().best.points(), 50.0);
/// let poor = assessed.rule("direct", "poor").unwrap();
/// assert_eq!(poor.is(0), Truth::True);
/// assert_eq!((poor.count(Truth::True), poor.count(Truth::Unknown)), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Assessed {
    playbook: Playbook,
    outcome: Outcome,
    /// The day and the options that were asked with.
    today: Date,
    how: Assessment,
}

impl Assessed {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outcome.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What to do with a row. Of a row that there is not it is [`Decision::Error`].
    #[must_use]
    pub fn decision(&self, row: usize) -> Decision<'_> {
        let code = self.outcome.decisions.get(row).copied().filter(|_| row < self.len());
        match code.unwrap_or(decided::ERROR) {
            decided::UNROUTED => Decision::Unrouted,
            decided::DISQUALIFY => Decision::Disqualify,
            decided::HOLD => Decision::Hold,
            decided::ADVANCE => Decision::Advance { to: self.earned(row).unwrap_or("won") },
            decided::WON => Decision::Closed { outcome: Ending::Won },
            decided::LOST => Decision::Closed { outcome: Ending::Lost },
            decided::WALKED => Decision::Closed { outcome: Ending::Walked },
            _error => Decision::Error,
        }
    }

    /// What to do with each row, in order.
    pub fn decisions(&self) -> impl ExactSizeIterator<Item = Decision<'_>> {
        (0..self.len()).map(|row| self.decision(row))
    }

    /// The name of a row's process.
    #[must_use]
    pub fn process(&self, row: usize) -> Option<&str> {
        self.process_of(row).map(|(_, process)| process.name.as_str())
    }

    /// The name of the stage that a row claims, or `won`, `lost`, `walked`.
    #[must_use]
    pub fn claimed(&self, row: usize) -> Option<&str> {
        if let Decision::Closed { outcome } = self.decision(row) {
            return Some(outcome.as_str());
        }
        self.stage(row, self.outcome.claimed.get(row))
    }

    /// The name of the stage that a row has earned, or `won`.
    #[must_use]
    pub fn earned(&self, row: usize) -> Option<&str> {
        let (_, process) = self.process_of(row)?;
        let place = usize::try_from(self.outcome.earned.get(row)).ok()?;
        if place > process.stages.len() { Some("won") } else { self.stage(row, self.outcome.earned.get(row)) }
    }

    /// Whether a row claims a stage that comes after the one it has earned.
    #[must_use]
    pub fn is_overstated(&self, row: usize) -> bool {
        self.outcome.claimed.get(row) > self.outcome.earned.get(row)
    }

    /// The chance of a row that is in a stage, where its process has one.
    #[must_use]
    pub fn chance(&self, row: usize) -> Option<Chance> {
        let (_, process) = self.process_of(row)?;
        if process.chance.is_none() || self.outcome.claimed.get(row) == 0 {
            return None;
        }
        let [worst, likely, best] = self.outcome.chance(row).map(|point| Percent::from_hundredths(i64::from(point)));
        Some(Chance { worst, likely, best })
    }

    /// What a rule says of all rows; nothing where there is no such process or rule.
    #[must_use]
    pub fn rule(&self, process: &str, rule: &str) -> Option<RuleColumn<'_>> {
        let processes = &self.playbook.checked().processes;
        let process = processes.iter().position(|other| other.name == process)?;
        let rule = processes.get(process)?.rules.iter().position(|other| other.name == rule)?;
        Some(RuleColumn { assessed: self, process, rule })
    }

    /// What all rules say, by process and in the order in which [`Process::rules`](crate::Process::rules) gives them.
    pub fn rules(&self) -> impl Iterator<Item = RuleColumn<'_>> {
        let processes = self.playbook.checked().processes.iter().enumerate();
        processes.flat_map(move |(process, declared)| {
            (0..declared.rules.len()).map(move |rule| RuleColumn { assessed: self, process, rule })
        })
    }

    /// The columns themselves.
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What is wrong with a row, be it only with its claim.
    #[cfg(feature = "arrow")]
    pub(crate) fn fault(&self, pipeline: &Pipeline, row: usize) -> Option<String> {
        if self.outcome.decisions.get(row) != Some(&decided::ERROR) {
            return None;
        }
        if let Some(error) = pipeline.error(row) {
            return Some(error.message().to_owned());
        }
        let verdict = pipeline.verdict_with(row, self.today, self.how)?;
        verdict.error().map(|error| error.message().to_owned())
    }

    /// The columns as they are.
    #[cfg(feature = "arrow")]
    pub(crate) fn into_parts(self) -> (Playbook, Outcome) {
        (self.playbook, self.outcome)
    }

    /// The claimed stage of a row by its place from 1; 0 where it is in none.
    #[cfg(feature = "arrow")]
    pub(crate) fn place_claimed(&self, row: usize) -> usize {
        usize::try_from(self.outcome.claimed.get(row)).unwrap_or(0)
    }

    /// What a rule says of a row, both by their places.
    #[cfg(feature = "arrow")]
    pub(crate) fn truth(&self, process: usize, rule: usize, row: usize) -> Truth {
        RuleColumn { assessed: self, process, rule }.is(row)
    }

    pub(crate) fn process_of(&self, row: usize) -> Option<(usize, &hir::Process)> {
        let place = usize::try_from(self.outcome.processes.get(row).checked_sub(1)?).ok()?;
        Some((place, self.playbook.checked().processes.get(place)?))
    }

    fn stage(&self, row: usize, place: u32) -> Option<&str> {
        let (_, process) = self.process_of(row)?;
        let stage = process.stages.get(usize::try_from(place.checked_sub(1)?).ok()?)?;
        Some(&stage.name)
    }
}

/// What a rule says of all rows of a [`Pipeline`].
///
/// It is told for the rows in a stage of its process, whichever stage that is; of others it counts as false.
#[derive(Clone, Copy, Debug)]
pub struct RuleColumn<'a> {
    assessed: &'a Assessed,
    process: usize,
    rule: usize,
}

impl<'a> RuleColumn<'a> {
    /// The rule's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.declared().map_or("", |(_, rule)| &rule.name)
    }

    /// The name of the process that it stands in.
    #[must_use]
    pub fn process(&self) -> &'a str {
        self.declared().map_or("", |(process, _)| &process.name)
    }

    /// What it says of a row: of a requirement, whether it is met.
    #[must_use]
    pub fn is(&self, row: usize) -> Truth {
        let rules = self.assessed.outcome.rules.get(self.process);
        rules.map_or(Truth::False, |rules| rules.truth(self.rule, row))
    }

    /// The rows of which it is true, 64 a word: row `64 w + k` is bit `k` of word `w`.
    pub fn true_words(&self) -> impl Iterator<Item = u64> + 'a {
        self.words(false)
    }

    /// The rows of which it is unknown, in the same way.
    pub fn unknown_words(&self) -> impl Iterator<Item = u64> + 'a {
        self.words(true)
    }

    /// Of how many rows it is true, unknown or false; a row that is not in a stage of its process counts for none of them.
    #[must_use]
    pub fn count(&self, truth: Truth) -> usize {
        let ones = |words: &mut dyn Iterator<Item = u64>| {
            words.map(|word| usize::try_from(word.count_ones()).unwrap_or(0)).fold(0, usize::saturating_add)
        };
        match truth {
            Truth::True => ones(&mut self.true_words()),
            Truth::Unknown => ones(&mut self.unknown_words()),
            Truth::False => {
                let others = self.count(Truth::True).saturating_add(self.count(Truth::Unknown));
                self.rows_in_stages().saturating_sub(others)
            }
        }
    }

    /// How many rows are in a stage of its process.
    fn rows_in_stages(&self) -> usize {
        let outcome = &self.assessed.outcome;
        let place = u32::try_from(self.process).unwrap_or(u32::MAX).saturating_add(1);
        let is_open = |row: &usize| outcome.processes.get(*row) == place && outcome.claimed.get(*row) != 0;
        (0..outcome.rows).filter(is_open).count()
    }

    /// The words of all whole blocks, of those of which it is true or unknown.
    #[cfg(feature = "arrow")]
    pub(crate) fn collect_words(&self, unknown: bool) -> Vec<u64> {
        let rules = self.assessed.outcome.rules.get(self.process);
        rules.map_or_else(Vec::new, |rules| rules.collect_words(self.rule, unknown))
    }

    fn words(&self, unknown: bool) -> impl Iterator<Item = u64> + use<'a> {
        let rule = self.rule;
        let rules = self.assessed.outcome.rules.get(self.process);
        let count = self.assessed.outcome.rows.div_ceil(64);
        rules.into_iter().flat_map(move |rules| rules.words(rule, unknown)).take(count)
    }

    fn declared(&self) -> Option<(&'a hir::Process, &'a hir::Rule)> {
        let process = self.assessed.playbook.checked().processes.get(self.process)?;
        Some((process, process.rules.get(self.rule)?))
    }
}
