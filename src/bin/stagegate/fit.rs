//! `stagegate fit`: the numbers of `chance`, from opportunities that have been won and lost.

use std::fs;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use stagegate::history::{Fit, FittedChance, FittedLine, Fitting, HeldOut, Number, Share};

use crate::args::{Fit as Args, FitFormat};
use crate::data::Feed;
use crate::output::{self, Out, Stop, inert_line};
use crate::{Status, playbook};

/// How wide the table is.
const WIDTH: u16 = 80;

pub(crate) fn run(args: &Args) -> Result<Status, Stop> {
    if playbook::is_stdin(&args.playbook) {
        return Err(Stop::Because(
            "the numbers go into the playbook's files, so it cannot be standard input".to_owned(),
        ));
    }
    playbook::read_stdin_once(&args.history)?;
    let playbook = playbook::load_bound(&args.playbook)?;
    if playbook.processes().all(|process| process.odds().is_none()) {
        return Err(Stop::Because("no process of the playbook has a `chance` to find numbers for".to_owned()));
    }
    let mut feed = Feed::new(&playbook, &args.options)?;
    let history = feed.history(&args.history)?;
    let how = Fitting::until(feed.today()).after(args.as_of_day).least(args.least).folds(args.folds.into());
    let fit = history.fit(how);
    if !args.dry_run {
        for (name, text) in fit.files() {
            write(name, text)?;
        }
    }
    let mut out = Out::new();
    match args.format {
        FitFormat::Table => out.write(&table(&fit, args.dry_run))?,
        FitFormat::Json => out.json(&fit)?,
    }
    out.finish()?;
    output::complain_of_history(&history);
    Ok(if fit.is_complete() && history.errors().is_empty() { Status::Done } else { Status::Found })
}

/// Writes a file anew, with the byte-order mark that it had.
fn write(name: &str, text: &str) -> Result<(), Stop> {
    let fail = |error: std::io::Error| Stop::Because(format!("cannot write `{name}`: {}", error.kind()));
    let had_mark = fs::read(name).map_err(fail)?.starts_with("\u{feff}".as_bytes());
    let mark = if had_mark { "\u{feff}" } else { "" };
    fs::write(name, format!("{mark}{text}")).map_err(fail)
}

fn table(fit: &Fit, dry_run: bool) -> String {
    let mut text = String::new();
    for process in &fit.processes {
        text.push_str(&chance(process));
        text.push('\n');
    }
    let left_out = [
        (fit.open, "still open, or begun or closed later"),
        (fit.closed_before, "closed by then"),
        (fit.unrouted, "in no process with a chance"),
        (fit.faulty, "in error, or with days or claims that contradict each other"),
    ];
    for (count, why) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        text.push_str(&format!("Left out: {count}, {why}.\n"));
    }
    match (fit.files().len(), dry_run) {
        (0, _) => text.push_str("No number changes.\n"),
        (_, true) => text.push_str("No file was written (--dry-run).\n"),
        (_, false) => {
            for (name, _) in fit.files() {
                text.push_str(&format!("Written: {}\n", inert_line(name)));
            }
        }
    }
    text
}

fn chance(process: &FittedChance) -> String {
    let mut text = format!("{}: {} won, {} lost\n", process.process, process.won, process.lost);
    if let Some(why) = process.refused {
        text.push_str(&format!("  It keeps its numbers: {}.\n", why.in_words()));
        return text;
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(["", "Rests on", "Won", "Was", "Now", "95 % interval"]);
    if let Some(base) = process.base {
        table.add_row(row("base", None, base, |points| format!("{}%", short(points))));
    }
    for line in &process.lines {
        cases(&mut table, line);
    }
    for place in 1..=4 {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in table.to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    for line in &process.lines {
        if let Some(why) = line.refused {
            text.push_str(&format!("Kept as it is: the odds of line {}, as {}.\n", line.line, why.in_words()));
        }
    }
    if let Some(held_out) = &process.held_out {
        text.push_str(&judged(held_out, process.penalty));
    }
    text
}

fn cases(table: &mut Table, line: &FittedLine) {
    for case in &line.cases {
        let name = case.condition.as_deref().map_or_else(|| "  otherwise".to_owned(), inert_line);
        table.add_row(row(&name, Some((case.opportunities, case.won)), case.factor, short));
    }
    if line.unknown > 0 {
        table.add_row([Cell::new("  not known"), Cell::new(line.unknown)]);
    }
}

fn row(name: &str, counts: Option<(usize, usize)>, number: Number, shown: impl Fn(f64) -> String) -> [Cell; 6] {
    let count = |count: Option<usize>| Cell::new(count.map(|count| count.to_string()).unwrap_or_default());
    let interval = number.interval.map(|[low, high]| format!("{} to {}", shown(low), shown(high)));
    [
        Cell::new(name),
        count(counts.map(|(all, _)| all)),
        count(counts.map(|(_, won)| won)),
        Cell::new(shown(number.old)),
        Cell::new(shown(number.new)),
        Cell::new(interval.unwrap_or_default()),
    ]
}

/// What the chance was worth on opportunities that were held out.
fn judged(held_out: &HeldOut, penalty: Option<f64>) -> String {
    let how = if held_out.in_time_order {
        format!("each of {} parts foretold from those that closed before it", held_out.folds)
    } else {
        format!("{} times {} parts, opportunities with equal answers in one part", held_out.repeats, held_out.folds)
    };
    let [low, high] = held_out.auc_interval;
    let mut text = format!(
        "Judged on {} held-out opportunities ({how}):\n  AUC {:.3} ({low:.3} to {high:.3}), Brier score {:.3}\n",
        held_out.opportunities, held_out.auc, held_out.brier
    );
    for cut in &held_out.cuts {
        let Share { percent, low, high, .. } = cut.losses;
        text.push_str(&format!(
            "  at {:.0} % of wins cut, {percent:.1} % of losses are ({low:.1} to {high:.1})\n",
            cut.wins
        ));
    }
    text.push_str(&format!(
        "  (the penalty, {}, was chosen on the same parts)\n",
        penalty.map(short).unwrap_or_default()
    ));
    text
}

/// A number with two or three significant digits.
fn short(number: f64) -> String {
    let places = if number >= 100.0 {
        0
    } else if number >= 10.0 {
        1
    } else if number >= 0.1 {
        2
    } else {
        4
    };
    let text = format!("{number:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        output::inert(&text).into_owned()
    }
}
