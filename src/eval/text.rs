//! Texts: of the opportunity, of the playbook, and made while running; and functions of the host.

use crate::bind::Value;
use crate::facts::TextRef;
use crate::hir::{FunctionId, Type};
use crate::program::{NodeId, Operands};
use crate::value::SCALE;

use super::{Cell, Machine};

impl Machine<'_> {
    /// The text of a known cell of type text.
    pub(crate) fn text(&self, cell: Cell) -> &str {
        let place = TextRef::unpack(cell.value);
        if cell.state & Cell::LITERAL != 0 {
            place.of(&self.program.texts)
        } else if cell.state & Cell::MADE != 0 {
            place.of(&self.scratch.text)
        } else {
            self.opportunity.text(place)
        }
    }

    pub(super) fn length(&self, text: NodeId) -> Cell {
        let cell = self.cell(text);
        if !cell.is_known() {
            return cell;
        }
        Cell::defined(length(self.text(cell)))
    }

    pub(super) fn lower(&mut self, text: NodeId) -> Cell {
        let cell = self.cell(text);
        if !cell.is_known() {
            return cell;
        }
        let mut made = std::mem::take(&mut self.scratch.text);
        let start = made.len();
        let source = TextRef::unpack(cell.value);
        if cell.state & Cell::MADE != 0 {
            let copy = source.of(&made).to_owned();
            push_lower(&mut made, &copy);
        } else {
            push_lower(&mut made, self.text(cell));
        }
        self.scratch.text = made;
        self.made(start)
    }

    /// The text made since `start`.
    fn made(&self, start: usize) -> Cell {
        let length = self.scratch.text.len().saturating_sub(start);
        match (u32::try_from(start), u32::try_from(length)) {
            (Ok(start), Ok(len)) => Cell { value: TextRef { start, len }.pack(), state: Cell::KNOWN | Cell::MADE },
            // Past four gigabytes of text there is no place for more.
            _too_long => Cell::defined(None),
        }
    }

    pub(super) fn call_host(&mut self, function: FunctionId, args: Operands) -> Cell {
        let Some(bound) = self.bindings.get(function) else { return Cell::defined(None) };
        let operands = self.program.operands(args);
        let mut few = [const { Value::Bool(false) }; 8];
        let mut many = Vec::new();
        let values = match few.get_mut(..operands.len()) {
            Some(values) => values,
            None => {
                many.resize(operands.len(), Value::Bool(false));
                many.as_mut_slice()
            }
        };
        for ((value, &operand), ty) in values.iter_mut().zip(operands).zip(bound.params()) {
            let cell = self.cell(operand);
            *value = Value::from_raw(cell.value, ty, |_| self.text(cell));
        }
        let result = bound.call(values);
        self.answer(result, bound.result())
    }

    /// The host's answer; undefined where there is none, or it is not of the declared type.
    fn answer(&mut self, answer: Option<Value<'static>>, ty: &Type) -> Cell {
        let Some(answer) = answer else { return Cell::defined(None) };
        if let (Value::Text(text), Type::Text) = (&answer, ty) {
            let start = self.scratch.text.len();
            self.scratch.text.push_str(text);
            return self.made(start);
        }
        Cell::defined(answer.to_raw(ty))
    }
}

/// How many code points a text has, in ten-thousandths.
pub(crate) fn length(text: &str) -> Option<i64> {
    i64::try_from(text.chars().count()).ok()?.checked_mul(SCALE)
}

/// Appends a text in Unicode's default lower case.
fn push_lower(made: &mut String, text: &str) {
    // A final sigma depends on its neighbors, which only the library's own pass over the whole text knows.
    if text.contains('Σ') {
        made.push_str(&text.to_lowercase());
    } else {
        made.extend(text.chars().flat_map(char::to_lowercase));
    }
}
