//! Why a declaration cannot be read: from the place where the reading ended, what could have stood there, and the
//! tokens around, to the message that names the likeliest intention.
//!
//! Each kind of mistake has a function that looks for it and gives a message or nothing; they are asked in the order
//! of how sure they are. What no one recognizes is said as what was expected and what was found. Looking back and
//! forth over the tokens is linear and happens once for a declaration.

mod brackets;
mod expected;
mod figures;
mod foreign;
mod operators;
mod parts;
mod types;
mod words;

use super::error;
use super::grammar::Kind;
use super::outline::{ends_operand, is_keyword};
use super::tokens::{Token, TokenKind};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// The tokens of a declaration, and the one at which its reading ended.
pub(super) struct Scene<'s> {
    pub(super) source: &'s str,
    pub(super) file: FileId,
    pub(super) tokens: &'s [Token],
    /// The place in `tokens`; their count for the end.
    pub(super) at: usize,
    /// What could have stood there.
    pub(super) expected: &'s [Kind],
}

/// What can stand where a value is to begin.
pub(super) const VALUE: &[Kind] = &[Kind::path, Kind::figure, Kind::text, Kind::date];
/// What can stand behind a value.
pub(super) const BEHIND_VALUE: &[Kind] = &[Kind::kw_and, Kind::kw_or, Kind::comparison, Kind::kw_is];

/// How the parts of rules follow each other.
const ORDER_OF_RULES: &str =
    "`require name \"title\" that … when … how \"…\"`, and `disqualify name \"title\" when … how \"…\"`";

/// The message for a scene.
pub(super) fn diagnose(scene: &Scene<'_>) -> Diagnostic {
    if let Some(fault) = scene.foreign() {
        return fault;
    }
    let sure = [Scene::comments, Scene::figures, Scene::nulls, Scene::brackets, Scene::capitals];
    let likely = [
        Scene::operators,
        Scene::branches,
        Scene::joined_names,
        Scene::types,
        Scene::parts,
        Scene::slips,
        Scene::clauses,
        Scene::names,
        Scene::lists,
        Scene::values,
    ];
    let found = sure.iter().chain(&likely).find_map(|look| look(scene));
    found.unwrap_or_else(|| scene.unexpected())
}

impl<'s> Scene<'s> {
    /// The text of the token so many places on; nothing before the first and behind the last.
    fn ahead(&self, count: usize) -> &'s str {
        self.text(self.at.saturating_add(count))
    }

    fn behind(&self, count: usize) -> &'s str {
        self.at.checked_sub(count).map_or("", |at| self.text(at))
    }

    fn text(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn kind_ahead(&self, count: usize) -> Option<TokenKind> {
        self.kind(self.at.saturating_add(count))
    }

    fn kind_behind(&self, count: usize) -> Option<TokenKind> {
        self.kind(self.at.checked_sub(count)?)
    }

    /// The place of a token; behind the last one for the end.
    fn span(&self, at: usize) -> Span {
        match (self.tokens.get(at), self.tokens.last()) {
            (Some(token), _) => Span { file: self.file, start: token.start, end: token.end },
            (None, Some(last)) => Span { file: self.file, start: last.end, end: last.end },
            (None, None) => Span::new(self.file, 0, 0),
        }
    }

    fn here(&self) -> Span {
        self.span(self.at)
    }

    fn span_behind(&self, count: usize) -> Span {
        self.span(self.at.saturating_sub(count))
    }

    /// The place from one token to another.
    fn between_tokens(&self, first: usize, last: usize) -> Span {
        self.span(first).to(self.span(last))
    }

    fn slice(&self, span: Span) -> &'s str {
        self.source.get(span.range()).unwrap_or("")
    }

    /// Whether nothing stands between a token and the one before it.
    fn touches(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.span(before).end == self.span(at).start)
    }

    /// Whether a token is the first of its line.
    fn starts_line(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let gap = Span { start: self.span(before).end, end: self.span(at).start, ..self.here() };
        self.slice(gap).contains(['\n', '\r'])
    }

    fn expects(&self, kind: Kind) -> bool {
        self.expected.contains(&kind)
    }

    /// Whether an expression, or another value of it, is to begin.
    fn expects_value(&self) -> bool {
        self.expects(Kind::expr) || self.expects(Kind::path)
    }

    /// Whether an operator could go on with an expression.
    fn expects_operator(&self) -> bool {
        self.expects(Kind::kw_and) || self.expects(Kind::kw_is)
    }

    /// Whether a token is a word that is no keyword.
    fn is_name(&self, at: usize) -> bool {
        let word = self.text(at);
        self.kind(at) == Some(TokenKind::Word)
            && !is_keyword(word)
            && word.starts_with(|letter: char| letter.is_ascii_lowercase())
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    }

    /// Whether a value can begin with a token.
    fn starts_value(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Number | TokenKind::Percent | TokenKind::Date | TokenKind::Text) => true,
            Some(TokenKind::Word) => {
                let word = self.text(at);
                let starts = ["not", "today", "true", "false", "chance", "any", "all", "none", "at", "exactly"];
                self.is_name(at)
                    || starts.contains(&word)
                    || ["count", "sum", "min", "max", "opportunity"].contains(&word)
            }
            Some(_) => matches!(self.text(at), "(" | "-"),
            None => false,
        }
    }

    fn ends_value(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| ends_operand(token.kind, token.text(self.source)))
    }

    /// The first token of the path or literal that ends before a token, if that is all that stands between an operator
    /// or word and it.
    fn simple_value_before(&self, end: usize) -> Option<usize> {
        let mut first = end.checked_sub(1)?;
        if !self.ends_value(first) || self.kind(first) == Some(TokenKind::Close) {
            return None;
        }
        if is_keyword(self.text(first)) || is_capital(self.text(first)) {
            first = first.checked_sub(usize::from(self.kind(first.checked_sub(1)?) == Some(TokenKind::Number)))?;
        }
        while self.kind(first.checked_sub(1)?) == Some(TokenKind::Dot) {
            first = first.checked_sub(2)?;
        }
        let before = first.checked_sub(1)?;
        (!self.ends_value(before) && !matches!(self.text(before), "+" | "-" | "*" | "/")).then_some(first)
    }

    /// What was found, and what could have stood there.
    fn unexpected(&self) -> Diagnostic {
        error::unexpected(self.here(), self.ahead(0), &expected::phrase(self.expected))
    }
}

/// Whether a word has a capital letter.
fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// A word as a name: small letters, with `_` before what was a capital inside.
fn as_name(word: &str) -> Option<String> {
    let mut name = String::new();
    let mut after_small = false;
    for letter in word.chars().take(64) {
        if letter.is_uppercase() && after_small {
            name.push('_');
        }
        after_small = letter.is_lowercase() || letter.is_ascii_digit();
        let letter = letter.to_ascii_lowercase();
        let is_plain = letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if !is_plain {
            return None;
        }
        name.push(letter);
    }
    let name = name.trim_start_matches('_').to_owned();
    (name.starts_with(|letter: char| letter.is_ascii_lowercase()) && !is_keyword(&name)).then_some(name)
}

/// Whether a word stands for no value elsewhere.
fn is_null(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "null" | "nil" | "undefined" | "nothing" | "na" | "nan")
        || matches!(word, "None" | "NONE")
}
