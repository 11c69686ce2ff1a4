//! Data as an argument: files of opportunities, read and assessed one after the other.

use std::ops::ControlFlow;
use std::path::Path;

use stagegate::{Assessment, Date, Opportunity, Playbook, Reader, Verdict};

use crate::args::{DataOptions, Input};
use crate::output::Stop;

/// What reads and assesses data as the options say.
pub(crate) struct Feed<'a> {
    playbook: &'a Playbook,
    options: &'a DataOptions,
    reader: Reader,
    assessment: Assessment,
    today: Date,
}

impl<'a> Feed<'a> {
    /// Takes the options; those that the playbook does not fit end the command.
    pub(crate) fn new(playbook: &'a Playbook, options: &'a DataOptions) -> Result<Self, Stop> {
        let mut assessment = Assessment::default().reopening(options.reopen);
        if let Some(name) = &options.process {
            assessment = assessment.by(playbook.process(name).map_err(because)?);
        }
        let reader = with_rates(playbook.reader().strict(options.strict), &options.rates)?;
        Ok(Feed { playbook, options, reader, assessment, today: today(options.as_of.as_deref())? })
    }

    /// Gives the verdict on each opportunity of a file with its place in it, the first being 1, until `take` has enough.
    pub(crate) fn each(
        &mut self,
        path: &Path,
        mut take: impl FnMut(u64, Verdict) -> Result<ControlFlow<()>, Stop>,
    ) -> Result<(), Stop> {
        let text = std::fs::read_to_string(path).map_err(because)?;
        let rows: Vec<&str> = match self.options.input {
            Some(Input::Csv) => return Err(Stop::Because("not yet".to_owned())),
            Some(Input::Json) => {
                let rows: Vec<&serde_json::value::RawValue> = serde_json::from_str(&text).map_err(because)?;
                rows.into_iter().map(serde_json::value::RawValue::get).collect()
            }
            Some(Input::Jsonl) | None => text.lines().filter(|line| !line.trim().is_empty()).collect(),
        };
        let mut opportunity = Opportunity::default();
        for (text, row) in rows.into_iter().zip(1..) {
            let verdict = match self.reader.read_json_into(&mut opportunity, text) {
                Ok(()) => self.playbook.assess_with(&opportunity, self.today, self.assessment),
                Err(error) => Verdict::of_error(self.today, error),
            };
            if take(row, verdict)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The reader with rates of exchange, each written as `EUR/USD=1.08`.
fn with_rates(reader: Reader, rates: &[String]) -> Result<Reader, Stop> {
    rates.iter().try_fold(reader, |reader, rate| {
        let pieces = rate.split_once('=').and_then(|(pair, value)| Some((pair.split_once('/')?, value)));
        match pieces {
            Some(((from, to), value)) => reader.rate(from, to, value).map_err(because),
            None => Err(Stop::Because(format!("`{rate}` is no rate; write it as EUR/USD=1.08"))),
        }
    })
}

/// The day of the assessment: the one that is named, else today as the clock on the wall has it.
fn today(named: Option<&str>) -> Result<Date, Stop> {
    match named {
        Some(text) => {
            Date::parse(text).ok_or_else(|| Stop::Because(format!("`{text}` is no date; write it as 2026-11-23")))
        }
        None => Date::try_from(jiff::Zoned::now().date()).map_err(because),
    }
}

fn because(error: impl std::fmt::Display) -> Stop {
    Stop::Because(error.to_string())
}
