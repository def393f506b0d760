use serde::Serialize;

use super::bottleneck::Bottleneck;
use super::choice::divide;
use super::equilibrium::{Pair, Settled};
use super::limits::Capacities;
use super::queue::Queue;
use super::ways::Found;
use crate::analysis::demand::Flow;
use crate::planner::{Error, way_names};
use crate::quantity::{Duration, Money, PerYear};
use crate::route::{Act, Route, Step};

/// Flows over ways, and what jams under them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Flows {
    /// One for each flow of the demand, in their order.
    pub rows: Vec<FlowWays>,
    /// What has a capacity and is passed, that with most hours of queue first, then by the part of it in use.
    pub jams: Vec<Jam>,
    /// Crossings and services that ways pass and of which no capacity is known: unlimited here.
    pub unlimited: usize,
    /// What these are, that which most passes first.
    pub without_capacity: Vec<Unlimited>,
    /// Things of the table of which it says only what they take at least; unlimited here as well.
    pub at_least: usize,
    /// The largest part of a flow that would change its way at these hours; with [`Choice::Least`] the part of all
    /// cost that could be saved.
    ///
    /// [`Choice::Least`]: super::Choice::Least
    pub residual: f64,
    /// How many iterations the last set of ways took.
    pub iterations: usize,
    /// How often ways were added that pay once others are full.
    pub rounds: usize,
    /// Whether one search for each flow at these hours found no way that costs less than those it has.
    pub is_settled: bool,
}

/// A flow and its ways.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FlowWays {
    /// Where it starts, as the demand says.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// Shipments a year.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// Its ways in the order in which they were found, the best without queues first; or why there is none.
    pub ways: Result<Vec<FlowWay>, Error>,
}

/// A way and what goes on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FlowWay {
    /// What people call it, told from the other ways of the flow.
    pub name: String,
    /// The route, with the certificate of the flow's rules; its hours are those without queues.
    pub route: Route,
    /// Shipments a year; those of all ways of a flow add up to the flow.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// The part of the flow, 0 to 1.
    pub share: f64,
    /// Hours that queues add.
    #[serde(rename = "queue_minutes")]
    pub queue: Duration,
    /// Money and what its hours are worth, those of queues included.
    #[serde(rename = "generalised_cents")]
    pub generalised: Money,
}

/// Something with a capacity, and what passes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Jam {
    /// What it is.
    pub at: Bottleneck,
    /// Boxes of 40 ft a year that it takes.
    #[serde(rename = "capacity_millionths")]
    pub capacity: PerYear,
    /// Boxes a year of the demand.
    #[serde(rename = "load_millionths")]
    pub load: PerYear,
    /// Boxes a year of others.
    #[serde(rename = "others_millionths")]
    pub others: PerYear,
    /// The part of the capacity that both use; above 1 more comes than it takes.
    pub used: f64,
    /// Hours that its queue adds to those of the tables.
    #[serde(rename = "queue_minutes")]
    pub queue: Duration,
    /// What all that pass would save in a year with one box a year more of capacity, at these flows.
    #[serde(rename = "one_more_cents")]
    pub one_more: Money,
    /// Boxes a year that come and that it does not take.
    #[serde(rename = "turned_away_millionths")]
    pub turned_away: PerYear,
}

/// A crossing or service of which no capacity is known, and what passes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unlimited {
    /// What it is.
    pub at: Bottleneck,
    /// Boxes of 40 ft a year of the demand.
    #[serde(rename = "load_millionths")]
    pub load: PerYear,
}

impl Flows {
    /// Shipments a year that have a way.
    #[must_use]
    pub fn served(&self) -> PerYear {
        let served = self.rows.iter().filter(|row| row.ways.is_ok());
        served.map(|row| row.volume).sum()
    }

    /// Shipments a year that have none.
    #[must_use]
    pub fn without(&self) -> PerYear {
        let without = self.rows.iter().filter(|row| row.ways.is_err());
        without.map(|row| row.volume).sum()
    }

    /// Shipments a year on ways whose route passes what a predicate says.
    #[must_use]
    pub fn passing(&self, passes: impl Fn(&Route) -> bool) -> PerYear {
        let ways = self.rows.iter().filter_map(|row| row.ways.as_ref().ok());
        let ways = ways.flatten().filter(|way| passes(&way.route));
        ways.map(|way| way.volume).sum()
    }
}

impl FlowWays {
    pub(super) fn without(flow: &Flow, error: Error) -> Self {
        Self {
            from: flow.request.from.clone(),
            to: flow.request.to.clone(),
            volume: flow.volume,
            ways: Err(error),
        }
    }

    pub(super) fn of(
        flow: &Flow,
        ways: &[Found],
        pair: &Pair,
        flows: &[f64],
        hours: &[f64],
    ) -> Self {
        let routes: Vec<&Route> = ways.iter().map(|way| &way.route).collect();
        let volumes = divide(flow.volume, flows);
        let costs = pair.costs(hours);
        let names = way_names(&routes).into_iter();
        let found = names.zip(ways).zip(&pair.ways).enumerate();
        let found = found.map(|(at, ((name, found), way))| {
            let share = if pair.volume > 0.0 {
                flows[at] / pair.volume
            } else {
                0.0
            };
            FlowWay {
                name,
                route: found.route.clone(),
                volume: volumes[at],
                share,
                queue: hours_of(way.queue(hours)),
                generalised: usd(costs[at]),
            }
        });
        Self {
            from: flow.request.from.clone(),
            to: flow.request.to.clone(),
            volume: flow.volume,
            ways: Ok(found.collect()),
        }
    }
}

/// More hours than this, some thousand years, are as good as never.
const MOST_HOURS: f64 = 1e7;

fn hours_of(hours: f64) -> Duration {
    Duration::from_hours(hours.min(MOST_HOURS)).unwrap_or_default()
}

/// The nearest amount that there is.
fn usd(usd: f64) -> Money {
    Money::from_usd(usd).unwrap_or(Money::from_cents(i64::MAX))
}

pub(super) fn boxes(boxes: f64) -> PerYear {
    PerYear::from_boxes(boxes).unwrap_or(PerYear::MOST)
}

/// What is passed, that with most hours of queue first.
pub(super) fn jams(
    capacities: &Capacities,
    pairs: &[Pair],
    queues: &[Queue],
    settled: &Settled,
) -> Vec<Jam> {
    let loads = &settled.loads;
    // What an hour at each is worth to all that pass it in a year, in USD.
    let mut worth = vec![0.0; queues.len()];
    for (pair, flows) in pairs.iter().zip(&settled.flows) {
        for (way, flow) in pair.ways.iter().zip(flows) {
            for queue in &way.passes {
                worth[*queue] += flow * pair.hour;
            }
        }
    }
    let mut jams = Vec::new();
    for (at, (limit, queue)) in capacities.limits.iter().zip(queues).enumerate() {
        if loads[at] <= 0.0 {
            continue;
        }
        let hours = settled.hours[at];
        let saved = if hours > 0.0 {
            worth[at] * queue.gain(loads[at])
        } else {
            0.0
        };
        jams.push((
            hours,
            Jam {
                at: limit.of.clone(),
                capacity: boxes(limit.boxes),
                load: boxes(loads[at]),
                others: boxes(queue.background),
                used: (queue.background + loads[at]) / queue.capacity,
                queue: hours_of(hours),
                one_more: usd(saved),
                turned_away: boxes(queue.above(loads[at])),
            },
        ));
    }
    jams.sort_by(|(hours, jam), (others, other)| {
        let by_queue = others.total_cmp(hours);
        by_queue
            .then(other.used.total_cmp(&jam.used))
            .then_with(|| jam.at.cmp(&other.at))
    });
    jams.into_iter().map(|(_, jam)| jam).collect()
}

/// The crossing or service that a step passes.
pub(super) fn thing(step: &Step) -> Option<Bottleneck> {
    match &step.act {
        Act::BorderControl { crossing, .. } => Some(Bottleneck::Crossing {
            code: crossing.to_string(),
            into: None,
        }),
        Act::Wait { service } => Some(Bottleneck::Service {
            id: service.to_string(),
        }),
        Act::Move { .. }
        | Act::Haul
        | Act::Load
        | Act::Unload
        | Act::Tranship
        | Act::GaugeChange
        | Act::Depart
        | Act::Run { .. }
        | Act::Land { .. }
        | Act::Through { .. } => None,
    }
}
