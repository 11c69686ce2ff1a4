//! What stagegate costs beside Rust written by hand, one line a target: `cargo bench --features internals --bench targets`.
//!
//! Both sides of a ratio are run in turn, in one process, on the same deals; what is shown is the median of the rounds, in CPU time, and
//! so hardly depends on what else the machine does. A line ends with `over` where the target is missed.
//!
//! Behind `--` a group's name such as `many` picks lines, and `long` behind it takes `grow` up to ten million rows.
//!
//! There are more deals than a branch predictor learns by heart (with 2,000 of them over and over, `&&` costs a third of what it does on
//! deals that are new), and each lot of them is brought into the cache before its time is taken.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock and its arguments")]

mod deal;

use std::hint::black_box;

use cpu_time::ThreadTime;
use serde::Serialize;
use stagegate::{Assessed, Assessment, Date, Decision, Opportunity, Pipeline, Playbook, Scratch};

use deal::columns::{Columns, DISQUALIFY, HOLD, Results};
use deal::hand::{Masks, flat_10, flat_40, short_10, short_40, short_160, short_640, three_10, three_40};
use deal::hand_columns::{Processor, Program};
use deal::nothing::Nothing;
use deal::{Deal, Random, Stage, TODAY, deals, files, rules, scan};

/// How many deals.
const DEALS: usize = 20_000;
/// How many of them lie in the cache at a time: so few that they do in either form.
const LOT: usize = 200;
/// How many rows, where there are many.
const ROWS: usize = 1_000_000;
/// How many rounds, an odd number.
const ROUNDS: usize = 9;

fn main() {
    println!("{:<56} {:>11} {:>11} {:>8} {:>7}", "CPU ns for one deal", "stagegate", "compared", "ratio", "target");
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let groups: [(&str, fn()); 7] = [
        ("hand", hand),
        ("decide", decide),
        ("ingest", ingest),
        ("verdict", verdict),
        ("check", check),
        ("many", many),
        ("grow", grow),
    ];
    for (name, group) in groups {
        if name.contains(&wanted) {
            group();
        }
    }
}

/// What the forms by hand cost beside `&&` and `||`.
fn hand() {
    let ten = medians([
        by_hand(&short_10::MASKS, short_10::truths),
        by_hand(&short_10::MASKS, flat_10::truths),
        in_three_values(&short_10::MASKS, three_10::truths),
    ]);
    let forty = medians([
        by_hand(&short_40::MASKS, short_40::truths),
        by_hand(&short_40::MASKS, flat_40::truths),
        in_three_values(&short_40::MASKS, three_40::truths),
    ]);
    for (count, times) in [(10, ten), (40, forty)] {
        for (way, time) in ["&& ||", "no jumps", "in three values"].iter().zip(times) {
            line(&format!("by hand, {count} rules, {way}; && ||"), time, times[0], None);
        }
    }
}

/// A decision on what has been read, and on a struct that is read first.
fn decide() {
    compare_decide(10, &short_10::MASKS, short_10::truths);
    compare_decide(40, &short_40::MASKS, short_40::truths);
    compare_decide(160, &short_160::MASKS, short_160::truths);
    compare_decide(640, &short_640::MASKS, short_640::truths);
    let alone = side(copy, |deal: &Deal| deal.serialize(Nothing).expect("it has only scalars"));
    let [alone, by_hand] = medians([alone, by_hand(&short_40::MASKS, short_40::truths)]);
    line("a struct through serde to nothing; by hand, 40 rules", alone, by_hand, None);
    let (forty, many) = (Bench::new(40), Bench::new(640));
    let [forty, many] = medians([forty.decide(), many.decide()]);
    line("640 rules, a rule; beside 40, a rule", many / 640.0, forty / 40.0, Some(1.0));
}

fn compare_decide<const WORDS: usize>(
    count: usize,
    masks: &'static Masks<WORDS>,
    truths: fn(&Deal, i32) -> [u64; WORDS],
) {
    let bench = Bench::new(count);
    let [decide, read, by_hand] = medians([bench.decide(), bench.read_and_decide(), by_hand(masks, truths)]);
    let is_forty = count == 40;
    line(&format!("decide, {count} rules; by hand && ||"), decide, by_hand, is_forty.then_some(1.5));
    line(&format!("from a struct, {count} rules; by hand && ||"), read, by_hand, is_forty.then_some(2.5));
}

/// JSON text to a decision by forty rules, beside JSON text into the struct alone.
fn ingest() {
    let bench = Bench::new(40);
    let reader = bench.playbook.reader();
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    let stagegate = side(write_json, |text: &String| {
        reader.read_json_into(&mut opportunity, text).expect("it fits");
        black_box(bench.playbook.decide_with(&mut scratch, &opportunity, bench.today));
    });
    let serde = side(write_json, |text: &String| {
        black_box(serde_json::from_str::<Deal>(text).expect("it fits"));
    });
    let scanner = side(write_json, |text: &String| {
        black_box(scan::json(text.as_bytes()).expect("it fits"));
    });
    let [stagegate, serde, scanner] = medians([stagegate, serde, scanner]);
    let bytes = files::json_lines(&deals(1_000)).len() / 1_000;
    line(&format!("JSON ({bytes} bytes), 40 rules; serde_json alone"), stagegate, serde, Some(1.0));
    line("JSON, 40 rules; a scanner by hand alone", stagegate, scanner, None);
}

/// A verdict with its reasons, beside a decision.
fn verdict() {
    for count in [10, 40] {
        let bench = Bench::new(count);
        let [assess, decide] = medians([bench.assess(), bench.decide()]);
        line(&format!("a verdict, {count} rules; a decision"), assess, decide, (count == 40).then_some(10.0));
    }
}

/// Parsing and checking a large playbook, in milliseconds.
fn check() {
    let text = rules::playbook(1_000);
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = ThreadTime::now();
            black_box(Playbook::parse(&text).expect("it is sound"));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let name = format!("parse and check {} rules ({} kB), ms", rules::rules(1_000).len(), text.len() / 1_000);
    line(&name, median(&mut times), 50.0, Some(1.0));
}

/// Many deals in columns, beside loops by hand for the same processor; on two threads, with the feature for it.
fn many() {
    let mut random = Random::new(7);
    let (ten, forty) = (Bench::new(10), Bench::new(40));
    let (mut by_ten, mut by_forty) = (ten.playbook.pipeline(), forty.playbook.pipeline());
    let (mut columns, mut opportunity) = (Columns::default(), Opportunity::default());
    for _ in 0..ROWS {
        let deal = random.deal();
        columns.push(&deal);
        for (bench, pipeline) in [(&ten, &mut by_ten), (&forty, &mut by_forty)] {
            bench.playbook.read_into(&mut opportunity, &deal).expect("it fits");
            pipeline.push(&opportunity);
        }
    }
    let today = forty.today;
    compare_many("10 rules", &by_ten, today, &columns, Program::Ten, None);
    compare_many("40 rules", &by_forty, today, &columns, Program::Forty, Some(1.5));
    compare_many("10 rules, unknown too", &by_ten, today, &columns, Program::TenInThreeValues, None);
    compare_many("40 rules, unknown too", &by_forty, today, &columns, Program::FortyInThreeValues, None);
    #[cfg(feature = "rayon")]
    compare_threads(&columns, &by_forty, today);
}

/// How the cost of columns grows with the rows and with the rules: that of a row, and of a rule and row.
fn grow() {
    let is_long = std::env::args().any(|arg| arg == "long");
    let most = if is_long { 10_000_000 } else { 1_000_000 };
    let bench = Bench::new(40);
    let sizes: Vec<usize> =
        std::iter::successors(Some(1_000), |rows| Some(rows * 10)).take_while(|rows| *rows <= most).collect();
    let times: Vec<f64> = sizes.iter().map(|&rows| bench.a_row_of(rows)).collect();
    // The first rows of all share the cost of a call among few, and the last ones come from memory.
    for ((rows, time), before) in sizes.iter().zip(&times).zip(std::iter::once(&times[0]).chain(&times)) {
        line(&format!("a row of {rows}, 40 rules; of a tenth of them"), *time, *before, None);
    }
    const ROWS: usize = 100_000;
    let forty = bench.a_row_of(ROWS) / 40.0;
    for count in [10, 160, 640] {
        let time = Bench::new(count).a_row_of(ROWS) / count as f64;
        line(&format!("a rule and row, {count} rules; 40 rules"), time, forty, (count > 40).then_some(1.0));
    }
}

/// What the library is built for.
const PROCESSOR: Processor = if cfg!(feature = "simd") { Processor::ThisOne } else { Processor::Portable };

fn compare_many(
    name: &str,
    pipeline: &Pipeline,
    today: Date,
    columns: &Columns,
    program: Program,
    target: Option<f64>,
) {
    let mut assessed = pipeline.assess(today);
    let mut results = Results::default();
    program.assess(PROCESSOR, columns, TODAY, &mut results);
    let (mut times, mut times_by_hand) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        times.push(on_one_thread(|| pipeline.assess_into(&mut assessed, today, Assessment::default())));
        times_by_hand.push(on_one_thread(|| program.assess(PROCESSOR, columns, TODAY, &mut results)));
    }
    assert_same(&assessed, &results);
    let way = if cfg!(feature = "simd") { "this processor" } else { "portable" };
    line(&format!("a row, {name}; by hand, {way}"), median(&mut times), median(&mut times_by_hand), target);
}

/// CPU nanoseconds for a row.
fn on_one_thread(run: impl FnOnce() + Send) -> f64 {
    let timed = || {
        let start = ThreadTime::now();
        run();
        start.elapsed().as_nanos() as f64 / ROWS as f64
    };
    #[cfg(feature = "rayon")]
    return pool(1).install(timed);
    #[cfg(not(feature = "rayon"))]
    timed()
}

/// What two threads take of the time of one, by the clock.
#[cfg(feature = "rayon")]
fn compare_threads(columns: &Columns, pipeline: &Pipeline, today: Date) {
    let mut assessed = pipeline.assess(today);
    let mut halves = [Results::default(), Results::default()];
    let parts = columns.halves();
    let pools = [pool(1), pool(2)];
    let (mut shares, mut shares_by_hand) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let [one, two] = pools.each_ref().map(|pool| {
            by_the_clock(|| pool.install(|| pipeline.assess_into(&mut assessed, today, Assessment::default())))
        });
        shares.push(two / one);
        let [one, two] = pools.each_ref().map(|pool| {
            by_the_clock(|| {
                pool.scope(|scope| {
                    for (part, half) in parts.iter().zip(&mut halves) {
                        scope.spawn(|_| Program::Forty.assess(PROCESSOR, part, TODAY, half));
                    }
                });
            })
        });
        shares_by_hand.push(two / one);
    }
    line(
        "two threads' share of one's time; by hand",
        median(&mut shares),
        median(&mut shares_by_hand),
        Some(1.0 / 0.95),
    );
}

#[cfg(feature = "rayon")]
fn by_the_clock(run: impl FnOnce()) -> f64 {
    let start = std::time::Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

#[cfg(feature = "rayon")]
fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// Whether both decided alike.
fn assert_same(assessed: &Assessed, results: &Results) {
    for (row, decision) in assessed.decisions().enumerate() {
        let expected = match results.decisions[row] {
            DISQUALIFY => Decision::Disqualify,
            HOLD => Decision::Hold,
            _ => Decision::Advance { to: Stage::NAMES.get(usize::from(results.earned[row])).unwrap_or(&"won") },
        };
        assert_eq!(decision, expected, "row {row}");
    }
    for (place, rule) in assessed.rules().enumerate() {
        for (row, word) in rule.true_words().enumerate() {
            let there = (0..64).filter(|bit| row * 64 + bit < assessed.len()).fold(0, |all, bit| {
                all | u64::from(results.truths[place / 32][row * 64 + bit] >> (place % 32) & 1) << bit
            });
            assert_eq!(word, there, "{}, rows from {}", rule.name(), row * 64);
        }
    }
}

/// A playbook and its day.
struct Bench {
    playbook: Playbook,
    today: Date,
}

impl Bench {
    fn new(rules_count: usize) -> Self {
        Bench {
            playbook: Playbook::parse(&rules::playbook(rules_count)).expect("it is sound"),
            today: Date::from_days(i64::from(TODAY)).expect("it is a day"),
        }
    }

    /// CPU nanoseconds for a row, where there are so many.
    fn a_row_of(&self, rows: usize) -> f64 {
        let opportunities: Vec<Opportunity> =
            deals(DEALS).iter().map(|deal| self.playbook.opportunity(deal).expect("it fits")).collect();
        let mut pipeline = self.playbook.pipeline();
        opportunities.iter().cycle().take(rows).for_each(|opportunity| pipeline.push(opportunity));
        let mut assessed = pipeline.assess(self.today);
        let calls = (200_000 / rows).max(1);
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let all =
                    || (0..calls).for_each(|_| pipeline.assess_into(&mut assessed, self.today, Assessment::default()));
                on_one_thread(all) * ROWS as f64 / (rows * calls) as f64
            })
            .collect();
        median(&mut times)
    }

    fn decide(&self) -> Side<'_> {
        let mut scratch = Scratch::new();
        side(self.reading(), move |opportunity: &Opportunity| {
            black_box(self.playbook.decide_with(&mut scratch, opportunity, self.today));
        })
    }

    fn assess(&self) -> Side<'_> {
        let mut scratch = Scratch::new();
        side(self.reading(), move |opportunity: &Opportunity| {
            black_box(self.playbook.assess_in(&mut scratch, opportunity, self.today, Assessment::default()));
        })
    }

    fn read_and_decide(&self) -> Side<'_> {
        let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
        side(copy, move |deal: &Deal| {
            self.playbook.read_into(&mut opportunity, deal).expect("it fits");
            black_box(self.playbook.decide_with(&mut scratch, &opportunity, self.today));
        })
    }

    /// Opportunities that are ready, without what reading into them again would need: so many of them lie in the cache.
    fn reading(&self) -> impl FnMut(&mut Opportunity, &Deal) {
        |opportunity, deal| *opportunity = self.playbook.opportunity(deal).expect("it fits")
    }
}

fn by_hand<'a, const WORDS: usize>(masks: &'a Masks<WORDS>, truths: fn(&Deal, i32) -> [u64; WORDS]) -> Side<'a> {
    side(copy, move |deal: &Deal| {
        let truths = truths(deal, TODAY);
        black_box((masks.decide(&truths, deal.stage), truths));
    })
}

/// Rules in three values: which are true, and which may be.
type InThreeValues = fn(&Deal, i32) -> ([u64; 1], [u64; 1]);

fn in_three_values(masks: &Masks<1>, truths: InThreeValues) -> Side<'_> {
    side(copy, move |deal: &Deal| {
        let (yes, maybe) = truths(deal, TODAY);
        black_box((masks.decide(&yes, deal.stage), yes, maybe));
    })
}

/// One side of a comparison: nanoseconds for a lot of deals.
type Side<'a> = Box<dyn FnMut(&[Deal]) -> f64 + 'a>;

/// What is done with each deal, once it lies in the cache in the form that this side starts from.
fn side<'a, T: Default + 'a>(mut load: impl FnMut(&mut T, &Deal) + 'a, mut run: impl FnMut(&T) + 'a) -> Side<'a> {
    let mut items: Vec<T> = Vec::new();
    Box::new(move |deals| {
        items.resize_with(deals.len(), T::default);
        items.iter_mut().zip(deals).for_each(|(item, deal)| load(item, deal));
        let start = ThreadTime::now();
        items.iter().for_each(|item| run(black_box(item)));
        start.elapsed().as_nanos() as f64
    })
}

fn copy(item: &mut Deal, deal: &Deal) {
    item.clone_from(deal);
}

fn write_json(text: &mut String, deal: &Deal) {
    text.clear();
    text.push_str(&files::json(deal));
}

/// The median time of each side, in nanoseconds for one deal.
fn medians<const N: usize>(mut sides: [Side<'_>; N]) -> [f64; N] {
    let deals = deals(DEALS);
    let mut rounds: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..ROUNDS {
        let mut round = [0.0; N];
        for lot in deals.chunks(LOT) {
            for (side, time) in sides.iter_mut().zip(&mut round) {
                *time += side(lot);
            }
        }
        for (times, time) in rounds.iter_mut().zip(round) {
            times.push(time / DEALS as f64);
        }
    }
    rounds.map(|mut times| median(&mut times))
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn line(name: &str, stagegate: f64, compared: f64, target: Option<f64>) {
    let ratio = stagegate / compared;
    let verdict = target.filter(|&target| ratio > target).map_or("", |_| "  over");
    let target = target.map_or(String::new(), |target| format!("{target:.3}"));
    println!("{name:<56} {stagegate:>11.2} {compared:>11.2} {ratio:>8.2} {target:>7}{verdict}");
}
