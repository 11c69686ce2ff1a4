//! Kleene's truth tables, in full: what the engine says of two and three facts that are true, false or unknown.

use stagegate::{Date, Playbook, Truth};

use Truth::{False, True, Unknown};

const ALL: [Truth; 3] = [False, Unknown, True];

/// Rules by name: their text over the facts `a`, `b`, `c` and the list `l` of elements that each hold an `x`, and what
/// they should be where those are so.
type Law = (&'static str, fn(Truth, Truth, Truth) -> Truth);

/// In Kleene's logic `and` is the lesser, `or` the greater, as false is less than unknown and that less than true.
const LAWS: [Law; 21] = [
    ("a", |a, _, _| a),
    ("not a", |a, _, _| not(a)),
    ("not not a", |a, _, _| a),
    ("a and b", |a, b, _| a.min(b)),
    ("a or b", |a, b, _| a.max(b)),
    ("a and b and c", |a, b, c| a.min(b).min(c)),
    ("a or b or c", |a, b, c| a.max(b).max(c)),
    ("not (a and b)", |a, b, _| not(a).max(not(b))),
    ("not (a or b)", |a, b, _| not(a).min(not(b))),
    ("(a and b) or c", |a, b, c| a.min(b).max(c)),
    ("a is b", |a, b, _| both(a, b, a == b)),
    ("a is not b", |a, b, _| both(a, b, a != b)),
    ("a is known", |a, _, _| Truth::known(a != Unknown)),
    ("not (a is unknown)", |a, _, _| Truth::known(a != Unknown)),
    ("(a and b) is known", |a, b, _| Truth::known(a.min(b) != Unknown)),
    ("any of l where x", |a, b, c| a.max(b).max(c)),
    ("all of l where x", |a, b, c| a.min(b).min(c)),
    ("none of l where x", |a, b, c| not(a.max(b).max(c))),
    ("at least 2 of l where x", |a, b, c| middle(a, b, c)),
    ("at most 1 of l where x", |a, b, c| not(middle(a, b, c))),
    ("exactly 3 of l where x", |a, b, c| a.min(b).min(c)),
];

#[test]
fn logic_is_kleenes() {
    let rules: Vec<String> =
        LAWS.iter().enumerate().map(|(at, (text, _))| format!("disqualify r{at} when {text}\n")).collect();
    let needs: Vec<String> =
        LAWS.iter().enumerate().map(|(at, (text, _))| format!("require n{at} that c when {text}\n")).collect();
    let text = format!(
        "opportunity {{ a: bool b: bool c: bool l: list of element }}\nrecord element {{ x: bool }}\n\
         process p {{\n{}stage s {{\n{}}} }}",
        rules.concat(),
        needs.concat()
    );
    let playbook = Playbook::parse(&text).unwrap();
    for (a, b, c) in ALL.iter().flat_map(|&a| ALL.iter().flat_map(move |&b| ALL.map(|c| (a, b, c)))) {
        let [x, y, z] = [a, b, c].map(json);
        let data = format!(r#"{{"a":{x},"b":{y},"c":{z},"l":[{{"x":{x}}},{{"x":{y}}},{{"x":{z}}}]}}"#);
        let opportunity = playbook.reader().read_json(&data).unwrap();
        let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
        for (at, (rule, law)) in LAWS.iter().enumerate() {
            let has = |found: &[stagegate::Finding], name: String| found.iter().any(|finding| finding.rule() == name);
            let said =
                match (has(verdict.disqualified_by(), format!("r{at}")), has(verdict.at_risk(), format!("r{at}"))) {
                    (true, _) => True,
                    (false, true) => Unknown,
                    (false, false) => False,
                };
            let wanted = law(a, b, c);
            assert_eq!(said, wanted, "{rule} of {data}");
            let met = not(wanted).max(c) == True;
            assert_eq!(!has(verdict.unmet(), format!("n{at}")), met, "c when {rule} of {data}");
        }
    }
}

fn not(truth: Truth) -> Truth {
    match truth {
        False => True,
        Unknown => Unknown,
        True => False,
    }
}

fn both(a: Truth, b: Truth, holds: bool) -> Truth {
    if a == Unknown || b == Unknown { Unknown } else { Truth::known(holds) }
}

/// At least two of three: the middle one.
fn middle(a: Truth, b: Truth, c: Truth) -> Truth {
    a.min(b).max(a.max(b).min(c))
}

fn json(truth: Truth) -> &'static str {
    match truth {
        False => "false",
        Unknown => "null",
        True => "true",
    }
}
