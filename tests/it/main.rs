//! All integration tests, in one binary: drivers here, cases as files under `tests/data`.
mod syntax;
mod tidy;
