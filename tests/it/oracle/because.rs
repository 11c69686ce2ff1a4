//! The atoms that decided a rule, as JSON.

use stagegate::Source;
use stagegate::internals::hir::{ExprId, ExprKind, ListRef, Operand};

use super::eval::{Element, Mode, Value, World};
use super::json::Json;
use super::reader::{Cell, Row, Scalar};

/// Facts in the order of first reading: path, what it is, whether it is unknown.
type Facts = Vec<(String, Json, bool)>;

pub struct Because<'w, 'a> {
    pub world: &'w World<'a>,
    pub sources: &'w [Source],
}

impl<'a> Because<'_, 'a> {
    /// The atoms that decided a condition, each once. With several conditions, those of the first come first.
    pub fn atoms(&self, conditions: &[ExprId]) -> Json {
        let mut atoms: Vec<(Json, Json)> = Vec::new();
        for condition in conditions {
            self.enter(*condition, &mut atoms);
        }
        Json::List(atoms.into_iter().map(|(_, atom)| atom).collect())
    }

    /// The atoms of an unmet requirement, which is `not when or that`.
    pub fn requirement(&self, when: Option<ExprId>, that: ExprId) -> Json {
        let Some(when) = when else { return self.atoms(&[that]) };
        let needed = self.truth(when);
        let met = self.truth(that);
        match (needed, met) {
            // False: both operands, `not when` and `that`, are false.
            (Some(true), Some(false)) => self.atoms(&[when, that]),
            // Unknown: the unknown ones.
            (None, None) => self.atoms(&[when, that]),
            (None, Some(false)) => self.atoms(&[when]),
            (Some(true), None) => self.atoms(&[that]),
            (Some(false), _) | (_, Some(true)) => panic!("the requirement is met"),
        }
    }

    fn truth(&self, id: ExprId) -> Option<bool> {
        self.world.eval(id, None, Mode::AsItStands).truth()
    }

    fn enter(&self, id: ExprId, atoms: &mut Vec<(Json, Json)>) {
        match &self.world.expr(id).kind {
            ExprKind::And(items) => self.operands(id, items, Some(true), atoms),
            ExprKind::Or(items) => self.operands(id, items, Some(false), atoms),
            ExprKind::Not(inner) => self.enter(*inner, atoms),
            ExprKind::Define(define) => self.enter(self.world.playbook.defines[define.0 as usize].expr, atoms),
            ExprKind::Literal(_)
            | ExprKind::Today
            | ExprKind::Fact { .. }
            | ExprKind::ChanceEnd(_)
            | ExprKind::CompareChance { .. }
            | ExprKind::ChanceBetween { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Between { .. }
            | ExprKind::In { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Known { .. }
            | ExprKind::ListKnown { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Calendar(..)
            | ExprKind::Abs(_)
            | ExprKind::Round(_)
            | ExprKind::Min(..)
            | ExprKind::Max(..)
            | ExprKind::Length(_)
            | ExprKind::Lower(_)
            | ExprKind::Call { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Aggregate { .. } => {
                let (same, atom) = self.atom(id);
                if !atoms.iter().any(|(known, _)| *known == same) {
                    atoms.push((same, atom));
                }
            }
        }
    }

    /// All operands where the result needed all of them (`all`), else those that share the result.
    fn operands(&self, id: ExprId, items: &[ExprId], all: Option<bool>, atoms: &mut Vec<(Json, Json)>) {
        let result = self.truth(id);
        for item in items {
            if result == all || self.truth(*item) == result {
                self.enter(*item, atoms);
            }
        }
    }

    /// What makes atoms the same, and the atom.
    fn atom(&self, id: ExprId) -> (Json, Json) {
        let value = self.world.eval(id, None, Mode::AsItStands);
        let is = match value.truth() {
            Some(true) => "true",
            Some(false) => "false",
            None => "unknown",
        };
        let expr = self.world.expr(id);
        let text = one_line(self.sources[expr.span.file.0 as usize].slice(expr.span));
        let mut facts = Facts::new();
        self.facts(id, None, &mut facts);
        let mut entries = vec![("atom".to_owned(), Json::text(text)), ("is".to_owned(), Json::text(is))];
        if !facts.is_empty() {
            let facts = facts.into_iter().map(|(path, fact, _)| (path, fact)).collect();
            entries.push(("facts".to_owned(), Json::Object(facts)));
        }
        let same = Json::Object(entries.clone());
        if let Value::Unknown(why) = value
            && why.undefined
        {
            entries.push(("why".to_owned(), Json::text("undefined")));
        }
        (same, Json::Object(entries))
    }

    fn facts(&self, id: ExprId, element: Element<'a>, facts: &mut Facts) {
        let world = self.world;
        match &world.expr(id).kind {
            ExprKind::Literal(_) | ExprKind::Today => {}
            ExprKind::Fact { fact, by, within } => {
                let path = world.column(fact).path.clone();
                match world.fact(fact, *by, *within, element) {
                    Ok(cell) => read(facts, path, Json::text(literal(&cell.value)), false),
                    Err((why, cell)) => read(facts, path, self.unknown_fact(why, cell), true),
                }
            }
            ExprKind::Define(define) => self.facts(world.playbook.defines[define.0 as usize].expr, None, facts),
            ExprKind::ChanceEnd(end) => {
                use stagegate::internals::hir::ChanceEnd;
                let name = match end {
                    ChanceEnd::Worst => "chance.worst",
                    ChanceEnd::Likely => "chance.likely",
                    ChanceEnd::Best => "chance.best",
                };
                let percent = world.chance.as_ref().unwrap().end(*end);
                read(facts, name.to_owned(), Json::text(literal(&Scalar::Percent(percent))), false);
            }
            ExprKind::CompareChance { right, .. } => {
                self.chance(facts);
                self.facts(*right, element, facts);
            }
            ExprKind::ChanceBetween { low, high } => {
                self.chance(facts);
                self.facts(*low, element, facts);
                self.facts(*high, element, facts);
            }
            ExprKind::And(items) | ExprKind::Or(items) => {
                for item in items {
                    self.facts(*item, element, facts);
                }
            }
            ExprKind::Not(inner)
            | ExprKind::Negate(inner)
            | ExprKind::Calendar(_, inner)
            | ExprKind::Abs(inner)
            | ExprKind::Round(inner)
            | ExprKind::Length(inner)
            | ExprKind::Lower(inner)
            | ExprKind::Known { value: inner, .. } => self.facts(*inner, element, facts),
            ExprKind::Compare { left, right, .. }
            | ExprKind::TextTest { left, right, .. }
            | ExprKind::Min(left, right)
            | ExprKind::Max(left, right) => {
                self.facts(*left, element, facts);
                self.facts(*right, element, facts);
            }
            ExprKind::Between { value, low, high } => {
                for part in [value, low, high] {
                    self.facts(*part, element, facts);
                }
            }
            ExprKind::In { value, items, .. } => {
                self.facts(*value, element, facts);
                for item in items {
                    self.facts(*item, element, facts);
                }
            }
            ExprKind::ListKnown { list, .. } => {
                let path = world.list_shape(list).path.clone();
                match world.list(list, element) {
                    Some(rows) => read(facts, path, tally(&[("elements", rows.len())]), false),
                    None => read(facts, path, missing(), true),
                }
            }
            ExprKind::Arithmetic { first, rest } => {
                self.facts(*first, element, facts);
                for step in rest {
                    if let Operand::Expr(right) = step.right {
                        self.facts(right, element, facts);
                    }
                }
            }
            ExprKind::Call { args, .. } => {
                for arg in args {
                    self.facts(*arg, element, facts);
                }
            }
            ExprKind::Quantifier { list, condition, quantifier: _ } => {
                self.list_fact(list, *condition, None, element, facts);
            }
            ExprKind::Aggregate { list, value, condition, .. } => {
                self.list_fact(list, *condition, *value, element, facts);
            }
        }
    }

    fn chance(&self, facts: &mut Facts) {
        let chance = self.world.chance.as_ref().unwrap();
        let (worst, best) = (literal(&Scalar::Percent(chance.worst)), literal(&Scalar::Percent(chance.best)));
        let text = if worst == best { worst } else { format!("{worst} to {best}") };
        read(facts, "chance".to_owned(), Json::text(text), false);
    }

    fn list_fact(
        &self,
        list: &ListRef,
        condition: Option<ExprId>,
        value: Option<ExprId>,
        element: Element<'a>,
        facts: &mut Facts,
    ) {
        let path = self.world.list_shape(list).path.clone();
        let Some(rows) = self.world.list(list, element) else { return read(facts, path, missing(), true) };
        let (mut yes, mut unknown) = (0, 0);
        for row in rows {
            match self.counts(row, condition, value) {
                Some(true) => yes += 1,
                Some(false) => {}
                None => unknown += 1,
            }
        }
        let parts = [("elements", rows.len()), ("true", yes), ("unknown", unknown)];
        read(facts, path, tally(&parts), false);
    }

    /// Whether an element counts, with a known value where one is asked for.
    fn counts(&self, row: &'a Row, condition: Option<ExprId>, value: Option<ExprId>) -> Option<bool> {
        let eval = |id| self.world.eval(id, Some(row), Mode::AsItStands);
        let counts = condition.is_none_or(|condition| eval(condition).truth() == Some(true));
        if !counts {
            return condition.and_then(|condition| eval(condition).truth());
        }
        match value.map(eval) {
            Some(Value::Unknown(_)) => None,
            Some(Value::Known(_)) | None => Some(true),
        }
    }

    fn unknown_fact(&self, why: &str, cell: Option<&Cell>) -> Json {
        let mut entries = vec![("unknown".to_owned(), Json::text(why))];
        if let Some(cell) = cell {
            if why != "not yet" {
                entries.push(("value".to_owned(), Json::text(literal(&cell.value))));
            }
            if let Some(grade) = self.world.playbook.schema.grades.get(cell.grade) {
                entries.push(("by".to_owned(), Json::text(grade)));
            }
            if let Some(on) = cell.on {
                entries.push(("on".to_owned(), Json::text(literal(&Scalar::Date(on)))));
            }
        }
        Json::Object(entries)
    }
}

/// Notes a reading: the first counts, but an unknown one before a known one.
fn read(facts: &mut Facts, path: String, fact: Json, unknown: bool) {
    match facts.iter_mut().find(|(known, ..)| *known == path) {
        None => facts.push((path, fact, unknown)),
        Some(before) if unknown && !before.2 => *before = (path, fact, unknown),
        Some(_) => {}
    }
}

fn missing() -> Json {
    Json::Object(vec![("unknown".to_owned(), Json::text("missing"))])
}

fn tally(counts: &[(&str, usize)]) -> Json {
    Json::Object(counts.iter().map(|(name, count)| ((*name).to_owned(), Json::number(count))).collect())
}

/// A value in the language's own form.
pub fn literal(value: &Scalar) -> String {
    match value {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Number(count) => decimal(*count, 4),
        Scalar::Percent(count) => format!("{}%", decimal(*count, 2)),
        Scalar::Money(count, currency) => format!("{} {currency}", decimal(*count, 4)),
        Scalar::Duration(1) => "1 day".to_owned(),
        Scalar::Duration(-1) => "-1 day".to_owned(),
        Scalar::Duration(days) => format!("{days} days"),
        Scalar::Date(days) => {
            let (year, month, day) = super::number::civil(*days);
            format!("{year:04}-{month:02}-{day:02}")
        }
        Scalar::Text(text) => {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
            format!("\"{escaped}\"")
        }
        Scalar::Variant(_, name) => name.clone(),
    }
}

/// `count` in units of 10^-places, without trailing zeros.
pub fn decimal(count: i128, places: usize) -> String {
    let digits = format!("{:0>width$}", count.abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    let sign = if count < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The tokens of a source text, with one blank where there was white space or a comment.
pub fn one_line(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let gap = gap(rest);
        if gap > 0 {
            out.push(' ');
            rest = &rest[gap..];
        } else if letter == '"' {
            let end = string_end(rest);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

/// How many bytes of white space and comments there are at the start.
fn gap(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        rest = match trimmed.starts_with('#') {
            true => &trimmed[trimmed.find(['\n', '\r']).unwrap_or(trimmed.len())..],
            false => return text.len() - trimmed.len(),
        };
    }
}

/// Where the string that starts here ends.
fn string_end(text: &str) -> usize {
    let quote = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut at = quote.len();
    while !text[at..].starts_with(quote) {
        let letter = text[at..].chars().next().expect("the string ends");
        at += letter.len_utf8();
        if letter == '\\' {
            at += text[at..].chars().next().expect("something is escaped").len_utf8();
        }
    }
    at + quote.len()
}
