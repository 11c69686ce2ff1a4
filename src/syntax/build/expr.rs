//! Expressions: a flat list of terms and operators, each operand built, to be folded by [`super::fold`].

use super::super::ast::{Aggregate, ChanceEnd, ExprId, ExprKind, Literal, Name, Path, Quantifier, Within};
use super::super::error;
use super::super::grammar::{Children, Kind, Node};
use super::Builder;
use super::fold::{Item, Loose, Op, Operand};
use super::literal::{FigureFault, read_figure};
use crate::source::Span;

/// Where an expression stands, as far as a quantifier's `where` minds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A whole clause, an argument, or alone in parentheses.
    Whole,
    /// Behind the `where` of an aggregate that starts there.
    Where(Span),
    /// One of the values behind `in`.
    Item,
}

impl Builder<'_> {
    /// An expression that is a whole clause.
    pub(super) fn clause(&mut self, node: Node<'_>) -> ExprId {
        self.expr(node, Place::Whole)
    }

    fn expr(&mut self, node: Node<'_>, place: Place) -> ExprId {
        let items = self.items(node.children());
        self.fold(items, place)
    }

    fn items(&mut self, mut parts: Children<'_>) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some(part) = parts.next() {
            let item = self.item_of_expr(part, &mut parts, items.last());
            push_item(&mut items, item);
        }
        items
    }

    fn item_of_expr(&mut self, node: Node<'_>, parts: &mut Children<'_>, before: Option<&Item>) -> Item {
        let span = self.span(&node);
        let after_operand = before.is_some_and(Item::ends_operand);
        let op = match node.kind() {
            Kind::kw_and => Op::And,
            Kind::kw_or => Op::Or,
            Kind::minus if after_operand => Op::Minus,
            Kind::minus => Op::Sign,
            Kind::plus => Op::Plus,
            Kind::star => Op::Star,
            Kind::slash => Op::Slash,
            Kind::kw_between => Op::Between,
            Kind::comparison | Kind::contains | Kind::starts_with | Kind::ends_with => Op::compare(node.text()),
            Kind::kw_not if after_operand => {
                parts.next_of(Kind::kw_in);
                return self.in_items(parts, span, true);
            }
            Kind::kw_not => Op::Not,
            Kind::kw_in => return self.in_items(parts, span, false),
            Kind::kw_is => return self.is(parts, span),
            Kind::kw_by => return self.by(parts, span),
            Kind::kw_within => return self.within(parts, span),
            Kind::figure => return self.figure_operand(&node, span, before.is_some_and(Item::is_sign)),
            _ => return self.operand(node, parts, span),
        };
        Item::Op(op, span)
    }

    /// What stands behind `is`.
    fn is(&mut self, parts: &mut Children<'_>, is: Span) -> Item {
        let not = parts.next_of(Kind::kw_not).map(|not| self.span(&not));
        let op_span = not.map_or(is, |not| is.to(not));
        let known = parts.next_of(Kind::kw_known).map(|word| (false, self.span(&word)));
        let known = known.or_else(|| parts.next_of(Kind::kw_unknown).map(|word| (true, self.span(&word))));
        match known {
            Some((unknown, span)) => {
                let span = is.to(span);
                if not.is_some() {
                    self.report(error::is_not_known(span, unknown));
                }
                Item::Op(Op::Known { negated: unknown != not.is_some() }, span)
            }
            None if not.is_some() => Item::Op(Op::IsNot, op_span),
            None => Item::Op(Op::Is, op_span),
        }
    }

    fn in_items(&mut self, parts: &mut Children<'_>, span: Span, negated: bool) -> Item {
        let Some(values) = parts.next_of(Kind::arguments) else { return Item::Op(Op::Or, span) };
        let whole = span.to(self.span(&values));
        let items = self.arguments(values, Place::Item);
        if items.is_empty() {
            self.report(error::in_nothing(whole));
        }
        Item::Op(Op::In { items, negated }, whole)
    }

    fn by(&mut self, parts: &mut Children<'_>, span: Span) -> Item {
        let name = parts.next_of(Kind::name).map(|name| self.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span });
        let span = span.to(name.span);
        Item::Op(Op::By(name), span)
    }

    fn within(&mut self, parts: &mut Children<'_>, span: Span) -> Item {
        let Some(figure) = parts.next_of(Kind::figure) else { return Item::Op(Op::Or, span) };
        let place = self.span(&figure);
        let within = match self.figure(&figure, false) {
            Literal::Duration(days) => Within::Days(days),
            Literal::Offset(months) => Within::Months(months),
            _ => {
                self.report(error::within_without_unit(place, figure.text()));
                Within::Days(0)
            }
        };
        Item::Op(Op::Within(within, place), span.to(place))
    }

    fn operand(&mut self, node: Node<'_>, parts: &mut Children<'_>, span: Span) -> Item {
        let mut operand = Operand { id: ExprId(0), span, loose: None, is_smallest: false };
        operand.id = match node.kind() {
            Kind::paren => self.paren(node, span),
            Kind::quantifier => self.quantifier(node, &mut operand),
            Kind::aggregate => self.aggregate(node, &mut operand),
            Kind::path => match parts.next_of(Kind::arguments) {
                Some(arguments) => {
                    operand.span = span.to(self.span(&arguments));
                    self.call(&node, arguments, operand.span)
                }
                None => self.simple_operand(&node, span),
            },
            _ => self.simple_operand(&node, span),
        };
        Item::Operand(operand)
    }

    fn figure_operand(&mut self, node: &Node<'_>, span: Span, after_sign: bool) -> Item {
        let mut literal = read_figure(node.text(), false);
        let mut is_smallest = false;
        if after_sign && literal == Err(FigureFault::OutOfRange) {
            let negative = read_figure(node.text(), true);
            is_smallest = negative.as_ref().is_ok_and(has_no_positive);
            if is_smallest {
                literal = negative;
            }
        }
        let literal = literal.unwrap_or_else(|_| self.figure(node, false));
        let id = self.exprs.push(ExprKind::Literal(literal), span);
        Item::Operand(Operand { id, span, loose: None, is_smallest })
    }

    /// An operand without expressions in it.
    fn simple_operand(&mut self, node: &Node<'_>, span: Span) -> ExprId {
        let kind = match node.kind() {
            Kind::kw_today => ExprKind::Today,
            Kind::kw_true => ExprKind::Literal(Literal::Bool(true)),
            Kind::kw_false => ExprKind::Literal(Literal::Bool(false)),
            Kind::chance_point => ExprKind::Chance(chance_end(node.text())),
            Kind::date => ExprKind::Literal(Literal::Date(self.date(node))),
            Kind::text => ExprKind::Literal(Literal::Text(self.text(node).value)),
            Kind::path => ExprKind::Path(self.path(node)),
            _ => ExprKind::Error,
        };
        self.exprs.push(kind, span)
    }

    fn paren(&mut self, node: Node<'_>, span: Span) -> ExprId {
        let inner = node.children().next().map(|inner| self.expr(inner, Place::Whole));
        self.push_or_error(inner.map(ExprKind::Paren), span)
    }

    fn call(&mut self, function: &Node<'_>, arguments: Node<'_>, span: Span) -> ExprId {
        let name = self.name(function);
        if name.text.contains(['.', ' ']) {
            self.report(error::call_of_path(name.span, &name.text));
        }
        let args = self.arguments(arguments, Place::Whole);
        self.exprs.push(ExprKind::Call { function: name, args }, span)
    }

    fn arguments(&mut self, node: Node<'_>, place: Place) -> Vec<ExprId> {
        node.children().map(|argument| self.expr(argument, place)).collect()
    }

    fn quantifier(&mut self, node: Node<'_>, operand: &mut Operand) -> ExprId {
        let mut parts = node.children();
        let quantifier = self.how_many(&mut parts);
        let list = parts.next_of(Kind::path).map(|path| self.path(&path));
        let condition = parts.next_of(Kind::expr);
        if let Some(quantifier) = quantifier.filter(|_| condition.is_some()) {
            operand.loose = Some(Loose::Quantifier(quantifier));
        }
        let condition = condition.map(|condition| self.expr(condition, Place::Whole));
        let kind = quantifier.zip(list).map(|(quantifier, list)| ExprKind::Quantifier { quantifier, list, condition });
        self.push_or_error(kind, operand.span)
    }

    fn how_many(&mut self, parts: &mut Children<'_>) -> Option<Quantifier> {
        let first = parts.next()?;
        let bound = if first.kind() == Kind::word_at { parts.next()?.kind() } else { first.kind() };
        let mut count = || parts.next_of(Kind::number_alone).map(|number| self.whole(&number));
        Some(match bound {
            Kind::kw_any => Quantifier::Any,
            Kind::kw_none => Quantifier::None,
            Kind::kw_all => Quantifier::All,
            Kind::kw_least => Quantifier::AtLeast(count()?),
            Kind::kw_most => Quantifier::AtMost(count()?),
            Kind::kw_exactly => Quantifier::Exactly(count()?),
            _ => return None,
        })
    }

    fn aggregate(&mut self, node: Node<'_>, operand: &mut Operand) -> ExprId {
        let mut parts = node.children();
        let Some(word) = parts.next() else { return self.push_or_error(None, operand.span) };
        let Some(path) = parts.next_of(Kind::path) else {
            return self.call_of_aggregate(&word, parts.next(), operand.span);
        };
        let aggregate = aggregate(word.text());
        let path = self.path(&path);
        let condition = parts.next_of(Kind::expr);
        if condition.is_some() {
            operand.loose = Some(Loose::Aggregate(aggregate));
        }
        let condition = condition.map(|condition| self.expr(condition, Place::Where(operand.span)));
        self.exprs.push(ExprKind::Aggregate { aggregate, path, condition }, operand.span)
    }

    /// `min(a, b)`, `max(a, b)`; the other two take a list only.
    fn call_of_aggregate(&mut self, word: &Node<'_>, arguments: Option<Node<'_>>, span: Span) -> ExprId {
        let name = self.name(word);
        if matches!(word.text(), "count" | "sum") {
            self.report(error::aggregate_as_call(name.span, word.text()));
        }
        let args = arguments.map(|arguments| self.arguments(arguments, Place::Whole)).unwrap_or_default();
        self.exprs.push(ExprKind::Call { function: name, args }, span)
    }

    pub(super) fn path(&self, node: &Node<'_>) -> Path {
        let span = self.span(node);
        let at = self.tokens.partition_point(|token| token.start < span.start);
        let tokens = self.tokens.get(at..).unwrap_or_default().iter().take_while(|token| token.end <= span.end);
        let words = tokens.filter(|token| token.kind == super::super::tokens::TokenKind::Word);
        let name = |token: &super::Token| Name {
            text: token.text(self.source).to_owned(),
            span: Span { start: token.start, end: token.end, ..span },
        };
        Path { segments: words.map(name).collect(), span }
    }

    /// Adds what the grammar promised; an error where it was not there.
    fn push_or_error(&mut self, kind: Option<ExprKind>, span: Span) -> ExprId {
        self.exprs.push(kind.unwrap_or(ExprKind::Error), span)
    }
}

/// Adds an item. The sign of the smallest number belongs to the literal, as it has no positive counterpart.
fn push_item(items: &mut Vec<Item>, item: Item) {
    let item = match (item, items.last()) {
        (Item::Operand(operand), Some(&Item::Op(_, sign))) if operand.is_smallest => {
            items.pop();
            Item::Operand(Operand { span: sign.to(operand.span), ..operand })
        }
        (item, _) => item,
    };
    items.push(item);
}

/// Whether a literal has no positive counterpart.
fn has_no_positive(literal: &Literal) -> bool {
    match literal {
        Literal::Number(value) | Literal::Percent(value) | Literal::Money(value, _) => *value == i64::MIN,
        Literal::Bool(_) | Literal::Duration(_) | Literal::Offset(_) | Literal::Date(_) | Literal::Text(_) => false,
    }
}

fn aggregate(word: &str) -> Aggregate {
    match word {
        "sum" => Aggregate::Sum,
        "min" => Aggregate::Min,
        "max" => Aggregate::Max,
        _ => Aggregate::Count,
    }
}

fn chance_end(text: &str) -> Option<ChanceEnd> {
    Some(match text.rsplit(|letter: char| !letter.is_ascii_alphabetic()).next()? {
        "worst" => ChanceEnd::Worst,
        "likely" => ChanceEnd::Likely,
        "best" => ChanceEnd::Best,
        _ => return None,
    })
}
