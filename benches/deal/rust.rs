//! Prints the rules as the Rust that a programmer would write by hand. What it prints is checked in under `hand/`, and a test
//! holds it to the table; `cargo test --all-features -- --ignored write_the_hand_written_rules` writes it anew.

use std::fmt::Write as _;

use super::rules::{Atom, Condition, Field, Op, Rule, RuleKind, Type, rules};
use super::{Stage, civil};

/// The files under `hand/` and their texts.
pub fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for count in [10, 40, 160, 640] {
        files.push((format!("short_{count}.rs"), short(count)));
    }
    for count in [10, 40] {
        files.push((format!("flat_{count}.rs"), flat(count)));
        files.push((format!("three_{count}.rs"), three(count)));
        files.push((format!("columns_{count}.rs"), columns(count, Values::Two)));
        files.push((format!("columns_three_{count}.rs"), columns(count, Values::Three)));
    }
    files
}

/// How many 64-bit words hold a bit for each rule.
fn words(count: usize) -> usize {
    count.div_ceil(64)
}

/// With `&&` and `||`; what is missing makes a comparison false.
fn short(count: usize) -> String {
    let rules = rules(count);
    let words = words(count);
    let mut text = String::from("//! With `&&` and `||`, as one writes it without a thought of speed.\n\n");
    text.push_str("use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};\n");
    text.push_str("use super::Masks;\n\n");
    text.push_str(&masks(&rules));
    let _ = writeln!(text, "pub fn truths(d: &Deal, today: i32) -> [u64; {words}] {{");
    for rule in &rules {
        let condition = whole(rule, &|condition| condition_short(condition, true), ["!", " || "]);
        let _ = writeln!(text, "let {} = {condition};", rule.name);
    }
    text.push_str(&packed(&rules, "u64", 64, ""));
    text.push_str("}\n");
    text
}

/// With `&` and `|`, no jumps.
fn flat(count: usize) -> String {
    let rules = rules(count);
    let mut text = String::from("//! With `&` and `|`: nothing to jump over.\n\n");
    text.push_str("use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};\n\n");
    let _ = writeln!(text, "pub fn truths(d: &Deal, today: i32) -> [u64; {}] {{", words(count));
    text.push_str(&locals(&rules));
    for rule in &rules {
        let condition = whole(rule, &|condition| condition_flat(condition, true, &row_atom), ["!", " | "]);
        let _ = writeln!(text, "let {} = {condition};", rule.name);
    }
    text.push_str(&packed(&rules, "u64", 64, ""));
    text.push_str("}\n");
    text
}

/// In three values: which rules are true, and which may be.
fn three(count: usize) -> String {
    let rules = rules(count);
    let words = words(count);
    let mut text = String::from("//! In three values, no jumps: what is true, and what may be.\n\n");
    text.push_str("use super::super::{Deal, Industry, Kind, NO_DATE, Region, Segment, Source, day};\n");
    text.push_str("use super::{if_known, known};\n\n");
    let _ = writeln!(text, "pub fn truths(d: &Deal, today: i32) -> ([u64; {words}], [u64; {words}]) {{");
    text.push_str(&locals(&rules));
    for rule in &rules {
        let condition = whole(rule, &|condition| condition_flat(condition, true, &three_atom), ["!", " | "]);
        let _ = writeln!(text, "let {} = {condition};", rule.name);
    }
    let _ = writeln!(text, "(");
    text.push_str(&packed(&rules, "u64", 64, ".yes"));
    text.push_str(",\n");
    text.push_str(&packed(&rules, "u64", 64, ".maybe"));
    text.push_str(")\n}\n");
    text
}

/// What a loop over columns finds of each rule: whether it is true, or also whether it is unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Two,
    Three,
}

/// Over columns: one loop with all rules in it.
fn columns(count: usize, values: Values) -> String {
    let rules = rules(count);
    let is_three = values == Values::Three;
    let mut outputs: Vec<String> = (0..count.div_ceil(32)).map(|word| format!("truths_{word}")).collect();
    if is_three {
        outputs.extend((0..count.div_ceil(32)).map(|word| format!("unknown_{word}")));
    }
    let mut text = String::from("//! All rules in one loop over the rows of a block.\n\n");
    text.push_str("use super::super::columns::{Block, LOST};\n");
    text.push_str("use super::super::{Industry, Kind, NO_DATE, Region, Segment, Source, day};\n");
    text.push_str(if is_three { "use super::{if_known, known};\n\n" } else { "\n" });
    text.push_str("#[inline(always)]\n");
    let words = outputs.len();
    let _ = writeln!(text, "pub fn truths(block: &Block<'_>, today: i32, results: [&mut [u32]; {words}]) {{");
    let _ = writeln!(text, "let [{}] = results;", outputs.join(", "));
    text.push_str("let rows = truths_0.len();\n");
    for name in &outputs[1..] {
        let _ = writeln!(text, "let {name} = &mut {name}[..rows];");
    }
    let read: Vec<Field> = Field::ALL.into_iter().filter(|&field| is_read(&rules, field)).collect();
    for name in read.iter().map(|field| field.name()) {
        let _ = writeln!(text, "let {name} = &block.{name}[..rows];");
    }
    text.push_str("for row in 0..rows {\n");
    for &field in &read {
        let name = field.name();
        let _ = writeln!(text, "let {name} = {name}[row];");
        if field.is_optional() {
            let missing = if field.kind() == Type::Date { "NO_DATE" } else { "LOST" };
            let _ = writeln!(text, "let has_{name} = {name} != {missing};");
            let _ = writeln!(text, "let {name} = if has_{name} {{ {name} }} else {{ 0 }};");
        }
    }
    let atom: fn(&Atom) -> String = if is_three { three_column_atom } else { column_atom };
    for rule in &rules {
        let condition = whole(rule, &|condition| condition_flat(condition, true, &atom), ["!", " | "]);
        let _ = writeln!(text, "let {} = {condition};", rule.name);
    }
    for (word, rules) in rules.chunks(32).enumerate() {
        let _ = writeln!(text, "truths_{word}[row] = {};", bits(rules, "u32", if is_three { ".yes" } else { "" }));
        if is_three {
            let _ = writeln!(text, "unknown_{word}[row] = {};", bits(rules, "u32", ".is_unknown()"));
        }
    }
    text.push_str("}\n}\n");
    text
}

/// Which rules end a deal at each stage, and which each stage needs.
fn masks(rules: &[Rule]) -> String {
    let words = words(rules.len());
    let mask = |counts: &dyn Fn(&Rule) -> bool| {
        let words = rules.chunks(64).map(|chunk| {
            let bit = |(place, rule): (usize, &Rule)| u64::from(counts(rule)) << place;
            format!("{:#x}", chunk.iter().enumerate().map(bit).fold(0, |all, bit| all | bit))
        });
        format!("[{}]", words.collect::<Vec<_>>().join(", "))
    };
    let ends =
        |stage: Stage| mask(&|rule| rule.kind == RuleKind::Disqualify && rule.stage.is_none_or(|other| other == stage));
    let needs = |stage: Stage| mask(&|rule| rule.kind == RuleKind::Require && rule.stage == Some(stage));
    let all = |of: &dyn Fn(Stage) -> String| Stage::ALL.iter().map(|&stage| of(stage)).collect::<Vec<_>>().join(", ");
    format!("pub const MASKS: Masks<{words}> = Masks {{ ends: [{}], needs: [{}] }};\n\n", all(&ends), all(&needs))
}

fn packed(rules: &[Rule], word: &str, size: usize, part: &str) -> String {
    let words: Vec<String> = rules.chunks(size).map(|chunk| bits(chunk, word, part)).collect();
    format!("[{}]", words.join(", "))
}

fn bits(rules: &[Rule], word: &str, part: &str) -> String {
    let bit = |(place, rule): (usize, &Rule)| match place {
        0 => format!("{word}::from({}{part})", rule.name),
        _ => format!("{word}::from({}{part}) << {place}", rule.name),
    };
    rules.iter().enumerate().map(bit).collect::<Vec<_>>().join(" | ")
}

/// A rule's condition, with its `when` worked in.
fn whole(rule: &Rule, print: &dyn Fn(&Condition) -> String, [not, or]: [&str; 2]) -> String {
    match &rule.when {
        Some(when) => format!("{not}({}){or}({})", print(when), print(&rule.condition)),
        None => print(&rule.condition),
    }
}

fn condition_short(condition: &Condition, outermost: bool) -> String {
    let (parts, word) = match condition {
        Condition::Atom(atom) => return short_atom(atom),
        Condition::All(parts) => (parts, " && "),
        Condition::Any(parts) => (parts, " || "),
    };
    let text = parts.iter().map(|part| condition_short(part, false)).collect::<Vec<_>>().join(word);
    if outermost { text } else { format!("({text})") }
}

fn condition_flat(condition: &Condition, outermost: bool, atom: &dyn Fn(&Atom) -> String) -> String {
    let (parts, word) = match condition {
        Condition::Atom(one) => return atom(one),
        Condition::All(parts) => (parts, " & "),
        Condition::Any(parts) => (parts, " | "),
    };
    let text = parts.iter().map(|part| condition_flat(part, false, atom)).collect::<Vec<_>>().join(word);
    if outermost { text } else { format!("({text})") }
}

fn short_atom(atom: &Atom) -> String {
    let in_deal = |field: Field| format!("d.{}", field.name());
    match atom {
        Atom::Known(field) if field.kind() == Type::Date => format!("d.{} != NO_DATE", field.name()),
        Atom::Unknown(field) if field.kind() == Type::Date => format!("d.{} == NO_DATE", field.name()),
        Atom::Known(field) => format!("d.{}.is_some()", field.name()),
        Atom::Unknown(field) => format!("d.{}.is_none()", field.name()),
        _ => match missing(atom) {
            None => comparison(atom, &in_deal, ""),
            Some(field) if field.kind() == Type::Date => {
                format!("(d.{} != NO_DATE && {})", field.name(), comparison(atom, &in_deal, ""))
            }
            Some(field) => {
                let access = |other: Field| if other == field { field.name().to_owned() } else { in_deal(other) };
                format!("d.{0}.is_some_and(|{0}| {1})", field.name(), comparison(atom, &access, ""))
            }
        },
    }
}

/// In one row, from locals.
fn row_atom(atom: &Atom) -> String {
    present_atom(atom, "")
}

fn three_atom(atom: &Atom) -> String {
    three_valued_atom(atom, "")
}

/// False where something is missing.
fn present_atom(atom: &Atom, code: &str) -> String {
    match atom {
        Atom::Known(field) => format!("has_{}", field.name()),
        Atom::Unknown(field) => format!("!has_{}", field.name()),
        _ => {
            let test = comparison(atom, &|field| field.name().to_owned(), code);
            match missing(atom) {
                Some(field) => format!("(has_{} & ({test}))", field.name()),
                None => format!("({test})"),
            }
        }
    }
}

/// Unknown where something is missing.
fn three_valued_atom(atom: &Atom, code: &str) -> String {
    match atom {
        Atom::Known(field) => format!("known(has_{})", field.name()),
        Atom::Unknown(field) => format!("known(!has_{})", field.name()),
        _ => {
            let test = comparison(atom, &|field| field.name().to_owned(), code);
            match missing(atom) {
                Some(field) => format!("if_known(has_{}, {test})", field.name()),
                None => format!("known({test})"),
            }
        }
    }
}

/// In one row of columns, where enumerations are codes.
fn column_atom(atom: &Atom) -> String {
    present_atom(atom, " as u8")
}

fn three_column_atom(atom: &Atom) -> String {
    three_valued_atom(atom, " as u8")
}

/// The comparison itself, where its fields are there. `code` stands behind variants, whose sets are then written out.
fn comparison(atom: &Atom, access: &dyn Fn(Field) -> String, code: &str) -> String {
    let sign = Op::sign;
    let variants = |field: Field, items: &[usize], negated: bool| match code {
        "" => {
            let items = items.iter().map(|&item| variant(field, item)).collect::<Vec<_>>().join(" | ");
            format!("{}matches!({}, {items})", if negated { "!" } else { "" }, access(field))
        }
        _ => {
            let (sign, word) = if negated { ("!=", " & ") } else { ("==", " | ") };
            let test = |&item: &usize| format!("({} {sign} {}{code})", access(field), variant(field, item));
            items.iter().map(test).collect::<Vec<_>>().join(word)
        }
    };
    match atom {
        Atom::Compare(field, op, value) => format!("{} {} {}", access(*field), sign(*op), constant(*field, *value)),
        Atom::Between(field, low, high) if code.is_empty() => {
            let (low, high) = (constant(*field, *low), constant(*field, *high));
            format!("({low}..={high}).contains(&{})", access(*field))
        }
        Atom::Between(field, low, high) => {
            let (name, low, high) = (access(*field), constant(*field, *low), constant(*field, *high));
            format!("({name} >= {low}) & ({name} <= {high})")
        }
        Atom::Among(field, items) if code.is_empty() => {
            let items = items.iter().map(|&item| constant(*field, item)).collect::<Vec<_>>().join(" | ");
            format!("matches!({}, {items})", access(*field))
        }
        Atom::Among(field, items) => {
            let test = |&item: &i64| format!("({} == {})", access(*field), constant(*field, item));
            items.iter().map(test).collect::<Vec<_>>().join(" | ")
        }
        Atom::Is(field, item) => format!("{} == {}{code}", access(*field), variant(*field, *item)),
        Atom::IsNot(field, item) => format!("{} != {}{code}", access(*field), variant(*field, *item)),
        Atom::OneOf(field, items) => variants(*field, items, false),
        Atom::NoneOf(field, items) => variants(*field, items, true),
        Atom::Fields(field, op, other) => format!("{} {} {}", access(*field), sign(*op), access(*other)),
        Atom::Share(field, op, other, percent) => {
            format!("{} * 100 {} {} * {percent}", access(*field), sign(*op), access(*other))
        }
        Atom::Each(field, op, count, factor) => {
            format!("{} {} {} * {}", access(*field), sign(*op), access(*count), constant(*field, *factor))
        }
        Atom::Difference(field, other, op, value) => {
            format!("{} - {} {} {}", access(*field), access(*other), sign(*op), grouped(*value))
        }
        Atom::Weighted(field, other, factor, op, value) => {
            format!("{} + {} * {factor} {} {}", access(*field), access(*other), sign(*op), grouped(*value))
        }
        Atom::Since(field, op, days) => format!("today - {} {} {days}", access(*field), sign(*op)),
        Atom::Until(field, op, days) => format!("{} - today {} {days}", access(*field), sign(*op)),
        Atom::Known(_) | Atom::Unknown(_) => String::new(),
    }
}

fn variant(field: Field, item: usize) -> String {
    match field.kind() {
        Type::Choice { rust, names } => {
            let words = names[item].split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
            format!("{rust}::{}", words.collect::<String>())
        }
        Type::Money | Type::Number | Type::Percent | Type::Days | Type::Date => String::new(),
    }
}

fn constant(field: Field, value: i64) -> String {
    match field.kind() {
        Type::Date => {
            let (year, month, day) = civil(value as i32);
            format!("const {{ day({year}, {month}, {day}) }}")
        }
        Type::Money | Type::Number | Type::Percent | Type::Days | Type::Choice { .. } => grouped(value),
    }
}

/// A number as Rust writes it, in groups of three from five digits on.
fn grouped(value: i64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// The field of an atom that may be missing.
fn missing(atom: &Atom) -> Option<Field> {
    let fields = fields(atom);
    let mut optional = fields.into_iter().filter(|field| field.is_optional());
    let field = optional.next();
    assert!(optional.next().is_none(), "{atom:?} reads two fields that may be missing");
    field
}

/// The fields that an atom reads.
pub fn fields(atom: &Atom) -> Vec<Field> {
    match atom {
        Atom::Compare(field, ..)
        | Atom::Between(field, ..)
        | Atom::Among(field, _)
        | Atom::Is(field, _)
        | Atom::IsNot(field, _)
        | Atom::OneOf(field, _)
        | Atom::NoneOf(field, _)
        | Atom::Since(field, ..)
        | Atom::Until(field, ..)
        | Atom::Known(field)
        | Atom::Unknown(field) => vec![*field],
        Atom::Fields(field, _, other)
        | Atom::Share(field, _, other, _)
        | Atom::Each(field, _, other, _)
        | Atom::Difference(field, other, ..)
        | Atom::Weighted(field, other, ..) => vec![*field, *other],
    }
}

fn is_read(rules: &[Rule], field: Field) -> bool {
    fn reads(condition: &Condition, field: Field) -> bool {
        match condition {
            Condition::Atom(atom) => fields(atom).contains(&field),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| reads(part, field)),
        }
    }
    rules.iter().any(|rule| reads(&rule.condition, field) || rule.when.as_ref().is_some_and(|when| reads(when, field)))
}

/// The fields that rules read, as locals.
fn locals(rules: &[Rule]) -> String {
    let mut text = String::new();
    for &field in Field::ALL.iter().filter(|&&field| is_read(rules, field)) {
        let name = field.name();
        let _ = match (field.is_optional(), field.kind()) {
            (false, _) => writeln!(text, "let {name} = d.{name};"),
            (true, Type::Date) => writeln!(
                text,
                "let has_{name} = d.{name} != NO_DATE;\nlet {name} = if has_{name} {{ d.{name} }} else {{ 0 }};"
            ),
            (true, _) => {
                writeln!(text, "let has_{name} = d.{name}.is_some();\nlet {name} = d.{name}.unwrap_or(0);")
            }
        };
    }
    text
}
