//! Why a request has no route, and what would help.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Error, NoRoute, Opening, Planner, Reason, Request};
use crate::metric::Objective;
use crate::policy::{RuleRef, RuleSet};
use crate::route::Route;

/// Why a request has no route, and what would help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhyNot {
    cause: Option<NoRoute>,
    relaxations: Vec<Relaxation>,
    openings: Vec<Opening>,
    #[serde(default = "all", skip_serializing_if = "Clone::clone")]
    is_complete: bool,
}

const fn all() -> bool {
    true
}

/// Some rules whose relaxation makes a route, and none of which can stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Relaxation {
    pub(super) rules: Vec<RuleRef>,
    pub(super) route: Route,
}

impl Relaxation {
    /// The rules to lift.
    #[must_use]
    pub fn rules(&self) -> &[RuleRef] {
        &self.rules
    }

    /// The rules to lift, as a set.
    #[must_use]
    pub fn lifted(&self) -> RuleSet {
        self.rules.iter().filter_map(|rule| rule.index).collect()
    }

    /// The best route without them; its certificate is under the rules that are left, and counts
    /// them anew.
    #[must_use]
    pub fn route(&self) -> &Route {
        &self.route
    }
}

impl WhyNot {
    /// Why there is no route; nothing when there is one.
    #[must_use]
    pub fn cause(&self) -> Option<&NoRoute> {
        self.cause.as_ref()
    }

    /// Each smallest set of at most three rules, limits among them, whose relaxation makes a route;
    /// the cheapest route first.
    #[must_use]
    pub fn relaxations(&self) -> &[Relaxation] {
        &self.relaxations
    }

    /// Whether all relaxations are there: false where [`QueryBounds::trials`](super::QueryBounds::trials)
    /// ended the search for them.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// What would have to open for a way under all rules, all of it together, as few things as
    /// possible, and when; empty when opening does not help.
    #[must_use]
    pub fn openings(&self) -> &[Opening] {
        &self.openings
    }
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            None => return f.write_str("there is a route"),
            Some(cause) => cause.fmt(f)?,
        }
        for way in &self.relaxations {
            let names: Vec<&str> = way.rules.iter().map(|rule| rule.name.as_str()).collect();
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
    /// What cannot be asked: an unknown place, a policy that does not fit.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// let georgia = Rule::exclude_territory("GE".parse()?);
    /// let request = Request::new("Tbilisi", "Baku").policy(Policy::new("no").with(georgia));
    /// let why = planner.why_not(&request)?;
    /// assert_eq!(why.relaxations().len(), 1);
    /// assert!(why.to_string().contains("lift `without the territory of GE`"));
    /// assert_eq!(why.cause().map(|none| none.code()), Some("endpoint_excluded"));
    /// assert!(planner.why_not(&Request::new("Tbilisi", "Atlantis")).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_not(&self, request: &Request) -> Result<WhyNot, Error> {
        self.why_not_best(request, &Objective::Cost)
    }

    /// The same for another objective.
    ///
    /// # Errors
    /// As [`Planner::why_not`].
    pub fn why_not_best(&self, request: &Request, objective: &Objective) -> Result<WhyNot, Error> {
        let mut why = WhyNot {
            cause: None,
            relaxations: Vec::new(),
            openings: Vec::new(),
            is_complete: true,
        };
        let none = match self.best(request, objective) {
            Ok(_) => return Ok(why),
            Err(error) => error.into_no_route()?,
        };
        why.openings = self.openings(request)?;
        let cause = match none.reason() {
            // Nothing is handled there because nothing that leads there is open.
            Reason::NoTerminal { .. } if !why.openings.is_empty() => {
                let openings = why.openings.clone();
                none.because(Reason::NotOpen { openings })
            }
            Reason::SamePlace | Reason::NoTerminal { .. } => none,
            _ => {
                (why.relaxations, why.is_complete) = self.relaxations(request, objective)?;
                none
            }
        };
        why.cause = Some(cause);
        Ok(why)
    }
}
