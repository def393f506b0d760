//! From a map's description to SVG, layer by layer.

use std::fmt::Write as _;

use super::labels::Obstacles;
use super::land::{self, Ground};
use super::legend::{self, Entry};
use super::projection::Projection;
use super::scene::Line;
use super::svg::{escaped, number, path, text_width};
use super::{Drawing, Map, Region, style};

/// White space around the map.
const MARGIN: f64 = 16.0;
pub(super) struct Painter<'m, 'a> {
    pub(super) map: &'m Map<'a>,
    pub(super) region: Region,
    /// Slightly more than the region, so that lines end behind the frame.
    reach: Region,
    pub(super) projection: Projection,
    pub(super) frame: Vec<(f64, f64)>,
    /// Pixels per degree of longitude along the southern edge.
    pub(super) density: f64,
    width: f64,
    /// Lower edge of what is painted so far.
    bottom: f64,
    pub(super) obstacles: Obstacles,
    out: String,
}

impl<'m, 'a> Painter<'m, 'a> {
    pub(super) fn new(map: &'m Map<'a>, region: Region) -> Self {
        let (width, height) = (f64::from(map.size.0), f64::from(map.size.1));
        let (mut projection, width, height) = Projection::fit(&region, width, height);
        let top = if map.title.is_empty() { MARGIN } else { 50.0 };
        // A narrow map still leaves room for the legend.
        let paper = (width + 2.0 * MARGIN).max(640.0);
        projection.shift((paper - width) / 2.0, top);
        let frame = projection.outline(&region);
        Self {
            map,
            region,
            reach: region.widened(0.03),
            projection,
            frame,
            density: width / (region.east() - region.west()),
            width: paper,
            bottom: top + height,
            obstacles: Obstacles::default(),
            out: String::new(),
        }
    }

    pub(super) fn paint(mut self) -> Drawing {
        let frame = path(&self.frame, 0.0, true);
        self.put(&format!(
            "<defs><clipPath id=\"frame\"><path d=\"{frame}\"/></clipPath></defs>\n"
        ));
        self.title();
        self.put("<g clip-path=\"url(#frame)\" fill=\"none\" stroke-linejoin=\"round\">\n");
        self.ground(&frame);
        let drawn = self.map.ground.drawn(self.map.day, &self.map.highlighted);
        let (lines, mut entries) = self.network(&drawn);
        self.crossings(&mut entries);
        let undrawn_steps = self.routes(&mut entries);
        let (places, labels) = self.places();
        self.put("</g>\n");
        self.put(&format!(
            "<path d=\"{frame}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>\n",
            style::PALE_INK
        ));
        self.foot(&entries);
        let size = (self.width.ceil() as u32, self.bottom.ceil() as u32);
        let (width, height) = size;
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{}\">\n\
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
            routes: self.map.routes.len(),
            undrawn_steps,
            places,
            labels,
        }
    }

    pub(super) fn put(&mut self, text: &str) {
        self.out.push_str(text);
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
        for pair in line.windows(2) {
            let Some([a, b]) = self.reach.cut(pair[0], pair[1]) else {
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&a) => piece.push(b),
                _ => pieces.push(vec![a, b]),
            }
        }
        pieces
            .into_iter()
            .map(|piece| self.project(&piece))
            .collect()
    }

    fn ground(&mut self, frame: &str) {
        let mut text = format!("<path d=\"{frame}\" fill=\"{}\"/>\n", style::WATER);
        let mut rings = String::new();
        let mut lines = [String::new(), String::new()];
        for (kind, line) in land::LINES.iter() {
            match kind {
                Ground::Land if self.is_near(line) => {
                    rings += &path(&self.project(&dense(line)), 0.6, true);
                }
                Ground::Land => {}
                Ground::Border | Ground::Disputed => {
                    for piece in self.pieces(line) {
                        lines[usize::from(*kind == Ground::Disputed)] += &path(&piece, 0.6, false);
                    }
                }
            }
        }
        let [borders, disputed] = lines;
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "<path class=\"land\" d=\"{rings}\" fill=\"{}\" fill-rule=\"evenodd\" stroke=\"{}\" \
             stroke-width=\"0.8\"/>\n\
             <path class=\"graticule\" d=\"{}\" stroke=\"{}\" stroke-opacity=\"0.35\" \
             stroke-width=\"0.5\"/>\n\
             <path class=\"border\" d=\"{borders}\" stroke=\"{}\" stroke-width=\"1.3\"/>\n\
             <path class=\"border disputed\" d=\"{disputed}\" stroke=\"{}\" stroke-width=\"1.3\" \
             stroke-dasharray=\"1.5 3\"/>\n",
            style::LAND,
            style::COAST,
            self.graticule(),
            style::COAST,
            style::BORDER,
            style::BORDER
        );
        self.put(&text);
    }

    fn is_near(&self, line: &[(f64, f64)]) -> bool {
        let Some(area) = Region::around(line.iter().map(|(x, y)| geo_types::Point::new(*x, *y)))
        else {
            return false;
        };
        area.west() <= self.reach.east()
            && area.east() >= self.reach.west()
            && area.south() <= self.reach.north()
            && area.north() >= self.reach.south()
    }

    /// Meridians and parallels every 2, 5 or 10 degrees.
    fn graticule(&self) -> String {
        let region = &self.region;
        let span = (region.east() - region.west()).max(region.north() - region.south());
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
        for x in multiples(region.west(), region.east()) {
            let line = [(x, region.south()), (x, region.north())];
            out += &path(&self.project(&line), 0.0, false);
        }
        for y in multiples(region.south(), region.north()) {
            let line = dense(&[(region.west(), y), (region.east(), y)]);
            out += &path(&self.project(&line), 0.0, false);
        }
        out
    }

    fn foot(&mut self, entries: &[Entry]) {
        let room = (MARGIN, self.width - MARGIN);
        let (text, bottom) = legend::entries(entries, room, self.bottom + 22.0);
        self.put(&text);
        let pixels = self.projection.pixels_per_km(&self.region);
        let text = legend::colophon(self.map.day, pixels, room, bottom);
        self.put(&text);
        self.bottom = bottom + 22.0;
    }
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
