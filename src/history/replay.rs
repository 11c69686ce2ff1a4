//! One opportunity after the other, day by day.

use crate::eval::{Interval, Machine, Scratch};
use crate::facts::{Growing, Opportunity};
use crate::playbook::Playbook;
use crate::value::Date;
use crate::verdict::{Assess, look};

use super::case::{Kept, elements};
use super::{Clocks, Span};

/// Looks at opportunities of the past on the days before they closed; made once and used for many.
pub(crate) struct Replay<'h> {
    playbook: &'h Playbook,
    clocks: &'h Clocks,
    /// For each process, the place of its first rule among the rules of all.
    offsets: Vec<usize>,
    how: Assess,
    /// How many days after the beginning the chance is noted.
    day_of_chance: i32,
    opportunity: Opportunity,
    growing: Vec<Growing>,
    scratch: Scratch,
    days: Vec<i32>,
}

/// What was found of an opportunity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trace {
    /// On how many days it was looked at.
    pub(crate) looks: u32,
    /// Whether it was in a process on one of them.
    pub(crate) routed: bool,
    /// The first day on which it would have been disqualified.
    pub(crate) first: Option<i32>,
    /// For each disqualifier that was ever true, by its place among the rules of all processes, the first day on which it was.
    pub(crate) strikes: Vec<(u32, i32)>,
    /// The least that the best chance ever was, in ten-thousandths.
    pub(crate) lowest: Option<i64>,
    /// The chance on the day on which it is noted; none where the opportunity had closed by then.
    pub(crate) chance: Option<Interval>,
}

impl<'h> Replay<'h> {
    pub(crate) fn new(playbook: &'h Playbook, clocks: &'h Clocks, how: Assess, day_of_chance: i32) -> Self {
        Replay {
            playbook,
            clocks,
            offsets: offsets(playbook),
            how,
            day_of_chance,
            opportunity: Opportunity::default(),
            growing: Vec::new(),
            scratch: Scratch::new(),
            days: Vec::new(),
        }
    }

    /// Looks at an opportunity on all its days.
    pub(crate) fn trace(&mut self, kept: &Kept, span: Span) -> Trace {
        let mut trace = Trace::default();
        let Some((first, last)) = span.days else { return trace };
        self.recall(kept);
        self.find_days(kept, first, last);
        let noted = first.saturating_add(if span.once { 0 } else { self.day_of_chance.max(0) });
        let days = std::mem::take(&mut self.days);
        for &day in &days {
            self.look(day, noted, &mut trace);
        }
        self.days = days;
        trace
    }

    /// Puts an opportunity in the place of the one before.
    pub(crate) fn recall(&mut self, kept: &Kept) {
        let schema = &self.playbook.checked().schema;
        self.opportunity.recall(&kept.facts);
        self.growing = kept.facts.growing(|table, list| elements(schema, table, list));
    }

    /// The opportunity as it was on record on a day.
    pub(crate) fn as_of(&mut self, day: i32) -> &Opportunity {
        for growing in &self.growing {
            self.opportunity.show(growing, day);
        }
        &self.opportunity
    }

    /// The opportunity as it was on record on a day, of which nothing later is told any more until the next one is recalled.
    pub(crate) fn on_record(&mut self, day: i32) -> &Opportunity {
        self.as_of(day);
        self.opportunity.forget_after(day);
        &self.opportunity
    }

    fn find_days(&mut self, kept: &Kept, first: i32, last: i32) {
        let days = &mut self.days;
        days.clear();
        days.push(first);
        self.clocks.days(self.playbook.program(), &kept.facts, first, last, days);
        let comes = self.growing.iter().flat_map(|growing| &growing.days);
        days.extend(comes.filter(|&&day| day > first && day <= last));
        let noted = first.saturating_add(self.day_of_chance);
        days.extend(Some(noted).filter(|&day| day > first && day <= last));
        days.sort_unstable();
        days.dedup();
    }

    fn look(&mut self, day: i32, noted: i32, trace: &mut Trace) {
        let Some(today) = Date::from_days(i64::from(day)) else { return };
        self.as_of(day);
        let context = self.playbook.context();
        let mut machine = Machine::new(context.program, context.bindings, &self.opportunity, today, &mut self.scratch);
        trace.looks = trace.looks.saturating_add(1);
        let offsets = &self.offsets;
        let found = look(context, &mut machine, self.how, |process, rule| {
            let offset = usize::try_from(process.0).ok().and_then(|process| offsets.get(process)).copied();
            let rule = u32::try_from(offset.unwrap_or(0).saturating_add(rule)).unwrap_or(u32::MAX);
            trace.first = trace.first.or(Some(day));
            if !trace.strikes.iter().any(|(known, _)| *known == rule) {
                trace.strikes.push((rule, day));
            }
        });
        if let Some(chance) = found {
            trace.routed = true;
            if let Some(chance) = chance {
                trace.lowest = Some(trace.lowest.map_or(chance.best, |lowest| lowest.min(chance.best)));
            }
            if day == noted {
                trace.chance = chance;
            }
        }
    }
}

/// For each process, the place of its first rule among the rules of all.
pub(crate) fn offsets(playbook: &Playbook) -> Vec<usize> {
    let counts = playbook.checked().processes.iter().map(|process| process.rules.len());
    counts
        .scan(0_usize, |next, count| {
            let offset = *next;
            *next = next.saturating_add(count);
            Some(offset)
        })
        .collect()
}
