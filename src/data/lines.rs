//! JSON lines: one object a line. Blank lines are no rows.

use std::io::Read;
use std::ops::Range;

use memchr::memchr;

use super::text::Text;
use super::{LONGEST_ROW, Next};
use crate::facts::{DataError, Opportunity, Reader};

/// The lines of a file.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// How many bytes of the rest are known to be without a line break.
    looked: usize,
    /// Whether the line is too long, and only its end is looked for.
    is_passed_over: bool,
    /// The last line, where it was not too long.
    last: Option<Range<usize>>,
}

impl Lines {
    /// Where the last line stands in the text, if it was not too long.
    pub(super) fn last(&self) -> Option<Range<usize>> {
        self.last.clone()
    }

    pub(super) fn next<R: Read>(
        &mut self,
        text: &mut Text<R>,
        row: u64,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Next {
        loop {
            let end = text.rest_bytes().get(self.looked..).and_then(|rest| memchr(b'\n', rest));
            let end = end.map(|at| self.looked.saturating_add(at));
            let Some(end) = end else {
                if self.more(text, row)? {
                    continue;
                }
                let end = text.rest().len();
                return Ok(if end == 0 && !self.is_passed_over {
                    None
                } else {
                    self.line(text, end, reader, opportunity)
                });
            };
            if let Some(result) = self.line(text, end, reader, opportunity) {
                return Ok(Some(result));
            }
        }
    }

    /// Decodes more of a line; false at the end of the file.
    fn more<R: Read>(&mut self, text: &mut Text<R>, row: u64) -> Result<bool, super::FileError> {
        self.looked = text.rest().len();
        if self.looked > LONGEST_ROW {
            self.is_passed_over = true;
            text.consume(self.looked);
            self.looked = 0;
        }
        text.fill(row)
    }

    /// Reads a line that ends there, unless it is blank.
    fn line<R: Read>(
        &mut self,
        text: &mut Text<R>,
        end: usize,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Option<Result<(), DataError>> {
        self.looked = 0;
        let is_passed_over = std::mem::take(&mut self.is_passed_over);
        let line = text.rest().get(..end).unwrap_or("");
        self.last = Some(text.done()..text.done().saturating_add(line.len()));
        let result = if is_passed_over || line.len() > LONGEST_ROW {
            self.last = None;
            Some(Err(reader.row_too_long(opportunity)))
        } else if line.trim_start().is_empty() {
            None
        } else {
            Some(reader.read_json_into(opportunity, line))
        };
        text.consume(end.saturating_add(1));
        result
    }
}
