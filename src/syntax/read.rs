//! One file: its declarations read one by one.

use super::ast::{Broken, File, Item, ItemKind, Name};
use super::diagnose::{self, Scene};
use super::grammar::Failure;
use super::outline::{Piece, is_keyword, outline};
use super::tokens::{Token, TokenKind, scan};
use super::{build, error, grammar};
use crate::diag::{Diagnostic, nearest};
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
    let mut reader = Reader {
        text,
        file,
        tokens: &tokens,
        bound: limits.nesting.min(MOST_NESTING),
        tree: File::default(),
        faults: Vec::new(),
    };
    reader.file();
    let Reader { tree, mut faults, .. } = reader;
    faults.iter_mut().for_each(drop_long_edit);
    (tree, faults)
}

/// A message stays small: an edit that would write out a long text is left out.
fn drop_long_edit(fault: &mut Diagnostic) {
    const LONGEST: usize = 1024;
    fault.fix.take_if(|fix| fix.with.len() > LONGEST);
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
        for piece in outline(self.text, self.tokens, first, self.bound) {
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

    /// Reads one declaration. The grammar sees what comes before the first foreign token and the bound on nesting only:
    /// there it cuts the text as the tokens are cut.
    fn piece(&mut self, piece: &Piece) -> Item {
        let tokens = self.tokens.get(piece.first..piece.end).unwrap_or_default();
        let foreign = tokens.iter().position(|token| matches!(token.kind, TokenKind::Foreign(_)));
        let too_deep = piece.too_deep.and_then(|at| at.checked_sub(piece.first));
        let stop = foreign.into_iter().chain(too_deep).min();
        let readable = tokens.get(..stop.unwrap_or(tokens.len())).unwrap_or_default();
        let start = tokens.first().map_or(0, |token| token.start());
        let end = readable.last().map_or(start, |token| token.end());
        let text = self.text.get(start..end).unwrap_or("");
        let failure = match grammar::declaration(text) {
            Ok(node) if stop.is_none() => {
                if let Some((item, fault)) = build::item(node, self.text, self.file, tokens, &mut self.tree.exprs) {
                    self.faults.extend(fault);
                    return item;
                }
                Failure { at: text.len(), expected: Vec::new() }
            }
            Ok(_) => Failure { at: text.len(), expected: diagnose::BEHIND_VALUE.to_vec() },
            Err(failure) => failure,
        };
        let at = tokens.partition_point(|token| token.end() <= failure.at.saturating_add(start));
        let fault = if too_deep.is_some_and(|deep| deep <= at) {
            let at = too_deep.and_then(|at| tokens.get(at)).copied();
            error::nested_too_deep(at.map_or(Span::new(self.file, start, start), |token| self.span(token)), self.bound)
        } else {
            let scene = Scene { source: self.text, file: self.file, tokens, at, expected: &failure.expected };
            diagnose::diagnose(&scene)
        };
        self.faults.push(fault);
        Item::Broken(self.broken(piece))
    }

    /// Text outside of all declarations. Behind a declaration that is broken it is likely a part of that.
    fn unknown(&mut self, piece: &Piece, after_fault: bool) -> Item {
        let tokens = self.tokens.get(piece.first..piece.end).unwrap_or_default();
        if let Some(&token) = tokens.first().filter(|_| !after_fault) {
            let span = self.span(token);
            let text = token.text(self.text);
            let scene = Scene { source: self.text, file: self.file, tokens, at: 0, expected: &[] };
            self.faults.push(match token.kind {
                TokenKind::Close => error::closes_nothing(span, text),
                TokenKind::Foreign(_) => diagnose::diagnose(&scene),
                TokenKind::Word
                | TokenKind::Number
                | TokenKind::Percent
                | TokenKind::Date
                | TokenKind::Text
                | TokenKind::Open
                | TokenKind::Colon
                | TokenKind::Comma
                | TokenKind::Dot
                | TokenKind::Bar
                | TokenKind::Less
                | TokenKind::LessOrEqual
                | TokenKind::Greater
                | TokenKind::GreaterOrEqual
                | TokenKind::Plus
                | TokenKind::Minus
                | TokenKind::Star
                | TokenKind::Slash => error::stray_text(span, text, nearest_declaration(text)),
            });
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

/// The declaration word that was likely meant.
fn nearest_declaration(word: &str) -> Option<&'static str> {
    const WORDS: [&str; 9] =
        ["import", "evidence", "opportunity", "record", "function", "define", "process", "fixture", "test"];
    let word = word.to_lowercase();
    let meant = match word.as_str() {
        "def" | "let" | "var" | "const" => Some("define"),
        "include" | "use" | "require_relative" | "load" => Some("import"),
        "fn" | "func" => Some("function"),
        "type" | "struct" | "object" | "entity" => Some("record"),
        "deal" | "opp" | "facts" | "fields" => Some("opportunity"),
        "pipeline" | "playbook" => Some("process"),
        "grades" => Some("evidence"),
        _ => None,
    };
    meant.or_else(|| nearest(&word, WORDS))
}
