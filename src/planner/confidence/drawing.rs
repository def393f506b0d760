//! Worlds that differ from the planner's in figures alone, priced as it is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::costing::{CostModel, Hours, Quote, Shipment};
use crate::draws::Uncertain;
use crate::network::Network;
use crate::operations::Operations;
use crate::planner::{Case, Error};
use crate::scenario::World;

/// Records of their own that threads write drawn figures to, when nobody uses them.
#[derive(Default)]
pub(super) struct Networks(Mutex<Vec<Network>>);

/// Operations to be priced under other values of their figures.
pub(super) struct Drawing<'a> {
    model: &'a CostModel,
    shipment: Shipment,
    operations: Operations,
    /// What of them is not known: everything that their prices are read from.
    pub(super) figures: Vec<&'a Uncertain>,
    networks: &'a Networks,
    /// The same operations, to be measured.
    measured: Mutex<Vec<Operations>>,
}

impl<'a> Drawing<'a> {
    /// Some operations of a case, and what of them is not known, out of more in order.
    pub(super) fn of(
        case: &'a Case,
        operations: Operations,
        figures: &[&'a Uncertain],
        networks: &'a Networks,
    ) -> Self {
        Self::within(&case.model, case.shipment, operations, figures, networks)
    }

    /// The same for some of its operations.
    pub(super) fn of_fewer(&self, operations: Operations) -> Self {
        let (model, figures) = (self.model, &self.figures);
        Self::within(model, self.shipment, operations, figures, self.networks)
    }

    fn within(
        model: &'a CostModel,
        shipment: Shipment,
        operations: Operations,
        figures: &[&'a Uncertain],
        networks: &'a Networks,
    ) -> Self {
        let stated = model.drawn(model.shared_world().clone(), operations, Hours::All);
        let read = stated.may_read();
        let read = |figure: &&&Uncertain| read.contains(figure.which.figure);
        let figures = figures.iter().filter(read).copied().collect();
        let (_, operations) = stated.into_parts();
        Self {
            model,
            shipment,
            operations,
            figures,
            networks,
            measured: Mutex::default(),
        }
    }

    /// What its figures hang on, in order.
    pub(super) fn factors(&self) -> Vec<u32> {
        let factors = self.figures.iter().flat_map(|figure| &figure.factors);
        let mut factors: Vec<u32> = factors.copied().collect();
        factors.sort_unstable();
        factors.dedup();
        factors
    }

    /// Runs with the model and the quote of a world in which every figure that is not known has the value
    /// that `number` says, with these hours.
    pub(super) fn draw<R>(
        &self,
        number: impl Fn(&Uncertain) -> f64,
        hours: Hours,
        run: impl FnOnce(&CostModel, &Quote) -> R,
    ) -> Result<R, Error> {
        let free = lock(&self.networks.0).pop();
        let mut network = free.unwrap_or_else(|| self.model.world().network().unshared());
        let free = lock(&self.measured).pop();
        let mut operations = free.unwrap_or_else(|| self.operations.clone());
        for figure in &self.figures {
            network.set_ranged(figure.which, number(figure));
        }
        let world = Arc::new(self.model.world().over(network)?);
        operations.measure_again(&world);
        let model = self.model.drawn(world, operations, hours);
        let quote = model.quote(self.shipment);
        let found = run(&model, &quote);
        drop(quote);
        let (world, operations) = model.into_parts();
        // Nobody else holds the world unless `run` kept it.
        if let Some(network) = Arc::into_inner(world).map(World::into_network) {
            lock(&self.networks.0).push(network);
        }
        lock(&self.measured).push(operations);
        Ok(found)
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic elsewhere left behind is whole: things are put in at once.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
