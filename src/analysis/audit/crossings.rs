use std::collections::BTreeSet;

use super::links::km;
use super::{Finding, label};
use crate::network::{End, ProjectId, Status, Timeline, Validity};
use crate::quantity::great_circle_metres;
use crate::scenario::World;

const FAR_KM: f64 = 60.0;

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut sides = BTreeSet::new();
    for (_, link) in network.links() {
        for end in [link.from, link.to] {
            if let End::Crossing(id) = end {
                sides.insert((id, link.country));
            }
        }
    }
    for (id, crossing) in network.crossings() {
        for (country, station) in crossing.countries.into_iter().zip(crossing.stations) {
            let code = || crossing.code.to_string();
            if !sides.contains(&(id, country)) {
                findings.push(Finding::OneSided {
                    crossing: code(),
                    country,
                    open: world.is_open_crossing(id),
                });
            }
            let Some(station) = station else {
                findings.push(Finding::NoStation {
                    crossing: code(),
                    country,
                });
                continue;
            };
            let Some(place) = network.place(station) else {
                continue;
            };
            let off = great_circle_metres(place.location, crossing.location) / 1e3;
            if off > FAR_KM {
                findings.push(Finding::FarStation {
                    crossing: code(),
                    station: label(network, station),
                    off: km(off),
                });
            }
        }
    }
    undated(world, findings);
}

/// Whether a timeline says from when or until when a status holds, or what holds at other times.
fn is_dated(states: &Timeline, status: Status) -> bool {
    let mut of_status = states.states().iter().filter(|of| of.status == status);
    let bounded = of_status.any(|state| state.validity != Validity::ALWAYS);
    bounded || states.states().len() > 1
}

/// Closed and planned things that state neither since when nor with what they open.
fn undated(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut look = |what: &str, states: &Timeline, project: Option<ProjectId>| {
        if let Some(status) = states.on(world.day())
            && status != Status::Open
            && project.is_none()
            && !is_dated(states, status)
        {
            let what = what.to_owned();
            findings.push(Finding::Undated { what, status });
        }
    };
    for (_, crossing) in network.crossings() {
        look(&crossing.code, &crossing.states, crossing.project);
    }
    for (_, link) in network.links() {
        let project = link
            .project
            .or_else(|| network.line(link.line).and_then(|line| line.project));
        // What leads to a dated crossing only shares its fate.
        let gate = [link.from, link.to].into_iter().find_map(|end| match end {
            End::Crossing(id) => network.crossing(id),
            End::Place(_) => None,
        });
        let shared = gate.is_some_and(|crossing| {
            let now = crossing.states.on(world.day());
            crossing.project.is_some()
                || now.is_some_and(|status| is_dated(&crossing.states, status))
        });
        if !shared {
            look(&link.id, &link.states, project);
        }
    }
    for (_, service) in network.services() {
        look(&service.id, &service.states, service.project);
    }
}
