//! Runs a program over one opportunity.
//!
//! What comes in: a [`Program`], an [`Opportunity`] of its playbook, the day. What goes out: a [`Cell`] for every node of
//! the runs that were asked for, in a [`Scratch`] that the caller owns and that allocates nothing once it has grown. Evaluation is
//! total: a value is known, or unknown because of a fact (which reports look up), or undefined.
//!
//! Deliberately not here: what the cells mean for an opportunity (see [`crate::verdict`]).

mod chance;
mod decide;
mod list;
mod names;
mod op;
mod text;
mod wanted;

use std::ops::Range;

use crate::bind::Bindings;
use crate::facts::{Opportunity, Slot};
use crate::hir::{ExprId, FactRef, StageId, Within};
use crate::program::{Chance, Input, ListPlace, Mode, NodeId, Program};
use crate::schema::TableId;
use crate::value::{Date, Truth};

pub(crate) use chance::{Factors, Interval};
pub(crate) use list::{Tally, decide};
pub(crate) use names::{AtomNames, ProcessNames, RuleNames};
pub(crate) use op::{arithmetic, calendar, later, text_holds};
pub(crate) use text::length;

/// A node's value: the 64-bit form, and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    pub(crate) value: i64,
    state: u8,
}

impl Cell {
    const KNOWN: u8 = 1;
    /// Unknown, an unknown fact being a reason.
    const FACT: u8 = 2;
    /// Unknown, an operation without a result being a reason.
    const UNDEFINED: u8 = 4;
    /// A text of the program's literals, not of the opportunity.
    const LITERAL: u8 = 8;
    /// A text made while running.
    const MADE: u8 = 16;
    const REASONS: u8 = Cell::FACT | Cell::UNDEFINED;

    pub(crate) fn known(value: i64) -> Self {
        Cell { value, state: Cell::KNOWN }
    }

    fn truth_of(value: bool) -> Self {
        Cell::known(i64::from(value))
    }

    fn unknown_fact() -> Self {
        Cell { value: 0, state: Cell::FACT }
    }

    fn defined(value: Option<i64>) -> Self {
        value.map_or(Cell { value: 0, state: Cell::UNDEFINED }, Cell::known)
    }

    /// Unknown for the reasons of those cells that are unknown.
    fn unknown_of(cells: &[Cell]) -> Self {
        let state = cells.iter().filter(|cell| !cell.is_known()).fold(0, |state, cell| state | cell.reasons());
        Cell { value: 0, state }
    }

    pub(crate) fn is_known(self) -> bool {
        self.state & Cell::KNOWN != 0
    }

    /// Whether an unknown fact is a reason of its being unknown.
    pub(crate) fn lacks_fact(self) -> bool {
        !self.is_known() && self.state & Cell::FACT != 0
    }

    /// Whether an operation without a result is a reason of its being unknown.
    pub(crate) fn is_undefined(self) -> bool {
        !self.is_known() && self.state & Cell::UNDEFINED != 0
    }

    fn reasons(self) -> u8 {
        self.state & Cell::REASONS
    }

    /// What a node of type bool says.
    pub(crate) fn truth(self) -> Truth {
        if self.is_known() { Truth::known(self.value != 0) } else { Truth::Unknown }
    }
}

/// What evaluation writes into; made once and used again, it allocates nothing more.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    cells: Vec<Cell>,
    /// Of which program the cells are; its constants are in their cells.
    program: u64,
    /// The current row of every table.
    rows: Vec<u32>,
    /// Texts made while running.
    text: String,
    /// What the index of the rules that decide has said, and that of those that need not be told.
    rules: LookedUp,
    telling: LookedUp,
    wanted: wanted::Wanted,
    /// The names in verdicts that have been told.
    names: names::Names,
}

/// What an index of rules has said.
#[derive(Clone, Debug, Default)]
struct LookedUp {
    /// Whether it could say anything.
    is_right: bool,
    /// What it looked up.
    inputs: Vec<Input>,
    /// The rules that are true, sixty-four to a block.
    rules: Vec<u64>,
}

impl Scratch {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Scratch::default()
    }
}

/// One evaluation.
pub(crate) struct Machine<'a> {
    pub(crate) program: &'a Program,
    pub(crate) bindings: &'a Bindings,
    pub(crate) opportunity: &'a Opportunity,
    pub(crate) today: Date,
    /// The facts of the opportunity itself.
    facts: &'a [Slot],
    /// The stage whose base the chance starts from.
    pub(crate) stage: StageId,
    /// The chance of the process, where it has one.
    pub(crate) chance: Option<&'a Chance>,
    /// The chance, where it is given and not computed.
    pub(crate) given_chance: Option<Interval>,
    pub(crate) scratch: &'a mut Scratch,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(
        program: &'a Program,
        bindings: &'a Bindings,
        opportunity: &'a Opportunity,
        today: Date,
        scratch: &'a mut Scratch,
    ) -> Self {
        // What a run reads has been evaluated before it, so that old cells do no harm.
        if scratch.program != program.id {
            scratch.program = program.id;
            scratch.names = names::Names::default();
            scratch.cells.clear();
            scratch.cells.resize(program.len(), Cell::default());
            for &(node, value) in &program.constants {
                if let Some(cell) = scratch.cells.get_mut(node.index()) {
                    *cell = Cell::known(value);
                }
            }
        }
        scratch.rows.clear();
        scratch.rows.resize(opportunity.tables(), 0);
        scratch.text.clear();
        let facts = opportunity.row_slots(TableId(0));
        let stage = StageId(0);
        Machine { program, bindings, opportunity, today, facts, stage, chance: None, given_chance: None, scratch }
    }

    /// Evaluates a run of nodes.
    pub(crate) fn run(&mut self, range: Range<usize>) {
        let program = self.program;
        for (place, op) in range.clone().zip(program.run(range)) {
            let cell = self.evaluate(op);
            if let Some(slot) = self.scratch.cells.get_mut(place) {
                *slot = cell;
            }
        }
    }

    /// Evaluates one node.
    fn run_one(&mut self, node: NodeId) {
        if let Some(op) = self.program.op(node) {
            let cell = self.evaluate(op);
            if let Some(slot) = self.scratch.cells.get_mut(node.index()) {
                *slot = cell;
            }
        }
    }

    /// The value of a node that has been evaluated.
    pub(crate) fn cell(&self, node: NodeId) -> Cell {
        self.scratch.cells.get(node.index()).copied().unwrap_or_default()
    }

    /// The value of an expression as it stands.
    pub(crate) fn cell_of(&self, expr: ExprId) -> Cell {
        self.program.readings(expr).map_or(Cell::default(), |readings| self.cell(readings.standing))
    }

    /// The row of a table that is being looked at.
    pub(crate) fn row(&self, table: TableId) -> u32 {
        self.scratch.rows.get(usize::try_from(table.0).unwrap_or(usize::MAX)).copied().unwrap_or(0)
    }

    /// Evaluates a list's body for each element and hands the machine over after each; nothing where the list is unknown.
    pub(crate) fn each_element(
        &mut self,
        list: ListPlace,
        body: crate::program::BodyId,
        mode: Mode,
        mut look: impl FnMut(&mut Self),
    ) -> Option<u32> {
        let slot = self.opportunity.list(list.table, self.row(list.table), list.list);
        if !slot.known {
            return None;
        }
        let run = self.program.body(body).map(|body| body.run(mode)).unwrap_or_default();
        let kept = self.scratch.text.len();
        let elements = usize::try_from(list.elements.0).unwrap_or(usize::MAX);
        // A define within a list may look at the elements of that list again: it leaves the place as it was.
        let before = self.row(list.elements);
        for row in slot.start..slot.start.saturating_add(slot.count) {
            if let Some(current) = self.scratch.rows.get_mut(elements) {
                *current = row;
            }
            self.scratch.text.truncate(kept);
            self.run(run.clone());
            look(self);
        }
        if let Some(current) = self.scratch.rows.get_mut(elements) {
            *current = before;
        }
        Some(slot.count)
    }

    /// Whether evidence of that date is on record by now.
    pub(crate) fn is_on_record(&self, on: i32) -> bool {
        on == crate::facts::Slot::UNDATED || on <= self.today.days()
    }

    /// Whether a date is at most so long before today.
    pub(crate) fn is_fresh(&self, on: i32, within: Within) -> bool {
        match within {
            Within::Days(days) => i64::from(self.today.days()).saturating_sub(i64::from(on)) <= days,
            Within::Months(months) => {
                let earliest = self.today.add_months(months.saturating_neg());
                earliest.is_none_or(|earliest| on >= earliest.days())
            }
        }
    }

    /// The slot of a fact at the current row.
    pub(crate) fn slot(&self, fact: FactRef) -> crate::facts::Slot {
        self.opportunity.slot(fact.table, self.row(fact.table), fact.column)
    }
}
