//! How records nest: none in itself, none too deep, none too large once flattened.
//!
//! All walks have their own stacks: records may be declared in chains of any length, used or not.

use super::collect::Names;
use super::error::names as error;
use super::fields::{Declared, Kind};
use super::report::Report;
use crate::limits::Limits;

/// All fields of a playbook with their types.
pub(crate) struct Declarations<'a> {
    pub(crate) opportunity: Vec<Declared<'a>>,
    /// By the record's place in [`Names::records`].
    pub(crate) records: Vec<Vec<Declared<'a>>>,
}

fn nested(kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Record(record) | Kind::List(record) => Some(*record),
        Kind::Scalar(..) | Kind::Broken => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Finds the fields through which a record contains itself, by a walk with its own stack, and breaks them.
pub(crate) fn cut_circles(names: &Names<'_>, all: &mut Declarations<'_>, report: &mut Report) {
    let mut states = vec![State::New; all.records.len()];
    for start in 0..all.records.len() {
        let mut stack = vec![(start, 0_usize)];
        while let Some((record, at)) = stack.pop() {
            if at == 0 && states.get(record).is_none_or(|&state| state != State::New) {
                continue;
            }
            set(&mut states, record, State::Open);
            let Some(field) = all.records.get_mut(record).and_then(|fields| fields.get_mut(at)) else {
                set(&mut states, record, State::Done);
                continue;
            };
            stack.push((record, at.saturating_add(1)));
            let Some(inner) = nested(&field.kind) else { continue };
            match states.get(inner).copied().unwrap_or(State::Done) {
                State::New => stack.push((inner, 0)),
                State::Open => {
                    let name = |place: usize| names.records.get(place).map_or("", |(_, record)| &record.name.text);
                    report.push(error::record_in_itself(name(inner), name(record), field.field.ty.span));
                    field.kind = Kind::Broken;
                }
                State::Done => {}
            }
        }
    }
}

fn set(states: &mut [State], record: usize, state: State) {
    if let Some(place) = states.get_mut(record) {
        *place = state;
    }
}

/// How much a record is when flattened.
#[derive(Clone, Copy, Default)]
pub(crate) struct Size {
    /// Records in records, itself counted.
    depth: usize,
    pub(crate) facts: usize,
}

/// The sizes of all records; none contains itself.
pub(crate) fn measure(all: &Declarations<'_>) -> Vec<Size> {
    let mut sizes: Vec<Option<Size>> = vec![None; all.records.len()];
    for start in 0..all.records.len() {
        let mut stack = vec![start];
        while let Some(&record) = stack.last() {
            let fields = all.records.get(record).map_or(&[][..], Vec::as_slice);
            let unknown = |inner: usize| sizes.get(inner).is_some_and(Option::is_none);
            let before = stack.len();
            if unknown(record) {
                stack.extend(fields.iter().filter_map(|field| nested(&field.kind)).filter(|&inner| unknown(inner)));
            }
            if stack.len() > before {
                continue;
            }
            stack.pop();
            if unknown(record) {
                let size = sum(fields, &sizes);
                if let Some(place) = sizes.get_mut(record) {
                    *place = Some(size);
                }
            }
        }
    }
    sizes.into_iter().map(Option::unwrap_or_default).collect()
}

fn sum(fields: &[Declared<'_>], sizes: &[Option<Size>]) -> Size {
    let mut total = Size { depth: 1, facts: 0 };
    for field in fields {
        let inner = nested(&field.kind).and_then(|record| sizes.get(record).copied().flatten()).unwrap_or_default();
        total.depth = total.depth.max(inner.depth.saturating_add(1));
        total.facts = total.facts.saturating_add(facts_of(&field.kind, inner));
    }
    total
}

/// A list counts as a fact beside those of its elements; a record without facts as one, as it takes room too.
fn facts_of(kind: &Kind, inner: Size) -> usize {
    match kind {
        Kind::Scalar(..) | Kind::Broken => 1,
        Kind::Record(_) => inner.facts.max(1),
        Kind::List(_) => inner.facts.saturating_add(1),
    }
}

pub(crate) fn size_of(field: &Declared<'_>, sizes: &[Size]) -> Size {
    let inner = nested(&field.kind).and_then(|record| sizes.get(record).copied()).unwrap_or_default();
    Size { depth: inner.depth, facts: facts_of(&field.kind, inner) }
}

/// Refuses fields of the opportunity in which records nest too deep; the opportunity itself is the first level.
pub(crate) fn cut_depth(all: &mut Declarations<'_>, sizes: &[Size], limits: &Limits, report: &mut Report) {
    for field in &mut all.opportunity {
        if size_of(field, sizes).depth >= limits.nesting {
            report.push(error::records_too_deep(&field.field.name, limits.nesting));
            field.kind = Kind::Broken;
        }
    }
}
