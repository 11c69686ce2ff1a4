//! The keys of a map that is serialized: texts, or scalars as JSON writes them.

use std::fmt::Display;

use serde::ser::{Error as _, Impossible, Serialize, Serializer};

use super::fill::Filler;
use super::scalar::Written;
use super::ser::Failed;

/// The serializer of a key. It says whether the key's value is wanted.
pub(super) struct Key<'s, 'a>(pub &'s mut Filler<'a>);

impl Key<'_, '_> {
    fn whole(self, key: impl Display) -> Result<bool, Failed> {
        Ok(self.0.key(Written::whole(key).as_str()))
    }

    fn no_text<T>() -> Result<T, Failed> {
        Err(Failed::custom("a key is no text"))
    }
}

macro_rules! whole {
    ($($name:ident: $ty:ty;)*) => {$(
        fn $name(self, key: $ty) -> Result<bool, Failed> {
            self.whole(key)
        }
    )*};
}

impl Serializer for Key<'_, '_> {
    type Ok = bool;
    type Error = Failed;
    type SerializeSeq = Impossible<bool, Failed>;
    type SerializeTuple = Impossible<bool, Failed>;
    type SerializeTupleStruct = Impossible<bool, Failed>;
    type SerializeTupleVariant = Impossible<bool, Failed>;
    type SerializeMap = Impossible<bool, Failed>;
    type SerializeStruct = Impossible<bool, Failed>;
    type SerializeStructVariant = Impossible<bool, Failed>;

    whole! {
        serialize_bool: bool;
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_u128: u128;
        serialize_char: char;
    }

    fn serialize_f32(self, key: f32) -> Result<bool, Failed> {
        Ok(self.0.key(Written::float(key).as_str()))
    }

    fn serialize_f64(self, key: f64) -> Result<bool, Failed> {
        Ok(self.0.key(Written::float(key).as_str()))
    }

    fn serialize_str(self, key: &str) -> Result<bool, Failed> {
        Ok(self.0.key(key))
    }

    fn serialize_bytes(self, _key: &[u8]) -> Result<bool, Failed> {
        Key::no_text()
    }

    fn serialize_none(self) -> Result<bool, Failed> {
        Key::no_text()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<bool, Failed> {
        key.serialize(self)
    }

    fn serialize_unit(self) -> Result<bool, Failed> {
        Key::no_text()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<bool, Failed> {
        Key::no_text()
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<bool, Failed> {
        Ok(self.0.key(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, key: &T) -> Result<bool, Failed> {
        key.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _key: &T,
    ) -> Result<bool, Failed> {
        Key::no_text()
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Self::SerializeSeq, Failed> {
        Key::no_text()
    }

    fn serialize_tuple(self, _length: usize) -> Result<Self::SerializeTuple, Failed> {
        Key::no_text()
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Self::SerializeTupleStruct, Failed> {
        Key::no_text()
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        Key::no_text()
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Self::SerializeMap, Failed> {
        Key::no_text()
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Self::SerializeStruct, Failed> {
        Key::no_text()
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        Key::no_text()
    }

    fn collect_str<T: Display + ?Sized>(self, key: &T) -> Result<bool, Failed> {
        self.serialize_str(&key.to_string())
    }
}
