//! Data of any self-describing serde format: a visitor says to a [`Filler`] what the deserializer gives.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny};

use super::fill::{Composite, Filler};
use super::scalar::{Datum, Written};
use super::ser;

/// Reads one value.
pub(super) struct Value<'s, 'a>(pub &'s mut Filler<'a>);

impl Value<'_, '_> {
    fn datum<E>(self, datum: Datum<'_>) -> Result<(), E> {
        self.0.scalar(datum);
        Ok(())
    }

    fn whole<E>(self, number: impl fmt::Display + TryInto<i64> + Copy) -> Result<(), E> {
        self.0.whole(number);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("data")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.datum(Datum::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.whole(value)
    }

    fn visit_i128<E>(self, value: i128) -> Result<(), E> {
        self.whole(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.whole(value)
    }

    fn visit_u128<E>(self, value: u128) -> Result<(), E> {
        self.whole(value)
    }

    fn visit_f32<E>(self, value: f32) -> Result<(), E> {
        ser::float(self.0, f64::from(value), value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        ser::float(self.0, value, value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.datum(Datum::Str(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<(), E> {
        self.0.open(Composite::Seq);
        for &byte in value {
            if !self.0.wants_element() {
                break;
            }
            self.0.scalar(Datum::Number(Written::whole(byte).as_str()));
        }
        self.0.close(Composite::Seq);
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.datum(Datum::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.datum(Datum::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        self.0.open(Composite::Seq);
        loop {
            let is_wanted = self.0.wants_element();
            let more = if is_wanted {
                elements.next_element_seed(Value(self.0))?.is_some()
            } else {
                elements.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
        }
        self.0.close(Composite::Seq);
        Ok(())
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut is_open = false;
        while let Some(found) = entries.next_key_seed(Key { filler: self.0, is_open })? {
            is_open = true;
            match found {
                Found::Wanted => entries.next_value_seed(Value(self.0))?,
                Found::Unwanted => {
                    entries.next_value::<IgnoredAny>()?;
                }
                Found::Number => return entries.next_value_seed(NumberText(self.0)),
            }
        }
        if !is_open {
            self.0.open(Composite::Map);
        }
        self.0.close(Composite::Map);
        Ok(())
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        use de::VariantAccess;
        let (name, variant) = access.variant::<std::borrow::Cow<'de, str>>()?;
        variant.unit_variant()?;
        self.datum(Datum::Str(&name))
    }
}

/// What a key says about its value.
enum Found {
    Wanted,
    Unwanted,
    /// There is no map, but a number of serde_json as text.
    Number,
}

/// Reads a key, opening the map before its first.
struct Key<'s, 'a> {
    filler: &'s mut Filler<'a>,
    is_open: bool,
}

impl Key<'_, '_> {
    fn find(self, key: &str) -> Found {
        if !self.is_open {
            if key == ser::NUMBER {
                return Found::Number;
            }
            self.filler.open(Composite::Map);
        }
        if self.filler.key(key) { Found::Wanted } else { Found::Unwanted }
    }

    fn written<E>(self, key: impl fmt::Display) -> Result<Found, E> {
        Ok(self.find(Written::whole(key).as_str()))
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Key<'_, '_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_bool<E>(self, key: bool) -> Result<Found, E> {
        self.written(key)
    }

    fn visit_i64<E>(self, key: i64) -> Result<Found, E> {
        self.written(key)
    }

    fn visit_u64<E>(self, key: u64) -> Result<Found, E> {
        self.written(key)
    }

    fn visit_str<E>(self, key: &str) -> Result<Found, E> {
        Ok(self.find(key))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, access: A) -> Result<Found, A::Error> {
        use de::VariantAccess;
        let (name, variant) = access.variant::<std::borrow::Cow<'de, str>>()?;
        variant.unit_variant()?;
        Ok(self.find(&name))
    }
}

/// Reads a number of serde_json that comes as text.
struct NumberText<'s, 'a>(&'s mut Filler<'a>);

impl<'de> DeserializeSeed<'de> for NumberText<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for NumberText<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number as text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        ser::arbitrary_number(self.0, text);
        Ok(())
    }
}
