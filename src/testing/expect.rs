//! Whether a verdict is what a test expects.

use crate::hir::{ExpectationKind, Outcome, Playbook, RuleNames};
use crate::verdict::{Decision, Finding, Verdict};

/// What was found instead of what is expected; nothing where it is met. `that` expressions are looked at elsewhere.
pub(super) fn unmet(playbook: &Playbook, verdict: &Verdict, expected: &ExpectationKind) -> Option<String> {
    let decision = verdict.decision();
    match expected {
        ExpectationKind::Advance { to } => {
            let met = matches!(decision, Decision::Advance { to: found } if to.as_deref().is_none_or(|to| to == found));
            (!met).then(|| decision_words(verdict))
        }
        ExpectationKind::Hold { rules } => {
            let met = decision == Decision::Hold && names(rules.as_ref(), verdict.unmet());
            (!met).then(|| decision_words(verdict))
        }
        ExpectationKind::Disqualify { rules } => {
            let met = decision == Decision::Disqualify && names(rules.as_ref(), verdict.disqualified_by());
            (!met).then(|| decision_words(verdict))
        }
        ExpectationKind::Warn(rules) => listed(rules, verdict.warnings(), "warned by"),
        ExpectationKind::AtRisk(rules) => listed(rules, verdict.at_risk(), "at risk"),
        ExpectationKind::Closed(outcome) => {
            let met = |found: Outcome| outcome.is_none_or(|outcome| outcome == found);
            let met = matches!(decision, Decision::Closed { outcome } if met(outcome));
            (!met).then(|| decision_words(verdict))
        }
        ExpectationKind::Unrouted => (decision != Decision::Unrouted).then(|| decision_words(verdict)),
        ExpectationKind::Process(process) => {
            let place = usize::try_from(process.0).unwrap_or(usize::MAX);
            let name = playbook.processes.get(place).map(|process| process.name.as_str());
            let found = verdict.process().map_or_else(|| decision_words(verdict), |found| format!("process {found}"));
            (verdict.process() != name).then_some(found)
        }
        ExpectationKind::Earned(stage) => {
            let found = verdict.earned().map_or_else(|| decision_words(verdict), |found| format!("earned {found}"));
            (verdict.earned() != Some(stage.as_str())).then_some(found)
        }
        ExpectationKind::Ask(fact) => {
            let first = verdict.ask_next().first().map(crate::verdict::Question::fact);
            let found = first.map_or_else(|| "nothing to ask".to_owned(), |found| format!("ask {found}"));
            (first != Some(fact.as_str())).then_some(found)
        }
        ExpectationKind::That(_) => None,
    }
}

/// Whether the named rules are among those reported, and with `only` are all of them.
fn names(expected: Option<&RuleNames>, found: &[Finding]) -> bool {
    expected.is_none_or(|expected| {
        let reported = |name: &String| found.iter().any(|finding| finding.rule() == name);
        let named = |finding: &Finding| expected.names.iter().any(|name| name == finding.rule());
        expected.names.iter().all(reported) && (!expected.only || found.iter().all(named))
    })
}

fn listed(expected: &[String], found: &[Finding], what: &str) -> Option<String> {
    let reported = |name: &String| found.iter().any(|finding| finding.rule() == name);
    if expected.iter().all(reported) {
        None
    } else if found.is_empty() {
        Some(format!("nothing {what}"))
    } else {
        Some(format!("{what} {}", rules(found)))
    }
}

fn rules(findings: &[Finding]) -> String {
    findings.iter().map(Finding::rule).collect::<Vec<_>>().join(", ")
}

/// The decision as an expectation would say it.
pub(super) fn decision_words(verdict: &Verdict) -> String {
    match verdict.decision() {
        Decision::Unrouted => "unrouted".to_owned(),
        Decision::Closed { outcome } => format!("closed {}", outcome.as_str()),
        Decision::Disqualify => format!("disqualify by {}", rules(verdict.disqualified_by())),
        Decision::Hold => format!("hold on {}", rules(verdict.unmet())),
        Decision::Advance { to } => format!("advance to {to}"),
        Decision::Error => verdict.error().map_or_else(String::new, |error| format!("an error: {}", error.message())),
    }
}
