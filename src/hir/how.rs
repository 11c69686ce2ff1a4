//! How-texts: `{path}` is a fact's value, `{{` a brace.

use super::HowPiece;
use super::check::Checker;
use super::error::processes as error;
use super::paths::Found;
use crate::schema::ColumnId;
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    /// The pieces of a how-text; a faulty one is left out.
    pub(crate) fn how(&mut self, how: &ast::Text) -> Vec<HowPiece> {
        let braces = brace_places(self.source(how.span), how.span);
        let mut scanner = Scanner { rest: &how.value, brace: 0 };
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some(piece) = scanner.next_piece(&mut text) {
            let span = piece.span(&braces, how.span);
            let column = match piece.path {
                Some(path) => self.how_fact(path, span),
                None => {
                    self.report.push(error::brace_opens_nothing(span));
                    None
                }
            };
            if let Some(column) = column {
                if !text.is_empty() {
                    pieces.push(HowPiece::Text(std::mem::take(&mut text)));
                }
                pieces.push(HowPiece::Fact(column));
            }
        }
        if !text.is_empty() {
            pieces.push(HowPiece::Text(text));
        }
        pieces
    }

    fn how_fact(&mut self, path: &str, span: Span) -> Option<ColumnId> {
        let segments = path.split('.').map(|name| ast::Name { text: name.to_owned(), span }).collect();
        let path = ast::Path { segments, span };
        let what = match self.resolve(&path, None) {
            Ok(Found::Fact(fact)) => return Some(fact.column),
            Ok(Found::List(_)) => "a list",
            Ok(Found::Through { .. }) => "a field of a list's elements",
            Ok(Found::Record) => "a record",
            Ok(Found::Define(define)) => {
                self.mark_define(define);
                "a define"
            }
            Err(miss) => {
                self.report_miss(&path, None, miss);
                return None;
            }
        };
        self.report.push(error::how_names_no_fact(span, &super::error::paths::path_text(&path), what));
        None
    }
}

/// Where the braces of a text stand in the source, in order: no escape makes one, and none is dropped, so that the
/// n-th of the value is the n-th of the source.
fn brace_places(source: &str, span: Span) -> Vec<Span> {
    let braces = source.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'}'));
    let start = span.range().start;
    braces
        .map(|(at, _)| Span::new(span.file, start.saturating_add(at), start.saturating_add(at).saturating_add(1)))
        .collect()
}

struct Scanner<'t> {
    rest: &'t str,
    /// How many braces lie behind.
    brace: usize,
}

/// A brace that opens something: a path, or nothing.
struct Opened<'t> {
    path: Option<&'t str>,
    brace: usize,
}

impl Opened<'_> {
    fn span(&self, braces: &[Span], whole: Span) -> Span {
        let open = braces.get(self.brace).copied().unwrap_or(whole);
        let close = braces.get(self.brace.saturating_add(1)).copied().unwrap_or(open);
        if self.path.is_some() { open.to(close) } else { open }
    }
}

impl<'t> Scanner<'t> {
    /// Appends plain text up to the next brace that opens something.
    fn next_piece(&mut self, text: &mut String) -> Option<Opened<'t>> {
        loop {
            let Some(at) = self.rest.find(['{', '}']) else {
                text.push_str(self.rest);
                self.rest = "";
                return None;
            };
            let (before, brace) = self.rest.split_at(at);
            text.push_str(before);
            if let Some(rest) = brace.strip_prefix("{{") {
                text.push('{');
                self.pass(rest, 2);
            } else if let Some(rest) = brace.strip_prefix("}}") {
                text.push('}');
                self.pass(rest, 2);
            } else if let Some(rest) = brace.strip_prefix('}') {
                text.push('}');
                self.pass(rest, 1);
            } else {
                return Some(self.open(brace.strip_prefix('{').unwrap_or("")));
            }
        }
    }

    fn open(&mut self, inner: &'t str) -> Opened<'t> {
        let brace = self.brace;
        let end = inner.find(['{', '}']);
        let path = end.and_then(|end| Some((inner.get(..end)?, inner.get(end..)?.strip_prefix('}')?)));
        match path.filter(|(path, _)| is_path(path)) {
            Some((path, rest)) => {
                self.pass(rest, 2);
                Opened { path: Some(path), brace }
            }
            None => {
                self.pass(inner, 1);
                Opened { path: None, brace }
            }
        }
    }

    fn pass(&mut self, rest: &'t str, braces: usize) {
        self.rest = rest;
        self.brace = self.brace.saturating_add(braces);
    }
}

fn is_path(text: &str) -> bool {
    text.split('.').all(|name| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    })
}
