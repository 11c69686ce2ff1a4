//! Files of cases: what is written in each is held against what comes of it now. With `BLESS=1` in the environment they are
//! written anew.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder with an ending, in order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|other| other == ending));
    files.sort();
    assert!(!files.is_empty(), "{folder} has no files .{ending}");
    files
}

/// Holds each file against what comes of its text.
pub fn hold(files: &[PathBuf], found: impl Fn(&Path, &str) -> String) {
    let mut faults = Vec::new();
    for path in files {
        let written = fs::read_to_string(path).unwrap();
        let found = found(path, &written);
        if std::env::var_os("BLESS").is_some() {
            fs::write(path, found).unwrap();
        } else if found != written {
            faults.push(format!("{}:\n{}", path.display(), difference(&written, &found)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The first lines that differ, and in which case.
fn difference(written: &str, found: &str) -> String {
    let same = written.lines().zip(found.lines()).take_while(|(one, other)| one == other).count();
    let title =
        written.lines().take(same + 1).filter(|line| line.starts_with("=== ")).last().unwrap_or("the beginning");
    let show = |text: &str| text.lines().skip(same.saturating_sub(2)).take(12).collect::<Vec<_>>().join("\n");
    format!("in `{title}`, expected from line {}:\n{}\nfound:\n{}\n", same + 1, show(written), show(found))
}

#[test]
fn a_difference_is_shown_where_it_starts() {
    let text = difference("=== one\na\n=== two\nb\nc\n", "=== one\na\n=== two\nb\n");
    assert_eq!(text, "in `=== two`, expected from line 5:\n=== two\nb\nc\nfound:\n=== two\nb\n");
}
