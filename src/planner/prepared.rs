use std::sync::{Arc, Mutex, PoisonError};

use super::metrics::{Customised, Ruled, Weighted};
use super::{Error, Planner, Reason};
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue};
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
/// assert_eq!(prepared.least(almaty, vienna)?.money(), Some(route.cost()));
/// assert!(prepared.route(almaty, almaty).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) planner: Planner,
    pub(super) policy: CompiledPolicy,
    shipment: Shipment,
    pub(super) objective: Objective,
    /// For trips that only closures without origin and destination concern.
    usual: PreparedMetric,
    /// For each other set of closures that lets trips pass; shared by clones.
    others: Arc<Mutex<Vec<PreparedMetric>>>,
}

/// A metric for all trips that the same closures concern.
#[derive(Clone, Debug)]
pub(super) struct PreparedMetric {
    pub(super) ruled: Arc<Ruled>,
    pub(super) weighted: Arc<Weighted>,
    pub(super) customised: Arc<Customised>,
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
        let usual =
            self.prepared_metric(shipment, &policy, objective, policy.partial_closures())?;
        Ok(Prepared {
            planner: self.clone(),
            policy,
            shipment: *shipment,
            objective: objective.clone(),
            usual,
            others: Arc::default(),
        })
    }

    fn prepared_metric(
        &self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        objective: &Objective,
        exempt: RuleSet,
    ) -> Result<PreparedMetric, Error> {
        let ruled = Arc::new(self.rule(shipment, policy, exempt)?);
        let weighted = ruled.weigh(objective)?;
        Ok(PreparedMetric {
            customised: weighted.customise(self, &ruled)?,
            ruled,
            weighted,
        })
    }
}

impl Prepared {
    /// Runs with the metric for trips that these closures let pass; it is made when first asked for.
    pub(super) fn with_metric<R>(
        &self,
        exempt: RuleSet,
        run: impl FnOnce(&PreparedMetric) -> Result<R, Error>,
    ) -> Result<R, Error> {
        if self.usual.ruled.exempt == exempt {
            return run(&self.usual);
        }
        let lock = || self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |others: &[PreparedMetric]| {
            let mut others = others.iter();
            others.find(|known| known.ruled.exempt == exempt).cloned()
        };
        if let Some(known) = find(&lock()) {
            return run(&known);
        }
        let (shipment, objective) = (&self.shipment, &self.objective);
        let made = self
            .planner
            .prepared_metric(shipment, &self.policy, objective, exempt)?;
        let metric = {
            let mut others = lock();
            find(&others).unwrap_or_else(|| {
                others.push(made.clone());
                made
            })
        };
        run(&metric)
    }

    fn with_trip<R>(
        &self,
        (from, to): (PlaceId, PlaceId),
        run: impl FnOnce(&PreparedMetric) -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        let network = self.planner.world.network();
        let (Some(start), Some(end)) = (network.place(from), network.place(to)) else {
            return Err(Error::ForeignPlace);
        };
        let exempt = self.policy.exempt(start.country, end.country);
        let found = self.with_metric(exempt, run)?;
        let unexamined = || self.planner.no_route(from, to, Reason::Unexamined).into();
        found.ok_or_else(unexamined)
    }

    /// The least of the objective between two places: exactly what the best route has of it.
    ///
    /// What a place's climb through the hierarchy finds is kept, about a kilobyte each way; places asked
    /// for before are answered by one pass over it. A shipment so large that the hierarchy does not
    /// take its weights, of some hundred containers, is answered by a search as a single question is.
    ///
    /// # Errors
    /// Why there is no route; where no way leads there under the rules the reason is not looked for
    /// ([`Reason::Unexamined`]).
    pub fn least(&self, from: PlaceId, to: PlaceId) -> Result<ObjectiveValue, Error> {
        self.with_trip((from, to), |metric| {
            let (ruled, weighted) = (&metric.ruled, &metric.weighted);
            let ends = metric.customised.ends(&self.planner, ruled, from, to)?;
            let least = metric.customised.least(ruled.searched()?, weighted, ends)?;
            Ok(least.map(|units| self.objective.value(units)))
        })
    }

    /// The best route between two places: that of [`Planner::best`], without a certificate.
    ///
    /// # Errors
    /// Why there is no route; where no way leads there under the rules the reason is not looked for
    /// ([`Reason::Unexamined`]).
    pub fn route(&self, from: PlaceId, to: PlaceId) -> Result<Route, Error> {
        self.with_trip((from, to), |metric| {
            let (ruled, weighted) = (&metric.ruled, &metric.weighted);
            let searched = ruled.searched()?;
            let ends = metric.customised.ends(&self.planner, ruled, from, to)?;
            let arcs = metric.customised.path(searched, weighted, ends)?;
            Ok(arcs.and_then(|arcs| {
                let arcs = searched.operations_of(&arcs);
                let (world, objective) = (&self.planner.world, &self.objective);
                Route::assemble(world, &ruled.model, &ruled.quote, objective, &arcs)
            }))
        })
    }
}
