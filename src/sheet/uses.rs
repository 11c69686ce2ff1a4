//! Who reads what: for each fact and list the places in the playbook where it counts.
//!
//! Expressions that something is decided by (conditions of rules, routing, odds) are *roots*. A root reads what stands in it, and
//! through the defines that it mentions what stands in those, at the place where it mentions them. The places that use a
//! define are found once, those of its users before its own, and each define keeps so many of them at most; so the cost grows with the
//! playbook and not with what defines of defines multiply to.

use std::collections::BTreeMap;

use crate::hir::{ExprId, ExprKind, HowPiece, Playbook, Process, RuleKind};
use crate::schema::{ColumnId, ListId, TableId};
use crate::source::Span;

/// So many places that use a define are kept.
const MOST_USES: usize = 100;

/// A fact or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Read {
    Fact(TableId, ColumnId),
    List(TableId, ListId),
}

/// A place that reads something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub span: Span,
    /// The root's place in [`Uses::roots`].
    pub root: usize,
    /// The define's place that stands between.
    pub through: Option<u32>,
}

/// All places that read something.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// What the roots are called.
    pub roots: Vec<String>,
    by_read: BTreeMap<Read, Vec<Use>>,
}

/// What a root or a define mentions.
#[derive(Debug, Default)]
struct Mentions {
    reads: Vec<(Read, Span)>,
    defines: Vec<(u32, Span)>,
}

impl Uses {
    /// Looks at all of a playbook.
    pub(super) fn of(playbook: &Playbook) -> Uses {
        let mut uses = Uses::default();
        let mut users: Vec<Vec<Use>> = vec![Vec::new(); playbook.defines.len()];
        for process in &playbook.processes {
            uses.process(playbook, process, &mut users);
        }
        // A define's users stand behind it among the expressions.
        let mut order: Vec<(ExprId, u32)> =
            (0..).zip(&playbook.defines).map(|(id, define)| (define.expr, id)).collect();
        order.sort_unstable_by(|left, right| right.cmp(left));
        for (expr, id) in order {
            let mut own = users.get_mut(index(id)).map(std::mem::take).unwrap_or_default();
            own.sort_unstable();
            own.dedup();
            own.truncate(MOST_USES);
            if own.is_empty() {
                continue;
            }
            let mentions = mentions(playbook, expr);
            for (define, _) in mentions.defines {
                if let Some(users) = users.get_mut(index(define)) {
                    users.extend(&own);
                }
            }
            for (read, _) in mentions.reads {
                let through = own.iter().map(|one| Use { through: Some(id), ..*one });
                uses.by_read.entry(read).or_default().extend(through);
            }
        }
        for places in uses.by_read.values_mut() {
            places.sort_unstable();
            places.dedup();
        }
        uses
    }

    /// The places that read a fact or list, in the order of the files.
    pub(super) fn get(&self, read: Read) -> &[Use] {
        self.by_read.get(&read).map_or(&[], Vec::as_slice)
    }

    fn process(&mut self, playbook: &Playbook, process: &Process, users: &mut [Vec<Use>]) {
        let name = &process.name;
        if let Some(applies) = process.applies {
            self.root(playbook, format!("when {name} applies"), [applies], users);
        }
        let odds = process.chance.iter().flat_map(|chance| &chance.lines).flat_map(|line| &line.cases);
        self.root(playbook, format!("odds of {name}"), odds.map(|&(_, condition)| condition), users);
        for rule in &process.rules {
            let kind = match rule.kind {
                RuleKind::Require { .. } => "require",
                RuleKind::Disqualify => "disqualify",
                RuleKind::Warn => "warn",
            };
            let title = format!("{kind} {} of {name}", rule.name);
            let root = self.root(playbook, title, std::iter::once(rule.condition).chain(rule.when), users);
            for piece in rule.how.iter().flatten() {
                if let HowPiece::Fact(column) = piece {
                    let place = Use { span: rule.span, root, through: None };
                    self.by_read.entry(Read::Fact(TableId(0), *column)).or_default().push(place);
                }
            }
        }
    }

    fn root(
        &mut self,
        playbook: &Playbook,
        title: String,
        exprs: impl IntoIterator<Item = ExprId>,
        users: &mut [Vec<Use>],
    ) -> usize {
        let root = self.roots.len();
        self.roots.push(title);
        for expr in exprs {
            let mentions = mentions(playbook, expr);
            for (read, span) in mentions.reads {
                self.by_read.entry(read).or_default().push(Use { span, root, through: None });
            }
            for (define, span) in mentions.defines {
                if let Some(users) = users.get_mut(index(define)) {
                    users.push(Use { span, root, through: None });
                }
            }
        }
        root
    }
}

/// What stands in an expression. Defines are named, not entered.
fn mentions(playbook: &Playbook, expr: ExprId) -> Mentions {
    let mut mentions = Mentions::default();
    let mut pending = vec![expr];
    while let Some(id) = pending.pop() {
        let expr = playbook.exprs.get(id);
        if let ExprKind::Define(define) = &expr.kind {
            mentions.defines.push((define.0, expr.span));
            continue;
        }
        if let ExprKind::Fact { fact, .. } = &expr.kind {
            mentions.reads.push((Read::Fact(fact.table, fact.column), expr.span));
        } else if let ExprKind::Quantifier { list, .. }
        | ExprKind::Aggregate { list, .. }
        | ExprKind::ListKnown { list, .. } = &expr.kind
        {
            mentions.reads.push((Read::List(list.table, list.list), expr.span));
        }
        pending.extend(playbook.reads(id));
    }
    mentions
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
