//! Bounds on what is read, so that no input costs more than it should.

/// Bounds that the host may set. Past one there is a clear error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one playbook file: 1 MiB.
    pub file_bytes: usize,
    /// Files of one playbook: 64.
    pub files: usize,
    /// Nesting of parentheses, lists, records, `where`, `not` and unary minus, the clause itself being the first: 64.
    /// More than 256 counts as 256, as reading takes some of the thread's stack for each.
    pub nesting: usize,
    /// Elements of one list in the data: 10,000.
    pub list_elements: usize,
    /// Facts of one opportunity, those of nested records counted each time the record is used: 10,000.
    pub facts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file_bytes: 1 << 20, files: 64, nesting: 64, list_elements: 10_000, facts: 10_000 }
    }
}
