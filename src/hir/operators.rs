//! `and`, `or`, `not`, arithmetic: which operands they take, and what they give.

use super::check::Checker;
use super::error::types as error;
use super::infer::{Operand, Value};
use super::{ArithmeticOp, ExprId, ExprKind, Operand as StepOperand, Step, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Scale, Sign};

impl Checker<'_> {
    pub(crate) fn exit_junction(&mut self, ids: &[ast::ExprId], span: Span, make: fn(Vec<ExprId>) -> ExprKind) {
        let values = self.take(ids.len());
        let operands: Vec<Option<ExprId>> =
            values.into_iter().zip(ids).map(|(value, &id)| self.truth(value, id)).collect();
        match operands.into_iter().collect::<Option<Vec<ExprId>>>() {
            Some(operands) => self.push(make(operands), Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    pub(crate) fn exit_not(&mut self, id: ast::ExprId, span: Span) {
        let value = self.values.pop().unwrap_or(Value::Error);
        match self.truth(value, id) {
            Some(operand) => self.push(ExprKind::Not(operand), Type::Bool, span),
            None => self.values.push(Value::Error),
        }
    }

    pub(crate) fn exit_negate(&mut self, id: ast::ExprId, span: Span) {
        let value = self.values.pop().unwrap_or(Value::Error);
        match self.operand(value, id) {
            None => self.values.push(Value::Error),
            Some(operand) if operand.ty.has_size() => self.push(ExprKind::Negate(operand.expr), operand.ty, span),
            Some(operand) => self.fail(error::cannot_negate(operand.span, &operand.ty)),
        }
    }

    pub(crate) fn exit_sum(&mut self, first: ast::ExprId, rest: &[ast::Term<Sign>], span: Span) {
        let terms: Vec<(ast::ExprId, Span, Operator)> =
            rest.iter().map(|term| (term.right, term.op_span, Operator::Sum(term.op))).collect();
        self.exit_chain(first, &terms, span);
    }

    pub(crate) fn exit_product(&mut self, first: ast::ExprId, rest: &[ast::Term<Scale>], span: Span) {
        let terms: Vec<(ast::ExprId, Span, Operator)> =
            rest.iter().map(|term| (term.right, term.op_span, Operator::Product(term.op))).collect();
        self.exit_chain(first, &terms, span);
    }

    fn exit_chain(&mut self, first: ast::ExprId, terms: &[(ast::ExprId, Span, Operator)], span: Span) {
        let values = self.take(terms.len().saturating_add(1));
        match self.chain(first, terms, &values) {
            Some((first, rest, ty)) => self.push(ExprKind::Arithmetic { first, rest }, ty, span),
            None => self.values.push(Value::Error),
        }
    }

    /// Types a chain from the left; stops at its first fault.
    fn chain(
        &mut self,
        first: ast::ExprId,
        terms: &[(ast::ExprId, Span, Operator)],
        values: &[Value],
    ) -> Option<(ExprId, Vec<Step>, Type)> {
        let mut values = values.iter().copied();
        let mut left = self.operand(values.next()?, first)?;
        let start = left.expr;
        let mut steps = Vec::with_capacity(terms.len());
        for (&(id, op_span, operator), value) in terms.iter().zip(values) {
            let (step, ty, right) = self.step(&left, op_span, operator, value, id)?;
            steps.push(step);
            left = Operand { expr: start, ty, span: left.span.to(right) };
        }
        Some((start, steps, left.ty))
    }

    fn step(
        &mut self,
        left: &Operand,
        op_span: Span,
        operator: Operator,
        value: Value,
        id: ast::ExprId,
    ) -> Option<(Step, Type, Span)> {
        if let (Value::Offset(months), Type::Date, Operator::Sum(sign)) = (value, &left.ty, operator) {
            let op = match sign {
                Sign::Plus => ArithmeticOp::DateAddMonths,
                Sign::Minus => ArithmeticOp::DateSubMonths,
            };
            return Some((Step { op, right: StepOperand::Months(months) }, Type::Date, self.ast(id).span));
        }
        let right = self.operand(value, id)?;
        let found = match operator {
            Operator::Sum(sign) => sum_step(sign, &left.ty, &right.ty),
            Operator::Product(scale) => product_step(scale, &left.ty, &right.ty),
        };
        match found {
            Some((op, ty)) => Some((Step { op, right: StepOperand::Expr(right.expr) }, ty, self.ast(id).span)),
            None => {
                let texts = [self.text(left.span), self.text(right.span)];
                self.report.push(error::cannot_calculate(operator, op_span, left, &right, &texts));
                None
            }
        }
    }
}

/// An operator of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operator {
    Sum(Sign),
    Product(Scale),
}

fn sum_step(sign: Sign, left: &Type, right: &Type) -> Option<(ArithmeticOp, Type)> {
    let pick = |plus, minus| match sign {
        Sign::Plus => plus,
        Sign::Minus => minus,
    };
    match (left, right) {
        (Type::Number, Type::Number) | (Type::Percent, Type::Percent) | (Type::Money(_), Type::Money(_)) => {
            (left == right).then(|| (pick(ArithmeticOp::Add, ArithmeticOp::Sub), left.clone()))
        }
        (Type::Duration, Type::Duration) => Some((pick(ArithmeticOp::AddDays, ArithmeticOp::SubDays), Type::Duration)),
        (Type::Date, Type::Duration) => Some((pick(ArithmeticOp::DateAdd, ArithmeticOp::DateSub), Type::Date)),
        (Type::Date, Type::Date) => match sign {
            Sign::Minus => Some((ArithmeticOp::DateDiff, Type::Duration)),
            Sign::Plus => None,
        },
        _ => None,
    }
}

fn product_step(scale: Scale, left: &Type, right: &Type) -> Option<(ArithmeticOp, Type)> {
    use ArithmeticOp::{Div, DivDays, Mul, MulDays};
    match (scale, left, right) {
        (Scale::Times, Type::Number, Type::Number) => Some((Mul, Type::Number)),
        (Scale::Times, Type::Percent, Type::Percent) => Some((Mul, Type::Percent)),
        (Scale::Times, Type::Number | Type::Money(_), Type::Percent) => Some((Mul, left.clone())),
        (Scale::Times, Type::Money(_), Type::Number) => Some((Mul, left.clone())),
        (Scale::Times, Type::Percent, Type::Number | Type::Money(_)) => Some((Mul, right.clone())),
        (Scale::Times, Type::Number, Type::Money(_)) => Some((Mul, right.clone())),
        (Scale::Times, Type::Duration, Type::Number | Type::Percent) => Some((MulDays, Type::Duration)),
        (Scale::Times, Type::Number | Type::Percent, Type::Duration) => Some((MulDays, Type::Duration)),
        (Scale::Divide, Type::Number, Type::Number | Type::Percent) => Some((Div, Type::Number)),
        (Scale::Divide, Type::Money(_), Type::Number | Type::Percent) => Some((Div, left.clone())),
        (Scale::Divide, Type::Percent, Type::Percent) => Some((Div, Type::Number)),
        (Scale::Divide, Type::Duration, Type::Duration) => Some((Div, Type::Number)),
        (Scale::Divide, Type::Money(_), Type::Money(_)) => (left == right).then_some((Div, Type::Number)),
        (Scale::Divide, Type::Duration, Type::Number | Type::Percent) => Some((DivDays, Type::Duration)),
        _ => None,
    }
}
