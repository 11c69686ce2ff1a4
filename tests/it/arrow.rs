//! Record batches in and out, and files of Parquet: the same verdicts as other data with the same facts gets.

use std::sync::Arc;

use stagegate::arrow::RulesAs;
use stagegate::arrow::arrow_array::cast::AsArray;
use stagegate::arrow::arrow_array::types::{Int32Type, UInt8Type};
use stagegate::arrow::arrow_array::*;
use stagegate::arrow::arrow_schema;
use stagegate::{Assessment, Date, Decision, Opportunity, Pipeline, Playbook, Reader, Truth, Verdict};

use crate::laws::{accepted, hold};
use crate::oracle::json::Json;
use crate::random::arrays;
use crate::random::choices::Choices;
use crate::random::data;
use crate::runs;

#[test]
fn a_batch_says_what_json_says() {
    let made = std::cell::Cell::new(0_u32);
    hold(12, |c| {
        let (playbook, checked) = accepted(c)?;
        for _ in 0..3 {
            let case = data::case(c, &playbook);
            let Some(batch) = arrays::batch(c, &playbook, &case.data, case.options.strict) else { continue };
            made.set(made.get() + 1);
            let (today, how) = checked.asked(&case);
            let reader = checked.reader(&case);
            let verdict = |read: Result<Opportunity, _>| match read {
                Ok(opportunity) => checked.playbook().assess_with(&opportunity, today, how),
                Err(error) => Verdict::of_error(today, error),
            };
            let json = |verdict: Verdict| Json::parse(&serde_json::to_string(&verdict).unwrap());
            let wanted = json(verdict(reader.read_json(&case.data.to_string())));
            let mut opportunity = Opportunity::default();
            let read = reader.arrow_rows(&batch).and_then(|rows| {
                reader.read_arrow_into(&mut opportunity, &rows, arrays::ROW)?;
                Ok(opportunity)
            });
            let found = json(verdict(read));
            if found != wanted {
                let run = runs::write(&playbook.text, &case, &wanted);
                let schema = batch.schema();
                return Err(format!("a row differs\n{run}=== but the batch says\n{}{schema:#?}", found.pretty()));
            }
            // A slice of it is no other.
            let mut pipeline = checked.playbook().pipeline();
            pipeline.push_arrow(&reader, &batch.slice(arrays::ROW, 1)).map_err(|error| error.to_string())?;
            let sliced = json(pipeline.verdict_with(0, today, how).unwrap());
            if sliced != wanted {
                return Err(format!("a slice differs\n{}", sliced.pretty()));
            }
        }
        Ok(())
    });
    assert!(made.get() > 0, "{} rows", made.get());
}

#[test]
fn columns_say_what_their_rows_say() {
    let rows = std::cell::Cell::new([0_u32; 2]);
    hold(24, |c| {
        let (playbook, checked) = accepted(c)?;
        let cases: Vec<data::Case> = (0..8).map(|_| data::case(c, &playbook)).collect();
        let count = [1, 3, 8, 70, 200][c.below(5)];
        let data: Vec<&Json> =
            (0..count).map(|row| if row < 8 { &cases[row].data } else { &c.pick(&cases).data }).collect();
        let Some(batch) = arrays::many(c, &playbook, &data, cases[0].options.strict) else { return Ok(()) };
        let start = c.below(batch.num_rows());
        let part = batch.slice(start, 1 + c.below(batch.num_rows() - start));
        let (today, how) = checked.asked(&cases[0]);
        let batches = if c.below(2) == 0 { vec![batch, part] } else { vec![part, batch] };
        let [all, errors] = same(checked.playbook(), &checked.reader(&cases[0]), &batches, today, how)
            .map_err(|difference| format!("{difference}\n{}\n{batches:#?}", playbook.text))?;
        let [rows_before, errors_before] = rows.get();
        rows.set([rows_before + all, errors_before + errors]);
        Ok(())
    });
    let [all, errors] = rows.get();
    assert!(errors > 0 && errors < all / 2, "{errors} of {all} rows are in error");
}

/// Holds batches that are pushed as columns to the same ones pushed row by row: all results, what is wrong, and the verdicts of the first
/// rows. Says how many rows there are, and how many of them are in error.
fn same(
    playbook: &Playbook,
    reader: &Reader,
    batches: &[RecordBatch],
    today: Date,
    how: Assessment,
) -> Result<[u32; 2], String> {
    let (mut by_columns, mut by_rows) = (playbook.pipeline(), playbook.pipeline());
    let mut opportunity = Opportunity::default();
    let mut counted = [0, 0];
    for batch in batches {
        let rows = reader.arrow_rows(batch);
        let pushed = by_columns.push_arrow(reader, batch);
        let Ok(rows) = rows else {
            assert_eq!(pushed.err(), rows.err());
            continue;
        };
        let mut errors = 0;
        for row in 0..rows.len() {
            match reader.read_arrow_into(&mut opportunity, &rows, row) {
                Ok(()) => by_rows.push(&opportunity),
                Err(error) => {
                    by_rows.push_error(error);
                    errors += 1;
                }
            }
        }
        if pushed != Ok(errors) {
            return Err(format!("{errors} errors by row, {pushed:?} by column"));
        }
        counted = [counted[0] + rows.len() as u32, counted[1] + errors as u32];
    }
    for row in 0..by_rows.len() {
        if by_rows.error(row) != by_columns.error(row) {
            return Err(format!("row {row}: {:?} by row, {:?} by column", by_rows.error(row), by_columns.error(row)));
        }
        if row < 100 {
            let verdict = |pipeline: &Pipeline| serde_json::to_string(&pipeline.verdict_with(row, today, how)).unwrap();
            if verdict(&by_rows) != verdict(&by_columns) {
                return Err(format!("row {row}: {}\nby column {}", verdict(&by_rows), verdict(&by_columns)));
            }
        }
    }
    let results = |pipeline: &Pipeline| pipeline.to_arrow(pipeline.assess_with(today, how), RulesAs::Columns).unwrap();
    if results(&by_rows) != results(&by_columns) {
        return Err("the results differ".to_owned());
    }
    results_are_as_assessed(&by_columns, today, how)?;
    Ok(counted)
}

/// Holds results as columns to what is told of each row.
fn results_are_as_assessed(pipeline: &Pipeline, today: Date, how: Assessment) -> Result<(), String> {
    let assessed = pipeline.assess_with(today, how);
    let results = pipeline.to_arrow(assessed.clone(), RulesAs::Columns).unwrap();
    for column in results.columns() {
        column.to_data().validate_full().map_err(|error| error.to_string())?;
    }
    let points = |name: &str, row: usize| {
        let column = results[name].as_primitive::<types::Float64Type>();
        column.is_valid(row).then(|| column.value(row))
    };
    for row in 0..pipeline.len() {
        let decision = assessed.decision(row);
        let (to, outcome) = match decision {
            Decision::Advance { to } => (Some(to), None),
            Decision::Closed { outcome } => (None, Some(outcome.as_str())),
            Decision::Unrouted | Decision::Disqualify | Decision::Hold | Decision::Error => (None, None),
        };
        let key = pipeline.key(row);
        let wanted = [
            ("key", key.as_deref()),
            ("process", assessed.process(row)),
            ("claimed", assessed.claimed(row)),
            ("earned", assessed.earned(row)),
            ("decision", Some(decision.as_str())),
            ("to", to),
            ("outcome", outcome),
        ];
        for (name, wanted) in wanted {
            let found = text_of(&results, name, row);
            if found.as_deref() != wanted {
                return Err(format!("row {row}: {name} is {found:?}, not {wanted:?}"));
            }
        }
        let chance = assessed.chance(row);
        let wanted = chance.map(|chance| [chance.worst, chance.likely, chance.best].map(|end| end.points()));
        let found = [points("worst", row), points("likely", row), points("best", row)];
        if found != wanted.map_or([None; 3], |points| points.map(Some)) {
            return Err(format!("row {row}: the chance is {found:?}, not {wanted:?}"));
        }
        for rule in assessed.rules() {
            let truths = results[format!("{}.{}", rule.process(), rule.name()).as_str()].as_boolean();
            let found = truths.is_valid(row).then(|| truths.value(row));
            let wanted = match rule.is(row) {
                Truth::True => Some(true),
                Truth::False => Some(false),
                Truth::Unknown => None,
            };
            if found != wanted {
                return Err(format!("row {row}: {} is {found:?}, not {wanted:?}", rule.name()));
            }
        }
    }
    Ok(())
}

#[test]
fn more_stages_than_a_byte_counts_go_out_too() {
    for count in [3, 124, 125, 300] {
        let process = |name: &str| {
            let stages = (0..count).map(|at| format!("stage {name}{at} {{ require r{at} that size >= {at} }}"));
            format!("process {name} {{ applies when kind is {name} {} }}", stages.collect::<Vec<String>>().join("\n"))
        };
        let text = format!(
            "opportunity {{ key id: number  stage  size: number  kind: a | b }} {} {}",
            process("a"),
            process("b")
        );
        let playbook = Playbook::parse(&text).unwrap();
        let kinds =
            [Some("a"), Some("b"), None].into_iter().cycle().take(300).collect::<DictionaryArray<types::Int8Type>>();
        let stages = (0..300).map(|row| match row % 4 {
            0 => Some(format!("a{}", row % count)),
            1 => Some("lost".to_owned()),
            2 => Some(format!("b{}", row % count)),
            _ => None,
        });
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("id", Arc::new(Int64Array::from_iter_values(0..300)) as ArrayRef, true),
            ("kind", Arc::new(kinds), true),
            ("size", Arc::new(Int64Array::from_iter_values((0..300).map(|row| row * 7 % 311))), true),
            ("stage", Arc::new(stages.collect::<StringArray>()), true),
        ]);
        let told = same(&playbook, &playbook.reader(), &[batch.unwrap()], today(), Assessment::default());
        assert!(told.is_ok_and(|[rows, _]| rows == 300), "{count} stages");
    }
}

#[test]
fn columns_go_on_past_a_block_and_behind_rows() {
    let (playbook, (batch, json)) = (playbook(), rows());
    let many: Vec<RecordBatch> = (0..700).map(|at| batch.slice(at % 5, 1 + at % (6 - at % 5))).collect();
    assert_eq!(
        same(&playbook, &playbook.reader(), &many, today(), Assessment::default()).map(|[rows, _]| rows > 1_400),
        Ok(true)
    );

    let ids: Vec<Option<String>> = (0..5_000).map(|row| (row % 7 > 0).then(|| format!("{:04}", row % 4_999))).collect();
    let kinds = ["first", "Second", "no such", "first"].map(Some);
    let kinds = kinds.into_iter().chain([None]).cycle().take(5_000).collect::<DictionaryArray<Int32Type>>();
    let sizes = (0..5_000).map(|row| (row % 11 > 0).then_some(if row % 1_999 == 0 { i64::MAX } else { row }));
    let long = RecordBatch::try_from_iter([
        ("id", Arc::new(StringArray::from(ids)) as ArrayRef),
        ("kind", Arc::new(kinds)),
        ("size", Arc::new(sizes.collect::<Int64Array>())),
        ("live", Arc::new((0..5_000).map(|row| (row % 3 > 0).then_some(row % 2 == 0)).collect::<BooleanArray>())),
    ]);
    let long = long.unwrap();
    for start in [0, 1, 63, 64, 1_000] {
        let batches = [batch.slice(0, 2), long.slice(start, 3_000), long.slice(0, start), long.clone()];
        let told = same(&playbook, &playbook.reader(), &batches, today(), Assessment::default());
        assert_eq!(told.map(|[rows, _]| rows), Ok(8_002 + start as u32));
    }
    // Rows that are pushed by themselves before and between.
    let (reader, mut mixed) = (playbook.reader(), playbook.pipeline());
    mixed.push(&reader.read_json(json[0]).unwrap());
    mixed.push_arrow(&reader, &long).unwrap();
    mixed.push(&reader.read_json(json[2]).unwrap());
    let keys = [0, 2, 5_001].map(|row| mixed.key(row));
    assert_eq!(keys, [Some("A"), Some("0001"), Some("C")].map(|key| key.map(str::to_owned)));
}

#[test]
fn columns_of_structs_and_evidence_say_what_their_rows_say() {
    let playbook = playbook();
    let text = |texts: [Option<&str>; 4]| Arc::new(StringArray::from_iter(texts)) as ArrayRef;
    let days = |days: [Option<i32>; 4]| Arc::new(Date32Array::from_iter(days)) as ArrayRef;
    let field =
        |name: &str, array: &ArrayRef| Arc::new(arrow_schema::Field::new(name, array.data_type().clone(), true));
    let structs = |parts: Vec<(&str, ArrayRef)>, nulls: [bool; 4]| {
        let fields: Vec<_> = parts.iter().map(|(name, array)| field(name, array)).collect();
        let arrays = parts.into_iter().map(|(_, array)| array).collect();
        Arc::new(StructArray::new(fields.into(), arrays, Some(nulls.to_vec().into()))) as ArrayRef
    };
    let numbers = |numbers: [Option<i64>; 4]| Arc::new(Int64Array::from_iter(numbers)) as ArrayRef;
    let floats = |floats: [f64; 4]| Arc::new(Float64Array::from(floats.to_vec())) as ArrayRef;
    let decimals = |numbers: [i128; 4], scale| {
        Arc::new(Decimal128Array::from(numbers.to_vec()).with_precision_and_scale(38, scale).unwrap()) as ArrayRef
    };
    let by = || text([Some("signed"), Some(" opinion "), Some("rumor"), None]);
    let account = structs(
        vec![("employees", numbers([Some(1), Some(i64::MAX), Some(i64::MAX), None]))],
        [true, true, false, true],
    );
    let twice = structs(
        vec![
            ("employees", numbers([Some(1), None, Some(3), None])),
            ("employees", numbers([Some(5), Some(6), None, None])),
        ],
        [true, true, false, true],
    );
    let evident = structs(
        vec![
            ("value", numbers([Some(5), Some(6), Some(7), Some(i64::MAX)])),
            ("by", by()),
            ("on", text([None, Some("2026-01-01"), None, None])),
        ],
        [true, true, true, false],
    );
    let money = structs(
        vec![("amount", numbers([Some(5); 4])), ("currency", text([Some("USD"), Some("EUR"), None, Some("USD")]))],
        [true, true, true, false],
    );
    let cases: Vec<Vec<(&str, ArrayRef)>> = vec![
        vec![("account", account)],
        vec![("account", twice)],
        vec![("account.employees", numbers([Some(1), None, Some(i64::MIN), Some(0)]))],
        vec![("account", text([Some("{\"employees\": 7}"), Some("x"), None, Some("{}")]))],
        vec![("amount", evident)],
        vec![("amount", money)],
        vec![("amount", numbers([Some(1), None, Some(3), None])), ("amount.by", by())],
        vec![("amount.by", by())],
        vec![
            ("due", days([Some(20_000), None, Some(i32::MAX), Some(0)])),
            ("due.on", days([None, Some(1), Some(2), Some(i32::MIN)])),
        ],
        vec![("due", days([Some(20_000), None, None, Some(0)])), ("due.ref", numbers([Some(1), None, None, Some(4)]))],
        vec![
            ("due", days([Some(20_000); 4])),
            ("due.on", Arc::new(BooleanArray::from(vec![Some(true), None, None, None]))),
        ],
        vec![("size", floats([0.1, 1e22, -0.0, f64::NAN])), ("amount", floats([1.005, 1e11 + 0.1, 2.5e-5, -3.0]))],
        vec![("share", floats([0.125, 12.345, 99.99, 1e15])), ("part", floats([0.5, 1.5, -0.0, 1.0]))],
        vec![("size", decimals([1, i128::MAX, -5, 0], 2)), ("share", decimals([1, 15, 25, 1_000], 3))],
        vec![("size", decimals([15_000, 25_000, 5_000, i128::MIN], 9)), ("share", decimals([1, 2, 3, 4], -20))],
        vec![("stage", numbers([Some(1), None, None, None])), ("id", days([Some(1), None, None, Some(2)]))],
        vec![("stage", Arc::new(Float64Array::from(vec![Some(1.5), Some(f64::NAN), None, None])))],
        vec![("note", numbers([Some(1), None, Some(-3), None])), ("live", numbers([Some(1), Some(2), Some(0), None]))],
        vec![("kind", text([Some("first"), Some("Second"), Some("x"), Some("")])), ("kind.by", by())],
    ];
    for columns in cases {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.iter().map(|(name, array)| (*name, Arc::clone(array), true)),
        );
        let shown = format!("{FACTS} process shown {{ {} stage s {{ }} }}", shown_facts());
        let shown = Playbook::parse(&shown).unwrap();
        let batch = batch.unwrap();
        for (playbook, how) in
            [(&playbook, Assessment::default()), (&shown, Assessment::default().by(shown.process("shown").unwrap()))]
        {
            for strict in [false, true] {
                let reader = playbook.reader().strict(strict).rate("EUR", "USD", "1.1").unwrap();
                let batches = [batch.clone(), batch.slice(1, 2)];
                let told = same(playbook, &reader, &batches, today(), how);
                assert!(told.is_ok(), "{names:?}: {}", told.unwrap_err());
            }
        }
    }
}

#[test]
fn columns_of_lists_say_what_their_rows_say() {
    let playbook = Playbook::parse(LISTS).unwrap();
    for seed in 0..16 {
        let mut c = Choices::seeded(seed);
        let rows = [3, 70, 2_100][c.below(3)];
        let mut batches: Vec<RecordBatch> = (0..2).map(|_| lists(&mut c, rows)).collect();
        batches.push(batches[0].slice(1, rows - 2));
        for strict in [false, true] {
            let told = same(&playbook, &playbook.reader().strict(strict), &batches, today(), Assessment::default());
            let [all, errors] = told.unwrap_or_else(|difference| panic!("seed {seed}: {difference}"));
            assert!(all as usize == 3 * rows - 2 && (strict || errors < all), "seed {seed}: {errors} of {all}");
        }
    }
}

#[test]
fn lists_of_any_length_come_in() {
    let playbook = Playbook::parse(LISTS).unwrap();
    let reader = playbook.reader();
    // More elements than are read at once, more than a list may have, and elements of rows that have no list.
    for lengths in [[10_000, 9_999, 10_000, 0, 9_000, 10_000, 10_000, 9_998, 3], [10_001, 1, 0, 70_000, 2, 5, 8, 3, 0]]
    {
        let count: usize = lengths.iter().sum();
        let days = Arc::new(Date32Array::from_iter((0..count).map(|at| (at % 3 > 0).then_some(at as i32)))) as ArrayRef;
        let field = Arc::new(arrow_schema::Field::new("met", days.data_type().clone(), true));
        let elements = StructArray::new(vec![field].into(), vec![days], None);
        let field = Arc::new(arrow_schema::Field::new("item", elements.data_type().clone(), true));
        let offsets = arrow_buffer::OffsetBuffer::from_lengths(lengths);
        let known: Vec<bool> = (0..9).map(|row| row != 3).collect();
        let array = Arc::new(ListArray::new(field, offsets, Arc::new(elements), Some(known.into()))) as ArrayRef;
        let batch = RecordBatch::try_from_iter_with_nullable([("contacts", array, true)]).unwrap();
        let batches = [batch.slice(2, 5), batch];
        let told = same(&playbook, &reader, &batches, today(), Assessment::default());
        assert_eq!(told, Ok([14, u32::from(lengths[0] > 10_000)]));
    }
}

const LISTS: &str = r#"
    evidence opinion < signed
    opportunity { key id: number  account: account  contacts: list of contact  deals: list of deal }
    record account { employees: number  offices: list of office }
    record office { city: text  people: number }
    record contact { role: buyer | user  met: date  name: text  score: number }
    record deal { worth: money USD  parts: list of part }
    record part { pieces: number  label: text }
    process direct {
      disqualify many when (count of contacts where role is user) > 3
      disqualify large when sum of deals.worth > 100 USD
      warn named when any of contacts where name is "Ann" and met by signed < today
      warn parted when any of deals where any of parts where label is "x" and pieces > 1
      stage a {
        require scored that sum of contacts.score >= 3
        require placed that any of account.offices where city is "Bern" and people > 2
      }
    }
"#;

/// Rows with lists of all kinds, and with elements that do not fit.
fn lists(c: &mut Choices, rows: usize) -> RecordBatch {
    let with_unfit = c.below(2) == 0;
    let text = |c: &mut Choices, count: usize, texts: &[&str]| -> ArrayRef {
        let texts: Vec<Option<&str>> = (0..count).map(|_| (c.below(2) == 0).then(|| *c.pick(texts))).collect();
        match c.below(2) {
            0 => Arc::new(StringArray::from_iter(texts)),
            _ => Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>()),
        }
    };
    let number = |c: &mut Choices, count: usize| -> ArrayRef {
        Arc::new((0..count).map(|_| c.pick(&[None, Some(1), Some(2), Some(5)]).to_owned()).collect::<Int64Array>())
    };
    let contacts = list(c, rows, with_unfit, |c, count| {
        let kinds = if with_unfit && c.below(2) == 0 { &["buyer", "user", "none"][..] } else { &["buyer", "user"] };
        let mut parts = vec![
            ("role", text(c, count, kinds)),
            ("name", text(c, count, &["Ann", "Bo", " "])),
            ("score", number(c, count)),
        ];
        let days = (0..count).map(|_| c.pick(&[None, Some(20_000), Some(30_000)]).to_owned());
        parts.push(("met", Arc::new(days.collect::<Date32Array>())));
        if c.below(2) == 0 {
            let grades = if with_unfit && c.below(4) == 0 { &["signed", "rumor"][..] } else { &["signed", "opinion"] };
            parts.push(("met.by", text(c, count, grades)));
        }
        if c.below(6) == 0 {
            parts.push(("score", number(c, count)));
        }
        if c.below(3) == 0 {
            parts.push(("unread", number(c, count)));
        }
        parts
    });
    let offices = list(c, rows, false, |c, count| {
        vec![("city", text(c, count, &["Bern", "Rome"])), ("people", number(c, count))]
    });
    let deals = list(c, rows, with_unfit, |c, count| {
        let mut parts = vec![("worth", number(c, count))];
        if c.below(2) == 0 {
            let of_part =
                |c: &mut Choices, count| vec![("pieces", number(c, count)), ("label", text(c, count, &["x", "y"]))];
            parts.push(("parts", list(c, count, false, of_part)));
        }
        parts
    });
    let ids: ArrayRef = Arc::new((0..rows as i64).map(|row| (row % 9 > 0).then_some(row)).collect::<Int64Array>());
    let columns = [("id", ids), ("account.offices", offices), ("contacts", contacts), ("deals", deals)];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true))).unwrap()
}

/// A list a row, some of which are null and have elements nevertheless.
fn list<'n>(
    c: &mut Choices,
    rows: usize,
    with_null_elements: bool,
    mut parts: impl FnMut(&mut Choices, usize) -> Vec<(&'n str, ArrayRef)>,
) -> ArrayRef {
    let lengths: Vec<usize> = (0..rows).map(|_| c.weighted(&[3, 3, 2, 1, 1])).collect();
    let count = lengths.iter().sum();
    let parts = parts(c, count);
    let fields: Vec<_> =
        parts.iter().map(|(name, array)| arrow_schema::Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = parts.into_iter().map(|(_, array)| array).collect();
    let nulls = (0..count).map(|_| !with_null_elements || c.below(20) > 0).collect::<Vec<bool>>();
    let elements = StructArray::new(fields.into(), arrays, with_null_elements.then(|| nulls.into()));
    let field = Arc::new(arrow_schema::Field::new("item", elements.data_type().clone(), true));
    let known: Vec<bool> = (0..rows).map(|_| c.below(5) > 0).collect();
    let offsets = arrow_buffer::OffsetBuffer::from_lengths(lengths);
    Arc::new(ListArray::new(field, offsets, Arc::new(elements), Some(known.into())))
}

/// A rule a fact, so that all are kept and shown.
fn shown_facts() -> String {
    let names = ["size", "amount", "share", "part", "live", "due", "seen", "kind", "note", "term", "account.employees"];
    let known = names.iter().enumerate().map(|(at, name)| format!("disqualify d{at} when {name} is known"));
    let graded = ["amount", "due", "kind"].map(|name| format!("disqualify by_{name} when {name} by signed is known"));
    known.chain(graded).collect::<Vec<String>>().join("\n")
}

const FACTS: &str = r#"
    evidence opinion < signed
    opportunity {
      key id: text  stage
      size: number  amount: money USD  share: percent  part: fraction  live: bool
      due: date  seen: date "DD/MM/YYYY"  kind: first | again "Second"  note: text  term: duration
      account: account  contacts: list of contact
    }
    record account { employees: number }
    record contact { role: buyer | user  met: date }
    process direct {
      chance { base 20%  odds times 2 when live }
      lost from "Gone"
      disqualify small when amount < 10 USD
      warn noted when note is "x"
      stage a { require sized that size >= 1 }
      stage b { require bought that any of contacts where role is buyer and met is known  disqualify late when due < today } }
"#;

fn playbook() -> Playbook {
    Playbook::parse(FACTS).unwrap()
}

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

/// What is read of a column with that name, row by row: the fact in the language's form, or what is wrong.
fn read(name: &str, array: ArrayRef) -> Vec<String> {
    let shown = format!("{FACTS} process shown {{ disqualify d when {name} is known  stage s {{ }} }}");
    let playbook = Playbook::parse(&shown).unwrap();
    let batch = RecordBatch::try_from_iter_with_nullable([(name, array, true)]).unwrap();
    let reader = playbook.reader();
    let rows = reader.arrow_rows(&batch).unwrap();
    let how = Assessment::default().by(playbook.process("shown").unwrap());
    same(&playbook, &reader, std::slice::from_ref(&batch), today(), how).unwrap();
    let mut opportunity = Opportunity::default();
    let show = |row: usize| match reader.read_arrow_into(&mut opportunity, &rows, row) {
        Ok(()) => {
            let verdict = serde_json::to_value(playbook.assess_with(&opportunity, today(), how)).unwrap();
            let fact = &verdict["disqualified_by"][0]["because"][0]["facts"][name];
            fact.as_str().unwrap_or("unknown").to_owned()
        }
        Err(error) => format!("{} {}", error.code(), error.message()),
    };
    (0..rows.len()).map(show).collect()
}

#[test]
fn every_type_of_column_is_read() {
    let decimals = |numbers: Vec<i128>, scale| {
        Arc::new(Decimal128Array::from(numbers).with_precision_and_scale(38, scale).unwrap()) as ArrayRef
    };
    let cases: Vec<(&str, ArrayRef, &[&str])> = vec![
        ("size", Arc::new(Int8Array::from(vec![Some(-8), None])), &["-8", "unknown"]),
        ("size", Arc::new(Int16Array::from(vec![16])), &["16"]),
        ("size", Arc::new(Int32Array::from(vec![32])), &["32"]),
        (
            "size",
            Arc::new(Int64Array::from(vec![i64::MAX])),
            &["E0503 `size` is `9223372036854775807`, which is out of range"],
        ),
        ("size", Arc::new(UInt8Array::from(vec![8])), &["8"]),
        ("size", Arc::new(UInt32Array::from(vec![32])), &["32"]),
        ("size", Arc::new(UInt64Array::from(vec![64])), &["64"]),
        ("size", Arc::new(Float32Array::from(vec![0.1])), &["0.1"]),
        (
            "size",
            Arc::new(Float64Array::from(vec![0.1, 1e300])),
            &["0.1", "E0503 `size` is `1e+300`, which is out of range"],
        ),
        ("amount", decimals(vec![1_234_567, -5], 2), &["12345.67 USD", "-0.05 USD"]),
        ("amount", decimals(vec![12_345_650_000, 12_345_750_000, -1], 9), &["12.3456 USD", "12.3458 USD", "0 USD"]),
        ("amount", decimals(vec![12, 0], -2), &["1200 USD", "0 USD"]),
        ("share", Arc::new(Int32Array::from(vec![15])), &["15%"]),
        ("part", decimals(vec![15], 2), &["15%"]),
        ("live", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])), &["true", "false", "unknown"]),
        (
            "live",
            Arc::new(Int8Array::from(vec![1, 0, 2])),
            &["true", "false", "E0502 `live` is `2`, where bool is expected"],
        ),
        ("due", Arc::new(Date32Array::from(vec![20_780, -1])), &["2026-11-23", "1969-12-31"]),
        ("due", Arc::new(Date64Array::from(vec![20_780 * 86_400_000])), &["2026-11-23"]),
        ("due", Arc::new(TimestampMillisecondArray::from(vec![-1])), &["1969-12-31"]),
        ("due", Arc::new(TimestampNanosecondArray::from(vec![1]).with_timezone("+02:00")), &["1970-01-01"]),
        (
            "due",
            Arc::new(Date32Array::from(vec![i32::MAX])),
            &["E0502 `due` is `\"day 2147483647 from 1970-01-01\"`, where date is expected"],
        ),
        ("seen", Arc::new(Date32Array::from(vec![20_780])), &["2026-11-23"]),
        ("note", Arc::new(Date32Array::from(vec![20_780])), &["\"2026-11-23\""]),
        (
            "note",
            Arc::new(TimestampMillisecondArray::from(vec![1_500]).with_timezone("UTC")),
            &["\"1970-01-01T00:00:01.5Z\""],
        ),
        ("size", Arc::new(Date32Array::from(vec![1])), &["E0502 `size` is `\"1970-01-02\"`, where number is expected"]),
        (
            "kind",
            Arc::new(["first", "Second", "third"].into_iter().collect::<DictionaryArray<Int32Type>>()),
            &["first", "again", "E0502 `kind` is `\"third\"`, where first | again is expected"],
        ),
        ("note", Arc::new(StringArray::from(vec![Some("x"), Some(" "), None])), &["\"x\"", "unknown", "unknown"]),
        ("note", Arc::new(LargeStringArray::from(vec!["x"])), &["\"x\""]),
        ("note", Arc::new(StringViewArray::from(vec!["x"])), &["\"x\""]),
        ("amount", Arc::new(StringArray::from(vec!["$1,200"])), &["1200 USD"]),
        (
            "term",
            Arc::new(Float64Array::from(vec![2.5, f64::NAN])),
            &["2 days", "E0502 `term` is `\"NaN\"`, where duration is expected"],
        ),
        ("note", Arc::new(NullArray::new(1)), &["unknown"]),
    ];
    for (name, array, wanted) in cases {
        let of = array.data_type().clone();
        assert_eq!(read(name, array), wanted, "{name} from {of}");
    }
}

#[test]
fn columns_that_cannot_be_read_are_told_at_once() {
    let (playbook, binary) = (playbook(), Arc::new(BinaryArray::from_vec(vec![b"x"])) as ArrayRef);
    let text = Arc::new(StringArray::from(vec!["x"])) as ArrayRef;
    let number = Arc::new(Int32Array::from(vec![1])) as ArrayRef;
    let told = |columns: Vec<(&str, ArrayRef)>| {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        playbook.reader().arrow_rows(&batch).map(|rows| rows.len()).map_err(|error| error.message().to_owned())
    };
    let read = "the data cannot be read: ";
    assert_eq!(
        told(vec![("note", Arc::clone(&binary))]),
        Err(format!("{read}column `note` is Binary, which no fact can be"))
    );
    assert_eq!(told(vec![("other", binary)]), Ok(1));
    assert_eq!(
        told(vec![("note", Arc::clone(&text)), ("note", Arc::clone(&text))]),
        Err("the header has `note` twice".to_owned())
    );
    let both = told(vec![("account", text), ("account.employees", number)]);
    assert_eq!(both, Err(format!("{read}`account` stands in a column of its own and in columns `account.…`")));
}

/// Rows of all decisions: a batch, and the same as JSON.
fn rows() -> (RecordBatch, [&'static str; 6]) {
    let text = |texts: [Option<&str>; 6]| Arc::new(StringArray::from_iter(texts)) as ArrayRef;
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("id", text([Some("A"), Some("B"), Some("C"), Some("D"), Some("E"), None]), true),
        ("stage", text([None, Some("b"), Some("Gone"), Some("nowhere"), Some("b"), Some("a")]), true),
        ("size", text([Some("1"), None, None, None, Some("much"), Some("0")]), true),
        ("amount", Arc::new(Int32Array::from(vec![Some(5), None, None, None, None, Some(50)])), true),
        ("due", Arc::new(Date32Array::from(vec![None, None, None, None, None, Some(20_000)])), true),
        ("due.by", text([None, None, None, None, None, Some("signed")]), true),
        ("account.employees", Arc::new(Int64Array::from(vec![Some(7), None, None, None, None, None])), true),
        ("contacts", text([Some(r#"[{"role": "buyer", "met": "2026-01-01"}]"#), None, None, None, None, None]), true),
    ]);
    let json = [
        r#"{"id": "A", "size": 1, "amount": 5, "account": {"employees": 7}, "contacts": [{"role": "buyer", "met": "2026-01-01"}]}"#,
        r#"{"id": "B", "stage": "b"}"#,
        r#"{"id": "C", "stage": "Gone"}"#,
        r#"{"id": "D", "stage": "nowhere"}"#,
        r#"{"id": "E", "stage": "b", "size": "much"}"#,
        r#"{"stage": "a", "size": 0, "amount": 50, "due": {"value": "2024-10-04", "by": "signed"}}"#,
    ];
    (batch.unwrap(), json)
}

#[test]
fn results_go_out_as_verdicts_tell_them() {
    let (playbook, (batch, json)) = (playbook(), rows());
    let (reader, mut pipeline) = (playbook.reader(), playbook.pipeline());
    assert_eq!(pipeline.push_arrow(&reader, &batch).unwrap(), 1);
    let names = pipeline.to_arrow(pipeline.assess(today()), RulesAs::Names).unwrap();
    let truths = pipeline.to_arrow(pipeline.assess(today()), RulesAs::Columns).unwrap();
    assert!(pipeline.to_arrow(playbook.pipeline().assess(today()), RulesAs::Nothing).is_err());
    for (row, text) in json.iter().enumerate() {
        let verdict = match reader.read_json(text) {
            Ok(opportunity) => playbook.assess(&opportunity, today()),
            Err(error) => Verdict::of_error(today(), error),
        };
        for batch in [&names, &truths] {
            assert_eq!(batch["row"].as_primitive::<types::UInt64Type>().value(row), row as u64 + 1);
            assert_eq!(text_of(batch, "key", row).as_deref(), verdict.key(), "{text}");
            assert_eq!(text_of(batch, "process", row).as_deref(), verdict.process(), "{text}");
            assert_eq!(text_of(batch, "claimed", row).as_deref(), verdict.claimed(), "{text}");
            assert_eq!(text_of(batch, "earned", row).as_deref(), verdict.earned(), "{text}");
            assert_eq!(text_of(batch, "decision", row).as_deref(), Some(verdict.decision().as_str()), "{text}");
            assert_eq!(text_of(batch, "error", row).as_deref(), verdict.error().map(|error| error.message()), "{text}");
            let likely = batch["likely"].as_primitive::<types::Float64Type>();
            assert_eq!(
                likely.iter().nth(row).unwrap(),
                verdict.chance().map(|chance| chance.likely.points()),
                "{text}"
            );
        }
        let lists = [
            ("disqualified_by", verdict.disqualified_by()),
            ("unmet", verdict.unmet()),
            ("warnings", verdict.warnings()),
            ("at_risk", verdict.at_risk()),
        ];
        for (name, findings) in lists {
            let found = names[name].as_list::<i32>().value(row);
            let found: Vec<&str> = found.as_string::<i32>().iter().flatten().collect();
            assert_eq!(found, findings.iter().map(|finding| finding.rule()).collect::<Vec<_>>(), "{name} of {text}");
        }
    }
    let small: Vec<Option<bool>> = truths["direct.small"].as_boolean().iter().collect();
    assert_eq!(small, [Some(true), None, Some(false), Some(false), Some(false), Some(false)]);
    assert_eq!(text_of(&names, "outcome", 2).as_deref(), Some("lost"));
}

/// A text of a results' column, be it a dictionary's.
fn text_of(batch: &RecordBatch, name: &str, row: usize) -> Option<String> {
    let column = &batch[name];
    let (texts, place) = match column.data_type() {
        arrow_schema::DataType::Utf8 => (column, (!column.is_null(row)).then_some(row)),
        _ if column.as_dictionary_opt::<UInt8Type>().is_some() => {
            let dictionary = column.as_dictionary::<UInt8Type>();
            (dictionary.values(), dictionary.key(row))
        }
        _ => {
            let dictionary = column.as_dictionary::<Int32Type>();
            (dictionary.values(), dictionary.key(row))
        }
    };
    Some(texts.as_string::<i32>().value(place?).to_owned())
}

#[cfg(feature = "parquet")]
mod parquet_files {
    use super::*;
    use ::parquet::arrow::ArrowWriter;
    use ::parquet::basic::{Compression, ZstdLevel};
    use ::parquet::file::properties::WriterProperties;
    use stagegate::data::{FileError, Format, Options, ParquetRows, Rows};

    const CSV: &str = "\
id,stage,size,amount,due,due.by,account.employees,contacts,other
A,,1,5,,,7,\"[{\"\"role\"\": \"\"buyer\"\", \"\"met\"\": \"\"2026-01-01\"\"}]\",x
B,b,,,,,,,x
C,Gone,,,,,,,x
D,nowhere,,,,,,,x
E,b,much,,,,,,x
,a,0,50,2024-10-04,signed,,,x
";

    /// So many copies of the six rows, in row groups of four, with a column that no field reads.
    fn file(copies: usize) -> Vec<u8> {
        let (batch, _) = rows();
        let other = Arc::new(BinaryArray::from_vec(vec![b"x"; 6])) as ArrayRef;
        let schema = batch.schema();
        let columns = schema.fields().iter().map(|field| field.name().clone()).zip(batch.columns().to_vec());
        let columns: Vec<(String, ArrayRef, bool)> =
            columns.chain([("other".to_owned(), other)]).map(|(name, array)| (name, array, true)).collect();
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let mut file = Vec::new();
        let how = WriterProperties::builder()
            .set_max_row_group_row_count(Some(4))
            .set_compression(if copies > 1 { Compression::ZSTD(ZstdLevel::default()) } else { Compression::SNAPPY })
            .build();
        let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(how)).unwrap();
        (0..copies).for_each(|_| writer.write(&batch).unwrap());
        writer.close().unwrap();
        file
    }

    fn verdict(playbook: &Playbook, read: Result<&Opportunity, stagegate::DataError>) -> String {
        let verdict = match read {
            Ok(opportunity) => playbook.assess(opportunity, today()),
            Err(error) => Verdict::of_error(today(), error),
        };
        serde_json::to_string(&verdict).unwrap()
    }

    #[test]
    fn a_file_says_what_csv_says() {
        let playbook = playbook();
        let reader = playbook.reader();
        for copies in [1, 700] {
            let head = CSV.lines().next().unwrap();
            let body: String = CSV.lines().skip(1).map(|line| format!("{line}\n")).collect();
            let csv = format!("{head}\n{}", body.repeat(copies));
            let mut plain = Rows::new(csv.as_bytes(), Format::Csv, Options::default());
            let mut packed = ParquetRows::of_bytes(file(copies), &reader).unwrap();
            let (mut left, mut right) = (Opportunity::default(), Opportunity::default());
            let mut count = 0;
            while let Some(row) = plain.next_into(&reader, &mut left) {
                let (row, other) = (row.unwrap(), packed.next_into(&reader, &mut right).unwrap().unwrap());
                assert_eq!(row.number, other.number);
                let told = verdict(&playbook, row.result.map(|()| &left));
                assert_eq!(verdict(&playbook, other.result.map(|()| &right)), told, "row {}", row.number);
                count = row.number;
            }
            assert!(packed.next_into(&reader, &mut right).is_none());
            assert_eq!(count, 6 * copies as u64);
        }
    }

    #[test]
    fn a_broken_file_is_told_and_ends() {
        let (playbook, whole) = (playbook(), file(3));
        let reader = playbook.reader();
        let mut opportunity = Opportunity::default();
        let mut refused = 0;
        let mut attempt = |bytes: Vec<u8>| match ParquetRows::of_bytes(bytes, &reader) {
            Ok(mut rows) => {
                let mut last = 0;
                while let Some(row) = rows.next_into(&reader, &mut opportunity) {
                    match row {
                        Ok(row) => last = row.number,
                        Err(error) => {
                            assert_eq!(error.code().to_string(), "E0520");
                            refused += 1;
                        }
                    }
                    assert!(last <= 10_000);
                }
            }
            Err(error) => {
                assert!(matches!(error, FileError::Unreadable { row: 1, .. }));
                refused += 1;
            }
        };
        attempt(Vec::new());
        attempt(b"id,amount\nA,5\n".to_vec());
        for at in (0..whole.len()).step_by(whole.len() / 150) {
            attempt(whole[..at].to_vec());
            let mut bent = whole.clone();
            bent[at] ^= 0x55;
            attempt(bent);
        }
        assert!(refused > 150, "{refused}");
    }

    #[cfg(feature = "cli")]
    #[test]
    fn the_command_line_reads_files() {
        use std::process::{Command, Stdio};
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.gate"), FACTS).unwrap();
        std::fs::write(folder.join("a.parquet"), file(2)).unwrap();
        std::fs::write(folder.join("b.data"), file(2)).unwrap();
        let head = CSV.lines().next().unwrap();
        let body: String = CSV.lines().skip(1).map(|line| format!("{line}\n")).collect();
        std::fs::write(folder.join("a.csv"), format!("{head}\n{body}{body}")).unwrap();
        let run = |arguments: &[&str], stdin: Stdio| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_stagegate"));
            command
                .args(["assess", "a.gate", "--as-of", "2026-11-23"])
                .args(arguments)
                .current_dir(&folder)
                .stdin(stdin);
            let output = command.output().unwrap();
            (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
        };
        let wanted = run(&["a.csv"], Stdio::null());
        assert_eq!((wanted.0, wanted.1.lines().count()), (Some(1), 12));
        assert_eq!(run(&["a.parquet"], Stdio::null()), wanted);
        assert_eq!(run(&["b.data", "--input", "parquet"], Stdio::null()), wanted);
        let stdin = std::fs::File::open(folder.join("b.data")).unwrap();
        assert_eq!(run(&["-", "--input", "parquet"], stdin.into()), wanted);
        let (status, _, told) = run(&["a.csv", "--input", "parquet"], Stdio::null());
        assert_eq!(status, Some(2));
        assert!(told.contains("cannot read `a.csv`: row 1 cannot be read"), "{told}");
    }
}
