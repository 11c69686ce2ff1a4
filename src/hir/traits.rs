//! What is known of each expression: whether it mentions the day, is constant, asks whether something is known, and
//! which expressions are the same. All of it in one pass, as children stand before parents and defines before users.

use std::collections::HashMap;

use super::{DefineId, ExprId, ExprKind, Exprs, Literal, Operand, Quantifier};
use crate::source::Span;

/// Whether what is found false makes the whole true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    Straight,
    /// Under an odd number of `not`, `none of` and `at most`.
    Turned,
}

impl Polarity {
    /// This one within another.
    pub(crate) fn then(self, inner: Polarity) -> Polarity {
        if self == inner { Polarity::Straight } else { Polarity::Turned }
    }
}

/// What is known of one expression.
#[derive(Clone, Copy, Debug, Default)]
struct Trait {
    today: Option<Span>,
    /// Constant, and which truth where that is known.
    constant: Option<Option<bool>>,
    /// The first `is known` of either polarity.
    straight: Option<Span>,
    turned: Option<Span>,
    /// The same for expressions that are the same.
    shape: u32,
}

/// What is known of all expressions.
pub(crate) struct Traits {
    traits: Vec<Trait>,
}

impl Traits {
    /// Looks at all expressions; `define` gives a define's own.
    pub(crate) fn of(exprs: &Exprs, define: impl Fn(DefineId) -> Option<ExprId>) -> Self {
        let mut all = Traits { traits: Vec::with_capacity(exprs.len()) };
        let mut shapes: HashMap<String, u32> = HashMap::new();
        for place in 0..exprs.len() {
            let expr = exprs.get(ExprId(u32::try_from(place).unwrap_or(u32::MAX)));
            let inner = if let ExprKind::Define(id) = expr.kind { define(id) } else { None };
            let mut found = all.judge(&expr.kind, expr.span, inner);
            let next = u32::try_from(shapes.len()).unwrap_or(u32::MAX);
            found.shape = *shapes.entry(all.key(&expr.kind)).or_insert(next);
            all.traits.push(found);
        }
        all
    }

    /// Where the day is first mentioned.
    pub(crate) fn today(&self, expr: ExprId) -> Option<Span> {
        self.get(expr).today
    }

    /// Whether it is constant, and which truth where that is known.
    pub(crate) fn constant(&self, expr: ExprId) -> Option<Option<bool>> {
        self.get(expr).constant
    }

    /// Where it asks whether something is known, so that it being unknown has the given effect reversed.
    pub(crate) fn known(&self, expr: ExprId, polarity: Polarity) -> Option<Span> {
        match polarity {
            Polarity::Straight => self.get(expr).turned,
            Polarity::Turned => self.get(expr).straight,
        }
    }

    /// The same number for expressions that are the same.
    pub(crate) fn shape(&self, expr: ExprId) -> u32 {
        self.get(expr).shape
    }

    fn get(&self, expr: ExprId) -> Trait {
        usize::try_from(expr.0).ok().and_then(|place| self.traits.get(place)).copied().unwrap_or_default()
    }

    fn judge(&self, kind: &ExprKind, span: Span, define: Option<ExprId>) -> Trait {
        if let Some(define) = define {
            return self.get(define);
        }
        let mut found = Trait { constant: self.constant_of(kind), ..Trait::default() };
        let asks_today = matches!(kind, ExprKind::Today | ExprKind::Fact { within: Some(_), .. });
        let below = children(kind).into_iter().find_map(|child| self.today(child));
        found.today = below.or(asks_today.then_some(span));
        if let ExprKind::Known { negated: false, .. } | ExprKind::ListKnown { negated: false, .. } = kind {
            found.straight = Some(span);
        }
        for (child, turn) in passes(kind) {
            let child = self.get(child);
            let (straight, turned) = match turn {
                Polarity::Straight => (child.straight, child.turned),
                Polarity::Turned => (child.turned, child.straight),
            };
            found.straight = found.straight.or(straight);
            found.turned = found.turned.or(turned);
        }
        found
    }

    fn constant_of(&self, kind: &ExprKind) -> Option<Option<bool>> {
        let truth = |operands: &[ExprId], decisive: bool| {
            let constants: Vec<Option<Option<bool>>> = operands.iter().map(|&operand| self.constant(operand)).collect();
            if constants.contains(&Some(Some(decisive))) {
                return Some(Some(decisive));
            }
            let settled = constants.iter().all(|constant| *constant == Some(Some(!decisive)));
            constants.iter().all(Option::is_some).then_some(settled.then_some(!decisive))
        };
        match kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(Some(*value)),
            ExprKind::Literal(_) => Some(None),
            ExprKind::And(operands) => truth(operands, false),
            ExprKind::Or(operands) => truth(operands, true),
            ExprKind::Not(operand) => self.constant(*operand).map(|value| value.map(|value| !value)),
            ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Known { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Calendar(..)
            | ExprKind::Abs(_)
            | ExprKind::Round(_)
            | ExprKind::Min(..)
            | ExprKind::Max(..)
            | ExprKind::Length(_)
            | ExprKind::Lower(_) => {
                children(kind).into_iter().all(|child| self.constant(child).is_some()).then_some(None)
            }
            ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::Define(_)
            | ExprKind::ChanceEnd(_)
            | ExprKind::CompareChance { .. }
            | ExprKind::ChanceBetween { .. }
            | ExprKind::ListKnown { .. }
            | ExprKind::Call { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Aggregate { .. } => None,
        }
    }

    /// A text that is the same for the same expressions.
    fn key(&self, kind: &ExprKind) -> String {
        let mut key = head(kind);
        for child in children(kind) {
            key.push(' ');
            key.push_str(&self.shape(child).to_string());
        }
        key
    }
}

/// An expression without its operands.
fn head(kind: &ExprKind) -> String {
    match kind {
        ExprKind::Literal(_)
        | ExprKind::Today
        | ExprKind::Fact { .. }
        | ExprKind::Define(_)
        | ExprKind::ChanceEnd(_)
        | ExprKind::ListKnown { .. } => format!("{kind:?}"),
        ExprKind::CompareChance { op, .. } => format!("chance {op:?}"),
        ExprKind::ChanceBetween { .. } => "chance between".to_owned(),
        ExprKind::And(_) => "and".to_owned(),
        ExprKind::Or(_) => "or".to_owned(),
        ExprKind::Not(_) => "not".to_owned(),
        ExprKind::Compare { op, .. } => format!("{op:?}"),
        ExprKind::Between { .. } => "between".to_owned(),
        ExprKind::In { negated, .. } => format!("in {negated}"),
        ExprKind::TextTest { op, .. } => format!("{op:?}"),
        ExprKind::Known { negated, .. } => format!("known {negated}"),
        ExprKind::Negate(_) => "negate".to_owned(),
        ExprKind::Arithmetic { rest, .. } => {
            let steps = rest.iter().map(|step| match step.right {
                Operand::Expr(_) => format!("{:?}", step.op),
                Operand::Months(months) => format!("{:?} {months}", step.op),
            });
            steps.collect::<Vec<_>>().join(",")
        }
        ExprKind::Calendar(end, _) => format!("{end:?}"),
        ExprKind::Abs(_) => "abs".to_owned(),
        ExprKind::Round(_) => "round".to_owned(),
        ExprKind::Min(..) => "min".to_owned(),
        ExprKind::Max(..) => "max".to_owned(),
        ExprKind::Length(_) => "length".to_owned(),
        ExprKind::Lower(_) => "lower".to_owned(),
        ExprKind::Call { function, .. } => format!("{function:?}"),
        ExprKind::Quantifier { quantifier, list, condition } => {
            format!("{quantifier:?} {list:?} {}", condition.is_some())
        }
        ExprKind::Aggregate { aggregate, list, condition, .. } => {
            format!("{aggregate:?} {list:?} {}", condition.is_some())
        }
    }
}

/// The operands of an expression, in order.
fn children(kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::Literal(_)
        | ExprKind::Today
        | ExprKind::Fact { .. }
        | ExprKind::Define(_)
        | ExprKind::ChanceEnd(_)
        | ExprKind::ListKnown { .. } => Vec::new(),
        ExprKind::CompareChance { right, .. } => vec![*right],
        ExprKind::ChanceBetween { low, high } => vec![*low, *high],
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.clone(),
        ExprKind::Compare { left, right, .. } | ExprKind::TextTest { left, right, .. } => vec![*left, *right],
        ExprKind::Between { value, low, high } => vec![*value, *low, *high],
        ExprKind::In { value, items, .. } => [*value].into_iter().chain(items.iter().copied()).collect(),
        ExprKind::Known { value, .. } => vec![*value],
        ExprKind::Arithmetic { first, rest } => {
            let rest = rest.iter().filter_map(|step| match step.right {
                Operand::Expr(expr) => Some(expr),
                Operand::Months(_) => None,
            });
            [*first].into_iter().chain(rest).collect()
        }
        ExprKind::Not(operand)
        | ExprKind::Negate(operand)
        | ExprKind::Calendar(_, operand)
        | ExprKind::Abs(operand)
        | ExprKind::Round(operand)
        | ExprKind::Length(operand)
        | ExprKind::Lower(operand) => vec![*operand],
        ExprKind::Min(left, right) | ExprKind::Max(left, right) => vec![*left, *right],
        ExprKind::Call { args, .. } => args.clone(),
        ExprKind::Quantifier { condition, .. } => condition.iter().copied().collect(),
        ExprKind::Aggregate { value, condition, .. } => value.iter().chain(condition).copied().collect(),
    }
}

/// The operands whose truth an expression passes on, and whether it turns it.
pub(crate) fn passes(kind: &ExprKind) -> Vec<(ExprId, Polarity)> {
    match kind {
        ExprKind::And(operands) | ExprKind::Or(operands) => {
            operands.iter().map(|&operand| (operand, Polarity::Straight)).collect()
        }
        ExprKind::Not(operand) => vec![(*operand, Polarity::Turned)],
        ExprKind::Quantifier { quantifier, condition, .. } => {
            let turn = match quantifier {
                Quantifier::None | Quantifier::AtMost(_) => Polarity::Turned,
                Quantifier::Any | Quantifier::All | Quantifier::AtLeast(_) | Quantifier::Exactly(_) => {
                    Polarity::Straight
                }
            };
            condition.iter().map(|&condition| (condition, turn)).collect()
        }
        ExprKind::Literal(_)
        | ExprKind::Today
        | ExprKind::Fact { .. }
        | ExprKind::Define(_)
        | ExprKind::ChanceEnd(_)
        | ExprKind::CompareChance { .. }
        | ExprKind::ChanceBetween { .. }
        | ExprKind::Compare { .. }
        | ExprKind::Between { .. }
        | ExprKind::In { .. }
        | ExprKind::TextTest { .. }
        | ExprKind::Known { .. }
        | ExprKind::ListKnown { .. }
        | ExprKind::Negate(_)
        | ExprKind::Arithmetic { .. }
        | ExprKind::Calendar(..)
        | ExprKind::Abs(_)
        | ExprKind::Round(_)
        | ExprKind::Min(..)
        | ExprKind::Max(..)
        | ExprKind::Length(_)
        | ExprKind::Lower(_)
        | ExprKind::Call { .. }
        | ExprKind::Aggregate { .. } => Vec::new(),
    }
}
