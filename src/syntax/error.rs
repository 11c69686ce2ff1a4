//! What is wrong with a text as a text: the messages E01xx.
//!
//! Each is a constructor that is given places and the user's words. Where one edit mends the fault the message carries
//! it; an edit that would choose a meaning is only shown.

mod expr;
mod habit;
mod lexical;
mod shape;

pub(super) use expr::*;
pub(super) use habit::*;
pub(super) use lexical::*;
pub(super) use shape::*;

/// The words of a place on one line, as a help shows them; nothing where that would be long.
pub(super) fn shown(text: &str) -> Option<String> {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inert = line.len() <= LONGEST && !line.contains(['`', '#']) && line.chars().all(|letter| !letter.is_control());
    inert.then_some(line)
}
