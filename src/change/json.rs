//! A change and a replay as serde gives them: keys in a fixed order, what is empty left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::object::optional;
use crate::verdict::Outcome;

use super::report::{Cause, Faults, Need, Replayed, RuleShift, Shift, Shifted, Tally};
use super::{Change, Edit, Place};

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.edits.serialize(serializer)
    }
}

impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("edit", self.kind().as_str())?;
        map.serialize_entry("what", self.what().as_str())?;
        optional(&mut map, "process", self.process())?;
        optional(&mut map, "stage", self.stage())?;
        map.serialize_entry("name", self.name())?;
        optional(&mut map, "was", self.was())?;
        optional(&mut map, "aspect", self.aspect())?;
        optional(&mut map, "from", self.from())?;
        optional(&mut map, "to", self.to())?;
        optional(&mut map, "define", self.define())?;
        map.serialize_entry("effect", self.effect().as_str())?;
        optional(&mut map, "old", self.old_place())?;
        optional(&mut map, "new", self.new_place())?;
        map.end()
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("file", self.file())?;
        map.serialize_entry("line", &self.line())?;
        map.end()
    }
}

impl Serialize for Replayed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("rows", &self.tally(self.rows))?;
        map.serialize_entry("differing", &self.tally(self.differing))?;
        map.serialize_entry("decided", &self.tally(self.decided))?;
        map.serialize_entry("decisions", &self.shifts(self.decisions()))?;
        map.serialize_entry("stages", &self.shifts(self.stages()))?;
        map.serialize_entry("processes", &self.shifts(self.processes()))?;
        map.serialize_entry("chance", &ChanceOut(self))?;
        let causes: Vec<CauseOut<'_>> = self.causes.iter().map(|shift| CauseOut(self, shift)).collect();
        map.serialize_entry("causes", &causes)?;
        let largest: Vec<ShiftedOut<'_>> = self.largest.iter().map(|shifted| ShiftedOut(self, shifted)).collect();
        map.serialize_entry("largest", &largest)?;
        map.serialize_entry("needs", &self.needs)?;
        map.serialize_entry("errors", &ErrorsOut(self))?;
        map.serialize_entry("playbook", &self.change)?;
        map.end()
    }
}

impl Replayed {
    fn tally(&self, tally: Tally) -> TallyOut<'_> {
        TallyOut(self, tally)
    }

    fn shifts(&self, shifts: impl Iterator<Item = Shift>) -> Vec<ShiftOut<'_>> {
        shifts.map(|shift| ShiftOut(self, shift)).collect()
    }
}

struct TallyOut<'a>(&'a Replayed, Tally);

impl Serialize for TallyOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_tally(&mut map, self.0, self.1)?;
        map.end()
    }
}

fn write_tally<M: SerializeMap>(map: &mut M, replayed: &Replayed, tally: Tally) -> Result<(), M::Error> {
    map.serialize_entry("count", &tally.rows())?;
    optional(map, "worth", replayed.unit.map(|_| replayed.worth_text(tally.worth())))?;
    optional(map, "later", replayed.reopened.then_some(LaterOut(tally)))
}

struct LaterOut(Tally);

impl Serialize for LaterOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        for outcome in [Outcome::Won, Outcome::Lost, Outcome::Walked] {
            map.serialize_entry(outcome.as_str(), &self.0.later(outcome))?;
        }
        map.end()
    }
}

struct ShiftOut<'a>(&'a Replayed, Shift);

impl Serialize for ShiftOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("from", self.1.from())?;
        map.serialize_entry("to", self.1.to())?;
        write_tally(&mut map, self.0, self.1.tally())?;
        map.end()
    }
}

struct ChanceOut<'a>(&'a Replayed);

impl Serialize for ChanceOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (replayed, chance) = (self.0, self.0.chance());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("raised", &replayed.tally(chance.raised()))?;
        map.serialize_entry("lowered", &replayed.tally(chance.lowered()))?;
        map.serialize_entry("other", &replayed.tally(chance.other()))?;
        if replayed.unit.is_some() {
            let [old, new] = chance.expected().map(|worth| replayed.worth_text(worth));
            map.serialize_entry("expected", &FromTo(&old, &new))?;
        }
        map.end()
    }
}

struct FromTo<'a>(&'a str, &'a str);

impl Serialize for FromTo<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("from", self.0)?;
        map.serialize_entry("to", self.1)?;
        map.end()
    }
}

struct CauseOut<'a>(&'a Replayed, &'a RuleShift);

impl Serialize for CauseOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_cause(&mut map, self.1.cause())?;
        map.serialize_entry("all", &self.0.tally(self.1.all()))?;
        map.serialize_entry("decisive", &self.0.tally(self.1.decisive()))?;
        map.end()
    }
}

fn write_cause<M: SerializeMap>(map: &mut M, cause: &Cause) -> Result<(), M::Error> {
    map.serialize_entry("cause", cause.kind().as_str())?;
    optional(map, "process", cause.process())?;
    optional(map, "stage", cause.stage())?;
    optional(map, "name", cause.name())
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_cause(&mut map, self)?;
        map.end()
    }
}

struct ShiftedOut<'a>(&'a Replayed, &'a Shifted);

impl Serialize for ShiftedOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (replayed, shifted) = (self.0, self.1);
        let mut map = serializer.serialize_map(None)?;
        let key = shifted.after().key().or_else(|| shifted.before().key());
        optional(&mut map, "key", key)?;
        optional(&mut map, "row", shifted.after().row())?;
        optional(&mut map, "file", shifted.after().file())?;
        optional(&mut map, "worth", shifted.worth().map(|worth| replayed.worth_text(i128::from(worth))))?;
        optional(&mut map, "later", shifted.later().map(Outcome::as_str))?;
        map.serialize_entry("causes", shifted.causes())?;
        map.serialize_entry("old", shifted.before())?;
        map.serialize_entry("new", shifted.after())?;
        map.end()
    }
}

impl Serialize for Need {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("fact", self.fact())?;
        map.serialize_entry("new", &self.is_new())?;
        map.serialize_entry("unknown", &self.unknown())?;
        map.serialize_entry("missing", &self.missing())?;
        map.serialize_entry("of", &self.of())?;
        map.end()
    }
}

struct ErrorsOut<'a>(&'a Replayed);

impl Serialize for ErrorsOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [old, new] = self.0.in_error();
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("old", &old)?;
        map.serialize_entry("new", &new)?;
        map.serialize_entry("fields", self.0.faults())?;
        map.end()
    }
}

impl Serialize for Faults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        optional(&mut map, "field", Some(self.field()).filter(|field| !field.is_empty()))?;
        map.serialize_entry("old", &self.before())?;
        map.serialize_entry("new", &self.after())?;
        map.serialize_entry("example", self.example())?;
        map.end()
    }
}
