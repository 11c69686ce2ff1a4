//! Types as they are declared, without labels: what an error of data says was expected.

use std::fmt::{self, Display};

use super::{DataType, DatePiece, DateStyle, NumberStyle};

impl Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataType::Bool => f.write_str("bool"),
            DataType::Number(style) => write!(f, "number{style}"),
            DataType::Percent(style) => write!(f, "percent{style}"),
            DataType::Fraction(style) => write!(f, "fraction{style}"),
            DataType::Money(currency, style) => write!(f, "money {currency}{style}"),
            DataType::Text => f.write_str("text"),
            DataType::Date(DateStyle::Iso) => f.write_str("date"),
            DataType::Date(DateStyle::Pattern(pieces)) => {
                f.write_str("date \"")?;
                pieces.iter().try_for_each(|piece| write!(f, "{piece}"))?;
                f.write_str("\"")
            }
            DataType::Duration(style) => write!(f, "duration{style}"),
            DataType::Enumeration(variants) => {
                for (place, variant) in variants.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { " | " })?;
                    f.write_str(&variant.name)?;
                }
                Ok(())
            }
        }
    }
}

/// With a blank before it; nothing where the playbook does not say it.
impl Display for NumberStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.declared {
            return Ok(());
        }
        match self.group {
            Some(group) => write!(f, " \"1{group}234{}56\"", self.decimal),
            None => write!(f, " \"1234{}56\"", self.decimal),
        }
    }
}

impl Display for DatePiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatePiece::Year => f.write_str("YYYY"),
            DatePiece::Month { padded: true } => f.write_str("MM"),
            DatePiece::Month { padded: false } => f.write_str("M"),
            DatePiece::Day { padded: true } => f.write_str("DD"),
            DatePiece::Day { padded: false } => f.write_str("D"),
            DatePiece::Separator(separator) => write!(f, "{separator}"),
        }
    }
}
