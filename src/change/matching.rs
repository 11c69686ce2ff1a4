//! Which thing of an old list is which of a new one.

use std::collections::{BTreeMap, VecDeque};

/// Two lists, and which of their things are the same; each is the same as one other at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Matching {
    /// For each of the old things its place in the new list.
    new_of: Vec<Option<usize>>,
    /// The other way round.
    old_of: Vec<Option<usize>>,
}

impl Matching {
    pub(super) fn new(olds: usize, news: usize) -> Self {
        Matching { new_of: vec![None; olds], old_of: vec![None; news] }
    }

    /// Takes as the same what has the same key, of several with one key the first of either side, then the second. What
    /// is matched already stays so, and what has no key is left.
    pub(super) fn by<K: Ord>(
        &mut self,
        old_key: impl Fn(usize) -> Option<K>,
        new_key: impl Fn(usize) -> Option<K>,
    ) -> &mut Self {
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for old in self.old_only() {
            if let Some(key) = old_key(old) {
                waiting.entry(key).or_default().push_back(old);
            }
        }
        if waiting.is_empty() {
            return self;
        }
        for new in self.new_only() {
            let old = new_key(new).and_then(|key| waiting.get_mut(&key)?.pop_front());
            let Some(old) = old else { continue };
            if let (Some(of_old), Some(of_new)) = (self.new_of.get_mut(old), self.old_of.get_mut(new)) {
                (*of_old, *of_new) = (Some(new), Some(old));
            }
        }
        self
    }

    /// Where an old thing stands in the new list.
    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        self.new_of.get(old).copied().flatten()
    }

    /// What is in both, old and new place, in the order of the new list.
    pub(super) fn both(&self) -> impl Iterator<Item = (usize, usize)> {
        self.old_of.iter().enumerate().filter_map(|(new, old)| old.map(|old| (old, new)))
    }

    /// What is in the old list alone.
    pub(super) fn old_only(&self) -> Vec<usize> {
        lone(&self.new_of)
    }

    /// What is in the new list alone.
    pub(super) fn new_only(&self) -> Vec<usize> {
        lone(&self.old_of)
    }

    /// Whether what is in both stands in another order.
    pub(super) fn is_reordered(&self) -> bool {
        !self.both().map(|(old, _)| old).is_sorted()
    }
}

fn lone(others: &[Option<usize>]) -> Vec<usize> {
    others.iter().enumerate().filter_map(|(place, other)| other.is_none().then_some(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::Matching;

    #[test]
    fn the_same_is_found_round_by_round() {
        let (old, new) = (["a1", "b2", "c3", "d3"], ["d4", "x2", "a1", "y3"]);
        let first = |texts: [&'static str; 4]| move |place: usize| texts[place].get(..1);
        let last = |texts: [&'static str; 4]| move |place: usize| texts[place].get(1..);
        let mut matching = Matching::new(4, 4);
        matching.by(first(old), first(new)).by(last(old), last(new));
        assert_eq!(matching.both().collect::<Vec<_>>(), [(3, 0), (1, 1), (0, 2), (2, 3)]);
        assert!(matching.is_reordered());
        assert!(matching.old_only().is_empty() && matching.new_only().is_empty());
    }
}
