//! Arithmetic on the 64-bit forms. `None` is *undefined*: out of range, or divided by zero.

use super::{LONGEST_DAYS, SCALE};

/// `left + right` of numbers, percents, amounts.
pub(crate) fn add(left: i64, right: i64) -> Option<i64> {
    left.checked_add(right)
}

/// `left - right` of numbers, percents, amounts.
pub(crate) fn sub(left: i64, right: i64) -> Option<i64> {
    left.checked_sub(right)
}

/// The product where both, or the right one of an amount and a scale, are in ten-thousandths.
pub(crate) fn mul(left: i64, right: i64) -> Option<i64> {
    match left.checked_mul(right) {
        // Most products fit, and 64 bits divide many times faster than 128.
        Some(product) => divide_short(product, SCALE),
        None => narrow(divide_half_even(i128::from(left).checked_mul(i128::from(right))?, i128::from(SCALE))?),
    }
}

/// The quotient in ten-thousandths of two values in one unit.
pub(crate) fn div(left: i64, right: i64) -> Option<i64> {
    match left.checked_mul(SCALE) {
        Some(product) => divide_short(product, right),
        None => narrow(divide_half_even(i128::from(left).checked_mul(i128::from(SCALE))?, i128::from(right))?),
    }
}

/// `left + right` of durations.
pub(crate) fn add_days(left: i64, right: i64) -> Option<i64> {
    left.checked_add(right).and_then(days_in_range)
}

/// `left - right` of durations.
pub(crate) fn sub_days(left: i64, right: i64) -> Option<i64> {
    left.checked_sub(right).and_then(days_in_range)
}

/// A duration times a scale, in either order.
pub(crate) fn mul_days(left: i64, right: i64) -> Option<i64> {
    mul(left, right).and_then(days_in_range)
}

/// A duration divided by a scale.
pub(crate) fn div_days(left: i64, right: i64) -> Option<i64> {
    div(left, right).and_then(days_in_range)
}

/// `-value` of numbers, percents, amounts, durations.
pub(crate) fn negate(value: i64) -> Option<i64> {
    value.checked_neg()
}

/// The size of a number, percent, amount or duration.
pub(crate) fn abs(value: i64) -> Option<i64> {
    value.checked_abs()
}

/// A number or amount to the nearest whole, half to even.
pub(crate) fn round(value: i64) -> Option<i64> {
    narrow(divide_half_even(i128::from(value), i128::from(SCALE))?.checked_mul(i128::from(SCALE))?)
}

/// The duration itself where it is in range.
pub(crate) fn days_in_range(days: i64) -> Option<i64> {
    (-LONGEST_DAYS..=LONGEST_DAYS).contains(&days).then_some(days)
}

/// A wide value where it fits.
pub(crate) fn narrow(value: i128) -> Option<i64> {
    i64::try_from(value).ok()
}

/// `numerator / denominator` to the nearest whole, half to even, in 64 bits.
fn divide_short(numerator: i64, denominator: i64) -> Option<i64> {
    let quotient = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?.unsigned_abs();
    // The rest is less than the denominator, so that the difference says what twice the rest would.
    let short_of_next = denominator.unsigned_abs().checked_sub(rest)?;
    let away = rest > short_of_next || (rest == short_of_next && quotient % 2 != 0);
    let step = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    if away { quotient.checked_add(step) } else { Some(quotient) }
}

/// `numerator / denominator` to the nearest whole, half to even.
pub(crate) fn divide_half_even(numerator: i128, denominator: i128) -> Option<i128> {
    let quotient = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?.unsigned_abs();
    let twice = rest.checked_mul(2)?;
    let away = match twice.cmp(&denominator.unsigned_abs()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    let step = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    if away { quotient.checked_add(step) } else { Some(quotient) }
}

#[cfg(test)]
mod tests {
    use super::{divide_half_even, divide_short};

    #[test]
    fn short_division_is_the_long_one() {
        let ends = [i64::MIN, i64::MIN + 1, -10_000, -5, -2, -1, 0, 1, 2, 3, 7, 5_000, 10_000, i64::MAX - 1, i64::MAX];
        for numerator in ends.into_iter().chain(-60..60) {
            for denominator in ends.into_iter().chain(-12..12) {
                let long = divide_half_even(numerator.into(), denominator.into());
                // i64::MIN / -1 does not fit: both are out of range.
                let long = long.and_then(|quotient| i64::try_from(quotient).ok());
                assert_eq!(divide_short(numerator, denominator), long, "{numerator} / {denominator}");
            }
        }
    }
}
