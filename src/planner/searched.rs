//! The graph that questions under some rules search: the operations, or these in layers.

use std::sync::Arc;

use super::metrics::{Customised, Ruled, Searched, Weighted};
use super::whole::Whole;
use super::{Ends, Error};
use crate::metric::{Collected, Collects, Objective, ObjectiveWeights, Ties};
use crate::operations::Position;
use crate::router::{ArcId, Graph, NodeId};

impl Ruled {
    /// The searched graph; layers are made when somebody first asks.
    pub(super) fn searched(&self) -> Result<Searched<'_>, Error> {
        let layers = self.whole.as_ref().map(|whole| {
            let (operations, verdicts) = (self.model.operations(), &self.verdicts);
            whole.layers(operations, verdicts, || self.collects(whole).all())
        });
        Ok(Searched {
            ruled: self,
            layers: layers.transpose()?,
        })
    }

    /// What operations collect, each read when somebody first asks.
    pub(super) fn collects<'a>(&'a self, whole: &'a Whole) -> Collects<'a> {
        let operations = self.model.operations();
        Collects::of(operations, &self.policy, &self.shipment, &whole.wanted)
    }

    /// What every operation collects.
    pub(super) fn collected<'a>(&'a self, whole: &'a Whole) -> &'a Arc<Collected> {
        whole.collected(|| self.collects(whole).all())
    }

    /// The same rules and prices without what a route has to use and come by.
    pub(super) fn without_whole(&self) -> Self {
        let mut bare = self.limited_by(self.policy.clone());
        bare.whole = None;
        bare
    }
}

impl<'a> Searched<'a> {
    pub(super) fn graph(self) -> &'a Graph {
        match self.layers {
            Some(layers) => layers.graph(),
            None => self.ruled.model.operations().graph(),
        }
    }

    /// Its nodes where a trip between two nodes starts and ends; nothing where no way uses and comes by
    /// everything that it has to.
    pub(super) fn ends(self, (from, to): Ends) -> Option<Ends> {
        match self.layers {
            Some(layers) => {
                let start = layers.start(self.ruled.model.operations(), from);
                start.zip(layers.end(to))
            }
            None => Some((from, to)),
        }
    }

    /// The operation behind an arc.
    pub(super) fn operation_of(self, arc: ArcId) -> Option<ArcId> {
        match self.layers {
            Some(layers) => layers.base(arc),
            None => Some(arc),
        }
    }

    /// The operations behind a path.
    pub(super) fn operations_of(self, path: &[ArcId]) -> Vec<ArcId> {
        match self.layers {
            Some(layers) => layers.base_arcs(path),
            None => path.to_vec(),
        }
    }

    /// The position behind a node, and what is collected there.
    pub(super) fn position(self, node: NodeId) -> Option<(&'a Position, u32)> {
        let (node, state) = match self.layers {
            Some(layers) => layers.base_node(node)?,
            None => (node, 0),
        };
        Some((self.ruled.model.operations().position(node)?, state))
    }

    /// Weights of its arcs.
    pub(super) fn weights(self, objective: &Objective) -> Result<ObjectiveWeights, Error> {
        let weights = self.ruled.weights(objective)?;
        match self.layers {
            Some(layers) => Ok(weights.in_layers(layers)?),
            None => Ok(weights),
        }
    }

    /// What decides between routes that have as little of an objective.
    pub(super) fn ties<'t>(self, objective: &'t Objective) -> Ties<'t>
    where
        'a: 't,
    {
        Ties {
            layers: self.layers,
            ..self.ruled.ties(objective)
        }
    }

    /// The least exact sums between gates and ends, row by row; nothing where no way collects everything.
    pub(super) fn sums(
        self,
        customised: &Customised,
        weighted: &Weighted,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Vec<Option<u64>>, Error> {
        let Some(layers) = self.layers else {
            return customised.matrix(self, weighted, from, to);
        };
        let operations = self.ruled.model.operations();
        let starts: Vec<_> = from
            .iter()
            .map(|gate| layers.start(operations, *gate))
            .collect();
        let ends: Vec<_> = to.iter().map(|delivered| layers.end(*delivered)).collect();
        let known = |nodes: &[Option<NodeId>]| nodes.iter().copied().flatten().collect::<Vec<_>>();
        let (rows, columns) = (known(&starts), known(&ends));
        let mut found = customised
            .matrix(self, weighted, &rows, &columns)?
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
}
