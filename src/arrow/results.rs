//! Results as a record batch.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{Int32Type, UInt8Type};
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Float64Array, PrimitiveArray, RecordBatch, StringArray};
use arrow_array::{UInt8Array, UInt64Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::RulesAs;
use crate::batch::{Outcome, decided};
use crate::hir::{self, RuleKind};
use crate::pipeline::{Assessed, Pipeline};
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
    let errors: StringArray = (0..rows).map(|row| assessed.fault(pipeline, row)).collect();
    let (playbook, outcome) = assessed.into_parts();
    let mut columns = Columns::new();
    let mut add = |name: &str, array: ArrayRef| columns.push((name.to_owned(), array));
    add("row", Arc::new(UInt64Array::from_iter_values((1_u64..).take(rows))));
    let keys = (0..rows).map(|row| pipeline.key(row));
    add("key", Arc::new(StringArray::from_iter(keys)));
    let names = Names::new(&playbook);
    add("process", names.dictionary(rows, |row| names.process(&outcome, row))?);
    add("claimed", names.dictionary(rows, |row| names.claimed(&outcome, row))?);
    add("earned", names.dictionary(rows, |row| names.earned(&outcome, row))?);
    let is_advance = |row: &usize| outcome.decisions.get(*row) == Some(&decided::ADVANCE);
    let to = names.dictionary(rows, |row| Some(row).filter(is_advance).and_then(|row| names.earned(&outcome, row)))?;
    let ends = chances(&playbook, &outcome, rows);
    let ending = ending(&outcome.decisions, rows)?;
    add("decision", decision(outcome.decisions, rows)?);
    add("to", to);
    add("outcome", ending);
    for (name, points) in ["worst", "likely", "best"].into_iter().zip(ends) {
        add(name, Arc::new(points));
    }
    columns.extend(rule_columns);
    columns.push(("error".to_owned(), Arc::new(errors)));
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| {
        let is_nullable = name != "row" && name != "decision";
        (name, array, is_nullable)
    }))
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
    let place = |&code: &u8| code.checked_sub(decided::WON).filter(|place| *place < 3);
    let keys: UInt8Array = codes.iter().take(rows).map(place).collect();
    Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(keys, Arc::new(StringArray::from_iter_values(NAMES)))?))
}

/// Worst, likely and best in points.
fn chances(playbook: &Playbook, outcome: &Outcome, rows: usize) -> [Float64Array; 3] {
    let processes = &playbook.checked().processes;
    let has = |row: &usize| {
        let place = usize::try_from(outcome.processes.get(*row)).ok().and_then(|place| place.checked_sub(1));
        let process = place.and_then(|place| processes.get(place));
        process.is_some_and(|process| process.chance.is_some()) && outcome.claimed.get(*row) != 0
    };
    [0, 1, 2].map(|end: usize| {
        let point = |row: usize| {
            let points = outcome.chance(row).get(end).copied().unwrap_or(0);
            Percent::from_hundredths(i64::from(points)).points()
        };
        (0..rows).map(|row| Some(row).filter(has).map(point)).collect()
    })
}

/// The names of processes and stages, each once.
struct Names {
    values: Arc<StringArray>,
    /// By process: itself, its stages and what comes behind them.
    processes: Vec<(i32, Vec<i32>)>,
    /// `won`, `lost`, `walked`.
    ends: [i32; 3],
}

impl Names {
    fn new(playbook: &Playbook) -> Self {
        let (mut names, mut places) = (Vec::new(), HashMap::new());
        let mut place = |name: &str| {
            let next = i32::try_from(places.len()).unwrap_or(i32::MAX);
            *places.entry(name.to_owned()).or_insert_with(|| {
                names.push(name.to_owned());
                next
            })
        };
        let ends = ["won", "lost", "walked"].map(&mut place);
        let processes = playbook.checked().processes.iter().map(|process| {
            let stages = process.stages.iter().map(|stage| place(&stage.name)).collect::<Vec<_>>();
            let stages = stages.into_iter().chain([ends.first().copied().unwrap_or(0)]).collect();
            (process.name.as_str(), stages)
        });
        let processes: Vec<(&str, Vec<i32>)> = processes.collect();
        let processes = processes.into_iter().map(|(name, stages)| (place(name), stages)).collect();
        Names { values: Arc::new(StringArray::from_iter_values(names)), processes, ends }
    }

    fn dictionary(&self, rows: usize, of: impl Fn(usize) -> Option<i32>) -> Result<ArrayRef, ArrowError> {
        let keys: PrimitiveArray<Int32Type> = (0..rows).map(of).collect();
        Ok(Arc::new(DictionaryArray::try_new(keys, Arc::<StringArray>::clone(&self.values))?))
    }

    fn process_of(&self, outcome: &Outcome, row: usize) -> Option<&(i32, Vec<i32>)> {
        let place = usize::try_from(outcome.processes.get(row)).ok()?;
        self.processes.get(place.checked_sub(1)?)
    }

    fn process(&self, outcome: &Outcome, row: usize) -> Option<i32> {
        self.process_of(outcome, row).map(|(name, _)| *name)
    }

    fn claimed(&self, outcome: &Outcome, row: usize) -> Option<i32> {
        let code = outcome.decisions.get(row).copied()?;
        if (decided::WON..=decided::WALKED).contains(&code) {
            return self.ends.get(usize::from(code.saturating_sub(decided::WON))).copied();
        }
        self.stage(outcome, row, outcome.claimed.get(row))
    }

    fn earned(&self, outcome: &Outcome, row: usize) -> Option<i32> {
        self.stage(outcome, row, outcome.earned.get(row))
    }

    fn stage(&self, outcome: &Outcome, row: usize, place: u32) -> Option<i32> {
        let (_, stages) = self.process_of(outcome, row)?;
        stages.get(usize::try_from(place.checked_sub(1)?).ok()?).copied()
    }
}

fn rules_as_columns(assessed: &Assessed) -> Columns {
    let rows = assessed.len();
    let bits = |words: &mut dyn Iterator<Item = u64>| {
        let words: Vec<u64> = words.map(u64::to_le).collect();
        BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
    };
    let column = |rule: crate::pipeline::RuleColumn<'_>| {
        let known = bits(&mut rule.unknown_words().map(|word| !word));
        let truths: ArrayRef = Arc::new(BooleanArray::new(bits(&mut rule.true_words()), Some(NullBuffer::new(known))));
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
