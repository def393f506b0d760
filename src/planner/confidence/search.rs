//! The best way in one draw.

use std::cell::Cell;

use crate::costing::{CostModel, Hours, Quote};
use crate::metric::{Objective, Ties, WideMetric, choose};
use crate::planner::Error;
use crate::router::{ArcId, Dijkstra};

use super::field::{Bounds, Field};

/// What a search found.
pub(super) enum Found {
    /// A way with the least of the objective.
    Best(Vec<ArcId>),
    /// No way.
    Nothing,
    /// Several ways that only hours tell apart, which were not worked out.
    Tied,
    /// A weight below its bound, or one that does not fit the quick search.
    OutOfBounds,
}

/// The weights of one draw, each asked for once.
struct Weights<'a> {
    field: &'a Field,
    model: &'a CostModel,
    quote: &'a Quote,
    objective: &'a Objective,
    known: Vec<Option<Option<u64>>>,
}

impl Weights<'_> {
    fn of(&mut self, arc: ArcId) -> Option<u64> {
        *self.known.get_mut(arc.index())?.get_or_insert_with(|| {
            let operation = self.field.operations.get(arc.index())?;
            self.objective.weigh(self.model, self.quote, *operation)
        })
    }
}

impl Field {
    /// The best way by the prices of a draw, ties decided as between routes; some way has no more than `most`.
    pub(super) fn best(
        &self,
        (model, quote, hours): (&CostModel, &Quote, Hours),
        objective: &Objective,
        most: u64,
    ) -> Result<Found, Error> {
        let mut weights = Weights {
            field: self,
            model,
            quote,
            objective,
            known: vec![None; self.searched.len()],
        };
        let tied = match &self.bounds {
            Some(bounds) => match self.within(&mut weights, bounds, most)? {
                Some(tied) => tied,
                None => return Ok(Found::OutOfBounds),
            },
            None => {
                let own = self.graph.arc_ids().map(|arc| weights.of(arc));
                let wide = WideMetric::new(own.collect());
                wide.ties(&self.graph, self.ends.0, self.ends.1)
            }
        };
        let ties = Ties {
            model,
            quote,
            objective,
            layers: None,
        };
        let operation = |arc: ArcId| self.operations[arc.index()];
        let asked = Cell::new(false);
        let rank = |arc| {
            asked.set(true);
            ties.rank(operation(arc))
        };
        let order = |one: ArcId, other: ArcId| {
            let names = ties.order(operation(one), operation(other));
            names.then(one.cmp(&other))
        };
        let path = choose(&self.graph, &tied, self.ends, rank, order);
        if asked.get() && hours != Hours::All {
            return Ok(Found::Tied);
        }
        let found = path.filter(|path| !path.is_empty());
        Ok(found.map_or(Found::Nothing, Found::Best))
    }

    /// Every arc on a best way. Weights are lessened by what they bring an end nearer, so that the search goes
    /// there, and arcs that only ways above `known` run over are left out.
    fn within(
        &self,
        weights: &mut Weights<'_>,
        bounds: &Bounds,
        known: u64,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        if known > bounds.most {
            return Ok(None);
        }
        let (mut fits, mut tied) = (true, Vec::new());
        let weigh = |arc: ArcId| {
            let weight = weights.of(arc)?;
            let (tail, head) = self.graph.ends(arc)?;
            let after = bounds.to_end[head.index()];
            let all = bounds.from_start[tail.index()]
                .saturating_add(weight)
                .saturating_add(after);
            if all > known {
                return None;
            }
            fits &= weight >= bounds.low[arc.index()];
            let lessened = weight
                .saturating_add(after)
                .checked_sub(bounds.to_end[tail.index()])?;
            let lessened = u32::try_from(lessened).ok();
            fits &= lessened.is_some_and(|weight| weight < u32::MAX);
            lessened
        };
        let (from, to) = self.ends;
        Dijkstra::new().ties_by(&self.graph, from, to, weigh, &mut tied)?;
        Ok(fits.then_some(tied))
    }
}
