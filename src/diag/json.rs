//! A message as a JSON object, for tools.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::places::Region;
use super::{Fix, Message};
use crate::diag::Severity;
use crate::source::Span;

/// Writes the object, its keys in the order that the format has.
pub(super) fn write<S: Serializer>(message: &Message<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let diagnostic = message.diagnostic();
    let mut object = serializer.serialize_map(None)?;
    object.serialize_entry("code", diagnostic.code.as_str())?;
    object.serialize_entry("severity", severity(diagnostic.severity()))?;
    object.serialize_entry("message", &diagnostic.message)?;
    object.serialize_entry("file", message.file())?;
    write_region(&mut object, message.region(diagnostic.span))?;
    let labels: Vec<LabelObject<'_>> = labels(message).collect();
    if !labels.is_empty() {
        object.serialize_entry("labels", &labels)?;
    }
    if let Some(help) = &diagnostic.help {
        object.serialize_entry("help", help)?;
    }
    if let Some(fix) = &diagnostic.fix {
        object.serialize_entry("fix", &FixObject { message, fix })?;
    }
    object.end()
}

/// A severity's name.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The words at all places: at the message's own, where there are any, and at the further ones.
fn labels<'a>(message: &'a Message<'a>) -> impl Iterator<Item = LabelObject<'a>> {
    let diagnostic = message.diagnostic();
    let own = (!diagnostic.label.is_empty()).then_some((diagnostic.span, diagnostic.label.as_str()));
    let further = diagnostic.labels.iter().map(|label| (label.span, label.text.as_str()));
    own.into_iter().chain(further).map(move |(span, text)| LabelObject { message, span, text })
}

fn write_region<M: SerializeMap>(object: &mut M, region: Region) -> Result<(), M::Error> {
    object.serialize_entry("line", &region.start.line)?;
    object.serialize_entry("column", &region.start.column)?;
    object.serialize_entry("end_line", &region.end.line)?;
    object.serialize_entry("end_column", &region.end.column)
}

struct LabelObject<'a> {
    message: &'a Message<'a>,
    span: Span,
    text: &'a str,
}

impl Serialize for LabelObject<'_> {
    /// A label names its file only where that is not the message's.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if self.span.file != self.message.diagnostic().span.file {
            object.serialize_entry("file", self.message.file_of(self.span.file))?;
        }
        write_region(&mut object, self.message.region(self.span))?;
        object.serialize_entry("text", self.text)?;
        object.end()
    }
}

struct FixObject<'a> {
    message: &'a Message<'a>,
    fix: &'a Fix,
}

impl Serialize for FixObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        write_region(&mut object, self.message.region(self.fix.span))?;
        object.serialize_entry("with", &self.fix.with)?;
        object.serialize_entry("applies", &self.fix.applies)?;
        object.end()
    }
}
