//! Processes and stages as columns: all names once, and for each row the place of one among them.
//!
//! The results' places are bytes where there are few of them. Then they are made places of names where they lie, and handed over.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::types::{Int32Type, UInt8Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, PrimitiveArray, StringArray, UInt8Array};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use crate::batch::{Outcome, Places, decided};
use crate::playbook::Playbook;

/// The names of processes and stages.
pub(super) struct Names {
    values: Arc<StringArray>,
    /// By process: its name's place, and those of its stages and of what comes behind them.
    processes: Vec<(u32, Vec<u32>)>,
    /// `won`, `lost`, `walked`.
    ends: [u32; 3],
}

/// Where rows stand: their process, the stages that they claim and have earned, and those to which they are to advance.
pub(super) type Stands = [(&'static str, ArrayRef); 4];

/// A place that is that of no name, among bytes.
const NONE: u8 = u8::MAX;

impl Names {
    pub(super) fn new(playbook: &Playbook) -> Self {
        let (mut names, mut places) = (Vec::new(), HashMap::new());
        let mut place = |name: &str| {
            let next = u32::try_from(places.len()).unwrap_or(u32::MAX);
            *places.entry(name.to_owned()).or_insert_with(|| {
                names.push(name.to_owned());
                next
            })
        };
        let ends @ [won, _, _] = ["won", "lost", "walked"].map(&mut place);
        let processes = &playbook.checked().processes;
        let stages: Vec<Vec<u32>> = processes
            .iter()
            .map(|process| process.stages.iter().map(|stage| place(&stage.name)).chain([won]).collect())
            .collect();
        let processes = processes.iter().zip(stages).map(|(process, stages)| (place(&process.name), stages)).collect();
        Names { values: Arc::new(StringArray::from_iter_values(names)), processes, ends }
    }

    /// The columns of all rows, with the results' places.
    pub(super) fn stands(&self, outcome: &mut Outcome) -> Result<Stands, ArrowError> {
        let places = [&mut outcome.processes, &mut outcome.claimed, &mut outcome.earned].map(std::mem::take);
        let decisions = outcome.decisions.get(..outcome.rows).unwrap_or_default();
        let [process, claimed, earned, to] = match places {
            [Places::Bytes(processes), Places::Bytes(claimed), Places::Bytes(earned)]
                if self.values.len() < usize::from(NONE) =>
            {
                self.in_bytes(decisions, processes, claimed, earned)?
            }
            places => self.wide(decisions, &places)?,
        };
        Ok([("process", process), ("claimed", claimed), ("earned", earned), ("to", to)])
    }

    fn in_bytes(
        &self,
        decisions: &[u8],
        mut processes: Vec<u8>,
        mut claimed: Vec<u8>,
        mut earned: Vec<u8>,
    ) -> Result<[ArrayRef; 4], ArrowError> {
        for places in [&mut processes, &mut claimed, &mut earned] {
            places.truncate(decisions.len());
        }
        let byte = |&place: &u32| u8::try_from(place).unwrap_or(NONE);
        // By process from 1, and by stage from 1: the names' places.
        let mut stages = vec![[NONE; 256]];
        let mut named = [NONE; 256];
        for ((name, of_stages), slot) in self.processes.iter().zip(named.iter_mut().skip(1)) {
            *slot = byte(name);
            let mut table = [NONE; 256];
            for (slot, stage) in table.iter_mut().skip(1).zip(of_stages) {
                *slot = byte(stage);
            }
            stages.push(table);
        }
        let name = |table: &[u8; 256], place: u8| table.get(usize::from(place)).copied().unwrap_or(NONE);
        for ((process, claimed), earned) in processes.iter_mut().zip(&mut claimed).zip(&mut earned) {
            if let Some(table) = stages.get(usize::from(*process)) {
                (*claimed, *earned) = (name(table, *claimed), name(table, *earned));
            }
            *process = name(&named, *process);
        }
        for (claimed, &decision) in claimed.iter_mut().zip(decisions) {
            if let Some(end) = end(decision).and_then(|end| self.ends.get(end)) {
                *claimed = byte(end);
            }
        }
        let advancing = BooleanBuffer::collect_bool(decisions.len(), |row| is_advance(decisions, row));
        let (earned, has_earned) = keys(earned);
        let to = NullBuffer::union(has_earned.as_ref(), Some(&NullBuffer::new(advancing)));
        let column = |(keys, nulls)| -> Result<ArrayRef, ArrowError> {
            let (keys, values) = (UInt8Array::new(keys, nulls), Arc::<StringArray>::clone(&self.values));
            Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(keys, values)?))
        };
        // Both have one buffer of places.
        let columns = [keys(processes), keys(claimed), (earned.clone(), has_earned), (earned, to)].map(column);
        let [process, claimed, earned, to] = columns;
        Ok([process?, claimed?, earned?, to?])
    }

    fn wide(&self, decisions: &[u8], [processes, claimed, earned]: &[Places; 3]) -> Result<[ArrayRef; 4], ArrowError> {
        let process = |row: usize| {
            let place = usize::try_from(processes.get(row)).ok()?;
            self.processes.get(place.checked_sub(1)?)
        };
        let stage = |row: usize, place: u32| {
            let (_, stages) = process(row)?;
            stages.get(usize::try_from(place.checked_sub(1)?).ok()?).copied()
        };
        let column = |name: &dyn Fn(usize) -> Option<u32>| -> Result<ArrayRef, ArrowError> {
            let place = |row| name(row).and_then(|place| i32::try_from(place).ok());
            let keys: PrimitiveArray<Int32Type> = (0..decisions.len()).map(place).collect();
            Ok(Arc::new(DictionaryArray::try_new(keys, Arc::<StringArray>::clone(&self.values))?))
        };
        let end_of = |row: usize| decisions.get(row).and_then(|&decision| self.ends.get(end(decision)?).copied());
        Ok([
            column(&|row| process(row).map(|(name, _)| *name))?,
            column(&|row| end_of(row).or_else(|| stage(row, claimed.get(row))))?,
            column(&|row| stage(row, earned.get(row)))?,
            column(&|row| stage(row, earned.get(row)).filter(|_| is_advance(decisions, row)))?,
        ])
    }
}

/// Places of names, and where there are any.
fn keys(mut places: Vec<u8>) -> (ScalarBuffer<u8>, Option<NullBuffer>) {
    let known = BooleanBuffer::collect_bool(places.len(), |row| places.get(row).is_some_and(|&place| place != NONE));
    for place in &mut places {
        *place = if *place == NONE { 0 } else { *place };
    }
    (ScalarBuffer::from(places), Some(NullBuffer::new(known)).filter(|nulls| nulls.null_count() > 0))
}

/// How a row that is closed ended: won, lost, walked.
pub(super) fn end(decision: u8) -> Option<usize> {
    decision.checked_sub(decided::WON).filter(|end| *end < 3).map(usize::from)
}

fn is_advance(decisions: &[u8], row: usize) -> bool {
    decisions.get(row) == Some(&decided::ADVANCE)
}
