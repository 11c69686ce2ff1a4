//! `grammar/reference.md`: every example in it is checked and run.

use std::fmt::Write as _;

use stagegate::{Date, Decision, Playbook, testing};

use crate::markdown::{Block, blocks, page, playbook, shelf};

#[test]
fn playbooks_hold() {
    let shelf = shelf();
    let mut faults = Vec::new();
    let mut seen = 0;
    for block in reference().iter().filter(|block| block.is_gate() && !block.has("expr")) {
        seen += 1;
        let text = playbook(block, &shelf);
        let whole = block.words.len() == 1 || block.has("shelf");
        let checked_only = block.has("check");
        let held = if checked_only {
            Playbook::parse(&text).map(drop).map_err(|messages| messages.to_string())
        } else {
            holds(&text, whole)
        };
        faults.extend(held.err().map(|fault| format!("line {}: {fault}", block.line)));
    }
    assert!(seen > 10 && faults.is_empty(), "{seen} blocks\n{}", faults.join("\n"));
}

#[test]
fn conditions_have_the_results_beside_them() {
    let shelf = shelf();
    let mut faults = Vec::new();
    let mut seen = 0;
    for block in reference().iter().filter(|block| block.has("expr")) {
        for (at, line) in block.text.lines().enumerate() {
            let place = block.line + at;
            let Some((condition, result)) = line.rsplit_once('#') else { panic!("line {place} has no result") };
            seen += 1;
            let text = probe(&shelf, condition.trim(), result.trim());
            faults.extend(holds(&text, false).err().map(|fault| format!("line {place}: {fault}")));
        }
    }
    assert!(seen > 80 && faults.is_empty(), "{seen} conditions\n{}", faults.join("\n"));
}

#[test]
fn data_is_read_as_the_table_says() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for block in reference().iter().filter(|block| block.has("data")) {
        for (at, line) in block.text.lines().enumerate() {
            seen += 1;
            let parts: Vec<&str> = line.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
            let &[ty, value, result] = parts.as_slice() else { panic!("line {}: {parts:?}", block.line + at) };
            let found = read_as(ty, value, result);
            if found != result {
                faults.push(format!("line {}: {line}: {found}", block.line + at));
            }
        }
    }
    assert!(seen > 30 && faults.is_empty(), "{seen} lines\n{}", faults.join("\n"));
}

#[test]
fn habits_of_other_languages_are_mended() {
    let shelf = shelf();
    let mut faults = Vec::new();
    for block in reference().iter().filter(|block| block.has("habits")) {
        for (at, line) in block.text.lines().enumerate() {
            let (wrong, right) = line.split_once("  ").expect("two columns");
            let head = format!("{shelf}\nprocess probe {{ stage probe {{ require probe that ");
            let Err(messages) = Playbook::parse(&format!("{head}{wrong} }} }}")) else {
                faults.push(format!("line {}: {wrong} is right", block.line + at));
                continue;
            };
            let mended = if block.has("shown") {
                let message = messages.iter().next().unwrap();
                let fix = message.diagnostic().fix.as_ref();
                fix.filter(|fix| !fix.applies).map(|fix| fix.with.clone()).unwrap_or_default()
            } else {
                let fixed = messages.fixed();
                let text = fixed.first().map_or("", |(_, text)| text.as_str());
                text.strip_prefix(&head).and_then(|text| text.strip_suffix(" } }")).unwrap_or(text).to_owned()
            };
            if mended != right.trim() {
                faults.push(format!("line {}: {wrong} becomes {mended}", block.line + at));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_verdict_is_as_shown() {
    let blocks = reference();
    let text = |word: &str| blocks.iter().find(|block| block.has(word)).unwrap().text.as_str();
    let playbook = Playbook::parse(text("gate")).unwrap_or_else(|messages| panic!("{messages}"));
    let opportunity = playbook.reader().read_json(text("opportunity")).unwrap();
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    let shown: serde_json::Value = serde_json::from_str(text("verdict")).unwrap();
    assert_eq!(serde_json::to_value(&verdict).unwrap(), shown);
}

fn reference() -> Vec<Block> {
    blocks(&page("grammar/reference.md"))
}

/// Checks a playbook, and runs its tests; a whole one has no warning either.
fn holds(text: &str, whole: bool) -> Result<(), String> {
    let playbook = Playbook::parse(text).map_err(|messages| messages.to_string())?;
    if whole && !playbook.warnings().is_empty() {
        return Err(playbook.warnings().to_string());
    }
    let mut found = String::new();
    for test in testing::run(&playbook).tests.iter().filter(|test| !test.passed()) {
        for failure in &test.failures {
            let _ = writeln!(found, "{}: expected {}, found {}", test.title, failure.expected, failure.found);
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The shelf with a test that a condition has that result: a true rule disqualifies, an unknown one is at risk.
fn probe(shelf: &str, condition: &str, result: &str) -> String {
    let (rule, expected) = match result {
        "true" => (condition.to_owned(), "disqualify by probe"),
        "false" => (format!("not ({condition})"), "disqualify by probe"),
        "unknown" => (condition.to_owned(), "at risk probe"),
        other => panic!("`{other}` is no result"),
    };
    format!(
        "{shelf}\nprocess probe {{\n disqualify probe when {rule}\n stage probe {{ require last that amount is known }}\n}}\n\
         test \"probe\" {{ given deal in probe expect {expected} }}\n"
    )
}

/// What a value of data is read as: the expected result, if it is that.
fn read_as(ty: &str, value: &str, expected: &str) -> String {
    let literal = expected.strip_prefix("is ");
    let condition = literal.map_or("x is known".to_owned(), |literal| format!("x is {literal}"));
    let text = format!(
        "opportunity {{\n x: {ty}\n}}\nprocess p {{\n disqualify same when {condition}\n stage s {{ require there that x is known }}\n}}\n"
    );
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let Ok(opportunity) = playbook.reader().read_json(&format!("{{\"x\": {value}}}")) else {
        return "error".to_owned();
    };
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    match (verdict.decision(), literal) {
        (Decision::Disqualify, Some(_)) => expected.to_owned(),
        (Decision::Hold, None) => "unknown".to_owned(),
        _ => serde_json::to_string(&verdict).unwrap(),
    }
}
