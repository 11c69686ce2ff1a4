//! A row's decision as a line, of CSV or JSON, without the reasons: the verdict's own words, and fewer of them.

use std::borrow::Cow;
use std::path::Path;

use stagegate::{DataError, Decision, Opportunity, Playbook, Scratch, Verdict};

use crate::args::{Assess, AssessFormat, Only};
use crate::data::Judge;
use crate::output::{self, csv_cell};
use crate::stream::{Chunk, Work};
use crate::verdict_row::{self, Extra};

/// The columns of CSV, all of them a verdict's.
const COLUMNS: [&str; 9] = ["row", "key", "process", "claimed", "earned", "decision", "to", "outcome", "error"];

/// How rows are written, and which.
pub(crate) struct Manner {
    format: AssessFormat,
    only: Vec<Only>,
    /// The file's name, where there are several.
    file: Option<String>,
    stamp: Option<String>,
}

impl Manner {
    /// The manner that the arguments ask for, for the data of a file.
    pub(crate) fn new(args: &Assess, playbook: &Playbook, format: AssessFormat, path: &Path) -> Self {
        Manner {
            format,
            only: args.only.clone(),
            file: (args.data.len() > 1).then(|| path.to_string_lossy().into_owned()),
            stamp: args.stamp.then(|| playbook.fingerprint().to_string()),
        }
    }

    /// What a row says beside its verdict.
    pub(crate) fn extra(&self) -> Extra<'_> {
        Extra { file: self.file.as_deref(), stamp: self.stamp.as_deref() }
    }

    /// What stands between a line and the next, and between the lines of an array, before each.
    fn ends(&self) -> (&'static str, &'static str) {
        if self.format == AssessFormat::Json { (",\n", "") } else { ("", "\n") }
    }

    /// The end of a JSON object behind its decision: where the data has no key, or is in error, it says where it stands.
    fn end_json(&self, says_place: bool, chunk: &mut Chunk) {
        if says_place {
            chunk.text.extend_from_slice(b",\"row\":");
            chunk.number();
        }
        let file = self.file.as_ref().filter(|_| says_place);
        for (key, text) in [("file", file), ("fingerprint", self.stamp.as_ref())] {
            if let Some(text) = text {
                push(chunk, [",\"", key, "\":"]);
                push_json(chunk, text);
            }
        }
        push(chunk, ["}", self.ends().1]);
    }

    pub(crate) fn wants(&self, decision: Decision<'_>) -> bool {
        let wanted = match decision {
            Decision::Disqualify => Only::Disqualify,
            Decision::Hold => Only::Hold,
            Decision::Advance { .. } => Only::Advance,
            Decision::Closed { .. } => Only::Closed,
            Decision::Unrouted => Only::Unrouted,
            // Rows in error are never hidden.
            Decision::Error => return true,
        };
        self.only.is_empty() || self.only.contains(&wanted)
    }
}

/// The head line of CSV, for decisions alone or whole verdicts.
pub(crate) fn csv_head(manner: &Manner, only_decisions: bool) -> String {
    let columns: &[&str] = if only_decisions { &COLUMNS } else { &verdict_row::COLUMNS };
    let further = [manner.file.as_ref().map(|_| "file"), manner.stamp.as_ref().map(|_| "fingerprint")];
    output::csv_row(columns.iter().copied().chain(further.into_iter().flatten()).map(Cow::Borrowed))
}

/// Writes whole verdicts.
pub(crate) struct Verdicts {
    pub judge: Judge,
    pub manner: Manner,
    pub scratch: Scratch,
}

impl Work for Verdicts {
    fn row(&mut self, row: Result<&Opportunity, DataError>, chunk: &mut Chunk) {
        let verdict = self.judge.verdict(&mut self.scratch, row);
        chunk.errors += u64::from(verdict.decision() == Decision::Error);
        if self.manner.wants(verdict.decision()) {
            write_verdict(&self.manner, &verdict, chunk);
        }
    }
}

fn write_verdict(manner: &Manner, verdict: &Verdict, chunk: &mut Chunk) {
    if manner.format == AssessFormat::Csv {
        chunk.number();
        return push(chunk, [&verdict_row::csv_row(verdict, manner.extra())]);
    }
    push(chunk, [manner.ends().0]);
    // To memory, of what always can be written.
    let _ = output::push_json(&mut chunk.text, verdict);
    chunk.text.pop();
    manner.end_json(verdict.key().is_none() || verdict.error().is_some(), chunk);
}

/// Writes decisions without reasons.
pub(crate) struct Decisions {
    judge: Judge,
    manner: Manner,
    scratch: Scratch,
    /// As JSON has it.
    today: String,
}

/// What is said of a row.
struct Line<'a> {
    key: Option<&'a str>,
    process: Option<&'a str>,
    claimed: Option<&'a str>,
    earned: Option<&'a str>,
    overstated: bool,
    decision: Decision<'a>,
    error: Option<&'a DataError>,
}

impl Work for Decisions {
    fn row(&mut self, row: Result<&Opportunity, DataError>, chunk: &mut Chunk) {
        let Judge { playbook, assessment, today } = &self.judge;
        if let Ok(opportunity) = row {
            let decided = playbook.decided_with(&mut self.scratch, opportunity, *today, *assessment);
            if decided.decision != Decision::Error {
                if self.manner.wants(decided.decision) {
                    let key = playbook.key_of(opportunity);
                    let line = Line {
                        key: key.as_deref(),
                        process: decided.process,
                        claimed: decided.claimed,
                        earned: decided.earned,
                        overstated: decided.overstated,
                        decision: decided.decision,
                        error: None,
                    };
                    self.write(&line, chunk);
                }
                return;
            }
        }
        // Why it is in error, the whole verdict says.
        let verdict = self.judge.verdict(&mut self.scratch, row);
        chunk.errors += 1;
        let line = Line {
            key: verdict.key(),
            process: verdict.process(),
            claimed: verdict.claimed(),
            earned: verdict.earned(),
            overstated: verdict.is_overstated(),
            decision: verdict.decision(),
            error: verdict.error(),
        };
        match self.manner.format {
            AssessFormat::Csv => self.write(&line, chunk),
            AssessFormat::Json | AssessFormat::Jsonl | AssessFormat::Table => {
                write_verdict(&self.manner, &verdict, chunk);
            }
        }
    }
}

impl Decisions {
    pub(crate) fn new(judge: Judge, manner: Manner) -> Self {
        let today = judge.today.to_string();
        Decisions { judge, manner, scratch: Scratch::new(), today }
    }

    fn write(&self, line: &Line<'_>, chunk: &mut Chunk) {
        match self.manner.format {
            AssessFormat::Csv => self.write_csv(line, chunk),
            AssessFormat::Json | AssessFormat::Jsonl | AssessFormat::Table => self.write_json(line, chunk),
        }
    }

    fn write_csv(&self, line: &Line<'_>, chunk: &mut Chunk) {
        let (to, outcome) = verdict_row::ends(line.decision);
        chunk.number();
        push(chunk, [","]);
        push_cell(chunk, line.key.unwrap_or_default());
        for name in [line.process, line.claimed, line.earned, Some(line.decision.as_str()), to, outcome] {
            // Names are letters, digits and `_`.
            push(chunk, [",", name.unwrap_or_default()]);
        }
        push(chunk, [","]);
        push_cell(chunk, line.error.map_or("", DataError::message));
        for further in [&self.manner.file, &self.manner.stamp].into_iter().flatten() {
            push(chunk, [","]);
            push_cell(chunk, further);
        }
        push(chunk, ["\n"]);
    }

    fn write_json(&self, line: &Line<'_>, chunk: &mut Chunk) {
        let mut between = "";
        push(chunk, [self.manner.ends().0, "{"]);
        if let Some(key) = line.key {
            push(chunk, ["\"key\":"]);
            push_json(chunk, key);
            between = ",";
        }
        push(chunk, [between, "\"as_of\":\"", &self.today, "\""]);
        if let Some(process) = line.process {
            push(chunk, [",\"process\":\"", process, "\""]);
        }
        if let Some(claimed) = line.claimed {
            push(chunk, [",\"stage\":{\"claimed\":\"", claimed, "\""]);
            if let Some(earned) = line.earned {
                let overstated = if line.overstated { "true" } else { "false" };
                push(chunk, [",\"earned\":\"", earned, "\",\"overstated\":", overstated]);
            }
            push(chunk, ["}"]);
        }
        push(chunk, [",\"decision\":\"", line.decision.as_str(), "\""]);
        let (to, outcome) = verdict_row::ends(line.decision);
        for (key, name) in [("to", to), ("outcome", outcome)] {
            if let Some(name) = name {
                push(chunk, [",\"", key, "\":\"", name, "\""]);
            }
        }
        self.manner.end_json(line.key.is_none(), chunk);
    }
}

fn push<const N: usize>(chunk: &mut Chunk, pieces: [&str; N]) {
    for piece in pieces {
        chunk.text.extend_from_slice(piece.as_bytes());
    }
}

/// Whether a text is the same in all formats.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn push_cell(chunk: &mut Chunk, text: &str) {
    if text.is_empty() || is_plain(text) {
        push(chunk, [text]);
    } else {
        push(chunk, [&csv_cell(text)]);
    }
}

fn push_json(chunk: &mut Chunk, text: &str) {
    if is_plain(text) {
        push(chunk, ["\"", text, "\""]);
    } else {
        // To memory, of what always can be written.
        let _ = output::push_json(&mut chunk.text, &text);
    }
}
