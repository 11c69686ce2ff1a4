//! How much of a playbook's conditions tests have seen.

use stagegate::testing::{Coverage, Share};

use crate::output;

/// The sums, in words.
pub(crate) fn summary(coverage: &Coverage) -> String {
    let (outcomes, deciding) = (coverage.outcomes(), coverage.deciding());
    format!(
        "coverage {}: {outcomes} outcomes of conditions and their atoms seen; {deciding} atoms shown to decide by themselves",
        outcomes.percent()
    )
}

/// A share that coverage must reach, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Least(u64);

impl Least {
    /// Whether a share reaches it.
    pub(crate) fn is_met(self, share: Share) -> bool {
        share.seen() as u128 * 10_000 >= share.possible() as u128 * u128::from(self.0)
    }

    /// Says that it is not reached.
    pub(crate) fn complain(self, coverage: &Coverage) {
        let wanted = stagegate::Percent::from_hundredths(i64::try_from(self.0).unwrap_or(i64::MAX));
        output::complain(&format!("coverage {} is below {wanted}", coverage.outcomes().percent()));
    }
}

/// Reads a percent from 0 to 100, with two decimals at most.
pub(crate) fn least(text: &str) -> Result<Least, String> {
    let digits = text.strip_suffix('%').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number =
        !whole.is_empty() && part.len() <= 2 && (whole.to_owned() + part).bytes().all(|b| b.is_ascii_digit());
    let hundredths = format!("{whole}{part:0<2}").parse().ok().filter(|&count| is_number && count <= 10_000);
    hundredths.map(Least).ok_or_else(|| "a percent from 0 to 100, with two decimals at most, such as 80".to_owned())
}
