//! What a review comes to.

use crate::value::{Currency, Date, Decimal};
use crate::verdict::{Chance, Verdict};

use super::words;

/// The pipeline at a glance; see [`Playbook::review`](crate::Playbook::review). Serde gives it as JSON, keys in a fixed order, what is
/// empty left out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Review {
    /// The day of the assessment.
    pub as_of: Date,
    /// The currency of all worths; none where the worth is a number, or there is none.
    pub currency: Option<Currency>,
    /// Whether the playbook says what an opportunity is worth. If not, no worth is said anywhere.
    pub has_worth: bool,
    /// Whether the playbook says which stage is claimed. If not, nothing can be overstated.
    pub has_stage: bool,
    /// How many rows there were.
    pub rows: u64,
    /// How many of them could not be read.
    pub errors: u64,
    /// The first of those.
    pub named_errors: Vec<RowError>,
    /// Those of which it is not known which process they belong to.
    pub unrouted: Amount,
    /// Those that are won, lost, walked away from.
    pub closed: [Amount; 3],
    /// All that are open.
    pub all: Standing,
    /// The same by process, the largest first, and stage. A process without any opportunity is left out.
    pub processes: Vec<ReviewedProcess>,
    /// The requirements that hold something back, those that hold most first.
    pub requirements: Vec<ReviewedRule>,
    /// The disqualifiers that are true or unknown of something, those that strike most first.
    pub disqualifiers: Vec<ReviewedRule>,
    /// The warnings that are true of something, the most frequent first.
    pub warnings: Vec<ReviewedRule>,
    /// What to ask, that first whose answers could move most.
    pub questions: Vec<ReviewedQuestion>,
    /// The facts that do not count where a rule reads them, the most harmful first.
    pub doubts: Vec<Doubt>,
    /// The path of the fact that opportunities are grouped by.
    pub by: Option<String>,
    /// All groups, the largest first.
    pub groups: Vec<Group>,
    /// The opportunities to talk about, worst first, as many as were wanted.
    pub talk: Vec<Talk>,
    /// The opportunities with a chance, the most worth first, as many as were wanted.
    pub largest: Vec<Talk>,
    /// What could not be said, and why.
    pub notes: Vec<String>,
}

/// How many opportunities, and what they are worth together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub count: u64,
    /// Their worth; none where the playbook says no worth, or no decimal holds the sum.
    pub worth: Option<Decimal>,
}

impl Amount {
    /// Its share of another, in whole percent, a half to the even: by worth where there is any, else by count; none of nothing.
    ///
    /// ```
    /// # let playbook = stagegate::Playbook::parse("opportunity { paid: bool } process p { stage a { require paid that paid } }")?;
    /// let mut reviewing = playbook.review(stagegate::Date::new(2026, 11, 23)?);
    /// reviewing.push(&playbook.reader().read_json(r#"{"paid": true}"#)?);
    /// reviewing.push(&playbook.reader().read_json(r#"{"paid": false}"#)?);
    /// let all = reviewing.finish().all;
    /// assert_eq!(all.hold.share_of(all.open), Some(50));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn share_of(self, whole: Amount) -> Option<u32> {
        let by_worth = match (self.worth, whole.worth) {
            (Some(part), Some(whole)) if whole.ten_thousandths() > 0 => {
                Some((i128::from(part.ten_thousandths()), i128::from(whole.ten_thousandths())))
            }
            (_, _) => None,
        };
        let (part, whole) = by_worth.unwrap_or((i128::from(self.count), i128::from(whole.count)));
        let part = part.checked_mul(100)?;
        let (down, left) = (part.checked_div_euclid(whole)?, part.checked_rem_euclid(whole)?.checked_mul(2)?);
        let up = left > whole || left == whole && down.rem_euclid(2) == 1;
        u32::try_from(down.checked_add(i128::from(up))?).ok()
    }

    /// The worth in few letters, as `54.2M`; its currency is the review's.
    #[must_use]
    pub fn worth_in_short(self) -> Option<String> {
        self.worth.map(Decimal::in_short)
    }
}

/// Sums of worths by their chance of winning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Weighted {
    /// How many opportunities have both a worth and a chance.
    pub count: u64,
    /// By the worst chance.
    pub worst: Decimal,
    /// By the likely chance.
    pub likely: Decimal,
    /// By the best chance.
    pub best: Decimal,
}

/// Open opportunities by what the playbook says of them.
///
/// Each is to disqualify, on hold or to advance. And each is to disqualify, moves back (overstated, and not to disqualify), or
/// stands where it claims to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Standing {
    /// All of them: the pipeline before it is regraded.
    pub open: Amount,
    /// Those that have earned the stage they claim, and are not to disqualify: what is left of the claim when it is regraded.
    pub stands: Amount,
    /// Those that are overstated, and not to disqualify.
    pub moves_back: Amount,
    /// Those to disqualify.
    pub disqualify: Amount,
    /// Those on hold.
    pub hold: Amount,
    /// Those to advance.
    pub advance: Amount,
    /// Those that may turn out to be to disqualify: some disqualifier is unknown, none is true.
    pub at_risk: Amount,
    /// Those that claim more than they have earned, to disqualify or not.
    pub overstated: Amount,
    /// The overstated by one stage, by two, and so on.
    pub overstated_by: Vec<Amount>,
    /// Their worth by their chance.
    pub weighted: Option<Weighted>,
    /// The same without those to disqualify.
    pub weighted_after: Option<Weighted>,
}

/// A process in a review.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReviewedProcess {
    /// Its name.
    pub process: String,
    /// Its title.
    pub title: Option<String>,
    /// Its open opportunities.
    pub all: Standing,
    /// Those that are won, lost, walked away from.
    pub closed: [Amount; 3],
    /// Its stages, in order.
    pub stages: Vec<ReviewedStage>,
    /// Those that have nothing left to require, and are not to disqualify.
    pub earned_won: Amount,
}

/// A stage in a review.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReviewedStage {
    /// Its name.
    pub stage: String,
    /// Its title.
    pub title: Option<String>,
    /// The open opportunities that claim it.
    pub all: Standing,
    /// The opportunities that have earned this stage and no later one, whatever they claim, and are not to disqualify.
    pub earned: Amount,
}

/// A rule in a review.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReviewedRule {
    /// The process that it stands in.
    pub process: String,
    /// The stage that it stands in.
    pub stage: Option<String>,
    /// Its name.
    pub rule: String,
    /// Its title.
    pub title: Option<String>,
    /// How to meet it, with `{path}` where a fact's value goes.
    pub how: Option<String>,
    /// Of a requirement: those on hold in which it is unmet. Of a disqualifier or a warning: those of which it is true.
    pub strikes: Amount,
    /// Of a requirement: those in which no other is unmet, so that meeting it would release them.
    pub alone: Amount,
    /// Of a disqualifier: those of which it is unknown, and that no other ends.
    pub at_risk: Amount,
}

impl ReviewedRule {
    /// Its title, or its name where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.rule)
    }
}

/// A fact to ask for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReviewedQuestion {
    /// Its path as declared.
    pub fact: String,
    /// In how many opportunities it is asked, and what the answers could move: the whole worth of an opportunity in which a rule
    /// waits for the answer, else the part by which its chance's interval would shrink.
    pub moves: Amount,
    /// Why it is unknown, and how often so.
    pub why: Vec<(&'static str, u64)>,
    /// The titles of the rules that wait for it, or their names.
    pub rules: Vec<String>,
}

/// A fact that does not count where an unmet requirement or a disqualifier at risk reads it, by the reason.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Doubt {
    /// Its path as declared.
    pub fact: String,
    /// It is known, by evidence that is older than the rule asks for.
    pub stale: Amount,
    /// It is known, by evidence of a lower grade than the rule asks for.
    pub weak: Amount,
    /// Of the weak those that are known by the weakest grade alone.
    pub opinion: Amount,
    /// It is known, by evidence without a date where freshness is asked for.
    pub undated: Amount,
    /// Its evidence is dated after the day of the assessment.
    pub not_yet: Amount,
    /// Nobody has said.
    pub missing: Amount,
}

/// The open opportunities with one value of the fact that they are grouped by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Group {
    /// The value; none where it is unknown.
    pub value: Option<String>,
    /// They.
    pub all: Standing,
}

/// An opportunity that is listed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Talk {
    /// The verdict on it.
    pub verdict: Verdict,
    /// Its worth.
    pub worth: Option<Decimal>,
    /// The value of the fact that opportunities are grouped by.
    pub group: Option<String>,
    /// The title of its process, or its name.
    pub process: String,
    /// The title of the stage that it claims, or its name.
    pub claimed: String,
    /// The title of the stage that it has earned, or its name.
    pub earned: String,
    /// In one line why it is listed.
    pub why: String,
}

impl Talk {
    /// Its key, or its row where it has none.
    #[must_use]
    pub fn name(&self) -> String {
        words::name(&self.verdict)
    }

    /// Its chance of winning.
    #[must_use]
    pub fn chance(&self) -> Option<Chance> {
        self.verdict.chance()
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The file, where it came from one of several.
    pub file: Option<String>,
    /// Its place in its file, from 1.
    pub row: u64,
    /// Its key, where that could be read.
    pub key: Option<String>,
    /// What is wrong with it.
    pub message: String,
}
