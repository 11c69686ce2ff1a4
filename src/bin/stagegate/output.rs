//! The ways out: standard output and standard error, and what makes texts harmless there.

use std::borrow::Cow;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use stagegate::Code;
use stagegate::history::History;

/// Why a command ends before it is done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody reads what it writes any more.
    Closed,
    /// It cannot go on, for a reason that the user is told.
    Because(String),
    /// It cannot go on, for a reason that has a code.
    Coded(Code, String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            Stop::Closed
        } else {
            Stop::Because(format!("cannot write the output: {}", error.kind()))
        }
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Stop::from(io::Error::from(error))
    }
}

/// Standard output.
pub(crate) struct Out {
    to: BufWriter<Box<dyn Write>>,
}

impl Out {
    pub(crate) fn new() -> Self {
        Out::onto(Box::new(io::stdout().lock()))
    }

    /// Something else in its place.
    pub(crate) fn onto(to: Box<dyn Write>) -> Self {
        Out { to: BufWriter::with_capacity(1 << 16, to) }
    }

    /// Writes a text as it is: the project's own words, or a text that has been made harmless.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Stop> {
        Ok(self.to.write_all(text.as_bytes())?)
    }

    /// As [`write`](Self::write), of bytes.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        Ok(self.to.write_all(bytes)?)
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Stop> {
        self.write(text)?;
        self.write("\n")
    }

    /// Writes a line: a value as JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        self.line(&json(value)?)
    }

    /// Hands on all that has been written: before a message, and at the end.
    pub(crate) fn finish(&mut self) -> Result<(), Stop> {
        Ok(self.to.flush()?)
    }
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Colors by what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    Green,
    Red,
}

/// A text in color, where standard output is a terminal that wants it.
pub(crate) fn paint(color: Color, text: &str) -> String {
    let code = match color {
        Color::Green => 32,
        Color::Red => 31,
    };
    if wants_color() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Whether standard output is a terminal that wants colors.
pub(crate) fn wants_color() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Writes drawn messages to standard error, in color where that is a terminal that wants it.
pub(crate) fn say(drawn: &str) {
    // Nobody can be told that standard error is closed.
    let _ = writeln!(anstream::stderr(), "{drawn}");
}

/// Writes a message about the command itself to standard error.
pub(crate) fn complain(message: &str) {
    say(&format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {}", inert(message)));
}

/// As [`complain`], for a message with a code.
pub(crate) fn complain_of(code: Code, message: &str) {
    say(&format!("\u{1b}[1m\u{1b}[91merror[{code}]\u{1b}[0m: {}", inert(message)));
}

/// Says how many rows are in error, where there are any.
pub(crate) fn complain_of_rows(errors: u64, rows: u64) {
    if errors > 0 {
        let are = if errors == 1 { "is" } else { "are" };
        complain(&format!("{errors} of {rows} rows {are} in error"));
    }
}

/// As [`complain_of_rows`], of a history.
pub(crate) fn complain_of_history(history: &History) {
    let errors = history.errors().len();
    complain_of_rows(errors as u64, (history.len() + errors) as u64);
}

/// Says why a command could not be done.
pub(crate) fn complain_why(stop: &Stop) {
    match stop {
        Stop::Closed => {}
        Stop::Because(message) => complain(message),
        Stop::Coded(code, message) => complain_of(*code, message),
    }
}

/// A text whose characters steer no terminal: those that would are shown as escapes. Line breaks stay.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_steering(letter) { shown.extend(letter.escape_unicode()) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

/// As [`inert`], on one line.
pub(crate) fn inert_line(text: &str) -> String {
    inert(text).replace('\n', " ")
}

/// Whether a character could steer a terminal or turn the direction of reading.
fn is_steering(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    turns || matches!(letter, '\u{2028}' | '\u{2029}') || letter.is_control() && letter != '\n'
}

/// A value as JSON on one line, in which characters that could steer a terminal stand as escapes.
pub(crate) fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    push_json(&mut bytes, value)?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// As [`json`], behind what has been written.
pub(crate) fn push_json(to: &mut Vec<u8>, value: &impl Serialize) -> Result<(), serde_json::Error> {
    value.serialize(&mut serde_json::Serializer::with_formatter(to, InertJson))
}

struct InertJson;

impl Formatter for InertJson {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Most texts have nothing but plain letters.
        if fragment.bytes().all(|byte| byte < 0x7f) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some((at, letter)) = rest.char_indices().find(|&(_, letter)| is_steering(letter)) {
            let (before, behind) = rest.split_at(at);
            // All such characters have four hexadecimal digits.
            write!(writer, "{before}\\u{:04x}", u32::from(letter))?;
            rest = &behind[letter.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// A row of CSV, line break included. A cell that a spreadsheet would take for a formula gets a `'` before it.
pub(crate) fn csv_row<'a>(cells: impl IntoIterator<Item = Cow<'a, str>>) -> String {
    let mut row = String::new();
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            row.push(',');
        }
        row.push_str(&csv_cell(&cell));
    }
    row.push('\n');
    row
}

/// A cell of CSV.
pub(crate) fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let mut text = String::with_capacity(cell.len());
    for letter in cell.chars() {
        if letter != '\t' && is_steering(letter) { text.extend(letter.escape_unicode()) } else { text.push(letter) }
    }
    if text.contains([',', '"', '\n', '\t']) || text.trim() != text {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::{csv_row, inert, json};

    #[test]
    fn a_cell_is_no_formula() {
        let cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a,b", "say \"no\"", "\u{1b}[31m", "plain"];
        let row = csv_row(cells.map(Into::into));
        let expected = "'=1+1,'+1,'-1,'@x,\"'\tx\",'\\u{d}x,\"a,b\",\"say \"\"no\"\"\",\\u{1b}[31m,plain\n";
        assert_eq!(row, expected);
    }

    #[test]
    fn a_text_steers_no_terminal() {
        assert_eq!(inert("a\u{1b}[2J\u{202e}b\nc"), "a\\u{1b}[2J\\u{202e}b\nc");
        assert_eq!(json(&"a\u{1b}\u{9b}\u{202e}\"b").unwrap(), "\"a\\u001b\\u009b\\u202e\\\"b\"");
    }
}
