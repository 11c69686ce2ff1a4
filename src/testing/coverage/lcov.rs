//! LCOV's trace file, which editors and CI services show beside the text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::turn::TRUTHS;
use super::{Coverage, Outcomes};

/// What stands on one line.
#[derive(Default)]
struct Line {
    looks: u64,
    /// How often each branch was taken.
    branches: Vec<u64>,
}

/// A record a file.
pub(super) fn trace(coverage: &Coverage) -> String {
    let mut files: BTreeMap<&str, BTreeMap<usize, Line>> = BTreeMap::new();
    for condition in &coverage.conditions {
        let lines = files.entry(&condition.place.file).or_default();
        add(lines, condition.place.line, condition.outcomes);
        for atom in &condition.atoms {
            add(lines, atom.place.line, atom.outcomes);
        }
    }
    let mut out = String::new();
    for (file, lines) in files {
        // Writing to a string cannot fail.
        let _ = record(&mut out, file, &lines);
    }
    out
}

fn add(lines: &mut BTreeMap<usize, Line>, line: usize, outcomes: Outcomes) {
    let line = lines.entry(line).or_default();
    line.looks = line.looks.max(outcomes.looks());
    line.branches.extend(TRUTHS.into_iter().rev().filter_map(|truth| outcomes.seen(truth)));
}

fn record(out: &mut String, file: &str, lines: &BTreeMap<usize, Line>) -> std::fmt::Result {
    let branches = || lines.values().flat_map(|line| &line.branches);
    writeln!(out, "TN:\nSF:{}", file.replace(['\n', '\r'], " "))?;
    for (number, line) in lines {
        for (place, &taken) in line.branches.iter().enumerate() {
            // What stands on a line that was never looked at has no count.
            let taken = if line.looks == 0 { "-".to_owned() } else { taken.to_string() };
            writeln!(out, "BRDA:{number},0,{place},{taken}")?;
        }
    }
    writeln!(out, "BRF:{}\nBRH:{}", branches().count(), branches().filter(|&&taken| taken > 0).count())?;
    for (number, line) in lines {
        writeln!(out, "DA:{number},{}", line.looks)?;
    }
    let hit = lines.values().filter(|line| line.looks > 0).count();
    writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len())
}
