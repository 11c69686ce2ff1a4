//! The files with the new numbers in the place of the old ones.

use crate::hir;
use crate::playbook::Playbook;
use crate::source::Span;
use crate::value::{SCALE, write_decimal};

use super::{FittedChance, rounded_base};

/// A number and where it goes.
pub(super) struct Edit {
    span: Span,
    text: String,
}

/// Where the base that counts for a new opportunity is written: that of the first stage, if it has its own.
pub(super) fn base<'a>(process: &'a hir::Process, chance: &'a hir::Chance) -> (i64, Span) {
    let own = process.stages.first().and_then(|stage| Some((stage.base?, stage.base_span?)));
    own.unwrap_or((chance.base, chance.base_span))
}

/// Gathers the numbers of a chance that change.
pub(super) fn collect(process: &hir::Process, chance: &hir::Chance, found: &FittedChance, edits: &mut Vec<Edit>) {
    let (_, span) = base(process, chance);
    if let Some(number) = found.base.filter(|number| number.new != number.old) {
        edits.push(Edit { span, text: rounded_base(number.new).to_string() });
    }
    for (line, fitted) in chance.lines.iter().zip(&found.lines) {
        for (span, case) in line.factor_spans.iter().zip(&fitted.cases) {
            if case.factor.new != case.factor.old {
                edits.push(Edit { span: *span, text: factor(case.factor.new) });
            }
        }
    }
}

#[expect(clippy::as_conversions, reason = "a whole within 64 bits, as factors are bounded")]
fn factor(value: f64) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_decimal(&mut text, (value * 10_000.0).round_ties_even() as i64, SCALE);
    text
}

/// The files that change, with their new texts.
pub(super) fn files(playbook: &Playbook, mut edits: Vec<Edit>) -> Vec<(String, String)> {
    edits.sort_by_key(|edit| (edit.span.file.0, edit.span.start));
    let mut files = Vec::new();
    for (place, source) in (0_u32..).zip(playbook.sources()) {
        let mut text = String::new();
        let mut at = 0;
        for edit in edits.iter().filter(|edit| edit.span.file.0 == place) {
            let (start, end) = (index(edit.span.start), index(edit.span.end));
            text.push_str(source.text().get(at..start).unwrap_or_default());
            text.push_str(&edit.text);
            at = end;
        }
        if at > 0 {
            text.push_str(source.text().get(at..).unwrap_or_default());
            files.push((source.name().to_owned(), text));
        }
    }
    files
}

fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
