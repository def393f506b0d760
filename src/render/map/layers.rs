//! The network, its crossings, routes and places as SVG over the ground.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::labels::{Rect, Wish, place};
use super::legend::{self, Entry};
use super::paint::Painter;
use super::scene::{Drawn, Kind, Line, Openness, Stretch};
use super::svg::{escaped, number, path};
use super::{Naming, style};
use crate::network::{Mode, Place};

/// Pixels per degree of longitude from which places of the second tier get a dot, and a name.
const JUNCTION_DOTS: f64 = 30.0;
const JUNCTION_NAMES: f64 = 75.0;
/// From which weight on a name may cover any line.
const WEIGHTY: u32 = 16;

/// Links or services of one style, each with its pieces in pixels.
type Layer<'d> = Vec<(&'d Drawn, Vec<Line>)>;

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
        let glow: String = layers
            .values()
            .flatten()
            .filter(|(drawn, _)| drawn.highlighted)
            .flat_map(|(_, pieces)| pieces)
            .map(|piece| path(piece, 0.5, false))
            .collect();
        let mut entries = Vec::new();
        if !glow.is_empty() {
            self.put(&format!(
                "<path class=\"highlight\" d=\"{glow}\" stroke=\"{}\" stroke-width=\"7\" \
                 stroke-linecap=\"round\"/>\n",
                style::HIGHLIGHT
            ));
            entries.push(Entry::line(
                format!("stroke=\"{}\" stroke-width=\"7\"", style::HIGHLIGHT),
                "highlighted operators",
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
                self.put(&text);
                let word = match openness {
                    Openness::Open => kind.word().to_owned(),
                    _ => format!("{}, {}", kind.word(), openness.word()),
                };
                entries.push(Entry::line(stroke, word));
            }
        }
        (counts, entries)
    }

    pub(super) fn crossings(&mut self, entries: &mut Vec<Entry>) {
        let (mut open, mut shut) = (String::new(), String::new());
        for (crossing, openness) in self.map.ground.crossings(self.map.day) {
            if !self.region.contains(crossing.location) {
                continue;
            }
            let (x, y) = crossing.location.x_y();
            let (x, y) = self.projection.project(x, y);
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
            let mut text = format!("<g class=\"route\" stroke=\"{colour}\">\n");
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
        if !routes.is_empty() {
            entries.push(Entry::wide(
                String::new(),
                "Routes: rail solid, road in long dashes, sea dotted",
            ));
        }
        unknown
    }

    /// Dots and names; how many of each.
    pub(super) fn places(&mut self) -> (usize, usize) {
        let region = self.region;
        let density = self.density;
        let shown: Vec<(u8, u32, &Place)> = self
            .map
            .ranked_places()
            .into_iter()
            .filter(|(tier, _, place)| {
                region.contains(place.location) && (*tier < 2 || density >= JUNCTION_DOTS)
            })
            .collect();
        let mut dots = String::new();
        let mut wishes = Vec::new();
        for (tier, weight, place) in &shown {
            let (x, y) = place.location.x_y();
            let at = self.projection.project(x, y);
            let (radius, size, patience) = match tier {
                0 => (4.5, 15.0, 9.0),
                // The weightiest names may cover lines; their halo keeps them legible.
                1 if *weight >= WEIGHTY => (2.6, 12.0, 9.0),
                1 => (2.6, 12.0, 0.42),
                _ => (1.4, 9.5, 0.30),
            };
            self.obstacles.block(Rect::around(at, radius));
            let _ = writeln!(
                dots,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"><title>{}</title></circle>",
                number(at.0),
                number(at.1),
                escaped(&format!("{} {}", place.code, place.name))
            );
            let text = match self.map.naming {
                Naming::Name => place.name.to_string(),
                Naming::Code => place.code.as_str().to_owned(),
                Naming::Nothing => continue,
            };
            if *tier < 2 || density >= JUNCTION_NAMES {
                wishes.push(Wish {
                    text,
                    at,
                    radius,
                    size,
                    patience,
                });
            }
        }
        self.put(&format!(
            "<g class=\"places\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.8\">\n{dots}</g>\n",
            style::INK,
            style::PAPER
        ));
        let frame = std::mem::take(&mut self.frame);
        let spots = place(&wishes, &mut self.obstacles, |point| {
            contains(&frame, point)
        });
        self.frame = frame;
        let (mut halos, mut names) = (String::new(), String::new());
        let mut count = 0;
        for (wish, spot) in wishes.iter().zip(spots) {
            let Some(spot) = spot else { continue };
            count += 1;
            let (weight, colour) = match wish.size {
                size if size > 13.0 => (" font-weight=\"bold\"", style::INK),
                size if size > 10.0 => ("", style::INK),
                _ => ("", style::PALE_INK),
            };
            let place = format!(
                "x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}",
                number(spot.at.0),
                number(spot.at.1),
                number(wish.size)
            );
            let text = escaped(&wish.text);
            let _ = writeln!(halos, "<text {place}>{text}</text>");
            let _ = writeln!(names, "<text {place} fill=\"{colour}\">{text}</text>");
        }
        self.put(&format!(
            "<g class=\"halos\" fill=\"{0}\" stroke=\"{0}\" stroke-width=\"3\" \
             stroke-opacity=\"0.85\" aria-hidden=\"true\">\n{halos}</g>\n\
             <g class=\"names\" stroke=\"none\">\n{names}</g>\n",
            style::LAND
        ));
        (shown.len(), count)
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

/// Whether a point lies in a closed outline.
fn contains(outline: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for (index, b) in outline.iter().enumerate() {
        let a = outline[(index + outline.len() - 1) % outline.len()];
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    inside
}
