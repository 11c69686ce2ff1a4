//! The numbers of `chance`: found again where they are known, from nothing that came later, and judged on what was held out.

use stagegate::history::{Fit, Fitting, History, Refusal};
use stagegate::{Date, Playbook};

const DATED: &str = r#"
opportunity {
  key id: number
  stage from "Stage"
  opened created: date
  closed ended: date
  demo: bool
  price: bool
}
process deals {
  chance {
    base 50%
    odds times 1 when demo otherwise times 1
    odds {
      times 2 when price
      otherwise times 3
    }
  }
  stage one { require seen that demo is known }
}
"#;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Made-up deals: of those with a demo (known from the day of beginning) three in four are won, else one in four; `price` tells the end, and
/// is known from the day on which it closed.
fn deals(text: &str, leak: bool) -> Fit {
    let playbook = Playbook::parse(text).unwrap_or_else(|faults| panic!("{faults}"));
    let reader = playbook.reader();
    let mut history = History::new(&playbook);
    for row in 1..=400_u64 {
        let demo = row % 2 == 0;
        let won = demo == (row / 2 % 4 != 0);
        let (month, day) = (row % 12 + 1, row % 20 + 1);
        let price = if leak {
            format!(r#", "price": {{"value": {won}, "on": "2026-{month:02}-{day:02}"}}"#)
        } else {
            String::new()
        };
        let stage = if won { "won" } else { "lost" };
        let data = format!(
            r#"{{"id": {row}, "Stage": "{stage}", "created": "2026-{month:02}-01", "ended": "2026-{month:02}-{day:02}",
               "demo": {{"value": {demo}, "on": "2026-{month:02}-01"}}{price}}}"#
        );
        history.push(&reader.read_json(&data).unwrap(), row);
    }
    history.fit(Fitting::until(date("2026-12-31")))
}

#[test]
fn the_odds_that_made_a_history_are_found_again() {
    let fit = deals(DATED, false);
    let chance = &fit.processes[0];
    // One in twenty closed on the day on which it began.
    assert_eq!((chance.won + chance.lost, fit.closed_before, fit.open), (380, 20, 0));
    let [demo, price] = chance.lines.as_slice() else { panic!("{chance:?}") };
    let ratio = demo.cases[0].factor.new / demo.cases[1].factor.new;
    assert!((7.0..11.0).contains(&ratio), "nine times the odds: {demo:?}");
    let [low, high] = demo.cases[0].factor.interval.unwrap();
    assert!(low < demo.cases[0].factor.new && demo.cases[0].factor.new < high && low > 1.0, "{demo:?}");
    // The line of which nothing was known keeps its numbers.
    assert_eq!((price.refused, price.unknown), (Some(Refusal::TooFew), 380));
    assert_eq!(price.cases.iter().map(|case| case.factor.new).collect::<Vec<_>>(), [2.0, 3.0]);
    let held_out = chance.held_out.unwrap();
    assert!(held_out.in_time_order && (0.65..0.8).contains(&held_out.auc), "{held_out:?}");
    assert!(held_out.auc_interval[0] < held_out.auc && held_out.auc < held_out.auc_interval[1], "{held_out:?}");
    assert!(!fit.is_complete());
}

#[test]
fn nothing_but_the_numbers_changes() {
    let fit = deals(DATED, false);
    let [(name, text)] = fit.files() else { panic!("{:?}", fit.files()) };
    let changed: Vec<(&str, &str)> = DATED.lines().zip(text.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(name, "playbook.gate");
    assert_eq!(text.lines().count(), DATED.lines().count());
    let heads = changed.iter().map(|(old, _)| old.split_whitespace().next().unwrap()).collect::<Vec<_>>();
    assert!(heads == ["odds"] || heads == ["base", "odds"], "{changed:?}");
    let again = deals(text, false);
    assert!(again.files().is_empty(), "{:?}", again.files());
}

#[test]
fn what_became_known_on_the_last_day_moves_no_number() {
    let numbers = |fit: &Fit| serde_json::to_string(&fit.processes).unwrap();
    assert_eq!(numbers(&deals(DATED, true)), numbers(&deals(DATED, false)));
}

#[test]
fn what_cannot_be_found_is_said() {
    let playbook = Playbook::parse(DATED).unwrap();
    let fit = History::new(&playbook).fit(Fitting::until(date("2026-12-31")));
    assert_eq!(fit.processes[0].refused, Some(Refusal::Nothing));
    let mut history = History::new(&playbook);
    for row in 1..=30 {
        let data =
            format!(r#"{{"id": {row}, "Stage": "won", "created": "2026-01-01", "ended": "2026-02-01", "demo": true}}"#);
        history.push(&playbook.reader().read_json(&data).unwrap(), row);
    }
    let fit = history.fit(Fitting::until(date("2026-12-31")));
    assert_eq!((fit.processes[0].refused, fit.files().len()), (Some(Refusal::OneKind), 0));
}

#[cfg(feature = "data")]
#[test]
fn sixty_lines_foretell_the_real_deals() {
    use std::fmt::Write as _;
    use std::fs;

    let text = fs::read_to_string("examples/history/b2b.gate").unwrap();
    assert!(text.lines().count() <= 60);
    let playbook = Playbook::parse(&text).unwrap();
    let mut history = History::new(&playbook);
    let file = fs::File::open("examples/b2b/opportunities.csv").unwrap();
    let mut rows = stagegate::data::Rows::new(file, stagegate::data::Format::Csv, stagegate::data::Options::default());
    let mut opportunity = stagegate::Opportunity::default();
    while let Some(row) = rows.next_into(&playbook.reader(), &mut opportunity) {
        let row = row.unwrap();
        row.result.unwrap();
        history.push(&opportunity, row.number);
    }
    let fit = history.fit(Fitting::until(date("2026-11-23")));
    let chance = &fit.processes[0];
    assert_eq!((chance.won, chance.lost), (227, 221));
    // The numbers in the file are those that its command finds.
    assert!(fit.files().is_empty() && fit.is_complete());
    let held_out = chance.held_out.unwrap();
    assert_eq!((held_out.repeats, held_out.folds, held_out.opportunities), (10, 5, 448));
    let mut said =
        format!("AUC {:.3} ({:.3} to {:.3})\n", held_out.auc, held_out.auc_interval[0], held_out.auc_interval[1]);
    for cut in &held_out.cuts {
        writeln!(said, "{:.0} %: {:.1} %", cut.wins, cut.losses.percent).unwrap();
    }
    // As examples/history/chance.md says; the same folds and samples come out on every machine.
    assert_eq!(said, "AUC 0.819 (0.776 to 0.859)\n1 %: 20.2 %\n2 %: 25.4 %\n5 %: 42.4 %\n");
    // What gradient boosting cuts lies within the intervals.
    for (cut, boosting) in held_out.cuts.iter().zip([15.6, 20.8, 40.4]) {
        assert!(cut.losses.low < boosting && boosting < cut.losses.high, "{cut:?}");
    }
}
