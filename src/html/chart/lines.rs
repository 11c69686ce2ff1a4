//! Charts of lines over two scales.

use plotters::prelude::*;

use super::{Chart, INK, QUIET, RULE, SMALL, color, sentence};
use crate::html::{Tone, clipped};

/// A line through points.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it stands for.
    pub name: String,
    /// Its points, from left to right: across and up.
    pub points: Vec<(f64, f64)>,
    /// Its color.
    pub tone: Tone,
}

/// Lines over two scales, each from its least to its greatest value. `scales` are the names of the scale across and of the
/// one up. Points that are not finite are left out.
#[must_use]
pub fn lines(title: &str, scales: (&str, &str), lines: &[Line]) -> Chart {
    const HEIGHT: i32 = 300;
    let lines: Vec<Line> = lines.iter().map(finite).collect();
    let points = || lines.iter().flat_map(|line| line.points.iter().copied());
    let (across, up) = (span(points().map(|(x, _)| x)), span(points().map(|(_, y)| y)));
    let words = sentence(lines.iter().map(in_words));
    let chart = Chart::draw(title, HEIGHT, words, |area| {
        let mut plot = ChartBuilder::on(area)
            .margin(8)
            .margin_right(16)
            .x_label_area_size(44)
            .y_label_area_size(64)
            .build_cartesian_2d(across.0..across.1, up.0..up.1)?;
        plot.configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RULE)
            .axis_style(QUIET)
            .label_style(("sans-serif", SMALL).into_font().color(&QUIET))
            .axis_desc_style(("sans-serif", SMALL).into_font().color(&INK))
            .x_labels(6)
            .y_labels(6)
            .x_desc(clipped(&crate::html::inert(scales.0), 60))
            .y_desc(clipped(&crate::html::inert(scales.1), 40))
            .draw()?;
        for line in &lines {
            let style = color(line.tone).stroke_width(2);
            plot.draw_series(std::iter::once(PathElement::new(line.points.clone(), style)))?;
            let dots = line.points.iter().map(|point| Circle::new(*point, 2, color(line.tone).filled()));
            plot.draw_series(dots.take(100))?;
        }
        Ok(())
    });
    let legend: Vec<(Tone, &str)> = lines.iter().map(|line| (line.tone, line.name.as_str())).collect();
    chart.legend(&legend)
}

/// The largest number that is drawn. Beyond it the steps of a scale cannot be told.
const MOST: f64 = 1e15;

fn finite(line: &Line) -> Line {
    let is_drawn = |value: f64| value.abs() <= MOST;
    let points = line.points.iter().copied().filter(|&(x, y)| is_drawn(x) && is_drawn(y)).collect();
    Line { points, ..line.clone() }
}

/// From the least to the greatest value, and a bit more where they are one.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)));
    if least > most {
        (0.0, 1.0)
    } else if most - least <= most.abs().max(least.abs()) * 1e-9 {
        let more = most.abs().max(1.0) * 0.1;
        (least - more, most + more)
    } else {
        (least, most)
    }
}

fn in_words(line: &Line) -> String {
    let end = |point: Option<&(f64, f64)>| point.map(|(x, y)| format!("{y} at {x}")).unwrap_or_default();
    match line.points.len() {
        0 => format!("{}: no points", line.name),
        1 => format!("{}: {}", line.name, end(line.points.first())),
        count => {
            format!("{}: {count} points from {} to {}", line.name, end(line.points.first()), end(line.points.last()))
        }
    }
}
