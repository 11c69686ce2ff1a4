//! Errors of whole files of data.

use crate::diag::{Code, quote};

/// A file of data that cannot be read on. The rows before have been read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The bytes could not be had.
    #[error("row {row} cannot be read: {error}")]
    Unreadable {
        /// The row that was being read.
        row: u64,
        /// Why not.
        #[source]
        error: std::io::Error,
    },
    /// The bytes are no text.
    #[error("row {row} is no {encoding} text at byte {byte} of the file")]
    Encoding {
        /// The row that was being read.
        row: u64,
        /// The byte of the file, the first being 1.
        byte: u64,
        /// The encoding.
        encoding: &'static str,
    },
    /// A header of CSV stands twice.
    #[error("the header {} stands twice", quote(.header))]
    HeaderTwice {
        /// The header.
        header: String,
    },
    /// The header of CSV is longer than a row may be.
    #[error("the header is longer than 4 MiB")]
    HeaderTooLong,
    /// There is no header of CSV, or no JSON.
    #[error("the file is empty")]
    Empty,
    /// The file begins with neither an array nor an object.
    #[error("the file is neither an array of objects nor one object")]
    NotJson,
    /// The array's brackets or quotes do not match, or it does not end.
    #[error("the array is broken in row {row}: {found}")]
    BrokenArray {
        /// The row in which that shows.
        row: u64,
        /// What is wrong.
        found: &'static str,
    },
    /// Something follows the array or object.
    #[error("something stands behind the end of the JSON text; a file of one object a line is JSON lines")]
    TextBehind,
}

impl FileError {
    /// The same error, where so many rows stand before those that it counts.
    #[must_use]
    pub fn behind(mut self, rows: u64) -> Self {
        match &mut self {
            FileError::Unreadable { row, .. }
            | FileError::Encoding { row, .. }
            | FileError::BrokenArray { row, .. } => {
                *row = row.saturating_add(rows);
            }
            FileError::HeaderTwice { .. }
            | FileError::HeaderTooLong
            | FileError::Empty
            | FileError::NotJson
            | FileError::TextBehind => {}
        }
        self
    }

    /// The stable code of this kind of error, such as `E0521`.
    #[must_use]
    pub fn code(&self) -> Code {
        const UNREADABLE: Code = Code::new("E0520");
        const ENCODING: Code = Code::new("E0521");
        const HEADER: Code = Code::new("E0522");
        const NO_JSON: Code = Code::new("E0523");
        const EMPTY: Code = Code::new("E0524");
        match self {
            FileError::Unreadable { .. } => UNREADABLE,
            FileError::Encoding { .. } => ENCODING,
            FileError::HeaderTwice { .. } | FileError::HeaderTooLong => HEADER,
            FileError::Empty => EMPTY,
            FileError::NotJson | FileError::BrokenArray { .. } | FileError::TextBehind => NO_JSON,
        }
    }
}
