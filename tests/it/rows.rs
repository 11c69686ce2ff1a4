//! Rows read one after the other into one opportunity: each says what it says alone, whatever came before it.

use std::collections::BTreeMap;

use serde::Serialize;
use stagegate::{DataError, Opportunity, Playbook, Reader};

const FACTS: &str = r#"
evidence opinion < signed
opportunity {
  key id: text
  stage from "step"
  amount: money USD
  share: percent
  closes: date
  kind: new_name "New Business" | add_on
  goal: text blank "n/a"
  seats: number
  copy: number from "seats"
  done: bool
  account: account
  people: list of person
}
record account { employees: number  kind: new_name | add_on }
record person { name: text  met_on: date }
process p { stage s { require r that 1 > 2 } }
"#;

const ROWS: &[&str] = &[
    r#"{"id":"O-1","step":"s","amount":5000,"share":12,"closes":"2026-11-23","kind":"add_on","goal":"Cut","seats":7,"done":true}"#,
    r#"{"id":"O-2","step":null,"amount":null,"share":0,"closes":null,"kind":"New Business","goal":"n/a","seats":null,"done":0}"#,
    r#"{"id":"","step":"","amount":"","share":"","closes":"","kind":"","goal":" ","seats":"","done":""}"#,
    r#"{ "id" : "O-3" , "step" : "s" , "amount" : 12.50 , "share" : "7%" , "closes" : "2026-01-31T10:00" , "kind" : "add_on" }"#,
    r#"{"id":7,"step":1,"amount":-3,"share":1e1,"closes":"2026-02-28","kind":"new_name","goal":12,"seats":123456789,"done":"Yes"}"#,
    r#"{"id":"caf\u00e9","step":"\u0073","amount":"1,234.50 USD","share":3,"closes":"2026-02-28","kind":"add\u005fon","goal":"é"}"#,
    r#"{"id":"O-4","amount":{"value":5,"by":"signed","on":"2026-01-02"},"share":{"value":null},"closes":"2026-11-30","kind":"add_on"}"#,
    r#"{"id":"O-5","account":{"employees":5,"kind":"add_on"},"people":[{"name":"Ana","met_on":"2026-01-01"},{"name":"Ben"}],"share":1}"#,
    r#"{"id":"O-6","other":{"deep":[1,{"x":"}"}]},"amount":1,"more":"x","share":2,"last":null}"#,
    r#"{"id":"O-7","other":5,"amount":1,"more":[],"share":2,"last":true,"amount":2}"#,
    r#"{"id":"O-8","other":5,"other":6}"#,
    r#"{"id":"O-9","step":"s","amount":5000,"share":12,"closes":"2026-02-30"}"#,
    r#"{"id":"O-10","step":"s","amount":"x","share":12,"closes":"2026-11-23","kind":"renewal"}"#,
    r#"{"id":"O-11","step":"s","amount":01}"#,
    r#"{"id":"O-12","step":"s","amount":5000,}"#,
    r#"{"id":"O-13","step":"s","amount":5000 "share":12}"#,
    r#"{"id":"O-14","step":"s","amount":nullx}"#,
    r#"{"id":"O-15","step":[],"amount":[1],"share":12}"#,
    r#"{"id":"O-16","step":"s","amount":99999999999999999999,"share":12}"#,
    r#"{"id":"O-17","step":"s","amount":123456789012345,"share":12,"seats":[]}"#,
    "{}",
    "[]",
    "5",
    r#"{"id":"O-18""#,
    r#"{"id":"O-1","step":"s","amount":5000,"share":12,"closes":"2026-11-23","kind":"add_on","goal":"Cut","seats":7,"done":true,"id":"O-1"}"#,
];

/// What was read, as it lies in the opportunity, or what was wrong.
fn said(read: Result<(), DataError>, opportunity: &Opportunity) -> String {
    match read {
        Ok(()) => format!("{opportunity:?}"),
        Err(error) => format!("{:?} {:?} {error}", error.field(), error.value()),
    }
}

fn readers() -> [Reader; 2] {
    let reader = Playbook::parse(FACTS).unwrap().reader();
    [reader.clone(), reader.strict(true)]
}

#[test]
fn a_row_of_json_says_what_it_says_alone() {
    for reader in readers() {
        let alone: Vec<String> = ROWS
            .iter()
            .map(|row| {
                let mut opportunity = Opportunity::default();
                let read = reader.read_json_into(&mut opportunity, row);
                said(read, &opportunity)
            })
            .collect();
        for first in ROWS {
            for second in ROWS {
                let mut opportunity = Opportunity::default();
                for before in [first, first, second, first] {
                    let _ = reader.read_json_into(&mut opportunity, before);
                }
                for (row, alone) in ROWS.iter().zip(&alone) {
                    let read = reader.read_json_into(&mut opportunity, row);
                    assert_eq!(&said(read, &opportunity), alone, "{row} behind {first} and {second}");
                    let _ = reader.read_json_into(&mut opportunity, second);
                }
            }
        }
    }
}

/// Structs and maps with the same fields, in other orders, and with what does not fit.
#[derive(Serialize)]
struct Deal {
    id: &'static str,
    amount: Option<f64>,
    kind: Kind,
    closes: String,
    seats: u8,
    done: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    NewName,
    AddOn,
    Renewal,
}

#[derive(Serialize)]
struct Turned {
    seats: i64,
    kind: Kind,
    id: u32,
    person: Option<&'static str>,
    account: BTreeMap<&'static str, u8>,
}

/// Serializes one of them.
type Write = Box<dyn Fn(&Reader, &mut Opportunity) -> Result<(), DataError>>;

fn writes(value: impl Serialize + 'static) -> Write {
    Box::new(move |reader, opportunity| reader.read_into(opportunity, &value))
}

fn deal(id: &'static str, amount: Option<f64>, kind: Kind, closes: &str) -> Write {
    writes(Deal { id, amount, kind, closes: closes.to_owned(), seats: 3, done: Some(true) })
}

#[test]
fn a_struct_says_what_it_says_alone() {
    let turned =
        |kind| writes(Turned { seats: -4, kind, id: 9, person: None, account: BTreeMap::from([("employees", 5)]) });
    let map = |keys: &[&'static str]| writes(keys.iter().map(|&key| (key, "7")).collect::<BTreeMap<_, _>>());
    let all = [
        deal("A", Some(1.5), Kind::AddOn, "2026-11-23"),
        deal("B", None, Kind::NewName, ""),
        deal("C", Some(f64::NAN), Kind::AddOn, "2026-11-23"),
        deal("D", Some(2.0), Kind::Renewal, "2026-11-23"),
        deal("E", Some(2.0), Kind::AddOn, "tomorrow"),
        turned(Kind::AddOn),
        turned(Kind::Renewal),
        map(&["amount", "seats", "id"]),
        map(&["amount", "other", "share"]),
    ];
    for reader in readers() {
        let alone: Vec<String> = all
            .iter()
            .map(|write| {
                let mut opportunity = Opportunity::default();
                let read = write(&reader, &mut opportunity);
                said(read, &opportunity)
            })
            .collect();
        for first in &all {
            for second in &all {
                let mut opportunity = Opportunity::default();
                for (write, alone) in all.iter().zip(&alone) {
                    for before in [first, first, second, second] {
                        let _ = before(&reader, &mut opportunity);
                    }
                    for _ in 0..2 {
                        let read = write(&reader, &mut opportunity);
                        assert_eq!(&said(read, &opportunity), alone);
                    }
                }
            }
        }
    }
}
