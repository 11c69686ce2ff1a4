//! By when the opportunities began, so that drift shows.

use std::collections::BTreeMap;

use crate::hir::Outcome;
use crate::value::Date;

use super::super::Share;
use super::{Counted, Material, Period, length};

/// Months are told apart up to so many, and quarters from then on.
const MONTHS: i32 = 18;

/// The periods in order; none where no opportunity has a day of beginning.
pub(super) fn periods(material: &Material<'_>) -> Vec<Period> {
    let month = |one: &Counted<'_>| {
        let (year, month, _) = Date::from_days(i64::from(one.began()?))?.year_month_day();
        Some(year.saturating_mul(12).saturating_add(month).saturating_sub(1))
    };
    let months: Vec<(i32, &Counted<'_>)> = material.counted.iter().filter_map(|one| Some((month(one)?, one))).collect();
    let first = months.iter().map(|(month, _)| *month).min().unwrap_or(0);
    let last = months.iter().map(|(month, _)| *month).max().unwrap_or(0);
    let by_month = last.saturating_sub(first) < MONTHS;
    let mut periods: BTreeMap<i32, Vec<&Counted<'_>>> = BTreeMap::new();
    for (month, one) in months {
        periods.entry(if by_month { month } else { month.div_euclid(3) }).or_default().push(one);
    }
    periods.into_iter().map(|(at, members)| period(name(at, by_month), &members)).collect()
}

fn name(at: i32, by_month: bool) -> String {
    let (per_year, space) = if by_month { (12, "-") } else { (4, " Q") };
    let (year, part) = (at.div_euclid(per_year), at.rem_euclid(per_year).saturating_add(1));
    if by_month { format!("{year:04}{space}{part:02}") } else { format!("{year:04}{space}{part}") }
}

fn period(began: String, members: &[&Counted<'_>]) -> Period {
    let count = |counts: &dyn Fn(&Counted<'_>) -> bool| length(members.iter().filter(|one| counts(one)).count());
    let is_won = |one: &Counted<'_>| one.span.outcome == Some(Outcome::Won);
    let is_loss = |one: &Counted<'_>| one.span.outcome.is_some_and(|outcome| outcome != Outcome::Won);
    let is_cut = |one: &Counted<'_>| one.trace.first.is_some();
    let (won, losses) = (count(&is_won), count(&is_loss));
    let ended = won.saturating_add(losses);
    Period {
        began,
        ended,
        open: length(members.len()).saturating_sub(ended),
        won: Share::of(won, ended),
        losses_cut: Share::of(count(&|one| is_loss(one) && is_cut(one)), losses),
        wins_cut: Share::of(count(&|one| is_won(one) && is_cut(one)), won),
    }
}
