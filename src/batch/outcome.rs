//! What comes of many opportunities, as columns.

use std::ops::Range;

use crate::hir::Playbook;
use crate::value::Truth;

use super::words::{self, BLOCK, Bits, WORDS, Words};

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
    /// The same; the one behind the last stage where all is met.
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
    /// Makes it ready for so many rows, keeping what it has allocated. What it says of them is anything.
    pub(crate) fn prepare(&mut self, playbook: &Playbook, rows: usize) {
        let blocks = rows.div_ceil(BLOCK);
        let padded = blocks.saturating_mul(BLOCK);
        self.rows = rows;
        self.decisions.resize(padded, decided::UNROUTED);
        let stages = playbook.processes.iter().map(|process| process.stages.len()).max().unwrap_or(0);
        self.processes.prepare(playbook.processes.len(), padded);
        self.claimed.prepare(stages, padded);
        self.earned.prepare(stages, padded);
        let with_chance = playbook.processes.iter().any(|process| process.chance.is_some());
        for points in &mut self.chances {
            points.resize(if with_chance { padded } else { 0 }, 0);
        }
        self.rules.resize_with(playbook.processes.len(), RuleRows::default);
        for (rules, process) in self.rules.iter_mut().zip(&playbook.processes) {
            rules.count = process.rules.len();
            let words = rules.words_per_block().saturating_mul(blocks);
            if rules.words.capacity() < words {
                // Pages that are asked for zeroed are not touched until a row is written.
                rules.words = vec![0; words];
            }
            rules.words.resize(words, 0);
        }
    }

    /// Makes all rows errors.
    pub(crate) fn fail(&mut self) {
        self.decisions.fill(decided::ERROR);
        [&mut self.processes, &mut self.claimed, &mut self.earned].into_iter().for_each(Places::clear);
        self.rules.iter_mut().for_each(|rules| rules.words.fill(0));
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

    /// The same words, block by block behind one another.
    #[cfg(feature = "arrow")]
    pub(crate) fn collect_words(&self, rule: usize, unknown: bool) -> Vec<u64> {
        let range = range_of(rule, unknown);
        let blocks = self.words.chunks(self.words_per_block().max(1));
        let mut words = Vec::with_capacity(blocks.len().saturating_mul(WORDS));
        blocks.for_each(|block| words.extend_from_slice(block.get(range.clone()).unwrap_or_default()));
        words
    }

    /// What a rule says of a row.
    pub(crate) fn truth(&self, rule: usize, row: usize) -> Truth {
        if self.has(rule, false, row) {
            Truth::True
        } else if self.has(rule, true, row) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether a row is among them.
    fn has(&self, rule: usize, unknown: bool, row: usize) -> bool {
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
    fn prepare(&mut self, count: usize, rows: usize) {
        // One more stands for nothing, and one behind all.
        if count <= 254 {
            if !matches!(self, Places::Bytes(_)) {
                *self = Places::Bytes(Vec::new());
            }
        } else if !matches!(self, Places::Wide(_)) {
            *self = Places::Wide(Vec::new());
        }
        match self {
            Places::Bytes(bytes) => bytes.resize(rows, 0),
            Places::Wide(wide) => wide.resize(rows, 0),
        }
    }

    fn clear(&mut self) {
        match self {
            Places::Bytes(bytes) => bytes.fill(0),
            Places::Wide(wide) => wide.fill(0),
        }
    }

    /// A row's place.
    pub(crate) fn get(&self, row: usize) -> u32 {
        match self {
            Places::Bytes(bytes) => bytes.get(row).copied().map_or(0, u32::from),
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

/// The numbers that a block's rows get, while they are found.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) decisions: Bits,
    pub(super) processes: Bits,
    pub(super) claimed: Bits,
    pub(super) earned: Bits,
}

impl Default for Marks {
    fn default() -> Self {
        let [decisions, processes, claimed, earned] = [Bits::ZERO; 4];
        Marks { decisions, processes, claimed, earned }
    }
}

impl Marks {
    /// Makes ready for another block.
    pub(super) fn clear(&mut self, out: &mut BlockOutcome<'_>) {
        for bits in [&mut self.decisions, &mut self.processes, &mut self.claimed, &mut self.earned] {
            bits.clear();
        }
        for places in [&mut out.processes, &mut out.claimed, &mut out.earned] {
            if let PlacesMut::Wide(wide) = places {
                wide.fill(0);
            }
        }
    }

    /// Writes all numbers that are bytes.
    pub(super) fn write(&self, out: &mut BlockOutcome<'_>) {
        self.decisions.write(out.decisions);
        let places = [&mut out.processes, &mut out.claimed, &mut out.earned];
        for (places, bits) in places.into_iter().zip([&self.processes, &self.claimed, &self.earned]) {
            if let PlacesMut::Bytes(bytes) = places {
                bits.write(bytes);
            }
        }
    }
}

impl PlacesMut<'_> {
    /// Gives rows a place: at once, or noted in bits.
    pub(super) fn mark(&mut self, bits: &mut Bits, rows: &Words, place: u32) {
        match self {
            PlacesMut::Bytes(_) => bits.mark(rows, u8::try_from(place).unwrap_or(0)),
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
