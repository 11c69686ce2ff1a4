//! The declared fields as a schema.
//!
//! Records are flattened into the table that they stand in, a list's elements are a table of their own. What would be
//! too deep or too large is refused before, so that what is made here is bounded by [`Limits`].

use super::Type;
use super::collect::Names;
use super::error::names as error;
use super::fields::{Declared, Kind};
use super::records::{Declarations, cut_circles, cut_depth, measure, size_of};
use super::report::Report;
use super::shape::{Entry, ScopeId, Shape};
use crate::limits::Limits;
use crate::schema::{Column, DataType, Field, FieldKind, List, TableId};
use crate::syntax::ast;

/// Makes the schema.
pub(crate) fn flatten(names: &Names<'_>, all: &mut Declarations<'_>, limits: &Limits, report: &mut Report) -> Shape {
    let mut shape = Shape::default();
    // Without an opportunity, nothing said about its facts would help.
    shape.open = names.broken.opportunity || names.opportunity.is_none();
    cut_circles(names, all, report);
    let sizes = measure(all);
    cut_depth(all, &sizes, limits, report);
    let facts = all.opportunity.iter().fold(0_usize, |sum, field| sum.saturating_add(size_of(field, &sizes).facts));
    let Some((_, opportunity)) = names.opportunity else { return shape };
    if facts > limits.facts {
        report.push(error::too_many_facts(opportunity.span, limits.facts));
        shape.open = true;
        return shape;
    }
    let bytes_left = limits.file_bytes.saturating_mul(BYTES_PER_FILE_BYTE);
    let mut flattener = Flattener { shape, records: &all.records, order: 0, bytes_left };
    flattener.table(&all.opportunity, "");
    let mut shape = flattener.shape;
    if flattener.bytes_left == 0 {
        report.push(error::too_many_facts(opportunity.span, limits.facts));
        shape.open = true;
    }
    mark(&mut shape, opportunity);
    shape.schema.grades = names.evidence.map_or_else(Vec::new, |line| texts(&line.grades));
    shape
}

/// Names, labels and paths may take, flattened, so many times what a file may hold.
const BYTES_PER_FILE_BYTE: usize = 16;

fn texts(names: &[ast::Name]) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}

/// Fills in which columns are marked, and what claims the stage.
fn mark(shape: &mut Shape, opportunity: &ast::Opportunity) {
    let column = |role: ast::Role| {
        let field = opportunity.fields.iter().find(|field| field.role.is_some_and(|(found, _)| found == role))?;
        match shape.in_opportunity(&field.name.text)? {
            Entry::Scalar { column, .. } => Some(column),
            Entry::Record { .. } | Entry::List { .. } | Entry::Broken => None,
        }
    };
    let [key, worth, opened, closed] = ast::Role::ALL.map(column);
    shape.schema.key = key;
    shape.schema.worth = worth;
    shape.schema.opened = opened;
    shape.schema.closed = closed;
    let label =
        |line: &ast::StageLine| line.label.as_ref().map_or_else(|| "stage".to_owned(), |text| text.value.clone());
    shape.schema.stage = opportunity.stages.first().map(label);
}

struct Flattener<'c, 'a> {
    shape: Shape,
    records: &'c [Vec<Declared<'a>>],
    order: u32,
    bytes_left: usize,
}

/// Where a field is put: which table, under which path, as which field of its record.
#[derive(Clone, Copy)]
struct Place<'p> {
    table: TableId,
    prefix: &'p str,
    field: u32,
}

impl<'c, 'a> Flattener<'c, 'a> {
    /// Makes a table of these fields.
    fn table(&mut self, fields: &'c [Declared<'a>], prefix: &str) -> TableId {
        let (table, root) = self.shape.add_table();
        let fields = self.fields(fields, prefix, table, root);
        if let Some(table) = self.shape.table_mut(table) {
            table.fields = fields;
        }
        table
    }

    /// Flattens the fields of one record; as deep as records nest.
    fn fields(&mut self, all: &'c [Declared<'a>], prefix: &str, table: TableId, scope: ScopeId) -> Vec<Field> {
        let mut made = Vec::with_capacity(all.len());
        for declared in all {
            let place = Place { table, prefix, field: count(&made) };
            let (entry, kind) = match &declared.kind {
                Kind::Scalar(data, ty) => self.scalar(declared, data, ty, place),
                Kind::Record(record) => self.record(declared, *record, place),
                Kind::List(record) => self.list(declared, *record, place),
                Kind::Broken => (Entry::Broken, None),
            };
            self.shape.enter(scope, &declared.field.name.text, entry);
            made.extend(kind.map(|kind| self.field(declared.field, kind)));
        }
        made
    }

    fn scalar(&mut self, declared: &Declared<'_>, data: &DataType, ty: &Type, place: Place<'_>) -> Made {
        self.spend(size_in_bytes(data));
        let path = self.path(place.prefix, declared.field);
        let order = self.next_order();
        let column = Column { path, ty: data.clone(), order, span: declared.field.name.span };
        let column = self.shape.add_column(place.table, column, ty.clone());
        self.shape.set_blanks(place.table, column, texts_of(&declared.field.blanks));
        (Entry::Scalar { field: place.field, column }, Some(FieldKind::Scalar(column)))
    }

    fn record(&mut self, declared: &Declared<'_>, record: usize, place: Place<'_>) -> Made {
        let scope = self.shape.add_scope();
        let path = self.path(place.prefix, declared.field);
        let fields = self.fields(self.fields_of(record), &path, place.table, scope);
        (Entry::Record { field: place.field, scope }, Some(FieldKind::Record { ty: type_name(declared.field), fields }))
    }

    fn list(&mut self, declared: &Declared<'_>, record: usize, place: Place<'_>) -> Made {
        let path = self.path(place.prefix, declared.field);
        let order = self.next_order();
        let name = type_name(declared.field);
        // The list has its place among the lists of its table before those inside of its elements have theirs.
        let list = List { path: path.clone(), record: name, table: TableId(0), order, span: declared.field.name.span };
        let id = self.shape.add_list(place.table, list);
        let elements = self.table(self.fields_of(record), &path);
        self.shape.set_elements(place.table, id, elements);
        (Entry::List { field: place.field, list: id, elements }, Some(FieldKind::List(id)))
    }

    fn field(&mut self, field: &ast::Field, kind: FieldKind) -> Field {
        let name = field.name.text.clone();
        let label = field.label.as_ref().map_or_else(|| name.clone(), |label| label.value.clone());
        let blanks = texts_of(&field.blanks);
        self.spend(
            blanks.iter().fold(name.len().saturating_add(label.len()), |sum, text| sum.saturating_add(text.len())),
        );
        Field { name, label, blanks, span: field.name.span, kind }
    }

    fn fields_of(&self, record: usize) -> &'c [Declared<'a>] {
        // Once there is no room left, records stay empty.
        if self.bytes_left == 0 { &[] } else { self.records.get(record).map_or(&[], Vec::as_slice) }
    }

    fn path(&mut self, prefix: &str, field: &ast::Field) -> String {
        let name = &field.name.text;
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        self.spend(path.len());
        path
    }

    fn next_order(&mut self) -> u32 {
        let order = self.order;
        self.order = order.saturating_add(1);
        order
    }

    fn spend(&mut self, bytes: usize) {
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
    }
}

/// What a field's name stands for, and where its data goes; nowhere where its type is broken.
type Made = (Entry, Option<FieldKind>);

fn texts_of(texts: &[ast::Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn type_name(field: &ast::Field) -> String {
    match &field.ty.kind {
        ast::TypeKind::List(name) | ast::TypeKind::Record(name) => name.text.clone(),
        ast::TypeKind::Bool
        | ast::TypeKind::Number(_)
        | ast::TypeKind::Percent(_)
        | ast::TypeKind::Fraction(_)
        | ast::TypeKind::Money(..)
        | ast::TypeKind::Text
        | ast::TypeKind::Date(_)
        | ast::TypeKind::Duration(_)
        | ast::TypeKind::Enumeration(_) => String::new(),
    }
}

fn size_in_bytes(data: &DataType) -> usize {
    match data {
        DataType::Enumeration(variants) => {
            let texts = variants.iter().flat_map(|variant| variant.labels.iter().chain([&variant.name]));
            texts.fold(0_usize, |sum, text| sum.saturating_add(text.len()))
        }
        DataType::Bool
        | DataType::Number(_)
        | DataType::Percent(_)
        | DataType::Fraction(_)
        | DataType::Money(..)
        | DataType::Text
        | DataType::Date(_)
        | DataType::Duration(_) => 0,
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
