//! A few of many operations, with lengths that can be measured again.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::classes::Classes;
use super::draft::BuildError;
use super::operation::Parties;
use super::{Layout, OfferId, Operation, OperationKind, Operations, Parts};
use crate::network::Cited;
use crate::quantity::Distance;
use crate::router::{ArcId, Graph, NodeId};
use crate::scenario::World;

/// Some operations as a set of their own, and which they were.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) operations: Operations,
    /// By arc of the kept operations, ascending, the arc of the whole.
    arcs: Vec<ArcId>,
}

impl Kept {
    /// The operation that one of the whole is among these, if it was kept.
    pub(crate) fn arc(&self, whole: ArcId) -> Option<ArcId> {
        let at = self.arcs.binary_search(&whole).ok()?;
        Some(ArcId::new(at as u32))
    }

    /// By kept operation, which of the whole it is.
    pub(crate) fn whole(&self) -> &[ArcId] {
        &self.arcs
    }
}

impl Operations {
    /// These operations, in any order, and those that they run over, in the order that they have here.
    /// Hauls among them cannot be led around anything.
    pub(crate) fn only(&self, arcs: &[ArcId]) -> Result<Kept, BuildError> {
        let parts = arcs.iter().filter_map(|arc| self.arc(*arc));
        let parts = parts.flat_map(|operation| self.parts(operation));
        let mut kept: Vec<ArcId> = arcs.iter().chain(parts).copied().collect();
        kept.sort_unstable();
        kept.dedup();
        let mut draft = Draft::default();
        let mut operations = Vec::with_capacity(kept.len());
        for operation in kept.iter().filter_map(|arc| self.arc(*arc)) {
            let known = |part: &ArcId| kept.binary_search(part).ok();
            let parts = self.parts(operation).iter().filter_map(known);
            operations.push(draft.operation(self, operation, parts));
        }
        let ends = operations.iter();
        let ends = ends.map(|arc| (arc.from.get(), arc.to.get()));
        let graph = Graph::new(draft.positions.len() as u32, ends)?;
        let classes = Classes::of(&operations, &draft.offers);
        let reloads = &self.layout.reloads;
        let moved = draft.nodes.iter().filter_map(|(whole, node)| {
            let reload = reloads.get(whole)?;
            Some((*node, *reload))
        });
        let reloads = moved.collect();
        let index = draft.positions.iter().zip(0..);
        let layout = Layout {
            index: index.map(|(position, node)| (*position, node)).collect(),
            positions: draft.positions,
            offers: draft.offers,
            parties: draft.parties,
            reloads,
            part_moves: Vec::new(),
            first_haul: operations.len() as u32,
            graph,
            records: self.layout.records.clone(),
            collectors: self.layout.collectors.clone(),
        };
        Ok(Kept {
            operations: Self {
                layout: Arc::new(layout),
                arcs: operations,
                parts: draft.parts,
                classes: Arc::new(classes),
                unresolved: Vec::new(),
                grown: None,
            },
            arcs: kept,
        })
    }

    /// Reads every length again from a world of the same links and services.
    pub(crate) fn measure_again(&mut self, world: &World) {
        let all = self.graph().arc_ids();
        self.measure(world, all);
    }

    /// The same of some operations, parts before what they are part of.
    pub(crate) fn measure(&mut self, world: &World, arcs: impl Iterator<Item = ArcId> + Clone) {
        let parts = &self.parts;
        for arc in arcs.clone() {
            let at = arc.index();
            let Some((before, rest)) = self.arcs.split_at_mut_checked(at) else {
                return;
            };
            let Some(operation) = rest.first_mut() else {
                return;
            };
            // Parts come before what they are part of.
            let sum = |of: Parts| -> Distance {
                let of = parts.get(of.first as usize..of.end as usize);
                let of = of.unwrap_or_default().iter();
                of.filter_map(|part| before.get(part.index()))
                    .map(length)
                    .sum()
            };
            let recorded = |service| {
                let service = world.service(service)?;
                service.distance.as_ref().map(Cited::value)
            };
            match &mut operation.kind {
                OperationKind::Move(run) => {
                    if let Some(link) = world.link(run.link) {
                        run.distance = link.length.value();
                    }
                }
                OperationKind::Haul(haul) => haul.distance = sum(haul.parts),
                OperationKind::Through(chain) => chain.distance = sum(chain.parts),
                OperationKind::SeaRun(run) => {
                    run.distance = recorded(run.service).unwrap_or(run.distance);
                }
                OperationKind::TrainRun(run) => {
                    let recorded = recorded(run.service);
                    run.distance = recorded.unwrap_or_else(|| sum(run.parts));
                }
                OperationKind::Pass(_)
                | OperationKind::BorderControl(_)
                | OperationKind::Load(_)
                | OperationKind::Unload(_)
                | OperationKind::Tranship(_)
                | OperationKind::GaugeChange(_)
                | OperationKind::Depart(_)
                | OperationKind::Wait(_)
                | OperationKind::Land(_) => {}
            }
        }
        let mut arcs = arcs.peekable();
        if arcs.peek().is_none() {
            return;
        }
        let classes = Arc::make_mut(&mut self.classes);
        for arc in arcs {
            let operation = self.arcs.get(arc.index());
            let sold = operation.filter(|operation| {
                matches!(
                    operation.kind,
                    OperationKind::Move(_) | OperationKind::Haul(_)
                )
            });
            if let Some(operation) = sold {
                classes.lead(arc, arc, length(operation));
            }
        }
    }
}

impl Operations {
    /// Puts another length in place of that of a move or haul.
    pub(crate) fn put_length(&mut self, arc: ArcId, length: Distance) {
        let operation = self.arcs.get_mut(arc.index());
        match operation.map(|operation| &mut operation.kind) {
            Some(OperationKind::Move(run)) => run.distance = length,
            Some(OperationKind::Haul(haul)) => haul.distance = length,
            _ => return,
        }
        Arc::make_mut(&mut self.classes).lead(arc, arc, length);
    }
}

/// As [`Operation::distance`], moves first: most parts are.
fn length(operation: &Operation) -> Distance {
    if let OperationKind::Move(run) = &operation.kind {
        run.distance
    } else {
        operation.distance()
    }
}

/// What the operations that are kept refer to, numbered anew.
#[derive(Default)]
struct Draft {
    positions: Vec<super::Position>,
    nodes: FxHashMap<NodeId, NodeId>,
    offers: Vec<super::Offer>,
    sold: FxHashMap<OfferId, OfferId>,
    parties: Vec<(crate::network::OperatorId, crate::network::Role)>,
    done_by: FxHashMap<(u32, u32), Parties>,
    parts: Vec<ArcId>,
}

impl Draft {
    fn operation(
        &mut self,
        whole: &Operations,
        operation: &Operation,
        parts: impl Iterator<Item = usize>,
    ) -> Operation {
        let mut kept = operation.clone();
        kept.from = self.node(whole, operation.from);
        kept.to = self.node(whole, operation.to);
        let named = (operation.parties.first, operation.parties.end);
        kept.parties = *self.done_by.entry(named).or_insert_with(|| {
            let first = self.parties.len() as u32;
            self.parties.extend_from_slice(whole.parties(operation));
            let end = self.parties.len() as u32;
            Parties { first, end }
        });
        let first = self.parts.len() as u32;
        self.parts.extend(parts.map(|part| ArcId::new(part as u32)));
        let end = self.parts.len() as u32;
        let parts = Parts { first, end };
        match &mut kept.kind {
            OperationKind::Move(run) => run.offer = self.offer(whole, run.offer),
            OperationKind::Haul(haul) => {
                haul.offer = self.offer(whole, haul.offer);
                haul.parts = parts;
            }
            OperationKind::TrainRun(run) => run.parts = parts,
            OperationKind::Through(chain) => chain.parts = parts,
            OperationKind::Pass(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_)
            | OperationKind::Wait(_)
            | OperationKind::SeaRun(_)
            | OperationKind::Land(_) => {}
        }
        kept
    }

    fn node(&mut self, whole: &Operations, node: NodeId) -> NodeId {
        *self.nodes.entry(node).or_insert_with(|| {
            let known = NodeId::new(self.positions.len() as u32);
            self.positions.push(whole.layout.positions[node.index()]);
            known
        })
    }

    fn offer(&mut self, whole: &Operations, offer: OfferId) -> OfferId {
        *self.sold.entry(offer).or_insert_with(|| {
            let known = OfferId::new(self.offers.len());
            self.offers.push(whole.layout.offers[offer.index()].clone());
            known
        })
    }
}
