//! What to find out next: the facts that are a reason of something unknown, the most telling first.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::eval::{Factors, Machine, RuleNames};
use crate::hir::{ExprId, ExprKind, FactRef, ListRef, OddsLine, Playbook, Process, Rule, Within};
use crate::program::{Chance, ListPlace, Mode};
use crate::value::{Percent, Truth};

use super::assess::{Context, Told};
use super::{Question, Why, reading};

/// A fact's place in the order of declaration.
type Order = u32;

/// The reasons of an unknown value: for each fact its path and why it is unknown where it was read first.
type Reasons = BTreeMap<Order, (Arc<str>, Why)>;

/// What is known of a fact that is asked for.
struct Asked {
    path: Arc<str>,
    why: Why,
    at_risk: usize,
    unmet: usize,
    rules: Vec<Arc<RuleNames>>,
    /// The open lines of odds that it is a reason of.
    lines: Vec<usize>,
}

/// The questions of a verdict. The decision and both readings of the requirements have been evaluated.
pub(super) fn next(
    context: Context<'_>,
    machine: &mut Machine<'_>,
    process: &Process,
    at_risk: &[Told<'_>],
    unmet: &[Told<'_>],
) -> Vec<Question> {
    let playbook = context.playbook;
    let chance = machine.chance;
    let lines = chance.map(|chance| chance.lines.as_slice()).unwrap_or_default();
    let factors: Vec<Factors> = lines.iter().map(|line| machine.factors(line, Mode::Open)).collect();
    let open = open_lines(playbook, machine, process, &factors);
    let mut asked = BTreeMap::new();
    for Told { rule, names, .. } in at_risk {
        note(&mut asked, of_rule(Walk::new(playbook, Mode::Standing, &open), machine, rule), |fact| {
            fact.at_risk = fact.at_risk.saturating_add(1);
            fact.rules.push(Arc::clone(names));
        });
    }
    for Told { rule, nodes, names } in unmet {
        if machine.cell(nodes.open).truth() == Truth::Unknown {
            note(&mut asked, of_rule(Walk::new(playbook, Mode::Open, &open), machine, rule), |fact| {
                fact.unmet = fact.unmet.saturating_add(1);
                fact.rules.push(Arc::clone(names));
            });
        }
    }
    for (line, reasons) in open {
        note(&mut asked, reasons, |fact| fact.lines.push(line));
    }
    rank(asked, |fact| chance.map(|chance| shrinks_by(machine, chance, &factors, &fact.lines)))
}

/// The open lines of odds with their reasons.
fn open_lines(
    playbook: &Playbook,
    machine: &mut Machine<'_>,
    process: &Process,
    factors: &[Factors],
) -> Vec<(usize, Reasons)> {
    let lines = process.chance.iter().flat_map(|chance| &chance.lines).zip(factors).enumerate();
    let open = lines.filter(|(_, (_, factors))| factors.are_open());
    open.map(|(place, (line, _))| (place, of_line(playbook, machine, line))).collect()
}

fn note(asked: &mut BTreeMap<Order, Asked>, reasons: Reasons, mut mark: impl FnMut(&mut Asked)) {
    for (order, (path, why)) in reasons {
        let new = || Asked { path, why, at_risk: 0, unmet: 0, rules: Vec::new(), lines: Vec::new() };
        mark(asked.entry(order).or_insert_with(new));
    }
}

fn rank(asked: BTreeMap<Order, Asked>, shrinks: impl Fn(&Asked) -> Option<i64>) -> Vec<Question> {
    let mut ranked: Vec<_> = asked.into_iter().map(|(order, fact)| (shrinks(&fact), order, fact)).collect();
    ranked.sort_by(|(shrinks, order, fact), (other_shrinks, other_order, other)| {
        let telling = other.at_risk.cmp(&fact.at_risk).then(other_shrinks.cmp(shrinks));
        telling.then(other.unmet.cmp(&fact.unmet)).then(order.cmp(other_order))
    });
    let question = |(shrinks, _, fact): (Option<i64>, Order, Asked)| Question {
        fact: fact.path,
        why: fact.why,
        rules: fact.rules,
        chance_shrinks_by: shrinks.map(Percent::from_hundredths),
    };
    ranked.into_iter().map(question).collect()
}

/// By how much the interval shrinks when those lines all come to their smallest, or all to their largest factor.
fn shrinks_by(machine: &Machine<'_>, chance: &Chance, factors: &[Factors], lines: &[usize]) -> i64 {
    if lines.is_empty() {
        return 0;
    }
    let width = |settle: fn(Factors) -> f64| {
        let mut settled = factors.to_vec();
        for &line in lines {
            if let Some(slot) = settled.get_mut(line) {
                let factor = settle(*slot);
                *slot = Factors { smallest: factor, largest: factor };
            }
        }
        let worst = machine.point(chance, settled.iter().map(|factors| factors.smallest));
        let best = machine.point(chance, settled.iter().map(|factors| factors.largest));
        best.saturating_sub(worst)
    };
    let now = machine.current_chance().map_or(0, crate::eval::Interval::width);
    now.saturating_sub(width(|factors| factors.smallest).min(width(|factors| factors.largest)))
}

/// The reasons of a rule that is unknown in the walk's reading. Of `not when or condition` those of the unknown operands.
fn of_rule(mut walk: Walk<'_>, machine: &mut Machine<'_>, rule: &Rule) -> Reasons {
    for root in rule.when.iter().chain([&rule.condition]) {
        walk.follow(machine, *root);
    }
    walk.reasons
}

/// The reasons of a line of odds: of those of its conditions that could still be the first true one.
fn of_line(playbook: &Playbook, machine: &mut Machine<'_>, line: &OddsLine) -> Reasons {
    let mut walk = Walk::new(playbook, Mode::Open, &[]);
    for &(_, condition) in &line.cases {
        match walk.truth(machine, condition) {
            Truth::False => {}
            Truth::Unknown => walk.follow(machine, condition),
            Truth::True => break,
        }
    }
    walk.reasons
}

/// A walk over what made a value unknown.
struct Walk<'a> {
    playbook: &'a Playbook,
    mode: Mode,
    lines: &'a [(usize, Reasons)],
    reasons: Reasons,
    /// What stands outside all lists is walked once.
    entered: HashSet<ExprId>,
}

impl<'a> Walk<'a> {
    /// `lines` are the open lines of odds with their reasons.
    fn new(playbook: &'a Playbook, mode: Mode, lines: &'a [(usize, Reasons)]) -> Self {
        Walk { playbook, mode, lines, reasons: Reasons::new(), entered: HashSet::new() }
    }

    fn truth(&self, machine: &Machine<'_>, expr: ExprId) -> Truth {
        self.cell(machine, expr).map_or(Truth::Unknown, crate::eval::Cell::truth)
    }

    fn cell(&self, machine: &Machine<'_>, expr: ExprId) -> Option<crate::eval::Cell> {
        machine.program.readings(expr).map(|readings| machine.cell(readings.of(self.mode)))
    }

    /// Walks from an expression to all unknown facts that made it unknown. Only a list's elements are walked by a
    /// call of this within itself, so that it goes no deeper than lists are nested.
    fn follow(&mut self, machine: &mut Machine<'_>, root: ExprId) {
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            if self.cell(machine, id).is_some_and(crate::eval::Cell::is_known) {
                continue;
            }
            let kind = &self.playbook.exprs.get(id).kind;
            if let ExprKind::Fact { fact, by, within } = kind {
                self.fact(machine, *fact, *by, *within);
            } else if let ExprKind::ListKnown { list, .. } = kind {
                self.list(machine, *list);
            } else if let ExprKind::Quantifier { list, condition, .. } = kind {
                self.elements(machine, id, *list, *condition, None);
            } else if let ExprKind::Aggregate { list, condition, value, .. } = kind {
                self.elements(machine, id, *list, *condition, *value);
            } else if matches!(kind, ExprKind::Define(_)) {
                let meaning = self.playbook.reads(id);
                pending.extend(meaning.into_iter().filter(|meaning| self.entered.insert(*meaning)));
            } else {
                if matches!(kind, ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. }) {
                    self.open_lines();
                }
                pending.extend(self.playbook.reads(id).into_iter().rev());
            }
        }
    }

    fn fact(&mut self, machine: &mut Machine<'_>, fact: FactRef, by: Option<u32>, within: Option<Within>) {
        let why = reading::why(machine, machine.slot(fact), by, within);
        if let (Some(column), Some(why)) = (reading::column(self.playbook, fact.table, fact.column), why) {
            self.reasons.entry(column.order).or_insert_with(|| (machine.path(column.order, &column.path), why));
        }
    }

    fn list(&mut self, machine: &mut Machine<'_>, list: ListRef) {
        if let Some(list) = reading::list_of(self.playbook, list) {
            self.reasons.entry(list.order).or_insert_with(|| (machine.path(list.order, &list.path), Why::Missing));
        }
    }

    /// The reasons of the unknown elements, or the list itself.
    fn elements(
        &mut self,
        machine: &mut Machine<'_>,
        id: ExprId,
        list: ListRef,
        condition: Option<ExprId>,
        value: Option<ExprId>,
    ) {
        let place = ListPlace { table: list.table, list: list.list, elements: list.elements };
        let mode = self.mode;
        let node = machine.program.readings(id).map(|readings| readings.of(mode));
        let Some(body) = node.and_then(|node| reading::body_at(machine, node)) else { return };
        let known = machine.each_element(place, body, mode, |machine| {
            let counts = condition.map_or(Truth::True, |condition| self.truth(machine, condition));
            match (counts, condition, value) {
                (Truth::Unknown, Some(condition), _) => self.follow(machine, condition),
                (Truth::True, _, Some(value)) => self.follow(machine, value),
                (Truth::Unknown | Truth::True, _, _) | (Truth::False, _, _) => {}
            }
        });
        if known.is_none() {
            self.list(machine, list);
        }
    }

    /// The reasons of the odds lines that are open.
    fn open_lines(&mut self) {
        for (_, reasons) in self.lines {
            for (&order, reason) in reasons {
                self.reasons.entry(order).or_insert_with(|| reason.clone());
            }
        }
    }
}
