//! Each step by size, with what is written by hand beside it: `cargo bench --features internals,data --bench speed`, and behind `--` a
//! name such as `decide/40`.
//!
//! Criterion keeps the figures of the run before, and says what has changed; ratios and targets are the matter of `targets`. Times are
//! CPU times of the one thread that works. Single deals are taken in lots, each brought into the cache before its time is
//! taken, and there are more of them than a branch predictor learns by heart.

mod deal;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::WallTime;
use criterion::{Bencher, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use stagegate::data::{Format, Options, Rows};
use stagegate::internals::syntax;
use stagegate::{Assessment, Date, Decision, FileId, Limits, Opportunity, Playbook, Scratch, Source};

use deal::columns::{Columns, Results};
use deal::hand::{Masks, short_10, short_40, short_160, short_640};
use deal::hand_columns::{Processor, Program};
use deal::{Deal, TODAY, deals, files, rules, scan};

/// How many single deals there are, and how many lie in the cache at a time.
const DEALS: usize = 20_000;
const LOT: usize = 500;

criterion_group! {
    name = speed;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = parse, check, ingest, decide, verdict, batch, whole_files, review
}
criterion_main!(speed);

/// Text to tree: many rules, and rules that nest as deep as they may.
fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for bytes in [10_000, 100_000, 1 << 20] {
        for (shape, text) in [("flat", flat(bytes)), ("nested", nested(bytes))] {
            let source = Source::new("playbook.gate", &text);
            let (_, faults) = syntax::parse(&source, FileId(0), &Limits::default());
            assert!(faults.is_empty(), "{shape}, {bytes} bytes: {:?}", faults.first());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{shape}/{bytes}"), |bencher| {
                time(bencher, || syntax::parse(&source, FileId(0), &Limits::default()));
            });
        }
    }
}

/// The benches' rules, as many as fit.
fn flat(bytes: usize) -> String {
    let rule = rules::playbook(400).len() / 400;
    let fits = |count: &usize| rules::playbook(*count).len() <= bytes;
    let most = (bytes / rule).next_multiple_of(40);
    rules::playbook((40..=most).rev().step_by(40).find(fits).expect("forty rules are short"))
}

/// Rules of sixty levels each, as many as fit.
fn nested(bytes: usize) -> String {
    const LEVELS: usize = 60;
    let mut text = deal::facts();
    text.push_str("process deep {\n  stage s {\n");
    let mut condition = String::from("emails > 0");
    for level in 0..LEVELS {
        let word = if level % 2 == 0 { "and" } else { "or" };
        condition = format!("(seats > {level} {word} {condition})");
    }
    for number in 0.. {
        let rule = format!("    require r{number} that {condition}\n");
        if text.len() + rule.len() + 8 > bytes {
            break;
        }
        text.push_str(&rule);
    }
    text.push_str("  }\n}\n");
    text
}

/// Text to a playbook that is ready.
fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for count in [40, 200, 1_000, 5_000] {
        let text = rules::playbook(count);
        group.throughput(Throughput::Elements(rules::rules(count).len() as u64));
        group.bench_function(format!("{count}"), |bencher| {
            time(bencher, || Playbook::parse(&text).expect("it is sound"));
        });
    }
}

/// One deal to slots: from a struct, from JSON text, from a row of CSV.
fn ingest(criterion: &mut Criterion) {
    let playbook = Playbook::parse(&rules::playbook(40)).expect("it is sound");
    let reader = playbook.reader();
    let header = reader.csv_header(files::csv(&[]).trim().split(',')).expect("a header");
    let mut opportunity = Opportunity::default();
    let mut group = criterion.benchmark_group("ingest");
    one_by_one(&mut group, "struct", Deal::clone_from, |deal| {
        reader.read_into(&mut opportunity, deal).expect("it fits");
    });
    one_by_one(&mut group, "json", write_json, |text| {
        reader.read_json_into(&mut opportunity, text).expect("it fits");
    });
    one_by_one(&mut group, "json/serde_json into the struct", write_json, |text| {
        black_box(serde_json::from_str::<Deal>(text).expect("it fits"));
    });
    one_by_one(&mut group, "json/by hand into the struct", write_json, |text| {
        black_box(scan::json(text.as_bytes()).expect("it fits"));
    });
    one_by_one(&mut group, "csv", write_cells, |cells| {
        reader.read_csv_into(&mut opportunity, &header, cells).expect("it fits");
    });
}

fn write_json(text: &mut String, deal: &Deal) {
    text.clear();
    text.push_str(&files::json(deal));
}

fn write_cells(cells: &mut Vec<String>, deal: &Deal) {
    let file = files::csv(std::slice::from_ref(deal));
    let row = file.lines().nth(1).expect("a row");
    cells.clear();
    cells.extend(row.split(',').map(String::from));
}

/// A decision on what has been read, and on a struct that is read first.
fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide");
    decide_by(&mut group, 10, &short_10::MASKS, short_10::truths);
    decide_by(&mut group, 40, &short_40::MASKS, short_40::truths);
    decide_by(&mut group, 160, &short_160::MASKS, short_160::truths);
    decide_by(&mut group, 640, &short_640::MASKS, short_640::truths);
}

fn decide_by<const WORDS: usize>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    count: usize,
    masks: &Masks<WORDS>,
    truths: fn(&Deal, i32) -> [u64; WORDS],
) {
    let (playbook, today) = (playbook(count), today());
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    one_by_one(group, &format!("{count}"), reading(&playbook), |opportunity| {
        black_box(playbook.decide_with(&mut scratch, opportunity, today));
    });
    one_by_one(group, &format!("{count}/from a struct"), Deal::clone_from, |deal| {
        playbook.read_into(&mut opportunity, deal).expect("it fits");
        black_box(playbook.decide_with(&mut scratch, &opportunity, today));
    });
    one_by_one(group, &format!("{count}/by hand"), Deal::clone_from, |deal| {
        let truths = truths(deal, TODAY);
        black_box((masks.decide(&truths, deal.stage), truths));
    });
}

/// A verdict with its reasons; in words; as JSON.
fn verdict(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verdict");
    for count in [10, 40, 640] {
        let (playbook, today) = (playbook(count), today());
        let mut text = String::new();
        one_by_one(&mut group, &format!("{count}"), reading(&playbook), |opportunity| {
            black_box(playbook.assess(opportunity, today));
        });
        one_by_one(&mut group, &format!("{count}/in words"), reading(&playbook), |opportunity| {
            text.clear();
            let _ = write!(text, "{}", playbook.assess(opportunity, today).explain());
            black_box(&text);
        });
        one_by_one(&mut group, &format!("{count}/json"), reading(&playbook), |opportunity| {
            black_box(serde_json::to_string(&playbook.assess(opportunity, today)).expect("it is written"));
        });
    }
}

/// Many deals in columns, for the processor at hand where the library is built with `simd`.
fn batch(criterion: &mut Criterion) {
    // The time of one thread is taken, so that one does it all.
    #[cfg(feature = "rayon")]
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
    let processor = if cfg!(feature = "simd") { Processor::ThisOne } else { Processor::Portable };
    let by_hand = [(10, Program::Ten), (40, Program::Forty)];
    let mut group = criterion.benchmark_group("batch");
    for rows in [1_000, 10_000, 100_000] {
        let deals = deals(rows);
        let columns = Columns::of(&deals);
        group.throughput(Throughput::Elements(rows as u64));
        for (count, by_hand) in by_hand {
            let playbook = playbook(count);
            let (mut pipeline, mut opportunity) = (playbook.pipeline(), Opportunity::default());
            for deal in &deals {
                playbook.read_into(&mut opportunity, deal).expect("it fits");
                pipeline.push(&opportunity);
            }
            let (mut assessed, mut results) = (pipeline.assess(today()), Results::default());
            group.bench_function(format!("{count}/{rows}"), |bencher| {
                time(bencher, || pipeline.assess_into(&mut assessed, today(), Assessment::default()));
            });
            group.bench_function(format!("{count}/{rows}/by hand"), |bencher| {
                time(bencher, || by_hand.assess(processor, &columns, TODAY, &mut results));
            });
        }
    }
}

/// Files to decisions by forty rules, from memory to memory.
fn whole_files(criterion: &mut Criterion) {
    const ROWS: usize = 20_000;
    let deals = deals(ROWS);
    let mut group = criterion.benchmark_group("files");
    for (name, file, format, by_hand) in [
        ("csv", files::csv(&deals), Format::Csv, scan::Format::Csv),
        ("jsonl", files::json_lines(&deals), Format::JsonLines, scan::Format::JsonLines),
    ] {
        let playbook = playbook(40);
        let mut output = Vec::new();
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_function(name, |bencher| {
            time(bencher, || decide_file(&playbook, file.as_bytes(), format, &mut output));
        });
        group.bench_function(format!("{name}/by hand"), |bencher| {
            time(bencher, || {
                output.clear();
                scan::decide(by_hand, file.as_bytes(), &mut output, TODAY).expect("rows")
            });
        });
    }
}

/// A hundred thousand opportunities to a review, read from memory, assessed with reasons, counted: those of the example over and over,
/// and deals by forty rules.
fn review(criterion: &mut Criterion) {
    const ROWS: usize = 100_000;
    let example = include_str!("../examples/enterprise/pipeline.jsonl");
    let lines: String = example.lines().cycle().take(ROWS).flat_map(|line| [line, "\n"]).collect();
    let enterprise = Playbook::from_path("examples/enterprise/enterprise.gate").expect("it is sound");
    let mut group = criterion.benchmark_group("review");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function(format!("example/{ROWS}"), |bencher| {
        time(bencher, || reviewed(&enterprise, lines.as_bytes(), Format::JsonLines, ROWS));
    });
    let (forty, deals) = (playbook(40), files::csv(&deals(ROWS)));
    group.bench_function(format!("40/{ROWS}"), |bencher| {
        time(bencher, || reviewed(&forty, deals.as_bytes(), Format::Csv, ROWS));
    });
}

fn reviewed(playbook: &Playbook, file: &[u8], format: Format, rows: usize) -> stagegate::Review {
    let day = Date::new(2026, 11, 23).expect("it is a day");
    let (reader, mut file) = (playbook.reader(), Rows::new(file, format, Options::default()));
    let (mut reviewing, mut opportunity) = (playbook.review(day), Opportunity::default());
    while let Some(row) = file.next_into(&reader, &mut opportunity) {
        reviewing.push_row(row.expect("a row").result.map(|()| &opportunity));
    }
    let review = reviewing.finish();
    assert_eq!(review.rows, rows as u64);
    review
}

fn decide_file(playbook: &Playbook, file: &[u8], format: Format, output: &mut Vec<u8>) {
    use std::io::Write as _;
    output.clear();
    let (reader, mut rows) = (playbook.reader(), Rows::new(file, format, Options::default()));
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        let number = row.expect("a row").number;
        let decision = playbook.decide_with(&mut scratch, &opportunity, today());
        let (word, to) = match decision {
            Decision::Advance { to } => ("advance", to),
            Decision::Hold => ("hold", ""),
            Decision::Disqualify => ("disqualify", ""),
            Decision::Unrouted | Decision::Closed { .. } | Decision::Error => unreachable!("no deal is such a one"),
        };
        writeln!(output, "{number},{word},{to}").expect("memory");
    }
}

fn playbook(count: usize) -> Playbook {
    Playbook::parse(&rules::playbook(count)).expect("it is sound")
}

fn today() -> Date {
    Date::from_days(i64::from(TODAY)).expect("it is a day")
}

fn reading(playbook: &Playbook) -> impl FnMut(&mut Opportunity, &Deal) {
    |opportunity, deal| playbook.read_into(opportunity, deal).expect("it fits")
}

/// Measures what is done with one deal, once it lies in the cache in the form that `load` gives it.
fn one_by_one<T: Default>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    mut load: impl FnMut(&mut T, &Deal),
    mut run: impl FnMut(&T),
) {
    let deals = deals(DEALS);
    let mut lots = deals.chunks(LOT).cycle();
    let mut items: Vec<T> = Vec::new();
    items.resize_with(LOT, T::default);
    group.throughput(Throughput::Elements(1));
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|count| {
            let mut left = count as usize;
            let mut spent = Duration::ZERO;
            while left > 0 {
                let lot = lots.next().expect("there is always another");
                let lot = &lot[..left.min(lot.len())];
                items.iter_mut().zip(lot).for_each(|(item, deal)| load(item, deal));
                let start = ThreadTime::now();
                items[..lot.len()].iter().for_each(|item| run(black_box(item)));
                spent += start.elapsed();
                left -= lot.len();
            }
            spent
        });
    });
}

/// Measures the same work over and over.
fn time<T>(bencher: &mut Bencher<'_, WallTime>, mut run: impl FnMut() -> T) {
    bencher.iter_custom(|count| {
        let start = ThreadTime::now();
        (0..count).for_each(|_| drop(black_box(run())));
        start.elapsed()
    });
}
