//! Results as a record batch.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::UInt8Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, RecordBatch, StringArray, UInt8Array, UInt64Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::RulesAs;
use super::names::{Names, end};
use crate::batch::{Outcome, decided};
use crate::hir::{self, RuleKind};
use crate::pipeline::{Assessed, Pipeline, RuleColumn};
use crate::playbook::Playbook;
use crate::value::{Percent, Truth};

/// Columns with their names.
type Columns = Vec<(String, ArrayRef)>;

pub(super) fn batch(pipeline: &Pipeline, assessed: Assessed, rules: RulesAs) -> Result<RecordBatch, ArrowError> {
    let rows = pipeline.len();
    if assessed.len() != rows {
        return Err(ArrowError::InvalidArgumentError(format!(
            "the results are those of {} rows, where the pipeline has {rows}",
            assessed.len()
        )));
    }
    let rule_columns = match rules {
        RulesAs::Nothing => Columns::new(),
        RulesAs::Columns => rules_as_columns(&assessed),
        RulesAs::Names => rules_as_names(&assessed),
    };
    let (keys, errors) = (keys(pipeline), errors(pipeline, &assessed));
    let (playbook, mut outcome) = assessed.into_parts();
    let ends = chances(&playbook, &outcome);
    let [process, claimed, earned, to] = Names::new(&playbook).stands(&mut outcome)?;
    let numbers: ArrayRef = Arc::new(UInt64Array::from_iter_values((1_u64..).take(rows)));
    let ending = ending(&outcome.decisions, rows)?;
    let decision = decision(outcome.decisions, rows)?;
    let columns =
        [("row", numbers), ("key", keys), process, claimed, earned, ("decision", decision), to, ("outcome", ending)];
    let ends =
        ["worst", "likely", "best"].into_iter().zip(ends).map(|(name, points)| -> (_, ArrayRef) { (name, points) });
    let columns = columns.into_iter().chain(ends);
    let columns = columns.map(|(name, array)| (name.to_owned(), array));
    let columns = columns.chain(rule_columns).chain([("error".to_owned(), errors)]);
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| {
        let is_nullable = name != "row" && name != "decision";
        (name, array, is_nullable)
    }))
}

fn keys(pipeline: &Pipeline) -> ArrayRef {
    let rows = pipeline.len();
    if pipeline.playbook().checked().schema.key.is_none() {
        return Arc::new(StringArray::new_null(rows));
    }
    let mut keys = StringBuilder::with_capacity(rows, rows.saturating_mul(8));
    (0..rows).for_each(|row| keys.append_option(pipeline.lent_key(row)));
    Arc::new(keys.finish())
}

/// The messages of rows in error.
fn errors(pipeline: &Pipeline, assessed: &Assessed) -> ArrayRef {
    let rows = assessed.len();
    if assessed.outcome().decisions.iter().take(rows).all(|&code| code != decided::ERROR) {
        return Arc::new(StringArray::new_null(rows));
    }
    Arc::new((0..rows).map(|row| assessed.fault(pipeline, row)).collect::<StringArray>())
}

/// The decisions' own bytes, as places in the list of their names.
fn decision(mut codes: Vec<u8>, rows: usize) -> Result<ArrayRef, ArrowError> {
    const NAMES: [&str; 6] = ["unrouted", "disqualify", "hold", "advance", "closed", "error"];
    codes.truncate(rows);
    for code in &mut codes {
        // The three ends have one name.
        *code = match *code {
            decided::WON | decided::LOST | decided::WALKED => 4,
            decided::ERROR => 5,
            other => other,
        };
    }
    let keys = UInt8Array::new(ScalarBuffer::from(codes), None);
    Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(keys, Arc::new(StringArray::from_iter_values(NAMES)))?))
}

/// How rows that are closed ended.
fn ending(codes: &[u8], rows: usize) -> Result<ArrayRef, ArrowError> {
    const NAMES: [&str; 3] = ["won", "lost", "walked"];
    let place = |&code: &u8| end(code).and_then(|end| u8::try_from(end).ok());
    let keys: UInt8Array = codes.iter().take(rows).map(place).collect();
    Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(keys, Arc::new(StringArray::from_iter_values(NAMES)))?))
}

/// Worst, likely and best in points.
fn chances(playbook: &Playbook, outcome: &Outcome) -> [Arc<Float64Array>; 3] {
    let rows = outcome.rows;
    if outcome.chances.iter().all(Vec::is_empty) {
        return [(); 3].map(|()| Arc::new(Float64Array::new_null(rows)));
    }
    let with_chance: Vec<bool> = playbook.checked().processes.iter().map(|process| process.chance.is_some()).collect();
    let has = |row: usize| {
        let place = usize::try_from(outcome.processes.get(row)).ok().and_then(|place| place.checked_sub(1));
        place.and_then(|place| with_chance.get(place)).is_some_and(|&has| has) && outcome.claimed.get(row) != 0
    };
    let nulls = NullBuffer::new(BooleanBuffer::collect_bool(rows, has));
    let points: Vec<[f64; 3]> = (0..rows)
        .map(|row| outcome.chance(row).map(|points| Percent::from_hundredths(i64::from(points)).points()))
        .collect();
    [0, 1, 2].map(|end: usize| {
        let points = points.iter().map(|points| points.get(end).copied().unwrap_or(0.0));
        let points = ScalarBuffer::from(points.collect::<Vec<f64>>());
        Arc::new(Float64Array::new(points, Some(nulls.clone())))
    })
}

fn rules_as_columns(assessed: &Assessed) -> Columns {
    let rows = assessed.len();
    let bits = |words: Vec<u64>| {
        let words: Vec<u64> = words.into_iter().map(u64::to_le).collect();
        BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
    };
    let column = |rule: RuleColumn<'_>| {
        let [yes, mut known] = [false, true].map(|unknown| rule.collect_words(unknown));
        known.iter_mut().for_each(|word| *word = !*word);
        let known = NullBuffer::new(bits(known));
        let truths: ArrayRef = Arc::new(BooleanArray::new(bits(yes), Some(known)));
        (format!("{}.{}", rule.process(), rule.name()), truths)
    };
    assessed.rules().map(column).collect()
}

/// A list of names under each of a verdict's keys.
fn rules_as_names(assessed: &Assessed) -> Columns {
    const KEYS: [&str; 4] = ["disqualified_by", "unmet", "warnings", "at_risk"];
    let mut lists = KEYS.map(|_| ListBuilder::new(StringBuilder::new()));
    for row in 0..assessed.len() {
        let found = assessed.found(row);
        for (list, names) in lists.iter_mut().zip(&found) {
            names.iter().for_each(|name| list.values().append_value(name));
            list.append(true);
        }
    }
    let column = |(key, mut list): (&str, ListBuilder<StringBuilder>)| {
        let names: ArrayRef = Arc::new(list.finish());
        (key.to_owned(), names)
    };
    KEYS.into_iter().zip(lists).map(column).collect()
}

impl Assessed {
    /// The rules of a row that a verdict would tell: by which it is disqualified, the unmet, the warnings, those at risk.
    fn found(&self, row: usize) -> [Vec<&str>; 4] {
        let mut found = [const { Vec::new() }; 4];
        let Some((place, process)) = self.process_of(row).filter(|_| self.place_claimed(row) > 0) else { return found };
        let claimed = self.place_claimed(row).saturating_sub(1);
        for (rule, truth) in self.truths(place, process, row) {
            let stands = rule.stage.map(|stage| usize::try_from(stage.0).unwrap_or(usize::MAX));
            let is_active = stands.is_none_or(|stage| stage == claimed);
            let kind = match rule.kind {
                RuleKind::Disqualify if is_active && truth == Truth::True => 0,
                RuleKind::Disqualify if is_active && truth == Truth::Unknown => 3,
                RuleKind::Warn if is_active && truth == Truth::True => 2,
                RuleKind::Require { once } if truth != Truth::True => {
                    let is_due = stands.is_some_and(|stage| stage == claimed || (stage < claimed && !once));
                    if is_due { 1 } else { continue }
                }
                RuleKind::Disqualify | RuleKind::Warn | RuleKind::Require { .. } => continue,
            };
            if let Some(names) = found.get_mut(kind) {
                names.push(rule.name.as_str());
            }
        }
        found
    }

    fn truths<'s>(
        &'s self,
        place: usize,
        process: &'s hir::Process,
        row: usize,
    ) -> impl Iterator<Item = (&'s hir::Rule, Truth)> {
        let rules = process.rules.iter().enumerate();
        rules.map(move |(rule, declared)| (declared, self.truth(place, rule, row)))
    }
}
