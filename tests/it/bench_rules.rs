//! The benches compare like with like: the playbook and the rules written by hand give the same answers.

use std::fs;
use std::path::Path;

use stagegate::{Date, Decision, Opportunity, Playbook, Scratch};

use crate::deal::columns::{ADVANCE, Columns, DISQUALIFY, HOLD, Results};
use crate::deal::hand::{Masks, flat_10, flat_40, short_10, short_40, short_160, short_640, three_10, three_40};
use crate::deal::hand_columns::{Processor, Program};
use crate::deal::rules::{Rule, RuleKind, rules};
use crate::deal::{self, Deal, Stage, TODAY, deals, files, rust, scan};

/// Playbook, deals and the rules in the playbook's order.
struct Bench {
    playbook: Playbook,
    rules: Vec<Rule>,
    deals: Vec<Deal>,
    today: Date,
}

impl Bench {
    fn new(rules_count: usize, deals_count: usize) -> Self {
        Bench {
            playbook: Playbook::parse(&deal::rules::playbook(rules_count)).unwrap(),
            rules: rules(rules_count),
            deals: deals(deals_count),
            today: Date::from_days(i64::from(TODAY)).unwrap(),
        }
    }

    /// Holds all answers to those of the hand-written rules.
    fn compare<const WORDS: usize>(&self, masks: &Masks<WORDS>, truths: fn(&Deal, i32) -> [u64; WORDS]) {
        let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
        for deal in &self.deals {
            let truths = truths(deal, TODAY);
            self.playbook.read_into(&mut opportunity, deal).unwrap();
            let decided = self.playbook.decide_with(&mut scratch, &opportunity, self.today);
            let by_hand = masks.decide(&truths, deal.stage);
            assert_eq!((decided.as_str(), advanced_to(decided)), (by_hand.name(), by_hand.to()), "{deal:?}");
            self.compare_verdict(deal, &opportunity, &truths);
        }
    }

    /// Every rule that a verdict speaks of.
    fn compare_verdict(&self, deal: &Deal, opportunity: &Opportunity, truths: &[u64]) {
        let verdict = self.playbook.assess(opportunity, self.today);
        let expected = |kind: RuleKind, truth: bool, counts: &dyn Fn(Option<Stage>) -> bool| {
            let chosen = self.rules.iter().enumerate().filter(|(place, rule)| {
                let holds = truths[place / 64] >> (place % 64) & 1 == 1;
                rule.kind == kind && holds == truth && counts(rule.stage)
            });
            chosen.map(|(_, rule)| rule.name.as_str()).collect::<Vec<_>>()
        };
        let is_active = |stage: Option<Stage>| stage.is_none_or(|stage| stage == deal.stage);
        let is_reached = |stage: Option<Stage>| stage.is_some_and(|stage| stage as u8 <= deal.stage as u8);
        let names =
            |found: &[stagegate::Finding]| found.iter().map(|found| found.rule().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(verdict.disqualified_by()), expected(RuleKind::Disqualify, true, &is_active), "{deal:?}");
        assert_eq!(names(verdict.warnings()), expected(RuleKind::Warn, true, &is_active), "{deal:?}");
        assert_eq!(names(verdict.unmet()), expected(RuleKind::Require, false, &is_reached), "{deal:?}");
    }
}

fn advanced_to(decision: Decision<'_>) -> Option<&str> {
    match decision {
        Decision::Advance { to } => Some(to),
        Decision::Unrouted | Decision::Closed { .. } | Decision::Disqualify | Decision::Hold | Decision::Error => None,
    }
}

#[test]
fn a_playbook_and_hand_written_rules_agree() {
    Bench::new(10, 10_000).compare(&short_10::MASKS, short_10::truths);
    Bench::new(40, 10_000).compare(&short_40::MASKS, short_40::truths);
    Bench::new(160, 500).compare(&short_160::MASKS, short_160::truths);
    Bench::new(640, 200).compare(&short_640::MASKS, short_640::truths);
}

#[test]
fn all_forms_by_hand_agree() {
    for deal in deals(10_000) {
        let (ten, forty) = (short_10::truths(&deal, TODAY), short_40::truths(&deal, TODAY));
        assert_eq!(ten, flat_10::truths(&deal, TODAY), "{deal:?}");
        assert_eq!(forty, flat_40::truths(&deal, TODAY), "{deal:?}");
        let (yes, maybe) = three_10::truths(&deal, TODAY);
        assert_eq!((ten, yes[0] & !maybe[0]), (yes, 0), "{deal:?}");
        let (yes, maybe) = three_40::truths(&deal, TODAY);
        assert_eq!((forty, yes[0] & !maybe[0]), (yes, 0), "{deal:?}");
    }
}

#[test]
fn loops_over_columns_agree() {
    let deals = deals(10_000);
    let columns = Columns::of(&deals);
    let [mut ten, mut forty, mut three_ten, mut three_forty] = [(); 4].map(|()| Results::default());
    for processor in [Processor::Portable, Processor::ThisOne] {
        Program::Ten.assess(processor, &columns, TODAY, &mut ten);
        Program::Forty.assess(processor, &columns, TODAY, &mut forty);
        Program::TenInThreeValues.assess(processor, &columns, TODAY, &mut three_ten);
        Program::FortyInThreeValues.assess(processor, &columns, TODAY, &mut three_forty);
        for (row, deal) in deals.iter().enumerate() {
            let expected = row_by_hand(&short_10::MASKS, short_10::truths(deal, TODAY), deal.stage);
            assert_eq!((ten.row(row), three_ten.row(row)), (expected, expected));
            let expected = row_by_hand(&short_40::MASKS, short_40::truths(deal, TODAY), deal.stage);
            assert_eq!((forty.row(row), three_forty.row(row)), (expected, expected));
            let (yes, maybe) = three_10::truths(deal, TODAY);
            assert_eq!(three_ten.unknown(row), maybe[0] & !yes[0]);
            let (yes, maybe) = three_40::truths(deal, TODAY);
            assert_eq!(three_forty.unknown(row), maybe[0] & !yes[0]);
        }
    }
}

fn row_by_hand(masks: &Masks<1>, truths: [u64; 1], stage: Stage) -> (u8, u8, u64) {
    let decision = match masks.decide(&truths, stage) {
        deal::Decision::Disqualify => DISQUALIFY,
        deal::Decision::Hold => HOLD,
        deal::Decision::Advance(_) => ADVANCE,
    };
    (decision, masks.earned(&truths), truths[0])
}

#[test]
fn deals_read_from_files_are_the_same() {
    let deals = deals(1_000);
    let csv = files::csv(&deals);
    for (deal, row) in deals.iter().zip(csv.lines().skip(1)) {
        let line = files::json(deal);
        assert_eq!(scan::json(line.as_bytes()).as_ref(), Some(deal));
        assert_eq!(serde_json::from_str::<Deal>(&line).unwrap(), *deal);
        assert_eq!(scan::csv(row.as_bytes()).as_ref(), Some(deal));
    }
}

/// Rules that always or never hold would measure nothing.
#[test]
fn every_decision_and_nearly_every_rule_is_now_true_now_false() {
    let deals = deals(10_000);
    let mut decisions = [0; 3];
    let mut holds = [0; 40];
    for deal in &deals {
        let truths = short_40::truths(deal, TODAY);
        match short_40::MASKS.decide(&truths, deal.stage) {
            deal::Decision::Disqualify => decisions[0] += 1,
            deal::Decision::Hold => decisions[1] += 1,
            deal::Decision::Advance(_) => decisions[2] += 1,
        }
        for (place, holds) in holds.iter_mut().enumerate() {
            *holds += truths[0] >> place & 1;
        }
    }
    assert!(decisions.iter().all(|&count| count > 1_000), "{decisions:?}");
    assert!(holds.iter().all(|&count| count > 5 && count < 9_995), "{holds:?}");
}

#[test]
fn the_hand_written_rules_are_those_of_the_table() {
    let letters =
        |text: &str| text.chars().filter(|letter| !letter.is_whitespace() && !"{}(),".contains(*letter)).collect();
    for (name, text) in rust::files() {
        let there: String = letters(&fs::read_to_string(folder().join(&name)).unwrap());
        let expected: String = letters(&text);
        assert!(there == expected, "{name} is not what the table says: run the ignored test that writes it");
    }
}

#[test]
#[ignore = "writes the files"]
fn write_the_hand_written_rules() {
    for (name, text) in rust::files() {
        fs::write(folder().join(name), text).unwrap();
    }
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/deal/hand"))
}
