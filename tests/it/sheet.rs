//! The facts as a form: schemas that say what the reader reads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use stagegate::{Assessment, Date, Decision, Playbook};

use crate::graph::is_up_to_date;
use crate::laws::{accepted, hold};
use crate::random::data;
use crate::runs;

#[test]
fn files_beside_the_examples_are_up_to_date() {
    for name in ["b2b", "enterprise"] {
        let text = format!("{}\n", example(name).json_schema());
        is_up_to_date(&folder(name).join("facts.schema.json"), &text);
    }
}

/// What the schema takes of the examples' rows is what is no error, but for what [the reference](../../grammar/reference.md) names.
#[test]
fn the_schema_takes_the_rows_that_are_right() {
    let today = Date::new(2026, 11, 23).unwrap();
    let mut right = BTreeMap::new();
    for (name, file) in [
        ("b2b", "opportunities.csv"),
        ("enterprise", "opportunities.csv"),
        ("enterprise", "opportunities.jsonl"),
        ("enterprise", "pipeline.jsonl"),
    ] {
        let playbook = example(name);
        let reader = playbook.reader().rate("EUR", "USD", "1.08").unwrap().rate("GBP", "USD", "1.27").unwrap();
        let reader = reader.strict(true);
        let schema = validator(&playbook, true);
        let text = std::fs::read_to_string(folder(name).join(file)).unwrap();
        let rows: Vec<String> = if file.ends_with("csv") {
            csv_rows(&text).iter().map(Value::to_string).collect()
        } else {
            text.lines().map(str::to_owned).collect()
        };
        for row in rows {
            let Ok(instance) = serde_json::from_str::<Value>(&row) else { continue };
            let is_read = reader.read_json(&row).is_ok_and(|opportunity| {
                let how = Assessment::default();
                playbook.assess_with(&opportunity, today, how).decision() != Decision::Error
            });
            assert_eq!(schema.is_valid(&instance), is_read, "{name}/{file}: {row}\n{}", complaints(&schema, &instance));
            *right.entry((file, is_read)).or_insert(0) += 1;
        }
    }
    assert_eq!((right[&("opportunities.csv", true)], right[&("pipeline.jsonl", true)]), (452, 238));
    assert!(right[&("opportunities.jsonl", true)] > 20 && right[&("opportunities.jsonl", false)] >= 4, "{right:?}");
}

#[test]
fn the_schema_takes_what_the_reader_reads() {
    hold(120, |c| {
        let (playbook, checked) = accepted(c)?;
        let schemas = [false, true].map(|strict| validator(checked.playbook(), strict));
        for _ in 0..16 {
            let case = data::case(c, &playbook);
            let text = case.data.to_string();
            // Numbers past a float's range are no JSON to most.
            let Ok(instance) = serde_json::from_str::<Value>(&text) else { continue };
            let schema = &schemas[usize::from(case.options.strict)];
            let read = checked.reader(&case).read_json(&text);
            let fits = schema.is_valid(&instance);
            let agree = match &read {
                Ok(_) => fits || text.contains("no such stage"),
                Err(error) => !fits || is_beyond_schemas(error),
            };
            if !agree {
                let run = runs::write(&playbook.text, &case, &crate::oracle::json::Json::Null);
                let (read, found) = (read.err().map(|error| error.to_string()), complaints(schema, &instance));
                return Err(format!("the schema differs\n{run}\nreader {read:?}\nschema {found}"));
            }
        }
        Ok(())
    });
}

/// Rates, and the ends of what numbers can be, are beyond JSON Schema.
fn is_beyond_schemas(error: &stagegate::DataError) -> bool {
    let is_figure =
        error.value().is_some_and(|value| value.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']));
    error.code().as_str() == "E0504" || (error.code().as_str() == "E0503" && !is_figure)
}

/// Each form of each type: the datum, and whether it fits.
#[test]
fn forms_of_values_are_those_of_the_reader() {
    let playbook = Playbook::parse(FORMS).unwrap_or_else(|messages| panic!("{messages}"));
    let (reader, schema) = (playbook.reader(), validator(&playbook, false));
    let (mut fitting, mut odd) = (0, 0);
    for field in ["b", "n", "s", "p", "f", "g", "m", "t", "d", "u", "l", "k", "r", "c", "stage"] {
        for datum in DATA {
            let Ok(datum) = serde_json::from_str::<Value>(datum) else { panic!("{datum}") };
            for datum in
                [datum.clone(), json!({"value": datum}), json!({"value": datum, "by": "said", "on": "2026-11-23"})]
            {
                let row = json!({ field: datum });
                let read = reader.read_json(&row.to_string());
                let is_read = match &read {
                    Ok(_) => field != "stage" || is_claim(&datum),
                    Err(error) if is_beyond_schemas(error) => continue,
                    Err(_) => false,
                };
                assert_eq!(schema.is_valid(&row), is_read, "{row}: {:?}\n{}", read.err(), complaints(&schema, &row));
                fitting += usize::from(is_read);
                odd += usize::from(!is_read);
            }
        }
    }
    assert!(fitting > 300 && odd > 1_000, "{fitting} {odd}");
}

/// The texts of the playbook's claims, and what is no claim.
fn is_claim(datum: &Value) -> bool {
    let text = datum.as_str().map_or_else(|| datum.to_string(), str::to_owned);
    datum.is_null() || text.trim().is_empty() || ["only_one", "7", "won", "lost", "walked"].contains(&text.as_str())
}

#[test]
fn evidence_is_as_the_reader_has_it() {
    let playbook = Playbook::parse(FORMS).unwrap();
    let (reader, schema) = (playbook.reader(), validator(&playbook, false));
    let parts = [
        "null",
        "\"\"",
        "\" said \"",
        "\"told\"",
        "\"gossip\"",
        "5",
        "true",
        "[]",
        "{}",
        "\"2026-11-23\"",
        "\"2026-11-23T10:00Z\"",
    ];
    for part in ["by", "on", "ref", "other"] {
        for datum in parts {
            for value in ["5", "null", "\"x\""] {
                let row: Value =
                    serde_json::from_str(&format!("{{\"n\": {{\"value\": {value}, \"{part}\": {datum}}}}}")).unwrap();
                assert_eq!(schema.is_valid(&row), reader.read_json(&row.to_string()).is_ok(), "{row}");
            }
        }
    }
}

#[test]
fn lists_are_bounded_and_strictness_shows() {
    let playbook = Playbook::parse(FORMS).unwrap();
    for strict in [false, true] {
        let (reader, schema) = (playbook.reader().strict(strict), validator(&playbook, strict));
        for (row, fits) in [
            (json!({"l": vec![json!({}); 10_000]}), true),
            (json!({"l": vec![json!({}); 10_001]}), false),
            (json!({"l": [{"x": 1}, null]}), false),
            (json!({"unread": 1}), !strict),
            (json!({"l": [{"unread": 1}]}), !strict),
            (json!({"n": {"value": 1, "unread": 1}}), true),
            (json!([]), false),
        ] {
            assert_eq!(schema.is_valid(&row), fits, "{}", row.to_string().get(..60).unwrap_or(""));
            assert_eq!(reader.read_json(&row.to_string()).is_ok(), fits);
        }
    }
}

#[test]
fn made_up_rows_are_assessed_without_fault() {
    let today = Date::new(2026, 11, 23).unwrap();
    for name in ["b2b", "enterprise"] {
        let playbook = example(name);
        let processes: BTreeSet<Option<String>> = rows_are_read(&playbook, today, 300).into_iter().collect();
        assert_eq!(processes.len(), playbook.processes().len() + 1, "{processes:?}");
        let text: String = playbook.sample_rows(today).take(300).map(|row| json!(row).to_string()).collect();
        for fact in playbook.facts() {
            for label in fact.labels() {
                assert!(text.contains(&json!(label).to_string()), "{name}: nothing says {label}");
            }
        }
        assert_eq!(text, playbook.sample_rows(today).take(300).map(|row| json!(row).to_string()).collect::<String>());
    }
}

#[test]
fn made_up_rows_of_any_playbook_are_assessed_without_fault() {
    hold(120, |c| {
        let (_, checked) = accepted(c)?;
        rows_are_read(checked.playbook(), Date::new(2026, 11, 23).unwrap(), 12);
        Ok(())
    });
}

#[test]
fn made_up_rows_know_odd_fields() {
    let playbook = Playbook::parse(ODD).unwrap_or_else(|messages| panic!("{messages}"));
    let seen = rows_are_read(&playbook, Date::new(2026, 11, 23).unwrap(), 200);
    assert_eq!(seen.len(), 200);
    assert_eq!(
        playbook.csv_columns(true).join(" "),
        "n n.on n.ref S n.by n.by.by n.by.on n.by.ref k k.by k.on k.ref w w.by w.on w.ref e e.by e.on e.ref d d.by d.on d.ref \
         f f.by f.on f.ref r.by r.by.by r.by.on r.by.ref r.l dup dup.by dup.on dup.ref"
    );
    let functions = Playbook::parse(
        "function f(a: number): bool\nopportunity { a: number stage } process p { stage s { require r that f(a) } }",
    );
    let row = functions.unwrap().sample_rows(Date::new(2026, 1, 1).unwrap()).next().unwrap();
    assert_eq!(json!(row).as_object().unwrap().keys().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn made_up_rows_need_no_deep_stack() {
    let mut text = String::from("opportunity { a: r1 stage }\n");
    for depth in 1..62 {
        text.push_str(&format!("record r{depth} {{ x: number  a: r{} }}\n", depth + 1));
    }
    text.push_str("record r62 { x: number }\nprocess p { stage s { require r that a.x is known } }\n");
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let making = std::thread::Builder::new().stack_size(256 << 10).spawn(move || {
        let rows: Vec<String> = playbook.sample_rows(Date::MIN).take(2).map(|row| json!(row).to_string()).collect();
        (rows.concat().len(), playbook.json_schema().to_string().len(), playbook.fact_sheet().rows().len())
    });
    let (rows, schema, facts) = making.unwrap().join().unwrap();
    assert!(rows > 400 && schema > 10_000 && facts == 63, "{rows} {schema} {facts}");
}

/// Reads rows in each form, and gives the processes that they take.
fn rows_are_read(playbook: &Playbook, today: Date, count: usize) -> Vec<Option<String>> {
    let reader = playbook.reader();
    let schema = validator(playbook, true);
    let mut processes = Vec::new();
    let columns = [false, true].map(|evidence| playbook.csv_columns(evidence));
    let headers = columns.clone().map(|columns| reader.csv_header(columns).unwrap());
    for row in playbook.sample_rows(today).take(count) {
        let text = serde_json::to_string(&row).unwrap();
        let opportunity = reader.read_json(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let verdict = playbook.assess(&opportunity, today);
        assert_ne!(verdict.decision(), Decision::Error, "{text}: {verdict:?}");
        assert!(schema.is_valid(&serde_json::from_str(&text).unwrap()), "{text}");
        processes.push(verdict.process().map(str::to_owned));
        for (columns, header) in columns.iter().zip(&headers) {
            let cells = row.cells(columns);
            let mut opportunity = stagegate::Opportunity::default();
            let read = reader.read_csv_into(&mut opportunity, header, &cells);
            read.unwrap_or_else(|error| panic!("{columns:?}\n{cells:?}: {error}"));
            assert_ne!(playbook.assess(&opportunity, today).decision(), Decision::Error, "{cells:?}");
            for cell in cells {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            }
        }
    }
    processes
}

#[test]
fn the_table_says_who_reads_what() {
    let playbook = Playbook::parse(USES).unwrap_or_else(|messages| panic!("{messages}"));
    let sheet = playbook.fact_sheet();
    let rows: Vec<String> = sheet
        .rows()
        .iter()
        .map(|row| {
            let reading = |reading: &stagegate::FactReading| {
                let through = reading.through().map(|define| format!(" through {define}")).unwrap_or_default();
                format!("{}: {}{through}", reading.line(), reading.by())
            };
            let readings: Vec<String> = row.readings().iter().map(reading).collect();
            let role = row.role().map(|role| format!(" ({role})")).unwrap_or_default();
            format!("{}{role}: {}, {}: {}", row.path(), row.type_name(), row.label(), readings.join("; "))
                .trim_end()
                .to_owned()
        })
        .collect();
    assert_eq!(rows.join("\n").trim_end(), READ.trim());
    assert_eq!(sheet.unread().map(|row| row.path()).collect::<Vec<_>>(), ["nothing", "unused", "c.n", "items.m"]);
    let json = json!(sheet);
    assert_eq!(json["facts"][2]["label"], "Amount");
    assert_eq!(
        json["facts"][2]["read"][0],
        json!({"file": "playbook.gate", "line": 13, "by": "when p applies", "through": "large"})
    );
}

/// Defines of defines multiply to more places than anybody reads.
#[test]
fn the_table_of_doubling_defines_is_made_at_once() {
    let mut text = String::from("opportunity { a: number }\ndefine d1 as a + a\n");
    for depth in 2..=64 {
        text.push_str(&format!("define d{depth} as d{0} + d{0}\n", depth - 1));
    }
    text.push_str("process p { stage s {\n");
    for rule in 0..300 {
        text.push_str(&format!("require r{rule} that d{} > {rule}\n", rule % 64 + 1));
    }
    text.push_str("} }\n");
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let sheet = playbook.fact_sheet();
    assert_eq!(sheet.rows()[0].readings().len(), 100);
}

const ODD: &str = r#"
evidence told < said
opportunity {
  key n: number
  nby: text from "n.by"
  stage from "S"
  k: one "=1" "-1" | two "@2" "two\n2" | three "Three"
  w: money EUR "1.234,56"
  e: text blank "x"
  d: date "M/D/YYYY"
  f: fraction "1234,5"
  r: item from "r"
  one: text from "dup"
  two: number from "dup"
}
record item { rby: percent from "by"  l: list of part }
record part { x: duration  xby: number from "by"  more: list of leaf }
record leaf { y: bool }
process p "P" {
  applies when k is not two
  walked from "=cmd"
  stage first from "+1" { require a that w >= -5 EUR and e is "-5" and f < 50% and d > 2026-01-01 }
}
process q { stage second from "Second" { require a that any of r.l where x > 5 days and (any of more where y) } }
"#;

const USES: &str = r#"
opportunity {
  key id: text from "ID"  amount: money USD from "Amount"  opened began: date  nothing: text
  kind: a_b | c  stage from "Stage"  unused: bool  idle: duration  c: item from "Co"  items: list of item
}
record item { n: number from "No"  m: number }
define large as amount >= 5 USD
define nobody as unused
define wide as large and idle > 5 days
function f(a: number): bool
process p {
  applies when
    large
  chance { base 20% odds { times 2 when kind is a_b } }
  disqualify d when wide how "{idle} {c.m}"
  stage s { require r that f(items_known) when any of items where n > c.m }
}
define items_known as count of items
test "t" { given with { unused: true } expect that unused expect unrouted }
"#;

const READ: &str = "
stage (stage): stage, Stage:
id (key): text, ID:
amount: money USD, Amount: 13: when p applies through large; 15: disqualify d of p through large
began (opened): date, began:
nothing: text, nothing:
kind: a_b | c, kind: 14: odds of p
unused: bool, unused:
idle: duration, idle: 15: disqualify d of p; 15: disqualify d of p through wide
c.n: number, Co.No:
c.m: number, Co.m: 15: disqualify d of p; 16: require r of p
items: list of item, items: 16: require r of p through items_known; 16: require r of p
items.n: number, items.No: 16: require r of p
items.m: number, items.m:
";

const FORMS: &str = r#"
evidence told < said
opportunity {
  b: bool  n: number  s: number "1.234,56"  p: percent  f: fraction  g: fraction "1'234,56"  m: money USD blank "open", "-"
  t: text blank "n/a"  d: date  u: duration  k: one "One" "1st" | two blank "?"  r: date "M/D/YYYY"
  l: list of item  c: item  stage
}
record item { x: number }
process p { stage only_one from "7" { require anything that n is known } }
"#;

/// Data that some type reads, or nearly.
const DATA: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-0",
    "1.0",
    "0.5",
    "-0.5",
    "1e2",
    "1e-2",
    "15",
    "100",
    "101",
    "1e15",
    "-1e15",
    "9e14",
    "922337203685477.25",
    "7",
    "\"\"",
    "\" \\u3000\"",
    "\"\\u0085\"",
    "\"\\ufeff\"",
    "\"true\"",
    "\" YES \"",
    "\"nO\"",
    "\"yep\"",
    "\"1\"",
    "\" 1 \"",
    "\"-1\"",
    "\"+1\"",
    "\"- 1\"",
    "\"1.5\"",
    "\"1,5\"",
    "\".5\"",
    "\"1.\"",
    "\"1,234\"",
    "\"1,234.50\"",
    "\"12,34\"",
    "\"1.234,5\"",
    "\"1234,5\"",
    "\"1'234\"",
    "\"0001,234\"",
    "\"1e2\"",
    "\"0,001\"",
    "\"0,000.5\"",
    "\"0'001,0\"",
    "\"0.999\"",
    "\"1.000\"",
    "\"1.001\"",
    "\"-0.0\"",
    "\"0,100%\"",
    "\"15%\"",
    "\"15 %\"",
    "\"100.0%\"",
    "\"100.1%\"",
    "\"-0%\"",
    "\"-1%\"",
    "\"101%\"",
    "\"99,9%\"",
    "\"%\"",
    "\"5 USD\"",
    "\"5USD\"",
    "\"USD 5\"",
    "\"USD5\"",
    "\"-USD 5\"",
    "\"USD -5\"",
    "\"$5,000\"",
    "\"-$5\"",
    "\"$-5\"",
    "\"$ 5\"",
    "\"5$\"",
    "\"$5 USD\"",
    "\"usd 5\"",
    "\"5 US\"",
    "\"$\"",
    "\"USD\"",
    "\"open\"",
    "\"-\"",
    "\" open\"",
    "\"n/a\"",
    "\"?\"",
    "\"2026-11-23\"",
    "\"2026-02-29\"",
    "\"2024-02-29\"",
    "\"2026-02-30\"",
    "\"2026-04-31\"",
    "\"2026-13-01\"",
    "\"0000-01-01\"",
    "\"0001-01-01\"",
    "\"2026-11-23T09:30\"",
    "\"2026-11-23 09:30:15.25+01:00\"",
    "\"2026-11-23T24:00\"",
    "\"2026-11-23T24:01\"",
    "\"2026-11-23T09:30:60Z\"",
    "\"2026-11-23T9:30\"",
    "\"2026-11-23T09+0100\"",
    "\"2026-11-23T09+01:\"",
    "\"2026-11-23  09:30\"",
    "\"2026-11-2\"",
    "\"1/2/2026\"",
    "\"12/31/2026 at noon\"",
    "\"12/31/2026Tea\"",
    "\"01/2/2026\"",
    "\"13/1/2026\"",
    "\"1/2/2026x\"",
    "\"one\"",
    "\"One\"",
    "\"1st\"",
    "\" one\"",
    "\"three\"",
    "\"only_one\"",
    "\"Only_one\"",
    "\"won\"",
    "\"walked\"",
    "[]",
    "{}",
    "[{}]",
    "[null]",
    "[1]",
    "[{\"x\": \"y\"}]",
    "{\"x\": 1}",
    "{\"x\": []}",
    "{\"amount\": 5, \"currency\": \"USD\"}",
    "{\"amount\": \"1,000\", \"currency\": \" USD \"}",
    "{\"amount\": \"5 USD\", \"currency\": \"USD\"}",
    "{\"amount\": 5}",
    "{\"amount\": null}",
    "{\"amount\": \"open\"}",
    "{\"amount\": \"\", \"currency\": \"\"}",
    "{\"amount\": null, \"currency\": \"dollars\"}",
    "{\"amount\": true, \"currency\": \"USD\"}",
    "{\"currency\": \"USD\"}",
    "{\"amount\": 5, \"currency\": null}",
    "{\"amount\": 5, \"currency\": \"USD\", \"by\": \"gossip\", \"note\": []}",
    "{\"value\": 5}",
    "{\"value\": {\"value\": 5}}",
    "{\"value\": [], \"amount\": 5, \"currency\": \"USD\"}",
    "{\"by\": \"said\"}",
];

fn validator(playbook: &Playbook, strict: bool) -> Validator {
    let schema = serde_json::to_value(playbook.json_schema().strict(strict)).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{schema:#}");
    assert_eq!(serde_json::from_str::<Value>(&playbook.json_schema().strict(strict).to_string()).unwrap(), schema);
    jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{error}\n{schema:#}"))
}

fn complaints(schema: &Validator, instance: &Value) -> String {
    schema.iter_errors(instance).map(|error| format!("{} at {}\n", error, error.instance_path())).collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn example(name: &str) -> Playbook {
    Playbook::from_path(folder(name).join(format!("{name}.gate"))).unwrap_or_else(|messages| panic!("{messages}"))
}

/// The rows of CSV as a program would send them: evidence and records as objects, lists as lists, empty cells as nothing.
fn csv_rows(text: &str) -> Vec<Value> {
    let mut lines = text.lines().filter(|line| !line.is_empty()).map(cells);
    let header = lines.next().unwrap();
    let row = |cells: Vec<String>| {
        let mut row = Map::new();
        for (name, cell) in header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let value = serde_json::from_str(&cell).ok().filter(Value::is_array).unwrap_or(Value::String(cell));
            match name.split_once('.') {
                None => {
                    row.insert(name.clone(), value);
                }
                Some((outer, part @ ("by" | "on" | "ref"))) => {
                    let known = row.remove(outer).unwrap_or(Value::Null);
                    let mut evidence = match known {
                        Value::Object(evidence) => evidence,
                        plain => Map::from_iter([("value".to_owned(), plain)]),
                    };
                    evidence.insert(part.to_owned(), value);
                    row.insert(outer.to_owned(), Value::Object(evidence));
                }
                Some((outer, field)) => {
                    let record = row.entry(outer.to_owned()).or_insert_with(|| json!({}));
                    record[field] = value;
                }
            }
        }
        Value::Object(row)
    };
    lines.map(row).collect()
}

/// The cells of a line, quotes taken off.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut letters = line.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cells.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}
