//! The house's own rules: what may see what, how long a file and a function may be, what no text may say.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors of `src/`, lowest first. A room sees the floors below its own, and no other room of its own. `src/bin` is a crate by itself.
const FLOORS: &[&[&str]] = &[
    &["source", "limits", "object"],
    &["value", "diag"],
    &["schema", "syntax"],
    &["facts", "load"],
    &["hir"],
    &["bind"],
    &["program"],
    &["eval"],
    &["batch"],
    &["verdict"],
    &["explain"],
    &["playbook"],
    &["pipeline", "html"],
    &["arrow", "testing", "review", "history", "graph", "change"],
    &["sheet"],
    &["data"],
    &["lib"],
];

/// Code lines of a file, and of a function.
const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

/// What may be longer, and why: a file, or `file: function`.
const EXCEPTIONS: &[(&str, &str)] = &[];

#[test]
fn imports_go_down() {
    let mut faults = Vec::new();
    for file in rust_files("src") {
        let room = room_of(&file);
        // A crate of its own, which sees the library's front page only.
        if room == "bin" {
            continue;
        }
        let Some(floor) = floor_of(&room) else {
            faults.push(format!("{}: `{room}` stands on no floor", file.display()));
            continue;
        };
        for (line, seen) in seen_rooms(&read(&file)) {
            if seen != room && floor_of(&seen).is_none_or(|other| other >= floor) {
                faults.push(format!("{}:{line}: `{room}` sees `{seen}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "imports go down:\n{}", faults.join("\n"));
}

#[test]
fn files_and_functions_are_short() {
    let mut faults = Vec::new();
    for file in rust_files("src") {
        let name = file.strip_prefix(root()).unwrap().display().to_string();
        let text = read(&file);
        let long = text.lines().filter(|line| is_code(line)).count();
        if long > LONGEST_FILE && !is_excepted(&name) {
            faults.push(format!("{name}: {long} code lines"));
        }
        for (function, long) in functions(&text) {
            if long > LONGEST_FUNCTION && !is_excepted(&format!("{name}: {function}")) {
                faults.push(format!("{name}: `{function}` has {long} code lines"));
            }
        }
    }
    assert!(faults.is_empty(), "too long:\n{}", faults.join("\n"));
}

#[test]
fn no_text_names_what_users_do_not_have() {
    // Put together here, so that this file does not say them.
    let forbidden = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["sha", "red/"],
        ["crates", ".io"],
        ["py", "pi.org"],
        ["npm", "js."],
        ["deb", "ian.org"],
    ]
    .map(|[start, end]| format!("{start}{end}"));
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for top in ["src", "tests", "examples", "benches", "fuzz", "grammar"] {
        collect(&root().join(top), &mut files);
    }
    files.extend(fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()));
    for file in files.into_iter().filter(|file| !file.ends_with("Cargo.lock")) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for (at, line) in text.lines().enumerate() {
            for word in forbidden.iter().filter(|word| line.contains(word.as_str())) {
                faults.push(format!("{}:{}: says `{word}`", file.display(), at + 1));
            }
        }
    }
    assert!(faults.is_empty(), "machine's own words:\n{}", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All files below a folder, if it is there.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
}

fn rust_files(top: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&root().join(top), &mut files);
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files
}

/// The first part of a file's path below `src/`, without its ending.
fn room_of(file: &Path) -> String {
    let inner = file.strip_prefix(root().join("src")).unwrap();
    Path::new(inner.components().next().unwrap().as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a text's `crate::` paths lead to, with their lines; tests at a file's end do not count. A name that is
/// no room's (`crate::Date`) comes from the front page.
fn seen_rooms(text: &str) -> Vec<(usize, String)> {
    let mut seen = Vec::new();
    let body = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    let code: Vec<&str> = body.lines().map(|line| if is_code(line) { line } else { "" }).collect();
    let code = code.join("\n");
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let path = &code[at + "crate::".len()..];
        for name in heads(path) {
            let is_room = name.chars().next().is_some_and(char::is_lowercase);
            seen.push((line, if is_room { name } else { "lib".to_owned() }));
        }
    }
    seen
}

/// The first names of a path: `a::b` has `a`; `{a::b, c}` has `a` and `c`.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut heads = vec![String::new()];
    let mut depth = 0_i32;
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ => {}
        }
        if !(letter == ',' && depth == 0) {
            heads.last_mut().unwrap().push(letter);
        }
    }
    heads.iter().map(|head| word(head)).filter(|head| !head.is_empty()).collect()
}

fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

fn is_excepted(name: &str) -> bool {
    EXCEPTIONS.iter().any(|(excepted, reason)| *excepted == name && !reason.is_empty())
}

/// The functions of a formatted text with their code lines: each ends at the brace that stands below its start.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let body = lines[at..].iter().take_while(|line| **line != end);
        if line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        found.push((name, body.filter(|line| is_code(line)).count() + 1));
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "fn")?;
    let before = |word: &&str| word.starts_with("pub") || ["const", "async", "unsafe", "extern"].contains(word);
    let name = words.get(at + 1)?;
    words[..at].iter().all(before).then(|| name.split(['(', '<']).next().unwrap_or(name).to_owned())
}
