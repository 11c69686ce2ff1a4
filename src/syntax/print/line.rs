//! One line: its tokens with spaces between them, broken where it is too long.
//!
//! A line is broken at its weakest joints: before a clause, before `|`, behind the commas of labels, before `and` and
//! `or`, behind the commas of arguments, before `+` and `-`; outside of parentheses before inside. Joints of one kind
//! break together, but for commas and `|`, of which only those break that must.

use super::marks::{KEPT, KEPT_SECOND, SOFT};
use super::{INDENT, Printer, WIDTH};

/// A place between two tokens where a line may be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Joint {
    /// The weakest is the smallest.
    strength: u16,
    is_fill: bool,
}

/// A part of a line that is yet to be written.
#[derive(Clone, Copy, Debug)]
struct Part {
    first: usize,
    end: usize,
    /// The column in which it starts.
    column: usize,
    /// Only joints stronger than this are left in it.
    floor: Option<u16>,
    /// Whether it starts on a line of its own.
    breaks: bool,
}

impl Printer<'_, '_> {
    /// Writes the tokens of a line; what comes before them has been written.
    pub(super) fn line(&mut self, first: usize, end: usize, level: usize) {
        let column = level.saturating_mul(INDENT);
        let joints = self.joints(first, end);
        let line = Line { first, joints: &joints, base: column };
        let mut parts = vec![Part { first, end, column, floor: None, breaks: false }];
        while let Some(part) = parts.pop() {
            let Some(joint) = self.weakest(&line, part) else {
                self.inline(part);
                continue;
            };
            let smaller = if joint.is_fill { self.fill(&line, part, joint) } else { split(&line, part, joint) };
            parts.extend(smaller.into_iter().rev());
        }
    }

    /// The joints of a line: one for each of its tokens, if there is one before it.
    fn joints(&self, first: usize, end: usize) -> Vec<Option<Joint>> {
        let mut betweens: Vec<usize> = vec![0];
        let mut joints = Vec::new();
        for at in first..end {
            let depth = u16::try_from(betweens.len()).unwrap_or(u16::MAX);
            joints.push(self.joint(at, depth, betweens.last_mut()));
            match self.layout.text(at) {
                "(" | "[" | "{" => betweens.push(0),
                ")" | "]" | "}" if betweens.len() > 1 => {
                    betweens.pop();
                }
                _ => {}
            }
        }
        joints
    }

    fn joint(&self, at: usize, depth: u16, betweens: Option<&mut usize>) -> Option<Joint> {
        const KINDS: u16 = 3;
        const FIRST: u16 = 5;
        if let Some(clause) = self.marks.clause(at) {
            return Some(Joint { strength: u16::from(clause), is_fill: false });
        }
        let inside = depth.saturating_sub(1).saturating_mul(KINDS).saturating_add(FIRST);
        let joint = |strength: u16, is_fill: bool| Some(Joint { strength, is_fill });
        let before = at.checked_sub(1).map_or("", |before| self.layout.text(before));
        let betweens_open = betweens.as_ref().map_or(0, |betweens| **betweens);
        match (before, self.layout.text(at)) {
            (_, "between") => {
                if let Some(betweens) = betweens {
                    *betweens = betweens.saturating_add(1);
                }
                None
            }
            (_, "and") if betweens_open > 0 => {
                if let Some(betweens) = betweens {
                    *betweens = betweens.saturating_sub(1);
                }
                None
            }
            (_, "|") => joint(3, true),
            (",", _) if depth == 1 => joint(4, true),
            (_, "and" | "or") => joint(inside, false),
            (",", _) => joint(inside.saturating_add(1), true),
            (_, "+") => joint(inside.saturating_add(2), false),
            (_, "-") if !self.layout.is_sign(at) => joint(inside.saturating_add(2), false),
            _ => None,
        }
    }

    /// The joints at which a part is to be broken, if it is.
    fn weakest(&self, line: &Line<'_>, part: Part) -> Option<Joint> {
        let is_long = self.is_long(part.first, part.end, part.column);
        let joints = line.joints_in(part).filter(|&(at, joint)| is_long || self.is_kept(at, joint));
        joints.map(|(_, joint)| joint).min()
    }

    fn is_long(&self, first: usize, end: usize, column: usize) -> bool {
        let mut inside = first.saturating_add(1)..end;
        let padding: usize = inside.clone().map(|at| self.marks.padding(at)).sum();
        let width = self.layout.width(first, end).saturating_add(padding).saturating_add(column);
        width > WIDTH || inside.any(|at| !self.layout.comments_before(at).is_empty())
    }

    /// Whether the writer has broken the line at a joint where that counts.
    fn is_kept(&self, at: usize, joint: Joint) -> bool {
        let counts = joint.strength == u16::from(KEPT) || joint.strength == u16::from(KEPT_SECOND);
        counts && self.layout.starts_line(at)
    }

    /// Breaks at those joints of one kind only behind which the line would be too long, or that follow a comment.
    fn fill(&self, line: &Line<'_>, part: Part, joint: Joint) -> Vec<Part> {
        let inner = line.inner(joint, part.column);
        let mut parts = Vec::new();
        let mut open = Part { floor: Some(joint.strength), ..part };
        let mut last = part.first;
        let mut padding = 0_usize;
        let ends = line.joints_in(part).filter(|&(_, other)| other == joint).map(|(at, _)| at);
        for at in ends.chain([part.end]) {
            padding = padding.saturating_add((last.saturating_add(1)..at).map(|at| self.marks.padding(at)).sum());
            let width = self.layout.width(open.first, at).saturating_add(padding).saturating_add(open.column);
            let after_comment = !self.layout.comments_before(last).is_empty();
            if last > open.first && (width > WIDTH || after_comment) {
                parts.push(Part { end: last, ..open });
                open = Part { first: last, column: inner, breaks: true, ..open };
                padding = 0;
            }
            last = at;
        }
        parts.push(open);
        parts
    }

    /// Writes a part on one line; only a comment breaks it.
    fn inline(&mut self, part: Part) {
        let continued = part.column.saturating_add(INDENT);
        let mut after_comment = false;
        for at in part.first..part.end {
            let is_first = at == part.first;
            let has_comment = !self.layout.comments_before(at).is_empty() && (!is_first || part.breaks);
            if self.marks.is_dropped(at) {
                if has_comment {
                    self.comments(at, continued / INDENT, super::Blank::Keep);
                    after_comment = true;
                }
                continue;
            }
            if is_first && part.breaks {
                self.break_line(at, part.column);
            } else if has_comment || after_comment {
                self.break_line(at, continued);
            } else if !is_first && self.layout.has_space_before(at) {
                let spaces = self.marks.padding(at).saturating_add(1);
                self.out.extend(std::iter::repeat_n(' ', spaces));
            }
            after_comment = false;
            self.token(at);
        }
    }

    /// Goes to the next line, with the comments before a token.
    fn break_line(&mut self, at: usize, spaces: usize) {
        self.comments(at, spaces / INDENT, super::Blank::Keep);
        self.new_line(spaces);
    }
}

/// Breaks at all joints of one kind.
fn split(line: &Line<'_>, part: Part, joint: Joint) -> Vec<Part> {
    let inner = line.inner(joint, part.column);
    let mut parts = Vec::new();
    let mut open = Part { floor: Some(joint.strength), ..part };
    for (at, _) in line.joints_in(part).filter(|&(_, other)| other == joint) {
        parts.push(Part { end: at, ..open });
        open = Part { first: at, column: inner, breaks: true, ..open };
    }
    parts.push(open);
    parts
}

/// A line that is being broken.
struct Line<'l> {
    first: usize,
    joints: &'l [Option<Joint>],
    /// The column in which its first token stands.
    base: usize,
}

impl Line<'_> {
    /// The joints inside of a part.
    fn joints_in(&self, part: Part) -> impl Iterator<Item = (usize, Joint)> {
        let inside = part.first.saturating_add(1)..part.end;
        let joint = |at: usize| self.joints.get(at.checked_sub(self.first)?).copied().flatten();
        inside
            .filter_map(move |at| Some((at, joint(at)?)))
            .filter(move |(_, joint)| part.floor.is_none_or(|floor| joint.strength > floor))
    }

    /// The column of what follows a break: clauses stand one level inside of the whole line, other parts one level
    /// inside of the part that they belong to.
    fn inner(&self, joint: Joint, column: usize) -> usize {
        let outer = if joint.strength <= u16::from(SOFT) { self.base } else { column };
        outer.saturating_add(INDENT)
    }
}
