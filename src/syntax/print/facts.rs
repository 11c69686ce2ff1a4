//! Records and lists of fixtures: on one line, or spread over several.

use super::super::ast::{Fact, FactValue, FactValueKind, Facts};
use super::marks::Walk;
use super::{INDENT, WIDTH};
use crate::source::Span;

/// Whether a record or list has a line for each of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spread {
    No,
    Yes,
    /// As the writer has it: where there is a line break behind the opening bracket, or a comment inside.
    AsWritten,
}

impl Walk<'_, '_> {
    /// Marks a record that starts on a line of some level.
    pub(super) fn facts(&mut self, facts: &Facts, level: usize, spread: Spread) {
        let (open, close) = (self.first(facts.span), self.last(facts.span));
        if !self.is_spread(facts.span, spread) {
            self.inline_facts(facts);
            return;
        }
        let inner = level.saturating_add(1);
        let commas: Vec<usize> = facts.facts.iter().map(|fact| self.comma_behind(fact)).collect();
        for (fact, comma) in facts.facts.iter().zip(commas) {
            let first = self.first(fact.span);
            self.marks.start_line(first, inner);
            self.drop_comma(comma);
            self.value(&fact.value, first, inner);
        }
        if close > open {
            self.marks.start_line(close, level);
        }
    }

    fn is_spread(&self, span: Span, spread: Spread) -> bool {
        let (open, close) = (self.first(span), self.last(span));
        match spread {
            Spread::No => self.has_comment(open, close),
            Spread::Yes => true,
            Spread::AsWritten => self.layout.breaks_before(open.saturating_add(1)) > 0 || self.has_comment(open, close),
        }
    }

    /// Whether a comment stands between two tokens.
    fn has_comment(&self, open: usize, close: usize) -> bool {
        let lead = |at: usize| self.layout.leads.get(at).copied().unwrap_or(0);
        let last = lead(close).saturating_add(self.layout.comments_before(close).len());
        last > lead(open.saturating_add(1))
    }

    /// The place of the comma behind a fact, whether there is one or not.
    fn comma_behind(&self, fact: &Fact) -> usize {
        self.layout.at(fact.span.end)
    }

    fn drop_comma(&mut self, at: usize) {
        if self.layout.text(at) == "," {
            self.marks.drop_token(at);
        }
    }

    /// Facts on one line have commas between them and none at the end.
    fn inline_facts(&mut self, facts: &Facts) {
        let count = facts.facts.len();
        for (at, fact) in facts.facts.iter().enumerate() {
            let comma = self.comma_behind(fact);
            let is_last = at.saturating_add(1) == count;
            let has_comma = self.layout.text(comma) == ",";
            if is_last && has_comma {
                self.marks.drop_token(comma);
            } else if !is_last && !has_comma {
                self.marks.add_comma_behind(comma.saturating_sub(1));
            }
            self.inline_value(&fact.value);
        }
    }

    fn inline_value(&mut self, value: &FactValue) {
        match &value.kind {
            FactValueKind::Record(facts) => self.inline_facts(facts),
            FactValueKind::List(values) => {
                self.drop_trailing_comma(value.span);
                for value in values {
                    self.inline_value(value);
                }
            }
            FactValueKind::Unknown | FactValueKind::Literal(_) | FactValueKind::Variant(_) => {}
        }
    }

    fn drop_trailing_comma(&mut self, list: Span) {
        self.drop_comma(self.last(list).saturating_sub(1));
    }

    /// Marks a value on a line that starts at a token.
    fn value(&mut self, value: &FactValue, line: usize, level: usize) {
        let (added, dropped) = self.commas(value);
        let width = self.layout.width(line, self.layout.at(value.span.end));
        let width = width.saturating_add(added).saturating_sub(dropped);
        let is_empty = self.last(value.span) == self.first(value.span).saturating_add(1);
        let fits =
            width.saturating_add(level.saturating_mul(INDENT)) <= WIDTH && (is_empty || !self.holds_spread(value.span));
        let spread = if fits { Spread::AsWritten } else { Spread::Yes };
        match &value.kind {
            FactValueKind::Record(facts) if !facts.facts.is_empty() => self.facts(facts, level, spread),
            FactValueKind::List(values) if !values.is_empty() => self.list(values, value.span, level, spread),
            FactValueKind::Record(_) | FactValueKind::List(_) => {
                if self.is_spread(value.span, Spread::No) {
                    self.marks.start_line(self.last(value.span), level);
                }
            }
            FactValueKind::Unknown | FactValueKind::Literal(_) | FactValueKind::Variant(_) => {}
        }
    }

    /// How many commas are added to a value on one line, and how many are left out.
    fn commas(&self, value: &FactValue) -> (usize, usize) {
        match &value.kind {
            FactValueKind::Record(facts) => self.commas_of_facts(facts),
            FactValueKind::List(values) => {
                let trailing = usize::from(self.layout.text(self.last(value.span).saturating_sub(1)) == ",");
                values.iter().map(|value| self.commas(value)).fold((0, trailing), add)
            }
            FactValueKind::Unknown | FactValueKind::Literal(_) | FactValueKind::Variant(_) => (0, 0),
        }
    }

    pub(super) fn commas_of_facts(&self, facts: &Facts) -> (usize, usize) {
        let mut sum = (0, 0);
        for (at, fact) in facts.facts.iter().enumerate() {
            let is_last = at.saturating_add(1) == facts.facts.len();
            let has_comma = self.layout.text(self.comma_behind(fact)) == ",";
            sum = add(sum, (usize::from(!is_last && !has_comma), usize::from(is_last && has_comma)));
            sum = add(sum, self.commas(&fact.value));
        }
        sum
    }

    fn list(&mut self, values: &[FactValue], span: Span, level: usize, spread: Spread) {
        self.drop_trailing_comma(span);
        if !self.is_spread(span, spread) {
            for value in values {
                self.inline_value(value);
            }
            return;
        }
        let inner = level.saturating_add(1);
        for value in values {
            let first = self.first(value.span);
            self.marks.start_line(first, inner);
            self.value(value, first, inner);
        }
        self.marks.start_line(self.last(span), level);
    }

    /// Whether some record or list inside of a value is spread by its writer.
    pub(super) fn holds_spread(&self, value: Span) -> bool {
        let (open, close) = (self.first(value), self.last(value));
        let brackets = (open..close).filter(|&at| matches!(self.layout.text(at), "{" | "["));
        self.has_comment(open, close)
            || brackets.into_iter().any(|at| self.layout.breaks_before(at.saturating_add(1)) > 0)
    }
}

fn add(left: (usize, usize), right: (usize, usize)) -> (usize, usize) {
    (left.0.saturating_add(right.0), left.1.saturating_add(right.1))
}
