//! A file cut into blocks of whole rows, for threads to read side by side.
//!
//! The cutter decodes the text, reads the header of CSV, and looks for line breaks outside quotes, no more; a block is
//! then read as a small file of its own, with the same outcome row by row as [`Rows`] has on the whole.

use std::io::{self, Read};

use memchr::{memchr, memchr2, memrchr, memrchr2};

use super::csv::Records;
use super::error::FileError;
use super::text::Text;
use super::{LONGEST_ROW, Layout, Options, Row, Rows};
use crate::facts::{Opportunity, Reader};

/// About how many bytes of text a block has.
const BLOCK: usize = 64 << 10;
/// A block's text that has taken more than that is not kept for the next.
const KEPT: usize = 1 << 20;

/// The rows of a file of CSV or JSON lines, some at a time.
///
/// ```
/// use stagegate::data::{Block, Blocks, Options};
/// use stagegate::{Opportunity, Playbook};
///
/// let playbook = Playbook::parse("
///     opportunity { key id: text  amount: money USD }
///     process direct { stage qualify { require priced that amount is known } }
/// ")?;
/// let reader = playbook.reader();
/// let file = "id;amount\nO-17;$80,000\nO-18;lots\n";
///
/// let mut blocks = Blocks::csv(file.as_bytes(), Options::default());
/// let mut block = Block::default();
/// while let Some(cut) = blocks.next_into(&reader, &mut block) {
///     cut?;
///     // A block can be sent to another thread.
///     let mut opportunity = Opportunity::default();
///     assert!(block.next_into(&reader, &mut opportunity).unwrap()?.result.is_ok());
///     assert!(block.next_into(&reader, &mut opportunity).unwrap()?.result.is_err());
///     assert!(block.next_into(&reader, &mut opportunity).is_none());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Blocks<R> {
    text: Text<R>,
    /// The records of CSV as they are behind the header; nothing for JSON lines.
    records: Option<Box<Records>>,
    size: usize,
    /// What is met behind the rows that have been decoded.
    fault: Option<FileError>,
    is_over: bool,
}

/// Some rows of a file, which [`Blocks`] has cut.
#[derive(Debug)]
pub struct Block {
    rows: Rows<io::Empty>,
}

impl Default for Block {
    fn default() -> Self {
        Block { rows: Rows::of_text(Text::whole(), Layout::JsonLines(super::lines::Lines::default())) }
    }
}

impl Block {
    /// Reads the next row into the opportunity; nothing at the end of the block. Rows are counted from the block's first,
    /// which is 1.
    ///
    /// # Errors
    /// Where the reader is another than the blocks were cut for, and the header of CSV does not fit it.
    pub fn next_into(&mut self, reader: &Reader, opportunity: &mut Opportunity) -> Option<Result<Row, FileError>> {
        self.rows.next_into(reader, opportunity)
    }

    /// How many bytes of text are left to read.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rows.text.rest_bytes().len()
    }
}

impl<R: Read> Blocks<R> {
    /// The blocks of a file of CSV. Nothing is read before the first is asked for. The file need not be buffered.
    pub fn csv(file: R, options: Options) -> Self {
        Blocks::new(file, options, Some(Box::new(Records::new(options.delimiter))))
    }

    /// As [`csv`](Self::csv), of a file of JSON lines.
    pub fn json_lines(file: R, options: Options) -> Self {
        Blocks::new(file, options, None)
    }

    fn new(file: R, options: Options, records: Option<Box<Records>>) -> Self {
        let text = Text::new(file, options.encoding);
        Blocks { text, records, size: BLOCK, fault: None, is_over: false }
    }

    /// Cuts blocks of about so many bytes, instead of 64 KiB. A block has one row at least.
    #[must_use]
    pub fn of_bytes(mut self, bytes: usize) -> Self {
        self.size = bytes.max(1);
        self
    }

    /// Cuts the next block, in the place of one that is done with; nothing at the end of the file, or behind an error of the
    /// file. Errors count rows from behind the last block: see [`FileError::behind`].
    ///
    /// # Errors
    /// Where the rest of the file cannot be read.
    pub fn next_into(&mut self, reader: &Reader, block: &mut Block) -> Option<Result<(), FileError>> {
        if self.is_over {
            return None;
        }
        let cut = self.cut(reader, block);
        self.is_over = !matches!(cut, Ok(true));
        match cut {
            Ok(true) => Some(Ok(())),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Cuts a block; false at the end of the file.
    fn cut(&mut self, reader: &Reader, block: &mut Block) -> Result<bool, FileError> {
        if let Some(records) = &mut self.records {
            records.resolve(&mut self.text, 1, reader)?;
        }
        let mut scan = Scan::new(self.records.as_ref().map(|records| records.delimiter()));
        let mut wanted = self.size;
        loop {
            let is_more = self.fill(wanted);
            let rest = self.text.rest_bytes();
            let end = match (scan.last(rest), &self.fault) {
                (Some(end), _) => end,
                (None, Some(_)) => return Err(self.fault.take().unwrap_or(FileError::Empty)),
                (None, None) if scan.looked > LONGEST_ROW => return self.pass_over(scan, block),
                (None, None) if is_more => {
                    // What has been looked through is not looked through again.
                    wanted = rest.len().saturating_add(self.size);
                    continue;
                }
                (None, None) => rest.len(),
            };
            // At the end of the file, the last row needs no line break.
            let end = if is_more || self.fault.is_some() { end } else { rest.len() };
            self.hand_over(end, block);
            return Ok(end > 0);
        }
    }

    /// Decodes so many bytes; false where there are no more.
    fn fill(&mut self, wanted: usize) -> bool {
        while self.fault.is_none() && self.text.rest_bytes().len() < wanted {
            match self.text.fill(1) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.fault.is_none()
    }

    /// Hands over the beginning of a row that is too long, which is enough to see that it is, and drops the rest of it.
    fn pass_over(&mut self, mut scan: Scan, block: &mut Block) -> Result<bool, FileError> {
        self.hand_over(scan.looked, block);
        scan.looked = 0;
        loop {
            if let Some(end) = scan.first(self.text.rest_bytes()) {
                self.text.consume(end);
                return Ok(true);
            }
            self.text.consume(scan.looked);
            scan.looked = 0;
            if !self.text.fill(1)? {
                return Ok(true);
            }
        }
    }

    /// Makes so many bytes the block's.
    fn hand_over(&mut self, end: usize, block: &mut Block) {
        let rows = &mut block.rows;
        self.text.split_into(end, &mut rows.text, KEPT);
        (rows.count, rows.is_over) = (0, false);
        match (&self.records, &mut rows.layout) {
            (Some(records), Layout::Csv(of_block)) => of_block.go_on_as(records, KEPT),
            (Some(records), layout) => {
                let mut of_block = Box::new(Records::new(None));
                of_block.go_on_as(records, KEPT);
                *layout = Layout::Csv(of_block);
            }
            (None, layout) => *layout = Layout::JsonLines(super::lines::Lines::default()),
        }
    }
}

/// How far the text behind the last block is looked through for ends of rows.
struct Scan {
    /// What stands between cells of CSV; JSON lines have neither cells nor quotes.
    delimiter: Option<u8>,
    looked: usize,
    in_quotes: bool,
    /// The byte before `looked`, where that has been dropped.
    before: u8,
}

impl Scan {
    fn new(delimiter: Option<u8>) -> Self {
        Scan { delimiter, looked: 0, in_quotes: false, before: b'\n' }
    }

    /// Looks through all that is there; gives where the last row ends that does.
    fn last(&mut self, text: &[u8]) -> Option<usize> {
        self.look(text, |part| memrchr2(b'\n', b'\r', part), false)
    }

    /// Looks until a row ends; gives where that is.
    fn first(&mut self, text: &[u8]) -> Option<usize> {
        self.look(text, |part| memchr2(b'\n', b'\r', part), true)
    }

    fn look(&mut self, text: &[u8], find: impl Fn(&[u8]) -> Option<usize>, is_enough: bool) -> Option<usize> {
        let Some(delimiter) = self.delimiter else { return self.look_for_lines(text, is_enough) };
        let mut found = None;
        while let Some(rest) = text.get(self.looked..).filter(|rest| !rest.is_empty()) {
            let quote = memchr(b'"', rest);
            let part = rest.get(..quote.unwrap_or(rest.len())).unwrap_or(rest);
            let behind = self.looked.saturating_add(part.len());
            if self.in_quotes {
                let next = text.get(behind.saturating_add(1));
                match (quote, next) {
                    (None, _) => self.go_to(behind, text),
                    // Whether it is one of two shows in the next byte only.
                    (Some(_), None) => {
                        self.go_to(behind, text);
                        break;
                    }
                    (Some(_), Some(b'"')) => self.go_to(behind.saturating_add(2), text),
                    (Some(_), Some(_)) => {
                        self.in_quotes = false;
                        self.go_to(behind.saturating_add(1), text);
                    }
                }
                continue;
            }
            if let Some(end) = find(part) {
                found = Some(self.looked.saturating_add(end).saturating_add(1));
                if is_enough {
                    break;
                }
            }
            self.go_to(behind, text);
            if quote.is_some() {
                // A quote opens only where a cell begins.
                self.in_quotes = self.before == delimiter || matches!(self.before, b'\n' | b'\r');
                self.go_to(behind.saturating_add(1), text);
            }
        }
        found
    }

    fn look_for_lines(&mut self, text: &[u8], is_enough: bool) -> Option<usize> {
        let rest = text.get(self.looked..).unwrap_or(&[]);
        let end = if is_enough { memchr(b'\n', rest) } else { memrchr(b'\n', rest) };
        let found = end.map(|end| self.looked.saturating_add(end).saturating_add(1));
        self.looked = text.len();
        found
    }

    fn go_to(&mut self, place: usize, text: &[u8]) {
        self.looked = place;
        if let Some(before) = place.checked_sub(1).and_then(|before| text.get(before)) {
            self.before = *before;
        }
    }
}
