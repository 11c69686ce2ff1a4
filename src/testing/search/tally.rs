//! What a set of cases has shown, so that one can be taken away again.

use std::collections::BTreeMap;

use crate::testing::coverage::{Condition, Conditions, Runs, Turn};
use crate::value::Truth;

/// Something that a case shows of a condition, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    /// The whole was that.
    Whole(usize, Truth),
    /// The atom was that, and would have turned the condition so.
    Run(usize, usize, Turn, Truth),
    /// The comparison was just that, at that of its ends.
    End(usize, usize, usize, Truth),
}

/// Something that should be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Goal {
    Whole(usize, Truth),
    Atom(usize, usize, Truth),
    End(usize, usize, usize, Truth),
    Decides(usize, usize),
}

/// How often each thing was shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    counts: BTreeMap<Shown, u32>,
}

impl Tally {
    pub(crate) fn add(&mut self, shown: &[Shown]) {
        for &one in shown {
            let count = self.counts.entry(one).or_insert(0);
            *count = count.saturating_add(1);
        }
    }

    pub(crate) fn take_away(&mut self, shown: &[Shown]) {
        for one in shown {
            if let Some(count) = self.counts.get_mut(one) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.counts.remove(one);
                }
            }
        }
    }

    /// Whether a goal is reached.
    pub(crate) fn has(&self, goal: Goal) -> bool {
        match goal {
            Goal::Whole(place, truth) => self.counts.contains_key(&Shown::Whole(place, truth)),
            Goal::End(place, atom, end, truth) => self.counts.contains_key(&Shown::End(place, atom, end, truth)),
            Goal::Atom(place, atom, truth) => self.runs(place, atom).any(|(_, seen)| seen == truth),
            Goal::Decides(place, atom) => {
                let mut runs = Runs::default();
                for (turn, truth) in self.runs(place, atom) {
                    runs.add(turn, truth);
                }
                runs.decide()
            }
        }
    }

    fn runs(&self, place: usize, atom: usize) -> impl Iterator<Item = (Turn, Truth)> {
        let from = Shown::Run(place, atom, Turn::FIRST, Truth::False);
        let to = Shown::Run(place, atom, Turn::LAST, Truth::True);
        self.counts.range(from..=to).filter_map(|(shown, _)| match *shown {
            Shown::Run(_, _, turn, truth) => Some((turn, truth)),
            Shown::Whole(..) | Shown::End(..) => None,
        })
    }
}

/// The goals that something shown may serve.
pub(crate) fn served(shown: &[Shown]) -> Vec<Goal> {
    let goals = shown.iter().flat_map(|shown| match *shown {
        Shown::Whole(place, truth) => vec![Goal::Whole(place, truth)],
        Shown::Run(place, atom, _, truth) => vec![Goal::Atom(place, atom, truth), Goal::Decides(place, atom)],
        Shown::End(place, atom, end, truth) => vec![Goal::End(place, atom, end, truth)],
    });
    let mut goals: Vec<Goal> = goals.collect();
    goals.sort_unstable();
    goals.dedup();
    goals
}

/// What one run of a condition shows.
pub(crate) fn shown(place: usize, condition: &Condition, atoms: &[Truth], near: &[Vec<bool>], to: &mut Vec<Shown>) {
    let truths = condition.truths(atoms);
    to.extend(truths.last().map(|&whole| Shown::Whole(place, whole)));
    let turns = condition.turns(&truths);
    for (atom, ((&truth, turn), near)) in atoms.iter().zip(turns).zip(near).enumerate() {
        to.push(Shown::Run(place, atom, turn, truth));
        let ends = near.iter().enumerate().filter(|(_, near)| **near);
        to.extend(ends.map(|(end, _)| Shown::End(place, atom, end, truth)));
    }
}

/// All goals of a playbook: of each condition the outcomes of its atoms and of the whole, the ends of its comparisons, and that each atom
/// decides by itself, as far as they can be.
pub(crate) fn goals(conditions: &Conditions) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (place, (condition, possible)) in conditions.all.iter().zip(&conditions.possible).enumerate() {
        for (atom, can) in possible.atoms.iter().enumerate() {
            let ends = condition.ends.get(atom).map_or(0, Vec::len);
            for truth in can.iter() {
                if truth != Truth::Unknown {
                    goals.extend((0..ends).map(|end| Goal::End(place, atom, end, truth)));
                }
                goals.push(Goal::Atom(place, atom, truth));
            }
            if possible.decide.get(atom).copied().unwrap_or(false) {
                goals.push(Goal::Decides(place, atom));
            }
        }
        goals.extend(possible.whole.iter().map(|truth| Goal::Whole(place, truth)));
    }
    goals
}
