//! A program to a plan: which of its nodes the decision reads, in which order, with which registers.

use std::collections::{HashMap, HashSet};

use crate::hir::{Playbook, Type};
use crate::program::{BodyId, Mode, NodeId, Op, Program, Readings, Unit};

use super::needs::Needs;
use super::plan::{BodyPlan, Case, Constant, Kind, Line, Plan, Register, Registers, Slot, Step, UnitPlan};
use super::slots::{self, Stretch};

impl Plan {
    /// The plan of a playbook's processes: all that routing, decision and chance read; what only *ask next* reads is left out.
    pub(crate) fn new(playbook: &Playbook, program: &Program, needs: &Needs) -> Self {
        let mut builder =
            Builder { playbook, program, needs, wanted: wanted(program), frames: Vec::new(), bodies: Vec::new() };
        builder.frames.push(Frame::default());
        let mut plan = Plan { routing: builder.run(program.routing.clone()), ..Plan::default() };
        let applies: Vec<Option<Slot>> =
            program.units.iter().map(|unit| unit.applies.map(|applies| builder.truth(0, applies))).collect();
        plan.shared = builder.run(program.shared.clone());
        for ((place, unit), applies) in program.units.iter().enumerate().zip(applies) {
            let steps = builder.unit(place, unit);
            plan.units.push(UnitPlan { applies, steps });
        }
        plan.bodies = std::mem::take(&mut builder.bodies);
        let mut frame = builder.frames.pop().unwrap_or_default();
        let mut stretches = vec![Stretch { steps: &mut plan.routing, read_last: Vec::new() }];
        stretches.push(Stretch { steps: &mut plan.shared, read_last: Vec::new() });
        let mut applies = Vec::new();
        for unit in &mut plan.units {
            applies.extend(unit.applies.iter_mut().map(|slot| (Kind::Truth, slot)));
            stretches.push(Stretch { steps: &mut unit.steps, read_last: Vec::new() });
        }
        if let Some(routing) = stretches.first_mut() {
            routing.read_last = applies;
        }
        plan.registers = frame.registers(&mut stretches);
        plan
    }
}

/// The nodes that the decision reads, and those that they read. Operands stand before what reads them, but for those of the
/// elements of lists.
fn wanted(program: &Program) -> HashSet<NodeId> {
    let mut wanted = HashSet::new();
    let mut pending: Vec<NodeId> = Vec::new();
    for unit in &program.units {
        pending.extend(unit.applies);
        pending.extend(unit.rules.iter().map(|rule| rule.standing));
        let lines = unit.chance.iter().flat_map(|chance| &chance.lines);
        pending.extend(lines.flat_map(|line| &line.cases).flat_map(|(_, readings)| [readings.standing, readings.open]));
    }
    for (place, op) in (0..).map(NodeId).zip(program.run(0..program.len())) {
        // Every process with a chance shows it.
        if matches!(op, Op::Chance { .. }) {
            pending.push(place);
        }
    }
    while let Some(node) = pending.pop() {
        if wanted.insert(node)
            && let Some(op) = program.op(node)
        {
            operands(program, op, &mut pending);
        }
    }
    wanted
}

/// Adds the nodes that a node reads. A chance reads none, as its odds are wanted for themselves.
fn operands(program: &Program, op: &Op, into: &mut Vec<NodeId>) {
    program.reads_directly(op, into);
    if let Op::Quantifier { body, mode, .. } | Op::Aggregate { body, mode, .. } = *op {
        let body = program.body(body);
        into.extend(body.and_then(|body| body.condition).map(|readings| readings.of(mode)));
        into.extend(body.and_then(|body| body.value).map(|readings| readings.of(mode)));
    }
}

/// The work of planning. Frames are nested as lists are: the first is that of the opportunity.
pub(super) struct Builder<'a> {
    pub(super) playbook: &'a Playbook,
    pub(super) program: &'a Program,
    pub(super) needs: &'a Needs,
    wanted: HashSet<NodeId>,
    frames: Vec<Frame>,
    bodies: Vec<BodyPlan>,
}

/// The registers of one plan while it is made: all are different.
#[derive(Debug, Default)]
struct Frame {
    registers: HashMap<NodeId, Register>,
    truths: Slot,
    scalars: Slot,
    chances: Slot,
    constant_truths: Vec<(Slot, bool)>,
    constants: Vec<(Slot, Constant)>,
    by_constant: HashMap<Constant, Slot>,
    by_truth: HashMap<bool, Slot>,
    /// What is handed over from the frame around.
    imports: Vec<(Register, Register)>,
}

impl Frame {
    fn new_truth(&mut self) -> Slot {
        self.truths = self.truths.saturating_add(1);
        self.truths.saturating_sub(1)
    }

    fn new_scalar(&mut self) -> Slot {
        self.scalars = self.scalars.saturating_add(1);
        self.scalars.saturating_sub(1)
    }

    fn new_chance(&mut self) -> Slot {
        self.chances = self.chances.saturating_add(1);
        self.chances.saturating_sub(1)
    }

    /// Gives all registers their places. What is handed over gets its place here, and keeps its origin.
    fn registers(&mut self, stretches: &mut [Stretch<'_>]) -> Registers {
        let mut pinned: Vec<(Kind, &mut Slot)> = Vec::new();
        pinned.extend(self.constant_truths.iter_mut().map(|(slot, _)| (Kind::Truth, slot)));
        pinned.extend(self.constants.iter_mut().map(|(slot, _)| (Kind::Scalar, slot)));
        for (_, to) in &mut self.imports {
            pinned.push(match to {
                Register::Truth(slot) => (Kind::Truth, slot),
                Register::Scalar(slot) => (Kind::Scalar, slot),
                Register::Chance(slot) => (Kind::Chance, slot),
            });
        }
        let [truths, scalars, chances] = slots::give(stretches, pinned);
        Registers {
            truths,
            scalars,
            chances,
            constant_truths: std::mem::take(&mut self.constant_truths),
            constants: std::mem::take(&mut self.constants),
        }
    }
}

impl Builder<'_> {
    /// The steps of a process: its own nodes, and each rule as soon as it is settled.
    fn unit(&mut self, place: usize, unit: &Unit) -> Vec<Step> {
        let mut waiting: HashMap<NodeId, Vec<usize>> = HashMap::new();
        for (rule, readings) in unit.rules.iter().enumerate() {
            waiting.entry(readings.standing).or_default().push(rule);
        }
        let mut steps = Vec::new();
        for node in unit.run.clone() {
            let node = NodeId(u32::try_from(node).unwrap_or(u32::MAX));
            self.emit(node, &mut steps);
            for rule in waiting.remove(&node).unwrap_or_default() {
                steps.push(Step::Rule { rule, of: self.truth(0, node) });
            }
        }
        for (rule, Readings { standing, .. }) in unit.rules.iter().enumerate() {
            if waiting.contains_key(standing) {
                steps.push(Step::Rule { rule, of: self.truth(0, *standing) });
            }
        }
        for step in &mut steps {
            if let Step::Chance { unit, lines, .. } = step {
                *unit = place;
                *lines = self.lines(place);
            }
        }
        steps
    }

    fn lines(&mut self, unit: usize) -> Vec<Line> {
        let program = self.program;
        let chance = program.units.get(unit).and_then(|unit| unit.chance.as_ref());
        let lines = chance.map(|chance| chance.lines.as_slice()).unwrap_or_default();
        let mut case = |&(factor, readings): &(f64, Readings)| Case {
            factor,
            standing: self.truth(0, readings.standing),
            open: self.truth(0, readings.open),
        };
        let lines = lines
            .iter()
            .map(|line| Line { cases: line.cases.iter().map(&mut case).collect(), otherwise: line.otherwise });
        lines.collect()
    }

    fn run(&mut self, range: std::ops::Range<usize>) -> Vec<Step> {
        let mut steps = Vec::new();
        for node in range {
            self.emit(NodeId(u32::try_from(node).unwrap_or(u32::MAX)), &mut steps);
        }
        steps
    }

    /// Adds the steps of a node to those of the innermost frame.
    fn emit(&mut self, node: NodeId, steps: &mut Vec<Step>) {
        if !self.wanted.contains(&node) {
            return;
        }
        let Some(op) = self.program.op(node).copied() else { return };
        if let Some(register) = self.lower(op, steps)
            && let Some(frame) = self.frames.last_mut()
        {
            frame.registers.insert(node, register);
        }
    }

    /// The frame that is being made.
    pub(super) fn level(&self) -> usize {
        self.frames.len().saturating_sub(1)
    }

    /// The plan for a list's elements, and what the innermost frame hands over to it.
    pub(super) fn body(&mut self, body: BodyId, mode: Mode) -> (usize, Vec<(Register, Register)>) {
        let program = self.program;
        let Some(shape) = program.body(body) else { return (usize::MAX, Vec::new()) };
        self.frames.push(Frame::default());
        let mut made = BodyPlan { steps: self.run(shape.run(mode)), ..BodyPlan::default() };
        let level = self.level();
        made.condition = shape.condition.map(|readings| self.truth(level, readings.of(mode)));
        made.value = shape.value.map(|readings| self.scalar(level, readings.of(mode)));
        let mut frame = self.frames.pop().unwrap_or_default();
        let mut last: Vec<(Kind, &mut Slot)> = made.condition.iter_mut().map(|slot| (Kind::Truth, slot)).collect();
        last.extend(made.value.iter_mut().map(|slot| (Kind::Scalar, slot)));
        made.registers = frame.registers(&mut [Stretch { steps: &mut made.steps, read_last: last }]);
        self.bodies.push(made);
        (self.bodies.len().saturating_sub(1), frame.imports)
    }

    /// A new register for a truth of the innermost frame.
    pub(super) fn new_truth(&mut self) -> Slot {
        self.frames.last_mut().map_or(0, Frame::new_truth)
    }

    /// A new register for a scalar of the innermost frame.
    pub(super) fn new_scalar(&mut self) -> Slot {
        self.frames.last_mut().map_or(0, Frame::new_scalar)
    }

    /// A new register for a chance of the innermost frame.
    pub(super) fn new_chance(&mut self) -> Slot {
        self.frames.last_mut().map_or(0, Frame::new_chance)
    }

    /// The register of a node's truth in a frame.
    pub(super) fn truth(&mut self, level: usize, node: NodeId) -> Slot {
        if let Some(Op::Constant(value)) = self.program.op(node) {
            return self.constant_truth(level, *value != 0);
        }
        match self.register(level, node) {
            Some(Register::Truth(slot)) => slot,
            Some(Register::Scalar(_) | Register::Chance(_)) | None => self.constant_truth(level, false),
        }
    }

    /// The register of a node's scalar in a frame.
    pub(super) fn scalar(&mut self, level: usize, node: NodeId) -> Slot {
        let constant = match self.program.op(node) {
            Some(Op::Constant(value)) => Some(Constant::Value(*value)),
            Some(Op::Text(place)) => Some(Constant::Text(*place)),
            Some(Op::Today) => Some(Constant::Today),
            Some(_) | None => None,
        };
        if let Some(constant) = constant {
            return self.constant(level, constant);
        }
        match self.register(level, node) {
            Some(Register::Scalar(slot)) => slot,
            Some(Register::Truth(_) | Register::Chance(_)) | None => self.constant(level, Constant::Value(0)),
        }
    }

    /// The register of a process' chance in a frame.
    pub(super) fn chance(&mut self, level: usize, node: NodeId) -> Slot {
        match self.register(level, node) {
            Some(Register::Chance(slot)) => slot,
            Some(Register::Truth(_) | Register::Scalar(_)) | None => 0,
        }
    }

    /// The register of a node in a frame, handed over from the frame around where it is not of this one; nothing for
    /// constants.
    pub(super) fn register(&mut self, level: usize, node: NodeId) -> Option<Register> {
        if let Some(&register) = self.frames.get(level)?.registers.get(&node) {
            return Some(register);
        }
        let from = self.register(level.checked_sub(1)?, node)?;
        let frame = self.frames.get_mut(level)?;
        let to = match from {
            Register::Truth(_) => Register::Truth(frame.new_truth()),
            Register::Scalar(_) => Register::Scalar(frame.new_scalar()),
            Register::Chance(_) => Register::Chance(frame.new_chance()),
        };
        frame.imports.push((from, to));
        frame.registers.insert(node, to);
        Some(to)
    }

    fn constant_truth(&mut self, level: usize, value: bool) -> Slot {
        let Some(frame) = self.frames.get_mut(level) else { return 0 };
        if let Some(&slot) = frame.by_truth.get(&value) {
            return slot;
        }
        let slot = frame.new_truth();
        frame.by_truth.insert(value, slot);
        frame.constant_truths.push((slot, value));
        slot
    }

    fn constant(&mut self, level: usize, constant: Constant) -> Slot {
        let Some(frame) = self.frames.get_mut(level) else { return 0 };
        if let Some(&slot) = frame.by_constant.get(&constant) {
            return slot;
        }
        let slot = frame.new_scalar();
        frame.by_constant.insert(constant, slot);
        frame.constants.push((slot, constant));
        slot
    }

    /// Whether a function answers or takes a truth.
    pub(super) fn is_truth(ty: &Type) -> bool {
        *ty == Type::Bool
    }
}
