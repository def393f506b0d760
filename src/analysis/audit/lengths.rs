//! Lengths that a second measurement speaks against: the road beside a railway, the great circle, the
//! chain of links along a link.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use geo_types::Point;

use super::Finding;
use super::links::{ends, km, point};
use crate::code::Country;
use crate::network::{End, Gauge, Link, LinkId, Mode, Network, SourceKind};
use crate::quantity::{Distance, great_circle_metres};
use crate::scenario::World;

/// A railway may be so many times as long as the road between the same ends.
const RAIL_TO_ROAD: std::ops::RangeInclusive<f64> = 0.75..=1.35;
/// A way may be so many times as long as the great circle.
const MOST_TO_GREAT_CIRCLE: f64 = 1.5;
/// Beyond [`STRAIGHT_KM`] no way is so straight that it is less than this many times as long.
const LEAST_TO_GREAT_CIRCLE: f64 = 1.02;
const STRAIGHT_KM: f64 = 20.0;
/// Ways that are longer by less than this are too short for a ratio.
const SMALL_KM: f64 = 5.0;
/// How far a chain of links along a link may differ from it.
const CHAIN: f64 = 0.15;
/// A place so near to the way of a link lies on it.
const ON_THE_WAY_KM: f64 = 3.0;
/// A railway from here on that is so straight and so much shorter than the road is that of fast trains.
const FAST_KM: f64 = 80.0;
const FAST_TO_GREAT_CIRCLE: f64 = 1.15;
const FAST_TO_ROAD: f64 = 0.85;
/// A road from here on that winds so much leads through mountains, where trucks are slower.
const MOUNTAIN_KM: f64 = 30.0;
const MOUNTAIN_TO_GREAT_CIRCLE: f64 = 1.4;

/// An open link and what it is measured against.
struct Measured<'n> {
    link: &'n Link,
    points: Vec<Vec<f64>>,
    great_circle: f64,
}

impl Measured<'_> {
    fn km(&self) -> f64 {
        self.link.length.value().as_km()
    }

    fn to_great_circle(&self) -> f64 {
        self.km() / self.great_circle.max(0.001)
    }
}

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let open = network.links().filter(|(id, _)| world.is_open_link(*id));
    let links: Vec<(LinkId, Measured<'_>)> = open
        .filter_map(|(id, link)| {
            let points = link.points(network)?;
            let [first, last] = [points.first()?, points.last()?].map(|at| point(at));
            let great_circle = great_circle_metres(first, last) / 1e3;
            let measured = Measured {
                link,
                points,
                great_circle,
            };
            Some((id, measured))
        })
        .collect();
    let mut roads: BTreeMap<[End; 2], Distance> = BTreeMap::new();
    for (_, it) in links.iter().filter(|(_, it)| it.link.mode == Mode::Road) {
        let length = it.link.length.value();
        let known = roads.entry(ends(it.link)).or_insert(length);
        *known = length.min(*known);
    }
    let chains = Chains::of(&links);
    for (id, it) in &links {
        against_great_circle(it, findings);
        if it.link.mode == Mode::Rail
            && let Some(road) = roads.get(&ends(it.link))
        {
            against_road(it, *road, findings);
        }
        winding(network, it, findings);
        against_chain(network, &chains, (*id, it), findings);
    }
}

fn against_great_circle(it: &Measured<'_>, findings: &mut Vec<Finding>) {
    let (length, direct) = (it.km(), it.great_circle);
    let ratio = it.to_great_circle();
    // Where no shape is drawn the geometry is the great circle, which is looked at elsewhere.
    let drawn = it.points.len() > 2;
    let long = drawn && ratio > MOST_TO_GREAT_CIRCLE && length - direct > SMALL_KM;
    let short = direct > STRAIGHT_KM && ratio < LEAST_TO_GREAT_CIRCLE;
    if long || short {
        findings.push(Finding::OffGreatCircle {
            link: it.link.id.to_string(),
            length: it.link.length.value(),
            great_circle: km(direct),
        });
    }
}

fn against_road(it: &Measured<'_>, road: Distance, findings: &mut Vec<Finding>) {
    let to_road = it.km() / road.as_km().max(0.001);
    let (link, length) = (it.link.id.to_string(), it.link.length.value());
    let fast = it.km() >= FAST_KM && it.to_great_circle() <= FAST_TO_GREAT_CIRCLE;
    if fast && to_road <= FAST_TO_ROAD {
        findings.push(Finding::FastLineLength { link, length, road });
    } else if !RAIL_TO_ROAD.contains(&to_road) {
        findings.push(Finding::RailAgainstRoad { link, length, road });
    }
}

/// Roads through mountains whose length was only derived.
fn winding(network: &Network, it: &Measured<'_>, findings: &mut Vec<Finding>) {
    let winds = it.km() >= MOUNTAIN_KM && it.to_great_circle() >= MOUNTAIN_TO_GREAT_CIRCLE;
    let named = it.to_great_circle() > MOST_TO_GREAT_CIRCLE; // found already
    let mut sources = it.link.length.sources();
    let derived = sources.all(|id| {
        let source = network.source(id);
        source.is_some_and(|source| source.kind == SourceKind::Derived)
    });
    if it.link.mode == Mode::Road && winds && !named && derived {
        findings.push(Finding::MountainRoad {
            link: it.link.id.to_string(),
            length: it.link.length.value(),
            great_circle: km(it.great_circle),
        });
    }
}

fn against_chain(
    network: &Network,
    chains: &Chains<'_>,
    (id, it): (LinkId, &Measured<'_>),
    findings: &mut Vec<Finding>,
) {
    let Some((length, over)) = chains.around(id, it.link) else {
        return;
    };
    let to_link = length as f64 / 1e3 / it.km().max(0.001);
    let near = |end: &End| match end {
        End::Place(place) => {
            let place = network.place(*place);
            place.is_some_and(|place| off_way(place.location, &it.points) <= ON_THE_WAY_KM)
        }
        End::Crossing(_) => false,
    };
    let shorter = to_link < 1.0 / (1.0 + CHAIN);
    let longer = to_link > 1.0 + CHAIN && over.iter().all(near);
    if shorter || longer {
        let codes = over.iter().filter_map(|end| network.end_code(*end));
        findings.push(Finding::ChainAgainstLink {
            link: it.link.id.to_string(),
            length: it.link.length.value(),
            chain: km(length as f64 / 1e3),
            over: codes.map(str::to_owned).collect(),
        });
    }
}

/// Kilometres from a point to a drawn way, on a plane that touches the earth there.
fn off_way(from: Point<f64>, points: &[Vec<f64>]) -> f64 {
    const DEGREE_KM: f64 = 111.2;
    let east = libm::cos(from.y().to_radians()) * DEGREE_KM;
    let flat = |at: &Vec<f64>| {
        let at = point(at);
        [(at.x() - from.x()) * east, (at.y() - from.y()) * DEGREE_KM]
    };
    let pieces = points.windows(2).map(|pair| {
        let [a, b] = [flat(&pair[0]), flat(&pair[1])];
        let way = [b[0] - a[0], b[1] - a[1]];
        let square = way[0] * way[0] + way[1] * way[1];
        let along = -(a[0] * way[0] + a[1] * way[1]) / square;
        let along = if along.is_finite() {
            along.clamp(0.0, 1.0)
        } else {
            0.0
        };
        libm::hypot(a[0] + along * way[0], a[1] + along * way[1])
    });
    pieces.fold(f64::INFINITY, f64::min)
}

/// Where a link leads, its metres, and the link with its gauges.
type Onward<'n> = (End, u64, LinkId, &'n [Gauge]);

/// Links of one mode in one country, by where they start.
struct Chains<'n> {
    from: BTreeMap<(End, Mode, Country), Vec<Onward<'n>>>,
}

impl<'n> Chains<'n> {
    fn of(links: &[(LinkId, Measured<'n>)]) -> Self {
        let mut from: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, it) in links {
            let link = it.link;
            let metres = link.length.value().as_metres();
            for (tail, head) in [(link.from, link.to), (link.to, link.from)] {
                let key = (tail, link.mode, link.country);
                let step = (head, metres, *id, &link.gauges[..]);
                from.entry(key).or_insert_with(Vec::new).push(step);
            }
        }
        Self { from }
    }

    /// Metres of the shortest way between the ends of a link that is not the link, up to twice as long,
    /// and the places that it leads over.
    fn around(&self, id: LinkId, link: &Link) -> Option<(u64, Vec<End>)> {
        let most = 2 * link.length.value().as_metres();
        let mut known: BTreeMap<End, (u64, End)> = BTreeMap::new();
        let mut heap = BinaryHeap::from([Reverse((0, link.from))]);
        known.insert(link.from, (0, link.from));
        while let Some(Reverse((sum, at))) = heap.pop() {
            if at == link.to {
                let (mut over, mut end) = (Vec::new(), at);
                while let Some((_, before)) = known.get(&end).filter(|(_, it)| *it != link.from) {
                    over.push(*before);
                    end = *before;
                }
                over.reverse();
                return (!over.is_empty()).then_some((sum, over));
            }
            if known.get(&at).is_none_or(|(least, _)| *least < sum) {
                continue;
            }
            let steps = self.from.get(&(at, link.mode, link.country));
            for &(head, metres, other, gauges) in steps.into_iter().flatten() {
                let same_gauge =
                    gauges.is_empty() || gauges.iter().any(|it| link.gauges.contains(it));
                let leaves = matches!(head, End::Crossing(_)) && head != link.to;
                let further = sum + metres;
                if other == id || !same_gauge || leaves || further > most {
                    continue;
                }
                if known.get(&head).is_none_or(|(least, _)| further < *least) {
                    known.insert(head, (further, at));
                    heap.push(Reverse((further, head)));
                }
            }
        }
        None
    }
}
