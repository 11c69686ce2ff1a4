//! Shapes that break engines: each goes through reading, checking, assessing, explaining and its tests, in a small thread.

use std::fmt::Write;

use stagegate::{Date, Limits, Playbook};

/// The stack of the thread that a playbook must be content with.
const STACK: usize = 256 * 1024;

/// Makes sure that a playbook goes through all stages, and gives the verdict as JSON.
fn through_all(text: String, data: &'static str) -> String {
    let limits = {
        let mut limits = Limits::default();
        limits.file_bytes = 64 << 20;
        limits
    };
    let work = move || {
        let files = std::collections::BTreeMap::from([("a.gate", text)]);
        let playbook = Playbook::load("a.gate", &files, &limits).unwrap_or_else(|error| {
            let message = error.to_string();
            panic!("{}", message.chars().take(1000).collect::<String>())
        });
        let opportunity = playbook.reader().read_json(data).unwrap();
        let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
        let _ = playbook.decide(&opportunity, Date::new(2026, 11, 23).unwrap());
        assert!(!verdict.explain().to_string().is_empty());
        assert_eq!(stagegate::testing::run(&playbook).failed(), 0);
        serde_json::to_string(&verdict.clone()).unwrap()
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap()
}

const FACTS: &str = "opportunity { a: number b: bool t: text l: list of r }\nrecord r { x: number m: list of s }\nrecord s { y: number }\n";

fn process(rules: &str) -> String {
    format!("{FACTS}process p {{ {rules} stage one {{ require last that a > 0 }} }}\n")
}

#[test]
fn a_chain_of_defines() {
    let mut text = process("disqualify deep when d99999 > 5");
    text.push_str("define d0 as a\n");
    for place in 1..100_000 {
        writeln!(text, "define d{place} as d{} + 1", place - 1).unwrap();
    }
    let verdict = through_all(text, r#"{"a": 1}"#);
    assert!(verdict.contains(r#""decision":"disqualify""#), "{verdict}");
}

#[test]
fn a_chain_of_conditions() {
    let mut text = process("disqualify deep when not d99999");
    text.push_str("define d0 as a is known and a > 5\n");
    for place in 1..100_000 {
        writeln!(text, "define d{place} as d{} or b", place - 1).unwrap();
    }
    let verdict = through_all(text, r#"{}"#);
    assert!(verdict.contains(r#""at_risk""#), "{verdict}");
    assert!(verdict.contains(r#"{"fact":"b","why":"missing","rules":["deep"]}"#), "{verdict}");
}

#[test]
fn a_doubling_of_defines() {
    for (first, op, rule) in [("a", "+", "d64 > 5"), ("a > 5", "and", "d64")] {
        let mut text = process(&format!("disqualify doubled when {rule}"));
        writeln!(text, "define d0 as {first}").unwrap();
        for place in 1..=64 {
            writeln!(text, "define d{place} as d{0} {op} d{0}", place - 1).unwrap();
        }
        for data in [r#"{"a": 0.5}"#, r#"{"a": 6}"#, "{}"] {
            through_all(text.clone(), data);
        }
    }
}

#[test]
fn chains_of_many_terms() {
    for (first, rest) in
        [("b", " or b"), ("b", " and a > 1"), ("a > 1", " or not b"), ("a", " + 1"), ("a", " * 2"), ("1 - a", " - a")]
    {
        let terms = rest.repeat(if rest == " or b" { 100_000 } else { 20_000 });
        let compare = if first.starts_with('b') || first.contains('>') { "" } else { " > 5" };
        let text = process(&format!("disqualify long when {first}{terms}{compare}"));
        for data in [r#"{"a": 2, "b": false}"#, "{}"] {
            through_all(text.clone(), data);
        }
    }
    through_all(process(&format!("disqualify long when a in (1{})", ", 2".repeat(20_000))), r#"{"a": 3}"#);
}

#[test]
fn nesting_at_its_bound() {
    let nested = |open: &str, inner: &str, close: &str, levels: usize| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    for condition in [
        nested("(", "b", ")", 63),
        nested("not ", "b", "", 63),
        format!("{} > 1", nested("-", "a", "", 63)),
        nested("(true and ((1 + 2 * 3 > 3) is ", "b", "))", 31),
        format!("{} > 0", nested("max(1, -1 + 2 * (1 + ", "a", "))", 21)),
        format!("{} > 0", nested("(1 + 2 * ", "a", ")", 63)),
        format!("{} > 0", nested("abs(1 + 2 * ", "a", ")", 63)),
    ] {
        for data in [r#"{"a": 2, "b": true}"#, "{}"] {
            through_all(process(&format!("disqualify deep when {condition}")), data);
        }
    }
    let mut fields = String::from("a: number\nb: bool\n");
    let mut records = String::new();
    let mut condition = String::from("x > 0");
    for level in (0..31).rev() {
        writeln!(
            records,
            "record r{level} {{ x: number {} }}",
            if level < 30 { format!("m: list of r{}", level + 1) } else { String::new() }
        )
        .unwrap();
        let list = if level == 0 { "l" } else { "m" };
        condition = format!("any of {list} where x > 0 and ({condition})");
    }
    fields.push_str("l: list of r0\n");
    let text = format!(
        "opportunity {{ {fields} }}\n{records}process p {{ disqualify deep when {condition} stage one {{ require last that a > 0 }} }}\n"
    );
    let data: &'static str =
        Box::leak(format!("{{\"l\": {}[]{} }}", "[{\"x\": 1, \"m\": ".repeat(30), "}]".repeat(30)).into_boxed_str());
    through_all(text.clone(), data);
    let data: &'static str =
        Box::leak(format!("{{\"l\": {}null{} }}", "[{\"x\": 1, \"m\": ".repeat(30), "}]".repeat(30)).into_boxed_str());
    let verdict = through_all(text, data);
    assert!(verdict.contains("l.m.m"), "{verdict}");
}

#[test]
fn many_rules_stages_odds_and_tests() {
    let mut rules = String::new();
    let mut chance = String::from("chance { base 20%\n");
    for place in 0..2_000 {
        writeln!(rules, "warn w{place} when a > {place} or chance < 1%").unwrap();
        writeln!(chance, "odds times 1.01 when a > {place} and b").unwrap();
    }
    chance.push('}');
    let mut text = process(&format!("{chance}\n{rules}"));
    for place in 0..500 {
        writeln!(text, "test \"t{place}\" {{ given with {{ a: {} }} expect that a > 0 }}", place + 1).unwrap();
    }
    through_all(text, r#"{"a": 3}"#);
}

#[test]
fn numbers_beyond_all_bounds() {
    let text = process("disqualify big when a * a * a > 1 warn total when (sum of l.x) > 1 warn div when 1 / a > 0");
    for data in [
        r#"{"a": 922337203685477.5807, "l": [{"x": 922337203685477.5807}, {"x": 922337203685477.5807}]}"#,
        r#"{"a": -922337203685477.5808, "l": [{"x": -922337203685477.5808}]}"#,
        r#"{"a": 0}"#,
    ] {
        through_all(text.clone(), data);
    }
    let playbook = Playbook::load("a", &std::collections::BTreeMap::from([("a", text)]), &Limits::default()).unwrap();
    for digits in [40, 4_000, 400_000] {
        let data = format!("{{\"a\": {}}}", "9".repeat(digits));
        assert!(playbook.reader().read_json(&data).is_err());
    }
    assert!(playbook.reader().read_json("{\"a\": 1e999999999999}").is_err());
    assert!(playbook.reader().read_json("{\"a\": 1e-999999999999}").is_ok());
}
