//! Data as an argument: files of opportunities, as the options say how to read and assess them.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use stagegate::history::History;
use stagegate::{Assessment, DataError, Date, Opportunity, Playbook, Reader, Reviewing, Scratch, Verdict, data};

use crate::args::{DataOptions, Delimiter, Encoding, Input};
use crate::output::{self, Stop};
use crate::{playbook, review_blocks};

/// So many rows of a history that cannot be read are named.
const NAMED: usize = 10;

/// What reads and assesses data as the options say.
pub(crate) struct Feed<'a> {
    playbook: &'a Playbook,
    options: &'a DataOptions,
    reader: Reader,
    assessment: Assessment,
    today: Date,
}

impl<'a> Feed<'a> {
    /// Takes the options; those that the playbook does not fit end the command.
    pub(crate) fn new(playbook: &'a Playbook, options: &'a DataOptions) -> Result<Self, Stop> {
        let mut assessment = Assessment::default().reopening(options.reopen);
        if let Some(name) = &options.process {
            assessment = assessment.by(playbook.process(name).map_err(because)?);
        }
        let reader = with_rates(playbook.reader().strict(options.strict), &options.rates)?;
        Ok(Feed { playbook, options, reader, assessment, today: today(options.as_of.as_deref())? })
    }

    /// Gives the verdict on each opportunity of a file with its place in it, the first being 1, until `take` has
    /// enough. A file that cannot be read to its end ends the command, after the verdicts on the rows before.
    pub(crate) fn each(
        &mut self,
        path: &Path,
        mut take: impl FnMut(u64, Verdict) -> Result<ControlFlow<()>, Stop>,
    ) -> Result<(), Stop> {
        let (judge, mut scratch) = (self.judge(), Scratch::new());
        self.each_row(path, |row, read| take(row, judge.verdict(&mut scratch, read)))
    }

    /// A review as the options say.
    pub(crate) fn reviewing(&self) -> Reviewing {
        self.playbook.review(self.today).assessing(self.assessment)
    }

    /// Adds the opportunities of a file to a review.
    pub(crate) fn review(&mut self, path: &Path, reviewing: &mut Reviewing) -> Result<(), Stop> {
        if let Pieces::Blocks(blocks) = self.pieces(path)? {
            return review_blocks::run(blocks, &self.reader, reviewing).map_err(|error| cannot_read(path, &error));
        }
        self.each_row(path, |_, read| {
            reviewing.push_row(read);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// The history in files, as the options say. Of the rows that cannot be read the first are named.
    pub(crate) fn history(&mut self, paths: &[PathBuf]) -> Result<History, Stop> {
        let mut history = History::new(self.playbook);
        if let Some(name) = &self.options.process {
            history = history.by(self.playbook.process(name).map_err(because)?);
        }
        for path in paths {
            let file = if paths.len() > 1 { format!("{}: ", path.display()) } else { String::new() };
            self.each_row(path, |row, read| {
                match read {
                    Ok(opportunity) => history.push(opportunity, row),
                    Err(error) => {
                        if history.errors().len() < NAMED {
                            output::complain(&format!("{file}row {row}: {error}"));
                        }
                        history.push_error(error, row);
                    }
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(history)
    }

    /// The last day of a history: the one that the options name, else the last that the history speaks of, else today.
    pub(crate) fn last_day(&self, history: &History) -> Date {
        history.last_day().filter(|_| self.options.as_of.is_none()).unwrap_or(self.today)
    }

    /// The day of the assessment.
    pub(crate) fn today(&self) -> Date {
        self.today
    }

    /// Gives each row of a file, read or not, with its place in it, until `take` has enough.
    fn each_row(
        &mut self,
        path: &Path,
        mut take: impl FnMut(u64, Result<&Opportunity, DataError>) -> Result<ControlFlow<()>, Stop>,
    ) -> Result<(), Stop> {
        let mut rows = self.rows(path)?;
        let mut opportunity = Opportunity::default();
        while let Some(row) = rows.next_into(&self.reader, &mut opportunity) {
            let row = row.map_err(|error| cannot_read(path, &error))?;
            if take(row.number, row.result.map(|()| &opportunity))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// A file, in the largest pieces that its format lets threads read side by side.
    pub(crate) fn pieces(&self, path: &Path) -> Result<Pieces, Stop> {
        #[cfg(feature = "parquet")]
        if self.is_parquet(path) {
            return self.rows(path).map(Pieces::Rows);
        }
        let format = self.format(path)?;
        let (file, layout) = (open(path)?, self.layout());
        Ok(match format {
            data::Format::Csv => Pieces::Blocks(data::Blocks::csv(file, layout)),
            data::Format::JsonLines => Pieces::Blocks(data::Blocks::json_lines(file, layout)),
            data::Format::Json => Pieces::Rows(FileRows::Text(data::Rows::new(file, format, layout))),
        })
    }

    /// The rows of a file, to be read with [`reader`](Self::reader).
    pub(crate) fn rows(&self, path: &Path) -> Result<FileRows, Stop> {
        #[cfg(feature = "parquet")]
        if self.is_parquet(path) {
            return self.parquet(path).map(FileRows::Parquet);
        }
        let format = self.format(path)?;
        Ok(FileRows::Text(data::Rows::new(open(path)?, format, self.layout())))
    }

    /// Whether a file is one of Parquet: as the options have it, else as its name ends.
    #[cfg(feature = "parquet")]
    fn is_parquet(&self, path: &Path) -> bool {
        let is_named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        self.options.input.map_or(is_named, |input| input == Input::Parquet)
    }

    /// The rows of a file of Parquet, which is read from its end, so that standard input is taken into memory first.
    #[cfg(feature = "parquet")]
    fn parquet(&self, path: &Path) -> Result<data::ParquetRows, Stop> {
        let rows = if playbook::is_stdin(path) {
            let mut bytes = Vec::new();
            open(path)?.read_to_end(&mut bytes).map_err(because)?;
            data::ParquetRows::of_bytes(bytes, &self.reader)
        } else {
            data::ParquetRows::open(open_file(path)?, &self.reader)
        };
        rows.map_err(|error| cannot_read(path, &error))
    }

    /// What reads a row.
    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What assesses a row that has been read.
    pub(crate) fn judge(&self) -> Judge {
        Judge { playbook: self.playbook.clone(), assessment: self.assessment, today: self.today }
    }

    fn layout(&self) -> data::Options {
        data::Options { delimiter: self.options.delimiter.map(byte), encoding: self.options.encoding.map(Into::into) }
    }

    /// The format of a file: as the options have it, else as its name ends.
    fn format(&self, path: &Path) -> Result<data::Format, Stop> {
        let named = data::Format::of_name(&path.to_string_lossy());
        match (self.options.input, named) {
            (Some(Input::Json), _) => Ok(data::Format::Json),
            (Some(Input::Jsonl), _) => Ok(data::Format::JsonLines),
            (Some(Input::Csv), _) => Ok(data::Format::Csv),
            #[cfg(feature = "parquet")]
            (Some(Input::Parquet), _) => Err(Stop::Because("Parquet is read in another way".to_owned())),
            (None, Some(format)) => Ok(format),
            (None, None) => Err(Stop::Because(format!(
                "the format of `{}` does not show in its name; say it by --input json, jsonl or csv",
                path.display()
            ))),
        }
    }
}

/// A file's bytes.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// A file of data.
pub(crate) enum Pieces {
    /// Blocks of rows, for several threads.
    Blocks(data::Blocks<Bytes>),
    /// One row after the other.
    Rows(FileRows),
}

/// The rows of a file, one after the other.
pub(crate) enum FileRows {
    Text(data::Rows<Bytes>),
    #[cfg(feature = "parquet")]
    Parquet(data::ParquetRows),
}

impl FileRows {
    /// The next row, as [`data::Rows::next_into`] gives it.
    pub(crate) fn next_into(
        &mut self,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Option<Result<data::Row, data::FileError>> {
        match self {
            FileRows::Text(rows) => rows.next_into(reader, opportunity),
            #[cfg(feature = "parquet")]
            FileRows::Parquet(rows) => rows.next_into(reader, opportunity),
        }
    }

    /// The last row once more, as [`data::Rows::again_into`] gives it; nothing where the format cannot.
    pub(crate) fn again_into(
        &mut self,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Option<Result<(), DataError>> {
        match self {
            FileRows::Text(rows) => Some(rows.again_into(reader, opportunity)),
            #[cfg(feature = "parquet")]
            FileRows::Parquet(_) => None,
        }
    }
}

/// A playbook with all that a verdict depends on beside the opportunity. For threads: it borrows nothing.
pub(crate) struct Judge {
    pub playbook: Playbook,
    pub assessment: Assessment,
    pub today: Date,
}

impl Judge {
    /// The verdict on a row that was read, or could not be.
    pub(crate) fn verdict(&self, scratch: &mut Scratch, row: Result<&Opportunity, DataError>) -> Verdict {
        match row {
            Ok(opportunity) => self.playbook.assess_in(scratch, opportunity, self.today, self.assessment),
            Err(error) => Verdict::of_error(self.today, error),
        }
    }
}

/// The end of a command whose data cannot be read on.
pub(crate) fn cannot_read(path: &Path, error: &data::FileError) -> Stop {
    Stop::Coded(error.code(), format!("cannot read `{}`: {error}", path.display()))
}

/// A file of data, or standard input.
fn open(path: &Path) -> Result<Bytes, Stop> {
    if playbook::is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    Ok(Box::new(open_file(path)?))
}

/// A file of data.
fn open_file(path: &Path) -> Result<File, Stop> {
    let fail = |why: &str| Stop::Because(format!("cannot read `{}`: {why}", path.display()));
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => fail("there is no such file"),
        kind => fail(&kind.to_string()),
    })?;
    if path.is_dir() { Err(fail("it is a folder")) } else { Ok(file) }
}

fn byte(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Pipe => b'|',
    }
}

impl From<Encoding> for data::Encoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => data::Encoding::Utf8,
            Encoding::Windows1252 => data::Encoding::Windows1252,
            Encoding::Utf16 => data::Encoding::Utf16,
        }
    }
}

/// The reader with rates of exchange, each written as `EUR/USD=1.08`.
fn with_rates(reader: Reader, rates: &[String]) -> Result<Reader, Stop> {
    rates.iter().try_fold(reader, |reader, rate| {
        let pieces = rate.split_once('=').and_then(|(pair, value)| Some((pair.split_once('/')?, value)));
        match pieces {
            Some(((from, to), value)) => reader.rate(from, to, value).map_err(because),
            None => Err(Stop::Because(format!("`{rate}` is no rate; write it as EUR/USD=1.08"))),
        }
    })
}

/// The day of the assessment: the one that is named, else today as the clock on the wall has it.
pub(crate) fn today(named: Option<&str>) -> Result<Date, Stop> {
    match named {
        Some(text) => date(text),
        None => Date::try_from(jiff::Zoned::now().date()).map_err(because),
    }
}

/// A day that is named.
pub(crate) fn date(text: &str) -> Result<Date, Stop> {
    Date::parse(text).ok_or_else(|| Stop::Because(format!("`{text}` is no date; write it as 2026-11-23")))
}

fn because(error: impl std::fmt::Display) -> Stop {
    Stop::Because(error.to_string())
}
