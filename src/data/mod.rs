//! Files of data: JSON, JSON lines and CSV, read row by row.
//!
//! A file is read as a stream: one row is in memory at a time, be it an element of a JSON array, a line of JSON or a
//! record of CSV. What is wrong with a row is an error of that row, and the next row is read; what makes the rest of the file
//! unreadable is a [`FileError`], behind all rows that stand before it.
//!
//! ```
//! use stagegate::data::{Format, Options, Rows};
//! use stagegate::{Opportunity, Playbook};
//!
//! let playbook = Playbook::parse("
//!     opportunity { key id: text  amount: money USD }
//!     process direct { stage qualify { require priced that amount is known } }
//! ")?;
//! let reader = playbook.reader();
//! let file = "id;amount\nO-17;$80,000\nO-18;lots\n";
//!
//! let mut rows = Rows::new(file.as_bytes(), Format::Csv, Options::default());
//! let mut opportunity = Opportunity::default();
//! assert!(rows.next_into(&reader, &mut opportunity).unwrap()?.result.is_ok());
//! let second = rows.next_into(&reader, &mut opportunity).unwrap()?;
//! assert_eq!(second.number, 2);
//! assert_eq!(second.result.unwrap_err().field(), Some("amount"));
//! assert!(rows.next_into(&reader, &mut opportunity).is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blocks;
mod csv;
mod error;
mod json;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
mod text;

#[cfg(feature = "parquet")]
pub use self::parquet::ParquetRows;
pub use blocks::{Block, Blocks};
pub use error::FileError;

use std::io::Read;
use std::ops::Range;

use crate::facts::{DataError, Opportunity, Reader};
use text::Text;

/// The longest row in bytes.
const LONGEST_ROW: usize = 4 << 20;

/// How a file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// An array of objects, or one object.
    Json,
    /// One object a line.
    JsonLines,
    /// Comma-separated values, or separated otherwise, with a header.
    Csv,
}

impl Format {
    /// The format that a file's name ends in: `.json`, `.jsonl` or `.ndjson`, `.csv` or `.tsv`.
    ///
    /// ```
    /// use stagegate::data::Format;
    /// assert_eq!(Format::of_name("deals.CSV"), Some(Format::Csv));
    /// assert_eq!(Format::of_name("deals"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let is = |known: &str| ending.eq_ignore_ascii_case(known);
        if is("json") {
            Some(Format::Json)
        } else if is("jsonl") || is("ndjson") {
            Some(Format::JsonLines)
        } else if is("csv") || is("tsv") {
            Some(Format::Csv)
        } else {
            None
        }
    }
}

/// How a file's text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows' code page 1252.
    Windows1252,
    /// UTF-16; the byte-order mark says which, little-endian without one.
    Utf16,
}

impl Encoding {
    /// The encoding of that name: `UTF-8`, `windows-1252`, `UTF-16`, in any case, with or without hyphen.
    ///
    /// ```
    /// use stagegate::data::Encoding;
    /// assert_eq!(Encoding::of_name("utf16"), Some(Encoding::Utf16));
    /// assert_eq!(Encoding::of_name("latin-2"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        const NAMES: [(&str, Encoding); 6] = [
            ("utf-8", Encoding::Utf8),
            ("utf8", Encoding::Utf8),
            ("windows-1252", Encoding::Windows1252),
            ("windows1252", Encoding::Windows1252),
            ("utf-16", Encoding::Utf16),
            ("utf16", Encoding::Utf16),
        ];
        NAMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, encoding)| encoding)
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Utf16 => "UTF-16",
        }
    }
}

/// What is told about a file instead of seen in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stands between the cells of CSV; where left out, whichever of `,` `;` tab `|` the header has most of.
    pub delimiter: Option<u8>,
    /// How the text is encoded; where left out, UTF-8, or UTF-16 where a byte-order mark says so.
    pub encoding: Option<Encoding>,
}

/// One row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which opportunity of the file it is; the first is 1. Blank lines do not count.
    pub number: u64,
    /// Whether it fits the playbook.
    pub result: Result<(), DataError>,
}

/// The rows of a file.
#[derive(Debug)]
pub struct Rows<R> {
    text: Text<R>,
    layout: Layout,
    /// How many rows there have been.
    count: u64,
    is_over: bool,
}

/// How rows are found.
#[derive(Debug)]
enum Layout {
    Json(json::Elements),
    JsonLines(lines::Lines),
    Csv(Box<csv::Records>),
}

impl<R: Read> Rows<R> {
    /// The rows of a file. Nothing is read before the first is asked for. The file need not be buffered.
    pub fn new(file: R, format: Format, options: Options) -> Self {
        let layout = match format {
            Format::Json => Layout::Json(json::Elements::default()),
            Format::JsonLines => Layout::JsonLines(lines::Lines::default()),
            Format::Csv => Layout::Csv(Box::new(csv::Records::new(options.delimiter))),
        };
        Rows::of_text(Text::new(file, options.encoding), layout)
    }

    fn of_text(text: Text<R>, layout: Layout) -> Self {
        Rows { text, layout, count: 0, is_over: false }
    }

    /// Reads the next row into the opportunity; nothing at the end of the file, or behind an error of the file.
    ///
    /// # Errors
    /// Where the rest of the file cannot be read.
    pub fn next_into(&mut self, reader: &Reader, opportunity: &mut Opportunity) -> Option<Result<Row, FileError>> {
        if self.is_over {
            return None;
        }
        let number = self.count.saturating_add(1);
        let read = match &mut self.layout {
            Layout::Json(elements) => elements.next(&mut self.text, number, reader, opportunity),
            Layout::JsonLines(lines) => lines.next(&mut self.text, number, reader, opportunity),
            Layout::Csv(records) => records.next(&mut self.text, number, reader, opportunity),
        };
        match read {
            Ok(Some(result)) => {
                self.count = number;
                Some(Ok(Row { number, result }))
            }
            Ok(None) => {
                self.is_over = true;
                None
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(error))
            }
        }
    }
}

impl<R> Rows<R> {
    /// Reads the row that came last once more, for another playbook: into an opportunity of its own.
    ///
    /// ```
    /// use stagegate::data::{Format, Options, Rows};
    /// use stagegate::{Opportunity, Playbook};
    ///
    /// let old = Playbook::parse("opportunity { seats: number } process p { stage s { require r that seats > 1 } }")?;
    /// let new = Playbook::parse("opportunity { seats: text } process p { stage s { require r that seats is known } }")?;
    /// let readers = [old.reader(), new.reader()];
    /// let mut rows = Rows::new("seats\n5\nmany\n".as_bytes(), Format::Csv, Options::default());
    /// let [mut before, mut after] = [Opportunity::default(), Opportunity::default()];
    /// let mut read = Vec::new();
    /// while let Some(row) = rows.next_into(&readers[0], &mut before) {
    ///     read.push([row?.result.is_ok(), rows.again_into(&readers[1], &mut after).is_ok()]);
    /// }
    /// assert_eq!(read, [[true, true], [false, true]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the row does not fit that playbook, or there was none.
    pub fn again_into(&mut self, reader: &Reader, opportunity: &mut Opportunity) -> Result<(), DataError> {
        if self.count == 0 {
            return Err(DataError::broken("no row has been read"));
        }
        match &mut self.layout {
            Layout::Json(elements) => again(&self.text, elements.last(), reader, opportunity),
            Layout::JsonLines(lines) => again(&self.text, lines.last(), reader, opportunity),
            Layout::Csv(records) => records.again(&self.text, reader, opportunity),
        }
    }
}

/// Reads JSON once more that is done with, and that was not too long.
fn again<R>(
    text: &Text<R>,
    last: Option<Range<usize>>,
    reader: &Reader,
    opportunity: &mut Opportunity,
) -> Result<(), DataError> {
    match last {
        Some(range) => reader.read_json_into(opportunity, text.done_with(range)),
        None => Err(reader.row_too_long(opportunity)),
    }
}

/// What asking for a row gives: the row's own success, or the end, or that the file is at fault.
type Next = Result<Option<Result<(), DataError>>, FileError>;
