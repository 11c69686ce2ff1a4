//! From counters to the review.

use crate::playbook::{Playbook, Process, Rule, RuleKind};
use crate::value::{Date, Decimal};

use super::count::{Asked, Counts, Doubts, ProcessCounts, RuleCounts};
use super::result::{
    Amount, Doubt, Group, Review, ReviewedProcess, ReviewedQuestion, ReviewedRule, ReviewedStage, RowError, Standing,
    Talk, Weighted,
};
use super::talk::{First, Shown};
use super::tally::{Sum, Tally, Weights};
use super::{notes, words};

pub(super) fn finish(playbook: &Playbook, as_of: Date, by: Option<String>, counts: Counts) -> Review {
    let has_worth = playbook.checked().schema.worth.is_some();
    let writer = Writer { playbook, has_worth };
    let notes = notes::notes(playbook, &counts);
    let named_errors = counts.named.iter().map(|(verdict, error)| RowError {
        file: verdict.file().map(str::to_owned),
        row: verdict.row().unwrap_or(0),
        key: verdict.key().map(str::to_owned),
        message: error.message().to_owned(),
    });
    let mut groups: Vec<(String, Tally)> = counts.groups.into_iter().collect();
    groups.sort_by_key(|(_, tally)| tally.open.rank());
    let groups = groups.into_iter().map(|(value, tally)| Group {
        value: Some(value).filter(|value| !value.is_empty()),
        all: writer.standing(&tally),
    });
    let is_requirement = |kind| matches!(kind, RuleKind::Requirement { .. });
    Review {
        as_of,
        currency: playbook.checked().schema.worth_currency(),
        has_worth,
        has_stage: playbook.checked().schema.stage.is_some(),
        rows: counts.rows,
        errors: counts.errors,
        named_errors: named_errors.collect(),
        unrouted: writer.amount(counts.unrouted),
        closed: counts.closed.map(|sum| writer.amount(sum)),
        all: writer.standing(&counts.all),
        processes: writer.processes(&counts.processes),
        requirements: writer.rules(&counts.processes, is_requirement),
        disqualifiers: writer.rules(&counts.processes, |kind| kind == RuleKind::Disqualifier),
        warnings: writer.rules(&counts.processes, |kind| kind == RuleKind::Warning),
        questions: writer.questions(counts.questions.into_iter().collect()),
        doubts: writer.doubts(counts.doubts.into_iter().collect()),
        by,
        groups: groups.collect(),
        talk: writer.listed(counts.talk),
        largest: writer.listed(counts.largest),
        notes,
    }
}

struct Writer<'p> {
    playbook: &'p Playbook,
    has_worth: bool,
}

impl<'p> Writer<'p> {
    fn amount(&self, sum: Sum) -> Amount {
        Amount { count: sum.count, worth: decimal(sum.worth).filter(|_| self.has_worth) }
    }

    fn standing(&self, tally: &Tally) -> Standing {
        Standing {
            open: self.amount(tally.open),
            stands: self.amount(tally.stands),
            moves_back: self.amount(tally.moves_back),
            disqualify: self.amount(tally.disqualify),
            hold: self.amount(tally.hold),
            advance: self.amount(tally.advance),
            at_risk: self.amount(tally.at_risk),
            overstated: self.amount(tally.overstated),
            overstated_by: tally.by_stages.iter().map(|sum| self.amount(*sum)).collect(),
            weighted: weighted(tally.weighted),
            weighted_after: weighted(tally.weighted_after),
        }
    }

    fn processes(&self, counts: &[ProcessCounts]) -> Vec<ReviewedProcess> {
        let is_used =
            |counts: &ProcessCounts| counts.all.open.count > 0 || counts.closed.iter().any(|sum| sum.count > 0);
        let mut used: Vec<(Process<'p>, &ProcessCounts)> =
            self.playbook.processes().zip(counts).filter(|(_, counts)| is_used(counts)).collect();
        used.sort_by_key(|(_, counts)| counts.all.open.rank());
        let written = used.into_iter().map(|(process, counts)| ReviewedProcess {
            process: process.name().to_owned(),
            title: title(process.title()),
            all: self.standing(&counts.all),
            closed: counts.closed.map(|sum| self.amount(sum)),
            stages: self.stages(process, counts),
            earned_won: counts.earned.last().map(|sum| self.amount(*sum)).unwrap_or_default(),
        });
        written.collect()
    }

    fn stages(&self, process: Process<'p>, counts: &ProcessCounts) -> Vec<ReviewedStage> {
        let counted = process.stages().zip(counts.stages.iter().zip(&counts.earned));
        counted
            .map(|(stage, (claimed, earned))| ReviewedStage {
                stage: stage.name().to_owned(),
                title: title(stage.title()),
                all: self.standing(claimed),
                earned: self.amount(*earned),
            })
            .collect()
    }

    /// The rules of a kind of which there is something to say, the most harmful first.
    fn rules(&self, counts: &[ProcessCounts], is_wanted: impl Fn(RuleKind) -> bool) -> Vec<ReviewedRule> {
        let of_process = |(process, counts): (Process<'p>, &'_ ProcessCounts)| {
            process
                .rules()
                .zip(counts.rules.clone())
                .map(move |(rule, counts)| (process, rule, counts))
                .collect::<Vec<_>>()
        };
        let mut rules: Vec<(Process<'p>, Rule<'p>, RuleCounts)> =
            self.playbook.processes().zip(counts).flat_map(of_process).collect();
        rules.retain(|(_, rule, counts)| {
            is_wanted(rule.kind()) && (counts.strikes.count > 0 || counts.at_risk.count > 0)
        });
        rules.sort_by_key(|(_, _, counts)| (counts.strikes.rank(), counts.at_risk.rank()));
        let written = rules.into_iter().map(|(process, rule, counts)| ReviewedRule {
            process: process.name().to_owned(),
            stage: rule.stage().map(|stage| stage.name().to_owned()),
            rule: rule.name().to_owned(),
            title: title(rule.title()),
            how: rule.how().filter(|how| !how.is_empty()),
            strikes: self.amount(counts.strikes),
            alone: self.amount(counts.alone),
            at_risk: self.amount(counts.at_risk),
        });
        written.collect()
    }

    fn questions(&self, mut asked: Vec<(String, Asked)>) -> Vec<ReviewedQuestion> {
        asked.sort_by_key(|(_, asked)| asked.moves.rank());
        let question = |(fact, asked): (String, Asked)| ReviewedQuestion {
            fact,
            moves: self.amount(asked.moves),
            why: asked.why.iter().map(|(why, count)| (why.as_str(), *count)).collect(),
            rules: asked.rules.iter().filter_map(|&(process, rule)| self.rule_title(process, rule)).collect(),
        };
        asked.into_iter().map(question).collect()
    }

    fn rule_title(&self, process: usize, rule: usize) -> Option<String> {
        let rule = self.playbook.processes().nth(process)?.rules().nth(rule)?;
        Some(title(rule.title()).unwrap_or_else(|| rule.name().to_owned()))
    }

    fn doubts(&self, doubts: Vec<(String, Doubts)>) -> Vec<Doubt> {
        let known = |doubts: &Doubts| {
            let mut sum = doubts.stale;
            sum.merge(doubts.weak);
            sum.merge(doubts.undated);
            sum
        };
        let mut doubts = doubts;
        doubts.sort_by_key(|(_, doubts)| (known(doubts).rank(), doubts.missing.rank()));
        let doubt = |(fact, doubts): (String, Doubts)| Doubt {
            fact,
            stale: self.amount(doubts.stale),
            weak: self.amount(doubts.weak),
            opinion: self.amount(doubts.opinion),
            undated: self.amount(doubts.undated),
            not_yet: self.amount(doubts.not_yet),
            missing: self.amount(doubts.missing),
        };
        doubts.into_iter().map(doubt).collect()
    }

    fn listed(&self, first: First<Shown>) -> Vec<Talk> {
        first.into_items().map(|shown| self.talk(shown)).collect()
    }

    fn talk(&self, shown: Shown) -> Talk {
        let Shown { verdict, worth, group } = shown;
        let process = self.playbook.processes().find(|process| Some(process.name()) == verdict.process());
        let stage = |name: Option<&str>| {
            let stage = process.and_then(|process| process.stages().find(|stage| Some(stage.name()) == name));
            stage.and_then(|stage| title(stage.title())).unwrap_or_else(|| name.unwrap_or_default().to_owned())
        };
        let (claimed, earned) = (stage(verdict.claimed()), stage(verdict.earned()));
        let name = process.map(|process| title(process.title()).unwrap_or_else(|| process.name().to_owned()));
        Talk {
            why: words::why(&verdict, &claimed, &earned),
            process: name.unwrap_or_default(),
            claimed,
            earned,
            worth: worth.map(Decimal::from_ten_thousandths),
            group: group.filter(|value| !value.is_empty()),
            verdict,
        }
    }
}

/// A title that says something.
fn title(title: Option<&str>) -> Option<String> {
    title.filter(|title| !title.is_empty()).map(str::to_owned)
}

fn decimal(sum: i128) -> Option<Decimal> {
    i64::try_from(sum).ok().map(Decimal::from_ten_thousandths)
}

fn weighted(weights: Weights) -> Option<Weighted> {
    let [worst, likely, best] = weights.points.map(|points| decimal(half_even(points)));
    if weights.count == 0 {
        return None;
    }
    Some(Weighted { count: weights.count, worst: worst?, likely: likely?, best: best? })
}

/// A ten-thousandth of a number, rounded to the nearest, a half to the even.
fn half_even(points: i128) -> i128 {
    const WHOLE: i128 = 10_000;
    let (down, left) = (points.div_euclid(WHOLE), points.rem_euclid(WHOLE));
    let up = left > WHOLE / 2 || left == WHOLE / 2 && down.rem_euclid(2) == 1;
    down.saturating_add(i128::from(up))
}
