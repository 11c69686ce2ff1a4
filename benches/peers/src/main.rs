//! The rules of `../deal/rules.rs` in other engines: first it makes sure that all of them find the same rules true, then it prints what a
//! deal costs from a plain struct. `cargo run --release`; `columns.py` asks it for the rules as SQL, for deals and for their decisions.

#[path = "../../deal.rs"]
mod deal;
mod dialect;
mod engines;
mod values;

use std::hint::black_box;

use cpu_time::ThreadTime;
use deal::hand::{Masks, short_10, short_40, three_10, three_40};
use deal::rules::{Rule, RuleKind, rules};
use deal::{Deal, Decision, Stage, TODAY, deals, files};

/// How many deals are held to the same answers.
const COMPARED: usize = 10_000;
/// How many are timed, in so many rounds.
const TIMED: usize = 20_000;
const ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = |text: &String| text.parse().expect("a number of rows");
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sql"] => print_sql(),
        ["csv", _] => print!("{}", files::csv(&deals(count(&arguments[1])))),
        ["jsonl", _] => print!("{}", files::json_lines(&deals(count(&arguments[1])))),
        ["decisions", "10", _] => print_decisions(&short_10::MASKS, short_10::truths, count(&arguments[2])),
        ["decisions", "40", _] => print_decisions(&short_40::MASKS, short_40::truths, count(&arguments[2])),
        _ => compare(),
    }
}

/// Rules by hand.
type Truths = fn(&Deal, i32) -> [u64; 1];

fn compare() {
    let compared = deals(COMPARED);
    for (count, masks, truths) in
        [(10, &short_10::MASKS, short_10::truths as Truths), (40, &short_40::MASKS, short_40::truths)]
    {
        let mut stagegate = engines::stagegate(count);
        for deal in &compared {
            assert_eq!(stagegate(deal), masks.decide(&truths(deal, TODAY), deal.stage).name(), "stagegate: {deal:?}");
        }
        for (name, mut engine) in engines::peers(count) {
            for deal in &compared {
                assert_eq!(engine(deal), truths(deal, TODAY)[0], "{name}, {count} rules: {deal:?}");
            }
        }
    }
    println!("{COMPARED} deals: all find the same rules true.\n");
    println!("| from a plain struct, CPU ns | 10 rules | 40 rules |\n| --- | --- | --- |");
    let by_hand =
        |masks: &Masks<1>, truths: Truths| time(|deal| masks.decide(&black_box(truths(deal, TODAY)), deal.stage));
    row(
        "by hand, `&&` `||`",
        [by_hand(&short_10::MASKS, short_10::truths), by_hand(&short_40::MASKS, short_40::truths)],
    );
    row(
        "by hand, in three values",
        [
            by_hand(&short_10::MASKS, |deal, today| black_box(three_10::truths(deal, today)).0),
            by_hand(&short_40::MASKS, |deal, today| black_box(three_40::truths(deal, today)).0),
        ],
    );
    row("stagegate", [10, 40].map(|count| time(engines::stagegate_timed(count))));
    let [ten, forty] = [10, 40].map(engines::peers);
    for ((name, ten), (_, forty)) in ten.into_iter().zip(forty) {
        row(name, [time(ten), time(forty)]);
    }
}

fn row(name: &str, times: [f64; 2]) {
    println!("| {name} | {:.0} | {:.0} |", times[0], times[1]);
}

/// The median CPU time of a deal, in nanoseconds.
fn time<T>(mut run: impl FnMut(&Deal) -> T) -> f64 {
    let deals = deals(TIMED);
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = ThreadTime::now();
            deals.iter().for_each(|deal| drop(black_box(run(black_box(deal)))));
            start.elapsed().as_nanos() as f64 / TIMED as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// The decisions by hand, a digit each: 0 to disqualify, 1 to hold, 2 to advance.
fn print_decisions(masks: &Masks<1>, truths: fn(&Deal, i32) -> [u64; 1], rows: usize) {
    let digit = |deal: &Deal| match masks.decide(&truths(deal, TODAY), deal.stage) {
        Decision::Disqualify => '0',
        Decision::Hold => '1',
        Decision::Advance(_) => '2',
    };
    println!("{}", deals(rows).iter().map(digit).collect::<String>());
}

/// For ten and forty rules: each rule's name and condition, and the decision in terms of the rules.
fn print_sql() {
    let sets = [10, 40].map(|count| {
        let rules = rules(count);
        let conditions: Vec<_> = rules.iter().map(|rule| [rule.name.clone(), dialect::SQL.rule(rule)]).collect();
        serde_json::json!({ "rules": conditions, "decision": decision(&rules) })
    });
    println!("{}", serde_json::json!({ "sets": sets, "today": TODAY }));
}

/// `0` to disqualify, `1` to hold, `2` to advance.
fn decision(rules: &[Rule]) -> String {
    let names = |kind: RuleKind, stage: Option<Stage>| {
        rules.iter().filter(move |rule| rule.kind == kind && rule.stage == stage).map(|rule| rule.name.clone())
    };
    let ends = |stage| names(RuleKind::Disqualify, stage).map(|name| format!("coalesce({name}, false)"));
    let mut ended: Vec<String> = ends(None).collect();
    let mut held = Vec::new();
    let mut needs: Vec<String> = Vec::new();
    for &stage in Stage::ALL {
        let is_here = format!("stage = '{}'", stage.name());
        ended.extend(ends(Some(stage)).map(|end| format!("({is_here} and {end})")));
        needs.extend(names(RuleKind::Require, Some(stage)).map(|name| format!("coalesce({name}, false)")));
        held.push(format!("({is_here} and not ({}))", needs.join(" and ")));
    }
    format!("case when {} then 0 when {} then 1 else 2 end", ended.join(" or "), held.join(" or "))
}
