//! What a fact can be: exact decimals, money, percents, whole days, dates, texts, truths.
//!
//! All scalars fit in 64 bits ([`ops`] works on those alone): decimals, amounts and percents in ten-thousandths (a
//! percent as its fraction: 15 % is 1500), durations in whole days, dates in days from 1970-01-01, enumerations by the
//! variant's place. Every operation is exact or rounds half to even once; none can fail in any way but "undefined".

mod calendars;
mod date;
pub(crate) mod linear;
mod literal;
pub(crate) mod ops;
mod random;
mod truth;

pub use date::Calendar;
pub use date::Date;
pub(crate) use literal::{write_decimal, write_money, write_text};
pub(crate) use random::Random;
pub use truth::Truth;

use std::fmt::{self, Display};

/// How many ten-thousandths make one.
pub(crate) const SCALE: i64 = 10_000;

/// The longest duration in days, either way.
pub(crate) const LONGEST_DAYS: i64 = 922_337_203_685_477;

/// An exact decimal with four places, from −922 337 203 685 477.5808 to 922 337 203 685 477.5807.
///
/// ```
/// use stagegate::Decimal;
/// assert_eq!(Decimal::from_ten_thousandths(32_500).to_string(), "3.25");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// The decimal of so many ten-thousandths.
    #[must_use]
    pub const fn from_ten_thousandths(count: i64) -> Self {
        Decimal(count)
    }

    /// The decimal in ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The nearest float.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "the nearest float is what is wanted")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 10_000.0
    }
}

impl Decimal {
    /// It in few letters, three digits or four.
    ///
    /// ```
    /// use stagegate::Decimal;
    /// let short = |whole: i64| Decimal::from_ten_thousandths(whole * 10_000).in_short();
    /// let wholes = [0, 999, 1_000, 1_250, 99_949, 99_960, 999_949, 999_960, 54_210_000, -3_400_000, 922_337_203_685_477];
    /// let expected = ["0", "999", "1k", "1.3k", "99.9k", "100k", "999k", "1M", "54.2M", "-3.4M", "922T"];
    /// assert_eq!(wholes.map(short), expected);
    /// ```
    #[must_use]
    pub fn in_short(self) -> String {
        let whole = i128::from(self.0).checked_div(10_000).unwrap_or(0);
        let (sign, size) = (if whole < 0 { "-" } else { "" }, whole.unsigned_abs());
        let units: [(u128, &str); 4] = [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
        for (unit, letter) in units {
            let tenths_of =
                |unit: u128| size.saturating_mul(10).saturating_add(unit / 2).checked_div(unit).unwrap_or(0);
            // Also where the unit below would be rounded to a thousand of it; wholes are not rounded.
            let lower = unit / 1_000;
            if size >= unit || lower > 1 && tenths_of(lower) >= 10_000 {
                let tenths = tenths_of(unit);
                let (ones, tenth) = (tenths / 10, tenths % 10);
                return if ones >= 100 || tenth == 0 {
                    format!("{sign}{ones}{letter}")
                } else {
                    format!("{sign}{ones}.{tenth}{letter}")
                };
            }
        }
        format!("{sign}{size}")
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        literal::write_decimal(f, self.0, SCALE)
    }
}

/// A percent with two decimals: 15 % is 15 points.
///
/// ```
/// use stagegate::Percent;
/// assert_eq!(Percent::from_hundredths(250).to_string(), "2.5%");
/// assert_eq!(Percent::from_hundredths(250).points(), 2.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(i64);

impl Percent {
    /// The percent of so many hundredths of a point.
    #[must_use]
    pub const fn from_hundredths(count: i64) -> Self {
        Percent(count)
    }

    /// The percent in hundredths of a point.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The percent in points, as the nearest float: 2.5 for 2.5 %.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "the nearest float is what is wanted")]
    pub fn points(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        literal::write_decimal(f, self.0, 100)?;
        f.write_str("%")
    }
}

/// Three letters `A`–`Z` that name a currency, such as `USD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads three capital letters; nothing where they are none.
    ///
    /// ```
    /// use stagegate::Currency;
    /// assert_eq!(Currency::new("EUR").unwrap().to_string(), "EUR");
    /// assert!(Currency::new("euro").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Currency(letters))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of money in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

impl Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_money(f, self.amount.0, self.currency)
    }
}

/// A number of whole days, within ±922 337 203 685 477.
///
/// ```
/// use stagegate::Days;
/// assert_eq!(Days::new(1).unwrap().to_string(), "1 day");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Days(i64);

impl Days {
    /// So many days; nothing where that is out of range.
    #[must_use]
    pub fn new(count: i64) -> Option<Self> {
        ops::days_in_range(count).map(Days)
    }

    /// How many days.
    #[must_use]
    pub const fn count(self) -> i64 {
        self.0
    }
}

impl Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        literal::write_days(f, self.0)
    }
}
