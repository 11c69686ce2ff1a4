//! The meaning of expressions as numbers: two that mean the same have one number, in whichever playbook and words.
//!
//! Comes from the expressions of checked playbooks, children before parents; each gets two numbers, its own and that of its
//! opposite, so that a `not` is a swap and `not (a and b)` meets `not a or not b`. Defines are read through. Operands of `and` and
//! `or` are sets. All that is held equal here is equal in Kleene's logic too: whatever is unknown, the values are the same.
//!
//! Deliberately not here: that `x > 1` follows from `x > 2`. What has two numbers may still mean the same.

use std::collections::HashMap;

use crate::hir::{
    Aggregate, ArithmeticOp, ChanceEnd, CompareOp, ExprId, ExprKind, FactRef, ListRef, Literal, Operand, Playbook,
    Quantifier, Step, TextOp, Type, Within,
};
use crate::schema::Schema;
use crate::value::Calendar;

/// A meaning by its number among all that have been met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Meaning(u32);

/// Of an expression, and of its opposite; of what is no condition both are one.
#[derive(Clone, Copy, Debug)]
struct Pair {
    is: Meaning,
    is_not: Meaning,
}

/// All meanings met, by what they are made of.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    numbers: HashMap<Node, Meaning>,
    /// The operands of those that are sets of them.
    all_of: HashMap<Meaning, Vec<Meaning>>,
    any_of: HashMap<Meaning, Vec<Meaning>>,
    /// How many more operands may be copied from set to set, so that the work is bounded.
    patience: usize,
}

/// What a meaning is made of. Facts, lists and functions go by name: playbooks number them as they like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Literal(Literal),
    Variant(String),
    Today,
    Fact { path: String, by: Option<String>, within: Option<Within> },
    ChanceEnd(ChanceEnd),
    CompareChance(CompareOp, Meaning),
    ChanceBetween(Meaning, Meaning),
    AllOf(Vec<Meaning>),
    AnyOf(Vec<Meaning>),
    Not(Meaning),
    Compare(CompareOp, Meaning, Meaning),
    TextTest(TextOp, Meaning, Meaning),
    Known(Meaning),
    ListKnown(String),
    Negate(Meaning),
    Step(ArithmeticOp, Meaning, Term),
    Calendar(Calendar, Meaning),
    Abs(Meaning),
    Round(Meaning),
    Min(Meaning, Meaning),
    Max(Meaning, Meaning),
    Length(Meaning),
    Lower(Meaning),
    Call(String, Vec<Meaning>),
    AtLeast(u64, String, Option<Meaning>),
    Exactly(u64, String, Option<Meaning>),
    Aggregate(Aggregate, String, Option<Meaning>, Option<Meaning>),
}

/// The right side of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Term {
    Of(Meaning),
    Months(i64),
}

/// The meanings of one playbook's expressions.
#[derive(Debug)]
pub(super) struct Read {
    pairs: Vec<Pair>,
}

impl Read {
    /// What an expression means.
    pub(super) fn of(&self, expr: ExprId) -> Option<Meaning> {
        self.pairs.get(index(expr.0)).map(|pair| pair.is)
    }
}

impl Meanings {
    /// The patience for one playbook.
    const PATIENCE: usize = 1 << 20;

    /// Reads all expressions of a playbook. `called` says under which name a fact or list goes that is declared by a path.
    pub(super) fn read(&mut self, playbook: &Playbook, called: &impl Fn(&str) -> String) -> Read {
        self.patience = Meanings::PATIENCE;
        let mut reader = Reading { meanings: self, playbook, called, pairs: Vec::with_capacity(playbook.exprs.len()) };
        for place in 0..u32::try_from(playbook.exprs.len()).unwrap_or(u32::MAX) {
            let pair = reader.pair(ExprId(place));
            reader.pairs.push(pair);
        }
        Read { pairs: reader.pairs }
    }

    fn number(&mut self, node: Node) -> Meaning {
        let next = Meaning(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
        *self.numbers.entry(node).or_insert(next)
    }

    /// Both numbers of a condition that is made of no others that could be turned round.
    fn atom(&mut self, node: Node) -> Pair {
        let is = self.number(node);
        Pair { is, is_not: self.number(Node::Not(is)) }
    }

    fn value(&mut self, node: Node) -> Pair {
        let is = self.number(node);
        Pair { is, is_not: is }
    }

    /// All of (or any of) the operands: what is such a set itself is dissolved, what stands twice counts once.
    fn set(&mut self, operands: &[Meaning], all: bool) -> Meaning {
        let sets = if all { &self.all_of } else { &self.any_of };
        let mut members = Vec::with_capacity(operands.len());
        for operand in operands {
            match sets.get(operand).filter(|inner| inner.len() <= self.patience) {
                Some(inner) => {
                    self.patience = self.patience.saturating_sub(inner.len());
                    members.extend_from_slice(inner);
                }
                None => members.push(*operand),
            }
        }
        members.sort_unstable();
        members.dedup();
        if let &[only] = members.as_slice() {
            return only;
        }
        let node = if all { Node::AllOf(members.clone()) } else { Node::AnyOf(members.clone()) };
        let number = self.number(node);
        let sets = if all { &mut self.all_of } else { &mut self.any_of };
        sets.entry(number).or_insert(members);
        number
    }

    /// Both numbers of `left op right`.
    fn compare(&mut self, op: CompareOp, left: Meaning, right: Meaning) -> Pair {
        let is = self.compared(op, left, right);
        let opposite = opposite(op);
        Pair { is, is_not: self.compared(opposite, left, right) }
    }

    fn compared(&mut self, op: CompareOp, left: Meaning, right: Meaning) -> Meaning {
        let (op, left, right) = match op {
            CompareOp::Is | CompareOp::IsNot => (op, left.min(right), left.max(right)),
            CompareOp::Less | CompareOp::LessOrEqual => (op, left, right),
            CompareOp::Greater => (CompareOp::Less, right, left),
            CompareOp::GreaterOrEqual => (CompareOp::LessOrEqual, right, left),
        };
        self.number(Node::Compare(op, left, right))
    }
}

fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Is => CompareOp::IsNot,
        CompareOp::IsNot => CompareOp::Is,
        CompareOp::Less => CompareOp::GreaterOrEqual,
        CompareOp::LessOrEqual => CompareOp::Greater,
        CompareOp::Greater => CompareOp::LessOrEqual,
        CompareOp::GreaterOrEqual => CompareOp::Less,
    }
}

fn swapped(pair: Pair, swap: bool) -> Pair {
    if swap { Pair { is: pair.is_not, is_not: pair.is } } else { pair }
}

/// The reading of one playbook.
struct Reading<'a, F> {
    meanings: &'a mut Meanings,
    playbook: &'a Playbook,
    called: &'a F,
    pairs: Vec<Pair>,
}

impl<F: Fn(&str) -> String> Reading<'_, F> {
    fn pair(&mut self, expr: ExprId) -> Pair {
        let playbook = self.playbook;
        let expr = playbook.exprs.get(expr);
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, &expr.ty),
            ExprKind::Fact { fact, by, within } => self.fact(*fact, *by, *within, &expr.ty),
            ExprKind::Define(define) => {
                let define = playbook.defines.get(index(define.0)).map(|define| define.expr);
                define.and_then(|expr| self.pairs.get(index(expr.0)).copied()).unwrap_or(NOTHING)
            }
            ExprKind::CompareChance { op, right } => {
                let right = self.is(*right);
                let is = self.meanings.number(Node::CompareChance(*op, right));
                let is_not = self.meanings.number(Node::CompareChance(opposite(*op), right));
                Pair { is, is_not }
            }
            ExprKind::ChanceBetween { low, high } => {
                let node = Node::ChanceBetween(self.is(*low), self.is(*high));
                self.meanings.atom(node)
            }
            ExprKind::And(operands) => self.all(operands),
            ExprKind::Or(operands) => swapped(self.all_opposites(operands), true),
            ExprKind::Not(operand) => swapped(self.of(*operand), true),
            ExprKind::Compare { op, left, right } => self.compare(*op, *left, *right),
            ExprKind::Between { value, low, high } => self.between(*value, *low, *high),
            ExprKind::In { value, items, negated } => swapped(self.one_of(*value, items), *negated),
            ExprKind::TextTest { op, left, right } => {
                let node = Node::TextTest(*op, self.is(*left), self.is(*right));
                self.meanings.atom(node)
            }
            ExprKind::Known { value, negated } => {
                let node = Node::Known(self.is(*value));
                swapped(self.meanings.atom(node), *negated)
            }
            ExprKind::ListKnown { list, negated } => {
                let node = Node::ListKnown(self.list(*list));
                swapped(self.meanings.atom(node), *negated)
            }
            ExprKind::Arithmetic { first, rest } => self.chain(*first, rest),
            ExprKind::Call { function, args } => self.call(index(function.0), args, &expr.ty),
            ExprKind::Quantifier { quantifier, list, condition } => self.quantifier(*quantifier, *list, *condition),
            ExprKind::Today
            | ExprKind::ChanceEnd(_)
            | ExprKind::Negate(_)
            | ExprKind::Calendar(..)
            | ExprKind::Abs(_)
            | ExprKind::Round(_)
            | ExprKind::Min(..)
            | ExprKind::Max(..)
            | ExprKind::Length(_)
            | ExprKind::Lower(_)
            | ExprKind::Aggregate { .. } => {
                let node = self.operation(&expr.kind);
                self.meanings.value(node)
            }
        }
    }

    /// What is no condition.
    fn operation(&self, kind: &ExprKind) -> Node {
        match kind {
            ExprKind::ChanceEnd(end) => Node::ChanceEnd(*end),
            ExprKind::Negate(operand) => Node::Negate(self.is(*operand)),
            ExprKind::Calendar(calendar, operand) => Node::Calendar(*calendar, self.is(*operand)),
            ExprKind::Abs(operand) => Node::Abs(self.is(*operand)),
            ExprKind::Round(operand) => Node::Round(self.is(*operand)),
            ExprKind::Min(left, right) => in_order(self.is(*left), self.is(*right), Node::Min),
            ExprKind::Max(left, right) => in_order(self.is(*left), self.is(*right), Node::Max),
            ExprKind::Length(operand) => Node::Length(self.is(*operand)),
            ExprKind::Lower(operand) => Node::Lower(self.is(*operand)),
            ExprKind::Aggregate { aggregate, list, value, condition } => {
                let [value, condition] = [value, condition].map(|part| part.map(|part| self.is(part)));
                Node::Aggregate(*aggregate, self.list(*list), value, condition)
            }
            ExprKind::Today
            | ExprKind::Literal(_)
            | ExprKind::Fact { .. }
            | ExprKind::Define(_)
            | ExprKind::CompareChance { .. }
            | ExprKind::ChanceBetween { .. }
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Known { .. }
            | ExprKind::ListKnown { .. }
            | ExprKind::Arithmetic { .. }
            | ExprKind::Call { .. }
            | ExprKind::Quantifier { .. } => Node::Today,
        }
    }

    fn literal(&mut self, literal: &Literal, ty: &Type) -> Pair {
        match (literal, ty) {
            (Literal::Bool(value), _) => {
                let both = [true, false].map(|value| self.meanings.number(Node::Literal(Literal::Bool(value))));
                let [yes, no] = both;
                swapped(Pair { is: yes, is_not: no }, !value)
            }
            // An enumeration may get variants before this one.
            (Literal::Variant(place), Type::Enumeration(variants)) => {
                let name = variants.get(index(*place)).cloned().unwrap_or_default();
                self.meanings.value(Node::Variant(name))
            }
            (
                Literal::Number(_)
                | Literal::Percent(_)
                | Literal::Money(..)
                | Literal::Duration(_)
                | Literal::Date(_)
                | Literal::Text(_)
                | Literal::Variant(_),
                _,
            ) => self.meanings.value(Node::Literal(literal.clone())),
        }
    }

    fn fact(&mut self, fact: FactRef, by: Option<u32>, within: Option<Within>, ty: &Type) -> Pair {
        let schema = &self.playbook.schema;
        // The weakest grade asks for nothing.
        let by = by.filter(|grade| *grade > 0).and_then(|grade| schema.grades.get(index(grade)).cloned());
        let path = (self.called)(path_of(schema, fact));
        let node = Node::Fact { path, by, within };
        if *ty == Type::Bool { self.meanings.atom(node) } else { self.meanings.value(node) }
    }

    fn all(&mut self, operands: &[ExprId]) -> Pair {
        let pairs: Vec<Pair> = operands.iter().map(|operand| self.of(*operand)).collect();
        self.all_of(&pairs)
    }

    /// That none of the operands holds.
    fn all_opposites(&mut self, operands: &[ExprId]) -> Pair {
        let pairs: Vec<Pair> = operands.iter().map(|operand| swapped(self.of(*operand), true)).collect();
        self.all_of(&pairs)
    }

    fn all_of(&mut self, pairs: &[Pair]) -> Pair {
        let each = |of: fn(&Pair) -> Meaning| pairs.iter().map(of).collect::<Vec<_>>();
        let is = self.meanings.set(&each(|pair| pair.is), true);
        Pair { is, is_not: self.meanings.set(&each(|pair| pair.is_not), false) }
    }

    fn compare(&mut self, op: CompareOp, left: ExprId, right: ExprId) -> Pair {
        let (left_pair, right_pair) = (self.of(left), self.of(right));
        // `x is true` is x.
        let sides = [(left, right_pair), (right, left_pair)];
        for (side, other) in sides {
            if let ExprKind::Literal(Literal::Bool(value)) = &self.playbook.exprs.get(side).kind {
                return swapped(other, (op == CompareOp::Is) != *value);
            }
        }
        self.meanings.compare(op, left_pair.is, right_pair.is)
    }

    fn between(&mut self, value: ExprId, low: ExprId, high: ExprId) -> Pair {
        let [value, low, high] = [value, low, high].map(|part| self.is(part));
        let ends = [
            self.meanings.compare(CompareOp::LessOrEqual, low, value),
            self.meanings.compare(CompareOp::LessOrEqual, value, high),
        ];
        self.all_of(&ends)
    }

    fn one_of(&mut self, value: ExprId, items: &[ExprId]) -> Pair {
        let value = self.is(value);
        let mut none = Vec::with_capacity(items.len());
        for item in items {
            let item = self.is(*item);
            none.push(swapped(self.meanings.compare(CompareOp::Is, value, item), true));
        }
        swapped(self.all_of(&none), true)
    }

    fn call(&mut self, function: usize, args: &[ExprId], ty: &Type) -> Pair {
        let name = self.playbook.functions.get(function).map(|function| function.name.clone()).unwrap_or_default();
        let node = Node::Call(name, args.iter().map(|arg| self.is(*arg)).collect());
        if *ty == Type::Bool { self.meanings.atom(node) } else { self.meanings.value(node) }
    }

    fn quantifier(&mut self, quantifier: Quantifier, list: ListRef, condition: Option<ExprId>) -> Pair {
        let list = self.list(list);
        let is = condition.map(|condition| self.is(condition));
        let at_least =
            |meanings: &mut Meanings, count, condition| meanings.atom(Node::AtLeast(count, list.clone(), condition));
        match quantifier {
            Quantifier::Any => at_least(self.meanings, 1, is),
            Quantifier::None => swapped(at_least(self.meanings, 1, is), true),
            Quantifier::All => {
                // Without a condition every element counts as true.
                let is_not = match condition {
                    Some(condition) => self.of(condition).is_not,
                    None => self.meanings.number(Node::Literal(Literal::Bool(false))),
                };
                swapped(at_least(self.meanings, 1, Some(is_not)), true)
            }
            Quantifier::AtLeast(count) => at_least(self.meanings, count, is),
            Quantifier::AtMost(count) => match count.checked_add(1) {
                Some(more) => swapped(at_least(self.meanings, more, is), true),
                None => at_least(self.meanings, 0, is),
            },
            Quantifier::Exactly(count) => self.meanings.atom(Node::Exactly(count, list, is)),
        }
    }

    /// Step by step, as each is rounded and bounded: only the two sides of one may change places.
    fn chain(&mut self, first: ExprId, rest: &[Step]) -> Pair {
        let mut so_far = self.of(first);
        for step in rest {
            let node = match step.right {
                Operand::Months(months) => Node::Step(step.op, so_far.is, Term::Months(months)),
                Operand::Expr(right) => {
                    let right = self.is(right);
                    let node = |left, right| Node::Step(step.op, left, Term::Of(right));
                    if is_commutative(step.op) { in_order(so_far.is, right, node) } else { node(so_far.is, right) }
                }
            };
            so_far = self.meanings.value(node);
        }
        so_far
    }

    fn of(&self, expr: ExprId) -> Pair {
        self.pairs.get(index(expr.0)).copied().unwrap_or(NOTHING)
    }

    fn is(&self, expr: ExprId) -> Meaning {
        self.of(expr).is
    }

    fn list(&self, list: ListRef) -> String {
        let table = self.playbook.schema.tables.get(index(list.table.0));
        let list = table.and_then(|table| table.lists.get(index(list.list.0)));
        (self.called)(list.map_or("", |list| list.path.as_str()))
    }
}

/// Stands for an expression that there is not.
const NOTHING: Pair = Pair { is: Meaning(u32::MAX), is_not: Meaning(u32::MAX) };

fn in_order(one: Meaning, two: Meaning, node: impl Fn(Meaning, Meaning) -> Node) -> Node {
    node(one.min(two), one.max(two))
}

fn is_commutative(op: ArithmeticOp) -> bool {
    match op {
        ArithmeticOp::Add | ArithmeticOp::AddDays | ArithmeticOp::Mul | ArithmeticOp::MulDays => true,
        ArithmeticOp::Sub
        | ArithmeticOp::SubDays
        | ArithmeticOp::Div
        | ArithmeticOp::DivDays
        | ArithmeticOp::DateDiff
        | ArithmeticOp::DateAdd
        | ArithmeticOp::DateSub
        | ArithmeticOp::DateAddMonths
        | ArithmeticOp::DateSubMonths => false,
    }
}

/// A fact's path as declared.
fn path_of(schema: &Schema, fact: FactRef) -> &str {
    let table = schema.tables.get(index(fact.table.0));
    table.and_then(|table| table.columns.get(index(fact.column.0))).map_or("", |column| column.path.as_str())
}

/// A 32-bit place as an index.
fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
