//! Any `serde::Serialize` value as data: its serializer says to a [`Filler`] what it sees.
//!
//! Values whose keys no field reads are not serialized at all. Two structs are special, as serde_json passes its numbers
//! (with its feature `arbitrary_precision`) and its raw values through serde under made-up names.

use std::fmt::Display;

use serde::ser::{self, Serialize};

use super::fill::{Composite, Filler};
use super::json;
use super::scalar::{self, Datum, Written};

/// The name under which serde_json passes a number's text.
pub(super) const NUMBER: &str = "$serde_json::private::Number";
/// The name under which serde_json passes JSON text.
const RAW: &str = "$serde_json::private::RawValue";

/// What the serializer keeps from one value to the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    text: String,
    json: json::Scratch,
}

/// A value that cannot be serialized: it says itself why.
#[derive(Debug)]
pub(super) struct Failed(String);

impl Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: Display>(message: T) -> Self {
        Failed(message.to_string())
    }
}

/// The serializer of one value.
pub(super) struct Value<'s, 'a> {
    filler: &'s mut Filler<'a>,
    scratch: &'s mut Scratch,
    text: Text,
}

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Plain,
    /// A number's digits.
    Number,
    /// JSON text.
    Raw,
}

impl<'s, 'a> Value<'s, 'a> {
    pub(crate) fn new(filler: &'s mut Filler<'a>, scratch: &'s mut Scratch) -> Self {
        Value { filler, scratch, text: Text::Plain }
    }

    fn datum(self, datum: Datum<'_>) -> Result<(), Failed> {
        self.filler.scalar(datum);
        Ok(())
    }

    fn whole(self, number: impl Display + TryInto<i64> + Copy) -> Result<(), Failed> {
        self.filler.whole(number);
        Ok(())
    }

    fn string(self, text: &str) -> Result<(), Failed> {
        match self.text {
            Text::Plain => {
                self.filler.text(text);
                Ok(())
            }
            Text::Number => {
                arbitrary_number(self.filler, text);
                Ok(())
            }
            Text::Raw => json::feed(text, &mut self.scratch.json, self.filler).map_err(ser::Error::custom),
        }
    }

    fn open(self, composite: Composite, text: Text) -> Open<'s, 'a> {
        if text == Text::Plain {
            self.filler.open(composite);
        }
        Open { filler: self.filler, scratch: self.scratch, text, composite, variant: Variant::None, is_wanted: true }
    }

    /// Opens `{"variant": [`, or with a brace.
    fn open_variant(self, variant: &str, composite: Composite) -> Open<'s, 'a> {
        self.filler.open(Composite::Map);
        let is_wanted = self.filler.key(variant);
        if is_wanted {
            self.filler.open(composite);
        }
        let text = Text::Plain;
        let variant = if is_wanted { Variant::Read } else { Variant::Unread };
        Open { filler: self.filler, scratch: self.scratch, text, composite, variant, is_wanted: true }
    }
}

/// Hands on a float, unless it is none in JSON.
pub(super) fn float(filler: &mut Filler<'_>, number: f64, written: impl Serialize) {
    scalar::say_float(number, written, |datum| filler.scalar(datum));
}

/// Hands on a number of serde_json that comes as text, as it would come without its feature `arbitrary_precision`.
pub(super) fn arbitrary_number(filler: &mut Filler<'_>, text: &str) {
    let is_whole = text != "-0" && (text.parse::<u64>().is_ok() || text.parse::<i64>().is_ok());
    match text.parse::<f64>() {
        Ok(number) if !is_whole && number.is_finite() => float(filler, number, number),
        Ok(_) | Err(_) => filler.scalar(Datum::Number(text)),
    }
}

impl<'s, 'a> ser::Serializer for Value<'s, 'a> {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Open<'s, 'a>;
    type SerializeTuple = Open<'s, 'a>;
    type SerializeTupleStruct = Open<'s, 'a>;
    type SerializeTupleVariant = Open<'s, 'a>;
    type SerializeMap = Open<'s, 'a>;
    type SerializeStruct = Open<'s, 'a>;
    type SerializeStructVariant = Open<'s, 'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Failed> {
        self.datum(Datum::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_i16(self, value: i16) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_i32(self, value: i32) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_i64(self, value: i64) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_i128(self, value: i128) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_u16(self, value: u16) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_u32(self, value: u32) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_u64(self, value: u64) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_u128(self, value: u128) -> Result<(), Failed> {
        self.whole(value)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Failed> {
        float(self.filler, f64::from(value), value);
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Failed> {
        float(self.filler, value, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Failed> {
        self.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Failed> {
        self.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Failed> {
        self.filler.open(Composite::Seq);
        for &byte in value {
            if !self.filler.wants_element() {
                break;
            }
            self.filler.scalar(Datum::Number(Written::whole(byte).as_str()));
        }
        self.filler.close(Composite::Seq);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Failed> {
        self.datum(Datum::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Failed> {
        self.datum(Datum::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Failed> {
        self.datum(Datum::Null)
    }

    fn serialize_unit_variant(self, _name: &'static str, index: u32, variant: &'static str) -> Result<(), Failed> {
        self.filler.variant(index, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        self.filler.open(Composite::Map);
        if self.filler.key(variant) {
            value.serialize(Value::new(self.filler, self.scratch))?;
        }
        self.filler.close(Composite::Map);
        Ok(())
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open(Composite::Seq, Text::Plain))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open(Composite::Seq, Text::Plain))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open(Composite::Seq, Text::Plain))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open_variant(variant, Composite::Seq))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open(Composite::Map, Text::Plain))
    }

    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Open<'s, 'a>, Failed> {
        let text = match name {
            NUMBER => Text::Number,
            RAW => Text::Raw,
            _ => Text::Plain,
        };
        Ok(self.open(Composite::Map, text))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Open<'s, 'a>, Failed> {
        Ok(self.open_variant(variant, Composite::Map))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Failed> {
        // The text is taken out while it is filled, as the value is free to use the scratch.
        let mut text = std::mem::take(&mut self.scratch.text);
        text.clear();
        let written = std::fmt::Write::write_fmt(&mut text, format_args!("{value}"));
        self.filler.scalar(Datum::Str(&text));
        self.scratch.text = text;
        written.map_err(ser::Error::custom)
    }
}

/// An open bracket.
pub(super) struct Open<'s, 'a> {
    filler: &'s mut Filler<'a>,
    scratch: &'s mut Scratch,
    /// What the only field of a special struct is.
    text: Text,
    composite: Composite,
    variant: Variant,
    /// Whether the value of the last key is wanted.
    is_wanted: bool,
}

/// Whether the bracket stands in that of a variant, and whether it is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    None,
    Read,
    Unread,
}

impl Open<'_, '_> {
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        value.serialize(Value { filler: self.filler, scratch: self.scratch, text: self.text })
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let is_wanted = self.variant != Variant::Unread && self.filler.wants_element();
        if is_wanted { self.value(value) } else { Ok(()) }
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
        let is_wanted = match self.text {
            Text::Plain => self.variant != Variant::Unread && self.filler.name(key),
            Text::Number | Text::Raw => true,
        };
        if is_wanted { self.value(value) } else { Ok(()) }
    }

    fn close(self) {
        if self.text != Text::Plain {
            return;
        }
        if self.variant != Variant::Unread {
            self.filler.close(self.composite);
        }
        if self.variant != Variant::None {
            self.filler.close(Composite::Map);
        }
    }
}

macro_rules! sequences {
    ($($of:ident: $element:ident;)*) => {$(
        impl ser::$of for Open<'_, '_> {
            type Ok = ();
            type Error = Failed;

            fn $element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.element(value)
            }

            fn end(self) -> Result<(), Failed> {
                self.close();
                Ok(())
            }
        }
    )*};
}

sequences! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

macro_rules! structs {
    ($($of:ident;)*) => {$(
        impl ser::$of for Open<'_, '_> {
            type Ok = ();
            type Error = Failed;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
                self.field(key, value)
            }

            fn end(self) -> Result<(), Failed> {
                self.close();
                Ok(())
            }
        }
    )*};
}

structs! {
    SerializeStruct;
    SerializeStructVariant;
}

impl ser::SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.is_wanted = key.serialize(super::ser_key::Key(self.filler))?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        if self.is_wanted { self.value(value) } else { Ok(()) }
    }

    fn end(self) -> Result<(), Failed> {
        self.close();
        Ok(())
    }
}
