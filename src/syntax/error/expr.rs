//! Messages about expressions.

use super::shown;
use crate::diag::{Code, Diagnostic, quote};
use crate::source::Span;

/// `a and b or c`; the two ways to group it, if they are short.
pub(crate) fn mixed_and_or(first: Span, other: Span, whole: Span, readings: Option<(String, String)>) -> Diagnostic {
    const MIXED: Code = Code::new("E0130");
    let fault = Diagnostic::new(MIXED, other, "`and` and `or` stand side by side without parentheses")
        .here("which of the two holds its neighbors together?")
        .also(first, "the other one");
    match readings {
        Some((one, two)) => fault.help(format!("write {} or {}", backticks(&one), backticks(&two))).suggest(whole, one),
        None => fault.help("put parentheses round the parts that belong together"),
    }
}

/// `5 <= x <= 9`: left, first sign and middle, second sign, right.
pub(crate) fn chained_comparison(op: Span, first: Span, next: Span, texts: (&str, &str, &str, &str)) -> Diagnostic {
    const CHAINED: Code = Code::new("E0131");
    let fault = Diagnostic::new(CHAINED, op, "comparisons do not chain").here("this one follows another");
    let (left, middle, op_text, right) = texts;
    let middle = middle.trim();
    let rises = op_text == "<=" && middle.starts_with("<=");
    let falls = op_text == ">=" && middle.starts_with(">=");
    let value = shown(middle.trim_start_matches(['<', '>', '=']).trim());
    match (rises || falls, value, shown(left.trim()), shown(right.trim())) {
        (true, Some(value), Some(left), Some(right)) => {
            let (low, high) = if rises { (left, right) } else { (right, left) };
            let between = format!("{value} between {low} and {high}");
            fault.help(format!("write {}", backticks(&between))).fix(first.to(next), between)
        }
        _ if op_text.starts_with(['<', '>']) => {
            fault.help("write `x between low and high`, or two comparisons joined by `and`")
        }
        _ => fault.help("join two comparisons by `and`, or put one of them in parentheses"),
    }
}

/// `is not known`, `is not unknown`.
pub(crate) fn is_not_known(span: Span, unknown: bool) -> Diagnostic {
    const IS_NOT_KNOWN: Code = Code::new("E0132");
    let (written, meant) = if unknown { ("unknown", "known") } else { ("known", "unknown") };
    Diagnostic::new(IS_NOT_KNOWN, span, format!("`is not {written}` is written `is {meant}`"))
        .help(format!("write `is {meant}`"))
        .fix(span, format!("is {meant}"))
}

/// A quantifier or aggregate with `where` beside other terms; `not` is the place of a `not` right before it.
pub(crate) fn where_not_alone(span: Span, text: &str, is_any: bool, not: Option<Span>) -> Diagnostic {
    const NOT_ALONE: Code = Code::new("E0133");
    let fault = Diagnostic::new(NOT_ALONE, span, "a `where` runs to the end of its clause and takes all that follows")
        .here("this needs parentheses of its own");
    let text = text.trim_end();
    if let (Some(not), true, Some(rest)) = (not, is_any, text.strip_prefix("any")) {
        let none = format!("none{rest}");
        let help = shown(&none)
            .map_or("write `none of … where …`".to_owned(), |none| format!("write {}", backticks(&none)));
        return fault.help(help).fix(not.to(Span { end: span.start.saturating_add(3), ..span }), "none");
    }
    let parens = format!("({text})");
    let help = match shown(&parens) {
        Some(parens) => {
            format!("write {}, with the parenthesis closed where the `where` is to end", backticks(&parens))
        }
        None => "put it in parentheses that are closed where the `where` is to end".to_owned(),
    };
    fault.help(help).suggest(span, parens)
}

/// `count of L where c >= 2`: `head` is the aggregate up to the second comparison.
pub(crate) fn where_swallows_comparison(op: Span, head: Span, text: &str) -> Diagnostic {
    const SWALLOWED: Code = Code::new("E0134");
    let parens = format!("({})", text.trim_end());
    let help = match shown(&parens) {
        Some(parens) => format!("write {} before the comparison", backticks(&parens)),
        None => "put the part before the comparison in parentheses".to_owned(),
    };
    Diagnostic::new(SWALLOWED, op, "this comparison belongs to the condition of the `where` before it")
        .here("the `where` runs up to the end")
        .also(head, "this is what is to be compared")
        .help(help)
        .suggest(head, parens)
}

/// `x < not y`.
pub(crate) fn not_behind_operator(not: Span, operand: Span) -> Diagnostic {
    const NOT_BEHIND: Code = Code::new("E0135");
    Diagnostic::new(NOT_BEHIND, not, "`not` stands before a whole comparison, not inside one")
        .also(operand, "this is what it would negate")
        .help("put `not` and what it negates in parentheses, or write `is not`")
}

/// `x between 5`.
pub(crate) fn between_without_and(between: Span, missing: Span) -> Diagnostic {
    const WITHOUT_AND: Code = Code::new("E0136");
    Diagnostic::new(WITHOUT_AND, missing, "`between` has no second bound")
        .here("`and` and the upper bound are missing here")
        .also(between, "this needs two bounds")
        .help("write `x between low and high`")
}

/// `5 by buyer_wrote`.
pub(crate) fn evidence_of_no_fact(test: Span, value: Span, text: &str) -> Diagnostic {
    const NO_FACT: Code = Code::new("E0138");
    Diagnostic::new(NO_FACT, test, format!("only a fact has evidence, and {} is none", quote(text)))
        .also(value, "this is no name of a fact")
        .help("write `by` and `within` right behind the fact's name")
}

/// `x within 30 days by G`.
pub(crate) fn within_before_by(span: Span, within: &str, by: &str) -> Diagnostic {
    const BEFORE_BY: Code = Code::new("E0139");
    let swapped = format!("{by} {within}");
    let fault = Diagnostic::new(BEFORE_BY, span, "`by` stands before `within`");
    match shown(&swapped) {
        Some(shown) => fault.help(format!("write {}", backticks(&shown))).fix(span, swapped),
        None => fault.help("write `by` first"),
    }
}

/// `x by a by b`.
pub(crate) fn evidence_twice(span: Span, first: Span, is_by: bool) -> Diagnostic {
    const TWICE: Code = Code::new("E0140");
    let word = if is_by { "by" } else { "within" };
    Diagnostic::new(TWICE, span, format!("`{word}` stands twice"))
        .also(first, "the first is here")
        .help(format!("write the fact once more, with its own `{word}`, and join the two by `and` or `or`"))
}

/// `x within 30`.
pub(crate) fn within_without_unit(span: Span, text: &str) -> Diagnostic {
    const WITHOUT_UNIT: Code = Code::new("E0141");
    let is_number = text.bytes().all(|letter| letter.is_ascii_digit() || letter == b'_');
    let fault = Diagnostic::new(WITHOUT_UNIT, span, format!("`within` needs a time, and {} is none", quote(text)))
        .here("no unit of time")
        .help("write `within 30 days` or `within 3 months`");
    if is_number { fault.suggest(span, format!("{text} days")) } else { fault }
}

/// `account.name(x)`.
pub(crate) fn call_of_path(span: Span, text: &str) -> Diagnostic {
    const CALL: Code = Code::new("E0142");
    Diagnostic::new(CALL, span, format!("{} is no function", quote(text)))
        .help("a function's name has no point; to read a fact leave out the parentheses")
}

/// `count(contacts)`.
pub(crate) fn aggregate_as_call(span: Span, word: &str) -> Diagnostic {
    const AS_CALL: Code = Code::new("E0143");
    let example = if word == "sum" { "sum of deals.amount" } else { "count of contacts" };
    Diagnostic::new(AS_CALL, span, format!("`{word}` takes a list behind `of`, without parentheses"))
        .help(format!("write it like `{example}`"))
}

/// `x in ()`.
pub(crate) fn in_nothing(span: Span) -> Diagnostic {
    const NOTHING: Code = Code::new("E0144");
    Diagnostic::new(NOTHING, span, "there is nothing in these parentheses to compare with")
        .help("list the values, such as `in (partner, inbound)`")
}

/// `x in 5`.
pub(crate) fn in_without_parentheses(span: Span) -> Diagnostic {
    const WITHOUT: Code = Code::new("E0175");
    Diagnostic::new(WITHOUT, span, "what stands behind `in` is in parentheses")
        .help("write `x in (a, b)`, or `x is a` for one value")
}

/// `known` that does not stand behind `is`.
pub(crate) fn known_without_is(span: Span, word: &str, follows_value: bool) -> Diagnostic {
    const WITHOUT_IS: Code = Code::new("E0176");
    let fault = Diagnostic::new(WITHOUT_IS, span, format!("`{word}` stands behind `is` only"))
        .help(format!("write `x is {word}`"));
    if follows_value { fault.fix(span, format!("is {word}")) } else { fault }
}

/// An operator where none can stand.
pub(crate) fn operator_out_of_place(span: Span, text: &str) -> Diagnostic {
    const OUT_OF_PLACE: Code = Code::new("E0170");
    Diagnostic::new(OUT_OF_PLACE, span, format!("{} cannot stand here", quote(text)))
        .help("`by` and `within` stand right behind a fact; a comparison stands between two values")
}

/// `amount where x`.
pub(crate) fn where_behind_no_list(span: Span, text: &str) -> Diagnostic {
    const NO_LIST: Code = Code::new("E0171");
    Diagnostic::new(NO_LIST, span, format!("a `where` cannot stand behind {}", quote(text)))
        .here("no list is looked through here")
        .help("write it behind `any of LIST`, `count of LIST` and their like")
}

/// `()`.
pub(crate) fn nothing_in_parentheses(span: Span) -> Diagnostic {
    const NOTHING: Code = Code::new("E0172");
    Diagnostic::new(NOTHING, span, "there is nothing in these parentheses")
        .help("write what is to stand there, or leave them out")
}

/// `(a, b)`.
pub(crate) fn several_in_parentheses(span: Span) -> Diagnostic {
    const SEVERAL: Code = Code::new("E0173");
    Diagnostic::new(SEVERAL, span, "these parentheses hold several values where one is wanted")
        .help("join them by an operator, or write `x in (a, b)`")
}

/// `count` without `of`.
pub(crate) fn aggregate_of_nothing(span: Span, word: &str) -> Diagnostic {
    const OF_NOTHING: Code = Code::new("E0174");
    Diagnostic::new(OF_NOTHING, span, format!("`{word}` of what?")).help(match word {
        "count" => "write `count of contacts`",
        "sum" => "write `sum of deals.amount`",
        _ => "write `min of deals.amount` over a list, or `min(a, b)` of two values",
    })
}

/// An operator, a comma or a closing parenthesis where a value is to stand.
pub(crate) fn value_missing(span: Span, text: &str) -> Diagnostic {
    const MISSING: Code = Code::new("E0157");
    let before = if text.is_empty() { "the end".to_owned() } else { quote(text) };
    Diagnostic::new(MISSING, span, format!("a value is missing before {before}"))
        .help("write a fact, a number, a text, a date …")
}

/// `a (b)` where `a` is no name.
pub(crate) fn two_values(span: Span) -> Diagnostic {
    const TWO_VALUES: Code = Code::new("E0158");
    Diagnostic::new(TWO_VALUES, span, "there is no operator between this and the value before it")
        .help("write what joins the two, such as `and`, `+` or `is`")
}

fn backticks(text: &str) -> String {
    format!("`{text}`")
}
