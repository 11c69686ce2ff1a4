//! One case through the engine and through the second implementation.

use stagegate::internals::{checked, hir};
use stagegate::{Assessment, DataError, Date, Opportunity, Playbook, Reader, Scratch, Verdict};

use crate::oracle;
use crate::oracle::json::Json;
use crate::oracle::number;
use crate::random::columns::Row;
use crate::random::data::Case;

/// A playbook that both can use.
pub struct Checked {
    playbook: Playbook,
}

impl Checked {
    /// Reads it, or gives what is wrong with it.
    pub fn new(text: &str) -> Result<Checked, String> {
        let playbook = Playbook::parse(text).map_err(|faults| faults.to_string())?;
        Ok(Checked { playbook })
    }

    pub fn tree(&self) -> &hir::Playbook {
        checked(&self.playbook)
    }

    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// The reader, as the case wants it.
    pub fn reader(&self, case: &Case) -> Reader {
        let mut reader = self.playbook.reader().strict(case.options.strict);
        for (from, to, factor) in &case.options.rates {
            reader = reader.rate(from, to, factor).unwrap();
        }
        reader
    }

    /// What the reader finds wrong: key, field, value, what was expected.
    pub fn read_fault(&self, case: &Case) -> Option<[Option<String>; 4]> {
        let fault = self.reader(case).read_json(&case.data.to_string()).err()?;
        let text = |text: Option<&str>| text.map(str::to_owned);
        Some([text(fault.key()), text(fault.field()), text(fault.value()), text(Some(fault.expected()))])
    }

    /// What the second implementation reads.
    pub fn facts(&self, case: &Case) -> oracle::reader::Facts {
        oracle::reader::read(&self.tree().schema, &case.data, &case.options.rates, case.options.strict)
    }

    /// Runs its two tests: what was found of the first, its verdict where it passes, and whether the second fails.
    pub fn tests(&self) -> (Json, bool) {
        let run = stagegate::testing::run(&self.playbook);
        let [right, wrong] = &run.tests[..] else { panic!("{run:?}") };
        let found = if right.passed() {
            Json::parse(&serde_json::to_string(&right.verdict).unwrap())
        } else {
            Json::text(format!("{:?}", right.failures))
        };
        (found, !wrong.passed())
    }

    /// What the second implementation finds wrong.
    pub fn model_fault(&self, case: &Case) -> Option<[Option<String>; 4]> {
        let facts = self.facts(case);
        let fault = facts.errors.into_iter().next()?;
        let key = oracle::key(self.tree(), &facts.row);
        Some([key, fault.field, Some(fault.value), Some(fault.expected)])
    }

    /// The engine's verdict.
    pub fn engine(&self, case: &Case) -> Json {
        self.assess(case, self.reader(case).read_json(&case.data.to_string()))
    }

    /// The engine's verdict where the data is a row of CSV.
    pub fn engine_on_row(&self, case: &Case, row: &Row) -> Json {
        let reader = self.reader(case);
        let mut opportunity = Opportunity::default();
        let read = reader.csv_header(&row.headers).and_then(|header| {
            reader.read_csv_into(&mut opportunity, &header, &row.cells)?;
            Ok(opportunity)
        });
        self.assess(case, read)
    }

    /// The engine's verdict where the data is a row of a file, in quotes where it must be.
    #[cfg(feature = "data")]
    pub fn engine_on_file(&self, case: &Case, row: &Row) -> Json {
        use stagegate::data::{Format, Options, Rows};

        let cell = |cell: &String| {
            let quote = if cell.contains([',', '"', '\n', '\r']) { "\"" } else { "" };
            format!("{quote}{}{quote}", cell.replace('"', "\"\""))
        };
        let line = |cells: &[String]| cells.iter().map(cell).collect::<Vec<_>>().join(",");
        let text = format!("{}\n{}\n", line(&row.headers), line(&row.cells));
        let options = Options { delimiter: Some(b','), ..Options::default() };
        let (mut rows, mut opportunity) = (Rows::new(text.as_bytes(), Format::Csv, options), Opportunity::default());
        let read = rows.next_into(&self.reader(case), &mut opportunity).unwrap().unwrap();
        self.assess(case, read.result.map(|()| opportunity))
    }

    /// The day and the options that the case asks with.
    pub fn asked(&self, case: &Case) -> (Date, Assessment) {
        let (year, month, day) = number::civil(case.today);
        let today = Date::new(year as i32, month as i32, day as i32).unwrap();
        let mut how = Assessment::default().reopening(case.options.reopen);
        if let Some(process) = &case.options.process {
            how = how.by(self.playbook.process(process).unwrap());
        }
        (today, how)
    }

    fn assess(&self, case: &Case, read: Result<Opportunity, DataError>) -> Json {
        let (today, how) = self.asked(case);
        let verdict = match read {
            Ok(opportunity) => {
                let verdict = self.playbook.assess_with(&opportunity, today, how);
                self.compare_decided(&opportunity, today, how, &verdict);
                if case.options.process.is_none() && !case.options.reopen {
                    assert_eq!(self.playbook.decide(&opportunity, today), verdict.decision(), "deciding alone");
                }
                verdict
            }
            Err(error) => Verdict::of_error(today, error),
        };
        assert!(!verdict.explain().to_string().is_empty());
        Json::parse(&serde_json::to_string(&verdict).unwrap())
    }

    /// Where it stands is the beginning of its verdict.
    fn compare_decided(&self, opportunity: &Opportunity, today: Date, how: Assessment, verdict: &Verdict) {
        let decided = self.playbook.decided_with(&mut Scratch::new(), opportunity, today, how);
        let said = (decided.process, decided.claimed, decided.earned, decided.overstated, decided.decision);
        let (claimed, earned) = (verdict.claimed(), verdict.earned());
        let expected = (verdict.process(), claimed, earned, verdict.is_overstated(), verdict.decision());
        assert_eq!(said, expected, "standing alone");
        assert_eq!(self.playbook.key_of(opportunity).as_deref(), verdict.key(), "the key alone");
    }

    /// The second implementation's verdict.
    pub fn model(&self, case: &Case) -> Json {
        oracle::verdict(self.tree(), self.playbook.sources(), &case.data, case.today, &case.options)
    }
}

/// The verdict without the free text of its error, which is no part of the contract.
pub fn without_message(verdict: &Json) -> Json {
    let Json::Object(entries) = verdict else { return verdict.clone() };
    let entries = entries.iter().map(|(key, value)| match value {
        Json::Object(inner) if key == "error" => {
            let inner = inner.iter().filter(|(name, _)| name != "message").cloned().collect();
            (key.clone(), Json::Object(inner))
        }
        other => (key.clone(), other.clone()),
    });
    Json::Object(entries.collect())
}
