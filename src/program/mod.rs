//! The playbook as something to run: nodes in one array, each after those that it reads.
//!
//! Comes from [`crate::hir`] by `compile`; nothing can go wrong any more. Nodes lie in *runs*, ranges that are evaluated from first to
//! last: what routing needs, what several processes need, what one process needs, and for every quantifier the run that is evaluated for
//! each element. What only *ask next* needs lies apart from them, and is evaluated node by node, as it is asked for. What does not depend on an element stands outside its
//! run, and what is written twice in one run is one node.
//!
//! A node has one of two readings: *as it stands*, and *open*, in which `X is known` with X unknown is unknown itself
//! because X may yet become known. The two differ only above an `is known`; elsewhere they are the same node.

mod block;
mod closure;
mod compile;
mod emit;
mod forms;
mod index;
mod label;
mod text;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::facts::Names;
use crate::hir::{
    Aggregate, ArithmeticOp, ChanceEnd, CompareOp, ExprId, FunctionId, Outcome, Playbook, Quantifier, StageId, TextOp,
    Within,
};
pub(crate) use block::{Input, PAGE};
pub(crate) use index::{Index, RulePlace};
pub(crate) use text::spaced;

use crate::schema::{ColumnId, ListId, TableId};
use crate::source::{Source, Span};
use crate::value::Calendar;

/// A node's place in [`Program::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    /// The place as an index.
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    /// Where it stands in a set of one bit a node: the word, and the bit in it.
    pub(crate) fn word(self) -> usize {
        self.index() / 64
    }

    pub(crate) fn bit(self) -> u64 {
        1_u64.wrapping_shl(self.0 % 64)
    }
}

/// A range of [`Program::operands`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Operands {
    start: u32,
    count: u32,
}

/// The two nodes of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Readings {
    pub(crate) standing: NodeId,
    pub(crate) open: NodeId,
}

impl Readings {
    /// The node of one reading.
    pub(crate) fn of(self, mode: Mode) -> NodeId {
        match mode {
            Mode::Standing => self.standing,
            Mode::Open => self.open,
        }
    }
}

/// A compiled playbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    /// No other program has it; 0 is none's.
    pub(crate) id: u64,
    /// The literals that are no texts: their values never change.
    pub(crate) constants: Vec<(NodeId, i64)>,
    nodes: Vec<Op>,
    operands: Vec<NodeId>,
    bodies: Vec<Body>,
    /// Where the nodes in the bodies of lists start; they are the last ones.
    pub(crate) first_body: usize,
    /// The nodes that need not be asked for, one bit a node: constants, and what routing reads.
    given: Vec<u64>,
    /// All literal texts behind one another.
    pub(crate) texts: String,
    /// What routing reads.
    pub(crate) routing: Range<usize>,
    /// What several processes read.
    pub(crate) shared: Range<usize>,
    pub(crate) units: Vec<Unit>,
    /// The nodes of expressions that are read, by [`ExprId`].
    readings: Vec<Option<Readings>>,
    /// The playbook's files, for the texts of atoms.
    sources: Vec<Source>,
}

/// A process, or the expressions of a test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unit {
    /// What the decision reads.
    pub(crate) run: Range<usize>,
    pub(crate) applies: Option<NodeId>,
    pub(crate) rules: Vec<Readings>,
    pub(crate) chance: Option<Chance>,
    /// For each stage, the places of its rules.
    pub(crate) stages: Vec<Range<usize>>,
    /// The rules of the process itself, the first of all.
    pub(crate) process_rules: Range<usize>,
    /// What a claim's text means.
    pub(crate) claims: Names<Claim>,
    /// The rules that decide, warnings not being among them, by what the facts say of them.
    pub(crate) index: Index,
    /// The warnings, and the opposites of the disqualifiers: of which a verdict need not tell.
    pub(crate) telling: Index,
    /// For each rule its places in those two.
    pub(crate) places: Vec<RulePlaces>,
    /// Which rules decide in each stage, as masks over the index' blocks.
    pub(crate) deciders: Deciders,
}

/// Where a rule is in the indexes of its process.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RulePlaces {
    /// Where it decides; a warning does not.
    pub(crate) decides: Option<RulePlace>,
    /// Where a warning, or the opposite of a disqualifier, is.
    pub(crate) tells: Option<RulePlace>,
}

/// Rules as masks over an index' blocks: the block's place and the rules in it.
pub(crate) type RuleMasks = Vec<(usize, u64)>;

/// The rules that decide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deciders {
    /// The disqualifiers of the process.
    pub(crate) disqualifiers: RuleMasks,
    pub(crate) stages: Vec<StageDeciders>,
}

/// The rules of a stage that decide.
#[derive(Clone, Debug, Default)]
pub(crate) struct StageDeciders {
    pub(crate) disqualifiers: RuleMasks,
    pub(crate) requirements: RuleMasks,
    /// The requirements that later stages do not pass over.
    pub(crate) lasting: RuleMasks,
}

/// What a claim says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    Stage(StageId),
    Closed(Outcome),
}

/// The chance of a process, as odds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chance {
    /// The base of each stage, in ten-thousandths.
    pub(crate) bases: Vec<i64>,
    pub(crate) lines: Vec<OddsLine>,
}

/// A line of odds.
#[derive(Clone, Debug)]
pub(crate) struct OddsLine {
    pub(crate) cases: Vec<(f64, Readings)>,
    pub(crate) otherwise: f64,
}

/// A body's place in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BodyId(pub(crate) u32);

/// What is evaluated for each element: up to `standing_end` for the reading as it stands, all of it for the open one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) start: usize,
    pub(crate) standing_end: usize,
    pub(crate) end: usize,
    /// Which elements count; all where there is none.
    pub(crate) condition: Option<Readings>,
    /// What an aggregate makes its result of; none for `count`.
    pub(crate) value: Option<Readings>,
}

impl Body {
    /// The nodes to evaluate for one element.
    pub(crate) fn run(&self, mode: Mode) -> Range<usize> {
        match mode {
            Mode::Standing => self.start..self.standing_end,
            Mode::Open => self.start..self.end,
        }
    }
}

/// A list and the table of its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ListPlace {
    pub(crate) table: TableId,
    pub(crate) list: ListId,
    pub(crate) elements: TableId,
}

/// Which of the two readings a node belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Mode {
    Standing,
    Open,
}

/// What a node does. Facts are read at the current row of their table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// A literal that is no text.
    Constant(i64),
    /// A literal text: a packed place in [`Program::texts`].
    Text(i64),
    Today,
    Fact {
        table: TableId,
        column: ColumnId,
    },
    Evidence {
        table: TableId,
        column: ColumnId,
        by: u16,
        within: Option<Within>,
    },
    And(Operands),
    Or(Operands),
    Not(NodeId),
    /// `not when or condition`.
    Needed {
        when: NodeId,
        condition: NodeId,
    },
    Compare {
        op: CompareOp,
        left: NodeId,
        right: NodeId,
    },
    CompareText {
        same: bool,
        left: NodeId,
        right: NodeId,
    },
    Between {
        value: NodeId,
        low: NodeId,
        high: NodeId,
    },
    In {
        value: NodeId,
        items: Operands,
        negated: bool,
    },
    InTexts {
        value: NodeId,
        items: Operands,
        negated: bool,
    },
    TextTest {
        op: TextOp,
        left: NodeId,
        right: NodeId,
    },
    Known {
        value: NodeId,
        negated: bool,
        mode: Mode,
    },
    ListKnown {
        table: TableId,
        list: ListId,
        negated: bool,
        mode: Mode,
    },
    Negate(NodeId),
    Arithmetic {
        op: ArithmeticOp,
        left: NodeId,
        right: NodeId,
    },
    /// A date so many calendar months later.
    AddMonths {
        date: NodeId,
        months: i64,
    },
    Calendar(Calendar, NodeId),
    Abs(NodeId),
    Round(NodeId),
    Min(NodeId, NodeId),
    Max(NodeId, NodeId),
    Length(NodeId),
    Lower(NodeId),
    Call {
        function: FunctionId,
        args: Operands,
    },
    Quantifier {
        quantifier: Quantifier,
        list: ListPlace,
        body: BodyId,
        mode: Mode,
    },
    /// `days` says that a sum is one of durations.
    Aggregate {
        aggregate: Aggregate,
        days: bool,
        list: ListPlace,
        body: BodyId,
        mode: Mode,
    },
    /// The chance of that process, packed.
    Chance {
        unit: u32,
    },
    ChanceEnd {
        chance: NodeId,
        end: ChanceEnd,
    },
    CompareChance {
        chance: NodeId,
        op: CompareOp,
        right: NodeId,
    },
    ChanceBetween {
        chance: NodeId,
        low: NodeId,
        high: NodeId,
    },
}

impl Program {
    /// The program of a playbook's processes, one unit each.
    pub(crate) fn compile(playbook: &Playbook, sources: &[crate::source::Source]) -> Self {
        compile::processes(playbook, sources)
    }

    /// The program of the expressions that the playbook's tests expect to be true, one unit a test. A test's chance is
    /// given from outside.
    pub(crate) fn compile_tests(playbook: &Playbook) -> Self {
        compile::tests(playbook)
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes of a run.
    pub(crate) fn run(&self, range: Range<usize>) -> &[Op] {
        self.nodes.get(range).unwrap_or_default()
    }

    /// The operands of a node of many.
    pub(crate) fn operands(&self, operands: Operands) -> &[NodeId] {
        let start = usize::try_from(operands.start).unwrap_or(usize::MAX);
        let count = usize::try_from(operands.count).unwrap_or(usize::MAX);
        self.operands.get(start..start.saturating_add(count)).unwrap_or_default()
    }

    /// The literal texts.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|op| {
            if let Op::Text(place) = op { Some(crate::facts::TextRef::unpack(*place).of(&self.texts)) } else { None }
        })
    }

    /// What is evaluated for each element.
    pub(crate) fn body(&self, body: BodyId) -> Option<&Body> {
        self.bodies.get(usize::try_from(body.0).unwrap_or(usize::MAX))
    }

    /// The nodes of an expression; none where nothing that is run reads it.
    pub(crate) fn readings(&self, expr: ExprId) -> Option<Readings> {
        self.readings.get(usize::try_from(expr.0).unwrap_or(usize::MAX)).copied().flatten()
    }

    /// Whether a node need not be asked for.
    pub(crate) fn is_given(&self, node: NodeId) -> bool {
        self.given.get(node.word()).is_some_and(|word| word & node.bit() != 0)
    }

    /// What a node does.
    pub(crate) fn op(&self, node: NodeId) -> Option<&Op> {
        self.nodes.get(node.index())
    }

    /// The text of an atom: its tokens, with one blank where there was white space or a comment.
    pub(crate) fn atom(&self, span: Span) -> Arc<str> {
        let source = self.sources.get(usize::try_from(span.file.0).unwrap_or(usize::MAX));
        Arc::from(source.map(|source| text::spaced(source.slice(span))).unwrap_or_default())
    }

    /// Notes what is the same for every opportunity.
    fn settle(&mut self) {
        static PROGRAMS: AtomicU64 = AtomicU64::new(1);
        self.id = PROGRAMS.fetch_add(1, Ordering::Relaxed);
        let constants = (0..).map(NodeId).zip(&self.nodes);
        let constants =
            constants.filter_map(|(node, op)| if let Op::Constant(value) = op { Some((node, *value)) } else { None });
        self.constants = constants.collect();
        self.given = vec![0; self.nodes.len().div_ceil(64)];
        let routing = self.routing.clone().filter_map(|place| u32::try_from(place).ok()).map(NodeId);
        for node in self.constants.iter().map(|&(node, _)| node).chain(routing) {
            if let Some(word) = self.given.get_mut(node.word()) {
                *word |= node.bit();
            }
        }
        self.first_body = self.bodies.iter().map(|body| body.start).min().unwrap_or(usize::MAX);
    }

    /// Gives back the memory that growing has taken in advance.
    fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.operands.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.bodies.shrink_to_fit();
    }
}
