//! What is allowed and likely not meant: warnings, and what is known of each expression to find them.

use super::check::Checker;
use super::error::analysis as warning;
use super::infer::DefineState;
use super::traits::{Polarity, Traits, passes};
use super::{ExprId, ExprKind, RuleKind};
use crate::source::Span;
use crate::syntax::ast::{ProcessPart, StagePart};

impl Checker<'_> {
    /// Warns, and says which tests need a day.
    pub(crate) fn analyze(&mut self) {
        let traits = Traits::of(&self.exprs, |define| match self.define_state(define) {
            DefineState::Done(expr) => expr,
            DefineState::New | DefineState::Open => None,
        });
        self.check_days(|expr| traits.today(expr));
        self.constants(&traits);
        self.same_conditions(&traits);
        self.unreached(&traits);
        self.last_stages();
        self.known_in_disqualify(&traits);
        if !self.report.has_errors() && !self.names.broken.any {
            self.unused();
        }
    }

    fn constants(&mut self, traits: &Traits) {
        for &condition in &self.conditions {
            if let Some(value) = traits.constant(condition) {
                self.report.push(warning::constant(self.exprs.get(condition).span, value));
            }
        }
    }

    /// Two rules of one kind with the same condition.
    fn same_conditions(&mut self, traits: &Traits) {
        for process in &self.processes {
            let mut seen = std::collections::HashMap::new();
            for rule in &process.rules {
                let kind = match rule.kind {
                    RuleKind::Require { .. } => RuleKind::Require { once: false },
                    RuleKind::Disqualify => RuleKind::Disqualify,
                    RuleKind::Warn => RuleKind::Warn,
                };
                let key = (kind, traits.shape(rule.condition), rule.when.map(|when| traits.shape(when)));
                let place = (rule.name.as_str(), rule.span);
                match seen.get(&key) {
                    Some(&first) => self.report.push(warning::same_condition(kind, place, first)),
                    None => {
                        seen.insert(key, place);
                    }
                }
            }
        }
    }

    fn unreached(&mut self, traits: &Traits) {
        let mut always: Option<(&str, Span)> = None;
        let applies = self.names.processes.iter().zip(&self.processes);
        for ((_, item), process) in applies {
            let place = (process.name.as_str(), process.span);
            if let Some(first) = always {
                self.report.push(warning::never_reached(place, first));
                continue;
            }
            let written = item.parts.iter().any(|part| matches!(part, ProcessPart::Applies { .. }));
            let always_true = process.applies.is_some_and(|applies| traits.constant(applies) == Some(Some(true)));
            if !written || always_true {
                always = Some(place);
            }
        }
    }

    fn last_stages(&mut self) {
        for (_, item) in &self.names.processes {
            let mut stages = item.parts.iter().rev().filter_map(|part| match part {
                ProcessPart::Stage(stage) => Some(stage),
                ProcessPart::Applies { .. }
                | ProcessPart::Outcome { .. }
                | ProcessPart::Chance(_)
                | ProcessPart::Rule(_) => None,
            });
            let Some(last) = stages.next() else { continue };
            let requires = last.parts.iter().any(|part| match part {
                StagePart::Rule(rule) => matches!(rule.kind, RuleKind::Require { .. }),
                StagePart::Base(_) => false,
            });
            if !requires {
                self.report.push(warning::last_stage_without_require(&last.name.text, last.name.span));
            }
        }
    }

    /// `is known` where its failing would disqualify.
    fn known_in_disqualify(&mut self, traits: &Traits) {
        let rules = self.processes.iter().flat_map(|process| &process.rules);
        let disqualify = rules.filter(|rule| rule.kind == RuleKind::Disqualify);
        let mut found = Vec::new();
        for rule in disqualify {
            let mut open = vec![(rule.condition, Polarity::Straight)];
            while let Some((expr, polarity)) = open.pop() {
                self.visit_polarity(traits, expr, polarity, &mut open, &mut found);
            }
        }
        for (place, inner) in found {
            self.report.push(warning::known_under_not(place, inner));
        }
    }

    fn visit_polarity(
        &self,
        traits: &Traits,
        expr: ExprId,
        polarity: Polarity,
        open: &mut Vec<(ExprId, Polarity)>,
        found: &mut Vec<(Span, Option<Span>)>,
    ) {
        let super::Expr { kind, span, .. } = self.exprs.get(expr);
        if let ExprKind::Known { negated: false, .. } | ExprKind::ListKnown { negated: false, .. } = kind {
            found.extend((polarity == Polarity::Turned).then_some((*span, None)));
        } else if let ExprKind::Define(_) = kind {
            found.extend(traits.known(expr, polarity).map(|inner| (*span, Some(inner))));
        } else {
            open.extend(passes(kind).into_iter().map(|(child, turn)| (child, polarity.then(turn))));
        }
    }

    fn unused(&mut self) {
        let unused = |used: &[bool], place: usize| used.get(place) == Some(&false);
        for (place, (_, item)) in self.names.defines.iter().enumerate() {
            if unused(&self.used_defines, place) {
                self.report.push(warning::unused_define(&item.name));
            }
        }
        for (place, (_, item)) in self.names.records.iter().enumerate() {
            if unused(&self.used_records, place) {
                self.report.push(warning::unused_record(&item.name));
            }
        }
        for (place, (_, item)) in self.names.functions.iter().enumerate() {
            if unused(&self.used_functions, place) {
                self.report.push(warning::unused_function(&item.name));
            }
        }
        for (place, (_, item)) in self.names.fixtures.iter().enumerate() {
            if unused(&self.used_fixtures, place) {
                self.report.push(warning::unused_fixture(&item.name));
            }
        }
    }
}
