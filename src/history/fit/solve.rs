//! The regression of one process, and how well it foretells.

use std::collections::BTreeMap;

use crate::hir;
use crate::history::History;
use crate::history::folds::{Fold, Folds};
use crate::history::statistics::{Share, auc, float_of, points};
use crate::source::Span;
use crate::value::Random;

use super::design::Row;
use super::logistic::{Observation, Regression, share};
use super::{
    FittedCase, FittedChance, FittedCut, FittedLine, Fitting, HeldOut, Number, Refusal, edit, rounded, rounded_base,
};

/// The penalties that are tried.
const PENALTIES: [f64; 10] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
/// Random parts are tried so many times.
const REPEATS: u64 = 10;
/// From so many rows on, they are tried once.
const MANY: usize = 20_000;
/// So many repeats are enough to choose among them.
const CHOOSING: usize = 3;
/// Where nothing can be held out.
const USUAL_PENALTY: f64 = 4.0;
/// Of the normal distribution, within which 95 % lie.
const NORMAL_95: f64 = 1.959_963_985;
/// Samples of the bootstrap.
const BOOTSTRAP: usize = 1_000;
/// The shares of wins whose cost is told.
const WINS: [f64; 3] = [0.01, 0.02, 0.05];

/// The columns of one line: one a written factor; none of a line that is refused.
struct Columns {
    first: Option<usize>,
}

/// A chance's design.
struct Design<'a> {
    chance: &'a hir::Chance,
    columns: Vec<Columns>,
    width: usize,
}

pub(super) fn chance(
    history: &History,
    process: &hir::Process,
    chance: &hir::Chance,
    rows: &[Row],
    how: Fitting,
) -> FittedChance {
    let lines = chance.lines.iter().enumerate().map(|(place, line)| counted(history, line, place, rows, how.least));
    let won = rows.iter().filter(|row| row.won).count();
    let mut found = FittedChance {
        process: process.name.clone(),
        won,
        lost: rows.len().saturating_sub(won),
        refused: None,
        penalty: None,
        held_out: None,
        base: None,
        lines: lines.collect(),
    };
    if rows.is_empty() {
        found.refused = Some(Refusal::Nothing);
        return found;
    }
    let design = Design::new(chance, &found.lines);
    let keys: Vec<(Option<i32>, &str)> = rows.iter().map(|row| (row.closed, row.answers.as_str())).collect();
    let folds = Folds::of(&keys, how.folds, 0..if rows.len() > MANY { 1 } else { REPEATS });
    let penalty = design.penalty(rows, &folds);
    let all: Vec<usize> = (0..rows.len()).collect();
    let Some(regression) = Regression::fit(design.observations(rows, &all).iter(), design.width, penalty) else {
        found.refused = Some(Refusal::OneKind);
        return found;
    };
    design.take(&regression, &mut found.lines);
    found.penalty = Some(penalty);
    found.base = Some(design.base(edit::base(process, chance).0, &regression));
    found.held_out = held_out(rows, &folds, &design.foretold(rows, &folds, penalty));
    found
}

/// A line with what its cases rest on; its numbers as they stand.
fn counted(history: &History, line: &hir::OddsLine, place: usize, rows: &[Row], least: usize) -> FittedLine {
    let decided = |row: &Row| row.cases.get(place).copied().flatten();
    let factors = line.cases.iter().map(|(factor, condition)| (*factor, Some(*condition)));
    let written = factors.chain([(line.otherwise, None)]).take(line.factor_spans.len());
    let cases = written.enumerate().map(|(case, (factor, condition))| {
        let of_case = || rows.iter().filter(|row| decided(row) == Some(case));
        FittedCase {
            condition: condition
                .and_then(|condition| text(history, history.playbook.checked().exprs.get(condition).span)),
            opportunities: of_case().count(),
            won: of_case().filter(|row| row.won).count(),
            factor: Number { old: factor, new: factor, interval: None },
        }
    });
    let cases: Vec<FittedCase> = cases.collect();
    let source = history.playbook.sources().get(usize::try_from(line.span.file.0).unwrap_or(usize::MAX));
    let refused = cases.iter().any(|case| case.opportunities < least).then_some(Refusal::TooFew);
    FittedLine {
        file: source.map(|source| source.name().to_owned()).unwrap_or_default(),
        line: source.map_or(0, |source| source.line_column(line.span.start).line),
        refused,
        cases,
        unknown: rows.iter().filter(|row| decided(row).is_none()).count(),
    }
}

fn text(history: &History, span: Span) -> Option<String> {
    let source = history.playbook.sources().get(usize::try_from(span.file.0).ok()?)?;
    Some(source.slice(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

impl<'a> Design<'a> {
    fn new(chance: &'a hir::Chance, lines: &[FittedLine]) -> Self {
        let mut width = 0_usize;
        let columns = lines.iter().map(|line| {
            let first = line.refused.is_none().then_some(width);
            width = width.saturating_add(if first.is_some() { line.cases.len() } else { 0 });
            Columns { first }
        });
        let columns = columns.collect();
        Design { chance, columns, width }
    }

    /// Those rows as observations, equal ones as one.
    fn observations(&self, rows: &[Row], places: &[usize]) -> Vec<Observation> {
        let mut counts: BTreeMap<(&[Option<usize>], bool), f64> = BTreeMap::new();
        for row in places.iter().filter_map(|&place| rows.get(place)) {
            *counts.entry((&row.cases, row.won)).or_default() += 1.0;
        }
        counts.into_iter().map(|((cases, won), weight)| self.observation(cases, won, weight)).collect()
    }

    fn observation(&self, cases: &[Option<usize>], won: bool, weight: f64) -> Observation {
        let mut observation = Observation { x: Vec::new(), offset: 0.0, weight, won };
        for ((columns, line), case) in self.columns.iter().zip(&self.chance.lines).zip(cases) {
            // A line of which nothing is decided counts as a factor of 1.
            let Some(case) = *case else { continue };
            match columns.first {
                Some(first) if case < line.factor_spans.len() => observation.x.push((first.saturating_add(case), 1.0)),
                Some(_) => {}
                None => observation.offset += line.cases.get(case).map_or(line.otherwise, |(factor, _)| *factor).ln(),
            }
        }
        observation
    }

    /// The penalty that foretells best what is held out.
    fn penalty(&self, rows: &[Row], folds: &Folds) -> f64 {
        let mut best: Option<(f64, f64)> = None;
        for penalty in PENALTIES {
            let mut of_rows = vec![None; rows.len()];
            let folds = folds.repeats.iter().take(CHOOSING).flatten();
            let loss = folds.map(|fold| self.foretell(rows, fold, penalty, &mut of_rows)).sum();
            let is_any = of_rows.iter().any(Option::is_some);
            if is_any && best.is_none_or(|(_, least)| loss < least) {
                best = Some((penalty, loss));
            }
        }
        best.map_or(USUAL_PENALTY, |(penalty, _)| penalty)
    }

    /// For each repeat, the log-odds of each row, where it was held out and could be foretold.
    fn foretold(&self, rows: &[Row], folds: &Folds, penalty: f64) -> Vec<Vec<Option<f64>>> {
        let repeat = |folds: &Vec<Fold>| {
            let mut of_rows = vec![None; rows.len()];
            for fold in folds {
                self.foretell(rows, fold, penalty, &mut of_rows);
            }
            of_rows
        };
        folds.repeats.iter().map(repeat).collect()
    }

    /// Learns from a part and foretells the other; gives the loss.
    fn foretell(&self, rows: &[Row], fold: &Fold, penalty: f64, foretold: &mut [Option<f64>]) -> f64 {
        let learned = self.observations(rows, &fold.learned);
        let Some(regression) = Regression::fit(learned.iter(), self.width, penalty) else { return 0.0 };
        let regression = regression.rounded();
        let mut loss = 0.0;
        for &place in &fold.foretold {
            let Some(row) = rows.get(place) else { continue };
            let observation = self.observation(&row.cases, row.won, 1.0);
            loss += regression.loss(std::iter::once(&observation));
            if let Some(of_row) = foretold.get_mut(place) {
                *of_row = Some(regression.log_odds(&observation));
            }
        }
        loss
    }

    /// Puts what was found into the lines that are not refused. Moving all factors of a line and the base against each other
    /// changes hardly anything, so a factor's interval is that of its distance from the middle of its line.
    fn take(&self, regression: &Regression, lines: &mut [FittedLine]) {
        for (columns, line) in self.columns.iter().zip(lines) {
            let Some(first) = columns.first else { continue };
            let middle: Vec<(Option<usize>, f64)> = middle(first, line.cases.len()).collect();
            for (place, case) in line.cases.iter_mut().enumerate() {
                let column = first.saturating_add(place);
                let found = regression.coefficients.get(column).copied().unwrap_or(0.0);
                let from_middle = middle.iter().map(|&(column, share)| (column, -share));
                let sum = from_middle.filter(|_| middle.len() > 1).chain([(Some(column), 1.0)]);
                let error = regression.error(sum) * NORMAL_95;
                case.factor.new = rounded(found.exp());
                case.factor.interval = Some([(found - error).exp(), (found + error).exp()]);
            }
        }
    }

    /// The base in points; its interval is that of an opportunity in the middle of all lines.
    fn base(&self, old: i64, regression: &Regression) -> Number {
        let points = |log_odds: f64| points(share(log_odds));
        let lines = self.columns.iter().zip(&self.chance.lines);
        let middles = lines.filter_map(|(columns, line)| Some(middle(columns.first?, line.factor_spans.len())));
        let sum = middles.flatten().filter(|&(_, share)| share < 1.0).chain([(None, 1.0)]);
        let error = regression.error(sum) * NORMAL_95;
        let (low, high) = (points(regression.intercept - error), points(regression.intercept + error));
        let old = crate::value::Percent::from_hundredths(old).points();
        Number { old, new: rounded_base(points(regression.intercept)).points(), interval: Some([low, high]) }
    }
}

/// The mean of a line's columns, each with its share.
fn middle(first: usize, count: usize) -> impl Iterator<Item = (Option<usize>, f64)> {
    let share = 1.0 / float_of(count.max(1));
    (first..first.saturating_add(count)).map(move |column| (Some(column), share))
}

/// The measures of what was foretold, as means over the repeats.
fn held_out(rows: &[Row], folds: &Folds, foretold: &[Vec<Option<f64>>]) -> Option<HeldOut> {
    let repeats: Vec<Vec<(f64, bool)>> = foretold
        .iter()
        .map(|of_rows| rows.iter().zip(of_rows).filter_map(|(row, log_odds)| Some(((*log_odds)?, row.won))).collect())
        .collect();
    let area = |pairs: &[(f64, bool)]| auc(&mut pairs.to_vec()).map(|(area, _, _)| area);
    let auc = mean(&repeats, area)?;
    let brier = mean(&repeats, |pairs| {
        let square = |&(log_odds, won): &(f64, bool)| (share(log_odds) - if won { 1.0 } else { 0.0 }).powi(2);
        Some(pairs.iter().map(square).sum::<f64>() / float_of(pairs.len()))
    })?;
    let cut = |wins: f64| {
        let losses = mean(&repeats, |pairs| cut(pairs, wins)).unwrap_or(0.0);
        FittedCut { wins: points(wins), losses: Share::sampled(losses, sampled(&repeats, |pairs| cut(pairs, wins))) }
    };
    let samples = Share::sampled(auc, sampled(&repeats, area));
    Some(HeldOut {
        opportunities: repeats.first()?.len(),
        folds: folds.repeats.first().map_or(0, Vec::len),
        repeats: repeats.len(),
        in_time_order: folds.in_time_order,
        auc,
        auc_interval: [samples.low / 100.0, samples.high / 100.0],
        brier,
        cuts: WINS.map(cut),
    })
}

fn mean(repeats: &[Vec<(f64, bool)>], measure: impl Fn(&[(f64, bool)]) -> Option<f64>) -> Option<f64> {
    let found: Option<Vec<f64>> = repeats.iter().map(|pairs| measure(pairs)).collect();
    let found = found?;
    Some(found.iter().sum::<f64>() / float_of(found.len()))
}

/// A measure of samples of the opportunities, drawn with replacement, each sample measured on one of the repeats.
fn sampled(repeats: &[Vec<(f64, bool)>], measure: impl Fn(&[(f64, bool)]) -> Option<f64>) -> Vec<f64> {
    let mut random = Random::seeded(95);
    let mut found: Vec<f64> = Vec::new();
    for sample in 0..BOOTSTRAP {
        let Some(pairs) = sample.checked_rem(repeats.len()).and_then(|repeat| repeats.get(repeat)) else { break };
        let drawn: Vec<(f64, bool)> =
            (0..pairs.len()).filter_map(|_| pairs.get(random.below(pairs.len())).copied()).collect();
        found.extend(measure(&drawn));
    }
    found
}

/// The share of lost ones below all but that share of the won ones.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
fn cut(pairs: &[(f64, bool)], wins: f64) -> Option<f64> {
    let mut won: Vec<f64> = pairs.iter().filter(|pair| pair.1).map(|pair| pair.0).collect();
    won.sort_by(f64::total_cmp);
    let spared = (wins * float_of(won.len()) + 1e-9).floor() as usize;
    let threshold = *won.get(spared)?;
    let lost = pairs.iter().filter(|pair| !pair.1);
    let below = lost.clone().filter(|pair| pair.0 < threshold).count();
    Some(float_of(below) / float_of(lost.count().max(1)))
}
