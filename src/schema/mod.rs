//! The declared shape of an opportunity, ready for reading data into it.
//!
//! Records are flattened: the opportunity is table 0, and every list of records, at any depth, is a table of its own whose
//! rows are the elements of all its lists. A fact of table `T` is a *column* of `T`; a list in `T` is known by its place
//! among `T`'s lists. The tree of [`Field`]s says which keys of the data lead to which column; columns and lists are
//! numbered in the order of declaration, depth first.

mod display;

use crate::source::Span;
use crate::value::{Currency, Date};

/// A table's place in [`Schema::tables`]; 0 is the opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

/// A column's place in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u32);

/// A list's place among the lists of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u32);

/// The shape of an opportunity.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The tables; the first is the opportunity's own.
    pub tables: Vec<Table>,
    /// The grades of evidence, weakest first; empty where the playbook declares none.
    pub grades: Vec<String>,
    /// The column of the field marked `key`, in table 0.
    pub key: Option<ColumnId>,
    /// The column of the field marked `worth`, in table 0.
    pub worth: Option<ColumnId>,
    /// The column of the field marked `opened`, in table 0.
    pub opened: Option<ColumnId>,
    /// The column of the field marked `closed`, in table 0.
    pub closed: Option<ColumnId>,
    /// The label of the stage claim, where the playbook declares one.
    pub stage: Option<String>,
}

impl Schema {
    /// What opportunities are worth in, where that is money.
    pub(crate) fn worth_currency(&self) -> Option<Currency> {
        let column = usize::try_from(self.worth?.0).ok()?;
        match self.tables.first()?.columns.get(column)?.ty {
            DataType::Money(currency, _) => Some(currency),
            DataType::Bool
            | DataType::Number(_)
            | DataType::Percent(_)
            | DataType::Fraction(_)
            | DataType::Text
            | DataType::Date(_)
            | DataType::Duration(_)
            | DataType::Enumeration(_) => None,
        }
    }
}

/// A table: the opportunity, or the elements of a list.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The fields by which data comes in, in order of declaration.
    pub fields: Vec<Field>,
    /// The scalar facts, those of nested records among them.
    pub columns: Vec<Column>,
    /// The lists, those of nested records among them.
    pub lists: Vec<List>,
}

/// A key of the data and where it leads.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name in the playbook.
    pub name: String,
    /// The key or column in the data.
    pub label: String,
    /// Texts that stand for no answer.
    pub blanks: Vec<String>,
    /// Where the declaration stands.
    pub span: Span,
    /// What the data holds.
    pub kind: FieldKind,
}

/// What a key of the data leads to.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// A scalar.
    Scalar(ColumnId),
    /// A nested record, flattened into the same table. `ty` is the record's name.
    Record { ty: String, fields: Vec<Field> },
    /// A list of records.
    List(ListId),
}

/// A scalar fact.
#[derive(Clone, Debug)]
pub struct Column {
    /// The path as declared: `budget`, `account.employees`, `contacts.met_on`.
    pub path: String,
    /// The type, and how data of it is written.
    pub ty: DataType,
    /// Its place in the order of declaration over all tables.
    pub order: u32,
    /// Where the declaration stands.
    pub span: Span,
}

/// A list of records.
#[derive(Clone, Debug)]
pub struct List {
    /// The path as declared: `contacts`, `account.contacts`.
    pub path: String,
    /// The record's name.
    pub record: String,
    /// The table of its elements.
    pub table: TableId,
    /// Its place in the order of declaration over all tables.
    pub order: u32,
    /// Where the declaration stands.
    pub span: Span,
}

/// A scalar's type with how it is written in data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataType {
    Bool,
    Number(NumberStyle),
    /// In points.
    Percent(NumberStyle),
    /// A percent whose data goes from 0 to 1.
    Fraction(NumberStyle),
    Money(Currency, NumberStyle),
    Text,
    Date(DateStyle),
    /// In days.
    Duration(NumberStyle),
    Enumeration(Vec<Variant>),
}

/// A variant and its labels in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub name: String,
    pub labels: Vec<String>,
}

/// How numbers are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// Between groups of three digits, which may be left out.
    pub group: Option<char>,
    /// Before the decimals.
    pub decimal: char,
    /// Whether the playbook says so itself (it then belongs to the type's name).
    pub declared: bool,
}

impl Default for NumberStyle {
    fn default() -> Self {
        NumberStyle { group: Some(','), decimal: '.', declared: false }
    }
}

/// How dates are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `2026-11-23`, a time of day behind it passed over.
    Iso,
    /// As the playbook says: `DD-MM-YYYY`.
    Pattern(Vec<DatePiece>),
}

impl DateStyle {
    /// A day as the field's data has it.
    pub(crate) fn write(&self, day: Date) -> String {
        match self {
            DateStyle::Iso => day.to_string(),
            DateStyle::Pattern(pieces) => pieces.iter().map(|piece| piece.write(day)).collect(),
        }
    }
}

/// A piece of a date pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePiece {
    /// `YYYY`.
    Year,
    /// `MM` (two digits) or, not padded, `M`.
    Month { padded: bool },
    /// `DD` (two digits) or, not padded, `D`.
    Day { padded: bool },
    /// A separator.
    Separator(char),
}

impl DatePiece {
    fn write(&self, day: Date) -> String {
        let (year, month, day) = day.year_month_day();
        match self {
            DatePiece::Year => format!("{year:04}"),
            DatePiece::Month { padded: true } => format!("{month:02}"),
            DatePiece::Month { padded: false } => month.to_string(),
            DatePiece::Day { padded: true } => format!("{day:02}"),
            DatePiece::Day { padded: false } => day.to_string(),
            DatePiece::Separator(separator) => separator.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DatePiece, DateStyle};
    use crate::value::Date;

    #[test]
    fn days_are_written_as_the_style_has_them() {
        let day = Date::new(987, 6, 5).unwrap();
        let pieces = |padded| {
            let dot = DatePiece::Separator('.');
            vec![DatePiece::Day { padded }, dot.clone(), DatePiece::Month { padded }, dot, DatePiece::Year]
        };
        let styles = [DateStyle::Iso, DateStyle::Pattern(pieces(true)), DateStyle::Pattern(pieces(false))];
        assert_eq!(styles.map(|style| style.write(day)), ["0987-06-05", "05.06.0987", "5.6.0987"]);
    }
}
