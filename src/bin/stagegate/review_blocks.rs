//! A file reviewed on all cores: each worker cuts a block off the file, reviews its rows, and hands the block's review over,
//! which goes into the whole as soon as all blocks before it have.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;

use stagegate::data::{Block, Blocks, FileError};
use stagegate::{Opportunity, Reader, Reviewing};

use crate::data::Bytes;

/// About how many bytes a block has.
const BYTES: usize = 128 << 10;

/// Adds the opportunities of a file to a review.
///
/// # Errors
/// Where the file cannot be read to its end; the rows before are in the review.
pub(crate) fn run(blocks: Blocks<Bytes>, reader: &Reader, whole: &mut Reviewing) -> Result<(), FileError> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    run_on(threads, blocks.of_bytes(BYTES), reader, whole)
}

fn run_on(threads: usize, blocks: Blocks<Bytes>, reader: &Reader, whole: &mut Reviewing) -> Result<(), FileError> {
    let empty = whole.fresh();
    let cutter = Mutex::new(Cutter { blocks, next: 0 });
    let merger = Mutex::new(Merger { whole, waiting: BTreeMap::new(), next: 0, rows: 0, failed: None });
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&cutter, &merger, reader, &empty));
        }
    });
    let failed = merger.into_inner().unwrap_or_else(PoisonError::into_inner).failed;
    failed.map_or(Ok(()), Err)
}

struct Cutter {
    blocks: Blocks<Bytes>,
    /// The place of the next block in the file.
    next: u64,
}

/// What has come of a block.
struct Part {
    review: Reviewing,
    rows: u64,
    failed: Option<FileError>,
}

struct Merger<'a> {
    whole: &'a mut Reviewing,
    waiting: BTreeMap<u64, Part>,
    next: u64,
    rows: u64,
    failed: Option<FileError>,
}

impl Merger<'_> {
    fn put(&mut self, place: u64, part: Part) {
        self.waiting.insert(place, part);
        while let Some(part) = self.waiting.remove(&self.next) {
            self.next += 1;
            // Behind what ends the file nothing counts.
            if self.failed.is_some() {
                continue;
            }
            self.whole.merge(part.review);
            self.failed = part.failed.map(|error| error.behind(self.rows + part.rows));
            self.rows += part.rows;
        }
    }
}

fn work(cutter: &Mutex<Cutter>, merger: &Mutex<Merger<'_>>, reader: &Reader, empty: &Reviewing) {
    let (mut block, mut opportunity) = (Block::default(), Opportunity::default());
    loop {
        let (place, cut) = {
            let Ok(mut cutter) = cutter.lock() else { return };
            let cut = cutter.blocks.next_into(reader, &mut block);
            cutter.next += 1;
            (cutter.next - 1, cut)
        };
        let mut part = Part { review: empty.fresh(), rows: 0, failed: None };
        match cut {
            None => return,
            Some(Err(error)) => part.failed = Some(error),
            Some(Ok(())) => {
                while let Some(row) = block.next_into(reader, &mut opportunity) {
                    match row {
                        Ok(row) => {
                            part.rows += 1;
                            part.review.push_row(row.result.map(|()| &opportunity));
                        }
                        Err(error) => part.failed = Some(error),
                    }
                }
            }
        }
        let Ok(mut merger) = merger.lock() else { return };
        merger.put(place, part);
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use stagegate::data::{Blocks, Format, Options, Rows};
    use stagegate::{Date, Opportunity, Playbook};

    use super::{Bytes, run_on};

    /// However a file is cut, and by however many threads it is reviewed, the review is that of its rows one by one.
    #[test]
    fn blocks_come_to_what_rows_come_to() {
        let playbook = Playbook::parse(
            "opportunity { worth amount: number  paid: bool } process p { stage s { require paid that paid } }",
        )
        .unwrap();
        let (reader, today) = (playbook.reader(), Date::new(2026, 11, 23).unwrap());
        let mut text = "amount,paid\n".to_owned();
        for row in 0..500 {
            text.push_str(&format!("{},{}\n", row * 37 % 101, ["yes", "no", "", "maybe"][row % 4]));
        }
        for ending in ["", "\n\u{0}", "1,yes\nB\u{fffd}"] {
            let mut bytes = format!("{text}{ending}").into_bytes();
            if ending.ends_with('\u{fffd}') {
                bytes.truncate(bytes.len() - 1);
            }
            let file = || -> Bytes { Box::new(io::Cursor::new(bytes.clone())) };
            let mut expected = playbook.review(today).top(7);
            let mut rows = Rows::new(file(), Format::Csv, Options::default());
            let (mut opportunity, mut failed) = (Opportunity::default(), None);
            while let Some(row) = rows.next_into(&reader, &mut opportunity) {
                match row {
                    Ok(row) => expected.push_row(row.result.map(|()| &opportunity)),
                    Err(error) => failed = Some(error),
                }
            }
            assert_eq!(failed.is_some(), ending.ends_with('\u{fffd}'));
            let expected = serde_json::to_string(&expected.finish()).unwrap();
            for (threads, size) in [(1, 1), (1, 1 << 20), (3, 1), (4, 100), (2, 3_000)] {
                let mut whole = playbook.review(today).top(7);
                let blocks = Blocks::csv(file(), Options::default()).of_bytes(size);
                let ended = run_on(threads, blocks, &reader, &mut whole);
                let cut = format!("{threads} threads, blocks of {size}, {ending:?}");
                assert_eq!(
                    ended.err().map(|error| error.to_string()),
                    failed.as_ref().map(ToString::to_string),
                    "{cut}"
                );
                assert_eq!(serde_json::to_string(&whole.finish()).unwrap(), expected, "{cut}");
            }
        }
    }
}
