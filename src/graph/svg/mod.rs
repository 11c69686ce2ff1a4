//! The picture itself, as one SVG document.
//!
//! A process is a column of boxes, which a layout of pages places better than one of graphs: no line crosses another, and
//! forty rules stand below each other as a list does. [`boxes`] says what there is and how large, [`layout`] where it
//! stands, and this page draws it. Colors follow the reader's screen; nothing is loaded from elsewhere.

mod boxes;
mod layout;
mod measure;

use svg::Document;
use svg::node::element::{Group, Path, Rectangle, Style, Text, Title};

use self::boxes::{INDENT, LINE, Line, Look, PADDING};
use self::layout::{Area, Column, Page, Placed};
use super::Graph;
use crate::playbook::RuleKind;

/// How far below a box' top the way from one process to the next leaves.
const WAY: f32 = 18.0;

pub(super) fn write(graph: &Graph) -> String {
    // Nothing is missing of a tree that is built as it is placed; without it there would be no picture.
    let Ok(page) = layout::page(graph) else { return String::new() };
    format!("{}\n", draw(&page))
}

fn draw(page: &Page) -> Document {
    let mut root = Document::new()
        .set("viewBox", (0.0, 0.0, page.width, page.height))
        .set("width", page.width)
        .set("height", page.height)
        .set("role", "img")
        .add(Title::new("The processes, their stages and rules"))
        .add(Style::new(include_str!("style.css")))
        .add(Rectangle::new().set("class", "sg-page").set("width", page.width).set("height", page.height))
        .add(block(&page.start))
        .add(block(&page.legend));
    let mut before = None;
    for column in &page.lanes {
        root = match before {
            None => root.add(down(&page.start.area, &column.entry.area, false)),
            Some(before) => root.add(across(before, &column.entry.area)),
        };
        root = root.add(lane(column));
        before = Some(&column.entry.area);
    }
    if let Some(none) = &page.none {
        root = root.add(block(none));
        if let Some(before) = before {
            root = root.add(across(before, &none.area)).add(otherwise(before));
        }
    }
    root
}

fn lane(column: &Column) -> Group {
    let frame = column.frame;
    let rectangle = Rectangle::new()
        .set("class", "sg-frame")
        .set("x", frame.x)
        .set("y", frame.y)
        .set("width", frame.width)
        .set("height", frame.height)
        .set("rx", 12);
    let mut group = Group::new().add(rectangle).add(block(&column.entry)).add(block(&column.title));
    group = group.add(down(&column.entry.area, &frame, false));
    let mut before: Option<&Placed> = None;
    for placed in &column.way {
        group = group.add(block(placed));
        if let Some(before) = before {
            group = group.add(down(&before.area, &placed.area, false));
        }
        before = Some(placed);
    }
    group = group.add(block(&column.anywhere));
    for end in &column.ends {
        group = group.add(down(&column.anywhere.area, &end.area, true)).add(block(end));
    }
    group
}

/// A box with its text.
fn block(placed: &Placed) -> Group {
    let Area { x, y, width, height } = placed.area;
    let look = placed.block.look;
    let (class, radius) = match look {
        Look::Bare => ("", 0.0),
        Look::Entry => ("sg-entry", 4.0),
        Look::Stage => ("sg-box", 8.0),
        Look::Anywhere => ("sg-any", 8.0),
        Look::Start => ("sg-box", height / 2.0),
        Look::Won => ("sg-won", height / 2.0),
        Look::End => ("sg-end", height / 2.0),
    };
    let mut group = Group::new();
    if look != Look::Bare {
        let shape = Rectangle::new().set("class", class).set("x", x).set("y", y);
        group = group.add(shape.set("width", width).set("height", height).set("rx", radius));
    }
    let left = match look {
        Look::Start | Look::Won | Look::End => x + 1.5 * PADDING,
        Look::Bare | Look::Entry | Look::Stage | Look::Anywhere => x + PADDING,
    };
    let mut baseline = y + LINE - 5.0 + if look == Look::Bare { 0.0 } else { PADDING - 3.0 };
    let mut lines = placed.block.lines.iter().peekable();
    while let Some(first) = lines.next() {
        let mut rule = Group::new();
        if let (Some(kind), Some(hint)) = (first.rule, &first.first) {
            rule = hint.iter().fold(rule, |rule, hint| rule.add(Title::new(hint)));
            rule = rule.add(mark(kind, left, baseline));
        }
        rule = rule.add(text(first, left, baseline));
        baseline += LINE;
        while let Some(next) = lines.next_if(|line| line.first.is_none()) {
            rule = rule.add(text(next, left, baseline));
            baseline += LINE;
        }
        group = group.add(rule);
    }
    group
}

fn text(line: &Line, left: f32, baseline: f32) -> Text {
    let left = if line.rule.is_some() { left + INDENT } else { left };
    let class = match line.rule {
        Some(RuleKind::Disqualifier) => "sg-ends",
        Some(RuleKind::Warning) => "sg-warns",
        Some(RuleKind::Requirement { .. }) | None => "",
    };
    let text = Text::new(line.text.as_str()).set("x", left).set("y", baseline);
    match (line.is_bold, class) {
        (true, _) => text.set("class", "sg-bold"),
        (false, "") => text,
        (false, class) => text.set("class", class),
    }
}

/// The mark before a rule.
fn mark(kind: RuleKind, x: f32, baseline: f32) -> Path {
    let top = baseline - 10.0;
    let (class, shape) = match kind {
        RuleKind::Requirement { .. } => ("sg-mark", format!("M{x} {top}h10v10h-10z")),
        RuleKind::Disqualifier => ("sg-mark sg-ends", format!("M{} {}l8 8m0 -8l-8 8", x + 1.0, top + 1.0)),
        RuleKind::Warning => ("sg-mark sg-warns", format!("M{} {top}l5.5 10h-11zm0 4v3", x + 5.5)),
    };
    Path::new().set("class", class).set("d", shape)
}

/// An arrow from below one box to above another.
fn down(from: &Area, to: &Area, is_dashed: bool) -> Group {
    let x = to.x + to.width / 2.0;
    let x = x.clamp(from.x.min(x), (from.x + from.width).max(from.x.min(x)));
    let (start, end) = (from.y + from.height, to.y);
    let class = if is_dashed { "sg-line sg-dash" } else { "sg-line" };
    let line = Path::new().set("class", class).set("d", format!("M{x} {start}V{}", end - 6.0));
    let tip = Path::new().set("class", "sg-tip").set("d", format!("M{x} {end}l-4 -8h8z"));
    Group::new().add(line).add(tip)
}

/// An arrow from the right of one box to the left of another.
fn across(from: &Area, to: &Area) -> Group {
    let y = from.y + WAY;
    let (start, end) = (from.x + from.width, to.x);
    let line = Path::new().set("class", "sg-line").set("d", format!("M{start} {y}H{}", end - 6.0));
    let tip = Path::new().set("class", "sg-tip").set("d", format!("M{end} {y}l-8 -4v8z"));
    Group::new().add(line).add(tip)
}

/// The word on the way to no process.
fn otherwise(from: &Area) -> Text {
    let (x, y) = (from.x + from.width + 4.0, from.y + WAY - 5.0);
    Text::new("otherwise").set("class", "sg-quiet").set("x", x).set("y", y)
}
