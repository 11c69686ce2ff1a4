//! A JSON array of objects, element by element, or one object.
//!
//! Only brackets, quotes and commas are looked at to find where an element ends; the element is then read as JSON. So
//! an element may be broken in itself, and the next is read; where the brackets or quotes themselves do not match, the
//! rest of the file is lost.

use std::io::Read;
use std::ops::Range;

use super::error::FileError;
use super::text::Text;
use super::{LONGEST_ROW, Next};
use crate::facts::{DataError, Opportunity, Reader};

/// The elements of an array.
#[derive(Debug, Default)]
pub(super) struct Elements {
    place: Place,
    scan: Scan,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    /// Behind the array's bracket.
    First,
    /// Behind a comma.
    Next,
    /// Behind the array, or the one object.
    End,
}

/// How far the element that is being read is looked through.
#[derive(Debug, Default)]
struct Scan {
    looked: usize,
    /// The open brackets, by what closes them.
    open: Vec<u8>,
    in_text: bool,
    is_escaped: bool,
    /// Whether it is too long, and only its end is looked for.
    is_passed_over: bool,
    /// The last element, where it was not too long.
    last: Option<Range<usize>>,
}

/// What ends an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Comma,
    Bracket,
    /// The bracket of the one object itself.
    Own,
}

impl Elements {
    /// Where the last element stands in the text, if it was not too long.
    pub(super) fn last(&self) -> Option<Range<usize>> {
        self.scan.last.clone()
    }

    pub(super) fn next<R: Read>(
        &mut self,
        text: &mut Text<R>,
        row: u64,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Next {
        match self.place {
            Place::Start => self.start(text, row, reader, opportunity),
            Place::First if skip_blanks(text, row)? == Some(']') => {
                text.consume(1);
                self.end(text, row)
            }
            Place::First | Place::Next => self.element(text, row, reader, opportunity),
            Place::End => self.end(text, row),
        }
    }

    fn start<R: Read>(&mut self, text: &mut Text<R>, row: u64, reader: &Reader, opportunity: &mut Opportunity) -> Next {
        match skip_blanks(text, row)? {
            Some('[') => {
                text.consume(1);
                self.place = Place::First;
                self.next(text, row, reader, opportunity)
            }
            Some('{') => {
                self.place = Place::End;
                // Of an object that does not end, too, all that is there is read, so that the message says what is missing.
                let end = match self.scan.find(text, row, true)? {
                    Some((end, _)) => end,
                    None => text.rest().len(),
                };
                Ok(Some(self.scan.read(text, end, reader, opportunity)))
            }
            Some(_) => Err(FileError::NotJson),
            None => Err(FileError::Empty),
        }
    }

    fn element<R: Read>(
        &mut self,
        text: &mut Text<R>,
        row: u64,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Next {
        let Some((end, by)) = self.scan.find(text, row, false)? else {
            return Err(FileError::BrokenArray { row, found: "the file ends before the array does" });
        };
        let result = self.scan.read(text, end, reader, opportunity);
        text.consume(1);
        self.place = if by == End::Comma { Place::Next } else { Place::End };
        Ok(Some(result))
    }

    fn end<R: Read>(&mut self, text: &mut Text<R>, row: u64) -> Next {
        self.place = Place::End;
        match skip_blanks(text, row)? {
            Some(_) => Err(FileError::TextBehind),
            None => Ok(None),
        }
    }
}

impl Scan {
    /// Finds where the element ends, behind it the comma or bracket that ends it, or behind its own bracket; nothing where the
    /// file ends before.
    fn find<R: Read>(
        &mut self,
        text: &mut Text<R>,
        row: u64,
        is_alone: bool,
    ) -> Result<Option<(usize, End)>, FileError> {
        loop {
            let rest = text.rest().as_bytes();
            for &byte in rest.get(self.looked..).unwrap_or(&[]) {
                if let Some(end) = self.step(byte, is_alone).map_err(|found| FileError::BrokenArray { row, found })? {
                    return Ok(Some((self.looked, end)));
                }
                self.looked = self.looked.saturating_add(1);
                if self.open.is_empty() && is_alone {
                    return Ok(Some((self.looked, End::Own)));
                }
            }
            if self.looked > LONGEST_ROW {
                self.is_passed_over = true;
                text.consume(self.looked);
                self.looked = 0;
            }
            if !text.fill(row)? {
                return Ok(None);
            }
        }
    }

    /// Looks at a byte; says whether it is one behind the element.
    fn step(&mut self, byte: u8, is_alone: bool) -> Result<Option<End>, &'static str> {
        if self.in_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_text = false,
                b'\n' if !is_alone => return Err("a text lacks its closing quote"),
                _ => {}
            }
            return Ok(None);
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' => self.open.push(b'}'),
            b'[' => self.open.push(b']'),
            b',' if self.open.is_empty() => return Ok(Some(End::Comma)),
            b']' if self.open.is_empty() => return Ok(Some(End::Bracket)),
            b'}' | b']' => match self.open.pop() {
                Some(closing) if closing == byte => {}
                Some(_) | None if is_alone => {}
                Some(_) | None => return Err("the brackets do not match"),
            },
            _ => {}
        }
        Ok(None)
    }

    /// Reads the element that ends there, and is done with it.
    fn read<R: Read>(
        &mut self,
        text: &mut Text<R>,
        end: usize,
        reader: &Reader,
        opportunity: &mut Opportunity,
    ) -> Result<(), DataError> {
        let element = text.rest().get(..end).unwrap_or("");
        self.last = Some(text.done()..text.done().saturating_add(element.len()));
        let result = if self.is_passed_over || end > LONGEST_ROW {
            self.last = None;
            Err(reader.row_too_long(opportunity))
        } else {
            reader.read_json_into(opportunity, element)
        };
        text.consume(end);
        self.looked = 0;
        self.open.clear();
        self.in_text = false;
        self.is_escaped = false;
        self.is_passed_over = false;
        result
    }
}

/// Passes over blanks, and gives the letter behind them; nothing at the end of the file.
fn skip_blanks<R: Read>(text: &mut Text<R>, row: u64) -> Result<Option<char>, FileError> {
    loop {
        let rest = text.rest();
        let blanks = rest.len().saturating_sub(rest.trim_start_matches([' ', '\t', '\n', '\r']).len());
        text.consume(blanks);
        if let Some(letter) = text.rest().chars().next() {
            return Ok(Some(letter));
        }
        if !text.fill(row)? {
            return Ok(None);
        }
    }
}
