//! What can be seen of a condition at all.
//!
//! `is known` is never unknown, nor is what reads no fact; a literal is what it is; what is made of others by `and`, `or` and `not`
//! can be what those allow. What can be is judged from the text alone: some of it may still be out of reach, as in `a and not a`.

use crate::hir::{ExprId, ExprKind, Literal, Playbook, Type};
use crate::value::Truth;

use super::condition::{Condition, Node, beside};
use super::turn::{TRUTHS, Turn, not, place};

/// A set of truths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Truths([bool; 3]);

impl Truths {
    pub(crate) const ALL: Truths = Truths([true; 3]);
    pub(crate) const KNOWN: Truths = Truths([true, false, true]);

    pub(crate) fn of(truth: Truth) -> Self {
        Truths(TRUTHS.map(|other| other == truth))
    }

    pub(crate) fn has(self, truth: Truth) -> bool {
        self.0.get(place(truth)).copied().unwrap_or(false)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Truth> {
        TRUTHS.into_iter().filter(move |&truth| self.has(truth))
    }

    /// How many.
    pub(crate) fn count(self) -> usize {
        self.iter().count()
    }

    /// All that comes of one of these and one of those.
    fn join(self, other: Truths, operation: fn(Truth, Truth) -> Truth) -> Truths {
        let made = |truth| self.iter().any(|one| other.iter().any(|two| operation(one, two) == truth));
        Truths(TRUTHS.map(made))
    }
}

/// What can be seen of a condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Possible {
    /// Of the whole; empty where it is constant.
    pub(crate) whole: Truths,
    /// Of each atom; empty where it is constant.
    pub(crate) atoms: Vec<Truths>,
    /// Which atoms could decide by themselves.
    pub(crate) decide: Vec<bool>,
}

/// What an expression can be.
#[derive(Clone, Copy, Debug)]
struct Reach {
    can: Truths,
    /// Whether it can be unknown.
    unknown: bool,
    /// Whether it reads no fact, day, chance or list.
    constant: bool,
}

/// What can be seen of each condition.
pub(crate) fn of(playbook: &Playbook, conditions: &[Condition]) -> Vec<Possible> {
    let reaches = reaches(playbook);
    conditions.iter().map(|condition| possible(condition, &reaches)).collect()
}

fn possible(condition: &Condition, reaches: &[Reach]) -> Possible {
    let atoms: Vec<Reach> = condition.atoms.iter().filter_map(|&atom| reaches.get(index(atom)).copied()).collect();
    let can: Vec<Truths> = atoms.iter().map(|atom| atom.can).collect();
    let parts = parts(condition, &can);
    let constant = atoms.iter().all(|atom| atom.constant);
    let whole = parts.last().copied().filter(|_| !constant).unwrap_or_default();
    let decide = turns(condition, &parts).into_iter().zip(&atoms).map(|(turns, atom)| {
        let turned = |turn: &Turn| atom.can.iter().any(|a| atom.can.iter().any(|b| turn.at(a) != turn.at(b)));
        !atom.constant && turns.iter().any(turned)
    });
    let decide = if atoms.len() > 1 { decide.collect() } else { vec![false; atoms.len()] };
    let seen = |atom: &Reach| if atom.constant { Truths::default() } else { atom.can };
    Possible { whole, atoms: atoms.iter().map(seen).collect(), decide }
}

/// What each part of a condition can be.
fn parts(condition: &Condition, atoms: &[Truths]) -> Vec<Truths> {
    let mut parts: Vec<Truths> = Vec::with_capacity(condition.nodes.len());
    for node in &condition.nodes {
        let of = |place: &usize| parts.get(*place).copied().unwrap_or_default();
        let can = match node {
            Node::Atom(place) => atoms.get(*place).copied().unwrap_or_default(),
            Node::Not(operand) => Truths::of(Truth::True).join(of(operand), |_, truth| not(truth)),
            Node::All(operands) => operands.iter().map(of).fold(Truths::of(Truth::True), all),
            Node::Any(operands) => operands.iter().map(of).fold(Truths::of(Truth::False), any),
        };
        parts.push(can);
    }
    parts
}

fn all(one: Truths, other: Truths) -> Truths {
    one.join(other, Ord::min)
}

fn any(one: Truths, other: Truths) -> Truths {
    one.join(other, Ord::max)
}

/// For each atom how it could turn the condition, whatever the others are.
fn turns(condition: &Condition, parts: &[Truths]) -> Vec<Vec<Turn>> {
    let mut turns: Vec<Vec<Turn>> = vec![Vec::new(); condition.nodes.len()];
    let mut of_atoms = vec![Vec::new(); condition.atoms.len()];
    if let Some(whole) = turns.last_mut() {
        whole.push(Turn::SAME);
    }
    for (place, node) in condition.nodes.iter().enumerate().rev() {
        let above = turns.get_mut(place).map(std::mem::take).unwrap_or_default();
        let mut set = |operand: usize, others: Truths, operation: fn(Truth, Truth) -> Truth| {
            let made = others
                .iter()
                .flat_map(|beside| above.iter().map(move |turn| turn.after(|truth| operation(truth, beside))));
            let mut made: Vec<Turn> = made.collect();
            made.sort_unstable();
            made.dedup();
            if let Some(slot) = turns.get_mut(operand) {
                *slot = made;
            }
        };
        match node {
            Node::Atom(atom) => {
                if let Some(slot) = of_atoms.get_mut(*atom) {
                    *slot = above;
                }
            }
            Node::Not(operand) => set(*operand, Truths::of(Truth::True), |truth, _| not(truth)),
            Node::All(operands) => {
                for (operand, others) in beside(operands, parts, Truths::of(Truth::True), all) {
                    set(operand, others, Ord::min);
                }
            }
            Node::Any(operands) => {
                for (operand, others) in beside(operands, parts, Truths::of(Truth::False), any) {
                    set(operand, others, Ord::max);
                }
            }
        }
    }
    of_atoms
}

/// What each expression can be, children before parents and defines before what reads them.
fn reaches(playbook: &Playbook) -> Vec<Reach> {
    let mut reaches: Vec<Reach> = Vec::with_capacity(playbook.exprs.len());
    for id in (0..u32::try_from(playbook.exprs.len()).unwrap_or(u32::MAX)).map(ExprId) {
        let reach = reach(playbook, id, &reaches);
        reaches.push(reach);
    }
    reaches
}

fn reach(playbook: &Playbook, id: ExprId, before: &[Reach]) -> Reach {
    let expr = playbook.exprs.get(id);
    let children: Vec<Reach> =
        playbook.reads(id).iter().filter_map(|&child| before.get(index(child)).copied()).collect();
    let of_children = || children.iter().map(|child| child.can);
    let below = Reach {
        can: Truths::ALL,
        unknown: children.iter().any(|child| child.unknown),
        constant: children.iter().all(|child| child.constant),
    };
    let settled = |can: Truths| Reach { can, unknown: can.has(Truth::Unknown), constant: below.constant };
    let fact = Reach { can: Truths::ALL, unknown: true, constant: false };
    match &expr.kind {
        ExprKind::Literal(Literal::Bool(value)) => settled(Truths::of(Truth::known(*value))),
        ExprKind::And(_) => settled(of_children().fold(Truths::of(Truth::True), all)),
        ExprKind::Or(_) => settled(of_children().fold(Truths::of(Truth::False), any)),
        ExprKind::Not(_) => {
            settled(of_children().fold(Truths::of(Truth::True), |one, two| one.join(two, |_, truth| not(truth))))
        }
        ExprKind::Define(_) => children.first().copied().unwrap_or(below),
        ExprKind::Known { .. } => Reach { can: Truths::KNOWN, unknown: false, constant: below.constant },
        ExprKind::ListKnown { .. } => Reach { can: Truths::KNOWN, unknown: false, constant: false },
        ExprKind::Fact { .. } | ExprKind::Call { .. } | ExprKind::Quantifier { .. } | ExprKind::Aggregate { .. } => {
            fact
        }
        // The interval is open where an odds line may be.
        ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. } => fact,
        ExprKind::Today | ExprKind::ChanceEnd(_) => Reach { can: Truths::KNOWN, unknown: false, constant: false },
        ExprKind::Literal(_)
        | ExprKind::Compare { .. }
        | ExprKind::Between { .. }
        | ExprKind::In { .. }
        | ExprKind::TextTest { .. }
        | ExprKind::Negate(_)
        | ExprKind::Arithmetic { .. }
        | ExprKind::Calendar(..)
        | ExprKind::Abs(_)
        | ExprKind::Round(_)
        | ExprKind::Min(..)
        | ExprKind::Max(..)
        | ExprKind::Length(_)
        | ExprKind::Lower(_) => {
            let can = if expr.ty == Type::Bool && !below.unknown { Truths::KNOWN } else { Truths::ALL };
            Reach { can, ..below }
        }
    }
}

fn index(expr: ExprId) -> usize {
    usize::try_from(expr.0).unwrap_or(usize::MAX)
}
