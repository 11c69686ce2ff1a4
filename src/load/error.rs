//! The messages of loading: E00xx. Those about an import stand at its line, those about the first file at the file.

use super::loader::LoadError;
use super::path::PathFault;
use crate::diag::{Code, Diagnostic, FILE_TOO_LARGE, UNREADABLE, push_inert, quote};
use crate::source::{FileId, Source, Span};

const NO_IMPORT: Code = Code::new("E0002");
const BAD_PATH: Code = Code::new("E0003");
const OUTSIDE: Code = Code::new("E0004");
const CIRCLE: Code = Code::new("E0005");
const TOO_MANY: Code = Code::new("E0006");
const NOT_UTF8: Code = Code::new("E0008");

/// Which file a message is about.
#[derive(Clone, Copy)]
pub(super) enum About<'a> {
    /// The first one.
    First { name: &'a str },
    /// One that the import path at `span` names.
    Import { name: &'a str, span: Span },
}

impl About<'_> {
    fn name(&self) -> String {
        match self {
            About::First { name } | About::Import { name, .. } => quote_path(name),
        }
    }

    /// The place that the message underlines, where the file's own text has none.
    fn span(&self) -> Span {
        match self {
            About::First { .. } => Span::new(FileId(0), 0, 0),
            About::Import { span, .. } => *span,
        }
    }
}

/// A file that the loader cannot give.
pub(super) fn unreadable(about: About<'_>, error: &LoadError, most: usize) -> Diagnostic {
    let name = about.name();
    match (error, about) {
        (LoadError::TooLarge, _) => too_large(about, most),
        (LoadError::Outside, About::Import { .. }) => outside(about),
        (_, About::First { .. }) => {
            Diagnostic::new(UNREADABLE, about.span(), format!("cannot read {name}: {}", inert(error)))
        }
        (_, About::Import { .. }) => {
            Diagnostic::new(NO_IMPORT, about.span(), format!("cannot import {name}: {}", inert(error)))
                .help("an import is looked for beside the file that it stands in")
        }
    }
}

/// A loader's own words on one line, where nothing steers a terminal.
fn inert(error: &LoadError) -> String {
    let mut text = String::new();
    for letter in error.to_string().chars().take(200) {
        push_inert(&mut text, letter);
    }
    text
}

/// A path in backticks; a long one by its end, as that is the file's own name.
fn quote_path(path: &str) -> String {
    const LONGEST: usize = 59;
    let letters = path.chars().count();
    if letters <= LONGEST {
        return quote(path);
    }
    let end: String = path.chars().skip(letters.saturating_sub(LONGEST)).collect();
    quote(&format!("…{end}"))
}

/// A file past the bound on bytes.
pub(super) fn too_large(about: About<'_>, most: usize) -> Diagnostic {
    let message = format!("{} has more than {most} bytes, the most that a file may have", about.name());
    Diagnostic::new(FILE_TOO_LARGE, about.span(), message).help("split the file, and join the parts by `import`")
}

/// A file that lies elsewhere once symbolic links are resolved, or is named by too many `..`.
pub(super) fn outside(about: About<'_>) -> Diagnostic {
    let message = format!("{} lies outside the folder of the first file", about.name());
    Diagnostic::new(OUTSIDE, about.span(), message)
        .help("move the file into the folder of the playbook's first file, or into one below it")
}

/// A path that names no file in the playbook's own folder.
pub(super) fn bad_path(written: &str, span: Span, fault: PathFault) -> Diagnostic {
    let path = quote(written);
    let say = |message: String| Diagnostic::new(BAD_PATH, span, message);
    match fault {
        PathFault::Empty => say("the import names no file".to_owned()).help("write `import \"other.gate\"`"),
        PathFault::Absolute => say(format!("the path {path} is absolute"))
            .help("name the file as seen from the file that imports it, such as `parts/common.gate`"),
        PathFault::Colon => say(format!("the path {path} holds a colon"))
            .help("name the file as seen from the file that imports it, without a drive"),
        PathFault::Backslash => say(format!("the path {path} holds a backslash"))
            .help(format!("write {}", quote(&written.replace('\\', "/")))),
        PathFault::Control => say(format!("the path {path} holds a control character")),
        PathFault::Outside => outside(About::Import { name: written, span }),
    }
}

/// A file that is imported while its own imports are still being followed. `chain` is how the import is reached: file
/// names, from the file that is imported to the one that imports it, perhaps with some left out.
pub(super) fn circle(name: &str, span: Span, chain: &[String]) -> Diagnostic {
    let mut way: Vec<String> = chain.iter().map(|name| quote_path(name)).collect();
    way.push(quote_path(name));
    Diagnostic::new(CIRCLE, span, format!("{} imports itself: {}", quote_path(name), way.join(" imports ")))
        .help("move what both files need into a third one, and import that from both")
}

/// One file more than a playbook may have.
pub(super) fn too_many(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(TOO_MANY, span, format!("the playbook has more than {most} files"))
        .here("this is one too many")
        .help("join some of the files; imports past this one are not read")
}

/// Bytes that are no text. The place is in the file's own text where the file is the first, which `source` then is.
pub(super) fn not_utf8(about: About<'_>, bytes: &[u8], source: &Source) -> Diagnostic {
    let at = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let byte = bytes.get(at).copied().unwrap_or(0);
    let span = match about {
        About::First { .. } => first_replaced(source),
        About::Import { span, .. } => span,
    };
    let ordinal = at.saturating_add(1);
    let message = format!("{} is not UTF-8 text: byte {ordinal} is 0x{byte:02X}", about.name());
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let help = if utf16 { "it seems to be UTF-16; save it as UTF-8" } else { "save the file as UTF-8" };
    Diagnostic::new(NOT_UTF8, span, message).help(help)
}

/// The first place of a text where bytes that were none have been replaced.
fn first_replaced(source: &Source) -> Span {
    let at = source.text().find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
    let end = at.saturating_add(char::REPLACEMENT_CHARACTER.len_utf8()).min(source.text().len());
    Span::new(FileId(0), at, end)
}
