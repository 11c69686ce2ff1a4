//! What was seen, with names, places and words.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::hir::{self, ExprId, RuleKind};
use crate::playbook::Playbook;
use crate::source::Span;
use crate::value::Truth;

use super::condition::{Condition, Conditions, Kind, list_of};
use super::possible::{Possible, Truths};
use super::seen::Seen;
use super::turn::TRUTHS;
use super::{CoveredAtom, CoveredCondition, Gap, Outcomes, Place};

/// The conditions of which something can be seen.
pub(super) fn conditions(playbook: &Playbook, all: &Conditions, seen: &[Seen]) -> Vec<CoveredCondition> {
    let parts = all.all.iter().zip(&all.possible).zip(seen);
    let counted = parts.filter(|((_, possible), _)| possible.whole.count() > 0);
    counted.map(|((condition, possible), seen)| covered(playbook, condition, possible, seen)).collect()
}

fn covered(playbook: &Playbook, condition: &Condition, possible: &Possible, seen: &Seen) -> CoveredCondition {
    let name = Name::of(playbook.checked(), condition.kind);
    let atoms =
        condition.atoms.iter().zip(&possible.atoms).zip(&possible.decide).zip(seen.atoms.iter().zip(&seen.runs));
    let atoms = atoms.map(|(((&atom, &can), &could), (&counts, runs))| CoveredAtom {
        place: place(playbook, playbook.checked().exprs.get(atom).span),
        outcomes: outcomes(counts, can),
        decides: could.then(|| runs.decide()),
    });
    // An atom alone is the condition.
    let is_alone = condition.atoms.len() == 1 && condition.nodes.len() == 1;
    CoveredCondition {
        kind: name.kind,
        name: name.name,
        process: name.process,
        stage: name.stage,
        place: place(playbook, name.span),
        outcomes: outcomes(seen.whole, possible.whole),
        atoms: if is_alone { Vec::new() } else { atoms.collect() },
    }
}

fn outcomes(seen: [u64; 3], can: Truths) -> Outcomes {
    Outcomes { seen, possible: TRUTHS.map(|truth| can.has(truth)) }
}

fn place(playbook: &Playbook, span: Span) -> Place {
    let source = usize::try_from(span.file.0).ok().and_then(|file| playbook.sources().get(file));
    let at = source.map(|source| source.line_column(span.start));
    Place {
        file: source.map(|source| source.name().to_owned()).unwrap_or_default(),
        line: at.map_or(0, |at| at.line),
        column: at.map_or(0, |at| at.column),
        text: playbook.program().atom(span).as_ref().to_owned(),
    }
}

/// How a condition is called.
#[derive(Default)]
struct Name {
    kind: &'static str,
    name: Option<String>,
    process: Option<String>,
    stage: Option<String>,
    span: Span,
}

impl Name {
    fn of(playbook: &hir::Playbook, kind: Kind) -> Name {
        let span = |expr: ExprId| playbook.exprs.get(expr).span;
        match kind {
            Kind::Applies(process) => {
                let process = playbook.processes.get(index(process.0));
                let at = process.and_then(|process| process.applies).map(span).unwrap_or_default();
                Name { kind: "applies", process: process.map(|it| it.name.clone()), span: at, ..Name::default() }
            }
            Kind::Odds(process, line, case) => {
                let process = playbook.processes.get(index(process.0));
                let line = process.and_then(|process| process.chance.as_ref()?.lines.get(line));
                let case = line.and_then(|line| line.cases.get(case)).map(|&(_, condition)| span(condition));
                let process = process.map(|process| process.name.clone());
                Name { kind: "odds", process, span: case.unwrap_or_default(), ..Name::default() }
            }
            Kind::Rule(process, rule) => {
                let process = playbook.processes.get(index(process.0));
                let rule = process.and_then(|process| process.rules.get(rule));
                let stage = rule.and_then(|rule| rule.stage).zip(process);
                let stage = stage.and_then(|(stage, process)| process.stages.get(index(stage.0)));
                Name {
                    kind: rule.map_or("", |rule| word(rule.kind)),
                    name: rule.map(|rule| rule.name.clone()),
                    process: process.map(|process| process.name.clone()),
                    stage: stage.map(|stage| stage.name.clone()),
                    span: rule.map(|rule| span(rule.condition)).unwrap_or_default(),
                }
            }
            Kind::Define(define) => {
                let define = playbook.defines.get(index(define.0));
                let at = define.map(|define| span(define.expr)).unwrap_or_default();
                Name { kind: "define", name: define.map(|define| define.name.clone()), span: at, ..Name::default() }
            }
            Kind::Where(list) => {
                let condition = list_of(playbook, list).map(|(_, condition)| span(condition));
                Name { kind: "where", span: condition.unwrap_or_default(), ..Name::default() }
            }
        }
    }
}

fn word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Require { .. } => "require",
        RuleKind::Disqualify => "disqualify",
        RuleKind::Warn => "warn",
    }
}

/// What was not seen of a condition.
pub(super) fn gaps(condition: &CoveredCondition) -> Vec<Gap> {
    let gap =
        |place: &Place, words: String| Gap { file: place.file.clone(), line: place.line, column: place.column, words };
    if condition.outcomes.looks() == 0 {
        return vec![gap(&condition.place, format!("never looked at: {}", called(condition)))];
    }
    let mut gaps = Vec::new();
    let missing = condition.outcomes.missing();
    if !missing.is_empty() {
        let what = if condition.atoms.is_empty() {
            condition.place.text.clone()
        } else {
            format!("{} as a whole", called(condition))
        };
        gaps.push(gap(&condition.place, format!("never {}: {what}", either(&missing))));
    }
    for atom in &condition.atoms {
        let missing = atom.outcomes.missing();
        if !missing.is_empty() {
            gaps.push(gap(&atom.place, format!("never {}: {}", either(&missing), atom.place.text)));
        } else if atom.decides == Some(false) {
            gaps.push(gap(&atom.place, format!("never decides by itself: {}", atom.place.text)));
        }
    }
    gaps
}

/// A condition in a few words.
fn called(condition: &CoveredCondition) -> String {
    let of_process = condition.process.as_deref().unwrap_or_default();
    match (condition.kind, &condition.name) {
        (_, Some(name)) => name.clone(),
        ("applies", None) => format!("where {of_process} applies"),
        (_, None) => condition.place.text.clone(),
    }
}

/// A condition in one word or two, for titles.
pub(super) fn title(playbook: &Playbook, kind: Kind) -> String {
    let name = Name::of(playbook.checked(), kind);
    match (name.name, name.process) {
        (Some(name), _) => name,
        (None, Some(process)) => format!("{} of {process}", name.kind),
        (None, None) => name.kind.to_owned(),
    }
}

fn either(truths: &[Truth]) -> String {
    truths.iter().map(|truth| truth.as_str()).collect::<Vec<_>>().join(" or ")
}

impl Serialize for Outcomes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for truth in TRUTHS.into_iter().rev() {
            if let Some(count) = self.seen(truth) {
                map.serialize_entry(truth.as_str(), &count)?;
            }
        }
        map.end()
    }
}

impl Serialize for CoveredCondition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.kind)?;
        for (key, value) in [("name", &self.name), ("process", &self.process), ("stage", &self.stage)] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        map.serialize_entry("file", &self.place.file)?;
        map.serialize_entry("line", &self.place.line)?;
        map.serialize_entry("column", &self.place.column)?;
        map.serialize_entry("text", &self.place.text)?;
        map.serialize_entry("seen", &self.outcomes)?;
        if !self.atoms.is_empty() {
            map.serialize_entry("atoms", &self.atoms)?;
        }
        map.end()
    }
}

impl Serialize for CoveredAtom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("line", &self.place.line)?;
        map.serialize_entry("column", &self.place.column)?;
        map.serialize_entry("text", &self.place.text)?;
        map.serialize_entry("seen", &self.outcomes)?;
        if let Some(decides) = self.decides {
            map.serialize_entry("decides", &decides)?;
        }
        map.end()
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
