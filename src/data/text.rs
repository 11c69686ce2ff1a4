//! Bytes as text, piece by piece: decoded, checked, without a byte-order mark.

use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Encoding;
use super::error::FileError;

/// How many bytes are read at a time.
const PIECE: usize = 64 << 10;

/// A file's text of which the beginning is decoded.
pub(super) struct Text<R> {
    file: R,
    encoding: Option<Encoding>,
    decoder: Option<Decoder>,
    /// Bytes that are read and not decoded: `bytes[at..end]`.
    bytes: Vec<u8>,
    at: usize,
    end: usize,
    /// How many bytes of the file are decoded.
    decoded: u64,
    is_ended: bool,
    /// The text that is decoded, of which the first bytes are done with.
    text: String,
    done: usize,
    fault: Option<Fault>,
}

/// Why there is no more text.
enum Fault {
    Unreadable(io::Error),
    Malformed { byte: u64 },
}

impl<R> std::fmt::Debug for Text<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("encoding", &self.encoding).field("decoded", &self.decoded).finish_non_exhaustive()
    }
}

impl Text<io::Empty> {
    /// A text that is all there is, and empty yet.
    pub(super) fn whole() -> Self {
        Text { is_ended: true, ..Text::new(io::empty(), Some(Encoding::Utf8)) }
    }
}

impl<R> Text<R> {
    /// How many bytes of the decoded text are done with. They stay until more is decoded.
    pub(super) fn done(&self) -> usize {
        self.done
    }

    /// Some of the bytes that are done with, since when nothing was decoded.
    pub(super) fn done_with(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

impl<R: Read> Text<R> {
    pub(super) fn new(file: R, encoding: Option<Encoding>) -> Self {
        Text {
            file,
            encoding,
            decoder: None,
            bytes: Vec::new(),
            at: 0,
            end: 0,
            decoded: 0,
            is_ended: false,
            text: String::new(),
            done: 0,
            fault: None,
        }
    }

    /// What is decoded and not done with.
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.done..).unwrap_or("")
    }

    /// As [`rest`](Self::rest), also where what is done with ends inside a character.
    pub(super) fn rest_bytes(&self) -> &[u8] {
        self.text.as_bytes().get(self.done..).unwrap_or(&[])
    }

    /// Is done with so many bytes of [`rest`](Self::rest).
    pub(super) fn consume(&mut self, bytes: usize) {
        self.done = self.done.saturating_add(bytes).min(self.text.len());
    }

    /// Makes so many bytes of [`rest`](Self::rest) all that another text is, of which no more than `kept` bytes of memory go on
    /// to be used.
    pub(super) fn split_into(&mut self, end: usize, other: &mut Text<io::Empty>, kept: usize) {
        let end = self.done.saturating_add(end).min(self.text.len());
        if end > kept || self.text.capacity() > kept {
            // Memory that has grown for a long row stays here, as more of them may come.
            other.text = self.text.get(self.done..end).unwrap_or("").to_owned();
            other.done = 0;
            self.done = end;
            return;
        }
        let behind = self.text.get(end..).unwrap_or("");
        if other.text.capacity() > kept {
            other.text = String::new();
        }
        other.text.clear();
        other.text.push_str(behind);
        std::mem::swap(&mut self.text, &mut other.text);
        other.text.truncate(end);
        other.done = std::mem::take(&mut self.done);
    }

    /// Decodes more text, while row `row` is read; false at the end of the file.
    pub(super) fn fill(&mut self, row: u64) -> Result<bool, FileError> {
        self.drop_done();
        let before = self.text.len();
        while self.text.len() == before {
            if let Some(fault) = self.fault.take() {
                return Err(self.error(fault, row));
            }
            if self.is_ended && self.at == self.end && self.decoder.is_none() {
                return Ok(false);
            }
            if let Err(fault) = self.decode_more() {
                self.fault = Some(fault);
            }
        }
        Ok(true)
    }

    fn error(&self, fault: Fault, row: u64) -> FileError {
        let encoding = self.encoding.unwrap_or(Encoding::Utf8).name();
        match fault {
            Fault::Unreadable(error) => FileError::Unreadable { row, error },
            Fault::Malformed { byte } => FileError::Encoding { row, byte, encoding },
        }
    }

    /// Moves what is not done with to the front, where that is worth it.
    fn drop_done(&mut self) {
        if self.done >= self.text.len() / 2 && self.text.is_char_boundary(self.done) {
            self.text.drain(..self.done);
            self.done = 0;
        }
    }

    fn decode_more(&mut self) -> Result<(), Fault> {
        if self.at == self.end && !self.is_ended {
            self.read_more()?;
        }
        if self.decoder.is_none() {
            self.begin()?;
        }
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let source = self.bytes.get(self.at..self.end).unwrap_or(&[]);
        let most = decoder.max_utf8_buffer_length_without_replacement(source.len()).unwrap_or(PIECE);
        self.text.reserve(most);
        let (result, read) = decoder.decode_to_string_without_replacement(source, &mut self.text, self.is_ended);
        self.at = self.at.saturating_add(read);
        self.decoded = self.decoded.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        match result {
            DecoderResult::InputEmpty => {
                if self.is_ended {
                    self.decoder = None;
                }
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
            DecoderResult::Malformed(length, behind) => {
                let back = u64::from(length).saturating_add(u64::from(behind));
                Err(Fault::Malformed { byte: self.decoded.saturating_sub(back).saturating_add(1) })
            }
        }
    }

    fn read_more(&mut self) -> Result<(), Fault> {
        self.bytes.resize(PIECE, 0);
        (self.at, self.end) = (0, 0);
        loop {
            match self.file.read(&mut self.bytes) {
                Ok(0) => self.is_ended = true,
                Ok(count) => self.end = count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::Unreadable(error)),
            }
            return Ok(());
        }
    }

    /// Looks for a byte-order mark, and begins to decode behind it.
    fn begin(&mut self) -> Result<(), Fault> {
        while self.end < 3 && !self.is_ended {
            self.read_start()?;
        }
        let start = self.bytes.get(self.at..self.end).unwrap_or(&[]);
        let marked = match start {
            [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8, UTF_8, 3)),
            [0xff, 0xfe, ..] => Some((Encoding::Utf16, UTF_16LE, 2)),
            [0xfe, 0xff, ..] => Some((Encoding::Utf16, UTF_16BE, 2)),
            _ => None,
        };
        let (decoder, mark) = match (self.encoding, marked) {
            (Some(told), Some((seen, decoder, mark))) if told == seen => (decoder, mark),
            (None, Some((seen, decoder, mark))) => {
                self.encoding = Some(seen);
                (decoder, mark)
            }
            (Some(Encoding::Windows1252), _) => (WINDOWS_1252, 0),
            (Some(Encoding::Utf16), _) => (UTF_16LE, 0),
            (Some(Encoding::Utf8), _) | (None, None) => (UTF_8, 0),
        };
        self.decoder = Some(decoder.new_decoder_without_bom_handling());
        self.at = self.at.saturating_add(mark);
        self.decoded = u64::try_from(mark).unwrap_or(0);
        Ok(())
    }

    /// Reads on behind the few bytes that are there.
    fn read_start(&mut self) -> Result<(), Fault> {
        let free = self.bytes.get_mut(self.end..).unwrap_or(&mut []);
        match self.file.read(free) {
            Ok(0) => self.is_ended = true,
            Ok(count) => self.end = self.end.saturating_add(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::Unreadable(error)),
        }
        Ok(())
    }
}
