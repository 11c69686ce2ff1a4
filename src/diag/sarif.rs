//! Messages as SARIF 2.1.0, the form in which code hosts and editors take the findings of a checker.

use std::collections::BTreeSet;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::places::Region;
use super::{Fix, Message, json};
use crate::source::{FileId, Span};

/// A SARIF log of some messages, to be serialized.
#[derive(Clone, Debug)]
pub struct Sarif(Value);

impl<'a> FromIterator<Message<'a>> for Sarif {
    fn from_iter<T: IntoIterator<Item = Message<'a>>>(messages: T) -> Self {
        let messages: Vec<Message<'a>> = messages.into_iter().collect();
        let codes: BTreeSet<&str> = messages.iter().map(|message| message.diagnostic().code.as_str()).collect();
        let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
        let results: Vec<Value> = messages.iter().map(result).collect();
        let driver = json!({ "name": "stagegate", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
        Sarif(json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
        }))
    }
}

impl Serialize for Sarif {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// One message.
fn result(message: &Message<'_>) -> Value {
    let diagnostic = message.diagnostic();
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str("; ");
        text.push_str(help);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "level": json::severity(diagnostic.severity()),
        "message": { "text": text },
        "locations": [location(message, diagnostic.span, &diagnostic.label)],
    });
    let related: Vec<Value> =
        diagnostic.labels.iter().map(|label| location(message, label.span, &label.text)).collect();
    if let Some(object) = result.as_object_mut() {
        if !related.is_empty() {
            object.insert("relatedLocations".to_owned(), related.into());
        }
        if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.applies) {
            object.insert("fixes".to_owned(), json!([edit(message, fix)]));
        }
    }
    result
}

/// A place, with a few words where there are any.
fn location(message: &Message<'_>, span: Span, text: &str) -> Value {
    let place = json!({ "artifactLocation": artifact(message, span.file), "region": region(message.region(span)) });
    if text.is_empty() {
        json!({ "physicalLocation": place })
    } else {
        json!({ "physicalLocation": place, "message": { "text": text } })
    }
}

/// An edit. Those that choose a meaning are left out: a SARIF viewer offers to apply what it is given.
fn edit(message: &Message<'_>, fix: &Fix) -> Value {
    let replacement =
        json!({ "deletedRegion": region(message.region(fix.span)), "insertedContent": { "text": fix.with } });
    json!({ "artifactChanges": [{ "artifactLocation": artifact(message, fix.span.file), "replacements": [replacement] }] })
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

fn artifact(message: &Message<'_>, file: FileId) -> Value {
    json!({ "uri": uri(message.file_of(file)) })
}

/// A file's name as a reference: relative, or from the root of the file system.
fn uri(name: &str) -> String {
    let mut uri = String::new();
    if name.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
        match byte {
            b'\\' => uri.push('/'),
            _ if plain => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
