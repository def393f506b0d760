//! From a map's description to SVG, layer by layer.

use std::fmt::Write as _;

use super::areas::Raster;
use super::labels::{Obstacles, Rect};
use super::land::{EDGES, Edge, GROUNDS};
use super::legend::{self, Entry};
use super::projection::Projection;
use super::scene::Line;
use super::svg::{escaped, number, path, text_width};
use super::{Drawing, Map, Region, style};
use crate::network::cut_at_antimeridian;

/// White space around the map.
const MARGIN: f64 = 16.0;

pub(super) struct Painter<'m, 'a> {
    pub(super) map: &'m Map<'a>,
    pub(super) region: Region,
    /// Slightly more than the frame, so that lines end behind it.
    reach: Region,
    pub(super) projection: Projection,
    pub(super) frame: Rect,
    /// Pixels per degree of longitude.
    pub(super) density: f64,
    width: f64,
    /// Lower edge of what is painted so far.
    bottom: f64,
    pub(super) obstacles: Obstacles,
    /// What makes the ids of this document its own.
    mark: &'static str,
    out: String,
}

impl<'m, 'a> Painter<'m, 'a> {
    pub(super) fn new(map: &'m Map<'a>, region: Region, mark: &'static str) -> Self {
        let (width, height) = (f64::from(map.size.0), f64::from(map.size.1));
        let (mut projection, width, height) = Projection::fit(&region, width, height);
        let top = if map.title.is_empty() { MARGIN } else { 50.0 };
        // A narrow map still leaves room for the legend.
        let paper = (width + 2.0 * MARGIN).max(640.0);
        let left = (paper - width) / 2.0;
        projection.shift(left, top);
        let frame = Rect {
            left,
            top,
            right: left + width,
            bottom: top + height,
        };
        Self {
            map,
            region,
            reach: projection.reach(&frame),
            projection,
            frame,
            density: width / (region.east() - region.west()),
            width: paper,
            bottom: top + height,
            obstacles: Obstacles::default(),
            mark,
            out: String::new(),
        }
    }

    pub(super) fn paint(mut self) -> Drawing {
        self.definitions();
        self.title();
        let mark = self.mark;
        self.put(&format!(
            "<g clip-path=\"url(#frame{mark})\" fill=\"none\" stroke-linejoin=\"round\">\n\
             <g class=\"scene\">\n"
        ));
        let raster = self.ground();
        let above_ground = self.out.len();
        let mut drawn = self.map.ground.drawn(self.map.day, &self.map.highlighted);
        for drawn in &mut drawn {
            drawn.changed = self.map.changed.contains(&drawn.id);
        }
        let (lines, mut entries) = self.network(&drawn);
        self.excluded_entry(&mut entries);
        self.crossings(&mut entries);
        let mut undrawn_steps = self.flows(&mut entries);
        undrawn_steps += self.routes(&mut entries);
        let unplaced_marks = self.marks(&mut entries);
        let (places, labels, names) = self.places(&raster);
        self.out.insert_str(above_ground, &names.0);
        self.put("</g>\n</g>\n");
        self.put(&format!(
            "<rect class=\"edge\" {} fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>\n",
            box_of(&self.frame),
            style::PALE_INK
        ));
        self.foot(&entries);
        let size = (self.width.ceil() as u32, self.bottom.ceil() as u32);
        let (width, height) = size;
        let name = if self.map.title.is_empty() {
            "Map of freight links"
        } else {
            &self.map.title
        };
        let name = escaped(name);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{name}\" \
             font-family=\"{}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
            style::FONT,
            style::PAPER,
            self.out
        );
        Drawing {
            svg,
            region: self.region,
            size,
            lines,
            routes: self.map.routes.len() + self.map.flows.len(),
            undrawn_steps,
            unplaced_marks,
            places,
            labels,
            areas: names.1,
        }
    }

    pub(super) fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// The shape of the frame, and lines for what is excluded.
    fn definitions(&mut self) {
        let mark = self.mark;
        self.put(&format!(
            "<defs><clipPath id=\"frame{mark}\"><rect {}/></clipPath>\
             <pattern id=\"excluded{mark}\" width=\"9\" height=\"9\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <path d=\"M0 0V9\" stroke=\"{}\" stroke-width=\"2.6\" stroke-opacity=\"0.6\"/>\
             </pattern></defs>\n",
            box_of(&self.frame),
            style::EXCLUDED_INK
        ));
    }

    fn excluded_entry(&self, entries: &mut Vec<Entry>) {
        let grounds = GROUNDS.iter().filter(|ground| {
            let is_excluded = |country| self.map.excluded.contains(&country);
            ground.country.is_some_and(is_excluded) && !ground.name.is_empty()
        });
        let names: Vec<&str> = grounds.map(|ground| ground.name).collect();
        if !names.is_empty() {
            let fill = format!(
                "fill=\"url(#excluded{})\" stroke=\"{}\"",
                self.mark,
                style::BORDER
            );
            entries.push(Entry::area(fill, format!("excluded: {}", names.join(", "))));
        }
    }

    fn title(&mut self) {
        let title = &self.map.title;
        if title.is_empty() {
            return;
        }
        let room = self.width - 2.0 * MARGIN;
        let size = (20.0 * room / text_width(title, 20.0).max(1.0)).clamp(6.0, 20.0);
        let text = format!(
            "<text x=\"{}\" y=\"34\" font-size=\"{}\" font-weight=\"bold\" fill=\"{}\">{}</text>\n",
            number(MARGIN),
            number(size),
            style::INK,
            escaped(title)
        );
        self.put(&text);
    }

    fn project(&self, line: &[(f64, f64)]) -> Line {
        let points = line.iter().map(|(x, y)| self.projection.project(*x, *y));
        points.collect()
    }

    /// The pieces of a line that lie in reach, in pixels.
    pub(super) fn pieces(&self, line: &[(f64, f64)]) -> Vec<Line> {
        let mut pieces: Vec<Line> = Vec::new();
        for line in cut_at_antimeridian(line) {
            for pair in line.windows(2) {
                let Some([a, b]) = self.reach.cut(pair[0], pair[1]) else {
                    continue;
                };
                match pieces.last_mut() {
                    Some(piece) if piece.last() == Some(&a) => piece.push(b),
                    _ => pieces.push(vec![a, b]),
                }
            }
        }
        pieces
            .into_iter()
            .map(|piece| self.project(&piece))
            .collect()
    }

    /// Water, countries, coasts and borders, and which country is where.
    fn ground(&mut self) -> Raster {
        let mut raster = Raster::new(self.frame);
        let (mut land, mut excluded) = (String::new(), String::new());
        for (index, ground) in GROUNDS.iter().enumerate() {
            let rings = ground.rings.iter().map(|ring| self.reach.cut_ring(ring));
            let rings = rings.filter(|ring| ring.len() > 2);
            let rings: Vec<Line> = rings.map(|ring| self.project(&dense(&ring))).collect();
            raster.fill(&rings, index);
            let data: String = rings.iter().map(|ring| path(ring, 0.6, true)).collect();
            if data.is_empty() {
                continue;
            }
            let is_excluded = |country| self.map.excluded.contains(&country);
            if ground.country.is_some_and(is_excluded) {
                excluded += &data;
            }
            // Writing to a string cannot fail.
            let _ = write!(land, "<path d=\"{data}\"/>");
        }
        let mut lines = [String::new(), String::new(), String::new()];
        for (edge, line) in EDGES.iter() {
            let layer = match edge {
                Edge::Coast => 0,
                Edge::Border => 1,
                Edge::Disputed => 2,
                Edge::Leased => continue,
            };
            // Land on both sides of the antimeridian ends there in the table, and nowhere else.
            let is_on_it = |point: &(f64, f64)| point.0.abs() >= 179.99;
            let parts = line.chunk_by(|a, b| !is_on_it(a) || !is_on_it(b));
            for piece in parts.flat_map(|part| self.pieces(part)) {
                lines[layer] += &path(&piece, 0.6, false);
            }
        }
        let [coasts, borders, disputed] = lines;
        let frame = box_of(&self.frame);
        // Seams between countries are closed by a stroke of the same colour.
        let mut text = format!(
            "<rect class=\"water\" {frame} fill=\"{}\"/>\n\
             <g class=\"land\" fill=\"{land_colour}\" fill-rule=\"evenodd\" \
             stroke=\"{land_colour}\" stroke-width=\"0.7\">{land}</g>\n",
            style::WATER,
            land_colour = style::LAND
        );
        if !excluded.is_empty() {
            let _ = writeln!(
                text,
                "<path class=\"excluded\" d=\"{excluded}\" fill=\"url(#excluded{})\" \
                 fill-rule=\"evenodd\"/>",
                self.mark
            );
        }
        let _ = write!(
            text,
            "<path class=\"coast\" d=\"{coasts}\" stroke=\"{}\" stroke-width=\"0.8\"/>\n\
             <path class=\"graticule\" d=\"{}\" stroke=\"{}\" stroke-opacity=\"0.35\" \
             stroke-width=\"0.5\"/>\n\
             <path class=\"border\" d=\"{borders}\" stroke=\"{}\" stroke-width=\"1.3\"/>\n\
             <path class=\"border disputed\" d=\"{disputed}\" stroke=\"{}\" stroke-width=\"1.3\" \
             stroke-dasharray=\"1.5 3\"/>\n",
            style::COAST,
            self.graticule(),
            style::COAST,
            style::BORDER,
            style::BORDER
        );
        self.put(&text);
        raster
    }

    /// Meridians and parallels every 2, 5 or 10 degrees.
    fn graticule(&self) -> String {
        let reach = &self.reach;
        let span = (reach.east() - reach.west()).max(reach.north() - reach.south());
        let step = match span {
            span if span < 14.0 => 2.0,
            span if span < 45.0 => 5.0,
            _ => 10.0,
        };
        let multiples = |low: f64, high: f64| {
            let (first, last) = ((low / step).ceil() as i32, (high / step).floor() as i32);
            (first..=last).map(move |index| f64::from(index) * step)
        };
        let mut out = String::new();
        for x in multiples(reach.west(), reach.east()) {
            let line = [(x, reach.south()), (x, reach.north())];
            out += &path(&self.project(&line), 0.0, false);
        }
        for y in multiples(reach.south(), reach.north()) {
            let line = dense(&[(reach.west(), y), (reach.east(), y)]);
            out += &path(&self.project(&line), 0.0, false);
        }
        out
    }

    fn foot(&mut self, entries: &[Entry]) {
        let room = (MARGIN, self.width - MARGIN);
        let (text, bottom) = legend::entries(entries, room, self.bottom + 22.0);
        self.put(&text);
        let scale = legend::Scale {
            pixels: self.projection.pixels_per_km(&self.region),
            everywhere: !self.projection.is_cylinder(),
        };
        let (text, bottom) = legend::colophon(self.map.day, &scale, room, bottom);
        self.put(&text);
        self.bottom = bottom + 12.0;
    }
}

/// Attributes of a rectangle.
fn box_of(area: &Rect) -> String {
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(area.left),
        number(area.top),
        number(area.right - area.left),
        number(area.bottom - area.top)
    )
}

/// A line in degrees whose segments are at most one degree long, as parallels bend.
fn dense(line: &[(f64, f64)]) -> Line {
    let mut out = Vec::with_capacity(line.len());
    out.extend(line.first());
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let steps = (b.0 - a.0)
            .abs()
            .max((b.1 - a.1).abs())
            .ceil()
            .clamp(1.0, 400.0) as u32;
        for step in 1..=steps {
            let t = f64::from(step) / f64::from(steps);
            out.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
    }
    out
}
