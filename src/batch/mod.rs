//! Runs a program over many opportunities at once, held in columns.
//!
//! What comes in: [`Opportunity`](crate::facts::Opportunity)s, of which a [`Store`] keeps what the program reads, in blocks of 2,048 rows
//! and in the narrowest codes that hold a block's values; elements of lists in tables of their own. A [`Plan`] says in which
//! steps the program's nodes are worked out for a block, each for all rows at once: truths in two planes of bits, scalars as a
//! column's codes or one by one. What goes out: an [`Outcome`], the decisions, stages, chances and rules of all rows as columns.
//!
//! The program is the one that [`crate::eval`] runs, and the answers are the same. Reasons are not made here: a row is
//! given back as an opportunity, and asked why.

mod ahead;
mod arithmetic;
mod call;
mod chance;
mod column;
mod compare;
mod decide;
mod dense;
#[cfg(feature = "arrow")]
mod intake;
mod kernel;
mod linear;
mod list;
mod lower;
mod needs;
mod outcome;
mod pairs;
mod plan;
mod planes;
mod registers;
mod schedule;
mod slots;
mod staging;
mod store;
mod text;
mod uses;
mod walk;
mod words;

pub(crate) use decide::Judge;
pub(crate) use needs::Needs;
#[cfg(feature = "arrow")]
pub(crate) use outcome::Places;
pub(crate) use outcome::{Outcome, decided};
pub(crate) use plan::Plan;
pub(crate) use store::Store;
pub(crate) use text::Dictionary;
pub(crate) use walk::Walker;

use crate::program::Program;

use outcome::BlockOutcome;
use store::Block;

/// Judges all rows, block by block; on all cores with the feature `rayon`. The outcome is ready for so many rows.
pub(crate) fn judge_all(judge: &Judge<'_>, program: &Program, outcome: &mut Outcome) {
    let store = judge.walker.store;
    let blocks: Vec<&Block> = store.blocks.iter().chain(store.last_block()).collect();
    let next = blocks.iter().skip(1).copied().map(Some).chain([None]);
    let work: Vec<((&Block, Option<&Block>), BlockOutcome<'_>)> =
        blocks.iter().copied().zip(next).zip(outcome.blocks()).collect();
    each(
        work,
        || (judge.walker.scratch(program), decide::Room::default()),
        |(scratch, room), (blocks, mut out)| {
            judge.judge(blocks, scratch, room, &mut out);
        },
    );
}

#[cfg(feature = "rayon")]
fn each<T: Send, S>(work: Vec<T>, start: impl Fn() -> S + Send + Sync, go: impl Fn(&mut S, T) + Send + Sync) {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    work.into_par_iter().for_each_init(start, go);
}

#[cfg(not(feature = "rayon"))]
fn each<T, S>(work: Vec<T>, start: impl Fn() -> S, go: impl Fn(&mut S, T)) {
    let mut room = start();
    work.into_iter().for_each(|item| go(&mut room, item));
}
