//! What no playbook contains: signs, quotes, comments and figures of other languages.

use super::super::error;
use super::super::grammar::Kind;
use super::super::tokens::{Foreign, TokenKind};
use super::{Scene, figures, is_null};
use crate::diag::Diagnostic;
use crate::source::Span;

impl Scene<'_> {
    /// The message for a token that belongs to no playbook.
    pub(super) fn foreign(&self) -> Option<Diagnostic> {
        let Some(TokenKind::Foreign(foreign)) = self.kind(self.at) else { return None };
        let (span, text) = (self.here(), self.ahead(0));
        Some(match foreign {
            Foreign::Equal => self.equal(),
            Foreign::NotEqual => self.compared_with_null(true).unwrap_or_else(|| self.operator("is not")),
            Foreign::AtLeast => self.operator(">="),
            Foreign::AtMost => self.operator("<="),
            Foreign::And => self.operator("and"),
            Foreign::Or => self.operator("or"),
            Foreign::Not => self.operator("not"),
            Foreign::Arithmetic => self.operator(arithmetic(text)),
            Foreign::Quotes => error::foreign_quotes(span, straight(text)),
            Foreign::OpenText => error::open_text(span),
            Foreign::OpenLongText => error::open_long_text(Span { end: span.start.saturating_add(3), ..span }),
            Foreign::Escape => self.escape(),
            Foreign::LineComment => error::foreign_comment(
                Span { end: span.start.saturating_add(2), ..span },
                "//",
                Some((Span { end: span.start.saturating_add(2), ..span }, "#".to_owned())),
            ),
            Foreign::BlockComment => self.block_comment(),
            Foreign::Semicolon => error::semicolon(span),
            Foreign::Percent => {
                let number = self.kind_behind(1) == Some(TokenKind::Number) && !self.starts_line(self.at);
                error::percent_apart(span, number.then(|| self.span_behind(1)))
            }
            Foreign::CurrencySign => error::currency_sign(span, text, self.amount(text)),
            Foreign::Decimals => error::too_many_decimals(span, text),
            Foreign::Suffix => error::letters_touch_number(span, text, figures::suffix(text)),
            Foreign::Number => error::number_malformed(span, text, figures::mended_number(text)),
            Foreign::Date => error::looks_like_date(span, text, figures::mended_date(text)),
            Foreign::Character => self.character(),
        })
    }

    /// An operator of this language in the place of another, with blanks where words need them.
    fn operator(&self, meant: &str) -> Diagnostic {
        let is_word = meant.starts_with(|letter: char| letter.is_ascii_lowercase());
        let next = self.at.saturating_add(1);
        let left = if is_word && self.touches(self.at) && self.behind(1) != "(" { " " } else { "" };
        let right = if is_word && self.touches(next) { " " } else { "" };
        error::foreign_operator(self.here(), self.ahead(0), &format!("{left}{meant}{right}"))
    }

    /// `=` where a field has `:`, a define `as`, and an expression `is`.
    fn equal(&self) -> Diagnostic {
        if self.expects(Kind::colon) {
            let (name, with) = (self.behind(1), if self.starts_line(self.at) { ":" } else { ": " });
            let end = self.span(self.at.saturating_add(1)).start.max(self.here().end);
            let start = self.span_behind(1).end;
            return error::colon_missing(Span { start, end, ..self.here() }, name, with);
        }
        if self.expects(Kind::kw_as) {
            return error::clause_word(self.here(), "define", "as", Some("as".to_owned()));
        }
        if !self.expects_operator() && !self.expects_value() {
            let is_label = self.kind(self.at.saturating_add(1)) == Some(TokenKind::Text);
            let takes_label = self.expects(Kind::kw_from) || self.expects(Kind::stage_labels);
            if is_label && takes_label {
                return error::word_missing(self.here(), "from", "from \"…\"", "from");
            }
            return error::surplus(self.here(), self.ahead(0));
        }
        self.compared_with_null(false).unwrap_or_else(|| self.operator("is"))
    }

    fn compared_with_null(&self, negated: bool) -> Option<Diagnostic> {
        let next = self.at.saturating_add(1);
        is_null(self.text(next))
            .then(|| error::null_value(self.between_tokens(self.at, next), self.text(next), negated))
    }

    /// The first backslash that escapes nothing.
    fn escape(&self) -> Diagnostic {
        let (span, text) = (self.here(), self.ahead(0));
        let mut letters = text.char_indices();
        while let Some((at, letter)) = letters.next() {
            if letter != '\\' {
                continue;
            }
            let Some((_, escaped)) = letters.next() else { break };
            if matches!(escaped, '"' | '\\' | 'n' | 't') {
                continue;
            }
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let length = u32::try_from(escaped.len_utf8()).unwrap_or(1).saturating_add(1);
            let start = span.start.saturating_add(at);
            let place = Span { start, end: start.saturating_add(length), ..span };
            return error::wrong_escape(place, self.slice(place));
        }
        error::wrong_escape(span, text)
    }

    fn block_comment(&self) -> Diagnostic {
        let span = self.here();
        let text = self.ahead(0);
        let rest = self.source.get(span.range().end..).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        let inside = text.strip_prefix("/*").and_then(|text| text.strip_suffix("*/"));
        let fix = inside.filter(|_| line.trim().is_empty()).map(|inside| {
            let lines: Vec<String> =
                inside.lines().map(|line| format!("# {}", line.trim()).trim_end().to_owned()).collect();
            (span, lines.join("\n"))
        });
        error::foreign_comment(Span { end: span.start.saturating_add(2), ..span }, "/*", fix)
    }

    /// An amount with a currency's sign, in the first currency that has it.
    fn amount(&self, text: &str) -> Option<String> {
        let currency = match text.chars().find(|letter| matches!(letter, '$' | '€' | '£' | '¥'))? {
            '€' => "EUR",
            '£' => "GBP",
            '¥' => "JPY",
            _ => "USD",
        };
        let number = figures::number_of(text.trim_matches(['$', '€', '£', '¥']))?;
        Some(format!("{number} {currency}"))
    }

    fn character(&self) -> Diagnostic {
        let letter = self.ahead(0).chars().next().unwrap_or(' ');
        let is_invisible = letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
        let help = match letter {
            '\'' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' => {
                Some("a text stands in straight double quotes, on one line")
            }
            '?' => Some("write two rules, or `odds` with cases; there is no choice inside of an expression"),
            '^' => Some("there are no powers; write a product"),
            '\\' => Some("an expression goes on over several lines by itself"),
            '@' => Some("names are small letters a–z, digits and `_`"),
            _ => None,
        };
        error::odd_character(self.here(), letter, is_invisible, help)
    }

    /// `-- …` as a comment: two signs before words on the line where the reading ended.
    pub(super) fn comments(&self) -> Option<Diagnostic> {
        let mut first = self.at.min(self.tokens.len().saturating_sub(1));
        let last = first;
        while !self.starts_line(first) {
            first = first.checked_sub(1)?;
        }
        let dashes = (first..last).find(|&at| {
            self.text(at) == "-" && self.text(at.saturating_add(1)) == "-" && self.touches(at.saturating_add(1))
        })?;
        let mark = self.between_tokens(dashes, dashes.saturating_add(1));
        Some(error::foreign_comment(mark, "--", Some((mark, "#".to_owned()))))
    }
}

fn arithmetic(sign: &str) -> &'static str {
    match sign {
        "×" | "·" => "*",
        "÷" => "/",
        _ => "-",
    }
}

/// A text of other quotes in straight ones.
fn straight(text: &str) -> String {
    let mut letters = text.chars();
    letters.next();
    letters.next_back();
    let inside = letters.as_str().replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{inside}\"")
}
