//! In three values, no jumps: what is true, and what may be.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::{if_known, known};

pub fn truths(d: &Deal, today: i32) -> ([u64; 1], [u64; 1]) {
    let amount = d.amount;
    let list_price = d.list_price;
    let seats = d.seats;
    let employees = d.employees;
    let emails = d.emails;
    let meetings = d.meetings;
    let stage_days = d.stage_days;
    let discount = d.discount;
    let has_budget = d.budget.is_some();
    let budget = d.budget.unwrap_or(0);
    let has_cost = d.cost.is_some();
    let cost = d.cost.unwrap_or(0);
    let has_revenue = d.revenue.is_some();
    let revenue = d.revenue.unwrap_or(0);
    let has_rival_price = d.rival_price.is_some();
    let rival_price = d.rival_price.unwrap_or(0);
    let has_annual_value = d.annual_value.is_some();
    let annual_value = d.annual_value.unwrap_or(0);
    let has_penalty = d.penalty.is_some();
    let penalty = d.penalty.unwrap_or(0);
    let created = d.created;
    let close_date = d.close_date;
    let has_last_activity = d.last_activity != NO_DATE;
    let last_activity = if has_last_activity { d.last_activity } else { 0 };
    let has_decision_date = d.decision_date != NO_DATE;
    let decision_date = if has_decision_date { d.decision_date } else { 0 };
    let kind = d.kind;
    let source = d.source;
    let region = d.region;
    let segment = d.segment;
    let industry = d.industry;
    let no_budget = known(kind == Kind::NewName) & if_known(has_budget, budget * 100 < amount * 40);
    let too_small = known(amount < 8000)
        & known(matches!(segment, Segment::Medium | Segment::Large))
        & known(source != Source::Partner);
    let dead = known(stage_days > 90) & if_known(has_last_activity, today - last_activity > 120);
    let below_cost =
        if_known(has_cost, cost * 100 > amount * 90) & (known(discount > 30) | known(kind == Kind::Renewal));
    let lost_fight =
        if_known(has_rival_price, rival_price * 100 < amount * 60) & known(discount >= 20) & known(meetings < 3);
    let out_of_scope = known(matches!(industry, Industry::Public | Industry::Transport))
        & known(matches!(region, Region::West | Region::Nordics))
        & known(employees < 400);
    let no_license = known(industry == Industry::Energy) & known(region == Region::East) & known(!has_annual_value);
    let overdue =
        known(close_date < const { day(2026, 9, 20) }) & known(created < const { day(2026, 3, 1) }) & known(emails < 4);
    let over_exposed = if_known(has_penalty, penalty * 100 > amount * 150) & if_known(has_revenue, revenue < 2_000_000);
    let free_pilot = known(amount * 100 < list_price * 58) & known(kind == Kind::NewName) & known(meetings <= 1);
    let deep_discount = known(discount > 25) | known(amount * 100 < list_price * 60);
    let quiet = if_known(has_last_activity, today - last_activity > 30)
        & known(kind != Kind::Renewal)
        & known(emails + meetings * 3 < 20);
    let thin_margin = if_known(has_cost, amount - cost < 10_000) & known(amount > 50_000);
    let late = known(close_date - created > 270) & known(stage_days > 60);
    let unknown_rival = known(!has_rival_price) & known(amount >= 150_000) & known(segment == Segment::Large);
    let odd_seats = known(matches!(seats, 1 | 7 | 13 | 99)) | known(seats > 4000);
    let far_decision = if_known(has_decision_date, decision_date > close_date)
        & if_known(has_decision_date, decision_date - today > 120);
    let seat_price = known(amount > seats * 900) & known(matches!(segment, Segment::Small | Segment::Medium));
    let year_end = known((const { day(2026, 12, 15) }..=const { day(2026, 12, 31) }).contains(&close_date))
        & known(amount > 100_000);
    let small_customer = known((1..=900).contains(&employees)) & known(amount > 80_000) & known(!has_revenue);
    let fit = known(!matches!(industry, Industry::Public | Industry::Energy))
        | known(segment == Segment::Large)
        | known(matches!(source, Source::Partner | Source::Referral));
    let size_known = known(employees > 1500)
        | if_known(has_revenue, revenue > 20_000_000)
        | known(matches!(kind, Kind::AddOn | Kind::Renewal));
    let talked =
        (known(emails >= 2) & known(meetings >= 1)) | known(source == Source::Referral) | known(stage_days < 40);
    let money_seen = known(has_budget) | if_known(has_annual_value, annual_value >= 20_000) | known(amount < 60_000);
    let seats_fit = known((3..=5000).contains(&seats)) & known(seats <= employees * 3);
    let dated = known(close_date > created) & known(created <= const { day(2026, 11, 20) });
    let stuck = known(stage_days > 150) & known(emails + meetings * 3 < 12);
    let no_reach = known(region == Region::Dach)
        & known(source == Source::Event)
        & known(segment == Segment::Small)
        & known(meetings < 4);
    let price_set = known(list_price >= 5000) & known(discount <= 35);
    let margin = !(known(amount >= 50_000))
        | (if_known(has_cost, amount - cost > 9000) | known(kind == Kind::Renewal) | known(!has_cost));
    let budget_fits = if_known(has_budget, budget * 100 >= amount * 70)
        | if_known(has_annual_value, annual_value * 100 > amount * 50)
        | known(discount <= 12);
    let involved = known(emails + meetings * 3 >= 15) | known(stage_days < 60);
    let rival_met = !(known(source != Source::Partner))
        | (known(!has_rival_price) | if_known(has_rival_price, rival_price * 100 > amount * 65));
    let slow = known(stage_days > 45) & if_known(has_last_activity, last_activity < const { day(2026, 10, 15) });
    let stalled =
        if_known(has_last_activity, today - last_activity > 75) & known(!has_decision_date) & known(stage_days > 60);
    let close_soon = known((const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&close_date))
        & (known(has_decision_date) | known(kind != Kind::NewName) | known(amount < 200_000));
    let fair_price = known(discount <= 22) | known(amount >= 120_000) | known(segment == Segment::Large);
    let exposure = !(known(has_penalty))
        | (if_known(has_penalty, penalty * 100 < amount * 120) | if_known(has_revenue, revenue > 5_000_000));
    let yearly = !(known(kind == Kind::Renewal))
        | (if_known(has_annual_value, annual_value * 100 >= amount * 30) | known(seats > 50));
    let too_late = known(close_date < const { day(2026, 10, 1) })
        & if_known(has_decision_date, decision_date < const { day(2026, 11, 1) })
        & known(meetings < 6);
    (
        [u64::from(no_budget.yes)
            | u64::from(too_small.yes) << 1
            | u64::from(dead.yes) << 2
            | u64::from(below_cost.yes) << 3
            | u64::from(lost_fight.yes) << 4
            | u64::from(out_of_scope.yes) << 5
            | u64::from(no_license.yes) << 6
            | u64::from(overdue.yes) << 7
            | u64::from(over_exposed.yes) << 8
            | u64::from(free_pilot.yes) << 9
            | u64::from(deep_discount.yes) << 10
            | u64::from(quiet.yes) << 11
            | u64::from(thin_margin.yes) << 12
            | u64::from(late.yes) << 13
            | u64::from(unknown_rival.yes) << 14
            | u64::from(odd_seats.yes) << 15
            | u64::from(far_decision.yes) << 16
            | u64::from(seat_price.yes) << 17
            | u64::from(year_end.yes) << 18
            | u64::from(small_customer.yes) << 19
            | u64::from(fit.yes) << 20
            | u64::from(size_known.yes) << 21
            | u64::from(talked.yes) << 22
            | u64::from(money_seen.yes) << 23
            | u64::from(seats_fit.yes) << 24
            | u64::from(dated.yes) << 25
            | u64::from(stuck.yes) << 26
            | u64::from(no_reach.yes) << 27
            | u64::from(price_set.yes) << 28
            | u64::from(margin.yes) << 29
            | u64::from(budget_fits.yes) << 30
            | u64::from(involved.yes) << 31
            | u64::from(rival_met.yes) << 32
            | u64::from(slow.yes) << 33
            | u64::from(stalled.yes) << 34
            | u64::from(close_soon.yes) << 35
            | u64::from(fair_price.yes) << 36
            | u64::from(exposure.yes) << 37
            | u64::from(yearly.yes) << 38
            | u64::from(too_late.yes) << 39],
        [u64::from(no_budget.maybe)
            | u64::from(too_small.maybe) << 1
            | u64::from(dead.maybe) << 2
            | u64::from(below_cost.maybe) << 3
            | u64::from(lost_fight.maybe) << 4
            | u64::from(out_of_scope.maybe) << 5
            | u64::from(no_license.maybe) << 6
            | u64::from(overdue.maybe) << 7
            | u64::from(over_exposed.maybe) << 8
            | u64::from(free_pilot.maybe) << 9
            | u64::from(deep_discount.maybe) << 10
            | u64::from(quiet.maybe) << 11
            | u64::from(thin_margin.maybe) << 12
            | u64::from(late.maybe) << 13
            | u64::from(unknown_rival.maybe) << 14
            | u64::from(odd_seats.maybe) << 15
            | u64::from(far_decision.maybe) << 16
            | u64::from(seat_price.maybe) << 17
            | u64::from(year_end.maybe) << 18
            | u64::from(small_customer.maybe) << 19
            | u64::from(fit.maybe) << 20
            | u64::from(size_known.maybe) << 21
            | u64::from(talked.maybe) << 22
            | u64::from(money_seen.maybe) << 23
            | u64::from(seats_fit.maybe) << 24
            | u64::from(dated.maybe) << 25
            | u64::from(stuck.maybe) << 26
            | u64::from(no_reach.maybe) << 27
            | u64::from(price_set.maybe) << 28
            | u64::from(margin.maybe) << 29
            | u64::from(budget_fits.maybe) << 30
            | u64::from(involved.maybe) << 31
            | u64::from(rival_met.maybe) << 32
            | u64::from(slow.maybe) << 33
            | u64::from(stalled.maybe) << 34
            | u64::from(close_soon.maybe) << 35
            | u64::from(fair_price.maybe) << 36
            | u64::from(exposure.maybe) << 37
            | u64::from(yearly.maybe) << 38
            | u64::from(too_late.maybe) << 39],
    )
}
