//! Logistic regression with a quadratic penalty, by Newton's method.
//!
//! Own code, as no maintained crate of this size gives the intervals with the coefficients. Comes in: rows of a sparse design, an outcome each,
//! and what is known of their odds beforehand; goes out: the intercept, the coefficients, and their standard errors from
//! the inverse of the penalised information. The intercept is not penalised.

use super::{rounded, rounded_base};

/// One observation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Observation {
    /// The columns that are not 0, ascending, each with its value.
    pub(super) x: Vec<(usize, f64)>,
    /// What is added to the log-odds as it stands.
    pub(super) offset: f64,
    /// How often it was made.
    pub(super) weight: f64,
    pub(super) won: bool,
}

/// What a regression found.
#[derive(Clone, Debug)]
pub(super) struct Regression {
    pub(super) intercept: f64,
    pub(super) coefficients: Vec<f64>,
    information: Cholesky,
}

/// Steps after which a regression that still moves is taken as it is.
const MOST_STEPS: usize = 50;
/// Steps smaller than this end it.
const STILL: f64 = 1e-10;
/// Log-odds beyond these are as good as certain.
const CERTAIN: f64 = 30.0;

impl Regression {
    /// Fits so many columns. Nothing where the outcomes are of one kind, or the design does not tell its columns apart and the penalty is 0.
    pub(super) fn fit<'o>(
        rows: impl Iterator<Item = &'o Observation> + Clone,
        columns: usize,
        penalty: f64,
    ) -> Option<Self> {
        let (count, won) = rows.clone().fold((0.0_f64, 0.0_f64), |(count, won), row| {
            (count + row.weight, if row.won { won + row.weight } else { won })
        });
        if won == 0.0 || won >= count {
            return None;
        }
        let width = columns.saturating_add(1);
        let mut beta = vec![0.0; width];
        set(&mut beta, 0, (won / (count - won)).ln());
        let mut loss = penalized_loss(rows.clone(), &beta, penalty);
        for _ in 0..MOST_STEPS {
            let (gradient, information) = derivatives(rows.clone(), &beta, penalty);
            let step = Cholesky::of(information, width)?.solve(gradient);
            let (next, next_loss) = shortened(rows.clone(), &beta, &step, penalty, loss);
            let moved = next.iter().zip(&beta).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
            beta = next;
            loss = next_loss;
            if moved < STILL {
                break;
            }
        }
        let (_, information) = derivatives(rows, &beta, penalty);
        let information = Cholesky::of(information, width)?;
        let coefficients = beta.split_off(1);
        Some(Regression { intercept: get(&beta, 0), coefficients, information })
    }

    /// The standard error of a sum of coefficients, each with how often it counts; `None` is the intercept.
    pub(super) fn error(&self, sum: impl Iterator<Item = (Option<usize>, f64)>) -> f64 {
        let mut direction = vec![0.0; self.information.width];
        for (column, times) in sum {
            add(&mut direction, column.map_or(0, |column| column.saturating_add(1)), times);
        }
        self.information.forward(direction).iter().map(|value| value * value).sum::<f64>().sqrt()
    }

    /// As a playbook would hold it: with a base and factors of two significant digits.
    pub(super) fn rounded(mut self) -> Self {
        let base = rounded_base(share(self.intercept) * 100.0).points() / 100.0;
        self.intercept = (base / (1.0 - base)).ln();
        for coefficient in &mut self.coefficients {
            *coefficient = rounded(coefficient.exp()).ln();
        }
        self
    }

    /// The log-odds of an observation.
    pub(super) fn log_odds(&self, row: &Observation) -> f64 {
        self.intercept + row.offset + row.x.iter().map(|&(column, x)| x * get(&self.coefficients, column)).sum::<f64>()
    }

    /// The loss (the negative logarithm of the likelihood) of observations.
    pub(super) fn loss<'o>(&self, rows: impl Iterator<Item = &'o Observation>) -> f64 {
        rows.map(|row| row.weight * surprise(self.log_odds(row), row.won)).sum()
    }
}

/// Half the step, and half of that, until it leads down.
fn shortened<'o>(
    rows: impl Iterator<Item = &'o Observation> + Clone,
    beta: &[f64],
    step: &[f64],
    penalty: f64,
    loss: f64,
) -> (Vec<f64>, f64) {
    let mut length = 1.0_f64;
    for _ in 0..MOST_STEPS {
        let next: Vec<f64> = beta.iter().zip(step).map(|(beta, step)| length.mul_add(*step, *beta)).collect();
        let next_loss = penalized_loss(rows.clone(), &next, penalty);
        if next_loss <= loss {
            return (next, next_loss);
        }
        length /= 2.0;
    }
    (beta.to_vec(), loss)
}

/// The log-odds by coefficients with the intercept first.
fn line(beta: &[f64], row: &Observation) -> f64 {
    let sum: f64 = row.x.iter().map(|&(column, x)| x * get(beta, column.saturating_add(1))).sum();
    get(beta, 0) + row.offset + sum
}

/// The share that log-odds stand for.
pub(super) fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds.clamp(-CERTAIN, CERTAIN)).exp())
}

/// The negative logarithm of what the outcome's share was.
fn surprise(log_odds: f64, won: bool) -> f64 {
    let share = share(log_odds);
    -if won { share } else { 1.0 - share }.ln()
}

fn penalized_loss<'o>(rows: impl Iterator<Item = &'o Observation>, beta: &[f64], penalty: f64) -> f64 {
    let loss: f64 = rows.map(|row| row.weight * surprise(line(beta, row), row.won)).sum();
    let square: f64 = beta.iter().skip(1).map(|beta| beta * beta).sum();
    (penalty / 2.0).mul_add(square, loss)
}

/// The gradient towards less loss, and the information (the second derivatives of the loss) row by row.
fn derivatives<'o>(rows: impl Iterator<Item = &'o Observation>, beta: &[f64], penalty: f64) -> (Vec<f64>, Vec<f64>) {
    let width = beta.len();
    let mut gradient: Vec<f64> =
        beta.iter().enumerate().map(|(at, beta)| if at == 0 { 0.0 } else { -penalty * beta }).collect();
    let mut information = vec![0.0; width.saturating_mul(width)];
    for at in 1..width {
        add(&mut information, cell(width, at, at), penalty);
    }
    let mut full: Vec<(usize, f64)> = Vec::new();
    for row in rows {
        full.clear();
        full.push((0, 1.0));
        full.extend(row.x.iter().map(|&(column, x)| (column.saturating_add(1), x)));
        let share = share(line(beta, row));
        let rest = row.weight * (if row.won { 1.0 } else { 0.0 } - share);
        let weight = row.weight * share * (1.0 - share);
        for (place, &(one, x)) in full.iter().enumerate() {
            add(&mut gradient, one, rest * x);
            // The lower triangle is all that is read.
            for &(other, y) in full.iter().take(place.saturating_add(1)) {
                add(&mut information, cell(width, one, other), weight * x * y);
            }
        }
    }
    (gradient, information)
}

/// The lower triangle whose product with itself turned is a matrix.
#[derive(Clone, Debug)]
struct Cholesky {
    lower: Vec<f64>,
    width: usize,
}

impl Cholesky {
    /// Of a symmetric matrix, row by row; nothing where it is not positive definite.
    fn of(mut matrix: Vec<f64>, width: usize) -> Option<Self> {
        for at in 0..width {
            for left in 0..=at {
                let known: f64 =
                    (0..left).map(|k| get(&matrix, cell(width, at, k)) * get(&matrix, cell(width, left, k))).sum();
                let rest = get(&matrix, cell(width, at, left)) - known;
                let value = if left == at {
                    if rest <= f64::EPSILON * get(&matrix, cell(width, at, at)).abs() || !rest.is_finite() {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / get(&matrix, cell(width, left, left))
                };
                set(&mut matrix, cell(width, at, left), value);
            }
        }
        Some(Cholesky { lower: matrix, width })
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        get(&self.lower, cell(self.width, row, column))
    }

    /// What the matrix turns into the vector.
    fn solve(&self, vector: Vec<f64>) -> Vec<f64> {
        let mut found = self.forward(vector);
        for row in (0..self.width).rev() {
            let known: f64 =
                (row.saturating_add(1)..self.width).map(|below| self.at(below, row) * get(&found, below)).sum();
            let value = (get(&found, row) - known) / self.at(row, row);
            set(&mut found, row, value);
        }
        found
    }

    fn forward(&self, mut vector: Vec<f64>) -> Vec<f64> {
        for row in 0..self.width {
            let known: f64 = (0..row).map(|left| self.at(row, left) * get(&vector, left)).sum();
            let value = (get(&vector, row) - known) / self.at(row, row);
            set(&mut vector, row, value);
        }
        vector
    }
}

fn cell(width: usize, row: usize, column: usize) -> usize {
    row.saturating_mul(width).saturating_add(column)
}

fn get(values: &[f64], at: usize) -> f64 {
    values.get(at).copied().unwrap_or(0.0)
}

fn set(values: &mut [f64], at: usize, value: f64) {
    if let Some(place) = values.get_mut(at) {
        *place = value;
    }
}

fn add(values: &mut [f64], at: usize, value: f64) {
    if let Some(place) = values.get_mut(at) {
        *place += value;
    }
}

#[cfg(test)]
mod tests {
    use super::{Observation, Regression};

    /// D. J. Finney, Biometrika 34 (1947): 39 tests of whether air drawn in narrows the vessels of the skin, each with
    /// its volume, its rate, and whether it did.
    const FINNEY: [(f64, f64, u8); 39] = [
        (3.7, 0.825, 1),
        (3.5, 1.09, 1),
        (1.25, 2.5, 1),
        (0.75, 1.5, 1),
        (0.8, 3.2, 1),
        (0.7, 3.5, 1),
        (0.6, 0.75, 0),
        (1.1, 1.7, 0),
        (0.9, 0.75, 0),
        (0.9, 0.45, 0),
        (0.8, 0.57, 0),
        (0.55, 2.75, 0),
        (0.6, 3.0, 0),
        (1.4, 2.33, 1),
        (0.75, 3.75, 1),
        (2.3, 1.64, 1),
        (3.2, 1.6, 1),
        (0.85, 1.415, 1),
        (1.7, 1.06, 0),
        (1.8, 1.8, 1),
        (0.4, 2.0, 0),
        (0.95, 1.36, 0),
        (1.35, 1.35, 0),
        (1.5, 1.36, 0),
        (1.6, 1.78, 1),
        (0.6, 1.5, 0),
        (1.8, 1.5, 1),
        (0.95, 1.9, 0),
        (1.9, 0.95, 1),
        (1.6, 0.4, 0),
        (2.7, 0.75, 1),
        (2.35, 0.03, 0),
        (1.1, 1.83, 0),
        (1.1, 2.2, 1),
        (1.2, 2.0, 1),
        (0.8, 3.33, 1),
        (0.95, 1.9, 0),
        (0.75, 1.9, 0),
        (1.3, 1.625, 1),
    ];

    fn finney() -> Vec<Observation> {
        let row = |&(volume, rate, won): &(f64, f64, u8)| Observation {
            x: vec![(0, volume.ln()), (1, rate.ln())],
            offset: 0.0,
            weight: 1.0,
            won: won == 1,
        };
        FINNEY.iter().map(row).collect()
    }

    #[test]
    fn published_coefficients_come_out() {
        // D. Pregibon, Annals of Statistics 9 (1981), gives −2.875 (1.32), 5.179 (1.86), 4.562 (1.84).
        let found = Regression::fit(finney().iter(), 2, 0.0).unwrap();
        let near =
            |found: f64, published: f64, places: i32| (found - published).abs() < 0.5 * 0.1_f64.powi(places) + 1e-9;
        assert!(near(found.intercept, -2.875, 3), "{found:?}");
        assert!(near(found.coefficients[0], 5.179, 3) && near(found.coefficients[1], 4.562, 3), "{found:?}");
        for (column, published) in [(None, 1.32), (Some(0), 1.86), (Some(1), 1.84)] {
            assert!(near(found.error([(column, 1.0)].into_iter()), published, 2), "{found:?}");
        }
    }

    #[test]
    fn a_penalty_draws_towards_nothing_and_an_offset_counts_as_known() {
        let rows = finney();
        let sizes =
            [0.0, 1.0, 10.0, 1e6].map(|penalty| Regression::fit(rows.iter(), 2, penalty).unwrap().coefficients[0]);
        assert!(sizes.is_sorted_by(|one, next| one > next) && sizes[3] < 1e-3, "{sizes:?}");
        let known: Vec<Observation> =
            rows.iter().map(|row| Observation { offset: 5.0 * row.x[0].1, ..row.clone() }).collect();
        let (free, bound) =
            (Regression::fit(rows.iter(), 2, 0.0).unwrap(), Regression::fit(known.iter(), 2, 0.0).unwrap());
        assert!((free.coefficients[0] - bound.coefficients[0] - 5.0).abs() < 1e-6);
    }

    #[test]
    fn outcomes_of_one_kind_say_nothing() {
        let rows = vec![Observation { won: true, weight: 1.0, ..Observation::default() }; 5];
        assert!(Regression::fit(rows.iter(), 0, 1.0).is_none());
    }

    #[test]
    fn columns_that_are_alike_need_a_penalty() {
        let twice = |row: &Observation| Observation { x: vec![row.x[0], (1, row.x[0].1)], ..row.clone() };
        let rows: Vec<Observation> = finney().iter().map(twice).collect();
        assert!(Regression::fit(rows.iter(), 2, 0.0).is_none());
        let found = Regression::fit(rows.iter(), 2, 1.0).unwrap();
        assert!((found.coefficients[0] - found.coefficients[1]).abs() < 1e-9);
    }
}
