//! Data into opportunities: each case through every way in that can say it.
//!
//! A file of cases under `tests/data/facts` starts with a playbook's declarations. A case is `=== what it shows`, its data, `---`,
//! and what is known then, or the error. Its data is a JSON object, or lines of CSV with a header; before it may stand the
//! lines `strict`, `rate EUR/USD=1.08`, and `text only` for data that only JSON text can say: digits beyond a
//! float's, keys that stand twice. With `BLESS=1` the files are written anew.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeSeed;
use stagegate::{DataError, Opportunity, Playbook, Reader};

const PROCESS: &str = "\nprocess p { stage s { require r that 1 > 2 } }\n";

#[test]
fn data_is_read_as_written() {
    let mut faults = Vec::new();
    for path in case_files() {
        let written = fs::read_to_string(&path).unwrap();
        let found = blessed(&written);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, found).unwrap();
        } else if let Some(line) = written.lines().zip(found.lines()).position(|(one, other)| one != other) {
            let (one, other) = (written.lines().nth(line).unwrap(), found.lines().nth(line).unwrap());
            faults.push(format!("{}:{}: {other}\n  not {one}", path.display(), line + 1));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn case_files() -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(Path::new("tests/data/facts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The file with what is found in the place of what is expected.
fn blessed(written: &str) -> String {
    let mut pieces = written.split("\n=== ");
    let declarations = pieces.next().unwrap();
    let playbook = Playbook::parse(&format!("{declarations}{PROCESS}")).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut found = declarations.to_owned();
    for piece in pieces {
        let (input, _) = piece.split_once("\n---").unwrap_or((piece, ""));
        let (title, data) = input.split_once('\n').unwrap();
        found += &format!("\n=== {title}\n{data}\n---\n{}", read_case(playbook.reader(), data, title));
    }
    found
}

fn read_case(mut reader: Reader, data: &str, title: &str) -> String {
    let (mut is_text_only, mut data) = (false, data);
    loop {
        let (line, rest) = data.split_once('\n').unwrap_or((data, ""));
        if line == "strict" {
            reader = reader.strict(true);
        } else if line == "text only" {
            is_text_only = true;
        } else if let Some((pair, rate)) = line.strip_prefix("rate ").and_then(|rate| rate.split_once('=')) {
            let (from, to) = pair.split_once('/').unwrap();
            reader = reader.rate(from, to, rate).unwrap();
        } else {
            break;
        }
        data = rest;
    }
    if !data.starts_with(['{', '[']) && data.contains(';') {
        return read_csv(&reader, data);
    }
    let text = outcome(&reader, reader.read_json(data));
    if !is_text_only && let Ok(value) = serde_json::from_str::<serde_json::Value>(data) {
        assert_eq!(outcome(&reader, reader.read(&value)), text, "{title}: as a value");
        let deserialized = reader.deserialize(&mut serde_json::Deserializer::from_str(data));
        assert_eq!(outcome(&reader, deserialized), text, "{title}: from a deserializer");
        let mut used = reader.read_json("{}").unwrap();
        let seeded = reader.seed(&mut used).deserialize(&value).unwrap();
        assert_eq!(outcome(&reader, seeded.map(|()| used)), text, "{title}: from a seed");
    }
    text
}

fn read_csv(reader: &Reader, data: &str) -> String {
    let mut lines = data.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let header = match reader.csv_header(lines.next().unwrap()) {
        Ok(header) => header,
        Err(error) => return shown(&error),
    };
    let mut opportunity = Opportunity::default();
    let mut outcomes = String::new();
    for row in lines {
        let read = reader.read_csv_into(&mut opportunity, &header, &row);
        outcomes += &outcome(reader, read.map(|()| opportunity.clone()));
    }
    outcomes
}

fn outcome(reader: &Reader, read: Result<Opportunity, DataError>) -> String {
    match read {
        Ok(opportunity) => opportunity.dump(reader),
        Err(error) => shown(&error),
    }
}

fn shown(error: &DataError) -> String {
    let field = error.field().map_or_else(String::new, |field| format!(" {field}"));
    let value = error.value().map_or_else(String::new, |value| format!("value: {value}\n"));
    format!("{}{field}: {error}\n{value}expected: {}\n", error.code(), error.expected())
}
