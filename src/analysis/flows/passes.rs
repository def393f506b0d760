//! What of steps and operations has a capacity.

use super::limits::Capacities;
use crate::metric::Weighing;
use crate::network::Service;
use crate::operations::OperationKind;
use crate::route::{Act, Step};
use crate::scenario::World;

/// What has a capacity, by position: one thing passed, and a port by the kind of service and by all.
pub(super) type Limited = [Option<usize>; 3];

/// What a step of a route without parts passes that has a capacity.
pub(super) fn of_step(step: &Step, world: &World, capacities: &Capacities) -> Limited {
    let port = |id: &str| {
        let service = world.service_by_id(id).and_then(|id| world.service(id));
        let kind = service.map(|service| service.kind);
        kind.map_or([None; 2], |kind| capacities.port(&step.from.code, kind))
    };
    match &step.act {
        Act::BorderControl { crossing, to, .. } => one(capacities.crossing(crossing, *to)),
        Act::Move { link, forward } => one(capacities.link(link, *forward)),
        Act::Wait { service } => with(capacities.service(service), port(service)),
        Act::Land { service, .. } => with(None, port(service)),
        Act::Haul
        | Act::Load
        | Act::Unload
        | Act::Tranship
        | Act::GaugeChange
        | Act::Depart
        | Act::Run { .. }
        | Act::Through { .. } => one(None),
    }
}

const fn one(thing: Option<usize>) -> Limited {
    with(thing, [None; 2])
}

const fn with(thing: Option<usize>, [of_kind, of_all]: [Option<usize>; 2]) -> Limited {
    [thing, of_kind, of_all]
}

/// The same of an operation without parts.
pub(super) fn of_operation(part: &Weighing<'_>, capacities: &Capacities) -> Limited {
    let (world, network) = (part.world(), part.network());
    let port = |service: Option<&Service>, place| {
        let both = service.zip(network.place(place));
        both.map_or([None; 2], |(service, place)| {
            capacities.port(place.code.as_str(), service.kind)
        })
    };
    match &part.operation().kind {
        OperationKind::BorderControl(control) => {
            let crossing = network.crossing(control.crossing);
            let [_, into] = control.countries;
            one(crossing.and_then(|it| capacities.crossing(&it.code, into)))
        }
        OperationKind::Move(along) => {
            let link = world.link(along.link);
            one(link.and_then(|it| capacities.link(&it.id, along.forward)))
        }
        OperationKind::Wait(wait) => {
            let service = world.service(wait.service);
            let found = service.and_then(|it| capacities.service(&it.id));
            with(found, port(service, wait.place))
        }
        OperationKind::Land(land) => with(None, port(world.service(land.service), land.place)),
        OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Depart(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Through(_) => one(None),
    }
}
