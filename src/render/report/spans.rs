//! Ranges as SVG.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::ReportError;
use super::chart::{BAR, INK, NAMES, ROW, WIDTH, named, short};
use super::section::Spans;

/// Room for the axis below the rows, and beside it for half of its last number.
const AXIS: i32 = 28;
const RIGHT: i32 = 40;
/// About how many numbers stand at the axis.
const TICKS: f64 = 6.0;

pub(super) const GRID: RGBColor = RGBColor(208, 214, 220);
pub(super) const STATED: RGBColor = RGBColor(213, 94, 0);

/// The chart as an SVG element with a name for screen readers; nothing without rows of two values or more.
pub(super) fn svg(spans: &Spans) -> Result<String, ReportError> {
    let rows = spans.rows.iter().filter(|(_, values)| values.len() > 1);
    let rows: Vec<&(String, Vec<f64>)> = rows.collect();
    if rows.is_empty() {
        return Ok(String::new());
    }
    let drawn = draw(spans, &rows).map_err(|error| ReportError::Chart {
        title: spans.title.clone(),
        reason: error.to_string(),
    })?;
    let told = rows.iter().map(|(name, values)| {
        let [first, last] = [0, values.len() - 1].map(|at| values[at]);
        format!("{name} {first:.0} to {last:.0}")
    });
    let told = told.collect::<Vec<_>>().join(", ");
    let name = format!("{}, in {}: {told}", spans.title, spans.unit);
    Ok(named(&drawn, &name))
}

fn draw(spans: &Spans, rows: &[&(String, Vec<f64>)]) -> Result<String, Box<dyn Error>> {
    let all = rows.iter().flat_map(|(_, values)| values).copied();
    let all = all.chain(spans.stated);
    let (least, most) = all.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, most), value| (least.min(value), most.max(value)),
    );
    let step = step((most - least) / TICKS);
    let (from, to) = ((least / step).floor() * step, (most / step).ceil() * step);
    let to = if to > from { to } else { from + step };
    let room = f64::from(WIDTH - NAMES - RIGHT);
    let at = |value: f64| NAMES + (room * (value - from) / (to - from)).round() as i32;
    let height = ROW * i32::try_from(rows.len())? + 8;
    let mut out = String::new();
    {
        let size = (WIDTH.cast_unsigned(), (height + AXIS).cast_unsigned());
        let root = SVGBackend::with_string(&mut out, size).into_drawing_area();
        let font = ("sans-serif", 14).into_font().color(&INK);
        let below = font.pos(Pos::new(HPos::Center, VPos::Top));
        let ticks = ((to - from) / step).round() as i32;
        for tick in 0..=ticks {
            let value = from + f64::from(tick) * step;
            let line = vec![(at(value), 0), (at(value), height)];
            root.draw(&PathElement::new(line, GRID))?;
            root.draw_text(&number(value, step), &below, (at(value), height + 6))?;
        }
        let names = font.pos(Pos::new(HPos::Right, VPos::Center));
        for (row, (name, values)) in (0..).zip(rows) {
            let top = 4 + row * ROW;
            root.draw_text(&short(name), &names, (NAMES - 8, top + ROW / 2))?;
            let nested = values.len() / 2;
            for (inner, (left, right)) in values
                .iter()
                .zip(values.iter().rev())
                .take(nested)
                .enumerate()
            {
                let dark = (inner + 1) as f64 / nested as f64;
                // What is no wider than a line is still seen.
                let ends = [
                    (at(*left), top + 4),
                    (at(*right).max(at(*left) + 1), top + ROW - 4),
                ];
                root.draw(&Rectangle::new(
                    ends,
                    BAR.mix(0.15 + 0.85 * dark * dark).filled(),
                ))?;
            }
            if values.len() % 2 == 1 {
                let middle = at(values[nested]);
                let mark = [(middle - 1, top + 2), (middle + 1, top + ROW - 2)];
                root.draw(&Rectangle::new(mark, WHITE.filled()))?;
            }
        }
        if let Some(stated) = spans.stated {
            let line = vec![(at(stated), 0), (at(stated), height)];
            root.draw(&PathElement::new(line, STATED.stroke_width(2)))?;
        }
        root.present()?;
    }
    Ok(out)
}

/// The next of 1, 2 and 5 times a power of ten.
pub(super) fn step(wanted: f64) -> f64 {
    if !wanted.is_normal() {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let found = [1.0, 2.0, 5.0].map(|times| times * power);
    let found = found.into_iter().find(|step| *step >= wanted);
    found.unwrap_or(10.0 * power)
}

/// As many digits as steps need.
fn number(value: f64, step: f64) -> String {
    let digits = if step < 1.0 { 2 } else { 0 };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        for (wanted, found) in [
            (0.7, 1.0),
            (1.0, 1.0),
            (13.0, 20.0),
            (21.0, 50.0),
            (501.0, 1000.0),
        ] {
            assert!((step(wanted) - found).abs() < 1e-9, "{wanted}");
        }
        assert!((step(0.0) - 1.0).abs() < 1e-9);
    }
}
