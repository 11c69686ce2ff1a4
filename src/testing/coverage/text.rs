//! The playbook's text, with what was never seen under the lines that say it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diag::one_line;
use crate::source::Source;

use super::{Coverage, Gap};

/// The defines and processes of each file that has conditions, by the file's name.
pub(super) fn of(coverage: &Coverage) -> Vec<(String, String)> {
    let gaps = coverage.gaps();
    let mut texts = Vec::new();
    for source in &coverage.sources {
        if coverage.conditions.iter().all(|condition| condition.place.file != source.name()) {
            continue;
        }
        let mut by_line: BTreeMap<usize, Vec<&Gap>> = BTreeMap::new();
        for gap in gaps.iter().filter(|gap| gap.file == source.name()) {
            by_line.entry(gap.line).or_default().push(gap);
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write(&mut text, source, &by_line);
        texts.push((one_line(source.name()), text));
    }
    texts
}

fn write(out: &mut String, source: &Source, gaps: &BTreeMap<usize, Vec<&Gap>>) -> std::fmt::Result {
    let lines = shown(source);
    let width = lines.last().map_or(1, |number| number.to_string().len());
    let mut next = lines.first().copied().unwrap_or(0);
    for number in lines {
        if number != next {
            writeln!(out, "{:width$} :", "")?;
        }
        next = number.saturating_add(1);
        let line = source.line(number);
        let shown = format!("{number:width$} | {}", one_line(line));
        writeln!(out, "{}", shown.trim_end())?;
        for gap in gaps.get(&number).into_iter().flatten() {
            let indent = gap.column.saturating_sub(1);
            writeln!(out, "{:width$} | {:indent$}^ {}", "", "", one_line(&gap.words))?;
        }
    }
    Ok(())
}

/// The lines of a file's defines and processes, with the comments right before them.
fn shown(source: &Source) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut comments = Vec::new();
    let mut is_shown = false;
    for (number, line) in (1..).zip(source.text().lines()) {
        let word: String = line.chars().take_while(char::is_ascii_lowercase).collect();
        match word.as_str() {
            "define" | "process" => {
                is_shown = true;
                lines.append(&mut comments);
            }
            "import" | "evidence" | "opportunity" | "record" | "function" | "fixture" | "test" | "stagegate" => {
                is_shown = false;
            }
            _within => {}
        }
        if line.starts_with('#') {
            comments.push(number);
        } else {
            comments.clear();
            if is_shown && !line.trim().is_empty() {
                lines.push(number);
            }
        }
    }
    lines
}
