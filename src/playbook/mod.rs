//! The pipeline on one screen: text is loaded and parsed, checked, compiled; opportunities are read and assessed.

mod decided;
mod fingerprint;
mod format;
mod view;

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::bind::{BindError, Bindings, HostFunction};
use crate::diag::Diagnostics;
use crate::eval::Scratch;
use crate::facts::{DataError, Opportunity, Reader};
use crate::hir;
use crate::limits::Limits;
use crate::load::{self, Entry, Loader, NoImports};
use crate::program::Program;
use crate::source::Source;
use crate::value::Date;
use crate::verdict::{self, Assess, Context, Decision, Verdict};

pub use decided::Decided;
pub use format::format;
pub use view::{Fact, Odds, Process, Rule, RuleKind, Stage, UnknownProcess};

/// A checked set of processes against which opportunities are held. Cheap to clone; one serves many threads.
///
/// ```
/// use stagegate::{Date, Decision, Playbook};
///
/// let playbook = Playbook::parse(r#"
///     opportunity { budget: money USD }
///     process direct {
///       disqualify no_budget "The budget cannot carry the price" when budget < 5_000 USD
///       stage qualify { require budget_known that budget is known }
///     }
/// "#)?;
/// let opportunity = playbook.reader().read_json(r#"{"budget": "$4,000"}"#)?;
/// let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23)?);
/// assert_eq!(verdict.decision(), Decision::Disqualify);
/// assert_eq!(verdict.disqualified_by()[0].rule(), "no_budget");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Playbook {
    parts: Arc<Parts>,
    bindings: Arc<Bindings>,
}

/// What does not change when a function is bound.
struct Parts {
    sources: Vec<Source>,
    checked: hir::Playbook,
    program: Program,
    reader: Reader,
    warnings: Diagnostics,
    fingerprint: String,
}

impl Playbook {
    /// Reads a playbook that is one text, without imports.
    ///
    /// # Errors
    ///
    /// All that is wrong with it; shown, it reads like a compiler's messages.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let limits = Limits::default();
        let entry = Entry::Text { name: "playbook.gate", text };
        Playbook::check(load::load(entry, &NoImports, &limits), limits)
    }

    /// Reads a playbook's file and those that it imports, from the file's folder and the folders below it.
    ///
    /// # Errors
    ///
    /// All that is wrong with them, or that the file cannot be read
    /// ([`Diagnostics::is_unreadable`]).
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let limits = Limits::default();
        Playbook::check(load::load_path(path.as_ref(), &limits), limits)
    }

    /// Reads a playbook's first file, and those that it imports, from wherever a loader has them.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use stagegate::{Limits, Playbook};
    ///
    /// let files = BTreeMap::from([
    ///     ("main.gate", "import \"facts.gate\"\nprocess p { stage a { require paid that paid } }"),
    ///     ("facts.gate", "opportunity { paid: bool }"),
    /// ]);
    /// let playbook = Playbook::load("main.gate", &files, &Limits::default())?;
    /// assert_eq!(playbook.sources().len(), 2);
    /// # Ok::<(), stagegate::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All that is wrong with them, or that the first file cannot be read
    /// ([`Diagnostics::is_unreadable`]).
    pub fn load(first: &str, loader: &dyn Loader, limits: &Limits) -> Result<Self, Diagnostics> {
        Playbook::check(load::load(Entry::Path(first), loader, limits), limits.clone())
    }

    fn check(loaded: (load::Loaded, Vec<crate::diag::Diagnostic>), limits: Limits) -> Result<Self, Diagnostics> {
        let (loaded, mut found) = loaded;
        // Where a file is missing, the names that it declares would be missed all over.
        let complete = !found.iter().any(|diagnostic| diagnostic.code.as_str().starts_with("E00"));
        let checked = if complete {
            let (checked, more) = hir::check(&loaded, &limits);
            found.extend(more);
            checked
        } else {
            None
        };
        let found = Diagnostics::new(loaded.sources.clone(), found);
        let sources = loaded.sources;
        // The trees have served, and what follows takes memory of its own.
        drop(loaded.files);
        let Some(mut checked) = checked.filter(|_| !found.has_errors()) else { return Err(found) };
        checked.exprs.shrink();
        let parts = Parts {
            program: Program::compile(&checked, &sources),
            reader: Reader::new(Arc::new(checked.schema.clone()), &limits),
            fingerprint: fingerprint::of(&sources),
            sources,
            checked,
            warnings: found,
        };
        Ok(Playbook { parts: Arc::new(parts), bindings: Arc::default() })
    }

    /// What is likely not meant in it.
    #[must_use]
    pub fn warnings(&self) -> &Diagnostics {
        &self.parts.warnings
    }

    /// The files' texts, the first file first.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.parts.sources
    }

    /// A hash of the files' texts, in 32 hexadecimal digits: equal for the same playbook on every machine.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.parts.fingerprint
    }

    /// The declared functions that nothing is bound to yet, without which it cannot assess.
    #[must_use]
    pub fn unbound(&self) -> Vec<&str> {
        self.bindings.missing(&self.parts.checked.functions)
    }

    /// The playbook with a closure bound to its declaration `function name(…)`. The closure has to be pure: it may be
    /// called any number of times, or not at all.
    ///
    /// ```
    /// use stagegate::{Date, Decimal, Playbook};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     function credit_score(company: text): number
    ///     opportunity { company: text }
    ///     process p { stage a { require credit that credit_score(company) >= 50 } }
    /// "#)?
    /// .bind("credit_score", |company: String| (company == "Acme").then_some(Decimal::from_ten_thousandths(610_000)))?;
    /// let opportunity = playbook.reader().read_json(r#"{"company": "Acme"}"#)?;
    /// assert_eq!(playbook.assess(&opportunity, Date::new(2026, 11, 23)?).earned(), Some("won"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where there is no such declaration, or the closure's types are not the declared ones.
    pub fn bind<M>(&self, name: &str, function: impl HostFunction<M>) -> Result<Self, BindError> {
        let mut bindings = Bindings::clone(&self.bindings);
        bindings.bind(&self.parts.checked.functions, name, function)?;
        Ok(Playbook { parts: Arc::clone(&self.parts), bindings: Arc::new(bindings) })
    }

    /// The playbook with all functions bound as those of another that declares the same ones.
    pub(crate) fn bound_as(&self, other: &Playbook) -> Self {
        Playbook { parts: Arc::clone(&self.parts), bindings: Arc::clone(&other.bindings) }
    }

    /// What reads opportunities for this playbook; rates and strictness are set on it.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.parts.reader.clone()
    }

    /// Reads an opportunity from anything that serde can serialize.
    ///
    /// # Errors
    ///
    /// The first value that does not fit its fact.
    pub fn opportunity<T: Serialize + ?Sized>(&self, deal: &T) -> Result<Opportunity, DataError> {
        self.parts.reader.read(deal)
    }

    /// Reads an opportunity into one that has been read before, which then allocates nothing.
    ///
    /// # Errors
    ///
    /// The first value that does not fit its fact; nothing is then known of the opportunity.
    pub fn read_into<T: Serialize + ?Sized>(&self, opportunity: &mut Opportunity, deal: &T) -> Result<(), DataError> {
        self.parts.reader.read_into(opportunity, deal)
    }

    /// What to do with an opportunity on that day, without the reasons.
    #[must_use]
    pub fn decide(&self, opportunity: &Opportunity, today: Date) -> Decision<'_> {
        self.decide_with(&mut Scratch::new(), opportunity, today)
    }

    /// What to do with an opportunity on that day; with a scratch that has been used before it allocates nothing.
    ///
    /// ```
    /// use stagegate::{Date, Decision, Opportunity, Playbook, Scratch};
    ///
    /// let playbook = Playbook::parse("opportunity { paid: bool } process p { stage a { require paid that paid } }")?;
    /// let today = Date::new(2026, 11, 23)?;
    /// let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    /// for paid in [Some(true), Some(false), None] {
    ///     playbook.read_into(&mut opportunity, &std::collections::BTreeMap::from([("paid", paid)]))?;
    ///     let decision = playbook.decide_with(&mut scratch, &opportunity, today);
    ///     assert_eq!(decision == Decision::Hold, paid != Some(true));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn decide_with(&self, scratch: &mut Scratch, opportunity: &Opportunity, today: Date) -> Decision<'_> {
        self.decided_with(scratch, opportunity, today, Assessment::default()).decision
    }

    /// The verdict on an opportunity on that day, with all its reasons. It never fails: data that does not fit the process
    /// that it is routed to gives a verdict that says so.
    #[must_use]
    pub fn assess(&self, opportunity: &Opportunity, today: Date) -> Verdict {
        self.assess_with(opportunity, today, Assessment::default())
    }

    /// The verdict on an opportunity by that process, whatever routing would say.
    ///
    /// ```
    /// use stagegate::{Date, Playbook};
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { paid: bool }
    ///     process first { applies when not paid stage a { require paid that paid } }
    ///     process second { stage b { require paid that paid } }
    /// "#)?;
    /// let opportunity = playbook.reader().read_json(r#"{"paid": true}"#)?;
    /// let verdict = playbook.assess_as(playbook.process("first")?, &opportunity, Date::new(2026, 11, 23)?);
    /// assert_eq!(verdict.process(), Some("first"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn assess_as(&self, process: Process<'_>, opportunity: &Opportunity, today: Date) -> Verdict {
        self.assess_with(opportunity, today, Assessment::default().by(process))
    }

    /// The verdict on an opportunity, with all options.
    #[must_use]
    pub fn assess_with(&self, opportunity: &Opportunity, today: Date, how: Assessment) -> Verdict {
        self.assess_in(&mut Scratch::new(), opportunity, today, how)
    }

    /// The same with a scratch that has been used before, for verdicts on many opportunities.
    #[must_use]
    pub fn assess_in(&self, scratch: &mut Scratch, opportunity: &Opportunity, today: Date, how: Assessment) -> Verdict {
        self.assess_test(opportunity, today, how.assess, scratch)
    }

    pub(crate) fn assess_test(
        &self,
        opportunity: &Opportunity,
        today: Date,
        assess: Assess,
        scratch: &mut Scratch,
    ) -> Verdict {
        if let Some(name) = self.unbound().first() {
            return Verdict::of_error(today, DataError::unbound(name));
        }
        verdict::assess(self.context(), opportunity, today, assess, scratch)
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context { playbook: &self.parts.checked, program: &self.parts.program, bindings: &self.bindings }
    }

    /// The checked tree.
    pub(crate) fn checked(&self) -> &hir::Playbook {
        &self.parts.checked
    }

    /// The program.
    pub(crate) fn program(&self) -> &Program {
        &self.parts.program
    }

    /// What is bound to its functions.
    pub(crate) fn bindings(&self) -> &Bindings {
        &self.bindings
    }
}

impl std::fmt::Debug for Playbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.processes().map(|process| process.name()).collect();
        f.debug_struct("Playbook").field("processes", &names).finish_non_exhaustive()
    }
}

/// How to assess: by which process, and whether what is closed counts as open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assessment {
    assess: Assess,
}

impl Assessment {
    /// By that process of the playbook, whatever routing would say.
    #[must_use]
    pub fn by(mut self, process: Process<'_>) -> Self {
        self.assess.process = Some(process.id());
        self
    }

    /// What it says.
    pub(crate) fn into_parts(self) -> Assess {
        self.assess
    }

    /// Whether a claim of won, lost or walked counts as no claim: what would the process have said?
    #[must_use]
    pub fn reopening(mut self, reopen: bool) -> Self {
        self.assess.reopen = reopen;
        self
    }
}
