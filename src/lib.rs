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
pub use facts::{DataError, Opportunity, RateError, Reader};
pub use limits::Limits;
pub use load::{FileLoader, LoadError, Loader, NoImports};
pub use source::{FileId, LineColumn, Source, Span};
pub use value::{Currency, Date, Days, Decimal, Money, Percent, Truth};

/// Not part of the interface: the stages, for the project's own tests, benches and fuzz targets.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals {
    /// Reads and checks one text.
    pub fn check(text: &str, limits: &crate::Limits) -> (Option<hir::Playbook>, Vec<crate::Diagnostic>) {
        let entry = crate::load::Entry::Text { name: "playbook.gate", text };
        let (loaded, mut diagnostics) = crate::load::load(entry, &crate::NoImports, limits);
        let (playbook, found) = crate::hir::check(&loaded, limits);
        diagnostics.extend(found);
        diagnostics.sort_by_key(|message| message.span);
        (playbook, diagnostics)
    }

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
