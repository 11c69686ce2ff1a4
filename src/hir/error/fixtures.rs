//! Messages about fixtures and tests.

use super::paths::path_text;
use super::{article, listed, suggest_name, there_are};
use crate::diag::{Code, Diagnostic, quote};
use crate::hir::Type;
use crate::hir::process::Kinds;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Date;

pub(crate) fn second_fact(name: &ast::Name, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0270");
    Diagnostic::new(CODE, name.span, format!("{} is given twice", quote(&name.text)))
        .here("the second time")
        .also(first, "the first time")
        .help("leave one of them out")
}

pub(crate) fn unknown_fact(name: &ast::Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0271");
    let message = Diagnostic::new(CODE, name.span, format!("no field is called {}", quote(&name.text)));
    suggest_name(message, name.span, near, there_are("the fields are", known.iter().copied()))
}

pub(crate) fn unknown_fixture(name: &ast::Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0272");
    let message = Diagnostic::new(CODE, name.span, format!("there is no fixture called {}", quote(&name.text)));
    let help = if known.is_empty() {
        format!("declare it: fixture {} {{ … }}", name.text.chars().take(60).collect::<String>())
    } else {
        format!("the fixtures are {}", listed(known.iter().copied()))
    };
    suggest_name(message, name.span, near, help)
}

pub(crate) fn no_fixture(name: &ast::Name, noun: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0273");
    Diagnostic::new(CODE, name.span, format!("{} is no fixture but {}", quote(&name.text), article(noun)))
        .help("behind `given` stands a fixture; a process stands behind `in`, a stage behind `at`")
}

pub(crate) fn unknown_process(name: &ast::Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0274");
    let message = Diagnostic::new(CODE, name.span, format!("there is no process called {}", quote(&name.text)));
    suggest_name(message, name.span, near, there_are("the processes are", known.iter().copied()))
}

pub(crate) fn no_process_name(name: &ast::Name, noun: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0275");
    Diagnostic::new(CODE, name.span, format!("{} is no process but {}", quote(&name.text), article(noun)))
        .help("name a process here")
}

pub(crate) fn unknown_stage(name: &ast::Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0276");
    let message = Diagnostic::new(CODE, name.span, format!("there is no stage called {}", quote(&name.text)));
    suggest_name(message, name.span, near, there_are("the stages are", known.iter().copied()))
}

pub(crate) fn no_goal(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0277");
    Diagnostic::new(CODE, name.span, format!("no opportunity advances to {}", quote(&name.text)))
        .help("name a stage or `won`; that an opportunity is closed is expected with `closed lost`")
}

pub(crate) fn unknown_rule(name: &ast::Name, word: &str, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0278");
    let message = Diagnostic::new(CODE, name.span, format!("there is no rule called {}", quote(&name.text)));
    let help = if known.is_empty() {
        format!("the processes that this test may run have no `{word}` rule")
    } else {
        format!("the `{word}` rules are {}", listed(known.iter().copied()))
    };
    suggest_name(message, name.span, near, help)
}

pub(crate) fn rule_of_another_kind(name: &ast::Name, word: &str, kinds: Kinds) -> Diagnostic {
    const CODE: Code = Code::new("E0279");
    let (is, expected) = if kinds.require {
        ("require", "hold on")
    } else if kinds.disqualify {
        ("disqualify", "disqualify by")
    } else {
        ("warn", "warn")
    };
    let message = format!("{} is a `{is}` rule, and here stands a `{word}` rule", quote(&name.text));
    Diagnostic::new(CODE, name.span, message).help(format!("expect it with: {expected} {}", quote(&name.text)))
}

pub(crate) fn asks_no_fact(path: &ast::Path, what: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0280");
    Diagnostic::new(CODE, path.span, format!("{} is {what}, and only facts are asked for", quote(&path_text(path))))
        .help("name a field that holds a single value, or a list")
}

pub(crate) fn wrong_value(place: Span, ty: &Type, text: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0350");
    let message = Diagnostic::new(CODE, place, format!("{} is not {}", quote(text), ty.phrase()));
    let digits = !text.is_empty()
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || matches!(byte, b'_' | b'.') || (at == 0 && byte == b'-'));
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match ty {
        Type::Money(currency) if digits => {
            let with = format!("{text} {currency}");
            message.help(format!("did you mean {}?", quote(&with))).suggest(place, with)
        }
        Type::Percent if digits => message.help("write it with a `%`").suggest(place, format!("{text}%")),
        Type::Duration if digits => message.help("say of what: days or weeks").suggest(place, format!("{text} days")),
        Type::Date if inner.and_then(Date::parse).is_some() => {
            message.help("a date stands without quotes").fix(place, inner.unwrap_or("").to_owned())
        }
        Type::Text if digits => message.help("a text stands in quotes").fix(place, format!("\"{text}\"")),
        Type::Bool => message.help("write `true` or `false`"),
        Type::Number => message.help("write a number, such as 12.5"),
        Type::Percent => message.help("write a percent, such as 15%"),
        Type::Money(currency) => message.help(format!("write an amount in {currency}, such as 1_000 {currency}")),
        Type::Text => message.help("write a text in quotes"),
        Type::Date => message.help("write a date, such as 2026-11-23"),
        Type::Duration => message.help("write a duration, such as 30 days"),
        Type::Enumeration(variants) => {
            message.help(format!("the answers are {}", listed(variants.iter().map(String::as_str))))
        }
    }
}

pub(crate) fn label_in_fixture(place: Span, variant: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0351");
    Diagnostic::new(CODE, place, format!("this text is how the data says the answer {}", quote(variant)))
        .help(format!("a fixture uses the answer's name: {}", quote(variant)))
        .fix(place, variant)
}

pub(crate) fn name_as_value(name: &ast::Name, ty: &Type) -> Diagnostic {
    const CODE: Code = Code::new("E0352");
    let message = Diagnostic::new(CODE, name.span, format!("{} is not {}", quote(&name.text), ty.phrase()));
    let word = match (name.text.as_str(), ty) {
        ("yes" | "y", Type::Bool) => Some("true"),
        ("no" | "n", Type::Bool) => Some("false"),
        (word, _) if super::paths::means_unknown(word) => Some("unknown"),
        _ => None,
    };
    match (word, ty) {
        (Some(word), _) => message.help(format!("this is written `{word}`")).fix(name.span, word),
        (None, Type::Text) => message.help("a text stands in quotes").suggest(name.span, format!("\"{}\"", name.text)),
        (None, _) => message.help("write a literal value, or `unknown`"),
    }
}

pub(crate) fn fraction_out_of_range(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0353");
    Diagnostic::new(CODE, place, "this field goes from 0% to 100%").help("write a percent in that range")
}

pub(crate) fn record_wanted(place: Span, name: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0354");
    Diagnostic::new(CODE, place, format!("{} is a record", quote(name))).help("write its fields in braces: { … }")
}

pub(crate) fn list_wanted(place: Span, name: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0355");
    Diagnostic::new(CODE, place, format!("{} is a list", quote(name)))
        .help("write its elements in brackets, each in braces: [{ … }, { … }]")
}

pub(crate) fn element_wanted(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0356");
    Diagnostic::new(CODE, place, "an element of this list is a record").help("write its fields in braces: { … }")
}

pub(crate) fn unknown_element(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0357");
    Diagnostic::new(CODE, place, "an element of a list cannot be unknown itself")
        .help("leave the element out, or write {} for one of which nothing is known")
}

pub(crate) fn evidence_on(place: Span, name: &str, what: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0358");
    Diagnostic::new(CODE, place, format!("{} is {what}, and evidence belongs to single values", quote(name)))
        .help("put the evidence behind the fields inside")
}

pub(crate) fn no_day(given: Span, place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0359");
    Diagnostic::new(CODE, given, "the outcome of this test depends on the day, and it names none")
        .also(place, "the day matters here")
        .help("say on which day it is held: as of 2026-11-23")
}
