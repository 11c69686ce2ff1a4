//! What changed in the facts: how data is read, and what it is called.

use std::collections::BTreeMap;

use crate::schema::{ColumnId, DataType, Field, FieldKind, Schema, Table};
use crate::source::Span;

use super::matching::Matching;
use super::{Draft, Edit, EditKind, Effect, Subject};

/// A field as declared, those of records and lists too.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// The path as declared.
    pub(super) path: String,
    /// The keys of the data that lead to it.
    labels: Vec<&'a str>,
    field: &'a Field,
    /// Its scalar type, or the kind of record or list.
    ty: Option<&'a DataType>,
    mark: &'static str,
}

/// All fields in the order of declaration, outer before inner.
pub(super) fn entries(schema: &Schema) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let Some(root) = schema.tables.first() else { return entries };
    // Without recursion, as records may nest as deep as they like.
    let mut open: Vec<Frame<'_>> = vec![Frame { table: root, is_root: true, fields: root.fields.iter(), parent: None }];
    while let Some(frame) = open.last_mut() {
        let (table, is_root, parent) = (frame.table, frame.is_root, frame.parent);
        let Some(field) = frame.fields.next() else {
            open.pop();
            continue;
        };
        let outer: Option<&Entry<'_>> = parent.and_then(|place: usize| entries.get(place));
        let path = outer.map_or_else(|| field.name.clone(), |outer| format!("{}.{}", outer.path, field.name));
        let labels = outer.iter().flat_map(|outer| &outer.labels).copied().chain([field.label.as_str()]).collect();
        let mut entry = Entry { path, labels, field, ty: None, mark: "" };
        let place = entries.len();
        match &field.kind {
            FieldKind::Scalar(column) => {
                entry.ty = table.columns.get(index(column.0)).map(|column| &column.ty);
                entry.mark = if is_root { mark(schema, *column) } else { "" };
            }
            FieldKind::Record { fields, .. } => {
                open.push(Frame { table, is_root, fields: fields.iter(), parent: Some(place) });
            }
            FieldKind::List(list) => {
                let inner = table.lists.get(index(list.0)).and_then(|list| schema.tables.get(index(list.table.0)));
                if let Some(inner) = inner {
                    let fields = inner.fields.iter();
                    open.push(Frame { table: inner, is_root: false, fields, parent: Some(place) });
                }
            }
        }
        entries.push(entry);
    }
    entries
}

/// Fields that are being gone through.
struct Frame<'a> {
    table: &'a Table,
    is_root: bool,
    fields: std::slice::Iter<'a, Field>,
    /// The entry that they are the fields of.
    parent: Option<usize>,
}

fn mark(schema: &Schema, column: ColumnId) -> &'static str {
    let marks = [(schema.key, "key"), (schema.worth, "worth"), (schema.opened, "opened"), (schema.closed, "closed")];
    marks.into_iter().find(|(marked, _)| *marked == Some(column)).map_or("", |(_, mark)| mark)
}

impl Entry<'_> {
    fn span(&self) -> Span {
        self.field.span
    }

    /// What it is, without the labels of variants.
    fn type_name(&self) -> String {
        match (&self.field.kind, self.ty) {
            (FieldKind::Scalar(_), Some(ty)) => ty.to_string(),
            (FieldKind::Scalar(_), None) => String::new(),
            (FieldKind::Record { .. }, _) => "a record".to_owned(),
            (FieldKind::List(_), _) => "a list".to_owned(),
        }
    }

    /// The variants with their labels, where there are any.
    fn variants(&self) -> String {
        let Some(DataType::Enumeration(variants)) = self.ty else { return String::new() };
        let variant = |variant: &crate::schema::Variant| {
            let mut labels = variant.labels.clone();
            labels.sort();
            std::iter::once(variant.name.clone()).chain(labels.into_iter().map(|label| literal(&label)))
        };
        let texts: Vec<String> = variants.iter().map(|one| variant(one).collect::<Vec<_>>().join(" ")).collect();
        texts.join(" | ")
    }

    fn blanks(&self) -> String {
        let mut blanks = self.field.blanks.clone();
        blanks.sort();
        quoted(&blanks)
    }
}

/// Texts in quotes, with commas between.
pub(super) fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}

/// A text as the language writes it.
pub(super) fn literal(text: &str) -> String {
    let mut written = String::new();
    // A string takes all that is written to it.
    let _ = crate::value::write_text(&mut written, text);
    written
}

/// The same facts: by path, and what was renamed by what leads to it in the data.
pub(super) fn matched(old: &[Entry<'_>], new: &[Entry<'_>]) -> Matching {
    let path = |entries: &[Entry<'_>], place: usize| entries.get(place).map(|entry| entry.path.clone());
    let origin = |entries: &[Entry<'_>], place: usize| {
        let entry = entries.get(place)?;
        Some((entry.labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>(), entry.type_name()))
    };
    let mut matching = Matching::new(old.len(), new.len());
    matching.by(|place| path(old, place), |place| path(new, place));
    matching.by(|place| origin(old, place), |place| origin(new, place));
    matching
}

/// For each path of the new playbook that of the same fact in the old one.
pub(super) fn renamed(old: &[Entry<'_>], new: &[Entry<'_>]) -> BTreeMap<String, String> {
    let paths = |(old_place, new_place): (usize, usize)| {
        Some((new.get(new_place)?.path.clone(), old.get(old_place)?.path.clone()))
    };
    matched(old, new).both().filter_map(paths).collect()
}

/// The old path of a new fact. One that has the name of an old fact, and is another, must not be taken for it.
pub(super) fn old_path(renamed: &BTreeMap<String, String>, path: &str) -> String {
    renamed.get(path).cloned().unwrap_or_else(|| format!("new {path}"))
}

/// Whether data comes to the same facts at the same places, and to the same errors.
pub(super) fn are_alike(old: &Schema, new: &Schema) -> bool {
    let (before, after) = (entries(old), entries(new));
    let same = |(one, two): (&Entry<'_>, &Entry<'_>)| {
        (&one.path, &one.labels, &one.field.blanks, one.ty, one.mark)
            == (&two.path, &two.labels, &two.field.blanks, two.ty, two.mark)
            && one.type_name() == two.type_name()
    };
    (&old.grades, &old.stage) == (&new.grades, &new.stage)
        && before.len() == after.len()
        && before.iter().zip(&after).all(same)
}

/// Writes down what changed.
pub(super) fn compare(old: &[Entry<'_>], new: &[Entry<'_>], matching: &Matching, draft: &mut Draft<'_>) {
    for place in matching.old_only() {
        if let Some(entry) = old.get(place) {
            let edit = Edit::new(Subject::Fact, EditKind::Removed, Effect::Reads, &entry.path);
            draft.push(edit.was_at(draft.old_place(entry.span())).with_from(entry.type_name()));
        }
    }
    for place in matching.new_only() {
        if let Some(entry) = new.get(place) {
            let edit = Edit::new(Subject::Fact, EditKind::Added, Effect::Reads, &entry.path);
            draft.push(edit.now_at(draft.new_place(entry.span())).with_to(entry.type_name()));
        }
    }
    for (before, after) in matching.both() {
        if let (Some(before), Some(after)) = (old.get(before), new.get(after)) {
            compare_two(before, after, draft);
        }
    }
    if matching.is_reordered() {
        let names = |entries: &[Entry<'_>], places: Vec<usize>| -> String {
            let names = places.iter().filter_map(|place| entries.get(*place));
            names.map(|entry| entry.path.as_str()).collect::<Vec<_>>().join(", ")
        };
        let after: Vec<usize> = matching.both().map(|(_, new)| new).collect();
        let mut before: Vec<usize> = matching.both().map(|(old, _)| old).collect();
        before.sort_unstable();
        let edit = Edit::new(Subject::Fact, EditKind::Reordered, Effect::Says, "facts");
        draft.push(edit.with_from(names(old, before)).with_to(names(new, after)));
    }
}

fn compare_two(before: &Entry<'_>, after: &Entry<'_>, draft: &mut Draft<'_>) {
    let places = (draft.old_place(before.span()), draft.new_place(after.span()));
    let edit = |kind, effect| {
        let edit = Edit::new(Subject::Fact, kind, effect, &after.path);
        edit.was_at(places.0.clone()).now_at(places.1.clone())
    };
    // The fields of what was renamed have another path too, and say nothing new by it.
    if before.field.name != after.field.name {
        draft.push(edit(EditKind::Renamed, Effect::Says).with_was(&before.path));
    }
    let mut changed = |aspect, effect, from: String, to: String| {
        if from != to {
            draft.push(edit(EditKind::Changed, effect).about(aspect).with_from(from).with_to(to));
        }
    };
    changed("type", Effect::Reads, before.type_name(), after.type_name());
    if before.type_name() == after.type_name() {
        changed("labels", Effect::Reads, before.variants(), after.variants());
    }
    changed("from", Effect::Reads, quoted_label(before), quoted_label(after));
    changed("blank", Effect::Reads, before.blanks(), after.blanks());
    changed("mark", Effect::Reads, before.mark.to_owned(), after.mark.to_owned());
}

fn quoted_label(entry: &Entry<'_>) -> String {
    literal(&entry.field.label)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
