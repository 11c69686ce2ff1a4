//! Evaluates what is asked for, and nothing else.

use crate::program::NodeId;

use super::Machine;

/// Which nodes have been evaluated, one bit a node; made once and used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    done: Vec<u64>,
    /// Those that are found and not evaluated yet.
    fresh: Vec<u64>,
    /// Those whose reads are still to be found.
    pending: Vec<NodeId>,
}

impl Wanted {
    /// Whether a node is neither evaluated nor found; it is found from now on.
    fn find(&mut self, node: NodeId) -> bool {
        let (place, bit) = (node.index() / 64, 1_u64.wrapping_shl(node.0 % 64));
        let is_done = self.done.get(place).is_none_or(|word| word & bit != 0);
        match self.fresh.get_mut(place) {
            Some(word) if !is_done && *word & bit == 0 => {
                *word |= bit;
                true
            }
            Some(_) | None => false,
        }
    }
}

impl Machine<'_> {
    /// Takes all nodes but constants and those of routing for not evaluated. To be called before the first [`run_for`](Self::run_for).
    pub(crate) fn forget(&mut self) {
        let Wanted { done, fresh, pending } = &mut self.scratch.wanted;
        pending.clear();
        done.clone_from(&self.program.given);
        fresh.clear();
        fresh.resize(done.len(), 0);
    }

    /// Evaluates those nodes and all that they read, each in the order of the program; routing has been evaluated. What an earlier
    /// call has evaluated stays as it is. What lies in the bodies of lists is evaluated by the lists, what it reads outside here.
    pub(crate) fn run_for(&mut self, roots: impl Iterator<Item = NodeId>) {
        let program = self.program;
        let mut wanted = std::mem::take(&mut self.scratch.wanted);
        wanted.pending.extend(roots);
        while let Some(node) = wanted.pending.pop() {
            if wanted.find(node) {
                program.reads(node, &mut wanted.pending);
            }
        }
        for (place, (fresh, done)) in (0_u32..).zip(wanted.fresh.iter_mut().zip(&mut wanted.done)) {
            *done |= *fresh;
            while *fresh != 0 {
                let node = NodeId(place.saturating_mul(64).saturating_add(fresh.trailing_zeros()));
                *fresh &= fresh.wrapping_sub(1);
                if node.index() < program.first_body {
                    self.run_one(node);
                }
            }
        }
        self.scratch.wanted = wanted;
    }
}
