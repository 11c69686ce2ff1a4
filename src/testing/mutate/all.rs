//! All changes worth making.

use std::collections::BTreeSet;

use crate::hir::{
    CompareOp, DefineId, ExprId, ExprKind, Literal, Operand, Playbook, Process, ProcessId, Quantifier, RuleKind,
    StageId, Type, Within,
};
use crate::source::Span;
use crate::testing::boundary::{ordered, step};
use crate::testing::coverage::Kind;
use crate::testing::literal;
use crate::value::{Date, LONGEST_DAYS, SCALE};

use super::change::Change;

/// A change with its place and its words.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    pub(super) change: Change,
    /// Where it is made.
    pub(super) span: Span,
    /// The condition, or whatever it is made in; empty for what has a name.
    pub(super) within: Option<Span>,
    pub(super) what: What,
    /// The rule, define, stage or process that it is made in.
    pub(super) owner: String,
    /// The one process whose verdicts it can change.
    pub(super) process: Option<ProcessId>,
    /// The condition that it is made in.
    pub(super) kind: Option<Kind>,
}

/// What is changed.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// In words.
    Words(String),
    /// The text of that place is dropped.
    Dropped(Span),
}

/// All changes, in the order of processes, then of defines.
pub(super) fn of(playbook: &Playbook) -> Vec<Mutant> {
    let mut gatherer = Gatherer { playbook, mutants: Vec::new(), defines: BTreeSet::new() };
    for (id, process) in (0..).map(ProcessId).zip(&playbook.processes) {
        gatherer.process(id, process);
    }
    for place in 0..playbook.processes.len().saturating_sub(1) {
        gatherer.swapped_processes(place);
    }
    // Defines read defines: those that are met on the way are done, too.
    let mut done = BTreeSet::new();
    while let Some(&define) = gatherer.defines.iter().find(|define| !done.contains(*define)) {
        done.insert(define);
        let place = usize::try_from(define).unwrap_or(usize::MAX);
        if let Some(at) = playbook.defines.get(place) {
            gatherer.condition(at.expr, &at.name, (None, Kind::Define(DefineId(define))));
        }
    }
    gatherer.mutants
}

struct Gatherer<'a> {
    playbook: &'a Playbook,
    mutants: Vec<Mutant>,
    /// The defines that something reads.
    defines: BTreeSet<u32>,
}

impl Gatherer<'_> {
    fn process(&mut self, id: ProcessId, process: &Process) {
        if let Some(applies) = process.applies {
            let span = self.playbook.exprs.get(applies).span;
            self.add(Change::Applies(id), span, None, "`applies when` was dropped".to_owned(), &process.name);
            self.condition(applies, &process.name, (None, Kind::Applies(id)));
        }
        self.chance(id, process);
        for (place, rule) in process.rules.iter().enumerate() {
            let words = format!("the rule `{}` was dropped", rule.name);
            self.add(Change::Rule(id, place), rule.span, None, words, &rule.name);
            if let Some(when) = rule.when {
                let span = self.playbook.exprs.get(when).span;
                self.add(Change::When(id, place), span, Some(span), "`when` was dropped".to_owned(), &rule.name);
                self.condition(when, &rule.name, (Some(id), Kind::Rule(id, place)));
            }
            if rule.kind == (RuleKind::Require { once: true }) {
                self.add(Change::Once(id, place), rule.span, None, "`once` was dropped".to_owned(), &rule.name);
            }
            self.condition(rule.condition, &rule.name, (Some(id), Kind::Rule(id, place)));
        }
        for (place, pair) in process.stages.windows(2).enumerate() {
            if let [one, next] = pair {
                let words = format!("the stages `{}` and `{}` changed places", one.name, next.name);
                self.add(Change::Stages(id, place), one.span, None, words, &one.name);
            }
        }
    }

    fn swapped_processes(&mut self, place: usize) {
        let processes = self.playbook.processes.get(place..).unwrap_or_default();
        if let [one, next, ..] = processes {
            let words = format!("the processes `{}` and `{}` changed places", one.name, next.name);
            self.add(Change::Processes(place), one.span, None, words, &one.name);
        }
    }

    fn chance(&mut self, id: ProcessId, process: &Process) {
        let Some(chance) = &process.chance else { return };
        self.base(Change::Base(id, None, next_base(chance.base)), chance.base, process.span, &process.name);
        for (stage, at) in (0..).map(StageId).zip(&process.stages) {
            if let Some(base) = at.base {
                self.base(Change::Base(id, Some(stage), next_base(base)), base, at.span, &at.name);
            }
        }
        for (line, odds) in chance.lines.iter().enumerate() {
            for (case, &(factor, condition)) in odds.cases.iter().enumerate() {
                let span = self.playbook.exprs.get(condition).span;
                self.factor(Change::Factor(id, line, Some(case), 1.0), factor, span, &process.name);
                self.condition(condition, &process.name, (Some(id), Kind::Odds(id, line, case)));
            }
            self.factor(Change::Factor(id, line, None, 1.0), odds.otherwise, odds.span, &process.name);
        }
    }

    fn base(&mut self, change: Change, base: i64, span: Span, owner: &str) {
        let percent = |base: i64| crate::value::Percent::from_hundredths(base);
        let words = format!("`base {}` became `base {}`", percent(base), percent(next_base(base)));
        self.add(change, span, None, words, owner);
    }

    #[expect(clippy::float_cmp, reason = "a factor that is written as 1 changes nothing")]
    fn factor(&mut self, change: Change, factor: f64, span: Span, owner: &str) {
        if factor != 1.0 {
            self.add(change, span, Some(span), format!("`times {factor}` became `times 1`"), owner);
        }
    }

    fn add(&mut self, change: Change, span: Span, within: Option<Span>, words: String, owner: &str) {
        let process = change.process(None);
        let kind = match change {
            Change::Applies(id) => Some(Kind::Applies(id)),
            Change::Rule(id, place) | Change::When(id, place) | Change::Once(id, place) => Some(Kind::Rule(id, place)),
            Change::Factor(id, line, case, _) => Some(Kind::Odds(id, line, case.unwrap_or(0))),
            Change::Expr(..) | Change::Base(..) | Change::Stages(..) | Change::Processes(_) => None,
        };
        let (what, owner) = (What::Words(words), owner.to_owned());
        self.mutants.push(Mutant { change, span, within, what, owner, process, kind });
    }

    /// The changes within a condition or a define, but not within the defines that it mentions.
    fn condition(&mut self, root: ExprId, owner: &str, (process, kind): (Option<ProcessId>, Kind)) {
        let mut pending = vec![(root, root)];
        while let Some((id, atom)) = pending.pop() {
            let expr = self.playbook.exprs.get(id);
            if let ExprKind::Define(define) = expr.kind {
                self.defines.insert(define.0);
                continue;
            }
            for (changed, what) in changes(self.playbook, id) {
                let within = Some(self.playbook.exprs.get(atom).span);
                let (owner, change) = (owner.to_owned(), Change::Expr(id, changed));
                self.mutants.push(Mutant { change, span: expr.span, within, what, owner, process, kind: Some(kind) });
            }
            // What is changed is shown in the smallest condition that holds it.
            let is_chain = matches!(expr.kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_));
            for child in self.playbook.reads(id).into_iter().rev() {
                let of_child = if is_chain || self.playbook.exprs.get(child).ty == Type::Bool { child } else { atom };
                pending.push((child, of_child));
            }
        }
    }
}

/// The base a point higher, or lower where there is none higher.
fn next_base(base: i64) -> i64 {
    let higher = base.saturating_add(100);
    if higher < SCALE { higher } else { base.saturating_sub(100).max(1) }
}

/// What an expression may become.
#[derive(Default)]
struct Made(Vec<(ExprKind, What)>);

impl Made {
    fn add(&mut self, kind: ExprKind, words: String) {
        self.0.push((kind, What::Words(words)));
    }
}

/// What an expression may become, with words.
fn changes(playbook: &Playbook, id: ExprId) -> Vec<(ExprKind, What)> {
    let kind = &playbook.exprs.get(id).kind;
    let mut made = Made::default();
    if let ExprKind::Compare { op, left, right } = kind {
        for other in others(*op) {
            made.add(ExprKind::Compare { op: other, left: *left, right: *right }, became(*op, other));
        }
    } else if let ExprKind::CompareChance { op, right } = kind {
        for other in others(*op) {
            made.add(ExprKind::CompareChance { op: other, right: *right }, became(*op, other));
        }
    } else if let ExprKind::And(operands) = kind {
        made.add(ExprKind::Or(operands.clone()), "`and` became `or`".to_owned());
        made.0.extend(without_one(playbook, operands).map(|(left, what)| (ExprKind::And(left), what)));
    } else if let ExprKind::Or(operands) = kind {
        made.add(ExprKind::And(operands.clone()), "`or` became `and`".to_owned());
        made.0.extend(without_one(playbook, operands).map(|(left, what)| (ExprKind::Or(left), what)));
    } else if let ExprKind::Not(operand) = kind {
        // A chain of one is what it holds.
        made.add(ExprKind::And(vec![*operand]), "`not` was dropped".to_owned());
    } else if let ExprKind::Literal(literal) = kind {
        made.0.extend(stepped(literal).into_iter().map(|(kind, words)| (kind, What::Words(words))));
    } else if let ExprKind::In { value, items, negated } = kind {
        let turned = ExprKind::In { value: *value, items: items.clone(), negated: !negated };
        let words = if *negated { "`not in` became `in`" } else { "`in` became `not in`" };
        made.add(turned, words.to_owned());
        if items.len() > 1 {
            made.0.extend(
                without_one(playbook, items)
                    .map(|(items, what)| (ExprKind::In { value: *value, items, negated: *negated }, what)),
            );
        }
    } else if let ExprKind::Known { value, negated } = kind {
        made.add(ExprKind::Known { value: *value, negated: !negated }, known(*negated));
    } else if let ExprKind::ListKnown { list, negated } = kind {
        made.add(ExprKind::ListKnown { list: *list, negated: !negated }, known(*negated));
    } else {
        of_facts_and_lists(playbook, kind, &mut made);
    }
    made.0
}

/// What a fact, a quantifier or a date may become.
fn of_facts_and_lists(playbook: &Playbook, kind: &ExprKind, made: &mut Made) {
    if let ExprKind::Fact { fact, by, within } = kind {
        if let Some(weaker) = by.and_then(|by| by.checked_sub(1)) {
            let grade = |by: u32| {
                let place = usize::try_from(by).unwrap_or(usize::MAX);
                playbook.schema.grades.get(place).map_or("", String::as_str)
            };
            let words = format!("`by {}` became `by {}`", grade(weaker.saturating_add(1)), grade(weaker));
            made.add(ExprKind::Fact { fact: *fact, by: Some(weaker), within: *within }, words);
        }
        if let Some((longer, words)) = within.and_then(longer) {
            made.add(ExprKind::Fact { fact: *fact, by: *by, within: Some(longer) }, words);
        }
    } else if let ExprKind::Quantifier { quantifier, list, condition } = kind {
        for (other, words) in counts(*quantifier) {
            made.add(ExprKind::Quantifier { quantifier: other, list: *list, condition: *condition }, words);
        }
    } else if let ExprKind::Arithmetic { first, rest } = kind {
        for (place, step) in rest.iter().enumerate() {
            if let Operand::Months(months) = step.right {
                let mut changed = rest.clone();
                if let Some(step) = changed.get_mut(place) {
                    step.right = Operand::Months(months.saturating_add(1));
                }
                let words = format!("`{}` became `{}`", of_months(months), of_months(months.saturating_add(1)));
                made.add(ExprKind::Arithmetic { first: *first, rest: changed }, words);
            }
        }
    }
}

/// Each list of operands that lacks one.
fn without_one<'a>(playbook: &'a Playbook, operands: &'a [ExprId]) -> impl Iterator<Item = (Vec<ExprId>, What)> + 'a {
    let lacking = |place: usize| {
        let left = operands.iter().enumerate().filter(move |(other, _)| *other != place);
        left.map(|(_, operand)| *operand).collect()
    };
    let dropped = |operand: &ExprId| What::Dropped(playbook.exprs.get(*operand).span);
    operands.iter().enumerate().map(move |(place, operand)| (lacking(place), dropped(operand)))
}

/// A comparison with its end the other way, and with its direction turned.
fn others(op: CompareOp) -> Vec<CompareOp> {
    match op {
        CompareOp::Is => vec![CompareOp::IsNot],
        CompareOp::IsNot => vec![CompareOp::Is],
        CompareOp::Less => vec![CompareOp::LessOrEqual, CompareOp::Greater],
        CompareOp::LessOrEqual => vec![CompareOp::Less, CompareOp::GreaterOrEqual],
        CompareOp::Greater => vec![CompareOp::GreaterOrEqual, CompareOp::Less],
        CompareOp::GreaterOrEqual => vec![CompareOp::Greater, CompareOp::LessOrEqual],
    }
}

fn became(one: CompareOp, other: CompareOp) -> String {
    let word = |op| match op {
        CompareOp::Is => "is",
        CompareOp::IsNot => "is not",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    };
    format!("`{}` became `{}`", word(one), word(other))
}

fn known(negated: bool) -> String {
    let (one, other) = if negated { ("unknown", "known") } else { ("known", "unknown") };
    format!("`is {one}` became `is {other}`")
}

/// A literal a step below and above; a truth turned.
fn stepped(literal: &Literal) -> Vec<(ExprKind, String)> {
    let text = |literal: &Literal| literal::text(literal, std::iter::empty());
    let made = |other: Literal| {
        let words = format!("`{}` became `{}`", text(literal), text(&other));
        (ExprKind::Literal(other), words)
    };
    if let Literal::Bool(value) = literal {
        return vec![made(Literal::Bool(!value))];
    }
    let (Some(value), Some(step)) = (ordered(literal), step(literal)) else { return Vec::new() };
    let values = [value.saturating_sub(step), value.saturating_add(step)];
    values.into_iter().filter_map(|value| with_value(literal, value)).map(made).collect()
}

/// A literal of the same type with another value; nothing where that is out of range.
fn with_value(literal: &Literal, value: i64) -> Option<Literal> {
    match literal {
        Literal::Number(_) => Some(Literal::Number(value)),
        Literal::Percent(_) => Some(Literal::Percent(value)),
        Literal::Money(_, currency) => Some(Literal::Money(value, *currency)),
        Literal::Duration(_) => (value.saturating_abs() <= LONGEST_DAYS).then_some(Literal::Duration(value)),
        Literal::Date(_) => Date::from_days(value).map(Literal::Date),
        Literal::Bool(_) | Literal::Text(_) | Literal::Variant(_) => None,
    }
}

/// A `within` a step longer.
fn longer(within: Within) -> Option<(Within, String)> {
    match within {
        Within::Days(days) => {
            let longer = days.checked_add(1).filter(|&longer| longer <= LONGEST_DAYS)?;
            let text = |days: i64| literal::text(&Literal::Duration(days), std::iter::empty());
            Some((Within::Days(longer), format!("`within {}` became `within {}`", text(days), text(longer))))
        }
        Within::Months(months) => {
            let longer = months.checked_add(1)?;
            let words = format!("`within {}` became `within {}`", of_months(months), of_months(longer));
            Some((Within::Months(longer), words))
        }
    }
}

fn of_months(months: i64) -> String {
    match (months.checked_rem(12), months) {
        (_, 1) => "1 month".to_owned(),
        (_, 12) => "1 year".to_owned(),
        (Some(0), months) if months != 0 => format!("{} years", months.checked_div(12).unwrap_or(0)),
        (_, months) => format!("{months} months"),
    }
}

/// What a quantifier may become: another number, or the nearest other word.
fn counts(quantifier: Quantifier) -> Vec<(Quantifier, String)> {
    let word = |quantifier| match quantifier {
        Quantifier::Any => "any of".to_owned(),
        Quantifier::None => "none of".to_owned(),
        Quantifier::All => "all of".to_owned(),
        Quantifier::AtLeast(count) => format!("at least {count} of"),
        Quantifier::AtMost(count) => format!("at most {count} of"),
        Quantifier::Exactly(count) => format!("exactly {count} of"),
    };
    let near = |count: u64| [count.checked_sub(1), count.checked_add(1)].into_iter().flatten();
    let others: Vec<Quantifier> = match quantifier {
        Quantifier::Any => vec![Quantifier::All, Quantifier::AtLeast(2)],
        Quantifier::None => vec![Quantifier::AtMost(1)],
        Quantifier::All => vec![Quantifier::Any],
        Quantifier::AtLeast(count) => near(count).map(Quantifier::AtLeast).collect(),
        Quantifier::AtMost(count) => near(count).map(Quantifier::AtMost).collect(),
        Quantifier::Exactly(count) => near(count).map(Quantifier::Exactly).collect(),
    };
    others.into_iter().map(|other| (other, format!("`{}` became `{}`", word(quantifier), word(other)))).collect()
}
