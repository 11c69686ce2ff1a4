//! `stagegate discover`: rules that a history proposes.

use stagegate::history::{Discovering, Discovery, Share};

use crate::args::{Discover as Args, DiscoverFormat};
use crate::data::Feed;
use crate::output::{self, Out, Stop, inert};
use crate::{Status, playbook};

pub(crate) fn run(args: &Args) -> Result<Status, Stop> {
    playbook::read_stdin_once(args.history.iter().chain([&args.playbook]))?;
    let playbook = playbook::load_bound(&args.playbook)?;
    let mut feed = Feed::new(&playbook, &args.options)?;
    let history = feed.history(&args.history)?;
    let how = Discovering::until(feed.today())
        .wins_lost(args.wins_lost.points())
        .most(args.most)
        .least(args.least)
        .folds(args.folds.into());
    let found = history.discover(how);
    let mut out = Out::new();
    match args.format {
        DiscoverFormat::Gate => out.write(&gate(&found))?,
        DiscoverFormat::Json => out.json(&found)?,
    }
    out.finish()?;
    output::complain_of_history(&history);
    Ok(if found.rules.is_empty() || !history.errors().is_empty() { Status::Found } else { Status::Done })
}

fn gate(found: &Discovery) -> String {
    let mut text = format!(
        "# From {} won and {} lost opportunities ({} left out); {} conditions tried.\n",
        found.won, found.lost, found.left_out, found.tried
    );
    match &found.held_out {
        Some(cuts) => {
            let Share { percent: losses, low, high, .. } = cuts.losses;
            let Share { percent: wins, low: least, high: most, .. } = cuts.wins;
            text.push_str(&format!(
                "# Found without them, such rules cut of those held out ({} parts) {losses:.1} % of the lost ({low:.1} to {high:.1})\n# and {wins:.1} % of the won ({least:.1} to {most:.1}).\n",
                found.folds
            ));
        }
        None => text.push_str("# Too few ended in both ways to hold any out.\n"),
    }
    if found.rules.is_empty() {
        text.push_str("# No condition cuts enough of the lost within what may be lost of the won.\n");
    }
    text.push_str(&inert(&found.to_gate()));
    text
}
