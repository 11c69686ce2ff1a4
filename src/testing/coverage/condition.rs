//! The conditions of a playbook, and the atoms that they are made of.
//!
//! A condition is an `applies when`, what a rule says (of a requirement with `when`: `not when or that`), a case of odds, a define of
//! type bool, or a `where`. Its atoms are what stands between its `and`s, `or`s and `not`s; a define of type bool is an atom of the
//! conditions that mention it, and a condition by itself.

use std::collections::{BTreeMap, HashMap};

use crate::hir::{CompareOp, DefineId, ExprId, ExprKind, ListRef, Playbook, ProcessId, Scope, Type};
use crate::value::{SCALE, Truth};
use crate::verdict::Say;

use super::possible::Possible;
use super::turn::{Turn, not};

/// What a condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Applies(ProcessId),
    Rule(ProcessId, usize),
    Odds(ProcessId, usize, usize),
    /// A define; one of another type than bool is there for what it reads.
    Define(DefineId),
    /// The `where` of that quantifier or aggregate.
    Where(ExprId),
}

/// A part of a condition. Operands are places before its own.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// The atom of that place.
    Atom(usize),
    Not(usize),
    All(Vec<usize>),
    Any(Vec<usize>),
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) kind: Kind,
    /// Its parts; the last is the whole. None of a define of another type than bool.
    pub(crate) nodes: Vec<Node>,
    /// Its atoms, in the order of writing.
    pub(crate) atoms: Vec<ExprId>,
    /// Of each atom that compares values with an order: where it turns.
    pub(crate) ends: Vec<Vec<End>>,
    /// The conditions whose truth belongs to the same opportunity: defines, and the `where`s of its lists.
    pub(crate) reads: Vec<usize>,
    /// The `where`s of the lists of each element.
    pub(crate) inner: Vec<usize>,
}

/// Where a comparison turns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    /// What is compared with each other.
    pub(crate) left: ExprId,
    pub(crate) right: ExprId,
    /// The least step between them that a writer would see.
    pub(crate) step: i64,
    /// What the comparison is where they are equal.
    pub(crate) equal: Truth,
}

impl End {
    /// The ends of an expression, where it is such a comparison.
    fn of(playbook: &Playbook, id: ExprId) -> Vec<End> {
        let kind = &playbook.exprs.get(id).kind;
        let (value, others, equal) = if let ExprKind::Between { value, low, high } = kind {
            (*value, vec![*low, *high], Truth::True)
        } else if let ExprKind::Compare { op, left, right } = kind {
            let equal = match op {
                CompareOp::Less | CompareOp::Greater => Truth::False,
                CompareOp::LessOrEqual | CompareOp::GreaterOrEqual => Truth::True,
                CompareOp::Is | CompareOp::IsNot => return Vec::new(),
            };
            (*left, vec![*right], equal)
        } else {
            return Vec::new();
        };
        let step = match playbook.exprs.get(value).ty {
            Type::Number | Type::Money(_) => SCALE,
            Type::Percent => 100,
            Type::Date | Type::Duration => 1,
            Type::Bool | Type::Text | Type::Enumeration(_) => return Vec::new(),
        };
        others.into_iter().map(|right| End { left: value, right, step, equal }).collect()
    }
}

impl Condition {
    /// The truth of each part, given those of the atoms.
    pub(crate) fn truths(&self, atoms: &[Truth]) -> Vec<Truth> {
        let mut truths: Vec<Truth> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let of = |place: &usize| truths.get(*place).copied().unwrap_or(Truth::Unknown);
            let truth = match node {
                Node::Atom(place) => atoms.get(*place).copied().unwrap_or(Truth::Unknown),
                Node::Not(operand) => not(of(operand)),
                Node::All(operands) => operands.iter().map(of).min().unwrap_or(Truth::True),
                Node::Any(operands) => operands.iter().map(of).max().unwrap_or(Truth::False),
            };
            truths.push(truth);
        }
        truths
    }

    /// For each atom what the condition would be if it were another; `truths` are those of the parts.
    pub(crate) fn turns(&self, truths: &[Truth]) -> Vec<Turn> {
        let mut turns = vec![Turn::SAME; self.nodes.len()];
        let mut of_atoms = vec![Turn::SAME; self.atoms.len()];
        for (place, node) in self.nodes.iter().enumerate().rev() {
            let turn = turns.get(place).copied().unwrap_or(Turn::SAME);
            let mut set = |operand: usize, turn: Turn| {
                if let Some(slot) = turns.get_mut(operand) {
                    *slot = turn;
                }
            };
            match node {
                Node::Atom(atom) => {
                    if let Some(slot) = of_atoms.get_mut(*atom) {
                        *slot = turn;
                    }
                }
                Node::Not(operand) => set(*operand, turn.after(not)),
                Node::All(operands) => {
                    for (operand, others) in beside(operands, truths, Truth::True, Ord::min) {
                        set(operand, turn.after(|truth| truth.min(others)));
                    }
                }
                Node::Any(operands) => {
                    for (operand, others) in beside(operands, truths, Truth::False, Ord::max) {
                        set(operand, turn.after(|truth| truth.max(others)));
                    }
                }
            }
        }
        of_atoms
    }
}

/// Each operand with what the others come to.
pub(crate) fn beside<T: Copy>(operands: &[usize], of: &[T], none: T, join: fn(T, T) -> T) -> Vec<(usize, T)> {
    let value = |operand: usize| of.get(operand).copied().unwrap_or(none);
    let mut behind = vec![none; operands.len()];
    let mut after = none;
    for (slot, &operand) in behind.iter_mut().zip(operands).rev() {
        *slot = after;
        after = join(after, value(operand));
    }
    let mut before = none;
    let mut all = Vec::with_capacity(operands.len());
    for (&operand, behind) in operands.iter().zip(behind) {
        all.push((operand, join(before, behind)));
        before = join(before, value(operand));
    }
    all
}

/// All conditions of a playbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) all: Vec<Condition>,
    /// What can be seen of each: of the whole, and of its atoms.
    pub(crate) possible: Vec<Possible>,
    places: BTreeMap<Kind, usize>,
}

impl Conditions {
    /// The conditions in the order of processes and rules; then defines and `where`s.
    pub(crate) fn of(playbook: &Playbook) -> Self {
        let mut conditions = Conditions::default();
        for (id, process) in (0..).map(ProcessId).zip(&playbook.processes) {
            if let Some(applies) = process.applies {
                conditions.add(playbook, Kind::Applies(id), &[applies]);
            }
            for (line, odds) in process.chance.iter().flat_map(|chance| &chance.lines).enumerate() {
                for (case, &(_, condition)) in odds.cases.iter().enumerate() {
                    conditions.add(playbook, Kind::Odds(id, line, case), &[condition]);
                }
            }
            for (place, rule) in process.rules.iter().enumerate() {
                let parts: Vec<ExprId> = rule.when.iter().chain([&rule.condition]).copied().collect();
                conditions.add(playbook, Kind::Rule(id, place), &parts);
            }
        }
        for (id, define) in (0..).map(DefineId).zip(&playbook.defines) {
            conditions.add(playbook, Kind::Define(id), &[define.expr]);
        }
        for id in (0..u32::try_from(playbook.exprs.len()).unwrap_or(u32::MAX)).map(ExprId) {
            if let Some((_, condition)) = list_of(playbook, id) {
                conditions.add(playbook, Kind::Where(id), &[condition]);
            }
        }
        conditions.link(playbook);
        conditions.possible = super::possible::of(playbook, &conditions.all);
        conditions
    }

    /// The place of the condition that had a say.
    pub(crate) fn place(&self, say: Say) -> Option<usize> {
        let kind = match say {
            Say::Applies(process) => Kind::Applies(process),
            Say::Rule(process, rule) => Kind::Rule(process, rule),
            Say::Odds(process, line, case) => Kind::Odds(process, line, case),
        };
        self.places.get(&kind).copied()
    }

    /// The places of a condition, of the defines that it reads, and of the `where`s.
    pub(crate) fn with_what_it_reads(&self, kind: Kind) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        let mut pending: Vec<usize> = self.places.get(&kind).copied().into_iter().collect();
        while let Some(place) = pending.pop() {
            if !places.contains(&place) {
                places.push(place);
                let condition = self.all.get(place);
                pending.extend(condition.into_iter().flat_map(|read| read.reads.iter().chain(&read.inner)));
            }
        }
        places
    }

    /// Adds a condition: one expression, or a requirement's `when` and what is required.
    fn add(&mut self, playbook: &Playbook, kind: Kind, parts: &[ExprId]) {
        let mut tree = Tree { playbook, nodes: Vec::new(), atoms: Vec::new() };
        let is_bool = parts.iter().all(|&part| playbook.exprs.get(part).ty == Type::Bool);
        if is_bool {
            let roots: Vec<usize> = parts.iter().map(|&part| tree.add(part)).collect();
            if let &[when, required] = roots.as_slice() {
                tree.nodes.push(Node::Not(when));
                let spared = tree.nodes.len().saturating_sub(1);
                tree.nodes.push(Node::Any(vec![spared, required]));
            }
        }
        let Tree { nodes, atoms, .. } = tree;
        self.places.insert(kind, self.all.len());
        let ends = atoms.iter().map(|&atom| End::of(playbook, atom)).collect();
        self.all.push(Condition { kind, nodes, atoms, ends, reads: Vec::new(), inner: Vec::new() });
    }

    /// Finds which conditions each one reads.
    fn link(&mut self, playbook: &Playbook) {
        for place in 0..self.all.len() {
            let Some(condition) = self.all.get(place) else { continue };
            let roots = match condition.kind {
                Kind::Define(define) if condition.nodes.is_empty() => definition(playbook, define),
                Kind::Applies(_) | Kind::Rule(..) | Kind::Odds(..) | Kind::Define(_) | Kind::Where(_) => {
                    condition.atoms.clone()
                }
            };
            let (reads, inner) = self.reads(playbook, roots);
            if let Some(condition) = self.all.get_mut(place) {
                (condition.reads, condition.inner) = (reads, inner);
            }
        }
    }

    fn reads(&self, playbook: &Playbook, roots: Vec<ExprId>) -> (Vec<usize>, Vec<usize>) {
        let (mut reads, mut inner) = (Vec::new(), Vec::new());
        let mut pending = roots;
        while let Some(id) = pending.pop() {
            if let ExprKind::Define(define) = playbook.exprs.get(id).kind {
                reads.extend(self.places.get(&Kind::Define(define)));
            } else if let Some((list, _)) = list_of(playbook, id) {
                let to = if list.scope == Scope::Element { &mut inner } else { &mut reads };
                to.extend(self.places.get(&Kind::Where(id)));
            } else {
                pending.extend(playbook.reads(id));
            }
        }
        (reads, inner)
    }
}

/// The list of a quantifier or aggregate with `where`, and its condition.
pub(crate) fn list_of(playbook: &Playbook, id: ExprId) -> Option<(ListRef, ExprId)> {
    let kind = &playbook.exprs.get(id).kind;
    if let ExprKind::Quantifier { list, condition, .. } | ExprKind::Aggregate { list, condition, .. } = kind {
        condition.map(|condition| (*list, condition))
    } else {
        None
    }
}

fn definition(playbook: &Playbook, define: DefineId) -> Vec<ExprId> {
    let place = usize::try_from(define.0).unwrap_or(usize::MAX);
    playbook.defines.get(place).map(|define| define.expr).into_iter().collect()
}

/// The parts of a condition, as they are gathered.
struct Tree<'a> {
    playbook: &'a Playbook,
    nodes: Vec<Node>,
    atoms: Vec<ExprId>,
}

impl Tree<'_> {
    /// Adds an expression's parts, and gives the place of the whole.
    fn add(&mut self, root: ExprId) -> usize {
        let mut parts = Vec::new();
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            parts.push(id);
            let kind = &self.playbook.exprs.get(id).kind;
            if matches!(kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_)) {
                pending.extend(self.playbook.reads(id));
            }
        }
        // Operands stand before what is made of them, in the order of writing.
        parts.sort_unstable();
        let mut places: HashMap<ExprId, usize> = HashMap::with_capacity(parts.len());
        for id in parts {
            let of = |operands: &[ExprId]| operands.iter().filter_map(|operand| places.get(operand).copied()).collect();
            let kind = &self.playbook.exprs.get(id).kind;
            let node = if let ExprKind::And(operands) = kind {
                Node::All(of(operands))
            } else if let ExprKind::Or(operands) = kind {
                Node::Any(of(operands))
            } else if let ExprKind::Not(operand) = kind {
                Node::Not(places.get(operand).copied().unwrap_or(0))
            } else {
                self.atoms.push(id);
                Node::Atom(self.atoms.len().saturating_sub(1))
            };
            places.insert(id, self.nodes.len());
            self.nodes.push(node);
        }
        self.nodes.len().saturating_sub(1)
    }
}
