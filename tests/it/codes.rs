//! The pages of `grammar/codes/`: each message has one, its failing example gives that message, and the mended one no error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use stagegate::{Date, Decimal, Limits, LoadError, Loader, Playbook, Reader};

use crate::markdown::{Block, blocks, page, playbook, shelf};

#[test]
fn every_message_has_a_page() {
    let mut codes = BTreeSet::new();
    read_codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut codes);
    let pages: BTreeSet<String> = pages().into_iter().collect();
    let without: Vec<_> = codes.difference(&pages).collect();
    let surplus: Vec<_> = pages.difference(&codes).collect();
    assert!(without.is_empty() && surplus.is_empty(), "without a page: {without:?}; without a message: {surplus:?}");
    assert!(codes.len() >= 60, "{} messages", codes.len());
    let index = page("grammar/codes/README.md");
    let unlisted: Vec<_> = codes.iter().filter(|code| !index.contains(&format!("[{code}]({code}.md)"))).collect();
    assert!(unlisted.is_empty(), "not in the list of pages: {unlisted:?}");
}

#[test]
fn examples_fail_as_their_pages_say_and_mended_ones_do_not() {
    let shelf = shelf();
    let mut faults = Vec::new();
    for code in pages() {
        let text = page(&format!("grammar/codes/{code}.md"));
        let blocks: Vec<Block> = blocks(&text);
        let found = if code.starts_with("E05") { of_data } else { of_playbook };
        let failing = found(&blocks, "error", &shelf);
        if !failing.contains(&code) {
            faults.push(format!("{code}: the failing example gives {failing:?}"));
        }
        let mended = found(&blocks, "mended", &shelf);
        if mended.iter().any(|other| other.starts_with('E') || *other == code) {
            faults.push(format!("{code}: the mended example gives {mended:?}"));
        }
        let title = text.lines().next().unwrap_or("");
        if !title.starts_with(&format!("# {code}: ")) {
            faults.push(format!("{code}: the title is {title}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The codes that have a page.
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/codes");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut codes: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).filter(|name| name != "README").collect();
    codes.sort();
    codes
}

/// The codes that the sources below a folder name.
fn read_codes(folder: &Path, codes: &mut BTreeSet<String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            read_codes(&path, codes);
        } else {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let named = text.split("Code::new(\"").skip(1).filter_map(|rest| rest.split('"').next());
            codes.extend(named.map(str::to_owned));
        }
    }
}

/// The codes of all messages about the example that a page's blocks of one kind make up.
fn of_playbook(blocks: &[Block], kind: &str, shelf: &str) -> Vec<String> {
    let parts: Vec<&Block> = blocks.iter().filter(|block| block.is_gate() && block.has(kind)).collect();
    let Some(first) = parts.first() else { return vec!["no example".to_owned()] };
    let mut files = Files(BTreeMap::new());
    for part in &parts {
        let mut text = playbook(part, shelf);
        if let Some(grades) = part.value("grades") {
            let names = (0..grades.parse().unwrap()).map(|at: u32| format!("g{at}")).collect::<Vec<_>>();
            text = format!("evidence {}\n{text}", names.join(" < "));
        }
        let bytes = if part.has("latin1") { latin1(&text) } else { text.into_bytes() };
        files.0.insert(part.value("file").unwrap_or("main.gate").to_owned(), bytes);
    }
    if first.has("unreadable") {
        files.0.clear();
    }
    let messages = match Playbook::load("main.gate", &files, &limits(first)) {
        Ok(playbook) => playbook.warnings().clone(),
        Err(messages) => messages,
    };
    messages.iter().map(|message| message.diagnostic().code.to_string()).collect()
}

/// The code of the error in the page's data, if there is one.
fn of_data(blocks: &[Block], kind: &str, _shelf: &str) -> Vec<String> {
    let gate = blocks.iter().find(|block| block.is_gate()).expect("the page has a playbook");
    let playbook = Playbook::parse(&gate.text).unwrap_or_else(|messages| panic!("{messages}"));
    let data = blocks.iter().find(|block| !block.is_gate() && block.has(kind)).expect("the page has data");
    let playbook = if data.has("bind") { playbook.bind("score", |size: Decimal| size).unwrap() } else { playbook };
    let reader = playbook.reader().strict(data.has("strict"));
    if data.has("csv") || data.has("file") {
        return of_file(data, &reader);
    }
    let opportunity = match reader.read_json(&data.text) {
        Ok(opportunity) => opportunity,
        Err(error) => return vec![error.code().to_string()],
    };
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    verdict.error().map(|error| error.code().to_string()).into_iter().collect()
}

/// The codes of the errors of a file of data and of its rows.
#[cfg(feature = "data")]
fn of_file(block: &Block, reader: &Reader) -> Vec<String> {
    use std::io::{Cursor, Read as _};

    use stagegate::data::{Format, Options, Rows};

    let text = if block.has("pad") { block.text.replace('…', &"x".repeat(5_000_000)) } else { block.text.clone() };
    let bytes = if block.has("latin1") { latin1(&text) } else { text.into_bytes() };
    let end: Box<dyn std::io::Read> =
        if block.has("broken") { Box::new(Failing) } else { Box::new(Cursor::new(Vec::new())) };
    let format = if block.has("csv") { Format::Csv } else { Format::Json };
    let mut rows = Rows::new(Cursor::new(bytes).chain(end), format, Options::default());
    let mut opportunity = stagegate::Opportunity::default();
    let mut codes = Vec::new();
    while let Some(row) = rows.next_into(reader, &mut opportunity) {
        match row {
            Ok(row) => codes.extend(row.result.err().map(|error| error.code().to_string())),
            Err(error) => codes.push(error.code().to_string()),
        }
    }
    codes
}

/// What a disk gives that has gone.
#[cfg(feature = "data")]
struct Failing;

#[cfg(feature = "data")]
impl std::io::Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk has gone"))
    }
}

/// Without files of data, what the page says.
#[cfg(not(feature = "data"))]
fn of_file(block: &Block, _reader: &Reader) -> Vec<String> {
    if block.has("error") { (11..24).map(|at| format!("E05{at}")).collect() } else { Vec::new() }
}

fn limits(block: &Block) -> Limits {
    let bound = |key: &str| block.value(key).map(|value| value.parse::<usize>().unwrap());
    let mut limits = Limits::default();
    limits.files = bound("files").unwrap_or(limits.files);
    limits.file_bytes = bound("bytes").unwrap_or(limits.file_bytes);
    limits.nesting = bound("nesting").unwrap_or(limits.nesting);
    limits.facts = bound("facts").unwrap_or(limits.facts);
    limits
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

/// Files of bytes, some of which are no text.
struct Files(BTreeMap<String, Vec<u8>>);

impl Loader for Files {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        let bytes = self.0.get(path).ok_or(LoadError::NotFound)?;
        if bytes.len() > most { Err(LoadError::TooLarge) } else { Ok(bytes.clone()) }
    }
}
