use std::collections::BTreeMap;

use super::{Finding, Reach, label};
use crate::costing::Shipment;
use crate::metric::Objective;
use crate::network::{Conveyance, Gauge, PlaceId};
use crate::planner::{Error, Planner, Reason, Request};
use crate::policy::Policy;
use crate::scenario::{Change, ClosureCause, TransitClosure};

const CARRIAGES: [Conveyance; 3] = [
    Conveyance::Wagon(Gauge::STANDARD),
    Conveyance::Truck,
    Conveyance::Vessel,
];

/// Places that reach, and are reached from, the same places.
struct Class {
    places: Vec<usize>,
}

/// Which place reaches which, as bits.
struct Matrix {
    to: Vec<Vec<bool>>,
}

impl Matrix {
    fn reaches(&self, from: usize, to: usize) -> bool {
        from == to || self.to[from][to]
    }

    /// Places by what they reach and what reaches them, the largest class first.
    fn classes(&self) -> Vec<Class> {
        let count = self.to.len();
        let mut classes: BTreeMap<(Vec<bool>, Vec<bool>), Vec<usize>> = BTreeMap::new();
        for place in 0..count {
            let row = (0..count).map(|other| self.reaches(place, other));
            let column = (0..count).map(|other| self.reaches(other, place));
            let signature = (row.collect(), column.collect());
            classes.entry(signature).or_default().push(place);
        }
        let mut classes: Vec<Class> = classes
            .into_values()
            .map(|places| Class { places })
            .collect();
        classes.sort_by_key(|class| (std::cmp::Reverse(class.places.len()), class.places[0]));
        classes
    }
}

pub(super) fn find(
    planner: &Planner,
    shipments: &[(&str, Shipment)],
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let passable = passable(planner)?;
    for (name, shipment) in shipments {
        shipment_reach(&passable, name, shipment, findings)?;
    }
    Ok(())
}

/// The same without the closures of the tables: whose trade is stopped says nothing about the network.
fn passable(planner: &Planner) -> Result<Planner, Error> {
    let world = planner.world();
    let rows = world
        .transit_closures()
        .filter(|(_, cause)| matches!(cause, ClosureCause::Row(_)));
    let mut open = world.scenario().clone();
    let mut known: Vec<TransitClosure> = Vec::new();
    for (closure, _) in rows {
        if !known.contains(&closure) {
            known.push(closure);
            open = open.with(Change::OpenTransit(closure));
        }
    }
    if known.is_empty() {
        return Ok(planner.clone());
    }
    Planner::new(world.network(), &open)
}

fn shipment_reach(
    planner: &Planner,
    name: &str,
    shipment: &Shipment,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let network = planner.world().network();
    let operations = planner.operations();
    let handled = |id: &PlaceId| operations.gate(*id).is_some();
    let places: Vec<PlaceId> = network
        .places()
        .map(|(id, _)| id)
        .filter(handled)
        .filter(|id| {
            let rides = CARRIAGES
                .into_iter()
                .filter(|ride| shipment.unit().rides(*ride));
            let place = network.place(*id);
            place.is_some_and(|place| rides.into_iter().any(|ride| place.handles(ride)))
        })
        .collect();
    let found = planner.matrix(
        &places,
        &places,
        shipment,
        &Policy::open(),
        &Objective::Cost,
    )?;
    let reached = |from, to| found.get(from, to).is_some_and(Result::is_ok);
    let count = places.len();
    let matrix = Matrix {
        to: (0..count)
            .map(|from| (0..count).map(|to| reached(from, to)).collect())
            .collect(),
    };
    let classes = matrix.classes();
    let Some(main) = classes.first().map(|class| class.places[0]) else {
        return Ok(());
    };
    let sound: Vec<usize> = (0..count)
        .filter(|place| matrix.reaches(main, *place) && matrix.reaches(*place, main))
        .collect();
    let cause = |from: usize, to: usize| -> Result<Reason, Error> {
        let code = |at: usize| {
            network
                .place(places[at])
                .map(|place| place.code.to_string())
        };
        let request = Request::new(
            code(from).unwrap_or_default().as_str(),
            code(to).unwrap_or_default().as_str(),
        )
        .shipment(*shipment);
        match planner.cheapest(&request) {
            Ok(_) => Ok(Reason::Unexamined), // the matrix and the planner would disagree
            Err(error) => Ok(error.into_no_route()?.reason().clone()),
        }
    };
    // One line per cause: the places it holds for, and the most others that one of them misses.
    let mut entries: BTreeMap<(Reach, String), (Reason, Vec<String>, usize)> = BTreeMap::new();
    for class in &classes {
        let here = class.places[0];
        let not_from: Vec<usize> = sound
            .iter()
            .copied()
            .filter(|other| !matrix.reaches(here, *other))
            .collect();
        let not_to: Vec<usize> = sound
            .iter()
            .copied()
            .filter(|other| !matrix.reaches(*other, here))
            .collect();
        let from = not_from.first().map(|other| cause(here, *other));
        let to = not_to.first().map(|other| cause(*other, here));
        let (from, to) = (from.transpose()?, to.transpose()?);
        let mut add = |reach, reason: Reason, others: usize| {
            let entry = entries.entry((reach, reason.to_string()));
            let (_, listed, most) = entry.or_insert_with(|| (reason, Vec::new(), 0));
            let names = class.places.iter().map(|at| label(network, places[*at]));
            listed.extend(names);
            *most = others.max(*most);
        };
        match (from, to) {
            (Some(from), Some(to)) if from == to => {
                add(Reach::Neither, from, not_from.len().max(not_to.len()));
            }
            (from, to) => {
                if let Some(cause) = from {
                    add(Reach::OnlyTo, cause, not_from.len());
                }
                if let Some(cause) = to {
                    add(Reach::OnlyFrom, cause, not_to.len());
                }
            }
        }
    }
    for ((reach, _), (reason, mut places, others)) in entries {
        places.sort();
        findings.push(Finding::Unreachable {
            shipment: name.to_owned(),
            reach,
            places,
            others,
            reason,
        });
    }
    Ok(())
}
