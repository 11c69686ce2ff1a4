//! Operators by how they bind, weakest first: `or`; `and`; `not`; comparison; `+ -`; `* /`; unary `-`; `by`/`within`.
//!
//! The list is flat and each level one function, so that the stack does not grow with the length of an expression;
//! chains of one level become one node.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::super::ast::{
    Aggregate, CompareOp, EvidenceTest, ExprId, ExprKind, Name, Path, Quantifier, Scale, Sign, Term, Within,
};
use super::super::error;
use super::Builder;
use super::expr::Place;
use crate::source::Span;

/// An operand or operator of a flat expression.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Operand(Operand),
    Op(Op, Span),
}

impl Item {
    /// Whether what follows it is an operator.
    pub(super) fn ends_operand(&self) -> bool {
        match self {
            Item::Operand(_) => true,
            Item::Op(op, _) => op.is_behind(),
        }
    }

    /// A term.
    pub(super) fn operand(what: What, span: Span) -> Self {
        Item::Operand(Operand { what, span, is_smallest: false })
    }

    /// Whether it stands behind an operand, as opposed to before one or at the start.
    pub(super) fn follows_operand(&self) -> bool {
        match self {
            Item::Operand(_) => false,
            Item::Op(op, _) => !matches!(op, Op::Not | Op::Sign),
        }
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Item::Operand(operand) => operand.span,
            Item::Op(_, span) => *span,
        }
    }

    pub(super) fn is_sign(&self) -> bool {
        matches!(self, Item::Op(Op::Sign, _))
    }
}

/// A term without operators.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) what: What,
    pub(super) span: Span,
    pub(super) is_smallest: bool,
}

/// What a term is. What may yet get a condition is built when that is known, as children come before their parents.
#[derive(Clone, Debug)]
pub(super) enum What {
    Built(ExprId),
    Quantifier(Quantifier, Box<Path>),
    Aggregate(Aggregate, Box<Path>),
    /// What the grammar promised and did not bring.
    Missing,
}

impl What {
    fn takes_where(&self) -> bool {
        match self {
            What::Quantifier(..) | What::Aggregate(..) => true,
            What::Built(_) | What::Missing => false,
        }
    }
}

/// The operators, before, between and behind operands.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Not,
    Sign,
    And,
    Or,
    Compare(CompareOp),
    Is,
    IsNot,
    Between,
    Plus,
    Minus,
    Star,
    Slash,
    Known { negated: bool },
    In { items: Vec<ExprId>, negated: bool },
    By(Box<Name>),
    Within(Within, Span),
    Where,
}

impl Op {
    /// The comparison that a sign or word names.
    pub(super) fn compare(text: &str) -> Self {
        Op::Compare(match text {
            "<" => CompareOp::Less,
            "<=" => CompareOp::LessOrEqual,
            ">" => CompareOp::Greater,
            ">=" => CompareOp::GreaterOrEqual,
            _ if text.starts_with("starts") => CompareOp::StartsWith,
            _ if text.starts_with("ends") => CompareOp::EndsWith,
            _ => CompareOp::Contains,
        })
    }

    /// Whether it stands behind its operand.
    fn is_behind(&self) -> bool {
        match self {
            Op::Known { .. } | Op::In { .. } | Op::By(_) | Op::Within(..) => true,
            Op::Not
            | Op::Sign
            | Op::And
            | Op::Or
            | Op::Compare(_)
            | Op::Is
            | Op::IsNot
            | Op::Between
            | Op::Plus
            | Op::Minus
            | Op::Star
            | Op::Slash
            | Op::Where => false,
        }
    }

    /// Whether it is `and`, as opposed to `or`.
    fn joint(&self) -> Option<bool> {
        let is_and = matches!(self, Op::And);
        (is_and || matches!(self, Op::Or)).then_some(is_and)
    }

    fn not(&self) -> Option<()> {
        matches!(self, Op::Not).then_some(())
    }

    /// Whether it is `not`, as opposed to a sign.
    fn prefix(&self) -> Option<bool> {
        let is_not = matches!(self, Op::Not);
        (is_not || matches!(self, Op::Sign)).then_some(is_not)
    }

    fn sign(&self) -> Option<Sign> {
        let sign = if matches!(self, Op::Plus) { Sign::Plus } else { Sign::Minus };
        matches!(self, Op::Plus | Op::Minus).then_some(sign)
    }

    fn scale(&self) -> Option<Scale> {
        let scale = if matches!(self, Op::Star) { Scale::Times } else { Scale::Divide };
        matches!(self, Op::Star | Op::Slash).then_some(scale)
    }

    fn comparison(&self) -> Option<CompareOp> {
        match self {
            Op::Compare(op) => Some(*op),
            Op::Is => Some(CompareOp::Is),
            Op::IsNot => Some(CompareOp::IsNot),
            Op::Not
            | Op::Sign
            | Op::And
            | Op::Or
            | Op::Between
            | Op::Plus
            | Op::Minus
            | Op::Star
            | Op::Slash
            | Op::Known { .. }
            | Op::In { .. }
            | Op::By(_)
            | Op::Within(..)
            | Op::Where => None,
        }
    }
}

/// A built expression and its place.
type Built = (ExprId, Span);

impl Builder<'_> {
    /// Folds a flat expression into a tree.
    pub(super) fn fold(&mut self, mut items: Vec<Item>, place: Place) -> ExprId {
        let whole = whole(&items).unwrap_or_else(|| Span::new(self.file, self.base, self.base));
        let Some(at) = items.iter().position(|item| matches!(item, Item::Op(Op::Where, _))) else {
            return self.fold_terms(items, whole, place);
        };
        let condition = items.split_off(at.saturating_add(1));
        items.pop();
        let Some(head) = self.head(items, at, whole, place) else {
            return self.exprs.push(ExprKind::Error, whole);
        };
        let place = if matches!(head.what, What::Aggregate(..)) { Place::Where(head.span) } else { Place::Whole };
        let condition = self.fold(condition, place);
        self.many(head.what, Some(condition), whole)
    }

    /// The quantifier or aggregate that a `where` belongs to, if it stands alone.
    fn head(&mut self, mut items: Vec<Item>, at: usize, whole: Span, place: Place) -> Option<Operand> {
        let Some(Item::Operand(head)) = items.pop() else { return None };
        if !head.what.takes_where() {
            self.report(error::where_behind_no_list(head.span, self.slice(head.span)));
            return None;
        }
        if at == 1 && place != Place::Item {
            return Some(head);
        }
        let not = match items.last() {
            Some(&Item::Op(Op::Not, not)) => Some(not),
            Some(_) | None => None,
        };
        let span = head.span.to(whole);
        let is_any = matches!(head.what, What::Quantifier(Quantifier::Any, _));
        let span = Span { start: head.span.start, ..span };
        self.report(error::where_not_alone(span, self.slice(span), is_any, not));
        None
    }

    fn many(&mut self, what: What, condition: Option<ExprId>, span: Span) -> ExprId {
        let kind = match what {
            What::Built(id) => return id,
            What::Quantifier(quantifier, list) => ExprKind::Quantifier { quantifier, list: *list, condition },
            What::Aggregate(aggregate, path) => ExprKind::Aggregate { aggregate, path: *path, condition },
            What::Missing => ExprKind::Error,
        };
        self.exprs.push(kind, span)
    }

    /// Folds what has no `where`.
    fn fold_terms(&mut self, items: Vec<Item>, whole: Span, place: Place) -> ExprId {
        let mut fold = Fold { items: items.into_iter().peekable(), builder: self, place };
        let (id, _) = fold.chain(whole);
        match fold.items.next() {
            None => id,
            Some(item) => {
                let span = item.span();
                self.report(error::operator_out_of_place(span, self.slice(span)));
                self.exprs.push(ExprKind::Error, whole)
            }
        }
    }
}

struct Fold<'b, 's> {
    items: Peekable<IntoIter<Item>>,
    builder: &'b mut Builder<'s>,
    place: Place,
}

impl Fold<'_, '_> {
    /// `and` and `or`.
    fn chain(&mut self, whole: Span) -> Built {
        let mut operands = vec![self.negation()];
        let mut joints: Vec<(bool, Span)> = Vec::new();
        while let Some((is_and, span)) = self.next_op(Op::joint) {
            joints.push((is_and, span));
            operands.push(self.negation());
        }
        let Some(&(is_and, first)) = joints.first() else { return self.single(&operands, whole) };
        if let Some(&(_, other)) = joints.iter().find(|joint| joint.0 != is_and) {
            self.report_mixture(&operands, &joints, (first, other));
            return self.error(whole);
        }
        let span = ends(&operands, whole);
        let operands = operands.into_iter().map(|(id, _)| id).collect();
        self.push(if is_and { ExprKind::And(operands) } else { ExprKind::Or(operands) }, span)
    }

    fn single(&mut self, operands: &[Built], whole: Span) -> Built {
        match operands.first() {
            Some(&operand) => operand,
            None => self.error(whole),
        }
    }

    /// Says how `and` and `or` could group.
    fn report_mixture(&mut self, operands: &[Built], joints: &[(bool, Span)], places: (Span, Span)) {
        let shown = if operands.len() <= 8 { operands } else { &[] };
        let texts: Vec<&str> = shown.iter().map(|&(_, span)| self.builder.slice(span)).collect();
        let reading = |inner_is_and: bool| {
            let mut reading = String::new();
            for (at, text) in texts.iter().enumerate() {
                let joins = |joint: Option<&(bool, Span)>| joint.is_some_and(|joint| joint.0 == inner_is_and);
                let before = at.checked_sub(1).and_then(|before| joints.get(before));
                let (left, right) = (joins(before), joins(joints.get(at)));
                if let Some(&(is_and, _)) = before {
                    reading.push_str(if is_and { " and " } else { " or " });
                }
                reading.push_str(if right && !left { "(" } else { "" });
                reading.extend(text.split_whitespace().flat_map(|word| [" ", word]).skip(1));
                reading.push_str(if left && !right { ")" } else { "" });
            }
            reading
        };
        let small = !texts.is_empty() && texts.iter().map(|text| text.len()).sum::<usize>() <= 400;
        let readings = small.then(|| (reading(true), reading(false)));
        let whole = ends(operands, places.0);
        let fault = error::mixed_and_or(places.0, places.1, whole, readings);
        self.builder.report(fault);
    }

    /// A run of `not`.
    fn negation(&mut self) -> Built {
        let mut nots = Vec::new();
        while let Some(((), span)) = self.next_op(Op::not) {
            nots.push(span);
        }
        let mut built = self.comparison();
        for not in nots.into_iter().rev() {
            built = self.push(ExprKind::Not(built.0), not.to(built.1));
        }
        built
    }

    /// One comparison; a second one in a row is an error.
    fn comparison(&mut self) -> Built {
        let left = self.sum();
        let Some(built) = self.comparison_tail(left) else { return left };
        if let Some(op) = self.items.peek().map(Item::span)
            && let Some(next) = self.comparison_tail(built)
        {
            self.report_chain(left.1, built.1, op, next.1);
            // What else is chained says nothing new.
            while self.items.next_if(|item| !matches!(item, Item::Op(Op::And | Op::Or, _))).is_some() {}
            return self.error(left.1.to(next.1));
        }
        built
    }

    fn comparison_tail(&mut self, left: Built) -> Option<Built> {
        let is_tail = |item: &Item| match item {
            Item::Op(op, _) => {
                op.comparison().is_some() || matches!(op, Op::Between | Op::Known { .. } | Op::In { .. })
            }
            Item::Operand(_) => false,
        };
        let Some(Item::Op(op, op_span)) = self.items.next_if(is_tail) else { return None };
        Some(match op {
            Op::Between => self.between(left, op_span),
            Op::Known { negated } => {
                let test = self.evidence_test();
                let span = left.1.to(test.as_ref().map_or(op_span, |test| test.span));
                self.push(ExprKind::Known { value: left.0, negated, test }, span)
            }
            Op::In { items, negated } => self.push(ExprKind::In { value: left.0, items, negated }, left.1.to(op_span)),
            other => {
                let op = other.comparison().unwrap_or(CompareOp::Is);
                let right = self.operand_of_comparison();
                self.push(ExprKind::Compare { left: left.0, op, op_span, right: right.0 }, left.1.to(right.1))
            }
        })
    }

    fn between(&mut self, left: Built, op_span: Span) -> Built {
        let low = self.operand_of_comparison();
        if self.next_op(Op::joint).is_none_or(|(is_and, _)| !is_and) {
            let fault = error::between_without_and(op_span, low.1.after());
            self.builder.report(fault);
            return self.error(left.1.to(low.1));
        }
        let high = self.operand_of_comparison();
        let kind = ExprKind::Between { value: left.0, low: low.0, high: high.0 };
        self.push(kind, left.1.to(high.1))
    }

    /// Reads a value behind a comparison; a `not` there needs parentheses.
    fn operand_of_comparison(&mut self) -> Built {
        let mut not = None;
        while let Some(((), span)) = self.next_op(Op::not) {
            not.get_or_insert(span);
        }
        let built = self.sum();
        if let Some(not) = not {
            self.builder.report(error::not_behind_operator(not, built.1));
        }
        built
    }

    fn report_chain(&mut self, left: Span, first: Span, op: Span, next: Span) {
        let slice = |span: Span| self.builder.slice(span);
        let fault = match self.place {
            Place::Where(aggregate) => {
                let head = Span { end: first.end, ..aggregate };
                error::where_swallows_comparison(op, head, slice(head))
            }
            Place::Whole | Place::Item => {
                let middle = Span { start: left.end, ..first };
                let last = Span { start: op.end, ..next };
                error::chained_comparison(op, first, next, (slice(left), slice(middle), slice(op), slice(last)))
            }
        };
        self.builder.report(fault);
    }

    /// `+` and `-`.
    fn sum(&mut self) -> Built {
        let first = self.product();
        let mut rest = Vec::new();
        let mut span = first.1;
        while let Some((op, op_span)) = self.next_op(Op::sign) {
            let right = self.product();
            span = span.to(right.1);
            rest.push(Term { op, op_span, right: right.0 });
        }
        if rest.is_empty() { first } else { self.push(ExprKind::Sum { first: first.0, rest }, span) }
    }

    /// `*` and `/`.
    fn product(&mut self) -> Built {
        let first = self.signed();
        let mut rest = Vec::new();
        let mut span = first.1;
        while let Some((op, op_span)) = self.next_op(Op::scale) {
            let right = self.signed();
            span = span.to(right.1);
            rest.push(Term { op, op_span, right: right.0 });
        }
        if rest.is_empty() { first } else { self.push(ExprKind::Product { first: first.0, rest }, span) }
    }

    /// A run of `-` before an operand.
    fn signed(&mut self) -> Built {
        let mut signs = Vec::new();
        let mut not = None;
        while let Some((is_not, span)) = self.next_op(Op::prefix) {
            if is_not {
                not.get_or_insert(span);
            } else {
                signs.push(span);
            }
        }
        let mut built = self.evidence();
        for sign in signs.into_iter().rev() {
            built = self.push(ExprKind::Negate(built.0), sign.to(built.1));
        }
        if let Some(not) = not {
            self.builder.report(error::not_behind_operator(not, built.1));
        }
        built
    }

    /// An operand with `by` and `within`.
    fn evidence(&mut self) -> Built {
        let operand = match self.items.next() {
            Some(Item::Operand(operand)) => operand,
            Some(Item::Op(_, span)) => return self.error(span),
            None => return self.error(Span::new(self.builder.file, self.builder.base, self.builder.base)),
        };
        let built = (self.builder.many(operand.what, None, operand.span), operand.span);
        let Some(test) = self.evidence_test() else { return built };
        let span = built.1.to(test.span);
        if !matches!(self.builder.exprs.get(built.0).kind, ExprKind::Path(_) | ExprKind::Error) {
            let what = self.builder.slice(built.1).to_owned();
            self.builder.report(error::evidence_of_no_fact(test.span, built.1, &what));
            return self.error(span);
        }
        self.push(ExprKind::Evidence { path: built.0, test }, span)
    }

    /// `by G`, `within D`, or both in this order.
    fn evidence_test(&mut self) -> Option<EvidenceTest> {
        let mut test: Option<EvidenceTest> = None;
        let is_test = |item: &Item| matches!(item, Item::Op(Op::By(_) | Op::Within(..), _));
        while let Some(Item::Op(op, span)) = self.items.next_if(is_test) {
            let mut so_far = test.take().unwrap_or(EvidenceTest { by: None, within: None, span });
            let whole = so_far.span.to(span);
            let is_by = matches!(op, Op::By(_));
            let repeats = if is_by { so_far.by.is_some() } else { so_far.within.is_some() };
            if repeats {
                self.builder.report(error::evidence_twice(span, so_far.span, is_by));
            } else if is_by && so_far.within.is_some() {
                let texts = (self.builder.slice(so_far.span).to_owned(), self.builder.slice(span).to_owned());
                self.builder.report(error::within_before_by(whole, &texts.0, &texts.1));
            }
            if let Op::By(name) = op {
                so_far.by = Some(*name);
            } else if let Op::Within(within, place) = op {
                so_far.within = Some((within, place));
            }
            so_far.span = whole;
            test = Some(so_far);
        }
        test
    }

    /// The next item if it is an operator that is asked for.
    fn next_op<T>(&mut self, asked: impl Fn(&Op) -> Option<T>) -> Option<(T, Span)> {
        let found = match self.items.peek()? {
            Item::Op(op, span) => (asked(op)?, *span),
            Item::Operand(_) => return None,
        };
        self.items.next();
        Some(found)
    }

    fn push(&mut self, kind: ExprKind, span: Span) -> Built {
        (self.builder.exprs.push(kind, span), span)
    }

    fn error(&mut self, span: Span) -> Built {
        self.push(ExprKind::Error, span)
    }
}

fn whole(items: &[Item]) -> Option<Span> {
    Some(items.first()?.span().to(items.last()?.span()))
}

fn ends(operands: &[Built], otherwise: Span) -> Span {
    operands.first().zip(operands.last()).map_or(otherwise, |(first, last)| first.1.to(last.1))
}
