//! The rules as data, from which the playbook, the hand-written Rust and the texts for other engines are printed: each of
//! 2–5 atoms over numbers, enumerations, dates, sets and arithmetic. Forty are written out; more are these again
//! with other constants.

use std::fmt::Write as _;

use super::{Industry, Kind, Region, Segment, Source, Stage, TODAY, civil, day};

/// A field of the deal that rules read; the claimed stage is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Amount,
    ListPrice,
    Seats,
    Employees,
    Emails,
    Meetings,
    StageDays,
    Discount,
    Budget,
    Cost,
    Revenue,
    RivalPrice,
    AnnualValue,
    Penalty,
    Created,
    CloseDate,
    LastActivity,
    DecisionDate,
    Kind,
    Source,
    Region,
    Segment,
    Industry,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Money,
    Number,
    Percent,
    Days,
    Date,
    Choice { rust: &'static str, names: &'static [&'static str] },
}

impl Field {
    pub const ALL: [Field; 23] = [
        Field::Amount,
        Field::ListPrice,
        Field::Seats,
        Field::Employees,
        Field::Emails,
        Field::Meetings,
        Field::StageDays,
        Field::Discount,
        Field::Budget,
        Field::Cost,
        Field::Revenue,
        Field::RivalPrice,
        Field::AnnualValue,
        Field::Penalty,
        Field::Created,
        Field::CloseDate,
        Field::LastActivity,
        Field::DecisionDate,
        Field::Kind,
        Field::Source,
        Field::Region,
        Field::Segment,
        Field::Industry,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Field::Amount => "amount",
            Field::ListPrice => "list_price",
            Field::Seats => "seats",
            Field::Employees => "employees",
            Field::Emails => "emails",
            Field::Meetings => "meetings",
            Field::StageDays => "stage_days",
            Field::Discount => "discount",
            Field::Budget => "budget",
            Field::Cost => "cost",
            Field::Revenue => "revenue",
            Field::RivalPrice => "rival_price",
            Field::AnnualValue => "annual_value",
            Field::Penalty => "penalty",
            Field::Created => "created",
            Field::CloseDate => "close_date",
            Field::LastActivity => "last_activity",
            Field::DecisionDate => "decision_date",
            Field::Kind => "kind",
            Field::Source => "source",
            Field::Region => "region",
            Field::Segment => "segment",
            Field::Industry => "industry",
        }
    }

    pub const fn kind(self) -> Type {
        match self {
            Field::Amount | Field::ListPrice => Type::Money,
            Field::Seats | Field::Employees | Field::Emails | Field::Meetings => Type::Number,
            Field::StageDays => Type::Days,
            Field::Discount => Type::Percent,
            Field::Budget | Field::Cost | Field::Revenue | Field::RivalPrice | Field::AnnualValue | Field::Penalty => {
                Type::Money
            }
            Field::Created | Field::CloseDate | Field::LastActivity | Field::DecisionDate => Type::Date,
            Field::Kind => Type::Choice { rust: "Kind", names: Kind::NAMES },
            Field::Source => Type::Choice { rust: "Source", names: Source::NAMES },
            Field::Region => Type::Choice { rust: "Region", names: Region::NAMES },
            Field::Segment => Type::Choice { rust: "Segment", names: Segment::NAMES },
            Field::Industry => Type::Choice { rust: "Industry", names: Industry::NAMES },
        }
    }

    /// Whether it may be missing.
    pub const fn is_optional(self) -> bool {
        matches!(
            self,
            Field::Budget
                | Field::Cost
                | Field::Revenue
                | Field::RivalPrice
                | Field::AnnualValue
                | Field::Penalty
                | Field::LastActivity
                | Field::DecisionDate
        )
    }
}

impl Type {
    /// As a playbook declares it.
    pub fn declaration(self) -> String {
        match self {
            Type::Money => "money USD".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Percent => "percent".to_owned(),
            Type::Days => "duration".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Choice { names, .. } => names.join(" | "),
        }
    }

    /// A constant of the type, in a playbook.
    pub fn literal(self, value: i64) -> String {
        match self {
            Type::Money => format!("{value} USD"),
            Type::Number => value.to_string(),
            Type::Percent => format!("{value}%"),
            Type::Days => format!("{value} {}", if value == 1 { "day" } else { "days" }),
            Type::Date => {
                let (year, month, day) = civil(value as i32);
                format!("{year:04}-{month:02}-{day:02}")
            }
            Type::Choice { names, .. } => names[value as usize].to_owned(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Lt,
    Le,
    Gt,
    Ge,
}

impl Op {
    pub const fn sign(self) -> &'static str {
        match self {
            Op::Lt => "<",
            Op::Le => "<=",
            Op::Gt => ">",
            Op::Ge => ">=",
        }
    }
}

/// A condition without `and` and `or`. Of its fields at most one may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// `field op constant`.
    Compare(Field, Op, i64),
    /// `field between low and high`.
    Between(Field, i64, i64),
    /// `field in (…)`, of numbers.
    Among(Field, Vec<i64>),
    /// `field is variant`.
    Is(Field, usize),
    /// `field is not variant`.
    IsNot(Field, usize),
    /// `field in (…)`, of variants.
    OneOf(Field, Vec<usize>),
    /// `field not in (…)`, of variants.
    NoneOf(Field, Vec<usize>),
    /// `field op other`.
    Fields(Field, Op, Field),
    /// `field op other * percent`.
    Share(Field, Op, Field, i64),
    /// `field op count * factor`, the factor in the field's type.
    Each(Field, Op, Field, i64),
    /// `field - other op constant`: of amounts, or of dates in days.
    Difference(Field, Field, Op, i64),
    /// `field + other * factor op constant`.
    Weighted(Field, Field, i64, Op, i64),
    /// `today - field op days`.
    Since(Field, Op, i64),
    /// `field - today op days`.
    Until(Field, Op, i64),
    Known(Field),
    Unknown(Field),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    Atom(Atom),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    Disqualify,
    Warn,
    Require,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub kind: RuleKind,
    /// The stage that it stands in; none for the process.
    pub stage: Option<Stage>,
    /// Where a requirement is needed.
    pub when: Option<Condition>,
    pub condition: Condition,
    /// Whether it is one of the first ten.
    among_ten: bool,
}

impl Rule {
    /// What has to be true, with `when` worked in: `not when or condition`.
    pub fn is_conditional(&self) -> bool {
        self.when.is_some()
    }
}

/// The rules in the playbook's order: the process's own, then by stage. Ten, or a multiple of forty.
pub fn rules(count: usize) -> Vec<Rule> {
    let forty = forty();
    if count <= 10 {
        return forty.into_iter().filter(|rule| rule.among_ten).collect();
    }
    let mut all: Vec<Rule> = Vec::new();
    for copy in 0..count.div_ceil(40) as i64 {
        all.extend(forty.iter().map(|rule| rule.varied(copy)));
    }
    all.sort_by_key(|rule| rule.stage.map(|stage| stage as u8 + 1).unwrap_or(0));
    all
}

/// The rules as a playbook.
pub fn playbook(count: usize) -> String {
    let rules = rules(count);
    let mut text = super::facts();
    text.push_str("\nprocess direct \"Direct sale\" {\n");
    for rule in rules.iter().filter(|rule| rule.stage.is_none()) {
        let _ = writeln!(text, "  {}", rule.gate());
    }
    for &stage in Stage::ALL {
        let _ = writeln!(text, "  stage {} {{", stage.name());
        for rule in rules.iter().filter(|rule| rule.stage == Some(stage)) {
            let _ = writeln!(text, "    {}", rule.gate());
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}

impl Rule {
    /// As a playbook writes it.
    fn gate(&self) -> String {
        let condition = self.condition.gate(true);
        match self.kind {
            RuleKind::Disqualify => format!("disqualify {} when {condition}", self.name),
            RuleKind::Warn => format!("warn {} when {condition}", self.name),
            RuleKind::Require => match &self.when {
                Some(when) => format!("require {} that {condition} when {}", self.name, when.gate(true)),
                None => format!("require {} that {condition}", self.name),
            },
        }
    }

    /// The rule with other constants, copy 0 being itself.
    fn varied(&self, copy: i64) -> Rule {
        if copy == 0 {
            return self.clone();
        }
        Rule {
            name: format!("{}_{copy}", self.name),
            when: self.when.as_ref().map(|when| when.varied(copy)),
            condition: self.condition.varied(copy),
            ..self.clone()
        }
    }
}

impl Condition {
    fn gate(&self, outermost: bool) -> String {
        let (parts, word) = match self {
            Condition::Atom(atom) => return atom.gate(),
            Condition::All(parts) => (parts, " and "),
            Condition::Any(parts) => (parts, " or "),
        };
        let text = parts.iter().map(|part| part.gate(false)).collect::<Vec<_>>().join(word);
        if outermost { text } else { format!("({text})") }
    }

    fn varied(&self, copy: i64) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| part.varied(copy)).collect();
        match self {
            Condition::Atom(atom) => Condition::Atom(atom.varied(copy)),
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
        }
    }
}

impl Atom {
    fn gate(&self) -> String {
        let variants = |field: Field, items: &[usize]| {
            items.iter().map(|&item| field.kind().literal(item as i64)).collect::<Vec<_>>().join(", ")
        };
        match self {
            Atom::Compare(field, op, value) => {
                format!("{} {} {}", field.name(), op.sign(), field.kind().literal(*value))
            }
            Atom::Between(field, low, high) => {
                let kind = field.kind();
                format!("{} between {} and {}", field.name(), kind.literal(*low), kind.literal(*high))
            }
            Atom::Among(field, items) => {
                let items = items.iter().map(|&item| field.kind().literal(item)).collect::<Vec<_>>().join(", ");
                format!("{} in ({items})", field.name())
            }
            Atom::Is(field, item) => format!("{} is {}", field.name(), field.kind().literal(*item as i64)),
            Atom::IsNot(field, item) => format!("{} is not {}", field.name(), field.kind().literal(*item as i64)),
            Atom::OneOf(field, items) => format!("{} in ({})", field.name(), variants(*field, items)),
            Atom::NoneOf(field, items) => format!("{} not in ({})", field.name(), variants(*field, items)),
            Atom::Fields(field, op, other) => format!("{} {} {}", field.name(), op.sign(), other.name()),
            Atom::Share(field, op, other, percent) => {
                format!("{} {} {} * {percent}%", field.name(), op.sign(), other.name())
            }
            Atom::Each(field, op, count, factor) => {
                format!("{} {} {} * {}", field.name(), op.sign(), count.name(), field.kind().literal(*factor))
            }
            Atom::Difference(field, other, op, value) => {
                let kind = if field.kind() == Type::Date { Type::Days } else { field.kind() };
                format!("{} - {} {} {}", field.name(), other.name(), op.sign(), kind.literal(*value))
            }
            Atom::Weighted(field, other, factor, op, value) => {
                let value = field.kind().literal(*value);
                format!("{} + {} * {factor} {} {value}", field.name(), other.name(), op.sign())
            }
            Atom::Since(field, op, days) => {
                format!("today - {} {} {}", field.name(), op.sign(), Type::Days.literal(*days))
            }
            Atom::Until(field, op, days) => {
                format!("{} - today {} {}", field.name(), op.sign(), Type::Days.literal(*days))
            }
            Atom::Known(field) => format!("{} is known", field.name()),
            Atom::Unknown(field) => format!("{} is unknown", field.name()),
        }
    }

    /// The atom with other constants: money by some per cent, the rest by some steps, variants turned round.
    fn varied(&self, copy: i64) -> Atom {
        let by = |field: Field, value: i64| match field.kind() {
            Type::Money => value + value * copy * 3 / 100,
            Type::Number => value + copy,
            Type::Percent => value + copy,
            Type::Days => value + 3 * copy,
            Type::Date => value + 5 * copy,
            Type::Choice { names, .. } => (value + copy) % names.len() as i64,
        };
        let variant = |field: Field, item: usize| by(field, item as i64) as usize;
        let variants = |field: Field, items: &[usize]| items.iter().map(|&item| variant(field, item)).collect();
        match self.clone() {
            Atom::Compare(field, op, value) => Atom::Compare(field, op, by(field, value)),
            Atom::Between(field, low, high) => Atom::Between(field, by(field, low), by(field, high)),
            Atom::Among(field, items) => Atom::Among(field, items.iter().map(|&item| by(field, item)).collect()),
            Atom::Is(field, item) => Atom::Is(field, variant(field, item)),
            Atom::IsNot(field, item) => Atom::IsNot(field, variant(field, item)),
            Atom::OneOf(field, items) => Atom::OneOf(field, variants(field, &items)),
            Atom::NoneOf(field, items) => Atom::NoneOf(field, variants(field, &items)),
            Atom::Share(field, op, other, percent) => Atom::Share(field, op, other, percent + copy),
            Atom::Each(field, op, count, factor) => Atom::Each(field, op, count, by(field, factor)),
            Atom::Difference(field, other, op, value) => {
                let value = if field.kind() == Type::Date { value + 3 * copy } else { by(field, value) };
                Atom::Difference(field, other, op, value)
            }
            Atom::Weighted(field, other, factor, op, value) => {
                Atom::Weighted(field, other, factor, op, by(field, value))
            }
            Atom::Since(field, op, days) => Atom::Since(field, op, days + 3 * copy),
            Atom::Until(field, op, days) => Atom::Until(field, op, days + 3 * copy),
            same @ (Atom::Fields(..) | Atom::Known(_) | Atom::Unknown(_)) => same,
        }
    }
}

/// Numbers as they stand.
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value(value)
    }
}

/// A day of the calendar.
impl From<(i32, i32, i32)> for Value {
    fn from((year, month, of_month): (i32, i32, i32)) -> Self {
        Value(i64::from(day(year, month, of_month)))
    }
}

/// A constant, as the table below writes it.
struct Value(i64);

fn atom(atom: Atom) -> Condition {
    Condition::Atom(atom)
}

fn all<const N: usize>(parts: [Condition; N]) -> Condition {
    Condition::All(parts.into())
}

fn any<const N: usize>(parts: [Condition; N]) -> Condition {
    Condition::Any(parts.into())
}

fn lt(field: Field, value: impl Into<Value>) -> Condition {
    atom(Atom::Compare(field, Op::Lt, value.into().0))
}

fn le(field: Field, value: impl Into<Value>) -> Condition {
    atom(Atom::Compare(field, Op::Le, value.into().0))
}

fn gt(field: Field, value: impl Into<Value>) -> Condition {
    atom(Atom::Compare(field, Op::Gt, value.into().0))
}

fn ge(field: Field, value: impl Into<Value>) -> Condition {
    atom(Atom::Compare(field, Op::Ge, value.into().0))
}

fn between(field: Field, low: impl Into<Value>, high: impl Into<Value>) -> Condition {
    atom(Atom::Between(field, low.into().0, high.into().0))
}

fn place(field: Field, name: &str) -> usize {
    match field.kind() {
        Type::Choice { names, .. } => names.iter().position(|&other| other == name).expect("a variant"),
        Type::Money | Type::Number | Type::Percent | Type::Days | Type::Date => panic!("{field:?} has no variants"),
    }
}

fn is(field: Field, name: &str) -> Condition {
    atom(Atom::Is(field, place(field, name)))
}

fn is_not(field: Field, name: &str) -> Condition {
    atom(Atom::IsNot(field, place(field, name)))
}

fn one_of(field: Field, names: &[&str]) -> Condition {
    atom(Atom::OneOf(field, names.iter().map(|name| place(field, name)).collect()))
}

fn none_of(field: Field, names: &[&str]) -> Condition {
    atom(Atom::NoneOf(field, names.iter().map(|name| place(field, name)).collect()))
}

fn share(field: Field, op: Op, other: Field, percent: i64) -> Condition {
    atom(Atom::Share(field, op, other, percent))
}

fn each(field: Field, op: Op, count: Field, factor: i64) -> Condition {
    atom(Atom::Each(field, op, count, factor))
}

fn difference(field: Field, other: Field, op: Op, value: i64) -> Condition {
    atom(Atom::Difference(field, other, op, value))
}

fn effort(op: Op, value: i64) -> Condition {
    atom(Atom::Weighted(Field::Emails, Field::Meetings, 3, op, value))
}

fn since(field: Field, op: Op, days: i64) -> Condition {
    atom(Atom::Since(field, op, days))
}

fn known(field: Field) -> Condition {
    atom(Atom::Known(field))
}

fn unknown(field: Field) -> Condition {
    atom(Atom::Unknown(field))
}

fn rule(kind: RuleKind, stage: Option<Stage>, name: &str, condition: Condition) -> Rule {
    Rule { name: name.to_owned(), kind, stage, when: None, condition, among_ten: false }
}

impl Rule {
    fn among_ten(mut self) -> Rule {
        self.among_ten = true;
        self
    }

    fn when(mut self, when: Condition) -> Rule {
        self.when = Some(when);
        self
    }
}

fn forty() -> Vec<Rule> {
    let mut rules = process_rules();
    rules.extend(warnings());
    rules.extend(qualify_rules());
    rules.extend(evaluate_rules());
    rules.extend(propose_rules());
    rules
}

use Field::{
    Amount, AnnualValue, Budget, CloseDate, Cost, Created, DecisionDate, Discount, Emails, Employees, LastActivity,
    ListPrice, Meetings, Penalty, Revenue, RivalPrice, Seats, StageDays,
};

fn process_rules() -> Vec<Rule> {
    let ends = |name, condition| rule(RuleKind::Disqualify, None, name, condition);
    vec![
        ends("no_budget", all([is(Field::Kind, "new_name"), share(Budget, Op::Lt, Amount, 40)])).among_ten(),
        ends(
            "too_small",
            all([lt(Amount, 8_000), one_of(Field::Segment, &["medium", "large"]), is_not(Field::Source, "partner")]),
        )
        .among_ten(),
        ends("dead", all([gt(StageDays, 90), since(LastActivity, Op::Gt, 120)])).among_ten(),
        ends("below_cost", all([share(Cost, Op::Gt, Amount, 90), any([gt(Discount, 30), is(Field::Kind, "renewal")])])),
        ends("lost_fight", all([share(RivalPrice, Op::Lt, Amount, 60), ge(Discount, 20), lt(Meetings, 3)])),
        ends(
            "out_of_scope",
            all([
                one_of(Field::Industry, &["public", "transport"]),
                one_of(Field::Region, &["west", "nordics"]),
                lt(Employees, 400),
            ]),
        ),
        ends("no_license", all([is(Field::Industry, "energy"), is(Field::Region, "east"), unknown(AnnualValue)])),
        ends("overdue", all([lt(CloseDate, (2026, 9, 20)), lt(Created, (2026, 3, 1)), lt(Emails, 4)])),
        ends("over_exposed", all([share(Penalty, Op::Gt, Amount, 150), lt(Revenue, 2_000_000)])),
        ends("free_pilot", all([share(Amount, Op::Lt, ListPrice, 58), is(Field::Kind, "new_name"), le(Meetings, 1)])),
    ]
}

fn warnings() -> Vec<Rule> {
    let warns = |name, condition| rule(RuleKind::Warn, None, name, condition);
    vec![
        warns("deep_discount", any([gt(Discount, 25), share(Amount, Op::Lt, ListPrice, 60)])).among_ten(),
        warns("quiet", all([since(LastActivity, Op::Gt, 30), is_not(Field::Kind, "renewal"), effort(Op::Lt, 20)]))
            .among_ten(),
        warns("thin_margin", all([difference(Amount, Cost, Op::Lt, 10_000), gt(Amount, 50_000)])),
        warns("late", all([difference(CloseDate, Created, Op::Gt, 270), gt(StageDays, 60)])),
        warns("unknown_rival", all([unknown(RivalPrice), ge(Amount, 150_000), is(Field::Segment, "large")])),
        warns("odd_seats", any([atom(Atom::Among(Seats, vec![1, 7, 13, 99])), gt(Seats, 4_000)])),
        warns(
            "far_decision",
            all([atom(Atom::Fields(DecisionDate, Op::Gt, CloseDate)), atom(Atom::Until(DecisionDate, Op::Gt, 120))]),
        ),
        warns("seat_price", all([each(Amount, Op::Gt, Seats, 900), one_of(Field::Segment, &["small", "medium"])])),
        warns("year_end", all([between(CloseDate, (2026, 12, 15), (2026, 12, 31)), gt(Amount, 100_000)])),
        warns("small_customer", all([between(Employees, 1, 900), gt(Amount, 80_000), unknown(Revenue)])),
    ]
}

fn qualify_rules() -> Vec<Rule> {
    let stage = Some(Stage::Qualify);
    let needs = |name, condition| rule(RuleKind::Require, stage, name, condition);
    let ends = |name, condition| rule(RuleKind::Disqualify, stage, name, condition);
    vec![
        needs(
            "fit",
            any([
                none_of(Field::Industry, &["public", "energy"]),
                is(Field::Segment, "large"),
                one_of(Field::Source, &["partner", "referral"]),
            ]),
        )
        .among_ten(),
        needs(
            "size_known",
            any([gt(Employees, 1_500), gt(Revenue, 20_000_000), one_of(Field::Kind, &["add_on", "renewal"])]),
        )
        .among_ten(),
        needs("talked", any([all([ge(Emails, 2), ge(Meetings, 1)]), is(Field::Source, "referral"), lt(StageDays, 40)])),
        needs("money_seen", any([known(Budget), ge(AnnualValue, 20_000), lt(Amount, 60_000)])),
        needs("seats_fit", all([between(Seats, 3, 5_000), each(Seats, Op::Le, Employees, 3)])),
        needs("dated", all([atom(Atom::Fields(CloseDate, Op::Gt, Created)), le(Created, (2026, 11, 20))])),
        ends("stuck", all([gt(StageDays, 150), effort(Op::Lt, 12)])),
        ends(
            "no_reach",
            all([is(Field::Region, "dach"), is(Field::Source, "event"), is(Field::Segment, "small"), lt(Meetings, 4)]),
        ),
    ]
}

fn evaluate_rules() -> Vec<Rule> {
    let stage = Some(Stage::Evaluate);
    let needs = |name, condition| rule(RuleKind::Require, stage, name, condition);
    vec![
        needs("price_set", all([ge(ListPrice, 5_000), le(Discount, 35)])).among_ten(),
        needs("margin", any([difference(Amount, Cost, Op::Gt, 9_000), is(Field::Kind, "renewal"), unknown(Cost)]))
            .when(ge(Amount, 50_000)),
        needs(
            "budget_fits",
            any([share(Budget, Op::Ge, Amount, 70), share(AnnualValue, Op::Gt, Amount, 50), le(Discount, 12)]),
        ),
        needs("involved", any([effort(Op::Ge, 15), lt(StageDays, 60)])),
        needs("rival_met", any([unknown(RivalPrice), share(RivalPrice, Op::Gt, Amount, 65)]))
            .when(is_not(Field::Source, "partner")),
        rule(RuleKind::Warn, stage, "slow", all([gt(StageDays, 45), lt(LastActivity, (2026, 10, 15))])),
        rule(
            RuleKind::Disqualify,
            stage,
            "stalled",
            all([since(LastActivity, Op::Gt, 75), unknown(DecisionDate), gt(StageDays, 60)]),
        )
        .among_ten(),
    ]
}

fn propose_rules() -> Vec<Rule> {
    let stage = Some(Stage::Propose);
    let needs = |name, condition| rule(RuleKind::Require, stage, name, condition);
    vec![
        needs(
            "close_soon",
            all([
                between(CloseDate, (2026, 8, 30), (2027, 9, 30)),
                any([known(DecisionDate), is_not(Field::Kind, "new_name"), lt(Amount, 200_000)]),
            ]),
        )
        .among_ten(),
        needs("fair_price", any([le(Discount, 22), ge(Amount, 120_000), is(Field::Segment, "large")])),
        needs("exposure", any([share(Penalty, Op::Lt, Amount, 120), gt(Revenue, 5_000_000)])).when(known(Penalty)),
        needs("yearly", any([share(AnnualValue, Op::Ge, Amount, 30), gt(Seats, 50)])).when(is(Field::Kind, "renewal")),
        rule(
            RuleKind::Disqualify,
            stage,
            "too_late",
            all([lt(CloseDate, (2026, 10, 1)), lt(DecisionDate, (2026, 11, 1)), lt(Meetings, 6)]),
        ),
    ]
}

/// The day of all assessments, as a playbook writes it.
pub fn today() -> String {
    Type::Date.literal(i64::from(TODAY))
}
