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
        let civil = || {
            let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
            jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        civil().and_then(Date::from_civil).ok_or(NoSuchDate { year, month, day })
    }

    /// Reads `2026-11-23`, four digits, two and two, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        Date::new(number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?).ok()
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
        epoch.checked_add(jiff::Span::new().days(self.days)).unwrap_or(epoch)
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

/// Decimal digits as a number; nothing where one is no digit.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0_i32, |number, &digit| {
        let digit = digit.is_ascii_digit().then(|| i32::from(digit.saturating_sub(b'0')))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}
