//! Which process, stage and rule of the old playbook is which of the new one.
//!
//! What has the same name is the same thing. What is left over on both sides is the same if it means the same, and was renamed.

use crate::hir::{self, ExprId, RuleKind};

use super::matching::Matching;
use super::meaning::{Meaning, Read};

/// The processes of both playbooks, and what is the same in those that are.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    pub(super) processes: Matching,
    /// For each process that is in both, in the order of the new playbook.
    pub(super) inner: Vec<ProcessPair>,
}

/// A process that is in both.
#[derive(Clone, Debug)]
pub(super) struct ProcessPair {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) stages: Matching,
    pub(super) rules: Matching,
}

/// Both playbooks with their meanings.
#[derive(Clone, Copy)]
struct Sides<'a> {
    playbooks: [&'a hir::Playbook; 2],
    readings: &'a [Read; 2],
}

/// A rule by what it means: what it is, where it stands, on what condition it is needed, and its condition.
type RuleKey = (Kind, Option<usize>, Option<Meaning>, Option<Meaning>);

/// The kinds in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Require { once: bool },
    Disqualify,
    Warn,
}

impl Pairs {
    pub(super) fn new(playbooks: [&hir::Playbook; 2], readings: &[Read; 2]) -> Self {
        let sides = Sides { playbooks, readings };
        let processes = sides.processes();
        let inner = processes.both().filter_map(|(old, new)| sides.inner(old, new)).collect();
        Pairs { processes, inner }
    }
}

impl<'a> Sides<'a> {
    fn process(self, side: usize, place: usize) -> Option<&'a hir::Process> {
        self.playbooks.get(side)?.processes.get(place)
    }

    fn meaning(self, side: usize, expr: ExprId) -> Option<Meaning> {
        self.readings.get(side)?.of(expr)
    }

    fn processes(self) -> Matching {
        let [olds, news] = self.playbooks.map(|playbook| playbook.processes.len());
        let mut matching = Matching::new(olds, news);
        let name = |side: usize, place: usize| self.process(side, place).map(|process| process.name.as_str());
        matching.by(|old| name(0, old), |new| name(1, new));
        let rules = |side: usize, place: usize| self.process(side, place).map(|process| self.rules_of(side, process));
        let content = |side: usize, place: usize| rules(side, place).filter(|rules| !rules.is_empty());
        matching.by(|old| content(0, old), |new| content(1, new));
        let stages = |side: usize, place: usize| {
            let stages = &self.process(side, place)?.stages;
            Some(stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>())
        };
        matching.by(|old| stages(0, old), |new| stages(1, new));
        let title = |side: usize, place: usize| self.process(side, place).and_then(|process| process.title.as_deref());
        matching.by(|old| title(0, old), |new| title(1, new));
        matching
    }

    /// What the rules of a process mean, in an order that is theirs.
    fn rules_of(self, side: usize, process: &hir::Process) -> Vec<RuleKey> {
        let mut rules: Vec<RuleKey> =
            process.rules.iter().map(|rule| self.key(side, rule, rule.stage.map(|stage| place(stage.0)))).collect();
        rules.sort_unstable();
        rules
    }

    fn key(self, side: usize, rule: &hir::Rule, stage: Option<usize>) -> RuleKey {
        let when = rule.when.and_then(|when| self.meaning(side, when));
        (kind(rule.kind), stage, when, self.meaning(side, rule.condition))
    }

    fn inner(self, old: usize, new: usize) -> Option<ProcessPair> {
        let (before, after) = (self.process(0, old)?, self.process(1, new)?);
        let stages = self.stages(before, after);
        let rules = self.rules(before, after, &stages);
        Some(ProcessPair { old, new, stages, rules })
    }

    fn stages(self, old: &hir::Process, new: &hir::Process) -> Matching {
        let mut matching = Matching::new(old.stages.len(), new.stages.len());
        let name = |process: &hir::Process, place: usize| process.stages.get(place).map(|stage| stage.name.clone());
        matching.by(|place| name(old, place), |place| name(new, place));
        // A stage that is renamed holds the same rules, or is called the same in the data or by people.
        let rules = [self.rules_by_stage(0, old), self.rules_by_stage(1, new)];
        let held = |side: usize, place: usize| {
            rules.get(side).and_then(|rules| rules.get(place)).filter(|rules| !rules.is_empty())
        };
        matching.by(|place| held(0, place), |place| held(1, place));
        let labels = |process: &hir::Process, place: usize| {
            let mut labels = process.stages.get(place)?.labels.clone();
            labels.sort();
            Some(labels).filter(|labels| !labels.is_empty())
        };
        matching.by(|place| labels(old, place), |place| labels(new, place));
        let title = |process: &hir::Process, place: usize| process.stages.get(place)?.title.clone();
        matching.by(|place| title(old, place), |place| title(new, place));
        matching
    }

    fn rules_by_stage(self, side: usize, process: &hir::Process) -> Vec<Vec<RuleKey>> {
        let mut stages = vec![Vec::new(); process.stages.len()];
        for rule in &process.rules {
            let Some(stage) = rule.stage.and_then(|stage| stages.get_mut(place(stage.0))) else { continue };
            stage.push(self.key(side, rule, None));
        }
        stages.iter_mut().for_each(|rules| rules.sort_unstable());
        stages
    }

    fn rules(self, old: &hir::Process, new: &hir::Process, stages: &Matching) -> Matching {
        let mut matching = Matching::new(old.rules.len(), new.rules.len());
        let name = |process: &hir::Process, place: usize| process.rules.get(place).map(|rule| rule.name.clone());
        matching.by(|place| name(old, place), |place| name(new, place));
        // Renamed; renamed and moved; renamed and of another kind. An old stage goes by its place in the new process.
        let new_stage = |rule: &hir::Rule| rule.stage.map(|stage| place(stage.0));
        let old_stage = |rule: &hir::Rule| rule.stage.map(|stage| stages.new_of(place(stage.0)).unwrap_or(usize::MAX));
        let old_rule = |place: usize| old.rules.get(place);
        let new_rule = |place: usize| new.rules.get(place);
        matching.by(
            |place| old_rule(place).map(|rule| self.key(0, rule, old_stage(rule))),
            |place| new_rule(place).map(|rule| self.key(1, rule, new_stage(rule))),
        );
        matching.by(
            |place| old_rule(place).map(|rule| self.key(0, rule, None)),
            |place| new_rule(place).map(|rule| self.key(1, rule, None)),
        );
        matching
    }
}

fn kind(kind: RuleKind) -> Kind {
    match kind {
        RuleKind::Require { once } => Kind::Require { once },
        RuleKind::Disqualify => Kind::Disqualify,
        RuleKind::Warn => Kind::Warn,
    }
}

fn place(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}
