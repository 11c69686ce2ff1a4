//! An opportunity as a row of CSV.

use crate::oracle::json::Json;

use super::choices::Choices;
use super::playbook::Playbook;
use super::shape::{Field, Type};

/// Headers and cells.
#[derive(Default)]
pub struct Row {
    pub headers: Vec<String>,
    pub cells: Vec<String>,
}

/// The row that says the same; nothing where one cannot.
pub fn row(c: &mut Choices, playbook: &Playbook, data: &Json) -> Option<Row> {
    let mut row = Row::default();
    row.fields(c, playbook, &playbook.shape.fields, data, "")?;
    let known = |key: &str| playbook.shape.fields.iter().any(|field| field.key() == key);
    let Json::Object(entries) = data else { return None };
    for (key, value) in entries.iter().filter(|(key, _)| !known(key)) {
        row.put(key.clone(), plain(value)?);
    }
    Some(row)
}

impl Row {
    fn put(&mut self, header: String, cell: String) {
        self.headers.push(header);
        self.cells.push(cell);
    }

    fn fields(
        &mut self,
        c: &mut Choices,
        playbook: &Playbook,
        fields: &[Field],
        data: &Json,
        prefix: &str,
    ) -> Option<()> {
        for field in fields {
            let header = format!("{prefix}{}", field.key());
            let value = data.get(field.key());
            match (&field.ty, value) {
                (_, None) if c.below(2) == 0 => {}
                (Type::Record(record), Some(Json::Null | Json::Object(_)) | None) if c.below(2) == 0 => {
                    let inner = &playbook.shape.records[*record].fields;
                    self.fields(c, playbook, inner, value.unwrap_or(&Json::Null), &format!("{header}."))?;
                }
                (_, None | Some(Json::Null)) => self.put(header, String::new()),
                (Type::Record(_) | Type::List(_), Some(Json::Text(text))) => self.put(header, text.clone()),
                (Type::Record(_) | Type::List(_), Some(value)) => self.put(header, value.to_string()),
                (ty, Some(value)) => self.scalar(field, ty, value, header)?,
            }
        }
        Some(())
    }

    fn scalar(&mut self, field: &Field, ty: &Type, value: &Json, header: String) -> Option<()> {
        let Some(inner) = value.get("value") else {
            self.put(header, cell(field, ty, value)?);
            return Some(());
        };
        for part in ["by", "on", "ref"] {
            if let Some(evidence) = value.get(part) {
                self.put(format!("{header}.{part}"), plain(evidence)?);
            }
        }
        self.put(header, cell(field, ty, inner)?);
        Some(())
    }
}

fn cell(field: &Field, ty: &Type, value: &Json) -> Option<String> {
    let amount = value.get("amount").zip(value.get("currency"));
    if let Some((amount, currency)) = amount {
        return Some(format!("{} {}", number(field, ty, amount)?, plain(currency)?));
    }
    number(field, ty, value)
}

/// A number the way the field's text writes it.
fn number(field: &Field, ty: &Type, value: &Json) -> Option<String> {
    match value {
        Json::Number(digits) if *ty == Type::Text => Some(digits.clone()),
        Json::Number(digits) if digits.contains('e') => None,
        Json::Number(digits) if field.style.is_some() => Some(digits.replace('.', ",")),
        other => plain(other),
    }
}

fn plain(value: &Json) -> Option<String> {
    match value {
        Json::Null => Some(String::new()),
        Json::Text(text) => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone()),
        Json::Bool(value) => Some(value.to_string()),
        Json::List(_) | Json::Object(_) => None,
    }
}
