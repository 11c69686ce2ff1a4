//! With `&` and `|`: nothing to jump over.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};

pub fn truths(d: &Deal, today: i32) -> [u64; 1] {
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
    let no_budget = (kind == Kind::NewName) & (has_budget & (budget * 100 < amount * 40));
    let too_small =
        (amount < 8000) & (matches!(segment, Segment::Medium | Segment::Large)) & (source != Source::Partner);
    let dead = (stage_days > 90) & (has_last_activity & (today - last_activity > 120));
    let below_cost = (has_cost & (cost * 100 > amount * 90)) & ((discount > 30) | (kind == Kind::Renewal));
    let lost_fight = (has_rival_price & (rival_price * 100 < amount * 60)) & (discount >= 20) & (meetings < 3);
    let out_of_scope = (matches!(industry, Industry::Public | Industry::Transport))
        & (matches!(region, Region::West | Region::Nordics))
        & (employees < 400);
    let no_license = (industry == Industry::Energy) & (region == Region::East) & !has_annual_value;
    let overdue = (close_date < const { day(2026, 9, 20) }) & (created < const { day(2026, 3, 1) }) & (emails < 4);
    let over_exposed = (has_penalty & (penalty * 100 > amount * 150)) & (has_revenue & (revenue < 2_000_000));
    let free_pilot = (amount * 100 < list_price * 58) & (kind == Kind::NewName) & (meetings <= 1);
    let deep_discount = (discount > 25) | (amount * 100 < list_price * 60);
    let quiet =
        (has_last_activity & (today - last_activity > 30)) & (kind != Kind::Renewal) & (emails + meetings * 3 < 20);
    let thin_margin = (has_cost & (amount - cost < 10_000)) & (amount > 50_000);
    let late = (close_date - created > 270) & (stage_days > 60);
    let unknown_rival = !has_rival_price & (amount >= 150_000) & (segment == Segment::Large);
    let odd_seats = (matches!(seats, 1 | 7 | 13 | 99)) | (seats > 4000);
    let far_decision =
        (has_decision_date & (decision_date > close_date)) & (has_decision_date & (decision_date - today > 120));
    let seat_price = (amount > seats * 900) & (matches!(segment, Segment::Small | Segment::Medium));
    let year_end =
        ((const { day(2026, 12, 15) }..=const { day(2026, 12, 31) }).contains(&close_date)) & (amount > 100_000);
    let small_customer = ((1..=900).contains(&employees)) & (amount > 80_000) & !has_revenue;
    let fit = (!matches!(industry, Industry::Public | Industry::Energy))
        | (segment == Segment::Large)
        | (matches!(source, Source::Partner | Source::Referral));
    let size_known =
        (employees > 1500) | (has_revenue & (revenue > 20_000_000)) | (matches!(kind, Kind::AddOn | Kind::Renewal));
    let talked = ((emails >= 2) & (meetings >= 1)) | (source == Source::Referral) | (stage_days < 40);
    let money_seen = has_budget | (has_annual_value & (annual_value >= 20_000)) | (amount < 60_000);
    let seats_fit = ((3..=5000).contains(&seats)) & (seats <= employees * 3);
    let dated = (close_date > created) & (created <= const { day(2026, 11, 20) });
    let stuck = (stage_days > 150) & (emails + meetings * 3 < 12);
    let no_reach = (region == Region::Dach) & (source == Source::Event) & (segment == Segment::Small) & (meetings < 4);
    let price_set = (list_price >= 5000) & (discount <= 35);
    let margin = !(amount >= 50_000) | ((has_cost & (amount - cost > 9000)) | (kind == Kind::Renewal) | !has_cost);
    let budget_fits = (has_budget & (budget * 100 >= amount * 70))
        | (has_annual_value & (annual_value * 100 > amount * 50))
        | (discount <= 12);
    let involved = (emails + meetings * 3 >= 15) | (stage_days < 60);
    let rival_met =
        !(source != Source::Partner) | (!has_rival_price | (has_rival_price & (rival_price * 100 > amount * 65)));
    let slow = (stage_days > 45) & (has_last_activity & (last_activity < const { day(2026, 10, 15) }));
    let stalled = (has_last_activity & (today - last_activity > 75)) & !has_decision_date & (stage_days > 60);
    let close_soon = ((const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&close_date))
        & (has_decision_date | (kind != Kind::NewName) | (amount < 200_000));
    let fair_price = (discount <= 22) | (amount >= 120_000) | (segment == Segment::Large);
    let exposure =
        !(has_penalty) | ((has_penalty & (penalty * 100 < amount * 120)) | (has_revenue & (revenue > 5_000_000)));
    let yearly = !(kind == Kind::Renewal) | ((has_annual_value & (annual_value * 100 >= amount * 30)) | (seats > 50));
    let too_late = (close_date < const { day(2026, 10, 1) })
        & (has_decision_date & (decision_date < const { day(2026, 11, 1) }))
        & (meetings < 6);
    [u64::from(no_budget)
        | u64::from(too_small) << 1
        | u64::from(dead) << 2
        | u64::from(below_cost) << 3
        | u64::from(lost_fight) << 4
        | u64::from(out_of_scope) << 5
        | u64::from(no_license) << 6
        | u64::from(overdue) << 7
        | u64::from(over_exposed) << 8
        | u64::from(free_pilot) << 9
        | u64::from(deep_discount) << 10
        | u64::from(quiet) << 11
        | u64::from(thin_margin) << 12
        | u64::from(late) << 13
        | u64::from(unknown_rival) << 14
        | u64::from(odd_seats) << 15
        | u64::from(far_decision) << 16
        | u64::from(seat_price) << 17
        | u64::from(year_end) << 18
        | u64::from(small_customer) << 19
        | u64::from(fit) << 20
        | u64::from(size_known) << 21
        | u64::from(talked) << 22
        | u64::from(money_seen) << 23
        | u64::from(seats_fit) << 24
        | u64::from(dated) << 25
        | u64::from(stuck) << 26
        | u64::from(no_reach) << 27
        | u64::from(price_set) << 28
        | u64::from(margin) << 29
        | u64::from(budget_fits) << 30
        | u64::from(involved) << 31
        | u64::from(rival_met) << 32
        | u64::from(slow) << 33
        | u64::from(stalled) << 34
        | u64::from(close_soon) << 35
        | u64::from(fair_price) << 36
        | u64::from(exposure) << 37
        | u64::from(yearly) << 38
        | u64::from(too_late) << 39]
}
