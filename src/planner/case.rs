//! Requests resolved: which places, under which rules, from which node to which.

use std::sync::Arc;

use super::metrics::Ruled;
use super::{Ends, Error, NoRoute, Planner, Reason, Request};
use crate::costing::Shipment;
use crate::network::{Network, PlaceId};
use crate::operations::Operations;
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::route::Stop;

/// A request resolved against the planner: ends, rules, prices, verdicts.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) from: PlaceId,
    pub(crate) to: PlaceId,
    pub(crate) endpoints: Ends,
    pub(super) ruled: Arc<Ruled>,
}

impl std::ops::Deref for Case {
    type Target = Ruled;

    fn deref(&self) -> &Ruled {
        &self.ruled
    }
}

impl Case {
    /// The same question under other limits.
    pub(crate) fn limited_by(&self, policy: CompiledPolicy) -> Self {
        Self {
            ruled: Arc::new(self.ruled.limited_by(policy)),
            ..self.clone()
        }
    }

    /// The same question without what the route has to use and come by.
    pub(super) fn bare(&self) -> Self {
        Self {
            ruled: Arc::new(self.ruled.without_whole()),
            ..self.clone()
        }
    }

    pub(crate) fn operations(&self) -> &Operations {
        self.model.operations()
    }
}

impl Planner {
    /// Resolves a request; fails early on unknown places and excluded ends.
    pub(crate) fn case(&self, request: &Request) -> Result<Case, Error> {
        let network = self.world.network();
        let from = network.find_place(&request.from)?;
        let to = network.find_place(&request.to)?;
        self.case_between(from, to, request.shipment, &request.policy)
    }

    pub(crate) fn case_between(
        &self,
        from: PlaceId,
        to: PlaceId,
        shipment: Shipment,
        policy: &Policy,
    ) -> Result<Case, Error> {
        let network = self.world.network();
        let homes = (network.place_at(from).country, network.place_at(to).country);
        let ruled = self.ruled(policy, &shipment, homes)?;
        self.case_of(from, to, ruled)
    }

    /// The same for rules that are compiled for the trip.
    pub(crate) fn case_under(
        &self,
        from: PlaceId,
        to: PlaceId,
        shipment: Shipment,
        policy: &CompiledPolicy,
    ) -> Result<Case, Error> {
        let ruled = self.rule(&shipment, policy, RuleSet::EMPTY)?;
        self.case_of(from, to, Arc::new(ruled))
    }

    pub(super) fn case_of(
        &self,
        from: PlaceId,
        to: PlaceId,
        ruled: Arc<Ruled>,
    ) -> Result<Case, Error> {
        let unexamined = || self.no_route(from, to, Reason::Unexamined);
        let endpoints = self.ends(&ruled.policy, ruled.model.operations(), from, to)?;
        let endpoints = endpoints.ok_or_else(unexamined)?;
        Ok(Case {
            from,
            to,
            endpoints,
            ruled,
        })
    }

    /// That no route leads from a place of the network to another, and why.
    pub(crate) fn no_route(&self, from: PlaceId, to: PlaceId, reason: Reason) -> NoRoute {
        let network = self.world.network();
        NoRoute::new(stop(network, from), stop(network, to), reason)
    }

    /// The nodes of two places, or why there is no route between them whatever is searched; nothing
    /// where these operations leave nothing to do at one of them.
    pub(crate) fn ends(
        &self,
        policy: &CompiledPolicy,
        operations: &Operations,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Option<Ends>, Error> {
        let network = self.world.network();
        for place in [from, to] {
            if network.place(place).is_none() {
                return Err(Error::ForeignPlace);
            }
        }
        for place in [from, to] {
            if let Err(blocked) = policy.check_endpoint(place) {
                let reason = Reason::EndpointExcluded {
                    place: stop(network, place),
                    violation: Box::new(policy.explain(&self.world, &blocked)),
                };
                return Err(self.no_route(from, to, reason).into());
            }
        }
        if from == to {
            return Err(self.no_route(from, to, Reason::SamePlace).into());
        }
        for place in [from, to] {
            if self.operations().gate(place).is_none() {
                let reason = self.not_handled(place);
                return Err(self.no_route(from, to, reason).into());
            }
        }
        Ok(operations.gate(from).zip(operations.delivered(to)))
    }

    /// Where shipments from a place start and those to it end, by place; nothing where
    /// [`Planner::ends`] has a reason against it.
    pub(crate) fn endpoints(
        &self,
        policy: &CompiledPolicy,
        operations: &Operations,
    ) -> Vec<Option<Ends>> {
        let network = self.world.network();
        let mut endpoints = vec![None; network.places().count()];
        for (place, _) in network.places() {
            let handled = self.operations().gate(place).is_some();
            if handled && policy.check_endpoint(place).is_ok() {
                let (gate, delivered) = (operations.gate(place), operations.delivered(place));
                endpoints[place.index()] = gate.zip(delivered);
            }
        }
        endpoints
    }
}

/// Code, name and country of a place of the network.
pub(super) fn stop(network: &Network, place: PlaceId) -> Stop {
    let place = network.place_at(place);
    Stop {
        code: place.code.as_str().into(),
        name: place.name.clone(),
        country: place.country,
    }
}
