//! Random opportunities of a playbook, for a host's own laws (feature `proptest`).
//!
//! Comes from the playbook and a day; goes out as data, the way a host would send it, and as the opportunity read from it. Each
//! fact is unknown, or known with one of the values at which the playbook's conditions turn, with evidence that suffices, is too weak, too
//! old, undated or of tomorrow. What fails a law shrinks to the few known facts that it needs: facts, elements and evidence are left out one by one.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use proptest::prelude::Rng;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::facts::Opportunity;
use crate::hir::Literal;
use crate::playbook::Playbook;
use crate::schema::{DataType, Field, FieldKind, Schema, Table, TableId};
use crate::value::{Date, SCALE, write_decimal};

use super::boundary::{Boundaries, Ends, Evidence};

/// So many facts and elements at most, as lists of lists grow.
const MOST_NODES: usize = 400;
/// One of so many is left unknown, and one of so many known ones has no evidence.
const RARE: u32 = 4;

impl Playbook {
    /// Random opportunities of this playbook's facts; see [`OpportunityStrategy`].
    ///
    /// Their day is the latest that the playbook's tests name, and 2026-01-01 where they name none;
    /// [`OpportunityStrategy::on`] chooses another.
    ///
    /// ```
    /// use proptest::prelude::*;
    ///
    /// let playbook = stagegate::Playbook::parse(r#"
    ///     opportunity { amount: money USD approved: bool }
    ///     process p {
    ///       disqualify dear when amount > 100 USD and not approved
    ///       stage a { require sized that amount is known }
    ///     }
    /// "#).unwrap_or_else(|error| panic!("{error}"));
    /// let strategy = playbook.strategy();
    /// let today = strategy.today();
    /// proptest!(|(sample in strategy)| {
    ///     // A law of the host's own: nothing up to 100 USD is ever disqualified.
    ///     let amount: Option<f64> = sample.fact("amount").and_then(|amount| amount.parse().ok());
    ///     let decision = playbook.decide(sample.opportunity(), today);
    ///     prop_assert!(amount.is_none_or(|amount| amount > 100.0) || decision != stagegate::Decision::Disqualify);
    /// });
    /// ```
    #[must_use]
    pub fn strategy(&self) -> OpportunityStrategy {
        let days = self.checked().tests.iter().filter_map(|test| test.as_of);
        let usual = Date::new(2026, 1, 1).unwrap_or(Date::MIN);
        OpportunityStrategy::new(self.clone(), days.max().unwrap_or(usual))
    }
}

/// Makes [`Sample`]s of a playbook's facts: known, unknown, weakly shown, stale, at the ends of the playbook's own literals.
/// They shrink to few known facts.
#[derive(Clone, Debug)]
pub struct OpportunityStrategy {
    playbook: Playbook,
    today: Date,
    boundaries: Arc<Boundaries>,
    claims: Arc<[String]>,
}

impl OpportunityStrategy {
    fn new(playbook: Playbook, today: Date) -> Self {
        let boundaries = Arc::new(Boundaries::of(playbook.checked(), today));
        let mut claims: Vec<String> = Vec::new();
        if playbook.checked().schema.stage.is_some() {
            for process in playbook.processes() {
                claims.extend(process.stages().map(|stage| stage.name().to_owned()));
            }
            claims.extend(["won", "lost", "walked"].map(str::to_owned));
        }
        OpportunityStrategy { playbook, today, boundaries, claims: claims.into() }
    }

    /// The same for another day, from which ages are counted.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        OpportunityStrategy::new(self.playbook, today)
    }

    /// The day for which the opportunities are made.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }
}

impl Strategy for OpportunityStrategy {
    type Tree = OpportunityTree;
    type Value = Sample;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let schema = &self.playbook.checked().schema;
        let mut draw = Draw { schema, strategy: self, runner, nodes: Vec::new() };
        let root = draw.schema.tables.first().map(|table| table.fields.as_slice()).unwrap_or_default();
        draw.fields(root, TableId(0), None);
        if !self.claims.is_empty() && !draw.rarely() {
            let place = draw.below(self.claims.len());
            let claim = self.claims.get(place).cloned().unwrap_or_default();
            let label = schema.stage.clone().unwrap_or_default();
            draw.push(None, label, Kind::Claim(claim));
        }
        let nodes = draw.nodes;
        Ok(OpportunityTree { playbook: self.playbook.clone(), nodes, at: 0, last: None })
    }
}

/// An opportunity as data and as read from it.
#[derive(Clone)]
pub struct Sample {
    json: String,
    facts: Vec<(String, String)>,
    opportunity: Opportunity,
}

impl Sample {
    /// The data as JSON: what a host would send.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// What the data says of a fact of the opportunity or of its records (`amount`, `account.employees`), as text; nothing where it is unknown.
    #[must_use]
    pub fn fact(&self, path: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str())
    }

    /// The opportunity read from the data.
    #[must_use]
    pub fn opportunity(&self) -> &Opportunity {
        &self.opportunity
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

/// One random opportunity on its way to fewer known facts.
#[derive(Debug)]
pub struct OpportunityTree {
    playbook: Playbook,
    /// What is known, parents before children.
    nodes: Vec<Node>,
    /// The next step of shrinking.
    at: usize,
    /// The last step, and what it changed.
    last: Option<(usize, Node)>,
}

/// A known fact, a list, an element or a claim.
#[derive(Clone, Debug)]
struct Node {
    parent: Option<usize>,
    label: String,
    kind: Kind,
    is_there: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A value in JSON, that as plain text, and evidence in JSON.
    Scalar {
        path: String,
        json: String,
        text: String,
        evidence: Option<String>,
    },
    Record,
    List,
    Element,
    Claim(String),
}

/// What a step of shrinking does to a node: first all are tried to be left out, then all evidence.
const STEPS_A_NODE: usize = 2;

impl ValueTree for OpportunityTree {
    type Value = Sample;

    fn current(&self) -> Sample {
        let children = self.children();
        let mut json = String::new();
        self.write(&mut json, None, &children);
        // The data is of the playbook's own values, so it is read without an error.
        let opportunity = self.playbook.reader().read_json(&json).unwrap_or_default();
        let facts = self.nodes.iter().enumerate().filter(|(place, _)| self.stands_outside_lists(*place));
        let facts = facts.filter_map(|(_, node)| match &node.kind {
            Kind::Scalar { path, text, .. } => Some((path.clone(), text.clone())),
            Kind::Record | Kind::List | Kind::Element | Kind::Claim(_) => None,
        });
        Sample { facts: facts.collect(), opportunity, json }
    }

    fn simplify(&mut self) -> bool {
        while self.at < self.nodes.len().saturating_mul(STEPS_A_NODE) {
            let (round, place) = (self.at.checked_div(self.nodes.len()), self.at.checked_rem(self.nodes.len()));
            self.at = self.at.saturating_add(1);
            let (Some(round), Some(place)) = (round, place) else { return false };
            if !self.stands(place) {
                continue;
            }
            let Some(node) = self.nodes.get_mut(place) else { return false };
            let before = node.clone();
            if round == 0 {
                node.is_there = false;
            } else if let Kind::Scalar { evidence, .. } = &mut node.kind
                && evidence.is_some()
            {
                *evidence = None;
            } else {
                continue;
            }
            self.last = Some((place, before));
            return true;
        }
        self.last = None;
        false
    }

    fn complicate(&mut self) -> bool {
        let Some((place, before)) = self.last.take() else { return false };
        if let Some(node) = self.nodes.get_mut(place) {
            *node = before;
        }
        true
    }
}

impl OpportunityTree {
    /// Whether a node and all above it are still there.
    fn stands(&self, place: usize) -> bool {
        let mut at = Some(place);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            if !node.is_there {
                return false;
            }
            at = node.parent;
        }
        true
    }

    fn stands_outside_lists(&self, place: usize) -> bool {
        let mut at = Some(place);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            if matches!(node.kind, Kind::Element) {
                return false;
            }
            at = node.parent;
        }
        self.stands(place)
    }

    /// The nodes below each node that are there, and last those at the top.
    fn children(&self) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); self.nodes.len().saturating_add(1)];
        for (place, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.is_there) {
            if let Some(of) = children.get_mut(node.parent.unwrap_or(self.nodes.len())) {
                of.push(place);
            }
        }
        children
    }

    /// Writes the fields below a node (of all, where none is given) as an object.
    fn write(&self, out: &mut String, parent: Option<usize>, children: &[Vec<usize>]) {
        out.push('{');
        for (count, place) in children.get(parent.unwrap_or(self.nodes.len())).into_iter().flatten().enumerate() {
            let Some(node) = self.nodes.get(*place) else { continue };
            if count > 0 {
                out.push_str(", ");
            }
            push_json(out, &node.label);
            out.push_str(": ");
            match &node.kind {
                Kind::Scalar { json, evidence, .. } => match evidence {
                    // Writing to a string does not fail.
                    Some(evidence) => {
                        let _ = write!(out, "{{\"value\": {json}{evidence}}}");
                    }
                    None => out.push_str(json),
                },
                Kind::Record | Kind::Element => self.write(out, Some(*place), children),
                Kind::List => {
                    out.push('[');
                    for (count, element) in children.get(*place).into_iter().flatten().enumerate() {
                        if count > 0 {
                            out.push_str(", ");
                        }
                        self.write(out, Some(*element), children);
                    }
                    out.push(']');
                }
                Kind::Claim(claim) => push_json(out, claim),
            }
        }
        out.push('}');
    }
}

/// Draws an opportunity.
struct Draw<'a> {
    schema: &'a Schema,
    strategy: &'a OpportunityStrategy,
    runner: &'a mut TestRunner,
    nodes: Vec<Node>,
}

impl<'a> Draw<'a> {
    fn push(&mut self, parent: Option<usize>, label: String, kind: Kind) -> usize {
        self.nodes.push(Node { parent, label, kind, is_there: true });
        self.nodes.len().saturating_sub(1)
    }

    fn below(&mut self, count: usize) -> usize {
        let drawn = usize::try_from(self.runner.rng().next_u32()).unwrap_or(0);
        drawn.checked_rem(count).unwrap_or(0)
    }

    fn rarely(&mut self) -> bool {
        self.runner.rng().next_u32().is_multiple_of(RARE)
    }

    /// Draws what is known of a row or a record.
    fn fields(&mut self, fields: &'a [Field], table: TableId, parent: Option<usize>) {
        for field in fields {
            // What several fields read would have to suit them all.
            let is_shared = fields.iter().filter(|other| other.label == field.label).count() > 1;
            let is_claim = parent.is_none() && self.schema.stage.as_ref() == Some(&field.label);
            if self.nodes.len() >= MOST_NODES || is_shared || is_claim || self.rarely() {
                continue;
            }
            match &field.kind {
                FieldKind::Scalar(column) => {
                    let ends = self.strategy.boundaries.column(table, *column);
                    let ty = self.table(table).and_then(|table| table.columns.get(index(column.0)));
                    if let (Some(ends), Some(column)) = (ends, ty) {
                        self.scalar(field, &column.path, &column.ty, ends, parent);
                    }
                }
                FieldKind::Record { fields, .. } => {
                    let record = self.push(parent, field.label.clone(), Kind::Record);
                    self.fields(fields, table, Some(record));
                }
                FieldKind::List(list) => {
                    let lengths: Vec<u32> = self.strategy.boundaries.lengths(table, *list).collect();
                    let place = self.below(lengths.len());
                    let length = lengths.get(place).copied().unwrap_or(1);
                    let of = self.table(table).and_then(|table| table.lists.get(index(list.0))).map(|list| list.table);
                    let list = self.push(parent, field.label.clone(), Kind::List);
                    for _ in 0..length {
                        let element = self.push(Some(list), String::new(), Kind::Element);
                        let fields = of.and_then(|of| self.table(of)).map(|table| table.fields.as_slice());
                        self.fields(fields.unwrap_or_default(), of.unwrap_or(table), Some(element));
                    }
                }
            }
        }
    }

    fn scalar(&mut self, field: &Field, path: &str, ty: &DataType, ends: &Ends, parent: Option<usize>) {
        let place = self.below(ends.values.len());
        let Some(value) = ends.values.get(place) else { return };
        let Some(text) = plain(ty, value).filter(|text| !field.blanks.contains(text)) else { return };
        let is_bare = match ty {
            DataType::Bool
            | DataType::Number(_)
            | DataType::Percent(_)
            | DataType::Fraction(_)
            | DataType::Money(..)
            | DataType::Duration(_) => true,
            DataType::Text | DataType::Date(_) | DataType::Enumeration(_) => false,
        };
        let mut json = String::new();
        if is_bare {
            json.push_str(&text)
        } else {
            push_json(&mut json, &text)
        }
        let evidence = if self.rarely() || ends.evidence.is_empty() {
            None
        } else {
            // Every second time the best, as most of what is known of a deal is known well.
            let place = self.below(ends.evidence.len().saturating_mul(2));
            ends.evidence.get(place).or(ends.evidence.first()).map(|evidence| self.evidence(evidence))
        };
        self.push(parent, field.label.clone(), Kind::Scalar { path: path.to_owned(), json, text, evidence });
    }

    fn evidence(&self, evidence: &Evidence) -> String {
        let mut text = String::new();
        let by = evidence.by.and_then(|by| self.schema.grades.get(index(by)));
        let on = evidence.on.map(|on| on.to_string());
        for (key, value) in [("by", by), ("on", on.as_ref())] {
            if let Some(value) = value {
                // Writing to a string does not fail.
                let _ = write!(text, ", \"{key}\": ");
                push_json(&mut text, value);
            }
        }
        text
    }

    fn table(&self, table: TableId) -> Option<&'a Table> {
        self.schema.tables.get(index(table.0))
    }
}

/// A value as data says it, as plain text.
fn plain(ty: &DataType, value: &Literal) -> Option<String> {
    let mut text = String::new();
    let written = match (ty, value) {
        (_, Literal::Bool(value)) => write!(text, "{value}"),
        // A fraction goes from 0 to 1.
        (DataType::Fraction(_), Literal::Percent(value)) => write_decimal(&mut text, *value, SCALE),
        (_, Literal::Percent(value)) => write_decimal(&mut text, *value, 100),
        (_, Literal::Number(value) | Literal::Money(value, _)) => write_decimal(&mut text, *value, SCALE),
        (_, Literal::Duration(days)) => write!(text, "{days}"),
        (DataType::Date(style), Literal::Date(date)) => text.write_str(&style.write(*date)),
        (_, Literal::Date(date)) => write!(text, "{date}"),
        (_, Literal::Text(value)) => text.write_str(value),
        (DataType::Enumeration(variants), Literal::Variant(place)) => {
            text.write_str(&variants.get(index(*place))?.name)
        }
        (_, Literal::Variant(_)) => return None,
    };
    written.ok().map(|()| text).filter(|text| !text.trim().is_empty())
}

fn push_json(out: &mut String, text: &str) {
    // A text is always JSON.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
