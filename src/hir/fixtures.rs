//! Fixtures: literal facts, held against the declared fields.

use std::collections::HashMap;

use super::check::Checker;
use super::error::fixtures as error;
use super::shape::{Entry, ScopeId};
use super::{Fact, FactValue, Fixture, Literal, Type};
use crate::schema::{ColumnId, DataType, TableId};
use crate::source::Span;
use crate::syntax::ast::{self, FactValueKind};
use crate::value::SCALE;

impl<'a> Checker<'a> {
    pub(crate) fn fixtures(&mut self) -> Vec<Fixture> {
        let mut fixtures = Vec::with_capacity(self.names.fixtures.len());
        for place in 0..self.names.fixtures.len() {
            let Some(&(_, item)) = self.names.fixtures.get(place) else { continue };
            let facts = self.opportunity_facts(&item.facts);
            fixtures.push(Fixture {
                name: item.name.text.clone(),
                as_of: item.as_of.map(|(date, _)| date),
                facts,
                span: item.name.span,
            });
            self.fixture_dates.push(first_date(&item.facts));
        }
        fixtures
    }

    /// Facts of the opportunity. Without a readable opportunity there is nothing to hold them against.
    pub(crate) fn opportunity_facts(&mut self, facts: &'a ast::Facts) -> Vec<Fact> {
        match self.shape.root(TableId(0)) {
            Some(root) => self.facts(facts, TableId(0), root),
            None => Vec::new(),
        }
    }

    /// As deep as the text nests.
    fn facts(&mut self, facts: &'a ast::Facts, table: TableId, scope: ScopeId) -> Vec<Fact> {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut made = Vec::with_capacity(facts.facts.len());
        for fact in &facts.facts {
            if let Some(&first) = seen.get(fact.name.text.as_str()) {
                self.report.push(error::second_fact(&fact.name, first));
                continue;
            }
            seen.insert(&fact.name.text, fact.name.span);
            made.extend(self.fixture_fact(fact, table, scope));
        }
        made
    }

    fn fixture_fact(&mut self, fact: &'a ast::Fact, table: TableId, scope: ScopeId) -> Option<Fact> {
        let Some(entry) = self.shape.entry(scope, &fact.name.text) else {
            self.unknown_fact(&fact.name, scope);
            return None;
        };
        if let FactValueKind::Unknown = fact.value.kind {
            return self.unknown_value(fact, entry);
        }
        match entry {
            Entry::Scalar { field, column } => {
                let value = self.scalar_fact(fact, table, column)?;
                Some(Fact { field, value })
            }
            Entry::Record { field, scope } => {
                self.no_evidence(fact, "a record");
                let FactValueKind::Record(facts) = &fact.value.kind else {
                    self.report.push(error::record_wanted(fact.value.span, &fact.name.text));
                    return None;
                };
                Some(Fact { field, value: FactValue::Record(self.facts(facts, table, scope)) })
            }
            Entry::List { field, elements, .. } => {
                self.no_evidence(fact, "a list");
                let FactValueKind::List(values) = &fact.value.kind else {
                    self.report.push(error::list_wanted(fact.value.span, &fact.name.text));
                    return None;
                };
                Some(Fact { field, value: FactValue::List(self.elements(values, elements)) })
            }
            Entry::Broken => None,
        }
    }

    fn unknown_fact(&mut self, name: &ast::Name, scope: ScopeId) {
        if self.shape.open {
            return;
        }
        let known = self.report.known(|| self.shape.names(scope));
        let near = self.report.nearest(&name.text, known.iter().copied());
        let message = error::unknown_fact(name, near.as_deref(), &known);
        self.report.push(message);
    }

    fn unknown_value(&mut self, fact: &'a ast::Fact, entry: Entry) -> Option<Fact> {
        let field = match entry {
            Entry::Scalar { field, .. } => {
                let _ = fact.by.as_ref().map(|grade| self.grade(grade));
                field
            }
            Entry::Record { field, .. } => {
                self.no_evidence(fact, "a record");
                field
            }
            Entry::List { field, .. } => {
                self.no_evidence(fact, "a list");
                field
            }
            Entry::Broken => return None,
        };
        Some(Fact { field, value: FactValue::Unknown })
    }

    fn no_evidence(&mut self, fact: &ast::Fact, what: &str) {
        let by = fact.by.as_ref().map(|grade| grade.span);
        let on = fact.on.map(|(_, span)| span);
        if let Some(place) = by.or(on) {
            self.report.push(error::evidence_on(place, &fact.name.text, what));
        }
    }

    fn elements(&mut self, values: &'a [ast::FactValue], table: TableId) -> Vec<Vec<Fact>> {
        let Some(scope) = self.shape.root(table) else { return Vec::new() };
        let mut elements = Vec::with_capacity(values.len());
        for value in values {
            match &value.kind {
                FactValueKind::Record(facts) => elements.push(self.facts(facts, table, scope)),
                FactValueKind::Unknown => self.report.push(error::unknown_element(value.span)),
                FactValueKind::Literal(_) | FactValueKind::Variant(_) | FactValueKind::List(_) => {
                    self.report.push(error::element_wanted(value.span));
                }
            }
        }
        elements
    }

    fn scalar_fact(&mut self, fact: &'a ast::Fact, table: TableId, column: ColumnId) -> Option<FactValue> {
        let by = match &fact.by {
            None => None,
            Some(grade) => Some(self.grade(grade)?),
        };
        let value = self.fixture_literal(&fact.value, table, column)?;
        if let Literal::Text(text) = &value
            && self.shape.stands_for_nothing(table, column, text)
        {
            return Some(FactValue::Unknown);
        }
        Some(FactValue::Scalar { value, by, on: fact.on.map(|(date, _)| date) })
    }

    /// The value of a scalar fact; says so where it is of another type.
    fn fixture_literal(&mut self, value: &'a ast::FactValue, table: TableId, column: ColumnId) -> Option<Literal> {
        let ty = self.shape.ty(table, column)?.clone();
        match &value.kind {
            FactValueKind::Variant(name) => self.fixture_variant(name, &ty),
            FactValueKind::Literal(literal) => {
                let found = fitting(literal, &ty);
                let fraction = matches!(self.shape.column(table, column)?.ty, DataType::Fraction(_));
                match found {
                    Some(Literal::Percent(percent)) if fraction && !(0..=SCALE).contains(&percent) => {
                        self.report.push(error::fraction_out_of_range(value.span));
                        None
                    }
                    Some(found) => Some(found),
                    None => {
                        self.wrong_literal(value.span, literal, &ty, (table, column));
                        None
                    }
                }
            }
            FactValueKind::Unknown | FactValueKind::List(_) | FactValueKind::Record(_) => {
                self.report.push(error::wrong_value(value.span, &ty, &self.text(value.span)));
                None
            }
        }
    }

    fn wrong_literal(&mut self, span: Span, literal: &ast::Literal, ty: &Type, place: (TableId, ColumnId)) {
        let meant = match (literal, self.shape.column(place.0, place.1).map(|column| &column.ty)) {
            (ast::Literal::Text(text), Some(DataType::Enumeration(variants))) => {
                variants.iter().find(|variant| variant.name == *text || variant.labels.contains(text))
            }
            _ => None,
        };
        let message = match meant {
            Some(variant) => error::label_in_fixture(span, &variant.name),
            None => error::wrong_value(span, ty, &self.text(span)),
        };
        self.report.push(message);
    }

    fn fixture_variant(&mut self, name: &ast::Name, ty: &Type) -> Option<Literal> {
        let Type::Enumeration(variants) = ty else {
            self.report.push(error::name_as_value(name, ty));
            return None;
        };
        let place = self.enumerations.place(variants, &name.text);
        if place.is_none() {
            let near = self.report.nearest(&name.text, variants.iter().map(String::as_str));
            self.report.push(super::error::paths::no_variant(name, near.as_deref(), variants, false));
        }
        place.map(Literal::Variant)
    }
}

/// The literal where it is of that type.
fn fitting(literal: &ast::Literal, ty: &Type) -> Option<Literal> {
    match (literal, ty) {
        (ast::Literal::Bool(value), Type::Bool) => Some(Literal::Bool(*value)),
        (ast::Literal::Number(value), Type::Number) => Some(Literal::Number(*value)),
        (ast::Literal::Percent(value), Type::Percent) => Some(Literal::Percent(*value)),
        (ast::Literal::Money(value, currency), Type::Money(wanted)) if currency == wanted => {
            Some(Literal::Money(*value, *currency))
        }
        (ast::Literal::Duration(days), Type::Duration) => Some(Literal::Duration(*days)),
        (ast::Literal::Date(date), Type::Date) => Some(Literal::Date(*date)),
        (ast::Literal::Text(text), Type::Text) => Some(Literal::Text(text.clone())),
        _ => None,
    }
}

/// The first date of evidence among facts, in the order of writing.
pub(crate) fn first_date(facts: &ast::Facts) -> Option<Span> {
    let mut open = vec![facts];
    let mut first: Option<Span> = None;
    while let Some(facts) = open.pop() {
        for fact in &facts.facts {
            if let Some((_, span)) = fact.on
                && first.is_none_or(|first| span < first)
            {
                first = Some(span);
            }
            match &fact.value.kind {
                FactValueKind::Record(facts) => open.push(facts),
                FactValueKind::List(values) => open.extend(values.iter().filter_map(|value| match &value.kind {
                    FactValueKind::Record(facts) => Some(facts),
                    FactValueKind::Unknown
                    | FactValueKind::Literal(_)
                    | FactValueKind::Variant(_)
                    | FactValueKind::List(_) => None,
                })),
                FactValueKind::Unknown | FactValueKind::Literal(_) | FactValueKind::Variant(_) => {}
            }
        }
    }
    first
}
