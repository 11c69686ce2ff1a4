//! One opportunity of the past: its facts, and, apart from them, how it ended.

use crate::eval::{Machine, Scratch};
use crate::facts::{self, Opportunity};
use crate::hir::Outcome;
use crate::playbook::Playbook;
use crate::program::Claim;
use crate::schema::{ColumnId, FieldKind, ListId, Schema, Table, TableId};
use crate::value::{Date, Decimal};
use crate::verdict::{Assess, Ending, ending};

/// The most days from an opportunity's beginning to its end: some thirty years.
const LONGEST: i32 = 11_000;

/// An opportunity of the past.
#[derive(Clone, Copy, Debug)]
pub struct Case<'h> {
    pub(super) kept: &'h Kept,
}

impl<'h> Case<'h> {
    /// Its key, where it has a known one.
    #[must_use]
    pub fn key(self) -> Option<&'h str> {
        self.kept.key.as_deref()
    }

    /// Which row of the data it is, from 1.
    #[must_use]
    pub fn row(self) -> u64 {
        self.kept.row
    }

    /// How it ended; nothing where it is still open.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        self.kept.outcome
    }

    /// What it is worth, in money of the fact that is marked `worth`, or as a number.
    #[must_use]
    pub fn worth(self) -> Option<Decimal> {
        self.kept.worth.map(Decimal::from_ten_thousandths)
    }

    /// The day on which it began.
    #[must_use]
    pub fn opened(self) -> Option<Date> {
        self.kept.opened.and_then(|day| Date::from_days(i64::from(day)))
    }

    /// The day on which it closed.
    #[must_use]
    pub fn closed(self) -> Option<Date> {
        self.kept.closed.and_then(|day| Date::from_days(i64::from(day)))
    }
}

/// Why an opportunity is in no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// It closed on a day before it began.
    ClosedBeforeOpened,
    /// It has a closing day, but claims an open stage.
    OutcomeMissing,
    /// It was won, lost or given up, and other opportunities say on which day.
    ClosedDayMissing,
    /// It claims a stage that its process does not have.
    ClaimUnknown,
    /// Some thirty years lie between its days.
    TooLong,
    /// It began after the day up to which the history is looked at.
    NotBegun,
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 6] = [
        Fault::ClosedBeforeOpened,
        Fault::OutcomeMissing,
        Fault::ClosedDayMissing,
        Fault::ClaimUnknown,
        Fault::TooLong,
        Fault::NotBegun,
    ];

    /// A word for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::ClosedBeforeOpened => "closed_before_opened",
            Fault::OutcomeMissing => "outcome_missing",
            Fault::ClosedDayMissing => "closed_day_missing",
            Fault::ClaimUnknown => "claim_unknown",
            Fault::TooLong => "too_long",
            Fault::NotBegun => "not_begun",
        }
    }

    /// What is wrong, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Fault::ClosedBeforeOpened => "closed before they began",
            Fault::OutcomeMissing => "have a closing day, but claim no end",
            Fault::ClosedDayMissing => "have ended, but on no known day",
            Fault::ClaimUnknown => "claim a stage that their process does not have",
            Fault::TooLong => "were open for more than thirty years, as their dates have it",
            Fault::NotBegun => "began after the last day",
        }
    }
}

/// An opportunity as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) facts: facts::Kept,
    pub(crate) key: Option<Box<str>>,
    pub(crate) row: u64,
    pub(crate) outcome: Option<Outcome>,
    /// In ten-thousandths.
    pub(crate) worth: Option<i64>,
    pub(crate) opened: Option<i32>,
    pub(crate) closed: Option<i32>,
    /// The first and the last day of its evidence.
    dated: Option<(i32, i32)>,
    fault: Option<Fault>,
}

/// The days on which an opportunity is looked at, and what it counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Its end, as it is known by the last day of the history.
    pub(crate) outcome: Option<Outcome>,
    /// The first and the last day to look at it. None where it closed on the day on which it began.
    pub(crate) days: Option<(i32, i32)>,
    /// Whether it is looked at once, for want of dates.
    pub(crate) once: bool,
}

impl Kept {
    /// Keeps an opportunity that was read for that playbook.
    pub(crate) fn new(playbook: &Playbook, how: Assess, opportunity: &Opportunity, row: u64) -> Self {
        let schema = &playbook.checked().schema;
        let mut facts = opportunity.keep();
        facts.order(|table, list| elements(schema, table, list));
        let own = |column: Option<ColumnId>| {
            Some(facts.slot(TableId(0), 0, column?)).filter(|slot| slot.known).map(|slot| slot.value)
        };
        let day = |column| own(column).and_then(|day| i32::try_from(day).ok());
        let (opened, closed, worth) = (day(schema.opened), day(schema.closed), own(schema.worth));
        hidden(schema).for_each(|column| facts.hide(column));
        let dated = facts.days().fold(None, |span: Option<(i32, i32)>, day| {
            Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        });
        let at = closed.or(dated.map(|(_, last)| last)).or(opened).unwrap_or(0);
        let (outcome, claim_fault) = match end(playbook, how, opportunity, at) {
            Ok(outcome) => (outcome, None),
            Err(fault) => (None, Some(fault)),
        };
        let fault = claim_fault.or_else(|| match (outcome, closed, opened) {
            (None, Some(_), _) => Some(Fault::OutcomeMissing),
            (Some(_), None, _) if schema.closed.is_some() => Some(Fault::ClosedDayMissing),
            (Some(_), Some(closed), Some(opened)) if closed < opened => Some(Fault::ClosedBeforeOpened),
            (Some(_) | None, _, _) => None,
        });
        let key = opportunity.key_text(schema).map(String::into_boxed_str);
        Kept { facts, key, row, outcome, worth, opened, closed, dated, fault }
    }

    /// The day on which it begins to be known.
    pub(crate) fn begins(&self) -> Option<i32> {
        self.opened.or(self.dated.map(|(first, _)| first))
    }

    /// The last day that it speaks of.
    pub(crate) fn last_day(&self) -> Option<i32> {
        [self.opened, self.closed, self.dated.map(|(_, last)| last)].into_iter().flatten().max()
    }

    /// On which days it is looked at, where the history ends on a day.
    pub(crate) fn span(&self, last: i32) -> Result<Span, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let (outcome, closed) = match (self.outcome, self.closed) {
            (Some(_), Some(closed)) if closed > last => (None, None),
            (outcome, closed) => (outcome, closed),
        };
        let once = |day: i32| Span { outcome, days: Some((day, day)), once: true };
        let Some(first) = self.begins() else {
            return Ok(once(closed.map_or(last, |closed| closed.saturating_sub(1))));
        };
        let end = match (outcome, closed) {
            (_, Some(closed)) => closed.saturating_sub(1),
            (None, None) if first > last => return Err(Fault::NotBegun),
            (None, None) => last,
            (Some(_), None) => return Ok(once(last)),
        };
        if end.saturating_sub(first) > LONGEST {
            return Err(Fault::TooLong);
        }
        Ok(Span { outcome, days: (first <= end).then_some((first, end)), once: false })
    }
}

/// The table of a list's elements.
pub(crate) fn elements(schema: &Schema, table: TableId, list: ListId) -> Option<TableId> {
    let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    Some(schema.tables.get(at(table.0))?.lists.get(at(list.0))?.table)
}

/// The facts that tell the end: the closing day, and what is read from the key of the claim or of the closing day.
fn hidden(schema: &Schema) -> impl Iterator<Item = ColumnId> {
    let fields = schema.tables.first().map(|table: &Table| table.fields.as_slice()).unwrap_or_default();
    let scalar = |kind: &FieldKind| match kind {
        FieldKind::Scalar(column) => Some(*column),
        FieldKind::Record { .. } | FieldKind::List(_) => None,
    };
    let closed = fields.iter().find(|field| schema.closed.is_some() && scalar(&field.kind) == schema.closed);
    let labels = [schema.stage.as_deref(), closed.map(|field| field.label.as_str())];
    let tells = move |label: &str| labels.into_iter().flatten().any(|known| known == label);
    fields.iter().filter(move |field| tells(&field.label)).filter_map(move |field| scalar(&field.kind))
}

/// How an opportunity ended, as its claim says by the process that it is routed to with all that is known in the end.
fn end(playbook: &Playbook, how: Assess, opportunity: &Opportunity, day: i32) -> Result<Option<Outcome>, Fault> {
    let Some(today) = Date::from_days(i64::from(day)) else { return Ok(None) };
    let mut scratch = Scratch::new();
    let context = playbook.context();
    let mut machine = Machine::new(context.program, context.bindings, opportunity, today, &mut scratch);
    match ending(context, &mut machine, how) {
        Ending::Closed(outcome) => Ok(Some(outcome)),
        Ending::Open => Ok(None),
        Ending::Unmatched => Err(Fault::ClaimUnknown),
        // No process, so any that knows the claim as an end may say so.
        Ending::Unrouted => Ok(opportunity.claim().and_then(|claim| {
            let mut claims = context.program.units.iter().filter_map(|unit| unit.claims.get(claim));
            claims.find_map(|claim| match claim {
                Claim::Closed(outcome) => Some(outcome),
                Claim::Stage(_) => None,
            })
        })),
    }
}
