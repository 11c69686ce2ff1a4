//! A playbook's files, read and parsed: from the first file through its imports.
//!
//! A [`Loader`] finds texts by path; [`load`] follows the import lines from the first file on. Paths are names joined by
//! `/`, never hold `..` by the time a loader sees them, and never leave the folder of the first file. Every file is read
//! and parsed once, however many lines import it, and the chain of imports lies on the heap. What cannot be loaded is a
//! message at the line that imports it, and the rest is loaded all the same.

mod error;
#[expect(clippy::disallowed_methods, reason = "the one door to the file system")]
mod files;
mod loader;
mod path;
mod walk;

pub use files::FileLoader;
pub use loader::{LoadError, Loader, NoImports};
pub(crate) use walk::{Entry, first_source, load, load_path};

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
    /// Whether a file could not be loaded: what is not declared in the others may be declared there.
    pub incomplete: bool,
}
