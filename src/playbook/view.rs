//! What a playbook declares, to be read back: enough for a CRM to draw it.

use crate::hir::{self, ProcessId};
use crate::schema::{Column, ColumnId, Field, FieldKind, Schema};
use crate::source::Span;
use crate::value::Percent;

use super::Playbook;

impl Playbook {
    /// The processes, in the order in which routing tries them.
    pub fn processes(&self) -> impl ExactSizeIterator<Item = Process<'_>> {
        self.parts.checked.processes.iter().enumerate().map(|(place, process)| {
            let id = ProcessId(u32::try_from(place).unwrap_or(u32::MAX));
            Process { playbook: self, process, id }
        })
    }

    /// The process of that name.
    ///
    /// ```
    /// let playbook = stagegate::Playbook::parse("opportunity { paid: bool } process direct { stage a { } }").unwrap();
    /// assert_eq!(playbook.process("direct").unwrap().stages().len(), 1);
    /// assert!(playbook.process("direkt").unwrap_err().to_string().contains("did you mean `direct`?"));
    /// ```
    ///
    /// # Errors
    ///
    /// Where it has none.
    pub fn process(&self, name: &str) -> Result<Process<'_>, UnknownProcess> {
        self.processes().find(|process| process.name() == name).ok_or_else(|| UnknownProcess {
            name: name.to_owned(),
            nearest: crate::diag::nearest(name, self.processes().map(|process| process.name())).map(str::to_owned),
        })
    }

    /// The scalar facts of an opportunity, those of records and lists too, in the order of declaration.
    pub fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        let mut columns: Vec<(&Column, bool)> = Vec::new();
        for (place, table) in self.parts.checked.schema.tables.iter().enumerate() {
            columns.extend(table.columns.iter().map(|column| (column, place > 0)));
        }
        columns.sort_by_key(|(column, _)| column.order);
        columns.into_iter().map(|(column, in_list)| Fact { playbook: self, column, in_list })
    }

    /// The fact marked `key`, which identifies an opportunity.
    ///
    /// ```
    /// let playbook = stagegate::Playbook::parse("
    ///     opportunity { key id: text  worth amount: money USD  opened created: date  closed ended: date }
    ///     process direct { stage a { } }
    /// ")?;
    /// let marked = [playbook.key(), playbook.worth(), playbook.opened(), playbook.closed()];
    /// assert_eq!(marked.map(|fact| fact.unwrap().path()), ["id", "amount", "created", "ended"]);
    /// # Ok::<(), stagegate::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn key(&self) -> Option<Fact<'_>> {
        self.marked(self.parts.checked.schema.key)
    }

    /// The fact marked `worth`: what an opportunity is worth.
    #[must_use]
    pub fn worth(&self) -> Option<Fact<'_>> {
        self.marked(self.parts.checked.schema.worth)
    }

    /// The fact marked `opened`: the day on which an opportunity began.
    #[must_use]
    pub fn opened(&self) -> Option<Fact<'_>> {
        self.marked(self.parts.checked.schema.opened)
    }

    /// The fact marked `closed`: the day on which an opportunity was won, lost or given up.
    #[must_use]
    pub fn closed(&self) -> Option<Fact<'_>> {
        self.marked(self.parts.checked.schema.closed)
    }

    /// The key of the data that claims the stage, where the playbook has the line `stage`.
    #[must_use]
    pub fn claim_label(&self) -> Option<&str> {
        self.parts.checked.schema.stage.as_deref()
    }

    fn marked(&self, column: Option<ColumnId>) -> Option<Fact<'_>> {
        let columns = &self.parts.checked.schema.tables.first()?.columns;
        let column = columns.get(usize::try_from(column?.0).ok()?)?;
        Some(Fact { playbook: self, column, in_list: false })
    }

    /// The grades of evidence, weakest first.
    #[must_use]
    pub fn grades(&self) -> &[String] {
        &self.parts.checked.schema.grades
    }
}

/// The playbook has no process of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the playbook has no process `{name}`{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownProcess {
    name: String,
    nearest: Option<String>,
}

/// A process of a playbook.
#[derive(Clone, Copy)]
pub struct Process<'p> {
    playbook: &'p Playbook,
    process: &'p hir::Process,
    id: ProcessId,
}

impl<'p> Process<'p> {
    pub(super) fn id(self) -> ProcessId {
        self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'p str {
        &self.process.name
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> Option<&'p str> {
        self.process.title.as_deref()
    }

    /// The condition on which it applies, as written; none where it always does.
    #[must_use]
    pub fn applies_when(self) -> Option<&'p str> {
        self.process.applies.map(|expr| text(self.playbook, expr))
    }

    /// Its stages in order.
    pub fn stages(self) -> impl ExactSizeIterator<Item = Stage<'p>> {
        self.process.stages.iter().enumerate().map(move |(place, stage)| Stage { process: self, stage, place })
    }

    /// All its rules: those of the process, then by stage, each in order.
    pub fn rules(self) -> impl ExactSizeIterator<Item = Rule<'p>> {
        self.process.rules.iter().map(move |rule| Rule { process: self, rule })
    }

    /// The odds by which its chance of winning is found, where it has one.
    #[must_use]
    pub fn odds(self) -> Option<Odds<'p>> {
        self.process.chance.as_ref().map(|chance| Odds { process: self, chance })
    }

    /// The labels that stand in the data for won, lost and walked, besides those words.
    #[must_use]
    pub fn closed_labels(self) -> [&'p [String]; 3] {
        [&self.process.won, &self.process.lost, &self.process.walked]
    }

    /// Where it is declared: the place of its name.
    #[must_use]
    pub fn span(self) -> Span {
        self.process.span
    }
}

/// A stage of a process.
#[derive(Clone, Copy)]
pub struct Stage<'p> {
    process: Process<'p>,
    stage: &'p hir::Stage,
    place: usize,
}

impl<'p> Stage<'p> {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'p str {
        &self.stage.name
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> Option<&'p str> {
        self.stage.title.as_deref()
    }

    /// The labels that stand for it in the data, besides its name.
    #[must_use]
    pub fn labels(self) -> &'p [String] {
        &self.stage.labels
    }

    /// The rules that stand in it, in order.
    pub fn rules(self) -> impl Iterator<Item = Rule<'p>> {
        self.process.rules().filter(move |rule| rule.place() == Some(self.place))
    }

    /// The base of the chance in this stage, where it has one of its own.
    #[must_use]
    pub fn base(self) -> Option<Percent> {
        self.stage.base.map(Percent::from_hundredths)
    }

    /// Where it is declared: the place of its name.
    #[must_use]
    pub fn span(self) -> Span {
        self.stage.span
    }
}

/// The kinds of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Needed to leave its stage.
    Requirement {
        /// Whether later stages pass it over.
        once: bool,
    },
    /// Ends the opportunity when true.
    Disqualifier,
    /// Is said when true.
    Warning,
}

/// A rule of a process.
#[derive(Clone, Copy)]
pub struct Rule<'p> {
    process: Process<'p>,
    rule: &'p hir::Rule,
}

impl<'p> Rule<'p> {
    fn place(self) -> Option<usize> {
        self.rule.stage.and_then(|stage| usize::try_from(stage.0).ok())
    }

    /// The process that it stands in.
    #[must_use]
    pub fn process(self) -> Process<'p> {
        self.process
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(self) -> RuleKind {
        match self.rule.kind {
            hir::RuleKind::Require { once } => RuleKind::Requirement { once },
            hir::RuleKind::Disqualify => RuleKind::Disqualifier,
            hir::RuleKind::Warn => RuleKind::Warning,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'p str {
        &self.rule.name
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> Option<&'p str> {
        self.rule.title.as_deref()
    }

    /// The stage that it stands in; none for a rule of the process.
    #[must_use]
    pub fn stage(self) -> Option<Stage<'p>> {
        self.place().and_then(|place| self.process.stages().nth(place))
    }

    /// Its condition as written.
    #[must_use]
    pub fn condition(self) -> &'p str {
        text(self.process.playbook, self.rule.condition)
    }

    /// Of a requirement that is needed only under a condition, that condition as written.
    #[must_use]
    pub fn when(self) -> Option<&'p str> {
        self.rule.when.map(|when| text(self.process.playbook, when))
    }

    /// How to meet it, with `{path}` where a fact's value goes.
    #[must_use]
    pub fn how(self) -> Option<String> {
        let how = self.rule.how.as_ref()?;
        let columns = self.process.playbook.parts.checked.schema.tables.first().map(|table| &table.columns)?;
        let piece = |piece: &hir::HowPiece| match piece {
            hir::HowPiece::Text(text) => text.clone(),
            hir::HowPiece::Fact(column) => {
                let column = usize::try_from(column.0).ok().and_then(|place| columns.get(place));
                column.map(|column| format!("{{{}}}", column.path)).unwrap_or_default()
            }
        };
        Some(how.iter().map(piece).collect())
    }

    /// Where it is declared: the place of its name.
    #[must_use]
    pub fn span(self) -> Span {
        self.rule.span
    }
}

/// The odds of a process, as declared.
#[derive(Clone, Copy)]
pub struct Odds<'p> {
    process: Process<'p>,
    chance: &'p hir::Chance,
}

impl<'p> Odds<'p> {
    /// The base, before any odds.
    #[must_use]
    pub fn base(self) -> Percent {
        Percent::from_hundredths(self.chance.base)
    }

    /// For each line of odds its cases in order: the factor and the condition as written, none for the last.
    pub fn lines(self) -> impl ExactSizeIterator<Item = Vec<(f64, Option<&'p str>)>> {
        let playbook = self.process.playbook;
        self.chance.lines.iter().map(move |line| {
            let cases = line.cases.iter().map(|&(factor, condition)| (factor, Some(text(playbook, condition))));
            cases.chain([(line.otherwise, None)]).collect()
        })
    }
}

/// A scalar fact of an opportunity.
#[derive(Clone, Copy)]
pub struct Fact<'p> {
    playbook: &'p Playbook,
    column: &'p Column,
    in_list: bool,
}

impl<'p> Fact<'p> {
    /// Its path as declared: `budget`, `account.employees`, `contacts.met_on`.
    #[must_use]
    pub fn path(self) -> &'p str {
        &self.column.path
    }

    /// Its type as the language writes it, without labels: `money USD`, `new_name | add_on`.
    #[must_use]
    pub fn type_name(self) -> String {
        self.column.ty.to_string()
    }

    /// Whether there is one for each element of a list.
    #[must_use]
    pub fn is_in_list(self) -> bool {
        self.in_list
    }

    /// The keys that lead to it in the data, from the outermost.
    #[must_use]
    pub fn labels(self) -> Vec<&'p str> {
        let mut labels = Vec::new();
        let schema = &self.playbook.parts.checked.schema;
        let fields = schema.tables.first().map(|table| table.fields.as_slice()).unwrap_or_default();
        descend(schema, fields, self.column.path.split('.'), &mut labels);
        labels
    }

    /// Where it is declared: the place of its name.
    #[must_use]
    pub fn span(self) -> Span {
        self.column.span
    }
}

/// Follows a path through records and lists.
fn descend<'p>(schema: &'p Schema, fields: &'p [Field], path: std::str::Split<'_, char>, labels: &mut Vec<&'p str>) {
    let mut fields = fields;
    let mut table = 0;
    for name in path {
        let Some(field) = fields.iter().find(|field| field.name == name) else { return };
        labels.push(&field.label);
        match &field.kind {
            FieldKind::Scalar(_) => return,
            FieldKind::Record { fields: inner, .. } => fields = inner,
            FieldKind::List(list) => {
                let lists = schema.tables.get(table).map(|table| table.lists.as_slice()).unwrap_or_default();
                let Some(list) = usize::try_from(list.0).ok().and_then(|place| lists.get(place)) else { return };
                table = usize::try_from(list.table.0).unwrap_or(usize::MAX);
                fields = schema.tables.get(table).map(|table| table.fields.as_slice()).unwrap_or_default();
            }
        }
    }
}

/// The source text of an expression.
fn text(playbook: &Playbook, expr: hir::ExprId) -> &str {
    let span = playbook.parts.checked.exprs.get(expr).span;
    let source = usize::try_from(span.file.0).ok().and_then(|file| playbook.parts.sources.get(file));
    source.map(|source| source.slice(span)).unwrap_or_default()
}

macro_rules! shown_by_name {
    ($($view:ident $name:ident),*) => {$(
        impl std::fmt::Debug for $view<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($view)).field(&self.$name()).finish()
            }
        }
    )*};
}

shown_by_name!(Process name, Stage name, Rule name, Fact path, Odds base);
