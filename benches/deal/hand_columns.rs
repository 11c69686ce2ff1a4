//! The hand-written program over columns: rules, then earned stages and decisions, block by block.

use super::columns::{ADVANCE, BLOCK, Columns, DISQUALIFY, HOLD, Results};
use super::hand::{Masks, columns_10, columns_40, short_10, short_40};

/// For which processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// Any: on x86-64 that is SSE2.
    Portable,
    /// This one: with AVX2 where it has that.
    ThisOne,
}

/// Ten rules over all rows.
pub fn assess_10(processor: Processor, columns: &Columns, today: i32, results: &mut Results) {
    results.resize(columns.rows(), 1);
    for start in (0..columns.rows()).step_by(BLOCK) {
        match processor {
            Processor::Portable => ten(columns, start, today, results),
            Processor::ThisOne => ten_here(columns, start, today, results),
        }
    }
}

/// Forty rules over all rows.
pub fn assess_40(processor: Processor, columns: &Columns, today: i32, results: &mut Results) {
    results.resize(columns.rows(), 2);
    for start in (0..columns.rows()).step_by(BLOCK) {
        match processor {
            Processor::Portable => forty(columns, start, today, results),
            Processor::ThisOne => forty_here(columns, start, today, results),
        }
    }
}

#[multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma"))]
fn ten_here(columns: &Columns, start: usize, today: i32, results: &mut Results) {
    ten(columns, start, today, results);
}

#[multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2+fma"))]
fn forty_here(columns: &Columns, start: usize, today: i32, results: &mut Results) {
    forty(columns, start, today, results);
}

#[inline(always)]
fn ten(columns: &Columns, start: usize, today: i32, results: &mut Results) {
    let block = columns.block(start);
    let end = start + block.amount.len();
    let [truths] = &mut results.truths[..] else { return };
    let truths = &mut truths[start..end];
    columns_10::truths(&block, today, [truths]);
    judge::<1>(
        &short_10::MASKS,
        block.stage,
        [truths],
        &mut results.earned[start..end],
        &mut results.decisions[start..end],
    );
}

#[inline(always)]
fn forty(columns: &Columns, start: usize, today: i32, results: &mut Results) {
    let block = columns.block(start);
    let end = start + block.amount.len();
    let [low, high] = &mut results.truths[..] else { return };
    let (low, high) = (&mut low[start..end], &mut high[start..end]);
    columns_40::truths(&block, today, [low, high]);
    let truths = [&*low, &*high];
    judge::<2>(
        &short_40::MASKS,
        block.stage,
        truths,
        &mut results.earned[start..end],
        &mut results.decisions[start..end],
    );
}

/// Earned stages and decisions, from which rules are true.
#[inline(always)]
fn judge<const WORDS: usize>(
    masks: &Masks<1>,
    stages: &[u8],
    truths: [&[u32]; WORDS],
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
    fn resize(&mut self, rows: usize, words: usize) {
        self.decisions.resize(rows, 0);
        self.earned.resize(rows, 0);
        self.truths.resize_with(words, Vec::new);
        for word in &mut self.truths {
            word.resize(rows, 0);
        }
    }
}
