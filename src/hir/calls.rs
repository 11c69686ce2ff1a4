//! Calls: the functions of the language, and those that the host binds.

use super::check::Checker;
use super::collect::Decl;
use super::error::{paths as path_error, types as error};
use super::infer::{Operand, Value};
use super::{ExprId, ExprKind, FunctionId, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Calendar;

/// A function of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Builtin {
    Abs,
    Min,
    Max,
    Round,
    Length,
    Lower,
    Calendar(Calendar),
}

/// The functions of the language by name.
const BUILTINS: [(&str, Builtin); 12] = [
    ("abs", Builtin::Abs),
    ("min", Builtin::Min),
    ("max", Builtin::Max),
    ("round", Builtin::Round),
    ("length", Builtin::Length),
    ("lower", Builtin::Lower),
    ("start_of_month", Builtin::Calendar(Calendar::StartOfMonth)),
    ("start_of_quarter", Builtin::Calendar(Calendar::StartOfQuarter)),
    ("start_of_year", Builtin::Calendar(Calendar::StartOfYear)),
    ("end_of_month", Builtin::Calendar(Calendar::EndOfMonth)),
    ("end_of_quarter", Builtin::Calendar(Calendar::EndOfQuarter)),
    ("end_of_year", Builtin::Calendar(Calendar::EndOfYear)),
];

/// The names that a declared function may not take.
pub(crate) fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILTINS.iter().map(|&(name, _)| name)
}

/// What a declared function takes and gives; none for a type that could not be made out.
pub(crate) struct Signature {
    pub(crate) params: Vec<Option<Type>>,
    pub(crate) result: Option<Type>,
}

impl Checker<'_> {
    pub(crate) fn exit_call(&mut self, function: &ast::Name, ids: &[ast::ExprId], span: Span) {
        let values = self.take(ids.len());
        let args: Vec<Option<Operand>> =
            values.into_iter().zip(ids).map(|(value, &id)| self.operand(value, id)).collect();
        if let Some(&(_, builtin)) = BUILTINS.iter().find(|(name, _)| *name == function.text) {
            return match args.into_iter().collect::<Option<Vec<Operand>>>() {
                Some(args) => self.call_builtin(builtin, function, &args, span),
                None => self.values.push(Value::Error),
            };
        }
        match self.names.get(&function.text) {
            Some(Decl::Function(id)) => self.call_declared(id, function, args, span),
            Some(Decl::Broken(_)) => self.values.push(Value::Error),
            Some(other @ (Decl::Record(_) | Decl::Define(_) | Decl::Process(_) | Decl::Fixture(_))) => {
                self.fail(error::no_function(function, other.noun()));
            }
            None if self.names.broken.nameless => self.values.push(Value::Error),
            None => {
                let mut known = self.report.known(|| self.names.of_kind(ast::ItemKind::Function));
                builtin_names().for_each(|name| known.push(name));
                let near = self.report.nearest(&function.text, known);
                self.fail(path_error::unknown_function(function, near.as_deref()));
            }
        }
    }

    fn call_builtin(&mut self, builtin: Builtin, function: &ast::Name, args: &[Operand], span: Span) {
        let wanted = match builtin {
            Builtin::Min | Builtin::Max => 2,
            Builtin::Abs | Builtin::Round | Builtin::Length | Builtin::Lower | Builtin::Calendar(_) => 1,
        };
        match args {
            [only] if wanted == 1 => self.call_of_one(builtin, function, only, span),
            [first, second] if wanted == 2 => self.call_of_two(builtin, function, first, second, span),
            _ => self.fail(error::argument_count(function, wanted, args.len())),
        }
    }

    fn call_of_one(&mut self, builtin: Builtin, function: &ast::Name, arg: &Operand, span: Span) {
        let ty = arg.ty.clone();
        let (fits, kind, result, takes) = match builtin {
            Builtin::Abs => (ty.has_size(), ExprKind::Abs(arg.expr), ty, "a number, a percent, money or a duration"),
            Builtin::Round => {
                let fits = matches!(ty, Type::Number | Type::Money(_));
                (fits, ExprKind::Round(arg.expr), ty, "a number or money")
            }
            Builtin::Length => (ty == Type::Text, ExprKind::Length(arg.expr), Type::Number, "a text"),
            Builtin::Lower => (ty == Type::Text, ExprKind::Lower(arg.expr), Type::Text, "a text"),
            Builtin::Calendar(end) => (ty == Type::Date, ExprKind::Calendar(end, arg.expr), Type::Date, "a date"),
            Builtin::Min | Builtin::Max => return self.values.push(Value::Error),
        };
        if fits {
            self.push(kind, result, span);
        } else {
            self.fail(error::argument_type(function, takes, arg.span, &arg.ty));
        }
    }

    fn call_of_two(&mut self, builtin: Builtin, function: &ast::Name, first: &Operand, second: &Operand, span: Span) {
        if let Some(wrong) = [first, second].into_iter().find(|arg| !arg.ty.has_order()) {
            let takes = "numbers, percents, money, dates or durations";
            return self.fail(error::argument_type(function, takes, wrong.span, &wrong.ty));
        }
        let kind: fn(ExprId, ExprId) -> ExprKind = match builtin {
            Builtin::Min => ExprKind::Min,
            Builtin::Max => ExprKind::Max,
            Builtin::Abs | Builtin::Round | Builtin::Length | Builtin::Lower | Builtin::Calendar(_) => {
                return self.values.push(Value::Error);
            }
        };
        match self.one_type(first, second) {
            Some((left, right)) => self.push(kind(left, right), first.ty.clone(), span),
            None => self.values.push(Value::Error),
        }
    }

    fn call_declared(&mut self, id: FunctionId, function: &ast::Name, args: Vec<Option<Operand>>, span: Span) {
        let place = usize::try_from(id.0).unwrap_or(usize::MAX);
        if let Some(used) = self.used_functions.get_mut(place) {
            *used = true;
        }
        let Some(signature) = self.signatures.get(place) else { return self.values.push(Value::Error) };
        if signature.params.len() != args.len() {
            let wanted = signature.params.len();
            return self.fail(error::argument_count(function, wanted, args.len()));
        }
        let mut wrong = Vec::new();
        let mut given = Vec::with_capacity(args.len());
        for (param, arg) in signature.params.iter().zip(&args) {
            let (Some(param), Some(arg)) = (param, arg) else { continue };
            if *param == arg.ty {
                given.push(arg.expr);
            } else {
                wrong.push(error::argument_type(function, &param.phrase(), arg.span, &arg.ty));
            }
        }
        let result = signature.result.clone();
        wrong.into_iter().for_each(|message| self.report.push(message));
        match result {
            Some(ty) if given.len() == args.len() => self.push(ExprKind::Call { function: id, args: given }, ty, span),
            _ => self.values.push(Value::Error),
        }
    }
}
