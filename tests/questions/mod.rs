//! Seeded questions about the embedded atlas.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Network, PlaceKind};
use trade_corridor::planner::Planner;
use trade_corridor::policy::{CompiledPolicy, Policy};
use trade_corridor::quantity::Mass;
use trade_corridor::scenario::Scenario;

pub(crate) const DAY: Date = date(2026, 11, 22);

/// The embedded atlas on [`DAY`], read once per test program.
pub(crate) static PLANNER: LazyLock<Planner> = LazyLock::new(|| planner_on(DAY));

pub(crate) fn planner_on(day: Date) -> Planner {
    Planner::new(Network::europe_central_asia(), &Scenario::on(day)).expect("the embedded atlas")
}

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll() % sides as u64).expect("less than sides")
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Codes of the main places where goods are handled.
pub(crate) fn terminals() -> Vec<String> {
    let handles = [
        PlaceKind::RailTerminal,
        PlaceKind::RoadTerminal,
        PlaceKind::Seaport,
    ];
    Network::europe_central_asia()
        .places()
        .filter(|(_, place)| place.tier == 1 && handles.iter().any(|kind| place.is(*kind)))
        .map(|(_, place)| place.code.to_string())
        .collect()
}

/// Pairs of different main places.
pub(crate) fn pairs(seed: u64, count: usize) -> Vec<(String, String)> {
    let (places, mut dice) = (terminals(), Dice::new(seed));
    let mut pairs = Vec::new();
    while pairs.len() < count {
        let (from, to) = (dice.below(places.len()), dice.below(places.len()));
        if from != to {
            pairs.push((places[from].clone(), places[to].clone()));
        }
    }
    pairs
}

/// Loaded and empty, one and many, by every unit.
pub(crate) fn shipments() -> Vec<Shipment> {
    let tonnes = |tonnes| Mass::from_tonnes(tonnes).expect("test data");
    let kazakh = "KZ".parse().expect("test data");
    [
        Shipment::container_40ft(tonnes(20.0)),
        Shipment::container_20ft(tonnes(24.5)).and_then(|shipment| shipment.with_count(3)),
        Shipment::wagon(tonnes(60.0)),
        Shipment::trailer(tonnes(22.0)).map(|shipment| shipment.with_plate(kazakh)),
        Shipment::container_40ft(Mass::ZERO).and_then(|shipment| shipment.with_count(2)),
    ]
    .map(|shipment| shipment.expect("test data"))
    .into()
}

pub(crate) fn policies() -> Vec<Policy> {
    vec![
        Policy::open(),
        Policy::russia_excluded(),
        Policy::iran_excluded(),
        Policy::preset("russia-territory").expect("a preset"),
    ]
}

/// The rules for goods between countries that no closure of the atlas concerns.
pub(crate) fn for_most(policy: CompiledPolicy) -> CompiledPolicy {
    let country = |code: &str| code.parse().expect("a country");
    policy.for_trip(country("KZ"), country("TR"))
}

/// Whether goods start or end, by the code of the place, in a country whose trade another one stops.
pub(crate) fn is_stopped(from: &str, to: &str) -> bool {
    let stopped = |code: &str| ["RU", "UA"].iter().any(|country| code.starts_with(country));
    stopped(from) || stopped(to)
}
