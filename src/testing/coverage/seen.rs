//! Watches assessments, and keeps what was seen of each condition.

use crate::eval::{Machine, Scratch};
use crate::facts::Opportunity;
use crate::hir::ExprId;
use crate::program::{Mode, Op};
use crate::value::{Date, Truth};
use crate::verdict::{self, Assess, Context, Found};

use super::condition::{Condition, Conditions, Kind};
use super::turn::{Runs, place};

/// What was seen of one condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// How often the whole was false, unknown, true.
    pub(crate) whole: [u64; 3],
    /// The same of each atom.
    pub(crate) atoms: Vec<[u64; 3]>,
    /// What says whether each atom decides.
    pub(crate) runs: Vec<Runs>,
}

impl Seen {
    pub(crate) fn new(condition: &Condition) -> Self {
        Seen {
            whole: [0; 3],
            atoms: vec![[0; 3]; condition.atoms.len()],
            runs: vec![Runs::default(); condition.atoms.len()],
        }
    }

    /// Adds a run, given the truths of its atoms.
    pub(crate) fn add(&mut self, condition: &Condition, atoms: &[Truth]) {
        let truths = condition.truths(atoms);
        if let Some(&whole) = truths.last() {
            count(&mut self.whole, whole);
        }
        let turns = condition.turns(&truths);
        for (((counts, runs), &truth), turn) in self.atoms.iter_mut().zip(&mut self.runs).zip(atoms).zip(turns) {
            count(counts, truth);
            runs.add(turn, truth);
        }
    }
}

fn count(counts: &mut [u64; 3], truth: Truth) {
    if let Some(count) = counts.get_mut(place(truth)) {
        *count = count.saturating_add(1);
    }
}

/// What takes the runs of conditions: the condition's place, and the machine that has evaluated it.
pub(crate) type Sink<'a> = dyn FnMut(usize, &Machine<'_>) + 'a;

/// Assesses an opportunity and hands over each run of each condition that has a say, also through defines and the elements of
/// lists.
pub(crate) fn watch(
    conditions: &Conditions,
    context: Context<'_>,
    opportunity: &Opportunity,
    (today, how): (Date, Assess),
    scratch: &mut Scratch,
    sink: &mut Sink<'_>,
) -> Found {
    let mut done = vec![false; conditions.all.len()];
    verdict::watch(context, opportunity, today, how, scratch, &mut |machine, say| {
        let mut pending: Vec<usize> = conditions.place(say).into_iter().collect();
        while let Some(place) = pending.pop() {
            let (Some(condition), Some(done)) = (conditions.all.get(place), done.get_mut(place)) else { continue };
            if std::mem::replace(done, true) {
                continue;
            }
            pending.extend(condition.reads.iter().rev());
            match condition.kind {
                Kind::Where(list) => elements(conditions, machine, (place, list), sink),
                Kind::Applies(_) | Kind::Rule(..) | Kind::Odds(..) | Kind::Define(_) => {
                    if !condition.nodes.is_empty() {
                        sink(place, machine);
                    }
                }
            }
            if let Kind::Where(_) = condition.kind {
                pending.extend(below(conditions, condition));
            }
        }
    })
}

/// What the `where`s of the elements' own lists read of the opportunity.
fn below(conditions: &Conditions, condition: &Condition) -> Vec<usize> {
    let mut found = Vec::new();
    let mut pending = condition.inner.clone();
    while let Some(inner) = pending.pop().and_then(|place| conditions.all.get(place)) {
        found.extend(&inner.reads);
        pending.extend(&inner.inner);
    }
    found
}

/// The runs of a `where`, one an element. As deep as lists nest.
fn elements(conditions: &Conditions, machine: &mut Machine<'_>, at: (usize, ExprId), sink: &mut Sink<'_>) {
    let (place, list) = at;
    let Some(condition) = conditions.all.get(place) else { return };
    let program = machine.program;
    let op = program.readings(list).and_then(|readings| program.op(readings.standing));
    let (list, body) = match op {
        Some(Op::Quantifier { list, body, .. } | Op::Aggregate { list, body, .. }) => (*list, *body),
        Some(_) | None => return,
    };
    machine.each_element(list, body, Mode::Standing, |machine| {
        sink(place, machine);
        for &inner in &condition.inner {
            if let Some(Kind::Where(list)) = conditions.all.get(inner).map(|inner| inner.kind) {
                elements(conditions, machine, (inner, list), sink);
            }
        }
    });
}

/// The truths of a condition's atoms in a run.
pub(crate) fn truths(machine: &Machine<'_>, condition: &Condition) -> Vec<Truth> {
    condition.atoms.iter().map(|&atom| machine.cell_of(atom).truth()).collect()
}
