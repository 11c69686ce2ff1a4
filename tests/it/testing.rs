//! Coverage, suggested tests and changes that tests notice, on the examples and on random playbooks.

use std::path::Path;

use stagegate::{Playbook, testing};

use crate::random::playbook::playbook;

/// The playbook with the suggested tests appended checks, its tests pass, nothing is suggested twice, and more is seen than before.
fn suggestions_hold(text: &str) -> Result<(), String> {
    let before = Playbook::parse(text).map_err(|messages| messages.to_string())?;
    let suggested = testing::suggest(&before);
    let longer = format!("{text}\n{}", suggested.text());
    let after = Playbook::parse(&longer).map_err(|messages| format!("{messages}\n{}", suggested.text()))?;
    let formatted = stagegate::format("suggested", &suggested.text()).map_err(|messages| messages.to_string())?;
    if formatted != suggested.text() {
        return Err(format!("not formatted:\n{}", suggested.text()));
    }
    if let Some(test) = testing::run(&after).tests.iter().find(|test| !test.passed()) {
        return Err(format!("{}: {:?}\n{}", test.title, test.failures, suggested.text()));
    }
    let (old, new) = (testing::coverage(&before), testing::coverage(&after));
    if new.outcomes().seen() < old.outcomes().seen() || new.deciding().seen() < old.deciding().seen() {
        return Err(format!("less is seen: {} after {}", new.outcomes(), old.outcomes()));
    }
    let again = testing::suggest(&after);
    if again.tests().len() > suggested.tests().len() / 4 {
        return Err(format!("{} more are suggested after {}", again.tests().len(), suggested.tests().len()));
    }
    Ok(())
}

fn example(name: &str) -> Playbook {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    Playbook::from_path(path).unwrap_or_else(|messages| panic!("{messages}"))
}

/// An example in one text, without its imports.
fn text_of(playbook: &Playbook) -> String {
    let files = playbook.sources().iter().rev().map(|source| source.text());
    let lines =
        files.flat_map(str::lines).filter(|line| !line.starts_with("import ") && !line.starts_with("stagegate "));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn suggested_tests_of_the_examples_check_and_pass() {
    for name in ["b2b/b2b.gate", "enterprise/enterprise.gate"] {
        let text = text_of(&example(name));
        suggestions_hold(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
}

#[test]
fn suggested_tests_reach_almost_all_of_the_examples() {
    // Without the tests that they have, so that all has to be found.
    for name in ["b2b/b2b.gate", "enterprise/enterprise.gate"] {
        let text = text_of(&example(name));
        let bare = text.split("\ntest \"").next().unwrap();
        let Ok(bare) = Playbook::parse(bare) else { continue };
        let suggested = testing::suggest(&bare);
        assert!(suggested.unreached().len() <= 8, "{name}: {:?}", suggested.unreached());
    }
}

/// Each change that no test notices has a test that does: with all of them, none is left but what was thought to be the same.
fn suggested_tests_notice(text: &str) -> Result<(), String> {
    let before = Playbook::parse(text).map_err(|messages| messages.to_string())?;
    let found = testing::mutate(&before, |_| true).map_err(|failing| failing.to_string())?;
    let tests: Vec<&str> = found.unnoticed().iter().filter_map(|change| change.test()).collect();
    if tests.len() < found.unnoticed().len() {
        return Err("a change has no test".to_owned());
    }
    let longer = format!("{text}\n{}", tests.join("\n"));
    let after = Playbook::parse(&longer).map_err(|messages| format!("{messages}\n{longer}"))?;
    let left = testing::mutate(&after, |_| true).map_err(|failing| format!("{failing}\n{longer}"))?;
    if left.unnoticed().len() > found.perhaps_the_same().len() + found.untold().len() {
        return Err(format!("not noticed: {:?}\n{longer}", left.unnoticed()));
    }
    let all = |mutation: &testing::Mutation| {
        let lists = [mutation.unnoticed(), mutation.untold(), mutation.perhaps_the_same()];
        mutation.noticed() + lists.map(<[testing::Unnoticed]>::len).iter().sum::<usize>()
    };
    if all(&left) != all(&found) { Err("changes were lost".to_owned()) } else { Ok(()) }
}

#[test]
fn a_suggested_test_notices_the_change_that_it_is_for() {
    let text = "opportunity { stage amount: money USD met: bool }\n\
        process p {\n  disqualify small when amount < 1_000 USD and not met\n\
        \u{20} stage a { require once m that met }\n  stage b { require n that amount between 1_000 USD and 9_000 USD }\n}\n\
        test \"one\" { given at a with { amount: 2_000 USD met: true } expect advance to won }\n";
    let found = testing::mutate(&Playbook::parse(text).unwrap(), |_| true).unwrap();
    assert!(found.unnoticed().len() > 5);
    suggested_tests_notice(text).unwrap();
}

#[test]
fn suggested_tests_of_random_playbooks_check_and_pass() {
    crate::laws::hold(400, |c| suggestions_hold(&playbook(c).text));
}

#[test]
fn suggested_tests_of_random_playbooks_notice_changes() {
    crate::laws::hold(2_500, |c| suggested_tests_notice(&playbook(c).text));
}

/// The page of coverage shows the playbook's text with what was not seen, and what is written in it as a text.
#[cfg(feature = "html")]
#[test]
fn coverage_is_a_page_with_inert_texts() {
    let text = "opportunity { goal: text }\n\
        process p { stage s { require asked that goal is \"<script>alert(1)</script>\" } }\n\
        test \"nothing\" { given expect hold }\n";
    let page = testing::coverage(&Playbook::parse(text).unwrap()).to_html();
    assert!(page.contains("never true or false: goal is"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}
