//! A deal's fields by place, for engines that are given them one by one.

use crate::deal::rules::{Field, Type};
use crate::deal::{Deal, NO_DATE};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Number(i64),
    Text(&'static str),
    Missing,
}

/// A field's value: dates in days.
pub fn value(deal: &Deal, field: Field) -> Value {
    let or_missing = |value: Option<i64>| value.map_or(Value::Missing, Value::Number);
    let date = |days: i32| if days == NO_DATE { Value::Missing } else { Value::Number(i64::from(days)) };
    match field {
        Field::Amount => Value::Number(deal.amount),
        Field::ListPrice => Value::Number(deal.list_price),
        Field::Seats => Value::Number(deal.seats),
        Field::Employees => Value::Number(deal.employees),
        Field::Emails => Value::Number(deal.emails),
        Field::Meetings => Value::Number(deal.meetings),
        Field::StageDays => Value::Number(deal.stage_days),
        Field::Discount => Value::Number(deal.discount),
        Field::Budget => or_missing(deal.budget),
        Field::Cost => or_missing(deal.cost),
        Field::Revenue => or_missing(deal.revenue),
        Field::RivalPrice => or_missing(deal.rival_price),
        Field::AnnualValue => or_missing(deal.annual_value),
        Field::Penalty => or_missing(deal.penalty),
        Field::Created => date(deal.created),
        Field::CloseDate => date(deal.close_date),
        Field::LastActivity => date(deal.last_activity),
        Field::DecisionDate => date(deal.decision_date),
        Field::Kind => Value::Text(deal.kind.name()),
        Field::Source => Value::Text(deal.source.name()),
        Field::Region => Value::Text(deal.region.name()),
        Field::Segment => Value::Text(deal.segment.name()),
        Field::Industry => Value::Text(deal.industry.name()),
    }
}

/// The names of an enumeration; none of another field.
pub fn names(field: Field) -> &'static [&'static str] {
    match field.kind() {
        Type::Choice { names, .. } => names,
        Type::Money | Type::Number | Type::Percent | Type::Days | Type::Date => &[],
    }
}
