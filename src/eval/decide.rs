//! All rules of a process at once, by its index.

use crate::program::{Block, Key, PLANES, RuleMasks, Unit};
use crate::schema::TableId;

use super::Machine;

impl Machine<'_> {
    /// Finds which rules of a process are true; routing has been evaluated.
    pub(crate) fn look_up_rules(&mut self, unit: &Unit) {
        for &node in &unit.index.nodes {
            self.run_one(node);
        }
        self.scratch.rules.clear();
        for block in &unit.index.blocks {
            let holding = self.holding(block);
            self.scratch.rules.push(holding);
        }
    }

    /// Whether one of those rules is true.
    pub(crate) fn any_true(&self, rules: &RuleMasks) -> bool {
        let holding = |block: usize| self.scratch.rules.get(block).copied().unwrap_or(0);
        rules.iter().any(|&(block, mask)| holding(block) & mask != 0)
    }

    /// Whether all of those rules are true.
    pub(crate) fn all_true(&self, rules: &RuleMasks) -> bool {
        let holding = |block: usize| self.scratch.rules.get(block).copied().unwrap_or(0);
        rules.iter().all(|&(block, mask)| holding(block) & mask == mask)
    }

    /// The rules of a block that are true, one bit a rule.
    fn holding(&self, block: &Block) -> u64 {
        let mut is_false = [0_u64; PLANES];
        let mut not_true = [0_u64; PLANES];
        for lookup in &block.lookups {
            let value = match lookup.source {
                Key::Fact(column) => {
                    let slot = self.own_fact(column);
                    (slot.known && self.is_on_record(slot.on)).then_some(slot.value)
                }
                Key::Evidence { column, by, within } => {
                    let cell = self.evidence(TableId(0), column, by, within);
                    cell.is_known().then_some(cell.value)
                }
                Key::Truth(node) => {
                    let cell = self.cell(node);
                    cell.is_known().then_some(cell.value)
                }
            };
            let masks = value.map_or_else(|| block.unknown(lookup), |value| block.known(lookup, value));
            for ((masks, is_false), not_true) in masks.iter().zip(&mut is_false).zip(&mut not_true) {
                *is_false |= masks.is_false;
                *not_true |= masks.not_true;
            }
        }
        combine(block, is_false, not_true)
    }
}

/// The true rules, from their conjunctions and alternatives. An alternative is false where the conjunction of its opposites
/// is true.
fn combine(block: &Block, is_false: [u64; PLANES], not_true: [u64; PLANES]) -> u64 {
    let [mut fails, ..] = is_false;
    let [mut doubtful, ..] = not_true;
    let planes = block.present.iter().zip(is_false).zip(not_true).skip(1);
    for ((&present, opposite_fails), opposite_doubtful) in planes {
        fails |= !opposite_doubtful & present;
        doubtful |= !opposite_fails & present;
    }
    (!doubtful & !block.inverted) | (fails & block.inverted)
}
