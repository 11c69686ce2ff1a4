//! The walk along the imports.

use std::collections::HashMap;
use std::path::Path;

use super::error::{self, About};
use super::loader::Loader;
use super::path::{self, PathFault};
use super::{FileLoader, LoadError, Loaded};
use crate::diag::Diagnostic;
use crate::limits::Limits;
use crate::source::{FileId, Source, Span};
use crate::syntax::{self, ast};

/// Where a playbook starts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry<'a> {
    /// With a file of the loader.
    Path(&'a str),
    /// With a text that stands beside the loader's files, under a name for messages.
    Text { name: &'a str, text: &'a str },
}

/// Reads and parses the files of a playbook.
///
/// There is always a first file, be it an empty one. With messages whose code starts `E00` some file is missing, so that
/// names declared there will be missed.
pub(crate) fn load(entry: Entry<'_>, loader: &dyn Loader, limits: &Limits) -> (Loaded, Vec<Diagnostic>) {
    let mut walk = Walk {
        loader,
        limits,
        loaded: Loaded::default(),
        diagnostics: Vec::new(),
        root: String::new(),
        known: HashMap::new(),
        places: Vec::new(),
        open: Vec::new(),
        full: false,
    };
    walk.start(entry);
    walk.follow();
    walk.loaded.incomplete = walk.diagnostics.iter().any(|message| message.code.as_str().starts_with("E00"));
    (walk.loaded, walk.diagnostics)
}

/// As [`load`], from a file on disk.
pub(crate) fn load_path(path: &Path, limits: &Limits) -> (Loaded, Vec<Diagnostic>) {
    match FileLoader::beside(path) {
        Ok(loader) => load(Entry::Path(loader.first().unwrap_or_default()), &loader, limits),
        Err(error) => load(Entry::Path(&path.to_string_lossy()), &Nothing(error), limits),
    }
}

/// The source of a first file that is given as a text, which may not be too large.
pub(crate) fn first_source(name: &str, text: &str, limits: &Limits) -> Result<Source, Box<Diagnostic>> {
    if text.len() <= limits.file_bytes {
        Ok(Source::new(name, text))
    } else {
        Err(Box::new(error::too_large(About::First { name }, limits.file_bytes)))
    }
}

/// The loader where there is nothing to load, and why.
struct Nothing(LoadError);

impl Loader for Nothing {
    fn read(&self, _path: &str, _most: usize) -> Result<Vec<u8>, LoadError> {
        Err(self.0.clone())
    }
}

struct Walk<'a> {
    loader: &'a dyn Loader,
    limits: &'a Limits,
    loaded: Loaded,
    diagnostics: Vec<Diagnostic>,
    /// The folder of the first file.
    root: String,
    /// Files by each path that has led to them.
    known: HashMap<String, FileId>,
    /// What is known of each file, by [`FileId`].
    places: Vec<Place>,
    /// The files whose declarations are being listed, each imported by the one before it.
    open: Vec<Open>,
    /// Whether the bound on files has been reached and said.
    full: bool,
}

/// A file's place, and whether its imports are being followed.
struct Place {
    folder: String,
    open: bool,
}

/// A file whose declarations are being listed.
struct Open {
    file: FileId,
    next: usize,
}

impl Walk<'_> {
    /// Reads the first file.
    fn start(&mut self, entry: Entry<'_>) {
        match entry {
            Entry::Text { name, text } => match first_source(name, text, self.limits) {
                Ok(source) => drop(self.add("", source)),
                Err(fault) => {
                    self.diagnostics.push(*fault);
                    self.keep("", Source::new(name, ""), ast::File::default());
                }
            },
            Entry::Path(path) => {
                self.root = path::folder_of(path).to_owned();
                let path = self.loader.resolve(path).unwrap_or_else(|_| path.to_owned());
                let name = self.loader.shown(&path);
                match self.read_first(&path, &name) {
                    Ok(source) => self.add(&path, source),
                    Err(source) => self.keep(&path, source, ast::File::default()),
                };
            }
        }
    }

    /// The first file's text; or, with a message, what can be shown of it.
    fn read_first(&mut self, path: &str, name: &str) -> Result<Source, Source> {
        let about = About::First { name };
        match self.read(path) {
            Err(error) => {
                self.diagnostics.push(error::unreadable(about, &error, self.limits.file_bytes));
                Err(Source::new(name, ""))
            }
            Ok(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(Source::new(name, text)),
                Err(_) => {
                    let source = Source::new(name, &String::from_utf8_lossy(&bytes));
                    self.diagnostics.push(error::not_utf8(about, &bytes, &source));
                    Err(source)
                }
            },
        }
    }

    /// The bytes of a file, no more than there may be.
    fn read(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let most = self.limits.file_bytes;
        let bytes = self.loader.read(path, most)?;
        if bytes.len() > most { Err(LoadError::TooLarge) } else { Ok(bytes) }
    }

    /// Parses a file and takes it in.
    fn add(&mut self, path: &str, source: Source) -> FileId {
        let id = FileId(u32::try_from(self.loaded.sources.len()).unwrap_or(u32::MAX));
        let (file, mut faults) = syntax::parse(&source, id, self.limits);
        self.diagnostics.append(&mut faults);
        self.keep(path, source, file)
    }

    /// Takes in a file, and goes into it.
    fn keep(&mut self, path: &str, source: Source, file: ast::File) -> FileId {
        let id = FileId(u32::try_from(self.loaded.sources.len()).unwrap_or(u32::MAX));
        self.loaded.sources.push(source);
        self.loaded.files.push(file);
        self.places.push(Place { folder: path::folder_of(path).to_owned(), open: true });
        self.open.push(Open { file: id, next: 0 });
        if !path.is_empty() {
            self.known.insert(path.to_owned(), id);
        }
        id
    }

    /// Lists the declarations of the open files, going into each import as it comes.
    fn follow(&mut self) {
        while let Some(open) = self.open.last_mut() {
            let (file, item) = (open.file, open.next);
            open.next = item.saturating_add(1);
            let found = self.loaded.files.get(index(file)).and_then(|file| file.items.get(item));
            match found {
                None => self.close(file),
                Some(ast::Item::Import(import)) => {
                    let ast::Text { value, span } = import.path.clone();
                    self.import(file, &value, span);
                }
                Some(
                    ast::Item::Evidence(_)
                    | ast::Item::Opportunity(_)
                    | ast::Item::Record(_)
                    | ast::Item::Function(_)
                    | ast::Item::Define(_)
                    | ast::Item::Process(_)
                    | ast::Item::Fixture(_)
                    | ast::Item::Test(_)
                    | ast::Item::Broken(_),
                ) => self.loaded.order.push((file, item)),
            }
        }
    }

    /// Leaves a file whose declarations are all listed.
    fn close(&mut self, file: FileId) {
        self.open.pop();
        if let Some(place) = self.places.get_mut(index(file)) {
            place.open = false;
        }
    }

    /// Goes into an import, or says why not; nothing is to be done where the file has been listed.
    fn import(&mut self, from: FileId, written: &str, span: Span) {
        let folder = self.places.get(index(from)).map_or("", |place| place.folder.as_str());
        let path = match path::resolve(&self.root, folder, written) {
            Ok(path) => path,
            Err(fault) => return self.refuse(written, span, fault),
        };
        if let Some(&file) = self.known.get(&path) {
            return self.again(file, span);
        }
        if self.full {
            return;
        }
        match self.find(&path, span) {
            Ok(file) => {
                self.known.insert(path, file);
            }
            Err(fault) => self.diagnostics.extend(fault.map(|fault| *fault)),
        }
    }

    fn refuse(&mut self, written: &str, span: Span, fault: PathFault) {
        self.diagnostics.push(error::bad_path(written, span, fault));
    }

    /// Reads an imported file that is not known by this path. No message where it has been given.
    fn find(&mut self, path: &str, span: Span) -> Result<FileId, Option<Box<Diagnostic>>> {
        let name = self.loader.shown(path);
        let about = About::Import { name: &name, span };
        let fail = |error: LoadError| Some(Box::new(error::unreadable(about, &error, self.limits.file_bytes)));
        let real = self.loader.resolve(path).map_err(fail)?;
        if path::below(&self.root, &real).is_none() {
            return Err(fail(LoadError::Outside));
        }
        if let Some(&file) = self.known.get(&real) {
            self.again(file, span);
            return Ok(file);
        }
        if self.loaded.sources.len() >= self.limits.files {
            self.full = true;
            return Err(Some(Box::new(error::too_many(span, self.limits.files))));
        }
        let bytes = self.read(&real).map_err(fail)?;
        let name = self.loader.shown(&real);
        match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(self.add(&real, Source::new(name, text))),
            Err(_) => Err(Some(Box::new(error::not_utf8(about, &bytes, &Source::new("", ""))))),
        }
    }

    /// A line imports a file that is known: it counts once, and may not be the cause of its own reading.
    fn again(&mut self, file: FileId, span: Span) {
        const SHOWN: usize = 4;
        if !self.places.get(index(file)).is_some_and(|place| place.open) {
            return;
        }
        let name =
            |file: FileId| self.loaded.sources.get(index(file)).map_or(String::new(), |source| source.name().into());
        let mut chain: Vec<String> = self.open.iter().rev().map(|open| name(open.file)).take(SHOWN).collect();
        let circle = self.open.iter().rev().take(SHOWN).position(|open| open.file == file);
        match circle {
            Some(at) => chain.truncate(at.saturating_add(1)),
            None => chain.extend(["…".to_owned(), name(file)]),
        }
        chain.reverse();
        self.diagnostics.push(error::circle(&name(file), span, &chain));
    }
}

/// A file's number as an index.
fn index(file: FileId) -> usize {
    usize::try_from(file.0).unwrap_or(usize::MAX)
}
