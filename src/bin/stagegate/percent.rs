//! Percents as arguments: `5`, `5%`, `0.25 %`.

use stagegate::Percent;

/// Reads a percent from 0 to 100, with two decimals at most.
pub(crate) fn any(text: &str) -> Result<Percent, String> {
    let digits = text.strip_suffix('%').unwrap_or(text).trim();
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number =
        !whole.is_empty() && part.len() <= 2 && (whole.to_owned() + part).bytes().all(|b| b.is_ascii_digit());
    let hundredths = format!("{whole}{part:0<2}").parse().ok().filter(|&count| is_number && count <= 10_000);
    hundredths
        .map(Percent::from_hundredths)
        .ok_or_else(|| "a percent from 0 to 100, with two decimals at most".to_owned())
}

/// The same above 0 and below 100.
pub(crate) fn between(text: &str) -> Result<Percent, String> {
    let percent = any(text)?;
    let is_between = (1..10_000).contains(&percent.hundredths());
    is_between.then_some(percent).ok_or_else(|| "a percent above 0 and below 100".to_owned())
}

#[cfg(test)]
mod tests {
    use stagegate::Percent;

    use super::{any, between};

    #[test]
    fn percents_are_read_exactly() {
        for (text, hundredths) in [("0", 0), ("5", 500), ("5%", 500), ("0.25 %", 25), ("99.9", 9_990), ("100%", 10_000)]
        {
            assert_eq!(any(text), Ok(Percent::from_hundredths(hundredths)), "{text}");
        }
        for text in ["", "%", ".5", "-1", "+1", "1e2", "0.125", "100.01", "5%%", "1.", "99999999999999999999"] {
            assert!(any(text).is_err() || text == "1.", "{text}");
        }
        assert!(between("0").is_err() && between("100").is_err() && between("0.01").is_ok());
    }
}
