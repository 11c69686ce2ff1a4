//! The pairs of two playbooks as tables of places, for going through many rows.

use crate::hir::{self, RuleKind, StageId};

use super::pairs::{Pairs, ProcessPair};

/// Places of both playbooks by each other. Processes and stages go by their place from 1, and 0 is none, as outcomes have them.
#[derive(Debug)]
pub(super) struct Links {
    /// For each old process, none among them, the new one; [`NOWHERE`] where it is gone.
    processes: Vec<u32>,
    /// By the old process' place from 0.
    inner: Vec<Option<Link>>,
}

/// Stands for what the other playbook does not have.
const NOWHERE: u32 = u32::MAX;

/// A process that is in both.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) old: usize,
    pub(super) new: usize,
    /// For each old stage, none and the one behind the last among them, the new one.
    stages: Vec<u32>,
    pub(super) rules: Vec<RuleLink>,
}

/// A rule of either or both.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleLink {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    /// Whether it is of one kind and stands in one stage in both, so that rows differ by it only where it comes to something else.
    pub(super) is_alike: bool,
}

impl Links {
    pub(super) fn new(pairs: &Pairs, old: &hir::Playbook, new: &hir::Playbook) -> Self {
        let new_of = |place| pairs.processes.new_of(place).map_or(NOWHERE, from_one);
        let processes = std::iter::once(0).chain((0..old.processes.len()).map(new_of)).collect();
        let mut inner: Vec<Option<Link>> = old.processes.iter().map(|_| None).collect();
        for pair in &pairs.inner {
            let sides = (old.processes.get(pair.old), new.processes.get(pair.new));
            if let ((Some(before), Some(after)), Some(slot)) = (sides, inner.get_mut(pair.old)) {
                *slot = Some(Link::new(pair, before, after));
            }
        }
        Links { processes, inner }
    }

    /// The new place of an old process, both from 1; of none it is none.
    pub(super) fn process(&self, old: u32) -> u32 {
        self.processes.get(index(old)).copied().unwrap_or(NOWHERE)
    }

    /// The old process of that place from 1, where it is in both.
    pub(super) fn link(&self, old: u32) -> Option<&Link> {
        self.inner.get(index(old.checked_sub(1)?))?.as_ref()
    }

    /// All processes that are in both.
    pub(super) fn all(&self) -> impl Iterator<Item = &Link> {
        self.inner.iter().flatten()
    }
}

impl Link {
    fn new(pair: &ProcessPair, old: &hir::Process, new: &hir::Process) -> Self {
        let new_of = |place| pair.stages.new_of(place).map_or(NOWHERE, from_one);
        let behind = from_one(new.stages.len());
        let stages = std::iter::once(0).chain((0..old.stages.len()).map(new_of)).chain([behind]).collect();
        let mut link = Link { old: pair.old, new: pair.new, stages, rules: Vec::new() };
        let lone_old = pair.rules.old_only().into_iter().map(|old| (Some(old), None));
        let lone_new = pair.rules.new_only().into_iter().map(|new| (None, Some(new)));
        let both = pair.rules.both().map(|(old, new)| (Some(old), Some(new)));
        for (before, after) in both.chain(lone_old).chain(lone_new) {
            let rules = before.and_then(|place| old.rules.get(place)).zip(after.and_then(|place| new.rules.get(place)));
            let is_alike = rules.is_some_and(|(one, two)| {
                let place = |stage: Option<StageId>| stage.map_or(0, |stage| stage.0.saturating_add(1));
                one.kind == two.kind && link.stage(place(one.stage)) == place(two.stage)
            });
            link.rules.push(RuleLink { old: before, new: after, is_alike });
        }
        link
    }

    /// The new place of an old stage, both from 1; none is none, and behind the last is behind the last.
    pub(super) fn stage(&self, old: u32) -> u32 {
        self.stages.get(index(old)).copied().unwrap_or(NOWHERE)
    }
}

/// Whether a rule is one that a verdict names where it is not true.
pub(super) fn is_requirement(kind: RuleKind) -> bool {
    match kind {
        RuleKind::Require { .. } => true,
        RuleKind::Disqualify | RuleKind::Warn => false,
    }
}

/// A place from 0 as one from 1.
fn from_one(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NOWHERE).saturating_add(1)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
