//! Types in words, and what may be done with each.

use std::collections::HashMap;
use std::sync::Arc;

use super::Type;
use crate::diag::quote;

impl Type {
    /// The type in a sentence: `a date`, `an amount in USD`.
    pub(crate) fn phrase(&self) -> String {
        match self {
            Type::Bool => "a yes or no".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Percent => "a percent".to_owned(),
            Type::Money(currency) => format!("an amount in {currency}"),
            Type::Text => "a text".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Duration => "a duration".to_owned(),
            Type::Enumeration(variants) => {
                const MOST: usize = 4;
                let shown: Vec<String> = variants.iter().take(MOST).map(|name| quote(name)).collect();
                let more = if variants.len() > MOST { ", …" } else { "" };
                format!("one of {}{more}", shown.join(", "))
            }
        }
    }

    /// Whether `<` and its like compare it.
    pub(crate) fn has_order(&self) -> bool {
        match self {
            Type::Number | Type::Percent | Type::Money(_) | Type::Date | Type::Duration => true,
            Type::Bool | Type::Text | Type::Enumeration(_) => false,
        }
    }

    /// Whether it has a size: what `abs`, `sum` and unary minus take.
    pub(crate) fn has_size(&self) -> bool {
        match self {
            Type::Number | Type::Percent | Type::Money(_) | Type::Duration => true,
            Type::Bool | Type::Text | Type::Date | Type::Enumeration(_) => false,
        }
    }
}

/// The enumerations of a playbook, those with the same variants in the same order being one.
#[derive(Default)]
pub(crate) struct Enumerations {
    known: HashMap<Arc<[String]>, ()>,
    /// The places of the variants, by the address of the variants' list.
    places: HashMap<usize, HashMap<String, u32>>,
}

impl Enumerations {
    /// The one list of these variants.
    pub(crate) fn intern(&mut self, variants: Vec<String>) -> Arc<[String]> {
        if let Some((list, ())) = self.known.get_key_value(variants.as_slice()) {
            return list.clone();
        }
        let list: Arc<[String]> = variants.into();
        let numbered = (0_u32..).zip(list.iter());
        // Of a variant that stands twice (an error) the first place counts.
        let mut places = HashMap::with_capacity(list.len());
        for (place, name) in numbered {
            places.entry(name.clone()).or_insert(place);
        }
        self.places.insert(address(&list), places);
        self.known.insert(list.clone(), ());
        list
    }

    /// The place of a variant.
    pub(crate) fn place(&self, variants: &Arc<[String]>, name: &str) -> Option<u32> {
        self.places.get(&address(variants))?.get(name).copied()
    }
}

fn address(list: &Arc<[String]>) -> usize {
    list.as_ptr().addr()
}
