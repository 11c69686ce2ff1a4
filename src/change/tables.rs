//! What a replay finds, in words.

use std::fmt;

use crate::verdict::{Decision, Finding, Outcome, Reading, Verdict};

use super::page::{Page, clipped, grouped, share};
use super::report::{Cause, CauseKind, Replayed, Shift, Shifted, Tally, Unit};
use super::words;

/// How many lines of causes, needs and faults are told at most.
const LINES: usize = 12;
/// How long a cause may be.
const CAUSE: usize = 36;
/// How long the atoms of a rule may be.
const ATOMS: usize = 240;

impl fmt::Display for Replayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = Page::default();
        summary(&mut page, self);
        decisions(&mut page, self);
        moves(&mut page, self, "Earned stage", &self.stages().collect::<Vec<_>>());
        moves(&mut page, self, "Process", &self.processes().collect::<Vec<_>>());
        chances(&mut page, self);
        causes(&mut page, self);
        needs(&mut page, self);
        faults(&mut page, self);
        words::write(&mut page, self.change());
        largest(&mut page, self);
        f.write_str(&page.text)
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(i128::from(count))) }
}

fn summary(page: &mut Page, replayed: &Replayed) {
    let rows = replayed.rows();
    let worth = worth_phrase(replayed, rows, ", worth ");
    let opportunities = counted(rows.rows(), "opportunity", "opportunities");
    page.hanging("", &format!("{opportunities}{worth}, as of {}.", replayed.as_of));
    if rows.rows() == 0 {
        page.line("The data has no rows, so nothing can be said of it.");
        return;
    }
    let (decided, differing) = (replayed.decided(), replayed.differing());
    let decided_worth = worth_phrase(replayed, decided, ", worth ");
    let shares = [decided, differing].map(|tally| share(tally.rows(), rows.rows()));
    let [decided_share, differing_share] = shares;
    let have = if decided.rows() == 1 { "has" } else { "have" };
    page.hanging(
        "",
        &format!(
            "{} ({decided_share}{decided_worth}) {have} another decision; {} ({differing_share}) differ in anything that a verdict says.",
            grouped(i128::from(decided.rows())),
            grouped(i128::from(differing.rows())),
        ),
    );
    for outcome in outcomes(replayed) {
        let (part, whole) = (decided.later(outcome), rows.later(outcome));
        page.hanging(
            "",
            &format!(
                "Of {} that were {} later, {} ({}) get another decision.",
                grouped(i128::from(whole)),
                ended(outcome),
                grouped(i128::from(part)),
                share(part, whole)
            ),
        );
    }
    if !replayed.has_key {
        page.hanging("", "No playbook names a key, so opportunities are told apart by their row.");
    }
    match (replayed.unit, replayed.unpriced) {
        (None, _) => {
            page.hanging("", "No playbook says what an opportunity is worth, so the largest changes are the first.")
        }
        (Some(_), 0) => {}
        (Some(_), unpriced) => {
            let unpriced = grouped(i128::from(unpriced));
            page.hanging("", &format!("Without a known worth, and counted as nothing in sums: {unpriced}."));
        }
    }
}

fn worth_phrase(replayed: &Replayed, tally: Tally, before: &str) -> String {
    match replayed.unit {
        Some(Unit::Money(currency)) => format!("{before}{} {currency}", whole(tally.worth())),
        Some(Unit::Number) => format!("{before}{}", whole(tally.worth())),
        None => String::new(),
    }
}

/// Whole units of a worth in ten-thousandths.
pub(super) fn whole(worth: i128) -> String {
    grouped(worth.checked_div(i128::from(crate::value::SCALE)).unwrap_or(0))
}

/// The outcomes that any of the rows had later.
pub(super) fn outcomes(replayed: &Replayed) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Won, Outcome::Lost, Outcome::Walked];
    outcomes.retain(|outcome| replayed.reopened && replayed.rows().later(*outcome) > 0);
    outcomes
}

pub(super) fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "won",
        Outcome::Lost => "lost",
        Outcome::Walked => "walked away from",
    }
}

/// The heads of the columns of a tally.
pub(super) fn heads(replayed: &Replayed) -> Vec<String> {
    let mut heads = vec!["count".to_owned()];
    match replayed.unit {
        Some(Unit::Money(currency)) => heads.push(format!("worth {currency}")),
        Some(Unit::Number) => heads.push("worth".to_owned()),
        None => {}
    }
    heads.extend(outcomes(replayed).iter().map(|outcome| format!("later {}", outcome.as_str())));
    heads
}

/// The columns of a tally; of what ended later the share of all that did.
fn cells(replayed: &Replayed, tally: Tally) -> Vec<String> {
    let mut cells = vec![grouped(i128::from(tally.rows()))];
    if replayed.unit.is_some() {
        cells.push(whole(tally.worth()));
    }
    for outcome in outcomes(replayed) {
        let (part, all) = (tally.later(outcome), replayed.rows().later(outcome));
        cells.push(format!("{} ({})", grouped(i128::from(part)), share(part, all)));
    }
    cells
}

fn row(first: &[&str], behind: Vec<String>) -> Vec<String> {
    first.iter().map(|text| (*text).to_owned()).chain(behind).collect()
}

fn decisions(page: &mut Page, replayed: &Replayed) {
    if replayed.rows().rows() == 0 {
        return;
    }
    let mut rows = vec![row(&["Decision", "from", "to"], heads(replayed))];
    for shift in replayed.decisions() {
        let mark = if shift.from() == shift.to() { "same" } else { "" };
        rows.push(row(&[mark, shift.from(), shift.to()], cells(replayed, shift.tally())));
    }
    page.gap();
    page.table(3, &rows);
}

fn moves(page: &mut Page, replayed: &Replayed, title: &str, shifts: &[Shift]) {
    if shifts.is_empty() {
        return;
    }
    page.gap();
    let mut rows = vec![row(&[title, "from", "to"], heads(replayed))];
    for shift in shifts.iter().take(LINES) {
        rows.push(row(&["", &clipped(shift.from(), 20), &clipped(shift.to(), 20)], cells(replayed, shift.tally())));
    }
    page.table(3, &rows);
    more(page, shifts.len());
}

fn more(page: &mut Page, count: usize) {
    if let Some(more) = count.checked_sub(LINES).filter(|more| *more > 0) {
        page.line(&format!("  … and {more} more"));
    }
}

fn chances(page: &mut Page, replayed: &Replayed) {
    let chance = replayed.chance();
    let parts = [("raised", chance.raised()), ("lowered", chance.lowered()), ("another range", chance.other())];
    if parts.iter().all(|(_, tally)| tally.rows() == 0) {
        return;
    }
    page.gap();
    let mut rows = vec![row(&["Chance", ""], heads(replayed))];
    for (what, tally) in parts.into_iter().filter(|(_, tally)| tally.rows() > 0) {
        rows.push(row(&["", what], cells(replayed, tally)));
    }
    page.table(2, &rows);
    if replayed.unit.is_some() {
        let [old, new] = chance.expected().map(whole);
        page.line(&format!("  worth times likely chance: {old} before, {new} now"));
    }
}

fn causes(page: &mut Page, replayed: &Replayed) {
    if replayed.causes().is_empty() {
        return;
    }
    page.gap();
    let mut rows = vec![row(&["What made it", "verdicts", "decisions"], heads(replayed).into_iter().skip(1).collect())];
    for shift in replayed.causes().iter().take(LINES) {
        let [all, decisive] = [shift.all(), shift.decisive()].map(|tally| grouped(i128::from(tally.rows())));
        // Where no decision hangs on it, what the verdicts are worth.
        let told = if shift.decisive().rows() > 0 { shift.decisive() } else { shift.all() };
        let behind = cells(replayed, told).into_iter().skip(1).collect();
        let words = clipped(&cause_words(replayed, shift.cause()), CAUSE);
        rows.push(row(&[&words, &all, &decisive], behind));
    }
    page.table(1, &rows);
    more(page, replayed.causes().len());
}

/// A cause in words, with its process where there are several: `bant disqualifies (account)`.
pub(super) fn cause_words(replayed: &Replayed, cause: &Cause) -> String {
    let name = cause.name().unwrap_or_default();
    let process = cause.process().filter(|_| replayed.has_several);
    let process = process.map(|process| format!(" ({process})")).unwrap_or_default();
    match cause.kind() {
        CauseKind::Data => format!("data of {}", if name.is_empty() { "the row" } else { name }),
        CauseKind::Process => format!("routed to {}", cause.process().unwrap_or("none")),
        CauseKind::Claim => format!("is in another stage{process}"),
        CauseKind::Stages => format!("other stages{process}"),
        CauseKind::Chance => format!("another chance{process}"),
        kind @ (CauseKind::Disqualifies
        | CauseKind::DisqualifiesNoMore
        | CauseKind::Unmet
        | CauseKind::UnmetNoMore
        | CauseKind::AtRisk
        | CauseKind::AtRiskNoMore
        | CauseKind::Warns
        | CauseKind::WarnsNoMore) => format!("{name} {}{process}", kind.as_str()),
    }
}

fn needs(page: &mut Page, replayed: &Replayed) {
    if replayed.needs().is_empty() {
        return;
    }
    page.gap();
    let mut rows = vec![row(&["What the new playbook asks for", "", "unknown", "of", "share"], Vec::new())];
    for need in replayed.needs().iter().take(LINES) {
        let mark = if need.is_new() { "new" } else { "" };
        let [unknown, of] = [need.unknown(), need.of()].map(|count| grouped(i128::from(count)));
        let share = share(need.unknown(), need.of());
        rows.push(row(&[&clipped(need.fact(), 44), mark, &unknown, &of, &share], Vec::new()));
    }
    page.table(2, &rows);
    more(page, replayed.needs().len());
}

fn faults(page: &mut Page, replayed: &Replayed) {
    if replayed.faults().is_empty() {
        return;
    }
    page.gap();
    let mut rows = vec![row(&["Rows in error", "old", "new"], Vec::new())];
    for fault in replayed.faults().iter().take(LINES) {
        let field = if fault.field().is_empty() { "the row as a whole" } else { fault.field() };
        let [old, new] = [fault.before(), fault.after()].map(|count| grouped(i128::from(count)));
        rows.push(row(&[&clipped(field, 44), &old, &new], Vec::new()));
    }
    page.table(1, &rows);
    more(page, replayed.faults().len());
    for fault in replayed.faults().iter().take(3) {
        page.hanging("  for example: ", &clipped(fault.example(), 200));
    }
}

fn largest(page: &mut Page, replayed: &Replayed) {
    if replayed.largest().is_empty() {
        return;
    }
    page.gap();
    let count = replayed.largest().len();
    page.line(&if count == 1 { "The largest change".to_owned() } else { format!("The {count} largest changes") });
    for (place, shifted) in replayed.largest().iter().enumerate() {
        page.gap();
        let number = place.saturating_add(1);
        page.hanging(&format!("{number:>3}. "), &who(replayed, shifted));
        let causes: Vec<String> = shifted.causes().iter().map(|cause| cause_words(replayed, cause)).collect();
        page.hanging("     ", &clipped(&causes.join("; "), ATOMS));
        let mut left = vec!["was".to_owned()];
        let mut right = vec!["now".to_owned()];
        left.extend(reasons(shifted.before(), shifted));
        right.extend(reasons(shifted.after(), shifted));
        page.beside(5, &left, &right);
    }
}

pub(super) fn who(replayed: &Replayed, shifted: &Shifted) -> String {
    let verdict = shifted.after();
    let row = verdict.row().map(|row| format!("row {row}")).unwrap_or_default();
    let key = verdict.key().or_else(|| shifted.before().key());
    let mut parts = vec![key.map_or(row.clone(), |key| clipped(key, 60))];
    parts.extend(verdict.file().map(|file| format!("{file}, {row}")));
    if let Some(worth) = shifted.worth() {
        let tally = Tally { worth: i128::from(worth), ..Tally::default() };
        parts.push(worth_phrase(replayed, tally, ""));
    }
    parts.extend(shifted.later().map(|outcome| format!("{} later", ended(outcome))));
    parts.join(", ")
}

/// What a verdict says, as far as it has to do with the change.
pub(super) fn reasons(verdict: &Verdict, shifted: &Shifted) -> Vec<String> {
    let (old, new) = (shifted.before(), shifted.after());
    let mut lines = vec![decision(verdict)];
    if old.process() != new.process() {
        lines.extend(verdict.process().map(|process| format!("process {process}")));
    }
    if old.earned() != new.earned() {
        lines.extend(verdict.earned().map(|earned| format!("earned {earned}")));
    }
    if old.chance() != new.chance() {
        lines.extend(
            verdict.chance().map(|chance| format!("chance {} ({} to {})", chance.likely, chance.worst, chance.best)),
        );
    }
    let is_told = |kinds: [CauseKind; 2]| shifted.causes().iter().any(|cause| kinds.contains(&cause.kind()));
    for finding in verdict.disqualified_by() {
        lines.push(finding_words("", finding));
    }
    for finding in verdict.unmet() {
        lines.push(finding_words("unmet: ", finding));
    }
    if is_told([CauseKind::AtRisk, CauseKind::AtRiskNoMore]) {
        lines.extend(verdict.at_risk().iter().map(|finding| finding_words("at risk: ", finding)));
    }
    if is_told([CauseKind::Warns, CauseKind::WarnsNoMore]) {
        lines.extend(verdict.warnings().iter().map(|finding| finding_words("warning: ", finding)));
    }
    lines.extend(verdict.route().iter().map(|atom| format!("unknown: {}", atom.text())));
    lines
}

pub(super) fn decision(verdict: &Verdict) -> String {
    match verdict.decision() {
        Decision::Unrouted => "unrouted".to_owned(),
        Decision::Closed { outcome } => format!("closed {}", outcome.as_str()),
        Decision::Disqualify => "disqualify".to_owned(),
        Decision::Hold => format!("hold in {}", verdict.claimed().unwrap_or_default()),
        Decision::Advance { to } => format!("advance to {to}"),
        Decision::Error => {
            let message = verdict.error().map(crate::facts::DataError::message).unwrap_or_default();
            format!("error: {}", clipped(message, 160))
        }
    }
}

/// A rule with the atoms that decided it and the facts that they read.
fn finding_words(before: &str, finding: &Finding) -> String {
    let atoms: Vec<String> = finding.because().iter().map(|atom| atom.text().to_owned()).collect();
    let mut facts: Vec<String> = Vec::new();
    for (path, reading) in finding.because().iter().flat_map(crate::verdict::Atom::facts) {
        let value = match reading {
            Reading::Known(value) => clipped(value, 40),
            Reading::Unknown { why, .. } => why.as_str().to_owned(),
            Reading::List { elements, holding, .. } => format!("{holding} of {elements}"),
            Reading::ListKnown { elements } => format!("{elements} elements"),
        };
        let fact = format!("{path} {value}");
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    let facts = if facts.is_empty() { String::new() } else { format!(" [{}]", facts.join(", ")) };
    clipped(&format!("{before}{}: {}{facts}", finding.rule(), atoms.join("; ")), ATOMS)
}
