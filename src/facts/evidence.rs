//! An object in the place of a scalar: a value with its evidence, or an amount with its currency.
//!
//! Its keys come in any order, so what they say is held until the object ends. What is wrong beside the value is held
//! too: in a plain amount with its currency it does not matter.

use super::Slot;
use super::fault::Fault;
use super::rate::Rates;
use super::scalar::{self, Datum, Form, Misfit};
use crate::value::Currency;

/// A key of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Part {
    Value,
    By,
    On,
    Ref,
    Amount,
    Currency,
    /// Any other, which is ignored.
    #[default]
    Other,
}

/// What is held of the object that is open.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    part: Part,
    is_money: bool,
    /// Whether the open object is the value of another.
    is_value: bool,
    /// The parts that have come, and those of the outer object.
    seen: Parts,
    outer: Parts,
    value: Option<i64>,
    on: Option<i32>,
    grade: u16,
    amount: Held,
    /// The amount as it is written.
    text: String,
    currency: Held,
    code: Option<Currency>,
    faults: Vec<(Fault, Option<String>)>,
}

/// Some of the parts.
#[derive(Clone, Copy, Debug, Default)]
struct Parts(u8);

/// What has come of an amount or its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Held {
    #[default]
    Absent,
    Null,
    Wrong,
    Number,
    Text,
}

/// What the object is.
pub(super) enum Outcome {
    Slot(Slot),
    /// It has no value.
    NoValue,
    /// It is an amount that does not fit.
    Unfit(Misfit),
}

impl Parts {
    /// Adds a part; whether it was there already.
    fn add(&mut self, part: Part) -> bool {
        let bit = match part {
            Part::Value => 1,
            Part::By => 2,
            Part::On => 4,
            Part::Ref => 8,
            Part::Amount => 16,
            Part::Currency => 32,
            Part::Other => 0,
        };
        let was_there = self.0 & bit != 0;
        self.0 |= bit;
        was_there
    }

    fn has(mut self, part: Part) -> bool {
        self.add(part)
    }
}

impl Evidence {
    /// Begins an object in the place of a scalar.
    pub(crate) fn begin(&mut self, is_money: bool) {
        let (mut text, mut faults) = (std::mem::take(&mut self.text), std::mem::take(&mut self.faults));
        text.clear();
        faults.clear();
        *self = Evidence { is_money, text, faults, ..Evidence::default() };
    }

    /// Begins the value, which is an object itself.
    pub(crate) fn begin_value(&mut self) {
        self.outer = self.seen;
        self.seen = Parts::default();
        self.is_value = true;
        self.amount = Held::Absent;
        self.currency = Held::Absent;
        self.code = None;
    }

    /// The part of the last key.
    pub(crate) fn part(&self) -> Part {
        self.part
    }

    /// A key; an error where it has come before.
    pub(crate) fn key(&mut self, key: &str) -> Result<(), Part> {
        self.part = match key {
            "value" if !self.is_value => Part::Value,
            "by" if !self.is_value => Part::By,
            "on" if !self.is_value => Part::On,
            "ref" if !self.is_value => Part::Ref,
            "amount" if self.is_money => Part::Amount,
            "currency" if self.is_money => Part::Currency,
            _ => Part::Other,
        };
        if self.seen.add(self.part) { Err(self.part) } else { Ok(()) }
    }

    /// Goes to a part without a key.
    pub(crate) fn select(&mut self, part: Part) {
        self.part = part;
        self.seen.add(part);
    }

    /// The value's 64-bit form, or that it is missing.
    pub(crate) fn set_value(&mut self, value: Option<i64>) {
        self.value = value;
    }

    /// Holds a fault of what stands beside the value.
    pub(crate) fn hold(&mut self, fault: Fault, text: Option<String>) {
        self.faults.push((fault, text));
    }

    /// The faults that were held, where they matter.
    pub(crate) fn take_faults(&mut self) -> Vec<(Fault, Option<String>)> {
        if self.seen.has(Part::Value) { std::mem::take(&mut self.faults) } else { Vec::new() }
    }

    /// Reads the grade. Without grades it does not matter.
    pub(crate) fn set_grade(&mut self, datum: Datum<'_>, grades: &[String]) -> Result<(), Fault> {
        if let Some(grade) = read_grade(datum, grades)? {
            self.grade = grade;
        }
        Ok(())
    }

    /// Reads the date.
    pub(crate) fn set_date(&mut self, datum: Datum<'_>) -> Result<(), Fault> {
        if !scalar::is_missing(datum, &[]) {
            self.on = Some(scalar::read_evidence_date(datum).map_err(|_| Fault::EvidenceDate)?);
        }
        Ok(())
    }

    /// Keeps the amount.
    pub(crate) fn keep_amount(&mut self, datum: Datum<'_>) {
        let (held, text) = match datum {
            Datum::Null => (Held::Null, ""),
            Datum::Number(text) => (Held::Number, text),
            Datum::Str(text) => (Held::Text, text),
            Datum::Bool(_) | Datum::NotFinite(_) | Datum::Day(_) => (Held::Wrong, ""),
        };
        self.amount = held;
        self.text.clear();
        self.text.push_str(text);
    }

    /// Reads the currency.
    pub(crate) fn keep_currency(&mut self, datum: Datum<'_>) {
        self.code = match datum {
            Datum::Str(text) => Currency::new(text.trim()),
            Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => None,
        };
        self.currency = match self.code {
            Some(_) => Held::Text,
            None if scalar::is_missing(datum, &[]) => Held::Null,
            None => Held::Wrong,
        };
    }

    /// Something with brackets in the place of a part.
    pub(crate) fn composite(&mut self) {
        match self.part {
            Part::Amount => self.amount = Held::Wrong,
            Part::Currency => self.currency = Held::Wrong,
            Part::Value | Part::By | Part::On | Part::Ref | Part::Other => {}
        }
    }

    /// Ends a value that is an object itself: its amount's 64-bit form, where it is not missing.
    pub(crate) fn end_value(&mut self, form: &Form, blanks: &[Box<str>], rates: &Rates) -> Result<Option<i64>, Misfit> {
        let value = self.read_amount(form, blanks, rates);
        self.seen = self.outer;
        self.is_value = false;
        value
    }

    /// Ends the object.
    pub(crate) fn end(&mut self, form: &Form, blanks: &[Box<str>], rates: &Rates) -> Outcome {
        if self.seen.has(Part::Value) {
            let on = self.on.unwrap_or(Slot::UNDATED);
            let known = |value| Slot { value, on, grade: self.grade, known: true };
            return Outcome::Slot(self.value.map_or(Slot::MISSING, known));
        }
        if !self.seen.has(Part::Amount) {
            return Outcome::NoValue;
        }
        let known = |value| Slot { value, on: Slot::UNDATED, grade: 0, known: true };
        match self.read_amount(form, blanks, rates) {
            Ok(value) => Outcome::Slot(value.map_or(Slot::MISSING, known)),
            Err(misfit) => Outcome::Unfit(misfit),
        }
    }

    fn read_amount(&self, form: &Form, blanks: &[Box<str>], rates: &Rates) -> Result<Option<i64>, Misfit> {
        let Form::Money(to, style) = form else { return Err(Misfit::Shape) };
        let amount = match self.amount {
            Held::Null => Datum::Null,
            Held::Number => Datum::Number(&self.text),
            Held::Text => Datum::Str(&self.text),
            Held::Absent | Held::Wrong => return Err(Misfit::Shape),
        };
        if self.currency == Held::Wrong {
            return Err(Misfit::Shape);
        }
        if scalar::is_missing(amount, blanks) {
            return Ok(None);
        }
        let from = self.code.ok_or(Misfit::Shape)?;
        scalar::convert(amount, from, *to, *style, rates).map(Some)
    }
}

/// Reads a grade, where one is said. Without grades it does not matter.
pub(super) fn read_grade(datum: Datum<'_>, grades: &[String]) -> Result<Option<u16>, Fault> {
    if grades.is_empty() || scalar::is_missing(datum, &[]) {
        return Ok(None);
    }
    let place = match datum {
        Datum::Str(text) => grades.iter().position(|grade| grade == text.trim()),
        Datum::Null | Datum::Bool(_) | Datum::Number(_) | Datum::NotFinite(_) | Datum::Day(_) => None,
    };
    place.and_then(|place| u16::try_from(place).ok()).ok_or(Fault::Grade).map(Some)
}

/// Whether a datum can be a reference: a text, or a number or bool as it is written.
pub(super) fn check_ref(datum: Datum<'_>) -> Result<(), Fault> {
    let fits = scalar::is_missing(datum, &[]) || scalar::as_written(datum).is_some();
    if fits { Ok(()) } else { Err(Fault::EvidenceRef) }
}
