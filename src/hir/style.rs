//! How data is written: samples of numbers (`"1.234,56"`) and patterns of dates (`"DD-MM-YYYY"`).

use crate::schema::{DatePiece, NumberStyle};

/// Reads a sample number: digits in well-formed groups or without, a sign for the decimals, decimals.
pub(crate) fn number_style(sample: &str) -> Option<NumberStyle> {
    let (decimal_at, decimal) = sample.char_indices().rev().find(|(_, letter)| !letter.is_ascii_digit())?;
    let whole = sample.get(..decimal_at)?;
    let decimals = sample.get(decimal_at..)?.strip_prefix(decimal)?;
    if decimals.is_empty() || !matches!(decimal, '.' | ',') {
        return None;
    }
    let group = whole.chars().find(|letter| !letter.is_ascii_digit());
    // `1.234` may be meant as more than a thousand or as less than two.
    let either = decimals.len() == 3 && !whole.starts_with('0') && whole.len() <= 3;
    let fits = match group {
        None => !whole.is_empty() && !either,
        Some(group) => group != decimal && separates_groups(group) && in_groups(whole, group),
    };
    fits.then_some(NumberStyle { group, decimal, declared: true })
}

fn separates_groups(letter: char) -> bool {
    matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '_')
}

/// One to three digits, then groups of three.
fn in_groups(whole: &str, group: char) -> bool {
    let mut parts = whole.split(group);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next().unwrap_or("");
    (1..=3).contains(&first.len()) && digits(first) && parts.all(|part| part.len() == 3 && digits(part))
}

/// What is wrong with a date pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternFault {
    /// Letters that stand for no part of a date, such as `YY` or `dd`.
    Part(String),
    /// A part that stands twice.
    Twice(&'static str),
    /// A part that is not there.
    Missing(&'static str),
    /// `M` or `D` right beside another part: where one ends could not be told.
    Touching,
    /// Digits cannot separate.
    Digit(char),
}

/// Reads a date pattern.
pub(crate) fn date_pattern(pattern: &str) -> Result<Vec<DatePiece>, PatternFault> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let end = rest.find(|other| other != letter).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if letter.is_ascii_digit() {
            return Err(PatternFault::Digit(letter));
        }
        if letter.is_ascii_alphabetic() {
            pieces.push(part(run)?);
        } else {
            pieces.extend(run.chars().map(DatePiece::Separator));
        }
    }
    whole(&pieces)?;
    Ok(pieces)
}

fn part(run: &str) -> Result<DatePiece, PatternFault> {
    match run {
        "YYYY" => Ok(DatePiece::Year),
        "MM" => Ok(DatePiece::Month { padded: true }),
        "M" => Ok(DatePiece::Month { padded: false }),
        "DD" => Ok(DatePiece::Day { padded: true }),
        "D" => Ok(DatePiece::Day { padded: false }),
        other => Err(PatternFault::Part(other.to_owned())),
    }
}

/// Each part stands once, and what is not padded touches no other part.
fn whole(pieces: &[DatePiece]) -> Result<(), PatternFault> {
    for (name, is_part) in PARTS {
        match pieces.iter().filter(|piece| is_part(piece)).count() {
            0 => return Err(PatternFault::Missing(name)),
            1 => {}
            _ => return Err(PatternFault::Twice(name)),
        }
    }
    let touching = pieces.windows(2).any(|pair| match pair {
        [first, second] => is_number(first) && is_number(second) && (is_open(first) || is_open(second)),
        _ => false,
    });
    if touching { Err(PatternFault::Touching) } else { Ok(()) }
}

type IsPart = fn(&DatePiece) -> bool;

const PARTS: [(&str, IsPart); 3] = [
    ("YYYY", |piece| matches!(piece, DatePiece::Year)),
    ("MM", |piece| matches!(piece, DatePiece::Month { .. })),
    ("DD", |piece| matches!(piece, DatePiece::Day { .. })),
];

fn is_number(piece: &DatePiece) -> bool {
    match piece {
        DatePiece::Year | DatePiece::Month { .. } | DatePiece::Day { .. } => true,
        DatePiece::Separator(_) => false,
    }
}

fn is_open(piece: &DatePiece) -> bool {
    match piece {
        DatePiece::Month { padded } | DatePiece::Day { padded } => !padded,
        DatePiece::Year | DatePiece::Separator(_) => false,
    }
}
