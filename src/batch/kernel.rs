//! Straight loops over a block, which the compiler turns into vector code: comparisons of codes of every width, and what
//! is done with 64-bit values.
//!
//! A block's codes lie so that a comparison fills words directly (see [`words::place`](super::words::place)): all codes that
//! share a bit's place stand side by side, as many as there are words of the code's width. With the feature `simd` each loop exists a second time, for
//! processors with AVX2, chosen when it runs.

use super::words::{WORDS, Words};

/// A column's code.
pub(crate) trait Code: Copy + Into<i64> {
    /// The least and the greatest.
    const RANGE: (i64, i64);
    /// How wide it is.
    const BITS: usize;

    /// A number within the range.
    fn of(value: i64) -> Self;

    /// The rows whose code is greater than `than`.
    fn greater(codes: &[Self], than: Self, out: &mut Words);

    /// The rows whose code is `to`.
    fn equal(codes: &[Self], to: Self, out: &mut Words);

    /// `code * scale + offset` of every row, as 64-bit values.
    fn decode(codes: &[Self], scale: i64, offset: i64, out: &mut [i64]);

    /// Adds `code * scale` of every row to 64-bit values.
    fn add_to(codes: &[Self], scale: i64, out: &mut [i64]);
}

/// Comparisons of codes: `$lanes` words of the code's own width, of which `$part` are made at a time.
macro_rules! codes {
    (@words $codes:ident, $out:ident, $word:ty, $lanes:literal, $part:literal, $holds:expr) => {
        let mut words = [<$word>::MIN; $lanes];
        let holds = $holds;
        let rows = $codes.as_chunks::<$lanes>().0;
        for (place, words) in words.as_chunks_mut::<$part>().0.iter_mut().enumerate() {
            let mut sum = [<$word>::MIN; $part];
            let mut bit: $word = 1;
            for row in rows {
                if let Some(piece) = row.as_chunks::<$part>().0.get(place) {
                    for (sum, &code) in sum.iter_mut().zip(piece) {
                        *sum |= <$word>::MIN.wrapping_sub(<$word>::from(holds(code))) & bit;
                    }
                }
                bit = bit.wrapping_shl(1);
            }
            *words = sum;
        }
        for (out, words) in $out.iter_mut().zip(words.as_chunks::<{ $lanes / 32 }>().0) {
            *out = words.iter().rev().fold(0, |all, &word| all.wrapping_shl(<$word>::BITS) | u64::from(word));
        }
    };
    ($code:ty, $word:ty, $bits:literal, $lanes:literal, $part:literal, $greater:ident, $equal:ident, $decode:ident, $add_to:ident, [$($place:literal)*]) => {
        #[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
        fn $greater(codes: &[$code], than: $code, out: &mut Words) {
            codes!(@words codes, out, $word, $lanes, $part, |code: $code| code > than);
        }

        #[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
        fn $equal(codes: &[$code], to: $code, out: &mut Words) {
            codes!(@words codes, out, $word, $lanes, $part, |code: $code| code == to);
        }

        #[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
        fn $decode(codes: &[$code], scale: i64, offset: i64, out: &mut [i64]) {
            const STEP: usize = 64 / $bits;
            let rows = codes.as_chunks::<$lanes>().0;
            let (parts, _) = out.as_chunks_mut::<{ 32 * $bits }>();
            let mut parts = parts.iter_mut();
            $(
                if let Some(part) = parts.next() {
                    for (values, row) in part.as_chunks_mut::<WORDS>().0.iter_mut().zip(rows) {
                        for (value, codes) in values.iter_mut().zip(row.as_chunks::<STEP>().0) {
                            *value = i64::from(codes[$place]).wrapping_mul(scale).wrapping_add(offset);
                        }
                    }
                }
            )*
        }

        #[cfg_attr(feature = "simd", multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma+lzcnt+popcnt")))]
        fn $add_to(codes: &[$code], scale: i64, out: &mut [i64]) {
            const STEP: usize = 64 / $bits;
            let rows = codes.as_chunks::<$lanes>().0;
            let (parts, _) = out.as_chunks_mut::<{ 32 * $bits }>();
            let mut parts = parts.iter_mut();
            $(
                if let Some(part) = parts.next() {
                    for (values, row) in part.as_chunks_mut::<WORDS>().0.iter_mut().zip(rows) {
                        for (value, codes) in values.iter_mut().zip(row.as_chunks::<STEP>().0) {
                            *value = value.wrapping_add(i64::from(codes[$place]).wrapping_mul(scale));
                        }
                    }
                }
            )*
        }

        impl Code for $code {
            #[expect(clippy::as_conversions, reason = "a constant that fits")]
            const RANGE: (i64, i64) = (<$code>::MIN as i64, <$code>::MAX as i64);
            const BITS: usize = $bits;

            fn of(value: i64) -> Self {
                <$code>::try_from(value).unwrap_or(0)
            }

            fn greater(codes: &[Self], than: Self, out: &mut Words) {
                $greater(codes, than, out);
            }

            fn equal(codes: &[Self], to: Self, out: &mut Words) {
                $equal(codes, to, out);
            }

            fn decode(codes: &[Self], scale: i64, offset: i64, out: &mut [i64]) {
                $decode(codes, scale, offset, out);
            }

            fn add_to(codes: &[Self], scale: i64, out: &mut [i64]) {
                $add_to(codes, scale, out);
            }
        }
    };
}

codes!(i8, u8, 8, 256, 64, greater_8, equal_8, decode_8, add_8, [0 1 2 3 4 5 6 7]);
codes!(i16, u16, 16, 128, 64, greater_16, equal_16, decode_16, add_16, [0 1 2 3]);
codes!(i32, u32, 32, 64, 64, greater_32, equal_32, decode_32, add_32, [0 1]);
codes!(i64, u64, 64, 32, 16, greater_64, equal_64, decode_64, add_64, [0]);
