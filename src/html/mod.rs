//! Pages of HTML: what all that the project writes for a browser is made of (feature `html`).
//!
//! What comes in is a [`Page`] of sections, each a row of blocks: texts, figures, charts, tables. What goes out is one text, a
//! page that is whole in itself. What holds of every page:
//!
//! - *It asks for nothing.* Style and script stand in it, and its content security policy allows those two by their
//!   hashes and nothing else: no font, no picture, no script that data could bring.
//! - *Its texts are inert.* A text that comes in is a text on the page, whatever it holds: the template engine escapes all of them through
//!   [`Inert`], which also shows characters that would turn or hide what is read. A template marks three things as safe,
//!   and no others: the style, the script, and a chart's drawing, whose texts have come through [`inert`].
//! - *It is read by anybody.* Light and dark as the browser wants it, and on paper. Each chart says in words what it shows. Without script
//!   all is there; with it, tables are sorted by their heads.
//! - *It is the same each time*: no clock, no hash order, no random names.
//!
//! Charts are drawn by plotters, in the colors of [`Tone`], which the style turns into those of the page.
//!
//! What is deliberately not here: what a page says. Rooms above make pages of their results, and choose how many rows to
//! show; nothing here cuts anything but labels in charts.

mod chart;
mod escape;

use askama::Template;

pub use chart::{Bar, Chart, Interval, Line, Step, bars, funnel, intervals, lines};
pub use escape::{Inert, clipped, inert};

/// The style of all pages.
pub const STYLE: &str = include_str!("style.css");
/// The script of all pages.
pub const SCRIPT: &str = include_str!("script.js");
/// The SHA-256 of [`STYLE`], as a policy writes it. A test holds it.
pub const STYLE_HASH: &str = "gUVqJdXKM6SRjJKknVgDPRN0CeWnudQg5DidsCb4t38=";
/// The SHA-256 of [`SCRIPT`].
pub const SCRIPT_HASH: &str = "621dWHaQI1+gQjRlPhyOJTKhz8Rlw0oTkD/h6NQqLNc=";

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    title: String,
    lead: Vec<String>,
    sections: Vec<Section>,
    footer: String,
}

impl Page {
    /// A page that has a title and nothing else yet.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Page { title: title.into(), ..Page::default() }
    }

    /// Adds a line below the title.
    #[must_use]
    pub fn lead(mut self, line: impl Into<String>) -> Self {
        self.lead.push(line.into());
        self
    }

    /// Adds a section.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// Sets the line at the end.
    #[must_use]
    pub fn footer(mut self, line: impl Into<String>) -> Self {
        self.footer = line.into();
        self
    }

    /// The page as HTML.
    #[must_use]
    pub fn to_html(&self) -> String {
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"
        );
        let drawn = Drawn { page: self, policy: &policy, style: STYLE, script: SCRIPT };
        // Writing to a string does not fail.
        drawn.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "html/page.html")]
struct Drawn<'a> {
    page: &'a Page,
    policy: &'a str,
    style: &'a str,
    script: &'a str,
}

/// A part of a page with a heading of its own.
#[derive(Clone, Debug, Default)]
pub struct Section {
    title: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    Text(String),
    Note(String),
    Code(String),
    Figures(Vec<Figure>),
    Charts(Vec<Chart>),
    Table(Table),
}

impl Section {
    /// A section that has a heading and nothing else yet.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Section { title: title.into(), blocks: Vec::new() }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(Block::Text(text.into()))
    }

    /// Adds a remark: what is left out, and why.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.with(Block::Note(text.into()))
    }

    /// Adds lines that stand as they are written.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(Block::Code(text.into()))
    }

    /// Adds a row of figures.
    #[must_use]
    pub fn figures(self, figures: Vec<Figure>) -> Self {
        self.with(Block::Figures(figures))
    }

    /// Adds charts, side by side where there is room.
    #[must_use]
    pub fn charts(self, charts: Vec<Chart>) -> Self {
        self.with(Block::Charts(charts))
    }

    /// Adds a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.with(Block::Table(table))
    }

    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// What a color says. Nothing is said by color alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What something is held against.
    Pale,
    /// What is shown.
    Plain,
    /// It is well.
    Good,
    /// It may not be well.
    Doubtful,
    /// It is not well.
    Bad,
}

impl Tone {
    /// All of them.
    pub const ALL: [Tone; 5] = [Tone::Pale, Tone::Plain, Tone::Good, Tone::Doubtful, Tone::Bad];

    /// Its name in the style.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Tone::Pale => "pale",
            Tone::Plain => "plain",
            Tone::Good => "good",
            Tone::Doubtful => "doubtful",
            Tone::Bad => "bad",
        }
    }
}

/// A figure that is seen first.
#[derive(Clone, Debug)]
pub struct Figure {
    name: String,
    value: String,
    note: String,
    tone: Option<Tone>,
}

impl Figure {
    /// A figure by its name.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Figure { name: name.into(), value: value.into(), note: String::new(), tone: None }
    }

    /// Says more about it, in small letters.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Gives it a color.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

/// A table. A row with fewer cells than there are columns ends early.
#[derive(Clone, Debug, Default)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    sortable: bool,
}

#[derive(Clone, Debug)]
struct Column {
    title: String,
    number: bool,
}

impl Table {
    /// A table without columns and rows.
    #[must_use]
    pub fn new() -> Self {
        Table::default()
    }

    /// Says what it shows.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// Adds a column of texts.
    #[must_use]
    pub fn texts(mut self, title: impl Into<String>) -> Self {
        self.columns.push(Column { title: title.into(), number: false });
        self
    }

    /// Adds a column of numbers, which stand to the right and are sorted by size.
    #[must_use]
    pub fn numbers(mut self, title: impl Into<String>) -> Self {
        self.columns.push(Column { title: title.into(), number: true });
        self
    }

    /// Lets readers sort it by its heads.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    fn is_number(&self, place: &usize) -> bool {
        self.columns.get(*place).is_some_and(|column| column.number)
    }
}

/// A row of a [`Table`].
#[derive(Clone, Debug, Default)]
pub struct Row {
    cells: Vec<Cell>,
    fold: Option<Fold>,
}

/// What is folded under a row.
#[derive(Clone, Debug)]
struct Fold {
    summary: String,
    text: String,
}

impl Row {
    /// A row of cells.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Row { cells, fold: None }
    }

    /// Folds a text of several lines under the row, behind one line. It goes where the row goes.
    #[must_use]
    pub fn fold(mut self, summary: impl Into<String>, text: impl Into<String>) -> Self {
        self.fold = Some(Fold { summary: summary.into(), text: text.into() });
        self
    }
}

/// A cell of a [`Table`].
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    sort: Option<String>,
    tone: Option<Tone>,
}

impl Cell {
    /// A cell that is sorted by its text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), sort: None, tone: None }
    }

    /// A cell that is sorted by a number or text beside what it shows; the empty text comes last.
    #[must_use]
    pub fn sorted(text: impl Into<String>, by: impl ToString) -> Self {
        Cell { text: text.into(), sort: Some(by.to_string()), tone: None }
    }

    /// Gives it a color.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}
