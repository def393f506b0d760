use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::metrics::Searched;
use super::{Case, Error, Planner, Request};
use crate::metric::{Layers, Objective, ObjectiveWeights};
use crate::network::Conveyance;
use crate::operations::{OperationKind, Operations};
use crate::route::Route;
use crate::router::{
    AlternativeLimits, Alternatives, ArcId, Completeness, Dijkstra, FrontLimits, Metric, Pareto,
};

/// Routes to choose from, and whether they are all there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Choices {
    routes: Vec<Route>,
    is_complete: bool,
}

impl Choices {
    /// The routes: compromises by their first objective, alternatives from the best on.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Whether nothing was left out for the sake of time: false when a limit on the search ended it,
    /// or when compromises were thinned by an ε.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }
}

impl Planner {
    /// Every best compromise between two or three objectives: no other route is better in one of
    /// them and as good in the others. One route for each combination of values: that of least hours
    /// (where the first objective is time, of least USD), then of fewest transhipments, borders and
    /// operations.
    ///
    /// Compromises are exact in the units of the search (metres, minutes of expected time, cents,
    /// grams), or in a multiple of one when a weight does not fit, as for thousands of containers
    /// ([`ObjectiveWeights::divisor`]).
    ///
    /// # Errors
    /// As [`Planner::best`]; a policy that limits whole routes is refused, and so are fewer than two
    /// objectives or more than three.
    ///
    /// # Complexity
    /// Grows with the number of compromises, which is in the tens for two objectives and in the
    /// hundreds or thousands for three; [`FrontLimits`] bound it. A limit that ends the search before
    /// the first route leaves no choices, and they are not complete.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// use trade_corridor::router::FrontLimits;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let request = Request::new("Tashkent", "Istanbul").policy(Policy::russia_excluded());
    /// let both = [Objective::Time, Objective::Cost];
    /// let found = planner.compromises(&request, &both, FrontLimits::default())?;
    /// let (fastest, cheapest) = (planner.fastest(&request)?, planner.cheapest(&request)?);
    /// assert_eq!(found.routes()[0].duration(), fastest.duration());
    /// assert_eq!(found.routes().last().unwrap().cost(), cheapest.cost());
    /// assert!(planner.compromises(&request, &both[..1], FrontLimits::default()).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compromises(
        &self,
        request: &Request,
        objectives: &[Objective],
        limits: FrontLimits,
    ) -> Result<Choices, Error> {
        let (Some(first), 2..=3) = (objectives.first(), objectives.len()) else {
            let given = objectives.len();
            return Err(Error::Objectives { given });
        };
        let case = self.unlimited(request)?;
        let searched = case.searched()?;
        let weights = objectives
            .iter()
            .map(|objective| searched.weights(objective))
            .collect::<Result<Vec<_>, _>>()?;
        let metrics: Vec<&Metric> = weights.iter().map(ObjectiveWeights::metric).collect();
        let Some((from, to)) = searched.ends(case.endpoints) else {
            return Err(self.cause(request, &case, first)?.into());
        };
        let decides = searched.ties(first).memo();
        let tie = |arc| decides.packed(arc);
        let graph = searched.graph();
        let front = Pareto::new().front_by(graph, &metrics, from, to, limits, tie)?;
        let paths = front.members().iter().map(crate::router::Compromise::arcs);
        let routes = self.routes(request, (&case, searched), first, paths)?;
        // A cap that ends the search before the first route says nothing about a cause.
        if routes.is_empty() && front.completeness() != Completeness::Capped {
            let cause = self.cause(request, &case, first)?;
            return Err(cause.into());
        }
        Ok(Choices {
            routes,
            is_complete: front.completeness() == Completeness::Exact,
        })
    }

    /// The best route, that of [`Planner::best`], and the next best ones that differ from it and from
    /// each other as much as `limits` ask, by ascending objective, of equal ones by what decides between
    /// compromises; none beside the best lifts goods off a conveyance and back onto it at one place, or goes
    /// round in a circle that could be left out: exact as [`Planner::compromises`] are.
    ///
    /// # Errors
    /// As [`Planner::best`]; a policy that limits whole routes is refused.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// use trade_corridor::router::AlternativeLimits;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let request = Request::new("Baku", "Istanbul");
    /// let limits = AlternativeLimits::default();
    /// let found = planner.alternatives(&request, &Objective::Time, limits)?;
    /// assert_eq!(found.routes()[0].steps, planner.fastest(&request)?.steps);
    /// assert!(found.routes().is_sorted_by_key(|route| route.duration()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn alternatives(
        &self,
        request: &Request,
        objective: &Objective,
        limits: AlternativeLimits,
    ) -> Result<Choices, Error> {
        let case = self.unlimited(request)?;
        let searched = case.searched()?;
        let weights = searched.weights(objective)?;
        let Some((from, to)) = searched.ends(case.endpoints) else {
            return Err(self.cause(request, &case, objective)?.into());
        };
        let (graph, ties) = (searched.graph(), searched.ties(objective));
        let first = weights.path(&ties, &mut Dijkstra::new(), (from, to))?;
        let first = first.unwrap_or_default();
        let metric = weights.metric();
        let decides = ties.memo();
        let tie = |arc| decides.packed(arc);
        let kept = RefCell::new(Vec::new());
        let keep = |arcs: &[ArcId]| {
            // What has to be used may call for anything.
            let keeps = arcs == first
                || !does_too_much(&case, searched, arcs)
                    && searched.differs(arcs, &kept.borrow(), metric, limits);
            if keeps {
                kept.borrow_mut().push(searched.operations_of(arcs));
            }
            keeps
        };
        let by = (tie, keep);
        let found = Alternatives::new().paths_by(graph, metric, (from, to), &first, limits, by)?;
        let paths = found.paths().iter().map(crate::router::Path::arcs);
        let routes = self.routes(request, (&case, searched), objective, paths)?;
        if routes.is_empty() && limits.count > 0 {
            let cause = self.cause(request, &case, objective)?;
            return Err(cause.into());
        }
        Ok(Choices {
            routes,
            is_complete: found.is_complete(),
        })
    }
}

/// Whether goods are lifted off a conveyance and back onto the same one, with nothing done in between:
/// never on a best way, but on one that merely differs from it.
fn undoes_lift(operations: &Operations, arcs: &[ArcId]) -> bool {
    let mut set_down: Option<Conveyance> = None;
    for operation in arcs.iter().filter_map(|arc| operations.arc(*arc)) {
        match &operation.kind {
            OperationKind::Pass(_) => {}
            OperationKind::Tranship(lift) => match lift.conveyances {
                [before, Conveyance::Terminal] => set_down = Some(before),
                [_, after] => {
                    if set_down.take() == Some(after) {
                        return true;
                    }
                }
            },
            OperationKind::Move(_)
            | OperationKind::Haul(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_)
            | OperationKind::Wait(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Land(_)
            | OperationKind::Through(_) => set_down = None,
        }
    }
    false
}

impl Searched<'_> {
    /// Whether a path over it shares little enough with others, given as operations: in layers the
    /// same operation is several arcs.
    fn differs(
        self,
        path: &[ArcId],
        others: &[Vec<ArcId>],
        metric: &Metric,
        limits: AlternativeLimits,
    ) -> bool {
        if self.layers.is_none() || limits.overlap_percent >= 100 {
            return true;
        }
        let weigh = |arc: &ArcId| u128::from(metric.weight(*arc).unwrap_or_default());
        let all: u128 = path.iter().map(weigh).sum();
        others.iter().all(|other| {
            let shared = path.iter().filter(|arc| {
                let operation = self.operation_of(**arc);
                operation.is_some_and(|operation| other.contains(&operation))
            });
            let shared: u128 = shared.map(weigh).sum();
            shared * 100 <= u128::from(limits.overlap_percent) * all
        })
    }
}

/// Whether a path over what is searched undoes a lift, or goes round in a circle for nothing.
fn does_too_much(case: &Case, searched: Searched<'_>, path: &[ArcId]) -> bool {
    let (operations, arcs) = (case.operations(), searched.operations_of(path));
    let round = |layers: &Layers| layers.goes_round(operations, &arcs);
    undoes_lift(operations, &arcs) || searched.layers.is_some_and(round)
}

impl Planner {
    fn unlimited(&self, request: &Request) -> Result<Case, Error> {
        let case = self.case(request)?;
        super::metrics::refuse_limits(&case.policy)?;
        Ok(case)
    }

    fn routes<'a>(
        &self,
        request: &Request,
        (case, searched): (&Case, Searched<'_>),
        objective: &Objective,
        paths: impl Iterator<Item = &'a [ArcId]>,
    ) -> Result<Vec<Route>, Error> {
        paths
            .filter_map(|arcs| self.assemble(case, objective, &searched.operations_of(arcs)))
            .map(|route| self.verified_for(case, route, &request.policy))
            .collect()
    }
}
