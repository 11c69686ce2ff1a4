//! The checked playbook: every name resolved, every expression typed, every fault said.
//!
//! Comes from [`crate::syntax::ast`] files by `check`. Names are gone but for reports: facts are columns of the
//! [`Schema`], defines, functions, processes and stages are places in arrays. Expressions lie in one array, children
//! before parents; a define's expression before every expression that reads it. What could not be resolved does not get
//! here.

mod allow;
mod analysis;
mod calls;
mod chance;
mod check;
mod collect;
mod compare;
mod error;
mod fields;
mod fixtures;
mod flatten;
mod how;
mod infer;
mod lists;
mod operators;
mod paths;
mod process;
mod reads;
mod records;
mod report;
mod shape;
mod style;
mod tests;
mod traits;
mod types;

pub(crate) use check::check;

use std::collections::BTreeMap;

use crate::schema::{ColumnId, ListId, Schema, TableId};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Calendar, Currency, Date};

pub use ast::{Aggregate, ChanceEnd, Outcome, Quantifier, RuleKind, Within};

/// A checked playbook.
#[derive(Clone, Debug, Default)]
pub struct Playbook {
    pub schema: Schema,
    pub functions: Vec<Function>,
    pub defines: Vec<Define>,
    pub processes: Vec<Process>,
    pub fixtures: Vec<Fixture>,
    pub tests: Vec<Test>,
    pub exprs: Exprs,
}

impl Playbook {
    /// The facts that a test gives: those of its fixture with those of `with` in their place, by field.
    pub fn facts_of<'a>(&'a self, test: &'a Test) -> Vec<&'a Fact> {
        let place = test.fixture.and_then(|id| usize::try_from(id.0).ok());
        let fixture = place.and_then(|place| self.fixtures.get(place));
        let facts = fixture.into_iter().flat_map(|fixture| &fixture.facts).chain(&test.with);
        let by_field: BTreeMap<u32, &Fact> = facts.map(|fact| (fact.field, fact)).collect();
        by_field.into_values().collect()
    }
}

/// An expression's place in [`Exprs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// A define's place in [`Playbook::defines`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefineId(pub u32);

/// A function's place in [`Playbook::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// A process' place in [`Playbook::processes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessId(pub u32);

/// A fixture's place in [`Playbook::fixtures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FixtureId(pub u32);

/// A stage's place in its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub u32);

/// A rule's place in its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// The type of an expression. Enumerations are one type if their variants are the same in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    Bool,
    Number,
    Percent,
    Money(Currency),
    Text,
    Date,
    Duration,
    /// The variants' names.
    Enumeration(std::sync::Arc<[String]>),
}

/// A function that the host binds.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    pub params: Vec<(String, Type)>,
    pub result: Type,
    pub span: Span,
}

/// A named expression over the opportunity.
#[derive(Clone, Debug)]
pub struct Define {
    pub name: String,
    pub expr: ExprId,
    pub span: Span,
}

/// The expressions, children before parents.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    exprs: Vec<Expr>,
}

impl Exprs {
    /// Adds an expression whose children have been added.
    pub fn push(&mut self, expr: Expr) -> ExprId {
        let id = ExprId(u32::try_from(self.exprs.len()).unwrap_or(u32::MAX));
        self.exprs.push(expr);
        id
    }

    /// The expression at a place that [`push`](Self::push) gave.
    #[expect(clippy::indexing_slicing, reason = "ids come from `push` of the same playbook, which never removes")]
    pub fn get(&self, id: ExprId) -> &Expr {
        &self.exprs[usize::try_from(id.0).unwrap_or(usize::MAX)]
    }

    /// Puts another expression in a place. It reads what stands before that place, and is of the same type.
    pub(crate) fn replace(&mut self, id: ExprId, kind: ExprKind) {
        if let Some(expr) = usize::try_from(id.0).ok().and_then(|place| self.exprs.get_mut(place)) {
            expr.kind = kind;
        }
    }

    /// Gives back the memory that growing has taken in advance.
    pub fn shrink(&mut self) {
        self.exprs.shrink_to_fit();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.exprs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.exprs.is_empty()
    }
}

/// A typed expression. The span is that of the written expression without parentheses round the whole.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Type,
    pub span: Span,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// At the opportunity (table 0).
    Opportunity,
    /// At the element of the innermost `where` (the table of its list).
    Element,
}

/// A scalar fact of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    pub scope: Scope,
    pub table: TableId,
    pub column: ColumnId,
}

/// A list of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListRef {
    pub scope: Scope,
    /// The table that the list stands in (not that of its elements).
    pub table: TableId,
    pub list: ListId,
    /// The table of its elements.
    pub elements: TableId,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    Literal(Literal),
    Today,
    /// A fact, where asked for only with evidence of that grade (its place in `Schema::grades`) and that fresh.
    Fact {
        fact: FactRef,
        by: Option<u32>,
        within: Option<Within>,
    },
    /// The value of a define.
    Define(DefineId),
    /// An end of the chance's interval, or the likely point: a percent.
    ChanceEnd(ChanceEnd),
    /// A comparison of the whole interval of the chance with a percent: `< <= > >=`.
    CompareChance {
        op: CompareOp,
        right: ExprId,
    },
    /// `chance between low and high`.
    ChanceBetween {
        low: ExprId,
        high: ExprId,
    },
    /// Two operands at least.
    And(Vec<ExprId>),
    /// Two operands at least.
    Or(Vec<ExprId>),
    Not(ExprId),
    /// Both sides have one type.
    Compare {
        op: CompareOp,
        left: ExprId,
        right: ExprId,
    },
    Between {
        value: ExprId,
        low: ExprId,
        high: ExprId,
    },
    In {
        value: ExprId,
        items: Vec<ExprId>,
        negated: bool,
    },
    TextTest {
        op: TextOp,
        left: ExprId,
        right: ExprId,
    },
    /// `x is known`; `is unknown` is `negated`. Evidence asked for is in `x`.
    Known {
        value: ExprId,
        negated: bool,
    },
    /// `list is known`.
    ListKnown {
        list: ListRef,
        negated: bool,
    },
    Negate(ExprId),
    /// A chain from the left: `((first op right) op right) …`. The type of each step is that of its operator.
    Arithmetic {
        first: ExprId,
        rest: Vec<Step>,
    },
    /// A calendar function of a date.
    Calendar(Calendar, ExprId),
    Abs(ExprId),
    Round(ExprId),
    /// The lesser (greater) of two values of one type.
    Min(ExprId, ExprId),
    Max(ExprId, ExprId),
    Length(ExprId),
    Lower(ExprId),
    /// A function of the host.
    Call {
        function: FunctionId,
        args: Vec<ExprId>,
    },
    Quantifier {
        quantifier: Quantifier,
        list: ListRef,
        condition: Option<ExprId>,
    },
    /// `value` is there for all but `count`; it and the condition are in the element's scope.
    Aggregate {
        aggregate: Aggregate,
        list: ListRef,
        value: Option<ExprId>,
        condition: Option<ExprId>,
    },
}

/// One more operand of a chain.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub op: ArithmeticOp,
    pub right: Operand,
}

/// The right side of a step: an expression, or a literal calendar offset in months.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    Expr(ExprId),
    Months(i64),
}

/// Operators by what they do to the 64-bit forms (see `value::ops`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArithmeticOp {
    /// `ops::add`: numbers, percents, amounts.
    Add,
    /// `ops::sub`.
    Sub,
    /// `ops::add_days`: durations.
    AddDays,
    /// `ops::sub_days`.
    SubDays,
    /// `ops::mul`: any product but of a duration.
    Mul,
    /// `ops::div`: any quotient whose result is no duration (duration / duration among them).
    Div,
    /// `ops::mul_days`: a duration with a number or percent, in either order.
    MulDays,
    /// `ops::div_days`: a duration by a number or percent.
    DivDays,
    /// date − date: days.
    DateDiff,
    /// date + duration.
    DateAdd,
    /// date − duration.
    DateSub,
    /// date + calendar offset (`Operand::Months`).
    DateAddMonths,
    /// date − calendar offset (`Operand::Months`).
    DateSubMonths,
}

/// Comparisons. `Is` and `IsNot` on all scalar types, the others on those with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompareOp {
    Is,
    IsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Tests of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextOp {
    Contains,
    StartsWith,
    EndsWith,
}

/// A literal: see `ast::Literal` for units. A variant is its place in its enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    Bool(bool),
    Number(i64),
    Percent(i64),
    Money(i64, Currency),
    Duration(i64),
    Date(Date),
    Text(String),
    Variant(u32),
}

/// A process.
#[derive(Clone, Debug)]
pub struct Process {
    pub name: String,
    pub title: Option<String>,
    pub applies: Option<ExprId>,
    pub won: Vec<String>,
    pub lost: Vec<String>,
    pub walked: Vec<String>,
    pub chance: Option<Chance>,
    pub stages: Vec<Stage>,
    /// All rules: those of the process first, then by stage, each in order.
    pub rules: Vec<Rule>,
    pub span: Span,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage {
    pub name: String,
    pub title: Option<String>,
    pub labels: Vec<String>,
    /// In ten-thousandths.
    pub base: Option<i64>,
    /// Where the percent is written.
    pub base_span: Option<Span>,
    pub span: Span,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    pub kind: RuleKind,
    pub name: String,
    pub title: Option<String>,
    /// The stage it stands in; none for a rule of the process.
    pub stage: Option<StageId>,
    pub condition: ExprId,
    /// A requirement's `when`.
    pub when: Option<ExprId>,
    pub how: Option<Vec<HowPiece>>,
    pub span: Span,
}

/// A piece of a how-text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowPiece {
    Text(String),
    /// The value of a scalar fact of the opportunity.
    Fact(ColumnId),
}

/// The chance of a process.
#[derive(Clone, Debug)]
pub struct Chance {
    /// In ten-thousandths.
    pub base: i64,
    /// Where the percent is written.
    pub base_span: Span,
    pub lines: Vec<OddsLine>,
}

/// A line of odds.
#[derive(Clone, Debug)]
pub struct OddsLine {
    pub cases: Vec<(f64, ExprId)>,
    /// 1 if left out.
    pub otherwise: f64,
    /// Where the factors are written: those of the cases in order, then the other one, if it is not left out.
    pub factor_spans: Vec<Span>,
    pub span: Span,
}

/// A fixture.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub name: String,
    pub as_of: Option<Date>,
    pub facts: Vec<Fact>,
    pub span: Span,
}

/// A fact of a fixture, or of `with`: which field of a table (its place in `Table::fields`, or in the fields of the
/// record that it stands in), and its value.
#[derive(Clone, Debug)]
pub struct Fact {
    pub field: u32,
    pub value: FactValue,
}

/// A value of a fixture, checked against its field.
#[derive(Clone, Debug)]
pub enum FactValue {
    Unknown,
    Scalar { value: Literal, by: Option<u32>, on: Option<Date> },
    Record(Vec<Fact>),
    List(Vec<Vec<Fact>>),
}

/// A test.
#[derive(Clone, Debug)]
pub struct Test {
    pub title: String,
    pub fixture: Option<FixtureId>,
    /// The facts of `with`: each takes the place of the fixture's fact of that field (see [`Playbook::facts_of`]).
    pub with: Vec<Fact>,
    pub process: Option<ProcessId>,
    pub stage: Option<Claim>,
    pub as_of: Option<Date>,
    pub expectations: Vec<Expectation>,
    pub span: Span,
}

/// The stage that a test claims, by name: processes may share stage names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Stage(String),
    Closed(Outcome),
}

/// An expectation with its place.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub kind: ExpectationKind,
    pub span: Span,
}

/// The kinds of expectation. Rules and stages go by name: each process has its own.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// `advance [to STAGE]`, where `won` is a stage.
    Advance {
        to: Option<String>,
    },
    Hold {
        rules: Option<RuleNames>,
    },
    Disqualify {
        rules: Option<RuleNames>,
    },
    Warn(Vec<String>),
    AtRisk(Vec<String>),
    Closed(Option<Outcome>),
    Unrouted,
    Process(ProcessId),
    Earned(String),
    /// The fact that is first in *ask next*, by its path as declared.
    Ask(String),
    That(ExprId),
}

/// `on [only] RULE, …`.
#[derive(Clone, Debug)]
pub struct RuleNames {
    pub only: bool,
    pub names: Vec<String>,
}
