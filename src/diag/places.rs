//! Lines and columns of many places at once.
//!
//! A column is counted in characters from the start of its line, so that asking for one place after the other would cost
//! the line's length each time. Here each text is gone through once, from place to place.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::source::{FileId, LineColumn, Source, Span};

/// Where a place starts and where it ends, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub start: LineColumn,
    pub end: LineColumn,
}

/// The lines and columns of all places that some messages name.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    known: BTreeMap<(FileId, u32), LineColumn>,
}

impl Places {
    /// Counts the lines and columns of the messages' places.
    pub(super) fn of(sources: &[Source], diagnostics: &[Diagnostic]) -> Self {
        let mut known = BTreeMap::new();
        let nowhere = LineColumn { line: 1, column: 1 };
        for span in diagnostics.iter().flat_map(spans_of) {
            known.insert((span.file, span.start), nowhere);
            known.insert((span.file, span.end), nowhere);
        }
        let mut before: Option<Counted> = None;
        for (&(file, offset), place) in &mut known {
            let Some(source) = source_of(sources, file) else { continue };
            let counted = Counted::next(before, source, file, offset);
            *place = counted.place;
            before = Some(counted);
        }
        Places { known }
    }

    /// Where a place of one of the messages starts and ends.
    pub(super) fn region(&self, span: Span) -> Region {
        let find = |offset| self.known.get(&(span.file, offset)).copied();
        let start = find(span.start).unwrap_or(LineColumn { line: 1, column: 1 });
        Region { start, end: find(span.end).unwrap_or(start) }
    }
}

/// A file's text.
pub(super) fn source_of(sources: &[Source], file: FileId) -> Option<&Source> {
    sources.get(usize::try_from(file.0).ok()?)
}

/// All places that a message names.
fn spans_of(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let fix = diagnostic.fix.iter().map(|fix| fix.span);
    std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span)).chain(fix)
}

/// A place whose line and column have been counted.
#[derive(Clone, Copy)]
struct Counted {
    file: FileId,
    offset: u32,
    place: LineColumn,
}

impl Counted {
    /// Counts on from the place before, where that is on the same line.
    fn next(before: Option<Counted>, source: &Source, file: FileId, offset: u32) -> Self {
        let (line, line_start) = source.line_of(offset);
        let near = before.filter(|before| before.file == file && before.place.line == line);
        let (from, column) = near.map_or((line_start, 1), |before| (before.offset, before.place.column));
        let between = source.slice(Span { file, start: from, end: offset }).chars().count();
        Counted { file, offset, place: LineColumn { line, column: column.saturating_add(between) } }
    }
}
