//! The graph that is searched where a route has to use or come by something: operations once for each
//! state of what is collected so far.

use super::Verdicts;
use super::attributes;
use super::verdicts::judged_itself;
use crate::costing::{FeePayees, Shipment};
use crate::network::{Conveyance, OperatorId, PlaceId, Role};
use crate::operations::{Operation, OperationKind, Operations, Stage, Wanted};
use crate::policy::{CompiledPolicy, RuleIndex, RuleSet};
use crate::router::{ArcId, Graph, Layered, LayeredError, NodeId};

/// What a route has to collect under a policy, if anything: one mark for each rule on what it uses, in their
/// order, and the places that it comes by.
pub(crate) fn wanted(
    operations: &Operations,
    policy: &CompiledPolicy,
    shipment: &Shipment,
) -> Option<Wanted> {
    let uses: Vec<RuleIndex> = policy.uses().iter().collect();
    let stops = policy.via().map_or(&[][..], |(_, places)| places);
    if uses.is_empty() && stops.is_empty() {
        return None;
    }
    let bits = |rules: RuleSet| {
        let held = uses.iter().enumerate();
        let held = held.filter(|(_, rule)| rules.contains(**rule));
        held.fold(0_u8, |bits, (at, _)| bits | 1 << at)
    };
    let all = bits(policy.uses());
    let marks = if uses.is_empty() {
        Vec::new()
    } else {
        let payees = FeePayees::of(operations, *shipment);
        let judge = |operation: &Operation| {
            let touched = operation.kind.touched();
            let parties = payees.parties_of(operation, &touched);
            let plate = payees.plate(&touched);
            bits(policy.used_by(&attributes::of(&touched, &parties, plate)))
        };
        let apart = (
            policy.marks_tell_links_apart(),
            policy.marks_tell_lifts_apart(),
        );
        marks(operations, apart, judge)
    };
    let mut wanted = Wanted::new(all, marks, stops);
    wanted.once = bits(policy.once());
    wanted.read_stops(operations);
    Some(wanted)
}

/// Where, by whom, and its marks.
type MarkedLift<'a> = (PlaceId, &'a [(OperatorId, Role)], u8);

/// By operation, its marks and those of its parts.
fn marks(
    operations: &Operations,
    (tells_links_apart, tells_lifts_apart): (bool, bool),
    judge: impl Fn(&Operation) -> u8,
) -> Vec<u8> {
    let mut marks: Vec<u8> = Vec::with_capacity(operations.len());
    let mut by_class: Vec<Option<u8>> = vec![None; operations.classes().len()];
    let mut of_parts = vec![0_u8; operations.offers().len()];
    // of the last lift onto or off a truck, and of the last other one
    let mut lifts: [Option<MarkedLift<'_>>; 2] = [None; 2];
    for (operation, brief) in operations.arcs().zip(operations.briefs()) {
        let own = match &operation.kind {
            OperationKind::Move(run) => {
                let known = &mut by_class[brief.class()];
                let mark = match *known {
                    Some(mark) if !tells_links_apart => mark,
                    _ => *known.insert(judge(operation)),
                };
                of_parts[run.offer.index()] |= mark;
                mark
            }
            OperationKind::Haul(haul) => {
                // A haul runs over moves of its own offer.
                let most = of_parts[haul.offer.index()];
                let mut mark = 0;
                if most != 0 {
                    for part in operations.parts(operation) {
                        mark |= marks[part.index()];
                        if mark == most {
                            break;
                        }
                    }
                }
                mark
            }
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift)
                if !tells_lifts_apart =>
            {
                let parties = operations.parties(operation);
                let by_truck = lift.conveyances.contains(&Conveyance::Truck);
                let last = &mut lifts[usize::from(by_truck)];
                match last {
                    Some((place, there, mark)) if *place == lift.place && *there == parties => {
                        *mark
                    }
                    _ => {
                        let mark = judge(operation);
                        *last = Some((lift.place, parties, mark));
                        mark
                    }
                }
            }
            other @ (OperationKind::Pass(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_)
            | OperationKind::Wait(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Land(_)
            | OperationKind::Through(_)) => {
                let own = if judged_itself(other) {
                    judge(operation)
                } else {
                    0
                };
                let parts = operations.parts(operation).iter();
                parts.fold(own, |all, part| {
                    all | marks.get(part.index()).copied().unwrap_or(0)
                })
            }
        };
        marks.push(own);
    }
    marks
}

/// Open operations in layers.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    layered: Layered,
    wanted: Wanted,
}

impl Layers {
    /// The layers that are reached from the gates.
    pub(crate) fn new(
        operations: &Operations,
        verdicts: &Verdicts,
        wanted: Wanted,
    ) -> Result<Self, LayeredError> {
        let nodes = operations.graph().node_ids();
        let gates = nodes.filter(|node| {
            let position = operations.position(*node);
            position.is_some_and(|position| position.stage == Stage::Gate)
        });
        let starts = gates.map(|gate| (gate, wanted.start(operations, gate)));
        let after = |arc, state| {
            let goes_on = verdicts.is_open(arc) && wanted.may(arc, state);
            goes_on.then(|| wanted.after(arc, state))
        };
        let layered = Layered::new(operations.graph(), starts, after)?;
        Ok(Self { layered, wanted })
    }

    /// The graph of all layers.
    pub(crate) fn graph(&self) -> &Graph {
        self.layered.graph()
    }

    /// The operation behind an arc.
    #[inline]
    pub(crate) fn base(&self, arc: ArcId) -> Option<ArcId> {
        self.layered.base_arc(arc)
    }

    /// The operations behind a path.
    pub(crate) fn base_arcs(&self, path: &[ArcId]) -> Vec<ArcId> {
        self.layered.base_arcs(path)
    }

    /// The position behind a node, and the state there.
    pub(crate) fn base_node(&self, node: NodeId) -> Option<(NodeId, u32)> {
        self.layered.base_node(node)
    }

    /// The node of a gate.
    pub(crate) fn start(&self, operations: &Operations, gate: NodeId) -> Option<NodeId> {
        let state = self.wanted.start(operations, gate);
        self.layered.node(gate, state)
    }

    /// The node where a shipment ends with everything collected, if any way leads there.
    pub(crate) fn end(&self, delivered: NodeId) -> Option<NodeId> {
        self.layered.node(delivered, self.wanted.done())
    }

    /// The state with everything collected.
    pub(crate) fn done(&self) -> u32 {
        self.wanted.done()
    }

    /// Whether a circle could be left out of a path, and the rest still collects everything.
    pub(crate) fn goes_round(&self, operations: &Operations, path: &[ArcId]) -> bool {
        let ends = path.iter().filter_map(|arc| operations.graph().ends(*arc));
        let ends: Vec<(NodeId, NodeId)> = ends.collect();
        let Some((first, _)) = ends.first() else {
            return false;
        };
        let start = self.wanted.start(operations, *first);
        for (at, (tail, _)) in ends.iter().enumerate() {
            for (back, (_, head)) in ends.iter().enumerate().skip(at) {
                if tail != head {
                    continue;
                }
                let rest = path[..at].iter().chain(&path[back + 1..]);
                let left = rest.fold(start, |state, arc| self.wanted.after(*arc, state));
                if left == self.wanted.done() {
                    return true;
                }
            }
        }
        false
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.layered.memory() + self.wanted.marks.len()
    }
}

/// The operation behind an arc of the searched graph, which is in layers or not.
#[inline]
pub(super) fn base(layers: Option<&Layers>, arc: ArcId) -> Option<ArcId> {
    match layers {
        Some(layers) => layers.base(arc),
        None => Some(arc),
    }
}
