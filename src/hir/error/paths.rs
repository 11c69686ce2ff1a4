//! Messages about paths: names that lead nowhere, or not to what is wanted.

use super::{article, listed, suggest_name, there_are};
use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;
use crate::syntax::ast;

pub(crate) fn unknown_name(name: &ast::Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0240");
    let message = Diagnostic::new(CODE, name.span, format!("there is no fact or define called {}", quote(&name.text)));
    match foreign(&name.text) {
        Some(Foreign::Word(word)) => message.help(format!("this is written {}", quote(word))).fix(name.span, word),
        Some(Foreign::Unknown) => message.help("whether a fact is known is asked with `is known` or `is unknown`"),
        Some(Foreign::Stage) => {
            message.help("rules stand in their stages: what holds in one stage only is written inside of it")
        }
        None => suggest_name(message, name.span, near, there_are("the facts are", known.iter().copied())),
    }
}

pub(crate) fn outer_element(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0254");
    let message = format!("{} is a field of an outer list's element, out of reach here", quote(&name.text));
    Diagnostic::new(CODE, name.span, message).help(
        "an inner `where` sees the fields of its own element and those of the opportunity: ask about this one outside",
    )
}

/// What words of other languages mean here.
enum Foreign {
    Word(&'static str),
    Unknown,
    Stage,
}

fn foreign(word: &str) -> Option<Foreign> {
    match word {
        "yes" | "y" => Some(Foreign::Word("true")),
        "no" | "n" => Some(Foreign::Word("false")),
        "now" | "current_date" | "this_day" => Some(Foreign::Word("today")),
        "probability" | "win_rate" => Some(Foreign::Word("chance")),
        "null" | "nil" | "empty" | "missing" | "undefined" | "nothing" | "blank" | "na" => Some(Foreign::Unknown),
        "current_stage" | "this_stage" => Some(Foreign::Stage),
        _ => None,
    }
}

/// Whether the word means "unknown" in other languages.
pub(crate) fn means_unknown(word: &str) -> bool {
    matches!(foreign(word), Some(Foreign::Unknown))
}

pub(crate) fn compared_with_nothing(name: &ast::Name, negated: bool, replaced: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0241");
    let mended = if negated { "is known" } else { "is unknown" };
    Diagnostic::new(CODE, name.span, format!("{} is no value here", quote(&name.text)))
        .help(format!("whether there is a value is asked with `{mended}`"))
        .fix(replaced, mended)
}

pub(crate) fn variant_alone(name: &ast::Name, field: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0242");
    let (name_text, field) = (quote(&name.text), quote(field));
    Diagnostic::new(CODE, name.span, format!("{name_text} is an answer of {field}, and no fact by itself"))
        .help(format!("an answer stands behind its field: {field} is {name_text}"))
}

pub(crate) fn variant_first(name: &ast::Name, field: &str, whole: Span, mended: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0243");
    let message = format!("{} is an answer of {}, and stands before it", quote(&name.text), quote(field));
    Diagnostic::new(CODE, name.span, message)
        .help(format!("write the field first: {}", quote(mended)))
        .fix(whole, mended)
}

pub(crate) fn text_without_quotes(name: &ast::Name, left: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0244");
    Diagnostic::new(CODE, name.span, format!("there is no fact or define called {}", quote(&name.text)))
        .also(left, "this is a text")
        .help("a text stands in quotes")
        .suggest(name.span, format!("\"{}\"", name.text))
}

pub(crate) fn no_variant(name: &ast::Name, near: Option<&str>, variants: &[String], is_fact: bool) -> Diagnostic {
    const CODE: Code = Code::new("E0245");
    let message = Diagnostic::new(CODE, name.span, format!("{} is none of the answers here", quote(&name.text)));
    let answers = format!("the answers are {}", listed(variants.iter().map(String::as_str)));
    if is_fact {
        let path = format!("opportunity.{}", name.text);
        return message.help(format!("{answers}; the fact is written {}", quote(&path))).suggest(name.span, path);
    }
    suggest_name(message, name.span, near, answers)
}

pub(crate) fn no_field(path: &ast::Path, at: usize, near: Option<&str>, known: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0246");
    let (name, span) = segment(path, at);
    let before = match at.checked_sub(1) {
        Some(before) => quote(segment(path, before).0),
        None => "the element".to_owned(),
    };
    let message = Diagnostic::new(CODE, span, format!("{before} has no field called {}", quote(name)));
    suggest_name(message, span, near, there_are("its fields are", known.iter().copied()))
}

pub(crate) fn into_scalar(path: &ast::Path, at: usize) -> Diagnostic {
    const CODE: Code = Code::new("E0247");
    let (name, span) = segment(path, at);
    let before = quote(segment(path, at.saturating_sub(1)).0);
    Diagnostic::new(CODE, span, format!("{before} is a single value and has no field {}", quote(name)))
        .help("end the path here")
}

pub(crate) fn into_define(path: &ast::Path) -> Diagnostic {
    const CODE: Code = Code::new("E0248");
    let (name, span) = segment(path, 1);
    let before = quote(segment(path, 0).0);
    Diagnostic::new(CODE, span, format!("{before} is a define, a single value, and has no field {}", quote(name)))
        .help("end the path here")
}

pub(crate) fn opportunity_alone(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0249");
    Diagnostic::new(CODE, place, "`opportunity` is no value by itself")
        .help("name one of its fields: opportunity.amount")
}

pub(crate) fn no_value(path: &ast::Path, noun: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0250");
    let name = quote(segment(path, 0).0);
    let message = Diagnostic::new(CODE, path.span, format!("{name} is {} and has no value", article(noun)));
    if noun == "function" { message.help("call it: give its arguments in parentheses") } else { message }
}

pub(crate) fn list_as_value(path: &str, place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0308");
    let path = quote(path);
    Diagnostic::new(CODE, place, format!("{path} is a list, and here stands a single value"))
        .help(format!("ask about its elements, as in any of {path} where …, or count them: count of {path}"))
}

pub(crate) fn field_of_elements(path: &ast::Path, list: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0309");
    let text = path_text(path);
    let message = format!("{} is a field of every element of the list {}", quote(&text), quote(list));
    let field = text.strip_prefix(list).and_then(|rest| rest.strip_prefix('.')).unwrap_or("…");
    Diagnostic::new(CODE, path.span, message).help(format!("ask about the elements: any of {list} where {field} …"))
}

pub(crate) fn record_as_value(path: &ast::Path) -> Diagnostic {
    const CODE: Code = Code::new("E0310");
    let path_text = path_text(path);
    Diagnostic::new(CODE, path.span, format!("{} is a record, and here stands a single value", quote(&path_text)))
        .help(format!("name one of its fields: {path_text}.…"))
}

pub(crate) fn no_list(path: &ast::Path, what: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0311");
    Diagnostic::new(CODE, path.span, format!("{} is {what}, and here stands a list", quote(&path_text(path))))
        .help("behind `of` stands a field of type `list of …`")
}

pub(crate) fn evidence_on(place: Span, what: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0312");
    Diagnostic::new(CODE, place, format!("`by` and `within` ask for the evidence of a fact, and this is {what}"))
        .help("put them right behind the fact: budget by signed within 90 days")
}

pub(crate) fn no_evidence_line(grade: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0251");
    let message = format!("{} is no grade of evidence: the playbook declares none", quote(&grade.text));
    Diagnostic::new(CODE, grade.span, message).help("declare the grades, weakest first: evidence opinion < signed")
}

pub(crate) fn unknown_grade(grade: &ast::Name, near: Option<&str>, grades: &[String]) -> Diagnostic {
    const CODE: Code = Code::new("E0252");
    let message =
        Diagnostic::new(CODE, grade.span, format!("there is no grade of evidence called {}", quote(&grade.text)));
    suggest_name(message, grade.span, near, there_are("the grades are", grades.iter().map(String::as_str)))
}

pub(crate) fn unknown_function(name: &ast::Name, near: Option<&str>) -> Diagnostic {
    const CODE: Code = Code::new("E0253");
    let message = Diagnostic::new(CODE, name.span, format!("there is no function called {}", quote(&name.text)));
    match foreign_function(&name.text) {
        Some((word, true)) => message.help(format!("here it is called {}", quote(word))).fix(name.span, word),
        Some((help, false)) => message.help(help),
        None => suggest_name(message, name.span, near, "declare it: function name(x: number): number".to_owned()),
    }
}

/// What functions of other languages are called here, or how the same is said.
fn foreign_function(word: &str) -> Option<(&'static str, bool)> {
    match word {
        "len" | "strlen" | "length_of" => Some(("length", true)),
        "lowercase" | "lcase" | "to_lower" | "tolower" => Some(("lower", true)),
        "month_start" | "first_of_month" => Some(("start_of_month", true)),
        "month_end" | "last_of_month" | "eomonth" => Some(("end_of_month", true)),
        "is_null" | "isnull" | "is_blank" | "isblank" | "is_empty" | "exists" => {
            Some(("whether a fact is known is asked with `is known` or `is unknown`", false))
        }
        "date_diff" | "datediff" | "days_between" => {
            Some(("days between two dates are their difference: today - sent", false))
        }
        "dateadd" | "date_add" | "add_months" | "edate" => Some(("add a time to a date: close_date + 3 months", false)),
        "avg" | "average" | "mean" => Some(("divide a sum by a count: (sum of deals.size) / (count of deals)", false)),
        "iif" | "case" | "choose" => Some(("write a rule for each case, each with its own `when`", false)),
        "now" | "get_date" => Some(("the day of the assessment is `today`", false)),
        _ => None,
    }
}

fn segment(path: &ast::Path, at: usize) -> (&str, Span) {
    path.segments.get(at).map_or(("", path.span), |name| (name.text.as_str(), name.span))
}

/// A path as it is written, without blanks.
pub(crate) fn path_text(path: &ast::Path) -> String {
    let names: Vec<&str> = path.segments.iter().map(|name| name.text.as_str()).collect();
    names.join(".")
}
