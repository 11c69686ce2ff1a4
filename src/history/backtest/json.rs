//! A report as serde gives it: keys in a fixed order, what is empty left out.

use crate::object::{object, some};

use super::super::statistics::two;
use super::super::{Quartiles, Share};
use super::result::{
    Backtest, Calibration, ChanceGroup, CurvePoint, Cut, CutBy, Ended, JudgedRule, LeftOut, LostWin, Period,
};

object! {
    Backtest: |report| {
        "as_of": Some(report.as_of),
        "closed_from": report.closed_from,
        "currency": report.currency,
        "rows": Some(report.rows),
        "errors": Some(report.errors),
        "left_out": some(&report.left_out),
        "closed_before": any(report.closed_before),
        "ended": Some(&report.ended),
        "rules": some(&report.rules),
        "wins_cut": Some(report.wins_cut),
        "wins": some(&report.wins),
        "curve": some(&report.curve),
        "calibration": report.calibration.as_ref(),
        "periods": some(&report.periods),
        "notes": some(&report.notes),
        "method": some(&report.method),
    }
    LeftOut: |left| {
        "why": Some(left.fault.as_str()),
        "count": Some(left.count),
        "rows": some(&left.rows),
    }
    Ended: |ended| {
        "end": Some(ended.end),
        "count": Some(ended.count),
        "worth": ended.worth,
        "longer": Some(ended.longer),
        "cut": Some(&ended.cut),
    }
    Cut: |cut| {
        "count": Some(cut.count),
        "worth": cut.worth,
        "share": cut.share,
        "share_of_longer": cut.share_of_longer,
        "worth_share": cut.worth_share,
        "days_after_opening": cut.days_after_opening,
        "days_before_closing": cut.days_before_closing,
    }
    CutBy: |cut| {
        "end": Some(cut.end),
        "cut": Some(&cut.cut),
    }
    JudgedRule: |rule| {
        "process": Some(&rule.process),
        "rule": Some(&rule.rule),
        "title": rule.title.as_ref(),
        "stage": rule.stage.as_ref(),
        "judged": Some(rule.judged),
        "alone": some(&rule.alone),
        "adds": some(&rule.adds),
    }
    LostWin: |win| {
        "key": win.key.as_ref(),
        "row": Some(win.row),
        "worth": win.worth,
        "closed": win.closed,
        "verdict": Some(&win.verdict),
    }
    CurvePoint: |point| {
        "below": Some(point.below.points()),
        "losses": point.losses,
        "losses_of_longer": point.losses_of_longer,
        "wins": point.wins,
    }
    Calibration: |fit| {
        "day": Some(fit.day),
        "count": Some(fit.count),
        "without": any(fit.without),
        "auc": fit.auc,
        "brier": Some(fit.brier),
        "brier_of_base": Some(fit.brier_of_base),
        "expected_error": Some(fit.expected_error),
        "groups": some(&fit.groups),
    }
    ChanceGroup: |group| {
        "count": Some(group.count),
        "chance": Some(two(group.chance)),
        "from": Some(two(group.from)),
        "to": Some(two(group.to)),
        "won": group.won,
    }
    Period: |period| {
        "began": Some(&period.began),
        "ended": Some(period.ended),
        "open": Some(period.open),
        "won": period.won,
        "losses_cut": period.losses_cut,
        "wins_cut": period.wins_cut,
    }
    Share: |share| {
        "percent": Some(two(share.percent)),
        "low": Some(two(share.low)),
        "high": Some(two(share.high)),
    }
    Quartiles: |days| {
        "first": Some(days.first),
        "median": Some(days.median),
        "third": Some(days.third),
    }
}

/// A number that is not 0.
fn any(count: u64) -> Option<u64> {
    (count > 0).then_some(count)
}
