//! Random opportunities for a playbook, with values near those that it names.

use std::collections::HashSet;

use crate::oracle::Options;
use crate::oracle::json::Json;
use crate::oracle::number;

use super::choices::Choices;
use super::expr::{Named, TEXTS, decimal};
use super::playbook::Playbook;
use super::shape::{Field, Type};

/// One opportunity and how it is assessed.
#[derive(Clone, Debug)]
pub struct Case {
    pub data: Json,
    /// Days from 1970-01-01.
    pub today: i128,
    pub options: Options,
}

struct Writer<'p> {
    playbook: &'p Playbook,
    today: i128,
    /// Whether values that do not fit are among them.
    wrong: bool,
}

pub fn case(c: &mut Choices, playbook: &Playbook) -> Case {
    c.place(|c| within_place(c, playbook))
}

fn within_place(c: &mut Choices, playbook: &Playbook) -> Case {
    let days = [(2026, 11, 23), (2026, 3, 31), (2024, 2, 29), (2026, 1, 1), (9999, 12, 31), (1, 1, 1)];
    let (year, month, day) = days[c.weighted(&[10, 4, 4, 3, 1, 1])];
    let today = number::date(year, month, day).unwrap();
    let wrong = c.once_in(12);
    let writer = Writer { playbook, today, wrong };
    let mut entries = writer.fields(c, &playbook.shape.fields);
    if let Some(label) = &playbook.shape.stage {
        let claim = match c.weighted(&[3, 1, 8, usize::from(wrong)]) {
            0 => None,
            1 => Some(Json::text("")),
            2 => Some(Json::text(c.pick(&playbook.claims))),
            _ => Some(Json::text("no such stage")),
        };
        entries.extend(claim.map(|claim| (label.clone().unwrap_or("stage".to_owned()), claim)));
    }
    let strict = c.once_in(5);
    if c.once_in(if strict && !wrong { 40 } else { 8 }) {
        entries.push(("unread".to_owned(), Json::number(1)));
    }
    if c.once_in(5) {
        let last = entries.len().saturating_sub(1);
        entries.rotate_right(c.below(last + 1));
    }
    let process = c.once_in(6).then(|| c.pick(&playbook.processes).clone());
    let rates = if c.below(2) == 1 {
        vec![("EUR", "USD", "1.08"), ("USD", "EUR", "0.92593"), ("GBP", "USD", "1.3")]
    } else {
        Vec::new()
    };
    let rates =
        rates.into_iter().map(|(from, to, factor)| (from.to_owned(), to.to_owned(), factor.to_owned())).collect();
    let options = Options { process, reopen: c.once_in(6), strict, rates };
    Case { data: Json::Object(entries), today, options }
}

/// The same case with some of what is missing filled in.
pub fn fill(c: &mut Choices, playbook: &Playbook, case: &Case) -> Case {
    let writer = Writer { playbook, today: case.today, wrong: false };
    let Json::Object(entries) = &case.data else { return case.clone() };
    Case { data: Json::Object(writer.fill(c, &playbook.shape.fields, entries)), ..case.clone() }
}

impl Writer<'_> {
    fn fill(&self, c: &mut Choices, fields: &[Field], entries: &[(String, Json)]) -> Vec<(String, Json)> {
        let mut entries = entries.to_vec();
        for field in fields {
            let at = entries.iter().position(|(key, _)| key == field.key());
            let old = at.map(|at| entries.remove(at).1);
            let value = match old {
                Some(old) if !is_missing(&old, field) => Some(self.fill_within(c, field, old)),
                old if c.below(2) == 0 => old,
                _ => c.place(|c| self.field(c, field)),
            };
            entries.extend(value.map(|value| (field.key().to_owned(), value)));
        }
        entries
    }

    /// Fills in what is missing inside of a record or list.
    fn fill_within(&self, c: &mut Choices, field: &Field, old: Json) -> Json {
        let fields = match &field.ty {
            Type::Record(record) | Type::List(record) => &self.playbook.shape.records[*record].fields,
            _ => return old,
        };
        match old {
            Json::Object(entries) => Json::Object(self.fill(c, fields, &entries)),
            Json::List(items) => {
                let item = |item| {
                    if let Json::Object(entries) = item { Json::Object(self.fill(c, fields, &entries)) } else { item }
                };
                Json::List(items.into_iter().map(item).collect())
            }
            other => other,
        }
    }

    fn fields(&self, c: &mut Choices, fields: &[Field]) -> Vec<(String, Json)> {
        let entry = |field: &Field| c.place(|c| self.field(c, field)).map(|value| (field.key().to_owned(), value));
        let mut entries: Vec<(String, Json)> = fields.iter().filter_map(entry).collect();
        let mut keys = HashSet::new();
        entries.retain(|(key, _)| keys.insert(key.clone()));
        entries
    }

    fn field(&self, c: &mut Choices, field: &Field) -> Option<Json> {
        let value = match c.weighted(&[4, 1, 1, 16, usize::from(self.wrong)]) {
            0 => return None,
            1 => return Some(Json::Null),
            2 if !field.blanks.is_empty() => return Some(Json::text(c.pick(&field.blanks))),
            2 => return Some(Json::text(*c.pick(&["", " ", "\u{2003}\t"]))),
            3 => self.value(c, field),
            _ => return Some(self.misfit(c, field)),
        };
        let scalar = !matches!(field.ty, Type::Record(_) | Type::List(_));
        Some(if scalar && c.once_in(2) { self.with_evidence(c, value) } else { value })
    }

    fn with_evidence(&self, c: &mut Choices, value: Json) -> Json {
        let mut entries = vec![("value".to_owned(), if c.once_in(20) { Json::Null } else { value })];
        let grades = &self.playbook.shape.grades;
        if c.below(3) > 0 && !grades.is_empty() {
            entries.push(("by".to_owned(), Json::text(*c.pick(grades))));
        }
        if c.below(3) > 0 {
            let time = *c.pick(&["", "", "T09:30:00Z"]);
            entries.push(("on".to_owned(), Json::text(format!("{}{time}", self.evidence_date(c)))));
        }
        if c.once_in(6) {
            entries.push(("ref".to_owned(), Json::text("mail-81")));
        }
        if c.once_in(10) {
            entries.push(("other".to_owned(), Json::List(Vec::new())));
        }
        if self.wrong && c.once_in(6) {
            let key = *c.pick(&["by", "on", "ref"]);
            entries.retain(|(name, _)| name != key);
            entries.push((key.to_owned(), c.pick(&[Json::text("gossip"), Json::List(Vec::new())]).clone()));
        }
        Json::Object(entries)
    }

    /// A day round those at which evidence gets stale, or in the future.
    fn evidence_date(&self, c: &mut Choices) -> String {
        let ages: Vec<i64> = self
            .named
            .iter()
            .filter_map(|named| if let Named::Days(days) = named { Some(*days) } else { None })
            .collect();
        let day = match c.below(4) {
            0 => self.today,
            1 if !ages.is_empty() => self.today - i128::from(*c.pick(&ages)) + c.below(3) as i128 - 1,
            2 => {
                let months = 1 + c.below(14) as i128;
                number::add_months(self.today, -months).unwrap_or(self.today) + c.below(3) as i128 - 1
            }
            _ => self.today + c.below(3) as i128,
        };
        iso(number::in_calendar(day).unwrap_or(self.today))
    }

    fn value(&self, c: &mut Choices, field: &Field) -> Json {
        let decimals = |c: &mut Choices| self.decimal(c);
        match &field.ty {
            Type::Bool => {
                let words = ["true", "false", "Yes", "n", "1", " NO "];
                match c.below(4) {
                    0 | 1 => Json::Bool(c.below(2) == 0),
                    2 => Json::number(c.below(2)),
                    _ => Json::text(*c.pick(&words)),
                }
            }
            Type::Number => {
                let count = decimals(c);
                self.number(c, count, 4, field.style)
            }
            Type::Percent => {
                let count = decimals(c);
                let points = decimal(count, 2);
                match c.below(4) {
                    0 => Json::text(format!("{points}%")),
                    1 => Json::text(points),
                    _ => Json::Number(points),
                }
            }
            Type::Fraction => {
                let count = decimals(c).rem_euclid(10_001);
                match c.below(4) {
                    0 => Json::text(format!("{}%", decimal(count, 2))),
                    1 => Json::text(decimal(count, 4)),
                    _ => Json::Number(decimal(count, 4)),
                }
            }
            Type::Money(currency) => self.money(c, currency, field.style),
            Type::Text => match c.below(8) {
                0 => Json::Number("1e3".to_owned()),
                1 => Json::Bool(true),
                2 => Json::text(" n/a"),
                _ => Json::text(self.text(c)),
            },
            Type::Date => Json::text(self.date(c, field.style.is_some())),
            Type::Duration => {
                let days = self.days(c);
                match c.below(6) {
                    0 => Json::text(days.to_string()),
                    1 => Json::Number(format!("{days}.5")),
                    _ => Json::number(days),
                }
            }
            Type::Enumeration(which) => {
                let variants = &self.playbook.shape.enumerations[*which];
                let at = c.below(variants.len());
                let labels = &field.variant_labels[at];
                Json::text(if !labels.is_empty() && c.below(2) == 1 { labels[0].as_str() } else { variants[at] })
            }
            Type::Record(record) => Json::Object(self.fields(c, &self.playbook.shape.records[*record].fields)),
            Type::List(record) => {
                let fields = &self.playbook.shape.records[*record].fields;
                Json::List(c.several(4, 2, |c| Json::Object(self.fields(c, fields))))
            }
        }
    }

    fn decimal(&self, c: &mut Choices) -> i64 {
        let named: Vec<i64> =
            self.named.iter().filter_map(|n| if let Named::Decimal(count) = n { Some(*count) } else { None }).collect();
        match c.below(6) {
            0 => *c.pick(&[0, 10_000, 20_000, 5_000, -10_000, 33_333, 1]),
            5 if c.once_in(4) => {
                *c.pick(&[i64::MAX, i64::MIN, i64::MIN + 1, i64::MAX / 10_000, 5_000_000_000_000_000_000])
            }
            _ if named.is_empty() => *c.pick(&[0, 10_000, 30_000]),
            _ => c.pick(&named).saturating_add(*c.pick(&[0, 1, -1, 10_000, -10_000])),
        }
    }

    /// A number in one of the forms that data has.
    fn number(&self, c: &mut Choices, count: i64, places: usize, style: Option<&str>) -> Json {
        let digits = decimal(count, places);
        match c.below(6) {
            0 => Json::text(styled(&digits, style, true)),
            1 => Json::text(format!(" {} ", styled(&digits, style, false))),
            2 if count % 10_000 == 0 && places == 4 => Json::Number(format!("{}e1", decimal(count, 5))),
            3 if digits.contains('.') => Json::Number(format!("{digits}{}", ["0", "00", "00001"][c.below(3)])),
            _ => Json::Number(digits),
        }
    }

    fn money(&self, c: &mut Choices, currency: &str, style: Option<&str>) -> Json {
        let count = self.decimal(c);
        let foreign = !self.wrong && c.below(6) > 0;
        let currency = if foreign { currency } else { *c.pick(&["USD", "EUR"]) };
        let size = styled(&decimal(count.saturating_abs(), 4), style, true);
        let sign = if count < 0 { "-" } else { "" };
        let symbol = if currency == "USD" { "$" } else { "€" };
        match c.below(8) {
            0 => Json::text(format!("{sign}{size} {currency}")),
            1 if count >= 0 => Json::text(format!("{currency} {size}")),
            2 => Json::text(format!("{sign}{symbol}{size}")),
            3 => {
                let amount = Json::Number(decimal(count, 4));
                Json::Object(vec![("amount".to_owned(), amount), ("currency".to_owned(), Json::text(currency))])
            }
            4 => Json::text(format!("{sign}{size}{currency}")),
            _ => self.number(c, count, 4, style),
        }
    }

    fn days(&self, c: &mut Choices) -> i64 {
        let named: Vec<i64> =
            self.named.iter().filter_map(|n| if let Named::Days(days) = n { Some(*days) } else { None }).collect();
        match c.below(6) {
            0 => *c.pick(&[0, 1, -1, 5]),
            5 if c.once_in(4) => *c.pick(&[922_337_203_685_476, -922_337_203_685_476, 3_000_000]),
            _ if named.is_empty() => *c.pick(&[0, 30]),
            _ => *c.pick(&named) + *c.pick(&[0, 1, -1]),
        }
    }

    fn text(&self, c: &mut Choices) -> String {
        let text = *c.pick(&TEXTS[1..]);
        match c.below(5) {
            0 => format!("{text}{}", c.pick(&TEXTS)),
            1 => text.to_uppercase(),
            2 => format!("{text}\nnext\tline"),
            _ => text.to_owned(),
        }
    }

    fn date(&self, c: &mut Choices, patterned: bool) -> String {
        let mut near = vec![self.today];
        near.extend(self.named.iter().filter_map(|named| match named {
            Named::Date(year, month, day) => number::date(i128::from(*year), i128::from(*month), i128::from(*day)),
            Named::Days(days) => number::in_calendar(self.today - i128::from(*days)),
            Named::Decimal(_) | Named::Text(_) => None,
        }));
        let day = *c.pick(&near) + *c.pick(&[0, 1, -1, 31, -31]);
        let day = number::in_calendar(day).unwrap_or(self.today);
        let time = *c.pick(&["", "", "T23:59:59+02:00", " 10:00"]);
        if patterned {
            let (year, month, day) = number::civil(day);
            return format!("{day:02}-{month:02}-{year:04}{time}");
        }
        format!("{}{time}", iso(day))
    }

    /// What does not fit, or not quite.
    fn misfit(&self, c: &mut Choices, field: &Field) -> Json {
        let odd = [
            Json::text("nonsense"),
            Json::Bool(true),
            Json::Number("1e30".to_owned()),
            Json::text("12,34"),
            Json::List(vec![Json::Null]),
            Json::Object(vec![("by".to_owned(), Json::text("opinion"))]),
            Json::text("5000 XYZ"),
            Json::text("2026-02-30"),
            Json::Number("-0.5".to_owned()),
            Json::text("x".repeat(300)),
            Json::text("150%"),
        ];
        if matches!(field.ty, Type::List(_)) && c.below(2) == 1 {
            return Json::List(vec![c.pick(&odd[..5]).clone()]);
        }
        c.pick(&odd).clone()
    }
}

/// Whether the data says nothing of the field.
fn is_missing(value: &Json, field: &Field) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty() || field.blanks.contains(text),
        Json::Object(_) => value.get("value").is_some_and(|inner| is_missing(inner, field)),
        Json::Bool(_) | Json::Number(_) | Json::List(_) => false,
    }
}

impl std::ops::Deref for Writer<'_> {
    type Target = Playbook;

    fn deref(&self) -> &Playbook {
        self.playbook
    }
}

/// Plain digits as people write them.
fn styled(digits: &str, style: Option<&str>, grouped: bool) -> String {
    let (group, point) = if style.is_some() { (".", ",") } else { (",", ".") };
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) => (whole, format!("{point}{part}")),
        None => (digits, String::new()),
    };
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if grouped && at > 0 && (whole.len() - at) % 3 == 0 {
            out.push_str(group);
        }
        out.push(digit);
    }
    format!("{sign}{out}{part}")
}

fn iso(days: i128) -> String {
    let (year, month, day) = number::civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}
