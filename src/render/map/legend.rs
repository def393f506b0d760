//! What lies under the map: line styles, routes, scale and sources.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::style;
use super::svg::{escaped, number, text_width};
use crate::route::Route;

const SAMPLE: f64 = 36.0;
const ROW: f64 = 20.0;
const SIZE: f64 = 12.0;

/// A sample and what it stands for.
pub(super) struct Entry {
    sample: Sample,
    attributes: String,
    /// Attributes of a second line on top.
    core: Option<String>,
    text: String,
    /// Whether it takes a row of its own.
    wide: bool,
}

enum Sample {
    Line,
    Area,
    Square,
    Cross,
    Ring,
}

impl Entry {
    fn new(sample: Sample, attributes: String, text: impl Into<String>, wide: bool) -> Self {
        Self {
            sample,
            attributes,
            core: None,
            text: text.into(),
            wide,
        }
    }

    pub(super) fn with_core(mut self, core: Option<String>) -> Self {
        self.core = core;
        self
    }

    pub(super) fn line(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Line, attributes, text, false)
    }

    pub(super) fn wide(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Line, attributes, text, true)
    }

    pub(super) fn area(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Area, attributes, text, false)
    }

    pub(super) fn square(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Square, attributes, text, false)
    }

    pub(super) fn ring(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Ring, attributes, text, false)
    }

    pub(super) fn cross(attributes: String, text: impl Into<String>) -> Self {
        Self::new(Sample::Cross, attributes, text, false)
    }

    fn draw(&self, x: f64, y: f64) -> String {
        let (middle, up) = (x + SAMPLE / 2.0, y - 4.0);
        match self.sample {
            Sample::Line => {
                let line = |attributes: &String| {
                    format!(
                        "<path d=\"M{} {up}L{} {up}\" fill=\"none\" {attributes}/>",
                        number(x),
                        number(x + SAMPLE),
                        up = number(up)
                    )
                };
                let lines = [Some(&self.attributes), self.core.as_ref()];
                lines.into_iter().flatten().map(line).collect()
            }
            Sample::Area => format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{SAMPLE}\" height=\"13\" {}/>",
                number(x),
                number(up - 6.5),
                self.attributes
            ),
            Sample::Square => format!(
                "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"8\" {}/>",
                number(middle - 4.0),
                number(up - 4.0),
                self.attributes
            ),
            Sample::Ring => format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"6\" {}/>",
                number(middle),
                number(up),
                self.attributes
            ),
            Sample::Cross => {
                let (left, right) = (number(middle - 5.0), number(middle + 5.0));
                let (top, bottom) = (number(up - 5.0), number(up + 5.0));
                format!(
                    "<path d=\"M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}\" {}/>",
                    self.attributes
                )
            }
        }
    }
}

/// Entries from left to right in rows, between two edges, and where the last row ends.
pub(super) fn entries(entries: &[Entry], room: (f64, f64), top: f64) -> (String, f64) {
    let mut out = String::from("<g class=\"legend\">\n");
    let (mut x, mut y) = (room.0, top);
    for entry in entries {
        let width = SAMPLE + 6.0 + text_width(&entry.text, SIZE) + 18.0;
        if x > room.0 && (entry.wide || x + width > room.1) {
            x = room.0;
            y += ROW;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}<text x=\"{}\" y=\"{}\" font-size=\"{SIZE}\" fill=\"{}\">{}</text>",
            entry.draw(x, y),
            number(x + SAMPLE + 6.0),
            number(y),
            style::INK,
            escaped(&entry.text)
        );
        x += width;
    }
    out += "</g>\n";
    (out, y + ROW)
}

/// How large things are on the map.
pub(super) struct Scale {
    /// Pixels per kilometre in the middle.
    pub(super) pixels: f64,
    /// Whether that holds all over the map.
    pub(super) everywhere: bool,
}

/// The scale bar, the day and the sources, and where they end.
pub(super) fn colophon(
    day: Option<Date>,
    scale: &Scale,
    room: (f64, f64),
    y: f64,
) -> (String, f64) {
    let pixels = scale.pixels;
    let wanted = 160.0 / pixels.max(f64::MIN_POSITIVE);
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let km = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|km| *km <= wanted)
        .unwrap_or(power);
    let (left, right) = (room.0, room.0 + km * pixels);
    let y = y + 4.0;
    let place = if scale.everywhere {
        ""
    } else {
        " in the middle"
    };
    let mut out = format!(
        "<g class=\"colophon\" font-size=\"11\" fill=\"{ink}\">\n\
         <path d=\"M{left} {up}V{y}H{right}V{up}\" fill=\"none\" stroke=\"{ink}\"/>\
         <text x=\"{after}\" y=\"{y}\">{km} km{place}</text>\n",
        ink = style::PALE_INK,
        left = number(left),
        right = number(right),
        up = number(y - 5.0),
        y = number(y),
        after = number(right + 6.0),
    );
    let state = day.map_or_else(String::new, |day| format!("State of {day}."));
    let sources =
        "Land: Natural Earth. Links derived from \u{a9} OpenStreetMap contributors, ODbL.";
    let label = text_width(&format!("{km} km{place}"), 11.0);
    let (mut x, mut y) = (right + label + 24.0, y);
    for sentence in [state.as_str(), sources, "Dotted borders are disputed."] {
        let width = text_width(sentence, 11.0);
        if x > room.0 && x + width > room.1 {
            x = room.0;
            y += 15.0;
        }
        if !sentence.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\">{sentence}</text>",
                number(x),
                number(y)
            );
            x += 0.92 * width + 6.0;
        }
    }
    out += "</g>\n";
    (out, y)
}

/// A route in one line: ends, what it has the least of, km, days and USD.
pub(super) fn route_text(route: &Route) -> String {
    let mut text = format!(
        "{} \u{2013} {}, {}: {:.0} km, {:.1} days",
        route.from.name,
        route.to.name,
        route.objective,
        route.distance().as_km(),
        route.duration().as_days()
    );
    if route.is_priced() {
        let _ = write!(text, ", {:.0} USD", route.cost().as_usd());
    }
    text
}
