//! stagegate

// The parser generator's code names it.
extern crate alloc;

pub(crate) mod bind;
pub(crate) mod diag;
pub(crate) mod eval;
pub(crate) mod facts;
pub(crate) mod hir;
pub(crate) mod limits;
pub(crate) mod load;
pub(crate) mod program;
pub(crate) mod schema;
pub(crate) mod source;
pub(crate) mod syntax;
pub(crate) mod value;

pub use diag::{Code, Diagnostic, Diagnostics, Fix, Label, Message, Sarif, Severity};
pub use limits::Limits;
pub use load::{FileLoader, LoadError, Loader, NoImports};
pub use source::{FileId, LineColumn, Source, Span};
pub use value::{Currency, Date, Days, Decimal, Money, Percent, Truth};

/// Not part of the interface: the stages, for the project's own tests, benches and fuzz targets.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals {
    pub mod hir {
        pub use crate::hir::*;
    }
    pub mod schema {
        pub use crate::schema::*;
    }
    pub mod syntax {
        pub use crate::syntax::*;
    }
    pub mod value {
        pub use crate::value::*;
    }
}
