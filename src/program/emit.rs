//! Expressions to nodes, run by run.

use std::collections::HashMap;
use std::ops::Range;

use crate::hir::{ArithmeticOp, ExprId, ExprKind, ListRef, Literal, Operand, Playbook, Step, Type};

use super::label::{self, Labels, Reader};
use super::{Body, BodyId, ListPlace, Mode, NodeId, Op, Operands, Program, Readings};

/// A run of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Run {
    Routing,
    Shared,
    Unit(u32),
    /// What of the unit reads its chance.
    AfterChance(u32),
    AskShared,
    Ask(u32),
    /// For each element of a quantifier's or aggregate's list.
    Standing(u32),
    /// The same, for the open reading.
    Open(u32),
}

/// The work of emitting: what belongs to which run, and what has been emitted.
pub(super) struct Emitter<'a> {
    playbook: &'a Playbook,
    pub(crate) program: Program,
    /// All that is emitted, by run.
    plan: Vec<(Run, ExprId, Mode)>,
    /// The run that is being emitted.
    current: Run,
    standing: Vec<Option<NodeId>>,
    open: Vec<Option<NodeId>>,
    chances: HashMap<u32, NodeId>,
    /// The unit of each expression that reads the chance.
    chance_units: HashMap<ExprId, u32>,
    seen: HashMap<(Run, Op), NodeId>,
    lists: HashMap<Vec<NodeId>, Operands>,
    bodies: HashMap<ExprId, BodyId>,
    /// The quantifiers and aggregates met, by [`BodyId`].
    lists_met: Vec<ExprId>,
    texts: HashMap<String, i64>,
}

impl<'a> Emitter<'a> {
    pub(crate) fn new(playbook: &'a Playbook, labels: &Labels) -> Self {
        let count = playbook.exprs.len();
        let mut plan = Vec::new();
        for id in label::ids(&playbook.exprs) {
            let owner = labels.owner(id);
            if let Some(label) = labels.standing(id) {
                plan.push((run_of(label, owner, labels.reads_chance(id), Mode::Standing), id, Mode::Standing));
            }
            if let Some(label) = labels.open(id) {
                plan.push((run_of(label, owner, labels.reads_chance(id), Mode::Open), id, Mode::Open));
            }
        }
        plan.sort_unstable_by_key(|&(run, id, mode)| (run, id, mode == Mode::Open));
        Emitter {
            playbook,
            program: Program::default(),
            plan,
            current: Run::Routing,
            standing: vec![None; count],
            open: vec![None; count],
            chances: HashMap::new(),
            chance_units: chance_units(playbook, labels),
            seen: HashMap::new(),
            lists: HashMap::new(),
            bodies: HashMap::new(),
            lists_met: Vec::new(),
            texts: HashMap::new(),
        }
    }

    /// Emits all of a run, and says which nodes it is.
    pub(crate) fn run(&mut self, run: Run) -> Range<usize> {
        self.current = run;
        let start = self.program.nodes.len();
        let from = self.plan.partition_point(|&(other, ..)| other < run);
        let to = self.plan.partition_point(|&(other, ..)| other <= run);
        for place in from..to {
            if let Some(&(_, expr, mode)) = self.plan.get(place) {
                let node = self.emit(expr, mode);
                let nodes = match mode {
                    Mode::Standing => &mut self.standing,
                    Mode::Open => &mut self.open,
                };
                if let Some(slot) = nodes.get_mut(label::index(expr)) {
                    *slot = Some(node);
                }
            }
        }
        let range = start..self.program.nodes.len();
        match run {
            Run::Routing => self.program.routing = range.clone(),
            Run::Shared => self.program.shared = range.clone(),
            Run::AskShared | Run::Unit(_) | Run::AfterChance(_) | Run::Ask(_) | Run::Standing(_) | Run::Open(_) => {}
        }
        range
    }

    /// Emits the node that computes a unit's chance.
    pub(crate) fn chance(&mut self, unit: u32) {
        let node = self.push(Op::Chance { unit });
        self.chances.insert(unit, node);
    }

    /// Emits the runs of all lists, which come last, and gives the program.
    pub(crate) fn finish(mut self) -> Program {
        let mut done = 0;
        while let Some(&list) = self.lists_met.get(done) {
            // The run of a list may meet further lists.
            let body = self.body(list);
            if let Some(slot) = self.program.bodies.get_mut(done) {
                *slot = body;
            }
            done = done.saturating_add(1);
        }
        let pairs = self.standing.iter().zip(&self.open);
        let readings = pairs
            .map(|(&standing, &open)| standing.map(|standing| Readings { standing, open: open.unwrap_or(standing) }));
        self.program.readings = readings.collect();
        self.program.settle();
        self.program
    }

    /// The node of an expression that has been emitted, in one reading.
    pub(crate) fn reading(&self, expr: ExprId, mode: Mode) -> NodeId {
        self.readings(expr).of(mode)
    }

    /// Both nodes of an expression that has been emitted.
    pub(crate) fn readings(&self, expr: ExprId) -> Readings {
        let find = |nodes: &[Option<NodeId>]| nodes.get(label::index(expr)).copied().flatten();
        let standing = find(&self.standing).unwrap_or(NodeId(0));
        Readings { standing, open: find(&self.open).unwrap_or(standing) }
    }

    /// Adds a node, or finds the one that does the same in this run or one that is always run before.
    pub(crate) fn push(&mut self, op: Op) -> NodeId {
        let current = self.current;
        let seen = &self.seen;
        let found = std::iter::once(current).chain(current.before()).find_map(|run| seen.get(&(run, op)));
        if let Some(&node) = found {
            return node;
        }
        let node = NodeId(u32::try_from(self.program.nodes.len()).unwrap_or(u32::MAX));
        self.program.nodes.push(op);
        self.seen.insert((self.current, op), node);
        node
    }

    /// The run of a list's elements.
    fn body(&mut self, expr: ExprId) -> Body {
        let standing = self.run(Run::Standing(expr.0));
        let open = self.run(Run::Open(expr.0));
        let kind = &self.playbook.exprs.get(expr).kind;
        let value = if let ExprKind::Aggregate { value, .. } = kind { *value } else { None };
        let condition = if let ExprKind::Quantifier { condition, .. } | ExprKind::Aggregate { condition, .. } = kind {
            *condition
        } else {
            None
        };
        Body {
            start: standing.start,
            standing_end: standing.end,
            end: open.end,
            condition: condition.map(|expr| self.readings(expr)),
            value: value.map(|expr| self.readings(expr)),
        }
    }

    fn emit(&mut self, expr: ExprId, mode: Mode) -> NodeId {
        let playbook = self.playbook;
        let of = |emitter: &Self, expr: ExprId| emitter.reading(expr, mode);
        let op = match &playbook.exprs.get(expr).kind {
            ExprKind::Literal(literal) => self.literal(literal),
            ExprKind::Today => Op::Today,
            ExprKind::Fact { fact, by: None, within: None } => Op::Fact { table: fact.table, column: fact.column },
            ExprKind::Fact { fact, by, within } => {
                let by = u16::try_from(by.unwrap_or(0)).unwrap_or(u16::MAX);
                Op::Evidence { table: fact.table, column: fact.column, by, within: *within }
            }
            ExprKind::Define(_) => return self.define(expr, mode),
            ExprKind::And(operands) => Op::And(self.many(operands, mode)),
            ExprKind::Or(operands) => Op::Or(self.many(operands, mode)),
            ExprKind::Not(operand) => Op::Not(of(self, *operand)),
            ExprKind::Compare { op, left, right } => self.compare(*op, *left, *right, mode),
            ExprKind::Between { value, low, high } => {
                Op::Between { value: of(self, *value), low: of(self, *low), high: of(self, *high) }
            }
            ExprKind::In { value, items, negated } => self.any_of(*value, items, *negated, mode),
            ExprKind::TextTest { op, left, right } => {
                Op::TextTest { op: *op, left: of(self, *left), right: of(self, *right) }
            }
            ExprKind::Known { value, negated } => Op::Known { value: of(self, *value), negated: *negated, mode },
            ExprKind::ListKnown { list, negated } => {
                Op::ListKnown { table: list.table, list: list.list, negated: *negated, mode }
            }
            ExprKind::Negate(operand) => Op::Negate(of(self, *operand)),
            ExprKind::Arithmetic { first, rest } => return self.arithmetic(*first, rest, mode),
            ExprKind::Calendar(end, operand) => Op::Calendar(*end, of(self, *operand)),
            ExprKind::Abs(operand) => Op::Abs(of(self, *operand)),
            ExprKind::Round(operand) => Op::Round(of(self, *operand)),
            ExprKind::Min(left, right) => Op::Min(of(self, *left), of(self, *right)),
            ExprKind::Max(left, right) => Op::Max(of(self, *left), of(self, *right)),
            ExprKind::Length(operand) => Op::Length(of(self, *operand)),
            ExprKind::Lower(operand) => Op::Lower(of(self, *operand)),
            ExprKind::Call { function, args } => Op::Call { function: *function, args: self.many(args, mode) },
            ExprKind::Quantifier { quantifier, list, .. } => {
                let body = self.body_of(expr);
                Op::Quantifier { quantifier: *quantifier, list: place(list), body, mode }
            }
            ExprKind::Aggregate { aggregate, list, .. } => {
                let days = playbook.exprs.get(expr).ty == Type::Duration;
                let body = self.body_of(expr);
                Op::Aggregate { aggregate: *aggregate, days, list: place(list), body, mode }
            }
            ExprKind::ChanceEnd(end) => Op::ChanceEnd { chance: self.chance_node(), end: *end },
            ExprKind::CompareChance { op, right } => {
                Op::CompareChance { chance: self.chance_node(), op: *op, right: of(self, *right) }
            }
            ExprKind::ChanceBetween { low, high } => {
                Op::ChanceBetween { chance: self.chance_node(), low: of(self, *low), high: of(self, *high) }
            }
        };
        self.push(op)
    }

    /// A define is what it stands for.
    fn define(&self, expr: ExprId, mode: Mode) -> NodeId {
        let meaning = self.playbook.reads(expr).first().copied();
        meaning.map_or(NodeId(0), |meaning| self.reading(meaning, mode))
    }

    fn compare(&mut self, op: crate::hir::CompareOp, left: ExprId, right: ExprId, mode: Mode) -> Op {
        let text = self.playbook.exprs.get(left).ty == Type::Text;
        let (left, right) = (self.reading(left, mode), self.reading(right, mode));
        if text {
            Op::CompareText { same: op == crate::hir::CompareOp::Is, left, right }
        } else {
            Op::Compare { op, left, right }
        }
    }

    fn any_of(&mut self, value: ExprId, items: &[ExprId], negated: bool, mode: Mode) -> Op {
        let text = self.playbook.exprs.get(value).ty == Type::Text;
        let (value, items) = (self.reading(value, mode), self.many(items, mode));
        if text { Op::InTexts { value, items, negated } } else { Op::In { value, items, negated } }
    }

    fn arithmetic(&mut self, first: ExprId, rest: &[Step], mode: Mode) -> NodeId {
        let mut left = self.reading(first, mode);
        for step in rest {
            let op = match (step.right, step.op) {
                (Operand::Expr(right), op) => Op::Arithmetic { op, left, right: self.reading(right, mode) },
                (Operand::Months(months), ArithmeticOp::DateSubMonths) => {
                    Op::AddMonths { date: left, months: months.saturating_neg() }
                }
                (Operand::Months(months), _added) => Op::AddMonths { date: left, months },
            };
            left = self.push(op);
        }
        left
    }

    fn literal(&mut self, literal: &Literal) -> Op {
        match literal {
            Literal::Bool(value) => Op::Constant(i64::from(*value)),
            Literal::Number(value) | Literal::Percent(value) | Literal::Money(value, _) | Literal::Duration(value) => {
                Op::Constant(*value)
            }
            Literal::Date(date) => Op::Constant(i64::from(date.days())),
            Literal::Variant(place) => Op::Constant(i64::from(*place)),
            Literal::Text(text) => Op::Text(self.text(text)),
        }
    }

    fn text(&mut self, text: &str) -> i64 {
        if let Some(&place) = self.texts.get(text) {
            return place;
        }
        let part = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let place = crate::facts::TextRef { start: part(self.program.texts.len()), len: part(text.len()) }.pack();
        self.program.texts.push_str(text);
        self.texts.insert(text.to_owned(), place);
        place
    }

    fn many(&mut self, exprs: &[ExprId], mode: Mode) -> Operands {
        let nodes: Vec<NodeId> = exprs.iter().map(|&expr| self.reading(expr, mode)).collect();
        if let Some(&operands) = self.lists.get(&nodes) {
            return operands;
        }
        let part = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let operands = Operands { start: part(self.program.operands.len()), count: part(nodes.len()) };
        self.program.operands.extend(&nodes);
        self.lists.insert(nodes, operands);
        operands
    }

    fn body_of(&mut self, expr: ExprId) -> BodyId {
        if let Some(&body) = self.bodies.get(&expr) {
            return body;
        }
        let body = BodyId(u32::try_from(self.program.bodies.len()).unwrap_or(u32::MAX));
        self.program.bodies.push(Body::default());
        self.bodies.insert(expr, body);
        self.lists_met.push(expr);
        body
    }

    /// The chance of the unit that is being emitted; only its own expressions read it.
    fn chance_node(&self) -> NodeId {
        let unit = match self.current {
            Run::Unit(unit) | Run::AfterChance(unit) | Run::Ask(unit) => unit,
            Run::Standing(list) | Run::Open(list) => self.chance_units.get(&ExprId(list)).copied().unwrap_or(0),
            Run::Routing | Run::Shared | Run::AskShared => 0,
        };
        self.chances.get(&unit).copied().unwrap_or(NodeId(0))
    }
}

impl Run {
    /// What is always run before this one.
    fn before(self) -> Vec<Run> {
        match self {
            Run::Routing => Vec::new(),
            Run::Shared | Run::Standing(_) => vec![Run::Routing],
            Run::Unit(_) | Run::AskShared => vec![Run::Shared, Run::Routing],
            Run::AfterChance(unit) => vec![Run::Unit(unit), Run::Shared, Run::Routing],
            Run::Ask(unit) => {
                vec![Run::AfterChance(unit), Run::Unit(unit), Run::AskShared, Run::Shared, Run::Routing]
            }
            Run::Open(list) => vec![Run::Standing(list), Run::Routing],
        }
    }
}

/// The unit of each expression that reads the chance: only its own process does.
fn chance_units(playbook: &Playbook, labels: &Labels) -> HashMap<ExprId, u32> {
    let unit = |id: ExprId| match labels.standing(id)?.reader {
        Reader::Unit(unit) => Some((id, unit)),
        Reader::Many | Reader::Routing => None,
    };
    label::ids(&playbook.exprs).filter(|&id| labels.reads_chance(id)).filter_map(unit).collect()
}

/// The run that an expression belongs to.
fn run_of(label: label::Label, owner: Option<ExprId>, reads_chance: bool, mode: Mode) -> Run {
    match (owner, mode) {
        (Some(owner), Mode::Standing) => return Run::Standing(owner.0),
        (Some(owner), Mode::Open) => return Run::Open(owner.0),
        (None, Mode::Standing | Mode::Open) => {}
    }
    match (label.urgent, label.reader) {
        (_, Reader::Routing) => Run::Routing,
        (true, Reader::Many) => Run::Shared,
        (true, Reader::Unit(unit)) if reads_chance => Run::AfterChance(unit),
        (true, Reader::Unit(unit)) => Run::Unit(unit),
        (false, Reader::Many) => Run::AskShared,
        (false, Reader::Unit(unit)) => Run::Ask(unit),
    }
}

fn place(list: &ListRef) -> ListPlace {
    ListPlace { table: list.table, list: list.list, elements: list.elements }
}
