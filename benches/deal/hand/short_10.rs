//! With `&&` and `||`, as one writes it without a thought of speed.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::Masks;

pub const MASKS: Masks<1> = Masks { ends: [[0x7], [0x107], [0x7]], needs: [[0x60], [0x80], [0x200]] };

pub fn truths(d: &Deal, today: i32) -> [u64; 1] {
    let no_budget = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 40);
    let too_small =
        d.amount < 8000 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Partner;
    let dead = d.stage_days > 90 && (d.last_activity != NO_DATE && today - d.last_activity > 120);
    let deep_discount = d.discount > 25 || d.amount * 100 < d.list_price * 60;
    let quiet = (d.last_activity != NO_DATE && today - d.last_activity > 30)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 20;
    let fit = !matches!(d.industry, Industry::Public | Industry::Energy)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Partner | Source::Referral);
    let size_known = d.employees > 1500
        || d.revenue.is_some_and(|revenue| revenue > 20_000_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let price_set = d.list_price >= 5000 && d.discount <= 35;
    let stalled =
        (d.last_activity != NO_DATE && today - d.last_activity > 75) && d.decision_date == NO_DATE && d.stage_days > 60;
    let close_soon = (const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 200_000);
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
