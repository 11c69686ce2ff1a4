//! Two columns of 32-bit codes together, in straight loops.
//!
//! The codes lie as columns of that width do.

use super::words::Words;

/// How many words of 32 bits a set of rows has.
const LANES: usize = 64;

/// The rows whose `left - right` is greater; no difference may leave 32 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn difference_greater(left: &[i32], right: &[i32], than: i32, out: &mut Words) {
    hold(left, right, out, |left, right| left.wrapping_sub(right) > than);
}

/// The rows whose `left - right` is that; no difference may leave 32 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn difference_equal(left: &[i32], right: &[i32], to: i32, out: &mut Words) {
    hold(left, right, out, |left, right| left.wrapping_sub(right) == to);
}

/// The rows whose sum of both, each times its scale, is greater; neither product nor sum may leave 32 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn sum_greater(left: &[i32], right: &[i32], (by, other): (i32, i32), than: i32, out: &mut Words) {
    hold(left, right, out, |left, right| left.wrapping_mul(by).wrapping_add(right.wrapping_mul(other)) > than);
}

/// The rows whose sum of both, each times its scale, is that; neither product nor sum may leave 32 bits.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn sum_equal(left: &[i32], right: &[i32], (by, other): (i32, i32), to: i32, out: &mut Words) {
    hold(left, right, out, |left, right| left.wrapping_mul(by).wrapping_add(right.wrapping_mul(other)) == to);
}

#[inline(always)]
fn hold(left: &[i32], right: &[i32], out: &mut Words, holds: impl Fn(i32, i32) -> bool) {
    let mut words = [0_u32; LANES];
    let mut bit = 1_u32;
    for (left, right) in left.as_chunks::<LANES>().0.iter().zip(right.as_chunks::<LANES>().0) {
        for (word, (&left, &right)) in words.iter_mut().zip(left.iter().zip(right)) {
            *word |= 0_u32.wrapping_sub(u32::from(holds(left, right))) & bit;
        }
        bit = bit.wrapping_shl(1);
    }
    for (out, [low, high]) in out.iter_mut().zip(words.as_chunks::<2>().0) {
        *out = u64::from(*low) | u64::from(*high).wrapping_shl(32);
    }
}

/// 16-bit codes as 32-bit ones.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn widen_halves(codes: &[i16], out: &mut [i32]) {
    let rows = codes.as_chunks::<128>().0;
    let (low, high) = out.split_at_mut(out.len() / 2);
    let outs = low.as_chunks_mut::<LANES>().0.iter_mut().zip(high.as_chunks_mut::<LANES>().0);
    for ((low, high), row) in outs.zip(rows) {
        for ((low, high), [even, odd]) in low.iter_mut().zip(high.iter_mut()).zip(row.as_chunks::<2>().0) {
            (*low, *high) = (i32::from(*even), i32::from(*odd));
        }
    }
}

/// 8-bit codes as 32-bit ones.
#[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
pub(crate) fn widen_bytes(codes: &[i8], out: &mut [i32]) {
    let rows = codes.as_chunks::<256>().0;
    let quarter = out.len() / 4;
    for (place, out) in out.chunks_mut(quarter.max(1)).enumerate() {
        for (out, row) in out.as_chunks_mut::<LANES>().0.iter_mut().zip(rows) {
            for (out, four) in out.iter_mut().zip(row.as_chunks::<4>().0) {
                *out = four.get(place).map_or(0, |&code| i32::from(code));
            }
        }
    }
}
