//! The first step: which names a playbook declares, and where. All top-level names share one space.

use std::collections::HashMap;

use super::error::names as error;
use super::report::Report;
use super::{DefineId, FixtureId, FunctionId, ProcessId};
use crate::load::Loaded;
use crate::source::{FileId, Span};
use crate::syntax::ast;

/// What a top-level name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decl {
    /// A place in [`Names::records`].
    Record(usize),
    Function(FunctionId),
    Define(DefineId),
    Process(ProcessId),
    Fixture(FixtureId),
    /// Something that could not be read: it exists, and nothing more is known of it.
    Broken(ast::ItemKind),
}

impl Decl {
    /// The kind in words.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Decl::Record(_) => "record",
            Decl::Function(_) => "function",
            Decl::Define(_) => "define",
            Decl::Process(_) => "process",
            Decl::Fixture(_) => "fixture",
            Decl::Broken(_) => "declaration",
        }
    }
}

/// A declaration with the file that it stands in.
pub(crate) type Placed<'a, T> = (FileId, &'a T);

/// The declarations of a playbook.
#[derive(Default)]
pub(crate) struct Names<'a> {
    by_name: HashMap<&'a str, (Decl, Span)>,
    pub(crate) opportunity: Option<Placed<'a, ast::Opportunity>>,
    pub(crate) evidence: Option<&'a ast::EvidenceLine>,
    pub(crate) records: Vec<Placed<'a, ast::Record>>,
    pub(crate) functions: Vec<Placed<'a, ast::Function>>,
    pub(crate) defines: Vec<Placed<'a, ast::Define>>,
    pub(crate) processes: Vec<Placed<'a, ast::Process>>,
    pub(crate) fixtures: Vec<Placed<'a, ast::Fixture>>,
    pub(crate) tests: Vec<Placed<'a, ast::Test>>,
    /// Which kinds have a declaration that could not be read.
    pub(crate) broken: Broken,
}

/// Which kinds of declaration could not be read: what could come from them is not called missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Broken {
    /// Any at all: there is no checked playbook then.
    pub(crate) any: bool,
    /// The opportunity, or one that may have been it.
    pub(crate) opportunity: bool,
    pub(crate) evidence: bool,
    /// A process.
    pub(crate) process: bool,
    /// A declaration without a readable name, or an import.
    pub(crate) nameless: bool,
    /// Text that may have been any declaration.
    anything: bool,
}

impl Broken {
    const ANYTHING: Broken =
        Broken { any: true, opportunity: false, evidence: true, process: true, nameless: true, anything: true };
}

impl<'a> Names<'a> {
    /// What a name stands for.
    pub(crate) fn get(&self, name: &str) -> Option<Decl> {
        self.by_name.get(name).map(|&(decl, _)| decl)
    }

    /// The names of one kind, in the order of declaration.
    pub(crate) fn of_kind(&self, kind: ast::ItemKind) -> Vec<&'a str> {
        match kind {
            ast::ItemKind::Record => self.records.iter().map(|(_, item)| item.name.text.as_str()).collect(),
            ast::ItemKind::Function => self.functions.iter().map(|(_, item)| item.name.text.as_str()).collect(),
            ast::ItemKind::Define => self.defines.iter().map(|(_, item)| item.name.text.as_str()).collect(),
            ast::ItemKind::Process => self.processes.iter().map(|(_, item)| item.name.text.as_str()).collect(),
            ast::ItemKind::Fixture => self.fixtures.iter().map(|(_, item)| item.name.text.as_str()).collect(),
            ast::ItemKind::Import
            | ast::ItemKind::Evidence
            | ast::ItemKind::Opportunity
            | ast::ItemKind::Test
            | ast::ItemKind::Unknown => Vec::new(),
        }
    }
}

/// Gathers the declarations of all files.
pub(crate) fn collect<'a>(loaded: &'a Loaded, report: &mut Report) -> Names<'a> {
    let mut names = Names::default();
    if loaded.incomplete {
        names.broken = Broken::ANYTHING;
    }
    for &(file, place) in &loaded.order {
        let item = item_at(loaded, file, place);
        if let Some(item) = item {
            names.add(file, item, report);
        }
    }
    names.broken.opportunity |= names.broken.anything && names.opportunity.is_none();
    check_presence(&names, report);
    names
}

fn item_at(loaded: &Loaded, file: FileId, place: usize) -> Option<&ast::Item> {
    let file = usize::try_from(file.0).ok().and_then(|index| loaded.files.get(index))?;
    file.items.get(place)
}

impl<'a> Names<'a> {
    fn add(&mut self, file: FileId, item: &'a ast::Item, report: &mut Report) {
        match item {
            ast::Item::Import(_) => {}
            ast::Item::Evidence(line) => self.add_evidence(line, report),
            ast::Item::Opportunity(opportunity) => self.add_opportunity(file, opportunity, report),
            ast::Item::Record(record) => {
                let decl = Decl::Record(self.records.len());
                self.declare(&record.name, decl, report);
                self.records.push((file, record));
            }
            ast::Item::Function(function) => {
                let decl = Decl::Function(FunctionId(count(&self.functions)));
                self.declare(&function.name, decl, report);
                self.functions.push((file, function));
            }
            ast::Item::Define(define) => {
                let decl = Decl::Define(DefineId(count(&self.defines)));
                self.declare(&define.name, decl, report);
                self.defines.push((file, define));
            }
            ast::Item::Process(process) => {
                let decl = Decl::Process(ProcessId(count(&self.processes)));
                self.declare(&process.name, decl, report);
                self.processes.push((file, process));
            }
            ast::Item::Fixture(fixture) => {
                let decl = Decl::Fixture(FixtureId(count(&self.fixtures)));
                self.declare(&fixture.name, decl, report);
                self.fixtures.push((file, fixture));
            }
            ast::Item::Test(test) => self.tests.push((file, test)),
            ast::Item::Broken(broken) => self.add_broken(broken, report),
        }
    }

    /// Gives a name its meaning; of two declarations the first keeps it.
    fn declare(&mut self, name: &'a ast::Name, decl: Decl, report: &mut Report) {
        match self.by_name.get(name.text.as_str()) {
            Some(&(first, place)) => report.push(error::declared_twice(name, decl.noun(), first.noun(), place)),
            None => {
                self.by_name.insert(&name.text, (decl, name.span));
            }
        }
    }

    fn add_evidence(&mut self, line: &'a ast::EvidenceLine, report: &mut Report) {
        match self.evidence {
            Some(first) => report.push(error::second_evidence(line.span, first.span)),
            None => self.evidence = Some(line),
        }
    }

    fn add_opportunity(&mut self, file: FileId, opportunity: &'a ast::Opportunity, report: &mut Report) {
        match self.opportunity {
            Some((_, first)) => report.push(error::second_opportunity(opportunity.span, first.span)),
            None => self.opportunity = Some((file, opportunity)),
        }
    }

    fn add_broken(&mut self, broken: &'a ast::Broken, report: &mut Report) {
        self.broken.any = true;
        match broken.kind {
            ast::ItemKind::Opportunity => self.broken.opportunity = true,
            ast::ItemKind::Evidence => self.broken.evidence = true,
            ast::ItemKind::Test => {}
            ast::ItemKind::Process => self.broken.process = true,
            ast::ItemKind::Import | ast::ItemKind::Unknown => {
                self.broken = Broken { opportunity: self.broken.opportunity, ..Broken::ANYTHING };
            }
            ast::ItemKind::Record | ast::ItemKind::Function | ast::ItemKind::Define | ast::ItemKind::Fixture => {}
        }
        match &broken.name {
            Some(name) => self.declare(name, Decl::Broken(broken.kind), report),
            None => self.broken.nameless |= takes_a_name(broken.kind),
        }
    }
}

fn takes_a_name(kind: ast::ItemKind) -> bool {
    match kind {
        ast::ItemKind::Evidence | ast::ItemKind::Opportunity | ast::ItemKind::Test => false,
        ast::ItemKind::Import
        | ast::ItemKind::Record
        | ast::ItemKind::Function
        | ast::ItemKind::Define
        | ast::ItemKind::Process
        | ast::ItemKind::Fixture
        | ast::ItemKind::Unknown => true,
    }
}

/// A playbook has exactly one opportunity and at least one process.
fn check_presence(names: &Names<'_>, report: &mut Report) {
    if names.opportunity.is_none() && !names.broken.opportunity {
        report.push(error::no_opportunity(Span::default()));
    }
    if names.processes.is_empty() && !names.broken.process {
        let place = names.opportunity.map_or(Span::default(), |(_, opportunity)| opportunity.span);
        report.push(error::no_process(place));
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
