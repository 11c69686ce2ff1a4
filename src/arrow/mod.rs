//! Record batches of Arrow, as columns that come in and as columns that go out (feature `arrow`).
//!
//! In come the rows of a batch, column by column as [`Reader::arrow_rows`] says; out come decisions, stages, chances and rules of a
//! [`Pipeline`] as one batch. What comes in is read where it lies; of what goes out, decisions and the places of processes and stages
//! are handed over, and rules' words put together from their blocks. Nothing is decided here.
//!
//! ```
//! use std::sync::Arc;
//! use stagegate::arrow::arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int64Array, RecordBatch, types::Int32Type};
//! use stagegate::arrow::RulesAs;
//! use stagegate::{Date, Playbook};
//!
//! let playbook = Playbook::parse(r#"
//!     opportunity { key id: number  kind: first | again  due: date  amount: money USD }
//!     process direct {
//!       applies when kind is first
//!       disqualify tiny when amount < 5_000 USD
//!       stage qualify { require soon that due < today + 1 month }
//!     }
//! "#)?;
//! let kinds: DictionaryArray<Int32Type> = ["first", "again", "first"].into_iter().collect();
//! let batch = RecordBatch::try_from_iter([
//!     ("id", Arc::new(Int64Array::from(vec![1, 2, 3])) as ArrayRef),
//!     ("kind", Arc::new(kinds)),
//!     ("due", Arc::new(Date32Array::from(vec![Some(20_790), None, None]))),
//!     ("amount", Arc::new(Int64Array::from(vec![Some(9_000), None, Some(1)]))),
//! ])?;
//!
//! let mut pipeline = playbook.pipeline();
//! let errors = pipeline.push_arrow(&playbook.reader(), &batch)?;
//! assert_eq!(errors, 0);
//!
//! let assessed = pipeline.assess(Date::new(2026, 11, 23)?);
//! let results = pipeline.to_arrow(assessed, RulesAs::Columns)?;
//! assert_eq!((results.num_rows(), results.column_by_name("direct.tiny").is_some()), (3, true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod names;
mod results;

pub use arrow_array;
pub use arrow_schema;
use arrow_schema::ArrowError;

use arrow_array::RecordBatch;

pub use crate::facts::ArrowRows;
use crate::facts::{ArrowColumns, DataError, Reader};
use crate::pipeline::{Assessed, Pipeline};

/// How rules go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RulesAs {
    /// Not at all.
    #[default]
    Nothing,
    /// A column of truths for each rule, called `process.rule`; one that is unknown is null. It is told as
    /// [`RuleColumn`](crate::RuleColumn) tells it: for rows in a stage of the rule's process, whichever stage that is, and else false.
    Columns,
    /// Four columns of lists of names, as in a verdict: `disqualified_by`, `unmet`, `warnings`, `at_risk`.
    Names,
}

impl Pipeline {
    /// Adds all rows of a record batch, and says how many of them are in error; those keep their places. The reader is one
    /// of this pipeline's playbook.
    ///
    /// # Errors
    /// Where the batch's columns cannot be read at all, as [`Reader::arrow_rows`] says; then nothing is added.
    pub fn push_arrow(&mut self, reader: &Reader, batch: &RecordBatch) -> Result<usize, DataError> {
        let rows = reader.arrow_rows(batch)?;
        Ok(self.push_columns(&mut ArrowColumns::new(reader, &rows)))
    }

    /// The results of this pipeline's rows as a record batch. Its columns are those of `assess --format csv`: `row` (from 1), `key`,
    /// `process`, `claimed`, `earned`, `decision`, `to`, `outcome`, the chance's `worst`, `likely` and `best` in points, then the
    /// rules, and `error`, the message of a row in error. What is not there is null. `assessed` is one of this pipeline, as long
    /// as it is now. Processes and stages are dictionaries, whose places are of 8 bits for up to 254 names, and else of 32.
    ///
    /// # Errors
    /// Where `assessed` has another number of rows.
    pub fn to_arrow(&self, assessed: Assessed, rules: RulesAs) -> Result<RecordBatch, ArrowError> {
        results::batch(self, assessed, rules)
    }
}
