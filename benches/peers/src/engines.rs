//! The engines, each as its makers would have it used: compiled once, the fields given by their places where that can be.

use std::fmt::Write as _;

use cel::common::types::CelInt;
use cel::common::value::CowVal;
use evalexpr::{DefaultNumericTypes, EvalexprError, EvalexprResult};
use stagegate::{Date, Opportunity, Playbook, Scratch};

use crate::deal::{Deal, NO_DATE, TODAY, rules};
use crate::text::MISSING;

/// Which rules are true of a deal, one bit a rule.
pub trait Engine {
    fn truths(&mut self, deal: &Deal) -> u64;
}

/// The fields that rules read, and today; their names and their numbers.
macro_rules! fields {
    ($($place:literal $name:literal $value:expr,)*) => {
        const NAMES: [&str; 24] = [$($name),*];

        fn place(name: &str) -> Option<usize> {
            match name {
                $($name => Some($place),)*
                _ => None,
            }
        }

        fn numbers(deal: &Deal) -> [i64; 24] {
            [$({ let value: fn(&Deal) -> i64 = $value; value(deal) }),*]
        }
    };
}

fields! {
    0 "amount" |deal| deal.amount,
    1 "list_price" |deal| deal.list_price,
    2 "seats" |deal| deal.seats,
    3 "employees" |deal| deal.employees,
    4 "emails" |deal| deal.emails,
    5 "meetings" |deal| deal.meetings,
    6 "stage_days" |deal| deal.stage_days,
    7 "discount" |deal| deal.discount,
    8 "budget" |deal| deal.budget.unwrap_or(MISSING),
    9 "cost" |deal| deal.cost.unwrap_or(MISSING),
    10 "revenue" |deal| deal.revenue.unwrap_or(MISSING),
    11 "rival_price" |deal| deal.rival_price.unwrap_or(MISSING),
    12 "annual_value" |deal| deal.annual_value.unwrap_or(MISSING),
    13 "penalty" |deal| deal.penalty.unwrap_or(MISSING),
    14 "created" |deal| date(deal.created),
    15 "close_date" |deal| date(deal.close_date),
    16 "last_activity" |deal| date(deal.last_activity),
    17 "decision_date" |deal| date(deal.decision_date),
    18 "kind" |deal| deal.kind as i64,
    19 "source" |deal| deal.source as i64,
    20 "region" |deal| deal.region as i64,
    21 "segment" |deal| deal.segment as i64,
    22 "industry" |deal| deal.industry as i64,
    23 "today" |_| i64::from(TODAY),
}

fn date(days: i32) -> i64 {
    if days == NO_DATE { MISSING } else { i64::from(days) }
}

/// The bits of those that are true.
fn bits(truths: impl Iterator<Item = bool>) -> u64 {
    truths.enumerate().fold(0, |all, (place, is_true)| all | u64::from(is_true) << place)
}

/// From a struct to a decision.
pub struct Stagegate {
    playbook: Playbook,
    today: Date,
    scratch: Scratch,
    opportunity: Opportunity,
}

impl Stagegate {
    pub fn new(count: usize) -> Self {
        Stagegate {
            playbook: Playbook::parse(&rules::playbook(count)).expect("it is sound"),
            today: Date::from_days(i64::from(TODAY)).expect("it is a day"),
            scratch: Scratch::new(),
            opportunity: Opportunity::default(),
        }
    }

    pub fn decide(&mut self, deal: &Deal) -> stagegate::Decision<'_> {
        self.playbook.read_into(&mut self.opportunity, deal).expect("it fits");
        self.playbook.decide_with(&mut self.scratch, &self.opportunity, self.today)
    }
}

/// A program for each rule, and a resolver of names.
pub struct Cel {
    context: cel::Context<'static, 'static>,
    programs: Vec<cel::Program>,
}

struct CelFields([CelInt; 24]);

impl cel::context::VariableResolver for CelFields {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        place(variable).map(|place| CowVal::Borrowed(&self.0[place]))
    }
}

impl Cel {
    pub fn new(rules: &[String]) -> Self {
        let programs = rules.iter().map(|rule| cel::Program::compile(rule).expect("it compiles")).collect();
        Cel { context: cel::Context::default(), programs }
    }
}

impl Engine for Cel {
    fn truths(&mut self, deal: &Deal) -> u64 {
        let fields = CelFields(numbers(deal).map(CelInt::from));
        let mut context = self.context.new_inner_scope();
        context.set_variable_resolver(&fields);
        let is_true = |program: &cel::Program| program.execute(&context).expect("it runs") == cel::Value::Bool(true);
        bits(self.programs.iter().map(is_true))
    }
}

/// One script that sets a bit for each rule.
pub struct Rhai {
    engine: rhai::Engine,
    script: rhai::AST,
    scope: rhai::Scope<'static>,
}

impl Rhai {
    pub fn new(rules: &[String]) -> Self {
        let engine = rhai::Engine::new();
        let mut script = String::from("let truths = 0;\n");
        for (place, rule) in rules.iter().enumerate() {
            let _ = writeln!(script, "if {rule} {{ truths |= {}; }}", 1_u64 << place);
        }
        script.push_str("truths\n");
        let script = engine.compile(script).expect("it compiles");
        Rhai { engine, script, scope: rhai::Scope::new() }
    }
}

impl Engine for Rhai {
    fn truths(&mut self, deal: &Deal) -> u64 {
        self.scope.clear();
        for (name, number) in NAMES.into_iter().zip(numbers(deal)) {
            self.scope.push_constant(name, number);
        }
        self.engine.eval_ast_with_scope::<i64>(&mut self.scope, &self.script).expect("it runs").cast_unsigned()
    }
}

/// A tree for each rule, and a context of fields by their places.
pub struct Evalexpr {
    rules: Vec<evalexpr::Node>,
}

struct EvalexprFields([evalexpr::Value; 24]);

impl evalexpr::Context for EvalexprFields {
    type NumericTypes = DefaultNumericTypes;

    fn get_value(&self, identifier: &str) -> Option<&evalexpr::Value> {
        place(identifier).map(|place| &self.0[place])
    }

    fn call_function(&self, identifier: &str, _: &evalexpr::Value) -> EvalexprResult<evalexpr::Value> {
        Err(EvalexprError::FunctionIdentifierNotFound(identifier.to_owned()))
    }

    fn are_builtin_functions_disabled(&self) -> bool {
        true
    }

    fn set_builtin_functions_disabled(&mut self, _: bool) -> EvalexprResult<()> {
        Err(EvalexprError::BuiltinFunctionsCannotBeEnabled)
    }
}

impl Evalexpr {
    pub fn new(rules: &[String]) -> Self {
        let tree = |rule: &String| evalexpr::build_operator_tree(rule).expect("it compiles");
        Evalexpr { rules: rules.iter().map(tree).collect() }
    }
}

impl Engine for Evalexpr {
    fn truths(&mut self, deal: &Deal) -> u64 {
        let fields = EvalexprFields(numbers(deal).map(evalexpr::Value::Int));
        bits(self.rules.iter().map(|rule| rule.eval_boolean_with_context(&fields).expect("it runs")))
    }
}
