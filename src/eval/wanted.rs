//! Evaluates what is asked for, and nothing else.

use crate::program::NodeId;

use super::Machine;

/// The nodes that are asked for; made once and used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// One bit a node, sixty-four to a word.
    found: Vec<u64>,
    /// Those whose reads are still to be found.
    pending: Vec<NodeId>,
}

impl Machine<'_> {
    /// Evaluates those nodes and all that they read, each in the order of the program; routing has been evaluated. What lies in the
    /// bodies of lists is evaluated by the lists, what it reads outside here.
    pub(crate) fn run_for(&mut self, roots: impl Iterator<Item = NodeId>) {
        let program = self.program;
        let Wanted { mut found, mut pending } = std::mem::take(&mut self.scratch.wanted);
        found.clear();
        found.resize(program.len().div_ceil(64), 0);
        pending.extend(roots);
        while let Some(node) = pending.pop() {
            let bit = node.bit();
            if let Some(word) = found.get_mut(node.word())
                && *word & bit == 0
                && !program.is_given(node)
            {
                *word |= bit;
                program.reads(node, &mut pending);
            }
        }
        for (place, &word) in (0_u32..).zip(&found) {
            let mut left = word;
            while left != 0 {
                let node = NodeId(place.saturating_mul(64).saturating_add(left.trailing_zeros()));
                left &= left.wrapping_sub(1);
                if node.index() < program.first_body {
                    self.run_one(node);
                }
            }
        }
        self.scratch.wanted = Wanted { found, pending };
    }
}
