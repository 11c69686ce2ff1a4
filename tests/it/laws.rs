//! Laws that hold for all playbooks and opportunities, tried on random ones.
//!
//! `STAGEGATE_CASES` says how many (10,000 if left out), `STAGEGATE_SEED` where they start.

use crate::random::choices::Choices;
use crate::random::{data, playbook};

#[test]
fn print_some() {
    for seed in 0..10 {
        let mut c = Choices::seeded(seed);
        let playbook = playbook::playbook(&mut c);
        println!("{}", playbook.text);
        for _ in 0..2 {
            println!("{:?}", data::case(&mut c, &playbook).data.to_string());
        }
    }
}
