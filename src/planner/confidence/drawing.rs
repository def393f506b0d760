//! Worlds that differ from the planner's in figures alone, priced as it is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::costing::{CostModel, Quote, Shipment};
use crate::draws::Uncertain;
use crate::network::{FigurePart, Network};
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
    ) -> Result<Self, Error> {
        Self::within(&case.model, case.shipment, operations, figures, networks)
    }

    /// The same for some of its operations.
    pub(super) fn of_fewer(&self, operations: Operations) -> Result<Self, Error> {
        let (model, figures) = (self.model, &self.figures);
        Self::within(model, self.shipment, operations, figures, self.networks)
    }

    fn within(
        model: &'a CostModel,
        shipment: Shipment,
        operations: Operations,
        figures: &[&'a Uncertain],
        networks: &'a Networks,
    ) -> Result<Self, Error> {
        let stated = model.drawn(model.shared_world().clone(), operations);
        let read = stated.may_read();
        let read = |figure: &&&Uncertain| read.binary_search(&figure.which.figure).is_ok();
        let figures = figures.iter().filter(read).copied().collect();
        let (_, operations) = stated.into_parts();
        Ok(Self {
            model,
            shipment,
            operations,
            figures,
            networks,
            measured: Mutex::default(),
        })
    }

    /// Runs with the model and the quote of a world in which every figure that is not known has the value
    /// that `number` says.
    pub(super) fn draw<R>(
        &self,
        number: impl Fn(&Uncertain) -> f64,
        run: impl FnOnce(&CostModel, &Quote) -> R,
    ) -> Result<R, Error> {
        let numbers = self.figures.iter();
        self.with(numbers.map(|figure| (figure.which, number(figure))), run)
    }

    /// The same with values for all of them in order.
    fn with<R>(
        &self,
        numbers: impl Iterator<Item = (FigurePart, f64)>,
        run: impl FnOnce(&CostModel, &Quote) -> R,
    ) -> Result<R, Error> {
        let free = lock(&self.networks.0).pop();
        let mut network = free.unwrap_or_else(|| self.model.world().network().unshared());
        let free = lock(&self.measured).pop();
        let mut operations = free.unwrap_or_else(|| self.operations.clone());
        for (which, number) in numbers {
            network.set_ranged(which, number);
        }
        let world = Arc::new(self.model.world().over(network)?);
        operations.measure_again(&world);
        let model = self.model.drawn(world, operations);
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
