//! Block trains and through rates: chains of other operations, each over one way.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::draft::{BuildError, Draft};
use super::ways::Ways;
use super::{OperationKind, Position, Stage, Through, Unresolved};
use crate::network::{
    Conveyance, End, OperatorId, Product, Role, ServiceId, ThroughRateId, Waypoint,
};
use crate::router::ArcId;

/// Block trains, each over the shortest open way for its conveyance.
pub(super) fn trains(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let world = draft.world;
    let trains: Vec<_> = world
        .services()
        .filter(|(id, service)| !service.is_by_sea() && draft.runs(*id))
        .collect();
    let mut graphs: BTreeMap<Conveyance, Ways> = BTreeMap::new();
    // All ways are found before any train is added, so that no train runs over another.
    let mut found = Vec::new();
    for (_, service) in &trains {
        let conveyance = service.conveyance;
        let ways = match graphs.entry(conveyance) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(seat) => {
                let nodes = draft.positions.len();
                seat.insert(Ways::over(
                    &draft.arcs,
                    nodes,
                    |operation| match &operation.kind {
                        OperationKind::Move(run) => {
                            run.product != Product::Wagon && run.conveyance == conveyance
                        }
                        OperationKind::BorderControl(border) => border.conveyance == conveyance,
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
                    },
                )?)
            }
        };
        let stage = Stage::In(conveyance);
        let mut stops = vec![vec![draft.node(End::Place(service.from), 0, stage)]];
        for point in &service.via {
            match point {
                Waypoint::Place(place) => {
                    stops.push(vec![draft.node(End::Place(*place), 0, stage)]);
                }
                Waypoint::Crossing(crossing) => stops.push(
                    [0, 1]
                        .map(|side| draft.node(End::Crossing(*crossing), side, stage))
                        .into(),
                ),
                Waypoint::Point(_) | Waypoint::Service(_) => {}
            }
        }
        stops.push(vec![draft.node(End::Place(service.to), 0, stage)]);
        let known = draft.positions.len() as u32 == ways.nodes();
        // A stop that no link or service touches made a new position.
        found.push(if known { ways.chain(&stops) } else { None });
        if !known {
            graphs.clear();
        }
    }
    for ((id, service), way) in trains.into_iter().zip(found) {
        match way {
            Some(parts) => draft.train(id, service, &parts),
            None => draft.unresolved.push(Unresolved::Service(id)),
        }
    }
    Ok(())
}

/// Through rates, each over the shortest chain of rail and services through its waypoints.
pub(super) fn through_rates(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let world = draft.world;
    let network = world.network();
    let rates = network.through_rates();
    let rates = rates
        .filter(|(_, rate)| rate.validity.contains(world.day()) && world.has_operator(rate.seller));
    let mut made = Vec::new();
    let mut graphs: BTreeMap<Product, Ways> = BTreeMap::new();
    for (id, rate) in rates {
        let ways = match graphs.entry(rate.product) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(seat) => {
                let nodes = draft.positions.len();
                seat.insert(Ways::over(&draft.arcs, nodes, |operation| {
                    let touched = operation.kind.touched();
                    // A train is itself a chain; its links are used without it.
                    let train = touched
                        .service
                        .and_then(|service| world.service(service))
                        .is_some_and(|service| !service.is_by_sea());
                    !train
                        && !touched.conveyances.contains(&Conveyance::Truck)
                        && touched
                            .product
                            .is_none_or(|product| product == rate.product)
                })?)
            }
        };
        let gate = |place, stage| at(draft, End::Place(place), stage).map(|node| vec![node]);
        let mut stops = vec![gate(rate.from, Stage::Gate)];
        for point in &rate.via {
            stops.push(match point {
                Waypoint::Place(place) => staged_at(draft, End::Place(*place)),
                Waypoint::Crossing(crossing) => staged_at(draft, End::Crossing(*crossing)),
                Waypoint::Service(service) => landing_of(draft, *service),
                Waypoint::Point(_) => continue,
            });
        }
        stops.push(gate(rate.to, Stage::Delivered));
        let stops: Option<Vec<Vec<u32>>> = stops.into_iter().collect();
        match stops.and_then(|stops| ways.chain(&stops)) {
            Some(parts) if !parts.is_empty() => made.push((id, rate.seller, parts)),
            _ => draft.unresolved.push(Unresolved::ThroughRate(id)),
        }
    }
    for (id, seller, parts) in made {
        through(draft, id, seller, &parts);
    }
    Ok(())
}

fn through(draft: &mut Draft<'_>, rate: ThroughRateId, seller: OperatorId, parts: &[ArcId]) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return;
    };
    let (from, to) = (
        draft.arcs[first.index()].from.get(),
        draft.arcs[last.index()].to.get(),
    );
    let chain = OperationKind::Through(Through {
        rate,
        distance: draft.length(parts),
        parts: draft.parts(parts),
    });
    draft.push((from, to), chain, &[(Some(seller), Role::Forwarder)]);
}

/// The nodes of an end where goods ride in a conveyance or stand at the terminal.
fn staged_at(draft: &Draft<'_>, end: End) -> Option<Vec<u32>> {
    let conveyances = draft
        .conveyances_at(end)
        .iter()
        .chain([&Conveyance::Terminal]);
    let standings = conveyances.flat_map(|conveyance| [0, 1].map(|side| (side, *conveyance)));
    let mut found: Vec<u32> = standings
        .filter_map(|(side, conveyance)| {
            let position = Position {
                at: end,
                side,
                stage: Stage::In(conveyance),
            };
            draft.index.get(&position).copied()
        })
        .collect();
    found.sort_unstable();
    (!found.is_empty()).then_some(found)
}

/// The node where goods land from a service.
fn landing_of(draft: &Draft<'_>, id: ServiceId) -> Option<Vec<u32>> {
    let port = draft.world.service(id)?.to;
    Some(vec![at(draft, End::Place(port), Stage::Landing(id))?])
}

fn at(draft: &Draft<'_>, end: End, stage: Stage) -> Option<u32> {
    let position = Position {
        at: end,
        side: 0,
        stage,
    };
    draft.index.get(&position).copied()
}
