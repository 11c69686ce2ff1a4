//! All rules in one loop over the rows of a block.

use super::super::columns::{Block, LOST};
use super::super::{Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::{if_known, known};

#[inline(always)]
pub fn truths(block: &Block<'_>, today: i32, results: [&mut [u32]; 4]) {
    let [truths_0, truths_1, unknown_0, unknown_1] = results;
    let rows = truths_0.len();
    let truths_1 = &mut truths_1[..rows];
    let unknown_0 = &mut unknown_0[..rows];
    let unknown_1 = &mut unknown_1[..rows];
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
        let no_budget = known(kind == Kind::NewName as u8) & if_known(has_budget, budget * 100 < amount * 40);
        let too_small = known(amount < 8000)
            & known((segment == Segment::Medium as u8) | (segment == Segment::Large as u8))
            & known(source != Source::Partner as u8);
        let dead = known(stage_days > 90) & if_known(has_last_activity, today - last_activity > 120);
        let below_cost =
            if_known(has_cost, cost * 100 > amount * 90) & (known(discount > 30) | known(kind == Kind::Renewal as u8));
        let lost_fight =
            if_known(has_rival_price, rival_price * 100 < amount * 60) & known(discount >= 20) & known(meetings < 3);
        let out_of_scope = known((industry == Industry::Public as u8) | (industry == Industry::Transport as u8))
            & known((region == Region::West as u8) | (region == Region::Nordics as u8))
            & known(employees < 400);
        let no_license =
            known(industry == Industry::Energy as u8) & known(region == Region::East as u8) & known(!has_annual_value);
        let overdue = known(close_date < const { day(2026, 9, 20) })
            & known(created < const { day(2026, 3, 1) })
            & known(emails < 4);
        let over_exposed =
            if_known(has_penalty, penalty * 100 > amount * 150) & if_known(has_revenue, revenue < 2_000_000);
        let free_pilot =
            known(amount * 100 < list_price * 58) & known(kind == Kind::NewName as u8) & known(meetings <= 1);
        let deep_discount = known(discount > 25) | known(amount * 100 < list_price * 60);
        let quiet = if_known(has_last_activity, today - last_activity > 30)
            & known(kind != Kind::Renewal as u8)
            & known(emails + meetings * 3 < 20);
        let thin_margin = if_known(has_cost, amount - cost < 10_000) & known(amount > 50_000);
        let late = known(close_date - created > 270) & known(stage_days > 60);
        let unknown_rival = known(!has_rival_price) & known(amount >= 150_000) & known(segment == Segment::Large as u8);
        let odd_seats = known((seats == 1) | (seats == 7) | (seats == 13) | (seats == 99)) | known(seats > 4000);
        let far_decision = if_known(has_decision_date, decision_date > close_date)
            & if_known(has_decision_date, decision_date - today > 120);
        let seat_price =
            known(amount > seats * 900) & known((segment == Segment::Small as u8) | (segment == Segment::Medium as u8));
        let year_end = known((close_date >= const { day(2026, 12, 15) }) & (close_date <= const { day(2026, 12, 31) }))
            & known(amount > 100_000);
        let small_customer =
            known((employees >= 1) & (employees <= 900)) & known(amount > 80_000) & known(!has_revenue);
        let fit = known((industry != Industry::Public as u8) & (industry != Industry::Energy as u8))
            | known(segment == Segment::Large as u8)
            | known((source == Source::Partner as u8) | (source == Source::Referral as u8));
        let size_known = known(employees > 1500)
            | if_known(has_revenue, revenue > 20_000_000)
            | known((kind == Kind::AddOn as u8) | (kind == Kind::Renewal as u8));
        let talked = (known(emails >= 2) & known(meetings >= 1))
            | known(source == Source::Referral as u8)
            | known(stage_days < 40);
        let money_seen =
            known(has_budget) | if_known(has_annual_value, annual_value >= 20_000) | known(amount < 60_000);
        let seats_fit = known((seats >= 3) & (seats <= 5000)) & known(seats <= employees * 3);
        let dated = known(close_date > created) & known(created <= const { day(2026, 11, 20) });
        let stuck = known(stage_days > 150) & known(emails + meetings * 3 < 12);
        let no_reach = known(region == Region::Dach as u8)
            & known(source == Source::Event as u8)
            & known(segment == Segment::Small as u8)
            & known(meetings < 4);
        let price_set = known(list_price >= 5000) & known(discount <= 35);
        let margin = !(known(amount >= 50_000))
            | (if_known(has_cost, amount - cost > 9000) | known(kind == Kind::Renewal as u8) | known(!has_cost));
        let budget_fits = if_known(has_budget, budget * 100 >= amount * 70)
            | if_known(has_annual_value, annual_value * 100 > amount * 50)
            | known(discount <= 12);
        let involved = known(emails + meetings * 3 >= 15) | known(stage_days < 60);
        let rival_met = !(known(source != Source::Partner as u8))
            | (known(!has_rival_price) | if_known(has_rival_price, rival_price * 100 > amount * 65));
        let slow = known(stage_days > 45) & if_known(has_last_activity, last_activity < const { day(2026, 10, 15) });
        let stalled = if_known(has_last_activity, today - last_activity > 75)
            & known(!has_decision_date)
            & known(stage_days > 60);
        let close_soon = known((close_date >= const { day(2026, 8, 30) }) & (close_date <= const { day(2027, 9, 30) }))
            & (known(has_decision_date) | known(kind != Kind::NewName as u8) | known(amount < 200_000));
        let fair_price = known(discount <= 22) | known(amount >= 120_000) | known(segment == Segment::Large as u8);
        let exposure = !(known(has_penalty))
            | (if_known(has_penalty, penalty * 100 < amount * 120) | if_known(has_revenue, revenue > 5_000_000));
        let yearly = !(known(kind == Kind::Renewal as u8))
            | (if_known(has_annual_value, annual_value * 100 >= amount * 30) | known(seats > 50));
        let too_late = known(close_date < const { day(2026, 10, 1) })
            & if_known(has_decision_date, decision_date < const { day(2026, 11, 1) })
            & known(meetings < 6);
        truths_0[row] = u32::from(no_budget.yes)
            | u32::from(too_small.yes) << 1
            | u32::from(dead.yes) << 2
            | u32::from(below_cost.yes) << 3
            | u32::from(lost_fight.yes) << 4
            | u32::from(out_of_scope.yes) << 5
            | u32::from(no_license.yes) << 6
            | u32::from(overdue.yes) << 7
            | u32::from(over_exposed.yes) << 8
            | u32::from(free_pilot.yes) << 9
            | u32::from(deep_discount.yes) << 10
            | u32::from(quiet.yes) << 11
            | u32::from(thin_margin.yes) << 12
            | u32::from(late.yes) << 13
            | u32::from(unknown_rival.yes) << 14
            | u32::from(odd_seats.yes) << 15
            | u32::from(far_decision.yes) << 16
            | u32::from(seat_price.yes) << 17
            | u32::from(year_end.yes) << 18
            | u32::from(small_customer.yes) << 19
            | u32::from(fit.yes) << 20
            | u32::from(size_known.yes) << 21
            | u32::from(talked.yes) << 22
            | u32::from(money_seen.yes) << 23
            | u32::from(seats_fit.yes) << 24
            | u32::from(dated.yes) << 25
            | u32::from(stuck.yes) << 26
            | u32::from(no_reach.yes) << 27
            | u32::from(price_set.yes) << 28
            | u32::from(margin.yes) << 29
            | u32::from(budget_fits.yes) << 30
            | u32::from(involved.yes) << 31;
        unknown_0[row] = u32::from(no_budget.is_unknown())
            | u32::from(too_small.is_unknown()) << 1
            | u32::from(dead.is_unknown()) << 2
            | u32::from(below_cost.is_unknown()) << 3
            | u32::from(lost_fight.is_unknown()) << 4
            | u32::from(out_of_scope.is_unknown()) << 5
            | u32::from(no_license.is_unknown()) << 6
            | u32::from(overdue.is_unknown()) << 7
            | u32::from(over_exposed.is_unknown()) << 8
            | u32::from(free_pilot.is_unknown()) << 9
            | u32::from(deep_discount.is_unknown()) << 10
            | u32::from(quiet.is_unknown()) << 11
            | u32::from(thin_margin.is_unknown()) << 12
            | u32::from(late.is_unknown()) << 13
            | u32::from(unknown_rival.is_unknown()) << 14
            | u32::from(odd_seats.is_unknown()) << 15
            | u32::from(far_decision.is_unknown()) << 16
            | u32::from(seat_price.is_unknown()) << 17
            | u32::from(year_end.is_unknown()) << 18
            | u32::from(small_customer.is_unknown()) << 19
            | u32::from(fit.is_unknown()) << 20
            | u32::from(size_known.is_unknown()) << 21
            | u32::from(talked.is_unknown()) << 22
            | u32::from(money_seen.is_unknown()) << 23
            | u32::from(seats_fit.is_unknown()) << 24
            | u32::from(dated.is_unknown()) << 25
            | u32::from(stuck.is_unknown()) << 26
            | u32::from(no_reach.is_unknown()) << 27
            | u32::from(price_set.is_unknown()) << 28
            | u32::from(margin.is_unknown()) << 29
            | u32::from(budget_fits.is_unknown()) << 30
            | u32::from(involved.is_unknown()) << 31;
        truths_1[row] = u32::from(rival_met.yes)
            | u32::from(slow.yes) << 1
            | u32::from(stalled.yes) << 2
            | u32::from(close_soon.yes) << 3
            | u32::from(fair_price.yes) << 4
            | u32::from(exposure.yes) << 5
            | u32::from(yearly.yes) << 6
            | u32::from(too_late.yes) << 7;
        unknown_1[row] = u32::from(rival_met.is_unknown())
            | u32::from(slow.is_unknown()) << 1
            | u32::from(stalled.is_unknown()) << 2
            | u32::from(close_soon.is_unknown()) << 3
            | u32::from(fair_price.is_unknown()) << 4
            | u32::from(exposure.is_unknown()) << 5
            | u32::from(yearly.is_unknown()) << 6
            | u32::from(too_late.is_unknown()) << 7;
    }
}
