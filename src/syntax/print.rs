//! The formatter: one way to lay a file out, whatever way it was written.
//!
//! It works on the tokens, so that no word, literal or comment is lost or rewritten, and takes from the tree only where
//! lines start ([`marks`]). A line that is too long is broken at its weakest joints ([`line`]). Formatting what has been
//! formatted changes nothing, and the tree stays the same but for its places.
//!
//! What the writer decides: blank lines (one at most), whether a rule's condition stands on a line of its own, and
//! whether a record or list of a fixture is spread over several lines.

mod facts;
mod line;
mod marks;

use super::read::parse;
use super::tokens::{Comment, Token, TokenKind, Tokens, scan};
use crate::diag::Diagnostic;
use crate::limits::Limits;
use crate::source::{FileId, Source};
use marks::{Blank, Marks};

/// Columns of a line, where there is a choice.
const WIDTH: usize = 100;

/// Spaces of one level.
const INDENT: usize = 2;

/// Lays a file out. A file with syntax errors is left alone: they are given instead.
pub fn format(source: &Source, limits: &Limits) -> Result<String, Vec<Diagnostic>> {
    let (tree, faults) = parse(source, FileId(0), limits);
    if !faults.is_empty() {
        return Err(faults);
    }
    let text = source.text();
    let Tokens { tokens, comments } = scan(text);
    let layout = Layout::new(text, &tokens, &comments);
    let marks = marks::of_file(&tree, &layout);
    let mut printer = Printer { layout: &layout, marks: &marks, out: String::with_capacity(text.len()) };
    printer.file();
    Ok(printer.out)
}

/// The tokens with what stands between them.
struct Layout<'s> {
    text: &'s str,
    tokens: &'s [Token],
    comments: &'s [Comment],
    /// For each token, and for the file's end, the first comment behind the token before it.
    leads: Vec<usize>,
    /// For each token, and for the end, the columns of all before it on one line, each with its space.
    columns: Vec<usize>,
}

impl<'s> Layout<'s> {
    fn new(text: &'s str, tokens: &'s [Token], comments: &'s [Comment]) -> Self {
        let mut layout = Layout { text, tokens, comments, leads: Vec::new(), columns: Vec::new() };
        let mut behind: Option<Token> = None;
        let mut column = 0_usize;
        for (at, &token) in tokens.iter().enumerate() {
            layout.leads.push(comments.partition_point(|comment| behind.is_some_and(|last| comment.start < last.end)));
            layout.columns.push(column);
            let space = usize::from(layout.has_space_before(at));
            column = column.saturating_add(space).saturating_add(width(token.text(text)));
            behind = Some(token);
        }
        layout.leads.push(comments.partition_point(|comment| behind.is_some_and(|last| comment.start < last.end)));
        layout.columns.push(column);
        layout
    }

    /// The comments between a token and the one before it; `tokens.len()` stands for the end of the file.
    fn comments_before(&self, at: usize) -> &'s [Comment] {
        let first = self.leads.get(at).copied().unwrap_or(0);
        let end = self.tokens.get(at).map_or(self.comments.len(), |token| {
            let rest = self.comments.get(first..).unwrap_or_default();
            first.saturating_add(rest.partition_point(|comment| comment.start < token.start))
        });
        self.comments.get(first..end).unwrap_or_default()
    }

    fn text(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The token that starts at a byte, or the next one.
    fn at(&self, start: u32) -> usize {
        self.tokens.partition_point(|token| token.start < start)
    }

    /// The columns that tokens take on one line.
    fn width(&self, first: usize, end: usize) -> usize {
        let column = |at: usize| self.columns.get(at).copied().unwrap_or(0);
        column(end).saturating_sub(column(first))
    }

    /// How many lines end between a token and what stands before it.
    fn breaks_before(&self, at: usize) -> usize {
        let start = self.tokens.get(at).map_or(self.text.len(), |token| token.start());
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end());
        let comment = self.comments_before(at).last().map_or(0, |comment| usize::try_from(comment.end).unwrap_or(0));
        line_breaks(self.text.get(before.max(comment)..start).unwrap_or(""))
    }

    /// Whether a line ends anywhere between a token and the one before it.
    fn starts_line(&self, at: usize) -> bool {
        self.breaks_before(at) > 0 || !self.comments_before(at).is_empty()
    }

    /// Whether two tokens on one line have a space between them.
    fn has_space_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let (left, right) = (self.text(before), self.text(at));
        match (left, right) {
            ("(" | "[", _) | (_, ")" | "]" | "," | ":" | ".") | (".", _) | ("{", "}") => false,
            (_, "(") => !self.is_callable(before),
            ("-", _) => !self.is_sign(before),
            _ => true,
        }
    }

    /// Whether parentheses behind a token are those of a call.
    fn is_callable(&self, at: usize) -> bool {
        let word = self.text(at);
        let is_word = self.kind(at) == Some(TokenKind::Word);
        is_word && (matches!(word, "min" | "max") || !super::outline::is_keyword(word))
    }

    /// Whether a `-` is a sign.
    fn is_sign(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_none_or(|token| !super::outline::ends_operand(token.kind, token.text(self.text)))
    }
}

/// The columns of a token: its characters, or those of its first line.
fn width(text: &str) -> usize {
    let line = text.find(['\n', '\r']).and_then(|end| text.get(..end)).unwrap_or(text);
    line.chars().count()
}

/// How many lines end in a text; CRLF ends one.
fn line_breaks(text: &str) -> usize {
    let crlf = text.matches("\r\n").count();
    text.matches(['\n', '\r']).count().saturating_sub(crlf)
}

/// The text in the making.
struct Printer<'l, 's> {
    layout: &'l Layout<'s>,
    marks: &'l Marks,
    out: String,
}

impl Printer<'_, '_> {
    fn file(&mut self) {
        let count = self.layout.tokens.len();
        let mut first = 0;
        while first < count {
            let next = first.saturating_add(1);
            let end = (next..count).find(|&at| self.marks.line(at).is_some()).unwrap_or(count);
            let (indent, blank) = self.marks.line(first).unwrap_or((0, Blank::Keep));
            self.start_line(first, indent, blank);
            self.line(first, end, indent);
            first = end;
        }
        self.comments(count, 0, Blank::Keep);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Ends the last line, with the comments before a token.
    fn start_line(&mut self, at: usize, indent: usize, blank: Blank) {
        let is_closing = matches!(self.layout.text(at), "}" | "]");
        let blank_is_due = self.comments(at, if is_closing { indent.saturating_add(1) } else { indent }, blank);
        if self.out.is_empty() {
            return;
        }
        let wanted = match blank {
            Blank::Force => blank_is_due || self.layout.breaks_before(at) > 1,
            Blank::Keep => self.layout.breaks_before(at) > 1,
        };
        if wanted && !is_closing && !self.is_block_start(at) {
            self.out.push('\n');
        }
        self.new_line(indent.saturating_mul(INDENT));
    }

    /// Writes the comments before a token; says whether a blank line that is to be there has not come yet.
    fn comments(&mut self, at: usize, indent: usize, blank: Blank) -> bool {
        let layout = self.layout;
        let mut end = at.checked_sub(1).and_then(|before| layout.tokens.get(before)).map_or(0, |token| token.end());
        let mut is_due = blank == Blank::Force && !self.out.is_empty();
        let mut is_first_line = true;
        for comment in layout.comments_before(at) {
            let start = usize::try_from(comment.start).unwrap_or(usize::MAX);
            let breaks = line_breaks(layout.text.get(end..start).unwrap_or(""));
            end = usize::try_from(comment.end).unwrap_or(usize::MAX);
            let text = layout.text.get(start..end).unwrap_or("").trim_end();
            if breaks == 0 && !self.out.is_empty() && is_first_line {
                self.out.push(' ');
                self.out.push_str(text);
                continue;
            }
            let after_block_start = is_first_line && self.is_block_start(at);
            if (breaks > 1 || (is_first_line && is_due && self.no_blank_before(at)))
                && !after_block_start
                && !self.out.is_empty()
            {
                self.out.push('\n');
                is_due = false;
            }
            is_first_line = false;
            if !self.out.is_empty() {
                self.new_line(indent.saturating_mul(INDENT));
            }
            self.out.push_str(text);
        }
        is_due
    }

    /// Whether the source has no blank line among the comments before a token, nor behind them.
    fn no_blank_before(&self, at: usize) -> bool {
        let layout = self.layout;
        let comments = layout.comments_before(at);
        let gaps = comments.iter().zip(comments.iter().skip(1)).all(|(first, second)| {
            let range = usize::try_from(first.end).unwrap_or(0)..usize::try_from(second.start).unwrap_or(0);
            line_breaks(layout.text.get(range).unwrap_or("")) < 2
        });
        gaps && layout.breaks_before(at) < 2
    }

    /// Whether a token is the first in a block.
    fn is_block_start(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| matches!(self.layout.text(before), "{" | "["))
    }

    /// Starts a line, with so many spaces.
    fn new_line(&mut self, spaces: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    /// Writes a token. Lines inside of a text end with LF.
    fn token(&mut self, at: usize) {
        let text = self.layout.text(at);
        if text.contains('\r') {
            self.out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.out.push_str(text);
        }
        if self.marks.has_comma_behind(at) {
            self.out.push(',');
        }
    }
}
