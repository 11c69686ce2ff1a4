//! The tests of playbooks among those of `cargo test`: a line each.
//!
//! In a crate of your own this is `tests/playbooks.rs`, and `Cargo.toml` says
//!
//! ```toml
//! [dev-dependencies]
//! stagegate = { version = "0.1", features = ["libtest"] }
//!
//! [[test]]
//! name = "playbooks"
//! harness = false
//! ```

fn main() -> std::process::ExitCode {
    stagegate::testing::harness(["examples/b2b/b2b.gate", "examples/enterprise"])
}
