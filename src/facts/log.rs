//! What a source said of one value, to be said again: for a key of the data that several fields read.

use std::ops::Range;

use super::fill::Composite;
use super::scalar::Datum;

/// The events of a value in order.
#[derive(Debug, Default)]
pub(super) struct Log {
    events: Vec<Event>,
    text: String,
    /// What is not at its end: brackets, and keys, whose values are not.
    open: Vec<Open>,
}

/// Something that is not at its end.
#[derive(Clone, Copy, Debug)]
enum Open {
    Bracket,
    /// A key, by its place.
    Key(usize),
}

/// An event; texts as ranges.
#[derive(Clone, Debug)]
enum Event {
    Open(Composite),
    Close(Composite),
    /// A key, and the event behind its value.
    Key(Range<usize>, usize),
    Null,
    Bool(bool),
    Number(Range<usize>),
    NotFinite(Range<usize>),
    Str(Range<usize>),
    Day(Range<usize>),
}

/// An event to be said again.
#[derive(Debug)]
pub(super) enum Said<'l> {
    Open(Composite),
    Close(Composite),
    /// A key, and the events of its value.
    Key(&'l str, Range<usize>),
    Scalar(Datum<'l>),
}

impl Log {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.text.clear();
        self.open.clear();
    }

    /// How deep the value is.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// How many events there are.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// A bracket opens.
    pub(crate) fn open(&mut self, composite: Composite) {
        self.events.push(Event::Open(composite));
        self.open.push(Open::Bracket);
    }

    /// A bracket closes.
    pub(crate) fn close(&mut self, composite: Composite) {
        self.events.push(Event::Close(composite));
        self.open.pop();
        self.end_value();
    }

    /// A key.
    pub(crate) fn key(&mut self, key: &str) {
        self.open.push(Open::Key(self.events.len()));
        let text = self.keep(key);
        self.events.push(Event::Key(text, 0));
    }

    /// A scalar.
    pub(crate) fn scalar(&mut self, datum: Datum<'_>) {
        let event = match datum {
            Datum::Null => Event::Null,
            Datum::Bool(value) => Event::Bool(value),
            Datum::Number(text) => Event::Number(self.keep(text)),
            Datum::NotFinite(text) => Event::NotFinite(self.keep(text)),
            Datum::Str(text) => Event::Str(self.keep(text)),
            Datum::Day(text) => Event::Day(self.keep(text)),
        };
        self.events.push(event);
        self.end_value();
    }

    /// The event at a place.
    pub(crate) fn get(&self, place: usize) -> Option<Said<'_>> {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or("");
        Some(match self.events.get(place)? {
            Event::Open(composite) => Said::Open(*composite),
            Event::Close(composite) => Said::Close(*composite),
            Event::Key(range, end) => Said::Key(text(range), place.saturating_add(1)..*end),
            Event::Null => Said::Scalar(Datum::Null),
            Event::Bool(value) => Said::Scalar(Datum::Bool(*value)),
            Event::Number(range) => Said::Scalar(Datum::Number(text(range))),
            Event::NotFinite(range) => Said::Scalar(Datum::NotFinite(text(range))),
            Event::Str(range) => Said::Scalar(Datum::Str(text(range))),
            Event::Day(range) => Said::Scalar(Datum::Day(text(range))),
        })
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    fn end_value(&mut self) {
        let behind = self.events.len();
        let Some(&Open::Key(key)) = self.open.last() else { return };
        self.open.pop();
        if let Some(Event::Key(_, end)) = self.events.get_mut(key) {
            *end = behind;
        }
    }
}
