//! The pipeline at a glance: many opportunities counted and summed by what the playbook says of them.
//!
//! What comes in are opportunities, one by one or in blocks, and rows that could not be read: a [`Reviewing`] assesses each,
//! adds its verdict to the counters and lets it go. What goes out is a [`Review`]. What holds:
//!
//! - *It holds counters, and the rows that it shows.* Memory grows with the rules, the values of the field that opportunities are
//!   grouped by, and the number of rows to show; not with the rows, nor with the reasons of those that nobody shows.
//! - *Nothing is lost.* Every row counts once: as in error, unrouted, closed, or open in a stage of a process. Of the open ones
//!   each is to disqualify, on hold or to advance.
//! - *Sums are exact*, in one currency, as the field marked `worth` has one; a sum that no decimal holds is left out.
//! - *What cannot be said is left out*, with a line that says why ([`Review::notes`]).
//! - *It is the same however it is cut.* Blocks that are reviewed apart and merged in order give what one run gives.
//!
//! What is deliberately not here: history (how things stood last week), and a score of any kind. An opportunity is said to be what the
//! playbook says it is.

mod count;
mod finish;
mod json;
mod notes;
#[cfg(feature = "html")]
mod page;
mod result;
mod talk;
mod tally;
mod words;

use crate::facts::{DataError, Opportunity};
use crate::playbook::{Assessment, Playbook};
use crate::schema::{Column, ColumnId, TableId};
use crate::value::Date;
use crate::verdict::Verdict;

use count::Counts;

pub use result::{
    Amount, Doubt, Group, Review, ReviewedProcess, ReviewedQuestion, ReviewedRule, ReviewedStage, RowError, Standing,
    Talk, Weighted,
};

/// A review in the making: takes opportunities, and keeps what their verdicts add up to.
///
/// ```
/// use stagegate::{Date, Playbook};
///
/// let playbook = Playbook::parse(r#"
///     opportunity { key id: text  worth amount: money USD  stage  budget: money USD }
///     process direct "Direct sale" {
///       stage qualify "Qualify" { require priced "The budget is known" that budget is known how "Ask for it." }
///       stage propose "Propose" { require enough "It is enough" that budget >= amount }
///     }
/// "#)?;
/// let mut reviewing = playbook.review(Date::new(2026, 11, 23)?);
/// for row in [
///     r#"{"id": "A", "amount": 80000, "stage": "propose"}"#,
///     r#"{"id": "B", "amount": 20000, "stage": "propose", "budget": 30000}"#,
///     r#"{"id": "C", "amount": "much"}"#,
/// ] {
///     match playbook.reader().read_json(row) {
///         Ok(opportunity) => reviewing.push(&opportunity),
///         Err(error) => reviewing.push_error(error),
///     }
/// }
/// let review = reviewing.finish();
///
/// assert_eq!((review.rows, review.errors), (3, 1));
/// assert_eq!(review.all.open.count, 2);
/// assert_eq!(review.all.open.worth.unwrap().to_string(), "100000");
/// assert_eq!(review.all.stands.worth.unwrap().to_string(), "20000");
/// assert_eq!(review.processes[0].stages[1].all.overstated.count, 1);
/// assert_eq!(review.requirements[0].rule, "priced");
/// assert_eq!(review.talk[0].name(), "A");
/// println!("{}", serde_json::to_string(&review)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reviewing {
    playbook: Playbook,
    today: Date,
    how: Assessment,
    by: Option<By>,
    counts: Counts,
    /// The name of the file that rows come from.
    file: Option<std::sync::Arc<str>>,
    row: u64,
}

/// The fact that opportunities are grouped by.
#[derive(Clone, Debug)]
struct By {
    path: String,
    column: ColumnId,
}

/// The playbook has no fact of that name that opportunities could be grouped by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownFact {
    what: String,
    nearest: Option<String>,
}

/// How many opportunities are listed, and rows in error named, unless told.
const TOP: usize = 20;

impl Playbook {
    /// Begins a review of many opportunities on that day.
    #[must_use]
    pub fn review(&self, today: Date) -> Reviewing {
        let counts = Counts::new(self, TOP);
        let how = Assessment::default();
        Reviewing { playbook: self.clone(), today, how, by: None, counts, file: None, row: 0 }
    }
}

impl Reviewing {
    /// Assesses in that way.
    #[must_use]
    pub fn assessing(mut self, how: Assessment) -> Self {
        self.how = how;
        self
    }

    /// Groups the opportunities that follow by a fact, named by its path as declared or by its label in the data.
    ///
    /// ```
    /// # let playbook = stagegate::Playbook::parse("opportunity { owner: text from \"Owner Name\" } process p { stage a { } }").unwrap();
    /// # let today = stagegate::Date::new(2026, 11, 23).unwrap();
    /// assert!(playbook.review(today).by("Owner Name").is_ok());
    /// assert!(playbook.review(today).by("ownr").unwrap_err().to_string().contains("did you mean `owner`?"));
    /// ```
    ///
    /// # Errors
    ///
    /// Where the playbook has no such fact, or one for each element of a list.
    pub fn by(mut self, field: &str) -> Result<Self, UnknownFact> {
        let named = self.playbook.facts().find(|fact| fact.path() == field || fact.labels().as_slice() == [field]);
        let path = match named {
            Some(fact) if fact.is_in_list() => {
                let what =
                    format!("there is a `{field}` for each element of a list, so that nothing can be grouped by it");
                return Err(UnknownFact { what, nearest: None });
            }
            Some(fact) => fact.path().to_owned(),
            None => {
                let paths = self.playbook.facts().filter(|fact| !fact.is_in_list()).map(|fact| fact.path());
                let nearest = crate::diag::nearest(field, paths).map(str::to_owned);
                let what = format!("the playbook has no fact {} to group by", crate::diag::quote(field));
                return Err(UnknownFact { what, nearest });
            }
        };
        let columns = self.columns();
        let place = columns.iter().position(|column| column.path == path).and_then(|place| u32::try_from(place).ok());
        self.by = place.map(|place| By { path, column: ColumnId(place) });
        Ok(self)
    }

    /// Lists so many opportunities, and names so many rows in error; 20 unless told. Said before the first opportunity, as none that
    /// has been let go comes back.
    #[must_use]
    pub fn top(mut self, count: usize) -> Self {
        self.counts.show(count);
        self
    }

    /// Begins a file: the rows that follow are named by it, and counted from 1.
    pub fn begin_file(&mut self, name: Option<&str>) {
        self.file = name.map(Into::into);
        self.row = 0;
    }

    /// Takes an opportunity that was read for this playbook.
    pub fn push(&mut self, opportunity: &Opportunity) {
        let verdict = self.playbook.assess_with(opportunity, self.today, self.how);
        let worth = self.playbook.checked().schema.worth.and_then(|column| self.value(opportunity, column));
        let group = self.by.as_ref().map(|by| self.in_words(opportunity, by.column));
        self.take(verdict, worth, group);
    }

    /// Takes a row that could not be read.
    pub fn push_error(&mut self, error: DataError) {
        self.take(Verdict::of_error(self.today, error), None, None);
    }

    /// Takes the next row of a file, read or not.
    pub fn push_row(&mut self, row: Result<&Opportunity, DataError>) {
        match row {
            Ok(opportunity) => self.push(opportunity),
            Err(error) => self.push_error(error),
        }
    }

    /// A review of the same kind that has taken nothing yet, to be [merged](Self::merge) into this one: for a block of the same file, on
    /// a thread of its own.
    #[must_use]
    pub fn fresh(&self) -> Self {
        let counts = self.counts.fresh();
        let file = self.file.clone();
        Reviewing { playbook: self.playbook.clone(), by: self.by.clone(), counts, file, row: 0, ..*self }
    }

    /// Adds what another review of the same kind has taken, as if its rows came behind this one's in the same file.
    ///
    /// ```
    /// # let playbook = stagegate::Playbook::parse("opportunity { paid: bool } process p { stage a { require paid that paid } }")?;
    /// # let today = stagegate::Date::new(2026, 11, 23)?;
    /// let mut whole = playbook.review(today);
    /// let mut block = whole.fresh();
    /// block.push(&playbook.reader().read_json(r#"{"paid": true}"#)?);
    /// whole.merge(block);
    /// assert_eq!(whole.finish().all.advance.count, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: Reviewing) {
        self.counts.merge(other.counts, self.row);
        self.row = self.row.saturating_add(other.row);
    }

    /// What all of it comes to.
    #[must_use]
    pub fn finish(self) -> Review {
        let by = self.by.map(|by| by.path);
        finish::finish(&self.playbook, self.today, by, self.counts)
    }

    fn take(&mut self, verdict: Verdict, worth: Option<i64>, group: Option<String>) {
        self.row = self.row.saturating_add(1);
        let verdict = verdict.at_row(self.row, self.file.as_deref());
        self.counts.take(verdict, worth, group);
    }

    /// The opportunity's own columns.
    fn columns(&self) -> &[Column] {
        self.playbook.checked().schema.tables.first().map(|table| table.columns.as_slice()).unwrap_or_default()
    }

    /// A fact's 64-bit form, where it is known on the day.
    fn value(&self, opportunity: &Opportunity, column: ColumnId) -> Option<i64> {
        let slot = opportunity.slot(TableId(0), 0, column);
        let is_on_record = slot.on <= self.today.days();
        (slot.known && is_on_record).then_some(slot.value)
    }

    /// A fact as people write it; the empty text where it is unknown.
    fn in_words(&self, opportunity: &Opportunity, column: ColumnId) -> String {
        let place = usize::try_from(column.0).unwrap_or(usize::MAX);
        match (self.value(opportunity, column), self.columns().get(place)) {
            (Some(_), Some(declared)) => {
                crate::verdict::bare(opportunity, &declared.ty, opportunity.slot(TableId(0), 0, column))
            }
            (None, _) | (_, None) => String::new(),
        }
    }
}
