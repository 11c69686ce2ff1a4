//! Texts made harmless.

use std::borrow::Cow;
use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

/// Escapes a text for HTML, and shows characters that would steer its reading.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inert;

impl Escaper for Inert {
    fn write_escaped_str<W: Write>(&self, dest: W, text: &str) -> fmt::Result {
        Html.write_escaped_str(dest, &inert(text))
    }
}

/// A text in which control characters and those that turn the direction of reading stand as escapes. Line breaks stay.
///
/// It is not escaped for HTML; that is the template's.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_steering(letter) { shown.extend(letter.escape_unicode()) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

/// Whether a character could turn the direction of reading, or is there and not seen.
fn is_steering(letter: char) -> bool {
    let turns = matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}');
    turns || matches!(letter, '\u{2028}' | '\u{2029}') || letter.is_control() && letter != '\n'
}

/// At most that many letters of a text, on one line, the last an ellipsis where some are left out.
#[must_use]
pub fn clipped(text: &str, most: usize) -> String {
    let one_line = |letter: char| if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter };
    let mut letters = text.chars().map(one_line);
    let mut kept: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        kept.pop();
        kept.push('…');
    }
    kept
}
