use super::basis::Basis;
use super::{Planner, RouteError};
use crate::costing::Shipment;
use crate::metric::Objective;
use crate::network::PlaceId;
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::route::Route;

/// A metric customised once for many questions: one shipment, one policy, one objective.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
/// let mut prepared =
///     planner.prepare(&shipment, &Policy::russia_excluded(), &Objective::Cost)?;
/// let (almaty, vienna) = (network.find_place("Almaty")?, network.find_place("Vienna")?);
/// let route = prepared.route(almaty, vienna)?;
/// assert_eq!(prepared.distance(almaty, vienna)?, route.cost().as_cents() as u64);
/// assert!(prepared.route(almaty, almaty).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Prepared {
    pub(super) planner: Planner,
    pub(super) policy: CompiledPolicy,
    shipment: Shipment,
    objective: Objective,
    /// One for each set of closures that let trips pass.
    pub(super) bases: Vec<Basis>,
}

impl Planner {
    /// Customises a metric for many questions about one shipment under one policy.
    ///
    /// Where countries are closed to some goods, a metric is customised for each set of closures that
    /// concerns a trip, when the first such trip is asked for.
    ///
    /// # Errors
    /// A policy that does not fit the network, or that limits whole routes: limits are questions
    /// of their own, ask [`Planner::best`].
    pub fn prepare(
        &self,
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Prepared, RouteError> {
        let policy = self.without_limits(policy)?;
        let usual = policy.partial_closures();
        let basis = self.basis(shipment, &policy, objective, usual)?;
        Ok(Prepared {
            planner: self.clone(),
            policy,
            shipment: *shipment,
            objective: objective.clone(),
            bases: vec![basis],
        })
    }
}

impl Prepared {
    /// Where the basis for trips that these closures let pass stands; made when first asked for.
    pub(super) fn basis(&mut self, spared: RuleSet) -> Result<usize, RouteError> {
        let known = self.bases.iter().position(|basis| basis.spared == spared);
        if let Some(at) = known {
            return Ok(at);
        }
        let (shipment, objective) = (&self.shipment, &self.objective);
        let basis = self
            .planner
            .basis(shipment, &self.policy, objective, spared)?;
        self.bases.push(basis);
        Ok(self.bases.len() - 1)
    }

    fn basis_of_trip(&mut self, from: PlaceId, to: PlaceId) -> Result<usize, RouteError> {
        let network = self.planner.world.network();
        self.basis(match (network.place(from), network.place(to)) {
            (Some(from), Some(to)) => self.policy.spared(from.country, to.country),
            _ => return Err(RouteError::ForeignPlace),
        })
    }

    /// The least of the objective between two places in its own unit: metres, cents, minutes or
    /// grams.
    ///
    /// What a place's climb through the hierarchy finds is kept, about a kilobyte each way; places asked
    /// for before are answered by one pass over it.
    ///
    /// # Errors
    /// Why there is no route; the cause is told by [`Prepared::route`] and [`Planner::best`].
    pub fn distance(&mut self, from: PlaceId, to: PlaceId) -> Result<u64, RouteError> {
        let at = self.basis_of_trip(from, to)?;
        self.bases[at].distance(&self.planner, from, to)
    }

    /// The best route between two places.
    ///
    /// # Errors
    /// Why there is no route; the cause is told by [`Planner::best`].
    pub fn route(&mut self, from: PlaceId, to: PlaceId) -> Result<Route, RouteError> {
        let at = self.basis_of_trip(from, to)?;
        self.bases[at].route(&self.planner, &self.objective, from, to)
    }
}
