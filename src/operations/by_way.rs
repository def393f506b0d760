//! Hauls by way of what is to be used or come by.

use std::sync::Arc;

use super::collecting::Collecting;
use super::draft::BuildError;
use super::front::Measure;
use super::hauls::{by_offer, haul};
use super::led::Pair;
use super::wanted::{StopsByNode, Wanted};
use super::{Haul, Operation, OperationKind, Operations, Unresolved};
use crate::router::{ArcId, Graph, NodeId};

impl Operations {
    /// The same operations with more hauls, the last: between the same interchanges by each way over moves
    /// that are not blocked that no other is better than, in what it has or in what it collects. Nothing where
    /// there is no such way.
    ///
    /// Marks are those of moves; they and blocked moves are given in order.
    pub(crate) fn by_way(
        &self,
        blocked: &[ArcId],
        (wanted, marked): (&Wanted, &[(ArcId, u8)]),
        measure: &dyn Fn(ArcId) -> Measure,
    ) -> Result<Option<(Self, Vec<ArcId>)>, BuildError> {
        let stops = StopsByNode::of(self, wanted.stops());
        let mut is_blocked = vec![false; self.arcs.len()];
        for arc in blocked {
            if let Some(mark) = is_blocked.get_mut(arc.index()) {
                *mark = true;
            }
        }
        let blocks = |arc: &ArcId| is_blocked[arc.index()];
        let mut found = Vec::new();
        let mut list = self.parts.clone();
        let mut unresolved = self.unresolved.clone();
        for (offer, mut moves) in by_offer(&self.arcs, &self.layout.part_moves) {
            moves.retain(|arc| !blocks(arc));
            let search = Collecting::over(&self.arcs, &moves, &stops, (wanted, marked), measure);
            let Some(mut search) = search else {
                continue;
            };
            let of_offer = |operation: &Operation| matches!(&operation.kind, OperationKind::Haul(haul) if haul.offer == offer);
            let mut pairs = self.pairs(of_offer);
            pairs.sort_by_key(|pair| (pair.from, pair.to));
            for from in pairs.chunk_by(|one, next| one.from == next.from) {
                if !search.from(from[0].from) {
                    let from = NodeId::new(from[0].from);
                    let note = Unresolved::Ways { offer, from };
                    if !unresolved.contains(&note) {
                        unresolved.push(note);
                    }
                }
                for to in from.chunk_by(|one, next| one.to == next.to) {
                    let hauls = to.iter().flat_map(|pair: &Pair| &pair.hauls);
                    let parts = hauls.map(|haul| self.parts(&self.arcs[haul.index()]));
                    let open = parts.filter(|parts| !parts.iter().any(blocks));
                    let beside = to[0].hauls[0];
                    search.append(to[0].to, open, &mut list, |parts| {
                        found.push((offer, beside, parts));
                    });
                }
            }
        }
        if found.is_empty() {
            return Ok(None);
        }
        let mut grown = Self {
            parts: list,
            unresolved,
            ..self.clone()
        };
        let mut added = Vec::with_capacity(found.len());
        for (offer, beside, parts) in found {
            let OperationKind::Haul(Haul { bound, .. }) = self.arcs[beside.index()].kind else {
                continue;
            };
            if let Some(kind) = haul(&self.arcs, &grown.parts, (offer, bound), parts) {
                added.push(grown.lead(None, beside, kind));
            }
        }
        let ends = grown.arcs.iter();
        let ends = ends.map(|arc| (arc.from.get(), arc.to.get()));
        grown.grown = Some(Arc::new(Graph::new(self.graph().nodes(), ends)?));
        Ok(Some((grown, added)))
    }
}
