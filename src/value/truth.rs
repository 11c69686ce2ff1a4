//! Kleene's strong logic in two bits.

/// What is known of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It may hold or not.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// The truth of a known statement.
    #[must_use]
    pub const fn known(value: bool) -> Self {
        if value { Truth::True } else { Truth::False }
    }

    /// The word of the language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Truth::False => "false",
            Truth::Unknown => "unknown",
            Truth::True => "true",
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        Truth::known(value)
    }
}
