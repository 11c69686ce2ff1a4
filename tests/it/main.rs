//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
#![allow(clippy::disallowed_methods, reason = "tests have files and an environment")]

mod allocations;
#[cfg(feature = "arrow")]
mod arrow;
mod batch;
mod bench_rules;
mod calendars;
mod cases;
mod change;
mod check;
#[cfg(feature = "cli")]
mod cli;
mod codes;
mod conformance;
#[cfg(feature = "cli")]
mod decisions;
mod differ;
mod discover;
mod examples;
mod facts;
#[cfg(feature = "data")]
mod files;
mod fit;
mod format;
mod graph;
mod history;
#[cfg(feature = "html")]
mod html;
mod laws;
mod load;
mod markdown;
mod memory;
mod nasty;
mod nasty_data;
mod numbers;
mod oracle;
mod random;
mod reference;
#[cfg(feature = "data")]
mod review;
mod rows;
mod runs;
mod shapes;
mod sheet;
#[cfg(feature = "proptest")]
mod strategy;
mod sums;
mod syntax;
mod tables;
mod testing;
mod tidy;
mod view;

/// What the benches measure with.
#[path = "../../benches/deal.rs"]
mod deal;
