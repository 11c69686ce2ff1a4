//! Types in the form of other languages.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::TokenKind;
use super::Scene;
use crate::diag::Diagnostic;

impl Scene<'_> {
    /// `contact[]`, `list<contact>`, `enum(a, b)`, `"New" | "Old"`, `list contact`, `text required`, a body of a function.
    pub(super) fn types(&self) -> Option<Diagnostic> {
        self.type_of_list().or_else(|| self.variants()).or_else(|| self.behind_type())
    }

    fn type_of_list(&self) -> Option<Diagnostic> {
        let (before, next) = (self.at.checked_sub(1)?, self.at.saturating_add(1));
        if self.text(before) == ":" && self.ahead(0) == "[" && self.expects_type() && self.is_name(next) {
            let span = self.between_tokens(self.at, next.saturating_add(1));
            return Some(error::type_otherwise(span, self.slice(span), Some(format!("list of {}", self.text(next)))));
        }
        let is_type = self.is_name(before) && matches!(self.behind(2), ":" | "list") && self.expects(Kind::pipe);
        if is_type && self.ahead(0) == "[" && self.text(next) == "]" {
            let span = self.between_tokens(before, next);
            return Some(error::type_otherwise(span, self.slice(span), Some(format!("list of {}", self.text(before)))));
        }
        if is_type && self.ahead(0) == "<" && matches!(self.text(before), "list" | "array" | "set") {
            let span = self.between_tokens(before, next.saturating_add(1));
            return Some(error::type_otherwise(span, self.slice(span), Some(format!("list of {}", self.text(next)))));
        }
        let was_taken_for_field =
            self.expects(Kind::colon) && matches!(self.behind(2), "list" | "array") && self.behind(3) == ":";
        was_taken_for_field.then(|| error::of_missing(self.span(before), self.behind(2)))
    }

    fn expects_type(&self) -> bool {
        self.expects(Kind::type_) || self.expects(Kind::variant) || self.expects(Kind::list_type)
    }

    fn variants(&self) -> Option<Diagnostic> {
        let text = self.ahead(0);
        if self.kind(self.at) == Some(TokenKind::Text) && (self.expects_type() || self.behind(1) == "|") {
            let name = super::as_name(&text.trim_matches('"').replace([' ', '-'], "_"))?;
            return Some(error::type_otherwise(self.here(), text, Some(format!("{name} {text}"))));
        }
        if text == "{" && self.expects_type() {
            return Some(error::type_otherwise(self.here(), "{", None));
        }
        let is_enum =
            matches!(self.behind(1), "enum" | "one_of" | "choice" | "select") && matches!(text, "(" | "[" | "{");
        if !is_enum {
            return None;
        }
        let first = self.at.saturating_add(1);
        let last = (first..self.tokens.len().min(first.saturating_add(200)))
            .find(|&at| self.kind(at) == Some(TokenKind::Close))?;
        let inside: Vec<&str> =
            (first..last).map(|at| if self.text(at) == "," { "|" } else { self.text(at) }).collect();
        let span = self.between_tokens(self.at.checked_sub(1)?, last);
        Some(error::type_otherwise(span, self.behind(1), Some(inside.join(" "))))
    }

    /// What some write behind a type.
    fn behind_type(&self) -> Option<Diagnostic> {
        let word = self.behind(1);
        let marks = ["required", "optional", "mandatory", "nullable", "unique", "primary"];
        if self.expects(Kind::colon) && marks.contains(&word) && self.behind(2) != "{" && !self.is_mark_alone() {
            let help = "every fact may be unknown; what must be known is said by `require … that … is known`";
            return Some(error::unknown_word(self.span_behind(1), word, help));
        }
        if self.text(0) == "function" && self.ahead(0) == "{" {
            let help = "the host program binds a function and says what it does";
            return Some(error::misplaced(self.here(), "{", "a function", help));
        }
        if self.text(0) == "function" && self.ahead(0) == "-" && self.ahead(1) == ">" {
            let span = self.between_tokens(self.at, self.at.saturating_add(1));
            return Some(error::foreign_operator(span, "->", ":"));
        }
        if word == "blank" && self.expects(Kind::colon) && self.kind(self.at) == Some(TokenKind::Word) {
            let last =
                (self.at.saturating_add(1)..self.tokens.len()).find(|&at| self.starts_line(at))?.checked_sub(1)?;
            let span = self.between_tokens(self.at, last);
            return Some(error::text_without_quotes(span, self.slice(span)));
        }
        None
    }

    /// Whether such a word is the first of its line, and so a field's name.
    fn is_mark_alone(&self) -> bool {
        self.at.checked_sub(1).is_some_and(|at| self.starts_line(at))
    }
}
