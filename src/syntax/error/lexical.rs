//! Messages about literals and characters.

use crate::diag::{Code, Diagnostic, FILE_TOO_LARGE, quote};
use crate::source::Span;

/// A file that is longer than the host allows.
pub(crate) fn file_too_long(span: Span, length: usize, bound: usize) -> Diagnostic {
    Diagnostic::new(FILE_TOO_LARGE, span, format!("the file has {length} bytes, and {bound} is the most"))
        .help("split it, and join the parts by `import`")
}

/// Brackets in brackets in brackets.
pub(crate) fn nested_too_deep(span: Span, bound: usize) -> Diagnostic {
    const TOO_DEEP: Code = Code::new("E0102");
    Diagnostic::new(TOO_DEEP, span, format!("this is nested more than {bound} deep"))
        .here("one more level starts here")
        .help("give a part a name of its own with `define`")
}

/// A number past what 64 bits hold.
pub(crate) fn literal_out_of_range(span: Span, text: &str) -> Diagnostic {
    const OUT_OF_RANGE: Code = Code::new("E0112");
    Diagnostic::new(OUT_OF_RANGE, span, format!("{} is out of range", quote(text)))
        .help("numbers go up to 922_337_203_685_477, with four decimals")
}

/// `1.5 days`.
pub(crate) fn duration_not_whole(span: Span, text: &str) -> Diagnostic {
    const NOT_WHOLE: Code = Code::new("E0113");
    Diagnostic::new(NOT_WHOLE, span, format!("{} is not whole", quote(text)))
        .help("write whole days, weeks, months or years")
}

/// `at least 1.5 of`.
pub(crate) fn count_not_whole(span: Span, text: &str) -> Diagnostic {
    const NOT_WHOLE: Code = Code::new("E0114");
    Diagnostic::new(NOT_WHOLE, span, format!("{} elements cannot be counted", quote(text)))
        .help("write a whole number, such as `at least 2 of`")
}

/// `2026-02-30`.
pub(crate) fn no_such_day(span: Span, text: &str) -> Diagnostic {
    const NO_SUCH_DAY: Code = Code::new("E0111");
    Diagnostic::new(NO_SUCH_DAY, span, format!("there is no day {}", quote(text)))
        .help("write year, month and day of a day between 0001-01-01 and 9999-12-31")
}

/// `-2026-11-23`.
pub(crate) fn negative_date(span: Span) -> Diagnostic {
    const NEGATIVE: Code = Code::new("E0149");
    Diagnostic::new(NEGATIVE, span, "a day has no sign").help("leave out the `-`")
}
