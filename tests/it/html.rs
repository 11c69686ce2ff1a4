//! Pages: whole in themselves, the same each time, and harmless whatever texts they hold.

use sha2::{Digest, Sha256};
use stagegate::internals::html::{
    Bar, Cell, Figure, Interval, Line, Page, Row, SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH, Section, Step, Table, Tone,
    bars, clipped, funnel, intervals, lines,
};

/// Markup, an entity, quotes, a terminal's escape, letters that turn the direction of reading, and one that is not seen.
const HOSTILE: &str =
    "<script>alert('1')</script> &amp; \"'\u{1b}[31m\u{202e}evil\u{2066}\u{feff}\0</title></style><!--]]>";

/// A page with every kind of block, and one text wherever a text may stand.
fn page(text: &str) -> String {
    let mut table = Table::new().caption(text).texts(text).numbers(text).sortable();
    table.push(Row::new(vec![Cell::text(text), Cell::sorted(text, text).tone(Tone::Bad)]).fold(text, text));
    let charts = vec![
        bars(text, &[Bar { label: text.to_owned(), value: 3.0, shown: text.to_owned(), tone: Tone::Bad }]),
        funnel(
            text,
            (text, text),
            &[Step { label: text.to_owned(), left: (2.0, text.to_owned()), right: (1.0, text.to_owned()) }],
        ),
        intervals(
            text,
            &[Interval { label: text.to_owned(), points: [1.0, 20.0, 90.0], shown: text.to_owned(), tone: Tone::Good }],
        ),
        lines(
            text,
            (text, text),
            &[Line { name: text.to_owned(), points: vec![(0.0, 0.0), (1.0, 2.0)], tone: Tone::Plain }],
        ),
    ];
    let section = Section::new(text)
        .text(text)
        .note(text)
        .code(text)
        .figures(vec![Figure::new(text, text).note(text).tone(Tone::Good)])
        .charts(charts)
        .table(table);
    Page::new(text).lead(text).section(section).footer(text).to_html()
}

#[test]
fn a_text_is_a_text_wherever_it_stands() {
    let (plain, hostile) = (page("plain"), page(HOSTILE));
    let tags = |page: &str| page.matches('<').count();
    assert_eq!(tags(&hostile), tags(&plain), "a text has become markup");
    for letter in ["\u{1b}", "\u{202e}", "\u{2066}", "\u{feff}", "\0", "</script> &"] {
        assert!(!hostile.contains(letter), "{letter:?} is on the page");
    }
    assert!(hostile.contains("&#60;script&#62;alert(&#39;1&#39;)"), "the text is shown");
    assert!(hostile.contains("\\u{202e}evil"), "what turns the reading is shown");
}

#[test]
fn elements_have_their_attributes() {
    let page = page("plain");
    for element in [
        "<table data-sortable>",
        "<th scope=\"col\" class=\"number\">plain</th>",
        "<td class=\"number bad\" data-sort=\"plain\">plain</td>",
        "<td>plain</td>",
        "<div class=\"good\"><dt>plain</dt>",
        "<tr class=\"fold\"><td colspan=\"2\"><details><summary>plain</summary>",
        "<svg viewBox=\"0 0 520 ",
        "aria-label=\"plain: plain: plain\"",
    ] {
        assert!(page.contains(element), "{element} is not in\n{page}");
    }
}

#[test]
fn a_page_asks_for_nothing() {
    let page = page("plain");
    for asking in
        ["http:", "https:", "//", "src=", "url(", "@import", "<img", "<iframe", "<object", "<base", "onclick", "onload"]
    {
        let head = page.replace(SCRIPT, "").replace(STYLE, "");
        assert!(!head.contains(asking), "the page holds {asking}");
        assert!(!STYLE.contains(asking), "the style holds {asking}");
    }
    assert!(page.contains("default-src &#39;none&#39;;"));
    assert_eq!(page.matches("href=").count(), 1, "the empty icon alone");
    assert_eq!(page.matches(" style=").count(), 0, "the policy allows no style but the one");
}

#[test]
fn the_policy_names_what_stands_in_the_page() {
    for (name, text, hash) in [("STYLE", STYLE, STYLE_HASH), ("SCRIPT", SCRIPT, SCRIPT_HASH)] {
        assert_eq!(base64(&Sha256::digest(text)), hash, "{name}_HASH in src/html/mod.rs");
    }
    let page = page("plain");
    assert!(page.contains(&format!("<style>{STYLE}</style>")), "hashed as it stands");
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")), "hashed as it stands");
    assert!(!SCRIPT.contains("</") && !STYLE.contains("</"));
}

#[test]
fn the_style_knows_every_color_of_a_chart() {
    let page = page("plain").replace(STYLE, "");
    let mut seen = std::collections::BTreeSet::new();
    for (at, _) in page.match_indices("=\"#") {
        let start = page[..at].rfind(' ').unwrap() + 1;
        seen.insert(page[start..at + "=\"#123456\"".len()].to_owned());
    }
    assert!(seen.len() >= 8, "{seen:?}");
    for color in &seen {
        assert!(STYLE.contains(&format!("svg [{color}]")), "the style has no {color}");
    }
    for tone in Tone::ALL {
        assert!(STYLE.contains(&format!("var(--{})", tone.class())), "{tone:?}");
    }
}

#[test]
fn charts_say_in_words_what_they_show() {
    let page = page("plain");
    assert_eq!(page.matches("<svg ").count(), 4);
    assert_eq!(page.matches("role=\"img\"").count(), 4);
    assert_eq!(page.matches("<desc>").count(), 4);
    assert!(page.contains("plain: 1% to 90%, likely 20% (plain)"), "{page}");
}

#[test]
fn charts_of_strange_numbers_are_drawn() {
    for value in [f64::NAN, f64::INFINITY, -1.0, 0.0, f64::MIN_POSITIVE, f64::MAX, 1e15] {
        let bar = |value| Bar { label: String::new(), value, shown: String::new(), tone: Tone::Plain };
        let of_bars = bars("bars", &[bar(value), bar(1.0)]);
        let step = Step { label: String::new(), left: (value, String::new()), right: (value, String::new()) };
        let interval = Interval { label: String::new(), points: [value; 3], shown: String::new(), tone: Tone::Plain };
        let line = |points| Line { name: String::new(), points, tone: Tone::Plain };
        let of_lines = lines("lines", ("x", "y"), &[line(vec![(value, value), (1.0, value)]), line(Vec::new())]);
        let charts =
            vec![of_bars, funnel("funnel", ("a", "b"), &[step]), intervals("intervals", &[interval]), of_lines];
        let page = Page::new("numbers").section(Section::new("charts").charts(charts)).to_html();
        assert!(!page.contains("NaN\"") && !page.contains("inf\""), "{value}");
        assert_eq!(page.matches("</svg>").count(), 4, "{value}");
    }
    let none = vec![bars("bars", &[]), funnel("f", ("a", "b"), &[]), intervals("i", &[]), lines("l", ("x", "y"), &[])];
    let page = Page::new("none").section(Section::new("charts").charts(none)).to_html();
    assert_eq!(page.matches("</svg>").count(), 4);
}

#[test]
fn labels_are_clipped_to_their_room() {
    assert_eq!(clipped("abcdef", 6), "abcdef");
    assert_eq!(clipped("abc\ndefg", 6), "abc d…");
    let long = "x".repeat(10_000);
    let bar = Bar { label: long.clone(), value: 1.0, shown: long, tone: Tone::Plain };
    let page = Page::new("long").section(Section::new("s").charts(vec![bars("bars", &[bar])])).to_html();
    let longest = page.lines().filter(|line| line.starts_with('x')).map(str::len).max().unwrap();
    assert!(longest < 100, "{longest}");
}

/// Base64 as a policy writes it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            text.push(if at <= chunk.len() { LETTERS[(bits >> (18 - 6 * at)) as usize & 63] as char } else { '=' });
        }
    }
    text
}
