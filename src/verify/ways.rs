//! The ways of a block train, found again in the plainest manner.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::records::Records;
use crate::code::Country;
use crate::network::{Conveyance, Direction, End, Link, Product, Service, ServiceId, Waypoint};
use crate::route::{Act, Step, Stop};

/// A border counts as so many metres, so that no train crosses one to save fewer.
const METRES_PER_BORDER: u64 = 10_000;

/// A place, or one side of a crossing.
type Point = (End, Country);

/// What a train of one conveyance can run over.
type Rails = FxHashMap<Point, Vec<(Point, u64)>>;

/// How a train runs past the points of one of its ways.
#[derive(PartialEq, Eq)]
enum Runs {
    Shortest,
    Otherwise,
    /// No way leads past them.
    Nowhere,
}

impl Records<'_> {
    /// Whether a train runs a way of its record: past the points of one of the lists there, the shortest
    /// from one to the next over rails of its gauge on which trains are sold and over crossings, whatever
    /// changes close. These are rails and crossings that the records open, and where they have no way,
    /// those that changes open as well.
    pub(super) fn runs_as_recorded(&self, step: &Step, id: ServiceId, service: &Service) -> bool {
        let way = || step.parts.iter().map(|part| &part.act);
        let ledger = self.ledger.borrow();
        let known = ledger.trains.get(&id);
        if known.is_some_and(|known| known.iter().eq(way())) {
            return true;
        }
        drop(ledger);
        let recorded = self.rails(service.conveyance, false);
        let mut ways = service.ways();
        let runs = ways.any(|via| {
            self.passes(step, via)
                && match self.runs(step, service, via, &recorded) {
                    Runs::Shortest => true,
                    Runs::Otherwise => false,
                    Runs::Nowhere => {
                        let opened = self.rails(service.conveyance, true);
                        self.runs(step, service, via, &opened) == Runs::Shortest
                    }
                }
        });
        if runs {
            let way: Vec<Act> = way().cloned().collect();
            self.ledger.borrow_mut().trains.insert(id, way);
        }
        runs
    }

    fn rails(&self, conveyance: Conveyance, opened: bool) -> Rails {
        let mut rails = Rails::default();
        let mut lay = |from: Point, to: Point, metres| {
            rails.entry(from).or_default().push((to, metres));
        };
        let world = self.world;
        for (id, link) in world.links() {
            let fits = link.conveyances().any(|one| one == conveyance);
            let open = world.records_open_link(id) || opened && world.is_open_link(id);
            if !fits || !open || !self.sells_trains(link) {
                continue;
            }
            let ends = [link.from, link.to].map(|end| (end, link.country));
            let metres = link.length.value().as_metres();
            lay(ends[0], ends[1], metres);
            if link.direction == Direction::Both {
                lay(ends[1], ends[0], metres);
            }
        }
        for (id, crossing) in self.network.crossings() {
            if world.records_open_crossing(id) || opened && world.is_open_crossing(id) {
                let sides = crossing.countries.map(|side| (End::Crossing(id), side));
                lay(sides[0], sides[1], METRES_PER_BORDER);
                lay(sides[1], sides[0], METRES_PER_BORDER);
            }
        }
        rails
    }

    fn sells_trains(&self, link: &Link) -> bool {
        let all = self.sold(link);
        all.iter().any(|sold| sold.product() != Product::Wagon)
    }

    fn runs(&self, step: &Step, service: &Service, via: &[Waypoint], rails: &Rails) -> Runs {
        let mut parts = step.parts.iter();
        let Some(mut here) = self.point(&step.from) else {
            return Runs::Otherwise;
        };
        let to = Waypoint::Place(service.to);
        for stop in via.iter().chain([&to]) {
            let end = match stop {
                Waypoint::Place(id) => End::Place(*id),
                Waypoint::Crossing(id) => End::Crossing(*id),
                Waypoint::Point(_) | Waypoint::Service(_) => continue,
            };
            let Some(least) = least(rails, here, end) else {
                return Runs::Nowhere;
            };
            let mut metres = 0;
            while here.0 != end {
                let next = parts.next();
                let Some((part, next)) = next.and_then(|part| Some((part, self.point(&part.to)?)))
                else {
                    return Runs::Otherwise;
                };
                here = next;
                metres += if matches!(part.act, Act::Move { .. }) {
                    part.distance.as_metres()
                } else {
                    METRES_PER_BORDER
                };
            }
            if metres != least {
                return Runs::Otherwise;
            }
        }
        if parts.next().is_none() {
            Runs::Shortest
        } else {
            Runs::Otherwise
        }
    }

    fn point(&self, stop: &Stop) -> Option<Point> {
        let place = self.network.place_by_code(&stop.code).map(End::Place);
        let crossing = || self.network.crossing_by_code(&stop.code);
        let end = place.or_else(|| crossing().map(End::Crossing))?;
        Some((end, stop.country))
    }
}

/// How far it is at least to an end, on whatever side.
fn least(rails: &Rails, from: Point, to: End) -> Option<u64> {
    let mut settled: FxHashMap<Point, u64> = FxHashMap::default();
    let mut open = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((metres, at))) = open.pop() {
        if at.0 == to {
            return Some(metres);
        }
        if settled.contains_key(&at) {
            continue;
        }
        settled.insert(at, metres);
        for (next, more) in rails.get(&at).into_iter().flatten() {
            if !settled.contains_key(next) {
                open.push(Reverse((metres + more, *next)));
            }
        }
    }
    None
}
