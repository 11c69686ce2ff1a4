//! The benches' deals and rules in other engines, beside stagegate: `cargo run --release` in this folder.
//!
//! All engines must first give the same decisions and true rules; then the CPU time of each is shown, from a plain struct to the
//! decision. The others get the rules as one text that all of them read: numbers only, with dates as days and variants
//! by their place, which is kinder to them than texts, and a number of its own for what is missing.

#[path = "../../deal.rs"]
mod deal;
mod engines;
mod text;

use std::hint::black_box;

use cpu_time::ThreadTime;

use deal::hand::{Masks, short_10, short_40};
use deal::{Deal, Decision, TODAY, deals, rules};
use engines::{Cel, Engine, Evalexpr, Rhai, Stagegate};

/// How many deals, and how many rounds.
const DEALS: usize = 20_000;
const ROUNDS: usize = 5;

fn main() {
    println!("{:<12} {:>10} {:>10}", "CPU ns", "10 rules", "40 rules");
    let ten = Table::new(10, &short_10::MASKS, short_10::truths).run();
    let forty = Table::new(40, &short_40::MASKS, short_40::truths).run();
    for ((name, ten), (_, forty)) in ten.iter().zip(&forty) {
        println!("{name:<12} {ten:>10.0} {forty:>10.0}");
    }
}

/// So many rules in every engine.
struct Table {
    masks: &'static Masks<1>,
    by_hand: fn(&Deal, i32) -> [u64; 1],
    stagegate: Stagegate,
    peers: Vec<(&'static str, Box<dyn Engine>)>,
    deals: Vec<Deal>,
}

impl Table {
    fn new(count: usize, masks: &'static Masks<1>, by_hand: fn(&Deal, i32) -> [u64; 1]) -> Self {
        let texts: Vec<String> = rules::rules(count).iter().map(text::rule).collect();
        let peers: Vec<(&str, Box<dyn Engine>)> = vec![
            ("cel", Box::new(Cel::new(&texts))),
            ("rhai", Box::new(Rhai::new(&texts))),
            ("evalexpr", Box::new(Evalexpr::new(&texts))),
        ];
        Table { masks, by_hand, stagegate: Stagegate::new(count), peers, deals: deals(DEALS) }
    }

    /// The median times, once all agree.
    fn run(mut self) -> Vec<(&'static str, f64)> {
        self.check();
        let Table { masks, by_hand, mut stagegate, mut peers, deals } = self;
        let names = ["by hand", "stagegate"].into_iter().chain(peers.iter().map(|(name, _)| *name));
        let mut times: Vec<(&str, Vec<f64>)> = names.map(|name| (name, Vec::new())).collect();
        for _ in 0..ROUNDS {
            let mut round = vec![
                time(&deals, |deal| {
                    let truths = by_hand(deal, TODAY);
                    black_box((masks.decide(&truths, deal.stage), truths));
                }),
                time(&deals, |deal| {
                    black_box(stagegate.decide(deal));
                }),
            ];
            for (_, peer) in &mut peers {
                round.push(time(&deals, |deal| {
                    black_box(masks.decide(&[peer.truths(deal)], deal.stage));
                }));
            }
            times.iter_mut().zip(round).for_each(|((_, times), time)| times.push(time));
        }
        times.into_iter().map(|(name, times)| (name, median(times))).collect()
    }

    fn check(&mut self) {
        for deal in &self.deals {
            let truths = (self.by_hand)(deal, TODAY);
            let decision = self.masks.decide(&truths, deal.stage);
            assert_eq!(said(decision), self.stagegate.decide(deal), "stagegate: {deal:?}");
            for (name, peer) in &mut self.peers {
                assert_eq!(truths[0], peer.truths(deal), "{name}: {deal:?}");
            }
        }
    }
}

/// A decision as stagegate says it.
fn said(decision: Decision) -> stagegate::Decision<'static> {
    match decision {
        Decision::Disqualify => stagegate::Decision::Disqualify,
        Decision::Hold => stagegate::Decision::Hold,
        Decision::Advance(_) => stagegate::Decision::Advance { to: decision.to().expect("a stage") },
    }
}

/// Nanoseconds for one deal.
fn time(deals: &[Deal], mut run: impl FnMut(&Deal)) -> f64 {
    let start = ThreadTime::now();
    deals.iter().for_each(|deal| run(black_box(deal)));
    start.elapsed().as_nanos() as f64 / deals.len() as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
