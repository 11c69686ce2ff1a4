//! Shares, quartiles, and how well chances fit: pure functions of numbers.

/// The quantile of the normal distribution that leaves 2.5 % above.
const Z: f64 = 1.959_963_984_540_054;

/// A share in percent, from 0 to 100 (as JSON with two decimals), and between what it lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Share {
    /// The share itself.
    pub percent: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// The quartiles of numbers of days, with one decimal.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quartiles {
    /// A quarter is at most so many.
    pub first: f64,
    /// One half is at most so many.
    pub median: f64,
    /// Three quarters are at most so many.
    pub third: f64,
}

impl Share {
    /// So many of so many, with Wilson's interval; nothing of nothing.
    pub(crate) fn of(part: u64, whole: u64) -> Option<Self> {
        let (low, high) = wilson(part, whole)?;
        Some(Share { percent: points(float(part) / float(whole)), low: points(low), high: points(high) })
    }

    /// A share of which samples are given, in the interval of all but 5 % of them.
    pub(crate) fn sampled(share: f64, mut samples: Vec<f64>) -> Self {
        samples.retain(|sample| sample.is_finite());
        samples.sort_by(f64::total_cmp);
        let at = |place: f64| quantile(&samples, place).unwrap_or(share);
        let (low, high) = (at(0.025).min(share), at(0.975).max(share));
        Share { percent: points(share), low: points(low), high: points(high) }
    }
}

impl Quartiles {
    pub(crate) fn of(days: impl Iterator<Item = i32>) -> Option<Self> {
        let mut days: Vec<f64> = days.map(f64::from).collect();
        days.sort_by(f64::total_cmp);
        let at = |place| quantile(&days, place).map(|days| (days * 10.0).round() / 10.0);
        Some(Quartiles { first: at(0.25)?, median: at(0.5)?, third: at(0.75)? })
    }
}

/// The interval in which a share lies with 95 % confidence, by Wilson's score.
///
/// E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
pub(crate) fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    if whole == 0 {
        return None;
    }
    let (n, p) = (float(whole), float(part) / float(whole));
    let scale = 1.0 + Z * Z / n;
    let middle = (p + Z * Z / (2.0 * n)) / scale;
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    let low = if part == 0 { 0.0 } else { (middle - reach).max(0.0) };
    let high = if part == whole { 1.0 } else { (middle + reach).min(1.0) };
    Some((low, high))
}

/// The value at a place from 0 to 1 among sorted values, drawn straight between two of them.
pub(crate) fn quantile(sorted: &[f64], place: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let exact = place.clamp(0.0, 1.0) * float_of(last);
    let below = index(exact.floor());
    let low = *sorted.get(below)?;
    let high = sorted.get(below.saturating_add(1)).copied().unwrap_or(low);
    Some(low + (high - low) * (exact - exact.floor()))
}

/// How often a won opportunity has a higher chance than one that is not, a tie counting half, with its interval (Hanley
/// and McNeil 1982); nothing where all ended alike.
pub(crate) fn auc(chances: &mut [(f64, bool)]) -> Option<(f64, f64, f64)> {
    chances.sort_by(|left, right| left.0.total_cmp(&right.0));
    let won = chances.iter().filter(|(_, won)| *won).count();
    let (won, lost) = (float_of(won), float_of(chances.len().saturating_sub(won)));
    if won == 0.0 || lost == 0.0 {
        return None;
    }
    let (mut below, mut pairs) = (0.0, 0.0);
    for equal in chances.chunk_by(|left, right| left.0 == right.0) {
        let wins = float_of(equal.iter().filter(|(_, won)| *won).count());
        let losses = float_of(equal.len()) - wins;
        pairs += wins * (below + losses / 2.0);
        below += losses;
    }
    let area = pairs / (won * lost);
    let (q1, q2) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area));
    let spread = area * (1.0 - area) + (won - 1.0) * (q1 - area * area) + (lost - 1.0) * (q2 - area * area);
    let reach = Z * (spread.max(0.0) / (won * lost)).sqrt();
    Some((area, (area - reach).max(0.0), (area + reach).min(1.0)))
}

/// In percent.
pub(crate) fn points(share: f64) -> f64 {
    share * 100.0
}

/// With two decimals.
pub(crate) fn two(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[expect(clippy::as_conversions, reason = "counts of rows, which are far below 2^53")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// The same of a length.
pub(crate) fn float_of(count: usize) -> f64 {
    float(u64::try_from(count).unwrap_or(u64::MAX))
}

#[expect(clippy::as_conversions, reason = "a whole number below the length of a list")]
fn index(place: f64) -> usize {
    place as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_s_interval_is_as_published() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        let cases =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (part, whole, low, high) in cases {
            let (found_low, found_high) = wilson(part, whole).unwrap();
            assert!((found_low - low).abs() < 5e-5 && (found_high - high).abs() < 5e-5, "{found_low} {found_high}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(7, 7).unwrap().1, 1.0);
    }

    #[test]
    fn quartiles_are_drawn_between_values() {
        let quartiles = Quartiles::of([7, 1, 3, 2].into_iter()).unwrap();
        assert_eq!((quartiles.first, quartiles.median, quartiles.third), (1.8, 2.5, 4.0));
        assert_eq!(Quartiles::of(std::iter::empty()), None);
    }

    #[test]
    fn the_area_counts_pairs_and_ties() {
        let (area, low, high) = auc(&mut [(0.9, true), (0.5, true), (0.5, false), (0.1, false)]).unwrap();
        assert_eq!(area, 0.875);
        assert!(low < area && area < high);
        assert_eq!(auc(&mut [(0.9, true)]), None);
    }
}
