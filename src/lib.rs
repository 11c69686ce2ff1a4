//! stagegate

pub(crate) mod diag;
pub(crate) mod facts;
pub(crate) mod hir;
pub(crate) mod limits;
pub(crate) mod load;
pub(crate) mod schema;
pub(crate) mod source;
pub(crate) mod syntax;
pub(crate) mod value;

pub use diag::{Code, Diagnostic, Fix, Label, Severity};
pub use limits::Limits;
pub use source::{FileId, LineColumn, Source, Span};
pub use value::{Currency, Date, Days, Decimal, Money, Percent, Truth};
