//! What it takes to look back: 100,000 opportunities with ten dated facts each, on the days that count and on every day.
//!
//! `cargo bench --features data,rayon --bench history`. Times are by the clock, on all cores, and in processor
//! time, which other work on the machine does not lengthen.

#![allow(clippy::disallowed_methods, reason = "a bench has a clock, and asks the system for its memory")]

use std::fmt::Write as _;
use std::time::Instant;

use cpu_time::ProcessTime;
use stagegate::data::{Format, Options, Rows};
use stagegate::history::{Backtesting, History};
use stagegate::{Date, Opportunity, Playbook};

const ROWS: usize = 100_000;
const FACTS: [&str; 10] = ["call", "mail", "demo", "trial", "offer", "budget", "seats", "rivals", "goal", "sponsor"];

const PLAYBOOK: &str = r#"
opportunity {
  key id: number
  worth amount: money USD
  stage
  opened created: date
  closed ended: date
  call: date  mail: date  demo: date  trial: date  offer: date
  budget: money USD  seats: number  rivals: number  goal: text  sponsor: bool
}
define last_sign as max(call, mail)
process direct {
  chance {
    base 30%
    odds times 2 when sponsor otherwise times 0.8
    odds times 0.5 when rivals > 2
    odds times 1.6 when demo is known
    odds times 0.6 when today - created > 60 days
  }
  disqualify silent when today - last_sign > 30 days
  disqualify no_budget when budget < amount * 40%
  disqualify no_demo when today - created > 45 days and demo is unknown
  disqualify stale_offer when offer is known and offer is unknown within 40 days
  disqualify no_goal when today > created + 30 days and goal is unknown
  disqualify crowded when rivals >= 5 and sponsor is not true
  disqualify endless when today > created + 6 months
  disqualify hopeless when chance < 8%
  stage qualify { require goal_shared that goal is known }
}
"#;

fn main() {
    let text = file();
    println!("{ROWS} opportunities, {} dated facts each, {} MB of JSON lines", FACTS.len(), text.len() / 1_000_000);
    report("on the days that count", PLAYBOOK, &text);
    // What is of no form that can be followed is looked at every day.
    let daily = PLAYBOOK.replace("today > created + 6 months", "abs(today - created) > 180 days");
    report("on every day", &daily, &text);
}

fn report(name: &str, playbook: &str, text: &str) {
    let playbook = Playbook::parse(playbook).unwrap_or_else(|faults| panic!("{faults}"));
    let start = Instant::now();
    let mut history = History::new(&playbook);
    let reader = playbook.reader();
    let mut rows = Rows::new(text.as_bytes(), Format::JsonLines, Options::default());
    let mut opportunity = Opportunity::default();
    while let Some(row) = rows.next_into(&reader, &mut opportunity) {
        let row = row.expect("the file is whole");
        row.result.expect("the rows fit");
        history.push(&opportunity, row.number);
    }
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let last = history.last_day().expect("there are days");
    let looks: u64 = {
        let replayed = history.replay(stagegate::history::Replaying::until(last));
        replayed.cases().map(|seen| u64::from(seen.looks())).sum()
    };
    let replayed = start.elapsed().as_secs_f64();
    let (start, worked) = (Instant::now(), ProcessTime::now());
    let backtest = history.backtest(Backtesting::until(last));
    let (all, worked) = (start.elapsed().as_secs_f64(), worked.elapsed().as_secs_f64());
    assert_eq!(backtest.rows, ROWS as u64);
    println!(
        "{name}: read {read:.2} s; {looks} looks {replayed:.2} s; the whole report {all:.2} s by the clock, {worked:.2} s of work{}",
        peak()
    );
}

/// The most memory that was taken so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map(|line| format!("; at most {} of memory", line.trim())).unwrap_or_default()
}

fn file() -> String {
    let mut random = 42_u64;
    let mut below = move |count: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % count
    };
    let first = Date::new(2024, 1, 1).expect("a day").days();
    let day = |days: u64| Date::from_days(i64::from(first) + days as i64).expect("a day");
    let mut text = String::new();
    for id in 0..ROWS {
        let created = below(700);
        let ended = created + 1 + below(180);
        let stage = ["won", "lost", "lost", "walked", "qualify"][below(5) as usize];
        let _ = write!(
            text,
            r#"{{"id":{id},"amount":{},"stage":"{stage}","created":"{}""#,
            5_000 + below(90_000),
            day(created)
        );
        if stage != "qualify" {
            let _ = write!(text, r#","ended":"{}""#, day(ended));
        }
        for fact in FACTS {
            let on = day(created + below(ended - created));
            let value = match fact {
                "goal" => "\"fewer returns\"".to_owned(),
                "sponsor" => (below(3) == 0).to_string(),
                "budget" => below(90_000).to_string(),
                "seats" | "rivals" => below(8).to_string(),
                _ => format!("\"{on}\""),
            };
            let _ = write!(text, r#","{fact}":{{"value":{value},"on":"{on}"}}"#);
        }
        text.push_str("}\n");
    }
    text
}
