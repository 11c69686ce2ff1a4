//! `stagegate backtest`: what the rules would have done to what has since been won and lost.

use stagegate::history::{Backtest, Backtesting, History};

use crate::args::{Backtest as Args, ReviewFormat};
use crate::data::{self, Feed};
use crate::output::{self, Out, Stop};
use crate::{Status, backtest_table, playbook};

/// Opportunities that are listed, unless told: on a terminal, and where there is room.
const FEW: usize = 10;
const MANY: usize = 50;

pub(crate) fn run(args: &Args) -> Result<Status, Stop> {
    playbook::read_stdin_once([&args.playbook, &args.history])?;
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    let mut history = feed.empty_history()?;
    feed.add_history(&args.history, &mut history)?;
    let report = history.backtest(backtesting(args, &feed, &history)?);
    write(args.format, &report)?;
    for (row, error) in history.errors().iter().take(FEW) {
        output::complain(&format!("row {row}: {error}"));
    }
    let out: u64 = report.left_out.iter().map(|left| left.count).sum();
    let found = report.errors + out;
    if found > 0 {
        let are = if found == 1 { "is" } else { "are" };
        output::complain(&format!("{found} of {} rows {are} in no figure", report.rows));
    }
    Ok(if found > 0 { Status::Found } else { Status::Done })
}

/// The last day is the one that is named, else the last that the history speaks of, else today.
fn backtesting(args: &Args, feed: &Feed<'_>, history: &History) -> Result<Backtesting, Stop> {
    let named = args.options.as_of.is_some();
    let last = history.last_day().filter(|_| !named).unwrap_or(feed.today());
    let from = args.closed_from.as_deref().map(data::date).transpose()?;
    let usual = if args.format == ReviewFormat::Table { FEW } else { MANY };
    let listed = args.list.map_or(usual, usize::from);
    Ok(Backtesting::until(last).closed_from(from).chance_after(args.as_of_day).listing(listed))
}

fn write(format: ReviewFormat, report: &Backtest) -> Result<(), Stop> {
    let mut out = Out::new();
    match format {
        ReviewFormat::Table => out.write(&backtest_table::of(report))?,
        ReviewFormat::Json => out.json(report)?,
        ReviewFormat::Html => out.write(&report.to_html())?,
    }
    out.finish()
}
