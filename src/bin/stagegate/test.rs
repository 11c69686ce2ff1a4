//! `stagegate test`: runs the tests that playbooks hold.

use stagegate::testing::{self, Coverage, TestRun};

use crate::Status;
use crate::args::{CoverageFormat, Test, TestFormat};
use crate::output::{self, Out, Stop};
use crate::{coverage, playbook, test_report, watch};

pub(crate) fn run(args: &Test) -> Result<Status, Stop> {
    if args.watch { watch::again(&args.playbooks, || once(args)) } else { once(args) }
}

fn once(args: &Test) -> Result<Status, Stop> {
    let mut all = TestRun::default();
    let mut measured: Option<Coverage> = None;
    let chosen = |title: &str| args.filter.as_ref().is_none_or(|text| title.contains(text));
    for path in &args.playbooks {
        let playbook = playbook::load_bound(path)?;
        all.tests.extend(testing::run(&playbook).tests);
        if coverage_format(args).is_some() || args.min_coverage.is_some() {
            let found = testing::coverage_of(&playbook, chosen);
            measured = Some(match measured {
                None => found,
                Some(before) => before.with(found),
            });
        }
    }
    all.tests.retain(|test| chosen(&test.title));
    let mut out = Out::new();
    write(&mut out, args, &all, measured.as_ref())?;
    out.finish()?;
    let mut status = if all.tests.is_empty() || all.failed() > 0 { Status::Found } else { Status::Done };
    if let (Some(least), Some(measured)) = (args.min_coverage, &measured)
        && !coverage::reaches(measured.outcomes(), least)
    {
        coverage::complain(measured, least);
        status = Status::Found;
    }
    Ok(status)
}

/// How coverage is written, where it is asked for.
fn coverage_format(args: &Test) -> Option<CoverageFormat> {
    match args.format {
        TestFormat::Lcov => Some(CoverageFormat::Lcov),
        TestFormat::Html => Some(CoverageFormat::Html),
        TestFormat::Human | TestFormat::Json | TestFormat::Junit | TestFormat::Tap => args.coverage,
    }
}

fn write(out: &mut Out, args: &Test, all: &TestRun, measured: Option<&Coverage>) -> Result<(), Stop> {
    let Some(measured) = measured else { return write_results(out, args.format, all) };
    let alone = match coverage_format(args) {
        Some(CoverageFormat::Json) => output::json(measured)? + "\n",
        Some(CoverageFormat::Lcov) => measured.lcov(),
        Some(CoverageFormat::Html) => measured.to_html(),
        Some(CoverageFormat::Human) => return write_both(out, args, all, measured, true),
        None => return write_both(out, args, all, measured, false),
    };
    out.write(&alone)?;
    complain_of_failures(all);
    Ok(())
}

/// The results, and what was seen: for people behind the results, for machines in one object or on standard error.
fn write_both(out: &mut Out, args: &Test, all: &TestRun, measured: &Coverage, text: bool) -> Result<(), Stop> {
    if args.format == TestFormat::Json {
        let results = output::json(all)?;
        let results = results.strip_suffix('}').unwrap_or(&results);
        return out.line(&format!("{results},\"coverage\":{}}}", output::json(measured)?));
    }
    write_results(out, args.format, all)?;
    let text = if text { format!("\n{}", measured.text()) } else { String::new() };
    let text = format!("{text}{}", coverage::summary(measured));
    if args.format == TestFormat::Human {
        return out.line(&text);
    }
    // Machines read the results alone.
    out.finish()?;
    output::say(&text);
    Ok(())
}

fn write_results(out: &mut Out, format: TestFormat, all: &TestRun) -> Result<(), Stop> {
    match format {
        TestFormat::Human => test_report::write_human(out, all),
        TestFormat::Json => out.json(all),
        TestFormat::Junit => test_report::write_junit(out, all),
        TestFormat::Tap => test_report::write_tap(out, all),
        TestFormat::Lcov | TestFormat::Html => Ok(()),
    }
}

/// Says on standard error which tests failed, where standard output has coverage alone.
fn complain_of_failures(all: &TestRun) {
    if all.tests.is_empty() {
        output::complain("no test was run");
    }
    for result in all.tests.iter().filter(|result| !result.passed()) {
        output::complain(&format!("the test \"{}\" fails ({}:{})", result.title, result.file, result.line));
    }
}
