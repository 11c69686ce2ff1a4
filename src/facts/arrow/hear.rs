//! Who a value of a column is said to: a [`Filler`], or an [`Ear`] that wants to know what it is as one fact.

use std::fmt::Display;

use super::values::Cells;
use crate::facts::evidence;
use crate::facts::fill::Filler;
use crate::facts::rate::Rates;
use crate::facts::scalar::{self, Datum, Form, Reading, Written};
use crate::value::Date;

/// Hears one value.
pub(super) trait Hear {
    /// A whole number.
    fn whole<N: Display + TryInto<i64> + Copy>(&mut self, number: N);

    /// A day, by its distance from 1970-01-01; says whether it was understood, and else it is said as a text.
    fn day(&mut self, days: i64) -> bool;

    /// Whatever else.
    fn scalar(&mut self, datum: Datum<'_>);
}

impl Hear for Filler<'_> {
    fn whole<N: Display + TryInto<i64> + Copy>(&mut self, number: N) {
        Filler::whole(self, number);
    }

    fn day(&mut self, days: i64) -> bool {
        Filler::day(self, days)
    }

    fn scalar(&mut self, datum: Datum<'_>) {
        Filler::scalar(self, datum);
    }
}

/// For what a column's values are wanted.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'p> {
    Claim,
    Field {
        form: &'p Form,
        blanks: &'p [Box<str>],
        rates: &'p Rates,
    },
    /// The grade of evidence, of so many.
    Grade(&'p [String]),
    /// The date of evidence.
    On,
    /// Its reference, which only has to be one.
    Ref,
}

impl<'p> Wanted<'p> {
    /// The type of the field.
    pub(super) fn form(self) -> Option<&'p Form> {
        match self {
            Wanted::Field { form, .. } => Some(form),
            Wanted::Claim | Wanted::Grade(_) | Wanted::On | Wanted::Ref => None,
        }
    }

    /// What it makes of a day; nothing where that takes a text.
    pub(super) fn day(self, days: i64) -> Option<i64> {
        match self {
            Wanted::Field { form, .. } => form.day(days),
            Wanted::On => Date::from_days(days).map(|date| i64::from(date.days())),
            Wanted::Claim | Wanted::Grade(_) | Wanted::Ref => None,
        }
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Missing,
    /// The 64-bit form; of a text what it is to be kept as.
    Value(i64),
    /// It is none.
    Unfit,
}

/// Keeps a text, and says as what.
pub(crate) type Keep<'k> = dyn FnMut(&str) -> i64 + 'k;

/// Hears what a value is, as a [`Filler`] at the same place would.
pub(super) struct Ear<'e, 'p> {
    wanted: Wanted<'p>,
    keep: &'e mut Keep<'e>,
    heard: Heard,
    /// For texts that are made.
    room: String,
}

impl<'e, 'p> Ear<'e, 'p> {
    pub(super) fn new(wanted: Wanted<'p>, keep: &'e mut Keep<'e>) -> Self {
        Ear { wanted, keep, heard: Heard::Missing, room: String::new() }
    }

    /// What the value of a row is.
    pub(super) fn hear(&mut self, cells: &Cells, row: usize) -> Heard {
        self.heard = Heard::Missing;
        let mut room = std::mem::take(&mut self.room);
        cells.feed(row, self, &mut room);
        self.room = room;
        self.heard
    }
}

impl Hear for Ear<'_, '_> {
    fn whole<N: Display + TryInto<i64> + Copy>(&mut self, number: N) {
        let quick = self.wanted.form().zip(number.try_into().ok()).and_then(|(form, number)| form.whole(number));
        match quick {
            Some(value) => self.heard = Heard::Value(value),
            None => self.scalar(Datum::Number(Written::whole(number).as_str())),
        }
    }

    fn day(&mut self, days: i64) -> bool {
        let value = self.wanted.day(days);
        self.heard = value.map_or(self.heard, Heard::Value);
        value.is_some()
    }

    fn scalar(&mut self, datum: Datum<'_>) {
        self.heard = match self.wanted {
            Wanted::Field { form, blanks, rates } => match form.read(datum, blanks, rates) {
                Ok(Reading::Missing) => Heard::Missing,
                Ok(Reading::Value(value)) => Heard::Value(value),
                Ok(Reading::Text(text)) => Heard::Value((self.keep)(text)),
                Err(_) => Heard::Unfit,
            },
            Wanted::Claim if scalar::is_missing(datum, &[]) => Heard::Missing,
            Wanted::Claim => scalar::as_written(datum).map_or(Heard::Unfit, |text| Heard::Value((self.keep)(text))),
            Wanted::Grade(grades) => match evidence::read_grade(datum, grades) {
                Ok(grade) => grade.map_or(Heard::Missing, |grade| Heard::Value(i64::from(grade))),
                Err(_) => Heard::Unfit,
            },
            Wanted::On if scalar::is_missing(datum, &[]) => Heard::Missing,
            Wanted::On => match scalar::read_evidence_date(datum) {
                Ok(day) => Heard::Value(i64::from(day)),
                Err(_) => Heard::Unfit,
            },
            Wanted::Ref if evidence::check_ref(datum).is_ok() => Heard::Missing,
            Wanted::Ref => Heard::Unfit,
        };
    }
}
