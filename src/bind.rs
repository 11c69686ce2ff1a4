//! Functions that the host binds to a playbook's `function` declarations: typed, pure, shared between threads.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::hir::{Function, FunctionId, Type};
use crate::value::{Date, Days, Decimal, Money, Percent};

/// A scalar on its way to or from a function of the host.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `bool`.
    Bool(bool),
    /// `number`.
    Number(Decimal),
    /// `percent`.
    Percent(Percent),
    /// `money`.
    Money(Money),
    /// `text`.
    Text(Cow<'a, str>),
    /// `date`.
    Date(Date),
    /// `duration`.
    Days(Days),
    /// A variant of an enumeration, by name.
    Variant(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// A value of that type from its 64-bit form; `text` finds that of a text.
    pub(crate) fn from_raw<'t: 'a>(raw: i64, ty: &'t Type, text: impl FnOnce(i64) -> &'t str) -> Self {
        match ty {
            Type::Bool => Value::Bool(raw != 0),
            Type::Number => Value::Number(Decimal::from_ten_thousandths(raw)),
            Type::Percent => Value::Percent(Percent::from_hundredths(raw)),
            Type::Money(currency) => {
                Value::Money(Money { amount: Decimal::from_ten_thousandths(raw), currency: *currency })
            }
            Type::Text => Value::Text(text(raw).into()),
            Type::Date => Value::Date(Date::from_days(raw).unwrap_or(Date::MIN)),
            Type::Duration => Value::Days(Days::new(raw).unwrap_or_default()),
            Type::Enumeration(variants) => {
                let place = usize::try_from(raw).unwrap_or(usize::MAX);
                Value::Variant(variants.get(place).map_or("", String::as_str).into())
            }
        }
    }

    /// The 64-bit form of a value that is no text; nothing where it is not of that type.
    pub(crate) fn to_raw(&self, ty: &Type) -> Option<i64> {
        match (self, ty) {
            (Value::Bool(value), Type::Bool) => Some(i64::from(*value)),
            (Value::Number(value), Type::Number) => Some(value.ten_thousandths()),
            (Value::Percent(value), Type::Percent) => Some(value.hundredths()),
            (Value::Money(money), Type::Money(currency)) if money.currency == *currency => {
                Some(money.amount.ten_thousandths())
            }
            (Value::Date(date), Type::Date) => Some(i64::from(date.days())),
            (Value::Days(days), Type::Duration) => Some(days.count()),
            (Value::Variant(name), Type::Enumeration(variants)) => {
                variants.iter().position(|variant| variant == name).and_then(|place| i64::try_from(place).ok())
            }
            (Value::Bool(_) | Value::Number(_) | Value::Percent(_) | Value::Money(_) | Value::Text(_), _)
            | (Value::Date(_) | Value::Days(_) | Value::Variant(_), _) => None,
        }
    }
}

/// A variant of an enumeration, by name, as an argument or answer of a bound function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant(pub String);

/// A Rust type that stands for a type of the language in a bound function.
pub trait Scalar: Sized {
    /// What a message calls the type.
    const NAME: &'static str;

    /// Reads an argument; nothing where it is of another type.
    fn from_value(value: &Value<'_>) -> Option<Self>;

    /// Makes an answer.
    fn into_value(self) -> Value<'static>;
}

macro_rules! scalars {
    ($($ty:ty, $variant:ident, $name:literal;)*) => {$(
        impl Scalar for $ty {
            const NAME: &'static str = $name;

            fn from_value(value: &Value<'_>) -> Option<Self> {
                if let Value::$variant(value) = value { Some(value.clone().into()) } else { None }
            }

            fn into_value(self) -> Value<'static> {
                Value::$variant(self.into())
            }
        }
    )*};
}

scalars! {
    bool, Bool, "bool";
    Decimal, Number, "number";
    Percent, Percent, "percent";
    Money, Money, "money";
    String, Text, "text";
    Date, Date, "date";
    Days, Days, "duration";
}

impl Scalar for Variant {
    const NAME: &'static str = "enumeration";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        if let Value::Variant(name) = value { Some(Variant(name.clone().into_owned())) } else { None }
    }

    fn into_value(self) -> Value<'static> {
        Value::Variant(self.0.into())
    }
}

/// What a bound function may answer: a scalar, or an `Option` of one, `None` being *undefined*.
pub trait Answer {
    /// What a message calls the type.
    const ANSWER: &'static str;

    /// Makes the answer.
    fn into_answer(self) -> Option<Value<'static>>;
}

impl<T: Scalar> Answer for T {
    const ANSWER: &'static str = T::NAME;

    fn into_answer(self) -> Option<Value<'static>> {
        Some(self.into_value())
    }
}

impl<T: Scalar> Answer for Option<T> {
    const ANSWER: &'static str = T::NAME;

    fn into_answer(self) -> Option<Value<'static>> {
        self.map(T::into_value)
    }
}

/// A closure that can be bound: of up to six [`Scalar`] arguments, with an [`Answer`]. `Marker` only tells closures of different
/// arguments apart.
pub trait HostFunction<Marker>: Send + Sync + 'static {
    /// The types of the parameters and of the answer, as a message calls them.
    fn signature() -> (Vec<&'static str>, &'static str);

    /// Calls it; nothing where an argument is of another type.
    fn call(&self, args: &[Value<'_>]) -> Option<Value<'static>>;
}

macro_rules! host_functions {
    ($(($($arg:ident $place:literal),*);)*) => {$(
        impl<F, R, $($arg),*> HostFunction<(R, $($arg,)*)> for F
        where
            F: Fn($($arg),*) -> R + Send + Sync + 'static,
            R: Answer,
            $($arg: Scalar,)*
        {
            fn signature() -> (Vec<&'static str>, &'static str) {
                (vec![$($arg::NAME),*], R::ANSWER)
            }

            fn call(&self, _args: &[Value<'_>]) -> Option<Value<'static>> {
                self($($arg::from_value(_args.get($place)?)?),*).into_answer()
            }
        }
    )*};
}

host_functions! {
    ();
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, G 5);
}

/// Why a function could not be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// The playbook declares no function of that name.
    #[error("the playbook declares no function `{name}`{}", near(.nearest.as_deref()))]
    NotDeclared {
        /// The name asked for.
        name: String,
        /// The nearest declared name.
        nearest: Option<String>,
    },
    /// The closure's types are not those of the declaration.
    #[error("the playbook declares `{declared}`, and the bound function is `{given}`")]
    OtherTypes {
        /// The declaration.
        declared: String,
        /// The closure in the same form.
        given: String,
    },
}

fn near(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

type Callable = Arc<dyn Fn(&[Value<'_>]) -> Option<Value<'static>> + Send + Sync>;

/// A declared function with what the host bound to it.
#[derive(Clone)]
pub(crate) struct Bound {
    params: Arc<[Type]>,
    result: Type,
    function: Callable,
}

impl Bound {
    /// The types of the parameters.
    pub(crate) fn params(&self) -> &[Type] {
        &self.params
    }

    /// The type of the answer.
    pub(crate) fn result(&self) -> &Type {
        &self.result
    }

    /// Calls the function.
    pub(crate) fn call(&self, args: &[Value<'_>]) -> Option<Value<'static>> {
        (self.function)(args)
    }
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound").field("params", &self.params).field("result", &self.result).finish_non_exhaustive()
    }
}

/// The bound functions, by their place in the playbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings {
    bound: Vec<Option<Bound>>,
}

impl Bindings {
    /// The function bound to a declaration.
    pub(crate) fn get(&self, function: FunctionId) -> Option<&Bound> {
        self.bound.get(usize::try_from(function.0).unwrap_or(usize::MAX))?.as_ref()
    }

    /// The names of the declarations that nothing is bound to.
    pub(crate) fn missing<'a>(&self, declared: &'a [Function]) -> Vec<&'a str> {
        let bound = |place: usize| self.bound.get(place).is_some_and(Option::is_some);
        let names = declared.iter().enumerate().filter(|&(place, _)| !bound(place));
        names.map(|(_, function)| function.name.as_str()).collect()
    }

    /// Whether something is bound to every declaration.
    pub(crate) fn are_complete(&self, declared: &[Function]) -> bool {
        declared.is_empty() || (self.bound.len() == declared.len() && self.bound.iter().all(Option::is_some))
    }

    /// Binds a closure to the declaration of that name.
    pub(crate) fn bind<M, F: HostFunction<M>>(
        &mut self,
        declared: &[Function],
        name: &str,
        function: F,
    ) -> Result<(), BindError> {
        let Some(place) = declared.iter().position(|other| other.name == name) else {
            let nearest = crate::diag::nearest(name, declared.iter().map(|other| other.name.as_str()));
            return Err(BindError::NotDeclared { name: name.to_owned(), nearest: nearest.map(str::to_owned) });
        };
        self.bound.resize(declared.len().max(self.bound.len()), None);
        if let (Some(slot), Some(declared)) = (self.bound.get_mut(place), declared.get(place)) {
            let (params, result) = F::signature();
            let given = written(name, &params, result);
            let names: Vec<&str> = declared.params.iter().map(|(_, ty)| type_name(ty)).collect();
            let wanted = written(name, &names, type_name(&declared.result));
            if given != wanted {
                return Err(BindError::OtherTypes { declared: wanted, given });
            }
            *slot = Some(Bound {
                params: declared.params.iter().map(|(_, ty)| ty.clone()).collect(),
                result: declared.result.clone(),
                function: Arc::new(move |args: &[Value<'_>]| function.call(args)),
            });
        }
        Ok(())
    }
}

fn written(name: &str, params: &[&str], result: &str) -> String {
    format!("function {name}({}): {result}", params.join(", "))
}

fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => bool::NAME,
        Type::Number => Decimal::NAME,
        Type::Percent => <Percent as Scalar>::NAME,
        Type::Money(_) => <Money as Scalar>::NAME,
        Type::Text => <String as Scalar>::NAME,
        Type::Date => <Date as Scalar>::NAME,
        Type::Duration => <Days as Scalar>::NAME,
        Type::Enumeration(_) => <Variant as Scalar>::NAME,
    }
}
