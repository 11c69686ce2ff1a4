//! Expressions on one opportunity, by plain recursion.

use stagegate::internals::hir::{
    Aggregate, ArithmeticOp, CompareOp, Expr, ExprId, ExprKind, FactRef, ListRef, Literal, Operand, Playbook,
    Quantifier, Scope, TextOp, Within,
};
use stagegate::internals::value::Calendar;

use super::chance::Interval;
use super::number::{add_months, civil, date, days_in_month, divide, in_calendar};
use super::reader::{Cell, Row, Scalar};

/// What an expression gives.
#[derive(Clone, Debug)]
pub enum Value {
    Known(Scalar),
    Unknown(Why),
}

/// Why a value is unknown: the unknown facts that made it so, in the order of reading, and whether an operation without a
/// result did.
#[derive(Clone, Debug, Default)]
pub struct Why {
    pub undefined: bool,
    pub reasons: Vec<Reason>,
}

/// An unknown fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Its place in the order of declaration.
    pub order: u32,
    pub path: String,
    /// `missing`, `not yet` and so on.
    pub why: &'static str,
}

/// How `is known` counts where what it asks for is unknown: as it stands, or as unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    AsItStands,
    MayBecomeKnown,
}

/// All that expressions read.
pub struct World<'a> {
    pub playbook: &'a Playbook,
    pub row: &'a Row,
    pub today: i128,
    pub chance: Option<Interval>,
}

/// The element that the innermost `where` is about.
pub type Element<'a> = Option<&'a Row>;

impl Why {
    pub fn merge(&mut self, other: Why) {
        self.undefined |= other.undefined;
        for reason in other.reasons {
            if !self.reasons.iter().any(|known| known.order == reason.order) {
                self.reasons.push(reason);
            }
        }
    }
}

impl Value {
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Known(Scalar::Bool(value)) => Some(*value),
            Value::Known(other) => panic!("{other:?} is no truth"),
            Value::Unknown(_) => None,
        }
    }

    pub fn why(self) -> Why {
        match self {
            Value::Known(_) => Why::default(),
            Value::Unknown(why) => why,
        }
    }
}

fn undefined() -> Value {
    Value::Unknown(Why { undefined: true, reasons: Vec::new() })
}

fn truth(value: bool) -> Value {
    Value::Known(Scalar::Bool(value))
}

fn or_undefined(value: Option<Scalar>) -> Value {
    value.map_or_else(undefined, Value::Known)
}

/// The operands where all are known, else why not.
fn all_known(values: Vec<Value>) -> Result<Vec<Scalar>, Value> {
    let mut why = Why::default();
    let mut known = Vec::new();
    let mut unknown = false;
    for value in values {
        match value {
            Value::Known(scalar) => known.push(scalar),
            Value::Unknown(more) => {
                unknown = true;
                why.merge(more);
            }
        }
    }
    if unknown { Err(Value::Unknown(why)) } else { Ok(known) }
}

pub fn and(values: Vec<Value>) -> Value {
    if values.iter().any(|value| value.truth() == Some(false)) {
        return truth(false);
    }
    match all_known(values) {
        Ok(_) => truth(true),
        Err(unknown) => unknown,
    }
}

pub fn or(values: Vec<Value>) -> Value {
    not(and(values.into_iter().map(not).collect()))
}

pub fn not(value: Value) -> Value {
    match value.truth() {
        Some(known) => truth(!known),
        None => value,
    }
}

impl<'a> World<'a> {
    pub fn expr(&self, id: ExprId) -> &'a Expr {
        self.playbook.exprs.get(id)
    }

    pub fn eval(&self, id: ExprId, element: Element<'a>, mode: Mode) -> Value {
        let eval = |id: ExprId| self.eval(id, element, mode);
        match &self.expr(id).kind {
            ExprKind::Literal(literal) => Value::Known(self.literal(id, literal)),
            ExprKind::Today => Value::Known(Scalar::Date(self.today)),
            ExprKind::Fact { fact, by, within } => match self.fact(fact, *by, *within, element) {
                Ok(cell) => Value::Known(cell.value.clone()),
                Err((why, _)) => {
                    let column = self.column(fact);
                    let reason = Reason { order: column.order, path: column.path.clone(), why };
                    Value::Unknown(Why { undefined: false, reasons: vec![reason] })
                }
            },
            ExprKind::Define(define) => self.eval(self.playbook.defines[define.0 as usize].expr, None, mode),
            ExprKind::ChanceEnd(end) => Value::Known(Scalar::Percent(self.chance.as_ref().unwrap().end(*end))),
            ExprKind::CompareChance { op, right } => self.chance().compare(*op, eval(*right)),
            ExprKind::ChanceBetween { low, high } => self.chance().between(eval(*low), eval(*high)),
            ExprKind::And(items) => and(items.iter().copied().map(eval).collect()),
            ExprKind::Or(items) => or(items.iter().copied().map(eval).collect()),
            ExprKind::Not(inner) => not(eval(*inner)),
            ExprKind::Compare { op, left, right } => compare(*op, eval(*left), eval(*right)),
            ExprKind::Between { value, low, high } => {
                let at_least = compare(CompareOp::GreaterOrEqual, eval(*value), eval(*low));
                let at_most = compare(CompareOp::LessOrEqual, eval(*value), eval(*high));
                and(vec![at_least, at_most])
            }
            ExprKind::In { value, items, negated } => {
                let found = or(items.iter().map(|item| compare(CompareOp::Is, eval(*value), eval(*item))).collect());
                if *negated { not(found) } else { found }
            }
            ExprKind::TextTest { op, left, right } => match all_known(vec![eval(*left), eval(*right)]) {
                Ok(texts) => {
                    let [Scalar::Text(left), Scalar::Text(right)] = &texts[..] else { panic!("{texts:?}") };
                    truth(match op {
                        TextOp::Contains => left.contains(right.as_str()),
                        TextOp::StartsWith => left.starts_with(right.as_str()),
                        TextOp::EndsWith => left.ends_with(right.as_str()),
                    })
                }
                Err(unknown) => unknown,
            },
            ExprKind::Known { value, negated } => known(eval(*value), *negated, mode),
            ExprKind::ListKnown { list, negated } => {
                let value = match self.list(list, element) {
                    Some(_) => truth(true),
                    None => self.list_unknown(list),
                };
                known(value, *negated, mode)
            }
            ExprKind::Negate(inner) => map(eval(*inner), |value| checked(&value, -size(&value))),
            ExprKind::Arithmetic { first, rest } => rest.iter().fold(eval(*first), |left, step| match step.right {
                Operand::Expr(right) => match all_known(vec![left, eval(right)]) {
                    Ok(both) => or_undefined(arithmetic(step.op, &both[0], &both[1], &self.expr(id).ty)),
                    Err(unknown) => unknown,
                },
                Operand::Months(months) => map(left, |left| {
                    let months = i128::from(months);
                    let months = if step.op == ArithmeticOp::DateSubMonths { -months } else { months };
                    add_months(size(&left), months).map(Scalar::Date)
                }),
            }),
            ExprKind::Calendar(end, inner) => map(eval(*inner), |day| Some(Scalar::Date(calendar(*end, size(&day))))),
            ExprKind::Abs(inner) => map(eval(*inner), |value| checked(&value, size(&value).abs())),
            ExprKind::Round(inner) => map(eval(*inner), |value| checked(&value, divide(size(&value), 10_000) * 10_000)),
            ExprKind::Min(left, right) => self.extreme(eval(*left), eval(*right), false),
            ExprKind::Max(left, right) => self.extreme(eval(*left), eval(*right), true),
            ExprKind::Length(inner) => map(eval(*inner), |value| {
                let Scalar::Text(text) = value else { panic!("{value:?}") };
                Some(Scalar::Number(text.chars().count() as i128 * 10_000))
            }),
            ExprKind::Lower(inner) => map(eval(*inner), |value| {
                let Scalar::Text(text) = value else { panic!("{value:?}") };
                Some(Scalar::Text(text.to_lowercase()))
            }),
            ExprKind::Call { .. } => panic!("no functions here"),
            ExprKind::Quantifier { quantifier, list, condition } => {
                self.quantifier(*quantifier, list, *condition, element, mode)
            }
            ExprKind::Aggregate { aggregate, list, value, condition } => {
                self.aggregate(id, *aggregate, list, *value, *condition, element, mode)
            }
        }
    }

    fn chance(&self) -> &Interval {
        self.chance.as_ref().expect("a chance")
    }

    fn extreme(&self, left: Value, right: Value, greater: bool) -> Value {
        match all_known(vec![left, right]) {
            Ok(mut both) => {
                let right_wins =
                    if greater { size(&both[1]) > size(&both[0]) } else { size(&both[1]) < size(&both[0]) };
                Value::Known(both.remove(usize::from(right_wins)))
            }
            Err(unknown) => unknown,
        }
    }

    fn literal(&self, id: ExprId, literal: &Literal) -> Scalar {
        match literal {
            Literal::Bool(value) => Scalar::Bool(*value),
            Literal::Number(count) => Scalar::Number((*count).into()),
            Literal::Percent(count) => Scalar::Percent((*count).into()),
            Literal::Money(count, currency) => Scalar::Money((*count).into(), currency.as_str().to_owned()),
            Literal::Duration(days) => Scalar::Duration((*days).into()),
            Literal::Date(date) => Scalar::Date(date.days().into()),
            Literal::Text(text) => Scalar::Text(text.clone()),
            Literal::Variant(place) => match &self.expr(id).ty {
                stagegate::internals::hir::Type::Enumeration(names) => {
                    Scalar::Variant(*place as usize, names[*place as usize].clone())
                }
                other => panic!("{other:?}"),
            },
        }
    }

    pub fn column(&self, fact: &FactRef) -> &'a stagegate::internals::schema::Column {
        &self.playbook.schema.tables[fact.table.0 as usize].columns[fact.column.0 as usize]
    }

    pub fn list_shape(&self, list: &ListRef) -> &'a stagegate::internals::schema::List {
        &self.playbook.schema.tables[list.table.0 as usize].lists[list.list.0 as usize]
    }

    fn row_of(&self, scope: Scope, element: Element<'a>) -> &'a Row {
        match scope {
            Scope::Opportunity => self.row,
            Scope::Element => element.expect("an element"),
        }
    }

    /// The fact, or why it is unknown and what there is of it.
    pub fn fact(
        &self,
        fact: &FactRef,
        by: Option<u32>,
        within: Option<Within>,
        element: Element<'a>,
    ) -> Result<&'a Cell, (&'static str, Option<&'a Cell>)> {
        let Some(cell) = &self.row_of(fact.scope, element).cells[fact.column.0 as usize] else {
            return Err(("missing", None));
        };
        if cell.on.is_some_and(|on| on > self.today) {
            return Err(("not yet", Some(cell)));
        }
        if by.is_some_and(|by| cell.grade < by as usize) {
            return Err(("weak", Some(cell)));
        }
        let Some(within) = within else { return Ok(cell) };
        let Some(on) = cell.on else { return Err(("undated", Some(cell))) };
        let oldest = match within {
            Within::Days(days) => Some(self.today - i128::from(days)),
            Within::Months(months) => add_months(self.today, -i128::from(months)),
        };
        if oldest.is_some_and(|oldest| on < oldest) { Err(("stale", Some(cell))) } else { Ok(cell) }
    }

    pub fn list(&self, list: &ListRef, element: Element<'a>) -> Option<&'a Vec<Row>> {
        self.row_of(list.scope, element).lists[list.list.0 as usize].as_ref()
    }

    fn list_unknown(&self, list: &ListRef) -> Value {
        let shape = self.list_shape(list);
        let reason = Reason { order: shape.order, path: shape.path.clone(), why: "missing" };
        Value::Unknown(Why { undefined: false, reasons: vec![reason] })
    }

    fn quantifier(
        &self,
        quantifier: Quantifier,
        list: &ListRef,
        condition: Option<ExprId>,
        element: Element<'a>,
        mode: Mode,
    ) -> Value {
        let Some(rows) = self.list(list, element) else { return self.list_unknown(list) };
        let (mut yes, mut unknown, mut why) = (0, 0, Why::default());
        for row in rows {
            let mut value = condition.map_or(truth(true), |condition| self.eval(condition, Some(row), mode));
            if quantifier == Quantifier::All {
                value = not(value);
            }
            match value.truth() {
                Some(true) => yes += 1,
                Some(false) => {}
                None => {
                    unknown += 1;
                    why.merge(value.why());
                }
            }
        }
        let at_least = |n: u64| {
            if yes >= n {
                Some(true)
            } else if yes + unknown < n {
                Some(false)
            } else {
                None
            }
        };
        let at_most = |n: u64| at_least(n + 1).map(|more| !more);
        let answer = match quantifier {
            Quantifier::Any => at_least(1),
            // Without `where` all elements are true, so that none fails.
            Quantifier::All if condition.is_none() => Some(true),
            Quantifier::None | Quantifier::All => at_most(0),
            Quantifier::AtLeast(n) => at_least(n),
            Quantifier::AtMost(n) => at_most(n),
            Quantifier::Exactly(n) => match (at_least(n), at_most(n)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        };
        answer.map_or(Value::Unknown(why), truth)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one expression")]
    fn aggregate(
        &self,
        id: ExprId,
        aggregate: Aggregate,
        list: &ListRef,
        value: Option<ExprId>,
        condition: Option<ExprId>,
        element: Element<'a>,
        mode: Mode,
    ) -> Value {
        let Some(rows) = self.list(list, element) else { return self.list_unknown(list) };
        let mut values = Vec::new();
        for row in rows {
            let counts = condition.map_or(truth(true), |condition| self.eval(condition, Some(row), mode));
            match counts.truth() {
                Some(true) => {
                    values.push(value.map_or(Value::Known(Scalar::Number(10_000)), |v| self.eval(v, Some(row), mode)))
                }
                Some(false) => {}
                None => values.push(counts),
            }
        }
        let values = match all_known(values) {
            Ok(values) => values,
            Err(unknown) => return unknown,
        };
        let sizes = values.iter().map(size);
        match aggregate {
            Aggregate::Count => Value::Known(Scalar::Number(values.len() as i128 * 10_000)),
            Aggregate::Sum => or_undefined(checked(&zero(&self.expr(id).ty), sizes.sum())),
            Aggregate::Min => or_undefined(sizes.min().and_then(|least| checked(&zero(&self.expr(id).ty), least))),
            Aggregate::Max => or_undefined(sizes.max().and_then(|most| checked(&zero(&self.expr(id).ty), most))),
        }
    }
}

fn known(value: Value, negated: bool, mode: Mode) -> Value {
    match value {
        Value::Known(_) => truth(!negated),
        Value::Unknown(why) if mode == Mode::MayBecomeKnown && !why.reasons.is_empty() => Value::Unknown(why),
        Value::Unknown(_) => truth(negated),
    }
}

fn map(value: Value, operation: impl Fn(Scalar) -> Option<Scalar>) -> Value {
    match value {
        Value::Known(scalar) => or_undefined(operation(scalar)),
        unknown @ Value::Unknown(_) => unknown,
    }
}

/// The count behind a scalar that has an order.
pub fn size(scalar: &Scalar) -> i128 {
    match scalar {
        Scalar::Number(count) | Scalar::Percent(count) | Scalar::Money(count, _) => *count,
        Scalar::Duration(count) | Scalar::Date(count) => *count,
        Scalar::Bool(_) | Scalar::Text(_) | Scalar::Variant(..) => panic!("{scalar:?} has no size"),
    }
}

/// A scalar of the same kind, where the count is in range.
fn checked(like: &Scalar, count: i128) -> Option<Scalar> {
    let decimal = i64::try_from(count).is_ok();
    match like {
        Scalar::Number(_) => decimal.then_some(Scalar::Number(count)),
        Scalar::Percent(_) => decimal.then_some(Scalar::Percent(count)),
        Scalar::Money(_, currency) => decimal.then(|| Scalar::Money(count, currency.clone())),
        Scalar::Duration(_) => (count.abs() <= 922_337_203_685_477).then_some(Scalar::Duration(count)),
        Scalar::Date(_) => in_calendar(count).map(Scalar::Date),
        Scalar::Bool(_) | Scalar::Text(_) | Scalar::Variant(..) => panic!("{like:?} has no size"),
    }
}

fn zero(ty: &stagegate::internals::hir::Type) -> Scalar {
    use stagegate::internals::hir::Type;
    match ty {
        Type::Number => Scalar::Number(0),
        Type::Percent => Scalar::Percent(0),
        Type::Money(currency) => Scalar::Money(0, currency.as_str().to_owned()),
        Type::Duration => Scalar::Duration(0),
        Type::Date => Scalar::Date(0),
        Type::Bool | Type::Text | Type::Enumeration(_) => panic!("{ty:?} has no zero"),
    }
}

/// By the table of the language: what the operands are says what is done. The operator only says which sign.
fn arithmetic(
    op: ArithmeticOp,
    left: &Scalar,
    right: &Scalar,
    _whole: &stagegate::internals::hir::Type,
) -> Option<Scalar> {
    use ArithmeticOp as Op;
    let (a, b) = (size(left), size(right));
    let sign = match op {
        Op::Add | Op::AddDays | Op::DateAdd | Op::DateAddMonths => '+',
        Op::Sub | Op::SubDays | Op::DateDiff | Op::DateSub | Op::DateSubMonths => '-',
        Op::Mul | Op::MulDays => '*',
        Op::Div | Op::DivDays => '/',
    };
    let ratio = |like: &Scalar| if b == 0 { None } else { checked(like, divide(a * 10_000, b)) };
    let number = Scalar::Number(0);
    match (left, sign, right) {
        (Scalar::Number(_), '+', Scalar::Number(_)) | (Scalar::Percent(_), '+', Scalar::Percent(_)) => {
            checked(left, a + b)
        }
        (Scalar::Number(_), '-', Scalar::Number(_)) | (Scalar::Percent(_), '-', Scalar::Percent(_)) => {
            checked(left, a - b)
        }
        (Scalar::Number(_), '*', Scalar::Number(_)) | (Scalar::Percent(_), '*', Scalar::Percent(_)) => {
            checked(left, divide(a * b, 10_000))
        }
        (Scalar::Number(_), '/', Scalar::Number(_)) | (Scalar::Percent(_), '/', Scalar::Percent(_)) => ratio(&number),
        (Scalar::Money(_, x), '+', Scalar::Money(_, y)) if x == y => checked(left, a + b),
        (Scalar::Money(_, x), '-', Scalar::Money(_, y)) if x == y => checked(left, a - b),
        (Scalar::Money(_, x), '/', Scalar::Money(_, y)) if x == y => ratio(&number),
        (Scalar::Duration(_), '+', Scalar::Duration(_)) => checked(left, a + b),
        (Scalar::Duration(_), '-', Scalar::Duration(_)) => checked(left, a - b),
        (Scalar::Duration(_), '/', Scalar::Duration(_)) => ratio(&number),
        // Scales are in ten-thousandths, whatever is scaled keeps its unit.
        (Scalar::Money(..) | Scalar::Duration(_) | Scalar::Number(_), '*', Scalar::Number(_) | Scalar::Percent(_)) => {
            checked(left, divide(a * b, 10_000))
        }
        (Scalar::Money(..) | Scalar::Duration(_) | Scalar::Number(_), '/', Scalar::Number(_) | Scalar::Percent(_)) => {
            ratio(left)
        }
        (Scalar::Number(_) | Scalar::Percent(_), '*', Scalar::Money(..) | Scalar::Duration(_) | Scalar::Number(_)) => {
            checked(right, divide(a * b, 10_000))
        }
        (Scalar::Date(_), '-', Scalar::Date(_)) => checked(&Scalar::Duration(0), a - b),
        (Scalar::Date(_), '+', Scalar::Duration(_)) => checked(left, a + b),
        (Scalar::Date(_), '-', Scalar::Duration(_)) => checked(left, a - b),
        _ => panic!("{left:?} {op:?} {right:?}"),
    }
}

pub fn compare(op: CompareOp, left: Value, right: Value) -> Value {
    let both = match all_known(vec![left, right]) {
        Ok(both) => both,
        Err(unknown) => return unknown,
    };
    let same = match (&both[0], &both[1]) {
        (Scalar::Variant(a, _), Scalar::Variant(b, _)) => a == b,
        (a, b) => a == b,
    };
    truth(match op {
        CompareOp::Is => same,
        CompareOp::IsNot => !same,
        CompareOp::Less => size(&both[0]) < size(&both[1]),
        CompareOp::LessOrEqual => size(&both[0]) <= size(&both[1]),
        CompareOp::Greater => size(&both[0]) > size(&both[1]),
        CompareOp::GreaterOrEqual => size(&both[0]) >= size(&both[1]),
    })
}

fn calendar(end: Calendar, day: i128) -> i128 {
    let (year, month, _) = civil(day);
    let quarter = (month - 1) / 3 * 3 + 1;
    let first = |month| date(year, month, 1).unwrap();
    let last = |month| date(year, month, days_in_month(year, month)).unwrap();
    match end {
        Calendar::StartOfMonth => first(month),
        Calendar::StartOfQuarter => first(quarter),
        Calendar::StartOfYear => first(1),
        Calendar::EndOfMonth => last(month),
        Calendar::EndOfQuarter => last(quarter + 2),
        Calendar::EndOfYear => last(12),
    }
}
