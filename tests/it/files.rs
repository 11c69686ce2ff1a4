//! Files of data: every row comes out, in its place, whatever the pieces in which the bytes come.

use std::fmt::Write;
use std::io::{self, Read};

use stagegate::data::{Block, Blocks, Encoding, FileError, Format, Options, Row, Rows};
use stagegate::{Opportunity, Playbook, Reader};

const PLAYBOOK: &str = r#"
opportunity { key id: text from "ID"  seats: number  goal: text  contacts: list of contact }
record contact { name: text }
process p { stage s { require r that 1 > 2 } }
"#;

fn reader() -> Reader {
    Playbook::parse(PLAYBOOK).unwrap().reader()
}

/// Gives so many bytes at a time, and fails behind the last where it shall.
struct Pieces<'a> {
    bytes: &'a [u8],
    size: usize,
    fails: bool,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.size.min(into.len()).min(self.bytes.len());
        if count == 0 && self.fails {
            return Err(io::Error::other("the line is dead"));
        }
        let (piece, rest) = self.bytes.split_at(count);
        into[..count].copy_from_slice(piece);
        self.bytes = rest;
        Ok(count)
    }
}

fn read(bytes: &[u8], format: Format, options: Options) -> String {
    let whole = read_pieces(Pieces { bytes, size: usize::MAX, fails: false }, format, options);
    if bytes.len() < 10_000 {
        for size in [1, 2, 3, 7] {
            let pieces = read_pieces(Pieces { bytes, size, fails: false }, format, options);
            assert_eq!(pieces, whole, "in pieces of {size}");
        }
    }
    if format != Format::Json {
        // Of long texts one block size says enough.
        let sizes: &[usize] = if bytes.len() < 1 << 20 { &[1, 2, 3, 20, 64 << 10] } else { &[64 << 10] };
        for &block in sizes {
            let blocks = read_blocks(Pieces { bytes, size: 5 * block, fails: false }, format, options, block);
            assert_eq!(blocks, whole, "in blocks of {block}");
        }
    }
    whole
}

/// What each row is in a few words.
fn read_pieces(file: impl Read, format: Format, options: Options) -> String {
    let reader = reader();
    let mut rows = Rows::new(file, format, options);
    let mut opportunity = Opportunity::default();
    let mut found = String::new();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        write_row(&mut found, row, &opportunity, &reader);
    }
    assert!(rows.next_into(&reader, &mut opportunity).is_none());
    found
}

/// As [`read_pieces`], from blocks of about so many bytes.
fn read_blocks(file: impl Read, format: Format, options: Options, bytes: usize) -> String {
    let reader = reader();
    let blocks = if format == Format::Csv { Blocks::csv(file, options) } else { Blocks::json_lines(file, options) };
    let (mut blocks, mut block) = (blocks.of_bytes(bytes), Block::default());
    let mut opportunity = Opportunity::default();
    let (mut found, mut count) = (String::new(), 0);
    while let Some(cut) = blocks.next_into(&reader, &mut block) {
        let before = count;
        match cut {
            Ok(()) => {
                while let Some(row) = block.next_into(&reader, &mut opportunity) {
                    let row = row.map(|row| Row { number: before + row.number, ..row });
                    count += 1;
                    write_row(&mut found, row, &opportunity, &reader);
                }
            }
            Err(error) => write_row(&mut found, Err(error.behind(before)), &opportunity, &reader),
        }
    }
    assert!(blocks.next_into(&reader, &mut block).is_none());
    found
}

fn write_row(found: &mut String, row: Result<Row, FileError>, opportunity: &Opportunity, reader: &Reader) {
    match row {
        Ok(row) => {
            let known = match row.result {
                Ok(()) => opportunity.dump(reader).replace('\n', " "),
                Err(error) => format!("{} {error} ", error.code()),
            };
            writeln!(found, "{}: {}", row.number, known.trim_end()).unwrap();
        }
        Err(error) => writeln!(found, "{} {error}", error.code()).unwrap(),
    }
}

fn csv(text: &str) -> String {
    read(text.as_bytes(), Format::Csv, Options::default())
}

fn json(text: &str) -> String {
    read(text.as_bytes(), Format::Json, Options::default())
}

fn lines(text: &str) -> String {
    read(text.as_bytes(), Format::JsonLines, Options::default())
}

#[test]
fn csv_by_any_delimiter() {
    let expected = "1: id[0]: \"a\" seats[0]: 1\n2: id[0]: \"b\"\n";
    for text in [
        "ID,seats\na,1\nb,\n",
        "\u{feff}ID;seats\r\na;1\r\n\r\nb;",
        "ID\tseats\ra\t1\rb\t\r",
        "\n\nID|seats\n\n  \na|1\n\nb|\n\n",
        "\"ID\",\"seats\"\n\"a\",\"1\"\n\"b\",\"\"\n",
    ] {
        assert_eq!(csv(text), expected, "{text}");
    }
    let told = Options { delimiter: Some(b','), ..Options::default() };
    assert_eq!(read(b"ID,a;b;c\nx,1\n", Format::Csv, told), "1: id[0]: \"x\"\n");
}

#[test]
fn csv_cells_in_quotes() {
    let text = "ID,goal,contacts\na,\"one, \"\"two\"\"\nthree\",\"[{\"\"name\"\": \"\"Ana\"\"}]\"\n";
    let known =
        "id[0]: \"a\" goal[0]: \"one, \\\"two\\\"\\nthree\" contacts[0]: 1 elements from 0 contacts.name[0]: \"Ana\"";
    assert_eq!(csv(text), format!("1: {known}\n"));
}

/// Each cell reads as it does in quotes, be it read with its line or taken apart first.
#[test]
fn csv_cells_without_quotes() {
    const CELLS: &str = "5|-5|-|| |5 |05|0|-0|1.5|1.|.5|1.23456|99999999999999|99999999999999999999|1e3|+5|5%|12.345%|1.5 %\
        |2026-11-23|2026-11-23T10:00|2026-02-30|2026-1-1|26-11-23|new_name|new_nam|New Business|New Busines|add_on|yes|$5|5 EUR\
        |\u{a0}|\u{fffd}é|x\u{feff}|null|2 days|30|said|signed";
    const HEADERS: &str = "ID,stage,amount,seats,share,part,close_date,kind,lasts,met,goal,budget,budget.by,budget.on,budget.ref,\
        contacts,account,account.employees,note";
    let playbook = Playbook::parse(
        r#"evidence said < signed
        opportunity {
          key id: text from "ID"  stage  amount: money USD  seats: number "1.234,56"  share: percent  part: fraction
          close_date: date  kind: new_name "New Business" | add_on "Old Business"  lasts: duration  met: bool
          goal: text blank "null", "0"  budget: money USD  contacts: list of contact  account: account
        }
        record contact { name: text }
        record account { employees: number }
        process p { stage s { require r that 1 > 2 } }"#,
    )
    .unwrap_or_else(|messages| panic!("{messages}"));
    let reader = playbook.reader();
    let columns = HEADERS.split(',').count();
    let read = |quote: &str| {
        let mut text = format!("{HEADERS}\n");
        let places = CELLS.split('|').flat_map(|cell| (0..columns).map(move |column| (cell, column)));
        for ((cell, column), end) in places.zip(["\n", "\r\n", "\r", "\n\n", "\n,,\n"].into_iter().cycle()) {
            let (before, behind) = (",".repeat(column), ",".repeat(columns - 1 - column));
            write!(text, "{before}{quote}{cell}{quote}{behind}{end}").unwrap();
        }
        let options = Options { delimiter: Some(b','), ..Options::default() };
        let mut rows = Rows::new(text.as_bytes(), Format::Csv, options);
        let (mut opportunity, mut found) = (Opportunity::default(), String::new());
        while let Some(row) = rows.next_into(&reader, &mut opportunity) {
            write_row(&mut found, row, &opportunity, &reader);
        }
        found
    };
    let (plain, quoted) = (read(""), read("\""));
    assert!(plain.lines().count() > 800);
    for (plain, quoted) in plain.lines().zip(quoted.lines()) {
        assert_eq!(plain, quoted);
    }
    assert_eq!(plain.len(), quoted.len());
}

#[test]
fn csv_quotes_that_open_nothing() {
    for text in [
        "ID,goal\na\"b,c\nd,\"e\nf\"\ng,h\n",
        "ID,goal\na,\"b\"c\"\nd,e\n\"f\"\"\",\"\"\n\"\ng\"\"\nh\",i\n",
        "ID|goal\r\na|\"\r\n\"\r\n\r\n\"b\"|\"|\n|\"\r\nc|\"\"\rd|\"e",
        "ID,goal\na,\"\"\"\n\"\"\"\nb,\"\"\"\"\"\"\nc,\"d\"\"\"",
    ] {
        assert!(csv(text).lines().count() > 1, "{text}");
    }
}

#[test]
fn csv_cells_are_whole_wherever_a_buffer_ends() {
    for length in 1000..1030 {
        let goal = "x".repeat(length) + &"é".repeat(2000);
        let found = csv(&format!("ID,goal\nA,{goal}\nB,é\n"));
        assert!(found.contains(&goal) && found.contains("\"é\""), "{length}: {found}");
    }
}

#[test]
fn csv_rows_that_are_wrong() {
    assert_eq!(
        csv("ID,seats\na\nb,2,3\nc,x\nd,4\n"),
        "1: E0511 the row has 1 cell, where the header has 2 cells\n\
         2: E0511 the row has 3 cells, where the header has 2 cells\n\
         3: E0502 opportunity `c`: `seats` is `\"x\"`, where number is expected\n\
         4: id[0]: \"d\" seats[0]: 4\n"
    );
    assert_eq!(csv("ID\na\n\n\"\"\n \nb"), "1: id[0]: \"a\"\n2: \n3: id[0]: \"b\"\n");
}

#[test]
fn csv_headers_that_are_wrong() {
    assert_eq!(csv("ID,seats,ID\na,1,b\n"), "E0522 the header `ID` stands twice\n");
    assert_eq!(csv("ID,,\na,1,2\n"), "1: id[0]: \"a\"\n");
    assert_eq!(csv(""), "E0524 the file is empty\n");
    assert_eq!(csv("\n \n"), "E0524 the file is empty\n");
    assert_eq!(csv("ID,seats"), "");
}

#[test]
fn json_arrays() {
    assert_eq!(json("[]"), "");
    assert_eq!(json(" [ {\"ID\": 1} , {\"ID\": \"]},[\\\"\"} ] \n"), "1: id[0]: \"1\"\n2: id[0]: \"]},[\\\"\"\n");
    assert_eq!(json("\u{feff}{\"ID\": 1}\n"), "1: id[0]: \"1\"\n");
    assert_eq!(json("[[{}], null]").lines().count(), 2);
}

#[test]
fn json_rows_that_are_wrong() {
    assert_eq!(
        json("[{\"ID\": 1}, {\"ID\": }, {\"ID\": 2} 3, , {\"ID\": 3}]"),
        "1: id[0]: \"1\"\n\
         2: E0501 the data cannot be read: a value is expected at line 1, column 9\n\
         3: E0501 the data cannot be read: the end of the text is expected at line 1, column 12\n\
         4: E0501 the data cannot be read: a value is expected at line 1, column 2\n\
         5: id[0]: \"3\"\n"
    );
    assert_eq!(
        json("{\"ID\": 1"),
        "1: E0501 the data cannot be read: `,` or a closing bracket is expected at line 1, column 9\n"
    );
}

#[test]
fn json_files_that_are_wrong() {
    assert_eq!(json(""), "E0524 the file is empty\n");
    assert_eq!(json("5"), "E0523 the file is neither an array of objects nor one object\n");
    assert_eq!(
        json("[{\"ID\": 1}, {\"ID\": 2"),
        "1: id[0]: \"1\"\nE0523 the array is broken in row 2: the file ends before the array does\n"
    );
    assert_eq!(
        json("[{\"ID\": 1}, {\"ID\": [2}, {\"ID\": 3}]"),
        "1: id[0]: \"1\"\nE0523 the array is broken in row 2: the brackets do not match\n"
    );
    assert_eq!(
        json("[{\"ID\": 1}, {\"ID: 2},\n {\"ID\": 3}]"),
        "1: id[0]: \"1\"\nE0523 the array is broken in row 2: a text lacks its closing quote\n"
    );
    let behind = "E0523 something stands behind the end of the JSON text; a file of one object a line is JSON lines\n";
    assert_eq!(json("{\"ID\": 1}\n{\"ID\": 2}"), format!("1: id[0]: \"1\"\n{behind}"));
    assert_eq!(json("[{\"ID\": 1}]]"), format!("1: id[0]: \"1\"\n{behind}"));
}

#[test]
fn json_lines() {
    assert_eq!(lines(""), "");
    assert_eq!(lines("\u{feff}{\"ID\": 1}\r\n\n \t\n{\"ID\": 2}"), "1: id[0]: \"1\"\n2: id[0]: \"2\"\n");
    assert_eq!(
        lines("{\"ID\": 1\nnull\n{\"ID\": 3}\n"),
        "1: E0501 the data cannot be read: `,` or a closing bracket is expected at line 1, column 9\n\
         2: E0501 the data is `null`, where an object is expected\n\
         3: id[0]: \"3\"\n"
    );
}

#[test]
fn rows_that_are_too_long() {
    let long = "x".repeat(5 << 20);
    let expected = "1: id[0]: \"a\"\n2: E0513 the row is longer than 4 MiB\n3: id[0]: \"c\"\n";
    let object = |id: &str, goal: &str| format!("{{\"ID\": \"{id}\", \"other\": \"{goal}\"}}");
    let objects = [object("a", ""), object("b", &long), object("c", "")];
    assert_eq!(json(&format!("[{}]", objects.join(","))), expected);
    assert_eq!(lines(&objects.join("\n")), expected);
    assert_eq!(csv(&format!("ID,other\na,\nb,{long}\nc,\n")), expected);
    assert_eq!(csv(&format!("ID,other\na,\nb,\"{long}\"\nc,\n")), expected);
    assert_eq!(csv(&format!("{long}\n")), "E0522 the header is longer than 4 MiB\n");
    assert_eq!(json(&objects[1]), "1: E0513 the row is longer than 4 MiB\n");
}

#[test]
fn encodings() {
    let text = "ID;goal\na;Müßiggang €\n";
    let known = "1: id[0]: \"a\" goal[0]: \"Müßiggang €\"\n";
    let in_encoding = |encoding| Options { encoding, ..Options::default() };
    let utf_16 = |to_bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        mark.into_iter()
            .chain(text.chars())
            .flat_map(|letter| letter.encode_utf16(&mut [0; 2]).to_vec())
            .flat_map(to_bytes)
            .collect()
    };
    assert_eq!(read(text.as_bytes(), Format::Csv, in_encoding(Some(Encoding::Utf8))), known);
    let windows = b"ID;goal\na;M\xfc\xdfiggang \x80\n";
    assert_eq!(read(windows, Format::Csv, in_encoding(Some(Encoding::Windows1252))), known);
    for (bytes, marked) in [
        (utf_16(u16::to_le_bytes, true), true),
        (utf_16(u16::to_be_bytes, true), true),
        (utf_16(u16::to_le_bytes, false), false),
    ] {
        assert_eq!(read(&bytes, Format::Csv, in_encoding(Some(Encoding::Utf16))), known);
        if marked {
            assert_eq!(read(&bytes, Format::Csv, in_encoding(None)), known);
        }
    }
}

#[test]
fn bytes_that_are_no_text() {
    let bytes = b"ID;goal\na;1\nb;M\xfc\n";
    assert_eq!(
        read(bytes, Format::Csv, Options::default()),
        "1: id[0]: \"a\" goal[0]: \"1\"\nE0521 row 2 is no UTF-8 text at byte 16 of the file\n"
    );
    let bytes = b"\xef\xbb\xbf{\"ID\": 1}\n{\"ID\": \"\xe2\x82";
    assert_eq!(
        read(bytes, Format::JsonLines, Options::default()),
        "1: id[0]: \"1\"\nE0521 row 2 is no UTF-8 text at byte 22 of the file\n"
    );
    let bytes = b"\xff\xfe{\0}\0\n\0\x00\xd8";
    assert_eq!(
        read(bytes, Format::JsonLines, Options::default()),
        "1: \nE0521 row 2 is no UTF-16 text at byte 9 of the file\n"
    );
}

#[test]
fn a_reader_that_fails() {
    let file = Pieces { bytes: b"ID\na\nb", size: 4, fails: true };
    let found = read_pieces(file, Format::Csv, Options::default());
    assert_eq!(found, "1: id[0]: \"a\"\nE0520 row 2 cannot be read: the line is dead\n");
    let file = Pieces { bytes: b"ID\na\nb", size: 4, fails: true };
    assert_eq!(read_blocks(file, Format::Csv, Options::default(), 100), found);
}

#[test]
fn names_of_formats() {
    assert_eq!(Format::of_name("a.b/deals.jsonl"), Some(Format::JsonLines));
    assert_eq!(Format::of_name("deals.NDJSON"), Some(Format::JsonLines));
    assert_eq!(Format::of_name("deals.tsv"), Some(Format::Csv));
    assert_eq!(Format::of_name("deals.xlsx"), None);
    assert_eq!(Encoding::of_name("Windows-1252").map(Encoding::name), Some("windows-1252"));
}
