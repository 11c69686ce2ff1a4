//! A verdict as serde gives it: keys in a fixed order, what is empty left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::facts::DataError;
use crate::object::{many, optional};
use crate::value::Percent;

use super::{Atom, Chance, Finding, Question, Reading, Verdict};

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = &*self.parts;
        let mut map = serializer.serialize_map(None)?;
        optional(&mut map, "key", parts.key.as_ref())?;
        optional(&mut map, "as_of", parts.as_of.map(|date| date.to_string()))?;
        optional(&mut map, "process", self.process())?;
        if parts.claimed.is_some() {
            map.serialize_entry("stage", &Stage(self))?;
        }
        map.serialize_entry("decision", self.decision().as_str())?;
        match self.decision() {
            super::Decision::Advance { to } => map.serialize_entry("to", to)?,
            super::Decision::Closed { outcome } => map.serialize_entry("outcome", outcome.as_str())?,
            super::Decision::Unrouted
            | super::Decision::Disqualify
            | super::Decision::Hold
            | super::Decision::Error => {}
        }
        optional(&mut map, "chance", parts.chance)?;
        many(&mut map, "disqualified_by", &parts.disqualified_by)?;
        many(&mut map, "unmet", &parts.unmet)?;
        many(&mut map, "warnings", &parts.warnings)?;
        many(&mut map, "at_risk", &parts.at_risk)?;
        many(&mut map, "route", &parts.route)?;
        many(&mut map, "ask_next", &parts.ask_next)?;
        optional(&mut map, "error", parts.error.as_ref().map(Fault))?;
        if parts.error.is_some() || parts.key.is_none() {
            optional(&mut map, "row", parts.row)?;
            optional(&mut map, "file", parts.file.as_deref())?;
        }
        optional(&mut map, "fingerprint", parts.stamp.as_deref())?;
        map.end()
    }
}

struct Fault<'a>(&'a DataError);

impl Serialize for Fault<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        optional(&mut map, "field", self.0.field())?;
        optional(&mut map, "value", self.0.value())?;
        map.serialize_entry("expected", self.0.expected())?;
        map.serialize_entry("message", self.0.message())?;
        map.end()
    }
}

struct Stage<'a>(&'a Verdict);

impl Serialize for Stage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        optional(&mut map, "claimed", self.0.claimed())?;
        optional(&mut map, "earned", self.0.earned())?;
        optional(&mut map, "overstated", self.0.earned().map(|_| self.0.is_overstated()))?;
        map.end()
    }
}

/// A percent as a number in points: `18`, not `18.0`.
struct Points(Percent);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let hundredths = self.0.hundredths();
        if hundredths % 100 == 0 {
            serializer.serialize_i64(hundredths / 100)
        } else {
            serializer.serialize_f64(self.0.points())
        }
    }
}

impl Serialize for Chance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("worst", &Points(self.worst))?;
        map.serialize_entry("likely", &Points(self.likely))?;
        map.serialize_entry("best", &Points(self.best))?;
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rule", self.rule())?;
        optional(&mut map, "stage", self.stage())?;
        optional(&mut map, "title", self.title())?;
        many(&mut map, "because", &self.because)?;
        optional(&mut map, "how", self.how.as_deref())?;
        map.end()
    }
}

impl Serialize for Atom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("atom", self.text())?;
        map.serialize_entry("is", self.is.as_str())?;
        if !self.readings.is_empty() {
            map.serialize_entry("facts", &Facts(self))?;
        }
        optional(&mut map, "why", self.undefined.then_some("undefined"))?;
        map.end()
    }
}

struct Facts<'a>(&'a Atom);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.facts())
    }
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Reading::Known(value) = self {
            return serializer.serialize_str(value);
        }
        let mut map = serializer.serialize_map(None)?;
        match self {
            Reading::Known(_) => {}
            Reading::Unknown { why, value, by, on } => {
                map.serialize_entry("unknown", why.as_str())?;
                optional(&mut map, "value", value.as_deref())?;
                optional(&mut map, "by", by.as_deref())?;
                optional(&mut map, "on", on.map(|date| date.to_string()))?;
            }
            Reading::List { elements, holding, unknown } => {
                map.serialize_entry("elements", elements)?;
                map.serialize_entry("true", holding)?;
                map.serialize_entry("unknown", unknown)?;
            }
            Reading::ListKnown { elements } => map.serialize_entry("elements", elements)?,
        }
        map.end()
    }
}

struct Rules<'a>(&'a Question);

impl Serialize for Rules<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rules())
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("fact", &*self.fact)?;
        map.serialize_entry("why", self.why.as_str())?;
        if !self.rules.is_empty() {
            map.serialize_entry("rules", &Rules(self))?;
        }
        optional(&mut map, "chance_shrinks_by", self.chance_shrinks_by.map(Points))?;
        map.end()
    }
}
