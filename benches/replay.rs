//! What a replay of a million deals by two playbooks costs beside assessing them once by one:
//! `cargo bench --features internals,data --bench replay`.
//!
//! Both sides are run in turn, on one thread, from the same rows of CSV, and what is shown is the median of the rounds in CPU time. The
//! assessment is the leanest there is for a file: rows into a pipeline, block by block, and their decisions counted. A line ends
//! with `over` where a replay takes more than 2.2 times as long.

mod deal;

use std::hint::black_box;

use cpu_time::ThreadTime;
use stagegate::data::{Format, Options, Rows};
use stagegate::{Assessment, Date, Decision, Opportunity, Playbook, Replay};

use deal::{TODAY, deals, files, rules};

/// How many deals there are, and how many times they are read.
const DEALS: usize = 20_000;
const TIMES: usize = 50;
/// How many rounds, an odd number.
const ROUNDS: usize = 3;
/// Rows of a pipeline.
const BLOCK: usize = 16 * 1024;

fn main() {
    let file = files::csv(&deals(DEALS));
    println!("{:<58} {:>8} {:>8} {:>6}", "a million deals in CSV, CPU seconds", "replay", "assess", "ratio");
    for count in [10, 40] {
        let old = rules::playbook(count);
        let (head, process) = old.split_once("process").expect("a process");
        let (name, body) = process.split_once('{').expect("its rules");
        let strict = format!("{head}process{name}{{\n  disqualify few_seats when seats < 40\n{body}");
        // Another fact, so that each row is read for either playbook.
        let wider = strict.replacen("opportunity {", "opportunity {\n  note: text", 1);
        for (what, new) in [("the same", &old), ("one more rule", &strict), ("one more rule and fact", &wider)] {
            compare(&format!("{count} rules; {what}"), &old, new, &file);
        }
    }
}

fn compare(name: &str, old: &str, new: &str, file: &str) {
    let [old, new] = [old, new].map(|text| Playbook::parse(text).expect("it is sound"));
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(seconds(|| replay(&old, &new, file)));
        times[1].push(seconds(|| assess(&new, file)));
    }
    let [replay, assess] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    });
    let ratio = replay / assess;
    let over = if ratio > 2.2 { "over" } else { "" };
    println!("{name:<58} {replay:>8.2} {assess:>8.2} {ratio:>6.2} {over}");
}

fn seconds(run: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    run();
    start.elapsed().as_secs_f64()
}

fn replay(old: &Playbook, new: &Playbook, file: &str) {
    let mut replay = Replay::new(old, new, today());
    let [before, after] = replay.readers();
    let mut opportunities = [Opportunity::default(), Opportunity::default()];
    let [one, two] = &mut opportunities;
    for _ in 0..TIMES {
        let mut rows = Rows::new(file.as_bytes(), Format::Csv, Options::default());
        if replay.reads_alike() {
            while let Some(row) = rows.next_into(&before, one) {
                let row = row.expect("a row");
                let read = row.result.as_ref().map(|()| &*one);
                replay.push(row.number, None, read, read);
            }
            continue;
        }
        while let Some(row) = rows.next_into(&before, one) {
            let row = row.expect("a row");
            let other = rows.again_into(&after, two);
            let read = [row.result.as_ref().map(|()| &*one), other.as_ref().map(|()| &*two)];
            replay.push(row.number, None, read[0], read[1]);
        }
    }
    let replayed = replay.finish();
    assert_eq!(replayed.rows().rows(), (DEALS * TIMES) as u64);
    black_box(replayed.decided().rows());
}

fn assess(playbook: &Playbook, file: &str) {
    let (reader, mut opportunity) = (playbook.reader(), Opportunity::default());
    let empty = playbook.pipeline();
    let (mut pipeline, mut assessed) = (empty.clone(), empty.assess(today()));
    let mut disqualified = 0;
    let mut settle = |pipeline: &mut stagegate::Pipeline| {
        pipeline.assess_into(&mut assessed, today(), Assessment::default());
        disqualified += assessed.decisions().filter(|decision| *decision == Decision::Disqualify).count();
        pipeline.clone_from(&empty);
    };
    for _ in 0..TIMES {
        let mut rows = Rows::new(file.as_bytes(), Format::Csv, Options::default());
        while let Some(row) = rows.next_into(&reader, &mut opportunity) {
            row.expect("a row").result.expect("it fits");
            pipeline.push(&opportunity);
            if pipeline.len() == BLOCK {
                settle(&mut pipeline);
            }
        }
    }
    settle(&mut pipeline);
    black_box(disqualified);
}

fn today() -> Date {
    Date::from_days(i64::from(TODAY)).expect("it is a day")
}
