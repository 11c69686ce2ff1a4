//! What changed in the chance of a process.

use crate::hir;
use crate::value::Percent;

use super::matching::Matching;
use super::meaning::{Meaning, Read};
use super::{Draft, Edit, EditKind, Effect, Subject};

/// A line of odds by what it means: factors as bits, conditions by number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    cases: Vec<(u64, Option<Meaning>)>,
    otherwise: u64,
}

impl Line {
    fn of(line: &hir::OddsLine, read: &Read) -> Self {
        let cases = line.cases.iter().map(|&(factor, condition)| (factor.to_bits(), read.of(condition)));
        Line { cases: cases.collect(), otherwise: line.otherwise.to_bits() }
    }

    fn factors(&self) -> (Vec<u64>, u64) {
        (self.cases.iter().map(|(factor, _)| *factor).collect(), self.otherwise)
    }

    fn conditions(&self) -> Vec<Option<Meaning>> {
        self.cases.iter().map(|(_, condition)| *condition).collect()
    }
}

/// Writes down what changed in the chance of a process that is in both playbooks. `define` names the changed define that a new
/// condition reads.
pub(super) fn compare(
    draft: &mut Draft<'_>,
    (old, new): (&hir::Process, &hir::Process),
    define: impl Fn(hir::ExprId) -> Option<String>,
) {
    let base = |process: &hir::Process| {
        let chance = process.chance.as_ref();
        chance.map(|chance| Percent::from_hundredths(chance.base).to_string()).unwrap_or_default()
    };
    let (from, to) = (base(old), base(new));
    if from != to {
        let kind = match (from.is_empty(), to.is_empty()) {
            (true, _) => EditKind::Added,
            (false, true) => EditKind::Removed,
            (false, false) => EditKind::Changed,
        };
        let edit = Edit::new(Subject::Chance, kind, Effect::Decides, "chance").within(&new.name, None);
        let edit = edit.was_at(draft.old_place(old.span)).now_at(draft.new_place(new.span));
        draft.push(edit.about("base").with_from(from).with_to(to));
    }
    lines(draft, old, new, define);
}

fn lines(
    draft: &mut Draft<'_>,
    old: &hir::Process,
    new: &hir::Process,
    define: impl Fn(hir::ExprId) -> Option<String>,
) {
    let [old_read, new_read] = draft.readings;
    let lines_of = |process: &hir::Process, read: &Read| -> Vec<Line> {
        process.chance.iter().flat_map(|chance| &chance.lines).map(|line| Line::of(line, read)).collect()
    };
    let (before, after) = (lines_of(old, old_read), lines_of(new, new_read));
    let mut matching = Matching::new(before.len(), after.len());
    matching.by(|place| before.get(place).cloned(), |place| after.get(place).cloned());
    // Other factors for the same cases.
    let conditions = |lines: &[Line], place: usize| lines.get(place).map(Line::conditions);
    matching.by(|place| conditions(&before, place), |place| conditions(&after, place));
    // Other conditions with the same factors.
    let factors = |lines: &[Line], place: usize| lines.get(place).map(Line::factors);
    matching.by(|place| factors(&before, place), |place| factors(&after, place));
    let line = |process: &hir::Process, place: usize| {
        process.chance.as_ref().and_then(|chance| chance.lines.get(place)).cloned()
    };
    let edit = |kind, name: &str| Edit::new(Subject::Odds, kind, Effect::Decides, name).within(&new.name, None);
    for gone in matching.old_only().into_iter().filter_map(|place| line(old, place)) {
        let written = written(draft, 0, &gone);
        draft.push(edit(EditKind::Removed, "odds").was_at(draft.old_place(gone.span)).with_from(written));
    }
    for added in matching.new_only().into_iter().filter_map(|place| line(new, place)) {
        let written = written(draft, 1, &added);
        draft.push(edit(EditKind::Added, "odds").now_at(draft.new_place(added.span)).with_to(written));
    }
    for (one, two) in matching.both() {
        if before.get(one) == after.get(two) {
            continue;
        }
        if let (Some(was), Some(now)) = (line(old, one), line(new, two)) {
            let edit = edit(EditKind::Changed, "odds").about("cases");
            let mut edit = edit.was_at(draft.old_place(was.span)).now_at(draft.new_place(now.span));
            let (from, to) = (written(draft, 0, &was), written(draft, 1, &now));
            if from == to {
                edit.define = now.cases.iter().find_map(|(_, condition)| define(*condition));
            }
            draft.push(edit.with_from(from).with_to(to));
        }
    }
    if matching.is_reordered() {
        // Factors are multiplied in order; another order may round otherwise, and no more.
        draft.push(edit(EditKind::Reordered, "lines of odds"));
    }
}

/// A line as it might be written, on one line.
fn written(draft: &Draft<'_>, side: usize, line: &hir::OddsLine) -> String {
    let case = |&(factor, condition): &(f64, hir::ExprId)| {
        format!("times {factor} when {}", super::process::text(draft, side, condition))
    };
    let mut parts: Vec<String> = line.cases.iter().map(case).collect();
    if line.otherwise.to_bits() != 1.0_f64.to_bits() {
        parts.push(format!("otherwise times {}", line.otherwise));
    }
    parts.join(", ")
}
