//! What comes of many opportunities, as columns.

use std::ops::Range;

use crate::hir::Playbook;

use super::words::{self, BLOCK, WORDS, Words};

/// What is decided of a row, by number.
pub(crate) mod decided {
    pub(crate) const UNROUTED: u8 = 0;
    pub(crate) const DISQUALIFY: u8 = 1;
    pub(crate) const HOLD: u8 = 2;
    pub(crate) const ADVANCE: u8 = 3;
    pub(crate) const WON: u8 = 4;
    pub(crate) const LOST: u8 = 5;
    pub(crate) const WALKED: u8 = 6;
    pub(crate) const ERROR: u8 = 7;
}

/// The results of all rows, in whole blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) rows: usize,
    pub(crate) decisions: Vec<u8>,
    /// The process by its place from 1; 0 where there is none.
    pub(crate) processes: Places,
    /// The stage by its place from 1; 0 where there is none.
    pub(crate) claimed: Places,
    /// The same; [`Places::NOTHING_LEFT`] where all is met.
    pub(crate) earned: Places,
    /// Worst, likely and best in ten-thousandths; each block laid out as [`words::place`] says of 64 bits. Empty where no
    /// process has a chance.
    pub(crate) chances: [Vec<u16>; 3],
    /// For each process, block by block and rule by rule: the rows of which it is true, then those of which it is unknown.
    pub(crate) rules: Vec<RuleRows>,
}

/// The rules of a process.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleRows {
    pub(crate) count: usize,
    pub(crate) words: Vec<u64>,
}

/// Places, in bytes where all are small.
#[derive(Clone, Debug)]
pub(crate) enum Places {
    Bytes(Vec<u8>),
    Wide(Vec<u32>),
}

impl Default for Places {
    fn default() -> Self {
        Places::Bytes(Vec::new())
    }
}

/// A block's part of the results.
pub(crate) struct BlockOutcome<'a> {
    pub(crate) decisions: &'a mut [u8],
    pub(crate) processes: PlacesMut<'a>,
    pub(crate) claimed: PlacesMut<'a>,
    pub(crate) earned: PlacesMut<'a>,
    pub(crate) chances: [&'a mut [u16]; 3],
    pub(crate) rules: Vec<&'a mut [u64]>,
}

/// A block's part of places.
pub(crate) enum PlacesMut<'a> {
    Bytes(&'a mut [u8]),
    Wide(&'a mut [u32]),
}

impl Outcome {
    /// Makes it ready for so many rows, keeping what it has allocated.
    pub(crate) fn prepare(&mut self, playbook: &Playbook, rows: usize) {
        let blocks = rows.div_ceil(BLOCK);
        let padded = blocks.saturating_mul(BLOCK);
        self.rows = rows;
        self.decisions.clear();
        self.decisions.resize(padded, decided::UNROUTED);
        let stages = playbook.processes.iter().map(|process| process.stages.len()).max().unwrap_or(0);
        self.processes.prepare(playbook.processes.len(), padded);
        self.claimed.prepare(stages, padded);
        self.earned.prepare(stages, padded);
        let with_chance = playbook.processes.iter().any(|process| process.chance.is_some());
        for points in &mut self.chances {
            points.clear();
            points.resize(if with_chance { padded } else { 0 }, 0);
        }
        self.rules.resize_with(playbook.processes.len(), RuleRows::default);
        for (rules, process) in self.rules.iter_mut().zip(&playbook.processes) {
            rules.count = process.rules.len();
            let words = rules.words_per_block().saturating_mul(blocks);
            rules.words.clear();
            if rules.words.capacity() < words {
                // Pages that are asked for zeroed are not touched until a row is written.
                rules.words = vec![0; words];
            }
            rules.words.resize(words, 0);
        }
    }

    /// The parts of all blocks, in order.
    pub(crate) fn blocks(&mut self) -> Vec<BlockOutcome<'_>> {
        let mut processes = self.processes.blocks();
        let mut claimed = self.claimed.blocks();
        let mut earned = self.earned.blocks();
        let [worst, likely, best] = &mut self.chances;
        let mut chances = [worst, likely, best].map(|points| points.chunks_mut(BLOCK));
        let mut rules: Vec<_> = self
            .rules
            .iter_mut()
            .map(|rules| {
                let wide = rules.words_per_block().max(1);
                rules.words.chunks_mut(wide)
            })
            .collect();
        let part = |decisions| BlockOutcome {
            decisions,
            processes: processes.next().unwrap_or(PlacesMut::Bytes(&mut [])),
            claimed: claimed.next().unwrap_or(PlacesMut::Bytes(&mut [])),
            earned: earned.next().unwrap_or(PlacesMut::Bytes(&mut [])),
            chances: chances.each_mut().map(|points| points.next().unwrap_or_default()),
            rules: rules.iter_mut().map(|rules| rules.next().unwrap_or_default()).collect(),
        };
        self.decisions.chunks_mut(BLOCK).map(part).collect()
    }

    /// The chance of a row: worst, likely, best.
    pub(crate) fn chance(&self, row: usize) -> [u16; 3] {
        let place = row.saturating_sub(row % BLOCK).saturating_add(words::place(row % BLOCK, 64));
        self.chances.each_ref().map(|points| points.get(place).copied().unwrap_or(0))
    }
}

impl RuleRows {
    fn words_per_block(&self) -> usize {
        self.count.saturating_mul(WORDS.saturating_mul(2))
    }

    /// The rows of a rule in order, 64 a word: of which it is true, or of which it is unknown.
    pub(crate) fn words(&self, rule: usize, unknown: bool) -> impl Iterator<Item = u64> {
        let range = range_of(rule, unknown);
        let blocks = self.words.chunks(self.words_per_block().max(1));
        blocks.flat_map(move |block| block.get(range.clone()).unwrap_or_default()).copied()
    }

    /// Whether a row is among them.
    pub(crate) fn has(&self, rule: usize, unknown: bool, row: usize) -> bool {
        let start = (row / BLOCK).saturating_mul(self.words_per_block());
        let place = range_of(rule, unknown).start.saturating_add(row % BLOCK / 64);
        let word = self.words.get(start.saturating_add(place)).copied().unwrap_or(0);
        rule < self.count && word.wrapping_shr(words::small(row % 64)) & 1 != 0
    }
}

/// Where a block's rows of a rule stand in its part.
pub(super) fn range_of(rule: usize, unknown: bool) -> Range<usize> {
    let start = rule.saturating_mul(2).saturating_add(usize::from(unknown)).saturating_mul(WORDS);
    start..start.saturating_add(WORDS)
}

impl Places {
    /// Stands for no place, behind all.
    pub(crate) const NOTHING_LEFT: u32 = u32::MAX;

    fn prepare(&mut self, count: usize, rows: usize) {
        if count < 254 {
            let mut bytes = if let Places::Bytes(bytes) = self { std::mem::take(bytes) } else { Vec::new() };
            bytes.clear();
            bytes.resize(rows, 0);
            *self = Places::Bytes(bytes);
        } else {
            let mut wide = if let Places::Wide(wide) = self { std::mem::take(wide) } else { Vec::new() };
            wide.clear();
            wide.resize(rows, 0);
            *self = Places::Wide(wide);
        }
    }

    /// A row's place.
    pub(crate) fn get(&self, row: usize) -> u32 {
        match self {
            Places::Bytes(bytes) => match bytes.get(row).copied().unwrap_or(0) {
                u8::MAX => Places::NOTHING_LEFT,
                place => u32::from(place),
            },
            Places::Wide(wide) => wide.get(row).copied().unwrap_or(0),
        }
    }

    fn blocks(&mut self) -> Box<dyn Iterator<Item = PlacesMut<'_>> + '_> {
        match self {
            Places::Bytes(bytes) => Box::new(bytes.chunks_mut(BLOCK).map(PlacesMut::Bytes)),
            Places::Wide(wide) => Box::new(wide.chunks_mut(BLOCK).map(PlacesMut::Wide)),
        }
    }
}

impl PlacesMut<'_> {
    /// Gives rows a place.
    pub(super) fn mark(&mut self, rows: &Words, place: u32) {
        match self {
            PlacesMut::Bytes(bytes) => words::mark(bytes, rows, u8::try_from(place).unwrap_or(u8::MAX)),
            PlacesMut::Wide(wide) => {
                for row in words::rows(rows) {
                    if let Some(slot) = wide.get_mut(row) {
                        *slot = place;
                    }
                }
            }
        }
    }
}
