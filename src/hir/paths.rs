//! What a path leads to: from the element of the innermost `where` first, then from the opportunity, then to a define.

use super::check::Checker;
use super::collect::Decl;
use super::error::paths as error;
use super::shape::{Entry, ScopeId};
use super::{DefineId, FactRef, ListRef, Scope, Type};
use crate::diag::Diagnostic;
use crate::schema::TableId;
use crate::syntax::ast;

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    Fact(FactRef),
    List(ListRef),
    /// Into the elements of a list: the path goes on at the segment `next`.
    Through {
        list: ListRef,
        next: usize,
    },
    Record,
    Define(DefineId),
}

/// Why a path leads nowhere.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Miss {
    /// Its first name is not known.
    Unknown,
    /// The record has no such field.
    NoField { at: usize, scope: ScopeId },
    /// The segment stands behind a scalar.
    IntoScalar { at: usize },
    /// The second segment stands behind a define.
    IntoDefine,
    /// `opportunity` alone.
    OpportunityAlone,
    /// The name of something that has no value.
    NoValue(Decl),
    /// Whatever is wrong has been said.
    Silent,
}

impl<'a> Checker<'a> {
    /// Follows a path, saying nothing.
    pub(crate) fn resolve(&self, path: &ast::Path, element: Option<TableId>) -> Result<Found, Miss> {
        let Some(first) = path.segments.first().map(|name| name.text.as_str()) else { return Err(Miss::Silent) };
        if first == "opportunity" {
            let alone = path.segments.len() == 1;
            return if alone {
                Err(Miss::OpportunityAlone)
            } else {
                self.walk(Scope::Opportunity, TableId(0), path, 1)
            };
        }
        if let Some(table) = element
            && self.shape.root(table).is_some_and(|root| self.shape.entry(root, first).is_some())
        {
            return self.walk(Scope::Element, table, path, 0);
        }
        if self.shape.in_opportunity(first).is_some() {
            return self.walk(Scope::Opportunity, TableId(0), path, 0);
        }
        match self.names.get(first) {
            Some(Decl::Define(define)) if path.segments.len() == 1 => Ok(Found::Define(define)),
            Some(Decl::Define(_)) => Err(Miss::IntoDefine),
            _ if self.shape.open => Err(Miss::Silent),
            Some(Decl::Broken(_)) => Err(Miss::Silent),
            Some(other @ (Decl::Record(_) | Decl::Function(_) | Decl::Process(_) | Decl::Fixture(_))) => {
                Err(Miss::NoValue(other))
            }
            None if self.names.broken.nameless => Err(Miss::Silent),
            None => Err(Miss::Unknown),
        }
    }

    /// Follows the segments of a path from `at` on, in the fields of a table.
    pub(crate) fn walk(&self, scope: Scope, table: TableId, path: &ast::Path, at: usize) -> Result<Found, Miss> {
        let Some(mut fields) = self.shape.root(table) else { return Err(Miss::Silent) };
        let last = path.segments.len().saturating_sub(1);
        for (at, name) in path.segments.iter().enumerate().skip(at) {
            match self.shape.entry(fields, &name.text) {
                None if self.shape.open && table == TableId(0) => return Err(Miss::Silent),
                None => return Err(Miss::NoField { at, scope: fields }),
                Some(Entry::Broken) => return Err(Miss::Silent),
                Some(Entry::Scalar { column, .. }) if at == last => {
                    return Ok(Found::Fact(FactRef { scope, table, column }));
                }
                Some(Entry::Scalar { .. }) => return Err(Miss::IntoScalar { at: at.saturating_add(1) }),
                Some(Entry::Record { .. }) if at == last => return Ok(Found::Record),
                Some(Entry::Record { scope: inner, .. }) => fields = inner,
                Some(Entry::List { list, elements, .. }) => {
                    let list = ListRef { scope, table, list, elements };
                    let next = at.saturating_add(1);
                    return Ok(if at == last { Found::List(list) } else { Found::Through { list, next } });
                }
            }
        }
        Err(Miss::Silent)
    }

    /// Follows a path, and says why where it leads nowhere.
    pub(crate) fn find(&mut self, path: &ast::Path, element: Option<TableId>) -> Option<Found> {
        match self.resolve(path, element) {
            Ok(found) => Some(found),
            Err(miss) => {
                self.report_miss(path, element, miss);
                None
            }
        }
    }

    /// Says why a path leads nowhere.
    pub(crate) fn report_miss(&mut self, path: &ast::Path, element: Option<TableId>, miss: Miss) {
        let message = match miss {
            Miss::Silent => return,
            Miss::Unknown => match path.segments.first() {
                Some(name) => self.unknown_name(name, element),
                None => return,
            },
            Miss::NoField { at, scope } => match path.segments.get(at) {
                Some(name) => {
                    let known = self.report.known(|| self.shape.names(scope));
                    let near = self.report.nearest(&name.text, known.iter().copied());
                    error::no_field(path, at, near.as_deref(), &known)
                }
                None => return,
            },
            Miss::IntoScalar { at } => error::into_scalar(path, at),
            Miss::IntoDefine => error::into_define(path),
            Miss::OpportunityAlone => error::opportunity_alone(path.span),
            Miss::NoValue(decl) => error::no_value(path, decl.noun()),
        };
        self.report.push(message);
    }

    fn unknown_name(&mut self, name: &ast::Name, element: Option<TableId>) -> Diagnostic {
        if let Some(path) = self.shape.field_with_variant(&name.text) {
            return error::variant_alone(name, path);
        }
        if self.is_of_outer_element(&name.text) {
            return error::outer_element(name);
        }
        let known = self.report.known(|| {
            let scopes = element.into_iter().chain([TableId(0)]).filter_map(|table| self.shape.root(table));
            let mut known: Vec<&str> = scopes.flat_map(|scope| self.shape.names(scope)).collect();
            known.extend(self.names.of_kind(ast::ItemKind::Define));
            known
        });
        let near = self.report.nearest(&name.text, known.iter().copied());
        error::unknown_name(name, near.as_deref(), &known)
    }

    /// Whether it is a field of the elements of a list further out.
    fn is_of_outer_element(&self, name: &str) -> bool {
        let entry = |table: TableId| self.shape.root(table).and_then(|root| self.shape.entry(root, name));
        self.setting.element.is_some() && self.outer.iter().rev().take(64).any(|table| table.and_then(entry).is_some())
    }

    /// The type of a fact.
    pub(crate) fn fact_type(&self, fact: FactRef) -> Option<Type> {
        self.shape.ty(fact.table, fact.column).cloned()
    }
}
