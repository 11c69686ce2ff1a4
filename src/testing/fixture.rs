//! A test's facts as an opportunity.

use crate::facts::{ListSlot, Opportunity, Slot};
use crate::hir::{Claim, Fact, FactValue, Literal, Playbook, Test};
use crate::schema::{Field, FieldKind, ListId, Schema, TableId};

/// The opportunity of a test.
pub(super) fn opportunity(playbook: &Playbook, test: &Test) -> Opportunity {
    let schema = &playbook.schema;
    let mut opportunity = Opportunity::default();
    opportunity.clear(schema);
    let mut filler = Filler { schema, opportunity: &mut opportunity };
    let fields = filler.fields(TableId(0));
    filler.fill(fields, playbook.facts_of(test), TableId(0), 0);
    let claim = test.stage.as_ref().map(|claim| match claim {
        Claim::Stage(name) => name.as_str(),
        Claim::Closed(outcome) => outcome.as_str(),
    });
    let claim = claim.map(|claim| opportunity.push_text(claim));
    opportunity.set_claim(claim);
    opportunity
}

struct Filler<'a> {
    schema: &'a Schema,
    opportunity: &'a mut Opportunity,
}

impl<'a> Filler<'a> {
    fn fields(&self, table: TableId) -> &'a [Field] {
        let place = usize::try_from(table.0).unwrap_or(usize::MAX);
        self.schema.tables.get(place).map(|table| table.fields.as_slice()).unwrap_or_default()
    }

    /// Sets the facts of a row, or of a record in it; no deeper than values are nested.
    fn fill<'f>(&mut self, fields: &[Field], facts: impl IntoIterator<Item = &'f Fact>, table: TableId, row: u32) {
        for fact in facts {
            let place = usize::try_from(fact.field).unwrap_or(usize::MAX);
            match (fields.get(place).map(|field| &field.kind), &fact.value) {
                (Some(FieldKind::Scalar(column)), FactValue::Scalar { value, by, on }) => {
                    let slot = Slot {
                        value: self.scalar(value),
                        on: on.map_or(Slot::UNDATED, crate::value::Date::days),
                        grade: by.and_then(|by| u16::try_from(by).ok()).unwrap_or(0),
                        known: !is_blank(value),
                    };
                    self.opportunity.set_slot(table, row, *column, if slot.known { slot } else { Slot::MISSING });
                }
                (Some(FieldKind::Record { fields, .. }), FactValue::Record(facts)) => {
                    self.fill(fields, facts, table, row);
                }
                (Some(FieldKind::List(list)), FactValue::List(elements)) => self.list(*list, elements, table, row),
                // What is unknown is so already.
                (None | Some(_), _) => {}
            }
        }
    }

    fn list(&mut self, list: ListId, elements: &[Vec<Fact>], table: TableId, row: u32) {
        let place = |id: u32| usize::try_from(id).unwrap_or(usize::MAX);
        let lists = self.schema.tables.get(place(table.0)).map(|table| table.lists.as_slice());
        let Some(of_elements) = lists.and_then(|lists| lists.get(place(list.0))).map(|list| list.table) else { return };
        let start = self.opportunity.rows(of_elements);
        let fields = self.fields(of_elements);
        for element in elements {
            let row = self.opportunity.push_row(of_elements);
            self.fill(fields, element, of_elements, row);
        }
        let count = self.opportunity.rows(of_elements).saturating_sub(start);
        self.opportunity.set_list(table, row, list, ListSlot { start, count, known: true });
    }

    fn scalar(&mut self, literal: &Literal) -> i64 {
        match literal {
            Literal::Bool(value) => i64::from(*value),
            Literal::Number(value) | Literal::Percent(value) | Literal::Money(value, _) | Literal::Duration(value) => {
                *value
            }
            Literal::Date(date) => i64::from(date.days()),
            Literal::Variant(place) => i64::from(*place),
            Literal::Text(text) => self.opportunity.push_text(text).pack(),
        }
    }
}

/// Whether a literal stands for no answer, as such a text in data does.
fn is_blank(literal: &Literal) -> bool {
    matches!(literal, Literal::Text(text) if text.trim().is_empty())
}
