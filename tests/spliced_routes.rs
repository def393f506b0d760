//! Two routes spliced where both come by are a route only where the splice is a way of the planner's graph.

use std::collections::{BTreeMap, BTreeSet};

use crate::by_hand::{CONTAINERS, large, network, small};
use crate::questions::{DAY, PLANNER};
use crate::trips::{ENDS, objectives};
use trade_corridor::code::Name;
use trade_corridor::network::End;
use trade_corridor::operations::{Operation, OperationKind, Operations};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step};
use trade_corridor::router::{ArcId, NodeId};
use trade_corridor::verify::{Disorder, VerifyError, verify_in};

/// The planner's operations by where they start.
struct Graph<'p> {
    operations: &'p Operations,
    from: BTreeMap<NodeId, Vec<ArcId>>,
}

impl<'p> Graph<'p> {
    fn of(planner: &'p Planner) -> Self {
        let operations = planner.operations();
        let mut from: BTreeMap<NodeId, Vec<ArcId>> = BTreeMap::new();
        for (arc, operation) in operations.iter() {
            from.entry(operation.from).or_default().push(arc);
        }
        Self { operations, from }
    }

    /// Whether an operation is what the step does, between the same stops and with the same parts.
    fn is(&self, operation: &Operation, step: &Step) -> bool {
        let world = PLANNER.world();
        let network = world.network();
        let at = |node, code: &Name, country: Country| {
            let position = self.operations.position(node).unwrap();
            let lies_in = match position.at {
                End::Place(id) => network.place(id).unwrap().country,
                End::Crossing(id) => {
                    network.crossing(id).unwrap().countries[usize::from(position.side)]
                }
            };
            network.end_code(position.at) == Some(code) && lies_in == country
        };
        let link = operation
            .link()
            .map(|id| world.link(id).unwrap().id.clone());
        let service = operation
            .service()
            .map(|id| world.service(id).unwrap().id.clone());
        let named = match &step.act {
            Act::Move { link: id, .. } => link.as_ref() == Some(id),
            Act::Wait { service: id }
            | Act::Run { service: id }
            | Act::Land { service: id, .. } => service.as_ref() == Some(id),
            _ => true,
        };
        let hauled = || {
            let parties = self.operations.parties(operation).iter();
            let mut parties = parties.map(|(id, role)| (&network.operator(*id).unwrap().id, *role));
            step.parties
                .iter()
                .all(|(id, _, role)| parties.any(|known| known == (id, *role)))
        };
        let parts = self.operations.parts(operation);
        let same_parts = || {
            let mut pairs = parts.iter().zip(&step.parts);
            parts.len() == step.parts.len()
                && pairs.all(|(arc, part)| self.is(self.operations.arc(*arc).unwrap(), part))
        };
        operation.kind.as_str() == step.act.as_str()
            && named
            && operation.conveyances() == step.conveyances
            && operation.product() == step.product
            && at(operation.from, &step.from.code, step.from.country)
            && at(operation.to, &step.to.code, step.to.country)
            && hauled()
            && same_parts()
    }

    /// Nodes that nothing but passes lead to from these.
    fn passed(&self, nodes: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
        let mut all = nodes.clone();
        for node in nodes {
            for arc in self.from.get(node).into_iter().flatten() {
                let operation = self.operations.arc(*arc).unwrap();
                if matches!(operation.kind, OperationKind::Pass(_)) {
                    all.insert(operation.to);
                }
            }
        }
        all
    }

    fn leads(&self, route: &Route) -> bool {
        let place = |code: &Name| PLANNER.world().network().place_by_code(code).unwrap();
        let gate = self.operations.gate(place(&route.from.code));
        let mut here: BTreeSet<NodeId> = gate.into_iter().collect();
        for step in &route.steps {
            let mut next = BTreeSet::new();
            for node in self.passed(&here) {
                for arc in self.from.get(&node).into_iter().flatten() {
                    let operation = self.operations.arc(*arc).unwrap();
                    if self.is(operation, step) {
                        next.insert(operation.to);
                    }
                }
            }
            here = next;
        }
        let delivered = self.operations.delivered(place(&route.to.code));
        delivered.is_some_and(|node| here.contains(&node))
    }
}

#[test]
fn a_splice_holds_where_the_planner_could_go_that_way_and_nowhere_else() {
    let graph = Graph::of(&PLANNER);
    let mut routes = Vec::new();
    for (from, to) in ENDS {
        for objective in objectives() {
            routes.extend(PLANNER.best(&Request::new(from, to), &objective).ok());
        }
    }
    assert!(routes.iter().all(|route| graph.leads(route)));
    let (mut held, mut refused) = (0, 0);
    for one in &routes {
        for other in &routes {
            for first in 1..one.steps.len() {
                for second in 1..other.steps.len() {
                    if one.steps[first - 1].to != other.steps[second].from {
                        continue;
                    }
                    let mut splice = one.clone();
                    splice.certificate = None;
                    splice.steps.truncate(first);
                    splice.steps.extend_from_slice(&other.steps[second..]);
                    splice.to = other.to.clone();
                    match verify_in(&splice, &Policy::open(), PLANNER.world()) {
                        // Its warnings are still those of the first route.
                        Ok(_) | Err(VerifyError::OtherWarnings { .. }) => {
                            held += 1;
                            assert!(graph.leads(&splice), "{splice}");
                        }
                        // Closures hang on both ends and are none of the graph's.
                        Err(VerifyError::TransitClosed { .. }) => {}
                        Err(error) => {
                            refused += 1;
                            assert!(!graph.leads(&splice), "{error}\n{splice}");
                        }
                    }
                }
            }
        }
    }
    assert!(
        held > 1_000 && refused > 300,
        "{held} held, {refused} refused"
    );
}

/// The map by hand where whole hauls are sold alone.
fn by_hauls() -> Planner {
    let tariff = "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,150,,,,,,haulage,,,,,S";
    let network = network(&[("tariffs", tariff)]);
    Planner::new(&network, &Scenario::on(DAY)).unwrap()
}

fn asked(planner: &Planner, from: &str, to: &str) -> Route {
    let mut route = planner
        .cheapest(&Request::new(from, to).shipment(small(10.0)))
        .unwrap();
    route.certificate = None;
    route
}

#[test]
fn two_hauls_of_one_railway_end_to_end_are_one() {
    let planner = by_hauls();
    let ends = ["DE-one", "DE-two", "DE-thr"];
    let mut spliced = asked(&planner, ends[0], ends[1]);
    let second = asked(&planner, ends[1], ends[2]);
    spliced.steps.truncate(2);
    spliced.steps.extend_from_slice(&second.steps[1..]);
    spliced.to = second.to;
    let error = verify_in(&spliced, &Policy::open(), planner.world()).unwrap_err();
    let VerifyError::OutOfOrder { disorder, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*disorder, Disorder::HaulAfterHaul);
    // The haul cut in two, and its links in place of it.
    let whole = asked(&planner, ends[0], ends[2]);
    assert_eq!(whole.steps[1].parts.len(), 2);
    let mut links = whole.clone();
    let parts = std::mem::take(&mut links.steps[1].parts);
    links.steps.splice(1..2, parts);
    let error = verify_in(&links, &Policy::open(), planner.world()).unwrap_err();
    assert!(
        error.to_string().contains("is not sold by itself"),
        "{error}"
    );
    verify_in(&whole, &Policy::open(), planner.world()).unwrap();
}

#[test]
fn a_train_is_not_its_links_and_a_load_does_not_change_on_the_way() {
    let train = "T,R,block_train,DE-one,DE-thr,wagon-1435,,1,1,7,timetable,0,0,,,,,100,150,,,USD,2025,open,,,,,,,S";
    let rows = [
        CONTAINERS,
        ("services", train),
        ("emissions", "rail,*,,20,,,S"),
    ];
    let planner = Planner::new(&network(&rows), &Scenario::on(DAY)).unwrap();
    let request = Request::new("DE-one", "DE-thr");
    let ride = |shipment| {
        let request = request.clone().shipment(shipment);
        let mut route = planner.fastest(&request).unwrap();
        route.certificate = None;
        route
    };
    let whole = ride(small(10.0));
    let at = whole.steps.iter().position(|step| !step.parts.is_empty());
    let at = at.expect("it goes by train");
    let mut links = whole.clone();
    let parts = std::mem::take(&mut links.steps[at].parts);
    links.steps.splice(at..=at, parts);
    let error = verify_in(&links, &Policy::open(), planner.world()).unwrap_err();
    assert_eq!(error.code(), "route_misstated", "{error}");
    // The first half with one load, the second with another.
    for other in [small(12.0), large(10.0)] {
        let mut mixed = whole.clone();
        mixed.steps.truncate(at);
        mixed.steps.extend_from_slice(&ride(other).steps[at..]);
        assert_ne!(mixed.steps, whole.steps);
        let error = verify_in(&mixed, &Policy::open(), planner.world()).unwrap_err();
        assert_eq!(error.code(), "route_misstated", "{error}");
    }
}
