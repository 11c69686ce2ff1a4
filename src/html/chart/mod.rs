//! Charts as drawings for a page.
//!
//! Each comes with its title and with words that say what it shows. Values are finite numbers, and others count as 0;
//! labels are clipped to the room that they have. A drawing is as wide as half a page and as high as what it shows.

mod bars;
mod lines;

use std::fmt::Write as _;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Tone, inert};

pub use bars::{Bar, Interval, Step, bars, funnel, intervals};
pub use lines::{Line, lines};

/// A chart that is drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    pub(super) title: String,
    pub(super) words: String,
    pub(super) legend: Vec<(Tone, String)>,
    pub(super) drawing: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// How wide drawings are.
const WIDTH: i32 = 520;
/// The sizes of letters: 12.5 and 11.5, times 1.24, by which the backend divides.
const LETTERS: f64 = 15.5;
const SMALL: f64 = 14.26;

/// The colors that the style knows, in light.
const INK: RGBColor = RGBColor(0x1F, 0x24, 0x30);
const QUIET: RGBColor = RGBColor(0x5D, 0x66, 0x75);
const RULE: RGBColor = RGBColor(0xD9, 0xDD, 0xE3);

fn color(tone: Tone) -> RGBColor {
    match tone {
        Tone::Pale => RGBColor(0xB9, 0xC4, 0xD2),
        Tone::Plain => RGBColor(0x2F, 0x6F, 0xB5),
        Tone::Good => RGBColor(0x2E, 0x80, 0x57),
        Tone::Doubtful => RGBColor(0x98, 0x5D, 0x00),
        Tone::Bad => RGBColor(0xB8, 0x39, 0x2F),
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

impl Chart {
    /// Draws on an empty sheet of that height. Drawing into a text does not fail; if it did, the chart would be empty.
    fn draw(title: &str, height: i32, words: String, paint: impl FnOnce(&Area<'_>) -> Drawn) -> Self {
        let (width, height) = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let mut text = String::new();
        let area = SVGBackend::with_string(&mut text, (width, height)).into_drawing_area();
        let painted = paint(&area).and_then(|()| area.present());
        drop(area);
        let drawing = if painted.is_ok() { within(&text) } else { String::new() };
        Chart { title: title.to_owned(), words, legend: Vec::new(), drawing, width, height }
    }

    /// Says what the colors stand for.
    #[must_use]
    pub fn legend(mut self, tones: &[(Tone, &str)]) -> Self {
        self.legend = tones.iter().map(|&(tone, name)| (tone, name.to_owned())).collect();
        self
    }
}

/// What stands in the outermost element: the page opens it with words for those who do not see it.
fn within(text: &str) -> String {
    let inner = text.split_once('>').map(|(_, inner)| inner).unwrap_or_default();
    inner.trim_end().strip_suffix("</svg>").unwrap_or(inner).to_owned()
}

/// Writes a label.
fn label(area: &Area<'_>, text: &str, at: (i32, i32), side: HPos, (size, ink): (f64, RGBColor)) -> Drawn {
    let style = ("sans-serif", size).into_font().color(&ink).pos(Pos::new(side, VPos::Center));
    area.draw(&Text::new(inert(text).into_owned(), at, style))
}

/// Paints a bar of at least a hair's width.
fn block(area: &Area<'_>, from: (i32, i32), to: (i32, i32), ink: RGBColor) -> Drawn {
    area.draw(&Rectangle::new([from, to], ink.filled()))
}

fn rule(area: &Area<'_>, from: (i32, i32), to: (i32, i32), ink: RGBColor) -> Drawn {
    area.draw(&PathElement::new(vec![from, to], ink))
}

/// A value's part of a length, where `whole` fills it.
fn part(value: f64, whole: f64, length: i32) -> i32 {
    if !(value.is_finite() && whole.is_finite()) || value <= 0.0 || whole <= 0.0 {
        return 0;
    }
    let part = (value / whole).min(1.0) * f64::from(length);
    // A float of at most `length` is one of its whole numbers, to which it is rounded.
    (0..=length).rev().find(|pixels| f64::from(*pixels) <= part + 0.5).unwrap_or(0).max(1)
}

/// The largest of some values, none below 0.
fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// A sentence from pieces.
fn sentence(pieces: impl IntoIterator<Item = String>) -> String {
    let mut words = String::new();
    for piece in pieces {
        let _ = write!(words, "{}{piece}", if words.is_empty() { "" } else { "; " });
    }
    words
}
