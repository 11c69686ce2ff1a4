//! Pictures of processes: those beside the examples are up to date, and no title steers what draws them.

use std::fs;
use std::path::Path;

use stagegate::{Graph, Playbook};

use crate::markdown::page;

/// Titles that mean something to those who draw.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "1. a list",
    "- a dash",
    "`code` **bold** $$x^2$$ fa:fa-car",
    "%%{init: {\"theme\": \"forest\"}}%%",
    "\" onload=\"x",
    "end",
    "a\\N\\l\\",
    "&lt; &#35; #quot; #35;",
    "]]> --> </style>",
    "\u{202e}rtl\u{7}\u{1b}[31m\u{ffff}",
    "</TD></TABLE>>",
];

#[test]
fn pictures_beside_the_examples_are_up_to_date() {
    for name in ["b2b", "enterprise"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        let playbook = Playbook::from_path(folder.join(format!("{name}.gate"))).unwrap_or_else(|it| panic!("{it}"));
        let graph = playbook.graph();
        #[cfg(feature = "svg")]
        is_up_to_date(&folder.join("graph.svg"), &graph.svg());
        is_up_to_date(&folder.join("graph.mmd"), &graph.mermaid());
        is_up_to_date(&folder.join("graph.dot"), &graph.dot());
    }
}

#[test]
fn the_way_is_told_in_order() {
    let playbook = Playbook::parse(WAYS).unwrap_or_else(|messages| panic!("{messages}"));
    let text = playbook.graph().mermaid();
    let seen = [
        "start --> p1when",
        "when kind is big deal and a ≥ 50,000",
        "p1when --> p2when",
        "otherwise, when t is #34;x#95;y#34;",
        "p2when --> p3when",
        "{{\"otherwise\"}}",
    ];
    let mut rest = text.as_str();
    for part in seen {
        let (_, behind) = rest.split_once(part).unwrap_or_else(|| panic!("{part} is not in its place:\n{text}"));
        rest = behind;
    }
    assert!(!text.contains("No process fits"));
    let only = playbook.graph().of("second").unwrap().mermaid();
    assert!(only.contains("{{\"when t is #34;x#95;y#34;\"}}") && only.contains("No process fits"), "{only}");
    assert!(playbook.graph().of("fourth").is_none());
}

#[test]
fn rules_stand_where_they_count() {
    let text = Playbook::parse(WAYS).unwrap().graph().mermaid();
    let line = |start: &str| text.lines().find(|line| line.trim_start().starts_with(start)).unwrap().to_owned();
    assert!(line("p1any[").contains("<b>At any stage</b><br/>✕ too dear"), "{text}");
    assert!(line("p1s1[").contains("<b>Look</b><br/>☐ It is seen (when a ≥ 1) (once)<br/>! odd"), "{text}");
    assert!(line("p1s2[").contains("<b>last one</b>"), "{text}");
    assert!(text.contains("p1ended([\"Disqualified\"])") && !text.contains("p2ended"), "{text}");
}

#[test]
fn titles_steer_nothing() {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = String::from("opportunity { t: text a: number }\n");
    for (at, title) in HOSTILE.iter().map(|title| quoted(title)).enumerate() {
        text.push_str(&format!(
            "process p{at} {title} {{ applies when t is {title}\n warn w {title} when a > 1\n \
             stage s {title} {{ require r {title} that a > 2 when t is {title} how {how} }} }}\n",
            how = title.replace('{', "{{"),
        ));
    }
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let graph = playbook.graph();
    for (format, drawn) in drawn(&graph) {
        for letter in ['\u{202e}', '\u{7}', '\u{1b}', '\u{ffff}', '\r'] {
            assert!(!drawn.contains(letter), "{format} has {letter:?}");
        }
        for part in ["<script", "onload=\"x\"", "]]>", "lt; &#35;"] {
            assert!(!drawn.contains(part), "{format} has {part}");
        }
        let own: &[&str] = match format {
            "mermaid" => &["%%", "$$", "fa:fa", "`", "**", "1. a", "[\"-", "&lt"],
            "dot" => &["TABLE>></B>", "a\\N", "a\\l"],
            _ => &["&lt; &#35;", "</style> ", " --> "],
        };
        for part in own {
            assert!(!drawn.contains(part), "{format} has {part}");
        }
        assert!(drawn.contains("alert(1)"), "{format} does not show a title");
    }
}

#[test]
fn long_playbooks_are_drawn_on_a_small_stack() {
    let mut text = String::from("opportunity { a: number }\n");
    for process in 0..20 {
        text.push_str(&format!("process p{process} {{\n"));
        for stage in 0..100 {
            let title = "Ω ".repeat(stage % 7) + &"x".repeat(stage * 7 % 400);
            text.push_str(&format!("stage s{stage} \"{title}\" {{ require r{stage} \"{title}\" that a > {stage} }}\n"));
        }
        text.push_str("}\n");
    }
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let drawing = std::thread::Builder::new().stack_size(256 << 10).spawn(move || drawn(&playbook.graph()));
    for (format, drawn) in drawing.unwrap().join().unwrap() {
        assert!(drawn.len() < 64 * text.len(), "{format}: {} bytes of {}", drawn.len(), text.len());
        assert!(drawn.matches('…').count() > 0, "{format} clips nothing");
    }
}

const WAYS: &str = r#"
opportunity { kind: big_deal | small  a: number  t: text }
process first {
  applies when kind is big_deal and a >= 50_000
  disqualify too_dear when a > 900_000
  stage look "Look" {
    require once seen "It is seen" that t is known when a >= 1
    warn odd when a < 0
  }
  stage last_one { require all_known that a is known }
}
process second { applies when t is "x_y" stage only_one { require all_known that a is known } }
process third { stage only_one { require all_known that a is known } }
"#;

fn drawn(graph: &Graph) -> Vec<(&'static str, String)> {
    vec![
        ("mermaid", graph.mermaid()),
        ("dot", graph.dot()),
        #[cfg(feature = "svg")]
        ("svg", graph.svg()),
    ]
}

/// With `BLESS=1` in the environment the file is written anew.
pub(crate) fn is_up_to_date(path: &Path, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).unwrap();
    }
    let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_str().unwrap();
    assert!(page(path) == text, "{path} is not what comes out; run this test with BLESS=1");
}
