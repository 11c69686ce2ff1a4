//! Brackets that are not closed or close nothing, and parts that stand in the wrong block because of it.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::TokenKind;
use super::Scene;
use crate::diag::Diagnostic;

impl Scene<'_> {
    pub(super) fn brackets(&self) -> Option<Diagnostic> {
        let open = self.open_brackets();
        let innermost = open.last().copied();
        let bracket = innermost.map_or("", |at| self.text(at));
        if self.kind(self.at) == Some(TokenKind::Close) {
            return self.closing(innermost, bracket, &open);
        }
        let opened = innermost?;
        let is_next_fact = bracket == "[" && self.is_name(self.at) && self.ahead(1) == ":";
        let is_brace = bracket == "[" && self.ahead(0) == "{";
        if matches!(bracket, "(" | "[") && (self.ends_group() || is_next_fact) && !is_brace {
            return Some(self.unclosed_group(opened, bracket));
        }
        if self.at >= self.tokens.len() && bracket == "{" {
            let what = self.block_name(opened);
            return Some(error::unclosed(self.here(), self.span(opened), bracket, &what));
        }
        if self.ahead(0) == "stage" && self.block_word(opened) == "stage" && !self.expects(Kind::name) {
            let what = self.block_name(opened);
            return Some(error::unclosed(self.span_behind(1).after(), self.span(opened), bracket, &what));
        }
        None
    }

    /// The brackets that are open where the reading ended.
    pub(super) fn open_brackets(&self) -> Vec<usize> {
        let mut open = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().take(self.at) {
            if token.kind == TokenKind::Open {
                open.push(at);
            } else if token.kind == TokenKind::Close {
                open.pop();
            }
        }
        open
    }

    /// A closing bracket that does not fit what is open.
    fn closing(&self, innermost: Option<usize>, bracket: &str, open: &[usize]) -> Option<Diagnostic> {
        let closing = self.ahead(0);
        let fits = matches!((bracket, closing), ("(", ")") | ("[", "]") | ("{", "}"));
        if fits {
            return None;
        }
        let is_open = open.iter().any(|&at| matches!((self.text(at), closing), ("(", ")") | ("[", "]") | ("{", "}")));
        match innermost {
            Some(opened) if is_open => Some(self.unclosed_group(opened, bracket)),
            Some(_) | None => Some(error::closes_nothing(self.here(), closing)),
        }
    }

    /// Whether a group cannot go on with the token where the reading ended.
    fn ends_group(&self) -> bool {
        let clause = ["when", "that", "how", "require", "disqualify", "warn", "stage", "times", "otherwise", "odds"];
        let others =
            ["expect", "given", "applies", "{", "process", "opportunity", "record", "define", "fixture", "test"];
        self.at >= self.tokens.len() || clause.contains(&self.ahead(0)) || others.contains(&self.ahead(0))
    }

    /// A group is missing its end where a line starts that cannot go on with it, and else where the reading ended.
    fn unclosed_group(&self, opened: usize, bracket: &str) -> Diagnostic {
        let first = opened.saturating_add(1);
        let next = (first.saturating_add(1)..self.at)
            .find(|&at| self.starts_line(at) && self.is_name(at) && self.ends_value(at.saturating_sub(1)));
        let place = self.span(next.unwrap_or(self.at).saturating_sub(1)).after();
        let what = match bracket {
            "[" => "the list".to_owned(),
            "(" => "the parenthesis".to_owned(),
            _ => self.block_name(opened),
        };
        error::unclosed(place, self.span(opened), bracket, &what)
    }

    /// The word that starts a block: `stage`, `chance`; nothing for a record of a fixture.
    pub(super) fn block_word(&self, opened: usize) -> &str {
        let words = ["opportunity", "record", "process", "fixture", "test", "stage", "chance", "odds", "with"];
        let mut at = opened;
        while let Some(before) = at.checked_sub(1) {
            let word = self.text(before);
            if words.contains(&word) {
                return word;
            }
            if matches!(word, "{" | "}" | ":" | "[") {
                return "";
            }
            at = before;
        }
        ""
    }

    /// A block in the words of a message: `stage qualify`.
    pub(super) fn block_name(&self, opened: usize) -> String {
        let word = self.block_word(opened);
        let mut first = opened;
        while first > 0 && self.text(first) != word {
            first = first.saturating_sub(1);
        }
        let name = first.saturating_add(1);
        match word {
            "" => "the record".to_owned(),
            "process" | "stage" | "record" | "fixture" if self.is_name(name) => format!("{word} `{}`", self.text(name)),
            _ => format!("`{word}`"),
        }
    }
}
