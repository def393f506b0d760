//! Operations that run over others: hauls priced as a whole, block trains, through rates.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rustc_hash::FxHashMap;

use super::build::{BuildError, Draft};
use super::{
    Haul, Move, OfferId, Operation, OperationKind, Pass, Position, Standing, Through, Unresolved,
};
use crate::network::{
    Carriage, End, OperatorId, Product, Role, ServiceKind, ThroughRateId, Waypoint,
};
use crate::quantity::Distance;
use crate::router::{Dijkstra, Graph, Metric, NodeId};

/// A stretch that is no move counts as this many metres, so that chains do not change carriages
/// to save a few of them.
const METRES_PER_STOP: u32 = 10_000;

/// The drafted arcs as a graph, with lengths for those that `usable` admits.
fn lengths(
    draft: &Draft<'_>,
    usable: impl Fn(&Operation) -> bool,
) -> Result<(Graph, Metric), BuildError> {
    let ends = draft.arcs.iter().map(|arc| (arc.from.get(), arc.to.get()));
    let graph = Graph::new(draft.positions.len() as u32, ends.collect::<Vec<_>>())?;
    let metric = Metric::new(&graph, |arc| {
        let operation = &draft.arcs[arc.index()];
        let metres = weight(operation);
        usable(operation).then_some(match operation.kind {
            OperationKind::Move(_)
            | OperationKind::Haul(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Through(_) => metres,
            OperationKind::Pass(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Wait(_)
            | OperationKind::Land(_) => METRES_PER_STOP,
        })
    })
    .expect("every arc has a weight within range or none");
    Ok((graph, metric))
}

/// The length of an operation in metres, at most what the search takes.
fn weight(operation: &Operation) -> u32 {
    let metres = u32::try_from(operation.distance().as_metres()).unwrap_or(u32::MAX);
    metres.min(Metric::MAX_WEIGHT)
}

/// One arc per haul between the interchange points of a railway whose price reads the whole haul.
///
/// Two short hauls must not pass for a long one, so every interchange is split: goods come in at
/// the one half, hauls lead to the other half of another interchange, everything else leaves from
/// there.
pub(super) fn hauls(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let by_haul: Vec<OfferId> = (0..draft.offers.all.len())
        .map(OfferId::new)
        .filter(|id| draft.offers.all[id.index()].by_haul)
        .collect();
    let mut found: Vec<(OfferId, u32, u32, Vec<u32>)> = Vec::new();
    // Nodes that something else than a move of a whole-haul railway touches.
    let mut touched = vec![false; draft.positions.len()];
    let mut railways: FxHashMap<(u32, Product), OfferId> = FxHashMap::default();
    for operation in &draft.arcs {
        for node in [operation.from.get(), operation.to.get()] {
            touched[node as usize] |= match part_of_hauls(operation) {
                // Where two such railways meet, goods change from one to the other.
                Some(run) => {
                    let key = (node, run.product);
                    *railways.entry(key).or_insert(run.offer) != run.offer
                }
                None => true,
            };
        }
    }
    for offer in by_haul {
        let railway = Railway::of(draft, offer)?;
        let mut dijkstra = Dijkstra::new();
        let ends: Vec<u32> = (0..railway.nodes.len() as u32)
            .filter(|node| touched[railway.nodes[*node as usize] as usize])
            .collect();
        for from in &ends {
            let Ok(reached) =
                dijkstra.one_to_all(&railway.graph, &railway.metric, &[(NodeId::new(*from), 0)])
            else {
                continue;
            };
            for to in ends.iter().filter(|to| *to != from) {
                if let Some(path) = reached.path(NodeId::new(*to)) {
                    let parts = path.arcs().iter().map(|arc| railway.arcs[arc.index()]);
                    let nodes = (railway.nodes[*from as usize], railway.nodes[*to as usize]);
                    found.push((offer, nodes.0, nodes.1, parts.collect()));
                }
            }
        }
    }
    let mut exits: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, from, to, _) in &found {
        for node in [*from, *to] {
            let Position { at, side, standing } = draft.positions[node as usize];
            if let Standing::In(carriage) = standing {
                exits
                    .entry(node)
                    .or_insert_with(|| draft.node(at, side, Standing::Leaving(carriage)));
            }
        }
    }
    for operation in draft
        .arcs
        .iter_mut()
        .filter(|operation| !operation.is_part_only())
    {
        if let Some(exit) = exits.get(&operation.from.get()) {
            operation.from = NodeId::new(*exit);
        }
    }
    for (node, exit) in &exits {
        if let Standing::In(carriage) = draft.positions[*node as usize].standing {
            let pass = OperationKind::Pass(Pass { carriage });
            draft.push((*node, *exit), pass, &[]);
        }
    }
    for (offer, from, to, parts) in found {
        haul(draft, (from, exits[&to]), offer, &parts);
    }
    Ok(())
}

/// The moves of one whole-haul offer as a graph of their own.
struct Railway {
    /// Position by node.
    nodes: Vec<u32>,
    /// Operation by arc.
    arcs: Vec<u32>,
    graph: Graph,
    metric: Metric,
}

impl Railway {
    fn of(draft: &Draft<'_>, offer: OfferId) -> Result<Self, BuildError> {
        let arcs: Vec<u32> = (0..draft.arcs.len() as u32)
            .filter(|arc| {
                part_of_hauls(&draft.arcs[*arc as usize]).is_some_and(|run| run.offer == offer)
            })
            .collect();
        let ends = |arc: &u32| {
            let operation = &draft.arcs[*arc as usize];
            [operation.from.get(), operation.to.get()]
        };
        let mut nodes: Vec<u32> = arcs.iter().flat_map(ends).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let local = |node: u32| nodes.binary_search(&node).map_or(0, |index| index as u32);
        let pairs = arcs.iter().map(|arc| {
            let [from, to] = ends(arc);
            (local(from), local(to))
        });
        let graph = Graph::new(nodes.len() as u32, pairs.collect::<Vec<_>>())?;
        let metric = Metric::new(&graph, |arc| {
            Some(weight(&draft.arcs[arcs[arc.index()] as usize]))
        })
        .expect("every move has a length within range");
        Ok(Self {
            nodes,
            arcs,
            graph,
            metric,
        })
    }
}

/// The move, where its price reads the whole haul.
fn part_of_hauls(operation: &Operation) -> Option<&Move> {
    match &operation.kind {
        OperationKind::Move(run) => run.part_only.then_some(run),
        OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Land(_)
        | OperationKind::Through(_) => None,
    }
}

fn haul(draft: &mut Draft<'_>, nodes: (u32, u32), offer: OfferId, parts: &[u32]) {
    let Some(Operation {
        kind: OperationKind::Move(first),
        ..
    }) = parts.first().map(|part| &draft.arcs[*part as usize])
    else {
        return;
    };
    let haul = OperationKind::Haul(Haul {
        offer,
        country: first.country,
        mode: first.mode,
        carriage: first.carriage,
        product: first.product,
        distance: draft.length(parts),
        parts: draft.parts(parts),
    });
    let operator = draft.offers.all[offer.index()].operator;
    draft.push(nodes, haul, &[(operator, Role::RailwayUndertaking)]);
}

impl Draft<'_> {
    /// How far some arcs lead together.
    pub(super) fn length(&self, arcs: &[u32]) -> Distance {
        let arcs = arcs.iter();
        arcs.map(|arc| self.arcs[*arc as usize].distance()).sum()
    }
}

/// Block trains, each over the shortest open way for its carriage.
pub(super) fn trains(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let world = draft.world;
    let trains: Vec<_> = world
        .services()
        .filter(|(id, service)| service.kind == ServiceKind::BlockTrain && draft.runs(*id))
        .collect();
    let mut graphs: BTreeMap<Carriage, (Graph, Metric)> = BTreeMap::new();
    // All ways are found before any train is added, so that no train runs over another.
    let mut ways = Vec::new();
    for (_, service) in &trains {
        let carriage = service.carriage;
        if let Entry::Vacant(entry) = graphs.entry(carriage) {
            let made = lengths(draft, |operation| {
                let runs = match &operation.kind {
                    OperationKind::Move(run) => run.product != Product::Wagon,
                    OperationKind::BorderControl(_) => true,
                    OperationKind::Haul(_)
                    | OperationKind::Pass(_)
                    | OperationKind::Load(_)
                    | OperationKind::Unload(_)
                    | OperationKind::Tranship(_)
                    | OperationKind::GaugeChange(_)
                    | OperationKind::Wait(_)
                    | OperationKind::SeaRun(_)
                    | OperationKind::TrainRun(_)
                    | OperationKind::Land(_)
                    | OperationKind::Through(_) => false,
                };
                runs && operation.carriages() == [carriage]
            })?;
            entry.insert(made);
        }
        let (graph, metric) = &graphs[&carriage];
        let standing = Standing::In(carriage);
        let mut stops = vec![vec![draft.node(End::Place(service.from), 0, standing)]];
        for point in &service.via {
            match point {
                Waypoint::Place(place) => {
                    stops.push(vec![draft.node(End::Place(*place), 0, standing)]);
                }
                Waypoint::Crossing(crossing) => stops.push(
                    [0, 1]
                        .map(|side| draft.node(End::Crossing(*crossing), side, standing))
                        .into(),
                ),
                Waypoint::Point(_) | Waypoint::Service(_) => {}
            }
        }
        stops.push(vec![draft.node(End::Place(service.to), 0, standing)]);
        ways.push(if draft.positions.len() as u32 == graph.nodes() {
            chain(graph, metric, &stops)
        } else {
            // A stop that no link or service touches made a new position.
            None
        });
        if draft.positions.len() as u32 != graph.nodes() {
            graphs.clear();
        }
    }
    for ((id, service), way) in trains.into_iter().zip(ways) {
        match way {
            Some(parts) => draft.train(id, service, &parts),
            None => draft.unresolved.push(Unresolved::Service(id)),
        }
    }
    Ok(())
}

/// The shortest way that calls at one node of each stop in turn.
fn chain(graph: &Graph, metric: &Metric, stops: &[Vec<u32>]) -> Option<Vec<u32>> {
    let mut dijkstra = Dijkstra::new();
    let mut parts: Vec<u32> = Vec::new();
    let mut here: Vec<u32> = stops.first()?.clone();
    for stop in &stops[1..] {
        let [from, to] = [&here, stop].map(|nodes| {
            let nodes = nodes.iter().map(|node| (NodeId::new(*node), 0));
            nodes.collect::<Vec<_>>()
        });
        let path = dijkstra.path_between(graph, metric, &from, &to).ok()??;
        here = vec![path.target().get()];
        parts.extend(path.arcs().iter().map(|arc| arc.get()));
    }
    Some(parts)
}

/// Through rates, each over the shortest chain of rail and services through its waypoints.
pub(super) fn through_rates(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let world = draft.world;
    let network = world.network();
    let rates: Vec<_> = network
        .through_rates()
        .filter(|(_, rate)| rate.validity.contains(world.day()))
        .collect();
    if rates.is_empty() {
        return Ok(());
    }
    let mut made = Vec::new();
    let mut graphs: BTreeMap<Product, (Graph, Metric)> = BTreeMap::new();
    for (id, rate) in rates {
        if let Entry::Vacant(entry) = graphs.entry(rate.product) {
            entry.insert(lengths(draft, |operation| {
                let touched = operation.kind.touched();
                // A train is itself a chain; its links are used without it.
                let train = touched
                    .service
                    .and_then(|service| world.service(service))
                    .is_some_and(|service| service.kind == ServiceKind::BlockTrain);
                !train
                    && !touched.carriages.contains(&Carriage::Truck)
                    && touched
                        .product
                        .is_none_or(|product| product == rate.product)
            })?);
        }
        let (graph, metric) = &graphs[&rate.product];
        let gate = |place, standing| {
            let position = Position {
                at: End::Place(place),
                side: 0,
                standing,
            };
            draft.index.get(&position).map(|node| vec![*node])
        };
        let mut stops = vec![gate(rate.from, Standing::Gate)];
        for point in &rate.via {
            stops.push(match point {
                Waypoint::Place(place) => standing_at(draft, End::Place(*place)),
                Waypoint::Crossing(crossing) => standing_at(draft, End::Crossing(*crossing)),
                Waypoint::Service(service) => nodes_of(draft, Standing::Landing(*service)),
                Waypoint::Point(_) => continue,
            });
        }
        stops.push(gate(rate.to, Standing::Delivered));
        let stops: Option<Vec<Vec<u32>>> = stops.into_iter().collect();
        match stops.and_then(|stops| chain(graph, metric, &stops)) {
            Some(parts) if !parts.is_empty() => made.push((id, rate.seller, parts)),
            _ => draft.unresolved.push(Unresolved::ThroughRate(id)),
        }
    }
    for (id, seller, parts) in made {
        through(draft, id, seller, &parts);
    }
    Ok(())
}

fn through(draft: &mut Draft<'_>, rate: ThroughRateId, seller: OperatorId, parts: &[u32]) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return;
    };
    let (from, to) = (
        draft.arcs[*first as usize].from.get(),
        draft.arcs[*last as usize].to.get(),
    );
    let chain = OperationKind::Through(Through {
        rate,
        distance: draft.length(parts),
        parts: draft.parts(parts),
    });
    draft.push((from, to), chain, &[(Some(seller), Role::Forwarder)]);
}

/// The nodes of an end where goods ride in a carriage.
fn standing_at(draft: &Draft<'_>, at: End) -> Option<Vec<u32>> {
    nodes(draft, |position| {
        position.at == at && matches!(position.standing, Standing::In(_))
    })
}

fn nodes_of(draft: &Draft<'_>, standing: Standing) -> Option<Vec<u32>> {
    nodes(draft, |position| position.standing == standing)
}

fn nodes(draft: &Draft<'_>, wanted: impl Fn(&Position) -> bool) -> Option<Vec<u32>> {
    let found: Vec<u32> = (0..draft.positions.len() as u32)
        .filter(|node| wanted(&draft.positions[*node as usize]))
        .collect();
    (!found.is_empty()).then_some(found)
}
