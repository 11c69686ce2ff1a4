//! The atoms that decided a rule, each once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::eval::{AtomNames, Machine};
use crate::hir::{ExprId, ExprKind, Playbook, Type};
use crate::value::Truth;

use super::{Atom, Reading, reading};

/// So many are looked through one by one; those behind them are found by hash.
const FEW: usize = 8;

/// The atoms that decided `roots`, in the order of reading: from a root through `and`, `or`, `not` and defines of type
/// bool to those operands that made it what it is.
pub(super) fn atoms(playbook: &Playbook, machine: &mut Machine<'_>, roots: &[ExprId]) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut places: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    let mut entered = HashSet::new();
    let mut pending: Vec<ExprId> = roots.iter().rev().copied().collect();
    while let Some(id) = pending.pop() {
        let expr = playbook.exprs.get(id);
        if let ExprKind::Not(operand) = &expr.kind {
            pending.push(*operand);
        } else if let ExprKind::And(operands) = &expr.kind {
            decided(machine, id, operands, Truth::True, &mut pending);
        } else if let ExprKind::Or(operands) = &expr.kind {
            decided(machine, id, operands, Truth::False, &mut pending);
        } else if let (ExprKind::Define(define), Type::Bool) = (&expr.kind, &expr.ty) {
            if entered.insert(*define) {
                pending.extend(playbook.reads(id));
            }
        } else {
            let atom = atom(playbook, machine, id);
            let same = places.get(&atom.names.text).map(Vec::as_slice).unwrap_or_default();
            let is_among = same.iter().any(|&place| atoms.get(place) == Some(&atom));
            if is_among || atoms.iter().take(FEW).any(|known| *known == atom) {
                continue;
            }
            if atoms.len() >= FEW {
                places.entry(Arc::clone(&atom.names.text)).or_default().push(atoms.len());
            }
            atoms.push(atom);
        }
    }
    atoms
}

/// Adds the operands that made a chain what it is, last first: all of them where it came to what all of them say, else those that are
/// as it is.
fn decided(machine: &Machine<'_>, chain: ExprId, operands: &[ExprId], when_all: Truth, to: &mut Vec<ExprId>) {
    let truth = machine.cell_of(chain).truth();
    let decides = |operand: &&ExprId| truth == when_all || machine.cell_of(**operand).truth() == truth;
    to.extend(operands.iter().rev().filter(decides));
}

fn atom(playbook: &Playbook, machine: &mut Machine<'_>, id: ExprId) -> Atom {
    let cell = machine.cell_of(id);
    let names = machine.atom_names(id, |machine| AtomNames {
        text: machine.program.atom(playbook.exprs.get(id).span),
        facts: read(playbook, machine, id),
    });
    let readings = readings(playbook, machine, &names);
    Atom { names, is: cell.truth(), readings, undefined: cell.is_undefined() }
}

/// What reads a fact in an atom, in the order of reading.
fn read(playbook: &Playbook, machine: &mut Machine<'_>, atom: ExprId) -> Vec<(Arc<str>, ExprId)> {
    let mut facts = Vec::new();
    let mut entered = HashSet::new();
    let mut pending = vec![atom];
    while let Some(id) = pending.pop() {
        let kind = &playbook.exprs.get(id).kind;
        facts.extend(reading::path(playbook, machine, id).map(|path| (path, id)));
        // A list is one fact; what its condition reads is not listed.
        let is_list = matches!(kind, ExprKind::Quantifier { .. } | ExprKind::Aggregate { .. });
        let is_new = if let ExprKind::Define(define) = kind { entered.insert(*define) } else { true };
        if is_new && !is_list {
            pending.extend(playbook.reads(id).into_iter().rev());
        }
    }
    facts
}

/// The readings of an atom's facts, each with its place among them; of one read several times the first unknown reading, at its first place.
fn readings(playbook: &Playbook, machine: &mut Machine<'_>, names: &AtomNames) -> Vec<(u32, Reading)> {
    let mut readings: Vec<(u32, Reading)> = Vec::with_capacity(names.facts.len());
    let path_at =
        |place: u32| usize::try_from(place).ok().and_then(|place| names.facts.get(place)).map(|(path, _)| path);
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (at, (path, id)) in (0..).zip(&names.facts) {
        let Some(reading) = reading::of(playbook, machine, *id) else { continue };
        let place = readings.iter().take(FEW).position(|(known, _)| path_at(*known) == Some(path));
        match place.or_else(|| places.get(&**path).copied()).and_then(|place| readings.get_mut(place)) {
            None => {
                if readings.len() >= FEW {
                    places.insert(path, readings.len());
                }
                readings.push((at, reading));
            }
            Some((_, first)) => {
                let is_unknown = |reading: &Reading| matches!(reading, Reading::Unknown { .. });
                if is_unknown(&reading) && !is_unknown(first) {
                    *first = reading;
                }
            }
        }
    }
    readings
}
