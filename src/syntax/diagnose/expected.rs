//! What could have stood in a place, in the words of those who write playbooks.

use super::super::grammar::Kind;

/// The words for some kinds of part: `a name, \`that\` or a text`.
pub(super) fn phrase(kinds: &[Kind]) -> String {
    const MOST: usize = 6;
    let mut words: Vec<&str> = Vec::new();
    let goes_on = kinds.contains(&Kind::kw_and);
    let called = |kind| if kind == Kind::kw_in && !goes_on { Some("`in`") } else { called(kind) };
    for word in kinds.iter().filter_map(|&kind| called(kind)) {
        // Behind a value so much could stand that only what is likely is said.
        if goes_on && (word == "a value" || matches!(word, "`by`" | "`within`" | "`ends`" | "`starts`" | "`where`")) {
            continue;
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > MOST {
        words.truncate(MOST);
        words.push("another part");
    }
    match words.split_last() {
        None => "something else".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// The words among some kinds of part as they are written.
pub(super) fn literal(kinds: &[Kind]) -> impl Iterator<Item = &'static str> {
    const OPERATORS: [&str; 5] = ["and", "between", "contains", "starts", "ends"];
    let operators = if kinds.contains(&Kind::kw_and) { OPERATORS.as_slice() } else { &[] };
    let words = kinds.iter().filter_map(|&kind| {
        words(kind).or_else(|| words_in_place(kind)).or_else(|| lines(kind)).or_else(|| parts(kind))
    });
    let words = words.filter_map(|word| word.strip_prefix('`')?.strip_suffix('`'));
    words.filter(|word| !word.contains('`') && word.len() > 2).chain(operators.iter().copied())
}

/// What a user calls a rule of the grammar; nothing for those that are parts of a word.
fn called(kind: Kind) -> Option<&'static str> {
    signs(kind).or_else(|| words(kind)).or_else(|| words_in_place(kind)).or_else(|| parts(kind)).or_else(|| lines(kind))
}

/// Signs.
fn signs(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::EOI => "the end",
        Kind::plus | Kind::minus | Kind::star | Kind::slash => "an operator",
        Kind::open => "`{`",
        Kind::close => "`}`",
        Kind::lparen => "`(`",
        Kind::rparen => "`)`",
        Kind::rbracket => "`]`",
        Kind::colon => "`:`",
        Kind::comma => "`,`",
        Kind::pipe => "`|`",
        Kind::less => "`<`",
        _ => return None,
    })
}

/// Reserved words.
fn words(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::kw_all
        | Kind::kw_any
        | Kind::kw_exactly
        | Kind::kw_false
        | Kind::kw_known
        | Kind::kw_none
        | Kind::kw_today
        | Kind::kw_true
        | Kind::kw_unknown => "a value",
        Kind::kw_import => "`import`",
        Kind::kw_evidence => "`evidence`",
        Kind::kw_opportunity => "`opportunity`",
        Kind::kw_record => "`record`",
        Kind::kw_stage => "`stage`",
        Kind::kw_from => "`from`",
        Kind::kw_function => "`function`",
        Kind::kw_define => "`define`",
        Kind::kw_process => "`process`",
        Kind::kw_applies => "`applies`",
        Kind::kw_chance => "`chance`",
        Kind::kw_odds => "`odds`",
        Kind::kw_times => "`times`",
        Kind::kw_otherwise => "`otherwise`",
        Kind::kw_require => "`require`",
        Kind::kw_disqualify => "`disqualify`",
        Kind::kw_warn => "`warn`",
        Kind::kw_how => "`how`",
        Kind::kw_and
        | Kind::kw_between
        | Kind::kw_contains
        | Kind::kw_in
        | Kind::kw_is
        | Kind::kw_not
        | Kind::kw_or => "an operator",
        Kind::kw_fixture => "`fixture`",
        Kind::kw_by => "`by`",
        Kind::kw_on => "`on`",
        Kind::kw_test => "`test`",
        Kind::kw_given => "`given`",
        Kind::kw_expect => "`expect`",
        Kind::kw_as => "`as`",
        Kind::kw_ends => "`ends`",
        Kind::kw_least => "`least`",
        Kind::kw_most => "`most`",
        Kind::kw_of => "`of`",
        Kind::kw_starts => "`starts`",
        Kind::kw_that => "`that`",
        Kind::kw_when => "`when`",
        Kind::kw_where => "`where`",
        Kind::kw_with => "`with`",
        Kind::kw_within => "`within`",
        _ => return None,
    })
}

/// Words that count in their place.
fn words_in_place(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::word_blank => "`blank`",
        Kind::word_base => "`base`",
        Kind::word_at => "`at`",
        Kind::word_advance => "`advance`",
        Kind::word_ask => "`ask`",
        Kind::word_closed => "`closed`",
        Kind::word_earned => "`earned`",
        Kind::word_hold => "`hold`",
        Kind::word_list => "`list`",
        Kind::word_money => "`money`",
        Kind::word_risk => "`risk`",
        Kind::word_to => "`to`",
        Kind::word_unrouted => "`unrouted`",
        _ => return None,
    })
}

/// Parts of a line.
fn parts(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::name => "a name",
        Kind::path
        | Kind::chance_point
        | Kind::figure
        | Kind::expr
        | Kind::operand
        | Kind::group
        | Kind::quantifier
        | Kind::aggregate
        | Kind::aggregate_word => "a value",
        Kind::currency => "a currency",
        Kind::number_alone => "a number",
        Kind::percent => "a percent",
        Kind::date => "a date",
        Kind::text => "a text",
        Kind::import => "`import`",
        Kind::evidence => "`evidence`",
        Kind::opportunity => "`opportunity`",
        Kind::record => "`record`",
        Kind::stage_line | Kind::stage => "`stage`",
        Kind::field | Kind::role => "a field",
        Kind::from_label | Kind::stage_labels => "`from`",
        Kind::blanks => "`blank`",
        Kind::type_ | Kind::list_type | Kind::money_type | Kind::variant => "a type",
        Kind::function => "`function`",
        Kind::param => "a parameter",
        Kind::define => "`define`",
        Kind::process => "`process`",
        Kind::title => "a title",
        Kind::applies => "`applies`",
        Kind::outcome => "`won`",
        Kind::outcome_word => "`won`, `lost` or `walked`",
        _ => return None,
    })
}

/// Lines and blocks.
fn lines(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::chance_block => "`chance`",
        Kind::base => "`base`",
        Kind::odds => "`odds`",
        Kind::case => "`times`",
        Kind::otherwise => "`otherwise`",
        Kind::require => "`require`",
        Kind::once => "`once`",
        Kind::disqualify => "`disqualify`",
        Kind::warn => "`warn`",
        Kind::how => "`how`",
        Kind::comparison | Kind::starts_with | Kind::ends_with => "an operator",
        Kind::fixture => "`fixture`",
        Kind::as_of => "`as of`",
        Kind::facts => "`{`",
        Kind::by_grade => "`by`",
        Kind::on_date => "`on`",
        Kind::list => "a list",
        Kind::test => "`test`",
        Kind::given => "`given`",
        Kind::in_process => "`in`",
        Kind::at_stage => "`at`",
        Kind::expectation => "`expect`",
        Kind::at_risk => "`at risk`",
        Kind::only => "`only`",
        _ => return None,
    })
}
