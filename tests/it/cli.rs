//! The command line, run as a user runs it.
//!
//! A case (`tests/data/cli/*.case`) is a text of sections, each with a head line `=== …`:
//!
//! - `=== file NAME`: a file that is there before the command runs;
//! - `=== run ARG …`: the command's arguments, separated by blanks (`'…'` holds blanks);
//! - `=== stdin`: what it reads; nothing if left out;
//! - `=== exit N`, `=== stdout`, `=== stderr`: what must come of it (an empty stream may be left out);
//! - `=== after NAME`: what a file holds then.
//!
//! Several runs may follow each other. With `BLESS=1` in the environment the cases are rewritten to what came of them.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::cases;

/// A section: its head without `=== `, and its text.
struct Section {
    head: String,
    text: String,
}

#[test]
fn cases() {
    cases::hold(&cases::files("tests/data/cli", "case"), |case, written| replay(case, &parse(written)));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-pipe");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.gate"), "opportunity { a: number }\nprocess p { stage s { require r that a > 1 } }\n")
        .unwrap();
    fs::write(folder.join("a.jsonl"), "{\"a\": 1}\n".repeat(50_000)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
    command.args(["assess", "a.gate", "a.jsonl"]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn every_command_has_help_with_an_example() {
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_stagegate")).args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let commands = help(&["--help"]);
    let commands = commands.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a command does may take a second line.
    let commands = commands.filter(|line| line.chars().take_while(|letter| *letter == ' ').count() == 2);
    let mut count = 0;
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help") {
        let text = help(&[command, "--help"]);
        assert!(text.contains(&format!("Example:\n  stagegate {command} ")), "{text}");
        count += 1;
    }
    assert!(count >= 5);
}

#[test]
fn there_are_completions_for_shells() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = Command::new(env!("CARGO_BIN_EXE_stagegate")).args(["completions", shell]).output().unwrap();
        assert!(output.status.success() && String::from_utf8(output.stdout).unwrap().contains("assess"), "{shell}");
    }
}

#[test]
fn tests_run_again_when_a_file_changes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-watch");
    fs::create_dir_all(folder.join("parts")).unwrap();
    fs::write(
        folder.join("a.gate"),
        "import \"parts/b.gate\"\nopportunity { a: number }\nprocess p { stage s { require r that a > limit } }\n\
         test \"six will do\" { given with { a: 6 } expect advance }\n",
    )
    .unwrap();
    let part = folder.join("parts/b.gate");
    fs::write(&part, "define limit as 5\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
    command.args(["test", "--watch", "a.gate"]).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let sums = ["1 passed, 0 failed", "0 passed, 1 failed", "1 passed, 0 failed"];
    for (sum, next) in sums.into_iter().zip(["define limit as 7\n", "define limit as 4\n", ""]) {
        loop {
            let line = lines.recv_timeout(Duration::from_secs(60));
            if line.as_deref().is_ok_and(|line| line.ends_with("failed")) {
                assert_eq!(line.unwrap(), sum);
                break;
            }
            if line.is_err() {
                child.kill().unwrap();
            }
            line.unwrap();
        }
        fs::write(&part, next).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn parse(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("=== "), sections.last_mut()) {
            (Some(head), _) => sections.push(Section { head: head.trim_end().to_owned(), text: String::new() }),
            (None, Some(section)) => section.text.push_str(line),
            (None, None) => panic!("a case starts with a section"),
        }
    }
    sections
}

/// Runs a case, and writes it down with what came of it.
fn replay(case: &Path, sections: &[Section]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(case.file_stem().unwrap());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut found = String::new();
    for (place, section) in sections.iter().enumerate() {
        let (kind, rest) = section.head.split_once(' ').unwrap_or((&section.head, ""));
        match kind {
            "file" => {
                let path = folder.join(rest);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, &section.text).unwrap();
                write_section(&mut found, &section.head, &section.text);
            }
            "run" => {
                write_section(&mut found, &section.head, &section.text);
                let stdin = sections.get(place + 1).filter(|next| next.head == "stdin");
                if let Some(stdin) = stdin {
                    write_section(&mut found, "stdin", &stdin.text);
                }
                run(&folder, &arguments(rest), stdin.map_or("", |stdin| &stdin.text), &mut found);
            }
            "after" => {
                let text = fs::read_to_string(folder.join(rest)).unwrap_or_default();
                write_section(&mut found, &section.head, &text);
            }
            "stdin" | "exit" | "stdout" | "stderr" => {}
            other => panic!("{}: there is no section `{other}`", case.display()),
        }
    }
    found
}

fn run(folder: &Path, arguments: &[String], stdin: &str, found: &mut String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "100");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let status = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    write_section(found, &format!("exit {status}"), "");
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            write_section(found, name, &String::from_utf8_lossy(bytes));
        }
    }
}

fn write_section(found: &mut String, head: &str, text: &str) {
    writeln!(found, "=== {head}").unwrap();
    found.push_str(text);
    if !text.is_empty() && !text.ends_with('\n') {
        found.push('\n');
    }
}

/// Arguments as a shell would have them, with single quotes only.
fn arguments(line: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    for (place, piece) in line.split('\'').enumerate() {
        if place % 2 == 1 {
            arguments.push(piece.to_owned());
        } else {
            arguments.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    arguments
}
