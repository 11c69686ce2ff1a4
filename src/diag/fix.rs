//! The edits that messages carry, made.

use super::{Diagnostic, Fix};
use crate::source::{FileId, Source};

/// The text of a file with all edits made that may be made unasked, or nothing where there are none. Of edits that overlap,
/// or that insert at one place, the first is made.
pub(super) fn apply(source: &Source, file: FileId, diagnostics: &[Diagnostic]) -> Option<String> {
    let edits = diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let mut edits: Vec<&Fix> = edits.filter(|fix| fix.applies && fix.span.file == file).collect();
    edits.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut text = String::new();
    let mut done = 0;
    let mut last: Option<usize> = None;
    for fix in edits {
        let range = fix.span.range();
        let free = range.start >= done && last != Some(range.start);
        if let (true, Some(kept), Some(_)) =
            (free, source.text().get(done..range.start), source.text().get(range.clone()))
        {
            text.push_str(kept);
            text.push_str(&fix.with);
            last = Some(range.start);
            done = range.end;
        }
    }
    last?;
    text.push_str(source.text().get(done..).unwrap_or(""));
    Some(text)
}
