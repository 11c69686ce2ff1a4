//! With `&&` and `||`, as one writes it without a thought of speed.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::Masks;

pub const MASKS: Masks<1> =
    Masks { ends: [[0xc0003ff], [0x4000003ff], [0x80000003ff]], needs: [[0x3f00000], [0x1f0000000], [0x7800000000]] };

pub fn truths(d: &Deal, today: i32) -> [u64; 1] {
    let no_budget = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 40);
    let too_small =
        d.amount < 8000 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Partner;
    let dead = d.stage_days > 90 && (d.last_activity != NO_DATE && today - d.last_activity > 120);
    let below_cost =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 90) && (d.discount > 30 || d.kind == Kind::Renewal);
    let lost_fight = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 60)
        && d.discount >= 20
        && d.meetings < 3;
    let out_of_scope = matches!(d.industry, Industry::Public | Industry::Transport)
        && matches!(d.region, Region::West | Region::Nordics)
        && d.employees < 400;
    let no_license = d.industry == Industry::Energy && d.region == Region::East && d.annual_value.is_none();
    let overdue = d.close_date < const { day(2026, 9, 20) } && d.created < const { day(2026, 3, 1) } && d.emails < 4;
    let over_exposed = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 150)
        && d.revenue.is_some_and(|revenue| revenue < 2_000_000);
    let free_pilot = d.amount * 100 < d.list_price * 58 && d.kind == Kind::NewName && d.meetings <= 1;
    let deep_discount = d.discount > 25 || d.amount * 100 < d.list_price * 60;
    let quiet = (d.last_activity != NO_DATE && today - d.last_activity > 30)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 20;
    let thin_margin = d.cost.is_some_and(|cost| d.amount - cost < 10_000) && d.amount > 50_000;
    let late = d.close_date - d.created > 270 && d.stage_days > 60;
    let unknown_rival = d.rival_price.is_none() && d.amount >= 150_000 && d.segment == Segment::Large;
    let odd_seats = matches!(d.seats, 1 | 7 | 13 | 99) || d.seats > 4000;
    let far_decision = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 120);
    let seat_price = d.amount > d.seats * 900 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end =
        (const { day(2026, 12, 15) }..=const { day(2026, 12, 31) }).contains(&d.close_date) && d.amount > 100_000;
    let small_customer = (1..=900).contains(&d.employees) && d.amount > 80_000 && d.revenue.is_none();
    let fit = !matches!(d.industry, Industry::Public | Industry::Energy)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Partner | Source::Referral);
    let size_known = d.employees > 1500
        || d.revenue.is_some_and(|revenue| revenue > 20_000_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked = (d.emails >= 2 && d.meetings >= 1) || d.source == Source::Referral || d.stage_days < 40;
    let money_seen =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 20_000) || d.amount < 60_000;
    let seats_fit = (3..=5000).contains(&d.seats) && d.seats <= d.employees * 3;
    let dated = d.close_date > d.created && d.created <= const { day(2026, 11, 20) };
    let stuck = d.stage_days > 150 && d.emails + d.meetings * 3 < 12;
    let no_reach =
        d.region == Region::Dach && d.source == Source::Event && d.segment == Segment::Small && d.meetings < 4;
    let price_set = d.list_price >= 5000 && d.discount <= 35;
    let margin = !(d.amount >= 50_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 9000) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 70)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 50)
        || d.discount <= 12;
    let involved = d.emails + d.meetings * 3 >= 15 || d.stage_days < 60;
    let rival_met = !(d.source != Source::Partner)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 65));
    let slow = d.stage_days > 45 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 10, 15) });
    let stalled =
        (d.last_activity != NO_DATE && today - d.last_activity > 75) && d.decision_date == NO_DATE && d.stage_days > 60;
    let close_soon = (const { day(2026, 8, 30) }..=const { day(2027, 9, 30) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 200_000);
    let fair_price = d.discount <= 22 || d.amount >= 120_000 || d.segment == Segment::Large;
    let exposure = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 120)
            || d.revenue.is_some_and(|revenue| revenue > 5_000_000));
    let yearly = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 30) || d.seats > 50);
    let too_late = d.close_date < const { day(2026, 10, 1) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 1) })
        && d.meetings < 6;
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
