//! Opportunities held against two playbooks, block by block.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::batch::decided;
use crate::facts::{DataError, Opportunity, Reader, Slot};
use crate::hir;
use crate::pipeline::{Assessed, Pipeline};
use crate::playbook::{Assessment, Playbook, UnknownProcess};
use crate::schema::TableId;
use crate::value::Date;
use crate::verdict::Outcome;

use super::block::{self, Block, Difference, Standing};
use super::later::Later;
use super::links::Links;
use super::needs::Needs;
use super::report::{Cause, Chances, Faults, Replayed, RuleShift, Shifted, Tally, Unit, hundredths};
use super::{Change, facts};

/// How many rows are assessed at a time.
const ROWS: usize = 16 * 1024;
/// How many changes are kept with their reasons, if nobody says.
const TOP: usize = 10;

/// Opportunities held against an old and a new playbook on one day: whose verdict is another, how many, worth how much, and why.
///
/// It keeps counts and sums, and of the largest changes both verdicts; besides these it holds no more than some thousand
/// opportunities at a time, however many there are.
///
/// ```
/// use stagegate::{Date, Playbook, Replay};
///
/// let old = Playbook::parse(r#"
///     opportunity { key id: text  worth amount: money USD  budget: money USD }
///     process direct { stage qualify { require priced that amount is known } }
/// "#)?;
/// let new = Playbook::parse(r#"
///     opportunity { key id: text  worth amount: money USD  budget: money USD }
///     process direct {
///       disqualify poor when budget < amount * 40%
///       stage qualify { require priced that amount is known }
///     }
/// "#)?;
/// let mut replay = Replay::new(&old, &new, Date::new(2026, 11, 23)?);
/// let [before, after] = [old.reader(), new.reader()];
/// for (number, row) in (1..).zip([r#"{"id": "A", "amount": 900, "budget": 100}"#, r#"{"id": "B", "amount": 500}"#]) {
///     replay.push(number, None, before.read_json(row).as_ref(), after.read_json(row).as_ref());
/// }
/// let replayed = replay.finish();
/// assert_eq!((replayed.rows().rows(), replayed.decided().rows()), (2, 1));
/// let [poor, ..] = replayed.causes() else { panic!("a cause") };
/// assert_eq!((poor.cause().name(), replayed.worth_text(poor.decisive().worth()).as_str()), (Some("poor"), "900 USD"));
/// assert_eq!(replayed.largest()[0].after().disqualified_by()[0].rule(), "poor");
/// println!("{replayed}");
/// println!("{}", serde_json::to_string(&replayed)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Replay {
    change: Change,
    links: Links,
    sides: [Side; 2],
    today: Date,
    reopen: bool,
    top: usize,
    reads_alike: bool,
    unit: Option<Unit>,
    /// Whether it is the new playbook that says what an opportunity is worth.
    priced_by_new: bool,
    notes: Vec<Note>,
    files: Vec<String>,
    later: Later,
    needs: Needs,
    faults: BTreeMap<String, Faults>,
    counts: Counts,
    causes: BTreeMap<Cause, (Tally, Tally)>,
    /// By rank, the first first.
    largest: Vec<(Rank, Shifted)>,
}

/// One playbook, and the rows that it is to assess next.
#[derive(Debug)]
struct Side {
    playbook: Playbook,
    /// Without rows.
    empty: Pipeline,
    pipeline: Pipeline,
    assessed: Assessed,
    how: Assessment,
}

/// What is remembered of a row until it is assessed.
#[derive(Debug)]
struct Note {
    number: u64,
    file: Option<usize>,
    worth: Option<i64>,
    claim: Option<usize>,
    /// The fields that cannot be read.
    faults: [Option<String>; 2],
}

/// The class of the change, what it is worth, and the place among all rows.
type Rank = (u8, Reverse<i64>, u64);

/// What is counted.
#[derive(Debug, Default)]
struct Counts {
    rows: Tally,
    differing: Tally,
    decided: Tally,
    /// By the number of the old decision and then of the new one.
    decisions: [[Tally; 8]; 8],
    stages: BTreeMap<(String, String), Tally>,
    processes: BTreeMap<(String, String), Tally>,
    chance: Chances,
    in_error: [u64; 2],
    unpriced: u64,
}

impl Replay {
    /// Holds no opportunity yet. Functions are bound before.
    #[must_use]
    pub fn new(old: &Playbook, new: &Playbook, today: Date) -> Self {
        let (change, pairs) = super::compare(old, new);
        let [before, after] = [old.checked(), new.checked()];
        let [old_entries, new_entries] = [before, after].map(|playbook| facts::entries(&playbook.schema));
        let renamed = facts::renamed(&old_entries, &new_entries);
        let priced_by_new = after.schema.worth.is_some();
        Replay {
            links: Links::new(&pairs, before, after),
            change,
            sides: [Side::new(old, today), Side::new(new, today)],
            today,
            reopen: false,
            top: TOP,
            reads_alike: facts::are_alike(&before.schema, &after.schema),
            unit: unit(if priced_by_new { after } else { before }),
            priced_by_new,
            notes: Vec::new(),
            files: Vec::new(),
            later: Later::new([before, after]),
            needs: Needs::new(before, after, &|path| facts::old_path(&renamed, path), today),
            faults: BTreeMap::new(),
            counts: Counts::default(),
            causes: BTreeMap::new(),
            largest: Vec::new(),
        }
    }

    /// By that process of both playbooks, whatever routing would say.
    ///
    /// # Errors
    ///
    /// Where one of them has none of that name.
    pub fn by(mut self, process: &str) -> Result<Self, UnknownProcess> {
        for side in &mut self.sides {
            side.how = side.how.by(side.playbook.process(process)?);
        }
        Ok(self)
    }

    /// Whether a claim of won, lost or walked counts as no claim. The report then tells how many of those that change were
    /// won, lost or walked away from later.
    #[must_use]
    pub fn reopening(mut self, reopen: bool) -> Self {
        self.reopen = reopen;
        for side in &mut self.sides {
            side.how = side.how.reopening(reopen);
        }
        self
    }

    /// How many of the changes are kept with their reasons; ten if nobody says.
    #[must_use]
    pub fn top(mut self, top: usize) -> Self {
        self.top = top;
        self
    }

    /// Whether both playbooks read data alike, so that an opportunity that was read for one is one for the other.
    ///
    /// ```
    /// use stagegate::{Date, Playbook, Replay};
    /// let old = Playbook::parse("opportunity { paid: bool } process p { stage a { require r that paid } }")?;
    /// let new = Playbook::parse("opportunity { paid: bool from \"Paid\" } process p { stage a { require r that paid } }")?;
    /// let today = Date::new(2026, 11, 23)?;
    /// assert!(Replay::new(&old, &old, today).reads_alike());
    /// assert!(!Replay::new(&old, &new, today).reads_alike());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reads_alike(&self) -> bool {
        self.reads_alike
    }

    /// The readers of both playbooks, without rates.
    #[must_use]
    pub fn readers(&self) -> [Reader; 2] {
        self.sides.each_ref().map(|side| side.playbook.reader())
    }

    /// Adds the `number`-th opportunity (from 1) of a file, as it was read for the old and for the new playbook, or what is
    /// wrong with it.
    pub fn push(
        &mut self,
        number: u64,
        file: Option<&str>,
        old: Result<&Opportunity, &DataError>,
        new: Result<&Opportunity, &DataError>,
    ) {
        let note = Note {
            number,
            file: file.map(|file| self.file(file)),
            worth: self.worth(old, new),
            claim: self.claim(old, new),
            faults: [self.fault(0, old), self.fault(1, new)],
        };
        self.notes.push(note);
        if let Ok(opportunity) = new {
            self.needs.count(opportunity);
        }
        for (side, read) in self.sides.iter_mut().zip([old, new]) {
            match read {
                Ok(opportunity) => side.pipeline.push(opportunity),
                Err(error) => side.pipeline.push_error(error.clone()),
            }
        }
        if self.notes.len() >= ROWS {
            self.settle();
        }
    }

    /// What came of it.
    #[must_use]
    pub fn finish(mut self) -> Replayed {
        self.settle();
        let causes = self.causes.into_iter();
        let mut causes: Vec<RuleShift> =
            causes.map(|(cause, (all, decisive))| RuleShift { cause, all, decisive }).collect();
        causes.sort_by_key(|shift| (Reverse(shift.decisive.rows), Reverse(shift.all.rows)));
        let [before, after] = self.sides.each_ref().map(|side| side.playbook.checked());
        let has_key = before.schema.key.is_some() || after.schema.key.is_some();
        let Counts { rows, differing, decided, decisions, stages, processes, chance, in_error, unpriced } = self.counts;
        let decisions = steps(&decisions);
        Replayed {
            change: self.change,
            as_of: self.today,
            unit: self.unit,
            reopened: self.reopen,
            rows,
            differing,
            decided,
            decisions,
            stages,
            processes,
            chance,
            causes,
            largest: self.largest.into_iter().map(|(_, shifted)| shifted).collect(),
            needs: self.needs.into_needs(),
            faults: self.faults.into_values().collect(),
            in_error,
            has_key,
            has_several: before.processes.len() > 1 || after.processes.len() > 1,
            unpriced,
        }
    }

    fn file(&mut self, file: &str) -> usize {
        match self.files.iter().rposition(|known| known == file) {
            Some(place) => place,
            None => {
                self.files.push(file.to_owned());
                self.files.len().saturating_sub(1)
            }
        }
    }

    /// What it is worth, by the new playbook where that says so.
    fn worth(&self, old: Result<&Opportunity, &DataError>, new: Result<&Opportunity, &DataError>) -> Option<i64> {
        let [before, after] = &self.sides;
        let (side, read) = if self.priced_by_new { (after, new) } else { (before, old) };
        let column = side.playbook.checked().schema.worth?;
        let slot = read.ok()?.slot(TableId(0), 0, column);
        let is_on_record = slot.on == Slot::UNDATED || slot.on <= self.today.days();
        (slot.known && is_on_record).then_some(slot.value)
    }

    /// What the data claims, where that may say what became of it.
    fn claim(&mut self, old: Result<&Opportunity, &DataError>, new: Result<&Opportunity, &DataError>) -> Option<usize> {
        if !self.reopen {
            return None;
        }
        let claim = |read: Result<&Opportunity, &DataError>| read.ok().and_then(|read| read.claim().map(str::to_owned));
        let claim = claim(old).or_else(|| claim(new))?;
        Some(self.later.claim(&claim))
    }

    /// The field that cannot be read, which is counted.
    fn fault(&mut self, side: usize, read: Result<&Opportunity, &DataError>) -> Option<String> {
        let error = read.err()?;
        let field = error.field().unwrap_or_default().to_owned();
        self.count_fault(side, &field, error.message());
        Some(field)
    }

    fn count_fault(&mut self, side: usize, field: &str, message: &str) {
        let faults = self.faults.entry(field.to_owned()).or_insert_with(|| Faults {
            field: field.to_owned(),
            old: 0,
            new: 0,
            example: message.to_owned(),
        });
        let count = if side == 0 { &mut faults.old } else { &mut faults.new };
        *count = count.saturating_add(1);
    }

    /// Assesses the rows at hand, counts them and forgets them.
    fn settle(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        for side in &mut self.sides {
            side.pipeline.assess_into(&mut side.assessed, self.today, side.how);
        }
        let found = self.compare(&notes);
        for (row, (note, (old, new, difference))) in notes.iter().zip(found).enumerate() {
            self.count(row, note, [old, new], difference);
        }
        for side in &mut self.sides {
            side.pipeline.clone_from(&side.empty);
        }
        self.later.forget();
    }

    /// Where each row stands by both, and how that differs.
    fn compare(&self, notes: &[Note]) -> Vec<(Standing, Standing, Option<Difference>)> {
        let [old, new] = self
            .sides
            .each_ref()
            .map(|side| block::Side { playbook: side.playbook.checked(), assessed: &side.assessed });
        let block = Block::new(old, new, &self.links, notes.len());
        let compare = |(row, note): (usize, &Note)| {
            let (before, after) = (block.old.standing(row), block.new.standing(row));
            let [old_fault, new_fault] = note.faults.each_ref().map(Option::as_deref);
            let faults = [stage_fault(old_fault, before), stage_fault(new_fault, after)];
            let difference = block.difference(row, before, after, faults);
            (before, after, difference)
        };
        notes.iter().enumerate().map(compare).collect()
    }

    fn count(&mut self, row: usize, note: &Note, standings: [Standing; 2], difference: Option<Difference>) {
        let [old, new] = standings;
        let later = note.claim.and_then(|claim| self.later.outcome(claim, [old.process, new.process]));
        let counts = &mut self.counts;
        counts.rows.add(note.worth, later);
        counts.unpriced = counts.unpriced.saturating_add(u64::from(note.worth.is_none()));
        let step = counts.decisions.get_mut(usize::from(old.decision));
        if let Some(tally) = step.and_then(|step| step.get_mut(usize::from(new.decision))) {
            tally.add(note.worth, later);
        }
        for (side, standing) in standings.iter().enumerate() {
            if standing.decision != decided::ERROR {
                continue;
            }
            if let Some(count) = self.counts.in_error.get_mut(side) {
                *count = count.saturating_add(1);
            }
            if note.faults.get(side).is_some_and(Option::is_none) {
                self.count_fault(side, "stage", "the claim is no stage of the process");
            }
        }
        self.count_expected(note.worth, standings);
        if let Some(difference) = difference {
            self.count_difference(row, note, standings, later, difference);
        }
    }

    fn count_expected(&mut self, worth: Option<i64>, standings: [Standing; 2]) {
        let [Some(old), Some(new)] = standings.map(|standing| standing.chance) else { return };
        let worth = worth.map_or(0, i128::from);
        for (sum, chance) in self.counts.chance.expected.iter_mut().zip([old, new]) {
            let part = worth.saturating_mul(hundredths(chance.likely));
            *sum = sum.saturating_add(part);
        }
    }

    fn count_difference(
        &mut self,
        row: usize,
        note: &Note,
        [old, new]: [Standing; 2],
        later: Option<Outcome>,
        difference: Difference,
    ) {
        let add = |tally: &mut Tally| tally.add(note.worth, later);
        add(&mut self.counts.differing);
        if difference.decision {
            add(&mut self.counts.decided);
        }
        if difference.process {
            let names = self.names([old, new], |process, _| process.name.clone());
            add(self.counts.processes.entry(names).or_default());
        }
        if difference.earned {
            let names = self.names([old, new], earned);
            add(self.counts.stages.entry(names).or_default());
        }
        if difference.chance {
            let chances = &mut self.counts.chance;
            add(match (old.chance, new.chance) {
                (Some(old), Some(new)) if new.likely > old.likely => &mut chances.raised,
                (Some(old), Some(new)) if new.likely < old.likely => &mut chances.lowered,
                (Some(_) | None, Some(_) | None) => &mut chances.other,
            });
        }
        for (cause, decisive) in &difference.causes {
            let tallies = match self.causes.get_mut(cause) {
                Some(tallies) => tallies,
                None => self.causes.entry(cause.clone()).or_default(),
            };
            add(&mut tallies.0);
            if *decisive {
                add(&mut tallies.1);
            }
        }
        self.keep(row, note, later, difference);
    }

    /// Keeps a row with both verdicts, if it is among the largest.
    fn keep(&mut self, row: usize, note: &Note, later: Option<Outcome>, difference: Difference) {
        let class = match (difference.decision, difference.process || difference.earned, difference.chance) {
            (true, _, _) => 0,
            (false, true, _) => 1,
            (false, false, true) => 2,
            (false, false, false) => 3,
        };
        let rank = (class, Reverse(note.worth.unwrap_or(i64::MIN)), self.counts.rows.rows());
        let place = self.largest.partition_point(|(other, _)| *other < rank);
        if place >= self.top {
            return;
        }
        let file = note.file.and_then(|file| self.files.get(file)).map(String::as_str);
        let verdict = |side: &Side| {
            let verdict = side.pipeline.verdict_with(row, self.today, side.how)?;
            Some(verdict.at_row(note.number, file))
        };
        let [old, new] = &self.sides;
        let (Some(old), Some(new)) = (verdict(old), verdict(new)) else { return };
        let causes = difference.causes.into_iter().map(|(cause, _)| cause).collect();
        self.largest.insert(place, (rank, Shifted { worth: note.worth, later, causes, old, new }));
        self.largest.truncate(self.top);
    }

    /// What both sides call something of a row, its process named where there are several.
    fn names(&self, standings: [Standing; 2], name: impl Fn(&hir::Process, Standing) -> String) -> (String, String) {
        let is_one = self.sides.iter().all(|side| side.playbook.checked().processes.len() == 1);
        let names = self.sides.each_ref().map(|side| side.playbook.checked());
        let [old, new] = names;
        let [before, after] = standings;
        let call = |playbook: &hir::Playbook, standing: Standing| {
            let place = standing.process.checked_sub(1).and_then(|place| usize::try_from(place).ok());
            let Some(process) = place.and_then(|place| playbook.processes.get(place)) else { return "none".to_owned() };
            let text = name(process, standing);
            if is_one || text == process.name { text } else { format!("{}/{text}", process.name) }
        };
        (call(old, before), call(new, after))
    }
}

impl Side {
    fn new(playbook: &Playbook, today: Date) -> Self {
        let pipeline = playbook.pipeline();
        Side {
            playbook: playbook.clone(),
            assessed: pipeline.assess(today),
            empty: pipeline.clone(),
            pipeline,
            how: Assessment::default(),
        }
    }
}

/// The steps that were made, by the words for the decisions.
fn steps(decisions: &[[Tally; 8]; 8]) -> BTreeMap<(&'static str, &'static str), Tally> {
    let mut steps = BTreeMap::new();
    for (old, row) in (0..).zip(decisions) {
        for (new, tally) in (0..).zip(row) {
            if tally.rows() > 0 {
                steps.insert((block::word(old), block::word(new)), *tally);
            }
        }
    }
    steps
}

/// The name of a row's earned stage.
fn earned(process: &hir::Process, standing: Standing) -> String {
    let place = standing.earned.checked_sub(1).and_then(|place| usize::try_from(place).ok());
    let stage = place.and_then(|place| process.stages.get(place));
    stage.map_or("won", |stage| stage.name.as_str()).to_owned()
}

/// A row that could be read, and is in error all the same, claims what is no stage.
fn stage_fault(fault: Option<&str>, standing: Standing) -> Option<&str> {
    fault.or((standing.decision == decided::ERROR).then_some("stage"))
}

/// What opportunities are worth in: money, or a number.
fn unit(playbook: &hir::Playbook) -> Option<Unit> {
    playbook.schema.worth?;
    Some(playbook.schema.worth_currency().map_or(Unit::Number, Unit::Money))
}
