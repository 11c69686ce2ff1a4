//! Names, types and warnings: the examples are clean, and every message has its cases.
//!
//! A file of cases under `tests/data/messages` starts with a text that stands behind the text of each case. A case is
//! `=== what it shows`, its text, `---`, and the messages as [`shown`]. With `BLESS=1` the files are written anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use stagegate::internals::check;
use stagegate::{Diagnostic, Limits, Source, Span};

/// The language's own example has nothing to be said about.
#[test]
fn example_is_clean() {
    let text = fs::read_to_string("tests/data/syntax/enterprise.gate").unwrap();
    let (playbook, messages) = check(&text, &Limits::default());
    assert!(messages.is_empty(), "{messages:#?}");
    assert!(playbook.is_some());
}

#[test]
fn messages_are_as_written() {
    let mut faults = Vec::new();
    for path in case_files() {
        let written = fs::read_to_string(&path).unwrap();
        let found = blessed(&written);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, found).unwrap();
        } else if found != written {
            faults.push(format!("{}:\n{}", path.display(), first_difference(&written, &found)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every message of the checker has a case, and every code in a case a page.
#[test]
fn every_code_has_a_case() {
    let said: String = case_files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let sources = fs::read_dir("src/hir/error").unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let codes: BTreeSet<String> = sources.flat_map(|text| codes(&text)).collect();
    assert!(codes.len() > 35);
    let is_missing = |code: &&String| !BOUNDS.contains(&code.as_str()) && !said.contains(&format!("\n{code} "));
    let missing: Vec<&String> = codes.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "without a case: {missing:?}");
}

/// The codes of `bounds_are_kept`.
const BOUNDS: [&str; 3] = ["E0223", "E0224", "E0233"];

/// What would be too large is refused before it is made.
#[test]
fn bounds_are_kept() {
    let process = "process p { stage s { require r that today > 2026-01-01 } }";
    let chain = |count: usize, fields: &str| {
        let records = (1..count).map(|n| format!("record r{n} {{ {} }}\n", fields.replace('N', &(n + 1).to_string())));
        format!("opportunity {{ a: r1 }}\n{}record r{count} {{ x: text }}\n{process}", records.collect::<String>())
    };
    let first_code = |text: &str| check(text, &Limits::default()).1.first().map(|message| message.code.as_str());
    assert_eq!(first_code(&chain(63, "a: rN")), None);
    assert_eq!(first_code(&chain(64, "a: rN")), Some("E0223"));
    assert_eq!(first_code(&chain(13, "a: rN b: rN")), None);
    assert_eq!(first_code(&chain(15, "a: rN b: rN")), Some("E0224"));
    assert_eq!(first_code(&chain(60, "a: rN b: list of rN")), Some("E0224"));
    let names: Vec<String> = (0..70_000).map(|n| format!("g{n}")).collect();
    let text = format!("evidence {}\nopportunity {{ a: text }}\n{process}", names.join(" < "));
    assert_eq!(first_code(&text), Some("E0233"));
}

/// The codes that a source file makes.
fn codes(text: &str) -> Vec<String> {
    let starts = text.match_indices("Code::new(\"").map(|(at, start)| at + start.len());
    starts.map(|at| text[at..at + 5].to_owned()).collect()
}

fn case_files() -> Vec<PathBuf> {
    let files = fs::read_dir(Path::new("tests/data/messages")).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    files
}

/// The file with the messages that are given now.
fn blessed(written: &str) -> String {
    let mut parts = written.split("\n=== ");
    let behind = parts.next().unwrap();
    let mut out = behind.to_owned();
    for part in parts {
        let (title, rest) = part.split_once('\n').unwrap();
        let text = rest.split("\n---").next().unwrap();
        write!(out, "\n=== {title}\n{text}\n---\n").unwrap();
        let whole = format!("{text}\n{behind}");
        let (playbook, messages) = check(&whole, &Limits::default());
        let errors = messages.iter().any(|message| message.code.as_str().starts_with('E'));
        assert_eq!(playbook.is_none(), errors, "{title}");
        for message in &messages {
            out.push_str(&shown(message, &Source::new("x", &whole)));
        }
    }
    out
}

/// A message: `CODE place message`, then what else it says.
fn shown(message: &Diagnostic, source: &Source) -> String {
    let place = |span: Span| {
        assert!(usize::try_from(span.end).unwrap() <= source.text().len(), "{message:?}");
        let (start, end) = (source.line_column(span.start), source.line_column(span.end));
        let end_line = if end.line == start.line { String::new() } else { format!("{}:", end.line) };
        format!("{}:{}-{end_line}{}", start.line, start.column, end.column)
    };
    let mut out = format!("{} {} {}\n", message.code, place(message.span), message.message);
    assert!(!message.message.ends_with('.') && !message.message.contains('\n'));
    if !message.label.is_empty() {
        writeln!(out, "  here: {}", message.label).unwrap();
    }
    for label in &message.labels {
        writeln!(out, "  {}: {}", place(label.span), label.text).unwrap();
    }
    if let Some(help) = &message.help {
        writeln!(out, "  help: {help}").unwrap();
    }
    if let Some(fix) = &message.fix {
        let word = if fix.applies { "fix" } else { "suggestion" };
        writeln!(out, "  {word}: {} {:?}", place(fix.span), fix.with).unwrap();
    }
    assert!(out.len() < 2048, "{out}");
    out
}

fn first_difference(written: &str, found: &str) -> String {
    let mut title = "";
    let mut found_lines = found.lines();
    for line in written.lines() {
        title = line.strip_prefix("=== ").unwrap_or(title);
        let now = found_lines.next().unwrap_or("");
        if now != line {
            return format!("in `{title}`\n  written: {line}\n  now:     {now}");
        }
    }
    format!("more at the end: {}", found_lines.next().unwrap_or(""))
}
