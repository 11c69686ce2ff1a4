//! What has to be said beside the figures.

use super::{Backtest, Material, length};

/// How the figures are made.
pub(super) fn method(times: usize) -> Vec<String> {
    let mut method = vec![
        "Each opportunity is looked at as of the days on which something that could be known of it changed or a clock could run out, from its \
         beginning to the day before it ended; its claim and its closing day are hidden, and facts dated later are not yet known."
            .to_owned(),
        "Shares have 95 % intervals by Wilson's score.".to_owned(),
    ];
    if times > 0 {
        method.push(format!(
            "Shares of worth have 95 % intervals by the bootstrap: the opportunities that ended and have a worth were drawn anew {times} times, \
             from a fixed start."
        ));
    }
    method
}

/// What a reader would otherwise miss.
pub(super) fn notes(material: &Material<'_>, report: &Backtest) -> Vec<String> {
    let mut notes = Vec::new();
    of_rows(report, &mut notes);
    of_days(material, report, &mut notes);
    of_ends(material, report, &mut notes);
    of_rules(report, &mut notes);
    notes
}

fn of_rows(report: &Backtest, notes: &mut Vec<String>) {
    if report.errors > 0 {
        notes.push(format!("In no figure, as they could not be read: {}.", rows(report.errors)));
    }
    for left in &report.left_out {
        notes.push(format!("In no figure, as they {}: {}.", left.fault.in_words(), rows(left.count)));
    }
    if report.closed_before > 0 {
        notes.push(format!("Ended before the time that is judged: {}.", rows(report.closed_before)));
    }
}

fn of_days(material: &Material<'_>, report: &Backtest, notes: &mut Vec<String>) {
    let count =
        |of: &dyn Fn(&super::Counted<'_>) -> bool| length(material.counted.iter().filter(|one| of(one)).count());
    let once = count(&|one| one.span.once);
    if once > 0 {
        let what = if material.history.playbook().closed().is_some() {
            "Without dates"
        } else {
            "Without a closing day, as no field is marked `closed`"
        };
        notes.push(format!(
            "{what}: {}. They are looked at once, as they stand, and whether something became known too late to act on cannot be told.",
            rows(once)
        ));
    }
    let same = count(&|one| one.span.days.is_none());
    if same > 0 {
        notes.push(format!("Ended on the day on which they began, so that no rule can cut them: {}.", rows(same)));
    }
    let lost = count(&|one| one.trace.looks > 0 && !one.trace.routed);
    if lost > 0 {
        notes.push(format!("Never in a process, so that no rule was asked: {}.", rows(lost)));
    }
    let open = report.ended("open").map_or(0, |open| open.count);
    if open > 0 {
        notes.push(format!(
            "Still open: {}. No share of what ended holds them, and long ones are too few among what ended.",
            rows(open)
        ));
    }
}

fn of_ends(material: &Material<'_>, report: &Backtest, notes: &mut Vec<String>) {
    let count = |end| report.ended(end).map_or(0, |ended| ended.count);
    if material.history.playbook().claim_label().is_none() {
        notes.push("The playbook has no line `stage`, so that no opportunity says how it ended.".to_owned());
    }
    match (count("won"), count("losses")) {
        (0, 0) => notes.push("No opportunity has ended: there is nothing to judge by.".to_owned()),
        (0, _) => notes.push("No opportunity was won: what the rules cost cannot be told.".to_owned()),
        (_, 0) => notes.push("No opportunity was lost: what the rules gain cannot be told.".to_owned()),
        _ => {}
    }
}

fn of_rules(report: &Backtest, notes: &mut Vec<String>) {
    if report.rules.is_empty() {
        notes.push("The playbook has no `disqualify` rule.".to_owned());
    }
    for rule in report.rules.iter().filter(|rule| !rule.judged) {
        notes.push(format!(
            "`{}` of `{}` stands in a later stage and is not judged: no data says which stage an opportunity was in on a day of the past.",
            rule.rule, rule.process
        ));
    }
    let ended = report.ended.iter().filter(|ended| ended.end != "open").any(|ended| ended.count > 0);
    for rule in report.rules.iter().filter(|rule| rule.judged && ended) {
        if rule.alone.iter().all(|cut| cut.cut.count == 0) {
            notes.push(format!("`{}` of `{}` was true of no opportunity before it ended.", rule.rule, rule.process));
        }
    }
}

fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}
