//! Work to count the instructions of, for `benches/callgrind.sh`: `work CASE SIZE REPEATS` does it so many times, and without
//! arguments it lists its cases. Whatever is done once is done with no repeats too, so that the difference of two
//! counts is the work's own.
#![allow(clippy::disallowed_methods, reason = "it reads its arguments")]

mod deal;
#[path = "work/texts.rs"]
mod texts;

use std::hint::black_box;

use stagegate::internals::syntax::parse;
use stagegate::{Date, FileId, Limits, Opportunity, Playbook, Scratch, Source};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match &arguments[..] {
        [case, size, repeats] => work(case, size.parse().expect("a size"), repeats.parse().expect("a number")),
        _ => list(),
    }
}

/// The cases, each with the sizes that it is to be done at and how often.
fn list() {
    for (name, _) in texts::LONG {
        println!("parse {name}\t250 500 1000\t1");
    }
    for (name, _) in texts::DEEP {
        println!("nest {name}\t8 16 32 {}\t20", texts::DEEPEST);
    }
    println!("check rules\t40 80 160\t1");
    for name in ["decide rules", "assess rules"] {
        println!("{name}\t100 200 400\t20");
    }
    for name in ["deals decide", "deals verdict", "deals struct", "deals json"] {
        println!("{name}\t40 80 160\t100");
    }
    for name in ["decide elements", "decide nested elements", "read elements"] {
        println!("{name}\t100 200 400\t5");
    }
}

fn work(case: &str, size: usize, repeats: usize) {
    match case.split_once(' ').expect("a case") {
        ("parse", name) => read(&texts::LONG, name, size, repeats),
        ("nest", name) => read(&texts::DEEP, name, size, repeats),
        ("check", _) => {
            let text = rules(size);
            (0..repeats).for_each(|_| drop(black_box(Playbook::parse(&text))));
        }
        ("decide", "rules") => decide(&rules(size), r#"{"a": 3, "c": "b"}"#, repeats),
        ("deals", step) => deals(step, size, repeats),
        ("assess", _) => assess(&rules(size), r#"{"a": 3, "c": "b"}"#, repeats),
        ("decide", "elements") => decide(LISTS, &elements(size), repeats),
        ("decide", _) => decide(NESTED, &nested_elements(size), repeats),
        ("read", _) => {
            let playbook = Playbook::parse(LISTS).expect("it is sound");
            let (text, reader, mut opportunity) = (elements(size), playbook.reader(), Opportunity::default());
            (0..repeats).for_each(|_| reader.read_json_into(&mut opportunity, &text).expect("it fits"));
        }
        _ => panic!("no such case: {case}"),
    }
}

fn read(shapes: &[texts::Shape], name: &str, size: usize, repeats: usize) {
    let (_, text) = shapes.iter().find(|(other, _)| *other == name).expect("a shape");
    let source = Source::new("work.gate", &text(size));
    for _ in 0..repeats {
        let (tree, faults) = parse(&source, FileId(0), &Limits::default());
        assert!(faults.is_empty(), "{faults:?}");
        black_box(tree);
    }
}

fn decide(playbook: &str, data: &str, repeats: usize) {
    let playbook = Playbook::parse(playbook).unwrap_or_else(|faults| panic!("{faults}"));
    let opportunity = playbook.reader().read_json(data).expect("it fits");
    let mut scratch = Scratch::new();
    // Once more, as the first one allocates.
    for _ in 0..=repeats {
        black_box(playbook.decide_with(&mut scratch, &opportunity, today()));
    }
}

/// A step of so many deals, by so many rules.
fn deals(step: &str, rules: usize, repeats: usize) {
    let playbook = Playbook::parse(&deal::rules::playbook(rules)).expect("it is sound");
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    let (deals, today) = (deal::deals(1_000), Date::from_days(deal::TODAY.into()).expect("a day"));
    let texts: Vec<String> = deals.iter().map(deal::files::json).collect();
    let read: Vec<Opportunity> = deals.iter().map(|deal| playbook.opportunity(deal).expect("it fits")).collect();
    for ((deal, text), read) in deals.iter().zip(&texts).zip(&read).take(50 + repeats) {
        match step {
            "decide" => drop(black_box(playbook.decide_with(&mut scratch, read, today))),
            "verdict" => drop(black_box(playbook.assess(read, today))),
            "struct" => playbook.read_into(&mut opportunity, deal).expect("it fits"),
            _ => playbook.reader().read_json_into(&mut opportunity, text).expect("it fits"),
        }
    }
}

fn assess(playbook: &str, data: &str, repeats: usize) {
    let playbook = Playbook::parse(playbook).expect("it is sound");
    let opportunity = playbook.reader().read_json(data).expect("it fits");
    for _ in 0..=repeats {
        black_box(playbook.assess(&opportunity, today()));
    }
}

fn today() -> Date {
    Date::new(2026, 11, 23).expect("a day")
}

/// So many rules, no two alike.
fn rules(count: usize) -> String {
    let rule = |place: usize| {
        format!(
            "require r{place} that a + b * {place} < {} or (a > -{place} and c is not a) or c is known\n",
            2 * place
        )
    };
    let rules: String = (1..=count).map(rule).collect();
    format!("opportunity {{ a: number  b: number  c: a | b }}\nprocess p {{ stage s {{\n{rules}}} }}\n")
}

const LISTS: &str = "opportunity { a: number  l: list of r }\nrecord r { x: number  y: a | b }\nprocess p { stage s {
    require many that at least 3 of l where x > a and y is a
    require total that (sum of l.x where y is not b) > 5
} }\n";

const NESTED: &str =
    "opportunity { a: number  l: list of r }\nrecord r { x: number  m: list of s }\nrecord s { y: number }
process p { stage s {
    require deep that any of l where x > a and (any of m where y > a)
} }\n";

fn elements(count: usize) -> String {
    let elements: Vec<String> = (0..count).map(|place| format!(r#"{{"x": {place}, "y": "b"}}"#)).collect();
    format!(r#"{{"a": 5, "l": [{}]}}"#, elements.join(", "))
}

/// So many elements, of ten elements each.
fn nested_elements(count: usize) -> String {
    let inner = [r#"{"y": -10}"#; 10].join(", ");
    let elements: Vec<String> = (0..count).map(|place| format!(r#"{{"x": {place}, "m": [{inner}]}}"#)).collect();
    format!(r#"{{"a": -5, "l": [{}]}}"#, elements.join(", "))
}
