//! `assess --only-decisions` says of every row what `assess` says, and takes little memory.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::oracle::json::Json;

/// Playbooks, their data, and how each is asked.
const CASES: [(&str, &str, &[&str]); 4] = [
    ("examples/b2b/b2b.gate", "examples/b2b/opportunities.csv", &["--reopen"]),
    ("examples/b2b/b2b.gate", "examples/b2b/opportunities.csv", &[]),
    ("examples/enterprise/enterprise.gate", "examples/enterprise/opportunities.jsonl", &[]),
    ("examples/enterprise/enterprise.gate", "examples/enterprise/opportunities.csv", &["--process", "new_name"]),
];

#[test]
fn decisions_are_those_of_verdicts() {
    for (playbook, data, options) in CASES {
        let ask = |further: &[&str]| assess(&[&[playbook, data, "--as-of", "2026-11-23"], options, further].concat());
        let (whole, brief) = (ask(&["--format", "csv"]), ask(&["--format", "csv", "--only-decisions"]));
        let columns: Vec<&str> = brief.lines().next().unwrap().split(',').collect();
        assert_eq!(columns.join(","), "row,key,process,claimed,earned,decision,to,outcome,error");
        assert!(whole.lines().count() > 3, "{data}");
        assert_eq!(cells(&brief, &columns), cells(&whole, &columns), "{data} {options:?}");

        let (whole, brief) = (ask(&["--format", "jsonl"]), ask(&["--format", "jsonl", "--only-decisions"]));
        let reasons = ["chance", "disqualified_by", "unmet", "warnings", "at_risk", "route", "ask_next"];
        let kept = |line: &str| match Json::parse(line) {
            Json::Object(mut entries) => {
                entries.retain(|(key, _)| !reasons.contains(&key.as_str()));
                entries
            }
            other => panic!("{other:?}"),
        };
        let whole: Vec<_> = whole.lines().map(kept).collect();
        assert_eq!(brief.lines().map(kept).collect::<Vec<_>>(), whole, "{data} {options:?}");
    }
}

/// The cells of those columns, row by row.
fn cells(text: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = text.lines().map(split);
    let header = rows.next().unwrap();
    let places: Vec<usize> =
        columns.iter().map(|column| header.iter().position(|other| other == column).unwrap()).collect();
    rows.map(|row| places.iter().map(|&place| row[place].clone()).collect()).collect()
}

/// The cells of a row of CSV.
fn split(row: &str) -> Vec<String> {
    let (mut cells, mut in_quotes) = (vec![String::new()], false);
    for letter in row.chars() {
        match letter {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

fn assess(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_stagegate")).arg("assess").args(arguments).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Rows as long as they may be are the most that there can be in memory at a time.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_whatever_the_length() {
    const MOST: u64 = 32 << 10;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("decisions");
    fs::create_dir_all(&folder).unwrap();
    let playbook = folder.join("a.gate");
    fs::write(&playbook, "opportunity { a: number }\nprocess p { stage s { require r that a > 1 } }\n").unwrap();
    for (input, row) in [("csv", format!("1,{}\n", "x".repeat(3 << 20))), ("jsonl", "{\"a\": 2}\n".repeat(2_000))] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
        command.args(["assess", playbook.to_str().unwrap(), "-", "--input", input, "--only-decisions"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(if input == "csv" { b"a,note\n" } else { b"" }).unwrap();
        let mut most = 0;
        for _ in 0..40 {
            stdin.write_all(row.as_bytes()).unwrap();
            most = taken(child.id()).max(most);
        }
        drop(stdin);
        assert!(child.wait().unwrap().success());
        assert!(most > 0 && most < MOST, "{input}: {most} KiB");
    }
}

/// The memory that a process has taken now, in KiB; its own code, which is large in a debug build, does not count.
#[cfg(target_os = "linux")]
fn taken(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.unwrap().trim().trim_end_matches(" kB").parse().unwrap()
}
