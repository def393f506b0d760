//! Weights of one scenario by nodes that all scenarios share.

use rustc_hash::FxHashMap;

use super::Error;
use super::metrics::{Ruled, Weighted};
use crate::operations::{Position, Stage};

/// Nodes by position and, where a route has to use or come by something, by what is collected so far; at gates
/// and where shipments end there is one.
pub(super) type Nodes = FxHashMap<(Position, u32), u32>;

/// Weights of one scenario by pair of nodes, the least of parallel operations.
pub(super) type Weights = FxHashMap<(u32, u32), u64>;

/// The open operations of one scenario by pair of nodes that all scenarios share.
pub(super) fn gather(
    ruled: &Ruled,
    weighted: &Weighted,
    nodes: &mut Nodes,
) -> Result<Weights, Error> {
    let searched = ruled.searched()?;
    let (graph, known) = (searched.graph(), weighted.over(searched)?);
    let done = ruled.whole.as_ref().map(|whole| whole.wanted.done());
    // Gates exist for every place where goods are handled, whether or not a rule lets them in.
    if done.is_some() {
        let operations = ruled.model.operations();
        let all = operations.graph().node_ids();
        for position in all.filter_map(|node| operations.position(node)) {
            if matches!(position.stage, Stage::Gate | Stage::Delivered) {
                let next = nodes.len() as u32;
                nodes.entry((*position, 0)).or_insert(next);
            }
        }
    }
    // Nothing where a shipment ends and not everything is collected.
    let local: Vec<Option<u32>> = graph
        .node_ids()
        .map(|node| {
            let (position, state) = searched.position(node)?;
            let state = match (position.stage, done) {
                (Stage::Delivered, Some(done)) if state != done => return None,
                (Stage::Gate | Stage::Delivered, _) => 0,
                _ => state,
            };
            let next = nodes.len() as u32;
            Some(*nodes.entry((*position, state)).or_insert(next))
        })
        .collect();
    let mut weights = Weights::default();
    for (arc, (tail, head)) in graph.arc_ids().zip(graph.all_ends()) {
        let pair = local[tail.index()].zip(local[head.index()]);
        if let (Some(pair), Some(weight)) = (pair, known.weight(arc)) {
            let least = weights.entry(pair).or_insert(weight);
            *least = weight.min(*least);
        }
    }
    Ok(weights)
}
