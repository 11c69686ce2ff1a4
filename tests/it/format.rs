//! The formatter: files before and after, and what holds for all of them.

use std::fs;
use std::path::{Path, PathBuf};

use stagegate::internals::syntax::{format, parse};
use stagegate::{FileId, Limits, Source};

/// `tests/data/format/NAME.gate` is formatted to `NAME.out`; with `UPDATE=1` in the environment the latter is written.
#[test]
fn files_are_laid_out() {
    for path in gate_files("tests/data/format") {
        let text = fs::read_to_string(&path).unwrap();
        let formatted = formatted(&path, &text);
        let out = path.with_extension("out");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&out, &formatted).unwrap();
        }
        let expected = fs::read_to_string(&out).unwrap_or_default();
        assert!(formatted == expected, "{}:\n{formatted}", path.display());
    }
}

/// Formatting keeps the tree and every comment, and what has been formatted.
#[test]
fn formatting_keeps_meaning_and_comments() {
    let folders = ["tests/data/format", "tests/data/syntax", "examples/b2b", "examples/enterprise"];
    for path in folders.into_iter().flat_map(gate_files) {
        let text = fs::read_to_string(&path).unwrap();
        keeps_meaning(&path, &text);
        keeps_meaning(&path, &text.replace('\n', "\r\n"));
        for wild in [one_word_a_line(&text), commented(&text)] {
            keeps_meaning(&path, &wild);
        }
    }
}

/// So it is with every shape that the language accepts.
#[test]
fn what_is_accepted_is_formatted() {
    let path = Path::new("tests/data/syntax/accepted.txt");
    let cases = fs::read_to_string(path).unwrap();
    for case in cases.split("=== ").skip(1) {
        let text = case.split_once('\n').unwrap().1.split("---\n").next().unwrap();
        keeps_meaning(path, text);
        keeps_meaning(path, &one_word_a_line(text));
        keeps_meaning(path, &commented(text));
    }
}

fn keeps_meaning(path: &Path, text: &str) {
    let once = formatted(path, text);
    let twice = formatted(path, &once);
    assert!(once == twice, "{}: not stable:\n{once}\n---\n{twice}", path.display());
    assert!(tree(text) == tree(&once), "{}: another tree:\n{once}", path.display());
    assert!(comments(text) == comments(&once), "{}: other comments:\n{once}", path.display());
}

fn formatted(path: &Path, text: &str) -> String {
    let source = Source::new(path.display().to_string(), text);
    format(&source, &Limits::default()).unwrap_or_else(|faults| panic!("{}: {faults:?}\n{text}", path.display()))
}

/// The tree without its places.
fn tree(text: &str) -> String {
    let (tree, faults) = parse(&Source::new("x.gate", text), FileId(0), &Limits::default());
    assert!(faults.is_empty());
    let tree = format!("{:?} {:?}", tree.items, tree.exprs);
    tree.split("span: Span { ")
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
        .collect::<String>()
        .split("Span { ")
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
        .collect()
}

/// The comments in order. Texts of the cases hold no `#`.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| Some(line.split_once('#')?.1.trim_end())).collect()
}

/// A line break for every blank outside of texts and comments.
fn one_word_a_line(text: &str) -> String {
    outside_of_texts(text, |code| code.replace(' ', "\n"))
}

/// A comment for every third blank outside of texts and comments.
fn commented(text: &str) -> String {
    let mut count = 0;
    outside_of_texts(text, |code| {
        code.split(' ').fold(String::new(), |mut line, word| {
            count += 1;
            line.push_str(word);
            line.push_str(if count % 3 == 0 { " # here\n" } else { " " });
            line
        })
    })
}

fn outside_of_texts(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut in_text = false;
    for line in text.split_inclusive('\n') {
        let (code, comment) = if in_text { (line, "") } else { line.split_at(line.find('#').unwrap_or(line.len())) };
        if code.contains("\"\"\"") || code.contains('\\') || in_text {
            in_text ^= code.matches("\"\"\"").count() % 2 == 1;
            out.push_str(code);
        } else {
            for (at, part) in code.split('"').enumerate() {
                out.push_str(if at > 0 { "\"" } else { "" });
                out.push_str(&if at % 2 == 0 { change(part) } else { part.to_owned() });
            }
        }
        out.push_str(comment);
    }
    out
}

fn gate_files(folder: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "gate")).collect();
    files.sort();
    files
}
