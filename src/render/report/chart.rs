//! Bars as SVG.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::ReportError;
use super::section::Bars;
use crate::network::escaped;

/// Sizes in pixels.
pub(super) const WIDTH: i32 = 760;
pub(super) const ROW: i32 = 26;
pub(super) const NAMES: i32 = 270;
const VALUES: i32 = 90;
/// Letters of a name that have room.
const LETTERS: usize = 40;

pub(super) const BAR: RGBColor = RGBColor(0, 114, 178);
pub(super) const INK: RGBColor = RGBColor(32, 38, 46);

/// The chart as an SVG element with a name for screen readers; nothing without bars.
pub(super) fn svg(bars: &Bars) -> Result<String, ReportError> {
    if bars.values.is_empty() {
        return Ok(String::new());
    }
    let drawn = draw(bars).map_err(|error| ReportError::Chart {
        title: bars.title.clone(),
        reason: error.to_string(),
    })?;
    let told = bars
        .values
        .iter()
        .map(|(name, value)| format!("{name} {value:.1}"));
    let told = told.collect::<Vec<_>>().join(", ");
    Ok(named(
        &drawn,
        &format!("{}, in {}: {told}", bars.title, bars.unit),
    ))
}

/// The element with a name for screen readers.
pub(super) fn named(svg: &str, name: &str) -> String {
    let name = escaped(name);
    svg.replacen(
        "<svg ",
        &format!("<svg role=\"img\" aria-label=\"{name}\" "),
        1,
    )
}

fn draw(bars: &Bars) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    {
        let rows = i32::try_from(bars.values.len())?;
        let size = (WIDTH.cast_unsigned(), (ROW * rows + 8).cast_unsigned());
        let root = SVGBackend::with_string(&mut out, size).into_drawing_area();
        let values = bars.values.iter().map(|(_, value)| *value);
        let most = values.fold(f64::MIN_POSITIVE, f64::max);
        let room = f64::from(WIDTH - NAMES - VALUES);
        let font = ("sans-serif", 14).into_font().color(&INK);
        for (row, (name, value)) in (0..rows).zip(&bars.values) {
            let top = 4 + row * ROW;
            let middle = top + ROW / 2;
            let length = (room * value / most).round() as i32;
            let bar = [(NAMES, top + 4), (NAMES + length, top + ROW - 4)];
            root.draw(&Rectangle::new(bar, BAR.filled()))?;
            let names = font.pos(Pos::new(HPos::Right, VPos::Center));
            root.draw_text(&short(name), &names, (NAMES - 8, middle))?;
            let values = font.pos(Pos::new(HPos::Left, VPos::Center));
            let value = format!("{value:.0}");
            root.draw_text(&value, &values, (NAMES + length + 6, middle))?;
        }
        root.present()?;
    }
    Ok(out)
}

/// A name cut off where it has no room.
pub(super) fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['\u{2026}']).collect()
}
