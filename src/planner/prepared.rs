use std::sync::{Arc, Mutex, PoisonError};

use super::metrics::{PreparedMetric, Ruled};
use super::{Error, Planner, Reason};
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
/// let prepared =
///     planner.prepare(&shipment, &Policy::russia_excluded(), &Objective::Cost)?;
/// let (almaty, vienna) = (network.find_place("Almaty")?, network.find_place("Vienna")?);
/// let route = prepared.route(almaty, vienna)?;
/// assert_eq!(prepared.distance(almaty, vienna)?, route.cost().as_cents() as u64);
/// assert!(prepared.route(almaty, almaty).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) planner: Planner,
    pub(super) policy: CompiledPolicy,
    shipment: Shipment,
    objective: Objective,
    /// For trips that only closures without origin and destination concern.
    usual: Basis,
    /// For each other set of closures that lets trips pass; shared by clones.
    others: Arc<Mutex<Vec<Basis>>>,
}

/// A metric for all trips that the same closures concern.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    pub(super) ruled: Arc<Ruled>,
    pub(super) divisor: u64,
    pub(super) ready: Arc<PreparedMetric>,
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
    ) -> Result<Prepared, Error> {
        let policy = self.without_limits(policy)?;
        let usual = self.basis(shipment, &policy, objective, policy.partial_closures())?;
        Ok(Prepared {
            planner: self.clone(),
            policy,
            shipment: *shipment,
            objective: objective.clone(),
            usual,
            others: Arc::default(),
        })
    }

    fn basis(
        &self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        objective: &Objective,
        exempt: RuleSet,
    ) -> Result<Basis, Error> {
        let ruled = Arc::new(self.rule(shipment, policy, exempt)?);
        let weighted = ruled.weigh(objective)?;
        Ok(Basis {
            divisor: weighted.weights.divisor(),
            ready: weighted.prepare(self, &ruled)?,
            ruled,
        })
    }
}

impl Prepared {
    /// Runs with the basis for trips that these closures let pass; it is made when first asked for.
    pub(super) fn with_basis<R>(
        &self,
        exempt: RuleSet,
        run: impl FnOnce(&Basis) -> Result<R, Error>,
    ) -> Result<R, Error> {
        if self.usual.ruled.exempt == exempt {
            return run(&self.usual);
        }
        let lock = || self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |others: &[Basis]| {
            let mut others = others.iter();
            others.find(|basis| basis.ruled.exempt == exempt).cloned()
        };
        if let Some(known) = find(&lock()) {
            return run(&known);
        }
        let (shipment, objective) = (&self.shipment, &self.objective);
        let made = self
            .planner
            .basis(shipment, &self.policy, objective, exempt)?;
        let basis = {
            let mut others = lock();
            find(&others).unwrap_or_else(|| {
                others.push(made.clone());
                made
            })
        };
        run(&basis)
    }

    fn with_trip<R>(
        &self,
        (from, to): (PlaceId, PlaceId),
        run: impl FnOnce(&Basis) -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        let network = self.planner.world.network();
        let (Some(start), Some(end)) = (network.place(from), network.place(to)) else {
            return Err(Error::ForeignPlace);
        };
        let exempt = self.policy.spared(start.country, end.country);
        let found = self.with_basis(exempt, run)?;
        let unexamined = || self.planner.no_route(from, to, Reason::Unexamined).into();
        found.ok_or_else(unexamined)
    }

    /// The least of the objective between two places in its own unit: metres, cents, minutes or
    /// grams.
    ///
    /// What a place's climb through the hierarchy finds is kept, about a kilobyte each way; places asked
    /// for before are answered by one pass over it.
    ///
    /// # Errors
    /// Why there is no route; where no way leads there under the rules the reason is not looked for
    /// ([`Reason::Unexamined`]).
    pub fn distance(&self, from: PlaceId, to: PlaceId) -> Result<u64, Error> {
        self.with_trip((from, to), |basis| {
            let Basis { ruled, ready, .. } = basis;
            let least = ready.distance(&self.planner, ruled, (from, to))?;
            Ok(least.map(|weight| weight * basis.divisor))
        })
    }

    /// The best route between two places.
    ///
    /// # Errors
    /// Why there is no route; where no way leads there under the rules the reason is not looked for
    /// ([`Reason::Unexamined`]).
    pub fn route(&self, from: PlaceId, to: PlaceId) -> Result<Route, Error> {
        self.with_trip((from, to), |basis| {
            let Basis { ruled, ready, .. } = basis;
            ready.route(&self.planner, ruled, &self.objective, (from, to))
        })
    }
}
