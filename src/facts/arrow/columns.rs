//! A batch read column by column instead of row by row.
//!
//! What goes so are scalar facts, the fields of records, their evidence, the claim, and lists of such facts, where each has columns of its own.
//! A value is read by the same [`Form`](crate::facts::scalar::Form) as of any source. Only *that* a row does not fit is found out here:
//! it is then read by itself, and says what is wrong. Lists in lists, and whatever else is not plain, are left to rows too, without
//! what columns have said of them.

use std::ops::Range;

use arrow_buffer::NullBuffer;

use super::hear::{Keep, Wanted};
use super::lane::{Facts, Memo, read};
use super::list::ArrowList;
use super::tree::{Child, Node, Spans, Via};
use super::values::Cells;
use super::{ArrowRows, DataError, Opportunity, Reader};
use crate::facts::Slot;
use crate::facts::plan::{Kind, ShapeId, Target};
use crate::schema::{ColumnId, ListId};

/// The columns of a batch, and what is left to its rows.
pub(crate) struct ArrowColumns<'r> {
    reader: &'r Reader,
    rows: &'r ArrowRows,
    found: Found<'r>,
    /// The places of what is left to rows.
    left: Vec<usize>,
}

/// What goes by columns.
#[derive(Default)]
struct Found<'r> {
    columns: Vec<ArrowColumn<'r>>,
    lists: Vec<ArrowList<'r>>,
}

/// A column with what stands beside it.
pub(crate) struct ArrowColumn<'r> {
    /// The fact of the opportunity that it is; nothing where it is the claim.
    pub(crate) fact: Option<ColumnId>,
    value: Part<'r>,
    beside: Vec<(Beside, Part<'r>)>,
    /// Rows where one of these is null have no value.
    nulls: Vec<&'r NullBuffer>,
}

/// What stands beside a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Grade,
    On,
    Ref,
}

/// A column of Arrow, for what it is wanted, and what its dictionary's values are.
struct Part<'r> {
    cells: &'r Cells,
    wanted: Wanted<'r>,
    memo: Memo,
}

/// What a column says of some rows.
#[derive(Default)]
pub(crate) struct Lot {
    pub(crate) value: Facts,
    /// Of evidence, where there can be any: its grades and dates.
    pub(crate) grade: Option<Facts>,
    pub(crate) on: Option<Facts>,
    /// The rows that are in error, 64 a word.
    pub(crate) unfit: Vec<u64>,
    spare: Facts,
}

impl<'r> ArrowColumns<'r> {
    /// Sorts a batch's columns. The rows are ones of this reader.
    pub(crate) fn new(reader: &'r Reader, rows: &'r ArrowRows) -> Self {
        let (mut all, mut left) = (Found::default(), Vec::new());
        for (place, child) in rows.root.iter().enumerate() {
            let mut found = Found::default();
            let sorter = Sorter { reader, rows };
            let is_plain = sorter.child(ShapeId::FIRST, child, &[], &mut found).is_some();
            if is_plain && found.is_each_once() {
                all.columns.append(&mut found.columns);
                all.lists.append(&mut found.lists);
            } else {
                left.push(place);
            }
        }
        ArrowColumns { reader, rows, found: all, left }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The facts of the opportunity that go by columns.
    pub(crate) fn columns(&mut self) -> &mut [ArrowColumn<'r>] {
        &mut self.found.columns
    }

    /// The lists that do.
    pub(crate) fn lists(&mut self) -> &mut [ArrowList<'r>] {
        &mut self.found.lists
    }

    /// Rows from a start on whose lists are not too long to be read at once, at least one.
    pub(crate) fn some(&self, mut rows: Range<usize>) -> Range<usize> {
        const MOST: usize = 1 << 16;
        let is_long = |rows: &Range<usize>| self.found.lists.iter().any(|list| list.span(rows).len() > MOST);
        while rows.len() > 1 && is_long(&rows) {
            rows.end = rows.start.saturating_add(rows.len() / 2);
        }
        rows
    }

    /// Whether all does.
    pub(crate) fn is_all(&self) -> bool {
        self.left.is_empty()
    }

    /// Reads of a row what columns do not say; nothing else is known of the opportunity then.
    pub(crate) fn read_left(&self, opportunity: &mut Opportunity, row: usize) -> Result<(), DataError> {
        let left = self.left.iter().filter_map(|&place| self.rows.root.get(place));
        self.reader.read_children(opportunity, self.rows, left, row)
    }

    /// Reads all of a row.
    pub(crate) fn read_row(&self, opportunity: &mut Opportunity, row: usize) -> Result<(), DataError> {
        self.reader.read_arrow_into(opportunity, self.rows, row)
    }
}

impl Found<'_> {
    /// Whether no fact is said twice: of those, the last one that is known counts.
    fn is_each_once(&self) -> bool {
        let facts = self.columns.iter().map(|column| column.fact.map(|fact| fact.0));
        let lists = self.lists.iter().map(|list| Some(list.list.0));
        is_each_once(facts.collect()) && is_each_once(lists.collect())
    }
}

fn is_each_once(mut facts: Vec<Option<u32>>) -> bool {
    let count = facts.len();
    facts.sort_unstable();
    facts.dedup();
    facts.len() == count
}

impl Lot {
    /// The fact of a row.
    pub(crate) fn slot(&self, row: usize) -> Slot {
        let of = |facts: &Facts| Some(facts).filter(|facts| facts.is_known(row))?.values.get(row).copied();
        let Some(value) = of(&self.value) else { return Slot::MISSING };
        let on = self.on.as_ref().and_then(of).and_then(|on| i32::try_from(on).ok()).unwrap_or(Slot::UNDATED);
        let grade = self.grade.as_ref().and_then(of).and_then(|grade| u16::try_from(grade).ok()).unwrap_or(0);
        Slot { value, on, grade, known: true }
    }

    /// Makes all other rows unknown.
    pub(crate) fn only(&mut self, rows: &[u64]) {
        for (known, rows) in self.value.known.iter_mut().zip(rows) {
            *known &= rows;
        }
    }
}

impl ArrowColumn<'_> {
    /// Reads rows of it; `keep` keeps a text, and says as what. Where it is not said to be `lasting`, a text is kept for each row anew.
    pub(crate) fn read(&mut self, rows: Range<usize>, keep: &mut Keep<'_>, lasting: bool, lot: &mut Lot) {
        self.value.read(rows.clone(), keep, lasting, &mut lot.value);
        lot.unfit.clone_from(&lot.value.unfit);
        (lot.grade, lot.on) = (None, None);
        for (beside, part) in &mut self.beside {
            part.read(rows.clone(), &mut |_| 0, true, &mut lot.spare);
            for (unfit, more) in lot.unfit.iter_mut().zip(&lot.spare.unfit) {
                *unfit |= more;
            }
            match beside {
                Beside::Grade => lot.grade = Some(std::mem::take(&mut lot.spare)),
                Beside::On => lot.on = Some(std::mem::take(&mut lot.spare)),
                Beside::Ref => {}
            }
        }
        for nulls in &self.nulls {
            for ((known, unfit), word) in
                lot.value.known.iter_mut().zip(&mut lot.unfit).zip(super::lane::valid(Some(nulls), rows.clone()))
            {
                *known &= word;
                *unfit &= word;
            }
        }
    }
}

impl Part<'_> {
    fn read(&mut self, rows: Range<usize>, keep: &mut Keep<'_>, lasting: bool, into: &mut Facts) {
        let memo = Some(&mut self.memo).filter(|_| lasting);
        read(self.cells, rows, self.wanted, keep, memo, into);
    }
}

/// Finds what goes by columns.
struct Sorter<'r> {
    reader: &'r Reader,
    rows: &'r ArrowRows,
}

impl<'r> Sorter<'r> {
    /// Adds the columns of a child of an object of that shape; nothing where it is not plain. Recurses as deep as columns nest, which is
    /// bounded.
    fn child(&self, shape: ShapeId, child: &'r Child, nulls: &[&'r NullBuffer], found: &mut Found<'r>) -> Option<()> {
        let Via::At(target) = child.via else { return None };
        match target {
            Target::Unread | Target::Shared(_) => return None,
            Target::Claim => {
                let value = self.part(scalar(&child.node)?, Wanted::Claim);
                found.columns.push(ArrowColumn { fact: None, value, beside: Vec::new(), nulls: nulls.to_vec() });
            }
            Target::Field(place) => {
                let entry = self.rows.plan.shape(shape)?.entry(place)?;
                match (&entry.kind, &child.node) {
                    (Kind::Scalar(column, form), node) => {
                        let rates = self.reader.rates();
                        let wanted = Wanted::Field { form, blanks: &entry.blanks, rates };
                        found.columns.push(self.fact(*column, wanted, node, nulls)?);
                    }
                    (Kind::Record(inner), Node::Object { children, nulls: more }) => {
                        let nulls: Vec<_> = nulls.iter().copied().chain(more).collect();
                        for child in children {
                            self.child(*inner, child, &nulls, found)?;
                        }
                    }
                    (Kind::List(list, inner), Node::List { spans, element, nulls: more }) => {
                        let nulls = nulls.iter().copied().chain(more).collect();
                        found.lists.push(self.list(*list, *inner, spans, element, nulls)?);
                    }
                    (Kind::Record(_) | Kind::List(..), _) => return None,
                }
            }
        }
        Some(())
    }

    /// A list of objects that have scalar facts alone.
    fn list(
        &self,
        list: ListId,
        shape: ShapeId,
        spans: &'r Spans,
        element: &'r Node,
        nulls: Vec<&'r NullBuffer>,
    ) -> Option<ArrowList<'r>> {
        let Node::Object { children, nulls: element_nulls } = element else { return None };
        let mut found = Found::default();
        for child in children {
            self.child(shape, child, &[], &mut found)?;
        }
        if !found.lists.is_empty() || !found.is_each_once() {
            return None;
        }
        let (columns, most) = (found.columns, self.rows.plan.list_elements);
        Some(ArrowList { list, spans, nulls, element_nulls: element_nulls.as_ref(), columns, most })
    }

    /// A scalar fact, be it an object that has a value with its evidence.
    fn fact(
        &self,
        column: ColumnId,
        wanted: Wanted<'r>,
        node: &'r Node,
        nulls: &[&'r NullBuffer],
    ) -> Option<ArrowColumn<'r>> {
        let fact = Some(column);
        let Node::Object { children, nulls: more } = node else {
            let (value, nulls) = (self.part(scalar(node)?, wanted), nulls.to_vec());
            return Some(ArrowColumn { fact, value, beside: Vec::new(), nulls });
        };
        let grades = &self.rows.plan.schema.grades;
        let (mut value, mut beside) = (None, Vec::new());
        for child in children {
            let cells = scalar(&child.node)?;
            let (part, wanted) = match child.key.as_str() {
                "value" if value.is_none() => {
                    value = Some(self.part(cells, wanted));
                    continue;
                }
                "by" => (Beside::Grade, Wanted::Grade(grades)),
                "on" => (Beside::On, Wanted::On),
                "ref" => (Beside::Ref, Wanted::Ref),
                _ => return None,
            };
            if beside.iter().any(|(other, _)| *other == part) {
                return None;
            }
            beside.push((part, self.part(cells, wanted)));
        }
        let nulls = nulls.iter().copied().chain(more).collect();
        Some(ArrowColumn { fact, value: value?, beside, nulls })
    }

    fn part(&self, cells: &'r Cells, wanted: Wanted<'r>) -> Part<'r> {
        Part { cells, wanted, memo: Memo::new(cells) }
    }
}

fn scalar(node: &Node) -> Option<&Cells> {
    match node {
        Node::Scalar(cells) => Some(cells),
        Node::Json(_) | Node::Object { .. } | Node::List { .. } => None,
    }
}
