//! `stagegate test`: runs the tests that playbooks hold.

use stagegate::testing::{self, TestRun};

use crate::Status;
use crate::args::{Test, TestFormat};
use crate::output::{self, Out, Stop};
use crate::{playbook, test_report, watch};

pub(crate) fn run(args: &Test) -> Result<Status, Stop> {
    if args.watch { watch::again(&args.playbooks, || once(args)) } else { once(args) }
}

fn once(args: &Test) -> Result<Status, Stop> {
    let mut all = TestRun::default();
    for path in &args.playbooks {
        let playbook = playbook::load_bound(path)?;
        all.tests.extend(testing::run(&playbook).tests);
    }
    if let Some(text) = &args.filter {
        all.tests.retain(|test| test.title.contains(text));
    }
    let mut out = Out::new();
    match args.format {
        TestFormat::Human => test_report::write_human(&mut out, &all)?,
        TestFormat::Json => out.line(&output::json(&all)?)?,
        TestFormat::Junit => test_report::write_junit(&mut out, &all)?,
        TestFormat::Tap => test_report::write_tap(&mut out, &all)?,
    }
    out.finish()?;
    Ok(if all.tests.is_empty() || all.failed() > 0 { Status::Found } else { Status::Done })
}
