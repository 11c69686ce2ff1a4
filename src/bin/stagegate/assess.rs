//! `stagegate assess`: a verdict for each opportunity of some data.

use std::ops::ControlFlow;
use std::path::Path;

use stagegate::{Playbook, Scratch};

use crate::Status;
use crate::args::{Assess, AssessFormat};
use crate::data::Feed;
use crate::decision_row::{self, Decisions, Manner, Verdicts};
use crate::output::{self, Out, Stop};
use crate::playbook;
use crate::progress::Progress;
use crate::stream::{self, Shares, Sink};
use crate::summary::Summary;
use crate::verdict_row;

pub(crate) fn run(args: &Assess) -> Result<Status, Stop> {
    playbook::read_stdin_once(args.data.iter().chain([&args.playbook]))?;
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    match format(args)? {
        AssessFormat::Table => table(args, &playbook, &mut feed),
        format @ (AssessFormat::Json | AssessFormat::Jsonl | AssessFormat::Csv) => {
            lines(args, &playbook, &feed, format)
        }
    }
}

/// Says how many rows are in error, and then what has ended it before its time.
fn tell(rows: u64, errors: u64, ended: Result<(), Stop>) -> Result<Status, Stop> {
    output::complain_of_rows(errors, rows);
    ended?;
    Ok(if errors > 0 { Status::Found } else { Status::Done })
}

/// How to write: a table to a terminal and JSON lines elsewhere, unless told.
fn format(args: &Assess) -> Result<AssessFormat, Stop> {
    match args.format {
        Some(AssessFormat::Table) if args.only_decisions => {
            Err(Stop::Because("--only-decisions writes csv, jsonl or json, and no table".to_owned()))
        }
        Some(format) => Ok(format),
        None if output::is_terminal() && !args.only_decisions => Ok(AssessFormat::Table),
        None => Ok(AssessFormat::Jsonl),
    }
}

/// Writes verdicts or decisions as they come.
fn lines(args: &Assess, playbook: &Playbook, feed: &Feed<'_>, format: AssessFormat) -> Result<Status, Stop> {
    // Of a row of data a verdict says many times as much, a decision no more.
    let shares = Shares::new(if args.only_decisions { 1 } else { 16 });
    let manner = |path: &Path| Manner::new(args, playbook, format, path);
    let mut sink = Sink::new(Out::new(), Progress::new(output::is_terminal()));
    match format {
        AssessFormat::Csv => {
            sink.out.write(&decision_row::csv_head(&manner(Path::new("")), args.only_decisions))?;
        }
        AssessFormat::Json => {
            sink.out.write("[")?;
            sink.strip = 1;
        }
        AssessFormat::Jsonl | AssessFormat::Table => {}
    }
    let ended = args.data.iter().try_for_each(|path| {
        if args.only_decisions {
            let work = || Decisions::new(feed.judge(), manner(path));
            stream::run(feed, path, shares, work, &mut sink)
        } else {
            let work = || Verdicts { judge: feed.judge(), manner: manner(path), scratch: Scratch::new() };
            stream::run(feed, path, shares, work, &mut sink)
        }
    });
    if let Err(Stop::Closed) = ended {
        return Err(Stop::Closed);
    }
    // What has been written is ended well, whatever ends it.
    if format == AssessFormat::Json {
        sink.out.line(if sink.strip > 0 { "]" } else { "\n]" })?;
    }
    sink.out.finish()?;
    tell(sink.rows, sink.errors, ended)
}

/// Writes a table of verdicts.
fn table(args: &Assess, playbook: &Playbook, feed: &mut Feed<'_>) -> Result<Status, Stop> {
    let (mut table, mut summary, mut is_empty) = (verdict_row::table(), Summary::default(), true);
    let mut progress = Progress::new(false);
    let ended = args.data.iter().try_for_each(|path| {
        let manner = Manner::new(args, playbook, AssessFormat::Table, path);
        feed.each(path, |row, verdict| {
            progress.step();
            summary.count(verdict.decision());
            if manner.wants(verdict.decision()) {
                verdict_row::add_row(&mut table, &verdict, row, manner.extra());
                is_empty = false;
            }
            Ok(ControlFlow::Continue(()))
        })
    });
    drop(progress);
    let mut out = Out::new();
    // What has been read is shown, whatever ends it.
    if !is_empty {
        out.line(&table.to_string())?;
    }
    out.line(&summary.in_words())?;
    if args.stamp {
        out.line(&format!("playbook {}", playbook.fingerprint()))?;
    }
    out.finish()?;
    tell(summary.total(), summary.errors(), ended)
}
