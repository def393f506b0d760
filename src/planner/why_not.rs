//! Why a request has no route, and what would help.

use std::fmt;

use super::{Cause, NoRoute, Opening, Planner, Request, RouteError};
use crate::metric::Objective;
use crate::network::PlaceError;
use crate::policy::{RuleIndex, RuleSet};
use crate::route::Route;

/// Why a request has no route, and what would help.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WhyNot {
    cause: Option<Reason>,
    relaxations: Vec<Relaxation>,
    openings: Vec<Opening>,
}

/// Why there is no route.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The start or the end is no known place, or several have its name.
    UnknownPlace(PlaceError),
    /// Nothing is loaded or unloaded at the start or the end on the day.
    NoTerminal(String),
    /// A rule excludes the start or the end.
    EndpointExcluded(String),
    /// No way leads there.
    NoRoute(NoRoute),
}

/// Some rules whose lifting makes a route, and none of which can stay.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Relaxation {
    pub(super) rules: Vec<(RuleIndex, String)>,
    pub(super) route: Route,
}

impl Relaxation {
    /// The rules to lift, by index and name.
    pub fn rules(&self) -> &[(RuleIndex, String)] {
        &self.rules
    }

    /// The rules to lift, as a set.
    pub fn lifted(&self) -> RuleSet {
        self.rules.iter().map(|(rule, _)| *rule).collect()
    }

    /// The best route without them.
    pub fn route(&self) -> &Route {
        &self.route
    }
}

impl WhyNot {
    /// Why there is no route; nothing when there is one.
    pub fn cause(&self) -> Option<&Reason> {
        self.cause.as_ref()
    }

    /// Each smallest set of at most three rules, limits among them, whose lifting makes a route;
    /// the cheapest route first.
    pub fn relaxations(&self) -> &[Relaxation] {
        &self.relaxations
    }

    /// What would have to open for a way under all rules, all of it together, as few things as
    /// possible, and when; empty when opening does not help.
    pub fn openings(&self) -> &[Opening] {
        &self.openings
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPlace(error) => error.fmt(f),
            Self::NoTerminal(text) | Self::EndpointExcluded(text) => f.write_str(text),
            Self::NoRoute(none) => none.fmt(f),
        }
    }
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            None => return f.write_str("there is a route"),
            Some(cause) => cause.fmt(f)?,
        }
        for way in &self.relaxations {
            let names: Vec<&str> = way.rules.iter().map(|(_, name)| name.as_str()).collect();
            write!(
                f,
                "\n  lift `{}`: {}, {}, {}",
                names.join("` and `"),
                way.route.distance(),
                way.route.duration(),
                way.route.cost()
            )?;
        }
        for (index, opening) in self.openings.iter().enumerate() {
            let word = if index == 0 { "open" } else { "and" };
            write!(f, "\n  {word} {opening}")?;
        }
        Ok(())
    }
}

impl Planner {
    /// Why there is no cheapest route, which rules to lift for one, and what would have to open.
    ///
    /// # Errors
    /// A question that is none: start and end in one place, a policy that does not fit.
    ///
    /// ```
    /// use trade_corridor::planner::Reason;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// let georgia = Rule::exclude_territory("GE".parse()?);
    /// let request = Request::new("Tbilisi", "Baku").policy(Policy::new("no").with(georgia));
    /// let why = planner.why_not(&request)?;
    /// assert_eq!(why.relaxations().len(), 1);
    /// assert!(why.to_string().contains("lift `without the territory of GE`"));
    /// let nowhere = planner.why_not(&Request::new("Tbilisi", "Atlantis"))?;
    /// assert!(matches!(nowhere.cause(), Some(Reason::UnknownPlace(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_not(&self, request: &Request) -> Result<WhyNot, RouteError> {
        self.why_not_best(request, &Objective::Cost)
    }

    /// The same for another objective.
    ///
    /// # Errors
    /// As [`Planner::why_not`].
    pub fn why_not_best(
        &self,
        request: &Request,
        objective: &Objective,
    ) -> Result<WhyNot, RouteError> {
        let mut why = WhyNot {
            cause: None,
            relaxations: Vec::new(),
            openings: Vec::new(),
        };
        why.cause = Some(match self.best(request, objective) {
            Ok(_) => return Ok(why),
            Err(RouteError::UnknownPlace { source }) => {
                why.cause = Some(Reason::UnknownPlace(source));
                return Ok(why);
            }
            Err(error @ RouteError::NoTerminal { .. }) => Reason::NoTerminal(error.to_string()),
            Err(error @ RouteError::EndpointExcluded { .. }) => {
                Reason::EndpointExcluded(error.to_string())
            }
            Err(RouteError::NoRoute(none)) => Reason::NoRoute(*none),
            Err(other) => return Err(other),
        });
        why.openings = self.openings(request)?;
        if !matches!(why.cause, Some(Reason::NoTerminal(_))) {
            why.relaxations = self.relaxations(request, objective)?;
        } else if !why.openings.is_empty() {
            // Nothing is handled there because nothing that leads there is open.
            let network = self.world.network();
            let label = |name: &str| {
                let found = network.find_place(name);
                found.map_or_else(|_| name.to_owned(), |place| network.place_label(place))
            };
            why.cause = Some(Reason::NoRoute(NoRoute {
                from: label(request.from()),
                to: label(request.to()),
                cause: Cause::NotOpen(why.openings.clone()),
            }));
        }
        Ok(why)
    }
}
