//! A verdict as one row: of CSV, or of a table.

use std::borrow::Cow;

use comfy_table::{Attribute, Cell, ContentArrangement, Table, presets};
use stagegate::{Chance, DataError, Decision, Finding, Percent, Verdict};

use crate::output::{self, inert_line};

/// The columns of CSV.
pub(crate) const COLUMNS: [&str; 15] = [
    "row",
    "key",
    "process",
    "claimed",
    "earned",
    "decision",
    "to",
    "outcome",
    "worst",
    "likely",
    "best",
    "disqualified_by",
    "unmet",
    "at_risk",
    "error",
];

/// What a verdict's rows say beside the verdict itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extra<'a> {
    /// The file, where there are several.
    pub file: Option<&'a str>,
    /// The playbook's fingerprint, where it is wanted.
    pub stamp: Option<&'a str>,
}

/// A verdict as a line of CSV, from behind the row's number on.
pub(crate) fn csv_row(verdict: &Verdict, extra: Extra<'_>) -> String {
    let (to, outcome) = ends(verdict.decision());
    let end = |of: fn(Chance) -> Percent| verdict.chance().map_or(String::new(), |chance| points(of(chance)));
    let error = verdict.error().map_or("", DataError::message).to_owned();
    let cells: [Cow<'_, str>; COLUMNS.len()] = [
        "".into(),
        verdict.key().unwrap_or_default().into(),
        verdict.process().unwrap_or_default().into(),
        verdict.claimed().unwrap_or_default().into(),
        verdict.earned().unwrap_or_default().into(),
        verdict.decision().as_str().into(),
        to.unwrap_or_default().into(),
        outcome.unwrap_or_default().into(),
        end(|chance| chance.worst).into(),
        end(|chance| chance.likely).into(),
        end(|chance| chance.best).into(),
        names(verdict.disqualified_by(), " ").into(),
        names(verdict.unmet(), " ").into(),
        names(verdict.at_risk(), " ").into(),
        error.into(),
    ];
    let further = [extra.file, extra.stamp].into_iter().flatten().map(Cow::Borrowed);
    output::csv_row(cells.into_iter().chain(further))
}

/// The stage to advance to, and how it has ended.
pub(crate) fn ends(decision: Decision<'_>) -> (Option<&str>, Option<&str>) {
    match decision {
        Decision::Advance { to } => (Some(to), None),
        Decision::Closed { outcome } => (None, Some(outcome.as_str())),
        Decision::Unrouted | Decision::Disqualify | Decision::Hold | Decision::Error => (None, None),
    }
}

/// A percent in points, without a sign: `7.25`.
fn points(percent: Percent) -> String {
    percent.to_string().trim_end_matches('%').to_owned()
}

/// The names of rules.
fn names(findings: &[Finding], between: &str) -> String {
    findings.iter().map(Finding::rule).collect::<Vec<_>>().join(between)
}

/// An empty table with its head.
pub(crate) fn table() -> Table {
    // A terminal that does not tell its width tells 0: there, and where nothing would fit, lines are as long as they are.
    const NARROWEST: u16 = 60;
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    let is_wide = table.width().is_none_or(|width| width >= NARROWEST);
    table.set_content_arrangement(if is_wide { ContentArrangement::Dynamic } else { ContentArrangement::Disabled });
    table.set_header(
        ["opportunity", "process", "claimed", "earned", "decision", "chance", "because"]
            .map(|head| Cell::new(head).add_attribute(Attribute::Bold)),
    );
    table
}

/// Adds a verdict to a table.
pub(crate) fn add_row(table: &mut Table, verdict: &Verdict, row: u64, extra: Extra<'_>) {
    let place = extra.file.map_or_else(|| format!("row {row}"), |file| format!("{file}, row {row}"));
    let color = match verdict.decision() {
        Decision::Advance { .. } => Some(comfy_table::Color::Green),
        Decision::Hold => Some(comfy_table::Color::Yellow),
        Decision::Disqualify | Decision::Error => Some(comfy_table::Color::Red),
        Decision::Closed { .. } | Decision::Unrouted => None,
    };
    let decision = Cell::new(decision(verdict));
    let decision = match color {
        Some(color) if output::wants_color() => decision.fg(color),
        Some(_) | None => decision,
    };
    let text = |text: &str| Cell::new(inert_line(text));
    table.add_row([
        text(verdict.key().unwrap_or(&place)),
        text(verdict.process().unwrap_or_default()),
        text(verdict.claimed().unwrap_or_default()),
        text(verdict.earned().unwrap_or_default()),
        decision,
        text(&verdict.chance().map_or(String::new(), |chance| chance.likely.to_string())),
        text(&because(verdict)),
    ]);
}

fn decision(verdict: &Verdict) -> String {
    match verdict.decision() {
        Decision::Advance { to } => format!("advance to {}", inert_line(to)),
        Decision::Closed { outcome } => format!("closed, {}", outcome.as_str()),
        other @ (Decision::Unrouted | Decision::Disqualify | Decision::Hold | Decision::Error) => {
            other.as_str().to_owned()
        }
    }
}

/// The rules that decide, or what is in the way of deciding.
fn because(verdict: &Verdict) -> String {
    match verdict.decision() {
        Decision::Disqualify => names(verdict.disqualified_by(), ", "),
        Decision::Hold => names(verdict.unmet(), ", "),
        Decision::Error => verdict.error().map_or("", DataError::message).to_owned(),
        Decision::Unrouted => verdict.route().iter().map(stagegate::Atom::text).collect::<Vec<_>>().join(", "),
        Decision::Advance { .. } | Decision::Closed { .. } => {
            let risks = names(verdict.at_risk(), ", ");
            if risks.is_empty() { risks } else { format!("at risk: {risks}") }
        }
    }
}
