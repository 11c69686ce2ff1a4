//! Random opportunities for a host's laws: they are read without an error, are of all sorts, and shrink to what matters.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestError, TestRunner};
use stagegate::{Decision, Playbook};

use crate::laws;
use crate::random::playbook;

const DEALS: &str = r#"
evidence opinion < buyer_said < signed
record contact { name: text role: boss | user "User" met_on: date }
record account { employees: number from "Employees" }
opportunity {
  key id: number
  amount: money USD from "Amount"
  share: fraction
  seen: date "D.M.YYYY"
  account: account
  contacts: list of contact
  budget: money USD
  stage from "Stage"
}
process deals {
  disqualify poor when budget by buyer_said within 30 days < amount * 40%
  disqualify small when account.employees < 10 and share < 25%
  stage one {
    require boss that at least 2 of contacts where role is boss and met_on is known
    require fresh that today - seen <= 14 days
  }
  stage two { require paid that amount >= 1_000 USD }
}
test "a day" { given as of 2026-03-01 expect hold }
"#;

fn deals() -> Playbook {
    Playbook::parse(DEALS).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn samples_of_random_playbooks_are_read() {
    laws::hold(20, |c| {
        let text = playbook::playbook(c).text;
        let Ok(playbook) = Playbook::parse(&text) else { return Ok(()) };
        let mut runner = TestRunner::deterministic();
        for _ in 0..4 {
            let sample = playbook.strategy().new_tree(&mut runner).map_err(|why| why.to_string())?.current();
            playbook.reader().strict(true).read_json(sample.json()).map_err(|error| format!("{error}: {sample:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn samples_are_of_all_sorts() {
    let playbook = deals();
    let strategy = playbook.strategy();
    assert_eq!(strategy.today().to_string(), "2026-03-01");
    let mut runner = TestRunner::deterministic();
    let mut found: BTreeSet<String> = BTreeSet::new();
    for _ in 0..2_000 {
        let sample = strategy.new_tree(&mut runner).unwrap().current();
        let verdict = playbook.assess(sample.opportunity(), strategy.today());
        let verdict = serde_json::to_value(&verdict).unwrap();
        found.insert(verdict["decision"].as_str().unwrap().to_owned());
        for question in verdict["ask_next"].as_array().into_iter().flatten() {
            found.insert(format!("{} {}", question["fact"].as_str().unwrap(), question["why"].as_str().unwrap()));
        }
        found.extend(sample.fact("account.employees").map(|text| format!("{text} people")));
    }
    for sort in [
        "disqualify",
        "hold",
        "advance",
        "closed",
        "budget missing",
        "budget weak",
        "budget stale",
        "budget undated",
        "budget not yet",
        "9 people",
        "10 people",
        "11 people",
    ] {
        assert!(found.contains(sort), "no {sort} among {found:?}");
    }
}

#[test]
fn what_breaks_a_law_is_shown_by_the_few_facts_that_it_takes() {
    let playbook = deals();
    let strategy = playbook.strategy();
    let today = strategy.today();
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRunner::deterministic().rng().clone());
    let broken = runner.run(&strategy, |sample| {
        let decision = playbook.decide(sample.opportunity(), today);
        proptest::prop_assert!(decision != Decision::Disqualify);
        Ok(())
    });
    let Err(TestError::Fail(_, sample)) = broken else { panic!("{broken:?}") };
    let mut known: Vec<&str> =
        ["Amount", "budget", "share", "account"].into_iter().filter(|name| sample.json().contains(name)).collect();
    known.sort_unstable();
    assert!(known == ["Amount", "budget"] || known == ["account", "share"], "{sample:?}");
    assert!(!["id", "seen", "contacts", "Stage"].iter().any(|name| sample.json().contains(name)), "{sample:?}");
}
