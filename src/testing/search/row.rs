//! Facts that can be changed one by one, and the opportunity that they make.

use crate::facts::{ListSlot, Opportunity, Slot};
use crate::hir::{Claim, Fact, FactValue, FixtureId, Literal, Playbook, ProcessId, Test};
use crate::schema::{ColumnId, Field, FieldKind, ListId, Schema, TableId};
use crate::value::Date;
use crate::verdict::Assess;

/// The facts of the opportunity, or of an element of a list, by the columns and lists of its table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Option<Known>>,
    pub(crate) lists: Vec<Option<Vec<Row>>>,
}

/// A fact that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) value: Literal,
    pub(crate) by: Option<u32>,
    pub(crate) on: Option<Date>,
}

/// What a test gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The fixture that the facts are taken from; where they differ from it, a test has to say so.
    pub(crate) fixture: Option<FixtureId>,
    pub(crate) process: Option<ProcessId>,
    pub(crate) claim: Option<Claim>,
    pub(crate) as_of: Option<Date>,
    pub(crate) row: Row,
}

impl Row {
    /// A row of which nothing is known.
    pub(crate) fn empty(schema: &Schema, table: TableId) -> Row {
        let table = schema.tables.get(index(table.0));
        Row {
            cells: vec![None; table.map_or(0, |table| table.columns.len())],
            lists: vec![None; table.map_or(0, |table| table.lists.len())],
        }
    }

    /// The row of those facts.
    pub(crate) fn of<'f>(schema: &Schema, facts: impl IntoIterator<Item = &'f Fact>) -> Row {
        let mut row = Row::empty(schema, TableId(0));
        row.fill(schema, TableId(0), fields(schema, TableId(0)), facts);
        row
    }

    /// No deeper than values are nested.
    fn fill<'f>(
        &mut self,
        schema: &Schema,
        table: TableId,
        fields: &[Field],
        facts: impl IntoIterator<Item = &'f Fact>,
    ) {
        for fact in facts {
            match (fields.get(index(fact.field)).map(|field| &field.kind), &fact.value) {
                (Some(FieldKind::Scalar(column)), FactValue::Scalar { value, by, on }) => {
                    let is_blank = matches!(value, Literal::Text(text) if text.trim().is_empty());
                    let known = Known { value: value.clone(), by: *by, on: *on };
                    self.set(*column, Some(known).filter(|_| !is_blank));
                }
                (Some(FieldKind::Record { fields, .. }), FactValue::Record(facts)) => {
                    self.fill(schema, table, fields, facts);
                }
                (Some(FieldKind::List(list)), FactValue::List(elements)) => {
                    let Some(of_elements) = elements_of(schema, table, *list) else { continue };
                    let rows = elements.iter().map(|facts| {
                        let mut row = Row::empty(schema, of_elements);
                        row.fill(schema, of_elements, self::fields(schema, of_elements), facts);
                        row
                    });
                    self.set_list(*list, Some(rows.collect()));
                }
                // What is unknown is so already.
                (None | Some(_), _) => {}
            }
        }
    }

    pub(crate) fn get(&self, column: ColumnId) -> Option<&Known> {
        self.cells.get(index(column.0))?.as_ref()
    }

    pub(crate) fn set(&mut self, column: ColumnId, known: Option<Known>) {
        if let Some(cell) = self.cells.get_mut(index(column.0)) {
            *cell = known;
        }
    }

    pub(crate) fn list(&self, list: ListId) -> Option<&[Row]> {
        self.lists.get(index(list.0))?.as_deref()
    }

    pub(crate) fn set_list(&mut self, list: ListId, rows: Option<Vec<Row>>) {
        if let Some(slot) = self.lists.get_mut(index(list.0)) {
            *slot = rows;
        }
    }

    /// Whether some evidence in it is dated.
    pub(crate) fn is_dated(&self) -> bool {
        let mut pending = vec![self];
        while let Some(row) = pending.pop() {
            if row.cells.iter().flatten().any(|known| known.on.is_some()) {
                return true;
            }
            pending.extend(row.lists.iter().flatten().flatten());
        }
        false
    }

    /// Writes the row into an opportunity. As deep as lists nest.
    fn write(&self, schema: &Schema, table: TableId, at: u32, opportunity: &mut Opportunity) {
        for (column, known) in (0..).map(ColumnId).zip(&self.cells) {
            if let Some(known) = known {
                let slot = Slot {
                    value: raw(&known.value, opportunity),
                    on: known.on.map_or(Slot::UNDATED, Date::days),
                    grade: known.by.and_then(|by| u16::try_from(by).ok()).unwrap_or(0),
                    known: true,
                };
                opportunity.set_slot(table, at, column, slot);
            }
        }
        for (list, rows) in (0..).map(ListId).zip(&self.lists) {
            let (Some(rows), Some(of_elements)) = (rows, elements_of(schema, table, list)) else { continue };
            let start = opportunity.rows(of_elements);
            for _ in rows {
                opportunity.push_row(of_elements);
            }
            for (row, place) in rows.iter().zip(start..) {
                row.write(schema, of_elements, place, opportunity);
            }
            let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            opportunity.set_list(table, at, list, ListSlot { start, count, known: true });
        }
    }
}

impl Case {
    /// What a test gives, its facts without a fixture where it names none.
    pub(crate) fn of_test(playbook: &Playbook, test: &Test) -> Case {
        Case {
            fixture: test.fixture,
            process: test.process,
            claim: test.stage.clone(),
            as_of: test.as_of,
            row: Row::of(&playbook.schema, playbook.facts_of(test)),
        }
    }

    /// Makes it an opportunity.
    pub(crate) fn write(&self, schema: &Schema, opportunity: &mut Opportunity) {
        opportunity.clear(schema);
        self.row.write(schema, TableId(0), 0, opportunity);
        let claim = self.claim.as_ref().map(|claim| match claim {
            Claim::Stage(name) => name.as_str(),
            Claim::Closed(outcome) => outcome.as_str(),
        });
        let claim = claim.map(|claim| opportunity.push_text(claim));
        opportunity.set_claim(claim);
    }

    pub(crate) fn today(&self) -> Date {
        // A test that names no day reads none.
        self.as_of.unwrap_or(Date::MIN)
    }

    pub(crate) fn how(&self) -> Assess {
        Assess { process: self.process, reopen: false }
    }
}

/// The 64-bit form of a literal.
fn raw(literal: &Literal, opportunity: &mut Opportunity) -> i64 {
    match literal {
        Literal::Bool(value) => i64::from(*value),
        Literal::Number(value) | Literal::Percent(value) | Literal::Money(value, _) | Literal::Duration(value) => {
            *value
        }
        Literal::Date(date) => i64::from(date.days()),
        Literal::Variant(place) => i64::from(*place),
        Literal::Text(text) => opportunity.push_text(text).pack(),
    }
}

/// The fields of a table.
pub(crate) fn fields(schema: &Schema, table: TableId) -> &[Field] {
    schema.tables.get(index(table.0)).map(|table| table.fields.as_slice()).unwrap_or_default()
}

/// The table of a list's elements.
pub(crate) fn elements_of(schema: &Schema, table: TableId, list: ListId) -> Option<TableId> {
    schema.tables.get(index(table.0))?.lists.get(index(list.0)).map(|list| list.table)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
