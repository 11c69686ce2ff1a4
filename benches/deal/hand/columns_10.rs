//! All rules in one loop over the rows of a block.

use super::super::columns::{Block, LOST};
use super::super::{Industry, Kind, NO_DATE, Region, Segment, Source, day};

#[inline(always)]
pub fn truths(block: &Block<'_>, today: i32, results: [&mut [u32]; 1]) {
    let [truths_0] = results;
    let rows = truths_0.len();
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
        let no_budget = (kind == Kind::NewName as u8) & (has_budget & (budget * 100 < amount * 40));
        let too_small = (amount < 8000)
            & ((segment == Segment::Medium as u8) | (segment == Segment::Large as u8))
            & (source != Source::Partner as u8);
        let dead = (stage_days > 90) & (has_last_activity & (today - last_activity > 120));
        let deep_discount = (discount > 25) | (amount * 100 < list_price * 60);
        let quiet = (has_last_activity & (today - last_activity > 30))
            & (kind != Kind::Renewal as u8)
            & (emails + meetings * 3 < 20);
        let fit = ((industry != Industry::Public as u8) & (industry != Industry::Energy as u8))
            | (segment == Segment::Large as u8)
            | ((source == Source::Partner as u8) | (source == Source::Referral as u8));
        let size_known = (employees > 1500)
            | (has_revenue & (revenue > 20_000_000))
            | ((kind == Kind::AddOn as u8) | (kind == Kind::Renewal as u8));
        let price_set = (list_price >= 5000) & (discount <= 35);
        let stalled = (has_last_activity & (today - last_activity > 75)) & !has_decision_date & (stage_days > 60);
        let close_soon = ((close_date >= const { day(2026, 8, 30) }) & (close_date <= const { day(2027, 9, 30) }))
            & (has_decision_date | (kind != Kind::NewName as u8) | (amount < 200_000));
        truths_0[row] = u32::from(no_budget)
            | u32::from(too_small) << 1
            | u32::from(dead) << 2
            | u32::from(deep_discount) << 3
            | u32::from(quiet) << 4
            | u32::from(fit) << 5
            | u32::from(size_known) << 6
            | u32::from(price_set) << 7
            | u32::from(stalled) << 8
            | u32::from(close_soon) << 9;
    }
}
