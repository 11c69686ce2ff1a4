//! From trees to a checked playbook.
//!
//! The steps, in this order: collect the names; resolve the types of fields and lay out the schema; the functions; the
//! defines; the processes; the fixtures and tests; then what is likely not meant. Each step goes on where the one before
//! found faults, so that all of them are said at once; what a fault leaves open is not judged.

use std::collections::{HashMap, HashSet};

use super::allow::silence;
use super::calls::{Signature, builtin_names};
use super::collect::{Names, collect};
use super::error::{analysis as warning, names as error};
use super::fields::Fields;
use super::flatten::flatten;
use super::infer::{DefineState, Place, Setting, Task, Value};
use super::paths::Found;
use super::process::Symbols;
use super::records::Declarations;
use super::report::Report;
use super::shape::Shape;
use super::tests::TestDates;
use super::types::Enumerations;
use super::{Define, DefineId, ExprId, Exprs, FactRef, Function, ListRef, Playbook, Process, Scope};
use crate::diag::{Diagnostic, Severity};
use crate::limits::Limits;
use crate::load::Loaded;
use crate::schema::TableId;
use crate::source::{FileId, Span};
use crate::syntax::ast;

/// Checks the files of a playbook. There is a checked playbook exactly where no message is an error and every
/// declaration could be read. The messages are in the order of their places.
pub(crate) fn check(loaded: &Loaded, limits: &Limits) -> (Option<Playbook>, Vec<Diagnostic>) {
    let mut checker = Checker::new(loaded, limits);
    checker.functions();
    checker.defines();
    checker.processes();
    let fixtures = checker.fixtures();
    let tests = checker.tests();
    checker.analyze();
    let broken = checker.names.broken.any;
    let playbook = checker.finish_playbook(fixtures, tests);
    let diagnostics = silence(checker.report.finish(), &loaded.sources);
    let errors = diagnostics.iter().any(|message| message.severity() == Severity::Error);
    ((!errors && !broken).then_some(playbook), diagnostics)
}

/// What is known while checking. Each step is a method in the file of its name.
pub(crate) struct Checker<'a> {
    loaded: &'a Loaded,
    pub(crate) names: Names<'a>,
    pub(crate) shape: Shape,
    pub(crate) enumerations: Enumerations,
    pub(crate) report: Report,
    /// The places of the grades of evidence.
    pub(crate) grades: HashMap<&'a str, u32>,
    pub(crate) exprs: Exprs,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) processes: Vec<Process>,
    /// What each process declares, whether or not it is right; by its place.
    pub(crate) symbols: Vec<Symbols<'a>>,
    /// What all of them declare.
    pub(crate) all_symbols: Symbols<'a>,
    /// All conditions of rules, odds and `where`.
    pub(crate) conditions: Vec<ExprId>,
    pub(crate) test_dates: Vec<TestDates>,
    /// The first date of evidence in each fixture.
    pub(crate) fixture_dates: Vec<Option<Span>>,
    // Which declarations something uses.
    pub(crate) used_records: Vec<bool>,
    pub(crate) used_functions: Vec<bool>,
    pub(crate) used_defines: Vec<bool>,
    pub(crate) used_fixtures: Vec<bool>,
    // The walk of one expression: see `infer`.
    pub(crate) setting: Setting,
    pub(crate) tasks: Vec<Task>,
    pub(crate) values: Vec<Value>,
    /// The elements of the `where`s around the innermost.
    pub(crate) outer: Vec<Option<TableId>>,
    define_states: Vec<DefineState>,
    /// The defines that close a circle, each with the one that it closes on, once that has been said.
    pub(crate) circles: HashSet<(DefineId, DefineId)>,
    /// The paths in this clause of which has been said that they hide others.
    pub(crate) hiding: HashSet<String>,
}

impl<'a> Checker<'a> {
    fn new(loaded: &'a Loaded, limits: &Limits) -> Self {
        let mut report = Report::new();
        let names = collect(loaded, &mut report);
        let mut enumerations = Enumerations::default();
        let mut used_records = vec![false; names.records.len()];
        let mut fields =
            Fields { names: &names, enumerations: &mut enumerations, report: &mut report, used: &mut used_records };
        let mut declarations = Declarations {
            opportunity: names.opportunity.map_or_else(Vec::new, |placed| fields.opportunity(placed)),
            records: names.records.iter().map(|&placed| fields.record(placed)).collect(),
        };
        let shape = flatten(&names, &mut declarations, limits, &mut report);
        drop(declarations);
        Checker {
            loaded,
            grades: grades(&names, &mut report),
            define_states: vec![DefineState::New; names.defines.len()],
            used_functions: vec![false; names.functions.len()],
            used_defines: vec![false; names.defines.len()],
            used_fixtures: vec![false; names.fixtures.len()],
            used_records,
            shape,
            enumerations,
            report,
            names,
            exprs: Exprs::default(),
            signatures: Vec::new(),
            processes: Vec::new(),
            symbols: Vec::new(),
            all_symbols: Symbols::default(),
            conditions: Vec::new(),
            test_dates: Vec::new(),
            fixture_dates: Vec::new(),
            setting: Setting::new(FileId(0), Place::Define, false),
            tasks: Vec::new(),
            values: Vec::new(),
            outer: Vec::new(),
            circles: HashSet::new(),
            hiding: HashSet::new(),
        }
    }

    fn functions(&mut self) {
        for place in 0..self.names.functions.len() {
            let Some(&(_, function)) = self.names.functions.get(place) else { continue };
            if builtin_names().any(|name| name == function.name.text) {
                self.report.push(error::function_named_as_builtin(&function.name));
            }
            let mut seen: HashMap<&str, Span> = HashMap::new();
            for (name, _) in &function.params {
                if let Some(&first) = seen.get(name.text.as_str()) {
                    self.report.push(error::second_parameter(name, first));
                }
                seen.entry(&name.text).or_insert(name.span);
            }
            let mut fields = Fields {
                names: &self.names,
                enumerations: &mut self.enumerations,
                report: &mut self.report,
                used: &mut self.used_records,
            };
            let params = function.params.iter().map(|(_, ty)| fields.scalar(ty)).collect();
            let result = fields.scalar(&function.result);
            self.signatures.push(Signature { params, result });
        }
    }

    fn defines(&mut self) {
        for place in 0..self.names.defines.len() {
            let Some(&(_, define)) = self.names.defines.get(place) else { continue };
            if let Some(entry) = self.shape.in_opportunity(&define.name.text) {
                let field = self.shape.span_of(TableId(0), entry);
                self.report.push(error::define_named_as_field(&define.name, field));
            }
            self.define(DefineId(u32::try_from(place).unwrap_or(u32::MAX)));
        }
    }

    fn finish_playbook(&mut self, fixtures: Vec<super::Fixture>, tests: Vec<super::Test>) -> Playbook {
        let functions = self.names.functions.iter().zip(&self.signatures).filter_map(|((_, item), signature)| {
            let params = item.params.iter().zip(&signature.params);
            let params = params.map(|((name, _), ty)| Some((name.text.clone(), ty.clone()?)));
            let params = params.collect::<Option<Vec<_>>>()?;
            Some(Function { name: item.name.text.clone(), params, result: signature.result.clone()?, span: item.span })
        });
        let functions = functions.collect();
        let defines = self.names.defines.iter().zip(&self.define_states).filter_map(|((_, item), state)| match state {
            DefineState::Done(Some(expr)) => {
                Some(Define { name: item.name.text.clone(), expr: *expr, span: item.span })
            }
            DefineState::New | DefineState::Open | DefineState::Done(None) => None,
        });
        Playbook {
            defines: defines.collect(),
            functions,
            schema: std::mem::take(&mut self.shape.schema),
            processes: std::mem::take(&mut self.processes),
            exprs: std::mem::take(&mut self.exprs),
            fixtures,
            tests,
        }
    }

    /// Says where a path within `where` could as well have meant a field of the opportunity.
    pub(crate) fn note_hiding(&mut self, path: &ast::Path, found: Option<Found>) {
        let hidden = match (found, self.resolve(path, None)) {
            (Some(Found::Fact(fact @ FactRef { scope: Scope::Element, .. })), Ok(Found::Fact(other))) => {
                self.fact_type(fact) == self.fact_type(other)
            }
            (Some(Found::List(ListRef { scope: Scope::Element, .. })), Ok(Found::List(_))) => true,
            _ => false,
        };
        if hidden && self.hiding.insert(super::error::paths::path_text(path)) {
            self.report.push(warning::hides(path));
        }
    }

    pub(crate) fn mark_define(&mut self, define: DefineId) {
        if let Some(used) = self.used_defines.get_mut(index(define.0)) {
            *used = true;
        }
    }

    pub(crate) fn define_state(&self, define: DefineId) -> DefineState {
        self.define_states.get(index(define.0)).copied().unwrap_or(DefineState::Done(None))
    }

    pub(crate) fn set_define(&mut self, define: DefineId, state: DefineState) {
        if let Some(place) = self.define_states.get_mut(index(define.0)) {
            *place = state;
        }
    }

    /// A file's tree.
    #[expect(clippy::indexing_slicing, reason = "places in the order of declarations are of files that were loaded")]
    pub(crate) fn file(&self, file: FileId) -> &'a ast::File {
        &self.loaded.files[index(file.0)]
    }

    /// The text of a place, on one line.
    pub(crate) fn text(&self, span: Span) -> String {
        const LONGEST: usize = 120;
        let source = self.source(span);
        let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
        words.chars().take(LONGEST).collect()
    }

    /// The text of a place as it stands.
    pub(crate) fn source(&self, span: Span) -> &'a str {
        self.loaded.sources.get(index(span.file.0)).map_or("", |source| source.slice(span))
    }
}

/// The places of the grades; says which stand twice.
fn grades<'a>(names: &Names<'a>, report: &mut Report) -> HashMap<&'a str, u32> {
    let mut places: HashMap<&str, (u32, Span)> = HashMap::new();
    let Some(line) = names.evidence else { return HashMap::new() };
    for (place, grade) in (0_u32..).zip(&line.grades) {
        match places.get(grade.text.as_str()) {
            Some(&(_, first)) => report.push(error::second_grade(grade, first)),
            None => {
                places.insert(&grade.text, (place, grade.span));
            }
        }
    }
    if line.grades.len() > usize::from(u16::MAX) {
        report.push(error::too_many_grades(line.span));
    }
    places.into_iter().map(|(name, (place, _))| (name, place)).collect()
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
