//! Quantifiers and aggregates, and the evidence that a fact is asked with.

use super::check::Checker;
use super::error::{paths as path_error, types as error};
use super::infer::{Place, Task, Value};
use super::paths::Found;
use super::{ExprKind, FactRef, ListRef, Scope, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Aggregate, Quantifier};

impl<'a> Checker<'a> {
    pub(crate) fn enter_quantifier(&mut self, id: ast::ExprId, path: &'a ast::Path, condition: Option<ast::ExprId>) {
        match self.list(path) {
            Some(list) => self.enter_elements(id, list, condition),
            None => self.values.push(Value::Error),
        }
    }

    pub(crate) fn enter_aggregate(
        &mut self,
        id: ast::ExprId,
        aggregate: Aggregate,
        path: &'a ast::Path,
        condition: Option<ast::ExprId>,
    ) {
        if aggregate == Aggregate::Count {
            return self.enter_quantifier(id, path, condition);
        }
        let Some((list, fact)) = self.element_fact(aggregate, path) else { return self.values.push(Value::Error) };
        self.fact(fact, None, None, path.span);
        self.enter_elements(id, list, condition);
    }

    /// Puts the list on the stack, and walks the condition among its elements.
    fn enter_elements(&mut self, id: ast::ExprId, list: ListRef, condition: Option<ast::ExprId>) {
        self.values.push(Value::List(list));
        self.tasks.push(Task::Exit(id));
        if let Some(condition) = condition {
            self.tasks.push(Task::Leave);
            self.outer.push(self.setting.element);
            self.tasks.push(Task::Enter(condition));
            self.setting.element = Some(list.elements);
        }
    }

    /// The list that a path leads to.
    fn list(&mut self, path: &'a ast::Path) -> Option<ListRef> {
        let found = self.find(path, self.setting.element)?;
        let message = match found {
            Found::List(list) => {
                self.note_hiding(path, Some(found));
                return Some(list);
            }
            Found::Through { list, .. } => error::list_alone(path, &self.list_path(list)),
            Found::Fact(fact) => path_error::no_list(path, &self.fact_phrase(fact)),
            Found::Record => path_error::no_list(path, "a record"),
            Found::Define(define) => {
                self.mark_define(define);
                path_error::no_list(path, "a define")
            }
        };
        self.report.push(message);
        None
    }

    /// The list and the field of its elements that a path leads to.
    fn element_fact(&mut self, aggregate: Aggregate, path: &'a ast::Path) -> Option<(ListRef, FactRef)> {
        let found = self.find(path, self.setting.element)?;
        let message = match found {
            Found::Through { list, next } => {
                self.note_hiding(path, Some(Found::List(list)));
                return self.field_of(path, list, next).map(|fact| (list, fact));
            }
            Found::List(_) => error::which_field(aggregate, path),
            Found::Fact(fact) => path_error::no_list(path, &self.fact_phrase(fact)),
            Found::Record => path_error::no_list(path, "a record"),
            Found::Define(_) => path_error::no_list(path, "a define"),
        };
        self.report.push(message);
        None
    }

    fn field_of(&mut self, path: &'a ast::Path, list: ListRef, next: usize) -> Option<FactRef> {
        match self.walk(Scope::Element, list.elements, path, next) {
            Ok(Found::Fact(fact)) => Some(fact),
            Ok(Found::List(_) | Found::Through { .. } | Found::Record | Found::Define(_)) => {
                self.report.push(error::no_single_value(path));
                None
            }
            Err(miss) => {
                self.report_miss(path, None, miss);
                None
            }
        }
    }

    fn fact_phrase(&self, fact: FactRef) -> String {
        self.fact_type(fact).map_or_else(String::new, |ty| ty.phrase())
    }

    pub(crate) fn exit_quantifier(&mut self, quantifier: Quantifier, condition: Option<ast::ExprId>, span: Span) {
        let condition = self.take_condition(condition);
        let list = self.values.pop().unwrap_or(Value::Error);
        match (list, condition) {
            (Value::List(list), Ok(condition)) => {
                self.push(ExprKind::Quantifier { quantifier, list, condition }, Type::Bool, span);
            }
            _ => self.values.push(Value::Error),
        }
    }

    pub(crate) fn exit_aggregate(&mut self, aggregate: Aggregate, condition: Option<ast::ExprId>, span: Span) {
        let condition = self.take_condition(condition);
        let list = self.values.pop().unwrap_or(Value::Error);
        let value = if aggregate == Aggregate::Count { None } else { self.values.pop() };
        let (Value::List(list), Ok(condition)) = (list, condition) else { return self.values.push(Value::Error) };
        let (ty, value) = match value {
            None => (Type::Number, None),
            Some(Value::Expr(value)) => (self.exprs.get(value).ty.clone(), Some(value)),
            Some(Value::Error | Value::Chance | Value::List(_) | Value::Offset(_)) => {
                return self.values.push(Value::Error);
            }
        };
        let fits = match aggregate {
            Aggregate::Count => true,
            Aggregate::Sum => ty.has_size(),
            Aggregate::Min | Aggregate::Max => ty.has_order(),
        };
        if fits {
            self.push(ExprKind::Aggregate { aggregate, list, value, condition }, ty, span);
        } else {
            self.fail(error::cannot_aggregate(aggregate, span, &ty));
        }
    }

    /// The condition of a `where`, checked: none where there is none, an error where it is wrong.
    fn take_condition(&mut self, condition: Option<ast::ExprId>) -> Result<Option<super::ExprId>, ()> {
        let Some(id) = condition else { return Ok(None) };
        let value = self.values.pop().unwrap_or(Value::Error);
        let condition = self.truth(value, id).ok_or(())?;
        if self.setting.place != Place::That {
            self.conditions.push(condition);
        }
        Ok(Some(condition))
    }

    /// `path by G within D`.
    pub(crate) fn evidence(&mut self, id: ast::ExprId, test: &'a ast::EvidenceTest, span: Span) {
        let ast::Expr { kind, span: inner } = self.ast(self.bare(id));
        let path = match kind {
            ast::ExprKind::Path(path) => path,
            ast::ExprKind::Error => return self.values.push(Value::Error),
            ast::ExprKind::Evidence { .. } => return self.fail(error::evidence_twice(test.span, *inner)),
            ast::ExprKind::Literal(_)
            | ast::ExprKind::Today
            | ast::ExprKind::Chance(_)
            | ast::ExprKind::And(_)
            | ast::ExprKind::Or(_)
            | ast::ExprKind::Not(_)
            | ast::ExprKind::Compare { .. }
            | ast::ExprKind::Between { .. }
            | ast::ExprKind::In { .. }
            | ast::ExprKind::Known { .. }
            | ast::ExprKind::Negate(_)
            | ast::ExprKind::Sum { .. }
            | ast::ExprKind::Product { .. }
            | ast::ExprKind::Call { .. }
            | ast::ExprKind::Quantifier { .. }
            | ast::ExprKind::Aggregate { .. }
            | ast::ExprKind::Paren(_) => return self.fail(path_error::evidence_on(test.span, "an expression")),
        };
        let found = self.find(path, self.setting.element);
        let by = match &test.by {
            None => None,
            Some(grade) => match self.grade(grade) {
                Some(grade) => Some(grade),
                None => return self.values.push(Value::Error),
            },
        };
        match found {
            None => self.values.push(Value::Error),
            Some(Found::Fact(fact)) => {
                self.note_hiding(path, found);
                self.fact(fact, by, test.within.map(|(within, _)| within), span);
            }
            Some(Found::List(_)) => self.fail(path_error::evidence_on(test.span, "a list")),
            Some(Found::Through { list, .. }) => {
                let list = self.list_path(list);
                self.fail(path_error::field_of_elements(path, &list));
            }
            Some(Found::Record) => self.fail(path_error::evidence_on(test.span, "a record")),
            Some(Found::Define(define)) => {
                self.mark_define(define);
                self.fail(path_error::evidence_on(test.span, "a define"));
            }
        }
    }

    /// The place of a grade; says so where there is no such grade.
    pub(crate) fn grade(&mut self, grade: &ast::Name) -> Option<u32> {
        if let Some(&place) = self.grades.get(grade.text.as_str()) {
            return Some(place);
        }
        if self.names.broken.evidence {
            return None;
        }
        let message = match self.names.evidence {
            None => path_error::no_evidence_line(grade),
            Some(_) => {
                let grades = &self.shape.schema.grades;
                let near = self.report.nearest(&grade.text, grades.iter().map(String::as_str));
                path_error::unknown_grade(grade, near.as_deref(), grades)
            }
        };
        self.report.push(message);
        None
    }
}
