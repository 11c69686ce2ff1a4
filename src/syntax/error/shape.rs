//! Messages about declarations and their parts.

use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;

/// `money` without its currency.
pub(crate) fn money_without_currency(span: Span) -> Diagnostic {
    const NO_CURRENCY: Code = Code::new("E0145");
    Diagnostic::new(NO_CURRENCY, span, "`money` is of a currency")
        .here("which one?")
        .help("write `money USD`, `money EUR` …")
        .suggest(span.after(), " USD")
}

/// `bool "yes"`.
pub(crate) fn text_behind_type(span: Span, word: &str) -> Diagnostic {
    const TEXT_BEHIND: Code = Code::new("E0146");
    Diagnostic::new(TEXT_BEHIND, span, format!("no text can stand behind the type {}", quote(word)))
        .help("write `from \"…\"` for the name of the column, or `blank \"…\"` for what stands for no answer")
}

/// `list of contact | other`.
pub(crate) fn type_in_enumeration(span: Span, second: Span) -> Diagnostic {
    const NOT_A_VARIANT: Code = Code::new("E0147");
    Diagnostic::new(NOT_A_VARIANT, span, "a type cannot stand beside the variants of an enumeration")
        .also(second, "this is a variant")
        .help("write one type, or variants only")
}

/// `require` outside of all stages.
pub(crate) fn requirement_outside_stage(span: Span) -> Diagnostic {
    const OUTSIDE: Code = Code::new("E0148");
    Diagnostic::new(OUTSIDE, span, "`require` stands in a stage only")
        .help("move it into the stage that is not to be left without it, or write `disqualify` or `warn`")
}

/// Anything else.
pub(crate) fn unexpected(span: Span, found: &str, expected: &str) -> Diagnostic {
    const UNEXPECTED: Code = Code::new("E0154");
    let found = if found.is_empty() { "the end".to_owned() } else { quote(found) };
    Diagnostic::new(UNEXPECTED, span, format!("expected {expected}, found {found}"))
}

/// Text that starts with no declaration word.
pub(crate) fn stray_text(span: Span, found: &str, nearest: Option<&str>) -> Diagnostic {
    const STRAY: Code = Code::new("E0153");
    let fault = Diagnostic::new(STRAY, span, format!("{} starts no declaration", quote(found)));
    match nearest {
        Some(word) => fault.help(format!("did you mean `{word}`?")).fix(span, word),
        None => fault.help(
            "a declaration starts with `opportunity`, `record`, `define`, `process`, `fixture`, `test`, `evidence`, `function` or `import`",
        ),
    }
}

/// `stagegate 2`.
pub(crate) fn other_version(span: Span, text: &str) -> Diagnostic {
    const VERSION: Code = Code::new("E0159");
    Diagnostic::new(VERSION, span, format!("this file is written for version {} of the language", quote(text)))
        .help("this is version 1: write `stagegate 1`, or leave the line out")
}
