//! The messages of checking, one constructor each: [`names`] (E02), [`types`] (E03), [`analysis`] (W04).
//!
//! A message names what the user wrote, says which rule of the language it breaks, and how to mend it.

pub(crate) mod analysis;
pub(crate) mod chance;
pub(crate) mod fixtures;
pub(crate) mod names;
pub(crate) mod paths;
pub(crate) mod processes;
pub(crate) mod types;

use crate::diag::{Diagnostic, quote};
use crate::source::Span;

/// Names for a help line: `a`, `b`, `c`; the first few of many.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let mut text = String::new();
    for (at, name) in names.into_iter().enumerate() {
        if at == MOST {
            text.push_str(", …");
            break;
        }
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&quote(name));
    }
    text
}

/// What there is, for a help line: `the fields are`, and the first few; nothing where there are none.
pub(crate) fn there_are<'a>(what: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names = listed(names);
    if names.is_empty() { names } else { format!("{what} {names}") }
}

/// Offers the nearest name, with the edit that puts it in; else says what there is.
pub(crate) fn suggest_name(message: Diagnostic, span: Span, nearest: Option<&str>, else_help: String) -> Diagnostic {
    match nearest {
        Some(name) => message.help(format!("did you mean {}?", quote(name))).suggest(span, name),
        None if else_help.is_empty() => message,
        None => message.help(else_help),
    }
}

/// A noun with `a` or `an` before it.
pub(crate) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The first word of what stands at a place.
pub(crate) fn head(span: Span, word: &str) -> Span {
    let length = u32::try_from(word.len()).unwrap_or(0);
    Span { end: span.end.min(span.start.saturating_add(length)), ..span }
}
