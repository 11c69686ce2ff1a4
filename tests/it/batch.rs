//! What columns of many opportunities say is what each by itself is told, on random playbooks and data.

use stagegate::{Assessed, Assessment, Date, Finding, Pipeline, RuleKind, Truth, Verdict};

use crate::differ::Checked;
use crate::laws::{accepted, hold};
use crate::oracle::json::Json;
use crate::random::choices::Choices;
use crate::random::data::{self, Case};
use crate::runs;

/// Opportunities in one pipeline, and how many of their days and options all of them are assessed with.
const ROWS: usize = 24;
const WAYS: usize = 4;

#[test]
fn columns_say_what_each_row_is_told() {
    // A pair of `hold` is a row here; each is assessed in several ways.
    hold(ROWS as u64 / 4, |c| {
        let (playbook, checked) = accepted(c)?;
        let cases: Vec<Case> = (0..ROWS).map(|_| data::case(c, &playbook)).collect();
        let pipeline = filled(&checked, cases.iter());
        for way in cases.iter().take(WAYS) {
            agree(&checked, &playbook.text, &pipeline, &cases, way)?;
        }
        Ok(())
    });
}

#[test]
fn rows_past_a_block_say_the_same() {
    for seed in 0..12 {
        let mut c = Choices::seeded(seed);
        let (playbook, checked) = accepted(&mut c).unwrap();
        let cases: Vec<Case> = (0..60).map(|_| data::case(&mut c, &playbook)).collect();
        let rows = [0, 1, 2_047, 2_048, 2_049, 4_500][seed as usize % 6];
        let cases: Vec<Case> = cases.into_iter().cycle().take(rows).collect();
        let pipeline = filled(&checked, cases.iter());
        if let Some(way) = cases.first() {
            agree(&checked, &playbook.text, &pipeline, &cases, way).unwrap();
        }
        assert_eq!(pipeline.len(), rows);
        assert!(pipeline.verdict(rows, Date::new(2026, 1, 1).unwrap()).is_none());
    }
}

fn filled<'a>(checked: &Checked, cases: impl Iterator<Item = &'a Case>) -> Pipeline {
    let mut pipeline = checked.playbook().pipeline();
    for case in cases {
        match checked.reader(case).read_json(&case.data.to_string()) {
            Ok(opportunity) => pipeline.push(&opportunity),
            Err(error) => pipeline.push_error(error),
        }
    }
    pipeline
}

/// Holds all rows against the verdicts that each gets by itself, on the day and with the options of one of them.
fn agree(checked: &Checked, text: &str, pipeline: &Pipeline, cases: &[Case], way: &Case) -> Result<(), String> {
    let (today, how) = checked.asked(way);
    let assessed = pipeline.assess_with(today, how);
    for (row, case) in cases.iter().enumerate() {
        let direct = match checked.reader(case).read_json(&case.data.to_string()) {
            Ok(opportunity) => checked.playbook().assess_with(&opportunity, today, how),
            Err(error) => Verdict::of_error(today, error),
        };
        let told = json(&pipeline.verdict_with(row, today, how).unwrap());
        let case = Case { today: way.today, options: options(case, way), ..case.clone() };
        let run = || runs::write(text, &case, &json(&direct));
        if told != json(&direct) {
            return Err(format!("the verdict of a row differs\n{}=== but the row says\n{}", run(), told.pretty()));
        }
        if let Some((what, column)) = differs(checked, &assessed, row, &direct) {
            return Err(format!("{what} differs\n{}=== but the column says {column}", run()));
        }
    }
    count(checked, &assessed);
    Ok(())
}

/// The row's reading, assessed the other's way.
fn options(case: &Case, way: &Case) -> crate::oracle::Options {
    let mut options = case.options.clone();
    options.process.clone_from(&way.options.process);
    options.reopen = way.options.reopen;
    options
}

fn json(verdict: &Verdict) -> Json {
    Json::parse(&serde_json::to_string(verdict).unwrap())
}

fn differs(checked: &Checked, assessed: &Assessed, row: usize, direct: &Verdict) -> Option<(String, String)> {
    let pairs = [
        ("the decision", format!("{:?}", direct.decision()), format!("{:?}", assessed.decision(row))),
        ("the process", format!("{:?}", direct.process()), format!("{:?}", assessed.process(row))),
        ("the claimed stage", format!("{:?}", direct.claimed()), format!("{:?}", assessed.claimed(row))),
        ("the earned stage", format!("{:?}", direct.earned()), format!("{:?}", assessed.earned(row))),
        ("overstated", direct.is_overstated().to_string(), assessed.is_overstated(row).to_string()),
        ("the chance", format!("{:?}", direct.chance()), format!("{:?}", assessed.chance(row))),
    ];
    let unlike = pairs.into_iter().find(|(_, direct, column)| direct != column);
    let unlike = unlike.map(|(what, _, column)| (what.to_owned(), column));
    unlike.or_else(|| rule_differs(checked, assessed, row, direct))
}

/// Whether a rule's column says otherwise than the verdict's lists.
fn rule_differs(checked: &Checked, assessed: &Assessed, row: usize, direct: &Verdict) -> Option<(String, String)> {
    for column in assessed.rules() {
        let process = checked.playbook().process(column.process()).unwrap();
        let is = column.is(row);
        let fail = |wanted: &str| {
            Some((format!("rule {} of {}", column.name(), column.process()), format!("{is:?} for {wanted}")))
        };
        let in_stage = direct.earned().is_some() && direct.process() == Some(column.process());
        if !in_stage {
            if is != Truth::False {
                return fail("a row of another process");
            }
            continue;
        }
        let rule = process.rules().find(|rule| rule.name() == column.name()).unwrap();
        let among = |findings: &[Finding]| findings.iter().any(|finding| finding.rule() == column.name());
        let place = |stage: &str| process.stages().position(|other| other.name() == stage);
        let (stands, claimed) = (rule.stage().and_then(|stage| place(stage.name())), direct.claimed().and_then(place));
        let wanted = match rule.kind() {
            RuleKind::Disqualifier if stands.is_none() || stands == claimed => {
                if among(direct.disqualified_by()) {
                    [Truth::True].as_slice()
                } else if among(direct.at_risk()) {
                    &[Truth::Unknown]
                } else {
                    &[Truth::False]
                }
            }
            RuleKind::Warning if stands.is_none() || stands == claimed => {
                if among(direct.warnings()) {
                    [Truth::True].as_slice()
                } else {
                    &[Truth::False, Truth::Unknown]
                }
            }
            RuleKind::Requirement { once } if stands <= claimed && !(once && stands < claimed) => {
                if among(direct.unmet()) { [Truth::False, Truth::Unknown].as_slice() } else { &[Truth::True] }
            }
            RuleKind::Disqualifier | RuleKind::Warning | RuleKind::Requirement { .. } => continue,
        };
        if !wanted.contains(&is) {
            return fail(&format!("{wanted:?}"));
        }
    }
    None
}

/// Words and counts of rules say what single rows say.
fn count(checked: &Checked, assessed: &Assessed) {
    for column in assessed.rules() {
        let found = assessed.rule(column.process(), column.name()).unwrap();
        let rows = |truth| (0..assessed.len()).filter(move |&row| column.is(row) == truth).count();
        assert_eq!((found.count(Truth::True), found.count(Truth::Unknown)), (rows(Truth::True), rows(Truth::Unknown)));
        let bit = |words: &[u64], row: usize| words[row / 64] >> (row % 64) & 1 != 0;
        let words: Vec<u64> = column.true_words().collect();
        assert!((0..assessed.len()).all(|row| bit(&words, row) == (column.is(row) == Truth::True)));
        let in_stages = (0..assessed.len())
            .filter(|&row| assessed.process(row) == Some(column.process()) && assessed.earned(row).is_some())
            .count();
        assert_eq!(found.count(Truth::False), in_stages - rows(Truth::True) - rows(Truth::Unknown));
    }
    assert!(assessed.rule("no_process", "no_rule").is_none());
    assert_eq!(
        checked.playbook().processes().map(|process| process.rules().len()).sum::<usize>(),
        assessed.rules().count()
    );
    let _ = Assessment::default();
}
