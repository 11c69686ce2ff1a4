//! Texts by number: equal texts have one number, so that texts of columns compare as numbers do.

use std::hash::{BuildHasher, RandomState};

use super::words::{index, small};

/// Different texts, numbered from 0 as they come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    text: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Numbers by hash, or [`Dictionary::EMPTY`]; as long as a power of two, at least a quarter of it empty.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Dictionary {
    const EMPTY: u32 = u32::MAX;

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes they take.
    pub(crate) fn bytes(&self) -> usize {
        let numbers = self.slots.len().saturating_mul(4).saturating_add(self.ends.len().saturating_mul(8));
        self.text.len().saturating_add(numbers)
    }

    /// The text of that number.
    pub(crate) fn get(&self, number: u32) -> &str {
        let place = index(number);
        let before = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = before.zip(self.ends.get(place)).map(|(start, &end)| start..end);
        range.and_then(|range| self.text.get(range)).unwrap_or("")
    }

    /// The number of a text that is in it.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.seek(text).ok()
    }

    /// The number of a text, which is added where it is not in it.
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        if self.ends.len().saturating_mul(4) >= self.slots.len().saturating_mul(3) {
            self.grow();
        }
        match self.seek(text) {
            Ok(number) => number,
            Err(slot) => {
                let number = small(self.ends.len());
                self.text.push_str(text);
                self.ends.push(self.text.len());
                if let Some(slot) = self.slots.get_mut(slot) {
                    *slot = number;
                }
                number
            }
        }
    }

    /// Forgets all texts.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.slots.fill(Dictionary::EMPTY);
    }

    /// The number of a text, or the slot that would hold it.
    fn seek(&self, text: &str) -> Result<u32, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = usize::try_from(self.hasher.hash_one(text) & u64::from(u32::MAX)).unwrap_or(0) & mask;
        loop {
            match self.slots.get(slot).copied().unwrap_or(Dictionary::EMPTY) {
                Dictionary::EMPTY => return Err(slot),
                number if self.get(number) == text => return Ok(number),
                _another => slot = slot.wrapping_add(1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let wide = self.slots.len().saturating_mul(2).max(16);
        self.slots.clear();
        self.slots.resize(wide, Dictionary::EMPTY);
        for number in 0..small(self.ends.len()) {
            if let Err(slot) = self.seek(self.get(number))
                && let Some(slot) = self.slots.get_mut(slot)
            {
                *slot = number;
            }
        }
    }
}

/// The texts of a pipeline, and behind them those made while running.
pub(crate) struct Texts<'a> {
    pub(crate) kept: &'a Dictionary,
    pub(crate) made: &'a mut Dictionary,
}

impl Texts<'_> {
    /// The text of a value.
    pub(crate) fn get(&self, value: i64) -> &str {
        let number = u32::try_from(value).unwrap_or(u32::MAX);
        match index(number).checked_sub(self.kept.len()) {
            None => self.kept.get(number),
            Some(made) => self.made.get(small(made)),
        }
    }

    /// The number of a text.
    pub(crate) fn number(&mut self, text: &str) -> i64 {
        let made = |number: u32| small(self.kept.len()).saturating_add(number);
        i64::from(self.kept.find(text).unwrap_or_else(|| made(self.made.add(text))))
    }

    /// The number of a text in lower case, which is looked for once.
    pub(crate) fn lower(&mut self, value: i64, found: &mut Vec<Option<u32>>) -> Option<i64> {
        let place = usize::try_from(value).ok()?;
        if found.len() <= place {
            found.resize(place.saturating_add(1), None);
        }
        if let Some(number) = found.get(place).copied().flatten() {
            return Some(i64::from(number));
        }
        let lower = self.get(value).to_lowercase();
        let number = self.number(&lower);
        if let Some(slot) = found.get_mut(place) {
            *slot = u32::try_from(number).ok();
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut texts = Dictionary::default();
        assert_eq!(texts.find("a"), None);
        for round in 0..2 {
            for number in 0..1_000 {
                assert_eq!(texts.add(&format!("text {number}")), number, "{round}");
            }
        }
        assert_eq!((texts.get(17), texts.find("text 999"), texts.find("text")), ("text 17", Some(999), None));
        texts.clear();
        assert_eq!((texts.find("text 17"), texts.add(""), texts.get(0)), (None, 0, ""));
    }
}
