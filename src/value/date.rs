//! Calendar dates from 0001-01-01 to 9999-12-31, as days from 1970-01-01. The calendar itself is `jiff`'s.

use std::fmt::{self, Display};

/// A day of the calendar, from 0001-01-01 to 9999-12-31.
///
/// ```
/// use stagegate::Date;
/// let date = Date::new(2026, 11, 23).unwrap();
/// assert_eq!(date.to_string(), "2026-11-23");
/// assert!(Date::new(2026, 2, 30).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    days: i32,
}

/// A day that no calendar has, or that is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no day {year:04}-{month:02}-{day:02} between 0001-01-01 and 9999-12-31")]
pub struct NoSuchDate {
    year: i32,
    month: i32,
    day: i32,
}

/// The ends of months, quarters and years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The first day of the month.
    StartOfMonth,
    /// The first day of the quarter.
    StartOfQuarter,
    /// The first day of the year.
    StartOfYear,
    /// The last day of the month.
    EndOfMonth,
    /// The last day of the quarter.
    EndOfQuarter,
    /// The last day of the year.
    EndOfYear,
}

impl Date {
    /// 0001-01-01.
    pub const MIN: Date = Date { days: -719_162 };
    /// 9999-12-31.
    pub const MAX: Date = Date { days: 2_932_896 };

    /// The day `day` of month `month` of `year`, each from 1.
    ///
    /// # Errors
    /// Where the calendar has no such day, or the year is not from 1 to 9999.
    pub fn new(year: i32, month: i32, day: i32) -> Result<Self, NoSuchDate> {
        let is_day = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        // Most days are in every month; the calendar says of the others.
        if is_day && (day <= 28 || is_in_month(year, month, day)) {
            Ok(Date { days: days_from_epoch(year, month, day) })
        } else {
            Err(NoSuchDate { year, month, day })
        }
    }

    /// Reads `2026-11-23`, four digits, two and two, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        let [first, second, month, day] = pairs([y1, y2, y3, y4, m1, m2, d1, d2])?;
        Date::new(first.wrapping_mul(100).wrapping_add(second), month, day).ok()
    }

    /// The day so many days after 1970-01-01, where it is in range.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        let days = i32::try_from(days).ok()?;
        let date = Date { days };
        (Date::MIN..=Date::MAX).contains(&date).then_some(date)
    }

    /// How many days after 1970-01-01 it is.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.days
    }

    /// Year, month and day.
    #[must_use]
    pub fn year_month_day(self) -> (i32, i32, i32) {
        let civil = self.civil();
        (i32::from(civil.year()), i32::from(civil.month()), i32::from(civil.day()))
    }

    /// The day so many months later (earlier where negative), clamped to the month's end.
    #[must_use]
    pub fn add_months(self, months: i64) -> Option<Self> {
        let civil = self.civil();
        let month_index = i64::from(civil.year()).checked_mul(12)?.checked_add(i64::from(civil.month()))?;
        let index = month_index.checked_sub(1)?.checked_add(months)?;
        let year = i16::try_from(index.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
        let month = i8::try_from(index.rem_euclid(12).checked_add(1)?).ok()?;
        let first = jiff::civil::Date::new(year, month, 1).ok()?;
        let day = civil.day().min(first.days_in_month());
        Date::from_civil(jiff::civil::Date::new(year, month, day).ok()?)
    }

    /// The first or last day of the month, quarter or year that the day is in.
    pub(crate) fn at(self, end: Calendar) -> Self {
        let civil = self.civil();
        let month = civil.month();
        let quarter = month.saturating_sub(1).div_euclid(3).saturating_mul(3).saturating_add(1);
        let (month, last) = match end {
            Calendar::StartOfMonth => (month, false),
            Calendar::StartOfQuarter => (quarter, false),
            Calendar::StartOfYear => (1, false),
            Calendar::EndOfMonth => (month, true),
            Calendar::EndOfQuarter => (quarter.saturating_add(2), true),
            Calendar::EndOfYear => (12, true),
        };
        let first = jiff::civil::Date::new(civil.year(), month, 1).unwrap_or(civil);
        let day = if last { first.last_of_month() } else { first };
        Date::from_civil(day).unwrap_or(self)
    }

    fn civil(self) -> jiff::civil::Date {
        let epoch = jiff::civil::date(1970, 1, 1);
        // A duration is added without a look at the calendar, as a span is not.
        let hours = i64::from(self.days).saturating_mul(24);
        epoch.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(epoch)
    }

    fn from_civil(date: jiff::civil::Date) -> Option<Self> {
        let since = jiff::civil::date(1970, 1, 1).until(date).ok()?;
        Date::from_days(i64::from(since.get_days()))
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl From<Date> for jiff::civil::Date {
    fn from(date: Date) -> Self {
        date.civil()
    }
}

impl TryFrom<jiff::civil::Date> for Date {
    type Error = NoSuchDate;

    fn try_from(date: jiff::civil::Date) -> Result<Self, NoSuchDate> {
        Date::new(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
    }
}

/// The numbers of two digits each; nothing where a byte is no digit. All eight are looked at together.
fn pairs(bytes: [u8; 8]) -> Option<[i32; 4]> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let digits = u64::from_le_bytes(bytes) ^ 0x3030_3030_3030_3030;
    // What is added brings all above 9 to the high bit, or to that of the next byte.
    if (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGH != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes();
    let [first, _, second, _, third, _, fourth, _] = pairs;
    Some([first, second, third, fourth].map(i32::from))
}

fn is_in_month(year: i32, month: i32, day: i32) -> bool {
    let civil = || {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok()
    };
    civil().is_some()
}

/// The days from 1970-01-01 to a day from year 1 to 9999. Years are counted from March, so that the leap day is their last.
fn days_from_epoch(year: i32, month: i32, day: i32) -> i32 {
    let (year, month) =
        if month > 2 { (year, month.wrapping_sub(3)) } else { (year.wrapping_sub(1), month.wrapping_add(9)) };
    let leap_days = (year / 4).wrapping_sub(year / 100).wrapping_add(year / 400);
    let of_months = month.wrapping_mul(153).wrapping_add(2) / 5;
    let of_years = year.wrapping_mul(365).wrapping_add(leap_days);
    of_years.wrapping_add(of_months).wrapping_add(day).wrapping_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_those_of_the_calendar() {
        for days in (Date::MIN.days()..=Date::MAX.days()).step_by(13).chain(-1_000..30_000) {
            let date = Date::from_days(i64::from(days)).unwrap();
            let (year, month, day) = date.year_month_day();
            assert_eq!(Date::new(year, month, day), Ok(date));
            assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
        assert_eq!((Date::new(1, 1, 1), Date::new(9999, 12, 31)), (Ok(Date::MIN), Ok(Date::MAX)));
        for (year, month, day) in
            [(2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 1, 32), (0, 1, 1), (2026, 13, 1), (2026, 1, 0)]
        {
            assert!(Date::new(year, month, day).is_err());
        }
        assert!(Date::new(2000, 2, 29).is_ok() && Date::new(2024, 2, 29).is_ok());
        assert_eq!(
            (Date::parse("2026-11-2x"), Date::parse("2026/11/23"), Date::parse("2026-11-2")),
            (None, None, None)
        );
    }
}
