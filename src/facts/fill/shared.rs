//! Keys that several fields read: the value is put down, and read for each of them.

use std::ops::Range;

use super::{Filler, Place};
use crate::facts::log::{Log, Said};

impl Filler<'_> {
    /// Behind an event of a value that is put down: at its end, reads it for each field.
    pub(super) fn end_logged(&mut self) {
        if self.scratch.log.depth() > 0 {
            return;
        }
        self.place = Place::Frames;
        let mut log = std::mem::take(&mut self.scratch.log);
        for &target in self.shared.take().unwrap_or(&[]) {
            self.select(target);
            self.replay(&log, 0..log.len());
        }
        log.clear();
        self.scratch.log = log;
    }

    /// Says again what was put down. Recurses only where a key in a shared value is shared again.
    fn replay(&mut self, log: &Log, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            let Some(said) = log.get(at) else { return };
            at = at.saturating_add(1);
            match said {
                Said::Open(composite) => self.open(composite),
                Said::Close(composite) => self.close(composite),
                Said::Scalar(datum) => self.scalar(datum),
                Said::Key(key, value) => {
                    let is_wanted = self.plain_key(key);
                    if let Some(readers) = self.shared.take() {
                        for &target in readers {
                            self.select(target);
                            self.replay(log, value.clone());
                        }
                        at = value.end;
                    } else if !is_wanted {
                        at = value.end;
                    }
                }
            }
        }
    }
}
