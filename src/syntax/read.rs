//! One file: its declarations read one by one.

use super::ast::{Broken, File, Item, ItemKind, Name};
use super::outline::{Piece, is_keyword, outline};
use super::tokens::{Token, TokenKind, scan};
use super::{build, error, grammar};
use crate::diag::Diagnostic;
use crate::limits::Limits;
use crate::source::{FileId, Source, Span};

/// The most levels that the grammar's recursion is trusted with, whatever the host allows.
const MOST_NESTING: usize = 256;

/// Reads a file. What cannot be read is left broken, with the first fault of each declaration.
pub fn parse(source: &Source, file: FileId, limits: &Limits) -> (File, Vec<Diagnostic>) {
    let text = source.text();
    if text.len() > limits.file_bytes {
        let fault = error::file_too_long(Span::new(file, 0, 0), text.len(), limits.file_bytes);
        return (File::default(), vec![fault]);
    }
    let tokens = scan(text).tokens;
    let mut reader =
        Reader { text, file, tokens: &tokens, bound: limits.nesting, tree: File::default(), faults: Vec::new() };
    reader.file();
    (reader.tree, reader.faults)
}

struct Reader<'s> {
    text: &'s str,
    file: FileId,
    tokens: &'s [Token],
    /// Levels of nesting.
    bound: usize,
    tree: File,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self) {
        let first = self.version();
        let mut after_fault = false;
        for piece in outline(self.text, self.tokens, first, self.bound.min(MOST_NESTING)) {
            let faults = self.faults.len();
            let is_unknown = piece.kind == ItemKind::Unknown;
            let item = if is_unknown { self.unknown(&piece, after_fault) } else { self.piece(&piece) };
            self.tree.items.push(item);
            after_fault = self.faults.len() > faults;
        }
    }

    /// Reads `stagegate 1`; gives the token behind it.
    fn version(&mut self) -> usize {
        let word = self.tokens.first().filter(|token| token.text(self.text) == "stagegate");
        let number = self.tokens.get(1).filter(|token| token.kind == TokenKind::Number);
        let (Some(word), Some(number)) = (word, number) else { return 0 };
        let span = self.span(*word).to(self.span(*number));
        let version = number.text(self.text).parse().unwrap_or(u32::MAX);
        self.tree.version = Some((version, span));
        if version != 1 {
            self.faults.push(error::other_version(self.span(*number), number.text(self.text)));
        }
        2
    }

    fn piece(&mut self, piece: &Piece) -> Item {
        let tokens = self.tokens.get(piece.first..piece.end).unwrap_or_default();
        let foreign = tokens.iter().position(|token| matches!(token.kind, TokenKind::Foreign(_)));
        let too_deep = piece.too_deep.and_then(|at| at.checked_sub(piece.first));
        // The grammar sees what comes before the first fault only: there it cuts the text as `tokens` does.
        let readable = foreign.into_iter().chain(too_deep).min().unwrap_or(tokens.len());
        let start = tokens.first().map_or(0, |token| token.start());
        let end = tokens.get(..readable).and_then(|tokens| tokens.last()).map_or(start, |token| token.end());
        let text = self.text.get(start..end).unwrap_or("");
        let fault = match grammar::declaration(text) {
            Ok(node) if readable == tokens.len() => {
                match build::item(node, self.text, self.file, tokens, &mut self.tree.exprs) {
                    Some((item, fault)) => {
                        self.faults.extend(fault);
                        return item;
                    }
                    None => None,
                }
            }
            Ok(_) => None,
            Err(failure) => Some(failure).filter(|failure| failure.at < text.len() || readable == tokens.len()),
        };
        let fault = match fault {
            Some(failure) => {
                let at = tokens.partition_point(|token| token.end() <= failure.at.saturating_add(start));
                let found = tokens.get(at).map_or("", |token| token.text(self.text));
                let span = tokens.get(at).map_or(Span::new(self.file, end, end), |token| self.span(*token));
                error::unexpected(span, found, &format!("{:?}", failure.expected))
            }
            None => {
                let token = tokens.get(readable).or(tokens.first());
                let span = token.map_or(Span::new(self.file, end, end), |token| self.span(*token));
                if too_deep == Some(readable) {
                    error::nested_too_deep(span, self.bound)
                } else {
                    error::unexpected(span, self.text.get(span.range()).unwrap_or(""), "something else")
                }
            }
        };
        self.faults.push(fault);
        Item::Broken(self.broken(piece))
    }

    fn unknown(&mut self, piece: &Piece, after_fault: bool) -> Item {
        if let Some(token) = self.tokens.get(piece.first).filter(|_| !after_fault) {
            let found = token.text(self.text);
            let words =
                ["import", "evidence", "opportunity", "record", "function", "define", "process", "fixture", "test"];
            let near = crate::diag::nearest(found, words);
            self.faults.push(error::stray_text(self.span(*token), found, near));
        }
        Item::Broken(self.broken(piece))
    }

    fn broken(&self, piece: &Piece) -> Broken {
        let first = self.tokens.get(piece.first).copied();
        let last = self.tokens.get(piece.end.saturating_sub(1)).copied();
        let start = first.map_or(Span::new(self.file, 0, 0), |token| self.span(token));
        let name = self.tokens.get(piece.first.saturating_add(1)).filter(|_| piece.end > piece.first.saturating_add(1));
        let name = name.filter(|token| token.kind == TokenKind::Word && !is_keyword(token.text(self.text)));
        Broken {
            kind: piece.kind,
            name: name.map(|token| Name { text: token.text(self.text).to_owned(), span: self.span(*token) }),
            span: last.map_or(start, |token| start.to(self.span(token))),
        }
    }

    fn span(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }
}
