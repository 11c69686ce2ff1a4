//! All facts with what they are called in the data, and who reads them.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::uses::{Read, Use, Uses};
use crate::playbook::Playbook;
use crate::schema::{ColumnId, Field, FieldKind, ListId, Schema, TableId};
use crate::source::{Source, Span};

/// All facts of a playbook: what they are, what the data calls them, and where in the playbook each is read.
///
/// ```
/// let playbook = stagegate::Playbook::parse("
///     opportunity { key id: text from \"ID\"  amount: money USD  owner: text }
///     define large as amount >= 50_000 USD
///     process direct { stage qualify { require priced that large or amount is known } }
/// ")?;
/// let sheet = playbook.fact_sheet();
/// let amount = &sheet.rows()[1];
/// assert_eq!((amount.path(), amount.type_name(), amount.readings().len()), ("amount", "money USD", 2));
/// assert_eq!(amount.readings()[0].through(), Some("large"));
/// assert_eq!(sheet.unread().map(|row| row.path()).collect::<Vec<_>>(), ["owner"]);
/// # Ok::<(), stagegate::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct FactSheet {
    rows: Vec<FactRow>,
}

/// A fact, a list, or the claimed stage.
#[derive(Clone, Debug)]
pub struct FactRow {
    path: String,
    type_name: String,
    label: String,
    role: Option<&'static str>,
    declared: Option<Place>,
    readings: Vec<FactReading>,
}

/// A place that reads a fact.
#[derive(Clone, Debug)]
pub struct FactReading {
    place: Option<Place>,
    by: String,
    through: Option<String>,
}

/// A line of a file.
#[derive(Clone, Debug)]
struct Place {
    source: Source,
    line: usize,
}

impl Playbook {
    /// All facts, and where in the playbook each is read: in conditions of rules, of routing and of odds, and in how-texts. Tests do
    /// not count. A define is read where something that decides mentions it; one that nothing mentions reads nothing.
    #[must_use]
    pub fn fact_sheet(&self) -> FactSheet {
        let uses = Uses::of(self.checked());
        let schema = &self.checked().schema;
        let mut maker = Maker { playbook: self, uses, labels: labels(schema), rows: Vec::new() };
        maker.claim();
        for (table, of) in (0_u32..).map(TableId).zip(&schema.tables) {
            for (column, of) in (0_u32..).map(ColumnId).zip(&of.columns) {
                maker.row(of.order, of.span, &of.path, of.ty.to_string(), Read::Fact(table, column));
            }
            for (list, of) in (0_u32..).zip(&of.lists) {
                let read = Read::List(table, ListId(list));
                maker.row(of.order, of.span, &of.path, format!("list of {}", of.record), read);
            }
        }
        let Maker { mut rows, .. } = maker;
        rows.sort_by_key(|(order, _)| *order);
        FactSheet { rows: rows.into_iter().map(|(_, row)| row).collect() }
    }
}

struct Maker<'p> {
    playbook: &'p Playbook,
    uses: Uses,
    labels: BTreeMap<Read, String>,
    /// With their places in the order of declaration.
    rows: Vec<(u64, FactRow)>,
}

impl Maker<'_> {
    /// The line that says where the stage is claimed, which stands before all others here.
    fn claim(&mut self) {
        let Some(label) = self.playbook.checked().schema.stage.clone() else { return };
        let (path, type_name, role) = ("stage".to_owned(), "stage".to_owned(), Some("stage"));
        self.rows.push((0, FactRow { path, type_name, label, role, declared: None, readings: Vec::new() }));
    }

    fn row(&mut self, order: u32, span: Span, path: &str, type_name: String, read: Read) {
        let schema = &self.playbook.checked().schema;
        let is = |role: Option<ColumnId>| role.is_some_and(|column| read == Read::Fact(TableId(0), column));
        let roles =
            [("key", schema.key), ("worth", schema.worth), ("opened", schema.opened), ("closed", schema.closed)];
        let role = roles.into_iter().find(|(_, column)| is(*column)).map(|(role, _)| role);
        let label = self.labels.remove(&read).unwrap_or_default();
        let readings = self.uses.get(read).iter().map(|place| self.reading(place)).collect();
        let declared = self.place(span);
        let row = FactRow { path: path.to_owned(), type_name, label, role, declared, readings };
        self.rows.push((u64::from(order).saturating_add(1), row));
    }

    fn reading(&self, place: &Use) -> FactReading {
        let defines = &self.playbook.checked().defines;
        let through = place.through.and_then(|define| defines.get(usize::try_from(define).ok()?));
        FactReading {
            place: self.place(place.span),
            by: self.uses.roots.get(place.root).cloned().unwrap_or_default(),
            through: through.map(|define| define.name.clone()),
        }
    }

    fn place(&self, span: Span) -> Option<Place> {
        let source = self.playbook.sources().get(usize::try_from(span.file.0).ok()?)?;
        Some(Place { source: source.clone(), line: source.line_of(span.start).0 })
    }
}

/// The keys that lead to each fact and list in the data, with dots between.
fn labels(schema: &Schema) -> BTreeMap<Read, String> {
    let mut labels = BTreeMap::new();
    let top = schema.tables.first().map(|table| table.fields.as_slice()).unwrap_or_default();
    let mut pending: Vec<(TableId, &[Field], String)> = vec![(TableId(0), top, String::new())];
    while let Some((table, fields, prefix)) = pending.pop() {
        let lists = schema.tables.get(index(table.0)).map(|table| table.lists.as_slice()).unwrap_or_default();
        for field in fields {
            let label = format!("{prefix}{}", field.label);
            match &field.kind {
                FieldKind::Scalar(column) => {
                    labels.insert(Read::Fact(table, *column), label);
                }
                FieldKind::Record { fields, .. } => pending.push((table, fields, format!("{label}."))),
                FieldKind::List(list) => {
                    if let Some(list) = lists.get(index(list.0)) {
                        let of = schema.tables.get(index(list.table.0));
                        let fields = of.map(|table| table.fields.as_slice()).unwrap_or_default();
                        pending.push((list.table, fields, format!("{label}.")));
                    }
                    labels.insert(Read::List(table, *list), label);
                }
            }
        }
    }
    labels
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl FactSheet {
    /// The facts in the order of declaration, lists among them; the claimed stage first.
    #[must_use]
    pub fn rows(&self) -> &[FactRow] {
        &self.rows
    }

    /// The facts that nothing reads.
    pub fn unread(&self) -> impl Iterator<Item = &FactRow> {
        self.rows.iter().filter(|row| !row.is_read())
    }
}

impl FactRow {
    /// Its path as declared: `budget`, `account.employees`, `contacts.met_on`; `stage` for the claimed stage.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its type as the language writes it: `money USD`, `new_name | add_on`, `list of contact`; `stage` for the claimed stage.
    #[must_use]
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// The keys that lead to it in the data, with dots between: `Amount`, `account.Head count`.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// `key`, `worth`, `opened`, `closed` or `stage`, where it is declared as that.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.role
    }

    /// Where the playbook reads it, in the order of its files; through one define so many places as 100 at most.
    #[must_use]
    pub fn readings(&self) -> &[FactReading] {
        &self.readings
    }

    /// Whether anything reads it: a rule, or the verdict itself, as it does the key, the worth and the stage, and a look
    /// at the past, as it does the days on which an opportunity began and closed.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.role.is_some() || !self.readings.is_empty()
    }
}

impl FactReading {
    /// The file's name, as messages have it.
    #[must_use]
    pub fn file(&self) -> &str {
        self.place.as_ref().map_or("", |place| place.source.name())
    }

    /// The line in it, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.as_ref().map_or(1, |place| place.line)
    }

    /// Who reads it: `require goal_shared of new_name`, `odds of new_name`, `when new_name applies`.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// The define that stands between, which is what the place mentions, or what that reads.
    #[must_use]
    pub fn through(&self) -> Option<&str> {
        self.through.as_deref()
    }
}

/// As `{"facts": […]}`.
impl Serialize for FactSheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sheet = serializer.serialize_map(Some(1))?;
        sheet.serialize_entry("facts", &self.rows)?;
        sheet.end()
    }
}

/// As `{"path": …, "type": …, "label": …, "role": …, "file": …, "line": …, "read": […]}`: `role` where there is one, the place
/// but for the claimed stage.
impl Serialize for FactRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(None)?;
        row.serialize_entry("path", &self.path)?;
        row.serialize_entry("type", &self.type_name)?;
        row.serialize_entry("label", &self.label)?;
        if let Some(role) = self.role {
            row.serialize_entry("role", role)?;
        }
        if let Some(declared) = &self.declared {
            row.serialize_entry("file", declared.source.name())?;
            row.serialize_entry("line", &declared.line)?;
        }
        row.serialize_entry("read", &self.readings)?;
        row.end()
    }
}

/// As `{"file": …, "line": …, "by": …, "through": …}`; `through` where there is one.
impl Serialize for FactReading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reading = serializer.serialize_map(None)?;
        reading.serialize_entry("file", self.file())?;
        reading.serialize_entry("line", &self.line())?;
        reading.serialize_entry("by", &self.by)?;
        if let Some(through) = &self.through {
            reading.serialize_entry("through", through)?;
        }
        reading.end()
    }
}
