//! What a new playbook changes: in itself, and for the opportunities at hand.
//!
//! Comes from two checked [`Playbook`]s. [`Change::between`] compares them by meaning and not by line: `meaning` gives equal numbers to
//! what means the same, `matching` finds what is the same thing under another name, `facts` and `process` write down what is
//! left. [`Replay`] holds opportunities against both, block by block, and keeps counts, sums and the largest changes with their
//! reasons; the opportunities themselves it forgets.
//!
//! Deliberately not here: tests and fixtures (they decide nothing), and the reading of files (see [`crate::data`]).

mod block;
mod facts;
#[cfg(feature = "html")]
mod html;
mod json;
mod later;
mod links;
mod matching;
mod meaning;
mod needs;
mod odds;
mod page;
mod pairs;
mod process;
mod replay;
mod report;
mod tables;
mod words;

use crate::playbook::Playbook;
use crate::source::Span;

use meaning::Meanings;
use pairs::Pairs;

pub use replay::Replay;
pub use report::{Cause, CauseKind, Chances, Faults, Need, Replayed, RuleShift, Shift, Shifted, Tally};

/// What changed from one playbook to another, by meaning: another layout, another order where none counts, a define that is
/// renamed or written out is no change.
///
/// ```
/// use stagegate::{Change, Playbook};
///
/// let old = Playbook::parse(r#"
///     opportunity { amount: money USD  budget: money USD }
///     define poor as budget < amount * 40%
///     process direct { disqualify no_budget when poor  stage qualify { require priced that amount is known } }
/// "#)?;
/// let new = Playbook::parse(r#"
///     opportunity { amount: money USD  budget: money USD }
///     process direct {
///       disqualify budget_short when not (budget >= 40% * amount)
///       stage qualify { require priced that amount > 0 USD }
///     }
/// "#)?;
/// let change = Change::between(&old, &new);
/// assert_eq!(change.edits().len(), 2);
/// let [renamed, changed] = change.edits() else { panic!("two edits") };
/// assert_eq!((renamed.name(), renamed.was(), renamed.effect()), ("budget_short", Some("no_budget"), stagegate::Effect::Says));
/// assert_eq!((changed.name(), changed.aspect()), ("priced", Some("condition")));
/// assert_eq!((changed.from(), changed.to()), (Some("amount is known"), Some("amount > 0 USD")));
/// # Ok::<(), stagegate::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Change {
    edits: Vec<Edit>,
}

impl Change {
    /// Compares two playbooks. Their tests and fixtures do not count.
    #[must_use]
    pub fn between(old: &Playbook, new: &Playbook) -> Self {
        compare(old, new).0
    }

    /// All that changed: facts first, then what is declared beside them, then process by process.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether both mean and say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Whether something changed that a decision, an earned stage or a chance can hang on, or how data is read.
    #[must_use]
    pub fn may_decide(&self) -> bool {
        self.edits.iter().any(|edit| edit.effect != Effect::Says)
    }
}

/// Compares, and says also which processes, stages and rules are the same.
fn compare(old: &Playbook, new: &Playbook) -> (Change, Pairs) {
    let [before, after] = [old, new].map(|playbook| facts::entries(&playbook.checked().schema));
    let same_facts = facts::matched(&before, &after);
    let mut meanings = Meanings::default();
    let renamed = facts::renamed(&before, &after);
    // By their old paths all facts go by one name.
    let new_path = |path: &str| facts::old_path(&renamed, path);
    let readings = [meanings.read(old.checked(), &str::to_owned), meanings.read(new.checked(), &new_path)];
    let pairs = Pairs::new([old.checked(), new.checked()], &readings);
    let mut draft = Draft { playbooks: [old, new], readings: &readings, edits: Vec::new() };
    facts::compare(&before, &after, &same_facts, &mut draft);
    process::compare(&pairs, &new_path, &mut draft);
    (Change { edits: draft.edits }, pairs)
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// The grades of evidence.
    Grades,
    /// Where the data claims the stage.
    Claim,
    /// A fact, a record or a list.
    Fact,
    /// A function that the host binds.
    Function,
    /// A define that means something else now.
    Define,
    /// A process.
    Process,
    /// A stage.
    Stage,
    /// A requirement, a disqualifier or a warning.
    Rule,
    /// The chance of a process: its base.
    Chance,
    /// A line of odds.
    Odds,
}

impl Subject {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Subject::Grades => "grades",
            Subject::Claim => "stage claim",
            Subject::Fact => "fact",
            Subject::Function => "function",
            Subject::Define => "define",
            Subject::Process => "process",
            Subject::Stage => "stage",
            Subject::Rule => "rule",
            Subject::Chance => "chance",
            Subject::Odds => "odds",
        }
    }
}

/// How it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// It is in the new playbook alone.
    Added,
    /// It is in the old playbook alone.
    Removed,
    /// It is the same under another name.
    Renamed,
    /// A rule stands in another stage.
    Moved,
    /// One thing about it is another.
    Changed,
    /// The same things stand in another order.
    Reordered,
}

impl EditKind {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Renamed => "renamed",
            EditKind::Moved => "moved",
            EditKind::Changed => "changed",
            EditKind::Reordered => "reordered",
        }
    }
}

/// What may come of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Another decision, stage or chance.
    Decides,
    /// Data is read in another way, so that facts may come out otherwise.
    Reads,
    /// Names, words and the order of lists in a verdict, and nothing else.
    Says,
}

impl Effect {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Decides => "decides",
            Effect::Reads => "reads",
            Effect::Says => "says",
        }
    }
}

/// A place in a playbook's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    file: String,
    line: usize,
}

impl Place {
    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    what: Subject,
    kind: EditKind,
    effect: Effect,
    process: Option<String>,
    stage: Option<String>,
    name: String,
    was: Option<String>,
    aspect: Option<&'static str>,
    from: Option<String>,
    to: Option<String>,
    define: Option<String>,
    old_place: Option<Place>,
    new_place: Option<Place>,
}

impl Edit {
    /// What changed.
    #[must_use]
    pub fn what(&self) -> Subject {
        self.what
    }

    /// How it changed.
    #[must_use]
    pub fn kind(&self) -> EditKind {
        self.kind
    }

    /// What may come of it.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The process that it stands in, by its new name where it has one.
    #[must_use]
    pub fn process(&self) -> Option<&str> {
        self.process.as_deref()
    }

    /// The stage that it stands in, by its new name where it has one.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.stage.as_deref()
    }

    /// Its name, the new one where it has one; a fact's path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its old name, where it was renamed.
    #[must_use]
    pub fn was(&self) -> Option<&str> {
        self.was.as_deref()
    }

    /// What about it changed: `condition`, `when`, `once`, `kind`, `title`, `how`, `applies when`, `labels`, `won`, `lost`,
    /// `walked`, `base`, `cases`, `type`, `from`, `blank`, `mark`, `meaning`, `signature`.
    #[must_use]
    pub fn aspect(&self) -> Option<&str> {
        self.aspect
    }

    /// What it was, as written.
    #[must_use]
    pub fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// What it is now, as written.
    #[must_use]
    pub fn to(&self) -> Option<&str> {
        self.to.as_deref()
    }

    /// The define that means something else now, where a condition that reads as before changed by it.
    #[must_use]
    pub fn define(&self) -> Option<&str> {
        self.define.as_deref()
    }

    /// Where it stood.
    #[must_use]
    pub fn old_place(&self) -> Option<&Place> {
        self.old_place.as_ref()
    }

    /// Where it stands.
    #[must_use]
    pub fn new_place(&self) -> Option<&Place> {
        self.new_place.as_ref()
    }
}

/// Edits are made step by step.
impl Edit {
    fn new(what: Subject, kind: EditKind, effect: Effect, name: &str) -> Self {
        Edit {
            what,
            kind,
            effect,
            process: None,
            stage: None,
            name: name.to_owned(),
            was: None,
            aspect: None,
            from: None,
            to: None,
            define: None,
            old_place: None,
            new_place: None,
        }
    }

    fn within(mut self, process: &str, stage: Option<&str>) -> Self {
        self.process = Some(process.to_owned());
        self.stage = stage.map(str::to_owned);
        self
    }

    fn with_was(mut self, name: &str) -> Self {
        self.was = Some(name.to_owned());
        self
    }

    fn about(mut self, aspect: &'static str) -> Self {
        self.aspect = Some(aspect);
        self
    }

    /// What was, where there was anything.
    fn with_from(mut self, text: String) -> Self {
        self.from = Some(text).filter(|text| !text.is_empty());
        self
    }

    /// What is, where there is anything.
    fn with_to(mut self, text: String) -> Self {
        self.to = Some(text).filter(|text| !text.is_empty());
        self
    }

    fn was_at(mut self, place: Place) -> Self {
        self.old_place = Some(place);
        self
    }

    fn now_at(mut self, place: Place) -> Self {
        self.new_place = Some(place);
        self
    }
}

/// What is being written down about two playbooks.
struct Draft<'a> {
    playbooks: [&'a Playbook; 2],
    readings: &'a [meaning::Read; 2],
    edits: Vec<Edit>,
}

impl Draft<'_> {
    fn push(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    fn old_place(&self, span: Span) -> Place {
        let [old, _] = self.playbooks;
        place(old, span)
    }

    fn new_place(&self, span: Span) -> Place {
        let [_, new] = self.playbooks;
        place(new, span)
    }
}

fn place(playbook: &Playbook, span: Span) -> Place {
    let source = usize::try_from(span.file.0).ok().and_then(|file| playbook.sources().get(file));
    Place {
        file: source.map_or("", |source| source.name()).to_owned(),
        line: source.map_or(0, |source| source.line_column(span.start).line),
    }
}
