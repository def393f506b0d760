//! The least of everything over every way of a railway that comes to no place twice, in the plainest manner.

use std::collections::{BTreeMap, BTreeSet};

use trade_corridor::costing::Shipment;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::network::{Bound, End, LinkId, Network};
use trade_corridor::operations::{Move, OperationKind, Operations};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;

use super::INTENSITY;

/// What one haul has: metres, minutes, grams, cents and generalised cents.
pub(crate) type Has = [u64; 5];

pub(crate) fn worth() -> GeneralisedCost {
    GeneralisedCost {
        value_of_time: Rate::from_usd(0.05).unwrap(),
        reliability_per_mille: 800,
        carbon_price: Rate::from_usd(100.0).unwrap(),
    }
}

pub(crate) fn objectives() -> [Objective; 5] {
    [
        Objective::Distance,
        Objective::Time,
        Objective::Emissions,
        Objective::Cost,
        Objective::Generalised(worth()),
    ]
}

pub(crate) fn generalised(
    cents: u64,
    minutes: u64,
    spread: u64,
    grams: u64,
    shipment: &Shipment,
) -> u64 {
    let worth = worth();
    let minutes = minutes + spread * u64::from(worth.reliability_per_mille) / 1_000;
    let hours = worth
        .value_of_time
        .times(minutes * shipment.goods().as_kg(), 60_000);
    let carbon = worth.carbon_price.times(grams, 1_000_000);
    cents + (hours.as_cents() + carbon.as_cents()).unsigned_abs()
}

/// Median and 90th percentile of a link.
fn minutes(network: &Network, run: &Move) -> (u64, u64) {
    let mut speeds = network.speeds().iter();
    let speed = speeds.find(|speed| speed.line == Some(run.line)).unwrap();
    let per_hour = u64::from(speed.metres_per_hour());
    let metres = run.distance.as_metres() * 60;
    let late = metres * u64::from(speed.p90_per_mille.value()) / 1_000;
    let [one, other] = [metres, late].map(|metres| (metres + per_hour / 2) / per_hour);
    (one.min(other), one.max(other))
}

/// The mean of a lognormal with this median and 90th percentile.
fn mean((median, p90): (u64, u64)) -> f64 {
    if median == p90 {
        return median as f64;
    }
    if median == 0 {
        return p90 as f64 / 2.0;
    }
    let sigma = (p90 as f64 / median as f64).ln() / 1.281_551_565_544_600_4;
    median as f64 * (sigma * sigma / 2.0).exp()
}

/// One haul of one carrier over one way.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) ends: (End, End),
    pub(crate) has: Has,
    pub(crate) links: Vec<LinkId>,
    /// Places after each link.
    pub(crate) places: Vec<End>,
    /// Who sells it.
    pub(crate) carrier: String,
}

/// The least of everything by haul, over every way that comes to no place twice.
pub(crate) fn all_hauls(
    planner: &Planner,
    shipment: &Shipment,
    closed: &BTreeSet<LinkId>,
) -> BTreeMap<(End, End), Has> {
    let mut least: BTreeMap<(End, End), Has> = BTreeMap::new();
    for way in all_ways(planner, shipment, closed) {
        let known = least.entry(way.ends).or_insert(way.has);
        for (known, has) in known.iter_mut().zip(way.has) {
            *known = has.min(*known);
        }
    }
    least
}

/// Every haul over every way that comes to no place twice.
pub(crate) fn all_ways(
    planner: &Planner,
    shipment: &Shipment,
    closed: &BTreeSet<LinkId>,
) -> Vec<Way> {
    let operations = planner.operations();
    let at = |node| operations.position(node).unwrap().at;
    let mut moves: BTreeMap<usize, Vec<(End, End, Move)>> = BTreeMap::new();
    let offers = operations.offers();
    for operation in operations.arcs() {
        if let OperationKind::Move(run) = &operation.kind
            && run.part_only
            && !closed.contains(&run.link)
        {
            let offer = operations.offer(run.offer).unwrap();
            let offer = offers.iter().position(|other| other == offer).unwrap();
            let run = (at(operation.from), at(operation.to), *run);
            moves.entry(offer).or_default().push(run);
        }
    }
    let quote = planner.model().quote(*shipment);
    let mut found = Vec::new();
    for (offer, moves) in &moves {
        let starts: BTreeSet<End> = moves.iter().map(|(from, ..)| *from).collect();
        for start in starts {
            let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
            while let Some(way) = ways.pop() {
                let here = way.last().map_or(start, |last| moves[*last].1);
                let passed: Vec<End> = way.iter().map(|step| moves[*step].0).collect();
                for (next, (from, to, _)) in moves.iter().enumerate() {
                    if *from == here && *to != start && !passed.contains(to) {
                        let mut longer = way.clone();
                        longer.push(next);
                        ways.push(longer);
                    }
                }
                if way.is_empty() {
                    continue;
                }
                let runs = way.iter().map(|step| &moves[*step].2);
                let network = planner.world().network();
                let (mut metres, mut time, mut spread, mut milligrams) = (0, 0.0, 0, 0);
                for run in runs {
                    metres += run.distance.as_metres();
                    milligrams += run.distance.as_metres() * INTENSITY / 1_000;
                    let minutes = minutes(network, run);
                    time += mean(minutes);
                    spread += minutes.1 - minutes.0;
                }
                let length = Distance::from_metres(u32::try_from(metres).unwrap());
                let Some(price) = quote.haulage(*offer, length, Bound::Eastbound) else {
                    continue;
                };
                let cents = price.as_cents().unsigned_abs();
                let grams = milligrams * shipment.goods().as_kg() / 1_000 / 1_000;
                let minutes = time.round() as u64;
                let worth = generalised(cents, minutes, spread, grams, shipment);
                let has = [metres, minutes, grams, cents, worth];
                let offer = operations.offers()[*offer].operator;
                let carrier = network.operator(offer.unwrap()).unwrap().id.to_string();
                found.push(Way {
                    ends: (start, here),
                    has,
                    links: way.iter().map(|step| moves[*step].2.link).collect(),
                    places: way.iter().map(|step| moves[*step].1).collect(),
                    carrier,
                });
            }
        }
    }
    found
}

/// The least of one thing from a place to another: load, hauls with two lifts between them, unload.
pub(crate) fn best(
    operations: &Operations,
    hauls: &BTreeMap<(End, End), Has>,
    what: usize,
    lift: u64,
    ends: (End, End),
) -> Option<u64> {
    let lifted = operations
        .arcs()
        .filter_map(|operation| match &operation.kind {
            OperationKind::Tranship(lift) => Some(End::Place(lift.place)),
            _ => None,
        });
    let lifted: BTreeSet<End> = lifted.collect();
    let mut reached: BTreeMap<End, u64> = BTreeMap::from([(ends.0, 0)]);
    for _ in 0..8 {
        for ((from, to), has) in hauls {
            let Some(sum) = reached.get(from) else {
                continue;
            };
            let lifts = if *from == ends.0 { 0 } else { 2 * lift };
            let sum = sum + has[what] + lifts;
            if (*to == ends.1 || lifted.contains(to))
                && reached.get(to).is_none_or(|known| sum < *known)
            {
                reached.insert(*to, sum);
            }
        }
    }
    reached.get(&ends.1).copied()
}
