//! Which facts the new playbook asks for, and for how many opportunities they are unknown.

use std::collections::BTreeSet;

use crate::facts::{Opportunity, Slot};
use crate::hir::{self, ExprId, ExprKind, Within};
use crate::schema::{ColumnId, ListId, TableId};
use crate::value::Date;

use super::report::Need;

/// What is counted.
#[derive(Debug)]
pub(super) struct Needs {
    today: Date,
    counts: Vec<Count>,
}

/// A fact or list as a playbook asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ask {
    Fact { table: TableId, column: ColumnId, by: u32, within: Option<Within> },
    List { table: TableId, list: ListId },
}

#[derive(Debug)]
struct Count {
    ask: Ask,
    need: Need,
}

impl Needs {
    /// Nothing counted yet. `called` gives the old path of a new fact or list.
    pub(super) fn new(old: &hir::Playbook, new: &hir::Playbook, called: &impl Fn(&str) -> String, today: Date) -> Self {
        let before: BTreeSet<String> = asks(old).iter().map(|ask| text(old, ask, &str::to_owned)).collect();
        let counts = asks(new).into_iter().map(|ask| {
            let is_new = !before.contains(&text(new, &ask, called));
            let fact = text(new, &ask, &str::to_owned);
            Count { ask, need: Need { fact, is_new, unknown: 0, missing: 0, of: 0 } }
        });
        Needs { today, counts: counts.collect() }
    }

    /// Counts an opportunity that could be read.
    pub(super) fn count(&mut self, opportunity: &Opportunity) {
        for Count { ask, need } in &mut self.counts {
            match *ask {
                Ask::Fact { table, column, by, within } => {
                    for row in 0..opportunity.rows(table) {
                        let slot = opportunity.slot(table, row, column);
                        let is_known = slot.known && counts(slot, by, within, self.today);
                        tell(need, is_known, slot.known);
                    }
                }
                Ask::List { table, list } => {
                    for row in 0..opportunity.rows(table) {
                        let known = opportunity.list(table, row, list).known;
                        tell(need, known, known);
                    }
                }
            }
        }
    }

    /// What was not always known, what is new first, then what is unknown most.
    pub(super) fn into_needs(self) -> Vec<Need> {
        let mut needs: Vec<Need> = self.counts.into_iter().map(|count| count.need).collect();
        needs.retain(|need| need.unknown > 0);
        needs.sort_by_key(|need| (!need.is_new, std::cmp::Reverse(need.unknown)));
        needs
    }
}

fn tell(need: &mut Need, is_known: bool, is_there: bool) {
    need.of = need.of.saturating_add(1);
    need.unknown = need.unknown.saturating_add(u64::from(!is_known));
    need.missing = need.missing.saturating_add(u64::from(!is_there));
}

/// Whether a value counts on that day, with evidence of that grade and that fresh.
fn counts(slot: Slot, by: u32, within: Option<Within>, today: Date) -> bool {
    let is_dated = slot.on != Slot::UNDATED;
    let is_on_record = !is_dated || slot.on <= today.days();
    let is_fresh = match within {
        None => true,
        Some(Within::Days(days)) => is_dated && i64::from(today.days()).saturating_sub(i64::from(slot.on)) <= days,
        Some(Within::Months(months)) => {
            let earliest = today.add_months(months.saturating_neg());
            is_dated && earliest.is_none_or(|earliest| slot.on >= earliest.days())
        }
    };
    is_on_record && u32::from(slot.grade) >= by && is_fresh
}

/// What the rules, the routing and the odds of a playbook ask for, in the order of declaration.
fn asks(playbook: &hir::Playbook) -> Vec<Ask> {
    let mut pending: Vec<ExprId> = Vec::new();
    for process in &playbook.processes {
        pending.extend(process.applies);
        let lines = process.chance.iter().flat_map(|chance| &chance.lines);
        pending.extend(lines.flat_map(|line| line.cases.iter().map(|(_, condition)| *condition)));
        pending.extend(process.rules.iter().flat_map(|rule| [Some(rule.condition), rule.when]).flatten());
    }
    let mut seen = vec![false; playbook.exprs.len()];
    let mut asks = BTreeSet::new();
    while let Some(expr) = pending.pop() {
        let Some(seen) = seen.get_mut(usize::try_from(expr.0).unwrap_or(usize::MAX)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        pending.extend(playbook.reads(expr));
        asks.extend(ask(&playbook.exprs.get(expr).kind));
    }
    asks.into_iter().collect()
}

fn ask(kind: &ExprKind) -> Option<Ask> {
    match kind {
        ExprKind::Fact { fact, by, within } => {
            Some(Ask::Fact { table: fact.table, column: fact.column, by: by.unwrap_or(0), within: *within })
        }
        ExprKind::ListKnown { list, .. } | ExprKind::Quantifier { list, .. } | ExprKind::Aggregate { list, .. } => {
            Some(Ask::List { table: list.table, list: list.list })
        }
        ExprKind::Literal(_)
        | ExprKind::Today
        | ExprKind::Define(_)
        | ExprKind::ChanceEnd(_)
        | ExprKind::CompareChance { .. }
        | ExprKind::ChanceBetween { .. }
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Not(_)
        | ExprKind::Compare { .. }
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
        | ExprKind::Lower(_)
        | ExprKind::Call { .. } => None,
    }
}

/// As the language writes it.
fn text(playbook: &hir::Playbook, ask: &Ask, called: &impl Fn(&str) -> String) -> String {
    let table = |table: TableId| playbook.schema.tables.get(index(table.0));
    match *ask {
        Ask::List { table: of, list } => {
            called(table(of).and_then(|table| table.lists.get(index(list.0))).map_or("", |list| &list.path))
        }
        Ask::Fact { table: of, column, by, within } => {
            let path = table(of).and_then(|table| table.columns.get(index(column.0))).map_or("", |column| &column.path);
            let grade = playbook.schema.grades.get(index(by)).filter(|_| by > 0);
            let grade = grade.map(|grade| format!(" by {grade}")).unwrap_or_default();
            let within = match within {
                None => String::new(),
                Some(Within::Days(1)) => " within 1 day".to_owned(),
                Some(Within::Days(days)) => format!(" within {days} days"),
                Some(Within::Months(1)) => " within 1 month".to_owned(),
                Some(Within::Months(months)) => format!(" within {months} months"),
            };
            format!("{}{grade}{within}", called(path))
        }
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
