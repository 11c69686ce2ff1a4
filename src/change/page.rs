//! Lines of at most eighty columns, made inert.

use crate::diag::one_line;

/// The longest line, where no word is longer.
pub(super) const WIDTH: usize = 80;

/// Text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    /// An empty line, but not a second one or the first.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A text in lines, the first behind `head` and the others below its text.
    pub(super) fn hanging(&mut self, head: &str, text: &str) {
        let indent = head.chars().count();
        for (place, line) in wrapped(text, WIDTH.saturating_sub(indent)).iter().enumerate() {
            if place == 0 {
                self.push(head);
            } else {
                self.text.extend(std::iter::repeat_n(' ', indent));
            }
            self.push(line);
            self.end_line();
        }
    }

    /// A line as it is.
    pub(super) fn line(&mut self, text: &str) {
        self.push(text);
        self.end_line();
    }

    /// Two texts beside each other, each in lines.
    pub(super) fn beside(&mut self, indent: usize, left: &[String], right: &[String]) {
        let width = WIDTH.saturating_sub(indent).saturating_sub(3) / 2;
        let [left, right] =
            [left, right].map(|texts| texts.iter().flat_map(|text| hung(text, width)).collect::<Vec<String>>());
        for place in 0..left.len().max(right.len()) {
            let [one, two] = [&left, &right].map(|lines| lines.get(place).map_or("", String::as_str));
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.push(one);
            let fill = width.saturating_sub(one.chars().count());
            self.text.extend(std::iter::repeat_n(' ', fill));
            self.push(" │ ");
            self.push(two);
            self.end_line();
        }
    }

    /// Rows in columns, so many of them to the left and the others to the right; the head line is the first row. Where it gets
    /// too wide, shares in parentheses and the word `later` are left out, and then the widest of the columns to the left is clipped.
    pub(super) fn table(&mut self, left: usize, rows: &[Vec<String>]) {
        let mut rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
        if total(&widths(&rows)) > WIDTH {
            for cell in rows.iter_mut().flat_map(|row| row.iter_mut().skip(left)) {
                cell.truncate(cell.find(" (").unwrap_or(cell.len()));
                if let Some(outcome) = cell.strip_prefix("later ") {
                    *cell = outcome.to_owned();
                }
            }
        }
        let mut widths = widths(&rows);
        if let Some(too_much) = total(&widths).checked_sub(WIDTH)
            && let Some(widest) = widths.iter_mut().take(left).max_by_key(|width| **width)
        {
            *widest = widest.saturating_sub(too_much).max(8);
        }
        for row in &rows {
            self.text.push_str("  ");
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let cell = clipped(cell, *width);
                let fill = std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count()));
                if column >= left {
                    self.text.extend(fill);
                    self.text.push_str(&cell);
                } else {
                    self.text.push_str(&cell);
                    self.text.extend(fill);
                }
                self.text.push_str("  ");
            }
            self.end_line();
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(&one_line(text));
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }
}

/// The widest cell of each column.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    (0..columns).map(width).collect()
}

/// How wide a table is, with two blanks before each column.
fn total(widths: &[usize]) -> usize {
    widths.iter().fold(0, |sum, width| sum.saturating_add(width.saturating_add(2)))
}

/// Lines of a text; those behind the first go in by two.
fn hung(text: &str, width: usize) -> Vec<String> {
    let lines = wrapped(text, width.saturating_sub(2));
    lines.into_iter().enumerate().map(|(place, line)| if place == 0 { line } else { format!("  {line}") }).collect()
}

/// A text in lines, broken between words; a word that is longer than a line is broken too.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let (text, width) = (one_line(text), width.max(8));
    let mut lines = vec![String::new()];
    let mut used = 0_usize;
    for word in text.split_whitespace() {
        let mut letters = word.chars().count();
        if used > 0 && used.saturating_add(letters).saturating_add(1) > width {
            lines.push(String::new());
            used = 0;
        }
        let mut rest = word;
        while letters > width {
            let cut = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
            let (head, tail) = rest.split_at_checked(cut).unwrap_or((rest, ""));
            put(&mut lines, &mut used, head);
            lines.push(String::new());
            used = 0;
            rest = tail;
            letters = letters.saturating_sub(width);
        }
        put(&mut lines, &mut used, rest);
    }
    lines
}

fn put(lines: &mut [String], used: &mut usize, word: &str) {
    let Some(line) = lines.last_mut() else { return };
    if *used > 0 {
        line.push(' ');
        *used = used.saturating_add(1);
    }
    line.push_str(word);
    *used = used.saturating_add(word.chars().count());
}

/// A text of at most so many letters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// A whole number with its digits in groups.
pub(super) fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of a whole: `50.7 %`.
pub(super) fn share(part: u64, whole: u64) -> String {
    let thousandths = u128::from(part).saturating_mul(2_000).saturating_add(u128::from(whole));
    let thousandths = thousandths.checked_div(u128::from(whole).saturating_mul(2)).unwrap_or(0);
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::{clipped, grouped, share, wrapped};

    #[test]
    fn numbers_and_texts_are_short() {
        assert_eq!([grouped(0), grouped(-1_234), grouped(1_234_567)], ["0", "-1,234", "1,234,567"]);
        assert_eq!(
            [share(115, 227), share(120, 227), share(1, 0), share(3, 3)],
            ["50.7 %", "52.9 %", "0.0 %", "100.0 %"]
        );
        assert_eq!([clipped("abc", 3), clipped("abcd", 3)], ["abc", "ab…"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij k", 8), ["abcdefgh", "ij k"]);
    }
}
