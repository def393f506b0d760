//! The best way in one draw.

use std::cell::Cell;

use crate::costing::{CostModel, Quote};
use crate::metric::{Objective, Ties, WideMetric, choose};
use crate::planner::Error;
use crate::router::{ArcId, Dijkstra};

use super::field::{Bounds, Field};

/// What a choice among ways found.
pub(super) enum Found {
    /// A way with the least of the objective.
    Best(Vec<ArcId>),
    /// No way.
    Nothing,
    /// Several ways that only hours tell apart, which were not worked out.
    Tied,
}

impl Field {
    /// Every arc on a best way by the weights of operations, some way having no more than `most`; nothing for a
    /// weight below its bound, or one that does not fit the quick search.
    pub(super) fn tied(
        &self,
        mut weigh: impl FnMut(ArcId) -> Option<u64>,
        most: u64,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let weigh = |arc: ArcId| weigh(*self.operations.get(arc.index())?);
        if let Some(bounds) = &self.bounds {
            return self.within(weigh, bounds, most);
        }
        let wide = WideMetric::new(self.graph.arc_ids().map(weigh).collect());
        Ok(Some(wide.ties(&self.graph, self.ends.0, self.ends.1)))
    }

    /// The best of the ways over some arcs that have as little of the objective, decided as between routes, if hours
    /// are worked out.
    pub(super) fn choose(
        &self,
        (model, quote, timed): (&CostModel, &Quote, bool),
        objective: &Objective,
        tied: &[ArcId],
    ) -> Found {
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
        let path = choose(&self.graph, tied, self.ends, rank, order);
        if asked.get() && !timed {
            return Found::Tied;
        }
        let found = path.filter(|path| !path.is_empty());
        found.map_or(Found::Nothing, Found::Best)
    }

    /// Every arc on a best way. Weights are lessened by what they bring an end nearer, so that the search goes
    /// there, and arcs that only ways above `known` run over are left out.
    fn within(
        &self,
        mut weigh: impl FnMut(ArcId) -> Option<u64>,
        bounds: &Bounds,
        known: u64,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        if known > bounds.most {
            return Ok(None);
        }
        let (mut fits, mut tied) = (true, Vec::new());
        let weigh = |arc: ArcId| {
            let (tail, head) = self.graph.ends(arc)?;
            let (before, after) = (bounds.from_start[tail.index()], bounds.to_end[head.index()]);
            let least = bounds.low[arc.index()];
            let above = |weight: u64| before.saturating_add(weight).saturating_add(after) > known;
            // Most of what is left out need not be priced for it.
            if above(least) {
                return None;
            }
            let weight = weigh(arc)?;
            if above(weight) {
                return None;
            }
            fits &= weight >= least;
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
