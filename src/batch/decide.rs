//! Routing, the claim and the decision of a block's rows.

use crate::hir::{self, Outcome as Ending, Playbook, ProcessId, RuleKind, StageId};
use crate::program::{Claim, Program, Unit};

use super::ahead::Ahead;
use super::chance::{self, Odds};
use super::outcome::{BlockOutcome, Marks, decided, range_of};
use super::plan::{Step, UnitPlan};
use super::registers::Chances;
use super::staging::FEW_CLAIMS;
use super::store::Block;
use super::walk::{Place, Scratch, Walker};
use super::words::{self, NONE, WORDS, Words, index, small};

/// How rows are assessed.
pub(crate) struct Judge<'a> {
    pub(crate) walker: Walker<'a>,
    playbook: &'a Playbook,
    program: &'a Program,
    /// The process, where it is named and not found by routing.
    process: Option<ProcessId>,
    /// For each process, what each claim of the pipeline means in it.
    meanings: Vec<Vec<Option<Claim>>>,
}

/// What the judging of a block needs room for.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The processes that rows are routed to.
    routed: Vec<(usize, Words)>,
    /// The rows with each different claim of the block.
    claims: Vec<Words>,
    /// The rows that claim each stage of a process.
    stages: Vec<Words>,
    odds: Odds,
    marks: Marks,
    /// Whether each process has open rows.
    opened: Vec<bool>,
}

/// The rows of a process by what they claim.
#[derive(Clone, Copy)]
struct Claimed {
    open: Words,
    closed: [Words; 3],
    unmatched: Words,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        walker: Walker<'a>,
        playbook: &'a Playbook,
        program: &'a Program,
        process: Option<ProcessId>,
        reopen: bool,
    ) -> Self {
        let claims = &walker.store.claims;
        let meaning = |unit: &Unit, text: &str| match unit.claims.get(text) {
            Some(Claim::Closed(_)) if reopen => Some(Claim::Stage(StageId(0))),
            found => found,
        };
        let of_unit = |unit: &Unit| (0..small(claims.len())).map(|claim| meaning(unit, claims.get(claim))).collect();
        let meanings = program.units.iter().map(of_unit).collect();
        Judge { walker, playbook, program, process, meanings }
    }

    /// Judges the rows of a block; `next` is the one that comes behind it.
    pub(crate) fn judge(
        &self,
        (block, next): (&Block, Option<&Block>),
        scratch: &mut Scratch,
        room: &mut Room,
        out: &mut BlockOutcome<'_>,
    ) {
        let Some(chunk) = block.root() else { return };
        let mut ahead = Ahead::new(next);
        let mut bank = std::mem::take(&mut scratch.bank);
        let at = Place { block, chunk, active: &block.valid, stamp: scratch.next_stamp() };
        self.walker.run(&self.walker.plan.routing, &mut bank, scratch, at);
        self.route(block, &bank, room);
        find_claims(block, &mut room.claims);
        room.marks.clear(out);
        room.opened.clear();
        room.opened.resize(out.rules.len(), false);
        let mut errors = words::first(block.rows);
        words::join(&mut errors, &block.valid, |rows, valid| rows & !valid);
        let mut shared = false;
        let routed = std::mem::take(&mut room.routed);
        for &(place, ref rows) in &routed {
            let Some(work) = self.work(place) else { continue };
            let claimed = self.claimed(block, place, work.unit, rows, room);
            words::join(&mut errors, &claimed.unmatched, |errors, rows| errors | rows);
            mark_closed(place, &claimed, &mut room.marks, out);
            if words::is_empty(&claimed.open) {
                continue;
            }
            if let Some(opened) = room.opened.get_mut(place) {
                *opened = true;
            }
            let at = Place { active: &claimed.open, ..at };
            if !shared {
                self.walker.run(&self.walker.plan.shared, &mut bank, scratch, Place { active: &block.valid, ..at });
                shared = true;
            }
            for step in &work.plan.steps {
                ahead.step();
                if let Step::Rule { rule, of } = step {
                    hand_over(place, *rule, bank.truth(*of), &claimed.open, out);
                } else if let Step::Chance { out: slot, lines, .. } = step {
                    let Some(chance) = &work.unit.chance else { continue };
                    let mut points = bank.take_chance(*slot);
                    chance::find(chance, lines, &room.stages, &bank, &mut room.odds, &mut points);
                    hand_over_chance(&points, &claimed.open, out);
                    bank.put_chance(*slot, points);
                } else {
                    self.walker.step(step, &mut bank, scratch, at);
                }
            }
            decide(&work, place, &claimed.open, &room.stages, &mut room.marks, out);
        }
        room.routed = routed;
        room.marks.decisions.mark(&errors, decided::ERROR);
        room.marks.write(out);
        clear_unopened(&room.opened, out);
        scratch.bank = bank;
        scratch.tidy();
    }

    fn work(&self, place: usize) -> Option<Work<'a>> {
        let process = self.playbook.processes.get(place)?;
        Some(Work { process, unit: self.program.units.get(place)?, plan: self.walker.plan.units.get(place)? })
    }

    /// The rows of each process: the first whose condition is true, if none before it is unknown.
    fn route(&self, block: &Block, bank: &super::registers::Bank, room: &mut Room) {
        room.routed.clear();
        if let Some(process) = self.process {
            room.routed.push((index(process.0), block.valid));
            return;
        }
        let mut left = block.valid;
        for (place, unit) in self.walker.plan.units.iter().enumerate() {
            let mut rows = left;
            match unit.applies.map(|applies| bank.truth(applies)) {
                None => left = NONE,
                Some(None) => rows = NONE,
                Some(Some(truths)) => {
                    words::join(&mut rows, &truths.must, |rows, must| rows & must);
                    words::join(&mut left, truths.may(), |left, may| left & !may);
                }
            }
            if !words::is_empty(&rows) {
                room.routed.push((place, rows));
            }
            if words::is_empty(&left) {
                break;
            }
        }
    }

    /// What the rows of a process claim; the rows of each stage are left in the room.
    fn claimed(&self, block: &Block, place: usize, unit: &Unit, rows: &Words, room: &mut Room) -> Claimed {
        let mut claimed = Claimed { open: NONE, closed: [NONE; 3], unmatched: NONE };
        room.stages.clear();
        room.stages.resize(unit.stages.len(), NONE);
        let meanings = self.meanings.get(place).map(Vec::as_slice).unwrap_or_default();
        let mut without = *rows;
        words::join(&mut without, &block.claimed, |rows, claimed| rows & !claimed);
        claimed.add(Some(Claim::Stage(StageId(0))), &without, &mut room.stages);
        if block.different_claims.len() > FEW_CLAIMS {
            for row in words::rows(&block.claimed).filter(|&row| words::has(rows, row)) {
                let claim = usize::try_from(block.claims.value(row)).unwrap_or(usize::MAX);
                let mut one = NONE;
                words::add(&mut one, row);
                claimed.add(meanings.get(claim).copied().flatten(), &one, &mut room.stages);
            }
            return claimed;
        }
        for (&claim, with) in block.different_claims.iter().zip(&room.claims) {
            let mut with = *with;
            words::join(&mut with, rows, |with, rows| with & rows);
            claimed.add(meanings.get(index(claim)).copied().flatten(), &with, &mut room.stages);
        }
        claimed
    }
}

/// Of the processes that no row was in, no rule says anything.
fn clear_unopened(opened: &[bool], out: &mut BlockOutcome<'_>) {
    for (rules, _) in out.rules.iter_mut().zip(opened).filter(|(_, opened)| !**opened) {
        rules.fill(0);
    }
}

/// A process with all that is known of it.
#[derive(Clone, Copy)]
struct Work<'a> {
    process: &'a hir::Process,
    unit: &'a Unit,
    plan: &'a UnitPlan,
}

impl Claimed {
    fn add(&mut self, claim: Option<Claim>, rows: &Words, stages: &mut [Words]) {
        let join = |into: &mut Words| words::join(into, rows, |into, rows| into | rows);
        match claim {
            None => join(&mut self.unmatched),
            Some(Claim::Closed(ending)) => {
                let [won, lost, walked] = &mut self.closed;
                join(match ending {
                    Ending::Won => won,
                    Ending::Lost => lost,
                    Ending::Walked => walked,
                });
            }
            Some(Claim::Stage(stage)) => {
                join(&mut self.open);
                if let Some(stage) = stages.get_mut(index(stage.0)) {
                    join(stage);
                }
            }
        }
    }
}

/// The rows with each different claim.
fn find_claims(block: &Block, claims: &mut Vec<Words>) {
    claims.clear();
    if block.different_claims.len() > FEW_CLAIMS {
        return;
    }
    let bounds = (block.claims.low, block.claims.high);
    for &claim in &block.different_claims {
        let mut rows = NONE;
        block.claims.codes.equal(block.claims.scale, block.claims.offset, bounds, i64::from(claim), &mut rows);
        words::join(&mut rows, &block.claimed, |rows, claimed| rows & claimed);
        claims.push(rows);
    }
}

fn mark_closed(place: usize, claimed: &Claimed, marks: &mut Marks, out: &mut BlockOutcome<'_>) {
    let mut rows = claimed.open;
    let codes = [decided::WON, decided::LOST, decided::WALKED];
    for (closed, code) in claimed.closed.iter().zip(codes) {
        marks.decisions.mark(closed, code);
        words::join(&mut rows, closed, |rows, closed| rows | closed);
    }
    out.processes.mark(&mut marks.processes, &rows, small(place).saturating_add(1));
}

/// Hands a rule's truth of the open rows to the result.
fn hand_over(
    place: usize,
    rule: usize,
    truths: Option<&super::registers::Truths>,
    open: &Words,
    out: &mut BlockOutcome<'_>,
) {
    let Some((truths, rules)) = truths.zip(out.rules.get_mut(place)) else { return };
    if let Some(rows) = rules.get_mut(range_of(rule, false)) {
        for (row, (must, open)) in rows.iter_mut().zip(truths.must.iter().zip(open)) {
            *row = must & open;
        }
    }
    if let Some(rows) = rules.get_mut(range_of(rule, true)) {
        if truths.is_settled() {
            rows.fill(0);
            return;
        }
        let truths = truths.must.iter().zip(truths.may());
        for (row, ((must, may), open)) in rows.iter_mut().zip(truths.zip(open)) {
            *row = may & !must & open;
        }
    }
}

fn hand_over_chance(points: &Chances, open: &Words, out: &mut BlockOutcome<'_>) {
    let from = [&points.worst, &points.likely, &points.best];
    for (from, into) in from.into_iter().zip(&mut out.chances) {
        let mut bit = 1_u64;
        for (from, into) in from.as_chunks::<WORDS>().0.iter().zip(into.as_chunks_mut::<WORDS>().0) {
            for ((from, into), open) in from.iter().zip(into).zip(open) {
                // At most 10,000.
                let point = u16::try_from(from & 0x7fff).unwrap_or(0);
                *into = if open & bit != 0 { point } else { *into };
            }
            bit = bit.wrapping_shl(1);
        }
    }
}

/// Decides from what the rules say of the open rows.
fn decide(
    work: &Work<'_>,
    place: usize,
    open: &Words,
    stages: &[Words],
    marks: &mut Marks,
    out: &mut BlockOutcome<'_>,
) {
    let Some(rules) = out.rules.get(place) else { return };
    let holds = |rule: usize| -> Words {
        let words = rules.get(range_of(rule, false)).and_then(|words| words.first_chunk::<WORDS>());
        words.copied().unwrap_or(NONE)
    };
    let kinds = |range: std::ops::Range<usize>| {
        let rules = work.process.rules.get(range.clone()).unwrap_or_default();
        range.zip(rules.iter().map(|rule| rule.kind))
    };
    let mut struck = NONE;
    for (rule, _) in kinds(work.unit.process_rules.clone()).filter(|(_, kind)| *kind == RuleKind::Disqualify) {
        words::join(&mut struck, &holds(rule), |struck, holds| struck | holds);
    }
    let (mut left, mut held, mut later) = (*open, NONE, *open);
    for ((stage, claim), range) in stages.iter().enumerate().zip(&work.unit.stages) {
        words::join(&mut later, claim, |later, claim| later & !claim);
        let mut unmet = NONE;
        for (rule, kind) in kinds(range.clone()) {
            let holds = holds(rule);
            match kind {
                RuleKind::Disqualify => {
                    for (struck, (holds, claim)) in struck.iter_mut().zip(holds.iter().zip(claim)) {
                        *struck |= holds & claim;
                    }
                }
                RuleKind::Require { once: false } => words::join(&mut unmet, &holds, |unmet, holds| unmet | !holds),
                RuleKind::Require { once: true } => {
                    for (unmet, (holds, later)) in unmet.iter_mut().zip(holds.iter().zip(&later)) {
                        *unmet |= !holds & !later;
                    }
                }
                RuleKind::Warn => {}
            }
        }
        let mut earned = left;
        words::join(&mut earned, &unmet, |left, unmet| left & unmet);
        words::join(&mut left, &unmet, |left, unmet| left & !unmet);
        for (held, ((earned, later), claim)) in held.iter_mut().zip(earned.iter().zip(&later).zip(claim)) {
            *held |= earned & (later | claim);
        }
        out.earned.mark(&mut marks.earned, &earned, small(stage).saturating_add(1));
        out.claimed.mark(&mut marks.claimed, claim, small(stage).saturating_add(1));
    }
    out.earned.mark(&mut marks.earned, &left, small(stages.len()).saturating_add(1));
    mark_open(open, &struck, &mut held, marks);
}

/// Marks what is decided of the open rows.
fn mark_open(open: &Words, struck: &Words, held: &mut Words, marks: &mut Marks) {
    marks.decisions.mark(struck, decided::DISQUALIFY);
    words::join(held, struck, |held, struck| held & !struck);
    marks.decisions.mark(held, decided::HOLD);
    let mut advance = *open;
    for (advance, (held, struck)) in advance.iter_mut().zip(held.iter().zip(struck)) {
        *advance &= !(held | struck);
    }
    marks.decisions.mark(&advance, decided::ADVANCE);
}
