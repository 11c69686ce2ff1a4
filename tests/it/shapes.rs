//! Texts of unkind shapes: read, formatted and dropped on a small stack, whatever their length.

use stagegate::internals::syntax::{format, parse};
use stagegate::{FileId, Limits, Source};

/// The stack that all of the language must do with, in debug builds too.
const STACK: usize = 256 * 1024;

fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

/// `n` times a part, with something before, between and behind.
fn chain(before: &str, part: &str, joint: &str, behind: &str, n: usize) -> String {
    format!("{before}{}{behind}", vec![part; n].join(joint))
}

/// A part nested `n` deep.
fn nest(before: &str, open: &str, inner: &str, close: &str, behind: &str, n: usize) -> String {
    format!("{before}{}{inner}{}{behind}", open.repeat(n), close.repeat(n))
}

pub fn shapes(n: usize) -> Vec<(&'static str, String)> {
    vec![
        ("parentheses", nest("define d as ", "(", "a", ")", "\n", n)),
        ("open parentheses", nest("define d as ", "(", "", "", "\n", n)),
        ("closed parentheses", nest("define d as ", "", "a", ")", "\n", n)),
        ("nots", chain("define d as ", "not", " ", " a\n", n)),
        ("signs", chain("define d as ", "-", " ", " a\n", n)),
        ("calls", nest("define d as ", "abs(", "a", ")", "\n", n)),
        ("wheres", chain("define d as ", "any of l where", " ", " a\n", n)),
        ("wheres in parentheses", nest("define d as ", "(any of l where ", "a", ")", "\n", n)),
        ("ors", chain("define d as ", "a", " or ", "\n", n)),
        ("ands and ors", chain("define d as ", "a", " or b and ", "\n", n)),
        ("sums", chain("define d as ", "a", " + ", "\n", n)),
        ("products", chain("define d as ", "a", " * ", "\n", n)),
        ("comparisons", chain("define d as ", "a", " < ", "\n", n)),
        ("evidence", chain("define d as a ", "by g", " ", "\n", n)),
        ("paths", chain("define d as ", "a", ".", "\n", n)),
        ("betweens", chain("define d as ", "a between b", " and ", "\n", n)),
        ("lists", nest("fixture f { a: ", "[", "", "]", " }\n", n)),
        ("records", nest("fixture f { a: ", "{ a: ", "1", "}", " }\n", n)),
        ("lists of records", nest("fixture f { a: ", "[{ a: ", "1", "}]", " }\n", n)),
        ("braces", nest("process p ", "{", "", "}", "\n", n)),
        ("all brackets", nest("define d as ", "([{", "", "}])", "\n", n)),
        ("quotes", chain("define d as ", "\"", "", "\n", n)),
        ("open texts", chain("", "define d as \"x", "\n", "\n", n)),
        ("open long texts", chain("", "define d as \\\"\"\"x", "\n", "\n", n)),
        ("escapes", chain("define d as \"", "\\", "", "\"\n", n)),
        ("one name", chain("define d as ", "a", "", "\n", n)),
        ("one number", chain("define d as ", "9", "", "\n", n)),
        ("one text", chain("define d as \"", "x", "", "\"\n", n)),
        ("one comment", chain("# ", "x", "", "\ndefine d as a", n)),
        ("comments", chain("define d as a ", "# x", "\n", "\n or b", n)),
        ("blanks", chain("define d as a", " ", "", "or b", n)),
        ("lines", chain("define d as a", "\n", "", "or b", n)),
        ("no-break spaces", chain("define d as a", "\u{a0}", "", "or b", n)),
        ("NULs", chain("define d as a", "\0", "", "or b", n)),
        ("dots", chain("define d as a", ".", "", "or b", n)),
        ("digits and dots", chain("define d as ", "1", ".", "\n", n)),
        ("digits and dashes", chain("define d as ", "2026", "-11-", "\n", n)),
        ("slashes", chain("define d as a ", "/", "", "\n", n)),
        ("open comments", chain("define d as a ", "/*", " ", "\n", n)),
        ("items", chain("define d as a in (", "1", ", ", ")\n", n)),
        ("variants", chain("record r { f: ", "a", " | ", " }\n", n)),
        ("labels", chain("record r { f: ", "a", " \"x\" ", " | b }\n", n)),
        ("fields", chain("record r { ", "f: text", " ", " }\n", n)),
        ("declarations", chain("", "define d as a", "\n", "\n", n)),
        ("broken declarations", chain("", "define d as", "\n", "\n", n)),
        ("declaration words", chain("", "process", " ", "\n", n)),
        ("stray words", chain("", "x", " ", "\n", n)),
        ("stray lines", chain("", "define d as a\nx y", "\n", "\n", n)),
        ("rules", chain("process p { stage s {", "require r that a", "\n", "} }\n", n)),
        ("stages", chain("process p { ", "stage s { }", "\n", "}\n", n)),
        ("open stages", chain("process p { ", "stage s {", "\n", "\n", n)),
        ("odds", chain("process p { chance { base 5%", " odds times 2 when a", "\n", "} }\n", n)),
        ("expectations", chain("test \"t\" { given f ", "expect advance", " ", " }\n", n)),
    ]
}

fn all_of(n: usize) {
    for (name, text) in shapes(n) {
        read_and_format(name, text);
    }
}

fn read_and_format(name: &'static str, text: String) {
    on_small_stack(move || {
        let limits = Limits::default();
        let source = Source::new(name, &text);
        let (tree, faults) = parse(&source, FileId(0), &limits);
        for fault in &faults {
            let range = fault.span.range();
            assert!(range.end <= text.len() && text.get(range).is_some(), "{name}: {fault:?}");
            assert!(fault.message.len() <= 2048 && fault.help.as_ref().is_none_or(|help| help.len() <= 2048));
        }
        drop(tree.clone());
        drop(tree);
        let formatted = format(&source, &limits);
        assert_eq!(formatted.is_err(), !faults.is_empty(), "{name}");
    });
}

#[test]
fn shapes_of_a_thousand_parts() {
    all_of(1000);
}

#[test]
fn shapes_of_a_hundred_thousand_parts() {
    all_of(100_000);
}

/// As long as a file may be.
#[test]
fn shapes_of_a_million_letters() {
    for (name, text) in shapes(1_000_000) {
        if text.len() <= Limits::default().file_bytes {
            read_and_format(name, text);
        }
    }
}

/// At the bound of nesting, one below and one above.
#[test]
fn shapes_at_the_bound_of_nesting() {
    for n in [1, 2, 62, 63, 64, 65] {
        all_of(n);
    }
}
