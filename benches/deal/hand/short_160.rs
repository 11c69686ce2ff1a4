//! With `&&` and `||`, as one writes it without a thought of speed.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::Masks;

pub const MASKS: Masks<3> = Masks {
    ends: [
        [0xf003ff003ff003ff, 0xc0c0c0c0003f, 0x0],
        [0xf003ff003ff003ff, 0x204000000000003f, 0x810],
        [0xf003ff003ff003ff, 0x3f, 0x84210000],
    ],
    needs: [[0x0, 0x3f3f3f3f0000, 0x0], [0x0, 0xcf9f000000000000, 0x3e7], [0x0, 0x0, 0x7bdef000]],
};

pub fn truths(d: &Deal, today: i32) -> [u64; 3] {
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
    let no_budget_1 = d.kind == Kind::AddOn && d.budget.is_some_and(|budget| budget * 100 < d.amount * 41);
    let too_small_1 =
        d.amount < 8240 && matches!(d.segment, Segment::Large | Segment::Small) && d.source != Source::Inbound;
    let dead_1 = d.stage_days > 93 && (d.last_activity != NO_DATE && today - d.last_activity > 123);
    let below_cost_1 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 91) && (d.discount > 31 || d.kind == Kind::NewName);
    let lost_fight_1 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 61)
        && d.discount >= 21
        && d.meetings < 4;
    let out_of_scope_1 = matches!(d.industry, Industry::Media | Industry::Software)
        && matches!(d.region, Region::Dach | Region::North)
        && d.employees < 401;
    let no_license_1 = d.industry == Industry::Banking && d.region == Region::West && d.annual_value.is_none();
    let overdue_1 = d.close_date < const { day(2026, 9, 25) } && d.created < const { day(2026, 3, 6) } && d.emails < 5;
    let over_exposed_1 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 151)
        && d.revenue.is_some_and(|revenue| revenue < 2_060_000);
    let free_pilot_1 = d.amount * 100 < d.list_price * 59 && d.kind == Kind::AddOn && d.meetings <= 2;
    let deep_discount_1 = d.discount > 26 || d.amount * 100 < d.list_price * 61;
    let quiet_1 = (d.last_activity != NO_DATE && today - d.last_activity > 33)
        && d.kind != Kind::NewName
        && d.emails + d.meetings * 3 < 21;
    let thin_margin_1 = d.cost.is_some_and(|cost| d.amount - cost < 10_300) && d.amount > 51_500;
    let late_1 = d.close_date - d.created > 273 && d.stage_days > 63;
    let unknown_rival_1 = d.rival_price.is_none() && d.amount >= 154_500 && d.segment == Segment::Small;
    let odd_seats_1 = matches!(d.seats, 2 | 8 | 14 | 100) || d.seats > 4001;
    let far_decision_1 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 123);
    let seat_price_1 = d.amount > d.seats * 927 && matches!(d.segment, Segment::Medium | Segment::Large);
    let year_end_1 =
        (const { day(2026, 12, 20) }..=const { day(2027, 1, 5) }).contains(&d.close_date) && d.amount > 103_000;
    let small_customer_1 = (2..=901).contains(&d.employees) && d.amount > 82_400 && d.revenue.is_none();
    let no_budget_2 = d.kind == Kind::Renewal && d.budget.is_some_and(|budget| budget * 100 < d.amount * 42);
    let too_small_2 =
        d.amount < 8480 && matches!(d.segment, Segment::Small | Segment::Medium) && d.source != Source::Outbound;
    let dead_2 = d.stage_days > 96 && (d.last_activity != NO_DATE && today - d.last_activity > 126);
    let below_cost_2 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 92) && (d.discount > 32 || d.kind == Kind::AddOn);
    let lost_fight_2 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 62)
        && d.discount >= 22
        && d.meetings < 5;
    let out_of_scope_2 = matches!(d.industry, Industry::Transport | Industry::Retail)
        && matches!(d.region, Region::Nordics | Region::South)
        && d.employees < 402;
    let no_license_2 = d.industry == Industry::Public && d.region == Region::Dach && d.annual_value.is_none();
    let overdue_2 = d.close_date < const { day(2026, 9, 30) } && d.created < const { day(2026, 3, 11) } && d.emails < 6;
    let over_exposed_2 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 152)
        && d.revenue.is_some_and(|revenue| revenue < 2_120_000);
    let free_pilot_2 = d.amount * 100 < d.list_price * 60 && d.kind == Kind::Renewal && d.meetings <= 3;
    let deep_discount_2 = d.discount > 27 || d.amount * 100 < d.list_price * 62;
    let quiet_2 = (d.last_activity != NO_DATE && today - d.last_activity > 36)
        && d.kind != Kind::AddOn
        && d.emails + d.meetings * 3 < 22;
    let thin_margin_2 = d.cost.is_some_and(|cost| d.amount - cost < 10_600) && d.amount > 53_000;
    let late_2 = d.close_date - d.created > 276 && d.stage_days > 66;
    let unknown_rival_2 = d.rival_price.is_none() && d.amount >= 159_000 && d.segment == Segment::Medium;
    let odd_seats_2 = matches!(d.seats, 3 | 9 | 15 | 101) || d.seats > 4002;
    let far_decision_2 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 126);
    let seat_price_2 = d.amount > d.seats * 954 && matches!(d.segment, Segment::Large | Segment::Small);
    let year_end_2 =
        (const { day(2026, 12, 25) }..=const { day(2027, 1, 10) }).contains(&d.close_date) && d.amount > 106_000;
    let small_customer_2 = (3..=902).contains(&d.employees) && d.amount > 84_800 && d.revenue.is_none();
    let no_budget_3 = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 43);
    let too_small_3 =
        d.amount < 8720 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Event;
    let dead_3 = d.stage_days > 99 && (d.last_activity != NO_DATE && today - d.last_activity > 129);
    let below_cost_3 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 93) && (d.discount > 33 || d.kind == Kind::Renewal);
    let lost_fight_3 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 63)
        && d.discount >= 23
        && d.meetings < 6;
    let out_of_scope_3 = matches!(d.industry, Industry::Software | Industry::Health)
        && matches!(d.region, Region::North | Region::East)
        && d.employees < 403;
    let no_license_3 = d.industry == Industry::Media && d.region == Region::Nordics && d.annual_value.is_none();
    let overdue_3 = d.close_date < const { day(2026, 10, 5) } && d.created < const { day(2026, 3, 16) } && d.emails < 7;
    let over_exposed_3 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 153)
        && d.revenue.is_some_and(|revenue| revenue < 2_180_000);
    let free_pilot_3 = d.amount * 100 < d.list_price * 61 && d.kind == Kind::NewName && d.meetings <= 4;
    let deep_discount_3 = d.discount > 28 || d.amount * 100 < d.list_price * 63;
    let quiet_3 = (d.last_activity != NO_DATE && today - d.last_activity > 39)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 23;
    let thin_margin_3 = d.cost.is_some_and(|cost| d.amount - cost < 10_900) && d.amount > 54_500;
    let late_3 = d.close_date - d.created > 279 && d.stage_days > 69;
    let unknown_rival_3 = d.rival_price.is_none() && d.amount >= 163_500 && d.segment == Segment::Large;
    let odd_seats_3 = matches!(d.seats, 4 | 10 | 16 | 102) || d.seats > 4003;
    let far_decision_3 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 129);
    let seat_price_3 = d.amount > d.seats * 981 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end_3 =
        (const { day(2026, 12, 30) }..=const { day(2027, 1, 15) }).contains(&d.close_date) && d.amount > 109_000;
    let small_customer_3 = (4..=903).contains(&d.employees) && d.amount > 87_200 && d.revenue.is_none();
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
    let fit_1 = !matches!(d.industry, Industry::Media | Industry::Banking)
        || d.segment == Segment::Small
        || matches!(d.source, Source::Inbound | Source::Partner);
    let size_known_1 = d.employees > 1501
        || d.revenue.is_some_and(|revenue| revenue > 20_600_000)
        || matches!(d.kind, Kind::Renewal | Kind::NewName);
    let talked_1 = (d.emails >= 3 && d.meetings >= 2) || d.source == Source::Partner || d.stage_days < 43;
    let money_seen_1 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 20_600) || d.amount < 61_800;
    let seats_fit_1 = (4..=5001).contains(&d.seats) && d.seats <= d.employees * 4;
    let dated_1 = d.close_date > d.created && d.created <= const { day(2026, 11, 25) };
    let stuck_1 = d.stage_days > 153 && d.emails + d.meetings * 3 < 13;
    let no_reach_1 =
        d.region == Region::Nordics && d.source == Source::Referral && d.segment == Segment::Medium && d.meetings < 5;
    let fit_2 = !matches!(d.industry, Industry::Transport | Industry::Public)
        || d.segment == Segment::Medium
        || matches!(d.source, Source::Outbound | Source::Inbound);
    let size_known_2 = d.employees > 1502
        || d.revenue.is_some_and(|revenue| revenue > 21_200_000)
        || matches!(d.kind, Kind::NewName | Kind::AddOn);
    let talked_2 = (d.emails >= 4 && d.meetings >= 3) || d.source == Source::Inbound || d.stage_days < 46;
    let money_seen_2 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 21_200) || d.amount < 63_600;
    let seats_fit_2 = (5..=5002).contains(&d.seats) && d.seats <= d.employees * 5;
    let dated_2 = d.close_date > d.created && d.created <= const { day(2026, 11, 30) };
    let stuck_2 = d.stage_days > 156 && d.emails + d.meetings * 3 < 14;
    let no_reach_2 =
        d.region == Region::North && d.source == Source::Partner && d.segment == Segment::Large && d.meetings < 6;
    let fit_3 = !matches!(d.industry, Industry::Software | Industry::Media)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Event | Source::Outbound);
    let size_known_3 = d.employees > 1503
        || d.revenue.is_some_and(|revenue| revenue > 21_800_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked_3 = (d.emails >= 5 && d.meetings >= 4) || d.source == Source::Outbound || d.stage_days < 49;
    let money_seen_3 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 21_800) || d.amount < 65_400;
    let seats_fit_3 = (6..=5003).contains(&d.seats) && d.seats <= d.employees * 6;
    let dated_3 = d.close_date > d.created && d.created <= const { day(2026, 12, 5) };
    let stuck_3 = d.stage_days > 159 && d.emails + d.meetings * 3 < 15;
    let no_reach_3 =
        d.region == Region::South && d.source == Source::Inbound && d.segment == Segment::Small && d.meetings < 7;
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
    let price_set_1 = d.list_price >= 5150 && d.discount <= 36;
    let margin_1 = !(d.amount >= 51_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 9270) || d.kind == Kind::NewName || d.cost.is_none());
    let budget_fits_1 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 71)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 51)
        || d.discount <= 13;
    let involved_1 = d.emails + d.meetings * 3 >= 16 || d.stage_days < 63;
    let rival_met_1 = !(d.source != Source::Inbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 66));
    let slow_1 = d.stage_days > 48 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 10, 20) });
    let stalled_1 =
        (d.last_activity != NO_DATE && today - d.last_activity > 78) && d.decision_date == NO_DATE && d.stage_days > 63;
    let price_set_2 = d.list_price >= 5300 && d.discount <= 37;
    let margin_2 = !(d.amount >= 53_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 9540) || d.kind == Kind::AddOn || d.cost.is_none());
    let budget_fits_2 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 72)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 52)
        || d.discount <= 14;
    let involved_2 = d.emails + d.meetings * 3 >= 17 || d.stage_days < 66;
    let rival_met_2 = !(d.source != Source::Outbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 67));
    let slow_2 = d.stage_days > 51 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 10, 25) });
    let stalled_2 =
        (d.last_activity != NO_DATE && today - d.last_activity > 81) && d.decision_date == NO_DATE && d.stage_days > 66;
    let price_set_3 = d.list_price >= 5450 && d.discount <= 38;
    let margin_3 = !(d.amount >= 54_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 9810) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits_3 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 73)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 53)
        || d.discount <= 15;
    let involved_3 = d.emails + d.meetings * 3 >= 18 || d.stage_days < 69;
    let rival_met_3 = !(d.source != Source::Event)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 68));
    let slow_3 = d.stage_days > 54 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 10, 30) });
    let stalled_3 =
        (d.last_activity != NO_DATE && today - d.last_activity > 84) && d.decision_date == NO_DATE && d.stage_days > 69;
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
    let close_soon_1 = (const { day(2026, 9, 4) }..=const { day(2027, 10, 5) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::AddOn || d.amount < 206_000);
    let fair_price_1 = d.discount <= 23 || d.amount >= 123_600 || d.segment == Segment::Small;
    let exposure_1 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 121)
            || d.revenue.is_some_and(|revenue| revenue > 5_150_000));
    let yearly_1 = !(d.kind == Kind::NewName)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 31) || d.seats > 51);
    let too_late_1 = d.close_date < const { day(2026, 10, 6) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 6) })
        && d.meetings < 7;
    let close_soon_2 = (const { day(2026, 9, 9) }..=const { day(2027, 10, 10) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::Renewal || d.amount < 212_000);
    let fair_price_2 = d.discount <= 24 || d.amount >= 127_200 || d.segment == Segment::Medium;
    let exposure_2 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 122)
            || d.revenue.is_some_and(|revenue| revenue > 5_300_000));
    let yearly_2 = !(d.kind == Kind::AddOn)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 32) || d.seats > 52);
    let too_late_2 = d.close_date < const { day(2026, 10, 11) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 11) })
        && d.meetings < 8;
    let close_soon_3 = (const { day(2026, 9, 14) }..=const { day(2027, 10, 15) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 218_000);
    let fair_price_3 = d.discount <= 25 || d.amount >= 130_800 || d.segment == Segment::Large;
    let exposure_3 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 123)
            || d.revenue.is_some_and(|revenue| revenue > 5_450_000));
    let yearly_3 = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 33) || d.seats > 53);
    let too_late_3 = d.close_date < const { day(2026, 10, 16) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 16) })
        && d.meetings < 9;
    [
        u64::from(no_budget)
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
            | u64::from(no_budget_1) << 20
            | u64::from(too_small_1) << 21
            | u64::from(dead_1) << 22
            | u64::from(below_cost_1) << 23
            | u64::from(lost_fight_1) << 24
            | u64::from(out_of_scope_1) << 25
            | u64::from(no_license_1) << 26
            | u64::from(overdue_1) << 27
            | u64::from(over_exposed_1) << 28
            | u64::from(free_pilot_1) << 29
            | u64::from(deep_discount_1) << 30
            | u64::from(quiet_1) << 31
            | u64::from(thin_margin_1) << 32
            | u64::from(late_1) << 33
            | u64::from(unknown_rival_1) << 34
            | u64::from(odd_seats_1) << 35
            | u64::from(far_decision_1) << 36
            | u64::from(seat_price_1) << 37
            | u64::from(year_end_1) << 38
            | u64::from(small_customer_1) << 39
            | u64::from(no_budget_2) << 40
            | u64::from(too_small_2) << 41
            | u64::from(dead_2) << 42
            | u64::from(below_cost_2) << 43
            | u64::from(lost_fight_2) << 44
            | u64::from(out_of_scope_2) << 45
            | u64::from(no_license_2) << 46
            | u64::from(overdue_2) << 47
            | u64::from(over_exposed_2) << 48
            | u64::from(free_pilot_2) << 49
            | u64::from(deep_discount_2) << 50
            | u64::from(quiet_2) << 51
            | u64::from(thin_margin_2) << 52
            | u64::from(late_2) << 53
            | u64::from(unknown_rival_2) << 54
            | u64::from(odd_seats_2) << 55
            | u64::from(far_decision_2) << 56
            | u64::from(seat_price_2) << 57
            | u64::from(year_end_2) << 58
            | u64::from(small_customer_2) << 59
            | u64::from(no_budget_3) << 60
            | u64::from(too_small_3) << 61
            | u64::from(dead_3) << 62
            | u64::from(below_cost_3) << 63,
        u64::from(lost_fight_3)
            | u64::from(out_of_scope_3) << 1
            | u64::from(no_license_3) << 2
            | u64::from(overdue_3) << 3
            | u64::from(over_exposed_3) << 4
            | u64::from(free_pilot_3) << 5
            | u64::from(deep_discount_3) << 6
            | u64::from(quiet_3) << 7
            | u64::from(thin_margin_3) << 8
            | u64::from(late_3) << 9
            | u64::from(unknown_rival_3) << 10
            | u64::from(odd_seats_3) << 11
            | u64::from(far_decision_3) << 12
            | u64::from(seat_price_3) << 13
            | u64::from(year_end_3) << 14
            | u64::from(small_customer_3) << 15
            | u64::from(fit) << 16
            | u64::from(size_known) << 17
            | u64::from(talked) << 18
            | u64::from(money_seen) << 19
            | u64::from(seats_fit) << 20
            | u64::from(dated) << 21
            | u64::from(stuck) << 22
            | u64::from(no_reach) << 23
            | u64::from(fit_1) << 24
            | u64::from(size_known_1) << 25
            | u64::from(talked_1) << 26
            | u64::from(money_seen_1) << 27
            | u64::from(seats_fit_1) << 28
            | u64::from(dated_1) << 29
            | u64::from(stuck_1) << 30
            | u64::from(no_reach_1) << 31
            | u64::from(fit_2) << 32
            | u64::from(size_known_2) << 33
            | u64::from(talked_2) << 34
            | u64::from(money_seen_2) << 35
            | u64::from(seats_fit_2) << 36
            | u64::from(dated_2) << 37
            | u64::from(stuck_2) << 38
            | u64::from(no_reach_2) << 39
            | u64::from(fit_3) << 40
            | u64::from(size_known_3) << 41
            | u64::from(talked_3) << 42
            | u64::from(money_seen_3) << 43
            | u64::from(seats_fit_3) << 44
            | u64::from(dated_3) << 45
            | u64::from(stuck_3) << 46
            | u64::from(no_reach_3) << 47
            | u64::from(price_set) << 48
            | u64::from(margin) << 49
            | u64::from(budget_fits) << 50
            | u64::from(involved) << 51
            | u64::from(rival_met) << 52
            | u64::from(slow) << 53
            | u64::from(stalled) << 54
            | u64::from(price_set_1) << 55
            | u64::from(margin_1) << 56
            | u64::from(budget_fits_1) << 57
            | u64::from(involved_1) << 58
            | u64::from(rival_met_1) << 59
            | u64::from(slow_1) << 60
            | u64::from(stalled_1) << 61
            | u64::from(price_set_2) << 62
            | u64::from(margin_2) << 63,
        u64::from(budget_fits_2)
            | u64::from(involved_2) << 1
            | u64::from(rival_met_2) << 2
            | u64::from(slow_2) << 3
            | u64::from(stalled_2) << 4
            | u64::from(price_set_3) << 5
            | u64::from(margin_3) << 6
            | u64::from(budget_fits_3) << 7
            | u64::from(involved_3) << 8
            | u64::from(rival_met_3) << 9
            | u64::from(slow_3) << 10
            | u64::from(stalled_3) << 11
            | u64::from(close_soon) << 12
            | u64::from(fair_price) << 13
            | u64::from(exposure) << 14
            | u64::from(yearly) << 15
            | u64::from(too_late) << 16
            | u64::from(close_soon_1) << 17
            | u64::from(fair_price_1) << 18
            | u64::from(exposure_1) << 19
            | u64::from(yearly_1) << 20
            | u64::from(too_late_1) << 21
            | u64::from(close_soon_2) << 22
            | u64::from(fair_price_2) << 23
            | u64::from(exposure_2) << 24
            | u64::from(yearly_2) << 25
            | u64::from(too_late_2) << 26
            | u64::from(close_soon_3) << 27
            | u64::from(fair_price_3) << 28
            | u64::from(exposure_3) << 29
            | u64::from(yearly_3) << 30
            | u64::from(too_late_3) << 31,
    ]
}
