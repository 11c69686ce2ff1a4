//! 64-bit values of a whole block, one behind the other as a column of 64-bit codes has them.
//!
//! Value `k` of word `w` of a set of rows stands at `32 k + w`. The value of a row that is unknown may be anything.

use crate::value::SCALE;

use super::words::{WORDS, Words};

/// `left + right`, where no row leaves 64 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn add(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, i64::wrapping_add);
}

/// `left - right`, where no row leaves 64 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn sub(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, i64::wrapping_sub);
}

/// The lesser of two values.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn least(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, i64::min);
}

/// The greater of two values.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn greatest(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, i64::max);
}

/// The rows whose left value is greater than the right.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn greater(left: &[i64], right: &[i64], out: &mut Words) {
    hold(left, right, out, |left, right| left > right);
}

/// The rows whose values are equal.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn equal(left: &[i64], right: &[i64], out: &mut Words) {
    hold(left, right, out, |left, right| left == right);
}

/// Below this, whole numbers, their products and quotients are exact in floats or round as they should.
pub(crate) const EXACT: i128 = 1 << 51;

/// `left * right` in ten-thousandths, half to even, where the whole product is below [`EXACT`]. A float's product is then
/// exact, and its quotient by 10,000 is nearer to the true one than any other half is.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn mul(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, |left, right| rounded(float(left) * float(right) / float(SCALE)));
}

/// `left / right` in ten-thousandths, half to even, where 10,000 times the left value is below [`EXACT`], and the right one
/// too; anything where that is 0.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn div(left: &[i64], right: &[i64], out: &mut [i64]) {
    each(left, right, out, |left, right| rounded(float(left) * float(SCALE) / float(right)));
}

/// One and a half times 2⁵²: a float of this size has ones as its last place.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// A whole number below 2⁵¹ as a float.
#[inline(always)]
fn float(value: i64) -> f64 {
    f64::from_bits(value.wrapping_add(SHIFT.to_bits().cast_signed()).cast_unsigned()) - SHIFT
}

/// A float below 2⁵¹ as the nearest whole number, half to even.
#[inline(always)]
pub(crate) fn rounded(value: f64) -> i64 {
    (value + SHIFT).to_bits().cast_signed().wrapping_sub(SHIFT.to_bits().cast_signed())
}

#[inline(always)]
fn each(left: &[i64], right: &[i64], out: &mut [i64], operation: impl Fn(i64, i64) -> i64) {
    for (out, (&left, &right)) in out.iter_mut().zip(left.iter().zip(right)) {
        *out = operation(left, right);
    }
}

#[inline(always)]
fn hold(left: &[i64], right: &[i64], out: &mut Words, holds: impl Fn(i64, i64) -> bool) {
    const PART: usize = 16;
    for (place, words) in out.as_chunks_mut::<PART>().0.iter_mut().enumerate() {
        let mut sum = [0_u64; PART];
        let mut bit = 1_u64;
        for (left, right) in left.as_chunks::<WORDS>().0.iter().zip(right.as_chunks::<WORDS>().0) {
            let pieces = (left.as_chunks::<PART>().0.get(place), right.as_chunks::<PART>().0.get(place));
            if let (Some(left), Some(right)) = pieces {
                for (sum, (&left, &right)) in sum.iter_mut().zip(left.iter().zip(right)) {
                    *sum |= 0_u64.wrapping_sub(u64::from(holds(left, right))) & bit;
                }
            }
            bit = bit.wrapping_shl(1);
        }
        *words = sum;
    }
}

/// The result of an operation for every row of a set; rows without one are added to `over`.
pub(crate) fn map(
    rows: &Words,
    left: &[i64],
    right: &[i64],
    out: &mut [i64],
    over: &mut Words,
    mut operation: impl FnMut(i64, i64) -> Option<i64>,
) {
    let lines = left.as_chunks::<WORDS>().0.iter().zip(right.as_chunks::<WORDS>().0);
    let mut bit = 1_u64;
    for (out, (left, right)) in out.as_chunks_mut::<WORDS>().0.iter_mut().zip(lines) {
        let words = rows.iter().zip(over.iter_mut());
        for ((out, (&rows, over)), (&left, &right)) in out.iter_mut().zip(words).zip(left.iter().zip(right)) {
            if rows & bit != 0 {
                match operation(left, right) {
                    Some(value) => *out = value,
                    None => *over |= bit,
                }
            }
        }
        bit = bit.wrapping_shl(1);
    }
}
