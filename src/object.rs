//! Objects as serde gives them: keys in a fixed order, what is empty left out.

use serde::ser::{Serialize, SerializeMap};

/// Serializes types as objects of the entries named; one whose value is nothing is left out.
macro_rules! object {
    ($($type:ident: |$this:ident| { $($key:literal: $value:expr),+ $(,)? })+) => {$(
        impl serde::ser::Serialize for $type {
            fn serialize<S: serde::ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $this = self;
                let mut map = serializer.serialize_map(None)?;
                $($crate::object::optional(&mut map, $key, $value)?;)+
                serde::ser::SerializeMap::end(map)
            }
        }
    )+};
}

pub(crate) use object;

/// An entry, where there is a value.
pub(crate) fn optional<M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}

/// An entry, where there are values.
pub(crate) fn many<M: SerializeMap>(map: &mut M, key: &'static str, values: &[impl Serialize]) -> Result<(), M::Error> {
    optional(map, key, some(values))
}

/// A list that is not empty.
pub(crate) fn some<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}
