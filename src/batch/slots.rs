//! Gives registers their places: one that is read no more makes room for the next.

use super::plan::{Access, Kind, Slot, Step};

/// Steps whose registers are all different, with those that are read behind them.
pub(crate) struct Stretch<'a> {
    pub(crate) steps: &'a mut Vec<Step>,
    pub(crate) read_last: Vec<(Kind, &'a mut Slot)>,
}

/// Places of registers of one kind.
#[derive(Clone, Debug)]
struct Places {
    /// For each register, when it is read last.
    last: Vec<usize>,
    /// For each register its place.
    place: Vec<Slot>,
    free: Vec<Slot>,
    count: usize,
}

/// Places all registers, those that are `pinned` for good, and says how many places of each kind there are.
pub(crate) fn give(stretches: &mut [Stretch<'_>], pinned: Vec<(Kind, &mut Slot)>) -> [usize; 3] {
    let mut kinds = [const { Places::NEW }; 3];
    for (kind, slot) in pinned {
        note(&mut kinds, kind, *slot, usize::MAX);
        *slot = of(&mut kinds, kind).place(*slot, Access::Writes);
    }
    let mut time = 0_usize;
    for stretch in &mut *stretches {
        for step in &mut *stretch.steps {
            step.each_register(&mut |kind, slot, _| note(&mut kinds, kind, *slot, time));
            time = time.saturating_add(1);
        }
        for (kind, slot) in &stretch.read_last {
            note(&mut kinds, *kind, **slot, time);
        }
    }
    time = 0;
    for stretch in &mut *stretches {
        for step in &mut *stretch.steps {
            let mut touched = Vec::new();
            step.each_register(&mut |kind, slot, access| {
                touched.push((kind, *slot));
                *slot = of(&mut kinds, kind).place(*slot, access);
            });
            for (kind, slot) in touched {
                of(&mut kinds, kind).release(slot, time);
            }
            time = time.saturating_add(1);
        }
        for (kind, slot) in &mut stretch.read_last {
            **slot = of(&mut kinds, *kind).place(**slot, Access::Reads);
        }
    }
    kinds.map(|places| places.count)
}

fn of(kinds: &mut [Places; 3], kind: Kind) -> &mut Places {
    let [truths, scalars, chances] = kinds;
    match kind {
        Kind::Truth => truths,
        Kind::Scalar => scalars,
        Kind::Chance => chances,
    }
}

fn note(kinds: &mut [Places; 3], kind: Kind, slot: Slot, time: usize) {
    let places = of(kinds, kind);
    if places.last.len() <= slot {
        places.last.resize(slot.saturating_add(1), 0);
    }
    if let Some(last) = places.last.get_mut(slot) {
        *last = time.max(*last);
    }
}

impl Places {
    const NEW: Places = Places { last: Vec::new(), place: Vec::new(), free: Vec::new(), count: 0 };

    fn place(&mut self, slot: Slot, access: Access) -> Slot {
        if self.place.len() <= slot {
            self.place.resize(slot.saturating_add(1), usize::MAX);
        }
        if access == Access::Writes {
            let place = self.free.pop().unwrap_or_else(|| {
                self.count = self.count.saturating_add(1);
                self.count.saturating_sub(1)
            });
            if let Some(slot) = self.place.get_mut(slot) {
                *slot = place;
            }
        }
        self.place.get(slot).copied().unwrap_or(0)
    }

    /// Frees the place of a register that is read no more.
    fn release(&mut self, slot: Slot, time: usize) {
        let last = self.last.get(slot).copied().unwrap_or(0);
        if let Some(place) = self.place.get_mut(slot).filter(|place| **place != usize::MAX && last <= time) {
            self.free.push(*place);
            *place = usize::MAX;
        }
    }
}
