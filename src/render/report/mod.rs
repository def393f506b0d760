//! Answers as one HTML file that needs nothing else (feature `report`): a map to move and zoom, legs,
//! charges by payee and owner, what was checked rule by rule, warnings and sources.
//!
//! The file loads nothing, so it works offline and says the same for ever; it can be printed, and used by
//! keyboard and with a screen reader. Text is escaped wherever it comes from. What later questions find
//! out is added as a [`Section`], of the same parts as the others.
//!
//! ```
//! use trade_corridor::prelude::*;
//! use trade_corridor::render::report::{Block, Report, Section};
//!
//! let planner = Planner::new(Network::europe_central_asia(), &Scenario::preset("status-quo")?)?;
//! let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
//! let (cheapest, fastest) = (planner.cheapest(&request)?, planner.fastest(&request)?);
//!
//! let html = Report::new(planner.world())
//!     .title("Khorgos to Istanbul <draft>")
//!     .policy(&Policy::russia_excluded())
//!     .route(&cheapest)
//!     .route(&fastest)
//!     .section(Section::new("Remarks").with(Block::text("Rates are list prices.")))
//!     .html()?;
//! assert!(html.starts_with("<!DOCTYPE html>"));
//! assert!(html.contains("<h1>Khorgos to Istanbul &lt;draft&gt;</h1>"));
//! assert!(!html.contains("<link") && !html.contains(" src="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod certificate;
mod charges;
mod chart;
mod charts;
mod lines;
mod owners;
mod page;
mod picture;
mod route;
mod sankey;
mod section;
mod sources;
mod spans;
mod sure;
mod words;
mod year;

use crate::policy::Policy;
use crate::render::{Map, MapError};
use crate::route::Route;
use crate::scenario::World;

pub use charts::{Lines, Sankey};
pub use section::{Bars, Block, Cell, Section, Spans, Table};

/// Most routes that a report can have: as many as have colours of their own on the map.
pub const MOST_ROUTES: usize = 7;

/// Why no report was made.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// Its map cannot be drawn.
    #[error("{0}")]
    Map(#[from] MapError),
    /// There are more routes than can be told apart.
    #[error(
        "{routes} routes are more than the {MOST_ROUTES} that can be told apart; make several reports"
    )]
    TooManyRoutes {
        /// How many there are.
        routes: usize,
    },
    /// A chart cannot be drawn.
    #[error("the chart `{title}` cannot be drawn: {reason}")]
    Chart {
        /// What stands above it.
        title: String,
        /// Why.
        reason: String,
    },
}

coded!(ReportError {
    Map { 0: error } = "report_map",
    TooManyRoutes { routes } = "report_too_many_routes",
    Chart { title, reason } = "report_chart",
});

/// A report to be made; see the [module](self).
#[derive(Clone, Debug)]
#[must_use]
pub struct Report<'a> {
    world: &'a World,
    title: String,
    policy: Option<&'a Policy>,
    routes: Vec<&'a Route>,
    sections: Vec<Section>,
}

impl<'a> Report<'a> {
    /// A report on answers that were found in this world.
    pub const fn new(world: &'a World) -> Self {
        Self {
            world,
            title: String::new(),
            policy: None,
            routes: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// What stands above it; the ends of the first route by default.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The policy that was asked under: the countries whose territory it excludes are hatched.
    pub const fn policy(mut self, policy: &'a Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Adds a route, at most [`MOST_ROUTES`].
    pub fn route(mut self, route: &'a Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Adds a section behind those of the routes.
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// The HTML document, the same bytes for the same answers.
    ///
    /// # Errors
    /// More routes than can be told apart, or a map that cannot be drawn.
    pub fn html(&self) -> Result<String, ReportError> {
        if self.routes.len() > MOST_ROUTES {
            let routes = self.routes.len();
            return Err(ReportError::TooManyRoutes { routes });
        }
        page::html(self)
    }

    fn map(&self) -> Result<String, ReportError> {
        let mut map = Map::world(self.world).routes(&self.routes).size(1500, 900);
        if let Some(policy) = self.policy {
            map = map.policy(policy);
        }
        Ok(map.draw()?.into_svg())
    }

    fn heading(&self) -> String {
        match (self.title.as_str(), self.routes.first()) {
            ("", Some(route)) => format!("{} to {}", route.from.name, route.to.name),
            ("", None) => "Freight routes".to_owned(),
            (title, _) => title.to_owned(),
        }
    }

    /// Sections of every route, what the routes rest on, and what was added.
    fn contents(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        if !self.routes.is_empty() {
            sections.push(route::summary(self));
        }
        for (index, route) in self.routes.iter().copied().enumerate() {
            sections.push(route::legs(index, route));
            sections.push(charges::section(self.world, index, route));
            sections.extend(certificate::section(self.world, index, route));
            sections.push(route::warnings(index, route));
        }
        if !self.routes.is_empty() {
            sections.push(sources::section(self));
        }
        sections.extend(self.sections.iter().cloned());
        sections
    }
}
