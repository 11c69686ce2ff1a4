//! `stagegate suggest`: tests that a playbook lacks.

use stagegate::testing;

use crate::Status;
use crate::args::{ReportFormat, Suggest};
use crate::output::{self, Out, Stop, inert, inert_line};
use crate::playbook;

pub(crate) fn run(args: &Suggest) -> Result<Status, Stop> {
    let playbook = playbook::load_bound(&args.playbook)?;
    let suggestions = testing::suggest(&playbook);
    let mut out = Out::new();
    match args.format {
        ReportFormat::Human => out.write(&inert(&suggestions.text()))?,
        ReportFormat::Json => out.json(&suggestions)?,
    }
    out.finish()?;
    if args.format == ReportFormat::Human {
        for goal in suggestions.unreached() {
            output::say(&format!("not reached: {}", inert_line(goal)));
        }
        let (tests, missed) = (suggestions.tests().len(), suggestions.unreached().len());
        output::say(&format!("{tests} tests suggested; {missed} outcomes not reached"));
    }
    Ok(Status::Done)
}
