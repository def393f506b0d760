//! Worlds that differ from the planner's in figures alone, priced as it is.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::costing::{CostModel, Drawn, InTurn, Quote, Reads, Scope, Shipment};
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
        self.factors_at(self.reads.all())
    }

    /// What the figures in scope hang on, in order.
    pub(super) fn factors_of(&self, scope: &Scope) -> Vec<u32> {
        self.factors_at(&scope.figures)
    }

    fn factors_at(&self, places: &[u32]) -> Vec<u32> {
        let figures = places.iter();
        let figures = figures.map(|at| &self.uncertainty.figures[*at as usize]);
        let mut factors: Vec<u32> = figures.flat_map(Uncertain::hangs_on).collect();
        factors.sort_unstable();
        factors.dedup();
        factors
    }

    /// What some operations are read from for their prices and lengths, and others for hours and CO2e.
    pub(super) fn scope(&self, priced: &[ArcId], timed: &[ArcId]) -> Scope {
        let count = self.uncertainty.figures.len();
        self.reads.scope(&self.operations, priced, timed, count)
    }

    /// What some operations are read from for an objective; nothing where each is read when it is asked for.
    pub(super) fn scope_for(&self, objective: &Objective, operations: &[ArcId]) -> Option<Scope> {
        // Speeds and factors are looked up for many operations together.
        if hangs_on_hours(objective) {
            return Some(self.scope(operations, operations));
        }
        let over = self.model.world().lies_over_records();
        over.then(|| self.scope(operations, &[]))
    }

    /// Some operations to be priced all at once, where prices alone are read.
    pub(super) fn in_turn(&self, operations: &[ArcId]) -> InTurn {
        InTurn::of(self.model, &self.operations, &self.reads, operations)
    }

    /// Runs with operations that can be priced again and again, and what they are read from.
    pub(super) fn again<R>(&self, run: impl FnOnce(&mut Drawn, &Reads) -> R) -> Result<R, Error> {
        let mut drawn = self.free()?;
        let found = run(&mut drawn, &self.reads);
        lock(&self.free).push(drawn);
        Ok(found)
    }

    /// Runs with the model and the quote of a world in which the figures in scope have the values that `number`
    /// says, by their places.
    pub(super) fn draw<R>(
        &self,
        scope: &Scope,
        number: impl Fn(u32, &Uncertain) -> f64,
        run: impl FnOnce(&CostModel, &Quote) -> R,
    ) -> Result<R, Error> {
        self.weighing(Some(scope), number, |weighing| {
            let (model, quote) = weighing.prices();
            run(model, quote)
        })
    }

    /// Runs with the weights of such a world: of what is in scope, or without one of every operation.
    pub(super) fn weighing<N: Fn(u32, &Uncertain) -> f64, R>(
        &self,
        scope: Option<&Scope>,
        number: N,
        run: impl FnOnce(&mut Weighing<'_, N>) -> R,
    ) -> Result<R, Error> {
        let mut weighing = Weighing {
            drawn: self.free()?,
            reads: scope.is_none().then_some(&self.reads),
            uncertainty: self.uncertainty,
            number,
        };
        weighing.put(scope, &self.reads)?;
        let found = run(&mut weighing);
        lock(&self.free).push(weighing.drawn);
        Ok(found)
    }

    fn free(&self) -> Result<Drawn, Error> {
        let free = lock(&self.free).pop();
        if let Some(drawn) = free {
            return Ok(drawn);
        }
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

/// What operations weigh in one draw.
pub(super) struct Weighing<'d, N> {
    drawn: Drawn,
    /// Where each operation is read when it is asked for.
    reads: Option<&'d Reads>,
    uncertainty: &'d Uncertainty,
    number: N,
}

impl<N: Fn(u32, &Uncertain) -> f64> Weighing<'_, N> {
    fn put(&mut self, scope: Option<&Scope>, reads: &Reads) -> Result<(), Error> {
        let number = |place: u32| {
            let figure = &self.uncertainty.figures[place as usize];
            (figure.which, (self.number)(place, figure))
        };
        match scope {
            Some(scope) => {
                let numbers = scope.figures.iter().map(|place| number(*place));
                self.drawn.put(scope, numbers)?;
            }
            None => self.drawn.start(reads, &number),
        }
        Ok(())
    }

    /// What an operation has of an objective.
    pub(super) fn weigh(&mut self, objective: &Objective, operation: ArcId) -> Option<u64> {
        if let Some(reads) = self.reads {
            let number = |place: u32| {
                let figure = &self.uncertainty.figures[place as usize];
                (figure.which, (self.number)(place, figure))
            };
            self.drawn.ready(operation, reads, &number);
        }
        let (model, quote) = self.drawn.prices();
        objective.weigh(model, quote, operation)
    }

    /// Of what was put or weighed.
    pub(super) const fn prices(&self) -> (&CostModel, &Quote) {
        self.drawn.prices()
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
