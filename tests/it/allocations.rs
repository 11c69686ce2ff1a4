//! Reading into an opportunity that has grown allocates nothing.

use std::alloc::System;
use std::process::Command;

use stagegate::{Opportunity, Playbook, Reader};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
pub static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The figures that an ignored test says in a process of its own, as memory is counted for all threads.
pub fn said_by(child: &str, env: &[(&str, &str)]) -> Vec<usize> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", child, "--ignored", "--nocapture", "--test-threads=1"])
        .envs(env.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{child} {env:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    let figures = said.lines().find_map(|line| line.split_once("figures: ").map(|(_, figures)| figures));
    figures.unwrap_or_else(|| panic!("{said}")).split(' ').map(|figure| figure.parse().unwrap()).collect()
}

/// Says figures to [`said_by`].
pub fn say<const N: usize>(figures: [usize; N]) {
    println!("\nfigures: {}", figures.map(|figure| figure.to_string()).join(" "));
}

/// The bytes that have been allocated since, and not been freed.
pub fn kept(since: &Region<'_, System>) -> usize {
    let change = since.change();
    change.bytes_allocated.saturating_sub(change.bytes_deallocated)
}

const FACTS: &str = r#"
evidence opinion < signed
opportunity {
  key id: text
  stage
  amount: money USD
  share: percent
  close_date: date
  kind: new_name "New Business" | add_on
  goal: text
  account: account
  contacts: list of contact
}
record account { employees: number }
record contact { name: text  met_on: date  copy: text from "name" }
process p { stage s { require r that 1 > 2 } }
"#;

const ROW: &str = r#"{"id": "O-17", "other": [1, {"deep": "\u00e9"}], "stage": "s", "amount": "1,234.50 EUR", "share": "12.5%",
    "close_date": {"value": "2026-11-23", "by": "signed", "on": "2026-11-02", "ref": "mail"}, "kind": "New Business",
    "goal": "Cut \"churn\"\n", "account": {"employees": 1e3}, "contacts": [{"name": "Ana"}, {"name": "Ben", "met_on": "2026-01-01"}]}"#;

fn reader() -> Reader {
    Playbook::parse(FACTS).unwrap().reader().rate("EUR", "USD", "1.08").unwrap()
}

/// The fewest allocations of many runs: other tests allocate at the same time.
fn fewest(mut run: impl FnMut()) -> usize {
    run();
    let count = |run: &mut dyn FnMut()| {
        let region = Region::new(ALLOCATOR);
        run();
        let change = region.change();
        change.allocations + change.reallocations
    };
    (0..2_000).map(|_| count(&mut run)).min().unwrap()
}

#[test]
fn json_text_is_read_without_allocating() {
    let (reader, mut opportunity) = (reader(), Opportunity::default());
    assert_eq!(fewest(|| reader.read_json_into(&mut opportunity, ROW).unwrap()), 0);
}

#[test]
fn values_are_read_without_allocating() {
    let (reader, mut opportunity) = (reader(), Opportunity::default());
    let value: serde_json::Value = serde_json::from_str(ROW).unwrap();
    assert_eq!(fewest(|| reader.read_into(&mut opportunity, &value).unwrap()), 0);
}

#[test]
fn rows_of_csv_are_read_without_allocating() {
    let (reader, mut opportunity) = (reader(), Opportunity::default());
    let header = reader.csv_header(["id", "stage", "amount", "amount.by", "account.employees", "contacts"]).unwrap();
    let row = ["O-17", "s", "$5", "signed", "12", r#"[{"name": "A\u00e9"}, {"met_on": "2026-01-01"}]"#];
    assert_eq!(fewest(|| reader.read_csv_into(&mut opportunity, &header, &row).unwrap()), 0);
}

#[test]
fn allocations_are_counted() {
    assert!(fewest(|| drop(std::hint::black_box(vec![1]))) > 0);
}

/// Evidence, texts, lists, arithmetic, chance, a function of the host, several processes.
const RULES: &str = r#"
evidence opinion < signed
opportunity {
  stage
  amount: money USD
  close_date: date
  kind: new_name | add_on
  goal: text
  contacts: list of contact
}
record contact { name: text  met_on: date }
function score(amount: money USD): number
define late as close_date + 1 month < today
process other { applies when kind is add_on  stage s { require r that late } }
process p {
  chance { base 20%  odds times 2 when goal is known  odds { times 3 when late  otherwise times 0.5 } }
  disqualify hopeless when chance < 1%
  disqualify odd when amount * 40% > 50_000 USD and lower(goal) contains "churn"
  warn met when (count of contacts where met_on > today - 90 days and name starts with "A") >= 2
  stage s { require signed that goal is known by signed within 90 days  require once scored that score(amount) > 3 }
  stage t { require power that any of contacts where met_on is known }
}
"#;

#[test]
fn deciding_allocates_nothing() {
    let score = |amount: stagegate::Money| Some(amount.amount);
    let playbook = Playbook::parse(RULES).unwrap().bind("score", score).unwrap();
    let today = stagegate::Date::new(2026, 11, 23).unwrap();
    let mut scratch = stagegate::Scratch::new();
    for data in [
        r#"{"stage": "t", "kind": "new_name", "amount": 5000, "goal": {"value": "Cut CHURN", "by": "signed", "on": "2026-11-01"},
            "close_date": "2026-01-31", "contacts": [{"name": "Ana", "met_on": "2026-11-01"}, {"name": "Ben"}]}"#,
        r#"{"kind": "add_on"}"#,
        "{}",
    ] {
        let opportunity = playbook.reader().read_json(data).unwrap();
        let decide = || {
            std::hint::black_box(playbook.decide_with(&mut scratch, &opportunity, today));
        };
        assert_eq!(fewest(decide), 0, "{data}");
    }
}
