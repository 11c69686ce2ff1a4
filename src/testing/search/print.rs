//! A case as a test block.

use crate::hir::{Claim, FixtureId, Playbook};
use crate::limits::Limits;
use crate::schema::{DataType, Field, FieldKind, Schema, TableId};
use crate::source::Source;
use crate::syntax;
use crate::value::write_text;
use crate::verdict::{Decision, Finding, Verdict};

use super::row::{Case, Known, Row, elements_of, fields};
use super::written;

/// A test of that title, in the formatter's form.
pub(crate) fn block(playbook: &Playbook, case: &Case, title: &str, expectations: &[String]) -> String {
    let mut text = String::from("test ");
    // Writing to a string cannot fail.
    let _ = write_text(&mut text, title);
    text.push_str(&format!(" {{\n  {}\n", given(playbook, case)));
    for expectation in expectations {
        text.push_str(&format!("  expect {expectation}\n"));
    }
    text.push_str("}\n");
    syntax::format(&Source::new("test", &text), &Limits::default()).unwrap_or(text)
}

fn given(playbook: &Playbook, case: &Case) -> String {
    let mut given = String::from("given");
    let fixture = case.fixture.and_then(|id| fixture(playbook, id));
    if let Some(fixture) = fixture {
        given.push_str(&format!(" {}", fixture.name));
    }
    let process = case.process.and_then(|id| playbook.processes.get(usize::try_from(id.0).ok()?));
    if let Some(process) = process {
        given.push_str(&format!(" in {}", process.name));
    }
    match &case.claim {
        None => {}
        Some(Claim::Stage(stage)) => given.push_str(&format!(" at {stage}")),
        Some(Claim::Closed(outcome)) => given.push_str(&format!(" at {}", outcome.as_str())),
    }
    if let Some(day) = case.as_of.filter(|_| case.as_of != fixture.and_then(|fixture| fixture.as_of)) {
        given.push_str(&format!(" as of {day}"));
    }
    let base = base(playbook, case);
    let changed = changed(&playbook.schema, TableId(0), &base, &case.row);
    match changed.as_slice() {
        [] => {}
        [one] => given.push_str(&format!(" with {{ {one} }}")),
        several => given.push_str(&format!(" with {{\n    {}\n  }}", several.join("\n    "))),
    }
    given
}

/// The facts that are given without being said.
pub(crate) fn base(playbook: &Playbook, case: &Case) -> Row {
    match case.fixture.and_then(|id| fixture(playbook, id)) {
        Some(fixture) => Row::of(&playbook.schema, &fixture.facts),
        None => Row::empty(&playbook.schema, TableId(0)),
    }
}

fn fixture(playbook: &Playbook, id: FixtureId) -> Option<&crate::hir::Fixture> {
    playbook.fixtures.get(usize::try_from(id.0).ok()?)
}

/// The fields that differ, each with its value.
fn changed(schema: &Schema, table: TableId, base: &Row, row: &Row) -> Vec<String> {
    let differs = |field: &&Field| !is_same(field, base, row);
    let fields = fields(schema, table).iter().filter(differs);
    fields.map(|field| format!("{}: {}", field.name, value(schema, table, field, row))).collect()
}

/// Whether a field is the same in two rows.
pub(crate) fn is_same(field: &Field, one: &Row, other: &Row) -> bool {
    match &field.kind {
        FieldKind::Scalar(column) => one.get(*column) == other.get(*column),
        FieldKind::List(list) => one.list(*list) == other.list(*list),
        FieldKind::Record { fields, .. } => fields.iter().all(|field| is_same(field, one, other)),
    }
}

/// Makes a field of a row what it is in another.
pub(crate) fn take(field: &Field, row: &mut Row, from: &Row) {
    match &field.kind {
        FieldKind::Scalar(column) => row.set(*column, from.get(*column).cloned()),
        FieldKind::List(list) => row.set_list(*list, from.list(*list).map(<[Row]>::to_vec)),
        FieldKind::Record { fields, .. } => fields.iter().for_each(|field| take(field, row, from)),
    }
}

/// As deep as records and lists nest.
fn value(schema: &Schema, table: TableId, field: &Field, row: &Row) -> String {
    match &field.kind {
        FieldKind::Scalar(column) => {
            let columns = schema.tables.get(usize::try_from(table.0).unwrap_or(usize::MAX));
            let place = usize::try_from(column.0).unwrap_or(usize::MAX);
            let ty = columns.and_then(|table| table.columns.get(place)).map(|column| &column.ty);
            row.get(*column).map_or_else(|| "unknown".to_owned(), |known| scalar(schema, ty, known))
        }
        FieldKind::List(list) => {
            let (Some(rows), Some(of_elements)) = (row.list(*list), elements_of(schema, table, *list)) else {
                return "unknown".to_owned();
            };
            let element = |row: &Row| record(schema, of_elements, fields(schema, of_elements), row);
            format!("[{}]", rows.iter().map(element).collect::<Vec<_>>().join(", "))
        }
        FieldKind::Record { fields, .. } => record(schema, table, fields, row),
    }
}

fn record(schema: &Schema, table: TableId, fields: &[Field], row: &Row) -> String {
    let nothing = Row::empty(schema, table);
    let known = fields.iter().filter(|field| !is_same(field, &nothing, row));
    let known: Vec<String> =
        known.map(|field| format!("{}: {}", field.name, value(schema, table, field, row))).collect();
    if known.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", known.join(", ")) }
}

fn scalar(schema: &Schema, ty: Option<&DataType>, known: &Known) -> String {
    let variants = if let Some(DataType::Enumeration(variants)) = ty { variants.as_slice() } else { &[] };
    let mut text = written(&known.value, variants);
    let grade = known.by.and_then(|by| schema.grades.get(usize::try_from(by).ok()?));
    if let Some(grade) = grade {
        text.push_str(&format!(" by {grade}"));
    }
    if let Some(on) = known.on {
        text.push_str(&format!(" on {on}"));
    }
    text
}

/// What a verdict says, as expectations.
pub(crate) fn expectations(verdict: &Verdict, process: bool) -> Vec<String> {
    let names = |findings: &[Finding]| findings.iter().map(Finding::rule).collect::<Vec<_>>().join(", ");
    let mut all = Vec::new();
    all.extend(verdict.process().filter(|_| process).map(|process| format!("process {process}")));
    match verdict.decision() {
        Decision::Unrouted => all.push("unrouted".to_owned()),
        Decision::Closed { outcome } => all.push(format!("closed {}", outcome.as_str())),
        Decision::Disqualify => all.push(format!("disqualify by only {}", names(verdict.disqualified_by()))),
        Decision::Hold => all.push(format!("hold on only {}", names(verdict.unmet()))),
        Decision::Advance { to } => all.push(format!("advance to {to}")),
        Decision::Error => {}
    }
    if verdict.decision() == Decision::Disqualify {
        all.extend(verdict.earned().map(|stage| format!("earned {stage}")));
    }
    if !verdict.warnings().is_empty() {
        all.push(format!("warn {}", names(verdict.warnings())));
    }
    if !verdict.at_risk().is_empty() {
        all.push(format!("at risk {}", names(verdict.at_risk())));
    }
    all
}

/// Makes a case shorter.
type Step = Box<dyn Fn(&Case) -> Case>;

/// Steps that make a case shorter: it is routed and not named, it claims nothing, it names no day, and each field is what it is without
/// being said.
pub(crate) fn shorter(playbook: &Playbook, case: &Case) -> Vec<Step> {
    let mut steps: Vec<Step> = vec![
        Box::new(|case| Case { process: None, ..case.clone() }),
        Box::new(|case| Case { claim: None, ..case.clone() }),
    ];
    let base = base(playbook, case);
    for field in fields(&playbook.schema, TableId(0)) {
        if !is_same(field, &base, &case.row) {
            let (field, base) = (field.clone(), base.clone());
            steps.push(Box::new(move |case| {
                let mut case = case.clone();
                take(&field, &mut case.row, &base);
                case
            }));
        }
    }
    steps
}
