//! Sums of multiples of facts or columns, which need not be worked out step by step.

use super::ops;

/// A fact or a column, by its place among those that are read, times a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) column: usize,
    pub(crate) scale: i64,
}

/// `first + second + offset`; a term whose scale is 0 is none, and the first one never is. Values that are known lie within the
/// bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Linear {
    pub(crate) first: Term,
    pub(crate) second: Term,
    pub(crate) offset: i64,
    pub(crate) low: i64,
    pub(crate) high: i64,
}

impl Linear {
    /// Every value with a number added.
    pub(crate) fn shifted(self, by: i64) -> Option<Self> {
        Some(Linear {
            offset: self.offset.checked_add(by)?,
            low: self.low.checked_add(by)?,
            high: self.high.checked_add(by)?,
            ..self
        })
    }

    /// Every value with its sign changed.
    pub(crate) fn negated(self) -> Option<Self> {
        self.map(i64::checked_neg)
    }

    /// Every value times `by / per`, where that is whole for all, and not 0.
    pub(crate) fn multiple(self, by: i64, per: i64) -> Option<Self> {
        if by == 0 {
            return None;
        }
        self.map(|value| {
            // In 64 bits where they suffice, as that is faster.
            if let Some(product) = value.checked_mul(by) {
                return (product.checked_rem(per)? == 0).then(|| product.checked_div(per))?;
            }
            let (by, per) = (i128::from(by), i128::from(per));
            let product = i128::from(value).checked_mul(by)?;
            (product.checked_rem(per)? == 0).then(|| product.checked_div(per))?.and_then(ops::narrow)
        })
    }

    /// The sum of two, where it has two terms at most, and one at least.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let mut terms = [self.first, self.second];
        for added in [other.first, other.second] {
            if added.scale == 0 {
                continue;
            }
            let same = terms.iter_mut().find(|term| term.scale != 0 && term.column == added.column);
            match same {
                Some(term) => term.scale = term.scale.checked_add(added.scale)?,
                None => *terms.iter_mut().find(|term| term.scale == 0)? = added,
            }
        }
        terms.sort_by_key(|term| term.scale == 0);
        let [first, second] = terms;
        (first.scale != 0).then_some(Linear {
            first,
            second,
            offset: self.offset.checked_add(other.offset)?,
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    /// The difference of two, where it has two terms at most, and one at least.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated()?)
    }

    /// A linear change of all parts; the bounds may change places.
    fn map(self, change: impl Fn(i64) -> Option<i64>) -> Option<Self> {
        let term = |term: Term| Some(Term { scale: change(term.scale)?, ..term });
        let (low, high) = (change(self.low)?, change(self.high)?);
        Some(Linear {
            first: term(self.first)?,
            second: term(self.second)?,
            offset: change(self.offset)?,
            low: low.min(high),
            high: low.max(high),
        })
    }
}
