use serde::{Deserialize, Serialize};

use super::prepared::PreparedMetric;
use super::{Error, NoRoute, Planner, Reason, stop};
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue};
use crate::network::PlaceId;
use crate::policy::Policy;
use crate::route::Stop;
use crate::router::NodeId;

/// Values between many places, with a reason where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Matrix {
    from: Vec<Stop>,
    to: Vec<Stop>,
    cells: Vec<Result<ObjectiveValue, NoRoute>>,
}

impl Matrix {
    /// The least of the objective from the `row`-th place to the `column`-th; nothing outside the
    /// matrix.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<&Result<ObjectiveValue, NoRoute>> {
        if column >= self.to.len() {
            return None;
        }
        self.cells
            .get(row.checked_mul(self.to.len())?.checked_add(column)?)
    }

    /// Cells row by row.
    pub fn iter(&self) -> impl Iterator<Item = &Result<ObjectiveValue, NoRoute>> {
        self.cells.iter()
    }

    /// Where the rows start.
    #[must_use]
    pub fn from(&self) -> &[Stop] {
        &self.from
    }

    /// Where the columns end.
    #[must_use]
    pub fn to(&self) -> &[Stop] {
        &self.to
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.to.len()
    }
}

impl Planner {
    /// The least of an objective between each of `from` and each of `to`. A cell equals the single
    /// question; why no way leads there under the rules is not looked for ([`Reason::Unexamined`]).
    ///
    /// # Errors
    /// As [`Planner::prepare`], places of another network, and more cells than
    /// [`QueryBounds::cells`](super::QueryBounds::cells); places without a terminal, and those that a rule
    /// excludes, spoil their own cells only.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use trade_corridor::planner::Reason;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let places = [network.find_place("Tashkent")?, network.find_place("Istanbul")?];
    /// let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
    /// let matrix =
    ///     planner.matrix(&places, &places, &shipment, &Policy::open(), &Objective::Cost)?;
    /// assert!(matrix.get(0, 1).unwrap().is_ok());
    /// assert_eq!(matrix.get(1, 1).unwrap().as_ref().unwrap_err().reason(), &Reason::SamePlace);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn matrix(
        &self,
        from: &[PlaceId],
        to: &[PlaceId],
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Matrix, Error> {
        self.prepare(shipment, policy, objective)?.matrix(from, to)
    }
}

impl super::Prepared {
    /// The least of the objective between each of `from` and each of `to`.
    ///
    /// # Errors
    /// Places of another network, and more cells than
    /// [`QueryBounds::cells`](super::QueryBounds::cells); other places spoil their own cells only.
    pub fn matrix(&self, from: &[PlaceId], to: &[PlaceId]) -> Result<Matrix, Error> {
        self.planner.check_cells(from.len(), to.len())?;
        let network = self.planner.world.network();
        let stops = |places: &[PlaceId]| -> Result<Vec<Stop>, Error> {
            let known = |place: &PlaceId| network.place(*place).map(|_| stop(network, *place));
            let stops = places.iter().map(known).collect::<Option<_>>();
            stops.ok_or(Error::ForeignPlace)
        };
        let (rows, columns) = (stops(from)?, stops(to)?);
        let homes = |stops: &[Stop]| stops.iter().map(|stop| stop.country).collect();
        let mut sets = self.policy.sets_exempt(&homes(&rows), &homes(&columns));
        if sets.is_empty() {
            sets.insert(self.policy.partial_closures());
        }
        // the first set fills every cell, the others their own
        let mut cells: Vec<Result<ObjectiveValue, NoRoute>> = Vec::new();
        for set in sets {
            let found = self.with_metric(set, |metric| {
                metric.cells(&self.planner, &self.objective, from, to)
            })?;
            if cells.is_empty() {
                cells = found;
                continue;
            }
            let trips = rows
                .iter()
                .flat_map(|from| columns.iter().map(|to| (from.country, to.country)));
            for (((from, to), cell), found) in trips.zip(&mut cells).zip(found) {
                if self.policy.exempt(from, to) == set {
                    *cell = found;
                }
            }
        }
        Ok(Matrix {
            from: rows,
            to: columns,
            cells,
        })
    }
}

impl PreparedMetric {
    /// Cells row by row, for trips that the metric is for.
    fn cells(
        &self,
        planner: &Planner,
        objective: &Objective,
        from: &[PlaceId],
        to: &[PlaceId],
    ) -> Result<Vec<Result<ObjectiveValue, NoRoute>>, Error> {
        let Self {
            ruled,
            weighted,
            customised,
        } = self;
        let operations = ruled.model.operations();
        let network = planner.world.network();
        let judge = |place: &PlaceId, gate: Option<NodeId>| {
            if let Err(blocked) = ruled.policy.check_endpoint(*place) {
                return Err(Reason::EndpointExcluded {
                    place: stop(network, *place),
                    violation: Box::new(ruled.policy.explain(&planner.world, &blocked)),
                });
            }
            if planner.operations().gate(*place).is_none() {
                return Err(planner.not_handled(*place));
            }
            // Where rules block everything at a place, operations made around them have no gate.
            gate.ok_or(Reason::Unexamined)
        };
        let starts: Vec<_> = from
            .iter()
            .map(|place| judge(place, operations.gate(*place)))
            .collect();
        let ends: Vec<_> = to
            .iter()
            .map(|place| judge(place, operations.delivered(*place)))
            .collect();
        // Bad ends stand in for themselves with a node whose cells are thrown away.
        let nodes = |ends: &[Result<NodeId, Reason>]| -> Vec<NodeId> {
            ends.iter()
                .map(|end| *end.as_ref().unwrap_or(&NodeId::new(0)))
                .collect()
        };
        let (starting, ending) = (nodes(&starts), nodes(&ends));
        let mut found = ruled
            .searched()?
            .sums(customised, weighted, &starting, &ending)?
            .into_iter();
        let mut cells = Vec::with_capacity(from.len() * to.len());
        for (row, start) in starts.iter().enumerate() {
            for (column, end) in ends.iter().enumerate() {
                let excluded = |end: &&Reason| matches!(end, Reason::EndpointExcluded { .. });
                let closed = |end: &&Reason| {
                    matches!(end, Reason::NoTerminal { .. } | Reason::NotOpen { .. })
                };
                let bad = [start.as_ref().err(), end.as_ref().err()];
                let bad = bad.iter().flatten().copied();
                let value = found.next().flatten();
                let reason = if let Some(reason) = bad.clone().find(excluded) {
                    reason.clone()
                } else if from[row] == to[column] {
                    Reason::SamePlace
                } else if let Some(reason) = bad.clone().find(closed).or(bad.clone().next()) {
                    reason.clone()
                } else if let Some(units) = value {
                    cells.push(Ok(objective.value(units)));
                    continue;
                } else {
                    Reason::Unexamined
                };
                cells.push(Err(planner.no_route(from[row], to[column], reason)));
            }
        }
        Ok(cells)
    }
}
