//! Objects and lists that are read: what a scalar or a bracket means for the field that is next.

use super::{Composite, Filler, Frame, Place};
use crate::facts::fault::Fault;
use crate::facts::keys;
use crate::facts::plan::{Entry, Kind, Shape, ShapeId, Target};
use crate::facts::scalar::{self, Datum, Form, Misfit, Reading};
use crate::facts::{ListSlot, Slot};

impl Filler<'_> {
    pub(super) fn frame_scalar(&mut self, datum: Datum<'_>) {
        let plan = self.plan;
        match self.scratch.frames.last_mut() {
            None => self.note(Fault::NotObject, Some(datum)),
            Some(Frame::Elements { count, .. }) => {
                *count = count.saturating_add(1);
                if *count <= plan.list_elements {
                    self.note(Fault::Element, Some(datum));
                }
            }
            Some(&mut Frame::Fields { shape, row, at, .. }) => match at {
                Target::Unread | Target::Shared(_) => {}
                Target::Claim => self.claim(datum),
                Target::Field(place) => {
                    let Some(shape) = plan.shape(shape) else { return };
                    if let Some(entry) = shape.entry(place) {
                        self.field_scalar(shape, entry, row, datum);
                    }
                }
            },
        }
    }

    /// Puts a value into the field that is next, where its type makes that easy.
    pub(super) fn quick(&mut self, read: impl FnOnce(&Form) -> Option<i64>) -> bool {
        let plan = self.plan;
        let Some(&Frame::Fields { shape, row, at: Target::Field(place), .. }) = self.scratch.frames.last() else {
            return false;
        };
        let Some((shape, entry)) = plan.shape(shape).and_then(|shape| Some((shape, shape.entry(place)?))) else {
            return false;
        };
        let Kind::Scalar(column, form) = &entry.kind else { return false };
        let Some(value) = read(form) else { return false };
        self.into.set_slot(shape.table, row, *column, Slot { value, on: Slot::UNDATED, grade: 0, known: true });
        true
    }

    fn field_scalar(&mut self, shape: &Shape, entry: &Entry, row: u32, datum: Datum<'_>) {
        match &entry.kind {
            Kind::Scalar(column, form) => match self.read(entry, form, datum) {
                Ok(Some(value)) => {
                    let slot = Slot { value, on: Slot::UNDATED, grade: 0, known: true };
                    self.into.set_slot(shape.table, row, *column, slot);
                }
                Ok(None) => {}
                Err(misfit) => self.note(Fault::Unfit(misfit), Some(datum)),
            },
            Kind::Record(_) if scalar::is_missing(datum, &entry.blanks) => {}
            Kind::List(..) if scalar::is_missing(datum, &entry.blanks) => {}
            Kind::Record(_) => self.note(Fault::NotRecord, Some(datum)),
            Kind::List(..) => self.note(Fault::NotList, Some(datum)),
        }
    }

    /// The 64-bit form of a datum, where it is not missing.
    pub(super) fn read(&mut self, entry: &Entry, form: &Form, datum: Datum<'_>) -> Result<Option<i64>, Misfit> {
        Ok(match form.read(datum, &entry.blanks, self.rates)? {
            Reading::Missing => None,
            Reading::Value(value) => Some(value),
            Reading::Text(text) => Some(self.into.push_text(text).pack()),
        })
    }

    fn claim(&mut self, datum: Datum<'_>) {
        if scalar::is_missing(datum, &[]) {
            return;
        }
        match scalar::as_written(datum) {
            Some(text) => {
                let claim = self.into.push_text(text);
                self.into.set_claim(Some(claim));
            }
            None => self.note(Fault::Claim, Some(datum)),
        }
    }

    pub(super) fn open_in_frame(&mut self, composite: Composite) {
        let is_map = composite == Composite::Map;
        let plan = self.plan;
        match self.scratch.frames.last_mut() {
            None if is_map => self.enter(ShapeId::FIRST, 0),
            None => self.skip(Some(Fault::NotObject)),
            Some(Frame::Elements { count, shape, .. }) => {
                *count = count.saturating_add(1);
                let (is_over, shape) = (*count > plan.list_elements, *shape);
                match plan.shape(shape) {
                    Some(found) if is_map && !is_over => {
                        let row = self.into.push_row(found.table);
                        self.enter(shape, row);
                    }
                    Some(_) | None => self.skip((!is_over).then_some(Fault::Element)),
                }
            }
            Some(&mut Frame::Fields { shape, row, at, .. }) => match at {
                Target::Unread | Target::Shared(_) => self.skip(None),
                Target::Claim => self.skip(Some(Fault::Claim)),
                Target::Field(place) => {
                    let Some(shape) = plan.shape(shape) else { return };
                    if let Some(entry) = shape.entry(place) {
                        self.open_field(shape, entry, row, composite);
                    }
                }
            },
        }
    }

    fn open_field(&mut self, shape: &Shape, entry: &Entry, row: u32, composite: Composite) {
        match (&entry.kind, composite) {
            (Kind::Scalar(_, form), Composite::Map) => {
                self.scratch.evidence.begin(matches!(form, Form::Money(..)));
                self.place = Place::Evidence;
            }
            (Kind::Scalar(..), Composite::Seq) => self.skip(Some(Fault::Unfit(Misfit::Shape))),
            (Kind::Record(inner), Composite::Map) => self.enter(*inner, row),
            (Kind::Record(_), Composite::Seq) => self.skip(Some(Fault::NotRecord)),
            (Kind::List(list, inner), Composite::Seq) => {
                let (list, inner, table) = (*list, *inner, shape.table);
                let start = self.plan.shape(inner).map_or(0, |inner| self.into.rows(inner.table));
                let elements = Frame::Elements { table, row, list, shape: inner, start, count: 0 };
                self.scratch.frames.push(elements);
            }
            (Kind::List(..), Composite::Map) => self.skip(Some(Fault::NotList)),
        }
    }

    fn enter(&mut self, id: ShapeId, row: u32) {
        let flags = self.plan.shape(id).map_or(0, |shape| shape.entries.len()).saturating_add(1);
        let seen = self.scratch.seen.len();
        self.scratch.seen.resize(seen.saturating_add(flags), false);
        self.scratch.frames.push(Frame::Fields { shape: id, row, seen, at: Target::Unread });
        if let Some(memory) = self.scratch.memories.get_mut(id.index()) {
            memory.begin();
        }
        if id == ShapeId::FIRST {
            self.begin_lane();
        }
    }

    pub(super) fn close_frame(&mut self, text: String) {
        match self.scratch.frames.last().copied() {
            None => {}
            Some(Frame::Fields { shape, seen, .. }) => {
                if shape == ShapeId::FIRST {
                    self.end_lane();
                }
                self.end_keys(shape);
                self.scratch.frames.pop();
                self.scratch.seen.truncate(seen);
            }
            Some(Frame::Elements { table, row, list, start, count, .. }) => {
                self.scratch.frames.pop();
                if count > self.plan.list_elements {
                    return self.note_text(Fault::TooLong(self.plan.list_elements), Some(text));
                }
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                self.into.set_list(table, row, list, ListSlot { start, count, known: true });
            }
        }
    }

    /// Behind the last key of an object: looks for one that no field reads and that stands twice.
    fn end_keys(&mut self, id: ShapeId) {
        let is_sound = !self.is_faulty;
        let Some(memory) = self.scratch.memories.get_mut(id.index()) else { return };
        let Err(keys::Twice(key)) = memory.end(&mut self.scratch.order, is_sound) else { return };
        let key = key.to_owned();
        if let Some(Frame::Fields { at, .. }) = self.scratch.frames.last_mut() {
            *at = Target::Unread;
        }
        self.note_text(Fault::UnreadTwice(key), None);
    }
}
