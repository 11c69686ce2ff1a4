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

use std::collections::{BTreeMap, BTreeSet};

use crate::hir::{CompareOp, Within};
use crate::schema::{ColumnId, TableId};

use super::block::{self, Block, PLANES};
use super::forms::{self, Bounds, Forms};
use super::{Mode, NodeId, Op, Program};

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
    pub inputs: Inputs,
}

/// Where an index holds a rule: its block, and its bit there.
pub(crate) type RulePlace = (usize, u64);

/// A rule that an index is asked for, or its opposite.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indexed {
    pub node: NodeId,
    pub negated: bool,
}

/// What is looked up, in the order in which blocks count it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    /// The bits of the day that say that sums may be wrong. The day itself is the first input.
    pub today_outside: i64,
    pub evidence: Vec<EvidenceInput>,
    /// Nodes of type bool.
    pub truths: Vec<NodeId>,
    pub facts: Vec<FactInput>,
    /// Whether the facts are all there are, up to the last of them, in their order.
    pub is_dense: bool,
}

impl Inputs {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        let day: usize = 1;
        day.saturating_add(self.evidence.len()).saturating_add(self.truths.len()).saturating_add(self.facts.len())
    }
}

/// A fact of the opportunity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactInput {
    pub column: ColumnId,
    /// The bits of its size that say that sums may be wrong.
    pub outside: i64,
}

/// A fact of the opportunity by its evidence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EvidenceInput {
    pub column: ColumnId,
    pub by: u16,
    pub within: Option<Within>,
    pub outside: i64,
}

/// What is looked up. The order is that of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Today,
    Evidence {
        column: ColumnId,
        by: u16,
        within: Option<Within>,
    },
    /// A node of type bool.
    Truth(NodeId),
    Fact(ColumnId),
    Sum(forms::Sum),
}

/// What a literal says of a value.
#[derive(Clone, Debug)]
pub(super) enum Test {
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

/// Indexes those rules. What routing reads has been evaluated before. `is_date` says which facts of the opportunity
/// are dates. Gives each rule's place too.
pub(super) fn build(
    program: &Program,
    rules: &[Indexed],
    is_date: &dyn Fn(ColumnId) -> bool,
) -> (Index, Vec<RulePlace>) {
    let mut builder = Builder { program, is_date, bounds: Bounds::ALL[0], inputs: BTreeMap::new() };
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places = Vec::with_capacity(rules.len());
    for &rule in rules {
        let parts = builder.parts(rule);
        let last = drafts.last_mut().filter(|draft| draft.has_room(&parts));
        match last {
            Some(draft) => draft.add(parts),
            None => drafts.push(Draft::default().with(parts)),
        }
        places.push(drafts.last().map_or((0, 0), |draft| (drafts.len().saturating_sub(1), draft.last)));
    }
    builder.number();
    let blocks = drafts.iter().map(|draft| builder.block(draft)).collect();
    let inputs = builder.inputs();
    (Index { blocks, nodes: program.closure(inputs.truths.clone()), inputs }, places)
}

/// Up to sixty-four rules as what is said of each key.
#[derive(Default)]
struct Draft {
    planes: usize,
    present: [u64; PLANES],
    inverted: u64,
    entries: BTreeMap<Key, Vec<Entry>>,
    /// What the entries read.
    reads: BTreeSet<Key>,
    /// The last rule's bit.
    last: u64,
}

/// What one literal of one rule says.
struct Entry {
    bit: u64,
    plane: usize,
    negated: bool,
    test: Test,
}

/// A rule in the parts that a block takes: of each literal its plane, key, and what it says.
struct Parts {
    inverted: bool,
    literals: Vec<(usize, Key, bool, Test)>,
    reads: BTreeSet<Key>,
}

impl Draft {
    /// Whether it takes one more rule.
    fn has_room(&self, parts: &Parts) -> bool {
        let more = parts.reads.difference(&self.reads).count();
        self.last.leading_zeros() > 0 && self.reads.len().saturating_add(more) <= block::PAGE
    }

    fn with(mut self, parts: Parts) -> Self {
        self.add(parts);
        self
    }

    fn add(&mut self, parts: Parts) {
        self.last = self.last.checked_shl(1).filter(|&bit| bit != 0).unwrap_or(1);
        if parts.inverted {
            self.inverted |= self.last;
        }
        for (plane, key, negated, test) in parts.literals {
            self.planes = self.planes.max(plane.saturating_add(1));
            if let Some(present) = self.present.get_mut(plane) {
                *present |= self.last;
            }
            self.entries.entry(key).or_default().push(Entry { bit: self.last, plane, negated, test });
        }
        self.reads.extend(parts.reads);
    }
}

struct Builder<'a> {
    program: &'a Program,
    is_date: &'a dyn Fn(ColumnId) -> bool,
    /// What facts are held to.
    bounds: Bounds,
    /// The place of each input, and whether a sum reads it.
    inputs: BTreeMap<Key, (u32, bool)>,
}

impl Builder<'_> {
    fn parts(&mut self, rule: Indexed) -> Parts {
        let Conjunction { literals, alternatives, inverted } = conjunction(self.program, rule);
        let alternatives =
            alternatives.into_iter().map(|literals| literals.into_iter().map(Literal::opposite).collect());
        let mut parts = Parts { inverted, literals: Vec::new(), reads: BTreeSet::new() };
        for (plane, literals) in std::iter::once(literals).chain(alternatives).enumerate() {
            for literal in literals {
                let (key, test) = self.atom(literal.node, &mut parts.reads);
                parts.literals.push((plane, key, literal.negated, test));
            }
        }
        parts
    }

    /// What a literal looks up, and what it says of it.
    fn atom(&mut self, node: NodeId, reads: &mut BTreeSet<Key>) -> (Key, Test) {
        let (program, is_date) = (self.program, self.is_date);
        if let Some((key, test)) = fact_test(program, node) {
            self.read(key, false, reads);
            return (key, test);
        }
        let found = Bounds::ALL.iter().find_map(|&bounds| {
            let (sum, test) = Forms { program, is_date, bounds }.test(node)?;
            Some((bounds, sum, test))
        });
        let Some((bounds, sum, test)) = found else {
            self.read(Key::Truth(node), false, reads);
            return (Key::Truth(node), Test::True);
        };
        self.bounds = self.bounds.and(bounds);
        for (node, _) in [sum.first, sum.second] {
            if let Some(key) = source(program, node) {
                self.read(key, true, reads);
            }
        }
        (Key::Sum(sum), test)
    }

    fn read(&mut self, key: Key, in_sum: bool, reads: &mut BTreeSet<Key>) {
        self.inputs.entry(key).or_default().1 |= in_sum;
        reads.insert(key);
    }

    /// Gives the inputs their places. The day has the first, be it read or not.
    fn number(&mut self) {
        self.inputs.entry(Key::Today).or_default();
        let columns =
            || self.inputs.keys().filter_map(|key| if let Key::Fact(column) = key { Some(column.0) } else { None });
        let (count, last) = (columns().count(), columns().next_back().unwrap_or(0));
        // All are as quick as half of them, looked up one by one.
        if usize::try_from(last).is_ok_and(|last| last < count.saturating_mul(2)) {
            for column in 0..last {
                self.inputs.entry(Key::Fact(ColumnId(column))).or_default();
            }
        }
        for (place, (at, _)) in (0..).zip(self.inputs.values_mut()) {
            *at = place;
        }
    }

    fn inputs(&self) -> Inputs {
        let mut inputs = Inputs::default();
        for (&key, &(_, in_sum)) in &self.inputs {
            let outside = |is_date| if in_sum { self.bounds.outside(is_date) } else { 0 };
            let of_fact = |column| outside((self.is_date)(column));
            match key {
                Key::Today => inputs.today_outside = outside(true),
                Key::Fact(column) => inputs.facts.push(FactInput { column, outside: of_fact(column) }),
                Key::Evidence { column, by, within } => {
                    inputs.evidence.push(EvidenceInput { column, by, within, outside: of_fact(column) });
                }
                Key::Truth(node) => inputs.truths.push(node),
                Key::Sum(_) => {}
            }
        }
        inputs.is_dense = (0..).zip(&inputs.facts).all(|(place, fact)| fact.column == ColumnId(place));
        inputs
    }

    /// Where a block finds the values that it reads: at their places among all inputs where these are few, else in a page of
    /// its own.
    fn page(&self, draft: &Draft) -> BTreeMap<Key, u32> {
        if self.inputs.len() <= block::PAGE {
            return draft.reads.iter().map(|&key| (key, self.place(key))).collect();
        }
        (0..).zip(&draft.reads).map(|(place, &key)| (key, place)).collect()
    }

    fn place(&self, key: Key) -> u32 {
        self.inputs.get(&key).map_or(u32::MAX, |&(place, _)| place)
    }

    fn block(&self, draft: &Draft) -> Block {
        let mut block = Block::new(draft.planes);
        if self.inputs.len() > block::PAGE {
            block.page = draft.reads.iter().map(|&key| self.place(key)).collect();
        }
        let page = self.page(draft);
        block.present = draft.present;
        block.inverted = draft.inverted;
        for (&key, entries) in &draft.entries {
            let mut constants: Vec<i64> = entries.iter().flat_map(|entry| entry.test.thresholds()).collect();
            constants.sort_unstable();
            constants.dedup();
            self.look_up(&mut block, &page, key, &constants);
            block.push_row(row(draft, entries, Test::of_unknown));
            for value in block::ranges(&constants) {
                block.push_row(row(draft, entries, |test| Some(test.of(value))));
            }
        }
        block
    }

    fn look_up(&self, block: &mut Block, page: &BTreeMap<Key, u32>, key: Key, constants: &[i64]) {
        let place = |key: Key| page.get(&key).and_then(|&place| u8::try_from(place).ok()).unwrap_or(u8::MAX);
        let Key::Sum(forms::Sum { first, second, parity }) = key else {
            return block.look_up(block::Single(place(key)), constants);
        };
        let input = |node: NodeId| source(self.program, node).map_or(u8::MAX, place);
        let sum = block::Sum { first: (input(first.0), first.1), second: (input(second.0), second.1) };
        match parity {
            None => block.look_up_sum(sum, constants),
            Some(parity) => {
                let [first, second, constant] = [parity.first, parity.second, parity.constant].map(i64::from);
                block.look_up_odd_sum(block::OddSum { sum, first, second, constant }, constants);
            }
        }
    }
}

/// The rules that one value decides: a conjunction by what is not true, its opposite, and an alternative, by what is false.
fn row(draft: &Draft, entries: &[Entry], says: impl Fn(&Test) -> Option<bool>) -> [u64; PLANES] {
    let mut row = [0; PLANES];
    for entry in entries {
        let Some(bits) = row.get_mut(entry.plane) else { continue };
        let is_inverted = draft.inverted & entry.bit != 0;
        let by_false = is_inverted != (entry.plane > 0);
        let decides = match says(&entry.test).map(|says| says != entry.negated) {
            Some(holds) => !holds,
            None => !by_false,
        };
        if decides {
            *bits |= entry.bit;
        }
    }
    row
}

/// A rule as a conjunction of literals and alternatives.
fn conjunction(program: &Program, rule: Indexed) -> Conjunction {
    let root = Literal::new(program, rule.node, rule.negated);
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

/// The fact of the opportunity, or the day, that a node reads.
fn source(program: &Program, node: NodeId) -> Option<Key> {
    let op = *program.op(node)?;
    if let Op::Fact { table: TableId(0), column } = op {
        Some(Key::Fact(column))
    } else if let Op::Evidence { table: TableId(0), column, by, within } = op {
        Some(Key::Evidence { column, by, within })
    } else if let Op::Today = op {
        Some(Key::Today)
    } else {
        None
    }
}

/// The comparison with its sides changed.
pub(super) fn flipped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Is => CompareOp::Is,
        CompareOp::IsNot => CompareOp::IsNot,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
    }
}
