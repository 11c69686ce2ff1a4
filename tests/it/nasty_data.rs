//! Data that breaks readers, each in a small thread: deep, long, wide, broken, and all of it in every way in.

use std::collections::BTreeMap;
use std::fmt::Write;

use stagegate::{Opportunity, Playbook, Reader};

const STACK: usize = 256 * 1024;

const FACTS: &str = r#"
evidence opinion < signed
opportunity {
  n: number
  m: money USD
  t: text
  also: text from "t"
  r: outer
  l: list of outer
  again: list of outer from "l"
}
record outer { x: number  inner: inner  deep: list of inner }
record inner { y: number }
process p { stage s { require a that n > 1 } }
"#;

fn in_small_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap()
}

fn reader() -> Reader {
    Playbook::parse(FACTS).unwrap().reader()
}

/// The code and field of the error, if there is one, the same for a used opportunity.
fn fault(reader: &Reader, text: &str) -> Option<(String, String)> {
    let mut used = reader.read_json("{\"n\": 1}").unwrap();
    let read = [reader.read_json(text).err(), reader.read_json_into(&mut used, text).err()];
    let [first, second] =
        read.map(|error| error.map(|error| (error.code().to_string(), error.field().unwrap_or_default().to_owned())));
    assert_eq!(first, second);
    first
}

fn err(code: &str, field: &str) -> Option<(String, String)> {
    Some((code.to_owned(), field.to_owned()))
}

#[test]
fn brackets_without_end() {
    in_small_thread(|| {
        let reader = reader();
        let deep = "[".repeat(200_000);
        let closed = format!("{deep}{}", "]".repeat(200_000));
        let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        for key in ["n", "m", "t", "r", "l", "other"] {
            assert_eq!(fault(&reader, &format!("{{\"{key}\": {deep}")), err("E0501", ""), "{key}");
            let found = fault(&reader, &format!("{{\"{key}\": {closed}}}"));
            assert_eq!(found.is_some(), key != "other", "{key}");
            let found = fault(&reader, &format!("{{\"{key}\": {objects}}}"));
            assert_eq!(found.is_some(), key != "other" && key != "r", "{key}");
        }
        assert_eq!(fault(&reader, &deep), err("E0501", ""));
        assert_eq!(fault(&reader, &closed), err("E0501", ""));
        assert_eq!(fault(&reader, &format!("{{\"n\": {{\"value\": 1, \"by\": {closed}}}}}")), err("E0509", "n.by"));
        assert_eq!(fault(&reader.clone().strict(true), &format!("{{\"z\": {closed}}}")), err("E0508", "z"));
    });
}

/// Values as deep as serde_json reads them, through the serializer and the deserializer, which recurse.
#[test]
fn deep_values() {
    in_small_thread(|| {
        let reader = reader().strict(true);
        let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
        let objects = format!("{}1{}", "{\"value\":".repeat(120), "}".repeat(120));
        for key in ["n", "m", "t", "r", "l", "other"] {
            for value in [&deep, &objects] {
                let text = format!("{{\"{key}\": {value}}}");
                let error = reader.read_json(&text).unwrap_err();
                let deserialized = reader.deserialize(&mut serde_json::Deserializer::from_str(&text)).unwrap_err();
                assert_eq!((error.field(), error.code()), (deserialized.field(), deserialized.code()), "{text}");
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                let serialized = reader.read(&value).unwrap_err();
                assert_eq!((error.field(), error.code()), (serialized.field(), serialized.code()), "{text}");
            }
        }
    });
}

#[test]
fn long_texts_and_numbers() {
    in_small_thread(|| {
        let reader = reader();
        let long = "ä\\n".repeat(500_000);
        assert_eq!(fault(&reader, &format!("{{\"t\": \"{long}\"}}")), None);
        let error = reader.read_json(&format!("{{\"n\": \"{long}\"}}")).unwrap_err();
        assert_eq!(error.value().unwrap().chars().count(), 200);
        assert!(error.to_string().len() < 2_048);
        let digits = "9".repeat(2_000_000);
        for text in [digits.clone(), format!("\"{digits}\""), format!("1e{digits}"), format!("\"{digits} USD\"")] {
            let error = reader.read_json(&format!("{{\"m\": {text}}}")).unwrap_err();
            assert_eq!(error.code().to_string(), "E0503");
            assert!(error.value().unwrap().chars().count() <= 200);
        }
        assert_eq!(fault(&reader, &format!("{{\"{long}\": 1}}")), None);
        let error = reader.clone().strict(true).read_json(&format!("{{\"{long}\": 1}}")).unwrap_err();
        assert!(error.to_string().len() < 2_048);
    });
}

#[test]
fn many_keys() {
    in_small_thread(|| {
        let reader = reader();
        let mut text = String::from("{");
        for key in 0..100_000 {
            write!(text, "\"k{}\": {{}}, ", key * 7_919 % 100_000).unwrap();
        }
        assert_eq!(fault(&reader, &format!("{text}\"n\": 1}}")), None);
        assert_eq!(fault(&reader, &format!("{text}\"k5\": 1}}")), err("E0507", "k5"));
        assert_eq!(fault(&reader.clone().strict(true), &format!("{text}\"n\": 1}}")), err("E0508", "k0"));
    });
}

#[test]
fn long_lists() {
    in_small_thread(|| {
        let reader = reader();
        let list = |count: usize, element: &str| format!("{{\"l\": [{}]}}", vec![element; count].join(","));
        assert_eq!(fault(&reader, &list(10_000, r#"{"x": {"value": 1}, "deep": [{}, {"y": 2}]}"#)), None);
        assert_eq!(fault(&reader, &list(10_001, "{}")), err("E0506", "l"));
        assert_eq!(fault(&reader, &list(50_000, "[]")), err("E0506", "l"));
        assert_eq!(fault(&reader, &list(10_000, r#"{"x": "x", "inner": {"y": []}}"#)), err("E0502", "l.x"));
        let value: serde_json::Value = serde_json::from_str(&list(50_000, "{\"x\": [1]}")).unwrap();
        assert_eq!(reader.read(&value).unwrap_err().code().to_string(), "E0506");
        assert_eq!(reader.deserialize(&value).unwrap_err().code().to_string(), "E0506");
    });
}

/// Records as deep as a playbook may have them.
#[test]
fn deep_records() {
    in_small_thread(|| {
        let mut playbook = String::from("opportunity { r: r0 }\nprocess p { stage s { require a that 1 > 2 } }\n");
        for depth in 0..1_000 {
            writeln!(playbook, "record r{depth} {{ n: number  r: r{} }}", depth + 1).unwrap();
        }
        playbook.push_str("record r1000 { n: number }");
        let Ok(playbook) = Playbook::parse(&playbook) else { return };
        let reader = playbook.reader();
        let text = format!("{}{{\"n\": []}}{}", "{\"r\":".repeat(1_001), "}".repeat(1_001));
        assert!(reader.read_json(&text).unwrap_err().field().unwrap().ends_with(".r.n"));
        let header = format!("{}n", "r.".repeat(1_001));
        let header = reader.csv_header([header]).unwrap();
        let mut opportunity = Opportunity::default();
        assert!(reader.read_csv_into(&mut opportunity, &header, &["5"]).is_ok());
        assert!(reader.read_csv_into(&mut opportunity, &header, &["x"]).is_err());
    });
}

#[test]
fn keys_that_pose_as_others() {
    let reader = reader();
    let values = [
        BTreeMap::from([("$serde_json::private::Number", "1")]),
        BTreeMap::from([("$serde_json::private::RawValue", "[")]),
        BTreeMap::from([("$serde_json::private::Number", "x")]),
    ];
    for value in values {
        // Neither a panic nor a number out of a map.
        assert!(reader.read(&BTreeMap::from([("n", &value)])).is_err());
        let _ = reader.deserialize(serde_json::to_value(BTreeMap::from([("n", &value)])).unwrap());
    }
}

/// Every beginning of a text, and every text with one byte changed, is read or an error.
#[test]
fn mangled_texts() {
    let text = r#"{"n":{"value":-1.5e3,"by":"signed","on":"2026-01-01"},"m":{"amount":"5","currency":"USD"},"t":"\ud83d\ude00\n","l":[{"x":1,"deep":[{"y":null}]}],"r":{"inner":{}},"u":[true,{}]}"#;
    let reader = reader();
    assert_eq!(fault(&reader, text), None);
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        assert!(fault(&reader, &text[..end]).is_some());
        assert!(serde_json::from_str::<serde_json::Value>(&text[..end]).is_err());
        for other in "{}[]\",:\\0-.eu\n".chars() {
            let mangled = format!("{}{other}{}", &text[..end], &text[end + 1..]);
            let is_json = serde_json::from_str::<serde_json::Value>(&mangled).is_ok();
            let is_broken = fault(&reader, &mangled) == err("E0501", "");
            assert_eq!(is_json, !is_broken, "{mangled}");
        }
    }
}
