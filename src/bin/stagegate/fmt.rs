//! `stagegate fmt`: playbooks in their one form.

use std::path::Path;

use crate::Status;
use crate::args::Fmt;
use crate::output::{self, Out, Stop};
use crate::playbook::{self, STDIN};

/// What has been done with one file.
enum Outcome {
    /// It is in form.
    Unchanged,
    /// It was brought into form, or would be.
    Changed,
    /// It cannot be read as a playbook, as has been said.
    Broken,
    /// It cannot be read at all, as has been said.
    Unreadable,
}

pub(crate) fn run(args: &Fmt) -> Result<Status, Stop> {
    let mut out = Out::new();
    let mut status = Status::Done;
    for path in &args.playbooks {
        let ends = match format(path, args.check, &mut out)? {
            Outcome::Unchanged => Status::Done,
            Outcome::Changed if args.check => Status::Found,
            Outcome::Changed => Status::Done,
            Outcome::Broken => Status::Found,
            Outcome::Unreadable => Status::Failed,
        };
        status = status.max(ends);
    }
    out.finish()?;
    Ok(status)
}

/// Formats one file in place, or standard input to standard output.
fn format(path: &Path, check: bool, out: &mut Out) -> Result<Outcome, Stop> {
    let text = match playbook::read_text(path) {
        Ok(text) => text,
        Err(Stop::Because(message)) => {
            output::complain(&message);
            return Ok(Outcome::Unreadable);
        }
        Err(other) => return Err(other),
    };
    let stdin = playbook::is_stdin(path);
    let shown = path.display().to_string();
    let name = if stdin { STDIN } else { &shown };
    let formatted = match stagegate::format(name, &text) {
        Ok(formatted) => formatted,
        Err(faults) => {
            output::say(&faults.render(true));
            return Ok(Outcome::Broken);
        }
    };
    let changed = formatted != text;
    if check {
        if changed {
            out.line(&format!("{} is not formatted", output::inert_line(name)))?;
        }
    } else if stdin {
        // What is piped on is a playbook, and stays as it is.
        out.write(&if output::is_terminal() { output::inert(&formatted) } else { formatted.as_str().into() })?;
    } else if changed {
        std::fs::write(path, formatted)
            .map_err(|error| Stop::Because(format!("cannot write `{shown}`: {}", error.kind())))?;
    }
    Ok(if changed { Outcome::Changed } else { Outcome::Unchanged })
}
