//! `stagegate backtest`: what the rules would have done to what has since been won and lost.

use stagegate::history::{Backtest, Backtesting};

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
    let from = args.closed_from.as_deref().map(data::date).transpose()?;
    let history = feed.history(std::slice::from_ref(&args.history))?;
    let usual = if args.format == ReviewFormat::Table { FEW } else { MANY };
    let how = Backtesting::until(feed.last_day(&history))
        .closed_from(from)
        .chance_after(args.as_of_day)
        .listing(args.list.map_or(usual, usize::from));
    let report = history.backtest(how);
    write(args.format, &report)?;
    let out: u64 = report.left_out.iter().map(|left| left.count).sum();
    let found = report.errors + out;
    if found > 0 {
        let are = if found == 1 { "is" } else { "are" };
        output::complain(&format!("{found} of {} rows {are} in no figure", report.rows));
    }
    Ok(if found > 0 { Status::Found } else { Status::Done })
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
