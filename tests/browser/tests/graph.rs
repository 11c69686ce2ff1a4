//! Pictures of processes where they are looked at: SVG in a browser, flowcharts as Mermaid draws them, graphs as Graphviz does.
//!
//! Mermaid is a file of the package `mermaid`, which `.ci/run` puts below `target/`; Graphviz is the program `dot`.
#![allow(clippy::disallowed_methods, reason = "tests have files and an environment")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use stagegate_browser::{Browser, scratch};

/// What is drawn: two examples, a process of eight stages and forty rules, and titles that mean something to those who draw.
const PLAYBOOKS: [&str; 4] = [
    "examples/b2b/b2b.gate",
    "examples/enterprise/enterprise.gate",
    "tests/data/graph/eight.gate",
    "tests/data/graph/hostile.gate",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A picture, in a file with that ending.
fn drawn(playbook: &str, format: &str) -> (PathBuf, String) {
    let program = root().join("target/debug/stagegate");
    let output = Command::new(&program)
        .args(["graph", playbook, "--format", format])
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; build it first, with --all-features", program.display()));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = Path::new(playbook).file_stem().unwrap().to_str().unwrap();
    let file = scratch("pages").join(format!("{name}.{format}"));
    std::fs::write(&file, &text).unwrap();
    (file, text)
}

/// The titles of processes, stages and rules, as one reads them.
fn titles(playbook: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(playbook)).unwrap();
    let words = ["process ", "stage ", "require ", "disqualify ", "warn "];
    let lines = text.lines().map(str::trim_start).filter(|line| words.iter().any(|word| line.starts_with(word)));
    let titles = lines.filter_map(|line| line.split_once('"'));
    let own = titles.filter(|(head, _)| !head.split(' ').any(|word| ["from", "that", "when"].contains(&word)));
    let titles = own.map(|(_, rest)| {
        let mut title = String::new();
        let mut letters = rest.chars();
        while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
            match letter {
                '\\' => title.push(letters.next().filter(|letter| *letter != 'n').unwrap_or(' ')),
                other => title.push(other),
            }
        }
        title
    });
    // What cannot be seen stands as an escape, and what is too long is cut.
    let titles = titles.map(|title| title.replace('\u{202e}', "\\u{202e}").chars().take(30).collect());
    titles.filter(|title: &String| !title.is_empty()).collect()
}

/// A text without its blanks, as lines are broken where there is room.
fn dense(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

fn shows_titles(what: &str, playbook: &str, shown: &str) {
    let shown = dense(shown);
    let titles = titles(playbook);
    assert!(titles.len() > 10, "{what}: {titles:?}");
    for title in titles {
        assert!(shown.contains(&dense(&title)), "{what} does not show {title:?}");
    }
}

/// Texts stand in their boxes and cover none other, boxes stand beside each other.
#[test]
fn svg_is_readable_in_light_and_dark() {
    let mut browser = Browser::start();
    for playbook in PLAYBOOKS {
        let (file, text) = drawn(playbook, "svg");
        assert!(!text.contains("http:") || text.matches("http").count() == 1, "only its own kind of document is named");
        browser.open(&file, 1600);
        let faults = browser.evaluate(
            r#"[...document.querySelectorAll("g")].flatMap((group) => {
                const box = group.querySelector(":scope > rect:not(.sg-frame)");
                if (!box) return [];
                const frame = box.getBoundingClientRect();
                const texts = [...group.querySelectorAll(":scope > g > text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
                const out = texts.filter(([, a]) => a.left < frame.left + 4 || a.right > frame.right - 4 || a.top < frame.top || a.bottom > frame.bottom);
                return out.map(([text]) => "stands out: " + text);
            })"#,
        );
        assert_eq!(faults, json!([]), "{playbook}");
        let covered = browser.evaluate(
            r#"(() => {
                const texts = [...document.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
                const sorted = texts.sort(([, a], [, b]) => a.top - b.top);
                return sorted.flatMap(([text, a], i) => sorted.slice(i + 1, i + 30).filter(([, b]) =>
                    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([other]) => text + " / " + other));
            })()"#,
        );
        assert_eq!(covered, json!([]), "{playbook}");
        let shown =
            browser.evaluate(r#"[...document.querySelectorAll("text")].map((text) => text.textContent).join(" ")"#);
        shows_titles(&format!("{playbook} as SVG"), playbook, shown.as_str().unwrap());
        assert_eq!(browser.evaluate("document.scripts.length + document.images.length"), json!(0));
        let page =
            |browser: &mut Browser| browser.evaluate("getComputedStyle(document.querySelector('.sg-page')).fill");
        browser.look("screen", "light");
        let light = page(&mut browser);
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        browser.picture(&format!("{name}-light.png"));
        browser.look("screen", "dark");
        assert_ne!(page(&mut browser), light);
        browser.picture(&format!("{name}-dark.png"));
        let asked = browser.heard("Network.requestWillBeSent").len();
        assert!(asked <= 1, "{playbook}: {asked} requests");
    }
}

#[test]
fn mermaid_draws_flowcharts() {
    let mermaid = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/mermaid/node_modules/mermaid/dist/mermaid.min.js");
    assert!(mermaid.is_file(), "{} is missing: .ci/run installs it", mermaid.display());
    let mut browser = Browser::start();
    for playbook in PLAYBOOKS {
        let (file, text) = drawn(playbook, "mermaid");
        let page = file.with_extension("mermaid.html");
        let html = format!(
            "<!doctype html><meta charset=\"utf-8\"><body><script src=\"file://{}\"></script>",
            mermaid.display()
        );
        std::fs::write(&page, html).unwrap();
        browser.open(&page, 1600);
        let script = format!(
            r#"(async () => {{
                mermaid.initialize({{ startOnLoad: false, securityLevel: "strict" }});
                const {{ svg }} = await mermaid.render("drawn", {});
                document.body.innerHTML = svg;
                return document.body.textContent;
            }})()"#,
            Value::from(text)
        );
        let shown = browser.evaluate(&script);
        shows_titles(&format!("{playbook} as Mermaid draws it"), playbook, shown.as_str().unwrap());
        assert!(!shown.as_str().unwrap().contains("Unsupported markdown"), "{playbook}");
        let active = "document.querySelectorAll('svg script, svg a, svg img, svg [onload], svg [onmouseover], svg .katex').length";
        assert_eq!(browser.evaluate(active), json!(0), "{playbook}");
        browser.picture(&format!("{}-mermaid.png", file.file_stem().unwrap().to_str().unwrap()));
    }
}

#[test]
fn graphviz_draws_graphs() {
    let mut browser = Browser::start();
    for playbook in PLAYBOOKS {
        let (file, _) = drawn(playbook, "dot");
        let output = Command::new("dot").arg("-Tsvg").arg(&file).output().expect("Graphviz is installed by .ci/run");
        assert!(output.status.success(), "{playbook}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{playbook}");
        let picture = file.with_extension("dot.svg");
        std::fs::write(&picture, output.stdout).unwrap();
        browser.open(&picture, 1600);
        let shown =
            browser.evaluate(r#"[...document.querySelectorAll("text")].map((text) => text.textContent).join(" ")"#);
        shows_titles(&format!("{playbook} as Graphviz draws it"), playbook, shown.as_str().unwrap());
        assert_eq!(browser.evaluate("document.querySelectorAll('script, a').length"), json!(0), "{playbook}");
    }
}
