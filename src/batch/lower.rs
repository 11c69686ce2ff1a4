//! One node of a program to steps.

use crate::hir::FunctionId;
use crate::program::{ListPlace, Mode, NodeId, Op, Operands};
use crate::schema::{ColumnId, TableId};

use super::needs;
use super::plan::{Change, Check, Elements, Pair, Register, Slot, Step};
use super::schedule::Builder;
use super::words::index;

impl Builder<'_> {
    /// Adds a node's steps, and gives the register of its value; constants have none.
    pub(super) fn lower(&mut self, op: Op, steps: &mut Vec<Step>) -> Option<Register> {
        let level = self.level();
        let pair = |pair: Pair, left: NodeId, right: NodeId| (pair, left, right);
        match op {
            Op::Constant(_) | Op::Text(_) | Op::Today => None,
            Op::Fact { table, column } => Some(self.fact(table, column, Check::default(), steps)),
            Op::Evidence { table, column, by, within } => Some(self.fact(table, column, Check { by, within }, steps)),
            Op::And(operands) => Some(self.chain(operands, false, steps)),
            Op::Or(operands) => Some(self.chain(operands, true, steps)),
            Op::Not(of) => {
                let of = self.truth(level, of);
                Some(Register::Truth(self.not(of, steps)))
            }
            Op::Needed { when, condition } => {
                let when = self.truth(level, when);
                let operands = vec![self.not(when, steps), self.truth(level, condition)];
                Some(self.chain_of(operands, true, steps))
            }
            Op::Compare { .. } | Op::CompareText { .. } | Op::Between { .. } | Op::In { .. } | Op::InTexts { .. } => {
                Some(self.comparison(op, steps))
            }
            Op::TextTest { op, left, right } => {
                let (left, right) = (self.scalar(level, left), self.scalar(level, right));
                Some(self.add_truth(steps, |out| Step::TextTest { out, op, left, right }))
            }
            Op::Known { value, negated, mode } => {
                let of = self.any(value);
                Some(self.add_truth(steps, |out| Step::Known { out, of, negated, open: mode == Mode::Open }))
            }
            Op::ListKnown { table, list, negated, mode } => {
                let list = self.needs.table(table).and_then(|needs| needs.list_place(list)).unwrap_or(usize::MAX);
                Some(self.add_truth(steps, |out| Step::ListKnown { out, list, negated, open: mode == Mode::Open }))
            }
            Op::Negate(of) => Some(self.change(Change::Negate, of, steps)),
            Op::Abs(of) => Some(self.change(Change::Abs, of, steps)),
            Op::Round(of) => Some(self.change(Change::Round, of, steps)),
            Op::AddMonths { date, months } => Some(self.change(Change::AddMonths(months), date, steps)),
            Op::Calendar(end, of) => Some(self.change(Change::Calendar(end), of, steps)),
            Op::Length(of) => Some(self.change(Change::Length, of, steps)),
            Op::Lower(of) => Some(self.change(Change::Lower, of, steps)),
            Op::Arithmetic { op, left, right } => Some(self.pair(pair(Pair::Arithmetic(op), left, right), steps)),
            Op::Min(left, right) => Some(self.pair(pair(Pair::Min, left, right), steps)),
            Op::Max(left, right) => Some(self.pair(pair(Pair::Max, left, right), steps)),
            Op::Call { function, args } => Some(self.call(function, args, steps)),
            Op::Quantifier { quantifier, list, body, mode } => {
                let elements = self.elements(list, body, mode);
                Some(self.add_truth(steps, |out| Step::Quantify { out, quantifier, elements }))
            }
            Op::Aggregate { aggregate, days, list, body, mode } => {
                let elements = self.elements(list, body, mode);
                Some(self.add_scalar(steps, |out| Step::Collect { out, aggregate, days, elements }))
            }
            Op::Chance { .. } | Op::ChanceEnd { .. } | Op::CompareChance { .. } | Op::ChanceBetween { .. } => {
                self.of_chance(op, steps)
            }
        }
    }

    fn add_truth(&mut self, steps: &mut Vec<Step>, step: impl FnOnce(Slot) -> Step) -> Register {
        let out = self.new_truth();
        steps.push(step(out));
        Register::Truth(out)
    }

    fn add_scalar(&mut self, steps: &mut Vec<Step>, step: impl FnOnce(Slot) -> Step) -> Register {
        let out = self.new_scalar();
        steps.push(step(out));
        Register::Scalar(out)
    }

    /// The register of a node of either kind.
    fn any(&mut self, node: NodeId) -> Register {
        let level = self.level();
        self.register(level, node).unwrap_or_else(|| Register::Scalar(self.scalar(level, node)))
    }

    fn fact(&mut self, table: TableId, column: ColumnId, check: Check, steps: &mut Vec<Step>) -> Register {
        let needs = self.needs.table(table);
        let column = needs.and_then(|needs| needs.place(column)).unwrap_or(usize::MAX);
        let kind = needs.and_then(|needs| needs.columns.get(column)).map(|column| column.kind);
        match kind {
            Some(needs::Kind::Bool) => self.add_truth(steps, |out| Step::BoolFact { out, column, check }),
            Some(needs::Kind::Text | needs::Kind::Decimal | needs::Kind::Whole) | None => {
                self.add_scalar(steps, |out| Step::Fact { out, column, check })
            }
        }
    }

    fn chain(&mut self, operands: Operands, either: bool, steps: &mut Vec<Step>) -> Register {
        let level = self.level();
        let program = self.program;
        let operands = program.operands(operands).iter().map(|&operand| self.truth(level, operand)).collect();
        self.chain_of(operands, either, steps)
    }

    fn chain_of(&mut self, operands: Vec<Slot>, either: bool, steps: &mut Vec<Step>) -> Register {
        self.add_truth(steps, |out| Step::Chain { out, operands, either })
    }

    fn not(&mut self, of: Slot, steps: &mut Vec<Step>) -> Slot {
        let out = self.new_truth();
        steps.push(Step::Not { out, of });
        out
    }

    fn comparison(&mut self, op: Op, steps: &mut Vec<Step>) -> Register {
        use crate::hir::CompareOp;
        let level = self.level();
        if let Op::Compare { op, left, right } = op {
            if self.are_truths(&[left, right]) {
                let (left, right) = (self.truth(level, left), self.truth(level, right));
                return self.add_truth(steps, |out| Step::Alike { out, left, right, same: op == CompareOp::Is });
            }
            let (left, right) = (self.scalar(level, left), self.scalar(level, right));
            self.add_truth(steps, |out| Step::Compare { out, op, left, right })
        } else if let Op::CompareText { same, left, right } = op {
            let op = if same { CompareOp::Is } else { CompareOp::IsNot };
            let (left, right) = (self.scalar(level, left), self.scalar(level, right));
            self.add_truth(steps, |out| Step::Compare { out, op, left, right })
        } else if let Op::Between { value, low, high } = op {
            let [left, low, high] = [value, low, high].map(|node| self.scalar(level, node));
            let ends = [(CompareOp::GreaterOrEqual, low), (CompareOp::LessOrEqual, high)].map(|(op, right)| {
                let out = self.new_truth();
                steps.push(Step::Compare { out, op, left, right });
                out
            });
            self.chain_of(ends.to_vec(), false, steps)
        } else if let Op::In { value, items, negated } | Op::InTexts { value, items, negated } = op {
            self.any_of(value, items, negated, steps)
        } else {
            Register::Truth(0)
        }
    }

    fn any_of(&mut self, value: NodeId, items: Operands, negated: bool, steps: &mut Vec<Step>) -> Register {
        let level = self.level();
        let nodes: Vec<NodeId> = self.program.operands(items).to_vec();
        if !self.are_truths(&[value]) && !self.are_truths(&nodes) {
            let value = self.scalar(level, value);
            let items = nodes.into_iter().map(|node| self.scalar(level, node)).collect();
            return self.add_truth(steps, |out| Step::AnyOf { out, value, items, negated });
        }
        let left = self.truth(level, value);
        let mut alike = Vec::with_capacity(nodes.len());
        for node in nodes {
            let right = self.truth(level, node);
            let out = self.new_truth();
            steps.push(Step::Alike { out, left, right, same: true });
            alike.push(out);
        }
        let any = self.chain_of(alike, true, steps);
        if let (true, Register::Truth(any)) = (negated, any) { Register::Truth(self.not(any, steps)) } else { any }
    }

    /// Whether one of the nodes is a truth; a constant may be anything.
    fn are_truths(&mut self, nodes: &[NodeId]) -> bool {
        let level = self.level();
        nodes.iter().any(|&node| matches!(self.register(level, node), Some(Register::Truth(_))))
    }

    fn change(&mut self, change: Change, of: NodeId, steps: &mut Vec<Step>) -> Register {
        let level = self.level();
        let of = self.scalar(level, of);
        self.add_scalar(steps, |out| Step::Change { out, change, of })
    }

    fn pair(&mut self, (pair, left, right): (Pair, NodeId, NodeId), steps: &mut Vec<Step>) -> Register {
        let level = self.level();
        let (left, right) = (self.scalar(level, left), self.scalar(level, right));
        self.add_scalar(steps, |out| Step::Pair { out, pair, left, right })
    }

    fn call(&mut self, function: FunctionId, args: Operands, steps: &mut Vec<Step>) -> Register {
        let level = self.level();
        let (program, playbook) = (self.program, self.playbook);
        let declared = playbook.functions.get(index(function.0));
        let params = declared.map(|function| function.params.as_slice()).unwrap_or_default();
        let arg = |(&node, (_, ty)): (&NodeId, &(String, crate::hir::Type))| {
            if Self::is_truth(ty) {
                Register::Truth(self.truth(level, node))
            } else {
                Register::Scalar(self.scalar(level, node))
            }
        };
        let args = program.operands(args).iter().zip(params).map(arg).collect();
        let truth = declared.is_some_and(|function| Self::is_truth(&function.result));
        let out = if truth { Register::Truth(self.new_truth()) } else { Register::Scalar(self.new_scalar()) };
        steps.push(Step::Call { out, function, args });
        out
    }

    fn elements(&mut self, list: ListPlace, body: crate::program::BodyId, mode: Mode) -> Elements {
        let (body, imports) = self.body(body, mode);
        let place = self.needs.table(list.table).and_then(|needs| needs.list_place(list.list));
        Elements { list: place.unwrap_or(usize::MAX), table: index(list.elements.0), body, imports }
    }

    fn of_chance(&mut self, op: Op, steps: &mut Vec<Step>) -> Option<Register> {
        let level = self.level();
        if let Op::Chance { unit } = op {
            let out = self.new_chance();
            steps.push(Step::Chance { out, unit: index(unit), lines: Vec::new() });
            Some(Register::Chance(out))
        } else if let Op::ChanceEnd { chance, end } = op {
            let chance = self.chance(level, chance);
            Some(self.add_scalar(steps, |out| Step::ChanceEnd { out, chance, end }))
        } else if let Op::CompareChance { chance, op, right } = op {
            let (chance, right) = (self.chance(level, chance), self.scalar(level, right));
            Some(self.add_truth(steps, |out| Step::CompareChance { out, chance, op, right }))
        } else if let Op::ChanceBetween { chance, low, high } = op {
            let (chance, low, high) = (self.chance(level, chance), self.scalar(level, low), self.scalar(level, high));
            Some(self.add_truth(steps, |out| Step::ChanceBetween { out, chance, low, high }))
        } else {
            None
        }
    }
}
