//! Processes: stages, rules, labels, how-texts.

use std::collections::HashMap;

use super::check::Checker;
use super::error::processes as error;
use super::infer::{Place, Setting};
use super::{Process, Rule, Stage, StageId};
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Outcome, ProcessPart, RuleKind, StagePart};

/// What a process declares, for the tests that name it.
#[derive(Default)]
pub(crate) struct Symbols<'a> {
    pub(crate) rules: HashMap<&'a str, Kinds>,
    /// In order of declaration.
    pub(crate) stages: Vec<&'a str>,
    pub(crate) has_chance: bool,
    /// The stages for looking up.
    stage_set: std::collections::HashSet<&'a str>,
}

/// Which kinds of rule bear a name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kinds {
    pub(crate) require: bool,
    pub(crate) disqualify: bool,
    pub(crate) warn: bool,
}

impl Kinds {
    fn add(&mut self, kind: RuleKind) {
        match kind {
            RuleKind::Require { .. } => self.require = true,
            RuleKind::Disqualify => self.disqualify = true,
            RuleKind::Warn => self.warn = true,
        }
    }
}

impl<'a> Symbols<'a> {
    pub(crate) fn has_stage(&self, name: &str) -> bool {
        self.stage_set.contains(name)
    }

    fn add_rule(&mut self, rule: &'a ast::Rule) {
        self.rules.entry(&rule.name.text).or_default().add(rule.kind);
    }

    fn add_stage(&mut self, name: &'a str) {
        if self.stage_set.insert(name) {
            self.stages.push(name);
        }
    }
}

/// The parts of a process, sorted; of what may stand once, the first.
#[derive(Default)]
struct Parts<'a> {
    applies: Option<(ast::ExprId, Span)>,
    won: Option<(&'a [ast::Text], Span)>,
    lost: Option<(&'a [ast::Text], Span)>,
    walked: Option<(&'a [ast::Text], Span)>,
    chance: Option<&'a ast::Chance>,
    rules: Vec<&'a ast::Rule>,
    stages: Vec<&'a ast::Stage>,
}

impl<'a> Checker<'a> {
    pub(crate) fn processes(&mut self) {
        for place in 0..self.names.processes.len() {
            let Some(&(file, item)) = self.names.processes.get(place) else { continue };
            let process = self.process(file, item);
            self.processes.push(process);
        }
    }

    fn process(&mut self, file: FileId, item: &'a ast::Process) -> Process {
        let parts = self.parts(item);
        self.check_names(item, &parts);
        self.check_labels(&parts);
        self.note_symbols(&parts);
        let has_chance = parts.chance.is_some();
        let applies =
            parts.applies.and_then(|(id, _)| self.condition(Setting::new(file, Place::Applies, has_chance), id));
        let chance = parts.chance.and_then(|chance| self.process_chance(file, chance));
        let mut rules = Vec::new();
        for rule in &parts.rules {
            // A requirement among them has been refused while reading.
            rules.extend(self.rule(file, has_chance, rule, None));
        }
        let mut stages = Vec::new();
        for (number, stage) in (0_u32..).zip(&parts.stages) {
            stages.push(self.stage(stage, has_chance));
            for part in &stage.parts {
                if let StagePart::Rule(rule) = part {
                    rules.extend(self.rule(file, has_chance, rule, Some(StageId(number))));
                }
            }
        }
        Process {
            name: item.name.text.clone(),
            title: title(&item.title),
            applies,
            won: labels(parts.won),
            lost: labels(parts.lost),
            walked: labels(parts.walked),
            chance,
            stages,
            rules,
            span: item.name.span,
        }
    }

    fn parts(&mut self, item: &'a ast::Process) -> Parts<'a> {
        let mut parts = Parts::default();
        for part in &item.parts {
            let twice = match part {
                ProcessPart::Applies { condition, span } => once(&mut parts.applies, (*condition, *span), |it| it.1),
                ProcessPart::Outcome { outcome, labels, span } => {
                    let place = match outcome {
                        Outcome::Won => &mut parts.won,
                        Outcome::Lost => &mut parts.lost,
                        Outcome::Walked => &mut parts.walked,
                    };
                    once(place, (labels.as_slice(), *span), |it| it.1)
                }
                ProcessPart::Chance(chance) => once(&mut parts.chance, chance, |it| it.span),
                ProcessPart::Rule(rule) => {
                    parts.rules.push(rule);
                    None
                }
                ProcessPart::Stage(stage) => {
                    parts.stages.push(stage);
                    None
                }
            };
            if let Some((second, first)) = twice {
                self.report.push(error::second_line(part, second, first));
            }
        }
        if parts.stages.is_empty() {
            self.report.push(error::no_stage(&item.name));
        }
        parts
    }

    /// Rules and stages have names of their own in their process.
    fn check_names(&mut self, process: &ast::Process, parts: &Parts<'a>) {
        let mut rules: HashMap<&str, Span> = HashMap::new();
        for rule in all_rules(parts) {
            match rules.get(rule.name.text.as_str()) {
                Some(&first) => self.report.push(error::second_rule(&rule.name, first, &process.name.text)),
                None => {
                    rules.insert(&rule.name.text, rule.name.span);
                }
            }
        }
        let mut stages: HashMap<&str, Span> = HashMap::new();
        for stage in &parts.stages {
            if outcome(&stage.name.text).is_some() {
                self.report.push(error::stage_named_as_outcome(&stage.name));
            }
            match stages.get(stage.name.text.as_str()) {
                Some(&first) => self.report.push(error::second_stage(&stage.name, first, &process.name.text)),
                None => {
                    stages.insert(&stage.name.text, stage.name.span);
                }
            }
        }
    }

    /// A label stands once in a process, and is no other stage's name.
    fn check_labels(&mut self, parts: &Parts<'a>) {
        let names: HashMap<&str, Span> =
            parts.stages.iter().map(|stage| (stage.name.text.as_str(), stage.name.span)).collect();
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let outcomes = [("won", parts.won), ("lost", parts.lost), ("walked", parts.walked)];
        let of_outcomes = outcomes.into_iter().filter_map(|(name, labels)| labels.map(|(labels, _)| (name, labels)));
        let of_stages = parts.stages.iter().map(|stage| (stage.name.text.as_str(), stage.labels.as_slice()));
        for (owner, labels) in of_stages.chain(of_outcomes) {
            for label in labels {
                if let Some(&first) = seen.get(label.value.as_str()) {
                    self.report.push(error::second_label(label, first));
                    continue;
                }
                seen.insert(&label.value, label.span);
                if let Some(&stage) = names.get(label.value.as_str())
                    && label.value != owner
                {
                    self.report.push(error::label_is_stage(label, stage));
                }
            }
        }
    }

    fn note_symbols(&mut self, parts: &Parts<'a>) {
        let mut symbols = Symbols { has_chance: parts.chance.is_some(), ..Symbols::default() };
        self.all_symbols.has_chance |= symbols.has_chance;
        for rule in all_rules(parts) {
            symbols.add_rule(rule);
            self.all_symbols.add_rule(rule);
        }
        for stage in &parts.stages {
            symbols.add_stage(&stage.name.text);
            self.all_symbols.add_stage(&stage.name.text);
        }
        self.symbols.push(symbols);
    }

    fn stage(&mut self, stage: &'a ast::Stage, has_chance: bool) -> Stage {
        let mut base: Option<&ast::Base> = None;
        for part in &stage.parts {
            if let StagePart::Base(line) = part {
                self.check_base(line);
                match base {
                    Some(first) => self.report.push(error::second_base(line.span, first.span)),
                    None => base = Some(line),
                }
            }
        }
        if let Some(line) = base
            && !has_chance
        {
            self.report.push(super::error::chance::base_without_chance(line.span));
        }
        Stage {
            name: stage.name.text.clone(),
            title: title(&stage.title),
            labels: labels(Some((&stage.labels, stage.span))),
            base: base.map(|line| line.percent),
            base_span: base.map(|line| line.percent_span),
            span: stage.name.span,
        }
    }

    fn rule(&mut self, file: FileId, has_chance: bool, rule: &'a ast::Rule, stage: Option<StageId>) -> Option<Rule> {
        let place = match rule.kind {
            RuleKind::Require { .. } => Place::Require,
            RuleKind::Disqualify => Place::Disqualify,
            RuleKind::Warn => Place::Warn,
        };
        let setting = Setting::new(file, place, has_chance);
        let condition = self.condition(setting, rule.condition);
        let when = rule.when.map(|when| self.condition(setting, when));
        let how = rule.how.as_ref().map(|how| self.how(how));
        Some(Rule {
            kind: rule.kind,
            name: rule.name.text.clone(),
            title: title(&rule.title),
            stage,
            condition: condition?,
            when: match when {
                Some(when) => Some(when?),
                None => None,
            },
            how,
            span: rule.name.span,
        })
    }
}

/// Keeps the first of what may stand once; answers with the places of a second and the first.
fn once<T: Copy>(place: &mut Option<T>, found: T, span: fn(&T) -> Span) -> Option<(Span, Span)> {
    match place {
        Some(first) => Some((span(&found), span(first))),
        None => {
            *place = Some(found);
            None
        }
    }
}

/// The rules of a process: its own first, then those of its stages.
fn all_rules<'a>(parts: &Parts<'a>) -> Vec<&'a ast::Rule> {
    let of_stages = parts.stages.iter().flat_map(|stage| &stage.parts).filter_map(|part| match part {
        StagePart::Rule(rule) => Some(rule),
        StagePart::Base(_) => None,
    });
    parts.rules.iter().copied().chain(of_stages).collect()
}

/// The way of ending that a word names.
pub(crate) fn outcome(name: &str) -> Option<Outcome> {
    match name {
        "won" => Some(Outcome::Won),
        "lost" => Some(Outcome::Lost),
        "walked" => Some(Outcome::Walked),
        _ => None,
    }
}

fn title(title: &Option<ast::Text>) -> Option<String> {
    title.as_ref().map(|title| title.value.clone())
}

fn labels(labels: Option<(&[ast::Text], Span)>) -> Vec<String> {
    labels.map_or(&[][..], |(labels, _)| labels).iter().map(|label| label.value.clone()).collect()
}
