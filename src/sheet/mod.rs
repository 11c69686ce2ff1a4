//! The facts of a playbook as a form to be filled in: as JSON Schema, as a table that says who reads what, as the header of
//! a spreadsheet, and as made-up rows.
//!
//! Comes from a checked [`Playbook`](crate::playbook::Playbook). What it says of data is what [`crate::facts`] reads, which
//! a property holds for random playbooks. Nothing here reads data.

mod columns;
mod node;
mod pattern;
mod sample;
mod schema;
mod table;
mod uses;
mod values;

pub use sample::{SampleRow, SampleRows};
pub use schema::JsonSchema;
pub use table::{FactReading, FactRow, FactSheet};
