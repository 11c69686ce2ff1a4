//! A schema made ready for reading: which key of the data leads where.

use std::collections::HashMap;
use std::sync::Arc;

use super::scalar::Form;
use crate::schema::{self, ColumnId, FieldKind, ListId, Schema, TableId};

/// The schema with its fields by key.
#[derive(Debug)]
pub(crate) struct Plan {
    pub schema: Arc<Schema>,
    /// The shapes of objects in the data: first the opportunity's, then those of records, each use its own.
    shapes: Vec<Shape>,
    /// How many elements a list may have.
    pub list_elements: usize,
}

/// A shape's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShapeId(u32);

/// What an object of the data may hold.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The table that its facts go to.
    pub table: TableId,
    /// The record's name; empty for the opportunity.
    pub record: String,
    /// The fields in order of declaration.
    pub entries: Vec<Entry>,
    by_key: HashMap<Box<str>, Target>,
}

/// A field.
#[derive(Debug)]
pub(crate) struct Entry {
    pub name: String,
    pub label: String,
    pub blanks: Vec<Box<str>>,
    pub kind: Kind,
}

/// What a field holds.
#[derive(Debug)]
pub(crate) enum Kind {
    Scalar(ColumnId, Form),
    Record(ShapeId),
    /// A list, and its elements' shape.
    List(ListId, ShapeId),
}

/// Where a key of the data leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the field at that place of the shape.
    Field(u32),
    /// To the stage claim.
    Claim,
    /// Nowhere.
    Unread,
}

impl Plan {
    /// Makes the plan of a schema.
    pub(crate) fn new(schema: Arc<Schema>, list_elements: usize) -> Self {
        let mut builder = Builder::default();
        builder.shape(TableId(0), "", schema.tables.first().map_or(&[], |table| &table.fields));
        while let Some((id, fields)) = builder.waiting.pop() {
            builder.fill(&schema, id, fields);
        }
        let mut shapes = builder.shapes;
        if let (Some(label), Some(first)) = (&schema.stage, shapes.first_mut()) {
            first.by_key.entry(label.as_str().into()).or_insert(Target::Claim);
        }
        Plan { schema, shapes, list_elements }
    }

    /// How many shapes there are.
    pub(crate) fn shape_count(&self) -> usize {
        self.shapes.len()
    }

    /// A shape.
    pub(crate) fn shape(&self, id: ShapeId) -> Option<&Shape> {
        self.shapes.get(id.index())
    }

    /// The column of a scalar field.
    pub(crate) fn column(&self, table: TableId, column: ColumnId) -> Option<&schema::Column> {
        let table = self.schema.tables.get(super::index(table.0))?;
        table.columns.get(super::index(column.0))
    }
}

impl ShapeId {
    /// The opportunity's.
    pub(crate) const FIRST: ShapeId = ShapeId(0);

    /// The place as an index.
    pub(crate) fn index(self) -> usize {
        super::index(self.0)
    }
}

impl Shape {
    /// Where a key leads.
    pub(crate) fn target(&self, key: &str) -> Target {
        self.by_key.get(key).copied().unwrap_or(Target::Unread)
    }

    /// The field at a place.
    pub(crate) fn entry(&self, place: u32) -> Option<&Entry> {
        self.entries.get(super::index(place))
    }
}

/// Builds shapes without recursion: a shape is made where it is first named, and filled later.
#[derive(Default)]
struct Builder<'s> {
    shapes: Vec<Shape>,
    waiting: Vec<(ShapeId, &'s [schema::Field])>,
}

impl<'s> Builder<'s> {
    fn shape(&mut self, table: TableId, record: &str, fields: &'s [schema::Field]) -> ShapeId {
        let id = ShapeId(u32::try_from(self.shapes.len()).unwrap_or(u32::MAX));
        self.shapes.push(Shape { table, record: record.to_owned(), entries: Vec::new(), by_key: HashMap::new() });
        self.waiting.push((id, fields));
        id
    }

    fn fill(&mut self, schema: &'s Schema, id: ShapeId, fields: &'s [schema::Field]) {
        let Some(table) = self.shapes.get(id.index()).map(|shape| shape.table) else { return };
        let mut entries = Vec::with_capacity(fields.len());
        let mut by_key = HashMap::with_capacity(fields.len());
        for (place, field) in (0_u32..).zip(fields) {
            let Some(kind) = self.kind(schema, table, &field.kind) else { continue };
            by_key.entry(field.label.as_str().into()).or_insert(Target::Field(place));
            let blanks = field.blanks.iter().map(|blank| blank.as_str().into()).collect();
            entries.push(Entry { name: field.name.clone(), label: field.label.clone(), blanks, kind });
        }
        if let Some(shape) = self.shapes.get_mut(id.index()) {
            shape.entries = entries;
            shape.by_key = by_key;
        }
    }

    fn kind(&mut self, schema: &'s Schema, id: TableId, kind: &'s FieldKind) -> Option<Kind> {
        let table = schema.tables.get(super::index(id.0))?;
        Some(match kind {
            FieldKind::Scalar(column) => {
                let ty = &table.columns.get(super::index(column.0))?.ty;
                Kind::Scalar(*column, Form::new(ty))
            }
            FieldKind::Record { ty, fields } => Kind::Record(self.shape(id, ty, fields)),
            FieldKind::List(list) => {
                let shape = table.lists.get(super::index(list.0))?;
                let fields = &schema.tables.get(super::index(shape.table.0))?.fields;
                Kind::List(*list, self.shape(shape.table, &shape.record, fields))
            }
        })
    }
}
