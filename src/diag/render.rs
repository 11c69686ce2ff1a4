//! A message as a compiler prints it.
//!
//! The lines that a message is about are cut out of their files, made harmless and clipped before they are drawn, so that
//! a message costs little however long the file and its lines are. A place that goes over several lines is shown on its
//! first.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Message, Severity, UNREADABLE, push_inert};
use crate::source::{FileId, Source, Span};

/// The most bytes of a message, colors not counted.
const MOST_BYTES: usize = 2048;

/// Columns past which lines would be clipped again.
const WIDEST: usize = 10_000;

/// How much of a message is shown.
#[derive(Clone, Copy)]
struct Measure {
    /// Places beside the message's own.
    labels: usize,
    /// Characters of a line.
    width: usize,
    /// Characters of the words at a place.
    label: usize,
    /// Characters of the message and of the help.
    text: usize,
}

/// From the most that is shown to the least.
const MEASURES: [Measure; 4] = [
    Measure { labels: 5, width: 120, label: 100, text: 400 },
    Measure { labels: 3, width: 80, label: 80, text: 300 },
    Measure { labels: 1, width: 60, label: 40, text: 200 },
    Measure { labels: 0, width: 20, label: 20, text: 100 },
];

/// Draws a message in the largest measure in which it stays small.
pub(super) fn render(message: &Message<'_>, color: bool) -> String {
    let plain = Renderer::plain().term_width(WIDEST);
    let fits = |measure: &&Measure| draw(message, measure, &plain).len() <= MOST_BYTES;
    let [.., least] = &MEASURES;
    let measure = MEASURES.iter().find(fits).unwrap_or(least);
    let styled = Renderer::styled().term_width(WIDEST);
    draw(message, measure, if color { &styled } else { &plain })
}

/// Draws a message in a measure.
fn draw(message: &Message<'_>, measure: &Measure, renderer: &Renderer) -> String {
    let diagnostic = message.diagnostic();
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(inert(&diagnostic.message, measure.text)).id(diagnostic.code.as_str());
    // A file that could not be read has no line to show, and its name is in the message.
    let excerpts = if diagnostic.code == UNREADABLE { Vec::new() } else { excerpts(message, measure) };
    let mut group = Group::with_title(title).elements(excerpts.iter().map(Excerpt::snippet));
    let help = help(message);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(inert(help, measure.text)));
    }
    let mut drawn = renderer.render(&[group]);
    if help.is_some() {
        close_gap(&mut drawn);
    }
    correct_places(&drawn, &excerpts)
}

/// Takes out the bare line that is drawn between an excerpt and the help.
fn close_gap(drawn: &mut String) {
    let Some(end) = drawn.rfind('\n') else { return };
    let Some(start) = drawn.get(..end).and_then(|before| before.rfind('\n')) else { return };
    let line = drawn.get(start..end).unwrap_or("");
    if line.trim() == "|" || line.ends_with("|\u{1b}[0m") {
        drawn.replace_range(start..end, "");
    }
}

/// What to do: in the message's own words, or the edit that it carries.
fn help(message: &Message<'_>) -> Option<String> {
    let diagnostic = message.diagnostic();
    let edit = diagnostic.fix.as_ref().filter(|fix| !fix.with.trim().is_empty());
    diagnostic.help.clone().or_else(|| edit.map(|fix| format!("write `{}`", fix.with.trim())))
}

/// A text on one line, harmless and clipped.
fn inert(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut written = 0_usize;
    for letter in text.chars() {
        if written >= most {
            shown.push('…');
            break;
        }
        let before = shown.len();
        push_inert(&mut shown, if letter == '\n' { ' ' } else { letter });
        written = written.saturating_add(shown.get(before..).unwrap_or("").chars().count());
    }
    shown
}

/// Lines of one file that are near each other.
struct Excerpt {
    path: String,
    /// The place that the excerpt is said to be at, as the file counts.
    place: String,
    /// The same place as it is drawn, but for the column.
    drawn_place: String,
    first_line: usize,
    last_line: usize,
    text: String,
    marks: Vec<Mark>,
}

/// A place in an excerpt's text.
struct Mark {
    range: Range<usize>,
    text: String,
    primary: bool,
}

impl Excerpt {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let marks = self.marks.iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = Some(mark.text.as_str()).filter(|text| !text.is_empty());
            kind.span(mark.range.clone()).label(label)
        });
        Snippet::source(self.text.as_str()).line_start(self.first_line).path(self.path.as_str()).annotations(marks)
    }
}

/// Puts right the places that excerpts are said to be at: the drawing counts columns in the excerpt, where lines are clipped
/// and some characters are escapes.
fn correct_places(drawn: &str, excerpts: &[Excerpt]) -> String {
    let (title, mut rest) = drawn.split_at_checked(drawn.find('\n').unwrap_or(0)).unwrap_or((drawn, ""));
    let mut corrected = title.to_owned();
    for excerpt in excerpts {
        let Some((before, behind)) = rest.split_once(&excerpt.drawn_place) else { continue };
        corrected.push_str(before);
        corrected.push_str(&excerpt.place);
        rest = behind.trim_start_matches(|letter: char| letter.is_ascii_digit());
    }
    corrected.push_str(rest);
    corrected
}

/// A place that is to be shown.
struct Wanted<'a> {
    span: Span,
    line: usize,
    line_start: u32,
    text: &'a str,
    primary: bool,
}

/// The excerpts that a message needs, the one with its own place first.
fn excerpts(message: &Message<'_>, measure: &Measure) -> Vec<Excerpt> {
    let diagnostic = message.diagnostic();
    let own = (diagnostic.span, diagnostic.label.as_str(), true);
    let further = diagnostic.labels.iter().map(|label| (label.span, label.text.as_str(), false)).take(measure.labels);
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for (span, text, primary) in std::iter::once(own).chain(further) {
        let Some(source) = message.source_of(span.file) else { continue };
        let (line, line_start) = source.line_of(span.start);
        wanted.push(Wanted { span, line, line_start, text, primary });
    }
    wanted.sort_by_key(|wanted| (wanted.span.file, wanted.line, wanted.span.start));
    let mut excerpts: Vec<(FileId, Excerpt)> = Vec::new();
    let lines = wanted.chunk_by(|one, next| one.span.file == next.span.file && one.line == next.line);
    for places in lines {
        let Some(first) = places.first() else { continue };
        let Some(source) = message.source_of(first.span.file) else { continue };
        let line = Line::cut(source, places, measure);
        match excerpts.last_mut().filter(|(file, excerpt)| *file == first.span.file && is_near(excerpt, first.line)) {
            Some((_, excerpt)) => excerpt.extend(message, source, places, line),
            None => excerpts.push((first.span.file, Excerpt::start(message, source, places, line))),
        }
    }
    let mut excerpts: Vec<Excerpt> = excerpts.into_iter().map(|(_, excerpt)| excerpt).collect();
    excerpts.sort_by_key(|excerpt| !excerpt.marks.iter().any(|mark| mark.primary));
    excerpts
}

/// Whether a line is near enough to an excerpt to be drawn with it.
fn is_near(excerpt: &Excerpt, line: usize) -> bool {
    const GAP: usize = 100;
    line <= excerpt.last_line.saturating_add(GAP)
}

impl Excerpt {
    fn start(message: &Message<'_>, source: &Source, places: &[Wanted<'_>], line: Line) -> Self {
        let first_line = places.first().map_or(1, |wanted| wanted.line);
        let mut excerpt = Excerpt {
            path: inert(source.name(), 120),
            place: String::new(),
            drawn_place: String::new(),
            first_line,
            last_line: first_line,
            text: String::new(),
            marks: Vec::new(),
        };
        excerpt.add(message, places, line);
        excerpt
    }

    /// Adds a further line; a single line between is shown, more are passed over.
    fn extend(&mut self, message: &Message<'_>, source: &Source, places: &[Wanted<'_>], line: Line) {
        let next = places.first().map_or(self.last_line, |wanted| wanted.line);
        let gap = next.saturating_sub(self.last_line);
        if gap == 2 {
            let between = source.line(self.last_line.saturating_add(1));
            self.text.push('\n');
            self.text.push_str(inert_line(between).as_str());
        } else {
            self.text.extend(std::iter::repeat_n('\n', gap.saturating_sub(1)));
        }
        self.text.push('\n');
        self.last_line = next;
        self.add(message, places, line);
    }

    /// Adds a line's text and places at the end.
    fn add(&mut self, message: &Message<'_>, places: &[Wanted<'_>], line: Line) {
        let start = self.text.len();
        let shift = |at: usize| at.saturating_add(start);
        for (wanted, range) in places.iter().zip(line.ranges) {
            if wanted.primary || self.place.is_empty() {
                let real = message.region(wanted.span).start;
                self.place = format!("{}:{}:{}", self.path, real.line, real.column);
                self.drawn_place = format!("{}:{}:", self.path, wanted.line);
            }
            let range = shift(range.start)..shift(range.end);
            self.marks.push(Mark { range, text: inert(wanted.text, line.label), primary: wanted.primary });
        }
        // An empty line at the end would be none.
        let is_lost = start > 0 && line.text.is_empty();
        self.text.push_str(if is_lost { " " } else { &line.text });
    }
}

/// A line's text as it is drawn.
struct Line {
    text: String,
    /// Where the places are in it.
    ranges: Vec<Range<usize>>,
    /// The characters that the words at a place may have.
    label: usize,
}

impl Line {
    /// Cuts out what stands round the first of the line's places, and makes it harmless. A place beyond the cut is shown at
    /// its edge.
    fn cut(source: &Source, places: &[Wanted<'_>], measure: &Measure) -> Self {
        let (number, line_start) = places.first().map_or((1, 0), |wanted| (wanted.line, wanted.line_start));
        let whole = source.line(number);
        let offset =
            |at: u32| Span { file: FileId(0), start: at.saturating_sub(line_start), end: u32::MAX }.range().start;
        let centre = places
            .iter()
            .find(|wanted| wanted.primary)
            .or(places.first())
            .map_or(0, |wanted| offset(wanted.span.start));
        let window = window(whole, centre, measure.width);
        let mut text = String::new();
        let mut drawn: Vec<(usize, usize)> = Vec::new();
        if window.start > 0 {
            text.push('…');
        }
        for (at, letter) in whole.get(window.clone()).unwrap_or("").char_indices() {
            drawn.push((at.saturating_add(window.start), text.len()));
            push_drawn(&mut text, letter);
        }
        let end = text.len();
        if window.end < whole.len() {
            text.push('…');
        }
        let find = |at: usize| match drawn.binary_search_by_key(&at, |&(from, _)| from) {
            Ok(found) | Err(found) => drawn.get(found).map_or(end, |&(_, to)| to),
        };
        let ranges =
            places.iter().map(|wanted| find(offset(wanted.span.start))..find(offset(wanted.span.end))).collect();
        Line { text, ranges, label: measure.label }
    }
}

/// The part of a line of so many characters that has a place in its middle, or as near to it as the line's ends allow.
fn window(line: &str, place: usize, width: usize) -> Range<usize> {
    let (before, behind) = line.split_at_checked(place).unwrap_or((line, ""));
    let room = behind.chars().take(width).count();
    let left = width.saturating_sub(room.min(width.div_ceil(2)));
    let start = before.char_indices().rev().take(left).last().map_or(before.len(), |(at, _)| at);
    let taken = before.get(start..).unwrap_or("").chars().count();
    let end = behind.char_indices().nth(width.saturating_sub(taken)).map_or(behind.len(), |(at, _)| at);
    start..end.saturating_add(before.len())
}

/// A line between two lines with places, as it is drawn.
fn inert_line(line: &str) -> String {
    let mut text = String::new();
    for letter in line.chars().take(80) {
        push_drawn(&mut text, letter);
    }
    text
}

/// Appends a character of a source line: a tab as blanks, what would steer a terminal as an escape.
fn push_drawn(text: &mut String, letter: char) {
    if letter == '\t' { text.push_str("    ") } else { push_inert(text, letter) }
}

#[cfg(test)]
mod tests {
    use crate::diag::{Code, Diagnostic, Diagnostics};
    use crate::source::{FileId, Source, Span};

    const CODE: Code = Code::new("E0302");

    /// The place of a text in another.
    fn place(text: &str, part: &str) -> Span {
        let at = text.find(part).unwrap();
        Span::new(FileId(0), at, at + part.len())
    }

    #[test]
    fn a_message_shows_its_places_and_what_to_do() {
        let text = format!("{}    require forecast that close_date <= \"Q3\"\n", "\n".repeat(30));
        let fault = Diagnostic::new(CODE, place(&text, "\"Q3\""), "cannot compare `close_date` (a date) with a text")
            .here("this is a text")
            .also(place(&text, "close_date"), "this is a date")
            .help("write a date as 2026-09-30");
        let all = Diagnostics::new(vec![Source::new("enterprise.gate", &text)], vec![fault]);
        let expected = r#"error[E0302]: cannot compare `close_date` (a date) with a text
  --> enterprise.gate:31:41
   |
31 |     require forecast that close_date <= "Q3"
   |                           ----------    ^^^^ this is a text
   |                           |
   |                           this is a date
   = help: write a date as 2026-09-30"#;
        assert_eq!(all.to_string(), expected);
    }

    #[test]
    fn a_message_is_small_and_steers_no_terminal() {
        let text = format!("{}\t\u{1b}[31m\u{202e}名bad{}\r\n", "a b ".repeat(10_000), " c\u{7}".repeat(10_000));
        let long = |letter: &str| letter.repeat(5000);
        let fault = Diagnostic::new(CODE, place(&text, "bad"), long("m\u{1b}")).here(long("名")).help(long("h\n"));
        let fault =
            (0..50).fold(fault, |fault, at| fault.also(Span::new(FileId(0), at * 7, at * 9), long("l\u{202e}")));
        let all = Diagnostics::new(vec![Source::new(long("\u{1b}"), &text)], vec![fault]);
        let shown = all.to_string();
        assert!(shown.len() <= 2048, "{}", shown.len());
        assert!(shown.contains(":1:40009"), "{shown}");
        assert!(
            !shown.contains(|letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}'),
            "{shown}"
        );
    }

    #[test]
    fn a_place_beyond_the_text_is_shown_at_its_end() {
        let fault =
            Diagnostic::new(CODE, Span::new(FileId(0), 70, 90), "cut short").also(Span::new(FileId(9), 1, 2), "lost");
        let all = Diagnostics::new(vec![Source::new("a.gate", "abc")], vec![fault]);
        assert_eq!(all.to_string(), "error[E0302]: cut short\n --> a.gate:1:4\n  |\n1 | abc\n  |    ^");
    }

    #[test]
    fn an_empty_line_at_the_end_is_shown_in_its_place() {
        let text = "abc\n";
        let fault =
            Diagnostic::new(CODE, Span::new(FileId(0), 4, 4), "cut short").also(place(text, "abc"), "opened here");
        let all = Diagnostics::new(vec![Source::new("a.gate", text)], vec![fault]);
        assert!(all.to_string().contains("--> a.gate:2:1\n"), "{all}");
    }
}
