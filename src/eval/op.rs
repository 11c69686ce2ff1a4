//! What each node does.

use crate::facts::Slot;
use crate::hir::{ArithmeticOp, CompareOp, FunctionId, TextOp, Within};
use crate::program::{Mode, NodeId, Op, Operands};
use crate::schema::{ColumnId, TableId};
use crate::value::{Calendar, Date, ops};

use super::{Cell, Machine};

impl Machine<'_> {
    /// The value of one node, those that it reads having been evaluated.
    pub(super) fn evaluate(&mut self, op: &Op) -> Cell {
        match *op {
            Op::Constant(value) => Cell::known(value),
            Op::Text(value) => Cell { value, state: Cell::KNOWN | Cell::LITERAL },
            Op::Today => Cell::known(i64::from(self.today.days())),
            Op::Fact { table, column } => self.fact(table, column),
            Op::Evidence { table, column, by, within } => self.evidence(table, column, by, within),
            Op::And(operands) => self.chain(operands, false),
            Op::Or(operands) => self.chain(operands, true),
            Op::Not(operand) => not(self.cell(operand)),
            Op::Needed { when, condition } => either(not(self.cell(when)), self.cell(condition)),
            Op::Compare { op, left, right } => compare(op, self.cell(left), self.cell(right)),
            Op::CompareText { same, left, right } => self.compare_text(same, left, right),
            Op::Between { value, low, high } => between(self.cell(value), self.cell(low), self.cell(high)),
            Op::In { value, items, negated } => self.any_of(value, items, negated),
            Op::InTexts { value, items, negated } => self.any_text_of(value, items, negated),
            Op::TextTest { op, left, right } => self.text_test(op, left, right),
            Op::Known { value, negated, mode } => known(self.cell(value), negated, mode),
            Op::ListKnown { table, list, negated, mode } => {
                let slot = self.opportunity.list(table, self.row(table), list);
                known(if slot.known { Cell::known(0) } else { Cell::unknown_fact() }, negated, mode)
            }
            Op::Length(text) => self.length(text),
            Op::Lower(text) => self.lower(text),
            Op::Call { function, args } => self.call(function, args),
            Op::Quantifier { quantifier, list, body, mode } => self.quantifier(quantifier, list, body, mode),
            Op::Aggregate { aggregate, days, list, body, mode } => self.aggregate(aggregate, days, list, body, mode),
            Op::Chance { unit } => self.chance(unit),
            Op::ChanceEnd { chance, end } => self.chance_end(chance, end),
            Op::CompareChance { chance, op, right } => self.compare_chance(chance, op, right),
            Op::ChanceBetween { chance, low, high } => self.chance_between(chance, low, high),
            Op::Negate(operand) => map(self.cell(operand), ops::negate),
            Op::Abs(operand) => map(self.cell(operand), ops::abs),
            Op::Round(operand) => map(self.cell(operand), ops::round),
            Op::AddMonths { date, months } => map(self.cell(date), |days| later(days, months)),
            Op::Calendar(end, date) => map(self.cell(date), |days| calendar(end, days)),
            Op::Arithmetic { op, left, right } => both(self.cell(left), self.cell(right), |l, r| arithmetic(op, l, r)),
            Op::Min(left, right) => both(self.cell(left), self.cell(right), |l, r| Some(l.min(r))),
            Op::Max(left, right) => both(self.cell(left), self.cell(right), |l, r| Some(l.max(r))),
        }
    }

    fn fact(&self, table: TableId, column: ColumnId) -> Cell {
        let slot = match table {
            TableId(0) => self.own_fact(column),
            other => self.opportunity.slot(other, self.row(other), column),
        };
        self.counted(slot, slot.known && self.is_on_record(slot.on))
    }

    /// A fact of the opportunity itself.
    pub(super) fn own_fact(&self, column: ColumnId) -> Slot {
        self.facts.get(usize::try_from(column.0).unwrap_or(usize::MAX)).copied().unwrap_or(Slot::MISSING)
    }

    pub(super) fn evidence(&self, table: TableId, column: ColumnId, by: u16, within: Option<Within>) -> Cell {
        let slot = self.opportunity.slot(table, self.row(table), column);
        let fresh = |within| slot.on != Slot::UNDATED && self.is_fresh(slot.on, within);
        let counts = slot.known && self.is_on_record(slot.on) && slot.grade >= by && within.is_none_or(fresh);
        self.counted(slot, counts)
    }

    fn counted(&self, slot: Slot, counts: bool) -> Cell {
        if counts { Cell::known(slot.value) } else { Cell::unknown_fact() }
    }

    /// `and` (decided by a false) or `or` (decided by a true) of many.
    fn chain(&self, operands: Operands, decider: bool) -> Cell {
        let mut state = 0;
        for &operand in self.program.operands(operands) {
            let cell = self.cell(operand);
            if !cell.is_known() {
                state |= cell.reasons();
            } else if (cell.value != 0) == decider {
                return Cell::truth_of(decider);
            }
        }
        if state == 0 { Cell::truth_of(!decider) } else { Cell { value: 0, state } }
    }

    fn any_of(&self, value: NodeId, items: Operands, negated: bool) -> Cell {
        let value = self.cell(value);
        self.first_equal(value, items, negated, |item| item.value == value.value)
    }

    fn any_text_of(&self, value: NodeId, items: Operands, negated: bool) -> Cell {
        let value = self.cell(value);
        self.first_equal(value, items, negated, |item| self.text(item) == self.text(value))
    }

    /// `value is item or value is item …`, negated where asked.
    fn first_equal(&self, value: Cell, items: Operands, negated: bool, same: impl Fn(Cell) -> bool) -> Cell {
        let mut state = 0;
        for &item in self.program.operands(items) {
            let item = self.cell(item);
            if !item.is_known() {
                state |= item.reasons();
            } else if value.is_known() && same(item) {
                return Cell::truth_of(!negated);
            }
        }
        if !value.is_known() {
            state |= value.reasons();
        }
        if state == 0 { Cell::truth_of(negated) } else { Cell { value: 0, state } }
    }

    fn compare_text(&self, same: bool, left: NodeId, right: NodeId) -> Cell {
        let (left, right) = (self.cell(left), self.cell(right));
        both(left, right, |_, _| Some(i64::from((self.text(left) == self.text(right)) == same)))
    }

    fn text_test(&self, op: TextOp, left: NodeId, right: NodeId) -> Cell {
        let (left, right) = (self.cell(left), self.cell(right));
        both(left, right, |_, _| Some(i64::from(text_holds(op, self.text(left), self.text(right)))))
    }

    fn call(&mut self, function: FunctionId, args: Operands) -> Cell {
        let cells = self.program.operands(args).iter().map(|&arg| self.cell(arg));
        let state = cells.filter(|cell| !cell.is_known()).fold(0, |state, cell| state | cell.reasons());
        if state == 0 { self.call_host(function, args) } else { Cell { value: 0, state } }
    }
}

fn not(operand: Cell) -> Cell {
    if operand.is_known() { Cell::truth_of(operand.value == 0) } else { operand }
}

fn either(left: Cell, right: Cell) -> Cell {
    let holds = |cell: Cell| cell.is_known() && cell.value != 0;
    if holds(left) || holds(right) {
        Cell::truth_of(true)
    } else if left.is_known() && right.is_known() {
        Cell::truth_of(false)
    } else {
        Cell::unknown_of(&[left, right])
    }
}

fn map(operand: Cell, operation: impl FnOnce(i64) -> Option<i64>) -> Cell {
    if operand.is_known() { Cell::defined(operation(operand.value)) } else { Cell::unknown_of(&[operand]) }
}

/// An operation on two known values; unknown for the reasons of those that are not.
pub(super) fn both(left: Cell, right: Cell, operation: impl FnOnce(i64, i64) -> Option<i64>) -> Cell {
    if left.is_known() && right.is_known() {
        Cell::defined(operation(left.value, right.value))
    } else {
        Cell::unknown_of(&[left, right])
    }
}

fn compare(op: CompareOp, left: Cell, right: Cell) -> Cell {
    both(left, right, |left, right| {
        Some(i64::from(match op {
            CompareOp::Is => left == right,
            CompareOp::IsNot => left != right,
            CompareOp::Less => left < right,
            CompareOp::LessOrEqual => left <= right,
            CompareOp::Greater => left > right,
            CompareOp::GreaterOrEqual => left >= right,
        }))
    })
}

/// `value >= low and value <= high`: either end may decide alone.
fn between(value: Cell, low: Cell, high: Cell) -> Cell {
    let above = compare(CompareOp::GreaterOrEqual, value, low);
    let below = compare(CompareOp::LessOrEqual, value, high);
    not(either(not(above), not(below)))
}

/// Whether a text stands so to another.
pub(crate) fn text_holds(op: TextOp, text: &str, part: &str) -> bool {
    match op {
        TextOp::Contains => text.contains(part),
        TextOp::StartsWith => text.starts_with(part),
        TextOp::EndsWith => text.ends_with(part),
    }
}

/// Whether a value is known. In the open reading, one that a fact may yet settle leaves it unknown.
fn known(value: Cell, negated: bool, mode: Mode) -> Cell {
    match mode {
        Mode::Open if value.lacks_fact() => Cell::unknown_of(&[value]),
        Mode::Standing | Mode::Open => Cell::truth_of(value.is_known() != negated),
    }
}

/// The day so many months later.
pub(crate) fn later(days: i64, months: i64) -> Option<i64> {
    Some(i64::from(Date::from_days(days)?.add_months(months)?.days()))
}

/// The end of the month, quarter or year that a day is in.
pub(crate) fn calendar(end: Calendar, days: i64) -> Option<i64> {
    Some(i64::from(Date::from_days(days)?.at(end).days()))
}

/// An operation on two values; nothing where it has no result.
pub(crate) fn arithmetic(op: ArithmeticOp, left: i64, right: i64) -> Option<i64> {
    match op {
        ArithmeticOp::Add => ops::add(left, right),
        ArithmeticOp::Sub => ops::sub(left, right),
        ArithmeticOp::AddDays => ops::add_days(left, right),
        ArithmeticOp::SubDays | ArithmeticOp::DateDiff => ops::sub_days(left, right),
        ArithmeticOp::Mul => ops::mul(left, right),
        ArithmeticOp::Div => ops::div(left, right),
        ArithmeticOp::MulDays => ops::mul_days(left, right),
        ArithmeticOp::DivDays => ops::div_days(left, right),
        ArithmeticOp::DateAdd => in_calendar(left.checked_add(right)?),
        ArithmeticOp::DateSub => in_calendar(left.checked_sub(right)?),
        // These take literal months: `Op::AddMonths`.
        ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => None,
    }
}

fn in_calendar(days: i64) -> Option<i64> {
    Date::from_days(days).map(|date| i64::from(date.days()))
}
