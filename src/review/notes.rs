//! What could not be said, and why.

use crate::playbook::Playbook;

use super::count::Counts;

/// One line each.
pub(super) fn notes(playbook: &Playbook, counts: &Counts) -> Vec<String> {
    let schema = &playbook.checked().schema;
    let mut notes = Vec::new();
    if counts.rows == 0 {
        notes.push("There are no opportunities in the data.".to_owned());
    } else if counts.all.open.count == 0 {
        notes.push(nothing_open(counts));
    }
    match schema.worth {
        None => {
            notes.push("No field is marked `worth`, so that opportunities are counted and no money is said.".to_owned())
        }
        Some(_) if counts.without_worth > 0 => notes.push(format!(
            "The worth of {} of the {} open opportunities is not known: counted, and nothing in the sums.",
            counts.without_worth, counts.all.open.count
        )),
        Some(_) => {}
    }
    if schema.key.is_none() {
        notes.push("No field is marked `key`, so that opportunities are named by their rows.".to_owned());
    }
    if schema.stage.is_none() {
        notes.push(
            "There is no `stage` line, so that all stand in the first stage, and none can be overstated.".to_owned(),
        );
    }
    of_processes(playbook, counts, &mut notes);
    notes
}

fn nothing_open(counts: &Counts) -> String {
    let closed = counts.closed.iter().any(|sum| sum.count > 0);
    let advice = if closed { "; reopened, what is closed would be looked at as if it were open" } else { "" };
    format!("None of the opportunities is open{advice}.")
}

/// The processes that nothing belongs to, and those without a chance.
fn of_processes(playbook: &Playbook, counts: &Counts, notes: &mut Vec<String>) {
    let (mut unused, mut chanceless) = (Vec::new(), Vec::new());
    for (process, counts) in playbook.processes().zip(&counts.processes) {
        let name = process.title().unwrap_or_else(|| process.name());
        let closed = counts.closed.iter().any(|sum| sum.count > 0);
        if counts.all.open.count == 0 && !closed {
            unused.push(name);
        } else if process.odds().is_none() && counts.all.open.count > 0 {
            chanceless.push(name);
        }
    }
    if !unused.is_empty() && counts.rows > 0 {
        notes.push(format!("No opportunity belongs to {}.", listed(&unused)));
    }
    if !chanceless.is_empty() {
        let has = if chanceless.len() == 1 { "has" } else { "have" };
        notes.push(format!("{} {has} no `chance`, so that nothing there is weighted by it.", listed(&chanceless)));
    }
}

/// Names in a sentence, at most eight.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
