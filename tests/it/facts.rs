//! Data into opportunities: each case through every way in that can say it.
//!
//! A file of cases under `tests/data/facts` starts with a playbook's declarations. A case is `=== what it shows`, its data, `---`,
//! and what is known then, or the error. Its data is a JSON object, or lines of CSV with a header; before it may stand the
//! lines `strict`, `rate EUR/USD=1.08`, and `text only` for data that only JSON text can say: digits beyond a
//! float's, keys that stand twice. With `BLESS=1` the files are written anew.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::de::DeserializeSeed;
use serde::ser::SerializeStruct;
use stagegate::{Currency, DataError, Date, Days, Decimal, Limits, Money, Opportunity, Percent, Playbook, Reader};

use crate::cases;

const PROCESS: &str = "\nprocess p { stage s { require r that 1 > 2 } }\n";

#[test]
fn data_is_read_as_written() {
    cases::hold(&cases::files("tests/data/facts", "txt"), |_, written| blessed(written));
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

/// What a host may have its facts in.
#[derive(serde::Serialize)]
struct Deal<'a> {
    id: Id,
    stage: Stage,
    budget: Proved<'a>,
    price: Option<Money>,
    share: Percent,
    seats: u128,
    ratio: f32,
    letter: char,
    closes: Date,
    notice: Days,
    unread: HashMap<u8, Vec<(bool, ())>>,
    account: BTreeMap<&'static str, i8>,
    contacts: Vec<Contact<'a>>,
}

#[derive(serde::Serialize)]
struct Id(u32);

#[derive(serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    FirstCall,
}

#[derive(serde::Serialize)]
struct Proved<'a> {
    value: Box<serde_json::value::RawValue>,
    by: &'a str,
    on: String,
}

#[derive(serde::Serialize)]
struct Contact<'a> {
    name: Cow<'a, str>,
    met_on: Option<Date>,
}

const DEALS: &str = r#"
evidence opinion < signed
opportunity {
  key id: number
  stage
  budget: money USD
  price: money EUR
  share: percent
  seats: number
  ratio: number
  letter: text
  closes: date
  notice: duration
  account: account
  contacts: list of contact
}
record account { employees: number }
record contact { name: text  met_on: date }
process p { stage first_call { require r that 1 > 2 } }
"#;

fn deal() -> Deal<'static> {
    let money =
        |amount| Money { amount: Decimal::from_ten_thousandths(amount), currency: Currency::new("EUR").unwrap() };
    Deal {
        id: Id(17),
        stage: Stage::FirstCall,
        budget: Proved {
            value: serde_json::value::RawValue::from_string("123456789012345.67891".to_owned()).unwrap(),
            by: "signed",
            on: jiff::civil::date(2026, 1, 2).to_string(),
        },
        price: Some(money(i64::MAX)),
        share: Percent::from_hundredths(1234),
        seats: 123_456_789,
        ratio: 0.1,
        letter: 'é',
        closes: Date::new(2026, 11, 23).unwrap(),
        notice: Days::new(-3).unwrap(),
        unread: HashMap::from([(7, vec![(true, ())])]),
        account: BTreeMap::from([("employees", 12)]),
        contacts: vec![
            Contact { name: "Ana".into(), met_on: None },
            Contact { name: String::from("Ben").into(), met_on: Date::new(2026, 1, 1).ok() },
        ],
    }
}

#[test]
fn a_struct_is_read_as_its_json() {
    let reader = Playbook::parse(DEALS).unwrap().reader();
    let known = outcome(&reader, reader.read(&deal()));
    let expected = "id[0]: 17\nbudget[0]: 123456789012345.6789 USD by signed on 2026-01-02\n\
                    price[0]: 922337203685477.5807 EUR\nshare[0]: 12.34%\nseats[0]: 123456789\nratio[0]: 0.1\n\
                    letter[0]: \"é\"\ncloses[0]: 2026-11-23\nnotice[0]: -3 days\naccount.employees[0]: 12\n\
                    contacts[0]: 2 elements from 0\nstage: \"first_call\"\n\
                    contacts.name[0]: \"Ana\"\ncontacts.name[1]: \"Ben\"\ncontacts.met_on[1]: 2026-01-01\n";
    assert_eq!(sorted(&known), sorted(expected));
    let json = serde_json::to_string(&deal()).unwrap();
    assert_eq!(outcome(&reader, reader.read_json(&json)), known);
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// serde_json's numbers with its feature `arbitrary_precision`: a struct with a field of a made-up name.
struct Arbitrary(&'static str);

impl serde::Serialize for Arbitrary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut number = serializer.serialize_struct("$serde_json::private::Number", 1)?;
        number.serialize_field("$serde_json::private::Number", self.0)?;
        number.end()
    }
}

#[test]
fn numbers_as_text_are_read_as_floats_are() {
    let reader = Playbook::parse(DEALS).unwrap().reader();
    for text in ["12", "-12", "1.50", "1e2", "0.1000000000000000055", "18446744073709551616", "-0", "1E-7", "0.00005"] {
        let magic = BTreeMap::from([("seats", Arbitrary(text)), ("letter", Arbitrary(text))]);
        let plain: serde_json::Value =
            serde_json::from_str(&format!("{{\"seats\": {text}, \"letter\": {text}}}")).unwrap();
        let expected = outcome(&reader, reader.read(&plain));
        assert_eq!(outcome(&reader, reader.read(&magic)), expected, "{text}");
        let number = BTreeMap::from([("$serde_json::private::Number", text)]);
        let maps = BTreeMap::from([("seats", number.clone()), ("letter", number)]);
        let maps: serde_json::Value = serde_json::to_value(maps).unwrap();
        assert_eq!(outcome(&reader, reader.deserialize(maps)), expected, "{text}");
    }
}

#[test]
fn floats_that_are_no_numbers_are_errors() {
    let reader = Playbook::parse(DEALS).unwrap().reader();
    for (number, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        for field in ["seats", "letter", "share"] {
            let error = reader.read(&BTreeMap::from([(field, number)])).unwrap_err();
            assert_eq!((error.field(), error.value()), (Some(field), Some(format!("\"{text}\"").as_str())));
        }
        assert!(reader.read(&BTreeMap::from([("unread", number)])).is_ok());
    }
}

#[test]
fn a_value_that_cannot_be_serialized_is_an_error() {
    struct Failing;
    impl serde::Serialize for Failing {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("the lock is broken"))
        }
    }
    let reader = Playbook::parse(DEALS).unwrap().reader();
    let error = reader.read(&BTreeMap::from([("seats", Failing)])).unwrap_err();
    assert_eq!(error.to_string(), "the data cannot be read: the lock is broken");
    assert!(reader.read(&BTreeMap::from([("unread", Failing)])).is_ok());
    assert!(reader.read(&BTreeMap::from([(vec![1], 2)])).is_err());
    assert!(reader.read(&None::<Deal>).unwrap_err().field().is_none());
}

/// After an error nothing is known, and the next data is read as by a fresh opportunity, for another playbook too.
#[test]
fn an_opportunity_is_read_into_again() {
    let reader = Playbook::parse(DEALS).unwrap().reader();
    let other = Playbook::parse("opportunity { seats: text  id: bool }\nprocess p { stage s {} }").unwrap().reader();
    let mut opportunity = reader.read(&deal()).unwrap();
    assert!(reader.read_json_into(&mut opportunity, "{\"id\": 1, \"seats\": []}").is_err());
    assert_eq!(opportunity.dump(&reader), "");
    for _ in 0..2 {
        reader.read_into(&mut opportunity, &deal()).unwrap();
        assert_eq!(opportunity.dump(&reader), reader.read(&deal()).unwrap().dump(&reader));
        other.read_json_into(&mut opportunity, "{\"id\": 1, \"seats\": 5}").unwrap();
        assert_eq!(opportunity.dump(&other), "seats[0]: \"5\"\nid[0]: true\n");
        assert!(reader.read_json_into(&mut opportunity, "{\"id\": ").is_err());
        assert_eq!(opportunity.dump(&reader), "");
    }
}

#[test]
fn lists_are_bounded() {
    let mut limits = Limits::default();
    limits.list_elements = 2;
    let files = BTreeMap::from([("main.gate", DEALS)]);
    let reader = Playbook::load("main.gate", &files, &limits).unwrap().reader();
    assert!(reader.read_json("{\"contacts\": [{}, {}]}").is_ok());
    for text in ["{\"contacts\": [{}, {\"name\": []}, null]}", "{\"contacts\": [{}, {}, {\"name\": {}}, [5]]}"] {
        let error = reader.read_json(text).unwrap_err();
        assert_eq!((error.field(), error.expected()), (Some("contacts"), "a list of at most 2 elements"));
        assert_eq!(error.value(), Some(&*text[13..text.len() - 1].replace(": ", ":").replace(", ", ",")));
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(reader.read(&value).unwrap_err(), error);
        assert_eq!(reader.deserialize(value).unwrap_err(), error);
    }
}

/// Rows of other keys and other orders, one behind the other, are read as each by itself.
#[test]
fn the_order_of_keys_does_not_matter() {
    let reader = Playbook::parse(DEALS).unwrap().reader();
    let rows = [
        r#"{"id": 1, "seats": 2, "x": 3, "letter": "a"}"#,
        r#"{"seats": 2, "x": 3, "letter": "a", "id": 1}"#,
        r#"{"seats": 2, "x": 3, "y": 4, "letter": "a", "id": 1, "x": 5}"#,
        r#"{"seats": 2, "x": 3}"#,
        r#"{"seats": 2, "x": 3, "y": 4, "letter": "a", "id": 1, "x": 5}"#,
        r#"{"seats": 2, "x": 3, "y": 4, "letter": "a", "id": 1}"#,
        r#"{"seats": 2, "x": 3, "y": 4, "letter": "a", "id": 1}"#,
        r#"{"contacts": [{"name": "a", "met_on": null}, {"met_on": "", "name": "b"}, {}, {"name": "c"}]}"#,
        r#"{}"#,
    ];
    let mut opportunity = Opportunity::default();
    for row in rows.iter().chain(rows.iter().rev()) {
        let fresh = outcome(&reader, reader.read_json(row));
        let read = reader.read_json_into(&mut opportunity, row);
        assert_eq!(outcome(&reader, read.map(|()| opportunity.clone())), fresh, "{row}");
    }
}

/// Serializes as bytes, which JSON has as a list of numbers.
struct Bytes;

impl serde::Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&[1, 2])
    }
}

/// Serializes as what it displays.
struct Shown(&'static str);

impl serde::Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

#[derive(serde::Serialize)]
struct Unit;

#[derive(serde::Serialize)]
struct Pair(u8, Option<i16>);

#[derive(serde::Serialize, PartialEq, Eq, PartialOrd, Ord)]
enum Odd {
    Plain,
    Wrapped(u8),
    Both(u8, bool),
    Named { value: i8 },
}

#[derive(serde::Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Wrapped<T>(T);

/// Whatever a host's values are, they say what their JSON says: the same facts, and the same errors.
#[test]
fn values_of_hosts_say_what_their_json_says() {
    let text = r#"
        opportunity {
          number: number from "1"  flag: text from "true"  letter: text from "c"  part: number from "0.5"
          plain: text from "Plain"  wrapped: wrapped from "Wrapped"  named: named from "Named"  both: list of pair from "Both"
        }
        record wrapped { value: number }
        record named { value: number }
        record pair { value: number }
    "#;
    let playbook = Playbook::parse(&format!("{text}{PROCESS}")).unwrap();
    fn same<T: serde::Serialize + ?Sized>(playbook: &Playbook, strict: bool, value: &T) -> String {
        let reader = playbook.reader().strict(strict);
        let json = serde_json::to_string(value).unwrap();
        let direct = outcome(&reader, reader.read(value));
        assert_eq!(direct, outcome(&reader, reader.read_json(&json)), "{json}");
        direct
    }
    for strict in [false, true] {
        let mut told = std::collections::BTreeSet::new();
        macro_rules! values {
            ($($key:expr),* $(,)?) => {$(
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, 7_i128)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, -7_i64)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, 7_u128)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, 0.5_f32)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, 'x')])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, ())])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Unit)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Some(Wrapped(2.5_f64)))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Pair(1, None))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, (true, 1_i16))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Bytes)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Shown("7"))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Odd::Plain)])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Odd::Wrapped(1))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Odd::Both(1, true))])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, Odd::Named { value: 1 })])));
                told.insert(same(&playbook, strict, &BTreeMap::from([($key, BTreeMap::from([("value", 3_u16)]))])));
            )*};
        }
        values![true, 1_i8, 1_i16, 1_i32, 1_i64, 1_i128, 1_u8, 1_u16, 1_u32, 1_u64, 1_u128, 'c', "wrapped", "Both"];
        values![Wrapped("Named"), Odd::Plain, "Wrapped", "Plain"];
        told.insert(same(&playbook, strict, &Odd::Wrapped(5)));
        told.insert(same(&playbook, strict, &Odd::Both(5, true)));
        told.insert(same(&playbook, strict, &Odd::Named { value: 5 }));
        told.insert(same(&playbook, strict, &Odd::Plain));
        told.insert(same(&playbook, strict, &Pair(1, Some(2))));
        told.insert(same(&playbook, strict, &Bytes));
        told.insert(same(&playbook, strict, &Unit));
        told.insert(same(&playbook, strict, &[BTreeMap::from([(1, 2)])]));
        assert!(told.len() > 20, "{told:#?}");
    }
    // What cannot be a key of JSON is none here.
    let reader = playbook.reader();
    assert!(reader.read(&BTreeMap::from([((1, 2), 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([(vec!["a"], 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([((), 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([(Odd::Wrapped(1), 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([(Odd::Named { value: 1 }, 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([(Odd::Both(1, true), 3)])).is_err());
    assert!(reader.read(&BTreeMap::from([(BTreeMap::from([(1, 2)]), 3)])).is_err());
}

#[test]
fn values_go_through_serde() {
    let there_and_back = |text: &str| {
        let money: Money = serde_json::from_str(text).unwrap();
        serde_json::to_string(&money).unwrap()
    };
    assert_eq!(there_and_back("\"$1,234.50\""), r#"{"amount":1234.5,"currency":"USD"}"#);
    assert_eq!(there_and_back(r#"{"currency": "EUR", "amount": "-5", "x": []}"#), r#"{"amount":-5,"currency":"EUR"}"#);
    for count in [0, 1, -1, 12_345, -99_999_999_999_999_999, i64::MIN, i64::MAX, 999_999_999_999_999] {
        let decimal = Decimal::from_ten_thousandths(count);
        let text = serde_json::to_string(&decimal).unwrap();
        assert_eq!(serde_json::from_str::<Decimal>(&text).unwrap(), decimal, "{text}");
    }
    assert_eq!(serde_json::to_string(&Percent::from_hundredths(250)).unwrap(), "\"2.5%\"");
    assert_eq!(serde_json::from_str::<Percent>("2.5").unwrap(), Percent::from_hundredths(250));
    assert_eq!(serde_json::from_str::<Percent>("\"2.5 %\"").unwrap(), Percent::from_hundredths(250));
    assert_eq!(serde_json::from_str::<Days>("-3").unwrap(), Days::new(-3).unwrap());
    assert_eq!(serde_json::from_str::<Date>("\"2026-11-23\"").unwrap().to_string(), "2026-11-23");
    assert!(serde_json::from_str::<Date>("\"2026-11-23T10:00\"").is_err());
    assert!(serde_json::from_str::<Money>("5").is_err());
    assert!(serde_json::from_str::<Decimal>("1e400").is_err());
    assert!(serde_json::from_str::<Currency>("\"usd\"").is_err());
}
