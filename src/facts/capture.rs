//! Values of the data as compact JSON, for messages.

use std::fmt::Write;

use super::fill::Composite;
use super::scalar::Datum;

/// As many characters as a message shows of a value.
const SHOWN: usize = 200;

/// As many bytes hold that in any case.
const ENOUGH: usize = 4 * SHOWN;

/// Writes what is read as compact JSON, as much as a message may show of each composite that is open.
///
/// All that is open shares one text. An inner value starts where the outer one's text stands, and once the outer one has
/// enough, the inner one's is dropped at its end; so no more is kept than [`ENOUGH`] bytes for each open bracket.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    text: String,
    /// Where the open composites start.
    starts: Vec<usize>,
}

impl Capture {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.starts.clear();
    }

    /// Begins a composite.
    pub(crate) fn open(&mut self, composite: Composite) {
        self.separate();
        self.starts.push(self.text.len());
        self.text.push_str(composite.opening());
    }

    /// Ends a composite, and gives its text.
    pub(crate) fn close(&mut self, composite: Composite) -> String {
        if !self.is_full() {
            self.text.push_str(composite.closing());
        }
        let start = self.starts.pop().unwrap_or(0);
        let shown = clip(self.text.get(start..).unwrap_or(""));
        if self.starts.is_empty() {
            self.text.clear();
        } else if self.starts.last().is_some_and(|&outer| start.saturating_sub(outer) >= ENOUGH) {
            self.text.truncate(start);
        }
        shown
    }

    /// Writes a key.
    pub(crate) fn key(&mut self, key: &str) {
        self.separate();
        if !self.starts.is_empty() && !self.is_full() {
            write_string(&mut self.text, key);
            self.text.push(':');
        }
    }

    /// Writes a scalar.
    pub(crate) fn scalar(&mut self, datum: Datum<'_>) {
        self.separate();
        if !self.starts.is_empty() && !self.is_full() {
            write_datum(&mut self.text, datum);
        }
    }

    /// A bracket inside a composite of which only the whole is of interest.
    pub(crate) fn bracket(&mut self, bracket: &str, is_opening: bool) {
        if is_opening {
            self.separate();
        }
        if !self.is_full() {
            self.text.push_str(bracket);
        }
    }

    /// Whether what no field reads, in the innermost object, may be shown as a part of what is around.
    pub(crate) fn wants_unread(&self) -> bool {
        self.starts.len() > 1 && !self.is_full()
    }

    /// Whether nothing more of the innermost composite would be shown.
    pub(crate) fn is_full(&self) -> bool {
        self.starts.last().is_some_and(|&start| self.text.len().saturating_sub(start) >= ENOUGH)
    }

    fn separate(&mut self) {
        // A text ends in a quote, so these are never its own letters.
        if !self.starts.is_empty() && !self.is_full() && !self.text.ends_with(['{', '[', ':']) {
            self.text.push(',');
        }
    }
}

/// A scalar's JSON text, clipped.
pub(crate) fn scalar_text(datum: Datum<'_>) -> String {
    let mut text = String::new();
    write_datum(&mut text, datum);
    clip(&text)
}

fn write_datum(out: &mut String, datum: Datum<'_>) {
    match datum {
        Datum::Null => out.push_str("null"),
        Datum::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        // Of a long one only the start is wanted.
        Datum::Number(text) => out.push_str(text.get(..ENOUGH).unwrap_or(text)),
        Datum::NotFinite(text) => write_string(out, text),
        Datum::Str(text) | Datum::Day(text) => write_string(out, text),
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for (count, letter) in text.chars().enumerate() {
        if count > SHOWN {
            break;
        }
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if u32::from(control) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// As much of a text as is shown.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
