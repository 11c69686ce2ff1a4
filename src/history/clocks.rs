//! The days on which what a playbook's disqualifiers, routing and chance say of an opportunity could change.
//!
//! Comes from the program, once a playbook: which facts are read, which of them go stale, and which comparisons depend on the
//! day. A fact counts from the day of its evidence, a list has an element from the day that its first fact is on record, and
//! an evidence goes stale on one day. A comparison of a value that only grows (or only falls) with the day, such as `today -
//! last_activity`, with facts or constants turns at most twice, and the days on which it does are found by halving. Between
//! those days nothing changes. What is not of these forms is looked at every day, so that no day is missed.

use std::cmp::Ordering;

use crate::eval::{arithmetic, calendar, later};
use crate::facts::{Kept, Slot};
use crate::hir::{Aggregate, ArithmeticOp, RuleKind, Within};
use crate::playbook::Playbook;
use crate::program::{NodeId, Op, Program};
use crate::schema::{ColumnId, TableId};
use crate::value::{Date, ops};

/// The most nodes of a value that is followed over days.
const NODES: u32 = 64;

/// What can change from day to day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clocks {
    /// Whether something is read that is followed by looking at it every day.
    every_day: bool,
    facts: Vec<(TableId, ColumnId)>,
    stale: Vec<(TableId, ColumnId, Within)>,
    turns: Vec<Turn>,
}

/// A comparison of two values that turns as days pass.
#[derive(Clone, Copy, Debug)]
struct Turn {
    left: NodeId,
    right: NodeId,
    rows: Rows,
}

/// Of which rows a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// The opportunity itself.
    Own,
    /// An element of that table.
    Element(TableId),
    /// The element of that table which an aggregate takes: one of them, whichever.
    Picked(NodeId, TableId),
}

/// How a value changes as days pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Not, but where a fact comes to be known or stops to count.
    Step,
    /// Not at all, once its facts count: it is computed from them.
    Fixed(Form),
    /// It never falls.
    Up(Form),
    /// It never rises.
    Down(Form),
    /// As it likes.
    Any,
}

/// A value that can be computed for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Form {
    rows: Rows,
    nodes: u32,
}

impl Way {
    fn own(nodes: u32) -> Form {
        Form { rows: Rows::Own, nodes }
    }

    fn is_still(self) -> bool {
        matches!(self, Way::Step | Way::Fixed(_))
    }

    fn turned(self) -> Way {
        match self {
            Way::Up(form) => Way::Down(form),
            Way::Down(form) => Way::Up(form),
            Way::Step | Way::Fixed(_) | Way::Any => self,
        }
    }

    /// The same with one node more.
    fn one_more(self) -> Way {
        let more = |form: Form| Some(Form { nodes: form.nodes.saturating_add(1), ..form }).filter(|f| f.nodes <= NODES);
        match self {
            Way::Fixed(form) => more(form).map_or(Way::Step, Way::Fixed),
            Way::Up(form) => more(form).map_or(Way::Any, Way::Up),
            Way::Down(form) => more(form).map_or(Way::Any, Way::Down),
            Way::Step | Way::Any => self,
        }
    }

    /// How what grows with both of two values changes.
    fn with(self, other: Way) -> Way {
        match (self, other) {
            (Way::Step | Way::Fixed(_), Way::Step) | (Way::Step, Way::Fixed(_)) => Way::Step,
            (Way::Fixed(left), Way::Fixed(right)) => joined(left, right).map_or(Way::Step, Way::Fixed),
            (Way::Up(left), Way::Up(right) | Way::Fixed(right)) | (Way::Fixed(left), Way::Up(right)) => {
                joined(left, right).map_or(Way::Any, Way::Up)
            }
            (Way::Down(left), Way::Down(right) | Way::Fixed(right)) | (Way::Fixed(left), Way::Down(right)) => {
                joined(left, right).map_or(Way::Any, Way::Down)
            }
            (Way::Any, _)
            | (_, Way::Any)
            | (Way::Up(_), Way::Down(_) | Way::Step)
            | (Way::Down(_), Way::Up(_) | Way::Step)
            | (Way::Step, Way::Up(_) | Way::Down(_)) => Way::Any,
        }
    }
}

/// A value of two, where they are of the same rows and not too large.
fn joined(left: Form, right: Form) -> Option<Form> {
    let rows = match (left.rows, right.rows) {
        (Rows::Own, rows) | (rows, Rows::Own) => rows,
        (left, right) if left == right => left,
        _ => return None,
    };
    let nodes = left.nodes.saturating_add(right.nodes).saturating_add(1);
    (nodes <= NODES).then_some(Form { rows, nodes })
}

impl Clocks {
    /// What can change of a playbook's routing, disqualifiers and chance.
    pub(crate) fn new(playbook: &Playbook) -> Self {
        let (checked, program) = (playbook.checked(), playbook.program());
        let mut roots = Vec::new();
        for (process, unit) in checked.processes.iter().zip(&program.units) {
            roots.extend(unit.applies);
            let rules = process.rules.iter().zip(&unit.rules);
            roots.extend(rules.filter(|(rule, _)| rule.kind == RuleKind::Disqualify).map(|(_, nodes)| nodes.standing));
            let cases = unit.chance.iter().flat_map(|chance| &chance.lines).flat_map(|line| &line.cases);
            roots.extend(cases.flat_map(|(_, nodes)| [nodes.standing, nodes.open]));
        }
        let reached = program.reached(roots);
        let mut finder = Finder { program, ways: Vec::with_capacity(program.len()), clocks: Clocks::default() };
        for (op, reached) in program.run(0..program.len()).iter().zip(reached) {
            let way = if reached { finder.way(op) } else { Way::Step };
            finder.ways.push(way);
        }
        finder.aggregates();
        let mut clocks = finder.clocks;
        clocks.facts.sort_unstable();
        clocks.facts.dedup();
        clocks
    }

    /// Adds the days after `start` up to `end` on which something could change, in no order, some of them more than once.
    /// Days on which an element comes into a list are the caller's.
    pub(crate) fn days(&self, program: &Program, kept: &Kept, start: i32, end: i32, days: &mut Vec<i32>) {
        if self.every_day {
            days.extend(start.saturating_add(1)..=end);
            return;
        }
        let inside = |day: i32| day > start && day <= end;
        for &(table, column) in &self.facts {
            days.extend(kept.column(table, column).map(|slot| slot.on).filter(|&on| inside(on)));
        }
        for &(table, column, within) in &self.stale {
            let dated = kept.column(table, column).filter(|slot| slot.on != Slot::UNDATED);
            days.extend(dated.filter_map(|slot| stale_from(slot.on, within)).filter(|&day| inside(day)));
        }
        for turn in &self.turns {
            let rows = match turn.rows {
                Rows::Own => 0..1,
                Rows::Element(table) | Rows::Picked(_, table) => 0..kept.rows(table),
            };
            for row in rows {
                Halving { program, kept, turn, row }.days(start, end, days);
            }
        }
    }
}

/// The first day on which evidence of a date no longer counts.
fn stale_from(on: i32, within: Within) -> Option<i32> {
    match within {
        Within::Days(days) => i32::try_from(i64::from(on).checked_add(days)?.checked_add(1)?).ok(),
        Within::Months(months) => {
            // So many months before a day never falls as days pass; a month's end moves it by three days at most.
            let near = Date::from_days(i64::from(on))?.add_months(months)?.days();
            let is_past = |day: i32| {
                let earliest = Date::from_days(i64::from(day)).and_then(|day| day.add_months(months.saturating_neg()));
                earliest.is_some_and(|earliest| earliest.days() > on)
            };
            (near..=near.saturating_add(5)).find(|&day| is_past(day))
        }
    }
}

/// Finds how each node changes; nodes come after those that they read.
struct Finder<'a> {
    program: &'a Program,
    ways: Vec<Way>,
    clocks: Clocks,
}

impl Finder<'_> {
    fn of(&self, node: NodeId) -> Way {
        self.ways.get(node.index()).copied().unwrap_or(Way::Any)
    }

    fn way(&mut self, op: &Op) -> Way {
        match *op {
            Op::Constant(_) => Way::Fixed(Way::own(1)),
            Op::Today => Way::Up(Way::own(1)),
            Op::Fact { table, column } => self.fact(table, column),
            Op::Evidence { table, column, within, .. } => {
                self.clocks.stale.extend(within.map(|within| (table, column, within)));
                self.fact(table, column)
            }
            Op::Compare { left, right, .. } => self.compare(left, right),
            Op::Between { value, low, high } => {
                self.compare(value, low);
                self.compare(value, high)
            }
            Op::In { value, items, .. } => {
                for &item in self.program.operands(items) {
                    self.compare(value, item);
                }
                Way::Step
            }
            Op::Negate(value) => self.of(value).one_more().turned(),
            Op::Round(value) | Op::Calendar(_, value) | Op::AddMonths { date: value, .. } => self.of(value).one_more(),
            Op::Abs(value) => {
                if self.of(value).is_still() {
                    self.of(value).one_more()
                } else {
                    Way::Any
                }
            }
            Op::Min(left, right) | Op::Max(left, right) => self.of(left).with(self.of(right)),
            Op::Arithmetic { op, left, right } => self.arithmetic(op, left, right),
            Op::Aggregate { aggregate, list, body, .. } => self.aggregate(aggregate, list.elements, body),
            Op::Call { args, .. } => self.only_still(self.program.operands(args)),
            Op::Known { value, .. } | Op::CompareChance { right: value, .. } => self.only_still(&[value]),
            Op::ChanceBetween { low, high, .. } => self.only_still(&[low, high]),
            // Of type bool, text or chance: they change only where what they read does.
            Op::Text(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Not(_)
            | Op::Needed { .. }
            | Op::CompareText { .. }
            | Op::InTexts { .. }
            | Op::TextTest { .. }
            | Op::ListKnown { .. }
            | Op::Length(_)
            | Op::Lower(_)
            | Op::Quantifier { .. }
            | Op::Chance { .. }
            | Op::ChanceEnd { .. } => Way::Step,
        }
    }

    fn fact(&mut self, table: TableId, column: ColumnId) -> Way {
        self.clocks.facts.push((table, column));
        let rows = if table == TableId(0) { Rows::Own } else { Rows::Element(table) };
        Way::Fixed(Form { rows, nodes: 1 })
    }

    /// Looks every day where one of some values is not still.
    fn only_still(&mut self, nodes: &[NodeId]) -> Way {
        self.clocks.every_day |= nodes.iter().any(|&node| !self.of(node).is_still());
        Way::Step
    }

    /// Notes when a comparison turns.
    fn compare(&mut self, left: NodeId, right: NodeId) -> Way {
        let (one, other) = (self.of(left), self.of(right));
        if !one.is_still() || !other.is_still() {
            match one.with(other.turned()) {
                Way::Up(form) | Way::Down(form) => self.clocks.turns.push(Turn { left, right, rows: form.rows }),
                Way::Step | Way::Fixed(_) | Way::Any => self.clocks.every_day = true,
            }
        }
        Way::Step
    }

    fn arithmetic(&self, op: ArithmeticOp, left: NodeId, right: NodeId) -> Way {
        let (one, other) = (self.of(left), self.of(right));
        match op {
            ArithmeticOp::Add | ArithmeticOp::AddDays | ArithmeticOp::DateAdd => one.with(other),
            ArithmeticOp::Sub | ArithmeticOp::SubDays | ArithmeticOp::DateDiff | ArithmeticOp::DateSub => {
                one.with(other.turned())
            }
            ArithmeticOp::Mul | ArithmeticOp::MulDays => {
                if one.is_still() && other.is_still() {
                    return one.with(other);
                }
                match (self.constant(left), self.constant(right)) {
                    (_, Some(factor)) => scaled(one, factor),
                    (Some(factor), None) => scaled(other, factor),
                    (None, None) => Way::Any,
                }
            }
            ArithmeticOp::Div | ArithmeticOp::DivDays => {
                if one.is_still() && other.is_still() {
                    return one.with(other);
                }
                self.constant(right).map_or(Way::Any, |factor| scaled(one, factor))
            }
            ArithmeticOp::DateAddMonths | ArithmeticOp::DateSubMonths => Way::Any,
        }
    }

    fn constant(&self, node: NodeId) -> Option<i64> {
        match self.program.op(node) {
            Some(Op::Constant(value)) => Some(*value),
            _ => None,
        }
    }

    /// An aggregate changes only where its elements do; the least and the greatest are the value of one of them.
    fn aggregate(&self, aggregate: Aggregate, elements: TableId, body: crate::program::BodyId) -> Way {
        match aggregate {
            Aggregate::Count | Aggregate::Sum => return Way::Step,
            Aggregate::Min | Aggregate::Max => {}
        }
        let value =
            self.program.body(body).and_then(|body| body.value).and_then(|value| self.program.op(value.standing));
        let node = u32::try_from(self.ways.len()).ok().map(NodeId);
        match (value, node) {
            (Some(Op::Fact { table, .. } | Op::Evidence { table, .. }), Some(node)) if *table == elements => {
                Way::Fixed(Form { rows: Rows::Picked(node, elements), nodes: 2 })
            }
            _ => Way::Step,
        }
    }

    /// The values that aggregates take are behind them: one that is not still makes every day count.
    fn aggregates(&mut self) {
        for place in 0..self.program.len() {
            let Some(node) = u32::try_from(place).ok().map(NodeId) else { return };
            if let Some(Op::Aggregate { body, .. }) = self.program.op(node) {
                let value = self.program.body(*body).and_then(|body| body.value);
                if let Some(value) = value {
                    self.only_still(&[value.standing, value.open]);
                }
            }
        }
    }
}

/// A value times a constant.
fn scaled(way: Way, factor: i64) -> Way {
    match factor.cmp(&0) {
        Ordering::Greater => way.one_more().one_more(),
        Ordering::Less => way.one_more().one_more().turned(),
        Ordering::Equal => Way::Any,
    }
}

/// Why a value is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// A fact is missing, today and on every other day.
    Missing,
    /// An operation has no result.
    Undefined,
}

/// Finds the days on which a comparison turns.
struct Halving<'a> {
    program: &'a Program,
    kept: &'a Kept,
    turn: &'a Turn,
    row: u32,
}

/// How two values stand to each other; none where one is undefined.
type Standing = Option<Ordering>;

impl Halving<'_> {
    fn days(&self, start: i32, end: i32, days: &mut Vec<i32>) {
        if start >= end {
            return;
        }
        let (Ok(first), Ok(last)) = (self.standing(start), self.standing(end)) else { return };
        if first.is_none() && last.is_none() {
            // Out of range at both ends, maybe not between.
            days.extend(start.saturating_add(1)..=end);
        } else {
            self.halve((start, first), (end, last), days);
        }
    }

    /// The depth is that of halving thirty-two bits at most.
    fn halve(&self, (start, first): (i32, Standing), (end, last): (i32, Standing), days: &mut Vec<i32>) {
        if first == last {
            return;
        }
        if end.saturating_sub(start) <= 1 {
            days.push(end);
            return;
        }
        let middle = start.midpoint(end);
        let between = self.standing(middle).unwrap_or(None);
        self.halve((start, first), (middle, between), days);
        self.halve((middle, between), (end, last), days);
    }

    fn standing(&self, day: i32) -> Result<Standing, Lack> {
        match (self.value(self.turn.left, day), self.value(self.turn.right, day)) {
            (Err(Lack::Missing), _) | (_, Err(Lack::Missing)) => Err(Lack::Missing),
            (Err(Lack::Undefined), _) | (_, Err(Lack::Undefined)) => Ok(None),
            (Ok(left), Ok(right)) => Ok(Some(left.cmp(&right))),
        }
    }

    /// The value of a node on a day on which all facts count. The depth is bounded by [`NODES`].
    fn value(&self, node: NodeId, day: i32) -> Result<i64, Lack> {
        let of = |node| self.value(node, day);
        let defined = |value: Option<i64>| value.ok_or(Lack::Undefined);
        match self.program.op(node) {
            Some(&Op::Constant(value)) => Ok(value),
            Some(Op::Today) => Ok(i64::from(day)),
            Some(&(Op::Fact { table, column } | Op::Evidence { table, column, .. })) => {
                let row = if table == TableId(0) { 0 } else { self.row };
                let slot = self.kept.slot(table, row, column);
                if slot.known { Ok(slot.value) } else { Err(Lack::Missing) }
            }
            Some(Op::Aggregate { body, .. }) => {
                let value = self.program.body(*body).and_then(|body| body.value);
                value.map_or(Err(Lack::Missing), |value| of(value.standing))
            }
            Some(&Op::Negate(value)) => defined(ops::negate(of(value)?)),
            Some(&Op::Round(value)) => defined(ops::round(of(value)?)),
            Some(&Op::Abs(value)) => defined(ops::abs(of(value)?)),
            Some(&Op::Calendar(end, value)) => defined(calendar(end, of(value)?)),
            Some(&Op::AddMonths { date, months }) => defined(later(of(date)?, months)),
            Some(&Op::Min(left, right)) => Ok(of(left)?.min(of(right)?)),
            Some(&Op::Max(left, right)) => Ok(of(left)?.max(of(right)?)),
            Some(&Op::Arithmetic { op, left, right }) => defined(arithmetic(op, of(left)?, of(right)?)),
            // No other node has a form.
            _ => Err(Lack::Missing),
        }
    }
}
