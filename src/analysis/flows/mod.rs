//! Who fills which way: the shipments of a [`Demand`] spread over ways that differ, and what jams under them.
//!
//! Each flow has several *ways*: corridors that pass other borders, seas or railways. Its shipments choose
//! among them by generalised cost ([`Choice`]); what they pass takes so many boxes a year and no more
//! ([`Table`]), so that hours grow with what goes there, and choices change with them. The answer is the
//! stochastic user equilibrium: flows that, at the hours they make, are chosen again.
//!
//! What nobody knows the capacity of is unlimited here, and counted in the answer ([`Flows::unlimited`]). What
//! was observed to pass and is not in the demand passes beside it ([`Background`]); the hours of the tables are
//! those of that load, so that a queue adds only what is beyond it.

pub mod base;

mod bottleneck;
mod capacity;
mod choice;
mod equilibrium;
mod error;
mod limits;
mod passes;
mod queue;
mod settings;
mod settled;
mod table;
mod ways;
mod what_if;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use bottleneck::Bottleneck;
pub use capacity::{Basis, Capacity, Measure};
pub use choice::Choice;
pub use error::FlowsError;
pub use settings::Assignment;
pub use settled::{FlowWay, FlowWays, Flows, Jam, Unlimited};
pub use table::Table;
pub use what_if::{Moved, WhatIf, what_if};

use super::demand::{Demand, Flow};
use crate::costing::{LoadUnit, Shipment};
use crate::planner::{Error, Planner, Progress};
use crate::route::Route;
pub use crate::rows::TableFault;
use equilibrium::{Pair, Settled, Until, Way};
use limits::{Capacities, Limit};
use queue::Queue;
use ways::Found;

/// What passes beside the flows of a demand: observed, and not explained by it.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Background {
    /// Boxes a year of others, and the boxes a year at which the hours of the tables were measured.
    boxes: BTreeMap<Bottleneck, (f64, f64)>,
}

impl Background {
    /// Nothing passes beside the demand, and the hours of the tables are those of empty roads.
    pub const fn none() -> Self {
        Self {
            boxes: BTreeMap::new(),
        }
    }

    /// What other flows load, all of it beyond what the hours of the tables are of.
    pub fn of(flows: &[&Flows]) -> Self {
        let mut boxes: BTreeMap<Bottleneck, (f64, f64)> = BTreeMap::new();
        for jam in flows.iter().flat_map(|flows| &flows.jams) {
            boxes.entry(jam.at.clone()).or_default().0 += jam.load.as_boxes();
        }
        Self { boxes }
    }

    /// What was observed to pass in the planner's world, less what of the demand goes there when nothing jams, and
    /// never less than nothing. To be made in the world of the observations and used in others.
    ///
    /// # Errors
    /// A setting beyond its bounds; flows of several lists, or none.
    pub fn observed(
        planner: &Planner,
        demand: &Demand,
        table: &Table,
        settings: &Assignment,
        progress: &Progress,
    ) -> Result<Self, FlowsError> {
        settings.check()?;
        demand.total().map_err(FlowsError::Demand)?;
        let scene = Scene::new(planner, demand.flows(), table, settings);
        let ways = ways::spread(planner, demand.flows(), settings, progress);
        let served = scene.served(&ways);
        let pairs = scene.pairs(&served);
        let at_once = Until {
            iterations: 0,
            residual: 1.0,
        };
        let queues = scene.queues(&Self::none());
        let free = equilibrium::settle(&pairs, &queues, &settings.choice, at_once);
        let limits = &scene.capacities.limits;
        let own = free.loads;
        let seen = limits.iter().zip(own).filter_map(|(limit, own)| {
            let observed = limit.observed?;
            Some((limit.of.clone(), ((observed - own).max(0.0), observed)))
        });
        Ok(Self {
            boxes: seen.collect(),
        })
    }
}

/// Spreads the shipments of a demand over ways until what they choose is what they meet.
///
/// A flow without a route keeps its row with the reason; its volume is in no other figure.
///
/// # Errors
/// A setting beyond its bounds; flows of several lists, or none.
///
/// # Complexity
/// For each flow one search for each border and sailing of its ways, then one in each round; and for each
/// iteration one pass over all ways.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::flows::{Assignment, Background, Choice, Table, assign};
/// use trade_corridor::metric::GeneralisedCost;
/// use trade_corridor::planner::Progress;
/// use trade_corridor::prelude::*;
/// use trade_corridor::quantity::Rate;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let boxes = PerYear::from_count(10_000);
/// let demand = Demand::new().flow(Flow::new(Request::new("Almaty", "Istanbul"), boxes));
/// let cost = GeneralisedCost::of_time(Rate::from_usd(0.1)?);
/// let settings = Assignment::new(cost, Choice::logit(0.004)?);
/// let (table, nothing) = (Table::new(), Background::none());
/// let flows = assign(&planner, &demand, &table, &nothing, &settings, &Progress::none())?;
/// let ways = flows.rows[0].ways.as_ref().map_err(Clone::clone)?;
/// assert!(ways.len() > 1 && flows.jams.is_empty());
/// assert_eq!(ways.iter().map(|way| way.volume).sum::<PerYear>(), boxes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn assign(
    planner: &Planner,
    demand: &Demand,
    table: &Table,
    background: &Background,
    settings: &Assignment,
    progress: &Progress,
) -> Result<Flows, FlowsError> {
    settings.check()?;
    demand.total().map_err(FlowsError::Demand)?;
    let scene = Scene::new(planner, demand.flows(), table, settings);
    let queues = scene.queues(background);
    let mut ways = ways::spread(planner, demand.flows(), settings, progress);
    let until = Until {
        iterations: settings.iterations,
        residual: settings.residual,
    };
    let mut rounds = 0;
    loop {
        let served = scene.served(&ways);
        let pairs = scene.pairs(&served);
        let settled = equilibrium::settle(&pairs, &queues, &settings.choice, until);
        let asked: Vec<&Flow> = served.iter().map(|(flow, _)| *flow).collect();
        let best = ways::best_with_queues(
            planner,
            &asked,
            settings.cost,
            &scene.capacities,
            &settled.hours,
            progress,
        );
        let mut better: Vec<Option<Found>> = Vec::new();
        let mut is_settled = true;
        for (at, best) in best.into_iter().enumerate() {
            let known = choice::cheapest(&pairs[at].costs(&settled.hours));
            let is_answered = best.is_some();
            let found = best.map(Found::new).filter(|found| {
                let way = scene.way(&found.route, 0.0);
                pairs[at].cost(&way, &settled.hours) < known - A_CENT
            });
            is_settled &= is_answered && found.is_none();
            better.push(found);
        }
        let may_add = rounds < settings.rounds && !progress.is_cancelled();
        if better.iter().all(Option::is_none) || !may_add {
            let is_settled = is_settled && !progress.is_cancelled();
            let state = (&pairs[..], &queues[..], settled);
            return Ok(scene.answer(&ways, state, is_settled, rounds));
        }
        let rows = ways.iter_mut().filter_map(|ways| ways.as_mut().ok());
        for (ways, better) in rows.zip(better) {
            ways.extend(better);
        }
        rounds += 1;
    }
}

/// USD that a way has to cost less to count as better: what the searches round.
const A_CENT: f64 = 0.01;

/// What stays the same while flows are spread.
struct Scene<'s> {
    planner: &'s Planner,
    flows: &'s [Flow],
    settings: &'s Assignment,
    capacities: Arc<Capacities>,
}

type Ways = Result<Vec<Found>, Error>;

impl<'s> Scene<'s> {
    fn new(
        planner: &'s Planner,
        flows: &'s [Flow],
        table: &Table,
        settings: &'s Assignment,
    ) -> Self {
        let world = planner.world();
        Self {
            planner,
            flows,
            settings,
            capacities: Arc::new(Capacities::of(table, world)),
        }
    }

    fn queues(&self, background: &Background) -> Vec<Queue> {
        let limits = self.capacities.limits.iter();
        let queue = |limit: &Limit| {
            let beside = background.boxes.get(&limit.of).copied();
            let (others, usual) = beside.unwrap_or((0.0, 0.0));
            Queue {
                capacity: limit.boxes,
                background: others,
                usual,
                variation: self.settings.variation,
                horizon: self.settings.horizon.as_hours(),
            }
        };
        limits.map(queue).collect()
    }

    /// Flows with ways, in their order.
    fn served<'w>(&self, ways: &'w [Ways]) -> Vec<(&'s Flow, &'w [Found])> {
        let both = self.flows.iter().zip(ways);
        both.filter_map(|(flow, ways)| Some((flow, ways.as_deref().ok()?)))
            .collect()
    }

    fn pairs(&self, served: &[(&Flow, &[Found])]) -> Vec<Pair> {
        let pair = |(flow, ways): &(&Flow, &[Found])| {
            let routes: Vec<_> = ways.iter().map(|way| &way.route).collect();
            let sizes = choice::sizes(&routes).into_iter();
            let ways = routes.iter().zip(sizes);
            Pair {
                volume: flow.volume.as_boxes(),
                boxes: boxes(&flow.request.shipment),
                hour: ways::hour(&flow.request.shipment, &self.settings.cost),
                ways: ways.map(|(route, size)| self.way(route, size)).collect(),
            }
        };
        served.iter().map(pair).collect()
    }

    fn way(&self, route: &Route, size: f64) -> Way {
        let world = self.planner.world();
        let passes = route
            .atoms()
            .flat_map(|step| passes::of_step(step, world, &self.capacities));
        Way {
            cost: ways::cost(route, &self.settings.cost),
            size,
            passes: passes.flatten().collect(),
        }
    }

    /// Crossings and services that the ways pass and that have no known capacity, with boxes a year.
    fn unlimited(
        &self,
        served: &[(&Flow, &[Found])],
        pairs: &[Pair],
        flows: &[Vec<f64>],
    ) -> Vec<Unlimited> {
        let world = self.planner.world();
        let mut passed: BTreeMap<Bottleneck, f64> = BTreeMap::new();
        let rows = served.iter().zip(pairs).zip(flows);
        for (((_, ways), pair), flows) in rows {
            for (way, flow) in ways.iter().zip(flows) {
                for step in way.route.atoms() {
                    let limits = passes::of_step(step, world, &self.capacities);
                    if let (Some(of), [None, ..]) = (settled::thing(step), limits) {
                        *passed.entry(of).or_default() += flow * pair.boxes;
                    }
                }
            }
        }
        let mut passed: Vec<(Bottleneck, f64)> = passed.into_iter().collect();
        passed.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let each = |(at, load)| Unlimited {
            at,
            load: settled::boxes(load),
        };
        passed.into_iter().map(each).collect()
    }

    fn answer(
        &self,
        ways: &[Ways],
        (pairs, queues, settled): (&[Pair], &[Queue], Settled),
        is_settled: bool,
        rounds: usize,
    ) -> Flows {
        let mut solved = pairs.iter().zip(&settled.flows);
        let mut rows = Vec::with_capacity(ways.len());
        for (flow, ways) in self.flows.iter().zip(ways) {
            rows.push(match ways {
                Err(error) => FlowWays::without(flow, error.clone()),
                Ok(ways) => {
                    let Some((pair, flows)) = solved.next() else {
                        continue;
                    };
                    FlowWays::of(flow, ways, pair, flows, &settled.hours)
                }
            });
        }
        let served = self.served(ways);
        let without_capacity = self.unlimited(&served, pairs, &settled.flows);
        Flows {
            rows,
            jams: settled::jams(&self.capacities, pairs, queues, &settled),
            unlimited: without_capacity.len(),
            without_capacity,
            at_least: self.capacities.at_least,
            residual: settled.residual,
            iterations: settled.iterations,
            rounds,
            is_settled,
        }
    }
}

/// Boxes of 40 ft that a shipment takes of what is limited.
fn boxes(shipment: &Shipment) -> f64 {
    let each = match shipment.unit() {
        LoadUnit::Container20 => 0.5,
        LoadUnit::Container40 | LoadUnit::Trailer | LoadUnit::Wagon => 1.0,
    };
    each * f64::from(shipment.count())
}
