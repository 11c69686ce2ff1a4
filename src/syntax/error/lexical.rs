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

/// A character that belongs to no playbook.
pub(crate) fn odd_character(span: Span, letter: char, is_invisible: bool, help: Option<&str>) -> Diagnostic {
    const ODD: Code = Code::new("E0103");
    let mut name = String::new();
    crate::diag::push_inert(&mut name, letter);
    let code = u32::from(letter);
    let message = if is_invisible || letter == '`' {
        format!("the character U+{code:04X} cannot stand here")
    } else {
        format!("the character `{name}` cannot stand here")
    };
    let fault = Diagnostic::new(ODD, span, message);
    match help {
        Some(help) => fault.help(help),
        None if is_invisible => fault.help("it cannot be seen; leave it out").fix(span, ""),
        None => fault.help("leave it out, or put it inside of a text"),
    }
}

/// `"…` without its end.
pub(crate) fn open_text(span: Span) -> Diagnostic {
    const OPEN: Code = Code::new("E0104");
    Diagnostic::new(OPEN, span, "this text has no closing quote on its line")
        .here("the text starts here")
        .help("close it with `\"`; a text over several lines stands in `\"\"\"`")
        .suggest(span.after(), "\"")
}

/// `"""…` without its end.
pub(crate) fn open_long_text(span: Span) -> Diagnostic {
    const OPEN: Code = Code::new("E0105");
    Diagnostic::new(OPEN, span, "this text has no closing `\"\"\"`")
        .here("the text starts here")
        .help("close it with `\"\"\"`")
}

/// `"C:\dir"`: the place of the backslash and what follows it.
pub(crate) fn wrong_escape(span: Span, escape: &str) -> Diagnostic {
    const ESCAPE: Code = Code::new("E0106");
    Diagnostic::new(ESCAPE, span, format!("{} stands for nothing", quote(escape)))
        .help("a backslash is written `\\\\`; the others are `\\\"`, `\\n` and `\\t`")
        .fix(span, format!("\\{escape}"))
}

/// `1.2.3`, `1__0`, `.5`; the number that it could be.
pub(crate) fn number_malformed(span: Span, text: &str, fix: Option<String>) -> Diagnostic {
    const MALFORMED: Code = Code::new("E0107");
    let fault = Diagnostic::new(MALFORMED, span, format!("{} is no number", quote(text)));
    match fix {
        Some(with) => fault.help(format!("write `{with}`")).fix(span, with),
        None => fault.help("write a number as `50_000` or `3.25`"),
    }
}

/// `3.14159`, `2.125%`.
pub(crate) fn too_many_decimals(span: Span, text: &str) -> Diagnostic {
    const DECIMALS: Code = Code::new("E0108");
    let most =
        if text.ends_with('%') { "a percent has two decimals at most" } else { "a number has four decimals at most" };
    Diagnostic::new(DECIMALS, span, format!("{} has too many decimals", quote(text))).help(most)
}

/// `30days`, `50k`; what it could be, and whether that is sure.
pub(crate) fn letters_touch_number(span: Span, text: &str, meant: Option<(String, bool)>) -> Diagnostic {
    const TOUCH: Code = Code::new("E0109");
    let fault = Diagnostic::new(TOUCH, span, format!("{} is neither a number nor a name", quote(text)));
    match meant {
        Some((with, true)) => fault.help(format!("write `{with}`")).fix(span, with),
        Some((with, false)) => fault.help(format!("write `{with}`, if that is meant")).suggest(span, with),
        None => fault.help("write a blank between a number and its unit; a name starts with a letter"),
    }
}

/// `2026-11-2`, `23.11.2026`; the date that it could be, and whether that is sure.
pub(crate) fn looks_like_date(span: Span, text: &str, meant: Option<(String, bool)>) -> Diagnostic {
    const LIKE_DATE: Code = Code::new("E0110");
    let fault = Diagnostic::new(LIKE_DATE, span, format!("{} looks like a date and is written otherwise", quote(text)));
    match meant {
        Some((with, true)) => fault.help(format!("write `{with}`")).fix(span, with),
        Some((with, false)) => {
            fault.help(format!("write year, month and day: `{with}`, if that is meant")).suggest(span, with)
        }
        None => fault.help("write year, month and day, such as `2026-11-02`"),
    }
}

/// `10 %`, or a `%` behind no number.
pub(crate) fn percent_apart(span: Span, number: Option<Span>) -> Diagnostic {
    const APART: Code = Code::new("E0115");
    match number {
        Some(number) => Diagnostic::new(APART, span, "a blank stands before `%`")
            .help("write `%` right behind the number")
            .fix(Span { start: number.end, ..span }, "%"),
        None => Diagnostic::new(APART, span, "`%` stands behind a number only").help("write a percent as `15%`"),
    }
}

/// `$50,000`; the amount in one currency that has the sign.
pub(crate) fn currency_sign(span: Span, text: &str, meant: Option<String>) -> Diagnostic {
    const SIGN: Code = Code::new("E0116");
    let fault = Diagnostic::new(SIGN, span, format!("{} does not say which currency", quote(text)));
    match meant {
        Some(with) => fault.help(format!("write the amount and three letters, such as `{with}`")).suggest(span, with),
        None => fault.help("write the amount and three letters, such as `50_000 USD`"),
    }
}

/// `50,000`, `50 000`: the whole, and its number; whether that is sure.
pub(crate) fn grouped_otherwise(span: Span, text: &str, meant: String, is_sure: bool) -> Diagnostic {
    const GROUPED: Code = Code::new("E0117");
    let fault = Diagnostic::new(GROUPED, span, format!("{} is written `{meant}`", quote(text)))
        .help("digits are grouped by `_`, and decimals stand behind a point");
    if is_sure { fault.fix(span, meant) } else { fault.suggest(span, meant) }
}

/// `50 usd`, `USD 50`, `5 dollars`; the amount, and whether that is sure.
pub(crate) fn currency_otherwise(span: Span, text: &str, meant: String, is_sure: bool) -> Diagnostic {
    const OTHERWISE: Code = Code::new("E0118");
    let fault = Diagnostic::new(OTHERWISE, span, format!("{} is written `{meant}`", quote(text)))
        .help("a currency is three capital letters behind the amount");
    if is_sure { fault.fix(span, meant) } else { fault.suggest(span, meant) }
}

/// `5 hours`.
pub(crate) fn unknown_unit(span: Span, unit: &str, nearest: Option<&str>) -> Diagnostic {
    const UNIT: Code = Code::new("E0168");
    let fault = Diagnostic::new(UNIT, span, format!("{} is no unit", quote(unit)));
    match nearest {
        Some(near) => fault.help(format!("did you mean `{near}`?")).fix(span, near),
        None => fault.help("a number's unit is `days`, `weeks`, `months` or `years`, or a currency such as `USD`"),
    }
}

/// `on "2026-11-02"`.
pub(crate) fn quoted_date(span: Span, date: &str) -> Diagnostic {
    const QUOTED: Code = Code::new("E0181");
    Diagnostic::new(QUOTED, span, "a date stands without quotes").help(format!("write `{date}`")).fix(span, date)
}
