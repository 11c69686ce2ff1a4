//! What texts a type reads, as patterns of JSON Schema (those of ECMA-262 that other languages' share: no look-around).

use std::fmt::Write as _;

use crate::schema::{DatePiece, NumberStyle};

/// White space, as data may have it round a value.
const BLANK: &str = r"[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";

/// Signs and codes of currencies.
const CURRENCY: &str = r"(?:[$\u20ac\u00a3\u00a5]|[A-Z]{3})";

/// A time of day, with its zone or without.
const TIME: &str = concat!(
    r"(?:(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?)?",
    r"|24(?::00(?::00(?:[.,][0-9]+)?)?)?)",
    r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?"
);

/// A year from 0001 to 9999.
const YEAR: &str = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})";

/// A year with a 29 February.
const LEAP: &str = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)";

/// A text with nothing in it.
pub(super) fn blank() -> String {
    format!("^{BLANK}*$")
}

/// One of some words, with blanks round it or without.
pub(super) fn word(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| literal(word)).collect();
    framed(&format!("(?:{})", words.join("|")))
}

/// A truth, in any case.
pub(super) fn truth() -> String {
    framed("(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Yy]|[Nn]|1|0)")
}

/// A number.
pub(super) fn number(style: NumberStyle) -> String {
    framed(&format!("-?{}", digits(style)))
}

/// A percent in points, with its sign or without.
pub(super) fn percent(style: NumberStyle) -> String {
    framed(&format!("-?{}(?:{BLANK}*%)?", digits(style)))
}

/// A part of one: from 0 to 1, or from 0 % to 100 %.
pub(super) fn fraction(style: NumberStyle) -> String {
    let decimal = literal(style.decimal.encode_utf8(&mut [0; 4]));
    let (any, zeros) = (format!("(?:{decimal}[0-9]+)?"), format!("(?:{decimal}0+)?"));
    let (none, one) = (whole(style, "", "000"), whole(style, "1", "001"));
    let (below, hundred) = (whole(style, "[0-9]{1,2}", "0[0-9]{2}"), whole(style, "100", "100"));
    let nothing = format!("-?{none}{zeros}");
    framed(&format!("(?:{nothing}|{none}{any}|{one}{zeros}|(?:{nothing}|{below}{any}|{hundred}{zeros}){BLANK}*%)"))
}

/// An amount with its currency or without.
pub(super) fn money(style: NumberStyle) -> String {
    let digits = digits(style);
    framed(&format!("-?(?:(?:{CURRENCY}{BLANK}*)?{digits}|{digits}{BLANK}*{CURRENCY})"))
}

/// A currency's code.
pub(super) fn currency() -> String {
    framed("[A-Z]{3}")
}

/// A day as 2026-11-23, with a time behind it or without.
pub(super) fn date() -> String {
    let long = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
    let short = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
    let day = format!("(?:{YEAR}-(?:{long}|{short}|02-(?:0[1-9]|1[0-9]|2[0-8]))|{LEAP}-02-29)");
    framed(&format!("{day}(?:[T ]{TIME})?"))
}

/// A day as the playbook says that it is written; what follows a blank or `T` is passed over.
pub(super) fn date_by(pieces: &[DatePiece]) -> String {
    let mut day = String::new();
    for piece in pieces {
        match piece {
            DatePiece::Year => day.push_str(YEAR),
            DatePiece::Month { padded: true } => day.push_str("(?:0[1-9]|1[0-2])"),
            DatePiece::Month { padded: false } => day.push_str("(?:1[0-2]|[1-9])"),
            DatePiece::Day { padded: true } => day.push_str("(?:0[1-9]|[12][0-9]|3[01])"),
            DatePiece::Day { padded: false } => day.push_str("(?:[12][0-9]|3[01]|[1-9])"),
            DatePiece::Separator(letter) => day.push_str(&literal(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    format!("^{BLANK}*{day}(?:T|{BLANK}|$)")
}

fn framed(pattern: &str) -> String {
    format!("^{BLANK}*{pattern}{BLANK}*$")
}

/// A number without a sign.
fn digits(style: NumberStyle) -> String {
    let decimal = literal(style.decimal.encode_utf8(&mut [0; 4]));
    let grouped = group(style).map(|group| format!("|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+")).unwrap_or_default();
    format!("(?:[0-9]+{grouped})(?:{decimal}[0-9]+)?")
}

/// A whole number that ends in some digits behind zeros: without groups, or with those digits as the last of them.
fn whole(style: NumberStyle, last: &str, last_group: &str) -> String {
    let zeros = if last.is_empty() { "0+" } else { "0*" };
    let grouped = group(style).map(|group| format!("|0{{1,3}}(?:{group}000)*{group}{last_group}")).unwrap_or_default();
    format!("(?:{zeros}{last}{grouped})")
}

fn group(style: NumberStyle) -> Option<String> {
    style.group.map(|group| literal(group.encode_utf8(&mut [0; 4])))
}

/// A text in which no letter has a meaning.
fn literal(text: &str) -> String {
    let mut literal = String::new();
    for unit in text.chars() {
        match unit {
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                literal.push('\\');
                literal.push(unit);
            }
            ' '..='~' => literal.push(unit),
            other => match u16::try_from(u32::from(other)) {
                // A text takes all that is written to it.
                Ok(code) => {
                    let _ = write!(literal, "\\u{code:04x}");
                }
                Err(_) => literal.push(other),
            },
        }
    }
    literal
}
