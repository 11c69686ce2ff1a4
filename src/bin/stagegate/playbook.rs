//! Playbooks as arguments: files, or `-` for standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use stagegate::{Diagnostics, FileLoader, Limits, LoadError, Loader, Playbook};

use crate::output::{self, Stop};

/// The name that messages give a playbook from standard input.
pub(crate) const STDIN: &str = "<stdin>";

/// Whether an argument stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Ends the command where more than one argument stands for standard input.
pub(crate) fn read_stdin_once<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), Stop> {
    if paths.into_iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Stop::Because("standard input can be read once only".to_owned()));
    }
    Ok(())
}

/// Reads and checks a playbook. The imports of one from standard input are looked for in the working folder.
pub(crate) fn load(path: &Path) -> Result<Result<Playbook, Diagnostics>, Stop> {
    if !is_stdin(path) {
        return Ok(Playbook::from_path(path));
    }
    let folder = FileLoader::new(".").map_err(|error| Stop::Because(error.to_string()))?;
    let loader = StdinLoader { text: read_text(path)?, folder };
    Ok(Playbook::load("-", &loader, &Limits::default()))
}

/// A first file from standard input, beside the files of the working folder.
struct StdinLoader {
    text: String,
    folder: FileLoader,
}

impl Loader for StdinLoader {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        if path == "-" { Ok(self.text.clone().into_bytes()) } else { self.folder.read(path, most) }
    }

    fn resolve(&self, path: &str) -> Result<String, LoadError> {
        if path == "-" { Ok(path.to_owned()) } else { self.folder.resolve(path) }
    }

    fn shown(&self, path: &str) -> String {
        if path == "-" { STDIN.to_owned() } else { self.folder.shown(path) }
    }
}

/// Reads and checks a playbook that is to be used: one with errors ends the command.
pub(crate) fn load_sound(path: &Path) -> Result<Playbook, Stop> {
    match load(path)? {
        Ok(playbook) => Ok(playbook),
        Err(faults) => {
            output::say(&format!("{}\n", faults.render(true)));
            Err(Stop::Because(format!("the playbook `{}` cannot be used", path.display())))
        }
    }
}

/// As [`load_sound`], for a playbook that is to be evaluated: the command line binds no functions.
pub(crate) fn load_bound(path: &Path) -> Result<Playbook, Stop> {
    let playbook = load_sound(path)?;
    match playbook.unbound().first() {
        None => Ok(playbook),
        Some(name) => Err(Stop::Because(format!(
            "the playbook `{}` needs the function `{name}`, which only a program that holds the playbook can bind",
            path.display()
        ))),
    }
}

/// The text of one file or of standard input, no more than a playbook's file may have.
pub(crate) fn read_text(path: &Path) -> Result<String, Stop> {
    let most = Limits::default().file_bytes as u64;
    let fail = |why: &str| Stop::Because(format!("cannot read `{}`: {why}", path.display()));
    let mut bytes = Vec::new();
    let read = if is_stdin(path) {
        io::stdin().lock().take(most + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => fail("there is no such file"),
        kind => fail(&kind.to_string()),
    })?;
    if bytes.len() as u64 > most {
        return Err(fail(&format!("it has more than {most} bytes")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to() + 1;
        fail(&format!("it is not UTF-8 text, as byte {byte} shows"))
    })
}
