//! Playbooks on disk: the one place of the library that touches the file system.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::loader::{LoadError, Loader};

/// Loads files of one folder and the folders below it.
///
/// Symbolic links are resolved before the folder is judged: a link that leads out of it is an error, and a file that has
/// several names is one file.
///
/// ```no_run
/// use stagegate::{FileLoader, Limits, Playbook};
///
/// let mut limits = Limits::default();
/// limits.files = 1000;
/// let playbook = Playbook::load("enterprise.gate", &FileLoader::new("playbooks")?, &limits)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileLoader {
    /// The folder without symbolic links.
    root: PathBuf,
    /// The folder as the user named it.
    shown: PathBuf,
    /// The first file, where the loader was made for one: its path here, and its path as the user named it.
    first: Option<(String, PathBuf)>,
}

impl FileLoader {
    /// A loader of the files of `folder`.
    ///
    /// # Errors
    ///
    /// Where there is no such folder.
    pub fn new(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        let shown = folder.as_ref().to_owned();
        let named = if shown.as_os_str().is_empty() { Path::new(".") } else { &shown };
        Ok(FileLoader { root: named.canonicalize().map_err(|error| explain(&error))?, shown, first: None })
    }

    /// A loader of the files beside `file`.
    ///
    /// # Errors
    ///
    /// Where there is no such file.
    pub fn beside(file: impl AsRef<Path>) -> Result<Self, LoadError> {
        let shown = file.as_ref();
        let real = shown.canonicalize().map_err(|error| explain(&error))?;
        let (Some(root), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(LoadError::Other("it is a folder".to_owned()));
        };
        let first = (name.to_string_lossy().into_owned(), shown.to_owned());
        let folder = shown.parent().unwrap_or(Path::new("")).to_owned();
        Ok(FileLoader { root: root.to_owned(), shown: folder, first: Some(first) })
    }

    /// The path, for this loader, of the file that it was made [beside](Self::beside); else nothing.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.first.as_ref().map(|(path, _)| path.as_str())
    }

    /// Whether the path is that of the file that the loader was made for.
    fn first_named(&self, path: &str) -> Option<&Path> {
        self.first.as_ref().filter(|(first, _)| first == path).map(|(_, shown)| shown.as_path())
    }

    /// Where a file is, without symbolic links; inside the folder for certain.
    fn locate(&self, path: &str) -> Result<PathBuf, LoadError> {
        let named = self.first_named(path).map_or_else(|| self.root.join(path), Path::to_owned);
        let real = named.canonicalize().map_err(|error| explain(&error))?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(LoadError::Outside) }
    }
}

impl Loader for FileLoader {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        read_file(&self.locate(path)?, most)
    }

    fn resolve(&self, path: &str) -> Result<String, LoadError> {
        if self.first_named(path).is_some() {
            return Ok(path.to_owned());
        }
        let real = self.locate(path)?;
        let inside = real.strip_prefix(&self.root).map_err(|_| LoadError::Outside)?;
        let names: Option<Vec<&str>> = inside.components().map(name_of).collect();
        names.map(|names| names.join("/")).ok_or_else(|| LoadError::Other("its name is not UTF-8 text".to_owned()))
    }

    fn shown(&self, path: &str) -> String {
        let shown = self.first_named(path).map_or_else(|| self.shown.join(path), Path::to_owned);
        shown.to_string_lossy().into_owned()
    }
}

/// The name of a folder or file in a path that has been resolved.
fn name_of(component: Component<'_>) -> Option<&str> {
    match component {
        Component::Normal(name) => name.to_str(),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    }
}

/// The bytes of a file, no more than `most`. Only plain files are opened, as a pipe or a device might never end.
fn read_file(path: &Path, most: usize) -> Result<Vec<u8>, LoadError> {
    let kind = fs::metadata(path).map_err(|error| explain(&error))?;
    if !kind.is_file() {
        let what = if kind.is_dir() { "it is a folder" } else { "it is no plain file" };
        return Err(LoadError::Other(what.to_owned()));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    if kind.len() > most {
        return Err(LoadError::TooLarge);
    }
    let file = File::open(path).map_err(|error| explain(&error))?;
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| explain(&error))?;
    if u64::try_from(bytes.len()).is_ok_and(|read| read <= most) { Ok(bytes) } else { Err(LoadError::TooLarge) }
}

/// What went wrong, in words that are alike on every system.
fn explain(error: &io::Error) -> LoadError {
    let kind = error.kind();
    if matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
        LoadError::NotFound
    } else {
        LoadError::Other(kind.to_string())
    }
}
