//! What changes between two playbooks, and for opportunities.
//!
//! A case (`tests/data/change/*.case`) is a text of sections, each with a head line `=== …`: `=== old` and `=== new` are playbooks,
//! `=== data` JSON lines, `=== options` words (`reopen`, `process NAME`, `top N`), and `=== says` what the report must say; without data
//! it is what changed in the playbook. With `BLESS=1` in the environment the cases are rewritten to what came of them.

use std::fs;
use std::path::Path;

use stagegate::{Change, DataError, Date, Opportunity, Playbook, Replay, Replayed, Verdict};

use crate::allocations;
use crate::cases;
use crate::differ::Checked;
use crate::laws::{accepted, hold};
use crate::random::choices::Choices;
use crate::random::data::{self, Case};

#[test]
fn cases() {
    cases::hold(&cases::files("tests/data/change", "case"), |case, written| {
        let (given, _) = written.split_once("=== says\n").expect("what is said");
        let said = says(case, given);
        let wide: Vec<&str> = said.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{}: longer than eighty columns: {wide:#?}", case.display());
        format!("{given}=== says\n{said}")
    });
}

/// What the report on a case says.
fn says(case: &Path, given: &str) -> String {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in given.split_inclusive('\n') {
        match (line.strip_prefix("=== "), sections.last_mut()) {
            (Some(head), _) => sections.push((head.trim_end(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => panic!("{}: a case starts with a section", case.display()),
        }
    }
    let section = |head: &str| sections.iter().find(|(known, _)| *known == head).map(|(_, text)| text.as_str());
    let playbook = |head: &str| {
        let text = section(head).unwrap_or_else(|| panic!("{}: no {head}", case.display()));
        Playbook::parse(text).unwrap_or_else(|faults| panic!("{}: {head}\n{faults}", case.display()))
    };
    let (old, new) = (playbook("old"), playbook("new"));
    let Some(rows) = section("data") else { return Change::between(&old, &new).to_string() };
    let mut replay = Replay::new(&old, &new, today());
    for option in section("options").unwrap_or_default().lines() {
        replay = match option.split_once(' ') {
            Some(("top", count)) => replay.top(count.parse().unwrap()),
            Some(("process", name)) => replay.by(name).unwrap(),
            _ if option == "reopen" => replay.reopening(true),
            _ => panic!("{}: `{option}`", case.display()),
        };
    }
    let [before, after] = [old.reader(), new.reader()];
    for (number, row) in (1..).zip(rows.lines()) {
        replay.push(number, None, before.read_json(row).as_ref(), after.read_json(row).as_ref());
    }
    let replayed = replay.finish();
    #[cfg(feature = "html")]
    is_on_its_page(&replayed);
    replayed.to_string()
}

/// The page says what the text says: what decisions and stages became, how often, and by what.
#[cfg(feature = "html")]
fn is_on_its_page(replayed: &Replayed) {
    let page = replayed.to_html();
    for shift in replayed.decisions().chain(replayed.stages()).chain(replayed.processes()) {
        for said in [shift.from(), shift.to(), &shift.tally().rows().to_string()] {
            assert!(page.contains(&format!(">{said}</td>")), "{said} is not on the page\n{page}");
        }
    }
    for name in replayed.causes().iter().filter_map(|shift| shift.cause().name()) {
        assert!(page.contains(name), "{name} is not on the page\n{page}");
    }
    let (text, weighted) = (replayed.to_string(), "orth times likely chance");
    assert_eq!(page.contains(weighted), text.contains(weighted), "{text}");
}

/// `tests/data/change/meanings.txt`: two conditions a line, with `==` or `!=` between them, over the facts of its first lines.
#[test]
fn what_means_the_same_is_no_change() {
    let text = fs::read_to_string("tests/data/change/meanings.txt").unwrap();
    let (facts, pairs) = text.split_once("===\n").expect("facts, then pairs");
    let playbook = |condition: &str| {
        let text = format!(
            "{facts}\nprocess p {{ chance {{ base 20% odds times 2 when flag }}\ndisqualify r when {condition}\nstage s {{ }} }}\n"
        );
        Playbook::parse(&text).unwrap_or_else(|faults| panic!("{condition}\n{faults}"))
    };
    let (mut same, mut other) = (0, 0);
    for line in pairs.lines().filter(|line| !line.is_empty()) {
        let (is_same, (left, right)) = match (line.split_once(" == "), line.split_once(" != ")) {
            (Some(pair), None) => (true, pair),
            (None, Some(pair)) => (false, pair),
            _ => panic!("{line}"),
        };
        let [left, right] = [playbook(left), playbook(right)];
        for change in [Change::between(&left, &right), Change::between(&right, &left)] {
            assert_eq!(change.is_empty(), is_same, "{line}\n{change}");
        }
        *(if is_same { &mut same } else { &mut other }) += 1;
    }
    assert!(same > 40 && other > 20, "{same} are the same, {other} are not");
}

#[test]
fn a_formatted_playbook_is_the_same() {
    hold(25, |c| {
        let (playbook, checked) = accepted(c)?;
        let formatted = stagegate::format("random.gate", &playbook.text).unwrap();
        let other = Playbook::parse(&formatted).unwrap();
        let change = Change::between(checked.playbook(), &other);
        if change.is_empty() { Ok(()) } else { Err(format!("formatting changes it\n{change}\n{}", playbook.text)) }
    });
}

#[test]
fn what_is_the_same_in_other_words_decides_alike() {
    // Parentheses and the two spellings of a requirement are the same conditions.
    hold(25, |c| {
        let (_, checked) = accepted(c)?;
        let mut again = Choices::replay(c.made());
        let wrapped = Playbook::parse(&crate::random::playbook::in_parentheses(&mut again).text).unwrap();
        let change = Change::between(checked.playbook(), &wrapped);
        if change.is_empty() { Ok(()) } else { Err(format!("parentheses change it\n{change}")) }
    });
}

/// Opportunities of random playbooks against the same playbook, another in one place, and another one altogether.
#[test]
fn a_replay_says_what_two_assessments_say() {
    let differing = std::cell::Cell::new(0_u64);
    hold(80, |c| {
        let (playbook, checked) = accepted(c)?;
        let cases: Vec<Case> = (0..12).map(|_| data::case(c, &playbook)).collect();
        let same = replayed(&checked, &checked, &cases);
        if !same.change().is_empty() || same.differing().rows() > 0 {
            return Err(format!("a playbook differs from itself\n{same}"));
        }
        for other in mutants(c, &playbook.text).into_iter().chain([accepted(c)?.1]) {
            let found = replayed(&checked, &other, &cases);
            differing.set(differing.get() + found.differing().rows());
            hold_against(&checked, &other, &cases, &found).map_err(|fault| {
                format!("{fault}\n{}\n=== new\n{}", playbook.text, other.playbook().sources()[0].text())
            })?;
        }
        Ok(())
    });
    assert!(differing.get() > 100, "{} verdicts differ", differing.get());
}

/// The playbook with one word or number another, as often as that is a playbook.
fn mutants(c: &mut Choices, text: &str) -> Vec<Checked> {
    const WORDS: [(&str, &str); 10] = [
        (" < ", " >= "),
        (" and ", " or "),
        (" or ", " and "),
        ("not ", ""),
        ("disqualify ", "warn "),
        ("require ", "require once "),
        (" is known", " is unknown"),
        ("1", "2"),
        ("times ", "times 3"),
        ("applies when ", "applies when not "),
    ];
    let mut mutants = Vec::new();
    for _ in 0..6 {
        let (from, to) = *c.pick(&WORDS);
        let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        if places.is_empty() {
            continue;
        }
        let at = *c.pick(&places);
        let mutant = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
        mutants.extend(Checked::new(&mutant));
    }
    mutants
}

fn read(checked: &Checked, case: &Case) -> Result<Opportunity, DataError> {
    checked.playbook().reader().read_json(&case.data.to_string())
}

fn replayed(old: &Checked, new: &Checked, cases: &[Case]) -> Replayed {
    let mut replay = Replay::new(old.playbook(), new.playbook(), today()).top(usize::MAX);
    let reads_alike = replay.reads_alike();
    for (number, case) in (1..).zip(cases) {
        let before = read(old, case);
        let after = if reads_alike { before.clone() } else { read(new, case) };
        replay.push(number, None, before.as_ref(), after.as_ref());
    }
    replay.finish()
}

/// Compares a replay with the verdicts that either playbook gives by itself.
fn hold_against(old: &Checked, new: &Checked, cases: &[Case], found: &Replayed) -> Result<(), String> {
    let verdict = |checked: &Checked, case: &Case| match read(checked, case) {
        Ok(opportunity) => checked.playbook().assess(&opportunity, today()),
        Err(error) => Verdict::of_error(today(), error),
    };
    let is_renamed = found.change().edits().iter().any(|edit| edit.was().is_some());
    let mut decided = 0;
    for (number, case) in (1_u64..).zip(cases) {
        let verdicts = [verdict(old, case), verdict(new, case)];
        let [before, after] = verdicts.each_ref().map(brief);
        let kept = found.largest().iter().find(|shifted| shifted.after().row() == Some(number));
        if let Some(kept) = kept {
            let shown = [kept.before(), kept.after()].map(brief);
            if shown != [before.clone(), after.clone()] {
                return Err(format!("row {number} is kept otherwise\n{shown:?}\n{before}\n{after}"));
            }
            if kept.causes().is_empty() {
                return Err(format!("row {number} differs without a cause\n{before}\n{after}"));
            }
        }
        let [one, two] = verdicts.each_ref().map(|verdict| verdict.decision());
        decided += u64::from(one != two);
        // What is called by another name is the same all the same.
        if !is_renamed && (before != after) != kept.is_some() {
            return Err(format!("row {number}: kept is {}\n{before}\n{after}\n{found}", kept.is_some()));
        }
    }
    if !is_renamed && decided != found.decided().rows() {
        return Err(format!("{decided} decisions differ\n{found}"));
    }
    Ok(())
}

/// A verdict without reasons and questions: which rules it names, and what it says of the opportunity.
fn brief(verdict: &Verdict) -> String {
    let names = |findings: &[stagegate::Finding]| -> Vec<String> {
        findings.iter().map(|finding| format!("{}/{}", finding.stage().unwrap_or("-"), finding.rule())).collect()
    };
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        verdict.decision(),
        verdict.process(),
        verdict.claimed(),
        verdict.earned(),
        verdict.chance(),
        names(verdict.disqualified_by()),
        names(verdict.unmet()),
        names(verdict.warnings()),
        names(verdict.at_risk()),
        verdict.error().map(DataError::field),
    )
}

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

/// The pages show what comes out; `…` stands for lines that are left out.
#[cfg(feature = "cli")]
#[test]
fn the_pages_show_what_comes_out() {
    let mut seen = 0;
    for page in ["examples/change/README.md", "grammar/reference.md"] {
        let text = crate::markdown::page(page);
        let blocks = crate::markdown::blocks(&text).into_iter().filter(|block| block.has("console"));
        for block in blocks.filter(|block| block.text.contains("examples/change/")) {
            seen += 1;
            let (command, shown) = block.text.split_once('\n').unwrap();
            let found = command_line(command.strip_prefix("$ ").unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")));
            let found = String::from_utf8(found.stdout).unwrap();
            let mut lines = found.lines().filter(|line| !line.is_empty());
            let mut may_skip = false;
            for line in shown.lines().filter(|line| !line.is_empty()) {
                if line == "…" {
                    may_skip = true;
                    continue;
                }
                let next = if may_skip { lines.find(|found| *found == line) } else { lines.next() };
                assert_eq!(next, Some(line), "{page}: {command}\n{found}");
                may_skip = false;
            }
        }
    }
    assert!(seen >= 6, "{seen} blocks");
}

/// The workflow and the hook are the files to copy, and each of their lines that calls the command does so rightly.
#[cfg(feature = "cli")]
#[test]
fn what_users_copy_can_be_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("change");
    let _ = fs::remove_dir_all(&folder);
    for part in ["process", "base/process"] {
        fs::create_dir_all(folder.join(part)).unwrap();
        let playbook = if part == "process" { "new.gate" } else { "old.gate" };
        fs::copy(root.join("examples/change").join(playbook), folder.join(part).join("deals.gate")).unwrap();
        fs::copy(root.join("examples/change/facts.gate"), folder.join(part).join("facts.gate")).unwrap();
    }
    fs::copy(root.join("examples/b2b/opportunities.csv"), folder.join("process/sample.csv")).unwrap();
    let reference = crate::markdown::page("grammar/reference.md");
    let mut ran = 0;
    for name in ["process.yml", "pre-commit"] {
        let text = fs::read_to_string(root.join("examples/change").join(name)).unwrap();
        assert!(reference.contains(&format!("\n{text}```")), "the reference shows another {name}");
        let mut within = folder.clone();
        for line in text.lines().map(|line| line.trim().trim_start_matches("- run: ")) {
            if let Some(inner) = line.strip_prefix("cd ") {
                within = within.join(inner);
            }
            let Some(start) = line.find("stagegate ").filter(|start| line[..*start].ends_with("| ") || *start == 0)
            else {
                continue;
            };
            let output = command_line(line[start..].split(" >>").next().unwrap(), &within);
            let code = output.status.code();
            assert!(code == Some(0), "{name}: {line}: {code:?}\n{}", String::from_utf8_lossy(&output.stderr));
            ran += 1;
        }
    }
    assert!(ran >= 8, "{ran} lines");
}

/// Runs a line; what would come from a pipe is the old playbook.
#[cfg(feature = "cli")]
fn command_line(line: &str, folder: &Path) -> std::process::Output {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
    command.args(line.split_whitespace().skip(1)).current_dir(folder).env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let old = crate::markdown::page("examples/change/old.gate");
    // A command that does not read its input closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(old.as_bytes());
    child.wait_with_output().unwrap()
}

/// The example's playbooks are clean and formatted, and their tests pass.
#[test]
fn the_example_is_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/change");
    for name in ["old.gate", "new.gate", "stricter.gate"] {
        let playbook = Playbook::from_path(folder.join(name)).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(playbook.warnings().is_empty(), "{}", playbook.warnings());
        let run = stagegate::testing::run(&playbook);
        assert!(run.failed() == 0 && run.passed() >= 3, "{name}: {run:?}");
        for source in playbook.sources() {
            assert_eq!(stagegate::format("x.gate", source.text()).unwrap(), source.text(), "{}", source.name());
        }
    }
}

/// A page is one text that asks for nothing, and what comes from data is a text in it.
#[cfg(feature = "html")]
#[test]
fn a_page_is_inert() {
    let playbook = |rule: &str| {
        Playbook::parse(&format!(
            "opportunity {{ key id: text note: text }}\nprocess p {{ warn r \"<b>\" when note contains \"{rule}\" stage s {{ require q that id is known }} }}"
        ))
        .unwrap()
    };
    let (old, new) = (playbook("x"), playbook("<img src=x onerror=alert(1)>"));
    let mut replay = Replay::new(&old, &new, today());
    let row =
        serde_json::json!({"id": "<script>alert(1)</script>", "note": "\u{202e}x\u{1b}[31m </style>"}).to_string();
    let read = [&old, &new].map(|playbook| playbook.reader().read_json(&row));
    replay.push(1, None, read[0].as_ref(), read[1].as_ref());
    let replayed = replay.finish();
    for page in [replayed.to_html(), replayed.change().to_html()] {
        assert!(page.starts_with("<!doctype html>"));
        for hostile in ["<script>alert", "<img src=x", "<b>", "\u{202e}", "\u{1b}"] {
            assert!(!page.contains(hostile), "{hostile:?}");
        }
        assert!(page.contains("&#60;img src=x"));
    }
    assert!(replayed.to_html().contains("&#60;script&#62;alert(1)"));
}

/// A row that is read once more, for another playbook, is what that playbook reads by itself.
#[cfg(feature = "data")]
#[test]
fn a_row_is_read_twice() {
    use stagegate::data::{Format, Options, Rows};
    let playbook = |ty: &str| {
        Playbook::parse(&format!(
            "opportunity {{ seats: {ty} }} process p {{ stage s {{ require r that seats is known }} }}"
        ))
        .unwrap()
    };
    let as_text = playbook("text");
    let readers = [playbook("number").reader(), as_text.reader()];
    let long = "x".repeat(5 << 20);
    let files = [
        (Format::Csv, format!("seats,more\n5,1\nmany,2\n1\n\n\"a\nb\",3\n{long},4\nlast,5")),
        (
            Format::JsonLines,
            format!("{{\"seats\": 5}}\n\n{{\"seats\": \"many\"}}\nno\n{{\"seats\": \"{long}\"}}\n{{\"seats\": null}}"),
        ),
        (
            Format::Json,
            format!("[{{\"seats\": 5}}, {{\"seats\": \"many\"}} ,no, {{\"seats\": \"{long}\"}}, {{\"seats\": \"é\"}}]"),
        ),
        (Format::Json, "{\"seats\": \"one object\"}".to_owned()),
    ];
    for (format, text) in files {
        let open = || Rows::new(text.as_bytes(), format, Options::default());
        let (mut twice, mut alone) = (open(), open());
        let [mut first, mut again, mut other] = [(); 3].map(|()| Opportunity::default());
        let mut count = 0;
        while let Some(row) = twice.next_into(&readers[0], &mut first) {
            row.unwrap();
            let expected = alone.next_into(&readers[1], &mut other).unwrap().unwrap().result;
            assert_eq!(twice.again_into(&readers[1], &mut again), expected, "{format:?}");
            let assess = |read: &Opportunity| serde_json::to_string(&as_text.assess(read, today())).unwrap();
            assert!(expected.is_err() || assess(&again) == assess(&other), "{format:?}");
            count += 1;
        }
        assert!(alone.next_into(&readers[1], &mut other).is_none() && count > 0);
    }
}

/// What a replay keeps is the same after three times as many rows.
#[test]
fn memory_does_not_grow_with_rows() {
    let kept = allocations::said_by("change::child", &[]);
    let [few, many] = kept[..] else { panic!("{kept:?}") };
    assert!(few > 10_000, "{few} bytes after 16,384 rows");
    assert!(many < few + few / 8, "{few} bytes after 16,384 rows, {many} after 49,152");
}

#[test]
#[ignore = "it is run by the test above"]
fn child() {
    let playbook = |least: u32| {
        Playbook::parse(&format!(
            "opportunity {{ key id: text  worth amount: number }} process p {{ disqualify r when amount < {least} stage s {{ require q that id is known }} }}"
        ))
        .unwrap()
    };
    let (old, new) = (playbook(10), playbook(900));
    let reader = old.reader();
    let region = stats_alloc::Region::new(allocations::ALLOCATOR);
    let mut replay = Replay::new(&old, &new, today());
    let mut number = 0_u64;
    let mut take = |rows: u64| {
        for _ in 0..rows {
            number += 1;
            let read = reader.read_json(&format!("{{\"id\": \"O-{number}\", \"amount\": {}}}", number % 1_000));
            replay.push(number, None, read.as_ref(), read.as_ref());
        }
        allocations::kept(&region)
    };
    let (few, many) = (take(16_384), take(2 * 16_384));
    allocations::say([few, many]);
    let replayed = replay.finish();
    assert_eq!(replayed.rows().rows(), 49_152);
    assert!(replayed.decided().rows() > 40_000);
}
