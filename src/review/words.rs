//! Figures and names in few letters.

use crate::verdict::{Decision, Finding, Verdict};

/// An opportunity's key, or its row where it has none.
pub(super) fn name(verdict: &Verdict) -> String {
    match (verdict.key(), verdict.file(), verdict.row()) {
        (Some(key), ..) => key.to_owned(),
        (None, Some(file), Some(row)) => format!("row {row} of {file}"),
        (None, None, Some(row)) => format!("row {row}"),
        (None, _, None) => "an opportunity".to_owned(),
    }
}

/// In one line why an opportunity is to be talked about. `claimed` and `earned` are titles of stages.
pub(super) fn why(verdict: &Verdict, claimed: &str, earned: &str) -> String {
    if verdict.decision() == Decision::Disqualify {
        return format!("end it: {}", titles(verdict.disqualified_by()));
    }
    let risk = if verdict.at_risk().is_empty() {
        String::new()
    } else {
        format!("may have to end: {}", titles(verdict.at_risk()))
    };
    if verdict.is_overstated() {
        let lacks = titles(verdict.unmet());
        let also = if risk.is_empty() { risk } else { format!("; {risk}") };
        return format!("claims {claimed}, has earned {earned}: {lacks}{also}");
    }
    let waits = match verdict.decision() {
        Decision::Hold => format!("waits for: {}", titles(verdict.unmet())),
        Decision::Advance { to: "won" } => "has earned everything".to_owned(),
        Decision::Advance { .. } => format!("has earned {earned}"),
        Decision::Unrouted | Decision::Closed { .. } | Decision::Disqualify | Decision::Error => String::new(),
    };
    if risk.is_empty() { waits } else { format!("{risk}; {waits}") }
}

/// The first rule, and how many others.
fn titles(findings: &[Finding]) -> String {
    let first = findings.first().map(|finding| finding.title().unwrap_or_else(|| finding.rule())).unwrap_or_default();
    match findings.len().saturating_sub(1) {
        0 => first.to_owned(),
        more => format!("{first} (and {more} more)"),
    }
}
