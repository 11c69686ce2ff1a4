//! Deals as files: CSV and JSON lines.

use std::fmt::Write as _;

use super::{Deal, NO_DATE, iso};

/// The columns' names, in their order.
pub const COLUMNS: [&str; 24] = [
    "amount",
    "list_price",
    "seats",
    "employees",
    "emails",
    "meetings",
    "stage_days",
    "discount",
    "budget",
    "cost",
    "revenue",
    "rival_price",
    "annual_value",
    "penalty",
    "created",
    "close_date",
    "last_activity",
    "decision_date",
    "kind",
    "source",
    "region",
    "segment",
    "industry",
    "stage",
];

/// A deal as a JSON object on one line.
pub fn json(deal: &Deal) -> String {
    serde_json::to_string(deal).unwrap_or_default()
}

/// All deals, one JSON object a line.
pub fn json_lines(deals: &[Deal]) -> String {
    let mut text = String::new();
    for deal in deals {
        text.push_str(&json(deal));
        text.push('\n');
    }
    text
}

/// All deals as CSV, with a header.
pub fn csv(deals: &[Deal]) -> String {
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for deal in deals {
        csv_row(&mut text, deal);
    }
    text
}

/// A deal as a row.
pub fn csv_row(text: &mut String, deal: &Deal) {
    let known = [
        deal.amount,
        deal.list_price,
        deal.seats,
        deal.employees,
        deal.emails,
        deal.meetings,
        deal.stage_days,
        deal.discount,
    ];
    for number in known {
        let _ = write!(text, "{number},");
    }
    for amount in [deal.budget, deal.cost, deal.revenue, deal.rival_price, deal.annual_value, deal.penalty] {
        let _ = match amount {
            Some(amount) => write!(text, "{amount},"),
            None => write!(text, ","),
        };
    }
    for date in [deal.created, deal.close_date, deal.last_activity, deal.decision_date] {
        if date != NO_DATE {
            text.push_str(std::str::from_utf8(&iso(date)).unwrap_or(""));
        }
        text.push(',');
    }
    let _ = writeln!(
        text,
        "{},{},{},{},{},{}",
        deal.kind.name(),
        deal.source.name(),
        deal.region.name(),
        deal.segment.name(),
        deal.industry.name(),
        deal.stage.name()
    );
}
