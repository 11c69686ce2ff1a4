//! What is wrong with the data of an opportunity, and which of several faults is the first.

use super::error::{self, DataError};
use super::evidence::Part;
use super::fill::Frame;
use super::plan::{Entry, Kind, Plan, Shape, ShapeId, Target};
use super::scalar::Misfit;
use crate::diag::{nearest, quote};
use crate::schema::{ColumnId, DataType, TableId};

/// What is wrong.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The data is no object.
    NotObject,
    /// A scalar is not of its type.
    Unfit(Misfit),
    /// An object in the place of a scalar has no value.
    NoValue,
    NotRecord,
    NotList,
    /// An element of a list is no object.
    Element,
    TooLong(usize),
    /// A key stands twice: the field's, or one of its evidence.
    Twice(Option<Part>),
    /// In strict mode, a key that no field reads.
    Unread(String),
    /// A key that no field reads stands twice.
    UnreadTwice(String),
    /// What stands beside a value.
    Grade,
    EvidenceDate,
    EvidenceRef,
    Claim,
    /// A record stands in a cell and in columns of its own.
    FilledTwice,
    /// A cell that should be JSON text and is none.
    BrokenCell(super::json::Broken),
}

impl Fault {
    /// Whether it matters only where there is a value beside.
    pub(crate) fn is_beside_value(&self) -> bool {
        matches!(self, Fault::Grade | Fault::EvidenceDate | Fault::EvidenceRef)
    }

    /// The part of a scalar that it is about.
    fn part(&self) -> Option<Part> {
        match self {
            Fault::Unfit(_) | Fault::NoValue => Some(Part::Value),
            Fault::Twice(part) => *part,
            Fault::Grade => Some(Part::By),
            Fault::EvidenceDate => Some(Part::On),
            Fault::EvidenceRef => Some(Part::Ref),
            Fault::NotObject
            | Fault::NotRecord
            | Fault::NotList
            | Fault::Element
            | Fault::TooLong(_)
            | Fault::Unread(_)
            | Fault::UnreadTwice(_)
            | Fault::Claim
            | Fault::FilledTwice
            | Fault::BrokenCell(_) => None,
        }
    }

    /// The key that no field reads.
    fn unread(&self) -> &str {
        match self {
            Fault::Unread(key) | Fault::UnreadTwice(key) => key,
            Fault::NotObject
            | Fault::Unfit(_)
            | Fault::NoValue
            | Fault::NotRecord
            | Fault::NotList
            | Fault::Element
            | Fault::TooLong(_)
            | Fault::Twice(_)
            | Fault::Grade
            | Fault::EvidenceDate
            | Fault::EvidenceRef
            | Fault::Claim
            | Fault::FilledTwice
            | Fault::BrokenCell(_) => "",
        }
    }
}

/// A fault and its place.
#[derive(Debug)]
pub(crate) struct Noted {
    /// Sorts in the order of declaration.
    order: Vec<u32>,
    field: Option<String>,
    value: Option<String>,
    expected: String,
    /// The names near which a mistyped one may be.
    names: Vec<String>,
    fault: Fault,
}

impl Noted {
    /// Keeps the fault if it comes before the one that is noted.
    pub(crate) fn keep_first(
        noted: &mut Option<Noted>,
        plan: &Plan,
        frames: &[Frame],
        fault: Fault,
        value: Option<String>,
    ) {
        let order = order(plan, frames, &fault);
        if let Some(first) = noted {
            // Keys that no field reads have no declaration: they go by the alphabet, as the data's order may be chance.
            if (&first.order, first.fault.unread()) <= (&order, fault.unread()) {
                return;
            }
        }
        let spot = Spot::find(plan, frames);
        let names = spot.as_ref().map(|spot| spot.names(plan, &fault)).unwrap_or_default();
        let expected = expected(plan, spot.as_ref(), &fault);
        *noted = Some(Noted { order, field: path(plan, frames, &fault), value, expected, names, fault });
    }

    /// The error, of the opportunity with that key.
    pub(crate) fn into_error(self, key: Option<String>) -> DataError {
        let message = self.message();
        let code = error::code_of(&self.fault);
        DataError::new(code, self.field, self.value, self.expected, message, key)
    }

    fn message(&self) -> String {
        let field = self.field.as_deref().map_or_else(|| "the data".to_owned(), quote);
        let value = self.value.as_deref().map_or_else(|| "something else".to_owned(), quote);
        let expected = self.shown_expected();
        match &self.fault {
            Fault::Unfit(Misfit::OutOfRange) => format!("{field} is {value}, which is out of range"),
            Fault::Unfit(Misfit::NotFraction) => format!("{field} is {value}, which is not from 0 to 1"),
            Fault::Unfit(Misfit::NoRate(from, to)) => {
                format!("{field} is {value}, and no rate from {from} to {to} is given")
            }
            Fault::NoValue => format!("{field} is {value}, an object without `value`"),
            Fault::Element => format!("{field} has the element {value}, where {expected} is expected"),
            Fault::TooLong(most) => format!("{field} has more than {most} elements"),
            Fault::Twice(_) | Fault::UnreadTwice(_) => format!("the data has {field} twice"),
            Fault::Unread(_) => format!("no field reads {field}{}", self.suggestion()),
            Fault::FilledTwice => format!("{field} is filled as JSON and in columns of its own"),
            Fault::BrokenCell(broken) => {
                let byte = broken.at.saturating_add(1);
                format!("{field} is no JSON text: {} is expected at byte {byte} of {value}", broken.expected)
            }
            Fault::NotObject
            | Fault::Unfit(Misfit::Shape)
            | Fault::NotRecord
            | Fault::NotList
            | Fault::Grade
            | Fault::EvidenceDate
            | Fault::EvidenceRef
            | Fault::Claim => format!("{field} is {value}, where {expected} is expected{}", self.suggestion()),
        }
    }

    /// What was expected, as a message can show it.
    fn shown_expected(&self) -> String {
        const SHOWN: usize = 300;
        let mut shown: String = self.expected.chars().take(SHOWN).collect();
        if shown.len() < self.expected.len() {
            shown.push('…');
        }
        shown
    }

    fn suggestion(&self) -> String {
        let meant = match &self.fault {
            Fault::Unread(key) => key,
            Fault::Unfit(Misfit::Shape) | Fault::Grade => match &self.value {
                Some(value) => value.trim_matches('"'),
                None => return String::new(),
            },
            Fault::NotObject
            | Fault::Unfit(_)
            | Fault::NoValue
            | Fault::NotRecord
            | Fault::NotList
            | Fault::Element
            | Fault::TooLong(_)
            | Fault::Twice(_)
            | Fault::UnreadTwice(_)
            | Fault::EvidenceDate
            | Fault::EvidenceRef
            | Fault::Claim
            | Fault::FilledTwice
            | Fault::BrokenCell(_) => return String::new(),
        };
        let near = nearest(meant, self.names.iter().map(String::as_str));
        near.map_or_else(String::new, |name| format!("; did you mean {}?", quote(name)))
    }
}

/// The object that was read last, and its field.
struct Spot<'p> {
    shape: &'p Shape,
    entry: Option<&'p Entry>,
}

impl<'p> Spot<'p> {
    fn find(plan: &'p Plan, frames: &[Frame]) -> Option<Self> {
        let fields = |frame: &Frame| match *frame {
            Frame::Fields { shape, at, .. } => Some((shape, at)),
            Frame::Elements { .. } => None,
        };
        let (shape, at) = frames.iter().rev().find_map(fields)?;
        let shape = plan.shape(shape)?;
        let entry = match at {
            Target::Field(place) => shape.entry(place),
            Target::Claim | Target::Shared(_) | Target::Unread => None,
        };
        Some(Spot { shape, entry })
    }

    /// The names of which one may be meant.
    fn names(&self, plan: &Plan, fault: &Fault) -> Vec<String> {
        if matches!(fault, Fault::Grade) {
            return plan.schema.grades.clone();
        }
        if matches!(fault, Fault::Unread(_)) {
            return self.shape.entries.iter().flat_map(|entry| [entry.label.clone(), entry.name.clone()]).collect();
        }
        match self.column(plan) {
            Some(DataType::Enumeration(variants)) => {
                let names = |variant: &crate::schema::Variant| {
                    let labels = variant.labels.clone();
                    std::iter::once(variant.name.clone()).chain(labels)
                };
                variants.iter().flat_map(names).collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn column(&self, plan: &'p Plan) -> Option<&'p DataType> {
        match &self.entry?.kind {
            Kind::Scalar(column, _) => column_type(plan, self.shape.table, *column),
            Kind::Record(_) | Kind::List(..) => None,
        }
    }
}

fn column_type(plan: &Plan, table: TableId, column: ColumnId) -> Option<&DataType> {
    plan.column(table, column).map(|column| &column.ty)
}

/// What was expected, as the type is declared.
fn expected(plan: &Plan, spot: Option<&Spot<'_>>, fault: &Fault) -> String {
    match fault {
        Fault::NotObject => "an object".to_owned(),
        Fault::TooLong(most) => format!("a list of at most {most} elements"),
        Fault::Unread(_) => "no such field".to_owned(),
        Fault::UnreadTwice(_) => "a key that stands once".to_owned(),
        Fault::Grade | Fault::Twice(Some(Part::By)) => plan.schema.grades.join(" < "),
        Fault::EvidenceDate | Fault::Twice(Some(Part::On)) => "date".to_owned(),
        Fault::EvidenceRef | Fault::Twice(Some(Part::Ref)) | Fault::Claim => "text".to_owned(),
        Fault::Element => spot.and_then(|spot| element(plan, spot)).unwrap_or_default(),
        Fault::Unfit(_)
        | Fault::NoValue
        | Fault::NotRecord
        | Fault::NotList
        | Fault::Twice(_)
        | Fault::FilledTwice
        | Fault::BrokenCell(_) => spot.map(|spot| type_of(plan, spot)).unwrap_or_default(),
    }
}

/// The record of a list's elements.
fn element(plan: &Plan, spot: &Spot<'_>) -> Option<String> {
    match &spot.entry?.kind {
        Kind::List(_, shape) => record(plan, *shape),
        Kind::Scalar(..) | Kind::Record(_) => None,
    }
}

fn record(plan: &Plan, shape: ShapeId) -> Option<String> {
    plan.shape(shape).map(|shape| shape.record.clone())
}

/// The type of the field, without labels.
fn type_of(plan: &Plan, spot: &Spot<'_>) -> String {
    // The stage claim is the only key that is read into no field.
    let Some(entry) = spot.entry else { return "text".to_owned() };
    match &entry.kind {
        Kind::Scalar(column, _) => {
            column_type(plan, spot.shape.table, *column).map(ToString::to_string).unwrap_or_default()
        }
        Kind::Record(shape) => record(plan, *shape).unwrap_or_default(),
        Kind::List(_, shape) => format!("list of {}", record(plan, *shape).unwrap_or_default()),
    }
}

/// The path of the field as it is declared.
fn path(plan: &Plan, frames: &[Frame], fault: &Fault) -> Option<String> {
    let mut names = Vec::new();
    for frame in frames {
        let Frame::Fields { shape, at, .. } = frame else { continue };
        match at {
            Target::Field(place) => names.extend(plan.shape(*shape)?.entry(*place).map(|entry| entry.name.as_str())),
            Target::Claim => names.push("stage"),
            Target::Unread | Target::Shared(_) => names.push(fault.unread()),
        }
    }
    names.extend(match fault.part() {
        Some(Part::By) => Some("by"),
        Some(Part::On) => Some("on"),
        Some(Part::Ref) => Some("ref"),
        Some(Part::Value | Part::Amount | Part::Currency | Part::Other) | None => None,
    });
    if names.is_empty() { None } else { Some(names.join(".")) }
}

/// The place in the order of declaration: of each object its field, of each list its element, and the part. Keys that no
/// field reads come after all fields, wherever they stand, and the claim comes last.
fn order(plan: &Plan, frames: &[Frame], fault: &Fault) -> Vec<u32> {
    let place = |frame: &Frame| match *frame {
        Frame::Fields { shape, at, .. } => match at {
            Target::Field(place) => place,
            Target::Unread | Target::Shared(_) | Target::Claim => {
                let fields = plan.shape(shape).map_or(0, |shape| shape.entries.len());
                u32::try_from(fields).unwrap_or(u32::MAX)
            }
        },
        Frame::Elements { count, .. } => u32::try_from(count).unwrap_or(u32::MAX),
    };
    let turn = match frames.first() {
        Some(Frame::Fields { at: Target::Claim, .. }) => 2,
        Some(_) | None => u32::from(matches!(fault, Fault::Unread(_) | Fault::UnreadTwice(_))),
    };
    let part = fault.part().map(|part| match part {
        Part::Value | Part::Amount | Part::Currency | Part::Other => 0,
        Part::By => 1,
        Part::On => 2,
        Part::Ref => 3,
    });
    std::iter::once(turn).chain(frames.iter().map(place)).chain(part).collect()
}
