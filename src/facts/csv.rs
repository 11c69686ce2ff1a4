//! A row of CSV as data: its header is resolved once into steps in the order of declaration, and each row says these
//! steps to a [`Filler`], as an object with the same facts would.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::DataError;
use super::evidence::Part;
use super::fault::Fault;
use super::fill::{Composite, Filler};
#[cfg(feature = "data")]
use super::plain::{Column, Columns};
use super::plan::{Kind, Plan, ShapeId, Target};
use super::reader::{Reader, Sources};
use super::scalar::{self, Datum};
use super::{Opportunity, json};

/// The columns of a CSV file, resolved for one playbook by [`Reader::csv_header`].
///
/// ```
/// use stagegate::{Opportunity, Playbook};
///
/// let playbook = Playbook::parse("
///     evidence opinion < signed
///     opportunity { key id: text from \"Opportunity ID\"  amount: money USD  account: account }
///     record account { employees: number }
///     process direct { stage qualify { require priced that amount by signed is known } }
/// ")?;
/// let reader = playbook.reader();
/// let header = reader.csv_header(["Opportunity ID", "amount", "amount.by", "account.employees", "notes"])?;
///
/// let mut opportunity = Opportunity::default();
/// reader.read_csv_into(&mut opportunity, &header, &["O-17", "$80,000", "signed", "1,200", "-"])?;
///
/// let error = reader.read_csv_into(&mut opportunity, &header, &["O-18", "5"]).unwrap_err();
/// assert_eq!(error.message(), "the row has 2 cells, where the header has 5 cells");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CsvHeader {
    plan: Arc<Plan>,
    steps: Vec<Step>,
    /// The columns that no field reads.
    unread: Vec<(String, usize)>,
    cells: usize,
    /// The columns in their order, for rows without quotes.
    #[cfg(feature = "data")]
    plain: Option<Columns>,
}

/// A step through the fields.
#[derive(Clone, Debug)]
enum Step {
    /// A scalar: its cell, and those of its evidence.
    Scalar { target: Target, value: Option<usize>, evidence: [Option<usize>; 3] },
    /// A list as JSON text.
    List { target: Target, cell: usize },
    /// A record as JSON text, or as the steps that follow.
    Record { target: Target, cell: Option<usize>, steps: usize, cells: Vec<usize> },
    /// The end of a record's steps.
    End,
}

impl Reader {
    /// Resolves a CSV header: columns are called by the fields' labels, those of evidence `budget.by`, `budget.on` and
    /// `budget.ref`, those of a record `account.employees`.
    ///
    /// # Errors
    /// Where a header stands twice.
    pub fn csv_header<I>(&self, headers: I) -> Result<CsvHeader, DataError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let mut columns = HashMap::new();
        let mut names = Vec::new();
        for (cell, header) in headers.into_iter().enumerate() {
            let header = header.as_ref().trim();
            if !header.is_empty() && columns.insert(header.to_owned(), cell).is_some() {
                return Err(DataError::header_twice(header));
            }
            names.push(header.to_owned());
        }
        let mut resolver = Resolver { plan: self.plan(), columns, read: vec![false; names.len()], steps: Vec::new() };
        resolver.resolve();
        let Resolver { read, steps, .. } = resolver;
        let cells = names.len();
        let unread = names.into_iter().zip(read).enumerate().filter(|(_, (name, read))| !read && !name.is_empty());
        let unread: Vec<(String, usize)> = unread.map(|(cell, (name, _))| (name, cell)).collect();
        Ok(CsvHeader {
            plan: Arc::clone(self.plan()),
            #[cfg(feature = "data")]
            plain: plain_columns(self.plan(), &steps, cells),
            steps,
            unread,
            cells,
        })
    }

    /// Reads the row at the beginning of a file's text, if it is one as most are. Gives how many bytes it has, its line's end
    /// included; nothing where it is to be taken apart into cells first.
    #[cfg(feature = "data")]
    pub(crate) fn read_plain_into(
        &self,
        opportunity: &mut Opportunity,
        header: &CsvHeader,
        text: &str,
        delimiter: u8,
    ) -> Option<usize> {
        // To a strict reader, what nobody reads is an error.
        let is_read = header.unread.is_empty() || !self.is_strict();
        let columns = header.plain.as_ref().filter(|_| is_read && header.is_for(self))?;
        opportunity.clear(&self.plan().schema);
        columns.read((self.plan(), self.rates()), opportunity, text, delimiter)
    }

    /// Reads the cells of a row in the place of what the opportunity was. The header is one of this reader, or of one for
    /// the same playbook.
    ///
    /// # Errors
    /// Where there are more or fewer cells than headers, or they do not fit the playbook; then nothing is known of the
    /// opportunity.
    pub fn read_csv_into<S: AsRef<str>>(
        &self,
        opportunity: &mut Opportunity,
        header: &CsvHeader,
        cells: &[S],
    ) -> Result<(), DataError> {
        self.read_cells_into(opportunity, header, cells.len(), |place| cells.get(place).map_or("", AsRef::as_ref))
    }

    /// Reads so many cells.
    pub(crate) fn read_cells_into<'c>(
        &self,
        opportunity: &mut Opportunity,
        header: &CsvHeader,
        count: usize,
        cell: impl Fn(usize) -> &'c str,
    ) -> Result<(), DataError> {
        self.fill(opportunity, |filler, scratch| {
            if !header.is_for(self) {
                return Err(DataError::broken("the header is one of another playbook"));
            }
            if count != header.cells {
                return Err(DataError::cell_count(count, header.cells));
            }
            Row { header, cell: &cell, scratch }.feed(filler, self.is_strict());
            Ok(())
        })
    }
}

impl CsvHeader {
    /// How many cells a row must have.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Whether it was resolved by such a reader.
    pub(crate) fn is_for(&self, reader: &Reader) -> bool {
        Arc::ptr_eq(&self.plan, reader.plan())
    }
}

/// What the columns are for, in their order; nothing where one is for several fields.
#[cfg(feature = "data")]
fn plain_columns(plan: &Plan, steps: &[Step], cells: usize) -> Option<Columns> {
    let mut columns: Vec<Option<Column>> = vec![None; cells];
    let mut put = |cell: usize, column: Column| {
        let place = columns.get_mut(cell)?;
        place.replace(column).is_none().then_some(())
    };
    let mut open = vec![ShapeId::FIRST];
    for step in steps {
        let shape = open.last().copied()?;
        match step {
            Step::Scalar { target: Target::Claim, value, .. } => put((*value)?, Column::Claim)?,
            Step::Scalar { target: Target::Field(place), value, evidence } => {
                if let Some(cell) = *value {
                    put(cell, Column::of_field(plan, shape, *place)?)?;
                }
                for &cell in evidence.iter().flatten() {
                    put(cell, Column::Empty)?;
                }
            }
            Step::Scalar { .. } => return None,
            Step::List { cell, .. } => put(*cell, Column::Empty)?,
            Step::Record { target, cell, .. } => {
                if let Some(cell) = *cell {
                    put(cell, Column::Empty)?;
                }
                let Target::Field(place) = *target else { return None };
                let Kind::Record(inner) = plan.shape(shape)?.entry(place)?.kind else { return None };
                open.push(inner);
            }
            Step::End => {
                open.pop();
            }
        }
    }
    Columns::new(columns.into_iter().map(|column| column.unwrap_or(Column::Unread)).collect())
}

/// Finds the columns of the fields.
struct Resolver<'p> {
    plan: &'p Plan,
    columns: HashMap<String, usize>,
    read: Vec<bool>,
    steps: Vec<Step>,
}

/// A record whose fields are being resolved.
struct Open {
    shape: ShapeId,
    /// Its label with a dot, and those around it.
    prefix: String,
    /// The field to go on with.
    next: u32,
    /// Its step.
    step: usize,
}

impl Resolver<'_> {
    /// Without recursion, as records may nest as deep as they like.
    fn resolve(&mut self) {
        if let Some(label) = self.plan.schema.stage.clone()
            && let Some(cell) = self.column(&label)
        {
            self.scalar(Target::Claim, Some(cell), [None; 3]);
        }
        let mut open = vec![Open { shape: ShapeId::FIRST, prefix: String::new(), next: 0, step: 0 }];
        while let Some(record) = open.last_mut() {
            let place = record.next;
            record.next = place.saturating_add(1);
            let entry = self.plan.shape(record.shape).and_then(|shape| shape.entry(place));
            let Some(entry) = entry else {
                let step = record.step;
                open.pop();
                if !open.is_empty() {
                    self.end_record(step);
                }
                continue;
            };
            let label = format!("{}{}", record.prefix, entry.label);
            let record_shape = record.shape;
            let target = Target::Field(place);
            let cell = self.column(&label);
            match &entry.kind {
                Kind::Scalar(..) => {
                    let evidence = self.evidence(record_shape, &label, &entry.label);
                    self.scalar(target, cell, evidence);
                }
                Kind::List(..) => self.steps.extend(cell.map(|cell| Step::List { target, cell })),
                Kind::Record(shape) => {
                    let step = self.steps.len();
                    self.steps.push(Step::Record { target, cell, steps: 0, cells: Vec::new() });
                    open.push(Open { shape: *shape, prefix: format!("{label}."), next: 0, step });
                }
            }
        }
    }

    /// The columns of a field's evidence, but for those that are a field's own.
    fn evidence(&mut self, shape: ShapeId, path: &str, label: &str) -> [Option<usize>; 3] {
        ["by", "on", "ref"].map(|part| {
            let own = self.plan.shape(shape)?.target(&format!("{label}.{part}"));
            if own == Target::Unread { self.column(&format!("{path}.{part}")) } else { None }
        })
    }

    fn column(&mut self, label: &str) -> Option<usize> {
        let cell = self.columns.get(label.trim()).copied()?;
        if let Some(read) = self.read.get_mut(cell) {
            *read = true;
        }
        Some(cell)
    }

    fn scalar(&mut self, target: Target, value: Option<usize>, evidence: [Option<usize>; 3]) {
        if value.is_some() || evidence.iter().any(Option::is_some) {
            self.steps.push(Step::Scalar { target, value, evidence });
        }
    }

    fn end_record(&mut self, step: usize) {
        let inner = self.steps.get(step.saturating_add(1)..).unwrap_or(&[]);
        let count = inner.len().saturating_add(1);
        let found: Vec<usize> = inner.iter().flat_map(Step::cells).collect();
        if let Some(Step::Record { steps, cells, .. }) = self.steps.get_mut(step) {
            *steps = count;
            *cells = found;
        }
        self.steps.push(Step::End);
    }
}

impl Step {
    /// The cells of this step alone.
    fn cells(&self) -> Vec<usize> {
        match self {
            Step::Scalar { value, evidence, .. } => value.iter().chain(evidence.iter().flatten()).copied().collect(),
            Step::List { cell, .. } => vec![*cell],
            Step::Record { cell, .. } => cell.iter().copied().collect(),
            Step::End => Vec::new(),
        }
    }
}

/// A row that is fed.
struct Row<'r, C> {
    header: &'r CsvHeader,
    cell: &'r C,
    scratch: &'r mut Sources,
}

impl<'c, C: Fn(usize) -> &'c str> Row<'_, C> {
    fn feed(&mut self, filler: &mut Filler<'_>, strict: bool) {
        filler.open(Composite::Map);
        let mut at = 0_usize;
        while let Some(step) = self.header.steps.get(at) {
            at = at.saturating_add(1).saturating_add(self.step(filler, step));
        }
        for (name, cell) in self.header.unread.iter().filter(|_| strict) {
            filler.select(Target::Unread);
            filler.fail(Fault::Unread(name.clone()), Datum::Str((self.cell)(*cell)));
        }
        filler.close(Composite::Map);
    }

    /// Takes a step, and says how many steps behind it are done with.
    fn step(&mut self, filler: &mut Filler<'_>, step: &Step) -> usize {
        match step {
            Step::Scalar { target, value, evidence } => {
                filler.select(*target);
                self.scalar(filler, *value, *evidence);
                0
            }
            Step::List { target, cell } => {
                filler.select(*target);
                self.json(filler, (self.cell)(*cell));
                0
            }
            Step::Record { target, cell, steps, cells } => {
                filler.select(*target);
                let text = cell.map_or("", |cell| (self.cell)(cell));
                if filler.is_missing(Datum::Str(text)) {
                    filler.open(Composite::Map);
                    return 0;
                }
                if cells.iter().any(|&cell| !scalar::is_missing(Datum::Str((self.cell)(cell)), &[])) {
                    filler.fail(Fault::FilledTwice, Datum::Str(text));
                } else {
                    self.json(filler, text);
                }
                *steps
            }
            Step::End => {
                filler.close(Composite::Map);
                0
            }
        }
    }

    fn scalar(&self, filler: &mut Filler<'_>, value: Option<usize>, evidence: [Option<usize>; 3]) {
        let datum = |cell: Option<usize>| cell.map_or(Datum::Null, |cell| Datum::Str((self.cell)(cell)));
        if evidence.iter().all(Option::is_none) {
            return filler.scalar(datum(value));
        }
        filler.open(Composite::Map);
        let parts = [Part::Value, Part::By, Part::On, Part::Ref];
        for (part, cell) in parts.into_iter().zip(std::iter::once(value).chain(evidence)) {
            filler.evidence_part(part);
            filler.scalar(datum(cell));
        }
        filler.close(Composite::Map);
    }

    /// A cell that is JSON text.
    fn json(&mut self, filler: &mut Filler<'_>, text: &str) {
        json::feed_cell(text, &mut self.scratch.json, filler);
    }
}
