//! Words: in capitals, of other languages, reserved ones as names, and clauses that lack theirs.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::TokenKind;
use super::{Scene, as_name, expected, is_capital, is_keyword};
use crate::diag::{Diagnostic, nearest};

impl Scene<'_> {
    /// `TRUE`, `And`, and `AND` behind a number, where it was taken for a currency.
    pub(super) fn capitals(&self) -> Option<Diagnostic> {
        let is_word = |at: usize| self.kind(at) == Some(TokenKind::Word) && is_capital(self.text(at));
        let meant = |at: usize| Some(self.text(at).to_lowercase()).filter(|lower| is_word(at) && is_keyword(lower));
        if let Some(before) = self.at.checked_sub(1)
            && self.kind_behind(2) == Some(TokenKind::Number)
            && let Some(lower) = meant(before)
        {
            return Some(error::keyword_in_capitals(self.span(before), self.text(before), &lower));
        }
        let lower = meant(self.at)?;
        let is_title = self.expects(Kind::title) || self.expects(Kind::text);
        (!is_title || self.unquoted_title().is_none())
            .then(|| error::keyword_in_capitals(self.here(), self.ahead(0), &lower))
    }

    /// `if`, `then`, `else` and their like.
    pub(super) fn branches(&self) -> Option<Diagnostic> {
        if self.behind(1) == "if" && self.starts_value(self.at) {
            let help = "a condition stands behind `when` or `that`, one for a rule";
            return Some(error::no_branches(self.span_behind(1), "if", help, None));
        }
        let word = self.ahead(0);
        let (help, fix) = match word {
            "assert" | "then" | "should" | "check"
                if self.expects(Kind::kw_expect) || self.expects(Kind::expectation) =>
            {
                ("write `expect`", Some("expect"))
            }
            "if" if self.expects(Kind::kw_when) => ("write `when`", Some("when")),
            "if" | "unless" | "case" | "switch" | "where" => {
                ("a condition stands behind `when` or `that`, one for a rule", None)
            }
            "else" | "default" if self.expects(Kind::kw_otherwise) => ("write `otherwise`", Some("otherwise")),
            "elif" | "elsif" | "elseif" | "else" => {
                ("write another rule, or `odds { times … when … otherwise times … }`", None)
            }
            "then" => ("a rule is its condition; what is to be done stands behind `how`", None),
            "let" | "var" | "def" | "const" | "return" => {
                ("give an expression a name by `define name as …`, outside of all blocks", None)
            }
            "must" | "should" if self.expects(Kind::kw_that) => ("write `that`", Some("that")),
            "because" | "hint" | "help" | "advice" | "coach" if self.expects(Kind::kw_how) => {
                ("write `how`", Some("how"))
            }
            _ => return None,
        };
        let is_where = word == "where";
        if self.kind(self.at) != Some(TokenKind::Word) || (is_where && self.expects_operator()) {
            return None;
        }
        Some(error::no_branches(self.here(), word, help, fix))
    }

    /// A rule's condition without its word, and texts without quotes.
    pub(super) fn clauses(&self) -> Option<Diagnostic> {
        if let Some(word) = self.keyword_behind_once() {
            return Some(error::reserved_name(self.here(), word, false));
        }
        if let Some(span) = self.unquoted_title() {
            return Some(error::text_without_quotes(span, self.slice(span)));
        }
        let word = if self.expects(Kind::kw_that) {
            "that"
        } else if self.expects(Kind::kw_when) && !self.expects_operator() {
            "when"
        } else if self.expects(Kind::kw_as) && !self.expects(Kind::open) {
            "as"
        } else {
            return None;
        };
        let rule = self.rule_word()?;
        if let Some(fault) = self.surplus_in_rule(rule, word) {
            return Some(fault);
        }
        let found = self.ahead(0);
        let that = (word == "that" && found == "when").then(|| self.word_of_rule_ahead("that")).flatten();
        if let Some(that) = that {
            return Some(error::wrong_order(self.span(that), "that", super::ORDER_OF_RULES));
        }
        if matches!(found, "when" | "that" | "as" | "is" | ":" | "if" | "to" | "for") {
            return Some(error::clause_word(self.here(), rule, word, Some(word.to_owned())));
        }
        let is_value = self.starts_value(self.at) && self.kind(self.at) != Some(TokenKind::Text);
        let place = if is_value { self.here() } else { self.span_behind(1).after() };
        let with = is_value.then(|| format!("{word} {found}"));
        Some(error::clause_word(place, rule, word, with))
    }

    /// A word of the language as the name of a rule behind `once`, which could be the name itself.
    fn keyword_behind_once(&self) -> Option<&str> {
        let is_once = self.behind(1) == "once" && self.behind(2) == "require";
        let word = self.ahead(0);
        let goes_on = self.kind_ahead(1) == Some(TokenKind::Text) || self.ahead(1) == "that";
        let is_name = is_keyword(word) && !matches!(word, "that" | "when" | "how");
        (is_once && is_name && goes_on).then_some(word)
    }

    /// What stands between a rule's name and its condition and is too much there.
    fn surplus_in_rule(&self, rule: &str, word: &str) -> Option<Diagnostic> {
        let (found, span) = (self.ahead(0), self.here());
        if found == ":" && self.kind_ahead(1) == Some(TokenKind::Text) {
            return Some(error::surplus(span, found));
        }
        if rule == "define" && found == "(" {
            let help = "what a define reads are facts and other defines; it has no parameters";
            return Some(error::misplaced(span, "(", "a define", help));
        }
        let ahead = self.word_of_rule_ahead(word).filter(|_| rule == "define" && found == ":");
        if let Some(last) = ahead.and_then(|at| at.checked_sub(1)) {
            let span = self.between_tokens(self.at, last);
            return Some(error::surplus(span, self.slice(span)));
        }
        let is_once = self.behind(1) == "once" && self.is_name(self.at) && rule != "require";
        is_once.then(|| {
            error::misplaced(
                self.span_behind(1),
                "once",
                &format!("`{rule}`"),
                "only a requirement is passed over once",
            )
        })
    }

    /// A word further on in the same rule.
    fn word_of_rule_ahead(&self, word: &str) -> Option<usize> {
        let ends = ["require", "disqualify", "warn", "how", "stage", "}"];
        let rest = (self.at..self.tokens.len()).take_while(|&at| !ends.contains(&self.text(at)));
        rest.into_iter().find(|&at| self.text(at) == word)
    }

    /// The word of the rule that the reading ended in.
    pub(super) fn rule_word(&self) -> Option<&str> {
        let words = ["require", "disqualify", "warn", "define", "applies", "times"];
        let last = self.at.checked_sub(1)?;
        let found = (0..=last).rev().take(64).find(|&at| words.contains(&self.text(at)))?;
        Some(self.text(found))
    }

    /// Words where a text could stand, up to the word or brace that goes on.
    fn unquoted_title(&self) -> Option<crate::source::Span> {
        let is_import = self.behind(1) == "import";
        let is_label = matches!(self.behind(1), "from" | "how" | "blank");
        let takes_text = (self.expects(Kind::text) || self.expects(Kind::title)) && !self.expects_value();
        let next_line = self.starts_line(self.at) && (is_import || is_label);
        if !takes_text || next_line || self.kind(self.at) != Some(TokenKind::Word) {
            return None;
        }
        let goes_on = |at: usize| matches!(self.text(at), "that" | "when" | "{");
        let mut last = self.at;
        for at in self.at..self.tokens.len().min(self.at.saturating_add(40)) {
            if (at > self.at && self.starts_line(at)) || (goes_on(at) && !is_import && !is_label) {
                break;
            }
            last = at;
        }
        let next = last.saturating_add(1);
        let is_title = goes_on(next) && (last > self.at || is_capital(self.ahead(0)) || self.text(next) == "{");
        let starts_rule = ["that", "when", "how", "from"].contains(&self.ahead(0));
        let ends_well = is_import || (is_label && !is_keyword(self.ahead(0))) || is_title;
        (ends_well && !starts_rule).then(|| self.between_tokens(self.at, last))
    }

    /// `no-budget`, `account.name` as a name.
    pub(super) fn joined_names(&self) -> Option<Diagnostic> {
        let next = self.at.saturating_add(1);
        let first = self.at.checked_sub(1)?;
        let joins = matches!(self.ahead(0), "-" | ".") && self.touches(self.at) && self.touches(next);
        let names = self.is_name(first) && matches!(self.kind(next), Some(TokenKind::Word));
        let is_path = self.ahead(0) == "." && self.expects_operator();
        if !joins || !names || is_path || self.expects_operator() {
            return None;
        }
        let mut last = next;
        while matches!(self.text(last.saturating_add(1)), "-" | ".") && self.touches(last.saturating_add(1)) {
            last = last.saturating_add(2);
        }
        let span = self.between_tokens(first, last);
        let written = self.slice(span);
        let meant = (!written.contains('.')).then(|| written.replace('-', "_")).filter(|name| as_name(name).is_some());
        Some(error::name_form(span, written, meant))
    }

    /// A word that stands twice, or is nearly one of those that could stand here.
    pub(super) fn slips(&self) -> Option<Diagnostic> {
        let word = self.ahead(0);
        if self.kind(self.at) != Some(TokenKind::Word) {
            return None;
        }
        if word == self.behind(1) && is_keyword(word) {
            return Some(error::said_twice(self.here(), word, Some(""), "leave one out"));
        }
        let again = ["how", "that"].contains(&word) && !self.expects_value();
        let rule = self.rule_word().filter(|_| again);
        if rule.is_some() && self.word_of_rule_behind(word) {
            let help = if word == "how" { "write all of it into one text" } else { "join the conditions by `and`" };
            return Some(error::said_twice(self.here(), word, None, help));
        }
        if is_keyword(word) || word.len() < 3 || is_capital(word) {
            return None;
        }
        let near = nearest(word, expected::literal(self.expected))?;
        Some(error::misspelled(self.here(), word, near))
    }

    fn word_of_rule_behind(&self, word: &str) -> bool {
        let rules = ["require", "disqualify", "warn", "{"];
        let before = (0..self.at).rev().take(256).take_while(|&at| !rules.contains(&self.text(at)));
        before.into_iter().any(|at| self.text(at) == word)
    }

    /// A word that can be no name, where a name is to stand.
    pub(super) fn names(&self) -> Option<Diagnostic> {
        let (word, at) = match self.ahead(0) {
            "." if self.kind_ahead(1) == Some(TokenKind::Word) => (self.ahead(1), self.at.saturating_add(1)),
            word => (word, self.at),
        };
        if self.kind(at) != Some(TokenKind::Word) || self.is_name(at) {
            return None;
        }
        if !is_keyword(word) {
            return Some(error::name_form(self.span(at), word, as_name(word)));
        }
        let is_segment = at > self.at;
        let is_field = self.text(at.saturating_add(1)) == ":" && self.expects_line_of_fields();
        let wants_name = (self.expects(Kind::name) && !self.expects(Kind::list)) || is_field || is_segment;
        let starts_part = matches!(word, "that" | "when" | "from" | "how" | "stage" | "as") && !is_field && !is_segment;
        (wants_name && !starts_part).then(|| error::reserved_name(self.span(at), word, is_field || is_segment))
    }

    /// Whether a field of `opportunity` or `record`, or a fact of a fixture, could stand here.
    pub(super) fn expects_line_of_fields(&self) -> bool {
        self.expects(Kind::field) || self.expects(Kind::name) || self.expects(Kind::role) || self.expects(Kind::close)
    }
}
