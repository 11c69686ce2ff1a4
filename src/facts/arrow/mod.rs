//! A row of Arrow's columns as data: a batch is resolved once into what each of its columns is for the playbook, and each row
//! says so much to a [`Filler`], as a JSON object with the same facts would.
//!
//! Evidence stands in columns beside, as in CSV; it is said as the object that JSON has for it.

mod columns;
mod hear;
mod lane;
mod list;
mod tree;
mod values;

use std::sync::Arc;

use arrow_array::RecordBatch;

use super::error::DataError;
use super::fill::{Composite, Filler};
use super::plan::Plan;
#[cfg(feature = "parquet")]
use super::plan::{ShapeId, Target};
use super::reader::{Reader, Sources};
use super::scalar::Datum;
use super::{Opportunity, json};
pub(crate) use columns::{ArrowColumn, ArrowColumns, Lot};
pub(crate) use lane::Facts as ColumnFacts;
pub(crate) use list::{ArrowList, ListLot};
use tree::{Child, Node, Via};

/// The rows of a record batch, resolved for one playbook by [`Reader::arrow_rows`].
///
/// ```
/// use std::sync::Arc;
/// use stagegate::arrow::arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
/// use stagegate::{Opportunity, Playbook};
///
/// let playbook = Playbook::parse("
///     evidence opinion < signed
///     opportunity { key id: text  amount: money USD }
///     process direct { stage qualify { require priced that amount by signed is known } }
/// ")?;
/// let amounts = Decimal128Array::from(vec![Some(8_000_000), None]).with_precision_and_scale(12, 2)?;
/// let batch = RecordBatch::try_from_iter([
///     ("id", Arc::new(StringArray::from(vec!["A", "B"])) as ArrayRef),
///     ("amount", Arc::new(amounts)),
///     ("amount.by", Arc::new(StringArray::from(vec![Some("signed"), None]))),
/// ])?;
///
/// let reader = playbook.reader();
/// let rows = reader.arrow_rows(&batch)?;
/// let mut opportunity = Opportunity::default();
/// for row in 0..rows.len() {
///     reader.read_arrow_into(&mut opportunity, &rows, row)?;
///     // … assess it.
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ArrowRows {
    plan: Arc<Plan>,
    root: Vec<Child>,
    rows: usize,
}

impl ArrowRows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

impl Reader {
    /// Resolves the columns of a record batch. They are called by the fields' labels, as in JSON: a list is a list of
    /// structs, a record a struct, or its fields stand in columns `account.employees`; evidence is a struct `{value, by, on, ref}`, or
    /// stands in columns `budget.by`, `budget.on` and `budget.ref` beside `budget`. Texts, enumerations and the stage may be
    /// dictionaries. A text column for a list or record holds JSON, as in CSV.
    ///
    /// The batch's buffers are read where they are.
    ///
    /// # Errors
    /// Where a column stands twice, or a field reads one whose type no fact has (such as binary), or columns nest deeper than 64.
    pub fn arrow_rows(&self, batch: &RecordBatch) -> Result<ArrowRows, DataError> {
        let schema = batch.schema_ref();
        let columns: Vec<tree::Column<'_>> = schema
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, array)| tree::Column { name: field.name(), array })
            .collect();
        let root = tree::Builder { plan: self.plan(), strict: self.is_strict() }.opportunity(&columns)?;
        Ok(ArrowRows { plan: Arc::clone(self.plan()), root, rows: batch.num_rows() })
    }

    /// Whether a field reads a column of that name, be it for evidence or as a part of a record.
    #[cfg(feature = "parquet")]
    pub(crate) fn reads_column(&self, name: &str) -> bool {
        let Some(shape) = self.plan().shape(ShapeId::FIRST) else { return false };
        let starts = name.match_indices('.').filter_map(|(at, _)| name.get(..at));
        self.is_strict() || starts.chain([name]).any(|label| shape.target(label) != Target::Unread)
    }

    /// Reads a row in the place of what the opportunity was. The rows are ones of this reader, or of one for the same
    /// playbook.
    ///
    /// # Errors
    /// Where there is no such row, or it does not fit the playbook; then nothing is known of the opportunity.
    pub fn read_arrow_into(
        &self,
        opportunity: &mut Opportunity,
        rows: &ArrowRows,
        row: usize,
    ) -> Result<(), DataError> {
        self.read_children(opportunity, rows, rows.root.iter(), row)
    }

    /// The same, of some of the columns.
    fn read_children<'r>(
        &self,
        opportunity: &mut Opportunity,
        rows: &ArrowRows,
        children: impl Iterator<Item = &'r Child> + Clone,
        row: usize,
    ) -> Result<(), DataError> {
        self.fill(opportunity, |filler, scratch| {
            if !Arc::ptr_eq(&rows.plan, self.plan()) {
                return Err(DataError::broken("the rows are those of another playbook"));
            }
            if row >= rows.rows {
                return Err(DataError::broken("there is no such row"));
            }
            let mut room = std::mem::take(&mut scratch.arrow);
            filler.open(Composite::Map);
            for child in children.clone() {
                Feed { filler, scratch, room: &mut room }.child(child, row);
            }
            filler.close(Composite::Map);
            scratch.arrow = room;
            Ok(())
        })
    }
}

/// What rows are fed to.
struct Feed<'f, 'a> {
    filler: &'f mut Filler<'a>,
    scratch: &'f mut Sources,
    room: &'f mut String,
}

impl Feed<'_, '_> {
    /// Says a child of an object. Recurses as deep as columns nest, which is bounded.
    fn child(&mut self, child: &Child, row: usize) {
        match child.via {
            Via::Key => {
                if !self.filler.key(&child.key) {
                    return;
                }
            }
            Via::At(target) => self.filler.select_key(target, &child.key),
        }
        self.node(&child.node, row);
    }

    fn node(&mut self, node: &Node, row: usize) {
        match node {
            Node::Scalar(cells) => cells.feed(row, self.filler, self.room),
            Node::Json(cells) => self.json(cells, row),
            Node::Object { nulls, .. } | Node::List { nulls, .. } if nulls.as_ref().is_some_and(|n| n.is_null(row)) => {
                self.filler.scalar(Datum::Null);
            }
            Node::Object { children, .. } => {
                self.filler.open(Composite::Map);
                children.iter().for_each(|child| self.child(child, row));
                self.filler.close(Composite::Map);
            }
            Node::List { spans, element, .. } => {
                self.filler.open(Composite::Seq);
                for element_row in spans.of(row) {
                    if !self.filler.wants_element() {
                        break;
                    }
                    self.node(element, element_row);
                }
                self.filler.close(Composite::Seq);
            }
        }
    }

    /// A text that is JSON, as a cell of CSV is.
    fn json(&mut self, cells: &values::Cells, row: usize) {
        match cells.text(row) {
            Some(text) => json::feed_cell(text, &mut self.scratch.json, self.filler),
            None => self.filler.scalar(Datum::Null),
        }
    }
}
