//! Warnings: what is allowed, and likely not meant.

use super::head;
use super::paths::path_text;
use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;
use crate::syntax::ast::{self, RuleKind};

pub(crate) fn unused_define(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("W0401");
    Diagnostic::new(CODE, name.span, format!("the define {} is never used", quote(&name.text)))
        .help("use it in a rule, or leave it out")
}

pub(crate) fn unused_record(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("W0402");
    Diagnostic::new(CODE, name.span, format!("the record {} is never used", quote(&name.text)))
        .help("give a field its type, or leave it out")
}

pub(crate) fn unused_function(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("W0403");
    Diagnostic::new(CODE, name.span, format!("the function {} is never called", quote(&name.text)))
        .help("call it in a rule, or leave it out: every declared function has to be bound")
}

pub(crate) fn unused_fixture(name: &ast::Name) -> Diagnostic {
    const CODE: Code = Code::new("W0404");
    Diagnostic::new(CODE, name.span, format!("no test uses the fixture {}", quote(&name.text)))
        .help("write a test that starts from it, or leave it out")
}

pub(crate) fn constant(place: Span, value: Option<bool>) -> Diagnostic {
    const CODE: Code = Code::new("W0405");
    let message = match value {
        Some(true) => "this condition always holds",
        Some(false) => "this condition never holds",
        None => "this condition is the same for every opportunity",
    };
    Diagnostic::new(CODE, place, message).help("ask about a fact here, or leave the condition out")
}

pub(crate) fn same_condition(kind: RuleKind, name: (&str, Span), first: (&str, Span)) -> Diagnostic {
    const CODE: Code = Code::new("W0406");
    let word = match kind {
        RuleKind::Require { .. } => "require",
        RuleKind::Disqualify => "disqualify",
        RuleKind::Warn => "warn",
    };
    let message = format!("the `{word}` rules {} and {} have the same condition", quote(first.0), quote(name.0));
    Diagnostic::new(CODE, name.1, message)
        .here("the second")
        .also(first.1, "the first")
        .help("leave one of them out, or mend the condition that was copied")
}

pub(crate) fn never_reached(name: (&str, Span), first: (&str, Span)) -> Diagnostic {
    const CODE: Code = Code::new("W0407");
    let message =
        format!("no opportunity reaches the process {}: {} before it always applies", quote(name.0), quote(first.0));
    Diagnostic::new(CODE, name.1, message)
        .also(first.1, "this one always applies")
        .help("say with `applies when` which opportunities the earlier one is for, or put it last")
}

pub(crate) fn last_stage_without_require(name: &str, place: Span) -> Diagnostic {
    const CODE: Code = Code::new("W0408");
    Diagnostic::new(
        CODE,
        place,
        format!("nothing is required in {}, the last stage, before an opportunity is won", quote(name)),
    )
    .help("say what must be true to win: require signed that …")
}

pub(crate) fn hides(path: &ast::Path) -> Diagnostic {
    const CODE: Code = Code::new("W0409");
    let text = path_text(path);
    let path_of_opportunity = format!("opportunity.{text}");
    Diagnostic::new(CODE, path.span, format!("{} is the element's here, and the opportunity has one too", quote(&text)))
        .help(format!("if the opportunity's is meant, write {}", quote(&path_of_opportunity)))
        .suggest(head(path.span, ""), "opportunity.")
}

pub(crate) fn known_under_not(place: Span, inner: Option<Span>) -> Diagnostic {
    const CODE: Code = Code::new("W0410");
    let message = Diagnostic::new(CODE, place, "what is unknown would disqualify here, without the word `unknown`")
        .help("if that is meant, say it with `is unknown`; else leave `is known` out");
    match inner {
        Some(inner) => message.also(inner, "asks whether something is known"),
        None => message,
    }
}
