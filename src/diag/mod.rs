//! Messages: what is wrong, where, and what to do about it.
//!
//! A [`Diagnostic`] is made by the stage that finds the fault (each stage has an `error.rs` of constructors) and says
//! everything by itself; rendering only draws it. Messages start in lower case, have no full stop and hold on one line;
//! the user's own words stand in backticks (see [`quote`]).

mod diagnostics;
mod fix;
mod json;
mod places;
mod render;
mod sarif;

pub use diagnostics::{Diagnostics, Message};
pub use sarif::Sarif;

use std::fmt::{self, Display};

use crate::source::Span;

/// A stable name for a kind of message: `E0302`, `W0401`. The first two digits say the stage (01 syntax, 02 names,
/// 03 types, 04 analysis, 05 data, 06 tests); a code is never used for another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// Names a kind of message.
    pub(crate) const fn new(name: &'static str) -> Self {
        Code(name)
    }

    /// The code as it is written, such as `E0302`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether this is an error (`E…`) or a warning (`W…`).
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// The code of a first file that could not be read at all, so that there is nothing to check.
pub(crate) const UNREADABLE: Code = Code::new("E0001");

/// A file has more bytes than the host allows.
pub(crate) const FILE_TOO_LARGE: Code = Code::new("E0007");

impl Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The playbook works, and something in it is likely not what was meant.
    Warning,
    /// The playbook cannot be used.
    Error,
}

/// A place with a few words on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it is.
    pub text: String,
}

/// An edit that mends the fault: the text that takes the place's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; of no width for an insertion.
    pub span: Span,
    /// The new text.
    pub with: String,
    /// Whether it may be applied unasked: false where it would choose a meaning.
    pub applies: bool,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Which kind of message.
    pub code: Code,
    /// What is wrong, on one line.
    pub message: String,
    /// The place that is underlined.
    pub span: Span,
    /// A few words under that place; may be empty.
    pub label: String,
    /// Further places that matter.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The edit that does it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A message about a place.
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            span,
            label: String::new(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Says a few words under the place itself.
    pub(crate) fn here(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Shows a further place.
    pub(crate) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Carries the edit that mends it, to be applied unasked.
    pub(crate) fn fix(mut self, span: Span, with: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, with: with.into(), applies: true });
        self
    }

    /// Carries an edit that would choose a meaning, to be shown only.
    pub(crate) fn suggest(mut self, span: Span, with: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, with: with.into(), applies: false });
        self
    }

    /// Whether this is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// A user's words inside a message: in backticks, clipped to 60 characters, with control and direction-changing
/// characters as escapes, so that a hostile text cannot pose as another.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut quoted = String::from("`");
    for (at, letter) in text.chars().enumerate() {
        if at == LONGEST {
            quoted.push('…');
            break;
        }
        push_inert(&mut quoted, letter);
    }
    quoted.push('`');
    quoted
}

/// A text with characters as escapes that would steer a terminal or turn the direction of reading.
pub(crate) fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    text.chars().for_each(|letter| push_inert(&mut inert, letter));
    inert
}

/// As [`inert`], with blanks for line breaks and tabs.
pub(crate) fn one_line(text: &str) -> String {
    inert(&text.replace(['\n', '\t'], " "))
}

/// Appends one character, as an escape where it would steer a terminal or turn the direction of reading.
pub(crate) fn push_inert(text: &mut String, letter: char) {
    let turns =
        matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    if letter.is_control() || turns || matches!(letter, '\u{2028}' | '\u{2029}') {
        text.extend(letter.escape_unicode());
    } else {
        text.push(letter);
    }
}

/// The name nearest to `name` among `known`, if any is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if name.chars().count() > LONGEST {
        return None;
    }
    let near = |other: &&str| other.chars().count() <= LONGEST;
    let scored = known.into_iter().filter(near).map(|other| (strsim::damerau_levenshtein(name, other), other));
    let bound = name.chars().count().div_ceil(3).max(1);
    scored.filter(|&(distance, _)| distance <= bound).min_by_key(|&(distance, _)| distance).map(|(_, other)| other)
}
