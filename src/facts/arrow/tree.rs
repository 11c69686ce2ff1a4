//! What the columns of a record batch are for a playbook: a tree as the JSON object of a row would be.

use std::collections::HashMap;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::DataType;

use super::values::Cells;
use crate::facts::error::DataError;
use crate::facts::plan::{Kind, Plan, Shape, ShapeId, Target};

/// How deep columns may nest.
const DEEPEST: usize = 64;

/// The parts of evidence that may stand beside a value.
const PARTS: [&str; 3] = ["by", "on", "ref"];

/// A column with its name.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    pub(super) name: &'a str,
    pub(super) array: &'a ArrayRef,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) key: String,
    pub(super) via: Via,
    pub(super) node: Node,
}

/// How a child is gone to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Via {
    /// By its key.
    Key,
    /// By the field that reads it.
    At(Target),
}

/// A value of every row.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Scalar(Cells),
    /// Text that is JSON.
    Json(Cells),
    Object {
        children: Vec<Child>,
        nulls: Option<NullBuffer>,
    },
    List {
        spans: Spans,
        element: Box<Node>,
        nulls: Option<NullBuffer>,
    },
}

/// Where the elements of each row are.
#[derive(Clone, Debug)]
pub(super) enum Spans {
    Short(OffsetBuffer<i32>),
    Long(OffsetBuffer<i64>),
    Fixed(usize),
}

impl Spans {
    /// The elements of a row.
    pub(super) fn of(&self, row: usize) -> Range<usize> {
        let next = row.saturating_add(1);
        match self {
            Spans::Short(ends) => span(ends.get(row), ends.get(next)),
            Spans::Long(ends) => span(ends.get(row), ends.get(next)),
            Spans::Fixed(size) => row.saturating_mul(*size)..next.saturating_mul(*size),
        }
    }
}

fn span<T: Copy + TryInto<usize>>(start: Option<&T>, end: Option<&T>) -> Range<usize> {
    let place = |place: Option<&T>| place.and_then(|&place| place.try_into().ok()).unwrap_or(0);
    place(start)..place(end)
}

/// The work of resolving.
#[derive(Clone, Copy)]
pub(super) struct Builder<'p> {
    pub(super) plan: &'p Plan,
    /// Whether columns that no field reads are wanted, to be told.
    pub(super) strict: bool,
}

impl Builder<'_> {
    /// The columns of opportunities.
    pub(super) fn opportunity(self, columns: &[Column<'_>]) -> Result<Vec<Child>, DataError> {
        let mut names = HashMap::new();
        for column in columns {
            if names.insert(column.name, ()).is_some() {
                return Err(DataError::header_twice(column.name));
            }
        }
        self.children(Some(ShapeId::FIRST), columns, 0)
    }

    /// The columns of an object of that shape, or of one that is none of the playbook's.
    fn children(self, shape: Option<ShapeId>, columns: &[Column<'_>], depth: usize) -> Result<Vec<Child>, DataError> {
        if depth > DEEPEST {
            return Err(DataError::broken("the columns nest deeper than 64"));
        }
        let Some(shape) = shape.and_then(|shape| self.plan.shape(shape)) else {
            let child = |column: &Column<'_>| {
                let node = self.node(Purpose::default(), *column, depth)?;
                Ok(Child { key: column.name.to_owned(), via: Via::Key, node })
            };
            return columns.iter().map(child).collect();
        };
        let mut object = Object::new(shape, columns);
        for (place, column) in columns.iter().enumerate() {
            let target = shape.target(column.name);
            if target == Target::Unread {
                continue;
            }
            object.take(place);
            let readers = shape.readers(target);
            for &reader in if readers.is_empty() { std::slice::from_ref(&target) } else { readers } {
                let purpose = self.purpose(shape, reader);
                let node = self.node(purpose, *column, depth)?;
                let node = if purpose.is_scalar { object.with_evidence(column.name, Some(node))? } else { node };
                object.add(column.name, Via::At(reader), node);
            }
        }
        self.left(&mut object, depth)?;
        Ok(object.children)
    }

    /// What is left: evidence of a fact that has no column, fields of records, and what no field reads.
    fn left(self, object: &mut Object<'_>, depth: usize) -> Result<(), DataError> {
        for (place, entry) in (0..).zip(&object.shape.entries) {
            let (target, label) = (Target::Field(place), entry.label.as_str());
            match &entry.kind {
                Kind::Scalar(..) if object.has(label) => {}
                Kind::Scalar(..) => {
                    if PARTS.iter().any(|part| object.free(&format!("{label}.{part}")).is_some()) {
                        let node = object.with_evidence(label, None)?;
                        object.add(label, Via::At(target), node);
                    }
                }
                Kind::List(..) => {}
                Kind::Record(shape) => {
                    let prefix = format!("{label}.");
                    let columns = object.take_below(&prefix);
                    if columns.is_empty() {
                        continue;
                    }
                    if object.has(label) {
                        let twice = format!("`{label}` stands in a column of its own and in columns `{prefix}…`");
                        return Err(DataError::broken(twice));
                    }
                    let children = self.children(Some(*shape), &columns, depth.saturating_add(1))?;
                    object.add(label, Via::At(target), Node::Object { children, nulls: None });
                }
            }
        }
        for (place, column) in object.columns.iter().enumerate() {
            if self.strict && !object.used.get(place).copied().unwrap_or(true) {
                let node = self.node(Purpose::default(), *column, depth);
                let node = node.unwrap_or_else(|_| Node::Scalar(Cells::null()));
                object.add(column.name, Via::Key, node);
            }
        }
        Ok(())
    }

    /// What a reader makes of a column.
    fn purpose(self, shape: &Shape, reader: Target) -> Purpose {
        let Target::Field(place) = reader else { return Purpose::default() };
        match shape.entry(place).map(|entry| &entry.kind) {
            Some(Kind::Scalar(..)) => Purpose { is_scalar: true, ..Purpose::default() },
            Some(Kind::Record(shape)) => Purpose { record: Some(*shape), ..Purpose::default() },
            Some(Kind::List(_, shape)) => Purpose { list: Some(*shape), ..Purpose::default() },
            None => Purpose::default(),
        }
    }

    fn node(self, purpose: Purpose, column: Column<'_>, depth: usize) -> Result<Node, DataError> {
        let array = column.array;
        let nulls = array.nulls().cloned();
        let deeper = depth.saturating_add(1);
        if let Some(structs) = array.as_struct_opt() {
            let children = self.children(purpose.record, &fields(structs), deeper)?;
            return Ok(Node::Object { children, nulls });
        }
        if let Some((spans, elements)) = elements(array) {
            let purpose = Purpose { record: purpose.list, ..Purpose::default() };
            let element = Column { name: column.name, array: &elements };
            if deeper > DEEPEST {
                return Err(DataError::broken("the columns nest deeper than 64"));
            }
            let element = Box::new(self.node(purpose, element, deeper)?);
            return Ok(Node::List { spans, element, nulls });
        }
        let Some(cells) = Cells::new(array) else {
            let why = format!("column `{}` is {}, which no fact can be", column.name, array.data_type());
            return Err(DataError::broken(why));
        };
        let is_composite = purpose.record.is_some() || purpose.list.is_some();
        Ok(if is_composite && is_text(array.data_type()) { Node::Json(cells) } else { Node::Scalar(cells) })
    }
}

/// For what a column is.
#[derive(Clone, Copy, Default)]
struct Purpose {
    is_scalar: bool,
    record: Option<ShapeId>,
    list: Option<ShapeId>,
}

/// An object whose columns are shared out.
struct Object<'a> {
    shape: &'a Shape,
    columns: &'a [Column<'a>],
    places: HashMap<&'a str, usize>,
    used: Vec<bool>,
    children: Vec<Child>,
}

impl<'a> Object<'a> {
    fn new(shape: &'a Shape, columns: &'a [Column<'a>]) -> Self {
        let places = columns.iter().enumerate().rev().map(|(place, column)| (column.name, place)).collect();
        Object { shape, columns, places, used: vec![false; columns.len()], children: Vec::new() }
    }

    fn add(&mut self, key: &str, via: Via, node: Node) {
        self.children.push(Child { key: key.to_owned(), via, node });
    }

    fn take(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place) {
            *used = true;
        }
    }

    fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// A column that is no field's own and has not been taken.
    fn free(&self, name: &str) -> Option<usize> {
        let place = *self.places.get(name)?;
        let is_taken = self.used.get(place).copied().unwrap_or(true);
        (!is_taken && self.shape.target(name) == Target::Unread).then_some(place)
    }

    /// The columns whose names begin so, without that beginning.
    fn take_below(&mut self, prefix: &str) -> Vec<Column<'a>> {
        let mut below = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            if let Some(name) = column.name.strip_prefix(prefix)
                && self.free(column.name) == Some(place)
            {
                self.take(place);
                below.push(Column { name, array: column.array });
            }
        }
        below
    }

    /// A value with the evidence that stands beside it.
    fn with_evidence(&mut self, label: &str, value: Option<Node>) -> Result<Node, DataError> {
        let mut parts = Vec::new();
        for part in PARTS {
            let Some(place) = self.free(&format!("{label}.{part}")) else { continue };
            let Some(column) = self.columns.get(place).copied() else { continue };
            self.take(place);
            let Some(cells) = Cells::new(column.array) else {
                let why = format!("column `{}` is {}, which no evidence can be", column.name, column.array.data_type());
                return Err(DataError::broken(why));
            };
            parts.push(Child { key: part.to_owned(), via: Via::Key, node: Node::Scalar(cells) });
        }
        let value = value.unwrap_or_else(|| Node::Scalar(Cells::null()));
        if parts.is_empty() {
            return Ok(value);
        }
        let mut children = vec![Child { key: "value".to_owned(), via: Via::Key, node: value }];
        children.extend(parts);
        Ok(Node::Object { children, nulls: None })
    }
}

fn fields(structs: &StructArray) -> Vec<Column<'_>> {
    let columns = structs.fields().iter().zip(structs.columns());
    columns.map(|(field, array)| Column { name: field.name(), array }).collect()
}

/// The elements of lists, and which of them are each row's.
fn elements(array: &ArrayRef) -> Option<(Spans, ArrayRef)> {
    if let Some(list) = array.as_list_opt::<i32>() {
        return Some((Spans::Short(list.offsets().clone()), list.values().clone()));
    }
    if let Some(list) = array.as_list_opt::<i64>() {
        return Some((Spans::Long(list.offsets().clone()), list.values().clone()));
    }
    let list = array.as_fixed_size_list_opt()?;
    Some((Spans::Fixed(usize::try_from(list.value_length()).ok()?), list.values().clone()))
}

fn is_text(of: &DataType) -> bool {
    let is_plain = |of: &DataType| matches!(of, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    if let DataType::Dictionary(_, values) = of { is_plain(values) } else { is_plain(of) }
}
