//! Ways through named places: the shortest over links, the fastest and cheapest over operations.

use std::cell::RefCell;

use petgraph::visit::EdgeFiltered;

use super::{Benchmark, Uncomputed};
use crate::costing::{LoadUnit, Quote};
use crate::network::{Cited, Consist, Conveyance, End, GraphEdge, Mode, NetworkGraph, Service};
use crate::operations::{Operation, OperationKind, Stage};
use crate::planner::Planner;
use crate::router::{Dijkstra, Metric, NodeId};

/// What a way should have least of.
pub(super) enum Goal {
    Time,
    Cost,
}

/// A way from terminal to terminal.
pub(super) struct Way {
    pub(super) km: f64,
    pub(super) hours: f64,
    pub(super) usd: f64,
}

pub(super) struct Chart<'p> {
    planner: &'p Planner,
    view: NetworkGraph,
    dijkstra: RefCell<Dijkstra>,
}

impl<'p> Chart<'p> {
    pub(super) fn new(planner: &'p Planner) -> Self {
        Self {
            planner,
            view: planner.world().network().graph(),
            dijkstra: RefCell::default(),
        }
    }

    /// The ends that a benchmark names, in order.
    fn stops(&self, benchmark: &Benchmark) -> Result<Vec<End>, Uncomputed> {
        let network = self.planner.world().network();
        std::iter::once(&benchmark.origin)
            .chain(&benchmark.via)
            .chain(std::iter::once(&benchmark.destination))
            .map(|code| {
                network
                    .crossing_by_code(code)
                    .map(End::Crossing)
                    .or_else(|| network.find_place(code).ok().map(End::Place))
                    .ok_or_else(|| Uncomputed::UnknownStop { stop: code.clone() })
            })
            .collect()
    }

    fn admits(&self, edge: &GraphEdge, modes: &[Mode], full: bool) -> bool {
        let world = self.planner.world();
        match edge {
            GraphEdge::Link { link, mode, .. } => {
                modes.contains(mode) && (full || world.is_open_link(*link))
            }
            GraphEdge::Service { service, .. } => {
                modes.contains(&Mode::Sea)
                    && (full || world.is_open_service(*service))
                    && world.service(*service).is_some_and(Service::is_by_sea)
            }
        }
    }

    /// The edges of the shortest way, leg by leg.
    fn edges(
        &self,
        stops: &[End],
        modes: &[Mode],
        full: bool,
    ) -> Result<Vec<GraphEdge>, Uncomputed> {
        let graph = EdgeFiltered::from_fn(self.view.as_graph(), |edge| {
            self.admits(edge.weight(), modes, full)
        });
        let mut edges = Vec::new();
        for pair in stops.windows(2) {
            let nodes = (self.view.node(pair[0]), self.view.node(pair[1]));
            let (Some(from), Some(to)) = nodes else {
                return Err(Uncomputed::NoLinks);
            };
            let found = petgraph::algo::astar(
                &graph,
                from,
                |node| node == to,
                |edge| edge.weight().length().as_metres(),
                |_| 0,
            );
            let Some((_, nodes)) = found else {
                return Err(self.no_way(pair));
            };
            for step in nodes.windows(2) {
                let shortest = self
                    .view
                    .as_graph()
                    .edges_connecting(step[0], step[1])
                    .map(|edge| *edge.weight())
                    .filter(|edge| self.admits(edge, modes, full))
                    .min_by_key(GraphEdge::length);
                edges.extend(shortest);
            }
        }
        Ok(edges)
    }

    fn no_way(&self, pair: &[End]) -> Uncomputed {
        let network = self.planner.world().network();
        let code = |end: End| network.end_code(end).unwrap_or("?").into();
        Uncomputed::NoWay {
            from: code(pair[0]),
            to: code(pair[1]),
        }
    }

    /// Kilometres of the shortest way.
    pub(super) fn km(
        &self,
        benchmark: &Benchmark,
        modes: &[Mode],
        full: bool,
    ) -> Result<f64, Uncomputed> {
        let edges = self.edges(&self.stops(benchmark)?, modes, full)?;
        Ok(edges.iter().map(|edge| edge.length().as_km()).sum())
    }

    /// The least capacity of the links on the shortest railway, in million tonnes a year.
    pub(super) fn capacity(&self, benchmark: &Benchmark) -> Result<f64, Uncomputed> {
        let network = self.planner.world().network();
        let edges = self.edges(&self.stops(benchmark)?, &[Mode::Rail], true)?;
        edges
            .iter()
            .filter_map(|edge| match edge {
                GraphEdge::Link { link, .. } => {
                    let capacity = network.link(*link)?.capacity_kt_year.as_ref();
                    capacity.map(Cited::value)
                }
                GraphEdge::Service { .. } => None,
            })
            .min()
            .map(|kt| f64::from(kt) / 1e3)
            .ok_or(Uncomputed::NoCapacity)
    }

    /// The best way over operations; trucks for roads only, ships for all but railways and roads.
    pub(super) fn way(
        &self,
        benchmark: &Benchmark,
        goal: &Goal,
        quote: &Quote,
    ) -> Result<Way, Uncomputed> {
        let (operations, model) = (self.planner.operations(), self.planner.model());
        let (road, sea) = match benchmark.mode.as_str() {
            "rail" => (false, false),
            "road" => (true, false),
            _ => (false, true),
        };
        let metric = |land: bool| {
            Metric::new(operations.graph(), |arc| {
                let operation = operations.arc(arc)?;
                let afloat = matches!(operation.mode(), None | Some(Mode::Sea));
                if !self.takes(operation, goal, quote, road, sea) || !(land || afloat) {
                    return None;
                }
                let weight = match goal {
                    Goal::Time => model.expected(arc)?.as_minutes(),
                    Goal::Cost => model.cents(arc, quote).ok()?,
                };
                u32::try_from(weight).ok()
            })
            .map_err(|error| Uncomputed::refused(&error))
        };
        let (anyhow, afloat) = (metric(true)?, metric(false)?);
        let stops = self.stops(benchmark)?;
        let mut here = self.nodes(stops[0]);
        let mut way = Way {
            km: 0.0,
            hours: 0.0,
            usd: 0.0,
        };
        for pair in stops.windows(2) {
            let there = self.nodes(pair[1]);
            // Two ports that a ship joins: the published way went by it, not around the sea.
            let metric = if sea && self.sails(pair) {
                &afloat
            } else {
                &anyhow
            };
            let path = self
                .dijkstra
                .borrow_mut()
                .path_between(operations.graph(), metric, &here, &there)
                .map_err(|error| Uncomputed::refused(&error))?
                .ok_or_else(|| self.no_way(pair))?;
            here = vec![(path.target(), 0)];
            for arc in path.arcs() {
                let (Some(operation), Some(hours)) = (operations.arc(*arc), model.expected(*arc))
                else {
                    continue;
                };
                way.km += operation.distance().as_km();
                way.hours += hours.as_hours();
                way.usd += model.cents(*arc, quote).unwrap_or_default() as f64 / 100.0;
            }
        }
        Ok(way)
    }

    /// Whether a way may use an operation: no through rates, no block trains, which run as the lines
    /// they run on do but for the wait.
    fn takes(
        &self,
        operation: &Operation,
        goal: &Goal,
        quote: &Quote,
        road: bool,
        sea: bool,
    ) -> bool {
        let unit = quote.shipment().unit();
        let whole = match (goal, &operation.kind) {
            (_, OperationKind::Through(_)) | (Goal::Time, OperationKind::Haul(_)) => false,
            (Goal::Cost, _) => !operation.is_part_only(),
            (Goal::Time, _) => true,
        };
        let train = operation
            .service()
            .and_then(|service| self.planner.world().service(service))
            .is_some_and(|service| !service.is_by_sea());
        // Published times are those of trains, prices those of a container.
        let consist = match goal {
            Goal::Time => Consist::BlockTrain,
            Goal::Cost => Consist::Single,
        };
        let rides = unit == LoadUnit::Trailer || operation.riders().takes(unit.product(), consist);
        let fits = |conveyance: Conveyance| match conveyance {
            Conveyance::Truck => road,
            Conveyance::Vessel => sea,
            _ => !road && unit.rides(conveyance),
        };
        whole
            && rides
            && !train
            && (sea || operation.service().is_none())
            && operation.conveyances().iter().copied().all(fits)
            && operation.product().is_none_or(|product| unit.buys(product))
    }

    /// Whether an open ship sails straight from one place to the other.
    fn sails(&self, pair: &[End]) -> bool {
        let world = self.planner.world();
        world.services().any(|(id, service)| {
            service.is_by_sea()
                && world.is_open_service(id)
                && (End::Place(service.from), End::Place(service.to)) == (pair[0], pair[1])
        })
    }

    /// Where goods stand aboard at an end.
    fn nodes(&self, at: End) -> Vec<(NodeId, u32)> {
        let operations = self.planner.operations();
        let aboard = |stage: Stage| match stage {
            Stage::In(conveyance) | Stage::Leaving(conveyance) => {
                conveyance != Conveyance::Terminal
            }
            Stage::Outbound(_) => true,
            _ => false,
        };
        operations
            .graph()
            .node_ids()
            .filter(|node| {
                operations
                    .position(*node)
                    .is_some_and(|position| position.at == at && aboard(position.stage))
            })
            .map(|node| (node, 0))
            .collect()
    }
}
