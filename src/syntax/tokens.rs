//! A linear look over the text before the grammar: words, signs, literals and comments with their places.
//!
//! It takes any text and never fails: what belongs to no playbook becomes a [`Foreign`] token, so that a message can
//! say what to write instead. A text without its closing quote ends with its line, and one with three quotes before
//! the next declaration, so that neither swallows the rest of the file. Strings are cut here exactly as the grammar cuts them.

mod figures;
mod texts;

use super::outline::starts_declaration;

/// A word, sign or literal in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    pub(super) fn start(self) -> usize {
        usize::try_from(self.start).unwrap_or(usize::MAX)
    }

    pub(super) fn end(self) -> usize {
        usize::try_from(self.end).unwrap_or(usize::MAX)
    }

    pub(super) fn text(self, source: &str) -> &str {
        source.get(self.start()..self.end()).unwrap_or("")
    }
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, digits and `_`, no digit first; of any case and script.
    Word,
    Number,
    Percent,
    Date,
    Text,
    /// `(`, `[`, `{`.
    Open,
    /// `)`, `]`, `}`.
    Close,
    Colon,
    Comma,
    Dot,
    Bar,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Foreign(Foreign),
}

/// What no playbook contains, by what was likely meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// `=`, `==`, `===`.
    Equal,
    /// `!=`, `!==`, `<>`, `≠`.
    NotEqual,
    /// `=>`, `≥`.
    AtLeast,
    /// `=<`, `≤`.
    AtMost,
    /// `&`, `&&`.
    And,
    /// `||`.
    Or,
    /// `!`.
    Not,
    /// `−`, `–`, `×`, `÷`, `·`: signs of arithmetic in another alphabet.
    Arithmetic,
    /// `'…'` or quotes of typesetters.
    Quotes,
    /// `"…` without an end on its line.
    OpenText,
    /// `"""…` without an end.
    OpenLongText,
    /// A text with a backslash that escapes nothing.
    Escape,
    /// `// …`.
    LineComment,
    /// `/* … */`.
    BlockComment,
    Semicolon,
    /// `%` behind a blank or by itself.
    Percent,
    /// `$5`, `5€`.
    CurrencySign,
    /// More than four decimals; more than two in a percent.
    Decimals,
    /// A unit or letters that touch a number: `30days`, `50k`.
    Suffix,
    /// A number written otherwise: `1.2.3`, `1__0`, `.5`, `5.`.
    Number,
    /// What looks like a date and is written otherwise: `2026-11-2`, `23.11.2026`.
    Date,
    /// Any other character.
    Character,
}

/// The tokens of a file, and its comments beside them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Comment>,
}

/// `# …`, without the line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Cuts a text into tokens.
pub(super) fn scan(source: &str) -> Tokens {
    let mut scanner = Scanner { source, rest: source, found: Tokens::default(), long_text_is_open: false };
    while scanner.step() {}
    scanner.found
}

/// The work in progress: `rest` is what has not been read of `source`.
struct Scanner<'s> {
    source: &'s str,
    rest: &'s str,
    found: Tokens,
    /// Whether a `"""` has been found without its end: then no other is looked for to the end of the file.
    long_text_is_open: bool,
}

impl<'s> Scanner<'s> {
    /// Reads one token or comment; says whether there was any.
    fn step(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return false };
        let start = self.offset();
        if first == '#' {
            self.skip_line();
            self.found.comments.push(Comment { start, end: self.offset() });
            return true;
        }
        let kind = self.token(first);
        self.found.tokens.push(Token { kind, start, end: self.offset() });
        true
    }

    fn token(&mut self, first: char) -> TokenKind {
        match first {
            '"' => self.text(),
            '0'..='9' => self.figure(),
            letter if letter.is_alphabetic() || letter == '_' => {
                self.skip_while(is_word_char);
                TokenKind::Word
            }
            '$' | '€' | '£' | '¥' => self.currency_sign(first),
            '\'' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' => self.quotes(first),
            _ => self.sign(first),
        }
    }

    fn sign(&mut self, first: char) -> TokenKind {
        for &(sign, kind) in SIGNS {
            if let Some(rest) = self.rest.strip_prefix(sign) {
                self.rest = rest;
                return self.behind_sign(kind);
            }
        }
        self.skip_bytes(first.len_utf8());
        TokenKind::Foreign(Foreign::Character)
    }

    /// Comments of other languages hold their text.
    fn behind_sign(&mut self, kind: TokenKind) -> TokenKind {
        if kind == TokenKind::Foreign(Foreign::LineComment) {
            self.skip_line();
        } else if kind == TokenKind::Foreign(Foreign::BlockComment) {
            match self.rest.split_once("*/") {
                Some((_, rest)) if !self.long_text_is_open => self.rest = rest,
                Some(_) | None => {
                    self.long_text_is_open = true;
                    self.skip_line();
                }
            }
        }
        kind
    }

    fn offset(&self) -> u32 {
        u32::try_from(self.source.len().saturating_sub(self.rest.len())).unwrap_or(u32::MAX)
    }

    fn skip_bytes(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or("");
    }

    fn skip_while(&mut self, holds: impl Fn(char) -> bool) -> &'s str {
        let end = self.rest.find(|letter| !holds(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        word
    }

    fn skip_line(&mut self) {
        self.skip_while(|letter| !is_line_end(letter));
    }

    /// Whether what was read ends a line, so that `rest` starts one.
    fn is_at_line_start(source: &str, at: usize) -> bool {
        source.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(is_line_end))
    }
}

/// Whether a place is the first of its line.
pub(super) fn is_at_line_start(source: &str, at: usize) -> bool {
    Scanner::is_at_line_start(source, at)
}

/// Whether a character ends a line.
pub(super) fn is_line_end(letter: char) -> bool {
    letter == '\n' || letter == '\r'
}

fn is_word_char(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Signs, the longer of two that start alike first.
const SIGNS: &[(&str, TokenKind)] = &[
    ("{", TokenKind::Open),
    ("}", TokenKind::Close),
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    ("[", TokenKind::Open),
    ("]", TokenKind::Close),
    (":", TokenKind::Colon),
    (",", TokenKind::Comma),
    (".", TokenKind::Dot),
    ("||", TokenKind::Foreign(Foreign::Or)),
    ("|", TokenKind::Bar),
    ("<=", TokenKind::LessOrEqual),
    ("<>", TokenKind::Foreign(Foreign::NotEqual)),
    ("<", TokenKind::Less),
    (">=", TokenKind::GreaterOrEqual),
    (">", TokenKind::Greater),
    ("+", TokenKind::Plus),
    ("-", TokenKind::Minus),
    ("*", TokenKind::Star),
    ("//", TokenKind::Foreign(Foreign::LineComment)),
    ("/*", TokenKind::Foreign(Foreign::BlockComment)),
    ("/", TokenKind::Slash),
    ("===", TokenKind::Foreign(Foreign::Equal)),
    ("==", TokenKind::Foreign(Foreign::Equal)),
    ("=>", TokenKind::Foreign(Foreign::AtLeast)),
    ("=<", TokenKind::Foreign(Foreign::AtMost)),
    ("=", TokenKind::Foreign(Foreign::Equal)),
    ("!==", TokenKind::Foreign(Foreign::NotEqual)),
    ("!=", TokenKind::Foreign(Foreign::NotEqual)),
    ("!", TokenKind::Foreign(Foreign::Not)),
    ("≠", TokenKind::Foreign(Foreign::NotEqual)),
    ("≥", TokenKind::Foreign(Foreign::AtLeast)),
    ("≤", TokenKind::Foreign(Foreign::AtMost)),
    ("&&", TokenKind::Foreign(Foreign::And)),
    ("&", TokenKind::Foreign(Foreign::And)),
    ("−", TokenKind::Foreign(Foreign::Arithmetic)),
    ("–", TokenKind::Foreign(Foreign::Arithmetic)),
    ("×", TokenKind::Foreign(Foreign::Arithmetic)),
    ("÷", TokenKind::Foreign(Foreign::Arithmetic)),
    ("·", TokenKind::Foreign(Foreign::Arithmetic)),
    (";", TokenKind::Foreign(Foreign::Semicolon)),
    ("%", TokenKind::Foreign(Foreign::Percent)),
];
