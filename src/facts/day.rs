//! Days as data writes them.

use crate::schema::DatePiece;
use crate::value::Date;

/// Reads `2026-11-23`, or an ISO date-time (`T` or one blank before the time), whose date part counts as it is written.
pub(crate) fn iso(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    let time_fits = match rest.strip_prefix(['T', ' ']) {
        Some(time) => is_time(time),
        None => rest.is_empty(),
    };
    if time_fits { Date::parse(date) } else { None }
}

/// Reads a date as the pattern says and not otherwise; what follows a blank or `T` is passed over.
pub(crate) fn by_pattern(text: &str, pattern: &[DatePiece]) -> Option<Date> {
    let mut rest = text;
    let (mut year, mut month, mut day) = (0, 0, 0);
    for piece in pattern {
        match *piece {
            DatePiece::Year => year = take(&mut rest, 4, 4)?,
            DatePiece::Month { padded } => month = take_day_or_month(&mut rest, padded)?,
            DatePiece::Day { padded } => day = take_day_or_month(&mut rest, padded)?,
            DatePiece::Separator(separator) => rest = rest.strip_prefix(separator)?,
        }
    }
    let ends = rest.is_empty() || rest.starts_with('T') || rest.starts_with(char::is_whitespace);
    if ends { Date::new(year, month, day).ok() } else { None }
}

/// Takes the two digits of a padded number, or the one or two, without a zero before, of another.
fn take_day_or_month(rest: &mut &str, padded: bool) -> Option<i32> {
    if padded {
        return take(rest, 2, 2);
    }
    if rest.starts_with('0') { None } else { take(rest, 1, 2) }
}

/// Takes as many digits as there are, at least and at most so many.
fn take(rest: &mut &str, least: usize, most: usize) -> Option<i32> {
    let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, behind) = rest.split_at_checked(count)?;
    *rest = behind;
    if count < least { None } else { digits.parse().ok() }
}

/// Whether the text is `hh`, `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, with `Z`, `+hh`, `+hh:mm` or `+hhmm` behind or not.
fn is_time(text: &str) -> bool {
    read_time(text).is_some_and(str::is_empty)
}

fn read_time(text: &str) -> Option<&str> {
    let mut rest = text;
    let hour = take(&mut rest, 2, 2)?;
    let (mut minute, mut second) = (0, 0);
    if let Some(behind) = rest.strip_prefix(':') {
        rest = behind;
        minute = take(&mut rest, 2, 2)?;
        if let Some(behind) = rest.strip_prefix(':') {
            rest = behind;
            second = take(&mut rest, 2, 2)?;
            rest = skip_fraction(rest)?;
        }
    }
    let in_day = hour <= 23 || (hour == 24 && minute == 0 && second == 0);
    if in_day && minute <= 59 && second <= 60 { read_zone(rest) } else { None }
}

/// Passes over `.250`, if there is one.
fn skip_fraction(rest: &str) -> Option<&str> {
    let Some(digits) = rest.strip_prefix(['.', ',']) else { return Some(rest) };
    let behind = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    (behind.len() < digits.len()).then_some(behind)
}

fn read_zone(text: &str) -> Option<&str> {
    if let Some(behind) = text.strip_prefix('Z') {
        return Some(behind);
    }
    let Some(mut rest) = text.strip_prefix(['+', '-']) else { return Some(text) };
    let hours = take(&mut rest, 2, 2)?;
    let colon = rest.strip_prefix(':');
    rest = colon.unwrap_or(rest);
    let minutes = if colon.is_none() && rest.is_empty() { 0 } else { take(&mut rest, 2, 2)? };
    (hours <= 23 && minutes <= 59).then_some(rest)
}
