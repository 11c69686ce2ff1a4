//! The keys of the last object of a shape, so that the next one's need no hashing.
//!
//! Rows of one source mostly have the same keys in the same order. A [`Memory`] compares each key with the one that
//! stood there last time; where it is another, the rest of the memory is forgotten and learned anew.

use super::plan::{Shape, Target};

/// The keys of the last object, in order.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    text: String,
    keys: Vec<Key>,
    /// How many keys the open object has had.
    at: usize,
    /// Whether these keys are known to stand once each.
    is_checked: bool,
}

#[derive(Clone, Copy, Debug)]
struct Key {
    /// Where it ends in the text; it starts where the one before ends.
    end: usize,
    target: Target,
}

/// A key that no field reads stands twice.
#[derive(Debug)]
pub(crate) struct Twice<'m>(pub &'m str);

impl Memory {
    /// Begins an object.
    pub(crate) fn begin(&mut self) {
        self.at = 0;
    }

    /// Where the next key leads.
    pub(crate) fn target(&mut self, key: &str, shape: &Shape) -> Target {
        let at = self.at;
        self.at = at.saturating_add(1);
        if let Some(known) = self.keys.get(at)
            && self.get(at) == key
        {
            return known.target;
        }
        let start = self.start(at);
        self.text.truncate(start);
        self.keys.truncate(at);
        self.is_checked = false;
        let target = shape.target(key);
        self.text.push_str(key);
        self.keys.push(Key { end: self.text.len(), target });
        target
    }

    /// Ends an object: whether the keys that no field reads stand once each. `order` is to sort in.
    pub(crate) fn end(&mut self, order: &mut Vec<u32>) -> Result<(), Twice<'_>> {
        if self.is_checked {
            return Ok(());
        }
        order.clear();
        let unread = (0_u32..).zip(self.keys.iter().take(self.at));
        order.extend(unread.filter(|(_, key)| key.target == Target::Unread).map(|(place, _)| place));
        let key = |place: u32| self.get(super::index(place));
        order.sort_unstable_by(|&left, &right| key(left).cmp(key(right)));
        let twice = order.windows(2).find_map(|pair| match *pair {
            [left, right] if key(left) == key(right) => Some(left),
            _ => None,
        });
        match twice {
            Some(place) => Err(Twice(self.get(super::index(place)))),
            None => {
                // Of an object with fewer keys than the last one only the first ones were looked at.
                self.is_checked = self.at == self.keys.len();
                Ok(())
            }
        }
    }

    fn get(&self, place: usize) -> &str {
        let end = self.keys.get(place).map_or(0, |key| key.end);
        self.text.get(self.start(place)..end).unwrap_or("")
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).and_then(|before| self.keys.get(before)).map_or(0, |key| key.end)
    }
}
