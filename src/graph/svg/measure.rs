//! How wide texts are, without a font at hand: the widths of Helvetica, which Arial and Liberation Sans share, by groups of
//! letters, each as wide as the widest of its group.

/// The width of a text in letters of that size.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(advance).sum::<f32>() * size
}

/// The width of a letter by its height.
fn advance(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | '|' | '\'' => 0.25,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '\\' | '[' | ']' => 0.29,
        'r' | '-' | '(' | ')' | '"' | '`' | '*' | '{' | '}' => 0.4,
        'm' | 'M' | '…' => 0.9,
        'W' | '%' | '@' | '—' => 1.02,
        'A'..='Z' | 'w' => 0.78,
        '\0'..='\u{24f}' => 0.6,
        '\u{250}'..='\u{10ff}' => 0.8,
        _wide => 1.1,
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn wide_letters_are_wider() {
        assert!(width("will", 10.0) < width("some", 10.0));
        assert!(width("some", 10.0) < width("SOME", 10.0));
        assert!(width("some", 10.0) < width("日本語文", 10.0));
        assert!((width("ab", 20.0) - 2.0 * width("ab", 10.0)).abs() < 0.001);
    }
}
