//! The values at which a playbook's conditions turn.
//!
//! Comes from the checked playbook and a day. For each fact it says which values are worth trying: the literals that the fact is
//! compared with, those one least step below and above, amounts scaled by the percents beside them, days counted from today;
//! every variant, both truths; evidence of each grade and age that a rule asks for, and of one that just fails; for each list the
//! lengths round the numbers that are asked for. *Unknown* is worth trying everywhere and is not listed.
//!
//! Deliberately not here: which of them go together.

use std::collections::BTreeSet;

use crate::hir::{Aggregate, ArithmeticOp, ExprId, ExprKind, Literal, Operand, Playbook, Quantifier, Type, Within};
use crate::schema::{ColumnId, DataType, ListId, TableId};
use crate::value::{Date, LONGEST_DAYS, SCALE, ops};

/// Values of one fact, past which no more are taken.
const MOST_VALUES: usize = 48;
/// Expressions looked at below one comparison.
const MOST_BELOW: usize = 256;
/// The longest list worth trying.
const LONGEST_LIST: u64 = 12;
/// Hundredths of a point in a point.
const POINT: i64 = 100;

/// What is worth trying, fact by fact and list by list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Boundaries {
    tables: Vec<TableEnds>,
}

#[derive(Clone, Debug, Default)]
struct TableEnds {
    columns: Vec<Ends>,
    lists: Vec<BTreeSet<u32>>,
}

/// What is worth trying for one fact.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ends {
    /// Values, ascending, each once.
    pub(crate) values: Vec<Literal>,
    /// Evidence, the best first.
    pub(crate) evidence: Vec<Evidence>,
}

/// Evidence of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Evidence {
    /// The grade's place.
    pub(crate) by: Option<u32>,
    /// Its date.
    pub(crate) on: Option<Date>,
}

impl Boundaries {
    /// What is worth trying on that day.
    pub(crate) fn of(playbook: &Playbook, today: Date) -> Self {
        Finder::new(playbook, today).find()
    }

    /// What is worth trying for a fact; nothing where there is no such fact.
    pub(crate) fn column(&self, table: TableId, column: ColumnId) -> Option<&Ends> {
        self.tables.get(index(table.0))?.columns.get(index(column.0))
    }

    /// The lengths worth trying for a list of a table, ascending.
    pub(crate) fn lengths(&self, table: TableId, list: ListId) -> impl Iterator<Item = u32> {
        let lists = self.tables.get(index(table.0)).map(|table| table.lists.as_slice()).unwrap_or_default();
        lists.get(index(list.0)).into_iter().flatten().copied()
    }
}

/// The least step of a literal's type that its writing shows: 1 of `50_000`, 0.01 of `3.25`, 1 % of `15%`, a day. Nothing where
/// the type has no order.
pub(crate) fn step(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Number(value) | Literal::Money(value, _) => Some(last_digit(*value, SCALE)),
        Literal::Percent(value) => Some(last_digit(*value, POINT)),
        Literal::Duration(_) | Literal::Date(_) => Some(1),
        Literal::Bool(_) | Literal::Text(_) | Literal::Variant(_) => None,
    }
}

/// The 64-bit form of a literal whose type has an order.
pub(crate) fn ordered(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Number(value) | Literal::Money(value, _) | Literal::Percent(value) | Literal::Duration(value) => {
            Some(*value)
        }
        Literal::Date(date) => Some(i64::from(date.days())),
        Literal::Bool(_) | Literal::Text(_) | Literal::Variant(_) => None,
    }
}

/// The largest power of ten up to `whole` that divides a value.
fn last_digit(value: i64, whole: i64) -> i64 {
    let mut step = whole;
    while step > 1 && value.checked_rem(step).unwrap_or(0) != 0 {
        step = step.checked_div(10).unwrap_or(1);
    }
    step.max(1)
}

/// A value of that type; nothing where it is out of range.
pub(crate) fn value_of(ty: &DataType, value: i64) -> Option<Literal> {
    match ty {
        DataType::Bool => Some(Literal::Bool(value != 0)),
        DataType::Number(_) => Some(Literal::Number(value)),
        DataType::Percent(_) => Some(Literal::Percent(value)),
        DataType::Fraction(_) => (0..=SCALE).contains(&value).then_some(Literal::Percent(value)),
        DataType::Money(currency, _) => Some(Literal::Money(value, *currency)),
        DataType::Date(_) => Date::from_days(value).map(Literal::Date),
        DataType::Duration(_) => (-LONGEST_DAYS..=LONGEST_DAYS).contains(&value).then_some(Literal::Duration(value)),
        DataType::Enumeration(variants) => {
            let place = u32::try_from(value).ok()?;
            variants.get(index(place)).map(|_| Literal::Variant(place))
        }
        DataType::Text => None,
    }
}

/// A fact's place.
type Place = (TableId, ColumnId);

/// What one fact has gathered.
#[derive(Clone, Debug, Default)]
struct Gathered {
    values: BTreeSet<i64>,
    texts: BTreeSet<String>,
    grades: BTreeSet<u32>,
    ages: BTreeSet<Within>,
}

/// What stands below a comparison.
#[derive(Default)]
struct Below {
    facts: Vec<Place>,
    literals: Vec<Literal>,
    months: Vec<i64>,
    today: bool,
    counted: Vec<(TableId, ListId)>,
}

struct Finder<'a> {
    playbook: &'a Playbook,
    today: Date,
    columns: Vec<Vec<Gathered>>,
    lists: Vec<Vec<BTreeSet<u32>>>,
}

impl<'a> Finder<'a> {
    fn new(playbook: &'a Playbook, today: Date) -> Self {
        let tables = &playbook.schema.tables;
        let lengths = || BTreeSet::from([0, 1, 2]);
        Finder {
            playbook,
            today,
            columns: tables.iter().map(|table| vec![Gathered::default(); table.columns.len()]).collect(),
            lists: tables.iter().map(|table| table.lists.iter().map(|_| lengths()).collect()).collect(),
        }
    }

    fn find(mut self) -> Boundaries {
        let comparisons = self.comparisons();
        for below in &comparisons {
            self.compared(below);
        }
        // Facts that are compared with each other share what each is compared with elsewhere; twice, for a chain of two.
        for below in comparisons.iter().chain(&comparisons) {
            self.share(below);
        }
        let tables = self.playbook.schema.tables.iter().zip(&self.columns).zip(&self.lists);
        let ends = tables.map(|((table, gathered), lists)| TableEnds {
            columns: table.columns.iter().zip(gathered).map(|(column, found)| self.ends(&column.ty, found)).collect(),
            lists: lists.clone(),
        });
        Boundaries { tables: ends.collect() }
    }

    /// Looks at every expression, and gives what stands below each comparison.
    fn comparisons(&mut self) -> Vec<Below> {
        let mut comparisons = Vec::new();
        for id in (0..u32::try_from(self.playbook.exprs.len()).unwrap_or(u32::MAX)).map(ExprId) {
            let kind = &self.playbook.exprs.get(id).kind;
            if let ExprKind::Fact { fact, by, within } = kind {
                if let Some(found) = self.gathered((fact.table, fact.column)) {
                    found.grades.extend(by);
                    found.ages.extend(within);
                }
            } else if let ExprKind::Quantifier { quantifier, list, .. } = kind {
                if let Some(count) = asked(*quantifier) {
                    self.round(list.table, list.list, count);
                }
            } else if matches!(
                kind,
                ExprKind::Compare { .. } | ExprKind::Between { .. } | ExprKind::In { .. } | ExprKind::TextTest { .. }
            ) {
                comparisons.push(self.below(id));
            }
        }
        comparisons
    }

    fn below(&self, comparison: ExprId) -> Below {
        let mut below = Below::default();
        let mut pending = self.playbook.reads(comparison);
        let mut looked = 0_usize;
        while let Some(id) = pending.pop().filter(|_| looked < MOST_BELOW) {
            looked = looked.saturating_add(1);
            let expr = self.playbook.exprs.get(id);
            if let ExprKind::Fact { fact, .. } = &expr.kind {
                below.facts.push((fact.table, fact.column));
            } else if let ExprKind::Literal(literal) = &expr.kind {
                below.literals.push(literal.clone());
            } else if let ExprKind::Today = expr.kind {
                below.today = true;
            } else if let ExprKind::Aggregate { aggregate: Aggregate::Count, list, .. } = &expr.kind {
                below.counted.push((list.table, list.list));
            } else {
                if let ExprKind::Arithmetic { rest, .. } = &expr.kind {
                    below.months.extend(rest.iter().filter_map(|step| match (step.right, step.op) {
                        (Operand::Months(months), ArithmeticOp::DateSubMonths) => Some(months.saturating_neg()),
                        (Operand::Months(months), _added) => Some(months),
                        (Operand::Expr(_), _) => None,
                    }));
                }
                let inner = self.playbook.reads(id);
                // What makes elements count is a comparison of its own.
                let is_plain = |inner: &ExprId| {
                    let inner = self.playbook.exprs.get(*inner);
                    inner.ty != Type::Bool || matches!(inner.kind, ExprKind::Fact { .. })
                };
                pending.extend(inner.into_iter().filter(is_plain));
            }
        }
        below
    }

    /// Takes in what the facts of a comparison are compared with.
    fn compared(&mut self, below: &Below) {
        for &(table, list) in &below.counted {
            for literal in &below.literals {
                if let Literal::Number(count) = literal {
                    let whole = count.checked_div(SCALE).and_then(|whole| u64::try_from(whole).ok());
                    self.round(table, list, whole.unwrap_or(0));
                }
            }
        }
        for &place in &below.facts {
            let Some(ty) = self.type_of(place) else { continue };
            for literal in &below.literals {
                if let Literal::Text(text) = literal
                    && ty == DataType::Text
                    && let Some(found) = self.gathered(place)
                {
                    found.texts.insert(text.clone());
                }
                let day = i64::from(self.today.days());
                match (&ty, literal) {
                    // A length of time, or a count of letters or elements beside it, says nothing of a date or text itself.
                    (DataType::Date(_), Literal::Duration(days)) => {
                        self.near(place, day.saturating_sub(*days), 1);
                        self.near(place, day.saturating_add(*days), 1);
                    }
                    (_, literal) if is_of(&ty, literal) => {
                        if let (Some(value), Some(step)) = (ordered(literal), step(literal)) {
                            self.near(place, value, step);
                        }
                    }
                    (_, _) => {}
                }
            }
            if matches!(ty, DataType::Date(_)) {
                self.dated(place, below);
            }
        }
    }

    /// Days counted from today.
    fn dated(&mut self, place: Place, below: &Below) {
        for &months in &below.months {
            for months in [months, months.saturating_neg()] {
                if let Some(date) = self.today.add_months(months) {
                    self.near(place, i64::from(date.days()), 1);
                }
            }
        }
        if below.today {
            self.near(place, i64::from(self.today.days()), 1);
        }
    }

    /// Gives to each fact of a comparison what the others of its type have, as it is and scaled by the percents beside it.
    fn share(&mut self, below: &Below) {
        let percents: Vec<i64> = below
            .literals
            .iter()
            .filter_map(|literal| if let Literal::Percent(value) = literal { Some(*value) } else { None })
            .collect();
        for &to in &below.facts {
            let Some(ty) = self.type_of(to) else { continue };
            if matches!(ty, DataType::Text | DataType::Bool | DataType::Enumeration(_)) {
                continue;
            }
            let others = below.facts.iter().filter(|&&from| from != to);
            let others: Vec<Place> = others.copied().filter(|&from| self.type_of(from) == Some(ty.clone())).collect();
            for from in others {
                let values: Vec<i64> =
                    self.gathered(from).map(|found| found.values.iter().copied().collect()).unwrap_or_default();
                for value in values {
                    self.near(to, value, last_digit(value, unit(&ty)));
                    for &percent in &percents {
                        for scaled in [ops::mul(value, percent), ops::div(value, percent)].into_iter().flatten() {
                            self.near(to, scaled, last_digit(scaled, unit(&ty)));
                        }
                    }
                }
            }
        }
    }

    /// Adds a value, and those a step below and above.
    fn near(&mut self, place: Place, value: i64, step: i64) {
        if let Some(found) = self.gathered(place)
            && found.values.len() < MOST_VALUES
        {
            found.values.extend([value.saturating_sub(step), value, value.saturating_add(step)]);
        }
    }

    /// Adds the lengths round a count.
    fn round(&mut self, table: TableId, list: ListId, count: u64) {
        let lists = self.lists.get_mut(index(table.0));
        let Some(lengths) = lists.and_then(|lists| lists.get_mut(index(list.0))) else { return };
        for count in [count.saturating_sub(1), count, count.saturating_add(1)] {
            lengths.extend(u32::try_from(count).ok().filter(|_| count <= LONGEST_LIST));
        }
    }

    fn gathered(&mut self, (table, column): Place) -> Option<&mut Gathered> {
        self.columns.get_mut(index(table.0))?.get_mut(index(column.0))
    }

    fn type_of(&self, (table, column): Place) -> Option<DataType> {
        let table = self.playbook.schema.tables.get(index(table.0))?;
        table.columns.get(index(column.0)).map(|column| column.ty.clone())
    }

    fn ends(&self, ty: &DataType, found: &Gathered) -> Ends {
        let mut values = found.values.clone();
        if values.is_empty() {
            values.extend(self.defaults(ty));
        }
        let mut literals: Vec<Literal> = values.into_iter().filter_map(|value| value_of(ty, value)).collect();
        if *ty == DataType::Text {
            literals.extend(found.texts.iter().filter(|text| !text.trim().is_empty()).cloned().map(Literal::Text));
            // A text that is none of those.
            literals.push(Literal::Text("something else".to_owned()));
        }
        Ends { values: literals, evidence: self.evidence(found) }
    }

    /// Values of a fact that no literal stands beside.
    fn defaults(&self, ty: &DataType) -> Vec<i64> {
        let day = i64::from(self.today.days());
        match ty {
            DataType::Bool => vec![0, 1],
            DataType::Number(_) | DataType::Money(..) => vec![0, SCALE, SCALE.saturating_mul(1000)],
            DataType::Percent(_) | DataType::Fraction(_) => vec![0, SCALE / 2, SCALE],
            DataType::Date(_) => vec![day.saturating_sub(1), day, day.saturating_add(1)],
            DataType::Duration(_) => vec![0, 1, 30],
            DataType::Enumeration(variants) => (0..).take(variants.len()).collect(),
            DataType::Text => Vec::new(),
        }
    }

    /// The best evidence, and such that just suffices and just fails for each grade and age that is asked for.
    fn evidence(&self, found: &Gathered) -> Vec<Evidence> {
        let best = self.playbook.schema.grades.len().checked_sub(1).and_then(|place| u32::try_from(place).ok());
        let mut all = Vec::new();
        let best = Evidence { by: best, on: Some(self.today) };
        all.push(best);
        for &grade in &found.grades {
            all.push(Evidence { by: Some(grade), ..best });
            all.extend(grade.checked_sub(1).map(|weaker| Evidence { by: Some(weaker), ..best }));
        }
        for &age in &found.ages {
            let oldest = match age {
                Within::Days(days) => Date::from_days(i64::from(self.today.days()).saturating_sub(days)),
                Within::Months(months) => self.today.add_months(months.saturating_neg()),
            };
            let stale = oldest.and_then(|oldest| Date::from_days(i64::from(oldest.days()).saturating_sub(1)));
            all.extend([oldest, stale].into_iter().flatten().map(|on| Evidence { on: Some(on), ..best }));
        }
        if !found.ages.is_empty() {
            all.push(Evidence { on: None, ..best });
        }
        let tomorrow = Date::from_days(i64::from(self.today.days()).saturating_add(1));
        all.push(Evidence { on: tomorrow, ..best });
        let mut seen = BTreeSet::new();
        all.retain(|evidence| seen.insert(*evidence));
        all
    }
}

/// How many a quantifier asks for.
fn asked(quantifier: Quantifier) -> Option<u64> {
    match quantifier {
        Quantifier::AtLeast(count) | Quantifier::AtMost(count) | Quantifier::Exactly(count) => Some(count),
        Quantifier::Any | Quantifier::None | Quantifier::All => None,
    }
}

/// A whole of that type in its 64-bit form.
fn unit(ty: &DataType) -> i64 {
    match ty {
        DataType::Number(_) | DataType::Money(..) => SCALE,
        DataType::Percent(_) | DataType::Fraction(_) => POINT,
        DataType::Bool | DataType::Text | DataType::Date(_) | DataType::Duration(_) | DataType::Enumeration(_) => 1,
    }
}

/// Whether a literal is of that type.
fn is_of(ty: &DataType, literal: &Literal) -> bool {
    match (ty, literal) {
        (DataType::Number(_), Literal::Number(_))
        | (DataType::Percent(_) | DataType::Fraction(_), Literal::Percent(_))
        | (DataType::Date(_), Literal::Date(_))
        | (DataType::Duration(_), Literal::Duration(_)) => true,
        (DataType::Money(one, _), Literal::Money(_, other)) => one == other,
        (
            DataType::Bool
            | DataType::Number(_)
            | DataType::Percent(_)
            | DataType::Fraction(_)
            | DataType::Money(..)
            | DataType::Text
            | DataType::Date(_)
            | DataType::Duration(_)
            | DataType::Enumeration(_),
            _,
        ) => false,
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Boundaries, Evidence, last_digit};
    use crate::schema::{ColumnId, ListId, TableId};
    use crate::value::Date;

    const TEXT: &str = r#"
        evidence opinion < buyer_said
        opportunity { amount: money USD budget: money USD last: date kind: a | b people: list of person }
        record person { met: bool }
        process p {
          disqualify poor when budget < amount * 40%
          disqualify quiet when today - last > 30 days
          stage s {
            require large that amount >= 50_000 USD
            require sure that budget is known by buyer_said within 10 days
            require met that at least 5 of people where met
          }
        }
    "#;

    fn values(boundaries: &Boundaries, column: u32) -> Vec<String> {
        let ends = boundaries.column(TableId(0), ColumnId(column)).unwrap();
        ends.values.iter().map(|value| format!("{value:?}")).collect()
    }

    #[test]
    fn facts_are_tried_at_the_ends_of_comparisons() {
        let playbook = crate::Playbook::parse(TEXT).unwrap();
        let today = Date::new(2026, 11, 23).unwrap();
        let boundaries = Boundaries::of(playbook.checked(), today);
        let amounts = values(&boundaries, 0);
        for amount in ["Money(499990000, USD)", "Money(500000000, USD)", "Money(500010000, USD)"] {
            assert!(amounts.iter().any(|found| found == amount), "{amounts:?}");
        }
        assert!(values(&boundaries, 1).iter().any(|found| found == "Money(200000000, USD)"));
        assert!(
            values(&boundaries, 2)
                .contains(&format!("{:?}", crate::hir::Literal::Date(Date::new(2026, 10, 24).unwrap())))
        );
        assert_eq!(values(&boundaries, 3), ["Variant(0)", "Variant(1)"]);
        assert_eq!(boundaries.lengths(TableId(0), ListId(0)).collect::<Vec<_>>(), [0, 1, 2, 4, 5, 6]);
        let evidence = &boundaries.column(TableId(0), ColumnId(1)).unwrap().evidence;
        let on = |day| Some(Date::new(2026, 11, day).unwrap());
        for (by, on) in [(1, on(23)), (0, on(23)), (1, on(13)), (1, on(12)), (1, None), (1, on(24))] {
            assert!(evidence.contains(&Evidence { by: Some(by), on }), "{by} {on:?}");
        }
    }

    #[test]
    fn a_step_is_one_of_the_last_digit_written() {
        assert_eq!(
            [last_digit(500_000_000, 10_000), last_digit(32_500, 10_000), last_digit(0, 10_000)],
            [10_000, 100, 10_000]
        );
        assert_eq!([last_digit(1_500, 100), last_digit(250, 100), last_digit(-255, 100)], [100, 10, 1]);
    }
}
