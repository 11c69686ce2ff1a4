//! The door: data of any source into an [`Opportunity`].

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer};

use super::error::DataError;
use super::fill::{self, Filler};
use super::plan::Plan;
use super::rate::{RateError, Rates};
use super::{Opportunity, de, json, ser};
use crate::limits::Limits;
use crate::schema::Schema;

/// Reads data into opportunities, as one playbook declares them.
///
/// Cheap to clone; [`read_into`](Self::read_into) and its like allocate nothing once the opportunity has grown.
///
/// ```
/// use stagegate::{Opportunity, Playbook};
///
/// let playbook = Playbook::parse("
///     opportunity { key id: text  amount: money USD  closes: date }
///     process direct { stage qualify { require priced that amount is known } }
/// ")?;
/// let reader = playbook.reader().rate("EUR", "USD", "1.08")?.strict(true);
///
/// let mut opportunity = Opportunity::default();
/// for row in [r#"{"id": "O-1", "amount": "5,000 EUR"}"#, r#"{"id": "O-2", "amount": 1e3, "closes": "2026-11-23"}"#] {
///     reader.read_json_into(&mut opportunity, row)?;
///     // … assess it.
/// }
///
/// let error = reader.read_json(r#"{"id": "O-3", "close": "2026-11-23"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "opportunity `O-3`: no field reads `close`; did you mean `closes`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Reader {
    plan: Arc<Plan>,
    rates: Arc<Rates>,
    strict: bool,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("rates", &self.rates).field("strict", &self.strict).finish_non_exhaustive()
    }
}

/// What reading keeps from one opportunity to the next, in a place of its own.
#[derive(Default)]
pub(super) struct Kept(Option<Box<Scratch>>);

/// What reading keeps from one opportunity to the next.
#[derive(Default)]
struct Scratch {
    /// The plan for which it is.
    plan: Option<Arc<Plan>>,
    fill: fill::Scratch,
    sources: Sources,
}

/// What the sources of data keep.
#[derive(Default)]
pub(super) struct Sources {
    ser: ser::Scratch,
    pub(super) json: json::Scratch,
    #[cfg(feature = "arrow")]
    pub(super) arrow: String,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scratch")
    }
}

/// A copy of an opportunity starts with a scratch of its own.
impl Clone for Kept {
    fn clone(&self) -> Self {
        Kept::default()
    }
}

impl Reader {
    /// A reader for a schema, without rates, that ignores keys no field reads.
    pub(crate) fn new(schema: Arc<Schema>, limits: &Limits) -> Self {
        let plan = Arc::new(Plan::new(schema, limits.list_elements));
        Reader { plan, rates: Arc::default(), strict: false }
    }

    /// The same with a rate of exchange: `rate("EUR", "USD", "1.08")` says that 1 EUR is 1.08 USD. Neither the inverse nor a
    /// chain of rates is implied.
    ///
    /// # Errors
    /// Where a currency is no three capital letters, the rate is no positive decimal of at most 18 digits, or the pair
    /// has one already.
    pub fn rate(mut self, from: &str, to: &str, rate: &str) -> Result<Self, RateError> {
        Arc::make_mut(&mut self.rates).add(from, to, rate)?;
        Ok(self)
    }

    /// The same, where `strict` says whether a key that no field reads is an error.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Reads any serializable value: a struct, a map, a `serde_json::Value`. A float counts as the shortest decimal that reads
    /// back as it.
    ///
    /// ```
    /// # use stagegate::Playbook;
    /// # let playbook = Playbook::parse("
    /// #     opportunity { amount: money USD  kind: first | again }
    /// #     process direct { stage qualify { require priced that amount is known } }
    /// # ")?;
    /// #[derive(serde::Serialize)]
    /// struct Deal { amount: f64, kind: Kind }
    ///
    /// #[derive(serde::Serialize)]
    /// #[serde(rename_all = "snake_case")]
    /// enum Kind { First, Again }
    ///
    /// let reader = playbook.reader();
    /// assert!(reader.read(&Deal { amount: 1234.5, kind: Kind::Again }).is_ok());
    ///
    /// let error = reader.read(&Deal { amount: f64::NAN, kind: Kind::First }).unwrap_err();
    /// assert_eq!((error.field(), error.expected()), (Some("amount"), "money USD"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the data does not fit the playbook.
    pub fn read<T: Serialize + ?Sized>(&self, data: &T) -> Result<Opportunity, DataError> {
        let mut opportunity = Opportunity::default();
        self.read_into(&mut opportunity, data)?;
        Ok(opportunity.without_scratch())
    }

    /// Reads any serializable value in the place of what the opportunity was.
    ///
    /// # Errors
    /// Where the data does not fit the playbook; then nothing is known of the opportunity.
    pub fn read_into<T: Serialize + ?Sized>(&self, opportunity: &mut Opportunity, data: &T) -> Result<(), DataError> {
        self.fill(opportunity, |filler, scratch| {
            data.serialize(ser::Value::new(filler, &mut scratch.ser)).map_err(DataError::broken)
        })
    }

    /// Reads one JSON object, its numbers by their own digits.
    ///
    /// # Errors
    /// Where the text is no JSON, or does not fit the playbook.
    pub fn read_json(&self, text: &str) -> Result<Opportunity, DataError> {
        let mut opportunity = Opportunity::default();
        self.read_json_into(&mut opportunity, text)?;
        Ok(opportunity.without_scratch())
    }

    /// Reads one JSON object in the place of what the opportunity was.
    ///
    /// # Errors
    /// Where the text is no JSON, or does not fit the playbook; then nothing is known of the opportunity.
    pub fn read_json_into(&self, opportunity: &mut Opportunity, text: &str) -> Result<(), DataError> {
        self.fill(opportunity, |filler, scratch| {
            json::feed(text, &mut scratch.json, filler).map_err(|broken| DataError::broken_json(text, broken))
        })
    }

    /// Reads one opportunity of any self-describing serde format.
    ///
    /// # Errors
    /// Where the deserializer fails, or the data does not fit the playbook.
    pub fn deserialize<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<Opportunity, DataError> {
        let mut opportunity = Opportunity::default();
        self.seed(&mut opportunity).deserialize(deserializer).unwrap_or_else(|error| Err(DataError::broken(error)))?;
        Ok(opportunity.without_scratch())
    }

    /// A seed that reads one opportunity of a self-describing serde format, in the place of what the opportunity was. The
    /// deserializer's own errors are apart from those of the data.
    ///
    /// ```
    /// use serde::de::DeserializeSeed;
    /// # use stagegate::{Opportunity, Playbook};
    /// # let playbook = Playbook::parse("
    /// #     opportunity { amount: money USD }
    /// #     process direct { stage qualify { require priced that amount is known } }
    /// # ")?;
    /// let reader = playbook.reader();
    /// let mut opportunity = Opportunity::default();
    ///
    /// let mut text = serde_json::Deserializer::from_str(r#"{"amount": 5000}"#);
    /// assert!(reader.seed(&mut opportunity).deserialize(&mut text)?.is_ok());
    ///
    /// let mut text = serde_json::Deserializer::from_str(r#"{"amount": []}"#);
    /// assert!(reader.seed(&mut opportunity).deserialize(&mut text)?.is_err());
    ///
    /// let mut text = serde_json::Deserializer::from_str(r#"{"amount": "#);
    /// assert!(reader.seed(&mut opportunity).deserialize(&mut text).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seed<'de, 's>(
        &'s self,
        opportunity: &'s mut Opportunity,
    ) -> impl DeserializeSeed<'de, Value = Result<(), DataError>> + 's {
        Seed { reader: self, opportunity }
    }

    /// The error of a row that is too long to be read; nothing is known of the opportunity then.
    #[cfg(feature = "data")]
    pub(crate) fn row_too_long(&self, opportunity: &mut Opportunity) -> DataError {
        opportunity.clear(&self.plan.schema);
        DataError::row_too_long()
    }

    /// The schema that it reads for.
    #[cfg(feature = "internals")]
    pub(crate) fn schema(&self) -> &Arc<Schema> {
        &self.plan.schema
    }

    /// How many elements a list may have.
    pub(crate) fn most_elements(&self) -> usize {
        self.plan.list_elements
    }

    pub(super) fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    #[cfg(any(feature = "arrow", feature = "data"))]
    pub(super) fn rates(&self) -> &Rates {
        &self.rates
    }

    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Fills an opportunity from a source that can be read twice: at once, and again where something is wrong.
    pub(super) fn fill(
        &self,
        opportunity: &mut Opportunity,
        mut feed: impl FnMut(&mut Filler<'_>, &mut Sources) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        let mut scratch = opportunity.scratch.0.take().unwrap_or_default();
        let mut is_faulty = self.pass(opportunity, &mut scratch, false, &mut feed);
        if matches!(is_faulty, Ok(true)) {
            is_faulty = self.pass(opportunity, &mut scratch, true, &mut feed);
        }
        if is_faulty.is_err() {
            opportunity.clear(&self.plan.schema);
        }
        opportunity.scratch.0 = Some(scratch);
        is_faulty.map(|_| ())
    }

    /// One way through the data. Says whether something is wrong, or what.
    fn pass(
        &self,
        opportunity: &mut Opportunity,
        scratch: &mut Scratch,
        inquire: bool,
        feed: impl FnOnce(&mut Filler<'_>, &mut Sources) -> Result<(), DataError>,
    ) -> Result<bool, DataError> {
        let is_same = scratch.plan.as_ref().is_some_and(|plan| Arc::ptr_eq(plan, &self.plan));
        if !is_same {
            scratch.plan = Some(Arc::clone(&self.plan));
        }
        let Scratch { fill, sources, .. } = scratch;
        fill.prepare(&self.plan, is_same);
        opportunity.clear(&self.plan.schema);
        let mut filler = Filler::new(&self.plan, &self.rates, self.strict, opportunity, fill, inquire);
        let fed = feed(&mut filler, sources);
        let (is_faulty, noted) = filler.finish();
        fed?;
        match noted {
            Some(noted) => Err(noted.into_error(opportunity.key_text(&self.plan.schema))),
            None => Ok(is_faulty),
        }
    }
}

struct Seed<'s> {
    reader: &'s Reader,
    opportunity: &'s mut Opportunity,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Result<(), DataError>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let Seed { reader, opportunity } = self;
        let mut scratch = opportunity.scratch.0.take().unwrap_or_default();
        let mut failed = None;
        let mut deserializer = Some(deserializer);
        let read = reader.pass(opportunity, &mut scratch, true, |filler, _| {
            if let Some(deserializer) = deserializer.take() {
                failed = de::Value(filler).deserialize(deserializer).err();
            }
            Ok(())
        });
        opportunity.scratch.0 = Some(scratch);
        if failed.is_some() || read.is_err() {
            opportunity.clear(&reader.plan.schema);
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(read.map(|_| ())),
        }
    }
}
