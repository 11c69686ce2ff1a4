//! Graphs for Graphviz.
//!
//! Boxes of rules are tables of Graphviz' own kind of HTML, so that their lines start at the left; all other labels are
//! texts in quotes. Colors are light ones with a white page behind, as the picture may come to lie on any.

use std::fmt::Write as _;

use super::{Graph, Item, LEGEND, Lane, Lines, words};
use crate::playbook::RuleKind;

/// So many letters stand on a line of a box.
const WIDTH: usize = 56;

const HEAD: &str = r##"digraph playbook {
  graph [rankdir=TB newrank=true bgcolor="#ffffff" fontname="Helvetica" fontsize=14 nodesep=0.35 ranksep=0.35]
  node [shape=box style="rounded,filled" fillcolor="#f6f8fa" color="#57606a" fontname="Helvetica" fontsize=11]
  edge [color="#57606a" fontname="Helvetica" fontsize=10]
"##;

pub(super) fn write(graph: &Graph) -> String {
    let mut text = String::from(HEAD);
    let mut lines = Lines(&mut text);
    lines.add(1, format_args!("start [label=\"An opportunity\" shape=oval]"));
    for (place, lane) in (1_usize..).zip(&graph.lanes) {
        let before = if place == 1 { "start".to_owned() } else { format!("p{}when", place.saturating_sub(1)) };
        self::lane(&mut lines, place, lane);
        lines.add(1, format_args!("{before} -> p{place}when"));
    }
    let entries: Vec<String> = (1..=graph.lanes.len()).map(|place| format!("p{place}when")).collect();
    lines.add(1, format_args!("{{ rank=same {} }}", entries.join(" ")));
    if graph.may_fit_none() {
        lines.add(1, format_args!("none [label=\"No process fits\" shape=oval]"));
        lines.add(1, format_args!("p{}when -> none [label=\"otherwise\"]", graph.lanes.len()));
    }
    lines.add(1, format_args!("legend [label=\"{}\\l\" shape=plaintext style=\"\"]", LEGEND.join("\\l")));
    lines.add(0, format_args!("}}"));
    text
}

fn lane(lines: &mut Lines<'_>, place: usize, lane: &Lane) {
    lines.add(1, format_args!("subgraph cluster_p{place} {{"));
    lines.add(2, format_args!("label=\"{}\" style=rounded color=\"#8c959f\"", coded(&lane.title)));
    let entry = words::wrapped(&lane.entry(), WIDTH).iter().map(|line| coded(line)).collect::<Vec<_>>().join("\\n");
    lines.add(2, format_args!("p{place}when [label=\"{entry}\" shape=hexagon]"));
    let mut before = format!("p{place}when");
    for (at, step) in (1_usize..).zip(&lane.stages) {
        lines.add(2, format_args!("p{place}s{at} [label={}]", table(&step.title, &step.items)));
        lines.add(2, format_args!("{before} -> p{place}s{at}"));
        before = format!("p{place}s{at}");
    }
    lines.add(2, format_args!("p{place}won [label=\"Won\" shape=oval color=\"#1a7f37\" penwidth=2]"));
    lines.add(2, format_args!("{before} -> p{place}won"));
    lines.add(2, format_args!("p{place}any [label={}]", table("At any stage", &lane.anywhere)));
    for (end, title) in lane.ends() {
        lines.add(2, format_args!("p{place}{end} [label=\"{title}\" shape=oval color=\"#cf222e\" penwidth=2]"));
        lines.add(2, format_args!("p{place}any -> p{place}{end} [style=dashed]"));
    }
    lines.add(1, format_args!("}}"));
}

/// A heading with rules below it, each with its mark before it.
fn table(title: &str, items: &[Item]) -> String {
    let mut text = String::from("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">");
    let rows = |title: &str| words::wrapped(title, WIDTH).iter().map(|line| coded(line)).collect::<Vec<_>>();
    // A text takes all that is written to it.
    let _ = write!(text, "<TR><TD COLSPAN=\"2\"><B>{}</B></TD></TR>", rows(title).join("<BR/>"));
    for item in items {
        let color = match item.kind {
            RuleKind::Requirement { .. } => "#24292f",
            RuleKind::Disqualifier => "#cf222e",
            RuleKind::Warning => "#9a6700",
        };
        let lines = rows(&item.line()).join("<BR ALIGN=\"LEFT\"/>");
        let _ = write!(
            text,
            "<TR><TD VALIGN=\"TOP\"><FONT COLOR=\"{color}\">{}</FONT></TD>\
             <TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"><FONT COLOR=\"{color}\">{lines}</FONT></TD></TR>",
            item.mark()
        );
    }
    text.push_str("</TABLE>>");
    text
}

/// A text inside of quotes or of Graphviz' HTML: in both it reads a backslash as the start of an escape, and codes of HTML
/// as letters.
fn coded(text: &str) -> String {
    let mut coded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => coded.push_str("&amp;"),
            '<' => coded.push_str("&lt;"),
            '>' => coded.push_str("&gt;"),
            '"' => coded.push_str("&quot;"),
            '\\' => coded.push_str("\\\\"),
            other => coded.push(other),
        }
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::coded;

    #[test]
    fn texts_say_nothing_to_graphviz() {
        assert_eq!(coded("a <b> & \"c\" \\N"), "a &lt;b&gt; &amp; &quot;c&quot; \\\\N");
    }
}
