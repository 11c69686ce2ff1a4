//! The outermost object, as long as its keys come as they came last time.
//!
//! Then a key needs no search and no look whether it stands twice, and most scalars go straight to their slots. Whatever else comes
//! (an object, a list, a value that does not fit, a key that several fields read) is handed to the frames, as if there were no
//! lane, and the lane goes on behind it. At the first other key it ends.

use super::{Filler, Frame, Place};
use crate::facts::Slot;
use crate::facts::keys::Memory;
use crate::facts::plan::{Entry, Kind, ShapeId, Target};
use crate::facts::scalar::{self, Datum, Form, Reading};
use crate::facts::scan;
use crate::schema::ColumnId;
use crate::value::Date;

/// The memory of the outermost object's keys, while they are followed.
#[derive(Debug, Default)]
pub(super) struct Lane<'a> {
    keys: Memory,
    entries: &'a [Entry],
    is_open: bool,
    /// Whether the value of a key of the lane is next, or a key.
    pub(super) is_next: bool,
}

impl Filler<'_> {
    /// Behind the opening bracket of the outermost object.
    pub(super) fn begin_lane(&mut self) {
        let Some(memory) = self.scratch.memories.get_mut(ShapeId::FIRST.index()) else { return };
        if !self.inquire && !self.is_faulty && memory.can_lead(self.strict) {
            let keys = std::mem::take(memory);
            let entries = self.plan.shape(ShapeId::FIRST).map_or(&[][..], |shape| &shape.entries);
            self.lane = Lane { keys, entries, is_open: true, is_next: true };
        }
    }

    /// Gives the memory of the keys back.
    pub(super) fn end_lane(&mut self) {
        if !std::mem::replace(&mut self.lane.is_open, false) {
            return;
        }
        self.lane.is_next = false;
        if let Some(memory) = self.scratch.memories.get_mut(ShapeId::FIRST.index()) {
            *memory = std::mem::take(&mut self.lane.keys);
        }
    }

    /// Whether the next key's value is wanted, if the key is that of the lane.
    #[inline]
    pub(super) fn follow(&mut self, find: impl FnOnce(&mut Memory) -> Option<Target>) -> Option<bool> {
        if !self.lane.is_next && !self.is_back_in_lane() {
            return None;
        }
        match find(&mut self.lane.keys) {
            Some(target) => Some(target != Target::Unread),
            None => {
                self.leave_lane();
                None
            }
        }
    }

    /// A key that is a name of the program.
    #[inline]
    pub(crate) fn name(&mut self, key: &'static str) -> bool {
        match self.follow(|keys| keys.follow_name(key)) {
            Some(is_wanted) => is_wanted,
            None => self.key(key),
        }
    }

    /// A key with its quotes and colon at the beginning of a JSON text, if it is that of the lane: whether its value is wanted, and how
    /// long it is.
    #[inline]
    pub(crate) fn json_key(&mut self, text: &[u8]) -> Option<(bool, usize)> {
        if !self.lane.is_next && !self.is_back_in_lane() {
            return None;
        }
        let (target, length) = self.lane.keys.follow_json(text)?;
        Some((target != Target::Unread, length))
    }

    /// Puts a scalar at a place of a JSON text into the field that is next, if it is written as it mostly is. Gives its length.
    #[inline]
    pub(crate) fn json_scalar(&mut self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes().get(at..)?;
        match bytes.first()? {
            b'0'..=b'9' => {
                let (number, length) = scan::short_whole(bytes)?;
                self.lane_whole(number).then_some(length)
            }
            b'"' => {
                let length = scan::plain_length(bytes.get(1..)?);
                let start = at.saturating_add(1);
                let end = start.saturating_add(length);
                let is_whole = text.as_bytes().get(end) == Some(&b'"');
                (is_whole && self.lane_text(text.get(start..end)?)).then_some(length.saturating_add(2))
            }
            b'n' => (self.lane.is_next && bytes.starts_with(b"null")).then_some(4),
            _ => None,
        }
    }

    /// A text.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        if !self.lane_text(text) {
            self.scalar(Datum::Str(text));
        }
    }

    /// Puts a text into the field that is next, if it fits.
    #[inline]
    fn lane_text(&mut self, text: &str) -> bool {
        if !self.lane.is_next {
            return false;
        }
        if let Some((column, form, [])) = self.lane_field() {
            let value = match form {
                Form::Date => Date::parse(text).map(|date| i64::from(date.days())),
                Form::Enumeration(places) => places.get(text),
                Form::Bool
                | Form::Number(_)
                | Form::Percent(_)
                | Form::Fraction(_)
                | Form::Money(..)
                | Form::Text
                | Form::DateBy(_)
                | Form::Duration(_) => None,
            };
            if let Some(value) = value {
                self.set_own(column, value);
                return true;
            }
        }
        self.lane_scalar(Datum::Str(text))
    }

    /// A variant that is a name of the program.
    #[inline]
    pub(crate) fn variant(&mut self, place: u32, name: &'static str) {
        if self.lane.is_next {
            if let Some(value) = self.lane.keys.variant(place, name)
                && let Some((column, _, _)) = self.lane_field()
            {
                return self.set_own(column, value);
            }
            if self.lane_scalar(Datum::Str(name)) {
                return self.remember_variant(place, name);
            }
        }
        self.scalar(Datum::Str(name));
    }

    fn remember_variant(&mut self, place: u32, name: &'static str) {
        if let Some((_, form @ Form::Enumeration(_), blanks)) = self.lane_field()
            && let Ok(Reading::Value(value)) = form.read(Datum::Str(name), blanks, self.rates)
        {
            self.lane.keys.remember_variant(place, name, value);
        }
    }

    /// Puts a whole number into the field that is next, where its type makes that easy.
    #[inline]
    pub(crate) fn lane_whole(&mut self, number: i64) -> bool {
        if !self.lane.is_next {
            return false;
        }
        let found = self.lane_field().and_then(|(column, form, _)| Some((column, form.whole(number)?)));
        found.is_some_and(|(column, value)| {
            self.set_own(column, value);
            true
        })
    }

    /// Puts a scalar into the field that is next, if it fits.
    #[inline]
    pub(super) fn lane_scalar(&mut self, datum: Datum<'_>) -> bool {
        if matches!(datum, Datum::Null) {
            return true;
        }
        match self.lane.keys.last() {
            Some(Target::Unread) => true,
            Some(Target::Field(_)) => self.lane_field_scalar(datum),
            Some(Target::Claim) => {
                let text = scalar::as_written(datum);
                if let Some(text) = text.filter(|_| !scalar::is_missing(datum, &[])) {
                    let claim = self.into.push_text(text);
                    self.into.set_claim(Some(claim));
                    return true;
                }
                false
            }
            Some(Target::Shared(_)) | None => false,
        }
    }

    fn lane_field_scalar(&mut self, datum: Datum<'_>) -> bool {
        let Some((column, form, blanks)) = self.lane_field() else { return false };
        match form.read(datum, blanks, self.rates) {
            Ok(Reading::Missing) => {}
            Ok(Reading::Value(value)) => self.set_own(column, value),
            Ok(Reading::Text(text)) => {
                let value = self.into.push_text(text).pack();
                self.set_own(column, value);
            }
            Err(_) => return false,
        }
        true
    }

    fn set_own(&mut self, column: ColumnId, value: i64) {
        self.into.set_own_slot(column, Slot { value, on: Slot::UNDATED, grade: 0, known: true });
    }

    /// Before a value that the frames are to have, or behind it: goes to the field of the lane's last key as [`Filler::key`] would.
    #[inline]
    pub(super) fn leave_to_frames(&mut self) {
        if self.lane.is_next {
            self.enter_frames();
        }
    }

    #[cold]
    fn enter_frames(&mut self) {
        self.lane.is_next = false;
        let Some(target) = self.lane.keys.last() else { return };
        let Some(shape) = self.plan.shape(ShapeId::FIRST) else { return };
        let readers = shape.readers(target);
        self.select(readers.first().copied().unwrap_or(target));
        if !readers.is_empty() {
            self.shared = Some(readers);
            self.scratch.log.clear();
            self.place = Place::Logged;
        }
    }

    /// Whether a value that the frames had has ended, and the lane goes on.
    fn is_back_in_lane(&mut self) -> bool {
        let is_back = self.lane.is_open
            && matches!(self.place, Place::Frames)
            && self.scratch.frames.len() == 1
            && !self.is_faulty;
        self.lane.is_next = is_back;
        is_back
    }

    /// At a key that is another: tells the frames which fields have come.
    #[cold]
    fn leave_lane(&mut self) {
        if let Some(&Frame::Fields { seen, .. }) = self.scratch.frames.first()
            && let Some(shape) = self.plan.shape(ShapeId::FIRST)
        {
            for target in self.lane.keys.so_far() {
                let first = shape.readers(target).first().copied().unwrap_or(target);
                let flag = match first {
                    Target::Field(place) => crate::facts::index(place),
                    Target::Claim | Target::Shared(_) => shape.entries.len(),
                    Target::Unread => continue,
                };
                if let Some(flag) = self.scratch.seen.get_mut(seen.saturating_add(flag)) {
                    *flag = true;
                }
            }
        }
        self.end_lane();
    }
}

impl<'a> Filler<'a> {
    /// The scalar field of the lane's last key.
    #[inline]
    fn lane_field(&self) -> Option<(ColumnId, &'a Form, &'a [Box<str>])> {
        let Some(Target::Field(place)) = self.lane.keys.last() else { return None };
        let entries: &'a [Entry] = self.lane.entries;
        let entry = entries.get(crate::facts::index(place))?;
        match &entry.kind {
            Kind::Scalar(column, form) => Some((*column, form, &entry.blanks)),
            Kind::Record(_) | Kind::List(..) => None,
        }
    }
}
