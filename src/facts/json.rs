//! JSON text, read token by token into a [`Filler`], with the digits of its numbers as they are written.
//!
//! One pass without recursion and without a tree: open brackets lie on a stack of bytes, texts without escapes are
//! slices of the input, others are written into one buffer. All of the text is held to JSON's grammar, what no field
//! reads too.

use super::fault::Fault;
use super::fill::{Composite, Filler};
use super::scalar::Datum;
use super::scan;

/// What the reader of JSON keeps from one text to the next, so that it need not allocate.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// The brackets that are open.
    open: Vec<Composite>,
    /// The text with its escapes resolved.
    text: String,
}

/// Where and how a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The byte.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is expected at byte {}", self.expected, self.at.saturating_add(1))
    }
}

/// Feeds a JSON text.
pub(crate) fn feed(text: &str, scratch: &mut Scratch, filler: &mut Filler<'_>) -> Result<(), Broken> {
    scratch.open.clear();
    Feeder { cursor: Cursor { text, at: 0 }, scratch, filler: Some(filler), quiet: None }.run()
}

/// Whether a text is JSON.
fn check(text: &str, scratch: &mut Scratch) -> Result<(), Broken> {
    scratch.open.clear();
    Feeder { cursor: Cursor { text, at: 0 }, scratch, filler: None, quiet: None }.run()
}

/// Feeds a cell that is JSON text; one that is blank says nothing.
pub(crate) fn feed_cell(text: &str, scratch: &mut Scratch, filler: &mut Filler<'_>) {
    if filler.is_missing(Datum::Str(text)) {
        return;
    }
    // Checked as a whole before, so that no half of it is read.
    if let Err(broken) = check(text, scratch).and_then(|()| feed(text, scratch, filler)) {
        filler.fail(Fault::BrokenCell(broken), Datum::Str(text));
    }
}

struct Feeder<'t, 's, 'f, 'a> {
    cursor: Cursor<'t>,
    scratch: &'s mut Scratch,
    filler: Option<&'f mut Filler<'a>>,
    /// While a value is passed over: how many brackets were open at its start.
    quiet: Option<usize>,
}

impl Feeder<'_, '_, '_, '_> {
    fn run(mut self) -> Result<(), Broken> {
        self.cursor.skip_blanks();
        loop {
            let opened = self.value()?;
            self.cursor.skip_blanks();
            if opened {
                continue;
            }
            if !self.next_value()? {
                break;
            }
        }
        if self.cursor.rest().is_empty() { Ok(()) } else { self.cursor.broken("the end of the text") }
    }

    /// Reads a scalar, or an opening bracket up to its first value. Says whether a value is next.
    fn value(&mut self) -> Result<bool, Broken> {
        match self.cursor.peek() {
            Some(b'{') => self.open(Composite::Map),
            Some(b'[') => self.open(Composite::Seq),
            Some(b'"') => {
                let plain = self.cursor.string(&mut self.scratch.text)?;
                let text = plain.unwrap_or(&self.scratch.text);
                scalar(&mut self.filler, &mut self.quiet, self.scratch.open.len(), Datum::Str(text));
                Ok(false)
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = self.cursor.number()?;
                scalar(&mut self.filler, &mut self.quiet, self.scratch.open.len(), Datum::Number(number));
                Ok(false)
            }
            Some(_) | None => {
                let word = self.cursor.word()?;
                scalar(&mut self.filler, &mut self.quiet, self.scratch.open.len(), word);
                Ok(false)
            }
        }
    }

    /// Passes over an opening bracket; says whether a value is next.
    fn open(&mut self, composite: Composite) -> Result<bool, Broken> {
        self.cursor.step();
        if self.quiet.is_none()
            && let Some(filler) = &mut self.filler
        {
            filler.open(composite);
        }
        self.scratch.open.push(composite);
        self.cursor.skip_blanks();
        if self.cursor.peek() == Some(closing(composite)) {
            return Ok(false);
        }
        if composite == Composite::Map { self.keys() } else { Ok(true) }
    }

    /// Behind a value, or an opening bracket that is closed at once: goes on to the next value, if there is one.
    fn next_value(&mut self) -> Result<bool, Broken> {
        while let Some(&composite) = self.scratch.open.last() {
            match self.cursor.peek() {
                Some(b',') => {
                    self.cursor.step();
                    self.cursor.skip_blanks();
                    if composite == Composite::Seq || self.keys()? {
                        return Ok(true);
                    }
                    self.cursor.skip_blanks();
                }
                Some(byte) if byte == closing(composite) => {
                    self.cursor.step();
                    self.scratch.open.pop();
                    self.close(composite);
                    self.cursor.skip_blanks();
                }
                Some(_) | None => return self.cursor.broken("`,` or a closing bracket"),
            }
        }
        Ok(false)
    }

    fn close(&mut self, composite: Composite) {
        match self.quiet {
            Some(start) if start == self.scratch.open.len() => self.quiet = None,
            Some(_) => {}
            None => {
                if let Some(filler) = &mut self.filler {
                    filler.close(composite);
                }
            }
        }
    }

    /// Reads a key with its colon, and as many values and keys behind it as are those that were expected, each written as it mostly
    /// is. Says whether the last key's value is next.
    fn keys(&mut self) -> Result<bool, Broken> {
        if self.quiet.is_none()
            && let Some(filler) = &mut self.filler
        {
            while let Some((is_wanted, length)) = filler.json_key(self.cursor.bytes()) {
                self.cursor.at = self.cursor.at.saturating_add(length);
                let scalar = if is_wanted { filler.json_scalar(self.cursor.text, self.cursor.at) } else { None };
                let Some(length) = scalar else {
                    self.quiet = (!is_wanted).then_some(self.scratch.open.len());
                    self.cursor.skip_blanks();
                    return Ok(true);
                };
                self.cursor.at = self.cursor.at.saturating_add(length);
                if !self.cursor.bytes().starts_with(b",\"") {
                    return Ok(false);
                }
                self.cursor.step();
            }
        }
        self.key()?;
        Ok(true)
    }

    /// Reads a key with its colon.
    fn key(&mut self) -> Result<(), Broken> {
        if self.cursor.peek() != Some(b'"') {
            return self.cursor.broken("a key in quotes");
        }
        let plain = self.cursor.string(&mut self.scratch.text)?;
        if self.quiet.is_none()
            && let Some(filler) = &mut self.filler
        {
            let wanted = filler.key(plain.unwrap_or(&self.scratch.text));
            self.quiet = (!wanted).then_some(self.scratch.open.len());
        }
        self.cursor.skip_blanks();
        if self.cursor.peek() != Some(b':') {
            return self.cursor.broken("`:`");
        }
        self.cursor.step();
        self.cursor.skip_blanks();
        Ok(())
    }
}

/// Hands a scalar on, unless it is passed over.
fn scalar(filler: &mut Option<&mut Filler<'_>>, quiet: &mut Option<usize>, open: usize, datum: Datum<'_>) {
    match *quiet {
        Some(start) if start == open => *quiet = None,
        Some(_) => {}
        None => {
            if let Some(filler) = filler {
                filler.scalar(datum);
            }
        }
    }
}

fn closing(composite: Composite) -> u8 {
    match composite {
        Composite::Map => b'}',
        Composite::Seq => b']',
    }
}

/// A place in the text.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.step();
        }
    }

    fn broken<T>(&self, expected: &'static str) -> Result<T, Broken> {
        Err(Broken { at: self.at, expected })
    }

    fn word(&mut self) -> Result<Datum<'static>, Broken> {
        const WORDS: [(&str, Datum<'static>); 3] =
            [("null", Datum::Null), ("true", Datum::Bool(true)), ("false", Datum::Bool(false))];
        for (word, datum) in WORDS {
            if self.rest().starts_with(word) {
                self.at = self.at.saturating_add(word.len());
                return Ok(datum);
            }
        }
        self.broken("a value")
    }

    fn number(&mut self) -> Result<&'t str, Broken> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.step();
        }
        if self.peek() == Some(b'0') {
            self.step();
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.broken("a number without zeros before it");
        }
        Ok(self.text.get(start..self.at).unwrap_or(""))
    }

    fn digits(&mut self) -> Result<(), Broken> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        if self.at > start { Ok(()) } else { self.broken("a digit") }
    }

    /// Reads a text in quotes: the slice itself, or nothing where it had escapes and is now in the buffer.
    fn string(&mut self, buffer: &mut String) -> Result<Option<&'t str>, Broken> {
        self.step();
        let plain = self.plain_piece()?;
        if self.peek() == Some(b'"') {
            self.step();
            return Ok(Some(plain));
        }
        buffer.clear();
        buffer.push_str(plain);
        loop {
            match self.peek() {
                Some(b'\\') => {
                    self.step();
                    buffer.push(self.escape()?);
                }
                Some(b'"') => {
                    self.step();
                    return Ok(None);
                }
                Some(_) | None => buffer.push_str(self.plain_piece()?),
            }
        }
    }

    /// Reads up to the next quote or backslash.
    fn plain_piece(&mut self) -> Result<&'t str, Broken> {
        let rest = self.rest();
        let length = scan::plain_length(rest.as_bytes());
        self.at = self.at.saturating_add(length);
        match self.peek() {
            Some(b'"' | b'\\') => Ok(rest.get(..length).unwrap_or("")),
            Some(_) => self.broken("an escape in place of a control character"),
            None => self.broken("the closing quote"),
        }
    }

    fn escape(&mut self) -> Result<char, Broken> {
        let letter = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.step();
                return self.code_point();
            }
            Some(_) | None => return self.broken("an escape"),
        };
        self.step();
        Ok(letter)
    }

    /// Reads the digits of `\u…`, and of the second half of a pair.
    fn code_point(&mut self) -> Result<char, Broken> {
        let first = self.four_digits()?;
        if let Some(letter) = char::from_u32(first) {
            return Ok(letter);
        }
        let Some(digits) = self.rest().strip_prefix("\\u") else { return self.broken("the second half of a pair") };
        self.at = self.text.len().saturating_sub(digits.len());
        let second = self.four_digits()?;
        let halves = [first, second].map(|half| u16::try_from(half).unwrap_or(0));
        match char::decode_utf16(halves).next() {
            Some(Ok(letter)) => Ok(letter),
            Some(Err(_)) | None => self.broken("the second half of a pair"),
        }
    }

    fn four_digits(&mut self) -> Result<u32, Broken> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(number) => {
                self.at = self.at.saturating_add(4);
                Ok(number)
            }
            None => self.broken("four digits"),
        }
    }
}
