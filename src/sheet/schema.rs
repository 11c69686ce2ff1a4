//! One opportunity as JSON Schema.
//!
//! Comes from the schema of the playbook, and takes what [`crate::facts`] reads of JSON. A type's forms stand among `$defs`,
//! alone and with evidence round them, so that a field names one; what belongs to a field (its blank texts, an
//! enumeration's labels) stands with it. Records stand there too, which keeps the document as flat as the playbook.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use serde::ser::{Serialize, Serializer};

use super::node::Node;
use super::pattern;
use crate::diag;
use crate::hir;
use crate::playbook::Playbook;
use crate::schema::{DataType, DateStyle, Field, FieldKind, Schema, Table, TableId};

/// The ends of what 64 bits count, in ten-thousandths, in hundredths of a point and in days: of floats the nearest outside.
const LARGEST_NUMBER: f64 = 922_337_203_685_477.6;
const LARGEST_PERCENT: f64 = 92_233_720_368_547_760.0;
const LARGEST_DURATION: f64 = 922_337_203_685_477.5;

/// The JSON Schema (2020-12) of one opportunity. Shown, or serialized, it is the document.
///
/// A schema takes what the playbook's reader takes, but for what JSON Schema cannot say: see the language reference.
///
/// ```
/// let playbook = stagegate::Playbook::parse("
///     opportunity { key id: text from \"ID\"  kind: new_name \"New\" | renewal  amount: money USD }
///     process direct { stage qualify { require priced that amount is known } }
/// ")?;
/// let schema = serde_json::to_value(playbook.json_schema().strict(true)).unwrap();
/// assert_eq!(schema["additionalProperties"], false);
/// assert!(schema["properties"]["ID"].is_object());
/// assert!(schema.to_string().contains(r#"["new_name","New","renewal"]"#));
/// # Ok::<(), stagegate::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct JsonSchema {
    playbook: Playbook,
    strict: bool,
}

impl Playbook {
    /// The JSON Schema of one opportunity.
    #[must_use]
    pub fn json_schema(&self) -> JsonSchema {
        JsonSchema { playbook: self.clone(), strict: false }
    }
}

impl JsonSchema {
    /// The same where a key that no field reads is a fault.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    fn document(&self) -> Node {
        let checked = self.playbook.checked();
        let most = self.playbook.reader().most_elements();
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Builder::new(&checked.schema, self.strict, most).document(claims(&checked.processes))
    }
}

impl Serialize for JsonSchema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document().serialize(serializer)
    }
}

/// On several lines, with no character in it that could steer a terminal.
impl fmt::Display for JsonSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(&self.document()).map_err(|_| fmt::Error)?;
        let mut shown = String::new();
        for letter in text.chars() {
            shown.clear();
            diag::push_inert(&mut shown, letter);
            // All such characters stand in texts, and have four hexadecimal digits.
            if letter == '\n' || shown.chars().eq([letter]) {
                f.write_char(letter)?;
            } else {
                write!(f, "\\u{:04x}", u32::from(letter))?;
            }
        }
        Ok(())
    }
}

/// What an opportunity may claim: the stages' names and labels, and those of the ends.
fn claims(processes: &[hir::Process]) -> Vec<&str> {
    let mut claims = Vec::new();
    for process in processes {
        for stage in &process.stages {
            claims.push(stage.name.as_str());
            claims.extend(stage.labels.iter().map(String::as_str));
        }
        for (end, labels) in [("won", &process.won), ("lost", &process.lost), ("walked", &process.walked)] {
            claims.push(end);
            claims.extend(labels.iter().map(String::as_str));
        }
    }
    let mut seen = BTreeSet::new();
    claims.retain(|claim| seen.insert(*claim));
    claims
}

struct Builder<'s> {
    schema: &'s Schema,
    strict: bool,
    most_elements: i64,
    /// What stands among `$defs`, and the keys of those by what they are for.
    defs: Vec<(String, Node)>,
    keys: BTreeMap<String, String>,
    /// Records that are named and not yet written.
    pending: Vec<(String, TableId, &'s [Field])>,
}

impl<'s> Builder<'s> {
    fn new(schema: &'s Schema, strict: bool, most_elements: i64) -> Self {
        let (defs, keys, pending) = (Vec::new(), BTreeMap::new(), Vec::new());
        Builder { schema, strict, most_elements, defs, keys, pending }
    }

    fn document(mut self, claims: Vec<&str>) -> Node {
        self.shared_defs();
        let claim = self.schema.stage.as_deref().map(|label| (label, claim(&claims)));
        let fields = self.schema.tables.first().map(|table| table.fields.as_slice()).unwrap_or_default();
        let object = self.object(TableId(0), fields, claim);
        while let Some((key, table, fields)) = self.pending.pop() {
            let record = self.object(table, fields, None);
            self.defs.push((key, Node::Map(record)));
        }
        let mut document = vec![
            ("$schema".to_owned(), Node::text("https://json-schema.org/draft/2020-12/schema")),
            ("title".to_owned(), Node::text("An opportunity")),
        ];
        document.extend(object);
        document.push(("$defs".to_owned(), Node::Map(self.defs)));
        Node::Map(document)
    }

    /// What every fact's evidence has.
    fn shared_defs(&mut self) {
        let nothing =
            any_of(vec![typed("null"), matching(&pattern::blank())]).with("description", Node::text("no answer"));
        self.defs.push(("unknown".to_owned(), nothing));
        let grades = &self.schema.grades;
        let by = if grades.is_empty() {
            Node::Bool(true)
        } else {
            let named = Node::map([("enum", Node::texts(grades.iter().map(String::as_str)))]);
            any_of(vec![named, unknown(), matching(&pattern::word(grades))])
        };
        self.defs.push((
            "by".to_owned(),
            by.clone().with("description", Node::text("the grade of evidence, weakest first")),
        ));
        let on = any_of(vec![matching(&pattern::date()), unknown()]);
        self.defs.push(("on".to_owned(), on.with("description", Node::text("when it was said or written"))));
        let kinds = ["string", "number", "boolean", "null"];
        let reference = Node::map([("type", Node::texts(kinds)), ("description", Node::text("where it is on record"))]);
        self.defs.push(("ref".to_owned(), reference));
    }

    /// An object of fields. A key that several read has to suit all of them.
    fn object(&mut self, table: TableId, fields: &'s [Field], claim: Option<(&str, Node)>) -> Vec<(String, Node)> {
        let mut properties: Vec<(String, Vec<Node>)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let own = fields.iter().map(|field| (field.label.clone(), self.field(table, field))).collect::<Vec<_>>();
        for (label, node) in claim.into_iter().map(|(label, node)| (label.to_owned(), node)).chain(own) {
            let place = *places.entry(label.clone()).or_insert(properties.len());
            match properties.get_mut(place) {
                Some((_, nodes)) => nodes.push(node),
                None => properties.push((label, vec![node])),
            }
        }
        let joined = |mut nodes: Vec<Node>| match (nodes.len(), nodes.pop()) {
            (1, Some(only)) => only,
            (_, last) => Node::map([("allOf", Node::List(nodes.into_iter().chain(last).collect()))]),
        };
        let properties = properties.into_iter().map(|(label, nodes)| (label, joined(nodes))).collect();
        let mut object =
            vec![("type".to_owned(), Node::text("object")), ("properties".to_owned(), Node::Map(properties))];
        if self.strict {
            object.push(("additionalProperties".to_owned(), Node::Bool(false)));
        }
        object
    }

    fn field(&mut self, table: TableId, field: &'s Field) -> Node {
        let Some(of) = self.schema.tables.get(index(table.0)) else { return Node::Bool(true) };
        match &field.kind {
            FieldKind::Scalar(column) => {
                let Some(column) = of.columns.get(index(column.0)) else { return Node::Bool(true) };
                self.scalar(&column.ty, field).with("description", Node::text(column.ty.to_string()))
            }
            FieldKind::Record { ty, fields } => {
                let record = self.record(ty, table, fields);
                self.composite(record, field).with("description", Node::text(ty.as_str()))
            }
            FieldKind::List(list) => {
                let Some(list) = of.lists.get(index(list.0)) else { return Node::Bool(true) };
                let inner = self.schema.tables.get(index(list.table.0)).map(|table: &Table| table.fields.as_slice());
                let element = self.record(&list.record, list.table, inner.unwrap_or_default());
                let elements = Node::map([
                    ("type", Node::text("array")),
                    ("maxItems", Node::Whole(self.most_elements)),
                    ("items", element),
                ]);
                self.composite(elements, field).with("description", Node::text(format!("list of {}", list.record)))
            }
        }
    }

    /// A record or list, or no answer.
    fn composite(&self, node: Node, field: &Field) -> Node {
        any_of([node, unknown()].into_iter().chain(blanks(field)).collect())
    }

    /// The name of a record among `$defs`.
    fn record(&mut self, name: &str, table: TableId, fields: &'s [Field]) -> Node {
        let key = format!("record.{name}");
        if self.keys.insert(key.clone(), key.clone()).is_none() {
            self.pending.push((key.clone(), table, fields));
        }
        reference(&key)
    }

    fn scalar(&mut self, ty: &DataType, field: &Field) -> Node {
        if let DataType::Enumeration(variants) = ty {
            let words = variants.iter().flat_map(|variant| std::iter::once(&variant.name).chain(&variant.labels));
            let words = words.chain(&field.blanks).map(String::as_str);
            return with_evidence(vec![Node::map([("enum", Node::texts(words))]), unknown()], None);
        }
        let own_blanks = blanks(field);
        let name = self.type_name(ty);
        let Some(own_blanks) = own_blanks else { return reference(&format!("fact.{name}")) };
        let values = vec![reference(&format!("value.{name}")), own_blanks.clone()];
        with_evidence(values, amount(ty, Some(own_blanks)))
    }

    /// What a type is called among `$defs`, where its forms then stand: alone, and as a fact.
    fn type_name(&mut self, ty: &DataType) -> String {
        let shown = ty.to_string();
        if let Some(name) = self.keys.get(&shown) {
            return name.clone();
        }
        let plain: String = shown.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
        let mut name = plain.clone();
        let mut count = 1_u32;
        while self.keys.values().any(|known| *known == name) {
            count = count.saturating_add(1);
            name = format!("{plain}.{count}");
        }
        let forms = forms(ty).into_iter().chain([unknown()]).collect();
        self.defs.push((format!("value.{name}"), any_of(forms)));
        let amount = amount(ty, None).map(|amount| {
            self.defs.push((format!("amount.{name}"), amount));
            reference(&format!("amount.{name}"))
        });
        let fact = with_evidence(vec![reference(&format!("value.{name}"))], amount);
        self.defs.push((format!("fact.{name}"), fact));
        self.keys.insert(shown, name.clone());
        name
    }
}

/// The forms of a type's values, without evidence; an amount with its currency is in [`amount`].
fn forms(ty: &DataType) -> Vec<Node> {
    match ty {
        DataType::Bool => {
            let figures = Node::map([("enum", Node::List(vec![Node::Whole(0), Node::Whole(1)]))]);
            vec![typed("boolean"), figures, matching(&pattern::truth())]
        }
        DataType::Number(style) => vec![figure(LARGEST_NUMBER), matching(&pattern::number(*style))],
        DataType::Money(_, style) => vec![figure(LARGEST_NUMBER), matching(&pattern::money(*style))],
        DataType::Percent(style) => vec![figure(LARGEST_PERCENT), matching(&pattern::percent(*style))],
        DataType::Fraction(style) => {
            let figure = typed("number").with("minimum", Node::Whole(0)).with("maximum", Node::Whole(1));
            vec![figure, matching(&pattern::fraction(*style))]
        }
        DataType::Text => vec![Node::map([("type", Node::texts(["string", "number", "boolean"]))])],
        DataType::Date(DateStyle::Iso) => vec![matching(&pattern::date())],
        DataType::Date(DateStyle::Pattern(pieces)) => vec![matching(&pattern::date_by(pieces))],
        DataType::Duration(style) => vec![figure(LARGEST_DURATION), matching(&pattern::number(*style))],
        DataType::Enumeration(_) => Vec::new(),
    }
}

/// A number in JSON's own form, so large at most.
fn figure(largest: f64) -> Node {
    typed("number").with("minimum", Node::Float(-largest)).with("maximum", Node::Float(largest))
}

/// An object in the place of an amount, its number in one entry and its currency in another.
fn amount(ty: &DataType, blanks: Option<Node>) -> Option<Node> {
    let DataType::Money(_, style) = ty else { return None };
    let code = matching(&pattern::currency());
    let figure = any_of(vec![typed("number"), matching(&pattern::number(*style))]);
    let nothing = any_of([unknown()].into_iter().chain(blanks).collect());
    let object = |keys: &[&str], amount: Node, currency: Node| {
        typed("object")
            .with("required", Node::texts(keys.iter().copied()))
            .with("properties", Node::map([("amount", amount), ("currency", currency)]))
    };
    let known = object(&["amount", "currency"], figure, code.clone());
    Some(any_of(vec![known, object(&["amount"], nothing, any_of(vec![code, unknown()]))]))
}

/// A value alone, or with its evidence round it.
fn with_evidence(values: Vec<Node>, amount: Option<Node>) -> Node {
    let inner = any_of(values.iter().cloned().chain(amount.clone()).collect());
    let parts = [("value", inner), ("by", reference("by")), ("on", reference("on")), ("ref", reference("ref"))];
    let evidence = typed("object").with("required", Node::texts(["value"])).with("properties", Node::map(parts));
    // Beside a value an amount would be no part of the data.
    let no_value = Node::map([("required", Node::texts(["value"]))]);
    let amount = amount.map(|amount| amount.with("not", no_value));
    any_of(values.into_iter().chain(amount).chain([evidence]).collect())
}

/// What the data claims as its stage. A claim may be written as a number or a truth, which then is its text.
fn claim(claims: &[&str]) -> Node {
    let figure =
        |claim: &&str| claim.parse().ok().filter(|number: &i64| number.to_string() == **claim).map(Node::Whole);
    let truth = |claim: &&str| claim.parse().ok().map(Node::Bool);
    let texts = claims.iter().map(|claim| Node::text(*claim));
    let others = claims.iter().filter_map(|claim| figure(claim).or_else(|| truth(claim)));
    let named = Node::map([("enum", Node::List(texts.chain(others).collect()))]);
    any_of(vec![named, unknown()]).with("description", Node::text("the stage that is claimed"))
}

/// The texts of a field that stand for no answer.
fn blanks(field: &Field) -> Option<Node> {
    let texts = || field.blanks.iter().map(String::as_str);
    (!field.blanks.is_empty()).then(|| Node::map([("enum", Node::texts(texts()))]))
}

fn any_of(mut nodes: Vec<Node>) -> Node {
    match (nodes.len(), nodes.pop()) {
        (1, Some(only)) => only,
        (_, last) => Node::map([("anyOf", Node::List(nodes.into_iter().chain(last).collect()))]),
    }
}

fn typed(name: &str) -> Node {
    Node::map([("type", Node::text(name))])
}

fn matching(pattern: &str) -> Node {
    typed("string").with("pattern", Node::text(pattern))
}

fn unknown() -> Node {
    reference("unknown")
}

fn reference(name: &str) -> Node {
    Node::map([("$ref", Node::text(format!("#/$defs/{name}")))])
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
