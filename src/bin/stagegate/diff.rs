//! `stagegate diff`: what a new playbook changes, in itself and for the opportunities at hand.

use std::path::Path;

use stagegate::data::Row;
use stagegate::{Change, Opportunity, Playbook, Replay, Replayed};

use crate::args::{Diff, DiffFormat};
use crate::data::{Feed, FileRows, cannot_read};
use crate::output::{self, Out, Stop};
use crate::progress::Progress;
use crate::{Status, playbook};

pub(crate) fn run(args: &Diff) -> Result<Status, Stop> {
    playbook::read_stdin_once([&args.old, &args.new].into_iter().chain(&args.data))?;
    if args.data.is_empty() {
        let [old, new] = [playbook::load_sound(&args.old)?, playbook::load_sound(&args.new)?];
        return compare(args, &Change::between(&old, &new));
    }
    let [old, new] = [playbook::load_bound(&args.old)?, playbook::load_bound(&args.new)?];
    let replayed = replay(args, &old, &new)?;
    write(args, &replayed)?;
    let [before, after] = replayed.in_error();
    if before > 0 || after > 0 {
        let rows = replayed.rows().rows();
        output::complain(&format!(
            "of {rows} rows {before} {} in error under the old playbook, {after} under the new one",
            if before == 1 { "is" } else { "are" }
        ));
    }
    let is_found = before > 0 || after > 0 || (args.exit_code && replayed.differing().rows() > 0);
    Ok(if is_found { Status::Found } else { Status::Done })
}

/// Writes what changed in the playbook alone.
fn compare(args: &Diff, change: &Change) -> Result<Status, Stop> {
    let mut out = Out::new();
    match args.format {
        DiffFormat::Text => out.write(&change.to_string())?,
        DiffFormat::Html => out.write(&change.to_html())?,
        DiffFormat::Json => out.json(change)?,
    }
    out.finish()?;
    Ok(if args.exit_code && !change.is_empty() { Status::Found } else { Status::Done })
}

fn replay(args: &Diff, old: &Playbook, new: &Playbook) -> Result<Replayed, Stop> {
    if let Some(process) = &args.options.process {
        for (path, playbook) in [(&args.old, old), (&args.new, new)] {
            let named = playbook.process(process);
            named.map_err(|error| Stop::Because(format!("`{}`: {error}", path.display())))?;
        }
    }
    let feeds = [Feed::new(old, &args.options)?, Feed::new(new, &args.options)?];
    let [before, _] = &feeds;
    let mut replay = Replay::new(old, new, before.today()).reopening(args.options.reopen).top(args.top);
    if let Some(process) = &args.options.process {
        replay = replay.by(process).map_err(|error| Stop::Because(error.to_string()))?;
    }
    let mut progress = Progress::new(false);
    for path in &args.data {
        let name = path.to_string_lossy();
        let file = (args.data.len() > 1).then_some(&*name);
        if replay.reads_alike() {
            once(&mut replay, before, path, file, &mut progress)?;
        } else {
            twice(&mut replay, &feeds, path, file, &mut progress)?;
        }
    }
    Ok(replay.finish())
}

/// Reads each row once, for both playbooks.
fn once(
    replay: &mut Replay,
    feed: &Feed<'_>,
    path: &Path,
    file: Option<&str>,
    progress: &mut Progress,
) -> Result<(), Stop> {
    let mut rows = feed.rows(path)?;
    let mut opportunity = Opportunity::default();
    while let Some(row) = next(&mut rows, feed, path, &mut opportunity)? {
        progress.step();
        let read = row.result.as_ref().map(|()| &opportunity);
        replay.push(row.number, file, read, read);
    }
    Ok(())
}

/// Reads each row twice, as either playbook has it.
fn twice(
    replay: &mut Replay,
    feeds: &[Feed<'_>; 2],
    path: &Path,
    file: Option<&str>,
    progress: &mut Progress,
) -> Result<(), Stop> {
    let [old, new] = feeds;
    let mut rows = old.rows(path)?;
    // A file whose rows cannot be read once more is opened a second time.
    let mut beside: Option<FileRows> = None;
    let [mut before, mut after] = [Opportunity::default(), Opportunity::default()];
    while let Some(row) = next(&mut rows, old, path, &mut before)? {
        progress.step();
        let again = match rows.again_into(new.reader(), &mut after) {
            Some(again) => again,
            None => {
                if beside.is_none() {
                    beside = Some(new.rows(path)?);
                }
                let other = beside.as_mut().map(|rows| next(rows, new, path, &mut after));
                match other.transpose()?.flatten() {
                    Some(other) => other.result,
                    None => return Ok(()),
                }
            }
        };
        let read = [row.result.as_ref().map(|()| &before), again.as_ref().map(|()| &after)];
        let [before, after] = read;
        replay.push(row.number, file, before, after);
    }
    Ok(())
}

fn next(rows: &mut FileRows, feed: &Feed<'_>, path: &Path, opportunity: &mut Opportunity) -> Result<Option<Row>, Stop> {
    rows.next_into(feed.reader(), opportunity).transpose().map_err(|error| cannot_read(path, &error))
}

fn write(args: &Diff, replayed: &Replayed) -> Result<(), Stop> {
    let mut out = Out::new();
    match args.format {
        DiffFormat::Text => out.write(&replayed.to_string())?,
        DiffFormat::Html => out.write(&replayed.to_html())?,
        DiffFormat::Json => out.json(replayed)?,
    }
    out.finish()
}
