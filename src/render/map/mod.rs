//! Maps of a network, or of routes on it, as SVG over coasts and borders.
//!
//! [`Map::of`] takes a network, [`Map::world`] one under a scenario; everything else has a default.
//! Modes differ by line style and railway gauges by colour; what is planned or being built is
//! dashed, what is closed is faint, disputed borders are dotted. The projection is Lambert's
//! conformal conic with the standard parallels a sixth inside the region. The same input gives the
//! same bytes on every platform.
//!
//! Land is drawn from Natural Earth (public domain) between 13 W and 93 E, 23 and 63 N; beyond, all
//! is water. The links derive from OpenStreetMap, so every map carries its attribution.
//!
//! ```
//! use jiff::civil::date;
//! use trade_corridor::network::Network;
//! use trade_corridor::render::{Map, MapError, Region};
//!
//! let network = Network::europe_central_asia();
//! let map = Map::of(network)
//!     .region(Region::CAUCASUS)
//!     .on(date(2026, 11, 22))
//!     .title("The Caucasus")
//!     .draw()?;
//! assert!(map.svg().starts_with("<svg "));
//! assert!(map.svg().contains("stroke-dasharray=\"7 5\"")); // planned links are dashed
//! assert!(map.labels() > 20);
//!
//! let nothing = Network::builder().build()?;
//! assert_eq!(Map::of(&nothing).draw().unwrap_err(), MapError::Nothing);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod labels;
mod land;
mod layers;
mod legend;
mod paint;
mod projection;
mod region;
mod scene;
mod style;
mod svg;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;

use jiff::civil::Date;

pub use error::MapError;
pub use region::Region;

use crate::network::{End, Network, OperatorId, Place, PlaceKind};
use crate::route::Route;
use crate::scenario::World;
use scene::Ground;

/// A map to be drawn; see the [module](self).
#[derive(Clone, Debug)]
#[must_use]
pub struct Map<'a> {
    ground: Ground<'a>,
    region: Option<Region>,
    day: Option<Date>,
    routes: Vec<&'a Route>,
    highlighted: BTreeSet<OperatorId>,
    size: (u32, u32),
    title: String,
    naming: Naming,
}

/// What stands beside a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Naming {
    /// Its name.
    #[default]
    Name,
    /// Its code, for work on the tables.
    Code,
    /// Nothing.
    Nothing,
}

impl<'a> Map<'a> {
    /// A map of a network on the day its records describe, large enough for all of its places.
    pub fn of(network: &'a Network) -> Self {
        Self::on_ground(Ground::Network(network), network.as_of())
    }

    /// A map of a network on the day and under the changes of a scenario.
    pub fn world(world: &'a World) -> Self {
        Self::on_ground(Ground::World(world), Some(world.day()))
    }

    fn on_ground(ground: Ground<'a>, day: Option<Date>) -> Self {
        Self {
            ground,
            region: None,
            day,
            routes: Vec::new(),
            highlighted: BTreeSet::new(),
            size: (1600, 1100),
            title: String::new(),
            naming: Naming::Name,
        }
    }

    /// The part of the world to show; by default the routes, or else all places.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// The day whose openings and closings are shown. A map of a [`World`] keeps its own day.
    pub fn on(mut self, day: Date) -> Self {
        if let Ground::Network(_) = self.ground {
            self.day = Some(day);
        }
        self
    }

    /// Routes to draw on top, each in a colour of its own; the first lies uppermost, and where they
    /// run together the others show as bands beside it.
    pub fn routes(mut self, routes: &[&'a Route]) -> Self {
        self.routes = routes.to_vec();
        self
    }

    /// Marks the links that an operator manages and the services that it runs.
    pub fn highlight(mut self, operator: OperatorId) -> Self {
        self.highlighted.insert(operator);
        self
    }

    /// The most pixels the map itself may take, 1600 x 1100 by default; title and legend come on
    /// top. Its shape follows from the region.
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// A line above the map; none by default.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// What stands beside places, their names by default.
    pub fn naming(mut self, naming: Naming) -> Self {
        self.naming = naming;
        self
    }

    /// Draws it.
    ///
    /// # Errors
    /// A size out of range, or a network without places when no region is given.
    pub fn draw(&self) -> Result<Drawing, MapError> {
        let (width, height) = self.size;
        let fits = 200..=20_000;
        if !fits.contains(&width) || !fits.contains(&height) {
            return Err(MapError::Size { width, height });
        }
        let region = match self.region {
            Some(region) => region,
            None => self.fitted().ok_or(MapError::Nothing)?,
        };
        Ok(paint::Painter::new(self, region).paint())
    }

    /// The region around the routes, or around all places.
    fn fitted(&self) -> Option<Region> {
        let stretches = self
            .routes
            .iter()
            .flat_map(|route| self.ground.stretches(route).0);
        let points = stretches.flat_map(|stretch| stretch.line);
        let on_routes = Region::around(points.map(|(x, y)| geo_types::Point::new(x, y)));
        let network = self.ground.network();
        on_routes.or_else(|| Region::around(network.places().map(|(_, place)| place.location)))
    }

    /// Places with tier and weight, in the order their names are placed: ends of routes, those that
    /// matter to a user, by weight, then by code. Cities and seaports weigh most, border posts only
    /// by the links that meet there.
    fn ranked_places(&self) -> Vec<(u8, u32, &'a Place)> {
        let network = self.ground.network();
        let mut meeting: BTreeMap<End, u32> = BTreeMap::new();
        for (_, link) in network.links() {
            for end in [link.from, link.to] {
                *meeting.entry(end).or_default() += 1;
            }
        }
        let ends: BTreeSet<&str> = self
            .routes
            .iter()
            .flat_map(|route| [route.from.code.as_str(), route.to.code.as_str()])
            .collect();
        let mut ranked: Vec<(u8, u32, &Place)> = network
            .places()
            .map(|(id, place)| {
                let links = meeting.get(&End::Place(id)).copied().unwrap_or_default();
                let kinds: u32 = place.kinds.iter().map(|kind| weight(*kind)).sum();
                let tier = if ends.contains(place.code.as_str()) {
                    0
                } else {
                    place.tier.max(1)
                };
                (tier, kinds + links, place)
            })
            .collect();
        ranked.sort_by(|a, b| (a.0, b.1, &a.2.code).cmp(&(b.0, a.1, &b.2.code)));
        ranked
    }
}

/// How much a kind of place asks for a name.
const fn weight(kind: PlaceKind) -> u32 {
    match kind {
        PlaceKind::City => 8,
        PlaceKind::Seaport => 6,
        PlaceKind::DryPort | PlaceKind::FerryTerminal | PlaceKind::GaugeChange => 3,
        PlaceKind::RailTerminal | PlaceKind::RoadTerminal => 1,
        _ => 0,
    }
}

/// A finished map, and what is on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    svg: String,
    region: Region,
    size: (u32, u32),
    lines: BTreeMap<(&'static str, &'static str), usize>,
    routes: usize,
    undrawn_steps: usize,
    places: usize,
    labels: usize,
}

impl Drawing {
    /// The SVG document.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The SVG document.
    #[must_use]
    pub fn into_svg(self) -> String {
        self.svg
    }

    /// Writes the SVG document.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, mut writer: impl io::Write) -> io::Result<()> {
        writer.write_all(self.svg.as_bytes())
    }

    /// What it shows.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }

    /// Width and height of the document in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }

    /// How many lines are on it, by what they are (`road`, `rail 1520 mm`, ...) and whether they
    /// are `open`, `planned` or `closed`.
    pub fn lines(&self) -> impl Iterator<Item = (&'static str, &'static str, usize)> + '_ {
        self.lines
            .iter()
            .map(|((what, openness), count)| (*what, *openness, *count))
    }

    /// How many places have a dot.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.places
    }

    /// How many places have a name.
    #[must_use]
    pub const fn labels(&self) -> usize {
        self.labels
    }

    /// Moving steps of the routes that the network knows neither a record nor the ends of.
    #[must_use]
    pub const fn undrawn_steps(&self) -> usize {
        self.undrawn_steps
    }
}

/// What is on the map, in a few lines.
impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.size;
        writeln!(f, "{}: {width} x {height} pixels", self.region)?;
        for (what, openness, count) in self.lines() {
            writeln!(f, "  {count:>5} {what}, {openness}")?;
        }
        write!(
            f,
            "  {:>5} places, {} of them named; {} routes",
            self.places, self.labels, self.routes
        )
    }
}
