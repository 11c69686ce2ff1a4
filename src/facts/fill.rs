//! Data, as a stream of events, into the slots of an [`Opportunity`].
//!
//! Every source of data (a serde value, a deserializer, JSON text, a row of CSV) says the same few words to a
//! [`Filler`]: a bracket opens, a key, a scalar, a bracket closes. The filler knows where in the plan it is, and puts each
//! scalar where it belongs at once; there is no tree in between. A source may leave out a value whose key nobody wants.
//!
//! There are two ways of going through data. The first only fills, and remembers *that* something is wrong. The other also
//! finds out *what*: of all faults the first in the order of declaration, whatever the order of the data, with the
//! value's text. Sources that can be read twice are read the other way only where something is wrong.

use super::Opportunity;
use super::capture::{self, Capture};
use super::evidence::{self, Evidence, Outcome, Part};
use super::fault::{Fault, Noted};
use super::keys::{self, Memory};
use super::plan::{Entry, Kind, Plan, Shape, ShapeId, Target};
use super::rate::Rates;
use super::scalar::{self, Datum, Form, Misfit, Reading};
use super::{ListSlot, Slot};
use crate::schema::{ListId, TableId};

/// The two kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composite {
    Map,
    Seq,
}

/// How deep a value that does not fit is shown. Sources may recurse, so it must not be deeper.
const DEEPEST_TEXT: usize = 64;

impl Composite {
    /// Its opening bracket.
    pub(crate) fn opening(self) -> &'static str {
        match self {
            Composite::Map => "{",
            Composite::Seq => "[",
        }
    }

    /// Its closing bracket.
    pub(crate) fn closing(self) -> &'static str {
        match self {
            Composite::Map => "}",
            Composite::Seq => "]",
        }
    }
}

/// What filling needs beside the opportunity, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    frames: Vec<Frame>,
    /// For each open object whether its fields, and the claim, have come.
    seen: Vec<bool>,
    /// The keys of the last object of each shape.
    memories: Vec<Memory>,
    /// Places of keys, to be sorted.
    order: Vec<u32>,
    evidence: Evidence,
    capture: Capture,
    noted: Option<Noted>,
}

impl Scratch {
    /// Forgets the opportunity, and the plan too where it is another.
    pub(crate) fn prepare(&mut self, plan: &Plan, is_same: bool) {
        if !is_same {
            self.memories.clear();
            self.memories.resize_with(plan.shape_count(), Memory::default);
        }
        self.frames.clear();
        self.seen.clear();
        self.capture.clear();
        self.noted = None;
    }
}

/// An open object or list that is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    /// An object of that shape.
    Fields {
        shape: ShapeId,
        row: u32,
        /// Where its flags lie in [`Scratch::seen`].
        seen: usize,
        /// Where its last key leads.
        at: Target,
    },
    /// The elements of a list.
    Elements { table: TableId, row: u32, list: ListId, shape: ShapeId, start: u32, count: usize },
}

/// Where in the data the filler is, beside the frames.
enum Place {
    /// In an object or a list that is read, or before everything.
    Frames,
    /// In an object with evidence, or in an amount with its currency.
    Evidence,
    /// In the value of an object with evidence, which is an object itself.
    Value,
    /// In something that is passed over, so many brackets deep; then a fault may be due.
    Skipped { depth: usize, due: Option<Fault>, back: Back },
}

/// Where a passed over value leads back to.
#[derive(Clone, Copy)]
enum Back {
    Frames,
    Evidence,
    Value,
}

/// Puts data into an opportunity.
pub(crate) struct Filler<'a> {
    plan: &'a Plan,
    rates: &'a Rates,
    strict: bool,
    into: &'a mut Opportunity,
    scratch: &'a mut Scratch,
    place: Place,
    /// A fault of the key that was just given, for which only the value's text is missing.
    awaited: Option<Fault>,
    /// Whether to find out what is wrong.
    inquire: bool,
    is_faulty: bool,
}

impl<'a> Filler<'a> {
    /// A filler of a cleared opportunity.
    pub(crate) fn new(
        plan: &'a Plan,
        rates: &'a Rates,
        strict: bool,
        into: &'a mut Opportunity,
        scratch: &'a mut Scratch,
        inquire: bool,
    ) -> Self {
        let place = Place::Frames;
        Filler { plan, rates, strict, into, scratch, place, awaited: None, inquire, is_faulty: false }
    }

    /// Whether something is wrong, and with a filler that inquires, what.
    pub(crate) fn finish(self) -> (bool, Option<Noted>) {
        (self.is_faulty, self.scratch.noted.take())
    }

    /// A key of the open object. Says whether its value is wanted.
    pub(crate) fn key(&mut self, key: &str) -> bool {
        if self.is_faulty && !self.inquire {
            return false;
        }
        let is_wanted = match self.place {
            Place::Frames => self.field_key(key),
            Place::Evidence | Place::Value => {
                if let Err(part) = self.scratch.evidence.key(key) {
                    self.awaited = Some(Fault::Twice(Some(part)));
                    self.is_faulty = true;
                }
                // Its text may be wanted.
                self.inquire || self.scratch.evidence.part() != Part::Other
            }
            Place::Skipped { .. } => self.wants_element(),
        };
        if is_wanted && self.inquire {
            self.scratch.capture.key(key);
        }
        is_wanted
    }

    /// Whether the elements of the open list are wanted, be it only for their text.
    pub(crate) fn wants_element(&self) -> bool {
        match self.place {
            Place::Skipped { depth, .. } => self.inquire && depth < DEEPEST_TEXT && !self.scratch.capture.is_full(),
            Place::Frames | Place::Evidence | Place::Value => self.inquire || !self.is_faulty,
        }
    }

    /// Goes to a field of the open object without a key.
    pub(crate) fn select(&mut self, target: Target) {
        if let Some(Frame::Fields { at, .. }) = self.scratch.frames.last_mut() {
            *at = target;
        }
    }

    /// A scalar.
    pub(crate) fn scalar(&mut self, datum: Datum<'_>) {
        if self.inquire {
            self.scratch.capture.scalar(datum);
        } else if self.is_faulty {
            return;
        }
        if let Some(fault) = self.awaited.take() {
            return self.note(fault, Some(datum));
        }
        match self.place {
            Place::Frames => self.frame_scalar(datum),
            Place::Evidence | Place::Value => self.evidence_scalar(datum),
            Place::Skipped { .. } => {}
        }
    }

    /// An opening bracket.
    pub(crate) fn open(&mut self, composite: Composite) {
        if let Place::Skipped { depth, .. } = &mut self.place {
            *depth = depth.saturating_add(1);
            if self.inquire {
                self.scratch.capture.bracket(composite.opening(), true);
            }
            return;
        }
        if self.inquire {
            self.scratch.capture.open(composite);
        } else if self.is_faulty {
            return;
        }
        if let Some(fault) = self.awaited.take() {
            return self.skip(Some(fault));
        }
        match self.place {
            Place::Frames => self.open_in_frame(composite),
            Place::Evidence => self.open_in_evidence(composite),
            Place::Value => {
                self.scratch.evidence.composite();
                self.skip(None);
            }
            Place::Skipped { .. } => {}
        }
    }

    /// A closing bracket.
    pub(crate) fn close(&mut self, composite: Composite) {
        if let Place::Skipped { depth, .. } = &mut self.place {
            if *depth > 1 {
                *depth = depth.saturating_sub(1);
                if self.inquire {
                    self.scratch.capture.bracket(composite.closing(), false);
                }
                return;
            }
        }
        if self.is_faulty && !self.inquire {
            return;
        }
        let text = if self.inquire { self.scratch.capture.close(composite) } else { String::new() };
        match std::mem::replace(&mut self.place, Place::Frames) {
            Place::Frames => self.close_frame(text),
            Place::Evidence => self.close_evidence(text),
            Place::Value => {
                self.place = Place::Evidence;
                self.close_value(text);
            }
            Place::Skipped { due, back, .. } => {
                self.place = match back {
                    Back::Frames => Place::Frames,
                    Back::Evidence => Place::Evidence,
                    Back::Value => Place::Value,
                };
                if let Some(fault) = due {
                    self.note_text(fault, Some(text));
                }
            }
        }
    }

    /// Notes a fault of the field that was last gone to.
    pub(crate) fn fail(&mut self, fault: Fault, value: Datum<'_>) {
        self.note(fault, Some(value));
    }

    fn field_key(&mut self, key: &str) -> bool {
        let Some(Frame::Fields { shape: id, seen, at, .. }) = self.scratch.frames.last_mut() else { return false };
        let Some(shape) = self.plan.shape(*id) else { return false };
        let target = match self.scratch.memories.get_mut(id.index()) {
            Some(memory) => memory.target(key, shape),
            None => shape.target(key),
        };
        *at = target;
        let flag = match target {
            Target::Field(place) => super::index(place),
            Target::Claim => shape.entries.len(),
            Target::Unread => return self.unread_key(key),
        };
        if let Some(flag) = self.scratch.seen.get_mut(seen.saturating_add(flag)) {
            if std::mem::replace(flag, true) {
                self.awaited = Some(Fault::Twice(None));
                self.is_faulty = true;
                return self.inquire;
            }
        }
        true
    }

    /// Says whether the value of a key that no field reads is wanted: in strict mode for its text.
    fn unread_key(&mut self, key: &str) -> bool {
        if !self.strict {
            return self.inquire && self.scratch.capture.wants_unread();
        }
        self.is_faulty = true;
        if self.inquire {
            self.awaited = Some(Fault::Unread(key.to_owned()));
        }
        self.inquire
    }

    fn frame_scalar(&mut self, datum: Datum<'_>) {
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
                Target::Unread => {}
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
    fn read(&mut self, entry: &Entry, form: &Form, datum: Datum<'_>) -> Result<Option<i64>, Misfit> {
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

    fn open_in_frame(&mut self, composite: Composite) {
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
                Target::Unread => self.skip(None),
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
    }

    fn close_frame(&mut self, text: String) {
        match self.scratch.frames.last().copied() {
            None => {}
            Some(Frame::Fields { shape, seen, .. }) => {
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
        let Some(memory) = self.scratch.memories.get_mut(id.index()) else { return };
        let Err(keys::Twice(key)) = memory.end(&mut self.scratch.order) else { return };
        let key = key.to_owned();
        if let Some(Frame::Fields { at, .. }) = self.scratch.frames.last_mut() {
            *at = Target::Unread;
        }
        self.note_text(Fault::UnreadTwice(key), None);
    }

    /// Passes over what has just been opened.
    fn skip(&mut self, due: Option<Fault>) {
        let back = match self.place {
            Place::Frames | Place::Skipped { .. } => Back::Frames,
            Place::Evidence => Back::Evidence,
            Place::Value => Back::Value,
        };
        self.place = Place::Skipped { depth: 1, due, back };
    }

    fn open_in_evidence(&mut self, composite: Composite) {
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

    fn evidence_scalar(&mut self, datum: Datum<'_>) {
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
    fn close_value(&mut self, text: String) {
        let Some((_, _, entry, form)) = self.field() else { return };
        match self.scratch.evidence.end_value(form, &entry.blanks, self.rates) {
            Ok(value) => self.scratch.evidence.set_value(value),
            Err(misfit) => self.note_text(Fault::Unfit(misfit), Some(text)),
        }
    }

    fn close_evidence(&mut self, text: String) {
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

    fn note(&mut self, fault: Fault, value: Option<Datum<'_>>) {
        let text = if self.inquire { value.map(capture::scalar_text) } else { None };
        self.note_text(fault, text);
    }

    fn note_text(&mut self, fault: Fault, value: Option<String>) {
        if fault.is_beside_value() {
            self.scratch.evidence.hold(fault, value);
        } else {
            self.note_now(fault, value);
        }
    }

    fn note_now(&mut self, fault: Fault, value: Option<String>) {
        self.is_faulty = true;
        if self.inquire {
            Noted::keep_first(&mut self.scratch.noted, self.plan, &self.scratch.frames, fault, value);
        }
    }
}
