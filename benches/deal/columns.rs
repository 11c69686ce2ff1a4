//! Deals as columns, each field's values side by side.

use super::{Deal, Stage};

/// An amount that is missing.
pub const LOST: i32 = i32::MIN;

/// How many rows a block has, so that it stays in the cache while all rules look at it.
pub const BLOCK: usize = 2_048;

macro_rules! columns {
    ($($name:ident: $type:ty = $read:expr),+ $(,)?) => {
        /// The columns of many deals, in the narrowest integers that hold them.
        #[derive(Default)]
        pub struct Columns {
            $(pub $name: Vec<$type>),+
        }

        /// Some rows of them.
        pub struct Block<'a> {
            $(pub $name: &'a [$type]),+
        }

        impl Columns {
            pub fn of(deals: &[Deal]) -> Self {
                let mut columns = Columns::default();
                for deal in deals {
                    columns.push(deal);
                }
                columns
            }

            pub fn push(&mut self, deal: &Deal) {
                $(self.$name.push($read(deal));)+
            }

            pub fn rows(&self) -> usize {
                self.amount.len()
            }

            /// The rows from `start`, at most a block of them.
            pub fn block(&self, start: usize) -> Block<'_> {
                let end = (start + BLOCK).min(self.rows());
                Block { $($name: &self.$name[start..end]),+ }
            }

            /// The first half of the rows, and the second.
            pub fn halves(&self) -> [Columns; 2] {
                let middle = self.rows() / 2 / BLOCK * BLOCK;
                [
                    Columns { $($name: self.$name[..middle].to_vec()),+ },
                    Columns { $($name: self.$name[middle..].to_vec()),+ },
                ]
            }

            /// How many bytes a row has.
            pub const fn row_bytes() -> usize {
                0 $(+ size_of::<$type>())+
            }
        }
    };
}

fn lost(value: Option<i64>) -> i32 {
    value.map_or(LOST, |value| value as i32)
}

columns! {
    amount: i32 = |deal: &Deal| deal.amount as i32,
    list_price: i32 = |deal: &Deal| deal.list_price as i32,
    seats: i32 = |deal: &Deal| deal.seats as i32,
    employees: i32 = |deal: &Deal| deal.employees as i32,
    emails: i32 = |deal: &Deal| deal.emails as i32,
    meetings: i32 = |deal: &Deal| deal.meetings as i32,
    stage_days: i32 = |deal: &Deal| deal.stage_days as i32,
    discount: i32 = |deal: &Deal| deal.discount as i32,
    budget: i32 = |deal: &Deal| lost(deal.budget),
    cost: i32 = |deal: &Deal| lost(deal.cost),
    revenue: i32 = |deal: &Deal| lost(deal.revenue),
    rival_price: i32 = |deal: &Deal| lost(deal.rival_price),
    annual_value: i32 = |deal: &Deal| lost(deal.annual_value),
    penalty: i32 = |deal: &Deal| lost(deal.penalty),
    created: i32 = |deal: &Deal| deal.created,
    close_date: i32 = |deal: &Deal| deal.close_date,
    last_activity: i32 = |deal: &Deal| deal.last_activity,
    decision_date: i32 = |deal: &Deal| deal.decision_date,
    kind: u8 = |deal: &Deal| deal.kind as u8,
    source: u8 = |deal: &Deal| deal.source as u8,
    region: u8 = |deal: &Deal| deal.region as u8,
    segment: u8 = |deal: &Deal| deal.segment as u8,
    industry: u8 = |deal: &Deal| deal.industry as u8,
    stage: u8 = |deal: &Deal| deal.stage as u8,
}

/// What comes out, a column each.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Results {
    /// As [`code`] says.
    pub decisions: Vec<u8>,
    /// The stage earned, by its place.
    pub earned: Vec<u8>,
    /// The rules that are true, 32 a word.
    pub truths: Vec<Vec<u32>>,
    /// The rules that are unknown, where that was asked.
    pub unknown: Vec<Vec<u32>>,
}

/// A decision in a column: 0 to disqualify, 1 to hold, 2 to advance.
pub const DISQUALIFY: u8 = 0;
pub const HOLD: u8 = 1;
pub const ADVANCE: u8 = 2;

/// How many stages there are.
pub const STAGES: u8 = Stage::ALL.len() as u8;

impl Results {
    /// Decision, earned stage and true rules of a row.
    pub fn row(&self, row: usize) -> (u8, u8, u64) {
        (self.decisions[row], self.earned[row], word(&self.truths, row))
    }

    /// The unknown rules of a row.
    pub fn unknown(&self, row: usize) -> u64 {
        word(&self.unknown, row)
    }
}

fn word(words: &[Vec<u32>], row: usize) -> u64 {
    words.iter().enumerate().fold(0, |all, (place, word)| all | u64::from(word[row]) << (32 * place))
}
