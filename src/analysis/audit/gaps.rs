//! What is missing beside what is there: links between neighbours, figures beside defaults.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::links::km;
use super::{Finding, label};
use crate::code::Country;
use crate::network::{EmissionSubject, End, Mode, Place, PlaceId, PlaceKind};
use crate::operations::OperationKind;
use crate::planner::Planner;
use crate::quantity::great_circle_metres;
use crate::scenario::World;

/// Cities farther apart are no neighbours.
const NEIGHBOURS_KM: f64 = 300.0;
/// The way between neighbours may be so many times as long as the great circle.
const NEIGHBOURS_TO_GREAT_CIRCLE: f64 = 1.5;
/// A queue is out of line with a default that is so many times as long or as short.
const QUEUE_TO_DEFAULT: f64 = 2.0;
/// A country with so many links should have figures of its own.
const MANY_LINKS: usize = 20;

pub(super) fn find(planner: &Planner, findings: &mut Vec<Finding>) {
    let world = planner.world();
    neighbours(world, findings);
    queues(planner, findings);
    defaults(world, findings);
}

/// Two cities of one country to which no third one is nearer than they are to each other, without a
/// road between them and with a long way around.
fn neighbours(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let city = |(_, place): &(PlaceId, &Place)| place.tier == 1 && place.is(PlaceKind::City);
    let mut by_country: BTreeMap<Country, Vec<(PlaceId, &Place)>> = BTreeMap::new();
    for (id, place) in network.places().filter(city) {
        by_country
            .entry(place.country)
            .or_default()
            .push((id, place));
    }
    let mut roads: BTreeMap<End, Vec<(End, u64)>> = BTreeMap::new();
    for (id, link) in network.links() {
        if link.mode == Mode::Road && world.is_open_link(id) {
            let metres = link.length.value().as_metres();
            roads.entry(link.from).or_default().push((link.to, metres));
            roads.entry(link.to).or_default().push((link.from, metres));
        }
    }
    let apart =
        |one: &Place, other: &Place| great_circle_metres(one.location, other.location) / 1e3;
    for cities in by_country.values() {
        for (at, (first, one)) in cities.iter().enumerate() {
            for (second, other) in &cities[at + 1..] {
                let direct = apart(one, other);
                let nearer = |(_, third): &(PlaceId, &Place)| {
                    apart(one, third).max(apart(other, third)) < direct
                };
                if direct > NEIGHBOURS_KM || cities.iter().any(nearer) {
                    continue;
                }
                let way = shortest(&roads, End::Place(*first), End::Place(*second));
                let way = way.map(|metres| metres as f64 / 1e3);
                if way.is_none_or(|way| way > direct * NEIGHBOURS_TO_GREAT_CIRCLE) {
                    findings.push(Finding::NoDirectLink {
                        first: label(network, *first),
                        second: label(network, *second),
                        apart: km(direct),
                        way: way.map(km),
                    });
                }
            }
        }
    }
}

fn shortest(roads: &BTreeMap<End, Vec<(End, u64)>>, from: End, to: End) -> Option<u64> {
    let mut known = BTreeMap::from([(from, 0)]);
    let mut heap = BinaryHeap::from([std::cmp::Reverse((0, from))]);
    while let Some(std::cmp::Reverse((sum, at))) = heap.pop() {
        if at == to {
            return Some(sum);
        }
        if known[&at] < sum {
            continue;
        }
        for (head, metres) in roads.get(&at).into_iter().flatten() {
            let further = sum + metres;
            if known.get(head).is_none_or(|least| further < *least) {
                known.insert(*head, further);
                heap.push(std::cmp::Reverse((further, *head)));
            }
        }
    }
    None
}

/// Control of a border in one direction: whether a record names the crossing, and its median hours.
type Control = (bool, f64);

/// Crossings whose record names them beside the other direction, or another crossing of the same
/// border, on a record that names none and says much more or much less.
fn queues(planner: &Planner, findings: &mut Vec<Finding>) {
    let network = planner.world().network();
    let mut found: BTreeMap<(Mode, Country, Country), BTreeMap<String, Control>> = BTreeMap::new();
    for operation in planner.operations().iter().map(|(_, operation)| operation) {
        let OperationKind::BorderControl(border) = &operation.kind else {
            continue;
        };
        let Some(crossing) = network.crossing(border.crossing) else {
            continue;
        };
        let row = border.terms.and_then(|id| network.border_terms(id));
        let named = row.is_some_and(|row| row.crossing.is_some());
        let hours = row.map_or(0.0, |row| row.time.value().median().as_hours());
        let [from, to] = border.countries;
        let there = found.entry((crossing.mode, from, to)).or_default();
        there.insert(crossing.code.to_string(), (named, hours));
    }
    let far = |one: f64, other: f64| one.max(other) > one.min(other).max(0.5) * QUEUE_TO_DEFAULT;
    for ((mode, from, to), crossings) in &found {
        let back = found.get(&(*mode, *to, *from));
        for (crossing, (named, hours)) in crossings {
            if *named {
                continue;
            }
            let same = back.and_then(|back| back.get(crossing).map(|it| (crossing, it)));
            let beside = same.into_iter().chain(crossings);
            let mut queues = beside.filter(|(_, (named, queue))| *named && far(*queue, *hours));
            if let Some((queue, (_, queued))) = queues.next() {
                findings.push(Finding::QueueBesideDefault {
                    crossing: crossing.clone(),
                    from: *from,
                    to: *to,
                    minutes: (hours * 60.0).round() as u32,
                    queue: queue.clone(),
                    queue_minutes: (queued * 60.0).round() as u32,
                });
            }
        }
    }
}

/// Countries with many links of a mode on a record of no country in particular.
fn defaults(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let day = world.day();
    let speeds = network.speeds().iter();
    let own_speeds: BTreeSet<_> = speeds
        .filter(|row| row.validity.contains(day))
        .map(|row| (row.country, row.line, row.mode))
        .collect();
    let factors = network.emissions().iter();
    let own_factors: BTreeSet<_> = factors
        .filter_map(|row| match row.subject {
            EmissionSubject::Mode(mode) => Some((row.country?, mode)),
            EmissionSubject::Service(_) | EmissionSubject::Handling => None,
        })
        .collect();
    let mut counts: BTreeMap<(Country, Mode, &str), usize> = BTreeMap::new();
    for (id, link) in network.links() {
        if !world.is_open_link(id) {
            continue;
        }
        let (country, mode) = (link.country, link.mode);
        let speed = own_speeds.contains(&(Some(country), None, mode))
            || own_speeds
                .iter()
                .any(|(_, line, _)| *line == Some(link.line));
        for (what, own) in [
            ("speed", speed),
            ("emission factor", own_factors.contains(&(country, mode))),
        ] {
            if !own {
                *counts.entry((country, mode, what)).or_insert(0) += 1;
            }
        }
    }
    for ((country, mode, what), links) in counts {
        if links >= MANY_LINKS {
            findings.push(Finding::CountryOnDefault {
                country,
                mode,
                what: what.to_owned(),
                links,
            });
        }
    }
}
