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
    /// The fields that read one key together.
    shared: Vec<Vec<Target>>,
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
    /// To several of them, at that place of [`Shape::readers`].
    Shared(u32),
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
            first.add(label, Target::Claim);
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

    /// The fields that read one key together, the claim last; none where no two do.
    pub(crate) fn readers(&self, target: Target) -> &[Target] {
        match target {
            Target::Shared(place) => self.shared.get(super::index(place)).map_or(&[], |readers| readers),
            Target::Field(_) | Target::Claim | Target::Unread => &[],
        }
    }

    /// Says where a key leads, be it to another place too.
    fn add(&mut self, key: &str, target: Target) {
        let Some(known) = self.by_key.get_mut(key) else {
            self.by_key.insert(key.into(), target);
            return;
        };
        if let Target::Shared(place) = *known {
            if let Some(readers) = self.shared.get_mut(super::index(place)) {
                readers.push(target);
            }
        } else {
            self.shared.push(vec![*known, target]);
            let place = self.shared.len().saturating_sub(1);
            *known = Target::Shared(u32::try_from(place).unwrap_or(u32::MAX));
        }
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
        let (record, by_key) = (record.to_owned(), HashMap::new());
        self.shapes.push(Shape { table, record, entries: Vec::new(), by_key, shared: Vec::new() });
        self.waiting.push((id, fields));
        id
    }

    fn fill(&mut self, schema: &'s Schema, id: ShapeId, fields: &'s [schema::Field]) {
        let Some(table) = self.shapes.get(id.index()).map(|shape| shape.table) else { return };
        let kinds: Vec<Option<Kind>> = fields.iter().map(|field| self.kind(schema, table, &field.kind)).collect();
        let Some(shape) = self.shapes.get_mut(id.index()) else { return };
        for (field, kind) in fields.iter().zip(kinds) {
            let Some(kind) = kind else { continue };
            let place = u32::try_from(shape.entries.len()).unwrap_or(u32::MAX);
            shape.add(&field.label, Target::Field(place));
            let blanks = field.blanks.iter().map(|blank| blank.as_str().into()).collect();
            shape.entries.push(Entry { name: field.name.clone(), label: field.label.clone(), blanks, kind });
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
