//! The network, its crossings and routes as SVG over the ground.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::legend::{self, Entry};
use super::paint::Painter;
use super::scene::{Drawn, Kind, Line, Openness, Stretch};
use super::style;
use super::svg::{escaped, number, path};
use crate::network::Mode;

/// Links or services of one style, each with its pieces in pixels.
type Layer<'d> = Vec<(&'d Drawn, Vec<Line>)>;

/// A class, a colour, what it says, and which lines are meant.
type Glow = (&'static str, &'static str, &'static str, fn(&Drawn) -> bool);

/// How many lines there are, by what they are and whether they are open.
pub(super) type Counts = BTreeMap<(&'static str, &'static str), usize>;

impl Painter<'_, '_> {
    /// Links and services, layer by layer, and what the legend says of them.
    pub(super) fn network(&mut self, drawn: &[Drawn]) -> (Counts, Vec<Entry>) {
        let mut layers: BTreeMap<(Openness, Kind), Layer<'_>> = BTreeMap::new();
        for drawn in drawn {
            let pieces = self.pieces(&drawn.line);
            if pieces.is_empty() {
                continue;
            }
            let weight = if drawn.openness == Openness::Closed {
                0.4
            } else {
                1.0
            };
            for piece in &pieces {
                self.obstacles.avoid(piece, weight);
            }
            let layer = layers.entry((drawn.openness, drawn.kind)).or_default();
            layer.push((drawn, pieces));
        }
        let mut entries = Vec::new();
        let glows: [Glow; 2] = [
            (
                "highlight",
                style::HIGHLIGHT,
                "highlighted operators",
                |drawn| drawn.highlighted,
            ),
            (
                "changed",
                style::CHANGED,
                "not the same on both maps",
                |drawn| drawn.changed,
            ),
        ];
        for (class, colour, word, is_meant) in glows {
            let meant = layers
                .values()
                .flatten()
                .filter(|(drawn, _)| is_meant(drawn));
            let glow: String = meant
                .flat_map(|(_, pieces)| pieces)
                .map(|piece| path(piece, 0.5, false))
                .collect();
            if glow.is_empty() {
                continue;
            }
            self.put(&format!(
                "<path class=\"{class}\" d=\"{glow}\" stroke=\"{colour}\" stroke-width=\"7\" \
                 stroke-linecap=\"round\"/>\n"
            ));
            entries.push(Entry::line(
                format!("stroke=\"{colour}\" stroke-width=\"7\""),
                word,
            ));
        }
        let mut counts = BTreeMap::new();
        for openness in Openness::ALL {
            for kind in Kind::ALL {
                let Some(layer) = layers.get(&(openness, kind)) else {
                    continue;
                };
                counts.insert((kind.word(), openness.word()), layer.len());
                let stroke = kind.stroke(openness, self.density);
                let mut text = format!(
                    "<g class=\"{} {}\" {stroke}>\n",
                    kind.class(),
                    openness.word()
                );
                for (drawn, pieces) in layer {
                    let data: String = pieces.iter().map(|piece| path(piece, 0.5, false)).collect();
                    let title = escaped(&drawn.title);
                    let _ = writeln!(text, "<path d=\"{data}\"><title>{title}</title></path>");
                }
                text += "</g>\n";
                if let Some(core) = kind.core(openness, self.density) {
                    let pieces = layer.iter().flat_map(|(_, pieces)| pieces);
                    let data: String = pieces.map(|piece| path(piece, 0.5, false)).collect();
                    let _ = writeln!(text, "<path class=\"core\" d=\"{data}\" {core}/>");
                }
                self.put(&text);
                let word = match openness {
                    Openness::Open => kind.word().to_owned(),
                    _ => format!("{}, {}", kind.word(), openness.word()),
                };
                let (stroke, core) = kind.sample(openness);
                entries.push(Entry::line(stroke, word).with_core(core));
            }
        }
        (counts, entries)
    }

    pub(super) fn crossings(&mut self, entries: &mut Vec<Entry>) {
        let (mut open, mut shut) = (String::new(), String::new());
        for (crossing, openness) in self.map.ground.crossings(self.map.day) {
            let (x, y) = crossing.location.x_y();
            let (x, y) = self.projection.project(x, y);
            if !self.frame.contains((x, y)) {
                continue;
            }
            let title = escaped(&format!("{}: {}", crossing.code, crossing.name));
            if openness == Openness::Open {
                let _ = writeln!(
                    open,
                    "<rect x=\"{}\" y=\"{}\" width=\"3.6\" height=\"3.6\"><title>{title}</title>\
                     </rect>",
                    number(x - 1.8),
                    number(y - 1.8)
                );
            } else {
                let (left, right) = (number(x - 3.2), number(x + 3.2));
                let (top, bottom) = (number(y - 3.2), number(y + 3.2));
                let _ = writeln!(
                    shut,
                    "<path d=\"M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}\">\
                     <title>{title}</title></path>"
                );
            }
        }
        if !open.is_empty() {
            let attributes = format!(
                "fill=\"{}\" stroke=\"{}\" stroke-width=\"0.9\"",
                style::PAPER,
                style::INK
            );
            self.put(&format!(
                "<g class=\"crossing open\" {attributes}>\n{open}</g>\n"
            ));
            entries.push(Entry::square(attributes, "border crossing"));
        }
        if !shut.is_empty() {
            let attributes = format!("stroke=\"{}\" stroke-width=\"1.6\"", style::SHUT);
            self.put(&format!(
                "<g class=\"crossing shut\" {attributes}>\n{shut}</g>\n"
            ));
            entries.push(Entry::cross(attributes, "crossing not open"));
        }
    }

    /// Routes, the last one lowest and widest, so that all show where they run together.
    pub(super) fn routes(&mut self, entries: &mut Vec<Entry>) -> usize {
        let routes = &self.map.routes;
        let mut unknown = 0;
        for (index, route) in routes.iter().enumerate().rev() {
            let colour = style::ROUTES[index % style::ROUTES.len()];
            let width = 3.4 + 3.0 * index.min(6) as f64;
            let (stretches, missing) = self.map.ground.stretches(route);
            unknown += missing;
            let name = escaped(&legend::route_text(route));
            let mut text = format!(
                "<g class=\"route\" data-route=\"{index}\" stroke=\"{colour}\"><title>{name}</title>\n"
            );
            for Stretch { mode, line } in &stretches {
                let pieces = self.pieces(line);
                for piece in &pieces {
                    self.obstacles.avoid(piece, 2.0);
                }
                let data: String = pieces.iter().map(|piece| path(piece, 0.5, false)).collect();
                if !data.is_empty() {
                    let dashes = route_dashes(*mode, width);
                    let width = number(width);
                    let _ = writeln!(
                        text,
                        "<path d=\"{data}\" stroke-width=\"{width}\"{dashes}/>"
                    );
                }
            }
            text += "</g>\n";
            self.put(&text);
        }
        for (index, route) in routes.iter().enumerate() {
            let colour = style::ROUTES[index % style::ROUTES.len()];
            let stroke = format!("stroke=\"{colour}\" stroke-width=\"4\"");
            entries.push(Entry::wide(stroke, legend::route_text(route)));
        }
        let samples = [
            (Mode::Rail, "route by rail"),
            (Mode::Road, "route by road"),
            (Mode::Sea, "route by sea"),
        ];
        for (mode, word) in samples.into_iter().filter(|_| !routes.is_empty()) {
            let dashes = route_dashes(Some(mode), 4.0);
            let stroke = format!("stroke=\"{}\" stroke-width=\"4\"{dashes}", style::INK);
            entries.push(Entry::line(stroke, word));
        }
        unknown
    }
}

/// Dashes that show the mode of a route.
fn route_dashes(mode: Option<Mode>, width: f64) -> String {
    match mode {
        Some(Mode::Road) => " stroke-dasharray=\"16 4\"".to_owned(),
        Some(Mode::Sea) => format!(
            " stroke-dasharray=\"0.1 {}\" stroke-linecap=\"round\"",
            number(width * 1.9)
        ),
        _ => " stroke-linecap=\"round\"".to_owned(),
    }
}
