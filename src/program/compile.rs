//! Checked playbook to program: label what is read, then emit each run in order.

use crate::facts::Names;
use crate::hir::{ExpectationKind, Outcome, Playbook, Process, Rule, RuleKind, StageId};
use crate::schema::{ColumnId, DataType};
use crate::source::Source;

use super::emit::{Emitter, Run};
use super::index::Indexed;
use super::label::{Label, Labels, Reader};
use super::{
    Chance, Claim, Deciders, Index, Mode, NodeId, OddsLine, Op, Program, Readings, RuleMasks, RulePlace, RulePlaces,
    StageDeciders, Unit, index,
};

/// See [`Program::compile`].
pub(super) fn processes(playbook: &Playbook, sources: &[Source]) -> Program {
    let mut labels = Labels::new(playbook);
    for (unit, process) in (0..).zip(&playbook.processes) {
        read_process(&mut labels, unit, process);
    }
    labels.spread(playbook);
    let mut emitter = Emitter::new(playbook, &labels);
    emitter.run(Run::Routing);
    emitter.run(Run::Shared);
    for (unit, process) in (0..).zip(&playbook.processes) {
        let made = emit_process(&mut emitter, unit, process);
        emitter.program.units.push(made);
    }
    emitter.run(Run::AskShared);
    for (unit, process) in (0_u32..).zip(&playbook.processes) {
        emitter.run(Run::Ask(unit));
        let readings = process.rules.iter().map(|rule| emitter.rule(rule)).collect();
        if let Some(made) = emitter.program.units.get_mut(usize::try_from(unit).unwrap_or(usize::MAX)) {
            made.rules = readings;
        }
    }
    let mut program = emitter.finish();
    program.sources = sources.to_vec();
    for (place, process) in playbook.processes.iter().enumerate() {
        let Some(unit) = program.units.get(place) else { continue };
        let indexed = index_rules(&program, process, unit, &|column| is_date(playbook, column));
        if let Some(unit) = program.units.get_mut(place) {
            (unit.index, unit.telling, unit.places) = indexed;
            unit.deciders = deciders(process, unit, &unit.places);
        }
    }
    program.shrink();
    program
}

/// Indexes the rules of a process, twice: those that decide, and those of which a verdict need not tell.
fn index_rules(
    program: &Program,
    process: &Process,
    unit: &Unit,
    is_date: &dyn Fn(ColumnId) -> bool,
) -> (Index, Index, Vec<RulePlaces>) {
    let build = |is_in: fn(RuleKind) -> bool, negates: fn(RuleKind) -> bool| {
        let rules = process.rules.iter().zip(&unit.rules).filter(|(rule, _)| is_in(rule.kind));
        let rules = rules.map(|(rule, readings)| Indexed { node: readings.standing, negated: negates(rule.kind) });
        let (index, places) = index::build(program, &rules.collect::<Vec<_>>(), is_date);
        let mut places = places.into_iter();
        let of = |rule: &Rule| if is_in(rule.kind) { places.next() } else { None };
        (index, process.rules.iter().map(of).collect::<Vec<Option<RulePlace>>>())
    };
    let (index, decides) = build(|kind| kind != RuleKind::Warn, |_| false);
    let (telling, tells) =
        build(|kind| matches!(kind, RuleKind::Warn | RuleKind::Disqualify), |kind| kind == RuleKind::Disqualify);
    let places = decides.into_iter().zip(tells).map(|(decides, tells)| RulePlaces { decides, tells });
    (index, telling, places.collect())
}

/// Whether a fact of the opportunity is a date.
fn is_date(playbook: &Playbook, column: ColumnId) -> bool {
    let place = usize::try_from(column.0).unwrap_or(usize::MAX);
    let column = playbook.schema.tables.first().and_then(|table| table.columns.get(place));
    column.is_some_and(|column| matches!(column.ty, DataType::Date(_)))
}

/// See [`Program::compile_tests`].
pub(super) fn tests(playbook: &Playbook) -> Program {
    let mut labels = Labels::new(playbook);
    for (unit, test) in (0..).zip(&playbook.tests) {
        for expectation in &test.expectations {
            if let ExpectationKind::That(expr) = expectation.kind {
                labels.read(expr, Mode::Standing, Label { urgent: true, reader: Reader::Unit(unit) });
            }
        }
    }
    labels.spread(playbook);
    let mut emitter = Emitter::new(playbook, &labels);
    emitter.run(Run::Shared);
    for (unit, _test) in (0_u32..).zip(&playbook.tests) {
        let first = emitter.run(Run::Unit(unit));
        emitter.chance(unit);
        let last = emitter.run(Run::AfterChance(unit));
        emitter.program.units.push(Unit { run: first.start..last.end, ..Unit::default() });
    }
    emitter.finish()
}

/// Says what the process reads: of requirements the open reading too, for *ask next*; of odds that one for the chance.
fn read_process(labels: &mut Labels, unit: u32, process: &Process) {
    let urgent = Label { urgent: true, reader: Reader::Unit(unit) };
    let later = Label { urgent: false, ..urgent };
    if let Some(condition) = process.applies {
        labels.read(condition, Mode::Standing, Label { urgent: true, reader: Reader::Routing });
    }
    for line in process.chance.iter().flat_map(|chance| &chance.lines) {
        for &(_, condition) in &line.cases {
            labels.read(condition, Mode::Standing, urgent);
            labels.read(condition, Mode::Open, urgent);
        }
    }
    for rule in &process.rules {
        for expr in rule.when.iter().chain([&rule.condition]) {
            labels.read(*expr, Mode::Standing, urgent);
            if matches!(rule.kind, RuleKind::Require { .. }) {
                labels.read(*expr, Mode::Open, later);
            }
        }
    }
}

fn emit_process(emitter: &mut Emitter<'_>, unit: u32, process: &Process) -> Unit {
    let first = emitter.run(Run::Unit(unit));
    let chance = process.chance.as_ref().map(|chance| Chance {
        bases: process.stages.iter().map(|stage| stage.base.unwrap_or(chance.base)).collect(),
        lines: chance.lines.iter().map(|line| odds(emitter, line)).collect(),
    });
    if chance.is_some() {
        emitter.chance(unit);
    }
    emitter.run(Run::AfterChance(unit));
    for rule in &process.rules {
        emitter.needed(rule, Mode::Standing);
    }
    Unit {
        run: first.start..emitter.program.nodes.len(),
        applies: process.applies.map(|expr| emitter.reading(expr, Mode::Standing)),
        rules: Vec::new(),
        chance,
        stages: stage_rules(process),
        process_rules: 0..process.rules.iter().filter(|rule| rule.stage.is_none()).count(),
        claims: claims(process),
        ..Unit::default()
    }
}

fn odds(emitter: &Emitter<'_>, line: &crate::hir::OddsLine) -> OddsLine {
    let cases = line.cases.iter().map(|&(factor, condition)| (factor, emitter.readings(condition)));
    OddsLine { cases: cases.collect(), otherwise: line.otherwise }
}

/// Where each stage's rules lie among those of the process.
fn stage_rules(process: &Process) -> Vec<std::ops::Range<usize>> {
    let mut start = process.rules.iter().filter(|rule| rule.stage.is_none()).count();
    let mut ranges = Vec::with_capacity(process.stages.len());
    for stage in (0..).map(StageId).take(process.stages.len()) {
        let rules = process.rules.get(start..).unwrap_or_default();
        let count = rules.iter().take_while(|rule| rule.stage == Some(stage)).count();
        let end = start.saturating_add(count);
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// The rules that decide, as masks over their blocks.
fn deciders(process: &Process, unit: &Unit, places: &[RulePlaces]) -> Deciders {
    let masks = |range: &std::ops::Range<usize>, counts: fn(RuleKind) -> bool| {
        let mut masks = RuleMasks::new();
        let rules = process.rules.get(range.clone()).unwrap_or_default();
        let places = places.get(range.clone()).unwrap_or_default();
        for (_, places) in rules.iter().zip(places).filter(|(rule, _)| counts(rule.kind)) {
            let (block, bit) = places.decides.unwrap_or_default();
            match masks.last_mut() {
                Some((last, mask)) if *last == block => *mask |= bit,
                Some(_) | None => masks.push((block, bit)),
            }
        }
        masks
    };
    let disqualifies = |kind| kind == RuleKind::Disqualify;
    let stages = unit.stages.iter().map(|range| StageDeciders {
        disqualifiers: masks(range, disqualifies),
        requirements: masks(range, |kind| matches!(kind, RuleKind::Require { .. })),
        lasting: masks(range, |kind| kind == RuleKind::Require { once: false }),
    });
    Deciders { disqualifiers: masks(&unit.process_rules, disqualifies), stages: stages.collect() }
}

/// What a claim's text means: stages and their labels first, then the three ends and theirs.
fn claims(process: &Process) -> Names<Claim> {
    let stages = (0..).map(StageId).zip(&process.stages);
    let stages = stages.flat_map(|(id, stage)| {
        std::iter::once(stage.name.as_str())
            .chain(stage.labels.iter().map(String::as_str))
            .map(move |text| (text, Claim::Stage(id)))
    });
    let ends = [
        (Outcome::Won, "won", &process.won),
        (Outcome::Lost, "lost", &process.lost),
        (Outcome::Walked, "walked", &process.walked),
    ];
    let ends = ends.into_iter().flat_map(|(outcome, name, labels)| {
        std::iter::once(name).chain(labels.iter().map(String::as_str)).map(move |text| (text, Claim::Closed(outcome)))
    });
    Names::new(stages.chain(ends))
}

impl Emitter<'_> {
    /// The node of a rule in one reading: its condition, or of a requirement with `when`, `not when or condition`.
    fn needed(&mut self, rule: &Rule, mode: Mode) -> NodeId {
        let condition = self.reading(rule.condition, mode);
        match rule.when {
            None => condition,
            Some(when) => {
                let when = self.reading(when, mode);
                self.push(Op::Needed { when, condition })
            }
        }
    }

    /// Both nodes of a rule, found again where they have been emitted.
    fn rule(&mut self, rule: &Rule) -> Readings {
        let standing = self.needed(rule, Mode::Standing);
        let open = if matches!(rule.kind, RuleKind::Require { .. }) { self.needed(rule, Mode::Open) } else { standing };
        Readings { standing, open }
    }
}
