//! Fixtures and tests.

use super::super::ast::{
    self, Expectation, ExpectationKind, Fact, FactValue, FactValueKind, Facts, Given, Literal, RuleNames,
};
use super::super::error;
use super::super::grammar::{Children, Kind, Node};
use super::Builder;
use super::process::outcome;
use crate::source::Span;
use crate::value::Date;

impl Builder<'_> {
    pub(super) fn fixture(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Fixture> {
        let name = self.name(&parts.next_of(Kind::name)?);
        let as_of = parts.next_of(Kind::as_of).and_then(|part| self.inner_date(part));
        let facts = self.facts(parts.next_of(Kind::facts)?)?;
        Some(ast::Fixture { name, as_of, facts, span })
    }

    /// The day inside `as of …` or `on …`.
    fn inner_date(&mut self, node: Node<'_>) -> Option<(Date, Span)> {
        let date = node.children().next()?;
        let span = self.span(&date);
        Some((self.date(&date), span))
    }

    fn facts(&mut self, node: Node<'_>) -> Option<Facts> {
        let span = self.span(&node);
        let mut facts = Vec::new();
        let mut parts = node.children();
        while let Some(name) = parts.next_of(Kind::name) {
            let name = self.name(&name);
            let value = self.value(&mut parts)?;
            let by = parts.next_of(Kind::by_grade);
            let on = parts.next_of(Kind::on_date);
            let last = on.as_ref().or(by.as_ref()).map_or(value.span, |part| self.span(part));
            let span = name.span.to(last);
            let by = by.and_then(|part| self.inner_name(part));
            let on = on.and_then(|part| self.inner_date(part));
            facts.push(Fact { name, value, by, on, span });
        }
        Some(Facts { facts, span })
    }

    /// The name inside `by G`, `in PROCESS`, `at STAGE`.
    fn inner_name(&mut self, node: Node<'_>) -> Option<ast::Name> {
        let name = node.children().find(|part| part.kind() == Kind::name)?;
        Some(self.name(&name))
    }

    /// The next value, with the sign before it.
    fn value(&mut self, parts: &mut Children<'_>) -> Option<FactValue> {
        let sign = parts.next_of(Kind::minus).map(|minus| self.span(&minus));
        let node = parts.next()?;
        let span = self.span(&node);
        let kind = match node.kind() {
            Kind::facts => FactValueKind::Record(self.facts(node)?),
            Kind::list => FactValueKind::List(self.list(node)?),
            Kind::kw_unknown => FactValueKind::Unknown,
            Kind::kw_true => FactValueKind::Literal(Literal::Bool(true)),
            Kind::kw_false => FactValueKind::Literal(Literal::Bool(false)),
            Kind::figure => FactValueKind::Literal(self.figure(&node, sign.is_some())),
            Kind::date => {
                if let Some(sign) = sign {
                    self.report(error::negative_date(sign.to(span)));
                }
                FactValueKind::Literal(Literal::Date(self.date(&node)))
            }
            Kind::text => FactValueKind::Literal(Literal::Text(self.text(&node).value)),
            Kind::name => FactValueKind::Variant(self.name(&node)),
            _ => return None,
        };
        Some(FactValue { kind, span: sign.map_or(span, |sign| sign.to(span)) })
    }

    fn list(&mut self, node: Node<'_>) -> Option<Vec<FactValue>> {
        let mut values = Vec::new();
        let mut parts = node.children();
        while parts.has_more() {
            values.push(self.value(&mut parts)?);
        }
        Some(values)
    }

    pub(super) fn test(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Test> {
        let title = self.text(&parts.next_of(Kind::text)?);
        let given = self.given(parts.next_of(Kind::given)?)?;
        let expectations = parts.map(|part| self.expectation(part)).collect::<Option<_>>()?;
        Some(ast::Test { title, given, expectations, span })
    }

    fn given(&mut self, node: Node<'_>) -> Option<Given> {
        let span = self.span(&node);
        let mut parts = node.children();
        let fixture = parts.next_of(Kind::name).map(|name| self.name(&name));
        let process = parts.next_of(Kind::in_process).and_then(|part| self.inner_name(part));
        let stage = parts.next_of(Kind::at_stage).and_then(|part| self.inner_name(part));
        let as_of = parts.next_of(Kind::as_of).and_then(|part| self.inner_date(part));
        let with = match parts.next_of(Kind::facts) {
            Some(facts) => Some(self.facts(facts)?),
            None => None,
        };
        Some(Given { fixture, process, stage, as_of, with, span })
    }

    fn expectation(&mut self, node: Node<'_>) -> Option<Expectation> {
        let span = self.span(&node);
        let mut parts = node.children();
        let word = parts.next()?;
        let kind = match word.kind() {
            Kind::word_advance => ExpectationKind::Advance { to: parts.next().map(|name| self.name(&name)) },
            Kind::word_hold => ExpectationKind::Hold { rules: self.rule_names(parts) },
            Kind::kw_disqualify => {
                parts.next_of(Kind::kw_by);
                ExpectationKind::Disqualify { rules: self.rule_names(parts) }
            }
            Kind::kw_warn => ExpectationKind::Warn(self.names(parts)),
            Kind::at_risk => ExpectationKind::AtRisk(self.names(parts)),
            Kind::word_closed => ExpectationKind::Closed(parts.next().and_then(|word| outcome(&word))),
            Kind::word_unrouted => ExpectationKind::Unrouted,
            Kind::kw_process => ExpectationKind::Process(self.name(&parts.next()?)),
            Kind::word_earned => ExpectationKind::Earned(self.name(&parts.next()?)),
            Kind::word_ask => ExpectationKind::Ask(self.path(&parts.next()?)),
            Kind::expr => ExpectationKind::That(self.clause(word)),
            _ => return None,
        };
        Some(Expectation { kind, span })
    }

    fn rule_names(&mut self, mut parts: Children<'_>) -> Option<RuleNames> {
        let only = parts.next_of(Kind::only).is_some();
        let names = self.names(parts);
        (!names.is_empty()).then_some(RuleNames { only, names })
    }
}
