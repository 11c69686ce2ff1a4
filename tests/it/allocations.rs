//! Reading into an opportunity that has grown allocates nothing.

use std::alloc::System;

use stagegate::{Opportunity, Playbook, Reader};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

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
