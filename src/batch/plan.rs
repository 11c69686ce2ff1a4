//! What is done for a block, step by step: a program's nodes with the registers that they read and write.
//!
//! A register holds one value for each row of a chunk: a truth, a scalar or a chance. What a list's elements are asked is
//! a plan of its own, with registers of its own; what it reads of the row that has the list is handed over first.

use crate::hir::{Aggregate, ArithmeticOp, ChanceEnd, CompareOp, FunctionId, Quantifier, TextOp, Within};
use crate::value::Calendar;

/// A register's place among those of its kind.
pub(crate) type Slot = usize;

/// A register of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Register {
    Truth(Slot),
    Scalar(Slot),
    Chance(Slot),
}

/// A program in steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) routing: Vec<Step>,
    pub(crate) shared: Vec<Step>,
    pub(crate) units: Vec<UnitPlan>,
    pub(crate) registers: Registers,
    pub(crate) bodies: Vec<BodyPlan>,
}

/// A process in steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnitPlan {
    /// On what it applies; always where there is nothing.
    pub(crate) applies: Option<Slot>,
    pub(crate) steps: Vec<Step>,
}

/// What is done with a list's elements.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodyPlan {
    pub(crate) steps: Vec<Step>,
    pub(crate) registers: Registers,
    /// Which elements count; all where there is nothing.
    pub(crate) condition: Option<Slot>,
    /// What of them is added up or compared; nothing for `count`.
    pub(crate) value: Option<Slot>,
}

/// How many registers there are, and what stands in some of them from the start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registers {
    pub(crate) truths: usize,
    pub(crate) scalars: usize,
    pub(crate) chances: usize,
    pub(crate) constant_truths: Vec<(Slot, bool)>,
    pub(crate) constants: Vec<(Slot, Constant)>,
}

/// What is the same for all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Constant {
    Value(i64),
    /// A text of the program, packed.
    Text(i64),
    Today,
}

/// What evidence a fact needs to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) by: u16,
    pub(crate) within: Option<Within>,
}

/// A line of odds.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) cases: Vec<Case>,
    pub(crate) otherwise: f64,
}

/// A case of a line of odds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) factor: f64,
    pub(crate) standing: Slot,
    pub(crate) open: Slot,
}

/// Operations on one scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Negate,
    Abs,
    Round,
    AddMonths(i64),
    Calendar(Calendar),
    Length,
    Lower,
}

/// Operations on two scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    Arithmetic(ArithmeticOp),
    Min,
    Max,
}

/// A list's elements, and what is handed over to their plan: from a register of the row to one of the element.
#[derive(Clone, Debug)]
pub(crate) struct Elements {
    /// The list's place among those kept of its table.
    pub(crate) list: usize,
    /// The table of the elements.
    pub(crate) table: usize,
    pub(crate) body: usize,
    pub(crate) imports: Vec<(Register, Register)>,
}

/// One step. `out` is written, all else read.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    BoolFact {
        out: Slot,
        column: usize,
        check: Check,
    },
    Fact {
        out: Slot,
        column: usize,
        check: Check,
    },
    /// `and`, or `or`, of truths.
    Chain {
        out: Slot,
        operands: Vec<Slot>,
        either: bool,
    },
    Not {
        out: Slot,
        of: Slot,
    },
    /// Whether two truths are the same, or are not.
    Alike {
        out: Slot,
        left: Slot,
        right: Slot,
        same: bool,
    },
    Compare {
        out: Slot,
        op: CompareOp,
        left: Slot,
        right: Slot,
    },
    AnyOf {
        out: Slot,
        value: Slot,
        items: Vec<Slot>,
        negated: bool,
    },
    TextTest {
        out: Slot,
        op: TextOp,
        left: Slot,
        right: Slot,
    },
    Known {
        out: Slot,
        of: Register,
        negated: bool,
        open: bool,
    },
    ListKnown {
        out: Slot,
        list: usize,
        negated: bool,
        open: bool,
    },
    Quantify {
        out: Slot,
        quantifier: Quantifier,
        elements: Elements,
    },
    Collect {
        out: Slot,
        aggregate: Aggregate,
        days: bool,
        elements: Elements,
    },
    Pair {
        out: Slot,
        pair: Pair,
        left: Slot,
        right: Slot,
    },
    Change {
        out: Slot,
        change: Change,
        of: Slot,
    },
    Call {
        out: Register,
        function: FunctionId,
        args: Vec<Register>,
    },
    Chance {
        out: Slot,
        unit: usize,
        lines: Vec<Line>,
    },
    ChanceEnd {
        out: Slot,
        chance: Slot,
        end: ChanceEnd,
    },
    CompareChance {
        out: Slot,
        chance: Slot,
        op: CompareOp,
        right: Slot,
    },
    ChanceBetween {
        out: Slot,
        chance: Slot,
        low: Slot,
        high: Slot,
    },
    /// Hands a rule of the process to the result.
    Rule {
        rule: usize,
        of: Slot,
    },
}

/// Whether a step reads a register, or writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Reads,
    Writes,
}

/// Which registers a slot is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Truth,
    Scalar,
    Chance,
}

impl Register {
    fn each(&mut self, access: Access, look: &mut dyn FnMut(Kind, &mut Slot, Access)) {
        match self {
            Register::Truth(slot) => look(Kind::Truth, slot, access),
            Register::Scalar(slot) => look(Kind::Scalar, slot, access),
            Register::Chance(slot) => look(Kind::Chance, slot, access),
        }
    }
}

impl Step {
    /// Looks at all registers of the step, those that it reads first.
    pub(crate) fn each_register(&mut self, look: &mut dyn FnMut(Kind, &mut Slot, Access)) {
        use Access::{Reads, Writes};
        match self {
            Step::BoolFact { out, .. } | Step::ListKnown { out, .. } => look(Kind::Truth, out, Writes),
            Step::Fact { out, .. } => look(Kind::Scalar, out, Writes),
            Step::Chain { out, operands, .. } => {
                operands.iter_mut().for_each(|operand| look(Kind::Truth, operand, Reads));
                look(Kind::Truth, out, Writes);
            }
            Step::Not { out, of } => {
                look(Kind::Truth, of, Reads);
                look(Kind::Truth, out, Writes);
            }
            Step::Alike { out, left, right, .. } => {
                [left, right].into_iter().for_each(|slot| look(Kind::Truth, slot, Reads));
                look(Kind::Truth, out, Writes);
            }
            Step::Compare { out, left, right, .. } | Step::TextTest { out, left, right, .. } => {
                [left, right].into_iter().for_each(|slot| look(Kind::Scalar, slot, Reads));
                look(Kind::Truth, out, Writes);
            }
            Step::AnyOf { out, value, items, .. } => {
                look(Kind::Scalar, value, Reads);
                items.iter_mut().for_each(|item| look(Kind::Scalar, item, Reads));
                look(Kind::Truth, out, Writes);
            }
            Step::Known { out, of, .. } => {
                of.each(Reads, look);
                look(Kind::Truth, out, Writes);
            }
            Step::Quantify { .. } | Step::Collect { .. } => self.each_of_elements(look),
            Step::Pair { out, left, right, .. } => {
                [left, right, out].into_iter().zip([Reads, Reads, Writes]).for_each(|(s, a)| look(Kind::Scalar, s, a));
            }
            Step::Change { out, of, .. } => {
                look(Kind::Scalar, of, Reads);
                look(Kind::Scalar, out, Writes);
            }
            Step::Call { out, args, .. } => {
                args.iter_mut().for_each(|arg| arg.each(Reads, look));
                out.each(Writes, look);
            }
            Step::Chance { out, lines, .. } => {
                for case in lines.iter_mut().flat_map(|line| &mut line.cases) {
                    look(Kind::Truth, &mut case.standing, Reads);
                    look(Kind::Truth, &mut case.open, Reads);
                }
                look(Kind::Chance, out, Writes);
            }
            Step::ChanceEnd { .. } | Step::CompareChance { .. } | Step::ChanceBetween { .. } => {
                self.each_of_chance(look)
            }
            Step::Rule { of, .. } => look(Kind::Truth, of, Reads),
        }
    }

    fn each_of_elements(&mut self, look: &mut dyn FnMut(Kind, &mut Slot, Access)) {
        if let Step::Quantify { out, elements, .. } = self {
            elements.imports.iter_mut().for_each(|(from, _)| from.each(Access::Reads, look));
            look(Kind::Truth, out, Access::Writes);
        } else if let Step::Collect { out, elements, .. } = self {
            elements.imports.iter_mut().for_each(|(from, _)| from.each(Access::Reads, look));
            look(Kind::Scalar, out, Access::Writes);
        }
    }

    fn each_of_chance(&mut self, look: &mut dyn FnMut(Kind, &mut Slot, Access)) {
        if let Step::ChanceEnd { out, chance, .. } = self {
            look(Kind::Chance, chance, Access::Reads);
            look(Kind::Scalar, out, Access::Writes);
        } else if let Step::CompareChance { out, chance, right, .. } = self {
            look(Kind::Chance, chance, Access::Reads);
            look(Kind::Scalar, right, Access::Reads);
            look(Kind::Truth, out, Access::Writes);
        } else if let Step::ChanceBetween { out, chance, low, high } = self {
            look(Kind::Chance, chance, Access::Reads);
            look(Kind::Scalar, low, Access::Reads);
            look(Kind::Scalar, high, Access::Reads);
            look(Kind::Truth, out, Access::Writes);
        }
    }
}
