//! Values in the form that data has, for serde: what is written so is read back the same, and so is it as a fact.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::number::{Factor, Numeral};
use super::scalar::{Written, read_amount};
use crate::schema::NumberStyle;
use crate::value::{Currency, Date, Days, Decimal, Money, Percent};

/// As `"2026-11-23"`.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As `"USD"`.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// As a number; as text where no float of 64 bits is exact.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here a float has all digits.
        const EXACT: u64 = 1_000_000_000_000_000;
        let count = self.ten_thousandths();
        if count % crate::value::SCALE == 0 {
            serializer.serialize_i64(count / crate::value::SCALE)
        } else if count.unsigned_abs() <= EXACT {
            serializer.serialize_f64(self.to_f64())
        } else {
            serializer.collect_str(self)
        }
    }
}

/// As `"2.5%"`.
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As `{"amount": 5000, "currency": "USD"}`.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut money = serializer.serialize_struct("Money", 2)?;
        money.serialize_field("amount", &self.amount)?;
        money.serialize_field("currency", &self.currency)?;
        money.end()
    }
}

/// As a number of days.
impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.count())
    }
}

/// A value that is read of numbers and texts.
trait Read: Sized {
    /// What a message calls it.
    const EXPECTED: &'static str;

    /// Reads a JSON number.
    fn of_number(text: &str) -> Option<Self>;

    /// Reads a text.
    fn of_text(text: &str) -> Option<Self>;

    /// Reads an amount with its currency.
    fn of_money(_money: Money) -> Option<Self> {
        None
    }
}

impl Read for Date {
    const EXPECTED: &'static str = "a date as 2026-11-23";

    fn of_number(_text: &str) -> Option<Self> {
        None
    }

    fn of_text(text: &str) -> Option<Self> {
        Date::parse(text)
    }
}

impl Read for Currency {
    const EXPECTED: &'static str = "a currency as USD";

    fn of_number(_text: &str) -> Option<Self> {
        None
    }

    fn of_text(text: &str) -> Option<Self> {
        Currency::new(text)
    }
}

impl Read for Decimal {
    const EXPECTED: &'static str = "a number";

    fn of_number(text: &str) -> Option<Self> {
        Numeral::json(text)?.scaled(Factor::ONE, 4).map(Decimal::from_ten_thousandths)
    }

    fn of_text(text: &str) -> Option<Self> {
        let numeral = Numeral::text(text.trim(), NumberStyle::default())?;
        numeral.scaled(Factor::ONE, 4).map(Decimal::from_ten_thousandths)
    }
}

impl Read for Percent {
    const EXPECTED: &'static str = "a percent as \"15%\", or in points";

    fn of_number(text: &str) -> Option<Self> {
        Numeral::json(text)?.scaled(Factor::ONE, 2).map(Percent::from_hundredths)
    }

    fn of_text(text: &str) -> Option<Self> {
        let points = text.trim();
        let points = points.strip_suffix('%').unwrap_or(points).trim_end();
        let numeral = Numeral::text(points, NumberStyle::default())?;
        numeral.scaled(Factor::ONE, 2).map(Percent::from_hundredths)
    }
}

impl Read for Days {
    const EXPECTED: &'static str = "a number of days";

    fn of_number(text: &str) -> Option<Self> {
        Numeral::json(text)?.scaled(Factor::ONE, 0).and_then(Days::new)
    }

    fn of_text(text: &str) -> Option<Self> {
        Numeral::text(text.trim(), NumberStyle::default())?.scaled(Factor::ONE, 0).and_then(Days::new)
    }
}

impl Read for Money {
    const EXPECTED: &'static str = "an amount with its currency";

    fn of_number(_text: &str) -> Option<Self> {
        None
    }

    fn of_text(text: &str) -> Option<Self> {
        let (currency, numeral) = read_amount(text.trim(), NumberStyle::default())?;
        let amount = numeral.scaled(Factor::ONE, 4).map(Decimal::from_ten_thousandths)?;
        Some(Money { amount, currency: currency? })
    }

    fn of_money(money: Money) -> Option<Self> {
        Some(money)
    }
}

macro_rules! deserialize {
    ($($ty:ty)*) => {$(
        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Reading(PhantomData))
            }
        }
    )*};
}

deserialize! { Date Currency Decimal Percent Money Days }

struct Reading<T>(PhantomData<T>);

impl<T: Read> Reading<T> {
    fn found<E: de::Error>(value: Option<T>, found: de::Unexpected<'_>) -> Result<T, E> {
        value.ok_or_else(|| E::invalid_value(found, &T::EXPECTED))
    }
}

impl<'de, T: Read> de::Visitor<'de> for Reading<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        Reading::found(T::of_number(Written::whole(value).as_str()), de::Unexpected::Signed(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        Reading::found(T::of_number(Written::whole(value).as_str()), de::Unexpected::Unsigned(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        let number = if value.is_finite() { T::of_number(Written::float(value).as_str()) } else { None };
        Reading::found(number, de::Unexpected::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        Reading::found(T::of_text(value), de::Unexpected::Str(value))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<T, A::Error> {
        let (mut amount, mut currency) = (None, None);
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            match &*key {
                // A number that serde_json passes as text.
                super::ser::NUMBER => {
                    let text = entries.next_value::<std::borrow::Cow<'de, str>>()?;
                    return Reading::found(T::of_number(&text), de::Unexpected::Other("number"));
                }
                "amount" => amount = Some(entries.next_value::<Decimal>()?),
                "currency" => currency = Some(entries.next_value::<Currency>()?),
                _ => {
                    entries.next_value::<de::IgnoredAny>()?;
                }
            }
        }
        let amount = amount.ok_or_else(|| de::Error::missing_field("amount"))?;
        let currency = currency.ok_or_else(|| de::Error::missing_field("currency"))?;
        Reading::found(T::of_money(Money { amount, currency }), de::Unexpected::Map)
    }
}
