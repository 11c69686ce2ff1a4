//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
mod check;
#[cfg(feature = "cli")]
mod cli;
mod laws;
mod load;
mod oracle;
mod random;
mod shapes;
mod syntax;
mod tidy;
