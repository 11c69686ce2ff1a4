//! `stagegate threshold`: a number for `disqualify … when chance < P`.

use comfy_table::{Cell, CellAlignment, Table, presets};
use stagegate::Percent;
use stagegate::history::{Share, Threshold, ThresholdCut, Thresholding, WinsBy, fewest_wins};

use crate::args::{FitFormat, Threshold as Args, WinsMeasure};
use crate::data::{self, Feed};
use crate::output::{self, Out, Stop};
use crate::{Status, playbook};

pub(crate) fn run(args: &Args) -> Result<Status, Stop> {
    playbook::read_stdin_once(args.history.iter().chain([&args.playbook]))?;
    let playbook = playbook::load_bound(&args.playbook)?;
    if playbook.processes().all(|process| process.odds().is_none()) {
        return Err(Stop::Because("no process of the playbook has a `chance` to set a threshold for".to_owned()));
    }
    let by = match args.by {
        WinsMeasure::Count => WinsBy::Count,
        WinsMeasure::Worth if playbook.worth().is_some() => WinsBy::Worth,
        WinsMeasure::Worth => {
            return Err(Stop::Because("no field of the playbook is marked `worth`, so count the wins".to_owned()));
        }
    };
    let mut feed = Feed::new(&playbook, &args.options)?;
    let from = args.closed_from.as_deref().map(data::date).transpose()?;
    let history = feed.history(&args.history)?;
    let last = feed.last_day(&history);
    let how = Thresholding::until(last, args.wins_lost).by(by).folds(args.folds.into()).closed_from(from);
    let threshold = history.threshold(how);
    let mut out = Out::new();
    match args.format {
        FitFormat::Table => out.write(&words(&threshold))?,
        FitFormat::Json => out.json(&threshold)?,
    }
    out.finish()?;
    output::complain_of_history(&history);
    Ok(if threshold.below.is_some() && history.errors().is_empty() { Status::Done } else { Status::Found })
}

fn words(found: &Threshold) -> String {
    let measure = match found.by {
        WinsBy::Count => "",
        WinsBy::Worth => " by worth",
    };
    let mut text = format!(
        "{} won and {} lost opportunities with a chance; at most {} of wins{measure} may be lost\n",
        found.won, found.lost, found.budget
    );
    match (found.below, found.chosen_by) {
        (Some(below), Some(chosen_by)) => {
            text.push_str(&format!("\n  disqualify hopeless when chance < {below}\n\n"));
            if chosen_by < found.budget {
                text.push_str(&format!(
                    "Chosen by a budget of {chosen_by}, as a wider one did not hold on what was held out.\n"
                ));
            }
        }
        _ => {
            text.push_str("\nNo number can be shown to keep to that.");
            if let Some(fewest) = fewest_wins(found.budget).filter(|fewest| found.won < *fewest) {
                text.push_str(&format!(" With {} that alone takes {fewest} wins.", found.budget));
            }
            text.push_str("\n\n");
        }
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(["", "chance <", "Wins cut, %", "Losses cut, %"].map(Cell::new));
    if let Some(seen) = found.seen {
        table.add_row(row("on what chose it", found.below, seen));
    }
    if let Some(held_out) = found.held_out {
        table.add_row(row("on what was held out", None, held_out));
    }
    for (place, part) in (1..).zip(&found.parts) {
        let name = part.from.map_or_else(|| format!("  part {place}"), |day| format!("  closed from {day}"));
        table.add_row(row(&name, part.below, part.cut));
    }
    for line in table.to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let parts = if found.in_time_order {
        "Each part is cut by the number that those which closed before it chose."
    } else {
        "Each part is cut by the number that the others chose; equal chances are in one part."
    };
    text.push_str(parts);
    text.push_str("\nBehind each share its 95 % interval, whose upper end has to keep to the budget.\n");
    if found.without > 0 {
        text.push_str(&format!("Left out: {}, without a chance before they closed.\n", found.without));
    }
    text
}

fn row(name: &str, below: Option<Percent>, cut: ThresholdCut) -> Vec<Cell> {
    let below = below.map(|below| below.to_string()).unwrap_or_default();
    let share = |share: Option<Share>| {
        share.map(|share| format!("{:.1} ({:.1}–{:.1})", share.percent, share.low, share.high)).unwrap_or_default()
    };
    let cells = [below, share(cut.wins), share(cut.losses)];
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    [Cell::new(name)].into_iter().chain(cells.map(right)).collect()
}
