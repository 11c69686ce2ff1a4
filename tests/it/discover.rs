//! Rules that a history proposes: the one that was planted is found, what leaks the end is not, and chance is not taken for a rule.

use stagegate::history::{Discovering, Discovery, History};
use stagegate::{Date, Playbook};

const PLAYBOOK: &str = r#"
evidence opinion < written
opportunity {
  key id: number
  stage from "Stage"
  opened created: date
  closed ended: date
  offer_sent: date
  accepted: date
  color: red | green | blue
  size: number
  tells: bool
}
define never as size < 0
process deals { disqualify small when never stage one { require seen that size is known } }
"#;

/// Made-up deals of sixty days. Those whose offer is not accepted within 14 days are lost, but one in twenty; `tells` says the end,
/// on record from the closing day on.
fn found(planted: bool) -> Discovery {
    let playbook = Playbook::parse(PLAYBOOK).unwrap_or_else(|faults| panic!("{faults}"));
    let reader = playbook.reader();
    let mut history = History::new(&playbook);
    let mut random = 7_u64;
    let mut below = |count: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % count
    };
    for row in 1..=400_u64 {
        let slow = below(3) == 0;
        let won = if planted && slow { below(20) == 0 } else { below(2) == 0 };
        let (color, size) = (["red", "green", "blue"][usize::try_from(below(3)).unwrap()], below(100));
        let start = Date::new(2026, 1, 1).unwrap().days() + i32::try_from(below(100)).unwrap();
        let day = |after: i32| Date::from_days(i64::from(start + after)).unwrap();
        let accepted =
            if slow { String::new() } else { format!(r#""accepted": {{"value": "{0}", "on": "{0}"}},"#, day(10)) };
        let stage = if won { "won" } else { "lost" };
        let data = format!(
            r#"{{"id": {row}, "Stage": "{stage}", "created": "{}", "ended": "{1}", {accepted}
               "offer_sent": {{"value": "{2}", "on": "{2}"}}, "color": "{color}", "size": {size},
               "tells": {{"value": {won}, "on": "{1}"}}}}"#,
            day(0),
            day(60),
            day(2)
        );
        history.push(&reader.read_json(&data).unwrap(), row);
    }
    history.discover(Discovering::until(Date::new(2026, 12, 31).unwrap()).wins_lost(8.0))
}

#[test]
fn a_planted_rule_is_found_and_what_tells_the_end_is_not() {
    let found = found(true);
    let first = &found.rules[0];
    assert!(first.condition.contains("accepted is unknown") && first.condition.contains("today - "), "{found:#?}");
    let held_out = first.held_out.unwrap();
    assert!(held_out.losses.percent > 40.0 && held_out.wins.percent < 10.0, "{held_out:?}");
    assert!(found.rules.iter().all(|rule| !rule.condition.contains("tells")), "{found:#?}");
    assert!(found.tried > 100 && found.won + found.lost == 400 && found.left_out == 0, "{found:#?}");
}

#[test]
fn what_is_proposed_is_of_the_language() {
    let found = found(true);
    let rules = found.to_gate();
    let text = PLAYBOOK.replace("process deals {", &format!("process deals {{\n{rules}"));
    let playbook = Playbook::parse(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let disqualifiers = playbook.process("deals").unwrap().rules().filter(|rule| rule.name().starts_with("found_"));
    assert_eq!(disqualifiers.count(), found.rules.len());
}

#[test]
fn where_nothing_was_planted_nothing_holds() {
    let found = found(false);
    // Whatever looks like a rule cuts no more of the lost than chance has it, where it was held out.
    for rule in &found.rules {
        let is_told = rule.held_out.is_none_or(|cuts| cuts.losses.percent < 20.0);
        assert!(is_told, "{found:#?}");
    }
}

#[test]
fn a_history_of_one_kind_proposes_nothing() {
    let playbook = Playbook::parse(PLAYBOOK).unwrap();
    let mut history = History::new(&playbook);
    let found = history.discover(Discovering::until(Date::new(2026, 12, 31).unwrap()));
    assert!(found.rules.is_empty() && found.held_out.is_none());
    for row in 1..=30 {
        let data = format!(
            r#"{{"id": {row}, "Stage": "won", "created": "2026-01-01", "ended": "2026-02-01", "color": "red"}}"#
        );
        history.push(&playbook.reader().read_json(&data).unwrap(), row);
    }
    let found = history.discover(Discovering::until(Date::new(2026, 12, 31).unwrap()));
    assert!(found.rules.is_empty() && found.won == 30, "{found:?}");
}
