//! Where the texts of a playbook come from: the host's choice.

use std::collections::{BTreeMap, HashMap};

/// Finds the files of a playbook.
///
/// Paths are names joined by `/`, such as `parts/common.gate`; they are relative to wherever the loader keeps its files, and
/// hold neither `..` nor a name that is empty. A map from path to text is a loader:
///
/// ```
/// use std::collections::BTreeMap;
/// use stagegate::{LoadError, Loader};
///
/// let files = BTreeMap::from([("common.gate", "define late as close_date < today")]);
/// assert_eq!(files.read("common.gate", 1000).unwrap(), b"define late as close_date < today");
/// assert_eq!(files.read("other.gate", 1000), Err(LoadError::NotFound));
/// ```
pub trait Loader {
    /// The bytes of a file. A file of more than `most` bytes is an error, best noticed before it is read.
    ///
    /// # Errors
    ///
    /// Where the file cannot be had.
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError>;

    /// The one path by which a file goes that may have several: what it gives for two paths is equal where they name the
    /// same file. A file's imports are looked for beside this path.
    ///
    /// # Errors
    ///
    /// Where there is no such file, or it lies where it may not.
    fn resolve(&self, path: &str) -> Result<String, LoadError> {
        Ok(path.to_owned())
    }

    /// The name that messages give the file.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Why a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is none.
    #[error("there is no such file")]
    NotFound,
    /// It is not in the folder of the first file, nor below it.
    #[error("it lies outside the folder of the first file")]
    Outside,
    /// It has more bytes than it may have.
    #[error("it is too large")]
    TooLarge,
    /// Whatever else is in the way, in a few words.
    #[error("{0}")]
    Other(String),
}

/// The loader of a playbook that is one text: it has no files, so that every import is an error.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoImports;

impl Loader for NoImports {
    fn read(&self, _path: &str, _most: usize) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Other("this playbook was given as a text, without files beside it".to_owned()))
    }
}

impl<K: std::borrow::Borrow<str> + Ord, V: AsRef<str>> Loader for BTreeMap<K, V> {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        copy(self.get(path), most)
    }
}

impl<K: std::borrow::Borrow<str> + Eq + std::hash::Hash, V: AsRef<str>> Loader for HashMap<K, V> {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        copy(self.get(path), most)
    }
}

/// The bytes of a text that a map holds.
fn copy(text: Option<&impl AsRef<str>>, most: usize) -> Result<Vec<u8>, LoadError> {
    let text = text.ok_or(LoadError::NotFound)?.as_ref();
    if text.len() > most { Err(LoadError::TooLarge) } else { Ok(text.as_bytes().to_vec()) }
}
