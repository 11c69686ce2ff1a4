//! The texts of atoms.

/// Source text with one blank where there was white space or a comment; strings as they are.
pub(crate) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' => string_length(rest),
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (token, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if letter == '#' || letter.is_whitespace() {
            if !spaced.ends_with(' ') {
                spaced.push(' ');
            }
        } else {
            spaced.push_str(token);
        }
        rest = behind;
    }
    spaced.truncate(spaced.trim_end().len());
    spaced
}

/// How long the string literal at the start of a text is.
fn string_length(text: &str) -> usize {
    let quotes = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut at = quotes.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(quotes) {
            return at.saturating_add(quotes.len());
        }
        let escape = if rest.starts_with('\\') { 1 } else { 0 };
        let letter = rest.get(escape..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        at = at.saturating_add(escape).saturating_add(letter);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn atoms_keep_strings_and_fold_white_space() {
        assert_eq!(spaced("goal  is # why\n  \"a  # \\\" b\""), "goal is \"a  # \\\" b\"");
        assert_eq!(spaced("a\u{a0}<\r\n1"), "a < 1");
        assert_eq!(spaced("goal is \"\"\"a \"\n b\"\"\""), "goal is \"\"\"a \"\n b\"\"\"");
    }
}
