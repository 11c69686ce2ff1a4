//! How much of a playbook's conditions tests have seen.

use stagegate::Percent;
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

/// Whether a share is so many percent or more.
pub(crate) fn reaches(share: Share, least: Percent) -> bool {
    let least = u128::try_from(least.hundredths()).unwrap_or(0);
    share.seen() as u128 * 10_000 >= share.possible() as u128 * least
}

/// Says that coverage is below what is asked for.
pub(crate) fn complain(coverage: &Coverage, least: Percent) {
    output::complain(&format!("coverage {} is below {least}", coverage.outcomes().percent()));
}
