//! Best routes where any of some things are closed: rules compiled once, asked for in any combination.

use std::collections::VecDeque;
use std::sync::Arc;

use super::metrics::Ruled;
use super::pool::Scratch;
use super::{Case, Ends, Error, Planner, Request};
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue, Unprepared, search_once, violations};
use crate::network::PlaceId;
use crate::policy::{CompiledPolicy, Policy, Rule, RuleIndex, RuleSet};
use crate::quantity::Money;
use crate::route::Route;
use crate::router::ArcId;

/// How many sets of verdicts are kept for the next questions, with hauls led around what is closed.
const KEPT: usize = 64;

/// Requests under their own rules and any of some further ones.
pub(crate) struct Closable<'q> {
    planner: &'q Planner,
    kinds: Vec<Kind>,
    trips: Vec<Trip>,
    /// By kind, closures of the scenario that let trips pass, and what is closed; the last asked for first.
    kept: VecDeque<(usize, RuleSet, u32, Arc<Ruled>)>,
}

/// Requests with the same rules and shipment.
struct Kind {
    policy: Policy,
    shipment: Shipment,
    compiled: CompiledPolicy,
    /// The further rules, in their order.
    further: Vec<RuleIndex>,
}

struct Trip {
    kind: usize,
    from: PlaceId,
    to: PlaceId,
    exempt: RuleSet,
}

/// The cheapest route with some things closed, or that of least generalised cost.
pub(crate) struct Cheapest {
    /// What it costs, its hours included where they were weighed.
    pub(crate) cost: Money,
    /// Which of the things it uses, closed or not; bit `i` for rule `i`.
    pub(crate) uses: u32,
}

impl Planner {
    /// Compiles requests and the rules by which things are closed, at most 32 of them.
    pub(crate) fn closable<'q>(
        &'q self,
        requests: impl IntoIterator<Item = &'q Request>,
        rules: &[Rule],
    ) -> Result<Closable<'q>, Error> {
        let network = self.world.network();
        let (mut kinds, mut trips): (Vec<Kind>, Vec<Trip>) = (Vec::new(), Vec::new());
        for (index, request) in requests.into_iter().enumerate() {
            let in_request = |error: Error| Error::InRequest {
                index,
                source: Box::new(error),
            };
            let from = network.find_place(&request.from);
            let to = network.find_place(&request.to);
            let from = from.map_err(|error| in_request(error.into()))?;
            let to = to.map_err(|error| in_request(error.into()))?;
            let alike =
                |kind: &Kind| kind.shipment == request.shipment && kind.policy == request.policy;
            let kind = match kinds.iter().position(alike) {
                Some(kind) => kind,
                None => {
                    let own = request.policy.rules().len();
                    let all = rules.iter().cloned();
                    let all = all.fold(request.policy.clone(), Policy::with);
                    let compiled = all.compile(&self.world);
                    let compiled = compiled.map_err(|error| in_request(error.into()))?;
                    let further = (own..own + rules.len()).filter_map(RuleIndex::new);
                    kinds.push(Kind {
                        policy: request.policy.clone(),
                        shipment: request.shipment,
                        compiled,
                        further: further.collect(),
                    });
                    kinds.len() - 1
                }
            };
            let homes = [from, to].map(|place| network.place_at(place).country);
            let exempt = kinds[kind].compiled.exempt(homes[0], homes[1]);
            trips.push(Trip {
                kind,
                from,
                to,
                exempt,
            });
        }
        Ok(Closable {
            planner: self,
            kinds,
            trips,
            kept: VecDeque::new(),
        })
    }
}

impl Ruled {
    /// The same path as [`Ruled::path`] finds, by a search that leaves nothing behind: where few questions are
    /// asked under each of many rules, to customise a hierarchy for the third takes longer than all of them.
    fn path_alone(
        &self,
        planner: &Planner,
        objective: &Objective,
        endpoints: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        if self.whole.is_none() {
            let judged = (&*self.quote, &*self.verdicts);
            let ties = self.ties(objective);
            let search = |scratch: &mut Scratch| {
                search_once(judged, &ties, &mut scratch.dijkstra, endpoints)
            };
            if let Unprepared::Found(path) = planner.kept.pool.with(search)?? {
                return Ok(path);
            }
        }
        self.path(planner, objective, endpoints)
    }
}

impl Planner {
    /// As [`Planner::search`], for one of few questions under its rules.
    pub(crate) fn search_alone(
        &self,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Route>, Error> {
        if !case.policy.limits().is_empty() {
            return self.search(case, objective);
        }
        let arcs = case.path_alone(self, objective, case.endpoints)?;
        Ok(arcs.and_then(|arcs| self.assemble(case, objective, &arcs)))
    }
}

impl Closable<'_> {
    /// The cheapest route of a request where what `closed` has a bit of is closed; nothing where there is none.
    /// Not checked: a price is no answer that somebody follows.
    pub(crate) fn best(&mut self, trip: usize, closed: u32) -> Result<Option<Cheapest>, Error> {
        self.least(trip, closed, &Objective::Cost)
    }

    /// The same by an objective that is in money.
    pub(crate) fn least(
        &mut self,
        trip: usize,
        closed: u32,
        objective: &Objective,
    ) -> Result<Option<Cheapest>, Error> {
        let ruled = self.ruled(trip, closed)?;
        let (planner, trip) = (self.planner, &self.trips[trip]);
        let kind = &self.kinds[trip.kind];
        let case = match planner.case_of(trip.from, trip.to, ruled) {
            Ok(case) => case,
            Err(error) => return error.into_no_route().map(|_| None),
        };
        let arcs = if case.policy.limits().is_empty() {
            case.path_alone(planner, objective, case.endpoints)?
        } else {
            planner.limited(&case, objective)?
        };
        let Some(arcs) = arcs else { return Ok(None) };
        let route = planner.assemble(&case, objective, &arcs);
        let Some(route) = route else { return Ok(None) };
        let ends = [trip.from, trip.to].map(|place| kind.compiled.endpoint_violations(place));
        let done = arcs
            .iter()
            .map(|arc| violations(case.operations(), &kind.compiled, &kind.shipment, *arc));
        let broken = ends
            .into_iter()
            .chain(done)
            .fold(RuleSet::EMPTY, RuleSet::union);
        let uses = kind.further.iter().enumerate();
        let uses = uses.filter(|(_, rule)| broken.contains(**rule));
        let cost = match route.value() {
            Some(ObjectiveValue::Money(value)) => value,
            _ => route.cost(),
        };
        Ok(Some(Cheapest {
            cost,
            uses: uses.fold(0, |uses, (bit, _)| uses | 1 << bit),
        }))
    }

    /// Verdicts and prices, kept from a recent question or made.
    fn ruled(&mut self, trip: usize, closed: u32) -> Result<Arc<Ruled>, Error> {
        let Trip { kind, exempt, .. } = self.trips[trip];
        let same = |entry: &(usize, RuleSet, u32, Arc<Ruled>)| {
            (entry.0, entry.1, entry.2) == (kind, exempt, closed)
        };
        if let Some(at) = self.kept.iter().position(same)
            && let Some(entry) = self.kept.remove(at)
        {
            let ruled = entry.3.clone();
            self.kept.push_front(entry);
            return Ok(ruled);
        }
        let of = &self.kinds[kind];
        let open = of.further.iter().enumerate();
        let open = open.filter(|(bit, _)| closed >> bit & 1 == 0);
        let open: RuleSet = open.map(|(_, rule)| *rule).collect();
        let rules = of.compiled.clone().relax(open);
        let ruled = Arc::new(self.planner.rule(&of.shipment, &rules, exempt)?);
        self.kept.push_front((kind, exempt, closed, ruled.clone()));
        self.kept.truncate(KEPT);
        Ok(ruled)
    }
}
