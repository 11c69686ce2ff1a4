//! Messages that know another language's way of writing, and say this one's.

use super::shown;
use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;

/// `==`, `&&`, `≥` …: an operator that is written otherwise.
pub(crate) fn foreign_operator(span: Span, written: &str, meant: &str) -> Diagnostic {
    const FOREIGN: Code = Code::new("E0119");
    Diagnostic::new(FOREIGN, span, format!("{} is written `{}`", quote(written), meant.trim()))
        .help(format!("write `{}`", meant.trim()))
        .fix(span, meant)
}

/// `'text'`, `“text”`.
pub(crate) fn foreign_quotes(span: Span, meant: String) -> Diagnostic {
    const QUOTES: Code = Code::new("E0121");
    let fault = Diagnostic::new(QUOTES, span, "a text stands in straight double quotes");
    match shown(&meant) {
        Some(text) => fault.help(format!("write `{text}`")).fix(span, meant),
        None => fault.help("write `\"…\"`").fix(span, meant),
    }
}

/// `// …`, `-- …`, `/* … */`: the mark of a comment, and the edit if one mends it.
pub(crate) fn foreign_comment(span: Span, mark: &str, fix: Option<(Span, String)>) -> Diagnostic {
    const COMMENT: Code = Code::new("E0122");
    let fault = Diagnostic::new(COMMENT, span, format!("{} starts no comment", quote(mark)))
        .help("a comment starts with `#` and runs to the end of its line");
    match fix {
        Some((span, with)) => fault.fix(span, with),
        None => fault,
    }
}

/// `;`.
pub(crate) fn semicolon(span: Span) -> Diagnostic {
    const SEMICOLON: Code = Code::new("E0123");
    Diagnostic::new(SEMICOLON, span, "nothing is ended by `;`").help("leave it out").fix(span, "")
}

/// `is null`, `== None`: asked of the fact before it.
pub(crate) fn null_value(span: Span, written: &str, negated: bool) -> Diagnostic {
    const NULL: Code = Code::new("E0124");
    let meant = if negated { "is known" } else { "is unknown" };
    Diagnostic::new(NULL, span, format!("there is no value {}: a fact is known or unknown", quote(written)))
        .help(format!("write `{meant}`"))
        .fix(span, meant)
}

/// `TRUE`, `And`.
pub(crate) fn keyword_in_capitals(span: Span, written: &str, meant: &str) -> Diagnostic {
    const CAPITALS: Code = Code::new("E0125");
    Diagnostic::new(CAPITALS, span, format!("{} is written `{meant}`", quote(written)))
        .help("the words of the language are in small letters")
        .fix(span, meant)
}

/// `equals`, `like`, `exists` …
pub(crate) fn word_for_operator(span: Span, written: &str, meant: &str) -> Diagnostic {
    const WORD: Code = Code::new("E0127");
    Diagnostic::new(WORD, span, format!("{} is no word of the language", quote(written)))
        .help(format!("write `{meant}`"))
        .fix(span, meant)
}

/// A word of other languages that no one word stands for here.
pub(crate) fn unknown_word(span: Span, written: &str, help: &str) -> Diagnostic {
    const UNKNOWN: Code = Code::new("E0189");
    Diagnostic::new(UNKNOWN, span, format!("{} is no word of the language", quote(written))).help(help)
}

/// A word that is nearly one of the language.
pub(crate) fn misspelled(span: Span, written: &str, meant: &str) -> Diagnostic {
    const MISSPELLED: Code = Code::new("E0191");
    Diagnostic::new(MISSPELLED, span, format!("{} cannot stand here", quote(written)))
        .help(format!("did you mean `{meant}`?"))
        .fix(span, meant)
}

/// `that that`, or a second `how` in a rule.
pub(crate) fn said_twice(span: Span, word: &str, fix: Option<&str>, help: &str) -> Diagnostic {
    const TWICE: Code = Code::new("E0190");
    let fault = Diagnostic::new(TWICE, span, format!("`{word}` stands twice")).help(help);
    match fix {
        Some(with) => fault.fix(span, with),
        None => fault,
    }
}

/// `account["name"]`, `goal.contains("x")`.
pub(crate) fn no_methods(span: Span, text: &str, help: &str) -> Diagnostic {
    const METHODS: Code = Code::new("E0188");
    Diagnostic::new(METHODS, span, format!("{} cannot be asked of a fact", quote(text))).help(help)
}

/// `is between`, `is in`, `is >`.
pub(crate) fn surplus_is(span: Span, is: Span, operator: &str) -> Diagnostic {
    const SURPLUS_IS: Code = Code::new("E0128");
    Diagnostic::new(SURPLUS_IS, is, format!("{} stands without `is`", quote(operator)))
        .help(format!("write `{operator}` alone"))
        .fix(Span { end: span.start, ..is }, "")
}

/// `x >= 5 and <= 9`; the whole and the `between` for it, if it is one.
pub(crate) fn comparison_of_nothing(span: Span, sign: &str, between: Option<(Span, String)>) -> Diagnostic {
    const OF_NOTHING: Code = Code::new("E0129");
    let fault = Diagnostic::new(OF_NOTHING, span, format!("nothing stands before {} to be compared", quote(sign)));
    match between {
        Some((whole, with)) => match shown(&with) {
            Some(text) => fault.help(format!("write `{text}`")).fix(whole, with),
            None => fault.help("write `x between low and high`").fix(whole, with),
        },
        None => fault.help("name the fact on both sides of `and`, or write `x between low and high`"),
    }
}

/// `x not between a and b`, `x not contains y`.
pub(crate) fn not_before_operator(span: Span, operator: &str, fix: Option<(Span, String)>) -> Diagnostic {
    const NOT: Code = Code::new("E0137");
    let fault = Diagnostic::new(NOT, span, format!("`not` cannot stand before `{operator}`"))
        .help(format!("put it before the whole comparison: `not x {operator} …`"));
    match fix {
        Some((span, with)) => fault.fix(span, with),
        None => fault,
    }
}

/// `if`, `else`, `then` …; what to write instead.
pub(crate) fn no_branches(span: Span, word: &str, help: &str, fix: Option<&str>) -> Diagnostic {
    const BRANCH: Code = Code::new("E0160");
    let fault = Diagnostic::new(BRANCH, span, format!("{} is no word of the language", quote(word))).help(help);
    match fix {
        Some(with) => fault.fix(span, with),
        None => fault,
    }
}
