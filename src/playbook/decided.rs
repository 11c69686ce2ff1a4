//! Where an opportunity stands: its verdict's first words, without reasons and without allocating.

use std::borrow::Cow;

use super::{Assessment, Playbook};
use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::{ProcessId, StageId};
use crate::value::Date;
use crate::verdict::{self, Decision, Found};

/// Where an opportunity stands in which process, and what to do with it: a [`Verdict`](crate::Verdict) without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decided<'a> {
    /// The process; none where no process is known to apply, or the data is in error.
    pub process: Option<&'a str>,
    /// The stage that the data claims, or `won`, `lost` or `walked`.
    pub claimed: Option<&'a str>,
    /// The stage that is earned, or `won` where nothing is left to require; none where it is not open.
    pub earned: Option<&'a str>,
    /// Whether more is claimed than is earned.
    pub overstated: bool,
    /// What to do with it.
    pub decision: Decision<'a>,
}

impl Decided<'_> {
    /// Of which nothing is known but what to do.
    fn of(decision: Decision<'_>) -> Decided<'_> {
        Decided { process: None, claimed: None, earned: None, overstated: false, decision }
    }
}

impl Playbook {
    /// Where an opportunity stands on that day, with all options; with a scratch that has been used before it allocates
    /// nothing. Why data is in error, [`assess_with`](Self::assess_with) says.
    ///
    /// ```
    /// use stagegate::{Assessment, Date, Decision, Playbook, Scratch};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { key id: text  stage  paid: bool }
    ///     process p { stage offer { require paid that paid } stage delivery { require done that id is known } }
    /// "#)?;
    /// let opportunity = playbook.reader().read_json(r#"{"id": "O-17", "stage": "delivery"}"#)?;
    /// let today = Date::new(2026, 11, 23)?;
    /// let decided = playbook.decided_with(&mut Scratch::new(), &opportunity, today, Assessment::default());
    /// assert_eq!((decided.process, decided.claimed, decided.earned), (Some("p"), Some("delivery"), Some("offer")));
    /// assert_eq!((decided.overstated, decided.decision), (true, Decision::Hold));
    /// assert_eq!(playbook.key_of(&opportunity).as_deref(), Some("O-17"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn decided_with(
        &self,
        scratch: &mut Scratch,
        opportunity: &Opportunity,
        today: Date,
        how: Assessment,
    ) -> Decided<'_> {
        if !self.bindings.are_complete(&self.parts.checked.functions) {
            return Decided::of(Decision::Error);
        }
        let context = self.context();
        let mut machine = Machine::new(context.program, context.bindings, opportunity, today, scratch);
        match verdict::decide(context, &mut machine, how.into_parts()) {
            Found::Unrouted => Decided::of(Decision::Unrouted),
            Found::Unmatched(_) => Decided::of(Decision::Error),
            Found::Closed(process, outcome) => Decided {
                process: self.process_name(process),
                claimed: Some(outcome.as_str()),
                ..Decided::of(Decision::Closed { outcome })
            },
            Found::Open(open) => {
                let earned = open.earned.map_or("won", |earned| self.stage_name(open.process, earned));
                let decision = if open.disqualified {
                    Decision::Disqualify
                } else if open.is_held() {
                    Decision::Hold
                } else {
                    Decision::Advance { to: earned }
                };
                Decided {
                    process: self.process_name(open.process),
                    claimed: Some(self.stage_name(open.process, open.claimed)),
                    earned: Some(earned),
                    overstated: open.earned.is_some_and(|earned| open.claimed > earned),
                    decision,
                }
            }
        }
    }

    /// The opportunity's key, a number in the language's form; nothing where it is unknown, or the playbook has none.
    #[must_use]
    pub fn key_of<'o>(&self, opportunity: &'o Opportunity) -> Option<Cow<'o, str>> {
        opportunity.key(&self.parts.checked.schema)
    }

    fn process_name(&self, process: ProcessId) -> Option<&str> {
        let place = usize::try_from(process.0).ok()?;
        self.parts.checked.processes.get(place).map(|process| process.name.as_str())
    }

    fn stage_name(&self, process: ProcessId, stage: StageId) -> &str {
        let place = |id: u32| usize::try_from(id).unwrap_or(usize::MAX);
        let process = self.parts.checked.processes.get(place(process.0));
        process.and_then(|process| process.stages.get(place(stage.0))).map_or("won", |stage| stage.name.as_str())
    }
}
