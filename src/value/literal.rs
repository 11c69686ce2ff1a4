//! Values as the language writes them: `5000.5 USD`, `15%`, `1 day`, `"Cut churn"`; no grouping, no trailing zeros.

use std::fmt::{self, Write};

use super::Currency;

/// Writes `count / scale`, where the scale is a power of ten.
pub(crate) fn write_decimal(out: &mut impl Write, count: i64, scale: i64) -> fmt::Result {
    let scale = scale.unsigned_abs().max(1);
    let whole = count.unsigned_abs().checked_div(scale).unwrap_or(0);
    let mut part = count.unsigned_abs().checked_rem(scale).unwrap_or(0);
    let sign = if count < 0 { "-" } else { "" };
    write!(out, "{sign}{whole}")?;
    if part == 0 {
        return Ok(());
    }
    let mut places = usize::try_from(scale.ilog10()).unwrap_or(0);
    while part.is_multiple_of(10) {
        part /= 10;
        places = places.saturating_sub(1);
    }
    write!(out, ".{part:0places$}")
}

/// Writes an amount in ten-thousandths with its currency.
pub(crate) fn write_money(out: &mut impl Write, amount: i64, currency: Currency) -> fmt::Result {
    write_decimal(out, amount, super::SCALE)?;
    write!(out, " {currency}")
}

/// Writes whole days.
pub(crate) fn write_days(out: &mut impl Write, count: i64) -> fmt::Result {
    let unit = if count.unsigned_abs() == 1 { "day" } else { "days" };
    write!(out, "{count} {unit}")
}

/// Writes a text in quotes, with the language's four escapes.
pub(crate) fn write_text(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}
