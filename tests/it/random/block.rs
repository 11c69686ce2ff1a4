//! A case as a `test` block, with expectations that hold of its verdict or do not.

use stagegate::internals::schema::{Field, FieldKind, Schema, TableId};

use crate::oracle::because::literal;
use crate::oracle::json::Json;
use crate::oracle::number;
use crate::oracle::reader::{Row, Scalar};

use super::choices::Choices;
use super::data::Case;

/// The block that expects what the verdict says, and one that expects something else.
pub fn blocks(c: &mut Choices, schema: &Schema, row: &Row, case: &Case, verdict: &Json) -> String {
    let facts = facts(c, schema, TableId(0), &schema.tables[0].fields, row);
    let text = |key: &str| verdict.get(key).map(plain);
    let claimed = verdict.get("stage").and_then(|stage| stage.get("claimed")).map(plain);
    let (year, month, day) = number::civil(case.today);
    let process = case.options.process.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let at = claimed.filter(|_| schema.stage.is_some()).map(|stage| format!(" at {stage}")).unwrap_or_default();
    let as_of = format!(" as of {year:04}-{month:02}-{day:02}");
    let given = match c.below(3) {
        0 => format!("given{process}{at}{as_of} with {{ {facts} }}"),
        1 => format!("given data{process}{at}"),
        _ => format!("given empty{process}{at}{as_of} with {{ {facts} }}"),
    };
    let fixtures = format!("fixture data{as_of} {{ {facts} }}\nfixture empty as of 2001-01-01 {{ }}\n");
    let decision = text("decision").unwrap();
    let mut expected = vec![decided(c, verdict, &decision)];
    expected.extend(text("process").map(|process| format!("process {process}")));
    let earned = verdict.get("stage").and_then(|stage| stage.get("earned")).map(plain);
    expected.extend(earned.map(|stage| format!("earned {stage}")));
    expected.extend(rules(verdict, "warnings").map(|rules| format!("warn {rules}")));
    expected.extend(rules(verdict, "at_risk").map(|rules| format!("at risk {rules}")));
    if let Some(Json::List(asked)) = verdict.get("ask_next") {
        expected.push(format!("ask {}", plain(asked[0].get("fact").unwrap())));
    }
    let expected: String = expected.iter().map(|line| format!("  expect {line}\n")).collect();
    let other = if decision == "hold" { "closed" } else { "hold" };
    format!(
        "{fixtures}test \"right\" {{\n  {given}\n{expected}}}\ntest \"wrong\" {{\n  {given}\n  expect {other}\n}}\n"
    )
}

fn decided(c: &mut Choices, verdict: &Json, decision: &str) -> String {
    let only = *c.pick(&["", "only "]);
    let bare = c.once_in(4);
    let detail = match decision {
        "advance" => format!(" to {}", plain(verdict.get("to").unwrap())),
        "closed" => format!(" {}", plain(verdict.get("outcome").unwrap())),
        "hold" => format!(" on {only}{}", rules(verdict, "unmet").unwrap()),
        "disqualify" => format!(" by {only}{}", rules(verdict, "disqualified_by").unwrap()),
        _ => String::new(),
    };
    if bare { decision.to_owned() } else { format!("{decision}{detail}") }
}

fn rules(verdict: &Json, key: &str) -> Option<String> {
    let Some(Json::List(rules)) = verdict.get(key) else { return None };
    let names: Vec<String> = rules.iter().map(|rule| plain(rule.get("rule").unwrap())).collect();
    Some(names.join(", "))
}

fn plain(text: &Json) -> String {
    match text {
        Json::Text(text) => text.clone(),
        other => panic!("{other} is no text"),
    }
}

fn facts(c: &mut Choices, schema: &Schema, table: TableId, fields: &[Field], row: &Row) -> String {
    let mut out = Vec::new();
    for field in fields {
        let value = match &field.kind {
            FieldKind::Scalar(column) => row.cells[column.0 as usize].as_ref().map(|cell| {
                let by = if cell.grade > 0 { format!(" by {}", schema.grades[cell.grade]) } else { String::new() };
                let on = cell.on.map(|on| format!(" on {}", literal(&Scalar::Date(on)))).unwrap_or_default();
                format!("{}{by}{on}", literal(&cell.value))
            }),
            FieldKind::Record { fields, .. } => Some(format!("{{ {} }}", facts(c, schema, table, fields, row))),
            FieldKind::List(list) => row.lists[list.0 as usize].as_ref().map(|rows| {
                let inner = schema.tables[table.0 as usize].lists[list.0 as usize].table;
                let fields = &schema.tables[inner.0 as usize].fields;
                let item = |row: &Row| format!("{{ {} }}", facts(c, schema, inner, fields, row));
                format!("[{}]", rows.iter().map(item).collect::<Vec<_>>().join(", "))
            }),
        };
        let unknown = || c.once_in(3).then(|| "unknown".to_owned());
        if let Some(value) = value.or_else(unknown) {
            out.push(format!("{}: {value}", field.name));
        }
    }
    out.join(c.pick::<&str>(&[" ", ", ", "\n    "]))
}
