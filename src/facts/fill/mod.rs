//! Data, as a stream of events, into the slots of an [`Opportunity`].
//!
//! Every source of data (a serde value, a deserializer, JSON text, a row of CSV) says the same few words to a
//! [`Filler`]: a bracket opens, a key, a scalar, a bracket closes. The filler knows where in the plan it is, and puts each
//! scalar where it belongs at once; there is no tree in between. A source may leave out a value whose key nobody wants.
//!
//! There are two ways of going through data. The first only fills, and remembers *that* something is wrong. The other also
//! finds out *what*: of all faults the first in the order of declaration, whatever the order of the data, with the
//! value's text. Sources that can be read twice are read the other way only where something is wrong.

mod beside;
mod fields;
mod lane;
mod shared;

use std::fmt::Display;

use crate::facts::Opportunity;
use crate::facts::capture::{self, Capture};
use crate::facts::evidence::{Evidence, Part};
use crate::facts::fault::{Fault, Noted};
use crate::facts::keys::Memory;
use crate::facts::log::Log;
use crate::facts::plan::{Plan, ShapeId, Target};
use crate::facts::rate::Rates;
use crate::facts::scalar::{self, Datum, Written};
use crate::schema::{ListId, TableId};

/// How deep a value that does not fit is shown. Sources may recurse, so it must not be deeper.
const DEEPEST_TEXT: usize = 64;

/// How deep a value is put down: deeper than records nest.
const DEEPEST_LOG: usize = 256;

/// The two kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composite {
    Map,
    Seq,
}

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
    log: Log,
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
    /// In the value of a key that several fields read. It is put down, and read for each of them at its end.
    Logged,
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
    /// The key that was just given is read by several fields, and by which.
    shared: Option<&'a [Target]>,
    /// Whether to find out what is wrong.
    inquire: bool,
    is_faulty: bool,
    lane: lane::Lane<'a>,
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
        let (place, lane) = (Place::Frames, lane::Lane::default());
        Filler {
            plan,
            rates,
            strict,
            into,
            scratch,
            place,
            awaited: None,
            shared: None,
            inquire,
            is_faulty: false,
            lane,
        }
    }

    /// Whether something is wrong, and with a filler that inquires, what.
    pub(crate) fn finish(mut self) -> (bool, Option<Noted>) {
        self.end_lane();
        (self.is_faulty, self.scratch.noted.take())
    }

    /// A key of the open object. Says whether its value is wanted.
    pub(crate) fn key(&mut self, key: &str) -> bool {
        if let Some(is_wanted) = self.follow(|keys| keys.follow(key)) {
            return is_wanted;
        }
        if matches!(self.place, Place::Logged) {
            self.scratch.log.key(key);
            return true;
        }
        let is_wanted = self.plain_key(key);
        if is_wanted && self.shared.is_some() {
            self.scratch.log.clear();
            self.place = Place::Logged;
        }
        is_wanted
    }

    /// A key, whose readers it leaves in `shared` where there are several.
    fn plain_key(&mut self, key: &str) -> bool {
        self.shared = None;
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
            Place::Logged => true,
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
            Place::Logged => self.scratch.log.depth() < DEEPEST_LOG,
            Place::Frames | Place::Evidence | Place::Value => self.inquire || !self.is_faulty,
        }
    }

    /// Goes to a field of the open object without a key.
    pub(crate) fn select(&mut self, target: Target) {
        if let Some(Frame::Fields { at, .. }) = self.scratch.frames.last_mut() {
            *at = target;
        }
    }

    /// The same, of data that has keys: they are shown where the object is.
    #[cfg(feature = "arrow")]
    pub(crate) fn select_key(&mut self, target: Target, key: &str) {
        self.select(target);
        if self.inquire {
            self.scratch.capture.key(key);
        }
    }

    /// A whole number, which mostly needs no text.
    pub(crate) fn whole<N: Display + TryInto<i64> + Copy>(&mut self, number: N) {
        if self.lane.is_next && number.try_into().is_ok_and(|number| self.lane_whole(number)) {
            return;
        }
        self.leave_to_frames();
        let is_plain =
            matches!(self.place, Place::Frames) && !self.inquire && !self.is_faulty && self.awaited.is_none();
        let quick = number.try_into().ok().filter(|_| is_plain);
        if quick.is_none_or(|number| !self.quick(|form| form.whole(number))) {
            self.scalar(Datum::Number(Written::whole(number).as_str()));
        }
    }

    /// A day, where the field that is next is a date and nothing stands in the way.
    #[cfg(feature = "arrow")]
    pub(crate) fn day(&mut self, days: i64) -> bool {
        let is_plain =
            matches!(self.place, Place::Frames) && !self.inquire && !self.is_faulty && self.awaited.is_none();
        is_plain && self.quick(|form| form.day(days))
    }

    /// A scalar.
    pub(crate) fn scalar(&mut self, datum: Datum<'_>) {
        if self.lane.is_next && self.lane_scalar(datum) {
            return;
        }
        self.leave_to_frames();
        if matches!(self.place, Place::Logged) {
            self.scratch.log.scalar(datum);
            return self.end_logged();
        }
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
            Place::Skipped { .. } | Place::Logged => {}
        }
    }

    /// An opening bracket.
    pub(crate) fn open(&mut self, composite: Composite) {
        self.leave_to_frames();
        if matches!(self.place, Place::Logged) {
            return self.scratch.log.open(composite);
        }
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
            Place::Skipped { .. } | Place::Logged => {}
        }
    }

    /// A closing bracket.
    pub(crate) fn close(&mut self, composite: Composite) {
        if matches!(self.place, Place::Logged) {
            self.scratch.log.close(composite);
            return self.end_logged();
        }
        if let Place::Skipped { depth, .. } = &mut self.place
            && *depth > 1
        {
            *depth = depth.saturating_sub(1);
            if self.inquire {
                self.scratch.capture.bracket(composite.closing(), false);
            }
            return;
        }
        if self.is_faulty && !self.inquire {
            return;
        }
        let text = if self.inquire { self.scratch.capture.close(composite) } else { String::new() };
        match std::mem::replace(&mut self.place, Place::Frames) {
            Place::Frames | Place::Logged => self.close_frame(text),
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

    /// Goes to a part of the open object with evidence, without a key.
    pub(crate) fn evidence_part(&mut self, part: Part) {
        self.scratch.evidence.select(part);
    }

    /// Whether the datum says of the field that was last gone to that there is no answer.
    pub(crate) fn is_missing(&self, datum: Datum<'_>) -> bool {
        let blanks = match self.scratch.frames.last() {
            Some(&Frame::Fields { shape, at: Target::Field(place), .. }) => {
                self.plan.shape(shape).and_then(|shape| shape.entry(place)).map_or(&[][..], |entry| &entry.blanks)
            }
            Some(_) | None => &[],
        };
        scalar::is_missing(datum, blanks)
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
        let readers = shape.readers(target);
        let first = readers.first().copied().unwrap_or(target);
        *at = first;
        let flag = match first {
            Target::Field(place) => crate::facts::index(place),
            Target::Claim | Target::Shared(_) => shape.entries.len(),
            Target::Unread => return self.unread_key(key),
        };
        if let Some(flag) = self.scratch.seen.get_mut(seen.saturating_add(flag))
            && std::mem::replace(flag, true)
        {
            self.awaited = Some(Fault::Twice(None));
            self.is_faulty = true;
            return self.inquire;
        }
        self.shared = (!readers.is_empty()).then_some(readers);
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

    /// Passes over what has just been opened.
    fn skip(&mut self, due: Option<Fault>) {
        let back = match self.place {
            Place::Frames | Place::Logged | Place::Skipped { .. } => Back::Frames,
            Place::Evidence => Back::Evidence,
            Place::Value => Back::Value,
        };
        self.place = Place::Skipped { depth: 1, due, back };
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
