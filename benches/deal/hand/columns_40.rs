//! All rules in one loop over the rows of a block.

use super::super::columns::{Block, LOST};
use super::super::{Industry, Kind, NO_DATE, Region, Segment, Source, day};

#[inline(always)]
pub fn truths(block: &Block<'_>, today: i32, results: [&mut [u32]; 2]) {
    let [truths_0, truths_1] = results;
    let rows = truths_0.len();
    let truths_1 = &mut truths_1[..rows];
    let amount = &block.amount[..rows];
    let list_price = &block.list_price[..rows];
    let seats = &block.seats[..rows];
    let employees = &block.employees[..rows];
    let emails = &block.emails[..rows];
    let meetings = &block.meetings[..rows];
    let stage_days = &block.stage_days[..rows];
    let discount = &block.discount[..rows];
    let budget = &block.budget[..rows];
    let cost = &block.cost[..rows];
    let revenue = &block.revenue[..rows];
    let rival_price = &block.rival_price[..rows];
    let annual_value = &block.annual_value[..rows];
    let penalty = &block.penalty[..rows];
    let created = &block.created[..rows];
    let close_date = &block.close_date[..rows];
    let last_activity = &block.last_activity[..rows];
    let decision_date = &block.decision_date[..rows];
    let kind = &block.kind[..rows];
    let source = &block.source[..rows];
    let region = &block.region[..rows];
    let segment = &block.segment[..rows];
    let industry = &block.industry[..rows];
    for row in 0..rows {
        let amount = amount[row];
        let list_price = list_price[row];
        let seats = seats[row];
        let employees = employees[row];
        let emails = emails[row];
        let meetings = meetings[row];
        let stage_days = stage_days[row];
        let discount = discount[row];
        let budget = budget[row];
        let has_budget = budget != LOST;
        let budget = if has_budget { budget } else { 0 };
        let cost = cost[row];
        let has_cost = cost != LOST;
        let cost = if has_cost { cost } else { 0 };
        let revenue = revenue[row];
        let has_revenue = revenue != LOST;
        let revenue = if has_revenue { revenue } else { 0 };
        let rival_price = rival_price[row];
        let has_rival_price = rival_price != LOST;
        let rival_price = if has_rival_price { rival_price } else { 0 };
        let annual_value = annual_value[row];
        let has_annual_value = annual_value != LOST;
        let annual_value = if has_annual_value { annual_value } else { 0 };
        let penalty = penalty[row];
        let has_penalty = penalty != LOST;
        let penalty = if has_penalty { penalty } else { 0 };
        let created = created[row];
        let close_date = close_date[row];
        let last_activity = last_activity[row];
        let has_last_activity = last_activity != NO_DATE;
        let last_activity = if has_last_activity { last_activity } else { 0 };
        let decision_date = decision_date[row];
        let has_decision_date = decision_date != NO_DATE;
        let decision_date = if has_decision_date { decision_date } else { 0 };
        let kind = kind[row];
        let source = source[row];
        let region = region[row];
        let segment = segment[row];
        let industry = industry[row];
        let no_budget = (kind == Kind::NewName as u8) & (has_budget & (budget * 100 < amount * 40));
        let too_small = (amount < 8000)
            & ((segment == Segment::Medium as u8) | (segment == Segment::Large as u8))
            & (source != Source::Partner as u8);
        let dead = (stage_days > 90) & (has_last_activity & (today - last_activity > 120));
        let below_cost = (has_cost & (cost * 100 > amount * 90)) & ((discount > 30) | (kind == Kind::Renewal as u8));
        let lost_fight = (has_rival_price & (rival_price * 100 < amount * 60)) & (discount >= 20) & (meetings < 3);
        let out_of_scope = ((industry == Industry::Public as u8) | (industry == Industry::Transport as u8))
            & ((region == Region::West as u8) | (region == Region::Nordics as u8))
            & (employees < 400);
        let no_license = (industry == Industry::Energy as u8) & (region == Region::East as u8) & !has_annual_value;
        let overdue = (close_date < const { day(2026, 9, 20) }) & (created < const { day(2026, 3, 1) }) & (emails < 4);
        let over_exposed = (has_penalty & (penalty * 100 > amount * 150)) & (has_revenue & (revenue < 2_000_000));
        let free_pilot = (amount * 100 < list_price * 58) & (kind == Kind::NewName as u8) & (meetings <= 1);
        let deep_discount = (discount > 25) | (amount * 100 < list_price * 60);
        let quiet = (has_last_activity & (today - last_activity > 30))
            & (kind != Kind::Renewal as u8)
            & (emails + meetings * 3 < 20);
        let thin_margin = (has_cost & (amount - cost < 10_000)) & (amount > 50_000);
        let late = (close_date - created > 270) & (stage_days > 60);
        let unknown_rival = !has_rival_price & (amount >= 150_000) & (segment == Segment::Large as u8);
        let odd_seats = ((seats == 1) | (seats == 7) | (seats == 13) | (seats == 99)) | (seats > 4000);
        let far_decision =
            (has_decision_date & (decision_date > close_date)) & (has_decision_date & (decision_date - today > 120));
        let seat_price =
            (amount > seats * 900) & ((segment == Segment::Small as u8) | (segment == Segment::Medium as u8));
        let year_end = ((close_date >= const { day(2026, 12, 15) }) & (close_date <= const { day(2026, 12, 31) }))
            & (amount > 100_000);
        let small_customer = ((employees >= 1) & (employees <= 900)) & (amount > 80_000) & !has_revenue;
        let fit = ((industry != Industry::Public as u8) & (industry != Industry::Energy as u8))
            | (segment == Segment::Large as u8)
            | ((source == Source::Partner as u8) | (source == Source::Referral as u8));
        let size_known = (employees > 1500)
            | (has_revenue & (revenue > 20_000_000))
            | ((kind == Kind::AddOn as u8) | (kind == Kind::Renewal as u8));
        let talked = ((emails >= 2) & (meetings >= 1)) | (source == Source::Referral as u8) | (stage_days < 40);
        let money_seen = has_budget | (has_annual_value & (annual_value >= 20_000)) | (amount < 60_000);
        let seats_fit = ((seats >= 3) & (seats <= 5000)) & (seats <= employees * 3);
        let dated = (close_date > created) & (created <= const { day(2026, 11, 20) });
        let stuck = (stage_days > 150) & (emails + meetings * 3 < 12);
        let no_reach = (region == Region::Dach as u8)
            & (source == Source::Event as u8)
            & (segment == Segment::Small as u8)
            & (meetings < 4);
        let price_set = (list_price >= 5000) & (discount <= 35);
        let margin =
            !(amount >= 50_000) | ((has_cost & (amount - cost > 9000)) | (kind == Kind::Renewal as u8) | !has_cost);
        let budget_fits = (has_budget & (budget * 100 >= amount * 70))
            | (has_annual_value & (annual_value * 100 > amount * 50))
            | (discount <= 12);
        let involved = (emails + meetings * 3 >= 15) | (stage_days < 60);
        let rival_met = !(source != Source::Partner as u8)
            | (!has_rival_price | (has_rival_price & (rival_price * 100 > amount * 65)));
        let slow = (stage_days > 45) & (has_last_activity & (last_activity < const { day(2026, 10, 15) }));
        let stalled = (has_last_activity & (today - last_activity > 75)) & !has_decision_date & (stage_days > 60);
        let close_soon = ((close_date >= const { day(2026, 8, 30) }) & (close_date <= const { day(2027, 9, 30) }))
            & (has_decision_date | (kind != Kind::NewName as u8) | (amount < 200_000));
        let fair_price = (discount <= 22) | (amount >= 120_000) | (segment == Segment::Large as u8);
        let exposure =
            !(has_penalty) | ((has_penalty & (penalty * 100 < amount * 120)) | (has_revenue & (revenue > 5_000_000)));
        let yearly =
            !(kind == Kind::Renewal as u8) | ((has_annual_value & (annual_value * 100 >= amount * 30)) | (seats > 50));
        let too_late = (close_date < const { day(2026, 10, 1) })
            & (has_decision_date & (decision_date < const { day(2026, 11, 1) }))
            & (meetings < 6);
        truths_0[row] = u32::from(no_budget)
            | u32::from(too_small) << 1
            | u32::from(dead) << 2
            | u32::from(below_cost) << 3
            | u32::from(lost_fight) << 4
            | u32::from(out_of_scope) << 5
            | u32::from(no_license) << 6
            | u32::from(overdue) << 7
            | u32::from(over_exposed) << 8
            | u32::from(free_pilot) << 9
            | u32::from(deep_discount) << 10
            | u32::from(quiet) << 11
            | u32::from(thin_margin) << 12
            | u32::from(late) << 13
            | u32::from(unknown_rival) << 14
            | u32::from(odd_seats) << 15
            | u32::from(far_decision) << 16
            | u32::from(seat_price) << 17
            | u32::from(year_end) << 18
            | u32::from(small_customer) << 19
            | u32::from(fit) << 20
            | u32::from(size_known) << 21
            | u32::from(talked) << 22
            | u32::from(money_seen) << 23
            | u32::from(seats_fit) << 24
            | u32::from(dated) << 25
            | u32::from(stuck) << 26
            | u32::from(no_reach) << 27
            | u32::from(price_set) << 28
            | u32::from(margin) << 29
            | u32::from(budget_fits) << 30
            | u32::from(involved) << 31;
        truths_1[row] = u32::from(rival_met)
            | u32::from(slow) << 1
            | u32::from(stalled) << 2
            | u32::from(close_soon) << 3
            | u32::from(fair_price) << 4
            | u32::from(exposure) << 5
            | u32::from(yearly) << 6
            | u32::from(too_late) << 7;
    }
}
