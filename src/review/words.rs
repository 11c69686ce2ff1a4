//! Figures and names in few letters.

use crate::value::Decimal;
use crate::verdict::{Decision, Finding, Verdict};

/// A worth in few letters, three digits or four: `54.2M`.
pub(super) fn in_short(worth: Decimal) -> String {
    let whole = i128::from(worth.ten_thousandths()).checked_div(10_000).unwrap_or(0);
    let (sign, size) = (if whole < 0 { "-" } else { "" }, whole.unsigned_abs());
    // From 9,950 on, so that no rounding gives four digits before the point.
    let units: [(u128, &str); 4] = [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
    for (unit, letter) in units {
        let tenths = size.saturating_mul(10).saturating_add(unit / 2).checked_div(unit).unwrap_or(0);
        if tenths >= 10 {
            let (ones, tenth) = (tenths / 10, tenths % 10);
            return if ones >= 100 || tenth == 0 {
                format!("{sign}{ones}{letter}")
            } else {
                format!("{sign}{ones}.{tenth}{letter}")
            };
        }
    }
    format!("{sign}{size}")
}

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

#[cfg(test)]
mod tests {
    use super::{Decimal, in_short};

    #[test]
    fn worths_are_short() {
        let short = |whole: i64| in_short(Decimal::from_ten_thousandths(whole * 10_000));
        let worths =
            [0, 7, 999, 1_000, 1_250, 99_949, 99_960, 999_949, 999_960, 54_210_000, -3_400_000, 922_337_203_685_477];
        let expected = ["0", "7", "999", "1k", "1.3k", "99.9k", "100k", "999k", "1M", "54.2M", "-3.4M", "922T"];
        assert_eq!(worths.map(short), expected.map(String::from));
    }
}
