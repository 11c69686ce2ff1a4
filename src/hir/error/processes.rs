//! Messages about processes: stages, rules, labels, how-texts.

use super::head;
use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;
use crate::syntax::ast::{self, Outcome, ProcessPart};

pub(crate) fn no_stage(process: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0205");
    Diagnostic::new(CODE, process.span, format!("the process {} has no stage", quote(&process.text)))
        .help("add the first one: stage qualify { … }")
}

pub(crate) fn second_rule(name: &ast::Name, first: Span, process: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0260");
    Diagnostic::new(
        CODE,
        name.span,
        format!("the process {} has two rules called {}", quote(process), quote(&name.text)),
    )
    .here("the second")
    .also(first, "the first")
    .help("give one of them another name")
}

pub(crate) fn second_stage(name: &ast::Name, first: Span, process: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0261");
    Diagnostic::new(
        CODE,
        name.span,
        format!("the process {} has two stages called {}", quote(process), quote(&name.text)),
    )
    .here("the second")
    .also(first, "the first")
    .help("give one of them another name")
}

pub(crate) fn stage_named_as_outcome(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("E0262");
    Diagnostic::new(
        CODE,
        name.span,
        format!("no stage can be called {}, which is how an opportunity ends", quote(&name.text)),
    )
    .help(format!("say which data means this end with a line of the process: {} from \"…\"", name.text))
}

pub(crate) fn second_label(label: &ast::Text, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0263");
    Diagnostic::new(CODE, label.span, format!("the label {} stands twice in this process", quote(&label.value)))
        .here("the second time")
        .also(first, "the first time")
        .help("a label in the data stands for one stage only")
}

pub(crate) fn label_is_stage(label: &ast::Text, stage: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0264");
    Diagnostic::new(CODE, label.span, format!("the label {} is the name of another stage", quote(&label.value)))
        .also(stage, "this stage")
        .help("data that says so could mean either: leave the label out or rename the stage")
}

pub(crate) fn second_line(part: &ProcessPart, second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0265");
    let (word, help) = match part {
        ProcessPart::Applies { .. } => ("applies", "join the conditions with `and` or `or`"),
        ProcessPart::Outcome { outcome: Outcome::Won, .. } => ("won", "put all labels into one line"),
        ProcessPart::Outcome { outcome: Outcome::Lost, .. } => ("lost", "put all labels into one line"),
        ProcessPart::Outcome { outcome: Outcome::Walked, .. } => ("walked", "put all labels into one line"),
        ProcessPart::Chance(_) => ("chance", "put all odds into one block"),
        ProcessPart::Rule(_) | ProcessPart::Stage(_) => ("line", "leave one of them out"),
    };
    Diagnostic::new(CODE, head(second, word), format!("`{word}` stands twice in this process"))
        .here("the second time")
        .also(head(first, word), "the first time")
        .help(help)
}

pub(crate) fn second_base(second: Span, first: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0266");
    Diagnostic::new(CODE, second, "`base` stands twice")
        .here("the second time")
        .also(first, "the first time")
        .help("keep one: a stage may have a base of its own beside that of the process")
}

pub(crate) fn brace_opens_nothing(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0268");
    Diagnostic::new(CODE, place, "this brace opens no fact's name")
        .help("write a fact as {budget}, and a brace as {{")
        .suggest(place, "{{")
}

pub(crate) fn how_names_no_fact(place: Span, path: &str, what: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0269");
    Diagnostic::new(CODE, place, format!("{} is {what}, and only single facts can be filled in", quote(path)))
        .help("name a field of the opportunity, such as {budget}")
}
