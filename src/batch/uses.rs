//! Which facts a program reckons with, and not only compares with constants: that says how their values are best laid out.

use crate::program::{NodeId, Op, Operands, Program};
use crate::schema::{ColumnId, TableId};

/// A fact by its place in the schema.
pub(crate) type Fact = (TableId, ColumnId);

/// Tells the facts that are reckoned with, be it several times: that are not only compared with what is the same for all rows, after
/// something of that kind was added or multiplied at most.
pub(crate) fn reckoned(program: &Program, mut tell: impl FnMut(Fact)) {
    let mut nodes: Vec<Node> = Vec::with_capacity(program.len());
    let mut look = Look { program, tell: &mut tell };
    for op in program.run(0..program.len()) {
        let node = look.node(op, &nodes);
        nodes.push(node);
    }
}

/// What a node is.
#[derive(Clone, Copy)]
enum Node {
    /// The same for all rows.
    Constant,
    /// A fact, or what a constant makes of it.
    Of(Fact),
    Other,
}

struct Look<'a> {
    program: &'a Program,
    tell: &'a mut dyn FnMut(Fact),
}

impl Look<'_> {
    fn node(&mut self, op: &Op, nodes: &[Node]) -> Node {
        match *op {
            Op::Constant(_) | Op::Text(_) | Op::Today => Node::Constant,
            Op::Fact { table, column } | Op::Evidence { table, column, .. } => Node::Of((table, column)),
            // Whether it is known is not asked of its values.
            Op::Known { .. } | Op::ListKnown { .. } | Op::Chance { .. } | Op::ChanceEnd { .. } => Node::Other,
            Op::Negate(of) => nodes.get(of.index()).copied().unwrap_or(Node::Other),
            Op::Arithmetic { left, right, .. } => self.pair(nodes, left, right),
            Op::Compare { left, right, .. } | Op::CompareText { left, right, .. } => {
                self.compare(nodes, &[left, right])
            }
            Op::Between { value, low, high } => self.compare(nodes, &[value, low, high]),
            Op::In { value, items, .. } | Op::InTexts { value, items, .. } => {
                let mut read = vec![value];
                read.extend(self.program.operands(items));
                self.compare(nodes, &read)
            }
            Op::And(many) | Op::Or(many) => self.reckon_many(nodes, many),
            Op::Call { args, .. } => self.reckon_many(nodes, args),
            Op::Not(of)
            | Op::AddMonths { date: of, .. }
            | Op::Calendar(_, of)
            | Op::Abs(of)
            | Op::Round(of)
            | Op::Length(of)
            | Op::Lower(of) => self.reckon(nodes, &[of]),
            Op::Needed { when: left, condition: right }
            | Op::TextTest { left, right, .. }
            | Op::Min(left, right)
            | Op::Max(left, right)
            | Op::CompareChance { chance: left, right, .. } => self.reckon(nodes, &[left, right]),
            Op::ChanceBetween { chance, low, high } => self.reckon(nodes, &[chance, low, high]),
            Op::Quantifier { body, .. } | Op::Aggregate { body, .. } => {
                let body = self.program.body(body);
                let values = body.and_then(|body| body.value).map(|value| [value.standing, value.open]);
                self.reckon(nodes, values.as_ref().map_or(&[], |both| both.as_slice()))
            }
        }
    }

    /// A fact and a constant are left for what reads them; of two facts both are reckoned with.
    fn pair(&mut self, nodes: &[Node], left: NodeId, right: NodeId) -> Node {
        match [left, right].map(|node| nodes.get(node.index()).copied().unwrap_or(Node::Other)) {
            [Node::Of(fact), Node::Constant] | [Node::Constant, Node::Of(fact)] => Node::Of(fact),
            [Node::Constant | Node::Of(_) | Node::Other, _] => self.reckon(nodes, &[left, right]),
        }
    }

    fn compare(&mut self, nodes: &[Node], read: &[NodeId]) -> Node {
        let is_constant = |node: &&NodeId| matches!(nodes.get(node.index()), Some(Node::Constant));
        let others = read.len().saturating_sub(read.iter().filter(is_constant).count());
        if others > 1 { self.reckon(nodes, read) } else { Node::Other }
    }

    fn reckon_many(&mut self, nodes: &[Node], read: Operands) -> Node {
        let program = self.program;
        self.reckon(nodes, program.operands(read))
    }

    fn reckon(&mut self, nodes: &[Node], read: &[NodeId]) -> Node {
        for node in read {
            if let Some(Node::Of(fact)) = nodes.get(node.index()) {
                (self.tell)(*fact);
            }
        }
        Node::Other
    }
}
