//! The shortest way of a block train, found again in the plainest manner.

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

impl Records<'_> {
    /// Whether a train runs the shortest open way from stop to stop: over rails of its gauge on which
    /// trains are sold and over open crossings.
    pub(super) fn runs_shortest(&self, step: &Step, id: ServiceId, service: &Service) -> bool {
        let way = || step.parts.iter().map(|part| &part.act);
        if let Some(known) = self.ledger.borrow().trains.get(&id) {
            return known.iter().eq(way());
        }
        let rails = self.rails(service.conveyance);
        let shortest = self.is_shortest(step, service, &rails).unwrap_or(false);
        if shortest {
            let way: Vec<Act> = way().cloned().collect();
            self.ledger.borrow_mut().trains.insert(id, way);
        }
        shortest
    }

    fn rails(&self, conveyance: Conveyance) -> Rails {
        let mut rails = Rails::default();
        let mut lay = |from: Point, to: Point, metres| {
            rails.entry(from).or_default().push((to, metres));
        };
        for (id, link) in self.world.links() {
            let fits = link.conveyances().any(|one| one == conveyance);
            if !fits || !self.world.is_open_link(id) || !self.sells_trains(link) {
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
            if self.world.is_open_crossing(id) {
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

    /// Nothing where a stop is not on record.
    fn is_shortest(&self, step: &Step, service: &Service, rails: &Rails) -> Option<bool> {
        let mut parts = step.parts.iter();
        let mut here = self.point(&step.from)?;
        let to = Waypoint::Place(service.to);
        for stop in service.via.iter().chain([&to]) {
            let end = match stop {
                Waypoint::Place(id) => End::Place(*id),
                Waypoint::Crossing(id) => End::Crossing(*id),
                Waypoint::Point(_) | Waypoint::Service(_) => continue,
            };
            let least = least(rails, here, end)?;
            let mut metres = 0;
            while here.0 != end {
                let part = parts.next()?;
                here = self.point(&part.to)?;
                metres += if matches!(part.act, Act::Move { .. }) {
                    part.distance.as_metres()
                } else {
                    METRES_PER_BORDER
                };
            }
            if metres != least {
                return Some(false);
            }
        }
        Some(parts.next().is_none())
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
