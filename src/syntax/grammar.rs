//! The door to the generated parser: one declaration's text in, its tree of [`Node`]s or the place of its first fault out.
//!
//! Nothing of the parser generator is seen outside of this file but [`Kind`], the rules of `grammar/stagegate.pest`. Places are byte offsets
//! in the text that was given. The caller has bounded the nesting; the parser's recursion rests on that.

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs};

pub(super) use generated::Rule as Kind;

mod generated {
    #![allow(missing_docs, unreachable_pub, clippy::all, reason = "what the derive makes is its own")]

    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/stagegate.pest"]
    pub(super) struct Grammar;
}

/// Reads the text of one declaration; the node is a `declaration`.
pub(super) fn declaration(text: &str) -> Result<Node<'_>, Failure> {
    let read = generated::Grammar::parse(Kind::declaration, text);
    let mut pairs = read.map_err(|error| Failure::from_error(&error))?;
    pairs.next().map(|pair| Node { pair }).ok_or(Failure { at: 0, expected: Vec::new() })
}

/// Where the reading of a declaration ended, and what could have stood there.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) at: usize,
    pub(super) expected: Vec<Kind>,
}

impl Failure {
    fn from_error(error: &Error<Kind>) -> Self {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure { at, expected }
    }
}

/// A part of a declaration as the grammar saw it.
#[derive(Clone, Debug)]
pub(super) struct Node<'i> {
    pair: Pair<'i, Kind>,
}

impl<'i> Node<'i> {
    pub(super) fn kind(&self) -> Kind {
        self.pair.as_rule()
    }

    pub(super) fn text(&self) -> &'i str {
        self.pair.as_str()
    }

    /// First byte, and the byte after the last.
    pub(super) fn range(&self) -> (usize, usize) {
        let span = self.pair.as_span();
        (span.start(), span.end())
    }

    /// The parts that carry meaning: words and signs that the grammar asks for only to be there are passed over.
    pub(super) fn children(self) -> Children<'i> {
        Children { pairs: self.pair.into_inner(), next: None, commas: false }
    }

    /// The parts that carry meaning, and the commas between them.
    pub(super) fn children_and_commas(self) -> Children<'i> {
        Children { commas: true, ..self.children() }
    }
}

/// The parts of a [`Node`] in order.
#[derive(Debug)]
pub(super) struct Children<'i> {
    pairs: Pairs<'i, Kind>,
    next: Option<Node<'i>>,
    /// Whether commas are given too.
    commas: bool,
}

impl<'i> Children<'i> {
    /// The next part if it is of this kind.
    pub(super) fn next_of(&mut self, kind: Kind) -> Option<Node<'i>> {
        let node = self.next()?;
        if node.kind() == kind {
            return Some(node);
        }
        self.next = Some(node);
        None
    }

    /// How many parts there are at most.
    pub(super) fn most(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is a next part.
    pub(super) fn has_more(&mut self) -> bool {
        self.next = self.next();
        self.next.is_some()
    }
}

impl<'i> Iterator for Children<'i> {
    type Item = Node<'i>;

    fn next(&mut self) -> Option<Node<'i>> {
        if let Some(node) = self.next.take() {
            return Some(node);
        }
        let commas = self.commas;
        let found = self.pairs.find(|pair| !is_mark(pair.as_rule()) && (commas || pair.as_rule() != Kind::comma));
        found.map(|pair| Node { pair })
    }
}

/// Whether a word or sign only holds other parts apart.
fn is_mark(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::open
            | Kind::close
            | Kind::lparen
            | Kind::rparen
            | Kind::rbracket
            | Kind::colon
            | Kind::pipe
            | Kind::less
            | Kind::kw_applies
            | Kind::kw_as
            | Kind::kw_chance
            | Kind::kw_define
            | Kind::kw_evidence
            | Kind::kw_expect
            | Kind::kw_fixture
            | Kind::kw_from
            | Kind::kw_function
            | Kind::kw_given
            | Kind::kw_how
            | Kind::kw_import
            | Kind::kw_odds
            | Kind::kw_of
            | Kind::kw_on
            | Kind::kw_opportunity
            | Kind::kw_record
            | Kind::kw_require
            | Kind::kw_stage
            | Kind::kw_test
            | Kind::kw_that
            | Kind::kw_times
            | Kind::kw_when
            | Kind::kw_with
            | Kind::word_blank
            | Kind::word_base
            | Kind::word_list
            | Kind::word_money
            | Kind::word_to
            | Kind::EOI
    )
}
