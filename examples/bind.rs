//! A playbook that asks the program: `cargo run --example bind`.
//!
//! The playbook declares a function; the program binds a closure to it. The types are checked when it is bound.

use serde::Serialize;
use stagegate::{Currency, Date, Decimal, Money, Playbook};

const PLAYBOOK: &str = r#"
    function credit_limit(country: text, employees: number): money EUR

    opportunity {
      amount: money EUR
      country: text
      employees: number
    }

    process standard {
      disqualify too_large "More than they can be trusted with"
        when amount > credit_limit(country, employees)
        how "Ask for a payment in advance; the accounting for {country} knows how."
      stage close {
        require priced that amount is known
      }
    }
"#;

#[derive(Serialize)]
struct Deal {
    amount: u32,
    country: &'static str,
    employees: Option<u32>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let euro = Currency::new("EUR").ok_or("no currency")?;
    // 500 EUR an employee where the country is served; elsewhere nobody knows, so the call is unknown.
    let playbook = Playbook::parse(PLAYBOOK)?.bind("credit_limit", move |country: String, employees: Decimal| {
        match country.as_str() {
            "AT" | "DE" | "SI" => {
                let limit = employees.ten_thousandths().checked_mul(500)?;
                Some(Money { amount: Decimal::from_ten_thousandths(limit), currency: euro })
            }
            _ => None,
        }
    })?;

    let today = Date::new(2026, 11, 23)?;
    for deal in [
        Deal { amount: 90_000, country: "SI", employees: Some(120) },
        Deal { amount: 90_000, country: "SI", employees: Some(400) },
        Deal { amount: 90_000, country: "AQ", employees: Some(400) },
        Deal { amount: 90_000, country: "DE", employees: None },
    ] {
        let verdict = playbook.assess(&playbook.opportunity(&deal)?, today);
        println!("{} with {:?} employees: {}", deal.country, deal.employees, serde_json::to_string(&verdict)?);
    }
    Ok(())
}
