//! The rules in the languages of other engines, printed from the table that the playbook is printed from. Amounts are whole dollars,
//! dates and durations days, enumerations texts; what is missing is the language's null, and is asked for before it is compared.

use serde_json::{Value, json};

use crate::deal::rules::{Atom, Condition, Field, Op, Rule, Type};

/// A language of infix operators.
pub struct Infix {
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
    pub equal: &'static str,
    pub unequal: &'static str,
    /// Whether there is `x in [a, b]`.
    pub has_sets: bool,
    pub quote: char,
    pub present: Present,
}

/// How a language asks whether a field is there.
#[derive(Clone, Copy)]
pub enum Present {
    /// Compared with this null.
    Unequal(&'static str),
    /// By a variable `has_…`, as both sides of `&&` are evaluated.
    Flag,
    /// `x is not null`; comparisons need no guard, as null is never true.
    Sql,
}

pub const CEL: Infix = Infix {
    and: " && ",
    or: " || ",
    not: "!",
    equal: "==",
    unequal: "!=",
    has_sets: true,
    quote: '"',
    present: Present::Unequal("null"),
};

pub const ZEN: Infix = Infix {
    and: " and ",
    or: " or ",
    not: "not ",
    equal: "==",
    unequal: "!=",
    has_sets: true,
    quote: '"',
    present: Present::Unequal("null"),
};

pub const RHAI: Infix = Infix { present: Present::Unequal("()"), ..CEL };

pub const EVALEXPR: Infix = Infix { has_sets: false, present: Present::Flag, ..CEL };

pub const SQL: Infix = Infix {
    and: " and ",
    or: " or ",
    not: "not ",
    equal: "=",
    unequal: "<>",
    has_sets: false,
    quote: '\'',
    present: Present::Sql,
};

impl Infix {
    /// A rule's condition, with its `when` worked in.
    pub fn rule(&self, rule: &Rule) -> String {
        let condition = self.condition(&rule.condition);
        match &rule.when {
            Some(when) => format!("{}({}){}({condition})", self.not, self.condition(when), self.or),
            None => condition,
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        let join = |parts: &[Condition], word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
            format!("({})", parts.join(word))
        };
        match condition {
            Condition::Atom(atom) => self.atom(atom),
            Condition::All(parts) => join(parts, self.and),
            Condition::Any(parts) => join(parts, self.or),
        }
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Known(field) => self.presence(*field),
            Atom::Unknown(field) => match self.present {
                Present::Unequal(null) => format!("({} {} {null})", field.name(), self.equal),
                Present::Flag => format!("{}has_{}", self.not, field.name()),
                Present::Sql => format!("({} is null)", field.name()),
            },
            _ => {
                let test = self.comparison(atom);
                match (missing(atom), self.present) {
                    (Some(field), Present::Unequal(_) | Present::Flag) => {
                        format!("({}{}{test})", self.presence(field), self.and)
                    }
                    _ => test,
                }
            }
        }
    }

    fn presence(&self, field: Field) -> String {
        match self.present {
            Present::Unequal(null) => format!("({} {} {null})", field.name(), self.unequal),
            Present::Flag => format!("has_{}", field.name()),
            Present::Sql => format!("({} is not null)", field.name()),
        }
    }

    fn comparison(&self, atom: &Atom) -> String {
        let sign = Op::sign;
        match atom {
            Atom::Compare(field, op, value) => format!("({} {} {value})", field.name(), sign(*op)),
            Atom::Between(field, low, high) => {
                format!("({0} >= {low}{1}{0} <= {high})", field.name(), self.and)
            }
            Atom::Among(field, items) => self.set(*field, items.iter().map(i64::to_string).collect(), false),
            Atom::Is(field, item) => format!("({} {} {})", field.name(), self.equal, self.variant(*field, *item)),
            Atom::IsNot(field, item) => format!("({} {} {})", field.name(), self.unequal, self.variant(*field, *item)),
            Atom::OneOf(field, items) => self.variants(*field, items, false),
            Atom::NoneOf(field, items) => self.variants(*field, items, true),
            Atom::Fields(field, op, other) => format!("({} {} {})", field.name(), sign(*op), other.name()),
            Atom::Share(field, op, other, percent) => {
                format!("({} * 100 {} {} * {percent})", field.name(), sign(*op), other.name())
            }
            Atom::Each(field, op, count, factor) => {
                format!("({} {} {} * {factor})", field.name(), sign(*op), count.name())
            }
            Atom::Difference(field, other, op, value) => {
                format!("({} - {} {} {value})", field.name(), other.name(), sign(*op))
            }
            Atom::Weighted(field, other, factor, op, value) => {
                format!("({} + {} * {factor} {} {value})", field.name(), other.name(), sign(*op))
            }
            Atom::Since(field, op, days) => format!("(today - {} {} {days})", field.name(), sign(*op)),
            Atom::Until(field, op, days) => format!("({} - today {} {days})", field.name(), sign(*op)),
            Atom::Known(_) | Atom::Unknown(_) => String::new(),
        }
    }

    fn variant(&self, field: Field, item: usize) -> String {
        format!("{0}{1}{0}", self.quote, variant(field, item))
    }

    fn variants(&self, field: Field, items: &[usize], negated: bool) -> String {
        self.set(field, items.iter().map(|&item| self.variant(field, item)).collect(), negated)
    }

    fn set(&self, field: Field, items: Vec<String>, negated: bool) -> String {
        let test = if self.has_sets {
            format!("({} in [{}])", field.name(), items.join(", "))
        } else {
            let tests: Vec<String> =
                items.iter().map(|item| format!("{} {} {item}", field.name(), self.equal)).collect();
            format!("({})", tests.join(self.or))
        };
        if negated { format!("({}{test})", self.not) } else { test }
    }
}

/// A rule in JSONLogic.
pub fn json_logic(rule: &Rule) -> Value {
    let condition = json_condition(&rule.condition);
    match &rule.when {
        Some(when) => json!({"or": [{"!": [json_condition(when)]}, condition]}),
        None => condition,
    }
}

fn json_condition(condition: &Condition) -> Value {
    let all = |parts: &[Condition]| parts.iter().map(json_condition).collect::<Vec<_>>();
    match condition {
        Condition::Atom(atom) => json_atom(atom),
        Condition::All(parts) => json!({"and": all(parts)}),
        Condition::Any(parts) => json!({"or": all(parts)}),
    }
}

fn json_atom(atom: &Atom) -> Value {
    match atom {
        Atom::Known(field) => json!({"!==": [read(*field), null]}),
        Atom::Unknown(field) => json!({"===": [read(*field), null]}),
        _ => match missing(atom) {
            Some(field) => json!({"and": [{"!==": [read(field), null]}, json_comparison(atom)]}),
            None => json_comparison(atom),
        },
    }
}

fn json_comparison(atom: &Atom) -> Value {
    let test = |op: &Op, left: Value, right: Value| json!({op.sign(): [left, right]});
    let set = |field: &Field, items: &[usize]| {
        let items: Vec<&str> = items.iter().map(|&item| variant(*field, item)).collect();
        json!({"in": [read(*field), items]})
    };
    match atom {
        Atom::Compare(field, op, value) => test(op, read(*field), json!(value)),
        Atom::Between(field, low, high) => json!({"<=": [low, read(*field), high]}),
        Atom::Among(field, items) => json!({"in": [read(*field), items]}),
        Atom::Is(field, item) => json!({"===": [read(*field), variant(*field, *item)]}),
        Atom::IsNot(field, item) => json!({"!==": [read(*field), variant(*field, *item)]}),
        Atom::OneOf(field, items) => set(field, items),
        Atom::NoneOf(field, items) => json!({"!": [set(field, items)]}),
        Atom::Fields(field, op, other) => test(op, read(*field), read(*other)),
        Atom::Share(field, op, other, percent) => {
            test(op, json!({"*": [read(*field), 100]}), json!({"*": [read(*other), percent]}))
        }
        Atom::Each(field, op, count, factor) => test(op, read(*field), json!({"*": [read(*count), factor]})),
        Atom::Difference(field, other, op, value) => test(op, json!({"-": [read(*field), read(*other)]}), json!(value)),
        Atom::Weighted(field, other, factor, op, value) => {
            test(op, json!({"+": [read(*field), {"*": [read(*other), factor]}]}), json!(value))
        }
        Atom::Since(field, op, days) => test(op, json!({"-": [{"var": "today"}, read(*field)]}), json!(days)),
        Atom::Until(field, op, days) => test(op, json!({"-": [read(*field), {"var": "today"}]}), json!(days)),
        Atom::Known(_) | Atom::Unknown(_) => Value::Null,
    }
}

fn read(field: Field) -> Value {
    json!({"var": field.name()})
}

fn variant(field: Field, item: usize) -> &'static str {
    match field.kind() {
        Type::Choice { names, .. } => names[item],
        Type::Money | Type::Number | Type::Percent | Type::Days | Type::Date => "",
    }
}

/// The field of an atom that may be missing.
fn missing(atom: &Atom) -> Option<Field> {
    crate::deal::rust::fields(atom).into_iter().find(|field| field.is_optional())
}
