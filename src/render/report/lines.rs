//! Lines as SVG.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::chart::{INK, WIDTH, named};
use super::charts::Lines;
use super::spans::{GRID, STATED, step};
use super::{ReportError, picture};

/// Sizes in pixels: the field of the lines, its axes, names above it and marks.
const FIELD: i32 = 240;
const LEFT: i32 = 110;
const RIGHT: i32 = 40;
const BELOW: i32 = 46;
const NAMES: i32 = 24;
/// About how many numbers stand at the axes.
const TICKS: f64 = 5.0;

const COLOURS: [RGBColor; Lines::MOST] = [
    RGBColor(0, 114, 178),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(0, 0, 0),
];

/// An axis by its ends and the step of its numbers.
struct Axis {
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    fn of(values: impl Iterator<Item = f64>, whole: bool) -> Self {
        let (least, most) = values.fold(
            (f64::INFINITY, f64::NEG_INFINITY),
            |(least, most), value| (least.min(value), most.max(value)),
        );
        let mut step = step((most - least) / TICKS);
        if whole {
            step = step.max(1.0);
        }
        let (from, to) = ((least / step).floor() * step, (most / step).ceil() * step);
        let to = if to > from { to } else { from + step };
        Self { from, to, step }
    }

    fn part(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// With as many digits as its steps need.
    fn number(&self, value: f64) -> String {
        if self.step < 1.0 {
            format!("{value:.2}")
        } else {
            picture::apart(value)
        }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = ((self.to - self.from) / self.step).round() as i32;
        (0..=count).map(|tick| self.from + f64::from(tick) * self.step)
    }
}

impl Lines {
    /// The chart as an SVG document of its own, its title above it; empty without lines.
    ///
    /// # Errors
    /// A chart that cannot be drawn.
    pub fn picture(&self) -> Result<String, ReportError> {
        let drawn = svg(self)?;
        Ok(picture::titled(
            &drawn,
            &format!("{}, {}", self.title, self.unit),
        ))
    }
}

/// The chart as an SVG element with a name for screen readers; nothing without a line of two points or more.
pub(super) fn svg(lines: &Lines) -> Result<String, ReportError> {
    let drawn: Vec<usize> = (0..lines.series.len())
        .filter(|at| lines.series[*at].1.len() > 1)
        .collect();
    if drawn.is_empty() {
        return Ok(String::new());
    }
    let svg = draw(lines, &drawn).map_err(|error| ReportError::Chart {
        title: lines.title.clone(),
        reason: error.to_string(),
    })?;
    let told = drawn.iter().map(|at| {
        let (name, points) = &lines.series[*at];
        let most = points.iter().map(|(_, y)| *y).fold(f64::MIN, f64::max);
        format!("{name} at the most {}", picture::apart(most))
    });
    let marks = lines.marks.iter();
    let marks = marks.map(|(name, at)| format!("{name} at {at:.2}"));
    let told = told.chain(marks).collect::<Vec<_>>().join(", ");
    let name = format!(
        "{}, in {} over {}: {told}",
        lines.title, lines.unit, lines.axis
    );
    Ok(named(&svg, &name))
}

fn draw(lines: &Lines, drawn: &[usize]) -> Result<String, Box<dyn Error>> {
    let points = || drawn.iter().flat_map(|at| &lines.series[*at].1);
    let xs = points().map(|(x, _)| *x);
    let xs = xs.chain(lines.marks.iter().map(|(_, at)| *at));
    let across = Axis::of(xs, lines.dots);
    // From nothing on: heights are compared by eye.
    let up = Axis::of(points().map(|(_, y)| *y).chain([0.0]), false);
    let top = NAMES * i32::try_from(1 + lines.marks.len())?;
    let room = f64::from(WIDTH - LEFT - RIGHT);
    let x = |value: f64| LEFT + (room * across.part(value)).round() as i32;
    let y = |value: f64| top + (f64::from(FIELD) * (1.0 - up.part(value))).round() as i32;
    let (bottom, right) = (top + FIELD, WIDTH - RIGHT);
    let mut out = String::new();
    {
        let size = (WIDTH.cast_unsigned(), (bottom + BELOW).cast_unsigned());
        let root = SVGBackend::with_string(&mut out, size).into_drawing_area();
        let font = ("sans-serif", 14).into_font().color(&INK);
        let at_left = font.pos(Pos::new(HPos::Right, VPos::Center));
        for value in up.ticks() {
            root.draw(&PathElement::new(
                vec![(LEFT, y(value)), (right, y(value))],
                GRID,
            ))?;
            let text = up.number(value);
            root.draw_text(&text, &at_left, (LEFT - 8, y(value)))?;
        }
        let below = font.pos(Pos::new(HPos::Center, VPos::Top));
        for value in across.ticks() {
            let tick = vec![(x(value), bottom), (x(value), bottom + 5)];
            root.draw(&PathElement::new(tick, INK))?;
            let text = across.number(value);
            root.draw_text(&text, &below, (x(value), bottom + 8))?;
        }
        let under = font.pos(Pos::new(HPos::Right, VPos::Bottom));
        root.draw_text(&lines.axis, &under, (right, bottom + BELOW - 2))?;
        for (row, (name, at)) in (1..).zip(&lines.marks) {
            let level = NAMES * row + NAMES / 2;
            let line = vec![(x(*at), level), (x(*at), bottom)];
            root.draw(&PathElement::new(line, STATED.stroke_width(2)))?;
            // On the side that has room.
            let (side, beside) = if x(*at) > WIDTH / 2 {
                (HPos::Right, -6)
            } else {
                (HPos::Left, 6)
            };
            let text = font.pos(Pos::new(side, VPos::Center));
            let name = format!("{name}: {}", across.number(*at));
            root.draw_text(&name, &text, (x(*at) + beside, level))?;
        }
        let mut beside = LEFT;
        for at in drawn {
            let (name, points) = &lines.series[*at];
            let colour = COLOURS[*at];
            let path: Vec<(i32, i32)> = points
                .iter()
                .map(|(of, value)| (x(*of), y(*value)))
                .collect();
            root.draw(&PathElement::new(path, colour.stroke_width(3)))?;
            if lines.dots {
                for (of, value) in points {
                    root.draw(&Circle::new((x(*of), y(*value)), 5, colour.filled()))?;
                }
            }
            // One line alone is what the title says.
            if drawn.len() > 1 {
                let swatch = [(beside, NAMES / 2 - 2), (beside + 22, NAMES / 2 + 2)];
                root.draw(&Rectangle::new(swatch, colour.filled()))?;
                let text = font.pos(Pos::new(HPos::Left, VPos::Center));
                root.draw_text(name, &text, (beside + 28, NAMES / 2))?;
                beside += 52 + 8 * i32::try_from(name.chars().count())?;
            }
        }
        root.present()?;
    }
    Ok(out)
}
