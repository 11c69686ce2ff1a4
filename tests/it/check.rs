//! Names, types and warnings: the examples are clean, and every message has its cases.
//!
//! A file of cases under `tests/data/messages` starts with a text that stands behind the text of each case. A case is
//! `=== what it shows`, its text, `---`, and the messages as [`shown`]. With `BLESS=1` the files are written anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use stagegate::internals::check;
use stagegate::{Diagnostic, Limits, Source, Span};

use crate::cases;

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
    cases::hold(&case_files(), |_, written| blessed(written));
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

/// Chains and nests of all kinds are read and checked in a small stack, whatever their length.
#[test]
fn chains_and_nests_are_checked() {
    let run = || {
        let mut limits = Limits::default();
        limits.file_bytes = 1 << 24;
        for (name, text) in nasty() {
            let (playbook, messages) = check(&text, &limits);
            assert_eq!(playbook.is_some(), !name.starts_with("wrong"), "{name}: {:#?}", messages.first());
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}

/// Whatever is left out, doubled or put elsewhere: messages are placed and small, and there is a playbook exactly where
/// there is no error.
#[test]
fn mangled_examples_are_judged() {
    let example = fs::read_to_string("tests/data/syntax/enterprise.gate").unwrap();
    let words: Vec<&str> = example.split_inclusive([' ', '\n', '(', '.', ':', '{']).collect();
    let mut state = 7_usize;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..400 {
        let mut mangled = words.clone();
        for _ in 0..=next(3) {
            let (at, other) = (next(mangled.len()), words[next(words.len())]);
            match next(3) {
                0 => drop(mangled.remove(at)),
                1 => mangled.insert(at, other),
                _ => mangled[at] = other,
            }
        }
        let text = mangled.concat();
        let (playbook, messages) = check(&text, &Limits::default());
        let shown: String = messages.iter().map(|message| shown(message, &Source::new("x", &text))).collect();
        let errors = messages.iter().any(|message| message.code.as_str().starts_with('E'));
        assert_eq!(playbook.is_none(), errors, "{shown}\n{text}");
    }
}

fn nasty() -> Vec<(&'static str, String)> {
    const MANY: usize = 20_000;
    let fields = "n: number b: bool l: list of r0 a: s1 k: x | y";
    let with = |text: String| {
        let record = |n: usize| format!("record s{n} {{ a: s{} }}\nrecord r{n} {{ l: list of r{} }}\n", n + 1, n + 1);
        let records: String = (0..62).map(record).collect();
        let last = "record s62 { n: number }\nrecord r62 { n: number }\n";
        format!("opportunity {{ {fields} }}\n{records}{last}{text}\nprocess p {{ stage s {{ require r that b }} }}\n")
    };
    let defines = |make: &dyn Fn(usize) -> String| (0..MANY).map(|n| format!("define d{n} as {}\n", make(n))).collect();
    let chain: String = defines(&|n| if n + 1 == MANY { "n".to_owned() } else { format!("d{} + 1", n + 1) });
    let circle: String = defines(&|n| format!("d{} + d{}", (n + 1) % MANY, n / 2));
    let doubling: String = (1..64).map(|n| format!("define e{n} as e{} + e{}\n", n - 1, n - 1)).collect();
    let nested =
        |open: &str, inner: &str, close: &str| format!("define e as {}{inner}{}", open.repeat(63), close.repeat(63));
    let wide = |term: &str, op: &str| format!("define e as {}", vec![term; MANY].join(op));
    let facts = format!("fixture f {{ {}n: 5{} }}", "a: { ".repeat(62), " }".repeat(62));
    let lists = format!("fixture f {{ {}{} }}", "l: [{ ".repeat(31), " }]".repeat(31));
    let wheres: String = (0..60).map(|_| "any of l where ").collect();
    vec![
        ("a chain of defines", with(chain)),
        ("wrong: a circle of defines", with(circle)),
        ("doubling", with(format!("define e0 as n\n{doubling}"))),
        ("parentheses", with(nested("(", "n", ")"))),
        ("not", with(nested("not ", "b", ""))),
        ("minus", with(nested("- ", "n", ""))),
        ("calls", with(nested("abs(", "n", ")"))),
        ("comparisons", with(nested("(true is ", "b", ")"))),
        ("wheres", with(format!("define e as {wheres} b"))),
        ("a wide sum", with(wide("n", " + "))),
        ("a wide and", with(wide("b", " and "))),
        ("a wide in", with(format!("define e as k in ({})", vec!["x"; MANY].join(", ")))),
        ("wrong: many unknown names", with(wide("what", " and "))),
        ("wrong: many unknown variants", with(format!("define e as k in ({})", vec!["z"; MANY].join(", ")))),
        ("records in a fixture", with(facts)),
        ("lists in a fixture", with(lists)),
    ]
}

/// The codes that a source file makes.
fn codes(text: &str) -> Vec<String> {
    let starts = text.match_indices("Code::new(\"").map(|(at, start)| at + start.len());
    starts.map(|at| text[at..at + 5].to_owned()).collect()
}

fn case_files() -> Vec<PathBuf> {
    cases::files("tests/data/messages", "txt")
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
