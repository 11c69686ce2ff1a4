//! An opportunity as a row of Arrow's columns, between two rows of which nothing is known.

use std::sync::Arc;

use arrow_buffer::OffsetBuffer;
use stagegate::Date;
use stagegate::arrow::arrow_array::types::{Int8Type, Int32Type};
use stagegate::arrow::arrow_array::*;
use stagegate::arrow::arrow_schema::{DataType, Field as Column, Fields};

use crate::oracle::json::Json;

use super::choices::Choices;
use super::playbook::Playbook;
use super::shape::{Field, Type};

/// The row that has the data.
pub const ROW: usize = 1;
const ROWS: usize = 3;

/// A batch whose middle row says the same; nothing where none can.
pub fn batch(c: &mut Choices, playbook: &Playbook, data: &Json, strict: bool) -> Option<RecordBatch> {
    let Json::Object(entries) = data else { return None };
    let mut maker = Maker { c, playbook, strict, columns: Vec::new() };
    maker.object(&playbook.shape.fields, entries, "")?;
    let columns = maker.columns;
    let mut names: Vec<&String> = columns.iter().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    if names.len() != columns.len() || columns.is_empty() {
        return None;
    }
    Some(
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap(),
    )
}

/// A batch of many rows that say what some data says, as far as one column can: what does not go into the column of others is left
/// out, or stands there as a text.
pub fn many(c: &mut Choices, playbook: &Playbook, rows: &[&Json], strict: bool) -> Option<RecordBatch> {
    let mut maker = Maker { c, playbook, strict, columns: Vec::new() };
    let rows: Vec<Option<&Json>> = rows.iter().copied().map(Some).collect();
    maker.objects(&playbook.shape.fields, &rows, "");
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (name, array) in maker.columns {
        if columns.iter().all(|(other, _)| *other != name) {
            columns.push((name, array));
        }
    }
    if columns.is_empty() {
        return None;
    }
    Some(
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap(),
    )
}

struct Maker<'a> {
    c: &'a mut Choices,
    playbook: &'a Playbook,
    /// Whether keys that no field reads matter.
    strict: bool,
    columns: Vec<(String, ArrayRef)>,
}

impl Maker<'_> {
    fn object(&mut self, fields: &[Field], entries: &[(String, Json)], prefix: &str) -> Option<()> {
        let playbook = self.playbook;
        for (key, value) in entries {
            let mut readers = fields.iter().filter(|field| field.key() == key);
            let field = readers.next().filter(|_| readers.next().is_none());
            let name = format!("{prefix}{key}");
            match (field.map(|field| &field.ty), value) {
                (Some(Type::Record(record)), Json::Object(inner)) if !inner.is_empty() && self.c.below(2) == 0 => {
                    let fields = &playbook.shape.records[*record].fields;
                    let has_dot = inner.iter().any(|(key, _)| key.contains('.'));
                    if has_dot {
                        return None;
                    }
                    self.object(fields, inner, &format!("{name}."))?;
                }
                (Some(Type::Record(_) | Type::List(_)), Json::Text(_)) => return None,
                (Some(Type::Record(_) | Type::List(_)), value) => {
                    let array = self.around(field, value);
                    let array = match array {
                        Some(array) if self.c.below(4) > 0 => array,
                        Some(_) | None => self.around(None, &Json::text(value.to_string()))?,
                    };
                    self.columns.push((name, array));
                }
                (Some(_), Json::Object(inner)) if beside(inner) && self.c.below(2) == 0 => {
                    for (part, value) in inner {
                        let name = if part == "value" { name.clone() } else { format!("{name}.{part}") };
                        let array = self.around(field.filter(|_| part == "value"), value)?;
                        self.columns.push((name, array));
                    }
                }
                _ => {
                    let array = self.around(field, value)?;
                    self.columns.push((name, array));
                }
            }
        }
        Some(())
    }

    /// The columns of some rows' objects.
    fn objects(&mut self, fields: &[Field], rows: &[Option<&Json>], prefix: &str) {
        let mut keys: Vec<&String> = Vec::new();
        for row in rows.iter().flatten() {
            let Json::Object(entries) = row else { continue };
            for (key, _) in entries.iter().filter(|(key, _)| !key.contains('.')) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        for key in keys {
            let mut readers = fields.iter().filter(|field| field.key() == key);
            let field = readers.next().filter(|_| readers.next().is_none());
            let values: Vec<Option<&Json>> = rows.iter().map(|row| row.and_then(|row| row.get(key))).collect();
            self.column(field, &format!("{prefix}{key}"), &values);
        }
    }

    /// A column, or several.
    fn column(&mut self, field: Option<&Field>, name: &str, values: &[Option<&Json>]) {
        let playbook = self.playbook;
        let there: Vec<&Json> = values.iter().copied().flatten().filter(|value| **value != Json::Null).collect();
        if there.is_empty() {
            return;
        }
        let chosen = *self.c.pick(&there);
        let alike: Vec<Option<&Json>> =
            values.iter().map(|value| value.filter(|value| is_alike(value, chosen))).collect();
        match (field.map(|field| &field.ty), chosen) {
            (Some(Type::Record(record)), Json::Object(_)) if self.c.below(2) == 0 => {
                return self.objects(&playbook.shape.records[*record].fields, &alike, &format!("{name}."));
            }
            (Some(ty), Json::Object(_)) if !matches!(ty, Type::Record(_) | Type::List(_)) && self.c.below(3) > 0 => {
                for part in ["value", "by", "on", "ref"] {
                    let parts: Vec<Option<&Json>> =
                        values.iter().map(|value| value.and_then(|value| value.get(part))).collect();
                    let name = if part == "value" { name.to_owned() } else { format!("{name}.{part}") };
                    self.column(field.filter(|_| part == "value"), &name, &parts);
                }
                return;
            }
            (_, Json::Text(_) | Json::Number(_) | Json::Bool(_)) if self.c.below(3) == 0 => {
                let text = |value: &Json| match value {
                    Json::Text(text) => Some(text.clone()),
                    Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
                    Json::Null | Json::Object(_) | Json::List(_) => None,
                };
                let texts = values.iter().map(|value| value.and_then(text)).collect();
                let array = self.texts(None, texts);
                self.columns.push((name.to_owned(), array));
                return;
            }
            _ => {}
        }
        let alone: Vec<Option<&Json>> =
            values.iter().map(|value| value.filter(|value| std::ptr::eq(*value, chosen))).collect();
        let array = self.array(field, &alike).or_else(|| self.array(field, &alone));
        self.columns.extend(array.map(|array| (name.to_owned(), array)));
    }

    /// A column that has the value in the middle.
    fn around(&mut self, field: Option<&Field>, value: &Json) -> Option<ArrayRef> {
        let mut values = [None; ROWS];
        values[ROW] = Some(value);
        self.array(field, &values)
    }

    fn array(&mut self, field: Option<&Field>, values: &[Option<&Json>]) -> Option<ArrayRef> {
        let values: Vec<Option<&Json>> =
            values.iter().map(|value| value.filter(|value| **value != Json::Null)).collect();
        match values.iter().flatten().next() {
            None => Some(Arc::new(NullArray::new(values.len()))),
            Some(Json::Bool(_)) => {
                let truth = |value: &Json| if let Json::Bool(value) = value { Some(*value) } else { None };
                Some(Arc::new(BooleanArray::from(every(&values, truth)?)))
            }
            Some(Json::Number(_)) => self.numbers(&values),
            Some(Json::Text(_)) => {
                let text = |value: &Json| if let Json::Text(text) = value { Some(text.clone()) } else { None };
                Some(self.texts(field, every(&values, text)?))
            }
            Some(Json::Object(_)) => self.structs(field, &values),
            Some(Json::List(_)) => self.lists(field, &values),
            Some(Json::Null) => None,
        }
    }

    fn numbers(&mut self, values: &[Option<&Json>]) -> Option<ArrayRef> {
        let digits = |value: &Json| if let Json::Number(digits) = value { Some(digits.clone()) } else { None };
        let digits = every(values, digits)?;
        let whole = |text: &String| text.parse::<i64>().ok().filter(|number| number.to_string() == *text);
        if let Some(numbers) = all(&digits, whole) {
            let narrow = all(&numbers, |number| i8::try_from(*number).ok());
            let bytes = all(&numbers, |number| u16::try_from(*number).ok());
            return Some(match (self.c.below(5), narrow, bytes) {
                (0, Some(narrow), _) => Arc::new(Int8Array::from(narrow)),
                (1, _, Some(bytes)) => Arc::new(UInt16Array::from(bytes)),
                (2, ..) => {
                    let wide = numbers.into_iter().map(|number| number.map(i128::from));
                    Arc::new(wide.collect::<Decimal128Array>().with_precision_and_scale(38, 0).unwrap())
                }
                _ => Arc::new(Int64Array::from(numbers)),
            });
        }
        let float = |text: &String| {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
            (serde_json::to_string(&number).unwrap() == *text).then_some(number)
        };
        if self.c.below(2) == 0
            && let Some(floats) = all(&digits, float)
        {
            return Some(Arc::new(Float64Array::from(floats)));
        }
        let places = |text: &String| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let scale = digits.iter().flatten().map(places).max()?;
        let plain = |text: &String| {
            let number = text.replace('.', "").parse::<i128>().ok()?;
            let is_usual =
                !text.starts_with("-0") && !text.contains('e') && (!text.starts_with('0') || text.starts_with("0."));
            (is_usual && places(text) == scale && scale <= 30 && text.len() < 36).then_some(number)
        };
        let numbers: Decimal128Array = all(&digits, plain)?.into_iter().collect();
        Some(Arc::new(numbers.with_precision_and_scale(38, scale as i8).unwrap()))
    }

    fn texts(&mut self, field: Option<&Field>, texts: Vec<Option<String>>) -> ArrayRef {
        let is_date =
            field.is_some_and(|field| field.ty == Type::Date && field.style.is_none() && field.blanks.is_empty());
        let days = all(&texts, |text| Date::parse(text).map(|date| date.days()));
        if let Some(days) = days.filter(|_| is_date) {
            let seconds = days.iter().map(|days| days.map(|days| i64::from(days) * 86_400 + 3_661));
            return match self.c.below(4) {
                0 => Arc::new(Date32Array::from(days)),
                1 => Arc::new(Date64Array::from_iter(
                    days.iter().map(|days| days.map(|days| i64::from(days) * 86_400_000)),
                )),
                2 => Arc::new(TimestampSecondArray::from_iter(seconds)),
                _ => {
                    let micros = seconds.map(|seconds| seconds.map(|seconds| seconds * 1_000_000 + 5));
                    Arc::new(TimestampMicrosecondArray::from_iter(micros).with_timezone("UTC"))
                }
            };
        }
        let texts = texts.iter().map(Option::as_deref);
        match self.c.below(5) {
            0 => Arc::new(LargeStringArray::from_iter(texts)),
            1 => Arc::new(StringViewArray::from_iter(texts)),
            2 => Arc::new(texts.collect::<DictionaryArray<Int8Type>>()),
            3 => Arc::new(texts.collect::<DictionaryArray<Int32Type>>()),
            _ => Arc::new(StringArray::from_iter(texts)),
        }
    }

    fn structs(&mut self, field: Option<&Field>, values: &[Option<&Json>]) -> Option<ArrayRef> {
        let playbook = self.playbook;
        let inner = match field.map(|field| &field.ty) {
            Some(Type::Record(record) | Type::List(record)) => playbook.shape.records[*record].fields.as_slice(),
            _ => &[],
        };
        let mut keys: Vec<&String> = Vec::new();
        for value in values.iter().flatten() {
            let Json::Object(entries) = value else { return None };
            let own: Vec<&String> = entries.iter().map(|(key, _)| key).collect();
            let is_evidence = own.iter().any(|key| ["value", "amount", "currency"].contains(&key.as_str()));
            if !keys.is_empty() && keys != own && (self.strict || is_evidence) {
                return None;
            }
            for (place, key) in own.iter().enumerate() {
                if own[..place].contains(key) || key.contains('.') {
                    return None;
                }
                if !keys.contains(key) {
                    keys.push(key);
                }
            }
        }
        let first_has_all = values.iter().flatten().all(|value| keys.iter().all(|key| value.get(key).is_some()));
        let is_evidence = keys.iter().any(|key| ["value", "amount", "currency"].contains(&key.as_str()));
        if !first_has_all && (self.strict || is_evidence) {
            return None;
        }
        let mut columns = Vec::new();
        for key in keys {
            let mut readers = inner.iter().filter(|field| field.key() == key);
            let reader = match field {
                // A value with its evidence.
                Some(field) if inner.is_empty() && key == "value" => Some(field),
                _ => readers.next().filter(|_| readers.next().is_none()),
            };
            let parts: Vec<Option<&Json>> = values.iter().map(|value| value.and_then(|value| value.get(key))).collect();
            columns.push((key.clone(), self.array(reader, &parts)?));
        }
        let nulls = values.iter().map(Option::is_some).collect::<Vec<bool>>().into();
        let fields = columns.iter().map(|(name, array)| Column::new(name, array.data_type().clone(), true));
        let fields: Fields = fields.collect();
        if columns.is_empty() {
            return Some(Arc::new(StructArray::new_empty_fields(values.len(), Some(nulls))));
        }
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        Some(Arc::new(StructArray::new(fields, arrays, Some(nulls))))
    }

    fn lists(&mut self, field: Option<&Field>, values: &[Option<&Json>]) -> Option<ArrayRef> {
        let (mut elements, mut ends, mut known) = (Vec::new(), vec![0], Vec::new());
        for value in values {
            known.push(value.is_some());
            if let Some(value) = value {
                let Json::List(items) = value else { return None };
                elements.extend(items.iter().map(Some));
            }
            ends.push(i32::try_from(elements.len()).unwrap());
        }
        let elements = self.array(field, &elements)?;
        let column = |of: &DataType| Arc::new(Column::new("item", of.clone(), true));
        let (column, nulls) = (column(elements.data_type()), Some(known.into()));
        Some(if self.c.below(2) == 0 {
            Arc::new(ListArray::new(column, OffsetBuffer::new(ends.into()), elements, nulls))
        } else {
            let ends: Vec<i64> = ends.into_iter().map(i64::from).collect();
            Arc::new(LargeListArray::new(column, OffsetBuffer::new(ends.into()), elements, nulls))
        })
    }
}

/// Whether the parts of a value with evidence can stand in columns.
fn beside(parts: &[(String, Json)]) -> bool {
    let is_scalar = |value: &Json| !matches!(value, Json::List(_) | Json::Object(_));
    let is_part = |(part, value): &(String, Json)| {
        part == "value" || (["by", "on", "ref"].contains(&part.as_str()) && is_scalar(value))
    };
    parts.iter().any(|(part, _)| part == "value") && parts.iter().all(is_part)
}

/// Whether both can be values of one column.
fn is_alike(a: &Json, b: &Json) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// What each value is; nothing where one is something else.
fn every<T>(values: &[Option<&Json>], of: impl Fn(&Json) -> Option<T>) -> Option<Vec<Option<T>>> {
    values.iter().map(|value| value.map_or(Some(None), |value| of(value).map(Some))).collect()
}

fn all<S, T>(values: &[Option<S>], of: impl Fn(&S) -> Option<T>) -> Option<Vec<Option<T>>> {
    values.iter().map(|value| value.as_ref().map_or(Some(None), |value| of(value).map(Some))).collect()
}
