//! What a row costs that comes in and goes out as Arrow's columns, beside one that comes as a struct:
//! `cargo bench --features arrow --bench arrow`.
//!
//! All ways are run in turn, in one process, over the same deals; what is shown is the median of the rounds, in CPU time. The batches have
//! 8 columns of 64-bit integers, 6 of decimals of 128 bits (a third of them null), 4 of days of 32 bits, and 6 of texts
//! in dictionaries, as a database hands them over. Those with lists have 1.8 contacts a row too, with a role, a day and a number. A word
//! behind `--` picks the lines that have it.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

mod deal;

use std::hint::black_box;
use std::sync::Arc;

use arrow_buffer::OffsetBuffer;
use cpu_time::ThreadTime;
use stagegate::arrow::RulesAs;
use stagegate::arrow::arrow_array::types::Int32Type;
use stagegate::arrow::arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int64Array, ListArray, RecordBatch, StringArray,
    StructArray,
};
use stagegate::arrow::arrow_schema::Field;
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
    let (listing, listed) = (with_contacts(), deals.chunks(BATCH).map(with_lists).collect::<Vec<RecordBatch>>());
    let listing_reader = listing.reader();
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
    let ways: [(&str, Part<'_>); 11] = [
        ("read structs", part(|| read_structs(&reader, &deals))),
        (STRUCTS, part(|| drop(black_box(by_structs(&playbook, &reader, &deals))))),
        ("push batches, row by row", part(|| drop(black_box(by_rows(&playbook, &reader, &plain))))),
        ("push batches, by columns", part(|| drop(black_box(by_columns(&playbook, &reader, &plain))))),
        ("push batches with evidence of 3 facts", part(|| drop(black_box(by_columns(&playbook, &reader, &evident))))),
        ("push batches with lists, row by row", part(|| drop(black_box(by_rows(&listing, &listing_reader, &listed))))),
        (
            "push batches with lists, by columns",
            part(|| drop(black_box(by_columns(&listing, &listing_reader, &listed)))),
        ),
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

/// The same playbook, that reads a list.
fn with_contacts() -> Playbook {
    let text = rules::playbook(40).replacen("opportunity {", "opportunity {\n  contacts: list of contact", 1);
    let record = "record contact { role: buyer | user  met_on: date  mails: number }";
    let rule = "warn unmet when none of contacts where role is buyer and met_on > today - 1 month and mails > 2";
    let text = text.replacen("process direct \"Direct sale\" {", &format!("{record}\nprocess direct {{\n  {rule}"), 1);
    Playbook::parse(&text).expect("it is sound")
}

/// Deals as columns, with contacts.
fn with_lists(deals: &[Deal]) -> RecordBatch {
    let plain = batch(deals, false);
    let contacts = || deals.iter().flat_map(|deal| (0..deal.emails % 5).map(move |at| (deal, at)));
    let role = |(deal, at): (&Deal, i64)| if (deal.seats + at) % 3 == 0 { "buyer" } else { "user" };
    let day = |(deal, at): (&Deal, i64)| (at > 0).then_some(deal.created + at as i32 * 20);
    let parts: [(&str, ArrayRef); 3] = [
        ("role", Arc::new(contacts().map(role).collect::<DictionaryArray<Int32Type>>())),
        ("met_on", Arc::new(contacts().map(day).collect::<Date32Array>())),
        ("mails", Arc::new(contacts().map(|(deal, at)| Some(deal.meetings + at)).collect::<Int64Array>())),
    ];
    let contacts = StructArray::try_from(parts.to_vec()).expect("columns of one length");
    let item = Arc::new(Field::new("item", contacts.data_type().clone(), true));
    let lengths = OffsetBuffer::from_lengths(deals.iter().map(|deal| (deal.emails % 5) as usize));
    let lists: ArrayRef = Arc::new(ListArray::new(item, lengths, Arc::new(contacts), None));
    let columns = plain.columns().iter().cloned().chain([lists]);
    let names = plain.schema();
    let names = names.fields().iter().map(|field| field.name().as_str()).chain(["contacts"]);
    RecordBatch::try_from_iter_with_nullable(names.zip(columns).map(|(name, array)| (name, array, true)))
        .expect("columns of one length")
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
