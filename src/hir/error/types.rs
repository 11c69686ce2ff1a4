//! Messages about types: what cannot be compared, calculated or asked.

use super::paths::path_text;
use crate::diag::{Code, Diagnostic, quote};
use crate::hir::Type;
use crate::hir::infer::Operand;
use crate::hir::operators::Operator;
use crate::source::Span;
use crate::syntax::ast::{self, Aggregate, Scale, Sign};
use crate::value::Date;

pub(crate) fn no_condition(place: Span, ty: &Type, text: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0301");
    let message = format!("here stands a condition, and {} is {}", quote(text), ty.phrase());
    let help = match ty {
        Type::Bool | Type::Text | Type::Enumeration(_) => format!("ask something of it, such as {text} is known"),
        Type::Date => format!("compare it, as in {text} <= today + 30 days"),
        Type::Number | Type::Percent | Type::Money(_) | Type::Duration => {
            format!("compare it, as in {text} > {}", sample(ty))
        }
    };
    Diagnostic::new(CODE, place, message).here(format!("this is {}", ty.phrase())).help(clip(&help))
}

/// A literal of a type.
fn sample(ty: &Type) -> String {
    match ty {
        Type::Bool => "true".to_owned(),
        Type::Number => "10".to_owned(),
        Type::Percent => "10%".to_owned(),
        Type::Money(currency) => format!("1_000 {currency}"),
        Type::Text => "\"text\"".to_owned(),
        Type::Date => "2026-11-23".to_owned(),
        Type::Duration => "30 days".to_owned(),
        Type::Enumeration(variants) => variants.first().cloned().unwrap_or_default(),
    }
}

/// The user's text within a help line.
fn clip(help: &str) -> String {
    const MOST: usize = 240;
    help.chars().take(MOST).collect()
}

pub(crate) fn cannot_compare(left: &Operand, right: &Operand, texts: &[String; 2]) -> Diagnostic {
    const CODE: Code = Code::new("E0302");
    const CURRENCY: Code = Code::new("E0303");
    let [left_text, right_text] = texts;
    if let (Type::Money(first), Type::Money(second)) = (&left.ty, &right.ty) {
        let message = format!("cannot compare an amount in {first} with one in {second}");
        return Diagnostic::new(CURRENCY, right.span, message)
            .here(format!("this is in {second}"))
            .also(left.span, format!("this is in {first}"))
            .help(format!("write both in one currency: rules convert none, and {second} is read as it is written"));
    }
    let message = format!("cannot compare {} ({}) with {}", quote(left_text), left.ty.phrase(), right.ty.phrase());
    let message = Diagnostic::new(CODE, right.span, message)
        .here(format!("this is {}", right.ty.phrase()))
        .also(left.span, format!("this is {}", left.ty.phrase()));
    let right_mended = mended(&left.ty, right_text).map(|mended| (right.span, mended));
    let left_mended = || mended(&right.ty, left_text).map(|mended| (left.span, mended));
    match right_mended.or_else(left_mended) {
        Some((place, (with, true))) => message.help(format!("write {}", quote(&with))).fix(place, with),
        Some((place, (with, false))) => message.help(format!("did you mean {}?", quote(&with))).suggest(place, with),
        None => message.help(compare_help(&left.ty, &right.ty)),
    }
}

/// A literal of another type as one of the wanted type, and whether it can mean nothing else.
fn mended(wanted: &Type, written: &str) -> Option<(String, bool)> {
    let number = written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    let inner = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match wanted {
        Type::Money(currency) if number => Some((format!("{written} {currency}"), false)),
        Type::Percent if number => Some((format!("{written}%"), false)),
        Type::Duration if number && !written.contains('.') => Some((format!("{written} days"), false)),
        Type::Number => written.strip_suffix('%').map(|number| (number.to_owned(), false)),
        Type::Date => inner.and_then(Date::parse).map(|date| (date.to_string(), true)),
        Type::Bool => match inner {
            Some("yes" | "Yes" | "true" | "True") => Some(("true".to_owned(), true)),
            Some("no" | "No" | "false" | "False") => Some(("false".to_owned(), true)),
            Some(_) | None => None,
        },
        Type::Text if number && !written.is_empty() => Some((format!("\"{written}\""), false)),
        Type::Money(_) | Type::Percent | Type::Duration | Type::Text | Type::Enumeration(_) => None,
    }
}

fn compare_help(left: &Type, right: &Type) -> String {
    match (left, right) {
        (Type::Date, Type::Duration) => "a duration is between two dates: today - last_activity > 30 days".to_owned(),
        (Type::Duration, Type::Date) => "compare the time since then: today - last_activity".to_owned(),
        (Type::Enumeration(_), Type::Enumeration(_)) => "the two choices have different answers".to_owned(),
        (Type::Text, _) => "a text is compared with a text in quotes".to_owned(),
        (Type::Bool, _) => "a yes or no needs no comparison: write it alone, or with `not` before it".to_owned(),
        _ => format!("compare it with {}, such as {}", left.phrase(), sample(left)),
    }
}

pub(crate) fn no_order(place: Span, ty: &Type) -> Diagnostic {
    const CODE: Code = Code::new("E0304");
    let (message, help) = match ty {
        Type::Enumeration(_) => ("the variants of a choice have no order", "list those that you mean: kind in (a, b)"),
        Type::Text => ("texts have no order", "compare texts with `is`, `contains`, `starts with` or `ends with`"),
        Type::Bool => ("a yes or no has no order", "write it alone, or with `not` before it"),
        Type::Number | Type::Percent | Type::Money(_) | Type::Date | Type::Duration => ("this has an order", ""),
    };
    Diagnostic::new(CODE, place, message).here(format!("this is {}", ty.phrase())).help(help)
}

pub(crate) fn no_text(place: Span, ty: &Type, text: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0305");
    Diagnostic::new(CODE, place, format!("only texts are searched, and {} is {}", quote(text), ty.phrase()))
        .here(format!("this is {}", ty.phrase()))
        .help("`contains`, `starts with` and `ends with` stand between two texts")
}

pub(crate) fn text_for_variant(choice: Span, text: Span, written: &str, variant: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0306");
    let message = format!("the text {} is how the data says the answer {}", quote(written), quote(variant));
    Diagnostic::new(CODE, text, message)
        .also(choice, "this is a choice")
        .help(format!("rules use the answer's name: {}", quote(variant)))
        .fix(text, variant)
}

pub(crate) fn cannot_calculate(
    operator: Operator,
    op_span: Span,
    left: &Operand,
    right: &Operand,
    texts: &[String; 2],
) -> Diagnostic {
    const CODE: Code = Code::new("E0307");
    const CURRENCY: Code = Code::new("E0313");
    let (left_type, right_type) = (left.ty.phrase(), right.ty.phrase());
    let code = match (&left.ty, &right.ty) {
        (Type::Money(first), Type::Money(second)) if first != second => CURRENCY,
        _ => CODE,
    };
    let message = match operator {
        Operator::Sum(Sign::Plus) => format!("cannot add {right_type} to {left_type}"),
        Operator::Sum(Sign::Minus) => format!("cannot take {right_type} from {left_type}"),
        Operator::Product(Scale::Times) => format!("cannot multiply {left_type} by {right_type}"),
        Operator::Product(Scale::Divide) => format!("cannot divide {left_type} by {right_type}"),
    };
    let message = Diagnostic::new(code, op_span, message)
        .also(left.span, format!("this is {left_type}"))
        .also(right.span, format!("this is {right_type}"));
    let help = calculate_help(operator, left, right, texts);
    match help {
        Help::Say(help) => message.help(clip(&help)),
        Help::Suggest(help, with) => message.help(clip(&help)).suggest(right.span, with),
    }
}

enum Help {
    Say(String),
    Suggest(String, String),
}

fn calculate_help(operator: Operator, left: &Operand, right: &Operand, texts: &[String; 2]) -> Help {
    let [left_text, right_text] = texts;
    let number = right_text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'));
    match (operator, &left.ty, &right.ty) {
        (Operator::Sum(_), Type::Date, Type::Number) if number => {
            Help::Suggest("say of what: days, weeks, months or years".to_owned(), format!("{right_text} days"))
        }
        (Operator::Sum(_), Type::Money(currency), Type::Number) if number => {
            Help::Suggest("an amount names its currency".to_owned(), format!("{right_text} {currency}"))
        }
        (Operator::Sum(_), Type::Number | Type::Money(_) | Type::Duration, Type::Percent) => {
            let sign = match operator {
                Operator::Sum(Sign::Minus) => "-",
                Operator::Sum(Sign::Plus) | Operator::Product(_) => "+",
            };
            Help::Say(format!("say of what: {left_text} {sign} {left_text} * {right_text}"))
        }
        (Operator::Sum(Sign::Plus), Type::Duration, Type::Date) => {
            Help::Say(format!("write the date first: {right_text} + {left_text}"))
        }
        (Operator::Sum(Sign::Plus), Type::Date, Type::Date) => {
            Help::Say("two dates have a difference: `-` gives the days between them".to_owned())
        }
        (Operator::Product(Scale::Divide), Type::Percent, Type::Number) => {
            Help::Say("multiply the percent by a percent instead, as in 20% * 50%".to_owned())
        }
        (_, Type::Money(first), Type::Money(second)) if first != second => {
            Help::Say("write both in one currency: rules convert none".to_owned())
        }
        (_, Type::Text, _) | (_, _, Type::Text) => Help::Say("texts cannot be calculated with".to_owned()),
        (Operator::Sum(_), ..) => {
            Help::Say("both sides of `+` and `-` are of one type; a date takes a duration".to_owned())
        }
        (Operator::Product(_), ..) => {
            Help::Say("an amount, a duration or a number is multiplied by a number or a percent".to_owned())
        }
    }
}

pub(crate) fn cannot_negate(place: Span, ty: &Type) -> Diagnostic {
    const CODE: Code = Code::new("E0314");
    Diagnostic::new(CODE, place, format!("`-` cannot stand before {}", ty.phrase()))
        .here(format!("this is {}", ty.phrase()))
        .help("`-` stands before a number, a percent, an amount or a duration; of a condition it is `not`")
}

pub(crate) fn offset_alone(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0315");
    Diagnostic::new(
        CODE,
        place,
        "months and years are of no fixed length: they can only be added to a date or taken from it",
    )
    .help("write days or weeks here, or compare dates: last_activity < today - 3 months")
}

pub(crate) fn evidence_twice(place: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0316");
    Diagnostic::new(CODE, place, "the evidence is asked for twice")
        .also(first, "the first time")
        .help("ask once: goal by signed within 90 days is known")
}

pub(crate) fn list_alone(path: &ast::Path, list: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0317");
    let text = path_text(path);
    let message = format!("behind `of` stands the list {} here, without a field of its elements", quote(list));
    let place = path.segments.last().map_or(path.span, |name| name.span);
    let field = text.strip_prefix(list).map_or("", |rest| rest.trim_start_matches('.'));
    Diagnostic::new(CODE, place, message)
        .help(format!("ask about the field behind `where`: {list} where {field} is known"))
}

fn aggregate_word(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Count => "count",
        Aggregate::Sum => "sum",
        Aggregate::Min => "min",
        Aggregate::Max => "max",
    }
}

pub(crate) fn which_field(aggregate: Aggregate, path: &ast::Path) -> Diagnostic {
    const CODE: Code = Code::new("E0318");
    let (word, text) = (aggregate_word(aggregate), path_text(path));
    Diagnostic::new(CODE, path.span, format!("`{word} of` needs a field of the elements of {}", quote(&text)))
        .help(format!("name the field: {word} of {text}.…"))
}

pub(crate) fn no_single_value(path: &ast::Path) -> Diagnostic {
    const CODE: Code = Code::new("E0319");
    Diagnostic::new(CODE, path.span, format!("{} is no single value of each element", quote(&path_text(path))))
        .help("the path ends at a field that is no list and no record")
}

pub(crate) fn cannot_aggregate(aggregate: Aggregate, place: Span, ty: &Type) -> Diagnostic {
    const CODE: Code = Code::new("E0320");
    let help = match aggregate {
        Aggregate::Count | Aggregate::Sum => "numbers, percents, amounts and durations can be added up",
        Aggregate::Min | Aggregate::Max => {
            "numbers, percents, amounts, dates and durations have a least and a greatest"
        }
    };
    let message = format!("`{} of` cannot be made of values that are each {}", aggregate_word(aggregate), ty.phrase());
    Diagnostic::new(CODE, place, message).help(help)
}

pub(crate) fn no_function(name: &ast::Name, noun: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0321");
    let help = if noun == "define" { "write it without parentheses" } else { "only functions are called" };
    Diagnostic::new(CODE, name.span, format!("{} is a {noun} and takes no arguments", quote(&name.text))).help(help)
}

pub(crate) fn argument_count(name: &ast::Name, wanted: usize, found: usize) -> Diagnostic {
    const CODE: Code = Code::new("E0322");
    let noun = if wanted == 1 { "argument" } else { "arguments" };
    Diagnostic::new(CODE, name.span, format!("{} takes {wanted} {noun}, and here are {found}", quote(&name.text)))
        .help("give it as many as it takes, with commas between")
}

pub(crate) fn argument_type(name: &ast::Name, takes: &str, place: Span, ty: &Type) -> Diagnostic {
    const CODE: Code = Code::new("E0323");
    Diagnostic::new(CODE, place, format!("{} takes {takes}, and this is {}", quote(&name.text), ty.phrase()))
        .here(format!("this is {}", ty.phrase()))
        .also(name.span, "the function")
        .help("give it a value of the type that it takes")
}
