//! Quantifiers and aggregates: the elements of all rows' lists are gone through in chunks, and what they come to is
//! added up for each row.

use std::ops::Range;

use crate::eval::{Tally, decide};
use crate::hir::{Aggregate, Quantifier};
use crate::value::{SCALE, Truth, ops};

use super::plan::{Elements, Slot};
use super::registers::{Bank, Scalars, Truths};
use super::store::{Chunk, ListColumn};
use super::walk::{Place, Scratch, Walker, compared, only_unknown, scalar_of};
use super::words::{self, BLOCK, NONE, Words};

/// What is added up for each row of a chunk.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    owners: Vec<(usize, Range<usize>)>,
    tallies: Vec<Tally>,
    totals: Vec<Total>,
}

/// What elements come to in an aggregate.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    sum: i128,
    best: Option<i64>,
}

/// Rows with something unknown among their elements, and those of them that lack a fact.
#[derive(Default)]
struct Doubts {
    unknown: Words,
    lacks: Words,
}

impl Walker<'_> {
    pub(super) fn quantify(
        &self,
        out: Slot,
        quantifier: Quantifier,
        elements: &Elements,
        bank: &mut Bank,
        scratch: &mut Scratch,
        at: Place<'_>,
    ) {
        let Some(list) = at.chunk.lists.get(elements.list) else { return };
        let mut tallies = std::mem::take(&mut scratch.tallies.tallies);
        tallies.clear();
        tallies.resize(at.chunk.rows, Tally::default());
        let mut doubts = Doubts::default();
        let condition = self.plan.bodies.get(elements.body).and_then(|body| body.condition);
        if condition.is_none() {
            for (row, tally) in tallies.iter_mut().enumerate() {
                tally.holding = u64::try_from(list.elements(row).len()).unwrap_or(u64::MAX);
            }
        } else {
            self.each_chunk(elements, list, bank, scratch, at, |bank, _, owners| {
                let truths = condition.and_then(|condition| bank.truth(condition));
                if let Some(truths) = truths {
                    count(truths, owners, &mut tallies, &mut doubts);
                }
            });
        }
        compared(out, bank, |_, truths| {
            let (mut must, mut may) = (NONE, NONE);
            for row in words::rows(&list.known).take_while(|&row| row < at.chunk.rows) {
                let Some(tally) = tallies.get_mut(row) else { continue };
                tally.elements = u64::try_from(list.elements(row).len()).unwrap_or(u64::MAX);
                match decide(quantifier, *tally) {
                    Truth::True => {
                        words::add(&mut must, row);
                        words::add(&mut may, row);
                    }
                    Truth::Unknown => words::add(&mut may, row),
                    Truth::False => {}
                }
            }
            let planes = truths.planes();
            words::both(planes.1, &may, &list.known, |may, known| may | !known);
            *planes.0 = must;
            // A list that is unknown is a fact that is missing.
            words::join(&mut doubts.lacks, &list.known, |lacks, known| lacks | !known);
            truths.reasons.plain = false;
            only_unknown(truths, &doubts.lacks);
        });
        scratch.tallies.tallies = tallies;
    }

    pub(super) fn collect(
        &self,
        out: Slot,
        (aggregate, days): (Aggregate, bool),
        elements: &Elements,
        bank: &mut Bank,
        scratch: &mut Scratch,
        at: Place<'_>,
    ) {
        let Some(list) = at.chunk.lists.get(elements.list) else { return };
        let mut totals = std::mem::take(&mut scratch.tallies.totals);
        totals.clear();
        totals.resize(at.chunk.rows, Total::default());
        let mut doubts = Doubts::default();
        let body = self.plan.bodies.get(elements.body);
        let (condition, value) = body.map(|body| (body.condition, body.value)).unwrap_or_default();
        self.each_chunk(elements, list, bank, scratch, at, |bank, chunk, owners| {
            let counts = condition.and_then(|condition| bank.truth(condition));
            let values = value.and_then(|value| bank.scalar(value));
            for (row, range) in owners {
                if let Some(total) = totals.get_mut(*row) {
                    add_up(aggregate, counts, values, chunk, *row, range.clone(), total, &mut doubts);
                }
            }
        });
        scalar_of(out, bank, |_, scalars| finish(aggregate, days, list, &totals, &doubts, at.chunk.rows, scalars));
        scratch.tallies.totals = totals;
    }

    /// Goes through the chunks that have elements of these lists, and hands over the registers of each with the rows and
    /// their elements in it.
    fn each_chunk(
        &self,
        elements: &Elements,
        list: &ListColumn,
        bank: &Bank,
        scratch: &mut Scratch,
        at: Place<'_>,
        mut look: impl FnMut(&Bank, &Chunk, &[(usize, Range<usize>)]),
    ) {
        let Some(body) = self.plan.bodies.get(elements.body) else { return };
        let chunks = at.block.tables.get(elements.table).map(Vec::as_slice).unwrap_or_default();
        let mut owners = std::mem::take(&mut scratch.tallies.owners);
        let mut own = scratch.bodies.get_mut(elements.body).map(std::mem::take).unwrap_or_default();
        let mut row = 0;
        for (chunk, start) in chunks.iter().zip((0_usize..).step_by(BLOCK)) {
            let end = start.saturating_add(chunk.rows);
            owners.clear();
            while row < at.chunk.rows {
                let range = list.elements(row);
                let within = range.start.max(start)..range.end.min(end);
                if !within.is_empty() {
                    owners.push((row, within.start.saturating_sub(start)..within.end.saturating_sub(start)));
                }
                if range.end > end {
                    break;
                }
                row = row.saturating_add(1);
            }
            if owners.is_empty() {
                continue;
            }
            own.import(bank, &elements.imports, at.chunk, &owners);
            let active = words::first(chunk.rows);
            let stamp = scratch.next_stamp();
            self.run(&body.steps, &mut own, scratch, Place { block: at.block, chunk, active: &active, stamp });
            look(&own, chunk, &owners);
        }
        if let Some(slot) = scratch.bodies.get_mut(elements.body) {
            *slot = own;
        }
        scratch.tallies.owners = owners;
    }
}

fn count(truths: &Truths, owners: &[(usize, Range<usize>)], tallies: &mut [Tally], doubts: &mut Doubts) {
    let known = truths.known();
    let unknown = known.map(|word| !word);
    let lacks = truths.lacks();
    let any_unknown = !words::is_empty(&unknown);
    for (row, range) in owners {
        let Some(tally) = tallies.get_mut(*row) else { continue };
        let number = |words: &Words| u64::from(words::count(words, range.start, range.end));
        tally.holding = tally.holding.saturating_add(number(&truths.must));
        if any_unknown {
            tally.unknown = tally.unknown.saturating_add(number(&unknown));
            if number(&lacks) > 0 {
                words::add(&mut doubts.lacks, *row);
            }
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one row's share of a loop over many")]
fn add_up(
    aggregate: Aggregate,
    counts: Option<&Truths>,
    values: Option<&Scalars>,
    chunk: &Chunk,
    row: usize,
    elements: Range<usize>,
    total: &mut Total,
    doubts: &mut Doubts,
) {
    for element in elements {
        let (must, may) = counts
            .map_or((true, true), |truths| (words::has(&truths.must, element), words::has(truths.may(), element)));
        if !must {
            if may {
                words::add(&mut doubts.unknown, row);
                if counts.is_some_and(|truths| truths.lacks_at(element)) {
                    words::add(&mut doubts.lacks, row);
                }
            }
            continue;
        }
        let value = match values {
            None => SCALE,
            Some(values) if words::has(&values.known, element) => values.value(chunk, element),
            Some(values) => {
                words::add(&mut doubts.unknown, row);
                if values.lacks_at(element) {
                    words::add(&mut doubts.lacks, row);
                }
                continue;
            }
        };
        total.sum = total.sum.saturating_add(i128::from(value));
        total.best = Some(match (aggregate, total.best) {
            (_, None) => value,
            (Aggregate::Min, Some(best)) => best.min(value),
            (Aggregate::Max | Aggregate::Count | Aggregate::Sum, Some(best)) => best.max(value),
        });
    }
}

fn finish(
    aggregate: Aggregate,
    days: bool,
    list: &ListColumn,
    totals: &[Total],
    doubts: &Doubts,
    rows: usize,
    out: &mut Scalars,
) {
    let (mut known, mut bounds) = (NONE, None);
    out.make_dense(0, 0);
    for (row, total) in totals.iter().enumerate().take(rows) {
        if !words::has(&list.known, row) || words::has(&doubts.unknown, row) {
            continue;
        }
        let value = match aggregate {
            Aggregate::Count | Aggregate::Sum if days => ops::narrow(total.sum).and_then(ops::days_in_range),
            Aggregate::Count | Aggregate::Sum => ops::narrow(total.sum),
            Aggregate::Min | Aggregate::Max => total.best,
        };
        if let (Some(value), Some(slot)) = (value, out.dense.get_mut(words::place(row, 64))) {
            *slot = value;
            words::add(&mut known, row);
            let (low, high) = bounds.unwrap_or((value, value));
            bounds = Some((value.min(low), value.max(high)));
        }
    }
    let (low, high) = bounds.unwrap_or((0, 0));
    out.make_dense(low, high);
    (out.known, out.full) = (known, false);
    out.reasons.plain = false;
    words::both(&mut out.reasons.lacks, &doubts.lacks, &list.known, |lacks, known| lacks | !known);
    words::join(&mut out.reasons.lacks, &known, |lacks, known| lacks & !known);
}
