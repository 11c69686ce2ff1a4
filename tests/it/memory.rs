//! Memory is bounded by the text: each shape is read in a process of its own, which says what it took and what it kept.

use std::fmt::Write;

use stagegate::{Limits, Playbook};

use crate::allocations;

/// Bytes for each byte of text at the peak, and afterwards. Most playbooks stay below 64 and 16; these are bounds for the worst
/// shapes, which are one condition of many short terms.
const PEAK: usize = 192;
const KEPT: usize = 48;
/// What a process takes and keeps whatever it reads.
const FIXED: usize = 2 << 20;

const SHAPES: [&str; 8] = ["rules", "fields", "defines", "or", "sum", "in", "tests", "hows"];

/// About half a MiB of text.
fn text(shape: &str) -> String {
    let facts = "opportunity { a: number b: bool c: text }\n";
    let process = |rules: &str| format!("{facts}process p {{ {rules} stage one {{ require last that a > 0 }} }}\n");
    let repeat = |count: usize, line: &dyn Fn(usize) -> String| {
        (0..count).fold(String::new(), |mut text, place| {
            writeln!(text, "{}", line(place)).unwrap();
            text
        })
    };
    match shape {
        "rules" => process(&repeat(8_000, &|place| format!("warn w{place} \"Title {place}\" when a > {place} and b"))),
        "fields" => format!(
            "opportunity {{ a: number\n{} }}\nprocess p {{ stage one {{ require last that a > 0 }} }}",
            repeat(9_000, &|place| format!("field_{place}: money USD from \"Field {place} of the export\""))
        ),
        "defines" => {
            process("warn deep when d14999 > 1")
                + "define d0 as a\n"
                + &repeat(14_999, &|place| format!("define d{} as d{place} + 1 - a * 2", place + 1))
        }
        "or" => process(&format!("warn long when b{}", " or a > 1".repeat(50_000))),
        "sum" => process(&format!("warn long when a{} > 5", " + 1 - a".repeat(60_000))),
        "in" => process(&format!("warn long when a in (1{})", ", 23456".repeat(60_000))),
        "tests" => {
            process("")
                + &repeat(6_000, &|place| {
                    format!("test \"number {place}\" {{ given with {{ a: {place} b: true }} expect advance }}")
                })
        }
        "hows" => process(&repeat(4_000, &|place| {
            format!(
                "warn w{place} when a > {place} how \"Ask {{a}} and {{c}}, then write down what was said about {{a}}.\""
            )
        })),
        other => panic!("no shape {other}"),
    }
}

#[test]
fn memory_is_bounded_by_the_text() {
    for shape in SHAPES {
        let figures = allocations::said_by("memory::child", &[("STAGEGATE_SHAPE", shape)]);
        let [length, peak, kept] = figures[..] else { panic!("{figures:?}") };
        eprintln!("{shape}: {length} bytes of text, peak {} times, kept {} times", peak / length, kept / length);
        assert!(kept <= KEPT * length + FIXED, "{shape}: {length} bytes of text kept {kept} bytes");
        assert!(peak <= PEAK * length + FIXED, "{shape}: {length} bytes of text took {peak} bytes");
    }
}

/// The most memory that the process has had, where the system tells.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok())
        .map_or(0, |kilobytes| kilobytes * 1024)
}

#[test]
#[ignore = "measures its whole process: run by memory_is_bounded_by_the_text"]
fn child() {
    let text = text(&std::env::var("STAGEGATE_SHAPE").unwrap());
    let length = text.len();
    let files = std::collections::BTreeMap::from([("a.gate", text)]);
    let before = peak();
    let region = stats_alloc::Region::new(allocations::ALLOCATOR);
    let playbook = Playbook::load("a.gate", &files, &Limits::default()).unwrap();
    allocations::say([length, peak() - before, allocations::kept(&region)]);
    drop(playbook);
}
