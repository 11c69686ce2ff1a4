//! The sentences.

use crate::diag::inert;
use crate::value::{Date, Truth};
use crate::verdict::{Atom, Chance, Decision, Finding, Outcome, Question, Reading, Verdict, Why};

/// The whole text; it ends with a line break.
pub(super) fn of(verdict: &Verdict) -> String {
    let mut page = Page::default();
    page.line(0, &head(verdict));
    place(&mut page, verdict);
    findings(&mut page, "End it now:", verdict.disqualified_by());
    atoms_of_route(&mut page, verdict.route());
    findings(&mut page, &gaps_title(verdict), verdict.unmet());
    findings(&mut page, "Would end it, if what is unknown turns out so:", verdict.at_risk());
    findings(&mut page, "Watch:", verdict.warnings());
    questions(&mut page, verdict);
    page.text
}

/// Lines of text, made inert.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// Adds a line, or one for each line of the text, indented by so many steps.
    fn line(&mut self, steps: usize, text: &str) {
        for line in text.lines() {
            self.text.extend(std::iter::repeat_n("  ", steps));
            self.text.push_str(&inert(line));
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }
}

fn head(verdict: &Verdict) -> String {
    let who = match (verdict.key(), verdict.row()) {
        (Some(key), _) => format!("{key}: "),
        (None, Some(row)) => format!("Row {row}: "),
        (None, None) => String::new(),
    };
    let day = verdict.as_of().map(|day| format!(" (as of {day})")).unwrap_or_default();
    let decision = match verdict.decision() {
        Decision::Unrouted => "it is not known which process it belongs to".to_owned(),
        Decision::Closed { outcome: Outcome::Won } => "closed, won".to_owned(),
        Decision::Closed { outcome: Outcome::Lost } => "closed, lost".to_owned(),
        Decision::Closed { outcome: Outcome::Walked } => "closed, walked away from".to_owned(),
        Decision::Disqualify => "disqualify".to_owned(),
        Decision::Hold => "hold".to_owned(),
        Decision::Advance { to: "won" } => "advance; nothing is left to require".to_owned(),
        Decision::Advance { to } => format!("advance to {to}"),
        Decision::Error => {
            let message = verdict.error().map(crate::facts::DataError::message).unwrap_or_default();
            format!("the data cannot be read: {message}")
        }
    };
    format!("{who}{decision}{day}")
}

/// Where it stands: process, stages, chance.
fn place(page: &mut Page, verdict: &Verdict) {
    let Some(process) = verdict.process_title().or(verdict.process()) else { return };
    page.gap();
    page.line(
        0,
        &match (verdict.claimed(), verdict.earned()) {
            (Some(claimed), Some(earned)) if verdict.is_overstated() => {
                format!("{process}: it claims {claimed}, and has earned no more than {earned}.")
            }
            (Some(claimed), Some("won")) => format!("{process}: it claims {claimed}, and has earned everything."),
            (Some(claimed), Some(earned)) if claimed == earned => format!("{process}: it claims {claimed}, as earned."),
            (Some(claimed), Some(earned)) => format!("{process}: it claims {claimed}, and has earned {earned}."),
            (_, None) | (None, Some(_)) => format!("{process}."),
        },
    );
    if let Some(chance) = verdict.chance() {
        page.line(0, &chance_sentence(chance));
    }
}

fn chance_sentence(chance: Chance) -> String {
    let Chance { worst, likely, best } = chance;
    if worst == best {
        format!("The chance of winning is {likely}.")
    } else {
        format!("The chance of winning is about {likely}; what is unknown leaves it between {worst} and {best}.")
    }
}

fn gaps_title(verdict: &Verdict) -> String {
    match verdict.decision() {
        Decision::Hold => "To do before it moves on:".to_owned(),
        Decision::Unrouted
        | Decision::Closed { .. }
        | Decision::Disqualify
        | Decision::Advance { .. }
        | Decision::Error => "Not shown either:".to_owned(),
    }
}

fn findings(page: &mut Page, title: &str, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    page.gap();
    page.line(0, title);
    for finding in findings {
        let stage = finding.stage().map(|stage| format!(", {stage}")).unwrap_or_default();
        match finding.title() {
            Some(title) => page.line(1, &format!("- {title} ({}{stage})", finding.rule())),
            None => page.line(1, &format!("- {}{stage}", finding.rule())),
        }
        for atom in finding.because() {
            page.line(3, &atom_sentence(atom));
        }
        if let Some(how) = finding.how() {
            page.line(3, &format!("How: {}", how.trim()));
        }
    }
}

fn atoms_of_route(page: &mut Page, route: &[Atom]) {
    if route.is_empty() {
        return;
    }
    page.gap();
    page.line(0, "Find out first:");
    for atom in route {
        page.line(1, &format!("- {}", atom_sentence(atom)));
    }
}

/// `budget < amount * 40% is true: budget is 5000 USD, amount is 80000 USD`.
fn atom_sentence(atom: &Atom) -> String {
    let is = match atom.is() {
        Truth::True => "holds",
        Truth::False => "does not hold",
        Truth::Unknown => "is not known",
    };
    let mut facts: Vec<String> = atom.facts().map(|(path, reading)| fact_words(path, reading)).collect();
    if atom.is_undefined() {
        facts.push("the sum has no result".to_owned());
    }
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
    format!("`{}` {is}{facts}", atom.text())
}

fn fact_words(path: &str, reading: &Reading) -> String {
    match reading {
        Reading::Known(value) => format!("{path} is {value}"),
        Reading::Unknown { why, value, by, on } => unknown_words(path, *why, value.as_deref(), by.as_deref(), *on),
        Reading::List { elements, holding, unknown: 0 } => format!("{holding} of {elements} in {path}"),
        Reading::List { elements, holding, unknown } => {
            format!("{holding} of {elements} in {path}, {unknown} more unknown")
        }
        Reading::ListKnown { elements } => format!("{path} has {elements}"),
    }
}

fn unknown_words(path: &str, why: Why, value: Option<&str>, by: Option<&str>, on: Option<Date>) -> String {
    let value = value.map(|value| format!(" is {value}, but")).unwrap_or_default();
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let on = on.map(|on| format!(" on {on}")).unwrap_or_default();
    match why {
        Why::Missing => format!("{path} is not known"),
        Why::NotYet => format!("{path} is not known before{on}"),
        Why::Weak => format!("{path}{value} known only{by}{on}"),
        Why::Undated => format!("{path}{value} known{by} without a date"),
        Why::Stale => format!("{path}{value} known{by} last{on}, which is too long ago"),
    }
}

fn questions(page: &mut Page, verdict: &Verdict) {
    if verdict.ask_next().is_empty() {
        return;
    }
    page.gap();
    page.line(0, "Ask, in this order:");
    for (place, question) in verdict.ask_next().iter().enumerate() {
        page.line(1, &format!("{}. {}", place.saturating_add(1), question_words(verdict, question)));
    }
}

/// What an answer would change.
fn question_words(verdict: &Verdict, question: &Question) -> String {
    let reason = match question.why() {
        Why::Missing => "nobody has said",
        Why::NotYet => "it is on record only later",
        Why::Weak => "what is known is too weak",
        Why::Undated => "nobody has noted when it was said",
        Why::Stale => "what is known is too old",
    };
    let named = |findings: &[Finding]| -> Vec<String> {
        let asked = findings.iter().filter(|finding| question.rules().any(|rule| rule == finding.rule()));
        asked.map(|finding| finding.rule().to_owned()).collect()
    };
    let (risks, gaps) = (named(verdict.at_risk()), named(verdict.unmet()));
    let mut changes = Vec::new();
    if !risks.is_empty() {
        changes.push(format!("says whether to end it ({})", risks.join(", ")));
    }
    if !gaps.is_empty() {
        changes.push(format!("can meet {}", gaps.join(", ")));
    }
    if let Some(shrinks) = question.chance_shrinks_by().filter(|shrinks| shrinks.hundredths() > 0) {
        changes.push(format!("narrows the chance by {} points", shrinks.to_string().trim_end_matches('%')));
    }
    let changes = if changes.is_empty() { String::new() } else { format!("; the answer {}", changes.join(", and ")) };
    format!("{} ({reason}){changes}", question.fact())
}
