//! A batch read column by column instead of row by row.
//!
//! What goes so are scalar facts, the fields of records, their evidence, and the claim, where each has columns of its own. A value
//! is read by the same [`Form`](crate::facts::scalar::Form) as of any source. Only *that* a row does not fit is found out here: it
//! is then read by itself, and says what is wrong. Lists, and whatever else is not plain, are left to rows too, without what columns
//! have said of them.

use std::ops::Range;

use arrow_buffer::NullBuffer;

use super::hear::{Keep, Wanted};
use super::lane::{Facts, Memo, read};
use super::tree::{Child, Node, Via};
use super::values::Cells;
use super::{ArrowRows, DataError, Opportunity, Reader};
use crate::facts::plan::{Kind, ShapeId, Target};
use crate::schema::ColumnId;

/// The columns of a batch, and what is left to its rows.
pub(crate) struct ArrowColumns<'r> {
    reader: &'r Reader,
    rows: &'r ArrowRows,
    columns: Vec<ArrowColumn<'r>>,
    /// The places of what is left to rows.
    left: Vec<usize>,
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
        let (mut columns, mut left) = (Vec::new(), Vec::new());
        for (place, child) in rows.root.iter().enumerate() {
            let mut found = Vec::new();
            let sorter = Sorter { reader, rows };
            let is_plain = sorter.child(ShapeId::FIRST, child, &[], &mut found).is_some();
            let mut facts: Vec<Option<u32>> = found.iter().map(|found| found.fact.map(|column| column.0)).collect();
            facts.sort_unstable();
            facts.dedup();
            // What a struct says twice, its last one that is known says.
            if is_plain && facts.len() == found.len() {
                columns.append(&mut found);
            } else {
                left.push(place);
            }
        }
        ArrowColumns { reader, rows, columns, left }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What goes by columns.
    pub(crate) fn columns(&mut self) -> &mut [ArrowColumn<'r>] {
        &mut self.columns
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

impl Lot {
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
    fn child(
        &self,
        shape: ShapeId,
        child: &'r Child,
        nulls: &[&'r NullBuffer],
        found: &mut Vec<ArrowColumn<'r>>,
    ) -> Option<()> {
        let Via::At(target) = child.via else { return None };
        match target {
            Target::Unread | Target::Shared(_) => return None,
            Target::Claim => {
                let value = self.part(scalar(&child.node)?, Wanted::Claim);
                found.push(ArrowColumn { fact: None, value, beside: Vec::new(), nulls: nulls.to_vec() });
            }
            Target::Field(place) => {
                let entry = self.rows.plan.shape(shape)?.entry(place)?;
                match (&entry.kind, &child.node) {
                    (Kind::Scalar(column, form), node) => {
                        let rates = self.reader.rates();
                        let wanted = Wanted::Field { form, blanks: &entry.blanks, rates };
                        found.push(self.fact(*column, wanted, node, nulls)?);
                    }
                    (Kind::Record(inner), Node::Object { children, nulls: more }) => {
                        let nulls: Vec<_> = nulls.iter().copied().chain(more).collect();
                        for child in children {
                            self.child(*inner, child, &nulls, found)?;
                        }
                    }
                    (Kind::Record(_), Node::Scalar(_) | Node::Json(_) | Node::List { .. }) | (Kind::List(..), _) => {
                        return None;
                    }
                }
            }
        }
        Some(())
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
        Part { cells, wanted, memo: Memo::new(cells, self.rows.len()) }
    }
}

fn scalar(node: &Node) -> Option<&Cells> {
    match node {
        Node::Scalar(cells) => Some(cells),
        Node::Json(_) | Node::Object { .. } | Node::List { .. } => None,
    }
}
