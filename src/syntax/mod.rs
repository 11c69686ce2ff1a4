//! Text to tree, and back to text.
//!
//! [`parse`] takes any text and always gives a tree: what cannot be read becomes [`Item::Broken`](ast::Item), with the
//! first fault of each declaration said. In order: a linear look over the text for its tokens; a cut into top-level
//! declarations and the bound on nesting; the grammar on each declaration; the tree. Time and memory grow with the
//! length of the text alone. Names are not resolved here, nor types looked at.

pub mod ast;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the grammar has more than a hundred rules, and each place is given those only that it asks for"
)]
mod build;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the grammar has more than a hundred rules, of which each message minds a few"
)]
mod diagnose;
mod error;
mod grammar;
mod outline;
mod print;
mod read;
mod tokens;

pub use print::format;
pub use read::parse;
