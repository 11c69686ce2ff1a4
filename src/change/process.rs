//! What changed in what is declared beside the facts, and in the processes.

use std::collections::BTreeMap;

use crate::hir::{self, ExprId, ExprKind, HowPiece, RuleKind};
use crate::program::spaced;
use crate::source::Span;
use crate::value::Percent;

use super::facts::quoted;
use super::matching::Matching;
use super::pairs::{Pairs, ProcessPair};
use super::{Draft, Edit, EditKind, Effect, Subject};

/// Writes down what changed. `called` gives the old path of a new playbook's fact.
pub(super) fn compare(pairs: &Pairs, called: &impl Fn(&str) -> String, draft: &mut Draft<'_>) {
    let [old, new] = draft.playbooks.map(crate::playbook::Playbook::checked);
    grades(old, new, draft);
    functions(old, new, draft);
    let changed = defines(old, new, draft);
    let mut comparing = Comparing { old, new, called, changed, draft };
    comparing.processes(pairs);
}

fn grades(old: &hir::Playbook, new: &hir::Playbook, draft: &mut Draft<'_>) {
    let (before, after) = (&old.schema.grades, &new.schema.grades);
    if before != after {
        let edit = Edit::new(Subject::Grades, EditKind::Changed, Effect::Decides, "evidence");
        draft.push(edit.with_from(before.join(" < ")).with_to(after.join(" < ")));
    }
    let [before, after] = [old, new].map(|playbook| playbook.schema.stage.as_deref().map(super::facts::literal));
    if before != after {
        let edit = Edit::new(Subject::Claim, EditKind::Changed, Effect::Reads, "stage").about("from");
        draft.push(edit.with_from(before.unwrap_or_default()).with_to(after.unwrap_or_default()));
    }
}

fn functions(old: &hir::Playbook, new: &hir::Playbook, draft: &mut Draft<'_>) {
    let by_name = |playbook: &hir::Playbook| -> BTreeMap<String, (String, Span)> {
        let functions = playbook.functions.iter();
        functions.map(|function| (function.name.clone(), (signature(function), function.span))).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    let edit = |kind, name: &str| Edit::new(Subject::Function, kind, Effect::Decides, name);
    for (name, (signature, span)) in &before {
        let was = draft.old_place(*span);
        match after.get(name) {
            None => draft.push(edit(EditKind::Removed, name).was_at(was).with_from(signature.clone())),
            Some((now, span)) if now != signature => {
                let edit = edit(EditKind::Changed, name).about("signature").was_at(was).now_at(draft.new_place(*span));
                draft.push(edit.with_from(signature.clone()).with_to(now.clone()));
            }
            Some(_) => {}
        }
    }
    for (name, (signature, span)) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        draft.push(edit(EditKind::Added, name).now_at(draft.new_place(*span)).with_to(signature.clone()));
    }
}

fn signature(function: &hir::Function) -> String {
    let params: Vec<String> = function.params.iter().map(|(_, ty)| type_name(ty)).collect();
    format!("({}): {}", params.join(", "), type_name(&function.result))
}

fn type_name(ty: &hir::Type) -> String {
    match ty {
        hir::Type::Bool => "bool".to_owned(),
        hir::Type::Number => "number".to_owned(),
        hir::Type::Percent => "percent".to_owned(),
        hir::Type::Money(currency) => format!("money {currency}"),
        hir::Type::Text => "text".to_owned(),
        hir::Type::Date => "date".to_owned(),
        hir::Type::Duration => "duration".to_owned(),
        hir::Type::Enumeration(variants) => variants.join(" | "),
    }
}

/// Defines of one name that mean something else now; says of each new expression which of them it reads, if any.
fn defines(old: &hir::Playbook, new: &hir::Playbook, draft: &mut Draft<'_>) -> Vec<Option<usize>> {
    let before: BTreeMap<&str, &hir::Define> =
        old.defines.iter().map(|define| (define.name.as_str(), define)).collect();
    let [old_read, new_read] = draft.readings;
    let mut is_changed = vec![false; new.defines.len()];
    for (define, changed) in new.defines.iter().zip(&mut is_changed) {
        let Some(was) = before.get(define.name.as_str()) else { continue };
        *changed = old_read.of(was.expr) != new_read.of(define.expr);
        if *changed {
            let [from, to] = [text(draft, 0, was.expr), text(draft, 1, define.expr)];
            let edit = Edit::new(Subject::Define, EditKind::Changed, Effect::Decides, &define.name).about("meaning");
            let edit = edit.was_at(draft.old_place(was.span)).now_at(draft.new_place(define.span));
            draft.push(edit.with_from(from).with_to(to));
        }
    }
    let mut under: Vec<Option<usize>> = Vec::with_capacity(new.exprs.len());
    for place in 0..u32::try_from(new.exprs.len()).unwrap_or(u32::MAX) {
        let id = ExprId(place);
        let own = if let ExprKind::Define(define) = &new.exprs.get(id).kind {
            Some(index(define.0)).filter(|define| is_changed.get(*define).copied().unwrap_or(false))
        } else {
            None
        };
        let inner = || new.reads(id).into_iter().find_map(|child| under.get(index(child.0)).copied().flatten());
        let found = own.or_else(inner);
        under.push(found);
    }
    under
}

/// The text of an expression, on one line.
pub(super) fn text(draft: &Draft<'_>, side: usize, expr: ExprId) -> String {
    let Some(playbook) = draft.playbooks.get(side) else { return String::new() };
    let span = playbook.checked().exprs.get(expr).span;
    let source = usize::try_from(span.file.0).ok().and_then(|file| playbook.sources().get(file));
    source.map(|source| spaced(source.slice(span))).unwrap_or_default()
}

/// Two playbooks, and what is written down about them.
struct Comparing<'a, 'd, F> {
    old: &'a hir::Playbook,
    new: &'a hir::Playbook,
    called: &'a F,
    /// For each new expression the changed define that it reads.
    changed: Vec<Option<usize>>,
    draft: &'a mut Draft<'d>,
}

/// Where an edit stands: its process and stage by name, and the places of both sides.
#[derive(Clone, Copy)]
struct At<'a> {
    process: &'a str,
    stage: Option<&'a str>,
    old: Option<Span>,
    new: Option<Span>,
}

impl<'a, F: Fn(&str) -> String> Comparing<'a, '_, F> {
    fn processes(&mut self, pairs: &Pairs) {
        let (old, new) = (&self.old.processes, &self.new.processes);
        for process in pairs.processes.old_only().into_iter().filter_map(|place| old.get(place)) {
            let at = At { process: &process.name, stage: None, old: Some(process.span), new: None };
            self.lone(at, Subject::Process, EditKind::Removed, &process.name, self.routing(0, process));
        }
        for process in pairs.processes.new_only().into_iter().filter_map(|place| new.get(place)) {
            let at = At { process: &process.name, stage: None, old: None, new: Some(process.span) };
            self.lone(at, Subject::Process, EditKind::Added, &process.name, self.routing(1, process));
        }
        if pairs.processes.is_reordered() {
            let name = |process: &hir::Process| process.name.clone();
            let (from, to) = in_order(&pairs.processes, old, new, name);
            let edit = Edit::new(Subject::Process, EditKind::Reordered, Effect::Decides, "processes");
            self.draft.push(edit.with_from(from).with_to(to));
        }
        for pair in &pairs.inner {
            if let (Some(before), Some(after)) = (old.get(pair.old), new.get(pair.new)) {
                self.process(pair, before, after);
            }
        }
    }

    fn routing(&self, side: usize, process: &hir::Process) -> String {
        process.applies.map(|applies| format!("applies when {}", text(self.draft, side, applies))).unwrap_or_default()
    }

    fn process(&mut self, pair: &ProcessPair, old: &'a hir::Process, new: &'a hir::Process) {
        let at = At { process: &new.name, stage: None, old: Some(old.span), new: Some(new.span) };
        self.renamed(at, Subject::Process, &old.name, &new.name);
        let [before, after] = [(0, old.applies), (1, new.applies)].map(|(side, applies)| self.condition(side, applies));
        self.condition_changed(at, (Subject::Process, &new.name), ("applies when", Effect::Decides), before, after);
        self.changed(at, (Subject::Process, &new.name), "title", Effect::Says, texts(&old.title), texts(&new.title));
        let ends = [("won", &old.won, &new.won), ("lost", &old.lost, &new.lost), ("walked", &old.walked, &new.walked)];
        for (aspect, old, new_labels) in ends {
            let subject = (Subject::Process, new.name.as_str());
            self.changed(at, subject, aspect, Effect::Reads, labels(old), labels(new_labels));
        }
        let (changed, defines) = (&self.changed, &self.new.defines);
        super::odds::compare(self.draft, (old, new), |expr| changed_define(changed, defines, expr));
        self.stages(pair, old, new);
        self.rules(pair, old, new);
    }

    fn stages(&mut self, pair: &ProcessPair, old: &'a hir::Process, new: &'a hir::Process) {
        let stages = &pair.stages;
        for stage in stages.old_only().into_iter().filter_map(|place| old.stages.get(place)) {
            let at = At { process: &new.name, stage: None, old: Some(stage.span), new: None };
            self.lone(at, Subject::Stage, EditKind::Removed, &stage.name, String::new());
        }
        for place in stages.new_only() {
            let Some(stage) = new.stages.get(place) else { continue };
            let before = place.checked_sub(1).and_then(|before| new.stages.get(before));
            let whereabouts = before.map_or("first".to_owned(), |before| format!("after {}", before.name));
            let at = At { process: &new.name, stage: None, old: None, new: Some(stage.span) };
            self.lone(at, Subject::Stage, EditKind::Added, &stage.name, whereabouts);
        }
        if stages.is_reordered() {
            let (from, to) = in_order(stages, &old.stages, &new.stages, |stage| stage.name.clone());
            let edit = Edit::new(Subject::Stage, EditKind::Reordered, Effect::Decides, "stages");
            self.draft.push(edit.within(&new.name, None).with_from(from).with_to(to));
        }
        for (before, after) in stages.both() {
            let (Some(before), Some(after)) = (old.stages.get(before), new.stages.get(after)) else { continue };
            let at = At { process: &new.name, stage: None, old: Some(before.span), new: Some(after.span) };
            let subject = (Subject::Stage, after.name.as_str());
            self.renamed(at, Subject::Stage, &before.name, &after.name);
            self.changed(at, subject, "title", Effect::Says, texts(&before.title), texts(&after.title));
            self.changed(at, subject, "labels", Effect::Reads, labels(&before.labels), labels(&after.labels));
            self.changed(at, subject, "base", Effect::Decides, percent(before.base), percent(after.base));
        }
    }

    fn rules(&mut self, pair: &ProcessPair, old: &'a hir::Process, new: &'a hir::Process) {
        for rule in pair.rules.old_only().into_iter().filter_map(|place| old.rules.get(place)) {
            let stage = stage_name(old, rule);
            let at = At { process: &new.name, stage, old: Some(rule.span), new: None };
            let whole = self.whole(0, rule);
            self.lone_rule(at, EditKind::Removed, rule, whole);
        }
        for rule in pair.rules.new_only().into_iter().filter_map(|place| new.rules.get(place)) {
            let stage = stage_name(new, rule);
            let at = At { process: &new.name, stage, old: None, new: Some(rule.span) };
            let whole = self.whole(1, rule);
            self.lone_rule(at, EditKind::Added, rule, whole);
        }
        for (before, after) in pair.rules.both() {
            if let (Some(before), Some(after)) = (old.rules.get(before), new.rules.get(after)) {
                self.rule(pair, (old, before), (new, after));
            }
        }
        self.order_of_rules(pair, old, new);
    }

    /// A rule with all that it says, but its name and how.
    fn whole(&self, side: usize, rule: &hir::Rule) -> String {
        let condition = text(self.draft, side, rule.condition);
        match (rule.kind, rule.when) {
            (RuleKind::Require { .. }, None) => format!("that {condition}"),
            (RuleKind::Require { .. }, Some(when)) => {
                format!("that {condition} when {}", text(self.draft, side, when))
            }
            (RuleKind::Disqualify | RuleKind::Warn, _) => format!("when {condition}"),
        }
    }

    fn rule(
        &mut self,
        pair: &ProcessPair,
        (old_process, old): (&'a hir::Process, &'a hir::Rule),
        (new_process, new): (&'a hir::Process, &'a hir::Rule),
    ) {
        let at = At {
            process: &new_process.name,
            stage: stage_name(new_process, new),
            old: Some(old.span),
            new: Some(new.span),
        };
        let subject = (Subject::Rule, new.name.as_str());
        let is_said = old.kind == RuleKind::Warn && new.kind == RuleKind::Warn;
        let effect = if is_said { Effect::Says } else { Effect::Decides };
        self.renamed(at, Subject::Rule, &old.name, &new.name);
        let moved_to = old.stage.map(|stage| pair.stages.new_of(index(stage.0)));
        if moved_to != new.stage.map(|stage| Some(index(stage.0))) {
            let [from, to] = [stage_name(old_process, old), stage_name(new_process, new)]
                .map(|stage| stage.map_or("the process".to_owned(), |stage| format!("stage {stage}")));
            let edit = self.edit(at, Subject::Rule, EditKind::Moved, effect, &new.name);
            self.draft.push(edit.with_from(from).with_to(to));
        }
        let once = |rule: &hir::Rule| rule.kind == RuleKind::Require { once: true };
        if kind_word(old.kind) != kind_word(new.kind) {
            let [from, to] = [old, new].map(|rule| kind_word(rule.kind).to_owned());
            self.changed(at, subject, "kind", Effect::Decides, from, to);
        } else if once(old) != once(new) {
            let [from, to] = [old, new].map(|rule| if once(rule) { "once" } else { "always" }.to_owned());
            self.changed(at, subject, "once", Effect::Decides, from, to);
        }
        let [before, after] = [(0, Some(old.condition)), (1, Some(new.condition))].map(|(s, e)| self.condition(s, e));
        self.condition_changed(at, subject, ("condition", effect), before, after);
        let [before, after] = [(0, old.when), (1, new.when)].map(|(side, when)| self.condition(side, when));
        self.condition_changed(at, subject, ("when", effect), before, after);
        self.changed(at, subject, "title", Effect::Says, texts(&old.title), texts(&new.title));
        let [before, after] = [self.how(0, old), self.how(1, new)];
        if before.0 != after.0 {
            self.changed(at, subject, "how", Effect::Says, before.1, after.1);
        }
    }

    /// The order of those in both, list by list: verdicts name rules in their order.
    fn order_of_rules(&mut self, pair: &ProcessPair, old: &hir::Process, new: &hir::Process) {
        let mut lists: BTreeMap<ListKey, Vec<(usize, usize)>> = BTreeMap::new();
        for (before, after) in pair.rules.both() {
            let (Some(one), Some(two)) = (old.rules.get(before), new.rules.get(after)) else { continue };
            let stage = two.stage.map(|stage| stage.0);
            let is_here = one.stage.map(|stage| pair.stages.new_of(index(stage.0))) == stage.map(|s| Some(index(s)));
            if is_here && kind_word(one.kind) == kind_word(two.kind) {
                lists.entry((stage, kind_word(two.kind))).or_default().push((before, after));
            }
        }
        for ((stage, _), rules) in lists {
            if rules.iter().map(|(before, _)| before).is_sorted() {
                continue;
            }
            let names = |places: Vec<usize>, of: &hir::Process| {
                let names = places.into_iter().filter_map(|place| of.rules.get(place));
                names.map(|rule| rule.name.as_str()).collect::<Vec<_>>().join(", ")
            };
            let mut before: Vec<usize> = rules.iter().map(|(before, _)| *before).collect();
            before.sort_unstable();
            let after = rules.iter().map(|(_, after)| *after).collect();
            let stage = stage.and_then(|stage| new.stages.get(index(stage))).map(|stage| stage.name.as_str());
            let edit = Edit::new(Subject::Rule, EditKind::Reordered, Effect::Says, "rules").within(&new.name, stage);
            self.draft.push(edit.with_from(names(before, old)).with_to(names(after, new)));
        }
    }

    /// A condition: what it means, and its text.
    fn condition(&self, side: usize, expr: Option<ExprId>) -> Condition {
        let meaning = expr.and_then(|expr| self.draft.readings.get(side)?.of(expr));
        let written = expr.map(|expr| text(self.draft, side, expr)).unwrap_or_default();
        Condition { expr, meaning, written }
    }

    fn condition_changed(
        &mut self,
        at: At<'_>,
        (what, name): (Subject, &str),
        (aspect, effect): (&'static str, Effect),
        before: Condition,
        after: Condition,
    ) {
        if before.meaning == after.meaning {
            return;
        }
        let mut edit = self.edit(at, what, EditKind::Changed, effect, name).about(aspect);
        if before.written == after.written {
            edit.define = after.expr.and_then(|expr| changed_define(&self.changed, &self.new.defines, expr));
        }
        self.draft.push(edit.with_from(before.written).with_to(after.written));
    }

    /// How to meet a rule, with the facts by their old names, and as it is written.
    fn how(&self, side: usize, rule: &hir::Rule) -> (String, String) {
        let playbook = if side == 0 { self.old } else { self.new };
        let columns = playbook.schema.tables.first().map(|table| table.columns.as_slice()).unwrap_or_default();
        let (mut meant, mut written) = (String::new(), String::new());
        for piece in rule.how.iter().flatten() {
            match piece {
                HowPiece::Text(text) => {
                    meant.push_str(text);
                    written.push_str(text);
                }
                HowPiece::Fact(column) => {
                    let path = columns.get(index(column.0)).map_or("", |column| column.path.as_str());
                    let old_path = if side == 0 { path.to_owned() } else { (self.called)(path) };
                    meant.push_str(&format!("{{{old_path}}}"));
                    written.push_str(&format!("{{{path}}}"));
                }
            }
        }
        (meant, written)
    }

    fn edit(&self, at: At<'_>, what: Subject, kind: EditKind, effect: Effect, name: &str) -> Edit {
        let mut edit = Edit::new(what, kind, effect, name).within(at.process, at.stage);
        edit.old_place = at.old.map(|span| self.draft.old_place(span));
        edit.new_place = at.new.map(|span| self.draft.new_place(span));
        edit
    }

    /// What is on one side only.
    fn lone(&mut self, at: At<'_>, what: Subject, kind: EditKind, name: &str, text: String) {
        let edit = self.edit(at, what, kind, Effect::Decides, name);
        let edit = if at.old.is_some() { edit.with_from(text) } else { edit.with_to(text) };
        self.draft.push(edit);
    }

    fn lone_rule(&mut self, at: At<'_>, kind: EditKind, rule: &hir::Rule, text: String) {
        let effect = if rule.kind == RuleKind::Warn { Effect::Says } else { Effect::Decides };
        let mut edit = self.edit(at, Subject::Rule, kind, effect, &rule.name);
        edit.aspect = Some(kind_word(rule.kind));
        let edit = if at.old.is_some() { edit.with_from(text) } else { edit.with_to(text) };
        self.draft.push(edit);
    }

    fn renamed(&mut self, at: At<'_>, what: Subject, old: &str, new: &str) {
        if old != new {
            let edit = self.edit(at, what, EditKind::Renamed, Effect::Says, new);
            self.draft.push(edit.with_was(old));
        }
    }

    fn changed(
        &mut self,
        at: At<'_>,
        (what, name): (Subject, &str),
        aspect: &'static str,
        effect: Effect,
        from: String,
        to: String,
    ) {
        if from != to {
            let edit = self.edit(at, what, EditKind::Changed, effect, name);
            self.draft.push(edit.about(aspect).with_from(from).with_to(to));
        }
    }
}

/// The name of the changed define that a new expression reads.
fn changed_define(changed: &[Option<usize>], defines: &[hir::Define], expr: ExprId) -> Option<String> {
    let place = changed.get(index(expr.0)).copied().flatten()?;
    defines.get(place).map(|define| define.name.clone())
}

/// Rules that verdicts list together: their stage in the new process, and the word that they begin with.
type ListKey = (Option<u32>, &'static str);

/// A condition of one side.
struct Condition {
    expr: Option<ExprId>,
    meaning: Option<super::meaning::Meaning>,
    written: String,
}

/// The names of what is in both, in the old and in the new order.
fn in_order<T>(matching: &Matching, old: &[T], new: &[T], name: impl Fn(&T) -> String) -> (String, String) {
    let names = |places: Vec<usize>, of: &[T]| -> String {
        places.into_iter().filter_map(|place| of.get(place)).map(&name).collect::<Vec<_>>().join(", ")
    };
    let mut before: Vec<usize> = matching.both().map(|(old, _)| old).collect();
    before.sort_unstable();
    (names(before, old), names(matching.both().map(|(_, new)| new).collect(), new))
}

fn stage_name<'p>(process: &'p hir::Process, rule: &hir::Rule) -> Option<&'p str> {
    let stage = process.stages.get(index(rule.stage?.0))?;
    Some(&stage.name)
}

/// The word that a rule begins with.
pub(super) fn kind_word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Require { .. } => "require",
        RuleKind::Disqualify => "disqualify",
        RuleKind::Warn => "warn",
    }
}

fn texts(title: &Option<String>) -> String {
    title.clone().unwrap_or_default()
}

/// Labels in an order that is theirs.
fn labels(labels: &[String]) -> String {
    let mut labels = labels.to_vec();
    labels.sort();
    quoted(&labels)
}

fn percent(base: Option<i64>) -> String {
    base.map(|base| Percent::from_hundredths(base).to_string()).unwrap_or_default()
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
