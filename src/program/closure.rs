//! What nodes read.

use std::collections::BTreeSet;

use super::{BodyId, NodeId, Op, Program};

impl Program {
    /// Those nodes and all that they read, in the order of evaluation, without constants, what routing evaluates, and what lies
    /// in the bodies of lists.
    pub(super) fn closure(&self, roots: Vec<NodeId>) -> Vec<NodeId> {
        let mut seen = BTreeSet::new();
        let mut pending = roots;
        while let Some(node) = pending.pop() {
            if !self.is_given(node) && seen.insert(node) {
                self.reads(node, &mut pending);
            }
        }
        seen.into_iter().filter(|node| node.index() < self.first_body).collect()
    }

    /// Which nodes those read, they themselves and what lies in the bodies of lists among them, by place.
    pub(crate) fn reached(&self, roots: impl IntoIterator<Item = NodeId>) -> Vec<bool> {
        let mut reached = vec![false; self.len()];
        let mut pending: Vec<NodeId> = roots.into_iter().collect();
        while let Some(node) = pending.pop() {
            if let Some(seen) = reached.get_mut(node.index()).filter(|seen| !**seen) {
                *seen = true;
                self.reads(node, &mut pending);
            }
        }
        reached
    }

    /// Adds what a node reads itself.
    pub(crate) fn reads(&self, node: NodeId, to: &mut Vec<NodeId>) {
        let Some(op) = self.op(node) else { return };
        self.reads_directly(op, to);
        if let Op::Quantifier { body, .. } | Op::Aggregate { body, .. } = *op {
            self.reads_of_body(body, to);
        }
        if let Op::Chance { unit } = *op {
            self.reads_of_chance(unit, to);
        }
    }

    /// Adds the nodes that an operation names, without those of a list's body or of a chance.
    pub(crate) fn reads_directly(&self, op: &Op, to: &mut Vec<NodeId>) {
        match *op {
            Op::Constant(_)
            | Op::Text(_)
            | Op::Today
            | Op::Fact { .. }
            | Op::Evidence { .. }
            | Op::ListKnown { .. }
            | Op::Quantifier { .. }
            | Op::Aggregate { .. }
            | Op::Chance { .. } => {}
            Op::And(many) | Op::Or(many) | Op::Call { args: many, .. } => to.extend(self.operands(many)),
            Op::In { value, items, .. } | Op::InTexts { value, items, .. } => {
                to.push(value);
                to.extend(self.operands(items));
            }
            Op::Not(one)
            | Op::Known { value: one, .. }
            | Op::Negate(one)
            | Op::AddMonths { date: one, .. }
            | Op::Calendar(_, one)
            | Op::Abs(one)
            | Op::Round(one)
            | Op::Length(one)
            | Op::Lower(one)
            | Op::ChanceEnd { chance: one, .. } => to.push(one),
            Op::Needed { when: left, condition: right }
            | Op::Compare { left, right, .. }
            | Op::CompareText { left, right, .. }
            | Op::TextTest { left, right, .. }
            | Op::Arithmetic { left, right, .. }
            | Op::Min(left, right)
            | Op::Max(left, right)
            | Op::CompareChance { chance: left, right, .. } => to.extend([left, right]),
            Op::Between { value: one, low, high } | Op::ChanceBetween { chance: one, low, high } => {
                to.extend([one, low, high]);
            }
        }
    }

    /// All that a list's body holds, so that what it reads outside is followed.
    fn reads_of_body(&self, body: BodyId, to: &mut Vec<NodeId>) {
        if let Some(body) = self.body(body) {
            to.extend((body.start..body.end).filter_map(|place| u32::try_from(place).ok()).map(NodeId));
            let roots = body.condition.iter().chain(&body.value);
            to.extend(roots.flat_map(|readings| [readings.standing, readings.open]));
        }
    }

    fn reads_of_chance(&self, unit: u32, to: &mut Vec<NodeId>) {
        let unit = self.units.get(usize::try_from(unit).unwrap_or(usize::MAX));
        let lines = unit.and_then(|unit| unit.chance.as_ref()).map(|chance| chance.lines.as_slice());
        for line in lines.unwrap_or_default() {
            to.extend(line.cases.iter().flat_map(|(_, readings)| [readings.standing, readings.open]));
        }
    }
}
