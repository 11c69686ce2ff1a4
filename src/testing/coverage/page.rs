//! Coverage as a page.

use crate::html::{Cell, Figure, Page, Row, Section, Table, Tone};

use super::{Coverage, CoveredCondition, Outcomes, Share, text};
use crate::value::Truth;

/// See [`Coverage::to_html`].
pub(super) fn page(coverage: &Coverage) -> String {
    let (outcomes, deciding) = (coverage.outcomes(), coverage.deciding());
    let figures = vec![
        figure("Outcomes seen", outcomes, "of conditions and their atoms: true, false, unknown"),
        figure("Atoms that decide", deciding, "shown by two runs that differ in the atom alone"),
        Figure::new("Tests", coverage.tests.to_string()),
    ];
    let mut summary = Section::new("In figures").figures(figures);
    let mut table =
        Table::new().texts("Condition").texts("Where").numbers("true").numbers("false").numbers("unknown").sortable();
    for condition in &coverage.conditions {
        table.push(row(condition));
    }
    summary = summary.table(table.caption("How often each condition was seen true, false and unknown"));
    let mut page = Page::new("What the tests have seen").section(summary);
    for (file, text) in text::of(coverage) {
        page = page.section(Section::new(file).code(text));
    }
    page.to_html()
}

fn figure(name: &str, share: Share, note: &str) -> Figure {
    let tone = if share.seen() == share.possible() { Tone::Good } else { Tone::Doubtful };
    Figure::new(name, share.percent().to_string()).note(format!("{share} {note}")).tone(tone)
}

fn row(condition: &CoveredCondition) -> Row {
    let name = condition.name.as_deref().unwrap_or(&condition.place.text);
    let place = format!("{}:{}", condition.place.file, condition.place.line);
    let mut cells = vec![Cell::text(format!("{} {name}", condition.kind)), Cell::text(place)];
    cells.extend([Truth::True, Truth::False, Truth::Unknown].map(|truth| cell(condition.outcomes, truth)));
    Row::new(cells)
}

fn cell(outcomes: Outcomes, truth: Truth) -> Cell {
    match outcomes.seen(truth) {
        None => Cell::sorted("cannot be", ""),
        Some(0) => Cell::sorted("never", 0).tone(Tone::Bad),
        Some(count) => Cell::sorted(count.to_string(), count),
    }
}
