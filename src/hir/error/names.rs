//! Messages about declarations: names, fields, types, the evidence line.

use super::{article, head, listed, suggest_name};
use crate::diag::{Code, Diagnostic, quote};
use crate::hir::style::PatternFault;
use crate::source::Span;
use crate::syntax::ast;

pub(crate) fn declared_twice(name: &ast::Name, noun: &str, first_noun: &str, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0201");
    Diagnostic::new(CODE, name.span, format!("there are two declarations called {}", quote(&name.text)))
        .here(format!("the second, {}", article(noun)))
        .also(first, format!("the first, {}", article(first_noun)))
        .help("give one of them another name: all declarations share one space of names")
}

pub(crate) fn no_opportunity(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0202");
    Diagnostic::new(CODE, place, "the playbook does not say what is known of an opportunity")
        .help("declare its facts: opportunity { amount: money USD }")
}

pub(crate) fn second_opportunity(second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0203");
    Diagnostic::new(CODE, head(second, "opportunity"), "`opportunity` is declared twice")
        .here("the second")
        .also(head(first, "opportunity"), "the first")
        .help("put all fields into one `opportunity`")
}

pub(crate) fn no_process(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0204");
    Diagnostic::new(CODE, Span { end: place.start, ..place }, "the playbook has no process")
        .help("declare one: process sales { stage qualify { … } }")
}

pub(crate) fn second_evidence(second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0206");
    Diagnostic::new(CODE, second, "the grades of evidence are declared twice")
        .here("the second line")
        .also(first, "the first line")
        .help("put all grades into one line, weakest first")
}

pub(crate) fn second_grade(grade: &ast::Name, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0207");
    Diagnostic::new(CODE, grade.span, format!("the grade {} stands twice", quote(&grade.text)))
        .here("the second time")
        .also(first, "the first time")
        .help("name each grade once, from the weakest to the strongest")
}

pub(crate) fn unknown_type(name: &ast::Name, near: Option<&str>, records: &[&str]) -> Diagnostic {
    const CODE: Code = Code::new("E0208");
    let message = Diagnostic::new(CODE, name.span, format!("there is no type or record called {}", quote(&name.text)));
    if let Some(word) = foreign_type(&name.text) {
        return message.help(format!("the word for this type is {}", quote(word))).suggest(name.span, word);
    }
    let help = if records.is_empty() {
        "declare a record of that name, or list the answers of a choice: `a | b`".to_owned()
    } else {
        format!("the records are {}; the answers of a choice are written `a | b`", listed(records.iter().copied()))
    };
    suggest_name(message, name.span, near, help)
}

/// What other languages call our types.
fn foreign_type(word: &str) -> Option<&'static str> {
    match word {
        "string" | "str" | "varchar" | "char" => Some("text"),
        "int" | "integer" | "float" | "double" | "decimal" | "numeric" => Some("number"),
        "boolean" | "checkbox" | "flag" | "yesno" => Some("bool"),
        "datetime" | "timestamp" => Some("date"),
        "currency" | "price" => Some("money USD"),
        "percentage" => Some("percent"),
        "interval" | "timespan" => Some("duration"),
        _ => None,
    }
}

pub(crate) fn no_record(name: &ast::Name, noun: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0209");
    Diagnostic::new(CODE, name.span, format!("{} is no record but {}", quote(&name.text), article(noun)))
        .help("the type of a field is a type word, a choice `a | b`, or a record's name")
}

pub(crate) fn record_named_as_type(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0210");
    Diagnostic::new(CODE, name.span, format!("a record cannot be called {}, which is a type", quote(&name.text)))
        .help("give the record another name")
}

pub(crate) fn function_named_as_builtin(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0211");
    Diagnostic::new(CODE, name.span, format!("the language has a function {} of its own", quote(&name.text)))
        .help("give this function another name")
}

pub(crate) fn second_field(name: &ast::Name, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0212");
    Diagnostic::new(CODE, name.span, format!("the field {} is declared twice", quote(&name.text)))
        .here("the second time")
        .also(first, "the first time")
        .help("give one of them another name, and say with `from` where its data stands")
}

pub(crate) fn second_role(role: ast::Role, second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0213");
    Diagnostic::new(CODE, second, format!("two fields are marked `{}`", role.word()))
        .here("the second")
        .also(first, "the first")
        .help("mark one field only")
}

pub(crate) fn role_in_record(role: ast::Role, place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0214");
    let word = role.word();
    Diagnostic::new(CODE, place, format!("`{word}` marks a field of the opportunity, not of a record"))
        .help(format!("leave `{word}` out here"))
}

pub(crate) fn role_of_type(role: ast::Role, place: Span, ty: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0215");
    let message = match role {
        ast::Role::Key => "the field that identifies an opportunity is a text or a number",
        ast::Role::Worth => "what an opportunity is worth is money or a number",
        ast::Role::Opened => "the day on which an opportunity began is a date",
        ast::Role::Closed => "the day on which an opportunity closed is a date",
    };
    let word = role.word();
    // A mark behind a field marks the next one.
    let example = match role {
        ast::Role::Key => "id: text",
        ast::Role::Worth => "amount: money USD",
        ast::Role::Opened => "created_on: date",
        ast::Role::Closed => "closed_on: date",
    };
    Diagnostic::new(CODE, ty, message)
        .also(place, "marked here")
        .help(format!("put `{word}` before the name of a field that fits: {word} {example}"))
}

pub(crate) fn second_stage_line(second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0216");
    Diagnostic::new(CODE, second, "the line `stage` stands twice in the opportunity")
        .here("the second line")
        .also(first, "the first line")
        .help("an opportunity claims one stage: keep the line whose column holds it")
}

pub(crate) fn second_variant(name: &ast::Name, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0217");
    Diagnostic::new(CODE, name.span, format!("the answer {} stands twice in this choice", quote(&name.text)))
        .here("the second time")
        .also(first, "the first time")
        .help("leave one of them out")
}

pub(crate) fn second_label(label: &ast::Text, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0218");
    Diagnostic::new(CODE, label.span, format!("the label {} stands twice in this choice", quote(&label.value)))
        .here("the second time")
        .also(first, "the first time")
        .help("a label in the data stands for one answer only")
}

pub(crate) fn label_is_variant(label: &ast::Text, other: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0219");
    let name = quote(&other.text);
    Diagnostic::new(CODE, label.span, format!("the label {name} is the name of another answer"))
        .also(other.span, "this answer")
        .help(format!("data that says {name} could mean either: leave the label out or rename the answer"))
}

pub(crate) fn one_variant(place: Span, name: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0220");
    Diagnostic::new(CODE, place, format!("a choice needs two answers at least, and this one has only {}", quote(name)))
        .help("add the others after `|`, or use `bool` for a yes or no")
}

pub(crate) fn blank_is_label(blank: &ast::Text, variant: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0221");
    let message = format!("{} cannot stand both for no answer and for {}", quote(&blank.value), quote(variant));
    Diagnostic::new(CODE, blank.span, message).help("leave it out after `blank`, or among the labels")
}

pub(crate) fn record_in_itself(inner: &str, record: &str, place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0222");
    let message = if inner == record {
        format!("the record {} contains itself", quote(inner))
    } else {
        format!("the record {} contains itself through {}", quote(inner), quote(record))
    };
    Diagnostic::new(CODE, place, message)
        .here("closes the circle")
        .help("a record ends somewhere: leave this field out, or hold a text that names the other")
}

pub(crate) fn records_too_deep(name: &ast::Name, most: usize) -> Diagnostic {
    const CODE: Code = Code::new("E0223");
    Diagnostic::new(CODE, name.span, format!("records nest more than {most} deep in {}", quote(&name.text)))
        .help("take some of the fields out of their records")
}

pub(crate) fn too_many_facts(place: Span, most: usize) -> Diagnostic {
    const CODE: Code = Code::new("E0224");
    let message = format!("an opportunity would have more than {most} facts, those of its records counted at each use");
    Diagnostic::new(CODE, head(place, "opportunity"), message).help("leave out fields that no rule reads")
}

pub(crate) fn define_named_as_field(name: &ast::Name, field: Option<Span>) -> Diagnostic {
    const CODE: Code = Code::new("E0225");
    let message = format!("{} is a field of the opportunity already", quote(&name.text));
    let message = Diagnostic::new(CODE, name.span, message).help("give the define another name");
    match field {
        Some(field) => message.also(field, "the field"),
        None => message,
    }
}

pub(crate) fn circle(name: &str, place: Span, chain: &[(&str, Span)]) -> Diagnostic {
    const CODE: Code = Code::new("E0226");
    const MOST: usize = 4;
    let message = match chain {
        [] | [_] => format!("the define {} is said by itself", quote(name)),
        _ => format!("the define {} is said by itself, through {}", quote(name), chain_names(chain)),
    };
    let mut message = Diagnostic::new(CODE, place, message).here("closes the circle");
    for &(name, span) in chain.iter().take(MOST) {
        message = message.also(span, format!("{} stands here", quote(name)));
    }
    message.help("say one of them without the others")
}

fn chain_names(chain: &[(&str, Span)]) -> String {
    listed(chain.iter().skip(1).map(|&(name, _)| name))
}

pub(crate) fn second_parameter(name: &ast::Name, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0227");
    Diagnostic::new(CODE, name.span, format!("the parameter {} stands twice", quote(&name.text)))
        .also(first, "the first time")
        .help("give one of them another name")
}

pub(crate) fn function_over_records(ty: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0228");
    Diagnostic::new(CODE, ty, "a function takes and gives single values, no lists or records")
        .help("give it the fields that it needs, each as a parameter")
}

pub(crate) fn list_of_scalars(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0229");
    Diagnostic::new(CODE, name.span, format!("a list holds records, not values of type {}", quote(&name.text)))
        .help("declare a record with a field of that type, and make a list of it")
}

pub(crate) fn number_style(sample: &ast::Text) -> Diagnostic {
    const CODE: Code = Code::new("E0230");
    let message = format!("{} does not show how numbers are written", quote(&sample.value));
    Diagnostic::new(CODE, sample.span, message)
        .help("show one number with its groups and decimals, such as \"1.234,56\" or \"1234.56\"")
}

pub(crate) fn date_pattern(pattern: &ast::Text, fault: &PatternFault) -> Diagnostic {
    const CODE: Code = Code::new("E0231");
    let said = match fault {
        PatternFault::Part(run) => format!("{} is no part of a date", quote(run)),
        PatternFault::Twice(part) => format!("{part} stands twice"),
        PatternFault::Missing(part) => format!("{part} is missing"),
        PatternFault::Touching => "`M` and `D` need a separator on each side".to_owned(),
        PatternFault::Digit(digit) => format!("the digit {digit} cannot separate digits"),
    };
    let message = Diagnostic::new(CODE, pattern.span, format!("this does not show how dates are written: {said}"))
        .help("write YYYY, MM or M, and DD or D, once each, with separators, such as \"DD-MM-YYYY\"");
    let upper = pattern.value.to_ascii_uppercase();
    if crate::hir::style::date_pattern(&upper).is_ok() {
        return message.fix(pattern.span, format!("\"{upper}\""));
    }
    message
}

pub(crate) fn too_many_grades(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0233");
    Diagnostic::new(CODE, place, "there are more than 65535 grades of evidence").help("name fewer grades")
}
