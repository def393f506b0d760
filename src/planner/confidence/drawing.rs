//! Worlds that differ from the planner's in figures alone, priced as it is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::costing::{CostModel, Drawn, Quote, Reads, Scope, Shipment};
use crate::draws::{Uncertain, Uncertainty};
use crate::metric::Objective;
use crate::network::Network;
use crate::operations::{Kept, Operations};
use crate::planner::{Case, Error};
use crate::router::ArcId;

/// Records of their own that threads write drawn figures to, when nobody uses them.
#[derive(Debug, Default)]
pub(super) struct Networks(Mutex<Vec<Network>>);

/// Operations to be priced under other values of their figures.
pub(super) struct Drawing<'a> {
    model: &'a CostModel,
    shipment: Shipment,
    operations: Operations,
    uncertainty: &'a Uncertainty,
    reads: Reads,
    networks: &'a Networks,
    /// Nobody draws with these.
    free: Mutex<Vec<Drawn>>,
}

impl<'a> Drawing<'a> {
    /// Some operations of a case, and what of them is not known.
    pub(super) fn of(
        case: &'a Case,
        kept: &Kept,
        uncertainty: &'a Uncertainty,
        networks: &'a Networks,
    ) -> Self {
        let count = uncertainty.figures.len();
        let places = |figure| uncertainty.places(figure);
        Self {
            model: &case.model,
            shipment: case.shipment,
            operations: kept.operations.clone(),
            reads: Reads::of(&case.model, kept, count, &places),
            uncertainty,
            networks,
            free: Mutex::default(),
        }
    }

    /// What its figures hang on, in order.
    pub(super) fn factors(&self) -> Vec<u32> {
        let all = self.reads.all().iter();
        let figures = all.map(|at| &self.uncertainty.figures[*at as usize]);
        let mut factors: Vec<u32> = figures.flat_map(|one| one.factors.iter().copied()).collect();
        factors.sort_unstable();
        factors.dedup();
        factors
    }

    /// What some operations are read from for their prices and lengths, and others for hours and CO2e.
    pub(super) fn scope(&self, priced: &[ArcId], timed: &[ArcId]) -> Scope {
        let count = self.uncertainty.figures.len();
        self.reads.scope(&self.operations, priced, timed, count)
    }

    /// What some operations are read from for an objective.
    pub(super) fn scope_for(&self, objective: &Objective, operations: &[ArcId]) -> Scope {
        let timed = if hangs_on_hours(objective) {
            operations
        } else {
            &[]
        };
        self.scope(operations, timed)
    }

    /// Runs with the model and the quote of a world in which the figures in scope have the values that `number`
    /// says, by their places.
    pub(super) fn draw<R>(
        &self,
        scope: &Scope,
        number: impl Fn(u32, &Uncertain) -> f64,
        run: impl FnOnce(&CostModel, &Quote) -> R,
    ) -> Result<R, Error> {
        let free = lock(&self.free).pop();
        let mut drawn = match free {
            Some(drawn) => drawn,
            None => self.fresh()?,
        };
        let numbers = scope.figures.iter().map(|at| {
            let figure = &self.uncertainty.figures[*at as usize];
            (figure.which, number(*at, figure))
        });
        let (model, quote) = drawn.put(scope, numbers)?;
        let found = run(model, quote);
        lock(&self.free).push(drawn);
        Ok(found)
    }

    fn fresh(&self) -> Result<Drawn, Error> {
        let free = lock(&self.networks.0).pop();
        let network = free.unwrap_or_else(|| self.model.world().network().unshared());
        let operations = self.operations.clone();
        Ok(Drawn::of(self.model, network, operations, self.shipment)?)
    }
}

impl Drop for Drawing<'_> {
    fn drop(&mut self) {
        let free = std::mem::take(&mut *lock(&self.free)).into_iter();
        lock(&self.networks.0).extend(free.filter_map(Drawn::into_network));
    }
}

/// Whether hours or CO2e count beside prices and lengths.
pub(super) fn hangs_on_hours(objective: &Objective) -> bool {
    match objective {
        Objective::Cost | Objective::Distance | Objective::Direct { .. } => false,
        Objective::Time
        | Objective::Emissions
        | Objective::Generalised(_)
        | Objective::Custom(_) => true,
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic elsewhere left behind is whole: things are put in at once.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
