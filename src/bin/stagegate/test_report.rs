//! The results of tests, for people and for the machines that run them.

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
        for failure in &result.failures {
            out.line(&format!("     expected {}", inert_line(expected(failure))))?;
            out.line(&format!("     found    {}", inert_line(&failure.found)))?;
        }
    }
    if run.tests.is_empty() {
        return out.line("no test was run");
    }
    out.line(&format!("{} passed, {} failed", run.passed(), run.failed()))
}

/// JUnit's XML: one suite a file.
pub(crate) fn write_junit(out: &mut Out, run: &TestRun) -> Result<(), Stop> {
    out.line(r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    out.line(&format!(r#"<testsuites name="stagegate" tests="{}" failures="{}">"#, run.tests.len(), run.failed()))?;
    for suite in run.tests.chunk_by(|one, next| one.file == next.file) {
        let name = suite.first().map_or("", |result| result.file.as_str());
        let failed = suite.iter().filter(|result| !result.passed()).count();
        out.line(&format!(r#"  <testsuite name="{}" tests="{}" failures="{failed}">"#, xml(name), suite.len()))?;
        for result in suite {
            write_junit_case(out, result)?;
        }
        out.line("  </testsuite>")?;
    }
    out.line("</testsuites>")
}

fn write_junit_case(out: &mut Out, result: &TestResult) -> Result<(), Stop> {
    let file = xml(&result.file);
    let head = format!(
        r#"    <testcase name="{}" classname="{file}" file="{file}" line="{}""#,
        xml(&result.title),
        result.line
    );
    if result.passed() {
        return out.line(&format!("{head}/>"));
    }
    out.line(&format!("{head}>"))?;
    for failure in &result.failures {
        let (expected, found) = (xml(expected(failure)), xml(&failure.found));
        out.line(&format!(r#"      <failure message="expected {expected}">found {found}</failure>"#))?;
    }
    out.line("    </testcase>")
}

/// What was expected, without the word for it.
fn expected(failure: &Failure) -> &str {
    failure.expected.strip_prefix("expect ").unwrap_or(&failure.expected)
}

/// A text in XML, also in an attribute.
fn xml(text: &str) -> String {
    let mut escaped = String::new();
    for letter in inert_line(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(letter),
        }
    }
    escaped
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
        out.line("  ...")?;
    }
    Ok(())
}
