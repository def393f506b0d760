//! Maps of a network, or of routes on it, as SVG over coasts and borders.
//!
//! [`Map::of`] takes a network, [`Map::world`] one under a scenario; everything else has a default.
//! Modes and railway gauges differ by colour and by line style, so that they can be told apart in
//! print and with any kind of sight; what is planned or being built is dashed, what is closed is
//! faint, disputed borders are dotted. The ends of routes and the places where goods change conveyance
//! or gauge always have their names. The projection is Lambert's conformal conic with the standard
//! parallels a sixth inside the region; where its meridians would lean by more than 12 degrees at the
//! sides, it is a stereographic cylinder, true to scale along the middle parallel. The frame is a
//! rectangle that has all of the region. The same input gives the same bytes on every platform.
//!
//! Land, borders and names of countries are drawn from Natural Earth (public domain): of the whole
//! Earth without Antarctica, finest between Vienna and Urumqi. Natural Earth draws who administers the
//! ground. The links derive from OpenStreetMap, so every map carries its attribution.
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

mod areas;
mod dots;
mod error;
mod flows;
mod labels;
mod land;
mod layers;
mod legend;
mod marks;
mod paint;
mod pair;
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
pub use flows::Flow;
pub use marks::Mark;
pub use pair::{DrawnPair, SideBySide};
pub use region::Region;

use crate::code::Country;
use crate::network::{Network, OperatorId};
use crate::policy::{Policy, Rule, Subject};
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
    excluded: BTreeSet<Country>,
    flows: Vec<Flow<'a>>,
    flow_unit: String,
    marks: Vec<Mark>,
    mark_word: String,
    /// Links and services that are open on one of two maps only.
    changed: BTreeSet<String>,
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
            excluded: BTreeSet::new(),
            flows: Vec::new(),
            flow_unit: String::new(),
            marks: Vec::new(),
            mark_word: String::new(),
            changed: BTreeSet::new(),
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

    /// Hatches countries, such as those that a route has to keep out of.
    pub fn excluded(mut self, countries: impl IntoIterator<Item = Country>) -> Self {
        self.excluded.extend(countries);
        self
    }

    /// Hatches the countries whose territory a policy excludes on the day of the map, by rules of their
    /// own; parts of combined rules are not looked at.
    pub fn policy(self, policy: &Policy) -> Self {
        let day = self.day;
        let rules = policy.rules().iter();
        let rules = rules.filter(|rule| day.is_none_or(|day| rule.holds_on(day)));
        let countries = rules.filter_map(|rule| match rule.rule() {
            Rule::Exclude(Subject::Territory { countries }) => Some(countries.iter().copied()),
            _ => None,
        });
        let countries: Vec<Country> = countries.flatten().collect();
        self.excluded(countries)
    }

    /// Draws links and services as wide as what goes over them, both directions together, in a unit that
    /// the legend names, such as `containers a year`.
    pub fn flows(mut self, flows: &[Flow<'a>], unit: impl Into<String>) -> Self {
        self.flows = flows.to_vec();
        self.flow_unit = unit.into();
        self
    }

    /// Puts a ring around each of some things, with words beside it; the legend says what rings mean.
    pub fn marks(mut self, marks: &[Mark], meaning: impl Into<String>) -> Self {
        self.marks = marks.to_vec();
        self.mark_word = meaning.into();
        self
    }

    /// This map on the left and another one of the same region on the right.
    pub const fn beside(self, after: Self) -> SideBySide<'a> {
        SideBySide::new(self, after)
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
        self.check_size()?;
        let region = match self.region {
            Some(region) => region,
            None => self.fitted().ok_or(MapError::Nothing)?,
        };
        Ok(paint::Painter::new(self, region, "").paint())
    }

    fn check_size(&self) -> Result<(), MapError> {
        let (width, height) = self.size;
        let fits = 200..=20_000;
        if fits.contains(&width) && fits.contains(&height) {
            Ok(())
        } else {
            Err(MapError::Size { width, height })
        }
    }

    /// The region around the routes and flows, or around all places.
    fn fitted(&self) -> Option<Region> {
        let flows = self.flows.iter().map(|flow| flow.route);
        let routes = self.routes.iter().copied().chain(flows);
        let stretches = routes.flat_map(|route| self.ground.stretches(route).0);
        let points = stretches.flat_map(|stretch| stretch.line);
        let on_routes = Region::around(points.map(|(x, y)| geo_types::Point::new(x, y)));
        let network = self.ground.network();
        on_routes.or_else(|| Region::around(network.places().map(|(_, place)| place.location)))
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
    unplaced_marks: usize,
    places: usize,
    labels: usize,
    areas: usize,
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

    /// How many countries and seas have a name.
    #[must_use]
    pub const fn areas(&self) -> usize {
        self.areas
    }

    /// Moving steps of the routes that the network knows neither a record nor the ends of.
    #[must_use]
    pub const fn undrawn_steps(&self) -> usize {
        self.undrawn_steps
    }

    /// Marks of what the network does not know.
    #[must_use]
    pub const fn unplaced_marks(&self) -> usize {
        self.unplaced_marks
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
            "  {:>5} places, {} of them named; {} countries and seas named; {} routes",
            self.places, self.labels, self.areas, self.routes
        )
    }
}
