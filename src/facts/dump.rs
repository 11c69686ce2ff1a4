//! What is known of an opportunity, as text: for the project's own tests.

use std::fmt::Write;

use super::{Opportunity, Reader, Slot, TextRef, index};
use crate::schema::{Column, ColumnId, DataType, ListId, Schema, TableId};
use crate::value::{Date, Days, Decimal, Percent, write_money};

impl Opportunity {
    /// The known facts in the order of the schema, one a line: `contacts.met_on[1]: 2026-10-30 by signed on 2026-11-02`.
    #[must_use]
    pub fn dump(&self, reader: &Reader) -> String {
        let schema = reader.schema();
        let mut out = String::new();
        for (id, table) in (0..).map(TableId).zip(&schema.tables) {
            for row in 0..self.rows(id) {
                for (at, column) in (0..).map(ColumnId).zip(&table.columns) {
                    let slot = self.slot(id, row, at);
                    if slot.known {
                        // Writing to a string does not fail.
                        let _ = self.write_fact(&mut out, schema, column, row, slot);
                    }
                }
                for (at, list) in (0..).map(ListId).zip(&table.lists) {
                    let slot = self.list(id, row, at);
                    if slot.known {
                        let _ = writeln!(out, "{}[{row}]: {} elements from {}", list.path, slot.count, slot.start);
                    }
                }
            }
        }
        if let Some(claim) = self.claim() {
            let _ = writeln!(out, "stage: {claim:?}");
        }
        out
    }

    fn write_fact(&self, out: &mut String, schema: &Schema, column: &Column, row: u32, slot: Slot) -> std::fmt::Result {
        write!(out, "{}[{row}]: ", column.path)?;
        self.write_value(out, &column.ty, slot.value)?;
        if let Some(grade) = schema.grades.get(usize::from(slot.grade)).filter(|_| slot.grade > 0) {
            write!(out, " by {grade}")?;
        }
        if let Some(date) = Date::from_days(i64::from(slot.on)) {
            write!(out, " on {date}")?;
        }
        out.write_char('\n')
    }

    fn write_value(&self, out: &mut String, ty: &DataType, value: i64) -> std::fmt::Result {
        match ty {
            DataType::Bool => write!(out, "{}", value != 0),
            DataType::Number(_) => write!(out, "{}", Decimal::from_ten_thousandths(value)),
            DataType::Percent(_) | DataType::Fraction(_) => write!(out, "{}", Percent::from_hundredths(value)),
            DataType::Money(currency, _) => write_money(out, value, *currency),
            DataType::Text => write!(out, "{:?}", self.text(TextRef::unpack(value))),
            DataType::Date(_) => Date::from_days(value).map_or(Ok(()), |date| write!(out, "{date}")),
            DataType::Duration(_) => Days::new(value).map_or(Ok(()), |days| write!(out, "{days}")),
            DataType::Enumeration(variants) => {
                let variant = u32::try_from(value).ok().and_then(|place| variants.get(index(place)));
                out.write_str(variant.map_or("", |variant| &variant.name))
            }
        }
    }
}
