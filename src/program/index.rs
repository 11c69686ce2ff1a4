//! An index over the rules of a process: what each value of a fact says of all of them at once.
//!
//! A rule is brought into the form of a conjunction of literals and of alternatives (disjunctions of literals); one whose root is a
//! disjunction is the opposite of such a rule. Sixty-four rules share a [`Block`]; in it each fact has a [`Lookup`]: the
//! constants that it is compared with, sorted, and for every range between two of them a row of masks that says which
//! conjunctions a value in that range makes false, and which it leaves not true. All rules are decided by or-ing one row
//! a fact. An alternative is kept as the conjunction of its opposites, in a plane of its own. What does not fit the form
//! (arithmetic, texts, lists, deeper nesting) is a node that is evaluated before, and looked up as a fact of type bool.
//!
//! Memory grows with the text of the rules: a fact's constants are those of one block, and a literal with many
//! constants is a node.

use std::collections::BTreeMap;

use crate::hir::{CompareOp, Within};
use crate::schema::{ColumnId, TableId};

use super::{Mode, NodeId, Op, Program};

/// Rules of one block.
pub(crate) const RULES: usize = 64;
/// Planes of one block: the conjunctions themselves, and alternatives.
pub(crate) const PLANES: usize = 4;
/// Constants of one literal, past which it is a node.
const CONSTANTS: usize = 8;
/// Literals of one rule, and levels of its tree, past which a part of it is a node.
const LITERALS: usize = 64;
const LEVELS: usize = 8;

/// The index of a process' rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub blocks: Vec<Block>,
    /// The nodes that are looked up, with all that they read and routing does not, in order.
    pub nodes: Vec<NodeId>,
}

/// Sixty-four rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub lookups: Vec<Lookup>,
    /// How many planes it has.
    pub planes: usize,
    /// In each plane but the first, the rules that have an alternative there.
    pub present: [u64; PLANES],
    /// The rules that are the opposite of their conjunction.
    pub inverted: u64,
    thresholds: Vec<i64>,
    rows: Vec<Masks>,
}

/// The conjunctions that are false, and those that are not true, one bit a rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Masks {
    pub is_false: u64,
    pub not_true: u64,
}

/// What is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Fact(ColumnId),
    Evidence {
        column: ColumnId,
        by: u16,
        within: Option<Within>,
    },
    /// A node of type bool.
    Truth(NodeId),
}

/// A fact with its constants and rows, by their places in the block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lookup {
    pub source: Key,
    thresholds: (u32, u32),
    rows: u32,
}

impl Block {
    /// The masks that a value brings, one a plane.
    pub(crate) fn known(&self, lookup: &Lookup, value: i64) -> &[Masks] {
        let (start, count) = (wide(lookup.thresholds.0), wide(lookup.thresholds.1));
        let thresholds = self.thresholds.get(start..start.saturating_add(count)).unwrap_or_default();
        let range = if count > 24 {
            thresholds.partition_point(|&threshold| threshold <= value)
        } else {
            thresholds.iter().map(|&threshold| usize::from(threshold <= value)).sum()
        };
        self.row(lookup, range)
    }

    /// The masks of an unknown value, one a plane.
    pub(crate) fn unknown(&self, lookup: &Lookup) -> &[Masks] {
        self.row(lookup, wide(lookup.thresholds.1).saturating_add(1))
    }

    fn row(&self, lookup: &Lookup, range: usize) -> &[Masks] {
        let start = wide(lookup.rows).saturating_add(range.saturating_mul(self.planes));
        self.rows.get(start..start.saturating_add(self.planes)).unwrap_or_default()
    }
}

/// What a literal says of a value.
#[derive(Clone, Debug)]
enum Test {
    Compare(CompareOp, i64),
    Between(i64, i64),
    In(Vec<i64>, bool),
    /// Of type bool.
    True,
    Known(bool),
}

impl Test {
    fn of(&self, value: i64) -> bool {
        match self {
            Test::Compare(CompareOp::Is, constant) => value == *constant,
            Test::Compare(CompareOp::IsNot, constant) => value != *constant,
            Test::Compare(CompareOp::Less, constant) => value < *constant,
            Test::Compare(CompareOp::LessOrEqual, constant) => value <= *constant,
            Test::Compare(CompareOp::Greater, constant) => value > *constant,
            Test::Compare(CompareOp::GreaterOrEqual, constant) => value >= *constant,
            Test::Between(low, high) => (*low..=*high).contains(&value),
            Test::In(items, negated) => items.contains(&value) != *negated,
            Test::True => value >= 1,
            Test::Known(negated) => !negated,
        }
    }

    /// What it says of an unknown value, where it says anything.
    fn of_unknown(&self) -> Option<bool> {
        if let Test::Known(negated) = self { Some(*negated) } else { None }
    }

    /// The values at which it may change what it says.
    fn thresholds(&self) -> Vec<i64> {
        match self {
            Test::Compare(CompareOp::Is | CompareOp::IsNot, constant) => around(&[*constant]),
            Test::Compare(CompareOp::Less | CompareOp::GreaterOrEqual, constant) => vec![*constant],
            Test::Compare(CompareOp::LessOrEqual | CompareOp::Greater, constant) => after(*constant).collect(),
            Test::Between(low, high) => std::iter::once(*low).chain(after(*high)).collect(),
            Test::In(items, _) => around(items),
            Test::True => vec![1],
            Test::Known(_) => Vec::new(),
        }
    }
}

fn after(value: i64) -> impl Iterator<Item = i64> {
    value.checked_add(1).into_iter()
}

fn around(values: &[i64]) -> Vec<i64> {
    values.iter().flat_map(|&value| std::iter::once(value).chain(after(value))).collect()
}

/// A node or its opposite.
#[derive(Clone, Copy, Debug)]
struct Literal {
    node: NodeId,
    negated: bool,
}

impl Literal {
    /// The node or its opposite, without `not`s around it.
    fn new(program: &Program, mut node: NodeId, mut negated: bool) -> Self {
        while let Some(Op::Not(inner)) = program.op(node) {
            node = *inner;
            negated = !negated;
        }
        Literal { node, negated }
    }

    fn opposite(self) -> Self {
        Literal { negated: !self.negated, ..self }
    }
}

/// A rule as a conjunction.
#[derive(Debug, Default)]
struct Conjunction {
    literals: Vec<Literal>,
    alternatives: Vec<Vec<Literal>>,
    inverted: bool,
}

/// Indexes the rules with those nodes. What routing reads has been evaluated before.
pub(super) fn build(program: &Program, rules: &[NodeId]) -> Index {
    let mut index = Index::default();
    let mut looked_up = Vec::new();
    for rules in rules.chunks(RULES) {
        let block = block(program, rules);
        looked_up.extend(block.lookups.iter().filter_map(|lookup| match lookup.source {
            Key::Truth(node) => Some(node),
            Key::Fact(_) | Key::Evidence { .. } => None,
        }));
        index.blocks.push(block);
    }
    index.nodes = program.closure(looked_up);
    index
}

fn block(program: &Program, rules: &[NodeId]) -> Block {
    let mut block = Block { planes: 1, ..Block::default() };
    let mut entries: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    for (bit, &rule) in (0_u32..).zip(rules) {
        let bit = 1_u64.checked_shl(bit).unwrap_or(0);
        let conjunction = conjunction(program, rule);
        if conjunction.inverted {
            block.inverted |= bit;
        }
        let alternatives = conjunction
            .alternatives
            .iter()
            .map(|literals| literals.iter().map(|literal| literal.opposite()).collect::<Vec<_>>());
        for (plane, literals) in std::iter::once(conjunction.literals.clone()).chain(alternatives).enumerate() {
            block.planes = block.planes.max(plane.saturating_add(1));
            if let Some(present) = block.present.get_mut(plane) {
                *present |= bit;
            }
            for literal in literals {
                let (source, test) = atom(program, literal.node);
                entries.entry(source).or_default().push(Entry { bit, plane, negated: literal.negated, test });
            }
        }
    }
    for (source, entries) in entries {
        block.look_up(source, &entries);
    }
    block
}

/// What one literal of one rule says.
struct Entry {
    bit: u64,
    plane: usize,
    negated: bool,
    test: Test,
}

impl Block {
    fn look_up(&mut self, source: Key, entries: &[Entry]) {
        let mut thresholds: Vec<i64> = entries.iter().flat_map(|entry| entry.test.thresholds()).collect();
        thresholds.sort_unstable();
        thresholds.dedup();
        let narrow = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.lookups.push(Lookup {
            source,
            thresholds: (narrow(self.thresholds.len()), narrow(thresholds.len())),
            rows: narrow(self.rows.len()),
        });
        for value in std::iter::once(i64::MIN).chain(thresholds.iter().copied()) {
            self.add_row(entries, |test| Some(test.of(value)));
        }
        self.add_row(entries, Test::of_unknown);
        self.thresholds.extend(thresholds);
    }

    fn add_row(&mut self, entries: &[Entry], says: impl Fn(&Test) -> Option<bool>) {
        let mut row = [Masks::default(); PLANES];
        for entry in entries {
            let Some(masks) = row.get_mut(entry.plane) else { continue };
            match says(&entry.test).map(|says| says != entry.negated) {
                Some(true) => {}
                None => masks.not_true |= entry.bit,
                Some(false) => {
                    masks.not_true |= entry.bit;
                    masks.is_false |= entry.bit;
                }
            }
        }
        self.rows.extend(row.iter().take(self.planes));
    }
}

/// A rule as a conjunction of literals and alternatives.
fn conjunction(program: &Program, rule: NodeId) -> Conjunction {
    let root = Literal::new(program, rule, false);
    let mut budget = LITERALS;
    let inverted = operands(program, root, true).is_none() && operands(program, root, false).is_some();
    let mut made = Conjunction { inverted, ..Conjunction::default() };
    let start = if inverted { root.opposite() } else { root };
    let mut pending = vec![(start, 0)];
    while let Some((literal, level)) = pending.pop() {
        let fits = level < LEVELS && budget > 0;
        if let Some(parts) = operands(program, literal, true).filter(|parts| fits && parts.len() <= budget) {
            budget = budget.saturating_sub(parts.len());
            pending.extend(parts.into_iter().map(|part| (part, level.saturating_add(1))));
            continue;
        }
        let room = made.alternatives.len().saturating_add(1) < PLANES;
        match alternatives(program, literal, budget).filter(|_| room) {
            Some(parts) => {
                budget = budget.saturating_sub(parts.len());
                made.alternatives.push(parts);
            }
            None => made.literals.push(literal),
        }
    }
    made
}

/// The literals of a disjunction, its own disjunctions among them; nothing where it is none, or holds conjunctions, or many literals.
fn alternatives(program: &Program, literal: Literal, budget: usize) -> Option<Vec<Literal>> {
    let mut literals = Vec::new();
    let mut pending = operands(program, literal, false)?;
    while let Some(literal) = pending.pop() {
        if let Some(parts) = operands(program, literal, false) {
            pending.extend(parts);
        } else if operands(program, literal, true).is_some() {
            return None;
        } else {
            literals.push(literal);
        }
        if literals.len().saturating_add(pending.len()) > budget {
            return None;
        }
    }
    Some(literals)
}

/// The operands of a conjunction (or of a disjunction) that a literal is; nothing where it is none.
fn operands(program: &Program, literal: Literal, conjunction: bool) -> Option<Vec<Literal>> {
    let Literal { node, negated } = literal;
    let many = |nodes: &[NodeId]| nodes.iter().map(|&node| Literal::new(program, node, negated)).collect();
    let is_and = conjunction != negated;
    let op = program.op(node)?;
    if let (Op::And(list), true) | (Op::Or(list), false) = (op, is_and) {
        Some(many(program.operands(*list)))
    } else if let (Op::Needed { when, condition }, false) = (op, is_and) {
        Some(vec![Literal::new(program, *when, !negated), Literal::new(program, *condition, negated)])
    } else {
        None
    }
}

/// What a literal looks up, and what it says of it.
fn atom(program: &Program, node: NodeId) -> (Key, Test) {
    fact_test(program, node).unwrap_or((Key::Truth(node), Test::True))
}

fn fact_test(program: &Program, node: NodeId) -> Option<(Key, Test)> {
    let constant = |node: NodeId| match program.op(node) {
        Some(Op::Constant(value)) => Some(*value),
        Some(_) | None => None,
    };
    let op = program.op(node)?;
    if let Op::Fact { .. } | Op::Evidence { .. } = op {
        Some((source(program, node)?, Test::True))
    } else if let Op::Known { value, negated, mode: Mode::Standing } = op {
        Some((source(program, *value)?, Test::Known(*negated)))
    } else if let Op::Compare { op, left, right } = op {
        match (source(program, *left), constant(*right)) {
            (Some(source), Some(constant)) => Some((source, Test::Compare(*op, constant))),
            (Some(_) | None, _) => Some((source(program, *right)?, Test::Compare(flipped(*op), constant(*left)?))),
        }
    } else if let Op::Between { value, low, high } = op {
        Some((source(program, *value)?, Test::Between(constant(*low)?, constant(*high)?)))
    } else if let Op::In { value, items, negated } = op {
        let items = program.operands(*items);
        let items = items.iter().map(|&item| constant(item)).collect::<Option<Vec<i64>>>()?;
        (items.len() <= CONSTANTS).then_some((source(program, *value)?, Test::In(items, *negated)))
    } else {
        None
    }
}

/// The fact of the opportunity that a node reads.
fn source(program: &Program, node: NodeId) -> Option<Key> {
    let op = *program.op(node)?;
    if let Op::Fact { table: TableId(0), column } = op {
        Some(Key::Fact(column))
    } else if let Op::Evidence { table: TableId(0), column, by, within } = op {
        Some(Key::Evidence { column, by, within })
    } else {
        None
    }
}

fn flipped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Is => CompareOp::Is,
        CompareOp::IsNot => CompareOp::IsNot,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
    }
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
