//! Files of any length through all cores: a thread cuts a file into blocks of rows, workers read and assess the rows and
//! write what is to be said of them, and the first thread puts what they have written into order.
//!
//! There is a fixed number of rooms for blocks, and a long block takes several, so memory is bounded however long the
//! file is. A row's number is known only once all rows before it are counted: workers leave a mark where it belongs. The
//! threads borrow nothing, so that a closed pipe ends the program while its input still waits.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

use stagegate::data::{Block, Blocks, FileError};
use stagegate::{DataError, Opportunity, Reader};

use crate::data::{self, Bytes, Feed, FileRows, Pieces};
use crate::output::{Out, Stop};
use crate::progress::Progress;

/// What is to be said of rows.
pub(crate) trait Work: Send + 'static {
    /// Writes what is to be said of a row, which was read or could not be.
    fn row(&mut self, row: Result<&Opportunity, DataError>, chunk: &mut Chunk);
}

/// What is said of some rows, but for their numbers.
#[derive(Default)]
pub(crate) struct Chunk {
    pub text: Vec<u8>,
    /// Where in the text the number of which row belongs, the first being 1.
    marks: Vec<(usize, u64)>,
    /// How many rows there are, and how many of them are in error.
    rows: u64,
    pub errors: u64,
}

impl Chunk {
    /// The row's number belongs here.
    pub(crate) fn number(&mut self) {
        self.marks.push((self.text.len(), self.rows));
    }

    fn clear(&mut self) {
        self.text.clear();
        self.marks.clear();
        (self.rows, self.errors) = (0, 0);
    }
}

/// How a file is shared out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shares {
    /// How many threads read and assess.
    pub threads: usize,
    /// About how many bytes a block has.
    pub block: usize,
}

impl Shares {
    /// For as many threads as there are cores. Of a row of so many bytes as much again is said, or `times` as much.
    pub(crate) fn new(times: usize) -> Self {
        const ALL: usize = 4 << 20;
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let block = ALL / (rooms(threads) * times);
        Shares { threads, block: block.clamp(8 << 10, 128 << 10) }
    }
}

/// How many blocks there are at a time.
fn rooms(threads: usize) -> usize {
    2 * threads + 2
}

/// Where what is said goes.
pub(crate) struct Sink {
    pub out: Out,
    pub progress: Progress,
    /// How many rows there have been in all files, and how many of them in error.
    pub rows: u64,
    pub errors: u64,
    buffer: Vec<u8>,
    /// What the first thing that is said is stripped of: what stands between rows.
    pub strip: usize,
}

impl Sink {
    pub(crate) fn new(out: Out, progress: Progress) -> Self {
        Sink { out, progress, rows: 0, errors: 0, buffer: Vec::new(), strip: 0 }
    }

    /// Writes what is said of the rows behind so many of a file.
    fn put(&mut self, chunk: &Chunk, before: u64) -> Result<(), Stop> {
        self.progress.steps(chunk.rows);
        self.rows += chunk.rows;
        self.errors += chunk.errors;
        self.buffer.clear();
        let mut from = 0;
        for &(mark, row) in &chunk.marks {
            self.buffer.extend_from_slice(&chunk.text[from..mark]);
            push_number(&mut self.buffer, before + row);
            from = mark;
        }
        self.buffer.extend_from_slice(&chunk.text[from..]);
        let strip = self.strip.min(self.buffer.len());
        self.strip -= strip;
        self.out.bytes(&self.buffer[strip..])
    }
}

fn push_number(to: &mut Vec<u8>, mut number: u64) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    while number > 0 {
        start -= 1;
        digits[start] += (number % 10) as u8;
        number /= 10;
    }
    to.extend_from_slice(&digits[start.min(digits.len() - 1)..]);
}

/// Takes a file from its first row to its last.
pub(crate) fn run<W: Work>(
    feed: &Feed<'_>,
    path: &Path,
    shares: Shares,
    work: impl Fn() -> W,
    sink: &mut Sink,
) -> Result<(), Stop> {
    match feed.pieces(path)? {
        Pieces::Blocks(blocks) => {
            let results = start(blocks.of_bytes(shares.block), feed.reader(), shares.threads, work);
            put_in_order(results, path, sink)
        }
        Pieces::Rows(rows) => one_by_one(rows, feed.reader(), path, work(), sink),
    }
}

/// Rows that cannot be cut into blocks.
fn one_by_one(
    mut rows: FileRows,
    reader: &Reader,
    path: &Path,
    mut work: impl Work,
    sink: &mut Sink,
) -> Result<(), Stop> {
    const MANY: usize = 1 << 16;
    let (mut opportunity, mut chunk, mut before) = (Opportunity::default(), Chunk::default(), 0);
    let ended = loop {
        match rows.next_into(reader, &mut opportunity) {
            Some(Ok(row)) => {
                chunk.rows += 1;
                work.row(row.result.map(|()| &opportunity), &mut chunk);
            }
            Some(Err(error)) => break Err(data::cannot_read(path, &error)),
            None => break Ok(()),
        }
        if chunk.text.len() > MANY {
            sink.put(&chunk, before)?;
            before += chunk.rows;
            chunk.clear();
        }
    };
    sink.put(&chunk, before)?;
    ended
}

/// A room for a block, with what earlier ones have left to be used again.
#[derive(Default)]
struct Room {
    block: Block,
    chunk: Chunk,
}

/// A block on its way.
struct Job {
    /// Which of the file, the first being 0.
    place: u64,
    /// How many rooms it takes.
    rooms: usize,
    room: Room,
}

/// What comes back in the place of a block.
struct Done {
    place: u64,
    rooms: usize,
    room: Room,
    /// Whether there is more; or what ends the file.
    more: Result<bool, FileError>,
}

/// What has been done, in any order, and how to give rooms back.
struct Results {
    done: Receiver<Done>,
    free: Sender<Room>,
}

/// Starts the threads.
fn start<W: Work>(blocks: Blocks<Bytes>, reader: &Reader, threads: usize, work: impl Fn() -> W) -> Results {
    let (free, rooms_left) = mpsc::channel();
    let (jobs, for_workers) = mpsc::channel();
    let (done, results) = mpsc::channel();
    let count = rooms(threads);
    for _ in 0..count {
        // The other end is there.
        let _ = free.send(Room::default());
    }
    let for_workers = Arc::new(Mutex::new(for_workers));
    for _ in 0..threads {
        let (for_workers, done) = (Arc::clone(&for_workers), done.clone());
        let (reader, work) = (reader.clone(), work());
        thread::spawn(move || assess(&for_workers, &done, &reader, work));
    }
    let cutter = Cutter { blocks, reader: reader.clone(), rooms_left, count, jobs, done };
    thread::spawn(move || cutter.run());
    Results { done: results, free }
}

struct Cutter {
    blocks: Blocks<Bytes>,
    reader: Reader,
    rooms_left: Receiver<Room>,
    count: usize,
    jobs: Sender<Job>,
    done: Sender<Done>,
}

impl Cutter {
    /// Cuts blocks until the file ends, or nobody asks for more.
    fn run(mut self) {
        /// A room is for so many bytes.
        const ROOM: usize = 256 << 10;
        for place in 0.. {
            let Ok(mut room) = self.rooms_left.recv() else { return };
            let more = match self.blocks.next_into(&self.reader, &mut room.block) {
                Some(Ok(())) => {
                    let rooms = (1 + room.block.bytes() / ROOM).min(self.count);
                    for _ in 1..rooms {
                        if self.rooms_left.recv().is_err() {
                            return;
                        }
                    }
                    if self.jobs.send(Job { place, rooms, room }).is_err() {
                        return;
                    }
                    continue;
                }
                Some(Err(error)) => Err(error),
                None => Ok(false),
            };
            let _ = self.done.send(Done { place, rooms: 1, room: Room::default(), more });
            return;
        }
    }
}

/// Reads and assesses the rows of blocks until there are no more.
fn assess(jobs: &Mutex<Receiver<Job>>, done: &Sender<Done>, reader: &Reader, mut work: impl Work) {
    let mut opportunity = Opportunity::default();
    loop {
        let Ok(Ok(Job { place, rooms, mut room })) = jobs.lock().map(|jobs| jobs.recv()) else { return };
        let Room { block, chunk } = &mut room;
        chunk.clear();
        let mut more = Ok(true);
        while let Some(row) = block.next_into(reader, &mut opportunity) {
            match row {
                Ok(row) => {
                    chunk.rows += 1;
                    work.row(row.result.map(|()| &opportunity), chunk);
                }
                Err(error) => more = Err(error),
            }
        }
        if done.send(Done { place, rooms, room, more }).is_err() {
            return;
        }
    }
}

/// Writes what is said of the blocks, in their order.
fn put_in_order(results: Results, path: &Path, sink: &mut Sink) -> Result<(), Stop> {
    let (mut waiting, mut next, mut before) = (BTreeMap::new(), 0, 0);
    for done in results.done {
        waiting.insert(done.place, done);
        while let Some(Done { rooms, room, more, .. }) = waiting.remove(&next) {
            next += 1;
            sink.put(&room.chunk, before)?;
            before += room.chunk.rows;
            if !more.map_err(|error| data::cannot_read(path, &error.behind(before)))? {
                return Ok(());
            }
            // What a long block has grown to is not kept.
            let first = if rooms == 1 {
                room
            } else {
                drop(room);
                Room::default()
            };
            for room in std::iter::once(first).chain((1..rooms).map(|_| Room::default())) {
                // Once the file has ended, nobody needs it.
                let _ = results.free.send(room);
            }
        }
    }
    Err(Stop::Because(format!("`{}` was not assessed to its end", path.display())))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::{self, Write};
    use std::path::Path;
    use std::rc::Rc;

    use stagegate::data::{Blocks, Format, Options, Rows};
    use stagegate::{DataError, Opportunity, Playbook, Reader};

    use super::{Chunk, Sink, Work, one_by_one, put_in_order, start};
    use crate::data::{Bytes, FileRows};
    use crate::output::{Out, Stop};
    use crate::progress::Progress;

    /// Says of a row its number and its key, or what is wrong; of some rows nothing.
    struct Says(Playbook);

    impl Work for Says {
        fn row(&mut self, row: Result<&Opportunity, DataError>, chunk: &mut Chunk) {
            let text = match row {
                Ok(opportunity) => self.0.key_of(opportunity).unwrap_or_default().into_owned(),
                Err(error) => {
                    chunk.errors += 1;
                    error.to_string()
                }
            };
            if !text.ends_with('3') {
                chunk.text.push(b'<');
                chunk.number();
                chunk.text.extend_from_slice(format!(" {text}>\n").as_bytes());
            }
        }
    }

    #[derive(Clone, Default)]
    struct Page(Rc<RefCell<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written, how many rows there were and how many in error, and what has ended it.
    fn said(run: impl FnOnce(&mut Sink) -> Result<(), Stop>) -> (String, u64, u64, String) {
        let page = Page::default();
        let mut sink = Sink::new(Out::onto(Box::new(page.clone())), Progress::new(true));
        let ended = match run(&mut sink) {
            Ok(()) => String::new(),
            Err(stop) => format!("{stop:?}"),
        };
        sink.out.finish().unwrap();
        let text = String::from_utf8(page.0.borrow().clone()).unwrap();
        (text, sink.rows, sink.errors, ended)
    }

    fn compare(file: &[u8], format: Format, playbook: &Playbook, reader: &Reader) {
        let (path, options) = (Path::new("a file"), Options::default());
        let bytes = || -> Bytes { Box::new(io::Cursor::new(file.to_owned())) };
        let work = || Says(playbook.clone());
        let rows = FileRows::Text(Rows::new(bytes(), format, options));
        let expected = said(|sink| one_by_one(rows, reader, path, work(), sink));
        assert!(expected.1 > 50);
        for (threads, block) in [(1, 1), (1, 1 << 16), (2, 7), (3, 100), (4, 1), (4, 1000)] {
            let blocks = match format {
                Format::Csv => Blocks::csv(bytes(), options),
                Format::JsonLines | Format::Json => Blocks::json_lines(bytes(), options),
            };
            let found = said(|sink| put_in_order(start(blocks.of_bytes(block), reader, threads, work), path, sink));
            assert_eq!(found, expected, "{threads} threads, blocks of {block}");
        }
    }

    #[test]
    fn rows_come_in_order_with_their_numbers() {
        let playbook = Playbook::parse(
            "opportunity { key id: text  amount: number } process p { stage s { require r that amount > 1 } }",
        )
        .unwrap();
        let reader = playbook.reader();
        let (mut csv, mut lines) = ("id,amount\n".to_owned(), String::new());
        for row in 0..300 {
            let amount = if row % 7 == 0 { "much" } else { "5" };
            let (quote, blank) = (if row % 5 == 0 { "\"" } else { "" }, if row % 11 == 0 { "\n \n" } else { "" });
            csv.push_str(&format!("{quote}O-{row}{quote},{amount}\n{blank}"));
            lines.push_str(&format!("{{\"id\": \"O-{row}\", \"amount\": {quote}{amount}{quote}}}\n{blank}"));
        }
        csv.push_str(&format!("\"long\n{}\",1\nlast,2", "x".repeat(600_000)));
        compare(csv.as_bytes(), Format::Csv, &playbook, &reader);
        compare(lines.as_bytes(), Format::JsonLines, &playbook, &reader);
        let broken = [csv.as_bytes(), b"\nA,1\nB\xff,1\nC,1\n"].concat();
        compare(&broken, Format::Csv, &playbook, &reader);
        let headers = format!("id,id\n{}", "A,1\n".repeat(9));
        let bytes = Box::new(io::Cursor::new(headers.clone())) as Bytes;
        let rows = FileRows::Text(Rows::new(bytes, Format::Csv, Options::default()));
        let expected = said(|sink| one_by_one(rows, &reader, Path::new("a"), Says(playbook.clone()), sink));
        let blocks = Blocks::csv(Box::new(io::Cursor::new(headers)) as Bytes, Options::default());
        let work = || Says(playbook.clone());
        assert_eq!(said(|sink| put_in_order(start(blocks, &reader, 2, work), Path::new("a"), sink)), expected);
    }
}
