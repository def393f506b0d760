//! Why a request has no route, and what would help.

use std::fmt;

use super::{Case, NoRoute, Opening, Planner, Request, RouteError};
use crate::metric::{Frozen, Objective, Verdict, violations};
use crate::operations::OperationKind;
use crate::policy::{Policy, RuleIndex, RuleSet};
use crate::route::Route;

/// The most rules that one relaxation lifts.
const MOST_LIFTED: usize = 3;

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
    /// A rule excludes the start or the end.
    EndpointExcluded(String),
    /// No way leads there.
    NoRoute(NoRoute),
}

/// Some rules whose lifting makes a route, and none of which can stay.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Relaxation {
    rules: Vec<(RuleIndex, String)>,
    route: Route,
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

    /// Each smallest set of at most three rules whose lifting makes a route, best route first.
    pub fn relaxations(&self) -> &[Relaxation] {
        &self.relaxations
    }

    /// What would have to open for a way under all rules, as few things as possible; only looked
    /// for when lifting rules does not help ([`Planner::openings`] always looks).
    pub fn openings(&self) -> &[Opening] {
        &self.openings
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndpointExcluded(text) => f.write_str(text),
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
        for opening in &self.openings {
            write!(f, "\n  open {opening}")?;
        }
        Ok(())
    }
}

impl Planner<'_> {
    /// Why there is no cheapest route, which rules to lift for one, and what would have to open.
    ///
    /// # Errors
    /// What no relaxation can mend: unknown places, start and end in one place, a place where
    /// nothing is handled, a policy that does not fit.
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
    /// assert!(planner.why_not(&Request::new("Tbilisi", "Atlantis")).is_err());
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
        let cause = match self.best(request, objective) {
            Ok(_) => {
                return Ok(WhyNot {
                    cause: None,
                    relaxations: Vec::new(),
                    openings: Vec::new(),
                });
            }
            Err(RouteError::NoRoute(none)) => Reason::NoRoute(*none),
            Err(error @ RouteError::EndpointExcluded { .. }) => {
                Reason::EndpointExcluded(error.to_string())
            }
            Err(other) => return Err(other),
        };
        let relaxations = self.relaxations(request, objective)?;
        let openings = if relaxations.is_empty() {
            self.openings(request)?
        } else {
            Vec::new()
        };
        Ok(WhyNot {
            cause: Some(cause),
            relaxations,
            openings,
        })
    }

    fn relaxations(
        &self,
        request: &Request,
        objective: &Objective,
    ) -> Result<Vec<Relaxation>, RouteError> {
        let policy = request.rules();
        let free = match self.case(&request.clone().policy(Policy::open())) {
            Ok(free) => free,
            Err(RouteError::EndpointExcluded { .. }) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        };
        let mut ways: Vec<Relaxation> = Vec::new();
        for lifted in self.smallest_sets(policy, &free, objective)? {
            let relaxed = request.clone().policy(policy.without(lifted));
            match self.best(&relaxed, objective) {
                Ok(route) => ways.push(Relaxation {
                    rules: lifted
                        .iter()
                        .filter_map(|rule| Some((rule, policy.rule(rule)?.name())))
                        .collect(),
                    route,
                }),
                // Open, but not sold as a whole.
                Err(RouteError::NoRoute(_) | RouteError::EndpointExcluded { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        ways.sort_by_key(|way| (way.route.cost(), way.route.duration(), way.lifted()));
        Ok(ways)
    }

    /// Every smallest set of rules without which some way stays open, by spreading sets of broken
    /// rules over the operations: of two sets at a position, one within the other, the larger
    /// one is forgotten.
    fn smallest_sets(
        &self,
        policy: &Policy,
        free: &Case<'_, '_>,
        objective: &Objective,
    ) -> Result<Vec<RuleSet>, RouteError> {
        let network = self.world.network();
        let home = |place| network.place_at(place).country;
        let (origin, destination) = (home(free.from), home(free.to));
        let compiled = policy.compile(&self.world)?.for_trip(origin, destination);
        let own: RuleSet = (0..compiled.own_rules())
            .filter_map(RuleIndex::new)
            .collect();
        let ends = compiled
            .endpoint_violations(free.from)
            .union(compiled.endpoint_violations(free.to));
        let operations = free.ground.operations();
        let frozen = Frozen::new(
            operations,
            free.ground.model(),
            &free.quote,
            &free.verdicts,
            objective,
        )?;
        // Hauls are looked at link by link: another haul may lead around what is blocked.
        let broken: Vec<Option<RuleSet>> = (0..operations.arcs().len() as u32)
            .map(|arc| {
                let operation = operations.arc(arc)?;
                let usable = match free.verdicts.get(arc) {
                    Verdict::PartOnly => true,
                    _ => operation.kind != OperationKind::Haul && frozen.metric().is_open(arc),
                };
                let rules = violations(operations, &compiled, &free.shipment, arc);
                (usable && rules.is_subset(own) && rules.len() <= MOST_LIFTED).then_some(rules)
            })
            .collect();
        let graph = operations.graph();
        let (from, to) = free.gates;
        let mut known: Vec<Vec<RuleSet>> = vec![Vec::new(); graph.nodes() as usize];
        let mut waiting: [Vec<(u32, RuleSet)>; MOST_LIFTED + 1] = Default::default();
        if ends.len() > MOST_LIFTED || !ends.is_subset(own) {
            return Ok(Vec::new());
        }
        known[from as usize].push(ends);
        waiting[ends.len()].push((from, ends));
        for size in 0..=MOST_LIFTED {
            // Sets only grow on the way, so those of a size are final when all smaller ones are.
            while let Some((node, rules)) = waiting[size].pop() {
                if !known[node as usize].contains(&rules) || node == to {
                    continue;
                }
                for arc in graph.out_arcs(node) {
                    let (Some(broken), Some((_, next))) = (broken[arc as usize], graph.ends(arc))
                    else {
                        continue;
                    };
                    let rules = rules.union(broken);
                    let here = &known[next as usize];
                    let there = &known[to as usize];
                    let worse = |other: &RuleSet| other.is_subset(rules);
                    if rules.len() > MOST_LIFTED
                        || here.iter().any(worse)
                        || there.iter().any(worse)
                    {
                        continue;
                    }
                    let here = &mut known[next as usize];
                    here.retain(|other| !rules.is_subset(*other));
                    here.push(rules);
                    waiting[rules.len()].push((next, rules));
                }
            }
        }
        let mut sets = std::mem::take(&mut known[to as usize]);
        sets.retain(|set| !set.is_empty());
        sets.sort_unstable();
        Ok(sets)
    }
}
