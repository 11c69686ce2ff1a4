//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
mod check;
mod cli;
mod codes;
mod differ;
mod examples;
mod format;
mod laws;
mod load;
mod markdown;
mod nasty;
mod oracle;
mod random;
mod reference;
mod runs;
mod shapes;
mod syntax;
mod tidy;
