//! A file cut into its top-level declarations, and the bound on nesting, by one pass over the tokens.
//!
//! A declaration starts at its word outside of all brackets and, so that one missing bracket does not take the rest
//! of the file along, at such a word at the beginning of a line. `opportunity.` and `expect process` start none.
//! What follows a finished block, or stands before the first declaration, and starts none itself is a piece of kind
//! [`ItemKind::Unknown`]. The grammar recurses over a piece only where its nesting has been found to be in bounds.

mod nesting;

use self::nesting::Nesting;
pub(super) use self::nesting::ends_operand;
use super::ast::ItemKind;
use super::tokens::{Token, TokenKind, is_at_line_start};

/// One declaration's tokens.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: ItemKind,
    /// Its first token.
    pub(super) first: usize,
    /// The token after its last.
    pub(super) end: usize,
    /// The token that goes past the bound on nesting.
    pub(super) too_deep: Option<usize>,
}

/// Cuts tokens from `first` on into pieces.
pub(super) fn outline(source: &str, tokens: &[Token], first: usize, bound: usize) -> Vec<Piece> {
    let mut outline =
        Outline { source, tokens, pieces: Vec::new(), depth: 0, closed: true, nesting: Nesting::new(bound) };
    for at in first..tokens.len() {
        outline.token(at);
    }
    outline.pieces
}

/// The declaration that a word starts.
pub(super) fn item_kind(word: &str) -> Option<ItemKind> {
    Some(match word {
        "import" => ItemKind::Import,
        "evidence" => ItemKind::Evidence,
        "opportunity" => ItemKind::Opportunity,
        "record" => ItemKind::Record,
        "function" => ItemKind::Function,
        "define" => ItemKind::Define,
        "process" => ItemKind::Process,
        "fixture" => ItemKind::Fixture,
        "test" => ItemKind::Test,
        _ => return None,
    })
}

/// Whether a line starts with a declaration word.
pub(super) fn starts_declaration(line: &str) -> bool {
    let end = line.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(line.len());
    let word = line.get(..end).unwrap_or("");
    let rest = line.get(end..).unwrap_or("").trim_start();
    item_kind(word).is_some() && !(word == "opportunity" && rest.starts_with('.'))
}

struct Outline<'s> {
    source: &'s str,
    tokens: &'s [Token],
    pieces: Vec<Piece>,
    /// Open brackets.
    depth: usize,
    /// Whether nothing more can belong to the last piece.
    closed: bool,
    nesting: Nesting,
}

impl Outline<'_> {
    fn token(&mut self, at: usize) {
        let Some(&token) = self.tokens.get(at) else { return };
        if let Some(kind) = self.start(at, token) {
            self.pieces.push(Piece { kind, first: at, end: at, too_deep: None });
            self.depth = 0;
            self.closed = false;
            self.nesting.restart();
        }
        self.count(token);
        let text = token.text(self.source);
        let follows_colon = self.before(at).is_some_and(|before| before.kind == TokenKind::Colon);
        let is_deep = self.nesting.token(token.kind, text, follows_colon);
        if let Some(piece) = self.pieces.last_mut() {
            piece.end = at.saturating_add(1);
            if is_deep && piece.too_deep.is_none() {
                piece.too_deep = Some(at);
            }
        }
    }

    /// The kind of the piece that a token starts, if it starts one.
    fn start(&self, at: usize, token: Token) -> Option<ItemKind> {
        let at_line_start = is_at_line_start(self.source, token.start());
        if self.depth > 0 && !at_line_start {
            return None;
        }
        if token.kind == TokenKind::Word {
            let kind = item_kind(token.text(self.source)).filter(|_| !self.is_inside_declaration(at));
            if kind.is_some() {
                return kind;
            }
        }
        let is_unknown = self.pieces.last().is_some_and(|piece| piece.kind == ItemKind::Unknown);
        let stray = self.closed || (at_line_start && self.depth == 0 && self.is_stray_word(at));
        (stray && !is_unknown).then_some(ItemKind::Unknown)
    }

    /// Whether a declaration word stands where it is no declaration: `opportunity.amount`, `expect process`.
    fn is_inside_declaration(&self, at: usize) -> bool {
        let text = |token: Option<&Token>| token.map_or("", |token| token.text(self.source));
        let word = text(self.tokens.get(at));
        (word == "opportunity" && text(self.tokens.get(at.saturating_add(1))) == ".")
            || (word == "process" && text(self.before(at)) == "expect")
    }

    /// Whether a word at the beginning of a line cannot go on with what stands before it: two words in a row, or a
    /// word and a text or brace, which no expression contains.
    fn is_stray_word(&self, at: usize) -> bool {
        let is_free_word = |token: &Token| token.kind == TokenKind::Word && !is_keyword(token.text(self.source));
        let ends = |token: &Token| {
            matches!(token.kind, TokenKind::Number | TokenKind::Percent | TokenKind::Text | TokenKind::Close)
                || is_free_word(token)
        };
        let is_version = self.tokens.get(at).is_some_and(|token| token.text(self.source) == "stagegate");
        let goes_on = |token: &Token| {
            is_free_word(token)
                || token.kind == TokenKind::Text
                || (is_version && token.kind == TokenKind::Number)
                || token.text(self.source) == "{"
        };
        self.tokens.get(at).is_some_and(is_free_word)
            && self.before(at).is_some_and(ends)
            && self.tokens.get(at.saturating_add(1)).is_some_and(goes_on)
    }

    fn before(&self, at: usize) -> Option<&Token> {
        at.checked_sub(1).and_then(|before| self.tokens.get(before))
    }

    /// Counts brackets; the brace that closes a block ends its declaration.
    fn count(&mut self, token: Token) {
        if token.kind == TokenKind::Open {
            self.depth = self.depth.saturating_add(1);
        } else if token.kind == TokenKind::Close {
            self.depth = self.depth.saturating_sub(1);
            let block = self.pieces.last().is_some_and(|piece| has_block(piece.kind));
            self.closed |= self.depth == 0 && block && token.text(self.source) == "}";
        }
    }
}

fn has_block(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Opportunity | ItemKind::Record | ItemKind::Process | ItemKind::Fixture | ItemKind::Test => true,
        ItemKind::Import | ItemKind::Evidence | ItemKind::Function | ItemKind::Define | ItemKind::Unknown => false,
    }
}

/// Whether a word is reserved everywhere.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

/// The reserved words, in the order of the alphabet.
pub(super) const KEYWORDS: &[&str] = &[
    "all",
    "and",
    "any",
    "applies",
    "as",
    "at",
    "between",
    "by",
    "chance",
    "contains",
    "count",
    "day",
    "days",
    "define",
    "disqualify",
    "ends",
    "evidence",
    "exactly",
    "expect",
    "false",
    "fixture",
    "from",
    "function",
    "given",
    "how",
    "import",
    "in",
    "is",
    "known",
    "least",
    "max",
    "min",
    "month",
    "months",
    "most",
    "none",
    "not",
    "odds",
    "of",
    "on",
    "opportunity",
    "or",
    "otherwise",
    "process",
    "record",
    "require",
    "stage",
    "starts",
    "sum",
    "test",
    "that",
    "times",
    "today",
    "true",
    "unknown",
    "warn",
    "week",
    "weeks",
    "when",
    "where",
    "with",
    "within",
    "year",
    "years",
];
