//! Literals: what is written to the value in its 64-bit form.

use super::super::ast::Literal;
use super::super::error;
use super::super::grammar::Node;
use super::Builder;
use crate::value::{Currency, Date, LONGEST_DAYS, SCALE};

impl Builder<'_> {
    /// A number, percent, amount, duration or offset, with its sign.
    pub(super) fn figure(&mut self, node: &Node<'_>, negative: bool) -> Literal {
        match read_figure(node.text(), negative) {
            Ok(literal) => literal,
            Err(fault) => {
                let span = self.span(node);
                self.report(match fault {
                    FigureFault::OutOfRange => error::literal_out_of_range(span, node.text()),
                    FigureFault::NotWhole => error::duration_not_whole(span, node.text()),
                });
                Literal::Number(0)
            }
        }
    }

    /// A plain number, in ten-thousandths.
    pub(super) fn number(&mut self, node: &Node<'_>) -> i64 {
        scaled(node.text(), 4, false).unwrap_or_else(|| {
            self.report(error::literal_out_of_range(self.span(node), node.text()));
            SCALE
        })
    }

    /// A plain percent, in ten-thousandths.
    pub(super) fn percent(&mut self, node: &Node<'_>) -> i64 {
        scaled(node.text().trim_end_matches('%'), 2, false).unwrap_or_else(|| {
            self.report(error::literal_out_of_range(self.span(node), node.text()));
            SCALE
        })
    }

    /// A whole number.
    pub(super) fn whole(&mut self, node: &Node<'_>) -> u64 {
        let text = node.text();
        let digits = text.replace('_', "");
        if text.contains('.') {
            self.report(error::count_not_whole(self.span(node), text));
            return 1;
        }
        digits.parse().ok().filter(|&count: &u64| count <= LONGEST_DAYS.unsigned_abs()).unwrap_or_else(|| {
            self.report(error::literal_out_of_range(self.span(node), text));
            1
        })
    }

    pub(super) fn date(&mut self, node: &Node<'_>) -> Date {
        Date::parse(node.text()).unwrap_or_else(|| {
            self.report(error::no_such_day(self.span(node), node.text()));
            Date::MIN
        })
    }
}

/// Why a figure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureFault {
    OutOfRange,
    NotWhole,
}

/// Reads a figure as the grammar has accepted it.
pub(super) fn read_figure(text: &str, negative: bool) -> Result<Literal, FigureFault> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '_' | '.')).unwrap_or(text.len());
    let (number, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    if behind.starts_with('%') {
        return scaled(number, 2, negative).map(Literal::Percent).ok_or(FigureFault::OutOfRange);
    }
    let unit = behind.rsplit(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or("");
    if unit.is_empty() {
        return scaled(number, 4, negative).map(Literal::Number).ok_or(FigureFault::OutOfRange);
    }
    if let Some(currency) = Currency::new(unit) {
        let amount = scaled(number, 4, negative).ok_or(FigureFault::OutOfRange)?;
        return Ok(Literal::Money(amount, currency));
    }
    if number.contains('.') {
        return Err(FigureFault::NotWhole);
    }
    let (factor, calendar) = match unit {
        "week" | "weeks" => (7, false),
        "month" | "months" => (1, true),
        "year" | "years" => (12, true),
        _ => (1, false),
    };
    let count = scaled(number, 0, negative).and_then(|count| count.checked_mul(factor));
    let count = count.filter(|count| count.unsigned_abs() <= LONGEST_DAYS.unsigned_abs());
    let count = count.ok_or(FigureFault::OutOfRange)?;
    Ok(if calendar { Literal::Offset(count) } else { Literal::Duration(count) })
}

/// A decimal times a power of ten; nothing where that is no whole number of 64 bits.
fn scaled(text: &str, places: usize, negative: bool) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let padding = places.checked_sub(part.len())?;
    let digits = whole.chars().chain(part.chars()).chain(std::iter::repeat_n('0', padding));
    let mut value = 0_i64;
    for digit in digits.filter(|&letter| letter != '_') {
        let digit = i64::from(digit.to_digit(10)?);
        value = value.checked_mul(10)?;
        value = if negative { value.checked_sub(digit)? } else { value.checked_add(digit)? };
    }
    Some(value)
}

/// The value of a text as it is written, quotes included.
pub(crate) fn read_text(written: &str) -> String {
    match written.strip_prefix("\"\"\"").and_then(|text| text.strip_suffix("\"\"\"")) {
        Some(inside) => unescape(&dedent(inside)),
        None => {
            let inside = written.strip_prefix('"').unwrap_or(written);
            unescape(inside.strip_suffix('"').unwrap_or(inside))
        }
    }
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some(other) => value.push(other),
            None => {}
        }
    }
    value
}

/// Drops the first line break, the last line if blank, and the indentation that all lines with text have in common.
/// Every line break becomes LF.
fn dedent(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = match text.split_once('\n') {
        Some((first, rest)) if is_blank(first) => rest,
        Some(_) | None => &text,
    };
    let text = match text.rsplit_once('\n') {
        Some((rest, last)) if is_blank(last) => rest,
        None if is_blank(text) => "",
        Some(_) | None => text,
    };
    let indentation = text.lines().filter(|line| !is_blank(line)).reduce(common).map_or("", indentation);
    let lines =
        text.split('\n').map(|line| line.strip_prefix(indentation).unwrap_or(if is_blank(line) { "" } else { line }));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn indentation(line: &str) -> &str {
    line.get(..line.len().saturating_sub(line.trim_start().len())).unwrap_or("")
}

/// The indentation that two lines have in common; of the first.
fn common<'s>(first: &'s str, second: &'s str) -> &'s str {
    let same = indentation(first).char_indices().zip(indentation(second).chars()).find(|((_, a), b)| a != b);
    let shorter = indentation(first).len().min(indentation(second).len());
    let end = same.map_or(shorter, |((at, _), _)| at);
    first.get(..end).unwrap_or("")
}
