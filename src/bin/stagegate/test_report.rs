//! The results of tests, for people and for the machines that run them.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use stagegate::testing::{Failure, TestResult, TestRun};

use crate::output::{self, Color, Out, Stop, inert_line};

/// A line a test, and under it what was expected and what was found.
pub(crate) fn write_human(out: &mut Out, run: &TestRun) -> Result<(), Stop> {
    for result in &run.tests {
        let title = inert_line(&result.title);
        if result.passed() {
            out.line(&format!("{}   {title}", output::paint(Color::Green, "ok")))?;
            continue;
        }
        let place = format!("{}:{}", inert_line(&result.file), result.line);
        out.line(&format!("{} {title} ({place})", output::paint(Color::Red, "FAIL")))?;
        for line in result.report().lines() {
            out.line(format!("     {}", output::inert(line)).trim_end())?;
        }
    }
    if run.tests.is_empty() {
        return out.line("no test was run");
    }
    out.line(&format!("{} passed, {} failed", run.passed(), run.failed()))
}

/// JUnit's XML: one suite a file.
pub(crate) fn write_junit(out: &mut Out, run: &TestRun) -> Result<(), Stop> {
    let mut report = Report::new("stagegate");
    for results in run.tests.chunk_by(|one, next| one.file == next.file) {
        let mut suite = TestSuite::new(inert_line(results.first().map_or("", |result| &result.file)));
        suite.add_test_cases(results.iter().map(junit_case));
        report.add_test_suite(suite);
    }
    let text = report.to_string().map_err(|error| Stop::Because(format!("cannot write the results: {error}")))?;
    out.line(text.trim_end())
}

fn junit_case(result: &TestResult) -> TestCase {
    let file = inert_line(&result.file);
    let mut status = TestCaseStatus::success();
    if let Some(failure) = result.failures.first() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(format!("expected {}", inert_line(expected(failure)))).set_description(result.report());
    }
    let mut case = TestCase::new(inert_line(&result.title), status);
    case.set_classname(file.clone());
    case.extra.insert("file".into(), file.into());
    case.extra.insert("line".into(), result.line.to_string().into());
    case
}

/// What was expected, without the word for it.
fn expected(failure: &Failure) -> &str {
    failure.expected.strip_prefix("expect ").unwrap_or(&failure.expected)
}

/// The Test Anything Protocol, version 14.
pub(crate) fn write_tap(out: &mut Out, run: &TestRun) -> Result<(), Stop> {
    out.line("TAP version 14")?;
    out.line(&format!("1..{}", run.tests.len()))?;
    for (place, result) in run.tests.iter().enumerate() {
        let number = place + 1;
        let title = inert_line(&result.title).replace('\\', "\\\\").replace('#', "\\#");
        if result.passed() {
            out.line(&format!("ok {number} - {title}"))?;
            continue;
        }
        out.line(&format!("not ok {number} - {title}"))?;
        out.line("  ---")?;
        out.line(&format!("  at: {}", output::json(&format!("{}:{}", result.file, result.line))?))?;
        out.line("  failures:")?;
        for failure in &result.failures {
            out.line(&format!("    - expected: {}", output::json(&failure.expected)?))?;
            out.line(&format!("      found: {}", output::json(&failure.found)?))?;
        }
        out.line("  verdict: |")?;
        for line in result.verdict.explain().to_string().lines() {
            out.line(format!("    {}", output::inert(line)).trim_end())?;
        }
        out.line("  ...")?;
    }
    Ok(())
}
