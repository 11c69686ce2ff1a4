//! What a playbook declares can be read back; functions of every type can be bound.

use stagegate::{BindError, Currency, Date, Days, Decimal, Money, Percent, Playbook, RuleKind, Truth, Value, Variant};

const PLAYBOOK: &str = r#"evidence opinion < signed
opportunity {
  key id: text from "ID"
  stage from "Stage"
  amount: money USD
  kind: new_name "New Business" | add_on
  account: account from "Account"
}
record account { employees: number from "Head count"  contacts: list of contact }
record contact { name: text from "Full name" }
process direct "Direct sale" {
  applies when kind is new_name
  won from "Closed Won"
  lost from "Closed Lost", "Dropped"
  chance { base 20%  odds times 2 when amount > 5 USD otherwise times 0.5 }
  disqualify small "Too small" when amount < 5 USD how "Ask {id} for more."
  stage qualify "Qualify" from "Prospecting" {
    base 15%
    require once sized "The size is known" that amount is known when account.employees > 5
    warn many when amount > 500 USD
  }
  stage close { require signed that amount is known by signed }
}
process rest { stage only_one { require something that id is known } }
"#;

#[test]
fn a_playbook_can_be_read_back() {
    let playbook = Playbook::parse(PLAYBOOK).unwrap();
    let text = |span: stagegate::Span| playbook.sources()[0].slice(span).to_owned();
    assert_eq!(playbook.grades(), ["opinion", "signed"]);
    assert_eq!(format!("{playbook:?}"), r#"Playbook { processes: ["direct", "rest"], .. }"#);
    let direct = playbook.process("direct").unwrap();
    assert_eq!((direct.name(), direct.title()), ("direct", Some("Direct sale")));
    assert_eq!(direct.applies_when(), Some("kind is new_name"));
    assert_eq!(direct.closed_labels().map(<[String]>::len), [1, 2, 0]);
    assert_eq!(text(direct.span()), "direct");
    assert_eq!(playbook.process("rest").unwrap().applies_when(), None);
    assert!(playbook.process("rest").unwrap().odds().is_none());

    let odds = direct.odds().unwrap();
    assert_eq!(odds.base().points(), 20.0);
    assert_eq!(odds.lines().collect::<Vec<_>>(), [[(2.0, Some("amount > 5 USD")), (0.5, None)]]);

    let stages: Vec<_> = direct.stages().collect();
    assert_eq!((stages[0].name(), stages[0].title(), stages[0].labels().len()), ("qualify", Some("Qualify"), 1));
    assert_eq!((stages[0].base().map(Percent::points), stages[1].base()), (Some(15.0), None));
    assert_eq!(text(stages[1].span()), "close");
    assert_eq!(stages[0].rules().map(|rule| rule.name()).collect::<Vec<_>>(), ["sized", "many"]);

    let rules: Vec<_> = direct.rules().collect();
    let kinds: Vec<RuleKind> = rules.iter().map(|rule| rule.kind()).collect();
    let (once, lasting) = (RuleKind::Requirement { once: true }, RuleKind::Requirement { once: false });
    assert_eq!(kinds, [RuleKind::Disqualifier, once, RuleKind::Warning, lasting]);
    assert_eq!((rules[0].title(), rules[0].how()), (Some("Too small"), Some("Ask {id} for more.".to_owned())));
    assert_eq!((rules[0].condition(), rules[0].when()), ("amount < 5 USD", None));
    assert_eq!((rules[1].condition(), rules[1].when()), ("amount is known", Some("account.employees > 5")));
    assert!(rules[0].stage().is_none());
    assert_eq!(rules[3].stage().map(|stage| stage.name()), Some("close"));
    assert_eq!(text(rules[2].span()), "many");
    let shown = format!("{:?} {:?} {:?} {odds:?}", direct, stages[0], rules[0]);
    assert_eq!(shown, r#"Process("direct") Stage("qualify") Rule("small") Odds(Percent(2000))"#);
}

#[test]
fn facts_can_be_read_back() {
    let playbook = Playbook::parse(PLAYBOOK).unwrap();
    let facts: Vec<_> = playbook.facts().collect();
    let lines: Vec<String> = facts
        .iter()
        .map(|fact| format!("{} {} {:?} {}", fact.path(), fact.type_name(), fact.labels(), fact.is_in_list()))
        .collect();
    assert_eq!(
        lines,
        [
            r#"id text ["ID"] false"#,
            r#"amount money USD ["amount"] false"#,
            r#"kind new_name | add_on ["kind"] false"#,
            r#"account.employees number ["Account", "Head count"] false"#,
            r#"account.contacts.name text ["Account", "contacts", "Full name"] true"#,
        ]
    );
    assert_eq!(format!("{:?}", facts[0]), r#"Fact("id")"#);
    assert_eq!(playbook.sources()[0].slice(facts[1].span()), "amount");
}

const TYPES: &str = "
function of_bool(a: bool): bool
function of_number(a: number): number
function of_percent(a: percent): percent
function of_money(a: money USD): money USD
function of_text(a: text): text
function of_date(a: date): date
function of_days(a: duration): duration
function of_variant(a: small | large): small | large
function of_many(a: number, b: number, c: number, d: number, e: number, f: number): number
function nothing(): number
opportunity { b: bool n: number p: percent m: money USD t: text d: date u: duration v: small | large }
process p { stage s {
  require r1 that of_bool(b)
  require r2 that of_number(n) is n + 1
  require r3 that of_percent(p) is 15%
  require r4 that of_money(m) is 7 USD
  require r5 that of_text(t) is \"ab\" and lower(of_text(t)) is \"ab\" and lower(lower(t)) is \"a\" and length(of_text(t)) is 2
  require r6 that of_date(d) is d
  require r7 that of_days(u) is 3 days
  require r8 that of_variant(v) is large
  require r9 that of_many(n, n, n, n, n, n) is n * 6
  require r10 that nothing() is known
  require r11 that lower(t) in (\"x\", of_text(t), \"a\")
} }
";

fn bound() -> Playbook {
    let add = |a: Decimal, b: i64| Decimal::from_ten_thousandths(a.ten_thousandths() + b);
    let bind = || -> Result<Playbook, BindError> {
        Playbook::parse(TYPES)
            .unwrap()
            .bind("of_bool", |a: bool| !a)?
            .bind("of_number", move |a: Decimal| add(a, 10_000))?
            .bind("of_percent", |a: Percent| Percent::from_hundredths(a.hundredths() + 500))?
            .bind("of_money", move |a: Money| Money { amount: add(a.amount, 20_000), ..a })?
            .bind("of_text", |a: String| a + "b")?
            .bind("of_date", |a: Date| Some(a))?
            .bind("of_days", |a: Days| Days::new(a.count() + 1))?
            .bind("of_variant", |a: Variant| if a.0 == "small" { Variant("large".to_owned()) } else { a })?
            .bind("of_many", |a: Decimal, b: Decimal, c: Decimal, d: Decimal, e: Decimal, f: Decimal| {
                let all = [a, b, c, d, e, f].map(Decimal::ten_thousandths);
                Decimal::from_ten_thousandths(all.iter().sum())
            })?
            .bind("nothing", || None::<Decimal>)
    };
    bind().unwrap()
}

#[test]
fn functions_of_every_type_are_called() {
    let playbook = bound();
    assert!(playbook.unbound().is_empty());
    let today = Date::new(2026, 11, 23).unwrap();
    let data = r#"{"b": false, "n": 2, "p": 10, "m": 5, "t": "a", "d": "2026-01-01", "u": 2, "v": "small"}"#;
    let verdict = playbook.assess(&playbook.reader().read_json(data).unwrap(), today);
    // What answers nothing is undefined, and all else is as it should be.
    assert_eq!(verdict.unmet().iter().map(|finding| finding.rule()).collect::<Vec<_>>(), ["r10"]);
    let unknown = playbook.assess(&playbook.reader().read_json("{}").unwrap(), today);
    assert_eq!(unknown.unmet().len(), 11);
    let text = verdict.explain().to_string();
    assert!(text.contains("`nothing() is known` does not hold"), "{text}");
}

#[test]
fn what_is_not_bound_does_not_assess() {
    let playbook = Playbook::parse(TYPES).unwrap();
    assert_eq!(playbook.unbound().len(), 10);
    let opportunity = playbook.reader().read_json("{}").unwrap();
    let today = Date::new(2026, 11, 23).unwrap();
    let verdict = playbook.assess(&opportunity, today);
    assert!(verdict.error().unwrap().message().contains("`of_bool` is not bound"));
    assert_eq!(playbook.decide(&opportunity, today), stagegate::Decision::Error);
    let wrong = playbook.bind("of_number", |a: String| a).unwrap_err();
    assert!(wrong.to_string().contains("function of_number(text): text"), "{wrong}");
    let missing = playbook.bind("of_numbers", |a: Decimal| a).unwrap_err();
    assert!(missing.to_string().contains("did you mean `of_number`?"), "{missing}");
}

#[test]
fn an_answer_of_another_kind_is_undefined() {
    let playbook = bound()
        .bind("of_money", |a: Money| Money { currency: Currency::new("EUR").unwrap(), ..a })
        .unwrap()
        .bind("of_variant", |_: Variant| Variant("huge".to_owned()))
        .unwrap();
    let opportunity = playbook.reader().read_json(r#"{"m": 5, "v": "small"}"#).unwrap();
    let verdict = playbook.assess(&opportunity, Date::new(2026, 11, 23).unwrap());
    let undefined = |rule: &str| {
        let finding = verdict.unmet().iter().find(|finding| finding.rule() == rule).unwrap();
        finding.because()[0].is_undefined()
    };
    assert!(undefined("r4") && undefined("r8") && !undefined("r2"));
    assert_eq!(Value::Bool(true), Value::Bool(true));
}

/// In columns a function is called for each row as it is for one: in a block's last rows too, and with what is not known.
#[test]
fn functions_are_called_in_columns_as_they_are_for_one() {
    let other = bound()
        .bind("of_money", |a: Money| Money { currency: Currency::new("EUR").unwrap(), ..a })
        .unwrap()
        .bind("of_variant", |a: Variant| Variant(if a.0 == "small" { "huge".to_owned() } else { a.0 }))
        .unwrap()
        .bind("nothing", || Some(Decimal::from_ten_thousandths(1)))
        .unwrap();
    let facts = [
        r#""b": false"#,
        r#""b": true"#,
        r#""n": 2"#,
        r#""n": -1.5"#,
        r#""p": 10"#,
        r#""m": 5"#,
        r#""t": "a""#,
        r#""t": "X""#,
        r#""d": "2026-01-01""#,
        r#""u": 2"#,
        r#""v": "small""#,
        r#""v": "large""#,
    ];
    let today = Date::new(2026, 11, 23).unwrap();
    for playbook in [bound(), other] {
        let mut pipeline = playbook.pipeline();
        let mut verdicts = Vec::new();
        for row in 0..700_usize {
            // Other facts in each row, and in some rows all or none.
            let chosen = facts.iter().enumerate().filter(|(place, _)| row % 9 == 0 || row * 7919 / (place + 1) % 3 > 0);
            let mut known = std::collections::BTreeMap::new();
            known.extend(chosen.map(|(_, fact)| fact.split_once(": ").unwrap()));
            let data = known.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ");
            let opportunity = playbook.reader().read_json(&format!("{{{data}}}")).unwrap();
            pipeline.push(&opportunity);
            verdicts.push(playbook.assess(&opportunity, today));
        }
        let assessed = pipeline.assess(today);
        let mut met = 0;
        for (row, verdict) in verdicts.iter().enumerate() {
            assert_eq!(assessed.decision(row), verdict.decision(), "row {row}");
            for rule in assessed.rules() {
                let is_met = verdict.unmet().iter().all(|finding| finding.rule() != rule.name());
                assert_eq!(rule.is(row) == Truth::True, is_met, "row {row}, {}", rule.name());
                met += usize::from(is_met);
            }
        }
        assert!(met > 700 && met < 7_000, "{met}");
    }
}

#[test]
fn functions_are_called_for_elements_in_columns() {
    let text = r#"
        function shout(a: text): text
        function near(a: money USD, b: money USD): bool
        opportunity { limit: money USD  offers: list of offer }
        record offer { name: text  price: money USD }
        process p { stage s {
          require loud that any of offers where shout(name) is "A!"
          require cheap that all of offers where near(price, limit)
          require many that (count of offers where shout(name) is known) >= 2
        } }
    "#;
    let playbook = Playbook::parse(text)
        .unwrap()
        .bind("shout", |a: String| (a != "b").then(|| a.to_uppercase() + "!"))
        .unwrap()
        .bind("near", |a: Money, b: Money| a.amount <= b.amount)
        .unwrap();
    let rows = [
        r#"{"limit": 5, "offers": [{"name": "a", "price": 4}, {"name": "b", "price": 5}, {"name": "c", "price": 1}]}"#,
        r#"{"limit": 5, "offers": [{"name": "b", "price": 6}, {"price": 5}]}"#,
        r#"{"offers": [{"name": "a", "price": 4}]}"#,
        r#"{"limit": 5, "offers": []}"#,
        "{}",
    ];
    let today = Date::new(2026, 11, 23).unwrap();
    let mut pipeline = playbook.pipeline();
    let opportunities = rows.map(|row| playbook.reader().read_json(row).unwrap());
    for opportunity in opportunities.iter().cycle().take(600) {
        pipeline.push(opportunity);
    }
    let assessed = pipeline.assess(today);
    for (row, opportunity) in opportunities.iter().cycle().take(600).enumerate() {
        let verdict = playbook.assess(opportunity, today);
        assert_eq!(assessed.decision(row), verdict.decision(), "row {row}");
        for rule in assessed.rules() {
            let finding = verdict.unmet().iter().find(|finding| finding.rule() == rule.name());
            let is = finding.map_or(Truth::True, |finding| finding.because()[0].is());
            assert_eq!(rule.is(row), is, "row {row}, {}", rule.name());
        }
    }
    assert_eq!(assessed.rule("p", "loud").unwrap().count(Truth::True), 240);
}

#[test]
fn what_is_shared_between_threads_can_be() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Playbook>();
    shared::<stagegate::Verdict>();
    shared::<stagegate::Reader>();
    shared::<stagegate::Opportunity>();
}
