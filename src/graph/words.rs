//! The words of a picture: titles, or names with blanks, and conditions as they are said.

use crate::diag;

/// So many letters of a text are shown at most.
const LONGEST: usize = 200;

/// A title; the name with blanks where there is none.
pub(super) fn title(title: Option<&str>, name: &str) -> String {
    match title.map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => shown(title),
        None => shown(&name.replace('_', " ")),
    }
}

/// A condition: names with blanks, figures with commas, signs as books print them. What stands in quotes stays.
pub(super) fn condition(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (said, length) = match letter {
            '"' => quoted(rest),
            '>' if rest.starts_with(">=") => ("≥".to_owned(), 2),
            '<' if rest.starts_with("<=") => ("≤".to_owned(), 2),
            '*' => ("×".to_owned(), 1),
            letter if letter.is_alphanumeric() => {
                let length = rest.find(|other: char| !other.is_alphanumeric() && other != '_').unwrap_or(rest.len());
                let blank = if letter.is_ascii_digit() { "," } else { " " };
                (rest.get(..length).unwrap_or("").replace('_', blank), length)
            }
            other => (other.to_string(), other.len_utf8()),
        };
        words.push_str(&said);
        rest = rest.get(length..).unwrap_or("");
    }
    shown(&words)
}

/// The string literal at the start of a text, and how long it is.
fn quoted(text: &str) -> (String, usize) {
    let quotes = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let behind = text.get(quotes.len()..).unwrap_or("");
    let mut escaped = false;
    for (at, letter) in behind.char_indices() {
        if !escaped && behind.get(at..).is_some_and(|rest| rest.starts_with(quotes)) {
            let length = at.saturating_add(quotes.len()).saturating_add(quotes.len());
            return (text.get(..length).unwrap_or("").to_owned(), length);
        }
        escaped = !escaped && letter == '\\';
    }
    (text.to_owned(), text.len())
}

/// A text on one line and not too long, in which no character steers anything.
pub(super) fn shown(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for letter in word.chars() {
            // Two code points that no page may hold.
            if matches!(letter, '\u{fffe}' | '\u{ffff}') {
                line.extend(letter.escape_unicode());
            } else {
                diag::push_inert(&mut line, letter);
            }
        }
    }
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("").trim_end()),
        None => line,
    }
}

/// A text in lines of so many letters at most, broken between words; a longer word is broken itself. One line at least.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    wrapped_by(text, |line| line.chars().count() <= width)
}

/// A text in lines that fit, each of one letter at least.
pub(super) fn wrapped_by(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::{condition, shown, title, wrapped};

    #[test]
    fn names_and_figures_are_said() {
        assert_eq!(title(Some("Qualify"), "q_1"), "Qualify");
        assert_eq!(title(Some(" "), "first_call"), "first call");
        assert_eq!(condition("new_name and amount >= 50_000 USD * 2.5"), "new name and amount ≥ 50,000 USD × 2.5");
        assert_eq!(condition(r#"a_b is "a_b \" >= c_d" or x_1_2 <= 1_0"#), r#"a b is "a_b \" >= c_d" or x 1 2 ≤ 1,0"#);
        assert_eq!(condition("goal contains \"\"\"a_ \"b\"\"\" and c_d"), "goal contains \"\"\"a_ \"b\"\"\" and c d");
    }

    #[test]
    fn lines_are_broken_between_words_where_they_can() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a longerthanthat b", 6), ["a", "longer", "thanth", "at b"]);
        assert_eq!(wrapped("", 6), [""]);
        assert_eq!(wrapped("ab", 0), ["a", "b"]);
    }

    #[test]
    fn long_and_steering_texts_are_tamed() {
        assert_eq!(shown("a\n\t b\u{202e}c\u{1b}d"), "a b\\u{202e}c\\u{1b}d");
        assert_eq!(shown(&"x".repeat(10_000)).chars().count(), 201);
    }
}
