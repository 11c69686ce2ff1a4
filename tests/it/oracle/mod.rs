//! A second implementation of the language's meaning, written from its definition: plain recursion over the checked
//! playbook, sharing no code with the engine but the types of the tree and the schema.

pub mod because;
pub mod chance;
pub mod eval;
pub mod json;
pub mod learning;
pub mod number;
pub mod reader;

use stagegate::Source;
use stagegate::internals::hir::{HowPiece, Playbook, Process, Rule, RuleKind, StageId};

use because::{Because, decimal, literal};
use chance::Interval;
use eval::{Mode, Reason, Value, World, not, or};
use json::Json;
use reader::{DataError, Scalar};

/// How an opportunity is assessed.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The process by name, instead of routing.
    pub process: Option<String>,
    pub reopen: bool,
    pub strict: bool,
    /// From, to, factor.
    pub rates: Vec<(String, String, String)>,
}

/// The verdict on one opportunity, without the `message` of an error.
pub fn verdict(playbook: &Playbook, sources: &[Source], data: &Json, today: i128, options: &Options) -> Json {
    let facts = reader::read(&playbook.schema, data, &options.rates, options.strict);
    let world = World { playbook, row: &facts.row, today, chance: None };
    let key = key(playbook, &facts.row);
    let mut out = Out::default();
    out.put("key", key.map(Json::text));
    out.put("as_of", Some(Json::text(literal(&Scalar::Date(today)))));
    if let Some(error) = facts.errors.first() {
        return failed(out, error);
    }
    let process = match route(&world, options) {
        Ok(process) => process,
        Err(conditions) => {
            out.put("decision", Some(Json::text("unrouted")));
            out.put("route", Some(Because { world: &world, sources }.atoms(&conditions)));
            return out.finish();
        }
    };
    let claim = match claimed(process, facts.claim.as_deref(), options.reopen) {
        Some(claim) => claim,
        None => {
            let names = process.stages.iter().map(|stage| stage.name.as_str());
            let expected: Vec<&str> = names.chain(["won", "lost", "walked"]).collect();
            return failed(out, &DataError::claim(facts.claim.as_deref().unwrap(), expected.join(", ")));
        }
    };
    out.put("process", Some(Json::text(&process.name)));
    match claim {
        Claim::Closed(outcome) => {
            out.put("stage", Some(Json::Object(vec![("claimed".to_owned(), Json::text(outcome))])));
            out.put("decision", Some(Json::text("closed")));
            out.put("outcome", Some(Json::text(outcome)));
        }
        Claim::Stage(stage) => open(&world, sources, process, stage, &mut out),
    }
    out.finish()
}

/// The opportunity's key, where there is one. It says which opportunity it is, whatever the day.
pub fn key(playbook: &Playbook, row: &reader::Row) -> Option<String> {
    let cell = row.cells[playbook.schema.key?.0 as usize].as_ref()?;
    Some(plain(&cell.value))
}

#[derive(Default)]
struct Out {
    entries: Vec<(String, Json)>,
}

impl Out {
    /// Adds a key, unless its value is absent or empty.
    fn put(&mut self, key: &str, value: Option<Json>) {
        let Some(value) = value else { return };
        let empty = match &value {
            Json::List(items) => items.is_empty(),
            Json::Object(entries) => entries.is_empty(),
            Json::Text(text) => text.is_empty(),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        };
        if !empty {
            self.entries.push((key.to_owned(), value));
        }
    }

    fn finish(self) -> Json {
        Json::Object(self.entries)
    }
}

/// A value without quotes.
fn plain(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => text.clone(),
        other => literal(other),
    }
}

fn failed(mut out: Out, error: &DataError) -> Json {
    out.put("decision", Some(Json::text("error")));
    let mut inner = Out::default();
    inner.put("field", error.field.as_ref().map(Json::text));
    inner.put("value", Some(Json::text(&error.value)));
    inner.put("expected", Some(Json::text(&error.expected)));
    out.put("error", Some(inner.finish()));
    out.finish()
}

/// The process, or the conditions that are unknown before the first true one.
fn route<'a>(world: &World<'a>, options: &Options) -> Result<&'a Process, Vec<stagegate::internals::hir::ExprId>> {
    let processes = &world.playbook.processes;
    if let Some(name) = &options.process {
        return Ok(processes.iter().find(|process| process.name == *name).expect("a process of that name"));
    }
    let mut unknown = Vec::new();
    for process in processes {
        let applies = process.applies.map_or(Some(true), |condition| {
            let truth = world.eval(condition, None, Mode::AsItStands).truth();
            if truth.is_none() {
                unknown.push(condition);
            }
            truth
        });
        if applies == Some(true) {
            return if unknown.is_empty() { Ok(process) } else { Err(unknown) };
        }
    }
    Err(unknown)
}

enum Claim {
    Stage(usize),
    Closed(&'static str),
}

/// What the claim means in the process; nothing where it means nothing.
fn claimed(process: &Process, claim: Option<&str>, reopen: bool) -> Option<Claim> {
    let Some(claim) = claim else { return Some(Claim::Stage(0)) };
    let is = |label: &String| label == claim;
    if let Some(stage) = process.stages.iter().position(|stage| stage.name == claim || stage.labels.iter().any(is)) {
        return Some(Claim::Stage(stage));
    }
    let ends = [("won", &process.won), ("lost", &process.lost), ("walked", &process.walked)];
    let (outcome, _) = ends.into_iter().find(|(name, labels)| *name == claim || labels.iter().any(is))?;
    Some(if reopen { Claim::Stage(0) } else { Claim::Closed(outcome) })
}

/// The verdict on an opportunity that is in a stage.
fn open<'a>(world: &World<'a>, sources: &[Source], process: &'a Process, claimed: usize, out: &mut Out) {
    let chance = process.chance.as_ref().map(|declared| {
        let base = process.stages[claimed].base.unwrap_or(declared.base);
        chance::chance(world, declared, base)
    });
    let world = World { chance, ..*world };
    let because = Because { world: &world, sources };
    let rules = Rules { world: &world, because: &because, process, claimed };
    let disqualified: Vec<&Rule> = rules.active(RuleKind::Disqualify, Some(true));
    let at_risk: Vec<&Rule> = rules.active(RuleKind::Disqualify, None);
    let warnings: Vec<&Rule> = rules.active(RuleKind::Warn, Some(true));
    let unmet: Vec<&Rule> = process
        .rules
        .iter()
        .filter(|rule| rules.stage_of(rule) <= Some(claimed))
        .filter(|rule| rules.is_unmet(rule))
        .collect();
    let earned = (0..process.stages.len())
        .find(|stage| process.rules.iter().any(|rule| rules.stage_of(rule) == Some(*stage) && rules.is_unmet(rule)));
    let earned_name = earned.map_or("won", |stage| &process.stages[stage].name);
    let overstated = earned.is_some_and(|earned| claimed > earned);
    let stage = vec![
        ("claimed".to_owned(), Json::text(&process.stages[claimed].name)),
        ("earned".to_owned(), Json::text(earned_name)),
        ("overstated".to_owned(), Json::Bool(overstated)),
    ];
    out.put("stage", Some(Json::Object(stage)));
    let decision = if !disqualified.is_empty() {
        "disqualify"
    } else if !unmet.is_empty() {
        "hold"
    } else {
        "advance"
    };
    out.put("decision", Some(Json::text(decision)));
    out.put("to", (decision == "advance").then(|| Json::text(earned_name)));
    out.put(
        "chance",
        world.chance.as_ref().map(|chance| {
            let points = |count: i128| Json::Number(decimal(count, 2));
            Json::Object(vec![
                ("worst".to_owned(), points(chance.worst)),
                ("likely".to_owned(), points(chance.likely)),
                ("best".to_owned(), points(chance.best)),
            ])
        }),
    );
    out.put("disqualified_by", Some(rules.list(&disqualified)));
    out.put("unmet", Some(rules.list(&unmet)));
    out.put("warnings", Some(rules.list(&warnings)));
    out.put("at_risk", Some(rules.list(&at_risk)));
    out.put("ask_next", Some(rules.ask_next(&at_risk, &unmet)));
}

struct Rules<'w, 'a> {
    world: &'w World<'a>,
    because: &'w Because<'w, 'a>,
    process: &'a Process,
    claimed: usize,
}

/// A fact to ask for, while it is being ranked.
struct Ask {
    reason: Reason,
    at_risk: Vec<String>,
    unmet: Vec<String>,
    shrinks_by: i128,
}

impl<'a> Rules<'_, 'a> {
    fn stage_of(&self, rule: &Rule) -> Option<usize> {
        rule.stage.map(|StageId(stage)| stage as usize)
    }

    fn active(&self, kind: RuleKind, truth: Option<bool>) -> Vec<&'a Rule> {
        let here = |rule: &&Rule| rule.kind == kind && self.stage_of(rule).is_none_or(|stage| stage == self.claimed);
        let holds = |rule: &&Rule| self.world.eval(rule.condition, None, Mode::AsItStands).truth() == truth;
        self.process.rules.iter().filter(here).filter(holds).collect()
    }

    /// Whether it is a requirement that is not met, and not passed over.
    fn is_unmet(&self, rule: &Rule) -> bool {
        let RuleKind::Require { once } = rule.kind else { return false };
        let passed_over = once && self.stage_of(rule).unwrap() < self.claimed;
        !passed_over && self.requirement(rule, Mode::AsItStands).truth() != Some(true)
    }

    fn requirement(&self, rule: &Rule, mode: Mode) -> Value {
        let that = self.world.eval(rule.condition, None, mode);
        match rule.when {
            None => that,
            Some(when) => or(vec![not(self.world.eval(when, None, mode)), that]),
        }
    }

    fn list(&self, rules: &[&Rule]) -> Json {
        Json::List(rules.iter().map(|rule| self.rule(rule)).collect())
    }

    fn rule(&self, rule: &Rule) -> Json {
        let mut out = Out::default();
        out.put("rule", Some(Json::text(&rule.name)));
        out.put("stage", self.stage_of(rule).map(|stage| Json::text(&self.process.stages[stage].name)));
        let written = |text: &String| (!text.is_empty()).then(|| Json::text(text));
        out.put("title", rule.title.as_ref().and_then(written));
        let because = match rule.kind {
            RuleKind::Require { .. } => self.because.requirement(rule.when, rule.condition),
            RuleKind::Disqualify | RuleKind::Warn => self.because.atoms(&[rule.condition]),
        };
        out.put("because", Some(because));
        out.put("how", rule.how.as_ref().and_then(|pieces| written(&self.how(pieces))));
        out.finish()
    }

    fn how(&self, pieces: &[HowPiece]) -> String {
        let piece = |piece: &HowPiece| match piece {
            HowPiece::Text(text) => text.clone(),
            HowPiece::Fact(column) => match &self.world.row.cells[column.0 as usize] {
                Some(cell) if cell.on.is_none_or(|on| on <= self.world.today) => plain(&cell.value),
                _ => "(unknown)".to_owned(),
            },
        };
        pieces.iter().map(piece).collect()
    }

    fn ask_next(&self, at_risk: &[&Rule], unmet: &[&Rule]) -> Json {
        let mut asks: Vec<Ask> = Vec::new();
        for rule in at_risk {
            let value = self.world.eval(rule.condition, None, Mode::AsItStands);
            for reason in value.why().reasons {
                ask(&mut asks, reason).at_risk.push(rule.name.clone());
            }
        }
        for rule in unmet {
            for reason in self.requirement(rule, Mode::MayBecomeKnown).why().reasons {
                ask(&mut asks, reason).unmet.push(rule.name.clone());
            }
        }
        let lines = self.world.chance.iter().flat_map(|chance| &chance.lines);
        for reason in lines.filter(|line| line.is_open()).flat_map(|line| &line.why.reasons) {
            ask(&mut asks, reason.clone());
        }
        if let Some(chance) = &self.world.chance {
            for ask in &mut asks {
                ask.shrinks_by = chance.shrinks_by(ask.reason.order);
            }
        }
        asks.sort_by_key(|ask| {
            let most = |count: usize| std::cmp::Reverse(count);
            (most(ask.at_risk.len()), std::cmp::Reverse(ask.shrinks_by), most(ask.unmet.len()), ask.reason.order)
        });
        Json::List(asks.into_iter().map(|ask| self.asked(ask)).collect())
    }

    fn asked(&self, ask: Ask) -> Json {
        let mut out = Out::default();
        out.put("fact", Some(Json::text(ask.reason.path)));
        out.put("why", Some(Json::text(ask.reason.why)));
        out.put("rules", Some(Json::List(ask.at_risk.into_iter().chain(ask.unmet).map(Json::Text).collect())));
        let chance: Option<&Interval> = self.world.chance.as_ref();
        out.put("chance_shrinks_by", chance.map(|_| Json::Number(decimal(ask.shrinks_by, 2))));
        out.finish()
    }
}

fn ask(asks: &mut Vec<Ask>, reason: Reason) -> &mut Ask {
    let at = asks.iter().position(|ask| ask.reason.order == reason.order).unwrap_or_else(|| {
        asks.push(Ask { reason, at_risk: Vec::new(), unmet: Vec::new(), shrinks_by: 0 });
        asks.len() - 1
    });
    &mut asks[at]
}
