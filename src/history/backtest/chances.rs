//! Chances held against what came of them.

use crate::value::Percent;

use super::super::Share;
use super::super::statistics::{auc, float, points};
use super::{Calibration, ChanceGroup, CurvePoint, Material, length};

/// The thresholds that are tried, in hundredths of a point.
const THRESHOLDS: [i64; 15] =
    [50, 100, 200, 300, 400, 500, 750, 1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000];
/// How many groups of similar chances there are.
const GROUPS: usize = 10;

/// What a threshold would have cut; nothing where no opportunity has a chance.
pub(super) fn curve(material: &Material<'_>) -> Vec<CurvePoint> {
    if !material.closed().any(|(one, _)| one.trace.lowest.is_some()) {
        return Vec::new();
    }
    let point = |below: i64| {
        // Cut and all, of losses, of losses that were open for more than a day, of wins.
        let mut counts = [(0_u64, 0_u64); 3];
        for (one, is_won) in material.closed() {
            let is_cut = one.trace.lowest.is_some_and(|lowest| lowest < below);
            let groups = [!is_won, !is_won && one.is_longer(), is_won];
            for ((cut, all), _) in counts.iter_mut().zip(groups).filter(|(_, is_in)| *is_in) {
                *cut = cut.saturating_add(u64::from(is_cut));
                *all = all.saturating_add(1);
            }
        }
        let [losses, losses_of_longer, wins] = counts.map(|(cut, all)| Share::of(cut, all));
        CurvePoint { below: Percent::from_hundredths(below), losses, losses_of_longer, wins }
    };
    THRESHOLDS.map(point).into()
}

/// How well chances fit; nothing where there are none.
pub(super) fn calibration(material: &Material<'_>) -> Option<Calibration> {
    let chance = |hundredths: i64| Percent::from_hundredths(hundredths).points() / 100.0;
    let mut chances: Vec<(f64, bool)> =
        material.closed().filter_map(|(one, is_won)| Some((chance(one.trace.chance?.likely), is_won))).collect();
    if chances.is_empty() {
        return None;
    }
    let count = length(chances.len());
    let area = auc(&mut chances);
    let won = length(chances.iter().filter(|(_, won)| *won).count());
    let base = float(won) / float(count);
    let squares = |chance: f64, is_won: bool| (chance - f64::from(u8::from(is_won))).powi(2);
    let mean = |sum: f64| sum / float(count);
    let groups = groups(&chances);
    let error = |group: &ChanceGroup| {
        let won = group.won.map_or(0.0, |won| won.percent);
        float(group.count) * (group.chance - won).abs()
    };
    let share = |(area, low, high)| Share { percent: points(area), low: points(low), high: points(high) };
    Some(Calibration {
        day: material.how.replaying.day_of_chance(),
        count,
        without: length(material.closed().count()).saturating_sub(count),
        auc: area.map(share),
        brier: four(mean(chances.iter().map(|&(chance, won)| squares(chance, won)).sum())),
        brier_of_base: four(mean(chances.iter().map(|&(_, won)| squares(base, won)).sum())),
        expected_error: (mean(groups.iter().map(error).sum()) * 100.0).round() / 100.0,
        groups,
    })
}

/// With four decimals.
fn four(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// Groups of about the same size of chances that are sorted; equal ones stay in one group.
fn groups(chances: &[(f64, bool)]) -> Vec<ChanceGroup> {
    let size = chances.len().div_ceil(GROUPS).max(1);
    let mut groups: Vec<Vec<(f64, bool)>> = Vec::new();
    for equal in chances.chunk_by(|left, right| left.0 == right.0) {
        match groups.last_mut() {
            Some(group) if group.len() < size => group.extend(equal),
            Some(_) | None => groups.push(equal.to_vec()),
        }
    }
    let group = |members: Vec<(f64, bool)>| {
        let count = length(members.len());
        let won = length(members.iter().filter(|(_, won)| *won).count());
        let chance = members.iter().map(|(chance, _)| chance).sum::<f64>() / float(count);
        let end = |member: Option<&(f64, bool)>| points(member.map_or(0.0, |(chance, _)| *chance));
        ChanceGroup {
            count,
            chance: points(chance),
            from: end(members.first()),
            to: end(members.last()),
            won: Share::of(won, count),
        }
    };
    groups.into_iter().map(group).collect()
}
