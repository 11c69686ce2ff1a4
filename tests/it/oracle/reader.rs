//! Data to facts, field by field, all errors kept with their place in the order of declaration.

use stagegate::internals::schema::{DataType, DatePiece, DateStyle, Field, FieldKind, NumberStyle, Schema, TableId};

use super::json::Json;
use super::number::{self, Exact};

/// A known scalar. Decimals, amounts and percents in ten-thousandths, durations in days, dates in days from 1970-01-01.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Bool(bool),
    Number(i128),
    Percent(i128),
    Money(i128, String),
    Duration(i128),
    Date(i128),
    Text(String),
    Variant(usize, String),
}

/// A fact with its evidence.
#[derive(Clone, Debug)]
pub struct Cell {
    pub value: Scalar,
    pub grade: usize,
    pub on: Option<i128>,
}

/// The facts of the opportunity, or of one element of a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// By column.
    pub cells: Vec<Option<Cell>>,
    /// By list.
    pub lists: Vec<Option<Vec<Row>>>,
}

/// A value that does not fit.
#[derive(Clone, Debug)]
pub struct DataError {
    /// Fields before keys that none reads, these before the claim; which value, in the order of reading; which part of it.
    place: (Turn, usize, usize),
    pub field: Option<String>,
    pub value: String,
    pub expected: String,
}

/// What has been read.
pub struct Facts {
    pub row: Row,
    pub claim: Option<String>,
    pub errors: Vec<DataError>,
}

pub struct Read<'s> {
    schema: &'s Schema,
    rates: &'s [(String, String, String)],
    strict: bool,
    errors: Vec<DataError>,
    /// How many values have been read.
    values: usize,
}

/// When an error counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Field,
    /// A key that no field reads.
    Unread,
    Claim,
}

/// Reads one opportunity. `rates` are from, to, factor.
pub fn read(schema: &Schema, data: &Json, rates: &[(String, String, String)], strict: bool) -> Facts {
    let mut read = Read { schema, rates, strict, errors: Vec::new(), values: 0 };
    let Json::Object(entries) = data else {
        let row = read.empty(TableId(0));
        read.error(Turn::Field, 0, None, data, "an object");
        return Facts { row, claim: None, errors: read.errors };
    };
    let mut row = read.empty(TableId(0));
    let table = &schema.tables[0];
    read.fields(TableId(0), &table.fields, entries, &mut row, "");
    let claim = read.claim(entries);
    read.errors.sort_by_key(|error| error.place);
    Facts { row, claim, errors: read.errors }
}

impl<'s> Read<'s> {
    fn error(&mut self, turn: Turn, part: usize, field: Option<&str>, value: &Json, expected: impl Into<String>) {
        let value = clipped(value);
        let place = (turn, self.values, part);
        self.errors.push(DataError { place, field: field.map(str::to_owned), value, expected: expected.into() });
    }

    fn empty(&self, table: TableId) -> Row {
        let table = &self.schema.tables[table.0 as usize];
        Row { cells: vec![None; table.columns.len()], lists: vec![None; table.lists.len()] }
    }

    fn claim(&mut self, entries: &[(String, Json)]) -> Option<String> {
        let label = self.schema.stage.as_ref()?;
        match entries.iter().find(|(key, _)| key == label).map(|(_, value)| value)? {
            Json::Null => None,
            Json::Text(text) if text.trim().is_empty() => None,
            Json::Text(text) => Some(text.clone()),
            Json::Bool(value) => Some(value.to_string()),
            Json::Number(digits) => Some(digits.clone()),
            other => {
                self.error(Turn::Claim, 0, Some("stage"), other, "text");
                None
            }
        }
    }

    fn fields(&mut self, table: TableId, fields: &[Field], entries: &[(String, Json)], row: &mut Row, path: &str) {
        for field in fields {
            let value = entries.iter().find(|(key, _)| *key == field.label).map(|(_, value)| value);
            let Some(value) = value else { continue };
            if is_blank(value, &field.blanks) {
                continue;
            }
            let path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
            self.field(table, field, value, row, &path);
        }
        if self.strict {
            let top = table.0 == 0 && path.is_empty();
            let stage = |key: &String| top && self.schema.stage.as_ref() == Some(key);
            let is_read = |key: &String| stage(key) || fields.iter().any(|field| field.label == *key);
            let mut unread: Vec<&(String, Json)> = entries.iter().filter(|(key, _)| !is_read(key)).collect();
            unread.sort_by_key(|(key, _)| key);
            for (key, value) in unread {
                self.values += 1;
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                self.error(Turn::Unread, 0, Some(&path), value, "no such field");
            }
        }
    }

    fn field(&mut self, table: TableId, field: &Field, value: &Json, row: &mut Row, path: &str) {
        self.values += 1;
        let shape = &self.schema.tables[table.0 as usize];
        match &field.kind {
            FieldKind::Scalar(column) => {
                let declared = &shape.columns[column.0 as usize];
                assert_eq!(declared.path, path);
                row.cells[column.0 as usize] = self.cell(field, &declared.ty, path, value);
            }
            FieldKind::Record { ty, fields } => match value {
                Json::Object(entries) => self.fields(table, fields, entries, row, path),
                other => self.error(Turn::Field, 0, Some(path), other, ty.clone()),
            },
            FieldKind::List(list) => {
                let declared = &shape.lists[list.0 as usize];
                let Json::List(items) = value else {
                    self.error(Turn::Field, 0, Some(path), value, format!("list of {}", declared.record));
                    return;
                };
                let mut rows = Vec::new();
                for item in items {
                    self.values += 1;
                    let mut element = self.empty(declared.table);
                    match item {
                        Json::Object(entries) => {
                            let fields = &self.schema.tables[declared.table.0 as usize].fields;
                            self.fields(declared.table, fields, entries, &mut element, path);
                        }
                        other => self.error(Turn::Field, 0, Some(path), other, declared.record.clone()),
                    }
                    rows.push(element);
                }
                row.lists[list.0 as usize] = Some(rows);
            }
        }
    }

    fn cell(&mut self, field: &Field, ty: &DataType, path: &str, data: &Json) -> Option<Cell> {
        let mut grade = 0;
        let mut on = None;
        let mut value = data;
        if data.get("value").is_some() || (matches!(data, Json::Object(_)) && !matches!(ty, DataType::Money(..))) {
            let Some(inner) = data.get("value") else {
                self.error(Turn::Field, 0, Some(path), data, type_text(ty));
                return None;
            };
            value = inner;
            if let Some(by) = data.get("by").filter(|by| !is_blank(by, &[]) && !self.schema.grades.is_empty()) {
                let found = match by {
                    Json::Text(text) => self.schema.grades.iter().position(|grade| grade == text.trim()),
                    _ => None,
                };
                match found {
                    Some(found) => grade = found,
                    None => {
                        let expected = self.schema.grades.join(" < ");
                        self.error(Turn::Field, 1, Some(&format!("{path}.by")), by, expected);
                    }
                }
            }
            if let Some(date) = data.get("on").filter(|on| !is_blank(on, &[])) {
                match iso(date) {
                    Some(found) => on = Some(found),
                    None => self.error(Turn::Field, 2, Some(&format!("{path}.on")), date, "date"),
                }
            }
            if let Some(reference @ (Json::List(_) | Json::Object(_))) = data.get("ref") {
                self.error(Turn::Field, 3, Some(&format!("{path}.ref")), reference, "text");
            }
        }
        if is_blank(value, &field.blanks) {
            return None;
        }
        match self.scalar(ty, value) {
            Some(value) => Some(Cell { value, grade, on }),
            None => {
                self.error(Turn::Field, 0, Some(path), value, type_text(ty));
                None
            }
        }
    }

    fn scalar(&self, ty: &DataType, value: &Json) -> Option<Scalar> {
        match ty {
            DataType::Bool => boolean(value).map(Scalar::Bool),
            DataType::Number(style) => fits(numeric(value, *style)?.rounded(4)).map(Scalar::Number),
            DataType::Percent(style) => {
                let (number, _) = percent(value, *style)?;
                fits(number.rounded(2)).map(Scalar::Percent)
            }
            DataType::Fraction(style) => {
                let (number, points) = percent(value, *style)?;
                let number = if points { number.shifted(-2) } else { number };
                number.is_fraction().then(|| Scalar::Percent(number.rounded(4).unwrap()))
            }
            DataType::Money(currency, style) => {
                let (number, other) = money(value, *style)?;
                let currency = currency.as_str();
                let number = match other {
                    Some(other) if other != currency => {
                        let rate = self.rates.iter().find(|(from, to, _)| *from == other && to == currency)?;
                        number.times(&Exact::parse(&rate.2).unwrap())
                    }
                    _ => number,
                };
                fits(number.rounded(4)).map(|amount| Scalar::Money(amount, currency.to_owned()))
            }
            DataType::Text => text(value).map(Scalar::Text),
            DataType::Date(DateStyle::Iso) => iso(value).map(Scalar::Date),
            DataType::Date(DateStyle::Pattern(pieces)) => patterned(value, pieces).map(Scalar::Date),
            DataType::Duration(style) => {
                let days = numeric(value, *style)?.rounded(0)?;
                (days.abs() <= 922_337_203_685_477).then_some(Scalar::Duration(days))
            }
            DataType::Enumeration(variants) => {
                let Json::Text(text) = value else { return None };
                let found =
                    variants.iter().position(|variant| variant.name == *text || variant.labels.contains(text))?;
                Some(Scalar::Variant(found, variants[found].name.clone()))
            }
        }
    }
}

/// Whether it stands for no answer.
fn is_blank(value: &Json, blanks: &[String]) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty() || blanks.contains(text),
        _ => false,
    }
}

fn fits(count: Option<i128>) -> Option<i128> {
    count.filter(|count| i64::try_from(*count).is_ok())
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn boolean(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(value) => Some(*value),
        Json::Number(digits) => Exact::parse(digits)?.as_bool(),
        Json::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => Some(true),
            "false" | "no" | "n" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn numeric(value: &Json, style: NumberStyle) -> Option<Exact> {
    match value {
        Json::Number(digits) => Exact::parse(digits),
        Json::Text(text) => written(text.trim(), style),
        _ => None,
    }
}

/// The number, and whether it had a percent sign.
fn percent(value: &Json, style: NumberStyle) -> Option<(Exact, bool)> {
    match value {
        Json::Text(text) => match text.trim().strip_suffix('%') {
            Some(number) => Some((written(number.trim(), style)?, true)),
            None => Some((numeric(value, style)?, false)),
        },
        _ => Some((numeric(value, style)?, false)),
    }
}

/// The amount, and the currency where one is named.
fn money(value: &Json, style: NumberStyle) -> Option<(Exact, Option<String>)> {
    match value {
        Json::Object(_) => {
            let amount = numeric(value.get("amount")?, style)?;
            let Json::Text(currency) = value.get("currency")? else { return None };
            is_currency(currency).then(|| (amount, Some(currency.clone())))
        }
        Json::Text(text) => {
            let text = text.trim();
            let (sign, rest) = match text.strip_prefix('-') {
                Some(rest) => ("-", rest),
                None => ("", text),
            };
            for (symbol, currency) in [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('¥', "JPY")] {
                if let Some(amount) = rest.strip_prefix(symbol) {
                    return Some((written(&format!("{sign}{amount}"), style)?, Some(currency.to_owned())));
                }
            }
            if let Some(code) = text.get(..3).filter(|code| is_currency(code)) {
                return Some((written(text[3..].trim_start(), style)?, Some(code.to_owned())));
            }
            let split = text.len().checked_sub(3).filter(|&at| text.is_char_boundary(at)).unwrap_or(0);
            if is_currency(&text[split..]) {
                return Some((written(text[..split].trim_end(), style)?, Some(text[split..].to_owned())));
            }
            Some((written(text, style)?, None))
        }
        _ => Some((numeric(value, style)?, None)),
    }
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A number as people write it.
fn written(text: &str, style: NumberStyle) -> Option<Exact> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, part) = match rest.split_once(style.decimal) {
        Some((_, "")) => return None,
        Some((whole, part)) => (whole, part),
        None => (rest, ""),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = match style.group {
        Some(group) => whole.split(group).collect(),
        None => vec![whole],
    };
    let well_formed = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    if !groups.iter().all(|group| digits(group)) || !well_formed || !(part.is_empty() || digits(part)) {
        return None;
    }
    Exact::parse(&format!("{sign}{}.{part}", groups.concat()))
}

fn iso(value: &Json) -> Option<i128> {
    let Json::Text(text) = value else { return None };
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let timed = rest.strip_prefix(['T', ' ']).is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
    if !rest.is_empty() && !timed {
        return None;
    }
    let pieces: Vec<&str> = date.split('-').collect();
    let [year, month, day] = pieces[..] else { return None };
    number::date(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?)
}

fn digits(text: &str, count: usize) -> Option<i128> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().unwrap())
}

fn patterned(value: &Json, pieces: &[DatePiece]) -> Option<i128> {
    let Json::Text(text) = value else { return None };
    let mut rest = text.trim();
    let (mut year, mut month, mut day) = (0, 0, 0);
    for piece in pieces {
        let mut take = |padded: bool, most: usize| {
            let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            let (number, behind) = rest.split_at(count);
            rest = behind;
            if padded && count != most { None } else { number.parse::<i128>().ok() }
        };
        match piece {
            DatePiece::Year => year = take(true, 4)?,
            DatePiece::Month { padded } => month = take(*padded, 2)?,
            DatePiece::Day { padded } => day = take(*padded, 2)?,
            DatePiece::Separator(letter) => rest = rest.strip_prefix(*letter)?,
        }
    }
    let ends = rest.is_empty() || rest.starts_with(['T', ' ']);
    if ends { number::date(year, month, day) } else { None }
}

/// The type as the playbook says it, without labels.
fn type_text(ty: &DataType) -> String {
    let styled = |word: String, style: &NumberStyle| {
        if !style.declared {
            return word;
        }
        let group = style.group.map(String::from).unwrap_or_default();
        format!("{word} \"1{group}234{}56\"", style.decimal)
    };
    match ty {
        DataType::Bool => "bool".to_owned(),
        DataType::Number(style) => styled("number".to_owned(), style),
        DataType::Percent(style) => styled("percent".to_owned(), style),
        DataType::Fraction(style) => styled("fraction".to_owned(), style),
        DataType::Money(currency, style) => styled(format!("money {}", currency.as_str()), style),
        DataType::Text => "text".to_owned(),
        DataType::Date(DateStyle::Iso) => "date".to_owned(),
        DataType::Date(DateStyle::Pattern(pieces)) => {
            let letters: String = pieces
                .iter()
                .map(|piece| match piece {
                    DatePiece::Year => "YYYY".to_owned(),
                    DatePiece::Month { padded } => if *padded { "MM" } else { "M" }.to_owned(),
                    DatePiece::Day { padded } => if *padded { "DD" } else { "D" }.to_owned(),
                    DatePiece::Separator(letter) => letter.to_string(),
                })
                .collect();
            format!("date \"{letters}\"")
        }
        DataType::Duration(style) => styled("duration".to_owned(), style),
        DataType::Enumeration(variants) => {
            variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>().join(" | ")
        }
    }
}

impl DataError {
    /// A claim that no stage answers to.
    pub fn claim(claim: &str, expected: String) -> DataError {
        let value = clipped(&Json::text(claim));
        DataError { place: (Turn::Claim, 0, 0), field: Some("stage".to_owned()), value, expected }
    }
}

fn clipped(value: &Json) -> String {
    value.to_string().chars().take(200).collect()
}
