//! Processes: outcomes, chance, rules, stages.

use super::super::ast::{
    self, Case, Chance, ChancePart, Factor, Odds, Outcome, ProcessPart, Rule, RuleKind, StagePart,
};
use super::super::error;
use super::super::grammar::{Children, Kind, Node};
use super::Builder;
use crate::source::Span;

impl Builder<'_> {
    pub(super) fn process(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Process> {
        parts.next_of(Kind::kw_process);
        let name = self.name(&parts.next_of(Kind::name)?);
        let title = self.inner_text(parts.next_of(Kind::title));
        let parts = parts.map(|part| self.process_part(part)).collect::<Option<_>>()?;
        Some(ast::Process { name, title, parts, span })
    }

    fn process_part(&mut self, node: Node<'_>) -> Option<ProcessPart> {
        let span = self.span(&node);
        let kind = node.kind();
        let mut parts = match kind {
            Kind::require | Kind::disqualify | Kind::warn => return self.rule_of_process(node).map(ProcessPart::Rule),
            _ => node.children(),
        };
        Some(match kind {
            Kind::applies => ProcessPart::Applies { condition: self.clause(parts.next()?), span },
            Kind::outcome => {
                let outcome = outcome(&parts.next_of(Kind::outcome_word)?)?;
                ProcessPart::Outcome { outcome, labels: self.texts(parts), span }
            }
            Kind::chance_block => {
                let parts = parts.map(|part| self.chance_part(part)).collect::<Option<_>>()?;
                ProcessPart::Chance(Chance { parts, span })
            }
            Kind::stage => ProcessPart::Stage(self.stage(parts, span)?),
            _ => return None,
        })
    }

    fn chance_part(&mut self, node: Node<'_>) -> Option<ChancePart> {
        if node.kind() == Kind::base {
            return self.base(node).map(ChancePart::Base);
        }
        let span = self.span(&node);
        let mut odds = Odds { cases: Vec::new(), otherwise: None, block: is_block(self.slice(span)), span };
        for part in node.children() {
            if part.kind() == Kind::case {
                odds.cases.push(self.case(part)?);
            } else {
                let factor = part.children().find(|part| part.kind() == Kind::number_alone)?;
                odds.otherwise = Some(self.factor(&factor));
            }
        }
        Some(ChancePart::Odds(odds))
    }

    fn case(&mut self, node: Node<'_>) -> Option<Case> {
        let span = self.span(&node);
        let mut parts = node.children();
        let factor = self.factor(&parts.next_of(Kind::number_alone)?);
        Some(Case { factor, condition: self.clause(parts.next()?), span })
    }

    fn factor(&mut self, node: &Node<'_>) -> Factor {
        let span = self.span(node);
        let value = node.text().replace('_', "").parse().unwrap_or(1.0);
        Factor { decimal: self.number(node), value, span }
    }

    fn base(&mut self, node: Node<'_>) -> Option<ast::Base> {
        let span = self.span(&node);
        let percent = node.children().next()?;
        Some(ast::Base { percent: self.percent(&percent), percent_span: self.span(&percent), span })
    }

    fn stage(&mut self, mut parts: Children<'_>, span: Span) -> Option<ast::Stage> {
        let name = self.name(&parts.next_of(Kind::name)?);
        let title = self.inner_text(parts.next_of(Kind::title));
        let labels = parts.next_of(Kind::stage_labels).map(|labels| self.texts(labels.children())).unwrap_or_default();
        let parts = parts.map(|part| self.stage_part(part)).collect::<Option<_>>()?;
        Some(ast::Stage { name, title, labels, parts, span })
    }

    fn stage_part(&mut self, node: Node<'_>) -> Option<StagePart> {
        if node.kind() == Kind::base {
            return self.base(node).map(StagePart::Base);
        }
        self.rule(node).map(StagePart::Rule)
    }

    /// A rule outside of all stages, where there is nothing to require.
    fn rule_of_process(&mut self, node: Node<'_>) -> Option<Rule> {
        let is_requirement = node.kind() == Kind::require;
        let rule = self.rule(node)?;
        if is_requirement {
            self.report(error::requirement_outside_stage(rule.name.span));
        }
        Some(rule)
    }

    fn rule(&mut self, node: Node<'_>) -> Option<Rule> {
        let span = self.span(&node);
        let kind = node.kind();
        let mut parts = node.children();
        let kind = match kind {
            Kind::require => RuleKind::Require { once: parts.next_of(Kind::once).is_some() },
            Kind::disqualify => {
                parts.next_of(Kind::kw_disqualify);
                RuleKind::Disqualify
            }
            Kind::warn => {
                parts.next_of(Kind::kw_warn);
                RuleKind::Warn
            }
            _ => return None,
        };
        let name = self.name(&parts.next_of(Kind::name)?);
        let title = self.inner_text(parts.next_of(Kind::title));
        let condition = self.clause(parts.next_of(Kind::expr)?);
        let when = parts.next_of(Kind::expr).map(|when| self.clause(when));
        let how = self.inner_text(parts.next_of(Kind::how));
        Some(Rule { kind, name, title, condition, when, how, span })
    }
}

/// Whether `odds …` is written with braces.
fn is_block(text: &str) -> bool {
    let behind = text.trim_start_matches("odds");
    // A comment between the two is rare; then the first brace outside of a comment decides.
    behind
        .lines()
        .map(|line| line.split_once('#').map_or(line, |(code, _)| code).trim())
        .find(|code| !code.is_empty())
        .is_some_and(|code| code.starts_with('{'))
}

/// The outcome that a word names.
pub(super) fn outcome(node: &Node<'_>) -> Option<Outcome> {
    Some(match node.text() {
        "won" => Outcome::Won,
        "lost" => Outcome::Lost,
        "walked" => Outcome::Walked,
        _ => return None,
    })
}
