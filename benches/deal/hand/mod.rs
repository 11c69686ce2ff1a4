//! The rules by hand, for one deal and for columns of them; printed from the table by `rust.rs`, and held to it by a test.

#![allow(unused_imports, unused_variables, reason = "ten rules read fewer fields than forty")]
#![allow(clippy::all, reason = "printed")]

pub mod columns_10;
pub mod columns_40;
pub mod columns_three_10;
pub mod columns_three_40;
pub mod flat_10;
pub mod flat_40;
pub mod short_10;
pub mod short_160;
pub mod short_40;
pub mod short_640;
pub mod three_10;
pub mod three_40;

use std::ops::{BitAnd, BitOr, Not};

use super::{Deal, Decision, Stage};

/// Which rules end a deal at each stage, and which each stage needs, one bit a rule.
pub struct Masks<const WORDS: usize> {
    pub ends: [[u64; WORDS]; 3],
    pub needs: [[u64; WORDS]; 3],
}

impl<const WORDS: usize> Masks<WORDS> {
    /// The stage earned: the first with an unmet requirement, or that behind the last.
    #[inline]
    pub fn earned(&self, truths: &[u64; WORDS]) -> u8 {
        let all_met = |needs: &[u64; WORDS]| needs.iter().zip(truths).all(|(needs, truths)| needs & !truths == 0);
        self.needs.iter().position(|needs| !all_met(needs)).unwrap_or(3) as u8
    }

    /// What to do with a deal at that stage.
    #[inline]
    pub fn decide(&self, truths: &[u64; WORDS], stage: Stage) -> Decision {
        let ends = self.ends[stage as usize].iter().zip(truths).any(|(ends, truths)| ends & truths != 0);
        let earned = self.earned(truths);
        match ends {
            true => Decision::Disqualify,
            false if earned <= stage as u8 => Decision::Hold,
            false => Decision::Advance(earned),
        }
    }
}

/// A truth of three: what is true may be true.
#[derive(Clone, Copy)]
struct Three {
    yes: bool,
    maybe: bool,
}

impl Three {
    #[inline(always)]
    fn is_unknown(self) -> bool {
        self.maybe & !self.yes
    }
}

#[inline(always)]
fn known(test: bool) -> Three {
    Three { yes: test, maybe: test }
}

#[inline(always)]
fn if_known(has: bool, test: bool) -> Three {
    Three { yes: has & test, maybe: !has | test }
}

impl BitAnd for Three {
    type Output = Three;

    #[inline(always)]
    fn bitand(self, other: Three) -> Three {
        Three { yes: self.yes & other.yes, maybe: self.maybe & other.maybe }
    }
}

impl BitOr for Three {
    type Output = Three;

    #[inline(always)]
    fn bitor(self, other: Three) -> Three {
        Three { yes: self.yes | other.yes, maybe: self.maybe | other.maybe }
    }
}

impl Not for Three {
    type Output = Three;

    #[inline(always)]
    fn not(self) -> Three {
        Three { yes: !self.maybe, maybe: !self.yes }
    }
}
