//! `stagegate assess`: a verdict for each opportunity of some data.

use std::ops::ControlFlow;
use std::path::Path;

use stagegate::{Decision, Verdict};

use crate::Status;
use crate::args::{Assess, AssessFormat, Only};
use crate::data::Feed;
use crate::output::{self, Out, Stop};
use crate::playbook;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::verdict_row::{self, Extra};

pub(crate) fn run(args: &Assess) -> Result<Status, Stop> {
    let stdins = args.data.iter().chain([&args.playbook]).filter(|path| playbook::is_stdin(path)).count();
    if stdins > 1 {
        return Err(Stop::Because("standard input can be read once only".to_owned()));
    }
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    let stamp = args.stamp.then(|| playbook.fingerprint().to_string());
    let several = args.data.len() > 1;
    let mut writer = Writer::new(args, several, stamp.as_deref())?;
    // What has been written is ended well, whatever ends it.
    let ended = args.data.iter().try_for_each(|path| assess(&mut feed, path, &mut writer));
    if let Err(Stop::Closed) = ended {
        return Err(Stop::Closed);
    }
    writer.finish()?;
    ended?;
    Ok(if writer.summary.errors() > 0 { Status::Found } else { Status::Done })
}

/// Writes the verdicts on the opportunities of one file.
fn assess(feed: &mut Feed<'_>, path: &Path, writer: &mut Writer<'_>) -> Result<(), Stop> {
    let name = path.to_string_lossy();
    feed.each(path, |row, verdict| {
        writer.take(verdict, row, &name)?;
        Ok(ControlFlow::Continue(()))
    })
}

/// Where verdicts go, and what has gone there.
struct Writer<'a> {
    out: Out,
    format: AssessFormat,
    only: &'a [Only],
    several: bool,
    stamp: Option<&'a str>,
    table: comfy_table::Table,
    summary: Summary,
    progress: Progress,
    written: u64,
}

impl<'a> Writer<'a> {
    fn new(args: &'a Assess, several: bool, stamp: Option<&'a str>) -> Result<Self, Stop> {
        let terminal = output::is_terminal();
        let format = args.format.unwrap_or(if terminal { AssessFormat::Table } else { AssessFormat::Jsonl });
        let mut writer = Writer {
            out: Out::new(),
            format,
            only: &args.only,
            several,
            stamp,
            table: verdict_row::table(),
            summary: Summary::default(),
            progress: Progress::new(terminal && format != AssessFormat::Table),
            written: 0,
        };
        match format {
            AssessFormat::Csv => writer.out.write(&verdict_row::csv_head(writer.extra("")))?,
            AssessFormat::Json => writer.out.write("[")?,
            AssessFormat::Jsonl | AssessFormat::Table => {}
        }
        Ok(writer)
    }

    fn extra<'f>(&self, file: &'f str) -> Extra<'f>
    where
        'a: 'f,
    {
        Extra { file: self.several.then_some(file), stamp: self.stamp }
    }

    /// Takes the verdict on the `row`-th opportunity of a file.
    fn take(&mut self, verdict: Verdict, row: u64, file: &str) -> Result<(), Stop> {
        self.progress.step();
        self.summary.count(verdict.decision());
        if !is_wanted(self.only, verdict.decision()) {
            return Ok(());
        }
        let extra = self.extra(file);
        let verdict = verdict.at_row(row, extra.file);
        let verdict = match extra.stamp {
            Some(stamp) => verdict.stamped(stamp),
            None => verdict,
        };
        match self.format {
            AssessFormat::Csv => self.out.write(&verdict_row::csv_row(&verdict, row, extra))?,
            AssessFormat::Json => {
                self.out.write(if self.written == 0 { "\n" } else { ",\n" })?;
                self.out.json(&verdict)?;
            }
            AssessFormat::Jsonl => {
                self.out.json(&verdict)?;
                self.out.write("\n")?;
            }
            AssessFormat::Table => verdict_row::add_row(&mut self.table, &verdict, row, extra),
        }
        self.written += 1;
        Ok(())
    }

    /// Writes what is left to write, and says how many rows are in error.
    fn finish(&mut self) -> Result<(), Stop> {
        match self.format {
            AssessFormat::Csv | AssessFormat::Jsonl => {}
            AssessFormat::Json => self.out.line(if self.written == 0 { "]" } else { "\n]" })?,
            AssessFormat::Table => {
                if self.written > 0 {
                    self.out.line(&self.table.to_string())?;
                }
                self.out.line(&self.summary.in_words())?;
                if let Some(stamp) = self.stamp {
                    self.out.line(&format!("playbook {stamp}"))?;
                }
            }
        }
        self.out.finish()?;
        let errors = self.summary.errors();
        if errors > 0 {
            let total = self.summary.total();
            let are = if errors == 1 { "is" } else { "are" };
            output::complain(&format!("{errors} of {total} rows {are} in error"));
        }
        Ok(())
    }
}

/// Whether a decision is among those wanted; nothing named is all wanted, and rows in error always are.
fn is_wanted(only: &[Only], decision: Decision<'_>) -> bool {
    let wanted = match decision {
        Decision::Disqualify => Only::Disqualify,
        Decision::Hold => Only::Hold,
        Decision::Advance { .. } => Only::Advance,
        Decision::Closed { .. } => Only::Closed,
        Decision::Unrouted => Only::Unrouted,
        Decision::Error => return true,
    };
    only.is_empty() || only.contains(&wanted)
}
