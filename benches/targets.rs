//! What stagegate costs beside Rust written by hand, one line a target: `cargo bench --features internals --bench targets`.
//!
//! Both sides of a ratio are run in turn, in one process, on the same deals; what is shown is the median of the runs, in CPU time, and
//! so hardly depends on what else the machine does. A line ends with `over` where the target is missed.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock and its arguments")]

mod deal;

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use stagegate::{Date, Opportunity, Playbook, Scratch};

use deal::hand::{Masks, flat_10, flat_40, short_10, short_40, short_160, short_640, three_10, three_40};
use deal::{Deal, TODAY, deals, files, rules, scan};

/// How many deals. A branch predictor learns what a few thousand of them do by heart, and `&&` then costs a third of what it does on
/// deals that are new.
const DEALS: usize = 20_000;
/// How many runs in turn, an odd number.
const ROUNDS: usize = 9;
/// How long a run is at least.
const RUN: Duration = Duration::from_millis(8);

fn main() {
    println!("{:<44} {:>12} {:>12} {:>8} {:>7}", "CPU ns for one deal", "stagegate", "compared", "ratio", "target");
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let groups: [(&str, fn()); 5] =
        [("hand", hand), ("decide", decide), ("ingest", ingest), ("verdict", verdict), ("check", check)];
    for (name, group) in groups {
        if name.contains(&wanted) {
            group();
        }
    }
}

/// What the forms by hand cost beside `&&` and `||`.
fn hand() {
    let deals = deals(DEALS);
    let ten: [(&str, &mut dyn FnMut()); 3] = [
        ("by hand, 10 rules, && ||", &mut each(&deals, |deal| judge(&short_10::MASKS, short_10::truths, deal))),
        ("by hand, 10 rules, no jumps", &mut each(&deals, |deal| judge(&short_10::MASKS, flat_10::truths, deal))),
        (
            "by hand, 10 rules, in three values",
            &mut each(&deals, |deal| {
                let (yes, maybe) = three_10::truths(deal, TODAY);
                black_box((short_10::MASKS.decide(&yes, deal.stage), yes, maybe));
            }),
        ),
    ];
    show_all(ten);
    let forty: [(&str, &mut dyn FnMut()); 3] = [
        ("by hand, 40 rules, && ||", &mut each(&deals, |deal| judge(&short_40::MASKS, short_40::truths, deal))),
        ("by hand, 40 rules, no jumps", &mut each(&deals, |deal| judge(&short_40::MASKS, flat_40::truths, deal))),
        (
            "by hand, 40 rules, in three values",
            &mut each(&deals, |deal| {
                let (yes, maybe) = three_40::truths(deal, TODAY);
                black_box((short_40::MASKS.decide(&yes, deal.stage), yes, maybe));
            }),
        ),
    ];
    show_all(forty);
}

/// A decision on what has been read, and on a struct that is read first.
fn decide() {
    compare_decide(10, &short_10::MASKS, short_10::truths);
    compare_decide(40, &short_40::MASKS, short_40::truths);
    compare_decide(160, &short_160::MASKS, short_160::truths);
    compare_decide(640, &short_640::MASKS, short_640::truths);
    let (forty, many) = (Bench::new(40), Bench::new(640));
    let [forty, many] = medians([&mut forty.decide(), &mut many.decide()], DEALS);
    line("640 rules, a rule; beside 40, a rule", many / 640.0, forty / 40.0, Some(1.0));
}

fn compare_decide<const WORDS: usize>(count: usize, masks: &Masks<WORDS>, truths: fn(&Deal, i32) -> [u64; WORDS]) {
    let bench = Bench::new(count);
    let deals = deals(DEALS);
    let mut by_hand = each(&deals, |deal| judge(masks, truths, deal));
    let (mut decide, mut read) = (bench.decide(), bench.read_and_decide());
    let [decide, read, by_hand] = medians([&mut decide, &mut read, &mut by_hand], DEALS);
    let is_forty = count == 40;
    line(&format!("decide, {count} rules; by hand && ||"), decide, by_hand, is_forty.then_some(1.5));
    line(&format!("from a struct, {count} rules; by hand && ||"), read, by_hand, is_forty.then_some(2.5));
}

/// JSON text to a decision by forty rules, beside JSON text into the struct alone.
fn ingest() {
    let bench = Bench::new(40);
    let lines: Vec<String> = bench.deals.iter().map(files::json).collect();
    let reader = bench.playbook.reader();
    let mut opportunity = Opportunity::default();
    let mut scratch = Scratch::new();
    let mut stagegate = || {
        for line in &lines {
            reader.read_json_into(&mut opportunity, line).expect("it fits");
            black_box(bench.playbook.decide_with(&mut scratch, &opportunity, bench.today));
        }
    };
    let mut serde = || {
        for line in &lines {
            black_box(serde_json::from_str::<Deal>(line).expect("it fits"));
        }
    };
    let mut scanner = || {
        for line in &lines {
            black_box(scan::json(line.as_bytes()));
        }
    };
    let [stagegate, serde, scanner] = medians([&mut stagegate, &mut serde, &mut scanner], DEALS);
    let bytes = lines.iter().map(String::len).sum::<usize>() / lines.len();
    line(&format!("JSON ({bytes} bytes), 40 rules; serde_json alone"), stagegate, serde, Some(1.0));
    line("JSON, 40 rules; a scanner by hand alone", stagegate, scanner, None);
}

/// A verdict with its reasons, beside a decision.
fn verdict() {
    for count in [10, 40] {
        let bench = Bench::new(count);
        let opportunities = bench.opportunities();
        let mut assess = || {
            for opportunity in &opportunities {
                black_box(bench.playbook.assess(opportunity, bench.today));
            }
        };
        let [assess, decide] = medians([&mut assess, &mut bench.decide()], DEALS);
        line(&format!("a verdict, {count} rules; a decision"), assess, decide, (count == 40).then_some(10.0));
    }
}

/// Parsing and checking a large playbook, in milliseconds.
fn check() {
    let text = rules::playbook(1_000);
    let mut parse = || drop(black_box(Playbook::parse(&text).expect("it is sound")));
    let [nanoseconds] = medians([&mut parse], 1);
    let name = format!("parse and check {} rules ({} kB), ms", rules::rules(1_000).len(), text.len() / 1_000);
    line(&name, nanoseconds / 1e6, 50.0, Some(1.0));
}

/// A playbook and deals.
struct Bench {
    playbook: Playbook,
    deals: Vec<Deal>,
    today: Date,
}

impl Bench {
    fn new(rules_count: usize) -> Self {
        Bench {
            playbook: Playbook::parse(&rules::playbook(rules_count)).expect("it is sound"),
            deals: deals(DEALS),
            today: Date::from_days(i64::from(TODAY)).expect("it is a day"),
        }
    }

    fn opportunities(&self) -> Vec<Opportunity> {
        self.deals.iter().map(|deal| self.playbook.opportunity(deal).expect("it fits")).collect()
    }

    fn decide(&self) -> impl FnMut() {
        let opportunities = self.opportunities();
        let mut scratch = Scratch::new();
        move || {
            for opportunity in &opportunities {
                black_box(self.playbook.decide_with(&mut scratch, opportunity, self.today));
            }
        }
    }

    fn read_and_decide(&self) -> impl FnMut() {
        let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
        move || {
            for deal in &self.deals {
                self.playbook.read_into(&mut opportunity, deal).expect("it fits");
                black_box(self.playbook.decide_with(&mut scratch, &opportunity, self.today));
            }
        }
    }
}

fn judge<const WORDS: usize>(masks: &Masks<WORDS>, truths: fn(&Deal, i32) -> [u64; WORDS], deal: &Deal) {
    let truths = truths(black_box(deal), TODAY);
    black_box((masks.decide(&truths, deal.stage), truths));
}

fn each(deals: &[Deal], mut run: impl FnMut(&Deal)) -> impl FnMut() {
    move || deals.iter().for_each(&mut run)
}

/// The median CPU time of each, in nanoseconds for one of `count`, run in turn.
fn medians<const N: usize>(runs: [&mut dyn FnMut(); N], count: usize) -> [f64; N] {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    let mut runs = runs.map(|run| {
        let once = nanoseconds(run, 1);
        let repeats = (RUN.as_nanos() as f64 / once.max(1.0)).ceil().max(1.0) as usize;
        (run, repeats)
    });
    for _ in 0..ROUNDS {
        for ((run, repeats), times) in runs.iter_mut().zip(&mut times) {
            times.push(nanoseconds(run, *repeats));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] / count as f64
    })
}

fn nanoseconds(run: &mut dyn FnMut(), repeats: usize) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..repeats {
        run();
    }
    start.elapsed().as_nanos() as f64 / repeats as f64
}

fn line(name: &str, stagegate: f64, compared: f64, target: Option<f64>) {
    let ratio = stagegate / compared;
    let verdict = target.filter(|&target| ratio > target).map_or("", |_| "  over");
    let target = target.map_or(String::new(), |target| format!("{target}"));
    println!("{name:<44} {stagegate:>12.1} {compared:>12.1} {ratio:>8.2} {target:>7}{verdict}");
}

/// Several ways of one thing, without a target.
fn show_all<const N: usize>(runs: [(&str, &mut dyn FnMut()); N]) {
    let names = runs.each_ref().map(|(name, _)| *name);
    let times = medians(runs.map(|(_, run)| run), DEALS);
    for (name, time) in names.iter().zip(times) {
        println!("{name:<44} {:>12} {time:>12.1} {:>8.2}", "", time / times[0]);
    }
}
