//! Block trains and through rates: chains of other operations, each over the ways of its record.
//!
//! The way of a record is the shortest over what the records open on the day, whatever a scenario changes:
//! what is closed by a scenario, as what is excluded by a rule, stops the train and leads it nowhere else,
//! and what a scenario opens makes no train longer, dearer or forbidden. Only where the records leave no
//! way is it the shortest over what the scenario opens as well. A record that lists several ways is sold
//! over each of them, and the search chooses: if another one came up only where a rule stops the first, the
//! rule could lower an optimum.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rustc_hash::FxHashMap;

use super::draft::{BuildError, Draft};
use super::ways::Ways;
use super::{Operation, OperationKind, Position, Riders, Stage, Through, Unresolved};
use crate::network::{
    Consist, Conveyance, End, LinkId, Mode, OperatorId, Product, Role, Service, ServiceId,
    ThroughRate, ThroughRateId, Waypoint,
};
use crate::router::ArcId;
use crate::scenario::World;

/// How block trains go.
const TRAIN: (Product, Consist) = (Product::ContainerTrain, Consist::BlockTrain);

/// Adds block trains and through rates.
pub(super) fn chains(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    let world = draft.world;
    let trains: Vec<(ServiceId, &Service)> = world
        .services()
        .filter(|(id, service)| !service.is_by_sea() && draft.runs(*id))
        .collect();
    let rates: Vec<(ThroughRateId, &ThroughRate)> = world
        .network()
        .through_rates()
        .filter(|(_, rate)| rate.validity.contains(world.day()) && world.has_operator(rate.seller))
        .collect();
    // All ways are found before any train is added, so that no train runs over another.
    let (mut train_ways, mut rate_ways) = (Vec::new(), Vec::new());
    {
        let unclosed = world.unclosed();
        let recorded = unclosed.as_ref().unwrap_or(world).unopened();
        let unclosed = unclosed.as_ref().map(planned);
        let recorded = recorded.as_ref().map(planned);
        let own = &*draft;
        // What the records open, then what changes open as well.
        let mut nets: Vec<Net<'_, '_>> = Vec::new();
        nets.extend(recorded.as_ref().map(Net::of));
        nets.push(Net::of(unclosed.as_ref().unwrap_or(own)));
        let mut known = Known::default();
        for (_, service) in &trains {
            let ways = service.ways().map(|via| {
                first(&mut nets, |net| net.train(service, via))
                    .map(|found| found.and_then(|found| known.here(own, found)))
            });
            train_ways.push(open(ways)?);
        }
        for (_, rate) in &rates {
            let ways = rate.ways().map(|via| {
                first(&mut nets, |net| net.rate(rate, via))
                    .map(|found| found.and_then(|found| known.here(own, found)))
            });
            rate_ways.push(open(ways)?);
        }
    }
    for ((id, service), ways) in trains.into_iter().zip(train_ways) {
        if ways.is_empty() {
            draft.unresolved.push(Unresolved::Service(id));
        } else {
            draft.train(id, service, &ways);
        }
    }
    for ((id, rate), ways) in rates.into_iter().zip(rate_ways) {
        if ways.iter().all(Vec::is_empty) {
            draft.unresolved.push(Unresolved::ThroughRate(id));
        }
        for parts in ways {
            if !parts.is_empty() {
                departing(draft, id, rate.seller, parts);
            }
        }
    }
    Ok(())
}

/// What trains and through rates may run over in another world.
fn planned(world: &World) -> Draft<'_> {
    let by_rail = |id: LinkId| world.link(id).is_some_and(|link| link.mode == Mode::Rail);
    let mut draft = Draft::of(world);
    draft.moves(&|id| !by_rail(id));
    draft.services();
    draft.borders();
    draft.places();
    draft
}

/// A way over the operations of a net.
struct Found<'n, 'w> {
    of: &'n Draft<'w>,
    parts: Vec<ArcId>,
}

/// The way over the first net that has one.
fn first<'n, 'w>(
    nets: &mut [Net<'n, 'w>],
    mut find: impl FnMut(&mut Net<'n, 'w>) -> Result<Option<Vec<ArcId>>, BuildError>,
) -> Result<Option<Found<'n, 'w>>, BuildError> {
    for net in nets {
        if let Some(parts) = find(net)? {
            let of = net.draft;
            return Ok(Some(Found { of, parts }));
        }
    }
    Ok(None)
}

/// Those of several ways that can be run, each once.
fn open(
    ways: impl Iterator<Item = Result<Option<Vec<ArcId>>, BuildError>>,
) -> Result<Vec<Vec<ArcId>>, BuildError> {
    let mut open: Vec<Vec<ArcId>> = Vec::new();
    for way in ways {
        if let Some(way) = way?
            && !open.contains(&way)
        {
            open.push(way);
        }
    }
    Ok(open)
}

/// What makes operations of two worlds the same.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    ends: [Position; 2],
    word: &'static str,
    link: Option<LinkId>,
    product: Option<Product>,
    riders: Riders,
}

impl Key {
    fn of(draft: &Draft<'_>, operation: &Operation) -> Self {
        let at = |node: usize| draft.positions[node];
        Self {
            ends: [at(operation.from.index()), at(operation.to.index())],
            word: operation.kind.as_str(),
            link: operation.link(),
            product: operation.product(),
            riders: operation.riders(),
        }
    }
}

/// The operations of a draft by what they are, made when first asked for.
#[derive(Default)]
struct Known {
    arcs: Option<FxHashMap<Key, ArcId>>,
}

impl Known {
    /// The same way over the operations of this draft; nothing where it has not all of them.
    fn here(&mut self, draft: &Draft<'_>, found: Found<'_, '_>) -> Option<Vec<ArcId>> {
        let Found { of, parts } = found;
        if std::ptr::eq(of, draft) {
            return Some(parts);
        }
        let arcs = self.arcs.get_or_insert_with(|| {
            let mut arcs = FxHashMap::default();
            for (arc, operation) in (0..).zip(&draft.arcs) {
                // The first carrier of several, as ways have it.
                let key = Key::of(draft, operation);
                arcs.entry(key).or_insert(ArcId::new(arc));
            }
            arcs
        });
        let parts = parts.iter().map(|part| {
            let key = Key::of(of, &of.arcs[part.index()]);
            arcs.get(&key).copied()
        });
        parts.collect()
    }
}

/// Where ways are looked for.
struct Net<'n, 'w> {
    draft: &'n Draft<'w>,
    trains: BTreeMap<Conveyance, Ways>,
    rates: BTreeMap<Product, Ways>,
}

impl<'n, 'w> Net<'n, 'w> {
    fn of(draft: &'n Draft<'w>) -> Self {
        Self {
            draft,
            trains: BTreeMap::new(),
            rates: BTreeMap::new(),
        }
    }

    /// The shortest way for the conveyance of a train past these points.
    fn train(
        &mut self,
        service: &Service,
        via: &[Waypoint],
    ) -> Result<Option<Vec<ArcId>>, BuildError> {
        let (draft, conveyance) = (self.draft, service.conveyance);
        let ways = match self.trains.entry(conveyance) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(seat) => seat.insert(Ways::over(
                &draft.arcs,
                draft.positions.len(),
                |operation| match &operation.kind {
                    OperationKind::Move(run) => {
                        run.product != Product::Wagon && run.conveyance == conveyance
                    }
                    OperationKind::BorderControl(border) => {
                        border.conveyance == conveyance && border.riders.takes(TRAIN.0, TRAIN.1)
                    }
                    OperationKind::Haul(_)
                    | OperationKind::Pass(_)
                    | OperationKind::Load(_)
                    | OperationKind::Unload(_)
                    | OperationKind::Tranship(_)
                    | OperationKind::GaugeChange(_)
                    | OperationKind::Depart(_)
                    | OperationKind::Wait(_)
                    | OperationKind::SeaRun(_)
                    | OperationKind::TrainRun(_)
                    | OperationKind::Land(_)
                    | OperationKind::Through(_) => false,
                },
            )?),
        };
        let stage = Stage::In(conveyance);
        let station = |place| at(draft, End::Place(place), stage).map(|node| vec![node]);
        let mut stops = vec![station(service.from)];
        for point in via {
            match point {
                Waypoint::Place(place) => stops.push(station(*place)),
                Waypoint::Crossing(crossing) => {
                    let end = End::Crossing(*crossing);
                    let sides = [0, 1].map(|side| on(draft, end, side, stage));
                    let sides: Vec<u32> = sides.into_iter().flatten().collect();
                    stops.push((!sides.is_empty()).then_some(sides));
                }
                Waypoint::Point(_) | Waypoint::Service(_) => {}
            }
        }
        stops.push(station(service.to));
        let stops: Option<Vec<Vec<u32>>> = stops.into_iter().collect();
        Ok(stops.and_then(|stops| ways.chain(&stops)))
    }

    /// The shortest chain of rail and services past these points.
    fn rate(
        &mut self,
        rate: &ThroughRate,
        via: &[Waypoint],
    ) -> Result<Option<Vec<ArcId>>, BuildError> {
        let draft = self.draft;
        let ways = match self.rates.entry(rate.product) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(seat) => {
                let nodes = draft.positions.len();
                seat.insert(Ways::over(&draft.arcs, nodes, |operation| {
                    let touched = operation.kind.touched();
                    let consist = consist(&operation.kind);
                    operation.riders().takes(rate.product, consist)
                        && !touched.conveyances.contains(&Conveyance::Truck)
                        && touched
                            .product
                            .is_none_or(|product| product == rate.product)
                })?)
            }
        };
        let gate = |place, stage| at(draft, End::Place(place), stage).map(|node| vec![node]);
        let mut stops = vec![gate(rate.from, Stage::Gate)];
        for point in via {
            stops.push(match point {
                Waypoint::Place(place) => staged_at(draft, End::Place(*place)),
                Waypoint::Crossing(crossing) => staged_at(draft, End::Crossing(*crossing)),
                Waypoint::Service(service) => landing_of(draft, *service),
                Waypoint::Point(_) => continue,
            });
        }
        stops.push(gate(rate.to, Stage::Delivered));
        let stops: Option<Vec<Vec<u32>>> = stops.into_iter().collect();
        let way = stops.and_then(|stops| ways.chain(&stops));
        Ok(way.filter(|parts| !parts.is_empty()))
    }
}

/// How goods that are sold through go: with trains whose onward room is kept for them, after they
/// waited for the first of them as others do.
const fn consist(kind: &OperationKind) -> Consist {
    match kind {
        OperationKind::Depart(_) => Consist::Single,
        OperationKind::Move(_)
        | OperationKind::Haul(_)
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
        | OperationKind::Through(_) => Consist::BlockTrain,
    }
}

/// One chain for each way of departing at its start.
fn departing(
    draft: &mut Draft<'_>,
    rate: ThroughRateId,
    seller: OperatorId,
    mut parts: Vec<ArcId>,
) {
    let departs = |arc: &ArcId| matches!(draft.arcs[arc.index()].kind, OperationKind::Depart(_));
    let Some(first) = parts.iter().position(departs) else {
        through(draft, rate, seller, &parts, Riders::ALL);
        return;
    };
    let (start, onward) = parts.split_at(first + 1);
    let onward = onward.iter().filter(|arc| !departs(arc));
    parts = start.iter().chain(onward).copied().collect();
    let ends = |operation: &Operation| (operation.from, operation.to);
    let known = ends(&draft.arcs[parts[first].index()]);
    let all = (0..).zip(&draft.arcs);
    let others = all.filter(|(_, operation)| {
        ends(operation) == known && matches!(operation.kind, OperationKind::Depart(_))
    });
    let others: Vec<(u32, Riders)> = others
        .map(|(arc, operation)| (arc, operation.riders()))
        .collect();
    for (arc, riders) in others {
        parts[first] = ArcId::new(arc);
        through(draft, rate, seller, &parts, riders);
    }
}

fn through(
    draft: &mut Draft<'_>,
    rate: ThroughRateId,
    seller: OperatorId,
    parts: &[ArcId],
    riders: Riders,
) {
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
        riders,
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
        .filter_map(|(side, conveyance)| on(draft, end, side, Stage::In(conveyance)))
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
    on(draft, end, 0, stage)
}

fn on(draft: &Draft<'_>, at: End, side: u8, stage: Stage) -> Option<u32> {
    let position = Position { at, side, stage };
    draft.index.get(&position).copied()
}
