//! Types of expressions, and what their names mean.
//!
//! An expression is walked with a stack of tasks instead of recursion, so that neither nesting nor chains of defines
//! cost stack: a name of a define that has not been looked at yet puts the define's own expression on top, and is
//! looked at again when that is done. Children are finished before their parents, and defines before their users.

use super::check::Checker;
use super::error::{chance as chance_error, names as name_error, paths as path_error, types as error};
use super::paths::Found;
use super::{DefineId, Expr, ExprId, ExprKind, FactRef, ListRef, Literal, Type};
use crate::schema::TableId;
use crate::source::{FileId, Span};
use crate::syntax::ast;

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Define,
    Applies,
    Odds,
    Require,
    Disqualify,
    Warn,
    /// `expect that`.
    That,
}

/// What holds while an expression is walked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    pub(crate) file: FileId,
    pub(crate) place: Place,
    /// Whether there is a chance to speak of.
    pub(crate) has_chance: bool,
    /// The elements of the innermost `where`.
    pub(crate) element: Option<TableId>,
}

impl Setting {
    /// Outside of any `where`.
    pub(crate) fn new(file: FileId, place: Place, has_chance: bool) -> Self {
        Setting { file, place, has_chance, element: None }
    }
}

/// What an expression was found to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    /// Wrong; the message has been given.
    Error,
    Expr(ExprId),
    /// `chance`, the whole interval.
    Chance,
    List(ListRef),
    /// A literal calendar offset, in months.
    Offset(i64),
}

/// A step of the walk.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Task {
    Enter(ast::ExprId),
    /// The children's values are on the stack.
    Exit(ast::ExprId),
    /// A further operand of `is`, `in` and their like; the first one's value lies at `value_at`.
    Beside {
        parent: ast::ExprId,
        value_at: usize,
        operand: ast::ExprId,
    },
    /// The `where` is left.
    Leave,
    /// The define's value is on the stack.
    Defined(DefineId, Setting),
}

/// What is known of a define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefineState {
    New,
    Open,
    /// Its expression, if it has a value.
    Done(Option<ExprId>),
}

/// An operand with a value.
pub(crate) struct Operand {
    pub(crate) expr: ExprId,
    pub(crate) ty: Type,
    pub(crate) span: Span,
}

impl<'a> Checker<'a> {
    /// A condition: an expression of type bool.
    pub(crate) fn condition(&mut self, setting: Setting, root: ast::ExprId) -> Option<ExprId> {
        let value = self.infer(setting, root);
        let condition = self.truth(value, root);
        if setting.place != Place::That {
            self.conditions.extend(condition);
        }
        condition
    }

    fn infer(&mut self, setting: Setting, root: ast::ExprId) -> Value {
        self.setting = setting;
        self.hiding.clear();
        self.tasks.push(Task::Enter(root));
        self.run();
        self.values.pop().unwrap_or(Value::Error)
    }

    /// Looks at a define, if that has not been done.
    pub(crate) fn define(&mut self, define: DefineId) {
        if self.define_state(define) == DefineState::New {
            self.begin_define(define);
            self.run();
        }
    }

    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Enter(id) => self.enter(id),
                Task::Exit(id) => self.exit(id),
                Task::Beside { parent, value_at, operand } => self.beside(parent, value_at, operand),
                Task::Leave => self.setting.element = self.outer.pop().flatten(),
                Task::Defined(define, setting) => self.finish_define(define, setting),
            }
        }
    }

    fn enter(&mut self, id: ast::ExprId) {
        let ast::Expr { kind, span } = self.ast(id);
        match kind {
            ast::ExprKind::Error => self.values.push(Value::Error),
            ast::ExprKind::Literal(literal) => self.literal(literal, *span),
            ast::ExprKind::Today => self.push(ExprKind::Today, Type::Date, *span),
            ast::ExprKind::Chance(end) => self.chance(*end, *span),
            ast::ExprKind::Path(path) => self.path(id, path, *span),
            ast::ExprKind::Evidence { path, test } => self.evidence(*path, test, *span),
            ast::ExprKind::And(operands) | ast::ExprKind::Or(operands) => self.enter_all(id, operands.iter().copied()),
            ast::ExprKind::Not(operand) | ast::ExprKind::Negate(operand) => self.enter_all(id, [*operand]),
            ast::ExprKind::Compare { left, right, .. } => self.enter_beside(id, *left, &[*right]),
            ast::ExprKind::Between { value, low, high } => self.enter_beside(id, *value, &[*low, *high]),
            ast::ExprKind::In { value, items, .. } => self.enter_beside(id, *value, items),
            ast::ExprKind::Known { value, test: None, .. } => self.enter_all(id, [*value]),
            ast::ExprKind::Known { value, test: Some(test), .. } => {
                self.evidence(*value, test, self.ast(self.bare(*value)).span);
                self.tasks.push(Task::Exit(id));
            }
            ast::ExprKind::Sum { first, rest } => {
                self.enter_all(id, [*first].into_iter().chain(rest.iter().map(|term| term.right)));
            }
            ast::ExprKind::Product { first, rest } => {
                self.enter_all(id, [*first].into_iter().chain(rest.iter().map(|term| term.right)));
            }
            ast::ExprKind::Call { args, .. } => self.enter_all(id, args.iter().copied()),
            ast::ExprKind::Quantifier { list, condition, .. } => self.enter_quantifier(id, list, *condition),
            ast::ExprKind::Aggregate { aggregate, path, condition } => {
                self.enter_aggregate(id, *aggregate, path, *condition);
            }
            ast::ExprKind::Paren(inner) => self.tasks.push(Task::Enter(*inner)),
        }
    }

    fn exit(&mut self, id: ast::ExprId) {
        let ast::Expr { kind, span } = self.ast(id);
        match kind {
            ast::ExprKind::And(operands) => self.exit_junction(operands, *span, ExprKind::And),
            ast::ExprKind::Or(operands) => self.exit_junction(operands, *span, ExprKind::Or),
            ast::ExprKind::Not(operand) => self.exit_not(*operand, *span),
            ast::ExprKind::Negate(operand) => self.exit_negate(*operand, *span),
            ast::ExprKind::Compare { left, op, right, .. } => self.exit_compare(id, *left, *op, *right),
            ast::ExprKind::Between { value, low, high } => self.exit_between([*value, *low, *high], *span),
            ast::ExprKind::In { value, items, negated } => self.exit_in(*value, items, *negated, *span),
            ast::ExprKind::Known { value, negated, .. } => self.exit_known(*value, *negated, *span),
            ast::ExprKind::Sum { first, rest } => self.exit_sum(*first, rest, *span),
            ast::ExprKind::Product { first, rest } => self.exit_product(*first, rest, *span),
            ast::ExprKind::Call { function, args } => self.exit_call(function, args, *span),
            ast::ExprKind::Quantifier { quantifier, condition, .. } => {
                self.exit_quantifier(*quantifier, *condition, *span);
            }
            ast::ExprKind::Aggregate { aggregate, condition, .. } => self.exit_aggregate(*aggregate, *condition, *span),
            ast::ExprKind::Error
            | ast::ExprKind::Literal(_)
            | ast::ExprKind::Today
            | ast::ExprKind::Chance(_)
            | ast::ExprKind::Path(_)
            | ast::ExprKind::Evidence { .. }
            | ast::ExprKind::Paren(_) => {}
        }
    }

    fn enter_all(&mut self, id: ast::ExprId, operands: impl IntoIterator<Item = ast::ExprId>) {
        self.tasks.push(Task::Exit(id));
        let first = self.tasks.len();
        self.tasks.extend(operands.into_iter().map(Task::Enter));
        if let Some(added) = self.tasks.get_mut(first..) {
            added.reverse();
        }
    }

    fn literal(&mut self, literal: &ast::Literal, span: Span) {
        let (kind, ty) = match literal {
            ast::Literal::Bool(value) => (Literal::Bool(*value), Type::Bool),
            ast::Literal::Number(value) => (Literal::Number(*value), Type::Number),
            ast::Literal::Percent(value) => (Literal::Percent(*value), Type::Percent),
            ast::Literal::Money(value, currency) => (Literal::Money(*value, *currency), Type::Money(*currency)),
            ast::Literal::Duration(days) => (Literal::Duration(*days), Type::Duration),
            ast::Literal::Date(date) => (Literal::Date(*date), Type::Date),
            ast::Literal::Text(text) => (Literal::Text(text.clone()), Type::Text),
            ast::Literal::Offset(months) => {
                self.values.push(Value::Offset(*months));
                return;
            }
        };
        self.push(ExprKind::Literal(kind), ty, span);
    }

    fn chance(&mut self, end: Option<ast::ChanceEnd>, span: Span) {
        let message = match (self.setting.place, end) {
            (Place::Define | Place::Applies | Place::Odds, _) => Some(chance_error::not_here(span, self.setting.place)),
            _ if !self.setting.has_chance => Some(chance_error::no_chance(span)),
            (Place::Require | Place::Disqualify, Some(_)) => Some(chance_error::end_decides(span)),
            (Place::Require | Place::Disqualify | Place::Warn | Place::That, _) => None,
        };
        match (message, end) {
            (Some(message), _) => self.fail(message),
            (None, None) => self.values.push(Value::Chance),
            (None, Some(end)) => self.push(ExprKind::ChanceEnd(end), Type::Percent, span),
        }
    }

    fn path(&mut self, id: ast::ExprId, path: &'a ast::Path, span: Span) {
        let found = self.find(path, self.setting.element);
        match found {
            None => self.values.push(Value::Error),
            Some(Found::Fact(fact)) => {
                self.note_hiding(path, found);
                self.fact(fact, None, None, span);
            }
            Some(Found::List(list)) => {
                self.note_hiding(path, found);
                self.values.push(Value::List(list));
            }
            Some(Found::Through { list, .. }) => {
                let list = self.list_path(list);
                self.fail(path_error::field_of_elements(path, &list));
            }
            Some(Found::Record) => self.fail(path_error::record_as_value(path)),
            Some(Found::Define(define)) => self.use_define(id, define, span),
        }
    }

    /// A fact with the evidence that is asked for.
    pub(crate) fn fact(&mut self, fact: FactRef, by: Option<u32>, within: Option<ast::Within>, span: Span) {
        match self.fact_type(fact) {
            Some(ty) => self.push(ExprKind::Fact { fact, by, within }, ty, span),
            None => self.values.push(Value::Error),
        }
    }

    fn use_define(&mut self, id: ast::ExprId, define: DefineId, span: Span) {
        self.mark_define(define);
        match self.define_state(define) {
            DefineState::New => {
                self.tasks.push(Task::Enter(id));
                self.begin_define(define);
            }
            DefineState::Open => self.circle(define, span),
            DefineState::Done(None) => self.values.push(Value::Error),
            DefineState::Done(Some(expr)) => {
                let ty = self.exprs.get(expr).ty.clone();
                self.push(ExprKind::Define(define), ty, span);
            }
        }
    }

    fn begin_define(&mut self, define: DefineId) {
        let Some(&(file, item)) = self.names.defines.get(index(define.0)) else { return };
        self.set_define(define, DefineState::Open);
        self.tasks.push(Task::Defined(define, self.setting));
        self.setting = Setting::new(file, Place::Define, false);
        self.tasks.push(Task::Enter(item.expr));
    }

    fn finish_define(&mut self, define: DefineId, outer: Setting) {
        let value = self.values.pop().unwrap_or(Value::Error);
        if let Some(&(_, item)) = self.names.defines.get(index(define.0)) {
            let expr = self.operand(value, item.expr).map(|operand| operand.expr);
            self.set_define(define, DefineState::Done(expr));
        }
        self.setting = outer;
    }

    /// Says that a define is said by itself: once for each define that closes a circle and each that it closes on.
    fn circle(&mut self, define: DefineId, span: Span) {
        const MOST: usize = 64;
        self.values.push(Value::Error);
        let open = self.tasks.iter().rev().filter_map(|task| match task {
            Task::Defined(open, _) => Some(*open),
            Task::Enter(_) | Task::Exit(_) | Task::Beside { .. } | Task::Leave => None,
        });
        let mut chain: Vec<DefineId> = Vec::new();
        for open in open.take(MOST) {
            if chain.is_empty() && !self.circles.insert((open, define)) {
                return;
            }
            chain.push(open);
            if open == define {
                break;
            }
        }
        // Of a long circle only the define that it closes on is named.
        if chain.last() != Some(&define) {
            chain = vec![define];
        }
        let name = |id: &DefineId| {
            self.names.defines.get(index(id.0)).map(|(_, item)| (item.name.text.as_str(), item.name.span))
        };
        let named: Vec<(&str, Span)> = chain.iter().rev().filter_map(name).collect();
        let first = named.first().map_or("", |&(name, _)| name);
        let message = name_error::circle(first, span, &named);
        self.report.push(message);
    }

    /// The operand that a value is; says so where it has none.
    pub(crate) fn operand(&mut self, value: Value, id: ast::ExprId) -> Option<Operand> {
        let span = self.ast(self.bare(id)).span;
        match value {
            Value::Error => None,
            Value::Expr(expr) => Some(Operand { expr, ty: self.exprs.get(expr).ty.clone(), span }),
            Value::Chance => {
                self.report.push(chance_error::only_compared(span));
                None
            }
            Value::List(list) => {
                let path = self.list_path(list);
                self.report.push(path_error::list_as_value(&path, span));
                None
            }
            Value::Offset(_) => {
                self.report.push(error::offset_alone(span));
                None
            }
        }
    }

    /// The condition that a value is; says so where it is none.
    pub(crate) fn truth(&mut self, value: Value, id: ast::ExprId) -> Option<ExprId> {
        let operand = self.operand(value, id)?;
        if operand.ty == Type::Bool {
            return Some(operand.expr);
        }
        let text = self.text(operand.span);
        self.report.push(error::no_condition(operand.span, &operand.ty, &text));
        None
    }

    /// Adds a typed expression as the value of what is walked.
    pub(crate) fn push(&mut self, kind: ExprKind, ty: Type, span: Span) {
        let expr = self.exprs.push(Expr { kind, ty, span });
        self.values.push(Value::Expr(expr));
    }

    /// Says what is wrong with what is walked.
    pub(crate) fn fail(&mut self, message: crate::diag::Diagnostic) {
        self.report.push(message);
        self.values.push(Value::Error);
    }

    /// Takes the values of the last operands.
    pub(crate) fn take(&mut self, count: usize) -> Vec<Value> {
        self.values.split_off(self.values.len().saturating_sub(count))
    }

    /// The written expression.
    pub(crate) fn ast(&self, id: ast::ExprId) -> &'a ast::Expr {
        self.file(self.setting.file).exprs.get(id)
    }

    /// The expression within its parentheses.
    pub(crate) fn bare(&self, mut id: ast::ExprId) -> ast::ExprId {
        while let ast::ExprKind::Paren(inner) = self.ast(id).kind {
            id = inner;
        }
        id
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
