//! A file of Parquet, some thousand rows at a time (feature `parquet`).
//!
//! Only the columns that the playbook reads are taken from the file, and of each no more is decoded at a time than the rows at hand
//! need. Rows are then read as those of any record batch.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{RecordBatch, RecordBatchReader};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;

use super::{FileError, Row};
use crate::facts::{ArrowRows, DataError, Opportunity, Reader};

/// How many rows are decoded at a time.
const BATCH: usize = 2_048;

/// The rows of a file of Parquet.
///
/// ```
/// # use std::sync::Arc;
/// # use stagegate::arrow::arrow_array::{ArrayRef, Int64Array, RecordBatch};
/// use stagegate::data::ParquetRows;
/// use stagegate::{Opportunity, Playbook};
///
/// # let batch = RecordBatch::try_from_iter([("amount", Arc::new(Int64Array::from(vec![5, 7])) as ArrayRef)])?;
/// # let mut file = Vec::new();
/// # let mut writer = parquet::arrow::ArrowWriter::try_new(&mut file, batch.schema(), None)?;
/// # writer.write(&batch)?;
/// # writer.close()?;
/// let playbook = Playbook::parse("
///     opportunity { amount: money USD }
///     process direct { stage qualify { require priced that amount is known } }
/// ")?;
/// let reader = playbook.reader();
/// let mut rows = ParquetRows::of_bytes(file, &reader)?;
/// let mut opportunity = Opportunity::default();
/// let mut count = 0;
/// while let Some(row) = rows.next_into(&reader, &mut opportunity) {
///     count = row?.number;
///     // … assess it.
/// }
/// assert_eq!(count, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ParquetRows {
    batches: Batches,
    current: Option<ArrowRows>,
    at: usize,
    /// How many rows there have been.
    count: u64,
    is_over: bool,
}

/// The decoder, which has no `Debug`.
struct Batches(ParquetRecordBatchReader);

impl std::fmt::Debug for Batches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Batches")
    }
}

impl ParquetRows {
    /// The rows of a file, for that reader.
    ///
    /// # Errors
    /// Where the file is no Parquet, or a field reads a column whose type no fact has.
    pub fn open(file: File, reader: &Reader) -> Result<Self, FileError> {
        ParquetRows::new(file, reader)
    }

    /// The rows of a file that is in memory, for that reader.
    ///
    /// # Errors
    /// Where the file is no Parquet, or a field reads a column whose type no fact has.
    pub fn of_bytes(file: Vec<u8>, reader: &Reader) -> Result<Self, FileError> {
        ParquetRows::new(bytes::Bytes::from(file), reader)
    }

    fn new<T: ChunkReader + 'static>(file: T, reader: &Reader) -> Result<Self, FileError> {
        let open = || {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let is_read = |field: &&std::sync::Arc<arrow_schema::Field>| reader.reads_column(field.name());
            let fields = builder.schema().fields().iter().zip(0_usize..);
            let wanted: Vec<usize> = fields.filter(|(field, _)| is_read(field)).map(|(_, place)| place).collect();
            let wanted = ProjectionMask::roots(builder.parquet_schema(), wanted);
            builder.with_projection(wanted).with_batch_size(BATCH).build()
        };
        let batches = guarded(open).ok_or_else(broken).and_then(|opened| opened.map_err(because));
        let batches = batches.map_err(|error| FileError::Unreadable { row: 1, error })?;
        // Columns that cannot be read are told at once.
        let empty = RecordBatch::new_empty(batches.schema());
        reader.arrow_rows(&empty).map_err(|error| unreadable(1, &error))?;
        Ok(ParquetRows { batches: Batches(batches), current: None, at: 0, count: 0, is_over: false })
    }

    /// Reads the next row into the opportunity; nothing at the end of the file, or behind an error of the file. The reader is the
    /// one with which the file was opened, or one for the same playbook.
    ///
    /// # Errors
    /// Where the rest of the file cannot be read.
    pub fn next_into(&mut self, reader: &Reader, opportunity: &mut Opportunity) -> Option<Result<Row, FileError>> {
        let number = self.count.saturating_add(1);
        loop {
            if self.is_over {
                return None;
            }
            if let Some(rows) = self.current.as_ref().filter(|rows| self.at < rows.len()) {
                let result = reader.read_arrow_into(opportunity, rows, self.at);
                self.at = self.at.saturating_add(1);
                self.count = number;
                return Some(Ok(Row { number, result }));
            }
            if let Err(error) = self.next_batch(reader, number) {
                self.is_over = true;
                return Some(Err(error));
            }
        }
    }

    fn next_batch(&mut self, reader: &Reader, row: u64) -> Result<(), FileError> {
        let batch = guarded(|| self.batches.0.next()).ok_or_else(broken);
        let batch = batch.map_err(|error| FileError::Unreadable { row, error })?;
        self.at = 0;
        self.current = None;
        match batch {
            None => self.is_over = true,
            Some(Err(error)) => return Err(FileError::Unreadable { row, error: because(error) }),
            Some(Ok(batch)) => {
                self.current = Some(reader.arrow_rows(&batch).map_err(|error| unreadable(row, &error))?);
            }
        }
        Ok(())
    }
}

/// Runs the decoder, which may give up on a broken file by a panic; nothing then.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    // What it leaves behind is not looked at again.
    catch_unwind(AssertUnwindSafe(run)).ok()
}

fn broken() -> std::io::Error {
    because("the file is broken")
}

fn because(error: impl ToString) -> std::io::Error {
    std::io::Error::other(error.to_string())
}

fn unreadable(row: u64, error: &DataError) -> FileError {
    FileError::Unreadable { row, error: because(error.message()) }
}
