//! Where lines start, and where a line may be broken, by the tree.

use super::super::ast::{self, ChancePart, File, Item, ProcessPart, StagePart};
use super::facts::Spread;
use super::{Layout, WIDTH};
use crate::source::Span;

/// Whether a blank line stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    /// Where the writer has one.
    Keep,
    /// In any case.
    Force,
}

/// What is to be done at a token.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// It starts a line of that level.
    line: Option<(u16, bool)>,
    /// The line may be broken before it, at the weakest joints first; a break of the writer's is kept.
    clause: Option<u8>,
    /// So many spaces more stand before it.
    padding: u16,
    /// It is left out.
    is_dropped: bool,
    /// A comma is written behind it.
    has_comma_behind: bool,
}

/// What is to be done at each token.
pub(super) struct Marks {
    marks: Vec<Mark>,
}

impl Marks {
    /// The level of the line that a token starts, if it starts one.
    pub(super) fn line(&self, at: usize) -> Option<(usize, Blank)> {
        let (level, is_forced) = self.marks.get(at)?.line?;
        Some((usize::from(level), if is_forced { Blank::Force } else { Blank::Keep }))
    }

    pub(super) fn clause(&self, at: usize) -> Option<u8> {
        self.marks.get(at)?.clause
    }

    pub(super) fn padding(&self, at: usize) -> usize {
        self.marks.get(at).map_or(0, |mark| usize::from(mark.padding))
    }

    pub(super) fn is_dropped(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|mark| mark.is_dropped)
    }

    pub(super) fn has_comma_behind(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|mark| mark.has_comma_behind)
    }

    fn set(&mut self, at: usize, change: impl FnOnce(&mut Mark)) {
        if let Some(mark) = self.marks.get_mut(at) {
            change(mark);
        }
    }

    pub(super) fn drop_token(&mut self, at: usize) {
        self.set(at, |mark| mark.is_dropped = true);
    }

    pub(super) fn add_comma_behind(&mut self, at: usize) {
        self.set(at, |mark| mark.has_comma_behind = true);
    }

    pub(super) fn start_line(&mut self, at: usize, level: usize) {
        let level = u16::try_from(level).unwrap_or(u16::MAX);
        self.set(at, |mark| mark.line = Some((level, false)));
    }
}

/// Reads off a tree without errors.
pub(super) fn of_file(file: &File, layout: &Layout<'_>) -> Marks {
    let marks = Marks { marks: vec![Mark::default(); layout.tokens.len()] };
    let mut walk = Walk { layout, file, marks };
    let mut before: Option<&Item> = None;
    for item in &file.items {
        walk.item(item, before);
        before = Some(item);
    }
    if file.version.is_some()
        && let Some(first) = file.items.first()
    {
        let at = walk.first(item_span(first));
        walk.marks.set(at, |mark| mark.line = Some((0, true)));
    }
    walk.marks
}

pub(super) struct Walk<'w, 's> {
    pub(super) layout: &'w Layout<'s>,
    file: &'w File,
    pub(super) marks: Marks,
}

impl Walk<'_, '_> {
    fn item(&mut self, item: &Item, before: Option<&Item>) {
        let at = self.first(item_span(item));
        let is_forced = before.is_some_and(|before| {
            is_block(item) || is_block(before) || std::mem::discriminant(before) != std::mem::discriminant(item)
        });
        self.marks.set(at, |mark| mark.line = Some((0, is_forced)));
        match item {
            Item::Opportunity(opportunity) => self.opportunity(opportunity),
            Item::Record(record) => {
                self.fields(&record.fields);
                self.block(record.span, 0, record.fields.is_empty());
            }
            Item::Process(process) => self.process(process),
            Item::Fixture(fixture) => {
                let spread = if fixture.facts.facts.is_empty() { Spread::No } else { Spread::Yes };
                self.facts(&fixture.facts, 0, spread);
            }
            Item::Test(test) => self.test(test),
            Item::Import(_) | Item::Evidence(_) | Item::Function(_) | Item::Define(_) | Item::Broken(_) => {}
        }
    }

    /// The first token of a place.
    pub(super) fn first(&self, span: Span) -> usize {
        self.layout.at(span.start)
    }

    /// The last token of a place.
    pub(super) fn last(&self, span: Span) -> usize {
        self.layout.at(span.end).saturating_sub(1)
    }

    /// The closing brace of a block.
    fn block(&mut self, span: Span, level: usize, is_empty: bool) {
        let close = self.last(span);
        if !is_empty || !self.layout.comments_before(close).is_empty() {
            self.marks.start_line(close, level);
        }
    }

    fn opportunity(&mut self, opportunity: &ast::Opportunity) {
        for stage in &opportunity.stages {
            self.marks.start_line(self.first(stage.span), 1);
        }
        self.fields(&opportunity.fields);
        self.block(opportunity.span, 0, opportunity.fields.is_empty() && opportunity.stages.is_empty());
    }

    /// The types of fields that stand together start in one column.
    fn fields(&mut self, fields: &[ast::Field]) {
        const WIDEST: usize = 32;
        let mut group: Vec<(usize, usize)> = Vec::new();
        for field in fields {
            let first = self.first(field.span);
            self.marks.start_line(first, 1);
            self.clauses_of_field(field);
            let has_blank = self.layout.breaks_before(first) > 1
                || self.layout.comments_before(first).iter().any(|comment| self.stands_apart(*comment));
            if has_blank {
                self.align(&group);
                group.clear();
            }
            let ty = self.first(field.ty.span);
            let width = self.layout.width(first, ty);
            if width <= WIDEST {
                group.push((ty, width));
            }
        }
        self.align(&group);
    }

    /// Whether a comment has a line of its own.
    fn stands_apart(&self, comment: super::Comment) -> bool {
        let start = usize::try_from(comment.start).unwrap_or(0);
        let before = self.layout.text.get(..start).unwrap_or("");
        let tail = before.rfind(|letter: char| !letter.is_whitespace() || letter == '\n' || letter == '\r');
        tail.is_none_or(|at| before.get(at..).is_some_and(|tail| tail.starts_with(['\n', '\r'])))
    }

    fn align(&mut self, group: &[(usize, usize)]) {
        let widest = group.iter().map(|&(_, width)| width).max().unwrap_or(0);
        for &(ty, width) in group {
            let padding = u16::try_from(widest.saturating_sub(width)).unwrap_or(0);
            self.marks.set(ty, |mark| mark.padding = padding);
        }
    }

    fn clauses_of_field(&mut self, field: &ast::Field) {
        let label = field.label.as_ref().map(|label| label.span);
        let blank = field.blanks.first().map(|blank| blank.span);
        for span in label.into_iter().chain(blank) {
            let word = self.first(span).saturating_sub(1);
            self.marks.set(word, |mark| mark.clause = Some(SOFT));
        }
    }

    /// The line may be broken before the word that leads to a place.
    fn clause_before(&mut self, span: Span, level: u8) {
        let word = self.first(span).saturating_sub(1);
        self.marks.set(word, |mark| mark.clause = Some(level));
    }

    fn process(&mut self, process: &ast::Process) {
        for part in &process.parts {
            match part {
                ProcessPart::Applies { span, .. } | ProcessPart::Outcome { span, .. } => {
                    self.marks.start_line(self.first(*span), 1);
                }
                ProcessPart::Chance(chance) => self.chance(chance),
                ProcessPart::Rule(rule) => self.rule(rule, 1),
                ProcessPart::Stage(stage) => self.stage(stage),
            }
        }
        self.block(process.span, 0, process.parts.is_empty());
    }

    fn stage(&mut self, stage: &ast::Stage) {
        self.marks.start_line(self.first(stage.span), 1);
        for part in &stage.parts {
            match part {
                StagePart::Base(base) => self.marks.start_line(self.first(base.span), 2),
                StagePart::Rule(rule) => self.rule(rule, 2),
            }
        }
        self.block(stage.span, 1, stage.parts.is_empty());
    }

    fn chance(&mut self, chance: &ast::Chance) {
        self.marks.start_line(self.first(chance.span), 1);
        for part in &chance.parts {
            match part {
                ChancePart::Base(base) => self.marks.start_line(self.first(base.span), 2),
                ChancePart::Odds(odds) => self.odds(odds),
            }
        }
        self.block(chance.span, 1, chance.parts.is_empty());
    }

    fn odds(&mut self, odds: &ast::Odds) {
        self.marks.start_line(self.first(odds.span), 2);
        let otherwise = odds.otherwise.map(|factor| self.first(factor.span).saturating_sub(2));
        for case in &odds.cases {
            if odds.block {
                self.marks.start_line(self.first(case.span), 3);
            }
            self.clause_before(self.file.exprs.get(case.condition).span, SOFT);
        }
        if let Some(otherwise) = otherwise {
            if odds.block {
                self.marks.start_line(otherwise, 3);
            } else {
                self.marks.set(otherwise, |mark| mark.clause = Some(SOFT));
            }
        }
        if odds.block {
            self.block(odds.span, 2, false);
        }
    }

    fn rule(&mut self, rule: &ast::Rule, level: usize) {
        self.marks.start_line(self.first(rule.span), level);
        self.clause_before(self.file.exprs.get(rule.condition).span, KEPT);
        if let Some(when) = rule.when {
            self.clause_before(self.file.exprs.get(when).span, KEPT_SECOND);
        }
        if let Some(how) = &rule.how {
            let how = self.first(how.span).saturating_sub(1);
            self.marks.start_line(how, level.saturating_add(1));
        }
    }

    fn test(&mut self, test: &ast::Test) {
        self.marks.start_line(self.first(test.given.span), 1);
        if let Some(with) = &test.given.with {
            let (added, dropped) = self.commas_of_facts(with);
            let width = self.layout.width(self.first(test.given.span), self.layout.at(with.span.end));
            let width = width.saturating_add(added).saturating_sub(dropped).saturating_add(super::INDENT);
            let fits = width <= WIDTH && !self.holds_spread(with.span);
            self.facts(with, 1, if fits { Spread::AsWritten } else { Spread::Yes });
        }
        for expectation in &test.expectations {
            self.marks.start_line(self.first(expectation.span), 1);
        }
        self.block(test.span, 0, false);
    }
}

/// A joint at which a break of the writer's is kept: before a rule's first clause.
pub(super) const KEPT: u8 = 0;
/// The same before its second clause.
pub(super) const KEPT_SECOND: u8 = 1;
/// A joint before another clause.
pub(super) const SOFT: u8 = 2;

fn is_block(item: &Item) -> bool {
    match item {
        Item::Opportunity(_) | Item::Record(_) | Item::Process(_) | Item::Fixture(_) | Item::Test(_) => true,
        Item::Import(_) | Item::Evidence(_) | Item::Function(_) | Item::Define(_) | Item::Broken(_) => false,
    }
}

fn item_span(item: &Item) -> Span {
    match item {
        Item::Import(item) => item.span,
        Item::Evidence(item) => item.span,
        Item::Opportunity(item) => item.span,
        Item::Record(item) => item.span,
        Item::Function(item) => item.span,
        Item::Define(item) => item.span,
        Item::Process(item) => item.span,
        Item::Fixture(item) => item.span,
        Item::Test(item) => item.span,
        Item::Broken(item) => item.span,
    }
}
