//! A change and a replay as pages for a browser (feature `html`).
//!
//! All that could be long is bounded: causes, needs and faults by a constant, the largest changes by the replay's own.

use crate::html::{Bar, Cell, Figure, Page, Row, Section, Table, Tone, bars, clipped};
use crate::verdict::Outcome;

use super::page::{grouped, share};
use super::report::{CauseKind, Replayed, Shift, Shifted, Tally, Unit};
use super::tables::{cause_words, ended, heads, outcomes, reasons, who, whole};
use super::words::{head, subject};
use super::{Change, Edit, Effect};

/// So many causes, needs, steps and faults are shown of each.
const MOST: usize = 50;
/// So many bars are drawn.
const BARS: usize = 8;
/// So many letters are shown of a text in a cell.
const LETTERS: usize = 240;

impl Change {
    /// What changed as a page: one text of HTML that is whole in itself and asks for nothing.
    ///
    /// ```
    /// use stagegate::{Change, Playbook};
    /// let old = Playbook::parse("opportunity { a: number } process p { stage s { require r that a > 1 } }")?;
    /// let new = Playbook::parse("opportunity { a: number } process p { stage s { require r that a > 2 } }")?;
    /// let page = Change::between(&old, &new).to_html();
    /// assert!(page.starts_with("<!doctype html>") && page.contains("a &#62; 2"));
    /// # Ok::<(), stagegate::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        Page::new("What the new playbook changes").section(edits(self)).to_html()
    }
}

impl Replayed {
    /// The replay as a page: one text of HTML that is whole in itself and asks for nothing.
    ///
    /// ```
    /// # use stagegate::{Date, Playbook, Replay};
    /// # let old = Playbook::parse("opportunity { key id: text a: bool } process p { stage s { require r that a } }")?;
    /// let mut replay = Replay::new(&old, &old, Date::new(2026, 11, 23)?);
    /// let read = old.reader().read_json(r#"{"id": "<script>", "a": true}"#);
    /// replay.push(1, None, read.as_ref(), read.as_ref());
    /// let page = replay.finish().to_html();
    /// assert!(page.starts_with("<!doctype html>") && !page.contains("<script>alert"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let count = grouped(i128::from(self.rows().rows()));
        let mut page =
            Page::new("What the new playbook changes").lead(format!("As of {}. {count} opportunities.", self.as_of));
        page = page.section(overview(self));
        let sections = [steps(self), moves(self), chances(self), causes(self), needs(self), faults(self)];
        for section in sections.into_iter().flatten() {
            page = page.section(section);
        }
        page.section(edits(self.change())).section(largest(self)).to_html()
    }
}

fn overview(replayed: &Replayed) -> Section {
    let (rows, decided, differing) = (replayed.rows(), replayed.decided(), replayed.differing());
    if rows.rows() == 0 {
        return Section::new("At a glance").text("The data has no rows, so nothing can be said of it.");
    }
    let figure = |name: &str, tally: Tally| {
        let worth = worth(replayed, tally).map(|worth| format!(", worth {worth}")).unwrap_or_default();
        Figure::new(name, grouped(i128::from(tally.rows())))
            .note(format!("{} of all{worth}", share(tally.rows(), rows.rows())))
    };
    let mut figures = vec![figure("another decision", decided), figure("another verdict", differing)];
    for outcome in outcomes(replayed) {
        let (part, all) = (decided.later(outcome), rows.later(outcome));
        let name = format!("{} later, decided otherwise", ended(outcome));
        let note = format!("{} of {}", grouped(i128::from(part)), grouped(i128::from(all)));
        let tone = if outcome == Outcome::Won { Tone::Doubtful } else { Tone::Plain };
        figures.push(Figure::new(name, share(part, all)).note(note).tone(tone));
    }
    let section = Section::new("At a glance").figures(figures);
    let section = if replayed.has_key {
        section
    } else {
        section.note("No playbook names a key, so opportunities are told apart by their row.")
    };
    match (replayed.unit, replayed.unpriced) {
        (None, _) => {
            section.note("No playbook says what an opportunity is worth, so the largest changes are the first.")
        }
        (Some(_), 0) => section,
        (Some(_), unpriced) => {
            let unpriced = grouped(i128::from(unpriced));
            section.note(format!("Without a known worth, and counted as nothing in sums: {unpriced}."))
        }
    }
}

fn worth(replayed: &Replayed, tally: Tally) -> Option<String> {
    match replayed.unit? {
        Unit::Money(currency) => Some(format!("{} {currency}", whole(tally.worth()))),
        Unit::Number => Some(whole(tally.worth())),
    }
}

/// A table whose rows begin with so many texts and end with a tally.
fn tallies(replayed: &Replayed, texts: &[&str]) -> Table {
    let table = texts.iter().fold(Table::new().sortable(), |table, title| table.texts(*title));
    heads(replayed).into_iter().fold(table, Table::numbers)
}

fn tally_cells(replayed: &Replayed, tally: Tally) -> Vec<Cell> {
    let mut cells = vec![Cell::sorted(grouped(i128::from(tally.rows())), tally.rows())];
    if replayed.unit.is_some() {
        cells.push(Cell::sorted(whole(tally.worth()), tally.worth()));
    }
    for outcome in outcomes(replayed) {
        let (part, all) = (tally.later(outcome), replayed.rows().later(outcome));
        cells.push(Cell::sorted(format!("{} ({})", grouped(i128::from(part)), share(part, all)), part));
    }
    cells
}

fn text(text: &str) -> Cell {
    Cell::text(clipped(text, LETTERS))
}

fn steps(replayed: &Replayed) -> Option<Section> {
    let mut table = tallies(replayed, &["from", "to"]);
    let mut count = 0_usize;
    for shift in replayed.decisions() {
        count = count.saturating_add(1);
        let to = if shift.from() == shift.to() { text(shift.to()) } else { text(shift.to()).tone(tone(shift.to())) };
        let mut cells = vec![text(shift.from()), to];
        cells.extend(tally_cells(replayed, shift.tally()));
        table.push(Row::new(cells));
    }
    (count > 0).then(|| Section::new("From decision to decision").table(table))
}

fn tone(decision: &str) -> Tone {
    match decision {
        "advance" => Tone::Good,
        "hold" => Tone::Doubtful,
        "disqualify" | "error" => Tone::Bad,
        _another => Tone::Plain,
    }
}

fn moves(replayed: &Replayed) -> Option<Section> {
    let kinds: [(&str, Vec<Shift>); 2] =
        [("earned stage", replayed.stages().collect()), ("process", replayed.processes().collect())];
    let mut section = Section::new("From stage to stage");
    let mut is_empty = true;
    for (title, shifts) in kinds.into_iter().filter(|(_, shifts)| !shifts.is_empty()) {
        is_empty = false;
        let mut table = tallies(replayed, &["from", "to"]).caption(title);
        for shift in shifts.iter().take(MOST) {
            let mut cells = vec![text(shift.from()), text(shift.to())];
            cells.extend(tally_cells(replayed, shift.tally()));
            table.push(Row::new(cells));
        }
        section = more(section.table(table), shifts.len());
    }
    (!is_empty).then_some(section)
}

fn more(section: Section, count: usize) -> Section {
    match count.checked_sub(MOST).filter(|more| *more > 0) {
        Some(more) => section.note(format!("… and {more} more")),
        None => section,
    }
}

fn chances(replayed: &Replayed) -> Option<Section> {
    let chance = replayed.chance();
    let parts = [("raised", chance.raised()), ("lowered", chance.lowered()), ("another range", chance.other())];
    if parts.iter().all(|(_, tally)| tally.rows() == 0) {
        return None;
    }
    let mut table = tallies(replayed, &["the likely chance is"]);
    for (what, tally) in parts.into_iter().filter(|(_, tally)| tally.rows() > 0) {
        let mut cells = vec![text(what)];
        cells.extend(tally_cells(replayed, tally));
        table.push(Row::new(cells));
    }
    let section = Section::new("Chance").table(table);
    if replayed.unit.is_none() {
        return Some(section);
    }
    let [old, new] = chance.expected().map(whole);
    Some(section.text(format!("Worth times likely chance: {old} before, {new} now.")))
}

fn causes(replayed: &Replayed) -> Option<Section> {
    if replayed.causes().is_empty() {
        return None;
    }
    let bar = |shift: &super::report::RuleShift| Bar {
        label: cause_words(replayed, shift.cause()),
        value: f64::from(u32::try_from(shift.all().rows()).unwrap_or(u32::MAX)),
        shown: grouped(i128::from(shift.all().rows())),
        tone: match shift.cause().kind() {
            CauseKind::Disqualifies | CauseKind::Data => Tone::Bad,
            CauseKind::Unmet | CauseKind::AtRisk | CauseKind::Warns => Tone::Doubtful,
            CauseKind::DisqualifiesNoMore
            | CauseKind::UnmetNoMore
            | CauseKind::AtRiskNoMore
            | CauseKind::WarnsNoMore => Tone::Good,
            CauseKind::Process | CauseKind::Claim | CauseKind::Stages | CauseKind::Chance => Tone::Plain,
        },
    };
    let drawn: Vec<Bar> = replayed.causes().iter().take(BARS).map(bar).collect();
    let mut table = tallies(replayed, &["what"]).numbers("verdicts");
    for shift in replayed.causes().iter().take(MOST) {
        // The columns are of the decisions, and where there are none of the verdicts, which stand last.
        let told = if shift.decisive().rows() > 0 { shift.decisive() } else { shift.all() };
        let mut cells = vec![text(&cause_words(replayed, shift.cause()))];
        cells.extend(tally_cells(replayed, told));
        if let Some(decisions) = cells.get_mut(1) {
            *decisions = Cell::sorted(grouped(i128::from(shift.decisive().rows())), shift.decisive().rows());
        }
        cells.push(Cell::sorted(grouped(i128::from(shift.all().rows())), shift.all().rows()));
        table.push(Row::new(cells));
    }
    let section = Section::new("What made it").charts(vec![bars("Verdicts that it made others", &drawn)]);
    let section = section.table(table).note("The count is of decisions; the last column of all verdicts.");
    Some(more(section, replayed.causes().len()))
}

fn needs(replayed: &Replayed) -> Option<Section> {
    if replayed.needs().is_empty() {
        return None;
    }
    let mut table = Table::new().sortable().texts("fact").texts("").numbers("unknown").numbers("of").numbers("share");
    for need in replayed.needs().iter().take(MOST) {
        let number = |count: u64| Cell::sorted(grouped(i128::from(count)), count);
        let mark = if need.is_new() { Cell::text("new").tone(Tone::Doubtful) } else { Cell::text("") };
        let share = Cell::text(share(need.unknown(), need.of()));
        table.push(Row::new(vec![text(need.fact()), mark, number(need.unknown()), number(need.of()), share]));
    }
    Some(more(Section::new("What the new playbook asks for").table(table), replayed.needs().len()))
}

fn faults(replayed: &Replayed) -> Option<Section> {
    if replayed.faults().is_empty() {
        return None;
    }
    let mut table = Table::new().sortable().texts("field").numbers("old").numbers("new").texts("for example");
    for fault in replayed.faults().iter().take(MOST) {
        let field = if fault.field().is_empty() { "the row as a whole" } else { fault.field() };
        let number = |count: u64| Cell::sorted(grouped(i128::from(count)), count);
        table.push(Row::new(vec![text(field), number(fault.before()), number(fault.after()), text(fault.example())]));
    }
    Some(more(Section::new("Rows in error").table(table), replayed.faults().len()))
}

fn edits(change: &Change) -> Section {
    let section = Section::new("In the playbook").text(head(change));
    if change.is_empty() {
        return section;
    }
    let mut table =
        Table::new().sortable().texts("process").texts("how").texts("what").texts("was").texts("now").texts("effect");
    for edit in change.edits() {
        table.push(edit_row(edit));
    }
    section.table(table)
}

fn edit_row(edit: &Edit) -> Row {
    let effect = match edit.effect() {
        Effect::Decides => Cell::text("may decide otherwise").tone(Tone::Doubtful),
        Effect::Reads => Cell::text("reads data otherwise").tone(Tone::Doubtful),
        Effect::Says => Cell::text("words, names or order alone"),
    };
    Row::new(vec![
        text(edit.process().unwrap_or_default()),
        Cell::text(edit.kind().as_str()),
        text(&subject(edit)),
        text(edit.from().unwrap_or_default()),
        text(edit.to().unwrap_or_default()),
        effect,
    ])
}

fn largest(replayed: &Replayed) -> Section {
    let section = Section::new("The largest changes");
    if replayed.largest().is_empty() {
        return section.text("No verdict differs.");
    }
    let mut table = Table::new().texts("opportunity").texts("what made it").texts("was").texts("now");
    for shifted in replayed.largest() {
        table.push(shifted_row(replayed, shifted));
    }
    section.table(table)
}

fn shifted_row(replayed: &Replayed, shifted: &Shifted) -> Row {
    let causes: Vec<String> = shifted.causes().iter().map(|cause| cause_words(replayed, cause)).collect();
    let [was, now] = [shifted.before(), shifted.after()].map(|verdict| reasons(verdict, shifted));
    let first = |lines: &[String]| text(lines.first().map_or("", String::as_str));
    let folded = format!("was\n  {}\nnow\n  {}", was.join("\n  "), now.join("\n  "));
    let cells = vec![text(&who(replayed, shifted)), text(&causes.join("; ")), first(&was), first(&now)];
    Row::new(cells).fold("why", folded)
}
