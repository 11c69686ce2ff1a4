//! In three values, no jumps: what is true, and what may be.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::{if_known, known};

pub fn truths(d: &Deal, today: i32) -> ([u64; 1], [u64; 1]) {
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
    let no_budget = known(kind == Kind::NewName) & if_known(has_budget, budget * 100 < amount * 40);
    let too_small = known(amount < 8000)
        & known(matches!(segment, Segment::Medium | Segment::Large))
        & known(source != Source::Partner);
    let dead = known(stage_days > 90) & if_known(has_last_activity, today - last_activity > 120);
    let deep_discount = known(discount > 25) | known(amount * 100 < list_price * 60);
    let quiet = if_known(has_last_activity, today - last_activity > 30)
        & known(kind != Kind::Renewal)
        & known(emails + meetings * 3 < 20);
    let fit = known(!matches!(industry, Industry::Public | Industry::Energy))
        | known(segment == Segment::Large)
        | known(matches!(source, Source::Partner | Source::Referral));
    let size_known = known(employees > 1500)
        | if_known(has_revenue, revenue > 20_000_000)
        | known(matches!(kind, Kind::AddOn | Kind::Renewal));
    let price_set = known(list_price >= 5000) & known(discount <= 35);
    let stalled =
        if_known(has_last_activity, today - last_activity > 75) & known(!has_decision_date) & known(stage_days > 60);
    let close_soon = known((const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&close_date))
        & (known(has_decision_date) | known(kind != Kind::NewName) | known(amount < 200_000));
    (
        [u64::from(no_budget.yes)
            | u64::from(too_small.yes) << 1
            | u64::from(dead.yes) << 2
            | u64::from(deep_discount.yes) << 3
            | u64::from(quiet.yes) << 4
            | u64::from(fit.yes) << 5
            | u64::from(size_known.yes) << 6
            | u64::from(price_set.yes) << 7
            | u64::from(stalled.yes) << 8
            | u64::from(close_soon.yes) << 9],
        [u64::from(no_budget.maybe)
            | u64::from(too_small.maybe) << 1
            | u64::from(dead.maybe) << 2
            | u64::from(deep_discount.maybe) << 3
            | u64::from(quiet.maybe) << 4
            | u64::from(fit.maybe) << 5
            | u64::from(size_known.maybe) << 6
            | u64::from(price_set.maybe) << 7
            | u64::from(stalled.maybe) << 8
            | u64::from(close_soon.maybe) << 9],
    )
}
