//! The hand-written program over columns: rules, then earned stages and decisions, block by block.

use super::columns::{ADVANCE, BLOCK, Columns, DISQUALIFY, HOLD, Results};
use super::hand::{Masks, columns_10, columns_40, columns_three_10, columns_three_40, short_10, short_40};

/// For which processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// Any: on x86-64 that is SSE2.
    Portable,
    /// This one: with AVX2 where it has that.
    ThisOne,
}

/// One of the hand-written programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Ten,
    Forty,
    /// Tells also which rules are unknown.
    TenInThreeValues,
    FortyInThreeValues,
}

impl Program {
    /// Over all rows.
    pub fn assess(self, processor: Processor, columns: &Columns, today: i32, results: &mut Results) {
        let (words, is_three) = match self {
            Program::Ten => (1, false),
            Program::Forty => (2, false),
            Program::TenInThreeValues => (1, true),
            Program::FortyInThreeValues => (2, true),
        };
        results.resize(columns.rows(), words, is_three);
        for start in (0..columns.rows()).step_by(BLOCK) {
            match processor {
                Processor::Portable => self.block(columns, start, today, results),
                Processor::ThisOne => block_here(self, columns, start, today, results),
            }
        }
    }

    #[inline(always)]
    fn block(self, columns: &Columns, start: usize, today: i32, results: &mut Results) {
        let block = columns.block(start);
        let end = start + block.amount.len();
        let (earned, decisions) = (&mut results.earned[start..end], &mut results.decisions[start..end]);
        match (self, &mut results.truths[..], &mut results.unknown[..]) {
            (Program::Ten, [truths], []) => {
                let truths = &mut truths[start..end];
                columns_10::truths(&block, today, [truths]);
                judge(&short_10::MASKS, block.stage, [truths], earned, decisions);
            }
            (Program::Forty, [low, high], []) => {
                let (low, high) = (&mut low[start..end], &mut high[start..end]);
                columns_40::truths(&block, today, [low, high]);
                judge(&short_40::MASKS, block.stage, [low, high], earned, decisions);
            }
            (Program::TenInThreeValues, [truths], [unknown]) => {
                let truths = &mut truths[start..end];
                columns_three_10::truths(&block, today, [truths, &mut unknown[start..end]]);
                judge(&short_10::MASKS, block.stage, [truths], earned, decisions);
            }
            (Program::FortyInThreeValues, [low, high], [unknown_low, unknown_high]) => {
                let (low, high) = (&mut low[start..end], &mut high[start..end]);
                let unknown = (&mut unknown_low[start..end], &mut unknown_high[start..end]);
                columns_three_40::truths(&block, today, [low, high, unknown.0, unknown.1]);
                judge(&short_40::MASKS, block.stage, [low, high], earned, decisions);
            }
            _ => {}
        }
    }
}

#[multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma"))]
fn block_here(program: Program, columns: &Columns, start: usize, today: i32, results: &mut Results) {
    program.block(columns, start, today, results);
}

/// Earned stages and decisions, from which rules are true.
#[inline(always)]
fn judge<const WORDS: usize>(
    masks: &Masks<1>,
    stages: &[u8],
    truths: [&mut [u32]; WORDS],
    earned: &mut [u8],
    decisions: &mut [u8],
) {
    let word = |mask: [u64; 1], word: usize| (mask[0] >> (32 * word)) as u32;
    let rows = stages.len();
    let (earned, decisions) = (&mut earned[..rows], &mut decisions[..rows]);
    let truths = truths.map(|truths| &truths[..rows]);
    for row in 0..rows {
        let all_met = |stage: usize| {
            (0..WORDS).fold(0, |unmet, at| unmet | (word(masks.needs[stage], at) & !truths[at][row])) == 0
        };
        let ends =
            |stage: usize| (0..WORDS).fold(0, |ends, at| ends | (word(masks.ends[stage], at) & truths[at][row])) != 0;
        let (first, second, third) = (all_met(0), all_met(1), all_met(2));
        let stage = stages[row];
        let reached = u8::from(first) + u8::from(first & second) + u8::from(first & second & third);
        let ended = ((stage == 0) & ends(0)) | ((stage == 1) & ends(1)) | ((stage == 2) & ends(2));
        earned[row] = reached;
        let open = if reached > stage { ADVANCE } else { HOLD };
        decisions[row] = if ended { DISQUALIFY } else { open };
    }
}

impl Results {
    fn resize(&mut self, rows: usize, words: usize, is_three: bool) {
        self.decisions.resize(rows, 0);
        self.earned.resize(rows, 0);
        self.truths.resize_with(words, Vec::new);
        self.unknown.resize_with(if is_three { words } else { 0 }, Vec::new);
        for word in self.truths.iter_mut().chain(&mut self.unknown) {
            word.resize(rows, 0);
        }
    }
}
