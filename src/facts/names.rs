//! What names stand for, found without hashing where there are few.

use std::collections::HashMap;

/// Names, each with what it stands for.
#[derive(Clone, Debug)]
pub(crate) enum Names<T> {
    /// So few that looking at each is quicker than a hash.
    Few(Vec<Name<T>>),
    Many(HashMap<Box<str>, T>),
}

/// One of few names.
#[derive(Clone, Debug)]
pub(crate) struct Name<T> {
    mark: Mark,
    text: Box<str>,
    what: T,
}

/// A text's length and bytes of it, which are all up to sixteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    length: usize,
    first: u64,
    last: u64,
}

impl Mark {
    const ALL: usize = 16;

    #[inline]
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
        } else {
            let middle = bytes.get(1).copied().unwrap_or(0);
            let byte = |byte: Option<&u8>| u64::from(byte.copied().unwrap_or(0));
            (byte(bytes.first()) << 8 | u64::from(middle), byte(bytes.last()))
        };
        Mark { length: bytes.len(), first, last }
    }
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names::Few(Vec::new())
    }
}

impl<T: Copy> Names<T> {
    /// The names with what they stand for; of a name that is given twice the first counts.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = (&'n str, T)>) -> Self {
        const FEW: usize = 12;
        let mut few: Vec<Name<T>> = Vec::new();
        let mut all: HashMap<Box<str>, T> = HashMap::new();
        for (text, what) in names {
            if !all.contains_key(text) {
                all.insert(text.into(), what);
                if all.len() <= FEW {
                    few.push(Name { mark: Mark::of(text), text: text.into(), what });
                }
            }
        }
        if all.len() <= FEW { Names::Few(few) } else { Names::Many(all) }
    }

    /// What a name stands for.
    pub(crate) fn get(&self, text: &str) -> Option<T> {
        let names = match self {
            Names::Few(names) => names,
            Names::Many(names) => return names.get(text).copied(),
        };
        let mark = Mark::of(text);
        let is_same = |name: &&Name<T>| name.mark == mark && (text.len() <= Mark::ALL || *name.text == *text);
        names.iter().find(is_same).map(|name| name.what)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Names};

    #[test]
    fn marks_of_short_texts_tell_them_apart() {
        let letters = ["", "a", "b", "ab", "ba", "abc", "acb", "bac"];
        let long = ["abcd", "abcdefgh", "abcdefghijklmnop", "abcdXfghijklmnop", "abcdefgXijklmnop", "abcXd", "aXbcd"];
        let texts: Vec<String> = letters
            .iter()
            .flat_map(|one| letters.iter().map(move |other| format!("{one}{other}")))
            .chain(long.iter().map(ToString::to_string))
            .collect();
        for one in &texts {
            for other in &texts {
                assert_eq!(Mark::of(one) == Mark::of(other), one == other, "{one} {other}");
            }
        }
    }

    #[test]
    fn few_and_many_names_are_found() {
        for count in [0, 1, 12, 13, 40] {
            let texts: Vec<String> = (0..count).map(|place| format!("a name that is rather long {place}")).collect();
            let names = Names::new(texts.iter().map(String::as_str).zip(0..).chain([("twice", 1), ("twice", 2)]));
            for (place, text) in (0..).zip(&texts) {
                assert_eq!(names.get(text), Some(place));
            }
            assert_eq!(names.get("twice"), Some(1));
            assert_eq!(names.get("a name that is rather long"), None);
        }
    }
}
