//! The chance of winning: an interval and a point in it.

use stagegate::internals::hir::{Chance, ChanceEnd, CompareOp, OddsLine};

use super::eval::{Mode, Value, Why, World, size};
use super::reader::Scalar;

/// The chance, in ten-thousandths, and what keeps it open.
#[derive(Clone, Debug)]
pub struct Interval {
    pub worst: i128,
    pub likely: i128,
    pub best: i128,
    pub lines: Vec<Line>,
    base: i64,
}

/// The factors of one line of odds.
#[derive(Clone, Debug)]
pub struct Line {
    smallest: f64,
    likely: f64,
    largest: f64,
    /// Why the line is open; nothing where it is not.
    pub why: Why,
}

impl Line {
    pub fn is_open(&self) -> bool {
        self.smallest != self.largest
    }
}

/// The chance in a process with that base.
pub fn chance(world: &World<'_>, chance: &Chance, base: i64) -> Interval {
    let lines: Vec<Line> = chance.lines.iter().map(|line| odds_line(world, line)).collect();
    let factors = |pick: fn(&Line) -> f64| lines.iter().map(pick).collect::<Vec<f64>>();
    let worst = point(base, &factors(|line| line.smallest));
    let likely = point(base, &factors(|line| line.likely));
    let best = point(base, &factors(|line| line.largest));
    Interval { worst, likely, best, lines, base }
}

fn odds_line(world: &World<'_>, line: &OddsLine) -> Line {
    let (possible, why) = candidates(world, line, Mode::MayBecomeKnown);
    let (today, _) = candidates(world, line, Mode::AsItStands);
    let least = |factors: &[f64]| factors.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |factors: &[f64]| factors.iter().copied().fold(0.0, f64::max);
    let (smallest, largest) = (least(&possible), most(&possible));
    let likely = if least(&today) == most(&today) { today[0] } else { f64::clamp(1.0, smallest, largest) };
    let why = if smallest == largest { Why::default() } else { why };
    Line { smallest, likely, largest, why }
}

/// The factors that could still be the line's, and why there are several.
fn candidates(world: &World<'_>, line: &OddsLine, mode: Mode) -> (Vec<f64>, Why) {
    let mut factors = Vec::new();
    let mut why = Why::default();
    for (factor, condition) in &line.cases {
        let value = world.eval(*condition, None, mode);
        match value.truth() {
            Some(true) => {
                factors.push(*factor);
                return (factors, why);
            }
            Some(false) => {}
            None => {
                factors.push(*factor);
                why.merge(value.why());
            }
        }
    }
    factors.push(line.otherwise);
    (factors, why)
}

/// The chance with these factors, in ten-thousandths.
fn point(base: i64, factors: &[f64]) -> i128 {
    let base: f64 = format!("{base}e-4").parse().unwrap();
    let odds = factors.iter().fold(base / (1.0 - base), |odds, factor| odds * factor);
    let chance = if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) };
    (chance * 10_000.0).round_ties_even() as i128
}

impl Interval {
    pub fn end(&self, end: ChanceEnd) -> i128 {
        match end {
            ChanceEnd::Worst => self.worst,
            ChanceEnd::Likely => self.likely,
            ChanceEnd::Best => self.best,
        }
    }

    /// How much it shrinks, in ten-thousandths, when a fact is known.
    pub fn shrinks_by(&self, order: u32) -> i128 {
        let width = |pick: fn(&Line) -> f64| {
            let has = |line: &Line| line.is_open() && line.why.reasons.iter().any(|reason| reason.order == order);
            let low: Vec<f64> = self.lines.iter().map(|l| if has(l) { pick(l) } else { l.smallest }).collect();
            let high: Vec<f64> = self.lines.iter().map(|l| if has(l) { pick(l) } else { l.largest }).collect();
            point(self.base, &high) - point(self.base, &low)
        };
        self.best - self.worst - width(|line| line.smallest).min(width(|line| line.largest))
    }

    fn open_reasons(&self) -> Why {
        let mut why = Why::default();
        for line in self.lines.iter().filter(|line| line.is_open()) {
            why.merge(line.why.clone());
        }
        why
    }

    fn unknown(&self, bounds: Vec<Value>) -> Value {
        let mut why = self.open_reasons();
        for bound in bounds {
            why.merge(bound.why());
        }
        Value::Unknown(why)
    }

    pub fn compare(&self, op: CompareOp, right: Value) -> Value {
        let Value::Known(bound) = &right else { return self.unknown(vec![right]) };
        let bound = size(bound);
        let holds = |chance: i128| match op {
            CompareOp::Less => chance < bound,
            CompareOp::LessOrEqual => chance <= bound,
            CompareOp::Greater => chance > bound,
            CompareOp::GreaterOrEqual => chance >= bound,
            CompareOp::Is | CompareOp::IsNot => panic!("no comparison of the chance"),
        };
        match (holds(self.worst), holds(self.best)) {
            (true, true) => Value::Known(Scalar::Bool(true)),
            (false, false) => Value::Known(Scalar::Bool(false)),
            _ => self.unknown(vec![right]),
        }
    }

    pub fn between(&self, low: Value, high: Value) -> Value {
        let known = |value: &Value| match value {
            Value::Known(bound) => Some(size(bound)),
            Value::Unknown(_) => None,
        };
        let (from, to) = (known(&low), known(&high));
        let below = to.is_some_and(|to| self.worst > to);
        let above = from.is_some_and(|from| self.best < from);
        let empty = from.zip(to).is_some_and(|(from, to)| from > to);
        if below || above || empty {
            return Value::Known(Scalar::Bool(false));
        }
        if from.is_some_and(|from| from <= self.worst) && to.is_some_and(|to| self.best <= to) {
            return Value::Known(Scalar::Bool(true));
        }
        self.unknown(vec![low, high])
    }
}
