//! Messages together with the texts that they are about.

use std::error::Error;
use std::fmt::{self, Debug, Display};

use serde::ser::{Serialize, Serializer};

use super::places::{Places, Region, source_of};
use super::{Diagnostic, Severity, UNREADABLE, fix, json, render};
use crate::source::{FileId, LineColumn, Source, Span};

/// What a playbook's check has found: messages, with the files that they are about.
///
/// Shown ([`Display`] and [`Debug`] alike, so that an `unwrap` is readable) it is what a compiler prints: each message with
/// the line that it is about and what to do. [`render`](Self::render) does so in color, and serialized it is an array of
/// [`Message`]s, as `stagegate check --format json` writes it. Whatever the playbook's text, what is shown steers no
/// terminal and takes 2 KB a message at most.
///
/// ```
/// use stagegate::Playbook;
///
/// let faults = Playbook::parse("opportunity { paid: bool }\nprocess p { stage a { require r that payd } }").unwrap_err();
/// assert!(faults.has_errors());
/// let first = faults.iter().next().unwrap();
/// assert_eq!((first.start().line, first.start().column), (2, 38));
/// assert!(faults.to_string().contains("--> playbook.gate:2:38"));
/// ```
#[derive(Clone, Default)]
pub struct Diagnostics {
    sources: Vec<Source>,
    diagnostics: Vec<Diagnostic>,
    places: Places,
}

impl Diagnostics {
    /// Takes in messages about files, which it puts into the order of their places; without the warnings that a comment
    /// `# allow W0402: reason` on the line before silences.
    pub(crate) fn new(sources: Vec<Source>, mut diagnostics: Vec<Diagnostic>) -> Self {
        for diagnostic in &mut diagnostics {
            keep_inside(&sources, diagnostic);
        }
        diagnostics.retain(|diagnostic| !is_allowed(&sources, diagnostic));
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start));
        let places = Places::of(&sources, &diagnostics);
        Diagnostics { sources, diagnostics, places }
    }

    /// The messages in the order of their places.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Message<'_>> {
        self.diagnostics.iter().map(|diagnostic| Message { all: self, diagnostic })
    }

    /// How many messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether there is no message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether one of the messages is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Whether the playbook's first file could not be read at all, so that nothing is known of what it says.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.code == UNREADABLE)
    }

    /// The files that have been read, the playbook's first file being the first.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// All messages as a compiler prints them, with a blank line between two, in color or without.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        self.iter().map(|message| message.render(color)).collect::<Vec<_>>().join("\n\n")
    }

    /// The files that change when all edits are made that the messages carry and that choose no meaning, with their new
    /// texts. Of edits that overlap the first one is made.
    #[must_use]
    pub fn fixed(&self) -> Vec<(&Source, String)> {
        let numbered = self.sources.iter().zip(0u32..);
        numbered.filter_map(|(source, id)| Some((source, fix::apply(source, FileId(id), &self.diagnostics)?))).collect()
    }
}

impl Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Error for Diagnostics {}

impl Serialize for Diagnostics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// One message with the files that it is about. Serialized it is an object as `stagegate check --format json` writes it.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pub(super) all: &'a Diagnostics,
    pub(super) diagnostic: &'a Diagnostic,
}

impl<'a> Message<'a> {
    /// The message itself.
    #[must_use]
    pub fn diagnostic(&self) -> &'a Diagnostic {
        self.diagnostic
    }

    /// The name of the file that it is about.
    #[must_use]
    pub fn file(&self) -> &'a str {
        self.file_of(self.diagnostic.span.file)
    }

    /// Where the place that it underlines starts.
    #[must_use]
    pub fn start(&self) -> LineColumn {
        self.region(self.diagnostic.span).start
    }

    /// Where the place that it underlines ends, exclusive.
    #[must_use]
    pub fn end(&self) -> LineColumn {
        self.region(self.diagnostic.span).end
    }

    /// The message as a compiler prints it, in color or without: several lines, without a line break at the end, of
    /// 2 KB at most (colors not counted).
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        render::render(self, color)
    }

    pub(super) fn region(&self, span: Span) -> Region {
        self.all.places.region(span)
    }

    pub(super) fn source_of(&self, file: FileId) -> Option<&'a Source> {
        source_of(&self.all.sources, file)
    }

    pub(super) fn file_of(&self, file: FileId) -> &'a str {
        self.source_of(file).map_or("", Source::name)
    }
}

impl Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Serialize for Message<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::write(self, serializer)
    }
}

/// Moves places that are beyond their text to its end, and drops what is in no text at all.
fn keep_inside(sources: &[Source], diagnostic: &mut Diagnostic) {
    let inside = |span: &mut Span| {
        let Some(source) = source_of(sources, span.file) else { return false };
        let range = span.range();
        *span = Span::new(span.file, edge(source.text(), range.start), edge(source.text(), range.end));
        true
    };
    if !inside(&mut diagnostic.span) {
        diagnostic.span = Span::new(FileId(0), 0, 0);
    }
    diagnostic.labels.retain_mut(|label| inside(&mut label.span));
    if !diagnostic.fix.as_mut().is_none_or(|fix| inside(&mut fix.span)) {
        diagnostic.fix = None;
    }
}

/// The offset, or the last one before it that is inside the text and between two characters.
fn edge(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&offset| text.is_char_boundary(offset)).unwrap_or(0)
}

/// Whether a comment directly before the line of a warning allows it.
fn is_allowed(sources: &[Source], diagnostic: &Diagnostic) -> bool {
    /// So many comments may stand one above the other.
    const MOST: usize = 16;
    if diagnostic.severity() == Severity::Error {
        return false;
    }
    let Some(source) = source_of(sources, diagnostic.span.file) else { return false };
    let (line, _) = source.line_of(diagnostic.span.start);
    let comments = (1..line).rev().take(MOST).map_while(|line| source.line(line).trim_start().strip_prefix('#'));
    let mut codes = comments.filter_map(|comment| comment.trim_start().strip_prefix("allow ")).flat_map(|rest| {
        let list = rest.split_once(':').map_or(rest, |(codes, _)| codes);
        list.split([',', ' ']).map(str::trim)
    });
    codes.any(|code| code == diagnostic.code.as_str())
}
