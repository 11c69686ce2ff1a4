//! `stagegate facts`: the facts of a playbook as a form to be filled in.

use std::borrow::Cow;

use comfy_table::{Cell, ContentArrangement, Table, presets};
use stagegate::{FactRow, Playbook};

use crate::args::{Facts, FactsFormat};
use crate::output::{self, Out, Stop};
use crate::{Status, data, playbook};

/// So many places of a file are named in the table.
const NAMED: usize = 12;

pub(crate) fn run(args: &Facts) -> Result<Status, Stop> {
    let playbook = playbook::load_sound(&args.playbook)?;
    let mut out = Out::new();
    match (args.format, args.sample) {
        (None | Some(FactsFormat::Csv), Some(count)) => write_csv(&mut out, &playbook, args, count)?,
        (Some(FactsFormat::Jsonl), Some(count)) => {
            for row in playbook.sample_rows(data::today(args.as_of.as_deref())?).take(count) {
                out.json(&row)?;
            }
        }
        (Some(_), Some(_)) => return Err(because("made-up rows are written as csv or jsonl")),
        (Some(FactsFormat::Csv | FactsFormat::Jsonl), None) => {
            return Err(because("say how many made-up rows to write: --sample 20"));
        }
        (None | Some(FactsFormat::Table), None) => out.line(&table(&playbook))?,
        (Some(FactsFormat::Json), None) => out.json(&playbook.fact_sheet())?,
        (Some(FactsFormat::Jsonschema), None) => {
            out.line(&playbook.json_schema().strict(args.strict).to_string())?;
        }
        (Some(FactsFormat::CsvHeader), None) => {
            out.write(&output::csv_row(playbook.csv_columns(args.evidence).into_iter().map(Cow::Owned)))?;
        }
    }
    out.finish()?;
    Ok(Status::Done)
}

fn write_csv(out: &mut Out, playbook: &Playbook, args: &Facts, count: usize) -> Result<(), Stop> {
    let columns = playbook.csv_columns(args.evidence);
    out.write(&output::csv_row(columns.iter().map(Cow::from)))?;
    for row in playbook.sample_rows(data::today(args.as_of.as_deref())?).take(count) {
        out.write(&output::csv_row(row.cells(&columns).into_iter().map(Cow::Borrowed)))?;
    }
    Ok(())
}

/// The facts with who reads them, and how many nothing reads.
fn table(playbook: &Playbook) -> String {
    let sheet = playbook.fact_sheet();
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    let arrangement = if output::is_terminal() { ContentArrangement::Dynamic } else { ContentArrangement::Disabled };
    table.set_content_arrangement(arrangement);
    table.set_header(["fact", "type", "in the data", "read at"]);
    for row in sheet.rows() {
        let cells = [row.path(), row.type_name(), row.label(), &readings(row)];
        table.add_row(cells.map(|cell| Cell::new(output::inert_line(cell))));
    }
    let unread = sheet.unread().count();
    let facts = sheet.rows().len();
    let counted = if facts == 1 { "1 fact".to_owned() } else { format!("{facts} facts") };
    let total = if unread == 0 { counted } else { format!("{counted}, of which nothing reads {unread}") };
    format!("{table}\n{total}")
}

/// `key; enterprise.gate:33, 41; renewal.gate:12`.
fn readings(row: &FactRow) -> String {
    let mut parts: Vec<String> = row.role().map(str::to_owned).into_iter().collect();
    let mut readings = row.readings();
    while let Some(first) = readings.first() {
        let count = readings.iter().take_while(|reading| reading.file() == first.file()).count();
        let (file, rest) = readings.split_at(count);
        let mut lines: Vec<String> = file.iter().map(|reading| reading.line().to_string()).collect();
        lines.dedup();
        if lines.len() > NAMED {
            lines.truncate(NAMED);
            lines.push("…".to_owned());
        }
        parts.push(format!("{}:{}", name(first.file()), lines.join(", ")));
        readings = rest;
    }
    if parts.is_empty() { "nothing reads it".to_owned() } else { parts.join("; ") }
}

/// A file's name without its folders.
fn name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn because(why: &str) -> Stop {
    Stop::Because(why.to_owned())
}
