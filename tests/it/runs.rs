//! Cases under `tests/data/runs`: a playbook, opportunities and the verdicts on them, which the engine and the second
//! implementation must both give.
//!
//! A file holds `=== playbook`, its text, and then any number of `=== assess …` with an opportunity and `=== verdict` with
//! what is said of it. Behind `assess` stand, split by commas, `as of DATE`, `reopen`, `strict`, `process NAME` and
//! `rate EUR/USD=1.08`.

use std::path::Path;

use crate::differ::{Checked, without_message};
use crate::oracle::Options;
use crate::oracle::json::Json;
use crate::oracle::number;
use crate::random::data::Case;

#[test]
fn verdicts_are_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/runs");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let faults: Vec<String> =
        files.iter().flat_map(|file| faults(file, &std::fs::read_to_string(file).unwrap())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// The faults of a file of cases.
pub fn faults(file: &Path, text: &str) -> Vec<String> {
    let sections: Vec<(&str, &str)> = text.split("=== ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    let mut faults = Vec::new();
    let mut playbook = None;
    let mut case = None;
    for (head, body) in sections {
        match head.split(' ').next() {
            Some("playbook") => playbook = Some(Checked::new(body).unwrap_or_else(|fault| panic!("{file:?}: {fault}"))),
            Some("assess") => case = Some(read_case(head, body)),
            Some("verdict") => {
                let (playbook, case) = (playbook.as_ref().unwrap(), case.as_ref().unwrap());
                let wanted = Json::parse(body);
                let answers = [("engine", playbook.engine(case)), ("model", playbook.model(case))];
                for (who, answer) in answers {
                    if without_message(&answer) != wanted {
                        let found = answer.pretty();
                        faults.push(format!("{}: the {who} on {}says\n{found}", file.display(), case.data));
                    }
                }
            }
            _ => panic!("{file:?}: no such section: {head}"),
        }
    }
    faults
}

fn read_case(head: &str, body: &str) -> Case {
    let mut case = Case { data: Json::parse(body), today: 0, options: Options::default() };
    for part in head.trim_start_matches("assess ").split(", ") {
        let words: Vec<&str> = part.split(' ').collect();
        match words[..] {
            ["as", "of", date] => {
                let pieces: Vec<i128> = date.split('-').map(|piece| piece.parse().unwrap()).collect();
                case.today = number::date(pieces[0], pieces[1], pieces[2]).unwrap();
            }
            ["reopen"] => case.options.reopen = true,
            ["strict"] => case.options.strict = true,
            ["process", name] => case.options.process = Some(name.to_owned()),
            ["rate", rate] => {
                let (pair, factor) = rate.split_once('=').unwrap();
                let (from, to) = pair.split_once('/').unwrap();
                case.options.rates.push((from.to_owned(), to.to_owned(), factor.to_owned()));
            }
            _ => panic!("no such option: {part}"),
        }
    }
    case
}

/// The case as such a file would hold it.
pub fn write(playbook: &str, case: &Case, verdict: &Json) -> String {
    let (year, month, day) = number::civil(case.today);
    let options = &case.options;
    let mut head = format!("as of {year:04}-{month:02}-{day:02}");
    head.push_str(if options.reopen { ", reopen" } else { "" });
    head.push_str(if options.strict { ", strict" } else { "" });
    if let Some(process) = &options.process {
        head.push_str(&format!(", process {process}"));
    }
    for (from, to, factor) in &options.rates {
        head.push_str(&format!(", rate {from}/{to}={factor}"));
    }
    let (data, verdict) = (case.data.pretty(), verdict.pretty());
    format!("=== playbook\n{playbook}=== assess {head}\n{data}\n=== verdict\n{verdict}\n")
}
