//! Made-up values: near those that the playbook itself names.

use super::node::Node;
use crate::diag::inert;
use crate::hir::Literal;
use crate::schema::{DataType, NumberStyle};
use crate::value::{Date, Decimal, Random, SCALE, write_decimal};

/// The largest number in ten-thousandths that all programs read exactly.
const LARGEST: i64 = 1_000_000_000_000_000;
/// Amounts where the playbook names none.
const AMOUNTS: [i64; 5] = [8_000, 20_000, 55_000, 120_000, 400_000];
/// By which tenths a value is changed.
const TENTHS: [i64; 5] = [5, 8, 10, 12, 20];

/// Chance that is the same each time.
#[derive(Clone, Debug)]
pub(super) struct Dice(Random);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        // Seeds that lie side by side start far from each other.
        let mut random = Random::seeded(seed.wrapping_mul(0xd134_2543_de82_ef95));
        Dice(Random::seeded(random.any()))
    }

    /// One of `0..count`; 0 of none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let rolled = self.0.any();
        let place = u64::try_from(count).ok().and_then(|count| rolled.checked_rem(count)).unwrap_or(0);
        usize::try_from(place).unwrap_or(0)
    }

    /// One of some.
    pub(super) fn pick<'t, T>(&mut self, items: &'t [T]) -> Option<&'t T> {
        let place = self.below(items.len());
        items.get(place)
    }
}

/// Whether a cell of CSV and a text of JSON can hold a text as it is.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && inert(text) == text && !text.starts_with(['=', '+', '-', '@'])
}

/// A value of a type in JSON and as a cell; nothing where there is none that both can hold.
pub(super) fn value(
    dice: &mut Dice,
    ty: &DataType,
    values: &[Literal],
    today: Date,
    name: &str,
) -> Option<(Node, String)> {
    let counts = |dice: &mut Dice| count(dice, ty, values);
    match ty {
        DataType::Bool => {
            let truth = dice.below(2) == 1;
            Some((Node::Bool(truth), truth.to_string()))
        }
        DataType::Number(style) | DataType::Money(_, style) => {
            let count = counts(dice)?;
            Some((Node::Decimal(Decimal::from_ten_thousandths(count)), figure(count, SCALE, *style)))
        }
        DataType::Percent(style) => {
            let count = counts(dice)?;
            Some((Node::Decimal(Decimal::from_ten_thousandths(count.checked_mul(100)?)), figure(count, 100, *style)))
        }
        DataType::Fraction(style) => {
            let count = counts(dice)?.min(SCALE);
            Some((Node::Decimal(Decimal::from_ten_thousandths(count)), figure(count, SCALE, *style)))
        }
        DataType::Duration(_) => {
            let days = counts(dice)?;
            Some((Node::Whole(days), days.to_string()))
        }
        DataType::Text => text(dice, values, name),
        DataType::Date(style) => {
            let text = style.write(day(dice, values, today)?);
            Some((Node::text(text.as_str()), text))
        }
        DataType::Enumeration(variants) => {
            let variant = dice.pick(variants)?;
            let labels: Vec<&String> = variant.labels.iter().filter(|label| is_plain(label)).collect();
            // A label rather than a name, as data has it.
            let text = dice.pick(&labels).copied().unwrap_or(&variant.name);
            Some((Node::text(text.as_str()), text.clone()))
        }
    }
}

/// A value's 64-bit form: one that the playbook names, or some tenths of it.
fn count(dice: &mut Dice, ty: &DataType, values: &[Literal]) -> Option<i64> {
    let form = |literal: &Literal| match literal {
        Literal::Number(value) | Literal::Percent(value) | Literal::Money(value, _) | Literal::Duration(value) => {
            Some(*value)
        }
        Literal::Bool(_) | Literal::Date(_) | Literal::Text(_) | Literal::Variant(_) => None,
    };
    let mut named: Vec<i64> = values.iter().filter_map(form).filter(|value| (0..=LARGEST).contains(value)).collect();
    let nothing_named = named == [0, SCALE, SCALE.saturating_mul(1000)];
    if matches!(ty, DataType::Money(..)) && (named.is_empty() || nothing_named) {
        named = AMOUNTS.iter().map(|amount| amount.saturating_mul(SCALE)).collect();
    }
    let chosen = dice.pick(&named).copied().unwrap_or(0);
    let tenths = dice.pick(&TENTHS).copied().unwrap_or(10);
    let changed = chosen.saturating_mul(tenths) / 10;
    let whole = match ty {
        DataType::Number(_) | DataType::Money(..) => SCALE,
        DataType::Percent(_) | DataType::Fraction(_) => 100,
        DataType::Duration(_) | DataType::Bool | DataType::Text | DataType::Date(_) | DataType::Enumeration(_) => 1,
    };
    // A value that is none of the playbook's own is a round one.
    let rounded = round(changed).checked_div(whole).and_then(|count| count.checked_mul(whole));
    Some(rounded.filter(|rounded| tenths != 10 && (1..=LARGEST).contains(rounded)).unwrap_or(chosen))
}

/// A count with two digits that are not zero.
fn round(count: i64) -> i64 {
    let places = count.checked_ilog10().unwrap_or(0).saturating_sub(1);
    let unit = 10_i64.checked_pow(places).unwrap_or(1);
    count.checked_div(unit).and_then(|digits| digits.checked_mul(unit)).unwrap_or(count)
}

/// A text that the playbook compares with, or one of the fact's name.
fn text(dice: &mut Dice, values: &[Literal], name: &str) -> Option<(Node, String)> {
    let named = |literal: &Literal| match literal {
        Literal::Text(text) if is_plain(text) && text != "something else" => Some(text.clone()),
        Literal::Text(_)
        | Literal::Bool(_)
        | Literal::Number(_)
        | Literal::Percent(_)
        | Literal::Money(..)
        | Literal::Duration(_)
        | Literal::Date(_)
        | Literal::Variant(_) => None,
    };
    let named: Vec<String> = values.iter().filter_map(named).collect();
    let made = format!("{} {}", name.replace('_', " "), dice.below(20).saturating_add(1));
    let text = dice.pick(&named).filter(|_| dice.below(2) == 0).cloned().unwrap_or(made);
    Some((Node::text(text.as_str()), text))
}

/// A day that the playbook names or counts to, or one of the months round today.
fn day(dice: &mut Dice, values: &[Literal], today: Date) -> Option<Date> {
    let named = |literal: &Literal| match literal {
        Literal::Date(date) => Some(*date),
        Literal::Bool(_)
        | Literal::Number(_)
        | Literal::Percent(_)
        | Literal::Money(..)
        | Literal::Duration(_)
        | Literal::Text(_)
        | Literal::Variant(_) => None,
    };
    let named: Vec<Date> = values.iter().filter_map(named).collect();
    let away = i64::try_from(dice.below(150)).unwrap_or(0).saturating_sub(90);
    let near = Date::from_days(i64::from(today.days()).saturating_add(away));
    let named = dice.pick(&named).copied();
    if dice.below(2) == 0 { named.or(near) } else { near.or(named) }
}

/// A number as the field's texts have it.
fn figure(count: i64, scale: i64, style: NumberStyle) -> String {
    let mut text = String::new();
    // A text takes all that is written to it.
    let _ = write_decimal(&mut text, count, scale);
    text.replace('.', style.decimal.encode_utf8(&mut [0; 4]))
}
