//! The grammar's parts to the tree.
//!
//! A declaration that the grammar has accepted always becomes an item. What the grammar cannot say (`and` beside `or`,
//! a literal out of range, a `where` that does not stand alone …) is said here; the expression in question becomes
//! [`ExprKind::Error`](super::ast::ExprKind::Error), and only the first message of a declaration is kept.

mod expr;
mod fields;
mod fold;
mod literal;
mod process;
mod tests;

pub(super) use literal::read_text;

use super::ast::{self, Exprs, Item, Name, Text};
use super::grammar::{Kind, Node};
use super::tokens::Token;
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Where a declaration stands, and what is built of it.
pub(super) struct Builder<'s> {
    /// The whole file.
    source: &'s str,
    file: FileId,
    /// The declaration's first byte.
    base: usize,
    /// The declaration's tokens.
    tokens: &'s [Token],
    exprs: &'s mut Exprs,
    fault: Option<Diagnostic>,
}

/// Builds the item of a `declaration`; nothing where the grammar and this code disagree.
pub(super) fn item(
    node: Node<'_>,
    source: &str,
    file: FileId,
    tokens: &[Token],
    exprs: &mut Exprs,
) -> Option<(Item, Option<Diagnostic>)> {
    let base = tokens.first().map_or(0, |token| token.start());
    let mut builder = Builder { source, file, base, tokens, exprs, fault: None };
    let item = builder.item(node.children().next()?)?;
    Some((item, builder.fault))
}

impl Builder<'_> {
    fn item(&mut self, node: Node<'_>) -> Option<Item> {
        let span = self.span(&node);
        let kind = node.kind();
        let mut parts = node.children();
        Some(match kind {
            Kind::import => Item::Import(ast::Import { path: self.text(&parts.next()?), span }),
            Kind::evidence => {
                let grades = parts.map(|name| self.name(&name)).collect();
                Item::Evidence(ast::EvidenceLine { grades, span })
            }
            Kind::opportunity => Item::Opportunity(self.opportunity(parts, span)?),
            Kind::record => Item::Record(self.record(parts, span)?),
            Kind::function => Item::Function(self.function(parts, span)?),
            Kind::define => {
                let name = self.name(&parts.next()?);
                let expr = self.clause(parts.next()?);
                Item::Define(ast::Define { name, expr, span })
            }
            Kind::process => Item::Process(self.process(parts, span)?),
            Kind::fixture => Item::Fixture(self.fixture(parts, span)?),
            Kind::test => Item::Test(self.test(parts, span)?),
            _ => return None,
        })
    }

    /// Keeps a message if it stands before the one that is kept.
    fn report(&mut self, fault: Diagnostic) {
        if self.fault.as_ref().is_none_or(|first| fault.span.start < first.span.start) {
            self.fault = Some(fault);
        }
    }

    /// The same, where the message takes some work to find.
    fn report_at(&mut self, span: Span, find: impl FnOnce(&Self) -> Diagnostic) {
        if self.fault.as_ref().is_none_or(|first| span.start < first.span.start) {
            let fault = find(self);
            self.report(fault);
        }
    }

    fn name(&self, node: &Node<'_>) -> Name {
        Name { text: node.text().to_owned(), span: self.span(node) }
    }

    fn names<'i>(&self, nodes: impl Iterator<Item = Node<'i>>) -> Vec<Name> {
        nodes.map(|node| self.name(&node)).collect()
    }

    fn text(&self, node: &Node<'_>) -> Text {
        Text { value: read_text(node.text()), span: self.span(node) }
    }

    fn texts<'i>(&self, nodes: impl Iterator<Item = Node<'i>>) -> Vec<Text> {
        nodes.map(|node| self.text(&node)).collect()
    }

    /// The text inside a part that is only a word and a text: a title, `how "…"`, `from "…"`.
    fn inner_text(&self, node: Option<Node<'_>>) -> Option<Text> {
        node?.children().next().map(|text| self.text(&text))
    }

    /// The place of a part, without white space and comments at its end.
    fn span(&self, node: &Node<'_>) -> Span {
        let (start, end) = node.range();
        let (start, end) = (start.saturating_add(self.base), end.saturating_add(self.base));
        let behind = self.tokens.partition_point(|token| token.start() < end);
        let last = behind.checked_sub(1).and_then(|last| self.tokens.get(last));
        Span::new(self.file, start, last.map_or(end, |last| last.end().min(end)))
    }

    /// The text of a place of this file.
    fn slice(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or("")
    }
}
