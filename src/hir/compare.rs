//! Comparisons, `between`, `in`, tests of texts and `is known`.

use super::check::Checker;
use super::error::{chance as chance_error, paths as path_error, types as error};
use super::infer::{Operand, Task, Value};
use super::paths::{Found, Miss};
use super::{CompareOp, ExprId, ExprKind, ListRef, Literal, TextOp, Type};
use crate::diag::Diagnostic;
use crate::schema::DataType;
use crate::source::Span;
use crate::syntax::ast;

/// What a written operator compares by.
enum Comparison {
    Sameness(CompareOp),
    Order(CompareOp),
    Text(TextOp),
}

fn comparison(op: ast::CompareOp) -> Comparison {
    match op {
        ast::CompareOp::Is => Comparison::Sameness(CompareOp::Is),
        ast::CompareOp::IsNot => Comparison::Sameness(CompareOp::IsNot),
        ast::CompareOp::Less => Comparison::Order(CompareOp::Less),
        ast::CompareOp::LessOrEqual => Comparison::Order(CompareOp::LessOrEqual),
        ast::CompareOp::Greater => Comparison::Order(CompareOp::Greater),
        ast::CompareOp::GreaterOrEqual => Comparison::Order(CompareOp::GreaterOrEqual),
        ast::CompareOp::Contains => Comparison::Text(TextOp::Contains),
        ast::CompareOp::StartsWith => Comparison::Text(TextOp::StartsWith),
        ast::CompareOp::EndsWith => Comparison::Text(TextOp::EndsWith),
    }
}

/// Whether an expression asks which of two values is greater.
fn asks_order(kind: &ast::ExprKind) -> bool {
    if let ast::ExprKind::Compare { op, .. } = kind {
        return matches!(comparison(*op), Comparison::Order(_));
    }
    matches!(kind, ast::ExprKind::Between { .. })
}

/// Whether an expression asks with `is` (false) or `is not` (true).
fn asks_sameness(kind: &ast::ExprKind) -> Option<bool> {
    let ast::ExprKind::Compare { op, .. } = kind else { return None };
    match comparison(*op) {
        Comparison::Sameness(op) => Some(op == CompareOp::IsNot),
        Comparison::Order(_) | Comparison::Text(_) => None,
    }
}

impl<'a> Checker<'a> {
    /// Walks the first operand, then the others in its light: behind an enumeration a bare name is a variant.
    pub(crate) fn enter_beside(&mut self, parent: ast::ExprId, first: ast::ExprId, others: &[ast::ExprId]) {
        if let [other, ..] = others
            && self.variant_first(parent, first, *other)
        {
            return;
        }
        self.tasks.push(Task::Exit(parent));
        let value_at = self.values.len();
        for &operand in others.iter().rev() {
            self.tasks.push(Task::Beside { parent, value_at, operand });
        }
        self.tasks.push(Task::Enter(first));
    }

    /// `new_name is kind`: says to write the field first. Answers whether it was so.
    fn variant_first(&mut self, parent: ast::ExprId, first: ast::ExprId, other: ast::ExprId) -> bool {
        let (Some(name), ast::ExprKind::Path(path)) = (self.bare_name(first), &self.ast(self.bare(other)).kind) else {
            return false;
        };
        let Some(alone) = self.path_of(first) else { return false };
        if !matches!(self.resolve(alone, self.setting.element), Err(Miss::Unknown)) {
            return false;
        }
        let Ok(Found::Fact(fact)) = self.resolve(path, self.setting.element) else { return false };
        let Some(Type::Enumeration(variants)) = self.fact_type(fact) else { return false };
        if self.enumerations.place(&variants, &name.text).is_none() {
            return false;
        }
        let field = path_error::path_text(path);
        let ast::Expr { kind, span } = self.ast(parent);
        if asks_order(kind) {
            self.fail(error::no_order(path.span, &Type::Enumeration(variants)));
            return true;
        }
        let Some(negated) = asks_sameness(kind) else { return false };
        let word = if negated { "is not" } else { "is" };
        self.fail(path_error::variant_first(name, &field, *span, &format!("{field} {word} {}", name.text)));
        true
    }

    pub(crate) fn beside(&mut self, parent: ast::ExprId, value_at: usize, operand: ast::ExprId) {
        let first = match self.values.get(value_at) {
            Some(Value::Expr(expr)) => Some(self.exprs.get(*expr)),
            Some(Value::Error) if self.may_be_variant(operand) => return self.values.push(Value::Error),
            Some(Value::Error | Value::Chance | Value::List(_) | Value::Offset(_)) | None => None,
        };
        let (Some(first), Some(name)) = (first, self.bare_name(operand)) else {
            self.tasks.push(Task::Enter(operand));
            return;
        };
        let (ty, first_span) = (first.ty.clone(), first.span);
        match &ty {
            Type::Enumeration(_) if asks_order(&self.ast(parent).kind) => self.fail(error::no_order(first_span, &ty)),
            Type::Enumeration(variants) => match self.enumerations.place(variants, &name.text) {
                Some(place) => self.push(ExprKind::Literal(Literal::Variant(place)), ty, name.span),
                None => self.no_variant(parent, name, variants),
            },
            Type::Bool | Type::Number | Type::Percent | Type::Money(_) | Type::Text | Type::Date | Type::Duration => {
                self.maybe_fact(parent, operand, name, &ty, first_span);
            }
        }
    }

    /// Whether a name beside something that is wrong may be an answer of what was meant there.
    fn may_be_variant(&self, operand: ast::ExprId) -> bool {
        let unknown = |path| matches!(self.resolve(path, self.setting.element), Err(Miss::Unknown));
        self.bare_name(operand).is_some() && self.path_of(operand).is_some_and(unknown)
    }

    fn no_variant(&mut self, parent: ast::ExprId, name: &ast::Name, variants: &[String]) {
        if let Some(message) = self.compared_with_nothing(parent, name) {
            self.fail(message);
            return;
        }
        let is_fact = self.shape.in_opportunity(&name.text).is_some();
        let near = self.report.nearest(&name.text, variants.iter().map(String::as_str));
        self.fail(path_error::no_variant(name, near.as_deref(), variants, is_fact));
    }

    /// A name beside a value that is no enumeration: a fact, or what other languages write there.
    fn maybe_fact(&mut self, parent: ast::ExprId, operand: ast::ExprId, name: &ast::Name, ty: &Type, first: Span) {
        let Some(path) = self.path_of(operand) else { return self.tasks.push(Task::Enter(operand)) };
        if !matches!(self.resolve(path, self.setting.element), Err(Miss::Unknown)) {
            return self.tasks.push(Task::Enter(operand));
        }
        if let Some(message) = self.compared_with_nothing(parent, name) {
            return self.fail(message);
        }
        if *ty == Type::Text && self.shape.field_with_variant(&name.text).is_none() {
            return self.fail(path_error::text_without_quotes(name, first));
        }
        self.tasks.push(Task::Enter(operand));
    }

    /// `budget is null`.
    fn compared_with_nothing(&self, parent: ast::ExprId, name: &ast::Name) -> Option<Diagnostic> {
        let kind = &self.ast(parent).kind;
        let negated = asks_sameness(kind)?;
        let ast::ExprKind::Compare { op_span, .. } = kind else { return None };
        path_error::means_unknown(&name.text)
            .then(|| path_error::compared_with_nothing(name, negated, op_span.to(name.span)))
    }

    /// The one name that an expression is, parentheses aside.
    fn bare_name(&self, id: ast::ExprId) -> Option<&'a ast::Name> {
        match self.path_of(id)?.segments.as_slice() {
            [name] if name.text != "opportunity" => Some(name),
            _ => None,
        }
    }

    fn path_of(&self, id: ast::ExprId) -> Option<&'a ast::Path> {
        if let ast::ExprKind::Path(path) = &self.ast(self.bare(id)).kind { Some(path) } else { None }
    }

    pub(crate) fn exit_compare(&mut self, id: ast::ExprId, left: ast::ExprId, op: ast::CompareOp, right: ast::ExprId) {
        let span = self.ast(id).span;
        let right_value = self.values.pop().unwrap_or(Value::Error);
        let left_value = self.values.pop().unwrap_or(Value::Error);
        match (left_value, right_value) {
            (Value::Error, _) | (_, Value::Error) => self.values.push(Value::Error),
            (Value::Chance, _) => self.compare_chance(op, left, (right_value, right), span),
            (_, Value::Chance) => {
                let mended = self.swapped(left, op, right);
                self.fail(chance_error::on_the_right(self.ast(right).span, span, mended.as_deref()));
            }
            (Value::Expr(_) | Value::List(_) | Value::Offset(_), _) => {
                let (left, right) = (self.operand(left_value, left), self.operand(right_value, right));
                match (left, right) {
                    (Some(left), Some(right)) => self.compare(op, &left, &right, span),
                    _ => self.values.push(Value::Error),
                }
            }
        }
    }

    fn compare(&mut self, op: ast::CompareOp, left: &Operand, right: &Operand, span: Span) {
        let kind = match comparison(op) {
            Comparison::Text(op) => {
                self.text_operands(left, right).map(|(left, right)| ExprKind::TextTest { op, left, right })
            }
            Comparison::Sameness(op) => {
                self.one_type(left, right).map(|(left, right)| ExprKind::Compare { op, left, right })
            }
            Comparison::Order(op) => {
                self.one_ordered_type(left, right).map(|(left, right)| ExprKind::Compare { op, left, right })
            }
        };
        match kind {
            Some(kind) => self.push(kind, Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    fn text_operands(&mut self, left: &Operand, right: &Operand) -> Option<(ExprId, ExprId)> {
        for operand in [left, right] {
            if operand.ty != Type::Text {
                let text = self.text(operand.span);
                self.report.push(error::no_text(operand.span, &operand.ty, &text));
                return None;
            }
        }
        Some((left.expr, right.expr))
    }

    /// Both operands where they are of one type; says so where they are not.
    pub(crate) fn one_type(&mut self, left: &Operand, right: &Operand) -> Option<(ExprId, ExprId)> {
        if left.ty == right.ty {
            return Some((left.expr, right.expr));
        }
        let message = match (&left.ty, &right.ty) {
            (Type::Enumeration(_), Type::Text) => self.label_for_variant(left, right),
            (Type::Text, Type::Enumeration(_)) => self.label_for_variant(right, left),
            _ => None,
        };
        let texts = [self.text(left.span), self.text(right.span)];
        self.report.push(message.unwrap_or_else(|| error::cannot_compare(left, right, &texts)));
        None
    }

    /// A choice beside a literal text: the answer that the text is, or stands for in the data.
    fn label_for_variant(&self, choice: &Operand, text: &Operand) -> Option<Diagnostic> {
        let ExprKind::Literal(Literal::Text(written)) = &self.exprs.get(text.expr).kind else { return None };
        let ExprKind::Fact { fact, .. } = &self.exprs.get(choice.expr).kind else { return None };
        let DataType::Enumeration(variants) = &self.shape.column(fact.table, fact.column)?.ty else { return None };
        let meant = variants.iter().find(|variant| variant.name == *written || variant.labels.contains(written))?;
        Some(error::text_for_variant(choice.span, text.span, written, &meant.name))
    }

    /// Both operands where they are of one type that has an order. Of a choice its lack of order is said, be the other
    /// side what it may; else the difference of types, which is the likelier slip.
    fn one_ordered_type(&mut self, left: &Operand, right: &Operand) -> Option<(ExprId, ExprId)> {
        let choice = |operand: &Operand| matches!(operand.ty, Type::Enumeration(_));
        let same = left.ty == right.ty && !left.ty.has_order();
        if let Some(operand) = [left, right].into_iter().find(|operand| same || choice(operand)) {
            self.report.push(error::no_order(operand.span, &operand.ty));
            return None;
        }
        self.one_type(left, right)
    }

    fn compare_chance(&mut self, op: ast::CompareOp, left: ast::ExprId, right: (Value, ast::ExprId), span: Span) {
        let chance = self.ast(left).span;
        let op = match comparison(op) {
            Comparison::Order(op) => op,
            Comparison::Sameness(_) | Comparison::Text(_) => return self.fail(chance_error::no_sameness(chance)),
        };
        match self.percent(right.0, right.1) {
            Some(right) => self.push(ExprKind::CompareChance { op, right }, Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    /// What the chance is compared with.
    fn percent(&mut self, value: Value, id: ast::ExprId) -> Option<ExprId> {
        let operand = self.operand(value, id)?;
        if operand.ty == Type::Percent {
            return Some(operand.expr);
        }
        let text = self.text(operand.span);
        self.report.push(chance_error::no_percent(operand.span, &operand.ty, &text));
        None
    }

    /// `chance > 5%` for `5% < chance`.
    fn swapped(&self, left: ast::ExprId, op: ast::CompareOp, right: ast::ExprId) -> Option<String> {
        let op = match comparison(op) {
            Comparison::Order(CompareOp::Less) => ">",
            Comparison::Order(CompareOp::LessOrEqual) => ">=",
            Comparison::Order(CompareOp::Greater) => "<",
            Comparison::Order(CompareOp::GreaterOrEqual) => "<=",
            Comparison::Order(CompareOp::Is | CompareOp::IsNot) | Comparison::Sameness(_) | Comparison::Text(_) => {
                return None;
            }
        };
        Some(format!("{} {op} {}", self.text(self.ast(right).span), self.text(self.ast(left).span)))
    }

    pub(crate) fn exit_between(&mut self, ids: [ast::ExprId; 3], span: Span) {
        let values = self.take(3);
        let [value, low, high] = values.as_slice() else { return self.values.push(Value::Error) };
        let [value_id, low_id, high_id] = ids;
        if let Value::Chance = value {
            let ends = (self.percent(*low, low_id), self.percent(*high, high_id));
            return match ends {
                (Some(low), Some(high)) => self.push(ExprKind::ChanceBetween { low, high }, Type::Bool, span),
                _ => self.values.push(Value::Error),
            };
        }
        let operands = (self.operand(*value, value_id), self.operand(*low, low_id), self.operand(*high, high_id));
        let (Some(value), Some(low), Some(high)) = operands else { return self.values.push(Value::Error) };
        let ends = (self.one_ordered_type(&value, &low), self.one_ordered_type(&value, &high));
        match ends {
            (Some((value, low)), Some((_, high))) => {
                self.push(ExprKind::Between { value, low, high }, Type::Bool, span)
            }
            _ => self.values.push(Value::Error),
        }
    }

    pub(crate) fn exit_in(&mut self, value_id: ast::ExprId, ids: &[ast::ExprId], negated: bool, span: Span) {
        let items = self.take(ids.len());
        let value = self.values.pop().unwrap_or(Value::Error);
        if let Value::Chance = value {
            return self.fail(chance_error::no_sameness(self.ast(value_id).span));
        }
        let value = self.operand(value, value_id);
        let items: Vec<Option<Operand>> =
            items.into_iter().zip(ids).map(|(item, &id)| self.operand(item, id)).collect();
        let Some(value) = value else { return self.values.push(Value::Error) };
        let items: Vec<Option<ExprId>> =
            items.iter().map(|item| self.one_type(&value, item.as_ref()?).map(|(_, item)| item)).collect();
        match items.into_iter().collect::<Option<Vec<ExprId>>>() {
            Some(items) => self.push(ExprKind::In { value: value.expr, items, negated }, Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    pub(crate) fn exit_known(&mut self, id: ast::ExprId, negated: bool, span: Span) {
        let value = self.values.pop().unwrap_or(Value::Error);
        if let Value::List(list) = value {
            return self.push(ExprKind::ListKnown { list, negated }, Type::Bool, span);
        }
        match self.operand(value, id) {
            Some(operand) => self.push(ExprKind::Known { value: operand.expr, negated }, Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    /// The path of a list as declared.
    pub(crate) fn list_path(&self, list: ListRef) -> String {
        self.shape.list(list.table, list.list).map_or_else(String::new, |list| list.path.clone())
    }
}
