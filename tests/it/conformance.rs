//! Cases under `tests/data/conformance`: what is accepted, what is an error, and what is found.
//!
//! A file says behind `=== playbook` where its cases are put: in the place of `…`. Then follow, a case a line, those
//! that are `=== accepted`, those that are `=== refused`, and conditions `=== of` an opportunity's data, each with its
//! result behind a last `#`. `⏎` in a case stands for the end of a line, and `@prelude` and `@facts` for the files so called.
//! The files of verdicts are as those under `tests/data/runs`.

use std::fs;
use std::path::{Path, PathBuf};

use stagegate::{Date, Decision, Playbook, Truth, Verdict};

const FOLDER: &str = "tests/data/conformance";

#[test]
fn cases_are_as_written() {
    let faults: Vec<String> = files("txt").iter().flat_map(|file| lines(file)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn verdicts_are_as_written() {
    let faults = |file: &PathBuf| crate::runs::faults(file, &whole(&fs::read_to_string(file).unwrap()));
    let faults: Vec<String> = files("run").iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn files(ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    files
}

/// A text with the files that it names in it.
fn whole(text: &str) -> String {
    let part = |name: &str| fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    text.replace("@prelude", &part("prelude.gate")).replace("@facts", &part("facts.gate"))
}

/// The faults of a file of cases a line.
fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut sections = text.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
    let (_, frame) = sections.next().unwrap();
    let mut faults = Vec::new();
    for (head, body) in sections {
        for case in body.lines() {
            let found = match head.strip_prefix("of ") {
                Some(data) => value(frame, case, data),
                None => standing(frame, case, head),
            };
            if let Err(found) = found {
                faults.push(format!("{}: {case}: {found}", file.display()));
            }
        }
    }
    faults
}

fn standing(frame: &str, case: &str, head: &str) -> Result<(), String> {
    match (Playbook::parse(&put(frame, case)), head) {
        (Ok(_), "accepted") | (Err(_), "refused") => Ok(()),
        (Ok(_), _) => Err("is accepted".to_owned()),
        (Err(faults), _) => Err(faults.to_string()),
    }
}

/// Whether the condition's result is the one behind its last `#`.
fn value(frame: &str, case: &str, data: &str) -> Result<(), String> {
    let (condition, expected) = case.rsplit_once('#').unwrap();
    let playbook = Playbook::parse(&put(frame, condition)).map_err(|faults| faults.to_string())?;
    let opportunity = playbook.reader().read_json(data).map_err(|fault| fault.to_string())?;
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    let found = result(&verdict);
    if found == expected.trim() { Ok(()) } else { Err(found.to_owned()) }
}

/// What the only rule of a verdict came to.
fn result(verdict: &Verdict) -> &'static str {
    let is_undefined = || verdict.at_risk().iter().flat_map(|rule| rule.because()).any(|atom| atom.is_undefined());
    match verdict.decision() {
        Decision::Disqualify => Truth::True.as_str(),
        _ if verdict.at_risk().is_empty() => Truth::False.as_str(),
        _ if is_undefined() => "undefined",
        _ => Truth::Unknown.as_str(),
    }
}

fn put(frame: &str, case: &str) -> String {
    whole(&frame.replacen('…', &case.replace('⏎', "\n"), 1))
}
