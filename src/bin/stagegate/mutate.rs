//! `stagegate mutate`: would a test notice?

use stagegate::testing::{self, Mutation, Unnoticed};

use crate::args::{Mutate, ReportFormat};
use crate::output::{self, Color, Out, Stop, inert, inert_line};
use crate::{Status, coverage, playbook};

pub(crate) fn run(args: &Mutate) -> Result<Status, Stop> {
    let playbook = playbook::load_bound(&args.playbook)?;
    let chosen = |owner: &str| args.filter.as_ref().is_none_or(|text| owner.contains(text));
    let mutation = testing::mutate(&playbook, chosen).map_err(|failing| Stop::Because(failing.to_string()))?;
    let mut out = Out::new();
    match args.format {
        ReportFormat::Human => write_human(&mut out, &mutation)?,
        ReportFormat::Json => out.json(&mutation)?,
    }
    out.finish()?;
    let is_well = match args.min_score {
        None => mutation.unnoticed().is_empty(),
        Some(least) => coverage::reaches(mutation.score(), least),
    };
    Ok(if is_well { Status::Done } else { Status::Found })
}

fn write_human(out: &mut Out, mutation: &Mutation) -> Result<(), Stop> {
    let mut shown: Vec<(&str, String)> = Vec::new();
    for change in mutation.unnoticed() {
        write_change(out, change)?;
        if let Some(test) = change.test() {
            let body = test.split_once('\n').map_or(test, |(_, body)| body);
            match shown.iter().find(|(other, _)| *other == body) {
                Some((_, place)) => out.line(&format!("  the test under {place} would notice it, too"))?,
                None => {
                    shown.push((body, place(change)));
                    out.line("  a test that would notice:")?;
                    for line in test.lines() {
                        out.line(format!("    {}", inert(line)).trim_end())?;
                    }
                }
            }
        }
        out.line("")?;
    }
    let lists = [
        (
            "No test can tell: a warning or a rule at risk comes up, and no test can expect that it does not.",
            mutation.untold(),
        ),
        (
            "Perhaps the same: nothing that was tried tells these from the playbook as it is.",
            mutation.perhaps_the_same(),
        ),
    ];
    for (head, changes) in lists.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        out.line(head)?;
        out.line("")?;
        for change in changes {
            write_change(out, change)?;
        }
        out.line("")?;
    }
    let score = mutation.score();
    let (untold, alike) = (mutation.untold().len(), mutation.perhaps_the_same().len());
    let missed = mutation.unnoticed().len();
    out.line(&format!(
        "{score} changes noticed ({}), {missed} unnoticed; {untold} that no test can tell, {alike} perhaps the same",
        score.percent()
    ))
}

/// Where a change was made.
fn place(change: &Unnoticed) -> String {
    format!("{}:{}:{}", inert_line(change.file()), change.line(), change.column())
}

fn write_change(out: &mut Out, change: &Unnoticed) -> Result<(), Stop> {
    let place = place(change);
    let what = output::paint(Color::Red, &inert_line(change.what()));
    let within = change.within().map(|within| format!(" in `{}`", inert_line(within))).unwrap_or_default();
    out.line(&format!("{place}: {}: {what}{within}", inert_line(change.owner())))
}
