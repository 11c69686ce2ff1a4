//! What would have been cut, by end and by rule.

use crate::hir::{Outcome, RuleKind};
use crate::value::{Decimal, ops};

use super::super::bootstrap::{Bootstrap, Drawn};
use super::super::replay::offsets;
use super::super::{Quartiles, Share};
use super::{Counted, Cut, CutBy, Ended, JudgedRule, Material, length};

/// The groups that are told, and the ends that each holds.
const GROUPS: [(&str, &[usize]); 5] =
    [("won", &[0]), ("lost", &[1]), ("walked", &[2]), ("losses", &[1, 2]), ("open", &[3])];

/// Which cuts are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    All,
    /// That rule alone.
    Alone(usize),
    /// That rule and no other.
    Only(usize),
}

impl By {
    /// Its place among the sets of the bootstrap.
    fn set(self) -> usize {
        match self {
            By::All => 0,
            By::Alone(rule) => rule.saturating_mul(2).saturating_add(1),
            By::Only(rule) => rule.saturating_mul(2).saturating_add(2),
        }
    }
}

pub(super) struct Cuts<'m> {
    material: &'m Material<'m>,
    bootstrap: Bootstrap,
    /// For each rule of all processes, and at place 0 for all together, what it cuts: place in the material and day.
    members: Vec<Vec<(usize, i32)>>,
}

fn end_of(one: &Counted<'_>) -> usize {
    match one.span.outcome {
        Some(Outcome::Won) => 0,
        Some(Outcome::Lost) => 1,
        Some(Outcome::Walked) => 2,
        None => 3,
    }
}

impl<'m> Cuts<'m> {
    pub(super) fn new(material: &'m Material<'m>) -> Self {
        let rules: usize = material.history.playbook().checked().processes.iter().map(|one| one.rules.len()).sum();
        let mut members = vec![Vec::new(); rules.saturating_mul(2).saturating_add(1)];
        let mut drawn = Vec::new();
        for (place, one) in material.counted.iter().enumerate() {
            let sets = sets(one);
            for &(set, day) in &sets {
                if let Some(members) = members.get_mut(set) {
                    members.push((place, day));
                }
            }
            if let Some(worth) = one.kept.worth.filter(|_| one.span.outcome.is_some()) {
                let sets = sets.iter().filter_map(|&(set, _)| u32::try_from(set).ok()).collect();
                drawn.push(Drawn { end: end_of(one), worth: Decimal::from_ten_thousandths(worth).to_f64(), sets });
            }
        }
        let bootstrap = Bootstrap::new(&drawn, members.len());
        Cuts { material, bootstrap, members }
    }

    /// How many times the bootstrap has drawn.
    pub(super) fn times(&self) -> usize {
        self.bootstrap.times()
    }

    pub(super) fn ended(&self) -> Vec<Ended> {
        let group = |(end, ends): (&'static str, &[usize])| {
            let whole = self.whole(ends);
            Ended {
                end,
                count: length(whole.len()),
                worth: worth(whole.iter().copied()),
                longer: length(whole.iter().filter(|one| one.is_longer()).count()),
                cut: self.cut(By::All, ends, &whole),
            }
        };
        GROUPS.map(group).into()
    }

    pub(super) fn rules(&self) -> Vec<JudgedRule> {
        let wholes: Vec<_> =
            GROUPS.iter().filter(|(end, _)| *end != "open").map(|&(end, ends)| (end, ends, self.whole(ends))).collect();
        let playbook = self.material.history.playbook();
        let mut rules = Vec::new();
        for (process, offset) in playbook.checked().processes.iter().zip(offsets(playbook)) {
            let disqualifiers = process.rules.iter().enumerate().filter(|(_, rule)| rule.kind == RuleKind::Disqualify);
            for (place, rule) in disqualifiers {
                let place = offset.saturating_add(place);
                let cuts = |by: By| {
                    let cut = wholes.iter().map(|(end, ends, whole)| CutBy { end, cut: self.cut(by, ends, whole) });
                    cut.collect()
                };
                let stage = rule.stage.and_then(|stage| process.stages.get(usize::try_from(stage.0).ok()?));
                rules.push(JudgedRule {
                    process: process.name.clone(),
                    rule: rule.name.clone(),
                    title: rule.title.clone(),
                    stage: stage.map(|stage| stage.name.clone()),
                    judged: rule.stage.is_none_or(|stage| stage.0 == 0),
                    alone: cuts(By::Alone(place)),
                    adds: cuts(By::Only(place)),
                });
            }
        }
        rules
    }

    fn whole(&self, ends: &[usize]) -> Vec<&'m Counted<'m>> {
        self.material.counted.iter().filter(|one| ends.contains(&end_of(one))).collect()
    }

    fn cut(&self, by: By, ends: &[usize], whole: &[&Counted<'_>]) -> Cut {
        let members = self.members.get(by.set()).map(Vec::as_slice).unwrap_or_default();
        let cut: Vec<(&Counted<'_>, i32)> = members
            .iter()
            .filter_map(|&(place, day)| Some((self.material.counted.get(place)?, day)))
            .filter(|(one, _)| ends.contains(&end_of(one)))
            .collect();
        let count = length(cut.len());
        let longer = length(whole.iter().filter(|one| one.is_longer()).count());
        let longer_cut = length(cut.iter().filter(|(one, _)| one.is_longer()).count());
        let after = cut.iter().filter_map(|(one, day)| Some(day.saturating_sub(one.began()?)));
        let before = cut.iter().filter_map(|(one, day)| Some(one.closed()?.saturating_sub(*day)));
        Cut {
            count,
            worth: worth(cut.iter().map(|(one, _)| *one)),
            share: Share::of(count, length(whole.len())),
            share_of_longer: Share::of(longer_cut, longer),
            worth_share: self.bootstrap.share(by.set(), ends),
            days_after_opening: Quartiles::of(after),
            days_before_closing: Quartiles::of(before),
        }
    }
}

/// The sets that an opportunity is in, each with the day on which it would have been cut.
fn sets(one: &Counted<'_>) -> Vec<(usize, i32)> {
    let mut sets: Vec<(usize, i32)> = one.trace.first.iter().map(|&day| (By::All.set(), day)).collect();
    let is_only = one.trace.strikes.len() == 1;
    for &(rule, day) in &one.trace.strikes {
        let rule = usize::try_from(rule).unwrap_or(usize::MAX);
        sets.push((By::Alone(rule).set(), day));
        if is_only {
            sets.push((By::Only(rule).set(), day));
        }
    }
    sets
}

/// What opportunities are worth together; nothing where no worth is known, or no decimal holds it.
fn worth<'a>(of: impl Iterator<Item = &'a Counted<'a>>) -> Option<Decimal> {
    let mut known = of.filter_map(|one| one.kept.worth).peekable();
    known.peek()?;
    let sum = known.fold(0_i128, |sum, worth| sum.saturating_add(i128::from(worth)));
    ops::narrow(sum).map(Decimal::from_ten_thousandths)
}
