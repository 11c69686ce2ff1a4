//! Text and places in it.
//!
//! A [`Source`] is one file's text with an index of its lines; a [`Span`] is a range of bytes in one file of a
//! playbook. Lines and columns are made from byte offsets only when somebody reads them.

use std::ops::Range;
use std::sync::Arc;

/// Which file of a playbook a place is in: files are numbered in the order in which they were first imported, the
/// playbook's own being 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of bytes in `file`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest range that holds both; both are in one file.
    #[must_use]
    pub fn to(self, last: Span) -> Self {
        Span { file: self.file, start: self.start.min(last.start), end: self.end.max(last.end) }
    }

    /// The place at the end of this one, of no width.
    #[must_use]
    pub fn after(self) -> Self {
        Span { start: self.end, ..self }
    }

    /// The bytes as a range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        let widen = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        widen(self.start)..widen(self.end)
    }
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One file's name and text. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl Source {
    /// Takes the text of a file. A byte-order mark at its start is dropped; offsets count from behind it.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Source { name: name.into(), text: text.into(), line_starts: line_starts(text).into() }
    }

    /// The name that messages give the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a place, or nothing where the place is not one of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The line of a byte offset, from 1, and the offset at which that line starts.
    pub(crate) fn line_of(&self, offset: u32) -> (usize, u32) {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        (line, self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0))
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let (line, start) = self.line_of(offset);
        let before = self.slice(Span { file: FileId(0), start, end: offset });
        LineColumn { line, column: before.chars().count().saturating_add(1) }
    }

    /// The bytes of line `line` (from 1), without its ending.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        let start = line.checked_sub(1).and_then(|index| self.line_starts.get(index));
        let Some(&start) = start else { return "" };
        let end = self.line_starts.get(line).copied().unwrap_or(u32::MAX);
        let range = Span { file: FileId(0), start, end }.range();
        let text = self.text.get(range.start..range.end.min(self.text.len())).unwrap_or("");
        text.trim_end_matches(['\n', '\r'])
    }
}

/// The offsets at which lines start; LF, CRLF and CR each end one.
fn line_starts(text: &str) -> Vec<u32> {
    let mut starts = vec![0];
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let crlf = byte == b'\r' && bytes.peek().is_some_and(|&(_, next)| next == b'\n');
        if byte == b'\n' || (byte == b'\r' && !crlf) {
            starts.push(u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX));
        }
    }
    starts
}
