//! How deep a place is nested: parentheses, lists, records, `where`, runs of `not` and of unary minus.

use super::super::tokens::TokenKind;
use super::is_keyword;

/// The count at the place reached. A clause (what stands behind `that`, `when`, `as`, a fact's `:` …) is the first
/// level.
pub(super) struct Nesting {
    bound: usize,
    levels: Vec<Level>,
    /// Whether the last token can end an operand, so that a `-` behind it is no sign.
    after_operand: bool,
    after_is: bool,
    /// Whether the bound has been passed: then nothing more is counted.
    passed: bool,
}

/// What is open within one pair of brackets.
#[derive(Clone, Copy)]
struct Level {
    /// The level of a clause that starts here.
    floor: usize,
    wheres: usize,
    nots: usize,
    minuses: usize,
    /// How many `between` wait for their `and`.
    betweens: usize,
    is_block: bool,
}

impl Level {
    fn new(floor: usize, is_block: bool) -> Self {
        Level { floor, wheres: 0, nots: 0, minuses: 0, betweens: 0, is_block }
    }

    fn depth(self) -> usize {
        self.floor.saturating_add(self.wheres).saturating_add(self.nots).saturating_add(self.minuses)
    }

    /// Another clause, argument or element starts.
    fn restart(&mut self) {
        *self = Level::new(self.floor, self.is_block);
    }
}

impl Nesting {
    pub(super) fn new(bound: usize) -> Self {
        let mut nesting = Nesting { bound, levels: Vec::new(), after_operand: false, after_is: false, passed: false };
        nesting.restart();
        nesting
    }

    /// Another declaration starts.
    pub(super) fn restart(&mut self) {
        self.levels.clear();
        self.levels.push(Level::new(1, true));
        self.after_operand = false;
        self.after_is = false;
        self.passed = false;
    }

    /// Counts one token; says whether it goes past the bound.
    pub(super) fn token(&mut self, kind: TokenKind, text: &str, follows_colon: bool) -> bool {
        if self.passed {
            return false;
        }
        match kind {
            TokenKind::Open => self.open(text, follows_colon),
            TokenKind::Close => self.close(),
            TokenKind::Word => self.word(text),
            TokenKind::Minus => self.minus(),
            TokenKind::Colon | TokenKind::Comma => self.level(Level::restart),
            TokenKind::Plus
            | TokenKind::Star
            | TokenKind::Slash
            | TokenKind::Less
            | TokenKind::LessOrEqual
            | TokenKind::Greater
            | TokenKind::GreaterOrEqual
            | TokenKind::Foreign(_) => self.level(|level| level.minuses = 0),
            TokenKind::Number
            | TokenKind::Percent
            | TokenKind::Date
            | TokenKind::Text
            | TokenKind::Dot
            | TokenKind::Bar => {}
        }
        self.after_operand = ends_operand(kind, text);
        self.after_is = text == "is";
        self.passed = self.depth() > self.bound;
        self.passed
    }

    fn depth(&self) -> usize {
        self.levels.last().map_or(1, |level| level.depth())
    }

    fn level(&mut self, change: impl FnOnce(&mut Level)) {
        if let Some(level) = self.levels.last_mut() {
            change(level);
        }
    }

    /// A brace that opens a block of lines starts no level; any other bracket does.
    fn open(&mut self, text: &str, follows_colon: bool) {
        let in_block = self.levels.last().is_none_or(|level| level.is_block);
        let is_block = text == "{" && in_block && !follows_colon;
        let floor = if is_block { 1 } else { self.depth().saturating_add(1) };
        self.levels.push(Level::new(floor, is_block));
    }

    fn close(&mut self) {
        if self.levels.len() > 1 {
            self.levels.pop();
        }
    }

    fn minus(&mut self) {
        let is_sign = !self.after_operand;
        self.level(|level| level.minuses = if is_sign { level.minuses.saturating_add(1) } else { 0 });
    }

    fn word(&mut self, text: &str) {
        let is_prefix = !self.after_operand && !self.after_is;
        self.level(|level| match text {
            "not" if is_prefix => level.nots = level.nots.saturating_add(1),
            "where" => level.wheres = level.wheres.saturating_add(1),
            "between" => level.betweens = level.betweens.saturating_add(1),
            "and" if level.betweens > 0 => {
                level.betweens = level.betweens.saturating_sub(1);
                level.minuses = 0;
            }
            "and" | "or" => (level.nots, level.minuses, level.betweens) = (0, 0, 0),
            "is" | "in" | "contains" | "with" => level.minuses = 0,
            "that" | "when" | "as" | "how" | "require" | "disqualify" | "warn" | "times" | "otherwise" | "odds"
            | "stage" | "expect" | "given" | "applies"
                if level.is_block =>
            {
                level.restart();
            }
            _ => {}
        });
    }
}

/// Whether a token can end an operand.
pub(in crate::syntax) fn ends_operand(kind: TokenKind, text: &str) -> bool {
    match kind {
        TokenKind::Number
        | TokenKind::Percent
        | TokenKind::Date
        | TokenKind::Text
        | TokenKind::Close
        | TokenKind::Foreign(_) => true,
        TokenKind::Word => !is_keyword(text) || is_value_word(text),
        TokenKind::Open
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
        | TokenKind::Slash => false,
    }
}

/// Reserved words that are values or end one.
fn is_value_word(text: &str) -> bool {
    matches!(
        text,
        "today"
            | "true"
            | "false"
            | "known"
            | "unknown"
            | "chance"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
    )
}
