//! A program that assesses its own deals: `cargo run --example embed`.
//!
//! The playbook is a text here; `Playbook::from_path` reads one from a file, with what it imports.

use serde::Serialize;
use stagegate::{Date, Decision, Playbook};

const PLAYBOOK: &str = r#"
    opportunity {
      key id: text
      worth amount: money USD
      stage
      budget: money USD
      goal: text
      contacts: list of contact
    }

    record contact {
      name: text
      decides: bool
      met_on: date
    }

    process standard "Standard" {
      disqualify no_budget "The budget cannot carry the price"
        when budget < amount * 40%
        how "Ask what it is worth to them (goal: {goal}). With no answer above the price, close the opportunity."

      stage qualify "Qualify" {
        require goal_shared "The buyer has shared a goal" that goal is known
          how "Ask: what must be different in a year?"
      }
      stage close "Close" {
        require power "Whoever decides has been met"
          that any of contacts where decides and met_on is known
          how "Ask your contact to take you along to the next meeting with the one who signs."
      }
    }
"#;

/// A deal as the program has it. Any type that serde can serialize will do.
#[derive(Serialize)]
struct Deal {
    id: &'static str,
    stage: &'static str,
    amount: f64,
    budget: Option<f64>,
    goal: Option<&'static str>,
    contacts: Vec<Contact>,
}

#[derive(Serialize)]
struct Contact {
    name: &'static str,
    decides: Option<bool>,
    met_on: Option<&'static str>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::parse(PLAYBOOK)?;
    let today = Date::new(2026, 11, 23)?;

    for deal in deals() {
        let opportunity = playbook.opportunity(&deal)?;
        let verdict = playbook.assess(&opportunity, today);
        let what = match verdict.decision() {
            Decision::Disqualify => "let it go".to_owned(),
            Decision::Hold => "not yet".to_owned(),
            Decision::Advance { to } => format!("go on to {to}"),
            other => format!("{other:?}"),
        };
        println!("{}: {what}\n\n{}\n", deal.id, verdict.explain());
    }
    Ok(())
}

fn deals() -> Vec<Deal> {
    let ana = Contact { name: "Ana", decides: Some(true), met_on: Some("2026-10-30") };
    let ben = Contact { name: "Ben", decides: None, met_on: Some("2026-11-03") };
    vec![
        Deal {
            id: "D-1",
            stage: "qualify",
            amount: 80_000.0,
            budget: Some(60_000.0),
            goal: Some("Cut churn by a tenth"),
            contacts: vec![ana],
        },
        Deal { id: "D-2", stage: "close", amount: 40_000.0, budget: None, goal: None, contacts: vec![ben] },
        Deal { id: "D-3", stage: "qualify", amount: 90_000.0, budget: Some(9_000.0), goal: None, contacts: vec![] },
    ]
}
