//! Charts of a row for each thing: bars, funnels, intervals.

use plotters::style::text_anchor::HPos;

use super::{Chart, INK, LETTERS, QUIET, RULE, SMALL, WIDTH, block, color, label, largest, part, rule, sentence};
use crate::html::{Tone, clipped};

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub value: f64,
    /// The value as it is written.
    pub shown: String,
    /// Its color.
    pub tone: Tone,
}

/// How high a row of a bar is, its label above it.
const ROW: i32 = 38;
/// How many letters a label beside a value has room for.
const LABEL: usize = 56;

/// Bars that lie one below the other, each under its label, the value at the right.
#[must_use]
pub fn bars(title: &str, bars: &[Bar]) -> Chart {
    let whole = largest(bars.iter().map(|bar| bar.value));
    let words = sentence(bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)));
    Chart::draw(title, height(bars.len(), ROW, 4), words, |area| {
        for (bar, top) in bars.iter().zip((0..).step_by(ROW.unsigned_abs().try_into().unwrap_or(1))) {
            let room = LABEL.saturating_sub(bar.shown.chars().count().saturating_sub(12));
            label(area, &clipped(&bar.label, room), (0, at(top, 11)), HPos::Left, (LETTERS, INK))?;
            label(area, &clipped(&bar.shown, 40), (WIDTH, at(top, 11)), HPos::Right, (LETTERS, QUIET))?;
            block(area, (0, at(top, 20)), (WIDTH, at(top, 29)), RULE)?;
            let long = part(bar.value, whole, WIDTH);
            if long > 0 {
                block(area, (0, at(top, 20)), (long, at(top, 29)), color(bar.tone))?;
            }
        }
        Ok(())
    })
}

/// A step of a funnel: two values that are held against each other.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it stands for.
    pub label: String,
    /// The value at the left, and as it is written.
    pub left: (f64, String),
    /// The value at the right, and as it is written.
    pub right: (f64, String),
}

/// A funnel: for each step a bar to the left and one to the right of the middle, both by one measure.
#[must_use]
pub fn funnel(title: &str, (left, right): (&str, &str), steps: &[Step]) -> Chart {
    const HALF: i32 = WIDTH / 2;
    const HIGH: i32 = 50;
    let whole = largest(steps.iter().flat_map(|step| [step.left.0, step.right.0]));
    let words = sentence(
        steps
            .iter()
            .map(|step| format!("{}: {left} {}, {right} {}", step.label, said(&step.left.1), said(&step.right.1))),
    );
    let chart = Chart::draw(title, height(steps.len(), HIGH, 4), words, |area| {
        for (step, top) in steps.iter().zip((0..).step_by(HIGH.unsigned_abs().try_into().unwrap_or(1))) {
            label(area, &clipped(&step.label, 28), (HALF, at(top, 10)), HPos::Center, (LETTERS, INK))?;
            label(area, &clipped(&step.left.1, 22), (0, at(top, 10)), HPos::Left, (SMALL, QUIET))?;
            label(area, &clipped(&step.right.1, 22), (WIDTH, at(top, 10)), HPos::Right, (SMALL, QUIET))?;
            let (upper, lower) = (at(top, 20), at(top, 42));
            let long = part(step.left.0, whole, HALF);
            block(area, (HALF.saturating_sub(long), upper), (HALF, lower), color(Tone::Pale))?;
            block(area, (HALF, upper), (at(HALF, part(step.right.0, whole, HALF)), lower), color(Tone::Plain))?;
        }
        Ok(())
    });
    chart.legend(&[(Tone::Pale, left), (Tone::Plain, right)])
}

/// An interval of percents, and a point in it.
#[derive(Clone, Debug)]
pub struct Interval {
    /// What it stands for.
    pub label: String,
    /// Its lower end, its point, its upper end: percents, from 0 to 100.
    pub points: [f64; 3],
    /// Said at the right.
    pub shown: String,
    /// Its color.
    pub tone: Tone,
}

/// Intervals of percents one below the other, on one scale from 0 to 100 %.
#[must_use]
pub fn intervals(title: &str, intervals: &[Interval]) -> Chart {
    const LEFT: i32 = 150;
    const SCALE: i32 = 270;
    const HIGH: i32 = 24;
    const FOOT: i32 = 24;
    let place = |percent: f64| at(LEFT, part(percent, 100.0, SCALE));
    let words = sentence(intervals.iter().map(|interval| {
        let [low, point, high] = interval.points;
        format!("{}: {low}% to {high}%, likely {point}% ({})", interval.label, interval.shown)
    }));
    let bottom = height(intervals.len(), HIGH, 0);
    Chart::draw(title, at(bottom, FOOT), words, |area| {
        for percent in [0, 25, 50, 75, 100] {
            let x = place(f64::from(percent));
            rule(area, (x, 0), (x, at(bottom, 2)), RULE)?;
            label(area, &format!("{percent}%"), (x, at(bottom, 12)), HPos::Center, (SMALL, QUIET))?;
        }
        for (interval, top) in intervals.iter().zip((0..).step_by(HIGH.unsigned_abs().try_into().unwrap_or(1))) {
            let middle = at(top, HIGH / 2);
            let ink = color(interval.tone);
            label(area, &clipped(&interval.label, 20), (0, middle), HPos::Left, (SMALL, INK))?;
            label(area, &clipped(&interval.shown, 14), (WIDTH, middle), HPos::Right, (SMALL, QUIET))?;
            let [low, point, high] = interval.points.map(place);
            block(area, (low, middle.saturating_sub(3)), (at(high, 1), at(middle, 3)), ink)?;
            block(area, (point.saturating_sub(2), middle.saturating_sub(8)), (at(point, 2), at(middle, 8)), ink)?;
        }
        Ok(())
    })
}

/// The height of so many rows.
fn height(rows: usize, row: i32, more: i32) -> i32 {
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    rows.saturating_mul(row).saturating_add(more).clamp(1, 1_000_000)
}

/// A place so much further on.
fn at(from: i32, further: i32) -> i32 {
    from.saturating_add(further)
}

/// A value in a sentence.
fn said(shown: &str) -> &str {
    if shown.is_empty() { "none" } else { shown }
}
