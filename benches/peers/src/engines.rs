//! The engines: each compiles the rules once, and tells for a deal which of them are true, one bit a rule.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use stagegate::{Date, Opportunity, Playbook, Scratch};

use crate::deal::rules::{Field, playbook, rules};
use crate::deal::{Deal, TODAY};
use crate::dialect::{CEL, EVALEXPR, RHAI, ZEN, json_logic};
use crate::values::{Value, names, value};

/// Which of the rules are true of a deal.
pub type Engine = Box<dyn FnMut(&Deal) -> u64>;

/// All peers, for so many rules.
pub fn peers(count: usize) -> Vec<(&'static str, Engine)> {
    vec![
        ("datalogic-rs", datalogic(count)),
        ("zen-expression", zen(count)),
        ("cel", cel(count)),
        ("rhai", rhai(count)),
        ("evalexpr", evalexpr(count)),
    ]
}

/// From a struct through serde to a decision, which is the rules' as far as the decision needs them.
pub fn stagegate(count: usize) -> impl FnMut(&Deal) -> String {
    let playbook = Playbook::parse(&playbook(count)).expect("it is sound");
    let today = Date::from_days(i64::from(TODAY)).expect("a day");
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    move |deal| {
        playbook.read_into(&mut opportunity, deal).expect("it fits");
        playbook.decide_with(&mut scratch, &opportunity, today).as_str().to_owned()
    }
}

/// The same without a word for the decision, to be timed.
pub fn stagegate_timed(count: usize) -> impl FnMut(&Deal) {
    let playbook = Playbook::parse(&playbook(count)).expect("it is sound");
    let today = Date::from_days(i64::from(TODAY)).expect("a day");
    let (mut scratch, mut opportunity) = (Scratch::new(), Opportunity::default());
    move |deal| {
        playbook.read_into(&mut opportunity, deal).expect("it fits");
        std::hint::black_box(playbook.decide_with(&mut scratch, &opportunity, today));
    }
}

fn mask<T>(rules: &[T], mut is_true: impl FnMut(&T) -> bool) -> u64 {
    rules.iter().enumerate().fold(0, |all, (place, rule)| all | u64::from(is_true(rule)) << place)
}

fn cel(count: usize) -> Engine {
    use cel::common::types::{CelInt, CelNull, CelString};
    use cel::common::value::CowVal;
    use cel::context::VariableResolver;
    use cel::{Context, Program, Value as Answer};

    const MISSING: i64 = i64::MIN;

    /// The fields, as numbers or places of variants, behind the names that rules know them by.
    struct Fields {
        places: HashMap<&'static str, usize>,
        values: Vec<AtomicI64>,
    }

    impl VariableResolver for Fields {
        fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
            if name == "today" {
                return Some(CowVal::owned(CelInt::from(i64::from(TODAY))));
            }
            let place = *self.places.get(name)?;
            let value = self.values[place].load(Ordering::Relaxed);
            Some(match names(Field::ALL[place]) {
                [] if value == MISSING => CowVal::owned(CelNull),
                [] => CowVal::owned(CelInt::from(value)),
                names => CowVal::owned(CelString::from(names[value as usize])),
            })
        }
    }

    let programs: Vec<Program> =
        rules(count).iter().map(|rule| Program::compile(&CEL.rule(rule)).expect("it compiles")).collect();
    let fields: &'static Fields = Box::leak(Box::new(Fields {
        places: Field::ALL.iter().enumerate().map(|(place, field)| (field.name(), place)).collect(),
        values: Field::ALL.iter().map(|_| AtomicI64::new(MISSING)).collect(),
    }));
    let mut context = Context::default();
    context.set_variable_resolver(fields);
    Box::new(move |deal| {
        for (place, field) in Field::ALL.into_iter().enumerate() {
            let code = match value(deal, field) {
                Value::Number(number) => number,
                Value::Text(text) => names(field).iter().position(|&name| name == text).unwrap_or(0) as i64,
                Value::Missing => MISSING,
            };
            fields.values[place].store(code, Ordering::Relaxed);
        }
        mask(&programs, |program| matches!(program.execute(&context).expect("it runs"), Answer::Bool(true)))
    })
}

fn zen(count: usize) -> Engine {
    use rust_decimal::Decimal;
    use zen_expression::scope::Scope;
    use zen_expression::variable::Variable;
    use zen_expression::vm::VM;

    let expressions: Vec<_> = rules(count)
        .iter()
        .map(|rule| zen_expression::compile_expression(&ZEN.rule(rule)).expect("it compiles"))
        .collect();
    let keys = Field::ALL.map(|field| Variable::key(field.name()));
    let texts: HashMap<&'static str, Variable> = Field::ALL
        .iter()
        .flat_map(|&field| names(field))
        .map(|&name| (name, Variable::String(Variable::key(name))))
        .collect();
    let object = Variable::empty_object();
    let map = object.as_object().expect("an object");
    map.borrow_mut().insert(Variable::key("today"), Variable::Number(Decimal::from(TODAY)));
    let scope = Scope::new(object);
    let mut machine = VM::new();
    Box::new(move |deal| {
        for (key, field) in keys.iter().zip(Field::ALL) {
            let variable = match value(deal, field) {
                Value::Number(number) => Variable::Number(Decimal::from(number)),
                Value::Text(text) => texts[text].clone(),
                Value::Missing => Variable::Null,
            };
            map.borrow_mut().insert(key.clone(), variable);
        }
        mask(&expressions, |expression| {
            expression.evaluate_with_scope(&scope, &mut machine).expect("it runs").as_bool() == Some(true)
        })
    })
}

fn datalogic(count: usize) -> Engine {
    use datalogic_rs::bumpalo::Bump;
    use datalogic_rs::{DataValue, Engine as DataLogic, Logic};

    let engine = DataLogic::new();
    let logics: Vec<Logic> = rules(count)
        .iter()
        .map(|rule| engine.compile(json_logic(rule).to_string().as_str()).expect("it compiles"))
        .collect();
    let mut arena = Bump::new();
    Box::new(move |deal| {
        arena.reset();
        let field = |field: Field| {
            let value = match value(deal, field) {
                Value::Number(number) => DataValue::from_i64(number),
                Value::Text(text) => DataValue::from_borrowed_str(text),
                Value::Missing => DataValue::Null,
            };
            (field.name(), value)
        };
        let today = ("today", DataValue::from_i64(i64::from(TODAY)));
        let fields = arena.alloc_slice_fill_with(Field::ALL.len() + 1, |place| {
            Field::ALL.get(place).map_or(today, |&known| field(known))
        });
        let data = &*arena.alloc(DataValue::Object(fields));
        mask(&logics, |logic| engine.evaluate(logic, data, &arena).expect("it runs").as_bool() == Some(true))
    })
}

fn rhai(count: usize) -> Engine {
    use rhai::{AST, Dynamic, Engine as Rhai, ImmutableString, Scope};

    let engine = Rhai::new();
    let asts: Vec<AST> =
        rules(count).iter().map(|rule| engine.compile_expression(RHAI.rule(rule)).expect("it compiles")).collect();
    let texts: HashMap<&'static str, Dynamic> = Field::ALL
        .iter()
        .flat_map(|&field| names(field))
        .map(|&name| (name, Dynamic::from(ImmutableString::from(name))))
        .collect();
    let mut scope = Scope::new();
    scope.push_constant("today", i64::from(TODAY));
    let today = scope.len();
    Box::new(move |deal| {
        scope.rewind(today);
        for field in Field::ALL {
            let dynamic = match value(deal, field) {
                Value::Number(number) => Dynamic::from(number),
                Value::Text(text) => texts[text].clone(),
                Value::Missing => Dynamic::UNIT,
            };
            scope.push_dynamic(field.name(), dynamic);
        }
        mask(&asts, |ast| engine.eval_ast_with_scope::<bool>(&mut scope, ast).expect("it runs"))
    })
}

fn evalexpr(count: usize) -> Engine {
    use evalexpr::{
        ContextWithMutableVariables, DefaultNumericTypes, HashMapContext, Node, Value as Evaluated, build_operator_tree,
    };

    let trees: Vec<Node<DefaultNumericTypes>> =
        rules(count).iter().map(|rule| build_operator_tree(&EVALEXPR.rule(rule)).expect("it compiles")).collect();
    let mut context: HashMapContext<DefaultNumericTypes> = HashMapContext::new();
    context.set_value("today".to_owned(), Evaluated::Int(i64::from(TODAY))).expect("a value");
    let flags = Field::ALL.map(|field| format!("has_{}", field.name()));
    Box::new(move |deal| {
        for (flag, field) in flags.iter().zip(Field::ALL) {
            let value = value(deal, field);
            if field.is_optional() {
                context.set_value(flag.clone(), Evaluated::Boolean(value != Value::Missing)).expect("a value");
            }
            let evaluated = match value {
                Value::Number(number) => Evaluated::Int(number),
                Value::Text(text) => Evaluated::String(text.to_owned()),
                Value::Missing => Evaluated::Int(0),
            };
            context.set_value(field.name().to_owned(), evaluated).expect("a value");
        }
        mask(&trees, |tree| tree.eval_boolean_with_context(&context).expect("it runs"))
    })
}
