//! All rules in one loop over the rows of a block.

use super::super::columns::{Block, LOST};
use super::super::{Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::{if_known, known};

#[inline(always)]
pub fn truths(block: &Block<'_>, today: i32, results: [&mut [u32]; 2]) {
    let [truths_0, unknown_0] = results;
    let rows = truths_0.len();
    let unknown_0 = &mut unknown_0[..rows];
    let amount = &block.amount[..rows];
    let list_price = &block.list_price[..rows];
    let employees = &block.employees[..rows];
    let emails = &block.emails[..rows];
    let meetings = &block.meetings[..rows];
    let stage_days = &block.stage_days[..rows];
    let discount = &block.discount[..rows];
    let budget = &block.budget[..rows];
    let revenue = &block.revenue[..rows];
    let close_date = &block.close_date[..rows];
    let last_activity = &block.last_activity[..rows];
    let decision_date = &block.decision_date[..rows];
    let kind = &block.kind[..rows];
    let source = &block.source[..rows];
    let segment = &block.segment[..rows];
    let industry = &block.industry[..rows];
    for row in 0..rows {
        let amount = amount[row];
        let list_price = list_price[row];
        let employees = employees[row];
        let emails = emails[row];
        let meetings = meetings[row];
        let stage_days = stage_days[row];
        let discount = discount[row];
        let budget = budget[row];
        let has_budget = budget != LOST;
        let budget = if has_budget { budget } else { 0 };
        let revenue = revenue[row];
        let has_revenue = revenue != LOST;
        let revenue = if has_revenue { revenue } else { 0 };
        let close_date = close_date[row];
        let last_activity = last_activity[row];
        let has_last_activity = last_activity != NO_DATE;
        let last_activity = if has_last_activity { last_activity } else { 0 };
        let decision_date = decision_date[row];
        let has_decision_date = decision_date != NO_DATE;
        let decision_date = if has_decision_date { decision_date } else { 0 };
        let kind = kind[row];
        let source = source[row];
        let segment = segment[row];
        let industry = industry[row];
        let no_budget = known(kind == Kind::NewName as u8) & if_known(has_budget, budget * 100 < amount * 40);
        let too_small = known(amount < 8000)
            & known((segment == Segment::Medium as u8) | (segment == Segment::Large as u8))
            & known(source != Source::Partner as u8);
        let dead = known(stage_days > 90) & if_known(has_last_activity, today - last_activity > 120);
        let deep_discount = known(discount > 25) | known(amount * 100 < list_price * 60);
        let quiet = if_known(has_last_activity, today - last_activity > 30)
            & known(kind != Kind::Renewal as u8)
            & known(emails + meetings * 3 < 20);
        let fit = known((industry != Industry::Public as u8) & (industry != Industry::Energy as u8))
            | known(segment == Segment::Large as u8)
            | known((source == Source::Partner as u8) | (source == Source::Referral as u8));
        let size_known = known(employees > 1500)
            | if_known(has_revenue, revenue > 20_000_000)
            | known((kind == Kind::AddOn as u8) | (kind == Kind::Renewal as u8));
        let price_set = known(list_price >= 5000) & known(discount <= 35);
        let stalled = if_known(has_last_activity, today - last_activity > 75)
            & known(!has_decision_date)
            & known(stage_days > 60);
        let close_soon = known((close_date >= const { day(2026, 8, 30) }) & (close_date <= const { day(2027, 9, 30) }))
            & (known(has_decision_date) | known(kind != Kind::NewName as u8) | known(amount < 200_000));
        truths_0[row] = u32::from(no_budget.yes)
            | u32::from(too_small.yes) << 1
            | u32::from(dead.yes) << 2
            | u32::from(deep_discount.yes) << 3
            | u32::from(quiet.yes) << 4
            | u32::from(fit.yes) << 5
            | u32::from(size_known.yes) << 6
            | u32::from(price_set.yes) << 7
            | u32::from(stalled.yes) << 8
            | u32::from(close_soon.yes) << 9;
        unknown_0[row] = u32::from(no_budget.is_unknown())
            | u32::from(too_small.is_unknown()) << 1
            | u32::from(dead.is_unknown()) << 2
            | u32::from(deep_discount.is_unknown()) << 3
            | u32::from(quiet.is_unknown()) << 4
            | u32::from(fit.is_unknown()) << 5
            | u32::from(size_known.is_unknown()) << 6
            | u32::from(price_set.is_unknown()) << 7
            | u32::from(stalled.is_unknown()) << 8
            | u32::from(close_soon.is_unknown()) << 9;
    }
}
