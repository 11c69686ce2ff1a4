//! Numbers, percents and dates, and what is meant as one and written otherwise.

use super::{Foreign, Scanner, TokenKind, is_word_char};

impl Scanner<'_> {
    /// Reads what starts with a digit.
    pub(super) fn figure(&mut self) -> TokenKind {
        if let Some((length, is_date)) = date_like(self.rest) {
            self.skip_bytes(length);
            let tail = self.skip_while(is_word_char);
            let whole = is_date && tail.is_empty();
            return if whole { TokenKind::Date } else { TokenKind::Foreign(Foreign::Date) };
        }
        let whole = self.skip_while(|letter| letter.is_ascii_digit() || letter == '_');
        let decimals = self.decimals();
        let mut kind = number_kind(whole, decimals);
        if self.rest.starts_with('.') && self.rest.get(1..).is_some_and(|rest| rest.starts_with(is_digit)) {
            self.skip_while(|letter| letter.is_ascii_digit() || letter == '.');
            kind = TokenKind::Foreign(Foreign::Number);
        }
        self.behind_number(kind, decimals)
    }

    /// Reads what touches a number's end.
    fn behind_number(&mut self, kind: TokenKind, decimals: usize) -> TokenKind {
        if self.rest.starts_with('%') {
            self.skip_bytes(1);
            let is_percent = kind == TokenKind::Number && decimals <= 2;
            let many_decimals = kind == TokenKind::Number && decimals > 2;
            return match (is_percent, many_decimals) {
                (true, _) => TokenKind::Percent,
                (_, true) => TokenKind::Foreign(Foreign::Decimals),
                (false, false) => kind,
            };
        }
        if self.rest.starts_with(['€', '$', '£', '¥']) {
            self.skip_while(|letter| matches!(letter, '€' | '$' | '£' | '¥'));
            return TokenKind::Foreign(Foreign::CurrencySign);
        }
        if self.skip_while(is_word_char).is_empty() { kind } else { TokenKind::Foreign(Foreign::Suffix) }
    }

    /// Reads a point and the digits behind it; says how many.
    fn decimals(&mut self) -> usize {
        let digits = self.rest.strip_prefix('.').filter(|rest| rest.starts_with(is_digit));
        let Some(digits) = digits else { return 0 };
        self.rest = digits;
        self.skip_while(is_digit).len()
    }

    /// Reads a currency's sign and the amount behind it.
    pub(super) fn currency_sign(&mut self, sign: char) -> TokenKind {
        self.skip_bytes(sign.len_utf8());
        let figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '_' | ',' | '.');
        if self.rest.starts_with(is_digit) {
            let amount = self.rest.find(|letter| !figure(letter)).unwrap_or(self.rest.len());
            let amount = self.rest.get(..amount).unwrap_or("").trim_end_matches([',', '.']).len();
            self.skip_bytes(amount);
            self.skip_while(is_word_char);
        }
        TokenKind::Foreign(Foreign::CurrencySign)
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// Whether digits and `_` before the point, and so many digits behind it, make a number.
fn number_kind(whole: &str, decimals: usize) -> TokenKind {
    if whole.ends_with('_') || whole.contains("__") {
        TokenKind::Foreign(Foreign::Number)
    } else if decimals > 4 {
        TokenKind::Foreign(Foreign::Decimals)
    } else {
        TokenKind::Number
    }
}

/// The length of what looks like a date, and whether it is written as one: `2026-11-23`. A date has its year first or
/// last, with four digits; parts of one or two digits; and one sign between them.
fn date_like(text: &str) -> Option<(usize, bool)> {
    let (first, sign, rest) = part(text)?;
    let (second, again, rest) = part(rest)?;
    let third = digits(rest);
    let same = sign == again && (1..=2).contains(&second.len());
    let year_first = first.len() >= 4 && (1..=3).contains(&third);
    let year_last = (1..=2).contains(&first.len()) && third == 4;
    let plausible = match sign {
        '-' => (first.len() >= 4 && third >= 1) || year_last,
        '.' => year_first || year_last || (first.len() <= 2 && third == 2),
        _ => (first.len() == 4 && third <= 2 && third > 0 || year_last) && is_plausible(first, second, rest, third),
    };
    let behind = rest.get(third..).unwrap_or("");
    let goes_on = behind.starts_with(sign) && behind.get(1..).is_some_and(|rest| rest.starts_with(is_digit));
    if !same || !plausible || (goes_on && sign != '-') {
        return None;
    }
    let length = text.len().checked_sub(behind.len())?;
    let is_date = sign == '-' && first.len() == 4 && second.len() == 2 && third == 2;
    Some((length, is_date))
}

/// Whether three numbers between slashes are a day, as opposed to quotients.
fn is_plausible(first: &str, second: &str, rest: &str, third: usize) -> bool {
    let number = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
    let parts = [number(first), number(second), number(rest.get(..third).unwrap_or(""))];
    let years = parts.iter().filter(|&&part| (1900..=2199).contains(&part)).count();
    let days = parts.iter().filter(|&&part| (1..=31).contains(&part)).count();
    years == 1 && days == 2 && parts.iter().any(|part| (1..=12).contains(part))
}

/// Digits, the sign behind them, and the rest.
fn part(text: &str) -> Option<(&str, char, &str)> {
    let (first, rest) = text.split_at_checked(digits(text))?;
    let sign = rest.chars().next().filter(|sign| matches!(sign, '-' | '.' | '/'))?;
    let known = (1..=8).contains(&first.len());
    known.then_some((first, sign, rest.get(1..)?))
}

/// How many digits a text starts with, as far as it matters.
fn digits(text: &str) -> usize {
    text.bytes().take(9).take_while(u8::is_ascii_digit).count()
}
