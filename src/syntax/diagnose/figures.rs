//! Figures written otherwise, and what they could be.

use super::super::error;
use super::super::tokens::TokenKind;
use super::{Scene, is_capital};
use crate::diag::{Diagnostic, nearest};
use crate::value::Date;

impl Scene<'_> {
    /// Numbers in pieces: `50,000`, `50 000`, `.5`, `5.`, and amounts and units that are written otherwise.
    pub(super) fn figures(&self) -> Option<Diagnostic> {
        self.groups().or_else(|| self.point()).or_else(|| self.currency()).or_else(|| self.unit())
    }

    /// `50,000` or `50 000`.
    fn groups(&self) -> Option<Diagnostic> {
        let is_number = |at: usize| self.kind(at) == Some(TokenKind::Number);
        let by_comma = self.ahead(0) == "," && self.touches(self.at);
        let first = self.at.checked_sub(1).filter(|&at| is_number(at))?;
        let step = if by_comma { 2 } else { 1 };
        let mut last = first;
        let mut number = self.text(first).to_owned();
        loop {
            let next = last.saturating_add(step);
            let digits = self.text(next);
            let is_group = is_number(next)
                && digits.split('.').next().is_some_and(|whole| whole.len() == 3)
                && (!by_comma || (self.text(next.saturating_sub(1)) == "," && self.touches(next)))
                && !self.starts_line(next);
            if !is_group || number.contains('.') {
                break;
            }
            number.push('_');
            number.push_str(digits);
            last = next;
        }
        let span = self.between_tokens(first, last);
        if last > first {
            return Some(error::grouped_otherwise(span, self.slice(span), number, by_comma));
        }
        let next = first.saturating_add(2);
        let is_decimal = by_comma && is_number(next) && self.touches(next) && !number.contains('.');
        let span = self.between_tokens(first, next);
        let meant = format!("{number}.{}", self.text(next));
        is_decimal.then(|| error::grouped_otherwise(span, self.slice(span), meant, false))
    }

    /// `.5` or `5.`.
    fn point(&self) -> Option<Diagnostic> {
        let (before, next) = (self.at.checked_sub(1)?, self.at.saturating_add(1));
        if self.ahead(0) != "." {
            return None;
        }
        if self.kind(before) == Some(TokenKind::Number) && self.touches(self.at) {
            let span = self.between_tokens(before, self.at);
            return Some(error::number_malformed(span, self.slice(span), Some(self.text(before).to_owned())));
        }
        let is_part = matches!(self.kind(next), Some(TokenKind::Number | TokenKind::Percent)) && self.touches(next);
        let span = self.between_tokens(self.at, next);
        is_part.then(|| error::number_malformed(span, self.slice(span), Some(format!("0{}", self.slice(span)))))
    }

    /// `50 usd`, `USD 50`, `5 dollars`, `"5000" USD`, `money usd`.
    fn currency(&self) -> Option<Diagnostic> {
        let (before, word, next) = (self.at.checked_sub(1)?, self.ahead(0), self.at.saturating_add(1));
        let upper = word.to_uppercase();
        let is_code = word.len() == 3 && word != upper && word.bytes().all(|letter| letter.is_ascii_alphabetic());
        let span = self.between_tokens(before, self.at);
        if self.kind(before) == Some(TokenKind::Number) && !self.starts_line(self.at) {
            let number = self.text(before);
            if is_code && CURRENCIES.contains(&upper.as_str()) {
                return Some(error::currency_otherwise(span, self.slice(span), format!("{number} {upper}"), true));
            }
            let named = NAMED_CURRENCIES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
            if let Some((_, code)) = named {
                return Some(error::currency_otherwise(span, self.slice(span), format!("{number} {code}"), false));
            }
        }
        if self.expects(crate::syntax::grammar::Kind::colon) && self.behind(2) == "money" {
            let scene = Scene { at: before, expected: &[], ..*self };
            return scene.currency();
        }
        if self.text(before) == "money" && is_code && CURRENCIES.contains(&upper.as_str()) {
            return Some(error::currency_otherwise(self.here(), word, upper, true));
        }
        if CURRENCIES.contains(&word) && self.kind(next) == Some(TokenKind::Number) {
            let span = self.between_tokens(self.at, next);
            let meant = format!("{} {word}", self.text(next));
            return Some(error::currency_otherwise(span, self.slice(span), meant, true));
        }
        if CURRENCIES.contains(&word) && self.kind(before) == Some(TokenKind::Text) {
            let number = number_of(self.text(before).trim_matches('"'))?;
            return Some(error::currency_otherwise(span, self.slice(span), format!("{number} {word}"), true));
        }
        None
    }

    /// `5 hours`, `2 Days`.
    fn unit(&self) -> Option<Diagnostic> {
        let word = self.ahead(0);
        let is_word = self.kind(self.at) == Some(TokenKind::Word) && !self.starts_line(self.at);
        if !is_word || self.kind_behind(1) != Some(TokenKind::Number) || super::is_keyword(word) {
            return None;
        }
        let number = self.behind(1);
        let span = self.between_tokens(self.at.saturating_sub(1), self.at);
        if matches!(word, "k" | "K" | "thousand" | "m" | "M" | "mn" | "million" | "bn" | "billion") {
            return Some(error::letters_touch_number(span, self.slice(span), suffix(&format!("{number}{word}"))));
        }
        let lower = word.to_lowercase();
        let near =
            if lower == "quarters" || lower == "quarter" { None } else { nearest(&lower, UNITS.iter().copied()) };
        let is_time =
            ["hour", "minute", "second", "quarter", "night", "business", "working", "d", "w", "y", "mo", "yr"]
                .iter()
                .any(|time| lower.trim_end_matches('s') == *time);
        let is_near = near.is_some() && !is_capital(word) || UNITS.contains(&lower.as_str());
        (is_time || is_near).then(|| error::unknown_unit(self.here(), word, near))
    }
}

const UNITS: &[&str] = &["day", "days", "week", "weeks", "month", "months", "year", "years"];

/// Currencies that are likely meant by three letters.
const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "KRW",
    "MXN", "NOK", "NZD", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "ZAR",
];

const NAMED_CURRENCIES: &[(&str, &str)] = &[
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("bucks", "USD"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("yen", "JPY"),
    ("francs", "CHF"),
    ("rupees", "INR"),
];

/// A number with commas or a factor's letter (`50,000`, `1.5m`) as this language writes it.
pub(super) fn number_of(text: &str) -> Option<String> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '.' | '_'));
    let (number, letters) = text.split_at_checked(end.unwrap_or(text.len()))?;
    let zeros = match letters {
        "" => 0,
        "k" | "K" | "thousand" => 3,
        "m" | "M" | "mn" | "mio" | "million" => 6,
        "b" | "B" | "bn" | "billion" => 9,
        _ => return None,
    };
    let number = number.replace([',', '_'], "");
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || number.len() > 15 {
        return None;
    }
    let shifted: String = part.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let rest = part.get(zeros..).unwrap_or("");
    let whole = format!("{whole}{shifted}");
    let whole = whole.trim_start_matches('0');
    let whole = grouped(if whole.is_empty() { "0" } else { whole });
    Some(if rest.is_empty() { whole } else { format!("{whole}.{rest}") })
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut number = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(at);
        if at > 0 && left % 3 == 0 && digits.len() > 4 {
            number.push('_');
        }
        number.push(digit);
    }
    number
}

/// What letters at a number could mean, and whether that is sure.
pub(super) fn suffix(text: &str) -> Option<(String, bool)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | '_'))?;
    let (number, letters) = text.split_at_checked(end)?;
    if UNITS.contains(&letters) || (letters.len() == 3 && letters.bytes().all(|letter| letter.is_ascii_uppercase())) {
        return Some((format!("{number} {letters}"), true));
    }
    let upper = letters.to_uppercase();
    if CURRENCIES.contains(&upper.as_str()) {
        return Some((format!("{number} {upper}"), true));
    }
    if let Some(meant) = number_of(text) {
        return Some((meant, matches!(letters, "k" | "K")));
    }
    let unit = match letters {
        "d" => "days",
        "w" | "wk" | "wks" => "weeks",
        "mo" | "mos" => "months",
        "y" | "yr" | "yrs" => "years",
        _ => return None,
    };
    Some((format!("{number} {unit}"), true))
}

/// A number with too many `_`.
pub(super) fn mended_number(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.split('_').filter(|piece| !piece.is_empty()).collect();
    let number = pieces.join("_");
    let is_plain = number.bytes().all(|letter| letter.is_ascii_digit() || letter == b'_');
    (is_plain && number.len() < text.len() && number.len() < 32).then_some(number)
}

/// The day that was likely meant, and whether there is only one reading.
pub(super) fn mended_date(text: &str) -> Option<(String, bool)> {
    let sign = text.find(|letter: char| !letter.is_ascii_digit()).and_then(|at| text.get(at..)?.chars().next())?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |digits: &str| digits.parse::<i32>().ok();
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let day = |year: i32, month: i32, day: i32| Date::new(year, month, day).ok().map(|date| date.to_string());
    if first.len() == 4 {
        return Some((day(a, b, c)?, true));
    }
    if third.len() != 4 {
        return None;
    }
    let (by_month, by_day) = (day(c, a, b), day(c, b, a));
    let likelier = if sign == '/' { by_month.or(by_day) } else { by_day.or(by_month) };
    Some((likelier?, false))
}
