//! Expressions: a flat list of terms and operators, each operand built, to be folded by [`super::fold`].
//!
//! Parentheses lie on a stack of their own, so that this takes no more of the thread's stack for deep ones.

use super::super::ast::{Aggregate, ChanceEnd, ExprId, ExprKind, Literal, Name, Path, Quantifier, Within};
use super::super::diagnose::{self, Scene};
use super::super::error;
use super::super::grammar::{Children, Kind, Node};
use super::super::tokens::TokenKind;
use super::Builder;
use super::fold::{Item, Op, Operand, What};
use super::literal::{FigureFault, read_figure};
use crate::diag::Diagnostic;
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

/// What parentheses are for.
#[derive(Clone, Debug)]
enum Opener {
    /// There are none: the expression is a whole clause.
    Clause,
    /// They stand round one expression.
    Paren,
    /// They hold the arguments of a call.
    Call(Name),
    /// They hold the values behind `in`.
    In { negated: bool },
}

/// One pair of parentheses that is being read.
struct Level<'i> {
    opener: Opener,
    /// From the opener to the closing parenthesis.
    span: Span,
    parts: Children<'i>,
    /// The expressions before the last comma.
    values: Vec<ExprId>,
    /// What stands behind it.
    items: Vec<Item>,
    /// Whether a comma was the last part.
    after_comma: bool,
    /// Whether terms and operators do not alternate; a message has been given.
    is_broken: bool,
}

impl<'i> Level<'i> {
    fn new(opener: Opener, span: Span, node: Node<'i>) -> Self {
        let parts = node.children_and_commas();
        // A clause is one expression; of a group's parts each expression takes some.
        let count = if matches!(opener, Opener::Clause) { parts.most() } else { 0 };
        Level {
            opener,
            span,
            parts,
            values: Vec::new(),
            items: Vec::with_capacity(count),
            after_comma: false,
            is_broken: false,
        }
    }
}

/// A part of an expression.
enum Part<'i> {
    Item(Item),
    Group(Box<Level<'i>>),
}

impl Builder<'_> {
    /// An expression that is a whole clause.
    pub(super) fn clause(&mut self, node: Node<'_>) -> ExprId {
        let span = self.span(&node);
        let mut level = Box::new(Level::new(Opener::Clause, span, node));
        let mut around = Vec::new();
        loop {
            match level.parts.next() {
                Some(part) if part.kind() == Kind::comma => self.comma(&mut level, self.span(&part)),
                Some(part) => match self.part(part, &mut level) {
                    Part::Item(item) => self.admit(&mut level, item),
                    Part::Group(inner) => around.push(std::mem::replace(&mut level, inner)),
                },
                None => {
                    self.end_values(&mut level);
                    let Some(outer) = around.pop() else { return self.first_value(&level) };
                    let item = self.close(*level);
                    level = outer;
                    self.admit(&mut level, item);
                }
            }
        }
    }

    /// Adds an item if it may follow the one before it.
    fn admit(&mut self, level: &mut Level<'_>, item: Item) {
        let item = join_sign(&mut level.items, item);
        let after_operand = level.items.last().is_some_and(Item::ends_operand);
        if item.follows_operand() != after_operand && !level.is_broken {
            level.is_broken = true;
            let span = item.span();
            self.report_at(span, |builder| builder.out_of_turn(span, after_operand));
        }
        level.after_comma = false;
        level.items.push(item);
    }

    /// The message for an operator where a value is to begin, or the other way round.
    fn out_of_turn(&self, span: Span, after_operand: bool) -> Diagnostic {
        let at = self.tokens.partition_point(|token| token.start < span.start);
        let expected = if after_operand { diagnose::BEHIND_VALUE } else { diagnose::VALUE };
        let scene = Scene { source: self.source, file: self.file, tokens: self.tokens, at, expected };
        diagnose::diagnose(&scene)
    }

    fn comma(&mut self, level: &mut Level<'_>, comma: Span) {
        self.end_value(level, comma);
        level.after_comma = true;
    }

    /// Ends the last expression of a group, if there is one.
    fn end_values(&mut self, level: &mut Level<'_>) {
        if !level.items.is_empty() || level.after_comma {
            let end = match level.opener {
                Opener::Clause => level.span.after(),
                Opener::Paren | Opener::Call(_) | Opener::In { .. } => {
                    Span { start: level.span.end.saturating_sub(1), ..level.span }
                }
            };
            self.end_value(level, end);
        }
    }

    /// Ends the expression before a comma or a closing parenthesis.
    fn end_value(&mut self, level: &mut Level<'_>, end: Span) {
        let items = std::mem::take(&mut level.items);
        if !items.last().is_some_and(Item::ends_operand) && !level.is_broken {
            level.is_broken = true;
            self.report_at(end, |builder| builder.out_of_turn(end, false));
        }
        let place = match level.opener {
            Opener::In { .. } => Place::Item,
            Opener::Clause | Opener::Paren | Opener::Call(_) => Place::Whole,
        };
        let is_broken = std::mem::take(&mut level.is_broken);
        let value = if is_broken { self.exprs.push(ExprKind::Error, end) } else { self.fold(items, place) };
        level.values.push(value);
    }

    fn first_value(&mut self, level: &Level<'_>) -> ExprId {
        level.values.first().copied().unwrap_or_else(|| self.exprs.push(ExprKind::Error, level.span))
    }

    /// Makes an item of a pair of parentheses and what is in it.
    fn close(&mut self, level: Level<'_>) -> Item {
        let (span, values) = (level.span, level.values);
        let kind = match level.opener {
            Opener::In { negated } => {
                if values.is_empty() {
                    self.report(error::in_nothing(span));
                }
                return Item::Op(Op::In { items: values, negated }, span);
            }
            Opener::Call(function) => ExprKind::Call { function, args: values },
            Opener::Clause | Opener::Paren => match values.as_slice() {
                [inner] => ExprKind::Paren(*inner),
                [] => {
                    self.report(error::nothing_in_parentheses(span));
                    ExprKind::Error
                }
                [_, ..] => {
                    self.report(error::several_in_parentheses(span));
                    ExprKind::Error
                }
            },
        };
        Item::operand(What::Built(self.exprs.push(kind, span)), span)
    }

    fn part<'i>(&mut self, node: Node<'i>, level: &mut Level<'i>) -> Part<'i> {
        let span = self.span(&node);
        let after_operand = level.items.last().is_some_and(Item::ends_operand);
        let after_sign = level.items.last().is_some_and(Item::is_sign);
        match node.kind() {
            Kind::group if after_operand => {
                self.report_at(span, |builder| builder.out_of_turn(span, true));
                Part::Group(Box::new(Level::new(Opener::Paren, span, node)))
            }
            Kind::group => Part::Group(Box::new(Level::new(Opener::Paren, span, node))),
            Kind::kw_in => self.group_of_in(&mut level.parts, span, false),
            Kind::kw_not if after_operand => match level.parts.next_of(Kind::kw_in) {
                Some(_) => self.group_of_in(&mut level.parts, span, true),
                None => Part::Item(Item::Op(Op::Not, span)),
            },
            Kind::path => match level.parts.next_of(Kind::group) {
                Some(arguments) => self.call(&node, arguments),
                None => Part::Item(self.simple_operand(&node, span)),
            },
            Kind::aggregate => self.aggregate(node, &mut level.parts, span),
            Kind::figure => Part::Item(self.figure_operand(&node, span, after_sign)),
            _ => Part::Item(self.plain_part(node, &mut level.parts, after_operand)),
        }
    }

    /// A part without parentheses.
    fn plain_part(&mut self, node: Node<'_>, parts: &mut Children<'_>, after_operand: bool) -> Item {
        let span = self.span(&node);
        let op = match node.kind() {
            Kind::kw_and => Op::And,
            Kind::kw_or => Op::Or,
            Kind::minus if after_operand => Op::Minus,
            Kind::minus => Op::Sign,
            Kind::plus => Op::Plus,
            Kind::star => Op::Star,
            Kind::slash => Op::Slash,
            Kind::kw_between => Op::Between,
            Kind::kw_where => Op::Where,
            Kind::comparison | Kind::kw_contains | Kind::starts_with | Kind::ends_with => Op::compare(node.text()),
            Kind::kw_not => Op::Not,
            Kind::kw_is => return self.is(parts, span),
            Kind::kw_by => return self.by(parts, span),
            Kind::kw_within => return self.within(parts, span),
            Kind::quantifier => return Item::operand(self.quantifier(node), span),
            _ => return self.simple_operand(&node, span),
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

    fn group_of_in<'i>(&mut self, parts: &mut Children<'i>, span: Span, negated: bool) -> Part<'i> {
        match parts.next_of(Kind::group) {
            Some(group) => {
                let span = span.to(self.span(&group));
                Part::Group(Box::new(Level::new(Opener::In { negated }, span, group)))
            }
            None => {
                self.report(error::in_without_parentheses(span));
                Part::Item(Item::Op(Op::Is, span))
            }
        }
    }

    fn by(&mut self, parts: &mut Children<'_>, span: Span) -> Item {
        let name = parts.next_of(Kind::name).map(|name| self.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span });
        let span = span.to(name.span);
        Item::Op(Op::By(Box::new(name)), span)
    }

    fn within(&mut self, parts: &mut Children<'_>, span: Span) -> Item {
        let Some(figure) = parts.next_of(Kind::figure) else { return Item::operand(What::Missing, span) };
        let place = self.span(&figure);
        let within = match self.figure(&figure, false) {
            Literal::Duration(days) => Within::Days(days),
            Literal::Offset(months) => Within::Months(months),
            Literal::Bool(_)
            | Literal::Number(_)
            | Literal::Percent(_)
            | Literal::Money(..)
            | Literal::Date(_)
            | Literal::Text(_) => {
                self.report(error::within_without_unit(place, figure.text()));
                Within::Days(0)
            }
        };
        Item::Op(Op::Within(within, place), span.to(place))
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
        Item::Operand(Operand { what: What::Built(id), span, is_smallest })
    }

    /// An operand without expressions in it.
    fn simple_operand(&mut self, node: &Node<'_>, span: Span) -> Item {
        let kind = match node.kind() {
            Kind::kw_today => ExprKind::Today,
            Kind::kw_true => ExprKind::Literal(Literal::Bool(true)),
            Kind::kw_false => ExprKind::Literal(Literal::Bool(false)),
            Kind::chance_point => ExprKind::Chance(chance_end(node.text())),
            Kind::date => ExprKind::Literal(Literal::Date(self.date(node))),
            Kind::text => ExprKind::Literal(Literal::Text(self.text(node).value)),
            Kind::path => ExprKind::Path(self.path(node)),
            Kind::kw_known | Kind::kw_unknown => {
                self.report(error::known_without_is(span, node.text(), false));
                ExprKind::Error
            }
            _ => ExprKind::Error,
        };
        Item::operand(What::Built(self.exprs.push(kind, span)), span)
    }

    fn call<'i>(&mut self, function: &Node<'_>, arguments: Node<'i>) -> Part<'i> {
        let name = self.name(function);
        let span = name.span.to(self.span(&arguments));
        if name.text.contains(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_') {
            self.report(error::call_of_path(name.span, &name.text));
        } else if matches!(function.text(), "count" | "sum") {
            self.report(error::aggregate_as_call(name.span, &name.text));
        }
        Part::Group(Box::new(Level::new(Opener::Call(name), span, arguments)))
    }

    fn quantifier(&mut self, node: Node<'_>) -> What {
        let mut parts = node.children();
        let quantifier = self.how_many(&mut parts);
        let list = parts.next_of(Kind::path).map(|path| self.path(&path));
        match quantifier.zip(list) {
            Some((quantifier, list)) => What::Quantifier(quantifier, Box::new(list)),
            None => What::Missing,
        }
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

    /// `count of L`, or `min(a, b)`.
    fn aggregate<'i>(&mut self, node: Node<'i>, behind: &mut Children<'i>, span: Span) -> Part<'i> {
        let mut parts = node.children();
        let Some(word) = parts.next_of(Kind::aggregate_word) else {
            return Part::Item(Item::operand(What::Missing, span));
        };
        let path = parts.next_of(Kind::path).map(|path| self.path(&path));
        if path.is_none()
            && let Some(arguments) = behind.next_of(Kind::group)
        {
            return self.call(&word, arguments);
        }
        if path.is_none() {
            self.report(error::aggregate_of_nothing(span, word.text()));
        }
        let what = path.map_or(What::Missing, |path| What::Aggregate(aggregate(word.text()), Box::new(path)));
        Part::Item(Item::operand(what, span))
    }

    pub(super) fn path(&self, node: &Node<'_>) -> Path {
        let span = self.span(node);
        let at = self.tokens.partition_point(|token| token.start < span.start);
        let tokens = self.tokens.get(at..).unwrap_or_default().iter().take_while(|token| token.end <= span.end);
        let words = tokens.filter(|token| token.kind == TokenKind::Word);
        let name = |token: &super::Token| Name {
            text: token.text(self.source).to_owned(),
            span: Span { start: token.start, end: token.end, ..span },
        };
        let mut segments = Vec::with_capacity(words.clone().count());
        segments.extend(words.map(name));
        Path { segments, span }
    }
}

/// The sign of the smallest number belongs to the literal, as that has no positive counterpart.
fn join_sign(items: &mut Vec<Item>, item: Item) -> Item {
    match (item, items.last()) {
        (Item::Operand(operand), Some(&Item::Op(_, sign))) if operand.is_smallest => {
            items.pop();
            Item::Operand(Operand { span: sign.to(operand.span), ..operand })
        }
        (item, _) => item,
    }
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
