//! One datum of the data, read as a scalar fact of a declared type.
//!
//! The value comes out in its 64-bit form (see [`crate::value`]), rounded once, half to even; texts are kept by the
//! opportunity. What does not fit comes out as a [`Misfit`]; what it is to be called is not decided here.

use std::fmt;

use super::day;
use super::names::Names;
use super::number::{Factor, Numeral};
use super::rate::Rates;
use crate::schema::{DataType, DatePiece, DateStyle, NumberStyle, Variant};
use crate::value::{Currency, SCALE, ops};

/// A scalar of the data.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Datum<'a> {
    Null,
    Bool(bool),
    /// A JSON number as it is written.
    Number(&'a str),
    /// A float that is no number: `NaN`, `inf`, `-inf`.
    NotFinite(&'a str),
    Str(&'a str),
    /// A day, or a moment of one, as ISO writes it, of a source that has days.
    Day(&'a str),
}

/// What a datum is as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading<'a> {
    /// There is no answer.
    Missing,
    /// The 64-bit form.
    Value(i64),
    /// A text, which the opportunity is to keep.
    Text(&'a str),
}

/// Why a datum is no value of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// It is not written so.
    Shape,
    /// It is beyond what a number, percent, amount or duration can be.
    OutOfRange,
    /// A fraction that is not from 0 to 1.
    NotFraction,
    /// An amount in another currency, for which no rate was given.
    NoRate(Currency, Currency),
}

/// A type as reading needs it.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Bool,
    Number(NumberStyle),
    Percent(NumberStyle),
    Fraction(NumberStyle),
    Money(Currency, NumberStyle),
    Text,
    Date,
    DateBy(Vec<DatePiece>),
    Duration(NumberStyle),
    /// The place of the variant, by its name and its labels.
    Enumeration(Names<i64>),
}

impl Form {
    /// The form of a declared type.
    pub(crate) fn new(ty: &DataType) -> Self {
        match ty {
            DataType::Bool => Form::Bool,
            DataType::Number(style) => Form::Number(*style),
            DataType::Percent(style) => Form::Percent(*style),
            DataType::Fraction(style) => Form::Fraction(*style),
            DataType::Money(currency, style) => Form::Money(*currency, *style),
            DataType::Text => Form::Text,
            DataType::Date(DateStyle::Iso) => Form::Date,
            DataType::Date(DateStyle::Pattern(pattern)) => Form::DateBy(pattern.clone()),
            DataType::Duration(style) => Form::Duration(*style),
            DataType::Enumeration(variants) => Form::Enumeration(places(variants)),
        }
    }

    /// A whole number as this type has it; nothing where that takes more than a multiplication.
    #[inline]
    pub(crate) fn whole(&self, number: i64) -> Option<i64> {
        match self {
            Form::Number(_) | Form::Money(..) => number.checked_mul(SCALE),
            Form::Percent(_) => number.checked_mul(100),
            Form::Duration(_) => ops::days_in_range(number),
            Form::Bool | Form::Fraction(_) | Form::Text | Form::Date | Form::DateBy(_) | Form::Enumeration(_) => None,
        }
    }

    /// What this type has for 1, where it takes all numbers that fit.
    #[cfg(feature = "arrow")]
    pub(crate) fn unit(&self) -> Option<i64> {
        match self {
            Form::Number(_) | Form::Money(..) | Form::Percent(_) => self.whole(1),
            Form::Bool
            | Form::Fraction(_)
            | Form::Text
            | Form::Date
            | Form::DateBy(_)
            | Form::Duration(_)
            | Form::Enumeration(_) => None,
        }
    }

    /// A day as this type has it; nothing where it is no date.
    #[cfg(feature = "arrow")]
    pub(crate) fn day(&self, days: i64) -> Option<i64> {
        match self {
            Form::Date | Form::DateBy(_) => crate::value::Date::from_days(days).map(|date| i64::from(date.days())),
            Form::Bool
            | Form::Number(_)
            | Form::Percent(_)
            | Form::Fraction(_)
            | Form::Money(..)
            | Form::Text
            | Form::Duration(_)
            | Form::Enumeration(_) => None,
        }
    }

    /// Reads a datum.
    pub(crate) fn read<'d>(&self, datum: Datum<'d>, blanks: &[Box<str>], rates: &Rates) -> Result<Reading<'d>, Misfit> {
        if is_missing(datum, blanks) {
            return Ok(Reading::Missing);
        }
        if let Datum::Number(text) = datum
            && let Some(value) = short_whole(text).and_then(|number| self.whole(number))
        {
            return Ok(Reading::Value(value));
        }
        let value = match self {
            Form::Bool => read_bool(datum),
            Form::Number(style) => read_number(datum, *style)?.scaled(Factor::ONE, 4).ok_or(Misfit::OutOfRange),
            Form::Percent(style) => read_percent(datum, *style),
            Form::Fraction(style) => read_fraction(datum, *style),
            Form::Money(currency, style) => read_money(datum, *currency, *style, rates),
            Form::Text => return as_written(datum).map(Reading::Text).ok_or(Misfit::Shape),
            Form::Date => read_date(datum, day::iso),
            Form::DateBy(pattern) => read_date(datum, |text| day::by_pattern(text, pattern)),
            Form::Duration(style) => read_days(datum, *style),
            Form::Enumeration(places) => read_variant(datum, places),
        };
        value.map(Reading::Value)
    }
}

/// Whether the datum says that there is no answer.
pub(crate) fn is_missing(datum: Datum<'_>, blanks: &[Box<str>]) -> bool {
    match datum {
        Datum::Null => true,
        Datum::Str(text) => is_blank(text) || blanks.iter().any(|blank| **blank == *text),
        Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => false,
    }
}

/// Whether a text is white space alone; most are seen not to be by their first byte.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim_start().is_empty()
}

/// A string, or a number or bool as it is written.
pub(crate) fn as_written(datum: Datum<'_>) -> Option<&str> {
    match datum {
        Datum::Str(text) | Datum::Number(text) | Datum::Day(text) => Some(text),
        Datum::Bool(true) => Some("true"),
        Datum::Bool(false) => Some("false"),
        Datum::Null | Datum::NotFinite(_) => None,
    }
}

/// An amount whose currency stands beside it, in the field's currency.
pub(crate) fn convert(
    amount: Datum<'_>,
    from: Currency,
    to: Currency,
    style: NumberStyle,
    rates: &Rates,
) -> Result<i64, Misfit> {
    exchange(read_number(amount, style)?, from, to, rates)
}

/// Says a float, which counts as its shortest decimal.
pub(crate) fn say_float(number: f64, written: impl serde::Serialize, say: impl FnOnce(Datum<'_>)) {
    if number.is_finite() {
        say(Datum::Number(Written::float(written).as_str()));
    } else if number.is_nan() {
        say(Datum::NotFinite("NaN"));
    } else {
        say(Datum::NotFinite(if number > 0.0 { "inf" } else { "-inf" }));
    }
}

/// Reads a date as evidence has it.
pub(crate) fn read_evidence_date(datum: Datum<'_>) -> Result<i32, Misfit> {
    read_date(datum, day::iso).and_then(|days| i32::try_from(days).map_err(|_| Misfit::OutOfRange))
}

/// The variants' names, then their labels.
fn places(variants: &[Variant]) -> Names<i64> {
    let names = (0_i64..).zip(variants).map(|(place, variant)| (variant.name.as_str(), place));
    let labels = (0_i64..)
        .zip(variants)
        .flat_map(|(place, variant)| variant.labels.iter().map(move |label| (label.as_str(), place)));
    Names::new(names.chain(labels))
}

/// A short whole number that is written in digits alone, and then needs no exact arithmetic.
fn short_whole(text: &str) -> Option<i64> {
    const LONGEST: usize = 14;
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    text.bytes().try_fold(0_i64, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit.saturating_sub(b'0')))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Names and labels are texts; a number is none, be it written like one.
fn read_variant(datum: Datum<'_>, places: &Names<i64>) -> Result<i64, Misfit> {
    match datum {
        Datum::Str(text) => places.get(text).ok_or(Misfit::Shape),
        Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => Err(Misfit::Shape),
    }
}

fn read_bool(datum: Datum<'_>) -> Result<i64, Misfit> {
    const TRUE: [&str; 4] = ["true", "yes", "y", "1"];
    const FALSE: [&str; 4] = ["false", "no", "n", "0"];
    let among = |words: [&str; 4], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match datum {
        Datum::Bool(value) => Ok(i64::from(value)),
        Datum::Number(text) => match Numeral::json(text) {
            Some(number) if number.is_zero() => Ok(0),
            Some(number) if number.is_one() => Ok(1),
            Some(_) | None => Err(Misfit::Shape),
        },
        Datum::Str(text) if among(TRUE, text.trim()) => Ok(1),
        Datum::Str(text) if among(FALSE, text.trim()) => Ok(0),
        Datum::Str(_) | Datum::Null | Datum::NotFinite(_) | Datum::Day(_) => Err(Misfit::Shape),
    }
}

fn read_number(datum: Datum<'_>, style: NumberStyle) -> Result<Numeral<'_>, Misfit> {
    let numeral = match datum {
        Datum::Number(text) => Numeral::json(text),
        Datum::Str(text) => Numeral::text(text.trim(), style),
        Datum::Null | Datum::Bool(_) | Datum::NotFinite(_) | Datum::Day(_) => None,
    };
    numeral.ok_or(Misfit::Shape)
}

fn read_percent(datum: Datum<'_>, style: NumberStyle) -> Result<i64, Misfit> {
    let (numeral, _) = read_points(datum, style)?;
    numeral.scaled(Factor::ONE, 2).ok_or(Misfit::OutOfRange)
}

fn read_fraction(datum: Datum<'_>, style: NumberStyle) -> Result<i64, Misfit> {
    let (numeral, signed) = read_points(datum, style)?;
    let fraction = if signed { numeral.percent() } else { numeral };
    if !fraction.is_from_zero_to_one() {
        return Err(Misfit::NotFraction);
    }
    fraction.scaled(Factor::ONE, 4).ok_or(Misfit::OutOfRange)
}

/// A number, and whether a percent sign stands behind it.
fn read_points(datum: Datum<'_>, style: NumberStyle) -> Result<(Numeral<'_>, bool), Misfit> {
    let points = match datum {
        Datum::Str(text) => text.trim().strip_suffix('%'),
        Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => None,
    };
    match points {
        Some(points) => read_number(Datum::Str(points), style).map(|numeral| (numeral, true)),
        None => read_number(datum, style).map(|numeral| (numeral, false)),
    }
}

fn read_days(datum: Datum<'_>, style: NumberStyle) -> Result<i64, Misfit> {
    let days = read_number(datum, style)?.scaled(Factor::ONE, 0);
    days.and_then(ops::days_in_range).ok_or(Misfit::OutOfRange)
}

fn read_date(datum: Datum<'_>, read: impl Fn(&str) -> Option<crate::value::Date>) -> Result<i64, Misfit> {
    match datum {
        Datum::Str(text) => read(trimmed(text)).map(|date| i64::from(date.days())).ok_or(Misfit::Shape),
        Datum::Day(text) => day::iso(text).map(|date| i64::from(date.days())).ok_or(Misfit::Shape),
        Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) => Err(Misfit::Shape),
    }
}

/// A text without white space around; most have none.
#[inline]
fn trimmed(text: &str) -> &str {
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_graphic(bytes.first()) && is_graphic(bytes.last()) { text } else { text.trim() }
}

fn read_money(datum: Datum<'_>, to: Currency, style: NumberStyle, rates: &Rates) -> Result<i64, Misfit> {
    let (from, numeral) = match datum {
        Datum::Str(text) => read_amount(text.trim(), style).ok_or(Misfit::Shape)?,
        Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => {
            (None, read_number(datum, style)?)
        }
    };
    exchange(numeral, from.unwrap_or(to), to, rates)
}

fn exchange(amount: Numeral<'_>, from: Currency, to: Currency, rates: &Rates) -> Result<i64, Misfit> {
    let rate = rates.get(from, to).ok_or(Misfit::NoRate(from, to))?;
    amount.scaled(rate, 4).ok_or(Misfit::OutOfRange)
}

/// Reads `5000`, `-5000 USD`, `USD5000`, `-$5,000`: a sign comes first, the currency before or behind the digits.
pub(crate) fn read_amount(text: &str, style: NumberStyle) -> Option<(Option<Currency>, Numeral<'_>)> {
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |unsigned| (true, unsigned));
    let (currency, digits) = split_currency(unsigned);
    Some((currency, Numeral::unsigned(digits, style)?.signed(negative)))
}

fn split_currency(text: &str) -> (Option<Currency>, &str) {
    const SIGNS: [(char, &str); 4] = [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('¥', "JPY")];
    for (sign, code) in SIGNS {
        if let Some(digits) = text.strip_prefix(sign) {
            return (Currency::new(code), digits.trim_start());
        }
        if let Some(digits) = text.strip_suffix(sign) {
            return (Currency::new(code), digits.trim_end());
        }
    }
    let before = text.split_at_checked(3).and_then(|(code, digits)| Some((Currency::new(code)?, digits)));
    if let Some((currency, digits)) = before {
        return (Some(currency), digits.trim_start());
    }
    let behind = text.len().checked_sub(3).and_then(|at| text.split_at_checked(at));
    match behind.and_then(|(digits, code)| Some((Currency::new(code)?, digits))) {
        Some((currency, digits)) => (Some(currency), digits.trim_end()),
        None => (None, text),
    }
}

/// A number written into a few bytes of the stack.
pub(crate) struct Written {
    bytes: [u8; 80],
    length: usize,
}

impl Written {
    /// A whole number.
    pub(crate) fn whole(number: impl fmt::Display) -> Self {
        let mut written = Written { bytes: [0; 80], length: 0 };
        // No whole number of 256 bits is longer.
        let _ = fmt::Write::write_fmt(&mut written, format_args!("{number}"));
        written
    }

    /// The shortest decimal that reads back as the float, in JSON's form.
    pub(crate) fn float(number: impl serde::Serialize) -> Self {
        let mut written = Written { bytes: [0; 80], length: 0 };
        // No float's shortest decimal is longer than 24 bytes.
        let _ = serde_json::to_writer(&mut written, &number);
        written
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    fn push(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.length.checked_add(bytes.len())?;
        self.bytes.get_mut(self.length..end)?.copy_from_slice(bytes);
        self.length = end;
        Some(())
    }
}

impl fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text.as_bytes()).ok_or(fmt::Error)
    }
}

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.push(bytes).map(|()| bytes.len()).ok_or_else(|| std::io::ErrorKind::WriteZero.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
