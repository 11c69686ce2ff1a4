//! `stagegate explain`: one verdict in words.

use std::ops::ControlFlow;

use stagegate::{Decision, Verdict};

use crate::args::Explain;
use crate::data::Feed;
use crate::output::{self, Out, Stop};
use crate::{Status, playbook};

/// So many rows are named at most.
const NAMED: usize = 10;

pub(crate) fn run(args: &Explain) -> Result<Status, Stop> {
    playbook::read_stdin_once([&args.playbook, &args.data])?;
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    let mut found: Option<Verdict> = None;
    let mut rows: Vec<u64> = Vec::new();
    let mut total = 0;
    feed.each(&args.data, |row, verdict| {
        total = row;
        let is_it = match (&args.which.key, args.which.row) {
            (Some(key), _) => verdict.key() == Some(key),
            (None, wanted) => wanted == Some(row),
        };
        if is_it {
            rows.push(row);
            found.get_or_insert(verdict.at_row(row, None));
        }
        // A key might stand a second time.
        Ok(if is_it && args.which.row.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    if rows.len() > 1 {
        let mut named: Vec<String> = rows.iter().take(NAMED).map(u64::to_string).collect();
        if rows.len() > NAMED {
            named.push("…".to_owned());
        }
        return Err(Stop::Because(format!("the key stands in several rows: {}; name one by --row", named.join(", "))));
    }
    let Some(verdict) = found else {
        let which = match &args.which.key {
            Some(key) => format!("no opportunity with the key `{key}`"),
            None => format!("no row {}", args.which.row.unwrap_or_default()),
        };
        return Err(Stop::Because(format!("the data has {which} among {total} rows")));
    };
    let mut out = Out::new();
    out.line(output::inert(&verdict.explain().to_string()).trim_end())?;
    out.finish()?;
    let is_error = matches!(verdict.decision(), Decision::Error);
    Ok(if is_error { Status::Found } else { Status::Done })
}
