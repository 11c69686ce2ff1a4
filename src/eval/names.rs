//! Names as verdicts hold them: made once for a scratch, and shared by all its verdicts.

use std::sync::Arc;

use crate::hir::{ExprId, ProcessId};

use super::Machine;

/// An atom, but for what it read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AtomNames {
    pub(crate) text: Arc<str>,
    /// The facts that it reads, by path, in the order of reading, each with the expression that reads it; one may be read several times.
    pub(crate) facts: Vec<(Arc<str>, ExprId)>,
}

/// A rule, but for why it is told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RuleNames {
    pub(crate) rule: Box<str>,
    pub(crate) stage: Option<Box<str>>,
    pub(crate) title: Option<Box<str>>,
}

/// A process, and its stages in their order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ProcessNames {
    pub(crate) name: Box<str>,
    pub(crate) title: Option<Box<str>>,
    pub(crate) stages: Vec<Box<str>>,
}

/// All that have been made.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    atoms: Vec<Option<Arc<AtomNames>>>,
    processes: Vec<Option<Arc<ProcessNames>>>,
    /// By process and place.
    rules: Vec<Vec<Option<Arc<RuleNames>>>>,
    /// Of facts, in the order of declaration.
    paths: Vec<Option<Arc<str>>>,
}

impl Names {
    /// Forgets those of another program.
    pub(super) fn clear(&mut self) {
        self.atoms.clear();
        self.processes.clear();
        self.rules.clear();
        self.paths.clear();
    }
}

impl Machine<'_> {
    /// The names of an atom.
    pub(crate) fn atom_names(&mut self, id: ExprId, make: impl FnOnce(&mut Self) -> AtomNames) -> Arc<AtomNames> {
        let place = usize::try_from(id.0).unwrap_or(usize::MAX);
        if let Some(Some(kept)) = self.scratch.names.atoms.get(place) {
            return Arc::clone(kept);
        }
        let made = Arc::new(make(self));
        keep(&mut self.scratch.names.atoms, place, &made);
        made
    }

    /// The names of a process.
    pub(crate) fn process_names(
        &mut self,
        process: ProcessId,
        make: impl FnOnce() -> ProcessNames,
    ) -> Arc<ProcessNames> {
        let place = usize::try_from(process.0).unwrap_or(usize::MAX);
        if let Some(Some(kept)) = self.scratch.names.processes.get(place) {
            return Arc::clone(kept);
        }
        let made = Arc::new(make());
        keep(&mut self.scratch.names.processes, place, &made);
        made
    }

    /// The names of the rule at a place of its process.
    pub(crate) fn rule_names(
        &mut self,
        process: ProcessId,
        place: usize,
        make: impl FnOnce() -> RuleNames,
    ) -> Arc<RuleNames> {
        let process = usize::try_from(process.0).unwrap_or(usize::MAX);
        let processes = &mut self.scratch.names.rules;
        if processes.len() <= process {
            processes.resize_with(process.saturating_add(1), Vec::new);
        }
        let Some(rules) = processes.get_mut(process) else { return Arc::new(make()) };
        if let Some(Some(kept)) = rules.get(place) {
            return Arc::clone(kept);
        }
        let made = Arc::new(make());
        keep(rules, place, &made);
        made
    }

    /// The path of the fact or list with that place in the order of declaration.
    pub(crate) fn path(&mut self, order: u32, path: &str) -> Arc<str> {
        let place = usize::try_from(order).unwrap_or(usize::MAX);
        if let Some(Some(kept)) = self.scratch.names.paths.get(place) {
            return Arc::clone(kept);
        }
        let made = Arc::from(path);
        keep(&mut self.scratch.names.paths, place, &made);
        made
    }
}

fn keep<T: ?Sized>(names: &mut Vec<Option<Arc<T>>>, place: usize, made: &Arc<T>) {
    if names.len() <= place {
        names.resize(place.saturating_add(1), None);
    }
    if let Some(slot) = names.get_mut(place) {
        *slot = Some(Arc::clone(made));
    }
}
