//! What is in the picture: boxes with lines of text, each as large as its text needs.

use super::measure;
use crate::graph::{Item, LEGEND, Lane, Step, words};
use crate::playbook::RuleKind;

/// Letters' heights, and the distance of lines.
const PLAIN: f32 = 13.0;
const BOLD: f32 = 14.0;
pub(super) const LINE: f32 = 18.0;
/// Between a box and its text.
pub(super) const PADDING: f32 = 12.0;
/// Where text begins behind a rule's mark.
pub(super) const INDENT: f32 = 20.0;
/// As wide is the box of a stage.
pub(super) const WIDTH: f32 = 356.0;

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub look: Look,
    pub lines: Vec<Line>,
    pub width: f32,
    pub height: f32,
}

/// How a box looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Words alone.
    Bare,
    /// The way into a process.
    Entry,
    Stage,
    /// What counts at any stage.
    Anywhere,
    /// Round: where it starts, and where it ends.
    Start,
    Won,
    End,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub is_bold: bool,
    /// Of a rule: which kind.
    pub rule: Option<RuleKind>,
    /// Of a rule's first line: that its mark stands before it, and what shows when pointed at.
    pub first: Option<Option<String>>,
}

impl Block {
    /// A box of one text.
    pub(super) fn words(look: Look, text: &str) -> Block {
        let lines = lines(text, false, None, &None);
        let widest = lines.iter().map(|line| measure::width(&line.text, PLAIN)).fold(0.0, f32::max);
        Block::new(look, lines, widest + 3.0 * PADDING)
    }

    /// The title of a process.
    pub(super) fn title(lane: &Lane) -> Block {
        Block::new(Look::Bare, lines(&lane.title, true, None, &None), WIDTH)
    }

    /// The way into a process.
    pub(super) fn entry(lane: &Lane) -> Block {
        Block::new(Look::Entry, lines(&lane.entry(), false, None, &None), WIDTH)
    }

    /// A stage with its rules.
    pub(super) fn stage(step: &Step) -> Block {
        Block::new(Look::Stage, listed(&step.title, &step.items), WIDTH)
    }

    /// What counts at any stage of a process.
    pub(super) fn anywhere(lane: &Lane) -> Block {
        Block::new(Look::Anywhere, listed("At any stage", &lane.anywhere), WIDTH)
    }

    /// What the marks mean.
    pub(super) fn legend() -> Block {
        let kinds = [RuleKind::Requirement { once: false }, RuleKind::Disqualifier, RuleKind::Warning];
        let text = |words: &str| words.split_once(' ').map_or("", |(_, meaning)| meaning).to_owned();
        let line = |(words, kind): (&str, RuleKind)| Line {
            text: text(words),
            is_bold: false,
            rule: Some(kind),
            first: Some(None),
        };
        let lines: Vec<Line> = LEGEND.into_iter().zip(kinds).map(line).collect();
        let widest = lines.iter().map(|line| measure::width(&line.text, PLAIN)).fold(0.0, f32::max);
        Block::new(Look::Bare, lines, widest + INDENT + 2.0 * PADDING)
    }

    fn new(look: Look, lines: Vec<Line>, width: f32) -> Block {
        let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let padding = if look == Look::Bare { 0.0 } else { 2.0 * PADDING - 6.0 };
        Block { look, lines, width, height: f32::from(count) * LINE + padding }
    }
}

/// A heading and rules below it.
fn listed(title: &str, items: &[Item]) -> Vec<Line> {
    let mut all = lines(title, true, None, &None);
    for item in items {
        all.extend(lines(&item.line(), false, Some(item.kind), &item.how));
    }
    all
}

/// A text in lines as wide as a box.
fn lines(text: &str, is_bold: bool, rule: Option<RuleKind>, hint: &Option<String>) -> Vec<Line> {
    let size = if is_bold { BOLD * 1.08 } else { PLAIN };
    let room = WIDTH - 2.0 * PADDING - if rule.is_some() { INDENT } else { 0.0 };
    let wrapped = words::wrapped_by(text, |line| measure::width(line, size) <= room);
    let line = |(place, text)| Line { text, is_bold, rule, first: (place == 0).then(|| hint.clone()) };
    wrapped.into_iter().enumerate().map(line).collect()
}
