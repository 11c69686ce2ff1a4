//! Many deals at once, as columns that come in and columns that go out:
//! `cargo run --example columns --features arrow`.
//!
//! The batch is made here; in a program it comes from a file of Parquet, a database or a data frame. Features `rayon` and `simd` use
//! all cores and what newer processors can do.

use std::sync::Arc;

use stagegate::arrow::RulesAs;
use stagegate::arrow::arrow_array::cast::AsArray;
use stagegate::arrow::arrow_array::types::Int32Type;
use stagegate::arrow::arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, DictionaryArray, RecordBatch, StringArray,
};
use stagegate::{Date, Decision, Playbook, Truth};

const PLAYBOOK: &str = r#"
    evidence opinion < buyer_said < signed

    opportunity {
      key id: text
      stage
      worth amount: money USD
      budget: money USD
      kind: new_name | renewal
      last_activity: date
    }

    process standard {
      disqualify no_budget "The budget cannot carry the price" when budget by buyer_said < amount * 40%
      warn quiet when today - last_activity > 30 days
      stage qualify { require funded "A budget is named" that budget by buyer_said is known }
      stage close { require priced that amount > 0 USD }
    }
"#;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::parse(PLAYBOOK)?;
    let today = Date::new(2026, 11, 23)?;

    // In: one batch after the other. A row in error keeps its place.
    let reader = playbook.reader();
    let mut pipeline = playbook.pipeline();
    let errors = pipeline.push_arrow(&reader, &deals()?)?;
    println!("{} deals, {errors} in error", pipeline.len());
    assert_eq!((pipeline.len(), errors), (5, 1));

    // All at once, as columns.
    let assessed = pipeline.assess(today);
    let held = assessed.decisions().filter(|decision| *decision == Decision::Hold).count();
    let no_budget = assessed.rule("standard", "no_budget").ok_or("no such rule")?;
    let (yes, unknown) = (no_budget.count(Truth::True), no_budget.count(Truth::Unknown));
    println!("{held} held; {yes} without the budget, {unknown} where nobody knows");
    assert_eq!((held, yes, unknown), (2, 1, 2));

    // Reasons, for those that are asked for.
    let row = (0..pipeline.len()).find(|&row| assessed.decision(row) == Decision::Disqualify).ok_or("none")?;
    println!("\n{}\n", pipeline.verdict(row, today).ok_or("no such row")?.explain());

    // Out: the results as a batch, for a file or a data frame.
    let results = pipeline.to_arrow(assessed, RulesAs::Names)?;
    let fields = results.schema();
    println!("{}", fields.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", "));
    let error = results["error"].as_string::<i32>().value(4).to_owned();
    println!("row 5: {error}");
    assert_eq!(error, "`amount` is `\"a lot\"`, where money USD is expected");
    Ok(())
}

/// Five deals. Amounts come as text here, budgets as decimals with their evidence beside them.
fn deals() -> Result<RecordBatch, Box<dyn std::error::Error>> {
    let budgets = [Some(6_000_000), Some(900_000), None, Some(7_000_000), None];
    let budgets = Decimal128Array::from_iter(budgets).with_precision_and_scale(12, 2)?;
    let grades = [Some("signed"), Some("buyer_said"), None, Some("opinion"), None];
    let kinds: DictionaryArray<Int32Type> =
        ["new_name", "new_name", "renewal", "new_name", "renewal"].into_iter().collect();
    let days = Date32Array::from(vec![Some(20_770), Some(20_700), None, Some(20_775), None]);
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("id", Arc::new(StringArray::from(vec!["D-1", "D-2", "D-3", "D-4", "D-5"])) as ArrayRef, true),
        ("stage", Arc::new(StringArray::from(vec![Some("close"), None, None, Some("qualify"), None])), true),
        ("amount", Arc::new(StringArray::from(vec!["80,000", "$90,000", "30000", "100,000 USD", "a lot"])), true),
        ("budget", Arc::new(budgets), true),
        ("budget.by", Arc::new(StringArray::from_iter(grades)), true),
        ("kind", Arc::new(kinds), true),
        ("last_activity", Arc::new(days), true),
    ])?)
}
