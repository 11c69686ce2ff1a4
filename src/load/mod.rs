//! A playbook's files, read and parsed: from the first file through its imports.

use crate::source::{FileId, Source};
use crate::syntax::ast;

/// All files of a playbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    /// The files' texts, by [`FileId`].
    pub sources: Vec<Source>,
    /// The files' trees, by [`FileId`].
    pub files: Vec<ast::File>,
    /// All declarations in the order in which they count (an imported file's in the place of the line that imports it
    /// first; the import lines themselves are left out): the file, and the place in `File::items`.
    pub order: Vec<(FileId, usize)>,
}
