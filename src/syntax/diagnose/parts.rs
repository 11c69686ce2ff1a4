//! Parts of declarations: missing, in the wrong place or order, with or without commas.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::TokenKind;
use super::{Scene, as_name, is_keyword};
use crate::diag::{Diagnostic, nearest};
use crate::value::Date;

impl Scene<'_> {
    pub(super) fn parts(&self) -> Option<Diagnostic> {
        self.test_parts()
            .or_else(|| self.colon())
            .or_else(|| self.figure_of_chance())
            .or_else(|| self.misplaced())
            .or_else(|| self.order())
            .or_else(|| self.small_word())
            .or_else(|| self.block())
    }

    /// What a test is made of.
    fn test_parts(&self) -> Option<Diagnostic> {
        if self.expects(Kind::given) || self.expects(Kind::kw_given) {
            return Some(error::test_without_given(self.here()));
        }
        if self.behind(1) == "given" && self.ahead(0) == "fixture" {
            return Some(error::surplus(self.here(), "fixture"));
        }
        let opened = self.open_brackets().last().copied()?;
        if self.block_word(opened) != "test" {
            return None;
        }
        if self.ahead(0) == "}" && (self.expects(Kind::expectation) || self.expects(Kind::kw_expect)) {
            return Some(error::test_without_expect(self.here()));
        }
        if self.ahead(0) == "given" {
            return Some(error::test_without_given(self.here()));
        }
        let words = [
            "advance",
            "hold",
            "disqualify",
            "warn",
            "at risk",
            "closed",
            "unrouted",
            "process",
            "earned",
            "ask",
            "that",
        ];
        if self.behind(1) != "expect" || !self.expects(Kind::word_advance) {
            return None;
        }
        if self.kind(self.at) != Some(TokenKind::Word) || self.ahead(0) == "expect" {
            return Some(error::part_missing(self.span_behind(1).after(), "what is expected", "expect hold"));
        }
        if self.starts_value(self.at) && !matches!(self.ahead(0), "not" | "at") && !self.is_name(self.at) {
            let with = format!("that {}", self.ahead(0));
            return Some(error::word_missing(self.here(), "that", "expect that …", &with));
        }
        Some(error::unknown_expectation(self.here(), self.ahead(0), nearest(self.ahead(0), words)))
    }

    /// `budget money USD`.
    fn colon(&self) -> Option<Diagnostic> {
        if let Some(fault) = self.nothing_behind_colon() {
            return Some(fault);
        }
        if !self.expects(Kind::colon) {
            return None;
        }
        if self.behind(1) == ")" {
            let example = "function score(size: number): number";
            return Some(error::part_missing(self.span_behind(1).after(), "the type of the answer", example));
        }
        if !self.is_name(self.at.checked_sub(1)?) {
            return None;
        }
        if self.is_name(self.at) || self.starts_value(self.at) || matches!(self.ahead(0), "[" | "{" | "unknown") {
            let with = format!(": {}", self.ahead(0));
            let span = self.span_behind(1).after().to(self.here());
            return Some(error::colon_missing(span, self.behind(1), &with));
        }
        if matches!(self.ahead(0), "is" | "as") {
            let span = self.span_behind(1).after().to(self.here());
            return Some(error::colon_missing(span, self.behind(1), ":"));
        }
        Some(error::part_missing(self.span_behind(1).after(), "a type", "employees: number"))
    }

    /// A field without a type, or a fact without a value, so that the next one's name was taken for it.
    fn nothing_behind_colon(&self) -> Option<Diagnostic> {
        let name = self.at.checked_sub(1)?;
        let is_taken = self.ahead(0) == ":" && self.behind(2) == ":" && self.is_name(name);
        if !is_taken || self.expects(Kind::colon) {
            return None;
        }
        let opened = self.open_brackets().last().copied()?;
        let is_field = matches!(self.block_word(opened), "opportunity" | "record");
        let (what, example) = if is_field { ("a type", "budget: money USD") } else { ("a value", "budget: 5_000 USD") };
        Some(error::part_missing(self.span_behind(2).after(), what, example))
    }

    /// `base 18`, `odds 3.2 when`, `odds times 50%`, `odds * 3`.
    fn figure_of_chance(&self) -> Option<Diagnostic> {
        let (word, before) = (self.ahead(0), self.behind(1));
        if self.ahead(1) == "%" && self.kind(self.at) == Some(TokenKind::Number) {
            return Some(error::percent_apart(self.span(self.at.saturating_add(1)), Some(self.here())));
        }
        if before == "times" && (word == "-" || self.kind(self.at) == Some(TokenKind::Word)) {
            let number = super::operators::number_of_word(word).map(|number| number.to_string());
            return Some(error::percent_or_number(self.here(), word, false, number));
        }
        if before == "base" && self.kind(self.at) == Some(TokenKind::Number) {
            return Some(error::percent_or_number(self.here(), word, true, percent_of(word)));
        }
        if before == "times" && self.kind(self.at) == Some(TokenKind::Percent) {
            return Some(error::percent_or_number(self.here(), word, false, fraction_of(word)));
        }
        let takes_times = matches!(before, "odds" | "otherwise") || (before == "{" && self.behind(2) == "odds");
        if takes_times && self.kind(self.at) == Some(TokenKind::Number) {
            return Some(error::times_missing(self.here(), &format!("times {word}")));
        }
        (takes_times && matches!(word, "*" | "x")).then(|| error::times_missing(self.here(), "times"))
    }

    /// A part that belongs into another block.
    fn misplaced(&self) -> Option<Diagnostic> {
        let opened = self.open_brackets().last().copied()?;
        let block = self.block_word(opened);
        let word = self.ahead(0);
        if self.text(opened) != "{" || !matches!(block, "process" | "stage" | "chance" | "opportunity" | "record") {
            return None;
        }
        if self.expects_value()
            || (word == "base"
                && self.kind_ahead(1) != Some(TokenKind::Percent)
                && self.kind_ahead(1) != Some(TokenKind::Number))
        {
            return None;
        }
        let help = match word {
            "require" if block == "process" => "it stands in a stage",
            "base" if block == "process" => "it stands in `chance { … }` or in a stage",
            "odds" | "times" | "otherwise" => "it stands in `chance { … }`",
            "applies" | "won" | "lost" | "walked" | "chance" if block == "stage" || block == "chance" => {
                "it stands in the process, outside of its stages"
            }
            "require" | "disqualify" | "warn" | "stage" if block == "chance" => {
                "it stands behind the `}` that closes `chance`"
            }
            "require" | "disqualify" | "warn" if matches!(block, "opportunity" | "record") => "it stands in a process",
            "stage" if block == "record" => "the stage line stands in `opportunity`",
            "key" | "worth" | "opened" | "closed" if block == "record" => "it marks a field of `opportunity`",
            "given" | "expect" => "it stands in a `test`",
            _ => return None,
        };
        Some(error::misplaced(self.here(), word, &format!("`{block}`"), help))
    }

    /// Parts in another order.
    fn order(&self) -> Option<Diagnostic> {
        let opened = self.open_brackets().last().copied();
        let block = opened.map_or("", |at| self.block_word(at));
        let word = self.ahead(0);
        if self.expects_value() {
            return None;
        }
        let order = match (word, block) {
            ("from", "opportunity" | "record") => "`name: type from \"…\" blank \"…\"`",
            ("by", "fixture" | "with" | "") if self.kind_behind(1) == Some(TokenKind::Date) => {
                "`field: value by grade on date`"
            }
            ("when" | "that", "stage" | "process")
                if self.kind_behind(1) == Some(TokenKind::Text) && !self.expects(Kind::kw_when) =>
            {
                super::ORDER_OF_RULES
            }
            (_, "stage" | "process") if self.is_late_title() => super::ORDER_OF_RULES,
            ("in" | "at" | "as", "test") => "`given fixture in process at stage as of date with { … }`",
            ("from", "process") => "`stage name \"title\" from \"…\" { … }`; a process has no label",
            _ => return None,
        };
        Some(error::wrong_order(self.here(), word, order))
    }

    /// A title behind the condition.
    fn is_late_title(&self) -> bool {
        let next = self.ahead(1);
        let ends = ["how", "when", "require", "disqualify", "warn", "stage", "}", "base"];
        self.kind(self.at) == Some(TokenKind::Text) && self.expects_operator() && ends.contains(&next)
    }

    /// A small word between two parts.
    fn small_word(&self) -> Option<Diagnostic> {
        let (word, before) = (self.ahead(0), self.behind(1));
        let is_text = self.kind(self.at) == Some(TokenKind::Text);
        if self.expects(Kind::kw_from) && matches!(before, "won" | "lost" | "walked") && !is_text {
            return Some(error::part_missing(
                self.span_behind(1).after(),
                "`from` with a label",
                "won from \"Closed Won\"",
            ));
        }
        let is_label = is_text && (self.expects(Kind::kw_from) || self.expects(Kind::stage_labels));
        if is_label && self.kind_behind(1) != Some(TokenKind::Colon) {
            return Some(error::word_missing(self.here(), "from", "from \"…\"", &format!("from {word}")));
        }
        if self.is_sign_too_much() {
            return Some(error::surplus(self.here(), word));
        }
        if let Some(fault) = self.word_for_small_word() {
            return Some(fault);
        }
        let (meant, kind) = match before {
            "hold" => ("on", Kind::kw_on),
            "disqualify" => ("by", Kind::kw_by),
            "advance" => ("to", Kind::word_to),
            _ => return None,
        };
        if !self.expects(kind) {
            return None;
        }
        let example = format!("expect {before} {meant} …");
        if matches!(word, "on" | "by" | "to" | "with" | "for" | "because" | "in" | "at") {
            return Some(error::word_missing(self.here(), meant, &example, meant));
        }
        self.is_name(self.at).then(|| error::word_missing(self.here(), meant, &example, &format!("{meant} {word}")))
    }

    /// A colon behind a word that takes none.
    fn is_sign_too_much(&self) -> bool {
        let next = self.kind_ahead(1);
        let is_alone = next.is_some() && next != Some(TokenKind::Colon) && next != Some(TokenKind::Close);
        self.ahead(0) == ":" && is_alone && is_keyword_or_place(self.behind(1)) && !self.starts_line(self.at)
    }

    /// `as "A"` for `from "A"`, `on 2026-11-23` for `as of`, `stage s` for `at s`, `when` for `applies when`.
    fn word_for_small_word(&self) -> Option<Diagnostic> {
        let (word, before) = (self.ahead(0), self.behind(1));
        let next_is_text = self.kind_ahead(1) == Some(TokenKind::Text);
        let next_is_date = self.kind_ahead(1) == Some(TokenKind::Date);
        let (meant, example, span) = match word {
            "as" | "is" | "named" | "called" if next_is_text && self.expects_label() => {
                ("from", "from \"…\"", self.here())
            }
            "on" | "at" | "for" | "today"
                if next_is_date && (self.expects(Kind::as_of) || self.expects(Kind::kw_as)) =>
            {
                ("as of", "as of 2026-11-23", self.here())
            }
            "stage" if self.expects(Kind::at_stage) || self.expects(Kind::word_at) => {
                ("at", "given strong at qualify", self.here())
            }
            "process" if self.expects(Kind::in_process) || self.expects(Kind::kw_in) => {
                ("in", "given strong in enterprise", self.here())
            }
            "when" if self.expects(Kind::applies) || self.expects(Kind::kw_applies) => {
                return Some(error::word_missing(self.here(), "applies", "applies when …", "applies when"));
            }
            _ if before == "as" && self.expects(Kind::kw_of) && self.is_name(self.at) => {
                ("at", "given strong at qualify", self.span_behind(1))
            }
            _ => return None,
        };
        Some(error::word_missing(span, meant, example, meant))
    }

    fn expects_label(&self) -> bool {
        self.expects(Kind::from_label) || self.expects(Kind::kw_from) || self.expects(Kind::stage_labels)
    }

    /// A block without its brace.
    fn block(&self) -> Option<Diagnostic> {
        if !(self.expects(Kind::open) || self.expects(Kind::facts)) || self.expects(Kind::list) {
            return None;
        }
        let words = ["opportunity", "record", "process", "fixture", "test", "stage", "chance", "with"];
        let last = self.at.checked_sub(1)?;
        let found = (0..=last).rev().take(64).find(|&at| words.contains(&self.text(at)))?;
        let name = found.saturating_add(1);
        let word = self.text(found);
        let has_name = matches!(word, "process" | "stage" | "record" | "fixture") && self.is_name(name);
        let what = if has_name { format!("{word} `{}`", self.text(name)) } else { format!("`{word}`") };
        let (span, with) = match self.ahead(0) {
            ":" | "(" | "[" | "do" | "is" => (self.here(), Some("{".to_owned())),
            _ => (self.span(last).after(), None),
        };
        Some(error::block_missing(span, &what, with.as_deref()))
    }

    /// Commas where none stand, and the other way round; variants.
    pub(super) fn lists(&self) -> Option<Diagnostic> {
        let next = self.at.saturating_add(1);
        if self.text(0) == "evidence" && matches!(self.ahead(0), "," | ">" | "|" | "{" | ":") {
            return Some(error::grades_by_less(self.here(), self.ahead(0)));
        }
        if self.ahead(0) == "," {
            let goes_on =
                self.is_name(next) && self.text(next.saturating_add(1)) != ":" && !self.is_mark_of_field(next);
            if self.text(0) == "import" {
                return Some(error::word_missing(
                    self.here(),
                    "import",
                    "import \"a.gate\" and on the next line import …",
                    "\nimport",
                ));
            }
            if self.expects(Kind::pipe) && goes_on {
                return Some(error::variants_by_comma(self.here()));
            }
            return Some(error::surplus_comma(self.here()));
        }
        if self.ahead(0) == "|" && self.expects(Kind::comma) {
            return None;
        }
        let is_element = self.starts_value(self.at) || matches!(self.ahead(0), "{" | "[");
        (self.expects(Kind::comma) && is_element && !self.expects_operator())
            .then(|| error::comma_missing(self.span_behind(1)))
    }

    fn is_mark_of_field(&self, at: usize) -> bool {
        matches!(self.text(at), "key" | "worth" | "opened" | "closed") && self.is_name(at.saturating_add(1))
    }

    /// What stands in the place of a value, a date, a type or a name.
    pub(super) fn values(&self) -> Option<Diagnostic> {
        let (word, span) = (self.ahead(0), self.here());
        if self.kind(self.at) == Some(TokenKind::Text) {
            let inside = word.trim_matches('"');
            if self.expects(Kind::date) && !self.expects_value() && Date::parse(inside).is_some() {
                return Some(error::quoted_date(span, inside));
            }
            let is_key = (self.ahead(1) == ":" && self.expects_line_of_fields()) || self.behind(1) == "given";
            if let Some(name) = as_name(inside).filter(|_| is_key) {
                return Some(error::quoted_name(span, &name));
            }
        }
        if self.expects(Kind::date) && !self.expects_value() && !self.expects(Kind::figure) {
            return Some(error::part_missing(span, "a date", "2026-11-23"));
        }
        if self.behind(1) == "," && self.kind(self.at) == Some(TokenKind::Close) {
            return Some(error::surplus_comma(self.span_behind(1)));
        }
        let in_facts =
            self.open_brackets().last().is_some_and(|&at| matches!(self.block_word(at), "fixture" | "with" | ""));
        if in_facts
            && self.text(0) != "define"
            && matches!(word, "+" | "-" | "*" | "/" | "(" | "and" | "or" | "is" | "not")
        {
            return Some(error::not_a_literal(span, word));
        }
        if self.expects_value() {
            return Some(error::value_missing(span, word));
        }
        if self.expects(Kind::figure) && self.expects(Kind::list) {
            return Some(error::not_a_literal(span, word));
        }
        if self.expects(Kind::figure) {
            return Some(error::within_without_unit(span, word));
        }
        if self.expects_operator() && self.starts_value(self.at) && !is_keyword(word) {
            return Some(error::two_values(span));
        }
        let missing = |what: &str, example: &str| Some(error::part_missing(span, what, example));
        if self.expects(Kind::name) && !self.expects(Kind::list) {
            return self.name_missing();
        }
        match self.expected {
            [Kind::text] => Some(self.text_missing()),
            [Kind::type_] => missing("a type", "budget: money USD"),
            [Kind::percent] => missing("a percent", "base 18%"),
            [Kind::number_alone] => missing("a number", "3.2"),
            _ => None,
        }
    }

    /// A name that is missing where its rule, stage … starts.
    fn name_missing(&self) -> Option<Diagnostic> {
        let example = match self.behind(1) {
            "require" | "once" => "require power \"The buyer has been met\" that …",
            "disqualify" | "warn" if self.kind(self.at) == Some(TokenKind::Text) => {
                "disqualify no_budget \"The title\" when …"
            }
            "stage" => "stage qualify { … }",
            "process" => "process enterprise { … }",
            "record" => "record contact { … }",
            "fixture" => "fixture strong { … }",
            "define" => "define quiet_for as today - last_activity",
            "function" => "function score(size: number): number",
            "evidence" => "evidence opinion < buyer_said",
            "by" | "on" | "risk" | "warn" | "to" | "only" => "expect disqualify by no_budget",
            "|" => "source: partner | inbound",
            _ => return None,
        };
        Some(error::part_missing(self.span_behind(1).after(), "a name", example))
    }

    fn text_missing(&self) -> Diagnostic {
        let (what, example) = match self.behind(1) {
            "import" => ("the file's name", "import \"other.gate\""),
            "test" => ("the test's title", "test \"a small budget ends it\" { … }"),
            "how" => ("a text", "how \"Ask the buyer.\""),
            "from" => ("the name in the data", "from \"Opportunity ID\""),
            _ => ("a text", "\"New Business\""),
        };
        error::part_missing(self.span_behind(1).after(), what, example)
    }
}

/// Words behind which a name, a text or an expression stands without a colon.
fn is_keyword_or_place(word: &str) -> bool {
    is_keyword(word)
        || ["to", "key", "worth", "opened", "base", "won", "lost", "walked", "hold", "closed", "ask", "earned"]
            .contains(&word)
}

/// What a number before a missing `%` likely means.
fn percent_of(number: &str) -> Option<String> {
    let hundredths = number.strip_prefix("0.").filter(|digits| digits.len() <= 2 && !digits.is_empty());
    match hundredths {
        Some(digits) => Some(format!("{}%", format!("{digits:0<2}").trim_start_matches('0'))),
        None => Some(format!("{number}%")),
    }
}

/// A whole percent as a fraction.
fn fraction_of(percent: &str) -> Option<String> {
    let whole: u32 = percent.strip_suffix('%')?.parse().ok()?;
    let (ones, hundredths) = (whole / 100, whole % 100);
    let text = format!("{ones}.{hundredths:02}");
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}
