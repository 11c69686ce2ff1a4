//! What a playbook would have said of each opportunity of the past, and when.

use crate::hir::Outcome;
use crate::playbook::Rule;
use crate::value::{Date, Percent};
use crate::verdict::Chance;

use super::replay::offsets;
use super::{Case, Clocks, Fault, History, Replay, Span, Trace};

/// How to look at the past.
#[derive(Clone, Copy, Debug)]
pub struct Replaying {
    last_day: Date,
    day_of_chance: u32,
}

impl Replaying {
    /// Up to a day: an opportunity that closed later counts as open.
    #[must_use]
    pub fn until(last_day: Date) -> Self {
        Replaying { last_day, day_of_chance: 0 }
    }

    /// Notes the chance so many days after each opportunity began; on the first day if left out.
    #[must_use]
    pub fn chance_after(mut self, days: u32) -> Self {
        self.day_of_chance = days;
        self
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.last_day
    }

    /// How many days after the beginning the chance is noted.
    #[must_use]
    pub fn day_of_chance(self) -> u32 {
        self.day_of_chance
    }
}

/// What a playbook would have said of each opportunity of a [`History`].
#[derive(Debug)]
pub struct Replayed<'h> {
    history: &'h History,
    how: Replaying,
    found: Vec<Result<(Span, Trace), Fault>>,
}

impl History {
    /// Looks at each opportunity as of every day on which something that it can know changed, or a clock could run out: from
    /// the day on which it began to the day before it closed, or to the last day where it is still open. Its claim and its
    /// closing day are hidden, and facts dated later are not yet known.
    ///
    /// ```
    /// use stagegate::{Date, Playbook};
    /// use stagegate::history::{History, Replaying};
    ///
    /// let playbook = Playbook::parse(r#"
    ///     opportunity { key id: text  stage  opened created: date  closed ended: date  last_reply: date }
    ///     process direct {
    ///       disqualify silent when today - last_reply > 30 days
    ///       stage qualify { require replied that last_reply is known }
    ///     }
    /// "#)?;
    /// let mut history = History::new(&playbook);
    /// let row = r#"{"id": "A", "stage": "lost", "created": "2026-01-01", "ended": "2026-06-30", "last_reply": "2026-01-05"}"#;
    /// history.push(&playbook.reader().read_json(row)?, 1);
    ///
    /// let replayed = history.replay(Replaying::until(Date::new(2026, 12, 31)?));
    /// let case = replayed.cases().next().unwrap();
    /// assert_eq!(case.disqualified_on(), Some(Date::new(2026, 2, 5)?));
    /// assert_eq!(case.strikes().next().unwrap().0.name(), "silent");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn replay(&self, how: Replaying) -> Replayed<'_> {
        let clocks = Clocks::new(&self.playbook);
        let last = how.last_day.days();
        let day_of_chance = i32::try_from(how.day_of_chance).unwrap_or(i32::MAX);
        let replay = || Replay::new(&self.playbook, &clocks, self.how, day_of_chance);
        let found = super::each(&self.cases, replay, |replay, kept| {
            kept.span(last).map(|span| (span, replay.trace(kept, span)))
        });
        Replayed { history: self, how, found }
    }
}

impl<'h> Replayed<'h> {
    /// The opportunities, in the history's order.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = Seen<'_>> {
        let cases = self.history.cases().zip(&self.found);
        cases.map(|(case, found)| Seen { history: self.history, case, found: found.as_ref().map_err(|fault| *fault) })
    }

    /// The history that it is of.
    #[must_use]
    pub fn history(&self) -> &'h History {
        self.history
    }

    /// The last day of it.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.how.last_day
    }

    /// What was found, by the place of the opportunity.
    pub(crate) fn found(&self) -> &[Result<(Span, Trace), Fault>] {
        &self.found
    }
}

/// What a playbook would have said of one opportunity of the past.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'r> {
    history: &'r History,
    case: Case<'r>,
    found: Result<&'r (Span, Trace), Fault>,
}

impl<'r> Seen<'r> {
    /// The opportunity, as the data has it.
    #[must_use]
    pub fn case(self) -> Case<'r> {
        self.case
    }

    /// Why it counts for nothing.
    #[must_use]
    pub fn fault(self) -> Option<Fault> {
        self.found.err()
    }

    /// How it ended by the last day; nothing where it was open.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        self.span()?.outcome
    }

    /// The first and the last day on which it was looked at; nothing where it closed on the day on which it began.
    #[must_use]
    pub fn days(self) -> Option<(Date, Date)> {
        let (first, last) = self.span()?.days?;
        Some((Date::from_days(i64::from(first))?, Date::from_days(i64::from(last))?))
    }

    /// On how many days it was looked at.
    #[must_use]
    pub fn looks(self) -> u32 {
        self.trace().map_or(0, |trace| trace.looks)
    }

    /// Whether it was looked at once, for want of dates.
    #[must_use]
    pub fn is_undated(self) -> bool {
        self.span().is_some_and(|span| span.once)
    }

    /// The first day on which it would have been disqualified.
    #[must_use]
    pub fn disqualified_on(self) -> Option<Date> {
        Date::from_days(i64::from(self.trace()?.first?))
    }

    /// The disqualifiers that were true of it on some day, each with the first such day, in the order in which they came to be.
    pub fn strikes(self) -> impl Iterator<Item = (Rule<'r>, Date)> {
        let offsets = offsets(&self.history.playbook);
        let strikes = self.trace().map(|trace| trace.strikes.as_slice()).unwrap_or_default();
        strikes.iter().filter_map(move |&(rule, day)| {
            let rule = usize::try_from(rule).ok()?;
            let process = offsets.partition_point(|&offset| offset <= rule).checked_sub(1)?;
            let place = rule.checked_sub(*offsets.get(process)?)?;
            let process = self.history.playbook.processes().nth(process)?;
            Some((process.rules().nth(place)?, Date::from_days(i64::from(day))?))
        })
    }

    /// The chance on the day on which it was noted.
    #[must_use]
    pub fn chance(self) -> Option<Chance> {
        let chance = self.trace()?.chance?;
        let [worst, likely, best] = [chance.worst, chance.likely, chance.best].map(Percent::from_hundredths);
        Some(Chance { worst, likely, best })
    }

    /// The least that the best chance was on any day.
    #[must_use]
    pub fn lowest_chance(self) -> Option<Percent> {
        self.trace()?.lowest.map(Percent::from_hundredths)
    }

    fn span(self) -> Option<&'r Span> {
        self.found.ok().map(|(span, _)| span)
    }

    fn trace(self) -> Option<&'r Trace> {
        self.found.ok().map(|(_, trace)| trace)
    }
}
