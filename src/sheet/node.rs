//! JSON whose keys stand in the order in which they were put.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::value::Decimal;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Bool(bool),
    Whole(i64),
    Float(f64),
    Decimal(Decimal),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Node {
        Node::Text(text.into())
    }

    /// A list of texts.
    pub(super) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Node {
        Node::List(texts.into_iter().map(Node::text).collect())
    }

    /// An object.
    pub(super) fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
        Node::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// An object with one more entry; another value as it is.
    pub(super) fn with(self, key: &str, value: Node) -> Node {
        match self {
            Node::Map(mut entries) => {
                entries.push((key.to_owned(), value));
                Node::Map(entries)
            }
            Node::Bool(_) | Node::Whole(_) | Node::Float(_) | Node::Decimal(_) | Node::Text(_) | Node::List(_) => self,
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Whole(value) => serializer.serialize_i64(*value),
            Node::Float(value) => serializer.serialize_f64(*value),
            Node::Decimal(value) => value.serialize(serializer),
            Node::Text(text) => serializer.serialize_str(text),
            Node::List(items) => serializer.collect_seq(items),
            Node::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
