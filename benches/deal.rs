//! What the benches measure with: a deal of 24 fields, a third of which are often missing; deals made from a seed; rules over
//! them, as a playbook and written by hand in Rust, all from one table (`deal/rules.rs`).
//!
//! Shared by the benches and by the test that holds playbook and hand-written rules to the same answers, so not
//! everything is used everywhere.
#![allow(dead_code, reason = "each bench uses its part")]

#[path = "deal/columns.rs"]
pub mod columns;
#[path = "deal/files.rs"]
pub mod files;
#[path = "deal/hand/mod.rs"]
pub mod hand;
#[path = "deal/hand_columns.rs"]
pub mod hand_columns;
#[path = "deal/nothing.rs"]
pub mod nothing;
#[path = "deal/rules.rs"]
pub mod rules;
#[path = "deal/rust.rs"]
pub mod rust;
#[path = "deal/scan.rs"]
pub mod scan;

use std::fmt::{self, Write as _};

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The day of all assessments, 2026-11-23.
pub const TODAY: i32 = day(2026, 11, 23);

/// A date that is missing. Amounts are missing as `None`, the other fields never.
pub const NO_DATE: i32 = i32::MIN;

/// One deal: 8 whole numbers, 6 amounts that may be missing, 4 dates (days from 1970-01-01), of which two may be missing,
/// and 6 enumerations. Amounts are whole dollars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    pub amount: i64,
    pub list_price: i64,
    pub seats: i64,
    pub employees: i64,
    pub emails: i64,
    pub meetings: i64,
    pub stage_days: i64,
    pub discount: i64,
    pub budget: Option<i64>,
    pub cost: Option<i64>,
    pub revenue: Option<i64>,
    pub rival_price: Option<i64>,
    pub annual_value: Option<i64>,
    pub penalty: Option<i64>,
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub created: i32,
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub close_date: i32,
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub last_activity: i32,
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub decision_date: i32,
    pub kind: Kind,
    pub source: Source,
    pub region: Region,
    pub segment: Segment,
    pub industry: Industry,
    pub stage: Stage,
}

/// An enumeration, its names in the data, and itself by its place.
macro_rules! enumeration {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $text)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            pub const fn name(self) -> &'static str {
                $name::NAMES[self as usize]
            }

            pub fn read(text: &[u8]) -> Option<Self> {
                $(if text == $text.as_bytes() { return Some($name::$variant); })+
                None
            }
        }
    };
}

enumeration!(Kind { NewName = "new_name", AddOn = "add_on", Renewal = "renewal" });
enumeration!(Source {
    Partner = "partner",
    Inbound = "inbound",
    Outbound = "outbound",
    Event = "event",
    Referral = "referral",
});
enumeration!(Region {
    North = "north",
    South = "south",
    East = "east",
    West = "west",
    Dach = "dach",
    Nordics = "nordics",
});
enumeration!(Segment { Small = "small", Medium = "medium", Large = "large" });
enumeration!(Industry {
    Software = "software",
    Retail = "retail",
    Health = "health",
    Energy = "energy",
    Banking = "banking",
    Public = "public",
    Media = "media",
    Transport = "transport",
});
enumeration!(Stage { Qualify = "qualify", Evaluate = "evaluate", Propose = "propose" });

/// What is to be done with a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Disqualify,
    Hold,
    /// To the stage at that place; past the last: won.
    Advance(u8),
}

impl Decision {
    pub const fn name(self) -> &'static str {
        match self {
            Decision::Disqualify => "disqualify",
            Decision::Hold => "hold",
            Decision::Advance(_) => "advance",
        }
    }

    /// The stage to advance to.
    pub fn to(self) -> Option<&'static str> {
        match self {
            Decision::Disqualify | Decision::Hold => None,
            Decision::Advance(stage) => Some(Stage::NAMES.get(usize::from(stage)).copied().unwrap_or("won")),
        }
    }
}

/// A seeded source of numbers (SplitMix64): the same deals on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// A number from `low` to `high`, mostly a low one.
    pub fn low(&mut self, low: i64, high: i64) -> i64 {
        let top = self.between(low, high);
        self.between(low, top)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[(self.next() % all.len() as u64) as usize]
    }

    /// Nothing, a third of the time.
    fn maybe(&mut self, value: i64) -> Option<i64> {
        (!self.next().is_multiple_of(3)).then_some(value)
    }

    fn share(&mut self, of: i64, low: i64, high: i64) -> i64 {
        of * self.between(low, high) / 100
    }

    pub fn deal(&mut self) -> Deal {
        let amount = self.low(2_000, 600_000);
        let discount = self.low(0, 45);
        let seats = self.low(1, 5_200);
        let created = TODAY - self.between(5, 420) as i32;
        let budget = self.share(amount, 30, 220);
        let cost = self.share(amount, 20, 110);
        let revenue = self.low(100_000, 90_000_000);
        let rival_price = self.share(amount, 50, 170);
        let annual_value = self.share(amount, 20, 130);
        let penalty = self.share(amount, 0, 180);
        let last_activity = i64::from(TODAY) - self.low(0, 200).min(i64::from(TODAY - created));
        let decision_date = i64::from(TODAY) + self.between(-60, 220);
        Deal {
            amount,
            list_price: amount * 100 / (100 - discount) + self.between(0, 5_000),
            seats,
            employees: seats + self.low(0, 20_000),
            emails: self.low(0, 60),
            meetings: self.low(0, 20),
            stage_days: self.low(0, 200).min(i64::from(TODAY - created)),
            discount,
            budget: self.maybe(budget),
            cost: self.maybe(cost),
            revenue: self.maybe(revenue),
            rival_price: self.maybe(rival_price),
            annual_value: self.maybe(annual_value),
            penalty: self.maybe(penalty),
            created,
            close_date: TODAY + self.between(-90, 300) as i32,
            last_activity: self.maybe(last_activity).map_or(NO_DATE, |day| day as i32),
            decision_date: self.maybe(decision_date).map_or(NO_DATE, |day| day as i32),
            kind: self.one_of(Kind::ALL),
            source: self.one_of(Source::ALL),
            region: self.one_of(Region::ALL),
            segment: self.one_of(Segment::ALL),
            industry: self.one_of(Industry::ALL),
            stage: self.one_of(Stage::ALL),
        }
    }
}

/// So many deals, always the same.
pub fn deals(count: usize) -> Vec<Deal> {
    let mut random = Random::new(2026);
    (0..count).map(|_| random.deal()).collect()
}

/// Days from 1970-01-01 to a day of the calendar.
pub const fn day(year: i32, month: i32, day: i32) -> i32 {
    // Years start in March, so that the leap day is the last.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year, month and day so many days from 1970-01-01.
pub const fn civil(days: i32) -> (i32, i32, i32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + if month <= 2 { 1 } else { 0 }, month, day)
}

/// A day as `2026-11-23`.
pub fn iso(days: i32) -> [u8; 10] {
    let (year, month, day) = civil(days);
    let digit = |number: i32, unit: i32| b'0' + (number / unit % 10) as u8;
    [
        digit(year, 1000),
        digit(year, 100),
        digit(year, 10),
        digit(year, 1),
        b'-',
        digit(month, 10),
        digit(month, 1),
        b'-',
        digit(day, 10),
        digit(day, 1),
    ]
}

/// Reads `2026-11-23`.
pub fn read_iso(text: &[u8]) -> Option<i32> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let mut number = 0;
    for byte in [y1, y2, y3, y4, m1, m2, d1, d2] {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i32::from(byte - b'0');
    }
    Some(day(number / 10_000, number / 100 % 100, number % 100))
}

fn write_date<S: Serializer>(days: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    if *days == NO_DATE {
        return serializer.serialize_none();
    }
    let text = iso(*days);
    serializer.serialize_str(std::str::from_utf8(&text).unwrap_or(""))
}

fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    struct Day;

    impl Visitor<'_> for Day {
        type Value = i32;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date or null")
        }

        fn visit_unit<E: de::Error>(self) -> Result<i32, E> {
            Ok(NO_DATE)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<i32, E> {
            read_iso(text.as_bytes()).ok_or_else(|| E::custom("no date"))
        }
    }

    deserializer.deserialize_any(Day)
}

/// The playbook's facts.
pub fn facts() -> String {
    let mut text = String::from("opportunity {\n  stage from \"stage\"\n");
    for field in rules::Field::ALL {
        let _ = writeln!(text, "  {}: {}", field.name(), field.kind().declaration());
    }
    text.push_str("}\n");
    text
}
