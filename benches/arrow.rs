//! What a row costs that comes in and goes out as Arrow's columns, beside one that comes as a struct:
//! `cargo bench --features arrow --bench arrow`.
//!
//! All ways are run in turn, in one process, over the same deals; what is shown is the median of the rounds, in CPU time. The batches have
//! 8 columns of 64-bit integers, 6 of decimals of 128 bits (a third of them null), 4 of days of 32 bits, and 6 of texts
//! in dictionaries, as a database hands them over. A word behind `--` picks the lines that have it.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

mod deal;

use std::hint::black_box;
use std::sync::Arc;

use cpu_time::ThreadTime;
use stagegate::arrow::RulesAs;
use stagegate::arrow::arrow_array::types::Int32Type;
use stagegate::arrow::arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int64Array, RecordBatch, StringArray,
};
use stagegate::{Assessment, Date, Opportunity, Pipeline, Playbook, Reader};

use deal::{Deal, NO_DATE, TODAY, deals, rules};

/// How many deals, and how many of them in a batch.
const ROWS: usize = 200_000;
const BATCH: usize = 8_192;
/// What all is compared with.
const STRUCTS: &str = "read structs and push them";
/// How many rounds, an odd number.
const ROUNDS: usize = 9;

fn main() {
    let playbook = Playbook::parse(&rules::playbook(40)).expect("it is sound");
    let today = Date::from_days(i64::from(TODAY)).expect("it is a day");
    let (reader, deals) = (playbook.reader(), deals(ROWS));
    let plain: Vec<RecordBatch> = deals.chunks(BATCH).map(|deals| batch(deals, false)).collect();
    let evident: Vec<RecordBatch> = deals.chunks(BATCH).map(|deals| batch(deals, true)).collect();
    let pipeline = by_columns(&playbook, &reader, &plain);
    let assessed = pipeline.assess(today);
    for other in [by_structs(&playbook, &reader, &deals), by_rows(&playbook, &reader, &plain)] {
        assert!(assessed.decisions().eq(other.assess(today).decisions()), "all ways decide alike");
    }
    let mut again = assessed.clone();
    let out = |rules| {
        let pipeline = &pipeline;
        let assessed = assessed.clone();
        let mut room = Some(assessed.clone());
        part(move || {
            let results = pipeline.to_arrow(room.take().unwrap_or_else(|| assessed.clone()), rules);
            black_box(results.expect("as many rows"));
        })
    };
    let ways: [(&str, Part<'_>); 9] = [
        ("read structs", part(|| read_structs(&reader, &deals))),
        (STRUCTS, part(|| drop(black_box(by_structs(&playbook, &reader, &deals))))),
        ("push batches, row by row", part(|| drop(black_box(by_rows(&playbook, &reader, &plain))))),
        ("push batches, by columns", part(|| drop(black_box(by_columns(&playbook, &reader, &plain))))),
        ("push batches with evidence of 3 facts", part(|| drop(black_box(by_columns(&playbook, &reader, &evident))))),
        ("assess, 40 rules", part(|| pipeline.assess_into(&mut again, today, Assessment::default()))),
        ("results to a batch", out(RulesAs::Nothing)),
        ("results to a batch, with 40 columns of truths", out(RulesAs::Columns)),
        ("results to a batch, with lists of names", out(RulesAs::Names)),
    ];
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let ways = ways.into_iter().filter(|(name, _)| name.contains(&wanted));
    let (names, mut parts): (Vec<&str>, Vec<Part<'_>>) = ways.unzip();
    let mut rounds = vec![Vec::new(); parts.len()];
    for _ in 0..ROUNDS {
        for (part, times) in parts.iter_mut().zip(&mut rounds) {
            times.push(part() / ROWS as f64);
        }
    }
    let times: Vec<f64> = rounds.iter_mut().map(|times| median(times)).collect();
    let structs = names.iter().position(|name| *name == STRUCTS).map(|place| times[place]);
    println!("{:<48} {:>8} {:>22}", "CPU ns a row, 24 fields", "", "of a struct's way in");
    for (name, time) in names.iter().zip(&times) {
        let share = structs.map_or(String::new(), |structs| format!("{:.2}", time / structs));
        println!("{name:<48} {time:>8.1} {share:>22}");
    }
}

fn read_structs(reader: &Reader, deals: &[Deal]) {
    let mut opportunity = Opportunity::default();
    for deal in deals {
        reader.read_into(&mut opportunity, deal).expect("it fits");
        black_box(&opportunity);
    }
}

fn by_structs(playbook: &Playbook, reader: &Reader, deals: &[Deal]) -> Pipeline {
    let (mut pipeline, mut opportunity) = (playbook.pipeline(), Opportunity::default());
    for deal in deals {
        reader.read_into(&mut opportunity, deal).expect("it fits");
        pipeline.push(&opportunity);
    }
    pipeline
}

fn by_rows(playbook: &Playbook, reader: &Reader, batches: &[RecordBatch]) -> Pipeline {
    let (mut pipeline, mut opportunity) = (playbook.pipeline(), Opportunity::default());
    for batch in batches {
        let rows = reader.arrow_rows(batch).expect("they are facts");
        for row in 0..rows.len() {
            reader.read_arrow_into(&mut opportunity, &rows, row).expect("it fits");
            pipeline.push(&opportunity);
        }
    }
    pipeline
}

fn by_columns(playbook: &Playbook, reader: &Reader, batches: &[RecordBatch]) -> Pipeline {
    let mut pipeline = playbook.pipeline();
    for batch in batches {
        let errors = pipeline.push_arrow(reader, batch).expect("they are facts");
        assert_eq!(errors, 0);
    }
    pipeline
}

/// Nanoseconds of one run.
type Part<'a> = Box<dyn FnMut() -> f64 + 'a>;

fn part<'a>(mut run: impl FnMut() + 'a) -> Part<'a> {
    Box::new(move || {
        let start = ThreadTime::now();
        run();
        start.elapsed().as_nanos() as f64
    })
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Deals as columns; with the dates on which three facts were said beside them, if wanted.
fn batch(deals: &[Deal], with_evidence: bool) -> RecordBatch {
    let whole = |of: fn(&Deal) -> i64| Arc::new(Int64Array::from_iter_values(deals.iter().map(of))) as ArrayRef;
    let amount = |of: fn(&Deal) -> Option<i64>| {
        let cents = deals.iter().map(|deal| of(deal).map(|amount| i128::from(amount) * 100));
        let amounts = cents.collect::<Decimal128Array>().with_precision_and_scale(18, 2);
        Arc::new(amounts.expect("they fit")) as ArrayRef
    };
    let day = |of: fn(&Deal) -> i32| {
        let days = deals.iter().map(|deal| Some(of(deal)).filter(|&day| day != NO_DATE));
        Arc::new(days.collect::<Date32Array>()) as ArrayRef
    };
    let name = |of: fn(&Deal) -> &'static str| {
        Arc::new(deals.iter().map(of).collect::<DictionaryArray<Int32Type>>()) as ArrayRef
    };
    let mut columns = vec![
        ("amount", whole(|deal| deal.amount)),
        ("list_price", whole(|deal| deal.list_price)),
        ("seats", whole(|deal| deal.seats)),
        ("employees", whole(|deal| deal.employees)),
        ("emails", whole(|deal| deal.emails)),
        ("meetings", whole(|deal| deal.meetings)),
        ("stage_days", whole(|deal| deal.stage_days)),
        ("discount", whole(|deal| deal.discount)),
        ("budget", amount(|deal| deal.budget)),
        ("cost", amount(|deal| deal.cost)),
        ("revenue", amount(|deal| deal.revenue)),
        ("rival_price", amount(|deal| deal.rival_price)),
        ("annual_value", amount(|deal| deal.annual_value)),
        ("penalty", amount(|deal| deal.penalty)),
        ("created", day(|deal| deal.created)),
        ("close_date", day(|deal| deal.close_date)),
        ("last_activity", day(|deal| deal.last_activity)),
        ("decision_date", day(|deal| deal.decision_date)),
        ("kind", name(|deal| deal.kind.name())),
        ("source", name(|deal| deal.source.name())),
        ("region", name(|deal| deal.region.name())),
        ("segment", name(|deal| deal.segment.name())),
        ("industry", name(|deal| deal.industry.name())),
        ("stage", name(|deal| deal.stage.name())),
    ];
    if with_evidence {
        let by = deals.iter().map(|deal| deal.budget.map(|_| "signed")).collect::<StringArray>();
        columns.extend([
            ("budget.by", Arc::new(by) as ArrayRef),
            ("budget.on", day(|deal| deal.created)),
            ("cost.on", day(|deal| deal.created)),
            ("revenue.on", day(|deal| deal.created)),
        ]);
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns of one length")
}
