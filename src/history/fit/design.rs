//! The closed opportunities as rows of a design: which case of each line of odds was decided.

use std::fmt::Write as _;

use crate::eval::{Machine, Scratch};
use crate::hir::Outcome;
use crate::history::{Clocks, Fault, History, Kept, Replay, Span, each};
use crate::schema::{ColumnId, Schema};
use crate::value::Date;
use crate::verdict;

/// What a history has for a fit.
pub(super) struct Sample {
    /// The closed opportunities of each process, in the history's order.
    pub(super) processes: Vec<Vec<Row>>,
    pub(super) open: usize,
    pub(super) closed_before: usize,
    pub(super) unrouted: usize,
    pub(super) faulty: usize,
}

/// A closed opportunity.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// For each line of odds the decided case, the other one behind the last.
    pub(super) cases: Vec<Option<usize>>,
    pub(super) won: bool,
    /// The day on which it closed, where there is one.
    pub(super) closed: Option<i32>,
    /// All that was known of it but its key, as text: opportunities with equal ones are held out together.
    pub(super) answers: String,
}

/// What came of one opportunity.
enum Found {
    Row(usize, Row),
    Open,
    ClosedBefore,
    Unrouted,
    Faulty,
}

impl Sample {
    pub(super) fn take(history: &History, last_day: Date, after: u32) -> Self {
        let clocks = Clocks::default();
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let looker = || (Replay::new(&history.playbook, &clocks, history.how, 0), Scratch::new());
        let found = each(&history.cases, looker, |(replay, scratch), kept| match kept.span(last_day.days()) {
            Err(Fault::NotBegun) => Found::Open,
            Err(
                Fault::ClosedBeforeOpened
                | Fault::OutcomeMissing
                | Fault::ClosedDayMissing
                | Fault::ClaimUnknown
                | Fault::TooLong,
            ) => Found::Faulty,
            Ok(span) => look(history, replay, scratch, kept, span, after),
        });
        let mut sample = Sample {
            processes: vec![Vec::new(); history.playbook.checked().processes.len()],
            open: 0,
            closed_before: 0,
            unrouted: 0,
            faulty: history.errors.len(),
        };
        for found in found {
            match found {
                Found::Row(process, row) => {
                    if let Some(rows) = sample.processes.get_mut(process) {
                        rows.push(row);
                    }
                }
                Found::Open => sample.open = sample.open.saturating_add(1),
                Found::ClosedBefore => sample.closed_before = sample.closed_before.saturating_add(1),
                Found::Unrouted => sample.unrouted = sample.unrouted.saturating_add(1),
                Found::Faulty => sample.faulty = sample.faulty.saturating_add(1),
            }
        }
        sample
    }
}

fn look(
    history: &History,
    replay: &mut Replay<'_>,
    scratch: &mut Scratch,
    kept: &Kept,
    span: Span,
    after: i32,
) -> Found {
    let Some(outcome) = span.outcome else { return Found::Open };
    let Some((first, last)) = span.days else { return Found::ClosedBefore };
    let day = if span.once { first } else { first.saturating_add(after) };
    let Some(today) = Date::from_days(i64::from(day)).filter(|_| day <= last) else { return Found::ClosedBefore };
    replay.recall(kept);
    let opportunity = replay.as_of(day);
    let context = history.playbook.context();
    let mut machine = Machine::new(context.program, context.bindings, opportunity, today, scratch);
    let Some((process, cases)) = verdict::odds(context, &mut machine, history.how) else { return Found::Unrouted };
    let row = Row {
        cases,
        won: outcome == Outcome::Won,
        closed: kept.closed,
        answers: answers(&history.playbook.checked().schema, kept),
    };
    Found::Row(usize::try_from(process.0).unwrap_or(usize::MAX), row)
}

/// What is known of an opportunity but its key and its days of beginning and closing.
pub(in crate::history) fn answers(schema: &Schema, kept: &Kept) -> String {
    let mut text = String::new();
    let own = schema.tables.first().map(|table| table.columns.as_slice()).unwrap_or_default();
    let columns = (0..).map(ColumnId).zip(own);
    for (column, shape) in
        columns.filter(|(column, _)| ![schema.key, schema.opened, schema.closed].contains(&Some(*column)))
    {
        // Writing to a string does not fail.
        let _ = write!(text, "{}|", kept.facts.answer(column, &shape.ty).unwrap_or_default());
    }
    text
}
