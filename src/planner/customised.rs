//! Hierarchies over what is searched, customised for the weights of an objective.

use std::sync::Arc;

use super::hierarchy::hierarchy;
use super::metrics::{Customised, Ruled, Searched, Weighted};
use super::pool::Pool;
use super::{Ends, Error, Planner, Reason};
use crate::metric::ObjectiveWeights;
use crate::network::PlaceId;
use crate::router::{ArcId, Cch, CchMetric, NodeId};

impl Planner {
    /// A hierarchy of what is searched: that of the planner's own operations also where hauls are led
    /// another way, unless there are more of them.
    fn hierarchy(&self, ruled: &Ruled) -> Result<Arc<Cch>, Error> {
        let searched = ruled.searched()?;
        let (network, graph) = (self.world.network(), searched.graph());
        let known = if graph.id() == self.operations().graph().id() {
            &self.kept.cch
        } else {
            &ruled.own_hierarchy
        };
        if let Some(cch) = known.get() {
            return Ok(cch.clone());
        }
        let positions = graph
            .node_ids()
            .map(|node| Some(searched.position(node)?.0));
        let built = Arc::new(hierarchy(network, graph, positions)?);
        Ok(known.get_or_init(|| built).clone())
    }
}

impl Weighted {
    /// The weights of the arcs of a searched graph.
    pub(super) fn over(&self, searched: Searched<'_>) -> Result<&ObjectiveWeights, Error> {
        let Some(layers) = searched.layers else {
            return Ok(&self.weights);
        };
        let made = self
            .in_layers
            .get_or_init(|| self.weights.in_layers(layers));
        Ok(made.as_ref().map_err(Clone::clone)?)
    }

    /// The hierarchy customised for the weights, when first asked for.
    pub(super) fn customise(
        &self,
        planner: &Planner,
        ruled: &Ruled,
    ) -> Result<Arc<Customised>, Error> {
        if let Some(ready) = self.customised.get() {
            return Ok(ready.clone());
        }
        let weights = self.over(ruled.searched()?)?;
        let made = Arc::new(Customised {
            endpoints: planner.endpoints(&ruled.policy, ruled.model.operations()),
            hierarchy: Self::hierarchy(weights, planner, ruled),
            pool: Pool::default(),
        });
        // perhaps that of another thread
        Ok(self.customised.get_or_init(|| made).clone())
    }

    /// Nothing where weights or operations are beyond its range.
    fn hierarchy(
        weights: &ObjectiveWeights,
        planner: &Planner,
        ruled: &Ruled,
    ) -> Option<(Arc<Cch>, CchMetric)> {
        if !weights.is_exact() {
            return None;
        }
        let cch = planner.hierarchy(ruled).ok()?;
        let metric = cch.customise_perfect(weights.metric()).ok()?;
        Some((cch, metric))
    }
}

impl Customised {
    /// Nodes of two places, or why there is no question.
    pub(super) fn ends(
        &self,
        planner: &Planner,
        ruled: &Ruled,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Ends, Error> {
        let endpoint = |place: PlaceId| self.endpoints.get(place.index()).copied().flatten();
        match (endpoint(from), endpoint(to)) {
            (Some((gate, _)), Some((_, delivered))) if from != to => Ok((gate, delivered)),
            _ => {
                let ends = planner.ends(&ruled.policy, ruled.model.operations(), from, to)?;
                Ok(ends.ok_or_else(|| planner.no_route(from, to, Reason::Unexamined))?)
            }
        }
    }

    /// The least exact sum of the weights between two nodes, if there is a way.
    pub(super) fn least(
        &self,
        searched: Searched<'_>,
        weighted: &Weighted,
        ends: Ends,
    ) -> Result<Option<u64>, Error> {
        let Some((from, to)) = searched.ends(ends) else {
            return Ok(None);
        };
        let weights = weighted.over(searched)?;
        let least = self.pool.with(|scratch| match &self.hierarchy {
            Some((cch, metric)) => scratch.labels.distance(cch, metric, from, to),
            None => {
                let sums = weights.sums(searched.graph(), &mut scratch.dijkstra, from, &[to])?;
                Ok(sums.first().copied().flatten())
            }
        })?;
        Ok(least)
    }

    /// The best path between two nodes, if there is one, over the searched graph.
    pub(super) fn path(
        &self,
        searched: Searched<'_>,
        weighted: &Weighted,
        ends: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let Some((from, to)) = searched.ends(ends) else {
            return Ok(None);
        };
        let weights = weighted.over(searched)?;
        let ties = searched.ties(weights.objective());
        let path = self.pool.with(|scratch| match &self.hierarchy {
            Some((cch, metric)) => {
                let arcs = scratch.ties.arcs(cch, metric, from, to)?;
                Ok::<_, Error>(ties.choose(arcs, (from, to)))
            }
            None => Ok(weights.path(&ties, &mut scratch.dijkstra, (from, to))?),
        })?;
        Ok(path)
    }

    /// The least exact sums between nodes of the searched graph, row by row.
    pub(super) fn matrix(
        &self,
        searched: Searched<'_>,
        weighted: &Weighted,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Vec<Option<u64>>, Error> {
        let mut cells = Vec::with_capacity(from.len().saturating_mul(to.len()));
        if let Some((cch, metric)) = &self.hierarchy {
            let found = cch.matrix(metric, from, to)?;
            for row in 0..from.len() {
                cells.extend((0..to.len()).map(|column| found.get(row, column)));
            }
            return Ok(cells);
        }
        let weights = weighted.over(searched)?;
        for from in from {
            let sums = |dijkstra: &mut _| weights.sums(searched.graph(), dijkstra, *from, to);
            cells.extend(self.pool.with(|scratch| sums(&mut scratch.dijkstra))?);
        }
        Ok(cells)
    }
}
