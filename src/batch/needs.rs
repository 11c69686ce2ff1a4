//! Which facts a program reads: all that is kept of an opportunity.

use crate::facts::Slot;
use crate::hir::{HowPiece, Playbook};
use crate::program::{ListPlace, Op, Program};
use crate::schema::{ColumnId, DataType, ListId, Schema, TableId};

use super::uses;
use super::words::index;

/// What is kept, by table of the schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    pub(crate) tables: Vec<TableNeeds>,
}

/// What is kept of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableNeeds {
    pub(crate) columns: Vec<ColumnNeeds>,
    pub(crate) lists: Vec<ListNeeds>,
    column_places: Vec<Option<usize>>,
    list_places: Vec<Option<usize>>,
}

/// What is kept of a fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColumnNeeds {
    pub(crate) column: ColumnId,
    pub(crate) kind: Kind,
    /// Whether its values are reckoned with, and not only compared with constants.
    pub(crate) reckoned: bool,
    /// Whether a rule asks for evidence of it. Where none does, a grade is told only beside a date, of a fact not yet on record.
    pub(crate) evidence: bool,
}

/// A list that is kept, with the table of its elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListNeeds {
    pub(crate) list: ListId,
    pub(crate) elements: TableId,
}

/// How the values of a fact are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    /// By its number in the pipeline's dictionary.
    Text,
    /// In ten-thousandths.
    Decimal,
    /// Dates, durations, variants.
    Whole,
}

impl Kind {
    fn of(ty: &DataType) -> Self {
        match ty {
            DataType::Bool => Kind::Bool,
            DataType::Text => Kind::Text,
            DataType::Number(_) | DataType::Percent(_) | DataType::Fraction(_) | DataType::Money(..) => Kind::Decimal,
            DataType::Date(_) | DataType::Duration(_) | DataType::Enumeration(_) => Kind::Whole,
        }
    }

    /// What all values may be multiples of.
    pub(crate) fn scales(self) -> &'static [i64] {
        match self {
            Kind::Bool | Kind::Text | Kind::Whole => &[1],
            Kind::Decimal => &[10_000, 100, 1],
        }
    }
}

impl Needs {
    /// What the program reads, what texts for people name, and what the opportunity is worth; a key that is a number too.
    pub(crate) fn new(playbook: &Playbook, program: &Program) -> Self {
        let schema = &playbook.schema;
        let mut needs = Needs { tables: vec![TableNeeds::default(); schema.tables.len()] };
        for op in program.run(0..program.len()) {
            match *op {
                Op::Fact { table, column } => needs.column(schema, table, column, false),
                Op::Evidence { table, column, .. } => needs.column(schema, table, column, true),
                Op::ListKnown { table, list, .. } => needs.list(schema, table, list),
                Op::Quantifier { list: ListPlace { table, list, .. }, .. }
                | Op::Aggregate { list: ListPlace { table, list, .. }, .. } => needs.list(schema, table, list),
                Op::Constant(_)
                | Op::Text(_)
                | Op::Today
                | Op::And(_)
                | Op::Or(_)
                | Op::Not(_)
                | Op::Needed { .. }
                | Op::Compare { .. }
                | Op::CompareText { .. }
                | Op::Between { .. }
                | Op::In { .. }
                | Op::InTexts { .. }
                | Op::TextTest { .. }
                | Op::Known { .. }
                | Op::Negate(_)
                | Op::Arithmetic { .. }
                | Op::AddMonths { .. }
                | Op::Calendar(..)
                | Op::Abs(_)
                | Op::Round(_)
                | Op::Min(..)
                | Op::Max(..)
                | Op::Length(_)
                | Op::Lower(_)
                | Op::Call { .. }
                | Op::Chance { .. }
                | Op::ChanceEnd { .. }
                | Op::CompareChance { .. }
                | Op::ChanceBetween { .. } => {}
            }
        }
        let rules = playbook.processes.iter().flat_map(|process| &process.rules);
        for piece in rules.flat_map(|rule| rule.how.iter().flatten()) {
            if let HowPiece::Fact(column) = piece {
                needs.column(schema, TableId(0), *column, false);
            }
        }
        let number = |column: &ColumnId| kind(schema, TableId(0), *column) != Some(Kind::Text);
        for column in schema.worth.iter().chain(schema.key.iter().filter(|key| number(key))) {
            needs.column(schema, TableId(0), *column, false);
        }
        uses::reckoned(program, |(table, column)| needs.reckon(table, column));
        needs
    }

    fn reckon(&mut self, table: TableId, column: ColumnId) {
        let table = self.tables.get_mut(index(table.0));
        let place = table.as_ref().and_then(|table| table.place(column));
        if let Some(column) = table.zip(place).and_then(|(table, place)| table.columns.get_mut(place)) {
            column.reckoned = true;
        }
    }

    /// What is kept of a table.
    pub(crate) fn table(&self, table: TableId) -> Option<&TableNeeds> {
        self.tables.get(index(table.0))
    }

    fn column(&mut self, schema: &Schema, table: TableId, column: ColumnId, evidence: bool) {
        let Some(kind) = kind(schema, table, column) else { return };
        let Some(needs) = self.tables.get_mut(index(table.0)) else { return };
        let place = index(column.0);
        if needs.column_places.len() <= place {
            needs.column_places.resize(place.saturating_add(1), None);
        }
        let Some(slot) = needs.column_places.get_mut(place) else { return };
        match slot.and_then(|place| needs.columns.get_mut(place)) {
            Some(column) => column.evidence |= evidence,
            None => {
                *slot = Some(needs.columns.len());
                needs.columns.push(ColumnNeeds { column, kind, reckoned: false, evidence });
            }
        }
    }

    fn list(&mut self, schema: &Schema, table: TableId, list: ListId) {
        let declared = schema.tables.get(index(table.0)).and_then(|table| table.lists.get(index(list.0)));
        let Some((needs, declared)) = self.tables.get_mut(index(table.0)).zip(declared) else { return };
        let place = index(list.0);
        if needs.list_places.len() <= place {
            needs.list_places.resize(place.saturating_add(1), None);
        }
        if let Some(slot) = needs.list_places.get_mut(place).filter(|slot| slot.is_none()) {
            *slot = Some(needs.lists.len());
            needs.lists.push(ListNeeds { list, elements: declared.table });
        }
    }
}

impl TableNeeds {
    /// Where a fact is kept.
    pub(crate) fn place(&self, column: ColumnId) -> Option<usize> {
        self.column_places.get(index(column.0)).copied().flatten()
    }

    /// Where a list is kept.
    pub(crate) fn list_place(&self, list: ListId) -> Option<usize> {
        self.list_places.get(index(list.0)).copied().flatten()
    }
}

impl ColumnNeeds {
    /// The grade of evidence that is kept.
    pub(crate) fn grade(&self, slot: Slot) -> u16 {
        if self.evidence || slot.on != Slot::UNDATED { slot.grade } else { 0 }
    }
}

fn kind(schema: &Schema, table: TableId, column: ColumnId) -> Option<Kind> {
    let column = schema.tables.get(index(table.0))?.columns.get(index(column.0))?;
    Some(Kind::of(&column.ty))
}
