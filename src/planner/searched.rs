//! The graph that questions under some rules search: the operations, or these in layers.

use super::metrics::{Customised, Ruled, Weighted};
use super::{Ends, Error};
use crate::metric::{Objective, ObjectiveWeights, Verdicts};
use crate::operations::Position;
use crate::router::{ArcId, Graph, NodeId};

impl Ruled {
    /// The searched graph.
    pub(crate) fn graph(&self) -> &Graph {
        match &self.layers {
            Some(layers) => layers.graph(),
            None => self.model.operations().graph(),
        }
    }

    /// The nodes of the searched graph where a trip between two nodes starts and ends; nothing where no way
    /// uses and comes by everything that it has to.
    pub(crate) fn searched(&self, (from, to): Ends) -> Option<Ends> {
        match &self.layers {
            Some(layers) => {
                let start = layers.start(self.model.operations(), from);
                start.zip(layers.end(to))
            }
            None => Some((from, to)),
        }
    }

    /// The operation behind an arc of the searched graph.
    pub(crate) fn operation_of(&self, arc: ArcId) -> Option<ArcId> {
        match &self.layers {
            Some(layers) => layers.base(arc),
            None => Some(arc),
        }
    }

    /// The operations behind a path over the searched graph.
    pub(crate) fn operations_of(&self, path: &[ArcId]) -> Vec<ArcId> {
        match &self.layers {
            Some(layers) => layers.base_arcs(path),
            None => path.to_vec(),
        }
    }

    /// The position behind a node of the searched graph, and what is collected there.
    pub(super) fn position(&self, node: NodeId) -> Option<(&Position, u32)> {
        let (node, state) = match &self.layers {
            Some(layers) => layers.base_node(node)?,
            None => (node, 0),
        };
        Some((self.model.operations().position(node)?, state))
    }

    /// Weights over the searched graph.
    pub(super) fn weights(&self, objective: &Objective) -> Result<ObjectiveWeights, Error> {
        self.weights_under(&self.verdicts, objective)
    }

    /// The same for other verdicts on the operations.
    pub(super) fn weights_under(
        &self,
        verdicts: &Verdicts,
        objective: &Objective,
    ) -> Result<ObjectiveWeights, Error> {
        let layers = self.layers.as_deref();
        let weights = ObjectiveWeights::over(&self.model, &self.quote, verdicts, objective, layers);
        Ok(weights?)
    }

    /// The least exact sums between gates and ends, row by row; nothing where no way collects everything.
    pub(super) fn sums(
        &self,
        customised: &Customised,
        weighted: &Weighted,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Vec<Option<u64>>, Error> {
        let Some(layers) = &self.layers else {
            return customised.matrix(self, &weighted.weights, from, to);
        };
        let operations = self.model.operations();
        let starts: Vec<_> = from
            .iter()
            .map(|gate| layers.start(operations, *gate))
            .collect();
        let ends: Vec<_> = to.iter().map(|delivered| layers.end(*delivered)).collect();
        let known = |nodes: &[Option<NodeId>]| nodes.iter().copied().flatten().collect::<Vec<_>>();
        let (rows, columns) = (known(&starts), known(&ends));
        let mut found = customised
            .matrix(self, &weighted.weights, &rows, &columns)?
            .into_iter();
        let mut cells = Vec::with_capacity(from.len().saturating_mul(to.len()));
        for start in &starts {
            for end in &ends {
                let cell = start.and(*end).and_then(|_| found.next());
                cells.push(cell.flatten());
            }
        }
        Ok(cells)
    }

    /// The same rules and prices without what a route has to use and come by.
    pub(super) fn without_layers(&self) -> Self {
        let mut bare = self.limited_by(self.policy.clone());
        bare.layers = None;
        bare
    }
}
