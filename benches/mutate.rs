//! What it costs to change a playbook of 60 rules with 100 tests one thing at a time: `cargo bench --bench mutate`. The target is 10 s on
//! two cores; the tests are those that `suggest` writes.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

mod deal;

use std::time::Instant;

use stagegate::{Playbook, testing};

const RULES: usize = 60;
const TESTS: usize = 100;

fn main() {
    let text = deal::rules::playbook(RULES);
    let bare = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let start = Instant::now();
    let suggested = testing::suggest(&bare);
    println!("{:>8.2} s  {} tests suggested for {RULES} rules", start.elapsed().as_secs_f64(), suggested.tests().len());
    let tests: Vec<&str> = suggested.tests().iter().take(TESTS).map(testing::Suggestion::text).collect();
    let text = format!("{text}\n{}", tests.concat());
    let playbook = Playbook::parse(&text).unwrap_or_else(|messages| panic!("{messages}"));
    let start = Instant::now();
    let mutation = testing::mutate(&playbook, |_| true).unwrap_or_else(|failing| panic!("{failing}"));
    println!(
        "{:>8.2} s  {} changes of {RULES} rules with {} tests: {} unnoticed, {} perhaps the same (target 10 s)",
        start.elapsed().as_secs_f64(),
        mutation.score().possible() + mutation.untold().len() + mutation.perhaps_the_same().len(),
        tests.len(),
        mutation.unnoticed().len(),
        mutation.perhaps_the_same().len()
    );
}
