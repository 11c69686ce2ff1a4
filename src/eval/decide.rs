//! All rules of a process that decide at once, by their index.

use crate::facts::Slot;
use crate::hir::RuleKind;
use crate::program::{Index, Input, PAGE, RuleMasks, RulePlace, RulePlaces, Unit};
use crate::schema::TableId;

use super::{LookedUp, Machine, Scratch};

impl LookedUp {
    /// Whether a rule holds; nothing where the index has not known.
    fn says(&self, place: Option<RulePlace>) -> Option<bool> {
        let (block, bit) = place.filter(|_| self.is_right)?;
        Some(self.rules.get(block)? & bit != 0)
    }
}

impl Machine<'_> {
    /// Finds which rules of a process that are no warnings are true; routing has been evaluated. Says whether it has: not where a
    /// fact is so large that the index does not know.
    pub(crate) fn look_up_rules(&mut self, unit: &Unit) -> bool {
        let mut room = std::mem::take(&mut self.scratch.rules);
        self.look_up(&unit.index, &mut room);
        let is_right = room.is_right;
        self.scratch.rules = room;
        is_right
    }

    /// Finds which of its warnings are true, and which of its disqualifiers false, in the same way.
    pub(crate) fn look_up_telling(&mut self, unit: &Unit) {
        let mut room = std::mem::take(&mut self.scratch.telling);
        self.look_up(&unit.telling, &mut room);
        self.scratch.telling = room;
    }

    #[inline]
    fn look_up(&mut self, index: &Index, room: &mut LookedUp) {
        for &node in &index.nodes {
            self.run_one(node);
        }
        room.inputs.resize(index.inputs.len().max(PAGE), Input::default());
        room.is_right = self.gather(index, &mut room.inputs);
        if room.is_right {
            room.rules.clear();
            room.rules.extend(index.blocks.iter().map(|block| block.holding(&room.inputs)));
        }
    }

    /// Whether a verdict may tell of the rule at that place: of a disqualifier that is not false, a warning that is true, a
    /// requirement that is not true. Where an index knows nothing it may tell of all.
    pub(crate) fn may_tell(&self, unit: &Unit, kind: RuleKind, place: usize) -> bool {
        let Scratch { rules, telling, .. } = &*self.scratch;
        let Some(&RulePlaces { decides, tells }) = unit.places.get(place) else { return true };
        match kind {
            RuleKind::Disqualify => rules.says(decides).unwrap_or(true) || !telling.says(tells).unwrap_or(false),
            RuleKind::Warn => telling.says(tells).unwrap_or(true),
            RuleKind::Require { .. } => !rules.says(decides).unwrap_or(false),
        }
    }

    /// Whether one of those rules is true.
    pub(crate) fn any_true(&self, rules: &RuleMasks) -> bool {
        let holding = |block: usize| self.scratch.rules.rules.get(block).copied().unwrap_or(0);
        rules.iter().any(|&(block, mask)| holding(block) & mask != 0)
    }

    /// Whether all of those rules are true.
    pub(crate) fn all_true(&self, rules: &RuleMasks) -> bool {
        let holding = |block: usize| self.scratch.rules.rules.get(block).copied().unwrap_or(0);
        rules.iter().all(|&(block, mask)| holding(block) & mask == mask)
    }

    /// Gathers what is looked up, in the order of the index, and says whether sums of it are right.
    fn gather(&self, index: &Index, inputs: &mut [Input]) -> bool {
        let from = &index.inputs;
        let today = self.today.days();
        let mut outside = size(today.into()) & from.today_outside;
        let mut places = inputs.iter_mut();
        let mut put = |value, is_known, bits| {
            outside |= size(value) & bits;
            if let Some(place) = places.next() {
                *place = Input::new(value, is_known);
            }
        };
        put(today.into(), true, 0);
        for fact in &from.evidence {
            let cell = self.evidence(TableId(0), fact.column, fact.by, fact.within);
            put(cell.value, cell.is_known(), fact.outside);
        }
        for &node in &from.truths {
            let cell = self.cell(node);
            put(cell.value, cell.is_known(), 0);
        }
        // What has no date is dated before all days.
        let is_known = |slot: &Slot| slot.known & (slot.on <= today);
        if from.is_dense && self.facts.len() >= from.facts.len() {
            for ((place, fact), slot) in places.zip(&from.facts).zip(self.facts) {
                outside |= size(slot.value) & fact.outside;
                *place = Input::new(slot.value, is_known(slot));
            }
        } else {
            for (place, fact) in places.zip(&from.facts) {
                let slot = self.own_fact(fact.column);
                outside |= size(slot.value) & fact.outside;
                *place = Input::new(slot.value, is_known(&slot));
            }
        }
        outside == 0
    }
}

/// A number that has the same high bits as the size of another.
fn size(number: i64) -> i64 {
    number ^ (number >> 63)
}
