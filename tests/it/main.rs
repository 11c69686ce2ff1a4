//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
#[cfg(feature = "cli")]
mod check;
mod cli;
mod differ;
mod laws;
mod load;
mod oracle;
mod random;
mod runs;
mod shapes;
mod syntax;
mod tidy;
