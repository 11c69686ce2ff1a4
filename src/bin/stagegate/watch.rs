//! Doing something again whenever playbooks change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecursiveMode, Watcher};
use stagegate::Playbook;

use crate::Status;
use crate::output::{self, Stop};
use crate::playbook::is_stdin;

/// So long nothing must happen before a change counts as done: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Does it at once, and then after every change of a file of the playbooks, until the program is ended or nobody reads any more. What
/// goes wrong is said, and waited out.
pub(crate) fn again(playbooks: &[PathBuf], mut once: impl FnMut() -> Result<Status, Stop>) -> Result<Status, Stop> {
    if playbooks.iter().any(|path| is_stdin(path)) {
        return Err(Stop::Because("standard input cannot be watched".to_owned()));
    }
    let fail = |error: notify::Error| Stop::Because(format!("cannot watch the playbook: {error}"));
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(fail)?;
    let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
    loop {
        // Watching starts before reading, so that no change falls between.
        let texts = texts(playbooks);
        for folder in texts.iter().filter_map(|(path, _)| folder(path)) {
            if !watched.contains(&folder) && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                watched.insert(folder);
            }
        }
        if watched.is_empty() {
            return Err(Stop::Because("cannot watch the playbook: its folder cannot be read".to_owned()));
        }
        match once() {
            Ok(_) => {}
            Err(Stop::Closed) => return Err(Stop::Closed),
            Err(stop) => output::complain_why(&stop),
        }
        output::say("waiting for changes; Ctrl-C ends it\n");
        loop {
            wait(&changes)?;
            if self::texts(playbooks) != texts {
                break;
            }
        }
    }
}

/// The files of the playbooks and what they hold; nothing where one cannot be read.
fn texts(playbooks: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let mut texts = Vec::new();
    for path in playbooks {
        texts.push((path.clone(), std::fs::read_to_string(path).unwrap_or_default()));
        let playbook = Playbook::from_path(path);
        let sources = match &playbook {
            Ok(playbook) => playbook.sources(),
            Err(faults) => faults.sources(),
        };
        texts.extend(sources.iter().map(|source| (PathBuf::from(source.name()), source.text().to_owned())));
    }
    texts
}

fn folder(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

/// Waits until something has been written and it is quiet again.
fn wait(changes: &Receiver<notify::Result<notify::Event>>) -> Result<(), Stop> {
    let is_over = |_| Stop::Because("the playbook is watched no more".to_owned());
    let writes = |event: &notify::Result<notify::Event>| match event {
        Ok(event) => match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => false,
            _ => true,
        },
        Err(_) => true,
    };
    while !writes(&changes.recv().map_err(is_over)?) {}
    while changes.recv_timeout(QUIET).is_ok() {}
    Ok(())
}
