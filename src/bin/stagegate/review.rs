//! `stagegate review`: the pipeline at a glance.

use stagegate::Review;

use crate::args::{Review as Args, ReviewFormat};
use crate::data::Feed;
use crate::output::{self, Out, Stop};
use crate::{Status, playbook, review_table};

/// Opportunities that are listed, unless told: on a terminal, and where there is room.
const FEW: usize = 10;
const MANY: usize = 50;
/// The code of a file that is empty.
const EMPTY: &str = "E0524";

pub(crate) fn run(args: &Args) -> Result<Status, Stop> {
    playbook::read_stdin_once(args.data.iter().chain([&args.playbook]))?;
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    let usual = if args.format == ReviewFormat::Table { FEW } else { MANY };
    let mut reviewing = feed.reviewing().top(args.top.map_or(usual, usize::from));
    if let Some(field) = &args.by {
        reviewing = reviewing.by(field).map_err(|error| Stop::Because(error.to_string()))?;
    }
    for path in &args.data {
        let name = path.to_string_lossy();
        reviewing.begin_file((args.data.len() > 1).then_some(&*name));
        match feed.review(path, &mut reviewing) {
            // Without a single byte there is no opportunity, which is what the review then says.
            Err(Stop::Coded(code, _)) if code.as_str() == EMPTY => {}
            ended => ended?,
        }
    }
    let review = reviewing.finish();
    write(args.format, &review)?;
    output::complain_of_rows(review.errors, review.rows);
    Ok(if review.errors > 0 { Status::Found } else { Status::Done })
}

fn write(format: ReviewFormat, review: &Review) -> Result<(), Stop> {
    let mut out = Out::new();
    match format {
        ReviewFormat::Table => out.write(&review_table::of(review))?,
        ReviewFormat::Json => out.json(review)?,
        ReviewFormat::Html => out.write(&review.to_html())?,
    }
    out.finish()
}
