//! Random playbooks and opportunities, small enough to read, from choices that can be made simpler.

#[cfg(feature = "arrow")]
pub mod arrays;
pub mod block;
pub mod choices;
pub mod columns;
pub mod data;
pub mod expr;
pub mod playbook;
pub mod shape;
