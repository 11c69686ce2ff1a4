//! Texts: in quotes, in three quotes, and in the quotes of others.

use super::{Foreign, Scanner, TokenKind, is_at_line_start, is_line_end, starts_declaration};

const LONG_QUOTES: &str = "\"\"\"";

impl Scanner<'_> {
    /// Reads `"…"` or `"""…"""`; `rest` starts with a quote.
    pub(super) fn text(&mut self) -> TokenKind {
        match self.rest.strip_prefix(LONG_QUOTES) {
            Some(inside) => self.long_text(inside),
            None => self.short_text(),
        }
    }

    fn short_text(&mut self) -> TokenKind {
        self.skip_bytes(1);
        let mut escape_is_wrong = false;
        loop {
            self.skip_while(|letter| letter != '"' && letter != '\\' && !is_line_end(letter));
            let mut letters = self.rest.chars();
            match (letters.next(), letters.next()) {
                (Some('"'), _) => {
                    self.skip_bytes(1);
                    return closed(escape_is_wrong);
                }
                (Some('\\'), Some(letter)) if !is_line_end(letter) => {
                    escape_is_wrong |= !is_escape(letter);
                    self.skip_bytes(letter.len_utf8().saturating_add(1));
                }
                (Some('\\'), _) => self.skip_bytes(1),
                (Some(_) | None, _) => return TokenKind::Foreign(Foreign::OpenText),
            }
        }
    }

    /// Goes on behind the opening quotes.
    fn long_text(&mut self, inside: &str) -> TokenKind {
        let opening = self.source.len().saturating_sub(inside.len());
        let end = if self.long_text_is_open { None } else { long_end(inside) };
        if let Some((length, escape_is_wrong)) = end {
            self.skip_bytes(LONG_QUOTES.len().saturating_add(length));
            return closed(escape_is_wrong);
        }
        self.long_text_is_open = true;
        let length = self.length_to_declaration(opening);
        self.skip_bytes(LONG_QUOTES.len().saturating_add(length));
        TokenKind::Foreign(Foreign::OpenLongText)
    }

    /// How many bytes there are from a place to the next line that starts with a declaration word.
    fn length_to_declaration(&self, from: usize) -> usize {
        let inside = self.source.get(from..).unwrap_or("");
        let mut length = 0_usize;
        for line in inside.split_inclusive(is_line_end) {
            let at = from.saturating_add(length);
            if starts_declaration(line) && is_at_line_start(self.source, at) {
                break;
            }
            length = length.saturating_add(line.len());
        }
        inside.get(..length).unwrap_or(inside).trim_end().len()
    }

    /// Reads a text in quotes of another kind, if it ends on its line.
    pub(super) fn quotes(&mut self, first: char) -> TokenKind {
        let line_end = self.rest.find(is_line_end).unwrap_or(self.rest.len());
        let line = self.rest.get(..line_end).unwrap_or("");
        let inside = line.get(first.len_utf8()..).unwrap_or("");
        let Some((at, last)) = inside.char_indices().find(|&(_, letter)| closes(first, letter)) else {
            self.skip_bytes(first.len_utf8());
            return TokenKind::Foreign(Foreign::Character);
        };
        self.skip_bytes(first.len_utf8().saturating_add(at).saturating_add(last.len_utf8()));
        TokenKind::Foreign(Foreign::Quotes)
    }
}

/// The length of a text and its closing quotes, and whether it has a wrong escape.
fn long_end(inside: &str) -> Option<(usize, bool)> {
    let mut rest = inside;
    let mut escape_is_wrong = false;
    loop {
        let at = rest.find(['"', '\\'])?;
        rest = rest.get(at..)?;
        if let Some(behind) = rest.strip_prefix(LONG_QUOTES) {
            return Some((inside.len().checked_sub(behind.len())?, escape_is_wrong));
        }
        if let Some(escaped) = rest.strip_prefix('\\') {
            let letter = escaped.chars().next()?;
            escape_is_wrong |= !is_escape(letter);
            rest = escaped.get(letter.len_utf8()..)?;
        } else {
            rest = rest.get(1..)?;
        }
    }
}

fn closed(escape_is_wrong: bool) -> TokenKind {
    if escape_is_wrong { TokenKind::Foreign(Foreign::Escape) } else { TokenKind::Text }
}

fn is_escape(letter: char) -> bool {
    matches!(letter, '"' | '\\' | 'n' | 't')
}

fn closes(first: char, letter: char) -> bool {
    match first {
        '\'' => letter == '\'',
        '‘' | '’' | '‚' => matches!(letter, '‘' | '’' | '\''),
        '«' | '»' => matches!(letter, '«' | '»'),
        _ => matches!(letter, '“' | '”' | '"'),
    }
}
