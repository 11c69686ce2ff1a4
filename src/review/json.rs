//! A review as serde gives it: keys in a fixed order, what is empty left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::object::{object, some};
use crate::value::Decimal;
use crate::verdict::Chance;

use super::result::{
    Amount, Doubt, Group, Review, ReviewedProcess, ReviewedQuestion, ReviewedRule, ReviewedStage, RowError, Standing,
    Talk, Weighted,
};

object! {
    Review: |review| {
        "as_of": Some(review.as_of),
        "currency": review.currency,
        "rows": Some(review.rows),
        "errors": Some(review.errors),
        "named_errors": some(&review.named_errors),
        "unrouted": any(review.unrouted),
        "won": any(review.closed[0]),
        "lost": any(review.closed[1]),
        "walked": any(review.closed[2]),
        "all": Some(&review.all),
        "processes": some(&review.processes),
        "requirements": some(&review.requirements),
        "disqualifiers": some(&review.disqualifiers),
        "warnings": some(&review.warnings),
        "questions": some(&review.questions),
        "doubts": some(&review.doubts),
        "by": review.by.as_ref(),
        "groups": some(&review.groups),
        "talk": some(&review.talk),
        "largest": some(&review.largest),
        "notes": some(&review.notes),
    }
    Amount: |amount| {
        "count": Some(amount.count),
        "worth": amount.worth,
    }
    Weighted: |weighted| {
        "count": Some(weighted.count),
        "worst": Some(weighted.worst),
        "likely": Some(weighted.likely),
        "best": Some(weighted.best),
    }
    Standing: |standing| {
        "open": Some(standing.open),
        "stands": Some(standing.stands),
        "moves_back": Some(standing.moves_back),
        "disqualify": Some(standing.disqualify),
        "hold": Some(standing.hold),
        "advance": Some(standing.advance),
        "at_risk": Some(standing.at_risk),
        "overstated": Some(standing.overstated),
        "overstated_by": some(&standing.overstated_by),
        "weighted": standing.weighted,
        "weighted_after": standing.weighted_after,
    }
    ReviewedProcess: |process| {
        "process": Some(&process.process),
        "title": process.title.as_ref(),
        "all": Some(&process.all),
        "won": any(process.closed[0]),
        "lost": any(process.closed[1]),
        "walked": any(process.closed[2]),
        "stages": Some(&process.stages),
        "earned_won": Some(process.earned_won),
    }
    ReviewedStage: |stage| {
        "stage": Some(&stage.stage),
        "title": stage.title.as_ref(),
        "all": Some(&stage.all),
        "earned": Some(stage.earned),
    }
    ReviewedRule: |rule| {
        "process": Some(&rule.process),
        "stage": rule.stage.as_ref(),
        "rule": Some(&rule.rule),
        "title": rule.title.as_ref(),
        "strikes": Some(rule.strikes),
        "alone": any(rule.alone),
        "at_risk": any(rule.at_risk),
        "how": rule.how.as_ref(),
    }
    ReviewedQuestion: |question| {
        "fact": Some(&question.fact),
        "moves": Some(question.moves),
        "why": Some(Counted(&question.why)),
        "rules": some(&question.rules),
    }
    Doubt: |doubt| {
        "fact": Some(&doubt.fact),
        "stale": any(doubt.stale),
        "weak": any(doubt.weak),
        "opinion": any(doubt.opinion),
        "undated": any(doubt.undated),
        "not_yet": any(doubt.not_yet),
        "missing": any(doubt.missing),
    }
    Group: |group| {
        "value": group.value.as_ref(),
        "all": Some(&group.all),
    }
    Talk: |talk| {
        "key": talk.verdict.key(),
        "file": talk.verdict.file(),
        "row": talk.verdict.row(),
        "process": talk.verdict.process(),
        "claimed": talk.verdict.claimed(),
        "earned": talk.verdict.earned(),
        "decision": Some(talk.verdict.decision().as_str()),
        "worth": talk.worth,
        "chance": talk.chance().map(Points),
        "group": talk.group.as_ref(),
        "why": Some(&talk.why),
    }
    RowError: |error| {
        "file": error.file.as_ref(),
        "row": Some(error.row),
        "key": error.key.as_ref(),
        "message": Some(&error.message),
    }
}

/// An amount of something.
fn any(amount: Amount) -> Option<Amount> {
    (amount.count > 0).then_some(amount)
}

/// Words and how often each.
struct Counted<'a>(&'a [(&'static str, u64)]);

impl Serialize for Counted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A chance in points, as in a verdict.
struct Points(Chance);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Chance { worst, likely, best } = self.0;
        let mut map = serializer.serialize_map(None)?;
        for (name, percent) in [("worst", worst), ("likely", likely), ("best", best)] {
            let points = percent.hundredths().saturating_mul(crate::value::SCALE / 100);
            map.serialize_entry(name, &Decimal::from_ten_thousandths(points))?;
        }
        map.end()
    }
}
