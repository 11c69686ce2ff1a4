//! Laws that hold for all playbooks and opportunities, tried on random ones.
//!
//! `STAGEGATE_CASES` says how many (10,000 if left out), `STAGEGATE_SEED` where they start.

use crate::random::choices::{Choices, simplest};
use crate::random::playbook;
use stagegate::internals::syntax;
use stagegate::{FileId, Limits, Source};

/// Tries a law on random cases; shows the simplest case that breaks it.
fn hold(law: impl Fn(&mut Choices) -> Result<(), String> + std::panic::RefUnwindSafe) {
    let number = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().unwrap());
    let (cases, start) = (number("STAGEGATE_CASES", 10_000), number("STAGEGATE_SEED", 0));
    let attempt = |c: &mut Choices| {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| law(c)));
        caught.unwrap_or_else(|panic| Err(format!("panic: {:?}", panic.downcast_ref::<String>())))
    };
    for seed in start..start + cases {
        let mut c = Choices::seeded(seed);
        if let Err(first) = attempt(&mut c) {
            let kind = |message: &str| message.split('\n').next().unwrap_or("").to_owned();
            let fails = |choices: &[u32]| {
                attempt(&mut Choices::replay(choices.to_vec())).is_err_and(|again| kind(&again) == kind(&first))
            };
            let simple = simplest(c.made.clone(), 20_000, fails);
            let message = attempt(&mut Choices::replay(simple)).err().unwrap_or(first);
            panic!("seed {seed}: {message}");
        }
    }
}

#[test]
fn random_playbooks_can_be_read() {
    hold(|c| {
        let playbook = playbook::playbook(c);
        let source = Source::new("random.gate", &playbook.text);
        let (_, faults) = syntax::parse(&source, FileId(0), &Limits::default());
        match faults.first() {
            None => Ok(()),
            Some(fault) => Err(format!("{} {}\n{}", fault.code, fault.message, playbook.text)),
        }
    });
}
