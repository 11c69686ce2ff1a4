//! Dates of other crates are the same days.

use stagegate::Date;

/// The first and last days, those around 1970, and leap days.
fn days() -> impl Iterator<Item = Date> {
    let near = (-800..800).map(|days| days * 911).chain(-2..=2).filter_map(Date::from_days);
    near.chain([Date::MIN, Date::MAX]).chain([Date::new(2024, 2, 29), Date::new(2000, 2, 29)].map(Result::unwrap))
}

#[test]
fn jiff() {
    for day in days() {
        let other = jiff::civil::Date::from(day);
        assert_eq!((other.to_string(), Date::try_from(other)), (day.to_string(), Ok(day)));
    }
    assert!(Date::try_from(jiff::civil::date(-1, 1, 1)).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn chrono() {
    for day in days() {
        let other = chrono::NaiveDate::from(day);
        assert_eq!((other.to_string(), Date::try_from(other)), (day.to_string(), Ok(day)));
    }
    assert!(Date::try_from(chrono::NaiveDate::MAX).is_err());
    assert!(Date::try_from(chrono::NaiveDate::MIN).is_err());
}

#[cfg(feature = "time")]
#[test]
fn time() {
    for day in days() {
        let other = time::Date::from(day);
        assert_eq!((other.to_julian_day() - 2_440_588, Date::try_from(other)), (day.days(), Ok(day)));
        assert_eq!((other.year(), u8::from(other.month()), other.day()), {
            let (year, month, day) = day.year_month_day();
            (year, u8::try_from(month).unwrap(), u8::try_from(day).unwrap())
        });
    }
    assert!(Date::try_from(time::Date::MIN).is_err());
}
