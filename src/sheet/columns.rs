//! The columns of a spreadsheet that the facts are filled into.

use std::collections::BTreeSet;

use crate::playbook::Playbook;
use crate::schema::{Field, FieldKind, Schema};

/// What stands beside a value in columns of its own.
const PARTS: [&str; 3] = ["by", "on", "ref"];

impl Playbook {
    /// The columns of a spreadsheet with all facts, as its first row names them: records field by field (`account.employees`), a list
    /// as one column of JSON text, the claimed stage behind the key; with `evidence`, three more for each fact that is no list's:
    /// `budget.by`, `budget.on`, `budget.ref`.
    ///
    /// ```
    /// let playbook = stagegate::Playbook::parse("
    ///     opportunity { key id: text from \"ID\"  stage  budget: money USD  account: account }
    ///     record account { employees: number }
    ///     process direct { stage qualify { require priced that budget is known } }
    /// ")?;
    /// assert_eq!(playbook.csv_columns(false), ["ID", "stage", "budget", "account.employees"]);
    /// assert_eq!(playbook.csv_columns(true).len(), 13);
    /// # Ok::<(), stagegate::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn csv_columns(&self, evidence: bool) -> Vec<String> {
        let mut columns = all(&self.checked().schema, evidence);
        let mut seen = BTreeSet::new();
        columns.retain(|column| seen.insert(column.clone()));
        columns
    }
}

/// The columns of all fields; one that several name stands here for each.
pub(super) fn all(schema: &Schema, evidence: bool) -> Vec<String> {
    let mut columns = Vec::new();
    let top = schema.tables.first().map(|table| table.fields.as_slice()).unwrap_or_default();
    // Where to go on, and what stands before the labels there.
    let mut open: Vec<(std::slice::Iter<'_, Field>, BTreeSet<&str>, String)> =
        vec![(top.iter(), labels(top), String::new())];
    let is_key = |field: &Field| matches!(field.kind, FieldKind::Scalar(column) if Some(column) == schema.key);
    let key_is_at_top = top.iter().any(is_key);
    let claim = || schema.stage.as_ref().map(|label| label.trim().to_owned());
    if !key_is_at_top {
        columns.extend(claim());
    }
    while let Some((fields, siblings, prefix)) = open.last_mut() {
        let Some(field) = fields.next() else {
            open.pop();
            continue;
        };
        let column = format!("{prefix}{}", field.label).trim().to_owned();
        match &field.kind {
            FieldKind::Scalar(_) => {
                columns.push(column.clone());
                // A column that is a field's own is none of evidence.
                let parts = PARTS
                    .iter()
                    .filter(|part| evidence && !siblings.contains(format!("{}.{part}", field.label).as_str()));
                columns.extend(parts.map(|part| format!("{column}.{part}")));
                if open.len() == 1 && is_key(field) {
                    columns.extend(claim());
                }
            }
            FieldKind::List(_) => columns.push(column),
            FieldKind::Record { fields, .. } => open.push((fields.iter(), labels(fields), format!("{column}."))),
        }
    }
    columns.retain(|column| !column.is_empty());
    columns
}

fn labels(fields: &[Field]) -> BTreeSet<&str> {
    fields.iter().map(|field| field.label.as_str()).collect()
}
