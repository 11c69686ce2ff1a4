//! Laws that hold for all playbooks and opportunities, tried on random ones.
//!
//! `STAGEGATE_CASES` says how many pairs of a playbook and an opportunity (10,000 if left out), `STAGEGATE_SEED` where
//! they start. What breaks a law is shown in its simplest form, as a file under `tests/data/runs` would hold it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::differ::{Checked, without_message};
use crate::oracle::json::Json;
use crate::oracle::learning;
use crate::random::block;
use crate::random::choices::{Choices, Node, simplest};
use crate::random::columns;
use crate::random::data::{self, Case};
use crate::random::playbook::{self, Playbook};
use crate::runs;

/// Opportunities for one playbook.
const EACH: u64 = 4;

/// Tries a law on random playbooks; where it breaks, shows the simplest case found.
pub fn hold(share: u64, law: impl Fn(&mut Choices) -> Result<(), String>) {
    let number = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().unwrap());
    let (cases, start) = (number("STAGEGATE_CASES", 10_000), number("STAGEGATE_SEED", 0));
    let attempt = |c: &mut Choices| {
        let caught = catch_unwind(AssertUnwindSafe(|| law(c)));
        caught.unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            Err(format!("panic: {}", text.unwrap_or_else(|| format!("{:?}", panic.downcast_ref::<&str>()))))
        })
    };
    for seed in start..start + (cases / EACH / share).max(1) {
        let mut c = Choices::seeded(seed);
        let Err(first) = attempt(&mut c) else { continue };
        let kind = |message: &str| message.split('\n').next().unwrap_or("").to_owned();
        let fails = |tree: &Node| {
            let mut again = Choices::replay(tree.clone());
            attempt(&mut again).is_err_and(|message| kind(&message) == kind(&first)).then(|| again.made())
        };
        let simple = simplest(c.made(), 5_000, fails);
        let message = attempt(&mut Choices::replay(simple)).err().unwrap_or(first);
        panic!("seed {seed}: {message}");
    }
}

/// A random playbook that the checker takes.
pub fn accepted(c: &mut Choices) -> Result<(Playbook, Checked), String> {
    let playbook = playbook::playbook(c);
    let checked = Checked::new(&playbook.text).map_err(|faults| refused(&faults, &playbook.text))?;
    Ok((playbook, checked))
}

fn refused(faults: &str, text: &str) -> String {
    let code = faults.split(':').next().unwrap_or("");
    format!("a playbook was refused with {code}\n{faults}\n{text}")
}

#[test]
fn the_engine_and_the_model_agree() {
    hold(1, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let (engine, model) = (without_message(&checked.engine(&case)), checked.model(&case));
            if let Some(key) = first_difference(&engine, &model) {
                let run = runs::write(&playbook.text, &case, &model);
                return Err(format!("`{key}` differs\n{run}=== but the engine says\n{}", engine.pretty()));
            }
        }
        Ok(())
    });
}

#[test]
fn the_reader_and_the_model_find_the_same_faults() {
    hold(4, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let (reader, model) = (checked.read_fault(&case), checked.model_fault(&case));
            if reader != model {
                let run = runs::write(&playbook.text, &case, &Json::Null);
                return Err(format!("faults differ\n{run}\nreader {reader:?}\nmodel {model:?}"));
            }
        }
        Ok(())
    });
}

/// The first key whose values differ, or the one at another place.
fn first_difference(left: &Json, right: &Json) -> Option<String> {
    let (Json::Object(a), Json::Object(b)) = (left, right) else {
        return (left != right).then(|| "verdict".to_owned());
    };
    let longest = a.len().max(b.len());
    let place = (0..longest).find(|&at| a.get(at) != b.get(at))?;
    a.get(place).or(b.get(place)).map(|(key, _)| key.clone())
}

#[test]
fn parentheses_that_change_nothing_change_nothing() {
    hold(10, |c| {
        let (playbook, checked) = accepted(c)?;
        let mut again = Choices::replay(c.made());
        let wrapped = playbook::in_parentheses(&mut again);
        let other = Checked::new(&wrapped.text).map_err(|faults| refused(&faults, &wrapped.text))?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let (plain, wrapped_verdict) = (checked.engine(&case), other.engine(&case));
            if without_texts(&plain) != without_texts(&wrapped_verdict) {
                let (run, text) = (runs::write(&playbook.text, &case, &plain), &wrapped.text);
                return Err(format!(
                    "parentheses count\n{run}=== but with parentheses\n{text}{}",
                    wrapped_verdict.pretty()
                ));
            }
        }
        Ok(())
    });
}

/// The verdict without the atoms' texts.
fn without_texts(verdict: &Json) -> Json {
    match verdict {
        Json::Object(entries) => {
            let kept = entries.iter().filter(|(key, _)| key != "atom");
            Json::Object(kept.map(|(key, value)| (key.clone(), without_texts(value))).collect())
        }
        Json::List(items) => Json::List(items.iter().map(without_texts).collect()),
        other => other.clone(),
    }
}

#[test]
fn formatting_keeps_meaning_and_comments_and_is_done_once() {
    hold(4, |c| {
        let (playbook, checked) = accepted(c)?;
        let formatted = stagegate::format("random.gate", &playbook.text)
            .map_err(|faults| refused(&faults.to_string(), &playbook.text))?;
        let again =
            stagegate::format("random.gate", &formatted).map_err(|faults| refused(&faults.to_string(), &formatted))?;
        if again != formatted {
            return Err(format!("formatting changes what is formatted\n{formatted}\n=== then\n{again}"));
        }
        let comments = |text: &str| text.matches("# why").count();
        if comments(&formatted) != comments(&playbook.text) {
            return Err(format!("formatting loses comments\n{}\n=== formatted\n{formatted}", playbook.text));
        }
        let other = Checked::new(&formatted).map_err(|faults| refused(&faults, &formatted))?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let (plain, laid_out) = (checked.engine(&case), other.engine(&case));
            if without_texts(&plain) != without_texts(&laid_out) {
                let run = runs::write(&playbook.text, &case, &plain);
                return Err(format!("formatting counts\n{run}=== but formatted\n{formatted}{}", laid_out.pretty()));
            }
        }
        Ok(())
    });
}

#[test]
fn tests_see_what_assessing_sees() {
    hold(4, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let mut case = data::case(c, &playbook);
            case.options.reopen = false;
            let verdict = checked.model(&case);
            if verdict.get("error").is_some() {
                continue;
            }
            let row = checked.facts(&case).row;
            let blocks = block::blocks(c, &checked.tree().schema, &row, &case, &verdict);
            let text = format!("{}{blocks}", playbook.text);
            let (right, wrong) = Checked::new(&text).map_err(|faults| refused(&faults, &text))?.tests();
            if right != verdict || !wrong {
                let run = runs::write(&text, &case, &verdict);
                return Err(format!("a test sees something else\n{run}=== but the test\n{}", right.pretty()));
            }
        }
        Ok(())
    });
}

#[test]
fn a_row_of_csv_says_what_json_says() {
    hold(4, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let verdict = checked.engine(&case);
            let row = columns::row(c, &playbook, &case.data);
            let Some(row) = row.filter(|_| verdict.get("error").is_none() && !playbook.text.contains("\"Shared\""))
            else {
                continue;
            };
            let said = checked.engine_on_row(&case, &row);
            if said != verdict {
                let run = runs::write(&playbook.text, &case, &verdict);
                let (headers, cells) = (row.headers, row.cells);
                return Err(format!(
                    "the row says something else\n{run}=== but\n{headers:?}\n{cells:?}\n{}",
                    said.pretty()
                ));
            }
        }
        Ok(())
    });
}

/// Rows without quotes are read another way, which must be the same.
#[cfg(feature = "data")]
#[test]
fn a_row_of_a_file_says_what_its_cells_say() {
    hold(20, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let Some(row) = columns::row(c, &playbook, &case.data).filter(|row| row.cells.len() > 1) else { continue };
            let is_twice =
                |header: &String| row.headers.iter().filter(|other| other.trim() == header.trim()).count() > 1;
            if row.headers.iter().any(is_twice) {
                continue;
            }
            let (cells, file) = (checked.engine_on_row(&case, &row), checked.engine_on_file(&case, &row));
            if cells != file {
                let run = runs::write(&playbook.text, &case, &cells);
                return Err(format!("the file says something else\n{run}=== but\n{:?}\n{}", row.cells, file.pretty()));
            }
        }
        Ok(())
    });
}

#[test]
fn learning_turns_nothing_that_is_settled() {
    hold(4, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let before = data::case(c, &playbook);
            let after = data::fill(c, &playbook, &before);
            if let Some(fault) = learning::turned(checked.tree(), &before.data, &after.data, before.today) {
                let run = runs::write(&playbook.text, &before, &checked.model(&before));
                return Err(format!("learning turns something\n{fault}\n{run}=== after\n{}", after.data.pretty()));
            }
        }
        Ok(())
    });
}

#[test]
fn the_order_of_keys_and_the_time_of_asking_change_nothing() {
    hold(10, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..EACH {
            let case = data::case(c, &playbook);
            let first = checked.engine(&case);
            let turned = Case { data: reversed(&case.data), ..case.clone() };
            for again in [checked.engine(&case), Checked::new(&playbook.text)?.engine(&turned)] {
                if without_value(&again) != without_value(&first) {
                    let run = runs::write(&playbook.text, &case, &first);
                    return Err(format!("an answer changes\n{run}=== and then\n{}", again.pretty()));
                }
            }
        }
        Ok(())
    });
}

/// The verdict without the value that does not fit, which an error gives as it is written.
fn without_value(verdict: &Json) -> Json {
    match verdict {
        Json::Object(entries) => {
            let kept = entries.iter().filter(|(key, _)| key != "value" && key != "message");
            Json::Object(
                kept.map(|(key, value)| {
                    (key.clone(), if key == "error" { without_value(value) } else { value.clone() })
                })
                .collect(),
            )
        }
        other => other.clone(),
    }
}

/// The same data with the keys of all objects the other way round.
fn reversed(data: &Json) -> Json {
    match data {
        Json::Object(entries) => {
            Json::Object(entries.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect())
        }
        Json::List(items) => Json::List(items.iter().map(reversed).collect()),
        other => other.clone(),
    }
}
/// What the random cases must show somewhere, so that a law is not kept for want of cases.
const SHOWN: [&str; 24] = [
    "\"decision\":\"disqualify\"",
    "\"decision\":\"hold\"",
    "\"decision\":\"advance\"",
    "\"decision\":\"closed\"",
    "\"decision\":\"unrouted\"",
    "\"decision\":\"error\"",
    "\"overstated\":true",
    "\"to\":\"won\"",
    "\"warnings\":",
    "\"at_risk\":",
    "\"unknown\":\"missing\"",
    "\"unknown\":\"not yet\"",
    "\"unknown\":\"weak\"",
    "\"unknown\":\"stale\"",
    "\"unknown\":\"undated\"",
    "\"why\":\"undefined\"",
    "\"elements\":2,\"true\":1,\"unknown\":1",
    "\"chance\":\"0.01% to ",
    "\"chance_shrinks_by\":4",
    "\"chance.likely\":",
    "(unknown)",
    "\"expected\":\"no such field\"",
    ".on\",\"value\":",
    "\"route\":",
];

#[test]
fn random_cases_are_of_all_sorts() {
    let mut missing: Vec<&str> = SHOWN.to_vec();
    for seed in 0..3_000 {
        if missing.is_empty() {
            break;
        }
        let mut c = Choices::seeded(seed);
        let (playbook, checked) = accepted(&mut c).unwrap();
        for _ in 0..EACH {
            let verdict = checked.model(&data::case(&mut c, &playbook)).to_string();
            missing.retain(|sort| !verdict.contains(sort));
        }
    }
    assert!(missing.is_empty(), "never seen: {missing:?}");
}
