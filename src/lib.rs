//! How a company sells, written down, and every sales opportunity held against it.
//!
//! A *playbook* (a `.gate` file) declares the facts of an opportunity, the processes by which it is sold, their stages, what must be
//! true to leave each stage, what ends an opportunity early, the chance of winning, and beside every rule how a seller
//! meets it. The engine says of each opportunity *disqualify*, *hold* or *advance*, and why, what is still unknown, and
//! what to ask next. What is unknown never decides.
//!
//! ```
//! use stagegate::{Date, Decision, Playbook};
//!
//! let playbook = Playbook::parse(r#"
//!     opportunity {
//!       key id:  text
//!       stage
//!       amount:  money USD
//!       budget:  money USD
//!       goal:    text
//!     }
//!     process direct "Direct sale" {
//!       disqualify no_budget "The budget cannot carry the price"
//!         when budget < amount * 40%
//!         how "Ask what a solved {goal} is worth."
//!       stage qualify { require goal_shared that goal is known how "Ask for the goal in one line." }
//!       stage propose { require priced that budget >= amount }
//!     }
//! "#)?;
//!
//! #[derive(serde::Serialize)]
//! struct Deal { id: &'static str, stage: &'static str, amount: u32, budget: Option<u32>, goal: &'static str }
//!
//! let deal = Deal { id: "O-17", stage: "qualify", amount: 80_000, budget: None, goal: "cut churn" };
//! let opportunity = playbook.opportunity(&deal)?;
//! let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23)?);
//!
//! assert_eq!(verdict.decision(), Decision::Advance { to: "propose" });
//! assert_eq!(verdict.at_risk()[0].rule(), "no_budget");
//! assert_eq!(verdict.ask_next()[0].fact(), "budget");
//! println!("{}", verdict.explain());
//! println!("{}", serde_json::to_string(&verdict)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The types to know: a [`Playbook`] reads an [`Opportunity`] (through its [`Reader`], where rates, strictness or JSON
//! text matter) and gives a [`Verdict`], with [`Finding`]s whose [`Atom`]s say why. What is wrong with a playbook comes
//! as [`Diagnostics`], what is wrong with data as a [`DataError`]. [`testing`] runs the tests that a playbook holds.
//! Of many opportunities [`Playbook::review`] makes a [`Review`], the pipeline at a glance.
//!
//! The language is described in `grammar/reference.md`.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
// The stages are open to the project's own tests: what is `pub` in them is reached there, and some of it there only.
#![cfg_attr(feature = "internals", warn(unreachable_pub))]
#![cfg_attr(
    not(feature = "internals"),
    expect(dead_code, reason = "the project's own tests read more than the library")
)]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    clippy::print_stdout
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

// The parser generator's code names it.
extern crate alloc;

#[cfg(feature = "arrow")]
pub mod arrow;
pub(crate) mod batch;
pub(crate) mod bind;
pub(crate) mod change;
#[cfg(feature = "data")]
pub mod data;
pub(crate) mod diag;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod facts;
pub(crate) mod graph;
#[cfg_attr(feature = "internals", allow(missing_docs))]
pub(crate) mod hir;
pub mod history;
#[cfg(feature = "html")]
pub(crate) mod html;
pub(crate) mod limits;
pub(crate) mod load;
pub(crate) mod object;
pub(crate) mod pipeline;
pub(crate) mod playbook;
pub(crate) mod program;
pub(crate) mod review;
#[cfg_attr(feature = "internals", allow(missing_docs))]
pub(crate) mod schema;
pub(crate) mod sheet;
pub(crate) mod source;
#[cfg_attr(feature = "internals", allow(missing_docs))]
pub(crate) mod syntax;
pub mod testing;
pub(crate) mod value;
pub(crate) mod verdict;

pub use bind::{Answer, BindError, HostFunction, Scalar, Value, Variant};
pub use change::{
    Cause, CauseKind, Chances, Change, Edit, EditKind, Effect, Faults, Need, Place, Replay, Replayed, RuleShift, Shift,
    Shifted, Subject, Tally,
};
pub use diag::{Code, Diagnostic, Diagnostics, Fix, Label, Message, Sarif, Severity};
pub use eval::Scratch;
pub use explain::Explanation;
pub use facts::{CsvHeader, DataError, Opportunity, RateError, Reader};
pub use graph::Graph;
pub use limits::Limits;
pub use load::{FileLoader, LoadError, Loader, NoImports};
pub use pipeline::{Assessed, Pipeline, RuleColumn};
pub use playbook::{Assessment, Decided, Fact, Odds, Playbook, Process, Rule, RuleKind, Stage, UnknownProcess, format};
pub use review::{
    Amount, Doubt, Group, Review, ReviewedProcess, ReviewedQuestion, ReviewedRule, ReviewedStage, Reviewing, RowError,
    Standing, Talk, UnknownFact, Weighted,
};
pub use sheet::{FactReading, FactRow, FactSheet, JsonSchema, SampleRow, SampleRows};
pub use source::{FileId, LineColumn, Source, Span};
pub use value::{Currency, Date, Days, Decimal, Money, Percent, Truth};
pub use verdict::{Atom, Chance, Decision, Finding, Outcome, Question, Reading, Verdict, Why};

/// Not part of the interface: the stages, for the project's own tests, benches and fuzz targets.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals {
    #![allow(missing_docs)]
    /// Reads and checks one text.
    pub fn check(text: &str, limits: &crate::Limits) -> (Option<hir::Playbook>, Vec<crate::Diagnostic>) {
        let entry = crate::load::Entry::Text { name: "playbook.gate", text };
        let (loaded, mut diagnostics) = crate::load::load(entry, &crate::NoImports, limits);
        let (playbook, found) = crate::hir::check(&loaded, limits);
        diagnostics.extend(found);
        diagnostics.sort_by_key(|message| message.span);
        (playbook, diagnostics)
    }

    /// A playbook's checked tree.
    pub fn checked(playbook: &crate::Playbook) -> &hir::Playbook {
        playbook.checked()
    }

    pub mod hir {
        pub use crate::hir::*;
    }
    #[cfg(feature = "html")]
    pub mod html {
        pub use crate::html::*;
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
