//! Numbers of data against exact fractions: whatever their length, they are read from their digits and rounded once.

use std::sync::LazyLock;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use proptest::prelude::*;
use stagegate::{Decimal, Opportunity, Playbook, Reader};

const FACTS: &str = r#"
opportunity {
  number: number
  percent: percent
  fraction: fraction
  duration: duration
  money: money USD
  german: number "1.234,56"
  amount: money EUR "1.234,56"
}
process p { stage s { require r that 1 > 2 } }
"#;

fn reader() -> Reader {
    static READER: LazyLock<Reader> = LazyLock::new(|| Playbook::parse(FACTS).unwrap().reader());
    READER.clone()
}

/// The digits of a number as JSON may have them.
#[derive(Clone, Debug)]
struct Number {
    negative: bool,
    whole: String,
    fraction: String,
    exponent: Option<i32>,
}

impl Number {
    fn json(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let mark = if self.fraction.is_empty() { "" } else { "." };
        let exponent = self.exponent.map_or_else(String::new, |exponent| format!("e{exponent}"));
        format!("{sign}{}{mark}{}{exponent}", self.whole, self.fraction)
    }

    /// With the marks of a style, in groups or not.
    fn text(&self, group: char, decimal: char, is_grouped: bool) -> String {
        let sign = if self.negative { "-" } else { "" };
        let mut whole = String::new();
        for (at, digit) in self.whole.chars().enumerate() {
            if is_grouped && at > 0 && (self.whole.len() - at).is_multiple_of(3) {
                whole.push(group);
            }
            whole.push(digit);
        }
        let mark = if self.fraction.is_empty() { String::new() } else { decimal.to_string() };
        format!("{sign}{whole}{mark}{}", self.fraction)
    }

    fn value(&self) -> BigRational {
        let digits: BigInt = format!("{}{}", self.whole, self.fraction).parse().unwrap();
        let digits = if self.negative { -digits } else { digits };
        let power = i64::from(self.exponent.unwrap_or(0)) - i64::try_from(self.fraction.len()).unwrap();
        let size = BigInt::from(10).pow(power.unsigned_abs());
        if power < 0 { BigRational::new(digits, size) } else { BigRational::from(digits * size) }
    }
}

fn numbers(longest_exponent: i32) -> impl Strategy<Value = Number> {
    let whole = prop_oneof![Just("0".to_owned()), "[1-9][0-9]{0,3}", "[1-9][0-9]{10,16}", "[1-9][0-9]{17,40}"];
    // Halves, almost halves and more.
    let fraction =
        prop_oneof!["", "[0-9]{1,4}", "[0-9]{4}50{0,8}", "[0-9]{1,4}50{0,20}1", "[0-9]{4}49{0,30}", "[0-9]{0,40}"];
    let exponent =
        prop_oneof![Just(None), (-longest_exponent..=longest_exponent).prop_map(Some), (-6..=6).prop_map(Some)];
    (any::<bool>(), whole, fraction, exponent).prop_map(|(negative, whole, fraction, exponent)| Number {
        negative,
        whole,
        fraction,
        exponent,
    })
}

/// The value times `scale`, rounded half to even, where that is in range.
fn rounded(value: &BigRational, scale: i64) -> Option<i64> {
    let scaled = value * BigRational::from(BigInt::from(scale));
    let floor = scaled.floor();
    let half = BigRational::new(1.into(), 2.into());
    let rest = &scaled - &floor;
    let is_odd = floor.to_integer().bit(0);
    let up = rest > half || (rest == half && is_odd);
    (floor.to_integer() + i32::from(up)).to_i64()
}

/// What the reader makes of a datum for a field, without the unit; nothing where that is an error.
fn read(reader: &Reader, field: &str, datum: &str) -> Option<String> {
    let opportunity = reader.read_json(&format!("{{\"{field}\": {datum}}}")).ok()?;
    let known = opportunity.dump(reader);
    let value = known.strip_prefix(&format!("{field}[0]: ")).unwrap().trim_end();
    Some(value.split([' ', '%']).next().unwrap().to_owned())
}

fn decimal(count: Option<i64>) -> Option<String> {
    count.map(|count| Decimal::from_ten_thousandths(count).to_string())
}

/// In ten-thousandths, as percents print in points.
fn points(count: Option<i64>) -> Option<String> {
    let hundredths = count.map(|count| stagegate::Percent::from_hundredths(count).to_string());
    hundredths.map(|text| text.trim_end_matches('%').to_owned())
}

fn days(value: &BigRational) -> Option<String> {
    const LONGEST: i64 = 922_337_203_685_477;
    rounded(value, 1).filter(|days| days.abs() <= LONGEST).map(|days| days.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn json_numbers(number in numbers(60)) {
        let (reader, text, value) = (reader(), number.json(), number.value());
        prop_assert_eq!(read(&reader, "number", &text), decimal(rounded(&value, 10_000)), "number {}", text);
        prop_assert_eq!(read(&reader, "money", &text), decimal(rounded(&value, 10_000)), "money {}", text);
        prop_assert_eq!(read(&reader, "percent", &text), points(rounded(&value, 100)), "percent {}", text);
        prop_assert_eq!(read(&reader, "duration", &text), days(&value), "duration {}", text);
        let one = BigRational::from(BigInt::from(1));
        let in_range = (!value.is_negative() && value <= one).then(|| rounded(&value, 10_000)).flatten();
        prop_assert_eq!(read(&reader, "fraction", &text), points(in_range), "fraction {}", text);
    }

    #[test]
    fn numbers_as_text(number in numbers(0), is_grouped in any::<bool>()) {
        let number = Number { exponent: None, ..number };
        let (reader, value) = (reader(), number.value());
        let expected = decimal(rounded(&value, 10_000));
        let text = number.text(',', '.', is_grouped);
        prop_assert_eq!(read(&reader, "number", &format!("\"{text}\"")), expected.clone(), "{}", text);
        prop_assert_eq!(read(&reader, "money", &format!("\" {text} USD\"")), expected.clone(), "{}", text);
        prop_assert_eq!(read(&reader, "percent", &format!("\"{text}%\"")), points(rounded(&value, 100)), "{}", text);
        let text = number.text('.', ',', is_grouped);
        prop_assert_eq!(read(&reader, "german", &format!("\"{text}\"")), expected.clone(), "{}", text);
        prop_assert_eq!(read(&reader, "amount", &format!("\"{text} €\"")), expected, "{}", text);
    }

    #[test]
    fn conversions(number in numbers(30), rate in "[0-9]{1,9}\\.[0-9]{1,9}") {
        let factor: Vec<&str> = rate.split('.').collect();
        let factor = Number { negative: false, whole: factor[0].into(), fraction: factor[1].into(), exponent: None }.value();
        prop_assume!(!factor.is_zero());
        let reader = reader().rate("EUR", "USD", &rate).unwrap();
        let datum = format!("{{\"amount\": {}, \"currency\": \"EUR\"}}", number.json());
        let expected = decimal(rounded(&(number.value() * factor), 10_000));
        prop_assert_eq!(read(&reader, "money", &datum), expected, "{} at {}", number.json(), rate);
    }

    /// Whatever the text, it is read or an error, and a number that is read is one by its looks.
    #[test]
    fn any_text(text in "[-+0-9., $€%eEUSD]{0,12}") {
        let reader = reader();
        let datum = serde_json::to_string(&text).unwrap();
        for field in ["number", "percent", "fraction", "duration", "money", "german", "amount"] {
            let mut opportunity = Opportunity::default();
            if reader.read_json_into(&mut opportunity, &format!("{{\"{field}\": {datum}}}")).is_ok() {
                let is_known = !opportunity.dump(&reader).is_empty();
                prop_assert_eq!(is_known, text.contains(|letter: char| letter.is_ascii_digit()), "{}: {}", field, text);
            }
        }
    }
}

/// Millions of digits are read in one pass.
#[test]
fn numbers_of_any_length() {
    let reader = reader();
    let zeros = "0".repeat(2_000_000);
    assert_eq!(read(&reader, "number", &format!("1.{zeros}1")), Some("1".to_owned()));
    assert_eq!(read(&reader, "number", &format!("0.00005{zeros}1")), Some("0.0001".to_owned()));
    assert_eq!(read(&reader, "number", &format!("1{zeros}e-2000000")), Some("1".to_owned()));
    assert_eq!(read(&reader, "number", &format!("0.{zeros}1e2000001")), Some("1".to_owned()));
    assert_eq!(read(&reader, "number", &format!("1{zeros}")), None);
    assert_eq!(read(&reader, "number", &format!("1e{zeros}1")), Some("10".to_owned()));
    assert_eq!(read(&reader, "number", &format!("1e-1{zeros}")), Some("0".to_owned()));
    assert_eq!(read(&reader, "number", &format!("0e1{zeros}")), Some("0".to_owned()));
    assert_eq!(read(&reader, "number", &format!("1e1{zeros}")), None);
    assert_eq!(read(&reader, "fraction", &format!("0.99995{zeros}")), Some("100".to_owned()));
    assert_eq!(read(&reader, "fraction", &format!("1.{zeros}1")), None);
    assert_eq!(read(&reader, "number", &format!("\"{zeros}7\"")), Some("7".to_owned()));
}

#[test]
fn rates_that_are_none() {
    for (from, to, rate) in [
        ("eur", "USD", "1"),
        ("EUR", "US", "1"),
        ("EUR", "EUR", "1"),
        ("EUR", "USD", "0"),
        ("EUR", "USD", "0.000"),
        ("EUR", "USD", "-1"),
        ("EUR", "USD", "1e2"),
        ("EUR", "USD", "1."),
        ("EUR", "USD", ".5"),
        ("EUR", "USD", "1,5"),
        ("EUR", "USD", "1.2345678901234567891"),
    ] {
        assert!(reader().rate(from, to, rate).is_err(), "{from}/{to}={rate}");
    }
    let twice = reader().rate("EUR", "USD", "1.08").unwrap().rate("EUR", "USD", "1.08").unwrap_err();
    assert_eq!(twice.to_string(), "the rate from EUR to USD is given twice");
    assert!(reader().rate("EUR", "USD", "1.08").unwrap().rate("USD", "EUR", "0.9").is_ok());
}
