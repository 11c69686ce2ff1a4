//! With `&` and `|`: nothing to jump over.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};

pub fn truths(d: &Deal, today: i32) -> [u64; 1] {
    let amount = d.amount;
    let list_price = d.list_price;
    let employees = d.employees;
    let emails = d.emails;
    let meetings = d.meetings;
    let stage_days = d.stage_days;
    let discount = d.discount;
    let has_budget = d.budget.is_some();
    let budget = d.budget.unwrap_or(0);
    let has_revenue = d.revenue.is_some();
    let revenue = d.revenue.unwrap_or(0);
    let close_date = d.close_date;
    let has_last_activity = d.last_activity != NO_DATE;
    let last_activity = if has_last_activity { d.last_activity } else { 0 };
    let has_decision_date = d.decision_date != NO_DATE;
    let decision_date = if has_decision_date { d.decision_date } else { 0 };
    let kind = d.kind;
    let source = d.source;
    let segment = d.segment;
    let industry = d.industry;
    let no_budget = (kind == Kind::NewName) & (has_budget & (budget * 100 < amount * 40));
    let too_small =
        (amount < 8000) & (matches!(segment, Segment::Medium | Segment::Large)) & (source != Source::Partner);
    let dead = (stage_days > 90) & (has_last_activity & (today - last_activity > 120));
    let deep_discount = (discount > 25) | (amount * 100 < list_price * 60);
    let quiet =
        (has_last_activity & (today - last_activity > 30)) & (kind != Kind::Renewal) & (emails + meetings * 3 < 20);
    let fit = (!matches!(industry, Industry::Public | Industry::Energy))
        | (segment == Segment::Large)
        | (matches!(source, Source::Partner | Source::Referral));
    let size_known =
        (employees > 1500) | (has_revenue & (revenue > 20_000_000)) | (matches!(kind, Kind::AddOn | Kind::Renewal));
    let price_set = (list_price >= 5000) & (discount <= 35);
    let stalled = (has_last_activity & (today - last_activity > 75)) & !has_decision_date & (stage_days > 60);
    let close_soon = ((const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&close_date))
        & (has_decision_date | (kind != Kind::NewName) | (amount < 200_000));
    [u64::from(no_budget)
        | u64::from(too_small) << 1
        | u64::from(dead) << 2
        | u64::from(deep_discount) << 3
        | u64::from(quiet) << 4
        | u64::from(fit) << 5
        | u64::from(size_known) << 6
        | u64::from(price_set) << 7
        | u64::from(stalled) << 8
        | u64::from(close_soon) << 9]
}
