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
    let place = match found {
        "stage" | "applies" | "chance" | "won" | "lost" | "walked" => {
            Some("it stands in a process: `process name { … }`")
        }
        "require" | "disqualify" | "warn" | "base" => {
            Some("it stands in a process or stage: `process name { stage first { … } }`")
        }
        "given" | "expect" => Some("it stands in a test: `test \"title\" { … }`"),
        "key" | "worth" | "opened" | "closed" => Some("it marks a field of `opportunity { … }`"),
        "odds" => Some("it stands in the `chance { … }` of a process"),
        "stagegate" => Some("the language's version stands in the first line: `stagegate 1`"),
        _ => None,
    };
    match (place, nearest) {
        (Some(place), _) => fault.help(place),
        (None, Some(word)) => fault.help(format!("did you mean `{word}`?")).fix(span, word),
        (None, None) => fault.help(
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

/// `Budget`, `größe`; the name that it could be.
pub(crate) fn name_form(span: Span, written: &str, meant: Option<String>) -> Diagnostic {
    const FORM: Code = Code::new("E0126");
    let fault = Diagnostic::new(FORM, span, format!("{} is no name", quote(written)));
    match meant {
        Some(with) => {
            fault.help(format!("names are small letters a–z, digits and `_`, such as `{with}`")).suggest(span, with)
        }
        None => fault.help("names are small letters a–z, digits and `_`, a letter first"),
    }
}

/// `count: number`.
pub(crate) fn reserved_name(span: Span, word: &str, is_field: bool) -> Diagnostic {
    const RESERVED: Code = Code::new("E0150");
    let fault = Diagnostic::new(RESERVED, span, format!("{} is a word of the language and no name", quote(word)));
    if is_field {
        fault.help(format!("choose another name; for a column of that name write `the_{word}: … from \"{word}\"`"))
    } else {
        fault.help("choose another name")
    }
}

/// A bracket that is not closed: where it would have to be, and where it opens.
pub(crate) fn unclosed(span: Span, open: Span, bracket: &str, what: &str) -> Diagnostic {
    const UNCLOSED: Code = Code::new("E0151");
    let closing = match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    };
    Diagnostic::new(UNCLOSED, span, format!("`{closing}` is missing to close {what}"))
        .here(format!("`{closing}` is missing here"))
        .also(open, format!("this `{bracket}` is not closed"))
        .help(format!("close it with `{closing}`"))
        .suggest(Span { end: span.start, ..span }, closing)
}

/// A bracket that closes nothing.
pub(crate) fn closes_nothing(span: Span, bracket: &str) -> Diagnostic {
    const CLOSES: Code = Code::new("E0152");
    Diagnostic::new(CLOSES, span, format!("this `{bracket}` closes nothing"))
        .help("leave it out, or open what it is to close")
        .suggest(span, "")
}

/// `budget money USD`.
pub(crate) fn colon_missing(span: Span, name: &str, with: &str) -> Diagnostic {
    const COLON: Code = Code::new("E0155");
    Diagnostic::new(COLON, span, format!("`:` is missing behind {}", quote(name)))
        .help("write `name: type` for a field, `name: value` for a fact")
        .fix(span, with)
}

/// `require x a > 5`, `disqualify x that a`: a rule's word for its condition.
pub(crate) fn clause_word(span: Span, rule: &str, word: &str, with: Option<String>) -> Diagnostic {
    const CLAUSE: Code = Code::new("E0156");
    let says = match word {
        "that" => "says what must hold behind `that`",
        "as" => "says what it stands for behind `as`",
        _ => "says when it counts behind `when`",
    };
    let fault =
        Diagnostic::new(CLAUSE, span, format!("`{rule}` {says}")).help(format!("write `{word}` before the condition"));
    match with {
        Some(with) => fault.fix(span, with),
        None => fault,
    }
}

/// `require power The buyer has been met that …`, `import other.gate`.
pub(crate) fn text_without_quotes(span: Span, text: &str) -> Diagnostic {
    const NO_QUOTES: Code = Code::new("E0161");
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::new(NO_QUOTES, span, "a text stands in quotes")
        .help(format!("write {}", quote(&quoted)))
        .fix(span, quoted)
}

/// A part behind another that it has to stand before.
pub(crate) fn wrong_order(span: Span, part: &str, order: &str) -> Diagnostic {
    const ORDER: Code = Code::new("E0162");
    Diagnostic::new(ORDER, span, format!("{} stands too late", quote(part))).help(format!("the order is {order}"))
}

/// `process p applies when …`.
pub(crate) fn block_missing(span: Span, what: &str, with: Option<&str>) -> Diagnostic {
    const BLOCK: Code = Code::new("E0163");
    let fault =
        Diagnostic::new(BLOCK, span, format!("`{{` is missing to start {what}")).help("write its parts in `{ … }`");
    match with {
        Some(with) => fault.suggest(span, with),
        None => fault,
    }
}

/// A test that expects nothing.
pub(crate) fn test_without_expect(span: Span) -> Diagnostic {
    const NO_EXPECT: Code = Code::new("E0164");
    Diagnostic::new(NO_EXPECT, span, "this test expects nothing")
        .help("say what is to come out, such as `expect hold` or `expect disqualify by no_budget`")
}

/// A test that starts from nothing.
pub(crate) fn test_without_given(span: Span) -> Diagnostic {
    const NO_GIVEN: Code = Code::new("E0165");
    Diagnostic::new(NO_GIVEN, span, "a test starts with `given`")
        .help("say what it starts from, such as `given strong at qualify`, once and first")
}

/// `any contacts`.
pub(crate) fn of_missing(span: Span, before: &str) -> Diagnostic {
    const OF: Code = Code::new("E0166");
    Diagnostic::new(OF, span, format!("`of` is missing behind {}", quote(before)))
        .help(format!("write `{before} of …`"))
        .fix(Span { end: span.start, ..span }, "of ")
}

/// A part that belongs elsewhere: its word, where it stands, and where it belongs.
pub(crate) fn misplaced(span: Span, part: &str, place: &str, help: &str) -> Diagnostic {
    const MISPLACED: Code = Code::new("E0167");
    Diagnostic::new(MISPLACED, span, format!("{} cannot stand in {place}", quote(part))).help(help)
}

/// A colon, a word or a type where none stands.
pub(crate) fn surplus(span: Span, text: &str) -> Diagnostic {
    const SURPLUS: Code = Code::new("E0194");
    Diagnostic::new(SURPLUS, span, format!("{} is too much here", quote(text))).help("leave it out").fix(span, "")
}

/// `contact[]`, `enum(a, b)`: a type in another form.
pub(crate) fn type_otherwise(span: Span, written: &str, meant: Option<String>) -> Diagnostic {
    const OTHERWISE: Code = Code::new("E0192");
    let fault = Diagnostic::new(OTHERWISE, span, format!("{} is no type", quote(written)));
    match meant {
        Some(with) => fault.help(format!("write `{with}`")).fix(span, with),
        None => fault.help("declare a `record` and write its name here"),
    }
}

/// `chance.median`.
pub(crate) fn point_of_chance(span: Span, word: &str, nearest: Option<&str>) -> Diagnostic {
    const POINT: Code = Code::new("E0193");
    let fault = Diagnostic::new(POINT, span, format!("a chance has no {}", quote(word)))
        .help("write `chance.worst`, `chance.likely` or `chance.best`");
    match nearest {
        Some(near) => fault.suggest(span, near),
        None => fault,
    }
}

/// A comma where none stands.
pub(crate) fn surplus_comma(span: Span) -> Diagnostic {
    const COMMA: Code = Code::new("E0169");
    Diagnostic::new(COMMA, span, "no comma can stand here").help("leave it out").fix(span, "")
}

/// `source: partner, inbound`.
pub(crate) fn variants_by_comma(span: Span) -> Diagnostic {
    const VARIANTS: Code = Code::new("E0177");
    Diagnostic::new(VARIANTS, span, "variants stand between `|`, not commas").help("write `a | b | c`").fix(span, " |")
}

/// `expect warn a b`.
pub(crate) fn comma_missing(before: Span) -> Diagnostic {
    const COMMA: Code = Code::new("E0178");
    Diagnostic::new(COMMA, before.after(), "a comma is missing here")
        .help("write a comma between two of a kind")
        .fix(before.after(), ",")
}

/// `base 18`, `odds times 50%`.
pub(crate) fn percent_or_number(span: Span, text: &str, wants_percent: bool, with: Option<String>) -> Diagnostic {
    const KIND: Code = Code::new("E0179");
    let message = if wants_percent {
        format!("{} is no percent", quote(text))
    } else {
        format!("odds are multiplied by a number, and {} is none", quote(text))
    };
    let fault = Diagnostic::new(KIND, span, message);
    let fault = match &with {
        Some(with) => fault.help(format!("write `{with}`, if that is meant")),
        None if wants_percent => fault.help("write a percent as `18%`"),
        None => fault.help("write a number above 0, such as `0.5`"),
    };
    match with {
        Some(with) => fault.suggest(span, with),
        None => fault,
    }
}

/// A fixture's value that is no literal.
pub(crate) fn not_a_literal(span: Span, text: &str) -> Diagnostic {
    const NO_LITERAL: Code = Code::new("E0180");
    Diagnostic::new(NO_LITERAL, span, format!("{} cannot stand in a fixture", quote(text)))
        .help("a fixture's values are written out: a number, a date, a text, a variant, `unknown`, a list or a record")
}

/// `"budget": 5_000 USD`.
pub(crate) fn quoted_name(span: Span, name: &str) -> Diagnostic {
    const QUOTED: Code = Code::new("E0182");
    Diagnostic::new(QUOTED, span, "a name stands without quotes").help(format!("write `{name}`")).fix(span, name)
}

/// `odds 3.2 when …`.
pub(crate) fn times_missing(span: Span, with: &str) -> Diagnostic {
    const TIMES: Code = Code::new("E0183");
    Diagnostic::new(TIMES, span, "`times` is missing before the factor")
        .help("write `odds times 3.2 when …`")
        .fix(span, with)
}

/// `expect win`.
pub(crate) fn unknown_expectation(span: Span, word: &str, nearest: Option<&str>) -> Diagnostic {
    const UNKNOWN: Code = Code::new("E0184");
    let fault = Diagnostic::new(UNKNOWN, span, format!("nothing can be expected by {}", quote(word)));
    match nearest {
        Some(near) => fault.help(format!("did you mean `{near}`?")).fix(span, near),
        None => fault.help(
            "expect `advance`, `hold`, `disqualify`, `warn`, `at risk`, `closed`, `unrouted`, `process`, `earned`, `ask` or `that`",
        ),
    }
}

/// `won "Closed Won"`, `expect hold a`: a small word that is missing or another.
pub(crate) fn word_missing(span: Span, word: &str, example: &str, with: &str) -> Diagnostic {
    const WORD: Code = Code::new("E0187");
    Diagnostic::new(WORD, span, format!("`{word}` is missing here")).help(format!("write `{example}`")).fix(span, with)
}

/// `evidence a, b`, `evidence b > a`.
pub(crate) fn grades_by_less(span: Span, found: &str) -> Diagnostic {
    const GRADES: Code = Code::new("E0186");
    Diagnostic::new(GRADES, span, format!("{} cannot stand between grades", quote(found)))
        .help("write them with `<` between, the weakest first: `evidence opinion < said < signed`")
}

/// A date, a type … that is missing: what is to stand there, and an example.
pub(crate) fn part_missing(span: Span, what: &str, example: &str) -> Diagnostic {
    const MISSING: Code = Code::new("E0185");
    Diagnostic::new(MISSING, span, format!("{what} is missing here")).help(format!("write it like `{example}`"))
}
