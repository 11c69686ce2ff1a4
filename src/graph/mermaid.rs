//! Flowcharts for Mermaid.
//!
//! Mermaid takes a label for HTML, for Markdown and for a formula, looks for icons in it, and for settings anywhere. So of
//! what is no letter, digit or blank only what none of these knows is written as it is; the rest stands as codes.

use std::fmt::Write as _;

use super::{Graph, Item, LEGEND, Lane, Lines};

/// So many letters of a word stand together.
const LONGEST_WORD: usize = 40;

/// Lines of rules are wider than Mermaid would have labels.
const HEAD: &str = "---\nconfig:\n  flowchart:\n    wrappingWidth: 420\n---\nflowchart TB\n";

pub(super) fn write(graph: &Graph) -> String {
    let mut text = String::from(HEAD);
    let mut lines = Lines(&mut text);
    lines.add(1, format_args!("start([\"An opportunity\"])"));
    for (place, lane) in (1_usize..).zip(&graph.lanes) {
        let before = if place == 1 { "start".to_owned() } else { format!("p{}when", place.saturating_sub(1)) };
        lines.add(1, format_args!("{before} --> p{place}when"));
        self::lane(&mut lines, place, lane);
    }
    if graph.may_fit_none() {
        lines.add(1, format_args!("p{}when -- otherwise --> none([\"No process fits\"])", graph.lanes.len()));
    }
    lines.add(1, format_args!("legend[\"{}\"]", LEGEND.map(label).join("<br/>")));
    lines.add(1, format_args!("classDef stage text-align:left"));
    lines.add(1, format_args!("classDef won stroke:#2a9d4b,stroke-width:2px"));
    lines.add(1, format_args!("classDef ends stroke:#d1495b,stroke-width:2px"));
    lines.add(1, format_args!("classDef legend text-align:left,fill:none,stroke:none"));
    lines.add(1, format_args!("class legend legend"));
    text
}

fn lane(lines: &mut Lines<'_>, place: usize, lane: &Lane) {
    lines.add(1, format_args!("subgraph p{place}[\"{}\"]", label(&lane.title)));
    lines.add(2, format_args!("p{place}when{{{{\"{}\"}}}}", label(&lane.entry())));
    let mut before = format!("p{place}when");
    for (at, step) in (1_usize..).zip(&lane.stages) {
        let head = format!("<b>{}</b>", label(&step.title));
        lines.add(2, format_args!("p{place}s{at}[\"{}\"]:::stage", listed(head, &step.items)));
        lines.add(2, format_args!("{before} --> p{place}s{at}"));
        before = format!("p{place}s{at}");
    }
    lines.add(2, format_args!("p{place}won([\"Won\"]):::won"));
    lines.add(2, format_args!("{before} --> p{place}won"));
    let head = "<b>At any stage</b>".to_owned();
    lines.add(2, format_args!("p{place}any[\"{}\"]:::stage", listed(head, &lane.anywhere)));
    for (end, title) in lane.ends() {
        lines.add(2, format_args!("p{place}{end}([\"{title}\"]):::ends"));
        lines.add(2, format_args!("p{place}any -.-> p{place}{end}"));
    }
    lines.add(1, format_args!("end"));
}

fn listed(head: String, items: &[Item]) -> String {
    let mut text = head;
    for item in items {
        text.push_str("<br/>");
        text.push_str(item.mark());
        text.push(' ');
        text.push_str(&label(&item.line()));
    }
    text
}

/// A text inside of a label in quotes.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    let (mut before, mut run) = (' ', 0_usize);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        // A digit with a dot is an item of a list, and so is a line that starts with a dash.
        let is_plain = match letter {
            '.' => !before.is_ascii_digit(),
            '-' => before.is_alphanumeric(),
            ' ' | ',' | '?' | '\'' | '(' | ')' | '/' => true,
            other => other.is_alphanumeric() || !other.is_ascii(),
        };
        if is_plain {
            label.push(letter);
        } else {
            // A text takes all that is written to it.
            let _ = write!(label, "#{};", u32::from(letter));
        }
        // Mermaid reads the codes before it looks for icons (`fa:fa-car`) and formulas (`$$x$$`).
        if matches!(letter, ':' | '$') && letters.peek().is_some_and(|next| *next != ' ') {
            label.push('\u{200b}');
        }
        before = letter;
        run = if letter == ' ' { 0 } else { run.saturating_add(1) };
        if run == LONGEST_WORD {
            // Where Mermaid may break a word that is wider than a box.
            label.push('\u{200b}');
            run = 0;
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_label_says_nothing_to_mermaid() {
        assert_eq!(label("Two-step, it's done (once)?"), "Two-step, it's done (once)?");
        assert_eq!(label("1. <b>&\"x\"`%%{"), "1#46; #60;b#62;#38;#34;x#34;#96;#37;#37;#123;");
        assert_eq!(
            label("- a fa:fa-car $$x$$ #1;"),
            "#45; a fa#58;\u{200b}fa-car #36;\u{200b}#36;\u{200b}x#36;\u{200b}#36; #35;1#59;"
        );
    }
}
