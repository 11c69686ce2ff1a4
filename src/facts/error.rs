//! Errors of data: one opportunity that cannot be read.

use std::fmt::{self, Display};

use super::fault::Fault;
use super::scalar::Misfit;
use crate::diag::{Code, quote};

/// The data of one opportunity does not fit the playbook. No other opportunity is touched.
///
/// Of several faults it is the first in the order of declaration, the stage claim last; within a fact its value comes first, then
/// grade, date and reference of its evidence. Its text says all of it on one line.
///
/// ```
/// # use stagegate::Playbook;
/// # let playbook = Playbook::parse("
/// #     opportunity { key id: text  contacts: list of contact }
/// #     record contact { met_on: date }
/// #     process direct { stage qualify { require met that any of contacts where met_on is known } }
/// # ")?;
/// let data = r#"{"id": "O-17", "contacts": [{"met_on": "2026-11-31"}]}"#;
/// let error = playbook.reader().read_json(data).unwrap_err();
/// assert_eq!(error.key(), Some("O-17"));
/// assert_eq!(error.field(), Some("contacts.met_on"));
/// assert_eq!(error.value(), Some("\"2026-11-31\""));
/// assert_eq!(error.expected(), "date");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    code: Code,
    field: Option<String>,
    value: Option<String>,
    expected: String,
    message: String,
    key: Option<String>,
}

/// The data is no object, or cannot be read at all.
const NOT_AN_OBJECT: Code = Code::new("E0501");
/// A value is not of its field's type.
const UNFIT: Code = Code::new("E0502");
/// A value is beyond what its type can hold.
const OUT_OF_RANGE: Code = Code::new("E0503");
/// An amount is in a currency for which no rate is given.
const NO_RATE: Code = Code::new("E0504");
/// An object in the place of a value has no `value`.
const NO_VALUE: Code = Code::new("E0505");
/// A list has an element that is no object, or too many.
const BAD_LIST: Code = Code::new("E0506");
/// A key stands twice.
const TWICE: Code = Code::new("E0507");
/// In strict mode, a key that no field reads.
const UNREAD: Code = Code::new("E0508");
/// Grade, date or reference of evidence is not as it should be.
const BAD_EVIDENCE: Code = Code::new("E0509");
/// The claimed stage is none.
const BAD_CLAIM: Code = Code::new("E0510");
/// A row of CSV has another number of cells than its header.
const CELL_COUNT: Code = Code::new("E0511");
/// A cell that should hold JSON text holds none, or holds what stands in other columns too.
const BAD_CELL: Code = Code::new("E0512");
/// A row is too long.
#[cfg(feature = "data")]
const TOO_LONG: Code = Code::new("E0513");
/// The playbook declares a function that the host has not bound.
const UNBOUND: Code = Code::new("E0514");

impl DataError {
    pub(super) fn new(
        code: Code,
        field: Option<String>,
        value: Option<String>,
        expected: String,
        message: String,
        key: Option<String>,
    ) -> Self {
        DataError(Box::new(Details { code, field, value, expected, message, key }))
    }

    /// The row cannot be read: `why` says why.
    pub(crate) fn broken(why: impl Display) -> Self {
        let message = format!("the data cannot be read: {why}");
        DataError::new(NOT_AN_OBJECT, None, None, "an object".to_owned(), message, None)
    }

    /// The text is no JSON.
    pub(crate) fn broken_json(text: &str, broken: super::json::Broken) -> Self {
        let before = text.get(..broken.at).unwrap_or(text);
        let line = before.matches('\n').count().saturating_add(1);
        let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let column = before.get(start..).unwrap_or("").chars().count().saturating_add(1);
        DataError::broken(format_args!("{} is expected at line {line}, column {column}", broken.expected))
    }

    /// The claim is no stage of the process, which has those (with `won`, `lost` and `walked`).
    pub(crate) fn claim(claim: &str, stages: &[&str], key: Option<String>) -> Self {
        let value = super::capture::scalar_text(super::scalar::Datum::Str(claim));
        let near = crate::diag::nearest(claim, stages.iter().copied());
        let meant = near.map_or_else(String::new, |name| format!("; did you mean {}?", quote(name)));
        let message = format!("`stage` is {}, which is no stage of the process{meant}", quote(&value));
        DataError::new(BAD_CLAIM, Some("stage".to_owned()), Some(value), stages.join(", "), message, key)
    }

    /// A function of the playbook is not bound, so that nothing can be assessed.
    pub(crate) fn unbound(function: &str) -> Self {
        let message = format!("the playbook's function {} is not bound", quote(function));
        DataError::new(UNBOUND, None, None, "a bound function".to_owned(), message, None)
    }

    /// A row of CSV has that many cells where the header has others.
    pub(crate) fn cell_count(found: usize, expected: usize) -> Self {
        let cells = |count: usize| format!("{count} {}", if count == 1 { "cell" } else { "cells" });
        let message = format!("the row has {}, where the header has {}", cells(found), cells(expected));
        DataError::new(CELL_COUNT, None, None, cells(expected), message, None)
    }

    /// A header of CSV stands twice.
    pub(crate) fn header_twice(header: &str) -> Self {
        let message = format!("the header has {} twice", quote(header));
        DataError::new(TWICE, Some(header.to_owned()), None, "a header that stands once".to_owned(), message, None)
    }

    /// A row is longer than it may be.
    #[cfg(feature = "data")]
    pub(crate) fn row_too_long() -> Self {
        let message = "the row is longer than 4 MiB".to_owned();
        DataError::new(TOO_LONG, None, None, "a row of at most 4 MiB".to_owned(), message, None)
    }

    /// The stable code of this kind of error, such as `E0502`.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The path of the field as it is declared, such as `contacts.met_on` or `budget.by`; none where the data is no
    /// object at all.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The value as compact JSON text, at most 200 characters of it.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// What was expected, such as `money USD`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What is wrong, on one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The key of the opportunity, where it could be read.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }
}

impl Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = self.key() {
            write!(f, "opportunity {}: ", quote(key))?;
        }
        f.write_str(self.message())
    }
}

impl std::error::Error for DataError {}

/// The code of a fault.
pub(super) fn code_of(fault: &Fault) -> Code {
    match fault {
        Fault::NotObject => NOT_AN_OBJECT,
        Fault::Unfit(Misfit::Shape) | Fault::NotRecord | Fault::NotList => UNFIT,
        Fault::Unfit(Misfit::OutOfRange | Misfit::NotFraction) => OUT_OF_RANGE,
        Fault::Unfit(Misfit::NoRate(..)) => NO_RATE,
        Fault::NoValue => NO_VALUE,
        Fault::Element | Fault::TooLong(_) => BAD_LIST,
        Fault::Twice(_) | Fault::UnreadTwice(_) => TWICE,
        Fault::Unread(_) => UNREAD,
        Fault::Grade | Fault::EvidenceDate | Fault::EvidenceRef => BAD_EVIDENCE,
        Fault::Claim => BAD_CLAIM,
        Fault::FilledTwice | Fault::BrokenCell(_) => BAD_CELL,
    }
}
