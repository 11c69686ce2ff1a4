//! What the atoms of a condition should be, so that one of them decides.

use crate::testing::coverage::{Condition, Node};
use crate::value::Truth;

use super::not;

/// What each atom should be; none where it does not matter.
pub(crate) type Aim = Vec<Option<Truth>>;

/// Aims under which the atom at a place decides, the atom itself left open. Where one of several operands has to hold, `turn` says
/// which.
pub(crate) fn deciding(condition: &Condition, atom: usize, turn: usize) -> Aim {
    let mut aim = vec![None; condition.atoms.len()];
    // The parts on the way from the atom to the whole, and what the others on that way should be.
    let mut on_way = vec![false; condition.nodes.len()];
    let mut wanted: Vec<Option<Truth>> = vec![None; condition.nodes.len()];
    for (place, node) in condition.nodes.iter().enumerate() {
        let holds = match node {
            Node::Atom(other) => *other == atom,
            Node::Not(operand) => on_way.get(*operand).copied().unwrap_or(false),
            Node::All(operands) | Node::Any(operands) => {
                operands.iter().any(|operand| on_way.get(*operand).copied().unwrap_or(false))
            }
        };
        if let Some(slot) = on_way.get_mut(place) {
            *slot = holds;
        }
    }
    for (place, node) in condition.nodes.iter().enumerate().rev() {
        let is_on_way = on_way.get(place).copied().unwrap_or(false);
        let want = wanted.get(place).copied().flatten();
        for (operand, want) in handed_down(node, is_on_way, want, turn) {
            let spared = on_way.get(operand).copied().unwrap_or(false);
            if let Some(slot) = wanted.get_mut(operand)
                && !spared
            {
                *slot = want;
            }
        }
        if let (Node::Atom(other), false) = (node, is_on_way)
            && let Some(slot) = aim.get_mut(*other)
        {
            *slot = want;
        }
    }
    aim
}

/// What the operands of a part should be: on the way, that they leave the decision to the one on it; beside it, that the part is as
/// wanted.
fn handed_down(node: &Node, is_on_way: bool, want: Option<Truth>, turn: usize) -> Vec<(usize, Option<Truth>)> {
    let all = |operands: &[usize], truth| operands.iter().map(|&operand| (operand, truth)).collect();
    let one = |operands: &[usize], truth| {
        let chosen = turn.checked_rem(operands.len()).unwrap_or(0);
        operands.get(chosen).map(|&operand| (operand, Some(truth))).into_iter().collect()
    };
    match (node, is_on_way, want) {
        (Node::Atom(_), _, _) => Vec::new(),
        (Node::Not(operand), _, want) => vec![(*operand, want.map(not))],
        (Node::All(operands), true, _) => all(operands, Some(Truth::True)),
        (Node::Any(operands), true, _) => all(operands, Some(Truth::False)),
        (Node::All(operands), false, Some(Truth::False)) => one(operands, Truth::False),
        (Node::Any(operands), false, Some(Truth::True)) => one(operands, Truth::True),
        (Node::All(operands) | Node::Any(operands), false, want) => all(operands, want),
    }
}
