//! A record of CSV without quotes, read straight from the file's text: the way that most rows take.
//!
//! Cells are found and read in one go, in the order of the columns. Nothing is judged here. Where anything is unusual (a
//! quote, a cell too many, a value that does not fit) there is no answer, and the record is read as
//! [`csv`](super::csv) reads all; it finds out what is wrong, if anything is.

use super::names::Names;
use super::plan::{Kind, Plan, ShapeId};
use super::rate::Rates;
use super::scalar::{Datum, Form, Reading, is_blank};
use super::{Opportunity, Slot, TextRef};
use crate::schema::NumberStyle;
use crate::value::{Date, ops};

/// What the columns of a file are for, in their order.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    columns: Vec<Column>,
    last: Column,
}

/// What a column is for.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// No field reads it.
    Unread,
    /// The claimed stage.
    Claim,
    /// A fact of the opportunity itself.
    Fact(Fact),
    /// Anything else: a record is unusual where there is something in it.
    Empty,
}

/// A fact of the opportunity, or of a record in it.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    shape: ShapeId,
    place: u32,
    /// Its place among the opportunity's facts.
    slot: usize,
    quick: Quick,
}

/// How a cell is read where it is written as programs write it.
#[derive(Clone, Debug)]
enum Quick {
    /// A number, in so many decimals, with a point before them or without any.
    Decimal {
        places: usize,
        has_point: bool,
        is_percent: bool,
    },
    Days,
    Date,
    Name(Names<i64>),
    Text,
    /// By the rules for all.
    None,
}

/// A line's letters from some place on.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    delimiter: u8,
}

impl Columns {
    /// Of a file with several columns: alone in its line, an empty cell may be no row.
    pub(super) fn new(mut columns: Vec<Column>) -> Option<Self> {
        let last = columns.pop()?;
        (!columns.is_empty()).then_some(Columns { columns, last })
    }

    /// Reads the record at the beginning of a text into a cleared opportunity. Gives how many bytes it has, the line's end
    /// included; nothing where it is unusual.
    pub(super) fn read(
        &self,
        (plan, rates): (&Plan, &Rates),
        into: &mut Opportunity,
        text: &str,
        delimiter: u8,
    ) -> Option<usize> {
        let line = Line { text, delimiter };
        let mut at = 0;
        for column in &self.columns {
            let end = column.read((plan, rates), into, line, at)?;
            if line.byte(end) != Some(delimiter) {
                return None;
            }
            at = end.wrapping_add(1);
        }
        let end = self.last.read((plan, rates), into, line, at)?;
        match (line.byte(end)?, line.byte(end.wrapping_add(1))) {
            (b'\n', _) => Some(end.wrapping_add(1)),
            (b'\r', Some(b'\n')) => Some(end.wrapping_add(2)),
            _ => None,
        }
    }
}

impl Column {
    /// The column of a scalar field of the opportunity or of a record in it.
    pub(super) fn of_field(plan: &Plan, shape: ShapeId, place: u32) -> Option<Self> {
        let entry = plan.shape(shape)?.entry(place)?;
        let Kind::Scalar(column, form) = &entry.kind else { return None };
        let quick = if entry.blanks.is_empty() { Quick::new(form) } else { Quick::None };
        Some(Column::Fact(Fact { shape, place, slot: super::index(column.0), quick }))
    }

    /// Reads a cell. Gives where it ends.
    fn read(&self, (plan, rates): (&Plan, &Rates), into: &mut Opportunity, line: Line<'_>, at: usize) -> Option<usize> {
        match self {
            Column::Fact(fact) => {
                if line.byte(at) == Some(line.delimiter) {
                    return Some(at);
                }
                match fact.quick.read(line, at).filter(|&(_, end)| line.ends_at(end)) {
                    Some((value, end)) => {
                        fact.set(into, value);
                        Some(end)
                    }
                    None => fact.read((plan, rates), into, line, at),
                }
            }
            Column::Unread => line.end(at),
            Column::Claim => {
                let end = line.end(at)?;
                let cell = line.text.get(at..end)?;
                into.claim = if is_blank(cell) { None } else { Some(into.push_text(cell)) };
                Some(end)
            }
            Column::Empty => line.ends_at(at).then_some(at),
        }
    }
}

impl Fact {
    /// Reads a cell by the rules for all.
    fn read(&self, (plan, rates): (&Plan, &Rates), into: &mut Opportunity, line: Line<'_>, at: usize) -> Option<usize> {
        let end = line.end(at)?;
        let cell = line.text.get(at..end)?;
        if matches!(self.quick, Quick::Text) {
            if !is_blank(cell) {
                let value = keep(into, cell);
                self.set(into, value);
            }
            return Some(end);
        }
        let entry = plan.shape(self.shape)?.entry(self.place)?;
        let Kind::Scalar(_, form) = &entry.kind else { return None };
        match form.read(Datum::Str(cell), &entry.blanks, rates).ok()? {
            Reading::Missing => {}
            Reading::Value(value) => self.set(into, value),
            Reading::Text(text) => {
                let value = keep(into, text);
                self.set(into, value);
            }
        }
        Some(end)
    }

    fn set(&self, into: &mut Opportunity, value: i64) {
        let slot = into.tables.own.slots.get_mut(self.slot);
        if let Some(slot) = slot {
            *slot = Slot { value, on: Slot::UNDATED, grade: 0, known: true };
        }
    }
}

impl Quick {
    fn new(form: &Form) -> Self {
        let decimal = |places: usize, style: &NumberStyle, is_percent: bool| Quick::Decimal {
            places,
            has_point: style.decimal == '.',
            is_percent,
        };
        match form {
            Form::Number(style) | Form::Money(_, style) => decimal(4, style, false),
            Form::Percent(style) => decimal(2, style, true),
            Form::Duration(_) => Quick::Days,
            Form::Date => Quick::Date,
            Form::Enumeration(names) => Quick::Name(names.clone()),
            Form::Text => Quick::Text,
            Form::Bool | Form::Fraction(_) | Form::DateBy(_) => Quick::None,
        }
    }

    /// The value that begins there, and where it ends.
    fn read(&self, line: Line<'_>, at: usize) -> Option<(i64, usize)> {
        match self {
            &Quick::Decimal { places, has_point, is_percent } => {
                let (value, end) = decimal(line, at, places, has_point)?;
                let has_sign = is_percent && line.byte(end) == Some(b'%');
                Some((value, end.wrapping_add(usize::from(has_sign))))
            }
            Quick::Days => {
                let (value, end) = decimal(line, at, 0, false)?;
                Some((ops::days_in_range(value)?, end))
            }
            Quick::Date => {
                let end = at.wrapping_add(10);
                Some((i64::from(Date::parse(line.text.get(at..end)?)?.days()), end))
            }
            Quick::Name(names) => {
                let end = line.end(at)?;
                Some((names.get(line.text.get(at..end)?)?, end))
            }
            Quick::Text | Quick::None => None,
        }
    }
}

impl Line<'_> {
    fn byte(self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether a byte is none of a plain cell.
    fn is_end(self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r' | b'"')
    }

    /// Whether the cell ends there, the line with it or not.
    fn ends_at(self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
    }

    /// Where the cell ends that begins there; nothing where there is a quote in it, or no end.
    fn end(self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let length = rest.iter().position(|&byte| self.is_end(byte))?;
        let end = at.wrapping_add(length);
        (self.byte(end) != Some(b'"')).then_some(end)
    }
}

/// A number of at most 14 digits and so many decimals, in its last decimal, and where it ends.
fn decimal(line: Line<'_>, at: usize, places: usize, has_point: bool) -> Option<(i64, usize)> {
    const MOST: usize = 14;
    let is_negative = line.byte(at) == Some(b'-');
    let start = at.wrapping_add(usize::from(is_negative));
    let (mut value, mut at) = (0_i64, start);
    while let Some(byte @ b'0'..=b'9') = line.byte(at) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
        at = at.wrapping_add(1);
    }
    if at == start || at.wrapping_sub(start) > MOST {
        return None;
    }
    let mut left = places;
    if has_point && places > 0 && line.byte(at) == Some(b'.') {
        at = at.wrapping_add(1);
        while let Some(byte @ b'0'..=b'9') = line.byte(at).filter(|_| left > 0) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
            (at, left) = (at.wrapping_add(1), left.wrapping_sub(1));
        }
        if left == places {
            return None;
        }
    }
    const TENS: [i64; 5] = [1, 10, 100, 1_000, 10_000];
    let value = value.wrapping_mul(TENS.get(left).copied()?);
    Some((if is_negative { value.wrapping_neg() } else { value }, at))
}

/// Keeps a text as a fact's value.
fn keep(into: &mut Opportunity, text: &str) -> i64 {
    let text: TextRef = into.push_text(text);
    text.pack()
}
