//! With `&&` and `||`, as one writes it without a thought of speed.

use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};
use super::Masks;

pub const MASKS: Masks<10> = Masks {
    ends: [
        [
            0xf003ff003ff003ff,
            0xff003ff003ff003f,
            0x3ff003ff003ff003,
            0x3ff003ff003ff00,
            0x3ff003ff003ff0,
            0xc0c0c0c0c0c0c0c0,
            0xc0c0c0c0c0c0c0c0,
            0x0,
            0x0,
            0x0,
        ],
        [
            0xf003ff003ff003ff,
            0xff003ff003ff003f,
            0x3ff003ff003ff003,
            0x3ff003ff003ff00,
            0x3ff003ff003ff0,
            0x0,
            0x0,
            0x4081020408102040,
            0x810204081020,
            0x0,
        ],
        [
            0xf003ff003ff003ff,
            0xff003ff003ff003f,
            0x3ff003ff003ff003,
            0x3ff003ff003ff00,
            0x3ff003ff003ff0,
            0x0,
            0x0,
            0x0,
            0x4210000000000000,
            0x8421084210842108,
        ],
    ],
    needs: [
        [0x0, 0x0, 0x0, 0x0, 0x0, 0x3f3f3f3f3f3f3f3f, 0x3f3f3f3f3f3f3f3f, 0x0, 0x0, 0x0],
        [0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x9f3e7cf9f3e7cf9f, 0x3e7cf9f3e7cf, 0x0],
        [0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0xbdef000000000000, 0x7bdef7bdef7bdef7],
    ],
};

pub fn truths(d: &Deal, today: i32) -> [u64; 10] {
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
    let no_budget_4 = d.kind == Kind::AddOn && d.budget.is_some_and(|budget| budget * 100 < d.amount * 44);
    let too_small_4 =
        d.amount < 8960 && matches!(d.segment, Segment::Large | Segment::Small) && d.source != Source::Referral;
    let dead_4 = d.stage_days > 102 && (d.last_activity != NO_DATE && today - d.last_activity > 132);
    let below_cost_4 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 94) && (d.discount > 34 || d.kind == Kind::NewName);
    let lost_fight_4 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 64)
        && d.discount >= 24
        && d.meetings < 7;
    let out_of_scope_4 = matches!(d.industry, Industry::Retail | Industry::Energy)
        && matches!(d.region, Region::South | Region::West)
        && d.employees < 404;
    let no_license_4 = d.industry == Industry::Transport && d.region == Region::North && d.annual_value.is_none();
    let overdue_4 =
        d.close_date < const { day(2026, 10, 10) } && d.created < const { day(2026, 3, 21) } && d.emails < 8;
    let over_exposed_4 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 154)
        && d.revenue.is_some_and(|revenue| revenue < 2_240_000);
    let free_pilot_4 = d.amount * 100 < d.list_price * 62 && d.kind == Kind::AddOn && d.meetings <= 5;
    let deep_discount_4 = d.discount > 29 || d.amount * 100 < d.list_price * 64;
    let quiet_4 = (d.last_activity != NO_DATE && today - d.last_activity > 42)
        && d.kind != Kind::NewName
        && d.emails + d.meetings * 3 < 24;
    let thin_margin_4 = d.cost.is_some_and(|cost| d.amount - cost < 11_200) && d.amount > 56_000;
    let late_4 = d.close_date - d.created > 282 && d.stage_days > 72;
    let unknown_rival_4 = d.rival_price.is_none() && d.amount >= 168_000 && d.segment == Segment::Small;
    let odd_seats_4 = matches!(d.seats, 5 | 11 | 17 | 103) || d.seats > 4004;
    let far_decision_4 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 132);
    let seat_price_4 = d.amount > d.seats * 1008 && matches!(d.segment, Segment::Medium | Segment::Large);
    let year_end_4 =
        (const { day(2027, 1, 4) }..=const { day(2027, 1, 20) }).contains(&d.close_date) && d.amount > 112_000;
    let small_customer_4 = (5..=904).contains(&d.employees) && d.amount > 89_600 && d.revenue.is_none();
    let no_budget_5 = d.kind == Kind::Renewal && d.budget.is_some_and(|budget| budget * 100 < d.amount * 45);
    let too_small_5 =
        d.amount < 9200 && matches!(d.segment, Segment::Small | Segment::Medium) && d.source != Source::Partner;
    let dead_5 = d.stage_days > 105 && (d.last_activity != NO_DATE && today - d.last_activity > 135);
    let below_cost_5 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 95) && (d.discount > 35 || d.kind == Kind::AddOn);
    let lost_fight_5 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 65)
        && d.discount >= 25
        && d.meetings < 8;
    let out_of_scope_5 = matches!(d.industry, Industry::Health | Industry::Banking)
        && matches!(d.region, Region::East | Region::Dach)
        && d.employees < 405;
    let no_license_5 = d.industry == Industry::Software && d.region == Region::South && d.annual_value.is_none();
    let overdue_5 =
        d.close_date < const { day(2026, 10, 15) } && d.created < const { day(2026, 3, 26) } && d.emails < 9;
    let over_exposed_5 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 155)
        && d.revenue.is_some_and(|revenue| revenue < 2_300_000);
    let free_pilot_5 = d.amount * 100 < d.list_price * 63 && d.kind == Kind::Renewal && d.meetings <= 6;
    let deep_discount_5 = d.discount > 30 || d.amount * 100 < d.list_price * 65;
    let quiet_5 = (d.last_activity != NO_DATE && today - d.last_activity > 45)
        && d.kind != Kind::AddOn
        && d.emails + d.meetings * 3 < 25;
    let thin_margin_5 = d.cost.is_some_and(|cost| d.amount - cost < 11_500) && d.amount > 57_500;
    let late_5 = d.close_date - d.created > 285 && d.stage_days > 75;
    let unknown_rival_5 = d.rival_price.is_none() && d.amount >= 172_500 && d.segment == Segment::Medium;
    let odd_seats_5 = matches!(d.seats, 6 | 12 | 18 | 104) || d.seats > 4005;
    let far_decision_5 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 135);
    let seat_price_5 = d.amount > d.seats * 1035 && matches!(d.segment, Segment::Large | Segment::Small);
    let year_end_5 =
        (const { day(2027, 1, 9) }..=const { day(2027, 1, 25) }).contains(&d.close_date) && d.amount > 115_000;
    let small_customer_5 = (6..=905).contains(&d.employees) && d.amount > 92_000 && d.revenue.is_none();
    let no_budget_6 = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 46);
    let too_small_6 =
        d.amount < 9440 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Inbound;
    let dead_6 = d.stage_days > 108 && (d.last_activity != NO_DATE && today - d.last_activity > 138);
    let below_cost_6 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 96) && (d.discount > 36 || d.kind == Kind::Renewal);
    let lost_fight_6 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 66)
        && d.discount >= 26
        && d.meetings < 9;
    let out_of_scope_6 = matches!(d.industry, Industry::Energy | Industry::Public)
        && matches!(d.region, Region::West | Region::Nordics)
        && d.employees < 406;
    let no_license_6 = d.industry == Industry::Retail && d.region == Region::East && d.annual_value.is_none();
    let overdue_6 =
        d.close_date < const { day(2026, 10, 20) } && d.created < const { day(2026, 3, 31) } && d.emails < 10;
    let over_exposed_6 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 156)
        && d.revenue.is_some_and(|revenue| revenue < 2_360_000);
    let free_pilot_6 = d.amount * 100 < d.list_price * 64 && d.kind == Kind::NewName && d.meetings <= 7;
    let deep_discount_6 = d.discount > 31 || d.amount * 100 < d.list_price * 66;
    let quiet_6 = (d.last_activity != NO_DATE && today - d.last_activity > 48)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 26;
    let thin_margin_6 = d.cost.is_some_and(|cost| d.amount - cost < 11_800) && d.amount > 59_000;
    let late_6 = d.close_date - d.created > 288 && d.stage_days > 78;
    let unknown_rival_6 = d.rival_price.is_none() && d.amount >= 177_000 && d.segment == Segment::Large;
    let odd_seats_6 = matches!(d.seats, 7 | 13 | 19 | 105) || d.seats > 4006;
    let far_decision_6 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 138);
    let seat_price_6 = d.amount > d.seats * 1062 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end_6 =
        (const { day(2027, 1, 14) }..=const { day(2027, 1, 30) }).contains(&d.close_date) && d.amount > 118_000;
    let small_customer_6 = (7..=906).contains(&d.employees) && d.amount > 94_400 && d.revenue.is_none();
    let no_budget_7 = d.kind == Kind::AddOn && d.budget.is_some_and(|budget| budget * 100 < d.amount * 47);
    let too_small_7 =
        d.amount < 9680 && matches!(d.segment, Segment::Large | Segment::Small) && d.source != Source::Outbound;
    let dead_7 = d.stage_days > 111 && (d.last_activity != NO_DATE && today - d.last_activity > 141);
    let below_cost_7 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 97) && (d.discount > 37 || d.kind == Kind::NewName);
    let lost_fight_7 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 67)
        && d.discount >= 27
        && d.meetings < 10;
    let out_of_scope_7 = matches!(d.industry, Industry::Banking | Industry::Media)
        && matches!(d.region, Region::Dach | Region::North)
        && d.employees < 407;
    let no_license_7 = d.industry == Industry::Health && d.region == Region::West && d.annual_value.is_none();
    let overdue_7 =
        d.close_date < const { day(2026, 10, 25) } && d.created < const { day(2026, 4, 5) } && d.emails < 11;
    let over_exposed_7 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 157)
        && d.revenue.is_some_and(|revenue| revenue < 2_420_000);
    let free_pilot_7 = d.amount * 100 < d.list_price * 65 && d.kind == Kind::AddOn && d.meetings <= 8;
    let deep_discount_7 = d.discount > 32 || d.amount * 100 < d.list_price * 67;
    let quiet_7 = (d.last_activity != NO_DATE && today - d.last_activity > 51)
        && d.kind != Kind::NewName
        && d.emails + d.meetings * 3 < 27;
    let thin_margin_7 = d.cost.is_some_and(|cost| d.amount - cost < 12_100) && d.amount > 60_500;
    let late_7 = d.close_date - d.created > 291 && d.stage_days > 81;
    let unknown_rival_7 = d.rival_price.is_none() && d.amount >= 181_500 && d.segment == Segment::Small;
    let odd_seats_7 = matches!(d.seats, 8 | 14 | 20 | 106) || d.seats > 4007;
    let far_decision_7 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 141);
    let seat_price_7 = d.amount > d.seats * 1089 && matches!(d.segment, Segment::Medium | Segment::Large);
    let year_end_7 =
        (const { day(2027, 1, 19) }..=const { day(2027, 2, 4) }).contains(&d.close_date) && d.amount > 121_000;
    let small_customer_7 = (8..=907).contains(&d.employees) && d.amount > 96_800 && d.revenue.is_none();
    let no_budget_8 = d.kind == Kind::Renewal && d.budget.is_some_and(|budget| budget * 100 < d.amount * 48);
    let too_small_8 =
        d.amount < 9920 && matches!(d.segment, Segment::Small | Segment::Medium) && d.source != Source::Event;
    let dead_8 = d.stage_days > 114 && (d.last_activity != NO_DATE && today - d.last_activity > 144);
    let below_cost_8 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 98) && (d.discount > 38 || d.kind == Kind::AddOn);
    let lost_fight_8 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 68)
        && d.discount >= 28
        && d.meetings < 11;
    let out_of_scope_8 = matches!(d.industry, Industry::Public | Industry::Transport)
        && matches!(d.region, Region::Nordics | Region::South)
        && d.employees < 408;
    let no_license_8 = d.industry == Industry::Energy && d.region == Region::Dach && d.annual_value.is_none();
    let overdue_8 =
        d.close_date < const { day(2026, 10, 30) } && d.created < const { day(2026, 4, 10) } && d.emails < 12;
    let over_exposed_8 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 158)
        && d.revenue.is_some_and(|revenue| revenue < 2_480_000);
    let free_pilot_8 = d.amount * 100 < d.list_price * 66 && d.kind == Kind::Renewal && d.meetings <= 9;
    let deep_discount_8 = d.discount > 33 || d.amount * 100 < d.list_price * 68;
    let quiet_8 = (d.last_activity != NO_DATE && today - d.last_activity > 54)
        && d.kind != Kind::AddOn
        && d.emails + d.meetings * 3 < 28;
    let thin_margin_8 = d.cost.is_some_and(|cost| d.amount - cost < 12_400) && d.amount > 62_000;
    let late_8 = d.close_date - d.created > 294 && d.stage_days > 84;
    let unknown_rival_8 = d.rival_price.is_none() && d.amount >= 186_000 && d.segment == Segment::Medium;
    let odd_seats_8 = matches!(d.seats, 9 | 15 | 21 | 107) || d.seats > 4008;
    let far_decision_8 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 144);
    let seat_price_8 = d.amount > d.seats * 1116 && matches!(d.segment, Segment::Large | Segment::Small);
    let year_end_8 =
        (const { day(2027, 1, 24) }..=const { day(2027, 2, 9) }).contains(&d.close_date) && d.amount > 124_000;
    let small_customer_8 = (9..=908).contains(&d.employees) && d.amount > 99_200 && d.revenue.is_none();
    let no_budget_9 = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 49);
    let too_small_9 =
        d.amount < 10_160 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Referral;
    let dead_9 = d.stage_days > 117 && (d.last_activity != NO_DATE && today - d.last_activity > 147);
    let below_cost_9 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 99) && (d.discount > 39 || d.kind == Kind::Renewal);
    let lost_fight_9 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 69)
        && d.discount >= 29
        && d.meetings < 12;
    let out_of_scope_9 = matches!(d.industry, Industry::Media | Industry::Software)
        && matches!(d.region, Region::North | Region::East)
        && d.employees < 409;
    let no_license_9 = d.industry == Industry::Banking && d.region == Region::Nordics && d.annual_value.is_none();
    let overdue_9 =
        d.close_date < const { day(2026, 11, 4) } && d.created < const { day(2026, 4, 15) } && d.emails < 13;
    let over_exposed_9 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 159)
        && d.revenue.is_some_and(|revenue| revenue < 2_540_000);
    let free_pilot_9 = d.amount * 100 < d.list_price * 67 && d.kind == Kind::NewName && d.meetings <= 10;
    let deep_discount_9 = d.discount > 34 || d.amount * 100 < d.list_price * 69;
    let quiet_9 = (d.last_activity != NO_DATE && today - d.last_activity > 57)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 29;
    let thin_margin_9 = d.cost.is_some_and(|cost| d.amount - cost < 12_700) && d.amount > 63_500;
    let late_9 = d.close_date - d.created > 297 && d.stage_days > 87;
    let unknown_rival_9 = d.rival_price.is_none() && d.amount >= 190_500 && d.segment == Segment::Large;
    let odd_seats_9 = matches!(d.seats, 10 | 16 | 22 | 108) || d.seats > 4009;
    let far_decision_9 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 147);
    let seat_price_9 = d.amount > d.seats * 1143 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end_9 =
        (const { day(2027, 1, 29) }..=const { day(2027, 2, 14) }).contains(&d.close_date) && d.amount > 127_000;
    let small_customer_9 = (10..=909).contains(&d.employees) && d.amount > 101_600 && d.revenue.is_none();
    let no_budget_10 = d.kind == Kind::AddOn && d.budget.is_some_and(|budget| budget * 100 < d.amount * 50);
    let too_small_10 =
        d.amount < 10_400 && matches!(d.segment, Segment::Large | Segment::Small) && d.source != Source::Partner;
    let dead_10 = d.stage_days > 120 && (d.last_activity != NO_DATE && today - d.last_activity > 150);
    let below_cost_10 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 100) && (d.discount > 40 || d.kind == Kind::NewName);
    let lost_fight_10 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 70)
        && d.discount >= 30
        && d.meetings < 13;
    let out_of_scope_10 = matches!(d.industry, Industry::Transport | Industry::Retail)
        && matches!(d.region, Region::South | Region::West)
        && d.employees < 410;
    let no_license_10 = d.industry == Industry::Public && d.region == Region::North && d.annual_value.is_none();
    let overdue_10 =
        d.close_date < const { day(2026, 11, 9) } && d.created < const { day(2026, 4, 20) } && d.emails < 14;
    let over_exposed_10 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 160)
        && d.revenue.is_some_and(|revenue| revenue < 2_600_000);
    let free_pilot_10 = d.amount * 100 < d.list_price * 68 && d.kind == Kind::AddOn && d.meetings <= 11;
    let deep_discount_10 = d.discount > 35 || d.amount * 100 < d.list_price * 70;
    let quiet_10 = (d.last_activity != NO_DATE && today - d.last_activity > 60)
        && d.kind != Kind::NewName
        && d.emails + d.meetings * 3 < 30;
    let thin_margin_10 = d.cost.is_some_and(|cost| d.amount - cost < 13_000) && d.amount > 65_000;
    let late_10 = d.close_date - d.created > 300 && d.stage_days > 90;
    let unknown_rival_10 = d.rival_price.is_none() && d.amount >= 195_000 && d.segment == Segment::Small;
    let odd_seats_10 = matches!(d.seats, 11 | 17 | 23 | 109) || d.seats > 4010;
    let far_decision_10 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 150);
    let seat_price_10 = d.amount > d.seats * 1170 && matches!(d.segment, Segment::Medium | Segment::Large);
    let year_end_10 =
        (const { day(2027, 2, 3) }..=const { day(2027, 2, 19) }).contains(&d.close_date) && d.amount > 130_000;
    let small_customer_10 = (11..=910).contains(&d.employees) && d.amount > 104_000 && d.revenue.is_none();
    let no_budget_11 = d.kind == Kind::Renewal && d.budget.is_some_and(|budget| budget * 100 < d.amount * 51);
    let too_small_11 =
        d.amount < 10_640 && matches!(d.segment, Segment::Small | Segment::Medium) && d.source != Source::Inbound;
    let dead_11 = d.stage_days > 123 && (d.last_activity != NO_DATE && today - d.last_activity > 153);
    let below_cost_11 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 101) && (d.discount > 41 || d.kind == Kind::AddOn);
    let lost_fight_11 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 71)
        && d.discount >= 31
        && d.meetings < 14;
    let out_of_scope_11 = matches!(d.industry, Industry::Software | Industry::Health)
        && matches!(d.region, Region::East | Region::Dach)
        && d.employees < 411;
    let no_license_11 = d.industry == Industry::Media && d.region == Region::South && d.annual_value.is_none();
    let overdue_11 =
        d.close_date < const { day(2026, 11, 14) } && d.created < const { day(2026, 4, 25) } && d.emails < 15;
    let over_exposed_11 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 161)
        && d.revenue.is_some_and(|revenue| revenue < 2_660_000);
    let free_pilot_11 = d.amount * 100 < d.list_price * 69 && d.kind == Kind::Renewal && d.meetings <= 12;
    let deep_discount_11 = d.discount > 36 || d.amount * 100 < d.list_price * 71;
    let quiet_11 = (d.last_activity != NO_DATE && today - d.last_activity > 63)
        && d.kind != Kind::AddOn
        && d.emails + d.meetings * 3 < 31;
    let thin_margin_11 = d.cost.is_some_and(|cost| d.amount - cost < 13_300) && d.amount > 66_500;
    let late_11 = d.close_date - d.created > 303 && d.stage_days > 93;
    let unknown_rival_11 = d.rival_price.is_none() && d.amount >= 199_500 && d.segment == Segment::Medium;
    let odd_seats_11 = matches!(d.seats, 12 | 18 | 24 | 110) || d.seats > 4011;
    let far_decision_11 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 153);
    let seat_price_11 = d.amount > d.seats * 1197 && matches!(d.segment, Segment::Large | Segment::Small);
    let year_end_11 =
        (const { day(2027, 2, 8) }..=const { day(2027, 2, 24) }).contains(&d.close_date) && d.amount > 133_000;
    let small_customer_11 = (12..=911).contains(&d.employees) && d.amount > 106_400 && d.revenue.is_none();
    let no_budget_12 = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 52);
    let too_small_12 =
        d.amount < 10_880 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Outbound;
    let dead_12 = d.stage_days > 126 && (d.last_activity != NO_DATE && today - d.last_activity > 156);
    let below_cost_12 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 102) && (d.discount > 42 || d.kind == Kind::Renewal);
    let lost_fight_12 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 72)
        && d.discount >= 32
        && d.meetings < 15;
    let out_of_scope_12 = matches!(d.industry, Industry::Retail | Industry::Energy)
        && matches!(d.region, Region::West | Region::Nordics)
        && d.employees < 412;
    let no_license_12 = d.industry == Industry::Transport && d.region == Region::East && d.annual_value.is_none();
    let overdue_12 =
        d.close_date < const { day(2026, 11, 19) } && d.created < const { day(2026, 4, 30) } && d.emails < 16;
    let over_exposed_12 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 162)
        && d.revenue.is_some_and(|revenue| revenue < 2_720_000);
    let free_pilot_12 = d.amount * 100 < d.list_price * 70 && d.kind == Kind::NewName && d.meetings <= 13;
    let deep_discount_12 = d.discount > 37 || d.amount * 100 < d.list_price * 72;
    let quiet_12 = (d.last_activity != NO_DATE && today - d.last_activity > 66)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 32;
    let thin_margin_12 = d.cost.is_some_and(|cost| d.amount - cost < 13_600) && d.amount > 68_000;
    let late_12 = d.close_date - d.created > 306 && d.stage_days > 96;
    let unknown_rival_12 = d.rival_price.is_none() && d.amount >= 204_000 && d.segment == Segment::Large;
    let odd_seats_12 = matches!(d.seats, 13 | 19 | 25 | 111) || d.seats > 4012;
    let far_decision_12 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 156);
    let seat_price_12 = d.amount > d.seats * 1224 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end_12 =
        (const { day(2027, 2, 13) }..=const { day(2027, 3, 1) }).contains(&d.close_date) && d.amount > 136_000;
    let small_customer_12 = (13..=912).contains(&d.employees) && d.amount > 108_800 && d.revenue.is_none();
    let no_budget_13 = d.kind == Kind::AddOn && d.budget.is_some_and(|budget| budget * 100 < d.amount * 53);
    let too_small_13 =
        d.amount < 11_120 && matches!(d.segment, Segment::Large | Segment::Small) && d.source != Source::Event;
    let dead_13 = d.stage_days > 129 && (d.last_activity != NO_DATE && today - d.last_activity > 159);
    let below_cost_13 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 103) && (d.discount > 43 || d.kind == Kind::NewName);
    let lost_fight_13 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 73)
        && d.discount >= 33
        && d.meetings < 16;
    let out_of_scope_13 = matches!(d.industry, Industry::Health | Industry::Banking)
        && matches!(d.region, Region::Dach | Region::North)
        && d.employees < 413;
    let no_license_13 = d.industry == Industry::Software && d.region == Region::West && d.annual_value.is_none();
    let overdue_13 =
        d.close_date < const { day(2026, 11, 24) } && d.created < const { day(2026, 5, 5) } && d.emails < 17;
    let over_exposed_13 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 163)
        && d.revenue.is_some_and(|revenue| revenue < 2_780_000);
    let free_pilot_13 = d.amount * 100 < d.list_price * 71 && d.kind == Kind::AddOn && d.meetings <= 14;
    let deep_discount_13 = d.discount > 38 || d.amount * 100 < d.list_price * 73;
    let quiet_13 = (d.last_activity != NO_DATE && today - d.last_activity > 69)
        && d.kind != Kind::NewName
        && d.emails + d.meetings * 3 < 33;
    let thin_margin_13 = d.cost.is_some_and(|cost| d.amount - cost < 13_900) && d.amount > 69_500;
    let late_13 = d.close_date - d.created > 309 && d.stage_days > 99;
    let unknown_rival_13 = d.rival_price.is_none() && d.amount >= 208_500 && d.segment == Segment::Small;
    let odd_seats_13 = matches!(d.seats, 14 | 20 | 26 | 112) || d.seats > 4013;
    let far_decision_13 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 159);
    let seat_price_13 = d.amount > d.seats * 1251 && matches!(d.segment, Segment::Medium | Segment::Large);
    let year_end_13 =
        (const { day(2027, 2, 18) }..=const { day(2027, 3, 6) }).contains(&d.close_date) && d.amount > 139_000;
    let small_customer_13 = (14..=913).contains(&d.employees) && d.amount > 111_200 && d.revenue.is_none();
    let no_budget_14 = d.kind == Kind::Renewal && d.budget.is_some_and(|budget| budget * 100 < d.amount * 54);
    let too_small_14 =
        d.amount < 11_360 && matches!(d.segment, Segment::Small | Segment::Medium) && d.source != Source::Referral;
    let dead_14 = d.stage_days > 132 && (d.last_activity != NO_DATE && today - d.last_activity > 162);
    let below_cost_14 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 104) && (d.discount > 44 || d.kind == Kind::AddOn);
    let lost_fight_14 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 74)
        && d.discount >= 34
        && d.meetings < 17;
    let out_of_scope_14 = matches!(d.industry, Industry::Energy | Industry::Public)
        && matches!(d.region, Region::Nordics | Region::South)
        && d.employees < 414;
    let no_license_14 = d.industry == Industry::Retail && d.region == Region::Dach && d.annual_value.is_none();
    let overdue_14 =
        d.close_date < const { day(2026, 11, 29) } && d.created < const { day(2026, 5, 10) } && d.emails < 18;
    let over_exposed_14 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 164)
        && d.revenue.is_some_and(|revenue| revenue < 2_840_000);
    let free_pilot_14 = d.amount * 100 < d.list_price * 72 && d.kind == Kind::Renewal && d.meetings <= 15;
    let deep_discount_14 = d.discount > 39 || d.amount * 100 < d.list_price * 74;
    let quiet_14 = (d.last_activity != NO_DATE && today - d.last_activity > 72)
        && d.kind != Kind::AddOn
        && d.emails + d.meetings * 3 < 34;
    let thin_margin_14 = d.cost.is_some_and(|cost| d.amount - cost < 14_200) && d.amount > 71_000;
    let late_14 = d.close_date - d.created > 312 && d.stage_days > 102;
    let unknown_rival_14 = d.rival_price.is_none() && d.amount >= 213_000 && d.segment == Segment::Medium;
    let odd_seats_14 = matches!(d.seats, 15 | 21 | 27 | 113) || d.seats > 4014;
    let far_decision_14 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 162);
    let seat_price_14 = d.amount > d.seats * 1278 && matches!(d.segment, Segment::Large | Segment::Small);
    let year_end_14 =
        (const { day(2027, 2, 23) }..=const { day(2027, 3, 11) }).contains(&d.close_date) && d.amount > 142_000;
    let small_customer_14 = (15..=914).contains(&d.employees) && d.amount > 113_600 && d.revenue.is_none();
    let no_budget_15 = d.kind == Kind::NewName && d.budget.is_some_and(|budget| budget * 100 < d.amount * 55);
    let too_small_15 =
        d.amount < 11_600 && matches!(d.segment, Segment::Medium | Segment::Large) && d.source != Source::Partner;
    let dead_15 = d.stage_days > 135 && (d.last_activity != NO_DATE && today - d.last_activity > 165);
    let below_cost_15 =
        d.cost.is_some_and(|cost| cost * 100 > d.amount * 105) && (d.discount > 45 || d.kind == Kind::Renewal);
    let lost_fight_15 = d.rival_price.is_some_and(|rival_price| rival_price * 100 < d.amount * 75)
        && d.discount >= 35
        && d.meetings < 18;
    let out_of_scope_15 = matches!(d.industry, Industry::Banking | Industry::Media)
        && matches!(d.region, Region::North | Region::East)
        && d.employees < 415;
    let no_license_15 = d.industry == Industry::Health && d.region == Region::Nordics && d.annual_value.is_none();
    let overdue_15 =
        d.close_date < const { day(2026, 12, 4) } && d.created < const { day(2026, 5, 15) } && d.emails < 19;
    let over_exposed_15 = d.penalty.is_some_and(|penalty| penalty * 100 > d.amount * 165)
        && d.revenue.is_some_and(|revenue| revenue < 2_900_000);
    let free_pilot_15 = d.amount * 100 < d.list_price * 73 && d.kind == Kind::NewName && d.meetings <= 16;
    let deep_discount_15 = d.discount > 40 || d.amount * 100 < d.list_price * 75;
    let quiet_15 = (d.last_activity != NO_DATE && today - d.last_activity > 75)
        && d.kind != Kind::Renewal
        && d.emails + d.meetings * 3 < 35;
    let thin_margin_15 = d.cost.is_some_and(|cost| d.amount - cost < 14_500) && d.amount > 72_500;
    let late_15 = d.close_date - d.created > 315 && d.stage_days > 105;
    let unknown_rival_15 = d.rival_price.is_none() && d.amount >= 217_500 && d.segment == Segment::Large;
    let odd_seats_15 = matches!(d.seats, 16 | 22 | 28 | 114) || d.seats > 4015;
    let far_decision_15 = (d.decision_date != NO_DATE && d.decision_date > d.close_date)
        && (d.decision_date != NO_DATE && d.decision_date - today > 165);
    let seat_price_15 = d.amount > d.seats * 1305 && matches!(d.segment, Segment::Small | Segment::Medium);
    let year_end_15 =
        (const { day(2027, 2, 28) }..=const { day(2027, 3, 16) }).contains(&d.close_date) && d.amount > 145_000;
    let small_customer_15 = (16..=915).contains(&d.employees) && d.amount > 116_000 && d.revenue.is_none();
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
    let fit_4 = !matches!(d.industry, Industry::Retail | Industry::Transport)
        || d.segment == Segment::Small
        || matches!(d.source, Source::Referral | Source::Event);
    let size_known_4 = d.employees > 1504
        || d.revenue.is_some_and(|revenue| revenue > 22_400_000)
        || matches!(d.kind, Kind::Renewal | Kind::NewName);
    let talked_4 = (d.emails >= 6 && d.meetings >= 5) || d.source == Source::Event || d.stage_days < 52;
    let money_seen_4 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 22_400) || d.amount < 67_200;
    let seats_fit_4 = (7..=5004).contains(&d.seats) && d.seats <= d.employees * 7;
    let dated_4 = d.close_date > d.created && d.created <= const { day(2026, 12, 10) };
    let stuck_4 = d.stage_days > 162 && d.emails + d.meetings * 3 < 16;
    let no_reach_4 =
        d.region == Region::East && d.source == Source::Outbound && d.segment == Segment::Medium && d.meetings < 8;
    let fit_5 = !matches!(d.industry, Industry::Health | Industry::Software)
        || d.segment == Segment::Medium
        || matches!(d.source, Source::Partner | Source::Referral);
    let size_known_5 = d.employees > 1505
        || d.revenue.is_some_and(|revenue| revenue > 23_000_000)
        || matches!(d.kind, Kind::NewName | Kind::AddOn);
    let talked_5 = (d.emails >= 7 && d.meetings >= 6) || d.source == Source::Referral || d.stage_days < 55;
    let money_seen_5 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 23_000) || d.amount < 69_000;
    let seats_fit_5 = (8..=5005).contains(&d.seats) && d.seats <= d.employees * 8;
    let dated_5 = d.close_date > d.created && d.created <= const { day(2026, 12, 15) };
    let stuck_5 = d.stage_days > 165 && d.emails + d.meetings * 3 < 17;
    let no_reach_5 =
        d.region == Region::West && d.source == Source::Event && d.segment == Segment::Large && d.meetings < 9;
    let fit_6 = !matches!(d.industry, Industry::Energy | Industry::Retail)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Inbound | Source::Partner);
    let size_known_6 = d.employees > 1506
        || d.revenue.is_some_and(|revenue| revenue > 23_600_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked_6 = (d.emails >= 8 && d.meetings >= 7) || d.source == Source::Partner || d.stage_days < 58;
    let money_seen_6 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 23_600) || d.amount < 70_800;
    let seats_fit_6 = (9..=5006).contains(&d.seats) && d.seats <= d.employees * 9;
    let dated_6 = d.close_date > d.created && d.created <= const { day(2026, 12, 20) };
    let stuck_6 = d.stage_days > 168 && d.emails + d.meetings * 3 < 18;
    let no_reach_6 =
        d.region == Region::Dach && d.source == Source::Referral && d.segment == Segment::Small && d.meetings < 10;
    let fit_7 = !matches!(d.industry, Industry::Banking | Industry::Health)
        || d.segment == Segment::Small
        || matches!(d.source, Source::Outbound | Source::Inbound);
    let size_known_7 = d.employees > 1507
        || d.revenue.is_some_and(|revenue| revenue > 24_200_000)
        || matches!(d.kind, Kind::Renewal | Kind::NewName);
    let talked_7 = (d.emails >= 9 && d.meetings >= 8) || d.source == Source::Inbound || d.stage_days < 61;
    let money_seen_7 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 24_200) || d.amount < 72_600;
    let seats_fit_7 = (10..=5007).contains(&d.seats) && d.seats <= d.employees * 10;
    let dated_7 = d.close_date > d.created && d.created <= const { day(2026, 12, 25) };
    let stuck_7 = d.stage_days > 171 && d.emails + d.meetings * 3 < 19;
    let no_reach_7 =
        d.region == Region::Nordics && d.source == Source::Partner && d.segment == Segment::Medium && d.meetings < 11;
    let fit_8 = !matches!(d.industry, Industry::Public | Industry::Energy)
        || d.segment == Segment::Medium
        || matches!(d.source, Source::Event | Source::Outbound);
    let size_known_8 = d.employees > 1508
        || d.revenue.is_some_and(|revenue| revenue > 24_800_000)
        || matches!(d.kind, Kind::NewName | Kind::AddOn);
    let talked_8 = (d.emails >= 10 && d.meetings >= 9) || d.source == Source::Outbound || d.stage_days < 64;
    let money_seen_8 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 24_800) || d.amount < 74_400;
    let seats_fit_8 = (11..=5008).contains(&d.seats) && d.seats <= d.employees * 11;
    let dated_8 = d.close_date > d.created && d.created <= const { day(2026, 12, 30) };
    let stuck_8 = d.stage_days > 174 && d.emails + d.meetings * 3 < 20;
    let no_reach_8 =
        d.region == Region::North && d.source == Source::Inbound && d.segment == Segment::Large && d.meetings < 12;
    let fit_9 = !matches!(d.industry, Industry::Media | Industry::Banking)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Referral | Source::Event);
    let size_known_9 = d.employees > 1509
        || d.revenue.is_some_and(|revenue| revenue > 25_400_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked_9 = (d.emails >= 11 && d.meetings >= 10) || d.source == Source::Event || d.stage_days < 67;
    let money_seen_9 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 25_400) || d.amount < 76_200;
    let seats_fit_9 = (12..=5009).contains(&d.seats) && d.seats <= d.employees * 12;
    let dated_9 = d.close_date > d.created && d.created <= const { day(2027, 1, 4) };
    let stuck_9 = d.stage_days > 177 && d.emails + d.meetings * 3 < 21;
    let no_reach_9 =
        d.region == Region::South && d.source == Source::Outbound && d.segment == Segment::Small && d.meetings < 13;
    let fit_10 = !matches!(d.industry, Industry::Transport | Industry::Public)
        || d.segment == Segment::Small
        || matches!(d.source, Source::Partner | Source::Referral);
    let size_known_10 = d.employees > 1510
        || d.revenue.is_some_and(|revenue| revenue > 26_000_000)
        || matches!(d.kind, Kind::Renewal | Kind::NewName);
    let talked_10 = (d.emails >= 12 && d.meetings >= 11) || d.source == Source::Referral || d.stage_days < 70;
    let money_seen_10 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 26_000) || d.amount < 78_000;
    let seats_fit_10 = (13..=5010).contains(&d.seats) && d.seats <= d.employees * 13;
    let dated_10 = d.close_date > d.created && d.created <= const { day(2027, 1, 9) };
    let stuck_10 = d.stage_days > 180 && d.emails + d.meetings * 3 < 22;
    let no_reach_10 =
        d.region == Region::East && d.source == Source::Event && d.segment == Segment::Medium && d.meetings < 14;
    let fit_11 = !matches!(d.industry, Industry::Software | Industry::Media)
        || d.segment == Segment::Medium
        || matches!(d.source, Source::Inbound | Source::Partner);
    let size_known_11 = d.employees > 1511
        || d.revenue.is_some_and(|revenue| revenue > 26_600_000)
        || matches!(d.kind, Kind::NewName | Kind::AddOn);
    let talked_11 = (d.emails >= 13 && d.meetings >= 12) || d.source == Source::Partner || d.stage_days < 73;
    let money_seen_11 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 26_600) || d.amount < 79_800;
    let seats_fit_11 = (14..=5011).contains(&d.seats) && d.seats <= d.employees * 14;
    let dated_11 = d.close_date > d.created && d.created <= const { day(2027, 1, 14) };
    let stuck_11 = d.stage_days > 183 && d.emails + d.meetings * 3 < 23;
    let no_reach_11 =
        d.region == Region::West && d.source == Source::Referral && d.segment == Segment::Large && d.meetings < 15;
    let fit_12 = !matches!(d.industry, Industry::Retail | Industry::Transport)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Outbound | Source::Inbound);
    let size_known_12 = d.employees > 1512
        || d.revenue.is_some_and(|revenue| revenue > 27_200_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked_12 = (d.emails >= 14 && d.meetings >= 13) || d.source == Source::Inbound || d.stage_days < 76;
    let money_seen_12 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 27_200) || d.amount < 81_600;
    let seats_fit_12 = (15..=5012).contains(&d.seats) && d.seats <= d.employees * 15;
    let dated_12 = d.close_date > d.created && d.created <= const { day(2027, 1, 19) };
    let stuck_12 = d.stage_days > 186 && d.emails + d.meetings * 3 < 24;
    let no_reach_12 =
        d.region == Region::Dach && d.source == Source::Partner && d.segment == Segment::Small && d.meetings < 16;
    let fit_13 = !matches!(d.industry, Industry::Health | Industry::Software)
        || d.segment == Segment::Small
        || matches!(d.source, Source::Event | Source::Outbound);
    let size_known_13 = d.employees > 1513
        || d.revenue.is_some_and(|revenue| revenue > 27_800_000)
        || matches!(d.kind, Kind::Renewal | Kind::NewName);
    let talked_13 = (d.emails >= 15 && d.meetings >= 14) || d.source == Source::Outbound || d.stage_days < 79;
    let money_seen_13 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 27_800) || d.amount < 83_400;
    let seats_fit_13 = (16..=5013).contains(&d.seats) && d.seats <= d.employees * 16;
    let dated_13 = d.close_date > d.created && d.created <= const { day(2027, 1, 24) };
    let stuck_13 = d.stage_days > 189 && d.emails + d.meetings * 3 < 25;
    let no_reach_13 =
        d.region == Region::Nordics && d.source == Source::Inbound && d.segment == Segment::Medium && d.meetings < 17;
    let fit_14 = !matches!(d.industry, Industry::Energy | Industry::Retail)
        || d.segment == Segment::Medium
        || matches!(d.source, Source::Referral | Source::Event);
    let size_known_14 = d.employees > 1514
        || d.revenue.is_some_and(|revenue| revenue > 28_400_000)
        || matches!(d.kind, Kind::NewName | Kind::AddOn);
    let talked_14 = (d.emails >= 16 && d.meetings >= 15) || d.source == Source::Event || d.stage_days < 82;
    let money_seen_14 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 28_400) || d.amount < 85_200;
    let seats_fit_14 = (17..=5014).contains(&d.seats) && d.seats <= d.employees * 17;
    let dated_14 = d.close_date > d.created && d.created <= const { day(2027, 1, 29) };
    let stuck_14 = d.stage_days > 192 && d.emails + d.meetings * 3 < 26;
    let no_reach_14 =
        d.region == Region::North && d.source == Source::Outbound && d.segment == Segment::Large && d.meetings < 18;
    let fit_15 = !matches!(d.industry, Industry::Banking | Industry::Health)
        || d.segment == Segment::Large
        || matches!(d.source, Source::Partner | Source::Referral);
    let size_known_15 = d.employees > 1515
        || d.revenue.is_some_and(|revenue| revenue > 29_000_000)
        || matches!(d.kind, Kind::AddOn | Kind::Renewal);
    let talked_15 = (d.emails >= 17 && d.meetings >= 16) || d.source == Source::Referral || d.stage_days < 85;
    let money_seen_15 =
        d.budget.is_some() || d.annual_value.is_some_and(|annual_value| annual_value >= 29_000) || d.amount < 87_000;
    let seats_fit_15 = (18..=5015).contains(&d.seats) && d.seats <= d.employees * 18;
    let dated_15 = d.close_date > d.created && d.created <= const { day(2027, 2, 3) };
    let stuck_15 = d.stage_days > 195 && d.emails + d.meetings * 3 < 27;
    let no_reach_15 =
        d.region == Region::South && d.source == Source::Event && d.segment == Segment::Small && d.meetings < 19;
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
    let price_set_4 = d.list_price >= 5600 && d.discount <= 39;
    let margin_4 = !(d.amount >= 56_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 10_080) || d.kind == Kind::NewName || d.cost.is_none());
    let budget_fits_4 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 74)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 54)
        || d.discount <= 16;
    let involved_4 = d.emails + d.meetings * 3 >= 19 || d.stage_days < 72;
    let rival_met_4 = !(d.source != Source::Referral)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 69));
    let slow_4 = d.stage_days > 57 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 4) });
    let stalled_4 =
        (d.last_activity != NO_DATE && today - d.last_activity > 87) && d.decision_date == NO_DATE && d.stage_days > 72;
    let price_set_5 = d.list_price >= 5750 && d.discount <= 40;
    let margin_5 = !(d.amount >= 57_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 10_350) || d.kind == Kind::AddOn || d.cost.is_none());
    let budget_fits_5 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 75)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 55)
        || d.discount <= 17;
    let involved_5 = d.emails + d.meetings * 3 >= 20 || d.stage_days < 75;
    let rival_met_5 = !(d.source != Source::Partner)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 70));
    let slow_5 = d.stage_days > 60 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 9) });
    let stalled_5 =
        (d.last_activity != NO_DATE && today - d.last_activity > 90) && d.decision_date == NO_DATE && d.stage_days > 75;
    let price_set_6 = d.list_price >= 5900 && d.discount <= 41;
    let margin_6 = !(d.amount >= 59_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 10_620) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits_6 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 76)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 56)
        || d.discount <= 18;
    let involved_6 = d.emails + d.meetings * 3 >= 21 || d.stage_days < 78;
    let rival_met_6 = !(d.source != Source::Inbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 71));
    let slow_6 = d.stage_days > 63 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 14) });
    let stalled_6 =
        (d.last_activity != NO_DATE && today - d.last_activity > 93) && d.decision_date == NO_DATE && d.stage_days > 78;
    let price_set_7 = d.list_price >= 6050 && d.discount <= 42;
    let margin_7 = !(d.amount >= 60_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 10_890) || d.kind == Kind::NewName || d.cost.is_none());
    let budget_fits_7 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 77)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 57)
        || d.discount <= 19;
    let involved_7 = d.emails + d.meetings * 3 >= 22 || d.stage_days < 81;
    let rival_met_7 = !(d.source != Source::Outbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 72));
    let slow_7 = d.stage_days > 66 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 19) });
    let stalled_7 =
        (d.last_activity != NO_DATE && today - d.last_activity > 96) && d.decision_date == NO_DATE && d.stage_days > 81;
    let price_set_8 = d.list_price >= 6200 && d.discount <= 43;
    let margin_8 = !(d.amount >= 62_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 11_160) || d.kind == Kind::AddOn || d.cost.is_none());
    let budget_fits_8 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 78)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 58)
        || d.discount <= 20;
    let involved_8 = d.emails + d.meetings * 3 >= 23 || d.stage_days < 84;
    let rival_met_8 = !(d.source != Source::Event)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 73));
    let slow_8 = d.stage_days > 69 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 24) });
    let stalled_8 =
        (d.last_activity != NO_DATE && today - d.last_activity > 99) && d.decision_date == NO_DATE && d.stage_days > 84;
    let price_set_9 = d.list_price >= 6350 && d.discount <= 44;
    let margin_9 = !(d.amount >= 63_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 11_430) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits_9 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 79)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 59)
        || d.discount <= 21;
    let involved_9 = d.emails + d.meetings * 3 >= 24 || d.stage_days < 87;
    let rival_met_9 = !(d.source != Source::Referral)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 74));
    let slow_9 = d.stage_days > 72 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 11, 29) });
    let stalled_9 = (d.last_activity != NO_DATE && today - d.last_activity > 102)
        && d.decision_date == NO_DATE
        && d.stage_days > 87;
    let price_set_10 = d.list_price >= 6500 && d.discount <= 45;
    let margin_10 = !(d.amount >= 65_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 11_700) || d.kind == Kind::NewName || d.cost.is_none());
    let budget_fits_10 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 80)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 60)
        || d.discount <= 22;
    let involved_10 = d.emails + d.meetings * 3 >= 25 || d.stage_days < 90;
    let rival_met_10 = !(d.source != Source::Partner)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 75));
    let slow_10 = d.stage_days > 75 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 4) });
    let stalled_10 = (d.last_activity != NO_DATE && today - d.last_activity > 105)
        && d.decision_date == NO_DATE
        && d.stage_days > 90;
    let price_set_11 = d.list_price >= 6650 && d.discount <= 46;
    let margin_11 = !(d.amount >= 66_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 11_970) || d.kind == Kind::AddOn || d.cost.is_none());
    let budget_fits_11 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 81)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 61)
        || d.discount <= 23;
    let involved_11 = d.emails + d.meetings * 3 >= 26 || d.stage_days < 93;
    let rival_met_11 = !(d.source != Source::Inbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 76));
    let slow_11 = d.stage_days > 78 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 9) });
    let stalled_11 = (d.last_activity != NO_DATE && today - d.last_activity > 108)
        && d.decision_date == NO_DATE
        && d.stage_days > 93;
    let price_set_12 = d.list_price >= 6800 && d.discount <= 47;
    let margin_12 = !(d.amount >= 68_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 12_240) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits_12 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 82)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 62)
        || d.discount <= 24;
    let involved_12 = d.emails + d.meetings * 3 >= 27 || d.stage_days < 96;
    let rival_met_12 = !(d.source != Source::Outbound)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 77));
    let slow_12 = d.stage_days > 81 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 14) });
    let stalled_12 = (d.last_activity != NO_DATE && today - d.last_activity > 111)
        && d.decision_date == NO_DATE
        && d.stage_days > 96;
    let price_set_13 = d.list_price >= 6950 && d.discount <= 48;
    let margin_13 = !(d.amount >= 69_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 12_510) || d.kind == Kind::NewName || d.cost.is_none());
    let budget_fits_13 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 83)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 63)
        || d.discount <= 25;
    let involved_13 = d.emails + d.meetings * 3 >= 28 || d.stage_days < 99;
    let rival_met_13 = !(d.source != Source::Event)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 78));
    let slow_13 = d.stage_days > 84 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 19) });
    let stalled_13 = (d.last_activity != NO_DATE && today - d.last_activity > 114)
        && d.decision_date == NO_DATE
        && d.stage_days > 99;
    let price_set_14 = d.list_price >= 7100 && d.discount <= 49;
    let margin_14 = !(d.amount >= 71_000)
        || (d.cost.is_some_and(|cost| d.amount - cost > 12_780) || d.kind == Kind::AddOn || d.cost.is_none());
    let budget_fits_14 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 84)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 64)
        || d.discount <= 26;
    let involved_14 = d.emails + d.meetings * 3 >= 29 || d.stage_days < 102;
    let rival_met_14 = !(d.source != Source::Referral)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 79));
    let slow_14 = d.stage_days > 87 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 24) });
    let stalled_14 = (d.last_activity != NO_DATE && today - d.last_activity > 117)
        && d.decision_date == NO_DATE
        && d.stage_days > 102;
    let price_set_15 = d.list_price >= 7250 && d.discount <= 50;
    let margin_15 = !(d.amount >= 72_500)
        || (d.cost.is_some_and(|cost| d.amount - cost > 13_050) || d.kind == Kind::Renewal || d.cost.is_none());
    let budget_fits_15 = d.budget.is_some_and(|budget| budget * 100 >= d.amount * 85)
        || d.annual_value.is_some_and(|annual_value| annual_value * 100 > d.amount * 65)
        || d.discount <= 27;
    let involved_15 = d.emails + d.meetings * 3 >= 30 || d.stage_days < 105;
    let rival_met_15 = !(d.source != Source::Partner)
        || (d.rival_price.is_none() || d.rival_price.is_some_and(|rival_price| rival_price * 100 > d.amount * 80));
    let slow_15 = d.stage_days > 90 && (d.last_activity != NO_DATE && d.last_activity < const { day(2026, 12, 29) });
    let stalled_15 = (d.last_activity != NO_DATE && today - d.last_activity > 120)
        && d.decision_date == NO_DATE
        && d.stage_days > 105;
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
    let close_soon_4 = (const { day(2026, 9, 19) }..=const { day(2027, 10, 20) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::AddOn || d.amount < 224_000);
    let fair_price_4 = d.discount <= 26 || d.amount >= 134_400 || d.segment == Segment::Small;
    let exposure_4 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 124)
            || d.revenue.is_some_and(|revenue| revenue > 5_600_000));
    let yearly_4 = !(d.kind == Kind::NewName)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 34) || d.seats > 54);
    let too_late_4 = d.close_date < const { day(2026, 10, 21) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 21) })
        && d.meetings < 10;
    let close_soon_5 = (const { day(2026, 9, 24) }..=const { day(2027, 10, 25) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::Renewal || d.amount < 230_000);
    let fair_price_5 = d.discount <= 27 || d.amount >= 138_000 || d.segment == Segment::Medium;
    let exposure_5 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 125)
            || d.revenue.is_some_and(|revenue| revenue > 5_750_000));
    let yearly_5 = !(d.kind == Kind::AddOn)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 35) || d.seats > 55);
    let too_late_5 = d.close_date < const { day(2026, 10, 26) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 11, 26) })
        && d.meetings < 11;
    let close_soon_6 = (const { day(2026, 9, 29) }..=const { day(2027, 10, 30) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 236_000);
    let fair_price_6 = d.discount <= 28 || d.amount >= 141_600 || d.segment == Segment::Large;
    let exposure_6 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 126)
            || d.revenue.is_some_and(|revenue| revenue > 5_900_000));
    let yearly_6 = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 36) || d.seats > 56);
    let too_late_6 = d.close_date < const { day(2026, 10, 31) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 1) })
        && d.meetings < 12;
    let close_soon_7 = (const { day(2026, 10, 4) }..=const { day(2027, 11, 4) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::AddOn || d.amount < 242_000);
    let fair_price_7 = d.discount <= 29 || d.amount >= 145_200 || d.segment == Segment::Small;
    let exposure_7 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 127)
            || d.revenue.is_some_and(|revenue| revenue > 6_050_000));
    let yearly_7 = !(d.kind == Kind::NewName)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 37) || d.seats > 57);
    let too_late_7 = d.close_date < const { day(2026, 11, 5) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 6) })
        && d.meetings < 13;
    let close_soon_8 = (const { day(2026, 10, 9) }..=const { day(2027, 11, 9) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::Renewal || d.amount < 248_000);
    let fair_price_8 = d.discount <= 30 || d.amount >= 148_800 || d.segment == Segment::Medium;
    let exposure_8 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 128)
            || d.revenue.is_some_and(|revenue| revenue > 6_200_000));
    let yearly_8 = !(d.kind == Kind::AddOn)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 38) || d.seats > 58);
    let too_late_8 = d.close_date < const { day(2026, 11, 10) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 11) })
        && d.meetings < 14;
    let close_soon_9 = (const { day(2026, 10, 14) }..=const { day(2027, 11, 14) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 254_000);
    let fair_price_9 = d.discount <= 31 || d.amount >= 152_400 || d.segment == Segment::Large;
    let exposure_9 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 129)
            || d.revenue.is_some_and(|revenue| revenue > 6_350_000));
    let yearly_9 = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 39) || d.seats > 59);
    let too_late_9 = d.close_date < const { day(2026, 11, 15) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 16) })
        && d.meetings < 15;
    let close_soon_10 = (const { day(2026, 10, 19) }..=const { day(2027, 11, 19) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::AddOn || d.amount < 260_000);
    let fair_price_10 = d.discount <= 32 || d.amount >= 156_000 || d.segment == Segment::Small;
    let exposure_10 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 130)
            || d.revenue.is_some_and(|revenue| revenue > 6_500_000));
    let yearly_10 = !(d.kind == Kind::NewName)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 40) || d.seats > 60);
    let too_late_10 = d.close_date < const { day(2026, 11, 20) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 21) })
        && d.meetings < 16;
    let close_soon_11 = (const { day(2026, 10, 24) }..=const { day(2027, 11, 24) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::Renewal || d.amount < 266_000);
    let fair_price_11 = d.discount <= 33 || d.amount >= 159_600 || d.segment == Segment::Medium;
    let exposure_11 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 131)
            || d.revenue.is_some_and(|revenue| revenue > 6_650_000));
    let yearly_11 = !(d.kind == Kind::AddOn)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 41) || d.seats > 61);
    let too_late_11 = d.close_date < const { day(2026, 11, 25) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 26) })
        && d.meetings < 17;
    let close_soon_12 = (const { day(2026, 10, 29) }..=const { day(2027, 11, 29) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 272_000);
    let fair_price_12 = d.discount <= 34 || d.amount >= 163_200 || d.segment == Segment::Large;
    let exposure_12 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 132)
            || d.revenue.is_some_and(|revenue| revenue > 6_800_000));
    let yearly_12 = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 42) || d.seats > 62);
    let too_late_12 = d.close_date < const { day(2026, 11, 30) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2026, 12, 31) })
        && d.meetings < 18;
    let close_soon_13 = (const { day(2026, 11, 3) }..=const { day(2027, 12, 4) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::AddOn || d.amount < 278_000);
    let fair_price_13 = d.discount <= 35 || d.amount >= 166_800 || d.segment == Segment::Small;
    let exposure_13 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 133)
            || d.revenue.is_some_and(|revenue| revenue > 6_950_000));
    let yearly_13 = !(d.kind == Kind::NewName)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 43) || d.seats > 63);
    let too_late_13 = d.close_date < const { day(2026, 12, 5) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2027, 1, 5) })
        && d.meetings < 19;
    let close_soon_14 = (const { day(2026, 11, 8) }..=const { day(2027, 12, 9) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::Renewal || d.amount < 284_000);
    let fair_price_14 = d.discount <= 36 || d.amount >= 170_400 || d.segment == Segment::Medium;
    let exposure_14 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 134)
            || d.revenue.is_some_and(|revenue| revenue > 7_100_000));
    let yearly_14 = !(d.kind == Kind::AddOn)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 44) || d.seats > 64);
    let too_late_14 = d.close_date < const { day(2026, 12, 10) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2027, 1, 10) })
        && d.meetings < 20;
    let close_soon_15 = (const { day(2026, 11, 13) }..=const { day(2027, 12, 14) }).contains(&d.close_date)
        && (d.decision_date != NO_DATE || d.kind != Kind::NewName || d.amount < 290_000);
    let fair_price_15 = d.discount <= 37 || d.amount >= 174_000 || d.segment == Segment::Large;
    let exposure_15 = !(d.penalty.is_some())
        || (d.penalty.is_some_and(|penalty| penalty * 100 < d.amount * 135)
            || d.revenue.is_some_and(|revenue| revenue > 7_250_000));
    let yearly_15 = !(d.kind == Kind::Renewal)
        || (d.annual_value.is_some_and(|annual_value| annual_value * 100 >= d.amount * 45) || d.seats > 65);
    let too_late_15 = d.close_date < const { day(2026, 12, 15) }
        && (d.decision_date != NO_DATE && d.decision_date < const { day(2027, 1, 15) })
        && d.meetings < 21;
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
            | u64::from(no_budget_4) << 16
            | u64::from(too_small_4) << 17
            | u64::from(dead_4) << 18
            | u64::from(below_cost_4) << 19
            | u64::from(lost_fight_4) << 20
            | u64::from(out_of_scope_4) << 21
            | u64::from(no_license_4) << 22
            | u64::from(overdue_4) << 23
            | u64::from(over_exposed_4) << 24
            | u64::from(free_pilot_4) << 25
            | u64::from(deep_discount_4) << 26
            | u64::from(quiet_4) << 27
            | u64::from(thin_margin_4) << 28
            | u64::from(late_4) << 29
            | u64::from(unknown_rival_4) << 30
            | u64::from(odd_seats_4) << 31
            | u64::from(far_decision_4) << 32
            | u64::from(seat_price_4) << 33
            | u64::from(year_end_4) << 34
            | u64::from(small_customer_4) << 35
            | u64::from(no_budget_5) << 36
            | u64::from(too_small_5) << 37
            | u64::from(dead_5) << 38
            | u64::from(below_cost_5) << 39
            | u64::from(lost_fight_5) << 40
            | u64::from(out_of_scope_5) << 41
            | u64::from(no_license_5) << 42
            | u64::from(overdue_5) << 43
            | u64::from(over_exposed_5) << 44
            | u64::from(free_pilot_5) << 45
            | u64::from(deep_discount_5) << 46
            | u64::from(quiet_5) << 47
            | u64::from(thin_margin_5) << 48
            | u64::from(late_5) << 49
            | u64::from(unknown_rival_5) << 50
            | u64::from(odd_seats_5) << 51
            | u64::from(far_decision_5) << 52
            | u64::from(seat_price_5) << 53
            | u64::from(year_end_5) << 54
            | u64::from(small_customer_5) << 55
            | u64::from(no_budget_6) << 56
            | u64::from(too_small_6) << 57
            | u64::from(dead_6) << 58
            | u64::from(below_cost_6) << 59
            | u64::from(lost_fight_6) << 60
            | u64::from(out_of_scope_6) << 61
            | u64::from(no_license_6) << 62
            | u64::from(overdue_6) << 63,
        u64::from(over_exposed_6)
            | u64::from(free_pilot_6) << 1
            | u64::from(deep_discount_6) << 2
            | u64::from(quiet_6) << 3
            | u64::from(thin_margin_6) << 4
            | u64::from(late_6) << 5
            | u64::from(unknown_rival_6) << 6
            | u64::from(odd_seats_6) << 7
            | u64::from(far_decision_6) << 8
            | u64::from(seat_price_6) << 9
            | u64::from(year_end_6) << 10
            | u64::from(small_customer_6) << 11
            | u64::from(no_budget_7) << 12
            | u64::from(too_small_7) << 13
            | u64::from(dead_7) << 14
            | u64::from(below_cost_7) << 15
            | u64::from(lost_fight_7) << 16
            | u64::from(out_of_scope_7) << 17
            | u64::from(no_license_7) << 18
            | u64::from(overdue_7) << 19
            | u64::from(over_exposed_7) << 20
            | u64::from(free_pilot_7) << 21
            | u64::from(deep_discount_7) << 22
            | u64::from(quiet_7) << 23
            | u64::from(thin_margin_7) << 24
            | u64::from(late_7) << 25
            | u64::from(unknown_rival_7) << 26
            | u64::from(odd_seats_7) << 27
            | u64::from(far_decision_7) << 28
            | u64::from(seat_price_7) << 29
            | u64::from(year_end_7) << 30
            | u64::from(small_customer_7) << 31
            | u64::from(no_budget_8) << 32
            | u64::from(too_small_8) << 33
            | u64::from(dead_8) << 34
            | u64::from(below_cost_8) << 35
            | u64::from(lost_fight_8) << 36
            | u64::from(out_of_scope_8) << 37
            | u64::from(no_license_8) << 38
            | u64::from(overdue_8) << 39
            | u64::from(over_exposed_8) << 40
            | u64::from(free_pilot_8) << 41
            | u64::from(deep_discount_8) << 42
            | u64::from(quiet_8) << 43
            | u64::from(thin_margin_8) << 44
            | u64::from(late_8) << 45
            | u64::from(unknown_rival_8) << 46
            | u64::from(odd_seats_8) << 47
            | u64::from(far_decision_8) << 48
            | u64::from(seat_price_8) << 49
            | u64::from(year_end_8) << 50
            | u64::from(small_customer_8) << 51
            | u64::from(no_budget_9) << 52
            | u64::from(too_small_9) << 53
            | u64::from(dead_9) << 54
            | u64::from(below_cost_9) << 55
            | u64::from(lost_fight_9) << 56
            | u64::from(out_of_scope_9) << 57
            | u64::from(no_license_9) << 58
            | u64::from(overdue_9) << 59
            | u64::from(over_exposed_9) << 60
            | u64::from(free_pilot_9) << 61
            | u64::from(deep_discount_9) << 62
            | u64::from(quiet_9) << 63,
        u64::from(thin_margin_9)
            | u64::from(late_9) << 1
            | u64::from(unknown_rival_9) << 2
            | u64::from(odd_seats_9) << 3
            | u64::from(far_decision_9) << 4
            | u64::from(seat_price_9) << 5
            | u64::from(year_end_9) << 6
            | u64::from(small_customer_9) << 7
            | u64::from(no_budget_10) << 8
            | u64::from(too_small_10) << 9
            | u64::from(dead_10) << 10
            | u64::from(below_cost_10) << 11
            | u64::from(lost_fight_10) << 12
            | u64::from(out_of_scope_10) << 13
            | u64::from(no_license_10) << 14
            | u64::from(overdue_10) << 15
            | u64::from(over_exposed_10) << 16
            | u64::from(free_pilot_10) << 17
            | u64::from(deep_discount_10) << 18
            | u64::from(quiet_10) << 19
            | u64::from(thin_margin_10) << 20
            | u64::from(late_10) << 21
            | u64::from(unknown_rival_10) << 22
            | u64::from(odd_seats_10) << 23
            | u64::from(far_decision_10) << 24
            | u64::from(seat_price_10) << 25
            | u64::from(year_end_10) << 26
            | u64::from(small_customer_10) << 27
            | u64::from(no_budget_11) << 28
            | u64::from(too_small_11) << 29
            | u64::from(dead_11) << 30
            | u64::from(below_cost_11) << 31
            | u64::from(lost_fight_11) << 32
            | u64::from(out_of_scope_11) << 33
            | u64::from(no_license_11) << 34
            | u64::from(overdue_11) << 35
            | u64::from(over_exposed_11) << 36
            | u64::from(free_pilot_11) << 37
            | u64::from(deep_discount_11) << 38
            | u64::from(quiet_11) << 39
            | u64::from(thin_margin_11) << 40
            | u64::from(late_11) << 41
            | u64::from(unknown_rival_11) << 42
            | u64::from(odd_seats_11) << 43
            | u64::from(far_decision_11) << 44
            | u64::from(seat_price_11) << 45
            | u64::from(year_end_11) << 46
            | u64::from(small_customer_11) << 47
            | u64::from(no_budget_12) << 48
            | u64::from(too_small_12) << 49
            | u64::from(dead_12) << 50
            | u64::from(below_cost_12) << 51
            | u64::from(lost_fight_12) << 52
            | u64::from(out_of_scope_12) << 53
            | u64::from(no_license_12) << 54
            | u64::from(overdue_12) << 55
            | u64::from(over_exposed_12) << 56
            | u64::from(free_pilot_12) << 57
            | u64::from(deep_discount_12) << 58
            | u64::from(quiet_12) << 59
            | u64::from(thin_margin_12) << 60
            | u64::from(late_12) << 61
            | u64::from(unknown_rival_12) << 62
            | u64::from(odd_seats_12) << 63,
        u64::from(far_decision_12)
            | u64::from(seat_price_12) << 1
            | u64::from(year_end_12) << 2
            | u64::from(small_customer_12) << 3
            | u64::from(no_budget_13) << 4
            | u64::from(too_small_13) << 5
            | u64::from(dead_13) << 6
            | u64::from(below_cost_13) << 7
            | u64::from(lost_fight_13) << 8
            | u64::from(out_of_scope_13) << 9
            | u64::from(no_license_13) << 10
            | u64::from(overdue_13) << 11
            | u64::from(over_exposed_13) << 12
            | u64::from(free_pilot_13) << 13
            | u64::from(deep_discount_13) << 14
            | u64::from(quiet_13) << 15
            | u64::from(thin_margin_13) << 16
            | u64::from(late_13) << 17
            | u64::from(unknown_rival_13) << 18
            | u64::from(odd_seats_13) << 19
            | u64::from(far_decision_13) << 20
            | u64::from(seat_price_13) << 21
            | u64::from(year_end_13) << 22
            | u64::from(small_customer_13) << 23
            | u64::from(no_budget_14) << 24
            | u64::from(too_small_14) << 25
            | u64::from(dead_14) << 26
            | u64::from(below_cost_14) << 27
            | u64::from(lost_fight_14) << 28
            | u64::from(out_of_scope_14) << 29
            | u64::from(no_license_14) << 30
            | u64::from(overdue_14) << 31
            | u64::from(over_exposed_14) << 32
            | u64::from(free_pilot_14) << 33
            | u64::from(deep_discount_14) << 34
            | u64::from(quiet_14) << 35
            | u64::from(thin_margin_14) << 36
            | u64::from(late_14) << 37
            | u64::from(unknown_rival_14) << 38
            | u64::from(odd_seats_14) << 39
            | u64::from(far_decision_14) << 40
            | u64::from(seat_price_14) << 41
            | u64::from(year_end_14) << 42
            | u64::from(small_customer_14) << 43
            | u64::from(no_budget_15) << 44
            | u64::from(too_small_15) << 45
            | u64::from(dead_15) << 46
            | u64::from(below_cost_15) << 47
            | u64::from(lost_fight_15) << 48
            | u64::from(out_of_scope_15) << 49
            | u64::from(no_license_15) << 50
            | u64::from(overdue_15) << 51
            | u64::from(over_exposed_15) << 52
            | u64::from(free_pilot_15) << 53
            | u64::from(deep_discount_15) << 54
            | u64::from(quiet_15) << 55
            | u64::from(thin_margin_15) << 56
            | u64::from(late_15) << 57
            | u64::from(unknown_rival_15) << 58
            | u64::from(odd_seats_15) << 59
            | u64::from(far_decision_15) << 60
            | u64::from(seat_price_15) << 61
            | u64::from(year_end_15) << 62
            | u64::from(small_customer_15) << 63,
        u64::from(fit)
            | u64::from(size_known) << 1
            | u64::from(talked) << 2
            | u64::from(money_seen) << 3
            | u64::from(seats_fit) << 4
            | u64::from(dated) << 5
            | u64::from(stuck) << 6
            | u64::from(no_reach) << 7
            | u64::from(fit_1) << 8
            | u64::from(size_known_1) << 9
            | u64::from(talked_1) << 10
            | u64::from(money_seen_1) << 11
            | u64::from(seats_fit_1) << 12
            | u64::from(dated_1) << 13
            | u64::from(stuck_1) << 14
            | u64::from(no_reach_1) << 15
            | u64::from(fit_2) << 16
            | u64::from(size_known_2) << 17
            | u64::from(talked_2) << 18
            | u64::from(money_seen_2) << 19
            | u64::from(seats_fit_2) << 20
            | u64::from(dated_2) << 21
            | u64::from(stuck_2) << 22
            | u64::from(no_reach_2) << 23
            | u64::from(fit_3) << 24
            | u64::from(size_known_3) << 25
            | u64::from(talked_3) << 26
            | u64::from(money_seen_3) << 27
            | u64::from(seats_fit_3) << 28
            | u64::from(dated_3) << 29
            | u64::from(stuck_3) << 30
            | u64::from(no_reach_3) << 31
            | u64::from(fit_4) << 32
            | u64::from(size_known_4) << 33
            | u64::from(talked_4) << 34
            | u64::from(money_seen_4) << 35
            | u64::from(seats_fit_4) << 36
            | u64::from(dated_4) << 37
            | u64::from(stuck_4) << 38
            | u64::from(no_reach_4) << 39
            | u64::from(fit_5) << 40
            | u64::from(size_known_5) << 41
            | u64::from(talked_5) << 42
            | u64::from(money_seen_5) << 43
            | u64::from(seats_fit_5) << 44
            | u64::from(dated_5) << 45
            | u64::from(stuck_5) << 46
            | u64::from(no_reach_5) << 47
            | u64::from(fit_6) << 48
            | u64::from(size_known_6) << 49
            | u64::from(talked_6) << 50
            | u64::from(money_seen_6) << 51
            | u64::from(seats_fit_6) << 52
            | u64::from(dated_6) << 53
            | u64::from(stuck_6) << 54
            | u64::from(no_reach_6) << 55
            | u64::from(fit_7) << 56
            | u64::from(size_known_7) << 57
            | u64::from(talked_7) << 58
            | u64::from(money_seen_7) << 59
            | u64::from(seats_fit_7) << 60
            | u64::from(dated_7) << 61
            | u64::from(stuck_7) << 62
            | u64::from(no_reach_7) << 63,
        u64::from(fit_8)
            | u64::from(size_known_8) << 1
            | u64::from(talked_8) << 2
            | u64::from(money_seen_8) << 3
            | u64::from(seats_fit_8) << 4
            | u64::from(dated_8) << 5
            | u64::from(stuck_8) << 6
            | u64::from(no_reach_8) << 7
            | u64::from(fit_9) << 8
            | u64::from(size_known_9) << 9
            | u64::from(talked_9) << 10
            | u64::from(money_seen_9) << 11
            | u64::from(seats_fit_9) << 12
            | u64::from(dated_9) << 13
            | u64::from(stuck_9) << 14
            | u64::from(no_reach_9) << 15
            | u64::from(fit_10) << 16
            | u64::from(size_known_10) << 17
            | u64::from(talked_10) << 18
            | u64::from(money_seen_10) << 19
            | u64::from(seats_fit_10) << 20
            | u64::from(dated_10) << 21
            | u64::from(stuck_10) << 22
            | u64::from(no_reach_10) << 23
            | u64::from(fit_11) << 24
            | u64::from(size_known_11) << 25
            | u64::from(talked_11) << 26
            | u64::from(money_seen_11) << 27
            | u64::from(seats_fit_11) << 28
            | u64::from(dated_11) << 29
            | u64::from(stuck_11) << 30
            | u64::from(no_reach_11) << 31
            | u64::from(fit_12) << 32
            | u64::from(size_known_12) << 33
            | u64::from(talked_12) << 34
            | u64::from(money_seen_12) << 35
            | u64::from(seats_fit_12) << 36
            | u64::from(dated_12) << 37
            | u64::from(stuck_12) << 38
            | u64::from(no_reach_12) << 39
            | u64::from(fit_13) << 40
            | u64::from(size_known_13) << 41
            | u64::from(talked_13) << 42
            | u64::from(money_seen_13) << 43
            | u64::from(seats_fit_13) << 44
            | u64::from(dated_13) << 45
            | u64::from(stuck_13) << 46
            | u64::from(no_reach_13) << 47
            | u64::from(fit_14) << 48
            | u64::from(size_known_14) << 49
            | u64::from(talked_14) << 50
            | u64::from(money_seen_14) << 51
            | u64::from(seats_fit_14) << 52
            | u64::from(dated_14) << 53
            | u64::from(stuck_14) << 54
            | u64::from(no_reach_14) << 55
            | u64::from(fit_15) << 56
            | u64::from(size_known_15) << 57
            | u64::from(talked_15) << 58
            | u64::from(money_seen_15) << 59
            | u64::from(seats_fit_15) << 60
            | u64::from(dated_15) << 61
            | u64::from(stuck_15) << 62
            | u64::from(no_reach_15) << 63,
        u64::from(price_set)
            | u64::from(margin) << 1
            | u64::from(budget_fits) << 2
            | u64::from(involved) << 3
            | u64::from(rival_met) << 4
            | u64::from(slow) << 5
            | u64::from(stalled) << 6
            | u64::from(price_set_1) << 7
            | u64::from(margin_1) << 8
            | u64::from(budget_fits_1) << 9
            | u64::from(involved_1) << 10
            | u64::from(rival_met_1) << 11
            | u64::from(slow_1) << 12
            | u64::from(stalled_1) << 13
            | u64::from(price_set_2) << 14
            | u64::from(margin_2) << 15
            | u64::from(budget_fits_2) << 16
            | u64::from(involved_2) << 17
            | u64::from(rival_met_2) << 18
            | u64::from(slow_2) << 19
            | u64::from(stalled_2) << 20
            | u64::from(price_set_3) << 21
            | u64::from(margin_3) << 22
            | u64::from(budget_fits_3) << 23
            | u64::from(involved_3) << 24
            | u64::from(rival_met_3) << 25
            | u64::from(slow_3) << 26
            | u64::from(stalled_3) << 27
            | u64::from(price_set_4) << 28
            | u64::from(margin_4) << 29
            | u64::from(budget_fits_4) << 30
            | u64::from(involved_4) << 31
            | u64::from(rival_met_4) << 32
            | u64::from(slow_4) << 33
            | u64::from(stalled_4) << 34
            | u64::from(price_set_5) << 35
            | u64::from(margin_5) << 36
            | u64::from(budget_fits_5) << 37
            | u64::from(involved_5) << 38
            | u64::from(rival_met_5) << 39
            | u64::from(slow_5) << 40
            | u64::from(stalled_5) << 41
            | u64::from(price_set_6) << 42
            | u64::from(margin_6) << 43
            | u64::from(budget_fits_6) << 44
            | u64::from(involved_6) << 45
            | u64::from(rival_met_6) << 46
            | u64::from(slow_6) << 47
            | u64::from(stalled_6) << 48
            | u64::from(price_set_7) << 49
            | u64::from(margin_7) << 50
            | u64::from(budget_fits_7) << 51
            | u64::from(involved_7) << 52
            | u64::from(rival_met_7) << 53
            | u64::from(slow_7) << 54
            | u64::from(stalled_7) << 55
            | u64::from(price_set_8) << 56
            | u64::from(margin_8) << 57
            | u64::from(budget_fits_8) << 58
            | u64::from(involved_8) << 59
            | u64::from(rival_met_8) << 60
            | u64::from(slow_8) << 61
            | u64::from(stalled_8) << 62
            | u64::from(price_set_9) << 63,
        u64::from(margin_9)
            | u64::from(budget_fits_9) << 1
            | u64::from(involved_9) << 2
            | u64::from(rival_met_9) << 3
            | u64::from(slow_9) << 4
            | u64::from(stalled_9) << 5
            | u64::from(price_set_10) << 6
            | u64::from(margin_10) << 7
            | u64::from(budget_fits_10) << 8
            | u64::from(involved_10) << 9
            | u64::from(rival_met_10) << 10
            | u64::from(slow_10) << 11
            | u64::from(stalled_10) << 12
            | u64::from(price_set_11) << 13
            | u64::from(margin_11) << 14
            | u64::from(budget_fits_11) << 15
            | u64::from(involved_11) << 16
            | u64::from(rival_met_11) << 17
            | u64::from(slow_11) << 18
            | u64::from(stalled_11) << 19
            | u64::from(price_set_12) << 20
            | u64::from(margin_12) << 21
            | u64::from(budget_fits_12) << 22
            | u64::from(involved_12) << 23
            | u64::from(rival_met_12) << 24
            | u64::from(slow_12) << 25
            | u64::from(stalled_12) << 26
            | u64::from(price_set_13) << 27
            | u64::from(margin_13) << 28
            | u64::from(budget_fits_13) << 29
            | u64::from(involved_13) << 30
            | u64::from(rival_met_13) << 31
            | u64::from(slow_13) << 32
            | u64::from(stalled_13) << 33
            | u64::from(price_set_14) << 34
            | u64::from(margin_14) << 35
            | u64::from(budget_fits_14) << 36
            | u64::from(involved_14) << 37
            | u64::from(rival_met_14) << 38
            | u64::from(slow_14) << 39
            | u64::from(stalled_14) << 40
            | u64::from(price_set_15) << 41
            | u64::from(margin_15) << 42
            | u64::from(budget_fits_15) << 43
            | u64::from(involved_15) << 44
            | u64::from(rival_met_15) << 45
            | u64::from(slow_15) << 46
            | u64::from(stalled_15) << 47
            | u64::from(close_soon) << 48
            | u64::from(fair_price) << 49
            | u64::from(exposure) << 50
            | u64::from(yearly) << 51
            | u64::from(too_late) << 52
            | u64::from(close_soon_1) << 53
            | u64::from(fair_price_1) << 54
            | u64::from(exposure_1) << 55
            | u64::from(yearly_1) << 56
            | u64::from(too_late_1) << 57
            | u64::from(close_soon_2) << 58
            | u64::from(fair_price_2) << 59
            | u64::from(exposure_2) << 60
            | u64::from(yearly_2) << 61
            | u64::from(too_late_2) << 62
            | u64::from(close_soon_3) << 63,
        u64::from(fair_price_3)
            | u64::from(exposure_3) << 1
            | u64::from(yearly_3) << 2
            | u64::from(too_late_3) << 3
            | u64::from(close_soon_4) << 4
            | u64::from(fair_price_4) << 5
            | u64::from(exposure_4) << 6
            | u64::from(yearly_4) << 7
            | u64::from(too_late_4) << 8
            | u64::from(close_soon_5) << 9
            | u64::from(fair_price_5) << 10
            | u64::from(exposure_5) << 11
            | u64::from(yearly_5) << 12
            | u64::from(too_late_5) << 13
            | u64::from(close_soon_6) << 14
            | u64::from(fair_price_6) << 15
            | u64::from(exposure_6) << 16
            | u64::from(yearly_6) << 17
            | u64::from(too_late_6) << 18
            | u64::from(close_soon_7) << 19
            | u64::from(fair_price_7) << 20
            | u64::from(exposure_7) << 21
            | u64::from(yearly_7) << 22
            | u64::from(too_late_7) << 23
            | u64::from(close_soon_8) << 24
            | u64::from(fair_price_8) << 25
            | u64::from(exposure_8) << 26
            | u64::from(yearly_8) << 27
            | u64::from(too_late_8) << 28
            | u64::from(close_soon_9) << 29
            | u64::from(fair_price_9) << 30
            | u64::from(exposure_9) << 31
            | u64::from(yearly_9) << 32
            | u64::from(too_late_9) << 33
            | u64::from(close_soon_10) << 34
            | u64::from(fair_price_10) << 35
            | u64::from(exposure_10) << 36
            | u64::from(yearly_10) << 37
            | u64::from(too_late_10) << 38
            | u64::from(close_soon_11) << 39
            | u64::from(fair_price_11) << 40
            | u64::from(exposure_11) << 41
            | u64::from(yearly_11) << 42
            | u64::from(too_late_11) << 43
            | u64::from(close_soon_12) << 44
            | u64::from(fair_price_12) << 45
            | u64::from(exposure_12) << 46
            | u64::from(yearly_12) << 47
            | u64::from(too_late_12) << 48
            | u64::from(close_soon_13) << 49
            | u64::from(fair_price_13) << 50
            | u64::from(exposure_13) << 51
            | u64::from(yearly_13) << 52
            | u64::from(too_late_13) << 53
            | u64::from(close_soon_14) << 54
            | u64::from(fair_price_14) << 55
            | u64::from(exposure_14) << 56
            | u64::from(yearly_14) << 57
            | u64::from(too_late_14) << 58
            | u64::from(close_soon_15) << 59
            | u64::from(fair_price_15) << 60
            | u64::from(exposure_15) << 61
            | u64::from(yearly_15) << 62
            | u64::from(too_late_15) << 63,
    ]
}
