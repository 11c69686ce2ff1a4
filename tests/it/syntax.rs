//! Text to tree: the examples, and files of cases.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use stagegate::internals::syntax::{ast, parse};
use stagegate::{Diagnostic, FileId, Limits, Source, Span};

use crate::cases;

/// The language's own example and those of the project are read without a fault.
#[test]
fn examples_are_read() {
    for entry in ["examples/b2b", "examples/enterprise", "tests/data/syntax"] {
        for file in std::fs::read_dir(entry).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "gate") {
                let text = std::fs::read_to_string(&path).unwrap();
                for text in [text.clone(), text.replace('\n', "\r"), format!("\u{feff}{}", text.replace('\n', "\r\n"))]
                {
                    let (tree, faults) = parse(&Source::new("x.gate", &text), FileId(0), &Limits::default());
                    assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
                    assert!(tree.items.iter().all(|item| !matches!(item, ast::Item::Broken(_))));
                }
            }
        }
    }
}

/// Files of cases under `tests/data/syntax`: `=== what it shows`, a text, `---`, and the messages as [`shown`]. With
/// `BLESS=1` in the environment they are written anew.
#[test]
fn messages_are_as_written() {
    cases::hold(&case_files(), |_, written| blessed(written));
}

/// Every message about syntax has a case.
#[test]
fn every_code_has_a_case() {
    let said: String = case_files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let sources =
        fs::read_dir("src/syntax/error").unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let codes: Vec<String> = sources
        .flat_map(|text| {
            let codes = text.split("Code::new(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
            codes.collect::<Vec<_>>()
        })
        .collect();
    assert!(codes.len() > 60);
    let missing: Vec<_> =
        codes.iter().filter(|code| !BOUNDS.contains(&code.as_str()) && !said.contains(&format!("\n{code} "))).collect();
    assert!(missing.is_empty(), "without a case: {missing:?}");
}

/// Escapes, and what is dropped of a text over several lines.
#[test]
fn texts_have_their_values() {
    let cases = [
        (r#""""#, ""),
        (r#""a\"b\\c\nd\te""#, "a\"b\\c\nd\te"),
        ("\"\"\"one\"\"\"", "one"),
        ("\"\"\"\n  one\n    two\n  \"\"\"", "one\n  two"),
        ("\"\"\"\r\n  one\r\n\r\n  two\"\"\"", "one\n\ntwo"),
        ("\"\"\"\r  one\r  two\r\"\"\"", "one\ntwo"),
        ("\"\"\"one\n  two\n\"\"\"", "one\n  two"),
        ("\"\"\"\n\t one\n\t\ttwo\n\"\"\"", " one\n\ttwo"),
        ("\"\"\"\n  a \\\"\"\" b \"\" c\n  \\n d\n\n\"\"\"", "a \"\"\" b \"\" c\n\n d\n"),
        ("\"\"\"\n\"\"\"", ""),
    ];
    for (written, value) in cases {
        let text = format!("import {written}");
        let (tree, faults) = parse(&Source::new("x.gate", &text), FileId(0), &Limits::default());
        assert!(faults.is_empty(), "{written}: {faults:?}");
        let [ast::Item::Import(import)] = tree.items.as_slice() else { panic!("{written}") };
        assert_eq!(import.path.value, value, "{written}");
    }
}

/// A declaration that cannot be read leaves its kind, its name and all others.
#[test]
fn what_is_broken_leaves_the_rest() {
    let text = "define a as b and\nprocess p {\n  stage s {\ndefine c as d\nfixture {}\nwhat is this\ntest \"t\" {\n  given f\n  expect hold\n}\n";
    let (tree, faults) = parse(&Source::new("x.gate", text), FileId(3), &Limits::default());
    let shown: Vec<String> = tree
        .items
        .iter()
        .map(|item| match item {
            ast::Item::Broken(broken) => {
                format!("broken {:?} {}", broken.kind, broken.name.as_ref().map_or("-", |name| &name.text))
            }
            ast::Item::Define(define) => format!("define {}", define.name.text),
            ast::Item::Test(test) => format!("test {}", test.title.value),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        shown,
        ["broken Define a", "broken Process p", "define c", "broken Fixture -", "broken Unknown -", "test t"]
    );
    let lines: Vec<usize> =
        faults.iter().map(|fault| Source::new("x", text).line_column(fault.span.start).line).collect();
    assert_eq!(lines, [1, 3, 5]);
    assert!(faults.iter().all(|fault| fault.span.file == FileId(3)));
}

/// The codes that `bounds_are_kept` holds.
const BOUNDS: [&str; 1] = ["E0102"];

#[test]
fn bounds_are_kept() {
    let first_code = |text: &str| {
        let (_, faults) = parse(&Source::new("x.gate", text), FileId(0), &Limits::default());
        faults.first().map(|fault| fault.code.as_str())
    };
    let nest = |open: &str, inner: &str, close: &str, n: usize| {
        format!("define d as {}{inner}{}", open.repeat(n), close.repeat(n))
    };
    for (open, inner, close) in
        [("(", "a", ")"), ("not ", "a", ""), ("- ", "a", ""), ("any of l where ", "a", ""), ("f(", "a", ")")]
    {
        assert_eq!(first_code(&nest(open, inner, close, 63)), None, "{open}");
        assert_eq!(first_code(&nest(open, inner, close, 64)), Some("E0102"), "{open}");
    }
    let mixed = |n: usize| nest("not (-(any of l where ", "a", "))", n);
    assert_eq!(first_code(&mixed(12)), None);
    assert_eq!(first_code(&mixed(13)), Some("E0102"));
    assert_eq!(first_code(&format!("fixture f {{ a: {}1{} }}", "{ a: ".repeat(63), " }".repeat(63))), None);
    assert_eq!(first_code(&format!("fixture f {{ a: {}1{} }}", "[".repeat(64), "]".repeat(64))), Some("E0102"));
    assert_eq!(first_code(&format!("#{}", "x".repeat((1 << 20) - 1))), None);
    assert_eq!(first_code(&format!("#{}", "x".repeat(1 << 20))), Some("E0007"));
}

/// Edits that may be made unasked leave nothing to be said about the place.
#[test]
fn edits_mend() {
    let mut faults = Vec::new();
    for path in case_files() {
        let written = fs::read_to_string(&path).unwrap();
        for case in cases(&written) {
            let (_, before) = parse(&Source::new("x.gate", case.text), FileId(0), &Limits::default());
            let Some(fix) = before.iter().filter_map(|fault| fault.fix.as_ref()).find(|fix| fix.applies) else {
                continue;
            };
            let mut mended = case.text.to_owned();
            mended.replace_range(fix.span.range(), &fix.with);
            let (_, after) = parse(&Source::new("x.gate", &mended), FileId(0), &Limits::default());
            if after.iter().any(|fault| fault.code == before[0].code && fault.span.start <= before[0].span.start) {
                faults.push(format!("{}: {}: {mended}\n{after:?}", path.display(), case.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

struct Case<'a> {
    name: &'a str,
    text: &'a str,
}

fn cases(file: &str) -> impl Iterator<Item = Case<'_>> {
    file.split("=== ").skip(1).map(|case| {
        let (name, rest) = case.split_once('\n').unwrap();
        Case { name, text: rest.split("---\n").next().unwrap() }
    })
}

fn blessed(file: &str) -> String {
    let mut out = file.split("=== ").next().unwrap().to_owned();
    for Case { name, text } in cases(file) {
        let source = Source::new("x.gate", text);
        let (_, faults) = parse(&source, FileId(0), &Limits::default());
        let shown: String = faults.iter().map(|fault| shown(fault, &source)).collect();
        write!(out, "=== {name}\n{text}---\n{shown}\n").unwrap();
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// Code, place and message; then its parts, one a line.
fn shown(fault: &Diagnostic, source: &Source) -> String {
    let place = |span: Span| {
        let at = source.line_column(span.start);
        format!("{}:{} {:?}", at.line, at.column, source.slice(span))
    };
    let mut out = format!("{} {} {}\n", fault.code, place(fault.span), fault.message);
    if !fault.label.is_empty() {
        writeln!(out, "  here: {}", fault.label).unwrap();
    }
    for label in &fault.labels {
        writeln!(out, "  also: {} {}", place(label.span), label.text).unwrap();
    }
    if let Some(help) = &fault.help {
        writeln!(out, "  help: {help}").unwrap();
    }
    if let Some(fix) = &fault.fix {
        let word = if fix.applies { "fix" } else { "suggests" };
        writeln!(out, "  {word}: {} -> {:?}", place(fix.span), fix.with).unwrap();
    }
    out
}

fn case_files() -> Vec<PathBuf> {
    cases::files("tests/data/syntax", "txt")
}
