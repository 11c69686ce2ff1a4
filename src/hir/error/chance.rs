//! Messages about the chance: what it is made of, and where it may stand.

use crate::diag::{Code, Diagnostic, quote};
use crate::hir::Type;
use crate::hir::infer::Place;
use crate::source::Span;

pub(crate) fn only_compared(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0330");
    Diagnostic::new(CODE, place, "`chance` goes from the worst case to the best and is no single value")
        .help("compare it, as in chance < 5%; in warnings and tests `chance.likely` is a percent")
}

pub(crate) fn no_sameness(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0331");
    Diagnostic::new(CODE, place, "`chance` is compared with `<`, `<=`, `>`, `>=` or `between` only")
        .help("ask for a range: chance between 10% and 20%")
}

pub(crate) fn on_the_right(place: Span, whole: Span, mended: Option<&str>) -> Diagnostic {
    const CODE: Code = Code::new("E0332");
    let message = Diagnostic::new(CODE, place, "`chance` stands on the left of a comparison");
    match mended {
        Some(mended) => message.help(format!("write {}", quote(mended))).fix(whole, mended),
        None => message.help("write it first: chance < 5%"),
    }
}

pub(crate) fn no_percent(place: Span, ty: &Type, text: &str) -> Diagnostic {
    const CODE: Code = Code::new("E0333");
    let message =
        Diagnostic::new(CODE, place, format!("the chance is compared with a percent, and this is {}", ty.phrase()));
    if *ty == Type::Number && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let percent = format!("{text}%");
        return message.help(format!("did you mean {}?", quote(&percent))).suggest(place, percent);
    }
    message.help("write a percent, such as 5%")
}

pub(crate) fn not_here(place: Span, standing: Place) -> Diagnostic {
    const CODE: Code = Code::new("E0334");
    let (message, help) = match standing {
        Place::Define => ("a define cannot mention the chance", "mention it in the rule itself"),
        Place::Applies => ("the chance cannot decide which process applies", "each process has a chance of its own"),
        Place::Odds => ("the chance cannot be made of itself", "state the odds by facts"),
        Place::Require | Place::Disqualify | Place::Warn | Place::That => ("the chance cannot stand here", ""),
    };
    Diagnostic::new(CODE, place, message).help(help)
}

pub(crate) fn no_chance(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0335");
    Diagnostic::new(CODE, place, "this process has no chance to compare")
        .help("give the process one: chance { base 20% … }")
}

pub(crate) fn end_decides(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0336");
    let message =
        "the worst, likely and best chance are for warnings and tests: here they would let what is unknown decide";
    Diagnostic::new(CODE, place, message).help("compare `chance` itself, as in chance < 5%")
}

pub(crate) fn base_out_of_range(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0337");
    Diagnostic::new(CODE, place, "a base chance lies between 0% and 100%, both excluded")
        .help("write how many of 100 such opportunities are won, such as base 20%")
}

pub(crate) fn factor_not_positive(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0338");
    Diagnostic::new(CODE, place, "odds are multiplied by a number above 0")
        .help("a factor below 1 makes winning less likely, such as times 0.5; to end an opportunity use `disqualify`")
}

pub(crate) fn no_base(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0339");
    Diagnostic::new(CODE, place, "the chance has no base to start from")
        .help("add how many of 100 such opportunities are won: base 20%")
}

pub(crate) fn base_without_chance(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0340");
    Diagnostic::new(CODE, place, "this stage has a base chance, and its process has no chance")
        .help("give the process one: chance { base 20% … }, or leave the line out")
}

pub(crate) fn no_case(place: Span) -> Diagnostic {
    const CODE: Code = Code::new("E0341");
    Diagnostic::new(CODE, place, "these odds have no case")
        .help("add one: times 2 when champion_confirmed; what always holds belongs into the base")
}
