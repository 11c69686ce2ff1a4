//! Which run each expression belongs to, found in three passes over the array of expressions.

use std::collections::HashMap;

use crate::hir::{ExprId, ExprKind, Exprs, Playbook, Scope};

use super::Mode;

/// Who reads an expression, and how soon: the join of all its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    /// Whether the decision waits for it, and not *ask next* alone.
    pub(crate) urgent: bool,
    pub(crate) reader: Reader,
}

/// Who reads an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    Unit(u32),
    Many,
    Routing,
}

impl Label {
    fn join(self, other: Label) -> Label {
        let reader = match (self.reader, other.reader) {
            (Reader::Unit(one), Reader::Unit(two)) if one == two => Reader::Unit(one),
            (Reader::Routing, _) | (_, Reader::Routing) => Reader::Routing,
            (Reader::Unit(_) | Reader::Many, Reader::Unit(_) | Reader::Many) => Reader::Many,
        };
        Label { urgent: self.urgent || other.urgent, reader }
    }
}

/// What the passes find of each expression.
#[derive(Debug, Default)]
pub(super) struct Labels {
    standing: Vec<Option<Label>>,
    open: Vec<Option<Label>>,
    facts: Vec<Facts>,
    /// For an expression that depends on an element: the quantifier or aggregate whose element that is.
    owners: HashMap<ExprId, ExprId>,
}

/// What an expression depends on.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// On the element of the innermost list.
    element: bool,
    /// On the chance.
    chance: bool,
    /// On an `is known`, so that its two readings differ.
    known: bool,
}

impl Labels {
    /// Looks at all expressions from the first to the last, children before parents.
    pub(crate) fn new(playbook: &Playbook) -> Self {
        let exprs = &playbook.exprs;
        let mut labels = Labels {
            standing: vec![None; exprs.len()],
            open: vec![None; exprs.len()],
            facts: Vec::with_capacity(exprs.len()),
            owners: HashMap::new(),
        };
        for id in ids(exprs) {
            let facts = labels.find(playbook, id);
            labels.facts.push(facts);
        }
        labels
    }

    /// Says that a root is read.
    pub(crate) fn read(&mut self, expr: ExprId, mode: Mode, label: Label) {
        let labels = match mode {
            Mode::Standing => &mut self.standing,
            Mode::Open => &mut self.open,
        };
        if let Some(slot) = labels.get_mut(index(expr)) {
            *slot = Some(slot.map_or(label, |old| old.join(label)));
        }
    }

    /// Hands each expression's label to what it reads, from the last to the first.
    pub(crate) fn spread(&mut self, playbook: &Playbook) {
        let exprs = &playbook.exprs;
        for id in ids(exprs).rev() {
            let standing = self.standing.get(index(id)).copied().flatten();
            let open = self.open.get(index(id)).copied().flatten();
            if standing.is_none() && open.is_none() {
                continue;
            }
            for child in playbook.reads(id) {
                if let Some(label) = standing {
                    self.read(child, Mode::Standing, label);
                }
                if let Some(label) = open {
                    self.read(child, Mode::Standing, label);
                    self.read(child, Mode::Open, label);
                }
            }
        }
    }

    /// The label of an expression as it stands.
    pub(crate) fn standing(&self, expr: ExprId) -> Option<Label> {
        self.standing.get(index(expr)).copied().flatten()
    }

    /// The label of the open reading, where it differs from the other and is asked for.
    pub(crate) fn open(&self, expr: ExprId) -> Option<Label> {
        self.open.get(index(expr)).copied().flatten().filter(|_| self.facts(expr).known)
    }

    /// Whether an expression depends on the chance.
    pub(crate) fn reads_chance(&self, expr: ExprId) -> bool {
        self.facts(expr).chance
    }

    /// The quantifier or aggregate whose element an expression depends on.
    pub(crate) fn owner(&self, expr: ExprId) -> Option<ExprId> {
        self.owners.get(&expr).copied()
    }

    fn facts(&self, expr: ExprId) -> Facts {
        self.facts.get(index(expr)).copied().unwrap_or_default()
    }

    fn find(&mut self, playbook: &Playbook, id: ExprId) -> Facts {
        let mut facts = Facts::default();
        for child in playbook.reads(id) {
            let of_child = self.facts(child);
            facts.element |= of_child.element;
            facts.chance |= of_child.chance;
            facts.known |= of_child.known;
        }
        match &playbook.exprs.get(id).kind {
            ExprKind::Fact { fact, .. } => facts.element = fact.scope == Scope::Element,
            ExprKind::Define(_) => facts.element = false,
            ExprKind::Known { .. } => facts.known = true,
            ExprKind::ListKnown { list, .. } => {
                facts.known = true;
                facts.element = list.scope == Scope::Element;
            }
            ExprKind::ChanceEnd(_) | ExprKind::CompareChance { .. } | ExprKind::ChanceBetween { .. } => {
                facts.chance = true;
            }
            ExprKind::Quantifier { list, condition, .. } => {
                self.own(playbook, id, condition.iter().copied());
                facts.element = list.scope == Scope::Element;
            }
            ExprKind::Aggregate { list, value, condition, .. } => {
                self.own(playbook, id, value.iter().chain(condition).copied());
                facts.element = list.scope == Scope::Element;
            }
            ExprKind::Literal(_)
            | ExprKind::Today
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Calendar(..)
            | ExprKind::Abs(_)
            | ExprKind::Round(_)
            | ExprKind::Min(..)
            | ExprKind::Max(..)
            | ExprKind::Length(_)
            | ExprKind::Lower(_)
            | ExprKind::Call { .. } => {}
        }
        facts
    }

    /// Gives all that depends on the element of `quantifier` to it.
    fn own(&mut self, playbook: &Playbook, quantifier: ExprId, roots: impl Iterator<Item = ExprId>) {
        let mut pending: Vec<ExprId> = roots.collect();
        while let Some(id) = pending.pop() {
            if !self.facts(id).element || self.owners.contains_key(&id) {
                continue;
            }
            self.owners.insert(id, quantifier);
            // What lies in the run of an inner list has its owner already; the list itself is of this element.
            let kind = &playbook.exprs.get(id).kind;
            if !matches!(kind, ExprKind::Quantifier { .. } | ExprKind::Aggregate { .. }) {
                pending.extend(playbook.reads(id));
            }
        }
    }
}

/// The expressions from the first to the last.
pub(super) fn ids(exprs: &Exprs) -> impl DoubleEndedIterator<Item = ExprId> + use<> {
    (0..u32::try_from(exprs.len()).unwrap_or(u32::MAX)).map(ExprId)
}

/// An expression's place as an index.
pub(super) fn index(expr: ExprId) -> usize {
    usize::try_from(expr.0).unwrap_or(usize::MAX)
}
