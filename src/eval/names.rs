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

/// Names by their place, each as soon as it is made.
#[derive(Debug)]
struct Kept<T: ?Sized>(Vec<Option<Arc<T>>>);

impl<T: ?Sized> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Kept(self.0.clone())
    }
}

impl<T: ?Sized> Default for Kept<T> {
    fn default() -> Self {
        Kept(Vec::new())
    }
}

impl<T: ?Sized> Kept<T> {
    fn get(&self, place: u32) -> Option<Arc<T>> {
        self.0.get(usize::try_from(place).ok()?)?.clone()
    }

    fn keep(&mut self, place: u32, made: Arc<T>) -> Arc<T> {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        if self.0.len() <= place {
            self.0.resize(place.saturating_add(1), None);
        }
        if let Some(slot) = self.0.get_mut(place) {
            *slot = Some(Arc::clone(&made));
        }
        made
    }
}

/// All that have been made.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    atoms: Kept<AtomNames>,
    processes: Kept<ProcessNames>,
    /// By process.
    rules: Vec<Kept<RuleNames>>,
    /// Of facts, in the order of declaration.
    paths: Kept<str>,
}

impl Machine<'_> {
    /// The names of an atom.
    pub(crate) fn atom_names(&mut self, id: ExprId, make: impl FnOnce(&mut Self) -> AtomNames) -> Arc<AtomNames> {
        if let Some(kept) = self.scratch.names.atoms.get(id.0) {
            return kept;
        }
        let made = Arc::new(make(self));
        self.scratch.names.atoms.keep(id.0, made)
    }

    /// The names of a process.
    pub(crate) fn process_names(&mut self, id: ProcessId, make: impl FnOnce() -> ProcessNames) -> Arc<ProcessNames> {
        let processes = &mut self.scratch.names.processes;
        processes.get(id.0).unwrap_or_else(|| processes.keep(id.0, Arc::new(make())))
    }

    /// The names of the rule at a place of its process.
    pub(crate) fn rule_names(
        &mut self,
        process: ProcessId,
        place: usize,
        make: impl FnOnce() -> RuleNames,
    ) -> Arc<RuleNames> {
        let process = usize::try_from(process.0).unwrap_or(usize::MAX);
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let processes = &mut self.scratch.names.rules;
        if processes.len() <= process {
            processes.resize_with(process.saturating_add(1), Kept::default);
        }
        let Some(rules) = processes.get_mut(process) else { return Arc::new(make()) };
        rules.get(place).unwrap_or_else(|| rules.keep(place, Arc::new(make())))
    }

    /// The path of the fact or list with that place in the order of declaration.
    pub(crate) fn path(&mut self, order: u32, path: &str) -> Arc<str> {
        let paths = &mut self.scratch.names.paths;
        paths.get(order).unwrap_or_else(|| paths.keep(order, path.into()))
    }
}
