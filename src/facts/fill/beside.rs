//! Objects in the place of scalars: values with evidence, amounts with their currency.

use super::{Composite, Filler, Frame, Place};
use crate::facts::evidence::{self, Outcome, Part};
use crate::facts::fault::Fault;
use crate::facts::plan::{Entry, Kind, Plan, Shape, Target};
use crate::facts::scalar::{Datum, Form, Misfit};

impl<'a> Filler<'a> {
    pub(super) fn open_in_evidence(&mut self, composite: Composite) {
        let is_money = self.field().is_some_and(|(_, _, _, form)| matches!(form, Form::Money(..)));
        let due = match self.scratch.evidence.part() {
            Part::Value if is_money && composite == Composite::Map => {
                self.scratch.evidence.begin_value();
                self.place = Place::Value;
                return;
            }
            Part::Value => Some(Fault::Unfit(Misfit::Shape)),
            Part::By if self.plan.schema.grades.is_empty() => None,
            Part::By => Some(Fault::Grade),
            Part::On => Some(Fault::EvidenceDate),
            Part::Ref => Some(Fault::EvidenceRef),
            Part::Amount | Part::Currency | Part::Other => None,
        };
        self.scratch.evidence.composite();
        self.skip(due);
    }

    pub(super) fn evidence_scalar(&mut self, datum: Datum<'_>) {
        let fault = match self.scratch.evidence.part() {
            Part::Value => self.evidence_value(datum),
            Part::By => self.scratch.evidence.set_grade(datum, &self.plan.schema.grades).err(),
            Part::On => self.scratch.evidence.set_date(datum).err(),
            Part::Ref => evidence::check_ref(datum).err(),
            Part::Amount => {
                self.scratch.evidence.keep_amount(datum);
                None
            }
            Part::Currency => {
                self.scratch.evidence.keep_currency(datum);
                None
            }
            Part::Other => None,
        };
        if let Some(fault) = fault {
            self.note(fault, Some(datum));
        }
    }

    fn evidence_value(&mut self, datum: Datum<'_>) -> Option<Fault> {
        let (_, _, entry, form) = self.field()?;
        match self.read(entry, form, datum) {
            Ok(value) => {
                self.scratch.evidence.set_value(value);
                None
            }
            Err(misfit) => Some(Fault::Unfit(misfit)),
        }
    }

    /// At the end of an amount with its currency that is the value of an object with evidence.
    pub(super) fn close_value(&mut self, text: String) {
        let Some((_, _, entry, form)) = self.field() else { return };
        match self.scratch.evidence.end_value(form, &entry.blanks, self.rates) {
            Ok(value) => self.scratch.evidence.set_value(value),
            Err(misfit) => self.note_text(Fault::Unfit(misfit), Some(text)),
        }
    }

    pub(super) fn close_evidence(&mut self, text: String) {
        let Some((shape, row, entry, form)) = self.field() else { return };
        let Kind::Scalar(column, _) = &entry.kind else { return };
        for (fault, text) in self.scratch.evidence.take_faults() {
            self.note_now(fault, text);
        }
        match self.scratch.evidence.end(form, &entry.blanks, self.rates) {
            Outcome::Slot(slot) => self.into.set_slot(shape.table, row, *column, slot),
            Outcome::NoValue => self.note_text(Fault::NoValue, Some(text)),
            Outcome::Unfit(misfit) => self.note_text(Fault::Unfit(misfit), Some(text)),
        }
    }

    /// The scalar field that is being read: its object's shape and row, itself and its form.
    fn field(&self) -> Option<(&'a Shape, u32, &'a Entry, &'a Form)> {
        let Some(&Frame::Fields { shape, row, at: Target::Field(place), .. }) = self.scratch.frames.last() else {
            return None;
        };
        let plan: &'a Plan = self.plan;
        let shape = plan.shape(shape)?;
        let entry = shape.entry(place)?;
        match &entry.kind {
            Kind::Scalar(_, form) => Some((shape, row, entry, form)),
            Kind::Record(_) | Kind::List(..) => None,
        }
    }
}
