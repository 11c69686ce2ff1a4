//! What a condition would be if one of its atoms were another.

use crate::value::Truth;

/// The three truths, in their order.
pub(crate) const TRUTHS: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];

/// A truth's place among them.
pub(crate) fn place(truth: Truth) -> usize {
    match truth {
        Truth::False => 0,
        Truth::Unknown => 1,
        Truth::True => 2,
    }
}

/// What a condition is for each truth of one atom, the others staying as they are: for false, unknown, true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn([Truth; 3]);

impl Turn {
    /// Of a condition that is the atom.
    pub(crate) const SAME: Turn = Turn(TRUTHS);

    /// The first and the last in their order.
    pub(crate) const FIRST: Turn = Turn([Truth::False; 3]);
    pub(crate) const LAST: Turn = Turn([Truth::True; 3]);

    /// What the condition is where the atom is that.
    pub(crate) fn at(self, truth: Truth) -> Truth {
        let [no, unknown, yes] = self.0;
        match truth {
            Truth::False => no,
            Truth::Unknown => unknown,
            Truth::True => yes,
        }
    }

    /// The turn by way of an operation on the atom.
    pub(crate) fn after(self, operation: impl Fn(Truth) -> Truth) -> Turn {
        Turn(TRUTHS.map(|truth| self.at(operation(truth))))
    }

    /// Its number, below 27.
    pub(crate) fn number(self) -> usize {
        self.0.iter().fold(0_usize, |number, &truth| number.saturating_mul(3).saturating_add(place(truth)))
    }

    /// All turns, by number.
    pub(crate) fn all() -> impl Iterator<Item = Turn> {
        TRUTHS.into_iter().flat_map(|no| {
            TRUTHS.into_iter().flat_map(move |unknown| TRUTHS.into_iter().map(move |yes| Turn([no, unknown, yes])))
        })
    }
}

pub(crate) fn not(truth: Truth) -> Truth {
    match truth {
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
        Truth::True => Truth::False,
    }
}

/// The runs that an atom was seen in, as far as they say whether it decides: its truth, and its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Runs(u128);

impl Runs {
    fn bit(turn: Turn, truth: Truth) -> u128 {
        let place = turn.number().saturating_mul(3).saturating_add(place(truth));
        u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place)).unwrap_or(0)
    }

    /// Adds a run.
    pub(crate) fn add(&mut self, turn: Turn, truth: Truth) {
        self.0 |= Runs::bit(turn, truth);
    }

    /// Whether the atom decides by itself in two of them: its truth differs, the condition's differs, and in each of the two the
    /// atom alone would make the condition what it is in the other.
    pub(crate) fn decide(self) -> bool {
        Turn::all().any(|one| {
            TRUTHS.into_iter().filter(|&a| self.0 & Runs::bit(one, a) != 0).any(|a| self.has_partner(one, a))
        })
    }

    fn has_partner(self, one: Turn, a: Truth) -> bool {
        let fits =
            |other: Turn, b: Truth| one.at(a) == other.at(a) && one.at(b) == other.at(b) && one.at(a) != one.at(b);
        Turn::all()
            .any(|other| TRUTHS.into_iter().any(|b| a != b && self.0 & Runs::bit(other, b) != 0 && fits(other, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Runs, Turn};
    use crate::value::Truth::{False, True, Unknown};

    #[test]
    fn turns_have_numbers() {
        let numbers: Vec<usize> = Turn::all().map(Turn::number).collect();
        assert_eq!(numbers, (0..27).collect::<Vec<_>>());
    }

    #[test]
    fn an_atom_decides_where_it_alone_turns_the_condition() {
        // `a and b` with b true, with b false, with b unknown.
        let with = |b| Turn::SAME.after(|a| std::cmp::min(a, b));
        let mut runs = Runs::default();
        runs.add(with(True), True);
        assert!(!runs.decide());
        runs.add(with(False), False);
        assert!(!runs.decide(), "there b is a reason, too");
        runs.add(with(Unknown), False);
        assert!(!runs.decide(), "with b unknown, a true would not make it true");
        runs.add(with(True), Unknown);
        assert!(runs.decide());
    }
}
