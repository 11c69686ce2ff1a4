//! Numbers as people and programs write them, read exactly.
//!
//! A [`Numeral`] is a decimal that somebody wrote, of any length, kept as its digits: no float on the way, no limit of
//! digits. It becomes a 64-bit value by one multiplication (a rate, or 1) and one rounding, half to even, in one pass
//! over the digits from the last to the first.

use crate::schema::NumberStyle;

/// A decimal number as it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numeral<'a> {
    negative: bool,
    /// The digits before the mark, with what separates their groups.
    whole: &'a str,
    /// The digits behind the mark.
    fraction: &'a str,
    /// By which power of ten it counts.
    exponent: i64,
}

/// A positive decimal of at most 18 digits: `coefficient / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    coefficient: u64,
    places: i64,
}

impl Factor {
    /// The factor that changes nothing.
    pub(crate) const ONE: Factor = Factor { coefficient: 1, places: 0 };
    const MOST_DIGITS: usize = 18;

    /// Reads `1.08`; nothing where it is zero, longer than 18 digits or no decimal.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction.trim_end_matches('0')),
            Some(_) => return None,
            None => (text, ""),
        };
        if !is_digits(whole) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let places = fraction.len();
        let significant = if whole.is_empty() { fraction.trim_start_matches('0') } else { fraction };
        if whole.len().saturating_add(significant.len()) > Factor::MOST_DIGITS || places > Factor::MOST_DIGITS {
            return None;
        }
        let digits = whole.bytes().chain(fraction.bytes()).map(digit);
        let coefficient =
            digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit)));
        let places = i64::try_from(places).ok()?;
        (coefficient > 0).then_some(Factor { coefficient, places })
    }
}

impl<'a> Numeral<'a> {
    /// Reads a JSON number.
    pub(crate) fn json(text: &'a str) -> Option<Self> {
        let (negative, unsigned) = sign(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let plain = NumberStyle { group: None, decimal: '.', declared: false };
        let numeral = Numeral::unsigned(mantissa, plain)?;
        Some(Numeral { negative, exponent, ..numeral })
    }

    /// Reads `-1234.5` or `1,234.50`, the marks being those of the style.
    pub(crate) fn text(text: &'a str, style: NumberStyle) -> Option<Self> {
        let (negative, unsigned) = sign(text);
        Numeral::unsigned(unsigned, style).map(|numeral| numeral.signed(negative))
    }

    /// The same without a sign.
    pub(crate) fn unsigned(text: &'a str, style: NumberStyle) -> Option<Self> {
        let (whole, fraction) = match text.split_once(style.decimal) {
            Some((_, fraction)) if !is_digits(fraction) => return None,
            Some(parts) => parts,
            None => (text, ""),
        };
        let fits = is_digits(whole) || style.group.is_some_and(|group| is_grouped(whole, group));
        fits.then_some(Numeral { negative: false, whole, fraction, exponent: 0 })
    }

    /// The same digits with that sign.
    pub(crate) fn signed(self, negative: bool) -> Self {
        Numeral { negative, ..self }
    }

    /// A hundredth of it.
    pub(crate) fn percent(self) -> Self {
        Numeral { exponent: self.exponent.saturating_sub(2), ..self }
    }

    /// `value × factor × 10^shift`, rounded once to the nearest whole, half to even; nothing where that is out of range.
    pub(crate) fn scaled(self, factor: Factor, shift: i64) -> Option<i64> {
        let places = i64::try_from(self.fraction.len()).ok()?.saturating_add(factor.places);
        let mut sum = Sum::new(self.exponent.saturating_sub(places).saturating_add(shift));
        let mut carry = 0_u64;
        for digit in self.digits_from_last() {
            // At most 9 × 10^18 + 10^18, so nothing saturates.
            let product = u64::from(digit).saturating_mul(factor.coefficient).saturating_add(carry);
            sum.push(product % 10);
            carry = product / 10;
        }
        while carry > 0 {
            sum.push(carry % 10);
            carry /= 10;
        }
        sum.rounded(self.negative)
    }

    /// Whether it is, exactly, from 0 to 1.
    pub(crate) fn is_from_zero_to_one(self) -> bool {
        let Some((power, digits)) = self.leading() else { return true };
        !self.negative && (power < 0 || (power == 0 && is_one_and_zeros(digits)))
    }

    /// The digits from the first that is not zero, and its power of ten; nothing of a zero.
    fn leading(self) -> Option<(i64, impl Iterator<Item = u8>)> {
        let digits = || self.whole.bytes().filter(u8::is_ascii_digit).chain(self.fraction.bytes());
        let zeros = digits().position(|digit| digit != b'0')?;
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let before_mark = count(self.whole.bytes().filter(u8::is_ascii_digit).count()).saturating_add(self.exponent);
        let power = before_mark.saturating_sub(count(zeros)).saturating_sub(1);
        Some((power, digits().skip(zeros)))
    }

    /// Whether it is 0.
    pub(crate) fn is_zero(self) -> bool {
        self.digits_from_last().all(|digit| digit == 0)
    }

    /// Whether it is exactly 1.
    pub(crate) fn is_one(self) -> bool {
        !self.negative && self.leading().is_some_and(|(power, digits)| power == 0 && is_one_and_zeros(digits))
    }

    fn digits_from_last(self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes()).rev().filter(u8::is_ascii_digit).map(digit)
    }
}

/// A whole number that is given digit by digit from the last, those behind the mark first.
struct Sum {
    /// How many of the digits to come stand behind the mark.
    dropped: u64,
    /// What the next digit before the mark counts, as long as that is anywhere near the range.
    weight: Option<u128>,
    total: Option<u128>,
    /// The first digit behind the mark, and whether any behind that is not zero.
    half: u64,
    rest: bool,
}

impl Sum {
    fn new(exponent: i64) -> Self {
        let dropped = if exponent < 0 { exponent.unsigned_abs() } else { 0 };
        let weight = u32::try_from(exponent.max(0)).ok().and_then(|power| 10_u128.checked_pow(power));
        Sum { dropped, weight, total: Some(0), half: 0, rest: false }
    }

    fn push(&mut self, digit: u64) {
        if let Some(left) = self.dropped.checked_sub(1) {
            self.rest |= self.half != 0;
            self.half = digit;
            self.dropped = left;
            return;
        }
        if digit != 0 {
            let add = |total: u128| total.checked_add(self.weight?.checked_mul(u128::from(digit))?);
            self.total = self.total.and_then(add);
        }
        self.weight = self.weight.and_then(|weight| weight.checked_mul(10));
    }

    fn rounded(mut self, negative: bool) -> Option<i64> {
        // The number may have ended well behind the mark: then what was last pushed is not the first digit behind it.
        if self.dropped > 0 {
            self.half = 0;
        }
        let total = self.total?;
        let away = self.half > 5 || (self.half == 5 && (self.rest || total % 2 == 1));
        let total = i128::try_from(total.checked_add(u128::from(away))?).ok()?;
        i64::try_from(if negative { total.checked_neg()? } else { total }).ok()
    }
}

/// Splits a minus sign off.
fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |unsigned| (true, unsigned))
}

/// An exponent's value, held to what no length of text can reach.
fn read_exponent(text: &str) -> Option<i64> {
    const FAR: i64 = 1 << 60;
    let (negative, digits) = match text.strip_prefix('+') {
        Some(digits) => (false, digits),
        None => sign(text),
    };
    if !is_digits(digits) {
        return None;
    }
    let grow = |number: i64, byte: u8| number.saturating_mul(10).saturating_add(i64::from(digit(byte))).min(FAR);
    let size = digits.bytes().fold(0, grow);
    Some(if negative { size.saturating_neg() } else { size })
}

/// Whether the text is one decimal digit or more and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is groups of three digits, the first of one to three.
fn is_grouped(text: &str, group: char) -> bool {
    let mut groups = text.split(group);
    let first = groups.next().is_some_and(|first| is_digits(first) && first.len() <= 3);
    first && groups.all(|other| is_digits(other) && other.len() == 3)
}

fn is_one_and_zeros(mut digits: impl Iterator<Item = u8>) -> bool {
    digits.next() == Some(b'1') && digits.all(|digit| digit == b'0')
}

/// The value of a decimal digit.
fn digit(byte: u8) -> u8 {
    byte.saturating_sub(b'0')
}
