//! The won opportunities that would have been cut, with the reasons.

use crate::hir::Outcome;
use crate::value::{Date, Decimal};
use crate::verdict::{Assess, Verdict, assess};

use super::super::{Clocks, Replay};
use super::{Counted, LostWin, Material, length};

/// How many, and those that are named: the largest first.
pub(super) fn cut(material: &Material<'_>) -> (u64, Vec<LostWin>) {
    let is_cut = |one: &&Counted<'_>| one.span.outcome == Some(Outcome::Won) && one.trace.first.is_some();
    let mut cut: Vec<&Counted<'_>> = material.counted.iter().filter(is_cut).collect();
    let count = length(cut.len());
    cut.sort_by_key(|one| (std::cmp::Reverse(one.kept.worth), one.place));
    let playbook = material.history.playbook();
    let clocks = Clocks::default();
    let how = material.history.how;
    let mut replay = Replay::new(playbook, &clocks, how, 0);
    let mut named = Vec::new();
    for one in cut.into_iter().take(material.how.listed) {
        let day = one.trace.first.and_then(|day| Date::from_days(i64::from(day)));
        let (Some(case), Some(day)) = (material.case(one.place), day) else { continue };
        replay.recall(one.kept);
        let key = case.key().map(str::to_owned);
        named.push(LostWin {
            verdict: verdict(material, &mut replay, how, day).at_row(case.row(), None),
            key,
            row: case.row(),
            worth: one.kept.worth.map(Decimal::from_ten_thousandths),
            closed: one.closed().and_then(|day| Date::from_days(i64::from(day))),
        });
    }
    (count, named)
}

fn verdict(material: &Material<'_>, replay: &mut Replay<'_>, how: Assess, day: Date) -> Verdict {
    let context = material.history.playbook().context();
    let mut scratch = crate::eval::Scratch::new();
    assess(context, replay.on_record(day.days()), day, how, &mut scratch)
}
