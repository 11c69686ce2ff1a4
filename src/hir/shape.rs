//! The [`Schema`] with the scopes in which paths are looked up.

use std::collections::HashMap;

use super::Type;
use crate::schema::{Column, ColumnId, List, ListId, Schema, Table, TableId};
use crate::source::Span;

/// The schema with what is needed to find one's way in it by name.
#[derive(Default)]
pub(crate) struct Shape {
    pub(crate) schema: Schema,
    scopes: Vec<HashMap<String, Entry>>,
    /// The scope of each table.
    roots: Vec<ScopeId>,
    /// The type of each column, by table.
    types: Vec<Vec<Type>>,
    /// For each variant's name the path of the first fact that has it.
    variants: HashMap<String, String>,
    /// The texts that stand for no answer, of the columns that have some.
    blanks: HashMap<(TableId, ColumnId), Vec<String>>,
    /// Whether fields are missing that may have been declared: unknown names are passed over then.
    pub(crate) open: bool,
}

/// A place in the scopes: the fields of the opportunity, of a nested record, or of a list's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScopeId(usize);

/// What a name stands for in a scope. `field` is its place among the fields of its record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    Scalar { field: u32, column: ColumnId },
    Record { field: u32, scope: ScopeId },
    List { field: u32, list: ListId, elements: TableId },
    Broken,
}

impl Shape {
    /// The scope of a table's own fields.
    pub(crate) fn root(&self, table: TableId) -> Option<ScopeId> {
        self.roots.get(index(table.0)).copied()
    }

    /// What a name stands for in a scope.
    pub(crate) fn entry(&self, scope: ScopeId, name: &str) -> Option<Entry> {
        self.scopes.get(scope.0)?.get(name).copied()
    }

    /// What a name stands for in the opportunity itself.
    pub(crate) fn in_opportunity(&self, name: &str) -> Option<Entry> {
        self.entry(self.root(TableId(0))?, name)
    }

    /// The first fact that has a variant of that name.
    pub(crate) fn field_with_variant(&self, variant: &str) -> Option<&str> {
        self.variants.get(variant).map(String::as_str)
    }

    /// The names of a scope, sorted.
    pub(crate) fn names(&self, scope: ScopeId) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.scopes.get(scope.0).into_iter().flat_map(|scope| scope.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names
    }

    /// A column's type.
    pub(crate) fn ty(&self, table: TableId, column: ColumnId) -> Option<&Type> {
        self.types.get(index(table.0))?.get(index(column.0))
    }

    /// Whether data with this text says nothing.
    pub(crate) fn stands_for_nothing(&self, table: TableId, column: ColumnId, text: &str) -> bool {
        let blank = || self.blanks.get(&(table, column)).is_some_and(|blanks| blanks.iter().any(|blank| blank == text));
        text.trim().is_empty() || blank()
    }

    /// A column.
    pub(crate) fn column(&self, table: TableId, column: ColumnId) -> Option<&Column> {
        self.schema.tables.get(index(table.0))?.columns.get(index(column.0))
    }

    /// A list.
    pub(crate) fn list(&self, table: TableId, list: ListId) -> Option<&List> {
        self.schema.tables.get(index(table.0))?.lists.get(index(list.0))
    }
}

impl Shape {
    /// Where a field of a table is declared, if it is no record.
    pub(crate) fn span_of(&self, table: TableId, entry: Entry) -> Option<Span> {
        match entry {
            Entry::Scalar { column, .. } => self.column(table, column).map(|column| column.span),
            Entry::List { list, .. } => self.list(table, list).map(|list| list.span),
            Entry::Record { .. } | Entry::Broken => None,
        }
    }

    /// Adds a table with an empty scope for its fields.
    pub(crate) fn add_table(&mut self) -> (TableId, ScopeId) {
        let table = TableId(u32::try_from(self.schema.tables.len()).unwrap_or(u32::MAX));
        self.schema.tables.push(Table::default());
        self.types.push(Vec::new());
        let root = self.add_scope();
        self.roots.push(root);
        (table, root)
    }

    /// Adds an empty scope.
    pub(crate) fn add_scope(&mut self) -> ScopeId {
        self.scopes.push(HashMap::new());
        ScopeId(self.scopes.len().saturating_sub(1))
    }

    /// Gives a name its meaning in a scope.
    pub(crate) fn enter(&mut self, scope: ScopeId, name: &str, entry: Entry) {
        if let Some(scope) = self.scopes.get_mut(scope.0) {
            scope.insert(name.to_owned(), entry);
        }
    }

    /// Adds a column with its type.
    pub(crate) fn add_column(&mut self, table: TableId, column: Column, ty: Type) -> ColumnId {
        if let Type::Enumeration(variants) = &ty {
            for variant in variants.iter() {
                self.variants.entry(variant.clone()).or_insert_with(|| column.path.clone());
            }
        }
        if let Some(types) = self.types.get_mut(index(table.0)) {
            types.push(ty);
        }
        let Some(table) = self.table_mut(table) else { return ColumnId(u32::MAX) };
        table.columns.push(column);
        ColumnId(u32::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// Says which texts stand for no answer in a column.
    pub(crate) fn set_blanks(&mut self, table: TableId, column: ColumnId, blanks: Vec<String>) {
        if !blanks.is_empty() {
            self.blanks.insert((table, column), blanks);
        }
    }

    /// Adds a list.
    pub(crate) fn add_list(&mut self, table: TableId, list: List) -> ListId {
        let Some(table) = self.table_mut(table) else { return ListId(u32::MAX) };
        table.lists.push(list);
        ListId(u32::try_from(table.lists.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// Says which table holds the elements of a list.
    pub(crate) fn set_elements(&mut self, table: TableId, list: ListId, elements: TableId) {
        if let Some(list) = self.table_mut(table).and_then(|table| table.lists.get_mut(index(list.0))) {
            list.table = elements;
        }
    }

    /// A table that [`add_table`](Self::add_table) gave.
    pub(crate) fn table_mut(&mut self, table: TableId) -> Option<&mut Table> {
        self.schema.tables.get_mut(index(table.0))
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
