//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
mod check;
#[cfg(feature = "cli")]
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
mod nasty;
