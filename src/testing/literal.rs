//! Literals as a writer of playbooks would write them.

use crate::hir::Literal;
use crate::value::{Days, Percent, SCALE, write_decimal, write_money, write_text};

/// The text of a literal; large whole numbers in groups of three digits. `variants` are the names of its enumeration.
pub(super) fn text<'a>(literal: &Literal, mut variants: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let written = match literal {
        Literal::Bool(value) => return value.to_string(),
        Literal::Number(value) => write_decimal(&mut text, *value, SCALE),
        Literal::Money(value, currency) => write_money(&mut text, *value, *currency),
        Literal::Percent(value) => return Percent::from_hundredths(*value).to_string(),
        Literal::Duration(days) => return Days::new(*days).unwrap_or_default().to_string(),
        Literal::Date(date) => return date.to_string(),
        Literal::Text(value) => write_text(&mut text, value),
        Literal::Variant(place) => {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            return variants.nth(place).unwrap_or_default().to_owned();
        }
    };
    match (written, literal) {
        (Ok(()), Literal::Number(_) | Literal::Money(..)) => grouped(&text),
        (_, _) => text,
    }
}

/// A number, its whole part in groups where it has four digits at least.
fn grouped(number: &str) -> String {
    let end = number.find(|letter: char| !letter.is_ascii_digit() && letter != '-').unwrap_or(number.len());
    let (whole, rest) = number.split_at_checked(end).unwrap_or((number, ""));
    let digits = whole.trim_start_matches('-');
    if digits.len() < 4 {
        return number.to_owned();
    }
    let mut text = if whole.starts_with('-') { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(place);
        if place > 0 && left.is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_stand_in_groups() {
        assert_eq!(grouped("50000 USD"), "50_000 USD");
        assert_eq!(grouped("-1234567.5"), "-1_234_567.5");
        assert_eq!(grouped("1200 USD"), "1_200 USD");
        assert_eq!(grouped("999.5"), "999.5");
    }
}
