//! Comparisons of sums of facts: a decision, which does not work them out step by step, says what a verdict says.

use stagegate::{Date, Decision, Opportunity, Playbook, Scratch};

/// What is compared, with the facts `a` and `b` of that type.
const SHARES: &[&str] = &[
    "a < b * 40%",
    "a <= b * 40%",
    "a > b * 58%",
    "a >= b * 33.33%",
    "b * 0.01% < a",
    "b * 150% >= a",
    "b * -7.5% <= a",
    "b / 3 > a",
    "b / -0.0007 <= a",
    "a + 1.0001 < b * 2.5%",
    "-a > b * 12.5%",
    "b * 50% > 0.0001",
    "b * 2 > a",
    "a - b * 3 < 0.5",
    "a * 3 - 2 >= b",
    "(a + b) * 2 is 7",
    "a is b",
    "b is not a * 2",
    "b * 50% is a",
    "a - b between -0.0001 and 0.0001",
    "2 - a between 1 and b",
    "2 - a between 1 and 1.5",
    "a + b < b",
    "a - a <= 0",
    "7 < a",
    "a * 0 >= b * 0",
    "a * b > 1",
    "abs(a) < b * 40%",
    "a + b + a > 1",
    "b * 99.99% > a",
    "b * 922_337_203_685_477 >= a",
];

const DATES: &[&str] = &[
    "today - a > 30 days",
    "a - today > 30 days",
    "today - a > b - a",
    "a - b < -2 days",
    "a + 30 days < today",
    "a - 1 day > b",
    "today + 900_000 days > a",
    "today < a",
    "a is today",
    "(today - a) * 1.5 > 100 days",
    "(a - b) / 7 days > 2.5",
    "(a - b) * 33.3% between 1 day and 3 days",
    "a + 1 month < b",
    "start_of_month(a) <= b",
    "today between a and b",
    "today between 2026-01-01 and 2026-12-31",
];

struct Sums {
    playbook: Playbook,
    scratch: Scratch,
    opportunity: Opportunity,
}

impl Sums {
    fn new(ty: &str, condition: &str) -> Self {
        let rules = format!("disqualify d when not ({condition})\n stage s {{ require r that {condition} }}");
        let text = format!("opportunity {{ a: {ty}  b: {ty} }}\nprocess p {{ {rules} }}\n");
        let playbook = Playbook::parse(&text).unwrap_or_else(|faults| panic!("{condition}\n{faults}"));
        Sums { playbook, scratch: Scratch::new(), opportunity: Opportunity::default() }
    }

    /// Whether the condition is true; where it is unknown, neither rule is.
    fn agree(&mut self, data: &str, today: Date, condition: &str) -> bool {
        self.playbook.reader().read_json_into(&mut self.opportunity, data).unwrap();
        let decision = self.playbook.decide_with(&mut self.scratch, &self.opportunity, today);
        let verdict = self.playbook.assess(&self.opportunity, today);
        assert_eq!(decision, verdict.decision(), "{condition} with {data}");
        decision != Decision::Disqualify
    }
}

/// Whole numbers of ten-thousandths as JSON writes them.
fn number(count: i64) -> String {
    let sign = if count < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", count.unsigned_abs() / 10_000, count.unsigned_abs() % 10_000)
}

#[test]
fn shares_and_sums_are_compared_as_they_are_worked_out() {
    let wide = [0, 1, 3, 7, 12, -25, 26, 37, -50, 75, 10_000, -12_345, 9_999_999, 1 << 42, -(1 << 47) - 1, 1 << 52];
    let wide: Vec<i64> = wide.into_iter().chain([i64::MAX, i64::MIN, i64::MAX / 2, -(1 << 61)]).collect();
    let mut found = [0, 0];
    for condition in SHARES {
        let mut sums = Sums::new("number", condition);
        for &b in &wide {
            // Near what shares of it are, and far away.
            let parts = [40, 58, 33, 150, -7, 12, 250, 100, 200, 300, 50].map(|part| i128::from(b) * part / 100);
            let near = parts.iter().flat_map(|&part| (-1..=1).map(move |step| part + step));
            let near = near.filter_map(|count| i64::try_from(count).ok());
            for a in near.chain([0, 1, -1, i64::MAX, i64::MIN]) {
                let data = format!(r#"{{"a": {}, "b": {}}}"#, number(a), number(b));
                found[usize::from(sums.agree(&data, today(), condition))] += 1;
            }
        }
        for data in ["{}", r#"{"a": 1}"#, r#"{"b": 1}"#, r#"{"a": {"value": 1, "on": "2027-01-01"}, "b": 1}"#] {
            sums.agree(data, today(), condition);
        }
    }
    assert!(found.iter().all(|&count| count > 1_000), "{found:?}");
}

#[test]
fn days_between_dates_are_compared_as_they_are_worked_out() {
    let near = (-33..=33)
        .step_by(3)
        .map(|step| today().days() + step)
        .chain([1, 31, 59, 91, 399].map(|step| today().days() - step));
    let far = [Date::MIN, Date::MAX].map(Date::days).into_iter().chain([-(1 << 19), 1 << 19, (1 << 19) + 1]);
    let days: Vec<Date> = near.chain(far).map(|days| Date::from_days(i64::from(days)).unwrap()).collect();
    for condition in DATES {
        let mut sums = Sums::new("date", condition);
        for a in &days {
            for b in days.iter().step_by(7).chain(days.last()) {
                let data = format!(r#"{{"a": "{a}", "b": "{b}"}}"#);
                sums.agree(&data, today(), condition);
                sums.agree(&data, Date::MAX, condition);
                sums.agree(&data, Date::MIN, condition);
            }
        }
    }
}

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}
