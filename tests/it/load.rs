//! Imports: what is read, how often, and what is refused.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use stagegate::{Diagnostics, FileLoader, Limits, LoadError, Loader, Playbook};

const MAIN: &str = "opportunity { amount: number }
process last { stage first { require big that amount > 1 } }
";

/// Files in memory that count how often they are read.
#[derive(Default)]
struct Files {
    texts: BTreeMap<String, String>,
    reads: Cell<usize>,
}

impl Files {
    fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let texts = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        Files { texts, reads: Cell::new(0) }
    }

    fn add(&mut self, path: String, text: String) {
        self.texts.insert(path, text);
    }
}

impl Loader for Files {
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, LoadError> {
        self.reads.set(self.reads.get() + 1);
        self.texts.read(path, most)
    }
}

fn load(files: &impl Loader) -> Result<Playbook, Diagnostics> {
    Playbook::load("main.gate", files, &Limits::default())
}

/// The messages as `code file:line:column message`.
fn messages(result: Result<Playbook, Diagnostics>) -> Vec<String> {
    let faults = result.err().unwrap_or_default();
    let show = |message: stagegate::Message<'_>| {
        let (diagnostic, start) = (message.diagnostic(), message.start());
        let place = format!("{}:{}:{}", message.file(), start.line, start.column);
        format!("{} {place} {}", diagnostic.code, diagnostic.message)
    };
    faults.iter().map(show).collect()
}

/// The one message about a first file with one import.
fn message_of(import: &str) -> String {
    let main = format!("{MAIN}import \"{import}\"\n");
    let found = messages(load(&Files::new([("main.gate", main.as_str())])));
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn declarations_stand_where_they_are_first_imported() {
    let process =
        |name: &str| format!("process {name} {{ applies when amount > 2 stage s {{ require r that amount > 3 }} }}\n");
    let files = Files::new([
        ("main.gate", format!("import \"parts/one.gate\"\nimport \"two.gate\"\n{MAIN}").as_str()),
        ("parts/one.gate", format!("{}import \"../two.gate\"\n{}", process("a"), process("c")).as_str()),
        ("two.gate", process("b").as_str()),
    ]);
    let playbook = load(&files).unwrap();
    assert_eq!(playbook.processes().map(|process| process.name()).collect::<Vec<_>>(), ["a", "b", "c", "last"]);
    assert_eq!(files.reads.get(), 3);
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    assert_eq!(message_of("../x.gate"), "E0004 main.gate:3:8 `../x.gate` lies outside the folder of the first file");
    assert_eq!(message_of("a/../../x"), "E0004 main.gate:3:8 `a/../../x` lies outside the folder of the first file");
    assert_eq!(message_of("/etc/passwd"), "E0003 main.gate:3:8 the path `/etc/passwd` is absolute");
    assert_eq!(message_of("C:/x.gate"), "E0003 main.gate:3:8 the path `C:/x.gate` holds a colon");
    assert_eq!(message_of("a\\\\x.gate"), "E0003 main.gate:3:8 the path `a\\x.gate` holds a backslash");
    assert_eq!(message_of("x\\n.gate"), "E0003 main.gate:3:8 the path `x\\u{a}.gate` holds a control character");
    assert_eq!(message_of(""), "E0003 main.gate:3:8 the import names no file");
    assert_eq!(message_of("x.gate"), "E0002 main.gate:3:8 cannot import `x.gate`: there is no such file");
}

#[test]
fn a_circle_is_shown() {
    assert_eq!(
        message_of("main.gate"),
        "E0005 main.gate:3:8 `main.gate` imports itself: `main.gate` imports `main.gate`"
    );
    let files = Files::new([
        ("main.gate", format!("import \"a.gate\"\n{MAIN}").as_str()),
        ("a.gate", "import \"b.gate\""),
        ("b.gate", "import \"a.gate\""),
    ]);
    let expected = ["E0005 b.gate:1:8 `a.gate` imports itself: `a.gate` imports `b.gate` imports `a.gate`"];
    assert_eq!(messages(load(&files)), expected);
}

#[test]
fn a_diamond_is_read_once() {
    let mut files = Files::new([("main.gate", format!("import \"l0.gate\"\nimport \"r0.gate\"\n{MAIN}").as_str())]);
    for level in 0..20 {
        for side in ["l", "r"] {
            let next = level + 1;
            files.add(format!("{side}{level}.gate"), format!("import \"l{next}.gate\"\nimport \"r{next}.gate\"\n"));
        }
    }
    files.add("l20.gate".to_owned(), String::new());
    files.add("r20.gate".to_owned(), String::new());
    load(&files).unwrap();
    assert_eq!(files.reads.get(), 1 + 2 * 21);
}

#[test]
fn a_fan_ends_at_the_bound() {
    let lines: String = (0..10_000).map(|place| format!("import \"f{place}.gate\"\n")).collect();
    let mut files = Files::new([("main.gate", format!("{lines}{MAIN}").as_str())]);
    (0..10_000).for_each(|place| files.add(format!("f{place}.gate"), String::new()));
    assert_eq!(messages(load(&files)), ["E0006 main.gate:64:8 the playbook has more than 64 files"]);
    assert_eq!(files.reads.get(), 64);
}

#[test]
fn a_long_chain_takes_no_stack() {
    const LENGTH: usize = 20_000;
    let mut files = Files::new([("main.gate", format!("import \"f0.gate\"\n{MAIN}").as_str())]);
    for place in 0..LENGTH {
        files.add(format!("f{place}.gate"), format!("import \"f{}.gate\"\n", place + 1));
    }
    files.add(format!("f{LENGTH}.gate"), String::new());
    let run = move || {
        let mut limits = Limits::default();
        limits.files = usize::MAX;
        Playbook::load("main.gate", &files, &limits).map(drop)
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap().unwrap();
}

#[test]
fn a_file_too_large_is_refused() {
    let mut limits = Limits::default();
    limits.file_bytes = 200;
    let files = Files::new([
        ("main.gate", format!("import \"big.gate\"\n{MAIN}").as_str()),
        ("big.gate", " ".repeat(201).as_str()),
    ]);
    let expected = ["E0007 main.gate:1:8 `big.gate` has more than 200 bytes, the most that a file may have"];
    assert_eq!(messages(Playbook::load("main.gate", &files, &limits)), expected);
    let expected = ["E0007 big.gate:1:1 `big.gate` has more than 200 bytes, the most that a file may have"];
    assert_eq!(messages(Playbook::load("big.gate", &files, &limits)), expected);
}

/// A new folder with files.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("load").join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

/// The messages about `main.gate` in a folder, with places in that folder.
fn messages_in(root: &Path) -> Vec<String> {
    let loader = FileLoader::new(root).unwrap();
    let prefix = format!("{}/", root.display());
    let found = messages(Playbook::load("main.gate", &loader, &Limits::default()));
    found.into_iter().map(|message| message.replace(&prefix, "")).collect()
}

#[test]
fn a_first_file_that_is_missing_is_unreadable() {
    let faults = Playbook::from_path("no/such.gate").err().unwrap();
    assert!(faults.is_unreadable());
    assert_eq!(messages(Err(faults)), ["E0001 no/such.gate:1:1 cannot read `no/such.gate`: there is no such file"]);
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let import = format!("import \"bad.gate\"\n{MAIN}");
    let root = folder("utf8", &[("main.gate", import.as_bytes()), ("bad.gate", b"# a\nb\xff")]);
    let found = messages_in(&root);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("E0008 main.gate:1:8 ") && found[0].ends_with("byte 6 is 0xFF"), "{found:?}");
    let faults = Playbook::from_path(root.join("bad.gate")).err().unwrap();
    assert!(!faults.is_unreadable());
    assert_eq!(faults.iter().next().unwrap().start(), stagegate::LineColumn { line: 2, column: 2 });
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_resolved_before_the_folder_is_judged() {
    use std::os::unix::fs::symlink;

    let main =
        format!("import \"out.gate\"\nimport \"loop.gate\"\nimport \"twin.gate\"\nimport \"parts/in.gate\"\n{MAIN}");
    let files: &[(&str, &[u8])] = &[
        ("secret.gate", b"define secret as amount > 5"),
        ("root/main.gate", main.as_bytes()),
        ("root/parts/in.gate", b"define late as amount > 4"),
    ];
    let root = folder("links", files).join("root");
    symlink("../secret.gate", root.join("out.gate")).unwrap();
    symlink("loop.gate", root.join("loop.gate")).unwrap();
    symlink("parts/in.gate", root.join("twin.gate")).unwrap();
    let found = messages_in(&root);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("E0004 main.gate:1:8 "), "{found:?}");
    assert!(found[1].starts_with("E0002 main.gate:2:8 "), "{found:?}");
}
