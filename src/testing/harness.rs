//! The tests of playbooks as lines of `cargo test` (feature `libtest`).
//!
//! Each `test` block is one test of libtest's kind, named `file: title`: it can be filtered, listed and run alone as
//! others. A playbook that cannot be read, has errors or holds no test is a failing test of its own, so that nothing is passed over in
//! silence.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::diag::inert;
use crate::playbook::Playbook;

use super::{TestResult, run};

/// Runs the tests of the playbooks at these paths as `cargo test` runs others, the arguments of `cargo test` heeded, and says how it
/// ended. A path is a playbook's first file, or a folder: then every `.gate` file in it that no other of them imports is one.
///
/// All that `tests/playbooks.rs` needs, where `Cargo.toml` says `harness = false` of that test:
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     stagegate::testing::harness(["playbooks"])
/// }
/// ```
#[must_use]
pub fn harness<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> ExitCode {
    harness_with(paths, Ok)
}

/// As [`harness`], for playbooks that the host makes ready first: it binds their functions.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     use stagegate::Decimal;
///     stagegate::testing::harness_with(["playbooks"], |playbook| {
///         let score = |deals: Decimal| Some(deals.min(Decimal::from_ten_thousandths(100_000)));
///         playbook.bind("score", score).map_err(|error| error.to_string())
///     })
/// }
/// ```
#[must_use]
pub fn harness_with<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    ready: impl Fn(Playbook) -> Result<Playbook, String>,
) -> ExitCode {
    let trials = paths.into_iter().flat_map(|path| trials_of(path.as_ref(), &ready)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trials_of(path: &Path, ready: &impl Fn(Playbook) -> Loaded) -> Vec<Trial> {
    if !path.is_dir() {
        return match load(path) {
            Ok(playbook) => trials(path, playbook, ready),
            Err(message) => vec![failing(path, message)],
        };
    }
    match playbooks_in(path) {
        Ok(playbooks) if playbooks.is_empty() => {
            vec![failing(path, "there is no playbook (`.gate`) in the folder".to_owned())]
        }
        Ok(playbooks) => playbooks
            .into_iter()
            .flat_map(|(path, loaded)| match loaded {
                Ok(playbook) => trials(&path, playbook, ready),
                Err(message) => vec![failing(&path, message)],
            })
            .collect(),
        Err(error) => vec![failing(path, format!("the folder cannot be read: {error}"))],
    }
}

type Loaded = Result<Playbook, String>;

fn load(path: &Path) -> Loaded {
    Playbook::from_path(path).map_err(|faults| faults.render(false))
}

/// The playbooks of a folder by name: its files but those that another of them imports.
fn playbooks_in(folder: &Path) -> std::io::Result<Vec<(PathBuf, Loaded)>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "gate"));
    files.sort();
    let loaded: Vec<(PathBuf, Loaded)> = files.into_iter().map(|path| (path.clone(), load(&path))).collect();
    let mut imported: BTreeSet<PathBuf> = BTreeSet::new();
    for playbook in loaded.iter().filter_map(|(_, loaded)| loaded.as_ref().ok()) {
        let others = playbook.sources().iter().skip(1);
        imported.extend(others.filter_map(|source| Path::new(source.name()).canonicalize().ok()));
    }
    // A file that cannot be read alone may be a part of one that can.
    Ok(loaded.into_iter().filter(|(path, _)| path.canonicalize().is_ok_and(|path| !imported.contains(&path))).collect())
}

/// A playbook's tests. They have been run when they are reported: all of a playbook's take less time than the start of a thread.
fn trials(path: &Path, playbook: Playbook, ready: &impl Fn(Playbook) -> Loaded) -> Vec<Trial> {
    let playbook = match ready(playbook) {
        Ok(playbook) => playbook,
        Err(message) => return vec![failing(path, message)],
    };
    if let Some(name) = playbook.unbound().first() {
        return vec![failing(path, format!("the function `{name}` is not bound; see `harness_with`"))];
    }
    let results = run(&playbook).tests;
    if results.is_empty() {
        return vec![failing(path, "the playbook holds no test".to_owned())];
    }
    let trial = |result: TestResult| {
        Trial::test(named(path, &result.title), move || if result.passed() { Ok(()) } else { Err(failed(&result)) })
    };
    results.into_iter().map(trial).collect()
}

fn failed(result: &TestResult) -> Failed {
    Failed::from(format!("{}:{}\n{}", result.file, result.line, result.report()))
}

fn failing(path: &Path, message: String) -> Trial {
    Trial::test(named(path, "can be tested"), move || Err(Failed::from(message)))
}

fn named(path: &Path, title: &str) -> String {
    inert(&format!("{}: {title}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use libtest_mimic::Arguments;

    use super::trials_of;

    const TESTED: &str = "import \"part.gate\"\nprocess p { stage s { require r that a > limit } }\n\
        test \"more is enough\" { given with { a: 2 } expect advance }\n\
        test \"less is not\" { given with { a: 1 } expect advance }\n";

    #[test]
    fn nothing_is_passed_over() {
        let folder = std::env::temp_dir().join(format!("stagegate-harness-{}", std::process::id()));
        fs::create_dir_all(folder.join("empty")).unwrap();
        let files = [
            ("tested.gate", TESTED),
            ("part.gate", "opportunity { a: number }\ndefine limit as 1\n"),
            ("broken.gate", "process"),
            ("untested.gate", "opportunity { a: number } process p { stage s { require r that a > 1 } }"),
            ("notes.txt", "no playbook"),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let end = |path: &Path, filter: &str| {
            let trials = trials_of(path, &Ok);
            let end = libtest_mimic::run(
                &Arguments {
                    logfile: Some(folder.join("log").display().to_string()),
                    filter: Some(filter.to_owned()),
                    ..Arguments::default()
                },
                trials,
            );
            (end.num_passed, end.num_failed)
        };
        let ends = ["tested", "part", "broken", "untested", "notes"].map(|name| end(&folder, &format!("/{name}.")));
        let missing = end(&folder.join("missing.gate"), "missing");
        let empty = end(&folder.join("empty"), "empty");
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(ends, [(1, 1), (0, 0), (0, 1), (0, 1), (0, 0)]);
        assert_eq!((missing, empty), ((0, 1), (0, 1)));
    }
}
