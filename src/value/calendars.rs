//! Dates of other crates.

#[cfg(any(feature = "chrono", feature = "time"))]
use super::Date;
#[cfg(any(feature = "chrono", feature = "time"))]
use super::date::NoSuchDate;

/// Every [`Date`] is one of chrono's.
#[cfg(feature = "chrono")]
impl From<Date> for chrono::NaiveDate {
    fn from(date: Date) -> Self {
        // The day itself, as its calendar has all years of ours and more.
        let days = chrono::Days::new(u64::from(date.days().unsigned_abs()));
        let epoch = chrono::NaiveDate::default();
        let day = if date.days() < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) };
        day.unwrap_or(epoch)
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<chrono::NaiveDate> for Date {
    type Error = NoSuchDate;

    fn try_from(date: chrono::NaiveDate) -> Result<Self, NoSuchDate> {
        use chrono::Datelike;
        let small = |number: u32| i32::try_from(number).unwrap_or(0);
        Date::new(date.year(), small(date.month()), small(date.day()))
    }
}

/// Every [`Date`] is one of time's.
#[cfg(feature = "time")]
impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        const EPOCH: i32 = 2_440_588;
        let epoch = time::Date::from_julian_day(EPOCH).unwrap_or(time::Date::MIN);
        time::Date::from_julian_day(date.days().saturating_add(EPOCH)).unwrap_or(epoch)
    }
}

#[cfg(feature = "time")]
impl TryFrom<time::Date> for Date {
    type Error = NoSuchDate;

    fn try_from(date: time::Date) -> Result<Self, NoSuchDate> {
        Date::new(date.year(), i32::from(u8::from(date.month())), i32::from(date.day()))
    }
}
