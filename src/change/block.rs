//! Some rows by both playbooks: which verdicts differ, in what, and why.

use crate::batch::{Outcome, decided};
use crate::hir::{self, RuleKind, StageId};
use crate::pipeline::Assessed;
use crate::value::Truth;
use crate::verdict::Chance;

use super::links::{Link, Links, RuleLink, is_requirement};
use super::report::{Cause, CauseKind};

/// One playbook with what it says of the rows.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) playbook: &'a hir::Playbook,
    pub(super) assessed: &'a Assessed,
}

/// Where a row stands by one playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) decision: u8,
    /// From 1; 0 is none.
    pub(super) process: u32,
    pub(super) claimed: u32,
    pub(super) earned: u32,
    pub(super) chance: Option<Chance>,
}

/// How a row's verdicts differ.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) decision: bool,
    pub(super) process: bool,
    pub(super) earned: bool,
    pub(super) chance: bool,
    /// What made it, and whether it made the decision.
    pub(super) causes: Vec<(Cause, bool)>,
}

/// The rows of both playbooks.
pub(super) struct Block<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) links: &'a Links,
    /// Rows whose rules may come to something else, 64 a word.
    suspects: Vec<u64>,
    /// By the old process: whether all its rows are suspects.
    all_suspect: Vec<bool>,
}

/// Where a verdict names a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Disqualified,
    AtRisk,
    Warned,
    Unmet,
}

impl<'a> Side<'a> {
    fn outcome(self) -> &'a Outcome {
        self.assessed.outcome()
    }

    pub(super) fn standing(self, row: usize) -> Standing {
        let outcome = self.outcome();
        Standing {
            decision: outcome.decisions.get(row).copied().unwrap_or(decided::ERROR),
            process: outcome.processes.get(row),
            claimed: outcome.claimed.get(row),
            earned: outcome.earned.get(row),
            chance: self.assessed.chance(row),
        }
    }

    pub(super) fn process(self, place: u32) -> Option<&'a hir::Process> {
        self.playbook.processes.get(index(place.checked_sub(1)?))
    }

    /// The name of the earned stage.
    pub(super) fn earned(self, standing: Standing) -> &'a str {
        let stages = self.process(standing.process).map(|process| process.stages.as_slice()).unwrap_or_default();
        place(standing.earned).and_then(|place| stages.get(place)).map_or("won", |stage| stage.name.as_str())
    }

    fn truth(self, process: u32, rule: usize, row: usize) -> Truth {
        let rules = place(process).and_then(|process| self.outcome().rules.get(process));
        rules.map_or(Truth::False, |rules| rules.truth(rule, row))
    }

    /// The list of the row's verdict that names the rule.
    fn list(self, standing: Standing, rule: usize, row: usize) -> Option<List> {
        let declared = self.process(standing.process)?.rules.get(rule)?;
        let claimed = StageId(standing.claimed.checked_sub(1)?);
        let truth = self.truth(standing.process, rule, row);
        let is_active = declared.stage.is_none_or(|stage| stage == claimed);
        match (declared.kind, truth) {
            (RuleKind::Disqualify, Truth::True) => is_active.then_some(List::Disqualified),
            (RuleKind::Disqualify, Truth::Unknown) => is_active.then_some(List::AtRisk),
            (RuleKind::Warn, Truth::True) => is_active.then_some(List::Warned),
            (RuleKind::Require { once }, Truth::False | Truth::Unknown) => {
                let stage = declared.stage?;
                (stage <= claimed && !(once && stage < claimed)).then_some(List::Unmet)
            }
            (RuleKind::Disqualify, Truth::False)
            | (RuleKind::Warn, Truth::False | Truth::Unknown)
            | (RuleKind::Require { .. }, Truth::True) => None,
        }
    }

    /// Whether a requirement keeps a row in a stage that it could have earned.
    fn blocks(self, standing: Standing, rule: usize, row: usize) -> bool {
        let declared = self.process(standing.process).and_then(|process| process.rules.get(rule));
        let Some(declared) = declared.filter(|declared| is_requirement(declared.kind)) else { return false };
        let stage = declared.stage.map_or(0, |stage| stage.0.saturating_add(1));
        let passed = declared.kind == (RuleKind::Require { once: true }) && stage < standing.claimed;
        stage == standing.earned && !passed && self.truth(standing.process, rule, row) != Truth::True
    }
}

impl<'a> Block<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>, links: &'a Links, rows: usize) -> Self {
        let all_suspect = vec![false; old.playbook.processes.len()];
        let mut block = Block { old, new, links, suspects: vec![0; rows.div_ceil(64)], all_suspect };
        for link in links.all() {
            for rule in &link.rules {
                block.suspect(link, *rule);
            }
        }
        block
    }

    /// Marks the rows that may differ by a rule.
    fn suspect(&mut self, link: &Link, rule: RuleLink) {
        let sides = [(self.old, link.old, rule.old), (self.new, link.new, rule.new)];
        if !rule.is_alike {
            let required = sides.iter().any(|(side, process, rule)| {
                let declared = side.playbook.processes.get(*process).zip(*rule);
                declared
                    .and_then(|(process, rule)| process.rules.get(rule))
                    .is_some_and(|rule| is_requirement(rule.kind))
            });
            if let Some(all) = self.all_suspect.get_mut(link.old).filter(|_| required) {
                *all = true;
                return;
            }
        }
        for unknown in [false, true] {
            let mut words = sides.map(|(side, process, rule)| {
                let rules = rule.and_then(|rule| Some((side.outcome().rules.get(process)?, rule)));
                rules.map(|(rules, rule)| rules.words(rule, unknown))
            });
            for suspects in &mut self.suspects {
                let [one, two] = words.each_mut().map(|words| words.as_mut().and_then(Iterator::next).unwrap_or(0));
                *suspects |= if rule.is_alike { one ^ two } else { one | two };
            }
        }
    }

    fn is_suspect(&self, row: usize, process: u32) -> bool {
        let word = self.suspects.get(row / 64).copied().unwrap_or(0);
        let bit = u32::try_from(row % 64).unwrap_or(0);
        let all = place(process).and_then(|process| self.all_suspect.get(process)).copied().unwrap_or(false);
        all || word.wrapping_shr(bit) & 1 != 0
    }

    /// How a row's verdicts differ, if they do.
    pub(super) fn difference(
        &self,
        row: usize,
        old: Standing,
        new: Standing,
        faults: [Option<&str>; 2],
    ) -> Option<Difference> {
        let is_same_process = self.links.process(old.process) == new.process;
        let link = self.links.link(old.process).filter(|_| is_same_process);
        let mapped = link.map_or((0, 0), |link| (link.stage(old.claimed), link.stage(old.earned)));
        let is_same = is_same_process
            && (old.decision, mapped) == (new.decision, (new.claimed, new.earned))
            && old.chance == new.chance;
        let are_faults_same = faults[0] == faults[1];
        if is_same && are_faults_same && !self.is_suspect(row, old.process) {
            return None;
        }
        let earned = is_same_process && mapped.1 != new.earned && both_open(old, new);
        let is_other_stage = match (old.decision, new.decision) {
            (decided::ADVANCE, decided::ADVANCE) if is_same_process => earned,
            (decided::ADVANCE, decided::ADVANCE) => self.old.earned(old) != self.new.earned(new),
            _others => false,
        };
        let is_readable = old.decision != decided::ERROR && new.decision != decided::ERROR;
        let mut difference = Difference {
            decision: old.decision != new.decision || is_other_stage,
            process: !is_same_process && is_readable,
            earned,
            chance: old.chance != new.chance,
            causes: Vec::new(),
        };
        self.find_causes(&mut difference, row, (old, new), link, faults);
        let is_nothing = difference.causes.is_empty() && is_same;
        (!is_nothing).then_some(difference)
    }

    fn find_causes(
        &self,
        difference: &mut Difference,
        row: usize,
        (old, new): (Standing, Standing),
        link: Option<&Link>,
        faults: [Option<&str>; 2],
    ) {
        let process = self.new.process(new.process).or_else(|| self.old.process(old.process));
        let process = process.map(|process| process.name.clone());
        let bare = |kind| Cause { kind, process: process.clone(), stage: None, name: None };
        let (decision, causes) = (difference.decision, &mut difference.causes);
        if old.decision == decided::ERROR || new.decision == decided::ERROR {
            if let Some(field) = faults[1].or(faults[0]).filter(|_| decision || faults[0] != faults[1]) {
                let name = Some(field.to_owned()).filter(|field| !field.is_empty());
                causes.push((Cause { kind: CauseKind::Data, process: None, stage: None, name }, decision));
            }
            return;
        }
        if difference.process {
            causes.push((bare(CauseKind::Process), decision));
        }
        let Some(link) = link else { return };
        if link.stage(old.claimed) != new.claimed || (is_closed(old.decision) != is_closed(new.decision)) {
            causes.push((bare(CauseKind::Claim), decision));
        }
        for rule in &link.rules {
            self.find_rule_causes(causes, row, (old, new), link, *rule, difference.earned);
        }
        if difference.chance {
            causes.push((bare(CauseKind::Chance), false));
        }
        if (decision || difference.earned) && !causes.iter().any(|(cause, decisive)| *decisive || is_of_stage(cause)) {
            causes.push((bare(CauseKind::Stages), decision));
        }
    }

    fn find_rule_causes(
        &self,
        causes: &mut Vec<(Cause, bool)>,
        row: usize,
        (old, new): (Standing, Standing),
        link: &Link,
        rule: RuleLink,
        earned: bool,
    ) {
        let before = rule.old.and_then(|rule| self.old.list(old, rule, row));
        let after = rule.new.and_then(|rule| self.new.list(new, rule, row));
        let mut push = |kind, decisive| causes.push((self.cause(kind, link, rule), decisive));
        if before != after {
            if let Some(list) = before {
                push(ended(list), decides(list, old.decision, new.decision));
            }
            if let Some(list) = after {
                push(begun(list), decides(list, old.decision, new.decision));
            }
            if before == Some(List::Unmet) || after == Some(List::Unmet) {
                return;
            }
        }
        // Of what is required beyond the claimed stage verdicts say nothing, but the earned stage tells.
        if earned {
            let blocked = rule.old.is_some_and(|rule| self.old.blocks(old, rule, row));
            let blocks = rule.new.is_some_and(|rule| self.new.blocks(new, rule, row));
            let decisive = old.decision != decided::DISQUALIFY && new.decision != decided::DISQUALIFY;
            let is_earlier = link.stage(old.earned) > new.earned;
            if blocked && !blocks && !is_earlier {
                push(CauseKind::UnmetNoMore, decisive);
            }
            if blocks && !blocked && is_earlier {
                push(CauseKind::Unmet, decisive);
            }
        }
    }

    /// A rule as a cause, by its new name where it has one.
    fn cause(&self, kind: CauseKind, link: &Link, rule: RuleLink) -> Cause {
        let (side, process, place) = match (rule.new, rule.old) {
            (Some(place), _) => (self.new, link.new, Some(place)),
            (None, place) => (self.old, link.old, place),
        };
        let declared = side.playbook.processes.get(process);
        let rule = declared.zip(place).and_then(|(process, rule)| process.rules.get(rule));
        let stage = declared.zip(rule.and_then(|rule| rule.stage));
        let stage = stage.and_then(|(process, stage)| process.stages.get(index(stage.0)));
        let name = self.new.playbook.processes.get(link.new).map(|process| process.name.clone());
        Cause {
            kind,
            process: name,
            stage: stage.map(|stage| stage.name.clone()),
            name: rule.map(|rule| rule.name.clone()),
        }
    }
}

/// Whether a rule's coming to or leaving a list makes the step from one decision to another.
fn decides(list: List, old: u8, new: u8) -> bool {
    let either = |decision| old == decision || new == decision;
    match list {
        List::Disqualified => old != new && either(decided::DISQUALIFY),
        List::Unmet => old != new && either(decided::HOLD) && !either(decided::DISQUALIFY),
        List::AtRisk | List::Warned => false,
    }
}

fn begun(list: List) -> CauseKind {
    match list {
        List::Disqualified => CauseKind::Disqualifies,
        List::AtRisk => CauseKind::AtRisk,
        List::Warned => CauseKind::Warns,
        List::Unmet => CauseKind::Unmet,
    }
}

fn ended(list: List) -> CauseKind {
    match list {
        List::Disqualified => CauseKind::DisqualifiesNoMore,
        List::AtRisk => CauseKind::AtRiskNoMore,
        List::Warned => CauseKind::WarnsNoMore,
        List::Unmet => CauseKind::UnmetNoMore,
    }
}

/// Whether a cause is a requirement's.
fn is_of_stage(cause: &Cause) -> bool {
    matches!(cause.kind, CauseKind::Unmet | CauseKind::UnmetNoMore)
}

fn both_open(old: Standing, new: Standing) -> bool {
    old.claimed != 0 && new.claimed != 0
}

pub(super) fn is_closed(decision: u8) -> bool {
    matches!(decision, decided::WON | decided::LOST | decided::WALKED)
}

/// A decision in words; how it is closed is told too.
pub(super) fn word(decision: u8) -> &'static str {
    match decision {
        decided::UNROUTED => "unrouted",
        decided::DISQUALIFY => "disqualify",
        decided::HOLD => "hold",
        decided::ADVANCE => "advance",
        decided::WON => "closed won",
        decided::LOST => "closed lost",
        decided::WALKED => "closed walked",
        _error => "error",
    }
}

fn place(process: u32) -> Option<usize> {
    usize::try_from(process.checked_sub(1)?).ok()
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
