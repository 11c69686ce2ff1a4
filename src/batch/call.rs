//! Functions of the host, called row by row.

use crate::bind::{Bound, Value};
use crate::hir::FunctionId;

use super::plan::{Register, Slot};
use super::registers::Bank;
use super::text::Texts;
use super::walk::{Place, Scratch, Walker, compared, scalar_of};
use super::words::{self, NONE, Words};

impl Walker<'_> {
    /// Calls a function for the rows that are asked for and whose arguments are known.
    pub(super) fn call(
        &self,
        out: Register,
        function: FunctionId,
        args: &[Register],
        bank: &mut Bank,
        scratch: &mut Scratch,
        at: Place<'_>,
    ) {
        let (mut known, mut lacks) = (words::ALL, NONE);
        for &arg in args {
            let (of, missing) = knowledge(arg, bank);
            words::join(&mut known, &of, |known, of| known & of);
            words::join(&mut lacks, &missing, |lacks, missing| lacks | missing);
        }
        let mut rows = known;
        words::join(&mut rows, at.active, |known, active| known & active);
        let bound = self.bindings.get(function);
        match out {
            Register::Truth(out) => compared(out, bank, |bank, truths| {
                let (mut holds, mut answered) = (NONE, NONE);
                for row in words::rows(&rows) {
                    if let Some(answer) = bound.and_then(|bound| self.answer(bound, args, bank, scratch, at, row)) {
                        words::add(&mut answered, row);
                        if answer != 0 {
                            words::add(&mut holds, row);
                        }
                    }
                }
                truths.set(&holds, &answered);
                truths.reasons.plain = false;
                truths.reasons.lacks = lacks;
            }),
            Register::Scalar(out) => scalar_of(out, bank, |bank, scalars| {
                scalars.make_dense(i64::MIN, i64::MAX);
                (scalars.known, scalars.full) = (NONE, false);
                for row in words::rows(&rows) {
                    if let Some(answer) = bound.and_then(|bound| self.answer(bound, args, bank, scratch, at, row)) {
                        words::add(&mut scalars.known, row);
                        set(&mut scalars.dense, row, answer);
                    }
                }
                scalars.reasons.plain = false;
                scalars.reasons.lacks = lacks;
            }),
            Register::Chance(_) => {}
        }
    }

    fn answer(
        &self,
        bound: &Bound,
        args: &[Register],
        bank: &Bank,
        scratch: &mut Scratch,
        at: Place<'_>,
        row: usize,
    ) -> Option<i64> {
        let mut texts = Texts { kept: &self.store.texts, made: &mut scratch.made };
        let mut few = [const { Value::Bool(false) }; 8];
        let mut many = Vec::new();
        let values = match few.get_mut(..args.len()) {
            Some(values) => values,
            None => {
                many.resize(args.len(), Value::Bool(false));
                many.as_mut_slice()
            }
        };
        for ((value, &arg), ty) in values.iter_mut().zip(args).zip(bound.params()) {
            let raw = value_of(arg, bank, at, row);
            *value = Value::from_raw(raw, ty, |text| texts.get(text));
        }
        let answer = bound.call(values)?;
        if let (Value::Text(text), crate::hir::Type::Text) = (&answer, bound.result()) {
            return Some(texts.number(text));
        }
        answer.to_raw(bound.result())
    }
}

fn knowledge(register: Register, bank: &Bank) -> (Words, Words) {
    match register {
        Register::Truth(slot) => bank.truth(slot).map(|truths| (truths.known(), truths.lacks())),
        Register::Scalar(slot) => bank.scalar(slot).map(|scalars| (scalars.known, scalars.lacks())),
        Register::Chance(_) => None,
    }
    .unwrap_or((NONE, NONE))
}

fn value_of(register: Register, bank: &Bank, at: Place<'_>, row: usize) -> i64 {
    match register {
        Register::Truth(slot) => bank.truth(slot).map_or(0, |truths| i64::from(words::has(&truths.must, row))),
        Register::Scalar(slot) => bank.scalar(slot).map_or(0, |scalars| scalars.value(at.chunk, row)),
        Register::Chance(_) => 0,
    }
}

fn set(values: &mut [i64], row: Slot, value: i64) {
    if let Some(slot) = values.get_mut(words::place(row, 64)) {
        *slot = value;
    }
}
