//! Made-up rows for a playbook: what a file for it looks like, and something to try it with.
//!
//! Values are those at which the playbook's own conditions turn, or something like them; every sixth is unknown. The claimed stage is one of
//! the process that the row takes. The same playbook, day and row number give the same row. A row can be written as JSON and as CSV:
//! so no text starts as a formula does, and no number is below zero.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{Serialize, Serializer};

use super::columns;
use super::node::Node;
use super::values::{Dice, is_plain, value};
use crate::hir;
use crate::playbook::Playbook;
use crate::schema::{ColumnId, DataType, Field, FieldKind, ListId, Table, TableId};
use crate::testing::boundary::Boundaries;
use crate::value::{Date, Decimal, SCALE};

/// So many facts and elements at most, as lists of lists grow.
const MOST_PARTS: usize = 400;
/// So many elements of a list at most.
const MOST_ELEMENTS: u32 = 3;
/// One of so many facts is unknown.
const UNKNOWN: usize = 6;
/// How old evidence may be, in days.
const OLDEST: usize = 120;

/// Made-up rows, one after the other, without end.
#[derive(Clone, Debug)]
pub struct SampleRows {
    playbook: Playbook,
    today: Date,
    boundaries: Boundaries,
    /// Columns that several fields name, which stay empty.
    ambiguous: BTreeSet<String>,
    /// The number of the next row.
    next: u64,
}

/// A made-up row. Serialized it is the data of an opportunity.
#[derive(Clone, Debug)]
pub struct SampleRow {
    data: Vec<(String, Node)>,
    cells: BTreeMap<String, String>,
}

impl Playbook {
    /// Made-up rows as they might be on that day, to try the playbook with. What the reader reads of each is without fault, and `assess`
    /// gives it a verdict.
    ///
    /// ```
    /// use stagegate::{Date, Decision, Playbook};
    ///
    /// let playbook = Playbook::parse("
    ///     opportunity { key id: text  stage  amount: money USD }
    ///     process direct { stage qualify { require large that amount >= 50_000 USD } }
    /// ")?;
    /// let today = Date::new(2026, 11, 23)?;
    /// for row in playbook.sample_rows(today).take(20) {
    ///     let opportunity = playbook.opportunity(&row)?;
    ///     assert_ne!(playbook.decide(&opportunity, today), Decision::Error);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sample_rows(&self, today: Date) -> SampleRows {
        let mut seen = BTreeSet::new();
        let twice =
            columns::all(&self.checked().schema, true).into_iter().filter(|column| !seen.insert(column.clone()));
        let ambiguous = twice.collect();
        let boundaries = Boundaries::of(self.checked(), today);
        SampleRows { playbook: self.clone(), today, boundaries, ambiguous, next: 1 }
    }
}

impl SampleRow {
    /// The row as cells of those columns (see [`Playbook::csv_columns`]); empty where it says nothing.
    #[must_use]
    pub fn cells(&self, columns: &[String]) -> Vec<&str> {
        columns.iter().map(|column| self.cells.get(column).map_or("", String::as_str)).collect()
    }
}

impl Serialize for SampleRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.data.iter().map(|(key, value)| (key, value)))
    }
}

impl Iterator for SampleRows {
    type Item = SampleRow;

    fn next(&mut self) -> Option<SampleRow> {
        let number = self.next;
        self.next = number.saturating_add(1);
        let mut maker = Maker { rows: self, number, dice: Dice::new(number), parts: 0, cells: BTreeMap::new() };
        let fields = maker.table(TableId(0)).map(|table| table.fields.as_slice()).unwrap_or_default();
        let data = maker.object(TableId(0), fields, Some(""));
        let mut row = SampleRow { data, cells: maker.cells };
        let mut dice = maker.dice;
        if let Some(claim) = self.claim(&row, &mut dice) {
            row.put_claim(&self.playbook, claim);
        }
        row.cells.retain(|column, _| !self.ambiguous.contains(column));
        Some(row)
    }
}

impl SampleRow {
    fn put_claim(&mut self, playbook: &Playbook, claim: String) {
        let Some(label) = &playbook.checked().schema.stage else { return };
        self.cells.insert(label.trim().to_owned(), claim.clone());
        // Behind the first fact, which mostly is the key.
        let place = self.data.len().min(1);
        self.data.insert(place, (label.clone(), Node::Text(claim)));
    }
}

impl SampleRows {
    /// A stage of the process that a row takes, or one of its ends; any where it takes none.
    fn claim(&self, row: &SampleRow, dice: &mut Dice) -> Option<String> {
        let checked = self.playbook.checked();
        let label = checked.schema.stage.as_ref()?;
        if is_read_twice(checked.schema.tables.first()?.fields.as_slice(), label, 0) {
            return None;
        }
        let opportunity = self.playbook.opportunity(row).ok()?;
        let verdict = self.playbook.assess(&opportunity, self.today);
        if verdict.decision() == crate::verdict::Decision::Error {
            return None;
        }
        let by_name = |name: &str| checked.processes.iter().find(|process| process.name == name);
        let process = verdict.process().and_then(by_name).or(checked.processes.first())?;
        let labels = |name: &str, labels: &[String]| -> Vec<String> {
            std::iter::once(name)
                .chain(labels.iter().map(String::as_str))
                .filter(|label| is_plain(label))
                .map(str::to_owned)
                .collect()
        };
        let is_closed = dice.below(8) == 0;
        let ends = [("won", &process.won), ("lost", &process.lost), ("walked", &process.walked)];
        let stages: Vec<Vec<String>> = if is_closed {
            ends.into_iter().map(|(end, of)| labels(end, of)).collect()
        } else {
            process.stages.iter().map(|stage: &hir::Stage| labels(&stage.name, &stage.labels)).collect()
        };
        // A label rather than a name, as data has it.
        let stage = dice.pick(&stages)?;
        dice.pick(stage.get(1..).filter(|labels| !labels.is_empty()).unwrap_or(stage)).cloned()
    }
}

/// Whether more than so many fields read a key.
fn is_read_twice(fields: &[Field], label: &str, most: usize) -> bool {
    fields.iter().filter(|field| field.label == label).count() > most
}

/// Makes one row.
struct Maker<'p> {
    rows: &'p SampleRows,
    number: u64,
    dice: Dice,
    parts: usize,
    cells: BTreeMap<String, String>,
}

impl<'p> Maker<'p> {
    /// The facts of an object; with `prefix`, as cells too.
    fn object(&mut self, table: TableId, fields: &'p [Field], prefix: Option<&str>) -> Vec<(String, Node)> {
        let claim = self.rows.playbook.checked().schema.stage.as_ref().filter(|_| prefix == Some(""));
        let mut entries = Vec::new();
        for field in fields {
            // What several fields read would have to suit them all.
            if self.parts > MOST_PARTS || claim == Some(&field.label) || is_read_twice(fields, &field.label, 1) {
                continue;
            }
            self.parts = self.parts.saturating_add(1);
            let column = prefix.map(|prefix| format!("{prefix}{}", field.label).trim().to_owned());
            let node = match &field.kind {
                FieldKind::Scalar(id) => self.scalar(table, *id, field, column, fields),
                FieldKind::Record { fields, .. } => {
                    let prefix = column.map(|column| format!("{column}."));
                    Some(Node::Map(self.object(table, fields, prefix.as_deref())))
                }
                FieldKind::List(list) => self.list(table, *list, column),
            };
            entries.extend(node.map(|node| (field.label.clone(), node)));
        }
        entries
    }

    fn list(&mut self, table: TableId, list: ListId, column: Option<String>) -> Option<Node> {
        if self.dice.below(UNKNOWN) == 0 {
            return None;
        }
        let lengths: Vec<u32> = self.rows.boundaries.lengths(table, list).filter(|&it| it <= MOST_ELEMENTS).collect();
        let length = self.dice.pick(&lengths).copied().unwrap_or(1);
        let of = self.table(table)?.lists.get(usize::try_from(list.0).ok()?)?.table;
        let fields = self.table(of)?.fields.as_slice();
        let elements = (0..length).map(|_| Node::Map(self.object(of, fields, None))).collect();
        let node = Node::List(elements);
        if let (Some(column), Ok(text)) = (column, serde_json::to_string(&node)) {
            self.cells.insert(column, text);
        }
        Some(node)
    }

    fn scalar(
        &mut self,
        table: TableId,
        id: ColumnId,
        field: &Field,
        column: Option<String>,
        siblings: &[Field],
    ) -> Option<Node> {
        let schema = &self.rows.playbook.checked().schema;
        let ty = &self.table(table)?.columns.get(usize::try_from(id.0).ok()?)?.ty;
        let is = |role: Option<ColumnId>| table == TableId(0) && role == Some(id);
        if is(schema.key) {
            let (node, cell) = self.key(ty);
            self.cells.extend(column.map(|column| (column, cell)));
            return Some(node);
        }
        // A row must not be blank.
        let is_only = table == TableId(0) && siblings.len() == 1;
        if !is(schema.worth) && !is_only && self.dice.below(UNKNOWN) == 0 {
            return None;
        }
        let values = self.rows.boundaries.column(table, id).map(|ends| ends.values.as_slice()).unwrap_or_default();
        let (node, cell) = value(&mut self.dice, ty, values, self.rows.today, &field.name)?;
        let evidence = self.evidence();
        if let Some(column) = column {
            for (part, text) in &evidence {
                if !is_read_twice(siblings, &format!("{}.{part}", field.label), 0) {
                    self.cells.insert(format!("{column}.{part}"), text.clone());
                }
            }
            self.cells.insert(column, cell);
        }
        if evidence.is_empty() {
            return Some(node);
        }
        let value = Node::map([("value", node)]);
        Some(evidence.into_iter().fold(value, |fact, (part, text)| fact.with(part, Node::Text(text))))
    }

    fn key(&self, ty: &DataType) -> (Node, String) {
        if *ty == DataType::Text {
            let text = format!("S-{}", self.number);
            return (Node::text(text.as_str()), text);
        }
        let number = i64::try_from(self.number).unwrap_or(i64::MAX);
        (Node::Decimal(Decimal::from_ten_thousandths(number.saturating_mul(SCALE))), number.to_string())
    }

    /// A grade and a day, where the playbook has grades and this fact has evidence.
    fn evidence(&mut self) -> Vec<(&'static str, String)> {
        let grades = &self.rows.playbook.checked().schema.grades;
        if grades.is_empty() || self.dice.below(3) == 0 {
            return Vec::new();
        }
        let by = self.dice.pick(grades).cloned();
        let age = i64::try_from(self.dice.below(OLDEST)).unwrap_or(0);
        let on = Date::from_days(i64::from(self.rows.today.days()).saturating_sub(age)).map(|day| day.to_string());
        [("by", by), ("on", on)].into_iter().filter_map(|(part, text)| Some((part, text?))).collect()
    }

    fn table(&self, table: TableId) -> Option<&'p Table> {
        self.rows.playbook.checked().schema.tables.get(usize::try_from(table.0).ok()?)
    }
}
