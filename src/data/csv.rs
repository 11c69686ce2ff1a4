//! CSV: a header, and records of as many cells.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::error::FileError;
use super::text::Text;
use super::{LONGEST_ROW, Next};
use crate::facts::{CsvHeader, DataError, Opportunity, Reader};

/// What may stand between cells; of those that a header has equally many of, the first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The records of a file.
pub(super) struct Records {
    delimiter: Option<u8>,
    core: csv_core::Reader,
    headers: Option<Arc<[String]>>,
    /// The header, resolved for the reader that was last asked with.
    resolved: Option<Arc<CsvHeader>>,
    /// The same for the reader that rows are read with once more.
    again: Option<CsvHeader>,
    record: Record,
    /// Where the last row stands in the text, if it was read without being a record first.
    line: Option<Range<usize>>,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("delimiter", &self.delimiter).finish_non_exhaustive()
    }
}

/// The cells of one record, side by side.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    /// Where the cells end.
    ends: Vec<usize>,
    /// How many bytes and cells there are.
    length: usize,
    count: usize,
    is_too_long: bool,
}

impl Records {
    pub(super) fn new(delimiter: Option<u8>) -> Self {
        let core = csv_core::Reader::new();
        Records { delimiter, core, headers: None, resolved: None, again: None, record: Record::default(), line: None }
    }

    /// What stands between cells, once the header has been read.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter.unwrap_or(b',')
    }

    /// Reads on where those others are, in another text, with no more than `kept` bytes of memory used again.
    pub(super) fn go_on_as(&mut self, others: &Records, kept: usize) {
        if self.record.bytes.capacity() > kept {
            self.record = Record::default();
        }
        if self.delimiter == others.delimiter {
            self.core.reset();
        } else {
            self.delimiter = others.delimiter;
            self.core = ReaderBuilder::new().delimiter(self.delimiter()).build();
        }
        // Nothing is read here, but that is a beginning: what follows is no byte-order mark.
        self.core.read_record(&[], &mut [], &mut []);
        self.headers.clone_from(&others.headers);
        self.resolved.clone_from(&others.resolved);
    }

    pub(super) fn next<R: Read>(
        &mut self,
        text: &mut Text<R>,
        row: u64,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Next {
        self.resolve(text, row, reader)?;
        let Some(header) = &self.resolved else { return Ok(None) };
        let delimiter = self.delimiter.filter(|delimiter| DELIMITERS.contains(delimiter));
        let plain = delimiter.and_then(|by| reader.read_plain_into(opportunity, header, text.rest(), by));
        if let Some(bytes) = plain.filter(|&bytes| bytes <= LONGEST_ROW) {
            self.line = Some(text.done()..text.done().saturating_add(bytes));
            text.consume(bytes);
            return Ok(Some(Ok(())));
        }
        self.line = None;
        while self.record.read(&mut self.core, text, row)? {
            if self.record.is_too_long {
                return Ok(Some(Err(reader.row_too_long(opportunity))));
            }
            if !self.record.is_blank(header.cells()) {
                return Ok(Some(self.record.feed(header, reader, opportunity)));
            }
        }
        Ok(None)
    }

    /// Reads the last record once more.
    pub(super) fn again<R>(
        &mut self,
        text: &Text<R>,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Result<(), DataError> {
        if self.line.is_none() && self.record.is_too_long {
            return Err(reader.row_too_long(opportunity));
        }
        let header = match self.again.take().filter(|header| header.is_for(reader)) {
            Some(header) => header,
            None => reader.csv_header(self.headers.iter().flat_map(|headers| headers.iter()))?,
        };
        let by = self.delimiter();
        let header = &*self.again.insert(header);
        let Some(line) = self.line.clone() else { return self.record.feed(header, reader, opportunity) };
        // There are no quotes in it.
        let line = text.done_with(line);
        if reader.read_plain_into(opportunity, header, line, by).is_some() {
            return Ok(());
        }
        let cells: Vec<&str> = line.trim_end_matches(['\n', '\r']).split(char::from(by)).collect();
        reader.read_csv_into(opportunity, header, &cells)
    }

    /// Reads the header first, and resolves it for the reader.
    pub(super) fn resolve<R: Read>(&mut self, text: &mut Text<R>, row: u64, reader: &Reader) -> Result<(), FileError> {
        if self.resolved.as_ref().is_some_and(|header| header.is_for(reader)) {
            return Ok(());
        }
        let headers = match &self.headers {
            Some(headers) => headers,
            None => {
                let headers = self.read_header(text, row)?;
                &*self.headers.insert(headers.into())
            }
        };
        let resolved = reader.csv_header(headers.iter()).map_err(|error| {
            let header = error.field().unwrap_or_default().to_owned();
            FileError::HeaderTwice { header }
        })?;
        self.resolved = Some(Arc::new(resolved));
        Ok(())
    }

    fn read_header<R: Read>(&mut self, text: &mut Text<R>, row: u64) -> Result<Vec<String>, FileError> {
        let delimiter = match self.delimiter {
            Some(delimiter) => delimiter,
            None => find_delimiter(text, row)?,
        };
        self.core = ReaderBuilder::new().delimiter(delimiter).build();
        self.delimiter = Some(delimiter);
        while self.record.read(&mut self.core, text, row)? {
            if self.record.is_too_long {
                return Err(FileError::HeaderTooLong);
            }
            if !self.record.is_blank(usize::MAX) {
                let cells = self.record.text();
                return Ok((0..self.record.count).map(|cell| self.record.cell(cells, cell).to_owned()).collect());
            }
        }
        Err(FileError::Empty)
    }
}

impl Record {
    /// Reads the next record; false at the end of the file.
    fn read<R: Read>(&mut self, core: &mut csv_core::Reader, text: &mut Text<R>, row: u64) -> Result<bool, FileError> {
        let mut taken = 0_usize;
        (self.length, self.count, self.is_too_long) = (0, 0, false);
        loop {
            let is_at_end = text.rest_bytes().is_empty() && !text.fill(row)?;
            // The buffers may end inside a character.
            let input = text.rest_bytes();
            if input.is_empty() && !is_at_end {
                continue;
            }
            let bytes = self.bytes.get_mut(self.length..).unwrap_or(&mut []);
            let ends = self.ends.get_mut(self.count..).unwrap_or(&mut []);
            let (result, read, written, ended) = core.read_record(input, bytes, ends);
            text.consume(read);
            taken = taken.saturating_add(read);
            self.length = self.length.saturating_add(written);
            self.count = self.count.saturating_add(ended);
            if taken > LONGEST_ROW {
                // Only its end is looked for, so its beginning may be written over.
                (self.length, self.count, self.is_too_long) = (0, 0, true);
            }
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    // What is there is no more than fits into memory.
                    let room = self.length.saturating_add(text.rest_bytes().len().min(LONGEST_ROW));
                    self.bytes.resize(room.max(self.bytes.len().saturating_mul(2)).max(1024), 0);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len().saturating_mul(2).max(64), 0),
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Whether it is a line of white space, where others have so many cells.
    fn is_blank(&self, cells: usize) -> bool {
        let is_one = self.count == 1 && self.text().trim_start().is_empty();
        // Alone in its line, a cell in quotes may be empty on purpose.
        is_one && (cells != 1 || self.length > 0)
    }

    fn feed(&self, header: &CsvHeader, reader: &Reader, opportunity: &mut Opportunity) -> Result<(), DataError> {
        let text = self.text();
        reader.read_cells_into(opportunity, header, self.count, |cell| self.cell(text, cell))
    }

    fn text(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    fn cell<'t>(&self, text: &'t str, cell: usize) -> &'t str {
        let end_of = |cell: usize| self.ends.get(cell).copied().unwrap_or(0);
        let start = cell.checked_sub(1).map_or(0, end_of);
        text.get(start..end_of(cell)).unwrap_or("")
    }
}

/// The delimiter that the first line has most of, outside quotes.
fn find_delimiter<R: Read>(text: &mut Text<R>, row: u64) -> Result<u8, FileError> {
    let mut counts = [0_usize; DELIMITERS.len()];
    let (mut looked, mut in_quotes, mut has_text) = (0_usize, false, false);
    loop {
        while let Some(&byte) = text.rest().as_bytes().get(looked) {
            looked = looked.saturating_add(1);
            in_quotes ^= byte == b'"';
            has_text |= !byte.is_ascii_whitespace();
            let is_over = looked > LONGEST_ROW || (matches!(byte, b'\n' | b'\r') && !in_quotes && has_text);
            if is_over {
                return Ok(most(&counts));
            }
            let place = DELIMITERS.iter().position(|&delimiter| delimiter == byte && !in_quotes);
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count = count.saturating_add(1);
            }
        }
        if !text.fill(row)? {
            return Ok(most(&counts));
        }
    }
}

fn most(counts: &[usize; DELIMITERS.len()]) -> u8 {
    let counted = DELIMITERS.into_iter().zip(counts).rev();
    counted.max_by_key(|&(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}
