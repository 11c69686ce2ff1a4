//! What changed in a playbook, in words.

use std::fmt;

use super::page::Page;
use super::{Change, Edit, EditKind, Effect, Subject};

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = Page::default();
        write(&mut page, self);
        f.write_str(&page.text)
    }
}

/// Writes what changed: in all playbooks' parts, then process by process.
pub(super) fn write(page: &mut Page, change: &Change) {
    page.gap();
    page.hanging("", &head(change));
    let mut process: Option<&str> = None;
    for edit in change.edits() {
        if edit.process() != process {
            process = edit.process();
            page.gap();
            if let Some(process) = process {
                page.line(&format!("process {process}"));
            }
        }
        one(page, edit);
    }
}

pub(super) fn head(change: &Change) -> String {
    let count = |effect| change.edits().iter().filter(|edit| edit.effect() == effect).count();
    let (decides, reads, says) = (count(Effect::Decides), count(Effect::Reads), count(Effect::Says));
    if change.is_empty() {
        return "The playbook is the same.".to_owned();
    }
    let mut parts = Vec::new();
    for (count, what) in [
        (decides, "may decide otherwise"),
        (reads, "read data otherwise"),
        (says, "change words, names or order alone"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    let total = change.edits().len();
    let are =
        if total == 1 { "1 change of the playbook".to_owned() } else { format!("{total} changes of the playbook") };
    format!("{are}: {}.", parts.join(", "))
}

fn one(page: &mut Page, edit: &Edit) {
    page.hanging(&format!("  {:<9} ", edit.kind().as_str()), &subject(edit));
    let below = " ".repeat(12);
    let (from, to) = (edit.from(), edit.to());
    match edit.kind() {
        EditKind::Added | EditKind::Removed => {
            if let Some(text) = to.or(from) {
                page.hanging(&below, text);
            }
        }
        EditKind::Renamed => {}
        EditKind::Moved | EditKind::Changed | EditKind::Reordered => {
            if from.is_some() || to.is_some() {
                page.hanging(&format!("{below}was  "), from.unwrap_or("(nothing)"));
                page.hanging(&format!("{below}now  "), to.unwrap_or("(nothing)"));
            }
        }
    }
}

pub(super) fn subject(edit: &Edit) -> String {
    let mut text = match (edit.what(), edit.kind(), edit.aspect()) {
        (Subject::Rule, EditKind::Added | EditKind::Removed, Some(kind)) => format!("{kind} {}", edit.name()),
        (Subject::Rule, EditKind::Reordered, _) => "order of rules".to_owned(),
        (Subject::Stage | Subject::Process, EditKind::Reordered, _) => format!("order of {}", edit.name()),
        (Subject::Odds | Subject::Fact, EditKind::Reordered, _) => format!("order of {}", edit.name()),
        (Subject::Chance | Subject::Odds | Subject::Grades | Subject::Claim, _, _) => {
            let name = if edit.what() == Subject::Odds { "odds" } else { edit.what().as_str() };
            name.to_owned()
        }
        (Subject::Process, _, _) => "the process".to_owned(),
        (Subject::Fact | Subject::Function | Subject::Define | Subject::Stage | Subject::Rule, _, _) => {
            format!("{} {}", edit.what().as_str(), edit.name())
        }
    };
    if let (Some(stage), true) = (edit.stage(), edit.what() != Subject::Stage) {
        text.push_str(&format!(" in stage {stage}"));
    }
    if let Some(was) = edit.was() {
        text.push_str(&format!(", which was called {was}"));
    }
    if let (Some(aspect), EditKind::Changed) = (edit.aspect(), edit.kind()) {
        text.push_str(&format!(": {aspect}"));
    }
    if let Some(define) = edit.define() {
        text.push_str(&format!(", as {define} means something else now"));
    }
    text
}
