//! The keys of the last object of a shape, so that the next one's need no hashing.
//!
//! Rows of one source mostly have the same keys in the same order. A [`Memory`] compares each key with the one that
//! stood there last time; where it is another, the rest of the memory is forgotten and learned anew.
//!
//! Names of a program (a struct's fields, an enumeration's variants) mostly come from the same place as last time, and are then
//! not even compared.

use super::plan::{Shape, Target};
use super::scan::JsonKey;

/// The keys of the last object, in order.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    text: String,
    keys: Vec<Key>,
    /// How many keys the open object has had.
    at: usize,
    /// Whether these keys are known to stand once each.
    is_checked: bool,
    /// Whether some of them no field reads.
    has_unread: bool,
    /// Of keys whose values are variants of a program, the values of these.
    variants: Vec<[Variant; VARIANTS]>,
}

/// How many variants of an enumeration are remembered.
const VARIANTS: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Key {
    /// Where it ends in the text; it starts where the one before ends.
    end: usize,
    target: Target,
    /// As JSON writes it; nothing before that is asked.
    json: Option<JsonKey>,
    /// Where a program has it.
    name: Name,
    /// Its place among those with variants.
    variants: Option<u32>,
}

/// Where a program has a text that it never changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Name {
    address: usize,
    length: usize,
}

impl Name {
    fn of(text: &'static str) -> Self {
        Name { address: text.as_ptr().addr(), length: text.len() }
    }
}

/// A variant as a program writes it, and what it is as a fact.
#[derive(Clone, Copy, Debug, Default)]
struct Variant {
    name: Name,
    value: i64,
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
        // Variants of forgotten keys are forgotten too, so that they do not become more and more.
        if self.keys.iter().skip(at).any(|key| key.variants.is_some()) {
            self.variants.clear();
            self.keys.iter_mut().for_each(|key| key.variants = None);
        }
        self.keys.truncate(at);
        self.is_checked = false;
        let target = shape.target(key);
        self.text.push_str(key);
        let (end, name) = (self.text.len(), Name::default());
        self.keys.push(Key { end, target, json: None, name, variants: None });
        target
    }

    /// Whether the next object may have the same keys without more ado.
    pub(crate) fn can_lead(&self, strict: bool) -> bool {
        self.is_checked && !self.keys.is_empty() && !(strict && self.has_unread)
    }

    /// Where the next key leads, if it is the one that stood there last time.
    pub(crate) fn follow(&mut self, key: &str) -> Option<Target> {
        let known = self.keys.get(self.at)?;
        if self.get(self.at) != key {
            return None;
        }
        self.at = self.at.saturating_add(1);
        Some(known.target)
    }

    /// The same for a name of the program.
    #[inline]
    pub(crate) fn follow_name(&mut self, key: &'static str) -> Option<Target> {
        let known = self.keys.get(self.at)?;
        if known.name != Name::of(key) {
            let target = self.follow(key)?;
            if let Some(known) = self.at.checked_sub(1).and_then(|at| self.keys.get_mut(at)) {
                known.name = Name::of(key);
            }
            return Some(target);
        }
        self.at = self.at.saturating_add(1);
        Some(known.target)
    }

    /// The same for the beginning of a JSON text: where the next key leads, and how long it is with its quotes and colon.
    pub(crate) fn follow_json(&mut self, text: &[u8]) -> Option<(Target, usize)> {
        let Some(json) = self.keys.get(self.at)?.json else {
            let json = JsonKey::of(self.get(self.at));
            self.keys.get_mut(self.at)?.json = Some(json);
            return self.follow_json(text);
        };
        let known = self.keys.get(self.at)?;
        let length = json.at_start(text, || self.get(self.at).as_bytes())?;
        self.at = self.at.saturating_add(1);
        Some((known.target, length))
    }

    /// Where the key before leads.
    #[inline]
    pub(crate) fn last(&self) -> Option<Target> {
        self.at.checked_sub(1).and_then(|at| self.keys.get(at)).map(|key| key.target)
    }

    /// Where the keys of the open object lead, up to the last one.
    pub(crate) fn so_far(&self) -> impl Iterator<Item = Target> {
        self.keys.iter().take(self.at).map(|key| key.target)
    }

    /// The value of a variant of the key before, if it is remembered.
    #[inline]
    pub(crate) fn variant(&self, place: u32, name: &'static str) -> Option<i64> {
        let key = self.at.checked_sub(1).and_then(|at| self.keys.get(at))?;
        let variants = self.variants.get(super::index(key.variants?))?;
        let known = variants.get(super::index(place))?;
        (known.name == Name::of(name)).then_some(known.value)
    }

    /// Remembers the value of a variant of the key before.
    pub(crate) fn remember_variant(&mut self, place: u32, name: &'static str, value: i64) {
        let Some(key) = self.at.checked_sub(1).and_then(|at| self.keys.get_mut(at)) else { return };
        let at = *key.variants.get_or_insert_with(|| {
            self.variants.push([Variant::default(); VARIANTS]);
            u32::try_from(self.variants.len().saturating_sub(1)).unwrap_or(u32::MAX)
        });
        let variants = self.variants.get_mut(super::index(at));
        if let Some(variant) = variants.and_then(|variants| variants.get_mut(super::index(place))) {
            *variant = Variant { name: Name::of(name), value };
        }
    }

    /// Ends an object: whether the keys that no field reads stand once each. `order` is to sort in; `is_sound` says that nothing was
    /// wrong with the others.
    pub(crate) fn end(&mut self, order: &mut Vec<u32>, is_sound: bool) -> Result<(), Twice<'_>> {
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
                self.is_checked = is_sound && self.at == self.keys.len();
                self.has_unread = !order.is_empty();
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
