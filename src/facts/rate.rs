//! Rates of exchange that the host gives.

use std::collections::BTreeMap;

use super::number::Factor;
use crate::value::Currency;

/// What one unit of a currency is in another, by pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rates {
    by_pair: BTreeMap<(Currency, Currency), Factor>,
}

/// A rate that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RateError {
    /// It is no currency's code.
    #[error("{} is no currency; a currency is three capital letters", crate::diag::quote(.0))]
    Currency(String),
    /// From a currency to itself.
    #[error("a rate from {0} to {0} makes no sense")]
    Same(Currency),
    /// It is no positive decimal of at most 18 digits.
    #[error("{} is no rate; a rate is a positive decimal of at most 18 digits, such as 1.08", crate::diag::quote(.0))]
    Rate(String),
    /// The pair has a rate already.
    #[error("the rate from {0} to {1} is given twice")]
    Twice(Currency, Currency),
}

impl Rates {
    /// Takes a rate.
    pub(crate) fn add(&mut self, from: &str, to: &str, rate: &str) -> Result<(), RateError> {
        let currency = |code: &str| Currency::new(code).ok_or_else(|| RateError::Currency(code.to_owned()));
        let (from, to) = (currency(from)?, currency(to)?);
        if from == to {
            return Err(RateError::Same(from));
        }
        let factor = Factor::parse(rate).ok_or_else(|| RateError::Rate(rate.to_owned()))?;
        match self.by_pair.insert((from, to), factor) {
            Some(_) => Err(RateError::Twice(from, to)),
            None => Ok(()),
        }
    }

    /// The rate of a pair; 1 from a currency to itself.
    pub(crate) fn get(&self, from: Currency, to: Currency) -> Option<Factor> {
        if from == to { Some(Factor::ONE) } else { self.by_pair.get(&(from, to)).copied() }
    }
}
