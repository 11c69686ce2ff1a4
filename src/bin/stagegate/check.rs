//! `stagegate check`: what is wrong with playbooks.

use std::collections::BTreeSet;
use std::path::Path;

use stagegate::{Diagnostics, Message, Sarif, Severity};

use crate::Status;
use crate::args::{Check, CheckFormat};
use crate::output::{self, Out, Stop};
use crate::playbook;

/// How often what was mended is checked again: an edit can lay bare the next fault.
const ROUNDS: usize = 10;

pub(crate) fn run(args: &Check) -> Result<Status, Stop> {
    let mut found = Vec::new();
    for path in &args.playbooks {
        found.push(if args.fix { check_and_mend(path)? } else { check(path)? });
    }
    let messages: Vec<Message<'_>> = found.iter().flat_map(Diagnostics::iter).collect();
    let mut out = Out::new();
    match args.format {
        CheckFormat::Human => write_human(&mut out, &messages, args.playbooks.len())?,
        CheckFormat::Json => out.json(&messages)?,
        CheckFormat::Sarif => out.json(&messages.iter().copied().collect::<Sarif>())?,
    }
    out.finish()?;
    Ok(status(&found, args.deny.is_some()))
}

/// What is wrong with one playbook.
fn check(path: &Path) -> Result<Diagnostics, Stop> {
    Ok(match playbook::load(path)? {
        Ok(playbook) => playbook.warnings().clone(),
        Err(faults) => faults,
    })
}

/// What is wrong with one playbook once all is mended that an edit can mend.
fn check_and_mend(path: &Path) -> Result<Diagnostics, Stop> {
    if playbook::is_stdin(path) {
        return Err(Stop::Because("standard input cannot be mended in place".to_owned()));
    }
    let mut found = check(path)?;
    let mut mended = BTreeSet::new();
    for _ in 0..ROUNDS {
        let fixed = found.fixed();
        if fixed.is_empty() {
            break;
        }
        for (source, text) in fixed {
            let name = source.name();
            std::fs::write(name, text)
                .map_err(|error| Stop::Because(format!("cannot write `{name}`: {}", error.kind())))?;
            mended.insert(name.to_owned());
        }
        found = check(path)?;
    }
    for name in mended {
        output::say(&format!("mended {}", output::inert_line(&name)));
    }
    Ok(found)
}

/// Messages to standard error, and what they come to, to standard output.
fn write_human(out: &mut Out, messages: &[Message<'_>], playbooks: usize) -> Result<(), Stop> {
    for message in messages {
        output::say(&format!("{}\n", message.render(true)));
    }
    let errors = messages.iter().filter(|message| message.diagnostic().severity() == Severity::Error).count();
    let warnings = messages.len() - errors;
    let counted = [count(errors, "error"), count(warnings, "warning")];
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    let what = if counted.is_empty() { "nothing found".to_owned() } else { counted.join(", ") };
    let playbooks = count(playbooks, "playbook").unwrap_or_default();
    out.line(&format!("{playbooks} checked: {what}"))
}

/// `2 errors`, `1 error`, or nothing.
fn count(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    }
}

fn status(found: &[Diagnostics], deny_warnings: bool) -> Status {
    let of = |found: &Diagnostics| {
        if found.is_unreadable() {
            Status::Failed
        } else if found.has_errors() || deny_warnings && !found.is_empty() {
            Status::Found
        } else {
            Status::Done
        }
    };
    found.iter().map(of).max().unwrap_or(Status::Done)
}
