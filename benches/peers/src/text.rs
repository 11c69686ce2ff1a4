//! The rules as the text that all other engines read: `&&`, `||`, `!`, comparisons and arithmetic of whole numbers.

use crate::deal::rules::{Atom, Condition, Field, Op, Rule};

/// What stands for a value that is missing. No deal has it.
pub const MISSING: i64 = -999_999_999;

/// What a rule says; one that has a `when` is true where that is not.
pub fn rule(rule: &Rule) -> String {
    match &rule.when {
        Some(when) => format!("!{} || {}", condition(when), condition(&rule.condition)),
        None => condition(&rule.condition),
    }
}

fn condition(of: &Condition) -> String {
    let (parts, word) = match of {
        Condition::Atom(atom) => return format!("({})", known_and(atom)),
        Condition::All(parts) => (parts, " && "),
        Condition::Any(parts) => (parts, " || "),
    };
    format!("({})", parts.iter().map(condition).collect::<Vec<_>>().join(word))
}

/// The comparison, false where a field is missing.
fn known_and(atom: &Atom) -> String {
    let comparison = comparison(atom);
    let fields = fields(atom);
    fields
        .iter()
        .filter(|field| field.is_optional())
        .fold(comparison, |comparison, field| format!("{} != {MISSING} && ({comparison})", field.name()))
}

/// The fields that must be known.
fn fields(atom: &Atom) -> Vec<Field> {
    match *atom {
        Atom::Compare(field, ..)
        | Atom::Between(field, ..)
        | Atom::Among(field, _)
        | Atom::Is(field, _)
        | Atom::IsNot(field, _)
        | Atom::OneOf(field, _)
        | Atom::NoneOf(field, _)
        | Atom::Since(field, ..)
        | Atom::Until(field, ..) => vec![field],
        Atom::Fields(field, _, other)
        | Atom::Share(field, _, other, _)
        | Atom::Each(field, _, other, _)
        | Atom::Difference(field, other, ..)
        | Atom::Weighted(field, other, ..) => vec![field, other],
        Atom::Known(_) | Atom::Unknown(_) => Vec::new(),
    }
}

fn comparison(atom: &Atom) -> String {
    let name = Field::name;
    let sign = Op::sign;
    let each = |field: Field, sign: &str, items: &[i64], word: &str| {
        items.iter().map(|item| format!("{} {sign} {item}", field.name())).collect::<Vec<_>>().join(word)
    };
    let numbers = |items: &[usize]| items.iter().map(|&item| item as i64).collect::<Vec<_>>();
    match atom {
        Atom::Compare(field, op, value) => format!("{} {} {value}", name(*field), sign(*op)),
        Atom::Between(field, low, high) => format!("{0} >= {low} && {0} <= {high}", name(*field)),
        Atom::Among(field, items) => each(*field, "==", items, " || "),
        Atom::Is(field, item) => format!("{} == {item}", name(*field)),
        Atom::IsNot(field, item) => format!("{} != {item}", name(*field)),
        Atom::OneOf(field, items) => each(*field, "==", &numbers(items), " || "),
        Atom::NoneOf(field, items) => each(*field, "!=", &numbers(items), " && "),
        Atom::Fields(field, op, other) => format!("{} {} {}", name(*field), sign(*op), name(*other)),
        Atom::Share(field, op, other, percent) => {
            format!("{} * 100 {} {} * {percent}", name(*field), sign(*op), name(*other))
        }
        Atom::Each(field, op, count, factor) => {
            format!("{} {} {} * {factor}", name(*field), sign(*op), name(*count))
        }
        Atom::Difference(field, other, op, value) => {
            format!("{} - {} {} {value}", name(*field), name(*other), sign(*op))
        }
        Atom::Weighted(field, other, factor, op, value) => {
            format!("{} + {} * {factor} {} {value}", name(*field), name(*other), sign(*op))
        }
        Atom::Since(field, op, days) => format!("today - {} {} {days}", name(*field), sign(*op)),
        Atom::Until(field, op, days) => format!("{} - today {} {days}", name(*field), sign(*op)),
        Atom::Known(field) => format!("{} != {MISSING}", name(*field)),
        Atom::Unknown(field) => format!("{} == {MISSING}", name(*field)),
    }
}
