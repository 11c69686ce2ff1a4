//! Operators in words of other languages, and operators that lack a side.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::TokenKind;
use super::{Scene, is_keyword, is_null};
use crate::diag::{Diagnostic, nearest};
use crate::source::Span;

impl Scene<'_> {
    /// `is NULL`, `= None`: what is no name and stands for nothing.
    pub(super) fn nulls(&self) -> Option<Diagnostic> {
        if self.behind(1) == "none" && self.expects(Kind::kw_of) {
            let scene = Scene { at: self.at.saturating_sub(1), ..*self };
            return scene.asked_of_null();
        }
        if is_null(self.ahead(0)) { self.asked_of_null() } else { None }
    }

    /// `is X`, `is not X` where X stands for nothing.
    fn asked_of_null(&self) -> Option<Diagnostic> {
        let first = match (self.behind(2), self.behind(1)) {
            ("is", "not") => self.at.checked_sub(2)?,
            (_, "is") => self.at.checked_sub(1)?,
            _ => return None,
        };
        Some(error::null_value(self.between_tokens(first, self.at), self.ahead(0), self.behind(1) == "not"))
    }

    pub(super) fn operators(&self) -> Option<Diagnostic> {
        self.many()
            .or_else(|| self.times_and_parts())
            .or_else(|| self.access())
            .or_else(|| self.known_without_is())
            .or_else(|| self.is_before_operator())
            .or_else(|| self.not_before_operator())
            .or_else(|| self.nothing_before_comparison())
            .or_else(|| self.of_missing())
            .or_else(|| self.word_for_operator())
            .or_else(|| self.two_operators())
    }

    /// `some of`, `every contact`, `at least two of`: how many in other words.
    fn many(&self) -> Option<Diagnostic> {
        let (word, before) = (self.ahead(0), self.behind(1));
        let many = |word: &str| match word {
            "some" => Some("any of"),
            "every" | "each" => Some("all of"),
            "no" => Some("none of"),
            "number" => Some("count of"),
            "total" => Some("sum of"),
            "minimum" | "lowest" => Some("min of"),
            "maximum" | "highest" => Some("max of"),
            _ => None,
        };
        if matches!(before, "average" | "avg" | "mean" | "median") && matches!(word, "of" | "(") {
            return Some(error::unknown_word(self.span_behind(1), before, "write `(sum of …) / (count of …)`"));
        }
        if let Some(meant) = many(before).filter(|_| word == "of") {
            return Some(error::word_for_operator(
                self.between_tokens(self.at.checked_sub(1)?, self.at),
                &format!("{before} of"),
                meant,
            ));
        }
        if let Some(meant) =
            many(before).filter(|_| matches!(before, "some" | "every" | "each" | "no") && self.is_name(self.at))
        {
            return Some(error::word_for_operator(self.span_behind(1), before, meant));
        }
        let number = number_of_word(word).filter(|_| matches!(before, "least" | "most" | "exactly"))?;
        Some(error::number_malformed(self.here(), word, Some(number.to_string())))
    }

    /// `10% of amount`, `10 percent`, `30 days ago`, `within the last 30 days`.
    fn times_and_parts(&self) -> Option<Diagnostic> {
        let (word, before) = (self.ahead(0), self.at.checked_sub(1)?);
        let number = self.at.checked_sub(2).filter(|&at| self.kind(at) == Some(TokenKind::Number));
        match word {
            "of" if self.kind(before) == Some(TokenKind::Percent) => {
                Some(error::word_for_operator(self.here(), "of", "*"))
            }
            "percent" | "pct" if self.kind(before) == Some(TokenKind::Number) => {
                let span = Span { start: self.span(before).end, ..self.here() };
                Some(error::word_for_operator(span, word, "%"))
            }
            "ago" | "from" | "hence" => {
                let time = self.slice(self.between_tokens(number?, before));
                let (sign, last) = match (word, self.ahead(1)) {
                    ("ago", _) => ("-", self.at),
                    ("from", "now" | "today") => ("+", self.at.saturating_add(1)),
                    ("hence", _) => ("+", self.at),
                    _ => return None,
                };
                let span = self.between_tokens(number?, last);
                Some(error::word_for_operator(span, self.slice(span), &format!("today {sign} {time}")))
            }
            "the" | "last" | "past" if self.text(before) == "within" => {
                let last = (self.at..self.at.saturating_add(3))
                    .take_while(|&at| matches!(self.text(at), "the" | "last" | "past"))
                    .last()?;
                let span = self.between_tokens(before, last);
                Some(error::word_for_operator(span, self.slice(span), "within"))
            }
            _ => None,
        }
    }

    /// `account["name"]`, `goal.contains("x")`, `account->name`, `today()`, `chance.median`.
    fn access(&self) -> Option<Diagnostic> {
        let (word, next) = (self.ahead(0), self.at.saturating_add(1));
        let before = self.at.checked_sub(1)?;
        if word == "." && self.text(before) == "chance" {
            let point = self.text(next);
            return Some(error::point_of_chance(self.span(next), point, nearest(point, ["worst", "likely", "best"])));
        }
        if word == "." && is_keyword(self.text(next)) && self.text(next.saturating_add(1)) == "(" {
            let help = "write `goal contains \"x\"`, `any of contacts where …`";
            return Some(error::no_methods(self.span(next), self.text(next), help));
        }
        if word == "[" && self.expects_operator() && self.ends_value(before) {
            let help = "read a field as `account.name`, and ask of a list by `any of contacts where …`";
            return Some(error::no_methods(self.here(), "[", help));
        }
        if word == ">" && self.text(before) == "-" && self.touches(self.at) {
            let span = self.between_tokens(before, self.at);
            return Some(error::foreign_operator(span, "->", "."));
        }
        if word == ":" && self.text(next) == ":" && self.expects_operator() {
            return Some(error::foreign_operator(self.between_tokens(self.at, next), "::", "."));
        }
        if word == "(" && self.text(before) == "today" && self.text(next) == ")" {
            let span = self.between_tokens(before, next);
            return Some(error::word_for_operator(span, self.slice(span), "today"));
        }
        None
    }

    /// `goal known`.
    fn known_without_is(&self) -> Option<Diagnostic> {
        let word = self.ahead(0);
        let follows_value = self.expects_operator() && self.ends_value(self.at.checked_sub(1)?);
        (matches!(word, "known" | "unknown") && follows_value).then(|| error::known_without_is(self.here(), word, true))
    }

    /// `is between`, `is in`, `is > 5`, `is not in`.
    fn is_before_operator(&self) -> Option<Diagnostic> {
        let operator = self.ahead(0);
        let stands_alone = ["between", "in", "contains", "starts", "ends", "<", "<=", ">", ">=", "within"];
        let negated = self.behind(1) == "not";
        let is = self.at.checked_sub(if negated { 2 } else { 1 })?;
        if self.text(is) != "is" || !stands_alone.contains(&operator) {
            return None;
        }
        if negated {
            let is_in = operator == "in";
            return if is_in {
                Some(error::surplus_is(self.span_behind(1), self.span(is), "not in"))
            } else {
                self.negation(is, operator)
            };
        }
        Some(error::surplus_is(self.here(), self.span(is), operator))
    }

    /// `x not between a and b`, `x not contains y`.
    fn not_before_operator(&self) -> Option<Diagnostic> {
        let operator = self.ahead(0);
        let operators = ["between", "contains", "starts", "ends", "is"];
        let not = self.at.checked_sub(1)?;
        if self.text(not) != "not" || !operators.contains(&operator) || !self.ends_value(not.checked_sub(1)?) {
            return None;
        }
        self.negation(not, operator)
    }

    /// `not` moved before the value that is compared; `from` is the first token behind that value.
    fn negation(&self, from: usize, operator: &str) -> Option<Diagnostic> {
        let fix = self.simple_value_before(from).map(|first| {
            let value = self.slice(self.between_tokens(first, from.saturating_sub(1)));
            (self.between_tokens(first, self.at), format!("not {value} {operator}"))
        });
        Some(error::not_before_operator(self.between_tokens(from, self.at), operator, fix))
    }

    /// `x >= 5 and <= 9`.
    fn nothing_before_comparison(&self) -> Option<Diagnostic> {
        let joint = self.behind(1);
        let sign = self.ahead(0);
        let is_comparison = matches!(sign, "<" | "<=" | ">" | ">=" | "is" | "contains" | "starts" | "ends");
        if !is_comparison || !matches!(joint, "and" | "or") {
            return None;
        }
        Some(error::comparison_of_nothing(self.here(), sign, self.between(joint, sign)))
    }

    /// The `between` that `x >= a and <= b` means.
    fn between(&self, joint: &str, sign: &str) -> Option<(Span, String)> {
        let and = self.at.checked_sub(1)?;
        let first_bound = self.simple_value_before(and)?;
        let comparison = first_bound.checked_sub(1)?;
        let rises = (self.text(comparison), sign) == (">=", "<=");
        let falls = (self.text(comparison), sign) == ("<=", ">=");
        if joint != "and" || !(rises || falls) {
            return None;
        }
        let value = self.simple_value_before(comparison)?;
        let last = self.simple_value_after(self.at.saturating_add(1))?;
        let one = self.slice(self.between_tokens(first_bound, and.saturating_sub(1)));
        let other = self.slice(self.between_tokens(self.at.saturating_add(1), last));
        let subject = self.slice(self.between_tokens(value, comparison.saturating_sub(1)));
        let (low, high) = if rises { (one, other) } else { (other, one) };
        Some((self.between_tokens(value, last), format!("{subject} between {low} and {high}")))
    }

    /// The last token of a literal or path that starts at a token.
    fn simple_value_after(&self, first: usize) -> Option<usize> {
        let next = first.saturating_add(1);
        match self.kind(first)? {
            TokenKind::Percent | TokenKind::Date | TokenKind::Text => Some(first),
            TokenKind::Number => {
                let word = self.text(next);
                let is_unit = word.starts_with(|letter: char| letter.is_ascii_uppercase())
                    || matches!(word, "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years");
                Some(if is_unit { next } else { first })
            }
            _ => {
                let mut last = first;
                while self.text(last.saturating_add(1)) == "." {
                    last = last.saturating_add(2);
                }
                self.is_name(first).then_some(last)
            }
        }
    }

    /// `any contacts`, `count contacts`.
    fn of_missing(&self) -> Option<Diagnostic> {
        let before = self.behind(1);
        let takes_of = matches!(before, "any" | "all" | "none" | "count" | "sum");
        let counts =
            self.kind_behind(1) == Some(TokenKind::Number) && matches!(self.behind(2), "least" | "most" | "exactly");
        ((takes_of || counts) && self.is_name(self.at)).then(|| error::of_missing(self.here(), before))
    }

    /// `equals`, `like`, `greater than` …
    fn word_for_operator(&self) -> Option<Diagnostic> {
        if self.behind(2) == "is" && matches!(self.ahead(0), "than" | "to") {
            let scene = Scene { at: self.at.saturating_sub(1), ..*self };
            return scene.word_for_operator();
        }
        let behind_is = self.behind(1) == "is";
        let names_variant = behind_is && self.is_name(self.at);
        let follows_value = self.expects_operator() || self.ends_value(self.at.checked_sub(1)?);
        if !names_variant && !follows_value {
            return None;
        }
        let (word, next) = (self.ahead(0).to_lowercase(), self.ahead(1).to_lowercase());
        let first = if behind_is { self.at.saturating_sub(1) } else { self.at };
        let (meant, count) = operator_of_words(&word, &next, behind_is, self.ahead(2))?;
        let span = self.between_tokens(first, self.at.saturating_add(count).saturating_sub(1));
        Some(error::word_for_operator(span, self.slice(span), meant))
    }

    /// `and and`, `when and x`: an operator where a value is to begin.
    fn two_operators(&self) -> Option<Diagnostic> {
        let word = self.ahead(0);
        let is_operator = matches!(
            word,
            "and" | "or" | "is" | "in" | "between" | "contains" | "<" | "<=" | ">" | ">=" | "+" | "*" | "/"
        );
        (self.expects_value() && is_operator).then(|| error::value_missing(self.here(), word))
    }
}

/// Small numbers in words.
pub(super) fn number_of_word(word: &str) -> Option<usize> {
    const WORDS: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.iter().position(|other| *other == word)
}

/// The operator that words stand for elsewhere, and how many of them.
fn operator_of_words(word: &str, next: &str, behind_is: bool, third: &str) -> Option<(&'static str, usize)> {
    let by_than = |meant: &'static str, or_equal: &'static str| match (next, third) {
        ("than", "or") => Some((or_equal, 5)),
        ("than", _) => Some((meant, 2)),
        _ => None,
    };
    match word {
        "greater" | "more" | "larger" | "bigger" | "higher" | "later" | "over" => by_than(">", ">="),
        "less" | "smaller" | "fewer" | "lower" | "earlier" => by_than("<", "<="),
        "equal" if next == "to" => Some(("is", 2)),
        "equals" | "eq" if !behind_is => Some(("is", 1)),
        "isnt" | "ne" | "neq" if !behind_is => Some(("is not", 1)),
        "gt" | "after" | "above" | "exceeds" => Some((">", 1)),
        "lt" | "before" | "below" => Some(("<", 1)),
        "gte" | "ge" => Some((">=", 1)),
        "lte" | "le" => Some(("<=", 1)),
        "like" | "includes" | "include" | "has" | "matches" if !behind_is => Some(("contains", 1)),
        "startswith" => Some(("starts with", 1)),
        "endswith" => Some(("ends with", 1)),
        "exists" if !behind_is => Some(("is known", 1)),
        "plus" if !behind_is => Some(("+", 1)),
        "minus" if !behind_is => Some(("-", 1)),
        "xor" if !behind_is => Some(("is not", 1)),
        "empty" | "missing" | "blank" if behind_is => None,
        _ => None,
    }
}
