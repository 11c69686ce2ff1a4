//! The tree of one file, faithful to what was written.
//!
//! Expressions lie in one array ([`Exprs`]) with children before parents; everything else is a small tree. Chains of
//! `and`, `or`, `+ -` and `* /` are flat, so that no walk over a tree goes deeper than the bound on nesting.
//! Nothing here is resolved: names are names.

use crate::source::Span;
use crate::value::{Currency, Date};

/// One file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The language's version, where a first line `stagegate 1` names it.
    pub version: Option<(u32, Span)>,
    /// The declarations in order.
    pub items: Vec<Item>,
    /// All expressions of the file.
    pub exprs: Exprs,
}

/// A name where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A string literal: its value (escapes undone, indentation dropped) and its place, quotes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    pub span: Span,
}

/// A top-level declaration.
#[derive(Clone, Debug)]
pub enum Item {
    Import(Import),
    Evidence(EvidenceLine),
    Opportunity(Opportunity),
    Record(Record),
    Function(Function),
    Define(Define),
    Process(Process),
    Fixture(Fixture),
    Test(Test),
    /// A declaration that could not be read; its message has been given.
    Broken(Broken),
}

/// What is known of a declaration that could not be read.
#[derive(Clone, Debug)]
pub struct Broken {
    pub kind: ItemKind,
    /// Its name, if that much could be read.
    pub name: Option<Name>,
    pub span: Span,
}

/// Which declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Import,
    Evidence,
    Opportunity,
    Record,
    Function,
    Define,
    Process,
    Fixture,
    Test,
    /// Text that starts with no declaration word.
    Unknown,
}

/// `import "other.gate"`.
#[derive(Clone, Debug)]
pub struct Import {
    pub path: Text,
    pub span: Span,
}

/// `evidence g1 < g2 < …`, weakest first.
#[derive(Clone, Debug)]
pub struct EvidenceLine {
    pub grades: Vec<Name>,
    pub span: Span,
}

/// `opportunity { … }`.
#[derive(Clone, Debug)]
pub struct Opportunity {
    pub fields: Vec<Field>,
    /// The lines `stage [from "…"]`; a second one is an error of the checker.
    pub stages: Vec<StageLine>,
    pub span: Span,
}

/// `stage from "StageName"`.
#[derive(Clone, Debug)]
pub struct StageLine {
    pub label: Option<Text>,
    pub span: Span,
}

/// `record NAME { … }`.
#[derive(Clone, Debug)]
pub struct Record {
    pub name: Name,
    pub fields: Vec<Field>,
    pub span: Span,
}

/// A field's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Key,
    Worth,
    Opened,
    Closed,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [Role::Key, Role::Worth, Role::Opened, Role::Closed];

    /// The word that is the mark.
    pub fn word(self) -> &'static str {
        match self {
            Role::Key => "key",
            Role::Worth => "worth",
            Role::Opened => "opened",
            Role::Closed => "closed",
        }
    }
}

/// `[key|worth|opened|closed] NAME: TYPE [from "label"] [blank "text", …]`.
#[derive(Clone, Debug)]
pub struct Field {
    pub role: Option<(Role, Span)>,
    pub name: Name,
    pub ty: Type,
    pub label: Option<Text>,
    pub blanks: Vec<Text>,
    pub span: Span,
}

/// A type where it is written.
#[derive(Clone, Debug)]
pub struct Type {
    pub kind: TypeKind,
    pub span: Span,
}

/// The kinds of type. The texts are how data is written: `number "1.234,56"`, `date "DD-MM-YYYY"`.
#[derive(Clone, Debug)]
pub enum TypeKind {
    Bool,
    Number(Option<Text>),
    Percent(Option<Text>),
    Fraction(Option<Text>),
    Money(CurrencyName, Option<Text>),
    Text,
    Date(Option<Text>),
    Duration(Option<Text>),
    Enumeration(Vec<Variant>),
    List(Name),
    Record(Name),
}

/// A currency where it is written.
#[derive(Clone, Copy, Debug)]
pub struct CurrencyName {
    pub currency: Currency,
    pub span: Span,
}

/// A variant and the labels that stand for it in the data.
#[derive(Clone, Debug)]
pub struct Variant {
    pub name: Name,
    pub labels: Vec<Text>,
}

/// `function NAME(param: TYPE, …): TYPE`.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    pub params: Vec<(Name, Type)>,
    pub result: Type,
    pub span: Span,
}

/// `define NAME as EXPR`.
#[derive(Clone, Debug)]
pub struct Define {
    pub name: Name,
    pub expr: ExprId,
    pub span: Span,
}

/// `process NAME ["title"] { … }`. What may stand at most once is a list, so that the checker can show both places.
#[derive(Clone, Debug)]
pub struct Process {
    pub name: Name,
    pub title: Option<Text>,
    pub parts: Vec<ProcessPart>,
    pub span: Span,
}

/// A line or block of a process, in the order of writing.
#[derive(Clone, Debug)]
pub enum ProcessPart {
    Applies { condition: ExprId, span: Span },
    Outcome { outcome: Outcome, labels: Vec<Text>, span: Span },
    Chance(Chance),
    Rule(Rule),
    Stage(Stage),
}

/// How an opportunity ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The buyer signed.
    Won,
    /// The buyer withdrew or chose another.
    Lost,
    /// We withdrew.
    Walked,
}

/// `stage NAME ["title"] [from "label", …] { … }`.
#[derive(Clone, Debug)]
pub struct Stage {
    pub name: Name,
    pub title: Option<Text>,
    pub labels: Vec<Text>,
    pub parts: Vec<StagePart>,
    pub span: Span,
}

/// A line of a stage, in the order of writing.
#[derive(Clone, Debug)]
pub enum StagePart {
    Base(Base),
    Rule(Rule),
}

/// `base 18%`, in ten-thousandths (1800).
#[derive(Clone, Copy, Debug)]
pub struct Base {
    pub percent: i64,
    /// Of the percent alone.
    pub percent_span: Span,
    pub span: Span,
}

/// `chance { base P odds … }`, in the order of writing.
#[derive(Clone, Debug)]
pub struct Chance {
    pub parts: Vec<ChancePart>,
    pub span: Span,
}

/// A line of `chance`.
#[derive(Clone, Debug)]
pub enum ChancePart {
    Base(Base),
    Odds(Odds),
}

/// `odds { times K when COND … [otherwise times K] }`, or the short form with one case.
#[derive(Clone, Debug)]
pub struct Odds {
    pub cases: Vec<Case>,
    pub otherwise: Option<Factor>,
    /// Whether it is written with braces.
    pub block: bool,
    pub span: Span,
}

/// `times K when COND`.
#[derive(Clone, Debug)]
pub struct Case {
    pub factor: Factor,
    pub condition: ExprId,
    pub span: Span,
}

/// A factor: in ten-thousandths, and the 64-bit float nearest to what is written.
#[derive(Clone, Copy, Debug)]
pub struct Factor {
    pub decimal: i64,
    pub value: f64,
    pub span: Span,
}

/// The kinds of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    Require { once: bool },
    Disqualify,
    Warn,
}

/// `require [once] NAME ["title"] that COND [when COND2] [how "…"]`,
/// `disqualify|warn NAME ["title"] when COND [how "…"]`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub kind: RuleKind,
    pub name: Name,
    pub title: Option<Text>,
    /// What stands behind `that` of a requirement, behind `when` of the others.
    pub condition: ExprId,
    /// What stands behind `when` of a requirement.
    pub when: Option<ExprId>,
    pub how: Option<Text>,
    pub span: Span,
}

/// `fixture NAME [as of DATE] { … }`.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub name: Name,
    pub as_of: Option<(Date, Span)>,
    pub facts: Facts,
    pub span: Span,
}

/// `{ field: VALUE … }`.
#[derive(Clone, Debug)]
pub struct Facts {
    pub facts: Vec<Fact>,
    pub span: Span,
}

/// `field: VALUE [by G] [on DATE]`.
#[derive(Clone, Debug)]
pub struct Fact {
    pub name: Name,
    pub value: FactValue,
    pub by: Option<Name>,
    pub on: Option<(Date, Span)>,
    pub span: Span,
}

/// A value of a fixture.
#[derive(Clone, Debug)]
pub struct FactValue {
    pub kind: FactValueKind,
    pub span: Span,
}

/// The kinds of value of a fixture.
#[derive(Clone, Debug)]
pub enum FactValueKind {
    Unknown,
    /// A literal; negative ones have the sign applied.
    Literal(Literal),
    /// A variant's name.
    Variant(Name),
    List(Vec<FactValue>),
    Record(Facts),
}

/// `test "title" { given … expect … }`.
#[derive(Clone, Debug)]
pub struct Test {
    pub title: Text,
    pub given: Given,
    pub expectations: Vec<Expectation>,
    pub span: Span,
}

/// `given [FIXTURE] [in PROCESS] [at STAGE] [as of DATE] [with { … }]`.
#[derive(Clone, Debug)]
pub struct Given {
    pub fixture: Option<Name>,
    pub process: Option<Name>,
    /// A stage's name, or `won`, `lost`, `walked`.
    pub stage: Option<Name>,
    pub as_of: Option<(Date, Span)>,
    pub with: Option<Facts>,
    pub span: Span,
}

/// `expect …`.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub kind: ExpectationKind,
    pub span: Span,
}

/// The kinds of expectation.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    Advance {
        to: Option<Name>,
    },
    Hold {
        rules: Option<RuleNames>,
    },
    Disqualify {
        rules: Option<RuleNames>,
    },
    Warn(Vec<Name>),
    AtRisk(Vec<Name>),
    Closed(Option<Outcome>),
    Unrouted,
    Process(Name),
    Earned(Name),
    /// `ask FACT`: the path's names.
    Ask(Path),
    That(ExprId),
}

/// `on [only] RULE, …`, `by [only] RULE, …`.
#[derive(Clone, Debug)]
pub struct RuleNames {
    pub only: bool,
    pub names: Vec<Name>,
}

/// A dotted path. `opportunity` at its start is a segment like any other; so are words that are keywords elsewhere, where
/// the builder has accepted them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<Name>,
    pub span: Span,
}

/// An expression's place in [`Exprs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// The expressions of a file, children before parents.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    exprs: Vec<Expr>,
}

impl Exprs {
    /// Adds an expression whose children have been added.
    pub fn push(&mut self, kind: ExprKind, span: Span) -> ExprId {
        let id = ExprId(u32::try_from(self.exprs.len()).unwrap_or(u32::MAX));
        self.exprs.push(Expr { kind, span });
        id
    }

    /// The expression at a place that [`push`](Self::push) gave.
    #[expect(clippy::indexing_slicing, reason = "ids come from `push` of the same file, which never removes")]
    pub fn get(&self, id: ExprId) -> &Expr {
        &self.exprs[usize::try_from(id.0).unwrap_or(usize::MAX)]
    }
}

/// An expression where it is written.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// What could not be read; its message has been given.
    Error,
    Literal(Literal),
    Today,
    /// `chance`, `chance.worst`.
    Chance(Option<ChanceEnd>),
    /// A fact, a define, or behind `is` a variant.
    Path(Path),
    /// `path by G within D`, at least one of the two.
    Evidence {
        path: ExprId,
        test: EvidenceTest,
    },
    /// Two operands at least.
    And(Vec<ExprId>),
    /// Two operands at least.
    Or(Vec<ExprId>),
    Not(ExprId),
    Compare {
        left: ExprId,
        op: CompareOp,
        op_span: Span,
        right: ExprId,
    },
    Between {
        value: ExprId,
        low: ExprId,
        high: ExprId,
    },
    /// `x in (a, b)`; `not in` is `negated`.
    In {
        value: ExprId,
        items: Vec<ExprId>,
        negated: bool,
    },
    /// `x is known`; `is unknown` is `negated`.
    Known {
        value: ExprId,
        negated: bool,
        test: Option<EvidenceTest>,
    },
    Negate(ExprId),
    /// `a + b - c`.
    Sum {
        first: ExprId,
        rest: Vec<Term<Sign>>,
    },
    /// `a * b / c`.
    Product {
        first: ExprId,
        rest: Vec<Term<Scale>>,
    },
    /// `name(arg, …)`, `min(a, b)`.
    Call {
        function: Name,
        args: Vec<ExprId>,
    },
    Quantifier {
        quantifier: Quantifier,
        list: Path,
        condition: Option<ExprId>,
    },
    Aggregate {
        aggregate: Aggregate,
        path: Path,
        condition: Option<ExprId>,
    },
    /// `(x)`; the span holds the parentheses.
    Paren(ExprId),
}

/// One more operand of a chain, with the operator before it.
#[derive(Clone, Copy, Debug)]
pub struct Term<Op> {
    pub op: Op,
    pub op_span: Span,
    pub right: ExprId,
}

/// `+` or `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    Plus,
    Minus,
}

/// `*` or `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    Times,
    Divide,
}

/// An end of the chance's interval, or the likely point in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChanceEnd {
    Worst,
    Likely,
    Best,
}

/// Comparisons, and tests of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    Is,
    IsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    StartsWith,
    EndsWith,
}

/// `by G within D`, at least one of the two.
#[derive(Clone, Debug)]
pub struct EvidenceTest {
    pub by: Option<Name>,
    pub within: Option<(Within, Span)>,
    pub span: Span,
}

/// How long ago evidence may date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// Whole days.
    Days(i64),
    /// Calendar months.
    Months(i64),
}

/// How many elements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    Any,
    None,
    All,
    AtLeast(u64),
    AtMost(u64),
    Exactly(u64),
}

/// What is made of a list's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Count,
    Sum,
    Min,
    Max,
}

/// A literal. Numbers, percents and amounts are in ten-thousandths (15 % is 1500), durations in days, offsets in months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    Bool(bool),
    Number(i64),
    Percent(i64),
    Money(i64, Currency),
    Duration(i64),
    Offset(i64),
    Date(Date),
    Text(String),
}
